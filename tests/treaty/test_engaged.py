"""Between what the bound on warheads engaged lies: against every account that is allowed, one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from reassure.answers.weighed import Weighing
from reassure.treaty.engaged import engaged_between, most_engaged
from reassure.treaty.held import Part, Weights
from reassure.treaty.weighing import Allowed, Bounds, Sum

Case = tuple[Weights, np.ndarray, np.ndarray, int]


def weights(parts: list[tuple[Bounds, Bounds, int | None]], sums: list[Sum]) -> Weights:
    held = tuple(Part((0, f"b{i}"), w, n, None if each is None else Fraction(each), "found", "") for i, (w, n, each) in enumerate(parts))  # fmt: skip
    return Weights(held, Allowed(tuple(p.warheads for p in held), tuple(sums)), Weighing("warheads", None, ()))  # fmt: skip


def case(seed: int, bound: bool) -> Case:
    rng = np.random.default_rng(seed)
    c, d = int(rng.integers(1, 4)), int(rng.integers(1, 3))
    parts: list[tuple[Bounds, Bounds, int | None]] = []
    for _ in range(c):
        low, few = int(rng.integers(1, 6)), int(rng.integers(1, 3))
        n = Bounds(few, few + int(rng.integers(0, 2)))
        if bound and rng.random() < 0.4:
            n = Bounds(0, None) if rng.random() < 0.5 else Bounds(0, 3)
        each = int(rng.integers(2, 5)) if bound and n.low == 0 and rng.random() < 0.5 else None
        parts.append((Bounds(low, low + int(rng.integers(0, 4))), n, each))
    sums = []
    if bound:
        least = sum(w.low for w, _, _ in parts)
        room = sum((w.high or 0) - w.low for w, _, _ in parts)
        total = least + int(rng.integers(0, room + 1))
        sums.append(Sum(frozenset(range(c)), Bounds(total, total + int(rng.integers(0, 2)))))
    reached = rng.random((d, c)) < 0.7
    return weights(parts, sums), rng.integers(0, 7, d), reached, int(rng.integers(1, 3))


def every_bound(w: Weights, interceptors: np.ndarray, reached: np.ndarray, k: int) -> list[float]:
    """By every number of warheads and launchers, one by one."""
    found = []
    for held in product(*(range(p.warheads.low, (p.warheads.high or 0) + 1) for p in w.parts)):
        if any(not s.bounds.low <= sum(held[i] for i in s.parts) <= (s.bounds.high or 0) for s in w.allowed.sums):  # fmt: skip
            continue
        stand = []
        for p, warheads in zip(w.parts, held, strict=True):
            high = warheads if p.launchers.high is None else p.launchers.high
            few = max(p.launchers.low, 1)
            stand.append([n for n in range(few, high + 1) if p.each is None or n * p.each >= warheads])  # fmt: skip
        for launchers in product(*stand):
            a, b = np.array(held), np.array(launchers)
            flights, _ = most_engaged(a, b, interceptors, reached, k)
            found.append(float((flights * a / b).sum()))
    return found


@pytest.mark.some(4)
@pytest.mark.parametrize("seed", range(40))
def test_exact_where_every_number_has_bounds_of_its_own(seed: int) -> None:
    given = case(seed, bound=False)
    found = engaged_between(*given)
    every = every_bound(*given)
    assert found.exact
    assert (found.low, found.high) == pytest.approx((min(every), max(every)), abs=1e-9)


@pytest.mark.some(4)
@pytest.mark.parametrize("seed", range(60))
def test_none_lies_outside(seed: int) -> None:
    """Totals, and launchers that nobody knows: the ends are cautious."""
    given = case(seed, bound=True)
    every = every_bound(*given)
    assert every
    found = engaged_between(*given)
    assert found.low <= min(every) + 1e-6
    assert max(every) <= found.high + 1e-6
    assert not found.exact or len(given[0].parts) == 1


def test_what_a_total_leaves_bounds_both_ends() -> None:
    """58 launchers of ten at two bases, one within reach; and then both."""
    parts = [(Bounds(0, None), Bounds(0, 58), 10)] * 2
    w = weights(parts, [Sum(frozenset([0, 1]), Bounds(580, 580))])
    both = np.array([[True, True]])
    assert engaged_between(w, np.array([100]), np.array([[True, False]]), 1)[:2] == pytest.approx((0, 580))  # fmt: skip
    assert engaged_between(w, np.array([20]), both, 1)[1] == pytest.approx(200)
    # The launchers of each base are taken for 58 at the lower end, which is more than both have.
    assert engaged_between(w, np.array([200]), both, 1)[:2] == pytest.approx((580, 580))
