"""Blocks of a map's cells: which cells they hold, how they are cut, and what rectangles they are proved as."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.proof import blocks
from reassure.proof.blocks import MapCells, strips_of


def _cells(rows: int, columns: int, step: float, west: float = 10.0) -> MapCells:
    lat, lon = 40.0 + step * np.arange(rows), west + step * np.arange(columns)
    return MapCells.of(lat, lon, np.ones((rows, columns)))


@pytest.mark.parametrize(
    ("step", "half", "side"),
    [(1.0, 0.5, 4), (0.5, 0.25, 8), (0.3, 0.15, 13), (0.9, 0.45, 4), (1.5, 0.5, 1), (6.0, 0.5, 1)],
)
def test_cells_touch_up_to_a_degree_and_are_alone_beyond(
    step: float, half: float, side: int
) -> None:
    """A block is four degrees wide; where cells do not touch it is one cell."""
    cells = _cells(20, 20, step)
    assert cells.half_deg == pytest.approx((half, half))
    assert (cells.side(0), cells.side(1)) == (side, side)


@pytest.mark.parametrize(("rows", "bands"), [(1, [(0, 1)]), (4, [(0, 4)]), (9, [(0, 4), (4, 8), (8, 9)])])  # fmt: skip
def test_strips_are_as_high_as_a_block_and_eight_wide(
    rows: int, bands: list[tuple[int, int]]
) -> None:
    """The last may be lower, or shorter."""
    assert strips_of(_cells(rows, 5, 1.0)) == (bands, [(0, 5)])
    assert strips_of(_cells(rows, 70, 1.0)) == (bands, [(0, 32), (32, 64), (64, 70)])
    assert strips_of(_cells(2, 20, 6.0)) == ([(0, 1), (1, 2)], [(0, 8), (8, 16), (16, 20)])


def _covered(here: np.ndarray, cells: MapCells) -> np.ndarray:
    """Which cells lie whole in one of the rectangles."""
    out = np.zeros(here.shape, bool)
    up, across = cells.half_deg
    for south, north, west, east in blocks._rectangles(here, cells):
        lat, lon = cells.latitude_deg, cells.longitude_deg
        rows = (lat - up >= south - 1e-8) & (lat + up <= north + 1e-8)
        # whole turns make no difference
        turn = 360.0 * np.round((lon - 0.5 * (west + east)) / 360.0)
        columns = (lon - turn - across >= west - 1e-8) & (lon - turn + across <= east + 1e-8)
        out |= rows[:, None] & columns
    return out


@pytest.mark.parametrize("west", [10.0, 176.0, -180.0])
def test_rectangles_hold_a_blocks_cells_and_no_other(west: float) -> None:
    """Whatever is missing; a whole block is one rectangle, also over the antimeridian."""
    cells = _cells(4, 6, 1.0, west)
    whole = np.ones((4, 6), bool)
    ((south, north, left, right),) = blocks._rectangles(whole, cells)
    assert (south, north, right - left) == (39.5, 43.5, 6.0)
    assert -540.0 <= left <= right <= 540.0
    rng = np.random.default_rng(5)
    for _ in range(200):
        here = rng.random((4, 6)) < rng.random()
        if here.any():
            assert (_covered(here, cells) == here).all()


def test_parts_are_a_block_cut_in_four() -> None:
    """Each cell is in one part; a row is cut in two, and a cell not at all."""
    rng = np.random.default_rng(6)
    for shape in ((4, 4), (1, 4), (3, 1), (2, 5), (1, 1)):
        for _ in range(50):
            here = rng.random(shape) < 0.7
            if not here.any():
                continue
            parts = blocks._parts(here)
            if here.sum() == 1:
                assert parts == []
                continue
            assert 2 <= len(parts) <= 4
            assert (np.sum(parts, axis=0) == here).all()
            assert all(0 < part.sum() < here.sum() for part in parts)
