"""What a store's arrays are over: dimensions with their values in words, and which quantities there are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reassure.answers.frontier import Why
from reassure.answers.sweep import Gap
from reassure.errors import SweepError
from reassure.scenario.names import figure_name, figure_unit, in_words
from reassure.sweep.job import Coordinate, Job
from reassure.sweep.reasons import Missing
from reassure.sweep.store import read_head
from reassure.sweep.study import QUANTITIES

if TYPE_CHECKING:
    import xarray as xr

__all__ = [
    "GAPS",
    "VARIABLES",
    "Dim",
    "Layout",
    "Measured",
    "codes_of",
    "layout_of",
    "opened_to_read",
]


@dataclass(frozen=True)
class Measured:
    """A quantity that a store may have: what it is, its unit, and which of several values is the worst for whoever wants
    to be reassured.
    """

    words: str
    unit: str
    least: bool = True
    """The least is the worst; else the greatest."""
    reason: str = "reason"
    """The array that says why a value is missing."""

    @property
    def worst(self) -> str:
        """The word for it."""
        return "least" if self.least else "greatest"


VARIABLES: Mapping[str, Measured] = {
    "least_margin_km_s": Measured(QUANTITIES["least_margin_km_s"], "km/s"),
    "critical_burnout_speed_km_s": Measured(QUANTITIES["critical_burnout_speed_km_s"], "km/s"),
    "critical_launch_delay_s": Measured(QUANTITIES["critical_launch_delay_s"], "s", least=False),
    "share_out_of_reach": Measured(QUANTITIES["share_out_of_reach"], ""),
    "least_margin_by_base_km_s": Measured(QUANTITIES["least_margin_by_base_km_s"], "km/s", reason="reason_by_base"),
    "share_proved": Measured(QUANTITIES["share_proved"], ""),
    "greatest_burnout_speed_km_s": Measured("greatest burnout speed at which no flight is within reach", "km/s", reason="kind"),
    "least_launch_delay_s": Measured("least launch delay at which no flight is within reach", "s", least=False, reason="kind"),
}  # fmt: skip
"""In the order in which one is taken where none is named."""

_MAP = 100
"""What is added to a code of a map's `kind`, so that all codes of gaps are different."""

GAPS: Mapping[int, Gap] = {
    Missing.DIVERT_ENOUGH: Gap("in", Missing.DIVERT_ENOUGH.words),
    Missing.NO_ARC_AT_DELAY: Gap("no arc", Missing.NO_ARC_AT_DELAY.words),
    Missing.NEVER_IN_REACH: Gap("out", Missing.NEVER_IN_REACH.words),
    Missing.NO_ARC_EVER: Gap("no arc", Missing.NO_ARC_EVER.words),
    Missing.NEVER_AT_HEIGHT: Gap("no arc", Missing.NEVER_AT_HEIGHT.words),
    Missing.NOT_SENSED: Gap("not sensed", Missing.NOT_SENSED.words),
    Missing.NOT_FACED: Gap("not sensed", Missing.NOT_FACED.words),
    _MAP + Why.NO_ARC: Gap("out", "no arc above the ground meets any flight after the launch delay"),
    _MAP + Why.NEVER: Gap("out", "no launch is early enough"),
    Missing.NO_FLIGHTS: Gap("no answer", Missing.NO_FLIGHTS.words),
    Missing.UNUSABLE: Gap("no answer", Missing.UNUSABLE.words),
    _MAP + Why.OUTSIDE: Gap("no answer", "outside the area"),
    _MAP + len(Why): Gap("no answer", Missing.UNUSABLE.words),
    Missing.NOTHING: Gap("no answer", "no value"),
    Missing.NOT_COMPUTED: Gap("not computed", Missing.NOT_COMPUTED.words),
}  # fmt: skip
"""Why a value is missing, by the code of `codes_of`: from the gap that is nearest to reach to the farthest."""


@dataclass(frozen=True)
class Dim:
    """A dimension: what moves along it, with units; its values in words as they stand in the store; the same as numbers,
    where they are those of one figure; and what the scenario itself has.
    """

    name: str
    words: str
    labels: tuple[str, ...]
    typed: tuple[str, ...]
    """What is typed for each value: a number, an id, or the number of a row."""
    told: tuple[str, ...]
    """Each value in a sentence: "SM-3 IIA: burnout speed 4.5 km/s"."""
    numbers: tuple[float, ...] | None
    own: float | None = None
    ordered: bool = True
    """Do neighbours lie beside one another: does each figure of a list rise or fall along it?"""
    drawn: bool = False
    """Its rows were drawn."""

    def order(self) -> list[int]:
        """The places of its values from the least to the greatest; as they stand where they are no numbers."""
        if self.numbers is None:
            return list(range(len(self.labels)))
        return [int(i) for i in np.argsort(self.numbers)]


@dataclass(frozen=True)
class Layout:
    """The dimensions of a store, and over which of them each quantity is."""

    title: str
    dims: Mapping[str, Dim]
    over: Mapping[str, tuple[str, ...]]

    @property
    def swept(self) -> tuple[str, ...]:
        """The dimensions of the study itself: those that are neither deployments, bases, parties nor the map's."""
        return tuple(d for d in self.dims if d not in _FIXED)


_NAMES = ("deployment_name", "base_name")
_FIXED = {
    "deployment": "deployment", "base": "base of the force", "party": "party",
    "latitude_deg": "latitude, deg", "longitude_deg": "longitude, deg",
}  # fmt: skip


def layout_of(job: Job) -> Layout:
    """The layout of a study's store, before there is one."""
    over = {v.name: v.dims for v in job.variables if v.name in VARIABLES}
    return _layout(str(job.attrs["title"]), job.coordinates, over)


@contextmanager
def opened_to_read(path: Path) -> Iterator[tuple[xr.Dataset, Layout]]:
    """A study's store, whole or still growing, and its layout. Raises SweepError where it is none, or cannot be read."""
    head = read_head(path)
    if head is None or "study" not in head:
        what = "a sweep, or not yet" if head is None else "a study"
        raise SweepError(
            f"{path}: not a store of {what}; allowed: a study's store, or a study file"
        )
    import xarray as xr

    try:
        with xr.open_zarr(path, chunks=None) as found:
            # Coordinates are told by what they have: an index, a swept figure, or names.
            names = [str(n) for n in found.variables]
            kept = [
                n for n in names if n in found.sizes or n in _NAMES or "figure" in found[n].attrs
            ]
            # Those of a list in the order of the study; a store has its arrays by their names.
            keys = str(head["study"])
            kept.sort(key=lambda n: keys.find(json.dumps(n)))
            coordinates = [
                Coordinate(n, str(found[n].dims[0]), tuple(found[n].values.tolist()), found[n].attrs)
                for n in kept
            ]  # fmt: skip
            over = {n: tuple(map(str, found[n].dims)) for n in names if n in VARIABLES}
            layout = _layout(str(head["title"]), coordinates, over)
            yield found, layout
    except (OSError, KeyError, ValueError) as error:
        raise SweepError(f"{path}: cannot be read: {' '.join(str(error).split())[:200]}") from None


def _layout(
    title: str, coordinates: Iterable[Coordinate], over: Mapping[str, tuple[str, ...]]
) -> Layout:
    known = list(coordinates)
    # In the order of the arrays, which is the study's.
    names = dict.fromkeys(d for dims in over.values() for d in dims)
    dims = {d: _dim(d, [c for c in known if c.dim == d]) for d in names}
    first = {v: over[v] for v in VARIABLES if v in over}
    return Layout(title, dims, first)


def _dim(name: str, along: list[Coordinate]) -> Dim:
    """A dimension from the coordinates along it."""
    by_name = {c.name: c for c in along}
    index = by_name.get(name)
    if index is not None and all(isinstance(v, str) for v in index.values):
        called = by_name.get(f"{name}_name")
        labels = tuple(map(str, called.values)) if called else tuple(in_words(str(v)) for v in index.values)  # fmt: skip
        return Dim(name, _FIXED.get(name, name), labels, tuple(map(str, index.values)), labels, None)  # fmt: skip
    if index is not None:
        own = index.attrs.get("scenario_value")
        numbers = tuple(float(v) for v in index.values)
        labels = tuple(f"{v:.10g}" for v in numbers)
        words = _FIXED.get(name) or _figure(index)
        # "latitude, deg": of a map, which is of no figure.
        told = tuple(f"{words.replace(',', f' {v}')}" for v in labels) if name in _FIXED else tuple(_told(index, v) for v in numbers)  # fmt: skip
        return Dim(name, words, labels, labels, told, numbers, None if own is None else float(own))
    # A list: its figures move together, row by row.
    columns = [c for c in along if "figure" in c.attrs]
    rows = list(zip(*(c.values for c in columns), strict=True))
    drawn = any("drawn" in c.attrs for c in columns)
    typed = tuple(str(k) for k in range(1, len(rows) + 1))
    if drawn:
        labels = told = tuple(f"draw {k}" for k in typed)
    else:
        labels = tuple(", ".join(f"{v:.10g}" for v in row) for row in rows)
        told = tuple(_joined([_told(c, float(v)) for c, v in zip(columns, row, strict=True)], ", ") for row in rows)  # fmt: skip
    words = _joined([_figure(c) for c in columns], "; ")
    return Dim(
        name,
        words,
        labels,
        typed,
        told,
        None,
        None,
        all(_one_way(c.values) for c in columns),
        drawn,
    )


def _one_way(values: Iterable[float | str]) -> bool:
    """Never falls, or never rises."""
    steps = np.diff(np.array(list(values), float))
    return bool((steps >= 0.0).all() or (steps <= 0.0).all())


def _joined(words: list[str], between: str) -> str:
    """Figures in a row, their owner named again only where it is another: "Solid ICBM: burnout time 120 s, burnout
    height 150 km".
    """
    out = words[:1]
    for before, each in pairwise(words):
        owner, _, rest = each.partition(": ")
        out.append(rest if before.partition(": ")[0] == owner else each)
    return between.join(out)


def _name(coordinate: Coordinate) -> str:
    """What a swept figure is called. Stores of earlier versions do not say it."""
    key = str(coordinate.attrs["figure"])
    return str(coordinate.attrs.get("long_name") or figure_name(key, {}))


def _figure(coordinate: Coordinate) -> str:
    """A swept figure in words, with its unit: "SM-3 IIA: burnout speed, km/s"."""
    unit = figure_unit(str(coordinate.attrs["figure"]))
    return f"{_name(coordinate)}, {unit}" if unit else _name(coordinate)


def _told(coordinate: Coordinate, value: float) -> str:
    """A value of a swept figure in words: "SM-3 IIA: burnout speed 4.5 km/s"."""
    unit = figure_unit(str(coordinate.attrs["figure"]))
    return f"{_name(coordinate)} {value:.10g} {unit}".rstrip()


def codes_of(found: xr.Dataset, variable: str) -> tuple[xr.DataArray, xr.DataArray]:
    """A variable's values, and for each a code: 0 where there is one, or else why it is missing, as in GAPS, counted on
    by 1.
    """
    values = found[variable]
    reason = found[VARIABLES[variable].reason].astype(int)
    if VARIABLES[variable].reason == "kind":
        # Nothing is written there yet: the array of kinds has its 0 there, which is `known`.
        nothing = (reason == Why.KNOWN) & values.isnull()
        reason = (reason + _MAP).where(~nothing, int(Missing.NOT_COMPUTED))
    return values, (reason + 1).where(values.isnull(), 0).astype(int)
