"""What point-mass arcs leave out: how far a flight's position is off without the J2 term.

    python design/oblateness.py

Each minimum-energy flight of `europe-2012` (every fiftieth) integrated with J2 from the same burnout
state, and compared with its point-mass arc at every tenth of its free flight.
"""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

from reassure.earth.gravity import gravity_at
from reassure.engagement.flights import family_of
from reassure.flight.kepler import propagate
from reassure.scenario import load
from reassure.scenario.resolve import resolve


def main() -> None:
    """Print the largest and median distance, km, by tenth of the free flight."""
    rows = family_of(resolve(load("europe-2012")).forces).rows[::50]
    off = np.empty((len(rows), 10))
    for i, row in enumerate(rows):
        times = row[7] * np.arange(1, 11) / 10
        path = solve_ivp(
            lambda _, s: [*s[3:], *gravity_at(s[0], s[1], s[2])],
            (0.0, row[7] + 1.0), row[:6], "DOP853", t_eval=times, rtol=1e-10, atol=1e-3,
        ).y  # fmt: skip
        for k, t in enumerate(times):
            off[i, k] = np.linalg.norm(path[:3, k] - propagate(*row[:6], t)[1:4]) / 1e3
    print(f"{len(rows)} flights; tenth of the free flight: median and largest distance, km")
    for k in range(10):
        print(f"{k + 1:3d}: {np.median(off[:, k]):6.2f} {off[:, k].max():6.2f}")


if __name__ == "__main__":
    main()
