"""The best of an area's places against a flight: the one that leaves the most time.

The places stand in groups, each about its first. Bounds on the slack rule out whole groups, then places,
then nodes of the flight; what is left is looked up, so that nothing depends on where a search begins. Nodes
are coarse: a place that may do better between them is climbed too, unless tangents to its slack say that
nothing there is worth it (seen from a place, slack is concave between nodes, nearly always).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.flight.family import standing
from reassure.numeric.compile import inner
from reassure.reach.flyouts.slack import (
    EDGE,
    JUST_BEFORE,
    Fans,
    least_arrival,
    node,
    slack_at,
    summit,
)
from reassure.reach.heights import counts
from reassure.typing import Array, IntArray

__all__ = ["BULGE", "Places", "best_place", "nearest_arrivals"]

BULGE: Final = 5.0
"""s. Between two nodes nothing comes sooner than its bounds at both of them say, less this: a flight that passes
close by comes nearer in between (design/area_search.py)."""

Places = tuple[Array, Array, IntArray, Array]
"""Latitudes (s,), rad, and frames (s, 12); where each group begins (g + 1,), and the farthest that its places
lie from its first (g,), m."""


@inner
def nearest_arrivals(soonest: Array, out: Array) -> None:
    """out (m - 1,): nothing is at that slant range or beyond it sooner (s)."""
    least = math.inf
    for i in range(soonest.shape[0] - 1, -1, -1):
        for band in range(soonest.shape[1]):
            least = min(least, soonest[i, band])
        out[i] = least


@inner
def _usable(track: Array, heights: tuple[float, float], nodes: IntArray) -> int:
    """Fill in the nodes between the heights of intercept; how many."""
    count = 0
    for k in range(track.shape[0]):
        if counts(node(track, k), heights):
            nodes[count] = k
            count += 1
    return count


@inner
def _segments(track: Array, nodes: IntArray, soonest: Array, hopes: Array) -> float:
    """hopes (k,): no slack (s) from a node to its neighbours is above it, by bounds on the arrival at the nodes;
    the greatest of them.
    """
    most = -math.inf
    for i in range(nodes.size):
        t, least = track[nodes[i], 3], soonest[i]
        hopes[i] = t - least
        if i > 0:
            hopes[i] = max(hopes[i], t - min(least, soonest[i - 1]) + BULGE)
        if i + 1 < nodes.size:
            hopes[i] = max(hopes[i], track[nodes[i + 1], 3] - min(least, soonest[i + 1]) + BULGE)
        most = max(most, hopes[i])
    return most


@inner
def _group_hope(
    fans: Fans,
    frame: Array,
    radius: float,
    track: Array,
    nodes: IntArray,
    nearest: Array,
    soonest: Array,
    hopes: Array,
) -> float:
    """No place within a distance (m) of a frame's leaves more time (s) than this, at nodes or between."""
    slants = fans[3]
    step = slants[1] - slants[0]
    for i in range(nodes.size):
        k = nodes[i]
        dx, dy, dz = track[k, 0] - frame[0], track[k, 1] - frame[1], track[k, 2] - frame[2]
        away = math.sqrt(dx * dx + dy * dy + dz * dz) - radius
        soonest[i] = math.inf
        if away < slants[-1]:
            soonest[i] = nearest[min(max(0, int((away - slants[0]) / step)), nearest.size - 1)]
    return _segments(track, nodes, soonest, hopes)


@inner
def _worth(nodes: IntArray, hopes: Array, least: float) -> IntArray:
    """The nodes from the first to the last with hopes above `least`, and one more on either side."""
    low, high = nodes.size, 0
    for i in range(nodes.size):
        if hopes[i] > least:
            low, high = min(low, i), i + 1
    return nodes[max(0, low - 1) : max(0, min(nodes.size, high + 1))]


@inner
def _best_node(
    fans: Fans,
    latitude: float,
    frame: Array,
    heights: tuple[float, float],
    track: Array,
    nodes: IntArray,
    least: float,
    between: bool,
    soonest: Array,
    hopes: Array,
    room: tuple[Array, Array],
) -> tuple[float, int]:
    """A place's greatest slack (s) over the nodes, and the node: of all that may have one above `least`, or,
    where it is asked for, one beside which there may be one. -1 where there is none.
    """
    for i in range(nodes.size):
        soonest[i] = least_arrival(fans, frame, node(track, nodes[i]))
    if between:
        if _segments(track, nodes, soonest, hopes) <= least:
            return -math.inf, -1
    else:
        for i in range(nodes.size):
            hopes[i] = track[nodes[i], 3] - soonest[i]
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
        if turn == first or hopes[i] <= least or track[k, 3] - soonest[i] <= best:
            continue
        slack = slack_at(fans, latitude, frame, heights, track[k, 3], node(track, k), room)
        if slack > best:
            best, at = slack, k
    return best, at


@inner
def _ceiling(
    fans: Fans,
    latitude: float,
    frame: Array,
    flight: Array,
    track: Array,
    at: int,
    here: float,
    heights: tuple[float, float],
    enough: float,
    room: tuple[Array, Array],
) -> float:
    """No slack (s) between a node, where it is `here` and greatest, and its neighbours is above this, if it
    is concave there: where the tangents at both ends of the side that it rises to cross, or the end of the
    first of them where that is no more than `enough`.
    """
    t = track[at, 3]
    for side in (1, -1):
        k = at + side
        if k < 0 or k >= track.shape[0]:
            continue
        width = float(abs(track[k, 3] - t))
        step = side * EDGE
        p = standing(flight, t + step)
        rise = (slack_at(fans, latitude, frame, heights, t + step, p, room) - here) / EDGE
        if rise <= 0.0 or width <= EDGE:
            continue
        top = here + rise * width
        if top <= enough:
            return top
        there = slack_at(fans, latitude, frame, heights, track[k, 3], node(track, k), room)
        if math.isinf(there):
            return top
        p = standing(flight, track[k, 3] - step)
        back = slack_at(fans, latitude, frame, heights, track[k, 3] - step, p, room)
        if math.isinf(back):
            return top
        fall = (back - there) / EDGE
        if rise + fall <= 0.0:
            return top
        # here + rise x = there + fall (width - x)
        return float(min(top, here + rise * (there - here + fall * width) / (rise + fall)))
    return here


@inner
def best_place(
    fans: Fans,
    places: Places,
    flight: Array,
    track: Array,
    heights: tuple[float, float],
    nearest: Array,
    notes: tuple[Array, Array, Array, IntArray],
    room: tuple[Array, Array],
) -> tuple[int, float, float]:
    """The place that leaves the most time against a flight, the intercept time and the slack (s): -1 where
    nothing launched with the flight or later gets there.

    `notes`: room for g, k and k numbers and k whole ones.
    """
    latitudes, frames, starts, radii = places
    group, soonest, hopes, all_nodes = notes
    nodes = all_nodes[: _usable(track, heights, all_nodes)]
    for g in range(radii.size):
        group[g] = _group_hope(
            fans, frames[starts[g]], radii[g], track, nodes, nearest, soonest, hopes
        )
    order = np.argsort(-group)
    # the best at the nodes, and its summit
    best, chosen, at = JUST_BEFORE, -1, -1
    for g in order:
        if group[g] <= best:
            break
        _group_hope(fans, frames[starts[g]], radii[g], track, nodes, nearest, soonest, hopes)
        some = _worth(nodes, hopes, best)
        for s in range(starts[g], starts[g + 1]):
            value, k = _best_node(
                fans,
                latitudes[s],
                frames[s],
                heights,
                track,
                some,
                best,
                False,
                soonest,
                hopes,
                room,
            )
            if k >= 0 and value > best:
                best, chosen, at = value, s, k
    when, most = math.nan, -math.inf
    if chosen >= 0:
        when, most = summit(
            fans, latitudes[chosen], frames[chosen], flight, track, at, heights, math.inf, room
        )
    if latitudes.size == 1:
        return (chosen, when, most) if most >= 0.0 else (-1, when, most)
    # then all that may do better between the nodes
    first = chosen
    for g in order:
        if group[g] <= max(0.0, most):
            break
        _group_hope(fans, frames[starts[g]], radii[g], track, nodes, nearest, soonest, hopes)
        some = _worth(nodes, hopes, max(0.0, most))
        for s in range(starts[g], starts[g + 1]):
            if s == first:
                continue
            value, k = _best_node(
                fans, latitudes[s], frames[s], heights, track, some, max(0.0, most), True, soonest,
                hopes, room,
            )  # fmt: skip
            if k < 0:
                continue
            if value <= most:
                top = _ceiling(
                    fans, latitudes[s], frames[s], flight, track, k, value, heights, most, room
                )
                if top <= most:
                    continue
            t, value = summit(
                fans, latitudes[s], frames[s], flight, track, k, heights, math.inf, room
            )
            if value > most:
                chosen, when, most = s, t, value
    return (chosen, when, most) if most >= 0.0 else (-1, when, most)
