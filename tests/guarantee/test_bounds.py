"""The bounds that proofs rest on, against arcs drawn at random from their boxes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numba import njit

from reassure.flight.kepler import propagate
from reassure.flight.lambert import lambert
from reassure.guarantee.arc import by_arc
from reassure.guarantee.box import times
from reassure.guarantee.conic import conic
from reassure.guarantee.flights import tube
from reassure.guarantee.line_energy import by_energy, by_line, flying, volume
from reassure.typing import DISTANCE, HEIGHT, LimitFigures

OMEGA = 7.292115e-5
A, B = 6378137.0, 6356752.3142
GROUND = 6_371_000.0


@njit
def _conic(r: Any, v: Any, time: float) -> Any:
    return conic(r, v, time)


@njit
def _tube(lo: Any, hi: Any, fixed: Any, low: float, high: float) -> Any:
    t = tube(lo, hi, fixed)
    return t, flying(t, low, high)


@njit
def _lacking(lo: Any, hi: Any, fixed: Any, lim: Any) -> Any:
    """Whether a box's tube is sound, and its margins by line, energy and arc, m/s."""
    t = tube(lo, hi, fixed)
    when = times(lo, hi)
    g = flying(t, when.low, when.high)
    x = volume(lo, hi, lim[DISTANCE], lim[HEIGHT])
    by = (by_line(g, x, when, lim), by_energy(g, x, when, lim), by_arc(g, x, when, lim)[0])
    return t.sound, by


def _fly(state: np.ndarray, time: float) -> np.ndarray:
    return np.array(propagate(*state, time)[1:])


def test_the_transition_matrix_is_the_difference_of_neighbouring_arcs() -> None:
    rng = np.random.default_rng(11)
    for _ in range(120):
        r = rng.normal(size=3)
        r *= rng.uniform(6.4e6, 8.4e6) / np.linalg.norm(r)
        v, time = rng.normal(size=3) * rng.choice([3e3, 5e3, 9e3]), rng.uniform(20, 2000)
        state, steps = np.r_[r, v], np.diag([10.0] * 3 + [0.01] * 3)
        found = np.array(
            [(_fly(state + h, time) - _fly(state - h, time)) / (2 * h.max()) for h in steps]
        ).T
        c = _conic(tuple(r), tuple(v), time)
        for block, truth in (
            (c.rr, found[:3, :3]),
            (c.rv, found[:3, 3:]),
            (c.vr, found[3:, :3]),
            (c.vv, found[3:, 3:]),
        ):
            assert np.abs(block - truth).max() < 1e-7 * np.abs(truth).max()


def _on_ground(latitude: float, longitude: float) -> np.ndarray:
    lat, lon = math.radians(latitude), math.radians(longitude)
    n = A / math.sqrt(1 - (1 - B * B / A / A) * math.sin(lat) ** 2)
    return np.array(
        [
            n * math.cos(lat) * math.cos(lon),
            n * math.cos(lat) * math.sin(lon),
            n * B * B / A / A * math.sin(lat),
        ]
    )


def _turned(x: np.ndarray, time: float) -> np.ndarray:
    c, s = math.cos(OMEGA * time), math.sin(OMEGA * time)
    return np.array([c * x[0] - s * x[1], s * x[0] + c * x[1], x[2]])


def _radius(u: np.ndarray) -> float:
    return 1.0 / math.sqrt((u[0] ** 2 + u[1] ** 2) / A**2 + u[2] ** 2 / B**2)


def _near(u: np.ndarray, distance: float, rng: np.random.Generator) -> np.ndarray:
    """A direction within a ground distance of another, often at its rim."""
    side = np.cross(u, rng.normal(size=3))
    side /= np.linalg.norm(side)
    angle = distance / GROUND * rng.choice([1.0, math.sqrt(rng.random())])
    return math.cos(angle) * u + math.sin(angle) * side


def _pick(low: float, high: float, rng: np.random.Generator) -> float:
    return float(rng.choice([low, high, rng.uniform(low, high)]))


def _member(
    lo: np.ndarray, hi: np.ndarray, fixed: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, float, float] | None:
    """A flight of the box: inertial state at burnout, burnout time and end."""
    p = {k: _pick(lo[k], hi[k], rng) for k in range(2, 10)}
    base = _on_ground(p[8], p[9])
    u = _near(base / np.linalg.norm(base), fixed[0], rng)
    aim = _on_ground(p[2], p[3])
    ahead = _turned(aim / np.linalg.norm(aim), (fixed[3] + fixed[4] * p[4]) / OMEGA)
    ahead = ahead - (ahead @ u) * u
    ahead /= np.linalg.norm(ahead)
    angle = 1e3 * p[7] / GROUND
    u = _near(math.cos(angle) * u + math.sin(angle) * ahead, fixed[1], rng)
    start = _turned((_radius(u) + 1e3 * p[6]) * u, p[5])
    end = _turned(aim, p[4])
    out = lambert(*start, *end, p[4] - p[5], False)
    if out[0] != 0:
        return None
    return np.r_[start, out[1:4]], p[5], p[4]


def _boxes(rng: np.random.Generator, count: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    out = []
    for _ in range(count):
        wide = rng.uniform(0.05, 1.0)
        lat, lon = rng.uniform(28, 46), rng.uniform(-120, -75)
        tb, h, d = rng.uniform(120, 300), rng.uniform(170, 350), rng.uniform(350, 800)
        base = rng.uniform(50, 58), rng.uniform(33, 105)
        end = rng.uniform(1650, 2150)
        middle = np.array([0, 0, lat, lon, end, tb, h, d, *base, 0, 0, 0])
        half = wide * np.array([0, 0, 1.2, 1.5, 40, 5, 20, 50, 0.1, 0.1, 0, 0, 0])
        half *= rng.integers(0, 2, 13)
        # a lead of up to 12 degrees, that changes by up to 5 in a thousand seconds
        rate = rng.choice([0.0, rng.uniform(-9e-5, 9e-5)])
        lead = rng.uniform(-0.2, 0.2) - rate * end
        fixed = np.array([rng.choice([0, 4e4]), 5e3, 0.0, lead, rate])
        out.append((middle - half, middle + half, fixed))
    return out


def test_flights_of_a_box_keep_to_its_tube() -> None:
    rng = np.random.default_rng(5)
    worst, checked = 0.0, 0
    for lo, hi, fixed in _boxes(rng, 120):
        when = rng.uniform(310, 1600)
        t, g = _tube(lo, hi, fixed, when, when)
        if not t.sound:
            continue
        for _ in range(25):
            member = _member(lo, hi, fixed, rng)
            if member is None:
                continue
            state, tb, _ = member
            strayed = float(np.linalg.norm(_fly(state, when - tb)[:3] - np.array(g.position)))
            assert strayed <= g.spread + 0.01
            worst = max(worst, strayed / max(g.spread, 1.0))
            checked += 1
    assert checked > 1500
    print(f"largest ratio of a flight's straying to its bound: {worst:.4f}")
    assert worst > 0.6  # or the bound is needlessly loose


@pytest.mark.parametrize(("way", "tightest"), [(0, 0.5), (1, 0.5), (2, 0.9)])
def test_no_member_of_a_box_needs_less_than_a_bound_says(way: int, tightest: float) -> None:
    """The burnout speed at which a box is just settled, against what its members need."""
    rng = np.random.default_rng(8)
    worst, checked = 0.0, 0
    for lo, hi, fixed in _boxes(rng, 260):
        site = rng.uniform(40, 60), rng.uniform(5, 30)
        t0, tau = rng.uniform(80, 500), rng.uniform(80, 900)
        when = t0 + tau
        if not 320 < when < 1500:
            continue
        lo[[0, 1, 10, 11]] = when - rng.uniform(0, 15), t0 - rng.uniform(0, 15), *site
        hi[[0, 1, 10, 11]] = 2 * when - lo[0], 2 * t0 - lo[1], *site
        lo[12], hi[12] = rng.choice([0.0, tau - 5.0]), rng.choice([2000.0, tau + 5.0])
        volume_size = rng.choice([0.0, 1.5e5]), rng.choice([0.0, 1.5e5])

        def margin(speed: float, lo=lo, hi=hi, fixed=fixed, size=volume_size) -> float:
            lim = np.array(LimitFigures(0.0, speed, 0.0, *size, 0.0, 0.0))
            sound, by = _lacking(lo, hi, fixed, lim)
            return float(by[way]) if sound else -1e9

        if margin(1.0) <= 0.0:
            continue
        low, high = 1.0, 3e4
        while high - low > 0.1:
            mid = 0.5 * (low + high)
            low, high = (mid, high) if margin(mid) > 0.0 else (low, mid)
        least = math.inf
        for _ in range(120):
            member = _member(lo, hi, fixed, rng)
            if member is None:
                continue
            state, tb, _ = member
            t, s = _pick(lo[0], hi[0], rng), _pick(lo[1], hi[1], rng)
            if not lo[12] <= t - s <= hi[12]:
                continue
            goal = _fly(state, t - tb)[:3]
            ground = _on_ground(*site)
            u = _near(ground / np.linalg.norm(ground), volume_size[0], rng)
            x = _turned((_radius(u) + _pick(0.0, volume_size[1], rng)) * u, s)
            out = lambert(*x, *goal, t - s, False)
            if out[0] != 0:
                continue
            v = np.array(out[1:4]) - OMEGA * np.array([-x[1], x[0], 0.0])
            least = min(least, float(np.linalg.norm(v)))
        if not math.isfinite(least):
            continue
        assert least >= low - 0.1
        worst = max(worst, low / least)
        checked += 1
    print(f"{checked} boxes; largest ratio of the settled speed to the least needed: {worst:.4f}")
    assert checked > 40
    assert worst > tightest  # or the bound is needlessly loose


@pytest.mark.parametrize("latitude", [0.0, 30.0, 45.0, 46.0, 89.0])
def test_the_ellipsoids_radius_changes_no_faster_than_stated(latitude: float) -> None:
    from reassure.earth.frames import ellipsoid_radius
    from reassure.guarantee.cell import SLOPE

    step = 1e-5
    low, high = (math.radians(latitude) + s for s in (-step, step))
    radii = [ellipsoid_radius((math.cos(x), 0.0, math.sin(x))) for x in (low, high)]
    assert abs(radii[1] - radii[0]) / (2 * step) < SLOPE
