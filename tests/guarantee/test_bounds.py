"""The bounds that proofs rest on, against flights and interceptors drawn at random from their boxes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numba import njit

from reassure.earth.frames import ellipsoid_radius
from reassure.flight.kepler import propagate
from reassure.guarantee.cell import SLOPE
from reassure.guarantee.conic import conic
from reassure.typing import LimitFigures
from tests.amounts import amount, fewer
from tests.guarantee import flights_of, paths

Box = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Lower and upper ends (14,), and RowFigures (5,)."""


@njit
def _conic(r: Any, v: Any, time: float) -> Any:
    return conic(r, v, time)


def _fly(state: np.ndarray, time: float) -> np.ndarray:
    return np.array(propagate(*state, time)[1:])


def test_the_transition_matrix_is_the_difference_of_neighbouring_arcs() -> None:
    """All four blocks, for ellipses and hyperbolas."""
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


def _ahead(latitude: float, longitude: float, angle: float, azimuth: float) -> tuple[float, float]:
    """Latitude and longitude that an angle along a great circle leads to, degrees."""
    lat, a, z = np.radians([latitude, angle, azimuth])
    up = math.asin(math.sin(lat) * math.cos(a) + math.cos(lat) * math.sin(a) * math.cos(z))
    east = math.atan2(
        math.sin(z) * math.sin(a) * math.cos(lat), math.cos(a) - math.sin(lat) * math.sin(up)
    )
    return math.degrees(up), longitude + math.degrees(east)


# Degrees of azimuth, seconds from burnout to end, degrees between base and aim, latitudes of bases.
FAMILIES: dict[str, tuple[tuple[float, float], ...]] = {
    "as today": ((-30, 30), (1400, 2000), (60, 95), (50, 58)),
    "eastward": ((60, 120), (1500, 3800), (40, 140), (-40, 40)),
    "westward": ((240, 300), (1500, 3800), (40, 140), (-40, 40)),
    "polar": ((-10, 10), (1500, 3800), (40, 150), (30, 75)),
    "high": ((0, 360), (1500, 3800), (30, 120), (70, 88)),
    "lofted": ((0, 360), (2400, 3800), (15, 60), (-60, 60)),
    "depressed": ((0, 360), (1100, 1700), (70, 110), (-60, 60)),
    "far": ((0, 360), (2000, 3800), (120, 172), (-60, 60)),
}


def _box(family: str, rng: np.random.Generator, wide: float) -> Box:
    """A box of a family, `wide` times some degrees and tens of seconds; half of its sides have no length."""
    azimuths, durations, angles, latitudes = FAMILIES[family]
    base = rng.uniform(*latitudes), rng.uniform(-180, 180)
    aim = _ahead(*base, rng.uniform(*angles), rng.uniform(*azimuths))
    tb, h, d = rng.uniform(60, 300), rng.uniform(100, 500), rng.uniform(200, 900)
    end = tb + rng.uniform(*durations)
    middle = np.array([0, 0, *aim, end, tb, h, d, *base, 0, 0, 0, 0])
    half = wide * np.array([0, 0, 1.5, 2.0, 50, 8, 30, 60, 0.3, 0.3, 0, 0, 0, 0])
    half *= rng.integers(0, 2, 14)
    half[2] = min(half[2], 89.9 - abs(aim[0]))
    half[8] = min(half[8], 89.9 - abs(base[0]))
    # a lead of up to 12 degrees, that changes by up to 5 in a thousand seconds
    rate = rng.choice([0.0, rng.uniform(-9e-5, 9e-5)])
    lead = rng.uniform(-0.2, 0.2) - rate * end
    loose = rng.integers(0, 2)
    field, sideways = loose * wide * rng.choice([0, 4e4]), loose * wide * rng.choice([0, 2e4])
    eps = rng.choice([0.0, 0.033, 0.1])
    return middle - half, middle + half, np.array([field, sideways, eps, lead, rate])


def _ratios(boxes: int, members: int, number: int) -> tuple[dict[str, np.ndarray], dict[str, int]]:
    """The largest ratios of strays to their bounds by family, and how many flights there were."""
    rng = np.random.default_rng(number)
    paths.seed(number)
    worst = {f: np.zeros(6) for f in FAMILIES}
    seen, longest = dict.fromkeys(FAMILIES, 0), 0.0
    for k in range(boxes):
        family = list(FAMILIES)[k % len(FAMILIES)]
        box = _box(family, rng, 10 ** rng.uniform(-2, 0.4))
        found, count, _ = flights_of.strayed(*box, members)
        assert max(found) <= 1.0, (family, found.tolist(), [x.tolist() for x in box])
        worst[family] = np.maximum(worst[family], found)
        seen[family] += count
        longest = max(longest, (box[0][4] - box[1][5]) * (count > 0))
    for f, w in worst.items():
        shown = ", ".join(f"{n} {x:.4f}" for n, x in zip(flights_of.PARTS, w, strict=True))
        print(f"{f}: {seen[f]} flights; {shown}")
    print(f"longest free flight {longest:.0f} s")
    assert longest > 3600
    return worst, seen


@fewer
def test_flights_of_a_box_keep_to_its_tube() -> None:
    """Of all courses and times to 3,800 s, perturbed however it may be; and the bounds are not needlessly loose."""
    worst, seen = _ratios(amount(1200, 240), 10, 5)
    assert min(seen.values()) > amount(200, 40)
    most = np.max(list(worst.values()), axis=0)
    assert most[:4].min() > 0.9


@pytest.mark.long
def test_a_million_flights_keep_to_their_tubes() -> None:
    """As above, with a million flights."""
    _, seen = _ratios(60_000, 24, 6)
    assert sum(seen.values()) > 1_000_000


def _hulls(boxes: int, members: int, number: int) -> float:
    rng = np.random.default_rng(number)
    paths.seed(number)
    worst = 0.0
    for k in range(boxes):
        lo, hi, fixed = _box(list(FAMILIES)[k % len(FAMILIES)], rng, 10 ** rng.uniform(-2, 0.4))
        lo[13], hi[13] = np.sort(rng.choice([0.0, 1.0, *rng.random(2)], 2))
        found = flights_of.in_the_hull(lo, hi, fixed, members)
        assert found <= 1.0, (found, lo.tolist(), hi.tolist(), fixed.tolist())
        worst = max(worst, found)
    print(f"{boxes * members} points of boosts; largest ratio to the ball's radius {worst:.4f}")
    return worst


def test_flights_that_boost_are_in_the_ball_of_their_share() -> None:
    """Bases of the field too, and burnouts beside the great circle; (57)."""
    assert _hulls(2000, 20, 4) > 0.95


@pytest.mark.long
def test_a_million_points_of_boosts_are_in_their_balls() -> None:
    """As above, with a million points."""
    _hulls(25_000, 40, 9)


# Which family, seconds of interceptors' flight, km/s of divert.
MEETINGS = [("as today", (60, 1000), 0.0), ("westward", (60, 1600), 0.2), ("far", (600, 2300), 0.2),
            ("polar", (60, 1400), 1.0)]  # fmt: skip


def _met(way: int, boxes: int, members: int, number: int) -> tuple[float, int, int]:
    """The largest ratio of the burnout speed at which a box is settled to the least that was needed; boxes; interceptors."""
    rng = np.random.default_rng(number)
    paths.seed(number)
    worst, checked, tried = 0.0, 0, 0
    for k in range(boxes):
        family, spans, divert = MEETINGS[k % len(MEETINGS)]
        wide = 10 ** rng.uniform(-2, 0.0)
        lo, hi, fixed = _box(family, rng, wide)
        fixed[2] = rng.choice([0.0, 0.033])
        tau = rng.uniform(*spans)
        when = lo[5] + rng.uniform(0.05, 0.95) * (lo[4] - lo[5])
        t0 = when - tau
        place = _ahead(
            lo[8], lo[9], rng.uniform(5, 40 + tau / 50), rng.uniform(0, 360)
        ) if k % 2 else _ahead(lo[2], lo[3], rng.uniform(2, 40), rng.uniform(0, 360))  # fmt: skip
        dt, ds, cell = wide * np.array([40, 40, 0.5]) * rng.random(3) * rng.integers(0, 2, 3)
        # flights are compared at steps of their way, which have to hit the times of meeting
        dt = max(dt, 15.0 if rng.random() < 0.9 else 0.0)
        lo[[0, 1, 10, 11]] = when - dt, t0 - ds, place[0] - cell, place[1] - cell
        hi[[0, 1, 10, 11]] = when + dt, t0 + ds, place[0] + cell, place[1] + cell
        lo[12], hi[12] = rng.choice([0.0, tau - 5.0]), rng.choice([3000.0, tau + 5.0])
        size = wide * rng.choice([0.0, 1.5e5]), wide * rng.choice([0.0, 1.5e5])
        lim = np.array(
            LimitFigures(0.0, 0.0, 1e3 * divert * min(1.0, 3 * wide), *size, fixed[2], 0.0)
        )
        found = flights_of.needed(lo, hi, fixed, lim, way, members)
        if not found.tried or found.settled == 0.0:
            continue
        assert found.least >= found.settled - 0.1, (way, found, lo.tolist(), hi.tolist(), fixed.tolist(), lim.tolist())  # fmt: skip
        worst = max(worst, found.settled / found.least)
        checked += 1
        tried += found.tried
    print(
        f"{checked} boxes, {tried} interceptors; largest ratio of the settled speed to the least needed {worst:.4f}"
    )
    return worst, checked, tried


@fewer
@pytest.mark.parametrize(("way", "tightest"), [(0, 0.85), (1, 0.95), (2, 0.99)])
def test_no_interceptor_needs_less_than_a_bound_says(way: int, tightest: float) -> None:
    """The burnout speed at which a box is just settled, against what interceptors need that thrust and are perturbed."""
    worst, checked, _ = _met(way, amount(400, 120), 25, 8)
    assert checked > amount(80, 24)
    assert worst > tightest  # or the bound is needlessly loose


@pytest.mark.long
@pytest.mark.parametrize("way", [0, 1, 2])
def test_many_more_interceptors_need_no_less_than_a_bound_says(way: int) -> None:
    """As above, with many more."""
    _, _, tried = _met(way, 6_000, 150, 12)
    assert tried > 100_000


@pytest.mark.parametrize("latitude", [0.0, 30.0, 45.0, 46.0, 89.0])
def test_the_ellipsoids_radius_changes_no_faster_than_stated(latitude: float) -> None:
    """By the angle at the Earth's centre."""
    step = 1e-5
    low, high = (math.radians(latitude) + s for s in (-step, step))
    radii = [ellipsoid_radius((math.cos(x), 0.0, math.sin(x))) for x in (low, high)]
    assert abs(radii[1] - radii[0]) / (2 * step) < SLOPE
