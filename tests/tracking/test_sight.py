"""When a radar looks, and what hides a flight."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.sensing.radar import radar_row, visible_points
from reassure.tracking.sight import earth_fixed_path, hidden_by, look_times
from tests.tracking.setup import OMEGA, frame

TIMES = np.arange(0.0, 20.0)


def view(*passes: tuple[int, int]) -> np.ndarray:
    """In view from each first to each last second."""
    out = np.zeros(TIMES.size, bool)
    for first, last in passes:
        out[first : last + 1] = True
    return out


@pytest.mark.parametrize(
    ("passes", "interval", "looks"),
    [
        ([], 5.0, []),
        ([(3, 3)], 5.0, [3]),
        ([(3, 7)], 5.0, [3]),
        ([(3, 8)], 5.0, [3, 8]),
        ([(0, 19)], 7.0, [0, 7, 14]),
        ([(2, 5), (9, 19)], 4.0, [2, 9, 13, 17]),
        ([(2, 3)], 0.25, [2, 2.25, 2.5, 2.75, 3]),
        ([(0, 3)], 600.0, [0]),
    ],
)
def test_looks_begin_with_each_pass(passes: list, interval: float, looks: list) -> None:
    assert look_times(TIMES, view(*passes), interval).tolist() == looks


def test_a_shorter_interval_keeps_every_look() -> None:
    whole = view((2, 17))
    some, more = (set(look_times(TIMES, whole, s).tolist()) for s in (4.0, 2.0))
    assert some < more


def radar(**options: float) -> np.ndarray:
    """On the equator at longitude 0, range 1,000 km, all round unless said otherwise."""
    given = {"reach": 1e6, "boresight": 0.0, "sector": 360.0, "low": 2.0, "high": 80.0, **options}
    reach = given.pop("reach")
    return radar_row(0.0, 0.0, 0.0, reach, *np.radians(list(given.values())))


def at(azimuth: float, elevation: float, slant: float) -> np.ndarray:
    """A path of one point, seen from there."""
    site = frame(0.0, 0.0)
    a, e = np.radians([azimuth, elevation])
    way = np.array([np.cos(e) * np.sin(a), np.cos(e) * np.cos(a), np.sin(e)])
    return (site[:3] + slant * way @ site[3:].reshape(3, 3))[None]


HIDDEN = [
    ({}, (90, -10, 3e6), "horizon"),
    ({}, (90, 1, 5e5), "low"),
    ({}, (90, 30, 2e6), "range"),
    ({"boresight": 270.0, "sector": 90.0}, (90, 30, 5e5), "sector"),
    ({}, (90, 85, 5e5), "high"),
]


@pytest.mark.parametrize(("options", "point", "reason"), HIDDEN)
def test_what_hides_it(options: dict, point: tuple, reason: str) -> None:
    """Each alone."""
    path = np.ascontiguousarray(at(*point))
    assert not visible_points(radar(**options), path).any()
    assert hidden_by(radar(**options), path) == reason


def test_one_after_another() -> None:
    """Out of range first and then too high: no one thing hides it throughout."""
    path = np.ascontiguousarray(np.concatenate([at(90, 30, 2e6), at(90, 85, 5e5)]))
    assert hidden_by(radar(), path) == "several"


def test_a_point_that_turns_with_the_earth_stays() -> None:
    times = np.array([0.0, 600.0, 3600.0])
    angle = OMEGA * times
    states = np.zeros((3, 6))
    states[:, 0], states[:, 1], states[:, 2] = 7e6 * np.cos(angle), 7e6 * np.sin(angle), 1e6
    path = earth_fixed_path(states, times)
    assert path == pytest.approx(np.array([[7e6, 0.0, 1e6]] * 3), abs=1e-6)
