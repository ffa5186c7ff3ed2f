"""The parts of flights above ground where an intercept is allowed: outside of some regions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from reassure.earth.frames import geodetic_points
from reassure.flight.family import (
    BURNOUT_TIME,
    FLIGHT_COLUMNS,
    FREE_FLIGHT_TIME,
    earth_fixed_tracks,
    positions_at,
)
from reassure.geography.regions import Region
from reassure.reach.heights import parts_between
from reassure.typing import Array, IntArray, Mask

__all__ = ["STEP_S", "outside"]

STEP_S: Final = 10.0
"""Between moments at which a flight is looked at: some 70 km of ground. A shorter stay in a region, or between two, may be missed."""

_HALVINGS = 14  # 10 s halved so often are less than a millisecond


def outside(rows: Array, regions: Sequence[Region]) -> tuple[IntArray, Array]:
    """The parts of n flights (rows of flight.family.standing) that pass over none of some regions.

    Returns whose each is (m,), rising, and rows (m, FLIGHT_COLUMNS), as reach.heights.parts does. A flight that is over a region
    from end to end has none; one that never is has itself.
    """
    if not regions or not len(rows):
        return np.arange(len(rows)), rows
    begins, lasts = rows[:, BURNOUT_TIME], rows[:, FREE_FLIGHT_TIME]
    # One number of nodes for all: the tracks are one array.
    nodes = max(3, int(np.ceil(lasts.max() / STEP_S)) + 1)
    tracks = earth_fixed_tracks(rows, nodes)
    free = _free(tracks.reshape(-1, 3), regions).reshape(len(rows), nodes)
    times = begins[:, None] + lasts[:, None] * np.arange(nodes) / (nodes - 1)
    # From node to node: where a flight comes out of a region, and where it goes into one.
    flight, node = np.nonzero(free[:, 1:] != free[:, :-1])
    edge = _edges(rows, regions, flight, free[flight, node], times[flight, node], times[flight, node + 1])  # fmt: skip
    opens = ~free[flight, node]
    starts = np.flatnonzero(free[:, 0])
    stops = np.flatnonzero(free[:, -1])
    owner = np.concatenate([flight[opens], starts])
    begin = np.concatenate([edge[opens], times[starts, 0]])
    closing = np.concatenate([flight[~opens], stops])
    end = np.concatenate([edge[~opens], begins[stops] + lasts[stops]])
    # Of each flight as many begin as end: sorted by flight and time they belong together.
    first, last = np.lexsort((begin, owner)), np.lexsort((end, closing))
    owner, begin, end = owner[first], begin[first], end[last]
    some = end > begin
    owner, begin, end = owner[some], begin[some], end[some]
    if not owner.size:
        return owner, np.empty((0, FLIGHT_COLUMNS))
    whole = np.ascontiguousarray(rows)
    return owner, parts_between(
        whole, owner, np.ascontiguousarray(begin), np.ascontiguousarray(end)
    )


def _free(positions: Array, regions: Sequence[Region]) -> Mask:
    """(m,): which Earth-fixed positions (m, 3), m, lie above none of the regions."""
    latitude, longitude, _ = geodetic_points(np.ascontiguousarray(positions)).T
    lat, lon = np.degrees(latitude), np.degrees(longitude)
    out = np.ones(lat.size, bool)
    for region in regions:
        out &= ~region.holds(lat, lon)
    return out


def _edges(
    rows: Array,
    regions: Sequence[Region],
    flight: IntArray,
    free: Mask,
    before: Array,
    after: Array,
) -> Array:
    """When (m,), s, flights cross a rim between two moments (m,), of which the first is `free` (m,) or the other: the last
    moment known to be allowed.
    """
    allowed, other = np.where(free, before, after), np.where(free, after, before)
    whole, which = np.ascontiguousarray(rows), np.ascontiguousarray(flight)
    for _ in range(_HALVINGS if flight.size else 0):
        middle = 0.5 * (allowed + other)
        there = _free(positions_at(whole, which, np.ascontiguousarray(middle)), regions)
        allowed, other = np.where(there, middle, allowed), np.where(there, other, middle)
    return allowed
