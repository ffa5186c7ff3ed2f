"""The estimator itself, run on simulated tracks: Gauss-Newton on the state and the biases, all tracks at once.

Its weights and the linearisation are its own; the measured quantities and their derivatives are the package's, which
tests/tracking/test_arc.py holds against heyoka.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reassure.tracking.estimate import Accuracy
from reassure.tracking.looks import looks
from tests.tracking.setup import OMEGA, Case


class Fits(NamedTuple):
    """Of each simulated track: the estimated Earth-relative speed, and the standard uncertainty that is claimed for it."""

    speed: np.ndarray
    uncertainty: np.ndarray
    converged: np.ndarray


def sigmas(accuracy: Accuracy) -> np.ndarray:
    """Of range, azimuth, elevation and range rate (infinite: not measured)."""
    rate = np.inf if accuracy.range_rate_noise is None else accuracy.range_rate_noise
    return np.array([accuracy.range_noise, accuracy.angle_noise, accuracy.angle_noise, rate])


def simulated(case: Case, times: np.ndarray, accuracy: Accuracy, tracks: int, seed: int) -> np.ndarray:  # fmt: skip
    """What the radar measures on so many tracks (n, m, 4): noise at each look, one bias for each track."""
    rng = np.random.default_rng(seed)
    value = looks(case.frame, case.state[None], times)[0]
    noise = np.where(np.isinf(sigmas(accuracy)), 0.0, sigmas(accuracy))
    wrong = noise * rng.standard_normal((tracks, times.size, 4))
    bias = np.array([accuracy.range_bias, accuracy.angle_bias, accuracy.angle_bias, 0.0])
    wrong += bias * rng.standard_normal((tracks, 1, 4))
    # Of the azimuth an error across the line of sight is meant.
    wrong[:, :, 1] /= np.cos(value[:, :, 2])
    return value + wrong


def fitted(case: Case, times: np.ndarray, accuracy: Accuracy, tracks: int, seed: int) -> Fits:
    """Fit every track, from a state that is some kilometres and some hundred metres a second off."""
    found = simulated(case, times, accuracy, tracks, seed)
    rng = np.random.default_rng(seed + 1)
    off = np.array([3e3] * 3 + [100.0] * 3)
    state = case.state + off * rng.standard_normal((tracks, 6))
    weight = 1.0 / sigmas(accuracy)
    prior = np.array([accuracy.range_bias, accuracy.angle_bias, accuracy.angle_bias])
    bias = np.zeros((tracks, 3))
    size = np.array([1e4] * 3 + [1e2] * 3 + list(prior))
    for _ in range(8):
        value, by = looks(case.frame, state, times)
        left = found - value
        left[:, :, 1] = (left[:, :, 1] + np.pi) % (2.0 * np.pi) - np.pi
        left[:, :, 1] *= np.cos(value[:, :, 2])
        left[:, :, :3] -= bias[:, None]
        rows = np.zeros((tracks, times.size, 4, 9))
        rows[..., :6] = by
        rows[:, :, range(3), range(6, 9)] = 1.0
        rows *= weight[:, None] * size
        rows = rows.reshape(tracks, -1, 9)
        wanted = (left * weight).reshape(tracks, -1, 1)
        normal = rows.transpose(0, 2, 1) @ rows
        normal[:, range(6, 9), range(6, 9)] += 1.0
        right = rows.transpose(0, 2, 1) @ wanted
        right[:, 6:, 0] -= bias / prior
        move = np.linalg.solve(normal, right)[..., 0] * size
        state += move[:, :6]
        bias += move[:, 6:]
    inverse = np.linalg.inv(normal) * size[:, None] * size
    spin = np.array([0.0, 0.0, OMEGA])
    velocity = state[:, 3:] - np.cross(spin, state[:, :3])
    speed = np.linalg.norm(velocity, axis=1)
    along = velocity / speed[:, None]
    gradient = np.concatenate([np.cross(spin, along), along], axis=1)
    variance = np.einsum("ni,nij,nj->n", gradient, inverse[:, :6, :6], gradient)
    settled = np.abs(move[:, 3:6]).max(1) < 1e-3 * np.sqrt(variance)
    return Fits(speed, np.sqrt(variance), settled)
