"""Grids of equal cells: areas, seams, and what is refused."""

import numpy as np
import pytest
from pyproj import Transformer

from reassure.errors import RegionError
from reassure.geography.geodesics import ELLIPSOID, distance_km
from reassure.geography.grid import Grid
from reassure.geography.regions import Disc, Outline

PLACES = [(52.0, 20.0), (89.9, 0.0), (-90.0, 0.0), (10.0, 180.0), (0.0, -179.9)]


@pytest.mark.parametrize("middle", PLACES)
def test_cells_have_one_area(middle) -> None:
    """Geodesic area of a cell's outline (Karney), near the middle and in a corner: within 1 in 1,000."""
    grid = Grid.around(*middle, 2000.0, 40)
    back = Transformer.from_crs(
        f"+proj=laea +lat_0={middle[0]} +lon_0={middle[1]} +ellps=WGS84 +units=km",
        "+proj=longlat +ellps=WGS84",
        always_xy=True,
    )
    for row, column in [(20, 20), (0, 0), (39, 3)]:
        x = grid.west_km + (column + np.array([0, 1, 1, 0])) * grid.cell_km
        y = grid.south_km + (row + np.array([0, 0, 1, 1])) * grid.cell_km
        edge_x = np.concatenate([np.linspace(x[i], x[(i + 1) % 4], 50)[:-1] for i in range(4)])
        edge_y = np.concatenate([np.linspace(y[i], y[(i + 1) % 4], 50)[:-1] for i in range(4)])
        lon, lat = back.transform(edge_x, edge_y)
        area, _ = ELLIPSOID.polygon_area_perimeter(lon, lat)
        assert abs(abs(area) / 1e6 / grid.cell_area_km2 - 1.0) < 1e-3


@pytest.mark.parametrize("middle", PLACES)
@pytest.mark.parametrize("radius", [300.0, 4000.0, 9000.0])
def test_a_grid_holds_all_that_is_near(middle, radius) -> None:
    """Points on the circle lie in it, right over pole and antimeridian; its corners are little farther."""
    grid = Grid.around(*middle, radius, 50)
    azimuth = np.arange(0.0, 360.0, 15.0)
    lon, lat, _ = ELLIPSOID.fwd(
        np.full(24, middle[1]), np.full(24, middle[0]), azimuth, np.full(24, radius * 1e3)
    )
    to = Transformer.from_crs(
        "+proj=longlat +ellps=WGS84",
        f"+proj=laea +lat_0={middle[0]} +lon_0={middle[1]} +ellps=WGS84 +units=km",
        always_xy=True,
    )
    x, y = to.transform(lon, lat)
    for at, corner in ((x, grid.west_km), (y, grid.south_km)):
        share = (at - corner) / (grid.cell_km * 50)
        assert ((share >= 0.0) & (share <= 1.0)).all()
        assert share.max() > 0.97
    lats, lons = grid.middles()
    assert np.isfinite(lats).all()
    assert np.isfinite(lons).all()


def test_rows_run_north_and_columns_east() -> None:
    """As seen at the middle."""
    lats, lons = Grid.around(50.0, 179.5, 500.0, 11).middles()
    assert (np.diff(lats[:, 5]) > 0.0).all()
    assert lons[5, 0] > 170.0
    assert lons[5, 10] < -170.0
    assert distance_km(lats[5, 5], lons[5, 5], 50.0, 179.5) < 1e-6


def test_a_grid_over_a_region_is_no_larger_than_it() -> None:
    """Square cells along the longer side; all of the region's area is in cells it holds, nearly."""
    region = Outline(((66.0, 175.0), (66.0, -165.0), (71.0, -165.0), (71.0, 175.0)))
    grid = Grid.over(region, 200)
    assert max(grid.columns, grid.rows) == 200
    lat, lon = grid.middles()
    inside = region.holds(lat.ravel(), lon.ravel())
    assert abs(inside.sum() * grid.cell_area_km2 / region.area_km2 - 1.0) < 2e-3
    disc = Disc(90.0, 0.0, 1000.0)
    grid = Grid.over(disc, 100)
    lat, lon = grid.middles()
    inside = disc.holds(lat.ravel(), lon.ravel())
    assert abs(inside.sum() * grid.cell_area_km2 / (np.pi * 1000.0**2) - 1.0) < 0.01


def test_what_is_refused() -> None:
    """Too many cells, none, and cells without size."""
    for columns, rows, size in ((2000, 2000, 1.0), (0, 5, 1.0), (5, 5, 0.0), (5, 5, float("nan"))):
        with pytest.raises(RegionError, match="allowed"):
            Grid(0.0, 0.0, size, 0.0, 0.0, columns, rows)
