"""Engagement windows: when an interceptor class, by its flyouts, can be where a flight is.

At an intercept time t the flight stands somewhere; the fan tells the earliest arrival T there; so
an interceptor that leaves at t - T or earlier can be there. The greatest t - T over all t is the
latest launch; the window at a launch delay holds the times with t - T no less than the delay; and
shots with a look between follow one another in it.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numba.core.types import Tuple, float64, int64

from reassure.flight.family import standing
from reassure.numeric.compile import batch, inner
from reassure.reach.flyouts.best_place import best_place, bounds_room
from reassure.reach.flyouts.nodes import NODE_TIME, node
from reassure.reach.flyouts.slack import (
    EDGE,
    SITES,
    Reach,
    SiteArrays,
    SiteView,
    arrival,
    least_arrival,
    reach_of,
    site_at,
    slack_at,
)
from reassure.reach.flyouts.table import FAN, FanArrays
from reassure.reach.heights import HEIGHT_BAND, HeightBand
from reassure.typing import Array, IntArray

__all__ = [
    "AZIMUTH",
    "FIRST_INTERCEPT",
    "KICK_NODE",
    "LAST_INTERCEPT",
    "LATEST_INTERCEPT",
    "LATEST_LAUNCH",
    "MOST_SHOTS",
    "SHOTS",
    "WINDOW_COLUMNS",
    "windows",
]

WINDOW_COLUMNS: Final = 7
LATEST_LAUNCH: Final = 0  # s
LATEST_INTERCEPT: Final = 1  # of the latest launch, s
FIRST_INTERCEPT: Final = 2  # s
LAST_INTERCEPT: Final = 3  # s
SHOTS: Final = 4
AZIMUTH: Final = 5  # of the latest launch, rad
KICK_NODE: Final = 6  # of the latest launch: where among the fan's kicks
"""Columns of a window's row; times count from the flight's launch."""

MOST_SHOTS: Final = 50
"""No more shots than this are counted."""


class _SlackAlong(NamedTuple):
    """A flight's times (s), rising, and the launch slack (s) at each: minus infinity where it is
    not wanted.
    """

    times: Array
    slack: Array


@inner
def _passes(
    reach: Reach, site: SiteView, flight: Array, out: float, within: float, launch: float
) -> float:
    """The time between `out` and `within` (s) from which on, or until which, the slack is at least
    `launch`.
    """
    while abs(within - out) > EDGE:
        middle = 0.5 * (out + within)
        if slack_at(reach, site, middle, standing(flight, middle)) >= launch:
            within = middle
        else:
            out = middle
    return within


@inner
def _fill_slack(
    reach: Reach,
    site: SiteView,
    track: Array,
    summit: tuple[float, float],
    ready: float,
    along: _SlackAlong,
) -> None:
    """Fill in the slack at the nodes of a track, where it may be `ready` (s) or more, and at its
    summit: the time and the slack there.
    """
    when, best = summit
    times, slack = along.times, along.slack
    count = track.shape[0]
    at = 0
    for k in range(count):
        # The summit takes its place among the nodes, in order of time.
        if at == k and when <= track[k, NODE_TIME]:
            times[at], slack[at] = when, best
            at += 1
        times[at], slack[at] = track[k, NODE_TIME], -math.inf
        p = node(track, k)
        if times[at] - least_arrival(reach.fan, site.frame, p) >= ready:
            slack[at] = slack_at(reach, site, times[at], p)
        at += 1
    if at == count:
        times[at], slack[at] = when, best


@inner
def _fill_window(
    reach: Reach,
    site: SiteView,
    flight: Array,
    along: _SlackAlong,
    delays: tuple[float, float],
    row: Array,
) -> None:
    """Fill in the first and the last intercept and the shots, launched at the first of two delays
    (s) or later and the second after each intercept.
    """
    ready, look = delays
    times, slack = along.times, along.slack
    # Nodes; the summit is one time more.
    count = times.size - 1
    launch = ready
    shots = 0
    k = 0
    while k <= count and shots < MOST_SHOTS:
        # Neither out of reach for this launch, nor before the shot has left.
        if slack[k] < launch or (shots > 0 and times[k] < launch):
            k += 1
            continue
        meet = times[k]
        if k > 0 and slack[k - 1] < launch:
            meet = _passes(reach, site, flight, times[k - 1], times[k], launch)
        if shots == 0:
            row[FIRST_INTERCEPT] = meet
        shots += 1
        # Shoot, look, shoot: the next leaves `look` after this one's intercept.
        launch = meet + look
    row[SHOTS] = shots
    last = count
    while slack[last] < ready:
        last -= 1
    final, beyond = float(times[last]), float(times[min(last + 1, count)])
    if last < count:
        final = _passes(reach, site, flight, beyond, final, ready)
    row[LAST_INTERCEPT] = final


@batch(
    Tuple((int64[::1], float64[:, ::1]))(
        FAN, SITES, float64[:, ::1], float64[:, :, ::1], float64[::1], HEIGHT_BAND, float64
    )
)
def windows(
    fan: FanArrays,
    sites: SiteArrays,
    flights: Array,
    tracks: Array,
    ready: Array,
    heights: HeightBand,
    look: float,
) -> tuple[IntArray, Array]:
    """The engagement window of the best of s sites against each of n flights.

    `flights` (n, FLIGHT_COLUMNS): rows as in flight.family.standing; `tracks` (n, k, NODE_COLUMNS)
    of reach.flyouts.nodes; `ready` (n,): earliest launch (s; infinite: never); `heights`: of
    intercept; `look` (s): between an intercept and the next launch.

    Returns the site of the latest launch (n,), -1 where none launched with the flight or later gets
    there, and rows (n, WINDOW_COLUMNS), columns LATEST_LAUNCH to KICK_NODE. Where there is no site
    the row is NaN but for its SHOTS, 0; where there is one and nothing launched at `ready` or later
    gets there, FIRST_INTERCEPT and LAST_INTERCEPT are NaN and SHOTS 0.
    """
    n, count = flights.shape[0], tracks.shape[1]
    reach = reach_of(fan, heights)
    room = bounds_room(fan.soonest, sites.radii.size, count)
    chosen = np.full(n, -1)
    row = np.full((n, WINDOW_COLUMNS), math.nan)
    along = _SlackAlong(np.empty(count + 1), np.empty(count + 1))
    for i in range(n):
        flight, track, out = flights[i], tracks[i], row[i]
        out[SHOTS] = 0.0
        s, when, best = best_place(reach, sites, flight, track, room)
        if s < 0:
            continue
        site = site_at(sites, s)
        _, azimuth, kick = arrival(reach, site, standing(flight, when))
        chosen[i] = s
        out[LATEST_LAUNCH], out[LATEST_INTERCEPT] = best, when
        out[AZIMUTH], out[KICK_NODE] = azimuth, kick
        if best >= ready[i]:
            _fill_slack(reach, site, track, (when, best), ready[i], along)
            _fill_window(reach, site, flight, along, (ready[i], look), out)
    return chosen, row
