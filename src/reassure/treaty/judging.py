"""A limit judged: from what was observed up to a day to fulfilled, breached or undetermined.

Fulfilled, where a breach is less probable than the agreed risk of missing one; breached, where keeping it is less probable
than the agreed risk of a false alarm; undetermined between. With normal errors and nothing held before, that is the rule
with guard bands of JCGM 106:2012: a side whose true value is the limit itself is accused as often as agreed, and one just
beyond it is cleared as often as agreed, and neither more often.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from reassure.answers.accounts import AccountVerdict
from reassure.answers.compliance import Contradiction, Seen
from reassure.treaty.agreement import UNITS, Agreement, Bound, LimitTable, Risk
from reassure.treaty.beliefs import Between, NormalKnowledge
from reassure.treaty.evidence import CONTRADICTION, Evidence
from reassure.treaty.inspections import more_to_see, overlooked_in_all
from reassure.treaty.observations import CountBounds, Inspected, Observation

__all__ = ["CountSeen", "LimitState", "bounded", "decided", "joined", "kept_and_broken"]


_MOST_MORE = 2**30
"""Measurements; more than that nobody makes."""


class CountSeen(NamedTuple):
    """A count by somebody: its bounds, and where it was read. `high` None: there is no upper bound."""

    value: int
    low: int
    high: int | None
    source: str
    declaration: str = ""
    """The id of the declaration that it is from or against; empty: of none."""


@dataclass
class _Object:
    """What was seen of one object of a limit."""

    evidence: Evidence
    observers: set[str] = field(default_factory=set)
    inspections: list[Inspected] = field(default_factory=list)
    inspectors: set[str] = field(default_factory=set)
    found: bool = False  # an inspection found more in breach than are tolerated
    counts: dict[str, CountSeen] = field(default_factory=dict)
    judged: dict[str, float] = field(default_factory=dict)


class LimitState:
    """A limit, and all that was observed of it up to some day."""

    def __init__(self, agreement: Agreement, limit: LimitTable) -> None:
        self.limit = limit
        self.risk = agreement.risk_of(limit)
        self._objects: dict[str | None, _Object] = {}
        # Of each object the verdict and the probability, until more is seen of it.
        self._cached: dict[str | None, tuple[AccountVerdict, float | None]] = {}

    def add(self, one: Observation, deviation: float | None, systematic: float) -> None:
        """An observation of the limit. `deviation`, `systematic`: of a measurement, in the limit's unit."""
        seen = self._object(one)
        if one.inspection is not None:
            seen.inspections.append(one.inspection)
            seen.inspectors.add(one.by)
            seen.found = seen.found or one.inspection.found > one.inspection.tolerated
        elif one.count is not None:
            count = one.count
            exact = not isinstance(count, CountBounds)
            low, high = (count, count) if exact else (count.low, count.high)  # type: ignore[union-attr]
            self.add_count(one, one.by, CountSeen(low, low, high, one.source))  # type: ignore[arg-type]
        elif one.probability is not None:
            seen.judged[one.by] = one.probability
        else:
            means = ("means", one.means) if one.means else ("by", one.by)
            seen.evidence.add(one.measured, means, deviation, systematic)
            seen.observers.add(one.by)

    def add_count(self, one: Observation, by: str, count: CountSeen) -> None:
        """A count by somebody: it takes the place of the one by the same before, and one of a declaration that of all
        counts from and against earlier declarations.
        """
        counts = self._object(one).counts
        if count.declaration:
            for other in [
                k for k, c in counts.items() if c.declaration not in ("", count.declaration)
            ]:
                del counts[other]
        counts[by] = count

    def _object(self, one: Observation) -> _Object:
        # Each test of a target is of another target.
        name = one.object or (one.id if self.limit.subject.startswith("target_") else None)
        self._cached.pop(name, None)
        return self._objects.setdefault(name, _Object(Evidence(self.limit.prior)))

    def verdict(self) -> tuple[AccountVerdict, float | None]:
        """The verdict by now, and the least probability that a limit is kept, where numbers say it of every object."""
        found = []
        for name, known in self._objects.items():
            if name not in self._cached:
                self._cached[name] = self._of(known)
            found.append(self._cached[name])
        verdicts = {v for v, _ in found}
        kept = None if any(p is None for _, p in found) else min((p for _, p in found if p is not None), default=None)  # fmt: skip
        for verdict in ("breached", "undetermined", "fulfilled"):
            if verdict in verdicts:
                return verdict, kept
        return "undetermined", None

    def _of(self, known: _Object) -> tuple[AccountVerdict, float | None]:
        """The verdict on one object by all ways in which it was seen, and the least probability that one of them gives."""
        strands: list[tuple[AccountVerdict, float | None]] = []
        if known.evidence.count:
            verdict, kept, contradicts = self._measured(known.evidence)
            if contradicts:  # whatever else is said of it
                return "undetermined", None
            strands.append((verdict, kept))
        if known.inspections:
            strands.append((self._inspected(known)[0], None))
        strands += [(self._counted(count), None) for count in known.counts.values()]
        strands += [(decided(p, 1.0 - p, self.risk), p) for p in known.judged.values()]
        return joined(v for v, _ in strands), min(
            (p for _, p in strands if p is not None), default=None
        )

    def _measured(self, evidence: Evidence) -> tuple[AccountVerdict, float | None, bool]:
        """Verdict, probability that the limit is kept, and whether what was measured contradicts itself."""
        conflict = evidence.conflict()
        known = evidence.known()
        if known is None or (conflict is not None and conflict.probability < CONTRADICTION):
            return "undetermined", None, True
        bound = self.limit.figure
        if isinstance(known, Between):
            return bounded(known.low, known.high, bound), None, False
        kept, broken = kept_and_broken(known.at_most, known.above, bound)
        return decided(kept, broken, self.risk), kept, False

    def _counted(self, count: CountSeen) -> AccountVerdict:
        high = math.inf if count.high is None else float(count.high)
        return bounded(float(count.low), high, self.limit.figure)

    def _inspected(self, known: _Object) -> tuple[AccountVerdict, float]:
        if known.found:
            return "breached", 0.0
        missed = overlooked_in_all(known.inspections)
        return ("fulfilled" if missed <= self.risk.missed_breach else "undetermined"), missed

    def seen(self) -> tuple[Seen, ...]:
        """What each kind of observation says by now, object by object."""
        out: list[Seen] = []
        for name in sorted(self._objects, key=lambda x: x or ""):
            known = self._objects[name]
            if known.evidence.count:
                out.append(self._seen_measured(name, known))
            if known.inspections:
                out.append(self._seen_inspected(name, known))
            for by, count in sorted(known.counts.items()):
                out.append(Seen("counted", by, self._counted(count), 1, name, float(count.value), None, float(count.low), None if count.high is None else float(count.high), source=count.source))  # fmt: skip
            for by, probability in sorted(known.judged.items()):
                verdict = decided(probability, 1.0 - probability, self.risk)
                out.append(Seen("judged", by, verdict, 1, name, probability_kept=probability))
        return tuple(out)

    def _seen_measured(self, name: str | None, known: _Object) -> Seen:
        evidence = known.evidence
        verdict, kept, contradicts = self._measured(evidence)
        conflict = evidence.conflict()
        normal = evidence.normal() if not evidence.parts else None
        band = self._guard_band(evidence)
        contradiction = None
        if contradicts:
            chi, freedom, chance = conflict or (math.inf, max(evidence.count - 1, 1), 0.0)
            contradiction = Contradiction(chi if chi < math.inf else None, freedom, chance)
        between = evidence.between
        return Seen(
            how="measured",
            by=", ".join(sorted(known.observers)),
            verdict=verdict,
            observations=evidence.count,
            object=name,
            value=None if normal is None else normal.mean,
            standard_uncertainty=None if normal is None else normal.deviation,
            low=None if between is None else between.low,
            high=None if between is None else between.high,
            probability_kept=kept,
            fulfilled_up_to=band[0],
            breached_beyond=band[1],
            contradiction=contradiction,
            settles=self._settles(evidence)
            if verdict == "undetermined" and not contradicts
            else "",
        )

    def _guard_band(self, evidence: Evidence) -> tuple[float | None, float | None]:
        """An estimate up to the first is fulfilled, one beyond the second breached."""
        error = evidence.error
        if error is None:
            return None, None
        bound = self.limit.figure
        inner, outer = error.guard(self.risk.missed_breach), error.guard(self.risk.false_alarm)
        outward = 1.0 if bound.upper else -1.0
        return bound.limit - outward * inner, bound.limit + outward * outer

    def _settles(self, evidence: Evidence) -> str:
        """How many more measurements, or how accurate ones, would settle it if the estimate stays."""
        now = evidence.error
        if not isinstance(now, NormalKnowledge) or evidence.last is None:
            return "more or closer measurements"
        bound = self.limit.figure
        limit = bound.limit
        if now.mean == limit:
            return "an estimate that is not the limit itself: while it is, no number of measurements does"
        keeps = (now.mean < limit) == bound.upper
        risk = self.risk.missed_breach if keeps else self.risk.false_alarm
        needed = abs(limit - now.mean) * now.deviation / now.guard(risk)
        unit = UNITS.get(self.limit.subject, "")

        def enough(times: int) -> bool:
            known = evidence.with_more(times)
            return known is not None and known.deviation <= needed

        low, high = 0, 1
        while not enough(high) and high < _MOST_MORE:
            low, high = high, 2 * high
        if not enough(high):
            least = evidence.with_more(_MOST_MORE)
            floor = now.deviation if least is None else least.deviation
            return f"no number of measurements like the last: what they share leaves {floor:.3g} {unit}; needed is {needed:.3g} {unit} in all"
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if enough(middle) else (middle, high)
        return f"{high:,} more like the last if the estimate stays, or a standard uncertainty of {needed:.3g} {unit} in all"

    def _seen_inspected(self, name: str | None, known: _Object) -> Seen:
        verdict, missed = self._inspected(known)
        settles = ""
        if verdict == "undetermined":
            more = more_to_see(known.inspections, self.risk.missed_breach)
            settles = f"one more inspection that sees {more:,} of {known.inspections[-1].of:,} and finds none in breach"
        return Seen(
            how="inspected",
            by=", ".join(sorted(known.inspectors)),
            verdict=verdict,
            observations=len(known.inspections),
            object=name,
            missed=None if known.found else missed,
            settles=settles,
        )


def joined(verdicts: Iterable[AccountVerdict]) -> AccountVerdict:
    """What several ways of seeing one thing come to: the verdict of all that have one. Two that differ are no verdict."""
    found = {v for v in verdicts if v != "undetermined"}
    return found.pop() if len(found) == 1 else "undetermined"


def decided(kept: float, broken: float, risk: Risk) -> AccountVerdict:
    """The verdict by the probabilities that a limit is kept, and that it is broken."""
    if broken <= risk.missed_breach and kept > risk.false_alarm:
        return "fulfilled"
    return "breached" if kept <= risk.false_alarm else "undetermined"


def kept_and_broken(
    at_most: Callable[[float], float], above: Callable[[float], float], bound: Bound
) -> tuple[float, float]:
    """The probabilities that a bound is kept, and that it is broken. A value that is the limit itself keeps it."""
    if bound.upper:
        return at_most(bound.limit), above(bound.limit)
    just_below = math.nextafter(bound.limit, -math.inf)
    return above(just_below), at_most(just_below)


def bounded(low: float, high: float, bound: Bound) -> AccountVerdict:
    """The verdict where bounds alone are known."""
    kept, broken = (high <= bound.limit, low > bound.limit) if bound.upper else (low >= bound.limit, high < bound.limit)  # fmt: skip
    return "fulfilled" if kept else "breached" if broken else "undetermined"
