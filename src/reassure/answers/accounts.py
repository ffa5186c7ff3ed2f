"""Accounts: what a party has by a treaty's way of counting, beside the treaty's limits. Frozen."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from reassure.answers.document import Document
from reassure.catalog import Quantity, Status
from reassure.machine.files import whole
from reassure.words.document import OMITTED, OMITTED_IF_EMPTY

__all__ = ["AccountVerdict", "Accounts", "Countable", "Dissenting", "LimitOf", "PartyAccount", "RowOf"]  # fmt: skip

AccountVerdict = Literal["fulfilled", "breached", "undetermined", "not yet due"]
"""Of a limit on the day of an account. `undetermined`: the bounds of the count lie on both sides of it."""


@dataclass(frozen=True)
class LimitOf:
    """The limit on a quantity: the last that is due on the day of the account, or the first to come."""

    at_most: int
    due: str
    """The day from which it has to be kept, YYYY-MM-DD."""


@dataclass(frozen=True)
class Dissenting:
    """Another count of the same, who holds it, and what follows from it: a verdict of its own, and no mean of the two."""

    value: int
    who: str
    source: str
    verdict: AccountVerdict | None
    over: int | None
    """By how much it exceeds the limit; None: it does not, or there is no limit."""


@dataclass(frozen=True)
class Countable:
    """A quantity of an account: its count, the limit on it, and the verdict on the day of the account."""

    quantity: Quantity
    value: int
    low: int
    """The least that it can be: the value itself where the count is exact."""
    high: int | None
    """None: rows were left out that may add any number."""
    limit: LimitOf | None
    """None: the rule has no limit on it."""
    verdict: AccountVerdict | None
    """None: there is no limit."""
    dissent: Annotated[tuple[Dissenting, ...], OMITTED_IF_EMPTY] = ()


@dataclass(frozen=True)
class RowOf:
    """Launchers of a type, as the rule counts them."""

    id: str
    """Of the catalogue's entry."""
    type: str
    kind: str
    launchers: int
    warheads: int | None
    """As counted; None: the row is left out."""
    status: Status
    """How far its numbers can be trusted."""
    left_out: Annotated[str, OMITTED_IF_EMPTY] = ""
    """Why it is; empty where it is counted."""


@dataclass(frozen=True)
class PartyAccount:
    """One declaration of one party under one rule."""

    party: str
    declared_on: str
    """YYYY-MM-DD."""
    rule: str
    declaration: str
    """The id of the catalogue's entry."""
    status: Status
    """Of the numbers that can be trusted least."""
    source: str
    quantities: tuple[Countable, ...]
    """Those that the declaration gives; none where it cannot be counted by the rule."""
    not_given: tuple[Quantity, ...]
    """Quantities that the rule limits and the declaration does not give: of those limits nothing is known."""
    rows: Annotated[tuple[RowOf, ...], OMITTED_IF_EMPTY] = ()
    """By type, where it was declared by type."""
    left_out: Annotated[str | None, OMITTED] = None
    """Why it cannot be counted by the rule."""

    @property
    def day(self) -> date:
        """The day that the numbers are of."""
        return date.fromisoformat(self.declared_on)

    def find(self, quantity: Quantity) -> Countable | None:
        """The quantity of that name; None where the account has none."""
        return next((q for q in self.quantities if q.quantity == quantity), None)


@dataclass(frozen=True)
class Accounts(Document):
    """Accounts of some parties, by date: by party, then by rule."""

    FORMAT: ClassVar = "reassure-accounts/1"
    COMMAND: ClassVar = "reassure accounts --json"
    INDENT: ClassVar = 1

    reassure_version: str
    on: str | None
    """The last declarations up to this day were asked for, YYYY-MM-DD; None: all were."""
    accounts: tuple[PartyAccount, ...]

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each quantity of each account; whole or not at all."""
        with whole(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(
                ["party", "declared_on", "rule", "quantity", "value", "low", "high", "at_most", "due", "verdict", "held_by", "source"]
            )  # fmt: skip
            for a in self.accounts:
                for name in a.not_given:
                    writer.writerow([a.party, a.declared_on, a.rule, name, *[""] * 5, "not given", a.party, a.source])  # fmt: skip
                for q in a.quantities:
                    limit = ("", "") if q.limit is None else (q.limit.at_most, q.limit.due)
                    head = [a.party, a.declared_on, a.rule, q.quantity]
                    writer.writerow([*head, q.value, q.low, "" if q.high is None else q.high, *limit, q.verdict or "", a.party, a.source])  # fmt: skip
                    for d in q.dissent:
                        writer.writerow([*head, d.value, d.value, d.value, *limit, d.verdict or "", d.who, d.source])  # fmt: skip
