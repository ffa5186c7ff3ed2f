"""A sweep over draws as a chart: what share of them has no more than a value, a curve for each value of another dimension."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from reassure.answers.sweep import SweepChart
from reassure.report.plots.style import FAINT, INK, QUIET
from reassure.typing import Array
from reassure.words.counts import counted

__all__ = ["MARGINS", "over_draws", "shares_of_draws"]

# Seven colours that people with any colour vision tell apart: Okabe and Ito, Color Universal Design (2008), its yellow
# left out, which is too faint for a line.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", INK)
MARGINS = ("least_margin_km_s", "least_margin_by_base_km_s")
_UNKNOWN = ("no answer", "not computed")
_PERCENTILES = (0.05, 0.5, 0.95)
"""Those of the summary."""


def over_draws(chart: SweepChart) -> bool:
    """Is one of its dimensions draws, and has the other few enough values for a curve each?"""
    if chart.y is None:
        return chart.x.drawn
    if chart.x.drawn == chart.y.drawn:
        return False
    return len((chart.y if chart.x.drawn else chart.x).labels) <= len(_COLOURS)


def shares_of_draws(axes: Axes, chart: SweepChart) -> list[Any]:
    """Draw the shares of the draws that have a value or less. Returns the entries of the legend.

    A draw without a value counts as farther from reach than all others, or as nearer, as its reason says. One without an answer,
    or not computed yet, is left out. The legend counts them.
    """
    value, gap, labels = chart.value, chart.gap, [""]
    if chart.y is not None:
        if not chart.x.drawn:
            value, gap = value.T, gap.T
        other = chart.y if chart.x.drawn else chart.x
        plain = other.numbers is None and other.name in ("deployment", "base", "party")
        labels = [label if plain else f"{other.words}: {label}" for label in other.labels]
    ends = _ends(value[gap == 0])
    handles: list[Any] = []
    for k, label in enumerate(labels):
        kinds = [chart.gaps[g - 1].kind if g else "" for g in gap[k]]
        said = fill(", ".join(filter(None, (label, _counts(len(kinds), chart, gap[k])))), 110)
        if all(kind in _UNKNOWN for kind in kinds):
            handles.append(Line2D([], [], linestyle="", label=said))
            continue
        at, shares = _curve(value[k], kinds, chart.late)
        (line,) = axes.step(
            [ends[0], *at, ends[1]], [*shares, shares[-1]], where="post", color=_COLOURS[k], linewidth=1.3, zorder=4,
            label=said, gid=f"draws {k}",
        )  # fmt: skip
        handles.append(line)
    axes.set_xlim(*ends)
    _frame(axes, chart)
    if chart.variable in MARGINS:
        zero = axes.axvline(
            0.0, color=INK, linewidth=0.9, linestyle=(0, (4, 2)), zorder=3, gid="margin 0",
            label="margin 0: left of it some flight is in reach",
        )  # fmt: skip
        handles.append(zero)
    return handles


def _ends(known: Array) -> tuple[float, float]:
    """Where the axis of values begins and ends."""
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    room = 0.04 * (high - low) or 0.5
    return low - room, high + room


def _curve(value: Array, kinds: list[str], late: bool) -> tuple[Array, Array]:
    """The values in order, and the share of the draws that have no more: before the first, and from each on. `late`: the
    greatest is the worst.
    """
    there = np.sort(value[[not kind for kind in kinds]])
    known = [kind for kind in kinds if kind not in _UNKNOWN]
    near = known.count("in")
    before = len(known) - there.size - near if late else near
    return there, (before + np.arange(there.size + 1)) / len(known)


def _counts(count: int, chart: SweepChart, gap: Array) -> str:
    """How many draws there are, and how many of them have no value, by their reasons."""
    said = [counted(count, "draw")]
    for k, reason in enumerate(chart.gaps, 1):
        met = int((gap == k).sum())
        said += [f"{met} of them: {reason.words}"] if met else []
    return "; ".join(said)


def _frame(axes: Axes, chart: SweepChart) -> None:
    """Axes from 0 to 100 %, with lines at the percentiles that the summary tells."""
    axes.set_ylim(0.0, 1.0)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    axes.set_ylabel("draws with that or less")
    axes.set_xlabel(f"{chart.words}{f', {chart.unit}' if chart.unit else ''}")
    if not chart.unit:
        axes.xaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    for share in _PERCENTILES:
        axes.axhline(share, color=QUIET, linewidth=0.4, linestyle=(0, (1, 2)), zorder=1)
    axes.set_yticks([0.05, 0.25, 0.5, 0.75, 0.95])
    axes.grid(color=FAINT, linewidth=0.3, zorder=0)
