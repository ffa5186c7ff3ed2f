"""Constants of the Earth, each with the document that decrees it. SI units.

WGS84 is defined by four numbers: semi-major axis, flattening, gravitational parameter and
rotation rate (NIMA TR8350.2, 3rd edition, amendment 1, table 3.1). The rest follows from them;
tests/earth/test_constants.py derives it again.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "EQUATORIAL_RADIUS",
    "FLATTENING",
    "GRAVITATIONAL_PARAMETER",
    "J2",
    "POLAR_RADIUS",
    "ROTATION_RATE",
]

GRAVITATIONAL_PARAMETER: Final = 3.986004418e14
"""mu, m^3/s^2, atmosphere included. NIMA TR8350.2, table 3.1."""

ROTATION_RATE: Final = 7.292115e-5
"""omega, rad/s. NIMA TR8350.2, table 3.1."""

EQUATORIAL_RADIUS: Final = 6378137.0
"""a, m. NIMA TR8350.2, table 3.1."""

FLATTENING: Final = 1.0 / 298.257223563
"""f. NIMA TR8350.2, table 3.1."""

POLAR_RADIUS: Final = EQUATORIAL_RADIUS * (1.0 - FLATTENING)
"""b = a (1 - f), m: 6356752.3142. No point of the ellipsoid is nearer to the centre."""

J2: Final = 1.0826298213e-3
"""Second zonal harmonic of the level ellipsoid that the four defining numbers fix
(Heiskanen and Moritz, Physical Geodesy, 1967, eq. 2-90 and 2-92)."""
