"""Frontier maps computed: what limit of speed or delay, place by place, keeps every flight out of reach."""

from __future__ import annotations

import math
from dataclasses import KW_ONLY, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from reassure.answers.frontier import (
    AREA,
    Contour,
    Frontier,
    KeepOut,
    MapFigures,
    MappedDeployment,
    Why,
)
from reassure.catalog.used import FigureUsed
from reassure.engagement.faced import check_faced
from reassure.engagement.flights import Family, columns, family_of
from reassure.engagement.ideal_places import least_of, values_at, values_by_force
from reassure.engagement.theatre import theatre
from reassure.errors import ScenarioError
from reassure.geography.graticule import Graticule
from reassure.options import spread
from reassure.questions.frontier_lines import contours, keep_outs
from reassure.scenario import Scenario, load
from reassure.scenario.change import put_at
from reassure.scenario.hand import figure_by_hand, title_by_hand
from reassure.scenario.lookup import check_known
from reassure.scenario.map_area import grid_of
from reassure.scenario.names import force_names
from reassure.scenario.question import Battery, GivenDelay, Place, Question
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.typing import Array, IntArray, Progress, quiet

__all__ = [
    "SPEEDS", "FrontierQuestion", "MapPlan", "finished_map", "frontier", "mapped", "parties_of", "planned_map",
]  # fmt: skip


SPEEDS = {
    3.0: "3.0 km/s: lower-velocity systems (US and Russia, 1997)",
    3.5: "3.5 km/s: the limit asked for (A. Antonov, 2011)",
    4.5: "4.5 km/s: nothing faster planned at sea (1997)",
    5.5: "5.5 km/s: nothing faster planned on land (1997)",
}
"""Speeds that statements in the catalogue name: helsinki-1997, antonov-2011, plans-1997."""

DELAYS = {float(s): f"{s} s" for s in (60, 120, 180, 240, 300, 420, 600, 900)}
"""The levels of a map of delays, s, and what each is called."""

_UNREACHED = 30.0  # km/s: stands for "no arc" where lines are drawn


@dataclass(frozen=True)
class FrontierQuestion:
    """What a frontier map is asked for.

    `kind`: greatest speeds or least delays. `deployment`: whose interceptor's figures hold (None: the scenario's first);
    `launch_delay_s` and `burnout_speed_km_s` stand in for them. `area`: a region's id, or SOUTH,WEST,NORTH,EAST in
    degrees (None: Europe and its seas). `spacing_km` (100 where neither is given) or `degrees`: of the grid.
    `progress` is called now and then with (places done, places in all).
    """

    scenario: Scenario | str | Path
    kind: Literal["speed", "delay"]
    _: KW_ONLY
    deployment: str | None = None
    launch_delay_s: float | None = None
    burnout_speed_km_s: float | None = None
    area: str | None = None
    spacing_km: float | None = None
    degrees: float | None = None
    progress: Progress | None = None


@dataclass(frozen=True)
class MapPlan:
    """What a frontier map is worked out from: the question asked, its grid, the flights, and whose interceptor."""

    asked: FrontierQuestion
    scenario: Scenario
    question: Question
    family: Family
    battery: Battery
    """With the figures set by hand."""
    hand: tuple[tuple[str, FigureUsed], ...]
    """Those, in words and as figures."""
    grid: Graticule
    inside: NDArray[np.bool_]
    """(rows, columns): does a place lie in the area?"""
    parties: tuple[str, ...]
    """Whose the forces are that the interceptor faces, each once."""
    groups: tuple[tuple[int, ...], ...]
    """The forces of each party, as `Battery.faces` has them."""


def planned_map(asked: FrontierQuestion) -> MapPlan:
    """Everything of a map but its values. Raises what `frontier` raises."""
    kind, scenario = asked.kind, asked.scenario
    if kind not in ("speed", "delay"):
        raise ScenarioError(f"a map of {kind!r}; allowed: speed, delay")
    if not isinstance(scenario, Scenario):
        scenario = load(scenario)
    question = resolve(scenario)
    battery, hand = _battery(
        question, asked.deployment, asked.launch_delay_s, asked.burnout_speed_km_s
    )
    grid, inside = _grid(scenario, asked)
    family = family_of(question.forces)
    check_faced(replace(question, batteries=(battery,)), family)
    parties, groups = parties_of(scenario, battery)
    return MapPlan(
        asked, scenario, question, family, battery, tuple(hand), grid, inside, parties, groups
    )


def parties_of(
    scenario: Scenario, battery: Battery
) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Whose the forces are that a battery faces, each once, in the scenario's order; and the forces of each, as
    `Battery.faces` has them.
    """
    names = force_names(scenario.force)
    groups: dict[str, tuple[int, ...]] = {}
    for k in battery.faces:
        groups[names[k]] = (*groups.get(names[k], ()), k)
    return tuple(groups), tuple(groups.values())


@spread(FrontierQuestion)
def frontier(asked: FrontierQuestion) -> Frontier:
    """The greatest burnout speed, or the least launch delay, at which no flight of the force is in reach.

    Takes the fields of FrontierQuestion as its arguments. Raises ScenarioError or RegionError where one cannot be used.
    """
    return mapped(asked)


def mapped(asked: FrontierQuestion) -> Frontier:
    """As `frontier`, of the whole question at once."""
    plan = planned_map(asked)
    lat, lon = plan.grid.places()
    found, chosen = values_by_force(
        plan.question, plan.family, plan.battery, asked.kind, (lat[plan.inside], lon[plan.inside]), plan.groups,
        asked.progress or quiet,
    )  # fmt: skip
    shape = (len(plan.groups), *plan.grid.shape)
    values, flights = np.full(shape, np.nan), np.full(shape, -1)
    values[:, plan.inside], flights[:, plan.inside] = found, chosen
    return finished_map(plan, values, flights)


def finished_map(plan: MapPlan, values: Array, flights: IntArray) -> Frontier:
    """The map of its values against each party's forces: `values` and `flights` (parties, rows, columns) as of
    `values_by_force`; NaN and -1 outside the area.
    """
    asked, family, kind, inside = plan.asked, plan.family, plan.asked.kind, plan.inside
    value, chosen = least_of(kind, values, flights)
    why = np.where(inside, Why.KNOWN, Why.OUTSIDE)
    # infinite: no speed reaches a flight; minus infinite: no delay is needed
    why[inside & ~np.isfinite(value)] = Why.NO_ARC if kind == "speed" else Why.NEVER
    lines, kept = _lines(
        plan.question, plan.battery, plan.grid, kind, np.where(inside, value, np.nan), why
    )
    f = family.shown
    several = len(plan.parties) > 1
    return Frontier(
        kind=kind,
        title=title_by_hand(plan.scenario.title, [words for words, _ in plan.hand]),
        scenario_sha256=fingerprint(plan.scenario),
        reassure_version=version("reassure"),
        area=asked.area or AREA,
        held=_held(plan.battery),
        latitude_deg=plan.grid.latitude_deg,
        longitude_deg=plan.grid.longitude_deg,
        value=np.where(np.isfinite(value), value, np.nan),
        why=why,
        flight=chosen,
        bases=f.base,
        aims=np.column_stack([f.aim_latitude_deg, f.aim_longitude_deg]),
        ratios=f.flight_time_ratio,
        contours=lines,
        keep_out=kept,
        stands=_stands(plan.question, family, plan.battery, kind),
        theatre=theatre(plan.scenario, plan.question),
        sources=(*plan.question.sources, *(figure for _, figure in plan.hand)),
        called=tuple(plan.question.called.items()),
        parties=plan.parties if several else None,
        by_party=np.where(np.isfinite(values), values, np.nan) if several else None,
    )


def _grid(scenario: Scenario, asked: FrontierQuestion) -> tuple[Graticule, NDArray[np.bool_]]:
    """The map's grid, and which of its places lie in the area."""
    grid, within = grid_of(scenario, asked.area or AREA, asked.spacing_km, asked.degrees)
    inside = np.ones(grid.shape, bool)
    if within is not None:
        lat, lon = grid.places()
        inside = within.holds(lat.ravel(), lon.ravel()).reshape(grid.shape)
        if not inside.any():
            raise ScenarioError(
                f"area {asked.area}: no place of the grid lies in it; a finer grid has some"
            )
    return grid, inside


def _battery(
    question: Question, deployment: str | None, delay: float | None, speed: float | None
) -> tuple[Battery, list[tuple[str, FigureUsed]]]:
    """The battery whose figures hold, with what stands in for them: that in words, and as figures."""
    hand: list[tuple[str, FigureUsed]] = []
    known = {b.id: b for b in question.batteries}
    if deployment is not None:
        check_known("deployment", [deployment], list(known))
    battery = known[deployment] if deployment is not None else question.batteries[0]
    if delay is not None:
        if not 0.0 <= delay <= 7200.0:
            raise ScenarioError(f"launch_delay_s = {delay:g}; allowed: 0 to 7200")
        had = battery.launch_delay_s
        # what the scenario says itself is not set by hand
        if delay != had:
            words = "sensed" if had is None else f"{had:g} s"
            figure = figure_by_hand("map.launch_delay_s", delay, f"{words} for {battery.id}")
            hand.append((f"launch delay {delay:g} s", figure))
        battery = put_at(battery, ["launch"], GivenDelay(delay))
    if speed is not None:
        if not 0.0 < speed <= 20.0:
            raise ScenarioError(f"burnout_speed_km_s = {speed:g}; allowed: above 0, at most 20")
        if speed != battery.burnout_speed_km_s:
            words = f"{battery.burnout_speed_km_s:g} km/s for {battery.id}"
            figure = figure_by_hand("map.burnout_speed_km_s", speed, words)
            hand.append((f"burnout speed {speed:g} km/s", figure))
        battery = put_at(battery, ["burnout_speed_km_s"], speed)
    return battery, hand


def _held(b: Battery) -> MapFigures:
    """A battery's figures as a map holds them: without its place, and null for an infinite height."""
    low, high = b.intercept_heights_km
    return MapFigures(
        b.id, b.interceptor, b.burnout_speed_km_s, b.divert_km_s, b.burnout_height_km, b.burn_time_s,
        b.launch_delay_s, low, high if math.isfinite(high) else None,
    )  # fmt: skip


def _stands(
    question: Question, family: Family, held: Battery, kind: Literal["speed", "delay"]
) -> tuple[MappedDeployment, ...]:
    """The deployments for which the map holds, at their own places: exactly, not at the grid's."""
    # by a deployment's points: of three speeds at one site the map is made once
    known: dict[tuple[Place, ...], Array] = {}
    out = []
    for b in question.batteries:
        figure = b.burnout_speed_km_s if kind == "speed" else b.launch_delay_s
        # a sensed delay is no number that could be held against a map of delays
        if figure is None or not _like(b, held, kind):
            continue
        if b.points not in known:
            lat, lon = columns(b.points)
            known[b.points], _ = values_at(question, family, held, kind, lat, lon, quiet)
        value = known[b.points]
        there = value[np.isfinite(value)]
        # no arc at any speed, or none in reach at any delay: whatever the figure, it keeps to that.
        # At the limit itself a flight is in reach, so the figure has to lie beyond it.
        kept = ~np.isfinite(value) | ((figure < value) if kind == "speed" else (figure > value))
        least, greatest = (float(there.min()), float(there.max())) if there.size else (None, None)
        out.append(MappedDeployment(b.id, figure, least, greatest, float(kept.mean())))
    return tuple(out)


def _like(b: Battery, held: Battery, kind: Literal["speed", "delay"]) -> bool:
    """The map holds for this battery too: it differs from `held` in what the map is of, and in its place."""
    same: tuple[str, ...] = (
        "divert_km_s", "burnout_height_km", "burn_time_s", "intercept_heights_km", "faces"
    )  # fmt: skip
    same = (*same, "burnout_speed_km_s") if kind == "delay" else (*same, "launch")
    return all(getattr(b, name) == getattr(held, name) for name in same)


def _lines(
    question: Question,
    held: Battery,
    grid: Graticule,
    kind: Literal["speed", "delay"],
    value: Array,
    why: IntArray,
) -> tuple[tuple[Contour, ...], tuple[KeepOut, ...]]:
    """Contours at the levels that matter, and where the deployments' own figures may not stand."""
    # What no speed reaches lies beyond every level, what is never in reach below every delay (-1 s), and what is
    # outside is NaN and part of no line.
    shown = np.where(why == Why.NO_ARC, _UNREACHED, np.where(why == Why.NEVER, -1.0, value))
    levels = SPEEDS if kind == "speed" else DELAYS
    figures: dict[float, tuple[str, ...]] = {}
    for b in question.batteries:
        figure = b.burnout_speed_km_s if kind == "speed" else b.launch_delay_s
        if figure is not None and _like(b, held, kind):
            figures[figure] = (*figures.get(figure, ()), b.id)
    # the edge of what is in reach at all is a cliff, no slope
    lined = np.where(why == Why.NEVER, np.nan, shown)
    lon = grid.longitude_deg
    if grid.round:
        # The first column once more after the last, so that lines go on over the antimeridian.
        lon = np.append(lon, lon[0] + 360.0)
        shown, lined = (np.column_stack([v, v[:, 0]]) for v in (shown, lined))
    return contours(grid.latitude_deg, lon, lined, levels), keep_outs(
        grid.latitude_deg, lon, shown, figures, above=kind == "delay"
    )
