"""Flights of a claim's family by their coordinates, as rows for the kernels of reach."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reassure.adversary.candidate import COORDINATES, fly
from reassure.flight.family import FLIGHT_COLUMNS, fill_flight
from reassure.numeric.compile import batch
from reassure.typing import Array, IntArray

__all__ = ["COORDINATES", "family_flights"]


@batch(
    "Tuple((boolean[::1], float64[:,::1]))(float64[:,::1], float64[::1], float64[:,::1], int64[::1])"
)
def family_flights(
    z: Array, problem: Array, aims: Array, row: IntArray
) -> tuple[NDArray[np.bool_], Array]:
    """n flights of a family by their coordinates z (n, COORDINATES) in [0, 1].

    `problem` (23,) as `problem_row` makes it; `aims` (m, 8): rows in the order of AimFigures; `row` (n,): to which of
    them each flight goes. Whether each exists (n,), and rows (n, FLIGHT_COLUMNS) as in flight.family, all 0 where it
    does not.
    """
    n = z.shape[0]
    exists = np.empty(n, np.bool_)
    out = np.zeros((n, FLIGHT_COLUMNS))
    for i in range(n):
        exists[i], _, p, _, v, burnout, end = fly(z[i], problem, aims[row[i]])
        if exists[i]:
            fill_flight(out[i], p, v, burnout, end - burnout)
    return exists, out
