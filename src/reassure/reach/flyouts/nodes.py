"""Nodes along a flight at which a search for engagements begins.

Above the height at which flyouts are dropped on their way down (reach.flyouts.table.LOWEST) what a
class can reach changes slowly along a flight, and the nodes stand at equal steps of time. Below it
only flyouts on their way up count, from near the site, and a few seconds decide: there the nodes
are denser. Where a flight rises above the greatest height of intercept the nodes stand before and
after, none in between; so no band of heights is too thin for them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from reassure.flight.family import BURNOUT_TIME, FREE_FLIGHT_TIME, end_time, standing
from reassure.numeric.compile import batch, inner
from reassure.numeric.minimum import bracket, narrow
from reassure.numeric.vectors import put, take
from reassure.reach.flyouts.table import LOWEST
from reassure.reach.heights import END, height_at
from reassure.typing import Array, Point

__all__ = ["LOW_NODES", "NODE_COLUMNS", "NODE_TIME", "node", "trace", "tracks"]

NODE_COLUMNS: Final = 4
"""Columns of a node: Earth-fixed position (m) and NODE_TIME."""

NODE_TIME: Final = 3
"""s from the flight's launch."""

_POSITION = 0  # the first of three

LOW_NODES: Final = 20
"""Nodes below LOWEST on either side of a flight: 5 km apart, where it is flown as low as the
ground.
"""

_LOOKS = 8  # pieces of a flight at whose ends its height is looked at


@inner
def node(track: Array, k: int) -> Point:
    """Where the flight is at the k-th node of its track (n, NODE_COLUMNS): Earth-fixed, m."""
    return take(track[k], _POSITION)


@inner
def _crossing(flight: Array, height: float, above: float, below: float) -> float:
    """A time (s) at which a flight is at a height (m) or a little above, between one at which it is
    above and one at which it is below; the latter itself where it is not below.
    """
    if height_at(flight, below) >= height:
        return below
    while abs(below - above) > END:
        middle = 0.5 * (above + below)
        if height_at(flight, middle) >= height:
            above = middle
        else:
            below = middle
    return above


@inner
def _high(flight: Array, height: float) -> tuple[float, float]:
    """A time (s) at which a flight is at a height (m) or above, and its height then; or its summit."""
    begin = flight[BURNOUT_TIME]
    step = flight[FREE_FLIGHT_TIME] / _LOOKS
    when, most = begin, height_at(flight, begin)
    for k in range(1, _LOOKS + 1):
        h = height_at(flight, begin + k * step)
        if h > most:
            when, most = begin + k * step, h
    if most >= height:
        return when, most
    low, high = max(begin, when - step), min(end_time(flight), when + step)
    middle = 0.5 * (low + high)
    search = bracket(low, high, middle, -height_at(flight, middle), END)
    while search.active and -search.fx < height:
        search = narrow(search, -height_at(flight, search.trial))
    return (search.x, -search.fx) if -search.fx > most else (when, most)


@inner
def _spread(flight: Array, track: Array, first: int, count: int, begin: float, end: float) -> None:
    """Fill `count` nodes of a track, at equal steps from `begin` to `end` (s), both included."""
    for k in range(count):
        when = begin + (end - begin) * k / max(1, count - 1)
        put(track[first + k], _POSITION, standing(flight, when))
        track[first + k, NODE_TIME] = when


@inner
def _gap(flight: Array, highest: float, begin: float, end: float) -> tuple[float, float]:
    """The times (s) between which a flight is above a height (m), itself at the height or a little
    below; `begin` or before for the first where it begins above; `end` for both where it never is.
    """
    high, most = _high(flight, highest)
    if most <= highest or not begin <= high <= end:
        return end, end
    # Outside [begin, end]: the gap takes in an end at which the flight is above.
    opens, closes = begin - 1.0, end + 1.0
    if height_at(flight, begin) <= highest:
        opens = _last_below(flight, highest, high, begin)
    if height_at(flight, end) <= highest:
        closes = _last_below(flight, highest, high, end)
    return opens, closes


@inner
def _last_below(flight: Array, height: float, above: float, below: float) -> float:
    """A time (s) at which a flight is at a height (m) or a little below, between one at which it is
    above and one at which it is not.
    """
    while abs(above - below) > END:
        middle = 0.5 * (above + below)
        if height_at(flight, middle) > height:
            above = middle
        else:
            below = middle
    return below


@inner
def _spread_around(
    flight: Array,
    track: Array,
    first: int,
    count: int,
    begin: float,
    end: float,
    gap: tuple[float, float],
) -> None:
    """As `_spread`, but for what lies in a gap: the times (s) between which no node stands."""
    opens, closes = gap
    if opens >= end or closes <= begin:
        _spread(flight, track, first, count, begin, end)
    elif opens < begin:
        _spread(flight, track, first, count, min(closes, end), end)
    elif closes > end:
        _spread(flight, track, first, count, begin, opens)
    else:
        half = count // 2
        _spread(flight, track, first, half, begin, opens)
        _spread(flight, track, first + half, count - half, closes, end)


@inner
def trace(flight: Array, track: Array, lowest: float, highest: float) -> None:
    """Fill a track (k, NODE_COLUMNS) of a flight (a row of flight.family.standing), its times
    rising.

    Its nodes stand over the part of the free flight that is between the lowest and the highest
    height of intercept (m), the ends included; over all above the lowest where none is, and over
    all of it where it is nowhere so high.
    """
    count = track.shape[0]
    begin, end = flight[BURNOUT_TIME], end_time(flight)
    level = max(lowest, LOWEST)
    high, most = _high(flight, level)
    if most < level or highest <= level:
        high, most = _high(flight, lowest)
        if most >= lowest:
            begin, end = (
                _crossing(flight, lowest, high, begin),
                _crossing(flight, lowest, high, end),
            )
        gap = _gap(flight, highest, begin, end)
        _spread_around(flight, track, 0, count, begin, end, gap)
        return
    up, down = _crossing(flight, level, high, begin), _crossing(flight, level, high, end)
    rise, fall = 0, 0
    if lowest < level:
        begin, end = _crossing(flight, lowest, up, begin), _crossing(flight, lowest, down, end)
        rise = LOW_NODES if up > begin else 0
        fall = LOW_NODES if end > down else 0
    middle = count - rise - fall
    gap = _gap(flight, highest, up, down)
    # The low nodes stop one spacing short of where the middle's begin, so that no time comes twice.
    _spread(flight, track, 0, rise, begin, up - (up - begin) / max(1, rise))
    _spread_around(flight, track, rise, middle, up, down, gap)
    _spread(flight, track, rise + middle, fall, down + (end - down) / max(1, fall), end)


@batch("float64[:,:,::1](float64[:,::1], int64, float64, float64)")
def tracks(flights: Array, nodes: int, lowest: float, highest: float) -> Array:
    """Tracks (n, nodes, NODE_COLUMNS) of n flights (rows of flight.family.standing) between two
    heights (m).

    See `trace`. `nodes` is above 2 LOW_NODES where `lowest` is below reach.flyouts.table.LOWEST.
    """
    out = np.empty((flights.shape[0], nodes, NODE_COLUMNS))
    for i in range(flights.shape[0]):
        trace(flights[i], out[i], lowest, highest)
    return out
