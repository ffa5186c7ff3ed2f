"""Arcs over the turning Earth: what they take, and what there is where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reassure.earth.constants import POLAR_RADIUS, ROTATION_RATE
from reassure.flight.outcome import Outcome
from reassure.flight.transfer import HALF_TURN_TIME, least_energy_time, one_way, relative_speed
from tests.cases import points
from tests.oracles.two_body import path, turned

HERE, THERE = points(54.5, 17.1, 100e3)[0], points(40.0, 30.0, 300e3)[0]
ENDS = (tuple(HERE), tuple(THERE))


def test_an_arc_arrives_where_the_earth_has_carried_its_end() -> None:
    """Integrated by other code; its speed is relative to the ground it leaves."""
    outcome, speed, *velocity = one_way(*HERE, *THERE, 600.0, False)
    assert outcome == Outcome.SOLVED
    end = path(HERE, np.array(velocity), np.array([0.0, 600.0]))[-1]
    assert np.linalg.norm(end - turned(THERE, ROTATION_RATE * 600.0)) < 1.0
    ground = np.cross([0.0, 0.0, ROTATION_RATE], HERE)
    assert speed == pytest.approx(np.linalg.norm(velocity - ground))
    assert relative_speed(600.0, ENDS) == speed


def test_an_arc_through_the_ground_has_no_speed() -> None:
    """The outcome says why, and the speed is infinite: so it is with no arc at all."""
    outcome, speed, *velocity = one_way(*HERE, *-HERE[[0, 1, 2]] * [1.0, 1.0, 0.9], 900.0, False)
    assert outcome == Outcome.BELOW_GROUND
    assert speed == math.inf
    assert np.linalg.norm(velocity) > 0.0
    assert one_way(*HERE, *THERE, -1.0, False)[:2] == (Outcome.BAD_INPUT, math.inf)
    assert one_way(*HERE, *THERE, -1.0, False)[2:] == (0.0, 0.0, 0.0)
    assert relative_speed(-1.0, ENDS) == math.inf


def test_the_long_way_takes_half_a_turn_at_least() -> None:
    """Escape speed at the polar radius: half a turn of such a circle takes HALF_TURN_TIME."""
    escape = math.sqrt(2.0 * 3.986004418e14 / POLAR_RADIUS)
    assert pytest.approx(math.pi * POLAR_RADIUS / escape) == HALF_TURN_TIME


def test_the_least_energy_time_is_near_that_of_least_speed() -> None:
    """Within a few per cent of the slowest arc of a fine grid."""
    guess = least_energy_time(ENDS)
    times = np.linspace(0.5 * guess, 2.0 * guess, 3001)
    slowest = times[np.argmin([relative_speed(t, ENDS) for t in times])]
    assert guess == pytest.approx(slowest, rel=0.1)
