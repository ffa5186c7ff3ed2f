"""The kinds of catalogue entry, one table each."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.figure import Figure, Status, apart, within
from reassure.catalog.table import Table
from reassure.errors import RegionError
from reassure.geography.regions import Outline, outline

__all__ = [
    "THINNEST_BAND_KM",
    "Base",
    "BoostHeight",
    "BoostRange",
    "BoostTime",
    "Booster",
    "BoosterFigures",
    "BurnHeight",
    "BurnTime",
    "Divert",
    "Entry",
    "InterceptHeight",
    "Interceptor",
    "InterceptorFigures",
    "Latitude",
    "Longitude",
    "Missile",
    "Name",
    "Plan",
    "Polygon",
    "Radius",
    "Reach",
    "Site",
    "Speed",
    "Statement",
    "Zone",
]

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
Radius = Annotated[Figure, within(0.0, 500.0, "km")]
BoostTime = Annotated[Figure, within(1.0, 1200.0, "s")]
BoostHeight = Annotated[Figure, within(0.0, 2000.0, "km")]
BoostRange = Annotated[Figure, within(0.0, 5000.0, "km")]
Speed = Annotated[Figure, within(0.1, 15.0, "km/s")]
Divert = Annotated[Figure, within(0.0, 5.0, "km/s")]
BurnHeight = Annotated[Figure, within(0.0, 1000.0, "km")]
BurnTime = Annotated[Figure, within(0.0, 600.0, "s")]
Reach = Annotated[Figure, within(50.0, 15_000.0, "km")]
BoosterReach = Annotated[Figure, within(50.0, 40_000.0, "km")]
InterceptHeight = Annotated[Figure, within(0.0, 10_000.0, "km")]

THINNEST_BAND_KM = 1.0
"""Heights of intercept are at least so far apart: flights fall through less in a tenth of a second."""


def _vertices(data: Any) -> tuple[tuple[float, float], ...]:
    def number(item: Any) -> bool:
        return isinstance(item, (int, float)) and not isinstance(item, bool)

    good = isinstance(data, (list, tuple)) and all(
        isinstance(v, (list, tuple)) and len(v) == 2 and all(number(c) for c in v) for v in data
    )
    if not good:
        raise PydanticCustomError(
            "polygon", "a polygon is [[latitude_deg, longitude_deg], [...], ...]"
        )
    if any(abs(c) > 360 for v in data for c in v):
        raise PydanticCustomError("polygon", "a coordinate beyond 360 deg; allowed: -180 to 180")
    return tuple((float(a), float(b)) for a, b in data)


def _simple(vertices: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    try:
        Outline(vertices)
    except RegionError as error:
        raise PydanticCustomError("polygon", "{reason}", {"reason": str(error)}) from error
    return vertices


Polygon = Annotated[
    tuple[tuple[float, float], ...], BeforeValidator(_vertices), AfterValidator(_simple)
]
"""[[latitude_deg, longitude_deg], ...], simple, smaller than a hemisphere."""


class Entry(Table):
    """What every entry has."""

    id: Name
    name: str
    status: Status
    source: str = ""


class Base(Entry):
    """Where flights start: a disc of ground."""

    latitude_deg: Latitude
    longitude_deg: Longitude
    field_radius_km: Radius


class Site(Entry):
    """Where interceptors or radars stand."""

    latitude_deg: Latitude
    longitude_deg: Longitude
    kind: str


class Zone(Entry):
    """An aim region or a sea area: a coarse polygon."""

    kind: str
    polygon: Polygon

    @property
    def region(self) -> Outline:
        """The polygon as a region that can be sampled."""
        return outline(self.polygon)


class BoosterFigures(Table):
    """Where a flight's boost ends: time, height, ground distance; and what is too far or too fast for it."""

    burnout_time_s: BoostTime
    burnout_height_km: BoostHeight
    downrange_km: BoostRange
    greatest_range_km: BoosterReach | None = None
    greatest_burnout_speed_km_s: Speed | None = None


class Booster(Entry, BoosterFigures):
    """A booster."""


class InterceptorFigures(Table):
    """What an interceptor has: burnout speed and divert; where the ideal one burns out; between which heights
    an intercept counts (no greatest one: none is known).
    """

    burnout_speed_km_s: Speed
    divert_km_s: Divert = Figure(value=0.0)
    burnout_height_km: BurnHeight = Figure(value=0.0)
    burn_time_s: BurnTime = Figure(value=0.0)
    least_intercept_height_km: InterceptHeight = Figure(value=0.0)
    greatest_intercept_height_km: InterceptHeight | None = None

    @model_validator(mode="after")
    def _some_heights(self) -> InterceptorFigures:
        low, high = self.least_intercept_height_km, self.greatest_intercept_height_km
        if high is not None:
            apart("intercept heights", low, high, THINNEST_BAND_KM, "km")
        return self


class Interceptor(Entry, InterceptorFigures):
    """An interceptor."""

    vehicle: Name | None = None
    note: str = ""


class Missile(Entry):
    """A class of regional missiles: its boost, how far it goes, and the zone it is launched from."""

    booster: Name
    launch: Name
    range_km: Reach


class Plan(Entry):
    """A deployment as it was announced."""

    phase: str
    planned_from: int
    place: str
    interceptor: str = ""
    interceptors: int | None = None


class Statement(Entry):
    """What a party said, with its figure."""

    date: str
    who: str
    what: str
    figure: str = ""
