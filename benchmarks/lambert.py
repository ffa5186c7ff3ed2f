"""Lambert solves a second on one core, beside lamberthub's izzo2015 in the same run.

    python benchmarks/lambert.py

Answer quality beside time: how far each solver's arc ends from where it should, by the package's own
propagation, and how far the two velocities differ.
"""

from __future__ import annotations

import time

import numpy as np
from lamberthub import izzo2015

from reassure.flight.kepler import propagate_arcs
from reassure.flight.lambert import lambert_arcs

MU = 3.986004418e14
SEED = 1
MANY, FEW = 1_000_000, 2_000
ROUNDS = 5


def problems(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Short-way arcs of 1 to 115 degrees and 200 to 2,500 s between radii of 6,357 to 8,357 km."""
    rng = np.random.default_rng(SEED)
    u = rng.normal(size=(n, 3))
    u /= np.linalg.norm(u, axis=1)[:, None]
    t = np.cross(u, rng.normal(size=(n, 3)))
    t /= np.linalg.norm(t, axis=1)[:, None]
    angle = rng.uniform(0.02, 2.0, n)[:, None]
    start = u * rng.uniform(6.357e6, 8.357e6, n)[:, None]
    end = (u * np.cos(angle) + t * np.sin(angle)) * rng.uniform(6.357e6, 8.357e6, n)[:, None]
    return start, end, rng.uniform(200.0, 2500.0, n)


def main() -> None:
    """Print rates, their ratio and the answers' agreement."""
    start, end, times = problems(MANY)
    short = np.zeros(MANY, bool)
    ours, theirs = [], []
    izzo2015(MU, start[0], end[0], times[0])  # compile what it compiles
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        outcome, velocity = lambert_arcs(start, end, times, short)
        ours.append(MANY / (time.perf_counter() - begin))
        begin = time.perf_counter()
        found = [
            izzo2015(MU, start[i], end[i], times[i], prograde=np.cross(start[i], end[i])[2] > 0)[0]
            for i in range(FEW)
        ]
        theirs.append(FEW / (time.perf_counter() - begin))
    solved = outcome == 0
    _, state = propagate_arcs(start, np.ascontiguousarray(velocity[:, :3]), times)
    miss = np.linalg.norm(state[solved, :3] - end[solved], axis=1)
    _, other = propagate_arcs(start[:FEW], np.array(found), times[:FEW])
    their_miss = np.linalg.norm(other[:, :3] - end[:FEW], axis=1)
    apart = np.linalg.norm(velocity[:FEW, :3] - np.array(found), axis=1)[solved[:FEW]]
    print(
        f"{MANY} problems, {ROUNDS} rounds, one core; {np.mean(solved):.4%} solved, the rest pass the core"
    )
    print(
        f"reassure             {np.median(ours) / 1e6:8.3f} million a second (best {max(ours) / 1e6:.3f}); misses by at most {miss.max():.1e} m"
    )
    print(
        f"lamberthub izzo2015  {np.median(theirs) / 1e6:8.4f} million a second (best {max(theirs) / 1e6:.4f}); misses by at most {their_miss.max():.1e} m"
    )
    print(
        f"ratio {np.median(np.array(ours) / np.array(theirs)):.0f}; departure velocities differ by at most {apart.max():.1e} m/s"
    )


if __name__ == "__main__":
    main()
