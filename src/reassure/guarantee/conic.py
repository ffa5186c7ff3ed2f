"""A conic and its state-transition matrix, in closed form.

Battin, An Introduction to the Mathematics and Methods of Astrodynamics, rev. ed., section 9.7,
in the universal functions U0 to U5 of section 4.5.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.earth.constants import GRAVITATIONAL_PARAMETER
from reassure.flight.kepler import propagate
from reassure.flight.outcome import SOLVED
from reassure.numeric.compile import inner
from reassure.numeric.vectors import dot, minus, norm
from reassure.typing import Array, Point

__all__ = ["Conic", "State", "conic", "state_after"]


class Conic(NamedTuple):
    """A state some time on, and the state-transition matrix from the start to there, inertial axes."""

    solved: bool
    """Was Kepler's equation solved? Where not, nothing else counts."""
    position: Point
    """m; `velocity`: m/s."""
    velocity: Point
    rr: Array
    """(3, 3): how the position moves with that at the start; `rv` (s): with the velocity at the start."""
    rv: Array
    vr: Array
    """(3, 3), 1/s: how the velocity moves with the position at the start; `vv`: with the velocity at the start."""
    vv: Array
    chi: float
    """m^0.5, the universal anomaly since the start."""
    alpha: float
    """1/m, twice the energy over -mu: 1 over the semi-major axis, negative for a hyperbola."""


class State(NamedTuple):
    """A state some time on, or before; inertial axes."""

    solved: bool
    """Was Kepler's equation solved? Where not, nothing else counts."""
    position: Point
    """m; `velocity`: m/s."""
    velocity: Point


@inner
def state_after(r0: Point, v0: Point, time: float) -> State:
    """The state `time` seconds (may be negative) after that of r0 (m) with inertial velocity v0 (m/s)."""
    outcome, x, y, z, vx, vy, vz = propagate(r0[0], r0[1], r0[2], v0[0], v0[1], v0[2], time)
    return State(outcome == SOLVED, (x, y, z), (vx, vy, vz))


@inner
def universal(chi: float, alpha: float) -> tuple[float, float, float, float, float, float]:
    """The universal functions U0 to U5 of chi (m^0.5) and alpha (1/m); Un is in m^(n/2)."""
    psi = alpha * chi * chi
    if abs(psi) < 0.3:
        # the series of c4 and c5, to 1e-17, and the recurrence down: the closed forms cancel for small psi
        c4 = c5 = 0.0
        for k in range(8, -1, -1):
            c4 = 1.0 - psi * c4 / ((2 * k + 5) * (2 * k + 6))
            c5 = 1.0 - psi * c5 / ((2 * k + 6) * (2 * k + 7))
        c4 /= 24.0
        c5 /= 120.0
        c3 = 1.0 / 6.0 - psi * c5
        c2 = 0.5 - psi * c4
        chi2 = chi * chi
        u2, u3 = chi2 * c2, chi2 * chi * c3
        return (
            1.0 - psi * c2,
            chi * (1.0 - psi * c3),
            u2,
            u3,
            chi2 * chi2 * c4,
            chi2 * chi2 * chi * c5,
        )
    root = math.sqrt(abs(alpha))
    if alpha > 0.0:
        u0, u1 = math.cos(root * chi), math.sin(root * chi) / root
    else:
        u0, u1 = math.cosh(root * chi), math.sinh(root * chi) / root
    u2 = (1.0 - u0) / alpha
    u3 = (chi - u1) / alpha
    return u0, u1, u2, u3, (0.5 * chi * chi - u2) / alpha, (chi * chi * chi / 6.0 - u3) / alpha


@inner
def conic(r0: Point, v0: Point, time: float) -> Conic:
    """The conic through r0 (m) with inertial velocity v0 (m/s), `time` seconds on (positive)."""
    mu = GRAVITATIONAL_PARAMETER
    outcome, x, y, z, vx, vy, vz = propagate(r0[0], r0[1], r0[2], v0[0], v0[1], v0[2], time)
    r, v = (x, y, z), (vx, vy, vz)
    alpha = 2.0 / norm(r0) - dot(v0, v0) / mu
    chi = alpha * math.sqrt(mu) * time + (dot(r, v) - dot(r0, v0)) / math.sqrt(mu)
    return _with_matrix(outcome == SOLVED, r0, v0, r, v, chi, alpha, time)


@inner
def _with_matrix(
    solved: bool, r0: Point, v0: Point, r: Point, v: Point, chi: float, alpha: float, time: float
) -> Conic:
    mu = GRAVITATIONAL_PARAMETER
    root_mu = math.sqrt(mu)
    d0, d = norm(r0), norm(r)
    _, u1, u2, u3, u4, u5 = universal(chi, alpha)
    f = 1.0 - u2 / d0
    g = time - u3 / root_mu
    ft = -root_mu * u1 / (d * d0)
    gt = 1.0 - u2 / d
    c = (3.0 * u5 - chi * u4) / root_mu - time * u2
    dv, dr = minus(v, v0), minus(r, r0)
    rr, rv = np.empty((3, 3)), np.empty((3, 3))
    vr, vv = np.empty((3, 3)), np.empty((3, 3))
    for i in range(3):
        # (r v^T - v r^T) r, the i-th component
        turn = r[i] * dot(v, r) - v[i] * d * d
        for j in range(3):
            same = 1.0 if i == j else 0.0
            rr[i, j] = (
                d / mu * dv[i] * dv[j]
                + (d0 * (1.0 - f) * r[i] * r0[j] + c * v[i] * r0[j]) / d0**3
                + f * same
            )
            rv[i, j] = (
                d0 / mu * (1.0 - f) * (dr[i] * v0[j] - dv[i] * r0[j])
                + c / mu * v[i] * v0[j]
                + g * same
            )
            vr[i, j] = (
                -dv[i] * r0[j] / d0**2
                - r[i] * dv[j] / d**2
                + ft * (same - r[i] * r[j] / d**2 + turn * dv[j] / (mu * d))
                - mu * c / (d * d0) ** 3 * r[i] * r0[j]
            )
            vv[i, j] = (
                d0 / mu * dv[i] * dv[j]
                + (d0 * (1.0 - f) * r[i] * r0[j] - c * r[i] * v0[j]) / d**3
                + gt * same
            )
    return Conic(solved, r, v, rr, rv, vr, vv, chi, alpha)
