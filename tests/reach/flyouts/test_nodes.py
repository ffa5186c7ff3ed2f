"""Nodes along a flight: where they stand, and where none does."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.earth.frames import geodetic_points
from reassure.flight.family import BURNOUT_TIME, end_time, standing
from reassure.reach.flyouts.nodes import LOW_NODES, NODE_COLUMNS, NODE_TIME, node, tracks
from reassure.reach.flyouts.table import LOWEST
from tests.reach.flyouts.cases import rows_here


def _heights(track: np.ndarray) -> np.ndarray:
    return geodetic_points(np.ascontiguousarray(track[:, :3]))[:, 2]


@pytest.mark.parametrize(("low", "high"), [(100e3, 1e7), (0.0, 1e7), (120e3, 150e3), (20e3, 1e7)])
def test_nodes_stand_on_the_flight_between_the_heights(low: float, high: float) -> None:
    """In rising order of time; each where the flight is then; with the lowest height among them."""
    rows = rows_here()
    for row, track in zip(rows, tracks(rows, 60, low, high), strict=True):
        assert track.shape == (60, NODE_COLUMNS)
        assert (np.diff(track[:, NODE_TIME]) >= 0.0).all()
        for k in (0, 17, 59):
            assert node(track, k) == standing(row, track[k, NODE_TIME])
        height = _heights(track)
        assert height.max() <= high + 20.0
        begins = _heights(np.array([[*standing(row, row[BURNOUT_TIME]), 0.0]]))[0]
        assert height.min() >= min(low, begins) - 20.0


def test_nodes_are_denser_below_where_flyouts_are_dropped() -> None:
    """On the way down to the ground LOW_NODES of them stand below LOWEST."""
    rows = rows_here()
    for row, track in zip(rows, tracks(rows, 60, 0.0, 1e7), strict=True):
        late = track[:, NODE_TIME] > 0.5 * (row[BURNOUT_TIME] + end_time(row))
        assert ((_heights(track) < LOWEST - 1.0) & late).sum() == LOW_NODES
        assert track[-1, NODE_TIME] == pytest.approx(end_time(row))


def test_a_flight_that_is_nowhere_so_high_has_nodes_all_along() -> None:
    """Where no height counts there is still a track, from burnout to end."""
    rows = rows_here()
    for row, track in zip(rows, tracks(rows, 10, 1e7, 2e7), strict=True):
        assert track[0, NODE_TIME] == row[BURNOUT_TIME]
        assert track[-1, NODE_TIME] == end_time(row)
