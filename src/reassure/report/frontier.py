"""A frontier map in words: its ends, the deployments beside it, and its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from shapely.affinity import translate
from shapely.geometry import MultiLineString, MultiPolygon, Polygon, mapping
from shapely.geometry.polygon import orient
from shapely.ops import unary_union

from reassure.frontiers import Frontier, Why
from reassure.output import make_folder, whole
from reassure.report.exports.netcdf import put
from reassure.report.exports.shapes import area_shape
from reassure.report.wording import latitude_longitude, percent

__all__ = ["CERTIFIED", "FILES", "frontier_text", "geojson", "write_frontier", "write_numbers"]

FILES = (
    "frontier.json",
    "frontier.csv",
    "frontier.nc",
    "frontier.geojson",
    "frontier.png",
    "frontier.svg",
)
CERTIFIED = "certified.png"


def frontier_text(frontier: Frontier) -> RenderableType:
    """What the map says, and what it says at the deployments' places."""
    f = frontier
    known = f.why == Why.KNOWN
    lines: list[RenderableType] = [
        Text(f.title, style="bold"),
        Text(f.words[0].upper() + f.words[1:]),
    ]
    lines.append(Text(f"{int((f.why != Why.OUTSIDE).sum())} places, {f.area}", style="dim"))
    if known.any():
        for word, at in (
            ("least", int(np.nanargmin(f.value))),
            ("greatest", int(np.nanargmax(f.value))),
        ):
            r, c = np.unravel_index(at, f.value.shape)
            lines.append(
                Text(f"  {word} {_shown(f, f.value[r, c])} at {_place(f, r, c)}{_by(f, r, c)}")
            )
    for why, words in (
        (Why.NO_ARC, "at this delay no arc meets any flight from"),
        (Why.NEVER, "even if launched with it no flight is in reach from"),
    ):
        share = float((f.why == why).sum() / max(1, (f.why != Why.OUTSIDE).sum()))
        if share:
            lines.append(Text(f"  {words} {percent(share)} of the places"))
    if f.certified is not None:
        lines.append(Text(_certified(f)))
    table = _table(f)
    if table.row_count:
        lines += [
            Text(),
            table,
            Text(
                "Deployments for which the map holds: they differ from its interceptor only in that figure, and in place.",
                style="dim",
            ),
        ]
    return Group(*lines)


def _shown(f: Frontier, value: float) -> str:
    return f"{value:.2f} km/s" if f.kind == "speed" else f"{value:.0f} s"


def _place(f: Frontier, r: Any, c: Any) -> str:
    return latitude_longitude(
        [float(f.latitude_deg[r]), float((f.longitude_deg[c] + 180) % 360 - 180)]
    )


def _by(f: Frontier, r: Any, c: Any) -> str:
    i = int(f.flight[r, c])
    return f", by the flight from {f.bases[i]} to {latitude_longitude(f.aims[i].tolist())}"


def _certified(f: Frontier) -> str:
    assert f.certified is not None  # noqa: S101
    both = np.isfinite(f.certified) & np.isfinite(f.value)
    if not both.any():
        return "  nothing could be certified"
    gap = (f.value - f.certified)[both]
    return (
        f"  certified at {int(both.sum())} places; below the map by {gap.min():.2f} to {gap.max():.2f} km/s, "
        f"median {np.median(gap):.2f}"
    )


def _table(f: Frontier) -> Table:
    """The deployments for which the map holds, at their own places."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    own = "speed km/s" if f.kind == "speed" else "delay s"
    for title in ("Deployment", f"Its {own}", "The limit there", "Places that keep to it"):
        table.add_column(title, justify="left" if title == "Deployment" else "right")
    for s in f.stands:
        span = "none"
        if s.least is not None and s.greatest is not None:
            span = _shown(f, s.least)
            if s.greatest - s.least > 0.005:
                span = f"{span.split()[0]} to {_shown(f, s.greatest)}"
        kept = {1.0: "yes", 0.0: "no"}.get(s.share_kept) or percent(s.share_kept)
        table.add_row(s.deployment, f"{s.figure:g}", span, kept)
    return table


def geojson(frontier: Frontier) -> dict[str, Any]:
    """Contours, keep-out areas and the places of the deployments (RFC 7946); sources and hash as foreign members."""
    f = frontier
    features = []
    for contour in f.contours:
        line = MultiLineString([[(lon, lat) for lat, lon in part] for part in contour.lines])
        numbers = {f.name: contour.level, "stands_for": contour.words}
        features.append(_feature(_within_one_turn(line), "contour", numbers))
    for keep in f.keep_out:
        polygons = [Polygon(*_rings(p)) for p in keep.polygons]
        if polygons:
            kind = "burnout_speed_km_s" if f.kind == "speed" else "launch_delay_s"
            numbers = {kind: keep.value, "deployments": list(keep.deployments)}
            features.append(_feature(_within_one_turn(unary_union(polygons)), "keep-out", numbers))
    for area in f.theatre.areas:
        if area.kind == "deployment":
            features.append(_feature(area_shape(area.rim), "deployment", {"id": area.id}))
    return {
        "type": "FeatureCollection",
        "title": f.title,
        "scenario_sha256": f.scenario_sha256,
        "reassure_version": f.reassure_version,
        "map": f.words,
        "sources": [s.to_dict() for s in f.sources],
        "features": features,
    }


def _rings(polygon: tuple[tuple[tuple[float, float], ...], ...]) -> tuple[Any, list[Any]]:
    outer, *holes = [[(lon, lat) for lat, lon in ring] for ring in polygon]
    return outer, holes


def _within_one_turn(shape: Any) -> Any:
    """Longitudes from -180 to 180: what lies beyond is cut off there and put where it belongs."""
    turns = [shape.intersection(shapely.box(-180 + turn, -90, 180 + turn, 90)) for turn in (0, 360)]
    moved = [
        translate(part, -turn)
        for part, turn in zip(turns, (0, 360), strict=True)
        if not part.is_empty
    ]
    whole_shape = moved[0] if len(moved) == 1 else unary_union(moved)
    parts = [orient(p) if p.geom_type == "Polygon" else p for p in shapely.get_parts(whole_shape)]
    if parts[0].geom_type == "Polygon":
        return MultiPolygon([p for p in parts if p.geom_type == "Polygon"])
    return MultiLineString([p for p in parts if p.geom_type == "LineString"])


def _feature(shape: Any, kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": mapping(shape),
        "properties": {"kind": kind, **properties},
    }


def write_numbers(frontier: Frontier, folder: Path) -> None:
    """Write all FILES but the pictures into a folder, which is made where it is missing; each appears whole or not at all."""
    make_folder(folder)
    paths = [folder / name for name in FILES]
    frontier.write_json(paths[0])
    frontier.write_csv(paths[1])
    put(frontier.to_xarray(), paths[2], {})
    with whole(paths[3]) as out:
        json.dump(geojson(frontier), out, allow_nan=False)


def write_frontier(frontier: Frontier, folder: Path) -> list[Path]:
    """Write all FILES into a folder, the numbers first, and of a certified map also CERTIFIED. Raises OutputError."""
    write_numbers(frontier, folder)
    from reassure.report.plots.engine import save
    from reassure.report.plots.frontier import difference_figure, frontier_figure

    paths = [folder / name for name in FILES]
    save(paths[4:], lambda: frontier_figure(frontier))
    if frontier.certified is not None:
        paths.append(folder / CERTIFIED)
        save(paths[-1:], lambda: difference_figure(frontier))
    return paths
