"""Nodes along a flight at which a search for engagements begins."""

from __future__ import annotations

from typing import Final

import numpy as np

from reassure.earth.frames import height_along_radius
from reassure.flight.family import standing
from reassure.kernels import batch, inner
from reassure.typing import Array

__all__ = ["NODE_COLUMNS", "trace", "tracks"]

NODE_COLUMNS: Final = 4
"""Columns of a node: Earth-fixed position (m) and time (s from the flight's launch)."""

_EDGE = 0.05  # s: a height is passed within this


@inner
def _crossing(flight: Array, height: float, above: float, below: float) -> float:
    """A time (s) at which a flight is at a height (m) or a little above, between one at which it is above
    and one at which it is below.
    """
    while abs(below - above) > _EDGE:
        middle = 0.5 * (above + below)
        x, y, z = standing(flight, middle)
        if height_along_radius(x, y, z) >= height:
            above = middle
        else:
            below = middle
    return above


@inner
def trace(flight: Array, track: Array, lowest: float) -> None:
    """Fill a track (k, 4), Earth-fixed positions (m) and times (s), at equal steps of the free flight; but
    the last node before the flight comes up to the lowest height of intercept, and the first after it
    has come down to it, are put where it is there: that is where most latest launches are.
    """
    last = track.shape[0] - 1
    first_in, last_in = -1, -1
    for k in range(last + 1):
        when = flight[6] + flight[7] * k / last
        track[k, 0], track[k, 1], track[k, 2] = standing(flight, when)
        track[k, 3] = when
        if height_along_radius(track[k, 0], track[k, 1], track[k, 2]) >= lowest:
            first_in = k if first_in < 0 else first_in
            last_in = k
    if first_in < 0:
        return
    for k, inside in ((first_in - 1, first_in), (last_in + 1, last_in)):
        if 0 <= k <= last:
            when = _crossing(flight, lowest, track[inside, 3], track[k, 3])
            track[k, 0], track[k, 1], track[k, 2] = standing(flight, when)
            track[k, 3] = when


@batch("float64[:,:,::1](float64[:,::1], int64, float64)")
def tracks(flights: Array, nodes: int, lowest: float) -> Array:
    """Tracks (n, nodes, 4) of n flights (rows of flight.family.standing): see `trace`."""
    out = np.empty((flights.shape[0], nodes, NODE_COLUMNS))
    for i in range(flights.shape[0]):
        trace(flights[i], out[i], lowest)
    return out
