"""Frontier kernels against every flight worked out by itself, and against brute force."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.engagement.flights import family_of
from reassure.engagement.ideal import tracks_of
from reassure.reach.ideal.frontier import frontier_delays, frontier_speeds
from reassure.reach.ideal.latest import latest_departures
from reassure.reach.ideal.required import required_speeds
from reassure.scenario import load
from reassure.scenario.resolve import resolve
from reassure.typing import Array
from tests.cases import alone, points
from tests.oracles.two_body import brute_required_speed

SEED = 1723


def _force() -> tuple[Array, Array]:
    """A force of 324 flights, and their tracks."""
    rows = family_of(resolve(load("poland-2007-mda")).forces).rows
    return rows, tracks_of(rows)


def _places(count: int) -> Array:
    rng = np.random.default_rng(SEED)
    return np.array([points(rng.uniform(35, 80), rng.uniform(-45, 60))[0] for _ in range(count)])


@pytest.mark.parametrize("delay", [0.0, 90.0, 360.0])
def test_speeds_are_the_least_over_all_flights(delay: float) -> None:
    """60 places: exactly what the required speeds of all flights give, and the flight that has it."""
    rows, tracks = _force()
    places = _places(60)
    chosen, found = frontier_speeds(places, rows, tracks, np.full(len(rows), delay))
    for j, place in enumerate(places):
        _, all_rows = required_speeds(alone(place), rows, tracks, delay, np.inf)
        assert found[j, 0] == pytest.approx(all_rows[:, 0].min(), abs=0.01)
        assert all_rows[chosen[j], 0] == pytest.approx(all_rows[:, 0].min(), abs=0.01)
        assert found[j, 1] >= delay - 1e-9
        assert found[j, 2] > found[j, 1]


def test_order_of_places_and_flights_changes_nothing() -> None:
    """Backwards and shuffled."""
    rows, tracks = _force()
    places = _places(40)
    ready = np.full(len(rows), 90.0)
    _, forth = frontier_speeds(places, rows, tracks, ready)
    _, back = frontier_speeds(np.ascontiguousarray(places[::-1]), rows, tracks, ready)
    order = np.random.default_rng(3).permutation(len(rows))
    _, mixed = frontier_speeds(places, rows[order], tracks[order], ready)
    assert np.abs(forth[:, 0] - back[::-1, 0]).max() < 0.01
    assert np.abs(forth[:, 0] - mixed[:, 0]).max() < 0.01


def test_delays_of_each_flight_are_its_own() -> None:
    """A flight that may be launched at late does not decide; never: no arc at all."""
    rows, tracks = _force()
    places = _places(20)
    ready = np.full(len(rows), np.inf)
    ready[7] = 90.0
    chosen, found = frontier_speeds(places, rows, tracks, ready)
    _, alone_rows = frontier_speeds(places, rows[7:8].copy(), tracks[7:8].copy(), np.array([90.0]))
    assert set(chosen.tolist()) == {7}
    assert found[:, 0] == pytest.approx(alone_rows[:, 0])
    none, infinite = frontier_speeds(places, rows, tracks, np.full(len(rows), np.inf))
    assert (none == -1).all()
    assert np.isinf(infinite).all()


@pytest.mark.parametrize("speed", [4500.0, 6300.0, 8300.0])
def test_latest_launch_is_the_greatest_over_all_flights(speed: float) -> None:
    """30 places: within half a second of the latest departures of all flights."""
    rows, tracks = _force()
    places = _places(30)
    chosen, latest = frontier_delays(places, rows, tracks, 0.0, speed)
    reached = 0
    for j, place in enumerate(places):
        sites = alone(place)
        best, required = required_speeds(sites, rows, tracks, 0.0, np.inf)
        each = latest_departures(sites, rows, tracks, 0.0, speed, best, required)
        if chosen[j] < 0:
            assert np.isinf(each).all()
            assert np.isinf(latest[j])
        else:
            assert latest[j] == pytest.approx(each.max(), abs=0.5)
            reached += 1
    assert reached >= 5


def _against_brute_force(places: Array, flights: int) -> None:
    rows, tracks = _force()
    some = np.random.default_rng(SEED + 1).choice(len(rows), flights, replace=False)
    rows, tracks = np.ascontiguousarray(rows[some]), np.ascontiguousarray(tracks[some])
    _, found = frontier_speeds(places, rows, tracks, np.full(len(rows), 90.0))
    for place, row in zip(places, found, strict=True):
        truth = min(brute_required_speed(place, flight, 90.0) for flight in rows)
        assert row[0] == pytest.approx(truth, abs=10.0)


def test_speeds_agree_with_brute_force() -> None:
    """8 random places, the least of 8 flights by bisection on a zoomed grid: within 0.01 km/s."""
    _against_brute_force(_places(8), 8)


@pytest.mark.long
def test_fifty_places_agree_with_brute_force() -> None:
    """50 random places, the least of 20 flights: within 0.01 km/s."""
    _against_brute_force(_places(50), 20)
