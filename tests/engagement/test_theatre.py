"""What a map shows: places as the scenario says, rims on their boundaries, flights that can be flown again."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from pyproj import Geod

import reassure
from reassure.answers.assessment_file import read_assessment
from reassure.flight.family import standing
from reassure.geography.geodesics import course, distance_km
from reassure.geography.regions import Disc, outline
from reassure.report.exports.shapes import area_shape
from reassure.scenario.reader import parse
from tests.oracles.two_body import path


@pytest.fixture(scope="module")
def sensed() -> reassure.Assessment:
    return reassure.assess("europe-2012-sensed")


def test_everything_stands_somewhere(sensed) -> None:
    """Every base, aim and deployment of the result once; a ground radar's sector with its site in it."""
    areas = sensed.theatre.areas
    assert len({(a.kind, a.id) for a in areas}) == len(areas)
    for kind, names in (
        ("base", set(sensed.flights.base)),
        ("aim", set(sensed.flights.aim)),
        ("deployment", {d.id for d in sensed.deployments}),
    ):
        assert {a.id for a in areas if a.kind == kind} == names
    radars = {r.id: r for r in sensed.theatre.radars}
    assert len(radars) >= 3
    for radar in radars.values():
        rim = np.array([p for p in radar.rim if p != (radar.latitude_deg, radar.longitude_deg)])
        azimuth, away = course(radar.latitude_deg, radar.longitude_deg, *rim.T)
        assert np.allclose(away, radar.range_km, rtol=1e-9)
        off = (azimuth - radar.boresight_deg + 180.0) % 360.0 - 180.0
        assert np.abs(off).max() <= 0.5 * radar.sector_deg + 1e-6


@pytest.mark.parametrize("range_km", [9_000.0, 20_015.0, 40_031.0, 50_000.0])
def test_a_radar_of_any_range_has_a_sector_on_the_ground(range_km: float) -> None:
    """Out to its range, or to a quarter of the way round: a longer line does not come back to where it began."""
    text = f"""format = "reassure-scenario/1"
title = "far"
[[force]]
bases = ["kozelsk"]
aims = [{{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }}]
booster = "icbm-solid"
[[deployment]]
id = "d"
site = "redzikowo"
interceptor = "sm3-ib"
launch_delay_s = "sensed"
sensors = ["s"]
[[sensor]]
id = "s"
radar = {{ id = "r", range_km = {range_km}, sector_deg = 120 }}
site = {{ latitude_deg = 60, longitude_deg = 30 }}
"""
    found = reassure.assess(parse(text.encode(), "far"))
    assert found.theatre is not None
    (radar,) = found.theatre.radars
    assert radar.range_km == range_km
    away = distance_km(60.0, 30.0, *np.array(radar.rim[1:]).T)
    assert np.allclose(away, min(range_km, 10_000.0))
    third = shapely.segmentize(area_shape(radar.rim), 0.1)
    area = abs(Geod(ellps="WGS84").geometry_area_perimeter(third)[0])
    assert area == pytest.approx(510.1e12 / 6.0 * (1.0 - np.cos(radar_reach(range_km))), rel=0.02)


def radar_reach(range_km: float) -> float:
    """Of a rim, rad."""
    return min(range_km, 10_000.0) / 6371.0


def test_rims_of_regions() -> None:
    """A disc's is its radius away; a polygon's passes its corners; a point's is the point."""
    assert Disc(10.0, 20.0, 0.0).rim() == ((10.0, 20.0),)
    rim = np.array(Disc(89.0, 20.0, 500.0).rim())
    assert np.allclose(distance_km(89.0, 20.0, *rim.T), 500.0)
    corners = [[70.0, 170.0], [70.0, -170.0], [60.0, -170.0], [60.0, 170.0]]
    rim = np.array(outline(corners).rim())
    for corner in corners:
        assert distance_km(*corner, *rim.T).min() < 1e-3
    assert distance_km(*rim.T, *np.roll(rim, 1, axis=0).T).max() < 60.0


def test_reach_is_the_longest_arc(sensed) -> None:
    """No arc of the available speed, at any climb, comes down farther; one comes down there."""
    deployment, reach = sensed.deployments[-1], sensed.theatre.reach_km[-1]
    speed, radius = 1e3 * deployment.available_speed_km_s, 6378137.0
    ranges = []
    for climb in np.radians(np.arange(20.0, 50.0, 0.5)):
        start = np.array([radius, 0.0, 0.0])
        velocity = speed * np.array([np.sin(climb), np.cos(climb), 0.0])
        arc = path(start, velocity, np.arange(0.0, 1800.0, 5.0))
        down = arc[: np.flatnonzero(np.linalg.norm(arc[1:], axis=1) < radius)[0] + 1][-1]
        ranges.append(radius / 1e3 * np.arctan2(down[1], down[0]))
    assert reach * 0.995 < max(ranges) <= reach


def test_flights_of_a_file_fly_to_their_aims(sensed, tmp_path) -> None:
    """From the burnout that the file gives, through the aim at its end, within ten metres."""
    out = tmp_path / "r.json"
    sensed.write_json(out)
    f = json.loads(out.read_text())["flights"]
    assert len(f["base"]) == sensed.flights.count
    for i in range(0, sensed.flights.count, 97):
        fall = f["flight_time_s"][i] - f["burnout_time_s"][i]
        row = np.array(
            [
                *f["burnout_position_m"][i],
                *f["burnout_velocity_m_s"][i],
                f["burnout_time_s"][i],
                fall,
            ]
        )
        x, y, z = standing(row, f["flight_time_s"][i])
        lon, lat = np.degrees(np.arctan2(y, x)), f["aim_latitude_deg"][i]
        assert abs((lon - f["aim_longitude_deg"][i] + 180) % 360 - 180) < 1e-4
        assert np.degrees(np.arctan2(z, 0.99330562 * np.hypot(x, y))) == pytest.approx(
            lat, abs=1e-4
        )


def test_islands_of_areas_are_told(tmp_path: Path) -> None:
    """Of a sea of the catalogue and of an aim written out: the rims of what is cut out, along its geodesics."""
    hole = [[44, 44], [44, 46], [46, 45]]
    text = f"""format = "reassure-scenario/1"
title = "islands"
[[force]]
bases = ["kozelsk", {{ id = "boats", area = "barents-sea" }}]
aims = [{{ id = "box", polygon = [[40, 40], [40, 50], [50, 50], [50, 40]], holes = [{hole}] }},
        {{ id = "plain", polygon = [[40, 60], [40, 65], [45, 65]] }}]
booster = "icbm-solid"
aim_spacing_km = 1000
[[deployment]]
id = "ships"
area = "baltic-sea"
area_spacing_km = 500
interceptor = "sm3-ib"
launch_delay_s = 100
"""
    found = reassure.assess(parse(text.encode(), "islands"))
    assert found.theatre is not None
    holes = {a.id: a.holes for a in found.theatre.areas}
    assert [len(holes[n]) for n in ("kozelsk", "boats", "box", "plain", "ships")] == [0, 2, 1, 0, 4]
    # Geod.npts goes along the same geodesic: its points lie on the rim's chords to within a kilometre
    rim = np.array(holes["box"][0])
    assert len(rim) > 8
    for a, b in zip(hole, [*hole[1:], hole[0]], strict=True):
        for lon, lat in Geod(ellps="WGS84").npts(a[1], a[0], b[1], b[0], 9):
            assert distance_km(lat, lon, *rim.T).min() < 26.0
    # as in a file and back, to its four digits
    file = tmp_path / "islands.json"
    file.write_text(json.dumps(found.to_dict()))
    again = read_assessment(file).theatre
    assert again is not None
    assert [[len(h) for h in a.holes] for a in again.areas] == [
        [len(h) for h in a.holes] for a in found.theatre.areas
    ]
    assert np.allclose(again.areas[1].holes[0], found.theatre.areas[1].holes[0], atol=6e-5)
