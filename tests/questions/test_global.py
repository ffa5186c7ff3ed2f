"""The global presets: what is published about their missiles and interceptors, and regions wherever they lie."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pyproj import Geod

from reassure.answers.assessment import Assessment
from reassure.catalog import Booster, Interceptor, catalog
from reassure.claim.from_scenario import claim_from_scenario
from reassure.questions.assess import assess
from reassure.scenario.model import Scenario
from reassure.scenario.reader import load, parse
from reassure.scenario.resolve import resolve
from tests.claim.files import inside

WGS84 = Geod(ellps="WGS84")
GLOBAL = ("china-us-gmd", "global-2012", "global-2026", "korea-us", "russia-us-gmd")


@pytest.fixture(scope="module")
def korea() -> Assessment:
    """North Korea's flights to the United States."""
    return assess("korea-us")


@pytest.fixture(scope="module")
def russia() -> Assessment:
    """Russia's flights to the United States, the southern way among them."""
    return assess("russia-us-gmd")


def _ground_km(result: Assessment) -> np.ndarray:
    f = result.flights
    _, _, metres = WGS84.inv(
        f.base_longitude_deg, f.base_latitude_deg, f.aim_longitude_deg, f.aim_latitude_deg
    )
    return np.asarray(metres) / 1e3


def test_the_interceptors_are_as_many_as_published() -> None:
    """26 and 4 in 2012; 40 and 4 in 2026, and 20 planned."""
    for name, count in (("global-2012", (26, 4)), ("global-2026", (40, 4))):
        by_id = {d.id: d for d in load(name).deployment}
        assert by_id["gmd-fort-greely"].interceptors == count[0]
        assert by_id["gmd-vandenberg"].interceptors == count[1]
    assert {d.id: d.interceptors for d in load("global-2026").deployment}["ngi-fort-greely"] == 20


@pytest.mark.parametrize("name", GLOBAL)
def test_every_figure_of_a_global_preset_has_a_source_or_is_assumed(name: str) -> None:
    """What is found names where; launch delays have intervals; and nothing is a bare number without a word."""
    for deployment in load(name).deployment:
        delay = deployment.launch_delay_s
        assert not isinstance(delay, str)
        assert delay.low is not None
        assert delay.high is not None
        assert delay.low <= delay.value < delay.high
        assert delay.source
    for figure in resolve(load(name)).sources:
        assert figure.status in ("found", "recalled", "assumed")
        assert figure.status != "found" or figure.source


def test_the_speed_of_the_three_stage_interceptor_is_no_less_than_what_its_booster_flew() -> None:
    """A free fall of 5,300 km that is 1,900 km high, over a sphere that stands still, by the vis-viva equation on the
    ellipse through the two ends and the top; 60 m/s for the roundness of the published numbers.
    """
    speed = catalog().get("gbi-3-stage", Interceptor, "interceptor").burnout_speed_km_s
    ground, top, half = 6371.0, 6371.0 + 1900.0, 5300.0 / 6371.0 / 2.0
    # in the ellipse's own coordinates with the Earth's middle as one focus: r = p / (1 - e cos), from the apogee
    e = (top - ground) / (top - ground * math.cos(half))
    semilatus = top * (1.0 - e)
    assert semilatus / (1.0 - e * math.cos(half)) == pytest.approx(ground)
    flown = math.sqrt(398600.44 * (2.0 / ground - (1.0 - e * e) / semilatus))
    assert speed.low == pytest.approx(flown, abs=0.06)
    assert speed.low <= speed.value <= speed.high


def test_north_korea_can_be_reached_from_fort_greely_and_vandenberg(korea: Assessment) -> None:
    """Which is what they were built for; and every flight lies within what its booster is said to reach."""
    for i, deployment in enumerate(korea.deployments[:2]):
        assert deployment.share_out_of_reach == 0.0, i
    assert not korea.missing
    ranges = {b: catalog().get(b, Booster, "booster").greatest_range_km for b in ("hwasong-liquid", "hwasong-solid")}  # fmt: skip
    assert _ground_km(korea).max() < min(r.high or r.value for r in ranges.values() if r)
    # over 10,000 km: Washington is some 11,000 km from Pyongyang
    assert _ground_km(korea).max() > 10_000


def test_russias_flights_can_be_reached_and_what_is_too_far_is_left_out(russia: Assessment) -> None:
    """Geometry does not keep the interceptors from them. Flights of submarines from the Sea of Okhotsk beyond the
    missile's range are told of, and every other one is within it.
    """
    assert [d.share_out_of_reach < 0.05 for d in russia.deployments] == [True, True]
    assert {m.base for m in russia.missing} == {"submarines-okhotsk"}
    of = russia.flights.base == "submarines-okhotsk"
    assert _ground_km(russia)[of].max() <= 10_000


def test_the_southern_way_is_more_than_half_the_earth(russia: Assessment) -> None:
    """Its ends and its time: between half a turn and a whole one of a low orbit (5,060 s at the surface); it passes
    south of 60 S.
    """
    f = russia.flights
    long = np.flatnonzero(f.way == "long")
    assert {str(b) for b in f.base[long]} == {"uzhur"}
    assert (f.flight_time_s[long] > 2530).all()
    assert (f.flight_time_s[long] < 5500).all()
    # the great circle on from the base, away from the aim: how far south it comes
    back, _, _ = WGS84.inv(f.base_longitude_deg[long], f.base_latitude_deg[long], f.aim_longitude_deg[long], f.aim_latitude_deg[long])  # fmt: skip
    southernmost = np.degrees(np.arccos(np.abs(np.sin(np.radians(back)) * np.cos(np.radians(f.base_latitude_deg[long])))))  # fmt: skip
    assert (southernmost > 60).all()


# -- regions wherever they lie --------------------------------------------------------------------------

BOX = "[[50, 170], [50, -170], [56, -170], [56, 170]]"
CAP = "[[80, 0], [80, 90], [80, 180], [80, -90]]"
WORLD = f"""\
format = "reassure-scenario/1"
title = "Across the antimeridian and over the pole"

[[force]]
bases = [{{ id = "chukotka", latitude_deg = 66.0, longitude_deg = 179.9, field_radius_km = 20 }}]
aims = [{{ id = "box", polygon = {BOX} }}, {{ id = "cap", polygon = {CAP} }}]
booster = {{ id = "b", burnout_time_s = 120, burnout_height_km = 120, downrange_km = 150 }}
aim_spacing_km = 300

[[deployment]]
id = "ice"
area = {CAP}
area_spacing_km = 400
interceptor = "sm3-iia"
launch_delay_s = 100
"""


@pytest.fixture(scope="module")
def world() -> Scenario:
    """Aims over the antimeridian and the pole, ships round the pole."""
    return parse(WORLD.encode(), "world.toml")


def test_regions_over_the_edges_of_a_map_are_sampled(world: Scenario) -> None:
    """The box on both sides of the antimeridian and nowhere else; the cap all round, and at the pole."""
    aims = resolve(world).forces[0].aims
    box = np.array([(p.latitude_deg, p.longitude_deg) for p in aims if p.id == "box"])
    cap = np.array([(p.latitude_deg, p.longitude_deg) for p in aims if p.id == "cap"])
    # geodesics between its corners bulge northward: by less than a degree on 20 degrees of longitude at 56 N
    assert (np.abs(box[:, 1]) > 169.9).all()
    assert {np.sign(lon) for lon in box[:, 1]} >= {-1.0, 1.0}
    assert ((box[:, 0] > 49.9) & (box[:, 0] < 57)).all()
    assert (cap[:, 0] > 79.9).all()
    assert cap[:, 0].max() > 88
    assert np.histogram(cap[:, 1], bins=np.arange(-180, 181, 90))[0].min() > 0
    # as many as for the same box where no edge is near
    moved = WORLD.replace(BOX, "[[50, 20], [50, 40], [56, 40], [56, 20]]")
    there = resolve(parse(moved.encode(), "moved.toml")).forces[0].aims
    assert sum(p.id == "box" for p in there) == len(box)


def test_regions_over_the_edges_of_a_map_are_claimed(world: Scenario) -> None:
    """Every sampled aim lies in a cell of the claim's, and the cells of the box lie about the antimeridian alone."""
    claim = claim_from_scenario(world)
    (force,) = resolve(world).forces
    lat, lon = np.array([(p.latitude_deg, p.longitude_deg) for p in force.aims]).T
    cells = np.array([row[:4] for flights in claim.flights for row in flights.aims])
    assert inside(cells, lat, lon).any(axis=1).all()
    # the box's cells south of the cap: 20 degrees of longitude about the antimeridian, and no way round the Earth
    box = cells[cells[:, 1] < 60]
    assert len(box) > 2
    assert (np.abs(np.mod(box[:, 2:], 360) - 180) < 10.1).all()


def test_a_flight_across_the_pole_is_answered(world: Scenario) -> None:
    """Each pair has a number or a reason, and ships at the pole meet flights that go over it."""
    result = assess(world)
    assert result.flights.count > 20
    over = result.flights.aim == "cap"
    assert (result.pairs.margin_km_s[0][over] < 0).any()
