"""How far paths stray from a conic arc, in closed form in the angle that the arc sweeps.

docs/guarantee.md, sections 2 and 3, whose numbers stand beside the lines. Z is a stray over the arc's radius there.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.earth.constants import GRAVITATIONAL_PARAMETER, POLAR_RADIUS
from reassure.numeric.compile import inner
from reassure.numeric.vectors import cross, dot, norm
from reassure.typing import Point

__all__ = [
    "Ends",
    "Shape",
    "Stray",
    "Sweep",
    "goes_short",
    "one_path",
    "peak",
    "reached",
    "rest_source",
    "shape_of",
    "stray",
    "sweep_of",
]

_MU = GRAVITATIONAL_PARAMETER
# Rounds in which what was supposed is raised, by so much each time.
_PASSES = 12
_RAISE = 1.05
_REFINEMENTS = 2
_QUARTER = 1.55  # rad, below a quarter turn
# m: by this much inside a condition on lengths, for the checker's balls.
_SURE = 1.0


class Sweep(NamedTuple):
    """A conic arc from one state to another, by the angle between."""

    momentum: float
    """m^2/s; h."""
    parameter: float
    """m; p = h^2/mu."""
    eccentricity: float
    first: float
    """m, the radius at the start; `last`: at the end."""
    last: float
    sine: float
    """Of F, the angle swept; `cosine`. F is less than pi where the sine is positive."""
    cosine: float


@inner
def sweep_of(r0: Point, v0: Point, r1: Point) -> Sweep:
    """The arc that leaves r0 (m) with v0 (m/s) and comes to r1 (m) before it has gone half way round."""
    h = cross(r0, v0)
    size = norm(h)
    first, last = norm(r0), norm(r1)
    parameter = size * size / _MU
    alpha = 2.0 / first - dot(v0, v0) / _MU
    return Sweep(
        size,
        parameter,
        math.sqrt(max(0.0, 1.0 - parameter * alpha)),
        first,
        last,
        dot(cross(r0, r1), h) / (size * first * last),
        dot(r0, r1) / (first * last),
    )


@inner
def peak(a: float, b: float, cosine: float, sine: float) -> float:
    """The greatest of (a sin(F - f) + b sin f)/sin F for f from 0 to F; a and b are not negative."""
    low, high = min(a, b), max(a, b)
    if low <= high * cosine:
        return high
    return math.sqrt(a * a + b * b - 2.0 * a * b * cosine) / sine  # (8)


@inner
def reached(z: float, other: float, sweep: float, turn: float) -> float:
    """An end value with which the bound is at least `z` up to an angle `turn` (rad) from that end.

    `other`: what it has to be at the other end; `sweep`: F, rad.
    """
    return max(z, (z * sweep - other * turn) / (sweep - turn))  # (10)


class Shape(NamedTuple):
    """An arc as the bounds on strays take it."""

    cosine: float
    """Of F; `sine`."""
    sine: float
    m: float
    """The greatest radius over the parameter."""
    crude: float
    """The perturbation's source if it were everywhere as at the polar radius; of (7)."""
    near: float
    """Its source at the arc's least radius, where it falls with the radius; of (7)."""


@inner
def shape_of(s: Sweep, least: float, top: float, other: float) -> Shape:
    """`least` and `top`: the arc's least and greatest radius, m; `other`: the perturbation at the polar radius, m/s^2."""
    square = s.momentum * s.momentum
    return Shape(
        s.cosine, s.sine, top / s.parameter,
        other * top**3 / square, other * POLAR_RADIUS**4 / (square * least),
    )  # fmt: skip


@inner
def _pull(x: Shape, most: float) -> float:
    """The perturbation's source where Z is at most `most`."""
    return min(x.crude, x.near / (1.0 - most) ** 4)  # (7)


@inner
def _bound(
    x: Shape, a: float, b: float, push: float, most: float, pull: float
) -> tuple[float, float]:
    """From a bound on Z the next, and its source."""
    source = x.m * ((1.0 - 0.5 * most) / (1.0 - most) ** 2 - 1.0) * most + pull  # (7)
    return peak(a + source, b + source, x.cosine, x.sine) - source + push, source  # (7)


class Stray(NamedTuple):
    """A bound on Z: (a sin(F - f) + b sin f)/sin F - source, and thrust's part."""

    agreed: bool
    """Was a bound found? Where not, `most` is what was supposed last."""
    most: float
    """The greatest Z."""
    source: float
    """sigma of (7)."""


@inner
def stray(x: Shape, a: float, b: float, push: float, limit: float) -> Stray:
    """The greatest Z of paths that are up to a and b off at the ends of an arc, `push` thrust's part: supposed, and raised
    until the bound agrees; then lowered, for a bound that holds gives another.

    A Z of `limit` or more is not accepted.
    """
    most = 1.3 * (peak(a, b, x.cosine, x.sine) + push) + x.crude
    source, agreed = x.crude, False
    for _ in range(_PASSES):
        if not most < limit:
            return Stray(False, most, source)
        high, source = _bound(x, a, b, push, most, x.crude)
        if high <= most * (1.0 - 1e-9):
            most, agreed = high, True
            break
        most = _RAISE * high
    if agreed:
        for _ in range(_REFINEMENTS):
            most, source = _bound(x, a, b, push, most, _pull(x, most))
    return Stray(agreed, most, source)


@inner
def rest_source(x: Shape, most: float) -> float:
    """The source of what the linear part leaves of Z, where Z is at most `most`."""
    second = 3.0 * x.m * most * most * (1.0 - 2.0 / 3.0 * most) / (1.0 - most) ** 2  # (9)
    return second + _pull(x, most)


class Ends(NamedTuple):
    """What bounds the ends of all paths beside an arc, and their time, for (4) and (5)."""

    off: float
    """The sum of the greatest Z at both ends."""
    least: float
    """m, the arc's least radius at its ends; `most`: its greatest anywhere."""
    most: float
    time: float
    """s, the longest from end to end."""
    divert: float
    """m/s, the most that thrust changes; `other`: m/s^2, the most that all else but gravity accelerates."""
    other: float


@inner
def one_path(s: Sweep, e: Ends) -> float:
    """By how much (m) it is certain that there is one path for each pair of ends and each thrust; negative: it is not."""
    half = math.sqrt(max(0.0, 0.5 * (1.0 + s.cosine))) - 0.52 * e.off
    if not half > 0.0:
        return -POLAR_RADIUS
    bent = 0.25 * e.divert * e.time + 0.125 * e.other * e.time * e.time
    low = 0.97 * min(e.least, POLAR_RADIUS) * half - bent  # (4)
    if not low > 0.0:
        return low - _SURE
    rise = min(0.125 * _MU / low**2 * e.time * e.time, 0.25 * e.time * math.sqrt(_MU / low))
    high = 1.45 * e.most + bent + rise  # (4)
    spent = e.divert + e.other * e.time
    # as lengths: the root of what low squared has to exceed
    return low - math.sqrt(0.25 * spent * e.time * high) - _SURE  # (4)


@inner
def goes_short(s: Sweep, e: Ends) -> float:
    """By how much (m) it is certain that all paths go the short way, outside the polar radius; negative: it is not."""
    n = math.sqrt(_MU / POLAR_RADIUS**3)
    turn = 0.5 * n * e.time
    if not turn < _QUARTER:
        return -POLAR_RADIUS
    half = math.sqrt(max(0.0, 0.5 * (1.0 + s.cosine))) - 0.52 * e.off
    spent = e.divert + e.other * e.time
    return POLAR_RADIUS * half - 0.5 * spent * math.tan(turn) / n - _SURE  # (5)
