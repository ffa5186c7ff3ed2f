"""Heights of intercept count in every answer, and every answer says which."""

from __future__ import annotations

import csv
import json
import math

import numpy as np
import pytest

from reassure.answers.assessment import Reason
from reassure.answers.assessment_file import read_assessment
from reassure.answers.frontier import Why
from reassure.claim import claim_from_scenario
from reassure.engagement.flights import family_of
from reassure.engagement.flyouts import estimate as estimated
from reassure.engagement.ideal_places import values_at
from reassure.errors import ScenarioError
from reassure.proof.folder import CertificateFolder, checked
from reassure.proof.prove import certify
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
from reassure.report.text.frontier import frontier_text
from reassure.report.text.indicator import indicator_text
from reassure.report.text.number_limit import number_text
from reassure.report.text.proof import certificate_text
from reassure.report.text.trade import trade_text
from reassure.scenario.change import with_figures
from reassure.scenario.reader import fingerprint, parse, preset_names
from reassure.scenario.resolve import resolve
from reassure.sweep.figures import movable
from reassure.sweep.points import solve
from tests.cases import points
from tests.forces import heights, scenario, text
from tests.oracles.two_body import brute_required_speed, path, turned
from tests.report.text.test_assess import printed

BAND = heights(80, 140)
NEVER = heights(5000)


@pytest.fixture(scope="module")
def plain():
    """Every height counts."""
    return assess(scenario())


@pytest.fixture(scope="module")
def held():
    """The interceptor near the aims works between 80 and 140 km, the other from 300 km up."""
    return assess(scenario(low=BAND, north=heights(300)), estimate=True)


def test_meetings_lie_between_the_heights(plain, held) -> None:
    """All of them, of the ideal interceptor and of flyouts; without heights most are met near the ground."""
    assert np.nanmedian(plain.pairs.intercept_height_km[0]) < 80.0
    for found in (held.pairs, held.estimates):
        h = found.intercept_height_km
        assert np.nanmin(h[0]) >= 80.0 - 1e-6
        assert np.nanmax(h[0]) <= 140.0 + 1e-6
        assert np.nanmin(h[1]) >= 300.0 - 1e-6
    assert np.isfinite(held.estimates.intercept_height_km[0]).any()


def test_required_speeds_agree_with_brute_force(held) -> None:
    """Twelve pairs: another Lambert on a grid over the times at which an integrated path is between the heights."""
    family = family_of(resolve(scenario()).forces)
    rng = np.random.default_rng(4)
    for i in rng.choice(len(family.rows), 12, replace=False):
        row = family.rows[i]
        times = np.linspace(0.0, row[7], 20001)
        fixed = turned(path(row[:3], row[3:6], times), -7.292115e-5 * times)
        h = reassure_heights(fixed)
        inside = np.flatnonzero((h >= 80e3) & (h <= 140e3))
        meets = row[6] + times[inside[0]], row[6] + times[inside[-1]]
        assert np.diff(inside).max() == 1  # it begins above the band: it is in it once
        truth = brute_required_speed(points(38.0, -76.0)[0], row, 1200.0, meets=meets)
        assert held.pairs.required_speed_km_s[0, i] == pytest.approx(truth / 1e3, abs=0.01)


def reassure_heights(fixed: np.ndarray) -> np.ndarray:
    """Geodetic, m."""
    from reassure.earth.frames import geodetic_points

    return geodetic_points(np.ascontiguousarray(fixed))[:, 2]


def test_a_band_never_lets_more_in(plain, held) -> None:
    """No required speed falls, no latest launch comes later."""
    assert (held.pairs.required_speed_km_s >= plain.pairs.required_speed_km_s - 1e-5).all()
    late = np.nan_to_num(held.pairs.critical_launch_delay_s, nan=-np.inf)
    before = np.nan_to_num(plain.pairs.critical_launch_delay_s, nan=-np.inf)
    assert (late <= before + 0.3).all()
    assert (late < before - 1.0).any()


def test_never_at_a_height_that_counts_is_a_named_result(tmp_path) -> None:
    """No margin and no meeting, with the reason; out of reach in every share; and so in words, JSON and CSV."""
    result = assess(scenario(low=NEVER), estimate=True)
    assert (result.pairs.reason[0] == Reason.NEVER_AT_HEIGHT).all()
    assert result.deployments[0].share_out_of_reach == 1.0
    assert result.deployments[0].least_margin_km_s is None
    pair = result.pair(0, 0)
    assert pair["margin_km_s"] is None
    assert pair["at"] is None
    assert pair["critical"]["reason"] == "the flight is never at a height that counts"
    assert "none is ever at a height that counts" in printed(assessment_text(result))
    result.write_json(tmp_path / "a.json")
    again = read_assessment(tmp_path / "a.json")
    assert (again.pairs.reason == result.pairs.reason).all()
    result.write_csv(tmp_path / "a.csv")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()[1:]))
    assert rows[0]["reason"] == "the flight is never at a height that counts"
    assert rows[0]["margin_km_s"] == ""


def test_the_answer_says_which_heights_counted(held, tmp_path) -> None:
    """In the summary, the sources, the words, the report, an export and the arrays."""
    first, second = held.summaries()["deployments"]
    assert (first["least_intercept_height_km"], first["greatest_intercept_height_km"]) == (80, 140)
    assert (second["least_intercept_height_km"], second["greatest_intercept_height_km"]) == (
        300,
        None,
    )
    keys = {s.key: s.value for s in held.sources}
    assert keys["deployment.low.interceptor.i.greatest_intercept_height_km"] == 140.0
    said = " ".join(printed(assessment_text(held)).split())
    low, north = held.deployment_names
    assert f"An intercept counts from 80 to 140 km: {low}." in said
    assert f"An intercept counts from 300 km up: {north}." in said
    shown = view(held, Sheet("x"))["assumptions"]
    assert f"An intercept counts from 80 to 140 km: {low}." in shown
    assert deployment_numbers(held, "low")["greatest_intercept_height_km"] == 140.0
    data = held.to_xarray()
    assert data["deployment_least_intercept_height_km"].values.tolist() == [80.0, 300.0]
    assert np.isnan(data["deployment_greatest_intercept_height_km"].values[1])
    held.write_json(tmp_path / "h.json")
    again = read_assessment(tmp_path / "h.json").deployments
    assert [d.intercept_heights_km for d in again] == [(80.0, 140.0), (300.0, math.inf)]


def test_nothing_known_is_every_height(plain) -> None:
    """0 and none, and the words say so."""
    summary = plain.summaries()["deployments"][0]
    assert summary["least_intercept_height_km"] == 0.0
    assert summary["greatest_intercept_height_km"] is None
    assert "An intercept counts at every height." in printed(assessment_text(plain))


@pytest.mark.parametrize("kind", ["speed", "delay"])
def test_the_map_at_a_site_is_what_assess_says(held, kind: str) -> None:
    """Critical burnout speed and critical launch delay, with the heights of each deployment."""
    question = resolve(scenario(low=BAND, north=heights(300)))
    family = family_of(question.forces)
    for i, battery in enumerate(question.batteries):
        place = battery.points[0]
        lat, lon = np.array([place.latitude_deg]), np.array([place.longitude_deg])
        value, flight = values_at(question, family, battery, kind, lat, lon, lambda a, b: None)
        critical = held.critical(i)
        if kind == "speed":
            assert value[0] == pytest.approx(critical["burnout_speed_km_s"], abs=1e-4)
            assert held.pairs.margin_km_s[i, flight[0]] == pytest.approx(
                np.nanmin(held.pairs.margin_km_s[i]), abs=1e-4
            )
        elif critical["launch_delay_s"] is None:
            assert np.isinf(value[0])
        else:
            assert value[0] == pytest.approx(critical["launch_delay_s"], abs=0.6)


def test_a_map_where_no_flight_is_ever_at_a_height_that_counts() -> None:
    """Nothing is known at any place, by name; and the map's words say the heights."""
    area = "36,-80,42,-70"
    for kind, why in (("speed", Why.NO_ARC), ("delay", Why.NEVER)):
        made = frontier(scenario(low=NEVER), kind, area=area, degrees=3.0)
        assert (made.why == why).all()
        assert (made.flight == -1).all()
        assert "intercepts count from 5000 km up" in printed(frontier_text(made))
    told = frontier(scenario(low=BAND), "speed", area=area, degrees=3.0).to_dict()["interceptor"]
    assert told["least_intercept_height_km"] == 80.0
    assert told["greatest_intercept_height_km"] == 140.0
    json.dumps(told, allow_nan=False)


def test_deployments_of_other_heights_do_not_stand_on_the_map() -> None:
    """The map holds for interceptors that count at the same heights."""
    same = frontier(scenario(), "speed", area="36,-80,42,-70", degrees=6.0, launch_delay_s=100.0)
    other = frontier(
        scenario(north=heights(300)), "speed", area="36,-80,42,-70", degrees=6.0, launch_delay_s=100.0
    )  # fmt: skip
    assert [s.deployment for s in same.stands] == ["north"]
    assert not other.stands


def test_curves_pass_through_what_assess_says(held) -> None:
    """At the deployment's own delay, and nowhere below the curve without heights."""
    with_heights = assess(scenario(low=BAND), curves=True)
    without = assess(scenario(), curves=True)
    for result in (with_heights, without):
        curve = result.curves[0]
        at = curve.delay_s.index(1200.0)
        least = float(np.nanmin(result.pairs.required_speed_km_s[0]))
        assert curve.required_speed_km_s[at] == pytest.approx(least, abs=1e-4)
    pairs = zip(with_heights.curves[0].required_speed_km_s, without.curves[0].required_speed_km_s, strict=False)  # fmt: skip
    assert all(a is None or b is None or a >= b - 1e-4 for a, b in pairs)


def test_the_number_counts_what_is_reached_between_the_heights() -> None:
    """Each account is reached where assess has a margin of 0 or less; the answer says the heights."""
    for keys in ({}, {"low": BAND}, {"low": NEVER}):
        result, found = assess(scenario(**keys)), number_limit(scenario(**keys))
        reached = {
            str(b)
            for b, m in zip(result.flights.base, result.pairs.margin_km_s[0], strict=True)
            if m <= 0.0
        }
        assert {a.base for a in found.accounts if "low" in a.reached_by} == reached
        assert bool(reached) == (keys != {"low": NEVER})
    assert "An intercept counts from 5000 km up: low." in printed(number_text(found))
    assert found.to_dict()["deployments"][0]["least_intercept_height_km"] == 5000.0


def test_trades_count_heights_in_margins_and_in_protection() -> None:
    """The margin of what is planned is that of assess; an interceptor that works nowhere protects nothing."""
    what = {
        "protect": "east", "against": "irbm-4000", "area": "36,-80,42,-74", "spacing_km": 2000.0,
        "cells": 4, "interceptors": ["low"],
    }  # fmt: skip
    for keys in ({"low": BAND}, {"low": NEVER}):
        result, made = assess(scenario(**keys)), trade(scenario(**keys), **what)
        planned = next(o for o in made.planned if o.planned == "low")
        least = result.deployments[0].least_margin_km_s
        assert planned.least_margin_km_s == (
            None if least is None else pytest.approx(least, abs=1e-3)
        )
        own = [o for o in made.options if not o.planned]
        if keys["low"] == NEVER:
            assert all(o.least_margin_km_s is None for o in own)
            assert all(o.protected_share == 0.0 for o in made.options if o.interceptor == "i")
    assert "An intercept counts from 5000 km up" in printed(trade_text(made))
    assert made.to_dict()["interceptors"][0]["least_intercept_height_km"] == 5000.0


def test_two_sides_may_differ_in_heights_alone() -> None:
    """Each height is a figure that is exchanged, and the value at which it flips the answer is found."""
    made = compare(scenario(low=heights(10)), scenario(low=heights(700)))
    c = next(c for c in made.compared if c.a == "low")
    assert [d.key for d in c.differences] == ["least_intercept_height_km"]
    assert c.answer_a.reaches
    assert not c.answer_b.reaches
    flip = c.singles[0].critical_a
    assert assess(scenario(low=heights(flip - 2.0))).deployments[0].share_out_of_reach < 1.0
    assert assess(scenario(low=heights(flip + 2.0))).deployments[0].share_out_of_reach == 1.0
    top = compare(scenario(low=heights(10)), scenario(low=heights(10, 11.5)))
    told = next(c for c in top.compared if c.a == "low").differences[0]
    assert (told.key, told.a, told.b) == ("greatest_intercept_height_km", "none", "11.5 km")


def test_the_indicator_counts_between_the_heights() -> None:
    """Within reach and out of ideal reach as assess has them; the words say the heights."""
    made = indicator(scenario(low=BAND, north=NEVER))
    result = assess(scenario(low=BAND, north=NEVER), estimate=True)
    for row, i in zip(made.outlooks[0].deployments, range(2), strict=True):
        assert row.tally.within_reach == int(result.estimates.within_reach()[i].sum())
    assert made.outlooks[0].deployments[1].tally.out_of_ideal_reach == result.flights.count
    said = " ".join(printed(indicator_text(made)).split())
    assert "An intercept counts from 5000 km up: north." in said


@pytest.mark.long
def test_heights_are_drawn_like_any_figure() -> None:
    """An interval of a least height moves the margins, and the indices name it."""
    keys = ", least_intercept_height_km = { value = 80, low = 20, high = 400 }"
    drawn = assess(scenario(low=keys), samples=120, tolerance=0.5).uncertainty
    low = drawn.deployments[0]
    name = "deployment.low.interceptor.i.least_intercept_height_km"
    assert name in [f.key for f in drawn.figures]
    assert low.least_margin_km_s[0] < low.least_margin_km_s[2] - 0.01


def test_sweeps_may_move_heights() -> None:
    """Three values of a least height: the least margins of assess on scenarios written out with them."""
    key = "deployment.low.interceptor.i.least_intercept_height_km"
    base = scenario(low=heights(80))
    assert key in movable(base)
    values = (20.0, 80.0, 5000.0)
    found = solve(
        base, [[key]], ["least_margin_km_s", "share_out_of_reach"], [(v,) for v in values]
    )
    for k, value in enumerate(values):
        d = assess(scenario(low=heights(value))).deployments[0]
        have = found["least_margin_km_s"][k, 0]
        if d.least_margin_km_s is None:
            assert np.isnan(have)
            assert found["reason"][k, 0] == 9  # never at a height that counts
        else:
            assert have == pytest.approx(d.least_margin_km_s, abs=1e-6)
        assert found["share_out_of_reach"][k, 0] == d.share_out_of_reach


def test_a_height_moved_past_the_other_cannot_be_used() -> None:
    """A point of a sweep, by name; and one line where a scenario is resolved with it."""
    key = "deployment.low.interceptor.i.least_intercept_height_km"
    base = scenario(low=heights(80, 140))
    found = solve(base, [[key]], ["least_margin_km_s"], [(150.0,)])
    assert found["reason"][0, 0] == 8  # the scenario cannot be used with these figures
    with pytest.raises(
        ScenarioError, match="intercept heights 150 to 140 km; allowed: least below"
    ):
        resolve(with_figures(base, {key: 150.0}))


def test_a_claim_takes_the_least_of_its_least_heights() -> None:
    """At the low end of its interval, 1,000 km at most; a greatest height is not used."""
    for keys, kept in (
        ({}, 0.0),
        ({"low": heights(80)}, 0.0),
        ({"low": heights(80, 200), "north": heights(300)}, 80.0),
        ({"low": heights(2000), "north": heights(3000)}, 1000.0),
        ({"low": ", least_intercept_height_km = { value = 80, low = 60, high = 90 }",
          "north": heights(300)}, 60.0),
    ):  # fmt: skip
        claim = claim_from_scenario(scenario(**keys), bases=["kozelsk"], burnout_distance_km=50.0)
        assert claim.earth.keep_above_km == kept
    assert claim_from_scenario(
        scenario(low=heights(80), north=heights(300)), deployments=["north"]
    ).earth.keep_above_km == 300.0  # fmt: skip


def _late(least: float):
    """The claim that an interceptor under the ends of the flights, launched at 1,500 s, meets none of them."""
    keys = {"low": heights(least)} if least else {}
    late = text(**keys, faces_low='faces = ["west"]').replace("= 1200", "= 1500")
    late = late.replace("radius_km = 300", "radius_km = 0").replace("[0.9, 1.0]", "[1.0]")
    return claim_from_scenario(
        parse(late.encode(), "s"), deployments=["low"], bases=["kozelsk"], burnout_distance_km=50.0
    )


def test_what_is_met_too_low_is_no_meeting_for_a_proof(tmp_path) -> None:
    """Reachable where every height counts; above 400 km proved, by leaves of flights that are too low, and the
    checker, which reads the height in the claim, accepts it.
    """
    (verdict,) = certify(_late(0.0)).verdicts
    assert verdict.verdict == "reachable"
    claim = _late(400.0)
    assert claim.earth.keep_above_km == 400.0
    certificate = certify(claim)
    assert certificate.proved
    assert any("B" in proof for proof in certificate.proofs.values())
    certificate.write(tmp_path / "high.cert")
    assert checked(tmp_path / "high.cert") == {("low", "kozelsk")}
    said = printed(
        certificate_text(certificate.verdicts, certificate.claim.earth.keep_above_km, "high.cert")
    )
    assert "Only meetings more than 400 km up count" in said


def test_a_proof_of_more_heights_serves_where_fewer_count(tmp_path) -> None:
    """Above 400 km is proved: so it is above 500; not above 300, nor where every height counts."""
    certify(_late(400.0)).write(tmp_path / "high.cert")
    folder = CertificateFolder(tmp_path, make=False)
    assert folder.find(_late(500.0)) == "high.cert"
    assert folder.find(_late(400.0)) == "high.cert"
    assert folder.find(_late(300.0)) is None
    certify(_late(0.0)).write(tmp_path / "low.cert")
    both = CertificateFolder(tmp_path, make=False)
    assert both.find(_late(500.0)) == "high.cert"
    # a try at all heights failed: that says nothing of a claim of fewer
    assert both.settle(_late(300.0), prove=False)[1].startswith("not tried: no certificate")
    assert "a witness is in the certificate" in both.settle(_late(0.0), prove=False)[1]


def test_estimates_with_a_ceiling_that_is_not_there() -> None:
    """None where no greatest height is known: flights higher than any figure may be met too."""
    question = resolve(scenario(), estimate=True)
    assert question.batteries[0].intercept_heights_km == (0.0, float("inf"))
    family = family_of(question.forces)
    n = len(family.rows)
    found = estimated(
        question.batteries, family.rows, np.full((2, n), 100.0), lambda a, b: None, np.ones((2, n), bool)
    )  # fmt: skip
    assert found.within_reach()[0].any()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (heights(150, 100), ["intercept heights 150 to 100 km", "least below greatest"]),
        (heights(150, 150.5), ["by 1 km or more"]),
        (heights(-1), ["least_intercept_height_km", "-1 km", "0 to 10000"]),
        (heights(20000), ["20000 km", "0 to 10000"]),
    ],
)
def test_bad_heights_get_one_line(keys: str, words: list[str]) -> None:
    """What, where, and what is allowed."""
    with pytest.raises(ScenarioError) as caught:
        scenario(low=keys)
    said = str(caught.value)
    assert "\n" not in said
    assert all(word in said for word in words)


def test_every_interceptor_of_the_catalogue_has_a_least_height_with_its_source() -> None:
    """And an interval about it: found, or assumed."""
    from reassure.catalog import Interceptor, catalog

    for entry in catalog().of(Interceptor):
        figure = entry.least_intercept_height_km
        assert figure.value > 0.0
        assert figure.low < figure.high
        assert figure.source
        assert figure.status in ("found", "assumed")


def test_presets_say_which_heights_count() -> None:
    """Each preset's file says which and why."""
    from importlib.resources import files

    for name in preset_names():
        text = files("reassure.scenario").joinpath("presets", f"{name}.toml").read_text()
        assert "height counts:" in text or "An intercept counts from" in text


def test_heights_are_in_the_fingerprint() -> None:
    """Two scenarios that differ in a height are two."""
    assert fingerprint(scenario(low=heights(80))) != fingerprint(scenario(low=heights(81)))
