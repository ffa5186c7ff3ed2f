"""A scenario with one deployment moved: other figures, another site, one base, one shape of flight."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, ValidationError

from reassure.catalog import Figure, Site
from reassure.catalog.entries import Latitude, Longitude, Name
from reassure.catalog.table import Table
from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.change import interceptor_key, put_at, with_figures
from reassure.scenario.complaint import complain
from reassure.scenario.forces import with_bases, with_forces
from reassure.scenario.hand import by_hand, moved_id, moved_name, place_words, title_by_hand
from reassure.scenario.hand_limits import limits
from reassure.scenario.lookup import (
    base_ids,
    booster_named,
    deployment_named,
    every_base,
    interceptor_named,
    no_such,
    site_named,
)
from reassure.scenario.model import DeploymentTable, ForceTable
from reassure.scenario.names import place_name as zone_name
from reassure.scenario.parts import SitePoint
from reassure.scenario.reader import fingerprint
from reassure.words.counts import counted

__all__ = [
    "Move",
    "moved",
    "place_name",
    "site_of",
]

_LONGEST_NOTE = 5000


def _as_whole(data: Any) -> Any:
    """A whole number that JSON writes with a point is one."""
    return int(data) if isinstance(data, float) and data.is_integer() else data


class Move(Table):
    """What was set by hand. A figure that is not there stays as the scenario has it."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    scenario: Name
    """A scenario's name, as /api/scenarios lists them."""
    deployment: Name
    """The id of the deployment that is moved, and that the answer is about."""
    base: Name | None = None
    """The id of the one base whose flights count; null: those of all bases."""
    burnout_speed_km_s: float | None = None
    """Of the deployment's interceptor."""
    divert_km_s: float | None = None
    """Of the deployment's interceptor, in any direction."""
    launch_delay_s: float | None = None
    """From the flight's launch to the interceptor's."""
    interceptors: Annotated[int | None, BeforeValidator(_as_whole)] = None
    """How many the deployment has. No margin depends on it."""
    site: Annotated[
        tuple[Latitude, Longitude] | None,
        BeforeValidator(lambda data: tuple(data) if isinstance(data, list) else data),
    ] = None
    """Where the deployment stands: latitude_deg, longitude_deg."""
    burnout_time_s: float | None = None
    """Of the flights' boosters: how long a flight burns."""
    flight_time_ratio: float | None = None
    """The one shape of the flights that counts: free-flight time over that of the minimum-energy flight."""
    estimate: bool = False
    """Also fly the interceptors' notional vehicles."""

    @property
    def state(self) -> dict[str, Any]:
        """The move as it was understood, in JSON's types: the same move again, without what was not set."""
        held = self.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        # "base" always stands there, None for all bases.
        first = {"scenario": self.scenario, "deployment": self.deployment, "base": self.base}
        return first | held


def moved(scenario: Scenario, move: Move) -> Scenario:
    """The scenario with the one deployment and the flights of the one base, as moved, and a note that says so.

    What is set to another value than the scenario's is assumed, its source "set by hand", and named in the title; a
    deployment that is moved is called by where it stands. Raises ScenarioError where the move does not fit the
    scenario.
    """
    _check_limits(scenario, move)
    _, table = deployment_named(scenario, move.deployment)
    forces = [
        (k, _one_base(f, move))
        for k, f in enumerate(scenario.force)
        if move.base in (None, *base_ids(f))
    ]
    if not forces:
        raise no_such("base", str(move.base), every_base(scenario.force))
    # The deployment's `faces` name the forces by their places among those that are left.
    asked = with_forces(scenario, forces, [table])
    words, figures = _changes(asked, move)
    made = with_figures(asked, figures)
    if move.flight_time_ratio is not None:
        shapes = {"flight_time_ratio": [move.flight_time_ratio]}
        made = put_at(made, ["force"], [f.model_copy(update=shapes) for f in made.force])
    made = put_at(made, ["deployment", 0], _placed(_numbered(made.deployment[0], move), move))
    tables = made.model_dump(by_alias=True) | {
        "title": title_by_hand(scenario.title, words),
        "note": _note(scenario, move),
    }
    # Validated as a whole: changes one by one were not.
    try:
        return Scenario.model_validate(tables)
    except ValidationError as error:
        raise ScenarioError(complain(error, "the scenario as moved", "")) from None


def site_of(deployment: DeploymentTable) -> tuple[float, float] | None:
    """Where a deployment stands (latitude and longitude, deg); None for ships in an area."""
    if deployment.site is None:
        return None
    place = site_named(deployment.site)
    return place.latitude_deg, place.longitude_deg


def _check_limits(scenario: Scenario, move: Move) -> None:
    for name, (low, high) in limits(scenario).items():
        value = getattr(move, name)
        if value is not None and not low <= value <= high:
            raise ScenarioError(f"{name} = {value:g}: allowed: {low:g} to {high:g}")


def _one_base(force: ForceTable, move: Move) -> ForceTable:
    """The force with the flights of the one base, and that base's account; as it is where the move names no base."""
    if move.base is None:
        return force
    return with_bases(force, {move.base})


def _numbered(deployment: DeploymentTable, move: Move) -> DeploymentTable:
    """The deployment with the number of interceptors of the move, if it has one."""
    if move.interceptors is None:
        return deployment
    return deployment.model_copy(update={"interceptors": move.interceptors})


def _placed(deployment: DeploymentTable, move: Move) -> DeploymentTable:
    """The deployment where it was moved to, as a site; as it is where it was not moved."""
    if move.site is None or move.site == site_of(deployment):
        return deployment
    before = place_name(deployment)
    point = SitePoint(
        latitude_deg=move.site[0],
        longitude_deg=move.site[1],
        name=moved_name(move.site, before),
        source=by_hand(before),
    )
    place = deployment.site if deployment.area is None else deployment.area
    known = place if isinstance(place, str) else ""
    name = moved_id(deployment.id, known, move.site)
    # Ships that are moved stand at one place.
    return deployment.model_copy(update={"id": name, "site": point, "area": None})


def place_name(deployment: DeploymentTable) -> str:
    """What the place of a deployment is called: a site's short name, an area's name, or its coordinates."""
    site = deployment.site
    if site is None:
        area = deployment.area
        return zone_name(area) if isinstance(area, str) else f"the area of {deployment.id}"
    found = site_named(site)
    if isinstance(found, Site):
        # "Redzikowo, Poland (54.5 N)" is Redzikowo.
        return re.split(r"[,(]", found.name)[0].strip()
    return found.name or place_words(found.latitude_deg, found.longitude_deg)


def _changes(asked: Scenario, move: Move) -> tuple[list[str], dict[str, Figure]]:
    """What is not as the scenario has it: in words, and as figures by their keys.

    `asked`: the scenario with its one deployment and the forces that are left. A value that the scenario has already is
    no change.
    """
    (table,) = asked.deployment
    words, figures = list[str](), dict[str, Figure]()
    interceptor = interceptor_named(table.interceptor)
    for name, said in (("burnout_speed_km_s", "burnout speed"), ("divert_km_s", "divert")):
        had, value = getattr(interceptor, name).value, getattr(move, name)
        if value is not None and value != had:
            words.append(f"{said} {value:g} km/s instead of {had:g}")
            figures[f"{interceptor_key(table)}.{name}"] = _assumed(value, f"{had:g} km/s")
    delay, given = move.launch_delay_s, table.launch_delay_s
    if delay is not None and (not isinstance(given, Figure) or given.value != delay):
        # A delay that sensors decide is a word ("sensed"), and any number is a change of it.
        had = f"{given.value:g}" if isinstance(given, Figure) else given
        words.append(f"launch delay {delay:g} s instead of {had}")
        was = f"{had} s" if isinstance(given, Figure) else had
        figures[f"deployment.{table.id}.launch_delay_s"] = _assumed(delay, was)
    if move.interceptors is not None and move.interceptors != table.interceptors:
        known = "no number" if table.interceptors is None else f"{table.interceptors}"
        words.append(f"{counted(move.interceptors, 'interceptor')} instead of {known}")
    if move.site is not None and move.site != site_of(table):
        words.append(f"site {moved_name(move.site, place_name(table))}")
    # Every force has a booster, and the move sets the burnout of all of them.
    burnout, boosters = move.burnout_time_s, [booster_named(f.booster) for f in asked.force]
    others = [b for b in boosters if burnout is not None and b.burnout_time_s.value != burnout]
    for booster in others:
        key, was = f"booster.{booster.id}.burnout_time_s", f"{booster.burnout_time_s.value:g} s"
        figures[key] = _assumed(burnout or 0.0, was)
    if others:
        had = " and ".join(dict.fromkeys(f"{b.burnout_time_s.value:g}" for b in others))
        words.append(f"booster burnout {burnout:g} s instead of {had}")
    ratio = move.flight_time_ratio
    if ratio is not None and any(f.flight_time_ratio != [ratio] for f in asked.force):
        words.append(f"flight time ratio {ratio:g} alone")
    return words, figures


def _assumed(value: float, had: str) -> Figure:
    return Figure(value=value, status="assumed", source=by_hand(had))


def _note(scenario: Scenario, move: Move) -> str:
    """Where a moved scenario comes from: after what its own note says, or alone where both would be too long."""
    said = ", ".join(
        f"{name} = {json.dumps(value)}"
        for name, value in move.state.items()
        if name not in ("scenario", "estimate") and value is not None
    )
    ours = f"Explorer, from the scenario of sha256 {fingerprint(scenario)}: {said}."
    both = f"{scenario.note}\n{ours}" if scenario.note else ours
    return both if len(both) <= _LONGEST_NOTE else ours
