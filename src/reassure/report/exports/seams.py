"""Lines and areas on a map of longitudes and latitudes: cut where the map has its edges, at the antimeridian and at
the poles (RFC 7946, section 3.1.9).

The map is flat here, and goes on: longitudes are *unrolled*, each a short way from the one before, and may leave
-180 to 180 on the way. A pole has no longitude: a line gets to it along the meridian of the point beside it.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.polygon import orient

from reassure.typing import Array

__all__ = ["DIGITS", "at_pole", "crossing", "cut_area", "cut_line", "over_pole", "turns"]

DIGITS = 7
"""Of degrees in files: a centimetre. Nothing is cut finer."""

_GRID = 10.0**-DIGITS
_EDGE = 180.0
_AT_POLE_DEG = 1e-6


def turns(longitude: Array) -> Array:
    """Steps of n longitudes eastward, the short way round, (n - 1,) deg in [-180, 180)."""
    step: Array = (np.diff(longitude) + 180.0) % 360.0 - 180.0
    return step


def at_pole(latitude: Array) -> NDArray[np.bool_]:
    """Which latitudes (deg) are a pole's, to a decimetre; of the same shape."""
    return np.asarray(np.abs(latitude) > 90.0 - _AT_POLE_DEG)


def over_pole(longitude: Array, latitude: Array) -> NDArray[np.bool_]:
    """Which steps of n points (deg) pass over a pole, to a decimetre, and neither begin nor end there; (n - 1,)."""
    lon, lat = np.radians(longitude), np.radians(latitude)
    # Unit vectors of the sphere: the great circle through two of them lies in the plane across `normal`.
    u = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    normal = np.cross(u[:-1], u[1:])
    size = np.linalg.norm(normal, axis=1)
    # It passes the pole where its plane holds the axis: the normal's share along the axis is the sine of the angle between.
    near = np.abs(normal[:, 2]) <= math.radians(_AT_POLE_DEG) * size
    near |= size < 1e-9  # between opposite ends any way is as short
    polar = at_pole(latitude)
    # Over the pole and not along a meridian on one side of it: the longitude turns by more than a quarter.
    return np.asarray(near & (np.abs(turns(longitude)) > 90.0) & ~polar[:-1] & ~polar[1:])


def crossing(a: Array, b: Array, edge: float) -> Array:
    """Where the great circle from one point to the next comes to a meridian (`edge`, deg) between them.
    Returns longitude, latitude (deg), and what else goes along, which changes evenly. `a`, `b`: (2 or more,).
    """
    (lon1, lat1), (lon2, lat2) = np.radians(a[:2]), np.radians(b[:2])
    # How far east of the edge's plane each unit vector is: the chord crosses that plane at `share` of its length.
    off1, off2 = math.sin(lon1 - math.radians(edge)), math.sin(lon2 - math.radians(edge))
    one, two = abs(off1) * math.cos(lat1), abs(off2) * math.cos(lat2)
    share = one / (one + two) if one + two > 0.0 else 0.5
    # The chord's point there, upward and outward in the plane of the meridian; its direction is the crossing's.
    north = (1.0 - share) * math.sin(lat1) + share * math.sin(lat2)
    out = (1.0 - share) * math.cos(lat1) * math.cos(lon1 - math.radians(edge))
    out += share * math.cos(lat2) * math.cos(lon2 - math.radians(edge))
    return np.array([edge, math.degrees(math.atan2(north, out)), *(a + share * (b - a))[2:]])


# -- lines --------------------------------------------------------------------------------------------


def cut_line(points: Array) -> list[Array]:
    """The parts of a line that lie on the map: arrays (k, 2 or more) cut at the antimeridian and the poles.
    `points`: (n, 2 or more), longitude, latitude (deg) and what else goes along. A line that stays on one spot is one
    part of one point.
    """
    line = np.array(points, float)
    line[:, :2] = np.round(line[:, :2], DIGITS)
    parts = []
    for piece in _between_poles(_over_poles(line)):
        for part in _within_edges(piece):
            # Repeated points go; so does a part that stays on one spot, as at a corner of the map.
            moved = np.any(np.diff(part, axis=0) != 0.0, axis=1)
            part = part[np.concatenate([[True], moved])]
            if np.any(part[:, :2] != part[0, :2]):
                parts.append(part)
    return parts or [line[:1]]


def _over_poles(line: Array) -> Array:
    """The line with a point at the pole in every step that goes over it."""
    # From the end, so that earlier numbers stay true.
    for k in np.flatnonzero(over_pole(line[:, 0], line[:, 1]))[::-1]:
        a, b = line[k], line[k + 1]
        north = a[1] + b[1] >= 0.0
        to_pole = [90.0 - p[1] if north else 90.0 + p[1] for p in (a, b)]
        # The pole divides the step, and what else goes along, in the ratio of the points' distances from it.
        share = to_pole[0] / (to_pole[0] + to_pole[1])
        top = a + share * (b - a)
        top[1] = 90.0 if north else -90.0
        line = np.insert(line, k + 1, top, axis=0)
    return line


def _between_poles(line: Array) -> Iterator[Array]:
    """The parts of a line between poles, each up to the pole along its own meridian."""
    polar = at_pole(line[:, 1])
    line = line.copy()
    line[polar, 1] = 90.0 * np.sign(line[polar, 1])
    # Borders between runs of polar and other points; the ends of the line count as polar.
    ends = np.flatnonzero(np.diff(np.concatenate([[True], polar, [True]]).astype(int)))
    for start, stop in ends.reshape(-1, 2):
        # A part takes the pole's point beside it along, which then gets the longitude of its own neighbour.
        piece = line[max(0, start - 1) : stop + 1].copy()
        if start > 0:
            piece[0, 0] = line[start, 0]
        if stop < len(line):
            piece[-1, 0] = line[stop - 1, 0]
        yield piece


def _within_edges(piece: Array) -> Iterator[Array]:
    """The parts of a line that crosses no pole, cut at the antimeridian."""
    piece = piece.copy()
    piece[:, 0] = piece[0, 0] + np.concatenate([[0.0], np.cumsum(turns(piece[:, 0]))])
    piece[:, 0] = np.round(piece[:, 0], DIGITS)
    inside = np.abs(np.mod(piece[:, 0], 360.0) - _EDGE) > 0.0
    # a line may begin along the edge: it lies on the side that it leaves to
    first = piece[int(np.argmax(inside)), 0] if inside.any() else piece[0, 0] / 2.0
    # On which copy of the map the line begins: `turn` degrees east of the one in files.
    turn = 360.0 * math.floor((first + _EDGE) / 360.0)
    part = [piece[0]]
    for a, b in itertools.pairwise(piece):
        side = 1.0 if b[0] > turn + _EDGE else -1.0 if b[0] < turn - _EDGE else 0.0
        if side:
            edge = turn + side * _EDGE
            there = a.copy() if a[0] == edge else crossing(a, b, edge)
            yield _moved([*part, there], turn)
            turn += side * 360.0
            part = [there]
        part.append(b)
    yield _moved(part, turn)


def _moved(part: list[Array], turn: float) -> Array:
    """A part moved to the map in files, rounded to its digits."""
    out = np.array(part)
    out[:, 0] -= turn
    out[:, :2] = np.round(out[:, :2], DIGITS)
    return out


# -- areas --------------------------------------------------------------------------------------------


def cut_area(area: shapely.Geometry) -> MultiPolygon | None:
    """The parts of an area of unrolled longitudes that lie on the map, outer rings counter-clockwise (RFC 7946).
    None where nothing of it is left at the digits of files.
    """
    if area.is_empty:
        return None
    west, _, east, _ = area.bounds
    first, last = math.floor((west + _EDGE) / 360.0), math.ceil((east - _EDGE) / 360.0)
    pieces = []
    # A copy of the map for each turn that the area reaches into; what is cut out is moved back onto the one in files.
    for turn in range(first, max(first, last) + 1):
        box = shapely.box(360.0 * turn - _EDGE, -90.0, 360.0 * turn + _EDGE, 90.0)
        part = translate(shapely.intersection(area, box), -360.0 * turn)
        # Snapped to the grid of the files' digits before parts are joined: what touches there shares its corners.
        pieces.append(shapely.set_precision(MultiPolygon(_polygons(part)), _GRID))
    whole = shapely.set_precision(shapely.union_all(pieces, grid_size=_GRID), _GRID)
    found = [orient(p) for p in _polygons(whole)]
    return MultiPolygon(found) if found else None


def _polygons(shape: shapely.Geometry) -> list[Polygon]:
    """The polygons alone: an intersection may also hold the points and lines where shapes just touch."""
    return [
        p
        for part in shapely.get_parts(shape)
        for p in shapely.get_parts(part)
        if p.geom_type == "Polygon" and not p.is_empty
    ]
