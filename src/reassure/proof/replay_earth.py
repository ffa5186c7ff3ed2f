"""The Earth of a claim (docs/certificate.md, section 1), for replays alone: its axes and ellipsoid, distances over
ground, cells, and a fall. It shares no constant, no frame and no arc with the rest of the package.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.integrate import solve_ivp

from reassure.typing import Array

__all__ = [
    "EQUATORIAL",
    "GROUND",
    "METRES",
    "MU",
    "POLAR",
    "ROTATION",
    "Fall",
    "angle",
    "fall",
    "height_of",
    "in_cell",
    "norm",
    "off_course",
    "on_ground",
    "to_cell",
    "turned",
]

# WGS84, SI, as the table [earth] of every claim has them.
MU = 3.986004418e14
ROTATION = 7.292115e-5
EQUATORIAL = 6378137.0
POLAR = 6356752.3142
# m of ground distance for an angle of 1 rad at the centre.
GROUND = 6371e3

METRES = 1e-3
"""m that are forgiven: a witness lies on the edges of its limits, and rounding may put it just outside."""


class Fall(NamedTuple):
    """Where a fall ends, position (m) and inertial velocity (m/s), (6,), and the least radius (m) on the way."""

    end: Array
    least_radius: float


def turned(x: Array, angle: float) -> Array:
    """The vector (3,) turned eastward about the Earth's axis by an angle (rad)."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * x[0] - s * x[1], s * x[0] + c * x[1], x[2]])


def norm(x: Array) -> float:
    """The length of a vector."""
    return float(np.sqrt(np.dot(x, x)))


def angle(a: Array, b: Array) -> float:
    """The angle between two vectors, rad."""
    return math.atan2(norm(np.cross(a, b)), float(np.dot(a, b)))


def height_of(x: Array) -> float:
    """Height (m) of a point (3,), m, as a claim has it: its distance from the centre less the ellipsoid's in its
    direction.
    """
    d = x / norm(x)
    return norm(x) - 1.0 / math.sqrt((d[0] ** 2 + d[1] ** 2) / EQUATORIAL**2 + (d[2] / POLAR) ** 2)


def on_ground(latitude: float, longitude: float) -> Array:
    """The point (3,) of the ellipsoid at a geodetic latitude and longitude (rad), Earth-fixed, m."""
    c, s = math.cos(latitude), math.sin(latitude)
    w = math.hypot(EQUATORIAL * c, POLAR * s)
    across = EQUATORIAL**2 * c / w
    return np.array([across * math.cos(longitude), across * math.sin(longitude), POLAR**2 * s / w])


def _pull(_: float, state: Array) -> Array:
    r = norm(state[:3])
    return np.concatenate([state[3:], -MU / r**3 * state[:3]])


def _rise(_: float, state: Array) -> float:
    # zero at perigee and apogee; the factor brings it to the order of 10
    return float(np.dot(state[:3], state[3:])) * 1e-9


def fall(state: Array, start: float, stop: float) -> Fall:
    """The fall of a state (6,), m and m/s, from `start` to `stop` (s) under point-mass gravity alone.

    NaN throughout where it cannot be followed; the state itself where `stop` is not after `start`.
    """
    radius = norm(state[:3])
    nowhere = Fall(np.full(6, math.nan), math.nan)
    if not np.isfinite([*state, start, stop]).all():
        return nowhere
    if stop <= start:
        return Fall(state, radius)
    # tolerances well below the metre that counts; a step is short enough not to pass over a perigee
    done = solve_ivp(
        _pull, (start, stop), state, "DOP853", rtol=1e-12, atol=1e-6, events=_rise, max_step=100.0
    )
    if not done.success:
        return nowhere
    end = np.asarray(done.y[:, -1], dtype=float)
    # the radius is least at an end or where it turns
    turns = [norm(at[:3]) for found in done.y_events or () for at in found]
    return Fall(end, min([radius, norm(end[:3]), *turns]))


def _outside(longitude: float, west: float, east: float) -> float:
    """By how much (rad) a longitude lies outside a cell's, whole turns aside; 0 within."""
    past = math.remainder(longitude - 0.5 * (west + east), 2.0 * math.pi)
    return max(0.0, abs(past) - 0.5 * (east - west))


def in_cell(latitude: float, longitude: float, cell: Sequence[float] | Array) -> bool:
    """Does a point lie in a cell (4,): south, north, west, east? All in rad; a millimetre is forgiven."""
    room = METRES / GROUND
    south, north, west, east = cell
    good = south - room <= latitude <= north + room
    # an angle on the ground, which a difference of longitudes is at the equator alone
    aside = _outside(longitude, west, east) * math.cos(latitude)
    return bool(good and aside <= room)


def to_cell(point: Array, cell: Array) -> float:
    """Ground distance (m) from an Earth-fixed point (3,) to the nearest point of a cell (4,), rad."""
    ratio = (POLAR / EQUATORIAL) ** 2
    *latitudes, west, east = (float(x) for x in cell)
    # geocentric: directions count, and geodetic latitudes are those of a cell
    south, north = (math.atan2(ratio * math.sin(a), math.cos(a)) for a in latitudes)
    own = math.atan2(point[1], point[0])
    meridians = [west, east]
    # the nearest point is on the point's own meridian if the cell has it, else on an edge
    if _outside(own, west, east) == 0.0:
        meridians.append(own)
    least = math.inf
    for longitude in meridians:
        # the foot of the point on the meridian, or the meridian's end
        ahead = point[0] * math.cos(longitude) + point[1] * math.sin(longitude)
        foot = math.atan2(point[2], ahead)
        for latitude in (south, north, min(north, max(south, foot))):
            across = math.cos(latitude)
            near = np.array(
                [across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)]
            )
            least = min(least, GROUND * angle(point, near))
    return least


def off_course(base: Array, aim: Array, burnout: Array, nearest: float, farthest: float) -> float:
    """Ground distance (m) of a burnout from the stretch of the great circle beside which it has to lie.

    The stretch is from `nearest` to `farthest` (m of ground) from the base towards the led aim; all points are
    Earth-fixed, (3,), m. Infinite where base and aim are in one direction.
    """
    b = base / norm(base)
    pole = np.cross(b, aim)
    if norm(pole) < 1e-6 * norm(aim):
        return math.inf
    pole /= norm(pole)
    e = np.cross(pole, b)
    # the burnout's angle from the base along the circle, held to the stretch
    along = math.atan2(float(np.dot(burnout, e)), float(np.dot(burnout, b)))
    held = min(max(along, nearest / GROUND), farthest / GROUND)
    return GROUND * angle(burnout, math.cos(held) * b + math.sin(held) * e)
