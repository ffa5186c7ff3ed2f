"""When a radar sees a free flight, and at which moments it then looks.

Whether a point is in view is the radar's own rule (sensing.radar). The flight is looked for every
second, so a rise is found to a second.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from reassure.earth.constants import ROTATION_RATE
from reassure.sensing.radar import (
    BORESIGHT,
    GREATEST_ELEVATION,
    HALF_SECTOR,
    LEAST_ELEVATION,
    RANGE,
    visible_points,
)
from reassure.typing import Array

__all__ = ["BETWEEN", "Hidden", "earth_fixed_path", "hidden_by", "look_times"]

BETWEEN: Final = 1.0
"""s between two moments at which the flight is looked for."""

_FAR: Final = 1e9  # m: beyond any flight
_SLACK = 1e-9  # of an interval: a look at the very end of a pass counts

Hidden = Literal["horizon", "range", "sector", "low", "high", "several"]
"""What hides a flight throughout: the Earth, range, sector, least or greatest elevation; or one after
another.
"""


def earth_fixed_path(states: Array, times: Array) -> Array:
    """Earth-fixed positions (m, 3), m, of inertial states (m, 6) at times (m,), s from their epoch."""
    c, s = np.cos(ROTATION_RATE * times), np.sin(ROTATION_RATE * times)
    x, y = states[:, 0], states[:, 1]
    return np.ascontiguousarray(np.column_stack([c * x + s * y, c * y - s * x, states[:, 2]]))


def look_times(times: Array, view: NDArray[np.bool_], interval: float) -> Array:
    """When the radar looks: from the first moment of each pass on, every `interval` seconds.

    `times` (m,), s, rising; `view` (m,): whether the flight is in view then. `interval`: above 0.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], view, [False]]).astype(np.int8)))
    out: list[Array] = []
    for first, behind in edges.reshape(-1, 2):
        lasts = times[behind - 1] - times[first]
        count = int(np.floor(lasts / interval + _SLACK)) + 1
        out.append(np.minimum(times[first] + interval * np.arange(count), times[behind - 1]))
    return np.concatenate(out) if out else np.empty(0)


def hidden_by(radar: Array, path: Array) -> Hidden:
    """What hides all points of a path (m, 3) that the radar never sees."""
    everywhere = radar.copy()
    everywhere[[RANGE, BORESIGHT, HALF_SECTOR]] = _FAR, 0.0, np.pi
    everywhere[[LEAST_ELEVATION, GREATEST_ELEVATION]] = -0.5 * np.pi, 0.5 * np.pi
    if not visible_points(everywhere, path).any():
        return "horizon"
    reasons: list[tuple[Hidden, list[int]]] = [
        ("low", [LEAST_ELEVATION]), ("range", [RANGE]), ("sector", [BORESIGHT, HALF_SECTOR]), ("high", [GREATEST_ELEVATION]),
    ]  # fmt: skip
    for reason, columns in reasons:
        row = everywhere.copy()
        row[columns] = radar[columns]
        if not visible_points(row, path).any():
            return reason
    return "several"
