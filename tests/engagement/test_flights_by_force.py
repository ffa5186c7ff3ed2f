"""Families of flights: in which order they stand, by which number they are called, and why some are missing."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from reassure.engagement.faced import check_faced, faced, faced_rows, forces_of
from reassure.engagement.flights import (
    Family,
    columns,
    earth_fixed,
    family_of,
    flights_numbered,
    fly,
)
from reassure.errors import ScenarioError
from reassure.flight.family import standing
from reassure.flight.outcome import BEYOND_RANGE, SOLVED, TOO_FAST, TOO_NEAR
from reassure.geography.geodesics import distance_km
from reassure.scenario.question import Boost, Force, Place, Question
from reassure.scenario.resolve import resolve
from tests.forces import scenario

BOOST = Boost("b", 180.0, 200.0, 500.0)
KOZELSK, UZHUR = Place("kozelsk", 54.03, 35.77), Place("uzhur", 55.33, 89.8)
EAST, NEAR = Place("east", 38.9, -77.0), Place("near", 55.0, 36.5)
FORCE = Force((KOZELSK, UZHUR), (EAST, NEAR), BOOST, (0.9, 1.0))
OTHER = Force((UZHUR,), (Place("plains", 41.0, -96.0),), BOOST, (1.0,))


@cache
def family() -> Family:
    """Two forces: four of the nine flights are too near or do exist."""
    return family_of((FORCE, OTHER))


# -- families -------------------------------------------------------------------------------------


def test_flights_stand_shape_by_shape_then_base_by_base() -> None:
    """Force after force; each by its number among all that were asked for, whether they exist or not."""
    made = family()
    shown = made.shown
    asked = [
        (base, aim, ratio)
        for ratio in (0.9, 1.0)
        for base in ("kozelsk", "uzhur")
        for aim in ("east", "near")
    ]
    asked.append(("uzhur", "plains", 1.0))
    found = list(zip(shown.base, shown.aim, shown.flight_time_ratio.tolist(), strict=True))
    assert found == [asked[k] for k in made.number]
    gone = {asked[k] for k in set(range(9)) - set(made.number.tolist())}
    assert gone == {("kozelsk", "near", 0.9), ("kozelsk", "near", 1.0)}


def test_what_is_shown_is_what_is_flown() -> None:
    """Burnout as in the rows; times that add up; the base on the ground and the aim at the end of the fall."""
    made = family()
    shown = made.shown
    assert (shown.burnout_position_m == made.rows[:, :3]).all()
    assert (shown.burnout_velocity_m_s == made.rows[:, 3:6]).all()
    assert (shown.burnout_time_s == 180.0).all()
    assert shown.flight_time_s == pytest.approx(made.rows[:, 6] + made.rows[:, 7])
    assert set(shown.way) == {"short"}
    places = earth_fixed(
        shown.base_latitude_deg, shown.base_longitude_deg, np.zeros(len(made.rows))
    )
    assert made.bases == pytest.approx(places)
    aims = earth_fixed(shown.aim_latitude_deg, shown.aim_longitude_deg, np.zeros(len(made.rows)))
    for row, aim, time in zip(made.rows, aims, shown.flight_time_s, strict=True):
        assert np.linalg.norm(standing(row, time) - aim) < 1.0


def test_flights_are_found_again_by_their_numbers() -> None:
    """In whatever order they are asked for, twice or not at all; the same to the last digit."""
    made = family()
    number = made.number[::-1].copy()
    outcome, rows, bases = flights_numbered((FORCE, OTHER), np.concatenate([number, number[:1]]))
    assert (outcome == SOLVED).all()
    assert (rows[:-1] == made.rows[::-1]).all()
    assert (bases[:-1] == made.bases[::-1]).all()
    assert (rows[-1] == rows[0]).all()
    outcome, _, _ = flights_numbered((FORCE, OTHER), np.arange(9))
    assert (np.flatnonzero(outcome == SOLVED) == made.number).all()
    assert outcome[[1, 5]].tolist() == [TOO_NEAR, TOO_NEAR]
    outcome, rows, bases = flights_numbered((FORCE,), np.zeros(0, np.int64))
    assert (outcome.shape, rows.shape, bases.shape) == ((0,), (0, 8), (0, 3))


def test_flights_that_do_not_exist_are_counted_by_base_aim_and_shape() -> None:
    """With the reason; several points of one aim are one line."""
    assert [(m.base, m.aim, m.flight_time_ratio, m.count) for m in family().missing] == [
        ("kozelsk", "near", 0.9, 1),
        ("kozelsk", "near", 1.0, 1),
    ]
    spread = Force((KOZELSK,), (EAST, NEAR, Place("near", 55.5, 36.0)), BOOST, (1.0,))
    (gone,) = family_of((spread,)).missing
    assert (gone.aim, gone.count) == ("near", 2)
    assert gone.reason


def test_no_flight_at_all_is_refused_with_the_first_reason() -> None:
    """Though one force of two would be enough."""
    none = Force((KOZELSK,), (NEAR,), BOOST, (1.0,))
    with pytest.raises(ScenarioError, match="none of the flights exists: kozelsk to near: ") as caught:  # fmt: skip
        family_of((none, none))
    assert caught.value.path == ("force", 0)
    assert len(family_of((none, OTHER)).rows) == 1


@pytest.mark.parametrize("beyond", [-1.0, 1.0])
def test_a_booster_reaches_as_far_as_it_does(beyond: float) -> None:
    """By the ground distance: a kilometre more than needed, and one less, with both numbers."""
    away = float(distance_km(54.03, 35.77, 38.9, -77.0))
    boost = Boost("b", 180.0, 200.0, 500.0, greatest_range_km=round(away + beyond, 1))
    force = Force((KOZELSK,), (EAST,), boost, (1.0,))
    if beyond > 0.0:
        assert len(family_of((force,)).rows) == 1
        return
    with pytest.raises(ScenarioError) as caught:
        family_of((force,))
    assert f"{away:.0f} km away; booster b reaches at most {away - 1:g}"[:20] in str(caught.value)


def test_a_booster_is_as_fast_as_it_is() -> None:
    """By the burnout speed: a metre a second more than needed, and one less, with both numbers."""
    origin, aim = columns([KOZELSK]), columns([EAST])
    _, _, speed = fly(BOOST, origin, aim, np.ones(1))
    for more, outcome in ((1e-3, SOLVED), (-1e-3, TOO_FAST)):
        limit = speed[0] / 1e3 + more
        boost = Boost("b", 180.0, 200.0, 500.0, greatest_burnout_speed_km_s=limit)
        assert fly(boost, origin, aim, np.ones(1))[0].tolist() == [outcome]
    force = Force((KOZELSK,), (EAST, EAST), boost, (1.0, 1.2))
    with pytest.raises(
        ScenarioError, match=f"burnout speed {speed[0] / 1e3:.2f} km/s; booster b has"
    ):
        family_of((force,))


def test_what_is_too_near_and_too_far_is_too_near() -> None:
    """The first reason stands: a boost that ends beyond the aim."""
    boost = Boost("b", 180.0, 200.0, 500.0, greatest_range_km=50.0, greatest_burnout_speed_km_s=0.1)
    origin = columns([KOZELSK, KOZELSK])
    outcome, _, _ = fly(boost, origin, columns([NEAR, EAST]), np.ones(2))
    assert outcome.tolist() == [TOO_NEAR, BEYOND_RANGE]


def test_places_become_columns_and_positions() -> None:
    """In degrees as written; on the ellipsoid and above it, in metres."""
    lat, lon = columns(p for p in (KOZELSK, EAST))
    assert (lat.tolist(), lon.tolist()) == ([54.03, 38.9], [35.77, -77.0])
    found = earth_fixed(np.array([0.0, 90.0, 0.0]), np.array([0.0, 0.0, 90.0]), np.array([0.0, 1e3, 5.0]))  # fmt: skip
    assert found == pytest.approx(
        np.array([[6378137.0, 0, 0], [0, 0, 6356752.314245 + 1e3], [0, 6378142.0, 0]]), abs=1e-6
    )


# -- who faces whom -------------------------------------------------------------------------------


def test_a_flights_force_is_told_by_its_number() -> None:
    """First and last of each; a force without flights has none."""
    empty = Force((), (), BOOST, (1.0,))
    forces = (FORCE, empty, OTHER, FORCE)
    assert [f.flights for f in forces] == [8, 0, 1, 8]
    number = np.array([0, 7, 8, 9, 16])
    assert forces_of(forces, number).tolist() == [0, 0, 2, 3, 3]
    assert forces_of(forces, np.zeros(0, np.int64)).shape == (0,)


@cache
def question() -> Question:
    """Two forces and two deployments, of which the second faces the second force alone."""
    return resolve(scenario(faces_north="faces = [2]"))


def test_a_deployment_faces_the_flights_of_its_forces() -> None:
    """All, or those of one; and the rows that it is worked out with are theirs."""
    asked = question()
    made = family_of(asked.forces)
    second = made.number >= asked.forces[0].flights
    facing = faced(asked, made)
    assert facing.shape == (2, len(made.rows))
    assert facing[0].all()
    assert (facing[1] == second).all()
    assert 0 < second.sum() < second.size
    mine, rows = faced_rows(asked, made, asked.batteries[1])
    assert (mine == np.flatnonzero(second)).all()
    assert (rows == made.rows[second]).all()
    assert rows.flags.c_contiguous
    check_faced(asked, made)


def test_a_deployment_whose_forces_have_no_flight_is_named() -> None:
    """With a flight of theirs that is missing, and why; not one of another force's."""
    asked = question()
    none = Force((Place("empty", 54.03, 35.77),), (NEAR,), BOOST, (1.0,))
    gone = Force((Place("other", 54.03, 35.77),), (NEAR,), BOOST, (1.0,))
    spoiled = Question((Force((KOZELSK,), (EAST, NEAR), BOOST, (1.0,)), none, gone), asked.batteries, (), ())  # fmt: skip
    made = family_of(spoiled.forces)
    assert [m.base for m in made.missing] == ["kozelsk", "empty", "other"]
    with pytest.raises(ScenarioError) as caught:
        check_faced(spoiled, made)
    assert str(caught.value).startswith(
        "deployment north: none of the flights that it faces exists: empty to near: "
    )
