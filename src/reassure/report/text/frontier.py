"""A frontier map in words: its ends, the deployments beside it, and its files."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Group, RenderableType
from shapely.geometry import MultiLineString, mapping

from reassure.answers.frontier import Frontier, Why
from reassure.machine.files import make_folder, whole
from reassure.report.console import Column, Indented, Text, TextTable
from reassure.report.exports.netcdf import save as save_dataset
from reassure.report.exports.seams import cut_line
from reassure.report.exports.shapes import area_shape, flat_area
from reassure.report.wording import latitude_longitude, percent
from reassure.words.counts import counted
from reassure.words.rounding import down, nearest, up

__all__ = [
    "CERTIFIED",
    "FILES",
    "PAGE",
    "frontier_text",
    "geojson",
    "party_lines",
    "shown_limit",
    "write_frontier",
    "write_numbers",
]

FILES = (
    "frontier.json",
    "frontier.csv",
    "frontier.nc",
    "frontier.geojson",
    "frontier.png",
    "frontier.svg",
)
CERTIFIED = "certified.png"
PAGE = "atlas.html"
"""Of a map of the whole globe."""


def frontier_text(frontier: Frontier) -> RenderableType:
    """What the map says, what it says at the deployments' places, and what is certified."""
    f = frontier
    known = f.why == Why.KNOWN
    lines: list[RenderableType] = [
        Text(f.title, style="bold"),
        Text(f.words[0].upper() + f.words[1:]),
    ]
    lines.append(
        Text(f"{counted(int((f.why != Why.OUTSIDE).sum()), 'place')}, {f.area}", style="dim")
    )
    if known.any():
        for word, at in (
            # value holds NaN where nothing is known.
            ("least", int(np.nanargmin(f.value))),
            ("greatest", int(np.nanargmax(f.value))),
        ):
            r, c = np.unravel_index(at, f.value.shape)
            lines.append(
                _item(f"{word} {shown_limit(f, f.value[r, c])} at {_place(f, r, c)}{_by(f, r, c)}")
            )
    for why, words in (
        (Why.NO_ARC, "at this delay no arc meets any flight from"),
        (Why.NEVER, "even if launched with it no flight is in reach from"),
    ):
        # Of the places asked about: those outside the area do not count.
        share = float((f.why == why).sum() / max(1, (f.why != Why.OUTSIDE).sum()))
        if share:
            lines.append(_item(f"{words} {percent(share)} of the places"))
    lines += [_item(line) for line in party_lines(f)]
    if f.certified is not None:
        lines.append(_item(_certified(f)))
    table = _table(f)
    if table.rows:
        lines += [
            Text(),
            table,
            Text(
                "Deployments for which the map holds: they differ from its interceptor only in that figure, and in place.",
                style="dim",
            ),
        ]
    return Group(*lines)


def party_lines(f: Frontier) -> list[str]:
    """Of each party the share of the Earth's surface on the map from which its flights are the first in reach, and where
    that takes least; empty where there is one party.
    """
    first = f.first_party
    if f.parties is None or f.by_party is None or first is None:
        return []
    weight = f.weights
    out = []
    for k, (name, layer) in enumerate(zip(f.parties, f.by_party, strict=True)):
        share = percent(float(weight[first == k].sum()))
        words = f"{name}: first in reach from {share} of the area"
        if np.isfinite(layer).any():
            r, c = np.unravel_index(
                int((np.nanargmin if f.kind == "speed" else np.nanargmax)(layer)), layer.shape
            )
            end = "least" if f.kind == "speed" else "latest"
            words += f"; {end} {shown_limit(f, layer[r, c])} at {_place(f, r, c)}"
        out.append(words)
    return out


def _item(words: str) -> Indented:
    return Indented(Text(words), 2, 4)


def shown_limit(f: Frontier, value: float) -> str:
    """A value of the map: a speed rounded down (km/s), a delay up (s), as required speeds and critical delays are; "none"
    where it is NaN.
    """
    if math.isnan(value):
        return "none"
    return f"{down(value)} km/s" if f.kind == "speed" else f"{up(value)} s"


def _place(f: Frontier, r: Any, c: Any) -> str:
    return latitude_longitude(
        # A grid over the antimeridian goes on past 180.
        [float(f.latitude_deg[r]), float((f.longitude_deg[c] + 180) % 360 - 180)]
    )


def _by(f: Frontier, r: Any, c: Any) -> str:
    """Which flight the value at a place of the grid turns on."""
    i = int(f.flight[r, c])
    return f", by the flight from {f.bases[i]} to {latitude_longitude(f.aims[i].tolist())}"


def _certified(f: Frontier) -> str:
    assert f.certified is not None  # noqa: S101
    both = np.isfinite(f.certified) & np.isfinite(f.value)
    if not both.any():
        return "nothing could be certified"
    # How far the certified speed lies below the greatest (km/s), where both are known.
    gap = (f.value - f.certified)[both]
    return (
        f"certified at {counted(int(both.sum()), 'place')}; below the map by {nearest(gap.min(), 2)} to {nearest(gap.max(), 2)} km/s, "
        f"median {nearest(float(np.median(gap)), 2)}"
    )


def _table(f: Frontier) -> TextTable:
    """The deployments for which the map holds, at their own places."""
    own = "speed km/s" if f.kind == "speed" else "delay s"
    table = TextTable(
        Column("Deployment"),
        *(
            Column(head, right=True)
            for head in (f"Its {own}", "The limit there", "Places that keep to it")
        ),
    )
    for s in f.stands:
        span = "none"
        if s.least is not None and s.greatest is not None:
            span = shown_limit(f, s.least)
            # A span narrower than half the last digit of a speed is one number.
            if s.greatest - s.least > 0.005:
                span = f"{span.split()[0]} to {shown_limit(f, s.greatest)}"
        kept = {1.0: "yes", 0.0: "no"}.get(s.share_kept) or percent(s.share_kept)
        table.add(s.deployment, f"{s.figure:g}", span, kept)
    return table


def geojson(frontier: Frontier) -> dict[str, Any]:
    """Contours, keep-out areas and the places of the deployments (RFC 7946); sources and hash as foreign members.
    Coordinates are longitude and latitude, WGS84 degrees.
    """
    f = frontier
    features = []
    for contour in f.contours:
        lines = [
            part
            for line in contour.lines
            # Latitude first in an answer, longitude first in GeoJSON; a line along the edge may leave parts of one
            # point.
            for part in cut_line(np.array([(lon, lat) for lat, lon in line]))
            if len(part) > 1
        ]
        if lines:
            numbers = {f.name: contour.level, "stands_for": contour.words}
            features.append(_feature(MultiLineString(lines), "contour", numbers))
    for keep in f.keep_out:
        whole_area = flat_area([_rings(p) for p in keep.polygons])
        if whole_area is not None:
            kind = "burnout_speed_km_s" if f.kind == "speed" else "launch_delay_s"
            numbers = {kind: keep.value, "deployments": list(keep.deployments)}
            features.append(_feature(whole_area, "keep-out", numbers))
    for area in f.theatre.areas:
        if area.kind == "deployment":
            features.append(
                _feature(area_shape(area.rim, area.holes), "deployment", {"id": area.id})
            )
    return {
        "type": "FeatureCollection",
        "title": f.title,
        "scenario_sha256": f.scenario_sha256,
        "reassure_version": f.reassure_version,
        "map": f.words,
        "sources": [s.to_dict() for s in f.sources],
        "features": features,
    }


def _rings(polygon: tuple[tuple[tuple[float, float], ...], ...]) -> list[list[tuple[float, float]]]:
    return [[(lon, lat) for lat, lon in ring] for ring in polygon]


def _feature(shape: Any, kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": mapping(shape),
        "properties": {"kind": kind, **properties},
    }


def write_numbers(frontier: Frontier, folder: Path) -> None:
    """Write all FILES but the pictures into a folder; each appears whole or not at all. Raises OutputError.
    The folder is made where it is missing.
    """
    make_folder(folder)
    paths = [folder / name for name in FILES]
    frontier.write_json(paths[0])
    frontier.write_csv(paths[1])
    save_dataset(frontier.to_xarray(), paths[2])
    with whole(paths[3]) as out:
        json.dump(geojson(frontier), out, allow_nan=False)


def write_frontier(frontier: Frontier, folder: Path) -> list[Path]:
    """Write all FILES into a folder, the numbers first, and of a certified map also CERTIFIED. Returns their paths.
    Raises OutputError.
    """
    write_numbers(frontier, folder)
    from reassure.report.plots.engine import save
    from reassure.report.plots.frontier import difference_figure, frontier_figure

    paths = [folder / name for name in FILES]
    save(paths[4:], lambda: frontier_figure(frontier))
    if frontier.certified is not None:
        paths.append(folder / CERTIFIED)
        save(paths[-1:], lambda: difference_figure(frontier))
    return paths
