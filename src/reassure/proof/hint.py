"""A meeting near a box in which the search for a proof failed."""

from __future__ import annotations

import numpy as np

from reassure.adversary.candidate import Start
from reassure.adversary.search import Found, descend
from reassure.claim.problem import Problem
from reassure.guarantee.box import (
    AIM_LATITUDE,
    AIM_LONGITUDE,
    BASE_LATITUDE,
    BASE_LONGITUDE,
    BURNOUT_DISTANCE,
    BURNOUT_HEIGHT,
    BURNOUT_TIME,
    END,
    LAUNCH,
    PLACE_LATITUDE,
    PLACE_LONGITUDE,
    TIME,
)
from reassure.typing import EAST, NORTH, SOUTH, WEST, AimFigures, Array

__all__ = ["meeting_near"]


def meeting_near(p: Problem, aim: int, box: tuple[Array, Array]) -> Found:
    """The lowest speed that a descent finds from the middle of a box.

    `aim`: the row's index; `box`: lower and upper ends (14,), in the claim's units. Infinite, and no witness, where the
    middle is no meeting.
    """
    middle = 0.5 * (box[0] + box[1])
    row = AimFigures(*p.aims[aim])
    launch = np.radians(middle[[PLACE_LATITUDE, PLACE_LONGITUDE]])
    place = _nearest(p.places, launch)
    ready = p.limits.earliest_burnout
    end, meet = float(middle[END]), float(middle[TIME])
    start = Start(
        aim=_in_cell(np.array(row.cell), np.radians(middle[[AIM_LATITUDE, AIM_LONGITUDE]])),
        end=_share(end, row.shortest, row.longest),
        burnout=_share(middle[BURNOUT_TIME], p.boost.earliest, p.boost.latest),
        height=_share(1e3 * middle[BURNOUT_HEIGHT], p.boost.lowest, p.boost.highest),
        outward=_share(1e3 * middle[BURNOUT_DISTANCE], p.boost.nearest, p.boost.farthest),
        base=_in_cell(p.base, np.radians(middle[[BASE_LATITUDE, BASE_LONGITUDE]])),
        launch=_in_cell(place, launch),
        wait=_share(middle[LAUNCH], ready, meet),
        meet=_share(meet, 0.0, end),
    )
    return descend(p.limits, place, p.base, p.boost, p.aims[aim], start)


def _nearest(places: Array, point: Array) -> Array:
    """The cell, of those (k, 4), that a point (2,) is in or nearest to; rad."""
    low = places[:, [SOUTH, WEST]] - point
    high = point - places[:, [NORTH, EAST]]
    off = np.maximum(0.0, np.maximum(low, high))
    found: Array = places[int(np.argmin((off**2).sum(axis=1)))]
    return found


def _in_cell(cell: Array, point: Array) -> tuple[float, float]:
    """The shares of a cell's extents at which a point is; rad."""
    latitude = _share(point[0], cell[SOUTH], cell[NORTH])
    return latitude, _share(point[1], cell[WEST], cell[EAST])


def _share(value: float, low: float, high: float) -> float:
    """How far a value is on its way from `low` to `high`, 0 to 1; in the middle where there is no way."""
    return float(min(1.0, max(0.0, (value - low) / (high - low)))) if high > low else 0.5
