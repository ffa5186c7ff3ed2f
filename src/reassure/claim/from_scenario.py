"""From a scenario to a claim: figures become intervals, sample points become the whole regions.

Every flight and every interceptor of the scenario's assessment is one of the claim's, and the claim
holds for all that lies between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from pathlib import Path

from pydantic import ValidationError

from reassure.catalog.figure import Figure
from reassure.claim.flight_tables import RefusedFlights, flight_tables
from reassure.claim.limit_tables import facing, least_height, limits_table
from reassure.claim.model import (
    FORMAT,
    MOST_CLAUSES,
    STANDARD_EARTH,
    Claim,
    ClaimFlights,
    Clause,
    Interval,
)
from reassure.errors import ScenarioError
from reassure.options import spread
from reassure.scenario import Scenario, load
from reassure.scenario.change import Value, interceptor_key, put_at, with_figures
from reassure.scenario.complaint import complain
from reassure.scenario.forces import faces_of
from reassure.scenario.hand import title_with
from reassure.scenario.lookup import booster_named
from reassure.words.counts import counted

__all__ = ["ClaimQuestion", "RefusedPair", "claim_from_scenario", "claim_with_refused"]

_FARTHEST_KM = 2000.0  # of a burnout; the claim's own format allows less

_FIGURES = (
    ("burnout_speed_km_s", "burnout speed", " km/s"),
    ("launch_delay_s", "launch delay", " s"),
    ("divert_km_s", "divert", " km/s"),
    ("burnout_time_s", "booster's burnout time", " s"),
    ("booster_height_km", "booster's burnout height", " km"),
    ("booster_distance_km", "booster's burnout distance", " km"),
    ("flight_time_ratio", "flight time ratio", ""),
)
"""Fields of ClaimQuestion that replace a scenario's figures, their names in a title, and their units."""


@dataclass(frozen=True)
class ClaimQuestion:
    """What a claim is made of.

    `scenario`: a Scenario, a path to a scenario file, or a preset's name. `deployments` and `bases`: ids, in the
    scenario's words; None: all.

    The next three replace every interceptor's figures; None: as the scenario has them. `burnout_distance_km` and
    `burnout_height_km` bound every interceptor's boost, and are raised to where the scenario has burnout.

    The four pairs (least, greatest) replace the boosters' figures, measured as the scenario measures them, and the
    range of `flight_time_ratio`. `cell_km`: size of the aims' cells, 20 to 2000.
    """

    scenario: Scenario | str | Path
    _: KW_ONLY
    deployments: Sequence[str] | None = None
    bases: Sequence[str] | None = None
    burnout_speed_km_s: float | None = None
    launch_delay_s: float | None = None
    divert_km_s: float | None = None
    burnout_distance_km: float = 150.0
    burnout_height_km: float = 150.0
    burnout_time_s: Interval | None = None
    booster_height_km: Interval | None = None
    booster_distance_km: Interval | None = None
    flight_time_ratio: Interval | None = None
    cell_km: float = 400.0


@spread(ClaimQuestion)
def claim_from_scenario(asked: ClaimQuestion) -> Claim:
    """The claim that no interceptor of the deployments can meet any flight of the bases.

    Takes the fields of ClaimQuestion as its arguments.

    Interceptors have the value of their speed and divert, and the least launch delay and burn time. The claim has one
    `keep_above_km`, the least of their least heights of intercept, each at the low end of its interval: so it covers
    more than each interceptor needs. A greatest height of intercept is not used, which covers more too. Each
    deployment stands against the forces that it faces.

    Flights have every burnout from the booster's low to its high, in every combination of time, height and distance;
    flight times are widened to the whole second. The id of flights is that of their base. An area's cells are id/1,
    id/2 and so on. When an id comes again in a later force it is id@2.

    Raises ScenarioError where a flight does not exist or a number is outside the claim's format.
    """
    claim, refused = claim_with_refused(asked)
    if refused:
        raise refused[0].error
    return claim


@dataclass(frozen=True)
class RefusedPair:
    """A deployment against flights that no claim can be made of, and why."""

    interceptor: str
    flights: str
    error: ScenarioError


def claim_with_refused(asked: ClaimQuestion) -> tuple[Claim, tuple[RefusedPair, ...]]:
    """The claim, without the flights that no claim can be made of, and what was left out.

    Raises ScenarioError where nothing is left, or a number is outside the claim's format.
    """
    scenario = asked.scenario if isinstance(asked.scenario, Scenario) else load(asked.scenario)
    _check_sizes(asked)
    scenario = _as_asked(scenario, asked)
    try:
        return _claim(asked, scenario)
    except ValidationError as error:
        raise ScenarioError(complain(error, f"the claim's {error.title}", "")) from None


def _check_sizes(asked: ClaimQuestion) -> None:
    if not 20.0 <= asked.cell_km <= 2000.0:
        raise ScenarioError(f"cell_km = {asked.cell_km:g}; allowed: 20 to 2000")
    for name in ("burnout_distance_km", "burnout_height_km"):
        value = getattr(asked, name)
        if not 0.0 <= value <= _FARTHEST_KM:
            raise ScenarioError(f"{name} = {value:g}; allowed: 0 to {_FARTHEST_KM:g}")


def _as_asked(scenario: Scenario, asked: ClaimQuestion) -> Scenario:
    """The scenario with the figures that were given in its figures' place."""
    figures: dict[str, Value] = {}
    for table in scenario.deployment:
        for name in ("burnout_speed_km_s", "divert_km_s"):
            value = getattr(asked, name)
            if value is not None:
                figures[f"{interceptor_key(table)}.{name}"] = value
        if asked.launch_delay_s is not None:  # of a sensed delay too
            key = f"deployment.{table.id}.launch_delay_s"
            figures[key] = Figure.model_construct(value=asked.launch_delay_s)
    for name, pair in (
        ("burnout_time_s", _pair("burnout_time_s", asked.burnout_time_s)),
        ("burnout_height_km", _pair("booster_height_km", asked.booster_height_km)),
        ("downrange_km", _pair("booster_distance_km", asked.booster_distance_km)),
    ):
        if pair is not None:
            low, high = pair
            # a claim takes the two ends alone, so any value between them does
            given = Figure.model_construct(value=low, low=low, high=high)
            # a set: several forces may fly one booster
            keys = {f"booster.{booster_named(f.booster).id}.{name}" for f in scenario.force}
            figures |= dict.fromkeys(keys, given)
    changed = with_figures(scenario, figures)
    ratio = _pair("flight_time_ratio", asked.flight_time_ratio)
    if ratio is None:
        return changed
    shapes = [f.model_copy(update={"flight_time_ratio": list(ratio)}) for f in changed.force]
    return put_at(changed, ["force"], shapes)


def _claim(asked: ClaimQuestion, scenario: Scenario) -> tuple[Claim, tuple[RefusedPair, ...]]:
    limits = [
        limits_table(table, asked.burnout_distance_km, asked.burnout_height_km)
        for table in facing(scenario, asked.deployments, asked.bases)
    ]
    tables = {t.id: t for t in scenario.deployment}
    faces = {i.id: faces_of(scenario.force, tables[i.id]) for i in limits}
    forces = set().union(*faces.values())
    tables_of = flight_tables(scenario, asked.bases, asked.cell_km, forces)
    flown = [(force, f) for force, f in tables_of if isinstance(f, ClaimFlights)]
    refused = tuple(
        RefusedPair(i.id, f.id, f.error)
        for i in limits
        for force, f in tables_of
        if isinstance(f, RefusedFlights) and force in faces[i.id]
    )
    if refused and not flown:
        raise refused[0].error
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
    kept = min(least_height(tables[i.id]) for i in limits)
    claim = Claim(
        format=FORMAT,
        title=title_with(scenario.title, _in_words(asked)),
        earth=STANDARD_EARTH.model_copy(update={"keep_above_km": kept}),
        interceptor=limits,
        flights=[f for _, f in flown],
        clause=clauses,
    )
    return claim, refused


def _in_words(asked: ClaimQuestion) -> list[str]:
    """The figures that take the place of the scenario's."""
    words = []
    for name, said, unit in _FIGURES:
        value = getattr(asked, name)
        if isinstance(value, tuple | list):
            words.append(f"{said} {value[0]:.15g} to {value[1]:.15g}{unit}")
        elif value is not None:
            words.append(f"{said} {value:.15g}{unit}")
    return words


def _pair(name: str, pair: Interval | None) -> Interval | None:
    if pair is None:
        return None
    low, high = (float(x) for x in pair)
    if not 0.0 < low <= high < math.inf:
        raise ScenarioError(f"{name} = {low:g} to {high:g}; allowed: 0 < least <= greatest")
    return low, high
