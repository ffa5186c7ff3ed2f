"""Seconds to spare against groups of flights: the answers that are none."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.engagement.flyouts import look_for
from reassure.flight.family import FLIGHT_COLUMNS
from reassure.reach.flyouts.footprint import to_spare
from reassure.reach.flyouts.window import LATEST_LAUNCH
from tests.reach.flyouts.cases import rows_here, site_here


def _spare(groups: np.ndarray, delays: np.ndarray, **heights: float):
    stand = site_here(**heights)
    return to_spare(
        stand.fan.arrays(), stand.arrays(), groups, delays, 30, stand.heights, 10_000, 1
    )


def test_spare_is_the_latest_launch_less_the_delay_of_the_worst_flight() -> None:
    """As the engagement windows of the same flights say; the flight and the site are named."""
    rows = rows_here()
    latest = look_for(site_here(), rows, np.full(len(rows), np.inf), witnesses=False).row
    delays = np.linspace(50.0, 100.0, len(rows))
    expected = latest[:, LATEST_LAUNCH] - delays
    spare, which = _spare(rows[None], delays[None])
    assert spare[0] == pytest.approx(expected.min(), abs=0.2)
    assert which[0].tolist() == [int(np.argmin(expected)), 0]


def test_a_group_without_flights_has_no_answer() -> None:
    """Plus infinity, and neither flight nor site; the groups beside it have theirs."""
    rows = rows_here()
    groups = np.stack([np.zeros_like(rows), rows])
    assert groups.shape[-1] == FLIGHT_COLUMNS
    spare, which = _spare(groups, np.full(groups.shape[:2], 60.0))
    assert spare[0] == np.inf
    assert which[0].tolist() == [-1, -1]
    assert np.isfinite(spare[1])


def test_a_flight_that_is_never_met() -> None:
    """Too high to count, or never sensed: minus infinity, and that flight is named."""
    rows = rows_here()
    spare, which = _spare(rows[None], np.full((1, len(rows)), 60.0), low_km=9_000.0)
    assert spare[0] == -np.inf
    assert which[0, 1] == 0
    delays = np.full((1, len(rows)), 60.0)
    delays[0, 2] = np.inf
    spare, which = _spare(rows[None], delays)
    assert spare[0] == -np.inf
    assert which[0].tolist() == [2, 0]


def test_kernels_refuse_other_shapes() -> None:
    """One group as a plane of rows, and a pair for the heights."""
    stand, rows = site_here(), rows_here()
    good = (
        stand.fan.arrays(),
        stand.arrays(),
        rows[None],
        np.zeros((1, len(rows))),
        30,
        stand.heights,
        9,
        1,
    )
    assert to_spare(*good)[0].shape == (1,)
    for k, wrong in ((2, rows), (5, tuple(stand.heights)), (0, tuple(stand.fan.arrays()))):
        with pytest.raises(TypeError, match="No matching definition"):
            to_spare(*good[:k], wrong, *good[k + 1 :])
