"""How many warheads a number of interceptors could engage at all: an upper bound, frozen."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.words.bands import Band, band_in_json

__all__ = ["FORMAT", "Account", "CentralLimits", "DeploymentBound", "NumberLimit"]

FORMAT = "reassure-number-limit/1"


@dataclass(frozen=True)
class Account:
    """A base of a force: what stands there, which deployments reach one of its flights, and how many of its
    flights are engaged where most warheads are.
    """

    force: int
    """Counted from 1."""
    base: str
    launchers: int
    warheads: int
    reached_by: tuple[str, ...]
    engaged: int

    @property
    def load(self) -> float:
        """Warheads on one flight."""
        return self.warheads / self.launchers

    @property
    def warheads_engaged(self) -> float:
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
    intercept_heights_km: Band

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file."""
        plain = {k: v for k, v in self.__dict__.items() if k != "intercept_heights_km"}
        return {**plain, **band_in_json(self.intercept_heights_km)}


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
class NumberLimit:
    """With these interceptors, of which `per_flight` are spent on one flight, no more than `engaged` of the
    warheads can be engaged: whoever is where the ideal interceptor can be counts as engaged.
    """

    title: str
    scenario_sha256: str
    reassure_version: str
    per_flight: int
    year: int | None
    accounts: tuple[Account, ...]
    deployments: tuple[DeploymentBound, ...]
    limits: CentralLimits
    sources: tuple[FigureUsed, ...]

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
    def engaged(self) -> float:
        """Warheads, at most."""
        return sum(a.warheads_engaged for a in self.accounts)

    @property
    def share(self) -> float:
        """Of the warheads, at most."""
        return self.engaged / self.warheads

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file (docs/limits.md)."""
        return {
            "format": FORMAT,
            "scenario": {"title": self.title, "sha256": self.scenario_sha256},
            "reassure_version": self.reassure_version,
            "bound": "upper",
            "per_flight": self.per_flight,
            "year": self.year,
            "interceptors": self.interceptors,
            "launchers": self.launchers,
            "warheads": self.warheads,
            "warheads_engaged": round(self.engaged, 6),
            "share_engaged": round(self.share, 6),
            "accounts": [
                {
                    "force": a.force,
                    "base": a.base,
                    "launchers": a.launchers,
                    "warheads": a.warheads,
                    "reached_by": list(a.reached_by),
                    "flights_engaged": a.engaged,
                    "warheads_engaged": round(a.warheads_engaged, 6),
                }
                for a in self.accounts
            ],
            "deployments": [d.to_dict() for d in self.deployments],
            "central_limits": self.limits.__dict__,
            "sources": [s.to_dict() for s in self.sources],
        }

    def write_json(self, path: str | Path) -> None:
        """Write the whole result as JSON; the file appears whole or not at all."""
        with whole(path) as out:
            json.dump(self.to_dict(), out, allow_nan=False, indent=1)
            out.write("\n")
