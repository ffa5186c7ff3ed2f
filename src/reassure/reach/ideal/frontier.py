"""The frontier: for many places, what an interceptor there may have without reaching any flight of
a force.

Either the least required speed over all flights (above it some flight is in reach), or the latest
departure that still meets one (after it none is). A flight is looked into only as far as it could
still change the answer: with the best of the flights before it as a ceiling, the bounds on speed
that cost next to nothing settle most of them. The best flight of one place is tried first at the
next, so places should follow one another.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.flight.family import standing
from reassure.numeric.compile import batch, inner
from reassure.reach.ideal.arcs import least_speed, nearest_node
from reassure.reach.ideal.latest import MOST_ROUNDS, RESOLUTION, push_back
from reassure.reach.ideal.required import (
    REQUIRED_COLUMNS,
    BurnoutSites,
    best_meeting,
    fill_required,
    search_room,
    site_point,
)
from reassure.typing import Array, IntArray, Point

__all__ = ["frontier_delays", "frontier_speeds"]

_STEEP_FAR, _STEEP_NEAR = 150.0, 6e8  # m/s, m^2/s


@inner
def _steep(p: Point, track: Array) -> float:
    """By how much more (m/s) than there is the nodes of a flight may ask, and it is still looked
    into.

    Between two nodes the speed falls by more than SLACK where the flight passes near the place, or
    near its end for launches after some 1,000 s. The nearer, the shorter the times and the steeper
    the fall: without this, least speeds over many flights are up to 90 m/s too high
    (tests/reach/ideal/test_frontier.py).
    """
    return _STEEP_FAR + _STEEP_NEAR / nearest_node(p, track)


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
    room = search_room(1, tracks.shape[1])
    # One place alone has no neighbours to climb to.
    nobody = np.empty((1, 0), np.int64)
    last = 0
    for j in range(m):
        site = BurnoutSites(points[j : j + 1], 1, nobody)
        p = site_point(points, j)
        best, when = math.inf, 0.0
        for turn in range(n + 1):
            # Turn 0 was the flight that the last place turned on.
            if turn > 0 and turn - 1 == last:
                continue
            i = last if turn == 0 else turn - 1
            ceiling = best + _steep(p, tracks[i])
            mark = j * (n + 1) + turn
            speed, found, time = best_meeting(
                site, flights[i], tracks[i], ready[i], ceiling, room, mark
            )
            if found >= 0 and speed < best:
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
            ceiling = speed + _steep(p, tracks[i])
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
