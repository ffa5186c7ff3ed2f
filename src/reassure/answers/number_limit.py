"""How many warheads a number of interceptors could engage at all: an upper bound, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from reassure.answers.document import Document, Heights, Portion, Sha256, Title
from reassure.catalog.used import FigureUsed
from reassure.words.document import PLAIN, Digits, Key

__all__ = ["Account", "CentralLimits", "DeploymentBound", "NumberLimit"]


@dataclass(frozen=True)
class Account:
    """A base of a force: what stands there, which deployments reach one of its flights, and how many of its
    flights are engaged where most warheads are.
    """

    FILE: ClassVar = (
        "force", "base", "launchers", "warheads", "reached_by", "engaged", "warheads_engaged",
    )  # fmt: skip

    force: int
    """Counted from 1."""
    base: str
    launchers: int
    warheads: int
    reached_by: tuple[str, ...]
    engaged: Annotated[int, Key("flights_engaged")]

    @property
    def load(self) -> float:
        """Warheads on one flight."""
        return self.warheads / self.launchers

    @property
    def warheads_engaged(self) -> Annotated[float, Digits(6, PLAIN)]:
        """On the flights engaged."""
        return self.engaged * self.load


@dataclass(frozen=True)
class DeploymentBound:
    """A deployment: its interceptors, and how many of them the bound spends. (Its bases are in the accounts.)"""

    id: str
    interceptors: int
    spent: int
    reaches: int
    """Accounts with a flight within reach."""
    intercept_heights_km: Heights


@dataclass(frozen=True)
class CentralLimits:
    """What a treaty allows, with the catalogue's words for it."""

    warheads: int
    launchers: int
    deployed: int
    statement: str
    status: str
    source: str


@dataclass(frozen=True)
class NumberLimit(Document):
    """With these interceptors, of which `per_flight` are spent on one flight, no more than `engaged` of the
    warheads can be engaged: whoever is where the ideal interceptor can be counts as engaged.
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
    year: int | None
    accounts: tuple[Account, ...]
    deployments: tuple[DeploymentBound, ...]
    limits: Annotated[CentralLimits, Key("central_limits")]
    sources: tuple[FigureUsed, ...]

    @property
    def bound(self) -> Literal["upper"]:
        """Of which kind it is: no more than this."""
        return "upper"

    @property
    def warheads(self) -> int:
        """On all launchers."""
        return sum(a.warheads for a in self.accounts)

    @property
    def launchers(self) -> int:
        """At all bases."""
        return sum(a.launchers for a in self.accounts)

    @property
    def interceptors(self) -> int:
        """Of all deployments."""
        return sum(d.interceptors for d in self.deployments)

    @property
    def engaged(self) -> Annotated[float, Key("warheads_engaged"), Digits(6, PLAIN)]:
        """Warheads, at most."""
        return sum(a.warheads_engaged for a in self.accounts)

    @property
    def share(self) -> Annotated[Portion, Key("share_engaged"), Digits(6, PLAIN)]:
        """Of the warheads, at most."""
        return self.engaged / self.warheads
