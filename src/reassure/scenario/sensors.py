"""The sensors that some deployment needs, looked up."""

from __future__ import annotations

from reassure.catalog import Catalog, Infrared, Radar
from reassure.scenario.model import Scenario, SensorTable
from reassure.scenario.places import site_of
from reassure.scenario.question import Sensor
from reassure.scenario.sources import Sources, at

__all__ = ["sensors"]


def sensors(scenario: Scenario, known: Catalog, sources: Sources) -> tuple[Sensor, ...]:
    """The sensors that some deployment needs, each after those that cue it."""
    tables = {s.id: s for s in scenario.sensor}
    waiting = [n for d in scenario.deployment if d.launch_delay_s == "sensed" for n in d.sensors]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += tables[name].cued_by
    out: dict[str, Sensor] = {}
    while len(out) < len(needed):
        for i, table in enumerate(scenario.sensor):
            if table.id in needed - out.keys() and out.keys() >= set(table.cued_by):
                out[table.id] = _sensor(table, i, known, sources)
    return tuple(out.values())


def _sensor(table: SensorTable, i: int, known: Catalog, sources: Sources) -> Sensor:
    key = f"sensor.{table.id}"
    radar: tuple[float, ...] | None = None
    delay: float | None = None
    if table.infrared is not None:
        with at("sensor", i, "infrared"):
            named = table.infrared
            kind = known.get(named, Infrared, "infrared") if isinstance(named, str) else named
        delay = sources.figure(f"{key}.detection_delay_s", kind.detection_delay_s)
    else:
        assert table.radar is not None  # noqa: S101  (the model lets only one be missing)
        assert table.site is not None  # noqa: S101
        with at("sensor", i, "radar"):
            chosen = table.radar
            figures = known.get(chosen, Radar, "radar") if isinstance(chosen, str) else chosen
        with at("sensor", i, "site"):
            _, places = site_of(table.id, table.site, known, sources)
        boresight = figures.boresight_deg if table.boresight_deg is None else table.boresight_deg
        radar = (
            places[0].latitude_deg,
            places[0].longitude_deg,
            sources.figure(f"{key}.height_km", table.height_km),
            sources.figure(f"{key}.range_km", figures.range_km),
            sources.figure(f"{key}.boresight_deg", boresight),
            sources.figure(f"{key}.sector_deg", figures.sector_deg),
            sources.figure(f"{key}.least_elevation_deg", figures.least_elevation_deg),
            sources.figure(f"{key}.greatest_elevation_deg", figures.greatest_elevation_deg),
        )
    return Sensor(
        id=table.id,
        radar=radar,
        detection_delay_s=delay,
        track_s=sources.figure(f"{key}.track_s", table.track_s),
        cued_by=tuple(table.cued_by),
        cue_delay_s=sources.figure(f"{key}.cue_delay_s", table.cue_delay_s),
    )
