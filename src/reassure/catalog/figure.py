"""A figure: a number with its interval, its source, how far that can be trusted, and who differs."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.table import Table

__all__ = ["Dissent", "Figure", "Status", "within"]

Status = Literal["found", "recalled", "assumed"]


class Dissent(Table):
    """Another value for the same figure, and who holds it."""

    value: float
    who: str
    source: str = ""


class Figure(Table):
    """A number as written, or `{ value, low, high, source, status, dissent }`.

    status: `found` (read in the cited text), `recalled` (from memory, unverified), `assumed` (a
    modelling choice). Left out, it is `found` where a source is given and `assumed` where none is.
    """

    value: float
    low: float | None = None
    high: float | None = None
    status: Status | None = None
    source: str = ""
    dissent: tuple[Dissent, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        if isinstance(data, bool) or not isinstance(data, (int, float, dict)):
            raise PydanticCustomError(
                "figure", "allowed: a number, or a table with value, low, high, source, dissent"
            )
        if isinstance(data, (int, float)):
            return {"value": data}
        data = dict(data)
        if "dissent" in data and isinstance(data["dissent"], list):
            data["dissent"] = tuple(data["dissent"])
        return data

    @model_validator(mode="after")
    def _upright(self) -> Figure:
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise PydanticCustomError(
                "interval",
                "interval {low} to {high} around {value}; allowed: low <= value <= high",
                {"low": f"{low:g}", "high": f"{high:g}", "value": f"{self.value:g}"},
            )
        return self

    @property
    def trust(self) -> Status:
        """The status, inferred where it was not written."""
        return self.status or ("found" if self.source else "assumed")


def within(low: float, high: float, unit: str) -> AfterValidator:
    """The check that a `Figure`'s value and interval lie between two numbers of a unit."""

    def check(figure: Figure) -> Figure:
        for number in (figure.value, figure.low, figure.high):
            if number is not None and not low <= number <= high:
                raise PydanticCustomError(
                    "range",
                    "{number} {unit}; allowed: {low} to {high}",
                    {"number": f"{number:g}", "unit": unit, "low": f"{low:g}", "high": f"{high:g}"},
                )
        return figure

    return AfterValidator(check)
