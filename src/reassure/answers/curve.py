"""Required speed against launch delay, for a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from reassure.answers.document import Index
from reassure.words.document import GIVEN, PLAIN, Digits

__all__ = ["Curve"]


@dataclass(frozen=True)
class Curve:
    """One deployment: at each launch delay (s) the least required speed (km/s) over the flights that it faces.

    None where no arc meets any of them.
    """

    FILE: ClassVar = ("flights", "delay_s", "required_speed_km_s")

    delay_s: Annotated[tuple[float, ...], GIVEN]
    required_speed_km_s: Annotated[tuple[float | None, ...], Digits(4, PLAIN)]
    flights: Index
    """How many flights it is over."""
