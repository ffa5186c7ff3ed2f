"""Grids of square cells of equal area, on Lambert's azimuthal equal-area plane about a middle.

There is no seam: the pole and the antimeridian are places like any other. Shapes are stretched far
from the middle, areas never are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from reassure.errors import RegionError
from reassure.geography.regions import Disc, Region, plane
from reassure.typing import Array
from reassure.words.counts import counted
from reassure.words.document import PLAIN, Digits

__all__ = ["MOST_CELLS", "Grid"]

MOST_CELLS = 1_000_000
"""No grid has more cells."""

_SPHERE_KM = 6371.0072  # of the ellipsoid's area
_FARTHEST_KM = 18_000.0  # on the plane, from the middle: 2 R is the antipode


@dataclass(frozen=True)
class Grid:
    """Square cells on the plane about a middle; rows from south to north, columns from west to east
    as seen there. RegionError for no cell, for more than MOST_CELLS, and for cells of no size.
    """

    DIGITS: ClassVar = {"": Digits(6, PLAIN)}
    FILE: ClassVar = (
        "projection", "latitude_deg", "longitude_deg", "west_km", "south_km", "cell_km", "columns", "rows",
    )  # fmt: skip

    latitude_deg: float
    """Of the middle, WGS84."""
    longitude_deg: float
    """Of the middle."""
    cell_km: float
    """Side of a cell, on the plane."""
    west_km: float
    """Of the grid's south-western corner from the middle, on the plane."""
    south_km: float
    """Of the same corner."""
    columns: int
    rows: int

    @property
    def projection(self) -> str:
        """What the plane is, as files name it."""
        return "Lambert azimuthal equal-area, WGS84"

    def __post_init__(self) -> None:
        if not 1 <= self.columns * self.rows <= MOST_CELLS:
            raise RegionError(
                f"{self.columns} by {counted(self.rows, 'cell')}; allowed: 1 to {MOST_CELLS}"
            )
        if not (self.cell_km > 0.0 and math.isfinite(self.cell_km)):
            raise RegionError(f"cells of {self.cell_km:g} km; allowed: above 0")

    @classmethod
    def around(
        cls, latitude_deg: float, longitude_deg: float, radius_km: float, cells: int
    ) -> Grid:
        """A square of `cells` by `cells` that holds everything within `radius_km` along the ground.

        RegionError for fewer than one cell or more than MOST_CELLS.
        """
        # Lambert's radius on the plane: 2 R sin(angle / 2), of an angle of half a turn at most.
        half = 2.0 * _SPHERE_KM * math.sin(min(radius_km / _SPHERE_KM, math.pi) / 2.0)
        half = min(1.005 * half, _FARTHEST_KM / math.sqrt(2.0))  # the ellipsoid is no sphere
        return cls(latitude_deg, longitude_deg, 2.0 * half / cells, -half, -half, cells, cells)

    @classmethod
    def over(cls, region: Region, cells: int) -> Grid:
        """Square cells, `cells` along its longer side, over a region. RegionError as for `around`."""
        if isinstance(region, Disc):
            return cls.around(
                region.latitude_deg, region.longitude_deg, max(region.radius_km, 1.0), cells
            )
        west, south, east, north = region.on_plane().bounds
        size = max(east - west, north - south) / cells
        return cls(
            *region.middle(), size, west, south,
            # 1e-9: a side of a whole number of cells is not rounded up to one more.
            max(1, math.ceil((east - west) / size - 1e-9)),
            max(1, math.ceil((north - south) / size - 1e-9)),
        )  # fmt: skip

    @property
    def cell_area_km2(self) -> float:
        """Area of every cell, km^2."""
        return self.cell_km**2

    def middles(self) -> tuple[Array, Array]:
        """Latitudes and longitudes (deg) of the cells' middles, (rows, columns). NaN beyond the
        antipode.
        """
        x = self.west_km + (np.arange(self.columns) + 0.5) * self.cell_km
        y = self.south_km + (np.arange(self.rows) + 0.5) * self.cell_km
        xs, ys = np.meshgrid(x, y)
        lon, lat = plane(self.latitude_deg, self.longitude_deg, back=True).transform(xs, ys)
        good = np.isfinite(lon) & np.isfinite(lat)
        return np.where(good, lat, np.nan), np.where(good, lon, np.nan)
