"""Gravity is the gradient of its potential, and solves Laplace's equation."""

import numpy as np

from reassure.earth.constants import EQUATORIAL_RADIUS, GRAVITATIONAL_PARAMETER, J2
from reassure.earth.gravity import gravity

RNG = np.random.default_rng(7)
POSITION = RNG.normal(size=(200, 3))
POSITION *= (RNG.uniform(6.4e6, 9e6, 200) / np.linalg.norm(POSITION, axis=1))[:, None]


def potential(p: np.ndarray) -> np.ndarray:
    """mu/r (1 - J2 (a/r)^2 P2(sin latitude)), written out anew."""
    r = np.linalg.norm(p, axis=1)
    s = p[:, 2] / r
    return (
        GRAVITATIONAL_PARAMETER / r * (1 - J2 * (EQUATORIAL_RADIUS / r) ** 2 * (1.5 * s**2 - 0.5))
    )


def test_gradient_of_the_potential() -> None:
    """Central differences over 10 m."""
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 10.0
        slope = (potential(POSITION + step) - potential(POSITION - step)) / 20.0
        assert np.abs(slope - gravity(POSITION)[:, axis]).max() < 1e-6


def test_no_sources_outside() -> None:
    """The divergence vanishes, far below the J2 term's own gradient of some 1e-9 a second squared."""
    total = np.zeros(len(POSITION))
    for axis in range(3):
        step = np.zeros(3)
        step[axis] = 1000.0
        total += (gravity(POSITION + step) - gravity(POSITION - step))[:, axis] / 2000.0
    assert np.abs(total).max() < 1e-12


def test_normal_gravity_at_pole_and_equator() -> None:
    """WGS84: 9.8321849 at the pole, 9.7803253 at the equator with the centrifugal part off."""
    g = gravity(np.array([[0.0, 0.0, 6356752.3142], [6378137.0, 0.0, 0.0]]))
    assert abs(-g[0, 2] - 9.8321849) < 2e-4
    assert abs(-g[1, 0] - 7.292115e-5**2 * 6378137.0 - 9.7803253) < 2e-4
