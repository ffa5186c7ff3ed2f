"""Flights and radars for the tests of tracking, made without the package's geodesy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reassure.earth.frames import SITE_COLUMNS
from tests.oracles.as_flown import place

OMEGA = 7.292115e-5


class Case(NamedTuple):
    """A flight's inertial state at burnout, and a radar's frame (12,), Earth-fixed."""

    state: np.ndarray
    frame: np.ndarray


def axes(latitude: float, longitude: float) -> np.ndarray:
    """East, north and up (3, 3), Earth-fixed, at a place (rad)."""
    sl, cl, so, co = np.sin(latitude), np.cos(latitude), np.sin(longitude), np.cos(longitude)
    return np.array([[-so, co, 0.0], [-sl * co, -sl * so, cl], [cl * co, cl * so, sl]])


def frame(latitude: float, longitude: float, height: float = 0.0) -> np.ndarray:
    """A site's frame from degrees and metres."""
    lat, lon = np.radians([latitude, longitude])
    out = np.concatenate([place(lat, lon, height), axes(lat, lon).ravel()])
    assert out.size == SITE_COLUMNS
    return out


def burnt_out(
    latitude: float, longitude: float, speed: float, azimuth: float, climb: float, height: float = 100e3
) -> np.ndarray:  # fmt: skip
    """An inertial state from degrees, m/s (Earth-relative) and m."""
    lat, lon, az, up = np.radians([latitude, longitude, azimuth, climb])
    p = place(lat, lon, height)
    way = np.array([np.cos(up) * np.sin(az), np.cos(up) * np.cos(az), np.sin(up)])
    v = speed * way @ axes(lat, lon) + np.cross([0.0, 0.0, OMEGA], p)
    return np.concatenate([p, v])


# From Romania and Poland as seen from the Caucasus, the Baltic and a ship; from Kauai as seen from a ship.
CASES = {
    "deveselu-armavir": Case(burnt_out(44.08, 24.41, 3000.0, 84.0, 45.0), frame(44.925, 40.984)),
    "redzikowo-kaliningrad": Case(burnt_out(54.48, 17.11, 4500.0, 75.0, 60.0), frame(54.857, 20.182)),
    "kauai-ship": Case(burnt_out(22.02, -159.77, 3000.0, 310.0, 45.0), frame(24.5, -163.0)),
}  # fmt: skip
