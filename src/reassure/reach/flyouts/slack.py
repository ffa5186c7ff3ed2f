"""Slack: how much later than a flight's own launch an interceptor may leave and still be where the flight is.

At a time t the flight stands somewhere; the fan tells the earliest arrival T there from a place; the
slack is t - T. This file looks it up, bounds it, and climbs to where along a flight it is greatest.
"""

from __future__ import annotations

import math
from typing import Final

from reassure.flight.family import standing
from reassure.numeric.compile import inner
from reassure.numeric.minimum import bracket, narrow
from reassure.reach.flyouts.arrival import joint, look_up
from reassure.reach.flyouts.table import ELEVATION_BANDS
from reassure.reach.heights import counts
from reassure.typing import Array

__all__ = ["EDGE", "JUST_BEFORE", "Fans", "arrival", "least_arrival", "node", "slack_at", "summit"]

JUST_BEFORE: Final = -30.0
"""s. A node whose slack is this far below zero may still have one above beside it."""

EDGE: Final = 0.05
"""s. Times are found to this."""

_MOVES = 20

Fans = tuple[Array, Array, Array, Array, float, Array]
"""Tables (l, 3, m, BEARINGS, k), ends (l, k), latitudes (l,), slants (m,), burned (s), soonest (m - 1, bands)."""


@inner
def arrival(
    fans: Fans,
    latitude: float,
    frame: Array,
    p: tuple[float, float, float],
    room: tuple[Array, Array],
) -> tuple[float, float, float]:
    """Earliest arrival (s), azimuth (rad) and kick (node) at an Earth-fixed point."""
    tables, ends, latitudes, slants, burned, _ = fans
    between = joint(latitudes, latitude)
    return look_up(tables, ends, between, slants, burned, frame, p[0], p[1], p[2], room)


@inner
def least_arrival(fans: Fans, frame: Array, p: tuple[float, float, float]) -> float:
    """A time (s) before which nothing of the fan is at a point; infinite where it never is."""
    slants, soonest = fans[3], fans[5]
    dx, dy, dz = p[0] - frame[0], p[1] - frame[1], p[2] - frame[2]
    slant = math.sqrt(dx * dx + dy * dy + dz * dz)
    if slant >= slants[-1]:
        return math.inf
    sine = (frame[9] * dx + frame[10] * dy + frame[11] * dz) / slant
    band = min(int((sine + 1.0) * 0.5 * ELEVATION_BANDS), ELEVATION_BANDS - 1)
    return float(soonest[max(0, int((slant - slants[0]) / (slants[1] - slants[0]))), band])


@inner
def slack_at(
    fans: Fans,
    latitude: float,
    frame: Array,
    heights: tuple[float, float],
    when: float,
    p: tuple[float, float, float],
    room: tuple[Array, Array],
) -> float:
    """t - T at a point of the flight, s; minus infinity out of reach."""
    if not counts(p, heights):
        return -math.inf
    return when - arrival(fans, latitude, frame, p, room)[0]


@inner
def node(track: Array, k: int) -> tuple[float, float, float]:
    """Where the flight is at a node of its track, Earth-fixed, m."""
    return track[k, 0], track[k, 1], track[k, 2]


@inner
def _around(
    fans: Fans,
    latitude: float,
    frame: Array,
    flight: Array,
    track: Array,
    at: int,
    heights: tuple[float, float],
    enough: float,
    room: tuple[Array, Array],
) -> tuple[float, float]:
    """As `summit`, between a node's two neighbours."""
    middle = track[at, 3]
    at_node = slack_at(fans, latitude, frame, heights, middle, node(track, at), room)
    low, high = track[max(0, at - 1), 3], track[min(track.shape[0] - 1, at + 1), 3]
    for side in (low, high):
        # no more a step to that side than at the node itself: nothing to look for there
        if abs(side - middle) > EDGE and math.isfinite(at_node):
            other = middle + math.copysign(EDGE, side - middle)
            p = standing(flight, other)
            if slack_at(fans, latitude, frame, heights, other, p, room) <= at_node:
                if side < middle:
                    low = middle
                else:
                    high = middle
    if high - low <= 2.0 * EDGE:
        return middle, at_node
    start = 0.5 * (low + high) if low == middle or high == middle else middle
    value = slack_at(fans, latitude, frame, heights, start, standing(flight, start), room)
    search = bracket(low, high, start, -value, EDGE)
    while search.active and -search.fx < enough:
        p = standing(flight, search.trial)
        slack = slack_at(fans, latitude, frame, heights, search.trial, p, room)
        search = narrow(search, -slack)
    if -search.fx > at_node:
        return search.x, -search.fx
    return middle, at_node


@inner
def summit(
    fans: Fans,
    latitude: float,
    frame: Array,
    flight: Array,
    track: Array,
    at: int,
    heights: tuple[float, float],
    enough: float,
    room: tuple[Array, Array],
) -> tuple[float, float]:
    """Intercept time (s) of greatest slack uphill from a node, and that slack; or the first found with a
    slack of `enough` or more. Minus infinity where there is none at or beside the node.
    """
    when, best = track[at, 3], -math.inf
    for _ in range(_MOVES):
        x, value = _around(fans, latitude, frame, flight, track, at, heights, enough, room)
        if value > best:
            when, best = x, value
        if best >= enough or math.isinf(best):
            break
        # at a neighbour, not between: go on from there
        if at > 0 and when <= track[at - 1, 3] + 2.0 * EDGE:
            at -= 1
        elif at + 1 < track.shape[0] and when >= track[at + 1, 3] - 2.0 * EDGE:
            at += 1
        else:
            break
    return when, best
