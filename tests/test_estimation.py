"""The estimate: windows against brute force, witnesses flown again, and never more than a guarantee allows."""

from __future__ import annotations

import json

import numpy as np
import pytest

import reassure
from reassure.earth.frames import height_along_radius
from reassure.estimates import NoReach
from reassure.estimation import Stand, look_for
from reassure.flight.family import standing
from reassure.flight.flyout import BURN_STEP, FALL_STEP, FLEW, flyouts
from reassure.flight.transfer import relative_speed
from reassure.reach.fan import Fan
from tests.flight.vehicles import vehicle
from tests.oracles.flown_again import fly_again, place

SEED = 2011


def _scenario(tmp_path, **changes):
    """Redzikowo and the Baltic against a western field, coarsely."""
    parts = {"delay": "90", "vehicle": 'interceptor = "sm3-iia"', "spacing": "1200", **changes}
    path = tmp_path / "s.toml"
    path.write_text(f"""
format = "reassure-scenario/1"
title = "test"
[[force]]
bases = ["kozelsk", "vypolzovo"]
aims = ["conus"]
booster = "icbm-solid"
flight_time_ratio = [0.9, 1.0]
aim_spacing_km = {parts["spacing"]}
[[deployment]]
id = "site"
site = "redzikowo"
{parts["vehicle"]}
launch_delay_s = {parts["delay"]}
[[deployment]]
id = "ships"
area = "baltic-sea"
{parts["vehicle"]}
launch_delay_s = {parts["delay"]}
""")
    return path


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    return reassure.assess(_scenario(tmp_path_factory.mktemp("s")), estimate=True)


def _rows(result_path):
    from reassure.families import family_of
    from reassure.scenario.resolve import resolve

    question = resolve(reassure.load(result_path))
    return question, family_of(question.forces).rows


def test_every_witness_flies_again(result) -> None:
    """From the figures in the result alone, by another integrator in another atmosphere: within 100 m of the
    flight's position in the result, which is a flight's (also checked).
    """
    found = result.estimates
    within = np.argwhere(found.within_reach())
    assert len(within) > 20
    rng = np.random.default_rng(SEED)
    worst = 0.0
    for d, f in within[rng.choice(len(within), 8, replace=False)]:
        pair = json.loads(json.dumps(result.pair(int(d), int(f))))
        w = pair["estimate"]["witness"]
        assert w["launch_s"] >= pair["estimate"]["launch_delay_s"]
        v = vehicle(pair["estimate"]["vehicle"])
        there = fly_again(
            v, *np.radians(w["site_point"]), np.radians(w["azimuth_deg"]), np.radians(w["kick_deg"]),
            w["intercept_s"] - w["launch_s"],
        )  # fmt: skip
        meant = place(
            np.radians(w["latitude_deg"]), np.radians(w["longitude_deg"]), 1e3 * w["height_km"]
        )
        worst = max(worst, float(np.linalg.norm(there - meant)))
    print(f"worst {worst:.1f} m")
    assert worst < 100.0


def test_the_witness_meets_the_flight(result, tmp_path) -> None:
    """The intercept point in the result is where the flight stands at that time."""
    _, rows = _rows(_scenario(tmp_path))
    found = result.estimates
    for d, f in np.argwhere(found.within_reach())[::7]:
        at = (d, f)
        meant = place(
            *np.radians([found.intercept_latitude_deg[at], found.intercept_longitude_deg[at]]),
            1e3 * found.intercept_height_km[at],
        )
        assert np.linalg.norm(standing(rows[f], found.intercept_s[at]) - meant) < 1.0


def test_windows_against_brute_force(tmp_path) -> None:
    """Latest launch, first and last intercept and shots, second by second, for a site."""
    question, rows = _rows(_scenario(tmp_path))
    v = vehicle("notional-5-5")
    site = question.batteries[0].points[0]
    lat, lon = np.radians([site.latitude_deg, site.longitude_deg])
    fan = Fan.of(v, lat, lat)
    stand = Stand.of(
        v, fan, np.array([site.latitude_deg]), np.array([site.longitude_deg]), (100.0, 1e4), 40.0
    )
    ready = np.full(len(rows), 60.0)
    look = look_for(stand, rows, ready, witnesses=False)
    reached = 0
    for i, flight in enumerate(rows):
        times = np.arange(flight[6], flight[6] + flight[7], 1.0)
        points = np.array([standing(flight, t) for t in times])
        slack = times - fan.arrivals(lat, lon, points)[:, 0]
        slack[[height_along_radius(*p) < 100e3 for p in points]] = -np.inf
        if slack.max() <= 0.0:
            assert look.site[i] < 0 or look.row[i, 0] < 1.0
            continue
        assert look.row[i, 0] == pytest.approx(slack.max(), abs=0.3)
        if slack.max() < 60.5:
            continue
        reached += 1
        good = times[slack >= 60.0]
        assert look.row[i, 2] == pytest.approx(good[0], abs=1.5)
        assert look.row[i, 3] == pytest.approx(good[-1], abs=1.5)
        shots, launch = 0, 60.0
        while True:
            later = times[(slack >= launch) & (times >= launch)]
            if not later.size:
                break
            shots += 1
            launch = later[0] + 40.0
        assert abs(shots - look.row[i, 4]) <= (1 if shots > 1 else 0)
    assert reached > 10


@pytest.mark.parametrize("name", ["notional-3-0", "notional-4-5", "notional-5-5", "notional-8-3"])
def test_a_flyout_stays_within_its_guarantee(name) -> None:
    """10,000 flyouts in all: from where it burned out, the point it comes to asks for no more than its
    greatest burnout speed and what the perturbations of the claim (0.033 m/s^2) can add: inequality (4).
    """
    v = vehicle(name)
    fan = Fan.of(v, 0.3, 1.2)
    rng = np.random.default_rng(SEED)
    n = 2500
    latitude, azimuth = rng.uniform(0.3, 1.2, n), rng.uniform(0.0, 2 * np.pi, n)
    kick = rng.uniform(fan.kicks[0], fan.kicks[-1], n)
    until = v.burn_time + rng.uniform(10.0, 1200.0, n)
    outcome, row = flyouts(*v.arrays(), latitude, azimuth, kick, until, BURN_STEP, FALL_STEP)
    flew = outcome == FLEW
    assert flew.sum() > 800
    worst = -np.inf
    for r in row[flew]:
        tau = r[0] - r[4]
        needed = relative_speed(tau, (tuple(r[6:9]), tuple(r[1:4])))
        if np.isfinite(needed):
            worst = max(worst, needed - fan.burnout_speed - 0.033 * tau)
        assert height_along_radius(*r[6:9]) <= fan.burnout_height * 1.01 + 500.0
    print(f"{name}: at most {worst:.1f} m/s above")
    assert worst <= 0.0


def test_an_interceptor_without_a_vehicle(tmp_path) -> None:
    """Is said to have none, and everything else is as without an estimate."""
    path = _scenario(
        tmp_path, vehicle='interceptor = { id = "mine", burnout_speed_km_s = 4.5 }', spacing="3000"
    )
    got = reassure.assess(path, estimate=True)
    assert (got.estimates.reason == NoReach.NO_VEHICLE).all()
    pair = got.pair(0, 0)["estimate"]
    assert pair["within_reach"] is False
    assert pair["reason"] == "no vehicle is named for this interceptor"
    plain = reassure.assess(path).pair(0, 0)
    assert "estimate" not in plain
    assert plain == {k: x for k, x in got.pair(0, 0).items() if k != "estimate"}


def test_a_vehicle_written_out(tmp_path) -> None:
    """In the scenario's own table, with its own id; a later delay never reaches more."""
    table = """interceptor = { id = "mine", burnout_speed_km_s = 4.5, vehicle = { id = "own", payload_kg = 164.5,
      reference_area_m2 = 0.22, vertical_rise_s = 1.5, drag = [[0, 0.25]], stage = [
      { propellant_kg = 470, dry_kg = 230, burn_time_s = 6, vacuum_specific_impulse_s = 262, exit_area_m2 = 0.12 },
      { propellant_kg = 1200, dry_kg = 190, burn_time_s = 60, vacuum_specific_impulse_s = 285 } ] } }"""
    table = " ".join(table.split())
    early = reassure.assess(_scenario(tmp_path, vehicle=table), estimate=True).estimates
    late = reassure.assess(_scenario(tmp_path, vehicle=table, delay="150"), estimate=True).estimates
    assert early.pair((0, 0))["vehicle"] == "own"
    assert early.within_reach().sum() > 0
    assert not (late.within_reach() & ~early.within_reach()).any()
    np.testing.assert_array_equal(early.latest_launch_s, late.latest_launch_s)


@pytest.mark.parametrize(
    ("vehicle", "said"),
    [('"notional-4.5"', "did you mean notional-4-5"), ('"conus"', "no vehicle"), ("7", "vehicle")],
)
def test_no_such_vehicle(tmp_path, vehicle, said) -> None:
    """The error names the key."""
    table = f'interceptor = {{ id = "mine", burnout_speed_km_s = 4.5, vehicle = {vehicle} }}'
    with pytest.raises(reassure.ScenarioError, match=said):
        reassure.assess(_scenario(tmp_path, vehicle=table))
