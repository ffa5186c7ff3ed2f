"""Inspections: so many of a number seen, drawn at random, and what follows when so few were found in breach.

The number found follows the hypergeometric distribution. Nothing is assumed of how many are in breach: the chance that a
breach is missed is that of the smallest breach, one more than is tolerated.
"""

from __future__ import annotations

from collections.abc import Iterable

from scipy import stats

from reassure.treaty.observations import Inspected

__all__ = ["more_to_see", "overlooked", "overlooked_in_all"]


def overlooked(seen: Inspected) -> float:
    """The chance that an inspection like this does not expose a breach: that it finds no more than are tolerated, although one
    more is in breach.
    """
    bad = seen.tolerated + 1
    if bad > seen.of:
        return 0.0  # there can be no breach
    return float(stats.hypergeom.cdf(seen.tolerated, seen.of, bad, seen.seen))


def overlooked_in_all(inspections: Iterable[Inspected]) -> float:
    """The same of several, each drawn anew, while a breach goes on through all of them."""
    chance = 1.0
    for one in inspections:
        chance *= overlooked(one)
    return chance


def more_to_see(inspections: list[Inspected], missed: float) -> int:
    """How many more to see, in one more inspection like the last that finds none more, until the chance is at most `missed`."""
    last = inspections[-1]
    so_far = overlooked_in_all(inspections)
    low, high = 1, last.of
    while low < high:
        n = (low + high) // 2
        chance = so_far * overlooked(last.model_copy(update={"seen": n, "found": 0}))
        low, high = (low, n) if chance <= missed else (n + 1, high)
    return low
