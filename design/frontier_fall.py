"""By how much may the required speed of a flight fall from one place to another?

    python design/frontier_fall.py

Random places on the whole globe, each with another some way off, every flight of a preset worked out alone at both. Printed for
several ways and launch delays: the greatest part of FALL that any speed used up (it has to stay below 1). Left out are speeds that
are no lower than that of an arc which grazes the ground: such an arc may come into being at once, and the frontier allows for it.
"""

from __future__ import annotations

import numpy as np

from reassure.earth.constants import GRAVITATIONAL_PARAMETER, POLAR_RADIUS, ROTATION_RATE
from reassure.engagement.flights import earth_fixed, family_of
from reassure.engagement.ideal import tracks_of
from reassure.reach.ideal.frontier import FALL
from reassure.reach.ideal.required import REQUIRED_SPEED, BurnoutSites, required_speeds
from reassure.scenario import load
from reassure.scenario.resolve import resolve

SEED, PLACES = 0, 150


def main() -> None:
    """Print a line for each way and delay."""
    rows = family_of(resolve(load("guarantee-2012")).forces).rows
    tracks = tracks_of(rows)
    nobody = np.empty((1, 0), np.int64)

    def speeds(lat: float, lon: float, delay: float):
        p = earth_fixed(np.array([lat]), np.array([lon]), np.zeros(1))
        _, found = required_speeds(BurnoutSites(p, 1, nobody), rows, tracks, delay, np.inf)
        return p[0], found[:, REQUIRED_SPEED], np.linalg.norm(tracks - p[0], axis=2).min(axis=1)

    for km in (20.0, 100.0, 300.0):
        for delay in (0.0, 90.0, 300.0, 900.0):
            rng = np.random.default_rng(SEED)
            used, over, count = 0.0, 0, 0
            for _ in range(PLACES):
                lat, lon, way = (
                    np.degrees(np.arcsin(rng.uniform(-0.99, 0.99))),
                    rng.uniform(-180, 180),
                    rng.uniform(0, 2 * np.pi),
                )
                step = km / 111.2
                p, here, off = speeds(lat, lon, delay)
                q, there, _ = speeds(
                    np.clip(lat + step * np.cos(way), -90, 90),
                    lon + step * np.sin(way) / np.cos(np.radians(lat)),
                    delay,
                )
                gap = np.linalg.norm(q - p)
                far = np.clip((off - 2e6) / 3e6, 0.0, 1.0)
                part = (FALL[0] + (FALL[1] - FALL[0]) * far) * gap / off
                rho = np.hypot(p[0], p[1])
                fresh = (
                    np.sqrt(GRAVITATIONAL_PARAMETER * POLAR_RADIUS) / np.linalg.norm(p)
                    - ROTATION_RATE * rho
                )
                known = np.minimum(here, fresh)
                some = np.isfinite(there) & (part < 1.0)
                ratio = (1.0 - there[some] / known[some]) / part[some]
                used, over, count = (
                    max(used, ratio.max(initial=0.0)),
                    over + int((ratio > 1.0).sum()),
                    count + some.sum(),
                )
            print(
                f"{km:g} km, delay {delay:g} s: {count} pairs, at most {used:.2f} of FALL used, above it {over}"
            )


if __name__ == "__main__":
    main()
