"""The search's trees: launch points cut to the listed cells, when a box is called within reach, and rooms that grow."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reassure.claim import Claim
from reassure.claim.problem import lead, problem, root_box
from reassure.guarantee import search
from reassure.guarantee.box import RowFigures
from reassure.guarantee.search import (
    ARC,
    BELOW,
    ENERGY,
    GAVE_UP,
    GONE,
    LINE,
    NO_PATTERN,
    PROVED,
    REACHED,
    prove,
)
from tests.claim.files import today

SOUTH, WEST = 10, 11
"""Where a box has its launch points' latitudes and longitudes."""


def _box(south: float, north: float, west: float, east: float) -> tuple[np.ndarray, np.ndarray]:
    lo, hi = np.arange(14.0), np.arange(14.0) + 0.5
    lo[[SOUTH, WEST]], hi[[SOUTH, WEST]] = (south, west), (north, east)
    return lo, hi


def _cut(box: tuple[float, float, float, float], *cells: tuple[float, ...]) -> Any:
    """Whether any cell meets the box, and what is left of its launch points: south, north, west, east."""
    lo, hi = _box(*box)
    some, low, high = search._clipped(lo, hi, np.array(cells, float))
    others = [k for k in range(14) if k not in (SOUTH, WEST)]
    assert (low[others] == lo[others]).all()
    assert (high[others] == hi[others]).all()
    return some, [low[SOUTH], high[SOUTH], low[WEST], high[WEST]]


@pytest.mark.parametrize(
    ("box", "cells", "left"),
    [
        ((0, 10, 0, 10), [(2, 3, 4, 5)], [2, 3, 4, 5]),
        ((0, 10, 0, 10), [(-5, 3, 4, 15)], [0, 3, 4, 10]),
        ((0, 10, 0, 10), [(-5, 15, -5, 15)], [0, 10, 0, 10]),
        # the hull of those that meet the box, and no other
        ((0, 10, 0, 10), [(1, 2, 1, 2), (8, 9, 3, 4)], [1, 9, 1, 4]),
        ((0, 10, 0, 10), [(1, 2, 1, 2), (8, 9, 13, 14)], [1, 2, 1, 2]),
        ((0, 10, 0, 10), [(1, 2, 1, 2), (8, 9, 3, 14), (-7, -6, 0, 10)], [1, 9, 1, 10]),
        # an edge, a corner and a point are met
        ((0, 10, 0, 10), [(10, 12, 3, 4)], [10, 10, 3, 4]),
        ((0, 10, 0, 10), [(10, 12, 10, 12)], [10, 10, 10, 10]),
        ((5, 5, 7, 7), [(5, 5, 7, 7)], [5, 5, 7, 7]),
        # by less than a checker's balls can tell
        ((0, 10, 0, 10), [(10 + 5e-10, 12, 3, 4)], [10, 10, 3, 4]),
    ],
)
def test_a_box_is_cut_to_the_cells_that_meet_it(
    box: tuple[float, float, float, float], cells: list[tuple[float, ...]], left: list[float]
) -> None:
    """To their hull, within the box; its other sides stay."""
    some, found = _cut(box, *cells)
    assert some
    assert found == left


@pytest.mark.parametrize("cell", [(11, 12, 0, 10), (-2, -1, 0, 10), (0, 10, 10.1, 12), (0, 10, -3, -1e-6), (11, 12, 11, 12)])  # fmt: skip
def test_cells_apart_leave_nothing(cell: tuple[float, ...]) -> None:
    """The box is then as it was."""
    some, found = _cut((0, 10, 0, 10), cell, (50, 60, 0, 10))
    assert not some
    assert found == [0, 10, 0, 10]


def test_every_listed_point_of_a_box_is_in_what_is_left() -> None:
    """Whatever the cells: also where they touch, overlap, hold the box or are points, and past 180 degrees."""
    rng = np.random.default_rng(1)
    tried = 0
    for _ in range(3000):
        grid = rng.choice([1.0, 0.5, 1e-3])
        cells = []
        for _ in range(rng.integers(1, 8)):
            s, w = grid * rng.integers(-8, 9), 178 + grid * rng.integers(-8, 9)
            cells.append((s, s + grid * rng.integers(0, 4), w, w + grid * rng.integers(0, 4)))
        s, w = grid * rng.integers(-8, 9), 178 + grid * rng.integers(-8, 9)
        box = s, s + grid * rng.integers(0, 8), w, w + grid * rng.integers(0, 8)
        some, (low, high, left, right) = _cut(box, *cells)
        for cs, cn, cw, ce in cells:
            # a point of the cell, at its edges at times
            lat, lon = (rng.choice([a, b, a + (b - a) * rng.random()]) for a, b in ((cs, cn), (cw, ce)))  # fmt: skip
            if box[0] <= lat <= box[1] and box[2] <= lon <= box[3]:
                tried += 1
                assert some
                assert low <= lat <= high
                assert left <= lon <= right
        assert box[0] <= low <= high <= box[1]
        assert box[2] <= left <= right <= box[3]
    assert tried > 500


def _asked(places: list[list[float]], **limits: float) -> tuple[Any, ...]:
    """What `prove` takes for the tests' claim from other places and with other limits: boxes, figures, places."""
    whole = today()
    whole["interceptor"][0].update(limits, places=places)
    claim = Claim.model_validate(whole)
    x, f = claim.pairs()[0]
    p = problem(claim, x, f)
    fixed = RowFigures(p.boost.field, p.boost.sideways, p.limits.perturbation, *lead(p.aims[0]))
    lo, hi = root_box(x, f, 0, None, False)
    return lo, hi, np.array(fixed), np.array(p.limits), np.array(places, float)


def _leaves(
    lo: np.ndarray, hi: np.ndarray, tokens: np.ndarray
) -> list[tuple[int, np.ndarray, np.ndarray]]:
    """Each leaf's token and box as the tree cuts it."""
    out, stack = [], [(lo, hi)]
    for token in tokens.tolist():
        low, high = stack.pop()
        if token >= 14:
            out.append((token, low, high))
            continue
        first, second = high.copy(), low.copy()
        first[token] = second[token] = 0.5 * (low[token] + high[token])
        stack += [(second, high), (low, first)]
    assert not stack
    return out


SCATTERED = [[44.0, 44.2, 24.0, 24.4], [44.2, 44.4, 24.4, 24.4], [41.0, 41.2, 27.0, 27.2], [38.0, 38.0, 48.0, 48.0]]  # fmt: skip


def test_every_launch_point_is_in_a_clipped_leaf() -> None:
    """The tree of four cells far apart: each point of each is in some leaf and in that leaf's clipped box."""
    asked = _asked(SCATTERED, burnout_speed_km_s=5.0)
    verdict, _, _, _, tokens, _, _, _ = prove(*asked, 30_000, False, NO_PATTERN)
    assert verdict == PROVED
    leaves = _leaves(asked[0], asked[1], tokens)
    assert {token for token, _, _ in leaves} <= {LINE, ENERGY, ARC, GONE, BELOW}
    cuts = np.bincount(tokens[tokens < 14], minlength=14)
    assert cuts[SOUTH] + cuts[WEST] > 0
    rng = np.random.default_rng(2)
    for _ in range(400):
        s, n, w, e = SCATTERED[rng.integers(4)]
        q = asked[0] + (asked[1] - asked[0]) * rng.random(14)
        q[SOUTH], q[WEST] = (rng.choice([a, b, a + (b - a) * rng.random()]) for a, b in ((s, n), (w, e)))  # fmt: skip
        q[12] = max(0.0, q[0] - q[1])
        mine = [x for x in leaves if (x[1] <= q + 1e-12).all() and (q - 1e-12 <= x[2]).all()]
        assert mine
        for _, lo, hi in mine:
            some, low, high = search._clipped(lo, hi, asked[4])
            assert some
            assert low[SOUTH] <= q[SOUTH] <= high[SOUTH]
            assert low[WEST] <= q[WEST] <= high[WEST]
    # leaves where there is no cell are gone without more ado
    empty = [x for x in leaves if not search._clipped(x[1], x[2], asked[4])[0]]
    assert empty
    assert {token for token, _, _ in empty} == {GONE}


def test_a_box_is_called_within_reach_only_where_its_middle_is_listed() -> None:
    """Two cells on either side of a place from which a flight is met, though no interceptor is there; then it is."""
    near, far = [[30.0, 30.0, -84.0, -84.0], [23.0, 23.0, -77.0, -77.0]], [26.5, 26.5, -80.5, -80.5]
    verdicts = []
    for places in (near, [*near, far]):
        asked = _asked(places, burnout_speed_km_s=7.0)
        lo, hi, lim = asked[0].copy(), asked[1].copy(), asked[3].copy()
        # one moment at which flights to there are near
        for k, value in ((0, 1500.0), (1, 1100.0)):
            lo[k] = hi[k] = value
        verdict, margin, at_lo, at_hi, *_ = prove(
            lo, hi, asked[2], lim, asked[4], 1, False, NO_PATTERN
        )
        verdicts.append(verdict)
        if verdict == REACHED:
            assert margin <= lim[1] + lim[2]
            middle = 0.5 * (at_lo + at_hi)
            assert middle[SOUTH] == far[0]
            assert middle[WEST] == far[2]
    assert verdicts == [GAVE_UP, REACHED]


@pytest.fixture(scope="module")
def hard() -> tuple[Any, ...]:
    """A search that takes more tokens than there is room for at first."""
    return _asked([[43.0, 45.0, 23.0, 25.5]], burnout_speed_km_s=6.2)


def test_arrays_that_grow_hold_what_was_in_them(hard: tuple[Any, ...]) -> None:
    """More budget than the first room: the tree begins as with less, its velocities too."""
    found = {budget: prove(*hard, budget, False, NO_PATTERN) for budget in (4_000, 4_097, 9_000)}
    longest = found[9_000]
    assert longest[4].size > 4_096
    for budget, got in found.items():
        tokens, arcs, references = got[4:7]
        assert tokens.size == got[7] == arcs.shape[0] == references.shape[0]
        assert got[0] == GAVE_UP or got is longest
        # the last box that was looked at is cut no more where the budget ends
        n = min(tokens.size, budget)
        assert (tokens[:n] == longest[4][:n]).all()
        assert (references[:n] == longest[6][:n]).all()
        kept = tokens[:n] == ARC
        assert (arcs[:n][kept] == longest[5][:n][kept]).all()
        assert np.isfinite(arcs).all()
        assert np.isfinite(references).all()
    assert (longest[4] == ARC).any()


SPREAD = [[44.0, 44.2, 24.0, 24.4]]


def _found(speed: float, pattern: np.ndarray, places: list[list[float]] = SPREAD) -> np.ndarray:
    """The tokens of the tree for the tests' claim at a speed, km/s."""
    asked = _asked(places, burnout_speed_km_s=speed)
    found = prove(*asked, 60_000, False, pattern)
    assert found[0] == PROVED
    assert _leaves(asked[0], asked[1], found[4])
    return np.asarray(found[4])


def _cuts(tokens: np.ndarray) -> dict[str, int]:
    """For each box of a tree, named by the halves that lead to it, the coordinate in which it is cut; 14: a leaf."""
    out, waiting = {}, [""]
    for token in tokens.tolist():
        name = waiting.pop()
        out[name] = min(token, 14)
        if token < 14:
            waiting += [name + "1", name + "0"]
    return out


def test_a_tree_as_a_pattern_is_found_again() -> None:
    """Token by token."""
    tokens = _found(5.6, NO_PATTERN)
    assert tokens.size > 30
    assert (_found(5.6, tokens) == tokens).all()


@pytest.mark.parametrize(("first", "then"), [(5.8, 5.0), (5.0, 5.8)])
def test_a_pattern_is_followed_as_far_as_it_goes(first: float, then: float) -> None:
    """Where a bound settles a box before, the tree ends there; where none does at its leaves, they are cut further."""
    pattern = _cuts(_found(first, NO_PATTERN))
    found = _cuts(_found(then, _found(first, NO_PATTERN)))
    assert found != pattern
    for name, cut in found.items():
        if name in pattern:
            assert cut == 14 or pattern[name] in (cut, 14)
    if first > then:
        assert set(found) < set(pattern)
    else:
        assert set(pattern) < set(found)


def test_a_pattern_of_wider_places_is_of_use_to_a_point() -> None:
    """A side of no length is not cut, whatever the pattern says, and the rest of the tree is found."""
    wide = _found(5.8, NO_PATTERN, [[43.0, 45.0, 23.0, 25.5]])
    assert np.isin(wide, (SOUTH, WEST)).any()
    tokens = _found(5.8, wide, [[44.1, 44.1, 24.2, 24.2]])
    assert not np.isin(tokens, (SOUTH, WEST)).any()


@pytest.mark.parametrize("budget", [1, 5])
def test_a_pattern_keeps_to_the_budget(budget: int) -> None:
    """As the search without one does."""
    pattern = _found(5.6, NO_PATTERN)
    asked = _asked(SPREAD, burnout_speed_km_s=5.6)
    verdict, _, _, _, tokens, *_ = prove(*asked, budget, False, pattern)
    assert (verdict, tokens.size) == (GAVE_UP, budget)
