"""Shares of the accountable force: flights counted by base, each base with what it weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reassure.answers.weighed import NONE_ACCOUNTABLE, ShareSpan, Weighed, WeighedTally
from reassure.treaty.held import Unit, Weights
from reassure.treaty.weighing import extremes
from reassure.typing import IntArray, Mask

__all__ = ["Weigher"]


@dataclass(frozen=True, eq=False)
class Weigher:
    """The weights of a scenario's bases, and which of n flights are of each."""

    weights: Weights
    flights: dict[Unit, IntArray]
    """The places of a base's flights."""

    @classmethod
    def of(cls, weights: Weights, force: IntArray, base: NDArray[np.str_]) -> Weigher:
        """`force` and `base` (n,): of each flight its force's place, counted from 0, and its base's id."""
        units = dict.fromkeys(p.unit for p in weights.parts)
        return cls(weights, {u: np.flatnonzero((force == u[0]) & (base == u[1])) for u in units})

    def span(self, group: Mask, counted: Mask) -> ShareSpan | None:
        """Of the flights that count (n,), the share that is in a group (n,), each base with its weight. None: there are no
        accountable warheads at the bases that have a flight that counts.
        """
        ratio = {unit: _ratio(group[mine], counted[mine]) for unit, mine in self.flights.items()}
        found = extremes(self.weights.allowed, [ratio[p.unit] for p in self.weights.parts])
        return None if found is None else ShareSpan.of(found.least, found.greatest)

    def out_of_reach(self, out: Mask, counted: Mask) -> Weighed:
        """The share of the flights that count (n,) which are out of reach (n,), and the rest."""
        span = self.span(out, counted)
        if span is None:
            return Weighed(None, None, NONE_ACCOUNTABLE)
        return Weighed(span, span.rest)

    def tally(self, groups: Mapping[str, Mask], counted: Mask, tried: bool) -> WeighedTally:
        """The share of each group of the flights that count (n,): by the names of the fields. `tried`: were proofs looked for?"""
        spans = {name: self.span(group, counted) for name, group in groups.items()}
        none = any(span is None for span in spans.values())
        if not tried:
            spans["guaranteed"] = None
        return WeighedTally(**spans, reason=NONE_ACCOUNTABLE if none else "")


def _ratio(group: Sequence[bool] | Mask, counted: Mask) -> Fraction | None:
    """How much of a base's flights is in a group; None: none of them counts."""
    flights = int(np.sum(counted))
    return Fraction(int(np.sum(group & counted)), flights) if flights else None
