"""Places and ways as shapes of longitude and latitude: cut at the antimeridian, closed at the pole, rings
counter-clockwise (RFC 7946, section 3.1.6 and 3.1.9).
"""

from __future__ import annotations

import itertools
from typing import TypeAlias

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon

from reassure.answers.theatre import Rim
from reassure.errors import ResultError
from reassure.geography.geodesics import ELLIPSOID
from reassure.report.exports import seams
from reassure.typing import Array

__all__ = ["Shape", "area_shape", "flat_area", "parts", "track_shape"]

# A straight line on the map leaves a geodesic of length L by L^2 tan(latitude) / 8R: 0.2 km at 60 degrees.
_LONGEST_EDGE_KM = 80.0
_WIDEST_EDGE_DEG = 2.0  # beside a pole
_BLUNT_DEG = (
    2e-4  # rims in files have four digits: what those make of an outline is no outline's fault
)

Shape: TypeAlias = Point | Polygon | MultiPolygon | LineString | MultiLineString


def area_shape(rim: Rim, holes: tuple[Rim, ...] = ()) -> Shape:
    """A point (a rim of fewer than three), or the area inside a rim: the smaller side, as everywhere in the package.
    `rim`: latitudes and longitudes, WGS84 degrees; `holes`: the same of what is cut out of it. A rim thinner than the
    digits of a file gives its first point, a hole that thin none. Raises ResultError where a rim crosses itself.
    """
    middle = Point(rim[0][1], rim[0][0])
    if len(rim) < 3:
        return middle
    ring = _unrolled(*_followed(rim))
    if ring is None:
        return middle
    whole = _upright(ring)
    for hole in holes:
        cut = _unrolled(*_followed(hole))
        if cut is not None:
            whole = whole.difference(_every_turn(_upright(cut)))
    area = seams.cut_area(whole)
    if area is None:  # thinner than the digits of a file
        return middle
    return area.geoms[0] if len(area.geoms) == 1 else area


def flat_area(polygons: list[list[list[tuple[float, float]]]]) -> MultiPolygon | None:
    """What is within any of some polygons, each an outer ring and its holes on a flat map of longitudes (which may
    pass 180) and latitudes; None where nothing is.
    """
    valid = [shapely.make_valid(Polygon(rings[0], rings[1:])) for rings in polygons]
    return seams.cut_area(shapely.union_all(valid))


def track_shape(longitude_deg: list[float], latitude_deg: list[float]) -> Shape:
    """A ground track as one line, or as several where it crosses the antimeridian or a pole; a point where it stays
    on one spot.
    """
    lines = seams.cut_line(np.column_stack([longitude_deg, latitude_deg]))
    if len(lines) > 1:
        return MultiLineString(lines)
    return LineString(lines[0]) if len(lines[0]) > 1 else Point(lines[0][0])


def parts(shape: Shape) -> list[Polygon]:
    """The polygons of a shape: those of a MultiPolygon, or the one."""
    return list(shape.geoms) if isinstance(shape, MultiPolygon) else [shape]


def _followed(rim: Rim) -> tuple[Array, Array]:
    """Longitudes and latitudes (n,) along a rim, its long edges followed as geodesics; closed, at the digits of
    files.
    """
    points: list[tuple[float, float]] = []
    for (lat1, lon1), (lat2, lon2) in zip(rim, (*rim[1:], rim[0]), strict=True):
        _, _, metres = ELLIPSOID.inv(lon1, lat1, lon2, lat2)
        points.append((lon1, lat1))
        # Beside a pole a short edge turns through many degrees, and a straight line on the map would leave it.
        turn = abs(float(seams.turns(np.array([lon1, lon2]))[0]))
        wide = turn / _WIDEST_EDGE_DEG if metres > 1e3 else 0.0
        if between := int(max(metres / (1e3 * _LONGEST_EDGE_KM), wide)):
            points.extend(ELLIPSOID.npts(lon1, lat1, lon2, lat2, between))
    lon, lat = np.array([*points, points[0]]).T
    return np.round(lon, seams.DIGITS), np.round(lat, seams.DIGITS)


def _unrolled(lon: Array, lat: Array) -> Array | None:
    """A closed ring (n, 2) on the flat map, longitudes unrolled, with its points on the antimeridian; led along the
    map's upper or lower edge where it holds a pole or touches it. None where it is the pole alone.
    """
    polar = seams.at_pole(lat)
    if polar.all():
        return None
    if polar.any() or seams.over_pole(lon, lat).any():
        return _beside_pole(lon, lat)
    # Longitude against latitude is unrolled: the last point is a whole number of turns from the first.
    x = lon[0] + np.concatenate([[0.0], np.cumsum(seams.turns(lon))])
    ring = _with_edges(np.column_stack([x, lat]))
    # 0: it closes on the flat map. 1 or -1: it goes once round a pole.
    round_it = round((x[-1] - x[0]) / 360.0)
    if not round_it:
        return ring
    # the smaller side: the pole beyond which less of the sphere lies
    steps = np.diff(ring[:, 0])
    height = np.sin(np.radians(ring[:, 1]))
    # North of a curve lies the integral of 1 - sin(latitude) over longitude (here by the trapezium rule): less than
    # half the sphere where that of sin(latitude) is above 0.
    pole = 90.0 if np.sum(steps * (height[1:] + height[:-1])) * round_it > 0.0 else -90.0
    # from edge to edge of the map
    start = int(np.argmin(np.abs(np.mod(ring[:, 0], 360.0) - 180.0)))
    moved = ring[start:-1, 0], ring[: start + 1, 0] + x[-1] - x[0]
    x = np.concatenate(moved)
    lat = np.concatenate([ring[start:-1, 1], ring[: start + 1, 1]])
    # Along the map's edge up to the pole, across the whole map, and down the other edge to the first point.
    return np.column_stack([[*x, x[-1], x[0], x[0]], [*lat, pole, pole, lat[0]]])


def _beside_pole(lon: Array, lat: Array) -> Array:
    """A ring (n, 2) on the flat map of a rim that has a corner at the pole, or an edge over it."""
    points = np.column_stack([lon, lat])[:-1]
    for k in np.flatnonzero(seams.over_pole(lon, lat))[::-1]:
        pole = 90.0 if lat[k] + lat[k + 1] >= 0.0 else -90.0
        points = np.insert(points, k + 1, [lon[k], pole], axis=0)
    polar = seams.at_pole(points[:, 1])
    # begin where it leaves the pole: the last step, along the map's edge, then closes the ring
    first = int(np.flatnonzero(np.roll(polar, 1) & ~polar)[0])
    points, polar = np.roll(points, -first, axis=0), np.roll(polar, -first)
    ring = [points[0]]
    for point, at in zip(points[1:], polar[1:], strict=True):
        x = ring[-1][0]
        if not at:
            x += float(seams.turns(np.array([x, point[0]]))[0])
            # From the pole on along the map's edge, to the longitude at which the ring leaves it.
            if seams.at_pole(ring[-1][1:])[0]:
                ring.append(np.array([x, ring[-1][1]]))
        ring.append(np.array([x, 90.0 * np.sign(point[1]) if at else point[1]]))
    end = ring[-1][1]
    return _with_edges(np.array([*ring, [ring[0][0], end], ring[0]]))


def _with_edges(ring: Array) -> Array:
    """The ring with a point wherever it crosses the antimeridian."""
    points = [ring[0]]
    for a, b in itertools.pairwise(ring):
        west, east = sorted((a[0], b[0]))
        edges = np.arange(np.floor((west + 180.0) / 360.0) + 1, np.ceil((east + 180.0) / 360.0))
        if edges.size == 1 and not seams.at_pole(np.array([a[1], b[1]])).any():
            points.append(seams.crossing(a, b, float(360.0 * edges[0] - 180.0)))
        points.append(b)
    return np.array(points)


def _every_turn(hole: shapely.Geometry) -> shapely.Geometry:
    """A hole wherever it may lie on the unrolled map: its own place, and a turn of longitude to either side."""
    return shapely.union_all([translate(hole, 360.0 * k) for k in (-1, 0, 1)])


def _upright(ring: Array) -> shapely.Geometry:
    """The polygon inside a ring; ResultError where the ring crosses itself."""
    area = Polygon(ring)
    if area.is_valid:
        return area
    x, y = ring.T
    # The shoelace formula: the area that the ring goes round, which mending must not change beyond the rim's rounding.
    turned = 0.5 * abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])))
    mended = shapely.make_valid(area)
    if abs(mended.area - turned) > _BLUNT_DEG * area.length:
        raise ResultError("a rim crosses itself; allowed: an outline of an area")
    return mended
