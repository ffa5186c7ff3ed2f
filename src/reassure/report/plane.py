"""The plane of a map, and what of land, coasts and meridians lies on it: azimuthal equidistant about a middle."""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import shapely
from pyproj import Transformer

from reassure.report.atlas import borders, land
from reassure.report.world import World
from reassure.typing import Array, Mask

__all__ = [
    "EDGE_KM",
    "Box",
    "Plane",
    "borders_within",
    "cut_at_the_edge",
    "graticule_within",
    "land_within",
]

EDGE_KM: Final = 19_000.0
"""Of a map at most, from its middle: the antipode is at 20,004."""

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north of a map, km from its middle."""


class Plane:
    """From longitude and latitude (deg) to the map, km east and north of its middle."""

    def __init__(self, latitude_deg: float, longitude_deg: float) -> None:
        self.latitude_deg, self.longitude_deg = latitude_deg, longitude_deg
        # Ellipsoidal and about the mean direction: distances and azimuths from the middle are true.
        self._project = Transformer.from_crs(
            "+proj=longlat +ellps=WGS84",
            f"+proj=aeqd +lat_0={latitude_deg:.9g} +lon_0={longitude_deg:.9g} +ellps=WGS84 +units=km",
            always_xy=True,
        ).transform

    @classmethod
    def about(cls, latitude_deg: Array, longitude_deg: Array) -> Plane:
        """The plane about the mean direction of some places (deg, (n,) each)."""
        lat, lon = np.radians(latitude_deg), np.radians(longitude_deg)
        # Longitudes cannot be averaged across the antimeridian; unit vectors can.
        x, y, z = np.mean(
            [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1
        )
        return cls(
            float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))
        )

    def place(self, latitude_deg: Array, longitude_deg: Array) -> tuple[Array, Array]:
        """Kilometres east and north of the middle of places (deg, (n,) each)."""
        x, y = self._project(longitude_deg, latitude_deg)
        return np.asarray(x), np.asarray(y)

    def line(self, latitude_deg: Array, longitude_deg: Array) -> list[Array]:
        """A line as its parts on the map, each (k, 2), km: it is one."""
        return [np.column_stack(self.place(latitude_deg, longitude_deg))]


def land_within(plane: Plane, box: Box) -> list[shapely.Polygon]:
    """The land within a box, km on the plane."""
    frame = shapely.box(*box)
    out = list[shapely.Polygon]()
    for rings in land():
        # The atlas has longitude first, the plane latitude.
        placed = [np.column_stack(plane.place(ring[:, 1], ring[:, 0])) for ring in rings]
        if not _inside(placed[0], box).any():
            continue
        shape = shapely.make_valid(shapely.Polygon(placed[0], placed[1:]))
        if shapely.LinearRing(placed[0]).is_ccw:
            # the atlas's outlines are clockwise: this one goes round the antipode, which has no place here
            shape = shapely.Point(0.0, 0.0).buffer(EDGE_KM).difference(shape)
        parts = shapely.get_parts(shapely.intersection(shape, frame))
        out += [part for part in parts if part.geom_type == "Polygon"]
    return out


def borders_within(plane: Plane | World, box: Box) -> list[Array]:
    """Coasts and borders that come into a box: lines (n, 2), km on the plane."""
    lines = [line for arc in borders() for line in plane.line(arc[:, 1], arc[:, 0])]
    return [line for line in lines if _inside(line, box).any()]


def graticule_within(plane: Plane, box: Box) -> list[Array]:
    """Parallels and meridians every 30 degrees that come into a box: lines (n, 2), km on the plane."""
    lines = []
    for lon in range(-180, 180, 30):
        lines.append(plane.place(np.linspace(-85.0, 90.0, 200), np.full(200, float(lon))))
    for lat in range(-60, 90, 30):
        lines.append(plane.place(np.full(361, float(lat)), np.linspace(-180.0, 180.0, 361)))
    return [
        part
        for x, y in lines
        for part in cut_at_the_edge(np.column_stack([x, y]))
        if _inside(part, box).any()
    ]


def cut_at_the_edge(line: Array) -> list[Array]:
    """The parts of a line (n, 2), km on the plane, between its jumps across the map; none of a single point."""
    # Between two neighbouring samples 1,500 km apart a line passes the antipode, and jumps across the map.
    cut = np.flatnonzero(np.linalg.norm(np.diff(line, axis=0), axis=1) > 1500.0) + 1
    return [part for part in np.split(line, cut) if len(part) > 1]


def _inside(points: Array, box: Box) -> Mask:
    """Which points (n, 2) lie in the box."""
    west, south, east, north = box
    x, y = points.T
    return np.asarray((x > west) & (x < east) & (y > south) & (y < north))
