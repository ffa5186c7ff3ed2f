"""The best of an area's places: as good as each of them solved as a site of its own, in any order of flights."""

from __future__ import annotations

import numpy as np
import pytest

import reassure
from reassure.catalog import Zone, catalog
from reassure.engagement.flights import fly
from reassure.engagement.flyouts import LaunchSites, look_for
from reassure.geography.geodesics import ahead
from reassure.reach.flyouts.fan import Fan
from reassure.scenario.question import Boost
from tests.flight.vehicles import vehicle

SEED = 17
SHORT = 0.05
"""s. An area's latest launch is no earlier than any of its places' by more (design/area_search.py)."""


def _stand(sea: str, name: str, low: float) -> LaunchSites:
    lat, lon = np.array(catalog().get(sea, Zone, "zone").region.sample(100.0)).T
    fan = Fan.of(vehicle(name), np.radians(lat.min()), np.radians(lat.max()))
    return LaunchSites.of(vehicle(name), fan, lat, lon, (low, 10_000.0), 30.0)


def _regional(n: int, about: tuple[float, float]) -> np.ndarray:
    """Flights past an area, from 800 to 4,000 km, depressed to lofted."""
    rng = np.random.default_rng(SEED)
    lat, lon = about[0] + rng.uniform(-12, 12, n), about[1] + rng.uniform(-15, 15, n)
    aims = [
        ahead(a, b, np.array([c]), d)
        for a, b, c, d in zip(
            lat, lon, rng.uniform(0, 360, n), rng.uniform(800, 4000, n), strict=True
        )
    ]
    ends = np.array([(a[0], b[0]) for a, b in aims]).T
    shape = rng.choice([0.8, 1.0, 1.5, 2.5], n)
    outcome, rows, _ = fly(
        Boost("m", 105.0, 92.0, 100.0), (lat, lon), (ends[0].copy(), ends[1].copy()), shape
    )
    return np.ascontiguousarray(rows[outcome == 0])


def _latest(stand: LaunchSites, flights: np.ndarray) -> np.ndarray:
    return look_for(stand, flights, np.full(len(flights), np.inf), witnesses=False).row[:, 0]


@pytest.mark.some(3)
@pytest.mark.parametrize(
    ("sea", "name", "low", "about"),
    [
        ("mediterranean-sea", "notional-4-5", 100.0, (38.0, 18.0)),
        ("north-sea", "notional-8-3", 100.0, (45.0, 20.0)),
        pytest.param("norwegian-sea", "notional-8-3", 20.0, (60.0, 20.0), marks=pytest.mark.long),
        ("black-sea", "notional-2-8", 20.0, (43.0, 34.0)),
    ],
)
def test_an_area_is_as_good_as_each_of_its_places(sea, name, low, about) -> None:
    """Concave seas, slow and fast vehicles; and the same in another order of flights."""
    stand = _stand(sea, name, low)
    flights = _regional(40, about)
    area = _latest(stand, flights)
    best = np.full(len(flights), np.nan)
    for lat, lon in zip(np.degrees(stand.latitudes), np.degrees(stand.longitudes), strict=True):
        one = LaunchSites.of(
            stand.vehicle, stand.fan, np.array([lat]), np.array([lon]), (low, 10_000.0), 30.0
        )
        best = np.fmax(best, _latest(one, flights))
    assert np.isfinite(best).sum() > 5
    assert np.array_equal(np.isfinite(area), np.isfinite(best))
    met = np.isfinite(best)
    short = (best - area)[met]
    print(f"{met.sum()} met; short by {short.max():.4f} s at most")
    assert short.max() <= SHORT
    assert short.min() >= -1e-9
    order = np.random.default_rng(SEED).permutation(len(flights))
    again = _latest(stand, np.ascontiguousarray(flights[order]))
    np.testing.assert_array_equal(again, area[order])


def _scenario(tmp_path, base, aim, place, booster, interceptor, more=""):
    path = tmp_path / "s.toml"
    path.write_text(f"""
format = "reassure-scenario/1"
title = "test"
[[force]]
bases = [{base}]
aims = [{aim}]
booster = "{booster}"
flight_time_ratio = [0.9]
aim_spacing_km = 500
{more}
[[deployment]]
id = "ships"
{place}
interceptor = "{interceptor}"
launch_delay_s = 90
""")
    return path


def test_the_mediterranean_reaches_what_one_of_its_places_does(tmp_path) -> None:
    """One flight of 2,013 is in reach from the gulf of Lion alone."""
    common = ('"tatishchevo"', '"conus"')
    one = _scenario(
        tmp_path, *common, "site = { latitude_deg = 43.2, longitude_deg = 3.8 }", "icbm-solid", "sm3-iib"
    )  # fmt: skip
    alone = reassure.assess(one, estimate=True).estimates
    sea = _scenario(tmp_path, *common, 'area = "mediterranean-sea"', "icbm-solid", "sm3-iib")
    area = reassure.assess(sea, estimate=True).estimates
    assert np.nanmax(alone.latest_launch_s) > 100.0
    assert np.nanmax(area.latest_launch_s) >= np.nanmax(alone.latest_launch_s) - SHORT
    assert alone.within_reach().any()
    assert not (alone.within_reach() & ~area.within_reach()).any()


def test_ships_leave_as_much_time_in_a_footprint_as_in_an_estimate(tmp_path) -> None:
    """Ships of the Black Sea against a regional flight: one figure by both ways."""
    base = '{ id = "b", latitude_deg = 39.7, longitude_deg = 44.6 }'
    aim = '{ id = "a", latitude_deg = 69.726358, longitude_deg = 42.784578, radius_km = 0 }'
    more = """
[[missile]]
id = "m"
launch = { latitude_deg = 39.7, longitude_deg = 44.6 }
booster = "irbm-solid"
range_km = 4000
flight_time_ratio = [0.9]
[[region]]
id = "r"
latitude_deg = 69.726358
longitude_deg = 42.784578
radius_km = 0
"""
    path = _scenario(tmp_path, base, aim, 'area = "black-sea"', "irbm-solid", "sm3-iia", more)
    pair = reassure.assess(path, estimate=True).pair(0, 0)["estimate"]
    drawn = reassure.footprint(path, deployment="ships", against="m", protect="r")
    assert pair["margin_s"] == pytest.approx(float(drawn.margin_s[0, 0]), abs=0.1)
    assert pair["margin_s"] < 0.0
