"""A footprint: the ground that a deployment could protect against a regional missile, or the ground from
which that missile could not be launched at a region.
"""

from __future__ import annotations

import csv
import json
import math
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from reassure.answers.datasets import unfilled
from reassure.answers.document import Document, Heights, Portion, Sha256, Title
from reassure.catalog.used import FigureUsed
from reassure.geography.grid import Grid
from reassure.geography.regions import plane
from reassure.machine.files import whole
from reassure.typing import Array
from reassure.words.document import GIVEN, OMITTED_IF_EMPTY, PLAIN, Digits, FileType, Key, Stands

if TYPE_CHECKING:
    import xarray

__all__ = ["Footprint", "GroundCell"]

Numbers = FileType(list[list[float | None]])
Counts = FileType(list[list[int]])


class GroundCell(IntEnum):
    """What is known of a cell."""

    OUTSIDE = 0
    """Not in the region asked about."""
    OUT_OF_RANGE = 1
    """The missile does not get here (or from here to the region)."""
    TOO_NEAR = 2
    """In range, but every flight would end before its boost does."""
    COVERED = 3
    """Every flight here could be met: protected, or denied as a launch place."""
    TOO_LATE = 4
    """Some flight could be met, but only by a launch before the launch delay."""
    NEVER = 5
    """Some flight could not be met even by a launch with it."""
    NOT_SENSED = 6
    """Some flight is tracked by no sensor."""
    NO_FLIGHT = 7
    """In range and far enough, but every flight of the stated shapes would pass below the ground."""

    @property
    def word(self) -> str:
        """The name in files."""
        return self.name.lower().replace("_", " ")


_THREATENED = (
    GroundCell.COVERED, GroundCell.TOO_LATE, GroundCell.NEVER, GroundCell.NOT_SENSED,
)  # fmt: skip
"""Cells that have a flight."""


@dataclass(frozen=True, eq=False)
class Footprint(Document):
    """Cells of equal area (`grid`). Every array has shape (rows, columns), rows from south to north, columns from west
    to east; places are WGS84 degrees.

    `margin_s` is the launch delay less the latest launch that still gets there, for the cell's worst flight. Where
    covered it is negative, by the seconds that there are to spare. Where it is positive the launch would be that much
    too late. It is NaN where there is no such launch or no flight. `flights`: how many flights the cell stands for.
    `worst_*`: where the worst of them is launched (or aimed). `site_*`: from where it is met. NaN: nowhere.
    """

    FORMAT: ClassVar = "reassure-footprint/1"
    COMMAND: ClassVar = "reassure footprint --json"
    DIGITS: ClassVar = {"_deg": Digits(5, PLAIN), "_s": Digits(2, PLAIN)}
    FILE: ClassVar = (
        "title", "scenario_sha256", "reassure_version", "intercept_heights_km", "not_over", "denied", "deployment", "interceptor",
        "vehicle", "missile", "launch", "range_km", "region", "grid", "areas_km2", "share_covered", "kinds", "cell",
        "flights", "latitude_deg", "longitude_deg", "margin_s", "worst_latitude_deg", "worst_longitude_deg",
        "site_latitude_deg", "site_longitude_deg", "sources",
    )  # fmt: skip

    title: Title
    scenario_sha256: Sha256
    reassure_version: str
    deployment: str
    interceptor: str
    vehicle: str
    missile: Annotated[str, Key("missile.id")]
    launch: Annotated[str, Key("missile.launch")]
    range_km: Annotated[float, GIVEN, Key("missile.range_km")]
    """The missile's greatest range."""
    region: str | None
    denied: Annotated[
        bool, Key("of"), Stands("launch area denied", True), Stands("area protected", False)
    ]
    """Cells are places of launch, not of impact."""
    grid: Grid
    latitude_deg: Annotated[Array, Key("cells.latitude_deg"), Numbers]
    longitude_deg: Annotated[Array, Key("cells.longitude_deg"), Numbers]
    cell: Annotated[NDArray[np.int64], Key("cells.kind"), Counts]
    """Numbers of GroundCell."""
    margin_s: Annotated[Array, Key("cells.margin_s"), Numbers]
    flights: Annotated[NDArray[np.int64], Key("cells.flights"), Counts]
    worst_latitude_deg: Annotated[Array, Key("cells.worst_latitude_deg"), Numbers]
    worst_longitude_deg: Annotated[Array, Key("cells.worst_longitude_deg"), Numbers]
    site_latitude_deg: Annotated[Array, Key("cells.site_latitude_deg"), Numbers]
    site_longitude_deg: Annotated[Array, Key("cells.site_longitude_deg"), Numbers]
    sources: tuple[FigureUsed, ...]
    intercept_heights_km: Heights
    not_over: Annotated[tuple[str, ...], OMITTED_IF_EMPTY] = ()
    """Regions above whose ground no intercept counts: ids."""

    def covered(self) -> NDArray[np.bool_]:
        """(rows, columns): is the cell protected, or denied as a launch place?"""
        return np.asarray(self.cell == GroundCell.COVERED)

    def area_km2(self, *kinds: GroundCell) -> float:
        """Area of the cells of some kinds, km^2."""
        # the grid's plane keeps areas, so all cells have the same
        return float(np.isin(self.cell, kinds).sum()) * self.grid.cell_area_km2

    def threatened(self) -> NDArray[np.bool_]:
        """(rows, columns): has the cell a flight? The same for every deployment."""
        return np.isin(self.cell, [int(kind) for kind in _THREATENED])

    @property
    def threatened_km2(self) -> float:
        """Area of the cells that have a flight, km^2."""
        return self.area_km2(*_THREATENED)

    @property
    def share_covered(self) -> Annotated[Portion | None, Digits(6, PLAIN)]:
        """Of the area that has a flight, the part covered. None: there is no such area."""
        total = self.threatened_km2
        return self.area_km2(GroundCell.COVERED) / total if total > 0.0 else None

    @property
    def areas_km2(self) -> Annotated[dict[str, int], Key("area_km2")]:
        """Of the cells of each kind, to whole km^2."""
        return {
            kind.word: round(self.area_km2(kind))
            for kind in GroundCell
            # how many cells lie outside depends on the grid alone
            if kind is not GroundCell.OUTSIDE
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """What may be known of a cell, in the order of their numbers."""
        return tuple(kind.word for kind in GroundCell)

    @property
    def most_to_spare(self) -> tuple[int, int] | None:
        """The cell (row, column) of least margin. None: no cell has a margin."""
        if not np.isfinite(self.margin_s).any():
            return None
        row, column = np.unravel_index(int(np.nanargmin(self.margin_s)), self.margin_s.shape)
        return int(row), int(column)

    def cell_at(self, latitude_deg: float, longitude_deg: float) -> tuple[int, int] | None:
        """The cell (row, column) that a place (WGS84) lies in. None: outside of the grid."""
        # the grid's equal-area plane about its middle; x and y in km, eastward and northward
        x, y = plane(self.grid.latitude_deg, self.grid.longitude_deg, back=False).transform(
            longitude_deg, latitude_deg
        )
        column = math.floor((x - self.grid.west_km) / self.grid.cell_km)
        row = math.floor((y - self.grid.south_km) / self.grid.cell_km)
        inside = 0 <= row < self.grid.rows and 0 <= column < self.grid.columns
        return (row, column) if inside else None

    # -- as files ---------------------------------------------------------------------------------

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each cell under a comment line with title, version and hash; whole or not at all."""
        with whole(path) as out:
            # a line break in a title would end the comment
            title = " ".join(self.title.split())
            out.write(
                f"# {title}; scenario sha256 {self.scenario_sha256}; reassure {self.reassure_version};"
                f" {self.deployment} against {self.missile}; cells of {self.grid.cell_area_km2:.6g} km2\n"
            )
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["row", "column", "kind", "flights", *_COLUMNS])
            for row in range(self.grid.rows):
                for column in range(self.grid.columns):
                    at = (row, column)
                    kind = GroundCell(int(self.cell[at]))
                    # a cell on the plane's rim with no point of the Earth under it
                    if math.isnan(self.latitude_deg[at]):
                        continue
                    writer.writerow(
                        [
                            row,
                            column,
                            kind.word,
                            int(self.flights[at]),
                            *(_text(getattr(self, n)[at], d) for n, d in _COLUMNS.items()),
                        ]
                    )

    def to_xarray(self) -> xarray.Dataset:
        """The footprint over (row, column), with units, sources, version and scenario hash."""
        import xarray as xr

        dims = ("row", "column")
        data: dict[str, Any] = {
            name: (dims, getattr(self, name), dict(_ATTRIBUTES[name])) for name in _COLUMNS
        }
        data["kind"] = (
            dims,
            self.cell,
            {
                # CF's way to say what the whole numbers of a variable stand for
                "flag_values": np.array([int(k) for k in GroundCell]),
                "flag_meanings": " ".join(k.name.lower() for k in GroundCell),
                "long_name": "what becomes of the cell",
            },
        )
        data["flights"] = (dims, self.flights, {"long_name": "flights through the cell"})
        head = self.to_dict()
        # arrays and tables are variables of their own; the rest of the head becomes attributes
        for name in ("cells", "kinds", "sources", "scenario"):
            head.pop(name)
        attributes = {
            "Conventions": "CF-1.11",
            "history": f"reassure {self.reassure_version}, footprint",
            "title": self.title,
            "scenario_sha256": self.scenario_sha256,
            "sources": json.dumps([s.to_dict() for s in self.sources]),
            **{k: v if isinstance(v, str) else json.dumps(v) for k, v in head.items()},
        }
        coords = {name: data.pop(name) for name in ("latitude_deg", "longitude_deg")}
        return unfilled(xr.Dataset(data, coords, attributes))


# Columns of the CSV and variables of the dataset, with their digits after the point.
_COLUMNS = {
    "latitude_deg": 5,
    "longitude_deg": 5,
    "margin_s": 2,
    "worst_latitude_deg": 5,
    "worst_longitude_deg": 5,
    "site_latitude_deg": 5,
    "site_longitude_deg": 5,
}
_ATTRIBUTES = {
    "latitude_deg": {"units": "degrees_north", "standard_name": "latitude"},
    "longitude_deg": {"units": "degrees_east", "standard_name": "longitude"},
    "margin_s": {"units": "s", "long_name": "launch delay less the latest launch that still gets there"},
    "worst_latitude_deg": {"units": "degree", "long_name": "latitude of the worst flight's other end"},
    "worst_longitude_deg": {"units": "degree", "long_name": "longitude of the worst flight's other end"},
    "site_latitude_deg": {"units": "degree", "long_name": "latitude that the interceptor leaves from"},
    "site_longitude_deg": {"units": "degree", "long_name": "longitude that the interceptor leaves from"},
}  # fmt: skip


def _text(value: float, digits: int) -> str:
    return f"{value:.{digits}f}" if math.isfinite(value) else ""
