"""Extremes of shares: against every allowed number one by one, against HiGHS, and as they have to move."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from reassure.treaty.weighing import Allowed, Bounds, Crossing, NotAllowed, Sum, extremes
from tests.amounts import amount, fewer

Ratios = list[Fraction | None]


@st.composite
def laminar(draw: st.DrawFn, parts: list[int]) -> list[frozenset[int]]:
    """Sets of some parts that are nested or apart: a set, then such sets of two pieces of it."""
    out = []
    if parts and draw(st.booleans()):
        out.append(frozenset(parts))
        if draw(st.integers(0, 3)) == 0:
            out.append(frozenset(parts))
    if len(parts) > 1:
        cut = draw(st.integers(1, len(parts) - 1))
        out += draw(laminar(parts[:cut])) + draw(laminar(parts[cut:]))
    return draw(st.permutations(out))


@st.composite
def forces(draw: st.DrawFn) -> tuple[Allowed, Ratios]:
    """A small force of which some numbers are allowed, and a ratio for each part."""
    n = draw(st.integers(1, 4))
    inner = [
        draw(st.integers(0, 3)) for _ in range(n)
    ]  # numbers that are allowed, whatever the bounds become
    parts = tuple(Bounds(draw(st.integers(0, x)), x + draw(st.integers(0, 3))) for x in inner)
    order = list(draw(st.permutations(range(n))))
    sums = []
    for some in draw(laminar(order)):
        held = sum(inner[p] for p in some)
        high = draw(st.one_of(st.none(), st.integers(held, held + 3)))
        sums.append(Sum(some, Bounds(draw(st.integers(0, held)), high)))
    ratio = st.one_of(st.none(), st.fractions(0, 1, max_denominator=6))
    ratios: Ratios = [draw(ratio) for _ in range(n)]
    return Allowed(parts, tuple(sums)), ratios


def allowed(force: Allowed) -> list[tuple[int, ...]]:
    """Every number, one by one."""
    ranges = [range(b.low, (b.high or 0) + 1) for b in force.parts]

    def fits(numbers: tuple[int, ...]) -> bool:
        for some, (low, high) in force.sums:
            total = sum(numbers[p] for p in some)
            if total < low or (high is not None and total > high):
                return False
        return True

    return [numbers for numbers in product(*ranges) if fits(numbers)]


def share(numbers: tuple[int, ...], ratios: Ratios) -> Fraction | None:
    counted = [(n, r) for n, r in zip(numbers, ratios, strict=True) if r is not None]
    total = sum(n for n, _ in counted)
    return sum((n * r for n, r in counted), Fraction()) / total if total else None


@fewer
@given(forces())
@settings(max_examples=amount(600, 150), deadline=None)
def test_against_every_allowed_number(case: tuple[Allowed, Ratios]) -> None:
    force, ratios = case
    every = allowed(force)
    shares = [s for numbers in every if (s := share(numbers, ratios)) is not None]
    found = extremes(force, ratios)
    if not shares:
        assert found is None
        return
    assert found is not None
    assert (found.least, found.greatest) == (min(shares), max(shares))
    # The numbers that are said to have them are allowed, and have them.
    assert found.at_least in every
    assert found.at_greatest in every
    assert share(found.at_least, ratios) == found.least
    assert share(found.at_greatest, ratios) == found.greatest


@given(forces(), st.data())
@settings(max_examples=300, deadline=None)
def test_sums_of_some_parts_are_bounded_exactly(case: tuple[Allowed, Ratios], data: st.DataObject) -> None:  # fmt: skip
    force, _ = case
    some = data.draw(st.sets(st.integers(0, len(force.parts) - 1)))
    sums = [sum(numbers[p] for p in some) for numbers in allowed(force)]
    assert force.between(some) == (min(sums), max(sums))


@pytest.mark.parametrize("seed", range(60))
def test_against_highs_by_charnes_and_cooper(seed: int) -> None:
    """Some forty parts: the same share from a linear program of another kind, solved in floating point."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(20, 40))
    inner = rng.integers(0, 300, n)
    parts = tuple(Bounds(int(x - rng.integers(0, x + 1)), int(x + rng.integers(0, 200))) for x in inner)  # fmt: skip
    cuts = sorted({0, n, *rng.integers(1, n, 5).tolist()})
    some = [range(a, b) for a, b in pairwise(cuts)] + [range(cuts[2], n), range(n)]  # fmt: skip
    sums = []
    for group in some:
        held = int(sum(inner[p] for p in group))
        sums.append(Sum(frozenset(group), Bounds(held - int(rng.integers(0, 99)), held + int(rng.integers(0, 99)))))  # fmt: skip
    sums = [s._replace(bounds=Bounds(max(s.bounds.low, 0), s.bounds.high)) for s in sums]
    ratios: Ratios = [Fraction(int(rng.integers(0, 130)), 129) if rng.random() < 0.8 else None for _ in range(n)]  # fmt: skip
    found = extremes(Allowed(parts, tuple(sums)), ratios)
    assert found is not None
    counts = np.array([r is not None for r in ratios], float)
    worth = np.array([float(r or 0) for r in ratios])
    # Unknowns: numbers times t, and t, where t is one over the sum of those that count.
    rows, ends = [], []
    bounds = [(frozenset([p]), b) for p, b in enumerate(parts)] + [(s.parts, s.bounds) for s in sums]  # fmt: skip
    for group, (low, high) in bounds:
        mask = np.array([p in group for p in range(n)], float)
        rows += [np.append(-mask, low), np.append(mask, -high)]
        ends += [0.0, 0.0]
    for way, expected in ((1, found.least), (-1, found.greatest)):
        solved = linprog(way * np.append(worth, 0), A_ub=np.array(rows), b_ub=ends, A_eq=[np.append(counts, 0)], b_eq=[1])  # fmt: skip
        assert solved.success
        assert way * solved.fun == pytest.approx(float(expected), abs=1e-9)


@given(forces(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_wider_interval_never_narrows_the_share(case: tuple[Allowed, Ratios], data: st.DataObject) -> None:  # fmt: skip
    force, ratios = case
    p = data.draw(st.integers(0, len(force.parts) - 1))
    low, high = force.parts[p]
    assert high is not None
    wider = Bounds(data.draw(st.integers(0, low)), high + data.draw(st.integers(0, 3)))
    before = extremes(force, ratios)
    after = extremes(Allowed((*force.parts[:p], wider, *force.parts[p + 1 :]), force.sums), ratios)
    if before is not None:
        assert after is not None
        assert after.least <= before.least
        assert before.greatest <= after.greatest
    if force.sums:
        # A total that says less does not narrow it either.
        looser = extremes(Allowed(force.parts, force.sums[1:]), ratios)
        if before is not None:
            assert looser is not None
            assert looser.least <= before.least
            assert before.greatest <= looser.greatest


@given(forces())
@settings(max_examples=200, deadline=None)
def test_all_out_is_one_whatever_the_weights(case: tuple[Allowed, Ratios]) -> None:
    force, ratios = case
    for value in (0, 1):
        found = extremes(force, [None if r is None else value for r in ratios])
        assert found is None or (found.least, found.greatest) == (value, value)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=6), st.integers(1, 50))  # fmt: skip
def test_weights_in_proportion_to_flights_give_the_plain_share(counts: list[tuple[int, int]], each: int) -> None:  # fmt: skip
    within, flights = [min(a, b) for a, b in counts], [b for _, b in counts]
    parts = tuple(Bounds(each * n, each * n) for n in flights)
    found = extremes(Allowed(parts), [Fraction(a, b) for a, b in zip(within, flights, strict=True)])
    assert found is not None
    assert found.least == found.greatest == Fraction(sum(within), sum(flights))


def test_nothing_there_is_no_share() -> None:
    """A base of 0 to 0 does not count beside another; alone it is no share."""
    nothing, some = Bounds(0, 0), Bounds(0, 5)
    assert extremes(Allowed((nothing,)), [Fraction(1, 2)]) is None
    assert extremes(Allowed((nothing, some)), [Fraction(1, 2), None]) is None
    assert extremes(Allowed((nothing, some)), [Fraction(1, 2), 1])[:2] == (1, 1)  # type: ignore[index]
    # A total of nothing.
    assert extremes(Allowed((some,), (Sum(frozenset([0]), Bounds(0, 0)),)), [1]) is None


def test_totals_that_cross_or_cannot_be() -> None:
    parts = (Bounds(3, 9), Bounds(4, 9), Bounds(0, 9))
    cross = (Sum(frozenset([0, 1]), Bounds(0, 9)), Sum(frozenset([1, 2]), Bounds(0, 9)))
    with pytest.raises(Crossing) as crossing:
        Allowed(parts, cross)
    assert (crossing.value.one, crossing.value.other) == (0, 1)
    with pytest.raises(NotAllowed) as small:
        Allowed(parts, (Sum(frozenset([0, 1]), Bounds(6, 6)),))
    assert (small.value.place, small.value.bounds, small.value.parts) == (0, (6, 6), (7, 18))
    with pytest.raises(NotAllowed):
        Allowed(parts, (Sum(frozenset([0, 1]), Bounds(19, 20)),))
    # By way of a total within: 9 at most of one, and 4 at most of the other two.
    inner = Sum(frozenset([1, 2]), Bounds(0, 4))
    with pytest.raises(NotAllowed) as outer:
        Allowed(parts, (Sum(frozenset([0, 1, 2]), Bounds(14, 14)), inner))
    assert outer.value.parts == (7, 13)


def test_what_nothing_bounds() -> None:
    force = Allowed((Bounds(0, None), Bounds(2, 4)), (Sum(frozenset([1]), Bounds(0, 3)),))
    assert force.unbounded == (0,)
    assert force.between([0]) == (0, None)
    with pytest.raises(ValueError, match="part 0: nothing bounds it"):
        extremes(force, [1, 0])
    # It does not count, so it need not be bounded.
    assert extremes(force, [None, Fraction(1, 3)])[:2] == (Fraction(1, 3), Fraction(1, 3))  # type: ignore[index]
    bound = Allowed(force.parts, (Sum(frozenset([0, 1]), Bounds(0, 10)),))
    assert bound.unbounded == ()
    assert extremes(bound, [1, 0])[:2] == (0, Fraction(8, 10))  # type: ignore[index]
