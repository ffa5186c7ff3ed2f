"""GeoJSON: read by GDAL, which shares nothing with the writer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyogrio.raw
import pytest
import shapely

from reassure.engagement.coverage import coverage
from reassure.report.exports import geojson
from reassure.report.exports.shapes import area_shape
from tests.engagement.test_coverage import ACROSS_THE_ANTIMERIDIAN, ALL_ROUND, OVER_THE_POLE
from tests.report.exports.world import (
    MOMENT,
    TITLE,
    earth_fixed,
    flown,
    intercept,
    ways,
    with_links,
    world,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("geojson") / "world.geojson"
    geojson.write(world(), ways(), MOMENT, path)
    return path


@pytest.fixture(scope="module")
def features(file: Path) -> dict[str, tuple]:
    """Geometry and properties by id."""
    meta, _, shapes, fields = pyogrio.raw.read(file)
    names = list(meta["fields"])
    return {
        str(fields[names.index("id")][k]): (
            shapely.from_wkb(shapes[k]),
            dict(zip(names, (f[k] for f in fields), strict=True)),
        )
        for k in range(len(shapes))
    }


def test_gdal_reads_all_of_it(features: dict) -> None:
    """Areas, flights, interceptors and meetings, in the longitudes and latitudes of WGS84."""
    result = world()
    kinds = [name.split("/")[0] for name in features]
    assert kinds.count("flight") == result.flights.count
    assert kinds.count("base") == 3
    assert kinds.count("aim") == kinds.count("deployment") == 3
    assert kinds.count("meeting") == kinds.count("interceptor") == 2
    for shape, _ in features.values():
        west, south, east, north = shape.bounds
        assert west >= -180.0
        assert east <= 180.0
        assert south >= -90.0
        assert north <= 90.0
        for line in getattr(shape, "geoms", [shape]):
            if line.geom_type == "LineString":
                assert np.abs(np.diff(np.array(line.coords)[:, 0])).max() < 180.0
            if line.geom_type == "Polygon":
                assert line.is_valid
                assert line.exterior.is_ccw


def test_cut_and_closed(features: dict) -> None:
    """The strait in two at the antimeridian; the region round the pole up to 90 degrees, all the way round."""
    site, numbers = features["radar/watch"]
    assert site.geom_type == "Point"
    assert numbers["range_km"] == 2000.0
    sector, numbers = features["coverage/watch/1000"]
    assert numbers["height_km"] == 1000.0
    # It looks up by 80 degrees and more: at 1,000 km to some 150 km east, and not to the west.
    assert shapely.contains_xy(sector, [172.0, 174.0, 169.0], [65.0, 65.0, 65.0]).tolist() == [
        True, False, False,
    ]  # fmt: skip
    strait, _ = features["aim/strait"]
    assert strait.geom_type == "MultiPolygon"
    assert strait.bounds[0] == -180.0
    assert strait.bounds[2] == 180.0
    # its two islands are not of it, one of them across the antimeridian
    island = [[179.5, 66.0], [-178.5, 66.0], [-173.2, 68.8]]
    assert not shapely.contains_xy(strait, *np.array(island).T).any()
    assert shapely.contains_xy(strait, [178.0, -179.0, 0.0], [66.0, 64.0, 66.0]).tolist() == [
        True, True, False,
    ]  # fmt: skip
    pole, _ = features["aim/pole"]
    assert shapely.contains_xy(pole, [-170.0, 100.0, 10.0], [89.0, 89.0, 89.0]).all()
    assert pole.bounds == pytest.approx((-180.0, 79.94, 180.0, 90.0), abs=0.01)
    assert any(
        s.geom_type == "MultiLineString" for n, (s, _) in features.items() if n.startswith("flight")
    )


def test_what_a_radar_sees_is_cut_at_the_antimeridian_and_closed_at_the_pole() -> None:
    """From Shemya across the antimeridian; from Pituffik over the pole; from Fylingdales with a ring of silence overhead."""
    across, polar, round_ = (
        area_shape(seen.rim, seen.holes)
        for radar in (ACROSS_THE_ANTIMERIDIAN, OVER_THE_POLE, ALL_ROUND)
        if (seen := coverage(radar, 1000.0))
    )
    assert across.geom_type == "MultiPolygon"
    assert across.is_valid
    assert shapely.contains_xy(across, [175.0, -178.0, -150.0], [62.0, 66.0, 60.0]).tolist() == [True, True, False]  # fmt: skip
    assert polar.bounds[3] == 90.0
    assert shapely.contains_xy(polar, [0.0, 90.0, 179.0], [89.0, 89.0, 89.0]).all()
    assert shapely.contains_xy(round_, [-0.67, 5.0], [54.36, 54.36]).tolist() == [False, True]


def test_ground_tracks_lie_under_the_flights(features: dict) -> None:
    """Every point of an integrated flight is above its line, within a kilometre; every number is in its name."""
    result = world()
    for i in range(result.flights.count):
        shape, numbers = features[f"flight/{i}"]
        assert numbers["base"] == result.flights.base[i]
        assert numbers["burnout_speed_km_s"] == pytest.approx(
            result.flights.burnout_speed_km_s[i], abs=1e-6
        )
        times = np.linspace(result.flights.burnout_time_s[i], result.flights.flight_time_s[i], 23)
        x, y, z = flown(result, i, times).T
        lon = np.degrees(np.arctan2(y, x))
        geocentric = np.degrees(np.arctan2(z, np.hypot(x, y)))
        vertices = np.vstack([np.array(g.coords) for g in getattr(shape, "geoms", [shape])])
        ground = earth_fixed(vertices[:, 0], vertices[:, 1], np.zeros(len(vertices)))
        # on the sphere of directions: geocentric directions of both, no map between
        line = ground / np.linalg.norm(ground, axis=1)[:, None]
        for k in range(times.size):
            place = np.array(
                [
                    np.cos(np.radians(geocentric[k])) * np.cos(np.radians(lon[k])),
                    np.cos(np.radians(geocentric[k])) * np.sin(np.radians(lon[k])),
                    np.sin(np.radians(geocentric[k])),
                ]
            )
            # to the nearest of the chords, in km on the ground; the normal's slant adds at most 4 km at 1000 km up
            assert 6371.0 * _distance(place, line) < 5.0


def _distance(point: np.ndarray, line: np.ndarray) -> float:
    a, b = line[:-1], line[1:]
    step = b - a
    size = np.maximum(np.sum(step * step, axis=1), 1e-18)
    u = np.clip(np.sum((point - a) * step, axis=1) / size, 0.0, 1.0)
    return float(np.linalg.norm(a + u[:, None] * step - point, axis=1).min())


def test_meetings_are_where_the_result_says(features: dict) -> None:
    """Longitude, latitude and height of the meeting within ten metres of the integrated flight."""
    result = world()
    for d in (0, 1):
        shape, numbers = features[f"meeting/{result.deployments[d].id}"]
        here = earth_fixed([shape.x], [shape.y], [shape.z])[0]
        i = result.deployments[d].worst_flight
        assert i is not None
        assert np.linalg.norm(here - intercept(result, d, i)) < 0.2
        when = result.pairs.intercept_s[d, i : i + 1]
        assert np.linalg.norm(here - flown(result, i, when)[0]) < 10.0
        assert numbers["margin_km_s"] == pytest.approx(result.pairs.margin_km_s[d, i], abs=1e-6)


def test_sources_hash_and_title_travel(file: Path) -> None:
    """As foreign members; the title as it was written."""
    data = json.loads(file.read_text())
    result = world()
    assert data["type"] == "FeatureCollection"
    assert data["title"] == TITLE
    assert data["scenario_sha256"] == result.scenario_sha256
    assert data["reassure_version"] == result.reassure_version
    assert data["sources"] == with_links(result)
    assert any("links" in s for s in data["sources"])
    assert any("dissent" in s for s in data["sources"])
    assert data["flights_shown"] == f"all {result.flights.count} flights"
    assert "crs" not in data
