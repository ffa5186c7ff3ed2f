"""How far paths stray from a conic arc, in the angle that the arc sweeps: docs/guarantee.md, sections 2 and 3.

Z is a stray over the arc's radius there; A = sin(F - f)/sin F and B = sin f/sin F of the angle f, F in all.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from reassure_check.ball import Ball, atan2, cross, cube, dot, exact, norm, sin_cos, sq, where
from reassure_check.box import Holds
from reassure_check.conic import Conic
from reassure_check.earth import MU, N_POLAR, B, Bundle

ROUNDS, REFINEMENTS, RAISE = 12, 2, 1.05
OFF, NEAR, FAR, TWO_THIRDS = exact("0.52"), exact("0.97"), exact("1.45"), exact("2/3")


def sweep(holds: Holds, path: Conic, first: Bundle, last: Bundle) -> Bundle:
    """The arc between two states of a conic: momentum, parameter, eccentricity; radii and their rates; F."""
    hv, r0, r1 = cross(path.r0, path.v0), first.radius, last.radius
    h = norm(hv)
    sine = dot(cross(first.position, last.position), hv) / (h * r0 * r1)
    cosine = dot(first.position, last.position) / (r0 * r1)
    # less than a revolution and a positive sine: less than half a turn
    turn = path.alpha * sq(last.chi - first.chi)
    holds.need((sine > 1e-9) & (turn < 39), "half a turn or more")
    p = sq(h) / MU
    rates = (dot(x.position, x.velocity) / x.radius for x in (first, last))
    return Bundle(
        h=h, p=p, e=(1 - p * path.alpha).sqrt(), r0=r0, r1=r1, rates=tuple(rates), sine=sine,
        cosine=cosine, angle=atan2(sine, cosine),
    )  # fmt: skip


def peak(a: Any, b: Any, s: Bundle) -> Any:
    """The greatest of a A + b B; neither is negative."""
    low, high = a.min(b), a.max(b)
    inner = (sq(a - b) + 2 * a * b * (1 - s.cosine)).sqrt() / s.sine
    return where(low <= high * s.cosine, high, inner)  # (8)


def reached(z: Any, other: Any, s: Bundle, turn: Any) -> Any:
    """An end value with which a bound is at least z up to an angle `turn` from that end; `other`: at the other end."""
    return z.max((z * s.angle - other * turn) / (s.angle - turn))  # (10)


def pulls(s: Bundle) -> tuple[Any, Any]:
    """The perturbation's part of the source of Z: whatever the path, and times (1 - Z)^4, which is sharper far from the Earth."""
    return s.other * cube(s.top) / sq(s.h), s.other * sq(sq(B)) / (sq(s.h) * s.low)  # (7)


def stray(holds: Holds, s: Bundle, a: Any, b: Any, push: Any, limit: float) -> tuple[Any, Any]:
    """The greatest Z of paths that are up to a and b off at the ends, and the source; `push`: thrust's part. `s.top`, `s.low`: the
    arc's greatest and least radius; `s.other`: the perturbation at the polar radius.
    """
    crude, near = pulls(s)

    def bound(c: Any, pull: Any) -> tuple[Any, Any]:
        source = s.top / s.p * ((1 - c * 0.5) / sq(1 - c) - 1) * c + pull
        return peak(a + source, b + source, s) - source + push, source  # (7)

    c = (1.3 * (peak(a, b, s) + push) + crude).upper()
    for _ in range(ROUNDS):  # what is supposed, raised until the bound agrees
        high = bound(c, crude)[0]
        agreed = high < c
        if np.all(agreed | ~(c < limit)):
            break
        c = Ball(np.where(agreed, c.m, (RAISE * high).upper().m))
    high = bound(c, crude)[0]
    holds.need((c >= 0) & (c < limit) & (high < c), "paths stray farther than was supposed")
    for _ in range(REFINEMENTS):  # a bound that holds gives another
        c = high.upper()
        high, source = bound(c, crude.min(near / sq(sq(1 - c))))
    return high.upper(), source


def rest_source(s: Bundle, c: Any) -> Any:
    """The source of what the linear part leaves of Z, Z being at most c."""
    crude, near = pulls(s)
    second = 3 * s.top / s.p * sq(c) * (1 - c * TWO_THIRDS) / sq(1 - c)  # (9)
    return second + crude.min(near / sq(sq(1 - c)))


def one_path(holds: Holds, s: Bundle, off: Any, time: Any, divert: Any) -> tuple[Any, Any]:
    """Whether there is one path for each pair of ends and each thrust: `off`, the sum of Z at both ends; `time`, the longest.

    What (5) takes of it: the ends' least share of the way ahead, and what paths spend.
    """
    half = ((1 + s.cosine) * 0.5).sqrt() - OFF * off
    bent, spent = divert * time * 0.25 + s.other * sq(time) * 0.125, divert + s.other * time
    low = NEAR * s.low.min(B) * half - bent  # (4)
    high = (
        FAR * s.top + bent + (MU * sq(time) * 0.125 / sq(low)).min(time * 0.25 * (MU / low).sqrt())
    )
    certain = (half > 0) & (low > 0) & (spent * time * high < 4 * sq(low))  # (4)
    holds.need(certain, "there may be another path")
    return half, spent


def goes_short(holds: Holds, half: Any, spent: Any, time: Any) -> None:
    """Whether paths outside the polar radius go the short way."""
    turn = N_POLAR * time * 0.5
    s, c = sin_cos(turn)
    holds.need(
        (turn < 1.55) & (B * half * c > spent * s / (2 * N_POLAR)), "paths may go round"
    )  # (5)


def second_order(s: Bundle, q: Any, z: Any, level: Any, apogee: Any) -> Any:
    """The integral over the angle of the radius times (q0 A + q1 B)(z0 A + z1 B + level)^2, halves of the angle apart."""
    cosine, sine = ((1 + s.cosine) * 0.5).sqrt(), ((1 - s.cosine) * 0.5).sqrt()
    mean, over = 0.5 / cosine, 1 / s.p
    middle = 1 / (over + (1 / s.r0 + 1 / s.r1 - 2 * over) * mean)  # (54)
    first, last = s.r0.max(middle), s.r1.max(middle)
    # an apogee between the ends lies in the half of the higher one
    first = where(s.r0 < s.r1, first, first.max(apogee))
    last = where(s.r1 < s.r0, last, last.max(apogee))
    qm, zm = (q[0] + q[1]) * mean, (z[0] + z[1]) * mean
    shape = cosine, sine, s.angle * 0.5
    return first * _product(*shape, (q[0], qm), (z[0], zm), level) + last * _product(
        *shape, (qm, q[1]), (zm, z[1]), level
    )


def _product(cosine: Any, sine: Any, angle: Any, q: Any, z: Any, level: Any) -> Any:
    """The integral of (q0 A + q1 B)(z0 A + z1 B + level)^2 over an angle."""
    (q0, q1), (z0, z1), t = q, z, (1 - cosine) / sine
    mixed = sq(t) / (3 * sine)  # of A^2 B and of A B^2; then of A^3, of A^2, of A B
    cubes, squares = mixed * (2 + cosine), (angle - sine * cosine) / (2 * sq(sine))
    both, twice = (sine - angle * cosine) / (2 * sq(sine)), 2 * z0 * z1
    out = q0 * (sq(z0) * cubes + (twice + sq(z1)) * mixed)
    out = out + q1 * (sq(z1) * cubes + (twice + sq(z0)) * mixed)
    out = out + 2 * level * (q0 * (z0 * squares + z1 * both) + q1 * (z0 * both + z1 * squares))
    return out + sq(level) * t * (q0 + q1)  # (54)


def growth(s: Bundle, here: Any, there: Any, rate: Any) -> Any:
    """The greatest of r A over its value at A's end (radius `here`); `rate`: of the radius at the other end, seen from here."""
    cosine = 1 - s.p / there
    sine = (1 - sq(cosine)).sqrt()
    inner = s.p / (here * s.sine * (sine + s.h * rate / MU))
    return where((cosine <= s.cosine) | (inner <= 1), 1.0, inner.max(1.0))  # (55)
