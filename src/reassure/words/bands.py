"""How a band of heights is written."""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["Band", "band_in_words", "bands_in_words"]

Band = tuple[float, float]
"""Between which heights (km) an intercept counts; infinite: no greatest height."""


def band_in_words(heights_km: Band) -> str:
    """(40, 150) as "from 40 to 150 km"; infinite: no greatest height."""
    low, high = heights_km
    if math.isinf(high):
        return "at every height" if low <= 0.0 else f"from {low:g} km up"
    return f"from {low:g} to {high:g} km"


def bands_in_words(named: Iterable[tuple[str, Band | None]]) -> list[str]:
    """Between which heights an intercept counts, of whatever has a name: a line for each band."""
    bands: dict[Band, list[str]] = {}
    for name, band in named:
        if band is not None:
            bands.setdefault(band, []).append(name)
    if len(bands) == 1:
        return [f"An intercept counts {band_in_words(next(iter(bands)))}."]
    return [
        f"An intercept counts {band_in_words(b)}: {', '.join(names)}." for b, names in bands.items()
    ]
