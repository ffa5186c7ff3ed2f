"""Required speed against launch delay: what a deployment would need if it left sooner or later."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reassure.answers.assessment import Pairs
from reassure.answers.curve import Curve
from reassure.engagement.flights import Family
from reassure.engagement.ideal import alike, margins
from reassure.machine.cores import cores
from reassure.scenario.question import Battery, Question
from reassure.typing import Array

__all__ = ["STEP_S", "curves", "least_required"]

STEP_S = 20.0
"""Between launch delays."""

_SHORTEST_S, _LONGEST_S = 400.0, 1500.0  # between these a curve ends
_BEYOND = 1.3  # times the delay of note, where that is between them
_AT_ONCE = 16  # flights looked at between two looks at what is left (design/curve.py)


def curves(
    question: Question, family: Family, pairs: Pairs, step_s: float = STEP_S
) -> tuple[Curve, ...]:
    """One curve for each battery, from a launch with the flight to well past the delay at which its
    answer flips.

    Required speeds are in km/s, relative to the turning Earth, and None at a delay at which no arc
    meets any of the flights; delays are in s. `pairs`: the answer of the same question and family.
    """
    latest = pairs.critical_launch_delay_s
    batteries = question.batteries
    delays = [_delays(b, latest[i], step_s) for i, b in enumerate(batteries)]
    groups = alike(batteries, launch=False)
    # Batteries that differ only in speed need the same: the longest of their curves has all.
    longest = [max((delays[i] for i in group), key=len) for group in groups]
    faces = [np.ascontiguousarray(family.rows[pairs.faced[group[0]]]) for group in groups]
    with ThreadPoolExecutor(cores()) as pool:
        firsts = [batteries[group[0]] for group in groups]
        needed = list(pool.map(least_required, firsts, faces, longest))
    made: dict[int, Curve] = {}
    for group, least, rows in zip(groups, needed, faces, strict=True):
        for i in group:
            mine = least[: len(delays[i])]
            speeds = tuple(float(v) if np.isfinite(v) else None for v in mine)
            made[i] = Curve(tuple(delays[i].tolist()), speeds, len(rows))
    return tuple(made[i] for i in range(len(batteries)))


def _delays(battery: Battery, latest: Array, step_s: float) -> Array:
    """Launch delays (m,), s; `latest` (n,): those at which the answer flips, NaN where none does."""
    known = latest[np.isfinite(latest)]
    beyond = max(float(known.max()) if known.size else 0.0, battery.launch_delay_s or 0.0)
    end = min(max(_SHORTEST_S, _BEYOND * beyond), _LONGEST_S)
    # `arange` leaves its end out: a step more takes it in.
    return np.arange(0.0, end + step_s, step_s)


def least_required(battery: Battery, rows: Array, delays: Sequence[float] | Array) -> Array:
    """The least required speed (m,), km/s, over n flights (rows of flight.family.standing) at each of m rising launch
    delays, s; infinite where no arc meets any of them.

    An interceptor that may leave later may not need less: what a flight needed at a delay is a lower bound of what it
    needs at the next. So flights are looked at in the order of these bounds, until the least found is below the next.
    """
    bounds = np.zeros(len(rows))
    least = np.full(len(delays), np.inf)
    for k, delay in enumerate(delays):
        order = np.argsort(bounds, kind="stable")
        rising = bounds[order]
        at = 0
        # At the first delay nothing is known, and every flight is looked at.
        step = _AT_ONCE if k else len(rows)
        while at < len(order) and rising[at] < least[k]:
            chosen = order[at : at + step]
            margin = margins(battery, rows[chosen], np.full(chosen.size, float(delay)))
            # The margin's definition turned round.
            found = margin + battery.burnout_speed_km_s + battery.divert_km_s
            bounds[chosen] = np.maximum(bounds[chosen], found)
            least[k] = min(least[k], float(found.min()))
            at += step
    return least
