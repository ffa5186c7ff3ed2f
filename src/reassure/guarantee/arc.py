"""The third way to settle a leaf, the arc: docs/guarantee.md, section 8, whose numbers stand beside the lines.

The adjoint q is a Jacobi field along a reference arc. For any other path, y away from the arc, q.y' - q'.y changes on
the way only by what thrust, perturbation and second order add. A path that meets a flight of the box would need more
than its limits allow: (41).
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.earth.constants import GRAVITATIONAL_PARAMETER, ROTATION_RATE
from reassure.flight.lambert import lambert
from reassure.flight.outcome import SOLVED
from reassure.guarantee.arc_strays import (
    INNER_RADII,
    Adjoint,
    Field,
    InterceptorArc,
    Spans,
    field_outside,
    way,
)
from reassure.guarantee.box import Times
from reassure.guarantee.conic import Conic, conic
from reassure.guarantee.flights import FIELDS
from reassure.guarantee.line_energy import NOT_APPLICABLE, Target, Volume, turned
from reassure.numeric.compile import inner
from reassure.numeric.vectors import (
    across,
    apply,
    cross,
    dot,
    inverse,
    minus,
    norm,
    plus,
    scaled,
    spin,
)
from reassure.typing import DIVERT, PERTURBATION, SPEED, Array, Point

__all__ = ["LEAST", "along_arc", "by_arc"]

LEAST = 1.0
"""s. Shorter flights of interceptors are left to the straight line."""


_MU = GRAVITATIONAL_PARAMETER
_FARTHEST = 3.13  # rad of n tau, below pi
_OMEGA = ROTATION_RATE


class _Strays(NamedTuple):
    """How far paths are from the arc at its ends."""

    start: float
    """m, at any burnout of the box; y_b of (42)."""
    end: float
    """m, at any meeting of the box; y_a."""
    delta: Point
    """m, from the arc to the flights' reference at the middle meeting; `closing`: their relative velocity, m/s."""
    closing: Point
    apart: float
    """m, the most of that distance over the box's meeting times; (43)."""


@inner
def by_arc(g: Target, x: Volume, when: Times, lim: Array) -> tuple[float, Point, float]:
    """What interceptors lack (m/s) by the arc that joins the box's middles; positive: proved.

    Also the arc's inertial velocity at burnout (m/s, to the mm/s), and its speed relative to the turning Earth.
    NOT_APPLICABLE, zeros and infinity where there is no arc. `lim` (7,): LimitFigures in their order.
    """
    launch = 0.5 * (when.first + when.last)
    start = turned(x.middle, launch)
    u = (0.0, 0.0, 0.0)
    if when.least < LEAST:
        return NOT_APPLICABLE, u, math.inf
    outcome, ux, uy, uz, _, _, _ = lambert(*start, *g.position, g.time - launch, False)
    if outcome != SOLVED:
        return NOT_APPLICABLE, u, math.inf
    # as a certificate writes it, so that prover and checker speak of one arc
    u = (round(ux, 3), round(uy, 3), round(uz, 3))
    lacking = along_arc(g, x, when, lim, u)
    speed = math.inf if lacking == NOT_APPLICABLE else norm(minus(u, spin(_OMEGA, start)))
    return lacking, u, speed


@inner
def along_arc(g: Target, x: Volume, when: Times, lim: Array, u: Point) -> float:
    """What interceptors lack (m/s) by the arc that leaves the middle of burnouts with inertial velocity u (m/s).

    Positive: proved. NOT_APPLICABLE where the arc's conditions do not hold, and less than -10 where they hold but for a
    radius or a distance. `lim` (7,): LimitFigures in their order.
    """
    launch, alpha = 0.5 * (when.first + when.last), 0.5 * (when.last - when.first)
    if when.least < LEAST:
        return NOT_APPLICABLE
    start = turned(x.middle, launch)
    arc = conic(start, u, g.time - launch)
    if not arc.solved:
        return NOT_APPLICABLE
    # the greatest radius that the arc keeps above gives the tightest bounds
    field = field_outside(INNER_RADII[0])
    short = _too_low(field, start, u, arc, alpha, g.half)
    for radius in INNER_RADII[1:]:
        if short > 0.0:
            field = field_outside(radius)
            short = _too_low(field, start, u, arc, alpha, g.half)
    if not math.isfinite(short) or field.n * when.most > _FARTHEST:
        return NOT_APPLICABLE
    w = minus(u, spin(_OMEGA, start))
    speed = norm(w)
    q = _adjoint(field, arc, w, alpha, g.half)
    y = _strays(field, g, x, arc, speed, alpha)
    radii = _ends_of(start, u, arc, alpha, g.half, field)
    z = InterceptorArc(field, start, u, arc, radii)
    on = way(z, Spans(g.time - launch, alpha, g.half, when.most), q, (y.start, y.end), lim)
    if not on.solved:
        return NOT_APPLICABLE
    # m by which conditions fail; x* too has to be above R over the leaf's times (38)
    short += on.short + max(0.0, field.inner - g.floor)
    left = _at_start(z, x, q, y, launch, alpha, lim[SPEED])
    left -= _at_end(field, g, q, y, on.farthest, when, lim) + on.loss
    # (56) is in m^2/s^2; over |w| it is comparable with the other bounds, m/s
    lacking = left / speed
    if short > 0.0:
        # the bound does not apply; say how far from it, so that the search knows where to cut
        lacking = max(NOT_APPLICABLE + 1.0, min(lacking, -10.0 - 1e-3 * short))
    return float(lacking)


@inner
def _too_low(field: Field, start: Point, u: Point, arc: Conic, alpha: float, beta: float) -> float:
    """How far the arc, a little longer at both ends, comes below the inner radius, m; infinite where
    it may have a perigee between its ends that is too low.
    """
    first, last = _ends_of(start, u, arc, alpha, beta, field)
    rise, fall = dot(start, u), -dot(arc.position, arc.velocity)
    # a hyperbola sweeps none
    swept = math.sqrt(max(0.0, arc.alpha)) * arc.chi  # the eccentric anomaly's change
    # half a turn where it rises at both ends or falls at both, a whole one else, each a little less
    if swept > (3.14 if (rise < 0.0) == (fall > 0.0) else 6.28):
        return math.inf
    if rise < 0.0 and fall < 0.0:
        # its perigee lies between: p/(1 + e) has to be above R, by a metre for rounding
        h = norm(cross(start, u))
        parameter = h * h / _MU
        eccentricity = math.sqrt(max(0.0, 1.0 - parameter * arc.alpha))
        if parameter < (field.inner + 1.0) * (1.0 + eccentricity):
            return math.inf
    return max(0.0, field.inner - first) + max(0.0, field.inner - last)


@inner
def _ends_of(
    start: Point, u: Point, arc: Conic, alpha: float, beta: float, field: Field
) -> tuple[float, float]:
    """The arc's least radius while burnouts last, and while meetings do, m."""
    d0, d = norm(start), norm(arc.position)
    rise, fall = abs(dot(start, u)) / d0, abs(dot(arc.position, arc.velocity)) / d
    first = d0 - alpha * (rise + 0.5 * field.gravity * alpha)  # (39)
    return first, d - beta * (fall + 0.5 * field.gravity * beta)  # (39)


@inner
def _adjoint(field: Field, arc: Conic, w: Point, alpha: float, beta: float) -> Adjoint:
    # q = rr w + rv a0 is 0 at the meeting; the other slope by the symplectic matrix
    rv_inverse = inverse(arc.rv)
    last = scaled(-1.0, across(rv_inverse, w))
    first = scaled(-1.0, apply(rv_inverse, apply(arc.rr, w)))
    at_start = (
        norm(w) * math.cosh(field.k * alpha) + norm(first) * math.sinh(field.k * alpha) / field.k
    )
    at_end = norm(last) * math.sinh(field.k * beta) / field.k
    return Adjoint(w, first, last, at_start, at_end)  # (40)


@inner
def _strays(field: Field, g: Target, x: Volume, arc: Conic, speed: float, alpha: float) -> _Strays:
    turning = _OMEGA**2 * x.off_axis
    half_square = 0.5 * alpha * alpha
    start = x.reach + alpha * (speed + _OMEGA * x.reach)
    start += half_square * (field.gravity + turning)  # (42)
    delta, closing = minus(g.position, arc.position), minus(g.velocity, arc.velocity)
    apart = (norm(delta) + g.half * norm(closing)) * math.cosh(field.k * g.half)  # (43)
    return _Strays(start, apart + g.spread, delta, closing, apart)


@inner
def _at_start(
    z: InterceptorArc,
    x: Volume,
    q: Adjoint,
    y: _Strays,
    launch: float,
    alpha: float,
    speed: float,
) -> float:
    """The least that burnouts leave of w.w - |q| V, for a shift of burnout time by up to alpha, m^2/s^2."""
    field, start = z.field, z.start
    # c of (49): resolved along the volume's axis and across it
    g = plus(q.first, 1.0, spin(_OMEGA, q.w))
    up = dot(g, start) / norm(start)
    level = math.sqrt(max(0.0, dot(g, g) - up * up))
    loss = level * x.disc + abs(up) * x.half_height + norm(g) * x.ball  # (49)
    loss += abs(dot(g, turned(x.north, launch))) + abs(dot(g, turned(x.east, launch)))  # (49)
    # g(X) - omega x (omega x X)
    pull = plus(scaled(-_MU / norm(start) ** 3, start), _OMEGA**2, (start[0], start[1], 0.0))
    shift = alpha * dot(q.w, pull)
    # concave in the shift of burnout time, so least at one of its two ends
    later = shift - speed * norm(plus(q.w, alpha, q.first))
    sooner = -shift - speed * norm(plus(q.w, -alpha, q.first))
    turning = _OMEGA**2 * x.off_axis
    loss += speed * 0.5 * alpha * alpha * field.k**2 * q.at_start  # (48)
    half_square, swing = 0.5 * alpha * alpha, norm(q.first) + field.k**2 * q.at_start * alpha
    loss += half_square * swing * (field.gravity + turning)  # (44)
    moved = norm(z.velocity) + 0.5 * field.gravity * alpha
    loss += half_square * q.at_start * field.k**2 * moved  # (45)
    loss += alpha * q.at_start * _OMEGA**2 * (x.reach + _OMEGA * alpha * x.off_axis)  # (46)
    loss += alpha * q.at_start * field.k**2 * 0.5 * (x.reach + y.start)  # (47)
    return dot(q.w, q.w) + min(later, sooner) - loss  # (56)


@inner
def _at_end(
    field: Field, g: Target, q: Adjoint, y: _Strays, farthest: float, when: Times, lim: Array
) -> float:
    """The most that meetings take off: |q.y' - q'.y|, m^2/s^2."""
    size = norm(q.last)
    loss = abs(dot(q.last, y.delta)) + g.half * abs(dot(q.last, y.closing))  # (51)
    for i in range(FIELDS):  # (51)
        loss += abs(dot(q.last, (g.fields[i, 0], g.fields[i, 1], g.fields[i, 2])))
        loss += g.half * abs(dot(q.last, (g.fields[i, 3], g.fields[i, 4], g.fields[i, 5])))
    loss += size * (0.5 * g.half**2 * field.k**2 * (y.apart + g.linear) + g.rest)  # (51)
    loss += size * (math.cosh(field.k * g.half) - 1.0) * y.end  # (50)
    # y' there, by where the path was at burnout, or else a while before the meeting
    quarter = 0.5 * math.pi / field.n
    before = y.start if when.most <= quarter else farthest
    back = min(when.least, quarter)
    # (52)
    arriving = y.end * field.k / math.tanh(field.k * back)
    arriving += before * field.n / math.sin(field.n * back)
    arriving += lim[DIVERT] + lim[PERTURBATION] * min(when.most, quarter)
    return float(loss + q.at_end * arriving)
