"""Required speeds a second on one core, beside a grid search with lamberthub's izzo2015 in the same run.

    python benchmarks/required.py

The peer is what a careful analyst would write: izzo2015 over a grid of departure and intercept times,
30 by 30, refined once. Nobody publishes a required-speed solver to compare with.
"""

from __future__ import annotations

import time

import numpy as np
from lamberthub import izzo2015

from reassure.earth.frames import earth_fixed_points
from reassure.flight.family import earth_fixed_tracks, flights, standing
from reassure.reach.ideal.required import BurnoutSites, required_speeds

MU, OMEGA = 3.986004418e14, 7.292115e-5
SEED, MANY, FEW = 2, 4_000, 5
READY = 100.0


def turned(v: np.ndarray, angle: float) -> np.ndarray:
    """A vector turned eastward."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([c * v[0] - s * v[1], s * v[0] + c * v[1], v[2]])


def peer(site: np.ndarray, flight: np.ndarray, grid: int = 30) -> float:
    """Least Earth-relative speed, m/s, by grid search."""
    ground = np.cross([0.0, 0.0, OMEGA], site)
    end = flight[6] + flight[7]
    low, high = np.array([READY, flight[6]]), np.array([end, end])
    best = (np.inf, 0.0, 0.0)
    for _ in range(2):
        steps = (high - low) / (grid - 1)
        for leave in np.linspace(low[0], high[0], grid):
            for meet in np.linspace(low[1], high[1], grid):
                if meet - leave < 20.0:
                    continue
                target = turned(np.array(standing(flight, meet)), OMEGA * (meet - leave))
                prograde = np.cross(site, target)[2] > 0
                v = izzo2015(MU, site, target, meet - leave, prograde=prograde)[0]
                best = min(best, (float(np.linalg.norm(v - ground)), leave, meet))
        middle = np.array(best[1:])
        low = np.maximum(middle - 1.5 * steps, [READY, flight[6]])
        high = np.minimum(middle + 1.5 * steps, end)
    return best[0]


def main() -> None:
    """Print rates, their ratio and the answers' agreement."""
    rng = np.random.default_rng(SEED)
    lat, lon = np.radians(rng.uniform(50, 60, MANY)), np.radians(rng.uniform(30, 105, MANY))
    start = earth_fixed_points(lat, lon, np.full(MANY, 200e3))
    aim = earth_fixed_points(
        np.radians(rng.uniform(26, 48, MANY)),
        np.radians(rng.uniform(-124, -68, MANY)),
        np.zeros(MANY),
    )
    outcome, arc = flights(start, aim, aim - start, rng.choice([0.9, 1.0, 1.2], MANY), False)
    rows = np.ascontiguousarray(
        np.column_stack([start, arc[:, 2:5], np.full(MANY, 180.0), arc[:, 0]])[outcome == 0]
    )
    tracks = earth_fixed_tracks(rows, int(np.ceil(rows[:, 7].max() / 60.0)) + 1)
    site = earth_fixed_points(np.radians([54.479]), np.radians([17.109]), np.zeros(1))
    alone = BurnoutSites(site, 1, np.empty((1, 0), np.int64))
    rates = []
    for _ in range(3):
        begin = time.perf_counter()
        _, row = required_speeds(alone, rows, tracks, READY, np.inf)
        rates.append(len(rows) / (time.perf_counter() - begin))
    begin = time.perf_counter()
    theirs = np.array([peer(site[0], rows[i]) for i in range(FEW)])
    rate = FEW / (time.perf_counter() - begin)
    apart = theirs - row[:FEW, 0]
    print(f"{len(rows)} flights against one site, one core")
    print(f"reassure              {np.median(rates):10.0f} required speeds a second")
    print(f"izzo2015 on two grids {rate:10.2f} required speeds a second")
    print(
        f"ratio {np.median(rates) / rate:.0f}; the grid lies above by {apart.min():.1f} to {apart.max():.1f} m/s"
    )


if __name__ == "__main__":
    main()
