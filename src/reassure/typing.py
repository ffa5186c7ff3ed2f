"""The types that every room speaks: arrays, a point as a tuple, a clause's figures in their order, and who hears of progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DISTANCE",
    "DIVERT",
    "EARLIEST",
    "EAST",
    "FIRST_LEAD",
    "HEIGHT",
    "KEEP_ABOVE",
    "LAST_LEAD",
    "LONGEST_FLIGHT",
    "NORTH",
    "PERTURBATION",
    "SHORTEST_FLIGHT",
    "SOUTH",
    "SPEED",
    "WEST",
    "AimFigures",
    "Array",
    "BoostFigures",
    "IntArray",
    "LimitFigures",
    "Mask",
    "Point",
    "Progress",
    "quiet",
]

Array: TypeAlias = NDArray[np.float64]
"""Float64 throughout: a kernel is compiled for it and for nothing else. The shape is in the docstring of whoever has it."""
IntArray: TypeAlias = NDArray[np.int64]
"""Indices, counts and outcomes. -1 stands for none where an index may be missing."""
Mask: TypeAlias = NDArray[np.bool_]
"""Which of some things: flights, bases, parts of a force. The shape is in the docstring of whoever has it."""

Point: TypeAlias = tuple[float, float, float]
"""Three numbers: an Earth-fixed position (m), a velocity (m/s), or another vector, as the text says."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called now and then with how much is done, and how much there is in all."""


def quiet(done: int, total: int) -> None:
    """Tell nobody of progress: the `Progress` of callers that give none."""


class LimitFigures(NamedTuple):
    """What bounds an interceptor of a claim's clause, in the order that all rows of these have. SI."""

    earliest_burnout: float
    """s after the flight's launch."""
    speed: float
    """m/s, greatest at burnout, relative to the turning Earth."""
    divert: float
    """m/s, greatest velocity change after burnout."""
    distance: float
    """m of ground, greatest of the burnout from the launch point."""
    height: float
    """m, greatest of the burnout."""
    perturbation: float
    """m/s^2, greatest of what is neither point-mass gravity nor thrust."""
    keep_above: float
    """m: a meeting counts only above this height."""


EARLIEST, SPEED, DIVERT, DISTANCE, HEIGHT, PERTURBATION, KEEP_ABOVE = range(7)
"""Where `LimitFigures` stand in an array of them, for kernels."""


class BoostFigures(NamedTuple):
    """Where and when the flights of a claim's clause burn out, in the order that all rows of these have. SI."""

    field: float
    """m of ground, greatest of the base point from the base's cell."""
    earliest: float
    """s after launch."""
    latest: float
    lowest: float
    """m of height."""
    highest: float
    nearest: float
    """m of ground from the base point, towards the led aim."""
    farthest: float
    sideways: float
    """m of ground, greatest from that great circle."""


class AimFigures(NamedTuple):
    """A row of a claim's aims, in the order that all rows of these have: rad and s."""

    south: float
    north: float
    west: float
    east: float
    shortest: float
    """s from launch to the aim."""
    longest: float
    first_lead: float
    """rad east, of the boost at the shortest flight time; at the longest."""
    last_lead: float

    @property
    def cell(self) -> tuple[float, ...]:
        """South, north, west, east, rad."""
        return self[:4]


SOUTH, NORTH, WEST, EAST, SHORTEST_FLIGHT, LONGEST_FLIGHT, FIRST_LEAD, LAST_LEAD = range(8)
"""Where `AimFigures` stand in an array of them, for kernels. A cell has the first four."""
