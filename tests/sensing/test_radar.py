"""Radars against closed forms: the horizon, the edges of sector and elevation, tracks and cues."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.earth.frames import SITE_COLUMNS, earth_fixed_points, site_frame
from reassure.flight.family import flights, standing
from reassure.flight.outcome import SOLVED
from reassure.flight.path import position_at
from reassure.geography.geodesics import ahead, course
from reassure.sensing.radar import (
    BORESIGHT,
    FIRST_SEEN,
    GREATEST_ELEVATION,
    HALF_SECTOR,
    LEAST_ELEVATION,
    RADAR_COLUMNS,
    RANGE,
    SIGHTING_COLUMNS,
    TRACKED,
    radar_row,
    sightings,
    visible_points,
)


def _point(lat, lon, height):
    return earth_fixed_points(*(np.atleast_1d(np.asarray(x, float)) for x in (lat, lon, height)))


def _radar(lat, lon, *, height=0.0, reach=2e7, boresight=0.0, sector=360.0, low=-90.0, high=90.0):
    angles = np.radians([boresight, sector, low, high])
    return radar_row(lat, lon, height, reach, *angles)


@pytest.mark.parametrize(
    ("distance_km", "height_km"),
    [(500, 20), (1000, 79), (2000, 327), (3000, 778), (4000, 1501)],
)
@pytest.mark.parametrize("latitude", [0.0, 52.0, -80.0])
def test_a10_the_horizon(distance_km, height_km, latitude) -> None:
    """Anchor A10: the least visible height at a ground distance, to 1 % (and 0.5 km where it is rounded)."""
    radar = _radar(np.radians(latitude), 0.3)
    here = np.array([latitude]), np.degrees(np.array([0.3]))
    azimuth, _ = course(*here, np.array([latitude * 0.9 + 1.0]), np.array([140.0]))
    north, east = ahead(*here, azimuth, float(distance_km))
    heights = np.arange(0.2, 2 * height_km, 0.05)
    n = heights.size
    there = _point(np.full(n, np.radians(north[0])), np.full(n, np.radians(east[0])), heights * 1e3)
    seen = visible_points(radar, there)
    least = heights[np.argmax(seen)]
    assert seen[-1]
    assert least == pytest.approx(height_km, rel=0.01, abs=0.5)


def test_a_radar_on_a_hill_sees_farther() -> None:
    """From 2 km up the horizon is sqrt(2 R h) away, some 160 km: a point on the ground this side is seen."""
    radar = _radar(0.7, 0.0, height=2000.0)
    near, far = _point([0.7 + 150e3 / 6.37e6, 0.7 + 170e3 / 6.37e6], [0.0, 0.0], [1.0, 1.0])
    assert visible_points(radar, np.array([near, far])).tolist() == [True, False]


def test_edges_of_sector_elevation_and_range() -> None:
    """Points a hair inside and outside of each."""
    radar = _radar(0.9, 0.4, reach=1e6, boresight=350.0, sector=40.0, low=5.0, high=60.0)

    def at(bearing, elevation, slant):
        frame = radar[:12].reshape(4, 3)
        b, e = np.radians([bearing, elevation])
        way = np.cos(e) * (np.sin(b) * frame[1] + np.cos(b) * frame[2]) + np.sin(e) * frame[3]
        return frame[0] + slant * way

    good = [
        (350, 30, 9e5),
        (330.01, 30, 5e5),
        (9.99, 30, 5e5),
        (0, 5.01, 5e5),
        (0, 59.99, 5e5),
        (0, 30, 999999),
    ]
    bad = [
        (329.99, 30, 5e5),
        (10.01, 30, 5e5),
        (170, 30, 5e5),
        (0, 4.99, 5e5),
        (0, 60.01, 5e5),
        (0, 30, 1000001),
    ]
    assert visible_points(radar, np.array([at(*x) for x in good])).all()
    assert not visible_points(radar, np.array([at(*x) for x in bad])).any()


@pytest.fixture(scope="module")
def flight():
    """From 54 N 36 E over 7,800 km, burnout at 180 s; its row and base."""
    base, aim = (np.array([54.0]), np.array([36.0])), (np.array([38.9]), np.array([-77.0]))
    azimuth, _ = course(*base, *aim)
    start, further = ahead(*base, azimuth, 550.0), ahead(*base, azimuth, 600.0)
    p = _point(np.radians(start[0]), np.radians(start[1]), 200e3)
    h = _point(np.radians(further[0]), np.radians(further[1]), 200e3) - p
    outcome, arc = flights(
        p, _point(*np.radians([aim[0][0], aim[1][0]]), 0.0), h, np.ones(1), False
    )
    assert outcome[0] == SOLVED
    row = np.column_stack([p, arc[:, 2:5], [180.0], arc[:, 0]])
    return np.ascontiguousarray(row), _point(*np.radians([54.0, 36.0]), 0.0)


def test_the_boost_begins_at_the_base_and_joins_the_arc(flight) -> None:
    """At rest on the ground at 0, and with no break in place or velocity at burnout."""
    row, base = flight[0][0], flight[1][0]
    assert np.linalg.norm(position_at(base, row, 0.0) - base) < 1e-6
    assert np.linalg.norm(np.subtract(position_at(base, row, 0.01), base)) < 0.01
    before, at, after = (np.array(position_at(base, row, t)) for t in (179.99, 180.0, 180.01))
    np.testing.assert_allclose(after - at, at - before, atol=0.02)
    heights = [np.linalg.norm(position_at(base, row, t)) for t in np.linspace(0, 180, 100)]
    assert (np.diff(heights) > 0).all()


def test_sightings_against_looking_every_tenth_of_a_second(flight) -> None:
    """First seen and tracked, for radars here and there."""
    row, base = flight
    times = np.arange(0.0, row[0, 6] + row[0, 7], 0.1)
    path = np.array([position_at(base[0], row[0], t) for t in times])
    rng = np.random.default_rng(52)
    tracked = 0
    for _ in range(60):
        radar = _radar(
            rng.uniform(0.6, 1.4), rng.uniform(-1.4, 0.8), reach=rng.uniform(1e6, 5e6),
            boresight=rng.uniform(0, 360), sector=rng.choice([120.0, 240.0, 360.0]), low=2.0, high=85.0,
        )  # fmt: skip
        seen = visible_points(radar, path)
        got = sightings(radar, row, base, np.zeros(1), 20.0)[0]
        stretches = np.convolve(seen, np.ones(201), "valid") > 200.5
        if seen.any():
            assert got[0] == pytest.approx(times[np.argmax(seen)], abs=0.11)
        else:
            assert np.isinf(got[0])
        if stretches.any():
            tracked += 1
            assert got[1] == pytest.approx(times[np.argmax(stretches)] + 20.0, abs=0.11)
        else:
            assert np.isinf(got[1])
    assert tracked > 15


def test_a_cue_only_delays(flight) -> None:
    """A radar that looks later never sees earlier; from the end on it sees nothing."""
    row, base = flight
    radar = _radar(0.95, 0.3, reach=3e6, low=2.0)
    last = -np.inf
    for since in (0.0, 100.0, 250.0, 400.0):
        seen, tracked = sightings(radar, row, base, np.array([since]), 10.0)[0]
        assert seen >= max(last, since)
        assert tracked >= seen + 10.0 - 1e-9
        last = seen
    assert np.isinf(sightings(radar, row, base, np.array([1e5]), 10.0)).all()
    assert np.isinf(sightings(radar, row, base, np.array([np.inf]), 10.0)).all()
    assert standing(row[0], 180.0)[0] == pytest.approx(row[0, 0])


def test_what_is_never_seen_is_never(flight) -> None:
    """A radar on the other side of the Earth, and one that is never told to look."""
    rows, bases = flight
    far, near = _radar(-0.9, 2.0), _radar(np.radians(54.0), np.radians(36.0))
    for radar, since in ((far, 0.0), (near, np.inf)):
        got = sightings(radar, rows, bases, np.array([since]), 10.0)
        assert got.shape == (1, SIGHTING_COLUMNS)
        assert np.isinf(got).all()
    got = sightings(near, rows, bases, np.zeros(1), 10.0)[0]
    assert got[FIRST_SEEN] == 0.0
    assert got[TRACKED] == pytest.approx(10.0)
    glimpsed = sightings(near, rows, bases, np.zeros(1), 1e4)[0]
    assert glimpsed[FIRST_SEEN] == 0.0
    assert np.isinf(glimpsed[TRACKED])


def test_a_radar_s_row_has_named_columns() -> None:
    """Its site's frame first, then range, boresight, half its sector, and elevations."""
    row = radar_row(0.9, 0.4, 200.0, 1e6, 6.0, 2.0, 0.05, 1.5)
    assert row.shape == (RADAR_COLUMNS,)
    frame = np.empty(SITE_COLUMNS)
    site_frame(0.9, 0.4, 200.0, frame)
    np.testing.assert_array_equal(row[:SITE_COLUMNS], frame)
    assert row[[RANGE, BORESIGHT, HALF_SECTOR]].tolist() == [1e6, 6.0, 1.0]
    assert row[[LEAST_ELEVATION, GREATEST_ELEVATION]].tolist() == [0.05, 1.5]
