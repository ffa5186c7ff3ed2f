"""Which flights each deployment faces."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reassure.engagement.flights import Family
from reassure.errors import ScenarioError
from reassure.scenario.question import Battery, Force, Question
from reassure.typing import Array, IntArray

__all__ = ["check_faced", "faced", "faced_rows", "forces_of"]


def forces_of(forces: Sequence[Force], number: IntArray) -> IntArray:
    """The force (n,), counted from 0, of flights by their number (n,) among all that are asked for.

    Numbers go through the forces in order, and count the flights that do not exist as well.
    """
    # first[k] is the number of force k's first flight; "right" puts that flight into force k, not k - 1
    first = np.cumsum([0, *(force.flights for force in forces)])
    found: IntArray = np.searchsorted(first, number, side="right") - 1
    return found


def faced(question: Question, family: Family) -> NDArray[np.bool_]:
    """(d, n): does each of d deployments face each of the n flights of the family?"""
    # (n,): which force each flight is of.
    of = forces_of(question.forces, family.number)
    return np.array([np.isin(of, b.faces) for b in question.batteries])


def check_faced(question: Question, family: Family) -> None:
    """Refuse a deployment that faces only forces none of whose flights exists: ScenarioError, which names one of them
    and why it is missing.
    """
    for battery, mine in zip(question.batteries, faced(question, family), strict=True):
        if not mine.any():
            # a missing flight knows its base by name and not its force: one base may stand in several
            bases = {p.id for k in battery.faces for p in question.forces[k].origins}
            why = next(m for m in family.missing if m.base in bases)
            raise ScenarioError(
                f"deployment {battery.id}: none of the flights that it faces exists: {why.base} to {why.aim}: "
                f"{why.reason}"
            )


def faced_rows(question: Question, family: Family, battery: Battery) -> tuple[IntArray, Array]:
    """Which flights of the family a battery faces, indices (m,), and their rows (m, 8) of flight.family.standing."""
    mine = np.flatnonzero(np.isin(forces_of(question.forces, family.number), battery.faces))
    # the kernels are compiled for arrays in C order
    return mine, np.ascontiguousarray(family.rows[mine])
