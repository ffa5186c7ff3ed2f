"""A map of the theatre: azimuthal equidistant about its middle, so that distances from there are to scale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import fill

import numpy as np
import shapely
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.answers.theatre import Area
from reassure.errors import ResultError
from reassure.report.colours import DEPLOYMENT, step_of
from reassure.report.exports.carried import least_margin
from reassure.report.plane import EDGE_KM, Box, Plane, borders_within, graticule_within, land_within
from reassure.report.plots.style import (
    BASE,
    FAINT,
    HALO,
    INK,
    LAND,
    QUIET,
    SITE,
    figure,
    step_legend,
    steps_of,
)
from reassure.report.world import World
from reassure.scenario.names import name_of, place_name

__all__ = ["coasts", "draw_places", "ground", "label_places", "map_figure", "place_called"]


def map_figure(result: Assessment, ways: Ephemerides, chosen: int | None, width: float) -> Figure:
    """Land, places, ground tracks in the colour of their margin, and the closest meetings; `width` inches wide.
    `chosen`: the deployment (by number) whose margins colour the tracks; None: the least of all. Raises ResultError
    where the result does not say where things stand.
    """
    if result.theatre is None:
        raise ResultError(
            "a map needs to know where things stand; allowed: a result of this version"
        )
    areas = [
        a
        for a in result.theatre.areas
        if a.kind != "deployment" or chosen is None or a.id == result.deployments[chosen].id
    ]
    # Of each area as many points, so that the middle does not lean towards long rims.
    middle = np.array([p for a in areas for p in _few(a)])
    plane = Plane.about(*middle.T)
    margins = {
        t.flight: least_margin(result, t.flight)
        if chosen is None
        else float(result.pairs.margin_km_s[chosen, t.flight])
        for t in ways.flights
    }
    box = _box(plane, areas, ways)
    tall = (box[3] - box[1]) / (box[2] - box[0])
    # No taller than 1.1 (page) or 1.4 (column) times its width, with room for the legend below.
    with figure(
        width, width * min(tall, 1.1 if width > 5.0 else 1.4) + (0.6 if width > 5.0 else 1.0)
    ) as made:
        axes = made.add_subplot()
        axes.set_aspect("equal")
        axes.set_xlim(box[0], box[2])
        axes.set_ylim(box[1], box[3])
        axes.set_xticks([])
        axes.set_yticks([])
        ground(axes, plane, box)
        _flights(axes, plane, ways, margins)
        _meetings(axes, result, plane, ways, chosen)
        labels = draw_places(axes, plane, areas, _called(result))
        bar = _scale(axes, box, labels)
        made.legend(
            handles=_handles(margins, ways, chosen), loc="outside lower center",
            ncols=4 if width > 5.0 else 2, frameon=False, columnspacing=1.2, handlelength=1.6,
            title=fill(_heading(result, ways, chosen), int(17 * width)), title_fontsize=6.5,
        )  # fmt: skip
        made.draw_without_rendering()
        label_places(axes, labels, 6.0 if width > 5.0 else 5.0, bar)
    return made


def _few(area: Area) -> list[tuple[float, float]]:
    """Some points of a rim, eight or so: as many of each area, however long its rim."""
    step = max(1, len(area.rim) // 8)
    return list(area.rim[::step])


def _box(plane: Plane, areas: list[Area], ways: Ephemerides) -> Box:
    """West, south, east, north, km: around all that is drawn."""
    places = [plane.place(*np.array(a.rim).T) for a in areas]
    places += [plane.place(t.fall.latitude_deg, t.fall.longitude_deg) for t in ways.flights]
    x, y = (np.concatenate([p[k] for p in places]) for k in (0, 1))
    # A margin around what is drawn: 4 % of its extent and 100 km.
    pad = 0.04 * max(np.ptp(x), np.ptp(y)) + 100.0
    west, east = (np.clip(v, -EDGE_KM, EDGE_KM) for v in (x.min() - pad, x.max() + pad))
    south, north = (np.clip(v, -EDGE_KM, EDGE_KM) for v in (y.min() - pad, y.max() + pad))
    # A map is at least 0.55 as high as wide.
    lack = 0.55 * (east - west) - (north - south)
    grow = max(0.0, 0.5 * lack)
    return float(west), float(south - grow), float(east), float(north + grow)


# -- the ground ---------------------------------------------------------------------------------------


def ground(axes: Axes, plane: Plane, box: Box) -> None:
    """Land, coasts and borders, and a graticule, within a box (west, south, east, north; km on the plane)."""
    for part in land_within(plane, box):
        axes.add_patch(PathPatch(_path(part), facecolor=LAND, edgecolor="none", zorder=0))
    coasts(axes, plane, box)
    _graticule(axes, plane, box)


def coasts(axes: Axes, plane: Plane | World, box: Box, colour: str = "#b9bfc8") -> None:
    """Coasts and borders as thin lines, those that come into the box."""
    lines = borders_within(plane, box)
    axes.add_collection(LineCollection(lines, colors=colour, linewidths=0.3, zorder=0.5))


def _path(polygon: shapely.Polygon) -> Path:
    """A polygon with its holes as one path of matplotlib."""
    rings = [np.array(r.coords) for r in (polygon.exterior, *polygon.interiors)]
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))


def _graticule(axes: Axes, plane: Plane, box: Box) -> None:
    """Parallels and meridians every 30 degrees, as thin lines."""
    drawn = graticule_within(plane, box)
    axes.add_collection(
        LineCollection(drawn, colors=FAINT, linewidths=0.3, linestyles=":", zorder=0.6)
    )


# -- what stands and flies ----------------------------------------------------------------------------


def _flights(axes: Axes, plane: Plane, ways: Ephemerides, margins: dict[int, float]) -> None:
    """Ground tracks: those out of reach first, so that what is in reach lies on top. Boosts are dotted."""
    # No arc (NaN) counts as farthest out of reach.
    order = sorted(ways.flights, key=lambda t: -np.nan_to_num(margins[t.flight], nan=np.inf))
    for track in order:
        colour = step_of(margins[track.flight]).colour
        x, y = plane.place(track.fall.latitude_deg, track.fall.longitude_deg)
        axes.plot(x, y, color=colour, linewidth=0.8, gid=f"flight {track.flight}", zorder=2)
        x, y = plane.place(track.boost.latitude_deg, track.boost.longitude_deg)
        axes.plot(x, y, color=colour, linewidth=0.8, linestyle=(0, (1.5, 1)), zorder=2)


def _meetings(
    axes: Axes, result: Assessment, plane: Plane, ways: Ephemerides, chosen: int | None
) -> None:
    for m in ways.interceptions:
        if chosen not in (None, m.deployment):
            continue
        x, y = plane.place(m.arc.latitude_deg, m.arc.longitude_deg)
        axes.plot(
            x, y, color=DEPLOYMENT, linewidth=0.9, zorder=3, gid=f"interceptor {m.deployment}"
        )
        colour = step_of(float(result.pairs.margin_km_s[m.deployment, m.flight])).colour
        axes.plot(
            [x[-1]], [y[-1]], "o", markersize=3.6, markerfacecolor=colour, markeredgecolor=INK,
            markeredgewidth=0.5, zorder=5, gid=f"meeting {m.deployment}",
        )  # fmt: skip


def draw_places(
    axes: Axes, plane: Plane | World, areas: list[Area], called: Mapping[str, str] | None = None
) -> list[tuple[float, float, str, str]]:
    """Draw sites, bases, aims and areas. Returns for each name where it goes (km east and north), the name, and its
    colour.
    """
    names: dict[tuple[float, float, str], list[str]] = {}
    for a in areas:
        colour = DEPLOYMENT if a.kind == "deployment" else QUIET
        x, y = plane.place(*np.array(a.rim).T)
        # A rim of one or two points is a place.
        if len(a.rim) < 3:
            mark = {"deployment": SITE, "base": BASE}.get(
                a.kind, {"marker": "D", "markersize": 2.6}
            )
            axes.plot(x[:1], y[:1], color=colour, zorder=4, gid=f"{a.kind} {a.id}", **mark)
        else:
            axes.plot(
                np.append(x, x[0]), np.append(y, y[0]), color=colour, linewidth=0.8, zorder=1.5,
                gid=f"{a.kind} {a.id}",
            )  # fmt: skip
            for hole in a.holes:
                rim = np.column_stack(plane.place(*np.array(hole).T))
                axes.plot(*np.vstack([rim, rim[:1]]).T, color=colour, linewidth=0.5, zorder=1.5)
        # To 0.1 km: what stands at one place has one name.
        spot = round(float(x.mean()), 1), round(float(y.mean()), 1), colour
        names.setdefault(spot, []).append(_name(a, called or {}))
    return [(x, y, _common(ids), colour) for (x, y, colour), ids in names.items()]


def _called(result: Assessment) -> dict[str, str]:
    """What the place of each deployment is called on a map, by the deployment's id."""
    return {d.id: place_name(d.place).removeprefix("the ") for d in result.deployments}


def _name(area: Area, called: Mapping[str, str]) -> str:
    if area.kind == "deployment":
        return called.get(area.id, area.id)
    return area.name or name_of(area.id)


def _common(ids: list[str]) -> str:
    """One name for all that stand at one place: what their names end in alike, or the first and how many more.
    "phase-1-redzikowo" and "phase-2-redzikowo" are "redzikowo".
    """
    if len(set(ids)) == 1:
        return ids[0]
    parts = [i.split("-") for i in ids]
    shared = 0
    while all(len(p) > shared and p[-1 - shared] == parts[0][-1 - shared] for p in parts):
        shared += 1
    return (
        "-".join(parts[0][len(parts[0]) - shared :])
        if shared
        else f"{ids[0]} and {len(ids) - 1} more"
    )


_TRIES = (
    (4, 3, "left"), (-4, 3, "right"), (4, -8, "left"), (-4, -8, "right"), (0, 5, "center"), (0, -11, "center"),
    (12, 9, "left"), (-12, 9, "right"), (12, -15, "left"), (-12, -15, "right"), (0, 13, "center"), (0, -19, "center"),
    (12, 18, "left"), (-12, 18, "right"), (12, -24, "left"), (-12, -24, "right"), (0, 22, "center"), (0, -28, "center"),
)  # fmt: skip
"""Where a name may stand, from its place: points east and north, and which side of it is anchored."""
_FAR = 9
"""From so many points on, east or north, a thin line leads from a name to its place."""


_LEADER = {"arrowstyle": "-", "linewidth": 0.4, "color": QUIET, "shrinkA": 0.0, "shrinkB": 0.0}


def place_called(name: str) -> str:
    """Where a deployment of that name stands: "SM-3 IIA ships in the Baltic Sea" are in the Baltic Sea."""
    return re.split(r" (?:at|in) (?:the )?", name, maxsplit=1)[-1].split(",")[0]


def label_places(
    axes: Axes,
    labels: list[tuple[float, float, str, str]],
    size: float,
    bar: Text | None = None,
    mark: float = 1.5,
) -> None:
    """Write names beside their places: each where it covers no other name and no place, if there is such a spot.
    `labels`: as `draw_places` gives them; `size`: of letters, points; `bar`: a text that is to stay free; `mark`: half
    the size of a place's mark, points.
    """
    canvas = axes.figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)  # noqa: S101
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    frame = axes.get_window_extent()
    unit = mark * axes.figure.dpi / 72.0  # in pixels
    spots = axes.transData.transform([(x, y) for x, y, _, _ in labels])
    taken = [] if bar is None else [bar.get_window_extent(renderer).padded(unit)]
    taken += [Bbox.from_extents(x - unit, y - unit, x + unit, y + unit) for x, y in spots]
    # From south to north, so that the order and with it the picture is the same each time.
    for x, y, name, colour in sorted(labels, key=lambda label: label[1]):
        best: tuple[int, Annotation, Bbox, tuple[float, float]] | None = None
        for east, north, side in _TRIES:
            # A larger mark moves its name away, up or down and to its side.
            dx, dy = east + (mark - 1.5) * np.sign(east), north + (mark - 1.5) * np.sign(north)
            note = axes.annotate(
                name, (x, y), xytext=(dx, dy), textcoords="offset points", ha=side, va="bottom",
                fontsize=size, color=colour, zorder=6, path_effects=HALO,
            )  # fmt: skip
            extent = note.get_window_extent(renderer)
            inside = frame.x0 < extent.x0 < extent.x1 < frame.x1 and frame.y0 < extent.y0 < extent.y1 < frame.y1  # fmt: skip
            # A name that leaves the frame counts as one that covers five others.
            bad = sum(bool(extent.overlaps(other)) for other in taken) + (0 if inside else 5)
            if best is None or bad < best[0]:
                if best is not None:
                    best[1].remove()
                # A name below its place begins a line of letters lower.
                end = (dx, dy if north > 0 else dy + size)
                best = bad, note, extent, end if max(abs(east), north, -north - size) >= _FAR else (0.0, 0.0)  # fmt: skip
            else:
                note.remove()
            if best[0] == 0:
                break
        assert best is not None  # noqa: S101
        taken.append(best[2])
        if any(best[3]):
            # Below all names and marks.
            axes.annotate("", (x, y), xytext=best[3], textcoords="offset points", arrowprops=_LEADER, zorder=3.5)  # fmt: skip


def _scale(axes: Axes, box: Box, labels: list[tuple[float, float, str, str]]) -> Annotation:
    """A bar; along lines through the map's middle it is true everywhere. In the corner below that no place is in."""
    west, south, east, _ = box
    wide = east - west
    length = 1000.0 if wide < 9000.0 else 2000.0
    busy = any(x < west + 0.25 * wide and y < south + 0.1 * wide for x, y, _, _ in labels)
    x = east - 0.03 * wide - length if busy else west + 0.03 * wide
    y = south + 0.035 * wide
    axes.plot(
        [x, x + length],
        [y, y],
        color=INK,
        linewidth=1.4,
        solid_capstyle="butt",
        zorder=7,
        gid="scale",
    )
    return axes.annotate(
        f"{length:.0f} km from the middle", (x + length if busy else x, y), xytext=(0, 2),
        textcoords="offset points", fontsize=5.5, ha="right" if busy else "left", va="bottom", zorder=7,
        path_effects=HALO,
    )  # fmt: skip


def _heading(result: Assessment, ways: Ephemerides, chosen: int | None) -> str:
    """Whose margins the colours are, and which flights are drawn where some are left out."""
    whose = (
        "of all deployments: the least"
        if chosen is None
        else f"of {result.deployment_names[chosen]}"
    )
    drawn = f"; drawn: {ways.selection}" if ways.left_out else ""
    return f"margins {whose}{drawn}"


def _handles(margins: dict[int, float], ways: Ephemerides, chosen: int | None) -> list[Line2D]:
    steps = step_legend(steps_of(margins.values()), line=True)
    for handle in steps:
        handle.set_label(f"{handle.get_label()} km/s")
    places = [
        Line2D([], [], color=QUIET, label="base", **BASE),
        Line2D([], [], color=QUIET, linewidth=0.8, label="aim region"),
        Line2D([], [], color=DEPLOYMENT, label="site; or where ships may be", **SITE),
    ]
    if any(chosen in (None, m.deployment) for m in ways.interceptions):
        places += [
            Line2D([], [], color=DEPLOYMENT, linewidth=0.9, label="ideal interceptor"),
            Line2D([], [], color=INK, marker="o", markerfacecolor="white", markersize=3.6, linestyle="", label="closest meeting"),
        ]  # fmt: skip
    return [*steps, *places]
