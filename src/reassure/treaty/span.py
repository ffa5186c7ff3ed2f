"""A count that is known exactly, or only within bounds."""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.catalog import Figure

__all__ = ["ZERO", "Span"]


class Span(NamedTuple):
    """A whole number: what is taken for it, and the least and greatest that it can be."""

    value: int
    low: int
    high: int

    @classmethod
    def of(cls, figure: Figure) -> Span:
        """Of a figure that is a whole number: its interval, without what lies between two whole numbers."""
        low, high = figure.bounds
        return cls(int(figure.value), math.ceil(low), math.floor(high))

    @classmethod
    def exactly(cls, number: int) -> Span:
        """A number that is known."""
        return cls(number, number, number)

    def plus(self, other: Span) -> Span:
        """The sum; the bounds are exact where the two are free of each other."""
        return Span(self.value + other.value, self.low + other.low, self.high + other.high)

    def times(self, other: Span) -> Span:
        """The product of two counts; neither is negative."""
        return Span(self.value * other.value, self.low * other.low, self.high * other.high)


ZERO = Span(0, 0, 0)
