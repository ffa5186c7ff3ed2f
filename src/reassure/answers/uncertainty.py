"""What an answer is worth while its figures are uncertain: shares with confidence intervals, and which
figures they hang on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import Field

from reassure.words.document import (
    OMITTED,
    PLAIN,
    Digits,
    Key,
    Keys,
    Stands,
    plain,
)

__all__ = ["DeploymentUncertainty", "FigureDrawn", "Influence", "Share", "Uncertainty"]


@dataclass(frozen=True)
class Share:
    """A share, and the interval of a stated confidence around it."""

    DIGITS: ClassVar = {"": Digits(6, PLAIN)}

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


@dataclass(frozen=True)
class FigureDrawn:
    """A figure that was drawn, and between what."""

    key: str
    value: float
    low: float
    high: float
    distribution: str
    standard_deviation: Annotated[float | None, OMITTED]


@dataclass(frozen=True)
class Influence:
    """How much of the variance of a deployment's least margin a figure accounts for: alone (first order),
    and with all that it does together with others (total), each with the half width of its interval.
    """

    DIGITS: ClassVar = {"": Digits(4, PLAIN)}

    key: str
    first: float
    first_half_width: float
    total: float
    total_half_width: float


@dataclass(frozen=True)
class DeploymentUncertainty:
    """One deployment over all draws."""

    id: str
    within_reach: Annotated[Share, Key("share_within_reach")]
    """Of the flights, those that the ideal interceptor reaches."""
    reaches_some: Annotated[Share, Key("share_of_draws_that_reach_a_closest_flight")]
    """Of the draws, those in which it reaches one of the flights that are closest by the figures as they
    stand: no fewer draws reach some flight of the whole force.
    """
    least_margin_km_s: Annotated[
        tuple[float | None, float | None, float | None],
        Keys(("least_margin_km_s.p05", "least_margin_km_s.p50", "least_margin_km_s.p95")),
        Digits(6, PLAIN),
    ]
    """To the closest flights: 5, 50 and 95 per cent of the draws have no more. None: no arc meets one."""
    estimate_within_reach: Annotated[Share | None, Key("estimate_share_within_reach"), OMITTED]
    """Of the flights, those that a flyout with a witness reaches."""
    influences: tuple[Influence, ...]
    no_influences: Annotated[str, Stands(None, "")]
    """Why there are none; empty where there are some."""


@dataclass(frozen=True)
class Uncertainty:
    """Draws of all figures that have an interval or a distribution."""

    FILE: ClassVar = (
        "draws", "most_draws", "stopped", "seed", "confidence", "tolerance", "widest", "flights_per_draw", "flights",
        "closest", "base_draws", "figures", "deployments",
    )  # fmt: skip

    draws: int
    most_draws: int
    seed: int
    confidence: float
    tolerance: float
    flights_per_draw: int
    flights: int
    closest: Annotated[int, Key("closest_flights")]
    base_draws: int
    """Of Saltelli's scheme, behind the influences."""
    figures: tuple[FigureDrawn, ...]
    deployments: Annotated[tuple[DeploymentUncertainty, ...], Field(min_length=1)]

    @property
    def stopped_early(self) -> bool:
        """Every interval was narrow enough before all draws were made."""
        return self.draws < self.most_draws

    @property
    def stopped(self) -> str:
        """Why no more draws were made."""
        return "every interval is narrow enough" if self.stopped_early else "all draws made"

    @property
    def widest(self) -> Annotated[float, Key("widest_half_width"), Digits(6, PLAIN)]:
        """The widest half of an interval around a share of flights within reach, as the shares are written: so a
        result read from a file says the same.
        """
        shares = [d.within_reach for d in self.deployments]
        shares += [d.estimate_within_reach for d in self.deployments if d.estimate_within_reach]
        # of the shares as they are written: who reads them finds the same
        return max(s.written.half_width for s in shares)

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file (docs/uncertainty.md)."""
        table: dict[str, Any] = plain(self)
        return table
