"""How many digits a number with an uncertainty has."""

from __future__ import annotations

import math

__all__ = ["digits_of"]


def digits_of(uncertainty: float) -> int:
    """How many digits after the point tell values apart that are measured with a standard uncertainty."""
    return 2 if not 0.0 < uncertainty < 0.01 else min(1 - math.floor(math.log10(uncertainty)), 9)
