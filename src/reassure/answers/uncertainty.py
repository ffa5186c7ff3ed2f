"""How an answer varies while its figures are uncertain: shares with confidence intervals, and which figures they
depend on.
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
    """A share, 0 to 1, and the ends of the confidence interval around it."""

    DIGITS: ClassVar = {"": Digits(6, PLAIN)}

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """The longer of the two distances from the value to an end of the interval."""
        return max(self.high - self.value, self.value - self.low)

    @property
    def written(self) -> Share:
        """The same share rounded to the digits of a file."""
        return Share(round(self.value, 6), round(self.low, 6), round(self.high, 6))


@dataclass(frozen=True)
class FigureDrawn:
    """A figure that was drawn: its value, and the ends and the kind of its distribution, in the unit of its key."""

    key: str
    value: float
    low: float
    high: float
    distribution: str
    standard_deviation: Annotated[float | None, OMITTED]
    """Of a normal distribution; None of others."""


@dataclass(frozen=True)
class Influence:
    """How much of the variance of a deployment's least margin a figure accounts for: Sobol's indices, 0 to 1 but for
    noise.

    `first` is its part alone (first order), `total` with all that it does together with others. Each has the half
    width of its interval.
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
    """Percentiles over the draws of the least margin to the closest flights: 5, 50 and 95 per cent of the draws have
    no more. None: in that draw no arc meets one.
    """
    estimate_within_reach: Annotated[Share | None, Key("estimate_share_within_reach"), OMITTED]
    """Of the flights, those that a flyout with a witness reaches."""
    influences: tuple[Influence, ...]
    no_influences: Annotated[str, Stands(None, "")]
    """Why there are none; empty where there are some."""


@dataclass(frozen=True)
class Uncertainty:
    """An assessment repeated with all figures that have an interval or a distribution drawn at random, together."""

    FILE: ClassVar = (
        "draws", "most_draws", "stopped", "seed", "confidence", "tolerance", "widest", "flights_per_draw", "flights",
        "closest", "base_draws", "figures", "deployments",
    )  # fmt: skip

    draws: int
    most_draws: int
    """After which drawing stops in any case."""
    seed: int
    confidence: float
    tolerance: float
    """Half width of an interval, as a share, at which drawing stops."""
    flights_per_draw: int
    """How many of the `flights` are answered in each draw."""
    flights: int
    closest: Annotated[int, Key("closest_flights")]
    base_draws: int
    """Base samples of Saltelli's scheme, from which the influences come."""
    figures: tuple[FigureDrawn, ...]
    deployments: Annotated[tuple[DeploymentUncertainty, ...], Field(min_length=1)]

    @property
    def stopped_early(self) -> bool:
        """Was every interval narrow enough before all draws were made?"""
        return self.draws < self.most_draws

    @property
    def stopped(self) -> str:
        """Why no more draws were made, in words."""
        return "every interval is narrow enough" if self.stopped_early else "all draws made"

    @property
    def widest(self) -> Annotated[float, Key("widest_half_width"), Digits(6, PLAIN)]:
        """The greatest half width of an interval around a share of flights within reach."""
        shares = [d.within_reach for d in self.deployments]
        shares += [d.estimate_within_reach for d in self.deployments if d.estimate_within_reach]
        # of the shares as they are written, so that a result that is read from a file says the same
        return max(s.written.half_width for s in shares)

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file (docs/uncertainty.md)."""
        table: dict[str, Any] = plain(self)
        return table
