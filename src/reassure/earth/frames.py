"""Geodetic, Earth-fixed and inertial coordinates.

Earth-fixed: x through latitude 0, longitude 0; z through the north pole; turns with the Earth.
Inertial at epoch t0: the axes of the Earth-fixed frame at t0, held still. An Earth-fixed point p
stands, dt seconds after t0, at `turn(p, +ROTATION_RATE * dt)` in that inertial frame.

Angles in radians, lengths in metres. The scalar kernels are for use inside other kernels.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.earth.constants import EQUATORIAL_RADIUS, FLATTENING, POLAR_RADIUS
from reassure.numeric.compile import batch, inner
from reassure.numeric.vectors import put
from reassure.typing import Array, Point

__all__ = [
    "SITE_COLUMNS",
    "SITE_EAST",
    "SITE_NORTH",
    "SITE_POSITION",
    "SITE_UP",
    "component",
    "earth_fixed",
    "earth_fixed_points",
    "ellipsoid_radius",
    "geodetic",
    "geodetic_points",
    "height_along_radius",
    "offset",
    "site_frame",
    "turn",
]

SITE_COLUMNS: Final = 12
"""Columns of a site's frame: its position (m), and the unit vectors east, north and up, all
Earth-fixed.
"""

SITE_POSITION: Final = 0
SITE_EAST: Final = 3
SITE_NORTH: Final = 6
SITE_UP: Final = 9
"""The first of the three columns of each."""

_E2 = FLATTENING * (2.0 - FLATTENING)  # first eccentricity squared


@inner
def earth_fixed(latitude: float, longitude: float, height: float) -> Point:
    """Earth-fixed position, m, of a geodetic point (radians, radians, m).

    Closed form: Heiskanen and Moritz, Physical Geodesy, 1967, eq. 5-3.
    """
    sin_lat = math.sin(latitude)
    cos_lat = math.cos(latitude)
    prime_vertical = EQUATORIAL_RADIUS / math.sqrt(1.0 - _E2 * sin_lat * sin_lat)
    across = (prime_vertical + height) * cos_lat
    return (
        across * math.cos(longitude),
        across * math.sin(longitude),
        (prime_vertical * (1.0 - _E2) + height) * sin_lat,
    )


@inner
def site_frame(latitude: float, longitude: float, height: float, frame: Array) -> None:
    """Fill the frame of a site (radians, m): the first SITE_COLUMNS numbers of `frame`; the rest
    are left.
    """
    put(frame, SITE_POSITION, earth_fixed(latitude, longitude, height))
    sl, cl = math.sin(latitude), math.cos(latitude)
    so, co = math.sin(longitude), math.cos(longitude)
    put(frame, SITE_EAST, (-so, co, 0.0))
    put(frame, SITE_NORTH, (-sl * co, -sl * so, cl))
    put(frame, SITE_UP, (cl * co, cl * so, sl))


@inner
def offset(frame: Array, p: Point) -> Point:
    """From a site to an Earth-fixed point (m): Earth-fixed, m. `frame`: as `site_frame` fills it."""
    return (
        p[0] - frame[SITE_POSITION],
        p[1] - frame[SITE_POSITION + 1],
        p[2] - frame[SITE_POSITION + 2],
    )


@inner
def component(frame: Array, axis: int, a: Point) -> float:
    """How far an Earth-fixed vector goes along an axis of a site's frame: SITE_EAST, SITE_NORTH or
    SITE_UP.
    """
    along: float = frame[axis] * a[0] + frame[axis + 1] * a[1] + frame[axis + 2] * a[2]
    return along


@inner
def geodetic(x: float, y: float, z: float) -> Point:
    """Latitude, longitude (radians, longitude in [-pi, pi]) and height (m) of an Earth-fixed point
    (m).

    Bowring's iteration on the parametric latitude (Survey Review 23, 1976, p. 323). Four passes
    leave less than 1 micrometre anywhere from 10 km below the surface to 50,000 km above it.
    """
    across = math.hypot(x, y)
    polar = EQUATORIAL_RADIUS * (1.0 - FLATTENING)
    # e'^2 = e^2 / (1 - e^2)
    second_e2 = _E2 / (1.0 - _E2)
    # Parametric latitude where the radius meets the ellipsoid: tan beta = (a/b) z / rho.
    beta = math.atan2(z * EQUATORIAL_RADIUS, across * polar)
    latitude = 0.0
    for _ in range(4):
        sin_b = math.sin(beta)
        cos_b = math.cos(beta)
        latitude = math.atan2(
            z + second_e2 * polar * sin_b**3, across - _E2 * EQUATORIAL_RADIUS * cos_b**3
        )
        # tan beta = (1 - f) tan latitude
        beta = math.atan2((1.0 - FLATTENING) * math.sin(latitude), math.cos(latitude))
    sin_lat = math.sin(latitude)
    cos_lat = math.cos(latitude)
    # Holds at the poles too, where rho / cos(latitude) - N would not.
    height = across * cos_lat + z * sin_lat - EQUATORIAL_RADIUS * math.sqrt(1.0 - _E2 * sin_lat**2)
    return latitude, math.atan2(y, x), height


@inner
def height_along_radius(x: float, y: float, z: float) -> float:
    """Height, m, of an Earth-fixed point (m) above the ellipsoid along the radius: for air, and for
    the moment of impact.

    It exceeds the geodetic height by its 6e-6th part at most (1.1 m at 200 km), as the normal and
    the radius differ by up to f sin(2 latitude).
    """
    across2 = x * x + y * y
    polar = EQUATORIAL_RADIUS * (1.0 - FLATTENING)
    r2 = across2 + z * z
    # The ellipsoid's radius in this direction is a b r / flat.
    flat = math.sqrt(across2 * polar * polar + z * z * EQUATORIAL_RADIUS * EQUATORIAL_RADIUS)
    r = math.sqrt(r2)
    return r - EQUATORIAL_RADIUS * polar * r / flat


@inner
def ellipsoid_radius(u: Point) -> float:
    """Distance of the ellipsoid from the centre in the direction of a unit vector, m."""
    return 1.0 / math.sqrt(
        (u[0] * u[0] + u[1] * u[1]) / EQUATORIAL_RADIUS**2 + u[2] * u[2] / POLAR_RADIUS**2
    )


@inner
def turn(x: float, y: float, z: float, angle: float) -> Point:
    """The vector turned by `angle` (radians) eastward about the Earth's axis, in its own unit."""
    c = math.cos(angle)
    s = math.sin(angle)
    return c * x - s * y, s * x + c * y, z


@batch("float64[:,::1](float64[::1], float64[::1], float64[::1])")
def earth_fixed_points(latitude: Array, longitude: Array, height: Array) -> Array:
    """Earth-fixed positions, shape (n, 3), m, of n geodetic points (radians, radians, m)."""
    out = np.empty((latitude.size, 3))
    for i in range(latitude.size):
        out[i, 0], out[i, 1], out[i, 2] = earth_fixed(latitude[i], longitude[i], height[i])
    return out


@batch("float64[:,::1](float64[:,::1])")
def geodetic_points(position: Array) -> Array:
    """Latitude, longitude (radians) and height (m), shape (n, 3), of n Earth-fixed positions (m)."""
    out = np.empty((position.shape[0], 3))
    for i in range(position.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = geodetic(position[i, 0], position[i, 1], position[i, 2])
    return out
