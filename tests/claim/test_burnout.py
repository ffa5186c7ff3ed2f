"""Every burnout as an assessment places it lies in the claim's box, for any base and aim."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.claim.burnout import boost_reach, burnout_box, outward
from reassure.geography.geodesics import ELLIPSOID
from tests.claim.geometry import as_claimed, at, direction

COUNT = 4000


@pytest.fixture(scope="module")
def burnouts() -> tuple[np.ndarray, ...]:
    """Length and height of random burnouts, and how a claim sees them whose great circle they lie beside."""
    rng = np.random.default_rng(20120314)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, COUNT)))
    lat[::5], lat[1::50] = 45.0, 0.0
    lon, azimuth = rng.uniform(-180, 180, COUNT), rng.uniform(0, 360, COUNT)
    azimuth[::7] = 45.0
    apart = rng.uniform(1000, 18_800, COUNT)
    # the led aim is a little off the geodesic on which the flight boosts
    aim = ELLIPSOID.fwd(lon, lat, azimuth + rng.uniform(-1.5, 1.5, COUNT), 1e3 * apart)[:2]
    length = rng.uniform(100, np.minimum(3000, 0.9 * apart))
    height = rng.uniform(20, 2000, COUNT)
    height[::3] = 20.0
    place = ELLIPSOID.fwd(lon, lat, azimuth, 1e3 * length)[:2]
    base, end = direction(lat, lon), direction(aim[1], aim[0])
    return (length, height, *as_claimed(base, end, at(place[1], place[0], height)))


def test_burnouts_lie_in_the_box(burnouts: tuple[np.ndarray, ...]) -> None:
    """Along the way and in height, whatever lies sideways; and no box is much too wide."""
    for s, h, along, sideways, height in zip(*burnouts, strict=True):
        box = burnout_box((s, s), (h, h), sideways)
        assert box.distance_km[0] < along < box.distance_km[1]
        assert box.height_km[0] - 1e-9 <= height < box.height_km[1]
        assert sideways <= box.sideways_km <= sideways + 0.11
        assert box.height_km[1] - h < 0.13


def test_usual_box_is_tight() -> None:
    """An ICBM's: 0.4 % longer."""
    box = burnout_box((350.0, 700.0), (150.0, 250.0), 7.43)
    assert box.distance_km == (348.6, 702.5)
    assert box.height_km == (150.0, 250.1)
    assert box.sideways_km == 7.5


def test_interceptor_straight_above_its_site() -> None:
    """The boost volume holds burnout at a geodetic height above the site, at any latitude."""
    lat = np.linspace(-90, 90, 181)
    for height in (0.0, 0.5, 150.0, 900.0):
        reach, top = boost_reach(height)
        site = direction(lat, 0.0 * lat)
        along, sideways, up = as_claimed(
            site, direction(0 * lat, 0 * lat + 90), at(lat, 0 * lat, height)
        )
        assert (np.hypot(along, sideways) <= reach + 1e-6).all()
        assert (up <= top + 1e-6).all()


def test_outward() -> None:
    """Ends move apart, never together."""
    assert outward(1.26, 1.24) == (1.2, 1.3)
    assert outward(-1.26, 2.0) == (-1.3, 2.0)
