"""Where along a flight an intercept counts: the parts of it between two heights.

A part is a flight too, flown from where it begins: the same arc, a later start and an earlier end.
So whatever is asked about flights is asked about their parts. Heights are geodetic, as a meeting's
is. A flight rises and falls, and has up to two parts; a nearly round arc over the oblate Earth may
have more.
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import numpy as np
from numba.core.types import float64

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import geodetic, height_along_radius, turn
from reassure.flight.family import (
    BURNOUT_TIME,
    FLIGHT_COLUMNS,
    FREE_FLIGHT_TIME,
    burnout_state,
    end_time,
    fill_flight,
    standing,
)
from reassure.flight.kepler import propagate
from reassure.numeric.compile import batch, inner, record
from reassure.numeric.minimum import bracket, narrow
from reassure.numeric.vectors import copy
from reassure.typing import Array, IntArray, Point

__all__ = ["END", "HEIGHT_BAND", "HeightBand", "counts", "height_at", "parts", "parts_between"]

END: Final = 1e-3
"""s. A height is passed within this, on the side that counts."""


class HeightBand(NamedTuple):
    """Geodetic heights (m) between which an intercept counts, both included."""

    lowest: float
    highest: float


HEIGHT_BAND: Final = record(HeightBand, float64, float64)
"""The band in a signature for `batch`."""

_STEPS = 8  # equal pieces of a free flight at whose ends its height is looked at
_MOST = 2 * _STEPS + 1  # nodes, and an extremum beside each
_NEARLY = 1e-5  # the height along the radius exceeds the geodetic by its 6e-6th part at most


@inner
def height_at(flight: Array, when: float) -> float:
    """Geodetic height, m, of a flight (a row of flight.family.standing) at `when` (s from its
    launch).
    """
    x, y, z = standing(flight, when)
    _, _, height = geodetic(x, y, z)
    return height


@inner
def counts(p: Point, heights: HeightBand) -> bool:
    """Is an Earth-fixed point (m) at a height that counts?"""
    # Closed form, and good enough for nearly every point; `geodetic` takes an iteration.
    above = height_along_radius(p[0], p[1], p[2])
    if above <= heights.highest and above - _NEARLY * abs(above) >= heights.lowest:
        return True
    if above < heights.lowest or above - _NEARLY * abs(above) > heights.highest:
        return False
    _, _, exactly = geodetic(p[0], p[1], p[2])
    return heights.lowest <= exactly <= heights.highest


@inner
def _extremum(flight: Array, low: float, middle: float, high: float, sign: float) -> float:
    """When (s) a flight is highest (`sign` -1) or lowest (1) between two times."""
    search = bracket(low, high, middle, sign * height_at(flight, middle), END)
    while search.active:
        search = narrow(search, sign * height_at(flight, search.trial))
    return search.x


@inner
def _profile(flight: Array, levels: HeightBand, times: Array, heights: Array) -> int:
    """Fill in times (s) and heights (m) along a flight, so that it passes each level at most once
    between two of them; how many.
    """
    step = flight[FREE_FLIGHT_TIME] / _STEPS
    count = 0
    before, here = math.nan, height_at(flight, flight[BURNOUT_TIME])
    for k in range(_STEPS + 1):
        when = end_time(flight) if k == _STEPS else flight[BURNOUT_TIME] + k * step
        after = math.nan if k == _STEPS else height_at(flight, when + step)
        times[count], heights[count] = when, here
        count += 1
        if before < here > after or before > here < after:
            sign = -1.0 if here > before else 1.0
            # Only a summit or a dip that may pass a level is worth finding.
            # a parabola through three nodes leaves them by less than an eighth of its second
            # difference
            beyond = here - sign * abs(before - 2.0 * here + after)
            low, high = min(here, beyond), max(here, beyond)
            if low <= levels.lowest <= high or low <= levels.highest <= high:
                top = _extremum(flight, when - step, when, when + step, sign)
                # The times stay in rising order: the extremum goes after or before its node.
                at = count if top > when else count - 1
                times[count], heights[count] = when, here
                times[at], heights[at] = top, height_at(flight, top)
                count += 1
        before, here = here, after
    return count


@inner
def _passes(flight: Array, level: float, out: float, within: float) -> float:
    """When (s) a flight passes a height (m) between a time on its wrong side and one on the side
    that counts: the last known to be on the side that counts. Regula falsi (Illinois), kept so far
    from both ends that these close in.
    """
    over, under = height_at(flight, within) - level, height_at(flight, out) - level
    above = under < 0.0
    last = 0
    for _ in range(80):
        if abs(within - out) <= END:
            break
        near = 0.4 * END / abs(within - out)
        share = min(max(over / (over - under), near), 1.0 - near)
        middle = within + share * (out - within)
        here = height_at(flight, middle) - level
        if here >= 0.0 if above else here <= 0.0:
            within, over = middle, here
            under = 0.5 * under if last == 1 else under
            last = 1
        else:
            out, under = middle, here
            over = 0.5 * over if last == -1 else over
            last = -1
    return within


@inner
def _stretch(
    flight: Array, levels: HeightBand, a: float, ha: float, b: float, hb: float
) -> tuple[float, float]:
    """The times (s) between a and b at which a flight, rising or falling from ha to hb (m), is
    between two levels; the first after the second where it never is.
    """
    low, high = levels
    if max(ha, hb) < low or min(ha, hb) > high:
        return b, a
    begin, end = a, b
    # a time between the levels, should neither end be
    inside_a, inside_b = low <= ha <= high, low <= hb <= high
    middle = a if inside_a else b
    if not inside_a and not inside_b:
        # The ends lie on opposite sides of the levels: halve until a time between these is found.
        one, other, h = a, b, math.nan
        while abs(other - one) > 1e-9:
            middle = 0.5 * (one + other)
            h = height_at(flight, middle)
            if low <= h <= high:
                break
            if (h < low) == (ha < low):
                one = middle
            else:
                other = middle
        if not low <= h <= high:
            return b, a
    if not inside_a:
        begin = _passes(flight, low if ha < low else high, a, middle)
    if not inside_b:
        end = _passes(flight, low if hb < low else high, b, middle)
    return begin, end


@inner
def _part(flight: Array, begin: float, end: float, out: Array) -> None:
    """Fill a row of flight.family.standing: a flight from `begin` to `end` (s from its launch)."""
    copy(flight, out)
    after = begin - flight[BURNOUT_TIME]
    if after > 0.0:
        # Flown on in the inertial axes of burnout, then turned into the Earth-fixed axes of `begin`.
        p, q = burnout_state(flight)
        _, x, y, z, u, v, w = propagate(p[0], p[1], p[2], q[0], q[1], q[2], after)
        position = turn(x, y, z, -ROTATION_RATE * after)
        velocity = turn(u, v, w, -ROTATION_RATE * after)
        fill_flight(out, position, velocity, begin, end - begin)
    out[FREE_FLIGHT_TIME] = end - begin


@inner
def _fill_parts(flights: Array, owner: IntArray, begins: Array, ends: Array, out: Array) -> None:
    """Fill the rows of some parts (m, FLIGHT_COLUMNS)."""
    for k in range(out.shape[0]):
        flight = flights[owner[k]]
        _part(flight, begins[k], ends[k], out[k])
        # A flight that counts from end to end keeps its row bit for bit.
        if begins[k] == flight[BURNOUT_TIME] and ends[k] == end_time(flight):
            copy(flight, out[k])


@batch("Tuple((int64[::1], float64[:,::1]))(float64[:,::1], float64, float64)")
def _parts(flights: Array, lowest: float, highest: float) -> tuple[IntArray, Array]:
    """As `parts`."""
    n = flights.shape[0]
    levels = HeightBand(lowest, highest)
    owner = np.empty(n * _MOST, np.int64)
    begins, ends = np.empty(n * _MOST), np.empty(n * _MOST)
    times, heights = np.empty(_MOST), np.empty(_MOST)
    count = 0
    for i in range(n):
        nodes = _profile(flights[i], levels, times, heights)
        first = count
        for k in range(1, nodes):
            begin, end = _stretch(
                flights[i], levels, times[k - 1], heights[k - 1], times[k], heights[k]
            )
            if end <= begin:
                continue
            # Stretches that touch at a node are one part.
            if count > first and begin == times[k - 1] and ends[count - 1] == begin:
                ends[count - 1] = end
                continue
            owner[count], begins[count], ends[count] = i, begin, end
            count += 1
    out = np.empty((count, FLIGHT_COLUMNS))
    _fill_parts(flights, owner, begins, ends, out)
    return owner[:count].copy(), out


@batch("float64[:,::1](float64[:,::1], int64[::1], float64[::1], float64[::1])")
def parts_between(flights: Array, owner: IntArray, begins: Array, ends: Array) -> Array:
    """Parts (m, FLIGHT_COLUMNS) of flights: of that numbered `owner` (m,) from `begins` to `ends` (m,), s from its launch, both
    within its free flight. Rows as in flight.family.standing.
    """
    out = np.empty((owner.size, FLIGHT_COLUMNS))
    _fill_parts(flights, owner, begins, ends, out)
    return out


def parts(flights: Array, lowest: float, highest: float) -> tuple[IntArray, Array]:
    """The parts of n flights (rows of flight.family.standing) between two geodetic heights (m),
    ends included.

    Returns whose each is (m,), rising, and rows (m, FLIGHT_COLUMNS), of which BURNOUT_TIME is when
    the part begins and FREE_FLIGHT_TIME how long it lasts. A flight that is never at such a height
    has none, and one that always is has itself. `lowest` 0 or less and `highest` infinite: every
    height counts.
    """
    lowest = lowest if lowest > 0.0 else -math.inf  # a flight ends at height 0, but for rounding
    if math.isinf(lowest) and math.isinf(highest):
        return np.arange(len(flights)), flights
    return _parts(flights, lowest, highest)
