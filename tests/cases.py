"""Random flights and sites for the tests, in the kernels' terms."""

from __future__ import annotations

import numpy as np

from reassure.earth.frames import earth_fixed_points
from reassure.flight.family import earth_fixed_tracks, flights
from reassure.reach.ideal.latest import latest_departures
from reassure.reach.ideal.required import BurnoutSites, required_speeds


def points(latitude_deg, longitude_deg, height=0.0) -> np.ndarray:
    """Earth-fixed positions (n, 3), m."""
    lat, lon, h = np.broadcast_arrays(
        np.atleast_1d(np.asarray(latitude_deg, float)), longitude_deg, height
    )
    return earth_fixed_points(
        np.radians(lat), np.radians(lon).astype(float), np.array(h, dtype=float)
    )


def flight_rows(base, aim, ratio, burnout_time=180.0, height=200e3) -> np.ndarray:
    """Rows of 8 for flights that burn out straight above their base: those that exist."""
    start = points(base[0], base[1], height)
    end = points(aim[0], aim[1])
    ratios = np.array(np.broadcast_to(ratio, len(start)), dtype=float)
    outcome, arc = flights(start, end, end - start, ratios, False)
    times = np.full(len(start), burnout_time)
    rows = np.column_stack([start, arc[:, 2:5], times, arc[:, 0]])
    return np.ascontiguousarray(rows[outcome == 0])


def tracks(rows: np.ndarray, spacing: float = 75.0) -> np.ndarray:
    """Tracks at nodes no farther apart than the package uses."""
    return earth_fixed_tracks(rows, int(np.ceil(rows[:, 7].max() / spacing)) + 1)


def alone(site: np.ndarray) -> BurnoutSites:
    """One site, as the kernels take a set of sites."""
    return BurnoutSites(site.reshape(1, 3).copy(), 1, np.empty((1, 0), np.int64))


def required(site: np.ndarray, rows: np.ndarray, ready: float) -> np.ndarray:
    """Required speeds (n,), m/s, from one site."""
    return required_speeds(alone(site), rows, tracks(rows), ready, np.inf)[1][:, 0]


def latest(site: np.ndarray, rows: np.ndarray, speed: float) -> np.ndarray:
    """Latest departures (n,), s, from one site."""
    chosen, row = required_speeds(alone(site), rows, tracks(rows), 0.0, np.inf)
    return latest_departures(alone(site), rows, tracks(rows), 0.0, speed, chosen, row)
