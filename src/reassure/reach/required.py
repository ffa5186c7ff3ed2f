"""Required speed: the least Earth-relative speed with which the ideal interceptor meets a flight.

The ideal interceptor is, at any time from `ready` on, at a fixed point P of the turning Earth with
all its speed in whatever direction it likes; from then on only gravity acts, and its arc stays
above the polar radius. It meets the flight between the flight's burnout and its end.

The speed is least over two times, departure and intercept. For each intercept time the departure
is settled by `least_speed` (one minimum, or the edge `ready`). Over the intercept time there can be
several minima, and often the least is at an edge of the window: so the window is first scanned at
the flight's nodes, and every low node's neighbourhood is then narrowed, edges included.
`design/scan_spacing.py` measures how coarse the scan may be.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.flight.family import standing
from reassure.flight.transfer import Point, least_energy_time, relative_speed
from reassure.kernels import batch, inner
from reassure.minimum import bracket, narrow
from reassure.reach.arcs import chord_bound, energy_bound, least_speed, nearest_node, stride
from reassure.typing import Array, IntArray

__all__ = ["REQUIRED_COLUMNS", "SLACK", "required_speeds"]

REQUIRED_COLUMNS = 6
"""Columns of a result row: required speed (m/s), departure (s), intercept (s), x, y, z (Earth-fixed, m)."""

SLACK = 200.0
"""m/s. A node is looked into if its scanned speed is within this of the best so far: the scan
takes one arc a node, which lies above the least speed near the node (design/scan_spacing.py)."""

_NEAR_EDGE = 0.5  # s: how far inside an end of the window the slope at that end is sampled


@inner
def _least_at(p: Point, flight: Array, ready: float, when: float) -> float:
    """Least speed, m/s, to be at the flight at time `when` (s), leaving P at `ready` (s) or later."""
    if when <= ready:
        return math.inf
    return least_speed((p, standing(flight, when)), when - ready)[0]


@inner
def _narrow_down(
    p: Point, flight: Array, ready: float, low: float, high: float, start: float
) -> tuple[float, float]:
    """Intercept time (s) of least speed in [low, high], and that speed (m/s); ends taken exactly."""
    at_start = _least_at(p, flight, ready, start)
    best, speed = start, at_start
    if start <= low + _NEAR_EDGE:
        inside = _least_at(p, flight, ready, low + _NEAR_EDGE)
        if at_start <= inside:
            return start, at_start
        start, at_start = low + _NEAR_EDGE, inside
    elif start >= high - _NEAR_EDGE:
        inside = _least_at(p, flight, ready, high - _NEAR_EDGE)
        if at_start <= inside:
            return start, at_start
        start, at_start = high - _NEAR_EDGE, inside
    search = bracket(low, high, start, at_start, 0.1)
    while search.active:
        search = narrow(search, _least_at(p, flight, ready, search.trial))
    if search.fx < speed:
        return search.x, search.fx
    return best, speed


@inner
def _scan(
    p: Point, flight: Array, track: Array, ready: float, ceiling: float, step: int, scanned: Array
) -> float:
    """Speed of one good arc to every `step`th node and the last (m/s); the least of them.

    Infinite at nodes passed over, and where no arc below the ceiling is to be had.
    """
    nodes = track.shape[0]
    spacing = flight[7] / (nodes - 1)
    best = math.inf
    scanned[:] = math.inf
    for k in range(0, nodes + step - 1, step):
        k = min(k, nodes - 1)  # noqa: PLW2901
        longest = flight[6] + k * spacing - ready
        if longest <= 0.0:
            continue
        ends = (p, (track[k, 0], track[k, 1], track[k, 2]))
        enough = min(best, ceiling) + SLACK
        if chord_bound(p, ends[1], longest) > enough or energy_bound(p, ends[1], longest) > enough:
            continue
        scanned[k] = relative_speed(min(longest, least_energy_time(ends)), ends)
        best = min(best, scanned[k])
    return best


@inner
def _look_into(
    p: Point, flight: Array, ready: float, step: int, scanned: Array, ceiling: float
) -> tuple[float, float]:
    """Least speed (m/s) and intercept time (s) around every low node below `ceiling` (m/s)."""
    last = scanned.size - 1
    opening = max(flight[6], ready)
    closing = flight[6] + flight[7]
    spacing = flight[7] / last
    speed, when = math.inf, closing
    before = math.inf
    for k in range(0, last + step, step):
        k = min(k, last)  # noqa: PLW2901
        here = scanned[k]
        after = scanned[min(k + step, last)] if k < last else math.inf
        hidden = before < here or after < here
        before = here
        if hidden or here > min(ceiling, speed + SLACK):
            continue
        middle = flight[6] + k * spacing
        low = max(opening, middle - step * spacing)
        high = min(closing, middle + step * spacing)
        found, least = _narrow_down(p, flight, ready, low, high, min(max(middle, low), high))
        if least < speed:
            speed, when = least, found
    return speed, when


@batch(
    "Tuple((int64[::1], float64[:,::1]))"
    "(float64[:,::1], float64[:,::1], float64[:,:,::1], float64, float64)"
)
def required_speeds(
    sites: Array, flights: Array, tracks: Array, ready: float, ceiling: float
) -> tuple[IntArray, Array]:
    """Required speed from the best of s sites to each of n flights.

    `sites` (s, 3): Earth-fixed points of interceptor burnout, m. `flights` (n, 8): rows as in
    flight.family.standing. `tracks` (n, k, 3): their Earth-fixed positions at k equal steps of free
    flight (m). `ready`: earliest interceptor burnout (s). Times count from the flight's launch.
    `ceiling` (m/s): required speeds above it are not wanted and may be left infinite.

    Returns the index of the best site (n,), -1 where no site has an arc, and rows (n, 6) as
    REQUIRED_COLUMNS says; everything in a row is infinite where there is no arc.
    """
    n = flights.shape[0]
    chosen = np.full(n, -1)
    row = np.full((n, REQUIRED_COLUMNS), math.inf)
    count = sites.shape[0]
    scanned = np.empty((count, tracks.shape[1]))
    reached = np.empty(count)
    steps = np.empty(count, np.int64)
    for i in range(n):
        flight = flights[i]
        first, nearest = 0, math.inf
        for s in range(count):
            off = nearest_node((sites[s, 0], sites[s, 1], sites[s, 2]), tracks[i])
            steps[s] = stride(off)
            if off < nearest:
                first, nearest = s, off
        least = math.inf
        for turn in range(count):
            s = (first + turn) % count
            p = (sites[s, 0], sites[s, 1], sites[s, 2])
            enough = min(ceiling, least)
            reached[s] = _scan(p, flight, tracks[i], ready, enough, steps[s], scanned[s])
            least = min(least, reached[s])
        for turn in range(count):
            s = (first + turn) % count
            lowest = min(ceiling, least, row[i, 0])
            if not reached[s] <= lowest + SLACK:
                continue
            p = (sites[s, 0], sites[s, 1], sites[s, 2])
            speed, when = _look_into(p, flight, ready, steps[s], scanned[s], lowest + SLACK)
            if speed < row[i, 0]:
                where = standing(flight, when)
                tau = least_speed((p, where), when - ready)[1]
                chosen[i] = s
                row[i, 0], row[i, 1], row[i, 2] = speed, when - tau, when
                row[i, 3], row[i, 4], row[i, 5] = where
    return chosen, row
