"""A site, its fan, and flights past it, for tests of what flyouts reach."""

from __future__ import annotations

from functools import cache

import numpy as np

from reassure.engagement.flights import fly
from reassure.engagement.flyouts import LaunchSites
from reassure.reach.flyouts.fan import Fan
from reassure.scenario.question import Boost
from tests.flight.vehicles import vehicle

LATITUDE_DEG, LONGITUDE_DEG = 44.0, 24.0


@cache
def fan_here() -> Fan:
    """Of a vehicle of 4.5 km/s."""
    return Fan.of(vehicle("notional-4-5"), np.radians(LATITUDE_DEG), np.radians(LATITUDE_DEG))


def site_here(low_km: float = 100.0, high_km: float = 10_000.0) -> LaunchSites:
    """That site alone, for intercepts between two heights."""
    return LaunchSites.of(
        vehicle("notional-4-5"), fan_here(), np.array([LATITUDE_DEG]), np.array([LONGITUDE_DEG]),
        (low_km, high_km), 30.0,
    )  # fmt: skip


@cache
def rows_here(count: int = 6) -> np.ndarray:
    """Regional flights from the south-east that come down about the site: rows of flight.family.standing."""
    rng = np.random.default_rng(count)
    outcome, rows, _ = fly(
        Boost("mrbm", 105.0, 92.0, 100.0),
        (rng.uniform(34.0, 36.0, count), rng.uniform(44.0, 48.0, count)),
        (rng.uniform(43.0, 45.0, count), rng.uniform(22.0, 26.0, count)),
        np.ones(count),
    )
    assert (outcome == 0).all()
    rows = np.ascontiguousarray(rows)
    rows.flags.writeable = True
    return rows
