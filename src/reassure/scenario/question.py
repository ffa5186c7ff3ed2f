"""What a scenario means, worked out: points, forces, batteries, sensors, and the figures they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reassure.catalog.used import FigureUsed
from reassure.flight.vehicle import Vehicle
from reassure.geography.regions import Region

__all__ = [
    "Battery",
    "Boost",
    "Force",
    "GivenDelay",
    "LaunchDelay",
    "Place",
    "Question",
    "RegionalMissile",
    "SeeingRadar",
    "SensedDelay",
    "Sensor",
    "with_cues",
]


@dataclass(frozen=True)
class Place:
    """A point that stands for a base, aim or site: its id and where it is."""

    id: str
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True)
class Boost:
    """Where a flight's boost ends, which way round the flight then goes, and what is beyond the booster."""

    id: str
    burnout_time_s: float
    burnout_height_km: float
    downrange_km: float
    long_way: bool = False
    greatest_range_km: float | None = None
    greatest_burnout_speed_km_s: float | None = None


@dataclass(frozen=True)
class Force:
    """Flights: from every origin to every aim point, in every shape."""

    origins: tuple[Place, ...]
    aims: tuple[Place, ...]
    boost: Boost
    flight_time_ratio: tuple[float, ...]

    @property
    def flights(self) -> int:
        """How many flights."""
        return len(self.origins) * len(self.aims) * len(self.flight_time_ratio)


@dataclass(frozen=True)
class GivenDelay:
    """A launch delay that is given: so long after every flight's own launch."""

    delay_s: float


@dataclass(frozen=True)
class SensedDelay:
    """A launch that waits for sensors, flight by flight: for a track of one of them (ids), then for the decision to
    commit, then for the reaction to it. Of a flight that none of them tracks there is no launch.
    """

    sensors: tuple[str, ...]
    decision_s: float
    reaction_s: float
    delay_s: None = None
    """None: it is another for every flight (`engagement.launch_times`)."""


LaunchDelay = GivenDelay | SensedDelay
"""When a deployment's interceptors leave, counted from a flight's launch."""


@dataclass(frozen=True)
class SeeingRadar:
    """What a radar sees: its site (deg, km above the ellipsoid), range, the middle and width of its sector of azimuths,
    and between which elevations.
    """

    latitude_deg: float
    longitude_deg: float
    height_km: float
    range_km: float
    boresight_deg: float
    sector_deg: float
    least_elevation_deg: float
    greatest_elevation_deg: float


@dataclass(frozen=True)
class Battery:
    """A deployment: the points where its interceptors may be, and what they have."""

    id: str
    place: str
    points: tuple[Place, ...]
    faces: tuple[int, ...]
    """The forces it faces: where they stand in the question, counted from 0."""
    interceptor: str
    interceptors: int | None
    from_year: int | None
    until: int | None
    burnout_speed_km_s: float
    burnout_speed_status: str
    divert_km_s: float
    burnout_height_km: float
    burn_time_s: float
    launch: LaunchDelay
    vehicle_id: str | None
    vehicle: Vehicle | None
    intercept_heights_km: tuple[float, float]
    """An intercept counts between these; infinite: no greatest height."""
    look_s: float

    @property
    def launch_delay_s(self) -> float | None:
        """The given launch delay; None where it is sensed, flight by flight."""
        return self.launch.delay_s


@dataclass(frozen=True)
class Sensor:
    """A sensor: a radar, or an infrared satellite with its `detection_delay_s`. One of them is None."""

    id: str
    radar: SeeingRadar | None
    detection_delay_s: float | None
    track_s: float
    cued_by: tuple[str, ...]
    cue_delay_s: float


@dataclass(frozen=True)
class RegionalMissile:
    """A class of regional missiles, and where it is launched: an area, and points that stand for it."""

    id: str
    boost: Boost
    launch: str
    area: Region
    launches: tuple[Place, ...]
    range_km: float
    flight_time_ratio: tuple[float, ...]
    spacing_km: float
    sources: tuple[FigureUsed, ...]


@dataclass(frozen=True)
class Question:
    """A scenario, worked out. Sensors stand after those that cue them."""

    forces: tuple[Force, ...]
    batteries: tuple[Battery, ...]
    sensors: tuple[Sensor, ...]
    sources: tuple[FigureUsed, ...]


class _Cued(Protocol):
    @property
    def cued_by(self) -> Sequence[str]: ...


def with_cues(names: Iterable[str], sensors: Mapping[str, _Cued]) -> list[str]:
    """Some sensors (ids) and all that cue them, each once."""
    out: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in out:
            out.append(name)
            waiting += sensors[name].cued_by
    return out
