"""Two-body arcs by other means: Lambert by bisection on the universal variable, paths by integration."""

from __future__ import annotations

import numpy as np
from scipy.integrate import solve_ivp

MU = 3.986004418e14
OMEGA = 7.292115e-5
POLAR = 6356752.314245


STEPS = 38
"""Bisections of psi: the last interval is 1e-9 wide, and speeds are as good as 0.01 mm/s."""


def turned(position: np.ndarray, angle: np.ndarray | float) -> np.ndarray:
    """Positions (..., 3) turned eastward by an angle (rad)."""
    c, s = np.cos(angle), np.sin(angle)
    x, y, z = position[..., 0], position[..., 1], position[..., 2]
    return np.stack([c * x - s * y, s * x + c * y, z + 0.0 * c], axis=-1)


def path(position: np.ndarray, velocity: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Positions at times (s, rising from 0) along a ballistic path, integrated: (n, 3), m."""

    def rate(_: float, state: np.ndarray) -> np.ndarray:
        r = state[:3]
        return np.concatenate([state[3:], -MU * r / np.linalg.norm(r) ** 3])

    state = np.concatenate([position, velocity])
    done = solve_ivp(
        rate, (0.0, float(times[-1])), state, "DOP853", t_eval=times, rtol=1e-11, atol=1e-4
    )
    assert done.success
    return done.y[:3].T


def _stumpff(psi: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    c2, c3 = np.full(psi.shape, 0.5), np.full(psi.shape, 1 / 6)
    ellipse, hyperbola = psi > 1e-6, psi < -1e-6
    p, n = psi[ellipse], -psi[hyperbola]
    a, b = np.sqrt(p), np.sqrt(n)
    c2[ellipse], c3[ellipse] = (1 - np.cos(a)) / p, (a - np.sin(a)) / (p * a)
    c2[hyperbola], c3[hyperbola] = (np.cosh(b) - 1) / n, (np.sinh(b) - b) / (n * b)
    return c2, c3


def lambert_speed(
    start: np.ndarray, end: np.ndarray, time: np.ndarray, long_way: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Departure velocities (n, 3) by bisection (Vallado, algorithm 58), and whether the arc clears
    the polar radius (n,). Velocities are NaN where the bisection finds no arc.
    """
    r1 = np.linalg.norm(start, axis=-1)
    r2 = np.linalg.norm(end, axis=-1)
    cos = np.clip(np.sum(start * end, axis=-1) / (r1 * r2), -1, 1)
    a = (-1.0 if long_way else 1.0) * np.sqrt(r1 * r2 * (1 + cos))
    low = np.full(time.shape, -200.0)
    high = np.full(time.shape, 4 * np.pi**2)
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            psi = 0.5 * (low + high)
            c2, c3 = _stumpff(psi)
            y = r1 + r2 + a * (psi * c3 - 1) / np.sqrt(c2)
            chi = np.sqrt(np.where(y > 0, y, np.nan) / c2)
            t = (chi**3 * c3 + a * np.sqrt(y)) / np.sqrt(MU)
            short = ~(t > time)  # also where y < 0
            low, high = np.where(short, psi, low), np.where(short, high, psi)
        f, g = 1 - y / r1, a * np.sqrt(y / MU)
        velocity = (end - f[..., None] * start) / g[..., None]
        g_dot = 1 - y / r2
        arrival = (g_dot[..., None] * end - start) / g[..., None]
        bad = ~(np.abs(t - time) < 1e-4 * time)
        velocity[bad] = np.nan
        up1 = np.sum(start * velocity, axis=-1) > 0
        up2 = np.sum(end * arrival, axis=-1) > 0
        perigee = ~(up1 & ~up2) if long_way else ~up1 & up2
        h = np.cross(start, velocity)
        e = np.cross(velocity, h) / MU - start / r1[..., None]
        rp = np.sum(h * h, axis=-1) / MU / (1 + np.linalg.norm(e, axis=-1))
    return velocity, ~(perigee & (rp < POLAR))


def brute_required_speed(
    site: np.ndarray,
    flight: np.ndarray,
    ready: float,
    grid: int = 30,
    zooms: int = 6,
    finer: int = 12,
    meets: tuple[float, float] = (0.0, np.inf),
) -> float:
    """Least Earth-relative speed (m/s) over a grid of departure and intercept times, zoomed in on its
    best places with finer grids.

    `site` Earth-fixed (m); `flight` a row of 8 (see reassure.flight.family.standing); `meets`: the first and the
    last intercept time allowed (s).
    """
    t0, t1 = max(flight[6], ready, meets[0]), min(flight[6] + flight[7], meets[1])
    if t1 <= ready or t1 < t0:
        return np.inf
    fine = np.linspace(0.0, flight[7], 4001)
    inertial = path(flight[:3], flight[3:6], fine)
    boxes = [(ready, t1, t0, t1)]
    best = np.inf
    for level in range(zooms):
        n = grid if level == 0 else finer
        found: list[tuple[float, float, float]] = []
        td, ti = (m.ravel() for m in _grids(boxes, n))
        keep = ti - td > 1.0
        box, td, ti = np.repeat(np.arange(len(boxes)), n * n)[keep], td[keep], ti[keep]
        after = ti - flight[6]
        x = np.stack([np.interp(after, fine, inertial[:, k]) for k in range(3)], axis=-1)
        # straight pieces of 1/4000 of the flight: their sag is under 2 m
        start = turned(np.broadcast_to(site, x.shape), OMEGA * (td - flight[6]))
        ground = np.cross([0.0, 0.0, OMEGA], start)
        for long_way in (False, True):
            velocity, clear = lambert_speed(start, x, ti - td, long_way)
            speed = np.linalg.norm(velocity - ground, axis=-1)
            speed[~clear | np.isnan(speed)] = np.inf
            for b in range(len(boxes)):
                (mine,) = np.nonzero(box == b)
                for k in mine[np.argsort(speed[mine])[: 3 if level == 0 else 1]]:
                    found.append((float(speed[k]), float(td[k]), float(ti[k])))
        found.sort()
        best = min(best, found[0][0])
        dd, di = (boxes[0][1] - boxes[0][0]) / (n - 1), (boxes[0][3] - boxes[0][2]) / (n - 1)
        boxes = [
            (
                max(ready, d - 1.5 * dd),
                min(t1, d + 1.5 * dd),
                max(t0, i - 1.5 * di),
                min(t1, i + 1.5 * di),
            )
            for s, d, i in found[:4]
            if np.isfinite(s)
        ]
        if not boxes:
            return np.inf
    return best


def _grids(boxes: list[tuple[float, float, float, float]], n: int) -> tuple[np.ndarray, np.ndarray]:
    """Departure and intercept times of grids of n by n in boxes: (boxes, n, n) each."""
    first, last, i0, i1 = np.array(boxes).T[:, :, None]
    share = np.linspace(0.0, 1.0, n)
    departures, intercepts = first + (last - first) * share, i0 + (i1 - i0) * share
    shape = len(boxes), n, n
    return (
        np.broadcast_to(departures[:, None, :], shape),
        np.broadcast_to(intercepts[:, :, None], shape),
    )
