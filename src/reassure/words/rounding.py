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
    "DOWN", "NEAREST", "UP", "apart", "digits_before", "down", "kept", "nearest", "rounded", "signed", "steps", "steps_of", "up",
]  # fmt: skip

# Which way a number goes: the sign of what rounding may add.
DOWN, NEAREST, UP = -1, 0, 1

_DIGITS = 6
"""Digits after the point that count: mm/s of a speed in km/s, microseconds, about 0.1 m of a degree."""


def _units(value: float) -> int:
    """A finite value in whole millionths, to the nearest, halves up; at least 1 where the value is above zero."""
    found = math.floor(value * 1e6 + 0.5)
    # A margin of 1e-9 km/s is positive, and a zero in its place would read as within reach.
    return max(found, 1) if value > 0.0 else found


def steps(value: float, digits: int, way: int = NEAREST) -> int:
    """How many steps of 10**-digits (`digits` at most 6) a finite value has, rounded `way`; below zero too."""
    step: int = 10 ** (_DIGITS - digits)
    # Floor division goes down for negative numbers too: half a step added gives the nearest, all but one unit gives up.
    more = step // 2 if way == NEAREST else step - 1 if way == UP else 0
    return (_units(value) + more) // step


def steps_of(values: NDArray[np.float64], digits: int, way: int = NEAREST) -> NDArray[np.int64]:
    """`steps` of an array of finite numbers, of the same shape."""
    step: int = 10 ** (_DIGITS - digits)
    more = step // 2 if way == NEAREST else step - 1 if way == UP else 0
    # The same order of operations as in `_units`, so that both give the same for every double.
    found = np.floor(values * 1e6 + 0.5).astype(np.int64)
    found = np.where(values > 0.0, np.maximum(found, 1), found)
    counts: NDArray[np.int64] = (found + more) // step
    return counts


def rounded(value: float, digits: int, way: int = NEAREST) -> float:
    """A finite value rounded `way` to `digits` digits after the point, as the nearest double."""
    # One division of whole numbers: correctly rounded, so that printing it gives back these digits.
    return float(steps(value, digits, way) / 10**digits)


def kept(value: Any, digits: int, way: int = NEAREST) -> float | None:
    """A number rounded as it stands in a file; None where it is infinite or NaN, which JSON has not."""
    return rounded(float(value), digits, way) if math.isfinite(value) else None


def _text(count: int, digits: int) -> str:
    # The sign stands apart, since a number between -1 and 0 has a whole part of 0.
    sign = "-" if count < 0 else ""
    whole, part = divmod(abs(count), 10**digits)
    return f"{sign}{whole}.{part:0{digits}d}" if digits else f"{sign}{whole}"


def nearest(value: float, digits: int = 0) -> str:
    """A finite value to the nearest, halves up, with exactly `digits` digits after the point."""
    return _text(steps(value, digits), digits)


def down(value: float, digits: int = 2) -> str:
    """A finite value to the number below: margins, required and critical speeds."""
    return _text(steps(value, digits, DOWN), digits)


def apart(first: float, second: float) -> tuple[str, str]:
    """Two finite values rounded down, with two digits, or as many more as tell them apart where six do."""
    for digits in range(2, _DIGITS + 1):
        said = down(first, digits), down(second, digits)
        if said[0] != said[1]:
            return said
    return down(first), down(second)


def up(value: float, digits: int = 0) -> str:
    """A finite value to the number above: critical delays."""
    return _text(steps(value, digits, UP), digits)


def digits_before(value: float, limit: float) -> int:
    """With how many digits, 0 to 3, a critical delay rounded up still reads as less than a limit that it is less than;
    0 where none of these do.
    """
    return next((digits for digits in range(4) if steps(value, digits, UP) / 10**digits < limit), 0)


def signed(value: float, digits: int = 2) -> str:
    """A margin rounded down, with its sign in front.
    +0.00 is out of reach by less than the last digit; -0.01 is within reach by that much or less.
    """
    return f"{'+' if value > 0.0 else ''}{down(value, digits)}"
