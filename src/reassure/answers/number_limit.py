"""How many warheads a number of interceptors could engage at all: an upper bound, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from reassure.answers.document import Document, Heights, Portion, Sha256, Title
from reassure.answers.weighed import Weighing
from reassure.catalog.used import FigureUsed
from reassure.words.document import PLAIN, Digits, Key

__all__ = [
    "Account", "AccountSpan", "CentralLimits", "DeploymentBound", "DeploymentReach", "NumberLimit", "NumberSpan",
]  # fmt: skip


@dataclass(frozen=True)
class Account:
    """A base of a force: what stands there, and what part of it the bound counts as engaged."""

    FILE: ClassVar = (
        "force", "base", "launchers", "warheads", "reached_by", "engaged", "warheads_engaged",
    )  # fmt: skip

    force: int
    """Counted from 1."""
    base: str
    launchers: int
    warheads: int
    reached_by: tuple[str, ...]
    """Ids of the deployments with at least one of its flights within ideal reach."""
    engaged: Annotated[int, Key("flights_engaged")]
    """How many of its flights are engaged in the assignment that engages most warheads."""

    @property
    def load(self) -> float:
        """Warheads on one flight, the mean of the base: no whole number where loads differ."""
        return self.warheads / self.launchers

    @property
    def warheads_engaged(self) -> Annotated[float, Digits(6, PLAIN)]:
        """How many warheads are on the flights engaged."""
        # whole flights, with the mean number of warheads on each
        return self.engaged * self.load


@dataclass(frozen=True)
class DeploymentBound:
    """A deployment: how many interceptors it has, and how many of them the bound spends."""

    id: str
    interceptors: int
    spent: int
    reaches: int
    """How many accounts have a flight within its ideal reach."""
    intercept_heights_km: Heights


@dataclass(frozen=True)
class CentralLimits:
    """What a treaty allows: warheads, launchers and deployed launchers, and how the catalogue words and sources it."""

    warheads: int
    launchers: int
    deployed: int
    statement: str
    status: str
    source: str


@dataclass(frozen=True)
class NumberLimit(Document):
    """An upper bound: with these interceptors no more than `engaged` of the warheads can be engaged.

    It is no estimate: each flight that the ideal interceptor can meet counts as engaged.
    """

    FORMAT: ClassVar = "reassure-number-limit/1"
    COMMAND: ClassVar = "reassure limits --number --json"
    INDENT: ClassVar = 1
    FILE: ClassVar = (
        "title", "scenario_sha256", "reassure_version", "bound", "per_flight", "year", "interceptors", "launchers",
        "warheads", "engaged", "share", "accounts", "deployments", "limits", "sources",
    )  # fmt: skip

    title: Title
    scenario_sha256: Sha256
    reassure_version: str
    per_flight: int
    """Interceptors spent on each flight engaged."""
    year: int | None
    """The year whose deployments count; None: all."""
    accounts: tuple[Account, ...]
    deployments: tuple[DeploymentBound, ...]
    limits: Annotated[CentralLimits, Key("central_limits")]
    sources: tuple[FigureUsed, ...]

    @property
    def bound(self) -> Literal["upper"]:
        """The kind of the bound, for readers of a file: "upper"."""
        return "upper"

    @property
    def warheads(self) -> int:
        """How many warheads the force has, on all launchers."""
        return sum(a.warheads for a in self.accounts)

    @property
    def launchers(self) -> int:
        """How many launchers the force has, at all bases."""
        return sum(a.launchers for a in self.accounts)

    @property
    def interceptors(self) -> int:
        """How many interceptors all deployments have together."""
        return sum(d.interceptors for d in self.deployments)

    @property
    def engaged(self) -> Annotated[float, Key("warheads_engaged"), Digits(6, PLAIN)]:
        """How many warheads can be engaged at most."""
        return sum(a.warheads_engaged for a in self.accounts)

    @property
    def share(self) -> Annotated[Portion, Key("share_engaged"), Digits(6, PLAIN)]:
        """The share of the warheads that can be engaged at most."""
        return self.engaged / self.warheads


@dataclass(frozen=True)
class AccountSpan:
    """Missiles of one kind at a base of a force: between what their numbers lie."""

    force: int
    """Counted from 1."""
    base: str
    low: int
    """Warheads, at least; `high`: at most."""
    high: int
    least_launchers: int
    most_launchers: int | None
    """None: nobody says."""
    reached_by: tuple[str, ...]
    """Ids of the deployments with at least one of the base's flights within ideal reach."""


@dataclass(frozen=True)
class DeploymentReach:
    """A deployment: how many interceptors it has, and what it reaches."""

    id: str
    interceptors: int
    reaches: int
    """How many bases of forces have a flight within its ideal reach."""
    intercept_heights_km: Heights


@dataclass(frozen=True)
class NumberSpan(Document):
    """An upper bound of which the accounts are known within bounds only: between what it lies.

    With these interceptors no more than `low` of the warheads can be engaged by the accounts that are kindest to the force, and no
    more than `high` by any that are allowed.
    """

    FORMAT: ClassVar = "reassure-number-span/1"
    COMMAND: ClassVar = "reassure limits --number --weigh warheads --json"
    INDENT: ClassVar = 1
    FILE: ClassVar = (
        "title", "scenario_sha256", "reassure_version", "bound", "per_flight", "year", "interceptors", "low", "high", "exact",
        "low_warheads", "high_warheads", "low_share", "high_share", "accounts", "deployments", "limits", "weighing", "sources",
    )  # fmt: skip

    title: Title
    scenario_sha256: Sha256
    reassure_version: str
    per_flight: int
    """Interceptors spent on each flight engaged."""
    year: int | None
    """The year whose deployments count; None: all."""
    low: Annotated[float, Key("low_warheads_engaged"), Digits(6, PLAIN)]
    high: Annotated[float, Key("high_warheads_engaged"), Digits(6, PLAIN)]
    exact: bool
    """Some allowed accounts have each of the two; else they may lie farther apart than the bound does."""
    low_warheads: int
    """The least that all accounts together come to; `high_warheads`: the most."""
    high_warheads: int
    accounts: tuple[AccountSpan, ...]
    deployments: tuple[DeploymentReach, ...]
    limits: Annotated[CentralLimits, Key("central_limits")]
    weighing: Weighing
    sources: tuple[FigureUsed, ...]

    @property
    def bound(self) -> Literal["upper"]:
        """The kind of the bound, for readers of a file: "upper"."""
        return "upper"

    @property
    def interceptors(self) -> int:
        """How many interceptors all deployments have together."""
        return sum(d.interceptors for d in self.deployments)

    @property
    def low_share(self) -> Annotated[Portion, Key("low_share_engaged"), Digits(6, PLAIN)]:
        """No allowed accounts have a smaller share."""
        return self.low / self.high_warheads

    @property
    def high_share(self) -> Annotated[Portion, Key("high_share_engaged"), Digits(6, PLAIN)]:
        """No allowed accounts have a greater share."""
        if not self.high:
            return 0.0
        return min(1.0, self.high / self.low_warheads) if self.low_warheads else 1.0
