"""A figure as an answer uses it: flat, with its key, its trust and who differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reassure.catalog.figure import Figure

__all__ = ["FigureUsed"]


@dataclass(frozen=True)
class FigureUsed:
    """A figure that the answer rests on. Its unit is the end of its key."""

    key: str
    """Kind, id and name: "interceptor.sm3-iia.burnout_speed_km_s"."""
    value: float
    low: float | None
    """None, as `high` then is: it has no interval."""
    high: float | None
    status: str
    """One of "found", "recalled" and "assumed"."""
    source: str
    dissent: tuple[tuple[float, str, str], ...] = ()
    """Other values, who holds each, and the source."""
    distribution: str | None = None
    """None: uniform over the interval, or certain where there is none."""
    standard_deviation: float | None = None
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
            tuple((d.value, d.who, d.source) for d in figure.dissent),
            figure.distribution,
            figure.standard_deviation,
        )

    def to_dict(self) -> dict[str, Any]:
        """As in a JSON file: what is empty is left out."""
        out: dict[str, Any] = {"key": self.key, "value": self.value, "status": self.status}
        out["source"] = self.source
        # left out and null are not the same to a reader of JSON: a key that is there has a value
        if self.low is not None:
            out["low"] = self.low
        if self.high is not None:
            out["high"] = self.high
        if self.distribution is not None:
            out["distribution"] = self.distribution
        if self.standard_deviation is not None:
            out["standard_deviation"] = self.standard_deviation
        if self.dissent:
            out["dissent"] = [
                dict(zip(("value", "who", "source"), d, strict=True)) for d in self.dissent
            ]
        return out
