"""Measurements of one value gathered: what they say together, and whether they contradict each other.

Random errors are averaged away; the systematic part that measurements by the same means share is not. That is generalised least
squares with a covariance of u_i^2 on the diagonal and s_i s_j between measurements by the same means, worked out means by means
in sums.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
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

_OF_THE_SHARED = 1e-4
"""A measurement without a random part of its own has this share of its systematic part, which changes nothing else."""


class Conflict(NamedTuple):
    """How far some measurements differ: chi-square, and how often chance alone makes it as large. `chi_square` infinite: two
    things are compared that are not both normal.
    """

    chi_square: float
    degrees_of_freedom: int
    probability: float


@dataclass(frozen=True)
class _Group:
    """Measurements by the same means: sums over them, with w = 1/u^2, of values y about the first one."""

    first: float
    count: int = 0
    w: float = 0.0
    ws: float = 0.0
    wss: float = 0.0
    wy: float = 0.0
    wsy: float = 0.0
    wyy: float = 0.0

    def with_one(self, value: float, deviation: float, systematic: float, times: int = 1) -> _Group:
        """With one measurement more, or with several alike."""
        weight, y, s = times * deviation**-2, value - self.first, systematic
        return _Group(
            self.first, self.count + times, self.w + weight, self.ws + weight * s, self.wss + weight * s * s,
            self.wy + weight * y, self.wsy + weight * s * y, self.wyy + weight * y * y,
        )  # fmt: skip

    # The shared part is s_i b with b a standard normal number: summed over all b, the precision of the value is this.
    @property
    def precision(self) -> float:
        return self.w - self.ws * self.ws / (1.0 + self.wss)

    @property
    def mean(self) -> float:
        return self.first + (self.wy - self.ws * self.wsy / (1.0 + self.wss)) / self.precision

    @property
    def spread(self) -> float:
        """Chi-square of the measurements about their mean."""
        about = self.wyy - self.wsy * self.wsy / (1.0 + self.wss)
        return max(about - (self.mean - self.first) ** 2 * self.precision, 0.0)


@dataclass
class Evidence:
    """What has been measured of one value so far."""

    prior: Distribution | None = None
    groups: dict[tuple[str, str], _Group] = field(default_factory=dict)
    parts: list[KnowledgePart] = field(default_factory=list)
    parts_apart: list[float] = field(default_factory=list)
    """How often chance alone sets each part as far from those before it as the farthest is."""
    exact: list[float] = field(default_factory=list)
    between: Between | None = None
    count: int = 0
    last: tuple[tuple[str, str], float, float] | None = None
    """Of the last measurement with a normal error: its means, its standard uncertainty, and its systematic part."""

    def add(self, measured: MeasuredValue, means: tuple[str, str], deviation: float | None, systematic: float) -> None:  # fmt: skip
        """One measurement. `means`: ("means", id), or ("by", id) of who saw it; `deviation`: its standard uncertainty, the
        observation's own or that of its means.
        """
        self.count += 1
        if measured.low is not None and measured.high is not None:
            old = self.between or Between(-math.inf, math.inf)
            self.between = Between(max(old.low, measured.low), min(old.high, measured.high))
        elif measured.distribution is not None:
            self._part(named(measured.distribution))
        elif measured.value is None or deviation is None:
            raise ValueError("a value without an uncertainty")
        else:
            if measured.degrees_of_freedom is not None:
                self._part(StudentKnowledge(measured.value, deviation, measured.degrees_of_freedom))  # fmt: skip
            elif deviation == 0.0 and systematic == 0.0:
                self.exact.append(measured.value)
            else:
                random = deviation or _OF_THE_SHARED * systematic
                group = self.groups.get(means, _Group(measured.value))
                self.groups[means] = group.with_one(measured.value, random, systematic)
                self.last = means, random, systematic

    def _part(self, part: KnowledgePart) -> None:
        """One more that is not normal."""
        if self.parts:
            self.parts_apart.append(min(_two_apart(part, other) for other in self.parts))
        self.parts.append(part)

    def with_more(self, times: int) -> NormalKnowledge | None:
        """What would be known with so many more like the last, if the estimate stays where it is."""
        now = self.normal()
        if self.last is None or now is None:
            return None
        means, deviation, systematic = self.last
        more = dict(self.groups)
        more[means] = more[means].with_one(now.mean, deviation, systematic, times)
        found = replace(self, groups=more).normal()
        return None if found is None else NormalKnowledge(now.mean, found.deviation)

    def normal(self) -> NormalKnowledge | None:
        """What the measurements with normal errors say together; None: there are none."""
        if self.exact:
            return NormalKnowledge(self.exact[0], 0.0)
        if not self.groups:
            return None
        weights = [g.precision for g in self.groups.values()]
        total = sum(weights)
        mean = sum(w * g.mean for w, g in zip(weights, self.groups.values(), strict=True)) / total
        return NormalKnowledge(mean, total**-0.5)

    def conflict(self) -> Conflict | None:
        """How far what was measured differs, by the test that finds most; None: there is nothing to compare.

        Of several tests one finds something by chance more often than each: its probability is multiplied by their number
        (Bonferroni).
        """
        count = sum(g.count for g in self.groups.values()) + len(self.exact)
        found = [self._chi_square(count)] if count > 1 else []
        apart = self._apart()
        if apart:
            found.append(Conflict(math.inf, 0, min(apart)))
        if not found:
            return None
        # Those of `parts_apart` are each the least of as many as there were parts before it.
        n = len(self.parts_apart)
        tests = (count > 1) + len(apart) + n * (n - 1) // 2
        most = min(found, key=lambda c: c.probability)
        return most._replace(probability=min(1.0, most.probability * tests))

    def _chi_square(self, count: int) -> Conflict:
        """Of all measurements with normal errors."""
        if self.exact:
            at = self.exact[0]
            chi = math.inf if any(x != at for x in self.exact) else 0.0
            chi += sum((g.mean - at) ** 2 * g.precision + g.spread for g in self.groups.values())
        else:
            known = self.normal()
            at = 0.0 if known is None else known.mean
            chi = sum((g.mean - at) ** 2 * g.precision + g.spread for g in self.groups.values())
        chance = float(special.chdtrc(count - 1, chi)) if math.isfinite(chi) else 0.0
        return Conflict(chi, count - 1, chance)

    def _apart(self) -> list[float]:
        """How often chance alone sets things so far apart: every two that are not both normal, and each beside the bounds."""
        normal, b = self.normal(), self.between
        others: list[KnowledgePart] = [] if normal is None else [normal]
        if self.prior is not None and (others or self.parts or b is not None):
            others.append(named(self.prior))
        out = [*self.parts_apart, *(_two_apart(x, y) for x, y in combinations(others, 2))]
        out += [_two_apart(x, y) for x in others for y in self.parts]
        if b is not None:
            out += [0.0] if b.low > b.high else [_outside(x, b) for x in (*others, *self.parts)]
        return out

    def known(self) -> Knowledge | Between | None:
        """All of it together, with what was held before; None: what is given excludes itself."""
        normal, b = self.normal(), self.between
        if normal is not None and normal.deviation == 0.0:
            return normal
        if b is not None and b.low == b.high:
            return NormalKnowledge(b.low, 0.0)
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


def _two_apart(x: KnowledgePart, y: KnowledgePart) -> float:
    """Twice the lesser chance that a value by the one is below a value by the other: small where they lie apart."""
    if isinstance(x, NormalKnowledge) and isinstance(y, NormalKnowledge):
        width = math.hypot(x.deviation, y.deviation)
        return 1.0 if width == 0.0 and x.mean == y.mean else 2.0 * float(special.ndtr(-abs(x.mean - y.mean) / width)) if width else 0.0  # fmt: skip
    if isinstance(y, NormalKnowledge) and y.deviation == 0.0:
        return 2.0 * min(x.at_most(y.mean), x.above(y.mean))
    if isinstance(x, NormalKnowledge) and x.deviation == 0.0:
        return _two_apart(y, x)
    # Between quantiles of the one the other hardly changes: some hundred steps, weighed by what lies in each.
    edges = np.unique(x.edges)
    middles = (edges[1:] + edges[:-1]) / 2.0
    below = np.array([x.at_most(float(e)) for e in edges])
    weights = np.diff(below)
    chance = float(weights @ [y.at_most(float(m)) for m in middles]) / float(weights.sum())
    return 2.0 * min(chance, 1.0 - chance)


def _outside(x: KnowledgePart, b: Between) -> float:
    """Twice the chance that a value by a part lies as far out as bounds do, on their side."""
    below = math.nextafter(b.low, -math.inf)
    # Bounds that are narrower than the part lie in its middle, or in a tail: the chance of the tail from them on counts.
    return 2.0 * min(x.at_most(b.high), x.above(below), 0.5)
