"""Three ways to settle a leaf: what any interceptor within the limits lacks, m/s. Positive: proved.

docs/guarantee.md: the straight line (section 2), energy (section 3), a reference arc and its costate
(section 5). The checker does the same sums in ball arithmetic; these only guide the search.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.earth.constants import (
    EQUATORIAL_RADIUS,
    GRAVITATIONAL_PARAMETER,
    POLAR_RADIUS,
    ROTATION_RATE,
)
from reassure.earth.frames import turn
from reassure.flight.lambert import lambert
from reassure.flight.outcome import SOLVED
from reassure.flight.transfer import Point
from reassure.guarantee.conic import Conic, conic
from reassure.guarantee.ground import GROUND_RADIUS, SLOPE, cell, ellipsoid_radius
from reassure.guarantee.tube import (
    CORE_RADIUS,
    INNER_RADIUS,
    Tube,
    inner_n,
    spread_at,
)
from reassure.guarantee.vectors import across, apply, dot, inverse, minus, norm, plus, scaled, spin
from reassure.kernels import inner
from reassure.typing import Array

__all__ = [
    "NOT_APPLICABLE",
    "Target",
    "Volume",
    "by_arc",
    "by_energy",
    "by_line",
    "target",
    "volume",
]

NOT_APPLICABLE = -30_000.0
"""m/s. Stands for: this way does not apply to the box."""

_MU = GRAVITATIONAL_PARAMETER
_G0 = _MU / POLAR_RADIUS**2
_G = _MU / INNER_RADIUS**2
_OMEGA = ROTATION_RATE
_N0 = math.sqrt(_MU / POLAR_RADIUS**3)


class Volume(NamedTuple):
    """Where burnouts can be, Earth-fixed at time 0: middle (m); half the cell's extent north and
    east (m); the disc's radius across the vertical, half the height, and what these leave out (m);
    greatest distance from the middle, from the Earth's axis and from its centre (m).
    """

    middle: Point
    north: Point
    east: Point
    disc: float
    half_height: float
    ball: float
    reach: float
    off_axis: float
    radius: float


@inner
def volume(lo: Array, hi: Array, distance: float, height: float) -> Volume:
    """The boost volumes of all launch points of a cell."""
    ground = cell(lo[10], hi[10], lo[11], hi[11], 0.0)
    u = scaled(1.0 / norm(ground.middle), ground.middle)
    half = 0.5 * height
    radius = ellipsoid_radius(u)
    middle = scaled(radius + half, u)
    angle = distance / GROUND_RADIUS
    disc = EQUATORIAL_RADIUS * angle
    # a point is (R(d) + h) d with d within `angle` of the launch point's direction
    ball = (
        ground.bend
        + EQUATORIAL_RADIUS * 0.5 * angle * angle
        + SLOPE * angle
        + height * (angle + ground.angle)
        + disc * ground.angle
    )
    size = math.sqrt(dot(ground.north, ground.north) + dot(ground.east, ground.east))
    reach = math.sqrt(disc * disc + half * half) + ball + size
    off_axis = math.hypot(middle[0], middle[1]) + reach
    farthest = min(radius + half + reach, EQUATORIAL_RADIUS + height)
    return Volume(
        middle,
        ground.north,
        ground.east,
        disc,
        half,
        ball,
        reach,
        min(off_axis, farthest),
        farthest,
    )


class Target(NamedTuple):
    """The flights between two times: middle and half of the span (s), the reference at the middle
    (m, m/s), and the farthest that a flight is from it (m).
    """

    time: float
    half: float
    position: Point
    velocity: Point
    spread: float


@inner
def target(t: Tube, low: float, high: float) -> tuple[Target, Conic]:
    """The reference at the middle of a span of time, and its conic from burnout."""
    mid, half = 0.5 * (low + high), 0.5 * (high - low)
    c = conic(t.position, t.velocity, mid - t.burnout_time)
    return Target(mid, half, c.position, c.velocity, spread_at(t, low, high)), c


@inner
def _nearest(p: Point, v: Point, half: float) -> float:
    """Least |p + v b| for |b| <= half."""
    v2 = dot(v, v)
    if v2 == 0.0:
        return norm(p)
    b = min(half, max(-half, -dot(p, v) / v2))
    return norm(plus(p, b, v))


@inner
def _turned(p: Point, time: float) -> Point:
    return turn(p[0], p[1], p[2], _OMEGA * time)


@inner
def by_line(g: Target, x: Volume, longest: float, lim: Array) -> float:
    """The straight line from burnout: gravity and thrust bend a path by no more than so much.

    `longest`: greatest time from burnout to intercept in the box, s; not positive: only interceptors
    that still boost. `lim`: earliest burnout, V, D, eps.
    """
    p = minus(g.position, _turned(x.middle, g.time))
    v = minus(g.velocity, spin(_OMEGA, g.position))
    far = norm(g.position) + g.half * (norm(g.velocity) + _G * g.half)
    fast = norm(g.velocity) + _G * g.half
    bend = 0.5 * g.half**2 * (_G + 2.0 * _OMEGA * fast + _OMEGA**2 * far)
    gap = _nearest(p, v, g.half) - bend - g.spread - x.reach
    tau = max(longest, 0.0)
    need = tau * (lim[1] + lim[2]) + 0.5 * tau * tau * (_G0 + lim[3] + _OMEGA**2 * x.off_axis)
    return float((gap - need) / max(tau, 30.0))


@inner
def by_energy(g: Target, x: Volume, launch: float, launch_half: float, lim: Array) -> float:
    """The energy that the least conic to the target takes, whenever it is flown."""
    start = _turned(x.middle, launch)
    p = minus(g.position, start)
    near = x.reach + launch_half * _OMEGA * x.off_axis
    bend = 0.5 * g.half**2 * _G
    chord = _nearest(p, g.velocity, g.half) - bend - g.spread - near
    overlap = max(0.0, launch + launch_half - (g.time - g.half))
    if chord - overlap * _OMEGA * x.off_axis <= 0.0:
        return NOT_APPLICABLE
    longest = g.time + g.half - launch + launch_half
    if longest <= 0.0:
        return (chord - overlap * _OMEGA * x.off_axis) / 30.0
    r_c = norm(g.position)
    across_path = g.half * norm(g.velocity) + bend + g.spread
    radial = abs(dot(g.position, g.velocity)) / r_c
    r = max(POLAR_RADIUS, r_c - g.half * radial - bend - g.spread)
    s = 1.0
    d0 = norm(start)
    ahead = dot(g.position, start)
    if ahead - r_c * near - d0 * across_path - near * across_path < 0.0:
        if near >= d0 or across_path >= r_c:
            return NOT_APPLICABLE
        angle = math.acos(ahead / (r_c * d0)) + math.asin(near / d0) + math.asin(across_path / r_c)
        if angle >= math.pi or angle + _N0 * longest > 1.5 * math.pi:
            return NOT_APPLICABLE
        if angle > 0.5 * math.pi:
            s = math.sin(angle)
    if _N0 * longest >= 3.1:
        return NOT_APPLICABLE
    over = 1.0 / x.radius
    first = 2.0 * _MU * (over - 2.0 / (x.radius + r + chord))
    second = 2.0 * _MU * over - 2.0 * _MU / POLAR_RADIUS + _MU / POLAR_RADIUS * s
    most = min(first, second)
    if most <= 0.0:
        return NOT_APPLICABLE
    kappa = 1.0 if _N0 * longest <= 0.5 * math.pi else math.sin(_N0 * longest)
    spent = (lim[2] + lim[3] * longest) / kappa
    return float(math.sqrt(most) - _OMEGA * x.off_axis - lim[1] - spent)


@inner
def by_arc(
    t: Tube,
    g: Target,
    c: Conic,
    rest: float,
    x: Volume,
    launch: float,
    launch_half: float,
    lim: Array,
) -> tuple[float, Point, float]:
    """Any path that meets a flight differs from a reference arc in a way that its costate measures.

    Returns what is lacking, the reference arc's inertial velocity at burnout (m/s, to the mm/s), and
    its speed relative to the turning Earth.
    """
    none = (0.0, 0.0, 0.0)
    speed, divert, eps = lim[1], lim[2], lim[3]
    tau = g.time - launch
    least, most = tau - g.half - launch_half, tau + g.half + launch_half
    n = inner_n()
    k = math.sqrt(2.0) * n
    a = n * most
    if least < 1.0 or a > 3.0:
        return NOT_APPLICABLE, none, math.inf
    start = _turned(x.middle, launch)
    outcome, ux, uy, uz, _, _, _ = lambert(
        start[0], start[1], start[2], g.position[0], g.position[1], g.position[2], tau, False
    )
    if outcome != SOLVED:
        return NOT_APPLICABLE, none, math.inf
    u = (round(ux, 3), round(uy, 3), round(uz, 3))
    arc = conic(start, u, tau)
    if not arc.solved:
        return NOT_APPLICABLE, none, math.inf
    d0, speed_u = norm(start), norm(u)
    # the reference arc, a little longer at both ends, keeps above the inner radius
    end_r = norm(arc.position)
    first_r = d0 - launch_half * (max(0.0, dot(start, u) / d0) + 0.5 * _G * launch_half)
    last_r = end_r - g.half * (
        max(0.0, -dot(arc.position, arc.velocity) / end_r) + 0.5 * _G * g.half
    )
    short = max(0.0, INNER_RADIUS - first_r) + max(0.0, INNER_RADIUS - last_r)
    falling, rising = dot(start, u) < 0.0, dot(arc.position, arc.velocity) > 0.0
    swept = math.sqrt(max(0.0, arc.alpha)) * arc.chi  # the eccentric anomaly's change
    if swept > (3.14 if falling != rising else 6.28):
        return NOT_APPLICABLE, none, math.inf
    if falling and rising:
        h = norm(
            (
                start[1] * u[2] - start[2] * u[1],
                start[2] * u[0] - start[0] * u[2],
                start[0] * u[1] - start[1] * u[0],
            )
        )
        if h * h / _MU < 2.0 * INNER_RADIUS:  # the perigee is at least half the parameter
            return NOT_APPLICABLE, none, math.inf

    # the costate: a Jacobi field that is w at burnout and 0 at the intercept
    w = minus(u, spin(_OMEGA, start))
    w_norm = norm(w)
    rv_inverse = inverse(arc.rv)
    a1 = scaled(-1.0, across(rv_inverse, w))
    a0 = scaled(-1.0, apply(rv_inverse, apply(arc.rr, w)))
    n0, n1 = norm(a0), norm(a1)
    ka, kb = k * launch_half, k * g.half
    grown = math.sinh(kb) / k
    q_start = w_norm * math.cosh(ka) + n0 * math.sinh(ka) / k
    q_end = n1 * grown

    # how far burnouts and flights are from the reference arc at the box's own times
    size_x = x.reach
    y_start = (
        size_x
        + launch_half * (w_norm + _OMEGA * size_x)
        + 0.5 * launch_half**2 * (_G + _OMEGA**2 * x.off_axis)
    )
    delta = minus(g.position, arc.position)
    closing = minus(g.velocity, arc.velocity)
    apart = (norm(delta) + g.half * norm(closing)) * math.cosh(kb)
    y_end = apart + g.spread
    kappa = 1.0 if a <= 0.5 * math.pi else math.sin(a)
    half_tan = math.tan(0.5 * a)
    pushed = divert * half_tan / (2.0 * n) + eps / n**2 * (1.0 / math.cos(0.5 * a) - 1.0)
    ys, ye = y_start + pushed, y_end + pushed
    short += max(0.0, max(ys, ye) / math.cos(0.5 * a) - 2_000_000.0)

    # start: f(0) + alpha f'(0) - error
    fa = launch_half
    f0 = w_norm * w_norm
    gx = plus(a0, 1.0, spin(_OMEGA, w))
    up = scaled(1.0 / d0, start)
    gv = dot(gx, up)
    gh = math.sqrt(max(0.0, dot(gx, gx) - gv * gv))
    north, east = _turned(x.north, launch), _turned(x.east, launch)
    loss = (
        gh * x.disc
        + abs(gv) * x.half_height
        + norm(gx) * x.ball
        + abs(dot(gx, north))
        + abs(dot(gx, east))
    )
    pull = plus(scaled(-_MU / d0**3, start), _OMEGA**2, (start[0], start[1], 0.0))
    f1 = dot(w, pull)
    later = fa * f1 - speed * norm(plus(w, fa, a0))
    sooner = -fa * f1 - speed * norm(plus(w, -fa, a0))
    f0 += min(later, sooner)
    slope_q = n0 + k * k * q_start * fa
    loss += speed * 0.5 * fa * fa * k * k * q_start
    loss += 0.5 * fa * fa * slope_q * (_G + _OMEGA**2 * x.off_axis)
    loss += 0.5 * fa * fa * q_start * k * k * (speed_u + 0.5 * _G * fa)
    loss += fa * q_start * _OMEGA**2 * (size_x + _OMEGA * fa * x.off_axis)
    loss += fa * q_start * k * k * 0.5 * (size_x + y_start)

    # end: -q'.y + q.y'
    rho_a = across(t.rv_inverse, across(c.rv, a1))
    rho_b = minus(across(c.rr, a1), across(t.rr, rho_a))
    drift_a = across(t.rv_inverse, across(c.vv, a1))
    drift_b = minus(across(c.vr, a1), across(t.rr, drift_a))
    loss += abs(dot(a1, delta)) + g.half * abs(dot(a1, closing))
    loss += _most(t, rho_b, rho_a) + g.half * _most(t, drift_b, drift_a)
    loss += n1 * (0.5 * g.half**2 * k * k * (apart + g.spread + rest) + rest)
    loss += n1 * (math.cosh(kb) - 1.0) * y_end
    k1 = max(k / math.tanh(k * least), abs(n / math.tan(n * least)), abs(n / math.tan(a)))
    sg = n / min(math.sin(n * least), math.sin(a))
    arrive = k1 * y_end + sg * y_start + (divert + eps * most) / kappa
    loss += q_end * arrive

    # the field's third derivative, divert and perturbation along the way
    sa, ca = math.sin(a), math.cos(a)
    straight = (2.0 / 3.0 - ca + ca**3 / 3.0) / (n * sa**3)
    mixed = (1.0 - ca) ** 2 / (3.0 * n * sa**3)
    c3 = 6.0 * _MU / CORE_RADIUS**4
    loss += (
        0.5
        * c3
        * (
            q_start * (straight * ys * ys + 2.0 * mixed * ys * ye + mixed * ye * ye)
            + q_end * (mixed * ys * ys + 2.0 * mixed * ys * ye + straight * ye * ye)
        )
    )
    q_most = q_start + q_end
    loss += q_most / kappa * divert + eps * q_most * half_tan / n
    lacking = (f0 - loss) / w_norm
    if short > 0.0:
        # the bound does not apply; say how far from it, so that the search knows where to cut
        lacking = max(NOT_APPLICABLE, min(lacking, -10.0 - 1e-3 * short))
    return lacking, u, w_norm


@inner
def _most(t: Tube, rho_b: Point, rho_a: Point) -> float:
    """The greatest of a linear function of the flights' ends over the box."""
    return (
        abs(dot(rho_b, t.forward))
        + abs(dot(rho_b, t.up))
        + abs(dot(rho_b, t.back_b))
        + abs(dot(rho_a, t.north))
        + abs(dot(rho_a, t.east))
        + abs(dot(rho_a, t.back_a))
    )
