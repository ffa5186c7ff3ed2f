"""Places and ways as shapes of longitude and latitude: cut at the antimeridian, closed round the pole, rings
counter-clockwise (RFC 7946, section 3.1.6 and 3.1.9).
"""

from __future__ import annotations

from typing import TypeAlias

import antimeridian
import numpy as np
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.polygon import orient

from reassure.theatres import Rim

__all__ = ["Shape", "area_shape", "parts", "track_shape"]

Shape: TypeAlias = Point | Polygon | MultiPolygon | LineString | MultiLineString


def area_shape(rim: Rim) -> Shape:
    """A point, or the polygon inside a rim: the smaller side, as everywhere in the package."""
    if len(rim) < 3:
        return Point(rim[0][1], rim[0][0])
    lat, lon = np.array(rim).T
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
    fixed = antimeridian.fix_polygon(ring, fix_winding=False)
    return (
        MultiPolygon([orient(p) for p in fixed.geoms])
        if isinstance(fixed, MultiPolygon)
        else orient(fixed)
    )


def track_shape(longitude_deg: list[float], latitude_deg: list[float]) -> Shape:
    """A ground track as one line, or as several where it crosses the antimeridian."""
    line: Shape = antimeridian.fix_line_string(
        LineString(np.column_stack([longitude_deg, latitude_deg])), great_circle=True
    )
    return line


def parts(shape: Shape) -> list[Polygon]:
    """The polygons of a shape."""
    return list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]
