"""Powered flyouts: vertical rise, a kick, a gravity turn through the stages, then a ballistic fall.

Three degrees of freedom over the turning WGS84 Earth: J2 gravity, drag by Mach number in air that
turns with the Earth (US Standard Atmosphere 1976), thrust less the air's pressure on the nozzles.
There is no closed-loop guidance: after the vertical rise the velocity is turned by the kick angle
towards the azimuth, and from then on thrust follows the Earth-relative velocity.

Each phase (rise, burn, coast between stages, fall) is cut into equal steps of the classical
fourth-order Runge-Kutta method, none across a change of stage (design/flyout_step.py has the step
and the observed order). Inertial axes: the Earth-fixed ones at launch, the launch point on
longitude 0.

A vehicle is a flight.vehicle.VehicleArrays, made and checked there.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Final

import numpy as np
from numba.core.types import Tuple, float64, int64

from reassure.earth.atmosphere import atmosphere_at
from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import earth_fixed, height_along_radius, turn
from reassure.earth.gravity import gravity_at
from reassure.flight.motion import FALL, RISE, TURN, State, Thrust, runge_kutta_step
from reassure.flight.vehicle import EXIT_AREA, IGNITION_MASS, VACUUM_THRUST, VehicleArrays
from reassure.numeric.compile import batch, inner, record
from reassure.numeric.vectors import put
from reassure.typing import Array, IntArray

__all__ = [
    "APOGEE_HEIGHT",
    "APOGEE_TIME",
    "BURNOUT_ELEVATION",
    "BURN_STEP",
    "CANNOT_LIFT_OFF",
    "END_POSITION",
    "END_SPEED",
    "END_TIME",
    "FALL_STEP",
    "FELL_BACK",
    "FLEW",
    "FLYOUT_COLUMNS",
    "LANDED",
    "LAST_BURNOUT_POSITION",
    "LAST_BURNOUT_SPEED",
    "LAST_BURNOUT_TIME",
    "TRACE_COLUMNS",
    "TRACE_POSITION",
    "TRACE_TIME",
    "TRACE_VELOCITY",
    "VEHICLE",
    "Flyout",
    "ascend",
    "coasts",
    "fall",
    "fall_step_at",
    "fly_one",
    "flyouts",
    "note",
    "step_of_fall",
]

BURN_STEP: Final = 0.25
"""s. Longest step while the first stage burns; twice that for later ones (design/flyout_step.py).
"""

FALL_STEP: Final = 4.0
"""s. Longest step of the fall above DENSE_AIR; below it a tenth (design/flyout_step.py)."""

DENSE_AIR: Final = 120e3
"""m. Below it a falling body is stepped finely."""

THIN_AIR: Final = 60e3
"""m. Above it a rising body needs no fine steps: the air gets thinner."""

_END, _BURNOUT = 1, 6  # the first columns of two positions, for kernels

FLYOUT_COLUMNS: Final = 13
END_TIME: Final = 0  # s from launch
END_POSITION: Final = slice(_END, _END + 3)  # Earth-fixed, m
LAST_BURNOUT_TIME: Final = 4  # s from launch
LAST_BURNOUT_SPEED: Final = 5  # Earth-relative, m/s
LAST_BURNOUT_POSITION: Final = slice(_BURNOUT, _BURNOUT + 3)  # Earth-fixed, m
APOGEE_TIME: Final = 9  # s from launch; NaN where it was not passed
APOGEE_HEIGHT: Final = 10  # along the radius, m; NaN where it was not passed
END_SPEED: Final = 11  # Earth-relative, m/s
BURNOUT_ELEVATION: Final = 12  # of the Earth-relative velocity over the local horizon, rad
"""Columns of a flyout's row: see `flyouts`. Launch is on longitude 0."""

TRACE_COLUMNS: Final = 7
TRACE_TIME: Final = 0  # s from launch
TRACE_POSITION: Final = 1  # the first of three, inertial, m
TRACE_VELOCITY: Final = 4  # the first of three, inertial, m/s
"""Columns of a step in a trace: see `note`."""

VEHICLE: Final = record(VehicleArrays, float64[:, ::1], float64, float64, float64, float64[:, ::1])
"""A vehicle in a signature for `batch`."""


class Flyout(IntEnum):
    """How a flyout ended."""

    FLEW = 0
    """Still up at the time asked for."""
    LANDED = 1
    """Came down before it."""
    CANNOT_LIFT_OFF = 2
    """The first stage's thrust on the ground is below its weight."""
    FELL_BACK = 3
    """Hit the ground with a stage still to burn."""


FLEW: Final = int(Flyout.FLEW)
LANDED: Final = int(Flyout.LANDED)
CANNOT_LIFT_OFF: Final = int(Flyout.CANNOT_LIFT_OFF)
FELL_BACK: Final = int(Flyout.FELL_BACK)


@inner
def step_of_fall(s: State, h: float, mass: float, area: float, drag: Array) -> State:
    """The state after a step of h seconds of a ballistic fall.

    `mass` (kg), reference `area` (m^2) and `drag` as in VehicleArrays; an area of 0 is a fall
    without air.
    """
    return runge_kutta_step(s, h, mass, Thrust(0.0, 0.0, 0.0, FALL), area, drag)


@inner
def _kicked(s: State, latitude: float, azimuth: float, kick: float) -> State:
    """The state with its Earth-relative velocity turned by `kick` towards `azimuth` (radians)."""
    x, y, z, vx, vy, vz = s
    wx, wy, wz = vx + ROTATION_RATE * y, vy - ROTATION_RATE * x, vz
    speed = math.sqrt(wx * wx + wy * wy + wz * wz)
    # the azimuth's direction on the ground at launch (longitude 0), square to the velocity
    north, east = math.cos(azimuth), math.sin(azimuth)
    ex, ey, ez = -math.sin(latitude) * north, east, math.cos(latitude) * north
    off = (ex * wx + ey * wy + ez * wz) / (speed * speed)
    ex, ey, ez = ex - off * wx, ey - off * wy, ez - off * wz
    size = math.sqrt(ex * ex + ey * ey + ez * ez)
    c, d = math.cos(kick), math.sin(kick) * speed / size
    wx, wy, wz = c * wx + d * ex, c * wy + d * ey, c * wz + d * ez
    return x, y, z, wx - ROTATION_RATE * y, wy + ROTATION_RATE * x, wz


@inner
def note(trace: Array, rows: int, now: float, s: State) -> int:
    """Write a time (s) and state after the first `rows` rows of a trace (n, TRACE_COLUMNS), if it
    has room.

    Returns how many rows it then has.
    """
    if rows >= trace.shape[0]:
        return rows
    trace[rows, TRACE_TIME] = now
    put(trace[rows], TRACE_POSITION, (s[0], s[1], s[2]))
    put(trace[rows], TRACE_VELOCITY, (s[3], s[4], s[5]))
    return rows + 1


@inner
def ascend(
    vehicle: VehicleArrays,
    latitude: float,
    azimuth: float,
    kick: float,
    burn_step: float,
    trace: Array,
) -> tuple[int, float, State, int]:
    """Outcome, time (s) and state when the last stage has burned out, and rows written to `trace`.

    FLEW, or CANNOT_LIFT_OFF or FELL_BACK with the time and state at which that happened. Launch is
    from the ground on longitude 0. Angles in radians; `kick` is from the vertical. `burn_step`:
    longest step, s. The time and state of every step from the lift-off on go into the rows of
    `trace` (n, TRACE_COLUMNS), as far as it has any.
    """
    stages, area, rise, payload, drag = vehicle
    x, y, z = earth_fixed(latitude, 0.0, 0.0)
    s = (x, y, z, 0.0, ROTATION_RATE * x, 0.0)
    rows = note(trace, 0, 0.0, s)
    _, pressure, _, _ = atmosphere_at(0.0)
    gx, gy, gz = gravity_at(x, y, z)
    weight = stages[0, IGNITION_MASS] * math.sqrt(gx * gx + gy * gy + gz * gz)
    if stages[0, VACUUM_THRUST] - pressure * stages[0, EXIT_AREA] <= weight:
        return CANNOT_LIFT_OFF, 0.0, s, rows
    now = 0.0
    for i in range(stages.shape[0]):
        thrust, exit_area, mass, flow, burn, gap = stages[i]  # VACUUM_THRUST to COAST
        # the first stage's burn has two parts, the rise and the turn; every stage has a coast after
        for part in range(3):
            lasts = rise if part == 0 else burn - rise if part == 1 else gap
            if i > 0 and part < 2:
                lasts = burn if part == 1 else 0.0
            if lasts <= 0.0:
                continue
            if part == 2:
                after = stages[i + 1, IGNITION_MASS] if i + 1 < stages.shape[0] else payload
                count = math.ceil(lasts / burn_step)
                for k in range(count):
                    s = step_of_fall(s, lasts / count, after, area, drag)
                    rows = note(trace, rows, now + (k + 1) * lasts / count, s)
                now += lasts
                continue
            steering = RISE if part == 0 else TURN
            if i == 0 and part == 1:
                s = _kicked(s, latitude, azimuth, kick)
                mass = stages[0, IGNITION_MASS] - flow * rise
            # the first stage burns hardest, in the thickest air: later ones need half as many steps
            count = math.ceil(lasts / (burn_step if i == 0 else 2.0 * burn_step))
            h = lasts / count
            pushed = Thrust(thrust, exit_area, flow, steering)
            for k in range(count):
                s = runge_kutta_step(s, h, mass - flow * h * k, pushed, area, drag)
                rows = note(trace, rows, now + h * (k + 1), s)
                if height_along_radius(s[0], s[1], s[2]) < 0.0:
                    return FELL_BACK, now + h * (k + 1), s, rows
            now += lasts
    return FLEW, now, s, rows


@inner
def _climb_rate(s: State) -> float:
    """Rate of change of the radius times the radius, m^2/s: its sign is what counts."""
    return s[0] * s[3] + s[1] * s[4] + s[2] * s[5]


@inner
def _root(
    s: State, h: float, mass: float, area: float, drag: Array, impact: bool
) -> tuple[float, State]:
    """When, within a step of h seconds, it comes to the ground, or to its apogee; and the state
    then.

    Regula falsi (Illinois) on Runge-Kutta steps of part of the length: the event is as exact as a
    step.
    """
    low, high = 0.0, h
    end = step_of_fall(s, h, mass, area, drag)
    a = height_along_radius(s[0], s[1], s[2]) if impact else _climb_rate(s)
    b = height_along_radius(end[0], end[1], end[2]) if impact else _climb_rate(end)
    tried, at, side = h, end, 0
    for _ in range(60):
        if b == a or high - low < 1e-9:
            break
        tried = (low * b - high * a) / (b - a)
        at = step_of_fall(s, tried, mass, area, drag)
        value = height_along_radius(at[0], at[1], at[2]) if impact else _climb_rate(at)
        if value > 0.0:
            low, a = tried, value
            b = 0.5 * b if side == 1 else b
            side = 1
        else:
            high, b = tried, value
            a = 0.5 * a if side == -1 else a
            side = -1
            if value == 0.0:
                break
    return tried, at


@inner
def fall_step_at(s: State, fall_step: float) -> float:
    """The step, s, from this state on: a tenth of the full one in dense air and when near it."""
    height = height_along_radius(s[0], s[1], s[2])
    if height > DENSE_AIR + 10e3 * fall_step or (height > THIN_AIR and _climb_rate(s) > 0.0):
        return fall_step
    return 0.1 * fall_step


@inner
def fall(
    s: State, now: float, until: float, mass: float, area: float, drag: Array, fall_step: float
) -> tuple[int, float, State, float, State]:
    """Fall until a time (s) or the ground: outcome, time, state, and time and state of the apogee.

    FLEW where it is still up, LANDED where it came to the ground. The apogee's time is NaN, and its
    state the one given, where it was not passed on the way. `mass`, `area` and `drag` as for
    `step_of_fall`; `fall_step`: longest step, s.
    """
    apogee, top = math.nan, s
    while now < until:
        rate = _climb_rate(s)
        h = min(fall_step_at(s, fall_step), until - now)
        after = step_of_fall(s, h, mass, area, drag)
        if rate > 0.0 and _climb_rate(after) <= 0.0:
            part, top = _root(s, h, mass, area, drag, False)
            apogee = now + part
        if height_along_radius(after[0], after[1], after[2]) < 0.0:
            part, s = _root(s, h, mass, area, drag, True)
            return LANDED, now + part, s, apogee, top
        s = after
        now += h
    return FLEW, now, s, apogee, top


@inner
def _relative_speed(s: State) -> float:
    """Earth-relative speed, m/s."""
    wx, wy = s[3] + ROTATION_RATE * s[1], s[4] - ROTATION_RATE * s[0]
    return math.sqrt(wx * wx + wy * wy + s[5] * s[5])


@inner
def fly_one(
    vehicle: VehicleArrays,
    place: tuple[float, float, float],
    until: float,
    steps: tuple[float, float],
    out: Array,
) -> int:
    """One flyout as in `flyouts`: its outcome; its row goes into `out` (FLYOUT_COLUMNS,), NaN
    before.

    `place`: latitude, azimuth and kick, rad; `steps`: longest steps of burn and fall, s.
    """
    latitude, azimuth, kick = place
    no_trace = np.empty((0, TRACE_COLUMNS))
    outcome, now, s, _ = ascend(vehicle, latitude, azimuth, kick, steps[0], no_trace)
    if outcome != FLEW:
        out[END_TIME] = now
        return outcome
    speed = _relative_speed(s)
    out[LAST_BURNOUT_TIME], out[LAST_BURNOUT_SPEED] = now, speed
    r = math.sqrt(s[0] * s[0] + s[1] * s[1] + s[2] * s[2])
    out[BURNOUT_ELEVATION] = math.asin(_climb_rate(s) / (r * speed))
    put(out, _BURNOUT, turn(s[0], s[1], s[2], -ROTATION_RATE * now))
    outcome, now, s, apogee, top = fall(
        s, now, until, vehicle.payload, vehicle.reference_area, vehicle.drag, steps[1]
    )
    out[END_TIME], out[END_SPEED] = now, _relative_speed(s)
    put(out, _END, turn(s[0], s[1], s[2], -ROTATION_RATE * now))
    if not math.isnan(apogee):
        out[APOGEE_TIME] = apogee
        out[APOGEE_HEIGHT] = height_along_radius(top[0], top[1], top[2])
    return outcome


@batch(
    Tuple((int64[::1], float64[:, ::1]))(
        VEHICLE, float64[::1], float64[::1], float64[::1], float64[::1], float64, float64
    )
)
def flyouts(
    vehicle: VehicleArrays,
    latitude: Array,
    azimuth: Array,
    kick: Array,
    until: Array,
    burn_step: float,
    fall_step: float,
) -> tuple[IntArray, Array]:
    """N flyouts of one vehicle from the ground at `latitude`, longitude 0 (radians), to `until`
    (s).

    `azimuth` and `kick` (rad), all (n,); `burn_step` and `fall_step`: longest steps, s (BURN_STEP,
    FALL_STEP).

    Returns outcomes (n,) (`Flyout`) and rows (n, FLYOUT_COLUMNS), columns END_TIME to
    BURNOUT_ELEVATION. An `until` before the burnout ends at the burnout. What did not reach its
    last burnout has NaN but for the time of its end.
    """
    n = kick.size
    outcome = np.empty(n, np.int64)
    row = np.full((n, FLYOUT_COLUMNS), math.nan)
    for i in range(n):
        place = latitude[i], azimuth[i], kick[i]
        outcome[i] = fly_one(vehicle, place, until[i], (burn_step, fall_step), row[i])
    return outcome, row


@batch("float64[:,::1](float64[:,::1], float64[::1], float64)")
def coasts(state: Array, duration: Array, step: float) -> Array:
    """N inertial states (n, 6), m and m/s, after `duration` (n,) (s) of free fall under J2 gravity,
    no air.

    Each is cut into equal steps of at most `step` seconds; nothing stops it at the ground.
    """
    out = np.empty_like(state)
    no_drag = np.zeros((1, 3))
    for i in range(state.shape[0]):
        x, y, z, vx, vy, vz = state[i]
        s = (x, y, z, vx, vy, vz)
        count = max(1, math.ceil(duration[i] / step))
        for _ in range(count):
            s = step_of_fall(s, duration[i] / count, 1.0, 0.0, no_drag)
        for c in range(6):
            out[i, c] = s[c]
    return out
