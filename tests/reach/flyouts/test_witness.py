"""Flyouts to a point: there, or named as missed."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.earth.frames import earth_fixed_points
from reassure.flight.flyout import BURN_STEP, END_POSITION, FALL_STEP, flyouts
from reassure.reach.flyouts.witness import (
    CLOSE,
    START_COLUMNS,
    WITNESS_AZIMUTH,
    WITNESS_COLUMNS,
    WITNESS_KICK,
    WITNESS_MISS,
    WITNESS_TIME,
    meetings,
)
from tests.flight.vehicles import vehicle
from tests.reach.flyouts.cases import LATITUDE_DEG, LONGITUDE_DEG, fan_here

LATITUDE, LONGITUDE = np.radians([LATITUDE_DEG]), np.radians([LONGITUDE_DEG])


def _meet(target: np.ndarray, start: np.ndarray) -> np.ndarray:
    arrays = vehicle("notional-4-5").arrays()
    n = len(target)
    latitude, longitude = np.repeat(LATITUDE, n), np.repeat(LONGITUDE, n)
    return meetings(arrays, latitude, longitude, target, start, BURN_STEP, FALL_STEP)


def test_a_witness_flies_to_its_point() -> None:
    """Flown by its columns, it ends within CLOSE of the point, straight up too."""
    lat = LATITUDE + np.array([0.02, -0.03, 0.0])
    lon = LONGITUDE + np.array([0.01, 0.04, 0.0])
    target = earth_fixed_points(lat, lon, np.array([200e3, 150e3, 300e3]))
    found = fan_here().arrivals(LATITUDE[0], LONGITUDE[0], target)
    start = np.column_stack([found[:, 1], found[:, 2], found[:, 0]])
    assert start.shape[1] == START_COLUMNS
    row = _meet(target, start)
    assert row.shape == (3, WITNESS_COLUMNS)
    assert (row[:, WITNESS_MISS] < CLOSE).all()
    columns = (
        np.ascontiguousarray(row[:, c]) for c in (WITNESS_AZIMUTH, WITNESS_KICK, WITNESS_TIME)
    )
    arrays = vehicle("notional-4-5").arrays()
    _, flown = flyouts(arrays, np.repeat(LATITUDE, 3), *columns, BURN_STEP, FALL_STEP)
    c, s = np.cos(LONGITUDE[0]), np.sin(LONGITUDE[0])
    there = flown[:, END_POSITION] @ np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    miss = np.linalg.norm(there - target, axis=1)
    np.testing.assert_allclose(miss, row[:, WITNESS_MISS], atol=0.01)


@pytest.mark.parametrize(
    ("kick", "time"), [(1.55, 300.0), (0.3, 10.0)], ids=["falls back", "before its burnout"]
)
def test_a_start_that_does_not_fly_misses_by_infinity(kick: float, time: float) -> None:
    """The start stands in the row as it was."""
    target = earth_fixed_points(LATITUDE, LONGITUDE, np.array([200e3]))
    row = _meet(target, np.array([[0.5, kick, time]]))[0]
    assert row[WITNESS_MISS] == np.inf
    assert row[WITNESS_AZIMUTH] == pytest.approx(0.5)
    assert row[WITNESS_KICK] == pytest.approx(kick)
    assert row[WITNESS_TIME] == time
