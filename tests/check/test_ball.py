"""Balls of doubles against 300 bits: the true value for any numbers of the operands lies in the result."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb, ctx, fmpq

from reassure_check import ball
from reassure_check.ball import Ball, atan2, exact, sin_cos, sinh_cosh, universal, where

COUNT = 20_000


@pytest.fixture(autouse=True)
def _precise() -> Iterator[None]:
    before, ctx.prec = ctx.prec, 300
    with np.errstate(all="ignore"):
        yield
    ctx.prec = before


def truths(b: Ball, rng: np.random.Generator) -> list[Any]:
    """A number of each ball: its ends preferred."""
    share = rng.choice([-1.0, 1.0, 0.0, 0.5, -0.9], b.m.size)
    radii = np.broadcast_to(b.r, b.m.shape)
    return [
        arb(float(m)) + arb(float(r)) * arb(float(s))
        for m, r, s in zip(b.m, radii, share, strict=True)
    ]


def outside(b: Ball, values: list[Any]) -> int:
    """How many results certainly do not hold the true value; none that is not finite counts."""
    m, r = np.broadcast_arrays(np.asarray(b.m, float), np.asarray(b.r, float))
    assert len(values) == m.size
    finite = np.isfinite(m) & np.isfinite(r)
    assert not np.isfinite(r[~np.isfinite(m)]).any()  # what overflowed says so
    return sum(
        bool(abs(values[i] - arb(float(m[i]))) > arb(float(r[i]))) for i in np.flatnonzero(finite)
    )


def drawn(rng: np.random.Generator, kind: str) -> Ball:
    """Operands of a kind."""
    m = rng.normal(size=COUNT)
    r: Any = np.zeros(COUNT)
    if kind == "exact":
        m = m * 10.0 ** rng.integers(-8, 9, COUNT)
    elif kind == "balls":
        m = m * 10.0 ** rng.integers(-8, 9, COUNT)
        r = abs(m) * 10.0 ** rng.uniform(-17, 1, COUNT)
    elif kind == "wide":
        r = abs(rng.normal(size=COUNT)) * 10.0 ** rng.uniform(-3, 3, COUNT)
    elif kind == "denormal":
        m = rng.integers(-50, 51, COUNT) * 5e-324 * 2.0 ** rng.integers(0, 60, COUNT)
        r = rng.integers(0, 30, COUNT) * 5e-324 * 2.0 ** rng.integers(0, 60, COUNT)
    elif kind == "huge":
        m = m * 10.0 ** rng.integers(-160, 308, COUNT)
        r = abs(m) * rng.choice([0.0, 1e-16, 1e-3, 2.0], COUNT)
    else:  # extremes of all kinds together
        m = m * 2.0 ** rng.integers(-1074, 1020, COUNT)
        r = abs(rng.normal(size=COUNT)) * 2.0 ** rng.integers(-1074, 1020, COUNT)
        r = np.where(rng.random(COUNT) < 0.5, r, abs(m) * 2.0 ** rng.integers(-60, 2, COUNT))
    return Ball(m, r)


KINDS = ["exact", "balls", "wide", "denormal", "huge", "any"]
TWO: dict[str, tuple[Callable[..., Ball], Callable[..., Any]]] = {
    "+": (lambda a, b: a + b, lambda a, b: a + b),
    "-": (lambda a, b: a - b, lambda a, b: a - b),
    "*": (lambda a, b: a * b, lambda a, b: a * b),
    "/": (lambda a, b: a / b, lambda a, b: a / b),
    "max": (lambda a, b: a.max(b), lambda a, b: a.max(b)),
    "min": (lambda a, b: a.min(b), lambda a, b: a.min(b)),
    "exact *": (lambda a, b: a * b.m, lambda a, b: a * b),
    "exact /": (lambda a, b: b.m / a, lambda a, b: b / a),
    "exact -": (lambda a, b: b.m - a, lambda a, b: b - a),
}
ONE: dict[str, tuple[Callable[[Ball], Ball], Callable[[Any], Any]]] = {
    "root": (lambda a: a.sqrt(), lambda a: a.max(arb(0)).sqrt()),
    "size": (abs, abs),
    "minus": (lambda a: -a, lambda a: -a),
    "square": (ball.sq, lambda a: a * a),
}


@pytest.mark.some(3)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TWO)
def test_an_operation_holds_the_truth(name: str, kind: str) -> None:
    """Of two balls; half of the second operands nearly cancel the first."""
    rng = np.random.default_rng(len(name) + len(kind))
    a, b = drawn(rng, kind), drawn(rng, kind)
    near = rng.random(COUNT) < 0.5
    b.m = np.where(near, a.m * (1 + rng.integers(-4, 5, COUNT) * 2.0**-52), b.m)
    if name.startswith("exact"):
        b.r = np.zeros(COUNT)
    mine, true = TWO[name]
    x, y = truths(a, rng), truths(b, rng)
    zero = [bool(q == 0) for q in (x if name == "exact /" else y)]
    if "/" in name:
        x, y = (
            [arb(1) if z and (name == "exact /") == first else v for v, z in zip(w, zero, strict=True)]
            for w, first in ((x, True), (y, False))
        )  # fmt: skip
    found = mine(a, b)
    if "/" in name:
        assert not np.isfinite(np.asarray(found.r)[zero]).any()
    assert outside(found, [true(p, q) for p, q in zip(x, y, strict=True)]) == 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ONE)
def test_an_operation_of_one_holds_the_truth(name: str, kind: str) -> None:
    """Of one ball."""
    rng = np.random.default_rng(len(name))
    a = drawn(rng, kind)
    mine, true = ONE[name]
    assert outside(mine(a), [true(p) for p in truths(a, rng)]) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_comparison_is_true_only_if_certain(kind: str) -> None:
    """For each pair of numbers of both balls: often balls that just touch."""
    rng = np.random.default_rng(5)
    a, b = drawn(rng, kind), drawn(rng, kind)
    touch = rng.random(COUNT) < 0.6
    gap = (a.r + b.r) * (1 + rng.integers(-3, 4, COUNT) * 2.0**-52)
    b.m = np.where(touch, a.m + gap, b.m)
    less, most, more, least = a < b, a <= b, a > b, a >= b
    assert (most | ~less).all()
    assert (least | ~more).all()
    for i in range(COUNT):
        if not np.isfinite([a.m[i], b.m[i], a.r[i], b.r[i]]).all():
            continue
        p, q, s = arb(float(a.m[i])), arb(float(b.m[i])), arb(float(a.r[i])) + arb(float(b.r[i]))
        assert not less[i] or q - p > s
        assert not most[i] or q - p >= s
        assert not more[i] or p - q > s
        assert not least[i] or p - q >= s


def test_numbers_that_are_exact_compare_as_they_are() -> None:
    """Equal, less by the last digit, and denormal."""
    a = Ball(np.array([1.0, 1.0, 0.0, 5e-324]))
    b = Ball(np.array([1.0, 1.0 + 2.0**-52, 0.0, 1e-323]))
    assert (a <= b).tolist() == [True] * 4
    assert (a < b).tolist() == [False, True, False, True]
    assert (a >= b).tolist() == [True, False, True, False]


def test_nothing_is_certain_of_what_overflows_or_is_no_number() -> None:
    """inf and NaN, in the middle or the radius, and what is made of them."""
    big = Ball(np.array([1e308, -1e308, 1e308, 1e300]), np.array([0.0, 1e300, 1e308, 1e308]))
    zero = Ball(np.zeros(4), np.array([0.0, 1.0, 0.0, 1e-300]))
    odd = [
        big * big, (big * 10.0), big + big, big / zero, zero / zero, 1 / zero, (big * big).sqrt(),
        big * big - big * big, Ball(np.full(4, np.nan)), Ball(np.zeros(4), np.full(4, np.nan)),
        Ball(np.zeros(4), np.full(4, np.inf)), universal(Ball(np.full(4, 5.0)), Ball(1.0))[0],
        sin_cos(Ball(np.full(4, 1e9)))[0], sinh_cosh(Ball(np.full(4, 4.1)))[1],
        atan2(Ball(np.zeros(4), np.ones(4)), Ball(np.ones(4))),
    ]  # fmt: skip
    others = [Ball(np.zeros(4)), Ball(np.full(4, -1e307)), Ball(np.full(4, np.inf), np.full(4, np.inf))]  # fmt: skip
    for x in odd:
        for y in (
            x,
            -x,
            x + 1.0,
            x * zero,
            abs(x),
            x.max(0.0),
            x.min(1e5),
            Ball(x.upper().m, np.inf),
        ):
            assert not np.isfinite(np.asarray(y.r) + np.asarray(y.m)).any()
            for z in (*others, *odd):
                for said in (y < z, y <= z, y > z, y >= z):
                    assert not np.any(said)


def test_bounds_are_never_too_low() -> None:
    """upper(), and the parts that where() takes."""
    rng = np.random.default_rng(6)
    a = drawn(rng, "any")
    for up, m, r in zip(a.upper().m, a.m, a.r, strict=True):
        if math.isfinite(up):
            assert Fraction(float(up)) > Fraction(float(m)) + Fraction(float(r))
    taken = where(a.m > 0, a, -a)
    assert (taken.m == abs(a.m)).all()
    assert (taken.r == a.r).all()
    assert (a.mid().m == a.m).all()
    assert a.mid().r == 0.0


def test_rationals_lie_in_their_balls() -> None:
    """Decimals and fractions, alone and in lists; exact where a double is."""
    rng = np.random.default_rng(7)
    values = [
        Fraction(int(a), int(b)) * Fraction(10) ** int(c)
        for a, b, c in zip(
            rng.integers(-(10**12), 10**12, COUNT), rng.integers(1, 10**6, COUNT),
            rng.integers(-60, 60, COUNT), strict=True,
        )
    ]  # fmt: skip
    found = exact(values)
    assert outside(found, [arb(fmpq(v.numerator, v.denominator)) for v in values]) == 0
    assert (found.r <= 1.2e-16 * abs(found.m)).all()
    assert exact("0.5").r == 0.0
    assert exact(3).r == 0.0
    assert exact("0.1").r > 0.0


def _relative(b: Ball) -> float:
    return float(np.max(np.asarray(b.r) / abs(b.m)))


@pytest.mark.parametrize("radius", [0.0, 1e-12, 1e-3])
def test_sines_hold_the_truth(radius: float) -> None:
    """Small, of some turns, and near the quarters of a turn."""
    rng = np.random.default_rng(8)
    m = rng.uniform(-9, 9, COUNT) * rng.choice([1.0, 1e-9, 1e5], COUNT)
    m[::3] = rng.integers(-20, 21, m[::3].size) * (math.pi / 4) * (1 + 2.0**-50 * rng.normal(size=m[::3].size))  # fmt: skip
    x = Ball(m, abs(m) * radius)
    s, c = sin_cos(x)
    t = truths(x, rng)
    assert outside(s, [v.sin() for v in t]) == 0
    assert outside(c, [v.cos() for v in t]) == 0
    if radius == 0.0:
        ordinary = (abs(m) < 10) & (abs(s.m) > 0.01) & (abs(c.m) > 0.01)
        assert _relative(s[ordinary]) < 1.2e-15
        assert _relative(c[ordinary]) < 1.2e-15


@pytest.mark.parametrize("radius", [0.0, 1e-12, 1e-4])
def test_angles_hold_the_truth(radius: float) -> None:
    """All round but at the cut, and close to the axes."""
    rng = np.random.default_rng(9)
    angle = rng.uniform(-3.1, 3.1, COUNT)
    angle[::4] = rng.choice([0, math.pi / 2, -math.pi / 2], angle[::4].size) + 1e-9 * rng.normal(size=angle[::4].size)  # fmt: skip
    size = 10.0 ** rng.uniform(-8, 8, COUNT)
    y, x = (Ball(v, size * radius) for v in (size * np.sin(angle), size * np.cos(angle)))
    found = atan2(y, x)
    assert np.isfinite(found.r).all()
    p, q = truths(y, rng), truths(x, rng)
    assert outside(found, [arb.atan2(v, w) for v, w in zip(p, q, strict=True)]) == 0
    if radius == 0.0:
        assert _relative(found) < 2e-15
    x = Ball(rng.uniform(-0.999, 0.999, COUNT), radius)
    assert outside(ball.asin(x), [v.asin() for v in truths(x, rng)]) == 0


@pytest.mark.parametrize("radius", [0.0, 1e-12, 1e-2])
def test_hyperbolic_sines_hold_the_truth(radius: float) -> None:
    """Up to 4, on both sides, and very small."""
    rng = np.random.default_rng(10)
    m = rng.uniform(-3.9, 3.9, COUNT) * rng.choice([1.0, 1e-9], COUNT)
    x = Ball(m, abs(m) * radius)
    s, c = sinh_cosh(x)
    t = truths(x, rng)
    assert outside(s, [v.sinh() for v in t]) == 0
    assert outside(c, [v.cosh() for v in t]) == 0
    if radius == 0.0:
        assert _relative(s) < 1.5e-15
        assert _relative(c) < 1.5e-15


def _true_universal(chi: Any, alpha: Any) -> list[Any]:
    """U0 to U5 by their series."""
    psi, out = alpha * chi * chi, []
    for n in range(6):
        term = chi**n / math.factorial(n)
        total, k = term, 0
        while k < 40:
            term = -term * psi / ((n + 2 * k + 1) * (n + 2 * k + 2))
            total, k = total + term, k + 1
        out.append(total)
    return out


@pytest.mark.parametrize("radius", [0.0, 1e-13, 1e-3])
def test_universal_functions_hold_the_truth(radius: float) -> None:
    """Ellipses, hyperbolas, and what is near a parabola."""
    rng, count = np.random.default_rng(11), COUNT // 5
    chi = rng.uniform(-9000, 9000, count)
    psi = rng.uniform(-15.9, 15.9, count) * rng.choice([1.0, 1e-6, 0.0], count, p=[0.8, 0.15, 0.05])
    alpha = psi / chi**2
    x, a = Ball(chi, abs(chi) * radius), Ball(alpha, abs(alpha) * radius)
    found = universal(x, a)
    for b in found[2:]:
        assert np.isfinite(b.r[abs(psi) < 15]).all()
    true = [_true_universal(p, q) for p, q in zip(truths(x, rng), truths(a, rng), strict=True)]
    for n in range(6):
        assert outside(found[n], [t[n] for t in true]) == 0
        if radius == 0.0 and n >= 2:
            calm = (psi > -15) & (psi < 9.8)  # less than half a turn of eccentric anomaly
            assert _relative(found[n][calm]) < 3e-15


def test_a_matrix_times_its_inverse_holds_the_unit() -> None:
    """And the vectors' products hold what they are."""
    rng = np.random.default_rng(12)
    m = tuple(tuple(Ball(rng.normal(size=2000)) for _ in range(3)) for _ in range(3))
    inverse = ball.inverse(m)
    for j in range(3):
        column = ball.apply(m, tuple(inverse[i][j] for i in range(3)))
        for i in range(3):
            assert (abs(column[i].m - (i == j)) <= column[i].r).all()
    a, b = (tuple(Ball(rng.normal(size=2000)) for _ in range(3)) for _ in range(2))
    across = ball.cross(a, b)
    assert (abs(ball.dot(a, across).m) <= ball.dot(a, across).r).all()
    product = ball.products(Ball(2.0), (a, b))
    for i in range(3):
        for j in range(3):
            plain = a[i].m * b[j].m + 2.0 * (i == j)
            assert (abs(plain - product[i][j].m) <= product[i][j].r).all()
            assert (ball.transposed(product)[j][i].m == product[i][j].m).all()


def test_a_matrix_that_may_be_singular_has_no_inverse() -> None:
    """As at half a turn: every part of it is unbounded, and nothing is certain of it."""
    rows = ((1.0, 2.0, 3.0), (2.0, 4.0, 6.0), (0.5, 0.25, 7.0))
    m = tuple(tuple(Ball(np.array([x, x + 0.1]), np.full(2, 1e-18)) for x in row) for row in rows)
    for part in (part for row in ball.inverse(m) for part in row):
        assert not np.isfinite(part.r[0])
        assert not (part < 1e300)[0]
