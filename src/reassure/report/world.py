"""The whole Earth on a plane: the Equal Earth projection, in which equal areas are equal and parallels are straight lines."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from pyproj import Transformer

from reassure.report.exports.seams import cut_line
from reassure.typing import Array

__all__ = ["World"]


class World:
    """From latitude and longitude (deg) to the map, km east and north of its middle.

    Šavrič, Patterson and Jenny, The Equal Earth map projection, International Journal of Geographical Information
    Science 33 (2019), of a sphere as large as the ellipsoid. On a parallel the way from the middle goes with the
    longitude.
    """

    def __init__(self) -> None:
        self._project = _transformer()
        _, north = self.place(np.array([90.0]), np.zeros(1))
        self.high = float(north[0])
        """From the equator to a pole on the map, km."""
        self.wide = float(self.halves(np.zeros(1))[0])
        """From the middle to the antimeridian on the equator, km."""

    def place(self, latitude_deg: Array, longitude_deg: Array) -> tuple[Array, Array]:
        """Kilometres east and north of the middle of places (deg, (n,) each), from -180 to 180."""
        # by the half, which has no other end: 180 might come out as -180
        x, y = self._project(0.5 * np.asarray(longitude_deg), latitude_deg)
        return 2.0 * np.asarray(x), np.asarray(y)

    def halves(self, latitude_deg: Array) -> Array:
        """From the middle to the antimeridian along parallels (deg, (n,)), km."""
        return self.place(latitude_deg, np.full(np.shape(latitude_deg), 180.0))[0]

    def line(self, latitude_deg: Array, longitude_deg: Array) -> list[Array]:
        """A line as its parts on the map, each (k, 2), km: cut at the antimeridian."""
        parts = cut_line(np.column_stack([longitude_deg, latitude_deg]))
        return [np.column_stack(self.place(p[:, 1], p[:, 0])) for p in parts if len(p) > 1]


@cache
def _transformer() -> Any:
    made = Transformer.from_crs(
        "+proj=longlat +R=6371007.2", "+proj=eqearth +R=6371007.2 +units=km", always_xy=True
    )
    return made.transform
