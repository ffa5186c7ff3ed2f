"""How far apart may the samples of an exported flight be?

Every 50th flight of `europe-2012`, sampled in steps of 10 to 60 s, against the arc itself between the samples: by a
straight line (KML), by Lagrange's polynomial through six samples in the Earth-fixed frame (CZML), and by Hermite's through
four states (OEM). Largest distances, m, away from the ends and at them.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import BarycentricInterpolator, KroghInterpolator

from reassure.engagement.ephemeris import _fall, _times
from reassure.engagement.flights import family_of
from reassure.scenario import load
from reassure.scenario.resolve import resolve

EVERY = 50
STEPS = (10.0, 20.0, 30.0, 60.0)


def worst(row: np.ndarray, step: float) -> list[float]:
    """By a line, by six positions, by four states."""
    after = _times(0.0, row[7], step)
    position, velocity = _fall(row[:3], row[3:6], after)
    middles = 0.5 * (after[1:] + after[:-1])
    truth, _ = _fall(row[:3], row[3:6], middles)
    line = np.linalg.norm(0.5 * (position[1:] + position[:-1]) - truth, axis=1).max()
    six, four = 0.0, 0.0
    for k, when in enumerate(middles):
        first = int(np.clip(k - 2, 0, len(after) - 6))
        part = slice(first, first + 6)
        got = BarycentricInterpolator(after[part] - when, position[part])(0.0)
        six = max(six, float(np.linalg.norm(got - truth[k])))
        first = int(np.clip(k - 1, 0, len(after) - 4))
        part = slice(first, first + 4)
        nodes = np.repeat(after[part] - when, 2)
        values = np.empty((8, 3))
        values[0::2], values[1::2] = position[part], velocity[part]
        four = max(four, float(np.linalg.norm(KroghInterpolator(nodes, values)(0.0) - truth[k])))
    return [float(line), six, four]


def main() -> None:
    """Print a row for each step."""
    rows = family_of(resolve(load("europe-2012"), False).forces).rows[::EVERY]
    print(f"{len(rows)} flights\n step s   line m   six positions m   four states m")
    for step in STEPS:
        line, six, four = np.max([worst(row, step) for row in rows], axis=0)
        print(f"{step:7.0f} {line:8.1f} {six:17.6f} {four:15.6f}")


if __name__ == "__main__":
    main()
