"""Gravity of a point mass, and of the oblate Earth to second degree.

Arcs in this release are point-mass arcs; `design/oblateness.py` uses the J2 term to measure what
that leaves out.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.earth.constants import EQUATORIAL_RADIUS, GRAVITATIONAL_PARAMETER, J2
from reassure.numeric.compile import batch, inner
from reassure.typing import Array

__all__ = ["gravity", "gravity_at", "gravity_gradient_at", "oblateness_at"]


@inner
def oblateness_at(x: float, y: float, z: float) -> tuple[float, float, float]:
    """The J2 part of gravity, m/s^2, at an Earth-centred position (m; z along the axis).

    Gradient of -(mu J2 a^2 / r^3) P2(z/r) (Vallado, Fundamentals of Astrodynamics, 4th ed., eq.
    8-30).
    """
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    factor = -1.5 * J2 * GRAVITATIONAL_PARAMETER * EQUATORIAL_RADIUS**2 / (r2 * r2 * r)
    # The z component has 3 in the place of 1: eq. 8-30.
    z2 = 5.0 * z * z / r2
    return factor * x * (1.0 - z2), factor * y * (1.0 - z2), factor * z * (3.0 - z2)


@inner
def gravity_at(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Point-mass and J2 gravity, m/s^2, at an Earth-centred position (m; z along the axis).

    Not a number at the centre.
    """
    r2 = x * x + y * y + z * z
    central = -GRAVITATIONAL_PARAMETER / (r2 * math.sqrt(r2))
    jx, jy, jz = oblateness_at(x, y, z)
    return central * x + jx, central * y + jy, central * z + jz


@inner
def gravity_gradient_at(
    x: float, y: float, z: float
) -> tuple[float, float, float, float, float, float]:
    """Partial derivatives of `gravity_at`, 1/s^2: xx, xy, xz, yy, yz, zz of a symmetric matrix.

    Position in m. Each is the derivative of eq. 8-30 (see `oblateness_at`) and of the point mass.
    """
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    central = GRAVITATIONAL_PARAMETER / (r2 * r)
    # k / r^5 times what stands in the brackets: k of the J2 part, as in `oblateness_at`
    flat = -1.5 * J2 * GRAVITATIONAL_PARAMETER * EQUATORIAL_RADIUS**2 / (r2 * r2 * r)
    ux, uy, uz = x / r, y / r, z / r
    z2 = uz * uz
    across = -5.0 + 35.0 * z2
    upward = -15.0 + 35.0 * z2
    return (
        central * (3.0 * ux * ux - 1.0) + flat * (1.0 - 5.0 * z2 + ux * ux * across),
        3.0 * central * ux * uy + flat * ux * uy * across,
        3.0 * central * ux * uz + flat * ux * uz * upward,
        central * (3.0 * uy * uy - 1.0) + flat * (1.0 - 5.0 * z2 + uy * uy * across),
        3.0 * central * uy * uz + flat * uy * uz * upward,
        central * (3.0 * z2 - 1.0) + flat * (3.0 + z2 * (-30.0 + 35.0 * z2)),
    )


@batch("float64[:,::1](float64[:,::1])")
def gravity(position: Array) -> Array:
    """Point-mass and J2 gravity, shape (n, 3), m/s^2, at n Earth-centred positions (n, 3), m."""
    out = np.empty_like(position)
    for i in range(position.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = gravity_at(position[i, 0], position[i, 1], position[i, 2])
    return out
