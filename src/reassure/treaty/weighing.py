"""Shares of a force whose numbers are known within bounds only: the least and the greatest that they can be, exactly.

A part holds so many warheads, a whole number between two bounds. Totals bind parts together: each says between which
bounds the sum of some of them lies. Totals are nested or apart (a laminar family), so they make a tree, and every vertex of
what they allow is whole (Edmonds and Giles 1977). A share is a sum of numbers times ratios over the sum of the numbers. Its
extremes are found by Dinkelbach's method (Management Science 13, 1967): its step is the greatest of a linear function on
the tree, which is found in fractions from the leaves up. So nothing is rounded, and the last step is the proof: no allowed
numbers have a greater share.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

__all__ = ["Allowed", "Bounds", "Crossing", "Extremes", "NotAllowed", "Sum", "extremes"]


class Bounds(NamedTuple):
    """The least and the greatest that a whole number can be; None: no greatest."""

    low: int
    high: int | None


class Sum(NamedTuple):
    """A total: which parts it is of, by their places, and the bounds of their sum."""

    parts: frozenset[int]
    bounds: Bounds


class Crossing(ValueError):  # noqa: N818  (told to the reader in other words)
    """Two totals that have parts in common, and neither has all of the other's: their places."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"totals {one} and {other} cross")
        self.one, self.other = one, other


class NotAllowed(ValueError):  # noqa: N818
    """No numbers are allowed: a total, by its place, and what its parts come to at least or at most."""

    def __init__(self, place: int, bounds: Bounds, parts: Bounds) -> None:
        super().__init__(f"total {place}: {bounds} of parts that come to {parts}")
        self.place, self.bounds, self.parts = place, bounds, parts


class _Node(NamedTuple):
    """A total with the totals and the parts directly below it."""

    place: int
    """Of the total; -1: all parts together, which nothing bounds."""
    bounds: Bounds
    totals: tuple[_Node, ...]
    parts: tuple[int, ...]


class _Step(NamedTuple):
    """So many more of one part, each worth so much. No number: without end."""

    worth: Fraction
    most: int | None
    part: int


@dataclass(frozen=True)
class Allowed:
    """The parts of a force, and the totals that bind them. Crossing or NotAllowed where there are no such numbers."""

    parts: tuple[Bounds, ...]
    sums: tuple[Sum, ...] = ()

    def __post_init__(self) -> None:
        for i, one in enumerate(self.sums):
            for j, other in enumerate(self.sums[:i]):
                common = one.parts & other.parts
                if common and common not in (one.parts, other.parts):
                    raise Crossing(j, i)
        _possible(self._tree, self.parts)

    @cached_property
    def _tree(self) -> _Node:
        # From the smallest to the largest: what is within a total has its node when the total comes. Of two totals of the
        # same parts the later holds the earlier.
        free = dict.fromkeys(range(len(self.parts)))
        tops: list[tuple[frozenset[int], _Node]] = []
        for place in sorted(range(len(self.sums)), key=lambda k: len(self.sums[k].parts)):
            total = self.sums[place]
            inside = tuple(n for held, n in tops if held <= total.parts)
            tops = [(held, n) for held, n in tops if not held <= total.parts]
            own = tuple(p for p in free if p in total.parts)
            for p in own:
                del free[p]
            tops.append((total.parts, _Node(place, total.bounds, inside, own)))
        return _Node(-1, Bounds(0, None), tuple(n for _, n in tops), tuple(free))

    @cached_property
    def unbounded(self) -> tuple[int, ...]:
        """The parts that nothing bounds from above, neither their own bounds nor a total."""
        return tuple(
            p
            for p, own in enumerate(self.parts)
            if own.high is None
            and all(s.bounds.high is None for s in self.sums if p in s.parts)
        )  # fmt: skip

    def most(self, worth: Sequence[Fraction | int]) -> tuple[int, ...]:
        """Numbers for the parts that are allowed, and of greatest worth together: that of one of each part as given.

        ValueError where a part of positive worth is unbounded.
        """
        numbers = [own.low for own in self.parts]
        for step in _steps(self._tree, self.parts, worth, numbers):
            if step.worth <= 0:
                break
            if step.most is None:
                raise ValueError(f"part {step.part}: nothing bounds it")
            numbers[step.part] += step.most
        return tuple(numbers)

    def between(self, some: Iterable[int]) -> Bounds:
        """The bounds of the sum of some parts, by their places, over all numbers that are allowed."""
        chosen = frozenset(some)
        worth = [int(p in chosen) for p in range(len(self.parts))]
        low = sum(n for n, w in zip(self.most([-w for w in worth]), worth, strict=True) if w)
        if chosen & frozenset(self.unbounded):
            return Bounds(low, None)
        return Bounds(low, sum(n for n, w in zip(self.most(worth), worth, strict=True) if w))


class Extremes(NamedTuple):
    """The least and the greatest share, and allowed numbers of the parts that have it."""

    least: Fraction
    greatest: Fraction
    at_least: tuple[int, ...]
    at_greatest: tuple[int, ...]


def extremes(force: Allowed, ratio: Sequence[Fraction | int | None]) -> Extremes | None:
    """The extremes of a share over all allowed numbers of a force: of its parts' numbers, each times its ratio (0 to 1), over
    the sum of the numbers. A part whose ratio is None stands in neither sum.

    None where every allowed number of every part that counts is zero: there is no share. Allowed numbers of which only
    some sums are zero count where theirs is not. ValueError where a part that counts is unbounded.
    """
    rest = [None if r is None else 1 - Fraction(r) for r in ratio]
    top = _greatest(force, [None if r is None else Fraction(r) for r in ratio])
    bottom = _greatest(force, rest)
    if top is None or bottom is None:
        return None
    return Extremes(1 - bottom[0], top[0], bottom[1], top[1])


def _greatest(
    force: Allowed, ratio: Sequence[Fraction | None]
) -> tuple[Fraction, tuple[int, ...]] | None:
    """The greatest share, and numbers that have it."""
    numbers = force.most([int(r is not None) for r in ratio])
    if not _sum(numbers, ratio):
        return None
    while True:
        share = _share(numbers, ratio)
        found = force.most([0 if r is None else r - share for r in ratio])
        # Dinkelbach: a share is the greatest if, and only if, no numbers have a positive sum of (ratio - share).
        if _excess(found, ratio, share) <= 0:
            return share, numbers
        numbers = found


def _sum(numbers: Sequence[int], ratio: Sequence[Fraction | None]) -> int:
    return sum(n for n, r in zip(numbers, ratio, strict=True) if r is not None)


def _share(numbers: Sequence[int], ratio: Sequence[Fraction | None]) -> Fraction:
    part = sum((n * r for n, r in zip(numbers, ratio, strict=True) if r is not None), Fraction())
    return part / _sum(numbers, ratio)


def _excess(
    numbers: Sequence[int], ratio: Sequence[Fraction | None], share: Fraction
) -> Fraction:  # fmt: skip
    return sum(
        (n * (r - share) for n, r in zip(numbers, ratio, strict=True) if r is not None), Fraction()
    )


# -- the tree -------------------------------------------------------------------------------------


def _possible(node: _Node, parts: Sequence[Bounds]) -> Bounds:
    """The bounds of the sum below a node. NotAllowed where there is none."""
    below = [parts[p] for p in node.parts] + [_possible(n, parts) for n in node.totals]
    low = sum(b.low for b in below)
    highs = [b.high for b in below]
    high = None if None in highs else sum(h for h in highs if h is not None)
    own = node.bounds
    if (own.high is not None and own.high < low) or (high is not None and high < own.low):
        raise NotAllowed(node.place, own, Bounds(low, high))
    if own.high is not None:
        high = own.high if high is None else min(high, own.high)
    return Bounds(max(low, own.low), high)


def _steps(
    node: _Node, parts: Sequence[Bounds], worth: Sequence[Fraction | int], numbers: list[int]
) -> list[_Step]:
    """What may be added below a node, the best first, once `numbers` has the least that the total allows.

    The worth of the best numbers is a concave function of their sum. That of several together takes the steps of all, the
    best first; a total takes as many of these as it needs at least, and leaves as many as it allows at most.
    """
    steps = [step for n in node.totals for step in _steps(n, parts, worth, numbers)]
    for p in node.parts:
        low, high = parts[p]
        if high is None or high > low:
            steps.append(_Step(Fraction(worth[p]), None if high is None else high - low, p))
    steps.sort(key=lambda step: -step.worth)
    held = sum(numbers[p] for p in _below(node))
    room = None if node.bounds.high is None else node.bounds.high - held
    needed = max(node.bounds.low - held, 0)
    left = []
    for step in steps:
        more = step.most if room is None else room if step.most is None else min(step.most, room)
        if room is not None and more is not None:
            room -= more
        taken = needed if more is None else min(more, needed)
        numbers[step.part] += taken
        needed -= taken
        more = None if more is None else more - taken
        if more != 0:
            left.append(_Step(step.worth, more, step.part))
    return left


def _below(node: _Node) -> list[int]:
    return [*node.parts, *(p for n in node.totals for p in _below(n))]
