"""A missile flown: range, apogee, time and the way of each flight that was asked for, and the range ring. Frozen."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from reassure.answers.document import Document, Latitude, Longitude
from reassure.answers.shown import Shown
from reassure.answers.theatre import Rim
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.words.document import GIVEN, OMITTED, OMITTED_IF_EMPTY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FlownFlight", "FlownMissile", "FlownPoint", "RangeRing", "UnflownFlight"]

Shape = Literal["minimum-energy", "lofted", "depressed", "farthest", "as kicked"]


@dataclass(frozen=True)
class FlownPoint:
    """Where a flight is at a moment."""

    t_s: float
    """From the launch."""
    latitude_deg: Latitude
    longitude_deg: Longitude
    height_km: float
    """Above the ellipsoid."""
    speed_km_s: float
    """Relative to the turning Earth."""
    away_km: float
    """Along the ground from the launch."""


@dataclass(frozen=True)
class FlownFlight:
    """One flight, boost included: times are from the launch, speeds relative to the turning Earth."""

    shape: Shape
    azimuth_deg: float
    """Of the launch, clockwise from north."""
    kick_deg: Annotated[float | None, OMITTED]
    """From the vertical, after the vertical rise; None: the boost is by figures."""
    bearing_deg: float
    """From the launch, of where it comes down."""
    range_km: float
    """Along the ground."""
    apogee_km: float
    apogee_s: float
    flight_time_s: float
    burnout_s: float
    """When thrust ends."""
    thrust_ended_early_s: float
    """By how much before all has burnt; 0: all has."""
    burnout_speed_km_s: float
    burnout_height_km: float
    burnout_downrange_km: float
    burnout_elevation_deg: float
    """Of the velocity over the horizontal."""
    end_speed_km_s: float
    """Where it comes down."""
    latitude_deg: Latitude
    longitude_deg: Longitude
    """Where it comes down."""
    half_way_round: bool
    """It is the farthest flight that was looked for: with all its speed it goes farther, and reaches everything in its direction."""
    note: Annotated[str | None, OMITTED]
    """What the reader has to know of this flight."""
    way: tuple[FlownPoint, ...]
    """From launch to end, some points; those of the boost closer."""


@dataclass(frozen=True)
class UnflownFlight:
    """A flight that was asked for and does not exist."""

    shape: Shape
    reason: str


@dataclass(frozen=True)
class RangeRing:
    """Where the farthest flights in all azimuths come down."""

    azimuth_deg: Annotated[tuple[float, ...], GIVEN]
    """Of the launch; by figures, the bearing."""
    range_km: tuple[float, ...]
    rim: Rim
    """A point for each azimuth; the line closes from the last to the first."""
    half_way_round: int
    """In how many of the azimuths it goes half way round and farther: there the rim is where flights half way round end."""


@dataclass(frozen=True)
class FlownMissile(Document):
    """What was flown, from where, by which model, and how it went."""

    FORMAT: ClassVar = "reassure-fly/1"
    COMMAND: ClassVar = "reassure fly --json"
    INDENT: ClassVar = 1

    title: str
    reassure_version: str
    asked: str
    """The id that was named."""
    model: Literal["vehicle", "figures"]
    """"vehicle": flown stage by stage through the air; "figures": a boost by its time, height and distance, and an arc."""
    model_id: str
    """The notional vehicle's, or the booster's."""
    model_words: str
    latitude_deg: Annotated[Latitude, GIVEN]
    longitude_deg: Annotated[Longitude, GIVEN]
    """Of the launch."""
    place: str
    """What the launch is called."""
    wanted: str
    """What was asked for, in words."""
    flights: tuple[FlownFlight, ...]
    missing: Annotated[tuple[UnflownFlight, ...], OMITTED_IF_EMPTY]
    ring: Annotated[RangeRing | None, OMITTED]
    sources: tuple[FigureUsed, ...]

    def plot(self) -> Figure:
        """Height against range and against time, and speed against time, as matplotlib's `Figure`.

        Raises ReassureError without matplotlib, and ResultError where no flight was asked for (a ring alone).
        """
        return Shown.flown(self)

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each point of each flight's way, or of the ring where there is no flight; whole or not at all."""
        with whole(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            if self.flights:
                writer.writerow(("shape", "t_s", "latitude_deg", "longitude_deg", "height_km", "speed_km_s", "away_km"))  # fmt: skip
                for flight in self.flights:
                    for p in flight.way:
                        writer.writerow((
                            flight.shape, f"{p.t_s:.2f}", f"{p.latitude_deg:.5f}", f"{p.longitude_deg:.5f}",
                            f"{p.height_km:.3f}", f"{p.speed_km_s:.6f}", f"{p.away_km:.3f}",
                        ))  # fmt: skip
            elif self.ring is not None:
                writer.writerow(("azimuth_deg", "range_km", "latitude_deg", "longitude_deg"))
                rows = zip(self.ring.azimuth_deg, self.ring.range_km, self.ring.rim, strict=True)
                for azimuth, away, (latitude, longitude) in rows:
                    writer.writerow((f"{azimuth:g}", f"{away:.3f}", f"{latitude:.4f}", f"{longitude:.4f}"))  # fmt: skip
