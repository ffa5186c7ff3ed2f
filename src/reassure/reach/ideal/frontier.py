"""The frontier: for many places, what an interceptor there may have without reaching any flight of
a force.

Either the least required speed over all flights (above it some flight is in reach), or the latest
departure that still meets one (after it none is). A flight is looked into only as far as it could
still change the answer. With the best of the flights before it as a ceiling, the bounds on speed
that cost next to nothing settle most of them. And a speed, once known at a place, falls over the
way to the next place by no more than FALL says, so most flights need not be looked at there at all.
The best flight of one place is tried first at the next, so places should follow one another.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.flight.family import standing
from reassure.numeric.compile import batch, inner
from reassure.reach.ideal.arcs import (
    SLACK,
    distance,
    least_speed,
    long_way_bound,
    nearest_node,
    stride,
)
from reassure.reach.ideal.latest import MOST_ROUNDS, RESOLUTION, push_back
from reassure.reach.ideal.required import (
    REQUIRED_COLUMNS,
    BurnoutSites,
    best_meeting,
    fill_required,
    search_room,
    site_point,
)
from reassure.reach.ideal.scan import look_into, scan
from reassure.typing import Array, IntArray, Point

__all__ = ["FALL", "frontier_delays", "frontier_speeds"]

FALL = 1.15, 0.75
"""Between two places the required speed of a flight falls by no more than this part of itself for
each part of the way to the flight: to v (1 - FALL d / r), for places d apart of which the first lies
r from the nearest node. An arc over r takes about r / v, and changes by about one over its time with
its start; one that may take its time, by half of that. The first figure is for r up to 2,000 km, the
second from 5,000 km on (design/frontier_fall.py).
"""

_NEAR, _FAR = 2e6, 5e6  # m: between them the figure changes in proportion

_AHEAD = 1500.0
"""m/s above the ceiling: how far a speed is still worked out, for the places that follow."""

_STEEP_FAR, _STEEP_NEAR = 150.0, 6e8  # m/s, m^2/s


@inner
def _steep(nearest: float) -> float:
    """By how much more (m/s) than there is the nodes of a flight may ask, and it is still looked
    into. `nearest`: how far the nearest of them is, m.

    Between two nodes the speed falls by more than SLACK where the flight passes near the place, or
    near its end for launches after some 1,000 s. The nearer, the shorter the times and the steeper
    the fall: without this, least speeds over many flights are up to 90 m/s too high
    (tests/reach/ideal/test_frontier.py).
    """
    return _STEEP_FAR + _STEEP_NEAR / nearest


@inner
def _known_speed(
    p: Point,
    flight: Array,
    track: Array,
    ready: float,
    best: float,
    fresh: float,
    scanned: Array,
) -> tuple[float, float, float, float]:
    """A flight's required speed (m/s) and its intercept time (s), infinite where it is above `best`
    (m/s) or there is none; a speed that it is not below, of interest up to `fresh` (m/s), and how
    far the nearest node is (m).
    """
    off = nearest_node(p, track)
    step = stride(off)
    gap = _steep(off) + SLACK
    # What lies above `fresh` is forgotten, so only below is it worth to look ahead.
    wide = max(best + gap - SLACK, min(best + _AHEAD, fresh + gap - SLACK))
    low = scan(p, flight, track, ready, wide, step, scanned)
    if low <= best + gap:
        speed, when = look_into(p, flight, ready, step, scanned, low + SLACK)
        if speed < math.inf:
            return speed, when, speed, off
    elif low < math.inf:
        return math.inf, 0.0, low - gap, off
    return math.inf, 0.0, wide - gap, off


@inner
def _floor(p: Point, anchor: Point, speed: float, off: float) -> float:
    """What a flight needs at least (m/s) from P, where it needs `speed` from `anchor`, `off` (m)
    from the flight.
    """
    if math.isinf(speed):
        return speed
    far = min(max((off - _NEAR) / (_FAR - _NEAR), 0.0), 1.0)
    fall = FALL[0] + (FALL[1] - FALL[0]) * far
    return speed * (1.0 - fall * distance(p, anchor) / max(off, 1.0))


@batch(
    "Tuple((int64[::1], float64[:,::1]))"
    "(float64[:,::1], float64[:,::1], float64[:,:,::1], float64[::1])"
)
def frontier_speeds(
    points: Array, flights: Array, tracks: Array, ready: Array
) -> tuple[IntArray, Array]:
    """Least required speed over n flights at each of m points.

    `points` (m, 3): Earth-fixed points of interceptor burnout, m. `flights` (n, FLIGHT_COLUMNS):
    rows as in flight.family.standing; `tracks` (n, k, 3): their Earth-fixed positions at k equal
    steps of free flight (m). `ready` (n,): earliest interceptor burnout against each flight, s
    after its launch.

    Returns the flight (m,), -1 where no arc meets any, and rows (m, REQUIRED_COLUMNS) as of
    `required_speeds`, infinite there.
    """
    m, n = points.shape[0], flights.shape[0]
    chosen = np.full(m, -1)
    rows = np.full((m, REQUIRED_COLUMNS), math.inf)
    scanned = np.empty(tracks.shape[1])
    # What each flight needs at least (m/s), from which place, and how far that is from it (m).
    known, where_known, off = np.full(n, -math.inf), np.zeros(n, np.int64), np.ones(n)
    last = 0
    for j in range(m):
        p = site_point(points, j)
        fresh = long_way_bound(p)
        best, when = math.inf, 0.0
        for turn in range(n + 1):
            # Turn 0 was the flight that the last place turned on.
            if turn > 0 and turn - 1 == last:
                continue
            i = last if turn == 0 else turn - 1
            if turn > 0:
                least = _floor(p, site_point(points, where_known[i]), known[i], off[i])
                if least > best:
                    continue
            speed, time, known[i], off[i] = _known_speed(
                p, flights[i], tracks[i], ready[i], best, fresh, scanned
            )
            where_known[i] = j
            # An arc that was none before grazes the ground, and needs as much as this bound at least.
            known[i] = min(known[i], fresh)
            if speed < best:
                best, when, chosen[j] = speed, time, i
        if chosen[j] < 0:
            continue
        last = chosen[j]
        where = standing(flights[last], when)
        # The arc once more, for its time: the search returns only speed and intercept.
        _, tau = least_speed((p, where), when - ready[last])
        fill_required(rows[j], best, when - tau, when, where)
    return chosen, rows


@batch(
    "Tuple((int64[::1], float64[::1]))"
    "(float64[:,::1], float64[:,::1], float64[:,:,::1], float64, float64)"
)
def frontier_delays(
    points: Array, flights: Array, tracks: Array, earliest: float, speed: float
) -> tuple[IntArray, Array]:
    """Latest interceptor burnout (s after the flights' launch) that still meets one of n flights,
    at each of m points.

    The first three arguments are as for `frontier_speeds`. `earliest`: no burnout before it (s);
    `speed`: what the interceptor has, m/s. Returns the flight (m,), -1 where none is in reach even
    at `earliest`, and the burnouts (m,), minus infinity there. Never later than the truth, and
    earlier by RESOLUTION at most where the search for a meeting finds the best one.
    """
    m, n = points.shape[0], flights.shape[0]
    chosen = np.full(m, -1)
    out = np.full(m, -math.inf)
    room = search_room(1, tracks.shape[1])
    nobody = np.empty((1, 0), np.int64)
    last = 0
    mark = 0
    for j in range(m):
        site = BurnoutSites(points[j : j + 1], 1, nobody)
        p = site_point(points, j)
        for turn in range(n + 1):
            # As in `frontier_speeds`: turn 0 was the last place's flight.
            if turn > 0 and turn - 1 == last:
                continue
            i = last if turn == 0 else turn - 1
            ceiling = speed + _steep(nearest_node(p, tracks[i]))
            for _ in range(MOST_ROUNDS):
                # A flight counts only where it can be met later than all before it.
                ready = earliest if chosen[j] < 0 else out[j] + RESOLUTION
                mark += 1
                least, found, when = best_meeting(
                    site, flights[i], tracks[i], ready, ceiling, room, mark
                )
                if found < 0 or not least <= speed:
                    break
                chosen[j] = i
                out[j] = max(ready, push_back(p, flights[i], speed, when, ready))
        last = max(chosen[j], 0)
    return chosen, out
