"""Motion over the turning Earth under J2 gravity, thrust and drag: one step of it.

Drag is by Mach number in air that turns with the Earth (US Standard Atmosphere 1976); thrust is
less the air's pressure on the nozzles. Inertial axes, z along the Earth's.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from reassure.earth.atmosphere import atmosphere_at
from reassure.earth.constants import FLATTENING, ROTATION_RATE
from reassure.earth.frames import height_along_radius
from reassure.earth.gravity import gravity_at
from reassure.flight.vehicle import DRAG_COEFFICIENT, DRAG_SLOPE, MACH
from reassure.numeric.compile import inner
from reassure.typing import Array, Point

__all__ = ["FALL", "NO_AIR", "RISE", "TURN", "State", "Thrust", "runge_kutta_step"]

NO_AIR: Final = 250e3
"""m. Above it drag, at most 3e-6 m/s^2 for what flies here, is left out (design/atmosphere.py)."""

RISE: Final = 0  # along the vertical
TURN: Final = 1  # along the Earth-relative velocity
FALL: Final = 2  # nowhere
"""Where thrust points."""

State = tuple[float, float, float, float, float, float]
"""Inertial position (m) and velocity (m/s)."""

_STRETCH = 1.0 / (1.0 - FLATTENING) ** 2


class Thrust(NamedTuple):
    """What pushes: vacuum thrust (N), exit area (m^2), mass flow (kg/s), and where it points
    (RISE, TURN, FALL).
    """

    vacuum: float
    exit_area: float
    flow: float
    steering: int


@inner
def _drag_coefficient(drag: Array, mach: float) -> float:
    """By Mach number, a cubic between the nodes of a vehicle's `drag`; constant beyond its ends."""
    last = drag.shape[0] - 1
    i = 0
    while i < last - 1 and mach >= drag[i + 1, MACH]:
        i += 1
    if last == 0 or mach <= drag[0, MACH]:
        coefficient: float = drag[0, DRAG_COEFFICIENT]
        return coefficient
    step = drag[i + 1, MACH] - drag[i, MACH]
    u = min(1.0, (mach - drag[i, MACH]) / step)
    v = 1.0 - u
    # Hermite's cubic
    return float(
        (1.0 + 2.0 * u) * v * v * drag[i, DRAG_COEFFICIENT]
        + u * v * v * step * drag[i, DRAG_SLOPE]
        + u * u * (3.0 - 2.0 * u) * drag[i + 1, DRAG_COEFFICIENT]
        - u * u * v * step * drag[i + 1, DRAG_SLOPE]
    )


@inner
def _acceleration(s: State, mass: float, thrust: Thrust, area: float, drag: Array) -> Point:
    """Inertial acceleration, m/s^2, of a mass (kg) with a reference area (m^2) and a table of drag."""
    x, y, z, vx, vy, vz = s
    ax, ay, az = gravity_at(x, y, z)
    height = height_along_radius(x, y, z)
    if height >= NO_AIR and thrust.vacuum == 0.0:
        return ax, ay, az
    wx, wy, wz = vx + ROTATION_RATE * y, vy - ROTATION_RATE * x, vz
    pressure = density = 0.0
    sound = 1.0
    if height < NO_AIR:
        _, pressure, density, sound = atmosphere_at(height)
    speed = math.sqrt(wx * wx + wy * wy + wz * wz)
    along = 0.0  # acceleration along the relative velocity, over its length
    if density > 0.0 and speed > 0.0:
        along = -0.5 * density * speed * area * _drag_coefficient(drag, speed / sound) / mass
    push = 0.0
    if thrust.vacuum > 0.0:
        # the air presses on the nozzle's exit from outside
        push = (thrust.vacuum - pressure * thrust.exit_area) / mass
    if thrust.steering == RISE:
        # along the normal of the ellipsoid, where plumb lines hang: along the radius it would
        # topple
        nz = z * _STRETCH
        size = math.sqrt(x * x + y * y + nz * nz)
        ax, ay, az = ax + push * x / size, ay + push * y / size, az + push * nz / size
    elif speed > 0.0:
        along += push / speed
    return ax + along * wx, ay + along * wy, az + along * wz


@inner
def runge_kutta_step(
    s: State, h: float, mass: float, thrust: Thrust, area: float, drag: Array
) -> State:
    """One step of h seconds of the classical Runge-Kutta method; `mass` (kg) at its start."""
    x, y, z, vx, vy, vz = s
    half = 0.5 * h
    a1, b1, c1 = _acceleration(s, mass, thrust, area, drag)
    u2, v2, w2 = vx + half * a1, vy + half * b1, vz + half * c1
    middle = mass - thrust.flow * half
    s2 = (x + half * vx, y + half * vy, z + half * vz, u2, v2, w2)
    a2, b2, c2 = _acceleration(s2, middle, thrust, area, drag)
    u3, v3, w3 = vx + half * a2, vy + half * b2, vz + half * c2
    s3 = (x + half * u2, y + half * v2, z + half * w2, u3, v3, w3)
    a3, b3, c3 = _acceleration(s3, middle, thrust, area, drag)
    u4, v4, w4 = vx + h * a3, vy + h * b3, vz + h * c3
    s4 = (x + h * u3, y + h * v3, z + h * w3, u4, v4, w4)
    a4, b4, c4 = _acceleration(s4, mass - thrust.flow * h, thrust, area, drag)
    k = h / 6.0
    return (
        x + k * (vx + 2.0 * (u2 + u3) + u4),
        y + k * (vy + 2.0 * (v2 + v3) + v4),
        z + k * (vz + 2.0 * (w2 + w3) + w4),
        vx + k * (a1 + 2.0 * (a2 + a3) + a4),
        vy + k * (b1 + 2.0 * (b2 + b3) + b4),
        vz + k * (c1 + 2.0 * (c2 + c3) + c4),
    )
