"""How well looks fix the speed of a flight at its epoch: weighted least squares with biases.

Unknown are the six components of the state at the epoch and a constant bias of range, of azimuth
and of elevation, the biases with an a-priori standard deviation (nuisance parameters: Tapley,
Schutz and Born, Statistical Orbit Determination, 2004, section 4.4 and chapter 6). Each row of the
matrix is divided by its standard deviation, and the biases' a-priori values are rows of their own;
the factorisation is orthogonal, so that very different accuracies do not spoil the digits.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from reassure.earth.constants import ROTATION_RATE
from reassure.tracking.looks import AZIMUTH, ELEVATION, QUANTITIES, RANGE, RANGE_RATE
from reassure.typing import Array, IntArray

__all__ = ["UNKNOWNS", "Accuracy", "design", "relative_speed", "speed_variances"]

UNKNOWNS: Final = 6
"""Components of the state, which the looks alone have to fix: a bias has an a-priori value."""

_LEAST: Final = (1e-4, 1e-10, 1e-10, 1e-7)  # m, rad, rad, m/s
"""Least noise of each quantity: a perfect radar has infinite weight, and this stands for it. At
1,000 km the angle is 0.1 mm, as the range is.
"""

_SINGULAR = 1e-14
"""Of singular values: where the least is smaller than this part of the greatest, a component of the
state is not fixed.
"""


class Accuracy(NamedTuple):
    """Standard deviations of a radar's errors, SI; each error of a look is independent of all others,
    and each bias is the same at all looks.
    """

    range_noise: float
    """m."""
    angle_noise: float
    """rad, of the azimuth across the line of sight, and of the elevation."""
    range_rate_noise: float | None
    """m/s; None: no range rate is measured."""
    range_bias: float
    """m."""
    angle_bias: float
    """rad; the biases of azimuth and elevation are independent of each other."""


def relative_speed(state: Array) -> tuple[float, Array]:
    """The Earth-relative speed (m/s) of an inertial state (6,), and its derivatives by the state (6,)."""
    spin = np.array([0.0, 0.0, ROTATION_RATE])
    velocity = state[3:] - np.cross(spin, state[:3])
    speed = float(np.linalg.norm(velocity))
    along = velocity / speed
    # |v - w x r|: its gradient by r is w x (unit vector of the velocity)
    return speed, np.concatenate([np.cross(spin, along), along])


def design(by: Array, accuracy: Accuracy) -> tuple[Array, IntArray]:
    """The matrix of the least squares, each row divided by its standard deviation; and of each row the
    figure of `Accuracy`, by its place, that it is divided by.

    `by` (m, 4, 6): derivatives of what is measured (tracking.looks). Columns: the state's six, then
    the biases that are not 0 in the order range, azimuth, elevation, each in its own standard
    deviations. Rows: range, azimuth, elevation (and range rate) of all looks, then the biases' own.
    """
    measured = [RANGE, AZIMUTH, ELEVATION]
    noise = [accuracy.range_noise, accuracy.angle_noise, accuracy.angle_noise]
    figure = [0, 1, 1]
    if accuracy.range_rate_noise is not None:
        measured.append(RANGE_RATE)
        noise.append(accuracy.range_rate_noise)
        figure.append(2)
    sigma = np.maximum(noise, [_LEAST[k] for k in measured])
    bias = {RANGE: (3, accuracy.range_bias), AZIMUTH: (4, accuracy.angle_bias), ELEVATION: (4, accuracy.angle_bias)}  # fmt: skip
    free = [k for k in measured if k in bias and bias[k][1] > 0.0]
    looks, count = by.shape[0], len(measured)
    rows = np.zeros((count * looks + len(free), UNKNOWNS + len(free)))
    for i, k in enumerate(measured):
        block = slice(i * looks, (i + 1) * looks)
        rows[block, :UNKNOWNS] = by[:, k] / sigma[i]
        if k in free:
            rows[block, UNKNOWNS + free.index(k)] = bias[k][1] / sigma[i]
    rows[count * looks :, UNKNOWNS:] = np.eye(len(free))
    of = [*np.repeat(figure, looks), *(bias[k][0] for k in free)]
    return rows, np.array(of, np.int64)


def speed_variances(by: Array, gradient: Array, accuracy: Accuracy) -> Array | None:
    """The variance of the estimated speed, (m/s)^2, by the figure of `Accuracy` that it comes from (5,);
    None where the looks do not fix the state.

    `gradient` (6,): of the speed by the state. The estimate is linear in all errors, so the parts are
    those that each adds, and their sum is the variance.
    """
    count = QUANTITIES if accuracy.range_rate_noise is not None else QUANTITIES - 1
    if by.shape[0] * count < UNKNOWNS or not np.isfinite(by).all():
        return None
    rows, figure = design(by, accuracy)
    # Metres, metres a second and biases in columns of one length.
    size = np.linalg.norm(rows, axis=0)
    if not (size > 0.0).all():
        return None
    q, r = np.linalg.qr(rows / size)
    values = np.linalg.svd(r, compute_uv=False)
    if values[-1] < _SINGULAR * values[0]:
        return None
    wanted = np.zeros(rows.shape[1])
    wanted[:UNKNOWNS] = gradient
    # Of every row's error, of standard deviation 1, the part that goes into the speed.
    parts = q @ np.linalg.solve(r.T, wanted / size)
    out = np.zeros(len(Accuracy._fields))
    np.add.at(out, figure, parts * parts)
    return out
