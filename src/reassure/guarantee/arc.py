"""The third way to settle a leaf: any path that meets a flight differs from a reference arc in a way
that the arc's costate measures. docs/guarantee.md, section 6.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.earth.constants import GRAVITATIONAL_PARAMETER, ROTATION_RATE
from reassure.flight.lambert import lambert
from reassure.flight.outcome import SOLVED
from reassure.flight.transfer import Point
from reassure.guarantee.box import Times
from reassure.guarantee.conic import Conic, conic
from reassure.guarantee.settle import NOT_APPLICABLE, Target, Volume, turned
from reassure.guarantee.tube import FIELDS, WIDEST
from reassure.guarantee.vectors import (
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
from reassure.kernels import inner
from reassure.typing import Array

__all__ = ["LEAST", "along_arc", "by_arc"]

LEAST = 1.0
"""s. Shorter flights of interceptors are left to the straight line."""


_MU = GRAVITATIONAL_PARAMETER
_OMEGA = ROTATION_RATE
_FARTHEST = 3.0  # rad of n tau, below pi
_INNER = (6_200_000.0, 5_200_000.0)
"""m. The arc keeps above the first, or else above the second: then the field is taken to be that of a
uniform ball below it. No line of up to 2,000 km between two points above comes 100 km below."""


class _Field(NamedTuple):
    """What bounds the field outside a radius (m): it, gravity (m/s^2), n and k (1/s), and the third
    derivative of the potential (1/(m s^2)).
    """

    inner: float
    gravity: float
    n: float
    k: float
    third: float


@inner
def _field(inner_radius: float) -> _Field:
    n = math.sqrt(_MU / inner_radius**3)
    third = 6.0 * _MU / (inner_radius - 100_000.0) ** 4
    return _Field(inner_radius, _MU / inner_radius**2, n, math.sqrt(2.0) * n, third)


class _Costate(NamedTuple):
    """The Jacobi field q along the arc that is w at burnout and 0 at the meeting: w (m/s), q' at both
    (m/s^2), and bounds on |q| near burnout and near the meeting (m/s).
    """

    w: Point
    first: Point
    last: Point
    at_start: float
    at_end: float


class _Strays(NamedTuple):
    """How far paths are from the arc, m: at burnout, at the meeting; the arc from the flights'
    reference at the meeting, and their relative velocity (m/s); a bound on that distance near it.
    """

    start: float
    end: float
    delta: Point
    closing: Point
    apart: float


@inner
def by_arc(g: Target, x: Volume, when: Times, lim: Array) -> tuple[float, Point, float]:
    """What is lacking by the arc that joins the middles, its inertial velocity at burnout (m/s, to the
    mm/s), and its speed relative to the turning Earth (infinite if there is no arc).
    """
    launch = 0.5 * (when.first + when.last)
    start = turned(x.middle, launch)
    u = (0.0, 0.0, 0.0)
    if when.least < LEAST:
        return NOT_APPLICABLE, u, math.inf
    outcome, ux, uy, uz, _, _, _ = lambert(*start, *g.position, g.time - launch, False)
    if outcome != SOLVED:
        return NOT_APPLICABLE, u, math.inf
    u = (round(ux, 3), round(uy, 3), round(uz, 3))
    lacking = along_arc(g, x, when, lim, u)
    speed = math.inf if lacking == NOT_APPLICABLE else norm(minus(u, spin(_OMEGA, start)))
    return lacking, u, speed


@inner
def along_arc(g: Target, x: Volume, when: Times, lim: Array, u: Point) -> float:
    """What is lacking by the arc with inertial velocity u (m/s) at the middle of burnouts."""
    launch, fa = 0.5 * (when.first + when.last), 0.5 * (when.last - when.first)
    if when.least < LEAST:
        return NOT_APPLICABLE
    start = turned(x.middle, launch)
    arc = conic(start, u, g.time - launch)
    if not arc.solved:
        return NOT_APPLICABLE
    field = _field(_INNER[0])
    short = _too_low(field, start, u, arc, fa, g.half)
    if short > 0.0:
        field = _field(_INNER[1])
        short = _too_low(field, start, u, arc, fa, g.half)
    a = field.n * when.most
    if not math.isfinite(short) or a > _FARTHEST:
        return NOT_APPLICABLE
    w = minus(u, spin(_OMEGA, start))
    speed = norm(w)
    q = _costate(field, arc, w, fa, g.half)
    y = _strays(field, g, x, arc, speed, fa)
    pushed = lim[2] * math.tan(0.5 * a) / (2.0 * field.n)
    pushed += lim[3] / field.n**2 * (1.0 / math.cos(0.5 * a) - 1.0)
    short += max(0.0, (max(y.start, y.end) + pushed) / math.cos(0.5 * a) - WIDEST)
    left = _at_start(field, x, q, y, start, norm(u), launch, fa, lim[1])
    left -= _at_end(field, g, q, y, when, lim)
    left -= _on_the_way(field, q, y.start + pushed, y.end + pushed, a, lim)
    lacking = left / speed
    if short > 0.0:
        # the bound does not apply; say how far from it, so that the search knows where to cut
        lacking = max(NOT_APPLICABLE + 1.0, min(lacking, -10.0 - 1e-3 * short))
    return float(lacking)


@inner
def _too_low(field: _Field, start: Point, u: Point, arc: Conic, fa: float, half: float) -> float:
    """How far the arc, a little longer at both ends, comes below the inner radius, m; infinite where
    it may have a perigee between its ends that is too low.
    """
    d0, d = norm(start), norm(arc.position)
    rise, fall = dot(start, u) / d0, -dot(arc.position, arc.velocity) / d
    first = d0 - fa * (max(0.0, rise) + 0.5 * field.gravity * fa)
    last = d - half * (max(0.0, fall) + 0.5 * field.gravity * half)
    swept = math.sqrt(max(0.0, arc.alpha)) * arc.chi  # the eccentric anomaly's change
    if swept > (3.14 if (rise < 0.0) == (fall > 0.0) else 6.28):
        return math.inf
    if rise < 0.0 and fall < 0.0:
        h = norm(cross(start, u))
        parameter = h * h / _MU
        eccentricity = math.sqrt(max(0.0, 1.0 - parameter * arc.alpha))
        if parameter < (field.inner + 1.0) * (1.0 + eccentricity):
            return math.inf
    return max(0.0, field.inner - first) + max(0.0, field.inner - last)


@inner
def _costate(field: _Field, arc: Conic, w: Point, fa: float, half: float) -> _Costate:
    rv_inverse = inverse(arc.rv)
    last = scaled(-1.0, across(rv_inverse, w))
    first = scaled(-1.0, apply(rv_inverse, apply(arc.rr, w)))
    at_start = norm(w) * math.cosh(field.k * fa) + norm(first) * math.sinh(field.k * fa) / field.k
    return _Costate(w, first, last, at_start, norm(last) * math.sinh(field.k * half) / field.k)


@inner
def _strays(field: _Field, g: Target, x: Volume, arc: Conic, speed: float, fa: float) -> _Strays:
    turning = _OMEGA**2 * x.off_axis
    start = x.reach + fa * (speed + _OMEGA * x.reach) + 0.5 * fa * fa * (field.gravity + turning)
    delta, closing = minus(g.position, arc.position), minus(g.velocity, arc.velocity)
    apart = (norm(delta) + g.half * norm(closing)) * math.cosh(field.k * g.half)
    return _Strays(start, apart + g.spread, delta, closing, apart)


@inner
def _at_start(
    field: _Field,
    x: Volume,
    q: _Costate,
    y: _Strays,
    start: Point,
    u: float,
    launch: float,
    fa: float,
    speed: float,
) -> float:
    """The least that burnouts leave of w.w - |q| V, for a shift of burnout time by up to fa, m^2/s^2."""
    g = plus(q.first, 1.0, spin(_OMEGA, q.w))
    up = dot(g, start) / norm(start)
    level = math.sqrt(max(0.0, dot(g, g) - up * up))
    loss = level * x.disc + abs(up) * x.half_height + norm(g) * x.ball
    loss += abs(dot(g, turned(x.north, launch))) + abs(dot(g, turned(x.east, launch)))
    pull = plus(scaled(-_MU / norm(start) ** 3, start), _OMEGA**2, (start[0], start[1], 0.0))
    shift = fa * dot(q.w, pull)
    later = shift - speed * norm(plus(q.w, fa, q.first))
    sooner = -shift - speed * norm(plus(q.w, -fa, q.first))
    turning = _OMEGA**2 * x.off_axis
    loss += speed * 0.5 * fa * fa * field.k**2 * q.at_start
    loss += (
        0.5 * fa * fa * (norm(q.first) + field.k**2 * q.at_start * fa) * (field.gravity + turning)
    )
    loss += 0.5 * fa * fa * q.at_start * field.k**2 * (u + 0.5 * field.gravity * fa)
    loss += fa * q.at_start * _OMEGA**2 * (x.reach + _OMEGA * fa * x.off_axis)
    loss += fa * q.at_start * field.k**2 * 0.5 * (x.reach + y.start)
    return dot(q.w, q.w) + min(later, sooner) - loss


@inner
def _at_end(field: _Field, g: Target, q: _Costate, y: _Strays, when: Times, lim: Array) -> float:
    """The most that meetings take off: |q.y' - q'.y|, m^2/s^2."""
    n, k = field.n, field.k
    size = norm(q.last)
    loss = abs(dot(q.last, y.delta)) + g.half * abs(dot(q.last, y.closing))
    for i in range(FIELDS):
        loss += abs(dot(q.last, (g.fields[i, 0], g.fields[i, 1], g.fields[i, 2])))
        loss += g.half * abs(dot(q.last, (g.fields[i, 3], g.fields[i, 4], g.fields[i, 5])))
    loss += size * (0.5 * g.half**2 * field.k**2 * (y.apart + g.spread + g.rest) + g.rest)
    loss += size * (math.cosh(k * g.half) - 1.0) * y.end
    b, a = n * when.least, n * when.most
    nearer = max(k / math.tanh(k * when.least), abs(n / math.tan(b)), abs(n / math.tan(a)))
    farther = n / min(math.sin(b), math.sin(a))
    kappa = 1.0 if a <= 0.5 * math.pi else math.sin(a)
    arriving = nearer * y.end + farther * y.start + (lim[2] + lim[3] * when.most) / kappa
    return float(loss + q.at_end * arriving)


@inner
def _on_the_way(
    field: _Field, q: _Costate, start: float, end: float, a: float, lim: Array
) -> float:
    """The most that the field's third derivative, divert and perturbation take off, m^2/s^2."""
    n = field.n
    s, c = math.sin(a), math.cos(a)
    straight = (2.0 / 3.0 - c + c**3 / 3.0) / (n * s**3)
    mixed = (1.0 - c) ** 2 / (3.0 * n * s**3)
    both = 2.0 * mixed * start * end
    loss = q.at_start * (straight * start * start + both + mixed * end * end)
    loss += q.at_end * (mixed * start * start + both + straight * end * end)
    kappa = 1.0 if a <= 0.5 * math.pi else s
    most = q.at_start + q.at_end
    return float(
        0.5 * field.third * loss + most * (lim[2] / kappa + lim[3] * math.tan(0.5 * a) / n)
    )
