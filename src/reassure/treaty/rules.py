"""The counting rules, one short function each: what a rule counts of what stands, and why it leaves a row out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from reassure.catalog import Holding, Quantity, Rule
from reassure.catalog.accounts import BomberRule
from reassure.treaty.span import ZERO, Span

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
_NO_BOMBERS = "the rule says nothing of this party's bombers with cruise missiles"

_OF_START_1: Final[tuple[Quantity, ...]] = (
    "deployed_launchers", "deployed_warheads", "ballistic_warheads", "heavy_icbm_launchers", "heavy_icbm_warheads",
    "mobile_icbm_warheads",
)  # fmt: skip
_OF_NEW_START: Final[tuple[Quantity, ...]] = ("deployed_launchers", "deployed_warheads")
"""What rows by type give sums of; launchers that are not deployed stand in no row."""


@dataclass(frozen=True)
class Line:
    """A row as a rule counts it: what it adds to each sum; where a part of that is not known, why."""

    holding: Holding
    adds: Mapping[Quantity, Span]
    """The least of a sum that a row is left out of counts nothing for it."""
    left_out: str = ""
    """Why the row is left out of the sums of warheads; empty: it is not."""


def _line(row: Holding, of: tuple[Quantity, ...], adds: Mapping[Quantity, Span]) -> Line:
    """A row that is counted: nothing is added to what is not named."""
    return Line(row, {**dict.fromkeys(of, ZERO), **adds})


def _left_out(row: Holding, why: str) -> Line:
    """A row whose launchers alone are counted."""
    return Line(row, {"deployed_launchers": Span.of(row.stand)}, why)


def start_1(rule: Rule, rows: Sequence[Holding]) -> list[Line]:
    """START I: warheads are attributed by type (articles II and III of the treaty).

    The rows are of one party. Bombers with cruise missiles are counted in the order of the rows.
    """
    lines, before = [], ZERO
    bombers = {b.party: b for b in rule.bombers}
    for row in rows:
        launchers, each = Span.of(row.stand), row.warheads_each
        if row.kind == "bomber":
            warheads = launchers
        elif each is None:
            lines.append(_left_out(row, _UNKNOWN))
            continue
        elif row.kind != "bomber-cruise":
            warheads = launchers.times(Span.of(each))
        elif row.party not in bombers:
            lines.append(_left_out(row, _NO_BOMBERS))
            continue
        else:
            warheads = _bombers(bombers[row.party], launchers, Span.of(each), before)
            before = before.plus(launchers)
        adds: dict[Quantity, Span] = {
            "deployed_launchers": launchers,
            "deployed_warheads": warheads,
            **dict.fromkeys(_CLASSES[row.kind], warheads),
        }
        if row.kind == "icbm-heavy":
            adds["heavy_icbm_launchers"] = launchers
        lines.append(_line(row, _OF_START_1, adds))
    return lines


def _bombers(rule: BomberRule, bombers: Span, each: Span, before: Span) -> Span:
    """The warheads of bombers with cruise missiles that are equipped for `each`, where `before` others have been counted.

    The sum over all rows grows with each number in it, so the bounds of the sum are those of all numbers at once.
    """

    def counted(number: int, equipped: int, earlier: int) -> int:
        first = min(number, max(rule.first - earlier, 0))
        return first * rule.warheads_each + (number - first) * equipped

    return Span(*map(counted, bombers, each, before))


def new_start(rule: Rule, rows: Sequence[Holding]) -> list[Line]:
    """New START: the warheads that are on deployed missiles, and one for each deployed heavy bomber.

    A row says what is attributed to a type. That is the most that its missiles carry; the least is one each.
    """
    lines = []
    for row in rows:
        launchers, each = Span.of(row.stand), row.warheads_each
        if row.kind in ("bomber", "bomber-cruise"):
            warheads = launchers
        elif each is None:
            lines.append(_left_out(row, _UNKNOWN))
            continue
        else:
            most = launchers.times(Span.of(each))
            warheads = Span(most.value, min(launchers.low, most.low), most.high)
        adds: dict[Quantity, Span] = {
            "deployed_launchers": launchers,
            "deployed_warheads": warheads,
        }
        lines.append(_line(row, _OF_NEW_START, adds))
    return lines


COUNTING: Final[Mapping[str, Callable[[Rule, Sequence[Holding]], list[Line]]]] = {
    "start-1": start_1,
    "new-start": new_start,
}
"""By the rule's id in the catalogue."""
