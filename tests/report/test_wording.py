"""How figures and verdicts are put into words, branch by branch, on answers made by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from reassure.answers.assessment import BoostRule, Reason
from reassure.report.wording import (
    SLANTED,
    flight_name,
    flown,
    heights,
    kind,
    latitude_longitude,
    sentence,
    shape,
    unlike_vehicles,
)
from tests.report.made import NAN, assessment, changed, estimates, flights

NONE_MET = ((NAN, NAN, NAN),)


@pytest.mark.parametrize(
    ("point", "said"),
    [
        ([0.0, 0.0], "0 N 0 E"), ([-0.4, -0.4], "0 S 0 W"), ([89.5, 179.5], "90 N 180 E"), ([-89.49, -179.49], "89 S 179 W"),
        ([38.5, -77.5], "39 N 78 W"),
    ],
)  # fmt: skip
def test_a_place_has_its_hemispheres(point: list[float], said: str) -> None:
    """Whole degrees, halves away from the equator and from Greenwich, since it is the size that is rounded."""
    assert latitude_longitude(point) == said


@pytest.mark.parametrize(
    ("ratio", "word", "name"),
    [
        (1.0, "min. energy", "minimum-energy"), (0.999, "depressed", "depressed"), (1.001, "lofted", "lofted"),
        (0.7, "depressed", "depressed"), (1.6, "lofted", "lofted"),
    ],
)  # fmt: skip
def test_a_shape_is_what_its_time_ratio_makes_it(ratio: float, word: str, name: str) -> None:
    """Minimum-energy at exactly 1 alone."""
    assert kind(ratio) == word
    assert shape(ratio) == name


def test_two_shapes_of_one_word_are_told_apart_by_their_ratios() -> None:
    """Only those that would be alike: the other kind keeps its bare word, and a ratio is not its own double."""
    among = (0.9, 1.0, 1.1, 1.25)
    assert [shape(r, among) for r in among] == ["depressed", "minimum-energy", "lofted 1.1", "lofted 1.25"]  # fmt: skip


def test_a_flight_is_named_by_base_aim_and_shape() -> None:
    """The aim by the four digits that the viewer has: 0.49996 is half a degree there."""
    result = assessment()
    assert flight_name(result, 2) == "Uzhur to 48 N 122 W, lofted"
    near = replace(result.flights, aim_latitude_deg=np.array([0.49996, 0.49994, 0.0]))
    shown = replace(result, flights=near)
    assert flight_name(shown, 0) == "Kozelsk to 1 N 77 W, minimum-energy"
    assert flight_name(shown, 1) == "Kozelsk to 0 N 77 W, depressed"


# -- a deployment's sentence ----------------------------------------------------------------------------


def test_some_flights_in_reach() -> None:
    """The share within reach, the closest with its numbers, and until when it may leave."""
    assert sentence(assessment(), 0) == (
        "launched 100 s after the flight, the ideal interceptor could reach 33.4 % of the flights. "
        "The closest (Kozelsk to 39 N 77 W, minimum-energy) takes 4.25 km/s; it has 4.75. "
        "It reaches none if it leaves later than 250 s after that flight's launch, 70 s after its burnout."
    )


def test_every_flight_out_of_reach_whatever_the_delay() -> None:
    """No delay changes it, since none has a latest launch."""
    assert sentence(assessment(), 1) == (
        "launched 100 s after the flight, the ideal interceptor could reach no flight. "
        "The closest (Kozelsk to 39 N 77 W, minimum-energy) takes 6.00 km/s; it has 4.75. "
        "No delay changes that: even if launched with the flight it reaches none."
    )


def test_a_launch_before_the_burnout_is_rounded_towards_safety() -> None:
    """Delays up, so the time that is left before the burnout down; the last flight is named where it is another."""
    result = assessment(((0.5, 0.75, 1.0),), ((20.1, 40.25, NAN),))
    assert sentence(result, 0).endswith(
        "It would reach one if it left no later than 41 s after the launch of another "
        "(Kozelsk to 39 N 77 W, depressed), 139 s before its burnout."
    )


def test_a_latest_launch_just_before_its_own_is_told_with_the_digits_that_show_it() -> None:
    """It leaves after 100 s, and would have to before 99.97 s: "no later than 100 s" would say that it does."""
    result = assessment(((0.5, 0.75, 1.0),), ((20.0, 40.0, 99.968),))
    assert sentence(result, 0).endswith("no later than 99.97 s after the launch of another (Uzhur to 48 N 122 W, lofted), 80.03 s before its burnout.")  # fmt: skip


def test_at_the_burnout_itself_it_is_after_by_nothing() -> None:
    """Nought counts as after."""
    result = assessment(((0.5, 0.75, 1.0),), ((180.0, NAN, NAN),))
    assert "180 s after that flight's launch, 0 s after its burnout." in sentence(result, 0)


def test_every_flight_in_reach() -> None:
    """Margins of nought count: they are within reach."""
    result = assessment(((-0.5, -0.25, 0.0),), ((250.0, 240.0, 230.0),))
    assert sentence(result, 0).startswith(
        "launched 100 s after the flight, the ideal interceptor could reach every flight. "
    )


@pytest.mark.parametrize(
    ("delay", "said"),
    [(0.0, "launched with the flight,"), (89.6, "launched 90 s after the flight,"), (None, "launched as soon as its sensors allow,")],
)  # fmt: skip
def test_when_it_is_launched_is_said(delay: float | None, said: str) -> None:
    """The delay decides as the speed does, so no answer stands without it."""
    assert said in sentence(changed(assessment(), 0, launch_delay_s=delay), 0)


def test_a_margin_below_the_last_digit_is_seen() -> None:
    """5.50 beside 5.50 would leave open which is the greater: as many digits as it takes."""
    result = assessment(((0.004, 0.75, 1.0),), ((20.0, 40.0, NAN),))
    assert "takes 4.754 km/s; it has 4.750." in sentence(result, 0)


@pytest.mark.parametrize(
    ("reasons", "said"),
    [
        ([Reason.NO_ARC_AT_DELAY] * 3, "no arc above the ground meets one after this delay"),
        ([Reason.NEVER_AT_HEIGHT] * 3, "none is ever at a height that counts"),
        ([Reason.NOT_SENSED] * 3, "no sensor of this deployment tracks one"),
        ([Reason.NOT_SENSED, Reason.NOT_SENSED, Reason.NO_ARC_EVER], "no arc above the ground meets one after this delay"),
        ([Reason.NOT_FACED, Reason.NOT_SENSED, Reason.NOT_SENSED], "no sensor of this deployment tracks one"),
    ],
)  # fmt: skip
def test_why_no_flight_is_met(reasons: list[Reason], said: str) -> None:
    """Only what holds of every flight that it faces is said of all of them."""
    result = assessment(NONE_MET, ((NAN, NAN, NAN),), [reasons])
    assert sentence(result, 0).startswith(f"out of reach of every flight: {said}. No delay changes")


def test_a_flight_that_an_earlier_launch_meets_is_named() -> None:
    """None has an arc at this delay, so there is no closest one to be another than."""
    result = assessment(NONE_MET, ((NAN, 60.0, NAN),))
    assert (
        "60 s after a flight's launch (Kozelsk to 39 N 77 W, depressed), 120 s before its burnout"
        in sentence(result, 0)
    )


@pytest.mark.parametrize(
    ("faces", "said"),
    [
        (("east",), "could reach no flight that it faces (force east; 3 flights)."),
        (("east", "west"), "could reach no flight that it faces (forces east, west; 3 flights)."),
    ],
)
def test_a_deployment_that_faces_some_forces_says_which(faces: tuple[str, ...], said: str) -> None:
    """One force, or several, and how many flights they have."""
    assert said in sentence(changed(assessment(), 1, faces=faces), 1)


@pytest.mark.parametrize(
    ("within", "said"),
    [
        ([True, True, True], "2 flights out of its reach are within reach all the same: a flyout with a witness gets to them"),
        ([False, True, False], "one flight out of its reach is within reach all the same: a flyout with a witness gets to it"),
    ],
)  # fmt: skip
def test_flyouts_that_reach_more_are_said(within: list[bool], said: str) -> None:
    """Of flights beyond the ideal interceptor and of those with no arc; of one in its reach nothing is."""
    result = assessment(estimates=estimates([within, [False] * 3]))
    assert sentence(result, 0).endswith(f"By the best estimate {said}, since {SLANTED}.")
    only = assessment(estimates=estimates([[True, False, False], [False] * 3]))
    assert "best estimate" not in sentence(only, 0)
    faster = estimates([within, [False] * 3], speeds=(5.0, 4.5))
    assert sentence(assessment(estimates=faster), 0).endswith(
        f"{said}, since its vehicle is faster."
    )


@pytest.mark.parametrize(
    ("speed", "said"),
    [
        (5.0, ["north: the estimate flies a vehicle that burns out at 5.00 km/s. The interceptor burns out at 4.50 km/s, and would reach less."]),
        (4.4, ["north: the estimate flies a vehicle that burns out at 4.40 km/s. The interceptor burns out at 4.50 km/s, and would reach more."]),
        (4.52, []),  # 0.4 %: the same
        (None, []),  # no vehicle, or a file that does not say its speed
    ],
)  # fmt: skip
def test_a_vehicle_with_a_speed_of_its_own_is_said(speed: float | None, said: list[str]) -> None:
    """Both speeds, and which way the estimate errs; nothing where there is no estimate."""
    found = estimates([[True, False, False], [False] * 3], speeds=(speed, 4.5))
    assert unlike_vehicles(assessment(estimates=found)) == said
    assert unlike_vehicles(assessment()) == []


# -- how flights fly, and at what height they count -----------------------------------------------------


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        (("short",) * 3, "They go the short way round: by less than half a turn about the Earth's centre."),
        (("long", "short", "short"), "1 of 3 go the long way round, by more than half a turn about the Earth's centre; the others the short way."),
        (("long",) * 3, "They go the long way round: by more than half a turn about the Earth's centre."),
    ],
)  # fmt: skip
def test_which_way_round(ways: tuple[str, ...], said: str) -> None:
    """All the short way, some, all the long way; after how they boost."""
    result = assessment(flights=flights(ways))
    assert flown(result) == f"Flights boost the way they fly: at burnout there is no turn. {said}"
    old = replace(result, boost=BoostRule.TOWARDS_AIM)
    assert flown(old).startswith("Flights boost towards where their aim stands at launch, and turn")
    assert flown(old).endswith(said)


def test_a_line_for_each_band_of_heights() -> None:
    """One band for all is said once; of a file that does not know any nothing is said."""
    result = assessment()
    assert heights(result) == ["An intercept counts at every height."]
    two = changed(result, 0, intercept_heights_km=(100.0, math.inf))
    assert heights(two) == [
        "An intercept counts from 100 km up: north.",
        "An intercept counts at every height: south.",
    ]
    bare = changed(changed(result, 0, intercept_heights_km=None), 1, intercept_heights_km=None)
    assert heights(bare) == []
