"""The documentation that was built into the package, for a site of pages."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["documents"]


def documents() -> Path | None:
    """The folder of the built documentation (scripts/docs.py), or nothing where it was not built: in a checkout, at first."""
    folder = Path(str(files("reassure.report"))) / "docs"
    return folder if (folder / "index.html").is_file() else None
