"""What is known of a value: from a measurement, from several, or from before. The probability that it keeps a limit.

After JCGM 106:2012, *Evaluation of measurement data - The role of measurement uncertainty in conformity assessment*.
Values are in the unit of the limit. Without a prior, all values are held equally likely before the first measurement.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError
from scipy import special, stats

from reassure.catalog.table import Table

__all__ = [
    "Between",
    "Distribution",
    "Knowledge",
    "KnowledgePart",
    "MeasuredValue",
    "NamedKnowledge",
    "NormalKnowledge",
    "Posterior",
    "Prior",
    "StudentKnowledge",
    "named",
]

_Finite = Annotated[float, Field(ge=-1e9, le=1e9)]
_LEAST = (
    1e-9  # of a width that is not 0: squares of smaller ones would be lost to the range of doubles
)
_Width = Annotated[float, Field(ge=_LEAST, le=1e9)]


def _none_or_some(value: float) -> float:
    if 0.0 < value < _LEAST:
        raise PydanticCustomError("width", "allowed: 0, or {least} or more", {"least": f"{_LEAST:g}"})  # fmt: skip
    return value


_Uncertainty = Annotated[float, Field(ge=0.0, le=1e9), AfterValidator(_none_or_some)]


class Distribution(Table):
    """A distribution by its name and parameters.

    normal: `mean`, `standard_deviation`; student-t: also `degrees_of_freedom`; gamma: `shape`, `scale`;
    uniform and triangular: `low`, `high` (triangular: also `mode`); lognormal: `median`, `sigma` (of the logarithm).
    """

    distribution: Literal["normal", "student-t", "gamma", "uniform", "triangular", "lognormal"]
    mean: _Finite | None = None
    standard_deviation: _Width | None = None
    degrees_of_freedom: Annotated[float, Field(ge=1.0, le=1e6)] | None = None
    shape: _Width | None = None
    scale: _Width | None = None
    low: _Finite | None = None
    high: _Finite | None = None
    mode: _Finite | None = None
    median: _Width | None = None
    sigma: Annotated[float, Field(gt=0.0, le=20.0)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Distribution:
        needed = _PARAMETERS[self.distribution]
        given = {name for name in type(self).model_fields if name != "distribution" and getattr(self, name) is not None}  # fmt: skip
        if given != set(needed):
            raise PydanticCustomError(
                "distribution",
                "{name} needs {needed}, and nothing else",
                {"name": self.distribution, "needed": ", ".join(needed)},
            )
        if self.low is not None and self.high is not None and not self.low < self.high:
            raise PydanticCustomError("distribution", "allowed: low below high")
        if self.mode is not None and not self.low <= self.mode <= self.high:  # type: ignore[operator]
            raise PydanticCustomError("distribution", "allowed: mode from low to high")
        return self


Prior = Distribution
"""What is held of a value before it is measured."""

_PARAMETERS = {
    "normal": ("mean", "standard_deviation"),
    "student-t": ("mean", "standard_deviation", "degrees_of_freedom"),
    "gamma": ("shape", "scale"),
    "uniform": ("low", "high"),
    "triangular": ("low", "high", "mode"),
    "lognormal": ("median", "sigma"),
}


class MeasuredValue(Table):
    """What was measured, and how well: a value with its uncertainty, bounds alone, or a distribution.

    All in the unit of the key that holds it. `systematic`: the part that all measurements by the same means share; it
    stands beside the standard uncertainty, and is not in it.
    """

    value: _Finite | None = None
    standard_uncertainty: _Uncertainty | None = None
    expanded_uncertainty: _Width | None = None
    coverage_factor: Annotated[float, Field(ge=1.0, le=10.0)] | None = None
    """By which the expanded uncertainty is divided: 2 for some 95 %."""
    degrees_of_freedom: Annotated[float, Field(ge=1.0, le=1e6)] | None = None
    """Given: the error follows Student's t, scaled by the standard uncertainty."""
    systematic: _Uncertainty | None = None
    low: _Finite | None = None
    high: _Finite | None = None
    """Bounds: the true value lies between them."""
    distribution: Distribution | None = None
    """Of the true value, by this measurement alone."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, (int, float, dict)):
            raise PydanticCustomError("measured", "allowed: a number, or a table with value and standard_uncertainty, with low and high, or with distribution")  # fmt: skip
        if isinstance(data, dict) and isinstance(data.get("distribution"), str):
            return {"distribution": data}
        return {"value": data} if not isinstance(data, dict) else data

    @model_validator(mode="after")
    def _one_kind(self) -> MeasuredValue:
        kinds = [self.value is not None, self.low is not None or self.high is not None, self.distribution is not None]  # fmt: skip
        if sum(kinds) != 1:
            raise PydanticCustomError("measured", "allowed: exactly one of value, low and high, distribution")  # fmt: skip
        if (self.low is None) != (self.high is None):
            raise PydanticCustomError("measured", "allowed: both low and high, or neither")
        if self.low is not None and self.low > self.high:  # type: ignore[operator]
            raise PydanticCustomError("measured", "low {low} above high {high}", {"low": f"{self.low:g}", "high": f"{self.high:g}"})  # fmt: skip
        if (self.expanded_uncertainty is None) != (self.coverage_factor is None):
            raise PydanticCustomError("expanded", "an expanded uncertainty without its factor says nothing; allowed: expanded_uncertainty with coverage_factor, and neither alone")  # fmt: skip
        if self.expanded_uncertainty is not None and self.standard_uncertainty is not None:
            raise PydanticCustomError("expanded", "allowed: standard_uncertainty or expanded_uncertainty, not both")  # fmt: skip
        extra = [k for k in ("standard_uncertainty", "expanded_uncertainty", "degrees_of_freedom", "systematic") if getattr(self, k) is not None]  # fmt: skip
        if self.degrees_of_freedom is not None and self.uncertainty == 0.0:
            raise PydanticCustomError("measured", "degrees_of_freedom with a standard uncertainty of 0; allowed: above 0")  # fmt: skip
        if self.value is None and extra:
            raise PydanticCustomError("measured", "{key}: allowed with value alone", {"key": extra[0]})  # fmt: skip
        return self

    @property
    def uncertainty(self) -> float | None:
        """The standard uncertainty, without the systematic part; None: not given."""
        if self.expanded_uncertainty is not None:
            return self.expanded_uncertainty / self.coverage_factor  # type: ignore[operator]
        return self.standard_uncertainty


_MADE: dict[str, Callable[..., Any]] = {
    "normal": stats.norm,
    "student-t": lambda mean, width, freedom: stats.t(freedom, mean, width),
    "gamma": lambda shape, scale: stats.gamma(shape, scale=scale),
    "uniform": lambda low, high: stats.uniform(low, high - low),
    "triangular": lambda low, high, mode: stats.triang(
        (mode - low) / (high - low), low, high - low
    ),
    "lognormal": lambda median, sigma: stats.lognorm(sigma, scale=median),
}

# Of each part of a product, the values that it stays below with these probabilities, and those that it exceeds with them.
_TAIL = np.logspace(-18.0, -2.0, 49)
_BODY = np.linspace(0.01, 0.99, 50)
_DEVIATES = special.ndtri(np.concatenate([_TAIL, _BODY]))
_EVERYWHERE = (-math.inf, math.inf)


class Knowledge(Protocol):
    """What is known of a value."""

    def at_most(self, limit: float) -> float:
        """The probability that it is `limit` or less."""

    def above(self, limit: float) -> float:
        """The probability that it is more: not 1 less the other, which has no digits left where it is small."""


class KnowledgePart(Knowledge, Protocol):
    """Something by which alone a value may be known, or one of several."""

    @property
    def support(self) -> tuple[float, float]:
        """Outside, the density is 0."""

    @property
    def edges(self) -> NDArray[np.float64]:
        """Values between which the density is smooth enough for one panel of an integral."""

    def log_density(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Up to a constant."""


@dataclass(frozen=True)
class NormalKnowledge:
    """A value known within a normal distribution; `deviation` 0: exactly."""

    mean: float
    deviation: float

    def at_most(self, limit: float) -> float:
        """The probability that it is `limit` or less."""
        if self.deviation == 0.0:
            return float(self.mean <= limit)
        return float(special.ndtr((limit - self.mean) / self.deviation))

    def above(self, limit: float) -> float:
        """The probability that it is more."""
        if self.deviation == 0.0:
            return float(self.mean > limit)
        return float(special.ndtr((self.mean - limit) / self.deviation))

    def guard(self, risk: float) -> float:
        """How far beyond a limit an estimate is with this probability, while the value is at the limit."""
        return float(-special.ndtri(risk) * self.deviation)

    @property
    def support(self) -> tuple[float, float]:
        """Everywhere."""
        return _EVERYWHERE

    @property
    def edges(self) -> NDArray[np.float64]:
        """Quantiles down to 1e-18."""
        step: NDArray[np.float64] = self.deviation * np.concatenate([_DEVIATES, -_DEVIATES])
        return self.mean + step

    def log_density(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Up to a constant."""
        return -0.5 * np.square((x - self.mean) / self.deviation)


@dataclass(frozen=True)
class StudentKnowledge:
    """A value measured with a standard uncertainty that was itself estimated: Student's t, so many degrees of freedom."""

    mean: float
    scale: float
    freedom: float

    def at_most(self, limit: float) -> float:
        """The probability that it is `limit` or less."""
        return float(special.stdtr(self.freedom, (limit - self.mean) / self.scale))

    def above(self, limit: float) -> float:
        """The probability that it is more."""
        return float(special.stdtr(self.freedom, (self.mean - limit) / self.scale))

    def guard(self, risk: float) -> float:
        """How far beyond a limit an estimate is with this probability, while the value is at the limit."""
        return float(-special.stdtrit(self.freedom, risk) * self.scale)

    @property
    def support(self) -> tuple[float, float]:
        """Everywhere."""
        return _EVERYWHERE

    @property
    def edges(self) -> NDArray[np.float64]:
        """Quantiles down to 1e-18."""
        step = self.scale * special.stdtrit(self.freedom, np.concatenate([_TAIL, _BODY]))
        return self.mean + np.concatenate([step, -step])

    def log_density(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Up to a constant."""
        z = (x - self.mean) / self.scale
        return -0.5 * (self.freedom + 1.0) * np.log1p(z * z / self.freedom)


class NamedKnowledge:
    """A value within a distribution that was given by its name."""

    def __init__(self, given: Distribution) -> None:
        parameters = (getattr(given, name) for name in _PARAMETERS[given.distribution])
        self._shape = _MADE[given.distribution](*parameters)
        # A gamma of shape k below 1 is infinite at 0, and smooth in x^k.
        self.power = min(given.shape or 1.0, 1.0) if given.distribution == "gamma" else 1.0

    def at_most(self, limit: float) -> float:
        """The probability that it is `limit` or less."""
        return float(self._shape.cdf(limit))

    def above(self, limit: float) -> float:
        """The probability that it is more."""
        return float(self._shape.sf(limit))

    @property
    def support(self) -> tuple[float, float]:
        """Outside, the density is 0."""
        low, high = self._shape.support()
        return float(low), float(high)

    @cached_property
    def edges(self) -> NDArray[np.float64]:
        """Quantiles down to 1e-18."""
        shape = self._shape
        return np.concatenate([shape.ppf(_TAIL), shape.ppf(_BODY), shape.isf(_TAIL)])

    def log_density(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Up to a constant."""
        with np.errstate(divide="ignore"):
            logs: NDArray[np.float64] = self._shape.logpdf(x)
        return logs


@cache
def named(given: Distribution) -> NamedKnowledge:
    """The distribution that a table describes."""
    return NamedKnowledge(given)


@dataclass(frozen=True)
class Between:
    """A value of which bounds alone are known."""

    low: float
    high: float


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(12)


_MOST_PARTS = 12
"""Whose quantiles are the ends of panels."""


class Posterior:
    """A value known by several things at once: their densities multiplied, as Bayes has it; within bounds, where given.

    The product is integrated by Gauss's rule, 12 points in each panel. The panels end at quantiles of the parts, down to
    1e-18, so that each is fine where a part is narrow, and wide where all are flat.
    """

    def __init__(self, parts: Sequence[KnowledgePart], between: Between | None = None) -> None:
        self._parts = list(parts)
        low, high = max(p.support[0] for p in parts), min(p.support[1] for p in parts)
        if between is not None:
            low, high = max(low, between.low), min(high, between.high)
        # The panels of the narrowest parts do for all: the product is as narrow as they are.
        narrow = sorted((p.edges for p in parts), key=lambda e: float(np.ptp(e[49:99])))[
            :_MOST_PARTS
        ]
        edges = np.concatenate(narrow)
        # Also between parts that lie far apart.
        middles = [float(np.median(p.edges)) for p in parts]
        edges = np.concatenate([edges, np.linspace(min(middles), max(middles), 201)])
        inside = edges[(edges > low) & (edges < high)]
        ends = [x for x in (low, high) if math.isfinite(x)]
        self._power = min((p.power for p in parts if isinstance(p, NamedKnowledge)), default=1.0)
        self._edges = np.unique([*inside, *ends])
        if self._power < 1.0:
            # In the variable in which the density is smooth; the panels of x are no finer there than needed.
            v = np.maximum(self._edges, 0.0) ** self._power
            self._edges = np.unique([*v, *np.linspace(v[0], v[-1], 257)])
        self.empty = not low < high or len(self._edges) < 2
        """Do the parts exclude each other?"""
        if not self.empty:
            self._top = float(np.max(self._log(self._grid(self._edges)[0])))
            self.empty = not math.isfinite(self._top)

    def _log(self, v: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._power == 1.0:
            return sum((p.log_density(v) for p in self._parts), np.zeros(len(v)))
        # x = v^(1/k), and dx / dv up to a constant; the least double stands for what is less.
        x = np.maximum(v ** (1.0 / self._power), 1e-300)
        logs: NDArray[np.float64] = sum((p.log_density(x) for p in self._parts), np.zeros(len(v)))
        return logs + (1.0 / self._power - 1.0) * np.log(v)

    @staticmethod
    def _grid(edges: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points and weights."""
        half, middle = np.diff(edges) / 2.0, (edges[1:] + edges[:-1]) / 2.0
        return (middle[:, None] + half[:, None] * _NODES).ravel(), (
            half[:, None] * _WEIGHTS
        ).ravel()

    def _integral(self, edges: NDArray[np.float64]) -> float:
        if len(edges) < 2:
            return 0.0
        x, weights = self._grid(edges)
        return float(weights @ np.exp(self._log(x) - self._top))

    def _sides(self, limit: float) -> tuple[float, float]:
        edges = self._edges
        cut = limit if self._power == 1.0 else max(limit, 0.0) ** self._power
        cut = min(max(cut, edges[0]), edges[-1])
        below = self._integral(np.append(edges[edges < cut], cut))
        beyond = self._integral(np.append(cut, edges[edges > cut]))
        return below, beyond

    def at_most(self, limit: float) -> float:
        """The probability that the value is `limit` or less."""
        below, beyond = self._sides(limit)
        return below / (below + beyond)

    def above(self, limit: float) -> float:
        """The probability that it is more."""
        below, beyond = self._sides(limit)
        return beyond / (below + beyond)
