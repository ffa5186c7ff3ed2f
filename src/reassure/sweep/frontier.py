"""Frontier maps as a sweep: in bands of the grid's rows, or certified maps in strips of blocks, for every point of the
study's other dimensions; and one map alone through a store, so that it can be shared out and stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from itertools import chain, product
from math import prod
from pathlib import Path
from typing import Any, Literal

import numpy as np

from reassure.answers.frontier import Frontier, Why
from reassure.claim import Claim
from reassure.engagement.flights import Family, family_of
from reassure.engagement.ideal_places import least_of, values_by_force
from reassure.errors import ClaimError, RegionError, ScenarioError, StudyError
from reassure.geography.graticule import Graticule
from reassure.proof.blocks import MapCells, Span, proved_strip, strips_of
from reassure.proof.greatest import claim_of_map
from reassure.questions.certified_frontier import check_provable
from reassure.questions.frontier import (
    FrontierQuestion,
    MapPlan,
    finished_map,
    parties_of,
    planned_map,
)
from reassure.scenario import Scenario
from reassure.scenario.change import with_figures
from reassure.scenario.map_area import grid_of, region_in
from reassure.scenario.question import Force
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.sweep.job import Coordinate, Job, Task, Variable
from reassure.sweep.run import run
from reassure.sweep.study import MapTable, Study
from reassure.typing import Array, quiet

__all__ = ["MOST_PLACES", "frontier_through", "map_job", "part_of_map", "part_of_plan", "plan_job"]

MOST_PLACES = 5_000_000
"""Places of all maps of a study together: some hours of two cores against 5,000 flights."""

_BAND_DEG = 4.0
"""Of latitude: the rows of a block, which share what is found out (engagement/ideal_places.py)."""

_NAMES = {"speed": "greatest_burnout_speed_km_s", "delay": "least_launch_delay_s"}
_BY_PARTY = {
    "speed": "greatest_burnout_speed_by_party_km_s", "delay": "least_launch_delay_by_party_s",
}  # fmt: skip
_FLIGHTS = "flight_by_party"
_CERTIFIED = "certified_burnout_speed_km_s"
_UNITS = {"speed": "km s-1", "delay": "s"}
_WORDS = {
    "speed": "greatest burnout speed at which no flight is within reach, at the launch delay",
    "delay": "least launch delay at which no flight is within reach, at the burnout speed",
}
# One code more than `Why` has: at this point of the study no map can be drawn.
_UNUSABLE = len(Why)
_KINDS = {
    "flag_values": [*(int(w) for w in Why), _UNUSABLE],
    "flag_meanings": " ".join([*(w.name.lower() for w in Why), "figures_that_cannot_be_used"]),
}


def map_job(study: Study, scenario: Scenario, coordinates: Sequence[Coordinate]) -> Job:
    """The job of a study with a map: one block for each band of rows, of a certified map for each strip of blocks that are
    proved together, at each point of the other dimensions.

    `coordinates`: those of the other dimensions. StudyError where the map cannot be used or is too large.
    """
    asked = study.map
    assert asked is not None  # noqa: S101
    grid = _grid(scenario, asked)
    if asked.certified:
        try:
            check_provable(scenario)
        except (ClaimError, ScenarioError) as error:
            raise StudyError(f"map: {error}") from None
    rows = [tuple(d.rows()) for d in study.dimensions]
    keys = tuple(d.names() for d in study.dimensions)
    places = prod(len(r) for r in rows) * grid.latitude_deg.size * grid.longitude_deg.size
    if places > MOST_PLACES:
        raise StudyError(f"{places} places over all maps; allowed: at most {MOST_PLACES}")
    names = study.dimension_names
    sizes = dict(zip(names, (len(r) for r in rows), strict=True))
    lats, lons = tuple(grid.latitude_deg.tolist()), tuple(grid.longitude_deg.tolist())
    cells, bands, runs = _parts(grid, asked.certified)
    dims = (*names, "latitude_deg", "longitude_deg")
    content = _content(study, scenario, rows)
    parties, _ = parties_of(scenario, resolve(scenario).batteries[0])
    return Job(
        function=worker,
        common=(scenario, keys, asked.kind, asked.area, cells),
        sizes={**sizes, "latitude_deg": len(lats), "longitude_deg": len(lons), **_party_size(parties)},
        # A block is one point of the other dimensions and a part of the map: see `part_of_map`.
        split={**dict.fromkeys(names, 1), "latitude_deg": bands[0][1], "longitude_deg": runs[0][1]},
        variables=(
            *_certified_variable(asked, dims),
            Variable(
                _NAMES[asked.kind], dims, "<f8", float("nan"),
                {"units": _UNITS[asked.kind], "long_name": _WORDS[asked.kind]},
            ),
            Variable("kind", dims, "|u1", None, _KINDS),
            *_party_variable(asked.kind, dims, parties),
        ),
        tasks=_tasks(rows, [lats[a:b] for a, b in bands], [lons[a:b] for a, b in runs]),
        sha256=hashlib.sha256(content.encode("ascii")).hexdigest(),
        coordinates=(
            *coordinates,
            Coordinate("latitude_deg", "latitude_deg", lats, {"units": "degrees_north"}),
            Coordinate("longitude_deg", "longitude_deg", lons, {"units": "degrees_east"}),
            *_party_coordinate(parties),
        ),
        attrs={
            "title": study.title,
            "study": content,
            "scenario_title": scenario.title,
            "scenario_sha256": fingerprint(scenario),
            "deployment": scenario.deployment[0].id,
            "sources": json.dumps([s.to_dict() for s in resolve(scenario).sources]),
        },
    )  # fmt: skip


def _parts(
    grid: Graticule, certified: bool
) -> tuple[tuple[float, float] | None, list[Span], list[Span]]:
    """How far a certified map's cells reach from their places (None: it is not certified), and the rows and columns of the
    parts that a task is of: a band of rows, or a strip of blocks that are proved together.
    """
    lats, lons = grid.latitude_deg.size, grid.longitude_deg.size
    if not certified:
        high = max(1, int(_BAND_DEG / (grid.latitude_deg[1] - grid.latitude_deg[0]) + 1e-9))
        return None, [(a, min(a + high, lats)) for a in range(0, lats, high)], [(0, lons)]
    # of a map that is not worked out yet
    nothing = np.full((lats, lons), np.nan)
    whole = MapCells.of(grid.latitude_deg, grid.longitude_deg, nothing)
    return whole.half_deg, *strips_of(whole)


def _tasks(
    rows: Sequence[tuple[tuple[float, ...], ...]],
    bands: Sequence[tuple[float, ...]],
    runs: Sequence[tuple[float, ...]],
) -> tuple[Task, ...]:
    """A task for each part of the map at each point of the other dimensions. Its arguments: for each dimension a tuple of
    one row of values, and last the part's latitudes and longitudes (deg).
    """
    return tuple(
        Task(
            (*block, k, i),
            (*((r[n],) for r, n in zip(rows, block, strict=True)), bands[k], runs[i]),
        )
        for block in product(*(range(len(r)) for r in rows))
        for k in range(len(bands))
        for i in range(len(runs))
    )


def _content(
    study: Study, scenario: Scenario, rows: Sequence[tuple[tuple[float, ...], ...]]
) -> str:
    """What the job is of, as one line: its hash is the job's."""
    assert study.map is not None  # noqa: S101
    named = zip(study.dimension_names, study.dimensions, rows, strict=True)
    return json.dumps(
        {
            "title": study.title, "scenario_sha256": fingerprint(scenario), "map": study.map.model_dump(),
            "dimensions": [[n, d.names(), r] for n, d, r in named],
        },
        sort_keys=True, separators=(",", ":"), ensure_ascii=True,
    )  # fmt: skip


def part_of_map(
    scenario: Scenario,
    keys: Sequence[Sequence[str]],
    kind: Literal["speed", "delay"],
    area: str,
    cells: tuple[float, float] | None,
    *where: Any,
) -> dict[str, Any]:
    """Some rows and columns of the map, for one point of each other dimension.

    `cells`: of a certified map, how far a cell reaches from its place in latitude and longitude; None: it is not to be
    certified. `where`: for each dimension a row of values, alone in a tuple, and last the latitudes and the longitudes;
    WGS84 degrees. Returns arrays of the block's shape (1, ..., 1, m, n): the greatest speed (km/s) or least delay (s), NaN
    where there is none; `kind`, the code of `Why` or `_UNUSABLE`; the certified speed (km/s) where asked for; and where
    the forces are of several parties the values against each, (1, ..., 1, m, n, parties).
    """
    *chosen, latitudes, longitudes = where
    given = dict(zip(chain(*keys), chain(*(rows[0] for rows in chosen)), strict=True))
    # A grid over the antimeridian goes on past 180.
    east = (np.array(longitudes) + 180.0) % 360.0 - 180.0
    lat, lon = np.repeat(latitudes, east.size), np.tile(east, len(latitudes))
    # What lies outside the area keeps this code; the rest is overwritten below.
    value, why = np.full(lon.size, np.nan), np.full(lon.size, Why.OUTSIDE, np.uint8)
    within = region_in(scenario, area)
    inside = np.ones(lon.size, bool) if within is None else within.holds(lat, lon)
    parties, groups = parties_of(scenario, resolve(scenario).batteries[0])
    values = np.full((len(parties), lon.size), np.nan)
    try:
        question = resolve(with_figures(scenario, given))
        family = _family(question.forces)
    except ScenarioError:
        why[inside] = _UNUSABLE
        inside[:] = False
    if inside.any():
        each, flights = values_by_force(
            question, family, question.batteries[0], kind, (lat[inside], lon[inside]), groups,
            quiet, threads=1,
        )  # fmt: skip
        values[:, inside] = np.where(np.isfinite(each), each, np.nan)
        found, _ = least_of(kind, each, flights)
        # The value is missing where no arc meets any flight at this delay, or where this speed reaches none ever.
        missing = Why.NO_ARC if kind == "speed" else Why.NEVER
        value[inside] = np.where(np.isfinite(found), found, np.nan)
        why[inside] = np.where(np.isfinite(found), Why.KNOWN, missing)
    shape = (*(1 for _ in chosen), len(latitudes), east.size)
    out = {_NAMES[kind]: value.reshape(shape), "kind": why.reshape(shape)}
    if len(parties) > 1:
        # As the job's variables have their dimensions: the parties last.
        out[_BY_PARTY[kind]] = np.moveaxis(values, 0, -1).reshape(*shape, len(parties))
    if cells is not None:
        part = MapCells(np.array(latitudes), np.array(longitudes), value.reshape(shape[-2:]), cells)
        out[_CERTIFIED] = _proved(scenario, part).reshape(shape)
    return out


def _certified_variable(asked: MapTable, dims: tuple[str, ...]) -> tuple[Variable, ...]:
    if not asked.certified:
        return ()
    words = "greatest of some parts of the map's value that has a proof for every base"
    return (
        Variable(_CERTIFIED, dims, "<f8", float("nan"), {"units": "km s-1", "long_name": words}),
    )


def _proved(scenario: Scenario, part: MapCells) -> Array:
    """Certified speeds (km/s) of a strip's cells (m, n); NaN where nothing is proved."""
    table = scenario.deployment[0]
    battery = resolve(scenario).batteries[0]
    assert battery.launch_delay_s is not None  # noqa: S101  (map_job refuses sensed launches)
    # Blocks come as pickles, each with a scenario of its own: its content is the key.
    key = fingerprint(scenario)
    if key not in _claims:
        # A certified map has no other dimensions (study.py), so a worker meets one scenario, and rarely another after
        # it.
        _claims.clear()
        _claims[key] = claim_of_map(scenario, table.id, battery.launch_delay_s, battery.divert_km_s)
    return proved_strip(_claims[key], part, threads=1)


_claims: dict[str, Claim] = {}  # of the last scenario: made once for each worker


def _grid(scenario: Scenario, asked: MapTable) -> Graticule:
    try:
        return grid_of(scenario, asked.area, asked.spacing_km, asked.degrees)[0]
    except (RegionError, ScenarioError) as error:
        raise StudyError(f"map: {error}") from None


def _party_size(parties: tuple[str, ...]) -> dict[str, int]:
    return {"party": len(parties)} if len(parties) > 1 else {}


def _party_variable(
    kind: Literal["speed", "delay"], dims: tuple[str, ...], parties: tuple[str, ...]
) -> tuple[Variable, ...]:
    if len(parties) == 1:
        return ()
    about = {"units": _UNITS[kind], "long_name": f"{_WORDS[kind]}; of each party's forces alone"}
    return (Variable(_BY_PARTY[kind], (*dims, "party"), "<f8", float("nan"), about),)


def _party_coordinate(parties: tuple[str, ...]) -> tuple[Coordinate, ...]:
    if len(parties) == 1:
        return ()
    return (Coordinate("party", "party", parties, {"long_name": "whose the force is"}),)


@lru_cache(maxsize=4)
def _family(forces: tuple[Force, ...]) -> Family:
    return family_of(forces)


def worker() -> Callable[..., dict[str, Any]]:
    """What a worker calls, `part_of_map`: of this module, whose import brings the kernels."""
    return part_of_map


# -- one map alone --------------------------------------------------------------------------------


def frontier_through(
    asked: FrontierQuestion, store: str | Path, run_options: dict[str, Any] | None = None
) -> Frontier:
    """As `frontier`, computed into a Zarr store, in blocks that can be shared out, and taken up after a stop.

    `run_options`: as `run` takes them (scheduler, workers, resume, progress, say). Raises what `run` and `frontier` raise.
    """
    plan = planned_map(asked)
    run(plan_job(plan), store, **(run_options or {}))
    import xarray as xr

    with xr.open_zarr(store) as read:
        values = np.moveaxis(read[_BY_PARTY[asked.kind]].values, -1, 0)
        flights = np.moveaxis(read[_FLIGHTS].values, -1, 0)
    # Missing in the store, infinite in the answer: no speed reaches any flight, no delay is needed.
    none = np.inf if asked.kind == "speed" else -np.inf
    values = np.where(plan.inside & np.isnan(values), none, values)
    return finished_map(plan, values, flights.astype(np.int64))


def plan_job(plan: MapPlan) -> Job:
    """The job of one map: limits (km/s or s) and the flights that they turn on over (latitude, longitude, party), in bands of
    rows.
    """
    asked, grid = plan.asked, plan.grid
    # What is worked out does not depend on who hears of it.
    question = replace(asked, scenario=plan.scenario, progress=None)
    lats, lons = grid.latitude_deg.tolist(), grid.longitude_deg.tolist()
    bands = _parts(grid, certified=False)[1]
    told = {f.name: getattr(question, f.name) for f in fields(question) if f.name not in ("scenario", "progress")}  # fmt: skip
    content = json.dumps(
        {"title": plan.scenario.title, "scenario_sha256": fingerprint(plan.scenario), "map": told},
        sort_keys=True, separators=(",", ":"), ensure_ascii=True,
    )  # fmt: skip
    dims = ("latitude_deg", "longitude_deg", "party")
    about = {"units": _UNITS[asked.kind], "long_name": f"{_WORDS[asked.kind]}; of each party's forces alone"}  # fmt: skip
    return Job(
        function=plan_worker,
        common=(question,),
        sizes={"latitude_deg": len(lats), "longitude_deg": len(lons), "party": len(plan.parties)},
        split={"latitude_deg": bands[0][1]},
        variables=(
            Variable(_BY_PARTY[asked.kind], dims, "<f8", float("nan"), about),
            Variable(_FLIGHTS, dims, "<i4", None, {"long_name": "flight that the value turns on; -1: none"}),
        ),
        tasks=tuple(Task((k,), (a, b)) for k, (a, b) in enumerate(bands)),
        sha256=hashlib.sha256(content.encode("ascii")).hexdigest(),
        coordinates=(
            Coordinate("latitude_deg", "latitude_deg", tuple(lats), {"units": "degrees_north"}),
            Coordinate("longitude_deg", "longitude_deg", tuple(lons), {"units": "degrees_east"}),
            Coordinate("party", "party", plan.parties, {"long_name": "whose the force is"}),
        ),
        attrs={
            "title": plan.scenario.title,
            "map": content,
            "scenario_sha256": fingerprint(plan.scenario),
            "deployment": plan.battery.id,
            "sources": json.dumps([s.to_dict() for s in plan.question.sources]),
        },
    )  # fmt: skip


def part_of_plan(asked: FrontierQuestion, first: int, end: int) -> dict[str, Any]:
    """The rows of a map from `first` up to `end`: limits (km/s or s; NaN: none) and flights (-1: none), each (rows,
    columns, parties).
    """
    scenario = asked.scenario
    assert isinstance(scenario, Scenario)  # noqa: S101
    key = fingerprint(scenario), replace(asked, scenario="")
    if key not in _plans:
        _plans.clear()
        _plans[key] = planned_map(asked)
    plan = _plans[key]
    lat, lon = (v[first:end] for v in plan.grid.places())
    inside = plan.inside[first:end]
    shape = (len(plan.parties), *lat.shape)
    values, flights = np.full(shape, np.nan), np.full(shape, -1, np.int32)
    if inside.any():
        found, chosen = values_by_force(
            plan.question, plan.family, plan.battery, asked.kind, (lat[inside], lon[inside]), plan.groups,
            quiet, threads=1,
        )  # fmt: skip
        values[:, inside] = np.where(np.isfinite(found), found, np.nan)
        flights[:, inside] = chosen
    return {
        _BY_PARTY[asked.kind]: np.moveaxis(values, 0, -1),
        _FLIGHTS: np.moveaxis(flights, 0, -1),
    }


_plans: dict[Any, MapPlan] = {}  # of the last map: made once for each worker


def plan_worker() -> Callable[..., dict[str, Any]]:
    """What a worker calls, `part_of_plan`: of this module, whose import brings the kernels."""
    return part_of_plan
