"""Regions: area, samples, the antimeridian, the pole, and what is refused."""

import numpy as np
import pytest
import shapely

from reassure.errors import RegionError
from reassure.geography.geodesics import ELLIPSOID, ahead, course, distance_km
from reassure.geography.regions import Disc, Outline, plane

COLORADO = Outline(((37.0, -109.05), (37.0, -102.05), (41.0, -102.05), (41.0, -109.05)))
CHUKCHI = Outline(((66.0, 175.0), (66.0, -165.0), (71.0, -165.0), (71.0, 175.0)))
ARCTIC = Outline(tuple((75.0, lon) for lon in range(-180, 180, 30)))


def test_area_of_a_known_region() -> None:
    """Colorado has 269,600 km^2; its parallels are drawn as geodesics here."""
    assert abs(COLORADO.area_km2 / 269_600 - 1) < 0.01


def test_area_agrees_with_geodesic_area() -> None:
    """Karney's area of the same geodesic polygon, across the antimeridian too: within 0.1 %."""
    for region in (COLORADO, CHUKCHI):
        lats, lons = np.array(region.vertices).T
        area, _ = ELLIPSOID.polygon_area_perimeter(lons, lats)
        assert abs(region.area_km2 / abs(area / 1e6) - 1) < 1e-3


def test_pole_inside() -> None:
    """A cap round the pole: its area, and a sample that holds a point near the pole."""
    cap = 2 * np.pi * 6371.0**2 * (1 - np.sin(np.radians(75)))
    assert 0.95 < ARCTIC.area_km2 / cap < 1.0
    assert max(lat for lat, _ in ARCTIC.sample(200.0)) > 88.5


@pytest.mark.some(3)
@pytest.mark.parametrize("region", [COLORADO, CHUKCHI, ARCTIC])
@pytest.mark.parametrize("spacing", [100.0, 300.0])
def test_sample_leaves_no_large_gap(region: Outline, spacing: float) -> None:
    """Every point of a much finer sample lies within 0.9 spacings of the sample."""
    coarse = np.array(region.sample(spacing))
    for lat, lon in region.sample(spacing / 4)[::5]:
        d = distance_km(lat, lon, coarse[:, 0], coarse[:, 1])
        assert d.min() < 0.9 * spacing


def test_corners_are_kept() -> None:
    """The extremes of an outline are what matters: each corner is in the sample."""
    points = np.array(COLORADO.sample(500.0))
    for lat, lon in COLORADO.vertices:
        assert distance_km(lat, lon, points[:, 0], points[:, 1]).min() < 1e-3


@pytest.mark.parametrize(
    ("vertices", "reason"),
    [
        (((0, 0), (1, 1)), "2 vertices"),
        (((0, 0), (10, 10), (0, 10), (10, 0)), "crosses"),
        (((0, 0), (0, 10), (0, 20)), "polygon"),
        (((95, 0), (0, 10), (0, 20)), "latitude 95"),
        (((5, 0), (0, 190), (0, 20)), "longitude 190"),
        (((0, 0), (0, 120), (0, -120)), "polygon"),
        (((-80, 0), (80, 10), (80, 90), (-80, 100)), "hemisphere"),
    ],
)
def test_what_is_refused(vertices: tuple[tuple[float, float], ...], reason: str) -> None:
    """With what was given and what is allowed."""
    with pytest.raises(RegionError, match=reason) as caught:
        Outline(vertices)
    assert "allowed" in str(caught.value)


def test_too_fine_a_sample_is_refused() -> None:
    """Before it is made."""
    with pytest.raises(RegionError, match="spacing of 0.1 km"):
        ARCTIC.sample(0.1)
    with pytest.raises(RegionError, match="spacing of 1 km"):
        Disc(0.0, 0.0, 5000.0).sample(1.0)


def test_disc() -> None:
    """A point is a point; a disc's rim is in the sample."""
    assert Disc(50.0, 10.0, 0.0).sample(100.0) == [(50.0, 10.0)]
    points = np.array(Disc(50.0, 10.0, 250.0).sample(100.0))
    d = distance_km(50.0, 10.0, points[:, 0], points[:, 1])
    assert d.max() == pytest.approx(250.0, abs=1e-6)
    assert len(points) > 20


def test_along_a_geodesic() -> None:
    """550 km from the first end, and the rest to the second."""
    lat, lon = ahead(54.0, 36.0, course(54.0, 36.0, 39.0, -77.0)[0], 550.0)
    assert distance_km(54.0, 36.0, lat, lon) == pytest.approx(550.0)
    whole = distance_km(54.0, 36.0, 39.0, -77.0)
    assert distance_km(lat, lon, 39.0, -77.0) == pytest.approx(whole - 550.0)


# -- holes ----------------------------------------------------------------------------------------

STRAIT = ((62.0, 175.0), (62.0, -170.0), (70.0, -170.0), (70.0, 175.0))
ISLAND = ((65.0, 178.0), (65.0, -176.0), (67.0, -176.0), (67.0, 178.0))
"""Across the antimeridian, in the strait."""
ROCK = ((68.5, -172.0), (68.6, -172.0), (68.6, -171.8))


@pytest.mark.parametrize("turn", [1, -1])
def test_a_hole_is_not_of_the_region(turn: int) -> None:
    """Karney's areas, the hole's taken from the region's; a place in it is outside, whichever way round it is given."""
    whole, cut = Outline(STRAIT), Outline(STRAIT, (ISLAND[::turn], ROCK))
    inside = 0.0
    for ring in (ISLAND, ROCK):
        lats, lons = np.array(ring).T
        inside += abs(ELLIPSOID.polygon_area_perimeter(lons, lats)[0]) / 1e6
    assert whole.area_km2 - cut.area_km2 == pytest.approx(inside, rel=1e-3)
    lat, lon = np.array([66.0, 66.0, 64.0, 69.0]), np.array([180.0, -178.0, 180.0, 176.0])
    assert whole.holds(lat, lon).tolist() == [True] * 4
    assert cut.holds(lat, lon).tolist() == [False, False, True, True]
    assert len(cut.hole_rims()) == 2
    assert cut.rim() == whole.rim()


@pytest.mark.parametrize("spacing", [25.0, 60.0, 100.0, 300.0])
def test_no_sample_point_is_in_a_hole(spacing: float) -> None:
    """None in the disc that fits into it; its corners are there, where it is longer round than twice the spacing."""
    region = Outline(STRAIT, (ISLAND, ROCK))
    points = region.sample(spacing)
    lat, lon = np.array(points).T
    middle = distance_km(66.0, -179.0, lat, lon)
    # The island's inscribed disc: half of two degrees of latitude, less the bend of its edges.
    assert middle.min() > 105.0
    if spacing < 300.0:  # the island is some 1,000 km round
        for corner in ISLAND:
            assert distance_km(*corner, lat, lon).min() < 1e-3


@pytest.mark.parametrize(
    ("hole", "reason"),
    [
        (((65, 178), (65, -176)), "hole 1: a ring of 2 vertices"),
        (((65, 178), (67, -176), (67, 178), (65, -176)), "hole 1: a ring that crosses"),
        (((65, 178), (65, -165), (67, 178)), "hole 1: not wholly inside"),
        (((50, 178), (50, -176), (55, 178)), "hole 1: not wholly inside"),
        (((62, 175), (65, -176), (67, 178)), "hole 1: not wholly inside"),
        (((65, 178), (65, 190), (67, 178)), "longitude 190"),
    ],
)
def test_what_is_no_hole(hole: tuple[tuple[float, float], ...], reason: str) -> None:
    """With its number, and what is allowed."""
    with pytest.raises(RegionError, match=reason) as caught:
        Outline(STRAIT, (hole,))
    assert "allowed" in str(caught.value)


@pytest.mark.parametrize(
    "second", [ISLAND, ((66, 179), (66, -179), (66.5, 179)), ((67, 178), (68, 178), (68, 179))]
)
def test_holes_keep_apart(second: tuple[tuple[float, float], ...]) -> None:
    """The same again, one in the other, and one that touches it in a corner."""
    with pytest.raises(RegionError, match="hole 2: meets one before it; allowed: holes apart"):
        Outline(STRAIT, (ISLAND, second))


# -- crooked coasts -------------------------------------------------------------------------------


def test_a_crooked_coast_weighs_no_more_than_a_straight_one() -> None:
    """A square of 20 degrees with 80 bays along its sides: as many points on its outline as 2.25 for each spacing."""
    side = np.linspace(-10.0, 10.0, 51)[:-1]
    at = np.arange(50)
    wave = np.where((at % 2 == 1) & (at > 4) & (at < 46), 1.2, 0.0)
    corners = [
        *zip(-10.0 + wave, side, strict=True), *zip(side, 10.0 - wave, strict=True),
        *zip(10.0 - wave, -side, strict=True), *zip(-side, -10.0 + wave, strict=True),
    ]  # fmt: skip
    crooked = Outline(tuple((float(a), float(b)) for a, b in corners))
    smooth = Outline(((-10, -10), (-10, 10), (10, 10), (10, -10)))
    spacing = 500.0
    # A square of 2,220 km: 8,880 km round, 40 points at most; 20 along the smooth one.
    rim = crooked.simpler_rim(spacing)
    assert len(crooked.sample(spacing)) <= len(smooth.sample(spacing)) + 20
    # and points stay within a tenth of the spacing of the region
    x, y = plane(*crooked.middle(), back=False).transform(
        *np.array(crooked.sample(spacing)).T[::-1]
    )
    away = shapely.distance(shapely.points(x, y), crooked.on_plane())
    assert away.max() <= 50.0 + 1e-6
    assert len(rim.coords) < 42


def test_a_smooth_outline_is_sampled_corner_by_corner() -> None:
    """Where corners are few nothing but a tenth of the spacing is left out."""
    for region in (COLORADO, CHUKCHI, ARCTIC):
        for spacing in (100.0, 300.0, 1000.0):
            assert region.simpler_rim(spacing).equals(
                region.on_plane().exterior.simplify(spacing / 10.0)
            )
