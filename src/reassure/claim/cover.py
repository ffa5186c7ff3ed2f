"""Regions of the ground covered by cells of latitude and longitude: every point of a region lies in a cell.

The work is done on the region's own equal-area plane and then on an unrolled map (longitude to
the right, latitude up, longitude counted on past 180), where a cell is a rectangle. The outline is
first moved outward by MARGIN_KM on the plane. That plane shrinks lengths to no less than 0.76 as
far as 80 degrees from its middle, so that on the ground no point moves by less than 1.5 km. It makes
good three small errors of following curves by chords: the geodesic edges on the plane (steps of 50
km, at most 0.1 km off), a disc's rim (720 steps, at most 0.05 km off), and the outline on the map
(steps of 4 km, at most 0.1 km off at 25 km from a pole, less elsewhere).
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Point, Polygon, box

from reassure.claim.model import Cell
from reassure.errors import RegionError
from reassure.geography.geodesics import ELLIPSOID
from reassure.geography.regions import Disc, Region
from reassure.typing import Array

__all__ = ["KM_PER_DEGREE", "MARGIN_KM", "WIDEST_DEG", "cover"]

MARGIN_KM: Final = 2.0
"""By how much an outline is moved outward on its plane before it is covered: see above."""
WIDEST_DEG: Final = 30.0
"""No cell is wider than this, so that a cell at a pole is not much rounder than its corners say."""
KM_PER_DEGREE: Final = 111.2
"""Of latitude: 6371 km times a degree. It sets only the size of cells, so that nothing rests on it."""

# Between points of the outline that are carried over to the map.
_STEP_KM = 4.0
# An outline that comes nearer to a pole than this is moved to twice this beyond it.
_POLE_KM = 25.0
# Of degrees, in a cell.
_DECIMALS = 2


def cover(region: Region, cell_km: float, spacing_km: float | None = None) -> list[Cell]:
    """Cells (south, north, west, east; degrees, outward to 0.01) that together hold the region.

    Rows of latitude some `cell_km` high; each is cut into cells of equal longitude no wider than
    `cell_km` at its middle, and each cell is cut down to what it holds. A disc of radius 0 is one
    cell of no size. West is from -540 to 540 and a row may run across the antimeridian. Raises RegionError where
    the region holds both poles, or its outline crosses itself once it is moved outward.

    Holes are covered as if they were not there. A claim then holds for flights from or to places in them too: it says
    more than is asked, and what it proves of the region stands.

    With `spacing_km` the cells hold `region.sample(spacing_km)` too: an assessment takes an outline's
    sample along a simpler outline, which may run up to half the spacing outside.
    """
    if isinstance(region, Disc) and region.radius_km == 0.0:
        return [(*2 * (region.latitude_deg,), *2 * (region.longitude_deg,))]
    shape = _unrolled(region, spacing_km)
    west, south, east, north = shape.bounds
    # 1e-9: a region of exactly k cells gets k of them, whatever rounding does
    count = max(1, math.ceil((north - south) * KM_PER_DEGREE / cell_km - 1e-9))
    edges = np.linspace(south, north, count + 1)
    # inner edges are shared, and no point between two cells is lost; the ends are moved outward later
    edges[1:-1] = np.round(edges[1:-1], _DECIMALS)
    cells: list[Cell] = []
    for low, high in pairwise(edges):
        for piece in _pieces(shape.intersection(box(west - 1.0, low, east + 1.0, high))):
            cells += _row(piece, cell_km)
    return [_in_range(cell) for cell in cells]


def _pieces(shape: Polygon | MultiPolygon) -> list[Polygon]:
    parts = getattr(shape, "geoms", [shape])
    return [p for p in parts if p.geom_type == "Polygon" and not p.is_empty]


def _row(piece: Polygon, cell_km: float) -> list[Cell]:
    west, south, east, north = piece.bounds
    degree_km = KM_PER_DEGREE * math.cos(math.radians((south + north) / 2.0))
    count = math.ceil(max((east - west) * degree_km / cell_km, (east - west) / WIDEST_DEG) - 1e-9)
    edges = np.linspace(west, east, max(1, count) + 1)
    edges[1:-1] = np.round(edges[1:-1], _DECIMALS)
    cells = []
    for left, right in pairwise(edges):
        part = piece.intersection(box(left, south - 1.0, right, north + 1.0))
        if part.area > 0.0:
            cells.append(_outward(part.bounds))
    return cells


def _outward(bounds: tuple[float, float, float, float]) -> Cell:
    scale = 10.0**_DECIMALS
    # 1e-6 of a step: an edge that was rounded to the step already stays there
    west, south = (math.floor(b * scale + 1e-6) / scale for b in bounds[:2])
    east, north = (math.ceil(b * scale - 1e-6) / scale for b in bounds[2:])
    return max(-90.0, south), min(90.0, north), west, east


def _in_range(cell: Cell) -> Cell:
    """The same cell, its middle as near to longitude 0 as whole turns bring it."""
    turns = round((cell[2] + cell[3]) / 720.0)
    west, east = (round(x - 360.0 * turns, _DECIMALS) for x in cell[2:])
    return cell[0], cell[1], west, east


# -- the unrolled map -----------------------------------------------------------------------------


def _unrolled(region: Region, spacing_km: float | None) -> Polygon:
    """The region, moved outward, on the map; a region that holds a pole reaches up to it."""
    shape, middle = _on_plane(region)
    outer = shape.buffer(MARGIN_KM)
    if spacing_km is not None and not isinstance(region, Disc):
        # the outline that the assessment's sample follows, which may run outside
        outer = outer.union(region.simpler_rim(spacing_km).buffer(MARGIN_KM))
    # holes are covered too: a claim may hold more than the region
    shape = Polygon(outer.exterior)
    poles = []
    for latitude in (90.0, -90.0):
        pole = _transformed(middle, np.array([[0.0, latitude]]), back=False)[0]
        if not np.all(np.isfinite(pole)):
            continue  # the plane's far side
        if shape.exterior.distance(Point(pole)) < _POLE_KM:
            shape = Polygon(shape.union(Point(pole).buffer(2.0 * _POLE_KM)).exterior)
        if shape.contains(Point(pole)):
            poles.append(latitude)
    rim = np.array(shapely.segmentize(shape.exterior, _STEP_KM).coords)
    ground = _transformed(middle, rim, back=True)
    if poles:  # start at the point nearest to the pole: from there the meridian runs inside
        ground = np.roll(ground[:-1], -int(np.argmax(ground[:-1, 1] * np.sign(poles[0]))), axis=0)
        ground = np.vstack([ground, ground[:1]])
    # longitudes count on past 180, so that the outline is one line on the map
    longitude = np.unwrap(ground[:, 0], period=360.0)
    outline = np.column_stack([longitude, ground[:, 1]])
    outline[-1, 1] = outline[0, 1]
    # turns about the axis: 0, or 1 where the outline goes round a pole
    winding = round((longitude[-1] - longitude[0]) / 360.0)
    if len(poles) > 1 or bool(poles) != bool(winding):
        raise RegionError("a region that holds both poles; allowed: less than a hemisphere")
    if poles:
        outline[-1, 0] = outline[0, 0] + 360.0 * winding
        # down or up to the pole, along it through a whole turn of longitude, and back
        ends = [[outline[-1, 0], poles[0]], [outline[0, 0], poles[0]]]
        outline = np.vstack([outline, ends])
    flat = Polygon(outline)
    if not flat.is_valid:
        raise RegionError("a region whose outline crosses itself once it is moved outward by 2 km")
    return flat


def _on_plane(region: Region) -> tuple[Polygon, tuple[float, float]]:
    if isinstance(region, Disc):
        middle = (region.latitude_deg, region.longitude_deg)
        # 720 points of the rim, half a degree apart
        azimuth = np.arange(720) * 0.5
        lon, lat, _ = ELLIPSOID.fwd(
            np.full(720, middle[1]),
            np.full(720, middle[0]),
            azimuth,
            np.full(720, region.radius_km * 1e3),
        )
        rim = np.column_stack([lon, lat])
        return Polygon(_transformed(middle, rim, back=False)), middle
    return region.on_plane(), region.middle()


def _transformed(middle: tuple[float, float], points: Array, back: bool) -> Array:
    """Ground (longitude, latitude; degrees) to the equal-area plane (km) about `middle`, or back."""
    plane = f"+proj=laea +lat_0={middle[0]:.12g} +lon_0={middle[1]:.12g} +ellps=WGS84 +units=km"
    ends = ("+proj=longlat +ellps=WGS84", plane)
    change = Transformer.from_crs(*(ends[::-1] if back else ends), always_xy=True)
    return np.column_stack(change.transform(points[:, 0], points[:, 1]))
