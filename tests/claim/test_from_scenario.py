"""A scenario's claim holds every flight and interceptor of its assessment, and more."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.answers.assessment import Flights as Shown
from reassure.claim import canonical, claim_from_scenario, parse_claim
from reassure.claim.model import Claim, ClaimFlights
from reassure.engagement.flights import family_of
from reassure.errors import ScenarioError
from reassure.scenario import Scenario, load
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve
from tests.claim.files import inside
from tests.claim.geometry import as_claimed, direction
from tests.scenario.files import WHOLE

SMALL = """\
format = "reassure-scenario/1"
title = "Small"

[[force]]
bases = [{ id = "here", latitude_deg = 55.0, longitude_deg = 40.0, field_radius_km = 20 }]
aims = [{ id = "there", latitude_deg = 40.0, longitude_deg = -80.0, radius_km = 300 }]
booster = { id = "b", burnout_time_s = 180, burnout_height_km = 200, downrange_km = 500 }

[[deployment]]
id = "d"
site = { latitude_deg = 54.5, longitude_deg = 17.1 }
interceptor = { id = "i", burnout_speed_km_s = 5.0 }
launch_delay_s = 90
"""


def small(*changes: tuple[str, str]) -> Scenario:
    """SMALL with pieces of it changed."""
    text = SMALL
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return parse(text.encode(), "small.toml")


def tables_of(claim: Claim, base: str) -> list[ClaimFlights]:
    """The flights tables of a base of one force."""
    return [f for f in claim.flights if f.id == base or f.id.startswith(f"{base}/")]


def flights_outside(claim: Claim, rows: np.ndarray, shown: Shown, base: str) -> int:
    """How many of the base's flights no row of the claim holds, burnout and times included."""
    mine = shown.base == base
    lat, lon = shown.base_latitude_deg[mine], shown.base_longitude_deg[mine]
    aim_lat, aim_lon = shown.aim_latitude_deg[mine], shown.aim_longitude_deg[mine]
    end, after = shown.flight_time_s[mine], shown.burnout_time_s[mine]
    held = np.zeros(mine.sum(), bool)
    for table in tables_of(claim, base):
        cells = np.array(table.aims)
        in_time = (cells[:, 4] < end[:, None]) & (end[:, None] < cells[:, 5])
        started = inside([table.base], lat, lon)[:, 0]
        low, high = np.array(table.burnout_distance_km), np.array(table.burnout_height_km)
        landed = inside(cells, aim_lat, aim_lon) & in_time & started[:, None]
        for i, k in np.argwhere(landed):
            row = cells[k]
            lead = row[6] + (end[i] - row[4]) / (row[5] - row[4]) * (row[7] - row[6])
            led = direction(aim_lat[i : i + 1], aim_lon[i : i + 1] + lead)
            seen = as_claimed(
                direction(lat[i : i + 1], lon[i : i + 1]), led, rows[mine, :3][i : i + 1]
            )
            along, beside, up = (float(s[0]) for s in seen)
            boosted = low[0] < along < low[1] and beside < table.sideways_km
            boosted &= high[0] - 1e-9 <= up < high[1]
            boosted &= table.burnout_time_s[0] <= after[i] <= table.burnout_time_s[1]
            held[i] |= boosted
    return int(np.sum(~held))


def check_flights(scenario: Scenario, claim: Claim, forces: slice = slice(None)) -> int:
    """Every flight of the scenario's assessment is one of the claim's; how many there are."""
    family = family_of(resolve(scenario).forces[forces])
    for base in np.unique(family.shown.base):
        assert flights_outside(claim, family.rows, family.shown, base) == 0
    return len(family.rows)


def check_interceptors(scenario: Scenario, claim: Claim) -> None:
    """Every site of every battery lies in the places, and its figures keep to the limits."""
    for battery, limits in zip(resolve(scenario).batteries, claim.interceptor, strict=True):
        assert battery.id == limits.id
        lat, lon = np.array([(p.latitude_deg, p.longitude_deg) for p in battery.points]).T
        assert inside(limits.places, lat, lon).any(axis=1).all()
        assert limits.burnout_speed_km_s == battery.burnout_speed_km_s
        assert limits.divert_km_s == battery.divert_km_s
        assert limits.earliest_burnout_s <= battery.launch_delay_s + battery.burn_time_s
        assert limits.burnout_height_km >= battery.burnout_height_km


@pytest.mark.parametrize(
    "name",
    [
        *(pytest.param(name, marks=pytest.mark.long) for name in ("europe-2012", "criteria-2011")),
        "poland-2007-mda",
    ],
)
def test_presets(name: str) -> None:
    """Every base's every flight, every deployment's every site; and the text reads back."""
    scenario = load(name)
    claim = claim_from_scenario(scenario)
    assert check_flights(scenario, claim) > 300
    check_interceptors(scenario, claim)
    assert len(claim.clause) == len(claim.interceptor) * len(claim.flights)
    assert parse_claim(canonical(claim).encode(), "a.json") == claim


@pytest.mark.long
def test_every_form_of_a_scenario() -> None:
    """Bases and aims by id, place, area and polygon; coarse samples, which run outside."""
    text = WHOLE.replace("radius_km = 0 ", "radius_km = 250 ")
    scenario = parse(text.encode(), "whole.toml")
    claim = claim_from_scenario(scenario)
    assert check_flights(scenario, claim) > 50
    check_interceptors(scenario, claim)
    ids = [f.id for f in claim.flights]
    assert "kozelsk" in ids
    assert "boats/1" in ids
    assert "drawn/1" in ids
    assert claim.flights[ids.index("here")].field_radius_km == 20


def test_numbers_of_a_small_claim() -> None:
    """Which figure becomes which limit."""
    figure = "{ value = 5.0, low = 4.5, high = 5.5 }"
    claim = claim_from_scenario(
        small(
            ("burnout_speed_km_s = 5.0", f"burnout_speed_km_s = {figure}, divert_km_s = 0.3, burn_time_s = {{ value = 40, low = 30, high = 50 }}, burnout_height_km = {{ value = 100, low = 90, high = 300 }}"),
            ("launch_delay_s = 90", "launch_delay_s = { value = 90, low = 60, high = 120 }"),
            ("field_radius_km = 20", "field_radius_km = { value = 20, low = 15, high = 30 }"),
            ("burnout_time_s = 180", "burnout_time_s = { value = 170, low = 150, high = 180 }"),
        )
    )  # fmt: skip
    limits, flown = claim.interceptor[0], claim.flights[0]
    assert limits.places == ((54.5, 54.5, 17.1, 17.1),)
    assert limits.burnout_speed_km_s == 5.0
    assert limits.divert_km_s == 0.3
    assert limits.earliest_burnout_s == 90.0
    assert limits.burnout_distance_km == 150.0
    assert 300.0 <= limits.burnout_height_km <= 300.1
    assert flown.base == (55.0, 55.0, 40.0, 40.0)
    assert flown.field_radius_km == 30.0
    assert flown.burnout_time_s == (150.0, 180.0)
    assert flown.burnout_height_km == (200.0, 200.1)
    assert all(float(x).is_integer() for row in flown.aims for x in row[4:6])


def test_overrides() -> None:
    """What is given stands in for what the scenario says; wider intervals hold narrower ones."""
    claim = claim_from_scenario(
        small(),
        burnout_speed_km_s=3.5,
        launch_delay_s=10,
        divert_km_s=0.25,
        burnout_distance_km=80,
        burnout_height_km=90,
        burnout_time_s=(100, 200),
        booster_height_km=(180, 260),
        booster_distance_km=(300, 600),
        flight_time_ratio=(0.95, 1.1),
    )
    limits, flown = claim.interceptor[0], claim.flights[0]
    assert (limits.burnout_speed_km_s, limits.divert_km_s) == (3.5, 0.25)
    assert limits.earliest_burnout_s == 10
    assert (limits.burnout_distance_km, limits.burnout_height_km) == (80, 90)
    assert flown.burnout_time_s == (100, 200)
    assert flown.burnout_height_km[0] == 180
    assert flown.burnout_distance_km[0] < 300 < 600 < flown.burnout_distance_km[1]
    plain = claim_from_scenario(small()).flights[0]
    for wide, narrow in zip(flown.aims, plain.aims, strict=True):
        assert wide[:4] == narrow[:4]
        assert wide[4] < narrow[4] < narrow[5] < wide[5]
    assert check_flights(small(), claim) > 0


def test_finer_cells_make_narrower_times() -> None:
    """More rows, each with less between its times."""
    coarse = claim_from_scenario(small(), cell_km=400).flights[0].aims
    fine = claim_from_scenario(small(), cell_km=100).flights[0].aims
    assert len(fine) > 4 * len(coarse)
    assert np.median([r[5] - r[4] for r in fine]) < np.median([r[5] - r[4] for r in coarse])


def test_parts_of_a_scenario() -> None:
    """Some deployments and bases only; a wrong name is said with what there is."""
    claim = claim_from_scenario(
        "europe-2012",
        deployments=["phase-2-deveselu"],
        bases=["uzhur", "submarines-okhotsk"],
        cell_km=1500,
    )
    assert [i.id for i in claim.interceptor] == ["phase-2-deveselu"]
    assert claim.flights[0].id == "uzhur"
    assert {f.id.split("/")[0] for f in claim.flights} == {"uzhur", "submarines-okhotsk"}
    for names in ({"deployments": ["nowhere"]}, {"bases": ["nowhere"]}):
        with pytest.raises(ScenarioError, match=r"nowhere.*allowed: .*(phase-2-deveselu|uzhur)"):
            claim_from_scenario("europe-2012", **names)
    for names in ({"deployments": []}, {"bases": "uzhur"}):
        with pytest.raises(ScenarioError, match="a list of ids"):
            claim_from_scenario("europe-2012", **names)


def test_a_base_in_two_forces_has_two_ids() -> None:
    """With its own booster in each, and its own aims."""
    force = SMALL[SMALL.index("[[force]]") : SMALL.index("[[deployment]]")]
    again = force.replace("burnout_time_s = 180", "burnout_time_s = 150").replace("300", "200")
    again = again.replace('"there"', '"near-there"').replace('"b"', '"b-short"')
    scenario = parse((SMALL + again).encode(), "two.toml")
    claim = claim_from_scenario(scenario)
    assert [f.id for f in claim.flights] == ["here", "here@2"]
    assert [f.burnout_time_s for f in claim.flights] == [(180, 180), (150, 150)]
    assert check_flights(scenario, claim, slice(0, 1)) > 0


@pytest.mark.parametrize(
    ("lat", "lon", "radius"), [(89.0, 0.0, 400), (52.0, 179.5, 600), (-30.0, -179.9, 900)]
)
def test_polar_and_antimeridian_aims(lat: float, lon: float, radius: float) -> None:
    """Aim discs on a pole and across the antimeridian, from a base on it."""
    scenario = small(
        ("latitude_deg = 40.0, longitude_deg = -80.0, radius_km = 300", f"latitude_deg = {lat}, longitude_deg = {lon}, radius_km = {radius}"),
        ("latitude_deg = 55.0, longitude_deg = 40.0", "latitude_deg = 5.0, longitude_deg = 180.0"),
        ('"b", ', '"b", '),
    )  # fmt: skip
    claim = claim_from_scenario(scenario)
    assert check_flights(scenario, claim) > 3
    for row in claim.flights[0].aims:
        assert -540 <= row[2] <= row[3] <= 540


ERRORS = {
    "below ground": ({"flight_time_ratio": (0.4, 1.0)}, ["here to there", "below the ground", "cell ["]),
    "too near": ({"booster_distance_km": (350, 3000)}, ["burnout_distance_km", "3000"]),
    "ends swapped": ({"burnout_time_s": (200, 100)}, ["burnout_time_s", "least <= greatest"]),
    "not above 0": ({"flight_time_ratio": (0, 1)}, ["flight_time_ratio"]),
    "speed": ({"burnout_speed_km_s": 21}, ["burnout_speed_km_s", "21", "at most 20"]),
    "low boost": ({"booster_height_km": (10, 200)}, ["burnout_height_km", "20"]),
    "cells": ({"cell_km": 5}, ["cell_km = 5"]),
    "long": ({"flight_time_ratio": (1, 4.9)}, ["there", "7200"]),
    "boost": ({"burnout_time_s": (100, 1000)}, ["here to there", "latest burnout"]),
}  # fmt: skip


@pytest.mark.parametrize("case", ERRORS)
def test_errors(case: str) -> None:
    """One line, with base, aim and reason where a flight is at fault."""
    options, words = ERRORS[case]
    scenario = small()
    if case == "boost":  # an aim so near that its flights end before the latest burnout
        scenario = small(("40.0, longitude_deg = -80.0", "48.0, longitude_deg = 10.0"))
    with pytest.raises(ScenarioError) as caught:
        claim_from_scenario(scenario, **options)
    assert str(caught.value).isprintable()
    for word in words:
        assert word in str(caught.value)


def test_too_near_an_aim() -> None:
    """The reason names base and aim."""
    scenario = small(("40.0, longitude_deg = -80.0", "55.0, longitude_deg = 47.0"))
    with pytest.raises(ScenarioError, match="here to there.*nearer than where the boost ends") as e:
        claim_from_scenario(scenario)
    assert e.value.path == ("force", 0)


def test_a_title_says_with_which_figures_a_claim_is_asked() -> None:
    """Those that take the place of the scenario's, in the order of the options; without any the title is the scenario's."""
    scenario = load("guarantee-2012")
    asked = {"deployments": ["deveselu"], "bases": ["kozelsk"]}
    assert claim_from_scenario(scenario, **asked).title == scenario.title
    other = claim_from_scenario(
        scenario, **asked, burnout_speed_km_s=2.251234567, launch_delay_s=120.0, booster_height_km=(150.0, 300.0)
    )  # fmt: skip
    assert (
        other.title
        == f"{scenario.title}; with burnout speed 2.251234567 km/s, launch delay 120 s, booster's burnout height 150 to 300 km"
    )
