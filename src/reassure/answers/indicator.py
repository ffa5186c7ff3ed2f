"""The indicator: of a force's flights, what share is guaranteed, within reach and undecided, year by year. Frozen."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar

from reassure.answers.document import Document, Heights, Portion
from reassure.answers.weighed import WeighedTally, Weighing
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.scenario.sent import Sent
from reassure.words.document import OMITTED, SPREAD, UNWRITTEN, Key

__all__ = [
    "NOT_TRIED",
    "REACHED",
    "DeploymentRow",
    "Indicator",
    "Outlook",
    "ProofNote",
    "Tally",
    "YearRow",
]

NOT_TRIED = "not tried"
"""What a file says of a guarantee for which no proof was looked for; a 0 would say that there is none."""

REACHED = "the ideal interceptor or a flyout reaches such a flight"
"""Why no proof is looked for: an ideal interceptor is one of the claim's."""

# Groups of a tally, in the order of `TallyShares` and of the CSV. The third is the sum of the fourth and fifth.
_COLUMNS = ("guaranteed", "within_reach", "undecided", "out_of_ideal_reach", "open", "not_tried")


@dataclass(frozen=True)
class TallyShares:
    """The share of the flights that is in each group; None where no proof was looked for."""

    guaranteed: Annotated[Portion | None, Key("share_guaranteed")]
    within_reach: Annotated[Portion | None, Key("share_within_reach")]
    undecided: Annotated[Portion | None, Key("share_undecided")]
    out_of_ideal_reach: Annotated[Portion | None, Key("share_out_of_ideal_reach")]
    open: Annotated[Portion | None, Key("share_open")]
    not_tried: Annotated[Portion | None, Key("share_not_tried")]


@dataclass(frozen=True)
class Tally:
    """Numbers of flights, each flight in one of four groups.

    `guaranteed`: with a proof. `within_reach`: with a witness. The rest is undecided: `out_of_ideal_reach`, where the
    ideal interceptor cannot be, and `open`, where it can be and no flyout was found.
    """

    FILE: ClassVar = (
        "flights", "guarantee", "guaranteed_if_tried", "within_reach", "undecided", "out_of_ideal_reach", "open",
        "not_tried", "shares", "contradicted",
    )  # fmt: skip

    guaranteed: int
    within_reach: int
    out_of_ideal_reach: int
    open: int
    contradicted: int = 0
    """Of those within reach, flights that also have a proof: one of the two is wrong."""
    not_tried: int = 0
    """Of those out of ideal reach, flights for which no proof was tried and none is known to fail."""
    tried: bool = True
    """Was any proof looked for?"""

    @property
    def guarantee(self) -> str:
        """Whether proofs were looked for: "not tried", "tried in part" or "tried".

        Where none was looked for nothing is known of a guarantee, not even that there is none.
        """
        if not self.tried:
            return NOT_TRIED
        return "tried in part" if self.not_tried else "tried"

    @property
    def undecided(self) -> int:
        """Neither guaranteed nor within reach."""
        return self.out_of_ideal_reach + self.open

    @property
    def flights(self) -> int:
        """All flights of the tally."""
        return self.guaranteed + self.within_reach + self.undecided

    def share(self, name: str) -> float:
        """The share of the flights that is in a group, by its name. Raises ZeroDivisionError where there are no
        flights.
        """
        return float(getattr(self, name)) / self.flights

    @property
    def guaranteed_if_tried(self) -> Annotated[int | None, Key("guaranteed")]:
        """Flights with a proof; None where none was tried."""
        return self.count("guaranteed")

    @property
    def shares(self) -> Annotated[TallyShares, SPREAD]:
        """The share of each group."""
        # in the order of the fields of TallyShares
        return TallyShares(*(None if self.count(c) is None else self.share(c) for c in _COLUMNS))

    @classmethod
    def from_file(cls, table: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that a file does not hold as they are: flights with a proof, and whether any was looked for."""
        # the file has null for flights with a proof where none was tried; their number follows from the others
        rest = table["within_reach"] + table["undecided"]
        tried = table["guarantee"] != NOT_TRIED
        return {"guaranteed": table["flights"] - rest, "tried": tried}

    def count(self, name: str) -> int | None:
        """How many flights are in a group, by its name. None of "guaranteed" where no proof was tried."""
        if name == "guaranteed" and self.guarantee == NOT_TRIED:
            return None
        return int(getattr(self, name))


@dataclass(frozen=True)
class ProofNote:
    """What became of the claims of a deployment against a base, for some flight time ratios (free-flight time over that
    of the minimum-energy flight).

    `file`: the name of the certificate, where the claim is proved and the checker accepts it. None: there is none, and
    `reason` says why.
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
    """One deployment alone, against the flights that it faces."""

    id: str
    place: str
    interceptor: str
    vehicle: str | None
    """None: no vehicle is named for its interceptor, so no witness can be found."""
    FILE: ClassVar = (
        "id", "name", "place", "interceptor", "vehicle", "from_year", "until", "intercept_heights_km", "tally",
        "weighed",
    )  # fmt: skip

    from_year: Annotated[int | None, Key("from")]
    """The first year in which it is there; None: from the beginning."""
    until: int | None
    """The last year in which it is there; None: it stays."""
    tally: Annotated[Tally, SPREAD]
    """Of the flights it faces."""
    intercept_heights_km: Heights
    name: Annotated[str | None, OMITTED] = None
    """What people call it."""
    weighed: Annotated[WeighedTally | None, OMITTED] = None
    """Shares of the accountable force; None: not asked for."""


@dataclass(frozen=True)
class YearRow:
    """All deployments of some years together.

    A flight is guaranteed if it is so against each of them, and within reach if it is so of any.
    """

    year: int | None
    """The first of these years; None: before anything changes."""
    deployments: tuple[str, ...]
    """Ids of those that are there; `new`: that were not there before; `gone`: that were, and are no more."""
    new: tuple[str, ...]
    gone: tuple[str, ...]
    tally: Annotated[Tally, SPREAD]
    weighed: Annotated[WeighedTally | None, OMITTED] = None
    """Shares of the accountable force; None: not asked for."""


@dataclass(frozen=True)
class Outlook:
    """One scenario over the years: a row for each year in which a deployment comes or goes, and one for each
    deployment.
    """

    name: str
    title: str
    sha256: str
    years: tuple[YearRow, ...]
    deployments: tuple[DeploymentRow, ...]
    proofs: tuple[ProofNote, ...]
    sources: tuple[FigureUsed, ...] = ()
    sent: Annotated[Sent | None, UNWRITTEN] = None
    """The word by which a command names it, and the file that goes along; None where that is not known."""
    weighing: Annotated[Weighing | None, OMITTED] = None
    """What the bases weigh; None: shares of the accountable force were not asked for."""


@dataclass(frozen=True)
class Indicator(Document):
    """One scenario or more, over the same years."""

    FORMAT: ClassVar = "reassure-indicator/1"
    COMMAND: ClassVar = "reassure indicator --json"
    INDENT: ClassVar = 1

    reassure_version: str
    certified: bool
    """Were proofs made or looked for?"""
    outlooks: Annotated[tuple[Outlook, ...], Key("scenarios")]

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each year and each deployment of each scenario; whole or not at all."""
        with whole(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(
                ["scenario", "row", "year", "deployments", "flights", *_COLUMNS, *(f"share_{c}" for c in _COLUMNS)]
            )  # fmt: skip
            for o in self.outlooks:
                # the second column says what a row is of; a row of a deployment has its first year
                rows = [("year", y.year, " ".join(y.deployments), y.tally) for y in o.years]
                rows += [("deployment", d.from_year, d.id, d.tally) for d in o.deployments]
                for kind, year, names, tally in rows:
                    known = [(c, tally.count(c)) for c in _COLUMNS]
                    counts = [NOT_TRIED if n is None else n for _, n in known]
                    shares = [NOT_TRIED if n is None else f"{tally.share(c):.9g}" for c, n in known]
                    writer.writerow(
                        [o.name, kind, "" if year is None else year, names, tally.flights, *counts, *shares]
                    )  # fmt: skip
