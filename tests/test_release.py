"""What says the version, and which Pythons: in one way everywhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import reassure

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_citation_is_of_this_version() -> None:
    """Who cites the package names what was installed."""
    (version,) = re.findall(
        r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert version == PROJECT["version"]


def test_pythons_are_named_from_the_oldest_that_is_allowed() -> None:
    """One after the other, as scripts/pythons.py tries them."""
    oldest = int(PROJECT["requires-python"].removeprefix(">=3."))
    named = re.findall(r"Python :: 3\.(\d+)", "\n".join(PROJECT["classifiers"]))
    assert named == [str(minor) for minor in range(oldest, oldest + len(named))]
    assert len(named) > 1


def test_the_package_says_that_it_is_typed() -> None:
    """Type checkers pass over what is in a package without this file."""
    assert "Typing :: Typed" in PROJECT["classifiers"]
    assert (Path(reassure.__file__).parent / "py.typed").is_file()
