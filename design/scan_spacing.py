"""How coarse may the scan over intercept times be?

    python design/scan_spacing.py

Random flights and sites, near passes among them. The truth is the same search with nodes 4 s apart,
none passed over, and every low node within 2 km/s looked into. Printed for several spacings: how far
the answer is from the truth, and by how much the best scanned node's one arc overstates it (the
slack that the search must allow). Required speeds above 9 km/s are shown apart: there the ground
shuts most of the window.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from reassure.earth.frames import earth_fixed_points
from reassure.flight.family import earth_fixed_tracks, flights
from reassure.reach.ideal.arcs import SLACK, nearest_node, stride
from reassure.reach.ideal.scan import look_into, scan

SEED = 0
CASES = 6000


@njit
def search(sites, rows, tracks, ready, slack, strided):
    """Least speed found and best scanned speed, m/s, and the nearest node, m."""
    out = np.empty((len(rows), 3))
    scanned = np.empty(tracks.shape[1])
    for i in range(len(rows)):
        p = (sites[i, 0], sites[i, 1], sites[i, 2])
        near = nearest_node(p, tracks[i])
        step = stride(near) if strided else 1
        best = scan(p, rows[i], tracks[i], ready[i], math.inf, step, scanned)
        speed, _ = look_into(p, rows[i], ready[i], step, scanned, best + slack)
        out[i] = speed, best, near
    return out


def cases() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sites, flights and earliest departures; half of the sites within 1,000 km of the flight's ground."""
    rng = np.random.default_rng(SEED)
    late = rng.random(CASES) < 0.5
    start = earth_fixed_points(
        np.radians(rng.uniform(50, 75, CASES)), np.radians(rng.uniform(30, 160, CASES)),
        np.where(late, 350e3, 200e3),
    )  # fmt: skip
    aim = earth_fixed_points(
        np.radians(rng.uniform(26, 48, CASES)),
        np.radians(rng.uniform(-124, -68, CASES)),
        np.zeros(CASES),
    )
    outcome, arc = flights(
        start, aim, aim - start, rng.choice([0.8, 0.9, 1.0, 1.2, 1.5], CASES), False
    )
    rows = np.column_stack([start, arc[:, 2:5], np.where(late, 300.0, 180.0), arc[:, 0]])
    rows = np.ascontiguousarray(rows[outcome == 0])
    n = len(rows)
    sites = earth_fixed_points(
        np.radians(rng.uniform(35, 80, n)), np.radians(rng.uniform(-60, 60, n)), np.zeros(n)
    )
    # near passes: a point under the flight, moved by up to 1,000 km
    under = earth_fixed_tracks(rows, 11)[np.arange(n), rng.integers(0, 6, n)]
    under += rng.normal(size=(n, 3)) * 4e5
    under *= (6.37e6 / np.linalg.norm(under, axis=1))[:, None]
    near = rng.random(n) < 0.5
    return np.where(near[:, None], under, sites), rows, rng.choice([0.0, 100.0, 300.0, 600.0], n)


def main() -> None:
    """Print the table."""
    sites, rows, ready = cases()
    truth = search(sites, rows, earth_fixed_tracks(rows, 800), ready, 2000.0, False)[:, 0]
    print(f"{len(rows)} cases, seed {SEED}, SLACK {SLACK:g} m/s")
    for spacing in (240.0, 120.0, 90.0, 75.0, 60.0, 30.0):
        found = np.full((len(rows), 3), np.inf)
        nodes = np.ceil(rows[:, 7] / spacing).astype(int) + 1
        for count in np.unique(nodes):
            these = np.flatnonzero(nodes == count)
            tracks = earth_fixed_tracks(rows[these], int(count))
            found[these] = search(sites[these], rows[these], tracks, ready[these], SLACK, True)
        for name, chosen in (
            ("below 9 km/s", truth < 9e3),
            ("9 km/s and above", (truth >= 9e3) & np.isfinite(truth)),
        ):
            chosen = chosen & np.isfinite(found[:, 0])
            error, gap = (found[chosen, k] - truth[chosen] for k in (0, 1))
            missed = int(np.sum(~np.isfinite(found[:, 0]) & np.isfinite(truth)))
            print(
                f"{spacing:4.0f} s, {name:17s} {chosen.sum():5d}: error 99 % {np.percentile(error, 99):8.4f}, "
                f"max {error.max():8.3f} m/s, over 1 m/s: {(error > 1).sum():3d}, "
                f"missed {missed} | "
                f"gap 99 % {np.percentile(gap, 99):6.1f}, max {gap.max():7.1f} m/s"
            )


if __name__ == "__main__":
    main()
