"""Latest departure: the delay at which the answer flips, against required speed itself."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.geography.lattice import lattice
from reassure.reach.ideal.latest import RESOLUTION, latest_departures
from reassure.reach.ideal.required import BurnoutSites, required_speeds
from tests.cases import flight_rows, latest, points, required, tracks


@settings(max_examples=150, deadline=None)
@given(st.floats(48.0, 62.0), st.floats(28.0, 110.0), st.floats(26.0, 48.0),
       st.floats(-124.0, -68.0), st.floats(4000.0, 9000.0))  # fmt: skip
def test_flips_where_it_says(
    lat: float, lon: float, aim_lat: float, aim_lon: float, speed: float
) -> None:
    """Just before it the required speed is within the speed; just after, above it.

    At the very moment the window in which a meeting is possible has shrunk to nothing.
    """
    rows = flight_rows(([lat], [lon]), ([aim_lat], [aim_lon]), 1.0)
    site = points(54.5, 17.1)[0]
    late = latest(site, rows, speed)[0]
    if late == -np.inf:
        assert required(site, rows, 0.0)[0] > speed
        return
    # above some 7.5 km/s it is the ground that shuts the window, in the last seconds to a sliver
    before = RESOLUTION if speed < 7500.0 else 10.0
    assert required(site, rows, max(0.0, late - before))[0] <= speed
    assert required(site, rows, late + RESOLUTION + 0.05)[0] > speed


def test_faster_may_wait_longer() -> None:
    """Over 300 flights and five speeds."""
    rng = np.random.default_rng(3)
    n = 300
    rows = flight_rows(
        (rng.uniform(50, 60, n), rng.uniform(30, 100, n)),
        (rng.uniform(26, 48, n), rng.uniform(-124, -68, n)),
        1.0,
    )
    site = points(54.5, 17.1)[0]
    before = np.full(len(rows), -np.inf)
    for speed in (4500.0, 5500.0, 6500.0, 7500.0, 8500.0):
        late = latest(site, rows, speed)
        assert (late >= before - RESOLUTION).all()
        before = late
    assert np.isfinite(before).all()


def test_area_is_as_good_as_its_best_point() -> None:
    """The climb over a fine sample against every point of it, one by one: 1 m/s, and 2 s."""
    rng = np.random.default_rng(4)
    n = 40
    rows = flight_rows(
        (rng.uniform(52, 60, n), rng.uniform(32, 60, n)),
        (rng.uniform(26, 48, n), rng.uniform(-124, -68, n)),
        rng.choice([0.9, 1.0, 1.2], n),
    )
    lat, lon = (
        m.ravel() for m in np.meshgrid(np.arange(54.0, 62.1, 1.0), np.arange(-2.0, 8.1, 1.0))
    )
    area = points(lat, lon)
    order, leading, neighbours = lattice(area, 300e3)
    assert leading < len(area) / 3
    sites = BurnoutSites(np.ascontiguousarray(area[order]), leading, neighbours)
    chosen, row = required_speeds(sites, rows, tracks(rows), 60.0, np.inf)
    each = np.array([required(p, rows, 60.0) for p in area])
    assert np.abs(row[:, 0] - each.min(axis=0)).max() < 1.0
    assert (np.array([each[order[s], i] for i, s in enumerate(chosen)]) < row[:, 0] + 0.1).all()
    speed = 6000.0
    late = latest_departures(sites, rows, tracks(rows), 0.0, speed, chosen, row)
    single = np.array([latest(p, rows, speed) for p in area]).max(axis=0)
    found = np.isfinite(late)
    assert found.sum() > n // 2
    assert (np.abs(late - single)[found] < 2.0).all()
