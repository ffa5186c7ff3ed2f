"""Earliest arrival: looking a place up in a fan's table (reach.flyouts.table).

Bearings are joined by Fourier's series, slant ranges and kicks by cubics; of all flyouts that pass
the place the earliest counts. tests/reach/flyouts/test_fan.py holds the error.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba.core.types import float64

from reassure.earth.constants import EQUATORIAL_RADIUS
from reassure.earth.frames import SITE_COLUMNS, height_along_radius, site_frame
from reassure.numeric.compile import batch, inner
from reassure.numeric.vectors import put, take
from reassure.reach.flyouts.table import (
    ARRIVAL,
    AZIMUTH_LESS_BEARING,
    BEARINGS,
    ELEVATION,
    FAN,
    LOWEST,
    FanArrays,
    bearing_weights,
    line_of_sight,
)
from reassure.typing import Array, Point

__all__ = ["Joint", "LookUpRoom", "joint", "look_up", "look_up_points", "look_up_room"]

_ON_IT = 1e-9  # rad: as good as on a latitude of the fan
# The azimuths of a place overhead are all alike.
_ZENITH = math.radians(2.0)  # nearer to it the bearing means nothing: see `look_up`


class Joint(NamedTuple):
    """A latitude among a fan's: the last that is not above it, and its share of the way to the
    next.
    """

    below: int
    share: float


class LookUpRoom(NamedTuple):
    """Room for `look_up`, made once and used again: numbers for each kick (k,) and each bearing
    (BEARINGS,).
    """

    row: Array
    weights: Array


@inner
def look_up_room(fan: FanArrays) -> LookUpRoom:
    """Room to look up places in a fan."""
    return LookUpRoom(np.empty(fan.ends.shape[1]), np.empty(BEARINGS))


@inner
def _slant_weights(u: float) -> tuple[float, float, float, float]:
    """Lagrange's cubic through values at -1, 0, 1, 2."""
    return (
        -u * (u - 1.0) * (u - 2.0) / 6.0,
        (u + 1.0) * (u - 1.0) * (u - 2.0) / 2.0,
        -(u + 1.0) * u * (u - 2.0) / 2.0,
        (u + 1.0) * u * (u - 1.0) / 6.0,
    )


@inner
def joint(latitudes: Array, latitude: float) -> Joint:
    """Where a latitude (rad) is among the fan's (l,), rising; the nearest end for one beyond them."""
    i = 0
    while i < latitudes.size - 1 and latitude >= latitudes[i + 1] - _ON_IT:
        i += 1
    if i == latitudes.size - 1 or latitude <= latitudes[i] + _ON_IT:
        return Joint(i, 0.0)
    return Joint(i, (latitude - latitudes[i]) / (latitudes[i + 1] - latitudes[i]))


@inner
def _mix(
    tables: Array,
    c: int,
    between: Joint,
    m: int,
    u: float,
    weights: Array,
    row: Array,
) -> None:
    """row (k,): quantity c of the tables at every kick, at u of the way from slant range m to the
    next.
    """
    row[:] = 0.0
    four = _slant_weights(u)
    for side in range(1 if between.share == 0.0 else 2):
        share = 1.0 - between.share if side == 0 else between.share
        quantity = tables[between.below + side, c]
        for i in range(4):
            for j in range(BEARINGS):
                w = share * four[i] * weights[j]
                values = quantity[m - 1 + i, j]
                for k in range(row.size):
                    row[k] += w * values[k]


@inner
def _at_kick(
    tables: Array,
    c: int,
    between: Joint,
    m: int,
    u: float,
    weights: Array,
    place: float,
) -> float:
    """As `_mix`, at one place between the kicks."""
    # The four kicks about the place, moved inwards at an end of the fan.
    low = min(max(math.floor(place) - 1, 0), tables.shape[4] - 4)
    four, along = _slant_weights(u), _slant_weights(place - low - 1.0)
    total = 0.0
    for side in range(1 if between.share == 0.0 else 2):
        share = 1.0 - between.share if side == 0 else between.share
        quantity = tables[between.below + side, c]
        for i in range(4):
            for j in range(BEARINGS):
                values = quantity[m - 1 + i, j]
                here = along[0] * values[low] + along[1] * values[low + 1]
                here += along[2] * values[low + 2] + along[3] * values[low + 3]
                total += share * four[i] * weights[j] * here
    return total


@inner
def _along(row: Array, place: float) -> float:
    """The row at a place between its nodes, by a cubic."""
    # The four nodes about the place, moved inwards at an end of the row.
    low = min(max(math.floor(place) - 1, 0), row.size - 4)
    a, b, c, d = _slant_weights(place - low - 1.0)
    value: float = a * row[low] + b * row[low + 1] + c * row[low + 2] + d * row[low + 3]
    return value


@inner
def _root(row: Array, value: float, low: float, high: float) -> float:
    """Where between two places the row takes a value that it passes there: Illinois."""
    a, b = _along(row, low) - value, _along(row, high) - value
    if a == 0.0:
        return low
    if (a > 0.0) == (b > 0.0):
        return high
    place, side = high, 0
    for _ in range(40):
        place = (low * b - high * a) / (b - a)
        here = _along(row, place) - value
        if abs(here) < 1e-9 or high - low < 1e-9:
            break
        if (here > 0.0) == (a > 0.0):
            low, a = place, here
            # Illinois: an end that stays twice counts half, so that it moves next time.
            b = 0.5 * b if side == -1 else b
            side = -1
        else:
            high, b = place, here
            a = 0.5 * a if side == 1 else a
            side = 1
    return place


@inner
def look_up(
    fan: FanArrays, between: Joint, frame: Array, p: Point, room: LookUpRoom
) -> tuple[float, float, float]:
    """Earliest arrival (s after launch) at an Earth-fixed point (m), launch azimuth (rad), kick
    (node).

    The tables at the two latitudes between which the site lies, as `joint` says, are joined by a
    line. `frame` (SITE_COLUMNS,): the site's, earth.frames.site_frame. Infinite, 0 and 0 where no
    flyout of the fan passes there after its last burnout. The kick is the place between the nodes:
    3.4 is 0.4 of the way from the fourth to the fifth. Within 2 degrees of the zenith the answer is
    that of 2 degrees: time there depends on the square of that angle.
    """
    slants = fan.slants
    slant, elevation, bearing = line_of_sight(frame, p)
    share = (slant - slants[0]) / (slants[1] - slants[0])
    if not 0.0 <= share < slants.size - 1:
        return math.inf, 0.0, 0.0
    # The cubic takes slant ranges m - 1 to m + 2; at the ends of the fan its share leaves [0, 1].
    m = min(max(math.floor(share), 1), slants.size - 3)
    share -= m
    elevation = min(elevation, 0.5 * math.pi - _ZENITH)
    bearing_weights(bearing, room.weights)
    _mix(fan.tables, ELEVATION, between, m, share, room.weights, room.row)
    best, node = _earliest(fan, between, m, share, slant, elevation, room)
    if math.isinf(best):
        return math.inf, 0.0, 0.0
    if height_along_radius(p[0], p[1], p[2]) < LOWEST:
        # is the flyout on its way down here? then it is over
        before = _at_kick(fan.tables, ELEVATION, between, m, share - 0.1, room.weights, node)
        nearer = slant - 0.1 * (slants[1] - slants[0])
        if _height(nearer, before) > _height(slant, elevation):
            return math.inf, 0.0, 0.0
    # The table holds azimuth less bearing, which varies slowly where the azimuth itself turns round.
    turned = _at_kick(fan.tables, AZIMUTH_LESS_BEARING, between, m, share, room.weights, node)
    return best, bearing + turned, node


@inner
def _earliest(
    fan: FanArrays,
    between: Joint,
    m: int,
    share: float,
    slant: float,
    elevation: float,
    room: LookUpRoom,
) -> tuple[float, float]:
    """Least arrival (s) of the flyouts that pass a slant range (m) at an elevation (rad), and its
    kick (node).

    Infinite where none does. `room.row` holds the elevations of all kicks at that slant range,
    which is `share` of the way from the fan's m-th to the next.
    """
    row, ends = room.row, fan.ends
    best, node = math.inf, 0.0
    first = between.below
    second = first if between.share == 0.0 else first + 1
    for k in range(row.size - 1):
        # Between two kicks only where both are real, from both latitudes.
        if min(ends[first, k], ends[first, k + 1], ends[second, k], ends[second, k + 1]) < slant:
            continue
        low, middle, high = float(k), 0.5 + k, k + 1.0
        above = row[k] >= elevation
        if above == (row[k + 1] >= elevation):
            # on one side of it at both nodes; a summit between them may still pass it
            if above:
                continue
            # Elevation rises and falls again between these kicks: two flyouts pass, one on either side.
            middle, top = _summit(row, k)
            if top < elevation:
                continue
            place = _root(row, elevation, low, middle)
            time = _at_kick(fan.tables, ARRIVAL, between, m, share, room.weights, place)
            if fan.burned <= time < best:
                best, node = time, place
            low = middle
        place = _root(row, elevation, low, high)
        time = _at_kick(fan.tables, ARRIVAL, between, m, share, room.weights, place)
        if fan.burned <= time < best:
            best, node = time, place
    return best, node


@inner
def _height(slant: float, elevation: float) -> float:
    """Height over a sphere, m, of a point at a slant range and elevation: good for telling up from
    down.
    """
    up = slant * math.sin(elevation)
    across = slant * math.cos(elevation)
    return math.sqrt((EQUATORIAL_RADIUS + up) ** 2 + across * across) - EQUATORIAL_RADIUS


@inner
def _summit(row: Array, k: int) -> tuple[float, float]:
    """Where the cubic between nodes k and k + 1 is greatest, and its value; minus infinity if it
    has no summit there.
    """
    rise = row[k + 1] - row[k]
    before = row[k] - row[k - 1] if k > 0 else rise
    after = row[k + 2] - row[k + 1] if k + 2 < row.size else rise
    # Hermite's slopes at the two nodes: a summit lies between only if they point at each other
    left, right = 0.5 * (before + rise), 0.5 * (rise + after)
    if left <= 0.0 or right >= 0.0:
        return k + 0.5, -math.inf
    # Where a slope falling evenly from `left` to `right` is zero; then Newton's steps.
    place = k + left / (left - right)
    for _ in range(3):
        a, b, c = _along(row, place - 0.01), _along(row, place), _along(row, place + 0.01)
        bend = a - 2.0 * b + c
        if bend >= 0.0:
            break
        place = min(max(place + 0.005 * (a - c) / bend, k + 0.0), k + 1.0)
    return place, _along(row, place)


@batch(float64[:, ::1](FAN, float64, float64, float64[:, ::1]))
def look_up_points(fan: FanArrays, latitude: float, longitude: float, points: Array) -> Array:
    """Arrival time (s), azimuth (rad) and kick (node), (n, 3), at n Earth-fixed points (n, 3), m,
    from a site (rad).

    As `look_up`: infinite, 0 and 0 where the vehicle cannot be.
    """
    out = np.empty((points.shape[0], 3))
    frame = np.empty(SITE_COLUMNS)
    site_frame(latitude, longitude, 0.0, frame)
    room = look_up_room(fan)
    between = joint(fan.latitudes, latitude)
    for i in range(points.shape[0]):
        put(out[i], 0, look_up(fan, between, frame, take(points[i], 0), room))
    return out
