"""Where a claim must allow burnout so that every burnout of an assessment is inside.

An assessment puts burnout a length along the WGS84 geodesic from base to aim, at a geodetic height. A
claim measures 6371 km times angles at the Earth's centre, sideways from the great circle between
the two directions, and heights along the direction from the centre. What lies between the two:

* Along a path on the ellipsoid the direction turns by at least its length over 6378.137 km, times
  the cosine of the angle between normal and direction (at most 0.00336 rad), and by at most its
  length over 6356.752 km: 0.99887 to 1.00225 times the length, once multiplied by 6371 km.
* Seen from the centre a geodesic bends, by at most |d ln r / d latitude| plus terms of the square
  of the flattening: less than 0.0035 rad per rad. A curve that bends by at most k between two points of
  the unit sphere D apart (D below half a turn) stays within k (cos s + sin s tan(D/2) - 1) of their
  great circle at an angle s from the first (the Green function of y'' + y has one sign), which is
  less than s t with t = k tan(D/2). Its foot on the great circle is nearer by less than t^2/2.
* A point at geodetic height h lies in a direction that differs from its foot's by at most 0.0034 h / 6371
  km; its height along that direction is at least h and less than (1 + 1e-5) h.

Measured over 40,000 random pairs, 1,000 to 18,800 km apart, burnout to 3,000 km out and 2,000 km
high: every burnout lies inside, at least 0.03 km from the ends along the way (rounding included) and
at least 0.1 km from the sides; at most 0.85 of the sideways bound is used. tests/claims/test_burnout.py
does the same with fewer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from reassure.claims.model import Interval

__all__ = ["EARTH_KM", "FARTHEST", "BurnoutBox", "boost_reach", "burnout_box", "outward"]

EARTH_KM: Final = 6371.0
"""Ground distance for an angle of 1 rad at the Earth's centre."""

FARTHEST: Final = math.radians(170.0)
"""Base and aim are at most this far apart (rad); beyond, geodesics stray too far from great circles."""

_SHORTEST, _LONGEST = 0.99887, 1.00225
_BEND = 0.0035  # rad per rad
_TILT = 0.0034  # rad
_HEIGHT = 1e-5
_DECIMALS = 1


@dataclass(frozen=True)
class BurnoutBox:
    """Burnout as a claim bounds it, all in km: ground distance and sideways over 6371 km, height."""

    distance_km: Interval
    height_km: Interval
    sideways_km: float


def outward(low: float, high: float, decimals: int = _DECIMALS) -> Interval:
    """The interval with its ends moved apart to so many decimals."""
    scale = 10.0**decimals
    return math.floor(low * scale) / scale, math.ceil(high * scale) / scale


def burnout_box(distance_km: Interval, height_km: Interval, apart: float) -> BurnoutBox:
    """The box that holds every burnout so far along the geodesic (km) and so high (geodetic, km).

    `apart`: greatest angle at the Earth's centre between base and aim, rad, at most FARTHEST.
    """
    slope = _BEND * math.tan(apart / 2.0)
    tilt = _TILT * height_km[1]
    distance = outward(
        distance_km[0] * (_SHORTEST - slope * slope / 2.0) - tilt,
        distance_km[1] * _LONGEST + tilt,
    )
    _, top = outward(0.0, height_km[1] * (1.0 + _HEIGHT))
    _, sideways = outward(0.0, distance_km[1] * _LONGEST * slope + tilt + 0.1)
    return BurnoutBox(distance, (height_km[0], top), sideways)


def boost_reach(height_km: float) -> Interval:
    """Ground distance (km) and height (km) of an interceptor that burns out straight above its site."""
    if height_km == 0.0:
        return 0.0, 0.0
    return outward(0.0, _TILT * height_km)[1], outward(0.0, height_km * (1.0 + _HEIGHT))[1]
