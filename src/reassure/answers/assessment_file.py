"""Reading a result back from the file that `assess --json` wrote, with one clear line for whatever is wrong.

A file is believed only if the result made from it says of itself, key by key, what the file says.
"""

from __future__ import annotations

import operator
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment import Assessment
from reassure.answers.deployment import Deployment
from reassure.answers.estimates import Estimates, NoReach
from reassure.answers.files import help_of, one_line, table_of
from reassure.answers.flights import Flights
from reassure.answers.pair_row import Pair
from reassure.answers.pairs import Pairs
from reassure.answers.reading import array_of, checked, made
from reassure.answers.reasons import Reason
from reassure.answers.rows import columns_of
from reassure.answers.timeline import Timeline
from reassure.errors import ResultError
from reassure.scenario.complaint import printable, shown
from reassure.words.counts import counted

__all__ = ["read_assessment"]

# Version 0.1.0 rounded delays to the nearest 0.01 s. Two numbers of it agree within one such step and a little more.
_OLD_ROUNDING = 0.011
# km/s. A margin is the difference of two figures, and all three stand to six digits: up to 1.5e-6 together.
_ROUNDING = 2e-6

Cells = dict[str, list[Any]]
Part = TypeVar("Part", Pairs, Timeline, Estimates)


def read_assessment(path: str | Path) -> Assessment:
    """The result in a file that `reassure assess --json` or `Assessment.write_json` wrote.

    Written again it gives the same bytes. Its `scenario` is None, for a file does not hold the question.

    Raises ResultError, its message one line: file, key, what is wrong, what is allowed.
    """
    name = printable(str(path))
    data = table_of(Assessment, path)
    try:
        with one_line(Assessment, name):
            # keys and types first: what follows may rely on them
            result = _assessment(checked(Assessment, data))
    except _Odd as odd:
        raise ResultError(f"{name}: {printable(str(odd))}; {help_of(Assessment)}") from None
    _agree(result, data, name)
    return result


class _Odd(Exception):  # noqa: N818  (never leaves this file)
    """The parts of a file contradict one another."""


def _assessment(table: dict[str, Any]) -> Assessment:
    flights = _flights(table["flights"])
    rows, columns = len(table["deployments"]), flights.count
    if len(table["pairs"]) != rows * columns:
        raise _Odd(
            f"{counted(len(table['pairs']), 'pair')} of {counted(rows, 'deployment')} and {counted(columns, 'flight')}; "
            f"expected {rows * columns}"
        )
    for d in table["deployments"]:
        # indices from 0; that they are not negative was checked with the types
        for flight in (d["worst_flight"], d["latest_flight"]):
            if flight is not None and flight >= columns:
                raise _Odd(f"deployment {shown(d['id'])}: flight {flight} of {columns}")
    # pairs stand deployment by deployment, so that each column reshapes to (d, n)
    cells = columns_of(Pair, table["pairs"])
    shape = (rows, columns)
    result = made(
        Assessment,
        table,
        deployments=tuple(made(Deployment, d) for d in table["deployments"]),
        flights=flights,
        pairs=_pairs(cells, shape),
        estimates=_estimates(cells, shape),
        timeline=_timeline(cells, shape) if any("sensed" in p for p in table["pairs"]) else None,
    )
    _check_theatre(result)
    _check_curves(result)
    return result


def _flights(columns: dict[str, list[Any]]) -> Flights:
    # a file from before there was this column has flights of the short way only
    columns = {**columns, "way": columns.get("way") or ["short"] * len(columns["base"])}
    if len({len(values) for values in columns.values()}) != 1 or not columns["base"]:
        raise _Odd("flights: columns that are empty or not of one length")
    flights = made(Flights, columns)
    if not (
        (flights.burnout_time_s > 0.0) & (flights.flight_time_s > flights.burnout_time_s)
    ).all():
        raise _Odd("flights: one that ends before its burnout")
    return flights


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


def _pairs(cells: Cells, shape: tuple[int, int]) -> Pairs:
    # a meeting has a place, so both the table `at` and the site point have to be there
    met = [a and b is not None for a, b in zip(cells["pairs.met"], cells["pairs.site_latitude_deg"], strict=True)]  # fmt: skip
    required, margin = cells["pairs.required_speed_km_s"], cells["pairs.margin_km_s"]
    if met != [a is not None and b is not None for a, b in zip(required, margin, strict=True)]:
        raise _Odd("pairs: a required speed without a meeting, or a meeting without one")
    words = cells["pairs.reason_words"]
    pairs = _part(Pairs, cells, shape, reason=_reasons(words, Reason, shape))
    # the margin in a file has to follow from the two speeds beside it
    available = array_of(cells["deployments.available_speed_km_s"]).reshape(shape)
    gap = np.abs(pairs.required_speed_km_s - available - pairs.margin_km_s)
    if not (np.isnan(pairs.margin_km_s) | (gap <= _ROUNDING)).all():
        raise _Odd("pairs: a margin that is not required less available speed")
    return pairs


def _reasons(
    words: list[str | None], reasons: type[Reason | NoReach], shape: tuple[int, int]
) -> NDArray[np.int64]:
    # a file has the words of a reason; null stands for number 0, nothing missing
    known = {r.words or None: int(r) for r in reasons}
    for word in set(words):
        if word not in known:
            raise _Odd(f"pairs: reason {shown(word)}")
    return np.array([known[word] for word in words], np.int64).reshape(shape)


def _estimates(cells: Cells, shape: tuple[int, int]) -> Estimates | None:
    there = cells["estimates"]
    if not any(there):
        return None
    if not all(there):
        raise _Odd("pairs: some with an estimate, some without")
    return _part(
        Estimates,
        cells,
        shape,
        # the vehicle is the same in all n pairs of a deployment, so every n-th is taken
        vehicles=tuple(cells["estimates.vehicle"][:: shape[1]]),
        shots=np.array(cells["estimates.shots"], np.int64).reshape(shape),
        reason=_reasons(cells["estimates.reason_words"], NoReach, shape),
    )


def _timeline(cells: Cells, shape: tuple[int, int]) -> Timeline:
    # an array of texts has no None; empty stands for no sensor
    names = [name or "" for name in cells["timeline.sensor"]]
    return _part(Timeline, cells, shape, sensor=np.array(names).reshape(shape))


def _check_theatre(result: Assessment) -> None:
    t, rows = result.theatre, len(result.deployments)
    if t is None:
        return
    if len(t.reach_km) != rows:
        raise _Odd(f"theatre, reach_km: {len(t.reach_km)} of {counted(rows, 'deployment')}")
    known = {d.id for d in result.deployments}
    for area in t.areas:
        if area.kind == "deployment" and area.id not in known:
            raise _Odd(f"theatre, areas: no deployment {shown(area.id)}")


def _check_curves(result: Assessment) -> None:
    rows = len(result.deployments)
    if result.curves is None:
        return
    if len(result.curves) != rows:
        raise _Odd(f"curves: {len(result.curves)} of {counted(rows, 'deployment')}")
    for curve in result.curves:
        if len(curve.delay_s) != len(curve.required_speed_km_s):
            raise _Odd("curves: delays and speeds that differ in number")


def _agree(result: Assessment, data: dict[str, Any], name: str) -> None:
    """Raise ResultError where the result, written again, would differ from the file: it was changed by hand."""
    said = f"does not agree with the rest of the file; {help_of(Assessment)}"
    # a file of version 0.1.0 has no `boost`, fewer keys, and numbers that were rounded otherwise
    same = _like if "boost" not in data else operator.eq
    count = result.flights.count
    for d in range(len(result.deployments)):
        for f, row in enumerate(result.pair_rows(d)):
            if not same(data["pairs"][d * count + f], row):
                # counted from 1, as a reader counts the lines of a file
                raise ResultError(f"{name}: pairs #{d * count + f + 1}: {said}")
    for key, value in result.summaries().items():
        if not same(data.get(key), value):
            raise ResultError(f"{name}: {key}: {said}")


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
