"""From a scenario to a claim: figures become intervals, sample points become the whole regions.

Every flight and every interceptor of the scenario's assessment is one of the claim's, and the claim
holds for all that lies between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import ValidationError

from reassure.catalog import Base, Booster, Figure, Interceptor, Site, Zone, catalog
from reassure.catalog.entries import Polygon
from reassure.claim.burnout import BurnoutBox, boost_reach, burnout_box
from reassure.claim.cover import cover
from reassure.claim.lead import Leads, leads
from reassure.claim.model import (
    FORMAT,
    LONGEST_FLIGHT_S,
    MOST_AIMS,
    MOST_CLAUSES,
    STANDARD_EARTH,
    AimRow,
    Cell,
    Claim,
    ClaimFlights,
    Clause,
    InterceptorLimits,
    Interval,
)
from reassure.claim.places import Launch, NoFlightError, Targets
from reassure.claim.times import farthest, least_speed_times
from reassure.errors import ScenarioError
from reassure.geography.regions import Disc, Region, outline
from reassure.machine.cores import cores
from reassure.scenario import Scenario, load
from reassure.scenario.complaint import complain
from reassure.scenario.forces import faces_of
from reassure.scenario.model import DeploymentTable, ForceTable
from reassure.scenario.parts import AimDisc, AimPolygon, BaseArea, BaseDisc
from reassure.words.counts import counted

__all__ = ["BASE_CELL_KM", "claim_from_scenario"]

BASE_CELL_KM = 300.0
"""Areas of bases and of ships are cut into cells of some this size."""


@dataclass(frozen=True)
class _Overrides:
    """What the caller set instead of the scenario's intervals; None: as the scenario says."""

    time_s: Interval | None
    height_km: Interval | None
    distance_km: Interval | None
    ratio: Interval | None


@dataclass(frozen=True)
class _Shape:
    """How a force's flights are flown: geodesic distance and geodetic height of burnout, in km."""

    time_s: Interval
    height_km: Interval
    distance_km: Interval
    ratio: Interval


def claim_from_scenario(
    scenario: Scenario | str | Path,
    *,
    deployments: Sequence[str] | None = None,
    bases: Sequence[str] | None = None,
    burnout_speed_km_s: float | None = None,
    launch_delay_s: float | None = None,
    divert_km_s: float | None = None,
    burnout_distance_km: float = 150.0,
    burnout_height_km: float = 150.0,
    burnout_time_s: Interval | None = None,
    booster_height_km: Interval | None = None,
    booster_distance_km: Interval | None = None,
    flight_time_ratio: Interval | None = None,
    cell_km: float = 400.0,
) -> Claim:
    """The claim that no interceptor of the deployments can meet any flight of the bases.

    `scenario`: a Scenario, a path to a scenario file, or a preset's name. `deployments` and
    `bases`: ids, in the scenario's words; None: all. The next three stand in for every interceptor's
    figures; `burnout_distance_km` and `burnout_height_km` bound every interceptor's boost (raised to
    where the scenario has burnout). The four pairs (least, greatest) stand in for the boosters' figures,
    measured as the scenario measures them, and for the range of `flight_time_ratio`. `cell_km`:
    size of the aims' cells, 20 to 2000.

    Interceptors have their speed's and divert's value, and the least launch delay and burn time. The claim's
    one `keep_above_km` is the least of their least heights of intercept, at the low end of its interval: the claim
    covers more than each needs. A greatest height is not used: leaving it out covers more too. Each deployment
    stands against the forces that it faces. ClaimFlights
    have every burnout from the booster's low to its high, whatever time, height and distance go
    together; flight times are to the whole second outward. Ids of flights: the base's id; an area's
    cells are id/1, id/2 and so on; when an id comes again in a later force, id@2.

    Raises ScenarioError where a flight does not exist or a number is outside the claim's format.
    """
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    if not 20.0 <= cell_km <= 2000.0:
        raise ScenarioError(f"cell_km = {cell_km:g}; allowed: 20 to 2000")
    for name, value, most in (
        ("burnout_distance_km", burnout_distance_km, 2000.0),
        ("burnout_height_km", burnout_height_km, 2000.0),
    ):
        if not 0.0 <= value <= most:
            raise ScenarioError(f"{name} = {value:g}; allowed: 0 to {most:g}")
    overrides = _Overrides(
        _pair("burnout_time_s", burnout_time_s),
        _pair("booster_height_km", booster_height_km),
        _pair("booster_distance_km", booster_distance_km),
        _pair("flight_time_ratio", flight_time_ratio),
    )
    try:
        limits = [
            _interceptor(
                table, burnout_speed_km_s, launch_delay_s, divert_km_s,
                burnout_distance_km, burnout_height_km,
            )
            for table in _facing(scenario, deployments, bases)
        ]  # fmt: skip
        tables = {t.id: t for t in scenario.deployment}
        faces = {i.id: faces_of(scenario.force, tables[i.id]) for i in limits}
        flown = _flights(scenario, bases, overrides, cell_km, set().union(*faces.values()))
        clauses = [
            Clause(interceptor=i.id, flights=f.id)
            for i in limits
            for force, f in flown
            if force in faces[i.id]
        ]
        if len(clauses) > MOST_CLAUSES:
            raise ScenarioError(
                f"{counted(len(limits), 'deployment')} against "
                f"{counted(len(flown), 'base or cell of a base', 'bases and cells of bases')}; "
                f"allowed: at most {MOST_CLAUSES} pairs; name fewer deployments or bases"
            )
        kept = min(_least_height(tables[i.id]) for i in limits)
        return Claim(
            format=FORMAT,
            title=scenario.title,
            earth=STANDARD_EARTH.model_copy(update={"keep_above_km": kept}),
            interceptor=limits,
            flights=[f for _, f in flown],
            clause=clauses,
        )
    except ValidationError as error:
        raise ScenarioError(complain(error, f"the claim's {error.title}", "")) from None


def _pair(name: str, pair: Interval | None) -> Interval | None:
    if pair is None:
        return None
    low, high = (float(x) for x in pair)
    if not 0.0 < low <= high < math.inf:
        raise ScenarioError(f"{name} = {low:g} to {high:g}; allowed: 0 < least <= greatest")
    return low, high


def _span(figure: Figure) -> Interval:
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return low, high


# -- interceptors ---------------------------------------------------------------------------------


def _chosen(scenario: Scenario, names: Sequence[str] | None) -> list[DeploymentTable]:
    _check_names("deployment", names, [d.id for d in scenario.deployment])
    return [d for d in scenario.deployment if names is None or d.id in names]


def _facing(
    scenario: Scenario, deployments: Sequence[str] | None, bases: Sequence[str] | None
) -> list[DeploymentTable]:
    """The deployments that face a flight of the bases; those that are named have to."""
    chosen = _chosen(scenario, deployments)
    _check_names("base", bases, [_name(b) for force in scenario.force for b in force.bases])
    here = {
        k
        for k, force in enumerate(scenario.force)
        if bases is None or any(_name(b) in bases for b in force.bases)
    }
    facing = [t for t in chosen if here & set(faces_of(scenario.force, t))]
    idle = [t.id for t in chosen if t not in facing]
    if idle and (deployments is not None or not facing):
        raise ScenarioError(
            f"deployment {idle[0]} faces no flight of these bases; allowed: one that does, or bases that it faces"
        )
    return facing


def _least_height(table: DeploymentTable) -> float:
    """Below which no intercept of a deployment counts, km; no more than a claim's format allows."""
    named = table.interceptor
    kind = catalog().get(named, Interceptor, "interceptor") if isinstance(named, str) else named
    return min(_span(kind.least_intercept_height_km)[0], 1000.0)


def _check_names(what: str, names: Sequence[str] | None, known: Sequence[str]) -> None:
    if names is None:
        return
    if isinstance(names, str) or not names:
        raise ScenarioError(f"{what}s = {names!r}; allowed: a list of ids, or None for all")
    for name in names:
        if name not in known:
            raise ScenarioError(
                f"no {what} {name!r} in the scenario; allowed: {', '.join(dict.fromkeys(known))}"
            )


def _interceptor(
    table: DeploymentTable,
    speed: float | None,
    delay: float | None,
    divert: float | None,
    reach_km: float,
    height_km: float,
) -> InterceptorLimits:
    named = table.interceptor
    kind = catalog().get(named, Interceptor, "interceptor") if isinstance(named, str) else named
    above, top = boost_reach(_span(kind.burnout_height_km)[1])
    if delay is not None:
        ready = delay
    elif isinstance(table.launch_delay_s, str):
        raise ScenarioError(
            f'deployment {table.id}: launch_delay_s = "sensed"; allowed in a claim: a number, such as '
            "launch_delay_s = 0 given beside the scenario"
        )
    else:
        ready = _span(table.launch_delay_s)[0]
    return InterceptorLimits(
        id=table.id,
        places=tuple(_places(table)),
        earliest_burnout_s=ready + _span(kind.burn_time_s)[0],
        burnout_speed_km_s=kind.burnout_speed_km_s.value if speed is None else speed,
        divert_km_s=kind.divert_km_s.value if divert is None else divert,
        burnout_distance_km=max(reach_km, above),
        burnout_height_km=max(height_km, top),
    )


def _places(table: DeploymentTable) -> list[Cell]:
    if table.area is not None:
        return cover(_region(table.area), BASE_CELL_KM, table.area_spacing_km)
    site = catalog().get(table.site, Site, "site") if isinstance(table.site, str) else table.site
    assert site is not None  # noqa: S101  (the model lets only one of area and site be missing)
    return [_point(site.latitude_deg, site.longitude_deg)]


def _point(latitude_deg: float, longitude_deg: float) -> Cell:
    return latitude_deg, latitude_deg, longitude_deg, longitude_deg


def _region(area: str | Polygon) -> Region:
    if isinstance(area, str):
        return catalog().get(area, Zone, "region").region
    return outline(area)


# -- flights --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Job:
    """One flights table to be: its launch, its aims by name, and how it is flown."""

    id: str
    force: int
    launch: Launch
    targets: Targets
    names: tuple[str, ...]
    shape: _Shape


def _flights(
    scenario: Scenario,
    bases: Sequence[str] | None,
    overrides: _Overrides,
    cell_km: float,
    forces: set[int],
) -> list[tuple[int, ClaimFlights]]:
    """The flights tables of some forces, each with its force."""
    jobs: list[_Job] = []
    seen: dict[str, int] = {}
    for i, force in enumerate(scenario.force):
        wanted = [b for b in force.bases if bases is None or _name(b) in bases]
        if not wanted or i not in forces:
            continue
        if force.way == "long":
            raise ScenarioError(
                'way = "long"; allowed in a claim: the short way round', ("force", i, "way")
            )
        targets, names = _targets(force, i, cell_km)
        shape = _shape(force, overrides)
        for base in wanted:
            name = _name(base)
            seen[name] = seen.get(name, 0) + 1
            unique = name if seen[name] == 1 else f"{name}@{seen[name]}"
            launches = _launches(base, force.base_spacing_km)
            for k, launch in enumerate(launches):
                part = unique if not isinstance(base, BaseArea) else f"{unique}/{k + 1}"
                jobs.append(_Job(part, i, launch, targets, names, shape))
    with ThreadPoolExecutor(cores()) as pool:
        return list(zip((j.force for j in jobs), pool.map(_table, jobs), strict=True))


def _name(base: str | BaseArea | BaseDisc) -> str:
    return base if isinstance(base, str) else base.id


def _launches(base: str | BaseArea | BaseDisc, spacing_km: float) -> list[Launch]:
    if isinstance(base, BaseArea):
        return [Launch(cell, 0.0) for cell in cover(_region(base.area), BASE_CELL_KM, spacing_km)]
    disc = catalog().get(base, Base, "base") if isinstance(base, str) else base
    field = _span(disc.field_radius_km)[1]
    return [Launch(_point(disc.latitude_deg, disc.longitude_deg), field)]


def _targets(force: ForceTable, i: int, cell_km: float) -> tuple[Targets, tuple[str, ...]]:
    """The force's aims in cells, and for each cell the name of its aim."""
    cells: list[Cell] = []
    names: list[str] = []
    for aim in force.aims:
        found = cover(_aim_region(aim), cell_km, force.aim_spacing_km)
        cells += found
        names += [aim if isinstance(aim, str) else aim.id] * len(found)
    if len(cells) > MOST_AIMS:
        raise ScenarioError(
            f"{len(cells)} cells of aims; allowed: at most {MOST_AIMS}; a larger cell_km makes fewer",
            ("force", i, "aims"),
        )
    return Targets(cells), tuple(names)


def _aim_region(aim: str | AimPolygon | AimDisc) -> Region:
    if isinstance(aim, AimDisc):
        return Disc(aim.latitude_deg, aim.longitude_deg, _span(aim.radius_km)[1])
    return _region(aim if isinstance(aim, str) else aim.polygon)


def _shape(force: ForceTable, overrides: _Overrides) -> _Shape:
    named = force.booster
    booster = catalog().get(named, Booster, "booster") if isinstance(named, str) else named
    return _Shape(
        overrides.time_s or _span(booster.burnout_time_s),
        overrides.height_km or _span(booster.burnout_height_km),
        overrides.distance_km or _span(booster.downrange_km),
        overrides.ratio or (min(force.flight_time_ratio), max(force.flight_time_ratio)),
    )


def _table(job: _Job) -> ClaimFlights:
    shape = job.shape
    try:
        farthest(job.launch, job.targets)
        led = leads(
            job.launch,
            job.targets,
            (shape.time_s, shape.distance_km, shape.height_km),
            shape.ratio,
        )
        box = burnout_box(shape.distance_km, shape.height_km, led.sideways_km)
        rows = _rows(job, box, led)
    except NoFlightError as error:
        cell = ", ".join(f"{x:g}" for x in job.targets.cells[error.row])
        raise ScenarioError(
            f"flights from {job.id} to {job.names[error.row]}, cell [{cell}]: {error.reason}",
            ("force", job.force),
        ) from None
    return ClaimFlights(
        id=job.id,
        base=job.launch.cell,
        field_radius_km=job.launch.field_km,
        burnout_time_s=shape.time_s,
        burnout_height_km=box.height_km,
        burnout_distance_km=box.distance_km,
        sideways_km=box.sideways_km,
        aims=tuple(rows),
    )


def _rows(job: _Job, box: BurnoutBox, led: Leads) -> list[AimRow]:
    shape = job.shape
    least, greatest = least_speed_times(job.launch, job.targets, box, shape.ratio)
    shortest_s = np.floor(shape.time_s[0] + shape.ratio[0] * least)
    longest_s = np.ceil(shape.time_s[1] + shape.ratio[1] * greatest)
    first, last = led.at(shortest_s), led.at(longest_s)
    rows: list[AimRow] = []
    for i, cell in enumerate(job.targets.cells):
        shortest, longest = float(shortest_s[i]), float(longest_s[i])
        if shortest <= shape.time_s[1] or longest > LONGEST_FLIGHT_S:
            raise NoFlightError(
                i,
                f"flights of {shortest:g} to {longest:g} s; allowed: longer than the latest burnout, "
                f"{shape.time_s[1]:g} s, and at most {LONGEST_FLIGHT_S:g} s",
            )
        rows.append((*cell, shortest, longest, float(first[i]), float(last[i])))
    return rows
