"""From a scenario's forces to a claim's tables of flights: every burnout, aim and flight time that they may have."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from reassure.claim.burnout import BurnoutBox, burnout_box
from reassure.claim.cover import cover
from reassure.claim.figures import BASE_CELL_KM, interval_of, point
from reassure.claim.lead import Leads, leads
from reassure.claim.model import LONGEST_FLIGHT_S, MOST_AIMS, AimRow, Cell, ClaimFlights, Interval
from reassure.claim.places import Launch, NoFlightError, Targets
from reassure.claim.times import farthest, least_speed_times
from reassure.errors import ScenarioError
from reassure.geography.regions import Disc, Region
from reassure.machine.cores import cores
from reassure.scenario import Scenario
from reassure.scenario.lookup import base_named, booster_named, id_of, outline_named
from reassure.scenario.model import ForceTable
from reassure.scenario.parts import AimDisc, AimPolygon, BaseArea, BaseDisc

__all__ = ["RefusedFlights", "flight_tables"]


@dataclass(frozen=True)
class _Shape:
    """How a force's flights are flown, least and greatest: burnout time (s), geodetic height of burnout (km), its
    length along the geodesic from the base (km), and free-flight time over that of the minimum-energy flight.
    """

    time_s: Interval
    height_km: Interval
    distance_km: Interval
    ratio: Interval


@dataclass(frozen=True)
class RefusedFlights:
    """Flights of which a claim can have no table: their id, and why."""

    id: str
    error: ScenarioError


@dataclass(frozen=True)
class _Job:
    """A flights table that is still to be worked out: its id, the force's index, its launch, its aims and how it is
    flown. `names`: for each cell of the aims, the name of its aim, for messages.
    """

    id: str
    force: int
    launch: Launch
    targets: Targets
    names: tuple[str, ...]
    shape: _Shape


def flight_tables(
    scenario: Scenario,
    bases: Sequence[str] | None,
    cell_km: float,
    forces: set[int],
) -> list[tuple[int, ClaimFlights | RefusedFlights]]:
    """The flights tables of some forces, each with the index of its force (from 0).

    `bases`: ids; None: all. `cell_km`: about how large the cells of aims are. Where a flight does not exist, or goes the
    long way round, what is refused and why stands in the table's place.
    """
    jobs: list[_Job | tuple[int, RefusedFlights]] = []
    seen: dict[str, int] = {}
    for i, force in enumerate(scenario.force):
        wanted = [b for b in force.bases if bases is None or id_of(b) in bases]
        if not wanted or i not in forces:
            continue
        if force.way == "long":
            error = ScenarioError(
                'way = "long"; allowed in a claim: the short way round', ("force", i, "way")
            )
            jobs += [(i, RefusedFlights(id_of(base), error)) for base in wanted]
            continue
        targets, names = _targets(force, i, cell_km)
        shape = _shape(force)
        for base in wanted:
            name = id_of(base)
            seen[name] = seen.get(name, 0) + 1
            # a base may stand in several forces, but an id in one table only
            unique = name if seen[name] == 1 else f"{name}@{seen[name]}"
            launches = _launches(base, force.base_spacing_km)
            for k, launch in enumerate(launches):
                part = unique if not isinstance(base, BaseArea) else f"{unique}/{k + 1}"
                jobs.append(_Job(part, i, launch, targets, names, shape))
    # the kernels let go of the interpreter's lock; `map` keeps the order
    with ThreadPoolExecutor(cores()) as pool:
        return list(pool.map(_table, jobs))


def _launches(base: str | BaseArea | BaseDisc, spacing_km: float) -> list[Launch]:
    if isinstance(base, BaseArea):
        return [
            Launch(cell, 0.0) for cell in cover(outline_named(base.area), BASE_CELL_KM, spacing_km)
        ]
    disc = base_named(base)
    field = interval_of(disc.field_radius_km)[1]
    return [Launch(point(disc.latitude_deg, disc.longitude_deg), field)]


def _targets(force: ForceTable, i: int, cell_km: float) -> tuple[Targets, tuple[str, ...]]:
    """The force's aims in cells, and for each cell the name of its aim."""
    cells: list[Cell] = []
    names: list[str] = []
    for aim in force.aims:
        found = cover(_aim_region(aim), cell_km, force.aim_spacing_km)
        cells += found
        names += [id_of(aim)] * len(found)
    if len(cells) > MOST_AIMS:
        raise ScenarioError(
            f"{len(cells)} cells of aims; allowed: at most {MOST_AIMS}; a larger cell_km makes fewer",
            ("force", i, "aims"),
        )
    return Targets(cells), tuple(names)


def _aim_region(aim: str | AimPolygon | AimDisc) -> Region:
    if isinstance(aim, AimDisc):
        return Disc(aim.latitude_deg, aim.longitude_deg, interval_of(aim.radius_km)[1])
    return outline_named(aim)


def _shape(force: ForceTable) -> _Shape:
    booster = booster_named(force.booster)
    return _Shape(
        interval_of(booster.burnout_time_s),
        interval_of(booster.burnout_height_km),
        interval_of(booster.downrange_km),
        (min(force.flight_time_ratio), max(force.flight_time_ratio)),
    )


def _table(
    job: _Job | tuple[int, RefusedFlights],
) -> tuple[int, ClaimFlights | RefusedFlights]:
    if not isinstance(job, _Job):
        return job
    try:
        return job.force, _flights(job)
    except ScenarioError as error:
        return job.force, RefusedFlights(job.id, error)


def _flights(job: _Job) -> ClaimFlights:
    try:
        found = _computed(job.launch, job.targets.cells, job.shape)
    except NoFlightError as error:
        cell = ", ".join(f"{x:g}" for x in job.targets.cells[error.row])
        raise ScenarioError(
            f"flights from {job.id} to {job.names[error.row]}, cell [{cell}]: {error.reason}",
            ("force", job.force),
        ) from None
    return found.model_copy(update={"id": job.id})


@lru_cache(maxsize=1_000)  # an indicator asks for the same flights once for each deployment
def _computed(launch: Launch, cells: tuple[Cell, ...], shape: _Shape) -> ClaimFlights:
    """The table of flights from a launch to cells of aims, with an id of no meaning. Raises NoFlightError."""
    targets = Targets(cells)
    # first: beyond FARTHEST geodesics stray too far from great circles for what follows
    farthest(launch, targets)
    led = leads(launch, targets, (shape.time_s, shape.distance_km, shape.height_km), shape.ratio)
    box = burnout_box(shape.distance_km, shape.height_km, led.sideways_km)
    return ClaimFlights(
        id="flights",
        base=launch.cell,
        field_radius_km=launch.field_km,
        burnout_time_s=shape.time_s,
        burnout_height_km=box.height_km,
        burnout_distance_km=box.distance_km,
        sideways_km=box.sideways_km,
        aims=tuple(_rows(launch, targets, shape, box, led)),
    )


def _rows(
    launch: Launch, targets: Targets, shape: _Shape, box: BurnoutBox, led: Leads
) -> list[AimRow]:
    least, greatest = least_speed_times(launch, targets, box, shape.ratio)
    # any burnout time goes with any free flight; to the whole second outward
    shortest_s = np.floor(shape.time_s[0] + shape.ratio[0] * least)
    longest_s = np.ceil(shape.time_s[1] + shape.ratio[1] * greatest)
    first, last = led.at(shortest_s), led.at(longest_s)
    rows: list[AimRow] = []
    for i, cell in enumerate(targets.cells):
        shortest, longest = float(shortest_s[i]), float(longest_s[i])
        if shortest <= shape.time_s[1] or longest > LONGEST_FLIGHT_S:
            raise NoFlightError(
                i,
                f"flights of {shortest:g} to {longest:g} s; allowed: longer than the latest burnout, "
                f"{shape.time_s[1]:g} s, and at most {LONGEST_FLIGHT_S:g} s",
            )
        rows.append((*cell, shortest, longest, float(first[i]), float(last[i])))
    return rows
