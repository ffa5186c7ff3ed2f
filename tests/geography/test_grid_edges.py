"""Equal-area grids and lattices at their limits: one cell, the whole Earth, points on one spot."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.errors import RegionError
from reassure.geography.geodesics import distance_km
from reassure.geography.grid import MOST_CELLS, Grid
from reassure.geography.lattice import NEIGHBOURS, groups, lattice
from reassure.geography.regions import Disc, Outline


@pytest.mark.parametrize("middle", [(0.0, 0.0), (90.0, 0.0), (-90.0, 0.0), (10.0, 180.0)])
def test_one_cell_is_the_middle(middle: tuple[float, float]) -> None:
    """Wherever that is; it holds the whole circle."""
    grid = Grid.around(*middle, 500.0, 1)
    lat, lon = grid.middles()
    assert lat.shape == (1, 1)
    assert distance_km(lat[0, 0], lon[0, 0], *middle) == pytest.approx(0.0, abs=1e-6)
    assert grid.cell_km == pytest.approx(
        2.0 * 1.005 * 2.0 * 6371.0072 * math.sin(250.0 / 6371.0072)
    )
    assert grid.cell_area_km2 == grid.cell_km**2


@pytest.mark.parametrize("radius", [20_016.0, 1e6])
def test_the_whole_earth_is_a_square_just_short_of_its_antipode(radius: float) -> None:
    """However far is asked: the middles of its sides are places, its corners are none."""
    grid = Grid.around(50.0, 10.0, radius, 11)
    assert -grid.west_km == -grid.south_km == pytest.approx(18_000.0 / math.sqrt(2.0))
    assert -grid.west_km < 2.0 * 6371.0
    lat, lon = grid.middles()
    assert np.isfinite(lat[[0, 5, 10, 5], [5, 0, 5, 10]]).all()
    assert np.isnan(lon[[0, 0, 10, 10], [0, 10, 0, 10]]).all()


def test_beyond_the_antipode_there_is_no_place() -> None:
    """NaN for both, and for none of the others."""
    grid = Grid(0.0, 0.0, 4000.0, -16_000.0, -16_000.0, 8, 8)
    lat, lon = grid.middles()
    x = -16_000.0 + (np.arange(8) + 0.5) * 4000.0
    beyond = np.hypot(*np.meshgrid(x, x)) > 2.0 * 6400.0
    assert (np.isnan(lat) == np.isnan(lon)).all()
    assert np.isnan(lat[beyond]).all()
    assert np.isfinite(lat[np.hypot(*np.meshgrid(x, x)) < 2.0 * 6330.0]).all()


def test_a_grid_over_a_region_has_its_cells_along_the_longer_side() -> None:
    """Square ones: as many across as the region's shape asks, at least one; and it begins at its corner."""
    wide = Outline(((0.0, 0.0), (0.0, 20.0), (5.0, 20.0), (5.0, 0.0)))
    grid = Grid.over(wide, 40)
    west, south, east, north = wide.on_plane().bounds
    assert (grid.west_km, grid.south_km) == (west, south)
    assert grid.columns == 40
    assert grid.rows == math.ceil((north - south) / grid.cell_km - 1e-9)
    assert grid.columns * grid.cell_km == pytest.approx(east - west)
    assert grid.rows * grid.cell_km >= north - south
    flat = Outline(((0.0, 0.0), (0.0, 20.0), (0.1, 20.0), (0.1, 0.0)))
    assert Grid.over(flat, 5).rows == 1
    tall = Outline(((0.0, 0.0), (0.0, 5.0), (20.0, 5.0), (20.0, 0.0)))
    assert Grid.over(tall, 40).rows == 40
    assert Grid.over(tall, 40).columns < 40


def test_a_grid_over_a_point_is_of_a_kilometre() -> None:
    """A disc without size has cells all the same."""
    grid = Grid.over(Disc(50.0, 10.0, 0.0), 4)
    assert grid == Grid.around(50.0, 10.0, 1.0, 4)
    assert grid.columns * grid.cell_km == pytest.approx(2.01, rel=1e-3)


@pytest.mark.parametrize(
    ("columns", "rows", "cell", "said"),
    [
        (1000, 1000, 1.0, ""),
        (1000, 1001, 1.0, "1000 by 1001 cells; allowed: 1 to 1000000"),
        (0, 1, 1.0, "0 by 1 cell; allowed: 1 to 1000000"),
        (-1, -1, 0.0, "cells of 0 km; allowed: above 0"),
        (5, 5, -1.0, "cells of -1 km; allowed: above 0"),
        (5, 5, math.inf, "cells of inf km; allowed: above 0"),
        (5, 5, math.nan, "cells of nan km; allowed: above 0"),
    ],
)
def test_how_many_cells_of_what_size(columns: int, rows: int, cell: float, said: str) -> None:
    """A million is let pass; one is a cell, not cells."""
    if not said:
        grid = Grid(0.0, 0.0, cell, 0.0, 0.0, columns, rows)
        assert grid.columns * grid.rows == MOST_CELLS
        return
    with pytest.raises(RegionError) as caught:
        Grid(0.0, 0.0, cell, 0.0, 0.0, columns, rows)
    assert str(caught.value) == said


# -- lattices -------------------------------------------------------------------------------------

SPOTS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8), st.integers(0, 1)), min_size=1, max_size=30
)


@given(spots=SPOTS, cover=st.floats(0.0, 12.0))
@settings(max_examples=50, deadline=None)
def test_a_lattice_of_any_points(spots: list[tuple[int, int, int]], cover: float) -> None:
    """Points on one spot included: all stand once, the leading ones cover, neighbours are the nearest others."""
    points = np.array(spots, float)
    order, leading, neighbours = lattice(points, cover)
    n = len(points)
    assert sorted(order) == list(range(n))
    placed = points[order]
    apart = np.linalg.norm(placed[:, None] - placed[None], axis=2)
    assert apart[:, :leading].min(axis=1).max() <= cover
    if leading > 1:  # each was farther than the cover from those before it
        for k in range(1, leading):
            assert apart[k, :k].min() > cover
    assert neighbours.shape == (n, NEIGHBOURS if n > 1 else 0)
    for i in range(n if n > 1 else 0):
        mine = neighbours[i][neighbours[i] >= 0]
        assert len(mine) == min(NEIGHBOURS, n - 1)
        assert len(set(mine.tolist())) == len(mine)
        assert i not in mine
        nearest = np.sort(np.delete(apart[i], i))[: len(mine)]
        assert np.sort(apart[i, mine]) == pytest.approx(nearest)


def test_points_on_one_spot_are_neighbours_and_nobody_is_his_own() -> None:
    """More of them than a point has neighbours; and no more groups than spots."""
    points = np.repeat([[0.0, 0.0, 0.0], [5.0, 0.0, 0.0]], [15, 1], axis=0)
    _, leading, neighbours = lattice(points, 1.0)
    assert leading == 2
    for i, row in enumerate(neighbours.tolist()):
        assert i not in row
        assert len(set(row)) == NEIGHBOURS
    _, starts, radii = groups(points, 1.0)
    assert (starts.tolist(), radii.tolist()) == ([0, 15, 16], [0.0, 0.0])


@given(spots=SPOTS, cover=st.floats(0.0, 12.0))
@settings(max_examples=50, deadline=None)
def test_groups_of_any_points(spots: list[tuple[int, int, int]], cover: float) -> None:
    """Each point in the group of the nearest first one; no farther from it than the group's radius says."""
    points = np.array(spots, float)
    order, starts, radii = groups(points, cover)
    assert sorted(order) == list(range(len(points)))
    assert (starts[0], starts[-1]) == (0, len(points))
    assert (np.diff(starts) > 0).all()
    firsts = points[order[starts[:-1]]]
    for k in range(len(radii)):
        mine = points[order[starts[k] : starts[k + 1]]]
        away = np.linalg.norm(mine - mine[0], axis=1)
        assert radii[k] == away.max() <= cover
        others = np.linalg.norm(mine[:, None] - firsts[None], axis=2)
        assert away == pytest.approx(others.min(axis=1))


def test_the_first_point_leads_and_the_farthest_follows() -> None:
    """On a line: an end, the other end, the middle."""
    line = np.zeros((5, 3))
    line[:, 0] = [0, 1, 2, 3, 4]
    order, leading, _ = lattice(line, 1.0)
    assert (order[:leading].tolist(), leading) == ([0, 4, 2], 3)
    order, leading, _ = lattice(line, 0.9)
    assert leading == 5
    order, leading, _ = lattice(line, 4.0)
    assert (order.tolist(), leading) == ([0, 1, 2, 3, 4], 1)
