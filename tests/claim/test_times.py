"""Flight times hold for every base, aim and burnout between those that were computed."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.catalog import Zone, catalog
from reassure.claim.burnout import burnout_box
from reassure.claim.cover import cover
from reassure.claim.lead import leads
from reassure.claim.places import Launch, NoFlightError, Targets
from reassure.claim.times import WIDENING_S, farthest, least_speed_times
from reassure.flight.family import flights
from reassure.geography.boost import boosted
from reassure.geography.geodesics import ELLIPSOID
from reassure.geography.regions import Disc
from tests.cases import points

COUNT = 400
KOZELSK = (54.03, 54.03, 35.77, 35.77)
CONUS = tuple(cover(catalog().get("conus", Zone, "region").region, 400.0)[::4])
CASES = {
    "land": (Launch(KOZELSK, 40.0), CONUS),
    "wide field": (Launch(KOZELSK, 500.0), CONUS),
    "sea": (Launch((70.51, 72.84, 30.84, 38.55), 0.0), CONUS),
    "sea and field": (Launch((46.56, 48.94, 146.92, 149.87), 100.0), CONUS),
    "polar base": (Launch((86.6, 90.0, -30.0, 0.0), 0.0), cover(Disc(60, 100, 700), 400.0)),
    "polar aims": (Launch(KOZELSK, 40.0), cover(Disc(90, 0, 800), 400.0)),
    "antimeridian": (Launch(KOZELSK, 40.0), cover(Disc(0, 180, 800), 400.0)),
    "near": (Launch(KOZELSK, 40.0), cover(Disc(48, 2, 500), 400.0)),
    "far": (Launch((60, 60, 30, 30), 60.0), cover(Disc(-40, -120, 700), 400.0)[::3]),  # slow
    "large cells": (Launch(KOZELSK, 40.0), cover(Disc(40, -90, 2000), 2000.0)),
}


def edgy(rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """Values of an interval, its ends more often than not."""
    share = np.clip(rng.uniform(-0.7, 1.7, COUNT), 0.0, 1.0)
    return low + share * (high - low)


def random_times(rng: np.random.Generator, launch: Launch, cell, box) -> np.ndarray:
    """Least-speed times (COUNT,) from random bases and burnouts to random points of the cell: flights as flown, their
    burnouts then moved aside by up to what the box allows.
    """
    aim_lat, aim_lon = edgy(rng, *cell[:2]), edgy(rng, *cell[2:])
    lat, lon = edgy(rng, *launch.cell[:2]), edgy(rng, *launch.cell[2:])
    azimuth = np.asarray(ELLIPSOID.inv(lon, lat, aim_lon, aim_lat)[0])
    field = 1e3 * edgy(rng, 0.0, launch.field_km)
    lon, lat, _ = ELLIPSOID.fwd(lon, lat, azimuth + 45.0 * rng.integers(0, 8, COUNT), field)
    distance, height = edgy(rng, *box.distance_km), 1e3 * edgy(rng, *box.height_km)
    ratio = rng.choice([0.9, 1.0, 1.2], COUNT)
    found = boosted(
        (np.asarray(lat), np.asarray(lon)), (aim_lat, aim_lon), ratio,
        downrange_km=distance, height_km=height / 1e3,
    )  # fmt: skip
    assert (found.outcome == 0).all()
    lon, lat, back = ELLIPSOID.fwd(lon, lat, found.azimuth_deg, 1e3 * distance)
    side = 1e3 * edgy(rng, -box.sideways_km, box.sideways_km)
    lon, lat, back = ELLIPSOID.fwd(lon, lat, np.asarray(back) + 270.0, side)
    ahead = ELLIPSOID.fwd(lon, lat, np.asarray(back) + 90.0, np.full(COUNT, 5e4))
    burnout = points(lat, lon, height)
    heading = points(ahead[1], ahead[0], height) - burnout
    outcome, row = flights(burnout, points(aim_lat, aim_lon), heading, np.ones(COUNT), False)
    assert (outcome == 0).all()
    return row[:, 5]


BOOST = ((120.0, 180.0), (350.0, 700.0), (150.0, 250.0))


@pytest.mark.some(3)
@pytest.mark.parametrize("case", CASES)
def test_random_flights_lie_between(case: str) -> None:
    """By the widening at least; and the interval is not much wider than it needs to be."""
    launch, cells = CASES[case]
    rng = np.random.default_rng(7)
    targets = Targets(cells)
    farthest(launch, targets)
    box = burnout_box(*BOOST[1:], leads(launch, targets, BOOST, (0.9, 1.2)).sideways_km)
    low, high = least_speed_times(launch, targets, box, (0.9, 1.2))
    for i, cell in enumerate(cells):
        times = random_times(rng, launch, cell, box)
        assert low[i] + WIDENING_S < times.min()
        assert times.max() < high[i] - WIDENING_S
        assert high[i] - low[i] < 1.4 * (times.max() - times.min()) + 10.0


def computed(launch: Launch, targets: Targets, ratio, distance) -> tuple[np.ndarray, np.ndarray]:
    """The times of flights with such a boost."""
    farthest(launch, targets)
    box = burnout_box(distance, (150.0, 250.0), 10.0)
    return least_speed_times(launch, targets, box, ratio)


def refused(launch: Launch, cells, ratio=(0.9, 1.2), distance=(350.0, 700.0)) -> NoFlightError:
    """What is raised for such flights."""
    targets = Targets(cells)
    with pytest.raises(NoFlightError) as caught:
        computed(launch, targets, ratio, distance)
    return caught.value


def test_flights_that_do_not_exist() -> None:
    """Too far, too near, below ground, and more than half way round: each with its cell and reason."""
    launch = Launch(KOZELSK, 40.0)
    good = (40.0, 42.0, -80.0, -78.0)
    far = refused(launch, [good, (-55.0, -53.0, -146.0, -144.0)])
    assert far.row == 1
    assert "at most 170" in far.reason
    near = refused(launch, [good, (50.0, 51.0, 42.0, 43.0)])
    assert near.row == 1
    assert "nearer than where the boost ends" in near.reason
    low = refused(launch, [good], ratio=(0.4, 1.0))
    assert low.row == 0
    assert "below the ground" in low.reason
    assert "0.4 times" in low.reason
    equator = Launch((0.0, 0.0, 0.0, 0.0), 0.0)
    for longest in (2.2, 2.9):  # nearly half way round, and past it
        east = refused(equator, [(0.0, 1.0, 160.0, 161.0)], ratio=(1.0, longest))
        assert "half way round" in east.reason


def test_westward_flights_may_go_as_far() -> None:
    """Against the Earth's turning the same distance is less than half way round."""
    launch, targets = Launch((0.0, 0.0, 0.0, 0.0), 0.0), Targets([(0.0, 1.0, -161.0, -160.0)])
    box = burnout_box(*BOOST[1:], 10.0)
    low, high = least_speed_times(launch, targets, box, (1.0, 2.2))
    assert 2000.0 < low[0] < high[0] < 3500.0
