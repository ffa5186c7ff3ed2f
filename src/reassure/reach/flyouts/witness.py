"""A flyout to a point: the azimuth, kick and time with which a vehicle is exactly there.

The fan gives a start good to some hundred metres; Newton's method on the flyout itself does the rest,
in the two components of the kick and in time, so that straight up is no special place.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import turn
from reassure.flight.flyout import FLEW, ascend, fall
from reassure.numeric.compile import batch, inner
from reassure.typing import Array

__all__ = ["CLOSE", "meetings"]

CLOSE = 10.0
"""m. A flyout that passes this near to its point is there."""

_PASSES = 12
_TILT = 1e-5  # rad, for the derivative by the kick


@inner
def _end(
    stages: Array,
    body: Array,
    drag: Array,
    latitude: float,
    kick: tuple[float, float],
    until: float,
    steps: tuple[float, float],
    trace: Array,
    out: Array,
) -> bool:
    """Earth-fixed position and velocity, (6,), at `until` (s) of a flyout from longitude 0."""
    size = math.sqrt(kick[0] * kick[0] + kick[1] * kick[1])
    azimuth = math.atan2(kick[1], kick[0])
    outcome, now, s, _ = ascend(stages, body, drag, latitude, azimuth, size, steps[0], trace)
    if outcome != FLEW or until < now:
        return False
    outcome, now, s, _, _ = fall(s, now, until, body[2], body[0], drag, steps[1])
    x, y, z = turn(s[0], s[1], s[2], -ROTATION_RATE * now)
    u, v, w = turn(s[3], s[4], s[5], -ROTATION_RATE * now)
    out[0], out[1], out[2] = x, y, z
    out[3], out[4], out[5] = u + ROTATION_RATE * y, v - ROTATION_RATE * x, w
    return outcome == FLEW


@inner
def _solve(a: Array, b: Array, out: Array) -> bool:
    """3 by 3 linear equations by Cramer's rule; False where the columns lie in a plane."""
    cx = a[1, 1] * a[2, 2] - a[1, 2] * a[2, 1]
    cy = a[1, 2] * a[2, 0] - a[1, 0] * a[2, 2]
    cz = a[1, 0] * a[2, 1] - a[1, 1] * a[2, 0]
    det = a[0, 0] * cx + a[0, 1] * cy + a[0, 2] * cz
    if det == 0.0 or not math.isfinite(det):
        return False
    for c in range(3):
        total = 0.0
        for r in range(3):
            r1, r2 = (r + 1) % 3, (r + 2) % 3
            c1, c2 = (c + 1) % 3, (c + 2) % 3
            total += b[r] * (a[r1, c1] * a[r2, c2] - a[r1, c2] * a[r2, c1])
        out[c] = total / det
    return True


@batch(
    "float64[:,::1](float64[:,::1], float64[::1], float64[:,::1], float64[::1], float64[::1],"
    " float64[:,::1], float64[:,::1], float64, float64)"
)
def meetings(
    stages: Array,
    body: Array,
    drag: Array,
    latitude: Array,
    longitude: Array,
    target: Array,
    start: Array,
    burn_step: float,
    fall_step: float,
) -> Array:
    """N flyouts of a vehicle from sites (rad) to Earth-fixed points `target` (n, 3), m.

    `start` (n, 3): azimuth, kick (rad) and time (s) to begin with. Returns rows (n, 4): azimuth, kick,
    time and miss (m). The miss is infinite where the iteration lost the flyout; above CLOSE it did
    not settle.
    """
    n = latitude.size
    row = np.empty((n, 4))
    trace = np.empty((0, 7))
    at, near = np.empty(6), np.empty(6)
    slopes = np.empty((3, 3))
    steps = (burn_step, fall_step)
    gap, change = np.empty(3), np.empty(3)
    for i in range(n):
        north, east = start[i, 1] * math.cos(start[i, 0]), start[i, 1] * math.sin(start[i, 0])
        time = start[i, 2]
        tx, ty, tz = turn(target[i, 0], target[i, 1], target[i, 2], -longitude[i])
        miss = before = math.inf
        fresh = False
        for _ in range(_PASSES):
            if not _end(stages, body, drag, latitude[i], (north, east), time, steps, trace, at):
                miss = math.inf
                break
            gap[0], gap[1], gap[2] = tx - at[0], ty - at[1], tz - at[2]
            miss = math.sqrt(gap[0] * gap[0] + gap[1] * gap[1] + gap[2] * gap[2])
            if miss < CLOSE:
                break
            # the slopes are worth keeping as long as each pass leaves a tenth of the miss
            if not fresh or miss > 0.1 * before:
                good = True
                for c in range(2):
                    tilted = (north + _TILT, east) if c == 0 else (north, east + _TILT)
                    good = good and _end(
                        stages, body, drag, latitude[i], tilted, time, steps, trace, near
                    )
                    for r in range(3):
                        slopes[r, c] = (near[r] - at[r]) / _TILT
                if not good:
                    miss = math.inf
                    break
                fresh = True
            for r in range(3):
                slopes[r, 2] = at[3 + r]
            if not _solve(slopes, gap, change):
                break
            before = miss
            north, east, time = north + change[0], east + change[1], time + change[2]
        row[i, 0] = math.atan2(east, north)
        row[i, 1] = math.sqrt(north * north + east * east)
        row[i, 2], row[i, 3] = time, miss
    return row
