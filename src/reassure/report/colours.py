"""Colours of margins, the same as in the viewer (viewer/src/scale.ts): orange where the ideal interceptor
reaches, blue where it does not. Told apart by every common kind of colour vision, and by lightness.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["DEPLOYMENT", "GREY", "NEVER", "STEPS", "Step", "step_of"]


@dataclass(frozen=True)
class Step:
    """Margins up to `below` (km/s), and above the step before."""

    below: float
    colour: str
    """#rrggbb."""
    words: str


# Steps of 1 km/s, with the sign of the margin at a border between colours.
STEPS = (
    Step(-2.0, "#7f3b08", "below −2"),  # noqa: RUF001  (a minus sign)
    Step(-1.0, "#b35806", "−2 to −1"),  # noqa: RUF001
    Step(0.0, "#e08214", "−1 to 0"),  # noqa: RUF001
    Step(1.0, "#6baed6", "0 to +1"),
    Step(2.0, "#3182bd", "+1 to +2"),
    Step(math.inf, "#08519c", "above +2"),
)
NEVER = Step(math.nan, "#8a8f98", "no arc at all")
DEPLOYMENT = "#1a7f37"
GREY = "#555b65"


def step_of(margin_km_s: float) -> Step:
    """The step of a margin (km/s); NEVER where there is none (NaN)."""
    # A margin of exactly 0 is within reach: it falls into the step that ends there. NaN falls into none.
    return next((s for s in STEPS if margin_km_s <= s.below), NEVER)
