"""A figure as an answer uses it: flat, with its key, its trust and who differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, NamedTuple

from reassure.catalog.figure import Distribution, Figure, Status
from reassure.words.document import OMITTED, OMITTED_IF_EMPTY, plain

__all__ = ["DissentUsed", "FigureUsed"]


class DissentUsed(NamedTuple):
    """Another value for a figure, who holds it, and where."""

    value: float
    who: str
    source: str


@dataclass(frozen=True)
class FigureUsed:
    """A figure that the answer rests on. Its unit is the end of its key."""

    FILE: ClassVar = (
        "key", "value", "status", "source", "low", "high", "distribution", "standard_deviation", "dissent",
    )  # fmt: skip

    key: str
    """Kind, id and name: "interceptor.sm3-iia.burnout_speed_km_s"."""
    value: int | float
    """Some figures are whole numbers: areas, say, in km^2."""
    low: Annotated[float | None, OMITTED]
    """None, as `high` then is: it has no interval."""
    high: Annotated[float | None, OMITTED]
    status: Status
    source: str
    dissent: Annotated[tuple[DissentUsed, ...], OMITTED_IF_EMPTY] = ()
    """Other values, who holds each, and the source."""
    distribution: Annotated[Distribution | None, OMITTED] = None
    """None: uniform over the interval, or certain where there is none."""
    standard_deviation: Annotated[float | None, OMITTED] = None
    """None: the distribution is not normal."""

    @classmethod
    def of(cls, key: str, figure: Figure) -> FigureUsed:
        """A figure of a table, under its key, with its status filled in where none was written."""
        return cls(
            key,
            figure.value,
            figure.low,
            figure.high,
            figure.trust,
            figure.source,
            tuple(DissentUsed(d.value, d.who, d.source) for d in figure.dissent),
            figure.distribution,
            figure.standard_deviation,
        )

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file: what is empty is left out."""
        # left out and null are not the same to a reader of JSON: a key that is there has a value
        table: dict[str, Any] = plain(self)
        return table
