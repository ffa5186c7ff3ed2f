"""Frontier maps as a sweep: the grid's rows one by one, or certified maps in strips of blocks, for every point of the study's
other dimensions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain, product
from math import prod
from typing import Any, Literal

import numpy as np

from reassure.answers.frontier import Why
from reassure.claim import Claim
from reassure.engagement.flights import Family, family_of
from reassure.engagement.ideal_places import values_at
from reassure.errors import ClaimError, RegionError, ScenarioError, StudyError
from reassure.geography.graticule import Graticule
from reassure.proof.blocks import MapCells, Span, proved_strip, strips_of
from reassure.proof.greatest import claim_of_map
from reassure.questions.certified_frontier import check_provable
from reassure.scenario import Scenario
from reassure.scenario.change import with_figures
from reassure.scenario.map_area import area_of
from reassure.scenario.question import Force
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.sweep.job import Coordinate, Job, Task, Variable
from reassure.sweep.study import MapTable, Study
from reassure.typing import Array, quiet

__all__ = ["MOST_PLACES", "map_job", "part_of_map"]

MOST_PLACES = 5_000_000
"""Places of all maps of a study together: some hours of two cores against 5,000 flights."""

_NAMES = {"speed": "greatest_burnout_speed_km_s", "delay": "least_launch_delay_s"}
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
    """The job of a study with a map: one block for each row of latitude, of a certified map for each strip of blocks that are
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
    return Job(
        function=worker,
        common=(scenario, keys, asked.kind, asked.area, cells),
        sizes={**sizes, "latitude_deg": len(lats), "longitude_deg": len(lons)},
        # A block is one point of the other dimensions and a part of the map: see `part_of_map`.
        split={**dict.fromkeys(names, 1), "latitude_deg": bands[0][1], "longitude_deg": runs[0][1]},
        variables=(
            *_certified_variable(asked, dims),
            Variable(
                _NAMES[asked.kind], dims, "<f8", float("nan"),
                {"units": _UNITS[asked.kind], "long_name": _WORDS[asked.kind]},
            ),
            Variable("kind", dims, "|u1", None, _KINDS),
        ),
        tasks=_tasks(rows, [lats[a:b] for a, b in bands], [lons[a:b] for a, b in runs]),
        sha256=hashlib.sha256(content.encode("ascii")).hexdigest(),
        coordinates=(
            *coordinates,
            Coordinate("latitude_deg", "latitude_deg", lats, {"units": "degrees_north"}),
            Coordinate("longitude_deg", "longitude_deg", lons, {"units": "degrees_east"}),
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
    parts that a task is of: one row, or a strip of blocks that are proved together.
    """
    lats, lons = grid.latitude_deg.size, grid.longitude_deg.size
    if not certified:
        return None, [(k, k + 1) for k in range(lats)], [(0, lons)]
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
    where there is none; `kind`, the code of `Why` or `_UNUSABLE`; and the certified speed (km/s) where asked for.
    """
    *chosen, latitudes, longitudes = where
    given = dict(zip(chain(*keys), chain(*(rows[0] for rows in chosen)), strict=True))
    # A grid over the antimeridian goes on past 180.
    east = (np.array(longitudes) + 180.0) % 360.0 - 180.0
    lat, lon = np.repeat(latitudes, east.size), np.tile(east, len(latitudes))
    # What lies outside the area keeps this code; the rest is overwritten below.
    value, why = np.full(lon.size, np.nan), np.full(lon.size, Why.OUTSIDE, np.uint8)
    _, within = area_of(scenario, area)
    inside = np.ones(lon.size, bool) if within is None else within.holds(lat, lon)
    try:
        question = resolve(with_figures(scenario, given))
        family = _family(question.forces)
    except ScenarioError:
        why[inside] = _UNUSABLE
        inside[:] = False
    if inside.any():
        found, _ = values_at(
            question, family, question.batteries[0], kind, lat[inside], lon[inside],
            quiet, threads=1,
        )  # fmt: skip
        # The value is missing where no arc meets any flight at this delay, or where this speed reaches none ever.
        missing = Why.NO_ARC if kind == "speed" else Why.NEVER
        value[inside] = np.where(np.isfinite(found), found, np.nan)
        why[inside] = np.where(np.isfinite(found), Why.KNOWN, missing)
    shape = (*(1 for _ in chosen), len(latitudes), east.size)
    out = {_NAMES[kind]: value.reshape(shape), "kind": why.reshape(shape)}
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
        box, _ = area_of(scenario, asked.area)
        spacing = asked.spacing_km
        if spacing is None and asked.degrees is None:
            # The spacing of a map where none is given, km (docs/sweep.md).
            spacing = 100.0
        return Graticule.over(box, spacing_km=spacing, degrees=asked.degrees)
    except (RegionError, ScenarioError) as error:
        raise StudyError(f"map: {error}") from None


@lru_cache(maxsize=4)
def _family(forces: tuple[Force, ...]) -> Family:
    return family_of(forces)


def worker() -> Callable[..., dict[str, Any]]:
    """What a worker calls, `part_of_map`: of this module, whose import brings the kernels."""
    return part_of_map
