"""Drawing figures from what is known of them: one stream of random numbers for each figure.

A stream's seed is made of the master seed and the figure's key. So a figure's draws stay the same when
another figure is added, renamed or dropped, and a deployment's when another joins the scenario.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from reassure.answers.uncertainty import FigureDrawn
from reassure.catalog.figure import bounds
from reassure.catalog.used import FigureUsed
from reassure.typing import Array

__all__ = ["Drawn", "drawn_figures", "stream"]

_FIXED = ("aim.", "base.")
"""Beginnings of the keys that are never drawn: sizes of regions. Another size is another sample of points, so the flights
of two draws could not be told by their numbers.
"""


@dataclass(frozen=True)
class Drawn(FigureDrawn):
    """A figure that is drawn, and how: its interval is not empty."""

    def at(self, share: Array) -> Array:
        """The inverse of the distribution: values (n,), in the figure's unit, below which the shares (n,), 0 to 1, of
        all draws lie.
        """
        width = self.high - self.low
        if self.distribution == "triangular":
            # scipy's `c`: where the peak is, as a part of the width
            peak = (self.value - self.low) / width
            values = stats.triang.ppf(share, peak, loc=self.low, scale=width)
        elif self.distribution == "normal":
            spread = self.standard_deviation or 0.0
            # scipy's `a` and `b` are the ends in standard deviations from the mean
            ends = ((self.low - self.value) / spread, (self.high - self.value) / spread)
            values = stats.truncnorm.ppf(share, *ends, loc=self.value, scale=spread)
        else:
            values = self.low + share * width
        # rounding may lead out of the interval by a bit
        inside: Array = np.clip(np.asarray(values, float), self.low, self.high)
        return inside


def drawn_figures(figures: Sequence[FigureUsed]) -> tuple[Drawn, ...]:
    """The figures of an answer that have an interval or a distribution, in the order of their keys; but no sizes of
    regions. Empty where all is certain.
    """
    out = []
    for figure in sorted(figures, key=lambda f: f.key):
        low, high = bounds(figure.value, figure.low, figure.high, figure.standard_deviation)
        if low < high and not figure.key.startswith(_FIXED):
            out.append(
                Drawn(
                    figure.key, figure.value, low, high, figure.distribution or "uniform",
                    figure.standard_deviation,
                )
            )  # fmt: skip
    return tuple(out)


def stream(seed: int, key: str) -> np.random.Generator:
    """A generator of random numbers of its own for a key, from a master seed: the same for the same two, whatever else
    is drawn.
    """
    # SHA-256 and not hash(), which differs from run to run for text
    digest = hashlib.sha256(key.encode()).digest()
    # SeedSequence mixes 32-bit words: the seed's, and the eight of the hash
    words = [int.from_bytes(digest[i : i + 4], "little") for i in range(0, 32, 4)]
    return np.random.default_rng(np.random.SeedSequence([seed, *words]))
