"""How a band of heights is written."""

from __future__ import annotations

import math

__all__ = ["between"]


def between(heights_km: tuple[float, float]) -> str:
    """(40, 150) as "from 40 to 150 km"; infinite: no greatest height."""
    low, high = heights_km
    if math.isinf(high):
        return "at every height" if low <= 0.0 else f"from {low:g} km up"
    return f"from {low:g} to {high:g} km"
