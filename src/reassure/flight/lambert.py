"""Lambert's problem: the ballistic arc between two positions in a given time, under one revolution.

Lancaster and Blanchard's time equation in the variable x, started and iterated as in Izzo,
Revisiting Lambert's problem, Celestial Mechanics and Dynamical Astronomy 121 (2015), p. 1. Written
so that nothing cancels near 0 and 180 degrees or near the parabola: every difference of nearly
equal numbers is replaced by the product it stands for, with q = 1 - lambda^2 = chord /
semiperimeter carried as a number of its own.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.earth.constants import GRAVITATIONAL_PARAMETER
from reassure.flight.outcome import (
    BAD_INPUT,
    COINCIDENT,
    NOT_CONVERGED,
    PLANE_UNDEFINED,
    SOLVED,
    THROUGH_CENTRE,
)
from reassure.numeric.compile import batch, inner
from reassure.numeric.vectors import put
from reassure.typing import Array, IntArray, Point

__all__ = [
    "END_VELOCITY",
    "START_VELOCITY",
    "lambert",
    "lambert_arcs",
    "passes_perigee",
    "perigee",
]

_START, _END = 0, 3  # the first columns of two velocities, for kernels

START_VELOCITY: Final = slice(_START, _START + 3)
END_VELOCITY: Final = slice(_END, _END + 3)
"""Columns of the rows (n, 6) of `lambert_arcs`: inertial velocities, m/s."""

_MOST_PASSES = 30
_OPPOSITE = 1e-14  # sine of an angle that double precision cannot tell from 180 degrees
_CORE = 1e5  # m; nearer the centre than this, rounding is magnified past 1 mm (tests/flight)


@inner
def _flight_time(x: float, lam: float, q: float) -> tuple[float, float]:
    """Dimensionless time T(x) and y(x) (Izzo 2015, eq. 18 and 20); q = 1 - lam^2."""
    # 1 - lam^2 (1 - x^2)
    y = math.sqrt(q + lam * lam * x * x)
    gap = (1.0 - x) * (1.0 + x)
    # y - lam x and its partner multiply to q; take the one that does not cancel
    forward = y + lam * x if lam * x > 0.0 else q / (y - lam * x)
    if abs(gap) < 0.02:
        # near the parabola: Battin's hypergeometric series (Izzo 2015, eq. 20)
        eta = q / forward if lam * x > 0.0 else y - lam * x
        s1 = 0.5 * (1.0 - lam - x * eta)
        if lam > 0.0:
            # 1 - lam - x eta with 1 - lam = q / (1 + lam) and eta = q / (y + lam x)
            s1 = 0.5 * q * (1.0 / (1.0 + lam) - x / (y + lam * x))
        term = 1.0
        total = 1.0
        for k in range(40):
            term *= (3.0 + k) / (2.5 + k) * s1
            total += term
            if abs(term) < 1e-17 * abs(total):
                break
        return 0.5 * (eta**3 * (4.0 / 3.0) * total + 4.0 * lam * eta), y
    root = math.sqrt(abs(gap))
    outer = q / forward if lam * x > 0.0 else y - lam * x
    # x - lam y, and the angle's sine and cosine: sin = root (y - lam x), cos = x y + lam gap
    if lam * x > 0.0:
        lead = (x * x * q * (1.0 + lam * lam) - lam * lam * q) / (x + lam * y)
    else:
        lead = x - lam * y
    if gap > 0.0:
        angle = math.atan2(root * outer, x * y + lam * gap)
        return (angle / root - lead) / gap, y
    angle = math.asinh(root * outer)
    return (angle / root - lead) / gap, y


@inner
def _starting_x(lam: float, q: float, time: float) -> float:
    """An x to begin with: Izzo 2015, eq. 30, but between T(0) and T(1)."""
    # T at x = 0 and at x = 1 (eq. 19 and 21, for under one revolution)
    at_zero = math.atan2(math.sqrt(q), lam) + lam * math.sqrt(q)
    one_less = q / (1.0 + lam) if lam > 0.0 else 1.0 - lam  # 1 - lam without cancelling
    lam2 = lam * lam
    lam3 = lam2 * lam
    at_one = 2.0 / 3.0 * one_less * (1.0 + lam + lam2)
    if time >= at_zero:
        return float(np.cbrt((at_zero / time) ** 2) - 1.0)
    if time <= at_one:
        # 1 - lam^5 is 1 - lam times this
        series = 1.0 + lam + lam2 + lam3 + lam2 * lam2
        return 2.5 * at_one * (at_one - time) / (time * one_less * series) + 1.0
    # the fraction that has T's value and slope (-2) at x = 0 and its value at x = 1
    fall = at_zero - time
    return fall / (2.0 + fall * (1.0 - 2.0 / (at_zero - at_one)))


@inner
def _solve(lam: float, q: float, time: float) -> tuple[int, float, float]:
    """X and y with T(x) = time, by Householder steps of third order (Izzo 2015, section 3).

    SOLVED, or NOT_CONVERGED after _MOST_PASSES steps.
    """
    lam2 = lam * lam
    lam3 = lam2 * lam
    lam5 = lam3 * lam2
    x = _starting_x(lam, q, time)
    y = 1.0
    low = -1.0  # T falls as x rises, so the root stays between these two
    high = math.inf
    for _ in range(_MOST_PASSES):
        t, y = _flight_time(x, lam, q)
        miss = t - time
        if miss > 0.0:
            low = x
        else:
            high = x
        gap = (1.0 - x) * (1.0 + x)
        size = abs(gap)
        # derivatives of T: Izzo 2015, eq. 22; the first in the limit at x = 1
        d1 = 0.4 * (lam5 - 1.0)
        if size > 1e-8:
            d1 = (3.0 * t * x - 2.0 + 2.0 * lam3 * x / y) / gap
        # each derivative divides by the gap again: near the parabola use only those still good
        step = miss / d1
        if size > 1e-6:
            y3 = y * y * y
            d2 = (3.0 * t + 5.0 * x * d1 + 2.0 * q * lam3 / y3) / gap
            if size > 1e-4:
                d3 = (7.0 * x * d2 + 8.0 * d1 - 6.0 * q * lam5 * x / (y3 * y * y)) / gap
                # Householder's step of third order, and Halley's
                below = d1 * (d1 * d1 - miss * d2) + d3 * miss * miss / 6.0
                better = miss * (d1 * d1 - 0.5 * miss * d2) / below
            else:
                better = miss * d1 / (d1 * d1 - 0.5 * miss * d2)
            if math.isfinite(better) and better * step > 0.0:
                step = better
        scale = min(1.0, 1.0 + x, y)  # the curve bends within y of x = 0
        if abs(step) > 1e-13 * scale and not low < x - step < high:
            x = 2.0 * x + 1.0 if math.isinf(high) else 0.5 * (low + high)
            continue
        x -= step
        # a third-order step raises its error to the fourth power
        if abs(step) <= (1e-4 if size > 1e-4 else 1e-13) * scale:
            return SOLVED, x, math.sqrt(q + lam2 * x * x)
    return NOT_CONVERGED, x, y


@inner
def passes_perigee(long_way: bool, radial1: float, radial2: float) -> bool:
    """Does an arc of under one revolution pass perigee, given its radial speeds at both ends?"""
    if long_way:
        return not (radial1 > 0.0 and radial2 < 0.0)
    return radial1 < 0.0 and radial2 > 0.0


@inner
def perigee(r: float, radial: float, transverse: float) -> float:
    """Perigee radius, m, of the conic through radius r (m) with these speeds (m/s)."""
    # semilatus rectum h^2 / mu over 1 + e, with e^2 = 1 + 2 energy h^2 / mu^2
    mu = GRAVITATIONAL_PARAMETER
    momentum2 = (r * transverse) ** 2
    energy = 0.5 * (radial * radial + transverse * transverse) - mu / r
    eccentricity = math.sqrt(max(0.0, 1.0 + 2.0 * energy * momentum2 / (mu * mu)))
    return momentum2 / (mu * (1.0 + eccentricity))


@inner
def _sums(lam: float, q: float, x: float, y: float) -> tuple[float, float, float]:
    """Of algorithm 1 of Izzo 2015: lam y + x, lam y - x and y + lam x, none of which cancels."""
    # plus and minus multiply to a known number: compute the larger one
    product = q * (lam * lam - x * x * (1.0 + lam * lam))
    plus = lam * y + x
    minus = lam * y - x
    if abs(plus) > abs(minus):
        minus = product / plus
    elif minus != 0.0:
        plus = product / minus
    across = y + lam * x if lam * x > 0.0 else q / (y - lam * x)
    return plus, minus, across


@inner
def _half_angle(
    u: Point, w: Point, step: Point, r2: float
) -> tuple[float, float, float, float, float]:
    """Between two directions: the second made square to the first (the way the arc turns), and the
    cosine and sine of half the angle. `step`: from the first position to the second, m; `r2`:
    radius of the second, m.

    From sums and differences of the ends, with no acos: so exact near 0 and 180 degrees.
    """
    ux, uy, uz = u
    wx, wy, wz = w
    dx, dy, dz = step
    cos_half = 0.5 * math.sqrt((wx + ux) ** 2 + (wy + uy) ** 2 + (wz + uz) ** 2)
    if cos_half < 0.5:
        along = (wx + ux) * ux + (wy + uy) * uy + (wz + uz) * uz
        ax, ay, az = wx + ux - along * ux, wy + uy - along * uy, wz + uz - along * uz
        sin_half = 0.5 * math.sqrt((wx - ux) ** 2 + (wy - uy) ** 2 + (wz - uz) ** 2)
    else:
        along = dx * ux + dy * uy + dz * uz
        ax, ay, az = (dx - along * ux) / r2, (dy - along * uy) / r2, (dz - along * uz) / r2
        sin_half = 0.5 * math.sqrt(ax * ax + ay * ay + az * az) / cos_half
    return ax, ay, az, cos_half, sin_half


@inner
def lambert(
    x1: float, y1: float, z1: float, x2: float, y2: float, z2: float, time: float, long_way: bool
) -> tuple[int, float, float, float, float, float, float]:
    """Velocities at both ends of an arc, inertial frame, SI: (outcome, vx1, vy1, vz1, vx2, vy2,
    vz2).

    `long_way` asks for the arc that turns through more than 180 degrees. SOLVED; or BAD_INPUT,
    COINCIDENT, PLANE_UNDEFINED, NOT_CONVERGED or THROUGH_CENTRE (flight.outcome), with zeros for
    the velocities.
    """
    r1 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    r2 = math.sqrt(x2 * x2 + y2 * y2 + z2 * z2)
    if not (r1 > 0.0 and r2 > 0.0 and time > 0.0 and math.isfinite(r1 + r2 + time)):
        return BAD_INPUT, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    ux, uy, uz = x1 / r1, y1 / r1, z1 / r1
    wx, wy, wz = x2 / r2, y2 / r2, z2 / r2
    dx, dy, dz = x2 - x1, y2 - y1, z2 - z1
    chord = math.sqrt(dx * dx + dy * dy + dz * dz)
    if chord <= 1e-14 * r1:
        return COINCIDENT, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    semi = 0.5 * (r1 + r2 + chord)  # semiperimeter
    ax, ay, az, cos_half, sin_half = _half_angle((ux, uy, uz), (wx, wy, wz), (dx, dy, dz), r2)
    sin_full = math.sqrt(ax * ax + ay * ay + az * az)
    if sin_full < _OPPOSITE and cos_half < 0.5:
        return PLANE_UNDEFINED, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    # Izzo 2015, algorithm 1, from here on
    side = -1.0 if long_way else 1.0
    mean = math.sqrt(r1 * r2)
    lam = side * mean * cos_half / semi
    q = chord / semi
    outcome, x, y = _solve(lam, q, math.sqrt(2.0 * GRAVITATIONAL_PARAMETER / semi**3) * time)
    if outcome != SOLVED:
        return outcome, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    plus, minus, across = _sums(lam, q, x, y)
    gamma = math.sqrt(0.5 * GRAVITATIONAL_PARAMETER * semi)
    rho = (r1 - r2) / chord
    sigma = 2.0 * mean * sin_half / chord
    radial1 = gamma * (minus - rho * plus) / r1
    radial2 = -gamma * (minus + rho * plus) / r2
    turn1 = side * gamma * sigma * across / r1
    turn2 = side * gamma * sigma * across / r2
    if passes_perigee(long_way, radial1, radial2) and perigee(r1, radial1, turn1) < _CORE:
        return THROUGH_CENTRE, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    tx = ty = tz = 0.0  # one direction: a straight rise or fall
    if sin_full > 0.0:
        tx, ty, tz = ax / sin_full, ay / sin_full, az / sin_full
    cos_full = cos_half * cos_half - sin_half * sin_half
    # the same turn carries u, t into w, s
    sx = cos_full * tx - sin_full * ux
    sy = cos_full * ty - sin_full * uy
    sz = cos_full * tz - sin_full * uz
    return (
        SOLVED,
        radial1 * ux + turn1 * tx,
        radial1 * uy + turn1 * ty,
        radial1 * uz + turn1 * tz,
        radial2 * wx + turn2 * sx,
        radial2 * wy + turn2 * sy,
        radial2 * wz + turn2 * sz,
    )


@batch(
    "Tuple((int64[::1], float64[:,::1]))(float64[:,::1], float64[:,::1], float64[::1], boolean[::1])"
)
def lambert_arcs(start: Array, end: Array, time: Array, long_way: Array) -> tuple[IntArray, Array]:
    """Solve n problems: inertial positions `start` and `end` (n, 3), m, times (n,), s, and which go
    the long way (n,).

    Returns outcomes (n,) (`flight.outcome`) and rows (n, 6), columns START_VELOCITY and
    END_VELOCITY, zeros where the outcome is not SOLVED.
    """
    n = time.size
    outcome = np.empty(n, np.int64)
    velocity = np.empty((n, 6))
    for i in range(n):
        a, b = start[i], end[i]
        outcome[i], x, y, z, u, v, w = lambert(
            a[0], a[1], a[2], b[0], b[1], b[2], time[i], long_way[i]
        )
        put(velocity[i], _START, (x, y, z))
        put(velocity[i], _END, (u, v, w))
    return outcome, velocity
