"""Flights of boxes and the interceptors that meet them, held against the bounds of both."""

# Compiled code has numba's own random numbers, by the names of NumPy's former ones.
# ruff: noqa: NPY002

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from reassure.flight.lambert import lambert
from reassure.guarantee.arc import by_arc
from reassure.guarantee.box import times
from reassure.guarantee.burnout import hull
from reassure.guarantee.conic import conic, state_after
from reassure.guarantee.flights import FIELDS, fields_at, local, tube
from reassure.guarantee.line_energy import by_energy, by_line, flying, volume
from reassure.typing import DISTANCE, DIVERT, HEIGHT, PERTURBATION
from tests.guarantee.paths import (
    GROUND,
    OMEGA,
    STEPS,
    A,
    B,
    beside,
    between,
    burnout_of,
    carried,
    coordinates_of,
    drawn_push,
    goes_short,
    ground_radius,
    on_ground,
    one_of,
)

_CLOSE = 0.3
"""m by which integrated paths are off at most."""


@njit
def _state(s: Any) -> Any:
    return np.array([*s.position, *s.velocity])


@njit
def _length(x: Any) -> float:
    return math.sqrt(x @ x)


@njit
def _ratio(off: float, bound: float) -> float:
    return max(0.0, off - _CLOSE) / bound


@njit(error_model="numpy")
def member(q: Any, fixed: Any, t: Any) -> Any:
    """A perturbed flight of a box, of the coordinates q (14,): whether there is one, and its states (STEPS + 1, 6) from
    burnout to end. `t`: the box's tube.
    """
    _, b, a = burnout_of(q, fixed)
    b, a = carried(b, OMEGA * q[5]), carried(a, OMEGA * q[4])
    time = q[4] - q[5]
    outcome, vx, vy, vz, _, _, _ = lambert(b[0], b[1], b[2], a[0], a[1], a[2], time, False)
    v = np.array([vx, vy, vz])
    ref = _state(state_after(t.position, t.velocity, q[5] - t.burnout_time))
    p = drawn_push(fixed[2], 0.0, a - b)
    found, states = between(b, a, time, v, ref, p)
    return outcome == 0 and found and goes_short(states), states


@njit
def _factors(q: Any, lo: Any, hi: Any) -> Any:
    """What the seven fields are multiplied with for a flight of no field and nothing sideways from one base."""
    out = np.zeros(FIELDS)
    for i, k in ((0, 7), (1, 6), (3, 5), (6, 4), (5, 3)):
        if hi[k] > lo[k]:
            out[i] = (2.0 * q[k] - lo[k] - hi[k]) / (hi[k] - lo[k])
    if hi[2] > lo[2]:
        beta = np.array([lo[2], q[2], hi[2]])
        beta = np.arctan2(B * np.sin(np.radians(beta)), A * np.cos(np.radians(beta)))
        out[4] = (2.0 * beta[1] - beta[0] - beta[2]) / (beta[2] - beta[0])
    return out


@njit
def _along(g: Any, e: Any) -> float:
    """The farthest that a flight is from its reference along e; (36)."""
    far = g.bow
    for i in range(FIELDS):
        far += abs(e @ g.fields[i, :3]) + g.half * abs(e @ g.fields[i, 3:])
    return min(far, g.spread)


PARTS = ("Z over (7)", "rest over (9)", "spread (35)", "along (36)", "floor", "top")


@njit(error_model="numpy")
def strayed(lo: Any, hi: Any, fixed: Any, count: int) -> Any:
    """The largest ratios of truth to bound by PARTS, over `count` flights of a box, how many there were, and the spread."""
    worst, seen = np.zeros(6), 0
    t = tube(lo, hi, fixed)
    if not t.sound:
        return worst, 0, 0.0
    simple = fixed[0] == 0.0 and fixed[1] == 0.0 and lo[8] == hi[8] and lo[9] == hi[9]
    wide = 0.0
    for _ in range(count):
        q = coordinates_of(lo, hi)
        there, states = member(q, fixed, t)
        if not there:
            continue
        seen += 1
        for _ in range(6):
            k = np.random.randint(0, STEPS + 1)
            now = q[5] + (q[4] - q[5]) * k / STEPS
            half = 10.0 ** (4.0 * np.random.random() - 2.0)
            low = now - half * 2.0 * np.random.random()
            g = flying(t, low, low + 2.0 * half)
            ref = state_after(t.position, t.velocity, now - t.burnout_time)
            x = np.array([*ref.position])
            y = states[k, :3] - x
            off = _length(y)
            c = conic(t.position, t.velocity, now - t.burnout_time)
            bare = local(t, c, 0.0)
            wide = max(wide, bare.spread)
            worst[0] = max(worst[0], _ratio(off, bare.spread))
            if simple:
                factors, fields = _factors(q, lo, hi), fields_at(t, c)
                rest = y.copy()
                for i in range(FIELDS):
                    rest -= factors[i] * fields[i, :3]
                worst[1] = max(worst[1], _ratio(_length(rest), bare.rest))
            worst[2] = max(worst[2], _ratio(off, g.spread))
            e = y / off if off > 0.0 else np.array([1.0, 0.0, 0.0])
            if np.random.random() < 0.5:
                e = np.cross(e, np.array([*g.velocity]))
                e /= _length(e)
            worst[3] = max(worst[3], _ratio(abs(e @ y), _along(g, e)))
            worst[4] = max(worst[4], (g.floor - 0.1) / _length(x))
            worst[5] = max(worst[5], _length(x) / (t.top + 0.1))
    return worst, seen, wide


@njit
def in_the_hull(lo: Any, hi: Any, fixed: Any, count: int) -> Any:
    """The largest ratio of how far boosting flights are from the middle of their ball to its radius; (57)."""
    worst = 0.0
    now = one_of(0.0, 300.0)
    sound, centre, radius = hull(lo, hi, fixed, now)
    if not sound:
        return -1.0
    c = np.array([*centre])
    for _ in range(count):
        q = coordinates_of(lo, hi)
        base, burnt, _ = burnout_of(q, fixed)
        x = carried(base + q[13] * (burnt - base), OMEGA * now)
        worst = max(worst, _ratio(_length(x - c), radius))
    return worst


class Needed(NamedTuple):
    """A box held against the interceptors that meet its flights."""

    settled: float
    """m/s, the greatest burnout speed at which the box is settled; 0: none."""
    least: float
    """m/s, the least that an interceptor was found to need."""
    tried: int


@njit(error_model="numpy")
def _margin(lo: Any, hi: Any, t: Any, lim: Any, way: int) -> float:
    when = times(lo, hi)
    g = flying(t, when.low, when.high)
    x = volume(lo, hi, lim[DISTANCE], lim[HEIGHT])
    if way == 0:
        return by_line(g, x, when, lim)
    if way == 1:
        return by_energy(g, x, when, lim)
    return by_arc(g, x, when, lim)[0]


@njit(error_model="numpy")
def _settled(lo: Any, hi: Any, t: Any, lim: Any, way: int) -> float:
    """The greatest burnout speed (m/s) at which a box is settled one way, to 0.1 m/s; 0 if it is not."""
    lim = lim.copy()
    lim[1] = 1.0
    if not _margin(lo, hi, t, lim, way) > 0.0:
        return 0.0
    low, high = 1.0, 2e4
    while high - low > 0.1:
        lim[1] = 0.5 * (low + high)
        if _margin(lo, hi, t, lim, way) > 0.0:
            low = lim[1]
        else:
            high = lim[1]
    return low


@njit(error_model="numpy")
def needed(lo: Any, hi: Any, fixed: Any, lim: Any, way: int, count: int) -> Any:
    """Interceptors of random burnouts, thrusts and perturbations that meet random flights of a box. `way`: 0 line, 1
    energy, 2 arc.
    """
    t = tube(lo, hi, fixed)
    if not t.sound:
        return Needed(0.0, math.inf, 0)
    settled = _settled(lo, hi, t, lim, way)
    least, tried = math.inf, 0
    if settled == 0.0:
        return Needed(0.0, math.inf, 0)
    for _ in range(count):
        q = coordinates_of(lo, hi)
        there, states = member(q, fixed, t)
        if not there:
            continue
        k = round((q[0] - q[5]) / (q[4] - q[5]) * STEPS)
        now = q[5] + (q[4] - q[5]) * k / STEPS
        if not (0 <= k <= STEPS and lo[0] <= now <= hi[0] and lo[12] <= now - q[1] <= hi[12]):
            continue
        place = on_ground(q[10], q[11])
        u = beside(place / _length(place), lim[DISTANCE] / GROUND)
        b = carried((ground_radius(u) + one_of(0.0, lim[HEIGHT])) * u, OMEGA * q[1])
        a = states[k, :3].copy()
        time = now - q[1]
        outcome, vx, vy, vz, _, _, _ = lambert(b[0], b[1], b[2], a[0], a[1], a[2], time, False)
        v = np.array([vx, vy, vz])
        turning = OMEGA * np.array([-b[1], b[0], 0.0])
        if outcome != 0:
            continue
        p = drawn_push(lim[PERTURBATION], lim[DIVERT], v - turning)
        found, path = between(b, a, time, v, np.concatenate((b, v)), p)
        if not (found and goes_short(path)):
            continue
        tried += 1
        speed = _length(path[0, 3:] - turning)
        least = min(least, speed)
    return Needed(settled, least, tried)
