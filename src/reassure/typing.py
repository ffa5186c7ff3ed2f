"""The types that every room speaks: arrays, a point as a tuple, and who hears of progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "IntArray", "Point", "Progress", "quiet"]

Array: TypeAlias = NDArray[np.float64]
"""Float64 throughout: a kernel is compiled for it and for nothing else. The shape is in the docstring of whoever has it."""
IntArray: TypeAlias = NDArray[np.int64]
"""Indices, counts and outcomes. -1 stands for none where an index may be missing."""

Point: TypeAlias = tuple[float, float, float]
"""Three numbers: an Earth-fixed position (m), a velocity (m/s), or another vector, as the text says."""

Progress: TypeAlias = Callable[[int, int], None]
"""Called now and then with how much is done, and how much there is in all."""


def quiet(done: int, total: int) -> None:
    """Tell nobody of progress: the `Progress` of callers that give none."""
