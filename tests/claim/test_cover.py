"""Cells that cover a region: nothing is left out, little is added, no cell breaks the format."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reassure.catalog import Zone, catalog
from reassure.claim.cover import KM_PER_DEGREE, WIDEST_DEG, cover
from reassure.geography.geodesics import ELLIPSOID
from reassure.geography.regions import Disc, Outline, Region, outline
from tests.claim.files import inside

DISCS = [
    Disc(90, 0, 3000), Disc(-90, 0, 300), Disc(89.9, 10, 50), Disc(89, 10, 50), Disc(85, 0, 555),
    Disc(-70, 179, 2500), Disc(0, 180, 800), Disc(0, -180, 800), Disc(88, -30, 5000),
    Disc(10, 20, 5), Disc(0, 0, 0.01), Disc(-45, 175, 5000), Disc(85.3, 0, 500), Disc(30, 10, 1),
]  # fmt: skip
OUTLINES = {
    "antimeridian": outline([[60, 170], [60, -170], [70, -175], [68, 172]]),
    "round the pole": outline([[70, 0], [72, 90], [65, 180], [75, -90]]),
    "to the pole": outline([[60, 0], [60, 60], [90, 0]]),
    "past the pole": outline([[60, 0], [60, 20], [80, -170]]),
    "horseshoe": outline(
        [[70, -170], [70, -80], [70, 0], [70, 80], [70, 170], [80, 170], [80, 80], [80, 0], [80, -80], [80, -170]]
    ),
    "long edges": outline([[50, -120], [50, -10], [48, -10], [48, -120]]),
    "large": outline([[-50, 100], [60, 100], [60, 190 - 360], [-50, 190 - 360]]),
    "thin": outline([[10, 10], [10.001, 40], [10.002, 10]]),
}  # fmt: skip


def ground_points(region: Region, rng: np.random.Generator, count: int) -> np.ndarray:
    """Points of the region (latitude, longitude), its rim among them, found without cells."""
    if isinstance(region, Disc):
        share = np.where(rng.random(count) < 0.4, 1.0, np.sqrt(rng.random(count)))
        lon, lat, _ = ELLIPSOID.fwd(
            np.full(count, region.longitude_deg),
            np.full(count, region.latitude_deg),
            rng.uniform(0, 360, count),
            region.radius_km * 1e3 * share,
        )
        return np.column_stack([lat, lon])
    points = region.sample(max(math.sqrt(region.area_km2) / 25.0, 20.0))
    rim = []
    ends = zip(region.vertices, (*region.vertices[1:], region.vertices[0]), strict=True)
    for (lat1, lon1), (lat2, lon2) in ends:
        rim += [(b, a) for a, b in ELLIPSOID.npts(lon1, lat1, lon2, lat2, 60)]
    return np.array([*points, *region.vertices, *rim])


def check(region: Region, cell_km: float) -> list:
    """The cover, once it is known to hold the region and to keep to the format."""
    rng = np.random.default_rng(5)
    spacing = None if isinstance(region, Disc) else max(math.sqrt(region.area_km2) / 25.0, 20.0)
    cells = cover(region, cell_km, spacing)
    points = ground_points(region, rng, 2000)
    assert inside(cells, *points.T).any(axis=1).all()
    for south, north, west, east in cells:
        assert -90 <= south <= north <= 90
        assert -540 <= west <= east <= 540
        assert (north - south) * KM_PER_DEGREE <= cell_km + 3.0
        assert east - west <= WIDEST_DEG + 0.03
        middle = math.cos(math.radians((south + north) / 2.0))
        # cut down in latitude, a cell may lie nearer to the equator than its row's middle
        row = cell_km / KM_PER_DEGREE / 2.0
        fair = math.cos(math.radians(min(90.0, abs(south + north) / 2.0 + row)))
        assert (east - west) * fair * KM_PER_DEGREE <= 1.05 * cell_km + 3.0 or middle < 0.05
        assert all(round(x, 2) == x for x in (south, north, west, east))
    return cells


@pytest.mark.parametrize("region", DISCS, ids=str)
def test_discs(region: Disc) -> None:
    """At poles, across the antimeridian, large and small."""
    cells = check(region, 400.0)
    area = sum(
        (math.sin(math.radians(n)) - math.sin(math.radians(s))) * math.radians(e - w) * 6371.0**2
        for s, n, w, e in cells
    )
    assert area < 1.6 * math.pi * (region.radius_km + 150.0) ** 2


@pytest.mark.parametrize("name", OUTLINES)
def test_outlines(name: str) -> None:
    """Polygons with geodesic edges, wherever they lie."""
    for size in (150.0, 400.0) if name != "large" else (900.0,):
        check(OUTLINES[name], size)


@pytest.mark.parametrize("zone", catalog().of(Zone), ids=lambda z: z.id)
def test_zones(zone: Zone) -> None:
    """Every zone of the catalogue; and its cells are not much more than it."""
    cells = check(zone.region, 300.0)
    area = sum(
        (math.sin(math.radians(n)) - math.sin(math.radians(s))) * math.radians(e - w) * 6371.0**2
        for s, n, w, e in cells
    )
    assert zone.region.area_km2 < area < 3.0 * zone.region.area_km2


def test_random_points_of_conus() -> None:
    """Ten thousand points inside the polygon lie in some cell of 400 km."""
    region = catalog().get("conus", Zone, "region").region
    cells = cover(region, 400.0)
    assert 50 < len(cells) < 90
    points = np.array(region.sample(28.0))
    assert len(points) > 9_000
    assert inside(cells, *points.T).any(axis=1).all()


def test_a_point_is_a_cell_of_no_size() -> None:
    """A disc of radius 0, its numbers as they are."""
    assert cover(Disc(12.345, -67.891, 0.0), 400.0) == [(12.345, 12.345, -67.891, -67.891)]


def test_the_cover_holds_coarse_samples() -> None:
    """An assessment's rim points may lie outside the region; asked for, they are covered."""
    region, spacing = OUTLINES["horseshoe"], 1000.0
    points = np.array(region.sample(spacing))
    assert not inside(cover(region, 150.0), *points.T).any(axis=1).all()
    assert inside(cover(region, 150.0, spacing), *points.T).any(axis=1).all()


def test_random_discs() -> None:
    """Sixty, anywhere, of any size."""
    rng = np.random.default_rng(11)
    for _ in range(60):
        disc = Disc(
            float(np.degrees(np.arcsin(rng.uniform(-1, 1)))),
            float(rng.uniform(-180, 180)),
            float(10 ** rng.uniform(-1, 3.6)),
        )
        check(disc, float(rng.uniform(100, 900)))


def test_a_hole_cannot_open_between_rows() -> None:
    """A region cut by many rows: neighbours share their edges."""
    region = Outline(((0.0, 0.0), (0.0, 20.0), (20.0, 20.0), (20.0, 0.0)))
    cells = cover(region, 137.0)
    rng = np.random.default_rng(2)
    points = rng.uniform(0.1, 19.9, (4000, 2))
    assert inside(cells, *points.T).any(axis=1).all()
