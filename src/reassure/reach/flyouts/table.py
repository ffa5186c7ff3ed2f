"""Fan of flyouts: the earliest time after launch at which a vehicle can be at a place.

From one latitude the vehicle is flown at every node of kick and of azimuth, and each flyout is written
down against its slant range from the site: elevation and bearing of the line of sight, and time. All
run smoothly in that variable for steep and for flat flyouts alike. A place is then looked up by its
slant range, elevation and bearing: bearings are joined by Fourier's series, slant ranges and kicks by
cubics, and of all flyouts that pass the place the earliest counts.

Only what comes after the last burnout counts, and only while a flyout goes away from its site (what
it passes on its way back, a flatter one has passed before) and has not fallen back below LOWEST.

A table is an array (3, m, BEARINGS, k): elevation (rad), time (s), launch azimuth less bearing (rad),
over m slant ranges and k kicks; beyond a flyout's end it is continued so that cubics have their
nodes, and `ends` (k,) says how far each kick is real, m. tests/reach/flyouts/test_fan.py holds the error.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import height_along_radius, site_frame, turn
from reassure.flight.flyout import FLEW, State, ascend, fall_step_at, note, step_of_fall
from reassure.numeric.compile import batch, inner
from reassure.typing import Array

__all__ = [
    "BEARINGS",
    "ELEVATION_BANDS",
    "LOWEST",
    "SITE_COLUMNS",
    "bearing_weights",
    "fan_table",
    "line_of_sight",
]

BEARINGS: Final = 8
"""Azimuths flown: the Earth's turning and flattening bend a flyout by their first harmonics."""

ELEVATION_BANDS: Final = 96
"""Bands of equal width in the sine of elevation, from straight down to straight up, for bounds on time."""

LOWEST: Final = 100e3
"""m. A flyout that has fallen back below it is over."""

SITE_COLUMNS: Final = 12
"""A site's frame: position, east, north and up, Earth-fixed (m; unit vectors)."""

_LEAVING = (
    0.05  # a flyout's row ends where the cosine between its path and line of sight falls to this
)
_CONTINUED = 300e3  # m below the ground to which a flyout that is over is continued
_ROWS = 6000  # steps of a flyout that can be traced
_COSINES = np.cos(2.0 * np.pi * np.arange(BEARINGS) / BEARINGS)
_SINES = np.sin(2.0 * np.pi * np.arange(BEARINGS) / BEARINGS)


@inner
def line_of_sight(frame: Array, x: float, y: float, z: float) -> tuple[float, float, float]:
    """Slant range (m), elevation and bearing (rad) of an Earth-fixed point."""
    dx, dy, dz = x - frame[0], y - frame[1], z - frame[2]
    east = frame[3] * dx + frame[4] * dy + frame[5] * dz
    north = frame[6] * dx + frame[7] * dy + frame[8] * dz
    up = frame[9] * dx + frame[10] * dy + frame[11] * dz
    across = math.sqrt(east * east + north * north)
    return (
        math.sqrt(across * across + up * up),
        math.atan2(up, across),
        math.atan2(east, north),
    )


@inner
def _trace(
    stages: Array,
    body: Array,
    drag: Array,
    latitude: float,
    azimuth: float,
    kick: float,
    steps: tuple[float, float],
    farthest: float,
    frame: Array,
    trace: Array,
) -> int:
    """Fly, and write (time, Earth-fixed position and velocity) of every step; how many rows.

    0 where the vehicle did not reach its last burnout. Ends at the slant range `farthest` (m) or where
    the flyout no longer leaves its site. Once over, it goes on without air to below the ground: so
    the cubics have smooth nodes down to where it is over.
    """
    outcome, now, s, rows = ascend(stages, body, drag, latitude, azimuth, kick, steps[0], trace)
    if outcome != FLEW:
        return 0
    burned = rows
    over = False
    height = 0.0
    while rows < trace.shape[0] and height > -_CONTINUED and not _gone(s, now, frame, farthest):
        h = steps[1] if over else fall_step_at(s, steps[1])
        s = step_of_fall(s, h, body[2], 0.0 if over else body[0], drag)
        now += h
        rows = note(trace, rows, now, s)
        height = height_along_radius(s[0], s[1], s[2])
        over = over or (height < LOWEST and s[0] * s[3] + s[1] * s[4] + s[2] * s[5] < 0.0)
    for i in range(rows):
        angle = -ROTATION_RATE * trace[i, 0]
        x, y, z = turn(trace[i, 1], trace[i, 2], trace[i, 3], angle)
        u, v, w = turn(trace[i, 4], trace[i, 5], trace[i, 6], angle)
        trace[i, 1], trace[i, 2], trace[i, 3] = x, y, z
        trace[i, 4], trace[i, 5], trace[i, 6] = u + ROTATION_RATE * y, v - ROTATION_RATE * x, w
    return rows if rows > burned else 0


@inner
def _gone(s: State, now: float, frame: Array, farthest: float) -> bool:
    """Is it beyond the fan, or on its way back?"""
    x, y, z = turn(s[0], s[1], s[2], -ROTATION_RATE * now)
    u, v, w = turn(s[3], s[4], s[5], -ROTATION_RATE * now)
    u, v = u + ROTATION_RATE * y, v - ROTATION_RATE * x
    dx, dy, dz = x - frame[0], y - frame[1], z - frame[2]
    slant = math.sqrt(dx * dx + dy * dy + dz * dz)
    speed = math.sqrt(u * u + v * v + w * w)
    return slant > farthest or dx * u + dy * v + dz * w < _LEAVING * slant * speed


@inner
def _between(trace: Array, i: int, u: float) -> tuple[float, float, float]:
    """Earth-fixed position a share u of the way from row i to the next: Hermite's cubic."""
    h = trace[i + 1, 0] - trace[i, 0]
    v = 1.0 - u
    a, b = (1.0 + 2.0 * u) * v * v, u * v * v * h
    c, d = u * u * (3.0 - 2.0 * u), -u * u * v * h
    return (
        a * trace[i, 1] + b * trace[i, 4] + c * trace[i + 1, 1] + d * trace[i + 1, 4],
        a * trace[i, 2] + b * trace[i, 5] + c * trace[i + 1, 2] + d * trace[i + 1, 5],
        a * trace[i, 3] + b * trace[i, 6] + c * trace[i + 1, 3] + d * trace[i + 1, 6],
    )


@inner
def _slant(frame: Array, x: float, y: float, z: float) -> float:
    """Distance from the site, m."""
    dx, dy, dz = x - frame[0], y - frame[1], z - frame[2]
    return math.sqrt(dx * dx + dy * dy + dz * dz)


@inner
def _crossing(trace: Array, i: int, frame: Array, slant: float) -> float:
    """Share of the way from row i to the next at which the slant range is reached: Illinois."""
    low, high = 0.0, 1.0
    a = _slant(frame, trace[i, 1], trace[i, 2], trace[i, 3]) - slant
    b = _slant(frame, trace[i + 1, 1], trace[i + 1, 2], trace[i + 1, 3]) - slant
    share, side = 1.0, 0
    for _ in range(50):
        share = (low * b - high * a) / (b - a)
        x, y, z = _between(trace, i, share)
        value = _slant(frame, x, y, z) - slant
        if abs(value) < 1e-3:
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
    """Fill column (3, m): elevation, time and bearing at each slant range; how far it is real (m)."""
    m = i = 0
    while m < slants.size and i < rows - 1:
        if _slant(frame, trace[i + 1, 1], trace[i + 1, 2], trace[i + 1, 3]) < slants[m]:
            i += 1
            continue
        share = _crossing(trace, i, frame, slants[m])
        x, y, z = _between(trace, i, share)
        _, column[0, m], column[2, m] = line_of_sight(frame, x, y, z)
        column[1, m] = trace[i, 0] + share * (trace[i + 1, 0] - trace[i, 0])
        m += 1
    if m < 4:
        return 0.0
    for k in range(m, slants.size):
        for c in range(3):
            column[c, k] = 3.0 * (column[c, k - 1] - column[c, k - 2]) + column[c, k - 3]
    last = trace[rows - 1]
    return min(float(slants[-1]), _slant(frame, last[1], last[2], last[3]))


@inner
def bearing_weights(bearing: float, weights: Array) -> None:
    """Fourier's interpolation through BEARINGS equal bearings (rad)."""
    c, s = math.cos(bearing), math.sin(bearing)
    for j in range(BEARINGS):
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
        flown[0, j], flown[1, j] = table[0, m, j, k], table[1, m, j, k]
        flown[2, j] = _whole_turns_off(table[2, m, j, k] - azimuth)
    for j in range(BEARINGS):
        bearing = 2.0 * math.pi * j / BEARINGS
        shift = 0.0
        for _ in range(8):
            bearing_weights(bearing - shift, weights)
            shift = 0.0
            for i in range(BEARINGS):
                shift += weights[i] * flown[2, i]
        bearing_weights(bearing - shift, weights)
        for c in range(2):
            total = 0.0
            for i in range(BEARINGS):
                total += weights[i] * flown[c, i]
            table[c, m, j, k] = total
        table[2, m, j, k] = -shift


@batch(
    "Tuple((float64[:,:,:,::1], float64[::1]))(float64[:,::1], float64[::1], float64[:,::1],"
    " float64, float64[::1], float64[::1], float64, float64)"
)
def fan_table(
    stages: Array,
    body: Array,
    drag: Array,
    latitude: float,
    kicks: Array,
    slants: Array,
    burn_step: float,
    fall_step: float,
) -> tuple[Array, Array]:
    """The table and the ends (see above) of a vehicle launched at a latitude (rad).

    `kicks` (k,) in rising order, rad; `slants` (m,) equally spaced, m. A kick with which the vehicle
    does not reach its last burnout at some azimuth has an end of 0.
    """
    table = np.empty((3, slants.size, BEARINGS, kicks.size))
    ends = np.full(kicks.size, math.inf)
    frame = np.empty(SITE_COLUMNS)
    site_frame(latitude, 0.0, 0.0, frame)
    trace = np.empty((_ROWS, 7))
    column = np.empty((3, slants.size))
    room = np.empty((4, BEARINGS))
    for k in range(kicks.size):
        for j in range(BEARINGS):
            column[:] = 0.0
            rows = _trace(
                stages, body, drag, latitude, 2.0 * math.pi * j / BEARINGS, kicks[k],
                (burn_step, fall_step), slants[-1], frame, trace,
            )  # fmt: skip
            end = _write_down(trace, rows, frame, slants, column) if rows > 0 else 0.0
            ends[k] = min(ends[k], end)
            table[:, :, j, k] = column
        for m in range(slants.size):
            _by_bearing(table, m, k, room)
    return table, ends
