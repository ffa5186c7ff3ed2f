"""Grids along meridians and parallels: boxes that cross the antimeridian, spacings, and what has no box."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.errors import RegionError
from reassure.geography.geodesics import distance_km
from reassure.geography.graticule import MOST_PLACES, Box, Graticule, box_of
from reassure.geography.regions import Disc, Outline, Region

# -- boxes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("35,-45,80,60", Box(35.0, -45.0, 80.0, 60.0)),
        (" 35 , -45,80, 6e1", Box(35.0, -45.0, 80.0, 60.0)),
        ("50,170,60,-170", Box(50.0, 170.0, 60.0, 190.0)),
        ("0,10,1,10", Box(0.0, 10.0, 1.0, 370.0)),
        ("0,-180,1,180", Box(0.0, -180.0, 1.0, 180.0)),
        ("-89.5,0,89.5,1", Box(-89.5, 0.0, 89.5, 1.0)),
    ],
)
def test_a_box_is_read_from_four_numbers(text: str, box: Box) -> None:
    """An east that is not east of the west lies beyond the antimeridian; the same meridian twice is once round."""
    assert Box.read(text) == box


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "1;2;3;4", "1,2,3,", ",,,"])
def test_what_is_not_four_numbers(text: str) -> None:
    """Is refused with what is allowed."""
    with pytest.raises(RegionError) as caught:
        Box.read(text)
    assert str(caught.value) == f"{text}; allowed: SOUTH,WEST,NORTH,EAST in degrees"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("-89.6,0,0,1", "latitudes -89.6 to 0; allowed: south below north, -89.5 to 89.5"),
        ("0,0,89.6,1", "latitudes 0 to 89.6"),
        ("5,0,5,1", "latitudes 5 to 5"),
        ("6,0,5,1", "latitudes 6 to 5"),
        ("nan,0,5,1", "latitudes nan to 5"),
        ("0,-180.5,1,0", "longitudes -180.5 to 0; allowed: from -180 to 180, eastward"),
        ("0,181,1,200", "longitudes 181 to 200"),
        ("0,180,1,-180", "longitudes 180 to 180"),
        ("0,-180,1,181", "longitudes -180 to 181"),
        ("0,0,1,inf", "longitudes 0 to inf"),
        ("0,nan,1,5", "longitudes nan to 5"),
        ("0,0,1,nan", "longitudes 0 to nan"),
    ],
)
def test_what_is_no_box(text: str, said: str) -> None:
    """Too near a pole, without height, upside down, more than once round, or no number."""
    with pytest.raises(RegionError) as caught:
        Box.read(text)
    assert str(caught.value).startswith(said)


def test_a_box_is_never_empty() -> None:
    """East of the west, at most once round."""
    for east in (10.0, 9.0, 370.1):
        with pytest.raises(RegionError, match="eastward, at most once round"):
            Box(0.0, 10.0, 1.0, east)
    assert Box(0.0, 10.0, 1.0, 370.0).east == 370.0


def test_zero_has_no_sign() -> None:
    """As it is read, it is the same box."""
    assert repr(Box.read("-0,-0.0,1,1")) == repr(Box.read("0,0,1,1"))


# -- grids ----------------------------------------------------------------------------------------


def test_a_grid_in_degrees_holds_its_edges_and_every_step() -> None:
    """Rows from south to north, columns eastward."""
    grid = Graticule.over(Box(10.0, 20.0, 12.0, 25.0), degrees=0.5)
    assert grid.shape == (5, 11)
    assert grid.latitude_deg.tolist() == [10.0, 10.5, 11.0, 11.5, 12.0]
    assert grid.longitude_deg[[0, -1]].tolist() == [20.0, 25.0]
    assert np.diff(grid.longitude_deg) == pytest.approx(0.5)
    lat, lon = grid.places()
    assert lat.shape == lon.shape == (5, 11)
    assert (lat[:, 3] == grid.latitude_deg).all()
    assert lon[2] == pytest.approx(grid.longitude_deg)


def test_a_spacing_in_km_is_kept_along_meridians_and_in_the_middle() -> None:
    """By geodesics, within three per cent: the Earth is no sphere, and steps are rounded to fit."""
    grid = Graticule.over(Box(40.0, 0.0, 70.0, 40.0), spacing_km=100.0)
    lat, lon = grid.places()
    middle = grid.shape[0] // 2
    rows = distance_km(lat[:-1, 0], lon[:-1, 0], lat[1:, 0], lon[1:, 0])
    columns = distance_km(lat[middle, :-1], lon[middle, :-1], lat[middle, 1:], lon[middle, 1:])
    assert rows == pytest.approx(100.0, rel=0.02)
    assert columns == pytest.approx(100.0, rel=0.03)


def test_longitudes_beyond_the_antimeridian_come_back_on_the_other_side() -> None:
    """The columns go on rising; the places lie within 180 degrees."""
    grid = Graticule.over(Box.read("50,170,60,-170"), degrees=5.0)
    assert grid.longitude_deg.tolist() == [170.0, 175.0, 180.0, 185.0, 190.0]
    _, lon = grid.places()
    assert lon[0].tolist() == [170.0, 175.0, -180.0, -175.0, -170.0]


def test_once_round_both_edges_are_the_same_meridian() -> None:
    """It stands twice, so that a map closes."""
    lat, lon = Graticule.over(Box(0.0, -180.0, 10.0, 180.0), degrees=90.0).places()
    assert lon[0].tolist() == [-180.0, -90.0, 0.0, 90.0, -180.0]
    assert distance_km(lat[0, 0], lon[0, 0], lat[0, -1], lon[0, -1]) == 0.0


def test_a_spacing_wider_than_the_box_leaves_its_corners() -> None:
    """Two rows and two columns, at least."""
    for wide in ({"degrees": 1000.0}, {"spacing_km": 1e6}):
        grid = Graticule.over(Box(0.0, 0.0, 1.0, 2.0), **wide)
        assert grid.shape == (2, 2)
        assert grid.latitude_deg.tolist() == [0.0, 1.0]
        assert grid.longitude_deg.tolist() == [0.0, 2.0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "a spacing in km or in degrees; allowed: one of the two"),
        ({"degrees": 1.0, "spacing_km": 100.0}, "a spacing in km or in degrees"),
        ({"degrees": 0.0}, "a spacing of 0; allowed: above 0"),
        ({"degrees": -1.0}, "a spacing of -1; allowed: above 0"),
        ({"degrees": math.nan}, "a spacing of nan; allowed: above 0"),
        ({"degrees": math.inf}, "a spacing of inf; allowed: above 0"),
        ({"spacing_km": 0.0}, "a spacing of 0; allowed: above 0"),
        ({"spacing_km": -100.0}, "a spacing of -100; allowed: above 0"),
        ({"spacing_km": math.nan}, "a spacing of nan; allowed: above 0"),
    ],
)
def test_a_spacing_that_is_none(given: dict[str, float], said: str) -> None:
    """Both, neither, or no length; with the number as it was given."""
    with pytest.raises(RegionError) as caught:
        Graticule.over(Box(0.0, 0.0, 1.0, 1.0), **given)
    assert str(caught.value).startswith(said)


def test_as_many_places_as_there_may_be() -> None:
    """Just as many, and a row too many."""
    box = Box(0.0, 0.0, 50.0, 99.9)
    fits = Graticule.over(Box(0.0, 0.0, 49.9, 99.9), degrees=0.1)
    assert fits.shape == (500, 1000)
    assert fits.shape[0] * fits.shape[1] == MOST_PLACES
    with pytest.raises(RegionError, match="501 by 1000 places; allowed: at most 500000"):
        Graticule.over(box, degrees=0.1)


# -- the box of a region --------------------------------------------------------------------------

REGIONS: list[Region] = [
    Disc(50.0, 10.0, 300.0),
    Disc(50.0, 180.0, 300.0),
    Disc(-50.0, -179.0, 500.0),
    Disc(0.0, 0.0, 4000.0),
    Outline(((66.0, 175.0), (66.0, -165.0), (71.0, -165.0), (71.0, 175.0))),
    Outline(((-10.0, 20.0), (-10.0, 25.0), (5.0, 22.0))),
]


@pytest.mark.parametrize("region", REGIONS)
def test_the_box_of_a_region_holds_it_and_touches_it(region: Region) -> None:
    """Every point of its rim lies in the box, and one on each edge; over the antimeridian too."""
    box = box_of(region)
    lat, lon = np.array(region.rim()).T
    east = (lon - box.west + 1e-9) % 360.0 - 1e-9
    assert lat.min() == pytest.approx(box.south)
    assert lat.max() == pytest.approx(box.north)
    assert east.min() == pytest.approx(0.0, abs=1e-6)
    assert east.max() == pytest.approx(box.east - box.west)
    assert -180.0 <= box.west <= 180.0


@given(
    latitude=st.floats(-70, 70), longitude=st.floats(-180, 180), radius=st.floats(1.0, 1500.0)
)  # fmt: skip
@settings(max_examples=50, deadline=None)
def test_the_box_of_a_disc_is_as_high_as_the_disc(
    latitude: float, longitude: float, radius: float
) -> None:
    """Twice its radius from south to north, and its middle is in it, wherever it lies."""
    box = box_of(Disc(latitude, longitude, radius))
    assert distance_km(box.south, 0.0, box.north, 0.0) == pytest.approx(2.0 * radius, rel=0.01)
    assert box.south < latitude < box.north
    assert 0.0 < (longitude - box.west) % 360.0 < box.east - box.west


@pytest.mark.parametrize(
    "region",
    [Disc(90.0, 0.0, 500.0), Disc(-89.0, 0.0, 500.0), Outline(tuple((75.0, float(lon)) for lon in range(-180, 180, 30)))],
)  # fmt: skip
def test_a_region_around_a_pole_has_no_box(region: Region) -> None:
    """Its meridians go all the way round."""
    with pytest.raises(RegionError, match="a region around a pole; allowed: SOUTH,WEST,NORTH,EAST"):
        box_of(region)


def test_a_point_has_no_box() -> None:
    """There is no inside."""
    with pytest.raises(RegionError, match="a region without an inside; allowed: SOUTH"):
        box_of(Disc(50.0, 10.0, 0.0))
