"""Paths between two points in a given time, thrust and perturbed in hostile ways: the truth that bounds are held against.

Compiled, so that a million take minutes. SI, inertial axes through the Earth's centre. `drawn` draws from numba's own
random numbers, which `seed` sets.
"""

# Compiled code has numba's own random numbers, by the names of NumPy's former ones.
# ruff: noqa: NPY002

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from reassure.earth.constants import EQUATORIAL_RADIUS, GRAVITATIONAL_PARAMETER, POLAR_RADIUS
from reassure.guarantee.conic import conic
from reassure.numeric.vectors import apply, inverse

MU, A, B = GRAVITATIONAL_PARAMETER, EQUATORIAL_RADIUS, POLAR_RADIUS
OMEGA, GROUND = 7.292115e-5, 6_371_000.0
STEPS = 160
"""Of Runge and Kutta's fourth order along a path; 4,000 s are then true to some 0.1 m (test_paths)."""

NONE, FIXED, UPWARD, ONWARD, ASIDE, ALONG_STRAY, AGAINST_STRAY, TURNING, SWITCHED = range(9)
"""Where a perturbation points."""
PATTERNS = 9


class Push(NamedTuple):
    """What a path is subject to besides gravity."""

    size: float
    """m/s^2 at the polar radius; it falls with the fourth power of the radius."""
    pattern: int
    axis: Any
    """(3,), a unit vector, for some patterns."""
    share: float
    """Of the time, at which SWITCHED changes its sign."""
    step: int
    """At whose beginning there is an impulse; STEPS: at the end of the path, where it does nothing."""
    impulse: Any
    """(3,), m/s."""


@njit
def seed(number: int) -> None:
    """Set the random numbers of compiled code."""
    np.random.seed(number)


@njit
def one_of(low: float, high: float) -> float:
    """A number between two, as often as not one of them."""
    k = np.random.randint(0, 4)
    if k == 0:
        return low
    if k == 1:
        return high
    return low + (high - low) * np.random.random()


@njit
def unit_vector() -> Any:
    v = np.array([np.random.normal(), np.random.normal(), np.random.normal()])
    return v / math.sqrt(v @ v)


@njit
def drawn_push(size: float, divert: float, along: Any) -> Any:
    """A perturbation of that size (m/s^2), and an impulse of that size (m/s), in half of cases along a given vector."""
    axis = unit_vector()
    if np.random.random() < 0.5:
        axis = along / math.sqrt(along @ along) * (1.0 if np.random.random() < 0.5 else -1.0)
    impulse = divert * (axis if np.random.random() < 0.7 else unit_vector())
    step = 0 if np.random.random() < 0.5 else np.random.randint(0, STEPS)
    return Push(size, np.random.randint(0, PATTERNS), axis, np.random.random(), step, impulse)


@njit
def _length(x: Any) -> float:
    return math.sqrt(x[0] * x[0] + x[1] * x[1] + x[2] * x[2])


@njit
def _rates(s: Any, share: float, late: bool, p: Any, out: Any) -> None:
    """Rates of a path and of two conics beside it: `s` is (18,), positions and velocities. `late`: is SWITCHED switched?"""
    for o in (0, 6, 12):
        r = math.sqrt(s[o] ** 2 + s[o + 1] ** 2 + s[o + 2] ** 2)
        for i in range(3):
            out[o + i], out[o + 3 + i] = s[o + 3 + i], -MU * s[o + i] / r**3
    if p.size == 0.0 or p.pattern == NONE:
        return
    x0, x1, x2, v0, v1, v2 = s[0], s[1], s[2], s[3], s[4], s[5]
    r = math.sqrt(x0 * x0 + x1 * x1 + x2 * x2)
    d0, d1, d2 = p.axis[0], p.axis[1], p.axis[2]
    if p.pattern == UPWARD:
        d0, d1, d2 = x0, x1, x2
    elif p.pattern == ONWARD:
        d0, d1, d2 = v0, v1, v2
    elif p.pattern == ASIDE:
        d0, d1, d2 = x1 * v2 - x2 * v1, x2 * v0 - x0 * v2, x0 * v1 - x1 * v0
    elif p.pattern == ALONG_STRAY or p.pattern == AGAINST_STRAY:
        # from one conic to the other, a direction that does not depend on the path: so shooting is easy
        d0, d1, d2 = s[12] - s[6], s[13] - s[7], s[14] - s[8]
    elif p.pattern == TURNING:
        c, w = math.cos(6.0 * share), math.sin(6.0 * share)
        d0, d1, d2 = c * x0 / r + w * d0, c * x1 / r + w * d1, c * x2 / r + w * d2
    size = math.sqrt(d0 * d0 + d1 * d1 + d2 * d2)
    if size == 0.0:
        return
    k = p.size * min(1.0, B / r) ** 4 / size
    if p.pattern == AGAINST_STRAY or (p.pattern == SWITCHED and late):
        k = -k
    out[3] += k * d0
    out[4] += k * d1
    out[5] += k * d2


@njit
def _moved(s: Any, h: float, k: Any, out: Any) -> None:
    for i in range(18):
        out[i] = s[i] + h * k[i]


@njit(error_model="numpy")
def flown(start: Any, beside: Any, ideal: Any, time: float, p: Any) -> Any:
    """States (STEPS + 1, 6) of a path from a state (6,). A perturbation along the stray points from the conic that starts at
    `beside` (6,) to that from `ideal` (6,): where the path would be without it.
    """
    out = np.empty((STEPS + 1, 6))
    s = np.empty(18)
    s[:6], s[6:12], s[12:] = start, beside, ideal
    h = time / STEPS
    at = np.empty(18)
    k1, k2, k3, k4 = np.empty(18), np.empty(18), np.empty(18), np.empty(18)
    for n in range(STEPS + 1):
        out[n] = s[:6]
        if n == STEPS:
            break
        if n == p.step:
            for i in range(3):
                s[3 + i] += p.impulse[i]
        share = n / STEPS
        late = share >= p.share
        _rates(s, share, late, p, k1)
        _moved(s, 0.5 * h, k1, at)
        _rates(at, share + 0.5 / STEPS, late, p, k2)
        _moved(s, 0.5 * h, k2, at)
        _rates(at, share + 0.5 / STEPS, late, p, k3)
        _moved(s, h, k3, at)
        _rates(at, share + 1.0 / STEPS, late, p, k4)
        for i in range(18):
            s[i] += h / 6.0 * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i])
    return out


@njit(error_model="numpy")
def between(b: Any, a: Any, time: float, guess: Any, beside: Any, p: Any) -> Any:
    """The path from b to a in a time, by shooting from a velocity: whether it was found, to the mm, and its states."""
    s = np.empty(6)
    s[:3], s[3:] = b, guess
    ideal = s.copy()
    states = flown(s, beside, ideal, time, p)
    for _ in range(9):
        miss = a - states[STEPS, :3]
        if not _length(miss) < 1e8:
            return False, states
        if _length(miss) < 1e-3:
            return True, states
        first = (s[3], s[4], s[5])
        c = conic((b[0], b[1], b[2]), first, time)
        if not c.solved:
            return False, states
        back = inverse(c.rv)
        dv = apply(back, (miss[0], miss[1], miss[2]))
        s[3] += dv[0]
        s[4] += dv[1]
        s[5] += dv[2]
        states = flown(s, beside, ideal, time, p)
    return _length(a - states[STEPS, :3]) < 1e-3, states


@njit
def goes_short(states: Any) -> bool:
    """Does a path go the short way, at the polar radius or higher throughout?"""
    b, a = states[0, :3], states[STEPS, :3]
    e = b / _length(b) + a / _length(a)
    for n in range(STEPS + 1):
        x = states[n, :3]
        if _length(x) < B - 1.0 or x @ e <= 0.0:
            return False
    return True


@njit
def on_ground(latitude: float, longitude: float) -> Any:
    """The point of the ellipsoid at a geodetic latitude and a longitude, degrees."""
    lat, lon = math.radians(latitude), math.radians(longitude)
    beta = math.atan2(B * math.sin(lat), A * math.cos(lat))
    across = A * math.cos(beta)
    return np.array([across * math.cos(lon), across * math.sin(lon), B * math.sin(beta)])


@njit
def carried(x: Any, angle: float) -> Any:
    """A point, turned eastward by an angle, rad."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * x[0] - s * x[1], s * x[0] + c * x[1], x[2]])


@njit
def ground_radius(u: Any) -> float:
    return 1.0 / math.sqrt((u[0] ** 2 + u[1] ** 2) / A**2 + u[2] ** 2 / B**2)


@njit
def beside(u: Any, angle: float) -> Any:
    """A direction within an angle of another, often at its rim."""
    side = np.cross(u, unit_vector())
    side /= _length(side)
    if np.random.random() < 0.5:
        angle *= math.sqrt(np.random.random())
    return math.cos(angle) * u + math.sin(angle) * side


@njit
def burnout_of(q: Any, fixed: Any) -> tuple[Any, Any, Any]:
    """Base, burnout and aim of a flight of a box, Earth-fixed, by its coordinates `q` (14,) and `fixed` (RowFigures)."""
    base, aim = on_ground(q[8], q[9]), on_ground(q[2], q[3])
    u = beside(base / _length(base), fixed[0] / GROUND)
    base = ground_radius(u) * u
    ahead = carried(aim / _length(aim), fixed[3] + fixed[4] * q[4])
    ahead = ahead - (ahead @ u) * u
    ahead /= _length(ahead)
    angle = 1e3 * q[7] / GROUND
    d = math.cos(angle) * u + math.sin(angle) * ahead
    # sideways of the great circle; a point near its end would not be on the circle but for that
    s = np.cross(u, ahead)
    w = fixed[1] / GROUND * one_of(-1.0, 1.0)
    d = math.cos(w) * d + math.sin(w) * s
    return base, (ground_radius(d) + 1e3 * q[6]) * d, aim


@njit
def coordinates_of(lo: Any, hi: Any) -> Any:
    """A point of a box (14,), often at its edges."""
    q = np.empty(lo.size)
    for k in range(lo.size):
        q[k] = one_of(lo[k], hi[k])
    return q
