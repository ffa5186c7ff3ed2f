"""Flights boost the way they fly: against an independent solution, and where the geometry is hard."""

from __future__ import annotations

import numpy as np
import pytest

from reassure import assess
from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import earth_fixed_points
from reassure.errors import ScenarioError
from reassure.flight.kepler import propagate_arcs
from reassure.flight.outcome import (
    BELOW_GROUND,
    NO_AZIMUTH,
    NO_LEAST_SPEED,
    SOLVED,
    TOO_NEAR,
    Outcome,
)
from reassure.geography.boost import LEFT_DEG, boosted
from reassure.geography.geodesics import ELLIPSOID, course
from reassure.scenario.reader import parse
from tests.cases import points, required
from tests.oracles.as_flown import flight
from tests.oracles.two_body import brute_required_speed, lambert_speed, turned

SOLID = {"downrange_km": 550.0, "height_km": 200.0}


def one(base, aim, ratio=1.0, **more):
    """A single flight with a solid booster's boost."""
    column = [np.array([float(x)]) for x in (*base, *aim)]
    return boosted(
        (column[0], column[1]), (column[2], column[3]), np.array([ratio]), **(SOLID | more)
    )


def anywhere(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Places evenly over the sphere."""
    return np.degrees(np.arcsin(rng.uniform(-1, 1, n))), rng.uniform(-180, 180, n)


def turn_left(flights, downrange_km: float, origin) -> np.ndarray:
    """The turn at burnout in degrees, worked out from what came back."""
    n = flights.speed.size
    lon, lat, back = ELLIPSOID.fwd(
        origin[1], origin[0], flights.azimuth_deg, np.full(n, 1e3 * downrange_km)
    )
    lat, lon, on = np.radians(lat), np.radians(lon), np.radians(np.asarray(back) + 180.0)
    east = np.column_stack([-np.sin(lon), np.cos(lon), 0 * lon])
    north = np.column_stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    over = flights.velocity - np.cross([0.0, 0.0, ROTATION_RATE], flights.burnout)
    left = np.arctan2((over * east).sum(axis=1), (over * north).sum(axis=1)) - on
    return np.degrees((left + np.pi) % (2 * np.pi) - np.pi)


@pytest.mark.parametrize("count", [6, pytest.param(200, marks=pytest.mark.long)])
def test_agrees_with_an_independent_solution(count: int) -> None:
    """Random flights and sites: azimuths, burnouts and, by another search for the least, required speeds."""
    rng = np.random.default_rng(20120314)
    worst, off, compared = 0.0, 0.0, 0
    while compared < count:
        base = rng.uniform(45, 72), rng.uniform(25, 170)
        aim = rng.uniform(25, 60), rng.uniform(-150, -10)
        ratio = float(rng.choice([0.9, 1.0, 1.2]))
        toward, ground = course(*base, *aim)
        if not 3_000 < float(ground) < 12_500:
            continue
        ours = one(base, aim, ratio)
        if ours.outcome[0] != SOLVED:
            continue
        compared += 1
        azimuth, p, v, tau = flight(
            tuple(np.radians(base)), tuple(np.radians(aim)), ratio, float(np.radians(toward)), 550e3, 200e3
        )  # fmt: skip
        apart = np.linalg.norm(p - ours.burnout[0])
        assert apart < 5.0, (base, aim)  # the turning point in time is flat: some 0.01 s either way
        assert abs((np.degrees(azimuth) - ours.azimuth_deg[0] + 180) % 360 - 180) < 1e-3
        off = max(off, apart)
        site = points(rng.uniform(35, 75), rng.uniform(-40, 60))[0]
        ready = float(rng.choice([0.0, 90.0, 200.0, 300.0]))
        mine = required(
            site,
            np.array([[*ours.burnout[0], *ours.velocity[0], 180.0, ours.free_flight_s[0]]]),
            ready,
        )[0]
        theirs = brute_required_speed(site, np.array([*p, *v, 180.0, tau]), ready)
        if np.isfinite(theirs) or np.isfinite(mine):
            worst = max(worst, abs(mine - theirs))
    print(f"burnouts within {off:.2f} m, required speeds within {worst:.3f} m/s")
    assert worst < 10.0


def test_a_published_case() -> None:
    """Kozelsk to 38.9 N 77 W against Redzikowo: 0.11 km/s within reach, where the old rule had it out of reach."""
    text = """
format = "reassure-scenario/1"
title = "Kozelsk"
[[force]]
bases = ["kozelsk"]
aims = [{ id = "washington", latitude_deg = 38.9, longitude_deg = -77, radius_km = 0 }]
booster = "icbm-solid"
[[deployment]]
id = "d"
site = "redzikowo"
interceptor = { id = "i", burnout_speed_km_s = 4.5 }
launch_delay_s = 90
"""
    result = assess(parse(text.encode(), "a.toml"))
    assert result.pairs.margin_km_s[0, 0] == pytest.approx(-0.110, abs=5e-4)
    assert result.to_dict()["boost"] == "as flown"
    assert result.flights.way.tolist() == ["short"]


@pytest.mark.some(3)
@pytest.mark.parametrize("ratio", [0.9, 1.0, 1.2])
def test_random_flights_are_solved_or_named(ratio: float) -> None:
    """20,000 flights over all the Earth: no turn left, on the aim, or a reason; never in silence."""
    rng = np.random.default_rng(int(100 * ratio))
    n = 6_700
    origin, aim = anywhere(rng, n), anywhere(rng, n)
    found = boosted(origin, aim, np.full(n, ratio), **SOLID)
    good = found.outcome == SOLVED
    named = (BELOW_GROUND, NO_AZIMUTH, NO_LEAST_SPEED, TOO_NEAR)
    assert np.isin(found.outcome[~good], named).all()
    _, ground = course(*origin, *aim)
    assert good[(ground > 600) & (ground < 16_000)].all()
    assert (found.outcome[ground <= 550] == TOO_NEAR).all()
    assert good.mean() > 0.96
    left = turn_left(found, 550.0, origin)[good]
    assert np.abs(left).max() < LEFT_DEG
    outcome, state = propagate_arcs(
        found.burnout[good], found.velocity[good], found.free_flight_s[good]
    )
    assert (outcome == SOLVED).all()
    end = earth_fixed_points(
        np.radians(aim[0][good]), np.radians(aim[1][good]), np.zeros(good.sum())
    )
    there = turned(end, ROTATION_RATE * found.free_flight_s[good])
    assert np.linalg.norm(state[:, :3] - there, axis=1).max() < 1.0


def test_short_hops_are_solved() -> None:
    """Aims from 20 km beyond the burnout on, where the boost is longer than the flight."""
    rng = np.random.default_rng(4)
    n = 500
    origin = rng.uniform(-70, 70, n), rng.uniform(-180, 180, n)
    azimuth, away = rng.uniform(0, 360, n), rng.uniform(570e3, 1500e3, n)
    lon, lat, _ = ELLIPSOID.fwd(origin[1], origin[0], azimuth, away)
    found = boosted(origin, (np.asarray(lat), np.asarray(lon)), np.ones(n), **SOLID)
    assert (found.outcome == SOLVED).all()
    assert np.abs(turn_left(found, 550.0, origin)).max() < LEFT_DEG


ANTIPODES = {
    "equator": ((0.0, 0.0), (0.5, 179.5)),
    "north-east of it": ((55.0, 40.0), (-51.72, -145.35)),
    "on the equator": ((0.0, 0.0), (0.0, 180.0)),
}


@pytest.mark.some(3)
@pytest.mark.parametrize("case", ANTIPODES)
def test_near_the_antipode_there_is_an_answer(case: str) -> None:
    """Of all azimuths in which no turn is left the slowest flight, by a walk round all of them."""
    base, aim = ANTIPODES[case]
    found = one(base, aim)
    assert Outcome(int(found.outcome[0])) is Outcome.SOLVED
    origin = np.array([base[0]]), np.array([base[1]])
    assert abs(turn_left(found, 550.0, origin)[0]) < LEFT_DEG
    # every degree, every 10 s, by another Lambert: where the slowest flight ahead goes from left of the boost to right
    times = np.arange(1800.0, 3600.0, 10.0)
    ends = turned(points(*aim), ROTATION_RATE * times)
    turns, speeds = np.full(361, np.nan), np.full(361, np.nan)
    for k in range(361):
        lon, lat, back = ELLIPSOID.fwd(base[1], base[0], float(k), 550e3)
        p = points(lat, lon, 200e3)
        v, clear = lambert_speed(np.repeat(p, times.size, axis=0), ends, times, False)
        over = v - np.cross([0.0, 0.0, ROTATION_RATE], p[0])
        lat_r, lon_r, on = np.radians(lat), np.radians(lon), np.radians(back + 180.0)
        east = np.array([-np.sin(lon_r), np.cos(lon_r), 0.0])
        north = np.array(
            [-np.sin(lat_r) * np.cos(lon_r), -np.sin(lat_r) * np.sin(lon_r), np.cos(lat_r)]
        )
        left = (np.arctan2(over @ east, over @ north) - on + np.pi) % (2 * np.pi) - np.pi
        speed = np.where(clear & (np.abs(left) < np.pi / 2), np.linalg.norm(over, axis=1), np.inf)
        i = int(np.nanargmin(np.where(np.isnan(speed), np.inf, speed)))
        if 0 < i < times.size - 1 and np.isfinite(speed[i - 1 : i + 2]).all():
            turns[k], speeds[k] = np.degrees(left[i]), speed[i]
    crossed = (turns[:-1] * turns[1:] <= 0.0) & (np.abs(turns[:-1] - turns[1:]) < 20.0)
    assert crossed.any()
    assert speeds[:-1][crossed].min() == pytest.approx(found.speed[0], abs=5.0)


def test_pole_to_pole_is_named() -> None:
    """Every azimuth is like every other, and none leads to the other pole: the Earth carries the boost aside."""
    assert one((90.0, 0.0), (-90.0, 0.0)).outcome[0] == NO_AZIMUTH


def test_the_long_way_round() -> None:
    """It starts the other way, turns by more than half, comes down on its aim, and is the slowest that does."""
    rng = np.random.default_rng(8)
    n = 300
    origin, aim = anywhere(rng, n), anywhere(rng, n)
    found = boosted(origin, aim, np.ones(n), long_way=True, **SOLID)
    good = np.flatnonzero(found.outcome == SOLVED)
    assert good.size > 0.9 * n
    assert np.abs(turn_left(found, 550.0, origin)[good]).max() < LEFT_DEG
    for i in good[:40]:
        times = np.linspace(1.0, found.free_flight_s[i], 300)
        _, state = propagate_arcs(
            np.tile(found.burnout[i], (300, 1)), np.tile(found.velocity[i], (300, 1)), times
        )
        unit = state[:, :3] / np.linalg.norm(state[:, :3], axis=1)[:, None]
        swept = np.arccos(np.clip((unit[1:] * unit[:-1]).sum(axis=1), -1, 1)).sum()
        assert np.pi < swept < 2 * np.pi
        assert np.linalg.norm(state[:, :3], axis=1).min() > 6_350e3
    slower = boosted(
        tuple(a[good] for a in origin), tuple(a[good] for a in aim), np.full(good.size, 1.02),
        long_way=True, **SOLID,
    )  # fmt: skip
    flown = slower.outcome == SOLVED
    assert (slower.speed[flown] >= found.speed[good][flown] - 0.01).all()


SCUD = """
format = "reassure-scenario/1"
title = "Too far"
[[force]]
bases = ["kozelsk"]
aims = [{ id = "florida", latitude_deg = 28, longitude_deg = -81, radius_km = 0 }]
booster = "mrbm-liquid"
[[deployment]]
id = "d"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = 90
"""


def test_a_missile_that_cannot_get_there_is_refused_with_both_numbers() -> None:
    """By range from the catalogue, and by burnout speed where a table gives one."""
    with pytest.raises(
        ScenarioError, match=r"9\d\d\d km away; booster mrbm-liquid reaches at most 1300 km"
    ):
        assess(parse(SCUD.encode(), "a.toml"))
    table = '{ id = "mine", burnout_time_s = 180, burnout_height_km = 200, downrange_km = 550, greatest_burnout_speed_km_s = 6.0 }'
    with pytest.raises(
        ScenarioError, match=r"burnout speed \d\.\d\d km/s; booster mine has at most 6 km/s"
    ):
        assess(parse(SCUD.replace('"mrbm-liquid"', table).encode(), "a.toml"))


def test_an_aim_with_latitude_and_longitude_exchanged_is_refused() -> None:
    """28 N 81 W written as 81 S 28 E."""
    text = SCUD.replace("mrbm-liquid", "icbm-solid").replace(
        "latitude_deg = 28, longitude_deg = -81", "latitude_deg = -81, longitude_deg = 28"
    )
    with pytest.raises(ScenarioError, match="reaches at most 12000 km"):
        assess(parse(text.encode(), "a.toml"))


def test_the_way_is_said() -> None:
    """In the result's columns and its text; flights the long way are other flights."""
    near = SCUD.replace("mrbm-liquid", "icbm-liquid")
    short = assess(parse(near.encode(), "a.toml"))
    long = assess(
        parse(near.replace('"icbm-liquid"', '"icbm-liquid"\nway = "long"').encode(), "a.toml")
    )
    assert short.flights.way.tolist() == ["short"]
    assert long.flights.way.tolist() == ["long"]
    assert long.flights.flight_time_s[0] > short.flights.flight_time_s[0] + 1500.0
    assert short.scenario_sha256 != long.scenario_sha256


def test_a_flight_the_long_way_is_drawn_along_its_way() -> None:
    """The side view goes on past half way round, to the end of the flight."""
    near = SCUD.replace('"mrbm-liquid"', '"icbm-liquid"\nway = "long"')
    result = assess(parse(near.encode(), "a.toml"))
    axes = result.plot.side().axes[0]
    (flight,) = [line for line in axes.lines if line.get_gid() == "flight 0"]
    x = np.asarray(flight.get_xdata(), float)
    assert (np.diff(x) > 0.0).all()
    assert x[-1] > 20_100.0
