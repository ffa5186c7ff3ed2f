"""What two sides could do together: protection, time and reassurance, scheme by scheme. Frozen."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from reassure.answers.document import Document, Place, Portion, Sha256, Title
from reassure.answers.footprint import Footprint
from reassure.answers.theatre import Coverage, Rim
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.words.document import (
    GIVEN,
    OMITTED,
    OMITTED_IF_EMPTY,
    PLAIN,
    UNWRITTEN,
    Digits,
    plain,
)

__all__ = ["JointDeployment", "JointProject", "JointRadar", "SchemeOutcome", "SensorDifference"]


@dataclass(frozen=True)
class SensorDifference:
    """What a sensor is worth: the same without it."""

    sensor: str
    """Its id."""
    name: str
    joined: bool
    """It is the other side's."""
    flights_later: int
    """Regional flights against which the launch is later without it, or never."""
    flights_lost: int
    """Of these, those against which there is no launch without it."""
    most_s: float | None
    """The most by which a launch is later; None: none is, or all that change are lost."""
    share_covered: Portion | None
    """Of the region's ground that the missile reaches, what is protected without it."""


@dataclass(frozen=True)
class JointDeployment:
    """One deployment under a scheme: against the regional missile, and against the force."""

    id: str
    name: str
    """What people call it."""
    share_covered: Portion | None
    """Of the region's ground that the missile reaches; None: it reaches none of it."""
    flights: int
    """Regional flights from the launch area to the region."""
    flights_tracked: int
    least_delay_s: float | None
    """From a regional flight's launch to the earliest launch of an interceptor, over the flights that are tracked."""
    median_delay_s: float | None
    greatest_delay_s: float | None
    median_gain_s: float | None
    """By how much earlier than without a scheme, over the flights that are tracked in both."""
    greatest_gain_s: float | None
    flights_gained: int
    """Tracked under the scheme alone."""
    share_out_of_reach: Portion
    """Of the force's flights that it faces, for the ideal interceptor."""
    least_margin_km_s: float | None
    """None: no arc meets any flight."""
    no_launch_before_s: float
    """After a flight's launch, whatever the flight: the sensors' delays alone."""
    proved: Annotated[tuple[str, ...] | None, OMITTED] = None
    """Bases proved out of reach if nothing is launched earlier than that; None: no proof was asked for."""
    open: Annotated[tuple[str, ...] | None, OMITTED] = None
    """Bases for which a short search found no proof."""
    differences: Annotated[tuple[SensorDifference, ...], OMITTED_IF_EMPTY] = ()
    """Sensor by sensor, the greatest first; those whose absence changes nothing are left out."""


@dataclass(frozen=True)
class SchemeOutcome:
    """A scheme, and what comes of it. The first of all is none: the scenario as it stands."""

    scheme: str | None
    """What is typed for it; None: without any."""
    name: str
    date: Annotated[str | None, OMITTED] = None
    who: Annotated[str | None, OMITTED] = None
    statement: Annotated[str | None, OMITTED] = None
    source: Annotated[str | None, OMITTED] = None
    shares: Annotated[str | None, OMITTED] = None
    against: Annotated[str | None, OMITTED] = None
    exchange_delay_s: Annotated[float | None, GIVEN, OMITTED] = None
    joined: Annotated[tuple[str, ...], OMITTED_IF_EMPTY] = ()
    """Ids of the sensors that join."""
    not_over: Annotated[tuple[str, ...], OMITTED_IF_EMPTY] = ()
    """Regions above which there is no intercept."""
    share_covered: Portion | None = None
    """What the deployments together protect of the region's ground that the missile reaches."""
    covered: tuple[int, ...] = ()
    """Of the region's cells those that they protect: by their numbers."""
    deployments: tuple[JointDeployment, ...] = ()
    footprints: Annotated[tuple[Footprint, ...], UNWRITTEN] = ()
    """Of each deployment, as `footprint` gives them."""


@dataclass(frozen=True)
class JointRadar:
    """A radar of the map."""

    id: str
    name: str
    joined: bool
    latitude_deg: Annotated[float, GIVEN]
    longitude_deg: Annotated[float, GIVEN]
    coverage: Annotated[tuple[Coverage, ...], OMITTED_IF_EMPTY]


@dataclass(frozen=True)
class JointProject(Document):
    """Scheme by scheme, what a joint project gives: one table of protection, time and reassurance."""

    FORMAT: ClassVar = "reassure-joint/1"
    COMMAND: ClassVar = "reassure joint --json"
    INDENT: ClassVar = 1

    title: Title
    scenario_sha256: Sha256
    reassure_version: str
    missile: str
    region: str
    cell_km: float
    """Side of a cell."""
    cells: Annotated[tuple[Place, ...], Digits(4, PLAIN)]
    """Middles of the region's cells that have a flight, deg."""
    outcomes: tuple[SchemeOutcome, ...]
    radars: tuple[JointRadar, ...]
    sites: tuple[tuple[str, float, float], ...]
    """Where the deployments stand: names, latitudes, longitudes (deg)."""
    launch_area: Rim
    sectors: dict[str, Rim]
    """Ground above which some scheme allows no intercept, by the region's id."""
    sources: tuple[FigureUsed, ...]

    def write_csv(self, path: str | Path) -> None:
        """Write a row for each scheme and deployment; whole or not at all."""
        skipped = {"name", "differences", "proved", "open"}
        heads = [n for n in JointDeployment.__dataclass_fields__ if n not in skipped]
        with whole(path) as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["scheme", "deployment", *heads[1:], "bases_proved", "bases_open"])
            for outcome in self.outcomes:
                for d in outcome.deployments:
                    table = plain(d)
                    cells = ["" if table.get(n) is None else table[n] for n in heads]
                    counts = ["" if part is None else len(part) for part in (d.proved, d.open)]
                    writer.writerow([outcome.scheme or "", *cells, *counts])
