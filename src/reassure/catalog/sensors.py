"""Kinds of sensor: where a radar looks, and when an infrared satellite sees a boost."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from reassure.catalog.entries import Entry
from reassure.catalog.figure import Figure, apart, within
from reassure.catalog.table import Table

__all__ = ["Bearing", "Infrared", "InfraredFigures", "Radar", "RadarFigures"]

Elevation = Annotated[Figure, within(-5.0, 90.0, "deg")]
Bearing = Annotated[Figure, within(-180.0, 360.0, "deg")]

_NARROWEST = 0.1  # deg


class RadarFigures(Table):
    """Where a radar looks: range, sector about its boresight, elevations."""

    range_km: Annotated[Figure, within(1.0, 50_000.0, "km")]
    sector_deg: Annotated[Figure, within(1.0, 360.0, "deg")] = Figure(value=360.0)
    boresight_deg: Bearing = Figure(value=0.0)
    least_elevation_deg: Elevation = Figure(value=0.0)
    greatest_elevation_deg: Elevation = Figure(value=90.0)

    @model_validator(mode="after")
    def _opens_upward(self) -> RadarFigures:
        apart(
            "elevations", self.least_elevation_deg, self.greatest_elevation_deg, _NARROWEST, "deg"
        )
        return self


class Radar(Entry, RadarFigures):
    """A kind of radar."""


class InfraredFigures(Table):
    """What an infrared satellite does here: it sees a boosting missile after a stated delay."""

    detection_delay_s: Annotated[Figure, within(0.0, 1200.0, "s")]


class Infrared(Entry, InfraredFigures):
    """A kind of infrared early-warning satellite."""
