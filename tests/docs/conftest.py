"""The site, built once for all tests of a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.built import build


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder."""
    folder = tmp_path_factory.mktemp("documents") / "docs"
    assert build(folder) == ""
    return folder
