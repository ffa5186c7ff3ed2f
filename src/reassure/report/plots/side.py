"""Height against ground distance along the way from a base to an aim, to scale: flights in each shape, and a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides, Interception, Track
from reassure.geography.geodesics import ROUND_KM, along_km
from reassure.report.colours import DEPLOYMENT, step_of
from reassure.report.plots.style import FAINT, HALO, INK, QUIET, SITE, figure, step_legend, steps_of
from reassure.report.wording import flight_name, shape
from reassure.typing import Array
from reassure.words.rounding import nearest, signed

__all__ = ["shapes_beside", "side_figure"]

_TICKS_S = 120.0  # between marks on the ways
_LETTERS = {True: 115, False: 54}
"""What fits above a figure of two columns, and of one."""
_COLUMNS = 3
"""Of the legend, in a figure of two columns."""
_LETTERS_OF_LEGEND = 44
"""What fits into a third of two columns, and into one column: there an entry goes on below."""
Way = tuple[tuple[float, float], tuple[float, float]]
"""From the base, and toward which place the flight sets out: latitudes and longitudes, deg."""


def shapes_beside(result: Assessment, d: int, flight: int) -> list[int]:
    """The flights that a side view shows beside `flight`, by number, in order: one for each shape. They have its base
    and aim; of several in a shape the one of least margin of deployment `d` stands, or `flight` itself.
    """
    f = result.flights
    margin = np.nan_to_num(result.pairs.margin_km_s[d], nan=np.inf)
    # Two flights of one base and aim may differ in shape alone, or in the point of the aim region.
    same = (f.base == f.base[flight]) & (f.aim == f.aim[flight])
    chosen = {float(f.flight_time_ratio[flight]): flight}
    for ratio in dict.fromkeys(f.flight_time_ratio[same].tolist()):
        mine = np.flatnonzero(same & (f.flight_time_ratio == ratio))
        chosen.setdefault(ratio, int(mine[np.argmin(margin[mine])]))
    return sorted(chosen.values())


def side_figure(result: Assessment, ways: Ephemerides, d: int, width: float) -> Figure:
    """Height against ground distance of deployment `d`'s closest flight (the thick one), the same in other shapes, and
    the meeting. Marks on the ways stand every two minutes from the flight's launch. `width`: inches.
    """
    worst = result.deployments[d].worst_flight
    assert worst is not None  # noqa: S101
    way = _way(result, ways, worst)
    falls = [_along(way, t.fall) for t in ways.flights]
    mine = [m for m in ways.interceptions if m.deployment == d]
    arcs = [_arc(way, m, ways) for m in mine]
    far = max(float(x.max()) for x, _ in falls)
    near = min([0.0, *(float(x.min()) for x, _ in arcs)])  # a site may stand behind the base
    high = 1.15 * max(float(y.max()) for _, y in (*falls, *arcs))
    wide = width > 5.0
    title = f"{result.deployment_names[d]} and its closest flight: {flight_name(result, worst)}"
    title = fill(title, _LETTERS[wide])
    handles = _handles(result, ways, d, worst)
    for handle in handles:
        handle.set_label(fill(str(handle.get_label()), _LETTERS_OF_LEGEND))
    lines = [str(handle.get_label()).count("\n") + 1 for handle in handles]
    # in columns the longest entry makes its row as high as itself
    rows = sum(lines) if not wide else -(-len(lines) // _COLUMNS) * max(lines)
    # To scale: a km is as long upward as along, and the height of the figure follows.
    scaled = (width - 0.55) * high / (1.02 * (far - near))
    with figure(width, scaled + 0.55 + 0.14 * rows + 0.13 * (title.count("\n") + 1)) as made:
        axes = made.add_subplot()
        _draw_flights(axes, result, ways, d, way, falls)
        for m, arc in zip(mine, arcs, strict=True):
            _draw_interceptor(axes, way, m, arc)
        _draw_frame(axes, near, far, high)
        if not wide:
            axes.set_xlabel("ground distance along the way, km (Earth's curve laid flat)")
        axes.set_title(title, loc="left")
        made.legend(
            handles=handles,
            loc="outside lower center",
            ncols=_COLUMNS if wide else 1,
            frameon=False,
        )
    return made


def _way(result: Assessment, ways: Ephemerides, flight: int) -> Way:
    """From which base and toward which place the flight sets out, as `along_km` takes them."""
    f = result.flights
    base = float(f.base_latitude_deg[flight]), float(f.base_longitude_deg[flight])
    toward = float(f.aim_latitude_deg[flight]), float(f.aim_longitude_deg[flight])
    if f.way[flight] == "long":  # it sets out the other way
        out = next(t.boost for t in ways.flights if t.flight == flight)
        toward = float(out.latitude_deg[-1]), float(out.longitude_deg[-1])
    return base, toward


def _draw_flights(
    axes: Axes,
    result: Assessment,
    ways: Ephemerides,
    d: int,
    way: Way,
    falls: Sequence[tuple[Array, Array]],
) -> None:
    """Each flight with its shape beside its top; the lowest has it below the line."""
    margin, worst = result.pairs.margin_km_s[d], result.deployments[d].worst_flight
    lowest = min(range(len(falls)), key=lambda k: float(falls[k][1].max()))
    for k, (track, fall) in enumerate(zip(ways.flights, falls, strict=True)):
        i = track.flight
        below = k == lowest and len(falls) > 1
        colour = step_of(float(margin[i])).colour
        thick = 1.8 if i == worst else 0.9
        boost = _along(way, track.boost)
        axes.plot(*boost, color=colour, linewidth=thick, linestyle=(0, (1.5, 1)))
        axes.plot(*fall, color=colour, linewidth=thick, gid=f"flight {i}")
        _ticks(axes, way, track.fall, colour)
        top = int(np.argmax(fall[1]))
        axes.annotate(
            shape(float(result.flights.flight_time_ratio[i]), result.ratios), (fall[0][top], fall[1][top]),
            xytext=(0, -4.0 if below else 2.5), textcoords="offset points", ha="center",
            va="top" if below else "bottom", fontsize=6.0, color=INK, path_effects=HALO,
        )  # fmt: skip


def _draw_interceptor(axes: Axes, way: Way, met: Interception, arc: tuple[Array, Array]) -> None:
    """The interceptor's arc from its site to the meeting, with its marks."""
    axes.plot(*arc, color=DEPLOYMENT, linewidth=1.4, gid="interceptor")
    _ticks(axes, way, met.arc, DEPLOYMENT)
    axes.plot([arc[0][-1]], [arc[1][-1]], "o", color=INK, markersize=4, gid="meeting", zorder=5)
    # The site on the ground: the arc begins straight above it, at the burnout's height.
    site = float(along_km(*way, met.site_latitude_deg, met.site_longitude_deg))
    axes.plot([site], [0.0], color=DEPLOYMENT, gid="site", clip_on=False, zorder=5, **SITE)


def _draw_frame(axes: Axes, near: float, far: float, high: float) -> None:
    axes.axhline(0.0, color=QUIET, linewidth=0.6)
    axes.set_xlim(near - 0.01 * far, 1.01 * far)
    axes.set_ylim(0.0, high)
    axes.set_aspect("equal")
    axes.set_xlabel(
        "ground distance from the base along the flight's way, km (Earth's curve laid flat)"
    )
    axes.set_ylabel("height, km")
    axes.grid(color=FAINT, linewidth=0.3)
    axes.spines[["top", "right"]].set_visible(False)


def _handles(result: Assessment, ways: Ephemerides, d: int, worst: int) -> list[Line2D]:
    margin, at = result.pairs.margin_km_s[d], result.pair(d, worst)
    steps = step_legend(steps_of(margin[[t.flight for t in ways.flights]]), line=True)
    for handle in steps:
        # "-1 to 0" becomes "flight, margin -1 to 0 km/s".
        handle.set_label(f"flight, margin {handle.get_label()} km/s")
    met = (
        f"meeting{' of one that had it' if margin[worst] > 0.0 else ''}: {nearest(at['at']['intercept_s'])} s, "
        f"{nearest(at['at']['height_km'])} km up, margin {signed(float(margin[worst]))} km/s"
        f"{', out of reach' if margin[worst] > 0.0 else ''}".replace("-", "−")  # noqa: RUF001
    )
    return [
        *steps,
        Line2D([], [], color=QUIET, linewidth=1.0, linestyle=(0, (1.5, 1)), label="boost, drawn and not modelled"),
        Line2D([], [], color=DEPLOYMENT, linewidth=1.4, **{**SITE, "linestyle": "-"}, label="site; ideal interceptor that has the required speed"),
        Line2D([], [], color=INK, marker="o", markersize=4, linestyle="", label=met),
        Line2D([], [], color=QUIET, marker="|", markersize=5, linestyle="", label="every 120 s from the flight's launch"),
    ]  # fmt: skip


def _along(way: Way, track: Track) -> tuple[Array, Array]:
    """Ground distance along the way and height, km, each (n,); distances go on past half way round the Earth."""
    along = along_km(*way, track.latitude_deg, track.longitude_deg)
    # along_km is between minus and plus half of ROUND_KM: unless unwrapped, a flight the long way would run backwards.
    return np.unwrap(along, period=ROUND_KM), track.height_m / 1e3


def _arc(way: Way, met: Interception, ways: Ephemerides) -> tuple[Array, Array]:
    """The same of an interceptor's arc, moved by whole turns to where its flight is at the meeting."""
    x, y = _along(way, met.arc)
    fall = next((t.fall for t in ways.flights if t.flight == met.flight), None)
    if fall is None:
        return x, y
    there = np.interp(met.arc.time_s[-1], fall.time_s, _along(way, fall)[0])
    return x + ROUND_KM * np.round((there - x[-1]) / ROUND_KM), y


def _ticks(axes: Axes, way: Way, track: Track, colour: str) -> None:
    """Marks at multiples of two minutes from the flight's launch; between samples by a straight line."""
    first = _TICKS_S * np.ceil(track.time_s[0] / _TICKS_S)
    times = np.arange(first, track.time_s[-1], _TICKS_S)
    x, y = (np.interp(times, track.time_s, values) for values in _along(way, track))
    axes.plot(x, y, "|", color=colour, markersize=4, markeredgewidth=0.7)
