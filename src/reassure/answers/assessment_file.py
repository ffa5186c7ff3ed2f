"""Reading a result back from the file that `assess --json` wrote, with one clear line for whatever is wrong.

A file is believed only if the result made from it says of itself, key by key, what the file says.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from reassure.answers.assessment import Assessment
from reassure.answers.assessment_rows import (
    AssessmentOfRows,
    arrays_of_rows,
    other_row,
    same_in,
)
from reassure.answers.deployment import Deployment
from reassure.answers.files import ContradictionError, one_line, table_of
from reassure.answers.flights import Flights
from reassure.answers.pair_columns import PairArrays, arrays_of
from reassure.answers.pairs import Pairs
from reassure.answers.reading import checked, made
from reassure.scenario.complaint import printable, shown
from reassure.words.counts import counted
from reassure.words.document import plain

__all__ = ["read_assessment"]

# km/s. A margin is the difference of two figures, and all three stand to six digits: up to 1.5e-6 together.
_ROUNDING = 2e-6


def read_assessment(path: str | Path) -> Assessment:
    """The result in a file that `reassure assess --json` or `Assessment.write_json` wrote, of this version or before.

    Written again it gives the same bytes, if the file is of today's format. Its `scenario` is None, for a file does not
    hold the question.

    Raises ResultError, its message one line: file, key, what is wrong, what is allowed.
    """
    name = printable(str(path))
    data = table_of(Assessment, path)
    with one_line(Assessment, name):
        # keys and types first: what follows may rely on them
        kind = AssessmentOfRows if data["format"] == AssessmentOfRows.FORMAT else Assessment
        result = _assessment(checked(kind, data))
        other = _other(result, data)
        if other is not None:
            raise ContradictionError(f"{other}: does not agree with the rest of the file")
    return result


def _assessment(table: dict[str, Any]) -> Assessment:
    flights = _flights(table["flights"])
    for d in table["deployments"]:
        # indices from 0; that they are not negative was checked with the types
        for flight in (d["worst_flight"], d["latest_flight"]):
            if flight is not None and flight >= flights.count:
                raise ContradictionError(
                    f"deployment {shown(d['id'])}: flight {flight} of {flights.count}"
                )
    deployments = tuple(made(Deployment, d) for d in table["deployments"])
    arrays = _arrays(table, flights.count)
    result = made(Assessment, table, deployments=deployments, flights=flights, **arrays._asdict())
    _check_pairs(result.pairs, deployments)
    _check_theatre(result)
    _check_curves(result)
    return result


def _arrays(table: dict[str, Any], flights: int) -> PairArrays:
    deployments, pairs = table["deployments"], table["pairs"]
    if table["format"] == AssessmentOfRows.FORMAT:
        return arrays_of_rows(pairs, (len(deployments), flights))
    if len(pairs) != len(deployments):
        raise ContradictionError(
            f"pairs: {len(pairs)} of {counted(len(deployments), 'deployment')}"
        )
    flown = [d.get("estimate") or {} for d in deployments]
    # a file from before there was this speed does not say it
    vehicles = [(e.get("vehicle"), e.get("vehicle_burnout_speed_km_s")) for e in flown]
    return arrays_of(pairs, table["reasons"], vehicles, flights)


def _flights(columns: dict[str, list[Any]]) -> Flights:
    # a file from before there was this column has flights of the short way only
    columns = {**columns, "way": columns.get("way") or ["short"] * len(columns["base"])}
    if len({len(values) for values in columns.values()}) != 1 or not columns["base"]:
        raise ContradictionError("flights: columns that are empty or not of one length")
    flights = made(Flights, columns)
    if not (
        (flights.burnout_time_s > 0.0) & (flights.flight_time_s > flights.burnout_time_s)
    ).all():
        raise ContradictionError("flights: one that ends before its burnout")
    return flights


def _check_pairs(pairs: Pairs, deployments: tuple[Deployment, ...]) -> None:
    # a meeting has a place and times, and no other pair has
    for name in (
        "margin_km_s", "site_latitude_deg", "site_longitude_deg", "launch_s", "intercept_s", "intercept_height_km",
        "intercept_latitude_deg", "intercept_longitude_deg",
    ):  # fmt: skip
        if (np.isfinite(getattr(pairs, name)) != pairs.met).any():
            raise ContradictionError(
                "pairs: a required speed without a meeting, or a meeting without one"
            )
    # the margin in a file has to follow from the two speeds
    available = np.array([[d.available_speed_km_s] for d in deployments])
    gap = np.abs(pairs.required_speed_km_s - available - pairs.margin_km_s)
    if not (np.isnan(pairs.margin_km_s) | (gap <= _ROUNDING)).all():
        raise ContradictionError("pairs: a margin that is not required less available speed")


def _check_theatre(result: Assessment) -> None:
    t, rows = result.theatre, len(result.deployments)
    if t is None:
        return
    if len(t.reach_km) != rows:
        raise ContradictionError(
            f"theatre, reach_km: {len(t.reach_km)} of {counted(rows, 'deployment')}"
        )
    known = {d.id for d in result.deployments}
    for area in t.areas:
        if area.kind == "deployment" and area.id not in known:
            raise ContradictionError(f"theatre, areas: no deployment {shown(area.id)}")


def _check_curves(result: Assessment) -> None:
    rows = len(result.deployments)
    if result.curves is None:
        return
    if len(result.curves) != rows:
        raise ContradictionError(f"curves: {len(result.curves)} of {counted(rows, 'deployment')}")
    for curve in result.curves:
        if len(curve.delay_s) != len(curve.required_speed_km_s):
            raise ContradictionError("curves: delays and speeds that differ in number")


def _other(result: Assessment, data: dict[str, Any]) -> str | None:
    """The first thing in a file that its result, written again, would say otherwise: it was changed by hand."""
    if data["format"] == AssessmentOfRows.FORMAT:
        row = other_row(result, data)
        if row is not None:
            # counted from 1, as a reader counts the lines of a file
            return f"pairs #{row + 1}"
    else:
        if data["reasons"] != list(result.file_reasons):
            return "reasons"
        for d, written in enumerate(data["pairs"]):
            for key, column in plain(result.columns_of(d)).items():
                if written.get(key) != column:
                    return f"pairs #{d + 1}, {key}"
    same = same_in(data)
    for key, value in result.summaries().items():
        # what an answer is called by is taken as it stands
        if key not in ("format", "boost") and not same(data.get(key), value):
            return key
    return None
