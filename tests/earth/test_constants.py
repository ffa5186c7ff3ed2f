"""Derived constants follow from the four that WGS84 defines."""

import math

from reassure.earth import constants as c


def test_j2_is_that_of_the_level_ellipsoid() -> None:
    """Heiskanen and Moritz, eq. 2-90: J2 from flattening, rotation rate, radius and mu."""
    e2 = c.FLATTENING * (2 - c.FLATTENING)
    second = math.sqrt(e2 / (1 - e2))
    m = c.ROTATION_RATE**2 * c.EQUATORIAL_RADIUS**2 * c.POLAR_RADIUS / c.GRAVITATIONAL_PARAMETER
    q0 = 0.5 * ((1 + 3 / second**2) * math.atan(second) - 3 / second)
    j2 = e2 / 3 * (1 - 2 / 15 * m * second / q0)
    assert math.isclose(j2, c.J2, rel_tol=1e-8)


def test_polar_radius() -> None:
    """NIMA TR8350.2, table 3.3."""
    assert abs(c.POLAR_RADIUS - 6356752.3142) < 1e-4
