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
    """N flights of a family: coordinates (n, COORDINATES) in [0, 1], a problem as `problem_row` makes it and aims (m,
    8) as in reassure.adversary.search, and which row of aims each goes to (n,).

    Returns whether each exists (n,), and rows (n, FLIGHT_COLUMNS) as in flight.family.standing.
    """
    n = z.shape[0]
    exists = np.empty(n, np.bool_)
    out = np.zeros((n, FLIGHT_COLUMNS))
    for i in range(n):
        exists[i], _, p, _, v, burnout, end = fly(z[i], problem, aims[row[i]])
        if exists[i]:
            fill_flight(out[i], p, v, burnout, end - burnout)
    return exists, out
