"""What the tables of a scenario are made of: places, boosters, interceptors, vehicles, radars; by id, or written out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.entries import (
    BoosterFigures,
    Holes,
    InterceptorFigures,
    Latitude,
    Longitude,
    Name,
    Polygon,
    Radius,
    check_holes,
)
from reassure.catalog.figure import Figure, within
from reassure.catalog.sensors import InfraredFigures, RadarFigures
from reassure.catalog.table import Table
from reassure.catalog.vehicles import VehicleFigures

__all__ = [
    "ALTERNATIVES",
    "AimDisc",
    "AimPolygon",
    "AnyAim",
    "AnyBase",
    "AnyBooster",
    "AnyDelay",
    "AnyInfrared",
    "AnyInterceptor",
    "AnyLaunch",
    "AnyRadar",
    "AnyRegion",
    "AnySite",
    "AnyVehicle",
    "Area",
    "BaseArea",
    "BaseDisc",
    "BoosterTable",
    "Delay",
    "Id",
    "InfraredTable",
    "InterceptorTable",
    "LookDuration",
    "RadarTable",
    "Ratio",
    "SiteHeight",
    "SitePoint",
    "Spacing",
    "Track",
    "VehicleTable",
    "Year",
    "delay_or_sensed",
    "one_line",
    "readable",
]


ALTERNATIVES = frozenset(
    {"<sensed>", "<figure>", "<catalogue id>", "<polygon>", "<area>", "<disc>", "<table>"}
)
"""Names of the alternatives of a key, as they stand in an error's location. No key looks like them."""


Spacing = Annotated[float, Field(ge=1.0, le=5000.0)]
"""km between the points that stand for a region."""


Delay = Annotated[Figure, within(0.0, 7200.0, "s")]
"""From a flight's launch. Below 0 an interceptor would leave before the flight."""


Track = Annotated[Figure, within(0.0, 3600.0, "s")]
"""A time between a detection and a launch: to a track, to a decision, to a reaction."""


SiteHeight = Annotated[Figure, within(0.0, 10.0, "km")]
"""Above the WGS84 ellipsoid."""


# From an intercept to the launch that follows it.
LookDuration = Annotated[Figure, within(0.0, 3600.0, "s")]


Ratio = Annotated[float, Field(ge=0.3, le=5.0)]
"""A free-flight time over that of least burnout speed between the same points."""


Year = Annotated[int, Field(ge=1900, le=2200)]
"""A whole year, both ends of a span included."""


# A tag names an alternative in an error's location; `complaint` leaves it out again.
Id = Annotated[str, Tag("<catalogue id>")]


Area = Annotated[
    Id | Annotated[Polygon, Tag("<polygon>")],
    Discriminator(lambda v: "<catalogue id>" if isinstance(v, str) else "<polygon>"),
]


class BaseDisc(Table):
    """A base by its place, WGS84 degrees. An assessment's flights start at the middle of the field, a claim's anywhere
    in it.
    """

    id: Name
    """What it is called in this file."""
    latitude_deg: Latitude
    """Of the middle of the field, north positive."""
    longitude_deg: Longitude
    """East positive."""
    field_radius_km: Radius = Figure(value=0.0)
    """0: one point."""


class BaseArea(Table):
    """Submarines: flights start anywhere in an area, which is sampled at its force's `base_spacing_km`."""

    id: Name
    """What it is called in this file."""
    area: Area
    """The id of a zone of the catalogue, or a polygon."""


class AimPolygon(Table):
    """An aim region by its outline, WGS84 degrees, without what is cut out of it."""

    id: Name
    """What it is called in this file."""
    polygon: Polygon
    """Its corners, [latitude_deg, longitude_deg], one after the other."""
    holes: Holes = ()
    """Polygons within it that do not belong to it."""

    @model_validator(mode="after")
    def _cut_out(self) -> AimPolygon:
        check_holes(self.polygon, self.holes)
        return self


class AimDisc(Table):
    """An aim region by its middle (WGS84 degrees) and its radius along the ground; 0 is a point."""

    id: Name
    """What it is called in this file."""
    latitude_deg: Latitude
    """Of its middle, north positive."""
    longitude_deg: Longitude
    """East positive."""
    # Within a hemisphere, as an outline is: a quarter of the way round is 10,000 km.
    radius_km: Annotated[Figure, within(0.0, 5000.0, "km")]
    """0: one point."""


class BoosterTable(BoosterFigures):
    """A booster written out."""

    id: Name
    """What it is called in this file."""


class VehicleTable(VehicleFigures):
    """A notional vehicle written out: what the estimate flies."""

    id: Name
    """What it is called in this file."""


AnyVehicle = Annotated[
    Id | Annotated[VehicleTable, Tag("<table>")],
    Discriminator(lambda v: "<catalogue id>" if isinstance(v, str) else "<table>"),
]


class InterceptorTable(InterceptorFigures):
    """An interceptor written out."""

    id: Name
    """What it is called in this file."""
    vehicle: AnyVehicle | None = None
    """None: there is no estimate for it."""


def readable(text: str) -> str:
    """The text, unless it has characters that cannot be printed other than line ends: they could steer a terminal.
    Raises PydanticCustomError, within a validator.
    """
    if not all(c.isprintable() or c == "\n" for c in text):
        raise PydanticCustomError("printable", "allowed: text without control characters")
    return text


def one_line(text: str) -> str:
    """The text, unless it has more than one line. Raises PydanticCustomError, within a validator."""
    if "\n" in text:
        raise PydanticCustomError("one_line", "allowed: one line")
    return text


class SitePoint(Table):
    """A site by its place (WGS84 degrees); what it is called, and where that place is from, if anybody says."""

    latitude_deg: Latitude
    """North positive."""
    longitude_deg: Longitude
    """East positive."""
    name: Annotated[
        str, Field(max_length=200), AfterValidator(readable), AfterValidator(one_line)
    ] = ""
    """What people call it."""
    source: Annotated[str, Field(max_length=1000), AfterValidator(readable)] = ""
    """Where the place is from."""


def _choose(key: str, other: str) -> Discriminator:
    """Tell a catalogue id from a table, and two kinds of table from each other by a key
    that only the first has. `key` is empty where there is one kind of table.

    Without it pydantic tries every alternative, and complains of each.
    """

    def tag(data: Any) -> str | None:
        if isinstance(data, str):
            return "<catalogue id>"
        # a table as TOML has it
        if isinstance(data, dict):
            return f"<{key}>" if key in data else f"<{other}>"
        if isinstance(data, Table):  # already read: on its way back out
            return f"<{key}>" if key and hasattr(data, key) else f"<{other}>"
        return None

    return Discriminator(
        tag,
        # pydantic's own words name the tags, which nobody writes
        custom_error_type="kind",
        custom_error_message="allowed: a catalogue id (text), or a table",
    )


# A table with the key `area` is submarines', any other a base at one place.
AnyBase = Annotated[
    Id | Annotated[BaseArea, Tag("<area>")] | Annotated[BaseDisc, Tag("<disc>")],
    _choose("area", "disc"),
]


# A zone's id, an outline (a table with the key `polygon`), or a disc.
AnyAim = Annotated[
    Id | Annotated[AimPolygon, Tag("<polygon>")] | Annotated[AimDisc, Tag("<disc>")],
    _choose("polygon", "disc"),
]


# A region by its id is the catalogue's as it stands, and needs no table: so no id here.
AnyRegion = Annotated[
    Annotated[AimPolygon, Tag("<polygon>")] | Annotated[AimDisc, Tag("<disc>")],
    _choose("polygon", "disc"),
]


AnyLaunch = Annotated[
    Id | Annotated[Polygon, Tag("<polygon>")] | Annotated[SitePoint, Tag("<table>")],
    Discriminator(
        lambda v: (
            "<catalogue id>"
            if isinstance(v, str)
            # a list in the file, a tuple once it was read
            else "<polygon>"
            if isinstance(v, (list, tuple))
            else "<table>"
            if isinstance(v, (dict, SitePoint))
            else None
        ),
        custom_error_type="kind",
        custom_error_message="allowed: a zone's id (text), a polygon, or a table",
    ),
]


AnyBooster = Annotated[Id | Annotated[BoosterTable, Tag("<table>")], _choose("", "table")]


AnyInterceptor = Annotated[Id | Annotated[InterceptorTable, Tag("<table>")], _choose("", "table")]


AnySite = Annotated[Id | Annotated[SitePoint, Tag("<table>")], _choose("", "table")]


def delay_or_sensed(data: Any) -> Any:
    """What is given, unless it is text other than "sensed". Raises PydanticCustomError, within a validator."""
    if isinstance(data, str) and data != "sensed":
        raise PydanticCustomError(
            "delay", 'allowed: seconds after the flight\'s launch, 0 to 7200, or "sensed"'
        )
    return data


AnyDelay = Annotated[
    Annotated[Literal["sensed"], Tag("<sensed>")] | Annotated[Delay, Tag("<figure>")],
    Discriminator(lambda v: "<sensed>" if isinstance(v, str) else "<figure>"),
]


class RadarTable(RadarFigures):
    """A radar written out."""

    id: Name
    """What it is called in this file."""


class InfraredTable(InfraredFigures):
    """An infrared satellite written out."""

    id: Name
    """What it is called in this file."""


AnyRadar = Annotated[
    Id | Annotated[RadarTable, Tag("<table>")],
    Discriminator(lambda v: "<catalogue id>" if isinstance(v, str) else "<table>"),
]


AnyInfrared = Annotated[
    Id | Annotated[InfraredTable, Tag("<table>")],
    Discriminator(lambda v: "<catalogue id>" if isinstance(v, str) else "<table>"),
]
