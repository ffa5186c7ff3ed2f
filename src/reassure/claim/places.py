"""Where flights start and end, as nodes of cells: what leads and flight times are computed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from reassure.claim.model import Cell
from reassure.earth.frames import earth_fixed_points
from reassure.geography.geodesics import ELLIPSOID
from reassure.typing import Array

__all__ = ["MIDDLE", "Launch", "NoFlightError", "Nodes", "Targets", "angle", "points", "step"]

MIDDLE = 4
"""Which of the nine nodes of a cell is its middle."""


class NoFlightError(Exception):
    """A flight that a claim would need cannot be computed: `row`, the index of the cell of aims, and why."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(reason)
        self.row = row
        self.reason = reason


@dataclass(frozen=True, eq=False)
class Nodes:
    """Nine points of each of n cells: corners, middles of edges and the middle, south to north and west to east."""

    latitude_deg: Array  # (n, 9)
    longitude_deg: Array  # (n, 9)
    direction: Array  # (n, 9, 3), unit vectors from the Earth's centre
    slack: float  # rad; no point of a cell is farther than this from the nearest of its nodes

    @staticmethod
    def of(cells: Sequence[Cell]) -> Nodes:
        """The nodes of n cells, degrees."""
        south, north, west, east = np.array(cells).T
        lat = np.stack([south, (south + north) / 2.0, north], axis=1)
        lon = np.stack([west, (west + east) / 2.0, east], axis=1)
        lat, lon = np.repeat(lat, 3, axis=1), np.tile(lon, (1, 3))
        direction = points(lat, lon, 0.0)
        direction /= np.linalg.norm(direction, axis=-1, keepdims=True)
        spread = float(angle(direction, direction[:, MIDDLE : MIDDLE + 1]).max())
        # half the way from the middle to a corner, and a tenth for the curvature of a cell's edges
        return Nodes(lat, lon, direction, 0.55 * spread)


class Targets:
    """n cells of aims (degrees) and their nodes."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self.cells = tuple(cells)
        self.nodes = Nodes.of(cells)


@dataclass(frozen=True)
class Launch:
    """Where flights start: anywhere in a cell (degrees) or within `field_km` of it."""

    cell: Cell
    field_km: float


def points(latitude_deg: Array, longitude_deg: Array, height_km: Array | float) -> Array:
    """Earth-fixed positions, m, of geodetic points (WGS84), arrays that broadcast to one shape: (..., 3)."""
    lat, lon, height = (
        np.ascontiguousarray(a, float).ravel()
        for a in np.broadcast_arrays(latitude_deg, longitude_deg, height_km)
    )
    found = earth_fixed_points(np.radians(lat), np.radians(lon), 1e3 * height)
    return found.reshape(*np.broadcast_shapes(np.shape(latitude_deg), np.shape(height_km)), 3)


def angle(a: Array, b: Array) -> Array:
    """Angles, rad, between vectors (..., 3)."""
    cross = np.linalg.norm(np.cross(a, b), axis=-1)
    return np.asarray(np.arctan2(cross, np.sum(a * b, axis=-1)))


def step(
    latitude_deg: ArrayLike, longitude_deg: ArrayLike, azimuth_deg: ArrayLike, km: ArrayLike
) -> tuple[Array, Array, Array]:
    """Latitude, longitude and azimuth (deg, WGS84) after `km` along a geodesic; negative km go back.

    All arrays broadcast to one shape, which the three results have.
    """
    lat, lon, azimuth, reach = (
        np.asarray(a, float)
        for a in np.broadcast_arrays(latitude_deg, longitude_deg, azimuth_deg, km)
    )
    to_lon, to_lat, back = ELLIPSOID.fwd(lon, lat, azimuth, reach * 1e3)
    # pyproj gives the azimuth back to the start; half a turn makes it that onward
    return np.asarray(to_lat), np.asarray(to_lon), np.asarray(back) + 180.0
