"""The indicator: of a force's flights, what share is guaranteed, within reach and undecided, year by year. Frozen."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reassure.bands import Band, written
from reassure.catalog.used import FigureUsed
from reassure.output import whole

__all__ = ["FORMAT", "DeploymentRow", "Indicator", "Outlook", "ProofNote", "Tally", "YearRow"]

FORMAT = "reassure-indicator/1"


@dataclass(frozen=True)
class Tally:
    """Flights, each in one of four groups. `guaranteed`: with a proof. `within_reach`: with a witness. The rest is
    undecided: `out_of_ideal_reach`, where the ideal interceptor cannot be; `open`, where it can be and no
    flyout was found. `contradicted`: of those within reach, flights that also have a proof.
    """

    guaranteed: int
    within_reach: int
    out_of_ideal_reach: int
    open: int
    contradicted: int = 0

    @property
    def undecided(self) -> int:
        """Neither guaranteed nor within reach."""
        return self.out_of_ideal_reach + self.open

    @property
    def flights(self) -> int:
        """All of them."""
        return self.guaranteed + self.within_reach + self.undecided

    def share(self, name: str) -> float:
        """Of the flights, those of a group."""
        return float(getattr(self, name)) / self.flights

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file."""
        names = ("guaranteed", "within_reach", "undecided", "out_of_ideal_reach", "open")
        return {
            "flights": self.flights,
            **{name: getattr(self, name) for name in names},
            **{f"share_{name}": round(self.share(name), 6) for name in names},
            "contradicted": self.contradicted,
        }


@dataclass(frozen=True)
class ProofNote:
    """What became of the claims of a deployment against a base, for some flight time ratios. `file`: the
    certificate, where it is proved and the checker accepts it; else `reason` says why not.
    """

    deployment: str
    base: str
    flight_time_ratio: tuple[float, ...]
    flights: int
    file: str | None
    reason: str

    @property
    def proved(self) -> bool:
        """Is there a certificate that the checker accepts?"""
        return self.file is not None


@dataclass(frozen=True)
class DeploymentRow:
    """One deployment alone."""

    id: str
    place: str
    interceptor: str
    vehicle: str | None
    """None: no vehicle is named for its interceptor, so no witness can be found."""
    from_year: int | None
    until: int | None
    tally: Tally
    """Of the flights it faces."""
    intercept_heights_km: Band


@dataclass(frozen=True)
class YearRow:
    """All deployments of some years together: a flight is guaranteed if it is so against each, within reach
    if it is of any. `year`: the first of these years; None: before anything changes.
    """

    year: int | None
    deployments: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    tally: Tally


@dataclass(frozen=True)
class Outlook:
    """One scenario over the years."""

    name: str
    title: str
    sha256: str
    years: tuple[YearRow, ...]
    deployments: tuple[DeploymentRow, ...]
    proofs: tuple[ProofNote, ...]
    sources: tuple[FigureUsed, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file (docs/indicator.md)."""
        return {
            "name": self.name,
            "title": self.title,
            "sha256": self.sha256,
            "years": [
                {
                    "year": y.year,
                    "deployments": list(y.deployments),
                    "new": list(y.new),
                    "gone": list(y.gone),
                    **y.tally.to_dict(),
                }
                for y in self.years
            ],
            "deployments": [
                {
                    "id": d.id,
                    "place": d.place,
                    "interceptor": d.interceptor,
                    "vehicle": d.vehicle,
                    "from": d.from_year,
                    "until": d.until,
                    **written(d.intercept_heights_km),
                    **d.tally.to_dict(),
                }
                for d in self.deployments
            ],
            "proofs": [
                {**p.__dict__, "flight_time_ratio": list(p.flight_time_ratio)} for p in self.proofs
            ],
            "sources": [f.to_dict() for f in self.sources],
        }


_COLUMNS = ("guaranteed", "within_reach", "undecided", "out_of_ideal_reach", "open")


@dataclass(frozen=True)
class Indicator:
    """One scenario or more, over the same years. `certified`: were proofs made or looked for?"""

    reassure_version: str
    certified: bool
    outlooks: tuple[Outlook, ...]

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file (docs/indicator.md)."""
        return {
            "format": FORMAT,
            "reassure_version": self.reassure_version,
            "certified": self.certified,
            "scenarios": [o.to_dict() for o in self.outlooks],
        }

    def write_json(self, path: str | Path) -> None:
        """Write the whole result as JSON; the file appears whole or not at all."""
        with whole(path) as out:
            json.dump(self.to_dict(), out, allow_nan=False, indent=1)
            out.write("\n")

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each year and each deployment of each scenario; whole or not at all."""
        with whole(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(
                ["scenario", "row", "year", "deployments", "flights", *_COLUMNS, *(f"share_{c}" for c in _COLUMNS)]
            )  # fmt: skip
            for o in self.outlooks:
                rows = [("year", y.year, " ".join(y.deployments), y.tally) for y in o.years]
                rows += [("deployment", d.from_year, d.id, d.tally) for d in o.deployments]
                for kind, year, names, tally in rows:
                    counts = [getattr(tally, c) for c in _COLUMNS]
                    shares = [f"{tally.share(c):.9g}" for c in _COLUMNS]
                    writer.writerow(
                        [o.name, kind, "" if year is None else year, names, tally.flights, *counts, *shares]
                    )  # fmt: skip
