"""Engagement windows against every tenth of a second, in narrow bands of height and for lofted flights."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.earth.frames import height_along_radius
from reassure.estimation import Stand, look_for
from reassure.families import fly
from reassure.flight.family import standing
from reassure.reach.fan import Fan
from reassure.scenario.question import Boost
from tests.flight.vehicles import vehicle

SEED = 5
READY = 50.0


@pytest.mark.parametrize(
    ("name", "low", "high", "ratio"),
    [
        ("notional-2-8", 40.0, 150.0, 1.0),
        ("notional-4-5", 100.0, 105.0, 1.0),
        ("notional-4-5", 300.0, 310.0, 1.0),
        ("notional-4-5", 80.0, 10_000.0, 2.5),
        ("notional-4-5", 100.0, 10_000.0, 0.8),
    ],
)
def test_windows_in_narrow_bands(name: str, low: float, high: float, ratio: float) -> None:
    """Fifteen regional flights past a site: latest launch, first and last intercept."""
    fan = Fan.of(vehicle(name), np.radians(44.0), np.radians(44.0))
    stand = Stand.of(vehicle(name), fan, np.array([44.0]), np.array([24.0]), (low, high), 30.0)
    rng = np.random.default_rng(SEED)
    n = 15
    outcome, rows, _ = fly(
        Boost("m", 105.0, 92.0, 100.0),
        (rng.uniform(32.0, 37.0, n), rng.uniform(44.0, 50.0, n)),
        (rng.uniform(42.5, 45.5, n), rng.uniform(22.0, 26.0, n)),
        np.full(n, ratio),
    )
    rows = np.ascontiguousarray(rows[outcome == 0])
    look = look_for(stand, rows, np.full(len(rows), READY), witnesses=False)
    met = 0
    for row, found in zip(rows, look.row, strict=True):
        times = np.arange(row[6], row[6] + row[7], 0.1)
        points = np.array([standing(row, t) for t in times])
        height = np.array([height_along_radius(*p) for p in points]) / 1e3
        inside = (height >= low) & (height <= high)
        slack = np.full(times.size, -np.inf)
        arrival = fan.arrivals(np.radians(44.0), np.radians(24.0), points[inside])[:, 0]
        slack[inside] = times[inside] - arrival
        assert np.isfinite(found[0]) == (slack.max() >= 0.0)
        if slack.max() >= 0.0:
            met += 1
            assert abs(found[0] - slack.max()) < 0.4
            good = times[slack >= READY]
            assert abs(found[2] - good[0]) < 0.3
            assert abs(found[3] - good[-1]) < 0.3
    assert met > 8
