"""The tutorial's files and commands do what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import reassure
from tests.europe import fewer_flights

TEXT = Path("docs/tutorial-agreement.md").read_text(encoding="utf-8")
AGREEMENT, SEEN = re.findall(r"```toml[^\n]*\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    agreement, seen = tmp_path / "compromise.toml", tmp_path / "seen.toml"
    agreement.write_text(AGREEMENT)
    seen.write_text(SEEN)
    return agreement, seen


def test_the_verdicts_are_those_that_are_explained(files: tuple[Path, Path]) -> None:
    """What the command prints, tests/docs/test_run.py compares."""
    result = reassure.comply(*files)
    assert {o.id: o.verdict for o in result.owed} == {
        "place": "fulfilled", "speed": "undetermined", "notify-tests": "undetermined", "exchange": "breached",
    }  # fmt: skip


def test_what_the_agreement_buys(files: tuple[Path, Path]) -> None:
    """The deployments that may stand, and the speed at which one is found out."""
    with fewer_flights():
        result = reassure.agree(files[0], certified=False, protect=None)
    assert sum(not d.banned for d in result.deployments) == 3
    (seen,) = result.seen
    assert f"{seen.seen_beyond:.5f}" == "3.50123"
    assert "3.50123 km/s" in TEXT
