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
from reassure.words.document import GIVEN, OMITTED, PLAIN, UNWRITTEN, Digits, Key, plain
from reassure.words.rounding import DOWN

__all__ = ["InterceptorHeights", "Option", "Trade"]


@dataclass(frozen=True)
class Option:
    """One way to deploy: a place (WGS84), an interceptor, its launch delay, and how many there are."""

    DIGITS: ClassVar = {"_deg": Digits(4, PLAIN)}

    latitude_deg: float
    longitude_deg: float
    interceptor: str
    burnout_speed_km_s: Annotated[float, GIVEN]
    launch_delay_s: Annotated[float | None, GIVEN]
    """None: sensed, flight by flight."""
    interceptors: int
    protected_share: Portion
    """Of the region's area that the missile can reach, the part where its flights could be met, times the part of the
    raid for which there are interceptors.
    """
    least_margin_km_s: Annotated[float | None, Digits(4, DOWN)]
    """Of the force's flights against the ideal interceptor; None: no arc meets any."""
    flights_engaged: int
    """The most flights of the force that its interceptors could engage; 0 where none is in reach."""
    on_front: bool
    """Does no other option beat it?"""
    planned: str = ""
    """The scenario's deployment that is this option, with all its places; empty: none."""
    certified: bool | None = None
    """Is it proved that it reaches no flight? None: not tried, or not so by the margin."""
    scheme: Annotated[str | None, OMITTED] = None
    """Of a launch that is sensed, the scheme of a joint project under which it is; empty: none."""
    no_launch_before_s: Annotated[float | None, OMITTED] = None
    """Of a launch that is sensed: after a flight's launch, whatever the flight. A proof holds for that."""

    def beats(self, other: Option) -> bool:
        """No worse in protection, margin, flights engaged and number of interceptors, and better in one."""
        mine, theirs = self._goods(), other._goods()
        return all(a >= b for a, b in zip(mine, theirs, strict=True)) and mine != theirs

    def _goods(self) -> tuple[float, float, float, float]:
        # no arc meets any flight: better than any margin
        margin = math.inf if self.least_margin_km_s is None else self.least_margin_km_s
        return (  # each of them: the more the better
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
    """All options that were weighed, and which of them no other beats (`Option.on_front`)."""

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
    """Flights of the missile in one raid."""
    per_flight: int
    """Interceptors spent on each flight."""
    cells: int
    """Of a footprint, along its longer side."""
    options: tuple[Option, ...]
    sources: tuple[FigureUsed, ...]
    heights: Annotated[tuple[InterceptorHeights, ...], Key("interceptors")]
    theatre: Annotated[Theatre, UNWRITTEN] = NOWHERE
    """For maps; a file of the answer does not have it."""
    called: Annotated[tuple[tuple[str, str], ...], UNWRITTEN] = ()
    """For pictures: of each deployment its id, and what people call it."""

    @property
    def front(self) -> tuple[Option, ...]:
        """The options that no other beats, best protection first."""
        return tuple(
            sorted((o for o in self.options if o.on_front), key=lambda o: -o.protected_share)
        )

    @property
    def planned(self) -> tuple[Option, ...]:
        """The options that are deployments of the scenario."""
        return tuple(o for o in self.options if o.planned)

    def best_out_of_reach(self) -> Option | None:
        """The option that protects most with every flight of the force out of reach; of several, the one of greatest
        margin.

        None: no option protects anything without reaching a flight.
        """
        safe = [
            o
            for o in self.options
            if (o.least_margin_km_s is None or o.least_margin_km_s > 0.0) and o.protected_share > 0
        ]
        # compared part by part: protection first, then margin
        return max(safe, key=lambda o: o._goods(), default=None)

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each option; whole or not at all."""
        # rounded as in the JSON file; None becomes an empty cell
        rows = [plain(o) for o in self.options]
        with whole(path) as out:
            title = " ".join(self.title.split())
            out.write(
                f"# {title}; scenario sha256 {self.scenario_sha256}; reassure {self.reassure_version};"
                f" {self.protect} protected against {self.missile}\n"
            )
            # Options that are sensed have keys of their own.
            heads = dict.fromkeys(key for row in rows for key in row)
            writer = csv.DictWriter(out, list(heads), lineterminator="\n")
            writer.writeheader()
            for row in rows:
                writer.writerow(row)
