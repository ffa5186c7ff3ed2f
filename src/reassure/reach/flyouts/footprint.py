"""Footprints: can every flight of a group be met, and with how many seconds to spare?

A cell's group holds the flights from every launch point to it (area protected), or from it to every
point of a region (launch area denied). Seconds to spare against one flight are its latest launch that
still gets there, less the launch delay; against the group, those of its worst flight; over several
places for the interceptor, those of the best place. Most flights are settled without being solved: one
that leaves more to spare than the worst so far does not count, and a place that leaves less than the
best so far does not either.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.numeric.compile import batch, inner
from reassure.reach.flyouts.nodes import NODE_COLUMNS, trace
from reassure.reach.flyouts.slack import JUST_BEFORE, Fans, least_arrival, slack_at, summit
from reassure.reach.flyouts.table import BEARINGS
from reassure.reach.heights import counts
from reassure.typing import Array, IntArray

__all__ = ["to_spare"]

Sites = tuple[Array, Array]
"""Latitudes (s,), rad, and frames (s, 12)."""


@inner
def _most(
    fans: Fans,
    latitude: float,
    frame: Array,
    flight: Array,
    track: Array,
    heights: tuple[float, float],
    enough: float,
    room: tuple[Array, Array],
) -> float:
    """Greatest slack (s) against one flight, or some slack of `enough` or more. Minus infinity where not
    even a launch with the flight gets there.
    """
    count = track.shape[0]
    # the most hopeful node first: a good one spares most of the others
    hope, first = -math.inf, -1
    for k in range(count):
        p = (track[k, 0], track[k, 1], track[k, 2])
        bound = track[k, 3] - least_arrival(fans, frame, p)
        if bound > hope and counts(p, heights):
            hope, first = bound, k
    best, node = JUST_BEFORE, -1
    # then from the end: a later meeting allows a later launch, as long as the fan gets there
    for turn in range(count, -1, -1):
        k = first if turn == count else turn
        if turn == first or k < 0:
            continue
        p = (track[k, 0], track[k, 1], track[k, 2])
        if track[k, 3] - least_arrival(fans, frame, p) <= best:
            continue
        slack = slack_at(fans, latitude, frame, heights, track[k, 3], p, room)
        if slack > best:
            best, node = slack, k
            if slack >= max(enough, 0.0):
                return slack
    if node < 0:
        return -math.inf
    most = summit(fans, latitude, frame, flight, track, node, heights, enough, room)[1]
    return most if most >= 0.0 else -math.inf


@inner
def _worst(
    fans: Fans,
    latitude: float,
    frame: Array,
    group: Array,
    delays: Array,
    tracks: Array,
    held: IntArray,
    heights: tuple[float, float],
    first: int,
    least: float,
    room: tuple[Array, Array],
) -> tuple[float, int]:
    """Least seconds to spare over a group's flights and which flight that is; given up at `least` or less.

    `first`: the flight to begin with. `tracks` are filled in as they are needed, flight i in place i modulo
    their number; `held` says whose is in each.
    """
    low, worst = math.inf, -1
    for turn in range(-1, group.shape[0]):
        i = first if turn < 0 else turn
        if turn == first or not group[i, 7] > 0.0:
            continue
        spare = -math.inf
        if math.isfinite(delays[i]):
            k = i % held.size
            if held[k] != i:
                trace(group[i], tracks[k], heights[0], heights[1])
                held[k] = i
            spare = (
                _most(fans, latitude, frame, group[i], tracks[k], heights, low + delays[i], room)
                - delays[i]
            )
        if spare < low:
            low, worst = spare, i
            if low <= least:
                break
    return low, worst


@batch(
    "Tuple((float64[::1], int64[:,::1]))(float64[:,:,:,:,::1], float64[:,::1], float64[::1],"
    " float64[::1], float64, float64[:,::1], float64[::1], float64[:,::1], float64[:,:,::1],"
    " float64[:,::1], int64, float64, float64, int64)"
)
def to_spare(
    tables: Array,
    ends: Array,
    fan_latitudes: Array,
    slants: Array,
    burned: float,
    soonest: Array,
    latitudes: Array,
    frames: Array,
    groups: Array,
    delays: Array,
    nodes: int,
    lowest: float,
    highest: float,
    keep: int,
) -> tuple[Array, IntArray]:
    """Seconds to spare against n groups of g flights, from the best of s places for each group.

    The first six arguments are a fan (reach.fan). `latitudes` (s,), rad, and `frames` (s, 12)
    (earth.frames.site_frame). `groups` (n, g, 8): rows as in flight.family.standing, those whose
    free-flight time is 0 are no flights. `delays` (n, g): earliest launch (s; infinite: never).
    `nodes`: how many points of a flight are looked at before the best is refined. `lowest`, `highest`
    (m): heights of intercept. `keep`: how many nodes of flights' tracks are kept (32 bytes each); the
    tracks of more flights are made again for each place.

    Returns seconds (n,) and the flight and place they come from (n, 2): minus infinity where
    some flight is met from no place even by a launch with it, plus infinity and -1 for a group without flights.
    """
    n, g = groups.shape[0], groups.shape[1]
    fans = (tables, ends, fan_latitudes, slants, burned, soonest)
    heights = (lowest, highest)
    out = np.full(n, math.inf)
    which = np.full((n, 2), -1)
    room = (np.empty(ends.shape[1]), np.empty(BEARINGS))
    held = np.empty(max(1, min(g, keep // nodes)), np.int64)
    tracks = np.empty((held.size, nodes, NODE_COLUMNS))
    flight, place = 0, 0
    for i in range(n):
        held[:] = -1
        flights = 0
        for j in range(g):
            flights += groups[i, j, 7] > 0.0
        if flights == 0:
            continue
        best, start = -math.inf, place
        # the last group's place and flight first: neighbours are much alike
        for turn in range(-1, latitudes.size):
            s = start if turn < 0 else turn
            if turn == start:
                continue
            low, worst = _worst(
                fans,
                latitudes[s],
                frames[s],
                groups[i],
                delays[i],
                tracks,
                held,
                heights,
                flight,
                best,
                room,
            )
            if turn < 0 or low > best:
                best, flight, place = low, worst, s
        out[i], which[i, 0], which[i, 1] = best, flight, place
    return out, which
