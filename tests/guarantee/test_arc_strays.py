"""How far pushed paths go from an interceptor's reference arc, and what the way takes off its proof."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from scipy.integrate import trapezoid

from reassure.flight.kepler import propagate
from reassure.guarantee.arc_strays import (
    INNER_RADII,
    Adjoint,
    InterceptorArc,
    Spans,
    field_outside,
    way,
)
from reassure.guarantee.conic import along, conic
from reassure.guarantee.sturm import basis

MU = 3.986004418e14


@njit
def _way(r, u, tau, radius, w, slope, q_end, ends, divert):
    arc = conic(r, u, tau)
    field = field_outside(radius)
    spans = Spans(tau, 0.0, 0.0, tau)
    radii = (math.hypot(*r[:2]), math.sqrt(np.sum(np.array(arc.position) ** 2)))
    size = math.sqrt(w[0] ** 2 + w[1] ** 2 + w[2] ** 2)
    adjoint = Adjoint(w, slope, w, size, q_end)
    lim = np.array([0.0, 0.0, divert, 0.0, 0.0, 0.0, 0.0])
    return way(InterceptorArc(field, r, u, arc, radii), spans, adjoint, ends, lim)


@njit
def _along(r, u, tau, count):
    """Times, positions and the transition matrix's upper blocks along a conic."""
    end = conic(r, u, tau)
    times, states, blocks = np.empty(count), np.empty((count, 3)), np.empty((count, 3, 6))
    for i in range(count):
        times[i], c = along(r, u, end.chi * i / (count - 1))
        states[i] = np.array(c.position)
        blocks[i, :, :3], blocks[i, :, 3:] = c.rr, c.rv
    return times, states, blocks


def _gravity(x: np.ndarray) -> np.ndarray:
    return -MU * x / np.linalg.norm(x, axis=-1, keepdims=True) ** 3


def _gradient(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    r = np.linalg.norm(z, axis=-1, keepdims=True)
    return MU / r**5 * (3 * z * (z * y).sum(-1, keepdims=True) - r**2 * y)


def _flown(state: np.ndarray, times: np.ndarray, when: float, push: np.ndarray) -> np.ndarray:
    """Positions of a path that is pushed once."""
    out = []
    turned = np.array(propagate(*state, when)[1:])
    turned[3:] += push
    for t in times:
        got = propagate(*state, t) if t <= when else propagate(*turned, t - when)
        out.append(got[1:4])
    return np.array(out)


def test_no_pushed_path_strays_farther_or_takes_off_more() -> None:
    rng = np.random.default_rng(8)
    stray = taken = 0.0
    tried = long = 0
    for _ in range(1500):
        r0 = rng.uniform(6.38e6, 6.6e6)
        speed, climb = rng.uniform(3e3, 1e4), rng.uniform(0.1, 1.5)
        r, u = (r0, 0.0, 0.0), (speed * math.sin(climb), speed * math.cos(climb), 0.0)
        tau = rng.choice([rng.uniform(100, 900), rng.uniform(1000, 2300)])
        radius = INNER_RADII[0]
        if field_outside(radius).n * tau > 3.1:
            continue
        times, z, blocks = _along(r, u, tau, 201)
        if np.linalg.norm(z, axis=1).min() < radius:
            continue
        divert = rng.choice([0.0, 200.0, 1000.0])
        push = rng.normal(size=3)
        push *= divert / np.linalg.norm(push)
        offset, drift = (
            rng.normal(size=3) * 6e4,
            rng.normal(size=3) * rng.choice([0.0, 30.0, 200.0]),
        )
        state = np.r_[np.array(r) + offset, np.array(u) + drift]
        x = _flown(state, times, rng.uniform(0, tau), push)
        if np.linalg.norm(x, axis=1).min() < 6.2e6:
            continue
        y = x - z
        far = np.linalg.norm(y, axis=1)
        w = rng.normal(size=3)
        end = blocks[-1]
        slope = -np.linalg.solve(end[:, 3:], end[:, :3] @ w)
        ends = (float(far[0]), float(far[-1]))
        on = _way(r, u, tau, radius, tuple(w), tuple(slope), 0.0, ends, divert)
        if not on.solved or on.farthest > 2e6:
            continue
        tried += 1
        long += bool(tau > 1000)
        assert far.max() <= on.farthest
        q = blocks @ np.r_[w, slope]
        rest = (q * (_gravity(x) - _gravity(z) - _gradient(z, y))).sum(-1)
        off = abs(trapezoid(rest, times)) + np.linalg.norm(q, axis=1).max() * divert
        assert off <= on.loss
        stray, taken = max(stray, far.max() / on.farthest), max(taken, off / on.loss)
    print(f"{tried} paths ({long} long); largest ratios: strays {stray:.3f}, taken off {taken:.3f}")
    assert tried > 300
    assert long > 50
    assert 0.9 < stray
    assert 0.8 < taken


@njit
def _basis(knots, nu2):
    rise, fall = np.empty(knots.size), np.empty(knots.size)
    return basis(knots, nu2, rise, fall), rise, fall


def test_the_basis_is_sines_where_the_strength_does_not_vary() -> None:
    knots, nu = np.array([3.0, 5.0, 9.0, 10.0]), 0.3
    slope, rise, fall = _basis(knots, np.full(3, nu**2))
    s, c = np.sin(nu * (knots - 3)), np.sin(nu * (10 - knots))
    np.testing.assert_allclose(rise, s / math.sin(7 * nu), atol=1e-14)
    np.testing.assert_allclose(fall, c / math.sin(7 * nu), atol=1e-14)
    assert math.isclose(slope, nu / math.sin(7 * nu))


def test_no_basis_beyond_half_a_turn() -> None:
    assert _basis(np.array([0.0, 1.2, 2.4, 3.3]), np.ones(3))[0] == 0.0
