"""How a share is written."""

from __future__ import annotations

from reassure.words.rounding import DOWN, NEAREST, UP, steps

__all__ = ["percent", "percent_down", "percent_up"]


def percent(share: float) -> str:
    """A share in per cent; a share that is not all or nothing is never rounded to it."""
    return _percent(share, NEAREST)


def percent_down(share: float) -> str:
    """The same, rounded down: what is out of reach, guaranteed or protected."""
    return _percent(share, DOWN)


def percent_up(share: float) -> str:
    """The same, rounded up: what is within reach. With what is out of reach it makes 100."""
    return _percent(share, UP)


def _percent(share: float, way: int) -> str:
    if share in {0.0, 1.0}:
        return f"{100 * share:.0f} %"
    millionths, tenths = steps(share, 6), steps(share, 3, way)
    if tenths == 0 or (way == UP and millionths < 1000):
        return "< 0.1 %"
    if tenths == 1000 or (way == DOWN and millionths > 999_000):
        return "> 99.9 %"
    return f"{tenths // 10}.{tenths % 10} %"
