"""One deployment against all flights, as a table of columns in a file, and the arrays of an answer from such tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated, Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from reassure.answers.document import WholeColumn
from reassure.answers.estimates import Estimates, NoReach
from reassure.answers.files import ContradictionError
from reassure.answers.pairs import Pairs
from reassure.answers.reading import made
from reassure.answers.reasons import Reason
from reassure.answers.timeline import Timeline
from reassure.scenario.complaint import shown
from reassure.words.counts import counted
from reassure.words.document import OMITTED, SPREAD, file_fields

__all__ = ["PairArrays", "PairColumns", "arrays_of", "reasons_in", "row_of"]

Part = TypeVar("Part", Pairs, Timeline, Estimates)
Table = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class PairColumns:
    """One deployment against the n flights of an answer, in their order: arrays (n,)."""

    deployment: str
    pairs: Annotated[Pairs, SPREAD]
    reason: WholeColumn
    """Indices into the `reasons` of the file: why a critical value is missing."""
    timeline: Annotated[Timeline | None, SPREAD, OMITTED] = None
    """None: its launch delay is given and not sensed."""
    estimates: Annotated[Estimates | None, SPREAD, OMITTED] = None
    """None: no flyouts were asked for."""
    estimate_reason: Annotated[WholeColumn | None, OMITTED] = None
    """The same: why a flight is not within reach of flyouts."""


class PairArrays(NamedTuple):
    """The arrays (d, n) of an answer."""

    pairs: Pairs
    timeline: Timeline | None
    estimates: Estimates | None


# -- into a file --------------------------------------------------------------------------------


def reasons_in(pairs: Pairs, estimates: Estimates | None) -> tuple[str, ...]:
    """The texts that stand for reasons in a file, each once: the empty one first, then those that there are."""
    found = [Reason(int(k)).words for k in np.unique(pairs.reason)]
    if estimates is not None:
        found += [NoReach(int(k)).words for k in np.unique(estimates.reason)]
    return tuple(dict.fromkeys(["", *found]))


def row_of(deployment: str, arrays: PairArrays, reasons: tuple[str, ...]) -> PairColumns:
    """The columns of one deployment, from its arrays (1, n); `reasons`: those of the file."""
    pairs, timeline, estimates = arrays
    return PairColumns(
        deployment,
        _flat(pairs),
        _places(pairs.reason[0], Reason, reasons),
        timeline=_flat(timeline) if timeline is not None and timeline.sensed.any() else None,
        estimates=None if estimates is None else _flat(estimates),
        estimate_reason=None
        if estimates is None
        else _places(estimates.reason[0], NoReach, reasons),
    )


def _flat(part: Part) -> Part:
    kind: Any = type(part)
    found: Part = kind(**{f.name: getattr(part, f.name)[0] for f in fields(part)})
    return found


def _places(
    numbers: NDArray[np.int64], kind: type[Reason | NoReach], reasons: tuple[str, ...]
) -> NDArray[np.int64]:
    places = [reasons.index(r.words) if r.words in reasons else -1 for r in kind]
    return np.array(places, np.int64)[numbers]


# -- out of a file ------------------------------------------------------------------------------


def arrays_of(
    tables: Sequence[Table],
    reasons: list[str],
    vehicles: Sequence[tuple[str | None, float | None]],
    flights: int,
) -> PairArrays:
    """The arrays of d tables, which were checked against `PairColumns`, over n `flights`.

    `reasons`: those of the file. `vehicles` (d,): those of the estimates, with their burnout speeds. Raises ContradictionError.
    """
    for table in tables:
        for key, column in table.items():
            if isinstance(column, list) and len(column) != flights:
                raise ContradictionError(
                    f"pairs, {shown(table['deployment'])}, {key}: {len(column)} of {counted(flights, 'flight')}"
                )
    pairs = [made(Pairs, t, reason=_numbers(t["reason"], Reason, reasons)) for t in tables]
    sensed = [_has(Timeline, table) for table in tables]
    estimated = [_has(Estimates, table, "reason") for table in tables]
    if any(estimated) and not all(estimated):
        raise ContradictionError("pairs: some with an estimate, some without")
    timelines = [_timeline(t if s else None, flights) for t, s in zip(tables, sensed, strict=True)]
    return PairArrays(
        _stacked(pairs),
        _stacked(timelines) if any(sensed) else None,
        _stacked([_estimate(t, reasons, v) for t, v in zip(tables, vehicles, strict=True)])
        if any(estimated)
        else None,
    )


def _stacked(parts: list[Part]) -> Part:
    kind: Any = type(parts[0])
    columns = {f.name: [getattr(part, f.name) for part in parts] for f in fields(kind)}
    found: Part = kind(
        **{
            name: np.stack(rows) if isinstance(rows[0], np.ndarray) else tuple(rows)
            for name, rows in columns.items()
        }
    )
    return found


def _has(kind: type[Any], table: Table, *more: str) -> bool:
    """Whether a table has the columns of a kind, and `more` of its prefix; ContradictionError where it has only some."""
    keys = [path[0] for field in file_fields(kind) for path in field.paths]
    keys += [kind.PREFIX + key for key in more]
    missing = [key for key in keys if key not in table]
    if missing and len(missing) < len(keys):
        raise ContradictionError(
            f"pairs, {shown(table['deployment'])}: columns {kind.PREFIX}..., but no {missing[0]}"
        )
    return not missing


def _timeline(table: Table | None, flights: int) -> Timeline:
    if table is None:
        given = np.full(flights, np.nan)
        return Timeline(given, given, given, given, np.full(flights, ""))
    found = made(
        Timeline, table, sensor=np.array([name or "" for name in table["sensed_sensor"]], np.str_)
    )
    # null stands for never
    times = {f.name: getattr(found, f.name) for f in fields(found) if f.name != "sensor"}
    never = {name: np.where(np.isnan(when), np.inf, when) for name, when in times.items()}
    return Timeline(sensor=found.sensor, **never)


def _estimate(
    table: Table, reasons: list[str], vehicle: tuple[str | None, float | None]
) -> Estimates:
    # one deployment's part of tuples, which `_stacked` puts together
    own: tuple[Any, Any] = vehicle
    return made(
        Estimates,
        table,
        vehicles=own[0],
        vehicle_speeds_km_s=own[1],
        reason=_numbers(table["estimate_reason"], NoReach, reasons),
    )


def _numbers(
    places: list[int], kind: type[Reason | NoReach], reasons: list[str]
) -> NDArray[np.int64]:
    """Of indices into the reasons of a file the numbers of a kind of reason."""
    known = {r.words: int(r) for r in kind}
    numbers = {}
    for place in set(places):
        if place >= len(reasons) or reasons[place] not in known:
            said = shown(reasons[place]) if place < len(reasons) else f"#{place}"
            raise ContradictionError(f"pairs: reason {said}")
        numbers[place] = known[reasons[place]]
    return np.array([numbers[place] for place in places], np.int64)
