"""Draws: known answers, `assess` itself as the oracle of every draw, intervals that hold, streams that stay."""

from __future__ import annotations

import json

import numpy as np
import pytest

import reassure
from reassure.catalog.figure import Figure
from reassure.catalog.used import FigureUsed
from reassure.uncertainty.confidence import share_of
from reassure.uncertainty.draws import Drawn, drawn_figures, stream
from reassure.uncertainty.influences import rests_on_few
from tests.called import called

SEED = 1998


def _scenario(tmp_path, name: str = "s.toml", **changes):
    parts = {
        "bases": '"kozelsk"', "aims": '{ id = "point", latitude_deg = 44, longitude_deg = -74, radius_km = 0 }',
        "time": "180", "height": "200", "downrange": "550", "speed": "4.5", "divert": "0", "delay": "90",
        "ratio": "1.0", "more": "", "vehicle": "", **changes,
    }  # fmt: skip
    path = tmp_path / name
    path.write_text(f"""
format = "reassure-scenario/1"
title = "test"
[[force]]
bases = [{parts["bases"]}]
aims = [{parts["aims"]}]
aim_spacing_km = 1500
flight_time_ratio = [{parts["ratio"]}]
[force.booster]
id = "own"
burnout_time_s = {parts["time"]}
burnout_height_km = {parts["height"]}
downrange_km = {parts["downrange"]}
[[deployment]]
id = "north"
site = "redzikowo"
launch_delay_s = {parts["delay"]}
[deployment.interceptor]
id = "own"
burnout_speed_km_s = {parts["speed"]}
divert_km_s = {parts["divert"]}
{parts["vehicle"]}
{parts["more"]}
""")
    return path


def _interval(low: float, high: float, value: float | None = None, rest: str = "") -> str:
    middle = 0.5 * (low + high) if value is None else value
    return f"{{ value = {middle}, low = {low}, high = {high}{rest} }}"


# -- figures and streams --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "mean", "deviation"),
    [
        (Drawn("a_s", 3.0, 2.0, 6.0, "uniform", None), 4.0, 4.0 / np.sqrt(12.0)),
        (Drawn("a_s", 3.0, 2.0, 6.0, "triangular", None), 11.0 / 3.0, np.sqrt((4 + 9 + 36 - 6 - 12 - 18) / 18)),
        (Drawn("a_s", 3.0, -3.0, 9.0, "normal", 1.0), 3.0, 1.0),
    ],
)  # fmt: skip
def test_distributions_have_their_moments(given, mean, deviation) -> None:
    """Uniform, triangular, normal: by textbook."""
    values = given.at(stream(SEED, "x").random(200_000))
    assert values.mean() == pytest.approx(mean, abs=0.02)
    assert values.std() == pytest.approx(deviation, rel=0.02)
    assert values.min() >= given.low
    assert values.max() <= given.high
    assert given.at(np.array([0.0, 1.0])) == pytest.approx([given.low, given.high])


def test_a_cut_normal_stays_inside() -> None:
    """And is no heap at the ends."""
    values = Drawn("a_s", 3.0, 2.5, 4.0, "normal", 1.0).at(stream(SEED, "x").random(50_000))
    assert values.min() >= 2.5
    assert values.max() <= 4.0
    assert (values == 2.5).sum() + (values == 4.0).sum() == 0


def test_every_figure_has_its_own_stream() -> None:
    """The same for the same seed and key, whatever else there is; longer is a longer run of the same."""
    assert (stream(1, "a").random(5) == stream(1, "a").random(9)[:5]).all()
    assert not (stream(1, "a").random(5) == stream(1, "b").random(5)).any()
    assert not (stream(1, "a").random(5) == stream(2, "a").random(5)).any()
    pairs = np.corrcoef([stream(7, f"k{i}").random(4000) for i in range(20)])
    assert np.abs(pairs - np.eye(20)).max() < 0.08


def test_what_is_drawn() -> None:
    """Figures with an interval or a spread; not sizes of regions, not what is certain."""
    figures = [
        FigureUsed.of("b.x_s", Figure(value=1.0, low=0.0, high=2.0)),
        FigureUsed.of("a.x_s", Figure(value=1.0, distribution="normal", standard_deviation=0.1)),
        FigureUsed.of("c.x_s", Figure(value=1.0)),
        FigureUsed.of("aim.p.radius_km", Figure(value=1.0, low=0.0, high=2.0)),
    ]
    drawn = drawn_figures(figures)
    assert [d.key for d in drawn] == ["a.x_s", "b.x_s"]
    assert (drawn[0].low, drawn[0].high) == pytest.approx((0.7, 1.3))
    assert figures[1].to_dict()["distribution"] == "normal"


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ('{ value = 180, distribution = "uniform" }', "without an interval"),
        ('{ value = 180, distribution = "normal" }', "standard_deviation with distribution"),
        ('{ value = 180, standard_deviation = 3 }', "standard_deviation with distribution"),
        ('{ value = 180, distribution = "normal", standard_deviation = 0 }', "allowed: above 0"),
        ('{ value = 180, low = 170, high = 190, distribution = "normal", standard_deviation = 1e300 }', "at most 100 times its width"),
        ('{ value = 180, distribution = "normal", standard_deviation = 90 }', "-90 s; allowed: 1 to 1200"),
        ("{ value = 180, low = 170 }", "both low and high"),
        ('{ value = 180, low = 100, high = 200, distribution = "cauchy" }', "allowed: 'uniform'"),
    ],
)  # fmt: skip
def test_figures_that_cannot_be_drawn_are_refused(tmp_path, figure, said) -> None:
    """By one line that names the key and what is allowed."""
    with pytest.raises(reassure.ScenarioError, match="burnout_time_s") as caught:
        reassure.load(_scenario(tmp_path, time=figure))
    assert said in str(caught.value)


# -- intervals ------------------------------------------------------------------------------------


@pytest.mark.parametrize("p", [0.003, 0.05, 0.5])
@pytest.mark.parametrize("alike", [False, True])
def test_intervals_hold_the_truth(p: float, alike: bool) -> None:
    """1,000 experiments of 150 draws of 40 flights, independent or much alike within a draw: at least
    93 of 100 intervals of 95 per cent hold the share.
    """
    rng = np.random.default_rng(SEED)
    held = 0
    for _ in range(1000):
        if alike:
            own = rng.beta(p * 2.0, (1.0 - p) * 2.0, 150)
            parts = rng.binomial(40, own) / 40.0
        else:
            parts = rng.binomial(40, p, 150) / 40.0
        share = share_of(parts, 40)
        held += share.low <= p <= share.high
    assert held >= 930


def test_agreement_is_no_certainty() -> None:
    """All draws alike: the interval is that of so many trials, not of none or of all flights."""
    none = share_of(np.zeros(100), 50)
    assert none.value == none.low == 0.0
    assert none.high == pytest.approx(1.0 - 0.025**0.01)
    every = share_of(np.ones(100), 50)
    assert every.high == 1.0
    assert every.low == pytest.approx(0.025**0.01)


# -- answers --------------------------------------------------------------------------------------


def test_a_share_that_is_known(tmp_path) -> None:
    """One flight, burnout speed uniform: the share within reach is the part of the interval above the
    required speed.
    """
    plain = reassure.assess(_scenario(tmp_path))
    required = plain.pairs.required_speed_km_s[0, 0]
    speed = _interval(round(required - 0.2, 6), round(required + 0.6, 6))
    found = reassure.assess(
        _scenario(tmp_path, speed=speed), samples=400, seed=SEED, tolerance=1e-9
    ).uncertainty
    row = found.deployments[0]
    assert found.draws == 400
    assert not found.stopped_early
    assert row.within_reach.low < 0.75 < row.within_reach.high
    assert row.within_reach == row.reaches_some
    assert row.least_margin_km_s[1] == pytest.approx(-0.2, abs=0.05)
    assert [i.key for i in row.influences] == [
        "deployment.north.interceptor.own.burnout_speed_km_s"
    ]
    assert row.influences[0].total == pytest.approx(1.0, abs=0.1)


@pytest.mark.long
def test_influences_that_are_known(tmp_path) -> None:
    """Margin is required less burnout speed less divert: widths of 0.6 and 0.3 make 0.8 and 0.2 of the
    variance; what the margin does not rest on is not in the list.
    """
    path = _scenario(
        tmp_path, speed=_interval(4.2, 4.8), divert=_interval(0.1, 0.4),
        more='[[deployment]]\nid = "other"\nsite = "deveselu"\nlaunch_delay_s = { value = 100, low = 90, high = 110 }\n'
        "interceptor = { id = \"x\", burnout_speed_km_s = 3 }",
    )  # fmt: skip
    north, other = reassure.assess(path, samples=300, seed=SEED).uncertainty.deployments
    parts = {i.key.split(".")[-1]: i for i in north.influences}
    assert set(parts) == {"burnout_speed_km_s", "divert_km_s"}
    assert [i.key.split(".")[-1] for i in other.influences] == ["launch_delay_s"]
    for name, expected in (("burnout_speed_km_s", 0.8), ("divert_km_s", 0.2)):
        part = parts[name]
        assert abs(part.total - expected) < 1.5 * part.total_half_width + 0.02
        assert abs(part.first - expected) < 2.0 * part.first_half_width + 0.05


def test_every_draw_is_an_assessment(tmp_path) -> None:
    """Five draws of four figures: writing the drawn values into the scenario and assessing it gives the same
    shares, ideal and by estimate, and the least margin of the closest flights.
    """
    changes = {
        "bases": '"kozelsk", "vypolzovo"', "aims": '"conus"', "ratio": "0.9, 1.0",
        "time": _interval(150, 190), "downrange": _interval(450, 600, rest=', distribution = "triangular"'),
        "speed": '{ value = 4.4, distribution = "normal", standard_deviation = 0.1 }',
        "delay": _interval(60, 120), "vehicle": 'vehicle = "notional-4-5"\nleast_intercept_height_km = 100',
    }  # fmt: skip
    path = _scenario(tmp_path, **changes)
    drawn = drawn_figures(reassure.assess(path, estimate=True).sources)
    assert len(drawn) == 4
    whole = reassure.assess(path, estimate=True, samples=5, seed=SEED).uncertainty
    assert whole.flights_per_draw == whole.flights <= 100
    shares, flown, least = [], [], []
    for n in range(5):
        values = {f.key.split(".")[-1]: f.at(stream(SEED, f.key).random(n + 1))[n] for f in drawn}
        fixed = _scenario(
            tmp_path, "fixed.toml",
            **{
                **changes, "time": values["burnout_time_s"], "downrange": values["downrange_km"],
                "speed": values["burnout_speed_km_s"], "delay": values["launch_delay_s"],
            },
        )  # fmt: skip
        result = reassure.assess(fixed, estimate=True)
        shares.append(1.0 - result.deployments[0].share_out_of_reach)
        flown.append(result.estimates.within_reach().mean())
        least.append(np.nanmin(result.pairs.margin_km_s))
    row = whole.deployments[0]
    assert row.within_reach.value == pytest.approx(np.mean(shares), abs=1e-9)
    assert row.estimate_within_reach.value == pytest.approx(np.mean(flown), abs=1e-9)
    assert np.mean(flown) > 0.0
    # the closest twenty need not hold the closest of every draw, but never a closer one
    assert row.least_margin_km_s[1] >= np.sort(least)[2] - 1e-6
    assert row.least_margin_km_s[1] == pytest.approx(np.sort(least)[2], abs=0.02)


def test_another_figure_does_not_shuffle_the_rest(tmp_path) -> None:
    """A second deployment with an interval of its own: the first one's answer stays to the last digit."""
    one = _scenario(tmp_path, speed=_interval(4.2, 5.6), time=_interval(150, 190))
    alone = reassure.assess(one, samples=60, seed=3).uncertainty
    two = _scenario(
        tmp_path, speed=_interval(4.2, 5.6), time=_interval(150, 190),
        more='[[deployment]]\nid = "another"\nsite = "deveselu"\nlaunch_delay_s = 90\n'
        f'interceptor = {{ id = "x", burnout_speed_km_s = {_interval(3, 4)} }}',
    )  # fmt: skip
    both = reassure.assess(two, samples=60, seed=3).uncertainty
    assert both.deployments[0] == alone.deployments[0]
    other = reassure.assess(one, samples=60, seed=4).uncertainty
    assert other.deployments[0] != alone.deployments[0]


def test_it_stops_when_it_knows_enough(tmp_path) -> None:
    """No sooner than a hundred draws; every interval is then within the tolerance."""
    path = _scenario(tmp_path, speed=_interval(4.2, 5.6))
    found = reassure.assess(path, samples=5000, seed=2, tolerance=0.1).uncertainty
    assert 100 <= found.draws < 500
    assert found.stopped_early
    assert found.widest <= 0.1
    assert found.to_dict()["stopped"] == "every interval is narrow enough"


def test_nothing_uncertain_and_too_few_draws_are_named(tmp_path) -> None:
    """No influences, and why."""
    certain = reassure.assess(_scenario(tmp_path), samples=40).uncertainty
    assert certain.figures == ()
    assert certain.deployments[0].no_influences == "no figure has an interval"
    few = reassure.assess(_scenario(tmp_path, speed=_interval(4, 5)), samples=10).uncertainty
    assert "too few draws (10)" in few.deployments[0].no_influences


def test_a_figure_that_rarely_counts_is_not_given_an_influence() -> None:
    """Ten of five hundred draws that make all of the variance are too few; fifty are not, nor a bell."""
    rng = np.random.default_rng(SEED)
    values = np.zeros((256, 2))
    values.flat[rng.choice(512, 10, replace=False)] = 1.0
    assert rests_on_few(values)
    values.flat[rng.choice(512, 50, replace=False)] = 1.0
    assert not rests_on_few(values)
    assert not rests_on_few(rng.normal(size=(34, 2)))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"samples": 0}, "0 samples; allowed: 1 to"),
        ({"samples": 10, "seed": -1}, "seed -1; allowed"),
        ({"samples": 10, "tolerance": 0.0}, "tolerance 0; allowed"),
        ({"samples": 10, "tolerance": float("nan")}, "tolerance nan; allowed"),
    ],
)
def test_bad_options_are_refused(tmp_path, options, said) -> None:
    """Before anything is computed."""
    with pytest.raises(reassure.ScenarioError, match=said):
        reassure.assess(_scenario(tmp_path), **options)


def test_the_command_prints_and_writes_it(tmp_path) -> None:
    """A table with intervals; the same in JSON, twice the same for the same seed."""
    path = _scenario(tmp_path, speed=_interval(4.2, 5.6), time=_interval(150, 190))
    texts = []
    for name in ("a.json", "b.json"):
        done = called("assess", str(path), "--samples", "50", "--seed", "9", "--json", name, cwd=tmp_path)  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "While 2 figures are uncertain" in done.stdout
        texts.append((tmp_path / name).read_text())
    assert texts[0] == texts[1]
    data = json.loads(texts[0])["uncertainty"]
    assert data["draws"] == 50
    assert data["deployments"][0]["share_within_reach"]["low"] >= 0.0
    assert len(data["deployments"][0]["influences"]) == 2
    assert data["figures"][0]["distribution"] == "uniform"


def test_the_widest_interval_is_that_of_the_shares_as_written() -> None:
    """To the last digit: or a file of a result would be refused when it is read."""
    from reassure.answers.uncertainty import DeploymentUncertainty, Share, Uncertainty

    rng = np.random.default_rng(SEED)
    for low, value, high in np.sort(rng.random((200, 3)), axis=1).tolist():
        share = Share(value, low, high)
        one = DeploymentUncertainty("d", share, share, (None, None, None), None, (), "none")
        said = Uncertainty(9, 9, 1, 0.95, 0.01, 1, 1, 1, 1, (), (one,)).to_dict()
        read = Share(**said["deployments"][0]["share_within_reach"])
        assert said["widest_half_width"] == round(read.half_width, 6)
