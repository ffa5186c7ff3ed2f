"""How far paths go from an interceptor's reference arc on their way, and what that takes off the arc's
proof. docs/guarantee.md, section 6, whose numbers stand beside the lines.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.earth.constants import GRAVITATIONAL_PARAMETER
from reassure.guarantee.conic import Conic, along
from reassure.guarantee.flights import WIDEST, second_order
from reassure.guarantee.sturm import basis
from reassure.numeric.compile import inner
from reassure.numeric.vectors import apply, dot, norm, plus
from reassure.typing import DIVERT, PERTURBATION, Array, Point

__all__ = [
    "INNER_RADII",
    "Adjoint",
    "Field",
    "InterceptorArc",
    "Spans",
    "Way",
    "field_outside",
    "way",
]

INNER_RADII = (6_200_000.0, 5_200_000.0, 4_200_000.0, 3_200_000.0)
"""m. The arc keeps above one of these; the field is taken to be that of a uniform ball below it."""

_MU = GRAVITATIONAL_PARAMETER
_LEGS, _FEWER_LEGS = 6, 2
_LONG = 1_000.0  # s. Longer flights are looked at in more stretches
_PASSES = 8


class Field(NamedTuple):
    """What bounds the field outside a radius (m): it, the least radius on a line of up to WIDEST
    between two points outside it (m), gravity (m/s^2), n and k (1/s).
    """

    inner: float
    core: float
    gravity: float
    n: float
    k: float


class InterceptorArc(NamedTuple):
    """A reference arc: the field it is bounded in, where it leaves (m) and with what inertial velocity (m/s), its
    state at the middle meeting, and its least radii near both ends (m).
    """

    field: Field
    start: Point
    velocity: Point
    end: Conic
    radii: tuple[float, float]


class Adjoint(NamedTuple):
    """The Jacobi field q along the arc that is w at burnout and 0 at the meeting: w (m/s), q' at both
    (m/s^2), and bounds on |q| near burnout and near the meeting (m/s).
    """

    w: Point
    first: Point
    last: Point
    at_start: float
    at_end: float


class Spans(NamedTuple):
    """Times, s: from the middle burnout to the middle meeting, half the spans of both, and the longest
    that a path is on its way.
    """

    tau: float
    alpha: float
    beta: float
    longest: float


class Way(NamedTuple):
    """Whether there are bounds; how far paths are from the arc at most, m; and the most that the field's
    third derivative, divert and perturbation take off, m^2/s^2.
    """

    solved: bool
    farthest: float
    loss: float


@inner
def field_outside(radius: float) -> Field:
    """The bounds outside a radius, m."""
    n = math.sqrt(_MU / radius**3)  # (1)
    core = math.sqrt(radius**2 - 0.25 * WIDEST**2)  # (8)
    return Field(radius, core, _MU / radius**2, n, math.sqrt(2.0) * n)


@inner
def way(x: InterceptorArc, spans: Spans, q: Adjoint, ends: tuple[float, float], lim: Array) -> Way:
    """The way of paths that are up to `ends` (m) from the arc at its two ends. `lim` (7,): LimitFigures in their
    order. `solved` is false where there is no bound.
    """
    field, start, u, arc = x.field, x.start, x.velocity, x.end
    divert, eps = lim[DIVERT], lim[PERTURBATION]
    m = _LEGS if spans.longest > _LONG else _FEWER_LEGS
    knots, heights, sizes = np.empty(m + 1), np.empty(m + 1), np.empty(m + 1)
    knots[0], knots[m] = -spans.alpha, spans.tau + spans.beta
    sizes[0], sizes[m] = q.at_start, q.at_end
    heights[0], heights[m] = x.radii
    climb = dot(start, u)
    lows = np.full(m, field.inner)
    for i in range(1, m + 1):
        before = climb
        if i < m:
            knots[i], c = along(start, u, arc.chi * i / m)
            heights[i], climb = norm(c.position), dot(c.position, c.velocity)
            sizes[i] = norm(plus(apply(c.rr, q.w), 1.0, apply(c.rv, q.first)))
        else:
            climb = dot(arc.position, arc.velocity)
        if before > 0.0 or climb < 0.0:  # no perigee in between
            lows[i - 1] = max(field.inner, min(heights[i - 1], heights[i]))
    lines, strays = np.empty((m, 2)), np.empty(m)
    if not _strays(
        field, knots, lows, spans, ends, divert + eps * (knots[m] - knots[0]), lines, strays
    ):
        return Way(False, 0.0, 0.0)
    loss = greatest = 0.0
    for i in range(m):
        step = knots[i + 1] - knots[i]
        turn = math.sqrt(_MU / lows[i] ** 3) * step
        greatest = max(greatest, max(sizes[i], sizes[i + 1]) / math.cos(0.5 * turn))
        # the integrals of |q| and of |q| y^2, both bounded by lines
        a, b = lines[i]
        products = sizes[i] * (3.0 * a * a + 2.0 * a * b + b * b)
        products += sizes[i + 1] * (a * a + 2.0 * a * b + 3.0 * b * b)
        products *= second_order(lows[i], strays[i], field.core) / (12.0 * strays[i] ** 2)  # (54)
        bend = step * turn / math.sin(turn)  # (4)
        loss += bend * (products + 0.5 * eps * (sizes[i] + sizes[i + 1]))  # (55)
    return Way(True, strays.max(), loss + greatest * divert)  # (55)


@inner
def _strays(
    field: Field,
    knots: Array,
    lows: Array,
    spans: Spans,
    ends: tuple[float, float],
    push: float,
    lines: Array,
    strays: Array,
) -> bool:
    """Fill in how far paths are from the arc on each stretch at most (`strays`), and the ends of a line
    above that along it (`lines`): supposed, and raised until the bound agrees. `push`: m/s, at any time.
    """
    m = lows.size
    long = knots[m] - knots[0]
    if long <= 2.0 * max(spans.alpha, spans.beta):
        return False
    first = ends[0] * long / (long - 2.0 * spans.alpha)  # (53)
    last = ends[1] * long / (long - 2.0 * spans.beta)  # (53)
    for i in range(m):
        share = (i + 0.5) / m
        strays[i] = 1.3 * (first + (last - first) * share) + push * long * share * (1.0 - share)
    rise, fall, nu2, highs = np.empty(m + 1), np.empty(m + 1), np.empty(m), np.empty(m)
    arches, bends, up, down = np.empty(m), np.empty(m), np.empty(m), np.empty(m)
    for _ in range(_PASSES):
        for i in range(m):
            nu2[i] = _MU / max(field.inner, lows[i] - strays[i]) ** 3
            turn = math.sqrt(nu2[i]) * (knots[i + 1] - knots[i])
            if turn > 1.4:
                return False
            arches[i], bends[i] = 1.0 / math.cos(0.5 * turn), turn / math.sin(turn)
        slope = basis(knots, nu2, rise, fall)
        if slope <= 0.0:
            return False
        for i in range(m):
            up[i] = max(rise[i], rise[i + 1]) * arches[i]
            down[i] = max(fall[i], fall[i + 1]) * arches[i]
        agreed = True
        for i in range(m):
            # (53): a push at any time moves a path on this stretch by Green's function
            pushed = push / slope * max(up[i] * down[i:].max(), down[i] * up[: i + 1].max())
            a, b = first * fall[i] + last * rise[i], first * fall[i + 1] + last * rise[i + 1]
            lines[i, 0], lines[i, 1] = a * bends[i] + pushed, b * bends[i] + pushed
            highs[i] = max(a, b) * arches[i] + pushed
            if highs[i] > strays[i] * (1.0 - 1e-9):
                agreed = False
                strays[i] = 1.1 * highs[i]
        if agreed:
            strays[:] = highs
            return True
    return False
