"""Regions of the Earth's surface: polygons with geodesic edges, and discs; checked, and sampled.

A polygon is handled on the equal-area plane (Lambert azimuthal) about its own middle, so it may
cross the antimeridian or hold a pole. It encloses the smaller side: one that spreads past 80
degrees from its middle is refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry import LinearRing, MultiPolygon, Polygon
from shapely.geometry import Point as ShapelyPoint

from reassure.errors import RegionError
from reassure.geography.geodesics import ELLIPSOID, ahead, distance_km, points_middle
from reassure.typing import Array
from reassure.words.counts import counted

__all__ = ["MOST_POINTS", "Disc", "Outline", "Region", "check_point", "outline", "plane"]

MOST_POINTS = 20_000
"""No region is sampled by more points than this."""

_EDGE_STEP_KM = 50.0  # geodesic edges are followed on the plane in steps of this length
_WIDEST_DEG = 80.0  # from the middle: well inside a hemisphere, where the plane is one to one
_SHORE_KM = 1e-6  # a millimetre: a point on a hole's boundary is not in the hole
_DISC_STEPS = 36  # points on the rim of a small disc, every 10 degrees

Point = tuple[float, float]


def check_point(latitude_deg: float, longitude_deg: float) -> None:
    """Refuse what is not a place: RegionError for a latitude outside -90 to 90, a longitude outside
    -180 to 180.
    """
    if not -90.0 <= latitude_deg <= 90.0:
        raise RegionError(f"latitude {latitude_deg:g} deg; allowed: -90 to 90")
    if not -180.0 <= longitude_deg <= 180.0:
        raise RegionError(f"longitude {longitude_deg:g} deg; allowed: -180 to 180")


def plane(latitude_deg: float, longitude_deg: float, back: bool) -> Transformer:
    """What turns longitude and latitude (deg) into x and y (km, eastward and northward) on Lambert's
    equal-area plane about a point, or `back`; infinite where there is no answer.
    """
    flat = (
        f"+proj=laea +lat_0={latitude_deg:.12g} +lon_0={longitude_deg:.12g} +ellps=WGS84 +units=km"
    )
    ground = "+proj=longlat +ellps=WGS84"
    ends = (flat, ground) if back else (ground, flat)
    return Transformer.from_crs(*ends, always_xy=True)


@dataclass(frozen=True)
class Outline:
    """The inside of a polygon with geodesic edges, without its holes.

    RegionError for fewer than three vertices, for one that is no place, and for an outline that
    crosses or touches itself, has no area, or spreads past 80 degrees from its middle. The same for
    a hole, and for one that is not wholly inside the outline or that meets another hole.
    """

    vertices: tuple[Point, ...]
    """(latitude_deg, longitude_deg) in order, WGS84; the first is not repeated."""
    holes: tuple[tuple[Point, ...], ...] = ()
    """What is cut out of it, as islands of a sea: each a ring like `vertices`, either way round."""

    def __post_init__(self) -> None:
        _check_ring(self.vertices, "a polygon")
        for number, hole in enumerate(self.holes, 1):
            _check_ring(hole, f"hole {number}: a ring")
        middle = self.middle()
        lats, lons = np.array(self.vertices).T
        _, _, metres = ELLIPSOID.inv(
            np.full(lats.size, middle[1]), np.full(lats.size, middle[0]), lons, lats
        )
        # m in a degree of the mean sphere, 6,371.0 km pi / 180.
        if np.max(metres) / 111_195.0 > _WIDEST_DEG:
            raise RegionError(
                f"a polygon that spreads more than {_WIDEST_DEG:g} degrees from its middle; "
                "allowed: a region of less than a hemisphere"
            )
        shape = self.on_plane()
        _check_simple(Polygon(shape.exterior), "a polygon")
        self._check_holes(shape)

    def _check_holes(self, shape: Polygon) -> None:
        """Refuse a hole that is no simple ring wholly inside, or that meets one before it."""
        rim, before = Polygon(shape.exterior), MultiPolygon()
        for number, ring in enumerate(shape.interiors, 1):
            hole = Polygon(ring)
            _check_simple(hole, f"hole {number}: a ring")
            # In DE-9IM: inside, and no point of the two boundaries in common.
            if not rim.contains_properly(hole):
                raise RegionError(
                    f"hole {number}: not wholly inside its polygon; allowed: a hole that keeps off "
                    "the outline"
                )
            if before.intersects(hole):
                raise RegionError(
                    f"hole {number}: meets one before it; allowed: holes apart from each other"
                )
            before = MultiPolygon([*before.geoms, hole])

    def middle(self) -> Point:
        """Latitude and longitude of the mean of the vertices, degrees."""
        return points_middle(self.vertices)

    @lru_cache(maxsize=256)  # noqa: B019  (a few dozen small polygons at most)
    def on_plane(self) -> Polygon:
        """The outline on the equal-area plane about its middle, km, edges followed as geodesics."""
        flat = plane(*self.middle(), back=False)
        rings = [
            np.column_stack(flat.transform(*np.array(_followed(ring)).T))
            for ring in (self.vertices, *self.holes)
        ]
        return Polygon(rings[0], rings[1:])

    @property
    def area_km2(self) -> float:
        """Area enclosed, km^2, without the holes."""
        return float(self.on_plane().area)

    def holds(self, latitude_deg: Array, longitude_deg: Array) -> NDArray[np.bool_]:
        """Which of n places (n,), deg, lie inside and in no hole: (n,)."""
        x, y = plane(*self.middle(), back=False).transform(longitude_deg, latitude_deg)
        inside: NDArray[np.bool_] = shapely.contains_xy(self.on_plane(), x, y)
        return inside

    def rim(self) -> tuple[Point, ...]:
        """Points (latitude_deg, longitude_deg) along the boundary, at most some 50 km apart."""
        return self._on_ground(self.on_plane().exterior)

    def hole_rims(self) -> tuple[tuple[Point, ...], ...]:
        """The same along the boundary of each hole."""
        return tuple(self._on_ground(ring) for ring in self.on_plane().interiors)

    def _on_ground(self, ring: LinearRing) -> tuple[Point, ...]:
        x, y = np.array(ring.coords[:-1]).T
        lon, lat = plane(*self.middle(), back=True).transform(x, y)
        return tuple(zip(lat.tolist(), lon.tolist(), strict=True))

    def simpler_rim(self, spacing_km: float) -> LinearRing:
        """The outline on the plane that a sample follows, km.

        Corners nearer than a tenth of the spacing to a straight run are left out. A crooked coast
        shall not count for more than a straight one: while more than 12 points would stand on the
        outline, and more than 2.25 for each spacing of the rim of its convex hull, it is simplified
        further, by half the spacing at most. It may run that far outside the region; a sample's
        points stay within a tenth of the spacing of it.
        """
        shape = self.on_plane()
        most = max(12.0, 2.25 * shape.convex_hull.length / spacing_km)
        tolerance = spacing_km / 10.0
        while True:
            ring: LinearRing = shape.exterior.simplify(tolerance)
            tolerance *= 1.25
            if tolerance > spacing_km / 2.0 or len(_stepped(ring, spacing_km)) <= most:
                return ring

    def sample(self, spacing_km: float) -> list[Point]:
        """Points (latitude_deg, longitude_deg) that stand for the region.

        The corners of a simpler outline (`simpler_rim`), that outline in steps of at most
        `spacing_km`, and inside a square grid of that spacing. The boundary of a hole is sampled in
        steps too, without corners nearer than a tenth of the spacing to a straight run; a hole that
        is no longer round than twice the spacing gets no points of its own, as the grid stands
        about it. No point lies in a hole. RegionError for a spacing that needs more than
        MOST_POINTS.
        """
        shape = self.on_plane()
        # Before any is made: a tiny spacing would fill the memory.
        expected = shape.length / spacing_km + shape.area / spacing_km**2
        if expected > MOST_POINTS:
            raise RegionError(
                f"a spacing of {spacing_km:g} km would need some {expected:.3g} points; "
                f"allowed: a spacing that needs at most {MOST_POINTS}"
            )
        rim = _near(_stepped(self.simpler_rim(spacing_km), spacing_km), shape.exterior, spacing_km)
        for ring in shape.interiors:
            if ring.length > 2.0 * spacing_km:
                # Between two corners that are kept, a step may lie in the hole.
                hole = Polygon(ring).buffer(-_SHORE_KM)
                steps = _stepped(ring.simplify(spacing_km / 10.0), spacing_km)
                rim += [p for p in steps if not hole.contains(ShapelyPoint(p))]
        # The grid keeps a third of the spacing off the rim, which has points of its own.
        inner = shape.buffer(-spacing_km / 3.0)
        grid: list[Point] = []
        if not inner.is_empty:
            west, south, east, north = (int(b // spacing_km) for b in inner.bounds)
            xs, ys = np.meshgrid(
                np.arange(west, east + 2) * spacing_km, np.arange(south, north + 2) * spacing_km
            )
            inside = shapely.contains_xy(inner, xs, ys)
            grid = list(zip(xs[inside].tolist(), ys[inside].tolist(), strict=True))
        x, y = np.array([*rim, *grid]).T
        lon, lat = plane(*self.middle(), back=True).transform(x, y)
        return [(float(a), float(b)) for a, b in zip(lat, lon, strict=True)]


def _check_ring(vertices: tuple[Point, ...], what: str) -> None:
    """Refuse fewer than three vertices, and one that is no place."""
    if len(vertices) < 3:
        raise RegionError(
            f"{what} of {counted(len(vertices), 'vertex', 'vertices')}; allowed: 3 or more"
        )
    for latitude, longitude in vertices:
        check_point(latitude, longitude)


def _check_simple(shape: Polygon, what: str) -> None:
    """Refuse a ring on the plane that crosses or touches itself, or has no area."""
    if not shape.is_valid:
        reason = shapely.is_valid_reason(shape).split("[")[0].strip().lower()
        raise RegionError(
            f"{what} that crosses or touches itself ({reason}); allowed: a simple outline"
        )
    if shape.area < 1e-6:  # km^2, a square metre
        raise RegionError(f"{what} without area; allowed: an outline around some ground")


def _followed(vertices: tuple[Point, ...]) -> list[Point]:
    """Longitudes and latitudes along a ring's geodesic edges, in steps of at most 50 km."""
    path: list[Point] = []
    for (lat1, lon1), (lat2, lon2) in zip(vertices, (*vertices[1:], vertices[0]), strict=True):
        _, _, metres = ELLIPSOID.inv(lon1, lat1, lon2, lat2)
        # Both ends of an edge are vertices already: one point fewer than there are pieces.
        between = max(0, math.ceil(metres / 1e3 / _EDGE_STEP_KM) - 1)
        path.append((lon1, lat1))
        if between:
            # `npts` gives the points between, without the two ends.
            path.extend(ELLIPSOID.npts(lon1, lat1, lon2, lat2, between))
    return path


def _near(points: list[Point], outline: LinearRing, spacing_km: float) -> list[Point]:
    """The points of the plane, those farther than a tenth of the spacing from an outline moved onto it."""
    return [
        p
        if outline.distance(ShapelyPoint(p)) <= spacing_km / 10.0
        else outline.interpolate(outline.project(ShapelyPoint(p))).coords[0]
        for p in points
    ]


def _stepped(ring: LinearRing, spacing_km: float) -> list[Point]:
    """Points of the plane along a ring: its corners, and steps of at most the spacing."""
    return list(shapely.segmentize(ring, spacing_km).coords[:-1])


@dataclass(frozen=True)
class Disc:
    """Everything within `radius_km` of a point along the ground; 0 is the point itself. RegionError
    for a middle that is no place.
    """

    latitude_deg: float
    longitude_deg: float
    radius_km: float

    def __post_init__(self) -> None:
        check_point(self.latitude_deg, self.longitude_deg)

    def middle(self) -> Point:
        """Latitude and longitude, degrees."""
        return self.latitude_deg, self.longitude_deg

    def holds(self, latitude_deg: Array, longitude_deg: Array) -> NDArray[np.bool_]:
        """Which of n places (n,), deg, lie inside, or on the rim: (n,)."""
        away = distance_km(self.latitude_deg, self.longitude_deg, latitude_deg, longitude_deg)
        return np.asarray(away <= self.radius_km)

    def rim(self) -> tuple[Point, ...]:
        """Points (latitude_deg, longitude_deg) along the boundary; the middle alone where it has
        none.
        """
        if self.radius_km == 0.0:
            return (self.middle(),)
        steps = max(_DISC_STEPS, math.ceil(2.0 * math.pi * self.radius_km / _EDGE_STEP_KM))
        azimuth = np.arange(steps) * 360.0 / steps
        lat, lon = ahead(self.latitude_deg, self.longitude_deg, azimuth, self.radius_km)
        return tuple(zip(lat.tolist(), lon.tolist(), strict=True))

    def sample(self, spacing_km: float) -> list[Point]:
        """Points (latitude_deg, longitude_deg) that stand for the region: the middle, and rings at
        most `spacing_km` apart out to the rim, each in steps of that length or less. RegionError
        for a spacing that needs more than MOST_POINTS.
        """
        points = [(self.latitude_deg, self.longitude_deg)]
        rings = math.ceil(self.radius_km / spacing_km)
        if math.pi * rings**2 > MOST_POINTS:
            raise RegionError(
                f"a spacing of {spacing_km:g} km in a disc of {self.radius_km:g} km; "
                f"allowed: a spacing that needs at most {MOST_POINTS} points"
            )
        for ring in range(1, rings + 1):
            radius = self.radius_km * ring / rings
            steps = max(6, math.ceil(2.0 * math.pi * radius / spacing_km))
            azimuth = np.arange(steps) * 360.0 / steps
            lon, lat, _ = ELLIPSOID.fwd(
                np.full(steps, self.longitude_deg),
                np.full(steps, self.latitude_deg),
                azimuth,
                np.full(steps, radius * 1e3),
            )
            points += zip(lat.tolist(), lon.tolist(), strict=True)
        return points


Region = Outline | Disc


def outline(
    vertices: Sequence[Sequence[float]], holes: Sequence[Sequence[Sequence[float]]] = ()
) -> Outline:
    """An `Outline` from [[latitude_deg, longitude_deg], ...] and the rings of its holes. RegionError
    for one that does not enclose a region, and for a hole that is none.
    """
    rings = [tuple((float(v[0]), float(v[1])) for v in ring) for ring in (vertices, *holes)]
    return Outline(rings[0], tuple(rings[1:]))
