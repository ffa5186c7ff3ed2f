"""Grids along meridians and parallels: what they hold, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.errors import RegionError
from reassure.geography.graticule import Box, Graticule, box_of
from reassure.geography.regions import Disc, outline


def test_rows_run_north_and_columns_east() -> None:
    """Edges included; across the antimeridian longitudes are written from -180 to 180."""
    grid = Graticule.over(Box.read("10,170,20,-170"), degrees=5.0)
    assert grid.shape == (3, 5)
    lat, lon = grid.places()
    assert lat[:, 0].tolist() == [10.0, 15.0, 20.0]
    assert lon[0].tolist() == [170.0, 175.0, -180.0, -175.0, -170.0]


def test_a_spacing_in_km_is_one_in_the_middle() -> None:
    """Rows as far apart as columns at the middle latitude, to a tenth."""
    grid = Graticule.over(Box(50.0, 0.0, 70.0, 40.0), spacing_km=100.0)
    km = 6371.0 * np.radians(1.0)
    between_rows = km * np.diff(grid.latitude_deg)
    between_columns = km * np.diff(grid.longitude_deg) * np.cos(np.radians(60.0))
    assert between_rows == pytest.approx(100.0, rel=0.1)
    assert between_columns == pytest.approx(100.0, rel=0.1)


def test_the_box_of_a_region_holds_its_rim() -> None:
    """On the antimeridian too; a polar cap has none."""
    box = box_of(Disc(0.0, 179.0, 500.0))
    assert box.west < 179.0 < 181.0 < box.east
    assert box.south == pytest.approx(-box.north, rel=0.01)
    with pytest.raises(RegionError, match="around a pole"):
        box_of(outline([[80.0, 0.0], [80.0, 120.0], [80.0, -120.0]]))
    with pytest.raises(RegionError, match="without an inside"):
        box_of(Disc(10.0, 10.0, 0.0))


@pytest.mark.parametrize(
    ("box", "spacing", "said"),
    [
        ("10,0,5,20", {"degrees": 1.0}, "south below north"),
        ("0,0,95,20", {"degrees": 1.0}, "south below north"),
        ("0,-190,5,20", {"degrees": 1.0}, "from -180 to 180"),
        ("0,0,5", {"degrees": 1.0}, "SOUTH,WEST,NORTH,EAST"),
        ("0,0,5,20", {"degrees": 0.0}, "a spacing of 0; allowed: above 0"),
        ("0,0,5,20", {"degrees": 1e-3}, "allowed: at most 500000"),
        ("0,0,5,20", {}, "one of the two"),
        ("0,0,5,20", {"degrees": 1.0, "spacing_km": 100.0}, "one of the two"),
    ],
)
def test_what_is_refused(box: str, spacing: dict[str, float], said: str) -> None:
    """The message says what is allowed."""
    with pytest.raises(RegionError, match=said):
        Graticule.over(Box.read(box), **spacing)
