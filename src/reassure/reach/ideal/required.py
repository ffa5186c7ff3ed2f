"""Required speed: the least Earth-relative speed with which the ideal interceptor meets a flight.

The ideal interceptor is, at any time from `ready` on, at a fixed point P of the turning Earth with
all its speed in whatever direction it likes; from then on only gravity acts, and its arc stays
above the polar radius. It meets the flight between the flight's burnout and its end.

The speed is least over two times, departure and intercept. For each intercept time the departure
is settled by `least_speed` (a minimum for each way round the Earth, or the edge `ready`). Over the intercept time there can be
several minima, and often the least is at an edge of the window: so the window is first scanned at
the flight's nodes, and every low node's neighbourhood is then narrowed, edges included.
`design/scan_spacing.py` measures how coarse the scan may be.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.flight.family import standing
from reassure.flight.transfer import HALF_TURN_TIME, least_energy_time, relative_speed
from reassure.numeric.compile import batch, inner
from reassure.numeric.minimum import bracket, narrow
from reassure.reach.ideal.arcs import (
    SLACK,
    chord_bound,
    energy_bound,
    far_speed,
    least_speed,
    long_way_bound,
    nearest_node,
    stride,
)
from reassure.typing import Array, IntArray, Point

__all__ = ["CLIMB", "POLISH", "REQUIRED_COLUMNS", "best_meeting", "required_speeds", "search_room"]

REQUIRED_COLUMNS = 6
"""Columns of a result row: required speed (m/s), departure (s), intercept (s), x, y, z (Earth-fixed, m)."""

CLIMB = 300.0
"""m/s. From a leading site of an area that needs no more than this above the best of them, the
search climbs to a better neighbour (design/area_spacing.py)."""

POLISH = 15.0
"""m/s. In the last climb, a neighbour that needs no more than this above the best at the best one's
times is worked out in full (design/area_spacing.py)."""

_NEAR_EDGE = 0.5  # s: how far inside an end of the window the slope at that end is sampled


@inner
def _least_at(p: Point, flight: Array, ready: float, when: float) -> float:
    """Least speed, m/s, to be at the flight at time `when` (s), leaving P at `ready` (s) or later."""
    if when <= ready:
        return math.inf
    return least_speed((p, standing(flight, when)), when - ready)[0]


@inner
def _narrow_down(
    p: Point, flight: Array, ready: float, low: float, high: float, start: float
) -> tuple[float, float]:
    """Intercept time (s) of least speed in [low, high], and that speed (m/s); ends taken exactly."""
    at_start = _least_at(p, flight, ready, start)
    best, speed = start, at_start
    near = min(_NEAR_EDGE, 0.25 * (high - low))
    if start <= low + near:
        inside = _least_at(p, flight, ready, low + near)
        if at_start <= inside:
            return start, at_start
        start, at_start = low + near, inside
    elif start >= high - near:
        inside = _least_at(p, flight, ready, high - near)
        if at_start <= inside:
            return start, at_start
        start, at_start = high - near, inside
    search = bracket(low, high, start, at_start, 0.1)
    while search.active:
        search = narrow(search, _least_at(p, flight, ready, search.trial))
    if search.fx < speed:
        return search.x, search.fx
    return best, speed


@inner
def _scan(
    p: Point, flight: Array, track: Array, ready: float, ceiling: float, step: int, scanned: Array
) -> float:
    """Speed of one good arc to every `step`th node and the last (m/s); the least of them.

    Infinite at nodes passed over, and where no arc below the ceiling is to be had.
    """
    nodes = track.shape[0]
    spacing = flight[7] / (nodes - 1)
    best = math.inf
    scanned[:] = math.inf
    far = long_way_bound(p)
    for k in range(0, nodes + step - 1, step):
        k = min(k, nodes - 1)
        longest = flight[6] + k * spacing - ready
        if longest <= 0.0:
            continue
        ends = (p, (track[k, 0], track[k, 1], track[k, 2]))
        enough = min(best, ceiling) + SLACK
        if chord_bound(p, ends[1], longest) > enough or energy_bound(p, ends[1], longest) > enough:
            continue
        scanned[k] = relative_speed(min(longest, least_energy_time(ends)), ends)
        if longest > HALF_TURN_TIME and scanned[k] > far:
            scanned[k] = min(scanned[k], far_speed(ends, longest))
        best = min(best, scanned[k])
    return best


@inner
def _look_into(
    p: Point, flight: Array, ready: float, step: int, scanned: Array, ceiling: float
) -> tuple[float, float]:
    """Least speed (m/s) and intercept time (s) around every low node below `ceiling` (m/s)."""
    last = scanned.size - 1
    opening = max(flight[6], ready)
    closing = flight[6] + flight[7]
    spacing = flight[7] / last
    speed, when = math.inf, closing
    before = math.inf
    for k in range(0, last + step, step):
        k = min(k, last)
        here = scanned[k]
        after = scanned[min(k + step, last)] if k < last else math.inf
        hidden = before < here or after < here
        before = here
        if math.isinf(here) or here > min(ceiling, speed + SLACK):
            continue
        if hidden:
            # an end of the window may be a minimum of its own, though its neighbour is lower still
            if k in (0, last):
                end = opening if k == 0 else closing
                least = _least_at(p, flight, ready, end)
                if least < speed:
                    speed, when = least, end
            continue
        middle = flight[6] + k * spacing
        low = max(opening, middle - step * spacing)
        high = min(closing, middle + step * spacing)
        found, least = _narrow_down(p, flight, ready, low, high, min(max(middle, low), high))
        if least < speed:
            speed, when = least, found
    return speed, when


@inner
def _glance(p: Point, track: Array, start: float, spacing: float, ready: float, k: int) -> float:
    """Speed (m/s) of one arc to node k, or infinity."""
    longest = start + k * spacing - ready
    if longest <= 0.0:
        return math.inf
    ends = (p, (track[k, 0], track[k, 1], track[k, 2]))
    return relative_speed(min(longest, least_energy_time(ends)), ends)


@inner
def _climb(
    sites: Array,
    neighbours: IntArray,
    flight: Array,
    track: Array,
    ready: float,
    s: int,
    k: int,
    least: float,
    visited: IntArray,
    mark: int,
) -> tuple[int, float]:
    """From site s go to whichever neighbour needs less speed, until none does: site and speed (m/s).

    The search watches the node k, where s needs `least`, and goes with the best one. Sites that
    carry `mark` in `visited` have been passed already and are not tried again.
    """
    spacing = flight[7] / (track.shape[0] - 1)
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
            p = (sites[j, 0], sites[j, 1], sites[j, 2])
            speed = _glance(p, track, flight[6], spacing, ready, k)
            if speed < least:
                least, s, moved = speed, j, True
        if moved:
            # from the new site another node may be the nearer one
            p = (sites[s, 0], sites[s, 1], sites[s, 2])
            for node in range(max(0, k - 1), min(track.shape[0], k + 2)):
                speed = _glance(p, track, flight[6], spacing, ready, node)
                if speed < least:
                    least, k = speed, node
    return s, least


@inner
def _candidates(
    sites: Array,
    leading: int,
    neighbours: IntArray,
    flight: Array,
    track: Array,
    ready: float,
    ceiling: float,
    room: tuple[Array, Array, IntArray, IntArray],
    mark: int,
) -> float:
    """Scan the leading sites and climb from the good ones; the least speed seen, m/s.

    Leaves every site's speed in the first array of `room`: infinite where it is not worth looking into.
    """
    speeds, scanned, nodes, visited = room
    first, nearest = 0, math.inf
    for s in range(leading):
        off = nearest_node((sites[s, 0], sites[s, 1], sites[s, 2]), track)
        # where a climb follows, every second of the nodes is enough to start it
        nodes[s] = stride(off) * (2 if leading < sites.shape[0] else 1)
        if off < nearest:
            first, nearest = s, off
    least = math.inf
    speeds[:] = math.inf
    for turn in range(leading):
        s = (first + turn) % leading
        p = (sites[s, 0], sites[s, 1], sites[s, 2])
        speeds[s] = _scan(p, flight, track, ready, min(ceiling, least), nodes[s], scanned)
        nodes[s] = int(np.argmin(scanned))
        visited[s] = mark
        least = min(least, speeds[s])
    if neighbours.shape[1] == 0:
        return least
    for s in range(leading):
        if speeds[s] <= least + CLIMB:
            top, speed = _climb(
                sites, neighbours, flight, track, ready, s, nodes[s], speeds[s], visited, mark
            )
            speeds[s] = math.inf if top != s else speeds[s]
            speeds[top] = min(speeds[top], speed)
            least = min(least, speed)
    return least


@inner
def search_room(count: int, nodes: int) -> tuple[Array, Array, IntArray, IntArray]:
    """Room for `best_meeting`, made once and used again: speeds, scan, nodes, visited."""
    return np.empty(count), np.empty(nodes), np.empty(count, np.int64), np.full(count, -1)


@inner
def best_meeting(
    sites: Array,
    leading: int,
    neighbours: IntArray,
    flight: Array,
    track: Array,
    ready: float,
    ceiling: float,
    room: tuple[Array, Array, IntArray, IntArray],
    mark: int,
) -> tuple[float, int, float]:
    """Least speed (m/s), site and intercept time (s) over all sites; infinite and -1 if none.

    Arguments as for `required_speeds`; `mark` differs from call to call with the same `room`.
    """
    least = _candidates(sites, leading, neighbours, flight, track, ready, ceiling, room, mark)
    speeds, scanned, _, visited = room
    best, site, when = math.inf, -1, 0.0
    for s in range(sites.shape[0]):
        lowest = min(ceiling, least, best)
        if not speeds[s] <= lowest + SLACK:
            continue
        p = (sites[s, 0], sites[s, 1], sites[s, 2])
        # a climb ends at any node: look at all of them; else at those that were scanned before
        step = 1 if leading < sites.shape[0] else stride(nearest_node(p, track))
        _scan(p, flight, track, ready, lowest, step, scanned)
        speed, time = _look_into(p, flight, ready, step, scanned, lowest + SLACK)
        if speed < best:
            best, site, when = speed, s, time
    if site < 0 or neighbours.shape[1] == 0:
        return best, site, when
    # the nodes were only a rough guide: finish the climb on exact speeds
    spacing = flight[7] / (track.shape[0] - 1)
    opening, closing = max(flight[6], ready), flight[6] + flight[7]
    visited[site] = -mark - 2
    moved = True
    while moved:
        moved = False
        here, around = site, when
        low, high = max(opening, around - spacing), min(closing, around + spacing)
        where = standing(flight, around)
        tau = least_speed(
            ((sites[here, 0], sites[here, 1], sites[here, 2]), where), around - ready
        )[1]
        for m in range(neighbours.shape[1]):
            j = neighbours[here, m]
            if j < 0:
                break
            if visited[j] == -mark - 2:
                continue
            visited[j] = -mark - 2
            p = (sites[j, 0], sites[j, 1], sites[j, 2])
            # the same times from the neighbour: its best ones ask for little less
            if relative_speed(tau, (p, where)) > best + POLISH:
                continue
            time, speed = _narrow_down(p, flight, ready, low, high, around)
            if speed < best:
                best, site, when, moved = speed, j, time, True
    return best, site, when


@batch(
    "Tuple((int64[::1], float64[:,::1]))"
    "(float64[:,::1], int64, int64[:,::1], float64[:,::1], float64[:,:,::1], float64[::1], float64)"
)
def _required_speeds(
    sites: Array,
    leading: int,
    neighbours: IntArray,
    flights: Array,
    tracks: Array,
    ready: Array,
    ceiling: float,
) -> tuple[IntArray, Array]:
    """As `required_speeds`, with a moment to be ready for each flight."""
    n = flights.shape[0]
    chosen = np.full(n, -1)
    row = np.full((n, REQUIRED_COLUMNS), math.inf)
    room = search_room(sites.shape[0], tracks.shape[1])
    for i in range(n):
        flight = flights[i]
        best, site, when = best_meeting(
            sites, leading, neighbours, flight, tracks[i], ready[i], ceiling, room, i
        )
        if site >= 0:
            where = standing(flight, when)
            p = (sites[site, 0], sites[site, 1], sites[site, 2])
            tau = least_speed((p, where), when - ready[i])[1]
            chosen[i] = site
            row[i, 0], row[i, 1], row[i, 2] = best, when - tau, when
            row[i, 3], row[i, 4], row[i, 5] = where
    return chosen, row


def required_speeds(
    sites: Array,
    leading: int,
    neighbours: IntArray,
    flights: Array,
    tracks: Array,
    ready: float | Array,
    ceiling: float,
) -> tuple[IntArray, Array]:
    """Required speed from the best of s sites to each of n flights.

    `sites` (s, 3): Earth-fixed points of interceptor burnout, m; the first `leading` are scanned,
    and from the best of them the search climbs along `neighbours` (s, k; -1 pads). `flights`
    (n, 8): rows as in flight.family.standing. `tracks` (n, k, 3): their Earth-fixed positions at k
    equal steps of free flight (m). `ready`: earliest interceptor burnout (s), one for all or (n,); infinite: never. Times count from the
    flight's launch. `ceiling` (m/s): required speeds above it are not wanted and may be left infinite.

    Returns the index of the best site (n,), -1 where no site has an arc, and rows (n, 6) as
    REQUIRED_COLUMNS says; everything in a row is infinite where there is no arc.
    """
    each = np.full(flights.shape[0], ready) if np.ndim(ready) == 0 else np.ascontiguousarray(ready)
    return _required_speeds(sites, leading, neighbours, flights, tracks, each, ceiling)
