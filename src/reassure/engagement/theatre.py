"""Where everything of a scenario stands, worked out for maps."""

from __future__ import annotations

import math
from typing import Literal

from reassure.answers.theatre import Area, Rim, Theatre, TheatreSite
from reassure.earth.constants import EQUATORIAL_RADIUS, GRAVITATIONAL_PARAMETER
from reassure.engagement.coverage import coverages
from reassure.geography.geodesics import ahead
from reassure.geography.regions import Disc, Outline
from reassure.scenario.lookup import base_named, id_of, outline_named, site_named
from reassure.scenario.model import Scenario
from reassure.scenario.names import submarines_in
from reassure.scenario.parts import AimDisc, AimPolygon, BaseArea, BaseDisc
from reassure.scenario.question import Battery, Question, SeeingRadar, Sensor

__all__ = ["theatre"]

_Edges = tuple[Rim, tuple[Rim, ...]]
"""The rim of an area, and those of what is cut out of it."""

_SECTOR_STEPS = 60  # straight pieces of a sector's arc
_HORIZON_KM = 10_000.0
"""A quarter of the way round: no straight line from a place, level or upward, passes over ground farther away."""


def theatre(scenario: Scenario, question: Question) -> Theatre:
    """The places of a scenario and of what it resolved to: bases, aims, deployments and radars in WGS84 degrees, and how
    far each deployment's arcs go.

    Nothing is raised for a scenario that was resolved.
    """
    # By kind and id: a base or an aim that stands in several forces is drawn once.
    areas: dict[tuple[str, str], Area] = {}
    for force in scenario.force:
        for base in force.bases:
            _add(areas, "base", *_base(base), _called(base))
        for aim in force.aims:
            _add(areas, "aim", *_aim(aim))
    for table in scenario.deployment:
        if table.site is not None:
            site = site_named(table.site)
            edges: _Edges = (((site.latitude_deg, site.longitude_deg),), ())
        else:
            assert table.area is not None  # noqa: S101  (the model lets only one be missing)
            edges = _edges(outline_named(table.area))
        _add(areas, "deployment", table.id, edges)
    return Theatre(
        areas=tuple(areas.values()),
        radars=tuple(_radar(s, s.radar) for s in question.sensors if s.radar is not None),
        reach_km=tuple(_reach_km(b) for b in question.batteries),
    )


def _add(
    areas: dict[tuple[str, str], Area],
    kind: Literal["base", "aim", "deployment"],
    name: str,
    edges: _Edges,
    called: str | None = None,
) -> None:
    rim, holes = edges
    areas.setdefault((kind, name), Area(kind, name, rim, called, holes))


def _edges(region: Outline) -> _Edges:
    return region.rim(), region.hole_rims()


def _called(base: str | BaseArea | BaseDisc) -> str | None:
    """What the submarines of a zone are called; None: the base's id says it."""
    if isinstance(base, BaseArea) and isinstance(base.area, str):
        return submarines_in(base.area)
    return None


def _base(base: str | BaseArea | BaseDisc) -> tuple[str, _Edges]:
    if isinstance(base, BaseArea):
        return base.id, _edges(outline_named(base.area))
    found = base_named(base)
    return found.id, (((found.latitude_deg, found.longitude_deg),), ())


def _aim(aim: str | AimPolygon | AimDisc) -> tuple[str, _Edges]:
    if isinstance(aim, AimDisc):
        disc = Disc(aim.latitude_deg, aim.longitude_deg, aim.radius_km.value)
        return aim.id, (disc.rim(), ())
    return id_of(aim), _edges(outline_named(aim))


def _radar(sensor: Sensor, radar: SeeingRadar) -> TheatreSite:
    """A radar with the rim of its sector on the ground; a sector of less than a whole turn begins at its site."""
    lat, lon, reach = radar.latitude_deg, radar.longitude_deg, radar.range_km
    boresight, sector = radar.boresight_deg, radar.sector_deg
    whole = sector >= 360.0
    # a whole turn ends where it began, and a rim does not repeat its first point
    azimuths = [
        boresight - 0.5 * sector + sector * k / _SECTOR_STEPS
        for k in range(_SECTOR_STEPS + (not whole))
    ]
    lats, lons = ahead(lat, lon, azimuths, min(reach, _HORIZON_KM))
    arc = tuple(zip(lats.tolist(), lons.tolist(), strict=True))
    rim = arc if whole else ((lat, lon), *arc)
    return TheatreSite(sensor.id, lat, lon, reach, boresight, sector, rim, coverages(radar))


def _reach_km(battery: Battery) -> float | None:
    """Greatest range (km) along the ground of an arc on a still round Earth: sin(half of it) = q/(2 - q), q = v^2 R/mu
    (Bate, Mueller and White, Fundamentals of Astrodynamics, 1971, section 6.2). None: it stays up.
    """
    speed = 1e3 * (battery.burnout_speed_km_s + battery.divert_km_s)
    q = speed**2 * EQUATORIAL_RADIUS / GRAVITATIONAL_PARAMETER
    # q = 1 is circular speed: the arc then reaches half way round, and any place
    return None if q >= 1.0 else 2.0 * EQUATORIAL_RADIUS / 1e3 * math.asin(q / (2.0 - q))
