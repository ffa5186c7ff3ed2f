"""A compromise: over places, interceptors, delays and numbers, what is protected against what reassures."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar, NamedTuple

from reassure.answers.document import Document, Heights, Portion, Sha256, Title
from reassure.answers.theatre import NOWHERE, Theatre
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.words.document import GIVEN, PLAIN, UNWRITTEN, Digits, Key, plain
from reassure.words.rounding import DOWN

__all__ = ["InterceptorHeights", "Option", "Trade"]


@dataclass(frozen=True)
class Option:
    """One way to deploy.

    `protected_share`: of the region's area that the missile can reach, the part where its flights could be met, times the
    part of the raid for which there are interceptors. `least_margin_km_s`: of the force's flights against the ideal
    interceptor; None: no arc meets any. `flights_engaged`: most flights of the force that its interceptors could
    engage; 0 where none is in reach. `planned`: the scenario's deployment that is this option, with all its places; empty:
    none. `certified`: no flight can be reached, proved (None: not tried, or not so by the margin).
    """

    DIGITS: ClassVar = {"_deg": Digits(4, PLAIN)}

    latitude_deg: float
    longitude_deg: float
    interceptor: str
    burnout_speed_km_s: Annotated[float, GIVEN]
    launch_delay_s: Annotated[float, GIVEN]
    interceptors: int
    protected_share: Portion
    least_margin_km_s: Annotated[float | None, Digits(4, DOWN)]
    flights_engaged: int
    on_front: bool
    planned: str = ""
    certified: bool | None = None

    def beats(self, other: Option) -> bool:
        """No worse in protection, margin, flights engaged and number of interceptors, and better in one."""
        mine, theirs = self._goods(), other._goods()
        return all(a >= b for a, b in zip(mine, theirs, strict=True)) and mine != theirs

    def _goods(self) -> tuple[float, float, float, float]:
        margin = math.inf if self.least_margin_km_s is None else self.least_margin_km_s
        return (
            self.protected_share,
            margin,
            -float(self.flights_engaged),
            -float(self.interceptors),
        )


class InterceptorHeights(NamedTuple):
    """Between which heights (km) an intercept of an interceptor counts."""

    id: str
    intercept_heights_km: Heights


@dataclass(frozen=True)
class Trade(Document):
    """All options, and which of them no other beats."""

    FORMAT: ClassVar = "reassure-trade/1"
    COMMAND: ClassVar = "reassure trade"
    FILE: ClassVar = (
        "title", "scenario_sha256", "reassure_version", "protect", "missile", "raid", "per_flight", "cells", "heights",
        "options", "sources",
    )  # fmt: skip

    title: Title
    scenario_sha256: Sha256
    reassure_version: str
    protect: str
    missile: Annotated[str, Key("against")]
    raid: int
    per_flight: int
    cells: int
    options: tuple[Option, ...]
    sources: tuple[FigureUsed, ...]
    heights: Annotated[tuple[InterceptorHeights, ...], Key("interceptors")]
    theatre: Annotated[Theatre, UNWRITTEN] = NOWHERE
    """For maps; a file of the answer does not have it."""

    @property
    def front(self) -> tuple[Option, ...]:
        """Best protection first."""
        return tuple(
            sorted((o for o in self.options if o.on_front), key=lambda o: -o.protected_share)
        )

    @property
    def planned(self) -> tuple[Option, ...]:
        """The scenario's own deployments."""
        return tuple(o for o in self.options if o.planned)

    def best_out_of_reach(self) -> Option | None:
        """What protects most with every flight out of reach, and of several the one of greatest margin. None: nothing."""
        safe = [
            o
            for o in self.options
            if (o.least_margin_km_s is None or o.least_margin_km_s > 0.0) and o.protected_share > 0
        ]
        return max(safe, key=lambda o: o._goods(), default=None)

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each option; whole or not at all."""
        rows = [plain(o) for o in self.options]
        with whole(path) as out:
            title = " ".join(self.title.split())
            out.write(
                f"# {title}; scenario sha256 {self.scenario_sha256}; reassure {self.reassure_version};"
                f" {self.protect} protected against {self.missile}\n"
            )
            writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            for row in rows:
                writer.writerow(row)
