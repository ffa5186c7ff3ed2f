"""A trade as a sweep: an interceptor at a place in each block, so that it can be shared out and stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from reassure.answers.trade import Trade
from reassure.questions.trade import TradePlan, TradeQuestion, check_provable, finished, planned_for
from reassure.questions.trade_work import OptionWork
from reassure.scenario import Scenario
from reassure.scenario.lookup import id_of
from reassure.scenario.model import DeploymentTable
from reassure.scenario.reader import fingerprint
from reassure.sweep.job import Coordinate, Job, Task, Variable
from reassure.sweep.run import run
from reassure.typing import quiet

__all__ = ["Common", "measure", "trade_job", "trade_through"]

_NAN = float("nan")


def trade_through(
    asked: TradeQuestion, store: str | Path, run_options: dict[str, Any] | None = None
) -> Trade:
    """As `trade`, with places and interceptors computed into a Zarr store.

    `run_options`: as `run` takes them (scheduler, workers, resume, progress, say). Raises what `run` and `trade` raise.
    """
    plan = planned_for(asked)
    if asked.certified:
        check_provable(plan)
    run(trade_job(plan), store, **(run_options or {}))
    import xarray as xr

    with xr.open_zarr(store) as read:
        share, least = read["protected_share"].values, read["least_margin_km_s"].values
    options = []
    for k, table in enumerate(plan.kinds):
        for j, place in enumerate(plan.places):
            # No arc meets any flight: missing (NaN) in the store, infinitely far in the answer.
            margins = np.where(np.isnan(least[k, j]), np.inf, least[k, j]).tolist()
            options += plan.work.options(
                plan.work.battery(table, place), place, plan.waits, plan.counts, share[k, j].tolist(), margins
            )  # fmt: skip
    return finished(plan, options, certified=asked.certified, progress=quiet)


def trade_job(plan: TradePlan) -> Job:
    """The job of a trade: protected shares (0 to 1) and least margins (km/s) over (interceptor, place, delay).

    A block is one interceptor at one place, at all delays: the footprint is the same for all of them.
    """
    work = plan.work
    sizes = {"interceptor": len(plan.kinds), "place": len(plan.places), "delay": len(plan.waits)}
    dims = tuple(sizes)
    # As in a scenario's file, so that the same interceptor gives the same hash.
    tables = [json.loads(t.model_dump_json(by_alias=True, exclude_none=True)) for t in plan.kinds]
    content = json.dumps(
        {
            "scenario_sha256": fingerprint(work.scenario), "what": work.what, "spent": work.spent,
            "cells": work.cells, "places": plan.places, "delays": plan.waits, "interceptors": tables,
        },
        sort_keys=True, separators=(",", ":"), ensure_ascii=True,
    )  # fmt: skip
    lats, lons = zip(*plan.places, strict=True)
    return Job(
        function=worker,
        common=(Common(work.scenario, work.what, work.spent, work.cells), plan.kinds, plan.places, plan.waits),
        sizes=sizes,
        split={"interceptor": 1, "place": 1},
        variables=(
            Variable(
                "protected_share", dims, "<f8", _NAN,
                {"units": "1", "long_name": f"part of {work.what[0]} protected against {work.what[1]}, one missile at a time"},
            ),
            Variable(
                "least_margin_km_s", dims, "<f8", _NAN,
                {"units": "km s-1", "long_name": "least margin to the force; missing: no arc meets any flight"},
            ),
        ),
        tasks=tuple(Task(at, at) for at in product(range(sizes["interceptor"]), range(sizes["place"]))),
        sha256=hashlib.sha256(content.encode("ascii")).hexdigest(),
        coordinates=(
            Coordinate("interceptor", "interceptor", tuple(_name(t) for t in plan.kinds)),
            Coordinate("latitude_deg", "place", tuple(lats), {"units": "degrees_north"}),
            Coordinate("longitude_deg", "place", tuple(lons), {"units": "degrees_east"}),
            Coordinate("delay", "delay", plan.waits, {"units": "s"}),
        ),
        attrs={
            "title": plan.title,
            "scenario_sha256": fingerprint(work.scenario),
            "trade": content,
            "sources": json.dumps([s.to_dict() for s in plan.sources]),
        },
    )  # fmt: skip


class Common(NamedTuple):
    """What every block of a trade needs beside its options."""

    scenario: Scenario
    what: tuple[str, str]
    """The region to protect, and the missile it is protected against."""
    spent: tuple[int, int]
    """Missiles of the raid, and interceptors spent on each."""
    cells: int
    """Cells of the region, along its longer side."""


def measure(
    common: Common,
    kinds: tuple[DeploymentTable, ...],
    places: tuple[tuple[float, float], ...],
    waits: tuple[float, ...],
    kind: int,
    place: int,
) -> dict[str, Any]:
    """One interceptor at one place: protected shares and least margins (km/s), each (1, 1, delays).

    `kind` and `place` are numbers into `kinds` and `places` (latitude, longitude; WGS84 degrees); `waits`: launch
    delays (s). A margin is NaN where no arc meets any flight.
    """
    scenario = common.scenario
    key = fingerprint(scenario)
    if key not in _families:
        from reassure.engagement.flights import family_of
        from reassure.scenario.resolve import resolve

        _families.clear()
        question = resolve(scenario)
        _families[key] = question, family_of(question.forces)
    question, family = _families[key]
    work = OptionWork(scenario, question, family, common.what, common.spent, common.cells)
    _, shares, least = work.measured(kinds[kind], places[place], waits)
    margins = np.array(least)
    return {
        "protected_share": np.array(shares).reshape(1, 1, -1),
        "least_margin_km_s": np.where(np.isfinite(margins), margins, np.nan).reshape(1, 1, -1),
    }


_families: dict[
    str, Any
] = {}  # question and flights of the last scenario: made once for each worker


def _name(table: DeploymentTable) -> str:
    return id_of(table.interceptor)


def worker() -> Callable[..., dict[str, Any]]:
    """What a worker calls, `measure`: of this module, whose import brings the kernels."""
    return measure
