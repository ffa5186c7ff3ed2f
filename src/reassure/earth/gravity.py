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

__all__ = ["gravity", "gravity_at", "oblateness_at"]


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


@batch("float64[:,::1](float64[:,::1])")
def gravity(position: Array) -> Array:
    """Point-mass and J2 gravity, shape (n, 3), m/s^2, at n Earth-centred positions (n, 3), m."""
    out = np.empty_like(position)
    for i in range(position.shape[0]):
        out[i, 0], out[i, 1], out[i, 2] = gravity_at(position[i, 0], position[i, 1], position[i, 2])
    return out
