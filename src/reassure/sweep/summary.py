"""A store in few numbers: what is done, where some flight is in reach, the least margin, and where the answer changes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from reassure.answers.sweep import (
    DeploymentSwept,
    SweepSummary,
    Swept,
    SweptDimension,
    SweptPlace,
    WorstSwept,
)
from reassure.sweep.layout import GAPS, VARIABLES, Dim, Layout, codes_of, opened_to_read
from reassure.sweep.reasons import Missing
from reassure.typing import Array, IntArray, Mask

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["summed_up"]

_OUT: Final = 0
_IN: Final = 1
_UNKNOWN: Final = -1
"""Of an answer: no flight is in reach, some is, or nothing is known."""
_LACKING = {
    Missing.NEVER_IN_REACH: "no critical launch delay: ", Missing.DIVERT_ENOUGH: "no critical burnout speed: ",
}  # fmt: skip
"""What is missing where it is not the margin."""
_NO_ANSWER = (Missing.NOT_COMPUTED, Missing.NO_FLIGHTS, Missing.UNUSABLE)


def summed_up(store: str | Path) -> SweepSummary:
    """The summary of a study's store, whole or still growing. Raises SweepError where it cannot be read."""
    with opened_to_read(Path(store)) as (found, layout):
        if "deployment" not in layout.dims:
            return _of_map(found, layout)
        # Over the study's dimensions in their order, and last the deployments.
        over = (*layout.swept, "deployment")
        reason = found["reason"].transpose(*over).to_numpy()
        margin = _margins(found, over)
        state = _states(found, margin, reason, over)
        names = layout.dims["deployment"].labels
        # Percentiles are of draws, and of nothing else that was swept.
        drawn = [layout.dims[d].drawn for d in layout.swept] == [True]
        share = _of(found, "share_out_of_reach", over)
        return SweepSummary(
            layout.title,
            _counts(state, reason),
            VARIABLES["least_margin_km_s"].words,
            VARIABLES["least_margin_km_s"].unit,
            _worst(margin, [layout.dims[d] for d in over]),
            tuple(_dimension(layout.dims[d], k, state) for k, d in enumerate(layout.swept)),
            tuple(
                DeploymentSwept(
                    name,
                    int((state[..., i] == _IN).sum()),
                    _worst(margin[..., i], [layout.dims[d] for d in layout.swept]),
                    _percentiles(margin[..., i]) if drawn else None,
                    _percentiles(share[..., i]) if drawn else None,
                )
                for i, name in enumerate(names)
            ),
        )


def _margins(found: xr.Dataset, over: Sequence[str]) -> Array:
    """The least margin (km/s) over the dimensions and deployments; NaN where there is none, or the store has none."""
    if "least_margin_km_s" in found:
        return _of(found, "least_margin_km_s", over)
    if "least_margin_by_base_km_s" in found:
        least = found["least_margin_by_base_km_s"].min("base")  # NaN is passed over
        return least.transpose(*over).to_numpy()
    return np.full([found.sizes[d] for d in over], np.nan)


def _of(found: xr.Dataset, name: str, over: Sequence[str]) -> Array:
    """A quantity over the dimensions and deployments; NaN where the store has none."""
    if name not in found:
        return np.full([found.sizes[d] for d in over], np.nan)
    return found[name].transpose(*over).to_numpy()


def _percentiles(values: Array) -> tuple[float, float, float] | None:
    """The 5th, 50th and 95th of what is known; None where a draw has no number."""
    if np.isnan(values).any():
        return None
    low, middle, high = np.percentile(values, [5.0, 50.0, 95.0])
    return float(low), float(middle), float(high)


def _states(found: xr.Dataset, margin: Array, reason: IntArray, over: Sequence[str]) -> IntArray:
    """_IN, _OUT or _UNKNOWN for each point and deployment."""
    if np.isnan(margin).all() and "share_out_of_reach" in found:
        share = found["share_out_of_reach"].transpose(*over).to_numpy()
        return np.where(np.isnan(share), _UNKNOWN, np.where(share < 1.0, _IN, _OUT))
    if not {"least_margin_km_s", "least_margin_by_base_km_s"} & set(map(str, found.variables)):
        return np.full(margin.shape, _UNKNOWN)
    # Where no arc meets any flight, or nothing tracks one, none is in reach.
    without = np.where(np.isin(reason, _NO_ANSWER), _UNKNOWN, _OUT)
    states: IntArray = np.where(np.isnan(margin), without, np.where(margin <= 0.0, _IN, _OUT))
    return states


def _counts(state: IntArray, reason: IntArray) -> Swept:
    # A point is in reach with one deployment that is.
    points = state.max(axis=-1)
    done = (reason != Missing.NOT_COMPUTED).all(axis=-1)
    known = bool((state != _UNKNOWN).any())
    codes = [m for m in Missing if m not in (Missing.NOTHING, Missing.NOT_COMPUTED)]
    missing = [(f"{_LACKING.get(m, '')}{m.words}", int((reason == m).sum())) for m in codes]
    return Swept(
        points.size,
        int(done.sum()),
        int((points == _IN).sum()) if known else None,
        int((points == _OUT).sum()) if known else None,
        tuple((words, count) for words, count in missing if count),
        reason.size,
    )


def _worst(value: Array, dims: Sequence[Dim], least: bool = True) -> WorstSwept | None:
    """The least value, or the greatest, and where it is; None where there is none."""
    if np.isnan(value).all():
        return None
    flat = int(np.nanargmin(value) if least else np.nanargmax(value))
    at = np.unravel_index(flat, value.shape)
    places = (SweptPlace(d.name, d.labels[k], d.told[k]) for d, k in zip(dims, at, strict=True))
    return WorstSwept(float(value[at]), tuple(places))


def _dimension(dim: Dim, axis: int, state: IntArray) -> SweptDimension:
    """Where the answer changes along a dimension, the one of that number in `state`."""
    order = dim.order()
    labels = tuple(dim.labels[k] for k in order)
    # A row for each setting of the others, deployments among them; a column for each value.
    rows = np.moveaxis(state, axis, -1).reshape(-1, len(order))[:, order]
    if not dim.ordered:
        return SweptDimension(dim.name, dim.words, labels, len(rows), 0, None, (), ordered=False, drawn=dim.drawn)  # fmt: skip
    changes = _changes(rows)
    where = np.flatnonzero(changes.any(axis=0))
    between = (labels[where[0]], labels[where[-1] + 1]) if where.size else None
    worst = np.flatnonzero(_changes(rows.max(axis=0)[None])[0])
    return SweptDimension(
        dim.name, dim.words, labels, len(rows), int(changes.any(axis=1).sum()), between,
        tuple((labels[k], labels[k + 1]) for k in worst.tolist()),
    )  # fmt: skip


def _changes(rows: IntArray) -> Mask:
    """(rows, columns - 1): is the answer known on both sides, and another?"""
    before, after = rows[:, :-1], rows[:, 1:]
    changes: Mask = (before != after) & (before != _UNKNOWN) & (after != _UNKNOWN)
    return changes


def _of_map(found: xr.Dataset, layout: Layout) -> SweepSummary:
    """Of maps: the limit that is hardest to keep, and where; nothing flips along a dimension of a limit."""
    variable = next(iter(layout.over))
    quantity = VARIABLES[variable]
    over = layout.over[variable]
    values, codes = codes_of(found, variable)
    value, code = values.to_numpy(), codes.to_numpy()
    missing = [(gap.words, int((code == c + 1).sum())) for c, gap in GAPS.items() if c != Missing.NOT_COMPUTED]  # fmt: skip
    waiting = int((code == Missing.NOT_COMPUTED + 1).sum())
    return SweepSummary(
        layout.title,
        Swept(value.size, value.size - waiting, None, None, tuple((w, n) for w, n in missing if n), value.size),
        quantity.words, quantity.unit,
        _worst(value, [layout.dims[d] for d in over], quantity.least),
        tuple(SweptDimension(d, layout.dims[d].words, layout.dims[d].labels, 0, 0, None, ()) for d in over),
        (),
    )  # fmt: skip
