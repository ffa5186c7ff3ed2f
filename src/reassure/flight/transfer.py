"""Ballistic arcs from one Earth-fixed point to another, and the speed they take.

Both a flight (burnout to aim) and an interceptor (burnout to intercept) are such arcs. With the
inertial axes taken along the Earth-fixed ones at departure, the arc leaves P, and meets after a
time tau the point that the turning Earth has carried from Q to `turn(Q, omega tau)`. So the speed
depends on P, Q and tau alone, and not on when the arc starts.
"""

from __future__ import annotations

import math

from reassure.earth.constants import GRAVITATIONAL_PARAMETER, POLAR_RADIUS, ROTATION_RATE
from reassure.earth.frames import turn
from reassure.flight.lambert import lambert, passes_perigee, perigee
from reassure.flight.outcome import BELOW_GROUND, SOLVED
from reassure.kernels import inner

__all__ = ["HALF_TURN_TIME", "Point", "least_energy_time", "one_way", "relative_speed"]

Point = tuple[float, float, float]

HALF_TURN_TIME = math.pi * math.sqrt(POLAR_RADIUS**3 / (2.0 * GRAVITATIONAL_PARAMETER))
"""1,783 s. An arc that stays above the polar radius and below escape speed turns no faster than
escape speed over radius, so it needs at least this long for half a turn: sooner, only the short way."""


@inner
def one_way(
    px: float, py: float, pz: float, qx: float, qy: float, qz: float, tau: float, long_way: bool
) -> tuple[int, float, float, float, float]:
    """Outcome, Earth-relative speed (m/s) and inertial velocity at P of the arc P to Q in tau (s).

    Axes: Earth-fixed at departure. An arc that dips below the polar radius on its way is
    BELOW_GROUND and has infinite speed.
    """
    x, y, z = turn(qx, qy, qz, ROTATION_RATE * tau)
    outcome, vx, vy, vz, ux, uy, uz = lambert(px, py, pz, x, y, z, tau, long_way)
    if outcome != SOLVED:
        return outcome, math.inf, 0.0, 0.0, 0.0
    r = math.sqrt(px * px + py * py + pz * pz)
    radial = (px * vx + py * vy + pz * vz) / r
    if passes_perigee(long_way, radial, x * ux + y * uy + z * uz):
        transverse2 = max(0.0, vx * vx + vy * vy + vz * vz - radial * radial)
        if perigee(r, radial, math.sqrt(transverse2)) < POLAR_RADIUS:
            return BELOW_GROUND, math.inf, vx, vy, vz
    ex = vx + ROTATION_RATE * py
    ey = vy - ROTATION_RATE * px
    return SOLVED, math.sqrt(ex * ex + ey * ey + vz * vz), vx, vy, vz


@inner
def relative_speed(tau: float, ends: tuple[Point, Point]) -> float:
    """Earth-relative speed, m/s, of the slower arc (either way round) from P to Q in tau (s).

    Infinite where no arc stays above the ground.
    """
    p, q = ends
    speed = one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, False)[1]
    if tau > HALF_TURN_TIME:
        speed = min(speed, one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, True)[1])
    return speed


@inner
def least_energy_time(ends: tuple[Point, Point]) -> float:
    """Time, s, of the least-energy arc from P to Q, the Earth's turning taken in to first order.

    A starting point for searches. Battin, section 6.5: 2a is the semiperimeter.
    """
    p, q = ends
    r1 = math.sqrt(p[0] ** 2 + p[1] ** 2 + p[2] ** 2)
    r2 = math.sqrt(q[0] ** 2 + q[1] ** 2 + q[2] ** 2)
    time = 0.0
    for _ in range(2):
        x, y, z = turn(q[0], q[1], q[2], ROTATION_RATE * time)
        chord = math.sqrt((x - p[0]) ** 2 + (y - p[1]) ** 2 + (z - p[2]) ** 2)
        semi = 0.5 * (r1 + r2 + chord)
        half = math.sqrt(max(0.0, (semi - chord) / semi))
        beta = 2.0 * math.asin(min(1.0, half))
        scale = math.sqrt((0.5 * semi) ** 3 / GRAVITATIONAL_PARAMETER)
        time = scale * (math.pi - beta + math.sin(beta))
    return time
