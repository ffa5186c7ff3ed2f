"""One side of a question against the flights that it faces."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from reassure.families import Family
from reassure.margins import delays_of, margins
from reassure.scenario.question import Question
from reassure.sides import Side
from reassure.timeline import timeline
from reassure.typing import Array

__all__ = ["margins_of"]

_CHUNK = 128  # flights handed to a thread at a time


def margins_of(
    side: Side, family: Family, pool: ThreadPoolExecutor, faced: NDArray[np.bool_] | None = None
) -> Array:
    """Margins (km/s) of a side's ideal interceptor against the n flights of a family, in the pool's threads;
    infinite where no arc meets the flight at a height that counts, or no sensor tracks it, or the side does not
    face it: `faced` (n,), all unless given.
    """
    mine = np.arange(len(family.rows)) if faced is None else np.flatnonzero(faced)
    rows = np.ascontiguousarray(family.rows[mine])
    question = Question((), (side.battery,), side.sensors, ())
    delays = delays_of(question, timeline(question, rows, family.bases[mine]), len(rows))[0]

    def part(first: int) -> Array:
        span = slice(first, first + _CHUNK)
        return margins(side.battery, np.ascontiguousarray(rows[span]), delays[span])

    out = np.full(len(family.rows), np.inf)
    out[mine] = np.concatenate([np.zeros(0), *pool.map(part, range(0, len(rows), _CHUNK))])
    return out
