"""A radar where it stands, and how well it measures: a station of the catalogue, a kind at a place, or a sensor of a
scenario.
"""

from __future__ import annotations

from dataclasses import dataclass

from reassure.catalog import Figure, Radar, Station, Status
from reassure.catalog.sensors import RadarAccuracy, RadarFigures
from reassure.errors import InputError, ScenarioError
from reassure.scenario.lookup import radar_named, station_named
from reassure.scenario.model import Scenario, SensorTable
from reassure.scenario.parts import SitePoint
from reassure.scenario.places import site_of
from reassure.scenario.question import SeeingRadar
from reassure.scenario.sensors import LOOKS, seeing
from reassure.scenario.sources import Sources

__all__ = ["PlacedRadar", "placed_radar"]


@dataclass(frozen=True)
class PlacedRadar:
    """A radar that stands somewhere."""

    id: str
    """As it was asked for."""
    name: str
    kind: str
    """The id of its kind."""
    sees: SeeingRadar
    accuracy: RadarAccuracy | None
    """None: nobody says."""
    key: str
    """Under which its figures are noted: "radar.armavir"."""


def placed_radar(
    named: str,
    at: tuple[float, float] | None,
    scenario: Scenario | None,
    sources: Sources,
    boresight_deg: float | None = None,
) -> PlacedRadar:
    """The radar of that id, its figures noted in `sources`.

    A [[sensor]] of the scenario, where one is given and has it; else a station of the catalogue, by its own id or its
    site's. With `at` (latitude and longitude, deg): a kind of radar, there. `boresight_deg`: instead of its own. Raises
    CatalogError or ScenarioError where there is none.
    """
    turned = {} if boresight_deg is None else {"boresight_deg": Figure(value=boresight_deg, status="assumed", source="set by hand")}  # fmt: skip
    if at is not None:
        kind = radar_named(named)
        key = f"radar.{named}"
        sees = _seeing(
            key,
            kind,
            _noted(key, at, "assumed", "set by hand", sources),
            _ON_GROUND,
            turned,
            sources,
        )
        name = kind.name if isinstance(kind, Radar) else kind.id
        return PlacedRadar(named, name, kind.id, sees, kind.accuracy, key)
    for sensor in scenario.sensor if scenario is not None else ():
        if sensor.id == named:
            return _of_scenario(sensor, turned, sources)
    station = station_named(named)
    key = f"radar.{station.site or station.id}"
    kind = radar_named(station.radar)
    place = _place_of(station, key, sources)
    sees = _seeing(key, kind, place, _ON_GROUND, _own(station) | turned, sources)
    return PlacedRadar(named, station.name, kind.id, sees, kind.accuracy, key)


_ON_GROUND = Figure(value=0.0)


def _place_of(station: Station, key: str, sources: Sources) -> tuple[float, float]:
    """Where a station stands, deg."""
    if station.site is not None:
        return _standing(station.id, station.site, sources)
    assert station.latitude_deg is not None  # noqa: S101  (the table lets it be missing with a site alone)
    assert station.longitude_deg is not None  # noqa: S101
    return _noted(key, (station.latitude_deg, station.longitude_deg), station.status, station.source, sources)  # fmt: skip


def _standing(name: str, site: str | SitePoint, sources: Sources) -> tuple[float, float]:
    _, (place,) = site_of(name, site, sources)
    return place.latitude_deg, place.longitude_deg


def _noted(key: str, place: tuple[float, float], status: Status, source: str, sources: Sources) -> tuple[float, float]:  # fmt: skip
    sources.plain(f"{key}.latitude_deg", place[0], status, source)
    sources.plain(f"{key}.longitude_deg", place[1], status, source)
    return place


def _own(station: Station) -> dict[str, Figure]:
    """What a station says of itself, instead of its kind."""
    given = {name: getattr(station, name) for name in LOOKS}
    return {name: figure for name, figure in given.items() if figure is not None}


def _of_scenario(sensor: SensorTable, turned: dict[str, Figure], sources: Sources) -> PlacedRadar:
    if sensor.radar is None or sensor.site is None:
        raise ScenarioError(
            f"sensor {sensor.id}: infrared satellites; allowed: a radar", ("sensor",)
        )
    kind, place = radar_named(sensor.radar), _standing(sensor.id, sensor.site, sources)
    own = {} if sensor.boresight_deg is None else {"boresight_deg": sensor.boresight_deg}
    key = f"sensor.{sensor.id}"
    sees = _seeing(key, kind, place, sensor.height_km, own | turned, sources)
    return PlacedRadar(sensor.id, sensor.id, kind.id, sees, kind.accuracy, key)


def _seeing(
    key: str,
    kind: RadarFigures,
    place: tuple[float, float],
    height: Figure,
    own: dict[str, Figure],
    sources: Sources,
) -> SeeingRadar:
    """Where it looks. `own`: figures that go before those of its kind."""
    low, high = (
        own.get(n, getattr(kind, n)) for n in ("least_elevation_deg", "greatest_elevation_deg")
    )
    if low.value >= high.value:
        raise InputError(f"{key}: least elevation above the greatest; allowed: below it")
    return seeing(key, kind, place, height, own, sources)
