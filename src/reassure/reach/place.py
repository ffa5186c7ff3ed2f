"""The best of an area's places against a flight: the one that leaves the most time.

The places stand in groups, each about its first. A bound on the slack rules out whole groups, then
places, then nodes of the flight; what is left is looked up, so that nothing depends on where a search
begins. Nodes are coarse: a place whose best node comes near the best of all is climbed too, unless tangents
to its slack say that no time between the nodes is worth it (seen from a place, slack is concave).
"""

from __future__ import annotations

import math
from typing import Final

from reassure.earth.frames import height_along_radius
from reassure.flight.family import standing
from reassure.kernels import inner
from reassure.reach.slack import EDGE, JUST_BEFORE, Fans, least_arrival, node, slack_at, summit
from reassure.typing import Array, IntArray

__all__ = ["NEAR", "Places", "best_place", "nearest_arrivals"]

NEAR: Final = 30.0
"""s. A place whose best node falls short of the best of all by more is left out (design/area_search.py)."""

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
        if heights[0] <= height_along_radius(track[k, 0], track[k, 1], track[k, 2]) <= heights[1]:
            nodes[count] = k
            count += 1
    return count


@inner
def _hope(
    fans: Fans, frame: Array, radius: float, track: Array, nodes: IntArray, nearest: Array
) -> float:
    """No place within a distance (m) of a frame's leaves more time (s) at a node than this."""
    slants = fans[3]
    step = slants[1] - slants[0]
    most = -math.inf
    for k in nodes:
        dx, dy, dz = track[k, 0] - frame[0], track[k, 1] - frame[1], track[k, 2] - frame[2]
        away = math.sqrt(dx * dx + dy * dy + dz * dz) - radius
        if away < slants[-1]:
            at = min(max(0, int((away - slants[0]) / step)), nearest.size - 1)
            most = max(most, track[k, 3] - nearest[at])
    return most


@inner
def _best_node(
    fans: Fans,
    latitude: float,
    frame: Array,
    heights: tuple[float, float],
    track: Array,
    nodes: IntArray,
    least: float,
    bounds: Array,
    room: tuple[Array, Array],
) -> tuple[float, int]:
    """A place's greatest slack (s) over the nodes, and the node; -1 where none is above `least`."""
    hope, first = least, -1
    for i in range(nodes.size):
        bounds[i] = track[nodes[i], 3] - least_arrival(fans, frame, node(track, nodes[i]))
        if bounds[i] > hope:
            hope, first = bounds[i], i
    best, at = least, -1
    if first < 0:
        return best, at
    # the most hopeful node first: a good one spares most of the others
    for turn in range(-1, nodes.size):
        i = first if turn < 0 else turn
        if turn == first or bounds[i] <= best:
            continue
        k = nodes[i]
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
        width = abs(track[k, 3] - t)
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
        return min(top, here + rise * (there - here + fall * width) / (rise + fall))
    return here


@inner
def best_place(
    fans: Fans,
    places: Places,
    flight: Array,
    track: Array,
    heights: tuple[float, float],
    nearest: Array,
    notes: tuple[Array, Array, Array, IntArray, IntArray],
    room: tuple[Array, Array],
) -> tuple[int, float, float]:
    """The place that leaves the most time against a flight, the intercept time and the slack (s): -1 where
    nothing launched with the flight or later gets there.

    `notes`: room for g and s and k numbers, and s and k whole ones.
    """
    latitudes, frames, starts, radii = places
    hopes, slack, bounds, at, all_nodes = notes
    nodes = all_nodes[: _usable(track, heights, all_nodes)]
    for g in range(radii.size):
        hopes[g] = _hope(fans, frames[starts[g]], radii[g], track, nodes, nearest)
    slack[:] = -math.inf
    best = JUST_BEFORE
    while True:
        g = 0
        for i in range(1, radii.size):
            if hopes[i] > hopes[g]:
                g = i
        least = max(JUST_BEFORE, best - NEAR)
        if hopes[g] <= least:
            break
        hopes[g] = -math.inf
        for s in range(starts[g], starts[g + 1]):
            least = max(JUST_BEFORE, best - NEAR)
            value, k = _best_node(
                fans, latitudes[s], frames[s], heights, track, nodes, least, bounds, room
            )
            if k >= 0:
                slack[s], at[s] = value, k
                best = max(best, value)
    chosen, when, most = -1, math.nan, -math.inf
    while True:
        s = 0
        for i in range(1, latitudes.size):
            if slack[i] > slack[s]:
                s = i
        here = slack[s]
        if here <= max(JUST_BEFORE, best - NEAR):
            break
        slack[s] = -math.inf
        if chosen >= 0:
            top = _ceiling(
                fans, latitudes[s], frames[s], flight, track, at[s], here, heights, most, room
            )
            if top <= most:
                continue
        t, value = summit(
            fans, latitudes[s], frames[s], flight, track, at[s], heights, math.inf, room
        )
        if value > most:
            chosen, when, most = s, t, value
    if most < 0.0:
        chosen = -1
    return chosen, when, most
