"""Required speed against launch delay: what a deployment would need if it left sooner or later."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from reassure.answers.assessment import Pairs
from reassure.answers.curve import Curve
from reassure.engagement.flights import Family
from reassure.engagement.ideal import margins
from reassure.flight.family import BURNOUT_POSITION, BURNOUT_VELOCITY
from reassure.machine.cores import cores
from reassure.scenario.question import Battery, Question
from reassure.typing import Array, IntArray

__all__ = ["FULL", "LIVE", "Detail", "curves"]


@dataclass(frozen=True)
class Detail:
    """How finely a curve is drawn. Fewer flights can only raise it, where it turns on one that is
    left out.
    """

    closest: int
    """How many flights of least margin stand for all, and as many of latest launch."""
    apart: int
    """How many more, of those that differ most from each other."""
    step_s: float
    """Between launch delays."""


FULL = Detail(12, 40, 20.0)
"""For a report."""

LIVE = Detail(4, 12, 40.0)
"""For an answer that follows the hand; what both cost and how far off they are:
design/live_curve.py.
"""

_SHORTEST_S, _LONGEST_S = 400.0, 1500.0  # between these a curve ends
_BEYOND = 1.3  # times the delay of note, where that is between them


def curves(
    question: Question, family: Family, pairs: Pairs, detail: Detail = FULL
) -> tuple[Curve, ...]:
    """One curve for each battery, from a launch with the flight to well past the delay at which its
    answer flips.

    Required speeds are in km/s, relative to the turning Earth, and None at a delay at which no arc
    meets any of the flights; delays are in s. `pairs`: the answer of the same question and family.
    """
    latest = pairs.critical_launch_delay_s
    tasks = [
        (b, _flights(family.rows, pairs, i, detail), _delays(b, latest[i], detail.step_s))
        for i, b in enumerate(question.batteries)
    ]
    with ThreadPoolExecutor(cores()) as pool:
        return tuple(pool.map(lambda task: _curve(family.rows, *task), tasks))


def _flights(rows: Array, pairs: Pairs, i: int, detail: Detail) -> IntArray:
    """The flights that the answer turns on: closest at the delay as it stands, or reached by the
    last launch; and others, for what it turns on at other delays.
    """
    faced = np.flatnonzero(pairs.faced[i])
    margin = np.nan_to_num(pairs.margin_km_s[i, faced], nan=np.inf)
    latest = np.nan_to_num(pairs.critical_launch_delay_s[i, faced], nan=-np.inf)
    closest = np.argsort(margin, kind="stable")[: detail.closest]
    last = np.argsort(-latest, kind="stable")[: detail.closest]
    # (m, 6): burnouts differ in place, direction and speed, and so do the flights.
    # a kilometre of burnout position counts as a metre a second of burnout velocity
    burnouts = np.column_stack([rows[faced, BURNOUT_POSITION] / 1e3, rows[faced, BURNOUT_VELOCITY]])
    apart = _apart(burnouts, int(closest[0]), detail.apart)
    chosen: IntArray = faced[np.unique(np.concatenate([closest, last, apart]))]
    return chosen


def _apart(points: Array, first: int, count: int) -> IntArray:
    """At most so many of n points, each the farthest from those before it."""
    chosen = [first]
    gap = np.linalg.norm(points - points[first], axis=1)
    while len(chosen) < count and gap.max() > 0.0:
        chosen.append(int(np.argmax(gap)))
        # Each point's distance from the nearest of those chosen.
        gap = np.minimum(gap, np.linalg.norm(points - points[chosen[-1]], axis=1))
    return np.array(chosen, np.int64)


def _delays(battery: Battery, latest: Array, step_s: float) -> Array:
    """Launch delays (m,), s; `latest` (n,): those at which the answer flips, NaN where none does."""
    known = latest[np.isfinite(latest)]
    beyond = max(float(known.max()) if known.size else 0.0, battery.launch_delay_s or 0.0)
    end = min(max(_SHORTEST_S, _BEYOND * beyond), _LONGEST_S)
    # `arange` leaves its end out: a step more takes it in.
    return np.arange(0.0, end + step_s, step_s)


def _curve(rows: Array, battery: Battery, flights: IntArray, delays: Array) -> Curve:
    """A battery's curve over some of the flights (rows of flight.family.standing)."""
    # Every flight at the first delay, then every flight at the next: (delays, flights) row by row.
    mine = np.ascontiguousarray(np.tile(rows[flights], (delays.size, 1)))
    found = margins(battery, mine, np.repeat(delays, flights.size))
    least = found.reshape(delays.size, flights.size).min(axis=1)
    # The margin's definition turned round: required = margin + burnout speed + divert.
    required = least + battery.burnout_speed_km_s + battery.divert_km_s
    return Curve(
        tuple(delays.tolist()),
        tuple(float(v) if np.isfinite(v) else None for v in required),
        int(flights.size),
    )
