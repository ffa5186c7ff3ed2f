"""Latest departure: how long an interceptor of a given speed may wait and still meet a flight.

It is the greatest `ready` at which the required speed is no more than the speed there is. From a
meeting that is known, the departure is pushed back as far as its neighbourhood allows; then the
whole search for a meeting is made again from just after that departure, until it finds none.
"""

from __future__ import annotations

import math

import numpy as np
from numba.core.types import float64, int64

from reassure.flight.family import BURNOUT_TIME, end_time, standing
from reassure.flight.transfer import least_energy_time, relative_speed
from reassure.numeric.compile import batch, inner
from reassure.numeric.minimum import bracket, narrow
from reassure.reach.ideal.arcs import chord_bound, energy_bound, least_speed, quickest
from reassure.reach.ideal.required import (
    BURNOUT_SITES,
    DEPARTURE,
    INTERCEPT,
    REQUIRED_SPEED,
    BurnoutSites,
    best_meeting,
    search_room,
    site_point,
)
from reassure.typing import Array, IntArray, Point

__all__ = ["MOST_ROUNDS", "RESOLUTION", "latest_departures", "push_back"]

RESOLUTION = 0.25
"""s. A departure later by less than this is not looked for."""

MOST_ROUNDS = 50
"""Searches for a later departure from one site against one flight."""


@inner
def _departure(p: Point, q: Point, speed: float, when: float, floor: float) -> float:
    """Latest departure (s) from P that meets Q at `when` (s), or `floor` where that is not later."""
    wait = when - floor
    if wait <= 0.0 or chord_bound(p, q, wait) > speed or energy_bound(p, q, wait) > speed:
        return floor
    ends = (p, q)
    # One arc mostly shows that the speed is enough; only else is the least worked out.
    slow = min(wait, least_energy_time(ends))
    if relative_speed(slow, ends) > speed:
        least, slow = least_speed(ends, wait)
        if not least <= speed:
            return floor
    return max(floor, when - quickest(ends, speed, slow))


@inner
def push_back(p: Point, flight: Array, speed: float, when: float, floor: float) -> float:
    """Latest departure (s) from P with a speed (m/s), no earlier than `floor`, for intercepts of a
    flight (a row of flight.family.standing) on the slope around `when` (s); `floor` where there is
    none.
    """
    low, high = flight[BURNOUT_TIME], end_time(flight)
    best = _departure(p, standing(flight, when), speed, when, floor)
    # The ends taken exactly: the search below only comes near them.
    for end in (low, high):
        best = max(best, _departure(p, standing(flight, end), speed, end, floor))
    near = min(0.5, 0.25 * (high - low))
    start = min(max(when, low + near), high - near)
    value = _departure(p, standing(flight, start), speed, start, floor)
    # Intercept time to 0.3 s; about its greatest the departure hardly changes with it.
    search = bracket(low, high, start, -value, 0.3)
    while search.active:
        q = standing(flight, search.trial)
        search = narrow(search, -_departure(p, q, speed, search.trial, floor))
    return max(best, -search.fx)


@batch(
    float64[::1](
        BURNOUT_SITES,
        float64[:, ::1],
        float64[:, :, ::1],
        float64,
        float64,
        int64[::1],
        float64[:, ::1],
    )
)
def latest_departures(
    sites: BurnoutSites,
    flights: Array,
    tracks: Array,
    earliest: float,
    speed: float,
    chosen: IntArray,
    required: Array,
) -> Array:
    """Latest interceptor burnout (n,), s, from any of s sites that still meets each of n flights.

    The first three arguments are as for `required_speeds`, `earliest` as its `ready`. `speed` (m/s)
    is what the interceptor has; `chosen` and `required` are what `required_speeds` returned for
    these sites and flights with any `ready` of at least `earliest`. Minus infinity where that
    required speed is above `speed`. Never later than the truth, and earlier by RESOLUTION at most
    where the search for a meeting finds the best one.
    """
    n = flights.shape[0]
    out = np.full(n, -math.inf)
    room = search_room(sites.points.shape[0], tracks.shape[1])
    for i in range(n):
        if chosen[i] < 0 or required[i, REQUIRED_SPEED] > speed:
            continue
        flight, site, when = flights[i], chosen[i], required[i, INTERCEPT]
        # Known to be in time: the meeting of least speed leaves then.
        record = max(earliest, required[i, DEPARTURE])
        for turn in range(MOST_ROUNDS):
            p = site_point(sites.points, site)
            record = max(record, push_back(p, flight, speed, when, record))
            ready = record + RESOLUTION
            # No ceiling: a meeting within the speed may lie beside a node, or be climbed to from a
            # site, that asks for hundreds of m/s more.
            least, site, when = best_meeting(
                sites, flight, tracks[i], ready, math.inf, room, i * MOST_ROUNDS + turn
            )
            if not least <= speed:
                break
            # A meeting was found for a departure at `ready` or later.
            record = ready
        out[i] = record
    return out
