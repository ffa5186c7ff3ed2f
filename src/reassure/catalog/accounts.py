"""The kinds of entry that accounts are made of: counting rules, declarations, and what stands where."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.entries import Entry, Name
from reassure.catalog.figure import Figure, Status, whole_number, within
from reassure.catalog.table import Table

__all__ = [
    "QUANTITIES",
    "BomberRule",
    "CentralLimit",
    "Count",
    "Declaration",
    "Holding",
    "HoldingKind",
    "Quantity",
    "Rule",
    "Whereabouts",
    "Word",
]

Quantity = Literal[
    "deployed_launchers",
    "deployed_warheads",
    "total_launchers",
    "ballistic_warheads",
    "heavy_icbm_launchers",
    "heavy_icbm_warheads",
    "mobile_icbm_warheads",
]
"""What a treaty counts and limits. Launchers are those of missiles, and heavy bombers."""

QUANTITIES: dict[Quantity, str] = {
    "deployed_launchers": "deployed launchers",
    "deployed_warheads": "deployed warheads",
    "total_launchers": "launchers, deployed or not",
    "ballistic_warheads": "warheads on ballistic missiles",
    "heavy_icbm_launchers": "launchers of heavy ICBMs",
    "heavy_icbm_warheads": "warheads on heavy ICBMs",
    "mobile_icbm_warheads": "warheads on mobile ICBMs",
}
"""Each in words."""

HoldingKind = Literal["icbm", "icbm-heavy", "icbm-mobile", "slbm", "bomber", "bomber-cruise"]
"""Missiles by where they are launched from; bombers without and with long-range nuclear cruise missiles."""


# Far above any force there was: the largest had some 12,000 strategic warheads.
Count = Annotated[Figure, within(0.0, 100_000.0, "pieces"), AfterValidator(whole_number)]


class CentralLimit(Table):
    """A treaty's limit on a quantity, and the day from which it has to be kept."""

    quantity: Quantity
    at_most: Annotated[int, Field(ge=0, le=100_000)]
    due: date


class BomberRule(Table):
    """How a party's bombers with long-range nuclear cruise missiles count: the first so many with a number of warheads each;
    each one more, with the number that it is equipped for.
    """

    party: Name
    first: Annotated[int, Field(ge=0, le=10_000)]
    warheads_each: Annotated[int, Field(ge=0, le=100)]


class Rule(Entry):
    """A treaty's way to count, and its central limits. What it counts is said by a function (treaty/rules.py)."""

    note: str
    """How it counts, in words."""
    limits: list[CentralLimit]
    bombers: list[BomberRule] = Field(default_factory=list)


class _Counted(Entry):
    """An entry whose numbers are as trusted as it is: a plain number takes its status and source."""

    @model_validator(mode="before")
    @classmethod
    def _as_trusted(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        counts = {"deployed_launchers", "deployed_warheads", "total_launchers", "launchers", "warheads_each"}  # fmt: skip
        return {
            key: {"value": value, "status": data.get("status"), "source": data.get("source", "")}
            if key in counts and isinstance(value, (int, float)) and not isinstance(value, bool)
            else value
            for key, value in data.items()
        }


class Declaration(_Counted):
    """What a party declared: the numbers of a day. Where it declared by type, those are the holdings that name it."""

    party: Name
    rule: Name
    """The rule by which it was counted: an id."""
    declared_on: date
    """The day that the numbers are of."""
    deployed_launchers: Count | None = None
    """None here and below: no text gave it."""
    deployed_warheads: Count | None = None
    total_launchers: Count | None = None


class Word(Table):
    """A statement, how far it can be trusted, and from where."""

    status: Status
    source: str


class Whereabouts(Word):
    """The bases among which launchers of a type are divided, nobody says how. None is anywhere else."""

    bases: Annotated[list[Name], Field(min_length=1)]


class Holding(_Counted):
    """Launchers of one type: of a whole force, at one base, or at some bases together."""

    party: Name
    declaration: Name | None = None
    """The id of the declaration that it is part of. None: of none; others counted it."""
    base: Name | None = None
    """The id of a base. None: of the whole force."""
    may_be_at: Whereabouts | None = None
    """Of the whole force, where it may be. None: at `base`, or nobody says."""
    most_later: Word | None = None
    """Who says that there never were more of it there on a later day. None: nobody does."""
    nothing_else: Word | None = None
    """Who says that at its bases no other missiles stood but those of the holdings of that year. None: nobody does."""
    type: str
    kind: HoldingKind
    as_of: str
    """As precise as it is known: "2012", "2008-07" or "1990-09-01"."""
    launchers: Count | None = None
    """For bombers, their number. None: no text gave it, but only where they may be."""
    warheads_each: Count | None = None
    """Attributed to the type; of bombers with cruise missiles, what one is equipped for. None: no text gave it."""

    @model_validator(mode="after")
    def _says_something(self) -> Holding:
        if self.launchers is None and (self.may_be_at is None or self.declaration is not None):
            raise PydanticCustomError("launchers", "no launchers; allowed: with may_be_at, and of no declaration")  # fmt: skip
        if self.base is not None and self.may_be_at is not None:
            raise PydanticCustomError("where", "base with may_be_at; allowed: one of the two")
        return self

    @property
    def stand(self) -> Figure:
        """Its launchers. ValueError where no text gave them."""
        if self.launchers is None:
            raise ValueError(f"{self.id}: no text gave its launchers")
        return self.launchers
