"""Footprints: can every flight of a group be met, and with how many seconds to spare?

A cell's group holds the flights from every launch point to it (area protected), or from it to every
point of a region (launch area denied). Seconds to spare against one flight are its latest launch
that still gets there, less the launch delay; against the group, those of its worst flight; over
several places for the interceptor, those of the best place. Most flights are settled without being
solved: one that leaves more to spare than the worst so far does not count, and a place that leaves
less than the best so far does not either.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba.core.types import Tuple, float64, int64

from reassure.flight.family import FREE_FLIGHT_TIME
from reassure.numeric.compile import batch, inner
from reassure.reach.flyouts.nodes import NODE_COLUMNS, NODE_TIME, node, trace
from reassure.reach.flyouts.slack import (
    JUST_BEFORE,
    SITES,
    Reach,
    SiteArrays,
    SiteView,
    least_arrival,
    reach_of,
    site_at,
    slack_at,
    summit,
)
from reassure.reach.flyouts.table import FAN, FanArrays
from reassure.reach.heights import HEIGHT_BAND, HeightBand, counts
from reassure.typing import Array, IntArray

__all__ = ["to_spare"]


class _KeptTracks(NamedTuple):
    """Tracks (m, k, NODE_COLUMNS) that are kept, and whose flight each is (m,), -1 for nobody's."""

    tracks: Array
    whose: IntArray


@inner
def _most(reach: Reach, site: SiteView, flight: Array, track: Array, enough: float) -> float:
    """Greatest slack (s) against one flight, or some slack of `enough` or more. Minus infinity
    where not even a launch with the flight gets there.
    """
    count = track.shape[0]
    # the most hopeful node first: a good one spares most of the others
    hope, first = -math.inf, -1
    for k in range(count):
        p = node(track, k)
        bound = track[k, NODE_TIME] - least_arrival(reach.fan, site.frame, p)
        if bound > hope and counts(p, reach.heights):
            hope, first = bound, k
    best, at = JUST_BEFORE, -1
    # then from the end: a later meeting allows a later launch, as long as the fan gets there
    for turn in range(count, -1, -1):
        k = first if turn == count else turn
        if turn == first or k < 0:
            continue
        p, when = node(track, k), track[k, NODE_TIME]
        if when - least_arrival(reach.fan, site.frame, p) <= best:
            continue
        slack = slack_at(reach, site, when, p)
        if slack > best:
            best, at = slack, k
            # Enough to show that this flight is not the group's worst: no need for its summit.
            if slack >= max(enough, 0.0):
                return slack
    if at < 0:
        return -math.inf
    _, most = summit(reach, site, flight, track, at, enough)
    return most if most >= 0.0 else -math.inf


@inner
def _spare(
    reach: Reach,
    site: SiteView,
    group: Array,
    delays: Array,
    kept: _KeptTracks,
    i: int,
    enough: float,
) -> float:
    """Seconds to spare against row i of a group, or some of `enough` or more. Minus infinity where it is not met."""
    # An infinite delay, for a flight that no sensor tracks in time, leaves nothing to spare.
    if not math.isfinite(delays[i]):
        return -math.inf
    k = i % kept.whose.size
    track = kept.tracks[k]
    if kept.whose[k] != i:
        trace(group[i], track, reach.heights.lowest, reach.heights.highest)
        kept.whose[k] = i
    most: float = _most(reach, site, group[i], track, enough + delays[i])
    return most - float(delays[i])


@inner
def _worst(
    reach: Reach,
    site: SiteView,
    group: Array,
    delays: Array,
    kept: _KeptTracks,
    parts: int,
    first: int,
    least: float,
) -> tuple[float, int]:
    """Least seconds to spare over a group's flights and which flight that is; given up at `least`
    or less.

    `first`: the flight to begin with. Tracks are made as they are needed, row i's in place i
    modulo the number that is kept. Of a flight's parts the one that leaves most counts.
    """
    low, worst = math.inf, -1
    for turn in range(-1, group.shape[0] // parts):
        f = first if turn < 0 else turn
        if turn == first or not group[f * parts, FREE_FLIGHT_TIME] > 0.0:
            continue
        spare = -math.inf
        for i in range(f * parts, (f + 1) * parts):
            if group[i, FREE_FLIGHT_TIME] > 0.0 and spare < low:
                spare = max(spare, _spare(reach, site, group, delays, kept, i, low))
        if spare < low:
            low, worst = spare, f
            if low <= least:
                break
    return low, worst


@inner
def _number_of(group: Array) -> int:
    """How many of a group's rows (g, FLIGHT_COLUMNS) are flights."""
    flights = 0
    for j in range(group.shape[0]):
        flights += group[j, FREE_FLIGHT_TIME] > 0.0
    return flights


@batch(
    Tuple((float64[::1], int64[:, ::1]))(
        FAN, SITES, float64[:, :, ::1], float64[:, ::1], int64, HEIGHT_BAND, int64, int64
    )
)
def to_spare(
    fan: FanArrays,
    sites: SiteArrays,
    groups: Array,
    delays: Array,
    nodes: int,
    heights: HeightBand,
    keep: int,
    parts: int,
) -> tuple[Array, IntArray]:
    """Seconds to spare against n groups of g flights, from the best of s sites for each group.

    `groups` (n, g, FLIGHT_COLUMNS): rows as in flight.family.standing, those whose FREE_FLIGHT_TIME
    is 0 are no flights. `delays` (n, g): earliest launch (s; infinite: never). `nodes`: how many
    points of a flight are looked at before the best is refined. `heights`: of intercept. `keep`:
    how many nodes of flights' tracks are kept (32 bytes each); the tracks of more flights are made
    again for each site. How the sites are grouped plays no part. `parts`: so many rows, one after another, are parts of one flight,
    which is met if one of them is; the first of them is a flight wherever one is.

    Returns seconds (n,), and the flight and site they come from (n, 2): minus infinity where some
    flight is met from no site even by a launch with it, plus infinity, -1 and -1 for a group
    without flights.
    """
    n, g = groups.shape[0], groups.shape[1]
    reach = reach_of(fan, heights)
    out = np.full(n, math.inf)
    which = np.full((n, 2), -1)
    most = max(1, min(g, keep // nodes))
    # As many tracks as `keep` nodes allow, one at least.
    kept = _KeptTracks(np.empty((most, nodes, NODE_COLUMNS)), np.empty(most, np.int64))
    flight, place = 0, 0
    for i in range(n):
        # The tracks kept are of the last group: flight i of this one is another flight.
        kept.whose[:] = -1
        if _number_of(groups[i]) == 0:
            continue
        best, start = -math.inf, place
        # the last group's site and flight first: neighbours are much alike
        for turn in range(-1, sites.latitudes.size):
            s = start if turn < 0 else turn
            if turn == start:
                continue
            site = site_at(sites, s)
            low, worst = _worst(reach, site, groups[i], delays[i], kept, parts, flight, best)
            if turn < 0 or low > best:
                best, flight, place = low, worst, s
        out[i], which[i, 0], which[i, 1] = best, flight, place
    return out, which
