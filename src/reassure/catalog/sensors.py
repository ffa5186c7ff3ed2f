"""Kinds of sensor: where a radar looks and how well it measures, and when an infrared satellite sees a boost."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.entries import Entry, Latitude, Longitude, Name
from reassure.catalog.figure import Figure, apart, within
from reassure.catalog.table import Table

__all__ = [
    "Bearing", "Infrared", "InfraredFigures", "Radar", "RadarAccuracy", "RadarFigures", "Scheme", "Station",
]  # fmt: skip

# From a mountain or the air the horizon lies below the horizontal: by 1.8 deg at 3 km.
Elevation = Annotated[Figure, within(-5.0, 90.0, "deg")]
# Clockwise from north; both 0 to 360 and -180 to 180 are in use.
Bearing = Annotated[Figure, within(-180.0, 360.0, "deg")]

_NARROWEST = 0.1  # deg between the least and the greatest elevation


Length = Annotated[Figure, within(1.0, 50_000.0, "km")]
Sector = Annotated[Figure, within(1.0, 360.0, "deg")]
# A hundred kilometres and ten degrees are no measurement any more.
RangeError = Annotated[Figure, within(0.0, 100_000.0, "m")]
AngleError = Annotated[Figure, within(0.0, 10.0, "deg")]
RangeRateError = Annotated[Figure, within(0.0, 10_000.0, "m/s")]
LookInterval = Annotated[Figure, within(0.01, 600.0, "s")]


class RadarAccuracy(Table):
    """How well a radar measures: standard deviations of errors that are another at each look (noise), and of errors that
    are the same at all looks of a track (bias); and how often it looks.
    """

    range_noise_m: RangeError
    """Of one look, one standard deviation."""
    angle_noise_deg: AngleError
    """Of the azimuth, across the line of sight, and of the elevation."""
    range_rate_noise_m_s: RangeRateError | None = None
    """None: it measures no range rate."""
    range_bias_m: RangeError
    """The same in all looks of a track, one standard deviation."""
    angle_bias_deg: AngleError
    """Of the azimuth, across the line of sight, and of the elevation, each its own."""
    look_interval_s: LookInterval
    """From one look to the next."""


class RadarFigures(Table):
    """Where a radar looks: range, sector about its boresight, elevations; and how well it measures."""

    range_km: Length
    """Along the line of sight, for no stated size of target."""
    sector_deg: Sector = Figure(value=360.0)
    """Whole width of the sector of azimuths, half of it to each side of the boresight."""
    boresight_deg: Bearing = Figure(value=0.0)
    """Azimuth of the sector's middle, clockwise from north."""
    least_elevation_deg: Elevation = Figure(value=0.0)
    """Above the horizontal of the site, as is the greatest elevation."""
    greatest_elevation_deg: Elevation = Figure(value=90.0)
    """Above the horizontal of the site."""
    accuracy: RadarAccuracy | None = None
    """Used by `measure` alone. None: nobody says."""

    @model_validator(mode="after")
    def _opens_upward(self) -> RadarFigures:
        apart(
            "elevations", self.least_elevation_deg, self.greatest_elevation_deg, _NARROWEST, "deg"
        )
        return self


class Radar(Entry, RadarFigures):
    """A kind of radar of the catalogue. Where one stands is the scenario's to say."""


class Station(Entry):
    """A radar where it stands: its kind, its place, and which way it looks there."""

    radar: Name
    """The kind of radar, by its id."""
    site: Name | None = None
    """The id of the site where it stands, by which it is called too. None: `latitude_deg` and `longitude_deg` say where."""
    latitude_deg: Latitude | None = None
    longitude_deg: Longitude | None = None
    party: Name | None = None
    """Whose it is."""
    faces: Annotated[int, Field(ge=1, le=8)] = 1
    """Antennas that share its sector equally, each looking its own way."""
    boresight_deg: Bearing | None = None
    """Clockwise from north. None, as of each that follows: that of its kind."""
    sector_deg: Sector | None = None
    range_km: Length | None = None
    least_elevation_deg: Elevation | None = None
    greatest_elevation_deg: Elevation | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Station:
        given = self.latitude_deg is not None and self.longitude_deg is not None
        if given == (self.site is not None) or (self.latitude_deg is None) != (self.longitude_deg is None):  # fmt: skip
            raise PydanticCustomError("place", "allowed: site, or latitude_deg and longitude_deg")
        return self


class Scheme(Entry):
    """A way in which two sides would work together: what one of them passes on to the other, how soon, and where neither
    intercepts.
    """

    date: str
    """When it was proposed or agreed: a year, month or day as ISO 8601 writes them."""
    who: str
    statement: str
    """What the text says."""
    stations: Annotated[list[Name], Field(max_length=50)] = Field(default=[])
    """Radars that join: ids of stations."""
    infrared: Annotated[list[Name], Field(max_length=5)] = Field(default=[])
    """Kinds of satellites that join."""
    shares: Literal["tracks", "notices", "nothing"]
    """A track lets the other side launch on it. A notice tells its radars where to look, no more."""
    against: Literal["regional missiles", "all missiles"]
    """Of which flights something is passed on."""
    exchange_delay_s: Annotated[Figure, within(0.0, 3600.0, "s")]
    """From the track of a sensor that joins until the other side has it."""
    track_s: Annotated[Figure, within(0.0, 600.0, "s")] = Figure(value=10.0, status="assumed", source="as in a scenario that says nothing")  # fmt: skip
    """How long a flight is in view of a sensor that joins until it is tracked."""
    not_over: Annotated[list[Name], Field(max_length=10)] = Field(default=[])
    """Ground above which the interceptors do not intercept: ids of zones."""

    @property
    def word(self) -> str:
        """What is typed for it: its id without "scheme-", which keeps it apart from the sites of the same name."""
        return self.id.removeprefix("scheme-")


class InfraredFigures(Table):
    """What an infrared satellite does here: it sees a boosting missile after a stated delay. It has no place: the
    whole Earth is in view.
    """

    detection_delay_s: Annotated[Figure, within(0.0, 1200.0, "s")]
    """From the flight's launch. A boost that is over by then is not seen."""


class Infrared(Entry, InfraredFigures):
    """A kind of infrared early-warning satellite of the catalogue."""
