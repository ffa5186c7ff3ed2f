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
from reassure.numeric.compile import inner
from reassure.typing import Point

__all__ = ["HALF_TURN_TIME", "least_energy_time", "one_way", "relative_speed"]


HALF_TURN_TIME = math.pi * math.sqrt(POLAR_RADIUS**3 / (2.0 * GRAVITATIONAL_PARAMETER))
"""1,783 s. An arc that stays above the polar radius and below escape speed turns no faster than
escape speed over radius, so it needs at least this long for half a turn: sooner, only the short
way.
"""


@inner
def one_way(
    px: float, py: float, pz: float, qx: float, qy: float, qz: float, tau: float, long_way: bool
) -> tuple[int, float, float, float, float]:
    """Outcome, Earth-relative speed (m/s) and inertial velocity at P of the arc P to Q in tau (s).

    P and Q: Earth-fixed, m; the velocity (m/s) along the Earth-fixed axes at departure. An arc that
    dips below the polar radius on its way is BELOW_GROUND; of every outcome but SOLVED the speed is
    infinite, and the velocity is 0 where there is no arc.
    """
    x, y, z = turn(qx, qy, qz, ROTATION_RATE * tau)
    outcome, vx, vy, vz, ux, uy, uz = lambert(px, py, pz, x, y, z, tau, long_way)
    if outcome != SOLVED:
        return outcome, math.inf, 0.0, 0.0, 0.0
    # an arc that turns about its perigee is lowest there, else at one of its ends
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

    `ends`: P and Q, Earth-fixed at departure, m. Infinite where no arc stays above the ground.
    """
    p, q = ends
    speed = one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, False)[1]
    if tau > HALF_TURN_TIME:
        speed = min(speed, one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, True)[1])
    return speed


@inner
def least_energy_time(ends: tuple[Point, Point]) -> float:
    """Time, s, of the least-energy arc from P to Q, the Earth's turning taken in to first order.

    `ends`: P and Q, Earth-fixed at departure, m. A starting point for searches. Battin, An
    Introduction to the Mathematics and Methods of Astrodynamics, rev. ed., section 6.5: 2a is the
    semiperimeter.
    """
    p, q = ends
    r1 = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    r2 = math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2])
    # how far the Earth turns meanwhile, from the still Earth's chord and a fit good to 2 %
    semi, left = _semiperimeter(p, q, r1, r2)
    scale = math.sqrt(0.125 * semi * semi * semi / GRAVITATIONAL_PARAMETER)
    time = scale * 4.0 * math.sqrt(left) * (1.0 - 0.2146 * left)
    semi, left = _semiperimeter(p, turn(q[0], q[1], q[2], ROTATION_RATE * time), r1, r2)
    # Lagrange's equation for the time of an elliptic arc, with alpha = pi
    beta = 2.0 * math.acos(math.sqrt(left))
    scale = math.sqrt(0.125 * semi * semi * semi / GRAVITATIONAL_PARAMETER)
    return scale * (math.pi - beta + math.sin(beta))


@inner
def _semiperimeter(p: Point, q: Point, r1: float, r2: float) -> tuple[float, float]:
    """Semiperimeter (m) of the triangle of two points and the Earth's centre, and the chord's share
    of it.
    """
    dx, dy, dz = q[0] - p[0], q[1] - p[1], q[2] - p[2]
    chord = math.sqrt(dx * dx + dy * dy + dz * dz)
    semi = 0.5 * (r1 + r2 + chord)
    return semi, min(1.0, chord / semi)
