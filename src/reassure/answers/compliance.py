"""Compliance: of every limit and duty of an agreement, was it fulfilled, breached, undetermined or not yet due? Frozen."""

from __future__ import annotations

import csv
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from reassure.answers.accounts import AccountVerdict
from reassure.answers.document import Document
from reassure.machine.files import whole
from reassure.words.document import OMITTED, OMITTED_IF_EMPTY, PLAIN, Digits

__all__ = ["Compliance", "Contradiction", "Obligation", "Owed", "Period", "Seen"]

SeenHow = Literal["measured", "counted", "inspected", "judged"]


@dataclass(frozen=True)
class Contradiction:
    """Measurements of one value that differ more than their uncertainties allow."""

    chi_square: float | None
    """None: they were compared two by two, or exclude each other."""
    degrees_of_freedom: int
    probability: float
    """How often chance alone makes them differ as much."""


@dataclass(frozen=True)
class Seen:
    """What one kind of observation says of a limit, and the verdict that follows from it."""

    how: SeenHow
    by: str
    """Who saw it; several, with commas, where their measurements count together."""
    verdict: AccountVerdict
    observations: int
    object: Annotated[str | None, OMITTED] = None
    """Of which object the limit is judged; None: there is but one."""
    value: Annotated[float | None, OMITTED, Digits(9, PLAIN)] = None
    """The best estimate, or the count, in the unit of the limit."""
    standard_uncertainty: Annotated[float | None, OMITTED, Digits(9, PLAIN)] = None
    low: Annotated[float | None, OMITTED] = None
    high: Annotated[float | None, OMITTED] = None
    """Bounds, where these alone are known."""
    probability_kept: Annotated[float | None, OMITTED, Digits(9, PLAIN)] = None
    """That the true value keeps the limit, given all that was observed of it."""
    fulfilled_up_to: Annotated[float | None, OMITTED, Digits(9, PLAIN)] = None
    """The guard band: an estimate up to here (from here on, for a least value) is accepted at the agreed risk."""
    breached_beyond: Annotated[float | None, OMITTED, Digits(9, PLAIN)] = None
    """An estimate beyond this is a breach at the agreed risk; what lies between the two is undetermined."""
    missed: Annotated[float | None, OMITTED] = None
    """Of inspections: the chance that they find as few in breach although one more than tolerated are."""
    contradiction: Annotated[Contradiction | None, OMITTED] = None
    settles: Annotated[str, OMITTED_IF_EMPTY] = ""
    """What would settle it, where it is undetermined."""
    source: Annotated[str, OMITTED_IF_EMPTY] = ""
    """Of a count: where it was read."""


@dataclass(frozen=True)
class Obligation:
    """One thing owed under a duty."""

    due: str
    """By when."""
    verdict: AccountVerdict
    done: Annotated[str | None, OMITTED] = None
    """When it was done."""
    of: Annotated[str, OMITTED_IF_EMPTY] = ""
    """The event or the year that it is owed for."""


@dataclass(frozen=True)
class Period:
    """From a day on, until the next period begins, one verdict."""

    since: str
    verdict: AccountVerdict
    probability_kept: Annotated[float | None, OMITTED, Digits(9, PLAIN)] = None


@dataclass(frozen=True)
class Owed:
    """A limit or a duty: its verdict on the day that was asked for, what that rests on, and all that was before."""

    id: str
    kind: Literal["limit", "duty"]
    bound: str | None
    """The party that owes it; None: all."""
    what: str
    """In words."""
    verdict: AccountVerdict
    since: str
    """The day from which this verdict holds."""
    means: tuple[str, ...]
    promise: bool
    """Nobody can observe it."""
    periods: tuple[Period, ...]
    probability_kept: Annotated[float | None, OMITTED, Digits(9, PLAIN)] = None
    """The least of its objects; None: no number says it."""
    quantity: Annotated[str, OMITTED_IF_EMPTY] = ""
    """The key of the agreement that it limits; empty: a duty."""
    unit: Annotated[str, OMITTED_IF_EMPTY] = ""
    """Of the numbers of what was seen; empty: they are counts, or there are none."""
    false_alarm: Annotated[float | None, OMITTED] = None
    """The agreed risk that a compliant side is accused; None: of a duty."""
    missed_breach: Annotated[float | None, OMITTED] = None
    """The agreed risk that a breach is missed."""
    seen: Annotated[tuple[Seen, ...], OMITTED_IF_EMPTY] = ()
    obligations: Annotated[tuple[Obligation, ...], OMITTED_IF_EMPTY] = ()

    @property
    def disputed(self) -> bool:
        """Do some of those who saw it say that it was fulfilled, and others that it was breached?"""
        of: dict[str | None, set[str]] = {}
        for s in self.seen:
            of.setdefault(s.object, set()).add(s.verdict)
        return any({"fulfilled", "breached"} <= verdicts for verdicts in of.values())

    def on(self, day: date | str) -> Period | None:
        """The period that a day lies in; None: before the first."""
        k = bisect_right([p.since for p in self.periods], str(day))
        return self.periods[k - 1] if k else None


@dataclass(frozen=True)
class Compliance(Document):
    """The report on the tasks fulfilled: every limit and duty of an agreement, by what was observed up to a day."""

    FORMAT: ClassVar = "reassure-compliance/1"
    COMMAND: ClassVar = "reassure comply --json"
    INDENT: ClassVar = 1

    reassure_version: str
    title: str
    """Of the agreement."""
    parties: tuple[str, ...]
    since: str
    """The agreement's first day."""
    on: str
    """The day of the verdicts."""
    observations: int
    """Those up to the day."""
    owed: tuple[Owed, ...]
    until: Annotated[str | None, OMITTED] = None
    complete_to: Annotated[str | None, OMITTED] = None
    """Up to this day what is missing among the observations did not happen; None: nothing follows from it."""

    def find(self, id: str) -> Owed:  # noqa: A002
        """The limit or duty of that id. Raises KeyError."""
        for one in self.owed:
            if one.id == id:
                return one
        raise KeyError(id)

    def count(self, verdict: AccountVerdict) -> int:
        """How many limits and duties have a verdict."""
        return sum(o.verdict == verdict for o in self.owed)

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each period of each limit and duty; whole or not at all."""
        with whole(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["id", "kind", "bound", "what", "since", "verdict", "probability_kept"])
            for o in self.owed:
                for p in o.periods:
                    kept = "" if p.probability_kept is None else f"{p.probability_kept:.6g}"
                    writer.writerow([o.id, o.kind, o.bound or "", o.what, p.since, p.verdict, kept])
