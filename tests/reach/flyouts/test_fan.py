"""The fan against flyouts: what it says of a place, a flyout does; and nothing earlier is missed."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.earth.frames import SITE_COLUMNS, earth_fixed_points, height_along_radius, site_frame
from reassure.errors import VehicleError
from reassure.flight.flyout import BURN_STEP, FALL_STEP, FLEW, flyouts
from reassure.reach.flyouts.fan import Fan
from reassure.reach.flyouts.slack import least_arrival
from reassure.reach.flyouts.table import LOWEST
from tests.amounts import mostly_long
from tests.flight.vehicles import vehicle

LATITUDE = 0.93
SEED = 1976


def _flown(name: str, azimuth, kick, until, latitude=LATITUDE):
    n = len(kick)
    return flyouts(
        vehicle(name).arrays(), np.full(n, latitude), azimuth, kick, until, BURN_STEP, FALL_STEP
    )


@pytest.fixture(
    scope="module",
    params=mostly_long(["notional-3-0", "notional-4-5", "notional-8-3"], "notional-4-5"),
)
def case(request):
    """A fan, and places that random flyouts of its vehicle pass: position, time, cosine of leaving."""
    name = request.param
    fan = Fan.of(vehicle(name), LATITUDE - 0.03, LATITUDE + 0.04)
    rng = np.random.default_rng(SEED)
    n = 4000
    azimuth = rng.uniform(0.0, 2.0 * np.pi, n)
    kick = rng.uniform(fan.kicks[2], fan.kicks[-1], n)
    last = np.minimum(_flown(name, azimuth, kick, np.full(n, 86400.0))[1][:, 0], 2400.0)
    time = fan.burned + 2.0 + rng.uniform(0.0, 1.0, n) * (last - fan.burned - 2.0)
    outcome, now = _flown(name, azimuth, kick, time)
    before = _flown(name, azimuth, kick, time - 1.0)[1]
    place = np.ascontiguousarray(now[:, 1:4])
    way = place - before[:, 1:4]
    site = earth_fixed_points(np.array([LATITUDE]), np.zeros(1), np.zeros(1))[0]
    sight = place - site
    leaving = (
        (way * sight).sum(axis=1) / np.linalg.norm(way, axis=1) / np.linalg.norm(sight, axis=1)
    )
    height = np.array([height_along_radius(*p) for p in place])
    steep = (sight @ (site / np.linalg.norm(site))) / np.linalg.norm(sight, axis=1)
    good = (outcome == FLEW) & (height > LOWEST) & (steep < np.cos(np.radians(3.0)))
    return name, fan, place[good], time[good], leaving[good]


def test_a_flyout_does_what_the_fan_says(case) -> None:
    """Flown with the azimuth and kick that the fan names, to its time: within 2 km in 90 of 100
    places, and nearer in the middle of them; 8.3 km/s over 2,400 s bends more than eight bearings hold.
    """
    name, fan, place, _, _ = case
    found = fan.arrivals(LATITUDE, 0.0, place)
    known = np.isfinite(found[:, 0])
    assert known.mean() > 0.8
    kick, azimuth, time = (found[known, c].copy() for c in (2, 1, 0))
    there = _flown(name, azimuth, kick, time)[1][:, 1:4]
    miss = np.linalg.norm(there - place[known], axis=1)
    print(f"{name}: miss {np.percentile(miss, [50, 90, 95, 100]).round()} m")
    assert np.percentile(miss, 50) < (1000.0 if name == "notional-8-3" else 100.0)
    assert np.percentile(miss, 90) < 2000.0
    # the largest: named in docs/flyout.md
    assert np.percentile(miss, 99) < (40e3 if name == "notional-8-3" else 3e3)
    assert miss.max() < (1e6 if name == "notional-8-3" else 5e3)


def test_nothing_earlier_is_missed(case) -> None:
    """No later than a flyout that was flown there: by 0.5 s in 96 of 100 places, where it still leaves
    the site at 80 degrees to the line of sight or less. The others lie along the top of the fan.
    """
    name, fan, place, time, leaving = case
    away = leaving > np.cos(np.radians(80.0))
    late = fan.arrivals(LATITUDE, 0.0, place)[:, 0] - time
    late = late[away]
    print(f"{name}: {away.sum()} places, not reached {np.isinf(late).mean():.4f}")
    print(f"late by {np.percentile(late[np.isfinite(late)], [50, 90, 99, 100]).round(3)} s")
    assert (late <= 0.5).mean() > 0.96
    assert np.percentile(late[np.isfinite(late)], 97) < 0.5


def test_nothing_comes_sooner_than_its_bound(case) -> None:
    """What searches skip by slant range and elevation alone is never reached sooner by the fan itself."""
    name, fan, place, _, _ = case
    frame = np.empty(SITE_COLUMNS)
    site_frame(LATITUDE, 0.0, 0.0, frame)
    found = fan.arrivals(LATITUDE, 0.0, place)[:, 0]
    bound = np.array([least_arrival(fan.arrays(), frame, tuple(p)) for p in place])
    known = np.isfinite(found)
    assert (bound[known] <= found[known]).all(), name
    assert np.median((found - bound)[known]) < 60.0  # and it is worth having


def test_longitude_does_not_matter(case) -> None:
    """The same place turned about the axis with its site."""
    _, fan, place, _, _ = case
    angle = 2.5
    c, s = np.cos(angle), np.sin(angle)
    turned = place @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    here, there = fan.arrivals(LATITUDE, 0.0, place), fan.arrivals(LATITUDE, angle, turned)
    both = np.isfinite(here[:, 0]) & np.isfinite(there[:, 0])
    assert both.mean() > 0.8
    np.testing.assert_allclose(there[both, 0], here[both, 0], atol=1e-5)


def test_latitudes_are_joined() -> None:
    """Halfway between two tables: the same as a table of its own, to 0.1 s and less than 300 m of flight."""
    v = vehicle("notional-4-5")
    joined = Fan.of(v, 0.9, 0.9 + np.radians(5.0))
    middle = 0.9 + np.radians(2.5)
    own = Fan.of(v, middle, middle)
    assert len(joined.latitudes) == 2
    rng = np.random.default_rng(7)
    n = 2000
    azimuth, kick = rng.uniform(0, 6.28, n), rng.uniform(own.kicks[5], own.kicks[-5], n)
    place = _flown("notional-4-5", azimuth, kick, rng.uniform(100, 500, n), middle)[1][:, 1:4]
    a, b = (f.arrivals(middle, 0.0, place)[:, 0] for f in (joined, own))
    both = np.isfinite(a) & np.isfinite(b)
    assert both.mean() > 0.7
    assert np.percentile(np.abs(a[both] - b[both]), 98) < 0.1


def test_a_latitude_outside_the_fan_is_refused() -> None:
    """A fan that does not cover the question says so."""
    fan = Fan.of(vehicle("notional-3-0"), 0.7, 0.7)
    with pytest.raises(
        VehicleError, match="latitude 57.2958 deg; allowed: the fan's 40.107 to 40.107"
    ):
        fan.arrivals(1.0, 0.0, np.zeros((1, 3)))


def test_what_cannot_lift_off_has_no_fan() -> None:
    """And says by how much."""
    from dataclasses import replace

    heavy = replace(vehicle("notional-3-0"), payload=30_000.0)
    with pytest.raises(VehicleError, match="thrust over weight at lift-off 0\\."):
        Fan.of(heavy, 0.7, 0.7)
