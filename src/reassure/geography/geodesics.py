"""Geodesics of the WGS84 ellipsoid, by pyproj (Karney's algorithms, accurate to nanometres)."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from pyproj import Geod

from reassure.errors import RegionError
from reassure.typing import Array

__all__ = ["ELLIPSOID", "ROUND_KM", "ahead", "along_km", "course", "distance_km", "points_middle"]

ELLIPSOID = Geod(ellps="WGS84")
"""As pyproj has it: longitude before latitude, deg; lengths in m; back azimuths at the far end."""

_GROUND_RADIUS_KM = 6371.0088  # mean radius, for distances along a way


def distance_km(
    latitude1_deg: ArrayLike,
    longitude1_deg: ArrayLike,
    latitude2_deg: ArrayLike,
    longitude2_deg: ArrayLike,
) -> Array:
    """Lengths (n,), km, of the shortest paths between n pairs of points; one point may stand for
    many.
    """
    return course(latitude1_deg, longitude1_deg, latitude2_deg, longitude2_deg)[1]


def course(
    latitude1_deg: ArrayLike,
    longitude1_deg: ArrayLike,
    latitude2_deg: ArrayLike,
    longitude2_deg: ArrayLike,
) -> tuple[Array, Array]:
    """Azimuths (n,), deg clockwise from north, -180 to 180, at which n shortest paths leave their
    first end for the second, and lengths (n,), km; one point may stand for many.

    Between antipodes any azimuth of a shortest path, between a point and itself any at all.
    """
    lon1, lat1, lon2, lat2 = (
        # pyproj wants arrays of one shape, longitude first.
        np.asarray(a, float)
        for a in np.broadcast_arrays(longitude1_deg, latitude1_deg, longitude2_deg, latitude2_deg)
    )
    azimuth, _, metres = ELLIPSOID.inv(lon1, lat1, lon2, lat2)
    return np.asarray(azimuth), np.asarray(metres) / 1e3


def ahead(
    latitude_deg: ArrayLike,
    longitude_deg: ArrayLike,
    azimuth_deg: ArrayLike,
    distance_km: ArrayLike,
) -> tuple[Array, Array]:
    """Latitudes (n,) and longitudes (n,), deg, -180 to 180, of n points `distance_km` away from
    others along a geodesic that leaves them at an azimuth (deg clockwise from north); one value may
    stand for many.
    """
    arrays = np.broadcast_arrays(longitude_deg, latitude_deg, azimuth_deg, distance_km)
    lon, lat, azimuth, reach = (np.asarray(a, float) for a in arrays)
    longitude, latitude, _ = ELLIPSOID.fwd(lon, lat, azimuth, reach * 1e3)
    return np.asarray(latitude), np.asarray(longitude)


ROUND_KM = 2.0 * math.pi * _GROUND_RADIUS_KM
"""Once round the Earth, in the kilometres of `along_km`."""


def along_km(
    start: tuple[float, float],
    end: tuple[float, float],
    latitude_deg: ArrayLike,
    longitude_deg: ArrayLike,
) -> Array:
    """How far along the great circle from `start` towards `end` (latitude, longitude) each of n
    places stands, km: what stands beside the way counts where it is abreast. On a sphere, as the
    viewer has it (viewer/src/geometry.ts).
    """
    first, last = _directions(*start), _directions(*end)
    # Normal of the great circle's plane; `ahead_of` is a quarter turn on from `start` in it.
    beside = np.cross(first, last)
    ahead_of = np.cross(beside / np.linalg.norm(beside), first)
    spots = _directions(latitude_deg, longitude_deg)
    angle = np.arctan2(np.tensordot(ahead_of, spots, 1), np.tensordot(first, spots, 1))
    return np.asarray(_GROUND_RADIUS_KM * angle)


def _directions(latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Array:
    """Unit vectors (3, n) of n places on a sphere, (3,) of one."""
    lat, lon = np.radians(np.asarray(latitude_deg, float)), np.radians(longitude_deg)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def points_middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Latitude and longitude (deg) of the mean direction of some places. RegionError where they
    have none.
    """
    lats, lons = np.radians(np.array(points)).T
    x, y, z = (
        float(np.mean(np.cos(lats) * np.cos(lons))),
        float(np.mean(np.cos(lats) * np.sin(lons))),
        float(np.mean(np.sin(lats))),
    )
    # Unit vectors that cancel have no mean direction.
    if math.hypot(x, y, z) < 1e-6:
        raise RegionError("a polygon right round the Earth; allowed: less than a hemisphere")
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
