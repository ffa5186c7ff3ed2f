"""What hides a point or a flight from a radar, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reassure.tracking.sight import Hidden, hidden_by
from reassure.typing import Array

__all__ = ["hidden_now", "hidden_throughout"]

_WORDS: Final[Mapping[Hidden, str]] = {
    "horizon": "below the radar's horizon",
    "range": "beyond the radar's range",
    "sector": "outside the radar's sector",
    "low": "below the radar's least elevation",
    "high": "above the radar's greatest elevation",
}


def hidden_now(row: Array, point: Array) -> str:
    """What hides a point (3,), Earth-fixed, m, that a radar (sensing.radar.radar_row) does not see."""
    # Of one point one of the reasons is always enough.
    return _WORDS[hidden_by(row, point[None, :])]


def hidden_throughout(row: Array, path: Array) -> str:
    """What hides all points of a path (m, 3) that a radar never sees."""
    reason = hidden_by(row, path)
    if reason == "several":
        return "never within the radar's range, sector and elevations at once"
    return f"{_WORDS[reason]} throughout"
