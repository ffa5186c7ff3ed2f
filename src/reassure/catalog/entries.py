"""The kinds of catalogue entry, one table each, and the ranges that their figures are held to."""

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
    "Holes",
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
    "check_holes",
]

# Ids become parts of file names, and of keys that are split at their dots: no dots, slashes or capitals.
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
# Geodetic degrees on WGS84, north and east positive.
Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
# These ranges refuse slips of a unit or a digit, and not what is merely unlikely.
Radius = Annotated[Figure, within(0.0, 500.0, "km")]
# Above 0: the path of the boost divides by it (flight/path.py).
BoostTime = Annotated[Figure, within(1.0, 1200.0, "s")]
BoostHeight = Annotated[Figure, within(0.0, 2000.0, "km")]
BoostRange = Annotated[Figure, within(0.0, 5000.0, "km")]
# Escape speed at the ground is 11.2 km/s: 15 km/s given as m/s, or as km/h, is refused.
Speed = Annotated[Figure, within(0.1, 15.0, "km/s")]
Divert = Annotated[Figure, within(0.0, 5.0, "km/s")]
BurnHeight = Annotated[Figure, within(0.0, 1000.0, "km")]
BurnTime = Annotated[Figure, within(0.0, 600.0, "s")]
Reach = Annotated[Figure, within(50.0, 15_000.0, "km")]
# The long way round may be asked for, so a booster's reach goes up to once round the Earth (40,075 km).
BoosterReach = Annotated[Figure, within(50.0, 40_000.0, "km")]
# The highest apogee that the catalogue quotes is some 4,500 km, of a lofted test.
InterceptHeight = Annotated[Figure, within(0.0, 10_000.0, "km")]

THINNEST_BAND_KM = 1.0
"""Least distance between the least and the greatest height of intercept. A flight at 8 km/s falls through 0.8 km in a
tenth of a second; a part of a flight within the band therefore lasts for longer than that.
"""


def _vertices(data: Any) -> tuple[tuple[float, float], ...]:
    """The vertices as pairs of floats. A TOML array is a list, which strict mode refuses where a tuple is declared."""

    def number(item: Any) -> bool:
        # bool is a subclass of int
        return isinstance(item, (int, float)) and not isinstance(item, bool)

    good = isinstance(data, (list, tuple)) and all(
        isinstance(v, (list, tuple)) and len(v) == 2 and all(number(c) for c in v) for v in data
    )
    if not good:
        raise PydanticCustomError(
            "polygon", "a polygon is [[latitude_deg, longitude_deg], [...], ...]"
        )
    # Before float(), which raises OverflowError for an integer of some hundred digits.
    if any(abs(c) > 360 for v in data for c in v):
        raise PydanticCustomError("polygon", "a coordinate beyond 360 deg; allowed: -180 to 180")
    return tuple((float(a), float(b)) for a, b in data)


def _simple(vertices: tuple[tuple[float, float], ...]) -> tuple[tuple[float, float], ...]:
    """The vertices as given. Refused are outlines that cross themselves or spread past 80 degrees from their middle."""
    try:
        Outline(vertices)
    except RegionError as error:
        raise PydanticCustomError("polygon", "{reason}", {"reason": str(error)}) from error
    return vertices


Polygon = Annotated[
    tuple[tuple[float, float], ...], BeforeValidator(_vertices), AfterValidator(_simple)
]
"""[[latitude_deg, longitude_deg], ...] in WGS84 degrees, either way round, with geodesics for edges. It does not cross
itself and lies within 80 degrees of its middle. The last vertex is not the first one again.
"""


def _rings(data: Any) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Rings as tuples of pairs of floats."""
    if not isinstance(data, (list, tuple)):
        raise PydanticCustomError("holes", "holes are [[[latitude_deg, longitude_deg], ...], ...]")
    return tuple(_vertices(ring) for ring in data)


Holes = Annotated[
    tuple[tuple[tuple[float, float], ...], ...],
    Field(max_length=1000),
    BeforeValidator(_rings),
]
"""[[[latitude_deg, longitude_deg], ...], ...]: what is cut out of a polygon, as islands of a sea. `check_holes` holds each to
its polygon.
"""


def check_holes(
    polygon: tuple[tuple[float, float], ...], holes: tuple[tuple[tuple[float, float], ...], ...]
) -> None:
    """Refuse a hole that is no simple ring wholly inside the polygon, or that meets another: a PydanticCustomError with
    one line.
    """
    try:
        Outline(polygon, holes)
    except RegionError as error:
        raise PydanticCustomError("holes", "holes: {reason}", {"reason": str(error)}) from error


class Entry(Table):
    """What every entry has."""

    id: Name
    """Unique in the whole catalogue, across kinds."""
    name: str
    status: Status
    """Of the entry as a whole. A figure in it may have a status of its own."""
    source: str = ""


class Base(Entry):
    """Where flights start: a disc of ground. An assessment's flights start at its middle; a claim covers all of it."""

    latitude_deg: Latitude
    longitude_deg: Longitude
    field_radius_km: Radius


class Site(Entry):
    """Where interceptors or radars stand: a point."""

    latitude_deg: Latitude
    longitude_deg: Longitude
    kind: str
    """In words: "interceptor", "radar" or "interceptor+radar"."""


class Zone(Entry):
    """An aim region, a launch area or a sea area: a coarse polygon. Its source says how true it is at the coasts."""

    kind: str
    """In words: "aim region", "launch area" or "sea area"."""
    polygon: Polygon
    holes: Holes = ()
    """Islands that are cut out of a sea."""

    @model_validator(mode="after")
    def _cut_out(self) -> Zone:
        check_holes(self.polygon, self.holes)
        return self

    @property
    def region(self) -> Outline:
        """The polygon as a region that can be sampled. It was checked when the entry was read, so nothing is raised."""
        return outline(self.polygon, self.holes)


class BoosterFigures(Table):
    """Where a flight's boost ends: time, height, ground distance; and what is too far or too fast for it."""

    burnout_time_s: BoostTime
    """From the flight's launch."""
    burnout_height_km: BoostHeight
    """Above the WGS84 ellipsoid."""
    downrange_km: BoostRange
    """Length of the geodesic from the base to the point below the burnout."""
    greatest_range_km: BoosterReach | None = None
    """Along the ground from base to aim. None: none is known, and no flight is too far."""
    greatest_burnout_speed_km_s: Speed | None = None
    """Relative to the turning Earth. None: none is known, and no flight is too fast."""


class Booster(Entry, BoosterFigures):
    """A booster of the catalogue."""

    vehicles: Annotated[list[Name], Field(default=[])]
    """Ids of the notional vehicles that fly for it in `fly`: the first one that does what is asked. Empty: it has a boost by
    figures alone.
    """


class InterceptorFigures(Table):
    """What an interceptor has: burnout speed and divert, where the ideal one burns out, and between which heights
    an intercept counts.
    """

    burnout_speed_km_s: Speed
    """Relative to the turning Earth."""
    divert_km_s: Divert = Figure(value=0.0)
    """Added to the burnout speed in whatever direction. 0 where nobody has published one."""
    burnout_height_km: BurnHeight = Figure(value=0.0)
    """Of the ideal interceptor, straight above its site."""
    burn_time_s: BurnTime = Figure(value=0.0)
    """From the ideal interceptor's launch to its burnout."""
    least_intercept_height_km: InterceptHeight = Figure(value=0.0)
    """Above the WGS84 ellipsoid; the height itself counts."""
    greatest_intercept_height_km: InterceptHeight | None = None
    """Above the WGS84 ellipsoid; the height itself counts. None: there is no greatest height."""

    # Where the intervals overlap, a draw could leave no height between the two.
    @model_validator(mode="after")
    def _some_heights(self) -> InterceptorFigures:
        low, high = self.least_intercept_height_km, self.greatest_intercept_height_km
        if high is not None:
            apart("intercept heights", low, high, THINNEST_BAND_KM, "km")
        return self


class Interceptor(Entry, InterceptorFigures):
    """An interceptor of the catalogue."""

    vehicle: Name | None = None
    """Id of the notional vehicle that flies for it in an estimate. None: it has no estimate."""
    note: str = ""


class Missile(Entry):
    """A class of regional missiles: its boost, how far it goes, and the zone it is launched from."""

    booster: Name
    """A booster's id."""
    launch: Name
    """A zone's id."""
    range_km: Reach
    """Greatest ground distance of its flights."""


class Plan(Entry):
    """A deployment as it was announced. For readers: no answer is computed from it."""

    phase: str
    planned_from: int
    """Year."""
    place: str
    """In words, with the site's id where there is one."""
    interceptor: str = ""
    interceptors: int | None = None


class Statement(Entry):
    """What a party said, with its figure."""

    date: str
    """As precise as it is known: "1997", "2011-06" or "2012-03-14"."""
    who: str
    what: str
    figure: str = ""
    # The lines of maps are three statements'.
    """In words and numbers; empty where the statement has none."""
