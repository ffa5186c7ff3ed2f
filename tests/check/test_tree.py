"""Trees become boxes: each is where halving says, cut to the places in it, and checked in batches of any size alike."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from reassure_check import tree
from reassure_check.ball import Ball, exact
from reassure_check.box import SIDES, Holds
from reassure_check.claim import parse
from reassure_check.tree import Leaf, Trees, row
from tests.check.certificates import changed


def _row(stay: int | None = None, aim: int = 0, **interceptor: Any) -> Any:
    data = parse(changed(lambda claim: claim["interceptor"][0].update(interceptor))).data
    return row(data["interceptor"][0], data["flights"][0], aim, data["earth"], stay)


def _holds(b: Any, value: Fraction) -> bool:
    return abs(Fraction(float(b.m)) - value) <= Fraction(float(b.r))


def _read(monkeypatch: pytest.MonkeyPatch, text: str, second: bool) -> list[Leaf]:
    """The leaves of a tree."""
    found: list[Leaf] = []

    def take(rows: Any, leaves: list[Leaf]) -> Holds:
        found.extend(leaves)
        return Holds(len(leaves))

    monkeypatch.setattr("reassure_check.tree.settled", take)
    trees = Trees([_row()])
    trees.read(text, 0, second)
    trees.check()
    return found


@pytest.mark.parametrize("second", [False, True])
def test_boxes_are_where_halving_says(monkeypatch: pytest.MonkeyPatch, second: bool) -> None:
    """Each end is in its ball, and the balls are no wider than rounding; also where a side is halved 90 times."""
    rng = np.random.default_rng(1)
    for _ in range(40):
        splits = rng.integers(0, 14, 60).tolist() if rng.random() < 0.7 else [3] * 90 + [0, 5]
        lower = rng.random(len(splits)) < 0.5
        text = "".join(
            f"{k:x}" + ("" if low else "G") for k, low in zip(splits, lower, strict=True)
        )
        text += "L" + "G" * int(lower.sum())
        leaves = _read(monkeypatch, text, second)
        sides = [[Fraction(0), Fraction(1)] for _ in range(14)]
        for k, low in zip(splits, lower, strict=True):
            middle = sum(sides[k]) / 2
            sides[k][1 if low else 0] = middle
        the = _row()
        box, _ = tree._boxes([the], leaves, np.array([leaf.second for leaf in leaves]))
        i = next(i for i, leaf in enumerate(leaves) if leaf.kind == "L")
        roots = _roots()[second]
        for k, name in enumerate(SIDES):
            low, high = roots[k]
            for end, share, sign in zip(getattr(box, name), sides[k], (1, -1), strict=True):
                value = low + (high - low) * share
                if splits.count(k) <= 52:
                    assert _holds(end[i], value)
                    assert end[i].r <= 1e-15 * max(abs(low), abs(high), 1)
                else:  # a box that holds it
                    assert (
                        sign
                        * (Fraction(float(end[i].m)) - Fraction(float(end[i].r)) * sign - value)
                        <= 0
                    )


def _roots() -> list[list[tuple[Fraction, Fraction]]]:
    """As docs/certificate.md has them."""
    flights = [(170, 180), (180, 220), (500, 600), ("54.03",) * 2, ("35.77",) * 2]
    place = [("44.07",) * 2, ("24.42",) * 2]
    coast = [
        (170, 1760),
        (100, 1760),
        (40, 41),
        (-76, -74),
        (1720, 1760),
        *flights,
        *place,
        (0, 1660),
        (0, 0),
    ]
    boost = [
        (0, 180), (100, 1760), (40, 41), (-76, -74), (1720, 1760), *flights, *place, (0, 80), (0, 1),
    ]  # fmt: skip
    return [[(Fraction(a), Fraction(b)) for a, b in root] for root in (coast, boost)]


@pytest.mark.parametrize(
    ("stay", "ready", "since"),
    [(None, 100, (1660, 80)), (70, 100, (70, 70)), (1383, 100, (1383, 80)), (50, 170, (50, 10)), (50, 2000, (0, 0))],
)  # fmt: skip
def test_an_interceptor_that_comes_down_has_less_time(
    stay: int | None, ready: int, since: tuple[int, int]
) -> None:
    """Its last coordinate ends at the lesser of both, and not below 0; its burnout is at its earliest or later."""
    the = _row(stay, earliest_burnout_s=ready)
    for k in (0, 1):
        assert _holds(the.low[k, 12], Fraction(0))
        assert _holds(the.length[k, 12], Fraction(since[k]))
        assert _holds(the.low[k, 1], Fraction(ready))
        assert _holds(the.length[k, 1], Fraction(max(0, 1760 - ready)))


def test_a_root_spans_all_places() -> None:
    """Least south and west, greatest north and east."""
    the = _row(places=[[10, 12, -3, 4], [-5, -4, 7, 9.5], [0, 1, -8, -7]])
    for k, (low, high) in zip((10, 11), ((-5, 12), (-8, Fraction(19, 2))), strict=True):
        for second in (0, 1):
            assert _holds(the.low[second, k], Fraction(low))
            assert _holds(the.length[second, k], high - Fraction(low))


def test_a_box_is_cut_to_the_places_in_it() -> None:
    """The hull of the parts of places in the box holds each point of a place that is in the box, and is none too wide."""
    rng = np.random.default_rng(3)
    empty = 0
    for _ in range(300):
        places = []
        for _ in range(rng.integers(1, 6)):
            south, west = (Fraction(int(v), 10) for v in rng.integers(-300, 300, 2))
            places.append([south, south + Fraction(int(rng.choice([0, 30, 71])), 10), west, west + Fraction(int(rng.integers(0, 50)), 10)])  # fmt: skip
        a, b = (Fraction(int(v), 10) for v in rng.integers(-300, 300, 2))
        box = [
            a,
            a + Fraction(int(rng.integers(0, 300)), 10),
            b,
            b + Fraction(int(rng.integers(0, 300)), 10),
        ]
        sides = [exact(side) for side in box]
        cut, none = tree._hull(sides, exact_cells(places))
        inside = [
            [max(p[0], box[0]), min(p[1], box[1]), max(p[2], box[2]), min(p[3], box[3])]
            for p in places
            if p[0] <= box[1] and p[1] >= box[0] and p[2] <= box[3] and p[3] >= box[2]
        ]
        if none:
            assert not inside
            empty += 1
            continue
        for k, pick in enumerate((min, max, min, max)):
            if inside:
                assert _holds(cut[k], pick(p[k] for p in inside))
    assert empty > 50


def exact_cells(places: list[list[Fraction]]) -> Ball:
    """Cells as the tree has them."""
    return tree.stacked([exact(cell) for cell in places])


def test_places_that_are_apart_are_not_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Halved between two places: each half has its own place alone, and where no place is any leaf holds."""
    two = {"places": [[44, 44.5, 20, 20], [10, 10.25, 60, 61]]}
    seen: list[Any] = []
    true = tree.volume
    monkeypatch.setattr(tree, "volume", lambda box, lim: (seen.append(box), true(box, lim))[1])
    trees = Trees([_row(**two)])
    trees.read("abLBbGL", 0, True)
    trees.check()
    (box,) = seen
    ends = [*box.place_latitude, *box.place_longitude]
    rows = [[round(float(end.m[i]), 9) for end in ends] for i in range(4)]
    assert rows[1] == [10, 10.25, 60, 61]
    assert rows[2] == [44, 44.5, 20, 20]
    assert trees.failed == [2]
    assert "leaf 2, B" in trees.why[0]


@pytest.mark.parametrize("most", [1, 3, 4000])
def test_batches_of_any_size_say_the_same(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    """Rows of several aims, read together; the first leaf of each that fails is named."""
    monkeypatch.setattr(tree, "BATCH", most)
    trees = Trees([_row(aim=0), _row(aim=1), _row(aim=0)])
    for k, text in enumerate(("0L0LE", "0L0BG", "L")):
        trees.read(text, k, True)
    trees.check()
    assert trees.leaves == [3, 3, 1]
    alone = []
    for aim, text in ((0, "0L0LE"), (1, "0L0BG"), (0, "L")):
        one = Trees([_row(aim=aim)])
        one.read(text, 0, True)
        one.check()
        alone.append((one.failed[0], one.why[0]))
    assert list(zip(trees.failed, trees.why, strict=True)) == alone
    assert trees.why[1] == "above the height that counts (leaf 2, B)"


def test_the_boost_far_away_is_proved() -> None:
    """Deveselu is too far from Kozelsk for its boost: one leaf says so, and not at twenty times the speed."""
    for speed, failed in ((4.0, 0), (20.0, 1)):
        trees = Trees([_row(burnout_speed_km_s=speed)])
        trees.read("L", 0, True)
        trees.check()
        assert trees.failed == [failed]


def test_no_flights_no_leaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """`G` after the latest end or before the earliest burnout, in the second tree after the latest burnout; not else."""
    monkeypatch.setattr(tree, "_boxes", lambda rows, leaves, second: _box_of(second))

    def _box_of(second: Any) -> Any:
        from reassure_check.earth import Bundle

        times = [
            (0.0, 169.0),
            (0.0, 170.0),
            (1761.0, 1800.0),
            (1760.0, 1800.0),
            (181.0, 200.0),
            (180.0, 200.0),
        ]
        n = len(times)
        box = {name: (Ball(np.zeros(n)), Ball(np.zeros(n))) for name in SIDES}
        box["time"] = Ball(np.array([a for a, _ in times])), Ball(np.array([b for _, b in times]))
        box["launch"] = Ball(np.zeros(n)), Ball(np.full(n, 2000.0))
        box["since"] = Ball(np.zeros(n)), Ball(np.full(n, 2000.0))
        box["end"] = Ball(np.full(n, 1720.0)), Ball(np.full(n, 1760.0))
        box["burnout_time"] = Ball(np.full(n, 170.0)), Ball(np.full(n, 180.0))
        box["place_latitude"] = box["place_longitude"] = (
            Ball(np.full(n, -90.0)),
            Ball(np.full(n, 90.0)),
        )
        names = "distance", "height"
        return Bundle(**box), Bundle(**{k: Ball(np.zeros(n)) for k in names})

    for second, right in ((False, [1, 0, 1, 0, 0, 0]), (True, [0, 0, 1, 1, 1, 0])):
        leaves = [Leaf("G", (1,) * 14, None, (0, 0, 0), 0, second, k) for k in range(6)]
        assert tree.settled([_row()], leaves).ok.tolist() == [bool(r) for r in right]


def test_reading_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some microseconds a token (some 2 were measured; the bound is for a busy machine)."""
    monkeypatch.setattr("reassure_check.tree.settled", lambda rows, leaves: Holds(len(leaves)))
    text = "0G" * 90 + "1G" * 90 + "L"
    trees, tokens = Trees([_row()]), 0
    start = time.process_time()
    for _ in range(200):
        trees.read(text, 0, True)
        tokens += len(text)
    spent = (time.process_time() - start) / tokens * 1e6
    print(f"{spent:.1f} us a token")
    assert spent < 40
