"""Rims as polygons of longitude and latitude: cut and closed, and still the same ground."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Geod

from reassure.errors import ResultError
from reassure.geography.geodesics import ahead
from reassure.geography.regions import Disc, outline
from reassure.report.exports.shapes import area_shape, parts, track_shape

GEOD = Geod(ellps="WGS84")
DISCS = [
    (90.0, 0.0, 500.0), (-90.0, 0.0, 500.0), (-88.0, 100.0, 900.0), (60.0, 180.0, 300.0), (75.0, 100.0, 1660.0),
    (-60.0, -179.0, 300.0), (0.0, 179.9, 100.0), (20.0, 0.0, 8000.0), (-20.0, 50.0, 8000.0), (89.5, 5.0, 50.0),
    (50.0, 20.0, 400.0),
]  # fmt: skip


@pytest.mark.parametrize("disc", DISCS)
def test_a_disc_is_the_same_ground(disc: tuple[float, float, float]) -> None:
    """What is inside by distance is inside the polygons, and nothing else; rings counter-clockwise."""
    lat0, lon0, radius = disc
    shape = area_shape(Disc(*disc).rim())
    assert shape.is_valid
    west, south, east, north = shape.bounds
    assert -180.0 <= west < east <= 180.0
    assert -90.0 <= south < north <= 90.0
    for part in parts(shape):
        assert part.exterior.is_ccw
        lon = np.array(part.exterior.coords)[:, 0]
        assert np.abs(np.diff(lon)).max() <= 360.0
    rng = np.random.default_rng(5)
    azimuth, away = rng.uniform(0, 360, 3000), radius * np.sqrt(rng.uniform(0, 4, 3000))
    # chords leave the rim by a part of its step
    away = away[np.abs(away / radius - 1.0) > 0.02]
    azimuth = azimuth[: away.size]
    lon, lat, _ = GEOD.fwd(np.full(away.size, lon0), np.full(away.size, lat0), azimuth, 1e3 * away)
    _, _, metres = GEOD.inv(np.full(away.size, lon0), np.full(away.size, lat0), lon, lat)
    near = (
        np.minimum(np.abs(np.abs(lat) - 90.0), 1.0) < 0.02
    )  # beside the pole a plain map has no directions
    inside = shapely.contains_xy(shape, lon, lat)
    agree = inside == (metres < 1e3 * radius)
    assert agree[~near].mean() > 0.998


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    "corners",
    [
        [[70, 175], [70, -170], [62, -170], [62, 175]],
        [[80, 0], [80, 90], [80, 180], [80, -90]],
        [[-70, 0], [-75, 120], [-65, -120]],
        [[40, -80], [40, -75], [44, -75], [44, -80]],
    ],
)
def test_a_polygon_is_the_same_ground_either_way_round(corners: list, reverse: bool) -> None:
    """The area of the parts is that of the outline, to a thousandth."""
    if reverse:
        corners = corners[::-1]
    whole = outline(corners)
    shape = area_shape(whole.rim())
    assert shape.is_valid
    fine = shapely.segmentize(shape, 0.1)
    total = sum(GEOD.geometry_area_perimeter(part)[0] for part in parts(fine)) / 1e6
    assert total == pytest.approx(whole.area_km2, rel=1e-3)


@pytest.mark.parametrize(
    ("place", "reach", "boresight", "sector"),
    [
        ((26.4, -180.0), 800.0, 111.0, 352.0), ((60.0, 180.0), 1300.0, 59.0, 330.0), ((75.0, 100.0), 4800.0, 0.0, 120.0),
        ((-49.4, 180.0), 5000.0, 263.0, 276.0), ((65.0, 170.0), 2000.0, 80.0, 120.0), ((60.0, 53.0), 5130.0, 204.0, 303.0),
        ((-75.0, 10.0), 3000.0, 180.0, 60.0), ((85.0, 90.0), 1150.0, 47.0, 124.0),
    ],
)  # fmt: skip
def test_a_sector_is_the_same_ground(
    place: tuple[float, float], reach: float, boresight: float, sector: float
) -> None:
    """A radar's, its long edges geodesics: the area of the parts is that of the rim, to a hundredth."""
    azimuth = boresight + np.linspace(-0.5, 0.5, 61) * sector
    lat, lon = ahead(*place, azimuth, reach)
    shape = area_shape((place, *zip(lat.tolist(), lon.tolist(), strict=True)))
    assert shape.is_valid
    fine = shapely.segmentize(shape, 0.1)
    total = sum(GEOD.geometry_area_perimeter(part)[0] for part in parts(fine))
    truth = (
        GEOD.polygon_area_perimeter([*lon[::-1], place[1]], [*lat[::-1], place[0]])[0]
        % 510065621724088.0
    )
    assert total == pytest.approx(truth, rel=1e-2)


def test_a_rim_that_crosses_itself_is_refused() -> None:
    """It is no outline; the package makes none."""
    with pytest.raises(ResultError, match="a rim crosses itself"):
        area_shape(((0.0, 0.0), (10.0, 10.0), (0.0, 10.0), (10.0, 0.0)))


def test_a_point_and_a_track() -> None:
    """A point is a point; a track is cut where it crosses, its ends on the meridian at one latitude."""
    assert area_shape(((54.0, 36.0),)).coords[0] == (36.0, 54.0)
    line = track_shape([178.0, 179.0, -179.0, -178.0], [10.0, 11.0, 12.0, 13.0])
    assert line.geom_type == "MultiLineString"
    one, two = (list(part.coords) for part in line.geoms)
    assert one[-1][0] == 180.0
    assert two[0][0] == -180.0
    assert one[-1][1] == two[0][1] == pytest.approx(11.5, abs=0.01)
    assert track_shape([1.0, 2.0], [3.0, 4.0]).geom_type == "LineString"


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(
    ("corners", "holes"),
    [
        ([[70, 175], [70, -170], [62, -170], [62, 175]], [[[65, 178], [65, -176], [67, -176], [67, 178]], [[68, -174], [69, -174], [69, -172]]]),
        ([[70, -175], [70, 170], [62, 170], [62, -175]], [[[64, -178], [66, -178], [66, -176]], [[64, 172], [66, 172], [66, 176]]]),
        ([[40, -80], [40, -75], [44, -75], [44, -80]], [[[41, -79], [42, -77], [43, -79]]]),
        ([[80, 0], [80, 90], [80, 180], [80, -90]], [[[84, 170], [84, -170], [86, 180]], [[83, 10], [83, 30], [85, 20]]]),
    ],
)  # fmt: skip
def test_what_is_cut_out_is_not_of_the_shape(corners: list, holes: list, turn: int) -> None:
    """The area, to a thousandth; no place of a hole in it; across the antimeridian and beside the pole too."""
    whole = outline(corners, [hole[::turn] for hole in holes])
    shape = area_shape(whole.rim(), whole.hole_rims())
    assert shape.is_valid
    total = sum(
        GEOD.geometry_area_perimeter(part)[0] for part in parts(shapely.segmentize(shape, 0.1))
    )
    assert total / 1e6 == pytest.approx(whole.area_km2, rel=1e-3)
    rng = np.random.default_rng(3)
    lat, lon = rng.uniform(40, 89, 4000), rng.uniform(-180, 180, 4000)
    edge = shapely.distance(shape.boundary, shapely.points(lon, lat)) < 0.3
    assert np.array_equal(shapely.contains_xy(shape, lon, lat)[~edge], whole.holds(lat, lon)[~edge])
