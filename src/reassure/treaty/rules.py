"""The counting rules, one short function each: what a rule counts of what stands, and why it leaves a row out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from reassure.catalog import Holding, Quantity, Rule
from reassure.treaty.span import Span

__all__ = ["COUNTING", "Line"]

_CLASSES: Final[Mapping[str, tuple[Quantity, ...]]] = {
    "icbm": ("ballistic_warheads",),
    "icbm-heavy": ("ballistic_warheads", "heavy_icbm_warheads"),
    "icbm-mobile": ("ballistic_warheads", "mobile_icbm_warheads"),
    "slbm": ("ballistic_warheads",),
    "bomber": (),
    "bomber-cruise": (),
}
"""The sums of START I that the warheads of a kind go into, beside the sum of all."""

_UNKNOWN = "no text gave its warheads"


@dataclass(frozen=True)
class Line:
    """A row as a rule counts it: what it adds to which sum; or why it is left out, where it adds nothing."""

    holding: Holding
    adds: Mapping[Quantity, Span] = field(default_factory=dict)
    left_out: str = ""


def start_1(rule: Rule, rows: Sequence[Holding]) -> list[Line]:
    """START I: warheads are attributed by type (articles II and III of the treaty).

    The rows are of one party. Bombers with cruise missiles are counted in the order of the rows.
    """
    lines, before = [], 0
    for row in rows:
        if row.warheads_each is None:
            lines.append(Line(row, left_out=_UNKNOWN))
            continue
        launchers = Span.of(row.launchers)
        each = Span.of(row.warheads_each)
        warheads = launchers.times(each)
        if row.kind == "bomber":
            warheads = launchers
        elif row.kind == "bomber-cruise":
            warheads = _bombers(rule, row, each, before)
            before += launchers.value
        adds: dict[Quantity, Span] = {
            "deployed_launchers": launchers,
            "deployed_warheads": warheads,
            **dict.fromkeys(_CLASSES[row.kind], warheads),
        }
        if row.kind == "icbm-heavy":
            adds["heavy_icbm_launchers"] = launchers
        lines.append(Line(row, adds))
    return lines


def _bombers(rule: Rule, row: Holding, each: Span, before: int) -> Span:
    """The warheads of bombers with cruise missiles that are equipped for `each`, where `before` others of the party have been counted."""
    of_party = next((b for b in rule.bombers if b.party == row.party), None)

    def counted(bombers: int, equipped: int) -> int:
        first = 0 if of_party is None else min(bombers, max(of_party.first - before, 0))
        attributed = 0 if of_party is None else of_party.warheads_each
        return first * attributed + (bombers - first) * equipped

    number = Span.of(row.launchers)
    return Span(*(counted(n, e) for n, e in zip(number, each, strict=True)))


def new_start(rule: Rule, rows: Sequence[Holding]) -> list[Line]:
    """New START: the warheads that are on deployed missiles, and one for each deployed heavy bomber.

    A row says what is attributed to a type. That is the most that its missiles carry; the least is one each.
    """
    lines = []
    for row in rows:
        launchers = Span.of(row.launchers)
        if row.kind in ("bomber", "bomber-cruise"):
            lines.append(
                Line(row, {"deployed_launchers": launchers, "deployed_warheads": launchers})
            )
            continue
        if row.warheads_each is None:
            lines.append(Line(row, left_out=_UNKNOWN))
            continue
        most = launchers.times(Span.of(row.warheads_each))
        warheads = Span(most.value, min(launchers.low, most.low), most.high)
        lines.append(Line(row, {"deployed_launchers": launchers, "deployed_warheads": warheads}))
    return lines


COUNTING: Final[Mapping[str, Callable[[Rule, Sequence[Holding]], list[Line]]]] = {
    "start-1": start_1,
    "new-start": new_start,
}
"""By the rule's id in the catalogue."""
