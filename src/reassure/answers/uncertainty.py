"""What an answer is worth while its figures are uncertain: shares with confidence intervals, and which
figures they hang on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

__all__ = ["DeploymentUncertainty", "FigureDrawn", "Influence", "Share", "Uncertainty"]


@dataclass(frozen=True)
class Share:
    """A share, and the interval of a stated confidence around it."""

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Of the interval, on its longer side."""
        return max(self.high - self.value, self.value - self.low)

    @property
    def written(self) -> Share:
        """To the digits of a file."""
        return Share(round(self.value, 6), round(self.low, 6), round(self.high, 6))

    def to_dict(self) -> dict[str, float]:
        """As in a JSON file."""
        return dict(self.written.__dict__)


@dataclass(frozen=True)
class FigureDrawn:
    """A figure that was drawn, and between what."""

    key: str
    value: float
    low: float
    high: float
    distribution: str
    standard_deviation: float | None


@dataclass(frozen=True)
class Influence:
    """How much of the variance of a deployment's least margin a figure accounts for: alone (first order),
    and with all that it does together with others (total), each with the half width of its interval.
    """

    key: str
    first: float
    first_half_width: float
    total: float
    total_half_width: float


@dataclass(frozen=True)
class DeploymentUncertainty:
    """One deployment over all draws."""

    id: str
    within_reach: Share
    """Of the flights, those that the ideal interceptor reaches."""
    reaches_some: Share
    """Of the draws, those in which it reaches one of the flights that are closest by the figures as they
    stand: no fewer draws reach some flight of the whole force.
    """
    least_margin_km_s: tuple[float | None, float | None, float | None]
    """To the closest flights: 5, 50 and 95 per cent of the draws have no more. None: no arc meets one."""
    estimate_within_reach: Share | None
    """Of the flights, those that a flyout with a witness reaches."""
    influences: tuple[Influence, ...]
    no_influences: str
    """Why there are none; empty where there are some."""


@dataclass(frozen=True)
class Uncertainty:
    """Draws of all figures that have an interval or a distribution."""

    draws: int
    most_draws: int
    seed: int
    confidence: float
    tolerance: float
    flights_per_draw: int
    flights: int
    closest: int
    base_draws: int
    """Of Saltelli's scheme, behind the influences."""
    figures: tuple[FigureDrawn, ...]
    deployments: tuple[DeploymentUncertainty, ...]

    @property
    def stopped_early(self) -> bool:
        """Every interval was narrow enough before all draws were made."""
        return self.draws < self.most_draws

    @property
    def widest(self) -> float:
        """The widest half of an interval around a share of flights within reach, as the shares are written: so a
        result read from a file says the same.
        """
        shares = [d.within_reach for d in self.deployments]
        shares += [d.estimate_within_reach for d in self.deployments if d.estimate_within_reach]
        # of the shares as they are written: who reads them finds the same
        return max(s.written.half_width for s in shares)

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file (docs/uncertainty.md)."""
        return {
            "draws": self.draws,
            "most_draws": self.most_draws,
            "stopped": "every interval is narrow enough"
            if self.stopped_early
            else "all draws made",
            "seed": self.seed,
            "confidence": self.confidence,
            "tolerance": self.tolerance,
            "widest_half_width": round(self.widest, 6),
            "flights_per_draw": self.flights_per_draw,
            "flights": self.flights,
            "closest_flights": self.closest,
            "base_draws": self.base_draws,
            "figures": [
                {k: v for k, v in f.__dict__.items() if v is not None} for f in self.figures
            ],
            "deployments": [_deployment(d) for d in self.deployments],
        }


def _deployment(d: DeploymentUncertainty) -> dict[str, Any]:
    estimate = d.estimate_within_reach
    return {
        "id": d.id,
        "share_within_reach": d.within_reach.to_dict(),
        "share_of_draws_that_reach_a_closest_flight": d.reaches_some.to_dict(),
        "least_margin_km_s": {
            name: None if value is None or not math.isfinite(value) else round(value, 6)
            for name, value in zip(("p05", "p50", "p95"), d.least_margin_km_s, strict=True)
        },
        **({} if estimate is None else {"estimate_share_within_reach": estimate.to_dict()}),
        "influences": [
            {k: v if k == "key" else round(v, 4) for k, v in i.__dict__.items()}
            for i in d.influences
        ],
        "no_influences": d.no_influences or None,
    }
