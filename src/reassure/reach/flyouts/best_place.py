"""The best of an area's launch sites against a flight: the one with the most launch slack.

The sites stand in groups, each about its first. Bounds on the slack rule out whole groups, then
sites, then nodes of the flight; what is left is looked up, so that nothing depends on where a
search begins. Nodes are coarse: a site that may do better between them is climbed too, unless
tangents to its slack say that nothing there is worth it (seen from a site, slack is concave between
nodes, nearly always).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np

from reassure.earth.frames import offset
from reassure.flight.family import standing
from reassure.numeric.compile import inner
from reassure.numeric.vectors import norm
from reassure.reach.flyouts.nodes import NODE_TIME, node
from reassure.reach.flyouts.slack import (
    EDGE,
    JUST_BEFORE,
    Reach,
    SiteArrays,
    SiteView,
    least_arrival,
    site_at,
    slack_at,
    summit,
)
from reassure.reach.heights import HeightBand, counts
from reassure.typing import Array, IntArray

__all__ = ["BULGE", "BoundsRoom", "best_place", "bounds_room"]

BULGE: Final = 5.0
"""s. Between two nodes nothing comes sooner than its bounds at both of them say, less this: a
flight that passes close by comes nearer in between (design/area_search.py)."""


class BoundsRoom(NamedTuple):
    """What `best_place` needs beside its arguments, made once for a fan, some sites and tracks of k
    nodes.

    `nearest` (m - 1,), s: nothing of the fan is at a slant range or beyond it sooner. Room to work
    in: `groups` (g,), the most slack that each group may have; `soonest` (k,), the least arrival at
    each node; `hopes` (k,), the most slack beside each node (all s); `nodes` (k,), which nodes are
    at heights that count.
    """

    nearest: Array
    groups: Array
    soonest: Array
    hopes: Array
    nodes: IntArray


@inner
def bounds_room(soonest: Array, groups: int, nodes: int) -> BoundsRoom:
    """Room for `best_place`: `soonest` as in FanArrays, how many groups of sites, how many nodes in
    a track.
    """
    nearest = np.empty(soonest.shape[0])
    least = math.inf
    # From the farthest inwards: the least at this slant range and all beyond it.
    for i in range(soonest.shape[0] - 1, -1, -1):
        for band in range(soonest.shape[1]):
            least = min(least, soonest[i, band])
        nearest[i] = least
    return BoundsRoom(
        nearest, np.empty(groups), np.empty(nodes), np.empty(nodes), np.empty(nodes, np.int64)
    )


@inner
def _usable(track: Array, heights: HeightBand, nodes: IntArray) -> int:
    """Fill in the nodes between the heights of intercept; how many."""
    count = 0
    for k in range(track.shape[0]):
        if counts(node(track, k), heights):
            nodes[count] = k
            count += 1
    return count


@inner
def _segments(track: Array, nodes: IntArray, room: BoundsRoom) -> float:
    """Fill in hopes (k,): no slack (s) from a node to its neighbours is above it, by bounds on the
    arrival at the nodes; the greatest of them.
    """
    soonest, hopes = room.soonest, room.hopes
    most = -math.inf
    for i in range(nodes.size):
        t, least = track[nodes[i], NODE_TIME], soonest[i]
        hopes[i] = t - least
        if i > 0:
            # Between nodes, the later time less the sooner bound.
            hopes[i] = max(hopes[i], t - min(least, soonest[i - 1]) + BULGE)
        if i + 1 < nodes.size:
            after = track[nodes[i + 1], NODE_TIME]
            hopes[i] = max(hopes[i], after - min(least, soonest[i + 1]) + BULGE)
        most = max(most, hopes[i])
    return most


@inner
def _group_hope(
    slants: Array, sites: SiteArrays, g: int, track: Array, nodes: IntArray, room: BoundsRoom
) -> float:
    """No site of the g-th group has more slack (s) than this, at nodes or between."""
    step = slants[1] - slants[0]
    nearest, frame = room.nearest, sites.frames[sites.starts[g]]
    for i in range(nodes.size):
        # No site of the group is nearer to the node than this: triangle inequality.
        away = norm(offset(frame, node(track, nodes[i]))) - sites.radii[g]
        room.soonest[i] = math.inf
        if away < slants[-1]:
            beyond = min(max(0, int((away - slants[0]) / step)), nearest.size - 1)
            room.soonest[i] = nearest[beyond]
    return _segments(track, nodes, room)


@inner
def _worth(nodes: IntArray, hopes: Array, least: float) -> IntArray:
    """The nodes from the first to the last with hopes above `least`, and one more on either side."""
    low, high = nodes.size, 0
    for i in range(nodes.size):
        if hopes[i] > least:
            low, high = min(low, i), i + 1
    # A bound between two nodes needs both of them.
    return nodes[max(0, low - 1) : max(0, min(nodes.size, high + 1))]


@inner
def _best_node(
    reach: Reach,
    site: SiteView,
    track: Array,
    nodes: IntArray,
    least: float,
    between: bool,
    room: BoundsRoom,
) -> tuple[float, int]:
    """A site's greatest slack (s) over the nodes, and the node: of all that may have one above
    `least`, or, where it is asked for, one beside which there may be one. -1 where there is none.
    """
    soonest, hopes = room.soonest, room.hopes
    for i in range(nodes.size):
        soonest[i] = least_arrival(reach.fan, site.frame, node(track, nodes[i]))
    if between:
        if _segments(track, nodes, room) <= least:
            return -math.inf, -1
    else:
        for i in range(nodes.size):
            hopes[i] = track[nodes[i], NODE_TIME] - soonest[i]
    first = -1
    for i in range(nodes.size):
        if hopes[i] > least and (first < 0 or hopes[i] > hopes[first]):
            first = i
    best, at = -math.inf, -1
    if first < 0:
        return best, at
    # the most hopeful node first: a good one spares most of the others
    for turn in range(-1, nodes.size):
        i = first if turn < 0 else turn
        k = nodes[i]
        when = track[k, NODE_TIME]
        if turn == first or hopes[i] <= least or when - soonest[i] <= best:
            continue
        slack = slack_at(reach, site, when, node(track, k))
        if slack > best:
            best, at = slack, k
    return best, at


@inner
def _ceiling(
    reach: Reach,
    site: SiteView,
    flight: Array,
    track: Array,
    at: int,
    here: float,
    enough: float,
) -> float:
    """No slack (s) between a node, where it is `here` and greatest, and its neighbours is above
    this, if it is concave there: where the tangents at both ends of the side that it rises to
    cross, or the end of the first of them where that is no more than `enough`.
    """
    t = track[at, NODE_TIME]
    for side in (1, -1):
        k = at + side
        if k < 0 or k >= track.shape[0]:
            continue
        other = track[k, NODE_TIME]
        width = float(abs(other - t))
        step = side * EDGE
        p = standing(flight, t + step)
        rise = (slack_at(reach, site, t + step, p) - here) / EDGE
        # It falls to this side, and concave goes on falling.
        if rise <= 0.0 or width <= EDGE:
            continue
        top = here + rise * width
        if top <= enough:
            return top
        there = slack_at(reach, site, other, node(track, k))
        # Out of reach at the far node: only the near tangent bounds it.
        if math.isinf(there):
            return top
        p = standing(flight, other - step)
        back = slack_at(reach, site, other - step, p)
        if math.isinf(back):
            return top
        fall = (back - there) / EDGE
        # Parallel, or not concave after all: the tangents do not cross above.
        if rise + fall <= 0.0:
            return top
        # here + rise x = there + fall (width - x)
        return float(min(top, here + rise * (there - here + fall * width) / (rise + fall)))
    return here


@inner
def _best_at_nodes(
    reach: Reach,
    sites: SiteArrays,
    track: Array,
    nodes: IntArray,
    order: IntArray,
    room: BoundsRoom,
) -> tuple[int, int]:
    """The site of most slack at the nodes of a flight, and the node; -1 and -1 where none has more
    than JUST_BEFORE. `order` (g,): the groups, the most hopeful first.
    """
    best, chosen, at = JUST_BEFORE, -1, -1
    for g in order:
        # The groups come in falling order of hope: none after this one can do better.
        if room.groups[g] <= best:
            break
        _group_hope(reach.fan.slants, sites, g, track, nodes, room)
        some = _worth(nodes, room.hopes, best)
        for s in range(sites.starts[g], sites.starts[g + 1]):
            value, k = _best_node(reach, site_at(sites, s), track, some, best, False, room)
            if k >= 0 and value > best:
                best, chosen, at = value, s, k
    return chosen, at


@inner
def best_place(
    reach: Reach, sites: SiteArrays, flight: Array, track: Array, room: BoundsRoom
) -> tuple[int, float, float]:
    """The site of most slack against a flight, the intercept time (s from the flight's launch) and
    the slack (s).

    `flight`: a row of flight.family.standing; `track`: its nodes (reach.flyouts.nodes). -1 where
    nothing launched with the flight or later gets there; the other two mean nothing then.
    """
    nodes = room.nodes[: _usable(track, reach.heights, room.nodes)]
    slants = reach.fan.slants
    for g in range(sites.radii.size):
        room.groups[g] = _group_hope(slants, sites, g, track, nodes, room)
    order = np.argsort(-room.groups)
    # the best at the nodes, and its summit
    first, at = _best_at_nodes(reach, sites, track, nodes, order, room)
    chosen, when, most = first, math.nan, -math.inf
    if first >= 0:
        when, most = summit(reach, site_at(sites, first), flight, track, at, math.inf)
    # A slack below 0 is a launch before the flight's own, and no answer.
    if sites.latitudes.size == 1:
        return (chosen, when, most) if most >= 0.0 else (-1, when, most)
    # then all that may do better between the nodes
    for g in order:
        if room.groups[g] <= max(0.0, most):
            break
        _group_hope(slants, sites, g, track, nodes, room)
        some = _worth(nodes, room.hopes, max(0.0, most))
        for s in range(sites.starts[g], sites.starts[g + 1]):
            if s == first:
                continue
            site = site_at(sites, s)
            value, k = _best_node(reach, site, track, some, max(0.0, most), True, room)
            if k < 0:
                continue
            if value <= most and _ceiling(reach, site, flight, track, k, value, most) <= most:
                continue
            t, value = summit(reach, site, flight, track, k, math.inf)
            if value > most:
                chosen, when, most = s, t, value
    return (chosen, when, most) if most >= 0.0 else (-1, when, most)
