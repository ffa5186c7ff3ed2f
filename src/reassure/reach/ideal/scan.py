"""One site against one flight: its nodes scanned, and the low ones looked into.

Speeds here are those of the ideal interceptor, as reach.ideal.required describes it: `p` is where
it burns out (Earth-fixed, m), `flight` a row of flight.family.standing, `track` (k, 3) its
Earth-fixed positions at k equal steps of its free flight (m), and `ready` the earliest burnout (s
from the flight's launch).
"""

from __future__ import annotations

import math

from reassure.flight.family import BURNOUT_TIME, FREE_FLIGHT_TIME, end_time, standing
from reassure.flight.transfer import HALF_TURN_TIME, least_energy_time, relative_speed
from reassure.numeric.compile import inner
from reassure.numeric.minimum import bracket, narrow
from reassure.numeric.vectors import take
from reassure.reach.ideal.arcs import (
    SLACK,
    chord_bound,
    energy_bound,
    far_speed,
    least_speed,
    long_way_bound,
)
from reassure.typing import Array, Point

__all__ = ["glance", "look_into", "narrow_down", "scan"]

_NEAR_EDGE = 0.5  # s: how far inside an end of the window the slope at that end is sampled


@inner
def _least_at(p: Point, flight: Array, ready: float, when: float) -> float:
    """Least speed, m/s, to be at the flight at time `when` (s), leaving P at `ready` (s) or later."""
    if when <= ready:
        return math.inf
    return least_speed((p, standing(flight, when)), when - ready)[0]


@inner
def narrow_down(
    p: Point, flight: Array, ready: float, low: float, high: float, start: float
) -> tuple[float, float]:
    """Intercept time (s) of least speed in [low, high], and that speed (m/s): infinite where no arc
    meets the flight. `start` (s), in the interval, may be one of its ends, which is taken exactly.
    """
    at_start = _least_at(p, flight, ready, start)
    best, speed = start, at_start
    near = min(_NEAR_EDGE, 0.25 * (high - low))
    # At an end, the slope just inside tells whether the end is itself the minimum.
    if start <= low + near:
        inside = _least_at(p, flight, ready, low + near)
        if at_start <= inside:
            return start, at_start
        start, at_start = low + near, inside
    elif start >= high - near:
        inside = _least_at(p, flight, ready, high - near)
        if at_start <= inside:
            return start, at_start
        start, at_start = high - near, inside
    search = bracket(low, high, start, at_start, 0.1)  # to 0.1 s
    while search.active:
        search = narrow(search, _least_at(p, flight, ready, search.trial))
    if search.fx < speed:
        return search.x, search.fx
    return best, speed


@inner
def scan(
    p: Point, flight: Array, track: Array, ready: float, ceiling: float, step: int, scanned: Array
) -> float:
    """Fill `scanned` (k,) with the speed (m/s) of one good arc to every `step`th node and to the
    last.

    It is infinite at nodes passed over, and where no arc needs as little as `ceiling` (m/s) or the
    least so far, and SLACK more. Returns the least of them, infinite where there is none.
    """
    nodes = track.shape[0]
    spacing = flight[FREE_FLIGHT_TIME] / (nodes - 1)
    best = math.inf
    scanned[:] = math.inf
    far = long_way_bound(p)
    # Every `step`th node, and the last whatever the step.
    for k in range(0, nodes + step - 1, step):
        k = min(k, nodes - 1)
        longest = flight[BURNOUT_TIME] + k * spacing - ready
        if longest <= 0.0:
            continue
        ends = (p, take(track[k], 0))
        enough = min(best, ceiling) + SLACK
        if chord_bound(p, ends[1], longest) > enough or energy_bound(p, ends[1], longest) > enough:
            continue
        # One arc: that of least energy, or the longest that there is time for.
        scanned[k] = relative_speed(min(longest, least_energy_time(ends)), ends)
        # Time for more than half a turn, and a speed at which such an arc may be the slower.
        if longest > HALF_TURN_TIME and scanned[k] > far:
            scanned[k] = min(scanned[k], far_speed(ends, longest))
        best = min(best, scanned[k])
    return best


@inner
def look_into(
    p: Point, flight: Array, ready: float, step: int, scanned: Array, ceiling: float
) -> tuple[float, float]:
    """Least speed (m/s) and intercept time (s) around all low nodes that need no more than
    `ceiling` (m/s).

    `step` and `scanned` (k,) as `scan` had and filled them. The speed is infinite, and the time
    means nothing, where no arc meets the flight around such a node.
    """
    last = scanned.size - 1
    opening = max(flight[BURNOUT_TIME], ready)
    closing = end_time(flight)
    spacing = flight[FREE_FLIGHT_TIME] / last
    speed, when = math.inf, closing
    before = math.inf
    for k in range(0, last + step, step):
        k = min(k, last)
        here = scanned[k]
        after = scanned[min(k + step, last)] if k < last else math.inf
        # The minimum then lies about that neighbour.
        hidden = before < here or after < here
        before = here
        if math.isinf(here) or here > min(ceiling, speed + SLACK):
            continue
        if hidden:
            # an end of the window may be a minimum of its own, though its neighbour is lower still
            if k in (0, last):
                end = opening if k == 0 else closing
                least = _least_at(p, flight, ready, end)
                if least < speed:
                    speed, when = least, end
            continue
        middle = flight[BURNOUT_TIME] + k * spacing
        low = max(opening, middle - step * spacing)
        high = min(closing, middle + step * spacing)
        found, least = narrow_down(p, flight, ready, low, high, min(max(middle, low), high))
        if least < speed:
            speed, when = least, found
    return speed, when


@inner
def glance(p: Point, flight: Array, track: Array, ready: float, k: int) -> float:
    """Speed (m/s) of one arc to node k; infinite where there is no time for it, or none above the
    ground.
    """
    spacing = flight[FREE_FLIGHT_TIME] / (track.shape[0] - 1)
    longest = flight[BURNOUT_TIME] + k * spacing - ready
    if longest <= 0.0:
        return math.inf
    ends = (p, take(track[k], 0))
    return relative_speed(min(longest, least_energy_time(ends)), ends)
