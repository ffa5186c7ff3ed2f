"""Regions: area, samples, the antimeridian, the pole, and what is refused."""

import numpy as np
import pytest

from reassure.errors import RegionError
from reassure.geography.geodesics import ELLIPSOID, ahead, course, distance_km
from reassure.geography.regions import Disc, Outline

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
