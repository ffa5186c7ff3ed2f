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
from reassure.earth.frames import site_frame
from reassure.flight.path import position_at
from reassure.numeric.compile import batch, inner
from reassure.typing import Array, Point

__all__ = ["RADAR_COLUMNS", "radar_row", "sightings", "visible_points"]

RADAR_COLUMNS: Final = 17
"""A radar's row: position, east, north, up (Earth-fixed, 12 numbers), range (m), boresight, half sector,
least and greatest elevation (rad)."""

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
    """A row of RADAR_COLUMNS from angles in radians and lengths in metres."""
    row = np.empty(RADAR_COLUMNS)
    site_frame(latitude, longitude, height, row)
    row[12:] = reach, boresight, 0.5 * sector, least_elevation, greatest_elevation
    return row


@inner
def _clear(row: Array, p: Point) -> bool:
    """Does the straight line from the radar to a point clear the ellipsoid?

    Stretched along the axis, the ellipsoid is a sphere and lines are lines.
    """
    rx, ry, rz = row[0], row[1], row[2] * _STRETCH
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
    dx, dy, dz = p[0] - row[0], p[1] - row[1], p[2] - row[2]
    east = row[3] * dx + row[4] * dy + row[5] * dz
    north = row[6] * dx + row[7] * dy + row[8] * dz
    up = row[9] * dx + row[10] * dy + row[11] * dz
    across2 = east * east + north * north
    if across2 + up * up > row[12] * row[12]:
        return False
    elevation = math.atan2(up, math.sqrt(across2))
    if not row[15] <= elevation <= row[16]:
        return False
    if row[14] < math.pi:
        off = math.atan2(east, north) - row[13]
        off -= 2.0 * math.pi * math.floor(off / (2.0 * math.pi) + 0.5)
        if abs(off) > row[14]:
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
    """Which of n Earth-fixed points (m) a radar (row of RADAR_COLUMNS) sees."""
    out = np.empty(points.shape[0], np.bool_)
    for i in range(points.shape[0]):
        out[i] = _visible(radar, (points[i, 0], points[i, 1], points[i, 2]))
    return out


@batch("float64[:,::1](float64[::1], float64[:,::1], float64[:,::1], float64[::1], float64)")
def sightings(radar: Array, flights: Array, bases: Array, since: Array, track: float) -> Array:
    """First seen and tracked, s after launch, (n, 2), of n flights; infinite for never.

    `flights` (n, 8): rows as in flight.family.standing; `bases` (n, 3): Earth-fixed, m. `since` (n,):
    the radar looks from then on (0, or its cue; infinite: never). Tracked: the end of the first
    stretch of `track` seconds in view without a break.
    """
    n = flights.shape[0]
    out = np.full((n, 2), math.inf)
    for i in range(n):
        flight, base = flights[i], bases[i]
        end = flight[6] + flight[7]
        now = since[i]
        if not now < end:
            continue
        seen = _visible(radar, position_at(base, flight, now))
        rise = now
        if seen:
            out[i, 0] = now
        while now < end:
            # whole steps, but the end of a track is looked at too
            after = min(now + STEP, end)
            if seen and rise + track <= after:
                after = rise + track
            still = _visible(radar, position_at(base, flight, after))
            if still and not seen:
                rise = _edge(radar, base, flight, now, after)
                out[i, 0] = min(out[i, 0], rise)
            if still and after >= rise + track:
                out[i, 1] = rise + track
                break
            seen = still
            if after == now:
                break
            now = after
    return out
