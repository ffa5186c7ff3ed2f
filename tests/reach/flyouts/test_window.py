"""Engagement windows against every tenth of a second, in narrow bands of height and for lofted flights."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq

from reassure.earth.frames import geodetic_points
from reassure.engagement.flights import fly
from reassure.engagement.flyouts import LaunchSites, look_for
from reassure.flight.family import standing
from reassure.reach.flyouts.fan import Fan
from reassure.reach.flyouts.window import (
    AZIMUTH,
    FIRST_INTERCEPT,
    KICK_NODE,
    LAST_INTERCEPT,
    LATEST_INTERCEPT,
    LATEST_LAUNCH,
    SHOTS,
    WINDOW_COLUMNS,
)
from reassure.scenario.question import Boost
from tests.flight.vehicles import vehicle
from tests.reach.flyouts.cases import rows_here, site_here

SEED = 5
READY = 50.0


HERE = (44.0, 24.0)
SOUTH = (-45.0, 10.0)
ANTIMERIDIAN = (30.0, 179.5)


def without_slivers(slack: np.ndarray, shortest: int) -> np.ndarray:
    """Without reaches of fewer times than `shortest`: less than the nodes' steps, they may be missed."""
    kept = slack.copy()
    ends = np.flatnonzero(np.diff(np.isfinite(np.concatenate([[-np.inf], slack, [-np.inf]]))))
    for begin, end in ends.reshape(-1, 2):
        if end - begin < shortest:
            kept[begin:end] = -np.inf
    return kept


def with_crossings(row, times: np.ndarray, low: float, high: float) -> np.ndarray:
    """The times, and those at which the flight passes one of two heights (km): a window may end there."""

    def height(t: float) -> float:
        return float(geodetic_points(np.array([standing(row, t)]))[0, 2]) / 1e3

    found = np.array([height(t) for t in times])
    more = [
        brentq(lambda t, e=edge: height(t) - e, times[k], times[k + 1], xtol=1e-6)
        for edge in (low, high)
        for k in np.flatnonzero((found[1:] - edge) * (found[:-1] - edge) < 0.0)
    ]
    return np.sort(np.concatenate([times, more]))


@pytest.mark.parametrize(
    ("name", "low", "high", "ratio", "site"),
    [
        ("notional-2-8", 40.0, 150.0, 1.0, HERE),
        ("notional-4-5", 100.0, 105.0, 1.0, HERE),
        ("notional-4-5", 300.0, 310.0, 1.0, HERE),
        ("notional-4-5", 300.0, 301.0, 1.0, HERE),
        pytest.param("notional-4-5", 80.0, 10_000.0, 2.5, HERE, marks=pytest.mark.long),
        ("notional-4-5", 100.0, 10_000.0, 0.8, HERE),
        # flyouts back below 100 km are dropped; lower down, those on their way up still count
        ("notional-4-5", 0.0, 10_000.0, 1.5, HERE),
        pytest.param("notional-4-5", 0.0, 10_000.0, 1.5, ANTIMERIDIAN, marks=pytest.mark.long),
        pytest.param("notional-4-5", 20.0, 10_000.0, 2.5, SOUTH, marks=pytest.mark.long),
        pytest.param("notional-4-5", 80.0, 10_000.0, 2.5, SOUTH, marks=pytest.mark.long),
    ],
)
def test_windows_in_narrow_bands(
    name: str, low: float, high: float, ratio: float, site: tuple[float, float]
) -> None:
    """Forty regional flights past a site: latest launch, first and last intercept."""
    lat, lon = site
    fan = Fan.of(vehicle(name), np.radians(lat), np.radians(lat))
    stand = LaunchSites.of(vehicle(name), fan, np.array([lat]), np.array([lon]), (low, high), 30.0)
    rng = np.random.default_rng(SEED)
    n = 40
    outcome, rows, _ = fly(
        Boost("m", 105.0, 92.0, 100.0),
        (rng.uniform(lat - 12.0, lat - 7.0, n), lon + rng.uniform(20.0, 26.0, n)),
        (rng.uniform(lat - 1.5, lat + 1.5, n), lon + rng.uniform(-2.0, 2.0, n)),
        np.full(n, ratio),
    )
    rows = np.ascontiguousarray(rows[outcome == 0])
    look = look_for(stand, rows, np.full(len(rows), READY), witnesses=False)
    met = 0
    for row, found in zip(rows, look.row, strict=True):
        times = with_crossings(
            row, np.append(np.arange(row[6], row[6] + row[7], 0.1), row[6] + row[7]), low, high
        )
        points = np.array([standing(row, t) for t in times])
        height = geodetic_points(points)[:, 2] / 1e3
        inside = (height >= low - 1e-5) & (height <= high + 1e-5)
        slack = np.full(times.size, -np.inf)
        arrival = fan.arrivals(np.radians(lat), np.radians(lon), points[inside])[:, 0]
        slack[inside] = times[inside] - arrival
        sure = without_slivers(slack, 5 if high - low < 20.0 else 20)
        assert (sure.max() >= 0.0) <= np.isfinite(found[0]) <= (slack.max() >= 0.0)
        if np.isfinite(found[0]):
            met += 1
            assert sure.max() - 0.4 < found[0] < slack.max() + 0.4
            all_times, times = times[slack >= READY], times[sure >= READY]
            if times.size:
                assert all_times[0] - 0.3 < found[2] < times[0] + 0.3
                assert times[-1] - 0.3 < found[3] < all_times[-1] + 0.3
    assert met > 20


def test_a_flight_that_is_never_met_has_no_window() -> None:
    """No site, no shots, and not a number for the rest."""
    rows = rows_here()
    look = look_for(site_here(low_km=9_000.0), rows, np.zeros(len(rows)))
    assert (look.site == -1).all()
    assert (look.row[:, SHOTS] == 0.0).all()
    others = np.delete(look.row, SHOTS, axis=1)
    assert others.shape == (len(rows), WINDOW_COLUMNS - 1)
    assert np.isnan(others).all()
    assert np.isnan(look.launch).all()
    assert not look.within_reach(np.zeros(len(rows))).any()


def test_a_launch_that_comes_too_late_has_a_latest_launch_all_the_same() -> None:
    """Ready a second after it there is no window; a second before, one of a shot or more."""
    rows = rows_here()
    never = look_for(site_here(), rows, np.full(len(rows), np.inf)).row
    latest = never[:, LATEST_LAUNCH]
    assert np.isfinite(never[:, [LATEST_LAUNCH, LATEST_INTERCEPT, AZIMUTH, KICK_NODE]]).all()
    for row in (never, look_for(site_here(), rows, latest + 1.0).row):
        assert np.isnan(row[:, [FIRST_INTERCEPT, LAST_INTERCEPT]]).all()
        assert (row[:, SHOTS] == 0.0).all()
    row = look_for(site_here(), rows, latest - 1.0).row
    np.testing.assert_array_equal(row[:, LATEST_LAUNCH], latest)
    assert (row[:, SHOTS] >= 1.0).all()
    assert (row[:, FIRST_INTERCEPT] <= row[:, LATEST_INTERCEPT] + 0.1).all()
    assert (row[:, LATEST_INTERCEPT] <= row[:, LAST_INTERCEPT] + 0.1).all()
