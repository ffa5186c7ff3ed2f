"""What a page carries so that it can work out a scenario itself: the scenario, the catalogue, and the points of areas.

`reassure-kit/1`; the page's side of it is viewer/src/scenario/tables.ts. Areas go along as points, since their sampling needs
libraries that a page does not have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from reassure.answers.reasons import Reason
from reassure.catalog import (
    Base,
    Booster,
    Declaration,
    Entry,
    Infrared,
    Interceptor,
    Radar,
    Site,
    Zone,
    catalog,
)
from reassure.catalog.entries import Polygon
from reassure.geography.regions import Disc, Outline
from reassure.report.html.view import ASSUMPTIONS
from reassure.report.wording import SLANTED
from reassure.scenario import Scenario
from reassure.scenario.lookup import outline_named
from reassure.scenario.model import ForceTable
from reassure.scenario.parts import AimDisc, AimPolygon, BaseArea

__all__ = ["FORMAT", "kit"]

FORMAT = "reassure-kit/1"

_KINDS: dict[str, type[Entry]] = {
    "base": Base, "site": Site, "zone": Zone, "booster": Booster, "interceptor": Interceptor, "radar": Radar,
    "infrared": Infrared, "declaration": Declaration,
}  # fmt: skip
"""Of the catalogue's entries those that an assessment without flyouts rests on."""

_AIMS_KM, _BASES_KM, _SHIPS_KM = 500.0, 500.0, 100.0
"""Between points where a scenario says nothing (scenario/model.py)."""

Drawn = str | Polygon | AimPolygon
Spaced = tuple[Drawn, float]
"""An area, and how far apart its points stand, km."""


def kit(scenario: Scenario, name: str) -> dict[str, Any]:
    """Plain data for the page. `name`: what a command calls the scenario."""
    spaced = dict.fromkeys([*_of_scenario(scenario), *_of_catalogue(scenario)])
    outlines = {_key(area): outline_named(area) for area, _ in spaced}
    samples = {
        f"{_key(area)}@{spacing:g}": _flat(outlines[_key(area)].sample(spacing))
        for area, spacing in spaced
    }
    return {
        "format": FORMAT,
        "name": name,
        "scenario": scenario.model_dump(
            mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
        ),
        "catalogue": {e.id: _entry(kind, e) for kind, t in _KINDS.items() for e in catalog().of(t)},
        "areas": {key: _area(outline) for key, outline in outlines.items()},
        "samples": samples | _discs(scenario),
        "words": {
            "version": version("reassure"),
            "assumptions": list(ASSUMPTIONS),
            "slanted": SLANTED,
            "reasons": [r.words for r in Reason],
        },
    }


def _entry(kind: str, entry: Entry) -> dict[str, Any]:
    # A zone's outline goes along as its rim; how well a radar measures enters no assessment. Of a declaration a page looks up
    # whether there is one, and no more.
    declared = set(Declaration.model_fields) - {"id", "name", "status"}
    left_out = {"zone": {"polygon", "holes"}, "radar": {"accuracy"}, "declaration": declared}.get(
        kind, set()
    )
    return {"table": kind} | entry.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True, exclude=left_out
    )


def _key(area: Drawn) -> str:
    """As `areaKey` in the page: a zone's id, or a polygon's corners, and those of its holes, as JSON writes them there."""
    if isinstance(area, str):
        return area
    polygon, holes = (area.polygon, area.holes) if isinstance(area, AimPolygon) else (area, ())
    return "".join(
        json.dumps([[_whole(v) for v in corner] for corner in ring], separators=(",", ":"))
        for ring in (polygon, *holes)
    )


def _whole(value: float) -> float | int:
    """As JavaScript writes a number: without a point where it is whole."""
    return int(value) if value.is_integer() else value


def _of_scenario(scenario: Scenario) -> Iterable[Spaced]:
    """The areas of a scenario, each with its own spacing."""
    for force in scenario.force:
        for base in force.bases:
            if isinstance(base, BaseArea):
                yield base.area, force.base_spacing_km
        for aim in force.aims:
            if not isinstance(aim, AimDisc):
                yield aim, force.aim_spacing_km
    for deployment in scenario.deployment:
        if deployment.area is not None:
            yield deployment.area, deployment.area_spacing_km


def _of_catalogue(scenario: Scenario) -> Iterable[Spaced]:
    """The zones that a hand may choose: aim regions as a force's own, seas for ships and submarines."""
    aims = {_AIMS_KM} | {f.aim_spacing_km for f in scenario.force}
    seas = {_BASES_KM, _SHIPS_KM} | {f.base_spacing_km for f in scenario.force}
    seas |= {d.area_spacing_km for d in scenario.deployment if d.area is not None}
    for zone in catalog().of(Zone):
        for spacing in sorted(
            aims if zone.kind == "aim region" else seas if zone.kind == "sea area" else ()
        ):
            yield zone.id, spacing


def _discs(scenario: Scenario) -> dict[str, list[float]]:
    """The points of the aims that are discs."""

    def of(force: ForceTable, aim: AimDisc) -> tuple[str, list[float]]:
        place = [_whole(aim.latitude_deg), _whole(aim.longitude_deg), _whole(aim.radius_km.value)]
        disc = Disc(aim.latitude_deg, aim.longitude_deg, aim.radius_km.value)
        return ",".join(map(str, place)) + f"@{force.aim_spacing_km:g}", _flat(
            disc.sample(force.aim_spacing_km)
        )

    return dict(of(f, a) for f in scenario.force for a in f.aims if isinstance(a, AimDisc))


def _area(outline: Outline) -> dict[str, Any]:
    # Whole km^2, as an answer's sources have it; 1e-4 deg of a rim are 11 m.
    rim, *holes = (
        [[round(lat, 4), round(lon, 4)] for lat, lon in ring]
        for ring in (outline.rim(), *outline.hole_rims())
    )
    size = {"area_km2": round(outline.area_km2), "rim": rim}
    return size | {"holes": holes} if holes else size


def _flat(points: Iterable[tuple[float, float]]) -> list[float]:
    # To the last digit: the search goes through them in an order that close distances decide.
    return [v for point in points for v in point]
