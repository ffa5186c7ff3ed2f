"""Flights as flown by other means: a geodesic integrated step by step, another Lambert, other root finders.

It shares no code with the package: the definition alone (docs/method.md). The boost goes along a geodesic
of the ellipsoid whose direction at burnout is that of the flight's Earth-relative velocity over the ground;
the free flight takes `ratio` times the time of least Earth-relative burnout speed in that azimuth.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import brentq, minimize_scalar

from tests.oracles.two_body import MU, OMEGA, lambert_speed, turned

A, B = 6378137.0, 6356752.314245
E2 = 1.0 - (B / A) ** 2


def place(latitude: float, longitude: float, height: float) -> np.ndarray:
    """Earth-fixed position, m, of a geodetic place (rad, m)."""
    n = A / np.sqrt(1.0 - E2 * np.sin(latitude) ** 2)
    across = (n + height) * np.cos(latitude)
    return np.array(
        [
            across * np.cos(longitude),
            across * np.sin(longitude),
            (n * (1.0 - E2) + height) * np.sin(latitude),
        ]
    )


def along_geodesic(
    latitude: float, longitude: float, azimuth: float, length: float
) -> tuple[float, float, float]:
    """Where a geodesic ends and its azimuth there (rad), by Runge-Kutta steps of some 5 km."""

    def rate(state: np.ndarray) -> np.ndarray:
        lat, _, az = state
        w2 = 1.0 - E2 * np.sin(lat) ** 2
        meridian, normal = A * (1.0 - E2) / w2**1.5, A / np.sqrt(w2)
        return np.array(
            [
                np.cos(az) / meridian,
                np.sin(az) / (normal * np.cos(lat)),
                np.tan(lat) * np.sin(az) / normal,
            ]
        )

    state = np.array([latitude, longitude, azimuth])
    steps = int(np.ceil(length / 5e3))
    h = length / steps
    for _ in range(steps):
        k1 = rate(state)
        k2 = rate(state + 0.5 * h * k1)
        k3 = rate(state + 0.5 * h * k2)
        k4 = rate(state + h * k3)
        state = state + h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4)
    return float(state[0]), float(state[1]), float(state[2])


def flight(
    base: tuple[float, float],
    aim: tuple[float, float],
    ratio: float,
    start: float,
    downrange: float,
    height: float,
) -> tuple[float, np.ndarray, np.ndarray, float]:
    """Azimuth (rad), burnout (m), inertial burnout velocity (m/s) and free-flight time (s); `start`: an
    azimuth within 25 degrees. Places in rad, lengths in m.
    """
    q = place(*aim, 0.0)

    def fly(azimuth: float) -> tuple[np.ndarray, np.ndarray, float, float]:
        lat, lon, on = along_geodesic(*base, azimuth, downrange)
        p = place(lat, lon, height)
        ground = OMEGA * np.array([-p[1], p[0], 0.0])

        def velocity(tau: float) -> np.ndarray:
            end = turned(q[None, :], np.array([OMEGA * tau]))
            return lambert_speed(p[None, :], end, np.array([tau]), False)[0][0]

        def speed(tau: float) -> float:
            v = velocity(tau)
            return float(np.linalg.norm(v - ground)) if np.isfinite(v).all() else 1e9

        apart = np.arccos(p @ q / np.linalg.norm(p) / np.linalg.norm(q))
        guess = 2.0 * np.pi * np.sqrt(6.371e6**3 / MU) * (0.1 + 0.17 * apart)
        least = minimize_scalar(
            speed, bounds=(0.3 * guess, 2.5 * guess), method="bounded", options={"xatol": 1e-4}
        ).x
        tau = ratio * least
        v = velocity(tau)
        east = np.array([-np.sin(lon), np.cos(lon), 0.0])
        north = np.array([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
        over = v - ground
        left = np.arctan2(over @ east, over @ north) - on
        return p, v, tau, float((left + np.pi) % (2.0 * np.pi) - np.pi)

    wide = np.radians(25.0)
    azimuth = brentq(lambda a: fly(a)[3], start - wide, start + wide, xtol=1e-9)
    p, v, tau, _ = fly(azimuth)
    return azimuth, p, v, tau
