"""How a band of heights is written."""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["Band", "band_in_words", "bands_in_words"]

Band = tuple[float, float]
"""Between which heights (km) an intercept counts; infinite: no greatest height."""


def band_in_words(heights_km: Band) -> str:
    """(40, 150) as "from 40 to 150 km", (40, inf) as "from 40 km up", (0, inf) as "at every height"; km."""
    low, high = heights_km
    if math.isinf(high):
        return "at every height" if low <= 0.0 else f"from {low:g} km up"
    return f"from {low:g} to {high:g} km"


def bands_in_words(named: Iterable[tuple[str, Band | None]]) -> list[str]:
    """Lines that say between which heights an intercept counts for the deployments or interceptors named.
    One line for each band, with the names that have it; no names where there is one band alone. A band of None (a file
    older than the bands) is left out; no lines where all are.
    """
    # Names gather under equal bands, in the order in which a band first comes.
    bands: dict[Band, list[str]] = {}
    for name, band in named:
        if band is not None:
            bands.setdefault(band, []).append(name)
    if len(bands) == 1:
        return [f"An intercept counts {band_in_words(next(iter(bands)))}."]
    return [
        f"An intercept counts {band_in_words(b)}: {', '.join(names)}." for b, names in bands.items()
    ]
