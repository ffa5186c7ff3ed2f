"""A free flight over the turning Earth under J2 gravity, with its partial derivatives.

A state is an inertial position (m) and velocity (m/s). Its axes are the Earth-fixed ones at the
epoch, held still. The partial derivatives of a later state by the one at the epoch follow from the
variational equations, integrated beside the flight (Montenbruck and Gill, Satellite Orbits, 2000,
section 7.2). Classical Runge-Kutta in equal steps of _STEP at most.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.earth.gravity import gravity_at, gravity_gradient_at
from reassure.numeric.compile import batch, inner
from reassure.typing import Array

__all__ = ["advance", "begin", "flown"]

_STEP: Final = 4.0
"""s. Longest step: against heyoka it leaves less than 1 cm after 480 s (tests/tracking/test_arc.py)."""

_COLUMNS: Final = 7
"""Of a state with its partial derivatives (6, 7): the state itself, then one for each component of
the state at the epoch.
"""


@inner
def begin(state: Array, out: Array) -> None:
    """Fill (6, 7) with a state (6,) at its epoch: its partial derivatives are those of identity."""
    out[:, :] = 0.0
    for i in range(6):
        out[i, 0] = state[i]
        out[i, i + 1] = 1.0


@inner
def _slope(s: Array, columns: int, out: Array) -> None:
    """Derivatives by time of the first `columns` columns of (6, 7)."""
    x, y, z = s[0, 0], s[1, 0], s[2, 0]
    out[0, 0], out[1, 0], out[2, 0] = s[3, 0], s[4, 0], s[5, 0]
    out[3, 0], out[4, 0], out[5, 0] = gravity_at(x, y, z)
    if columns == 1:
        return
    xx, xy, xz, yy, yz, zz = gravity_gradient_at(x, y, z)
    for j in range(1, columns):
        a, b, c = s[0, j], s[1, j], s[2, j]
        out[0, j], out[1, j], out[2, j] = s[3, j], s[4, j], s[5, j]
        out[3, j] = xx * a + xy * b + xz * c
        out[4, j] = xy * a + yy * b + yz * c
        out[5, j] = xz * a + yz * b + zz * c


@inner
def advance(s: Array, dt: float, columns: int, work: Array) -> None:
    """Move (6, 7) on by `dt` (s), in place: the flight alone (1 column) or with derivatives (7).

    `work` (3, 6, 7): scratch.
    """
    count = max(1, math.ceil(abs(dt) / _STEP))
    h = dt / count
    slope, total, trial = work[0], work[1], work[2]
    for _ in range(count):
        _slope(s, columns, slope)
        for i in range(6):
            for j in range(columns):
                total[i, j] = slope[i, j]
                trial[i, j] = s[i, j] + 0.5 * h * slope[i, j]
        for stage in range(3):
            weight = 1.0 if stage == 2 else 2.0
            onward = h if stage == 1 else 0.5 * h
            _slope(trial, columns, slope)
            for i in range(6):
                for j in range(columns):
                    total[i, j] += weight * slope[i, j]
                    trial[i, j] = s[i, j] + onward * slope[i, j]
        for i in range(6):
            for j in range(columns):
                s[i, j] += h / 6.0 * total[i, j]


@batch("float64[:,::1](float64[::1], float64[::1])")
def flown(state: Array, times: Array) -> Array:
    """States (m, 6) of one flight at m times (s from the epoch, rising) from its state (6,) there."""
    out = np.empty((times.size, 6))
    s, work = np.empty((6, _COLUMNS)), np.empty((3, 6, _COLUMNS))
    begin(state, s)
    now = 0.0
    for k in range(times.size):
        if times[k] != now:
            advance(s, times[k] - now, 1, work)
            now = times[k]
        out[k] = s[:, 0]
    return out
