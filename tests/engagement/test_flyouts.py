"""The estimate: windows against brute force, witnesses flown again, and never more than a guarantee allows."""

from __future__ import annotations

import json

import numpy as np
import pytest

import reassure
from reassure.answers.estimates import NoReach
from reassure.earth.frames import height_along_radius
from reassure.engagement.flyouts import FoundFlyouts, LaunchSites, look_for, stand_of
from reassure.errors import VehicleError
from reassure.flight.family import standing
from reassure.flight.flyout import BURN_STEP, FALL_STEP, FLEW, flyouts
from reassure.flight.transfer import relative_speed
from reassure.reach.flyouts.fan import Fan
from tests.amounts import amount, fewer, mostly_long
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
    from reassure.engagement.flights import family_of
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
    stand = LaunchSites.of(
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


def _within_inequality_four(fan: Fan, latitude: float, row: np.ndarray) -> float:
    """How far (m/s) a flyout's end asks for more than its fan's greatest burnout speed and what the
    perturbations of the claim (0.033 m/s^2) add, from a burnout point that lies in the fan's boost volume.
    """
    site = place(latitude, 0.0, 0.0)
    at = row[6:9]
    size = np.linalg.norm(site)
    over = size * np.arccos(np.clip(at @ site / np.linalg.norm(at) / size, -1.0, 1.0))
    assert over <= 1.01 * fan.burnout_distance + 500.0
    assert np.linalg.norm(at) - size <= 1.01 * fan.burnout_height + 500.0
    assert row[5] <= 1.001 * fan.burnout_speed
    tau = row[0] - row[4]
    needed = relative_speed(tau, (tuple(at), tuple(row[1:4])))
    # the fan's is the greatest from 45 degrees; elsewhere up to a thousandth more
    speed = max(fan.burnout_speed, row[5])
    return needed - speed - 0.033 * tau if np.isfinite(needed) else -np.inf


@fewer
@pytest.mark.parametrize(
    "name",
    mostly_long(
        ["notional-3-0", "notional-4-5", "notional-5-5", "notional-8-3"],
        "notional-3-0",
        "notional-4-5",
    ),
)
def test_a_flyout_stays_within_its_guarantee(name) -> None:
    """Flyouts (10,000 in a whole run) that are still up: each burned out in its vehicle's boost volume, and from there the
    point it comes to asks for no more than its greatest burnout speed and the perturbations: inequality (4).
    """
    v = vehicle(name)
    fan = Fan.of(v, 0.3, 1.2)
    rng = np.random.default_rng(SEED)
    flown, worst = 0, -np.inf
    while flown < amount(2500, 600):
        n = amount(1000, 400)
        latitude, azimuth = rng.uniform(0.3, 1.2, n), rng.uniform(0.0, 2 * np.pi, n)
        kick = rng.uniform(fan.kicks[0], fan.kicks[-1], n)
        until = v.burn_time + rng.uniform(10.0, 1200.0, n)
        outcome, row = flyouts(v.arrays(), latitude, azimuth, kick, until, BURN_STEP, FALL_STEP)
        for lat, r in zip(latitude[outcome == FLEW], row[outcome == FLEW], strict=True):
            worst = max(worst, _within_inequality_four(fan, lat, r))
            flown += 1
    print(f"{name}: {flown} flyouts, at most {worst:.1f} m/s above")
    assert worst <= 0.0


def test_witnesses_stay_within_the_guarantee(result) -> None:
    """Every witness of the estimate, flown again from its site: the same inequality."""
    found = result.estimates
    within = np.argwhere(found.within_reach())
    assert len(within) > 20
    v = vehicle("notional-4-5")
    fan = Fan.of(v, 0.9, 1.2)
    worst = -np.inf
    for d, f in within:
        latitude = np.radians(found.site_latitude_deg[d, f])
        figures = (latitude, *np.radians([found.azimuth_deg[d, f], found.kick_deg[d, f]]))
        until = found.intercept_s[d, f] - found.launch_s[d, f]
        outcome, row = flyouts(
            v.arrays(), *(np.array([x]) for x in (*figures, until)), BURN_STEP, FALL_STEP
        )
        assert outcome[0] == FLEW
        worst = max(worst, _within_inequality_four(fan, latitude, row[0]))
    print(f"{len(within)} witnesses, at most {worst:.1f} m/s above")
    assert worst <= 0.0


def test_a_witness_leaves_no_sooner_than_the_delay() -> None:
    """Newton's method may move the launch: one before the delay is not within reach."""
    row = np.full((2, 7), np.nan)
    row[:, 0], row[:, 1] = 100.0, 300.0
    witness = np.array([[0.0, 0.1, 199.0, 1.0], [0.0, 0.1, 201.0, 1.0]])  # launched at 101 and 99 s
    look = FoundFlyouts(np.zeros(2, int), row, witness, np.zeros((2, 3)))
    assert look.within_reach(np.full(2, 100.0)).tolist() == [True, False]


def test_the_look_is_the_scenarios(tmp_path) -> None:
    """What stands between an intercept and the next launch: 30 s, or look_s (what it does: brute force, above)."""
    for text, look in (("", 30.0), ("look_s = 200\n", 200.0)):
        path = _scenario(tmp_path, vehicle=f'{text}interceptor = "sm3-iia"', spacing="3000")
        question, _ = _rows(path)
        assert [b.look_s for b in question.batteries] == [look, look]
        assert stand_of(question.batteries[0], *_flown(question.batteries[0])).look == look


def _flown(battery):
    v = battery.vehicle
    lats = np.radians([p.latitude_deg for p in battery.points])
    return v, Fan.of(v, lats.min(), lats.max())


OWN = """interceptor = {{ id = "mine", burnout_speed_km_s = {speed}, vehicle = {{ id = "own", payload_kg = {payload},
      reference_area_m2 = {area}, vertical_rise_s = 1.5, drag = [[0, 0.25]], stage = [
      {{ propellant_kg = 470, dry_kg = 230, burn_time_s = 6, vacuum_specific_impulse_s = 262, exit_area_m2 = 0.12 }},
      {{ propellant_kg = 1200, dry_kg = 190, burn_time_s = 60, vacuum_specific_impulse_s = 285 }} ] }} }}"""


def _own(speed="4.5", payload="164.5", area="0.22") -> str:
    return " ".join(OWN.format(speed=speed, payload=payload, area=area).split())


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (_own(payload="5000"), "deployment site: vehicle own: after a kick of 0.8 degree it falls"),
        (_own(area="50"), "deployment site: vehicle own: after a kick of 0.8 degree it falls"),
        (
            'interceptor = { id = "m", burnout_speed_km_s = 1.0, vehicle = "notional-8-3" }',
            "deployment site: vehicle notional-8-3: it burns out at 8.3 km/s, and its interceptor m has "
            "burnout_speed_km_s = 1; allowed: within a factor of 1.5",
        ),
    ],
)
def test_a_vehicle_that_will_not_do_is_named(tmp_path, table, said, capsys, monkeypatch) -> None:
    """File, deployment and vehicle, in `assess --estimate` and `footprint`; without them it is not flown."""
    from reassure.cli import main

    path = _scenario(tmp_path, vehicle=table, spacing="3000")
    commands = (
        ["assess", str(path), "--estimate"],
        ["footprint", str(path), "--deployment", "site", "--against", "mrbm-2000", "--cells", "4"],
    )
    for command in commands:
        monkeypatch.setattr("sys.argv", ["reassure", *command])
        with pytest.raises(SystemExit) as stop:
            main()
        assert stop.value.code == 2
        error = capsys.readouterr().err
        assert f"{path}: {said}" in error.replace("\n", " ")
    reassure.assess(path)


def test_a_latitude_that_the_fan_does_not_cover(tmp_path) -> None:
    """Windows are not looked up in another latitude's tables."""
    v = vehicle("notional-3-0")
    fan = Fan.of(v, 0.7, 0.7)
    with pytest.raises(VehicleError, match="latitude 50 deg; allowed: the fan's 40.107"):
        LaunchSites.of(v, fan, np.array([50.0]), np.array([0.0]), (100.0, 1e4), 30.0)


def test_figures_of_vehicles_are_sources(tmp_path) -> None:
    """With the estimate only, each under its key."""
    path = _scenario(tmp_path, spacing="3000")
    flown = {s.key: s for s in reassure.assess(path, estimate=True).sources}
    plain = {s.key for s in reassure.assess(path).sources}
    assert not any(k.startswith("vehicle.") for k in plain)
    assert flown["vehicle.notional-4-5.payload_kg"].value == 164.5
    for i in (1, 2, 3):
        for name in ("propellant_kg", "dry_kg", "burn_time_s", "vacuum_specific_impulse_s"):
            assert f"vehicle.notional-4-5.stage.{i}.{name}" in flown
    assert flown["vehicle.notional-4-5.drag_coefficient.mach_2"].value == 0.2
    own = reassure.assess(_scenario(tmp_path, vehicle=_own(), spacing="3000"), estimate=True)
    keys = {s.key for s in own.sources}
    assert "deployment.site.interceptor.mine.vehicle.own.stage.2.burn_time_s" in keys


@pytest.mark.long
def test_figures_of_vehicles_are_drawn(tmp_path) -> None:
    """A payload's interval changes what flyouts reach, and not the ideal interceptor; draws are flown anew."""
    shares = []
    for payload in ("164.5", "{ value = 164.5, low = 164.5, high = 900 }"):
        path = _scenario(tmp_path, vehicle=_own(payload=payload), spacing="2000")
        got = reassure.assess(path, estimate=True, samples=6, seed=3).uncertainty
        shares.append(got.deployments[1])
        assert ("payload_kg" in "".join(f.key for f in got.figures)) == ("low" in payload)
    assert shares[1].within_reach == shares[0].within_reach
    assert shares[1].estimate_within_reach.value < 0.8 * shares[0].estimate_within_reach.value


def test_a_drawn_vehicle_that_cannot_fly_is_refused(tmp_path) -> None:
    """In one line that names it."""
    path = _scenario(
        tmp_path,
        vehicle=_own(payload="{ value = 164, low = 100, high = 100000 }"),
        spacing="3000",
    )
    with pytest.raises(reassure.ScenarioError, match="deployment .*: vehicle own: .*were drawn"):
        reassure.assess(path, estimate=True, samples=10, seed=1)


@pytest.mark.parametrize(
    ("heights", "said"),
    [
        (
            "900, 200",
            "intercept heights 900 to 200 km; allowed: least below greatest by 1 km or more",
        ),
        ("700, 700", "intercept heights 700 to 700 km"),
        ("700, 700.01", "intercept heights 700 to 700.01 km"),
        (
            "{ value = 100, low = 50, high = 300 }, { value = 400, low = 250, high = 500 }",
            r"intercept heights 100 \(50 to 300\) to 400 \(250 to 500\) km; .*wherever in their intervals",
        ),
    ],
)
def test_heights_of_intercept_that_cross_are_refused(tmp_path, heights, said) -> None:
    """As they stand, and wherever they may be drawn."""
    low, high = heights.rsplit(", ", 1) if "{" not in heights else heights.split(", {")
    high = high if "{" not in heights else "{" + high
    table = (
        'interceptor = { id = "m", burnout_speed_km_s = 4.5, vehicle = "notional-4-5", '
        f"least_intercept_height_km = {low}, greatest_intercept_height_km = {high} }}"
    )
    with pytest.raises(reassure.ScenarioError, match=said):
        reassure.load(_scenario(tmp_path, vehicle=table))


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
    assert early.vehicles[0] == "own"
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
