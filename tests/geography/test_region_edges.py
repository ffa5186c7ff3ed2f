"""Regions where geometry is hard: poles, antimeridian, thin and tiny outlines, limits just kept and just passed."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.errors import RegionError
from reassure.geography.geodesics import ELLIPSOID, ahead, distance_km
from reassure.geography.regions import (
    MOST_POINTS,
    Disc,
    Outline,
    Region,
    check_point,
    outline,
    plane,
)

POLAR = Outline(tuple((80.0, float(lon)) for lon in range(-180, 180, 20)))
SOUTH = Outline(tuple((-80.0, float(lon)) for lon in range(180, -180, -20)))
SEAM = Outline(((-5.0, 175.0), (-5.0, -175.0), (5.0, -175.0), (5.0, 175.0)))
SQUARE = Outline(((-5.0, -5.0), (-5.0, 5.0), (5.0, 5.0), (5.0, -5.0)))
BENT = Outline(((0.0, 0.0), (0.0, 10.0), (5.0, 10.0), (5.0, 5.0), (10.0, 5.0), (10.0, 0.0)))


# -- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("latitude", "longitude", "said"),
    [
        (90.0, 180.0, ""),
        (-90.0, -180.0, ""),
        (90.001, 0.0, "latitude 90.001 deg; allowed: -90 to 90"),
        (-91.0, 500.0, "latitude -91 deg"),
        (0.0, 180.001, "longitude 180.001 deg; allowed: -180 to 180"),
        (0.0, -181.0, "longitude -181 deg"),
        (math.nan, 0.0, "latitude nan deg"),
        (0.0, math.nan, "longitude nan deg"),
        (math.inf, 0.0, "latitude inf deg"),
    ],
)
def test_a_place_is_on_earth(latitude: float, longitude: float, said: str) -> None:
    """Limits included; what is no number is no place; a disc's middle is one."""
    if not said:
        check_point(latitude, longitude)
        assert Disc(latitude, longitude, 1.0).middle() == (latitude, longitude)
        return
    for make in (check_point, lambda a, b: Disc(a, b, 1.0)):
        with pytest.raises(RegionError) as caught:
            make(latitude, longitude)
        assert str(caught.value).startswith(said)


@given(
    middle=st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
    azimuth=st.floats(0, 360),
    away=st.floats(0, 15_000),
)
@settings(max_examples=50, deadline=None)
def test_the_plane_and_back_is_where_one_was(
    middle: tuple[float, float], azimuth: float, away: float
) -> None:
    """To a metre; and the plane keeps distances from its middle as equal areas ask: 2 R sin(d/2R), nearly.

    Near a pole the plane's radius is the root of a difference of areas of the size of R^2. PROJ rounds
    that to some 50 units in the last place of R^2 (seen), 4e-7 km^2: nothing but at the middle itself,
    where it is less than the metre that is asked of the way back.
    """
    lat, lon = (float(v) for v in ahead(*middle, azimuth, away))
    x, y = plane(*middle, back=False).transform(lon, lat)
    again_lon, again_lat = plane(*middle, back=True).transform(x, y)
    assert distance_km(lat, lon, again_lat, again_lon) < 1e-3
    expected = 2.0 * 6371.0072 * math.sin(0.5 * away / 6371.0072)
    assert x * x + y * y == pytest.approx(expected**2, rel=0.012, abs=1e-3**2)


# -- outlines -------------------------------------------------------------------------------------


def test_an_outline_from_lists_is_of_plain_pairs() -> None:
    """Whole numbers become floats; either way round it is the same ground."""
    assert outline([[0, 0], [0, 10], [10, 0]]).vertices == ((0.0, 0.0), (0.0, 10.0), (10.0, 0.0))
    for region in (BENT, SEAM, POLAR):
        turned = Outline(region.vertices[::-1])
        assert turned.area_km2 == pytest.approx(region.area_km2, rel=1e-12)


@pytest.mark.parametrize("region", [SQUARE, SEAM, BENT, POLAR, SOUTH])
def test_an_area_is_the_geodesic_one(region: Outline) -> None:
    """By Karney's integral, over pole and seam alike."""
    lat, lon = np.array(region.vertices).T
    area, _ = ELLIPSOID.polygon_area_perimeter(lon, lat)
    assert region.area_km2 == pytest.approx(abs(area) / 1e6, rel=1e-3)


@pytest.mark.parametrize(
    ("region", "inside", "outside"),
    [
        (SQUARE, [(0, 0), (4.9, 4.9)], [(5.1, 0), (0, 180), (0, -5.1), (90, 0)]),
        (SEAM, [(0, 180), (0, -180), (4.9, 175.1), (-4.9, -175.1)], [(0, 0), (0, 174), (0, -174)]),
        (POLAR, [(90, 0), (90, 123), (85, -77), (81, 180)], [(79, 0), (-85, 0), (0, 0)]),
        (SOUTH, [(-90, 0), (-85, 10), (-81, -180)], [(-79, 0), (85, 0)]),
        (BENT, [(2, 8), (8, 2), (2, 2)], [(8, 8), (5.5, 5.5)]),
    ],
)
def test_which_places_an_outline_holds(
    region: Outline, inside: list[tuple[float, float]], outside: list[tuple[float, float]]
) -> None:
    """Poles, the seam, a bay, and the other side of the Earth."""
    assert region.holds(*np.array(inside, float).T).all()
    assert not region.holds(*np.array(outside, float).T).any()
    assert region.holds(np.zeros(0), np.zeros(0)).shape == (0,)


def test_edges_are_geodesics_not_parallels() -> None:
    """Between 60 N 0 E and 60 N 90 E the way leads north of the parallel."""
    region = Outline(((60.0, 0.0), (60.0, 90.0), (40.0, 90.0), (40.0, 0.0)))
    north = np.array([66.0, 68.0])
    assert region.holds(north, np.array([45.0, 45.0])).tolist() == [True, False]


@pytest.mark.parametrize("region", [SQUARE, SEAM, POLAR, BENT])
def test_a_rim_goes_round_in_steps_of_some_fifty_km(region: Outline) -> None:
    """Every corner on it; no step longer; it lies on the boundary: a hair inward is in, a hair outward is not."""
    rim = np.array(region.rim())
    steps = distance_km(*rim.T, *np.roll(rim, -1, axis=0).T)
    assert steps.max() < 51.0
    for corner in region.vertices:
        assert distance_km(*corner, *rim.T).min() < 1e-5
    middle = region.middle() if region is not BENT else (2.0, 2.0)
    azimuth = ELLIPSOID.inv(rim[:, 1], rim[:, 0], np.full(len(rim), middle[1]), np.full(len(rim), middle[0]))[0]  # fmt: skip
    for way, expected in ((0.5, True), (-0.5, False)):
        held = region.holds(*ahead(*rim.T, azimuth, way))
        if region is not BENT:  # which has a bay
            assert (held == expected).all()


@pytest.mark.parametrize("spread", [79.0, 81.0])
def test_an_outline_spreads_at_most_eighty_degrees(spread: float) -> None:
    """About its middle: just less is let pass, just more is not."""
    vertices = tuple((90.0 - spread, float(lon)) for lon in range(-180, 180, 30))
    if spread < 80.0:
        assert Outline(vertices).middle()[0] == pytest.approx(90.0)
        return
    with pytest.raises(RegionError, match="spreads more than 80 degrees from its middle"):
        Outline(vertices)


@pytest.mark.parametrize("size", [1e-3, 1e-9])
def test_the_least_outline_has_some_ground(size: float) -> None:
    """A square metre or so; of less there is none."""
    vertices = ((10.0, 10.0), (10.0, 10.0 + size), (10.0 + size, 10.0))
    if size > 1e-6:
        assert Outline(vertices).area_km2 == pytest.approx(0.5 * (size * 110.0) ** 2, rel=0.05)
        return
    with pytest.raises(RegionError, match="without area; allowed: an outline around some ground"):
        Outline(vertices)


def test_an_outline_that_touches_itself_is_refused() -> None:
    """A vertex twice, and a spike."""
    for vertices in (
        ((0, 0), (0, 10), (5, 5), (10, 10), (10, 0), (5, 5)),
        ((0, 0), (0, 10), (10, 10), (10, 0), (0, 0), (0, 10)),
    ):
        with pytest.raises(RegionError, match="crosses or touches itself"):
            Outline(tuple((float(a), float(b)) for a, b in vertices))


# -- samples --------------------------------------------------------------------------------------


@pytest.mark.parametrize("region", [SQUARE, SEAM, BENT, POLAR, SOUTH])
@pytest.mark.parametrize("spacing", [90.0, 400.0, 5000.0])
def test_a_sample_stands_in_its_region_with_no_large_gap(region: Outline, spacing: float) -> None:
    """On the rim or inside, corners among it; no place of the region farther than a spacing from it."""
    points = np.array(region.sample(spacing))
    assert (np.abs(points[:, 1]) <= 180.0).all()
    rim = np.array(region.rim())
    inside = region.holds(*points.T)
    for point in points[~inside]:
        assert distance_km(*point, *rim.T).min() < spacing / 10.0 + 51.0
    for corner in region.vertices if spacing < 1000.0 else ():
        assert distance_km(*corner, *points.T).min() <= spacing / 10.0 + 1e-6
    rng = np.random.default_rng(3)
    lat, lon = region.vertices[0] if region is not POLAR else (85.0, 0.0)
    near = ahead(lat, lon, rng.uniform(0, 360, 40), rng.uniform(0, 1000, 40))
    for place in np.column_stack(near)[region.holds(*near)]:
        assert distance_km(*place, *points.T).min() < spacing


def test_a_wide_spacing_leaves_the_corners() -> None:
    """There is nothing inside that a grid would find."""
    assert len(Outline(SQUARE.vertices).sample(5000.0)) >= 4


@pytest.mark.parametrize("radius", [0.0, 1.0, 300.0, 4000.0])
@pytest.mark.parametrize("middle", [(50.0, 10.0), (89.9, 30.0), (-90.0, 0.0), (0.0, 180.0)])
def test_a_disc_holds_what_is_within_its_radius(middle: tuple[float, float], radius: float) -> None:
    """Over pole and seam; the rim counts as inside; the sample's rings reach it."""
    disc = Disc(*middle, radius)
    azimuth = np.arange(0.0, 360.0, 30.0)
    assert not disc.holds(*ahead(*middle, azimuth, radius + 0.01)).any()
    assert radius == 0.0 or disc.holds(*ahead(*middle, azimuth, radius - 0.01)).all()
    assert disc.holds(np.array([middle[0]]), np.array([middle[1]])).all()
    points = np.array(disc.sample(max(radius / 3.0, 1.0)))
    away = distance_km(*middle, *points.T)
    assert points[0].tolist() == list(middle)
    assert away.max() == pytest.approx(radius, abs=1e-6)
    rings = sorted({round(float(a), 3) for a in away})
    assert len(rings) == (1 if radius == 0 else 2 if radius == 1 else 4)


def test_rings_of_a_disc_are_no_farther_apart_than_asked() -> None:
    """Nor the points along them; of a small one there are six."""
    points = np.array(Disc(20.0, 30.0, 250.0).sample(100.0))
    away = distance_km(20.0, 30.0, *points.T)
    rings = np.unique(np.round(away, 3))
    assert np.diff(rings).max() <= 100.0
    for ring in rings[1:]:
        mine = points[np.abs(away - ring) < 0.01]
        assert len(mine) >= 6
        assert distance_km(*mine.T, *np.roll(mine, 1, axis=0).T).max() <= 100.0
    assert len(Disc(20.0, 30.0, 1.0).sample(100.0)) == 7


@pytest.mark.parametrize(("radius", "steps"), [(1.0, 36), (286.0, 36), (287.0, 37), (1000.0, 126)])
def test_a_discs_rim_has_thirty_six_points_or_one_for_every_fifty_km(
    radius: float, steps: int
) -> None:
    """Evenly round, each at the radius."""
    rim = np.array(Disc(-70.0, 170.0, radius).rim())
    assert len(rim) == steps
    assert distance_km(-70.0, 170.0, *rim.T) == pytest.approx(radius, abs=1e-6)


@pytest.mark.parametrize(
    ("region", "fine", "coarse"),
    [(Disc(0.0, 0.0, 5000.0), 5000.0 / 80, 5000.0 / 79), (SQUARE, 7.5, 8.5)],
)
def test_as_many_points_as_a_sample_may_have(region: Region, fine: float, coarse: float) -> None:
    """By what the region's size makes likely: just fewer are made, just more are refused with the spacing."""
    assert len(region.sample(coarse)) < 1.1 * MOST_POINTS
    with pytest.raises(RegionError, match=f"a spacing of {fine:g} km") as caught:
        region.sample(fine)
    assert str(MOST_POINTS) in str(caught.value)


def test_regions_of_the_same_figures_are_the_same() -> None:
    """So that what is worked out of them can be kept."""
    assert Disc(1.0, 2.0, 3.0) == Disc(1.0, 2.0, 3.0)
    assert len({Outline(SQUARE.vertices), SQUARE, SEAM}) == 2
    assert Outline(SQUARE.vertices).on_plane() is SQUARE.on_plane()
