"""Required speed against launch delay, for a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["Curve"]


@dataclass(frozen=True)
class Curve:
    """One deployment: at each launch delay (s) the least required speed (km/s) over some of its flights,
    those that its answer turns on; None where no arc meets any of them.
    """

    delay_s: tuple[float, ...]
    required_speed_km_s: tuple[float | None, ...]
    flights: int

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file."""
        return {
            "flights": self.flights,
            "delay_s": list(self.delay_s),
            "required_speed_km_s": [
                None if v is None else round(v, 4) for v in self.required_speed_km_s
            ],
        }
