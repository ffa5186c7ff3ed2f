"""A study as a job: dimensions, blocks, and what stands beside the results in the store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import product
from math import ceil, prod
from typing import Any

from reassure.errors import StudyError
from reassure.scenario import Scenario
from reassure.scenario.lookup import every_base
from reassure.scenario.names import base_name, figure_name, name_of
from reassure.scenario.reader import fingerprint
from reassure.scenario.resolve import resolve
from reassure.sweep.figures import movable
from reassure.sweep.job import Coordinate, Job, Task, Variable
from reassure.sweep.reasons import ATTRIBUTES
from reassure.sweep.study import QUANTITIES, Study
from reassure.words.counts import counted

__all__ = ["MOST_PAIRS", "MOST_POINTS", "job_of"]

MOST_POINTS = 1_000_000
"""Points of a study's grid: each is a scenario of its own."""
MOST_PAIRS = 10_000_000_000
"""Deployments against flights, over all points: some ten days of one core."""

BLOCK_POINTS, BLOCK_PAIRS = 100, 1000
"""A block has at most so many points, and so many pairs where it has more than one point: it is done in
seconds at most, and a stop loses no more than that of each worker."""

# The longest ends first: the first that fits counts, and "_s" would fit "_km_s" too.
_UNITS = {"_km_s": "km s-1", "_km": "km", "_deg": "degree", "_s": "s"}
# Required speeds depend neither on the burnout speed nor on the divert: points along these share all arcs.
_SHARED_ARCS = ("burnout_speed_km_s", "divert_km_s")
# Figures of an interceptor or a deployment leave the flights as they are.
_SHARED_FLIGHTS = ("interceptor", "deployment")
_NAMED = {"long_name": "what it is called"}


def job_of(study: Study, scenario: Scenario) -> Job:
    """The job of a study. `scenario`: as `read_study` gives it. StudyError where it is too large or its map cannot be
    used.
    """
    if study.map is not None:
        from reassure.sweep.frontier import map_job  # with the kernels: only where they are needed

        rows_of = [tuple(d.rows()) for d in study.dimensions]
        return map_job(study, scenario, _coordinates(study, scenario, rows_of))
    question = resolve(scenario)
    flights = sum(f.flights for f in question.forces)
    pairs = flights * len(question.batteries)
    rows = [tuple(d.rows()) for d in study.dimensions]
    keys = tuple(d.names() for d in study.dimensions)
    _check_size(prod(len(r) for r in rows), pairs, study)
    sizes = dict(zip(study.dimension_names, (len(r) for r in rows), strict=True))
    # No more points to a block than have BLOCK_PAIRS pairs together, and one at least.
    split = _split(sizes, keys, max(1, min(BLOCK_POINTS, BLOCK_PAIRS // pairs)))
    bases = every_base(scenario.force)
    # For each dimension its rows of values, cut into spans of a block's length.
    spans = [
        [r[i : i + n] for i in range(0, len(r), n)]
        for r, n in zip(rows, split.values(), strict=True)
    ]
    tasks = tuple(
        Task(block, tuple(span[i] for span, i in zip(spans, block, strict=True)))
        for block in product(*(range(len(span)) for span in spans))
    )
    content = _content(study, scenario, rows)
    return Job(
        function=worker,
        common=(scenario, keys, tuple(study.quantities)),
        sizes={**sizes, "deployment": len(scenario.deployment), "base": len(bases)},
        split=split,
        variables=_variables(study),
        tasks=tasks,
        sha256=hashlib.sha256(content.encode("ascii")).hexdigest(),
        coordinates=(
            *_coordinates(study, scenario, rows),
            Coordinate("deployment", "deployment", tuple(d.id for d in scenario.deployment)),
            Coordinate("deployment_name", "deployment", tuple(question.called.values()), _NAMED),
            Coordinate("base", "base", tuple(bases)),
            Coordinate("base_name", "base", _base_names(scenario, bases), _NAMED),
        ),
        attrs={
            "title": study.title,
            "study": content,
            "scenario_title": scenario.title,
            "scenario_sha256": fingerprint(scenario),
            "sources": json.dumps([s.to_dict() for s in question.sources]),
        },
    )


def _check_size(points: int, pairs: int, study: Study) -> None:
    shape = " x ".join(str(len(d.rows())) for d in study.dimensions)
    if points > MOST_POINTS:
        raise StudyError(f"{shape} = {points} points; allowed: at most {MOST_POINTS}")
    if points * pairs > MOST_PAIRS:
        raise StudyError(
            f"{counted(points, 'point')} of {counted(pairs, 'pair')} of a deployment and a flight: {points * pairs} in all; "
            f"allowed: at most {MOST_PAIRS}; fewer deployments, bases or points make fewer"
        )


def _split(sizes: dict[str, int], keys: tuple[tuple[str, ...], ...], room: int) -> dict[str, int]:
    """How long a block is along each dimension, so that it has at most `room` points.

    Dimensions whose points have most of the work in common come first, and get the most.
    """
    out = dict.fromkeys(sizes, 1)
    for name, _ in sorted(zip(sizes, keys, strict=True), key=lambda pair: _apart(pair[1])):
        if sizes[name] <= room:
            out[name] = sizes[name]
        else:
            # Blocks of nearly one length: 41 values at 20 a block are 14, 14 and 13, not 20, 20 and 1.
            out[name] = ceil(sizes[name] / ceil(sizes[name] / room))
        room //= out[name]
        if room < 2:
            break
    return out


def _apart(keys: tuple[str, ...]) -> int:
    """0: points along the dimension share their arcs; 1: their flights; 2: neither."""
    if all(key.endswith(_SHARED_ARCS) for key in keys):
        return 0
    return 1 if all(key.startswith(_SHARED_FLIGHTS) for key in keys) else 2


def _content(study: Study, scenario: Scenario, rows: list[tuple[tuple[float, ...], ...]]) -> str:
    """All that the results depend on, as canonical JSON: the same text for the same study, however laid out."""
    dimensions = zip(study.dimension_names, study.dimensions, rows, strict=True)
    content = {
        "title": study.title,
        "scenario_sha256": fingerprint(scenario),
        "dimensions": [
            {"name": name, "keys": d.names(), "rows": values} for name, d, values in dimensions
        ],
        "quantities": study.quantities,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _variables(study: Study) -> tuple[Variable, ...]:
    dims = (*study.dimension_names, "deployment")
    out = []
    for name in study.quantities:
        # Only the margins by base have a dimension of bases.
        own = (*dims, "base") if "_by_base_" in name else dims
        attrs = {"units": _unit(name), "long_name": QUANTITIES[name]}
        out.append(Variable(name, own, "<f8", float("nan"), attrs))
    out.append(Variable("reason", dims, "|u1", None, ATTRIBUTES))
    if "least_margin_by_base_km_s" in study.quantities:
        out.append(Variable("reason_by_base", (*dims, "base"), "|u1", None, ATTRIBUTES))
    counted = {"units": "1", "long_name": "flights that exist"}
    return (*out, Variable("flights", study.dimension_names, "<i4", None, counted))


def _coordinates(
    study: Study, scenario: Scenario, rows: list[tuple[tuple[float, ...], ...]]
) -> list[Coordinate]:
    known = movable(scenario)
    names = resolve(scenario).called
    out = []
    named = zip(study.dimension_names, study.dimensions, rows, strict=True)
    for i, (name, dimension, values) in enumerate(named):
        for key, column in zip(dimension.names(), zip(*values, strict=True), strict=True):
            # An axis is an index coordinate, named as its dimension. A list's columns stand beside one another along
            # theirs.
            own = name if i < len(study.axis) else key
            about = _about(key, known[key].to_dict(), names)
            if study.draws is not None and name == study.draws.name:
                about |= {"drawn": "from its interval", "seed": study.draws.seed}
            out.append(Coordinate(own, name, column, about))
    return out


def _base_names(scenario: Scenario, bases: Sequence[str]) -> tuple[str, ...]:
    """What people call each base, in the order of their ids."""
    names = {
        (b if isinstance(b, str) else b.id): base_name(b) for f in scenario.force for b in f.bases
    }
    return tuple(names.get(b, name_of(b)) for b in bases)


def _about(key: str, figure: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Attributes of a swept figure's coordinate: its unit, key and source, and what the scenario itself has for it."""
    # The scenario's own value and interval, under names that cannot be taken for the swept ones.
    kept = {f"scenario_{k}": figure[k] for k in ("value", "low", "high") if k in figure}
    return {
        "units": _unit(key), "long_name": figure_name(key, names), "figure": key, "status": figure["status"], "source": figure["source"], **kept,
    }  # fmt: skip


def _unit(name: str) -> str:
    return next((unit for end, unit in _UNITS.items() if name.endswith(end)), "1")


def worker() -> Callable[..., dict[str, Any]]:
    """What a worker calls, `points.solve`. Imported there: it brings the kernels."""
    from reassure.sweep.points import solve

    return solve
