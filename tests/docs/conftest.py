"""The site, built once for all tests of a process, unless `scripts/docs.py` has built it of the same sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.built import build
from tests.script import script_at


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder."""
    made = script_at("scripts/docs.py")
    built: Path = made.SITE
    if made.STAMP.is_file() and made.STAMP.read_text() == made.state() and (built / "index.html").is_file():  # fmt: skip
        return built
    folder = tmp_path_factory.mktemp("documents") / "docs"
    assert build(folder) == ""
    return folder
