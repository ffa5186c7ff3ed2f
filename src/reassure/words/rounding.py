"""How numbers are rounded where they are written: one way for all, the same in the viewer (viewer/src/rounding.ts).

A number counts to six digits after the point; those are whole numbers, and what is shown is rounded from them. Margins,
required and critical speeds go down and critical delays up, so nothing is said safer than it is; rounding so twice is
rounding once. Everything else goes to the nearest, halves up. What is above zero stays above it.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DOWN", "NEAREST", "UP", "down", "kept", "nearest", "rounded", "signed", "steps", "steps_of", "up",
]  # fmt: skip

DOWN, NEAREST, UP = -1, 0, 1

_DIGITS = 6


def _units(value: float) -> int:
    """In millionths."""
    found = math.floor(value * 1e6 + 0.5)
    return max(found, 1) if value > 0.0 else found


def steps(value: float, digits: int, way: int = NEAREST) -> int:
    """How many steps of that many digits, at most six, a finite value has."""
    step: int = 10 ** (_DIGITS - digits)
    more = step // 2 if way == NEAREST else step - 1 if way == UP else 0
    return (_units(value) + more) // step


def steps_of(values: NDArray[np.float64], digits: int, way: int = NEAREST) -> NDArray[np.int64]:
    """`steps` of finite numbers."""
    step: int = 10 ** (_DIGITS - digits)
    more = step // 2 if way == NEAREST else step - 1 if way == UP else 0
    found = np.floor(values * 1e6 + 0.5).astype(np.int64)
    found = np.where(values > 0.0, np.maximum(found, 1), found)
    counts: NDArray[np.int64] = (found + more) // step
    return counts


def rounded(value: float, digits: int, way: int = NEAREST) -> float:
    """The same as a number."""
    return float(steps(value, digits, way) / 10**digits)


def kept(value: Any, digits: int, way: int = NEAREST) -> float | None:
    """As it stands in a file; None where it is not finite."""
    return rounded(float(value), digits, way) if math.isfinite(value) else None


def _text(count: int, digits: int) -> str:
    sign = "-" if count < 0 else ""
    whole, part = divmod(abs(count), 10**digits)
    return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"


def nearest(value: float, digits: int = 0) -> str:
    """Halves go up."""
    return _text(steps(value, digits), digits)


def down(value: float, digits: int = 2) -> str:
    """To the number below: margins, required and critical speeds."""
    return _text(steps(value, digits, DOWN), digits)


def up(value: float, digits: int = 0) -> str:
    """To the number above: critical delays."""
    return _text(steps(value, digits, UP), digits)


def signed(value: float, digits: int = 2) -> str:
    """A margin: down, with its sign. +0.00 is out of reach by less than the last digit."""
    return f"{'+' if value > 0.0 else ''}{down(value, digits)}"
