"""One side of a question against all of its flights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reassure.families import Family
from reassure.margins import delays_of, margins
from reassure.scenario.question import Question
from reassure.sides import Side
from reassure.timeline import timeline
from reassure.typing import Array

__all__ = ["margins_of"]

_CHUNK = 128  # flights handed to a thread at a time


def margins_of(side: Side, family: Family, pool: ThreadPoolExecutor) -> Array:
    """Margins (km/s) of a side's ideal interceptor against the n flights of its family, in the pool's threads;
    infinite where no arc meets the flight, or no sensor tracks it.
    """
    rows = family.rows
    question = Question((), (side.battery,), side.sensors, ())
    delays = delays_of(question, timeline(question, rows, family.bases), len(rows))[0]

    def part(first: int) -> Array:
        span = slice(first, first + _CHUNK)
        return margins(side.battery, np.ascontiguousarray(rows[span]), delays[span])

    return np.concatenate(list(pool.map(part, range(0, len(rows), _CHUNK))))
