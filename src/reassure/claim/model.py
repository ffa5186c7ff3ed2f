"""The claim format, version 3, and versions 2 and 1 as they were: one pydantic table for each table of docs/certificate.md,
section 1.

Names, units and ranges are a contract with other people's checkers: the page says what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.table import Table
from reassure.earth.constants import (
    EQUATORIAL_RADIUS,
    GRAVITATIONAL_PARAMETER,
    POLAR_RADIUS,
    ROTATION_RATE,
)
from reassure.typing import FIRST_LEAD, LAST_LEAD, LONGEST_FLIGHT, SHORTEST_FLIGHT
from reassure.words.counts import counted

__all__ = [
    "FARTHEST_LEAD_DEG",
    "FIRST_FORMAT",
    "FORMAT",
    "LONGEST_FLIGHT_S",
    "MOST_AIMS",
    "MOST_CLAUSES",
    "MOST_PLACES",
    "SECOND_FORMAT",
    "STANDARD_EARTH",
    "AimRow",
    "Cell",
    "Claim",
    "ClaimFlights",
    "Clause",
    "Earth",
    "InterceptorLimits",
    "Interval",
]

FORMAT: Final = "reassure-claim/3"
"""What is written and proved: its flights go the short way."""
SECOND_FORMAT: Final = "reassure-claim/2"
"""What is still read: its flights go any way."""
FIRST_FORMAT: Final = "reassure-claim/1"
"""What is still read: as the second, and its rows of aims have no leads."""
MOST_PLACES: Final = 2_000
"""Cells in one interceptor's `places`."""
MOST_AIMS: Final = 20_000
"""Rows in one flights table's `aims`."""
MOST_CLAUSES: Final = 20_000
LONGEST_FLIGHT_S: Final = 7200.0
"""From launch to the aim."""
FARTHEST_LEAD_DEG: Final = 60.0
"""To the east or to the west."""

Cell = tuple[float, float, float, float]
"""South, north, west, east, degrees. A point is a cell of no size."""

AimRow = tuple[float, ...]
"""A cell (degrees), then the shortest and the longest flight time (s from the flight's launch), then the lead of
the boosts at each of these times (degrees east); rows of version 1 have no lead.
"""

Interval = tuple[float, float]
"""Least and greatest, in the unit of its key."""

_AIM_OF_FIRST, _AIM = 6, 8  # numbers in a row of aims
_ID = re.compile(r"[A-Za-z0-9._/:@+-]{1,100}")


def _refuse(message: str) -> PydanticCustomError:
    # the text goes in as a value: pydantic would read braces of its own in a template
    return PydanticCustomError("claim", "{message}", {"message": message})


def _row(item: Any, lengths: tuple[int, ...], what: str) -> tuple[float, ...]:
    """The item as so many numbers; strings, booleans and NaN are not numbers."""
    good = isinstance(item, (list, tuple)) and len(item) in lengths
    if not good or not all(type(n) is float or type(n) is int for n in item):
        raise _refuse(f"allowed: {what}")
    try:
        row = tuple(float(n) for n in item)
    except OverflowError:
        raise _refuse(f"allowed: {what}") from None
    # neither NaN nor infinite: infinity less infinity is NaN too
    if not all(n - n == 0.0 for n in row):
        raise _refuse("allowed: finite numbers")
    return row


def _check_cell(south: float, north: float, west: float, east: float) -> None:
    if not -90.0 <= south <= north <= 90.0:
        raise _refuse(f"south {south:g}, north {north:g}; allowed: -90 <= south <= north <= 90")
    if not -540.0 <= west <= east <= 540.0:
        raise _refuse(f"west {west:g}, east {east:g}; allowed: -540 <= west <= east <= 540")
    if east - west > 90.0:
        raise _refuse(f"west {west:g}, east {east:g}; allowed: east - west at most 90")


def _cell(data: Any) -> tuple[float, ...]:
    row = _row(data, (4,), "[south, north, west, east], degrees")
    _check_cell(*row)
    return row


def _aim(data: Any) -> tuple[float, ...]:
    row = _row(
        data,
        (_AIM_OF_FIRST, _AIM),
        "[south, north, west, east, shortest, longest, lead at the shortest, lead at the longest], "
        "degrees and seconds",
    )
    _check_cell(*row[:SHORTEST_FLIGHT])
    if not 0.0 < row[SHORTEST_FLIGHT] <= row[LONGEST_FLIGHT] <= LONGEST_FLIGHT_S:
        raise _refuse(
            f"flight times {row[SHORTEST_FLIGHT]:g} to {row[LONGEST_FLIGHT]:g} s; allowed: 0 < shortest <= longest <= 7200"
        )
    if any(abs(lead) > FARTHEST_LEAD_DEG for lead in row[FIRST_LEAD:]):
        raise _refuse(
            f"leads of {row[FIRST_LEAD]:g} and {row[LAST_LEAD]:g} degrees; allowed: -{FARTHEST_LEAD_DEG:g} to {FARTHEST_LEAD_DEG:g}"
        )
    if row[SHORTEST_FLIGHT] == row[LONGEST_FLIGHT] and len(set(row[FIRST_LEAD:])) > 1:
        raise _refuse("two leads for one flight time; allowed: the same twice")
    return row


def _rows(one: Callable[[Any], tuple[float, ...]], most: int) -> BeforeValidator:
    """A list of 1 to `most` rows; the error says which row it is, counted from 1."""

    def read(data: Any) -> tuple[tuple[float, ...], ...]:
        if not isinstance(data, (list, tuple)):
            raise _refuse("allowed: a list of rows")
        if not 1 <= len(data) <= most:
            raise _refuse(f"{counted(len(data), 'row')}; allowed: 1 to {most}")
        out = []
        for i, item in enumerate(data):
            try:
                out.append(one(item))
            except PydanticCustomError as error:
                raise _refuse(f"row {i + 1}: {error.message()}") from None
        return tuple(out)

    return BeforeValidator(read)


def _between(low: float, high: float, unit: str, above: bool = False) -> AfterValidator:
    def check(value: float) -> float:
        if not low <= value <= high or (above and value == low):
            first = f"above {low:g}, at most {high:g}" if above else f"{low:g} to {high:g}"
            raise _refuse(f"allowed: {first} {unit}")
        return value

    return AfterValidator(check)


def _interval(low: float, high: float, unit: str, above: bool = False) -> BeforeValidator:
    def read(data: Any) -> tuple[float, ...]:
        first = f"above {low:g}" if above else f"{low:g} or more"
        what = f"[least, greatest], {first} and at most {high:g} {unit}"
        row = _row(data, (2,), what)
        least, greatest = row
        if not low <= least <= greatest <= high or (above and least == low):
            raise _refuse(f"allowed: {what}")
        return row

    return BeforeValidator(read)


def _exactly(value: float) -> AfterValidator:
    def check(given: float) -> float:
        if given != value:
            raise _refuse(f"allowed: {value!r}, the only value of this format's version")
        return given

    return AfterValidator(check)


def _identity(text: str) -> str:
    if not _ID.fullmatch(text):
        raise _refuse("allowed: 1 to 100 letters, digits and . _ - / : @ +")
    return text


def _title(text: str) -> str:
    if not text.isprintable():
        raise _refuse("allowed: one line of printable text")
    return text


Id = Annotated[str, AfterValidator(_identity)]
OneCell = Annotated[Cell, BeforeValidator(_cell)]


class Earth(Table):
    """Constants of the Earth, SI. Only the bound on perturbations and the height above which a meeting counts are
    free.
    """

    # a claim states its constants, so that a stranger's checker need not look them up; no others are proved
    mu_m3_s2: Annotated[float, _exactly(GRAVITATIONAL_PARAMETER)]
    rotation_rad_s: Annotated[float, _exactly(ROTATION_RATE)]
    equatorial_radius_m: Annotated[float, _exactly(EQUATORIAL_RADIUS)]
    polar_radius_m: Annotated[float, _exactly(round(POLAR_RADIUS, 4))]
    perturbation_m_s2: Annotated[float, _between(0.0, 0.1, "m/s^2")]
    keep_above_km: Annotated[float, _between(0.0, 1000.0, "km")]


class InterceptorLimits(Table):
    """Where interceptors of one kind may start, and what they can do at most: a table [[interceptor]]."""

    id: Id
    places: Annotated[tuple[Cell, ...], _rows(_cell, MOST_PLACES)]
    earliest_burnout_s: Annotated[float, _between(0.0, 7200.0, "s")]
    burnout_speed_km_s: Annotated[float, _between(0.0, 20.0, "km/s", above=True)]
    divert_km_s: Annotated[float, _between(0.0, 10.0, "km/s")]
    burnout_distance_km: Annotated[float, _between(0.0, 1000.0, "km")]
    burnout_height_km: Annotated[float, _between(0.0, 1000.0, "km")]


class ClaimFlights(Table):
    """Flights from one base to a region of aims, cut into rows: a table [[flights]].

    Distances are 6371 km times angles at the Earth's centre, heights are along the direction from the centre.
    """

    id: Id
    base: OneCell
    field_radius_km: Annotated[float, _between(0.0, 500.0, "km")]
    burnout_time_s: Annotated[Interval, _interval(0.0, 1000.0, "s", above=True)]
    burnout_height_km: Annotated[Interval, _interval(20.0, 2000.0, "km")]
    burnout_distance_km: Annotated[Interval, _interval(1.0, 3000.0, "km")]
    sideways_km: Annotated[float, _between(0.0, 500.0, "km")]
    aims: Annotated[tuple[AimRow, ...], _rows(_aim, MOST_AIMS)]

    @model_validator(mode="after")
    def _land_after_burnout(self) -> ClaimFlights:
        _, latest = self.burnout_time_s
        for i, row in enumerate(self.aims):
            if row[SHORTEST_FLIGHT] <= latest:
                raise _refuse(
                    f"aims, row {i + 1}: a flight time of {row[SHORTEST_FLIGHT]:g} s; "
                    f"allowed: longer than the latest burnout, {latest:g} s"
                )
        return self


class Clause(Table):
    """One pair that is claimed, by the ids of its two tables."""

    interceptor: Id
    flights: Id


class Claim(Table):
    """For each clause: no interceptor that keeps to its limits can be where any of the flights is, when the flight is
    there.

    Raises pydantic's ValidationError for a table that is not of the format.
    """

    format: Literal["reassure-claim/3", "reassure-claim/2", "reassure-claim/1"]
    title: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_title)]
    earth: Earth
    interceptor: Annotated[list[InterceptorLimits], Field(min_length=1)]
    flights: Annotated[list[ClaimFlights], Field(min_length=1)]
    clause: Annotated[list[Clause], Field(min_length=1, max_length=MOST_CLAUSES)]

    @model_validator(mode="after")
    def _rows_are_of_the_version(self) -> Claim:
        length = _AIM_OF_FIRST if self.format == FIRST_FORMAT else _AIM
        for flights in self.flights:
            for i, row in enumerate(flights.aims):
                if len(row) != length:
                    raise _refuse(
                        f"flights, id = {flights.id}, aims, row {i + 1}: {len(row)} numbers; "
                        f"allowed in {self.format}: {length}"
                    )
        return self

    @model_validator(mode="after")
    def _ids_hold_together(self) -> Claim:
        interceptors = _once("interceptor", [x.id for x in self.interceptor])
        flights = _once("flights", [x.id for x in self.flights])
        pairs: set[tuple[str, str]] = set()
        for i, clause in enumerate(self.clause):
            for key, name, known in (
                ("interceptor", clause.interceptor, interceptors),
                ("flights", clause.flights, flights),
            ):
                if name not in known:
                    raise _refuse(
                        f"clause #{i + 1}, {key} = {name}; allowed: the id of a table [[{key}]]"
                    )
            pair = (clause.interceptor, clause.flights)
            if pair in pairs:
                raise _refuse(
                    f"clause #{i + 1} repeats {pair[0]} and {pair[1]}; allowed: each pair once"
                )
            pairs.add(pair)
        return self

    def pairs(self) -> list[tuple[InterceptorLimits, ClaimFlights]]:
        """The interceptor and the flights of each clause, in the order of the clauses."""
        interceptors = {x.id: x for x in self.interceptor}
        flights = {f.id: f for f in self.flights}
        return [(interceptors[c.interceptor], flights[c.flights]) for c in self.clause]


def _once(table: str, ids: list[str]) -> set[str]:
    seen: set[str] = set()
    for i, name in enumerate(ids):
        if name in seen:
            raise _refuse(f"{table} #{i + 1}, id = {name}, is used twice; allowed: each id once")
        seen.add(name)
    return seen


STANDARD_EARTH: Final = Earth(
    mu_m3_s2=GRAVITATIONAL_PARAMETER,
    rotation_rad_s=ROTATION_RATE,
    equatorial_radius_m=EQUATORIAL_RADIUS,
    polar_radius_m=round(POLAR_RADIUS, 4),
    perturbation_m_s2=0.033,
    keep_above_km=0.0,
)
"""WGS84's constants, the polar radius as its report rounds it; the perturbation bound of claims made from scenarios."""
