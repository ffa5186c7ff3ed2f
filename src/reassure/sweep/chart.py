"""One quantity of a store over one dimension or two, for a chart: the other dimensions fixed, or at their worst."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reassure.answers.sweep import ChartAxis, SweepChart
from reassure.errors import InputError
from reassure.sweep.layout import GAPS, VARIABLES, Dim, Layout, codes_of, opened_to_read
from reassure.typing import Array, IntArray

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["ChartQuestion", "charted", "planned"]


@dataclass(frozen=True)
class ChartQuestion:
    """What a chart is to show.

    `x`, `y`: names of dimensions; without either, the first two of the study that have several values. `variable`: a
    quantity of the store; None: the first it has, which is the least margin where that was kept. `at`: which value of
    another dimension, by its name, as the study has it: a number, an id, or the number of a list's row, from 1.
    """

    x: str | None = None
    y: str | None = None
    variable: str | None = None
    at: Mapping[str, str] = field(default_factory=dict)


def planned(layout: Layout, asked: ChartQuestion) -> ChartQuestion:
    """The question with nothing left open, for a store of that layout. InputError where the store has no such thing."""
    variable = asked.variable or next(iter(layout.over))
    if variable not in layout.over:
        raise InputError(f"--variable {variable}; allowed: {', '.join(layout.over)}")
    over = layout.over[variable]
    long = [d for d in over if len(layout.dims[d].labels) > 1 and d not in asked.at]
    # Maps are drawn as maps are.
    usual = ["longitude_deg", "latitude_deg"] if "latitude_deg" in over else [*(d for d in long if d in layout.swept), *long, *over]  # fmt: skip
    usual = [d for d in dict.fromkeys(usual) if d not in (asked.y, *asked.at)]
    x = asked.x or next(iter(usual), None)
    y = asked.y or (next((d for d in usual[1:] if d in long), None) if asked.x is None else None)
    for option, name in (("--x", x), ("--y", y), *(("--at", d) for d in asked.at)):
        if name is not None and name not in over:
            raise InputError(f"{option} {name}, which {variable} is not over; allowed: {', '.join(over)}")  # fmt: skip
    if x is None:
        raise InputError("--at with every dimension; allowed: one left for the chart")
    if x == y:
        raise InputError(f"--x {x} with --y {y}; allowed: two different dimensions")
    for name, value in asked.at.items():
        if name in (x, y):
            raise InputError(f"--at {name}={value}, which is an axis of the chart; allowed: {', '.join(d for d in over if d not in (x, y)) or 'none'}")  # fmt: skip
        _place(layout.dims[name], value)
    return replace(asked, x=x, y=y, variable=variable)


def charted(store: str | Path, asked: ChartQuestion | None = None) -> SweepChart:
    """The numbers of a chart from a study's store. Raises SweepError where it cannot be read, InputError where it has not
    what is asked for.
    """
    with opened_to_read(Path(store)) as (found, layout):
        plan = planned(layout, asked or ChartQuestion())
        assert plan.variable is not None  # noqa: S101  (planned leaves nothing open)
        assert plan.x is not None  # noqa: S101
        axes = [plan.x] if plan.y is None else [plan.y, plan.x]
        value, code = _reduced(found, layout, plan, plan.variable)
        base = plan.variable == "least_margin_by_base_km_s"
        margin = value if base else None
        if "least_margin_km_s" in layout.over and not base:
            margin = _reduced(found, layout, plan, "least_margin_km_s")[0]
        met = [c for c in GAPS if (code == c + 1).any()]
        gap = np.zeros(code.shape, np.int64)
        for k, c in enumerate(met, 1):
            gap[code == c + 1] = k
        quantity = VARIABLES[plan.variable]
        x, y = _axis(layout.dims[plan.x]), None if plan.y is None else _axis(layout.dims[plan.y])
        assert value.shape == tuple(len(layout.dims[a].labels) for a in axes)[-value.ndim :]  # noqa: S101
        return SweepChart(
            layout.title, plan.variable, quantity.words, quantity.unit, x, y, np.atleast_2d(value), np.atleast_2d(gap),
            tuple(GAPS[c] for c in met), None if margin is None else np.atleast_2d(margin), _settings(layout, plan),
        )  # fmt: skip


def _reduced(
    found: xr.Dataset, layout: Layout, plan: ChartQuestion, variable: str
) -> tuple[Array, IntArray]:
    """Values (rows, columns) or (columns,) in the order of the axes, and the codes of those that are missing: the worst
    over the dimensions that are neither axes nor fixed.
    """
    values, codes = codes_of(found, variable)
    fixed = {d: _place(layout.dims[d], v) for d, v in plan.at.items() if d in values.dims}
    axes = [d for d in (plan.y, plan.x) if d is not None]
    values, codes = values.isel(fixed), codes.isel(fixed)
    rest = [d for d in values.dims if d not in axes]
    values, codes = (a.transpose(*axes, *rest) for a in (values, codes))
    shape = values.shape[: len(axes)]
    value = values.to_numpy().reshape(*shape, -1)
    code = codes.to_numpy().reshape(*shape, -1)
    at = _worst(value, code, VARIABLES[variable].least)[..., None]
    value, code = (np.take_along_axis(a, at, -1)[..., 0] for a in (value, code))
    for k, name in enumerate(axes):
        order = layout.dims[name].order()
        value, code = np.take(value, order, k), np.take(code, order, k)
    return value, code


def _worst(value: Array, code: IntArray, least: bool) -> IntArray:
    """Along the last axis, the place of the worst value. What is not computed yet stands for all: it could be worse."""
    # A missing figure that is in reach whatever it is comes before all values, the others behind them in GAPS' order.
    rank = np.where(code == 0, value if least else -value, 0.0)
    for k, (c, gap) in enumerate(GAPS.items()):
        far = -math.inf if gap.kind in ("not computed", "in") else 1e12 + k
        rank = np.where(code == c + 1, far, rank)
    # Two infinities are told apart: nothing is said of a cell that is not whole.
    waiting = (code > 0) & (code == _NOT_COMPUTED + 1)
    at: IntArray = np.where(waiting.any(-1), waiting.argmax(-1), rank.argmin(-1))
    return at


_NOT_COMPUTED = next(c for c, gap in GAPS.items() if gap.kind == "not computed")


def _place(dim: Dim, given: str) -> int:
    """Which value of a dimension is meant. Raises InputError."""
    if given in dim.typed:
        return dim.typed.index(given)
    try:
        wanted = float(given)
    except ValueError:
        wanted = math.nan
    for k, number in enumerate(dim.numbers or ()):
        if math.isclose(number, wanted, rel_tol=1e-6, abs_tol=1e-9):
            return k
    raise InputError(f"--at {dim.name}={given}; allowed: {_listed(dim)}")


def _listed(dim: Dim) -> str:
    """What may be typed for a dimension."""
    if len(dim.typed) <= 20:
        return ", ".join(dim.typed)
    if dim.numbers is None:
        return f"{dim.typed[0]} to {dim.typed[-1]}"
    return f"{len(dim.typed)} values from {min(dim.numbers):g} to {max(dim.numbers):g}, as the study has them"


def _axis(dim: Dim) -> ChartAxis:
    order = dim.order()
    numbers = None if dim.numbers is None else tuple(dim.numbers[k] for k in order)
    return ChartAxis(
        dim.name, dim.words, tuple(dim.labels[k] for k in order), numbers, dim.own, dim.drawn
    )


def _settings(layout: Layout, plan: ChartQuestion) -> str:
    """What the other dimensions are at."""
    assert plan.variable is not None  # noqa: S101
    others = [d for d in layout.over[plan.variable] if d not in (plan.x, plan.y)]
    dims = [layout.dims[d] for d in others]
    # A dimension of one value is at that, asked or not.
    at = [
        d.told[_place(d, plan.at[d.name]) if d.name in plan.at else 0]
        for d in dims
        if d.name in plan.at or len(d.labels) == 1
    ]
    free = [d for d in dims if d.name not in plan.at and len(d.labels) > 1]
    figures = ", and of ".join(d.words for d in free if d.name in layout.swept)
    worst = [f"all values of {figures}"] if figures else []
    worst += [f"all {_MANY[d.name]}" for d in free if d.name not in layout.swept]
    over = f"the {VARIABLES[plan.variable].worst} over {', and over '.join(worst)}"
    said = "; ".join([*at, over] if free else at)
    return f"{said[:1].upper()}{said[1:]}"


_MANY = {
    "deployment": "deployments", "base": "bases", "party": "parties", "latitude_deg": "latitudes", "longitude_deg": "longitudes",
}  # fmt: skip
