"""Where a claim must allow burnout so that every burnout of an assessment is inside.

An assessment puts burnout a length along a WGS84 geodesic from the base, at a geodetic height. A
claim measures 6371 km times angles at the Earth's centre, sideways from the great circle between
the two directions, and heights along the direction from the centre. What lies between the two:

* Along a path on the ellipsoid the direction turns by at least its length over 6378.137 km, times
  the cosine of the angle between normal and direction (at most 0.00336 rad), and by at most its
  length over 6356.752 km: 0.99887 to 1.00225 times the length, once multiplied by 6371 km.
* The great circle that a claim measures along is that to the led aim (reassure.claim.lead), from which burnout
  is up to `sideways` away: the cosine of the distance along it is that of the distance from the base
  over that of the distance aside.
* A point at geodetic height h lies in a direction that differs from its foot's by at most 0.0034 h / 6371
  km; its height along that direction is at least h and less than (1 + 1e-5) h.

tests/claim/test_burnout.py draws burnouts at random: every one lies inside.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from reassure.claim.model import Interval

__all__ = ["EARTH_KM", "FARTHEST", "BurnoutBox", "boost_reach", "burnout_box", "outward"]

EARTH_KM: Final = 6371.0
"""Ground distance for an angle of 1 rad at the Earth's centre."""

FARTHEST: Final = math.radians(170.0)
"""Base and aim are at most this far apart (rad); beyond, geodesics stray too far from great circles."""

# Ground distance over length along a geodesic, least and greatest: 6371/6378.137 times cos(0.00336), and 6371/6356.752.
_SHORTEST, _LONGEST = 0.99887, 1.00225
# rad. The greatest angle between the ellipsoid's normal and the direction from the centre is 0.00336.
_TILT = 0.0034
# By what share a height along the direction from the centre is at most above the geodetic one.
_HEIGHT = 1e-5
# Of km, in a claim.
_DECIMALS = 1


@dataclass(frozen=True)
class BurnoutBox:
    """Burnout as a claim bounds it, all in km: ground distance and sideways over 6371 km, height."""

    distance_km: Interval
    height_km: Interval
    sideways_km: float


def outward(low: float, high: float, decimals: int = _DECIMALS) -> Interval:
    """The interval with its ends moved apart to so many decimals: low down, high up."""
    scale = 10.0**decimals
    return math.floor(low * scale) / scale, math.ceil(high * scale) / scale


def burnout_box(distance_km: Interval, height_km: Interval, sideways_km: float) -> BurnoutBox:
    """The box that holds every burnout of an assessment's flights.

    `distance_km`: along the geodesic from the base; `height_km`: geodetic; both least and greatest. `sideways_km`:
    how far burnouts are at most from the great circle to the led aim.
    """
    # km over ground between the foot of a burnout and the point below its direction from the centre
    tilt = _TILT * height_km[1]
    _, sideways = outward(0.0, sideways_km)
    least = max(0.0, distance_km[0] * _SHORTEST - tilt) / EARTH_KM
    # right-angled spherical triangle: cos(base to burnout) = cos(along the circle) cos(aside)
    foot = math.acos(min(1.0, math.cos(least) / math.cos(sideways / EARTH_KM)))
    distance = outward(EARTH_KM * foot, distance_km[1] * _LONGEST + tilt)
    _, top = outward(0.0, height_km[1] * (1.0 + _HEIGHT))
    return BurnoutBox(distance, (height_km[0], top), sideways)


def boost_reach(height_km: float) -> Interval:
    """Greatest ground distance (km) and height (km), as a claim measures them, of an interceptor that burns out
    straight above its site at a geodetic height (km).
    """
    if height_km == 0.0:
        return 0.0, 0.0
    return outward(0.0, _TILT * height_km)[1], outward(0.0, height_km * (1.0 + _HEIGHT))[1]
