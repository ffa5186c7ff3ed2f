"""The whole answer in a sentence: yes, no, or what it depends on, in every case, on answers made by hand."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from reassure.answers.assessment import Assessment, Flights
from reassure.catalog.used import DissentUsed
from reassure.report.verdict import verdict
from reassure.report.wording import SLANTED
from tests.report.made import NAN, assessment, changed, estimates, figure

FAR = ((1.0, 2.0, 3.0), (1.25, 2.5, 3.75))
NEAR = ((-0.5, -1.0, -1.5), (-0.25, -0.5, 0.0))
CERTAIN = (figure("interceptor.i.burnout_speed_km_s", 4.5),)


def one_flight(result: Assessment) -> Assessment:
    """Its first flight alone."""
    kept = {f.name: getattr(result.flights, f.name)[:1] for f in fields(Flights)}
    pairs = {name: getattr(result.pairs, name)[:, :1] for name in result.pairs.__dataclass_fields__}
    return replace(
        result, flights=replace(result.flights, **kept), pairs=replace(result.pairs, **pairs)
    )


def alone(margins: tuple[float, ...], delay: float = NAN, **more: Any) -> Assessment:
    """One deployment, whose figures have no interval unless others are given."""
    return assessment((margins,), ((delay, NAN, NAN),), **{"sources": CERTAIN, **more})


# -- no, and yes ----------------------------------------------------------------------------------------


def test_no_deployment_reaches_any_flight() -> None:
    """Of several, of one, and of one flight."""
    far = assessment(FAR, sources=CERTAIN)
    assert verdict(far) == "No: none of the 2 deployments could reach any of the 3 flights."
    assert verdict(one_flight(far)) == "No: none of the 2 deployments could reach the one flight."
    assert verdict(alone((0.5, 1.0, 1.5))) == "No: north could reach none of the 3 flights."


def test_every_deployment_reaches_every_flight() -> None:
    """A margin of nought is within reach."""
    near = assessment(NEAR, sources=CERTAIN)
    assert verdict(near) == "Yes: each of the 2 deployments could reach each of the 3 flights."
    assert verdict(one_flight(near)) == "Yes: each of the 2 deployments could reach the one flight."
    assert verdict(alone((-0.5, -1.0, 0.0))) == "Yes: north could reach each of the 3 flights."


@pytest.mark.parametrize(
    ("margin", "said"),
    [(0.1, "No: north could not reach the one flight."), (0.0, "Yes: north could reach the one flight.")],
)  # fmt: skip
def test_one_deployment_and_one_flight(margin: float, said: str) -> None:
    """At a margin of nought it could."""
    result = one_flight(alone((margin, 1.0, 1.0)))
    out = changed(result, 0, share_out_of_reach=1.0 if margin > 0.0 else 0.0)
    assert verdict(out) == said


@pytest.mark.parametrize("margins", [(0.5, 1.0, 1.5), (-0.5, -1.0, -1.5), (-0.5, 1.0, -1.5)])
def test_of_the_flights_that_it_faces(margins: tuple[float, ...]) -> None:
    """A deployment that does not face all flights is not judged by the others."""
    result = alone(margins)
    assert verdict(changed(result, 0, faces=("east",))) == verdict(result)[:-1] + " that it faces."


def test_large_numbers_have_their_thousands_apart() -> None:
    """5307 flights are 5,307."""
    result = alone((0.5, 1.0, 1.5))
    many = {f.name: getattr(result.flights, f.name).repeat(1769, axis=0) for f in fields(Flights)}
    pairs = {name: getattr(result.pairs, name).repeat(1769, axis=1) for name in result.pairs.__dataclass_fields__}  # fmt: skip
    large = replace(
        result, flights=replace(result.flights, **many), pairs=replace(result.pairs, **pairs)
    )
    assert verdict(large) == "No: north could reach none of the 5,307 flights."


# -- it depends -----------------------------------------------------------------------------------------


def test_some_flights_of_one_deployment() -> None:
    """It depends on which flight."""
    assert verdict(alone((-0.5, 1.0, -1.5))) == "It depends on the flight: north could reach 66.7 % of the 3 flights."  # fmt: skip


def test_two_alike_but_in_place() -> None:
    """What they differ in is what it depends on; the one that reaches none is named."""
    result = changed(assessment(sources=CERTAIN), 1, place="deveselu")
    assert verdict(result) == (
        "It depends on the place: 1 of 2 deployments could reach some of the 3 flights, north alone (33.4 % of them); "
        "south could reach none."
    )
    assert verdict(one_flight(result)) == (
        "It depends on the place: 1 of 2 deployments could reach the one flight; south could not."
    )
    assert "north alone (33.4 % of those it faces)" in verdict(changed(result, 0, faces=("east",)))


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"interceptor": "j"}, "the interceptor"), ({"burnout_speed_km_s": 3.0}, "the burnout speed"),
        ({"launch_delay_s": 200.0}, "the launch delay"), ({"faces": ("east",)}, "the forces they face"),
        ({"place": "deveselu", "launch_delay_s": 200.0}, "the place and launch delay"), ({}, "the deployment"),
    ],
)  # fmt: skip
def test_it_depends_on_what_the_two_differ_in(figures: dict[str, Any], said: str) -> None:
    """One figure, or two that only change together."""
    result = changed(assessment(sources=CERTAIN), 1, **figures)
    assert verdict(result).startswith(f"It depends on {said}: 1 of 2")


def test_what_makes_no_difference_by_itself_is_left_out() -> None:
    """Of three, two differ in place alone and reach as much; the third has another interceptor."""
    margins = ((-0.5, 0.25, NAN), (-0.5, 0.25, NAN), (1.0, 2.0, NAN))
    result = assessment(margins, ((NAN,) * 3,) * 3, sources=CERTAIN)
    result = changed(changed(result, 1, place="deveselu"), 2, interceptor="j")
    assert verdict(result).startswith("It depends on the interceptor: 2 of 3 deployments could reach some of the 3 flights, north the most")  # fmt: skip


def test_sensors_are_named_where_nothing_else_differs() -> None:
    """Two whose delays are sensed, alike in all that an answer says of them."""
    result = assessment(sources=CERTAIN)
    sensed = changed(changed(result, 0, launch_delay_s=None), 1, launch_delay_s=None)
    assert verdict(sensed).startswith("It depends on the sensors: ")


def test_those_that_reach_none_are_told_by_interceptor_and_place() -> None:
    """As far as all of an interceptor, or all at a place, reach none; else by number."""
    margins = ((-0.5, 1.0, 1.0), (1.0, 1.0, 1.0), (1.0, 1.0, 1.0))
    result = assessment(margins, ((NAN,) * 3,) * 3, sources=CERTAIN)
    seas = changed(changed(result, 1, place="black-sea"), 2, place="mediterranean-sea")
    assert verdict(seas).endswith("; the other two, in the Black Sea or Mediterranean Sea, could reach none.")  # fmt: skip
    sites = changed(changed(result, 1, place="deveselu"), 2, place="mediterranean-sea")
    assert "in the Mediterranean Sea or at Deveselu, could" in verdict(sites)
    kinds = changed(changed(result, 1, interceptor="sm3-ia"), 2, interceptor="sm3-ib")
    assert "; the other two, with SM-3 IA or SM-3 IB, could reach none." in verdict(kinds)
    slow = changed(changed(result, 1, burnout_speed_km_s=3.0), 2, burnout_speed_km_s=3.5)
    assert "; the other two, at 3 km/s or 3.5 km/s, could reach none." in verdict(slow)
    assert verdict(result).endswith("; the other two could reach none.")


def test_three_that_all_reach_some() -> None:
    """None is left over, and they are counted together."""
    margins = ((-0.5, 1.0, 1.0), (-0.5, -1.0, 1.0), (-0.5, 1.0, 1.0))
    result = assessment(margins, ((NAN,) * 3,) * 3, sources=CERTAIN)
    said = verdict(changed(result, 1, place="deveselu"))
    assert said == "It depends on the flight: all 3 deployments could reach some of the 3 flights, south the most (66.7 % of them)."  # fmt: skip


def test_all_reach_as_much() -> None:
    """Then it is the flight that it depends on, and nobody is left over."""
    same = assessment(((-0.5, 1.0, 1.0), (-0.5, 1.0, 1.0)), sources=CERTAIN)
    assert verdict(same) == "It depends on the flight: both deployments could reach some of the 3 flights, north the most (33.4 % of them)."  # fmt: skip


# -- figures that flip it -------------------------------------------------------------------------------


def test_an_interval_that_holds_the_critical_speed() -> None:
    """4.6 lies between 4 and 5, so nobody can say; the interval's ends are told."""
    (held,) = (figure("interceptor.i.burnout_speed_km_s", 4.5, low=4.0, high=5.0),)
    assert verdict(alone((0.1, 1.0, 1.5), sources=(held,))) == (
        "It depends on the burnout speed: from 4.60 km/s up at least one flight is within reach, below that none. As given, with 4.5 km/s, north could reach none of the "
        "3 flights; the scenario's interval for the speed is 4 to 5 km/s."
    )
    # what is told apart reads so
    assert "from 4.501 km/s up" in verdict(alone((0.001, 1.0, 1.5), sources=(held,)))
    assert verdict(alone((-0.1, 1.0, 1.5), sources=(held,))).startswith(
        "It depends on the burnout speed: from 4.40 km/s up at least one flight is within reach, below that none. As given, with 4.5 km/s, north could reach 33.4 % of"
    )
    assert verdict(alone((-0.4, -0.25, -0.1), sources=(held,))).startswith(
        "It depends on the burnout speed: from 4.10 km/s up at least one flight is within reach, below that none. As given, with 4.5 km/s, north could reach each of"
    )
    assert verdict(alone((0.6, 1.0, 1.5), sources=(held,))).startswith("No: ")
    both = assessment(((0.1, 2.0, 3.0), (1.25, 2.5, 3.75)), sources=(held,))
    assert verdict(both) == (
        "It depends on the burnout speed: from 4.60 km/s up at least one flight is within reach of north, below that none. As given, with 4.5 km/s, none of the 2 "
        "deployments could reach any of the 3 flights; the scenario's interval for the speed is 4 to 5 km/s."
    )


def test_a_value_that_somebody_else_holds_counts_too() -> None:
    """As the quarrel of 2007 had it: no interval, but another side's value."""
    other = (DissentUsed(7.7, "another side", "a letter"),)
    held = figure("interceptor.i.burnout_speed_km_s", 4.5, dissent=other)
    assert verdict(alone((0.5, 1.0, 1.5), sources=(held,))).endswith("the scenario's interval for the speed is 4.5 to 7.7 km/s.")  # fmt: skip


def test_a_deployments_own_figure_goes_before_the_catalogues() -> None:
    """Its own has no interval: the catalogue's says nothing of it."""
    own = figure("deployment.north.interceptor.i.burnout_speed_km_s", 4.5)
    wide = figure("interceptor.i.burnout_speed_km_s", 4.5, low=4.0, high=5.0)
    assert verdict(alone((0.1, 1.0, 1.5), sources=(wide, own))).startswith("No: ")


def test_an_interval_that_holds_the_critical_delay() -> None:
    """Up to 60 s it could; it is given as 100, and may be 40."""
    delay = figure("deployment.north.launch_delay_s", 100.0, low=40.0, high=120.0)
    assert verdict(alone((0.5, 1.0, 1.5), 60.0, sources=(*CERTAIN, delay))) == (
        "It depends on the launch delay: up to 60 s after a flight's launch at least one is within reach, later none. As given, with 100 s, north could "
        "reach none of the 3 flights; the scenario's interval for the delay is 40 to 120 s."
    )
    near = figure("deployment.north.launch_delay_s", 100.0, low=40.0, high=120.0)
    assert "up to 99.8 s after" in verdict(alone((0.5, 1.0, 1.5), 99.73, sources=(*CERTAIN, near)))
    sensed = changed(alone((0.5, 1.0, 1.5), 60.0, sources=(*CERTAIN, delay)), 0, launch_delay_s=None)  # fmt: skip
    assert verdict(sensed).startswith("No: ")


def test_flyouts_that_reach_what_the_ideal_interceptor_does_not() -> None:
    """Then it is no plain no."""
    held = assessment(FAR, sources=CERTAIN, estimates=estimates([[True, False, False], [True, False, True]]))  # fmt: skip
    assert verdict(held) == (
        "It depends on where the interceptor burns out: none of the 2 deployments could reach any of the 3 flights with the ideal "
        "interceptor, which burns out straight above their site; by the best estimate 66.7 % of them are within reach: "
        f"{SLANTED}."
    )
    fast = estimates([[True, False, False], [True, False, True]], speeds=(5.0, None))
    # of the first nothing follows for its own interceptor, which is slower
    assert "by the best estimate 66.7 %" in verdict(assessment(FAR, sources=CERTAIN, estimates=fast))  # fmt: skip
    both = estimates([[True, False, False], [True, False, True]], speeds=(5.0, 5.0))
    assert verdict(assessment(FAR, sources=CERTAIN, estimates=both)).startswith("No: ")
    none = assessment(FAR, sources=CERTAIN, estimates=estimates([[False] * 3, [False] * 3]))
    assert verdict(none) == verdict(assessment(FAR, sources=CERTAIN))
