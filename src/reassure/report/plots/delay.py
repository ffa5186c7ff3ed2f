"""Required speed against launch delay, a panel for each place, with what each deployment has there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from reassure.answers.assessment import Assessment
from reassure.answers.deployment import Deployment
from reassure.report.colours import STEPS
from reassure.report.plots.style import FAINT, HALO, INK, QUIET, figure
from reassure.scenario.names import place_name
from reassure.words.rounding import up

__all__ = ["delay_figure"]

# The colours of "-1 to 0" and of "+1 to +2" km/s: in reach and out of reach.
_IN, _OUT = STEPS[2].colour, STEPS[4].colour
_PANEL = 1.55  # inches
_LETTERS = 5.0
"""Points, of the name beside a line."""
_BESIDE_AXIS = 0.12
"""A critical delay within this part of the axis has no room for its number on its left."""


def delay_figure(result: Assessment, chosen: Iterable[int], width: float) -> Figure:
    """A panel for each place of the chosen deployments (by number), `width` inches wide. Each has the curve of required
    speed and a line of available speed; where they cross the answer flips. The result has curves.
    """
    places: dict[str, list[int]] = {}
    for i in chosen:
        places.setdefault(result.deployments[i].place, []).append(i)
    # 5 inches: between the widths of a column (89 mm) and of a page (183 mm) of a journal.
    across = min(len(places), 3 if width > 5.0 else 1)
    down = math.ceil(len(places) / across)
    longest = _longest(result, places)
    top = _highest(result, [i for group in places.values() for i in group])
    # A legend of five entries: three rows in two columns, or five in one.
    with figure(width, _PANEL * down + 0.2 + 0.15 * (3 if width > 5.0 else 5)) as made:
        grid = made.subplots(down, across, sharex=True, sharey=True, squeeze=False)
        for axes, (place, group) in zip(grid.flat, places.items(), strict=False):
            axes.set_title(_titled(place), loc="left", color=INK)
            for i in group:
                _deployment(axes, result, i, longest)
            # Its ticks, and the words of the row's first panel, take 0.35 inches in the width and 0.4 in the height.
            inch = longest / (width / across - 0.35), top / (_PANEL - 0.4)
            _name_speeds(axes, result, group, longest, inch)
            axes.grid(color=FAINT, linewidth=0.3)
            axes.spines[["top", "right"]].set_visible(False)
        for axes in grid.flat[len(places) :]:
            axes.set_visible(False)
        grid[0, 0].set_ylim(0.0, top)
        grid[0, 0].set_xlim(0.0, longest)
        grid[0, 0].yaxis.set_major_locator(MaxNLocator(5, integer=True))
        # A panel without one below it in its column, as the last row may not be full, has the axis's words.
        for k in range(across):
            last = grid[max(r for r in range(down) if r * across + k < len(places)), k]
            last.tick_params(labelbottom=True)
            last.set_xlabel("launch delay after the flight's launch, s")
        for row in grid:
            row[0].set_ylabel("speed, km/s")
        made.legend(
            handles=_handles(result, [i for group in places.values() for i in group]), loc="outside lower center", ncols=2 if width > 5.0 else 1, frameon=False
        )  # fmt: skip
    return made


def _highest(result: Assessment, chosen: list[int]) -> float:
    """The greatest speed of the axes, km/s: of all that is drawn, but no more than 1.6 times what is available or the
    least required, since the curves run to the sky at their far ends.
    """
    available = [result.deployments[i].available_speed_km_s for i in chosen]
    assert result.curves is not None  # noqa: S101
    needed = [v for i in chosen for v in result.curves[i].required_speed_km_s if v is not None]
    return (
        float(min(max([*available, *needed]), 1.6 * max([*available, min(needed, default=1.0)])))
        * 1.08
    )


def _longest(result: Assessment, places: dict[str, list[int]]) -> float:
    """The greatest delay that any of the curves goes to, s, or the latest launch that reaches a flight: curves end at some
    delay, and a fast interceptor reaches one even later.
    """
    assert result.curves is not None  # noqa: S101
    shown = [i for group in places.values() for i in group]
    latest = (result.critical(i)["launch_delay_s"] or 0.0 for i in shown)
    return max(*(result.curves[i].delay_s[-1] for i in shown), *latest)


def _colour(d: Deployment) -> str:
    """Of a deployment's answer."""
    return _IN if d.share_out_of_reach < 1.0 else _OUT


def _deployment(axes: Axes, result: Assessment, i: int, longest: float) -> None:
    d = result.deployments[i]
    assert result.curves is not None  # noqa: S101
    curve = result.curves[i]
    # No arc meets any flight: a gap in the curve.
    needed = np.array([np.nan if v is None else v for v in curve.required_speed_km_s])
    axes.plot(curve.delay_s, needed, color=INK, linewidth=1.1, gid=f"required {d.id}")
    speed, critical = d.available_speed_km_s, result.critical(i)
    reaches, colour = d.share_out_of_reach < 1.0, _colour(d)
    axes.axhline(speed, color=colour, linewidth=0.9, linestyle=(0, (4, 2)), gid=f"available {d.id}")
    if d.launch_delay_s is not None:
        axes.plot(
            [d.launch_delay_s], [speed], "o" if reaches else "s", color=colour, markersize=3.5,
            gid=f"delay {d.id}",
        )  # fmt: skip
    if critical["launch_delay_s"] is not None:
        flip = critical["launch_delay_s"]
        left = flip > _BESIDE_AXIS * longest  # above the curve, unless the axis is there
        axes.plot(
            [flip], [speed], "x", color=INK, markersize=4.0, markeredgewidth=0.9, gid=f"flip {d.id}"
        )
        axes.annotate(
            f"{up(flip)} s", (flip, speed), textcoords="offset points",
            xytext=(-2.5, 2.0) if left else (2.5, -3.0), ha="right" if left else "left",
            va="bottom" if left else "top", fontsize=5.5, color=INK, path_effects=HALO, zorder=6,
        )  # fmt: skip


def _name_speeds(
    axes: Axes, result: Assessment, group: list[int], longest: float, inch: tuple[float, float]
) -> None:
    """Write each available speed beside its line, at that end and on that side where it covers least. `inch`: how many s and
    km/s are an inch of the panel.
    """
    high = 1.4 * _LETTERS / 72.0 * inch[1]
    taken: list[_Box] = []
    for i in group:
        at = result.critical(i)["launch_delay_s"]
        if at is not None:  # the number beside the cross, some eight letters wide
            speed, half = result.deployments[i].available_speed_km_s, _long(8, inch[0])
            taken.append(_Box(at - half, at + half, speed, speed + high))
    for i in group:
        d = result.deployments[i]
        words = f"{_beside(result, i)}: {d.available_speed_km_s:g}"
        wide = _long(len(words), inch[0])
        places = {
            (right, above): _Box(x, x + wide, y, y + high)
            for right, x in ((True, longest - wide), (False, 0.0))
            for above, y in ((True, d.available_speed_km_s), (False, d.available_speed_km_s - high))
        }
        right, above = min(places, key=lambda k: _covered(places[k], result, group, taken))
        taken.append(places[right, above])
        axes.annotate(
            words, (float(right), d.available_speed_km_s), xycoords=("axes fraction", "data"),
            xytext=(-1 if right else 1, 1.5 if above else -1.5), textcoords="offset points", ha="right" if right else "left",
            va="bottom" if above else "top", fontsize=_LETTERS, color=_colour(d), path_effects=HALO, zorder=6,
        )  # fmt: skip


def _long(letters: int, inch: float) -> float:
    """How many s as many letters take, at half as wide as high."""
    return 0.5 * _LETTERS / 72.0 * letters * inch


class _Box(NamedTuple):
    """A part of a panel: from and to, in s and km/s."""

    left: float
    right: float
    low: float
    high: float

    def meets(self, other: _Box) -> bool:
        """Do they overlap?"""
        return self.left < other.right and other.left < self.right and self.low < other.high and other.low < self.high  # fmt: skip


def _covered(box: _Box, result: Assessment, group: list[int], taken: list[_Box]) -> int:
    """How many curves and lines of a panel run through a box, and how many boxes of `taken` it meets."""
    assert result.curves is not None  # noqa: S101
    times = np.linspace(box.left, box.right, 20)
    count = sum(box.meets(other) for other in taken)
    for i in group:
        curve = result.curves[i]
        needed = np.array([np.nan if v is None else v for v in curve.required_speed_km_s])
        at = np.interp(times, curve.delay_s, needed, right=np.nan)
        low, high = np.minimum(at[1:], at[:-1]), np.maximum(at[1:], at[:-1])
        count += bool(((low < box.high) & (high > box.low)).any())
        count += box.low < result.deployments[i].available_speed_km_s < box.high
    return count


def _titled(place: str) -> str:
    """A place over its panel: "Norwegian Sea"."""
    name = place_name(place).removeprefix("the ")
    return name[:1].upper() + name[1:]


def _beside(result: Assessment, i: int) -> str:
    """A deployment's name without its place, which stands over the panel: "SM-3 IIA", "5.4 km/s interceptor"."""
    return re.split(r" ships\b| at ", result.deployment_names[i])[0]


def _handles(result: Assessment, chosen: list[int]) -> list[Line2D]:
    """Legend entries, one for each kind of line and mark that is drawn."""
    marked = [
        d for d in map(result.deployments.__getitem__, chosen) if d.launch_delay_s is not None
    ]
    reaches = [d.share_out_of_reach < 1.0 for d in marked]
    late = [i for i in chosen if result.critical(i)["launch_delay_s"] is not None]
    entries = [
        (True, Line2D([], [], color=INK, linewidth=1.1, label="required: least over all flights")),
        (True, Line2D([], [], color=QUIET, linewidth=0.9, linestyle=(0, (4, 2)), label="available, in the colour of the answer")),
        (any(reaches), Line2D([], [], color=_IN, marker="o", markersize=3.5, linestyle="", label="at its delay: some flight in reach")),
        (not all(reaches), Line2D([], [], color=_OUT, marker="s", markersize=3.5, linestyle="", label="at its delay: every flight out of reach")),
        (bool(late), Line2D([], [], color=INK, marker="x", markersize=4.0, linestyle="", label="the latest launch that reaches one")),
    ]  # fmt: skip
    return [handle for drawn, handle in entries if drawn]
