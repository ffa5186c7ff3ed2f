"""A file that was written can be read, written again as it was, and exported in every format, whatever edge of
what a scenario allows its numbers lie on.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from reassure.answers.assessment import Assessment
from reassure.answers.assessment_file import read_assessment
from reassure.answers.uncertainty import Share
from reassure.engagement.ephemeris import ephemerides
from reassure.errors import ResultError, ScenarioError
from reassure.questions.assess import assess
from reassure.report.exports import FORMATS
from reassure.report.exports.geojson import geojson
from reassure.report.html.sheet import Sheet
from reassure.report.html.view import view
from reassure.scenario.reader import parse
from tests.amounts import amount, fewer
from tests.answers.test_assessment_file import drawn
from tests.report.exports.edges import edges, lies_on_the_map
from tests.report.exports.world import MOMENT, earth_fixed, world
from tests.small import small

SCENARIO = """\
format = "reassure-scenario/1"
title = "edge"

[[force]]
bases = [{{ id = "b", latitude_deg = {base[0]!r}, longitude_deg = {base[1]!r} }}]
aims = [{{ id = "a", latitude_deg = {aim[0]!r}, longitude_deg = {aim[1]!r}, radius_km = {radius!r} }}]
booster = {{ id = "k", burnout_time_s = {burn!r}, burnout_height_km = {top!r}, downrange_km = {out!r} }}
flight_time_ratio = [{ratio!r}]

[[deployment]]
id = "d"
site = {{ latitude_deg = {site[0]!r}, longitude_deg = {site[1]!r} }}
interceptor = {{ id = "i", burnout_speed_km_s = {speed!r}, burnout_height_km = {height!r}, burn_time_s = {wait!r} }}
launch_delay_s = {delay!r}
"""

AT_THE_AIM = {
    "base": (54.03, 35.77), "aim": (90.0, 0.0), "radius": 0, "burn": 180, "top": 200, "out": 500, "ratio": 1.0,
    "site": (90.0, 0.0), "speed": 3.0, "height": 0, "wait": 0, "delay": 100,
}  # fmt: skip
HALF_WAY_ROUND = {
    **AT_THE_AIM, "burn": 279.4435753474121, "out": 0, "ratio": 5.0, "site": (-89.99999754687734, 160.64921056266212),
    "wait": 279.4435753474121, "delay": 1589.696664414214,
}  # fmt: skip


def exported(result: Assessment) -> None:
    """Written, read, the same bytes again; for a page and in every format, and all of it on the map."""
    with TemporaryDirectory() as folder:
        one, two = Path(folder, "one.json"), Path(folder, "two.json")
        result.write_json(one)
        read = read_assessment(one)
        read.write_json(two)
        assert one.read_bytes() == two.read_bytes()
        json.dumps(view(read, Sheet("reassure assess x")), allow_nan=False)
        ways = ephemerides(read, every=True)
        for form in FORMATS:
            form.write(read, ways, MOMENT, Path(folder, f"x.{form.name}.zip"))
        for m in ways.interceptions:
            assert (np.diff(m.arc.time_s) > 1e-6).all()
            at = (m.deployment, m.flight)
            p = read.pairs
            there = earth_fixed(
                p.intercept_longitude_deg[at],
                p.intercept_latitude_deg[at],
                1e3 * p.intercept_height_km[at],
            )
            assert np.linalg.norm(m.arc.position_m[-1] - there[0]) < 3.0
        for feature in geojson(read, ways)["features"]:
            lies_on_the_map(feature["geometry"])


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Any]:
    """Of a scenario: places at or beside the aim, the base and the points opposite, and numbers with all their digits."""

    def one_of(*values: float, low: float, high: float) -> float:
        return draw(st.one_of(st.sampled_from(values), st.floats(low, high)))

    def place() -> tuple[float, float]:
        return one_of(90.0, -90.0, 54.03, low=-90.0, high=90.0), one_of(
            180.0, -180.0, 35.77, low=-180.0, high=180.0
        )

    base, aim = place(), place()
    near = draw(
        st.sampled_from([aim, aim, base, (-aim[0], aim[1] - 180.0), (-base[0], base[1] - 180.0)])
    )
    step = draw(st.sampled_from([0.0, 0.0, 1e-9, 1e-6, 1e-5, 1e-3]))
    turned = draw(st.sampled_from([0.0, 0.0, 7.5, 10.0])) if near[0] == -aim[0] else 0.0
    site = max(-90.0, min(90.0, near[0] + step)), (near[1] + step - turned + 180.0) % 360.0 - 180.0
    burn, top = one_of(180.0, 1.0, low=1.0, high=300.0), one_of(200.0, 0.0, low=0.0, high=300.0)
    return {
        "base": base,
        "aim": aim,
        "radius": draw(st.sampled_from([0, 0.001, 0.01, 3.0])),
        "burn": burn,
        "top": top,
        "out": one_of(0.0, 500.0, low=0.0, high=500.0),
        "ratio": one_of(1.0, 0.3, 5.0, 1.0 + 1.0 / 30.0, low=0.6, high=2.0),
        "site": site,
        "speed": one_of(0.1, 15.0, low=0.1, high=15.0),
        "height": one_of(0.0, top, low=0.0, high=300.0),
        "wait": one_of(0.0, burn, low=0.0, high=200.0),
        "delay": one_of(0.0, 100.0, burn, low=0.0, high=2000.0),
    }


@fewer
@settings(max_examples=amount(20, 6), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(AT_THE_AIM)
@example({**AT_THE_AIM, "aim": (38.9, -77.0), "site": (38.9, -77.0)})
@example({**AT_THE_AIM, "ratio": 1.0 + 1.0 / 30.0})
@example({**AT_THE_AIM, "radius": 0.003})
@example(HALF_WAY_ROUND)
@given(figures())
def test_any_scenarios_file_opens_everywhere(values: dict[str, Any]) -> None:
    """A site at the aim, where launch and meeting are one hundredth of a second; one half way round from it; flights of
    any shape; areas of a metre; at poles and on the antimeridian.
    """
    try:
        result = assess(parse(SCENARIO.format(**values).encode(), "edge"))
    except ScenarioError:  # no such flight
        assume(False)
    exported(result)


def test_files_at_the_edges_of_the_map_open_everywhere() -> None:
    """Bases, aims, sites, sea areas and radars there."""
    exported(edges())


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_times_and_places_that_round_alike_fly(data: st.DataObject) -> None:
    """An arc of up to a second, as exact as it is or as a file has it; one that is too long is still refused."""
    tau = data.draw(
        st.one_of(st.floats(1e-6, 1.2), st.sampled_from([1e-9, 0.005, 0.01, 0.02, 1.0]))
    )
    start = data.draw(st.floats(100.0, 1000.0))
    speed = data.draw(st.floats(0.0, 10.0))
    result = _dashing(start, tau, speed)
    digits = replace(
        result.pairs,
        launch_s=result.pairs.launch_s.round(2),
        intercept_s=result.pairs.intercept_s.round(2),
        intercept_latitude_deg=result.pairs.intercept_latitude_deg.round(5),
        intercept_longitude_deg=result.pairs.intercept_longitude_deg.round(5),
        intercept_height_km=result.pairs.intercept_height_km.round(3),
        required_speed_km_s=result.pairs.required_speed_km_s.round(6),
    )
    for pairs in (result.pairs, digits):
        (met,) = ephemerides(replace(result, pairs=pairs), flights=[_worst(result)]).interceptions[
            :1
        ]
        assert met.arc.time_s[-1] == pairs.intercept_s[0, met.flight]
        assert (np.diff(met.arc.time_s) > 0.0).all()
        wrong = replace(pairs, intercept_height_km=pairs.intercept_height_km + 20.0)
        with pytest.raises(ResultError, match="no arc of its required speed"):
            ephemerides(replace(result, pairs=wrong), flights=[met.flight])


def _worst(result: Assessment) -> int:
    worst = result.deployments[0].worst_flight
    assert worst is not None
    return worst


def _dashing(start: float, tau: float, speed: float) -> Assessment:
    """The small result with a deployment that meets its closest flight straight above its site, so long after it leaves."""
    result = small()
    i, p = _worst(result), result.pairs
    at = (0, i)

    def put(values: np.ndarray, value: float) -> np.ndarray:
        changed = values.copy()
        changed[at] = value
        return changed

    away = speed * tau + 0.0049 * tau**2  # thrown up, and what it falls on the way
    return replace(
        result,
        deployments=(replace(result.deployments[0], burnout_height_km=0.0, burn_time_s=0.0),),
        pairs=replace(
            p,
            launch_s=put(p.launch_s, start),
            intercept_s=put(p.intercept_s, start + tau),
            intercept_latitude_deg=put(p.intercept_latitude_deg, p.site_latitude_deg[at]),
            intercept_longitude_deg=put(p.intercept_longitude_deg, p.site_longitude_deg[at]),
            intercept_height_km=put(p.intercept_height_km, away),
            required_speed_km_s=put(p.required_speed_km_s, speed + 0.0098 * tau),
        ),
    )


# -- numbers alone --------------------------------------------------------------------------------


def read_back(result: Assessment) -> None:
    """The same bytes when read and written again."""
    with TemporaryDirectory() as folder:
        one, two = Path(folder, "one.json"), Path(folder, "two.json")
        result.write_json(one)
        read_assessment(one).write_json(two)
        assert one.read_bytes() == two.read_bytes()


FRACTION = st.floats(0.0, 1.0)


@fewer
@settings(max_examples=amount(60, 15), deadline=None)
@given(st.lists(st.tuples(FRACTION, FRACTION, FRACTION), min_size=5, max_size=5))
def test_shares_of_any_digits_are_read_back(shares: list[tuple[float, float, float]]) -> None:
    """The widest half width too, which is worked out from them."""
    uncertainty = drawn().uncertainty
    assert uncertainty is not None
    made = []
    for d, three in zip(uncertainty.deployments, shares, strict=True):
        low, value, high = sorted(three)
        made.append(replace(d, within_reach=Share(value, low, high)))
    read_back(replace(drawn(), uncertainty=replace(uncertainty, deployments=tuple(made))))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.3, 5.0))
def test_numbers_of_any_digits_are_read_back(seed: int, ratio: float) -> None:
    """Every column of flights and pairs, the last digits drawn anew; the shape of the flights as it was given."""
    dice = np.random.default_rng(seed)
    result = world()
    f, p = result.flights, result.pairs
    noise = {
        name: values + dice.uniform(-1e-5, 1e-5, values.shape)
        for name, values in vars(f).items()
        if values.dtype.kind == "f" and not name.endswith("_deg")
    }
    noise["flight_time_ratio"] = np.full(f.count, ratio)
    pairs = {
        name: values + dice.uniform(-0.004, 0.004, values.shape)
        for name, values in vars(p).items()
        if values.dtype.kind == "f" and not name.endswith("_deg") and "km_s" not in name
    }
    speed = dice.uniform(-1e-5, 1e-5, p.margin_km_s.shape)
    pairs |= {
        name: getattr(p, name) + speed
        for name in ("required_speed_km_s", "margin_km_s", "critical_burnout_speed_km_s")
    }
    read_back(replace(result, flights=replace(f, **noise), pairs=replace(p, **pairs)))
