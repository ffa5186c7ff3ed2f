"""A question as the page's own engine takes it: `reassure-problem/1`, what a scenario came to, as plain data.

Everything that viewer/src/engine needs to answer a move by itself, and nothing of what it answers: forces with their points
and boosts, deployments with their points and figures, and the sensors that a sensed launch waits for. Units stand in the
names; places are WGS84 degrees at height 0, written in full, so that the page flies from the very same points. The
interfaces of viewer/src/engine/problem.ts have the same keys, without the word Data.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from reassure.scenario.question import (
        Battery,
        Boost,
        Force,
        LaunchDelay,
        Place,
        Question,
        SeeingRadar,
        Sensor,
    )

__all__ = [
    "FORMAT",
    "BatteryData",
    "BoostData",
    "ForceData",
    "GivenDelayData",
    "ProblemData",
    "RadarData",
    "SensedDelayData",
    "SensorData",
    "SpotsData",
    "problem",
]

FORMAT: Literal["reassure-problem/1"] = "reassure-problem/1"


class SpotsData(TypedDict):
    """A base, an aim or a deployment, and the points that stand for it: latitude and longitude, deg."""

    id: str
    points: list[tuple[float, float]]


class BoostData(TypedDict):
    """Where a flight's boost ends, which way round it goes, and what is beyond the booster; None: nothing is."""

    id: str
    burnout_time_s: float
    burnout_height_km: float
    downrange_km: float
    long_way: bool
    greatest_range_km: float | None
    greatest_burnout_speed_km_s: float | None


class ForceData(TypedDict):
    """Flights from every origin to every aim point, in every shape; numbered with the shape changing slowest, then the
    origin, then the aim.
    """

    origins: list[SpotsData]
    aims: list[SpotsData]
    boost: BoostData
    flight_time_ratio: list[float]


class GivenDelayData(TypedDict):
    """A launch a given time after every flight's own."""

    delay_s: float


class SensedDelayData(TypedDict):
    """A launch that waits for a track of one of some sensors, by their ids."""

    delay_s: None
    sensors: list[str]
    decision_s: float
    reaction_s: float


class BatteryData(TypedDict):
    """A deployment of interceptors."""

    id: str
    place: SpotsData
    burnout_speed_km_s: float
    divert_km_s: float
    burnout_height_km: float
    burn_time_s: float
    intercept_heights_km: tuple[float, float | None]
    """None: no greatest height."""
    launch: GivenDelayData | SensedDelayData
    faces: list[int]
    """The forces it faces: where they stand in the problem, counted from 0, rising."""


class RadarData(TypedDict):
    """What a radar sees, as scenario.question.SeeingRadar."""

    latitude_deg: float
    longitude_deg: float
    height_km: float
    range_km: float
    boresight_deg: float
    sector_deg: float
    least_elevation_deg: float
    greatest_elevation_deg: float


class SensorData(TypedDict):
    """A radar, or infrared satellites with their delay; one of the two is None."""

    id: str
    radar: RadarData | None
    detection_delay_s: float | None
    track_s: float
    cued_by: list[str]
    cue_delay_s: float
    report_delay_s: float


class ProblemData(TypedDict):
    """A scenario, worked out."""

    format: Literal["reassure-problem/1"]
    forces: list[ForceData]
    batteries: list[BatteryData]
    sensors: list[SensorData]
    """Those that some sensed delay needs, each after those that cue it."""


def problem(question: Question) -> ProblemData:
    """A question as plain data, for JSON: no number in it is infinite."""
    return {
        "format": FORMAT,
        "forces": [_force(force) for force in question.forces],
        "batteries": [_battery(battery) for battery in question.batteries],
        "sensors": [_sensor(sensor) for sensor in question.sensors],
    }


def _spots(places: Iterable[Place]) -> list[SpotsData]:
    # Points of one id stand side by side: an area's are sampled in one go.
    return [
        {"id": name, "points": [(p.latitude_deg, p.longitude_deg) for p in group]}
        for name, group in groupby(places, key=lambda p: p.id)
    ]


def _force(force: Force) -> ForceData:
    return {
        "origins": _spots(force.origins),
        "aims": _spots(force.aims),
        "boost": _boost(force.boost),
        "flight_time_ratio": list(force.flight_time_ratio),
    }


def _boost(boost: Boost) -> BoostData:
    return {
        "id": boost.id,
        "burnout_time_s": boost.burnout_time_s,
        "burnout_height_km": boost.burnout_height_km,
        "downrange_km": boost.downrange_km,
        "long_way": boost.long_way,
        "greatest_range_km": boost.greatest_range_km,
        "greatest_burnout_speed_km_s": boost.greatest_burnout_speed_km_s,
    }


def _battery(battery: Battery) -> BatteryData:
    low, high = battery.intercept_heights_km
    points = [(p.latitude_deg, p.longitude_deg) for p in battery.points]
    return {
        "id": battery.id,
        "place": {"id": battery.place, "points": points},
        "burnout_speed_km_s": battery.burnout_speed_km_s,
        "divert_km_s": battery.divert_km_s,
        "burnout_height_km": battery.burnout_height_km,
        "burn_time_s": battery.burn_time_s,
        "intercept_heights_km": (low, None if math.isinf(high) else high),
        "launch": _launch(battery.launch),
        "faces": list(battery.faces),
    }


def _launch(launch: LaunchDelay) -> GivenDelayData | SensedDelayData:
    if launch.delay_s is not None:
        return {"delay_s": launch.delay_s}
    return {
        "delay_s": None,
        "sensors": list(launch.sensors),
        "decision_s": launch.decision_s,
        "reaction_s": launch.reaction_s,
    }


def _sensor(sensor: Sensor) -> SensorData:
    return {
        "id": sensor.id,
        "radar": None if sensor.radar is None else _radar(sensor.radar),
        "detection_delay_s": sensor.detection_delay_s,
        "track_s": sensor.track_s,
        "cued_by": list(sensor.cued_by),
        "cue_delay_s": sensor.cue_delay_s,
        "report_delay_s": sensor.report_delay_s,
    }


def _radar(radar: SeeingRadar) -> RadarData:
    return {
        "latitude_deg": radar.latitude_deg,
        "longitude_deg": radar.longitude_deg,
        "height_km": radar.height_km,
        "range_km": radar.range_km,
        "boresight_deg": radar.boresight_deg,
        "sector_deg": radar.sector_deg,
        "least_elevation_deg": radar.least_elevation_deg,
        "greatest_elevation_deg": radar.greatest_elevation_deg,
    }
