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
from reassure.reach.arcs import (
    chord_bound,
    energy_bound,
    least_speed,
    nearest_node,
    quickest,
    stride,
)
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
    if relative_speed(slow, ends) > speed:
        least, slow = least_speed(ends, wait)
        if not least <= speed:
            return floor
    return max(floor, when - quickest(ends, speed, slow))


@inner
def _around(
    p: Point, flight: Array, speed: float, earliest: float, when: float, reach: float
) -> tuple[float, float]:
    """Latest departure (s) over intercepts within `reach` (s) of `when`, and its intercept time (s)."""
    low = max(flight[6], when - reach)
    high = min(flight[6] + flight[7], when + reach)
    best = _departure(p, standing(flight, when), speed, when, earliest)
    start = min(max(when, low + 0.5), high - 0.5)
    value = best
    if start != when:
        # at an end of the window: look whether it pays to go inside
        value = _departure(p, standing(flight, start), speed, start, earliest)
        if value <= best:
            return best, when
    search = bracket(low, high, start, -value, 0.3)
    while search.active:
        q = standing(flight, search.trial)
        search = narrow(search, -_departure(p, q, speed, search.trial, earliest))
    if -search.fx > best:
        return -search.fx, search.x
    return best, when


@inner
def _estimate(p: Point, q: Point, speed: float, when: float, floor: float) -> float:
    """About when (s) to leave P to meet Q at `when` (s), from one arc that leaves at `floor` or later.

    The speed needed goes roughly as one over the time. Minus infinity if hopeless.
    """
    wait = when - floor
    if wait <= 0.0 or chord_bound(p, q, wait) > speed or energy_bound(p, q, wait) > speed:
        return -math.inf
    ends = (p, q)
    time = min(wait, least_energy_time(ends))
    needed = relative_speed(time, ends)
    if speed < needed <= speed + SLACK:
        # too close to call from one arc
        needed, time = least_speed(ends, wait)
    return when - time * needed / speed if needed <= speed else -math.inf


@inner
def _latest_from(
    p: Point, flight: Array, track: Array, speed: float, earliest: float, record: float, likely: Array
) -> float:
    """The later of `record` and the latest departure (s) from P. `likely` is room for one value a node."""
    last = track.shape[0] - 1
    spacing = flight[7] / last
    step = stride(nearest_node(p, track))
    before = -math.inf
    slack = RECORD_SLACK
    # against an early record every node looks good; each round sharpens what the next must beat
    while record - before > 0.05:
        before = record
        floor = max(record - slack, earliest)
        slack = 0.25 * RECORD_SLACK
        for k in range(0, last + step, step):
            k = min(k, last)  # noqa: PLW2901
            q = (track[k, 0], track[k, 1], track[k, 2])
            likely[k] = _estimate(p, q, speed, flight[6] + k * spacing, floor)
        previous = -math.inf
        for k in range(0, last + step, step):
            k = min(k, last)  # noqa: PLW2901
            here = likely[k]
            hidden = previous > here or (k < last and likely[min(k + step, last)] > here)
            previous = here
            if hidden or here < floor:
                continue
            when = flight[6] + k * spacing
            found = _around(p, flight, speed, earliest, when, step * spacing)[0]
            record = max(record, found)
    return record


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
    likely = np.empty(tracks.shape[1])
    for i in range(n):
        if chosen[i] < 0 or required[i, 0] > speed:
            continue
        s = chosen[i]
        p = (sites[s, 0], sites[s, 1], sites[s, 2])
        spacing = flights[i, 7] / (tracks.shape[1] - 1)
        # the meeting already known sets the record that the others must beat
        known = _around(p, flights[i], speed, earliest, required[i, 2], spacing)[0]
        record = max(required[i, 1], known)
        for s in range(sites.shape[0]):
            p = (sites[s, 0], sites[s, 1], sites[s, 2])
            record = _latest_from(p, flights[i], tracks[i], speed, earliest, record, likely)
        out[i] = record
    return out
