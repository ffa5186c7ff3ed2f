"""When something was: a day, or a time with its zone. A day is known only as from its beginning to its end, in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, InstanceOf
from pydantic_core import PydanticCustomError

from reassure.errors import InputError
from reassure.scenario.complaint import printable

__all__ = ["Day", "Instant", "When", "anniversary", "day_of", "moment", "on_day"]


class Instant(NamedTuple):
    """Some instant from `first` to `last` (both UTC); `text` is how it was written."""

    first: datetime
    last: datetime
    text: str


_YEARS = range(1500, 2501)


def _in_range(day: date) -> None:
    if day.year not in _YEARS:
        raise PydanticCustomError("year", "allowed: years 1500 to 2500")


def on_day(day: date) -> Instant:
    """Some time of a day."""
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    # The last day of the calendar has no end that can be written.
    last = first + timedelta(days=1) if day < date.max else datetime.max.replace(tzinfo=UTC)
    return Instant(first, last, day.isoformat())


def moment(value: Any) -> Instant:
    """What TOML writes as a day, or as a time with its zone. Raises PydanticCustomError, within a validator."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise PydanticCustomError(
                "moment", "allowed: a day, or a time with its zone, as 2012-03-14T10:00:00Z"
            )
        try:
            at = value.astimezone(UTC)
        except OverflowError:
            raise PydanticCustomError("moment", "allowed: a time of the years 1 to 9999") from None
        _in_range(at.date())
        return Instant(at, at, at.isoformat().replace("+00:00", "Z"))
    if isinstance(value, date):
        _in_range(value)
        return on_day(value)
    raise PydanticCustomError(
        "moment", "allowed: a day, as 2012-03-14, or a time with its zone, as 2012-03-14T10:00:00Z"
    )


def _day(value: Any) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise PydanticCustomError("day", "allowed: a day, as 2012-03-14, without quotes")
    _in_range(value)
    return value


def day_of(on: date | str) -> date:
    """A day that was asked for: a date, or YYYY-MM-DD. Raises InputError in one line for what is none."""
    try:
        day = date.fromisoformat(on) if isinstance(on, str) else on
    except ValueError:
        raise InputError(f"on {printable(str(on))}: no such day; allowed: YYYY-MM-DD, as 2012-03-14") from None  # fmt: skip
    if day.year not in _YEARS:
        raise InputError(f"on {day}: allowed: years 1500 to 2500")
    return day


When = Annotated[InstanceOf[Instant], BeforeValidator(moment)]
"""A day or a time with its zone, as TOML writes them."""
Day = Annotated[date, BeforeValidator(_day)]
"""A day, as TOML writes it."""


def anniversary(day: date, years: int) -> date:
    """The same day so many years on; 28 February for the leap day in a year without one."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
