"""The format of observations, version 1: what was seen of an agreement, by whom, when. One table for each TOML table."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.entries import Name
from reassure.catalog.figure import Status
from reassure.catalog.table import Table
from reassure.scenario.parts import one_line, readable
from reassure.treaty.beliefs import MeasuredValue
from reassure.treaty.moments import Day, Instant, When, moment

__all__ = ["FORMAT", "CountBounds", "Inspected", "Observation", "Observations"]

FORMAT = "reassure-observations/1"
"""What the first line of a file of observations says."""

_Count = Annotated[int, Field(ge=0, le=1_000_000)]
_Text = Annotated[str, Field(max_length=2000), AfterValidator(readable)]


class CountBounds(Table):
    """A count of which bounds alone are known."""

    low: _Count
    high: _Count

    @model_validator(mode="after")
    def _upright(self) -> CountBounds:
        if self.low > self.high:
            raise PydanticCustomError("count", "low {low} above high {high}", {"low": self.low, "high": self.high})  # fmt: skip
        return self


_AnyCount = Annotated[
    Annotated[_Count, Tag("<figure>")] | Annotated[CountBounds, Tag("<table>")],
    Discriminator(lambda v: "<table>" if isinstance(v, (dict, CountBounds)) else "<figure>"),
]


def _notice(value: Any) -> Instant | Literal[False] | None:
    return value if value is False or value is None else moment(value)


class Inspected(Table):
    """So many of a number seen, drawn at random, and so many of these found in breach."""

    of: Annotated[int, Field(ge=1, le=1_000_000)]
    seen: _Count
    found: _Count
    tolerated: _Count = 0
    """As many may be in breach among them all."""

    @model_validator(mode="after")
    def _fits(self) -> Inspected:
        if self.seen > self.of:
            raise PydanticCustomError("inspection", "{seen} seen of {of}; allowed: at most as many as there are", {"seen": self.seen, "of": self.of})  # fmt: skip
        if self.found > self.seen:
            raise PydanticCustomError("inspection", "{found} found in {seen} seen; allowed: at most as many as were seen", {"found": self.found, "seen": self.seen})  # fmt: skip
        return self


class Observation(Table):
    """One thing that was seen, of a limit or of a duty."""

    id: Name
    on: When | None = None
    """When; for a declaration of the catalogue and for a notice, that is known already."""
    by: Name
    """Who saw it: a party, or anybody else."""
    limit: Name | None = None
    duty: Name | None = None
    means: Name | None = None
    party: Name | None = None
    """Of a duty: who did it; None: all who owe it."""
    object: Name | None = None
    """What was seen, where a limit is on several: a type of interceptor, say. Each keeps the limit by itself."""
    burnout_speed_km_s: MeasuredValue | None = None
    divert_km_s: MeasuredValue | None = None
    launch_delay_s: MeasuredValue | None = None
    target_speed_km_s: MeasuredValue | None = None
    target_range_km: MeasuredValue | None = None
    count: _AnyCount | None = None
    inspection: Inspected | None = None
    probability: Annotated[float, Field(ge=0.0, le=1.0)] | None = None
    """That the limit is kept, as whoever saw it judges."""
    declaration: Name | None = None
    """The id of a declaration of the catalogue: its count, and the counts of those who differ."""
    done: bool | None = None
    """Of a duty: it was done on that day (true), or it was not up to then (false)."""
    event: When | None = None
    """Of a duty to give notice: when it happened."""
    notified: Annotated[Any, BeforeValidator(_notice)] = None
    """When notice of it was given; false: never. None: not known."""
    status: Status | None = None
    source: _Text = ""

    @property
    def kind(self) -> str:
        """The key that says what was seen."""
        return next(k for k in (*_OF_LIMITS, *_OF_DUTIES) if getattr(self, k) is not None)

    @property
    def measured(self) -> MeasuredValue:
        """What was measured. Raises ValueError where something else was seen."""
        value = getattr(self, self.kind)
        if not isinstance(value, MeasuredValue):
            raise ValueError(self.kind)
        return value

    @model_validator(mode="after")
    def _one_thing(self) -> Observation:
        # A declaration is of every limit that it has a count for, unless it names one.
        named = [x for x in (self.limit, self.duty) if x is not None]
        if len(named) > 1 or not (named or self.declaration):
            raise PydanticCustomError("of", "allowed: exactly one of limit and duty")
        known = _OF_DUTIES if self.duty is not None else _OF_LIMITS
        given = [k for k in (*_OF_LIMITS, *_OF_DUTIES) if getattr(self, k) is not None]
        if len(given) != 1 or given[0] not in known:
            raise PydanticCustomError(
                "seen",
                "{given}; allowed: exactly one of {known}",
                {"given": " and ".join(given) or "nothing was seen", "known": ", ".join(known)},
            )
        if (self.on is None) != (given[0] in ("declaration", "event")):
            raise PydanticCustomError(
                "on",
                "on: not with {key}, which has its own day" if self.on else "on: missing; when was it?",
                {"key": given[0]},
            )  # fmt: skip
        if self.party is not None and self.duty is None:
            raise PydanticCustomError("party", "party: allowed with duty alone")
        if self.notified is not None and self.event is None:
            raise PydanticCustomError("event", "notified: allowed with event alone")
        return self


_OF_LIMITS = (
    "burnout_speed_km_s", "divert_km_s", "launch_delay_s", "target_speed_km_s", "target_range_km",
    "count", "inspection", "probability", "declaration",
)  # fmt: skip
_OF_DUTIES = ("done", "event")


class Observations(Table):
    """What was seen of an agreement."""

    format: Literal["reassure-observations/1"]
    title: Annotated[str, Field(max_length=200), AfterValidator(readable), AfterValidator(one_line)] = ""  # fmt: skip
    note: _Text = ""
    complete_to: Day | None = None
    """All that was done or received up to this day stands here: what is missing did not happen. None: nothing follows from what is missing."""
    observation: Annotated[list[Observation], Field(max_length=100_000)] = Field(default=[])

    @model_validator(mode="after")
    def _once(self) -> Observations:
        seen: set[str] = set()
        for one in self.observation:
            if one.id in seen:
                raise PydanticCustomError("twice", "two observations of one id, {id}; allowed: each with an id of its own", {"id": one.id})  # fmt: skip
            seen.add(one.id)
        return self
