"""Families of flights: rows, what is shown of them, and those that do not exist."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.engagement.flights import columns, earth_fixed, family_of, flights_numbered, fly
from reassure.errors import ScenarioError
from reassure.flight.family import (
    BURNOUT_POSITION,
    BURNOUT_TIME,
    BURNOUT_VELOCITY,
    FLIGHT_COLUMNS,
    end_time,
    standing,
)
from reassure.flight.outcome import BEYOND_RANGE, SOLVED, TOO_FAST, TOO_NEAR
from reassure.scenario.question import Boost, Force, Place

BOOST = Boost("b", 180.0, 200.0, 500.0)
HOME = Place("home", 54.0, 36.0)
AIMS = (Place("far", 38.9, -77.0), Place("near", 56.0, 38.0), Place("west", 41.0, -96.0))
FORCE = Force((HOME,), AIMS, BOOST, (0.9, 1.0))


def test_a_family_shows_what_its_rows_hold() -> None:
    """One row for each flight that exists, by its number among all; each ends on its aim."""
    family = family_of((FORCE,))
    assert family.rows.shape == (4, FLIGHT_COLUMNS)
    assert family.number.tolist() == [0, 2, 3, 5]
    shown = family.shown
    np.testing.assert_array_equal(shown.burnout_position_m, family.rows[:, BURNOUT_POSITION])
    np.testing.assert_array_equal(shown.burnout_velocity_m_s, family.rows[:, BURNOUT_VELOCITY])
    np.testing.assert_array_equal(shown.burnout_time_s, family.rows[:, BURNOUT_TIME])
    np.testing.assert_array_equal(shown.flight_time_s, [end_time(row) for row in family.rows])
    aims = earth_fixed(shown.aim_latitude_deg, shown.aim_longitude_deg, np.zeros(4))
    ends = np.array([standing(row, end_time(row)) for row in family.rows])
    assert np.linalg.norm(ends - aims, axis=1).max() < 1.0


def test_a_flight_that_does_not_exist_is_named_with_its_reason() -> None:
    """One entry for each base, aim and shape; a family of none is refused."""
    missing = family_of((FORCE,)).missing
    assert [(m.base, m.aim, m.flight_time_ratio, m.count) for m in missing] == [
        ("home", "near", 0.9, 1),
        ("home", "near", 1.0, 1),
    ]
    assert "nearer than where the boost ends" in missing[0].reason
    with pytest.raises(ScenarioError, match="none of the flights exists: home to near"):
        family_of((Force((HOME,), AIMS[1:2], BOOST, (1.0,)),))


def test_flights_by_number_are_those_of_the_family() -> None:
    """Over two forces; the outcome tells which rows mean something."""
    other = Force((Place("other", 55.0, 83.0),), AIMS[:1], BOOST, (1.0, 1.1))
    family = family_of((FORCE, other))
    outcome, rows, bases = flights_numbered((FORCE, other), np.arange(8))
    assert (outcome == SOLVED).tolist() == np.isin(np.arange(8), family.number).tolist()
    np.testing.assert_array_equal(rows[family.number], family.rows)
    np.testing.assert_array_equal(bases[family.number], family.bases)


def test_a_booster_s_limits_are_outcomes() -> None:
    """Too fast, beyond its range, and too near whatever the range."""
    slow = Boost("s", 180.0, 200.0, 500.0, greatest_burnout_speed_km_s=5.0)
    short = Boost("t", 180.0, 200.0, 500.0, greatest_range_km=5000.0)
    origin, aim = columns([HOME] * 3), columns(AIMS)
    assert fly(slow, origin, aim, np.ones(3))[0].tolist() == [TOO_FAST, TOO_NEAR, TOO_FAST]
    outcome = fly(short, origin, aim, np.ones(3))[0]
    assert outcome.tolist() == [BEYOND_RANGE, TOO_NEAR, BEYOND_RANGE]
