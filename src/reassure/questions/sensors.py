"""Who sees what, and when: every sensor, by itself, beside a point or a flight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

import numpy as np

from reassure.answers.sensors import AskedFlight, AskedPoint, FlightView, SensorRow, SensorsSeen
from reassure.answers.theatre import Rim
from reassure.catalog import Base, Figure, Infrared, Station, Zone, catalog
from reassure.earth.frames import geodetic_points
from reassure.engagement.coverage import HEIGHTS_KM, coverage
from reassure.engagement.flights import earth_fixed, fly
from reassure.engagement.radar_row import row_of
from reassure.engagement.sensor_view import boost_view, flight_view, path_of, point_view
from reassure.errors import InputError
from reassure.flight.family import BURNOUT_TIME
from reassure.flight.outcome import REMEDY, SOLVED, Outcome
from reassure.options import spread
from reassure.scenario import Scenario, load
from reassure.scenario.hand import place_words
from reassure.scenario.lookup import base_named, infrared_named
from reassure.scenario.missiles import boost_of, region_of
from reassure.scenario.model import SensorTable
from reassure.scenario.names import name_of
from reassure.scenario.parts import AnyBooster, BaseDisc
from reassure.scenario.placed import PlacedRadar, placed_radar
from reassure.scenario.sources import Sources
from reassure.typing import Array

__all__ = ["SensorsQuestion", "sensors"]

_TRACK = Figure(value=10.0, status="assumed", source="as in a scenario that says nothing")
_TRACK_POINTS = 60  # of the ground track that goes into a file


@dataclass(frozen=True)
class SensorsQuestion:
    """What is asked.

    `scenario`: whose sensors; None: all radars of the catalogue that stand somewhere, and its satellites. `at`: latitude,
    longitude (deg) and height (km above the ellipsoid) of a point. `flight`: the id of a base, and where the flight ends: a
    region's id, for its middle, or latitude and longitude (deg). A base, a region and a booster may be the scenario's own.
    `booster`, `flight_time_ratio`: what flies, and in which shape; without a booster what the scenario's force flies from that base, and
    "icbm-solid" without a scenario.
    `heights_km`: at which it is told what a radar sees, up to six.
    """

    scenario: Scenario | str | Path | None = None
    at: tuple[float, float, float] | None = None
    flight: tuple[str, str | tuple[float, float]] | None = None
    booster: str | None = None
    flight_time_ratio: float = 1.0
    heights_km: Sequence[float] = HEIGHTS_KM


@spread(SensorsQuestion)
def sensors(asked: SensorsQuestion) -> SensorsSeen:
    """Every sensor with its place and coverage; which of them see a point, or a flight and when. Each looks by itself, without
    a cue: what a chain of them makes of a flight, `assess` tells.

    Takes the fields of SensorsQuestion as its arguments. Raises InputError, ScenarioError or CatalogError in one line.
    """
    _check(asked)
    scenario = asked.scenario
    if scenario is not None and not isinstance(scenario, Scenario):
        scenario = load(scenario)
    sources = Sources()
    flown = None if asked.flight is None else _flown(asked, scenario, sources)
    rows = [
        _radar(asked, radar, track, party, faces, flown)
        for radar, track, party, faces in _radars(scenario, sources)
    ]
    rows += _satellites(asked, scenario, sources, flown)
    if not rows:
        raise InputError(
            "the scenario has no [[sensor]]; allowed: one that has, or none for the catalogue's"
        )
    return SensorsSeen(
        title="The radars of the catalogue, and its satellites"
        if scenario is None
        else scenario.title,
        reassure_version=version("reassure"),
        heights_km=tuple(asked.heights_km),
        at=None if asked.at is None else AskedPoint(*asked.at),
        of=None if flown is None else flown.asked,
        sensors=tuple(rows),
        sources=tuple(sources.rows.values()),
    )


def _check(asked: SensorsQuestion) -> None:
    if asked.at is not None and asked.flight is not None:
        raise InputError("at and flight; allowed: one of them")
    heights = list(asked.heights_km)
    if not 1 <= len(heights) <= 6 or not all(0.0 < h <= 40_000.0 for h in heights):
        raise InputError(f"heights {heights} km; allowed: one to six, above 0 and up to 40000")
    if not 0.3 <= asked.flight_time_ratio <= 3.0:
        raise InputError(f"flight_time_ratio {asked.flight_time_ratio:g}; allowed: 0.3 to 3")
    if asked.at is not None:
        latitude, longitude, height = asked.at
        if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0 and 0.0 <= height <= 40_000.0):  # fmt: skip
            raise InputError(
                f"at {latitude:g},{longitude:g},{height:g}; allowed: latitude -90 to 90, longitude -180 to 180, height 0 to 40000 km"
            )


@dataclass(frozen=True, eq=False)
class _Flown:
    """The flight that is asked about."""

    asked: AskedFlight
    base: Array
    """(3,): Earth-fixed, m."""
    row: Array
    """As in flight.family.standing."""


def _flown(asked: SensorsQuestion, scenario: Scenario | None, sources: Sources) -> _Flown:
    assert asked.flight is not None  # noqa: S101
    named, to = asked.flight
    base = _base(named, scenario)
    if isinstance(to, str):
        where = _middle(to, scenario)
        aim = to
    else:
        where, aim = to, place_words(*to)
    boost = boost_of(_booster(asked, scenario), sources)
    origin = np.array([base.latitude_deg]), np.array([base.longitude_deg])
    ends = np.array([where[0]]), np.array([where[1]])
    outcome, rows, _ = fly(boost, origin, ends, np.array([asked.flight_time_ratio]))
    if outcome[0] != SOLVED:
        raise InputError(f"no flight from {named} to {aim}: {REMEDY[Outcome(int(outcome[0]))]}")
    row, start = rows[0], earth_fixed(*origin, np.zeros(1))[0]
    times, path = path_of(start, row)
    lat, lon, up = geodetic_points(np.ascontiguousarray(path)).T
    which = np.unique(np.linspace(0, times.size - 1, _TRACK_POINTS).astype(int))
    track: Rim = tuple(
        zip(np.degrees(lat[which]).tolist(), np.degrees(lon[which]).tolist(), strict=True)
    )
    told = AskedFlight(
        base=base.id,
        aim=aim,
        booster=boost.id,
        flight_time_ratio=asked.flight_time_ratio,
        burnout_s=float(row[BURNOUT_TIME]),
        end_s=float(times[-1]),
        apogee_km=float(up.max() / 1e3),
        track=track,
    )
    return _Flown(told, start, row)


def _base(named: str, scenario: Scenario | None) -> Base | BaseDisc:
    """The scenario's base of that id, or the catalogue's. Raises CatalogError where neither has it."""
    own = [
        b
        for force in (scenario.force if scenario else ())
        for b in force.bases
        if isinstance(b, BaseDisc)
    ]
    return next((b for b in own if b.id == named), None) or base_named(named)


def _booster(asked: SensorsQuestion, scenario: Scenario | None) -> AnyBooster:
    """What flies: as asked, the scenario's own before the catalogue's; else what flies from that base."""
    assert asked.flight is not None  # noqa: S101
    forces = scenario.force if scenario else []
    if asked.booster is not None:
        own = (f.booster for f in forces if not isinstance(f.booster, str))
        return next((b for b in own if b.id == asked.booster), asked.booster)
    from_there = [
        f for f in forces if asked.flight[0] in (b if isinstance(b, str) else b.id for b in f.bases)
    ]
    first = [*from_there, *forces][:1]
    return first[0].booster if first else "icbm-solid"


def _middle(name: str, scenario: Scenario | None) -> tuple[float, float]:
    """The middle of a region, deg."""
    if scenario is not None:
        return region_of(scenario, name).middle()
    return catalog().get(name, Zone, "zone").region.middle()


_Standing = tuple[PlacedRadar, float, str | None, int]
"""A radar, how long it takes to track (s), whose it is, and its faces."""


def _radars(scenario: Scenario | None, sources: Sources) -> list[_Standing]:
    if scenario is None:
        track = sources.figure("track_s", _TRACK)
        return [
            (placed_radar(s.id, None, None, sources), track, s.party, s.faces)
            for s in catalog().of(Station)
        ]
    return [
        (
            _called(placed_radar(table.id, None, scenario, sources), table),
            sources.figure(f"sensor.{table.id}.track_s", table.track_s),
            None,
            1,
        )
        for table in scenario.sensor
        if table.radar is not None
    ]


def _called(radar: PlacedRadar, table: SensorTable) -> PlacedRadar:
    """The radar by the name of its site, where that is the catalogue's."""
    return replace(radar, name=name_of(table.site)) if isinstance(table.site, str) else radar


def _radar(
    asked: SensorsQuestion,
    radar: PlacedRadar,
    track_s: float,
    party: str | None,
    faces: int,
    flown: _Flown | None,
) -> SensorRow:
    at, row = radar.sees, row_of(radar.sees)
    seen = (coverage(at, height) for height in sorted(asked.heights_km))
    return SensorRow(
        id=radar.id,
        name=radar.name,
        kind="radar",
        party=party,
        track_s=track_s,
        latitude_deg=at.latitude_deg,
        longitude_deg=at.longitude_deg,
        range_km=at.range_km,
        boresight_deg=at.boresight_deg,
        sector_deg=at.sector_deg,
        least_elevation_deg=at.least_elevation_deg,
        greatest_elevation_deg=at.greatest_elevation_deg,
        faces=faces,
        coverage=tuple(c for c in seen if c is not None),
        point=None if asked.at is None else point_view(row, *asked.at),
        flight=None if flown is None else flight_view(row, flown.base, flown.row, track_s),
    )


def _satellites(
    asked: SensorsQuestion, scenario: Scenario | None, sources: Sources, flown: _Flown | None
) -> list[SensorRow]:
    """Infrared satellites: they see the boost alone, wherever it is."""

    def row(name: str, words: str, delay: float, track: float) -> SensorRow:
        view: FlightView | None = None if flown is None else boost_view(flown.row, delay, track)
        return SensorRow(name, words, "infrared", None, track, detection_delay_s=delay, flight=view)

    if scenario is None:
        track = sources.figure("track_s", _TRACK)
        return [
            row(kind.id, kind.name, sources.figure(f"infrared.{kind.id}.detection_delay_s", kind.detection_delay_s), track)
            for kind in catalog().of(Infrared)
        ]  # fmt: skip
    out = []
    for table in scenario.sensor:
        if table.infrared is None:
            continue
        figures = infrared_named(table.infrared)
        key = f"sensor.{table.id}"
        delay = sources.figure(f"{key}.detection_delay_s", figures.detection_delay_s)
        track = sources.figure(f"{key}.track_s", table.track_s)
        name = figures.name if isinstance(figures, Infrared) else table.id
        out.append(row(table.id, name, delay, track))
    return out
