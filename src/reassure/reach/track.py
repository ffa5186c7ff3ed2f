"""Nodes along a flight at which a search for engagements begins.

Above the height at which flyouts are dropped on their way down (reach.fan_table.LOWEST) what a class can
reach changes slowly along a flight, and the nodes stand at equal steps of time. Below it only flyouts on
their way up count, from near the site, and a few seconds decide: there the nodes are denser.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from reassure.earth.frames import height_along_radius
from reassure.flight.family import standing
from reassure.kernels import batch, inner
from reassure.minimum import bracket, narrow
from reassure.reach.fan_table import LOWEST
from reassure.typing import Array

__all__ = ["LOW_NODES", "NODE_COLUMNS", "trace", "tracks"]

NODE_COLUMNS: Final = 4
"""Columns of a node: Earth-fixed position (m) and time (s from the flight's launch)."""

LOW_NODES: Final = 20
"""Nodes below LOWEST on either side of a flight: 5 km apart, where it is flown as low as the ground."""

_EDGE = 0.05  # s: a height is passed within this
_LOOKS = 8


@inner
def _height(flight: Array, when: float) -> float:
    x, y, z = standing(flight, when)
    return height_along_radius(x, y, z)


@inner
def _crossing(flight: Array, height: float, above: float, below: float) -> float:
    """A time (s) at which a flight is at a height (m) or a little above, between one at which it is above
    and one at which it is below; the latter itself where it is not below.
    """
    if _height(flight, below) >= height:
        return below
    while abs(below - above) > _EDGE:
        middle = 0.5 * (above + below)
        if _height(flight, middle) >= height:
            above = middle
        else:
            below = middle
    return above


@inner
def _high(flight: Array, height: float) -> tuple[float, float]:
    """A time (s) at which a flight is at a height (m) or above, and its height then; or its summit."""
    step = flight[7] / _LOOKS
    when, most = flight[6], _height(flight, flight[6])
    for k in range(1, _LOOKS + 1):
        h = _height(flight, flight[6] + k * step)
        if h > most:
            when, most = flight[6] + k * step, h
    if most >= height:
        return when, most
    low, high = max(flight[6], when - step), min(flight[6] + flight[7], when + step)
    middle = 0.5 * (low + high)
    search = bracket(low, high, middle, -_height(flight, middle), _EDGE)
    while search.active and -search.fx < height:
        search = narrow(search, -_height(flight, search.trial))
    return (search.x, -search.fx) if -search.fx > most else (when, most)


@inner
def _spread(flight: Array, track: Array, first: int, count: int, begin: float, end: float) -> None:
    """Fill `count` nodes of a track, at equal steps from `begin` to `end` (s), both included."""
    for k in range(count):
        when = begin + (end - begin) * k / max(1, count - 1)
        track[first + k, 0], track[first + k, 1], track[first + k, 2] = standing(flight, when)
        track[first + k, 3] = when


@inner
def trace(flight: Array, track: Array, lowest: float) -> None:
    """Fill a track (k, 4), Earth-fixed positions (m) and times (s), over the part of a free flight that is
    at the lowest height of intercept (m) or above, both its ends included; over all of it where none is.
    """
    count = track.shape[0]
    begin, end = flight[6], flight[6] + flight[7]
    level = max(lowest, LOWEST)
    high, most = _high(flight, level)
    if most < level:
        if most >= lowest:
            begin, end = (
                _crossing(flight, lowest, high, begin),
                _crossing(flight, lowest, high, end),
            )
        _spread(flight, track, 0, count, begin, end)
        return
    up, down = _crossing(flight, level, high, begin), _crossing(flight, level, high, end)
    rise, fall = 0, 0
    if lowest < level:
        begin, end = _crossing(flight, lowest, up, begin), _crossing(flight, lowest, down, end)
        rise = LOW_NODES if up > begin else 0
        fall = LOW_NODES if end > down else 0
    middle = count - rise - fall
    _spread(flight, track, 0, rise, begin, up - (up - begin) / max(1, rise))
    _spread(flight, track, rise, middle, up, down)
    _spread(flight, track, rise + middle, fall, down + (end - down) / max(1, fall), end)


@batch("float64[:,:,::1](float64[:,::1], int64, float64)")
def tracks(flights: Array, nodes: int, lowest: float) -> Array:
    """Tracks (n, nodes, 4) of n flights (rows of flight.family.standing): see `trace`."""
    out = np.empty((flights.shape[0], nodes, NODE_COLUMNS))
    for i in range(flights.shape[0]):
        trace(flights[i], out[i], lowest)
    return out
