"""Latest departure: how long an interceptor of a given speed may wait and still meet a flight.

For an intercept at time t the latest departure is t less the quickest arc's time. Its greatest
value over the window is found as a record: a point of the window is worked out only if an arc that
leaves near the record, or later, could get there at all.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.flight.family import standing
from reassure.flight.transfer import Point, least_energy_time, relative_speed
from reassure.kernels import batch, inner
from reassure.minimum import bracket, narrow
from reassure.reach.arcs import chord_bound, energy_bound, least_speed, quickest
from reassure.reach.required import SLACK
from reassure.typing import Array, IntArray

__all__ = ["RECORD_SLACK", "latest_departures"]

RECORD_SLACK = 40.0
"""s. Nodes this far behind the record are looked into: between nodes the latest departure rises
above its value at them by less (design/scan_spacing.py)."""


@inner
def _departure(p: Point, q: Point, speed: float, when: float, floor: float) -> float:
    """Latest departure (s) from P that meets Q at `when` (s), or `floor` where that is not later."""
    wait = when - floor
    if wait <= 0.0 or chord_bound(p, q, wait) > speed or energy_bound(p, q, wait) > speed:
        return floor
    ends = (p, q)
    slow = min(wait, least_energy_time(ends))
    excess = relative_speed(slow, ends) - speed
    if excess > SLACK:
        return floor
    if excess > 0.0:
        least, slow = least_speed(ends, wait)
        if not least <= speed:
            return floor
    return max(floor, when - quickest(ends, speed, slow))


@inner
def _around(
    p: Point, flight: Array, speed: float, earliest: float, low: float, high: float, start: float
) -> tuple[float, float]:
    """Latest departure (s) over intercepts in the open (low, high), and its intercept time (s)."""
    value = _departure(p, standing(flight, start), speed, start, earliest)
    search = bracket(low, high, start, -value, 0.3)
    while search.active:
        q = standing(flight, search.trial)
        search = narrow(search, -_departure(p, q, speed, search.trial, earliest))
    return -search.fx, search.x


@inner
def _latest_from(
    p: Point, flight: Array, track: Array, speed: float, earliest: float, hint: float, record: float
) -> float:
    """The later of `record` and the latest departure (s) from P; `hint` is an intercept time to try."""
    nodes = track.shape[0]
    spacing = flight[7] / (nodes - 1)
    closing = flight[6] + flight[7]
    best = max(record - RECORD_SLACK, earliest)
    when = -1.0
    for k in range(nodes):
        q = (track[k, 0], track[k, 1], track[k, 2])
        trial = _departure(p, q, speed, flight[6] + k * spacing, best)
        if trial > best:
            best, when = trial, flight[6] + k * spacing
    if hint >= 0.0:
        trial = _departure(p, standing(flight, hint), speed, hint, best)
        if trial > best or when < 0.0:
            best, when = trial, hint
    if when < 0.0:
        return record
    low = max(flight[6], when - spacing)
    high = min(closing, when + spacing)
    start = min(max(when, low + 0.1), high - 0.1)
    return max(record, best, _around(p, flight, speed, earliest, low, high, start)[0])


@batch(
    "float64[::1](float64[:,::1], float64[:,::1], float64[:,:,::1], float64, float64,"
    " int64[::1], float64[:,::1])"
)
def latest_departures(
    sites: Array,
    flights: Array,
    tracks: Array,
    earliest: float,
    speed: float,
    chosen: IntArray,
    required: Array,
) -> Array:
    """Latest interceptor burnout (s) from any of s sites that still meets each of n flights.

    `speed` (m/s) is what the interceptor has; `chosen` and `required` are what `required_speeds`
    returned for these sites and flights with any `ready` of at least `earliest`. Minus infinity
    where that required speed is above `speed`.
    """
    n = flights.shape[0]
    out = np.full(n, -math.inf)
    for i in range(n):
        if chosen[i] < 0 or required[i, 0] > speed:
            continue
        record = required[i, 1]
        for turn in range(sites.shape[0] + 1):
            # the site known to get there first: it sets the record that the others must beat
            s = chosen[i] if turn == 0 else turn - 1
            if turn > 0 and s == chosen[i]:
                continue
            p = (sites[s, 0], sites[s, 1], sites[s, 2])
            hint = required[i, 2] if turn == 0 else -1.0
            record = _latest_from(p, flights[i], tracks[i], speed, earliest, hint, record)
        out[i] = record
    return out
