"""A scenario with one deployment moved: other figures, another site, one base, one shape of flight."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from reassure.catalog import Booster, Catalog, Figure, Interceptor, Site, catalog
from reassure.catalog.entries import Latitude, Longitude, Name
from reassure.catalog.table import Table
from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.complaint import complain
from reassure.scenario.forces import with_forces
from reassure.scenario.hand import by_hand, moved_id, moved_name, place_words, title_by_hand
from reassure.scenario.model import (
    BoosterTable,
    DeploymentTable,
    ForceTable,
    InterceptorTable,
    SitePoint,
)
from reassure.scenario.reader import fingerprint

__all__ = [
    "FIGURES",
    "Move",
    "base_ids",
    "booster_of",
    "forces_of",
    "interceptor_of",
    "limits",
    "moved",
    "place_name",
    "site_of",
]

FIGURES = {
    "burnout_speed_km_s": (1.0, 10.0),
    "divert_km_s": (0.0, 2.0),
    "launch_delay_s": (0.0, 600.0),
    "burnout_time_s": (60.0, 400.0),
    "flight_time_ratio": (0.7, 1.6),
}
"""What a hand may set, and from where to where; wider where the scenario itself goes further."""

UNITS = {"burnout_speed_km_s": "km/s", "divert_km_s": "km/s", "burnout_time_s": "s"}

_LONGEST_NOTE = 5000


class Move(Table):
    """What was set by hand. A figure that is not there stays as the scenario has it."""

    scenario: Name
    deployment: Name
    base: Name | None = None
    burnout_speed_km_s: float | None = None
    divert_km_s: float | None = None
    launch_delay_s: float | None = None
    site: Annotated[
        tuple[Latitude, Longitude] | None,
        BeforeValidator(lambda data: tuple(data) if isinstance(data, list) else data),
        Field(description="[latitude_deg, longitude_deg]"),
    ] = None
    burnout_time_s: float | None = None
    flight_time_ratio: float | None = None

    @property
    def state(self) -> dict[str, Any]:
        """As it was understood: the same move again, without what was not set."""
        held = self.model_dump(mode="json", exclude_none=True)
        first = {"scenario": self.scenario, "deployment": self.deployment, "base": self.base}
        return first | held


def moved(scenario: Scenario, move: Move) -> Scenario:
    """The scenario with the one deployment and the flights of the one base, as moved, and a note that says so.

    What is set to another value than the scenario's is assumed, its source "set by hand", and named in the title; a
    deployment that is moved is called by where it stands. ScenarioError where the move does not fit the scenario.
    """
    _check_limits(scenario, move)
    known = catalog()
    named = _named(scenario, move.deployment)
    forces = [
        (k, _force(f, move, known))
        for k, f in enumerate(scenario.force)
        if move.base in (None, *base_ids(f))
    ]
    if not forces:
        allowed = ", ".join(dict.fromkeys(b for f in scenario.force for b in base_ids(f)))
        raise ScenarioError(f"base = {json.dumps(move.base)}: no such base; allowed: {allowed}")
    asked = with_forces(scenario, forces, [named])
    tables = scenario.model_dump(by_alias=True, exclude={"force", "deployment"}) | {
        "title": title_by_hand(
            scenario.title, _changes(named, forces_of(scenario, move), move, known)
        ),
        "note": _note(scenario, move),
        "force": [f.model_dump(by_alias=True) for f in asked.force],
        "deployment": [_deployment(asked.deployment[0], move, known)],
    }
    try:
        return Scenario.model_validate(tables)
    except ValidationError as error:
        raise ScenarioError(complain(error, "the scenario as moved", "")) from None


def forces_of(scenario: Scenario, move: Move) -> list[ForceTable]:
    """The forces that have the one base; all where none is named."""
    return [f for f in scenario.force if move.base in (None, *base_ids(f))]


def limits(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """From where to where each figure may be set."""
    known = catalog()
    held: dict[str, list[float]] = {name: list(ends) for name, ends in FIGURES.items()}
    for d in scenario.deployment:
        interceptor = interceptor_of(d, known)
        held["burnout_speed_km_s"].append(interceptor.burnout_speed_km_s.value)
        held["divert_km_s"].append(interceptor.divert_km_s.value)
        if isinstance(d.launch_delay_s, Figure):
            held["launch_delay_s"].append(d.launch_delay_s.value)
    for f in scenario.force:
        held["burnout_time_s"].append(booster_of(f, known).burnout_time_s.value)
        held["flight_time_ratio"] += f.flight_time_ratio
    return {name: (min(values), max(values)) for name, values in held.items()}


def base_ids(force: ForceTable) -> list[str]:
    """The bases of a force, by id."""
    return [b if isinstance(b, str) else b.id for b in force.bases]


def interceptor_of(deployment: DeploymentTable, known: Catalog) -> Interceptor | InterceptorTable:
    """A deployment's interceptor, looked up."""
    named = deployment.interceptor
    return known.get(named, Interceptor, "interceptor") if isinstance(named, str) else named


def booster_of(force: ForceTable, known: Catalog) -> Booster | BoosterTable:
    """A force's booster, looked up."""
    named = force.booster
    return known.get(named, Booster, "booster") if isinstance(named, str) else named


def site_of(deployment: DeploymentTable, known: Catalog) -> tuple[float, float] | None:
    """Where a deployment stands; None for ships in an area."""
    if deployment.site is None:
        return None
    named = deployment.site
    place = known.get(named, Site, "site") if isinstance(named, str) else named
    return place.latitude_deg, place.longitude_deg


def _check_limits(scenario: Scenario, move: Move) -> None:
    for name, (low, high) in limits(scenario).items():
        value = getattr(move, name)
        if value is not None and not low <= value <= high:
            raise ScenarioError(f"{name} = {value:g}: allowed: {low:g} to {high:g}")


def _named(scenario: Scenario, name: str) -> DeploymentTable:
    for deployment in scenario.deployment:
        if deployment.id == name:
            return deployment
    allowed = ", ".join(d.id for d in scenario.deployment)
    raise ScenarioError(f"deployment = {json.dumps(name)}: no such deployment; allowed: {allowed}")


def _deployment(deployment: DeploymentTable, move: Move, known: Catalog) -> dict[str, Any]:
    table = deployment.model_dump(by_alias=True)
    interceptor = interceptor_of(deployment, known)
    changed = _changed(interceptor, move, ("burnout_speed_km_s", "divert_km_s"))
    if changed:
        held = {name: getattr(interceptor, name) for name in InterceptorTable.model_fields}
        table["interceptor"] = _plain(held) | changed
    delay = move.launch_delay_s
    if delay is not None:
        had = deployment.launch_delay_s
        if not isinstance(had, Figure) or had.value != delay:
            table["launch_delay_s"] = _assumed(delay, _delay_words(had))
    if move.site is not None and move.site != site_of(deployment, known):
        before = place_name(deployment, known)
        point = SitePoint(
            latitude_deg=move.site[0],
            longitude_deg=move.site[1],
            name=moved_name(move.site, before),
            source=by_hand(before),
        )
        place = deployment.site if deployment.area is None else deployment.area
        known_place = place if isinstance(place, str) else ""
        table |= {
            "id": moved_id(deployment.id, known_place, move.site),
            "site": point.model_dump(),
            "area": None,
        }
    return table


def place_name(deployment: DeploymentTable, known: Catalog) -> str:
    """What the place of a deployment is called."""
    site = deployment.site
    if site is None:
        return (
            deployment.area if isinstance(deployment.area, str) else f"the area of {deployment.id}"
        )
    if isinstance(site, str):
        return re.split(r"[,(]", known.get(site, Site, "site").name)[0].strip()
    return site.name or place_words(site.latitude_deg, site.longitude_deg)


def _delay_words(delay: Figure | str) -> str:
    return f"{delay.value:g} s" if isinstance(delay, Figure) else delay


def _changes(
    deployment: DeploymentTable, forces: Sequence[ForceTable], move: Move, known: Catalog
) -> list[str]:
    """What is not as the scenario has it, in words."""
    interceptor, words = interceptor_of(deployment, known), list[str]()
    for name, said in (("burnout_speed_km_s", "burnout speed"), ("divert_km_s", "divert")):
        if name in _changed(interceptor, move, (name,)):
            words.append(f"{said} {getattr(move, name):g} km/s")
    had, delay = deployment.launch_delay_s, move.launch_delay_s
    if delay is not None and (not isinstance(had, Figure) or had.value != delay):
        words.append(f"launch delay {delay:g} s")
    if move.site is not None and move.site != site_of(deployment, known):
        words.append(f"{deployment.id} at {moved_name(move.site, place_name(deployment, known))}")
    if any(_changed(booster_of(f, known), move, ("burnout_time_s",)) for f in forces):
        words.append(f"booster burnout {move.burnout_time_s:g} s")
    ratio = move.flight_time_ratio
    if ratio is not None and any(f.flight_time_ratio != [ratio] for f in forces):
        words.append(f"flight time ratio {ratio:g} alone")
    return words


def _force(force: ForceTable, move: Move, known: Catalog) -> ForceTable:
    table = force.model_dump(by_alias=True)
    if move.base is not None:
        at = base_ids(force).index(move.base)
        table["bases"] = [table["bases"][at]]
        table["accounts"] = [a for a in table["accounts"] if a["base"] == move.base]
    booster = booster_of(force, known)
    changed = _changed(booster, move, ("burnout_time_s",))
    if changed:
        held = {
            name: value
            for name in BoosterTable.model_fields
            if (value := getattr(booster, name)) is not None
        }
        table["booster"] = _plain(held) | changed
    if move.flight_time_ratio is not None:
        table["flight_time_ratio"] = [move.flight_time_ratio]
    return ForceTable.model_validate(table)


def _changed(figures: Any, move: Move, names: tuple[str, ...]) -> dict[str, Any]:
    """The figures that are set to something else."""
    return {
        name: _assumed(value, f"{getattr(figures, name).value:g} {UNITS[name]}")
        for name in names
        if (value := getattr(move, name)) is not None and value != getattr(figures, name).value
    }


def _assumed(value: float, had: str) -> dict[str, Any]:
    return {"value": value, "status": "assumed", "source": by_hand(had)}


def _plain(held: dict[str, Any]) -> dict[str, Any]:
    return {k: v.model_dump(by_alias=True) if isinstance(v, Table) else v for k, v in held.items()}


def _note(scenario: Scenario, move: Move) -> str:
    """Where a moved scenario comes from, after what its own note says if there is room."""
    said = ", ".join(
        f"{name} = {json.dumps(value)}"
        for name, value in move.state.items()
        if name != "scenario" and value is not None
    )
    ours = f"Explorer, from the scenario of sha256 {fingerprint(scenario)}: {said}."
    both = f"{scenario.note}\n{ours}" if scenario.note else ours
    return both if len(both) <= _LONGEST_NOTE else ours
