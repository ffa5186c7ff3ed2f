"""Required speed against a brute force that shares no code, and the properties it must have."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reassure.flight.family import standing
from reassure.flight.transfer import relative_speed
from reassure.geography.geodesics import ELLIPSOID
from reassure.reach.ideal.arcs import chord_bound, energy_bound, least_speed
from reassure.reach.ideal.latest import latest_departures
from reassure.reach.ideal.required import (
    DEPARTURE,
    INTERCEPT,
    INTERCEPT_POINT,
    REQUIRED_COLUMNS,
    REQUIRED_SPEED,
    required_speeds,
)
from tests.amounts import amount, fewer
from tests.cases import alone, flight_rows, points, required, tracks
from tests.oracles.two_body import brute_required_speed

SEED = 1997


@fewer
def test_agrees_with_brute_force() -> None:
    """Random flights, sites and delays: another Lambert on a zoomed grid, within 0.01 km/s."""
    rng = np.random.default_rng(SEED)
    print(f"seed {SEED}")
    compared = 0
    misses: list[tuple[float, float, float]] = []
    while compared < amount(200, 60):
        rows = flight_rows(
            ([rng.uniform(45, 78)], [rng.uniform(20, 170)]),
            ([rng.uniform(20, 60)], [rng.uniform(-160, 0)]),
            rng.choice([0.85, 0.9, 1.0, 1.2, 1.5]),
            *((180.0, 200e3) if rng.random() < 0.5 else (300.0, 350e3)),
        )
        if not len(rows):
            continue
        height = rng.choice([0.0, 0.0, 100e3])
        site = points(rng.uniform(30, 82), rng.uniform(-70, 80), height)[0]
        ready = float(rng.choice([0.0, 60.0, 100.0, 200.0, 300.0, 600.0]))
        truth = brute_required_speed(site, rows[0], ready)
        ours = required(site, rows, ready)[0]
        compared += 1
        misses.append((abs(ours - truth) if ours != truth else 0.0, truth, ours))
    worst = max(misses)
    print(f"largest difference {worst[0]:.3f} m/s at {worst[1]:.1f} m/s")
    assert worst[0] < 10.0


def test_result_is_an_arc_that_arrives() -> None:
    """The departure, intercept and place that come back make an arc of the speed that comes back."""
    rng = np.random.default_rng(5)
    n = 200
    rows = flight_rows(
        (rng.uniform(50, 60, n), rng.uniform(30, 100, n)),
        (rng.uniform(26, 48, n), rng.uniform(-124, -68, n)),
        1.0,
    )
    site = points(54.5, 17.1)[0]
    chosen, row = required_speeds(alone(site), rows, tracks(rows), 100.0, np.inf)
    assert (chosen == 0).all()
    for i in range(len(rows)):
        speed, leave, meet, x, y, z = row[i]
        assert leave >= 100.0 - 1e-9
        assert rows[i, 6] - 1e-9 <= meet <= rows[i, 6] + rows[i, 7] + 1e-6
        again = relative_speed(meet - leave, (tuple(site), (x, y, z)))
        assert abs(again - speed) < 0.01


latitude = st.floats(45.0, 75.0)
longitude = st.floats(20.0, 120.0)


@settings(max_examples=200, deadline=None)
@given(latitude, longitude, st.floats(26.0, 48.0), st.floats(-124.0, -68.0), st.floats(0.0, 400.0),
       st.floats(0.0, 300.0))  # fmt: skip
@example(72.0, 80.0, 35.0, -101.0, 62.0, 9.0)  # the window's end is a second minimum
def test_never_falls_when_the_delay_grows(
    lat: float, lon: float, aim_lat: float, aim_lon: float, delay: float, more: float
) -> None:
    """Waiting leaves fewer arcs."""
    rows = flight_rows(([lat], [lon]), ([aim_lat], [aim_lon]), 1.0)
    site = points(54.5, 17.1)[0]
    assert required(site, rows, delay + more)[0] >= required(site, rows, delay)[0] - 0.01


@settings(max_examples=200, deadline=None)
@given(latitude, longitude, st.floats(26.0, 48.0), st.floats(-124.0, -68.0),
       st.floats(100.0, 3000.0), st.floats(50.0, 2000.0), st.floats(0.0, 300.0))  # fmt: skip
def test_never_falls_when_the_site_moves_away_behind(
    lat: float, lon: float, aim_lat: float, aim_lon: float, first: float, more: float, delay: float
) -> None:
    """Back along the flight's great circle, farther and farther behind its base."""
    rows = flight_rows(([lat], [lon]), ([aim_lat], [aim_lon]), 1.0)
    azimuth, _, _ = ELLIPSOID.inv(lon, lat, aim_lon, aim_lat)
    near, far = (ELLIPSOID.fwd(lon, lat, azimuth + 180.0, d * 1e3) for d in (first, first + more))
    speeds = [required(points(p[1], p[0])[0], rows, delay)[0] for p in (near, far)]
    assert speeds[1] >= speeds[0] - 0.01


@settings(max_examples=100, deadline=None)
@given(latitude, longitude, st.floats(-360.0, 360.0), st.floats(0.0, 300.0))
def test_turning_everything_in_longitude_changes_nothing(
    lat: float, lon: float, by: float, delay: float
) -> None:
    """Base, aim and site together."""
    speeds = []
    for turn in (0.0, by):
        rows = flight_rows(([lat], [lon + turn]), ([39.0], [-77.0 + turn]), 1.0)
        speeds.append(required(points(54.5, 17.1 + turn)[0], rows, delay)[0])
    assert abs(speeds[1] - speeds[0]) < 0.01


def test_edges_are_exact() -> None:
    """A site ahead of the boost meets the flight at burnout; one that it comes down on, at the end."""
    rows = flight_rows(([57.0], [33.0]), ([39.0], [-77.0]), 1.0)
    under = points(57.0, 33.0)[0]
    row = required_speeds(alone(under), rows, tracks(rows), 0.0, np.inf)[1][0]
    assert row[2] == 180.0
    aim = points(38.0, -76.0)[0]
    row = required_speeds(alone(aim), rows, tracks(rows), rows[0, 6] + rows[0, 7] - 30.0, np.inf)[
        1
    ][0]
    assert row[1] == rows[0, 6] + rows[0, 7] - 30.0
    assert row[2] == rows[0, 6] + rows[0, 7]


def test_too_late_is_no_arc() -> None:
    """After the flight's end nothing meets it: index -1 and infinity, by name in the result."""
    rows = flight_rows(([57.0], [33.0]), ([39.0], [-77.0]), 1.0)
    chosen, row = required_speeds(alone(points(54.5, 17.1)[0]), rows, tracks(rows), 1e4, np.inf)
    assert chosen[0] == -1
    assert np.isinf(row).all()


def test_bounds_hold_and_are_not_idle() -> None:
    """The chord and energy bounds lie below every arc's speed on 20,000 random pairs, and near some."""
    rng = np.random.default_rng(8)
    n = 20_000
    p = points(rng.uniform(-80, 80, n), rng.uniform(-180, 180, n))
    q = points(rng.uniform(-80, 80, n), rng.uniform(-180, 180, n), rng.uniform(0, 1.5e6, n))
    nearest = {"chord": math.inf, "energy": math.inf}
    for i in range(n):
        ends = (tuple(p[i]), tuple(q[i]))
        tau = rng.uniform(50.0, 5000.0)
        speed = relative_speed(tau, ends)
        if not math.isfinite(speed):
            continue
        for name, bound in (
            ("chord", chord_bound(*ends, tau)),
            ("energy", energy_bound(*ends, tau)),
        ):
            assert bound <= speed + 1e-6
            nearest[name] = min(nearest[name], 1 - bound / speed)
    assert nearest["chord"] < 0.2
    assert nearest["energy"] < 0.02


def test_least_speed_against_a_fine_grid() -> None:
    """Over the time of flight: 0.1 m/s above no value of a grid of 4,000 times."""
    rng = np.random.default_rng(9)
    checked = 0
    for _ in range(150):
        p = tuple(points(rng.uniform(30, 80), rng.uniform(0, 60))[0])
        q = tuple(points(rng.uniform(30, 80), rng.uniform(0, 60), rng.uniform(1e5, 1.4e6))[0])
        longest = rng.uniform(100.0, 1700.0)
        speed, time = least_speed((p, q), longest)
        grid = [relative_speed(t, (p, q)) for t in np.linspace(20.0, longest, 4000)]
        assert speed <= min(grid) + 0.1
        if math.isfinite(speed):
            assert relative_speed(time, (p, q)) == pytest.approx(speed, abs=1e-6)
            checked += 1
    assert checked > 100


def test_lofted_flights_all_round_the_earth() -> None:
    """Waits of more than half a turn's time: two families of arcs, and still nothing falls with delay.

    2,000 flights of three times the minimum-energy time, bases, aims and sites anywhere; speeds below
    9 km/s (above, the ground leaves slivers that the scan may miss).
    """
    rng = np.random.default_rng(5)
    checked = 0
    for _ in range(20):
        lat = np.degrees(np.arcsin(rng.uniform(-0.9, 0.9, (2, 100))))
        lon = rng.uniform(-180, 180, (2, 100))
        rows = flight_rows((lat[0], lon[0]), (lat[1], lon[1]), 3.0)
        site = points(np.degrees(np.arcsin(rng.uniform(-0.9, 0.9))), rng.uniform(-180, 180))[0]
        before = np.zeros(len(rows))
        for ready in (0.0, 500.0, 1500.0):
            speed = required(site, rows, ready)
            low = before < 9e3
            assert (speed[low] >= before[low] - 1.0).all()
            before = np.maximum(before, speed)
            checked += int(low.sum())
    assert checked > 3000


def test_two_families_of_arcs() -> None:
    """A wait of an hour to a point far off: the slowest arc goes the other way round (a found case)."""
    rng = np.random.default_rng(6)
    second = 0
    for _ in range(150):
        p = tuple(points(np.degrees(np.arcsin(rng.uniform(-0.9, 0.9))), rng.uniform(-180, 180))[0])
        q = tuple(
            points(np.degrees(np.arcsin(rng.uniform(-0.9, 0.9))), rng.uniform(-180, 180), 1e5)[0]
        )
        speed, _ = least_speed((p, q), 4500.0)
        grid = np.array([relative_speed(t, (p, q)) for t in np.arange(20.0, 4500.0, 4.0)])
        assert speed <= grid.min() + 0.5
        second += int(grid.argmin() * 4.0 + 20.0 > 2000.0)
    assert second > 10


def test_a_row_s_columns_are_what_they_are_called() -> None:
    """It leaves the site no sooner than it is ready, and meets the flight where that then is; an arc of the time
    between takes the required speed.
    """
    rows = flight_rows((57.0, 33.0), (39.0, -77.0), 1.0)
    site = points(54.5, 17.1, 100e3)[0]
    chosen, found = required_speeds(alone(site), rows, tracks(rows), 150.0, np.inf)
    row = found[0]
    assert found.shape == (1, REQUIRED_COLUMNS)
    assert chosen[0] == 0
    assert row[DEPARTURE] >= 150.0
    np.testing.assert_array_equal(row[INTERCEPT_POINT], standing(rows[0], row[INTERCEPT]))
    ends = (tuple(site), tuple(row[INTERCEPT_POINT]))
    speed = relative_speed(row[INTERCEPT] - row[DEPARTURE], ends)
    assert speed == pytest.approx(row[REQUIRED_SPEED], abs=1e-3)


def test_no_flights_and_no_time_to_be_ready() -> None:
    """No rows for no flights; never ready, no site and nothing finite."""
    rows = flight_rows((57.0, 33.0), (39.0, -77.0), 1.0)
    site = alone(points(54.5, 17.1)[0])
    chosen, found = required_speeds(site, rows[:0], tracks(rows)[:0], 0.0, np.inf)
    assert chosen.shape == (0,)
    assert found.shape == (0, REQUIRED_COLUMNS)
    chosen, found = required_speeds(site, rows, tracks(rows), np.inf, np.inf)
    assert chosen.tolist() == [-1]
    assert np.isinf(found).all()
    none = latest_departures(site, rows, tracks(rows), 0.0, 6e3, chosen, found)
    assert none.tolist() == [-np.inf]


def test_sites_are_a_record() -> None:
    """Three things in a plain tuple are refused, and so is a flight of the wrong shape."""
    rows = flight_rows((57.0, 33.0), (39.0, -77.0), 1.0)
    site, nodes = alone(points(54.5, 17.1)[0]), tracks(rows)
    for wrong in ((tuple(site), rows, nodes), (site, rows[0], nodes), (site, rows, nodes[0])):
        with pytest.raises(TypeError, match="No matching definition"):
            required_speeds(*wrong, 0.0, np.inf)
