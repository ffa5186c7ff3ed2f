"""What a scenario means, worked out: points, forces, batteries, sensors, and the figures they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reassure.catalog.used import FigureUsed
from reassure.flight.vehicle import Vehicle
from reassure.geography.regions import Region
from reassure.scenario.figures import DeploymentFigures
from reassure.scenario.names import deployment_names

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
    """A point that stands for a base, aim or site: its id and where it is, in WGS84 degrees at height 0."""

    id: str
    """Of the base, aim or deployment. All points of one area share it."""
    latitude_deg: float
    longitude_deg: float


@dataclass(frozen=True)
class Boost:
    """Where a flight's boost ends, which way round the flight then goes, and what is beyond the booster."""

    id: str
    """The booster's."""
    burnout_time_s: float
    """From the flight's launch."""
    burnout_height_km: float
    """Above the WGS84 ellipsoid."""
    downrange_km: float
    """Along the geodesic from the base to the point below the burnout."""
    long_way: bool = False
    """Round the Earth's centre by more than half a turn, and not by less."""
    # Upper ends of the figures' intervals: a flight is refused only if it is beyond all of them.
    greatest_range_km: float | None = None
    """Along the ground from base to aim. None: no flight is too far."""
    greatest_burnout_speed_km_s: float | None = None
    """Relative to the turning Earth. None: no flight is too fast."""


@dataclass(frozen=True)
class Force:
    """Flights: from every origin to every aim point, in every shape.

    They are numbered from 0 with the shape changing slowest, then the origin, then the aim.
    """

    origins: tuple[Place, ...]
    aims: tuple[Place, ...]
    boost: Boost
    flight_time_ratio: tuple[float, ...]
    """Shapes: free-flight times over that of least burnout speed. Two flights between the same points differ in it alone."""

    @property
    def flights(self) -> int:
        """How many flights are asked for, those that cannot exist included."""
        return len(self.origins) * len(self.aims) * len(self.flight_time_ratio)


@dataclass(frozen=True)
class GivenDelay:
    """A launch delay that is given: `delay_s` after every flight's own launch."""

    delay_s: float


@dataclass(frozen=True)
class SensedDelay:
    """A launch that waits for sensors, flight by flight: for a track of one of them (ids), then for the decision to
    commit, then for the reaction to it. Of a flight that none of them tracks there is no launch.
    """

    sensors: tuple[str, ...]
    decision_s: float
    """From the first track to the commitment."""
    reaction_s: float
    """From the commitment to the launch."""
    delay_s: None = None
    """None: it is another for every flight (`engagement.launch_times`)."""


# Both have `delay_s`, so a question that needs a number looks whether it is None.
LaunchDelay = GivenDelay | SensedDelay
"""When a deployment's interceptors leave, counted from a flight's launch."""


@dataclass(frozen=True)
class SeeingRadar:
    """What a radar sees: its site (WGS84 degrees, km above the ellipsoid), range, the middle and width of its sector of
    azimuths, and between which elevations.
    """

    latitude_deg: float
    longitude_deg: float
    height_km: float
    range_km: float
    """Along the line of sight."""
    boresight_deg: float
    """Clockwise from north."""
    sector_deg: float
    """The whole width, half of it to each side of the boresight."""
    least_elevation_deg: float
    greatest_elevation_deg: float


@dataclass(frozen=True, kw_only=True)
class Battery(DeploymentFigures):
    """A deployment: its figures, the points where its interceptors may be, and when they leave."""

    points: tuple[Place, ...]
    """One for a site; for ships the points that stand for their area."""
    faces: tuple[int, ...]
    """The forces it faces: where they stand in the question, counted from 0, rising."""
    launch: LaunchDelay
    vehicle_id: str | None
    vehicle: Vehicle | None
    """What an estimate flies; None: the interceptor names no vehicle."""
    intercept_heights_km: tuple[float, float]
    """An intercept counts between these, the ends included; infinite: no greatest height."""
    look_s: float
    """From an intercept to the next launch of the same window, in an estimate."""
    barred: tuple[Region, ...] = ()
    """Ground above which no intercept counts: the other side's sector, in a joint project. An estimate knows none."""

    @property
    def launch_delay_s(self) -> float | None:
        """The given launch delay; None where it is sensed, flight by flight."""
        return self.launch.delay_s


@dataclass(frozen=True)
class Sensor:
    """A sensor: a radar, or infrared satellites with their `detection_delay_s`. One of them is None."""

    id: str
    radar: SeeingRadar | None
    detection_delay_s: float | None
    """From a flight's launch."""
    track_s: float
    """How long a flight is in view without a break before it is tracked."""
    cued_by: tuple[str, ...]
    """Ids of sensors; empty: it looks from the launch on."""
    cue_delay_s: float
    """From the first track of those that cue it until it looks."""
    report_delay_s: float = 0.0
    """From its track until the others know of it."""


@dataclass(frozen=True)
class RegionalMissile:
    """A class of regional missiles, and where it is launched: an area, and points that stand for it."""

    id: str
    boost: Boost
    launch: str
    """The launch area in words: a zone's id, or "its launch area"."""
    area: Region
    launches: tuple[Place, ...]
    range_km: float
    """Greatest ground distance of its flights."""
    flight_time_ratio: tuple[float, ...]
    """Shapes: free-flight times over that of least burnout speed."""
    spacing_km: float
    """Between points of the launch area, or of a region that is protected."""
    sources: tuple[FigureUsed, ...]
    """The figures that the missile rests on."""


@dataclass(frozen=True)
class Question:
    """A scenario, worked out."""

    forces: tuple[Force, ...]
    batteries: tuple[Battery, ...]
    """In the scenario's order."""
    sensors: tuple[Sensor, ...]
    """Those that some sensed delay needs, each after those that cue it."""
    sources: tuple[FigureUsed, ...]
    """Every figure that was used, in the order in which it was."""

    @property
    def called(self) -> dict[str, str]:
        """What people call each deployment, by its id."""
        at = {b.id: (b.points[0].latitude_deg, b.points[0].longitude_deg) for b in self.batteries}
        names = deployment_names(self.batteries, at)
        return dict(zip((b.id for b in self.batteries), names, strict=True))


# What a sensor's table and a resolved sensor have in common.
class _Cued(Protocol):
    @property
    def cued_by(self) -> Sequence[str]: ...


def with_cues(names: Iterable[str], sensors: Mapping[str, _Cued]) -> list[str]:
    """The ids of some sensors and of all that cue them, directly or through others, each once. `sensors`: by id. Raises
    KeyError for an id that is not among them.
    """
    # A list and no set: text stands in a set in another order on every run.
    out: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in out:
            out.append(name)
            waiting += sensors[name].cued_by
    return out
