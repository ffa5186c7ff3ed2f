"""Geodesics: against closed forms on meridians and the equator, at the poles and over the antimeridian."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from reassure.errors import RegionError
from reassure.geography.geodesics import (
    ROUND_KM,
    ahead,
    along_km,
    course,
    distance_km,
    points_middle,
)

A_KM, F = 6378.137, 1.0 / 298.257223563  # WGS84

LATITUDES = st.floats(-90.0, 90.0)
LONGITUDES = st.floats(-180.0, 180.0)


def meridian_km(south_deg: float, north_deg: float) -> float:
    """Length of a meridian's arc by its integral: a (1 - e^2) (1 - e^2 sin^2 lat)^(-3/2)."""
    e2 = F * (2.0 - F)

    def radius(lat: float) -> float:
        return A_KM * (1.0 - e2) / (1.0 - e2 * math.sin(lat) ** 2) ** 1.5

    return float(quad(radius, math.radians(south_deg), math.radians(north_deg))[0])


# -- distance and course --------------------------------------------------------------------------


@pytest.mark.parametrize(("south", "north"), [(0, 1), (0, 90), (-90, 90), (54.3, 71.9), (-33, 12)])
@pytest.mark.parametrize("longitude", [0.0, 37.0, 180.0, -180.0])
def test_along_a_meridian_it_is_the_integral(south: float, north: float, longitude: float) -> None:
    """To a millimetre; the way north, and the way back south."""
    azimuth, length = course(south, longitude, north, longitude)
    assert length == pytest.approx(meridian_km(south, north), abs=1e-6)
    assert abs(azimuth) == pytest.approx(0.0, abs=1e-9) or south == -90
    back, same = course(north, longitude, south, longitude)
    assert same == pytest.approx(length, abs=1e-9)
    assert abs(back) == pytest.approx(180.0, abs=1e-9) or north == 90


@pytest.mark.parametrize(
    ("west", "east"), [(0, 1), (-10, 160), (175, -175), (180, -180), (90, -91)]
)
def test_along_the_equator_it_is_the_angle(west: float, east: float) -> None:
    """While that is shorter than over a pole; over the antimeridian as anywhere."""
    apart = (east - west) % 360.0
    azimuth, length = course(0.0, west, 0.0, east)
    assert length == pytest.approx(math.radians(apart) * A_KM, abs=1e-6)
    assert azimuth == pytest.approx(90.0) or apart == 0.0


def test_half_round_the_shortest_way_is_over_a_pole() -> None:
    """The ellipsoid is flat there: 20,004 km instead of 20,038."""
    azimuth, length = course(0.0, 0.0, 0.0, 180.0)
    assert length == pytest.approx(2.0 * meridian_km(0, 90), abs=1e-6)
    assert abs(azimuth) in (pytest.approx(0.0), pytest.approx(180.0))


def test_places_come_one_or_many_and_meet_as_arrays_do() -> None:
    """One to many; a grid; numbers, lists and arrays."""
    one = distance_km(0.0, 0.0, 0.0, 1.0)
    assert one.shape == ()
    many = distance_km(0.0, 0.0, [0.0, 0.0], [1.0, 2.0])
    assert many.shape == (2,)
    assert many[0] == one
    grid = distance_km(0.0, 0.0, np.zeros((3, 1)), np.arange(4.0))
    assert grid.shape == (3, 4)
    assert grid[2, 1] == one
    assert distance_km(np.zeros(0), np.zeros(0), np.zeros(0), np.zeros(0)).shape == (0,)


@given(lat1=LATITUDES, lon1=LONGITUDES, lat2=LATITUDES, lon2=LONGITUDES)
@settings(max_examples=50, deadline=None)
def test_a_course_leads_to_its_end(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    """Whatever the ends; and the way there is as long as the way back."""
    azimuth, length = course(lat1, lon1, lat2, lon2)
    lat, lon = ahead(lat1, lon1, azimuth, length)
    assert distance_km(lat, lon, lat2, lon2) == pytest.approx(0.0, abs=1e-5)
    assert distance_km(lat2, lon2, lat1, lon1) == pytest.approx(length, abs=1e-6)


# -- ahead ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("longitude", [0.0, 179.9, -179.9])
def test_over_the_pole_it_goes_down_on_the_other_side(longitude: float) -> None:
    """A degree and a half north of 89 degrees."""
    lat, lon = ahead(89.0, longitude, 0.0, meridian_km(89, 90) + meridian_km(89.5, 90))
    assert lat == pytest.approx(89.5, abs=1e-9)
    assert (lon - longitude) % 360.0 == pytest.approx(180.0)


def test_over_the_antimeridian_longitudes_stay_within_180_degrees() -> None:
    """Eastward and westward."""
    lat, lon = ahead(0.0, [179.0, -179.0], [90.0, -90.0], math.radians(2.0) * A_KM)
    assert lat == pytest.approx([0.0, 0.0], abs=1e-9)
    assert lon == pytest.approx([-179.0, 179.0])


def test_nowhere_is_the_place_itself_and_back_is_the_other_way() -> None:
    """No distance; a negative one; once round the equator."""
    lat, lon = ahead(50.0, 10.0, 77.0, 0.0)
    assert (lat, lon) == (pytest.approx(50.0), pytest.approx(10.0))
    there, back = ahead(50.0, 10.0, 77.0, -300.0), ahead(50.0, 10.0, 77.0 + 180.0, 300.0)
    assert np.allclose(there, back)
    _, lon = ahead(0.0, 10.0, 90.0, 2.0 * math.pi * A_KM)
    assert lon == pytest.approx(10.0)


def test_at_a_pole_the_azimuth_chooses_the_meridian() -> None:
    """South in every direction: 180 less the azimuth is the longitude that it goes down, from longitude nought."""
    azimuths = np.array([180.0, 90.0, 0.0, -90.0])
    lat, lon = ahead(90.0, 0.0, azimuths, meridian_km(60, 90))
    assert lat == pytest.approx([60.0] * 4, abs=1e-9)
    assert (lon - (180.0 - azimuths)) % 360.0 == pytest.approx([0.0] * 4, abs=1e-9)


# -- along a way ----------------------------------------------------------------------------------


def test_along_the_equator_places_beside_the_way_count_where_they_are_abreast() -> None:
    """Ahead, behind, beside, at both ends."""
    degree = ROUND_KM / 360.0
    found = along_km((0, 0), (0, 40), [0, 0, 0, 60, -60, 0, 0], [0, 40, 90, 30, 30, -20, 179])
    expected = np.array([0, 40, 90, 30, 30, -20, 179]) * degree
    assert found == pytest.approx(expected, abs=1e-6)


def test_along_a_meridian_over_the_pole() -> None:
    """It goes on counting on the other side."""
    found = along_km((80, 0), (85, 0), [90, 85, 70, 80], [0, 180, 180, 0])
    assert found == pytest.approx(np.array([10, 15, 30, 0]) * ROUND_KM / 360.0, abs=1e-6)


@given(
    lat1=st.floats(-80, 80), lon1=LONGITUDES, azimuth=st.floats(0, 360), share=st.floats(-0.9, 2.0)
)
@settings(max_examples=50, deadline=None)
def test_places_on_the_way_count_their_distance(
    lat1: float, lon1: float, azimuth: float, share: float
) -> None:
    """On a sphere: as the geodesic of the ellipsoid, to six thousandths of all that is followed."""
    end = tuple(float(v) for v in ahead(lat1, lon1, azimuth, 4000.0))
    lat, lon = ahead(lat1, lon1, azimuth, 4000.0 * share)
    found = along_km((lat1, lon1), (end[0], end[1]), lat, lon)
    assert float(found) == pytest.approx(4000.0 * share, abs=50.0)


# -- the middle -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("points", "middle"),
    [
        ([(10.0, 20.0)], (10.0, 20.0)),
        ([(0.0, 10.0), (0.0, 20.0)], (0.0, 15.0)),
        ([(0.0, 170.0), (0.0, -170.0)], (0.0, 180.0)),
        ([(10.0, 0.0), (20.0, 0.0)], (15.0, 0.0)),
        ([(0.0, 0.0), (0.0, 90.0), (90.0, 0.0)], (math.degrees(math.asin(3**-0.5)), 45.0)),
    ],
)
def test_the_middle_of_some_places(
    points: list[tuple[float, float]], middle: tuple[float, float]
) -> None:
    """One, two, over the antimeridian, three corners of an eighth of the Earth."""
    lat, lon = points_middle(points)
    assert lat == pytest.approx(middle[0], abs=1e-9)
    assert (lon - middle[1] + 180.0) % 360.0 - 180.0 == pytest.approx(0.0, abs=1e-9)


def test_round_a_pole_the_middle_is_the_pole() -> None:
    """North and south."""
    for latitude in (70.0, -70.0):
        found = points_middle([(latitude, lon) for lon in (-180.0, -60.0, 60.0)] * 2)
        assert abs(found[0]) > 77.0
        ring = points_middle([(latitude, float(lon)) for lon in range(-180, 180, 30)])
        assert ring[0] == pytest.approx(math.copysign(90.0, latitude), abs=1e-6)


@pytest.mark.parametrize(
    "points",
    [
        [(0.0, 0.0), (0.0, 180.0)],
        [(90.0, 0.0), (-90.0, 0.0)],
        [(0.0, 0.0), (0.0, 120.0), (0.0, -120.0)],
        [(45.0, 30.0), (-45.0, -150.0)],
    ],
)
def test_places_right_round_the_earth_have_no_middle(points: list[tuple[float, float]]) -> None:
    """Opposite ones, or three evenly apart."""
    with pytest.raises(RegionError, match="a polygon right round the Earth; allowed: less than"):
        points_middle(points)
