"""Two-body propagation by universal variables.

One formula for ellipse, parabola, hyperbola and straight fall (Battin, An Introduction to the
Mathematics and Methods of Astrodynamics, rev. ed., section 4.5), with Kepler's equation solved by
Conway's Laguerre iteration (Celestial Mechanics 39, 1986, p. 199), which does not need a good
start.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.earth.constants import GRAVITATIONAL_PARAMETER
from reassure.flight.outcome import BAD_INPUT, NOT_CONVERGED, SOLVED
from reassure.numeric.compile import batch, inner
from reassure.numeric.vectors import put
from reassure.typing import Array, IntArray

__all__ = ["STATE_POSITION", "STATE_VELOCITY", "propagate", "propagate_arcs"]

_POSITION, _VELOCITY = 0, 3  # the first columns of the two vectors, for kernels

STATE_POSITION: Final = slice(_POSITION, _POSITION + 3)  # m
STATE_VELOCITY: Final = slice(_VELOCITY, _VELOCITY + 3)  # m/s
"""Columns of the states (n, 6) of `propagate_arcs`."""

_ROOT_MU = math.sqrt(GRAVITATIONAL_PARAMETER)  # m^1.5 / s
_MOST_PASSES = 200
_NO_TIME = 1e-9  # s; gravity moves nothing by 1e-17 m in less


@inner
def _stumpff(psi: float) -> tuple[float, float]:
    """c2 and c3 of the argument alpha chi^2 (Battin, section 4.5)."""
    if psi > 0.05:
        root = math.sqrt(psi)
        half = math.sin(0.5 * root)
        return 2.0 * half * half / psi, (root - math.sin(root)) / (psi * root)
    if psi < -0.05:
        root = math.sqrt(-psi)
        half = math.sinh(0.5 * root)
        return -2.0 * half * half / psi, (math.sinh(root) - root) / (-psi * root)
    # series to psi^6: the next term is below 1e-20 here
    c2 = 0.5 - psi / 24.0 * (
        1.0 - psi / 30.0 * (1.0 - psi / 56.0 * (1.0 - psi / 90.0 * (1.0 - psi / 132.0)))
    )
    c3 = (1.0 / 6.0) * (
        1.0
        - psi
        / 20.0
        * (1.0 - psi / 42.0 * (1.0 - psi / 72.0 * (1.0 - psi / 110.0 * (1.0 - psi / 156.0))))
    )
    return c2, c3


@inner
def _universal_anomaly(r0: float, sigma: float, alpha: float, dt: float) -> tuple[bool, float]:
    """Whether it was found, and the universal anomaly chi (m^0.5) after `dt` (s): Battin, eq. 4.81.

    `r0`: radius, m; `sigma`: r . v / sqrt(mu) there; `alpha`: one over the semi-major axis, 1/m.
    """
    target = _ROOT_MU * dt
    chi = alpha * target if alpha * r0 > 1e-3 else target / r0
    if alpha < 0.0:
        # along a hyperbola chi grows only as the logarithm of time
        chi = math.copysign(min(abs(chi), 2.0 / math.sqrt(-alpha)), dt)
    # time rises with chi, so the root stays between a chi too short and one too far
    short = 0.0
    beyond = math.inf
    settled = False
    for _ in range(_MOST_PASSES):
        psi = alpha * chi * chi
        c2, c3 = _stumpff(psi)
        chi2 = chi * chi
        # with Battin's U1 = chi (1 - psi c3), U2 = chi^2 c2 and U3 = chi^3 c3: eq. 4.81, and its
        # derivatives, eq. 4.82 and 4.83
        f = r0 * chi * (1.0 - psi * c3) + sigma * chi2 * c2 + chi2 * chi * c3 - target
        d1 = chi2 * c2 + sigma * chi * (1.0 - psi * c3) + r0 * (1.0 - psi * c2)
        d2 = sigma * (1.0 - psi * c2) + (1.0 - alpha * r0) * chi * (1.0 - psi * c3)
        if f * target < 0.0:
            short = max(short, abs(chi))
        else:
            beyond = min(beyond, abs(chi))
        # Laguerre's step with Conway's n = 5: 16 = (n - 1)^2, 20 = n (n - 1)
        root = math.sqrt(abs(16.0 * d1 * d1 - 20.0 * f * d2))
        step = 5.0 * f / (d1 + math.copysign(root, d1))
        size = abs(chi - step)
        if not settled and not (short <= size <= beyond and step * chi < chi * chi):
            size = 2.0 * short if math.isinf(beyond) else 0.5 * (short + beyond)
            step = chi - math.copysign(size, dt)
        chi -= step
        if settled or abs(step) <= 4e-15 * abs(chi):
            settled = True
            break
        # convergence is cubic: after a step this small the next one is rounding
        settled = abs(step) <= 1e-7 * abs(chi)
    return settled and math.isfinite(chi), chi


@inner
def propagate(
    x: float, y: float, z: float, vx: float, vy: float, vz: float, dt: float
) -> tuple[int, float, float, float, float, float, float]:
    """State `dt` seconds on (or back), inertial frame, m and m/s: (outcome, x, y, z, vx, vy, vz).

    SOLVED; or BAD_INPUT where a number is not finite or the radius is 0, and NOT_CONVERGED where
    the iteration did not settle or ends in the centre: the state is then the one given.
    """
    r0 = math.sqrt(x * x + y * y + z * z)
    if not (r0 > 0.0 and math.isfinite(r0) and math.isfinite(dt)):
        return BAD_INPUT, x, y, z, vx, vy, vz
    speed2 = vx * vx + vy * vy + vz * vz
    if not math.isfinite(speed2):
        return BAD_INPUT, x, y, z, vx, vy, vz
    if abs(dt) < _NO_TIME:
        return SOLVED, x + vx * dt, y + vy * dt, z + vz * dt, vx, vy, vz
    sigma = (x * vx + y * vy + z * vz) / _ROOT_MU
    alpha = 2.0 / r0 - speed2 / GRAVITATIONAL_PARAMETER  # vis viva
    settled, chi = _universal_anomaly(r0, sigma, alpha, dt)
    if not settled:
        return NOT_CONVERGED, x, y, z, vx, vy, vz
    psi = alpha * chi * chi
    c2, c3 = _stumpff(psi)
    chi2 = chi * chi
    # Lagrange's coefficients: Battin, eq. 4.84
    f = 1.0 - chi2 * c2 / r0
    g = dt - chi2 * chi * c3 / _ROOT_MU
    px = f * x + g * vx
    py = f * y + g * vy
    pz = f * z + g * vz
    r = math.sqrt(px * px + py * py + pz * pz)
    if not r > 0.0:
        return NOT_CONVERGED, x, y, z, vx, vy, vz
    f_dot = _ROOT_MU * chi * (psi * c3 - 1.0) / (r * r0)
    g_dot = 1.0 - chi2 * c2 / r
    qx = f_dot * x + g_dot * vx
    qy = f_dot * y + g_dot * vy
    qz = f_dot * z + g_dot * vz
    return SOLVED, px, py, pz, qx, qy, qz


@batch("Tuple((int64[::1], float64[:,::1]))(float64[:,::1], float64[:,::1], float64[::1])")
def propagate_arcs(position: Array, velocity: Array, dt: Array) -> tuple[IntArray, Array]:
    """N inertial states, positions (n, 3), m, and velocities (n, 3), m/s, after n times (n,), s, on
    or back.

    Returns outcomes (n,) (`flight.outcome`) and states (n, 6), columns STATE_POSITION and
    STATE_VELOCITY. Where the outcome is not SOLVED the state is the one that was given.
    """
    n = dt.size
    outcome = np.empty(n, np.int64)
    state = np.empty((n, 6))
    for i in range(n):
        p, v = position[i], velocity[i]
        outcome[i], x, y, z, vx, vy, vz = propagate(p[0], p[1], p[2], v[0], v[1], v[2], dt[i])
        put(state[i], _POSITION, (x, y, z))
        put(state[i], _VELOCITY, (vx, vy, vz))
    return outcome, state
