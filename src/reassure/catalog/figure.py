"""A figure: a number with its interval, its source, how far that can be trusted, and who differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from reassure.catalog.table import Table

__all__ = [
    "Dissent",
    "Distribution",
    "Figure",
    "Status",
    "apart",
    "bounds",
    "whole_number",
    "within",
]

Status = Literal["found", "recalled", "assumed"]
"""How far a source can be trusted: read in the cited text, from memory, or a modelling choice."""
Distribution = Literal["uniform", "triangular", "normal"]


_WIDEST = 100.0
"""Greatest ratio of a standard deviation to the width of the interval. Beyond it the normal distribution is flat over
the interval, and its inverse there loses to rounding the digits that the draws need.
"""

_ALMOST = 1.0 - 1e-9
"""Of a distance that two figures keep as they are written: their difference is rounded (90 - 89.9 < 0.1)."""


class Dissent(Table):
    """Another value for the same figure, and who holds it."""

    value: float
    """In the figure's own unit."""
    who: str
    """Who holds it."""
    source: str = ""
    """Where it was read."""


class Figure(Table):
    """A number as written, or `{ value, low, high, distribution, source, status, dissent }`.

    Its unit is the end of the key that holds it (`_km`, `_s`); value, interval and standard deviation share it.

    status: `found` (read in the cited text), `recalled` (from memory, unverified), `assumed` (a
    modelling choice). Left out, it is `found` where a source is given and `assumed` where none is.

    distribution: how it is drawn where uncertainty is asked for: `uniform` over the interval (if nothing
    is said), `triangular` with its peak at the value, or `normal` about the value with
    `standard_deviation`, cut off at the interval, or at three standard deviations where there is none.
    """

    value: float
    low: float | None = None
    """Lower end of the interval. None, as `high` then is: it has none."""
    high: float | None = None
    distribution: Distribution | None = None
    """None: uniform over the interval, or certain where there is none."""
    standard_deviation: float | None = None
    """Given for a normal distribution, and for no other."""
    status: Status | None = None
    """As written; `trust` fills in what was left out."""
    source: str = ""
    dissent: tuple[Dissent, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        # `true` is a TOML boolean, and in Python an int
        if isinstance(data, bool) or not isinstance(data, (int, float, dict)):
            raise PydanticCustomError(
                "figure", "allowed: a number, or a table with value, low, high, source, dissent"
            )
        if isinstance(data, (int, float)):
            return {"value": data}
        data = dict(data)
        # strict mode takes no list for a tuple
        if "dissent" in data and isinstance(data["dissent"], list):
            data["dissent"] = tuple(data["dissent"])
        return data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:  # fmt: skip
        """A number alone is a figure too."""
        return {"anyOf": [{"type": "number"}, handler(schema)]}

    @model_validator(mode="after")
    def _upright(self) -> Figure:
        if (self.low is None) != (self.high is None):
            raise PydanticCustomError("interval", "allowed: both low and high, or neither")
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        # the value may be an end: 6.3 of 5.4 to 6.3 km/s
        if not low <= self.value <= high:
            raise PydanticCustomError(
                "interval",
                "interval {low} to {high} around {value}; allowed: low <= value <= high",
                {"low": f"{low:g}", "high": f"{high:g}", "value": f"{self.value:g}"},
            )
        return self

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Figure:
        spread = self.standard_deviation
        if (spread is not None) != (self.distribution == "normal"):
            raise PydanticCustomError(
                "distribution",
                'allowed: standard_deviation with distribution = "normal", and neither alone',
            )
        if spread is not None and not spread > 0.0:
            raise PydanticCustomError(
                "distribution",
                "standard_deviation {spread}; allowed: above 0",
                {"spread": f"{spread:g}"},
            )
        # Without low and high the bounds are six standard deviations apart, and the ratio is 1/6.
        low, high = self.bounds
        if spread is not None and low < high and spread > _WIDEST * (high - low):
            raise PydanticCustomError(
                "distribution",
                "standard_deviation {spread} in an interval {width} wide; allowed: at most {most} times "
                'its width (distribution = "uniform" is as flat)',
                {"spread": f"{spread:g}", "width": f"{high - low:g}", "most": f"{_WIDEST:g}"},
            )
        if self.distribution in ("uniform", "triangular") and not low < high:
            raise PydanticCustomError(
                "distribution",
                'distribution = "{name}" without an interval; allowed: with low and high',
                {"name": self.distribution},
            )
        return self

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and greatest value that a draw can take; the value twice where the figure is certain."""
        return bounds(self.value, self.low, self.high, self.standard_deviation)

    @property
    def trust(self) -> Status:
        """The status, inferred where it was not written."""
        return self.status or ("found" if self.source else "assumed")


def bounds(
    value: float, low: float | None, high: float | None, standard_deviation: float | None
) -> tuple[float, float]:
    """The interval of a figure, in the figure's unit; three standard deviations to each side where it has none."""
    # 99.7 % of a normal distribution lies within three standard deviations.
    spread = 3.0 * (standard_deviation or 0.0)
    return value - spread if low is None else low, value + spread if high is None else high


@dataclass(frozen=True)
class within:  # noqa: N801  (it is called as pydantic's own marks of a field are)
    """The check that a `Figure`'s value and interval lie between two numbers of a unit, the ends included.

    It is a mark of a field for pydantic, which turns what it raises into a ValidationError.
    """

    low: float
    high: float
    unit: str

    def check(self, figure: Figure) -> Figure:
        """The figure, if it lies within."""
        # The ends of a normal distribution count too: a draw there has to be a figure that can be used.
        for number in (figure.value, *figure.bounds):
            if not self.low <= number <= self.high:
                raise PydanticCustomError(
                    "range",
                    "{number} {unit}; allowed: {low} to {high}",
                    {"number": f"{number:g}", "unit": self.unit, "low": f"{self.low:g}", "high": f"{self.high:g}"},
                )  # fmt: skip
        return figure

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # fmt: skip
        return core_schema.no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:  # fmt: skip
        """Of a plain number, and of the numbers of a table."""
        ends = {"minimum": self.low, "maximum": self.high}
        of_table = {"properties": dict.fromkeys(("value", "low", "high"), ends)}
        return {
            "allOf": [handler(schema)],
            "if": {"type": "number"},
            "then": ends,
            "else": of_table,
        }


def whole_number(figure: Figure) -> Figure:
    """The figure, where its value is a whole number; its interval may end between two. For a validator of pydantic."""
    if figure.value != int(figure.value):
        raise PydanticCustomError(
            "whole", "{value}; allowed: a whole number", {"value": f"{figure.value:g}"}
        )
    return figure


def apart(what: str, low: Figure, high: Figure, by: float, unit: str) -> None:
    """Refuse two figures unless `low` lies below `high` by at least `by`, wherever in their intervals both are drawn.

    `what` and `unit` are for the message. Raises PydanticCustomError, within a validator.
    """
    # the worst draw: the lower figure at its greatest, the upper one at its least
    if high.bounds[0] - low.bounds[1] >= by * _ALMOST:
        return

    def said(figure: Figure) -> str:
        least, most = figure.bounds
        return f"{figure.value:g}" + (f" ({least:g} to {most:g})" if least < most else "")

    raise PydanticCustomError(
        "apart",
        "{what} {low} to {high} {unit}; allowed: least below greatest by {by} {unit} or more, "
        "wherever in their intervals they lie",
        {"what": what, "low": said(low), "high": said(high), "unit": unit, "by": f"{by:g}"},
    )
