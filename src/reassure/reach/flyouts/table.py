"""Fan of flyouts: the earliest time after launch at which a vehicle can be at a place.

From one latitude the vehicle is flown at every node of kick and of azimuth, and each flyout is
written down against its slant range from the site: elevation and bearing of the line of sight, and
time. All run smoothly in that variable for steep and for flat flyouts alike. A place is then looked
up by its slant range, elevation and bearing: bearings are joined by Fourier's series, slant ranges
and kicks by cubics, and of all flyouts that pass the place the earliest counts.

Only what comes after the last burnout counts, and only while a flyout goes away from its site (what
it passes on its way back, a flatter one has passed before) and has not fallen back below LOWEST.

A table is an array (3, m, BEARINGS, k) over m slant ranges and k kicks: ELEVATION (rad), ARRIVAL
(s), and AZIMUTH_LESS_BEARING (rad). Beyond a flyout's end it is continued so that cubics have their
nodes, and `ends` (k,) says how far each kick is real, m. tests/reach/flyouts/test_fan.py holds the
error.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numba.core.types import Tuple, float64

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import (
    SITE_COLUMNS,
    SITE_EAST,
    SITE_NORTH,
    SITE_UP,
    component,
    height_along_radius,
    offset,
    site_frame,
    turn,
)
from reassure.flight.flyout import (
    FLEW,
    TRACE_COLUMNS,
    TRACE_POSITION,
    TRACE_TIME,
    TRACE_VELOCITY,
    VEHICLE,
    ascend,
    fall_step_at,
    note,
    step_of_fall,
)
from reassure.flight.motion import State
from reassure.flight.vehicle import VehicleArrays
from reassure.numeric.compile import batch, inner, record
from reassure.numeric.vectors import norm, put, take
from reassure.typing import Array, Point

__all__ = [
    "ARRIVAL",
    "AZIMUTH_LESS_BEARING",
    "BEARINGS",
    "ELEVATION",
    "ELEVATION_BANDS",
    "FAN",
    "LOWEST",
    "FanArrays",
    "bearing_weights",
    "fan_table",
    "line_of_sight",
]

BEARINGS: Final = 8
"""Azimuths flown: the Earth's turning and flattening bend a flyout by their first harmonics."""

ELEVATION_BANDS: Final = 96
"""Bands of equal width in the sine of elevation, from straight down to straight up, for bounds on
time.
"""

LOWEST: Final = 100e3
"""m. A flyout that has fallen back below it is over."""

ELEVATION: Final = 0  # of the line of sight over the site's horizon, rad
ARRIVAL: Final = 1  # s after launch
AZIMUTH_LESS_BEARING: Final = 2  # of the launch, of the line of sight; rad
"""What stands in a table, by its first index."""


class FanArrays(NamedTuple):
    """A fan of flyouts as the kernels take it; its fields are those of reach.flyouts.fan.Fan."""

    tables: Array
    ends: Array
    latitudes: Array
    slants: Array
    burned: float
    soonest: Array


FAN: Final = record(
    FanArrays,
    float64[:, :, :, :, ::1],
    float64[:, ::1],
    float64[::1],
    float64[::1],
    float64,
    float64[:, ::1],
)
"""A fan in a signature for `batch`."""

_LEAVING = (
    0.05  # a flyout's row ends where the cosine between its path and line of sight falls to this
)
_CONTINUED = 300e3  # m below the ground to which a flyout that is over is continued
_ROWS = 6000  # steps of a flyout that can be traced
_COSINES = np.cos(2.0 * np.pi * np.arange(BEARINGS) / BEARINGS)
_SINES = np.sin(2.0 * np.pi * np.arange(BEARINGS) / BEARINGS)


@inner
def line_of_sight(frame: Array, p: Point) -> tuple[float, float, float]:
    """Slant range (m), elevation and bearing (rad) of an Earth-fixed point (m) from a site.

    `frame` (SITE_COLUMNS,): earth.frames.site_frame. The bearing is clockwise from north, in [-pi,
    pi].
    """
    d = offset(frame, p)
    east = component(frame, SITE_EAST, d)
    north = component(frame, SITE_NORTH, d)
    up = component(frame, SITE_UP, d)
    across = math.sqrt(east * east + north * north)
    return (
        math.sqrt(across * across + up * up),
        math.atan2(up, across),
        math.atan2(east, north),
    )


@inner
def _trace(
    vehicle: VehicleArrays,
    latitude: float,
    azimuth: float,
    kick: float,
    steps: tuple[float, float],
    farthest: float,
    frame: Array,
    trace: Array,
) -> int:
    """Fly, and write (time, Earth-fixed position and velocity) of every step; how many rows.

    0 where the vehicle did not reach its last burnout. Ends at the slant range `farthest` (m) or
    where the flyout no longer leaves its site. Once over, it goes on without air to below the
    ground: so the cubics have smooth nodes down to where it is over.
    """
    burn_step, fall_step = steps
    outcome, now, s, rows = ascend(vehicle, latitude, azimuth, kick, burn_step, trace)
    if outcome != FLEW:
        return 0
    burned = rows
    over = False
    height = 0.0
    while rows < trace.shape[0] and height > -_CONTINUED and not _gone(s, now, frame, farthest):
        h = fall_step if over else fall_step_at(s, fall_step)
        area = 0.0 if over else vehicle.reference_area
        s = step_of_fall(s, h, vehicle.payload, area, vehicle.drag)
        now += h
        rows = note(trace, rows, now, s)
        height = height_along_radius(s[0], s[1], s[2])
        # r . v < 0: on its way down.
        over = over or (height < LOWEST and s[0] * s[3] + s[1] * s[4] + s[2] * s[5] < 0.0)
    for i in range(rows):
        step = trace[i]
        angle = -ROTATION_RATE * step[TRACE_TIME]
        p, q = take(step, TRACE_POSITION), take(step, TRACE_VELOCITY)
        x, y, z = turn(p[0], p[1], p[2], angle)
        u, v, w = turn(q[0], q[1], q[2], angle)
        put(step, TRACE_POSITION, (x, y, z))
        # Relative to the ground: v - omega x r.
        put(step, TRACE_VELOCITY, (u + ROTATION_RATE * y, v - ROTATION_RATE * x, w))
    return rows if rows > burned else 0


@inner
def _gone(s: State, now: float, frame: Array, farthest: float) -> bool:
    """Is it beyond the fan, or on its way back?"""
    x, y, z = turn(s[0], s[1], s[2], -ROTATION_RATE * now)
    u, v, w = turn(s[3], s[4], s[5], -ROTATION_RATE * now)
    u, v = u + ROTATION_RATE * y, v - ROTATION_RATE * x
    d = offset(frame, (x, y, z))
    slant = norm(d)
    speed = math.sqrt(u * u + v * v + w * w)
    # d . v is the slant range times its rate.
    return slant > farthest or d[0] * u + d[1] * v + d[2] * w < _LEAVING * slant * speed


@inner
def _between(trace: Array, i: int, u: float) -> Point:
    """Earth-fixed position a share u of the way from row i to the next: Hermite's cubic."""
    h = trace[i + 1, TRACE_TIME] - trace[i, TRACE_TIME]
    # Hermite's basis: each end's value, and its slope times the step.
    v = 1.0 - u
    a, b = (1.0 + 2.0 * u) * v * v, u * v * v * h
    c, d = u * u * (3.0 - 2.0 * u), -u * u * v * h
    p, pv = take(trace[i], TRACE_POSITION), take(trace[i], TRACE_VELOCITY)
    q, qv = take(trace[i + 1], TRACE_POSITION), take(trace[i + 1], TRACE_VELOCITY)
    return (
        a * p[0] + b * pv[0] + c * q[0] + d * qv[0],
        a * p[1] + b * pv[1] + c * q[1] + d * qv[1],
        a * p[2] + b * pv[2] + c * q[2] + d * qv[2],
    )


@inner
def _slant_at(trace: Array, i: int, frame: Array) -> float:
    """Distance (m) of row i from the site."""
    return norm(offset(frame, take(trace[i], TRACE_POSITION)))


@inner
def _crossing(trace: Array, i: int, frame: Array, slant: float) -> float:
    """Share of the way from row i to the next at which the slant range is reached: Illinois."""
    low, high = 0.0, 1.0
    a = _slant_at(trace, i, frame) - slant
    b = _slant_at(trace, i + 1, frame) - slant
    share, side = 1.0, 0
    for _ in range(50):
        share = (low * b - high * a) / (b - a)
        value = norm(offset(frame, _between(trace, i, share))) - slant
        if abs(value) < 1e-3:  # m
            break
        if value < 0.0:
            low, a = share, value
            b = 0.5 * b if side == -1 else b
            side = -1
        else:
            high, b = share, value
            a = 0.5 * a if side == 1 else a
            side = 1
    return share


@inner
def _whole_turns_off(angle: float) -> float:
    """The angle (rad) in [-pi, pi]."""
    return angle - 2.0 * math.pi * math.floor(angle / (2.0 * math.pi) + 0.5)


@inner
def _write_down(trace: Array, rows: int, frame: Array, slants: Array, column: Array) -> float:
    """Fill column (3, m) at each slant range, the bearing itself in the place of
    AZIMUTH_LESS_BEARING.

    Returns how far it is real (m).
    """
    m = i = 0
    while m < slants.size and i < rows - 1:
        if _slant_at(trace, i + 1, frame) < slants[m]:
            i += 1
            continue
        share = _crossing(trace, i, frame, slants[m])
        _, elevation, bearing = line_of_sight(frame, _between(trace, i, share))
        column[ELEVATION, m], column[AZIMUTH_LESS_BEARING, m] = elevation, bearing
        begin, end = trace[i, TRACE_TIME], trace[i + 1, TRACE_TIME]
        column[ARRIVAL, m] = begin + share * (end - begin)
        m += 1
    # Too few nodes for a cubic: this flyout has no row.
    if m < 4:
        return 0.0
    for k in range(m, slants.size):
        for c in range(3):
            # The parabola through the last three goes on: third differences of 0.
            column[c, k] = 3.0 * (column[c, k - 1] - column[c, k - 2]) + column[c, k - 3]
    return min(float(slants[-1]), _slant_at(trace, rows - 1, frame))


@inner
def bearing_weights(bearing: float, weights: Array) -> None:
    """Fill `weights` (BEARINGS,): the share of each equal bearing in what is interpolated at one
    (rad).

    Fourier's interpolation through 8 points: Dirichlet's kernel of the angle to each, the last
    harmonic halved.
    """
    c, s = math.cos(bearing), math.sin(bearing)
    for j in range(BEARINGS):
        # Cosines of one to four times the angle between the two bearings.
        c1 = c * _COSINES[j] + s * _SINES[j]
        c2 = 2.0 * c1 * c1 - 1.0
        c3 = c1 * (2.0 * c2 - 1.0)
        c4 = 2.0 * c2 * c2 - 1.0
        weights[j] = (1.0 + 2.0 * (c1 + c2 + c3) + c4) / BEARINGS


@inner
def _by_bearing(table: Array, m: int, k: int, room: Array) -> None:
    """Turn what is known at equal launch azimuths into what is known at equal bearings.

    On entry the third quantity is the bearing; the azimuth that gives a bearing is its fixed point.
    """
    flown, weights = room[:3], room[3]
    for j in range(BEARINGS):
        azimuth = 2.0 * math.pi * j / BEARINGS
        flown[ELEVATION, j], flown[ARRIVAL, j] = table[ELEVATION, m, j, k], table[ARRIVAL, m, j, k]
        flown[AZIMUTH_LESS_BEARING, j] = _whole_turns_off(
            table[AZIMUTH_LESS_BEARING, m, j, k] - azimuth
        )
    for j in range(BEARINGS):
        bearing = 2.0 * math.pi * j / BEARINGS
        shift = 0.0
        # azimuth = bearing - shift: a fixed point that draws near, as the shift changes slowly with azimuth.
        for _ in range(8):
            bearing_weights(bearing - shift, weights)
            shift = 0.0
            for i in range(BEARINGS):
                shift += weights[i] * flown[AZIMUTH_LESS_BEARING, i]
        bearing_weights(bearing - shift, weights)
        for c in (ELEVATION, ARRIVAL):
            total = 0.0
            for i in range(BEARINGS):
                total += weights[i] * flown[c, i]
            table[c, m, j, k] = total
        table[AZIMUTH_LESS_BEARING, m, j, k] = -shift


@batch(
    Tuple((float64[:, :, :, ::1], float64[::1]))(
        VEHICLE, float64, float64[::1], float64[::1], float64, float64
    )
)
def fan_table(
    vehicle: VehicleArrays,
    latitude: float,
    kicks: Array,
    slants: Array,
    burn_step: float,
    fall_step: float,
) -> tuple[Array, Array]:
    """The table (3, m, BEARINGS, k) and ends (k,), m (see above), of a vehicle launched at a
    latitude (rad).

    `kicks` (k,) in rising order, rad; `slants` (m,) equally spaced, m; `burn_step`, `fall_step`:
    longest steps, s. A kick with which the vehicle does not reach its last burnout at some azimuth
    has an end of 0.
    """
    table = np.empty((3, slants.size, BEARINGS, kicks.size))
    ends = np.full(kicks.size, math.inf)
    frame = np.empty(SITE_COLUMNS)
    # Longitude 0 for all: an Earth round about its axis looks the same from any.
    site_frame(latitude, 0.0, 0.0, frame)
    trace = np.empty((_ROWS, TRACE_COLUMNS))
    column = np.empty((3, slants.size))
    # Three quantities as flown, and weights.
    room = np.empty((4, BEARINGS))
    for k in range(kicks.size):
        for j in range(BEARINGS):
            column[:] = 0.0
            rows = _trace(
                vehicle, latitude, 2.0 * math.pi * j / BEARINGS, kicks[k],
                (burn_step, fall_step), slants[-1], frame, trace,
            )  # fmt: skip
            end = _write_down(trace, rows, frame, slants, column) if rows > 0 else 0.0
            # Real as far as at every azimuth: bearings are joined over all of them.
            ends[k] = min(ends[k], end)
            table[:, :, j, k] = column
        for m in range(slants.size):
            _by_bearing(table, m, k, room)
    return table, ends
