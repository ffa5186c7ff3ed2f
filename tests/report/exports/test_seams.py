"""The edges of the map: whatever touches the antimeridian or a pole is cut there, in every format, and is the same ground."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pyproj import Geod
from shapely.geometry import mapping, shape

from reassure.geography.regions import Disc, outline
from reassure.questions.frontier_lines import contours, keep_outs
from reassure.report.exports import geojson, kml
from reassure.report.exports.seams import cut_line
from reassure.report.exports.shapes import area_shape, flat_area, parts, track_shape
from reassure.report.text.frontier import MultiLineString
from tests.amounts import amount, fewer
from tests.report.exports.edges import edge_ways, edges, lies_on_the_map
from tests.report.exports.world import MOMENT, earth_fixed

GEOD = Geod(ellps="WGS84")


def directions(points: np.ndarray) -> np.ndarray:
    """Unit vectors (n, 3) of longitudes and latitudes (n, 2)."""
    lon, lat = np.radians(points).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def off_line(points: np.ndarray, lines: list[np.ndarray]) -> float:
    """How far the farthest of some points (n, 2) lies from the nearest great circle piece of some lines, deg."""
    worst = 0.0
    for v in directions(points):
        gaps = []
        for line in lines:
            u = directions(line)
            a, b = u[:-1], u[1:]
            gaps.append(np.linalg.norm(u - v, axis=1).min())
            normal = np.cross(a, b)
            size = np.linalg.norm(normal, axis=1)
            a, b, normal = (x[size > 1e-12] for x in (a, b, normal))
            normal /= size[size > 1e-12][:, None]
            off = normal @ v
            foot = v - off[:, None] * normal
            between = (np.cross(a, foot) * normal).sum(axis=1) >= 0.0
            between &= (np.cross(foot, b) * normal).sum(axis=1) >= 0.0
            gaps += np.abs(off[between]).tolist()
        worst = max(worst, min(gaps))
    return float(np.degrees(worst))


# -- lines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ([(179, 10), (180, 11), (-179, 12)], [[(179, 10), (180, 11)], [(-180, 11), (-179, 12)]]),
        ([(179, 10), (-180, 11), (-179, 12)], [[(179, 10), (180, 11)], [(-180, 11), (-179, 12)]]),
        ([(-180, 10), (179, 11)], [[(180, 10), (179, 11)]]),
        ([(180, 10), (-179, 11)], [[(-180, 10), (-179, 11)]]),
        ([(-179, 10), (180, 11), (-179, 12)], [[(-179, 10), (-180, 11), (-179, 12)]]),
        ([(180, 10), (-180, 20), (180, 30)], [[(180, 10), (180, 20), (180, 30)]]),
        ([(-180, 10), (180, 20), (-180, 30)], [[(-180, 10), (-180, 20), (-180, 30)]]),
        ([(179, 10), (180, 20), (-180, 30), (179, 40)], [[(179, 10), (180, 20), (180, 30), (179, 40)]]),
        ([(179, 10), (180, 20), (-180, 30), (-179, 40)], [[(179, 10), (180, 20), (180, 30)], [(-180, 30), (-179, 40)]]),
        ([(123, 90), (40, 80), (40, 70)], [[(40, 90), (40, 80), (40, 70)]]),
        ([(40, 80), (0, -90)], [[(40, 80), (40, -90)]]),
        ([(10, 80), (55, 90), (-120, 85)], [[(10, 80), (10, 90)], [(-120, 90), (-120, 85)]]),
        ([(0, 80), (180, 85)], [[(0, 80), (0, 90)], [(180, 90), (180, 85)]]),
        ([(-170, -85), (10, -80)], [[(-170, -85), (-170, -90)], [(10, -90), (10, -80)]]),
        ([(10, 80), (10, 80)], [[(10, 80)]]),
        ([(10, 90), (-50, 90)], [[(10, 90)]]),
    ],
)  # fmt: skip
def test_lines_are_cut_where_they_leave_the_map(line: list, wanted: list) -> None:
    """On the antimeridian under either name, along it, at a pole, over it, and on one spot."""
    got = cut_line(np.array(line, float))
    assert [[tuple(p) for p in part.tolist()] for part in got] == wanted
    lies_on_the_map(mapping(track_shape(*np.array(line, float).T.tolist())))


LONGITUDE = st.one_of(
    st.floats(-180.0, 180.0),
    st.sampled_from([-180.0, 180.0, 179.99999999, -179.99999996, 0.0, 90.0, -90.0]),
)
LATITUDE = st.one_of(
    st.floats(-90.0, 90.0),
    st.sampled_from([90.0, -90.0, 89.99999999, -89.9999999, 0.0, 60.0, -60.0]),
)


@fewer
@settings(max_examples=amount(500, 120), deadline=None)
@given(st.lists(st.tuples(LONGITUDE, LATITUDE), min_size=2, max_size=12))
def test_any_line_is_cut_and_stays_the_same_ground(points: list) -> None:
    """Every part on the map; all that the line passes is on a part, and no part is anywhere else; heights go along."""
    line = np.array(points)
    lies_on_the_map(mapping(track_shape(*line.T.tolist())))
    high = np.column_stack([line, np.arange(len(line), dtype=float)])
    cut = cut_line(high)
    assert min(p[:, 2].min() for p in cut) >= 0.0
    assert max(p[:, 2].max() for p in cut) <= len(line) - 1.0
    lines = [p[:, :2] for p in cut]
    u = directions(line)
    if len(lines[0]) == 1 or np.linalg.norm(u[1:] + u[:-1], axis=1).min() < 1e-3:
        return  # on one spot; or between opposite ends, where a line may go anywhere
    assert off_line(line, lines) < 1e-5
    assert off_line(np.vstack(lines), [line]) < 1e-4


# -- areas ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(
    "corners",
    [
        [[70, 180], [70, -170], [62, -170], [62, 180]],
        [[70, -180], [70, -170], [62, -170], [62, -180]],
        [[70, 180], [70, 170], [62, 170], [62, -180]],
        [[70, 175], [70, 180], [70, -170], [62, -170], [62, -180], [62, 175]],
        [[90, 0], [80, 0], [80, 90]],
        [[90, 77], [80, 0], [80, 120], [80, -120]],
        [[80, 0], [80, 90], [80, 180]],
        [[-80, -180], [-80, -90], [-80, 0]],
        [[-90, 0], [-80, 170], [-80, -170]],
        [[80, 20], [85, -160], [75, -70]],
        [[85, 180], [85, -90], [85, 0], [85, 90]],
    ],
)
def test_areas_on_the_edges_are_the_same_ground(corners: list, reverse: bool) -> None:
    """Corners on the antimeridian under either name, at a pole, an edge over it: area to a thousandth, and valid."""
    whole = outline(corners[::-1] if reverse else corners)
    for rim in (whole.rim(), tuple((round(lat, 4), round(lon, 4)) for lat, lon in whole.rim())):
        found = area_shape(rim)
        lies_on_the_map(mapping(found))
        fine = shapely.segmentize(found, 0.1)
        total = sum(GEOD.geometry_area_perimeter(part)[0] for part in parts(fine)) / 1e6
        assert total == pytest.approx(whole.area_km2, rel=1e-3)


@fewer
@settings(max_examples=amount(300, 80), deadline=None)
@given(
    LATITUDE, LONGITUDE, st.one_of(st.floats(0.001, 5000.0), st.sampled_from([0.001, 0.01, 1.0]))
)
def test_any_disc_lies_on_the_map(latitude: float, longitude: float, radius: float) -> None:
    """Down to a metre, as it is and as a file has it: its middle inside and what is well outside not, where it is an area."""
    rim = Disc(latitude, longitude, radius).rim()
    for written in (rim, tuple((round(lat, 4), round(lon, 4)) for lat, lon in rim)):
        found = area_shape(written)
        lies_on_the_map(mapping(found))
        if radius > 1.0:
            lon, lat, _ = GEOD.fwd(
                np.full(24, longitude),
                np.full(24, latitude),
                np.arange(24) * 15.0,
                np.full(24, 1e3 * radius),
            )
            inside = _between((latitude, longitude), lat, lon, 0.9)
            outside = _between((latitude, longitude), lat, lon, 1.1)
            assert shapely.intersects_xy(found, *inside.T).all()
            assert not shapely.intersects_xy(found, *outside.T).any()


def _between(
    place: tuple[float, float], lat: np.ndarray, lon: np.ndarray, share: float
) -> np.ndarray:
    n = np.full(lat.size, 1.0)
    azimuth, _, metres = GEOD.inv(n * place[1], n * place[0], lon, lat)
    out = GEOD.fwd(n * place[1], n * place[0], azimuth, share * metres)
    return np.column_stack(out[:2])


def test_flat_areas_are_cut_and_joined() -> None:
    """A map once round begins anywhere: what its seam parts is one, what passes 180 is two, holes stay."""
    once_round = flat_area(
        [[[(-90, 0), (-60, 0), (-60, 10), (-90, 10)]], [[(240, 0), (270, 0), (270, 10), (240, 10)]]]
    )
    assert once_round is not None
    assert once_round.bounds == (-120.0, 0.0, -60.0, 10.0)
    assert len(once_round.geoms) == 1
    ring = [[(170, 0), (190, 0), (190, 20), (170, 20)], [(175, 5), (185, 5), (185, 15), (175, 15)]]
    holed = flat_area([ring])
    assert holed is not None
    lies_on_the_map(mapping(holed))
    assert holed.area == pytest.approx(300.0)
    touching = flat_area(
        [[[(170, 0), (180, 0), (180, 10), (170, 10)]], [[(180, 20), (190, 20), (190, 30)]]]
    )
    assert touching is not None
    lies_on_the_map(mapping(touching))
    assert touching.area == pytest.approx(150.0)
    assert flat_area([[[(180, 0), (180, 10), (180, 20)]]]) is None
    assert flat_area([]) is None


def test_lines_of_equal_value_end_at_the_edge_of_the_map() -> None:
    """On a grid with a column on the antimeridian: along it, across it, and keep-out areas that touch it."""
    lat, lon = np.linspace(40.0, 60.0, 9), np.linspace(160.0, 200.0, 9)
    east, north = np.meshgrid(lon, lat)
    for value in (
        east,
        180.0 + 0.5 * (north - 50.0) + 0.0 * east,
        east + north - 50.0,
        np.abs(east - 180.0) + 180.0,
    ):
        (line,) = contours(lat, lon, value, {180.0: "x"}) or (None,)
        for points in line.lines if line else ():
            cut = cut_line(np.array([(x, y) for y, x in points]))
            lies_on_the_map(mapping(MultiLineString([p for p in cut if len(p) > 1])))
        for above in (False, True):
            (keep,) = keep_outs(lat, lon, value, {180.0: ()}, above=above)
            area = flat_area([[[(x, y) for y, x in ring] for ring in p] for p in keep.polygons])
            if area is not None:
                lies_on_the_map(mapping(area))


# -- whole files --------------------------------------------------------------------------------------


def test_geojson_at_the_edges(tmp_path: Path) -> None:
    """Every geometry on the map and valid; the ground of flights that start or end there is not across it."""
    geojson.write(edges(), edge_ways(), MOMENT, tmp_path / "x.geojson")
    features = {f["id"]: f for f in json.loads((tmp_path / "x.geojson").read_text())["features"]}
    for feature in features.values():
        lies_on_the_map(feature["geometry"])
    kinds = {key.split("/")[0] for key in features}
    assert kinds == {
        "base",
        "aim",
        "deployment",
        "radar",
        "coverage",
        "flight",
        "interceptor",
        "meeting",
    }
    assert features["aim/speck"]["geometry"]["type"] in ("Point", "Polygon", "MultiPolygon")
    assert features["aim/block"]["geometry"]["type"] == "Polygon"
    assert shape(features["aim/block"]["geometry"]).bounds == pytest.approx(
        (-180, 30, -150, 41), abs=0.8
    )


def test_kml_is_cut_as_geojson_is() -> None:
    """Line by line the same parts on the ground, each end at its own height; polygons too."""
    features = geojson.geojson(edges(), edge_ways())["features"]
    document = etree.fromstring(kml.kml(edges(), edge_ways(), MOMENT).encode())
    lines: dict[str, list[np.ndarray]] = {}
    for mark in document.iter("{*}Placemark"):
        numbers = {d.get("name"): d.findtext("{*}value") for d in mark.iter("{*}Data")}
        found = [_coordinates(line) for line in mark.iter("{*}LineString")]
        for line in found:
            lies_on_the_map({"type": "MultiPoint", "coordinates": line[:, :2].tolist()})
            assert np.abs(np.diff(line[:, 0])).max() <= 180.0  # half way round is no seam
        if found and "deployment" not in numbers:
            lines[f"flight/{numbers['flight']}"] = found
        for ring in mark.iter("{*}LinearRing"):
            lies_on_the_map(
                {"type": "Polygon", "coordinates": [_coordinates(ring)[:, :2].tolist()]}
            )
    flights = [f for f in features if f["properties"]["kind"] == "flight"]
    assert len(flights) == edges().flights.count
    assert any(len(lines[f["id"]]) > 1 for f in flights)
    for feature in flights:
        mapped = [np.array(p.coords) for p in shapely.get_parts(shape(feature["geometry"]))]
        mine = lines[feature["id"]]
        assert [len(p) for p in mine] == [len(p) for p in mapped]
        for one, two in zip(mine, mapped, strict=True):
            assert np.abs(one[:, :2] - two).max() < 1e-6
        for one, two in itertools.pairwise(mine):
            gap = earth_fixed(*one[-1:].T) - earth_fixed(*two[:1].T)
            assert np.linalg.norm(gap) < 0.2


def _coordinates(element: etree._Element) -> np.ndarray:
    text = element.findtext(".//{*}coordinates") or ""
    return np.array([[float(x) for x in p.split(",")] for p in text.split()])
