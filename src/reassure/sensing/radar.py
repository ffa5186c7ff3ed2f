"""When a radar first sees a flight, and when it has tracked it.

A radar sees what is within its range, its sector and its elevations, and not behind the Earth: the
straight line to it clears the ellipsoid. No refraction, no size of target, no search time.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reassure.earth.constants import EQUATORIAL_RADIUS, FLATTENING
from reassure.earth.frames import (
    SITE_COLUMNS,
    SITE_EAST,
    SITE_NORTH,
    SITE_POSITION,
    SITE_UP,
    component,
    offset,
    site_frame,
)
from reassure.flight.family import end_time
from reassure.flight.path import position_at
from reassure.numeric.compile import batch, inner
from reassure.numeric.vectors import take
from reassure.typing import Array, Point

__all__ = [
    "FIRST_SEEN",
    "RADAR_COLUMNS",
    "SIGHTING_COLUMNS",
    "TRACKED",
    "radar_row",
    "sightings",
    "visible_points",
]

RADAR_COLUMNS: Final = 17
RANGE: Final = SITE_COLUMNS  # m
BORESIGHT: Final = SITE_COLUMNS + 1  # clockwise from north, rad
HALF_SECTOR: Final = SITE_COLUMNS + 2  # to either side of the boresight, rad; pi: all round
LEAST_ELEVATION: Final = SITE_COLUMNS + 3  # rad
GREATEST_ELEVATION: Final = SITE_COLUMNS + 4  # rad
"""Columns of a radar's row, after those of its site's frame (earth.frames.site_frame)."""

SIGHTING_COLUMNS: Final = 2
FIRST_SEEN: Final = 0  # s from launch
TRACKED: Final = 1  # s from launch
"""Columns of a sighting; infinite for never."""

STEP: Final = 2.0
"""s. Between looks: a pass shorter than this, or a gap in one, may be missed."""

_EDGE = 1e-3  # s: a rise is found to this
_STRETCH = 1.0 / (1.0 - FLATTENING)


def radar_row(
    latitude: float,
    longitude: float,
    height: float,
    reach: float,
    boresight: float,
    sector: float,
    least_elevation: float,
    greatest_elevation: float,
) -> Array:
    """A row (RADAR_COLUMNS,) from angles in radians and lengths in metres.

    `boresight`: clockwise from north; `sector`: the whole of it, 2 pi for all round.
    """
    row = np.empty(RADAR_COLUMNS)
    site_frame(latitude, longitude, height, row)
    row[RANGE:] = reach, boresight, 0.5 * sector, least_elevation, greatest_elevation
    return row


@inner
def _clear(row: Array, p: Point) -> bool:
    """Does the straight line from the radar to a point clear the ellipsoid?

    Stretched along the axis by 1 / (1 - f), the ellipsoid is a sphere of the equatorial radius and
    lines are lines: the line's point nearest to the centre is outside it, or beyond one of the
    ends.
    """
    rx, ry, rz = take(row, SITE_POSITION)
    rz *= _STRETCH
    dx, dy, dz = p[0] - rx, p[1] - ry, p[2] * _STRETCH - rz
    down = -(rx * dx + ry * dy + rz * dz)
    if down <= 0.0:
        return True  # it climbs from the radar on
    length2 = dx * dx + dy * dy + dz * dz
    share = min(1.0, down / length2)
    x, y, z = rx + share * dx, ry + share * dy, rz + share * dz
    return bool(x * x + y * y + z * z >= EQUATORIAL_RADIUS * EQUATORIAL_RADIUS)


@inner
def _visible(row: Array, p: Point) -> bool:
    """Is an Earth-fixed point (m) in view?"""
    d = offset(row, p)
    east = component(row, SITE_EAST, d)
    north = component(row, SITE_NORTH, d)
    up = component(row, SITE_UP, d)
    across2 = east * east + north * north
    if across2 + up * up > row[RANGE] * row[RANGE]:
        return False
    elevation = math.atan2(up, math.sqrt(across2))
    if not row[LEAST_ELEVATION] <= elevation <= row[GREATEST_ELEVATION]:
        return False
    if row[HALF_SECTOR] < math.pi:
        off = math.atan2(east, north) - row[BORESIGHT]
        off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
        if abs(off) > row[HALF_SECTOR]:
            return False
    return _clear(row, p)


@inner
def _edge(row: Array, base: Array, flight: Array, hidden: float, seen: float) -> float:
    """The moment (s) between one when it is hidden and one when it is seen."""
    while abs(seen - hidden) > _EDGE:
        middle = 0.5 * (hidden + seen)
        if _visible(row, position_at(base, flight, middle)):
            seen = middle
        else:
            hidden = middle
    return seen


@batch("boolean[::1](float64[::1], float64[:,::1])")
def visible_points(radar: Array, points: Array) -> NDArray[np.bool_]:
    """Which of n Earth-fixed points (n, 3), m, a radar (a row of `radar_row`) sees: (n,)."""
    out = np.empty(points.shape[0], np.bool_)
    for i in range(points.shape[0]):
        out[i] = _visible(radar, take(points[i], 0))
    return out


@batch("float64[:,::1](float64[::1], float64[:,::1], float64[:,::1], float64[::1], float64)")
def sightings(radar: Array, flights: Array, bases: Array, since: Array, track: float) -> Array:
    """When a radar (a row of `radar_row`) first sees and has tracked n flights: (n,
    SIGHTING_COLUMNS), s after launch.

    Infinite for never. `flights` (n, FLIGHT_COLUMNS): rows as in flight.family.standing; `bases`
    (n, 3): Earth-fixed, m. `since` (n,): the radar looks from then on (0, or its cue; infinite:
    never). Tracked: the end of the first stretch of `track` seconds in view without a break.
    """
    n = flights.shape[0]
    out = np.full((n, SIGHTING_COLUMNS), math.inf)
    for i in range(n):
        flight, base = flights[i], bases[i]
        end = end_time(flight)
        now = since[i]
        if not now < end:
            continue
        seen = _visible(radar, position_at(base, flight, now))
        rise = now
        if seen:
            out[i, FIRST_SEEN] = now
        while now < end:
            # whole steps, but the end of a track is looked at too
            after = min(now + STEP, end)
            if seen and rise + track <= after:
                after = rise + track
            still = _visible(radar, position_at(base, flight, after))
            if still and not seen:
                rise = _edge(radar, base, flight, now, after)
                out[i, FIRST_SEEN] = min(out[i, FIRST_SEEN], rise)
            if still and after >= rise + track:
                out[i, TRACKED] = rise + track
                break
            seen = still
            if after == now:
                break
            now = after
    return out
