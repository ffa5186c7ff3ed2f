"""How far paths go from an interceptor's reference arc on their way, and what that takes off the arc's
proof. docs/guarantee.md, section 8, whose numbers stand beside the lines.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.earth.constants import GRAVITATIONAL_PARAMETER
from reassure.guarantee.conic import Conic, state_after
from reassure.guarantee.swept import (
    Ends,
    Sweep,
    goes_short,
    one_path,
    reached,
    shape_of,
    stray,
    sweep_of,
)
from reassure.numeric.compile import inner
from reassure.numeric.vectors import dot
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
_WIDEST = 0.45
"""The greatest Z that is accepted."""
_FAR = 4_000_000.0  # m a path goes from the arc at most, as the search takes it where no bound is found


class Field(NamedTuple):
    """What bounds the field of paths that keep outside a radius."""

    inner: float
    """m, that radius; R."""
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
    """Is there an arc to speak of? Where not, the rest means nothing."""
    short: float
    """m by which conditions fail; 0: they hold, and there are bounds."""
    farthest: float
    """m, the most that a path is from the arc."""
    loss: float
    """m^2/s^2, the most that second order, divert and perturbation take off; (55)."""


@inner
def field_outside(radius: float) -> Field:
    """The bounds outside a radius, m."""
    n = math.sqrt(_MU / radius**3)  # (1)
    return Field(radius, _MU / radius**2, n, math.sqrt(2.0) * n)


@inner
def way(x: InterceptorArc, spans: Spans, q: Adjoint, ends: tuple[float, float], lim: Array) -> Way:
    """The way of paths that are up to `ends` (m) from the arc at their burnout and at their meeting.

    `lim` (7,): LimitFigures in their order.
    """
    before = state_after(x.start, x.velocity, -spans.alpha)
    after = state_after(x.start, x.velocity, spans.tau + spans.beta)
    if not (before.solved and after.solved):
        return Way(False, 0.0, 0.0, 0.0)
    s = sweep_of(before.position, before.velocity, after.position)
    # the radius's rate at both ends, m/s
    rate0 = dot(before.position, before.velocity) / s.first
    rate1 = dot(after.position, after.velocity) / s.last
    # an apogee lies between if it first rises and then falls
    over = rate0 > 0.0 and rate1 < 0.0
    if not s.sine > 1e-9 or (over and s.eccentricity >= 1.0):
        return Way(False, 0.0, 0.0, 0.0)
    high = max(s.first, s.last)
    top = s.parameter / (1.0 - s.eccentricity) if over else high
    near0, near1 = min(x.radii[0], s.first), min(x.radii[1], s.last)
    low = min(near0, near1)
    if rate0 < 0.0 and rate1 > 0.0:
        low = min(low, s.parameter / (1.0 + s.eccentricity))
    z0, z1 = ends[0] / near0, ends[1] / near1
    total = spans.tau + spans.alpha + spans.beta
    at = Ends(z0 + z1, low, top, total, lim[DIVERT], lim[PERTURBATION])
    short = max(0.0, -one_path(s, at)) + max(0.0, -goes_short(s, at))
    angle = math.atan2(s.sine, s.cosine)
    turn0 = 2.0 * spans.alpha * s.momentum / near0**2  # (10)
    turn1 = 2.0 * spans.beta * s.momentum / near1**2  # (10)
    if turn0 + turn1 >= 0.9 * angle:
        return Way(False, 0.0, 0.0, 0.0)
    a, b = reached(z0, z1, angle, turn0), reached(z1, z0, angle, turn1)
    half_tan = math.tan(0.5 * angle)
    push = 0.5 * lim[DIVERT] * top / s.momentum * half_tan  # (7)
    z = stray(shape_of(s, low, top, lim[PERTURBATION]), a, b, push, _WIDEST)
    most, farthest = z.most, z.most * top
    if not z.agreed:
        # only to lead the search
        short += _FAR * min(most, 10.0)
        most = min(most, _WIDEST)
    q0, q1 = q.at_start / near0, q.at_end / near1
    per_square = 3.0 * _MU * (1.0 - 2.0 / 3.0 * most) / (1.0 - most) ** 2  # (3)
    loss = (
        per_square
        / s.momentum
        * _second_order(
            s, angle, (q0, q1), (a + z.source, b + z.source), push - z.source, top if over else 0.0
        )
    )  # (54)
    longest = q.at_start * s.first / near0 * _growth(s, s.first, s.last, rate1)  # (55)
    longest += q.at_end * s.last / near1 * _growth(s, s.last, s.first, -rate0)  # (55)
    loss += longest * (lim[DIVERT] + lim[PERTURBATION] * total)  # (55)
    return Way(True, short, farthest, loss)


@inner
def _growth(s: Sweep, here: float, there: float, rate: float) -> float:
    """The greatest of r sin(F - f)/(here sin F) on the arc, f the angle from the end of radius `here` (m).

    `there`: the radius at the other end, m; `rate`: at which it grows there on the way from here, m/s.
    """
    cosine = 1.0 - s.parameter / there  # of the angle from there at which it is greatest
    if cosine <= s.cosine:
        return 1.0
    sine = math.sqrt(max(0.0, 1.0 - cosine * cosine))
    under = s.sine * (sine + s.momentum * rate / _MU)
    return max(1.0, s.parameter / (here * under))  # (55)


@inner
def _second_order(
    s: Sweep,
    angle: float,
    q: tuple[float, float],
    z: tuple[float, float],
    level: float,
    apogee: float,
) -> float:
    """The integral of the radius (m) times (q0 A + q1 B)(z0 A + z1 B + level)^2 over the angle swept, from above; A =
    sin(F - f)/sin F and B = sin f/sin F.

    Each half of the angle has its greatest radius. `apogee`: that of the arc if it lies between its ends, else 0.
    """
    cosine, sine = math.sqrt(0.5 * (1.0 + s.cosine)), math.sqrt(0.5 * (1.0 - s.cosine))
    to_middle = 0.5 / cosine
    over = 1.0 / s.parameter
    middle = 1.0 / (over + (1.0 / s.first + 1.0 / s.last - 2.0 * over) * to_middle)  # (54)
    high0 = max(s.first, middle, apogee if s.last <= s.first else 0.0)
    high1 = max(s.last, middle, apogee if s.last >= s.first else 0.0)
    qm, zm = (q[0] + q[1]) * to_middle, (z[0] + z[1]) * to_middle
    half = 0.5 * angle
    out = high0 * _product(cosine, sine, half, (q[0], qm), (z[0], zm), level)
    return out + high1 * _product(cosine, sine, half, (qm, q[1]), (zm, z[1]), level)


@inner
def _product(
    cosine: float,
    sine: float,
    angle: float,
    q: tuple[float, float],
    z: tuple[float, float],
    level: float,
) -> float:
    """The integral over an angle F of (q0 A + q1 B)(z0 A + z1 B + level)^2, A and B as above."""
    (q0, q1), (z0, z1) = q, z
    t = (1.0 - cosine) / sine  # of A, and of B
    cubes = t * t * (2.0 + cosine) / (3.0 * sine)  # of A^3, and of B^3
    mixed = t * t / (3.0 * sine)  # of A^2 B, and of A B^2
    squares = (angle - sine * cosine) / (2.0 * sine**2)  # of A^2, and of B^2
    both = (sine - angle * cosine) / (2.0 * sine**2)  # of A B
    out = q0 * (z0 * z0 * cubes + (2.0 * z0 * z1 + z1 * z1) * mixed)
    out += q1 * (z1 * z1 * cubes + (2.0 * z0 * z1 + z0 * z0) * mixed)
    out += 2.0 * level * (q0 * (z0 * squares + z1 * both) + q1 * (z0 * both + z1 * squares))
    return out + level * level * t * (q0 + q1)  # (54)
