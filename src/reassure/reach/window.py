"""Engagement windows: when an interceptor class, by its flyouts, can be where a flight is.

At an intercept time t the flight stands somewhere; the fan tells the earliest arrival T there; so an
interceptor that leaves at t - T or earlier can be there. The greatest t - T over all t is the latest
launch; the window at a launch delay holds the times with t - T no less than the delay; and shots with a
look between follow one another in it.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.earth.frames import height_along_radius
from reassure.flight.family import standing
from reassure.kernels import batch, inner
from reassure.minimum import bracket, narrow
from reassure.reach.arrival import look_up
from reassure.reach.fan_table import BEARINGS, ELEVATION_BANDS
from reassure.typing import Array, IntArray

__all__ = [
    "JUST_BEFORE",
    "MOST_SHOTS",
    "WINDOW_COLUMNS",
    "Fans",
    "least_arrival",
    "quick_slack",
    "slack_at",
    "summit",
    "windows",
]

WINDOW_COLUMNS: Final = 7
"""Columns of a row: latest launch, its intercept, first and last intercept (s from the flight's launch),
shots, launch azimuth (rad) and kick (node) of the latest launch."""

MOST_SHOTS: Final = 50

JUST_BEFORE: Final = -30.0
"""s. A node whose latest launch is this long before the flight's own may still have one after it beside it."""

_MOVES = 20
_EDGE = 0.05  # s: an end of the window is found to this

Fans = tuple[Array, Array, Array, Array, float, Array]
"""Tables (l, 3, m, BEARINGS, k), ends (l, k), latitudes (l,), slants (m,), burned (s), soonest (m - 1, bands)."""


@inner
def _arrival(
    fans: Fans,
    latitude: float,
    frame: Array,
    p: tuple[float, float, float],
    room: tuple[Array, Array],
) -> tuple[float, float, float]:
    """Earliest arrival (s), azimuth (rad) and kick (node) at an Earth-fixed point; latitudes joined by a line."""
    tables, ends, latitudes, slants, burned, _ = fans
    i = 0
    while i < latitudes.size - 2 and latitude >= latitudes[i + 1]:
        i += 1
    t, a, k = look_up(tables[i], ends[i], slants, burned, frame, p[0], p[1], p[2], room)
    if latitudes.size == 1 or math.isinf(t):
        return t, a, k
    u = (latitude - latitudes[i]) / (latitudes[i + 1] - latitudes[i])
    if u == 0.0:
        return t, a, k
    t2, a2, k2 = look_up(tables[i + 1], ends[i + 1], slants, burned, frame, p[0], p[1], p[2], room)
    return (1.0 - u) * t + u * t2, (1.0 - u) * a + u * a2, (1.0 - u) * k + u * k2


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
def quick_slack(
    fans: Fans,
    latitude: float,
    frame: Array,
    heights: tuple[float, float],
    when: float,
    p: tuple[float, float, float],
    least: float,
    room: tuple[Array, Array],
) -> float:
    """As `slack_at`, for a search: by the nearest latitude's table alone, and minus infinity where the
    answer cannot be above `least`.
    """
    tables, ends, latitudes, slants, burned, _ = fans
    if when - least_arrival(fans, frame, p) <= least:
        return -math.inf
    height = height_along_radius(p[0], p[1], p[2])
    if not heights[0] <= height <= heights[1]:
        return -math.inf
    i = 0
    while i < latitudes.size - 1 and abs(latitudes[i + 1] - latitude) < abs(
        latitudes[i] - latitude
    ):
        i += 1
    return when - look_up(tables[i], ends[i], slants, burned, frame, p[0], p[1], p[2], room)[0]


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
    height = height_along_radius(p[0], p[1], p[2])
    if not heights[0] <= height <= heights[1]:
        return -math.inf
    return when - _arrival(fans, latitude, frame, p, room)[0]


@inner
def _node(track: Array, k: int) -> tuple[float, float, float]:
    return track[k, 0], track[k, 1], track[k, 2]


@inner
def _best_site(
    fans: Fans,
    sites: tuple[Array, Array, int, IntArray],
    track: Array,
    heights: tuple[float, float],
    likely: int,
    room: tuple[Array, Array],
) -> tuple[float, int, int]:
    """Greatest slack (s) at the nodes, the site and the node: the likely site, leading sites, then a climb."""
    latitudes, frames, leading, neighbours = sites
    best, site, node = JUST_BEFORE, -1, -1
    for i in range(-1, leading):
        s = likely if i < 0 else i
        if s < 0 or i == likely:
            continue
        # the most hopeful node of each site first: a good one spares most of the others
        hope, first = best, -1
        for k in range(track.shape[0]):
            bound = track[k, 3] - least_arrival(fans, frames[s], _node(track, k))
            if bound > hope:
                hope, first = bound, k
        if first < 0:
            continue
        for turn in range(-1, track.shape[0]):
            k = first if turn < 0 else turn
            if turn == first:
                continue
            slack = quick_slack(
                fans, latitudes[s], frames[s], heights, track[k, 3], _node(track, k), best, room
            )
            if slack > best:
                best, site, node = slack, s, k
    if site < 0 or neighbours.shape[1] == 0:
        return best, site, node
    moved = True
    while moved:
        moved = False
        here, around = site, node
        for m in range(neighbours.shape[1]):
            j = neighbours[here, m]
            if j < 0:
                break
            for k in range(max(0, around - 1), min(track.shape[0], around + 2)):
                slack = quick_slack(
                    fans, latitudes[j], frames[j], heights, track[k, 3], _node(track, k), best, room
                )
                if slack > best:
                    best, site, node, moved = slack, j, k, True
    return best, site, node


@inner
def _around(
    fans: Fans,
    latitude: float,
    frame: Array,
    flight: Array,
    track: Array,
    node: int,
    heights: tuple[float, float],
    enough: float,
    room: tuple[Array, Array],
) -> tuple[float, float]:
    """As `summit`, between a node's two neighbours."""
    middle = track[node, 3]
    at_node = slack_at(fans, latitude, frame, heights, middle, _node(track, node), room)
    low, high = track[max(0, node - 1), 3], track[min(track.shape[0] - 1, node + 1), 3]
    for side in (low, high):
        # no more a step to that side than at the node itself: nothing to look for there
        if abs(side - middle) > _EDGE and math.isfinite(at_node):
            other = middle + math.copysign(_EDGE, side - middle)
            p = standing(flight, other)
            if slack_at(fans, latitude, frame, heights, other, p, room) <= at_node:
                if side < middle:
                    low = middle
                else:
                    high = middle
    if high - low <= 2.0 * _EDGE:
        return middle, at_node
    start = 0.5 * (low + high) if low == middle or high == middle else middle
    value = slack_at(fans, latitude, frame, heights, start, standing(flight, start), room)
    search = bracket(low, high, start, -value, _EDGE)
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
    node: int,
    heights: tuple[float, float],
    enough: float,
    room: tuple[Array, Array],
) -> tuple[float, float]:
    """Intercept time (s) of greatest slack uphill from a node, and that slack; or the first found with a
    slack of `enough` or more. Minus infinity where there is none at or beside the node.
    """
    when, best = track[node, 3], -math.inf
    for _ in range(_MOVES):
        x, value = _around(fans, latitude, frame, flight, track, node, heights, enough, room)
        if value > best:
            when, best = x, value
        if best >= enough or math.isinf(best):
            break
        # at a neighbour, not between: go on from there
        if node > 0 and when <= track[node - 1, 3] + 2.0 * _EDGE:
            node -= 1
        elif node + 1 < track.shape[0] and when >= track[node + 1, 3] - 2.0 * _EDGE:
            node += 1
        else:
            break
    return when, best


@inner
def _passes(
    fans: Fans,
    latitude: float,
    frame: Array,
    flight: Array,
    heights: tuple[float, float],
    out: float,
    within: float,
    launch: float,
    room: tuple[Array, Array],
) -> float:
    """The time between `out` and `within` (s) from which on, or until which, the slack is at least `launch`."""
    while abs(within - out) > _EDGE:
        middle = 0.5 * (out + within)
        p = standing(flight, middle)
        if slack_at(fans, latitude, frame, heights, middle, p, room) >= launch:
            within = middle
        else:
            out = middle
    return within


@batch(
    "Tuple((int64[::1], float64[:,::1]))(float64[:,:,:,:,::1], float64[:,::1], float64[::1],"
    " float64[::1], float64, float64[:,::1], float64[::1], float64[:,::1], int64, int64[:,::1],"
    " float64[:,::1], float64[:,:,::1], float64[::1], float64, float64, float64)"
)
def windows(
    tables: Array,
    ends: Array,
    fan_latitudes: Array,
    slants: Array,
    burned: float,
    soonest: Array,
    latitudes: Array,
    frames: Array,
    leading: int,
    neighbours: IntArray,
    flights: Array,
    tracks: Array,
    ready: Array,
    lowest: float,
    highest: float,
    look: float,
) -> tuple[IntArray, Array]:
    """The engagement window of the best of s sites against each of n flights.

    The first six arguments are a fan (reach.fan). `latitudes` (s,), rad, and `frames` (s, 12)
    (earth.frames.site_frame); `leading` and `neighbours` as for `required_speeds`. `flights`
    (n, 8) as there, `tracks` (n, k, 4) of reach.track. `ready` (n,): earliest launch (s; infinite: never).
    `lowest`, `highest` (m): heights of intercept. `look` (s): between an intercept and the next launch.

    Returns the site of the latest launch (n,), -1 where none launched with the flight or later gets
    there, and rows (n, 7) as WINDOW_COLUMNS says: NaN where there is none, and for the window where
    nothing launched at `ready` or later gets there (no shots).
    """
    n = flights.shape[0]
    fans = (tables, ends, fan_latitudes, slants, burned, soonest)
    sites = (latitudes, frames, leading, neighbours)
    heights = (lowest, highest)
    chosen = np.full(n, -1)
    row = np.full((n, WINDOW_COLUMNS), math.nan)
    room = (np.empty(ends.shape[1]), np.empty(BEARINGS))
    count = tracks.shape[1]
    slack = np.empty(count + 1)
    times = np.empty(count + 1)
    likely = -1
    for i in range(n):
        flight, track = flights[i], tracks[i]
        row[i, 4] = 0.0
        # the last flight's site is likely to be this one's: neighbours are much alike
        best, site, node = _best_site(fans, sites, track, heights, likely, room)
        if site < 0:
            continue
        likely = site
        # the search saw it by one latitude only
        latitude, frame = latitudes[site], frames[site]
        when, best = summit(fans, latitude, frame, flight, track, node, heights, math.inf, room)
        if best < 0.0:
            continue
        _, azimuth, kick = _arrival(fans, latitude, frame, standing(flight, when), room)
        chosen[i] = site
        row[i, 0], row[i, 1], row[i, 5], row[i, 6] = best, when, azimuth, kick
        if not best >= ready[i]:
            continue
        # the slack along the whole flight, its summit among the nodes
        at = 0
        for k in range(count):
            if at == k and when <= track[k, 3]:
                times[at], slack[at] = when, best
                at += 1
            times[at], slack[at] = track[k, 3], -math.inf
            if times[at] - least_arrival(fans, frame, _node(track, k)) >= ready[i]:
                p = _node(track, k)
                slack[at] = slack_at(fans, latitude, frame, heights, times[at], p, room)
            at += 1
        if at == count:
            times[at], slack[at] = when, best
        launch = ready[i]
        shots = 0
        k = 0
        while k <= count and shots < MOST_SHOTS:
            if slack[k] < launch or (shots > 0 and times[k] < launch):
                k += 1
                continue
            meet = times[k]
            if k > 0 and slack[k - 1] < launch:
                meet = _passes(
                    fans, latitude, frame, flight, heights, times[k - 1], times[k], launch, room
                )
            if shots == 0:
                row[i, 2] = meet
            shots += 1
            launch = meet + look
        row[i, 4] = shots
        last = count
        while slack[last] < ready[i]:
            last -= 1
        final, beyond = float(times[last]), float(times[min(last + 1, count)])
        if last < count:
            final = _passes(fans, latitude, frame, flight, heights, beyond, final, ready[i], room)
        row[i, 3] = final
    return chosen, row
