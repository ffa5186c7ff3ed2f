"""What a radar sees at a height: against the rule of sight itself, and closed forms on a round Earth."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import shapely

from reassure.answers.theatre import Coverage
from reassure.engagement.coverage import coverage
from reassure.engagement.flights import earth_fixed
from reassure.engagement.radar_row import row_of
from reassure.geography.geodesics import course, distance_km
from reassure.geography.regions import outline
from reassure.scenario.question import SeeingRadar
from reassure.sensing.radar import visible_points

ALL_ROUND = SeeingRadar(
    latitude_deg=54.36, longitude_deg=-0.67, height_km=0.0, range_km=5556.0, boresight_deg=0.0, sector_deg=360.0,
    least_elevation_deg=3.0, greatest_elevation_deg=85.0,
)  # fmt: skip
THROUGH_NORTH = SeeingRadar(
    latitude_deg=58.5, longitude_deg=92.05, height_km=0.0, range_km=6000.0, boresight_deg=30.0, sector_deg=120.0,
    least_elevation_deg=2.0, greatest_elevation_deg=70.0,
)  # fmt: skip
OVER_THE_POLE = SeeingRadar(
    latitude_deg=76.57, longitude_deg=-68.3, height_km=0.0, range_km=5556.0, boresight_deg=57.0, sector_deg=240.0,
    least_elevation_deg=3.0, greatest_elevation_deg=85.0,
)  # fmt: skip
ACROSS_THE_ANTIMERIDIAN = SeeingRadar(
    latitude_deg=52.737, longitude_deg=174.092, height_km=0.0, range_km=3000.0, boresight_deg=319.0, sector_deg=120.0,
    least_elevation_deg=2.0, greatest_elevation_deg=80.0,
)  # fmt: skip


def holds(found: Coverage, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Which places lie in the outline and not in its hole."""
    inside = outline(found.rim).holds(lat, lon)
    return inside & ~outline(found.holes[0]).holds(lat, lon) if found.holes else inside


@pytest.mark.parametrize(
    "radar", [ALL_ROUND, THROUGH_NORTH, OVER_THE_POLE, ACROSS_THE_ANTIMERIDIAN]
)
@pytest.mark.parametrize("height_km", [200.0, 1000.0])
def test_it_holds_what_the_radar_sees(radar: SeeingRadar, height_km: float) -> None:
    """Places at random: in it where the rule of sight says so and nowhere else, but for a thousandth of the distance at its rim."""
    found = coverage(radar, height_km)
    assert found is not None
    draw = np.random.default_rng(7)
    lat = np.degrees(np.arcsin(draw.uniform(0.2, 1.0, 60_000)))
    lon = draw.uniform(-180.0, 180.0, 60_000)
    points = earth_fixed(lat, lon, np.full(lat.size, 1e3 * height_km))
    seen = visible_points(row_of(radar), np.ascontiguousarray(points))
    differ = np.flatnonzero(seen != holds(found, lat, lon))
    assert seen.sum() > 300
    # Of the rim a point every 50 km or less. Between azimuths 5 degrees apart a chord leaves the circle of radius r by
    # r (1 - cos 2.5 deg), a thousandth of it; at the ends of a sector the line of sight leaves the geodesic by less than 0.1 degree.
    rims = np.vstack([outline(r).rim() for r in (found.rim, *found.holes)])
    for k in differ:
        azimuth, away = course(radar.latitude_deg, radar.longitude_deg, lat[k], lon[k])
        off = abs((float(azimuth) - radar.boresight_deg + 180.0) % 360.0 - 180.0) - 0.5 * radar.sector_deg  # fmt: skip
        beside = radar.sector_deg < 360.0 and abs(off) < 0.1
        near = distance_km(lat[k], lon[k], *rims.T).min()
        assert beside or near < 0.001 * float(away) + 26.0
    assert len(differ) < 0.005 * seen.sum() + 5


def test_the_horizon_is_a_closed_form() -> None:
    """From the ground at elevation e a height h is seen up to the angle acos(R cos e / (R + h)) - e, R near 6,371 km."""
    radar = SeeingRadar(
        latitude_deg=0.0, longitude_deg=0.0, height_km=0.0, range_km=20_000.0, boresight_deg=90.0, sector_deg=90.0,
        least_elevation_deg=3.0, greatest_elevation_deg=90.0,
    )  # fmt: skip
    found = coverage(radar, 200.0)
    assert found is not None
    assert not found.holes
    low = math.radians(3.0)
    angle = math.acos(6371.0 * math.cos(low) / 6571.0) - low
    away = distance_km(0.0, 0.0, *np.array(found.rim[:-1]).T)
    assert away == pytest.approx(np.full(away.size, 6371.0 * angle), rel=0.005)
    assert found.rim[-1] == (0.0, 0.0)


def test_overhead_there_is_a_ring_of_silence() -> None:
    """h / tan(85 deg) on flat ground."""
    found = coverage(ALL_ROUND, 200.0)
    assert found is not None
    (hole,) = found.holes
    away = distance_km(54.36, -0.67, *np.array(hole).T)
    assert away == pytest.approx(np.full(away.size, 200.0 / math.tan(math.radians(85.0))), rel=0.05)
    assert shapely.Polygon([(x, y) for y, x in found.rim]).contains(
        shapely.Polygon([(x, y) for y, x in hole])
    )


def test_what_flies_too_high_is_not_seen() -> None:
    """A range of 310 km and a height of 400; elevations of 60 to 61 degrees and a range that ends before."""
    near = SeeingRadar(
        latitude_deg=40.0, longitude_deg=10.0, height_km=0.0, range_km=310.0, boresight_deg=0.0, sector_deg=360.0,
        least_elevation_deg=1.0, greatest_elevation_deg=90.0,
    )  # fmt: skip
    assert coverage(near, 400.0) is None
    assert coverage(near, 200.0) is not None
    steep = replace(near, least_elevation_deg=60.0, greatest_elevation_deg=61.0)
    assert coverage(steep, 400.0) is None
    assert coverage(steep, 200.0) is not None
