"""How a count is written."""

from __future__ import annotations

__all__ = ["counted"]


def counted(count: int, noun: str, many: str = "") -> str:
    """1 flight, 2 flights; `many` where the plural is not an s more."""
    return f"{count} {noun if count == 1 else many or noun + 's'}"
