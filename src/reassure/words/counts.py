"""How a count is written."""

from __future__ import annotations

__all__ = ["counted"]


def counted(count: int, noun: str, many: str = "") -> str:
    """A count with its noun: "1 flight", "2 flights". `many`: the plural where it is not the noun and an s."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"
