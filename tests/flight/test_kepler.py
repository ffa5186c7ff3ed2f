"""Kepler propagation: conserved quantities, reversibility, and an integrator that shares no code."""

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.flight.kepler import propagate, propagate_arcs
from reassure.flight.outcome import Outcome
from tests.oracles.two_body import MU, path

radius = st.floats(6.3e6, 5e7)
speed = st.floats(1.0, 1.5e4)
angle = st.floats(-math.pi, math.pi)
time = st.floats(-7200.0, 7200.0)


@settings(max_examples=1000, deadline=None)
@given(radius, speed, angle, time)
def test_energy_and_angular_momentum_stay(r: float, v: float, climb: float, dt: float) -> None:
    """Along ellipses, hyperbolas and near-falls, unless the path plunges to the centre."""
    start = (r, 0.0, 0.0, v * math.sin(climb), v * math.cos(climb), 0.0)
    h = r * v * math.cos(climb)
    energy = v * v / 2 - MU / r
    e = math.sqrt(max(0.0, 1 + 2 * energy * h * h / MU**2))
    outcome, *state = propagate(*start, dt)
    assert outcome == Outcome.SOLVED
    x, y, z, vx, vy, vz = state
    rr = math.hypot(x, y)
    if h * h / MU / (1 + e) < 1e5:
        return
    assert z == vz == 0.0
    assert math.isclose(x * vy - y * vx, h, rel_tol=1e-11, abs_tol=1e-11 * rr * math.hypot(vx, vy))
    assert abs((vx * vx + vy * vy) / 2 - MU / rr - energy) < 1e-10 * MU / min(r, rr)


def test_there_and_back() -> None:
    """Forward and back again: the same place within a tenth of a millimetre."""
    rng = np.random.default_rng(1)
    p = rng.normal(size=(5000, 3))
    p *= (rng.uniform(6.4e6, 1e7, 5000) / np.linalg.norm(p, axis=1))[:, None]
    v = rng.normal(size=(5000, 3)) * 4e3
    v += 3e3 * p / np.linalg.norm(p, axis=1)[:, None]
    dt = rng.uniform(10, 1500, 5000)
    outcome, there = propagate_arcs(p, v, dt)
    assert (outcome == 0).all()
    outcome, back = propagate_arcs(there[:, :3].copy(), there[:, 3:].copy(), -dt)
    assert (outcome == 0).all()
    near = np.linalg.norm(np.cross(p, v), axis=1) ** 2 / MU > 1e6
    assert np.abs(back[near, :3] - p[near]).max() < 1e-4


def test_against_an_integrator() -> None:
    """DOP853 on the same equation, 100 arcs of up to 2,500 s: within 1 cm."""
    rng = np.random.default_rng(2)
    worst = 0.0
    for _ in range(100):
        p = rng.normal(size=3)
        p *= rng.uniform(6.5e6, 8e6) / np.linalg.norm(p)
        v = rng.normal(size=3) * 3e3 + p / np.linalg.norm(p) * 3e3
        if np.linalg.norm(np.cross(p, v)) ** 2 / MU < 6e6:
            continue  # a plunge that the integrator cannot follow to a centimetre
        dt = rng.uniform(100, 2500)
        _, *state = propagate(*p, *v, dt)
        worst = max(worst, np.linalg.norm(path(p, v, np.array([0.0, dt]))[-1] - state[:3]))
    assert 0.0 < worst < 1e-2


def test_radial_parabola_in_closed_form() -> None:
    """Straight up at escape speed: r^1.5 = r0^1.5 + 1.5 sqrt(2 mu) t, to 25 digits by mpmath."""
    r0, dt = 7e6, 3000.0
    with mpmath.workdps(25):
        truth = (mpmath.mpf(r0) ** 1.5 + 1.5 * mpmath.sqrt(2 * mpmath.mpf(MU)) * dt) ** (
            mpmath.mpf(2) / 3
        )
    outcome, x, *_ = propagate(r0, 0.0, 0.0, math.sqrt(2 * MU / r0), 0.0, 0.0, dt)
    assert outcome == Outcome.SOLVED
    assert abs(x - float(truth)) < 1e-4


@pytest.mark.parametrize(
    "bad",
    [
        (0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0),
        (math.nan, 0.0, 7e6, 1.0, 0.0, 0.0, 1.0),
        (7e6, 0.0, 0.0, math.inf, 0.0, 0.0, 1.0),
        (7e6, 0.0, 0.0, 1.0, 0.0, 0.0, math.nan),
    ],
)
def test_bad_input_is_named(bad: tuple[float, ...]) -> None:
    """Never a number from no number."""
    assert propagate(*bad)[0] == Outcome.BAD_INPUT
