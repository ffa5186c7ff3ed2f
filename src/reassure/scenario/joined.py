"""A scenario in which another side's sensors join, as a scheme says; and one in which a sensor is blind."""

from __future__ import annotations

from typing import Any

from reassure.catalog import Figure, Radar, Scheme, Station, catalog
from reassure.catalog.sensors import RadarFigures
from reassure.errors import CatalogError, ScenarioError
from reassure.scenario.change import put_at
from reassure.scenario.complaint import shown
from reassure.scenario.lookup import no_such, site_named, station_named
from reassure.scenario.model import Scenario, SensorTable
from reassure.scenario.parts import InfraredTable, RadarTable, SitePoint
from reassure.scenario.question import with_cues

__all__ = ["OTHER_SIDE", "scheme_named", "sensed_like", "with_scheme", "without_sensor"]


OTHER_SIDE = "-of-the-other-side"
"""The end of the id of satellites that join."""


def scheme_named(name: str) -> Scheme:
    """The catalogue's scheme of that word: "pooled". Raises CatalogError where there is none."""
    known = {s.word: s for s in catalog().of(Scheme)}
    if name not in known:
        raise CatalogError(f"no scheme {shown(name)}; allowed: {', '.join(known)}")
    return known[name]


def with_scheme(scenario: Scenario, scheme: Scheme) -> Scenario:
    """The scenario with the sensors of a scheme: the tracks of its radars let every sensed deployment launch, or their notices cue
    its radars, as those of its satellites do.

    Deployments with a delay that is given stay as they are. Raises ScenarioError where a sensor of the scenario has a joined one's id.
    """
    if scheme.shares == "nothing":
        return scenario
    radars = [_radar(name, scheme) for name in scheme.stations]
    satellites = [_satellites(kind, scheme) for kind in scheme.infrared]
    known = {s.id for s in scenario.sensor}
    for table in (*radars, *satellites):
        if table.id in known:
            raise ScenarioError(
                f"sensor {table.id}: a sensor of the scheme {scheme.word} has this id; allowed: another id"
            )
    # A satellite tells where to look, and no more: nobody launches on what it sees.
    launching = [t.id for t in radars] if scheme.shares == "tracks" else []
    cueing = [t.id for t in (satellites if launching else (*radars, *satellites))]
    waiting = [n for d in scenario.deployment if d.launch_delay_s == "sensed" for n in d.sensors]
    needed = with_cues(waiting, {s.id: s for s in scenario.sensor})
    own = [
        # A radar that waits for no cue gains nothing by one.
        s.model_copy(update={"cued_by": [*s.cued_by, *cueing]})
        if s.id in needed and s.cued_by
        else s
        for s in scenario.sensor
    ]
    tables = [
        d.model_copy(update={"sensors": [*d.sensors, *launching]})
        if d.launch_delay_s == "sensed"
        else d
        for d in scenario.deployment
    ]
    return put_at(
        put_at(scenario, ["deployment"], tables), ["sensor"], [*radars, *satellites, *own]
    )


def sensed_like(scenario: Scenario, alone: Scenario) -> Scenario:
    """A scenario's one deployment, launched as the first of another's that is launched on what sensors see.

    Raises ScenarioError where none is.
    """
    for like in scenario.deployment:
        if like.launch_delay_s == "sensed":
            names = ("launch_delay_s", "sensors", "decision_s", "reaction_s")
            table = alone.deployment[0].model_copy(update={n: getattr(like, n) for n in names})
            return put_at(alone, ["deployment"], [table])
    raise ScenarioError(
        'no deployment launches on what sensors see; allowed: launch_delay_s = "sensed", with [[sensor]] tables, as in europe-2012-sensed'
    )


def without_sensor(scenario: Scenario, name: str) -> Scenario:
    """The scenario in which a sensor sees nothing, and cues nobody. Raises ScenarioError where it has none of that id."""
    for i, table in enumerate(scenario.sensor):
        if table.id == name:
            # What sees a boost after its longest time sees none.
            blind = InfraredTable(id="blind", detection_delay_s=Figure(value=1200.0))
            return put_at(
                scenario,
                ["sensor", i],
                SensorTable(id=name, infrared=blind, track_s=Figure(value=3600.0)),
            )
    raise no_such("sensor", name, [s.id for s in scenario.sensor])


def _radar(name: str, scheme: Scheme) -> SensorTable:
    """The sensor of a station that joins."""
    station = station_named(name)
    kind = catalog().get(station.radar, Radar, "radar")
    own: dict[str, Any] = {n: getattr(station, n, None) for n in RadarFigures.model_fields}
    figures = {n: getattr(kind, n) if value is None else value for n, value in own.items()}
    return SensorTable(
        id=station.id,
        radar=RadarTable(id=f"radar-of-{station.id}", **figures),
        site=_site(station),
        track_s=scheme.track_s,
        report_delay_s=scheme.exchange_delay_s,
    )


def _satellites(kind: str, scheme: Scheme) -> SensorTable:
    """The sensor of a kind of satellites that joins."""
    return SensorTable(
        id=f"{kind}{OTHER_SIDE}",
        infrared=kind,
        track_s=scheme.track_s,
        report_delay_s=scheme.exchange_delay_s,
    )


def _site(station: Station) -> SitePoint:
    """Where a station stands, as a place of its own."""
    if station.site is not None:
        found = site_named(station.site)
        return SitePoint(
            latitude_deg=found.latitude_deg,
            longitude_deg=found.longitude_deg,
            name=station.name,
            source=found.source,
        )
    return SitePoint.model_validate(
        {
            "latitude_deg": station.latitude_deg,
            "longitude_deg": station.longitude_deg,
            "name": station.name,
            "source": station.source,
        }
    )
