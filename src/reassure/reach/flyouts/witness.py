"""A flyout to a point: the azimuth, kick and time with which a vehicle is exactly there.

The fan gives a start good to some hundred metres; Newton's method on the flyout itself does the
rest, in the two components of the kick and in time, so that straight up is no special place.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba.core.types import float64

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import turn
from reassure.flight.flyout import FLEW, TRACE_COLUMNS, VEHICLE, ascend, fall
from reassure.flight.vehicle import VehicleArrays
from reassure.numeric.compile import batch, inner
from reassure.numeric.vectors import minus, norm, put, take
from reassure.typing import Array, Point

__all__ = [
    "CLOSE",
    "START_COLUMNS",
    "WITNESS_AZIMUTH",
    "WITNESS_COLUMNS",
    "WITNESS_KICK",
    "WITNESS_MISS",
    "WITNESS_TIME",
    "meetings",
]

CLOSE = 10.0
"""m. A flyout that passes this near to its point is there."""

WITNESS_COLUMNS: Final = 4
START_COLUMNS: Final = 3
WITNESS_AZIMUTH: Final = 0  # of the launch, rad
WITNESS_KICK: Final = 1  # rad
WITNESS_TIME: Final = 2  # of the meeting, s after launch
WITNESS_MISS: Final = 3  # m
"""Columns of a witness; the first START_COLUMNS of them are those of a start."""

_PASSES = 12  # of Newton's method at most
_TILT = 1e-5  # rad, for the derivative by the kick
_POSITION, _VELOCITY = 0, 3  # the first columns of each in what `_end` fills


@inner
def _end(
    vehicle: VehicleArrays,
    latitude: float,
    kick: tuple[float, float],
    until: float,
    steps: tuple[float, float],
    out: Array,
) -> bool:
    """Fill in Earth-fixed position and velocity, (6,), at `until` (s) of a flyout from longitude 0;
    whether it is up.

    `kick`: northward and eastward, rad; `steps`: longest step of the burn and of the fall, s.
    """
    north, east = kick
    burn_step, fall_step = steps
    size = math.sqrt(north * north + east * east)
    azimuth = math.atan2(east, north)
    no_trace = np.empty((0, TRACE_COLUMNS))
    # An empty trace: no step is written down.
    outcome, now, s, _ = ascend(vehicle, latitude, azimuth, size, burn_step, no_trace)
    if outcome != FLEW or until < now:
        return False
    outcome, now, s, _, _ = fall(
        s, now, until, vehicle.payload, vehicle.reference_area, vehicle.drag, fall_step
    )
    x, y, z = turn(s[0], s[1], s[2], -ROTATION_RATE * now)
    u, v, w = turn(s[3], s[4], s[5], -ROTATION_RATE * now)
    put(out, _POSITION, (x, y, z))
    put(out, _VELOCITY, (u + ROTATION_RATE * y, v - ROTATION_RATE * x, w))
    return outcome == FLEW


@inner
def _solve(a: Array, b: Point, out: Array) -> bool:
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
            # A cofactor; indices taken in cyclic order give its sign.
            total += b[r] * (a[r1, c1] * a[r2, c2] - a[r1, c2] * a[r2, c1])
        out[c] = total / det
    return True


@inner
def _slopes(
    vehicle: VehicleArrays,
    latitude: float,
    kick: tuple[float, float],
    time: float,
    steps: tuple[float, float],
    at: Array,
    slopes: Array,
) -> bool:
    """Fill in the first two columns of `slopes` (3, 3): how the position at a time changes with the
    kick, m/rad.

    `at` (6,): what `_end` gives for the kick itself. False where a tilted kick does not fly.
    """
    north, east = kick
    near = np.empty(6)
    good = True
    for c in range(2):
        tilted = (north + _TILT, east) if c == 0 else (north, east + _TILT)
        good = good and _end(vehicle, latitude, tilted, time, steps, near)
        for r in range(3):
            slopes[r, c] = (near[r] - at[r]) / _TILT
    return good


@inner
def _to_point(
    vehicle: VehicleArrays,
    latitude: float,
    target: Point,
    start: Array,
    steps: tuple[float, float],
    row: Array,
) -> None:
    """Fill a row of `meetings` for a site on longitude 0: Newton's method from a start."""
    size, azimuth = start[WITNESS_KICK], start[WITNESS_AZIMUTH]
    north, east = size * math.cos(azimuth), size * math.sin(azimuth)
    time = start[WITNESS_TIME]
    at, change = np.empty(6), np.empty(3)
    slopes = np.empty((3, 3))
    miss = before = math.inf
    fresh = False
    for _ in range(_PASSES):
        if not _end(vehicle, latitude, (north, east), time, steps, at):
            miss = math.inf
            break
        gap = minus(target, take(at, _POSITION))
        miss = norm(gap)
        if miss < CLOSE:
            break
        # the slopes are worth keeping as long as each pass leaves a tenth of the miss
        if not fresh or miss > 0.1 * before:
            if not _slopes(vehicle, latitude, (north, east), time, steps, at, slopes):
                miss = math.inf
                break
            fresh = True
        for r in range(3):
            # The derivative by time is the Earth-relative velocity itself.
            slopes[r, 2] = at[_VELOCITY + r]
        if not _solve(slopes, gap, change):
            break
        before = miss
        north, east, time = north + change[0], east + change[1], time + change[2]
    row[WITNESS_AZIMUTH] = math.atan2(east, north)
    row[WITNESS_KICK] = math.sqrt(north * north + east * east)
    row[WITNESS_TIME], row[WITNESS_MISS] = time, miss


@batch(
    float64[:, ::1](
        VEHICLE, float64[::1], float64[::1], float64[:, ::1], float64[:, ::1], float64, float64
    )
)
def meetings(
    vehicle: VehicleArrays,
    latitude: Array,
    longitude: Array,
    target: Array,
    start: Array,
    burn_step: float,
    fall_step: float,
) -> Array:
    """N flyouts of a vehicle from sites (n,), rad, to Earth-fixed points `target` (n, 3), m.

    `start` (n, START_COLUMNS): azimuth, kick and time to begin with; `burn_step`, `fall_step`:
    longest steps, s.

    Returns rows (n, WITNESS_COLUMNS). The miss is infinite where the iteration lost the flyout;
    above CLOSE it did not settle.
    """
    n = latitude.size
    row = np.empty((n, WITNESS_COLUMNS))
    for i in range(n):
        p = take(target[i], 0)
        # Flown from longitude 0: the Earth is round about its axis, so the target is turned instead.
        there = turn(p[0], p[1], p[2], -longitude[i])
        _to_point(vehicle, latitude[i], there, start[i], (burn_step, fall_step), row[i])
    return row
