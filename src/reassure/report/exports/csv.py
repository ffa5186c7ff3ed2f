"""CSV: a row for each pair, under comment lines that hold the sources."""

from __future__ import annotations

from pathlib import Path

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.report.exports.carried import Moment, source_lines

__all__ = ["write"]


def write(result: Assessment, ways: Ephemerides, moment: Moment, path: Path) -> None:
    """Write the file, whole or not at all. It holds every pair, and neither ways nor a moment. Raises OutputError."""
    result.write_csv(path, source_lines(result))
