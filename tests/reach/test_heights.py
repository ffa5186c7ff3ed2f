"""The parts of a flight at which an intercept counts, and required speeds and latest launches over them, against
brute force that shares no code.
"""

import numpy as np
import pytest

from reassure.earth.frames import geodetic_points
from reassure.reach.heights import HeightBand, counts, parts
from reassure.reach.ideal.required import required_speeds
from tests.amounts import amount, fewer
from tests.cases import alone, flight_rows, latest, points, required, tracks
from tests.oracles.two_body import brute_required_speed, path, turned

OMEGA = 7.292115e-5
BANDS = [(100e3, np.inf), (40e3, 150e3), (70e3, 1e6), (500e3, 501e3), (0.0, 80e3), (250e3, 600e3)]


def _flights(n: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.concatenate(
        [
            flight_rows(
                (rng.uniform(45, 78, n), rng.uniform(20, 170, n)),
                (rng.uniform(20, 60, n), rng.uniform(-160, 0, n)),
                rng.choice([0.85, 0.9, 1.0, 1.2, 1.5], n),
                *shape,
            )
            for shape in ((180.0, 200e3), (60.0, 20e3))
        ]
    )


def _heights(row: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Geodetic heights (m) by an integrated path and another program's ellipsoid."""
    after, back = np.unique(np.concatenate([[0.0], times - row[6]]), return_inverse=True)
    inertial = np.atleast_2d(row[:3]) if after.size == 1 else path(row[:3], row[3:6], after)
    fixed = turned(inertial[back.ravel()[1:]], -OMEGA * (times - row[6]))
    return geodetic_points(np.ascontiguousarray(fixed))[:, 2]


@pytest.mark.some(3)
@pytest.mark.parametrize("band", BANDS)
def test_parts_are_where_the_flight_is_between_the_heights(band: tuple[float, float]) -> None:
    """120 flights sampled every second or so on an integrated path: nothing counts outside, all counts inside."""
    rows = _flights(60, 11)
    owner, found = parts(rows, *band)
    assert (np.diff(owner) >= 0).all()
    for i, row in enumerate(rows):
        times = np.linspace(row[6], row[6] + row[7], 2000)
        h = _heights(row, times)
        mine = np.zeros(times.size, bool)
        for part in found[owner == i]:
            mine |= (times >= part[6] - 1e-9) & (times <= part[6] + part[7] + 1e-9)
        inside = (h >= band[0]) & (h <= band[1])
        # within a few metres of the edge the two programs need not agree
        sure = np.minimum(np.abs(h - band[0]), np.abs(h - band[1])) > 10.0
        assert (mine == inside)[sure].all()


@pytest.mark.some(3)
@pytest.mark.parametrize("band", BANDS)
def test_ends_of_parts_are_exact(band: tuple[float, float]) -> None:
    """A millisecond beyond an end the flight is at a height that does not count, unless it begins or ends there."""
    rows = _flights(60, 12)
    owner, found = parts(rows, *band)
    for i, part in zip(owner, found, strict=True):
        begin, end = rows[i, 6], rows[i, 6] + rows[i, 7]
        ends = np.array([part[6], part[6] + part[7]])
        held = _heights(rows[i], ends)
        assert (held >= band[0] - 1.0).all()
        assert (held <= band[1] + 1.0).all()
        for at, way, first in ((ends[0], -1.0, begin), (ends[1], 1.0, end)):
            if abs(at - first) > 1e-6:
                beyond = _heights(rows[i], np.array([at + 2e-3 * way]))[0]
                assert not band[0] + 1.0 < beyond < band[1] - 1.0


def test_a_part_is_the_same_arc() -> None:
    """Where the part stands at a time, the flight stands."""
    rows = _flights(40, 13)
    owner, found = parts(rows, 150e3, 800e3)
    whole, part = tracks(rows), tracks(found)
    assert len(found) > len(rows)
    for k, i in enumerate(owner):
        t = found[k, 6] + found[k, 7] * np.linspace(0.0, 1.0, part.shape[1])
        fine = tracks(rows[i : i + 1], 1.0)[0]
        at = rows[i, 6] + rows[i, 7] * np.linspace(0.0, 1.0, fine.shape[0])
        for axis in range(3):
            assert np.abs(np.interp(t, at, fine[:, axis]) - part[k, :, axis]).max() < 5.0
    assert whole.shape[0] == len(rows)


def test_no_heights_are_no_change() -> None:
    """From 0 to no end every flight is itself; never so high, it has no part."""
    rows = _flights(20, 14)
    owner, found = parts(rows, 0.0, np.inf)
    assert found is rows
    assert (owner == np.arange(len(rows))).all()
    assert len(parts(rows, 9e6, np.inf)[0]) == 0
    always = parts(rows, -1.0, 9e6)
    assert (always[1] == rows).all()


def test_heights_are_geodetic() -> None:
    """A point 150 km above 45 N counts from 150 km on, though along the radius it stands 0.9 m higher."""
    p = tuple(points(45.0, 10.0, 150e3 + 0.1)[0])
    assert counts(p, HeightBand(150e3, np.inf))
    assert not counts(p, HeightBand(150e3 + 0.5, np.inf))
    assert not counts(p, HeightBand(0.0, 150e3 - 0.5))


def _least(site: np.ndarray, row: np.ndarray, ready: float, band: tuple[float, float]) -> float:
    """By the package: the least over the flight's parts."""
    _, found = parts(row.reshape(1, 8).copy(), *band)
    if not len(found):
        return np.inf
    return float(required(site, found, ready).min())


@fewer
def test_required_speeds_agree_with_brute_force() -> None:
    """Random flights, sites, delays and bands of heights: another Lambert on a grid that knows of the heights by
    an integrated path, within 0.01 km/s.
    """
    rng = np.random.default_rng(1998)
    misses, met, edges = [], 0, 0
    count = amount(90, 40)
    rows = _flights(count, 1998)
    rows = rows[rng.permutation(len(rows))[:count]]
    for row in rows:
        band = BANDS[rng.integers(len(BANDS))]
        site = points(rng.uniform(30, 82), rng.uniform(-70, 80), rng.choice([0.0, 100e3]))[0]
        ready = float(rng.choice([0.0, 60.0, 200.0, 600.0]))
        truth = _brute(site, row, ready, band)
        ours = _least(site, row, ready, band)
        assert np.isinf(truth) == np.isinf(ours) or truth > 9e3 or ours > 9e3
        if np.isfinite(truth) and truth < 9e3:
            misses.append(abs(ours - truth))
            met += 1
            edges += int(ours > required(site, row.reshape(1, 8).copy(), ready)[0] + 1.0)
    print(
        f"largest difference {max(misses):.3f} m/s over {met}, {edges} of them held by the heights"
    )
    assert max(misses) < 10.0
    assert edges > count // 8


def _brute(site: np.ndarray, row: np.ndarray, ready: float, band: tuple[float, float]) -> float:
    """The oracle over every stretch of the flight between the heights, found by sampling."""
    times = np.linspace(row[6], row[6] + row[7], 20001)
    h = _heights(row, times)
    inside = (h >= band[0]) & (h <= band[1])
    best = np.inf
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(int), [0]])))
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        spans = times[a], times[b - 1]
        best = min(best, brute_required_speed(site, row, ready, meets=spans))
    return best


def test_latest_departure_with_heights_flips_where_it_says() -> None:
    """Just before it the required speed over the parts is within the speed; just after, above it."""
    rows = _flights(40, 21)
    site = points(54.5, 17.1)[0]
    checked = 0
    for row in rows:
        _, found = parts(row.reshape(1, 8).copy(), 100e3, 700e3)
        late = latest(site, found, 6000.0).max(initial=-np.inf)
        if not np.isfinite(late):
            continue
        checked += 1
        assert _least(site, row, late - 0.25, (100e3, 700e3)) <= 6000.0 or late < 0.25
        assert _least(site, row, late + 0.3, (100e3, 700e3)) > 6000.0
    assert checked > 10


@pytest.mark.long
def test_a_band_thinner_than_a_second_is_searched_whole() -> None:
    """1 km of height is passed in fractions of a second: the speed there is that of one arc."""
    rows = _flights(40, 22)
    _, found = parts(rows, 300e3, 301e3)
    assert (found[:, 7] < 1.0).sum() > 20
    site = points(60.0, 40.0)[0]
    chosen, row = required_speeds(alone(site), found, tracks(found), 0.0, np.inf)
    for part, have in zip(found[chosen == 0], row[chosen == 0], strict=True):
        assert part[6] <= have[2] <= part[6] + part[7]
        truth = brute_required_speed(site, part, 0.0)
        assert have[0] <= truth + 1.0 or truth > 9e3
