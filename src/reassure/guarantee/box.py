"""A box: fourteen intervals, and the times of meeting and of burnout that they leave.

The thirteenth is the time since the interceptor's burnout, t - t0, or 0 while it still boosts. It
follows from the first two, but a cut in it runs along the line on which interceptors burn out. The fourteenth is the
share of the way from base to burnout, where flights boost.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.numeric.compile import inner
from reassure.typing import Array

__all__ = [
    "AIM_LATITUDE",
    "AIM_LONGITUDE",
    "BASE_LATITUDE",
    "BASE_LONGITUDE",
    "BURNOUT_DISTANCE",
    "BURNOUT_HEIGHT",
    "BURNOUT_TIME",
    "COORDINATES",
    "END",
    "FIELD",
    "INSTANT",
    "LAUNCH",
    "LEAD",
    "LEAD_RATE",
    "OTHER",
    "PLACE_LATITUDE",
    "PLACE_LONGITUDE",
    "SHARE",
    "SIDEWAYS",
    "SINCE",
    "TIME",
    "RowFigures",
    "Times",
    "times",
]

# In the order of the columns of a box, and of the table in docs/certificate.md, section 2.
COORDINATES = (
    "time_s",
    "burnout_s",
    "aim_latitude_deg",
    "aim_longitude_deg",
    "end_s",
    "flight_burnout_s",
    "flight_burnout_height_km",
    "flight_burnout_distance_km",
    "base_latitude_deg",
    "base_longitude_deg",
    "place_latitude_deg",
    "place_longitude_deg",
    "since_burnout_s",
    "share_of_boost",
)
TIME, LAUNCH, AIM_LATITUDE, AIM_LONGITUDE, END, BURNOUT_TIME = 0, 1, 2, 3, 4, 5
BURNOUT_HEIGHT, BURNOUT_DISTANCE, BASE_LATITUDE, BASE_LONGITUDE = 6, 7, 8, 9
PLACE_LATITUDE, PLACE_LONGITUDE, SINCE, SHARE = 10, 11, 12, 13

INSTANT = 1e-6
"""s. A gap between times must be longer than this to count: the checker, in ball arithmetic, has to see it too."""


class RowFigures(NamedTuple):
    """What no box of a row of aims cuts, in the order that all rows of these have. SI."""

    field: float
    """m of ground, greatest of a base point from the base's cell."""
    sideways: float
    """m of ground, greatest of a burnout from the great circle to the led aim."""
    perturbation: float
    """m/s^2."""
    lead: float
    """rad east, of a boost for a flight time of 0."""
    lead_rate: float
    """rad/s, by which it grows with the flight time."""


FIELD, SIDEWAYS, OTHER, LEAD, LEAD_RATE = range(5)
"""Where `RowFigures` stand in an array of them, for kernels; OTHER is the perturbation."""


class Times(NamedTuple):
    """The times that a box leaves, s from the flight's launch. Nobody can meet in it if low > high."""

    low: float
    """Least time of meeting; `high`: the greatest."""
    high: float
    first: float
    """Least time of the interceptor's burnout; `last`: the greatest."""
    last: float
    least: float
    """Least time of its free flight, t - t0, negative where it still boosts; `most`: the greatest."""
    most: float


@inner
def times(lo: Array, hi: Array) -> Times:
    """The times of the box `lo`, `hi` (14,): each interval as the two others narrow it, for since = time - launch.

    Where they leave nothing `low` is 1 and `high` 0.
    """
    since = lo[SINCE] if lo[SINCE] > 0.0 else -math.inf  # 0 stands for every earlier time too
    low = max(lo[TIME], lo[LAUNCH] + since)
    high = min(hi[TIME], hi[LAUNCH] + hi[SINCE])
    first = max(lo[LAUNCH], lo[TIME] - hi[SINCE])
    last = min(hi[LAUNCH], hi[TIME] - since)
    least = max(since, lo[TIME] - hi[LAUNCH])
    most = min(hi[SINCE], hi[TIME] - lo[LAUNCH])
    if max(low - high, first - last, least - most) > INSTANT:
        return Times(1.0, 0.0, first, last, least, most)
    return Times(low, max(low, high), first, max(first, last), least, max(least, most))
