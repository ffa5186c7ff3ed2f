"""Places and ways as shapes of longitude and latitude: cut at the antimeridian, closed round the pole, rings
counter-clockwise (RFC 7946, section 3.1.6 and 3.1.9).
"""

from __future__ import annotations

from typing import TypeAlias

import antimeridian
import numpy as np
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.polygon import orient

from reassure.errors import ResultError
from reassure.geography.geodesics import ELLIPSOID
from reassure.theatres import Rim
from reassure.typing import Array

__all__ = ["Shape", "area_shape", "parts", "track_shape"]

_LONGEST_EDGE_KM = 80.0
_HIGHEST_DEG, _FARTHEST_DEG = 89.9999, 180.0 - 1e-5

Shape: TypeAlias = Point | Polygon | MultiPolygon | LineString | MultiLineString


def area_shape(rim: Rim) -> Shape:
    """A point, or the polygon inside a rim: the smaller side, as everywhere in the package.

    Raises ResultError where a rim crosses itself.
    """
    if len(rim) < 3:
        return Point(rim[0][1], rim[0][0])
    lat, lon = _followed(rim)
    turn = (np.diff(lon, append=lon[0]) + 180.0) % 360.0 - 180.0  # each step east, the short way
    round_the_pole = abs(turn.sum()) > 180.0
    if round_the_pole:
        north = np.sin(np.radians(lat)).sum() > 0.0
        # the pole on the left: eastward round the north pole, westward round the south pole
        if (turn.sum() > 0.0) != north:
            lat, lon = lat[::-1], lon[::-1]
    else:
        unrolled = lon[0] + np.concatenate([[0.0], np.cumsum(turn[:-1])])
        area = np.sum(unrolled * np.roll(lat, -1) - np.roll(unrolled, -1) * lat)
        if area < 0.0:
            lat, lon = lat[::-1], lon[::-1]
    ring = Polygon(np.column_stack([lon, lat]))
    try:
        fixed = antimeridian.fix_polygon(ring, fix_winding=False)
    except ValueError:
        fixed = None
    if fixed is None or not fixed.is_valid:
        raise ResultError("a rim crosses itself; allowed: an outline of an area")
    if isinstance(fixed, MultiPolygon):
        return MultiPolygon([orient(p) for p in fixed.geoms])
    return orient(fixed)


def _followed(rim: Rim) -> tuple[Array, Array]:
    """Latitudes and longitudes along a rim, its long edges followed as geodesics; none on a pole itself, which has
    no longitude.
    """
    points: list[tuple[float, float]] = []
    for (lat1, lon1), (lat2, lon2) in zip(rim, (*rim[1:], rim[0]), strict=True):
        _, _, metres = ELLIPSOID.inv(lon1, lat1, lon2, lat2)
        points.append((lon1, lat1))
        between = int(metres // (1e3 * _LONGEST_EDGE_KM))
        if between:
            points.extend(ELLIPSOID.npts(lon1, lat1, lon2, lat2, between))
    lon, lat = np.array(points).T
    # nor on the antimeridian, where the side that a point is on would be a guess
    lon = np.where(np.abs(lon) > _FARTHEST_DEG, _FARTHEST_DEG, lon)
    return np.clip(lat, -_HIGHEST_DEG, _HIGHEST_DEG), lon


def track_shape(longitude_deg: list[float], latitude_deg: list[float]) -> Shape:
    """A ground track as one line, or as several where it crosses the antimeridian."""
    line: Shape = antimeridian.fix_line_string(
        LineString(np.column_stack([longitude_deg, latitude_deg])), great_circle=True
    )
    return line


def parts(shape: Shape) -> list[Polygon]:
    """The polygons of a shape."""
    return list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]
