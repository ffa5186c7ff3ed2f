"""The study format, version 1: one pydantic table for each TOML table.

Names are a contract (docs/sweep.md): extend them, do not rename them.
"""

from __future__ import annotations

from typing import Annotated, Literal

import numpy as np
from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from reassure.answers.frontier import AREA
from reassure.catalog.entries import Name
from reassure.catalog.table import Table

__all__ = ["FORMAT", "QUANTITIES", "Axis", "Dimension", "DrawsTable", "MapTable", "Rows", "Study"]

FORMAT = "reassure-study/1"

QUANTITIES = {
    "least_margin_km_s": "least margin to any flight",
    "critical_burnout_speed_km_s": "burnout speed below which no flight is in reach, at the delay",
    "critical_launch_delay_s": "launch delay after which no flight is in reach, at the speed",
    "share_out_of_reach": "share of the flights that are out of reach",
    "least_margin_by_base_km_s": "least margin to any flight of a base",
    "share_proved": "share of the flights from bases that are proved out of reach by a search of seconds",
}
"""What a study may keep, and what it is."""

USUAL = tuple(q for q in QUANTITIES if q != "share_proved")
"""What it keeps if it does not say. A proof takes seconds for each point."""

MOST_VALUES = 100_000
"""Values along one dimension."""

_MOST_KEYS = 500
"""Figures of one list."""

_TAKEN = (
    "deployment", "deployment_name", "base", "base_name", "party", "latitude_deg", "longitude_deg", "kind", "reason",
    "reason_by_base", "flights", *QUANTITIES,
)  # fmt: skip
"""Names that dimensions may not have."""

Quantity = Literal[
    "least_margin_km_s",
    "critical_burnout_speed_km_s",
    "critical_launch_delay_s",
    "share_out_of_reach",
    "least_margin_by_base_km_s",
    "share_proved",
]


def _printable(text: str) -> str:
    if not text.isprintable():
        raise PydanticCustomError("printable", "allowed: one line without control characters")
    return text


Line = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_printable)]
Values = Annotated[list[float], Field(min_length=1, max_length=MOST_VALUES)]


class Dimension(Table):
    """A dimension of the result: figures that move together along it."""

    def names(self) -> tuple[str, ...]:
        """The keys of the figures that move, in the order of each row's values."""
        raise NotImplementedError

    def rows(self) -> list[tuple[float, ...]]:
        """The figures' values, a tuple for each step, in the units that their keys end in."""
        raise NotImplementedError


class Axis(Dimension):
    """One figure, and the values it takes: listed, or evenly spaced, in the unit that its key ends in."""

    key: Line
    name: Name | None = None
    values: Values | None = None
    start: Annotated[float | None, Field(alias="from")] = None
    to: float | None = None
    count: Annotated[int, Field(ge=2, le=MOST_VALUES)] | None = None

    @model_validator(mode="after")
    # All three or none; and one of the two ways.
    def _one_way(self) -> Axis:
        spaced = [x is not None for x in (self.start, self.to, self.count)]
        if any(spaced) != all(spaced) or all(spaced) == (self.values is not None):
            raise PydanticCustomError("axis", "allowed: either values, or from, to and count")
        values = [row[0] for row in self.rows()]
        # A value twice on an axis would be an index coordinate with two equal labels.
        twice = [v for v, n in zip(*np.unique(values, return_counts=True), strict=True) if n > 1]
        if twice:
            raise PydanticCustomError(
                "twice", "{value} twice; allowed: each value once", {"value": f"{twice[0]:g}"}
            )
        return self

    def names(self) -> tuple[str, ...]:
        """The one key, in a tuple."""
        return (self.key,)

    def rows(self) -> list[tuple[float, ...]]:
        """Its values, each in a tuple of its own, in the order listed or evenly spaced from `from` to `to`."""
        if self.values is not None:
            return [(float(v),) for v in self.values]
        assert self.start is not None  # noqa: S101  (the model lets all three be there, or none)
        assert self.to is not None  # noqa: S101
        return [(v,) for v in np.linspace(self.start, self.to, self.count or 2).tolist()]


class Rows(Dimension):
    """Several figures that move together: row by row."""

    name: Name = "list"
    keys: Annotated[list[Line], Field(min_length=1, max_length=_MOST_KEYS)]
    values: Annotated[
        list[Annotated[list[float], Field(min_length=1, max_length=_MOST_KEYS)]],
        Field(min_length=1, max_length=MOST_VALUES, alias="rows"),
    ]

    @model_validator(mode="after")
    def _rows_fit(self) -> Rows:
        for i, row in enumerate(self.values):
            if len(row) != len(self.keys):
                raise PydanticCustomError(
                    "row",
                    "row {number} has {given} values; allowed: {wanted}, one for each key",
                    {"number": i + 1, "given": len(row), "wanted": len(self.keys)},
                )
        return self

    def names(self) -> tuple[str, ...]:
        """The keys of the columns, in their order."""
        return tuple(self.keys)

    def rows(self) -> list[tuple[float, ...]]:
        """The rows as they stand in the file, a tuple of a value for each key."""
        return [tuple(float(v) for v in row) for row in self.values]


class DrawsTable(Table):
    """So many scenarios instead of rows of one's own: every figure that has an interval is drawn from it, all of them together."""

    name: Name = "draw"
    count: Annotated[int, Field(ge=2, le=MOST_VALUES)]
    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0


class MapTable(Table):
    """A frontier map instead of the quantities: over a grid, for every point of the other dimensions."""

    kind: Literal["speed", "delay"]
    area: Line = AREA
    # The grid: rows so many km apart, or steps of so many degrees each way.
    spacing_km: Annotated[float, Field(gt=0.0, le=5000.0)] | None = None
    degrees: Annotated[float, Field(gt=0.0, le=90.0)] | None = None
    certified: bool = False

    @model_validator(mode="after")
    def _one_spacing(self) -> MapTable:
        if self.certified and self.kind != "speed":
            raise PydanticCustomError(
                "certified", "certified with a map of delays; allowed: of speeds"
            )
        if self.spacing_km is not None and self.degrees is not None:
            raise PydanticCustomError("spacing", "allowed: spacing_km or degrees, not both")
        return self


class Study(Table):
    """A scenario, and figures of it that are to take other values: every axis with every other."""

    format: Literal["reassure-study/1"]
    title: Line
    note: Annotated[str, Field(max_length=5000)] = ""
    scenario: Line | None = None
    agreement: Line | None = None
    """Instead of a scenario: an agreement's, with its limits applied."""
    axis: Annotated[list[Axis], Field(max_length=8)] = Field(default=[])
    rows: Annotated[list[Rows], Field(max_length=8, alias="list")] = Field(default=[])
    draws: DrawsTable | None = None
    """Becomes the last of the lists once the scenario is read (sweep/drawn.py)."""
    deployments: Annotated[list[Name], Field(min_length=1, max_length=500)] | None = None
    bases: Annotated[list[Name], Field(min_length=1, max_length=500)] | None = None
    map: MapTable | None = None
    quantities: Annotated[list[Quantity], Field(min_length=1)] = Field(default=[*USUAL])  # type: ignore[list-item]

    @model_validator(mode="after")
    def _something_moves(self) -> Study:
        if (self.scenario is None) == (self.agreement is None):
            raise PydanticCustomError("scenario", "allowed: exactly one of scenario and agreement")
        if not self.dimensions and self.map is None and self.draws is None:
            raise PydanticCustomError(
                "nothing",
                "no [[axis]], no [[list]], no [draws] and no [map]; allowed: one at least",
            )
        if self.map is not None and "quantities" in self.model_fields_set:
            raise PydanticCustomError("map", "quantities with a map; allowed: one of the two")
        if self.map is not None and self.map.certified and (self.dimensions or self.draws):
            raise PydanticCustomError(
                "certified", "a certified map with [[axis]], [[list]] or [draws]; allowed: alone"
            )
        for what, given in (
            # Names of dimensions, coordinates and variables share one namespace in the store.
            ("key", [key for d in self.dimensions for key in d.names()]),
            ("name", [*self.dimension_names, *([self.draws.name] if self.draws else []), *_TAKEN]),
            ("quantity", self.quantities),
            ("deployment", self.deployments or []),
            ("base", self.bases or []),
        ):
            twice = [x for i, x in enumerate(given) if x in given[:i]]
            if twice:
                raise PydanticCustomError(
                    "twice", "{what} {x} twice; allowed: each once", {"what": what, "x": twice[0]}
                )
        return self

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of the result: the axes, then the lists, each in the file's order."""
        return (*self.axis, *self.rows)

    @property
    def dimension_names(self) -> tuple[str, ...]:
        """What the dimensions are called in the result, in the order of `dimensions`: an axis without a name by its
        key.
        """
        return (*(a.name or a.key for a in self.axis), *(r.name for r in self.rows))
