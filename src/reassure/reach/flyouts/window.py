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

from reassure.flight.family import standing
from reassure.numeric.compile import batch, inner
from reassure.reach.flyouts.best_place import best_place, nearest_arrivals
from reassure.reach.flyouts.slack import EDGE, Fans, arrival, least_arrival, node, slack_at
from reassure.reach.flyouts.table import BEARINGS
from reassure.typing import Array, IntArray

__all__ = ["MOST_SHOTS", "WINDOW_COLUMNS", "windows"]

WINDOW_COLUMNS: Final = 7
"""Columns of a row: latest launch, its intercept, first and last intercept (s from the flight's launch),
shots, launch azimuth (rad) and kick (node) of the latest launch."""

MOST_SHOTS: Final = 50


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
    while abs(within - out) > EDGE:
        middle = 0.5 * (out + within)
        p = standing(flight, middle)
        if slack_at(fans, latitude, frame, heights, middle, p, room) >= launch:
            within = middle
        else:
            out = middle
    return within


@batch(
    "Tuple((int64[::1], float64[:,::1]))(float64[:,:,:,:,::1], float64[:,::1], float64[::1],"
    " float64[::1], float64, float64[:,::1], float64[::1], float64[:,::1], int64[::1], float64[::1],"
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
    starts: IntArray,
    radii: Array,
    flights: Array,
    tracks: Array,
    ready: Array,
    lowest: float,
    highest: float,
    look: float,
) -> tuple[IntArray, Array]:
    """The engagement window of the best of s sites against each of n flights.

    The first six arguments are a fan (reach.fan). `latitudes` (s,), rad, and `frames` (s, 12)
    (earth.frames.site_frame), in groups (geography.lattice.groups): where each begins, `starts` (g + 1,), and
    how far its places lie from its first at most, `radii` (g,), m. `flights` (n, 8): rows as in
    flight.family.standing; `tracks` (n, k, 4) of reach.flyouts.nodes. `ready` (n,): earliest launch (s; infinite: never).
    `lowest`, `highest` (m): heights of intercept. `look` (s): between an intercept and the next launch.

    Returns the site of the latest launch (n,), -1 where none launched with the flight or later gets
    there, and rows (n, 7) as WINDOW_COLUMNS says: NaN where there is none, and for the window where
    nothing launched at `ready` or later gets there (no shots).
    """
    n = flights.shape[0]
    fans = (tables, ends, fan_latitudes, slants, burned, soonest)
    places = (latitudes, frames, starts, radii)
    heights = (lowest, highest)
    chosen = np.full(n, -1)
    row = np.full((n, WINDOW_COLUMNS), math.nan)
    room = (np.empty(ends.shape[1]), np.empty(BEARINGS))
    count = tracks.shape[1]
    nearest = np.empty(soonest.shape[0])
    nearest_arrivals(soonest, nearest)
    notes = (np.empty(radii.size), np.empty(count), np.empty(count), np.empty(count, np.int64))
    slack = np.empty(count + 1)
    times = np.empty(count + 1)
    for i in range(n):
        flight, track = flights[i], tracks[i]
        row[i, 4] = 0.0
        site, when, best = best_place(fans, places, flight, track, heights, nearest, notes, room)
        if site < 0:
            continue
        latitude, frame = latitudes[site], frames[site]
        _, azimuth, kick = arrival(fans, latitude, frame, standing(flight, when), room)
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
            if times[at] - least_arrival(fans, frame, node(track, k)) >= ready[i]:
                p = node(track, k)
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
