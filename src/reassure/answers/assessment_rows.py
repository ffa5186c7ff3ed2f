"""Results of format 1, whose file has a table for each pair: read into the arrays of a result, and compared with it."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import fields
from typing import Annotated, Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment import Assessment
from reassure.answers.estimates import Estimates, NoReach
from reassure.answers.files import ContradictionError
from reassure.answers.pair_columns import PairArrays
from reassure.answers.pair_row import Pair
from reassure.answers.pairs import Pairs
from reassure.answers.reading import array_of
from reassure.answers.reasons import Reason
from reassure.answers.rows import columns_of
from reassure.answers.timeline import Timeline
from reassure.scenario.complaint import shown
from reassure.words.counts import counted
from reassure.words.document import FileType, Key

__all__ = ["AssessmentOfRows", "arrays_of_rows", "other_row", "same_in"]

# Version 0.1.0 rounded delays to the nearest 0.01 s. Two numbers of it agree within one such step and a little more.
_OLD_ROUNDING = 0.011

Cells = dict[str, list[Any]]
Part = TypeVar("Part", Pairs, Timeline, Estimates)


class AssessmentOfRows(Assessment):
    """A result as it stands in a file of format 1; nothing is written so any more."""

    FORMAT: ClassVar = "reassure-assessment/1"
    FILE: ClassVar[tuple[str, ...]] = (
        "title", "scenario_sha256", "reassure_version", "boost", "rows", "deployment_rows", "flights", "missing",
        "sources", "theatre", "curves", "uncertainty", "weighing",
    )  # fmt: skip

    @property
    def rows(self) -> Annotated[list[dict[str, Any]], Key("pairs"), FileType(tuple[Pair, ...])]:
        """Every pair, a table each: deployment by deployment, in the order of the flights."""
        return [row for d in range(len(self.deployments)) for row in self.pair_rows(d)]


def arrays_of_rows(rows: list[dict[str, Any]], shape: tuple[int, int]) -> PairArrays:
    """The arrays of `shape` (d, n) from the rows of a file. Raises ContradictionError."""
    if len(rows) != shape[0] * shape[1]:
        raise ContradictionError(
            f"{counted(len(rows), 'pair')} of {counted(shape[0], 'deployment')} and {counted(shape[1], 'flight')}; "
            f"expected {shape[0] * shape[1]}"
        )
    # pairs stand deployment by deployment, so that each column reshapes to (d, n)
    cells = columns_of(Pair, rows)
    words = _reasons(cells["pairs.reason_words"], Reason, shape)
    return PairArrays(
        _part(Pairs, cells, shape, reason=words),
        _timeline(cells, shape) if any("sensed" in row for row in rows) else None,
        _estimates(cells, shape),
    )


def _part(kind: type[Part], cells: Cells, shape: tuple[int, int], **ready: Any) -> Part:
    """An object of arrays of `shape` (d, n); its columns are called after its class, "pairs.margin_km_s" say.

    `ready`: fields that are made already. A null in a file becomes NaN.
    """
    return kind(
        **ready,
        **{
            f.name: array_of(cells[f"{kind.__name__.lower()}.{f.name}"]).reshape(shape)
            for f in fields(kind)
            if f.name not in ready
        },
    )


def _reasons(
    words: list[str | None], reasons: type[Reason | NoReach], shape: tuple[int, int]
) -> NDArray[np.int64]:
    # a file has the words of a reason; null stands for number 0, nothing missing
    known = {r.words or None: int(r) for r in reasons}
    for word in set(words):
        if word not in known:
            raise ContradictionError(f"pairs: reason {shown(word)}")
    return np.array([known[word] for word in words], np.int64).reshape(shape)


def _estimates(cells: Cells, shape: tuple[int, int]) -> Estimates | None:
    there = cells["estimates"]
    if not any(there):
        return None
    if not all(there):
        raise ContradictionError("pairs: some with an estimate, some without")
    return _part(
        Estimates,
        cells,
        shape,
        # the vehicle is the same in all n pairs of a deployment, so every n-th is taken
        vehicles=tuple(cells["estimates.vehicle"][:: shape[1]]),
        # a file of this format does not say it
        vehicle_speeds_km_s=(None,) * shape[0],
        shots=np.array(cells["estimates.shots"], np.int64).reshape(shape),
        reason=_reasons(cells["estimates.reason_words"], NoReach, shape),
    )


def _timeline(cells: Cells, shape: tuple[int, int]) -> Timeline:
    # an array of texts has no None; empty stands for no sensor
    names = [name or "" for name in cells["timeline.sensor"]]
    return _part(Timeline, cells, shape, sensor=np.array(names).reshape(shape))


def other_row(result: Assessment, data: dict[str, Any]) -> int | None:
    """The first row of a file, from 0, that the result read from it says otherwise; None where there is none."""
    same, count = same_in(data), result.flights.count
    for d in range(len(result.deployments)):
        for f, row in enumerate(result.pair_rows(d)):
            if not same(data["pairs"][d * count + f], row):
                return d * count + f
    return None


def same_in(data: dict[str, Any]) -> Callable[[Any, Any], bool]:
    """How something in a file is compared with what the result read from it says."""
    # a file of version 0.1.0 has no `boost`, fewer keys, and numbers that were rounded otherwise
    return (
        _like if data["format"] == AssessmentOfRows.FORMAT and "boost" not in data else operator.eq
    )


def _like(written: Any, said: Any) -> bool:
    """Does all that a file of version 0.1.0 says of a thing agree with what is said now, to that version's rounding?"""
    if isinstance(written, dict):
        return isinstance(said, dict) and all(_like(v, said.get(k)) for k, v in written.items())
    if isinstance(written, list):
        return (
            isinstance(said, list) and len(written) == len(said) and all(map(_like, written, said))
        )
    # whole numbers and texts have to be the same
    if isinstance(written, float) and isinstance(said, float):
        return abs(written - said) <= _OLD_ROUNDING
    return bool(written == said)
