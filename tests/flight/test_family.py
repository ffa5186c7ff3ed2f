"""Flights: they arrive, the minimum-energy one is the slowest, and what cannot fly says so."""

import numpy as np
import pytest

from reassure.earth.constants import ROTATION_RATE
from reassure.flight.family import (
    ARC_MINIMUM_ENERGY_TIME,
    ARC_SPEED,
    ARC_TIME,
    ARC_VELOCITY,
    BURNOUT_POSITION,
    BURNOUT_TIME,
    BURNOUT_VELOCITY,
    FLIGHT_COLUMNS,
    FREE_FLIGHT_TIME,
    TIMED_SPEED,
    TIMED_VELOCITY,
    burnout_state,
    earth_fixed_tracks,
    end_time,
    fill_flight,
    flights,
    minimum_energy_times,
    standing,
    timed_flights,
)
from reassure.flight.kepler import propagate
from reassure.flight.outcome import Outcome
from tests.cases import flight_rows, points
from tests.oracles.two_body import path, turned

RNG = np.random.default_rng(11)
N = 300
BASE = (RNG.uniform(40, 75, N), RNG.uniform(20, 170, N))
AIM = (RNG.uniform(25, 60, N), RNG.uniform(-130, -60, N))


@pytest.mark.parametrize("ratio", [0.8, 0.9, 1.0, 1.2, 2.0])
def test_flight_arrives_at_its_aim(ratio: float) -> None:
    """Integrated by other code over the turning Earth: within 1 m of the aim."""
    start, end = points(*BASE, 200e3), points(*AIM)
    outcome, arc = flights(start, end, end - start, np.full(N, ratio), False)
    good = np.flatnonzero(outcome == 0)
    assert good.size > N // 2
    for i in good[:25]:
        tau = arc[i, 0]
        there = path(start[i], arc[i, 2:5], np.array([0.0, tau]))[-1]
        assert np.linalg.norm(there - turned(end[i], ROTATION_RATE * tau)) < 1.0
        assert abs(tau - ratio * arc[i, 5]) < 1e-9 * tau


def test_minimum_energy_is_least() -> None:
    """Every other flight time in steps of 1 % asks for more Earth-relative burnout speed."""
    start, end = points(*BASE, 200e3), points(*AIM)
    _, least = flights(start, end, end - start, np.ones(N), False)
    for ratio in np.arange(0.8, 1.3, 0.01):
        outcome, other = flights(start, end, end - start, np.full(N, ratio), False)
        good = outcome == 0
        assert good.any()
        assert (other[good, 1] >= least[good, 1] - 1e-6).all()


def test_burnout_speed_is_earth_relative() -> None:
    """The inertial velocity less the ground's."""
    start, end = points(*BASE, 200e3), points(*AIM)
    _, arc = flights(start, end, end - start, np.ones(N), False)
    ground = np.cross([0, 0, ROTATION_RATE], start)
    assert np.allclose(np.linalg.norm(arc[:, 2:5] - ground, axis=1), arc[:, 1], atol=1e-6)


def test_the_short_way_turns_by_less_than_half_and_the_long_way_by_more() -> None:
    """Towards the far side one way round is east and the other west; both come down on the aim."""
    start, end = points(10.0, 0.0, 200e3), points(-7.0, 179.0)
    ahead = {True: points(10.0, 1.0, 200e3) - start, False: points(10.0, -1.0, 200e3) - start}
    for long_way, heading in ahead.items():
        outcome, arc = flights(start, end, heading, np.array([1.1]), long_way)
        assert outcome[0] == Outcome.SOLVED
        ground = np.cross([0, 0, ROTATION_RATE], start[0])
        assert (arc[0, 2:5] - ground) @ heading[0] > 0
        tau = arc[0, 0]
        way = path(start[0], arc[0, 2:5], np.linspace(0.0, tau, 400))
        assert np.linalg.norm(way[-1] - turned(end[0], ROTATION_RATE * tau)) < 1.0
        unit = way / np.linalg.norm(way, axis=1)[:, None]
        swept = np.arccos(np.clip((unit[1:] * unit[:-1]).sum(axis=1), -1.0, 1.0)).sum()
        assert (swept > np.pi) == long_way


def test_a_flight_that_would_leave_backwards_is_named() -> None:
    """The short way east of a burnout that heads west: no flight of least speed leaves ahead."""
    start, end = points(50.0, 0.0, 200e3), points(50.0, 40.0)
    west = points(50.0, -1.0, 200e3) - start
    outcome, arc = flights(start, end, west, np.ones(1), False)
    assert outcome[0] == Outcome.NO_LEAST_SPEED
    assert not arc.any()
    outcome, row = timed_flights(start, end, west, np.array([900.0]), False)
    assert outcome[0] == Outcome.BACKWARDS
    assert np.isfinite(row).all()


def test_a_slow_flight_west_goes_with_the_earth() -> None:
    """An aim a few kilometres west of the burnout comes to it: inertially the flight goes east."""
    start, end = (
        points(35.0, np.full(40, 50.0), 92e3),
        points(35.0, 50.0 - np.linspace(0.01, 2, 40)),
    )
    outcome, arc = flights(start, end, end - start, np.ones(40), False)
    assert (outcome == Outcome.SOLVED).all()
    east = np.cross([0.0, 0.0, 1.0], start[0])
    assert (arc[:4, 2:5] @ east > 0.0).all()
    for i in range(40):
        tau = arc[i, 0]
        there = path(start[i], arc[i, 2:5], np.array([0.0, tau]))[-1]
        assert np.linalg.norm(there - turned(end[i], ROTATION_RATE * tau)) < 1.0
        assert arc[i, 1] < 1100.0


def test_below_ground_is_named() -> None:
    """Half the flight time is a tunnel."""
    start, end = points(57.0, 33.0, 200e3), points(39.0, -77.0)
    outcome, arc = flights(start, end, end - start, np.array([0.4]), False)
    assert outcome[0] == Outcome.BELOW_GROUND
    assert not arc.any()


def test_standing_at_both_ends() -> None:
    """A flight stands at its burnout point first and at its aim last."""
    rows = flight_rows((57.0, 33.0), (39.0, -77.0), 1.0)
    assert np.allclose(standing(rows[0], 180.0), rows[0, :3])
    end = standing(rows[0], 180.0 + rows[0, 7])
    assert np.linalg.norm(np.array(end) - points(39.0, -77.0)[0]) < 1e-3
    assert propagate(*rows[0, :6], 10.0)[0] == Outcome.SOLVED


def test_a_row_s_columns_are_what_they_are_called() -> None:
    """A row written by its parts is read by its columns, and stands where it begins and ends."""
    p, v = (7.0e6, 1.0e5, -2.0e5), (100.0, 5.0e3, 4.0e3)
    row = np.empty(FLIGHT_COLUMNS)
    fill_flight(row, p, v, 170.0, 900.0)
    assert tuple(row[BURNOUT_POSITION]) == p
    assert tuple(row[BURNOUT_VELOCITY]) == v
    assert (row[BURNOUT_TIME], row[FREE_FLIGHT_TIME]) == (170.0, 900.0)
    assert burnout_state(row) == (p, v)
    assert end_time(row) == 1070.0
    track = earth_fixed_tracks(row[None, :], 4)[0]
    for k, when in enumerate((170.0, 470.0, 770.0, 1070.0)):
        np.testing.assert_array_equal(track[k], standing(row, when))


def test_arcs_have_named_columns() -> None:
    """The same flights by their ratio and by their time."""
    start, end = points(*BASE, 200e3), points(*AIM)
    outcome, arc = flights(start, end, end - start, np.full(N, 1.2), False)
    good = outcome == Outcome.SOLVED
    _, timed = timed_flights(start, end, end - start, arc[:, ARC_TIME].copy(), False)
    np.testing.assert_array_equal(timed[good][:, TIMED_SPEED], arc[good, ARC_SPEED])
    np.testing.assert_array_equal(timed[good][:, TIMED_VELOCITY], arc[good, ARC_VELOCITY])
    least = minimum_energy_times(start, end, end - start, False)
    np.testing.assert_array_equal(least[good], arc[good, ARC_MINIMUM_ENERGY_TIME])
    np.testing.assert_allclose(arc[good, ARC_TIME], 1.2 * least[good])
