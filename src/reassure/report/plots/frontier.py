"""A frontier map as a picture: the limit in steps of colour, its named lines, coasts, sites and sea areas."""

from __future__ import annotations

from collections.abc import Callable
from textwrap import fill as fill_words
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.transforms import Bbox

from reassure.answers.frontier import Frontier, Why
from reassure.report.colours import DEPLOYMENT
from reassure.report.plane import Plane
from reassure.report.plots.map import coasts, draw_places, label_places, place_called
from reassure.report.plots.style import BASE, HALO, INK, QUIET, SITE, figure
from reassure.report.world import World
from reassure.typing import Array, Mask

__all__ = ["difference_figure", "frontier_figure"]

# Borders of the steps of colour: burnout speeds (km/s), launch delays (s), and gaps (km/s).
_SPEEDS = np.arange(2.0, 8.01, 0.5)
_DELAYS = np.array(
    [0.0, 30.0, 60.0, 90.0, 120.0, 150.0, 180.0, 240.0, 300.0, 360.0, 480.0, 600.0, 900.0]
)
_GAPS = np.arange(0.0, 1.51, 0.1)
_WIDTH = 7.2  # inches: a page of a journal
_MARK = 5.0  # pixels, half the size of a place's mark
_NEVER = "#c9ced6"  # where no launch is early enough


def frontier_figure(frontier: Frontier) -> Figure:
    """The map of greatest speeds or least delays, a page of a journal wide.
    Red: a slow or late interceptor reaches some flight from there. Blue: only a fast or early one does.
    """
    return _picture(frontier, _fill, frontier.words)


def difference_figure(frontier: Frontier) -> Figure:
    """By how much (km/s) the certified map lies below the map of the ideal interceptor. The map is certified."""
    words = "greatest burnout speed less the certified one (km/s); no colour: nothing was certified there"
    return _picture(frontier, _difference, words)


def _picture(f: Frontier, fill: Callable[..., Any], words: str) -> Figure:
    # Places of the grid as (rows, columns) of latitude and longitude, and km on the map's plane.
    lat, lon = np.meshgrid(f.latitude_deg, f.longitude_deg, indexing="ij")
    plane: Plane | World
    if f.whole_globe:
        plane = World()
        box = -plane.wide, -plane.high, plane.wide, plane.high
    else:
        plane = Plane.about(lat.ravel(), lon.ravel())
    x, y = plane.place(lat.ravel(), lon.ravel())
    if not f.whole_globe:
        box = float(x.min()), float(y.min()), float(x.max()), float(y.max())
    x, y = x.reshape(lat.shape), y.reshape(lat.shape)
    # 0.75 inches for the bar of colours and the legend.
    with figure(_WIDTH, _WIDTH * (box[3] - box[1]) / (box[2] - box[0]) + 0.75) as made:
        axes = made.add_subplot()
        axes.set_aspect("equal")
        axes.set_xlim(box[0], box[2])
        axes.set_ylim(box[1], box[3])
        axes.set_axis_off()
        axes.set_title(fill_words(f.title, 110), loc="left", fontsize=8.0)
        filled = fill(axes, f, x, y)
        coasts(axes, plane, box, "#4d5661")
        _lines(axes, f, plane)
        areas = [a for a in f.theatre.areas if a.kind != "aim" and _inside(plane, a.rim, box)]
        labels = draw_places(axes, plane, areas, _places(f))
        bar = made.colorbar(
            filled, ax=axes, orientation="horizontal", shrink=0.75, aspect=45, pad=0.02
        )
        bar.set_label(words)
        levels = ", ".join(f"{c.level:g}" for c in f.contours)
        named = f"{levels} {f.unit}" if f.kind == "speed" else "lines of equal delay, s"
        handles: list[Line2D | Patch] = [
            Line2D([], [], color=INK, linewidth=1.0, label=named),
            Line2D([], [], color=DEPLOYMENT, label="site", **SITE),
            Line2D([], [], color=DEPLOYMENT, linewidth=0.8, label="where ships may be"),
            Line2D([], [], color=QUIET, label="base of the force", **BASE),
        ]
        if f.kind == "delay" and (f.why == Why.NEVER).any():
            handles.append(Patch(facecolor=_NEVER, label="no launch is early enough"))
        made.legend(handles=handles, loc="outside lower center", ncols=len(handles), frameon=False)
        # Names avoid one another where they are drawn, so the layout has to stand first.
        made.draw_without_rendering()
        label_places(axes, labels, 6.0)
        _number_lines(axes, f, plane, [(x, y) for x, y, _, _ in labels])
    return made


def _places(f: Frontier) -> dict[str, str]:
    """What the place of each deployment is called, by its id."""
    return {name: place_called(words) for name, words in f.called}


def _inside(
    plane: Plane | World,
    rim: tuple[tuple[float, float], ...],
    box: tuple[float, float, float, float],
) -> bool:
    x, y = plane.place(*np.array(rim).T)
    return bool(np.any((x > box[0]) & (x < box[2]) & (y > box[1]) & (y < box[3])))


def _difference(axes: Axes, f: Frontier, x: Array, y: Array) -> Any:
    """Cells in the colour of the gap; none where it is NaN."""
    assert f.certified is not None  # noqa: S101
    gap = np.ma.masked_invalid(f.value - f.certified)
    norm = BoundaryNorm(_GAPS, colormaps["viridis_r"].N, extend="max")
    return axes.pcolormesh(x, y, gap, cmap="viridis_r", norm=norm, shading="nearest", zorder=0)


def _fill(axes: Axes, f: Frontier, x: Array, y: Array) -> Any:
    """The value in steps of colour over the places of the map, km."""
    steps = _SPEEDS if f.kind == "speed" else _DELAYS
    # the colour of reach is at the low end of speeds, and at the high end of delays
    colours = colormaps["RdYlBu" if f.kind == "speed" else "RdYlBu_r"]
    # Beyond the end of the steps: no speed reaches a flight.
    shown = np.where(f.why == Why.NO_ARC, 2.0 * steps[-1], f.value)
    norm = BoundaryNorm(steps, colours.N, extend="both")
    # Where no launch is early enough there is no delay at all, not even 0: a colour of its own, below the others.
    never = np.ma.masked_where(f.why != Why.NEVER, np.ones(f.value.shape))
    axes.pcolormesh(x, y, never, cmap=ListedColormap([_NEVER]), shading="nearest", zorder=-1)
    # Between these and the last places with a delay each has its half.
    beside = np.ma.masked_where(~_beside(f.why == Why.NEVER) | (f.why != Why.KNOWN), f.value)
    axes.pcolormesh(x, y, beside, cmap=colours, norm=norm, shading="nearest", zorder=-1)
    masked = np.ma.masked_where((f.why == Why.OUTSIDE) | (f.why == Why.NEVER), shown)
    return axes.contourf(
        x, y, masked, levels=steps, cmap=colours, norm=norm, extend="both", zorder=0
    )


def _beside(places: Mask) -> Mask:
    """Which places of a grid (rows, columns) have one of these beside them, along or across."""
    wide = np.pad(places, 1)
    rows, columns = places.shape
    beside: Mask = np.any(
        [wide[i : i + rows, k : k + columns] for i in range(3) for k in range(3)], axis=0
    )
    return beside


def _lines(axes: Axes, f: Frontier, plane: Plane | World) -> None:
    """The named lines."""
    for contour in f.contours:
        for part in (p for line in contour.lines for p in plane.line(*np.array(line).T)):
            x, y = part.T
            axes.plot(x, y, color=INK, linewidth=1.0, zorder=3, gid=f"level {contour.level:g}")


def _number_lines(
    axes: Axes, f: Frontier, plane: Plane | World, places: list[tuple[float, float]]
) -> None:
    """A number on each named line where it is longest, two on a line of speeds: where it covers no word and no place
    (km on the map's plane).
    """
    canvas = axes.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)  # noqa: S101
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    taken = [t.get_window_extent(renderer) for t in axes.texts if t.get_text()]
    spots: Any = axes.transData.transform(places) if places else []
    taken += [Bbox.from_extents(x, y, x, y).padded(_MARK) for x, y in spots]
    for contour in f.contours:
        parts = [p for line in contour.lines for p in plane.line(*np.array(line).T)]
        line = max(parts, key=len)
        if len(line) <= 8:
            continue
        for wanted in (0.25, 0.75) if f.kind == "speed" else (0.5,):
            # From where it is wanted on outward to both sides, but not to the ends; nowhere, if no place is free.
            for k in sorted(range(1, len(line) - 1), key=lambda k: abs(k / len(line) - wanted)):
                note = axes.annotate(
                    f"{contour.level:g}", tuple(line[k]), ha="center", va="center", fontsize=6.5,
                    fontweight="bold", color=INK, zorder=6, path_effects=HALO,
                )  # fmt: skip
                extent = note.get_window_extent(renderer)
                if not any(extent.overlaps(other) for other in taken):
                    taken.append(extent)
                    break
                note.remove()
