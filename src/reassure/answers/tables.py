"""An assessment as tables: the CSV that `assess --csv` writes, and arrays over deployment and flight."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from reassure.answers.datasets import unfilled
from reassure.answers.deployment import Deployment
from reassure.answers.estimates import Estimates
from reassure.answers.flights import Flights, MissingFlight
from reassure.answers.pairs import Pairs
from reassure.answers.reasons import Reason
from reassure.answers.uncertainty import Uncertainty
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole

if TYPE_CHECKING:
    import xarray

__all__ = ["Tabled", "dataset", "write_csv"]

# After the point, at most, in the CSV.
_DIGITS = 6
_FLIGHT_COLUMNS = (
    "base", "base_latitude_deg", "base_longitude_deg", "aim", "aim_latitude_deg",
    "aim_longitude_deg", "flight_time_ratio", "way", "flight_time_s", "burnout_time_s",
)  # fmt: skip
# CF's names of units, by the end of a column's name. The first end that fits counts: "_km_s" before "_s".
_UNITS = {"_km_s": "km s-1", "_km": "km", "_deg": "degree", "_s": "s", "_ratio": "1"}


class Tabled(Protocol):
    """What the tables are made of: an Assessment, which imports this module and not the other way round."""

    @property
    def title(self) -> str: ...  # noqa: D102

    @property
    def scenario_sha256(self) -> str: ...  # noqa: D102

    @property
    def reassure_version(self) -> str: ...  # noqa: D102

    @property
    def boost(self) -> str: ...  # noqa: D102

    @property
    def deployments(self) -> tuple[Deployment, ...]: ...  # noqa: D102

    @property
    def flights(self) -> Flights: ...  # noqa: D102

    @property
    def pairs(self) -> Pairs: ...  # noqa: D102

    @property
    def estimates(self) -> Estimates | None: ...  # noqa: D102

    @property
    def uncertainty(self) -> Uncertainty | None: ...  # noqa: D102

    @property
    def sources(self) -> tuple[FigureUsed, ...]: ...  # noqa: D102

    @property
    def missing(self) -> tuple[MissingFlight, ...]: ...  # noqa: D102


def write_csv(result: Tabled, path: str | Path, comments: Sequence[str]) -> None:
    """Write a row for each pair as CSV; the file appears whole or not at all.

    Above them stand a comment line with title, version and hash and one for each of `comments`. A cell is empty where
    there is no number.
    """
    f, p = result.flights, result.pairs
    # the reason stands last of the pair's columns, in words
    columns = [name for name in p.__dataclass_fields__ if name != "reason"]
    more = {} if result.estimates is None else result.estimates.columns()
    with whole(path) as out:
        # a line break in a title would end the comment
        title = " ".join(result.title.split())
        out.write(
            f"# {title}; scenario sha256 {result.scenario_sha256}; reassure {result.reassure_version}; "
            "times are SI seconds from the launch of the flight\n"
        )
        out.writelines(f"# {' '.join(comment.split())}\n" for comment in comments)
        heads = ["deployment", *_FLIGHT_COLUMNS, "flight_burnout_speed_km_s", *columns, "reason"]
        out.write(",".join([*heads, *more]) + "\n")
        # the cells of a flight are the same for every deployment
        flights = [_cells(getattr(f, name)) for name in (*_FLIGHT_COLUMNS, "burnout_speed_km_s")]
        same = list(map(",".join, zip(*flights, strict=True)))
        words = np.array([_text(reason.words) for reason in Reason])
        for d, deployment in enumerate(result.deployments):
            # column by column: many times faster than cell by cell
            rows = [
                [_text(deployment.id)] * f.count,
                same,
                *(_cells(getattr(p, name)[d]) for name in columns),
                words[p.reason[d]].tolist(),
                *(_cells(values[d]) for values in more.values()),
            ]
            out.writelines(f"{','.join(row)}\n" for row in zip(*rows, strict=True))


def _variable(dims: tuple[str, ...], name: str, values: Any) -> tuple[Any, ...]:
    unit = next((u for end, u in _UNITS.items() if name.endswith(end)), None)
    return dims, values, {"units": unit} if unit else {}


def dataset(result: Tabled) -> xarray.Dataset:
    """The result as variables over (deployment, flight), each with its unit.

    Sources, version and scenario hash are attributes. NaN where there is no number; the variable `reason` says why.
    """
    import xarray as xr

    f, p = result.flights, result.pairs
    both = ("deployment", "flight")
    data = {
        name: _variable(both, name, getattr(p, name))
        for name in p.__dataclass_fields__
        if name != "reason"
    }
    if result.estimates is not None:
        for name, column in result.estimates.columns().items():
            data[name] = _variable(both, name, column)
    words = np.array([reason.words for reason in Reason])
    # numbers of reasons are indices into their words
    data["reason"] = (both, words[p.reason], {})
    data["flight_burnout_speed_km_s"] = _variable(
        ("flight",), "flight_burnout_speed_km_s", f.burnout_speed_km_s
    )
    # what tells flights apart are coordinates, so that xarray can select by them
    coords = {name: _variable(("flight",), name, getattr(f, name)) for name in _FLIGHT_COLUMNS}
    return unfilled(xr.Dataset(data, coords | _of_deployments(result), _attributes(result)))


def _of_deployments(result: Tabled) -> dict[str, tuple[Any, ...]]:
    coords: dict[str, tuple[Any, ...]] = {}
    coords["deployment"] = (("deployment",), [d.id for d in result.deployments], {})
    for name in ("burnout_speed_km_s", "divert_km_s", "launch_delay_s"):
        given = [getattr(d, name) for d in result.deployments]
        values = [math.nan if value is None else value for value in given]
        coords[f"deployment_{name}"] = _variable(("deployment",), name, values)
    for k, name in enumerate(("least_intercept_height_km", "greatest_intercept_height_km")):
        bands = [d.intercept_heights_km or (math.nan, math.nan) for d in result.deployments]
        # NaN: no greatest height, or a file older than these heights
        values = [b[k] if math.isfinite(b[k]) else math.nan for b in bands]
        coords[f"deployment_{name}"] = _variable(("deployment",), name, values)
    if any(d.faces is not None for d in result.deployments):
        told = ["" if d.faces is None else " ".join(d.faces) for d in result.deployments]
        coords["deployment_faces"] = (("deployment",), told, {})
    return coords


def _attributes(result: Tabled) -> dict[str, str]:
    # an attribute is a text or a number, so tables go in as JSON
    attributes = {
        "title": result.title,
        "scenario_sha256": result.scenario_sha256,
        "reassure_version": result.reassure_version,
        "boost": str(result.boost),
        "sources": json.dumps([s.to_dict() for s in result.sources]),
        "missing_flights": json.dumps([m.__dict__ for m in result.missing]),
    }
    if result.uncertainty is not None:
        attributes["uncertainty"] = json.dumps(result.uncertainty.to_dict())
    return attributes


def _cells(values: NDArray[Any]) -> list[str]:
    """An array (n,) of numbers or texts as the cells of a column."""
    if values.dtype.kind == "U":
        return [_text(text) for text in values.tolist()]
    cells = [f"{value:.{_DIGITS}f}".rstrip("0").rstrip(".") for value in values.tolist()]
    # what rounds to nothing from below zero, and what is no number
    for k in np.flatnonzero((values <= 0.0) & (values > -1.0)):
        cells[k] = "0" if cells[k] == "-0" else cells[k]
    for k in np.flatnonzero(~np.isfinite(values)):
        cells[k] = ""
    return cells


def _text(text: str) -> str:
    """A text as the cell of a row."""
    row = io.StringIO()
    # after an empty cell, since alone an empty text would be quoted
    csv.writer(row, lineterminator="\n").writerow(["", text])
    return row.getvalue()[1:-1]
