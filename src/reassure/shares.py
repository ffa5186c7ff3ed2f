"""How a share is written."""

from __future__ import annotations

__all__ = ["percent"]


def percent(share: float) -> str:
    """A share in per cent; a share that is not all or nothing is never rounded to it."""
    if share in {0.0, 1.0}:
        return f"{100 * share:.0f} %"
    text = f"{100 * share:.1f}"
    if text == "100.0":
        return "> 99.9 %"
    return "< 0.1 %" if text == "0.0" else f"{text} %"
