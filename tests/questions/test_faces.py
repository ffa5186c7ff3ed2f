"""A deployment may face some of the forces: its shares, counts and worst flight are of their flights alone."""

from __future__ import annotations

import csv
import json

import numpy as np
import pytest

from reassure.answers.assessment import Reason
from reassure.answers.assessment_file import read_assessment
from reassure.claim import claim_from_scenario
from reassure.engagement.flights import family_of
from reassure.engagement.ideal_places import values_at
from reassure.engagement.one_deployment import cases_of
from reassure.errors import ScenarioError, StudyError
from reassure.questions.assess import assess
from reassure.questions.compare.ask import compare
from reassure.questions.frontier import frontier
from reassure.questions.indicator import indicator
from reassure.questions.number_limit import number_limit
from reassure.questions.trade import trade
from reassure.report.exports.carried import deployment_numbers
from reassure.report.html.sheet import Sheet
from reassure.report.html.view import view
from reassure.report.text.assess import assessment_text
from reassure.scenario.forces import with_forces
from reassure.scenario.resolve import resolve
from reassure.sweep.narrow import narrowed
from reassure.sweep.points import solve
from reassure.sweep.study import Study
from reassure.web.move import Move, moved
from tests.forces import scenario
from tests.report.text.test_assess import printed

WEST = 'faces = ["west"]'
SECOND = "faces = [2]"


@pytest.fixture(scope="module")
def all_faced():
    """Both deployments against both forces."""
    return assess(scenario(), estimate=True)


@pytest.fixture(scope="module")
def apart():
    """The deployment near the aims faces the second force, the other the first."""
    return assess(scenario(faces_low=SECOND, faces_north=WEST), estimate=True, curves=True)


def _west() -> int:
    return resolve(scenario()).forces[0].flights


def test_pairs_that_count_are_as_before_and_others_hold_nothing(all_faced, apart) -> None:
    """Number for number; the others are missing, with the reason, in pairs and in the estimate."""
    n = _west()
    for d, mine in ((0, slice(n, None)), (1, slice(0, n))):
        other = slice(0, n) if d == 0 else slice(n, None)
        assert np.allclose(apart.pairs.margin_km_s[d, mine], all_faced.pairs.margin_km_s[d, mine])
        assert np.isnan(apart.pairs.margin_km_s[d, other]).all()
        assert np.isnan(apart.pairs.critical_launch_delay_s[d, other]).all()
        assert (apart.pairs.reason[d, other] == Reason.NOT_FACED).all()
        assert (apart.estimates.within_reach()[d, mine] == all_faced.estimates.within_reach()[d, mine]).all()  # fmt: skip
        assert not apart.estimates.within_reach()[d, other].any()
    assert apart.pair(0, 0)["critical"]["reason"] == "this deployment does not face the flight"
    assert apart.pair(0, 0)["estimate"]["reason"] == "this deployment does not face the flight"


def test_shares_and_worst_are_of_the_flights_faced(apart) -> None:
    """Counted by hand; the worst flight and the last one are among them."""
    n = _west()
    for d, mine in ((0, np.arange(n, apart.flights.count)), (1, np.arange(n))):
        margin = apart.pairs.margin_km_s[d, mine]
        deployment = apart.deployments[d]
        assert deployment.share_out_of_reach == np.mean(margin > 0.0)
        assert deployment.least_margin_km_s == np.nanmin(margin)
        assert deployment.worst_flight in mine
        within = apart.estimates.within_reach()[d, mine]
        share = apart.summaries()["deployments"][d]["estimate"]["share_within_reach"]
        assert share == pytest.approx(within.mean(), abs=1e-6)


def test_an_answer_is_that_of_the_scenario_without_the_other_force(apart) -> None:
    """Margins, critical values, shares, curve and words of a deployment: as if the other force were not there."""
    whole = scenario()
    alone = with_forces(whole, [(0, whole.force[0])], [whole.deployment[1]])
    other = assess(alone, estimate=True, curves=True)
    one, two = apart.summaries()["deployments"][1], other.summaries()["deployments"][0]
    for key in ("least_margin_km_s", "share_out_of_reach", "critical", "worst", "estimate"):
        assert one[key] == two[key]
    assert apart.curves[1] == other.curves[0]


def test_it_is_said_and_travels(apart, tmp_path) -> None:
    """In words, JSON and back, CSV, arrays, exports and the view."""
    said = " ".join(printed(assessment_text(apart)).split())
    assert "that it faces (force #2; 2 flights)" in said
    assert f"that it faces (force west; {_west()} flights)" in said
    first = apart.summaries()["deployments"][0]
    assert (first["faces"], first["flights_faced"]) == (["#2"], 2)
    apart.write_json(tmp_path / "a.json")
    again = read_assessment(tmp_path / "a.json")
    assert (again.pairs.reason == apart.pairs.reason).all()
    assert again.deployments[1].faces == ("west",)
    again.write_json(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    apart.write_csv(tmp_path / "a.csv")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()[1:]))
    assert sum(r["reason"] == "this deployment does not face the flight" for r in rows) == apart.flights.count  # fmt: skip
    assert deployment_numbers(apart, "low")["flights_faced"] == 2
    assert apart.to_xarray()["deployment_faces"].values.tolist() == ["#2", "west"]
    shown = view(apart, Sheet("x"))
    reasons = np.array([np.broadcast_to(r, apart.flights.count) for r in shown["pairs"]["reason"]])
    assert ((reasons == shown["pairs"]["not_faced"]) == ~apart.pairs.faced).all()
    assert "flights that they face" in shown["verdict"]


def test_maps_hold_against_the_flights_faced(apart) -> None:
    """At each site what assess says; and no deployment that faces others stands on the map."""
    question = resolve(scenario(faces_low=SECOND, faces_north=WEST))
    family = family_of(question.forces)
    for i, battery in enumerate(question.batteries):
        p = battery.points[0]
        lat, lon = np.array([p.latitude_deg]), np.array([p.longitude_deg])
        for kind, key in (("speed", "burnout_speed_km_s"), ("delay", "launch_delay_s")):
            value, flight = values_at(question, family, battery, kind, lat, lon, lambda a, b: None)
            expected = apart.critical(i)[key]
            if expected is None:
                assert np.isinf(value[0])
                continue
            assert value[0] == pytest.approx(expected, abs=1e-4 if kind == "speed" else 0.6)
            assert apart.pairs.faced[i, flight[0]]
    area = {"area": "36,-80,42,-70", "degrees": 6.0, "launch_delay_s": 100.0}
    assert [s.deployment for s in frontier(scenario(), "speed", **area).stands] == ["north"]
    assert not frontier(scenario(faces_north=WEST), "speed", **area).stands


def test_the_number_is_of_the_bases_faced() -> None:
    """A base of a force that a deployment does not face is not reached by it."""
    every = number_limit(scenario())
    some = number_limit(scenario(faces_low=SECOND, faces_north=WEST))
    assert any("low" in a.reached_by and a.force == 1 for a in every.accounts)
    for a, b in zip(every.accounts, some.accounts, strict=True):
        faced = {"low": 2, "north": 1}
        assert b.reached_by == tuple(name for name in a.reached_by if faced[name] == a.force)


def test_trades_count_the_flights_faced() -> None:
    """Of what is planned, and of the same interceptor elsewhere: as if the other force were not there."""
    what = {
        "protect": "east", "against": "irbm-4000", "area": "36,-80,42,-74", "spacing_km": 2000.0,
        "cells": 4, "interceptors": ["low"], "delays_s": [1200.0],
    }  # fmt: skip
    whole = scenario()
    alone = with_forces(whole, [(1, whole.force[1])], whole.deployment)
    some, other = trade(scenario(faces_low=SECOND), **what), trade(alone, **what)

    def told(made):
        return [
            (o.least_margin_km_s, o.flights_engaged) for o in made.options if o.interceptor == "i"
        ]

    assert told(some) == told(other)
    assert told(some) != told(trade(whole, **what))


def test_the_indicator_counts_the_flights_faced() -> None:
    """Each deployment's groups are of its own flights; a year's of all that some deployment faces."""
    made = indicator(scenario(faces_low=SECOND, faces_north=WEST)).outlooks[0]
    n = _west()
    assert [d.tally.flights for d in made.deployments] == [2, n]
    assert made.years[0].tally.flights == n + 2
    only = indicator(scenario(faces_low=WEST, faces_north=WEST)).outlooks[0]
    assert only.years[0].tally.flights == n
    result = assess(scenario(faces_low=SECOND, faces_north=WEST), estimate=True)
    within = int(result.estimates.within_reach().any(axis=0).sum())
    assert made.years[0].tally.within_reach == within


def test_sides_hold_the_forces_they_face() -> None:
    """So a comparison counts their flights alone."""
    a, b = cases_of(resolve(scenario(faces_low=SECOND)))
    assert [f.flights for f in a.forces] == [2]
    assert len(b.forces) == 2
    made = compare(scenario(), scenario(faces_low=SECOND))
    c = next(c for c in made.compared if c.a == "low")
    assert (c.answer_a.flights, c.answer_b.flights) == (_west() + 2, 2)
    assert [d.key for d in c.differences] == ["force"]


def test_claims_pair_deployments_with_the_flights_they_face() -> None:
    """A clause for each pair, and no table that no clause needs."""
    claim = claim_from_scenario(scenario(faces_low=SECOND, faces_north=WEST))
    pairs = {(c.interceptor, c.flights) for c in claim.clause}
    assert pairs == {
        ("low", "uzhur"), ("low", "kozelsk@2"), ("north", "kozelsk"), ("north", "tatishchevo"),
    }  # fmt: skip
    one = claim_from_scenario(scenario(faces_low=SECOND), deployments=["low"])
    assert {f.id for f in one.flights} == {"uzhur", "kozelsk"}
    with pytest.raises(ScenarioError, match="deployment low faces no flight of these bases"):
        claim_from_scenario(scenario(faces_low=WEST), deployments=["low"], bases=["uzhur"])


def test_draws_are_of_the_flights_faced() -> None:
    """A force that is faced by nobody moves no margin, and its figures no share."""
    drawn = assess(
        scenario(faces_low=SECOND, faces_north=WEST), samples=40, tolerance=0.9
    ).uncertainty
    result = assess(scenario(faces_low=SECOND, faces_north=WEST))
    # nothing has an interval: every draw is the answer itself
    for d, deployment in enumerate(drawn.deployments):
        within = 1.0 - result.deployments[d].share_out_of_reach
        assert deployment.within_reach.value == pytest.approx(within, abs=1e-9)
        least = result.deployments[d].least_margin_km_s
        assert deployment.least_margin_km_s[1] == pytest.approx(least, abs=1e-6)


def test_sweeps_count_the_flights_faced(apart) -> None:
    """Least margins and shares are those of assess; by base, one that is not faced has that reason."""
    base = scenario(faces_low=SECOND, faces_north=WEST)
    key = "deployment.low.launch_delay_s"
    found = solve(
        base, [[key]], ["least_margin_km_s", "share_out_of_reach", "least_margin_by_base_km_s"],
        [(1200.0,)],
    )  # fmt: skip
    for d in range(2):
        assert found["least_margin_km_s"][0, d] == apart.deployments[d].least_margin_km_s
        assert found["share_out_of_reach"][0, d] == apart.deployments[d].share_out_of_reach
    bases = ["kozelsk", "tatishchevo", "uzhur"]
    reasons = found["reason_by_base"][0]
    assert reasons[0, bases.index("tatishchevo")] == 10
    assert reasons[1, bases.index("uzhur")] == 10
    assert np.isnan(found["least_margin_by_base_km_s"][0, 1, bases.index("uzhur")])


def test_fewer_bases_keep_what_is_faced() -> None:
    """The forces that are left are faced as they were, whatever their number is then; none left is one line."""
    study = Study.model_validate(
        {
            "format": "reassure-study/1", "title": "s", "scenario": "x", "bases": ["uzhur"],
            "deployments": ["low"], "quantities": ["least_margin_km_s"],
            "axis": [{"key": "deployment.low.launch_delay_s", "values": [100.0]}],
        }
    )  # fmt: skip
    left = narrowed(scenario(faces_low=SECOND), study)
    assert resolve(left).batteries[0].faces == (0,)
    with pytest.raises((ScenarioError, StudyError), match="deployment low faces no flight"):
        narrowed(scenario(faces_low=WEST), study)


def test_the_explorer_keeps_to_what_is_faced() -> None:
    """One base of its force is moved; another's is one line."""
    base = scenario(faces_low=SECOND)
    made = moved(base, Move(scenario="s", deployment="low", base="uzhur", launch_delay_s=100.0))
    assert resolve(made).batteries[0].faces == (0,)
    with pytest.raises(ScenarioError, match="deployment low faces no flight of these bases"):
        moved(base, Move(scenario="s", deployment="low", base="tatishchevo"))


@pytest.mark.parametrize(
    ("faces", "words"),
    [
        ('faces = ["east"]', ["deployment low, faces: no force east", "allowed: west, 1 to 2"]),
        ("faces = [3]", ["no force 3", "1 to 2"]),
        ("faces = [0]", ["no force 0"]),
        ('faces = ["west", 1]', ["force 1 twice", "each once"]),
        ("faces = []", ["faces", "at least 1"]),
        ("faces = [true]", ["faces", "a force's id (text), or its number"]),
        ("faces = [1.5]", ["faces", "a force's id (text), or its number"]),
        ('faces = "west"', ["faces", "allowed: a list"]),
    ],
)
def test_bad_faces_get_one_line(faces: str, words: list[str]) -> None:
    """What, where, and what is allowed."""
    with pytest.raises(ScenarioError) as caught:
        scenario(faces_low=faces)
    said = str(caught.value)
    assert "\n" not in said
    assert all(word in said for word in words), said


def test_two_forces_of_one_id_are_refused() -> None:
    """As two deployments are."""
    from reassure.scenario.reader import parse
    from tests.forces import text

    twice = text().replace("[[force]]\nbases", '[[force]]\nid = "west"\nbases')
    with pytest.raises(ScenarioError, match="two forces of one id, west"):
        parse(twice.encode(), "f.toml")


def test_facing_only_flights_that_do_not_exist_is_one_line() -> None:
    """The first of them and why."""
    from reassure.scenario.reader import parse
    from tests.forces import text

    near = text(faces_low=SECOND).replace(
        "latitude_deg = 41.0, longitude_deg = -96.0", "latitude_deg = 55.5, longitude_deg = 89.5"
    ).replace('["uzhur", "kozelsk"]', '["uzhur"]').replace(
        ',\n            { base = "kozelsk", launchers = 5, warheads = 50 }]', "]"
    )  # fmt: skip
    with pytest.raises(ScenarioError, match="deployment low: none of the flights that it faces exists: uzhur"):  # fmt: skip
        assess(parse(near.encode(), "f.toml"))


def test_all_faced_is_what_nothing_said_is(all_faced) -> None:
    """Naming every force changes the words, and no number."""
    named = assess(scenario(faces_low='faces = ["west", 2]'), estimate=True)
    assert np.array_equal(named.pairs.margin_km_s, all_faced.pairs.margin_km_s, equal_nan=True)
    assert json.dumps(named.pair(0, 3)) == json.dumps(all_faced.pair(0, 3))
