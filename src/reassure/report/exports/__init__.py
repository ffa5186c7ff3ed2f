"""A result in the formats of other programs: each file a pure function of the result and of its sampled ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.errors import ResultError
from reassure.report.exports import utc
from reassure.report.exports.carried import Moment
from reassure.scenario.complaint import printable

__all__ = ["EPOCH", "FORMATS", "Format", "Moment", "format_named", "parse_epoch"]

EPOCH = datetime(2012, 3, 14, tzinfo=UTC)
"""Nominal: when the flights are launched, where a format needs a date. It means nothing more."""

# Atomic time begins in 1958 (TAI), so SI seconds can be counted from then; what is later than 2100 is a slip.
_FIRST, _LAST = 1958, 2100


class Page(Protocol):
    """A module that writes a format: what each name in FORMATS stands for."""

    def write(self, result: Assessment, ways: Ephemerides, moment: Moment, path: Path, /) -> None:
        """Write a result, with the ways of flights and the moment of launch, whole or not at all."""


@dataclass(frozen=True)
class Format:
    """A format that a result can be written in. `page`: imports the module that writes it."""

    name: str
    what: str
    page: Callable[[], Page]
    """What it is, in words for a list."""
    endings: tuple[str, ...]
    """What a name may end in, if in anything."""
    dated: bool = False
    """Whether it holds dates, and so takes an epoch."""
    flown: bool = True
    """Whether it holds ways of flights, and so takes a choice of them."""
    pairs: bool = False
    """Whether it holds every pair."""
    check: Callable[[Path, int], None] = lambda path, flights: None
    """Raises ResultError where a file of that name cannot hold so many flights."""

    def write(self, result: Assessment, ways: Ephemerides, moment: Moment, path: Path) -> None:
        """Write the file, whole or not at all. Raises OutputError, or ResultError where it cannot hold what is asked."""
        self.page().write(result, ways, moment, path)


def _kml() -> Page:
    from reassure.report.exports import kml

    return kml


def _czml() -> Page:
    from reassure.report.exports import czml

    return czml


def _geojson() -> Page:
    from reassure.report.exports import geojson

    return geojson


def _oem() -> Page:
    from reassure.report.exports import oem

    return oem


def _fits_oem(path: Path, flights: int) -> None:
    from reassure.report.exports import oem

    oem.check(path, flights)


def _netcdf() -> Page:
    from reassure.report.exports import netcdf

    return netcdf


def _csv() -> Page:
    from reassure.report.exports import csv

    return csv


def _bibtex() -> Page:
    from reassure.report.exports import bib

    return bib


FORMATS = (
    Format("kml", "KML 2.2, for globe programs", _kml, (".kml",), dated=True),
    Format("czml", "CZML 1.0, for Cesium", _czml, (".czml", ".json"), dated=True),
    Format("geojson", "GeoJSON (RFC 7946), for maps", _geojson, (".geojson", ".json")),
    Format(
        "oem",
        "CCSDS orbit ephemeris message 2.0",
        _oem,
        (".oem", ".txt", ".zip"),
        dated=True,
        check=_fits_oem,
    ),
    Format(
        "netcdf", "NetCDF-4 with CF attributes", _netcdf, (".nc", ".nc4"), dated=True, pairs=True
    ),
    Format(
        "csv", "a row for each pair, under the sources", _csv, (".csv",), flown=False, pairs=True
    ),
    Format(
        "bibtex",
        "the program, the result and the sources of its figures",
        _bibtex,
        (".bib",),
        flown=False,
    ),
)
"""Each is imported when it is written: some bring a library along."""


def format_named(name: str) -> Format:
    """The format of that name. Raises ResultError where there is none."""
    for each in FORMATS:
        if each.name == name:
            return each
    raise ResultError(f"--format {printable(name)}; allowed: {', '.join(f.name for f in FORMATS)}")


def parse_epoch(text: str) -> datetime:
    """A moment of UTC, written with a Z. Within a leap second its `fold` is 1 (exports.utc).
    Raises ResultError where it is none, is finer than a microsecond, or is not between the years 1958 and 2100.
    """
    epoch = utc.parse(text)
    if epoch is None or not _FIRST <= epoch.year <= _LAST:
        raise ResultError(
            f"--epoch {printable(text)}; allowed: UTC between {_FIRST} and {_LAST}, as 2012-03-14T00:00:00Z, "
            "to the microsecond; second 60 in a leap second"
        )
    return epoch
