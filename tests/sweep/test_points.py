"""The numbers: those of `assess` on a scenario written out with the same figures; and none missing unnamed."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.questions.assess import assess
from reassure.scenario.reader import parse
from reassure.sweep.points import solve
from reassure.sweep.reasons import Missing
from reassure.sweep.study import QUANTITIES
from tests.amounts import amount, fewer

TWO = """\
format = "reassure-scenario/1"
title = "Two bases, three deployments"

[[force]]
bases = ["kozelsk", "uzhur"]
aims = [{{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }},
        {{ id = "middle", latitude_deg = 41.0, longitude_deg = -96.0, radius_km = 300 }}]
booster = {{ id = "b", burnout_time_s = {boost}, burnout_height_km = 200, downrange_km = {downrange} }}
flight_time_ratio = [0.9, 1.0]

[[deployment]]
id = "swept"
site = "redzikowo"
interceptor = {{ id = "i", burnout_speed_km_s = {speed}, divert_km_s = 0.2 }}
launch_delay_s = {delay}

[[deployment]]
id = "boosted"
site = "redzikowo"
interceptor = {{ id = "b", burnout_speed_km_s = 8, burnout_height_km = 100, burn_time_s = 60 }}
launch_delay_s = 100

[[deployment]]
id = "hopeless"
site = {{ latitude_deg = -60, longitude_deg = 120 }}
interceptor = "sm3-ib"
launch_delay_s = 7000
"""
FIGURES = {"boost": 180.0, "downrange": 500.0, "speed": 4.5, "delay": 100.0}
SPEED = "deployment.swept.interceptor.i.burnout_speed_km_s"
DELAY = "deployment.swept.launch_delay_s"
BOOST, DOWNRANGE = "booster.b.burnout_time_s", "booster.b.downrange_km"


def scenario(**figures: float):
    """TWO with some of its figures."""
    return parse(TWO.format(**{**FIGURES, **figures}).encode(), "two.toml")


@fewer
def test_every_point_is_what_assess_says_of_it() -> None:
    """Speed, delay and burnout time swept together; against scenarios that have these figures written in."""
    rows = ([(3.0,), (5.0,), (7.0,)], [(0.0,), (250.0,)], [(150.0,), (180.0,)][: amount(2, 1)])
    found = solve(scenario(), [(SPEED,), (DELAY,), (BOOST,)], [*QUANTITIES], *rows)
    for at in np.ndindex(*map(len, rows)):
        speed, delay, boost = (r[i][0] for r, i in zip(rows, at, strict=True))
        truth = assess(scenario(speed=speed, delay=delay, boost=boost))
        assert found["flights"][at] == truth.flights.count
        for d, deployment in enumerate(truth.deployments):
            critical = truth.critical(d)
            for name, wanted in (
                ("least_margin_km_s", deployment.least_margin_km_s),
                ("share_out_of_reach", deployment.share_out_of_reach),
                ("critical_burnout_speed_km_s", critical["burnout_speed_km_s"]),
                ("critical_launch_delay_s", critical["launch_delay_s"]),
            ):
                value = found[name][(*at, d)]
                if wanted is None:
                    assert np.isnan(value), name
                else:
                    assert value == pytest.approx(wanted, abs=0.006 if name.endswith("_s") else 0)
            margins = truth.pairs.margin_km_s[d]
            for b, base in enumerate(("kozelsk", "uzhur")):
                mine = margins[truth.flights.base == base]
                value = found["least_margin_by_base_km_s"][(*at, d, b)]
                if np.isnan(mine).all():
                    assert np.isnan(value)
                else:
                    assert value == pytest.approx(np.nanmin(mine), abs=1e-9)
    assert (found["least_margin_km_s"][..., 0] > 0).any()
    assert (found["least_margin_km_s"][..., 0] < 0).any()


def test_figures_of_a_list_move_together() -> None:
    """Two keys on one dimension."""
    found = solve(scenario(), [(SPEED, DELAY)], ["least_margin_km_s"], [(4.0, 50.0), (6.0, 200.0)])
    assert set(found) == {"least_margin_km_s", "reason", "flights"}
    for i, (speed, delay) in enumerate([(4.0, 50.0), (6.0, 200.0)]):
        truth = assess(scenario(speed=speed, delay=delay)).deployments[0].least_margin_km_s
        assert found["least_margin_km_s"][i, 0] == pytest.approx(truth, abs=1e-9)


@pytest.mark.long
def test_points_in_one_block_or_many_are_the_same(monkeypatch) -> None:
    """Also where few pairs are held at once."""
    keys, rows = [(SPEED,), (BOOST,)], ([(3.0,), (6.0,)], [(150.0,), (180.0,)])
    whole = solve(scenario(), keys, [*QUANTITIES], *rows)
    monkeypatch.setattr("reassure.sweep.points.MOST_PAIRS_AT_ONCE", 1)
    small = solve(scenario(), keys, [*QUANTITIES], *rows)
    for name in whole:
        np.testing.assert_allclose(small[name], whole[name], rtol=0, atol=2e-3)


def test_a_point_without_an_answer_is_named_and_the_others_are_there() -> None:
    """A boost that ends beyond the aim: no flight exists; the points beside it are as without it."""
    found = solve(scenario(), [(DOWNRANGE,)], [*QUANTITIES], [(500.0,), (1e5,), (400.0,)])
    assert (found["reason"][1] == Missing.NO_FLIGHTS).all()
    assert (found["reason_by_base"][1] == Missing.NO_FLIGHTS).all()
    assert np.isnan(found["share_out_of_reach"][1]).all()
    assert found["flights"].tolist() == [found["flights"][0], 0, found["flights"][0]]
    alone = solve(scenario(), [(DOWNRANGE,)], [*QUANTITIES], [(500.0,)])
    for name, values in alone.items():
        np.testing.assert_array_equal(found[name][:1], values)


def test_a_scenario_that_cannot_be_used_at_a_point_is_named() -> None:
    """A region so large that it makes too many flights."""
    found = solve(
        scenario(), [("aim.middle.radius_km",)], ["share_out_of_reach"], [(300.0,), (5000.0,)]
    )
    assert (found["reason"][0] != Missing.UNUSABLE).all()
    from reassure.scenario import resolve as page

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "MOST_FLIGHTS", 40)
        found = solve(
            scenario(), [("aim.middle.radius_km",)], ["share_out_of_reach"], [(300.0,), (5000.0,)]
        )
    assert (found["reason"][1] == Missing.UNUSABLE).all()
    assert (found["reason"][0] != Missing.UNUSABLE).all()


def test_nothing_is_missing_without_a_reason() -> None:
    """NaN in an array exactly where its reason says so."""
    rows = ([(0.1,), (4.5,), (15.0,)], [(0.0,), (400.0,), (7200.0,)])
    found = solve(scenario(), [(SPEED,), (DELAY,)], [*QUANTITIES], *rows)
    reason = found["reason"]
    assert (reason != Missing.NOT_COMPUTED).all()
    no_arc = np.isin(reason, [Missing.NO_ARC_AT_DELAY, Missing.NO_ARC_EVER])
    np.testing.assert_array_equal(np.isnan(found["least_margin_km_s"]), no_arc)
    complete = reason == Missing.NOTHING
    for name in ("critical_burnout_speed_km_s", "critical_launch_delay_s", "share_out_of_reach"):
        assert np.isfinite(found[name][complete]).all()
    np.testing.assert_array_equal(
        np.isnan(found["critical_launch_delay_s"]) & ~no_arc, reason == Missing.NEVER_IN_REACH
    )
    np.testing.assert_array_equal(
        np.isnan(found["least_margin_by_base_km_s"]), found["reason_by_base"] != Missing.NOTHING
    )
    assert {Missing.NOTHING, Missing.NEVER_IN_REACH, Missing.NO_ARC_AT_DELAY} <= set(reason.flat)
