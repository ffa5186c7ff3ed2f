"""The claim's words in numpy, from docs/certificate.md: directions, ground distance, height."""

from __future__ import annotations

import numpy as np

A, B, KM = 6378137.0, 6356752.3142, 6371.0


def at(latitude_deg, longitude_deg, height_km=0.0) -> np.ndarray:
    """Earth-fixed positions, m, of geodetic points."""
    lat, lon = np.radians(latitude_deg), np.radians(longitude_deg)
    e2 = 1.0 - (B / A) ** 2
    n = A / np.sqrt(1.0 - e2 * np.sin(lat) ** 2)
    h = 1e3 * np.asarray(height_km)
    across = (n + h) * np.cos(lat)
    z = (n * (1.0 - e2) + h) * np.sin(lat)
    return np.stack([across * np.cos(lon), across * np.sin(lon), z], axis=-1)


def unit(v: np.ndarray) -> np.ndarray:
    """Directions."""
    return v / np.linalg.norm(v, axis=-1, keepdims=True)


def direction(latitude_deg, longitude_deg) -> np.ndarray:
    """Directions of points on the ellipsoid."""
    return unit(at(latitude_deg, longitude_deg))


def as_claimed(base: np.ndarray, aim: np.ndarray, burnout: np.ndarray) -> tuple[np.ndarray, ...]:
    """Ground distance along the great circle from base to aim, and sideways from it; height: km."""
    u = unit(burnout)
    normal = unit(np.cross(base, aim))
    off = np.sum(u * normal, axis=-1)
    foot = unit(u - off[..., None] * normal)
    along = KM * np.arctan2(
        np.sum(np.cross(base, foot) * normal, axis=-1), np.sum(base * foot, axis=-1)
    )
    surface = 1.0 / np.sqrt((u[..., 0] ** 2 + u[..., 1] ** 2) / A**2 + u[..., 2] ** 2 / B**2)
    height = (np.linalg.norm(burnout, axis=-1) - surface) / 1e3
    return along, KM * np.abs(np.arcsin(off)), height
