"""A7: interceptors in Poland, 2007. Both sides were right about their own number."""

import numpy as np
import pytest

from reassure.engagement.flights import family_of
from reassure.reach.ideal.required import required_speeds
from reassure.scenario import load
from reassure.scenario.resolve import resolve
from tests.cases import alone, points, tracks

SITE = points(54.479, 17.109)[0]
DELAYS = np.arange(0.0, 361.0, 20.0)


@pytest.fixture(scope="module")
def thresholds() -> np.ndarray:
    """At each delay the least required speed over all flights, and that of the hardest flight, km/s."""
    rows = family_of(resolve(load("poland-2007-mda")).forces).rows
    nodes = tracks(rows)
    out = []
    for delay in DELAYS:
        speed = required_speeds(alone(SITE), rows, nodes, delay, np.inf)[1][:, 0] / 1e3
        out.append((speed.min(), speed.max()))
    return np.array(out)


def test_threshold_speeds(thresholds: np.ndarray) -> None:
    """Out of reach at 5.4 km/s from some d1 on; within reach at 7.7 up to some d2; both printed."""
    print("delay s, out of reach below km/s, every flight in reach above km/s")
    for delay, (least, most) in zip(DELAYS, thresholds, strict=True):
        print(f"{delay:5.0f} {least:6.2f} {most:6.2f}")
    assert (np.diff(thresholds, axis=0) >= -1e-4).all()
    beyond = DELAYS[thresholds[:, 0] > 5.4]
    assert beyond.size
    d1 = beyond[0]
    assert (thresholds[DELAYS >= d1, 0] > 5.4).all()
    for speed in (7.7, 8.3, 9.0):
        within = thresholds[:, 0] <= speed
        assert within[0]
        d2 = DELAYS[within][-1]
        assert within[DELAYS <= d2].all()
        print(f"at {speed} km/s within reach of some flight up to {d2:.0f} s")
    print(f"at 5.4 km/s out of reach of every flight from {d1:.0f} s on")
