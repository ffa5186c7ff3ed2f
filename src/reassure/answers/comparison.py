"""Two sides' answers to one question: where they agree, where they differ on whether any flight is in reach, and
which single figure flips that. Frozen, with one sentence for print.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

from reassure.answers.document import Document, Portion
from reassure.catalog.used import FigureUsed
from reassure.scenario.sent import Attachment, Sent
from reassure.words.document import OMITTED, UNWRITTEN, Digits, Key
from reassure.words.rounding import down, nearest, up
from reassure.words.shares import percent_up

__all__ = [
    "Asked",
    "Compared",
    "Comparison",
    "DeploymentAnswer",
    "Difference",
    "Swap",
    "Unmatched",
    "critical_text",
    "with_unit",
]  # fmt: skip

Value = float | str
"""Of a figure in which two sides differ: a number in its unit, or a word such as a place's id."""
# of an answer read from a file, which does not say how it was asked for
_UNSENT = Sent("", Attachment("", ""))


@dataclass(frozen=True)
class Asked:
    """A scenario that was asked: one side's figures, with their sources."""

    name: str
    title: str
    sha256: str
    sources: tuple[FigureUsed, ...]
    sent: Annotated[Sent, UNWRITTEN] = _UNSENT
    """The word by which a command names it, and the file that goes along; a file of the answer does not say."""


@dataclass(frozen=True)
class DeploymentAnswer:
    """What a deployment reaches: of `flights`, those `within` reach of its ideal interceptor; the least
    margin, km/s (None: no arc meets any flight).
    """

    FILE: ClassVar = ("flights", "within", "share", "least_margin_km_s")

    flights: int
    within: Annotated[int, Key("within_reach")]
    """How many of them the ideal interceptor reaches."""
    least_margin_km_s: float | None

    @property
    def reaches(self) -> bool:
        """Is any flight within reach? The sign that is compared."""
        return self.within > 0

    @property
    def share(self) -> Annotated[Portion, Key("share_within_reach")]:
        """Of the flights, those within reach; 0 where there is no flight."""
        return self.within / self.flights if self.flights else 0.0

    @property
    def words(self) -> str:
        """Subject and verb of a sentence that ends "in reach": "no flight is", "every one is", "12.5 % of the flights
        are".
        """
        if not self.within:
            return "no flight is"
        if self.within == self.flights:
            return "every one is"
        return f"{percent_up(self.share)} of the flights are"


@dataclass(frozen=True)
class Difference:
    """A figure in which two sides differ: its key, what it is called, its unit (empty where it is no number), and its
    value on side A and on side B.
    """

    key: str
    words: str
    unit: str
    a: Value
    b: Value


@dataclass(frozen=True)
class Swap:
    """One figure exchanged (or two at a time). `a_with_b`: side A's answer with B's value, `b_with_a`: the
    other way round; `flips_a` and `flips_b`: is the sign then the other side's? `critical_a`: where side A's
    answer flips while this figure moves from its value to B's, in the figure's unit; `critical_b`: the same
    of B's; None where it does not flip, or where it is no single number.
    """

    keys: tuple[str, ...]
    a_with_b: DeploymentAnswer
    b_with_a: DeploymentAnswer
    flips_a: bool
    flips_b: bool
    critical_a: Annotated[float | None, Digits(6)] = None
    critical_b: Annotated[float | None, Digits(6)] = None

    @property
    def flips(self) -> bool:
        """Does the exchange flip the answer of either side?"""
        return self.flips_a or self.flips_b


@dataclass(frozen=True)
class Compared:
    """A deployment of the first scenario (side A) beside one of another scenario (side B).

    `other`: which scenario that is; the first one has number 0. `matched`: how the two were found to correspond:
    "id", "place" (they stand at the same place) or "order" (as many of both are left over). Figures are exchanged
    only where one side reaches some flight and the other none: one at a time, and two at a time where no single one
    flips an answer.
    """

    FILE: ClassVar = (
        "other", "a", "b", "name_a", "name_b", "matched", "place_a", "place_b", "agree", "answer_a", "answer_b", "differences", "singles",
        "doubles", "decisive_keys", "sentence",
    )  # fmt: skip

    other: int
    a: str
    b: str
    matched: str
    place_a: str
    place_b: str
    answer_a: DeploymentAnswer
    answer_b: DeploymentAnswer
    differences: tuple[Difference, ...]
    singles: Annotated[tuple[Swap, ...], Key("single_swaps")] = ()
    doubles: Annotated[tuple[Swap, ...], Key("double_swaps")] = ()
    name_a: Annotated[str | None, OMITTED] = None
    """What people call the deployment of the first scenario; `name_b`: that of the other."""
    name_b: Annotated[str | None, OMITTED] = None

    @property
    def agree(self) -> bool:
        """Do both reach some flight, or both none?"""
        return self.answer_a.reaches == self.answer_b.reaches

    @property
    def decisive(self) -> tuple[Swap, ...]:
        """The swaps of one figure that flip an answer, those that flip both first."""
        flipping = [s for s in self.singles if s.flips]
        # the sort is stable: within each group figures keep the order of the scenario
        return tuple(sorted(flipping, key=lambda s: s.flips_a + s.flips_b, reverse=True))

    @property
    def decisive_pairs(self) -> tuple[Swap, ...]:
        """The swaps of two figures that flip an answer."""
        return tuple(s for s in self.doubles if s.flips)

    @property
    def decisive_keys(self) -> Annotated[tuple[tuple[str, ...], ...], Key("decisive")]:
        """The figures that flip an answer: one at a time, or two where no single one does."""
        return tuple(s.keys for s in self.decisive or self.decisive_pairs)

    def difference(self, key: str) -> Difference:
        """The differing figure of that key. Raises StopIteration where the sides do not differ in it."""
        return next(d for d in self.differences if d.key == key)

    @property
    def sentence(self) -> str:
        """The comparison in one sentence, for print."""
        if self.agree:
            return self._agreement()
        # a figure decides alone where its exchange flips both answers and no other flips any
        both = [s for s in self.decisive if s.flips_a and s.flips_b]
        if len(both) == 1 and len(self.decisive) == 1:
            # one figure that flips both sides: its value on either side and where the answer flips say it all
            return self._one(both[0])
        if self.decisive:
            return self._some()
        return self._several()

    def _agreement(self) -> str:
        a, b = self.answer_a, self.answer_b
        # the same share, or both none or both all: there is nothing to tell apart
        if a.words == b.words:
            return f"The two sides agree: {a.words} in reach."
        return (
            f"The two sides agree that some flights are in reach, and differ in how many: {percent_up(a.share)} "
            f"by the first's figures, {percent_up(b.share)} by the second's."
        )

    def _one(self, swap: Swap) -> str:
        d = self.difference(swap.keys[0])
        words = f"The two sides differ because of one figure, the {d.words}: "
        a, b = self.answer_a.words, self.answer_b.words
        if isinstance(d.a, str):
            return f"{words}by the first's ({d.a}) {a} in reach, by the second's ({d.b}) {b}."
        text = f"at {with_unit(d.a, d.unit)} {a} in reach, at {with_unit(d.b, d.unit)} {b}"
        # some figures differ but are no single number along which an answer could flip
        if swap.critical_a is None or swap.critical_b is None:
            return f"{words}{text}."
        at = f"at {_written(swap.critical_a, d)}"
        if _written(swap.critical_a, d) != _written(swap.critical_b, d):
            at = (
                f"at {_written(swap.critical_a, d)} with all else as the first side has it, "
                f"at {_written(swap.critical_b, d)} as the second has it"
            )
        return f"{words}{text}; the answer flips {at}."

    def _some(self) -> str:
        a, b = self.answer_a, self.answer_b
        words = f"By the first side's figures {a.words} in reach, by the second's {b.words}"
        ways = " or ".join(self._way(s) for s in self.decisive)
        if len(self.decisive) == 1:
            return f"{words}; one figure flips it: {ways}."
        return f"{words}; any one of these figures flips it: {ways}."

    def _way(self, swap: Swap) -> str:
        d = self.difference(swap.keys[0])
        whose = (
            "either side's answer" if swap.flips_a and swap.flips_b else
            "the first side's answer" if swap.flips_a else "the second side's answer"
        )  # fmt: skip
        # the side whose answer flips has the critical value; where both have, the first side's is told
        critical = swap.critical_a if swap.critical_a is not None else swap.critical_b
        at = "" if critical is None else f", at {_written(critical, d)}"
        return f"the {d.words} ({with_unit(d.a, d.unit)} against {with_unit(d.b, d.unit)}; {whose}{at})"

    def _several(self) -> str:
        a, b = self.answer_a, self.answer_b
        words = f"By the first side's figures {a.words} in reach, by the second's {b.words}; no single figure flips it"
        if not self.decisive_pairs:
            return f"{words}, nor do any two: it takes three or more."
        ways = " or ".join(
            " and ".join(f"the {self.difference(k).words}" for k in s.keys)
            for s in self.decisive_pairs[:3]
        )
        more = len(self.decisive_pairs) - 3
        return f"{words}; two together do: {ways}{f', or {more} other pairs' if more > 0 else ''}."


class Unmatched(NamedTuple):
    """A deployment with nothing to compare it with, and which scenario it is of (from 0)."""

    scenario: int
    deployment: str


@dataclass(frozen=True)
class Comparison(Document):
    """Two or more scenarios, each of the others against the first."""

    FORMAT: ClassVar = "reassure-comparison/1"
    COMMAND: ClassVar = "reassure compare --json"
    INDENT: ClassVar = 1
    FILE: ClassVar = ("reassure_version", "asked", "compared", "unmatched", "agree", "sentence")

    reassure_version: str
    asked: Annotated[tuple[Asked, ...], Key("scenarios")]
    compared: Annotated[tuple[Compared, ...], Key("comparisons")]
    unmatched: tuple[Unmatched, ...]

    @property
    def agree(self) -> bool:
        """Do both sides of every comparison reach some flight, or both none?"""
        return not self.disagreements

    @property
    def disagreements(self) -> tuple[Compared, ...]:
        """The comparisons in which one side reaches some flight and the other none."""
        return tuple(c for c in self.compared if not c.agree)

    @property
    def sentence(self) -> str:
        """All comparisons in one sentence."""
        apart, total = self.disagreements, len(self.compared)
        if not total:
            return "No deployment of one scenario corresponds to one of the other."
        if not apart:
            return self._agreed()
        merged = _merged(apart)
        if merged is not None:
            return merged
        if len(apart) == 1:
            return apart[0].sentence
        # one figure may decide everywhere, though at values that differ
        alone = {c.difference(c.decisive[0].keys[0]).words for c in apart if len(c.decisive) == 1}
        why = "each with its own reason"
        if len(alone) == 1 and all(len(c.decisive) == 1 for c in apart):
            why = f"each because of one figure, the {alone.pop()}"
        return f"The sides differ in {len(apart)} of {total} comparisons, {why}."

    def _agreed(self) -> str:
        left = len(self.unmatched)
        tail = ""
        if left:
            tail = f" {left} deployment{'s have' if left > 1 else ' has'} no counterpart."
        if len(self.compared) == 1:
            return self.compared[0].sentence + tail
        count = len(self.compared)
        return (
            f"The sides agree in all {count} comparisons on whether any flight is in reach.{tail}"
        )


def _merged(apart: Sequence[Compared]) -> str | None:
    """One sentence for disagreements that turn on the same figure at the same value; None where they do not."""
    # every disagreement has to turn on one figure that flips both sides
    found = []
    for c in apart:
        if len(c.decisive) != 1 or not (c.decisive[0].flips_a and c.decisive[0].flips_b):
            return None
        d, swap = c.difference(c.decisive[0].keys[0]), c.decisive[0]
        if swap.critical_a is None or swap.critical_b is None or not d.unit:
            return None
        found.append((d, c, {_written(x, d) for x in (swap.critical_a, swap.critical_b)}))
    # values are compared as they are written: a reader cannot tell two that look alike apart
    first, _, critical = found[0]
    if len(critical) > 1 or any((d.key, at) != (first.key, critical) for d, _, at in found):
        return None
    ends = [(d.a, c.answer_a) for d, c, _ in found] + [(d.b, c.answer_b) for d, c, _ in found]
    # group the figure's values, of both sides in all comparisons, by the answer that they give
    words: dict[str, list[float]] = {}
    for value, answer in ends:
        words.setdefault(answer.words, []).append(float(value))
    if len(words) != 2:  # one answer on each side of the critical value
        return None
    parts = [f"at {_listed(values, first.unit)} {w}" for w, values in words.items()]
    return (
        f"The two sides differ because of one figure, the {first.words}: {parts[0]} in reach, {parts[1]}; "
        f"the answer flips at {critical.pop()}."
    )


def _listed(values: Sequence[float], unit: str) -> str:
    """Values with their unit, as in a sentence: "5.4 km/s", or "7.7, 8.3 or 9 km/s"."""
    texts = [f"{v:g}" for v in sorted(set(values))]
    return f"{', '.join(texts[:-1])}{' or ' if texts[:-1] else ''}{texts[-1]} {unit}"


def with_unit(value: Value, unit: str) -> str:
    """A value as it is written in the scenario, with its unit."""
    return value if isinstance(value, str) else f"{value:g} {unit}".strip()


def critical_text(value: float, figure: Difference) -> str:
    """A critical value in words, without its unit: a speed is rounded down and a launch delay up, so that neither is
    said safer than it is; anything else goes to the nearest.
    """
    if figure.unit == "km/s":
        return down(value)
    return up(value) if figure.key == "launch_delay_s" else nearest(value)


def _written(value: float, figure: Difference) -> str:
    return f"{critical_text(value, figure)} {figure.unit}"
