"""One deployment with its sensors against the flights that it faces."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reassure.engagement.flights import Family
from reassure.engagement.ideal import margins
from reassure.engagement.launch_times import launch_times
from reassure.scenario.question import Battery, Force, GivenDelay, Question, Sensor, with_cues
from reassure.typing import Array

__all__ = ["Case", "cases_of", "margins_of"]

_CHUNK = 128  # flights handed to a thread at a time


def margins_of(
    side: Case, family: Family, pool: ThreadPoolExecutor, faced: NDArray[np.bool_] | None = None
) -> Array:
    """Margins (n,), km/s, of a side's ideal interceptor against the n flights of a family, in the
    pool's threads.

    Infinite where no arc meets the flight at a height that counts, or no sensor tracks it, or the
    side does not face it: `faced` (n,), all unless given.
    """
    mine = np.arange(len(family.rows)) if faced is None else np.flatnonzero(faced)
    rows = np.ascontiguousarray(family.rows[mine])
    # The flights are given: the question needs no forces.
    question = Question((), (side.battery,), side.sensors, ())
    delays = launch_times(question, rows, family.bases[mine]).delay_s[0]

    def part(first: int) -> Array:
        span = slice(first, first + _CHUNK)
        return margins(side.battery, np.ascontiguousarray(rows[span]), delays[span])

    out = np.full(len(family.rows), np.inf)
    # The empty array stands where the side faces nothing: there is nothing else to join.
    out[mine] = np.concatenate([np.zeros(0), *pool.map(part, range(0, len(rows), _CHUNK))])
    return out


@dataclass(frozen=True)
class Case:
    """A deployment as one side counts it, and the forces it faces."""

    battery: Battery
    forces: tuple[Force, ...]
    sensors: tuple[Sensor, ...]
    """Those that the deployment needs, each after those that cue it."""


def cases_of(question: Question) -> tuple[Case, ...]:
    """Each deployment of a question as a side."""
    return tuple(
        Case(
            replace(b, faces=()),  # the side holds the forces themselves
            tuple(question.forces[k] for k in b.faces),
            _needed(b, question),
        )
        for b in question.batteries
    )


def _needed(battery: Battery, question: Question) -> tuple[Sensor, ...]:
    if isinstance(battery.launch, GivenDelay):
        return ()
    needed = with_cues(battery.launch.sensors, {s.id: s for s in question.sensors})
    return tuple(s for s in question.sensors if s.id in needed)
