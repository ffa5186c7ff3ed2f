"""Required speed against launch delay: what a deployment would need if it left sooner or later."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reassure.curves import Curve
from reassure.families import Family
from reassure.margins import margins
from reassure.result import Pairs
from reassure.scenario.question import Battery, Question
from reassure.typing import Array, IntArray

__all__ = ["CLOSEST", "curves"]

CLOSEST = 40
"""How many flights of least margin, and as many of latest launch, stand for all in a curve."""

_STEP_S = 20.0
_SHORTEST_S, _LONGEST_S = 400.0, 1200.0


def curves(question: Question, family: Family, pairs: Pairs) -> tuple[Curve, ...]:
    """One for each battery, from a launch with the flight to well past the delay at which its answer flips."""
    latest = pairs.critical_launch_delay_s
    tasks = [
        (b, _flights(pairs, i), _delays(b, latest[i])) for i, b in enumerate(question.batteries)
    ]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return tuple(pool.map(lambda task: _curve(family.rows, *task), tasks))


def _flights(pairs: Pairs, i: int) -> IntArray:
    """The flights that the answer turns on: closest at the delay as it stands, or reached by the last launch."""
    margin = np.nan_to_num(pairs.margin_km_s[i], nan=np.inf)
    latest = np.nan_to_num(pairs.critical_launch_delay_s[i], nan=-np.inf)
    chosen = np.concatenate(
        [np.argsort(margin, kind="stable")[:CLOSEST], np.argsort(-latest, kind="stable")[:CLOSEST]]
    )
    return np.unique(chosen)


def _delays(battery: Battery, latest: Array) -> Array:
    known = latest[np.isfinite(latest)]
    beyond = max(float(known.max()) if known.size else 0.0, battery.launch_delay_s or 0.0)
    end = min(max(_SHORTEST_S, 1.3 * beyond), _LONGEST_S)
    return np.arange(0.0, end + _STEP_S, _STEP_S)


def _curve(rows: Array, battery: Battery, flights: IntArray, delays: Array) -> Curve:
    mine = np.ascontiguousarray(np.tile(rows[flights], (delays.size, 1)))
    found = margins(battery, mine, np.repeat(delays, flights.size))
    least = found.reshape(delays.size, flights.size).min(axis=1)
    required = least + battery.burnout_speed_km_s + battery.divert_km_s
    return Curve(
        tuple(delays.tolist()),
        tuple(float(v) if np.isfinite(v) else None for v in required),
        int(flights.size),
    )
