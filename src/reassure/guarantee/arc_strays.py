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
# Stretches of the way: more where the longest path takes over _LONG (s). The checker takes as many.
_LEGS, _FEWER_LEGS = 6, 2
_LONG = 1_000.0
# Rounds in which what was supposed is raised.
_PASSES = 8


class Field(NamedTuple):
    """What bounds the field of paths that keep outside a radius."""

    inner: float
    """m, that radius; R."""
    core: float
    """m, the least radius on a line of up to WIDEST between two points outside it; rho of (8)."""
    gravity: float
    """m/s^2, the most outside it."""
    n: float
    """1/s: the gradient of gravity is at least -n^2 and at most k^2."""
    k: float


class InterceptorArc(NamedTuple):
    """An interceptor's reference arc."""

    field: Field
    start: Point
    """m, the middle burnout, in inertial axes; `velocity` there, m/s."""
    velocity: Point
    end: Conic
    """Its state at the middle meeting, and the state-transition matrix to there."""
    radii: tuple[float, float]
    """m, its least radius while burnouts last, and while meetings do; (39)."""


class Adjoint(NamedTuple):
    """The Jacobi field q along the arc that is w at the middle burnout and 0 at the middle meeting."""

    w: Point
    """m/s, the arc's velocity at burnout relative to the turning Earth."""
    first: Point
    """m/s^2, the slope of q at burnout; `last`: at the meeting."""
    last: Point
    at_start: float
    """m/s, the most of |q| over the burnout times, and over the meeting times; (40)."""
    at_end: float


class Spans(NamedTuple):
    """Times of a box, s."""

    tau: float
    """From the middle burnout to the middle meeting."""
    alpha: float
    """Half the span of burnouts; `beta`: of meetings."""
    beta: float
    longest: float
    """The longest that a path is on its way."""


class Way(NamedTuple):
    """How far paths go from the arc, and what that takes off the proof."""

    solved: bool
    """Are there bounds? Where not, the other two are 0 and mean nothing."""
    farthest: float
    """m, the most that a path is from the arc."""
    loss: float
    """m^2/s^2, the most that second order, divert and perturbation take off; (55)."""


@inner
def field_outside(radius: float) -> Field:
    """The bounds outside a radius, m."""
    n = math.sqrt(_MU / radius**3)  # (1)
    core = math.sqrt(radius**2 - 0.25 * WIDEST**2)  # (8)
    return Field(radius, core, _MU / radius**2, n, math.sqrt(2.0) * n)


@inner
def way(x: InterceptorArc, spans: Spans, q: Adjoint, ends: tuple[float, float], lim: Array) -> Way:
    """The way of paths that are up to `ends` (m) from the arc at their burnout and at their meeting.

    `lim` (7,): LimitFigures in their order. `solved` is false where there is no bound.
    """
    field, start, u, arc = x.field, x.start, x.velocity, x.end
    divert, eps = lim[DIVERT], lim[PERTURBATION]
    m = _LEGS if spans.longest > _LONG else _FEWER_LEGS
    # times (s from the middle burnout), radii (m) and |q| (m/s) at the stretches' ends
    knots, heights, sizes = np.empty(m + 1), np.empty(m + 1), np.empty(m + 1)
    knots[0], knots[m] = -spans.alpha, spans.tau + spans.beta
    sizes[0], sizes[m] = q.at_start, q.at_end
    heights[0], heights[m] = x.radii
    # sign of the radius's rate at a stretch's end
    climb = dot(start, u)
    lows = np.full(m, field.inner)
    for i in range(1, m + 1):
        before = climb
        if i < m:
            knots[i], c = along(start, u, arc.chi * i / m)
            heights[i], climb = norm(c.position), dot(c.position, c.velocity)
            # q there, by the state-transition matrix from the middle burnout
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
        # in (55) with h/12: q0 (3a^2 + 2ab + b^2) + q1 (a^2 + 2ab + 3b^2)
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
    # S and F of section 6 at the knots, and their greatest values `up` and `down` on each stretch
    rise, fall, nu2, highs = np.empty(m + 1), np.empty(m + 1), np.empty(m), np.empty(m)
    arches, bends, up, down = np.empty(m), np.empty(m), np.empty(m), np.empty(m)
    for _ in range(_PASSES):
        for i in range(m):
            nu2[i] = _MU / max(field.inner, lows[i] - strays[i]) ** 3
            turn = math.sqrt(nu2[i]) * (knots[i + 1] - knots[i])
            # below 1.5, so that (3) and (4) hold with room for the checker's balls
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
