"""The result of an assessment: one frozen object that every table, file and page is made from.

Inside are arrays over deployments (rows) and flights (columns), in the units that their names end
in. Where there is no number the array holds NaN and `reason` says why. A launch delay that is given and not sensed
has NaN in the timeline.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

import numpy as np
from pydantic import Field

from reassure.answers import tables
from reassure.answers.curve import Curve
from reassure.answers.deployment import Deployment, DeploymentSummary
from reassure.answers.document import Document, Sha256, Title
from reassure.answers.estimates import Estimates
from reassure.answers.flights import BoostRule, Flights, MissingFlight
from reassure.answers.pair_columns import PairArrays, PairColumns, reasons_in, row_of
from reassure.answers.pair_row import Critical, NamedPair, Pair
from reassure.answers.pairs import Pairs
from reassure.answers.reasons import Reason
from reassure.answers.rows import rows_of
from reassure.answers.shown import Pictures, Shown
from reassure.answers.theatre import Theatre, middle
from reassure.answers.timeline import Timeline
from reassure.answers.uncertainty import Uncertainty
from reassure.answers.weighed import Weighing
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.scenario import Scenario
from reassure.scenario.names import deployment_names, name_of
from reassure.words.counts import counted
from reassure.words.document import OMITTED, Before, Key, file_fields, plain

if TYPE_CHECKING:
    import xarray

__all__ = [
    "Assessment",
    "BoostRule",
    "Deployment",
    "Flights",
    "MissingFlight",
    "Pairs",
    "Reason",
]

Columns = TypeVar("Columns", Pairs, Timeline, Estimates)


@dataclass(frozen=True, eq=False, repr=False)
class Assessment(Document):
    """Which flights each deployment could reach, by what margin, and which figure flips each answer."""

    FORMAT: ClassVar = "reassure-assessment/2"
    OLDER: ClassVar = ("reassure-assessment/1",)
    COMMAND: ClassVar = "reassure assess --json"
    # what a reader looks for first stands first; the long lists of numbers stand last
    FILE: ClassVar[tuple[str, ...]] = (
        "title", "scenario_sha256", "reassure_version", "boost", "deployment_rows", "missing", "sources", "theatre",
        "curves", "uncertainty", "weighing", "flights", "file_reasons", "columns",
    )  # fmt: skip

    title: Title
    scenario_sha256: Sha256
    """Of the question's content, not of its layout."""
    reassure_version: str
    deployments: tuple[Deployment, ...]
    """d of them, in the order of the rows of `pairs`."""
    flights: Flights
    """n of them, in the order of the columns of `pairs`."""
    pairs: Pairs
    sources: tuple[FigureUsed, ...]
    """Every figure that the answer rests on."""
    boost: Annotated[BoostRule, Before(BoostRule.TOWARDS_AIM)] = BoostRule.AS_FLOWN
    """The rule by which the flights boost; a file without the key is of version 0.1.0."""
    missing: Annotated[tuple[MissingFlight, ...], Key("missing_flights")] = ()
    """Flights that were asked for and do not exist."""
    estimates: Estimates | None = None
    """None: no flyouts were asked for."""
    timeline: Timeline | None = None
    """None: no launch delay is sensed."""
    theatre: Annotated[Theatre | None, OMITTED] = None
    """None: a file that does not say where anything stands."""
    curves: Annotated[tuple[Curve, ...] | None, OMITTED] = None
    """One for each deployment; None: not asked for."""
    uncertainty: Annotated[Uncertainty | None, OMITTED] = None
    """None: no draws were asked for."""
    weighing: Annotated[Weighing | None, OMITTED] = None
    """What the bases weigh; None: shares of the accountable force were not asked for."""
    scenario: Scenario | None = None
    """What was asked; None where the result was read from a file."""
    asked_as: str | None = None
    """The path or preset's name that it was asked by."""

    def __repr__(self) -> str:
        """In a line: a result holds hundreds of thousands of numbers."""
        return f"<Assessment {self.title!r}: {counted(len(self.deployments), 'deployment')} against {counted(self.flights.count, 'flight')}>"

    @property
    def decisive(self) -> int:
        """Index of the deployment that stands for all where only one can be shown.

        It is the one with the largest share of flights within reach; of several, the one of least margin.
        """

        def key(index: int) -> tuple[float, float]:
            d = self.deployments[index]
            least = d.least_margin_km_s
            # no margin means that no arc meets any flight: such a deployment comes last
            return d.share_out_of_reach, math.inf if least is None else least

        return min(range(len(self.deployments)), key=key)

    # -- names ------------------------------------------------------------------------------------

    @cached_property
    def deployment_names(self) -> tuple[str, ...]:
        """What people call each deployment, in their order (`scenario/names.py`)."""
        areas = () if self.theatre is None else self.theatre.areas
        where = {a.id: middle(a.rim) for a in areas if a.kind == "deployment"}
        return deployment_names(self.deployments, where)

    @cached_property
    def place_names(self) -> dict[str, str]:
        """What people call the bases and aims of the flights, by id."""
        areas = () if self.theatre is None else self.theatre.areas
        said = {a.id: a.name for a in areas if a.name is not None and a.kind != "deployment"}
        ids = sorted({*self.flights.base.tolist(), *self.flights.aim.tolist()})
        ids += [i for m in self.missing for i in (m.base, m.aim)]
        return {i: said.get(i) or name_of(i) for i in ids}

    @cached_property
    def ratios(self) -> tuple[float, ...]:
        """The shapes of its flights, by their flight time ratios, rising."""
        return tuple(float(r) for r in np.unique(self.flights.flight_time_ratio))

    # -- one pair ---------------------------------------------------------------------------------

    def pair(self, deployment: int, flight: int) -> dict[str, Any]:
        """One deployment against one flight, by their indices from 0, as a table of plain data (docs/assessment.md)."""
        return self.pair_rows(deployment, slice(flight, flight + 1))[0]

    def pair_rows(
        self, deployment: int, flights: slice = slice(None), kind: type[Any] = Pair
    ) -> list[dict[str, Any]]:
        """The pairs of one deployment, in the order of the flights, a table each.

        `flights`: which of them. `kind`: the class whose fields are the keys of a row. A missing value is None.
        """
        parts = self._cut(deployment, flights)._asdict()
        count = self.flights.flight_time_s[flights].size

        def column(name: str) -> Any:
            # names of columns are "part.attribute"; the bare name of a part asks where that part is present
            part, _, attribute = name.partition(".")
            if part == "flights":
                return getattr(self.flights, attribute)[flights]
            if part == "deployments":
                return np.full(count, getattr(self.deployments[deployment], attribute))
            if parts[part] is None:
                return None
            # `_cut` left one row, that of the deployment
            return getattr(parts[part], attribute)[0] if attribute else np.ones(count, bool)

        return rows_of(kind, column)

    def _cut(self, deployment: int, flights: slice = slice(None)) -> PairArrays:
        """The arrays (1, n) of one deployment against some flights."""
        return PairArrays(
            _cut(self.pairs, deployment, flights),
            None if self.timeline is None else _cut(self.timeline, deployment, flights),
            None if self.estimates is None else _cut(self.estimates, deployment, flights),
        )

    def critical(self, index: int) -> dict[str, Any]:
        """Where a deployment's whole answer flips.

        Below `burnout_speed_km_s` no flight is in reach at the deployment's delay. After `launch_delay_s` none is
        in reach at its speed; `after_burnout_s` is that delay counted from the flight's burnout. The speed is that
        of `worst_flight`, the delay that of `latest_flight`, which are often two flights. None where there is none.
        """
        table: dict[str, Any] = plain(self.critical_of(index))
        return table

    def critical_of(self, index: int) -> Critical:
        """What `critical` writes, to all digits. None where there is no such flight, NaN where it has no such value."""
        d, p = self.deployments[index], self.pairs

        def at(values: Any, flight: int | None) -> float | None:
            return None if flight is None else float(values[index, flight])

        return Critical(
            at(p.critical_burnout_speed_km_s, d.worst_flight),
            at(p.critical_launch_delay_s, d.latest_flight),
            at(p.critical_after_burnout_s, d.latest_flight),
        )

    def _named(self, index: int, flight: int | None) -> dict[str, Any] | None:
        if flight is None:
            return None
        return self.pair_rows(index, slice(flight, flight + 1), NamedPair)[0]

    def _summary(self, index: int) -> DeploymentSummary:
        d = self.deployments[index]
        return DeploymentSummary(
            # a summary is a deployment with what follows from its pairs beside it
            **{f.name: getattr(d, f.name) for f in fields(Deployment)},
            worst=self._named(index, d.worst_flight),
            latest=self._named(index, d.latest_flight),
            flights_faced=None if d.faces is None else self.facing(index),
            critical=self.critical_of(index),
            estimate=None if self.estimates is None else self.estimates.summary(index),
        )

    def facing(self, index: int) -> int:
        """How many flights a deployment faces."""
        return int(self.pairs.faced[index].sum())

    def counted_in(self, index: int) -> dict[str, Any]:
        """What counts for a deployment, by the keys of a file: the heights of intercept (km) and, where it does not
        face all forces, the names of those that it faces and the number of their flights.
        """
        d = self.deployments[index]
        table: dict[str, Any] = {}
        # by the keys of a file, so that pages and files name these figures alike
        for field in file_fields(Deployment):
            if field.name in ("intercept_heights_km", "faces"):
                field.put(getattr(d, field.name), table)
        return table if d.faces is None else {**table, "flights_faced": self.facing(index)}

    # -- as files ---------------------------------------------------------------------------------

    @property
    def file_reasons(self) -> Annotated[tuple[str, ...], Key("reasons")]:
        """The texts that the columns `reason` and `estimate_reason` of a file count, from 0."""
        return self._reasons

    @cached_property
    def _reasons(self) -> tuple[str, ...]:
        # each deployment's columns ask for those of all pairs
        return reasons_in(self.pairs, self.estimates)

    @property
    def columns(self) -> Annotated[tuple[PairColumns, ...], Key("pairs")]:
        """The pairs as in a JSON file: columns for each deployment."""
        return tuple(self.columns_of(d) for d in range(len(self.deployments)))

    def columns_of(self, index: int) -> PairColumns:
        """One deployment's columns, as in a JSON file."""
        return row_of(self.deployments[index].id, self._cut(index), self._reasons)

    @property
    def deployment_rows(
        self,
    ) -> Annotated[tuple[DeploymentSummary, ...], Field(min_length=1), Key("deployments")]:
        """Every deployment, as in a JSON file."""
        return tuple(self._summary(d) for d in range(len(self.deployments)))

    def summaries(self) -> dict[str, Any]:
        """Everything of `to_dict` but the pairs and the texts of their reasons, as plain data."""
        table: dict[str, Any] = {"format": self.FORMAT}
        for field in file_fields(Assessment):
            if field.name not in ("file_reasons", "columns"):
                field.put(getattr(self, field.name), table)
        return table

    def write_json(self, path: str | Path) -> None:
        """Write the whole result as JSON, a key or a column a line; the file appears whole or not at all.

        Raises OutputError where it cannot be written.
        """
        with whole(path) as out:
            out.write("{")
            for key, value in self.summaries().items():
                said = _in_lines(value) if key == "flights" else _encoded(value)
                out.write(f'"{key}": {said},\n')
            out.write(f'"reasons": {_encoded(self._reasons)},\n"pairs": [')
            # a deployment at a time: the columns of a large result need not be in memory together
            for d in range(len(self.deployments)):
                out.write(",\n" if d else "\n")
                out.write(_in_lines(plain(self.columns_of(d))))
            out.write("\n]}\n")

    def write_csv(self, path: str | Path, comments: Sequence[str] = ()) -> None:
        """Write the pairs as CSV, one row each; the file appears whole or not at all.

        Above them stands a comment line with title, version and hash, then one for each of `comments`.
        """
        tables.write_csv(self, path, comments)

    # -- as pictures ------------------------------------------------------------------------------

    def _repr_html_(self) -> str:
        """As a notebook shows it: the report in a frame."""
        return Shown.frame(self)

    @property
    def plot(self) -> Pictures:
        """Figures for a paper: `.map()`, `.margins()`, `.delay()`, `.side()` (docs/notebook.md)."""
        return Shown.pictures(self)

    # -- as arrays --------------------------------------------------------------------------------

    def to_xarray(self) -> xarray.Dataset:
        """The result over (deployment, flight), with units, sources, version and scenario hash."""
        return tables.dataset(self)


_encoded = json.JSONEncoder(allow_nan=False).encode
# without spaces, which in a long list are a tenth of it
_packed = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


def _in_lines(table: dict[str, Any]) -> str:
    """A table of lists as JSON, a list a line."""
    return "{" + ",\n".join(f'"{key}": {_packed(column)}' for key, column in table.items()) + "}"


def _cut(columns: Columns, deployment: int, flights: slice) -> Columns:
    """The columns of one deployment against some flights, arrays (1, n)."""
    parts: dict[str, Any] = {f.name: getattr(columns, f.name) for f in fields(columns)}
    kind: Any = type(columns)
    found: Columns = kind(
        **{
            name: part[deployment, flights][None]
            # arrays keep two dimensions; `Estimates.vehicles`, a tuple, has one value for each deployment
            if isinstance(part, np.ndarray)
            else (part[deployment],)
            for name, part in parts.items()
        }
    )
    return found
