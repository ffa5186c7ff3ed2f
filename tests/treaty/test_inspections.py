"""Inspections against enumeration: every way to draw some of a number, counted one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest

from reassure.treaty.inspections import more_to_see, overlooked, overlooked_in_all
from reassure.treaty.observations import Inspected


def enumerated(of: int, seen: int, found: int, bad: int) -> Fraction:
    """Of all draws of `seen` from `of`, the share that holds `found` bad ones or fewer."""
    draws = list(combinations(range(of), seen))
    return Fraction(sum(sum(x < bad for x in draw) <= found for draw in draws), len(draws))


@pytest.mark.parametrize("of", [1, 4, 7, 9])
@pytest.mark.parametrize("tolerated", [0, 1, 3])
def test_every_case_is_that_of_enumeration(of: int, tolerated: int) -> None:
    for seen in range(of + 1):
        for found in range(seen + 1):
            ours = overlooked(Inspected(of=of, seen=seen, found=found, tolerated=tolerated))
            if tolerated + 1 > of:
                assert ours == 0.0
            else:
                exact = enumerated(of, seen, tolerated, tolerated + 1)
                assert ours == pytest.approx(float(exact), abs=1e-12)


def test_each_draw_is_a_new_chance() -> None:
    """Half of them seen twice: a breach in one is overlooked one time in four."""
    half = Inspected(of=10, seen=5, found=0)
    assert overlooked_in_all([half]) == pytest.approx(0.5)
    assert overlooked_in_all([half, half]) == pytest.approx(0.25)


@pytest.mark.parametrize(("of", "seen", "risk"), [(50, 10, 0.05), (7, 1, 0.2), (1000, 0, 0.01)])
def test_what_would_settle_it_is_the_least_that_does(of: int, seen: int, risk: float) -> None:
    first = Inspected(of=of, seen=seen, found=0)
    n = more_to_see([first], risk)

    def after(more: int) -> float:
        return overlooked_in_all([first, Inspected(of=of, seen=more, found=0)])

    assert after(n) <= risk < after(n - 1)
