"""Points and cells of the ellipsoid, and the spread of a cell about its middle: docs/guarantee.md, (20), (21)."""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.earth.constants import EQUATORIAL_RADIUS, POLAR_RADIUS
from reassure.numeric.compile import inner
from reassure.typing import Point

__all__ = ["GROUND_RADIUS", "SLOPE", "Cell", "cell"]

GROUND_RADIUS = 6_371_000.0
"""m. A ground distance is this times the angle between two directions (docs/certificate.md)."""

SLOPE = 21_600.0
"""m per radian: the ellipsoid's radius changes by no more than this with the direction
(docs/guarantee.md, section 5: a (a^2/b^2 - 1) / 2 is 21,493 m; tests/guarantee)."""

_RATIO = POLAR_RADIUS / EQUATORIAL_RADIUS


class Cell(NamedTuple):
    """A cell of the ellipsoid, between two latitudes and two longitudes."""

    middle: Point
    """m, the point of the middle parametric latitude and the middle longitude."""
    north: Point
    """m, half its extent to the north as a vector there; `east`: to the east, at a right angle."""
    east: Point
    bend: float
    """m, the farthest that a point of the cell is from the rectangle that these two span; (20)."""
    angle: float
    """rad, the greatest angle at the Earth's centre from the middle to a point of the cell; (21)."""


@inner
def _parametric(latitude: float) -> float:
    return math.atan2(_RATIO * math.sin(latitude), math.cos(latitude))


@inner
def cell(south: float, north: float, west: float, east: float, turned: float) -> Cell:
    """A cell given by geodetic latitudes and longitudes in degrees, carried east by `turned` (rad).

    With the parametric latitude a point is (a cos b cos l, a cos b sin l, c sin b), whose second
    derivatives are at most a, a |sin b| and a cos b.
    """
    low, high = _parametric(math.radians(south)), _parametric(math.radians(north))
    b, db = 0.5 * (low + high), 0.5 * (high - low)
    along, dl = math.radians(0.5 * (west + east)) + turned, math.radians(0.5 * (east - west))
    cb, sb, cl, sl = math.cos(b), math.sin(b), math.cos(along), math.sin(along)
    a = EQUATORIAL_RADIUS
    middle = (a * cb * cl, a * cb * sl, POLAR_RADIUS * sb)
    to_north = (-a * sb * cl * db, -a * sb * sl * db, POLAR_RADIUS * cb * db)
    to_east = (-a * cb * sl * dl, a * cb * cl * dl, 0.0)
    most_cos, most_sin = min(1.0, cb + db), min(1.0, abs(sb) + db)
    bend = 0.5 * a * (db * db + 2.0 * most_sin * db * dl + most_cos * dl * dl)  # (20)
    angle = (db + most_cos * dl) / _RATIO  # (21)
    return Cell(middle, to_north, to_east, bend, angle)
