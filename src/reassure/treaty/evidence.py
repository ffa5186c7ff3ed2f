"""Measurements of one value gathered: what they say together, and whether they contradict each other.

Random errors are averaged away; the systematic part that some means share is not. That is generalised least squares with a
covariance of u_i^2 on the diagonal and s^2 between all measurements by the same means, worked out group by group.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from scipy import special

from reassure.treaty.beliefs import (
    Between,
    Distribution,
    Knowledge,
    KnowledgePart,
    MeasuredValue,
    NormalKnowledge,
    Posterior,
    StudentKnowledge,
    named,
)

__all__ = ["CONTRADICTION", "Conflict", "Evidence"]

CONTRADICTION = 1e-3
"""Measurements that differ so much that chance would do it less often than this contradict each other."""


class Conflict(NamedTuple):
    """How far some measurements differ: chi-square, and how often chance alone makes it as large."""

    chi_square: float
    degrees_of_freedom: int
    probability: float


@dataclass
class _Group:
    """Measurements that share a systematic part: their weighted mean, and how far they lie from it."""

    systematic: float
    count: int = 0
    weight: float = 0.0
    mean: float = 0.0
    scatter: float = 0.0  # sum of w (y - mean)^2
    exact: float | None = None  # measured without a random part

    def add(self, value: float, deviation: float) -> None:
        self.count += 1
        if deviation == 0.0:
            if self.exact is None:
                self.exact = value
            elif value != self.exact:
                self.scatter = math.inf
            return
        # West's updating of a weighted mean: no cancellation, whatever the size of the values
        weight = deviation**-2
        step = value - self.mean
        total = self.weight + weight
        self.mean += step * weight / total
        self.scatter += self.weight * weight / total * step * step
        self.weight = total

    @property
    def value(self) -> float:
        return self.mean if self.exact is None else self.exact

    @property
    def variance(self) -> float:
        random = 0.0 if self.exact is not None else 1.0 / self.weight
        return self.systematic**2 + random

    @property
    def spread(self) -> float:
        """Of the random parts about the group's value."""
        if self.exact is None or self.weight == 0.0:
            return self.scatter
        return self.scatter + self.weight * (self.mean - self.exact) ** 2


@dataclass
class Evidence:
    """What has been measured of one value so far."""

    prior: Distribution | None = None
    groups: dict[tuple[str, float], _Group] = field(default_factory=dict)
    parts: list[KnowledgePart] = field(default_factory=list)
    between: Between | None = None
    count: int = 0
    typical: float | None = None
    """The standard uncertainty of the last measurement, without its systematic part."""

    def add(
        self, measured: MeasuredValue, means: str, deviation: float | None, systematic: float
    ) -> None:
        """One measurement. `deviation`: its standard uncertainty, the observation's own or that of its means."""
        self.count += 1
        if measured.low is not None and measured.high is not None:
            old = self.between or Between(-math.inf, math.inf)
            self.between = Between(max(old.low, measured.low), min(old.high, measured.high))
        elif measured.distribution is not None:
            self.parts.append(named(measured.distribution))
        elif measured.value is not None and deviation is not None:
            self.typical = deviation
            if measured.degrees_of_freedom is not None:
                self.parts.append(
                    StudentKnowledge(measured.value, deviation, measured.degrees_of_freedom)
                )
            else:
                group = self.groups.setdefault((means, systematic), _Group(systematic))
                group.add(measured.value, deviation)

    @property
    def systematic(self) -> float:
        """The least standard deviation that any number of measurements like these leaves."""
        parts = [g.systematic for g in self.groups.values()]
        return 0.0 if not parts or 0.0 in parts else sum(s**-2 for s in parts) ** -0.5

    def normal(self) -> NormalKnowledge | None:
        """What the measurements with normal errors say together; None: there are none."""
        if not self.groups:
            return None
        exact = [g for g in self.groups.values() if g.variance == 0.0]
        if exact:
            return NormalKnowledge(exact[0].value, 0.0)
        weights = [1.0 / g.variance for g in self.groups.values()]
        total = sum(weights)
        mean = sum(w * g.value for w, g in zip(weights, self.groups.values(), strict=True)) / total
        return NormalKnowledge(mean, total**-0.5)

    def conflict(self) -> Conflict | None:
        """How far the measurements with normal errors differ; None: there are not two."""
        known = self.normal()
        count = sum(g.count for g in self.groups.values())
        if known is None or count < 2:
            return None
        chi = 0.0
        for g in self.groups.values():
            off = g.value - known.mean
            chi += g.spread + (off * off / g.variance if g.variance else (math.inf if off else 0.0))
        return Conflict(chi, count - 1, float(special.chdtrc(count - 1, chi)) if chi < math.inf else 0.0)  # fmt: skip

    def known(self) -> Knowledge | Between | None:
        """All of it together, with what was held before; None: what is given excludes itself."""
        normal, b = self.normal(), self.between
        if normal is not None and normal.deviation == 0.0:
            return normal if b is None or b.low <= normal.mean <= b.high else None
        parts = list(self.parts)
        if normal is not None:
            parts.append(normal)
        if self.prior is not None and (parts or b is not None):
            parts.append(named(self.prior))
        if not parts:
            return b if b is not None and b.low <= b.high else None
        if len(parts) == 1 and b is None:
            return parts[0]
        posterior = Posterior(parts, b)
        return None if posterior.empty else posterior

    @property
    def error(self) -> NormalKnowledge | StudentKnowledge | None:
        """What is known, where its error has a distribution that is known beforehand: normal, or one Student's t."""
        known = None if self.prior is not None or self.between is not None else self.known()
        if isinstance(known, StudentKnowledge):
            return known
        return known if isinstance(known, NormalKnowledge) and known.deviation > 0.0 else None
