"""What a scenario means, worked out: points, forces, batteries, sensors, and the figures they rest on."""

from __future__ import annotations

from dataclasses import dataclass

from reassure.catalog.used import FigureUsed
from reassure.flight.vehicle import Vehicle
from reassure.geography.regions import Region
from reassure.scenario.figures import DeploymentFigures

__all__ = ["Battery", "Boost", "Force", "Place", "Question", "RegionalMissile", "Sensor"]


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


@dataclass(frozen=True, kw_only=True)
class Battery(DeploymentFigures):
    """A deployment: the points where its interceptors may be, and what they have."""

    points: tuple[Place, ...]
    faces: tuple[int, ...]
    """The forces it faces: where they stand in the question, counted from 0."""
    sensors: tuple[str, ...]
    after_track_s: tuple[float, float]
    """Decision and reaction: from the track to the commitment, and on to the launch."""
    vehicle_id: str | None
    vehicle: Vehicle | None
    intercept_heights_km: tuple[float, float]
    """An intercept counts between these; infinite: no greatest height."""
    look_s: float


@dataclass(frozen=True)
class Sensor:
    """A sensor: `radar` holds site (deg, deg, km), range (km), boresight, sector, least and greatest
    elevation (deg); `detection_delay_s` is an infrared satellite's. One of them is None.
    """

    id: str
    radar: tuple[float, ...] | None
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
