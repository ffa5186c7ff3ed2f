"""Confidence intervals of shares that never shrink to nothing where all draws agree."""

from __future__ import annotations

import numpy as np
from scipy.stats import beta

from reassure.answers.uncertainty import Share
from reassure.typing import Array

__all__ = ["CONFIDENCE", "percentiles", "share_of"]

CONFIDENCE = 0.95
"""Of every interval, of shares and of influences."""

_FEW = 25  # draws other than 0, and other than 1: below it the variance seen is not trusted


def share_of(parts: Array, each: int) -> Share:
    """The mean of n draws' shares, (n,), each a part of `each` flights (or 1 for yes and no), and the ends of its
    interval of CONFIDENCE, which hold the mean.

    Clopper and Pearson's interval with the number of trials that gives the variance seen (Korn and
    Graubard, Survey Methodology 24, 1998, p. 193): flights of one draw share its figures and are no
    trials of their own. That variance means little while few draws are other than all or nothing: every
    draw then counts as one trial, which is never too narrow.
    """
    n = parts.size
    mean = float(parts.mean())
    trials = float(n)
    if min((parts > 0.0).sum(), (parts < 1.0).sum()) >= _FEW:
        variance = float(parts.var(ddof=1)) / n  # of the mean
        most = float(n * each)
        # Korn and Graubard's effective sample size, p (1 - p) / var(p), and never more than there were flights
        trials = min(most, mean * (1.0 - mean) / variance) if variance > 0.0 else most
    # Clopper and Pearson's ends are quantiles of beta distributions, which take hits that are no whole number.
    hits = mean * trials
    tail = 0.5 * (1.0 - CONFIDENCE)
    low = float(beta.ppf(tail, hits, trials - hits + 1.0)) if hits > 0.0 else 0.0
    high = float(beta.ppf(1.0 - tail, hits + 1.0, trials - hits)) if hits < trials else 1.0
    # rounding may put an end on the wrong side of the mean
    return Share(mean, min(low, mean), max(high, mean))


def percentiles(values: Array) -> tuple[float | None, float | None, float | None]:
    """The 5th, 50th and 95th percentile of some values (n,), in their unit. None for one that is infinite."""
    # inverted_cdf takes values that occur; interpolation between two would make infinity of one infinite neighbour
    found = np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf")
    low, middle, high = (float(v) if np.isfinite(v) else None for v in found)
    return low, middle, high
