"""How figures and verdicts are put into words, branch by branch, on answers made by hand."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from reassure.answers.assessment import Assessment, BoostRule, Flights, Reason
from reassure.report.wording import (
    SLANTED,
    flight_name,
    flown,
    heights,
    kind,
    latitude_longitude,
    sentence,
    shape,
    verdict,
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
        (1.0, "min. energy", "minimum-energy"), (0.999, "depressed", "depressed 0.999"), (1.001, "lofted", "lofted 1.001"),
        (0.7, "depressed", "depressed 0.7"), (1.6, "lofted", "lofted 1.6"),
    ],
)  # fmt: skip
def test_a_shape_is_what_its_time_ratio_makes_it(ratio: float, word: str, name: str) -> None:
    """Minimum-energy at exactly 1 alone."""
    assert kind(ratio) == word
    assert shape(ratio) == name


def test_a_flight_is_named_by_base_aim_and_shape() -> None:
    """The aim by the four digits that the viewer has: 0.49996 is half a degree there."""
    result = assessment()
    assert flight_name(result, 2) == "uzhur to 48 N 122 W, lofted 1.2"
    near = replace(result.flights, aim_latitude_deg=np.array([0.49996, 0.49994, 0.0]))
    shown = replace(result, flights=near)
    assert flight_name(shown, 0) == "kozelsk to 1 N 77 W, minimum-energy"
    assert flight_name(shown, 1) == "kozelsk to 0 N 77 W, depressed 0.9"


# -- a deployment's sentence ----------------------------------------------------------------------------


def test_some_flights_in_reach() -> None:
    """The share within reach, the closest with its numbers, and until when it may leave."""
    assert sentence(assessment(), 0) == (
        "the ideal interceptor could reach 33.4 % of the flights. "
        "The closest (kozelsk to 39 N 77 W, minimum-energy) takes 4.25 km/s; there are 4.75. "
        "It reaches none if it leaves later than 250 s after that flight's launch, 70 s after its burnout."
    )


def test_every_flight_out_of_reach_whatever_the_delay() -> None:
    """No delay changes it, since none has a latest launch."""
    assert sentence(assessment(), 1) == (
        "every flight is out of reach of the ideal interceptor. "
        "The closest (kozelsk to 39 N 77 W, minimum-energy) takes 6.00 km/s; there are 4.75. "
        "No delay changes that: even if launched with the flight it reaches none."
    )


def test_a_launch_before_the_burnout_is_rounded_towards_safety() -> None:
    """Delays up, so the time that is left before the burnout down; the last flight is named where it is another."""
    result = assessment(((0.5, 0.75, 1.0),), ((20.1, 40.25, NAN),))
    assert sentence(result, 0).endswith(
        "It would reach one if it left no later than 41 s after the launch of another "
        "(kozelsk to 39 N 77 W, depressed 0.9), 139 s before its burnout."
    )


def test_at_the_burnout_itself_it_is_after_by_nothing() -> None:
    """Nought counts as after."""
    result = assessment(((0.5, 0.75, 1.0),), ((180.0, NAN, NAN),))
    assert "180 s after that flight's launch, 0 s after its burnout." in sentence(result, 0)


def test_every_flight_in_reach() -> None:
    """Margins of nought count: they are within reach."""
    result = assessment(((-0.5, -0.25, 0.0),), ((250.0, 240.0, 230.0),))
    assert sentence(result, 0).startswith("the ideal interceptor could reach every flight. ")


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
        "60 s after a flight's launch (kozelsk to 39 N 77 W, depressed 0.9), 120 s before its burnout"
        in sentence(result, 0)
    )


@pytest.mark.parametrize(
    ("faces", "said"),
    [
        (("east",), "every flight that it faces (force east; 3 flights) is"),
        (("east", "west"), "every flight that it faces (forces east, west; 3 flights) is"),
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


# -- the verdict ----------------------------------------------------------------------------------------


def one_flight(result: Assessment) -> Assessment:
    """Its first flight alone."""
    kept = {name: getattr(result.flights, name)[:1] for name in (f.name for f in fields(Flights))}
    pairs = {name: getattr(result.pairs, name)[:, :1] for name in result.pairs.__dataclass_fields__}
    return replace(
        result, flights=replace(result.flights, **kept), pairs=replace(result.pairs, **pairs)
    )


def test_the_verdict_names_who_reaches_most() -> None:
    """And what share; of deployments that face some forces, of those that it faces."""
    result = assessment()
    assert verdict(result) == (
        "1 of 2 deployments could reach some of the 3 flights; north the most, 33.4 % of them."
    )
    assert verdict(changed(result, 0, faces=("east",))).endswith(
        "flights that they face; north the most, 33.4 % of those it faces."
    )


def test_none_of_several() -> None:
    """With what the best estimate says against it, where it says anything."""
    far = ((1.0, 2.0, 3.0), (1.25, 2.5, 3.75))
    assert verdict(assessment(far)) == "None of the 2 deployments could reach any of the 3 flights."
    held = assessment(far, estimates=estimates([[True, False, False], [True, False, True]]))
    assert verdict(held).endswith(
        f"by the best estimate 66.7 % of them are within reach: {SLANTED}."
    )
    none = assessment(far, estimates=estimates([[False] * 3, [False] * 3]))
    assert verdict(none) == verdict(assessment(far))


def test_one_flight_of_several_deployments() -> None:
    """It is not called any of one."""
    assert verdict(one_flight(assessment())) == "1 of 2 deployments could reach the one flight."
    far = one_flight(assessment(((1.0, 1.0, 1.0), (1.0, 1.0, 1.0))))
    assert verdict(far) == "None of the 2 deployments could reach the one flight."


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ((0.5, 1.0, 1.5), "north could reach none of the 3 flights."),
        ((-0.5, -1.0, -1.5), "north could reach each of the 3 flights."),
        ((-0.5, 1.0, -1.5), "north could reach 66.7 % of the 3 flights."),
    ],
)
def test_one_deployment_alone(margins: tuple[float, ...], said: str) -> None:
    """None, each, or a share; that of those it faces."""
    result = assessment((margins,), ((NAN, NAN, NAN),))
    assert verdict(result) == said
    assert verdict(changed(result, 0, faces=("east",))) == said[:-1] + " that it faces."


@pytest.mark.parametrize(("margin", "word"), [(0.1, "could not"), (0.0, "could")])
def test_one_deployment_and_one_flight(margin: float, word: str) -> None:
    """At a margin of nought it could."""
    result = one_flight(assessment(((margin, 1.0, 1.0),), ((NAN, NAN, NAN),)))
    out = changed(result, 0, share_out_of_reach=1.0 if margin > 0.0 else 0.0)
    assert verdict(out) == f"north {word} reach the one flight."


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
