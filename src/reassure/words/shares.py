"""How a share is written."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from reassure.words.rounding import DOWN, NEAREST, UP, steps

__all__ = ["percent", "percent_between", "percent_down", "percent_up"]


def percent(share: float) -> str:
    """A share (0 to 1) in per cent with one digit: "0 %" and "100 %" stand for exactly none and all.
    What is neither is written "< 0.1 %" or "> 99.9 %" where it would round to them.
    """
    return _percent(share, NEAREST)


def percent_down(share: float) -> str:
    """The same, rounded down: for what is out of reach, guaranteed or protected, so that none of it is overstated."""
    return _percent(share, DOWN)


def percent_up(share: float) -> str:
    """The same, rounded up: for what is within reach. With what is out of reach, rounded down, it makes 100."""
    return _percent(share, UP)


def percent_between(
    least: Fraction, greatest: Fraction, alone: Callable[[float], str] = percent
) -> str:
    """A share of which only the bounds are known, exactly: "62.1 to 88.4 %", the ends rounded outward. "0" and "100" stand for
    exactly none and all; "0.0" for less than a tenth of one per cent. Where both are the same, it is one share, as `alone` writes
    it.
    """
    if least == greatest:
        return alone(float(least))
    return (
        f"{_end(least, math.floor(1000 * least))} to {_end(greatest, math.ceil(1000 * greatest))} %"
    )


def _end(share: Fraction, tenths: int) -> str:
    return f"{100 * share}" if share in {0, 1} else f"{tenths // 10}.{tenths % 10}"


def _percent(share: float, way: int) -> str:
    if share in {0.0, 1.0}:
        return f"{100 * share:.0f} %"
    # A share in millionths, and in tenths of a per cent.
    millionths, tenths = steps(share, 6), steps(share, 3, way)
    # Of 0.9995 out of reach and 0.0005 within, the first is "> 99.9 %" and so the second "< 0.1 %", not "0.1 %".
    if tenths == 0 or (way == UP and millionths < 1000):
        return "< 0.1 %"
    if tenths == 1000 or (way == DOWN and millionths > 999_000):
        return "> 99.9 %"
    return f"{tenths // 10}.{tenths % 10} %"
