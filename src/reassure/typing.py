"""The types that the core speaks: arrays, and a point as a tuple."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Array", "IntArray", "Point"]

Array: TypeAlias = NDArray[np.float64]
IntArray: TypeAlias = NDArray[np.int64]

Point: TypeAlias = tuple[float, float, float]
"""Three numbers: an Earth-fixed position (m), a velocity (m/s), or another vector, as the text says."""
