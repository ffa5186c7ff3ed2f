"""A result in the formats of other programs: each file a pure function of the result and of its sampled ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.errors import ResultError
from reassure.report.exports import utc
from reassure.report.exports.carried import Moment
from reassure.scenario.complaint import printable

__all__ = ["EPOCH", "FORMATS", "Format", "Moment", "format_named", "parse_epoch"]

EPOCH = datetime(2012, 3, 14, tzinfo=UTC)
"""Nominal: when the flights are launched, where a format needs a date. It means nothing more."""

_FIRST, _LAST = 1958, 2100

Writer = Callable[[Assessment, Ephemerides, Moment, Path], None]


@dataclass(frozen=True)
class Format:
    """A format: what it is, and whether it has dates and ways of flights."""

    name: str
    what: str
    dated: bool
    flown: bool
    endings: tuple[str, ...]
    """What a name may end in, if in anything."""

    def check(self, path: Path, flights: int) -> None:
        """Raise ResultError where a file of that name cannot hold so many flights."""
        page = import_module(f"reassure.report.exports.{self.name}")
        if hasattr(page, "check"):
            page.check(path, flights)

    def write(self, result: Assessment, ways: Ephemerides, moment: Moment, path: Path) -> None:
        """Write the file, whole or not at all."""
        page = import_module(f"reassure.report.exports.{self.name}")
        writer: Writer = page.write
        writer(result, ways, moment, path)


FORMATS = (
    Format("kml", "KML 2.2, for globe programs", dated=False, flown=True, endings=(".kml",)),
    Format("czml", "CZML 1.0, for Cesium", dated=True, flown=True, endings=(".czml", ".json")),
    Format(
        "geojson",
        "GeoJSON (RFC 7946), for maps",
        dated=False,
        flown=True,
        endings=(".geojson", ".json"),
    ),
    Format(
        "oem",
        "CCSDS orbit ephemeris message 2.0",
        dated=True,
        flown=True,
        endings=(".oem", ".txt", ".zip"),
    ),
    Format(
        "netcdf", "NetCDF-4 with CF attributes", dated=True, flown=True, endings=(".nc", ".nc4")
    ),
    Format(
        "csv", "a row for each pair, under the sources", dated=False, flown=False, endings=(".csv",)
    ),
)


def format_named(name: str) -> Format:
    """The format of that name, or ResultError."""
    for each in FORMATS:
        if each.name == name:
            return each
    raise ResultError(f"--format {printable(name)}; allowed: {', '.join(f.name for f in FORMATS)}")


def parse_epoch(text: str) -> datetime:
    """A date and time of UTC, written with a Z, or ResultError. Within a leap second `fold` is 1 (exports.utc)."""
    epoch = utc.parse(text)
    if epoch is None or not _FIRST <= epoch.year <= _LAST:
        raise ResultError(
            f"--epoch {printable(text)}; allowed: UTC between {_FIRST} and {_LAST}, as 2012-03-14T00:00:00Z, "
            "to the microsecond; second 60 in a leap second"
        )
    return epoch
