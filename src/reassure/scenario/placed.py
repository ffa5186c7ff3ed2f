"""A radar where it stands, and how well it measures: a station of the catalogue, a kind at a place, or a sensor of a
scenario.
"""

from __future__ import annotations

from dataclasses import dataclass

from reassure.catalog import Figure, Radar, Station
from reassure.catalog.sensors import RadarAccuracy, RadarFigures
from reassure.errors import InputError, ScenarioError
from reassure.scenario.lookup import radar_named, site_named, station_named
from reassure.scenario.model import Scenario, SensorTable
from reassure.scenario.question import SeeingRadar
from reassure.scenario.sources import Sources

__all__ = ["PlacedRadar", "placed_radar"]

_LOOKS = ("range_km", "sector_deg", "boresight_deg", "least_elevation_deg", "greatest_elevation_deg")  # fmt: skip


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
        sees = _seeing(f"radar.{named}", kind, at, Figure(value=0.0), turned, sources)
        name = kind.name if isinstance(kind, Radar) else kind.id
        return PlacedRadar(named, name, kind.id, sees, kind.accuracy, f"radar.{named}")
    for sensor in scenario.sensor if scenario is not None else ():
        if sensor.id == named:
            return _of_scenario(sensor, turned, sources)
    station = station_named(named)
    key = f"radar.{station.site or station.id}"
    sources.plain(f"{key}.latitude_deg", station.latitude_deg, station.status, station.source)
    sources.plain(f"{key}.longitude_deg", station.longitude_deg, station.status, station.source)
    kind = radar_named(station.radar)
    sees = _seeing(
        key, kind, (station.latitude_deg, station.longitude_deg), Figure(value=0.0), _own(station) | turned, sources
    )  # fmt: skip
    return PlacedRadar(named, station.name, kind.id, sees, kind.accuracy, key)


def _own(station: Station) -> dict[str, Figure]:
    """What a station says of itself, instead of its kind."""
    given = {name: getattr(station, name) for name in _LOOKS}
    return {name: figure for name, figure in given.items() if figure is not None}


def _of_scenario(sensor: SensorTable, turned: dict[str, Figure], sources: Sources) -> PlacedRadar:
    if sensor.radar is None or sensor.site is None:
        raise ScenarioError(
            f"sensor {sensor.id}: infrared satellites; allowed: a radar", ("sensor",)
        )
    kind, site = radar_named(sensor.radar), site_named(sensor.site)
    own = {} if sensor.boresight_deg is None else {"boresight_deg": sensor.boresight_deg}
    key = f"sensor.{sensor.id}"
    sees = _seeing(
        key, kind, (site.latitude_deg, site.longitude_deg), sensor.height_km, own | turned, sources
    )
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
    looks = {name: own.get(name, getattr(kind, name)) for name in _LOOKS}
    if looks["least_elevation_deg"].value >= looks["greatest_elevation_deg"].value:
        raise InputError(f"{key}: least elevation above the greatest; allowed: below it")
    taken = {name: sources.figure(f"{key}.{name}", figure) for name, figure in looks.items()}
    return SeeingRadar(*place, sources.figure(f"{key}.height_km", height), **taken)
