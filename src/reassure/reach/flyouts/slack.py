"""Launch slack: how much later than a flight's own launch an interceptor may leave and still be
where the flight is.

At a time t the flight stands somewhere; the fan tells the earliest arrival T there from a site; the
slack is t - T. This file looks it up, bounds it, and climbs to where along a flight it is greatest.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from numba.core.types import float64, int64

from reassure.earth.frames import SITE_UP, component, offset
from reassure.flight.family import standing
from reassure.numeric.compile import inner, record
from reassure.numeric.minimum import bracket, narrow
from reassure.numeric.vectors import norm
from reassure.reach.flyouts.arrival import LookUpRoom, joint, look_up, look_up_room
from reassure.reach.flyouts.nodes import NODE_TIME, node
from reassure.reach.flyouts.table import ELEVATION_BANDS, FanArrays
from reassure.reach.heights import HeightBand, counts
from reassure.typing import Array, IntArray, Point

__all__ = [
    "EDGE",
    "JUST_BEFORE",
    "SITES",
    "Reach",
    "SiteArrays",
    "SiteView",
    "arrival",
    "least_arrival",
    "reach_of",
    "site_at",
    "slack_at",
    "summit",
]

JUST_BEFORE: Final = -30.0
"""s. A node whose slack is this far below zero may still have one above beside it."""

EDGE: Final = 0.05
"""s. Times are found to this."""

_MOVES = 20  # nodes that a climb passes at most


class SiteArrays(NamedTuple):
    """Launch sites as the kernels take them, in groups (geography.lattice.groups).

    `latitudes` (s,), rad; `frames` (s, SITE_COLUMNS): earth.frames.site_frame; `starts` (g + 1,):
    where each group begins; `radii` (g,): how far its sites lie from its first at most, m.
    """

    latitudes: Array
    frames: Array
    starts: IntArray
    radii: Array


SITES: Final = record(SiteArrays, float64[::1], float64[:, ::1], int64[::1], float64[::1])
"""Launch sites in a signature for `batch`."""


class SiteView(NamedTuple):
    """One launch site: its latitude (rad) and its frame (SITE_COLUMNS,), earth.frames.site_frame."""

    latitude: float
    frame: Array


class Reach(NamedTuple):
    """What an interceptor class can get to: its fan, its heights of intercept, and room to look
    places up in it.
    """

    fan: FanArrays
    heights: HeightBand
    room: LookUpRoom


@inner
def reach_of(fan: FanArrays, heights: HeightBand) -> Reach:
    """The reach of a fan between two heights, with room made for it."""
    return Reach(fan, heights, look_up_room(fan))


@inner
def site_at(sites: SiteArrays, s: int) -> SiteView:
    """The s-th of some launch sites."""
    return SiteView(sites.latitudes[s], sites.frames[s])


@inner
def arrival(reach: Reach, site: SiteView, p: Point) -> tuple[float, float, float]:
    """Earliest arrival (s after launch), azimuth (rad) and kick (node) at an Earth-fixed point (m).

    Infinite, 0 and 0 where the vehicle cannot be after its last burnout.
    """
    between = joint(reach.fan.latitudes, site.latitude)
    return look_up(reach.fan, between, site.frame, p, reach.room)


@inner
def least_arrival(fan: FanArrays, frame: Array, p: Point) -> float:
    """A time (s after launch) before which nothing of the fan is at an Earth-fixed point (m);
    infinite where it never is. `frame`: the site's.
    """
    slants = fan.slants
    d = offset(frame, p)
    slant = norm(d)
    if slant >= slants[-1]:
        return math.inf
    sine = component(frame, SITE_UP, d) / slant
    # Straight up, sine 1, belongs to the last band.
    band = min(int((sine + 1.0) * 0.5 * ELEVATION_BANDS), ELEVATION_BANDS - 1)
    # Nearer than the first slant range nothing is looked up, and any bound holds.
    between = max(0, int((slant - slants[0]) / (slants[1] - slants[0])))
    return float(fan.soonest[between, band])


@inner
def slack_at(reach: Reach, site: SiteView, when: float, p: Point) -> float:
    """t - T (s) at a point (Earth-fixed, m) of a flight, where it is at t = `when` (s from its
    launch).

    Minus infinity out of reach, and at a height that does not count.
    """
    if not counts(p, reach.heights):
        return -math.inf
    return when - arrival(reach, site, p)[0]


@inner
def _slack_along(reach: Reach, site: SiteView, flight: Array, when: float) -> float:
    """The slack (s) at a time (s) of a flight."""
    return slack_at(reach, site, when, standing(flight, when))


@inner
def _around(
    reach: Reach, site: SiteView, flight: Array, track: Array, at: int, enough: float
) -> tuple[float, float]:
    """As `summit`, between a node's two neighbours."""
    middle = track[at, NODE_TIME]
    at_node = slack_at(reach, site, middle, node(track, at))
    low = track[max(0, at - 1), NODE_TIME]
    high = track[min(track.shape[0] - 1, at + 1), NODE_TIME]
    for side in (low, high):
        # no more a step to that side than at the node itself: nothing to look for there
        if abs(side - middle) > EDGE and math.isfinite(at_node):
            other = middle + math.copysign(EDGE, side - middle)
            if _slack_along(reach, site, flight, other) <= at_node:
                if side < middle:
                    low = middle
                else:
                    high = middle
    if high - low <= 2.0 * EDGE:
        return middle, at_node
    start = 0.5 * (low + high) if low == middle or high == middle else middle
    value = _slack_along(reach, site, flight, start)
    # `narrow` looks for a least: the slack changes sign.
    search = bracket(low, high, start, -value, EDGE)
    while search.active and -search.fx < enough:
        search = narrow(search, -_slack_along(reach, site, flight, search.trial))
    if -search.fx > at_node:
        return search.x, -search.fx
    return middle, at_node


@inner
def summit(
    reach: Reach, site: SiteView, flight: Array, track: Array, at: int, enough: float
) -> tuple[float, float]:
    """Intercept time (s from the flight's launch) of greatest slack uphill from a node, and that
    slack (s).

    Or the first found with a slack of `enough` or more. `flight`: a row of flight.family.standing;
    `track`: its nodes (reach.flyouts.nodes); `at`: the node. Minus infinity where there is none at
    or beside the node.
    """
    when, best = track[at, NODE_TIME], -math.inf
    for _ in range(_MOVES):
        x, value = _around(reach, site, flight, track, at, enough)
        if value > best:
            when, best = x, value
        if best >= enough or math.isinf(best):
            break
        # at a neighbour, not between: go on from there
        if at > 0 and when <= track[at - 1, NODE_TIME] + 2.0 * EDGE:
            at -= 1
        elif at + 1 < track.shape[0] and when >= track[at + 1, NODE_TIME] - 2.0 * EDGE:
            at += 1
        else:
            break
    return when, best
