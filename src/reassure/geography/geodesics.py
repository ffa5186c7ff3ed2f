"""Geodesics of the WGS84 ellipsoid, by pyproj (Karney's algorithms, accurate to nanometres)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from pyproj import Geod

from reassure.typing import Array

__all__ = ["ELLIPSOID", "along", "distance_km"]

ELLIPSOID = Geod(ellps="WGS84")


def distance_km(
    latitude1_deg: ArrayLike,
    longitude1_deg: ArrayLike,
    latitude2_deg: ArrayLike,
    longitude2_deg: ArrayLike,
) -> Array:
    """Length of the shortest path between n pairs of points, km."""
    lon1, lat1, lon2, lat2 = (
        np.asarray(a, float)
        for a in np.broadcast_arrays(longitude1_deg, latitude1_deg, longitude2_deg, latitude2_deg)
    )
    _, _, metres = ELLIPSOID.inv(lon1, lat1, lon2, lat2)
    return np.asarray(metres) / 1e3


def along(
    latitude1_deg: ArrayLike,
    longitude1_deg: ArrayLike,
    latitude2_deg: ArrayLike,
    longitude2_deg: ArrayLike,
    distance_km: ArrayLike,
) -> tuple[Array, Array]:
    """Latitude and longitude (deg) of n points that lie `distance_km` from the first end towards the second."""
    arrays = np.broadcast_arrays(
        longitude1_deg, latitude1_deg, longitude2_deg, latitude2_deg, distance_km
    )
    lon1, lat1, lon2, lat2, reach = (np.asarray(a, float) for a in arrays)
    azimuth, _, _ = ELLIPSOID.inv(lon1, lat1, lon2, lat2)
    longitude, latitude, _ = ELLIPSOID.fwd(lon1, lat1, azimuth, reach * 1e3)
    return np.asarray(latitude), np.asarray(longitude)
