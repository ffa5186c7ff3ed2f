"""What a radar measures at each look, and how it changes with the state of the flight at its epoch.

Range (m), azimuth across the line of sight (rad: the azimuth times the cosine of the elevation),
elevation (rad) and range rate (m/s), from a site of the turning Earth. The inertial axes are the
Earth-fixed ones at the epoch. No refraction, no light time.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import SITE_EAST, SITE_NORTH, SITE_POSITION, SITE_UP, turn
from reassure.numeric.compile import batch, inner
from reassure.numeric.vectors import dot, minus, norm, plus, scaled, spin, take
from reassure.tracking.arc import advance, begin
from reassure.typing import Array, Point

__all__ = ["AZIMUTH", "ELEVATION", "QUANTITIES", "RANGE", "RANGE_RATE", "looks"]

RANGE: Final = 0  # m
AZIMUTH: Final = (
    1  # rad, clockwise from north; its derivatives and errors: across the line of sight
)
ELEVATION: Final = 2  # rad
RANGE_RATE: Final = 3  # m/s
QUANTITIES: Final = 4
"""What is measured at a look, in this order in all arrays."""


@inner
def _turned(frame: Array, first: int, angle: float) -> Point:
    """A vector of a site's frame, turned with the Earth into inertial axes."""
    a = take(frame, first)
    return turn(a[0], a[1], a[2], angle)


@inner
def _look(frame: Array, time: float, s: Array, value: Array, by: Array) -> None:
    """Fill what is measured (4,) at a time (s), and its derivatives (4, 6) by the epoch's state.

    `s` (6, 7): the state then, and its derivatives by that at the epoch.
    """
    angle = ROTATION_RATE * time
    site = _turned(frame, SITE_POSITION, angle)
    east, north = _turned(frame, SITE_EAST, angle), _turned(frame, SITE_NORTH, angle)
    up = _turned(frame, SITE_UP, angle)
    d = minus((s[0, 0], s[1, 0], s[2, 0]), site)
    w = minus((s[3, 0], s[4, 0], s[5, 0]), spin(ROTATION_RATE, site))
    e, n, u = dot(d, east), dot(d, north), dot(d, up)
    reach, level = norm(d), math.sqrt(e * e + n * n)
    sight = scaled(1.0 / reach, d)
    rate = dot(sight, w)
    value[RANGE], value[RANGE_RATE] = reach, rate
    value[AZIMUTH], value[ELEVATION] = math.atan2(e, n), math.atan2(u, level)
    # Unit vectors at right angles to the line of sight: along the horizontal, and upward.
    beside = plus(scaled(n / level, east), -e / level, north)
    away = plus(scaled(e / level, east), n / level, north)
    above = plus(scaled(level / reach, up), -u / reach, away)
    # The range rate changes with the place as the line of sight turns.
    turning = scaled(1.0 / reach, plus(w, -rate, sight))
    for j in range(6):
        place = (s[0, j + 1], s[1, j + 1], s[2, j + 1])
        speed = (s[3, j + 1], s[4, j + 1], s[5, j + 1])
        by[RANGE, j] = dot(sight, place)
        by[AZIMUTH, j] = dot(beside, place) / reach
        by[ELEVATION, j] = dot(above, place) / reach
        by[RANGE_RATE, j] = dot(sight, speed) + dot(turning, place)


@batch("Tuple((float64[:,:,::1], float64[:,:,:,::1]))(float64[::1], float64[:,::1], float64[::1])")
def looks(frame: Array, states: Array, times: Array) -> tuple[Array, Array]:
    """What a radar measures of n flights at m looks: (n, m, 4), and (n, m, 4, 6) its derivatives.

    `frame`: a site's (earth.frames.site_frame), Earth-fixed; `states` (n, 6): inertial, at the
    epoch; `times` (m,): s from the epoch, rising. Columns RANGE to RANGE_RATE. The derivatives of
    the azimuth are those across the line of sight. Not finite straight above the radar.
    """
    n, m = states.shape[0], times.size
    value, by = np.empty((n, m, QUANTITIES)), np.empty((n, m, QUANTITIES, 6))
    s, work = np.empty((6, 7)), np.empty((3, 6, 7))
    for i in range(n):
        begin(states[i], s)
        now = 0.0
        for k in range(m):
            if times[k] != now:
                advance(s, times[k] - now, 7, work)
                now = times[k]
            _look(frame, now, s, value[i, k], by[i, k])
    return value, by
