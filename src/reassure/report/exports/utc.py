"""UTC with its leap seconds: when so many seconds after an epoch are, on clocks.

A moment is a `datetime` in UTC. A leap second has no number of its own there: 23:59:60.5 is 23:59:59.5 with
`fold` = 1, the second of the two.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

__all__ = [
    "LEAP_SECONDS_KNOWN_UNTIL",
    "TIMES",
    "label",
    "leaps_between",
    "left_of_leap_second",
    "outside_leap_second",
    "parse",
]

LEAP_SECONDS_KNOWN_UNTIL: Final = date(2027, 6, 28)
"""To this day the table of the International Earth Rotation and Reference Systems Service (IERS) holds, as of its
Bulletin C 72 of July 2026. What comes later is not decided, and none is counted.
"""

TIMES: Final = (
    "Times count in SI seconds from the launch of the flight. Dates are UTC with its leap seconds, known until "
    f"{LEAP_SECONDS_KNOWN_UNTIL} (IERS Bulletin C 72); after that none is counted."
)

_LEAP_DAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        "1972-06-30", "1972-12-31", "1973-12-31", "1974-12-31", "1975-12-31", "1976-12-31", "1977-12-31",
        "1978-12-31", "1979-12-31", "1981-06-30", "1982-06-30", "1983-06-30", "1985-06-30", "1987-12-31",
        "1989-12-31", "1990-12-31", "1992-06-30", "1993-06-30", "1994-06-30", "1995-12-31", "1997-06-30",
        "1998-12-31", "2005-12-31", "2008-12-31", "2012-06-30", "2015-06-30", "2016-12-31",
    )
)  # fmt: skip
"""Days of 86,401 s: the last of each month that Bulletin C lengthened."""

_STEERED = {
    date(1961, 7, 31): -50_000, date(1963, 10, 31): 100_000, date(1964, 3, 31): 100_000,
    date(1964, 8, 31): 100_000, date(1964, 12, 31): 100_000, date(1965, 2, 28): 100_000,
    date(1965, 6, 30): 100_000, date(1965, 8, 31): 100_000, date(1968, 1, 31): -100_000,
    date(1971, 12, 31): 107_758,
}  # fmt: skip
"""Before 1972 UTC was kept near the Earth's turn by parts of a second at the end of these days, in microseconds,
and by seconds a little longer than SI's (`_RATES`): table of TAI - UTC of the US Naval Observatory (tai-utc.dat)."""

_RATES = (
    (date(1961, 1, 1), 0.001296), (date(1962, 1, 1), 0.0011232), (date(1964, 1, 1), 0.001296),
    (date(1966, 1, 1), 0.002592), (date(1972, 1, 1), 0.0),
)  # fmt: skip
"""From when on a day of UTC was how many SI seconds too long."""

_SECOND = 1_000_000  # microseconds
_SIXTY = re.compile(r"(?P<minute>.*\d[T ]?23:?59:?)60(?P<rest>\D.*)")
_FRACTION = re.compile(r"[.,](\d+)")
_FINEST = 6  # digits of a second


def parse(text: str) -> datetime | None:
    """A moment of UTC from ISO 8601, leap seconds and microseconds included; None where it is none, or is finer."""
    # datetime knows no second 60: read as 59, with `fold` as the mark.
    sixty = _SIXTY.fullmatch(text)
    fraction = _FRACTION.search(text)
    # Finer than datetime keeps: refused, and not cut off.
    if fraction and fraction[1][_FINEST:].strip("0"):
        return None
    try:
        moment = datetime.fromisoformat(f"{sixty['minute']}59{sixty['rest']}" if sixty else text)
    except ValueError:
        return None
    offset = moment.utcoffset()
    if offset is None or offset:
        return None
    moment = moment.astimezone(UTC).replace(fold=1 if sixty else 0)
    # Second 60 of a day that has none lies beyond the end of that day.
    return moment if _of_day(moment) < _length(moment.date()) else None


def label(epoch: datetime, seconds: float = 0.0) -> str:
    """The moment so many SI seconds (0 or more) after another, in UTC to the microsecond, without the zone.
    Within a leap second its seconds are 60: "2016-12-31T23:59:60.500000".
    """
    # astimezone drops `fold`.
    epoch = epoch.astimezone(UTC).replace(fold=epoch.fold)
    day, part, left = epoch.date(), _of_day(epoch), seconds
    # Day by day: what is left of each in SI seconds, which before 1972 were a little shorter than UTC's.
    while left >= (rest := (_length(day) - part) / _SECOND * _slowness(day)):
        day, part, left = day + timedelta(days=1), 0, left - rest
    part += round(left / _slowness(day) * _SECOND)
    # Rounding may bring the last microsecond of a day over its end.
    if part >= _length(day):
        day, part = day + timedelta(days=1), part - _length(day)
    # The last minute of a day with a leap second has 61 seconds.
    minutes = min(part // (60 * _SECOND), 24 * 60 - 1)
    whole, fraction = divmod(part - minutes * 60 * _SECOND, _SECOND)
    return f"{day}T{minutes // 60:02d}:{minutes % 60:02d}:{whole:02d}.{fraction:06d}"


def outside_leap_second(text: str, *, later: bool) -> str:
    """A label that is in no leap second: the same, or the nearest after it (`later`) or before it.
    Not every program takes second 60.
    """
    if text[17:19] != "60":  # the seconds of YYYY-MM-DDTHH:MM:SS
        return text
    if later:
        return f"{date.fromisoformat(text[:10]) + timedelta(days=1)}T00:00:00.000000"
    return f"{text[:17]}59.999999"


def left_of_leap_second(moment: datetime) -> float:
    """Seconds until the leap second that the moment is in ends; 0 where it is in none."""
    return (_length(moment.date()) - _of_day(moment)) / _SECOND if moment.fold else 0.0


def leaps_between(epoch: datetime, seconds: float) -> list[float]:
    """When leap seconds begin (s after the epoch) that begin no later than `seconds` after it."""
    epoch = epoch.astimezone(UTC).replace(fold=epoch.fold)
    # The start of the epoch's day, in microseconds from the epoch.
    day, start = epoch.date(), -_of_day(epoch)
    found = []
    while start <= seconds * _SECOND:
        # A leap second begins 86,400 s into its day.
        begins = (start + 86_400 * _SECOND) / _SECOND
        if day in _LEAP_DAYS and 0.0 < begins <= seconds:
            found.append(begins)
        start += _length(day)
        day += timedelta(days=1)
    return found


def _of_day(moment: datetime) -> int:
    """Microseconds since midnight; in a leap second 86,400 million or more."""
    whole = 3600 * moment.hour + 60 * moment.minute + moment.second + moment.fold
    return whole * _SECOND + moment.microsecond


def _length(day: date) -> int:
    """The length of a day of UTC, in its own microseconds."""
    return (86_400 + (day in _LEAP_DAYS)) * _SECOND + _STEERED.get(day, 0)


def _slowness(day: date) -> float:
    """How many SI seconds a second of that day's UTC has: 1 since 1972."""
    return 1.0 + next((rate for start, rate in reversed(_RATES) if day >= start), 0.0) / 86_400.0
