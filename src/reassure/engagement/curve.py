"""Required speed against launch delay: what a deployment would need if it left sooner or later."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reassure.answers.assessment import Pairs
from reassure.answers.curve import Curve
from reassure.engagement.flights import Family
from reassure.engagement.ideal import alike, required
from reassure.machine.cores import cores
from reassure.scenario.question import Battery, Question
from reassure.typing import Array

__all__ = ["curves", "least_required"]

_STEP_S = 20.0  # between launch delays
_SHORTEST_S, _LONGEST_S = 400.0, 1500.0  # between these a curve ends
_BEYOND = 1.3  # times the delay of note, where that is between them
_FIRST = 16  # flights that are looked at before any other; then twice as many, and so on

# km/s. A flight is looked for up to so much above the least that is known; and one that is not found needs more than
# that, less what a search below a ceiling may lose (0.18 km/s at most of the deployments of europe-2012: design/curve.py).
_ABOVE, _LOST = 1.0, 0.3


def curves(question: Question, family: Family, pairs: Pairs) -> tuple[Curve, ...]:
    """One curve for each battery, from a launch with the flight to well past the delay at which its
    answer flips.

    Required speeds are in km/s, relative to the turning Earth, and None at a delay at which no arc
    meets any of the flights; delays are in s. `pairs`: the answer of the same question and family.
    """
    latest = pairs.critical_launch_delay_s
    batteries = question.batteries
    delays = [_delays(b, latest[i]) for i, b in enumerate(batteries)]
    groups = alike(batteries, launch=False)

    def needed(group: list[int]) -> Array:
        first = group[0]
        faced = pairs.faced[first]
        known = [
            (d, np.nan_to_num(pairs.required_speed_km_s[i, faced], nan=np.inf))
            for i in group
            if (d := batteries[i].launch_delay_s) is not None
        ]
        # Batteries that differ only in speed need the same: the longest of their curves has all.
        longest = max((delays[i] for i in group), key=len)
        rows = np.ascontiguousarray(family.rows[faced])
        return least_required(batteries[first], rows, longest, known)

    made: dict[int, Curve] = {}
    with ThreadPoolExecutor(cores()) as pool:
        for group, least in zip(groups, pool.map(needed, groups), strict=True):
            for i in group:
                mine = least[: len(delays[i])]
                speeds = tuple(float(v) if np.isfinite(v) else None for v in mine)
                flights = int(np.count_nonzero(pairs.faced[i]))
                made[i] = Curve(tuple(delays[i].tolist()), speeds, flights)
    return tuple(made[i] for i in range(len(batteries)))


def _delays(battery: Battery, latest: Array) -> Array:
    """Launch delays (m,), s; `latest` (n,): those at which the answer flips, NaN where none does."""
    known = latest[np.isfinite(latest)]
    beyond = max(float(known.max()) if known.size else 0.0, battery.launch_delay_s or 0.0)
    end = min(max(_SHORTEST_S, _BEYOND * beyond), _LONGEST_S)
    # `arange` leaves its end out: a step more takes it in.
    return np.arange(0.0, end + _STEP_S, _STEP_S)


def least_required(
    battery: Battery,
    rows: Array,
    delays: Sequence[float] | Array,
    known: Sequence[tuple[float, Array]] = (),
) -> Array:
    """The least required speed (m,), km/s, over n flights (rows of flight.family.standing) at each of m rising launch
    delays, s; infinite where no arc meets any of them. `known`: delays, and what each flight needs there (n,).

    An interceptor that may leave later may not need less: what a flight needs at a delay is a lower bound of what it
    needs at the next. So flights are looked at in the order of these bounds, until the least found is below the next.
    """
    bounds = np.zeros(len(rows))
    # Which flights are probably the least, while nothing else is known.
    hint = known[0][1] if known else bounds
    least = np.full(len(delays), np.inf)
    for k, delay in enumerate(delays):
        for there, speeds in known:
            if there <= delay:
                bounds = np.maximum(bounds, speeds)
        order = np.lexsort((hint, bounds))
        rising = bounds[order]
        at, step = 0, _FIRST
        while at < len(order) and rising[at] < least[k]:
            chosen = order[at : at + step]
            ceiling = float(least[k]) + _ABOVE
            found = required(battery, rows[chosen], np.full(chosen.size, float(delay)), ceiling)
            lower = np.where(np.isfinite(found), found, ceiling - _LOST)
            bounds[chosen] = np.maximum(bounds[chosen], lower)
            least[k] = min(least[k], float(found.min()))
            at, step = at + step, 2 * step
    return least
