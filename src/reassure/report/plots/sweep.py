"""A sweep as a chart: one quantity over two dimensions in cells of colour, over one as a line, over draws as their shares."""

from __future__ import annotations

from itertools import pairwise
from textwrap import fill
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator, PercentFormatter

from reassure.answers.sweep import ChartAxis, SweepChart
from reassure.report.colours import NEVER, STEPS, step_of
from reassure.report.plots.draws import MARGINS, over_draws, shares_of_draws
from reassure.report.plots.style import FAINT, INK, QUIET, figure, ink_on, step_legend, steps_of
from reassure.typing import Array
from reassure.words.rounding import down, signed, up
from reassure.words.shares import percent_down

__all__ = ["sweep_figure"]

_WIDTH, _HIGH = 7.2, 4.0  # inches: the width of a page of a journal
_MOST_TICKS = 14
_CELL_WIDE, _CELL_HIGH = 0.27, 0.13  # inches, of a cell that has room for its number

# Of each kind of gap: its colour, and how it is hatched.
_GAPS = {
    "in": (STEPS[0].colour, ""), "no arc": (NEVER.colour, ""), "out": ("#c9ced6", ""), "not sensed": ("#b4b9c1", "...."),
    "no answer": ("#ffffff", "////"), "not computed": ("#ffffff", ""),
}  # fmt: skip


def sweep_figure(chart: SweepChart) -> Figure:
    """Cells over two dimensions, with the line where the least margin is 0; a line over one; over draws, what share of them
    has a value or less.
    """
    drawn = over_draws(chart)
    with figure(_WIDTH, _HIGH) as made:
        axes = made.add_subplot()
        made.suptitle(_title(chart), x=0.01, ha="left", fontsize=8.0)
        if drawn:
            handles = shares_of_draws(axes, chart)
        else:
            handles = _cells(made, axes, chart) if chart.y else _line(axes, chart)
            handles += [_gap_key(chart, k) for k in range(len(chart.gaps))]
        axes.spines[["top", "right"]].set_visible(False)
        if handles:
            made.legend(
                handles=handles, loc="outside lower center", ncols=_columns(handles), frameon=False,
                handlelength=1.4, columnspacing=1.4,
            )  # fmt: skip
        if chart.y and not drawn:
            _numbers(made, axes, chart)
    return made


def _title(chart: SweepChart) -> str:
    words = f"{chart.words[:1].upper()}{chart.words[1:]}{f', {chart.unit}' if chart.unit else ''}"
    if chart.variable in MARGINS:
        words += " (above 0: every flight out of reach)"
    lines = [fill(chart.title, 110), fill(words, 110)]
    return "\n".join([*lines, fill(chart.settings, 110)] if chart.settings else lines)


def _columns(handles: list[Any]) -> int:
    """Entries of the legend beside one another: as many as the longest leaves room for."""
    longest = max(len(h.get_label()) for h in handles)
    return max(1, min(len(handles), 7, 150 // (longest + 8)))


def _gap_key(chart: SweepChart, k: int) -> Patch:
    colour, hatch = _GAPS[chart.gaps[k].kind]
    return Patch(
        facecolor=colour, edgecolor=QUIET, hatch=hatch, linewidth=0.4, label=chart.gaps[k].words
    )


# -- two dimensions -----------------------------------------------------------------------------------


def _cells(made: Figure, axes: Axes, chart: SweepChart) -> list[Any]:
    """Draw a cell for each pair of values. Returns the entries of its legend."""
    assert chart.y is not None  # noqa: S101
    x, y = _edges(chart.x), _edges(chart.y)
    for k, gap in enumerate(chart.gaps, 1):
        colour, hatch = _GAPS[gap.kind]
        axes.pcolor(
            x, y, np.ma.masked_where(chart.gap != k, np.ones(chart.gap.shape)), cmap=ListedColormap([colour]),
            hatch=hatch or None, edgecolor=QUIET if hatch else "none", linewidth=0.0, zorder=0,
        )  # fmt: skip
    norm, colours = _scale(chart)
    drawn = axes.pcolormesh(
        x, y, np.ma.masked_invalid(chart.value), cmap=colours, norm=norm, zorder=1, rasterized=True
    )
    _named(axes, chart.x, "x")
    _named(axes, chart.y, "y")
    handles: list[Any] = []
    if chart.variable in MARGINS:
        handles += step_legend(steps_of(chart.value[chart.gap == 0]), line=False)
    elif (chart.gap == 0).any():
        bar = made.colorbar(drawn, ax=axes, pad=0.01, aspect=30)
        bar.ax.tick_params(length=2)
        if not chart.unit:
            bar.ax.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    line = _zero(axes, chart, x, y)
    if line:
        handles.append(Line2D([], [], color=INK, linewidth=1.3, label=line))
    if chart.x.own is not None and chart.y.own is not None and _holds(chart.x) and _holds(chart.y):
        handles.append(_own(axes, chart.x.own, chart.y.own))
    return handles


def _own(axes: Axes, x: float, y: float) -> Line2D:
    """A ring around what the scenario itself has, wide enough for the number of a cell. Returns its legend's entry."""
    ring: dict[str, Any] = {"marker": "o", "linestyle": "", "markerfacecolor": "none"}
    axes.plot(x, y, **ring, markersize=17.0, markeredgecolor="white", markeredgewidth=2.2, zorder=5)
    axes.plot(x, y, **ring, markersize=17.0, markeredgecolor=INK, markeredgewidth=1.0, zorder=6)
    return Line2D([], [], **ring, markersize=7.0, markeredgecolor=INK, markeredgewidth=1.0, label="the scenario's own figures")  # fmt: skip


def _scale(chart: SweepChart) -> tuple[Any, Any]:
    """Steps of colour: those of the report for margins; for others red where reach is easy, blue where it is hard."""
    if chart.variable in MARGINS:
        inner = [s.below for s in STEPS[:-1]]
        # A margin of exactly 0 is in reach: a border belongs to the step below it, where matplotlib has it above.
        borders = np.nextafter(np.array(inner), np.inf)
        far = 1.0 + max(np.abs(borders).max(), np.nanmax(np.abs(chart.value), initial=0.0))
        return BoundaryNorm([-far, *borders, far], len(STEPS)), ListedColormap([s.colour for s in STEPS])  # fmt: skip
    colours = colormaps["RdYlBu_r" if chart.late else "RdYlBu"]
    if not chart.unit:
        return BoundaryNorm(np.linspace(0.0, 1.0, 11), colours.N), colours
    known = chart.value[np.isfinite(chart.value)]
    low, high = (known.min(), known.max()) if known.size else (0.0, 1.0)
    levels = MaxNLocator(10).tick_values(low, high if high > low else low + 1.0)
    return BoundaryNorm(levels, colours.N), colours


def _edges(axis: ChartAxis) -> Array:
    """Where the cells of an axis begin and end: half way between its values."""
    at = _at(axis)
    if at.size == 1:
        return np.array([at[0] - 0.5, at[0] + 0.5])
    middle = (at[:-1] + at[1:]) / 2.0
    return np.array([2 * at[0] - middle[0], *middle, 2 * at[-1] - middle[-1]])


def _at(axis: ChartAxis) -> Array:
    """Where the values of an axis stand."""
    return np.arange(len(axis.labels), dtype=float) if axis.numbers is None else np.array(axis.numbers)  # fmt: skip


def _holds(axis: ChartAxis) -> bool:
    """Does the scenario's own value lie within the axis?"""
    edges = _edges(axis)
    return axis.own is not None and bool(edges[0] <= axis.own <= edges[-1])


def _named(axes: Axes, axis: ChartAxis, which: str) -> None:
    """The words of an axis, and its values where they are few."""
    name = fill(axis.words, 90 if which == "x" else 50)
    place = axes.xaxis if which == "x" else axes.yaxis
    place.set_label_text(name)
    at = _at(axis)
    if axis.numbers is None:
        step = 1 if which == "y" else 1 + len(at) // _MOST_TICKS
        long = which == "x" and max(map(len, axis.labels)) * len(at[::step]) > 90
        place.set_ticks(at[::step], [fill(label, 34) for label in axis.labels[::step]])
        if long:
            for label in axes.get_xticklabels():
                label.set(rotation=30, ha="right", rotation_mode="anchor")
    elif len(at) <= _MOST_TICKS and _apart(at):
        place.set_ticks(at, axis.labels)


def _apart(at: Array) -> bool:
    """Is there room for a number at each place?"""
    return len(at) < 2 or bool(np.diff(at).min() > (at[-1] - at[0]) / 24.0)


def _zero(axes: Axes, chart: SweepChart, x: Array, y: Array) -> str:
    """The line where the least margin is 0: straight between the points of two figures; else, and beside points without
    a margin, along the borders of the cells. Returns its words; none where there is no such line.
    """
    if chart.margin is None or chart.y is None:
        return ""
    known = np.isfinite(chart.margin)
    met = known & (chart.margin <= 0.0)
    smooth = None not in (chart.x.numbers, chart.y.numbers) and min(chart.margin.shape) > 1
    crossed = smooth and bool(met.any() and (known & ~met).any())
    if crossed:
        axes.contour(
            _at(chart.x), _at(chart.y), np.ma.masked_invalid(chart.margin), [0.0], colors=[INK], linewidths=1.3, zorder=4
        )  # fmt: skip
    # Out of reach without a margin; what has no answer, or none yet, has no border.
    out = np.isin(chart.gap, [k for k, g in enumerate(chart.gaps, 1) if g.kind in ("no arc", "out", "not sensed")])  # fmt: skip
    borders = out & ~known if smooth else (out | known) & ~met
    lines = []
    for row, column in np.argwhere(met[:, :-1] & borders[:, 1:] | borders[:, :-1] & met[:, 1:]):
        lines.append([(x[column + 1], y[row]), (x[column + 1], y[row + 1])])
    for row, column in np.argwhere(met[:-1] & borders[1:] | borders[:-1] & met[1:]):
        lines.append([(x[column], y[row + 1]), (x[column + 1], y[row + 1])])
    axes.add_collection(LineCollection(lines, colors=INK, linewidths=1.3, zorder=4), autolim=False)
    return "margin 0, straight between the points" if crossed else "margin 0" if lines else ""


def _numbers(made: Figure, axes: Axes, chart: SweepChart) -> None:
    """The value of each cell, where all cells have room for it."""
    made.draw_without_rendering()
    box = axes.get_window_extent().transformed(made.dpi_scale_trans.inverted())
    assert chart.y is not None  # noqa: S101
    x, y = _edges(chart.x), _edges(chart.y)
    wide = box.width * np.diff(x).min() / (x[-1] - x[0])
    high = box.height * np.diff(y).min() / (y[-1] - y[0])
    if wide < _CELL_WIDE or high < _CELL_HIGH:
        return
    norm, colours = _scale(chart)
    for (row, column), value in np.ndenumerate(chart.value):
        if chart.gap[row, column] == 0:
            at = float(_at(chart.x)[column]), float(_at(chart.y)[row])
            colour = "#" + "".join(f"{round(255 * c):02x}" for c in colours(norm(value))[:3])
            axes.text(
                *at, _told(chart, float(value)), ha="center", va="center", fontsize=5.5, color=ink_on(colour), zorder=6.5,
                path_effects=(withStroke(linewidth=2.2, foreground=colour),),  # the line of margin 0 stops at a number
            )  # fmt: skip


def _told(chart: SweepChart, value: float) -> str:
    """A value as everywhere: margins and speeds down, delays up, shares in percent."""
    if chart.variable in MARGINS:
        return signed(value).replace("-", "−")  # noqa: RUF001  (a minus sign)
    if chart.unit == "s":
        return up(value)
    return down(value) if chart.unit else percent_down(value)


# -- one dimension ------------------------------------------------------------------------------------


def _line(axes: Axes, chart: SweepChart) -> list[Any]:
    """Draw the values along the one axis. Returns the entries of its legend."""
    at, value = _at(chart.x), chart.value[0]
    handles: list[Any] = []
    style = "-" if chart.x.numbers is not None else ""
    axes.plot(at, value, linestyle=style, color=INK, linewidth=1.0, zorder=3, gid="value")
    margin = None if chart.margin is None else chart.margin[0]
    colours = [INK if margin is None else step_of(float(m)).colour for m in (value if margin is None else margin)]  # fmt: skip
    axes.scatter(at, value, c=colours, s=16 if at.size < 60 else 5, zorder=4)
    if margin is not None and np.isfinite(margin).any():
        handles += step_legend(steps_of(margin[np.isfinite(margin)]), line=False)
        if chart.variable not in MARGINS:  # the colours are of something else than the axis
            for handle in handles:
                handle.set_label(f"least margin {handle.get_label()} km/s")
    if chart.variable in MARGINS:
        axes.axhline(0.0, color=INK, linewidth=1.3, zorder=2, gid="margin 0")
        handles.append(Line2D([], [], color=INK, linewidth=1.3, label="margin 0"))
    edges = _edges(chart.x)
    for k, (low, high) in zip(chart.gap[0], pairwise(edges), strict=True):
        if k:
            colour, hatch = _GAPS[chart.gaps[k - 1].kind]
            axes.axvspan(low, high, facecolor=colour, hatch=hatch or None, edgecolor=QUIET if hatch else "none", linewidth=0.0, zorder=1)  # fmt: skip
    if chart.x.own is not None and _holds(chart.x):
        own = axes.axvline(chart.x.own, color=QUIET, linewidth=0.9, linestyle=(0, (4, 2)), zorder=2, label="the scenario's own figure")  # fmt: skip
        handles.append(own)
    axes.set_xlim(edges[0], edges[-1])
    _named(axes, chart.x, "x")
    axes.set_ylabel(fill(f"{chart.words}{f', {chart.unit}' if chart.unit else ''}", 50))
    axes.grid(color=FAINT, linewidth=0.3, zorder=0)
    return handles
