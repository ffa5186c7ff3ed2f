"""Kinds of sensor: where a radar looks, and when an infrared satellite sees a boost."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from reassure.catalog.entries import Entry
from reassure.catalog.figure import Figure, apart, within
from reassure.catalog.table import Table

__all__ = ["Bearing", "Infrared", "InfraredFigures", "Radar", "RadarFigures"]

# From a mountain or the air the horizon lies below the horizontal: by 1.8 deg at 3 km.
Elevation = Annotated[Figure, within(-5.0, 90.0, "deg")]
# Clockwise from north; both 0 to 360 and -180 to 180 are in use.
Bearing = Annotated[Figure, within(-180.0, 360.0, "deg")]

_NARROWEST = 0.1  # deg between the least and the greatest elevation


class RadarFigures(Table):
    """Where a radar looks: range, sector about its boresight, elevations."""

    range_km: Annotated[Figure, within(1.0, 50_000.0, "km")]
    """Along the line of sight, for no stated size of target."""
    sector_deg: Annotated[Figure, within(1.0, 360.0, "deg")] = Figure(value=360.0)
    """Whole width of the sector of azimuths, half of it to each side of the boresight."""
    boresight_deg: Bearing = Figure(value=0.0)
    """Azimuth of the sector's middle, clockwise from north."""
    least_elevation_deg: Elevation = Figure(value=0.0)
    """Above the horizontal of the site, as is the greatest elevation."""
    greatest_elevation_deg: Elevation = Figure(value=90.0)

    @model_validator(mode="after")
    def _opens_upward(self) -> RadarFigures:
        apart(
            "elevations", self.least_elevation_deg, self.greatest_elevation_deg, _NARROWEST, "deg"
        )
        return self


class Radar(Entry, RadarFigures):
    """A kind of radar of the catalogue. Where one stands is the scenario's to say."""


class InfraredFigures(Table):
    """What an infrared satellite does here: it sees a boosting missile after a stated delay. It has no place: the
    whole Earth is in view.
    """

    detection_delay_s: Annotated[Figure, within(0.0, 1200.0, "s")]
    """From the flight's launch. A boost that is over by then is not seen."""


class Infrared(Entry, InfraredFigures):
    """A kind of infrared early-warning satellite of the catalogue."""
