"""Nodes along a flight at which a search for engagements begins.

Above the height at which flyouts are dropped on their way down (reach.flyouts.table.LOWEST) what a class can
reach changes slowly along a flight, and the nodes stand at equal steps of time. Below it only flyouts on
their way up count, from near the site, and a few seconds decide: there the nodes are denser. Where a flight
rises above the greatest height of intercept the nodes stand before and after, none in between; so no band of
heights is too thin for them.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from reassure.flight.family import standing
from reassure.numeric.compile import batch, inner
from reassure.numeric.minimum import bracket, narrow
from reassure.reach.flyouts.table import LOWEST
from reassure.reach.heights import END, height_at
from reassure.typing import Array

__all__ = ["LOW_NODES", "NODE_COLUMNS", "trace", "tracks"]

NODE_COLUMNS: Final = 4
"""Columns of a node: Earth-fixed position (m) and time (s from the flight's launch)."""

LOW_NODES: Final = 20
"""Nodes below LOWEST on either side of a flight: 5 km apart, where it is flown as low as the ground."""

_LOOKS = 8


@inner
def _crossing(flight: Array, height: float, above: float, below: float) -> float:
    """A time (s) at which a flight is at a height (m) or a little above, between one at which it is above
    and one at which it is below; the latter itself where it is not below.
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
    step = flight[7] / _LOOKS
    when, most = flight[6], height_at(flight, flight[6])
    for k in range(1, _LOOKS + 1):
        h = height_at(flight, flight[6] + k * step)
        if h > most:
            when, most = flight[6] + k * step, h
    if most >= height:
        return when, most
    low, high = max(flight[6], when - step), min(flight[6] + flight[7], when + step)
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
        track[first + k, 0], track[first + k, 1], track[first + k, 2] = standing(flight, when)
        track[first + k, 3] = when


@inner
def _gap(flight: Array, highest: float, begin: float, end: float) -> tuple[float, float]:
    """The times (s) between which a flight is above a height (m), itself at the height or a little below;
    `begin` or before for the first where it begins above; `end` for both where it never is.
    """
    high, most = _high(flight, highest)
    if most <= highest or not begin <= high <= end:
        return end, end
    out = np.array([begin, end])
    for i in range(2):
        below, above = out[i], high
        if height_at(flight, below) > highest:
            out[i] = begin - 1.0 if i == 0 else end + 1.0
            continue
        while abs(above - below) > END:
            middle = 0.5 * (above + below)
            if height_at(flight, middle) > highest:
                above = middle
            else:
                below = middle
        out[i] = below
    return float(out[0]), float(out[1])


@inner
def _two(
    flight: Array, track: Array, first: int, count: int, begin: float, end: float, gap: Array
) -> None:
    """As `_spread`, but for what lies in a gap (2,)."""
    if gap[0] >= end or gap[1] <= begin:
        _spread(flight, track, first, count, begin, end)
    elif gap[0] < begin:
        _spread(flight, track, first, count, min(gap[1], end), end)
    elif gap[1] > end:
        _spread(flight, track, first, count, begin, gap[0])
    else:
        half = count // 2
        _spread(flight, track, first, half, begin, gap[0])
        _spread(flight, track, first + half, count - half, gap[1], end)


@inner
def trace(flight: Array, track: Array, lowest: float, highest: float) -> None:
    """Fill a track (k, 4), Earth-fixed positions (m) and times (s), over the part of a free flight that is
    between the lowest and the highest height of intercept (m), the ends included; over all above the lowest
    where none is, and over all of it where it is nowhere so high.
    """
    count = track.shape[0]
    begin, end = flight[6], flight[6] + flight[7]
    level = max(lowest, LOWEST)
    high, most = _high(flight, level)
    gap = np.empty(2)
    if most < level or highest <= level:
        high, most = _high(flight, lowest)
        if most >= lowest:
            begin, end = (
                _crossing(flight, lowest, high, begin),
                _crossing(flight, lowest, high, end),
            )
        gap[0], gap[1] = _gap(flight, highest, begin, end)
        _two(flight, track, 0, count, begin, end, gap)
        return
    up, down = _crossing(flight, level, high, begin), _crossing(flight, level, high, end)
    rise, fall = 0, 0
    if lowest < level:
        begin, end = _crossing(flight, lowest, up, begin), _crossing(flight, lowest, down, end)
        rise = LOW_NODES if up > begin else 0
        fall = LOW_NODES if end > down else 0
    middle = count - rise - fall
    gap[0], gap[1] = _gap(flight, highest, up, down)
    _spread(flight, track, 0, rise, begin, up - (up - begin) / max(1, rise))
    _two(flight, track, rise, middle, up, down, gap)
    _spread(flight, track, rise + middle, fall, down + (end - down) / max(1, fall), end)


@batch("float64[:,:,::1](float64[:,::1], int64, float64, float64)")
def tracks(flights: Array, nodes: int, lowest: float, highest: float) -> Array:
    """Tracks (n, nodes, 4) of n flights (rows of flight.family.standing): see `trace`."""
    out = np.empty((flights.shape[0], nodes, NODE_COLUMNS))
    for i in range(flights.shape[0]):
        trace(flights[i], out[i], lowest, highest)
    return out
