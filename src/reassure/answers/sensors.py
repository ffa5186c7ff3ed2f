"""Who sees what, and when: sensors beside a point or a flight. Frozen."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from reassure.answers.document import Document, Latitude, Longitude
from reassure.answers.theatre import Coverage, Rim
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.words.document import GIVEN, OMITTED, OMITTED_IF_EMPTY, plain

__all__ = ["AskedFlight", "AskedPoint", "FlightView", "PointView", "SensorRow", "SensorsSeen"]


@dataclass(frozen=True)
class PointView:
    """What a radar sees of a point."""

    sees: bool
    reason: str | None
    """Why it does not see it; None: it does."""
    away_km: float
    """Along the line of sight."""
    azimuth_deg: float
    """Clockwise from north."""
    elevation_deg: float
    """Above the horizontal of the radar's site."""


@dataclass(frozen=True)
class FlightView:
    """When a sensor sees a flight, by itself: s from launch. All are None where there is a reason."""

    reason: str | None = None
    """Why it never sees it."""
    first_seen_s: float | None = None
    last_seen_s: float | None = None
    """To a second."""
    in_view_s: float | None = None
    """How long in all, to a second."""
    tracked_s: float | None = None
    """The end of the first track without a break; None: it is never so long in view."""


@dataclass(frozen=True)
class SensorRow:
    """A radar where it stands, or infrared satellites, which stand nowhere: for them all places and angles are None."""

    id: str
    name: str
    kind: Literal["radar", "infrared"]
    party: Annotated[str | None, OMITTED]
    """Whose it is; None: nobody says."""
    track_s: Annotated[float, GIVEN]
    """How long in view without a break until it is tracked."""
    detection_delay_s: Annotated[float | None, GIVEN, OMITTED] = None
    """Of infrared satellites, from the launch. They see the boost alone."""
    latitude_deg: Annotated[Latitude | None, GIVEN, OMITTED] = None
    longitude_deg: Annotated[Longitude | None, GIVEN, OMITTED] = None
    range_km: Annotated[float | None, GIVEN, OMITTED] = None
    boresight_deg: Annotated[float | None, GIVEN, OMITTED] = None
    sector_deg: Annotated[float | None, GIVEN, OMITTED] = None
    least_elevation_deg: Annotated[float | None, GIVEN, OMITTED] = None
    greatest_elevation_deg: Annotated[float | None, GIVEN, OMITTED] = None
    faces: Annotated[int | None, OMITTED] = None
    """Antennas that share the sector equally."""
    coverage: Annotated[tuple[Coverage, ...], OMITTED_IF_EMPTY] = ()
    point: Annotated[PointView | None, OMITTED] = None
    flight: Annotated[FlightView | None, OMITTED] = None

    @property
    def azimuths(self) -> tuple[float, float] | None:
        """From which to which azimuth it looks, clockwise, 0 to 360 deg; None: all round, or it is no radar."""
        if self.boresight_deg is None or self.sector_deg is None or self.sector_deg >= 360.0:
            return None
        half = 0.5 * self.sector_deg
        return (self.boresight_deg - half) % 360.0, (self.boresight_deg + half) % 360.0


@dataclass(frozen=True)
class AskedPoint:
    """The point that was asked about."""

    latitude_deg: Annotated[Latitude, GIVEN]
    longitude_deg: Annotated[Longitude, GIVEN]
    height_km: Annotated[float, GIVEN]


@dataclass(frozen=True)
class AskedFlight:
    """The flight that was asked about."""

    base: str
    aim: str
    """A region's id, or a place in words."""
    booster: str
    flight_time_ratio: Annotated[float, GIVEN]
    burnout_s: float
    """From the launch, as the end."""
    end_s: float
    apogee_km: float
    track: Rim
    """Of its ground track, some points from launch to end."""


@dataclass(frozen=True)
class SensorsSeen(Document):
    """Every sensor that was asked about, with what it sees at some heights; of a point or a flight, what it sees of it."""

    FORMAT: ClassVar = "reassure-sensors/1"
    COMMAND: ClassVar = "reassure sensors --json"
    INDENT: ClassVar = 1

    title: str
    """The scenario's, or in words where the sensors are the catalogue's."""
    reassure_version: str
    heights_km: Annotated[tuple[float, ...], GIVEN]
    """At which coverage is told."""
    at: Annotated[AskedPoint | None, OMITTED]
    of: Annotated[AskedFlight | None, OMITTED]
    sensors: tuple[SensorRow, ...]
    sources: tuple[FigureUsed, ...]

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each sensor; whole or not at all."""
        heads = (
            "id", "name", "kind", "party", "latitude_deg", "longitude_deg", "range_km", "boresight_deg", "sector_deg",
            "least_elevation_deg", "greatest_elevation_deg", "detection_delay_s", "sees", "away_km", "azimuth_deg",
            "elevation_deg", "first_seen_s", "last_seen_s", "in_view_s", "tracked_s", "reason",
        )  # fmt: skip
        with whole(path) as out:
            writer = csv.DictWriter(out, heads, lineterminator="\n")
            writer.writeheader()
            for row in self.sensors:
                table = plain(row)
                # Of a point and a flight one is asked about at most: their keys do not meet.
                told = table.get("point") or table.get("flight") or {}
                flat = table | told
                writer.writerow({k: "" if flat.get(k) is None else flat[k] for k in heads})
