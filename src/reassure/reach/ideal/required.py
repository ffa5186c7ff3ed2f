"""Required speed: the least Earth-relative speed with which the ideal interceptor meets a flight.

The ideal interceptor is, at any time from `ready` on, at a fixed point P of the turning Earth with
all its speed in whatever direction it likes; from then on only gravity acts, and its arc stays
above the polar radius. It meets the flight between the flight's burnout and its end.

The speed is least over two times, departure and intercept. For each intercept time the departure is
settled by `least_speed` (a minimum for each way round the Earth, or the edge `ready`). Over the
intercept time there can be several minima, and often the least is at an edge of the window: so the
window is first scanned at the flight's nodes, and every low node's neighbourhood is then narrowed,
edges included. `design/scan_spacing.py` measures how coarse the scan may be.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numba.core.types import Tuple, float64, int64

from reassure.flight.family import BURNOUT_TIME, FREE_FLIGHT_TIME, end_time, standing
from reassure.flight.transfer import relative_speed
from reassure.numeric.compile import batch, inner, record
from reassure.numeric.vectors import put, take
from reassure.reach.ideal.arcs import SLACK, least_speed, nearest_node, stride
from reassure.reach.ideal.scan import glance, look_into, narrow_down, scan
from reassure.typing import Array, IntArray, Point

__all__ = [
    "BURNOUT_SITES",
    "CLIMB",
    "DEPARTURE",
    "INTERCEPT",
    "INTERCEPT_POINT",
    "POLISH",
    "REQUIRED_COLUMNS",
    "REQUIRED_SPEED",
    "BurnoutSites",
    "SearchRoom",
    "best_meeting",
    "fill_required",
    "required_speeds",
    "search_room",
    "site_point",
]

_POINT = 3  # the first of three

REQUIRED_COLUMNS: Final = 6
REQUIRED_SPEED: Final = 0  # Earth-relative, m/s
DEPARTURE: Final = 1  # of the interceptor from its burnout, s from the flight's launch
INTERCEPT: Final = 2  # s from the flight's launch
INTERCEPT_POINT: Final = slice(_POINT, _POINT + 3)  # Earth-fixed, m
"""Columns of a row: the meeting of least speed."""


class BurnoutSites(NamedTuple):
    """Where the ideal interceptor may burn out, in the order of a search
    (geography.lattice.lattice).

    `points` (s, 3): Earth-fixed, m; the first `leading` of them are scanned, and from the best the
    search climbs along `neighbours` (s, k), numbers of points, of which -1 pads a short row; k is 0
    where there is one point.
    """

    points: Array
    leading: int
    neighbours: IntArray


BURNOUT_SITES: Final = record(BurnoutSites, float64[:, ::1], int64, int64[:, ::1])
"""The sites in a signature for `batch`."""


class SearchRoom(NamedTuple):
    """Room for `best_meeting` over s sites and k nodes, made once and used again.

    `speeds` (s,): of each site, m/s, infinite where it is not worth looking into; `scanned` (k,):
    of one site to each node; `nodes` (s,): first the step of each leading site's scan, then its
    best node; `visited` (s,): the mark of the search that last tried each.
    """

    speeds: Array
    scanned: Array
    nodes: IntArray
    visited: IntArray


CLIMB = 300.0
"""m/s. From a leading site of an area that needs no more than this above the best of them, the
search climbs to a better neighbour (design/area_spacing.py)."""

POLISH = 15.0
"""m/s. In the last climb, a neighbour that needs no more than this above the best at the best one's
times is worked out in full (design/area_spacing.py)."""


@inner
def site_point(points: Array, s: int) -> Point:
    """The s-th of some points (n, 3), in their unit."""
    return take(points[s], 0)


@inner
def fill_required(row: Array, speed: float, departure: float, intercept: float, p: Point) -> None:
    """Write a row (REQUIRED_COLUMNS,): speed (m/s), two times (s), and the intercept point
    (Earth-fixed, m).
    """
    row[REQUIRED_SPEED], row[DEPARTURE], row[INTERCEPT] = speed, departure, intercept
    put(row, _POINT, p)


@inner
def _climb(
    sites: BurnoutSites,
    flight: Array,
    track: Array,
    ready: float,
    s: int,
    room: SearchRoom,
    mark: int,
) -> tuple[int, float]:
    """From site s go to whichever neighbour needs less speed, until none does: site and speed
    (m/s).

    The search watches the node of least speed from s, and goes with the best one. Sites that carry
    `mark` have been passed already and are not tried again.
    """
    points, _, neighbours = sites
    visited = room.visited
    k, least = room.nodes[s], room.speeds[s]
    moved = True
    while moved:
        moved = False
        here = s
        for m in range(neighbours.shape[1]):
            j = neighbours[here, m]
            if j < 0:
                break
            if visited[j] == mark:
                continue
            visited[j] = mark
            speed = glance(site_point(points, j), flight, track, ready, k)
            if speed < least:
                least, s, moved = speed, j, True
        if moved:
            # from the new site another node may be the nearer one
            p = site_point(points, s)
            for node in range(max(0, k - 1), min(track.shape[0], k + 2)):
                speed = glance(p, flight, track, ready, node)
                if speed < least:
                    least, k = speed, node
    return s, least


@inner
def _candidates(
    sites: BurnoutSites,
    flight: Array,
    track: Array,
    ready: float,
    ceiling: float,
    room: SearchRoom,
    mark: int,
) -> float:
    """Scan the leading sites and climb from the good ones; the least speed seen, m/s.

    Leaves every site's speed in the room.
    """
    points, leading, neighbours = sites
    speeds, scanned, nodes, visited = room
    first, nearest = 0, math.inf
    for s in range(leading):
        off = nearest_node(site_point(points, s), track)
        # where a climb follows, every second of the nodes is enough to start it
        nodes[s] = stride(off) * (2 if leading < points.shape[0] else 1)
        if off < nearest:
            first, nearest = s, off
    least = math.inf
    speeds[:] = math.inf
    for turn in range(leading):
        s = (first + turn) % leading
        p = site_point(points, s)
        speeds[s] = scan(p, flight, track, ready, min(ceiling, least), nodes[s], scanned)
        nodes[s] = int(np.argmin(scanned))
        visited[s] = mark
        least = min(least, speeds[s])
    if neighbours.shape[1] == 0:
        return least
    for s in range(leading):
        if speeds[s] <= least + CLIMB:
            top, speed = _climb(sites, flight, track, ready, s, room, mark)
            # The climb left it for a better one: it is not looked into again.
            speeds[s] = math.inf if top != s else speeds[s]
            speeds[top] = min(speeds[top], speed)
            least = min(least, speed)
    return least


@inner
def search_room(sites: int, nodes: int) -> SearchRoom:
    """Room for `best_meeting` over so many sites, and flights of so many nodes."""
    return SearchRoom(
        np.empty(sites), np.empty(nodes), np.empty(sites, np.int64), np.full(sites, -1)
    )


@inner
def best_meeting(
    sites: BurnoutSites,
    flight: Array,
    track: Array,
    ready: float,
    ceiling: float,
    room: SearchRoom,
    mark: int,
) -> tuple[float, int, float]:
    """Least speed (m/s), site and intercept time (s) over all sites; infinite and -1 if none.

    `flight` (FLIGHT_COLUMNS,), `track` (k, 3), and the other arguments as for `required_speeds`;
    `mark`, 0 or more, differs from call to call with the same `room`.
    """
    least = _candidates(sites, flight, track, ready, ceiling, room, mark)
    points, leading, neighbours = sites
    best, site, when = math.inf, -1, 0.0
    for s in range(points.shape[0]):
        lowest = min(ceiling, least, best)
        if not room.speeds[s] <= lowest + SLACK:
            continue
        p = site_point(points, s)
        # a climb ends at any node: look at all of them; else at those that were scanned before
        step = 1 if leading < points.shape[0] else stride(nearest_node(p, track))
        scan(p, flight, track, ready, lowest, step, room.scanned)
        speed, time = look_into(p, flight, ready, step, room.scanned, lowest + SLACK)
        if speed < best:
            best, site, when = speed, s, time
    if site < 0 or neighbours.shape[1] == 0:
        return best, site, when
    spacing = flight[FREE_FLIGHT_TIME] / (track.shape[0] - 1)
    # a mark of its own, below those of the climbs and of room that is new
    return _finish(sites, flight, ready, spacing, (best, site, when), room.visited, -mark - 2)


@inner
def _finish(
    sites: BurnoutSites,
    flight: Array,
    ready: float,
    spacing: float,
    found: tuple[float, int, float],
    visited: IntArray,
    mark: int,
) -> tuple[float, int, float]:
    """As `best_meeting`: finish the climb on exact speeds, as the nodes (`spacing` s apart) were
    only a rough guide.
    """
    points, _, neighbours = sites
    best, site, when = found
    opening, closing = max(flight[BURNOUT_TIME], ready), end_time(flight)
    visited[site] = mark
    moved = True
    while moved:
        moved = False
        here, around = site, when
        # A neighbour's best meeting is sought within a node of the best one's.
        low, high = max(opening, around - spacing), min(closing, around + spacing)
        where = standing(flight, around)
        _, tau = least_speed((site_point(points, here), where), around - ready)
        for m in range(neighbours.shape[1]):
            j = neighbours[here, m]
            if j < 0:
                break
            if visited[j] == mark:
                continue
            visited[j] = mark
            p = site_point(points, j)
            # the same times from the neighbour: its best ones ask for little less
            if relative_speed(tau, (p, where)) > best + POLISH:
                continue
            time, speed = narrow_down(p, flight, ready, low, high, around)
            if speed < best:
                best, site, when, moved = speed, j, time, True
    return best, site, when


@batch(
    Tuple((int64[::1], float64[:, ::1]))(
        BURNOUT_SITES, float64[:, ::1], float64[:, :, ::1], float64[::1], float64
    )
)
def _required_speeds(
    sites: BurnoutSites, flights: Array, tracks: Array, ready: Array, ceiling: float
) -> tuple[IntArray, Array]:
    """As `required_speeds`, with a moment to be ready for each flight."""
    n = flights.shape[0]
    chosen = np.full(n, -1)
    row = np.full((n, REQUIRED_COLUMNS), math.inf)
    room = search_room(sites.points.shape[0], tracks.shape[1])
    for i in range(n):
        flight = flights[i]
        best, site, when = best_meeting(sites, flight, tracks[i], ready[i], ceiling, room, i)
        if site >= 0:
            where = standing(flight, when)
            # The arc once more, for its time: the search returns only speed and intercept.
            _, tau = least_speed((site_point(sites.points, site), where), when - ready[i])
            chosen[i] = site
            fill_required(row[i], best, when - tau, when, where)
    return chosen, row


def required_speeds(
    sites: BurnoutSites,
    flights: Array,
    tracks: Array,
    ready: float | Array,
    ceiling: float,
) -> tuple[IntArray, Array]:
    """Required speed from the best of s sites to each of n flights.

    `flights` (n, FLIGHT_COLUMNS): rows as in flight.family.standing. `tracks` (n, k, 3): their
    Earth-fixed positions at k equal steps of free flight (m). `ready`: earliest interceptor burnout
    (s), one for all or (n,); infinite: never. Times count from the flight's launch. `ceiling`
    (m/s): required speeds above it are not wanted and may be left infinite; and so may some below
    it, by hundreds of m/s near a site or within an area.

    Returns the index of the best site (n,), -1 where no site has an arc, and rows (n,
    REQUIRED_COLUMNS), columns REQUIRED_SPEED to INTERCEPT_POINT; everything in a row is infinite
    where there is no arc.
    """
    each = np.full(flights.shape[0], ready) if np.ndim(ready) == 0 else np.ascontiguousarray(ready)
    return _required_speeds(sites, flights, tracks, each, ceiling)
