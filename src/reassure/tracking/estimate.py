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

__all__ = ["Accuracy", "compressed", "relative_speed", "speed_variances"]

_UNKNOWNS: Final = 6
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


def compressed(by: Array) -> Array:
    """The looks of each quantity as seven rows (4, 7, 7) that weigh as much as all of them.

    `by` (m, 4, 6): derivatives of what is measured (tracking.looks). Columns: the state's six, then a
    constant bias of the quantity. An orthogonal factorisation of each block: what follows takes no
    longer for a thousand looks than for ten.
    """
    out = np.zeros((QUANTITIES, _UNKNOWNS + 1, _UNKNOWNS + 1))
    for k in range(QUANTITIES):
        block = np.column_stack([by[:, k], np.ones(by.shape[0])])
        r = np.linalg.qr(block)[1]
        out[k, : r.shape[0]] = r
    return out


def _design(blocks: Array, accuracy: Accuracy) -> tuple[Array, IntArray]:
    """The matrix of the least squares, each row divided by its standard deviation; and of each row the
    figure of `Accuracy`, by its place, that it is divided by.

    Columns: the state's six, then the biases that are not 0 in the order range, azimuth, elevation,
    each in its own standard deviations. Rows: the blocks of `compressed`, then the biases' own.
    """
    kinds = [
        # quantity, its noise, its bias, and where each stands in Accuracy
        (RANGE, accuracy.range_noise, accuracy.range_bias, 0, 3),
        (AZIMUTH, accuracy.angle_noise, accuracy.angle_bias, 1, 4),
        (ELEVATION, accuracy.angle_noise, accuracy.angle_bias, 1, 4),
    ]
    if accuracy.range_rate_noise is not None:
        kinds.append((RANGE_RATE, accuracy.range_rate_noise, 0.0, 2, 2))
    free = [k for k, _, bias, _, _ in kinds if bias > 0.0]
    high = _UNKNOWNS + 1
    rows = np.zeros((high * len(kinds) + len(free), _UNKNOWNS + len(free)))
    figure: list[int] = []
    for i, (k, noise, bias, of_noise, _) in enumerate(kinds):
        block, sigma = slice(i * high, (i + 1) * high), max(noise, _LEAST[k])
        rows[block, :_UNKNOWNS] = blocks[k, :, :_UNKNOWNS] / sigma
        if k in free:
            rows[block, _UNKNOWNS + free.index(k)] = blocks[k, :, _UNKNOWNS] * bias / sigma
        figure += [of_noise] * high
    rows[high * len(kinds) :, _UNKNOWNS:] = np.eye(len(free))
    figure += [of_bias for k, _, _, _, of_bias in kinds if k in free]
    return rows, np.array(figure, np.int64)


def speed_variances(blocks: Array, gradient: Array, accuracy: Accuracy) -> Array | None:
    """The variance of the estimated speed, (m/s)^2, by the figure of `Accuracy` that it comes from (5,);
    None where the looks do not fix the state.

    `blocks`: of all looks, by `compressed`; `gradient` (6,): of the speed by the state. The estimate is
    linear in all errors, so the parts are those that each adds, and their sum is the variance.
    """
    rows, figure = _design(blocks, accuracy)
    # Metres, metres a second and biases in columns of one length.
    size = np.linalg.norm(rows, axis=0)
    if not (np.isfinite(rows).all() and (size > 0.0).all()):
        return None
    q, r = np.linalg.qr(rows / size)
    values = np.linalg.svd(r, compute_uv=False)
    if values[-1] < _SINGULAR * values[0]:
        return None
    wanted = np.zeros(rows.shape[1])
    wanted[:_UNKNOWNS] = gradient
    # Of every row's error, of standard deviation 1, the part that goes into the speed.
    parts = q @ np.linalg.solve(r.T, wanted / size)
    out = np.zeros(len(Accuracy._fields))
    np.add.at(out, figure, parts * parts)
    return out
