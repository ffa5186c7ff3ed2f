"""The sensors that some deployment needs, looked up."""

from __future__ import annotations

from collections.abc import Mapping

from reassure.catalog import Figure
from reassure.catalog.sensors import RadarFigures
from reassure.scenario.lookup import infrared_named, radar_named
from reassure.scenario.model import Scenario, SensorTable
from reassure.scenario.places import site_of
from reassure.scenario.question import SeeingRadar, Sensor, with_cues
from reassure.scenario.sources import Sources, at

__all__ = ["LOOKS", "seeing", "sensors"]

LOOKS = ("range_km", "boresight_deg", "sector_deg", "least_elevation_deg", "greatest_elevation_deg")
"""The figures of where a radar looks."""


def sensors(scenario: Scenario, sources: Sources) -> tuple[Sensor, ...]:
    """The sensors that some deployment needs, each after those that cue it; empty where every delay is given.

    Their figures are noted in `sources`. Raises ScenarioError where a radar, satellite or site is not to be found.
    """
    tables = {s.id: s for s in scenario.sensor}
    waiting = [n for d in scenario.deployment if d.launch_delay_s == "sensed" for n in d.sensors]
    needed = set(with_cues(waiting, tables))
    out: dict[str, Sensor] = {}
    # The scenario has been read, so no sensors cue each other in a circle: every round settles one or more.
    while len(out) < len(needed):
        for i, table in enumerate(scenario.sensor):
            if table.id in needed - out.keys() and out.keys() >= set(table.cued_by):
                out[table.id] = _sensor(table, i, sources)
    return tuple(out.values())


def _sensor(table: SensorTable, i: int, sources: Sources) -> Sensor:
    key = f"sensor.{table.id}"
    radar: SeeingRadar | None = None
    delay: float | None = None
    if table.infrared is not None:
        with at("sensor", i, "infrared"):
            kind = infrared_named(table.infrared)
        delay = sources.figure(f"{key}.detection_delay_s", kind.detection_delay_s)
    else:
        assert table.radar is not None  # noqa: S101  (the model lets only one be missing)
        assert table.site is not None  # noqa: S101
        with at("sensor", i, "radar"):
            figures = radar_named(table.radar)
        with at("sensor", i, "site"):
            _, places = site_of(table.id, table.site, sources)
        # the sensor's own boresight, where it has one, goes before that of the kind of radar
        own = {} if table.boresight_deg is None else {"boresight_deg": table.boresight_deg}
        place = places[0].latitude_deg, places[0].longitude_deg
        radar = seeing(key, figures, place, table.height_km, own, sources)
    return Sensor(
        id=table.id,
        radar=radar,
        detection_delay_s=delay,
        track_s=sources.figure(f"{key}.track_s", table.track_s),
        cued_by=tuple(table.cued_by),
        cue_delay_s=sources.figure(f"{key}.cue_delay_s", table.cue_delay_s),
        report_delay_s=_report_delay(table, key, sources),
    )


def _report_delay(table: SensorTable, key: str, sources: Sources) -> float:
    # Noted where a sensor has one: most tell what they see at once.
    if table.report_delay_s == SensorTable.model_fields["report_delay_s"].default:
        return 0.0
    return sources.figure(f"{key}.report_delay_s", table.report_delay_s)


def seeing(
    key: str,
    kind: RadarFigures,
    place: tuple[float, float],
    height: Figure,
    own: Mapping[str, Figure],
    sources: Sources,
) -> SeeingRadar:
    """Where a radar looks that stands at a place (deg). `own`: figures that go before those of its kind; all are noted under
    `key`.
    """
    noted = {"height_km": height} | {name: own.get(name, getattr(kind, name)) for name in LOOKS}
    return SeeingRadar(*place, **{n: sources.figure(f"{key}.{n}", f) for n, f in noted.items()})
