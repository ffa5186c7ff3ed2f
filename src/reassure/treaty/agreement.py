"""The agreement format, version 1: one pydantic table for each TOML table.

Names are a contract (docs/comply.md): extend them, do not rename them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from reassure.catalog.accounts import Quantity
from reassure.catalog.entries import Name
from reassure.catalog.table import Table
from reassure.scenario.parts import Area, one_line, readable
from reassure.treaty.beliefs import Prior
from reassure.treaty.moments import Day

__all__ = [
    "BUILT_IN_MEANS",
    "FORMAT",
    "MEASURED",
    "UNITS",
    "AccountLimit",
    "Agreement",
    "Bound",
    "DutyTable",
    "LimitTable",
    "MeansTable",
    "PlaceLimit",
    "Risk",
    "SensorsLimit",
    "Subject",
]

FORMAT = "reassure-agreement/1"
"""What the first line of an agreement's file says."""

Subject = Literal[
    "burnout_speed_km_s", "divert_km_s", "launch_delay_s", "target_speed_km_s", "target_range_km",
    "interceptors", "place", "sensors", "account",
]  # fmt: skip
"""What a limit may be of."""

MEASURED: dict[Subject, str] = {
    "burnout_speed_km_s": "burnout speed",
    "divert_km_s": "divert",
    "launch_delay_s": "launch delay",
    "target_speed_km_s": "speed of the target in a test",
    "target_range_km": "range of the target in a test",
}
"""What can be measured, in words."""

UNITS: dict[Subject, str] = {
    "burnout_speed_km_s": "km/s",
    "divert_km_s": "km/s",
    "launch_delay_s": "s",
    "target_speed_km_s": "km/s",
    "target_range_km": "km",
}

BUILT_IN_MEANS: dict[str, str] = {
    "data-exchange": "the data that a side hands over",
    "inspection": "inspections on the spot",
    "notification": "notices of what is to happen",
}
"""Means that need no table of their own, in words."""

# The largest of any of these quantities: 40,000 km is once round the Earth, 100,000 s more than a day.
_LARGEST = 100_000.0
Amount = Annotated[float, Field(ge=0.0, le=_LARGEST)]
Share = Annotated[float, Field(gt=0.0, lt=0.5)]
"""A risk: above 0, below one half."""
Text = Annotated[str, Field(max_length=2000), AfterValidator(readable)]
Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(one_line)]
Pattern = Annotated[str, Field(pattern=r"^[a-z0-9*?\[\]-]{1,63}$")]
"""An id of a deployment, or several: "phase-3-*"."""


class Risk(Table):
    """What the sides accept: how often a compliant side may be accused, and how often a breach may be missed."""

    false_alarm: Share = 0.01
    missed_breach: Share = 0.05


class Bound(Table):
    """One number that is not to be passed."""

    at_most: Amount | None = None
    at_least: Amount | None = None

    @model_validator(mode="after")
    def _one(self) -> Bound:
        if (self.at_most is None) == (self.at_least is None):
            raise PydanticCustomError("bound", "allowed: exactly one of at_most and at_least")
        return self

    @property
    def limit(self) -> float:
        """The number."""
        value = self.at_least if self.at_most is None else self.at_most
        assert value is not None  # noqa: S101  (the model lets only one be missing)
        return value

    @property
    def upper(self) -> bool:
        """Is it a greatest value? Else it is a least one."""
        return self.at_most is not None


class AccountLimit(Table):
    """A limit on what a treaty's rule counts."""

    rule: Name
    quantity: Quantity
    at_most: Annotated[int, Field(ge=0, le=100_000)]


class PlaceLimit(Table):
    """Where deployments may stand: inside a region alone, or anywhere but inside it."""

    inside: Area | None = None
    outside: Area | None = None

    @model_validator(mode="after")
    def _one(self) -> PlaceLimit:
        if (self.inside is None) == (self.outside is None):
            raise PydanticCustomError("place", "allowed: exactly one of inside and outside")
        return self


class SensorsLimit(Table):
    """Sensors whose tracks may not be used."""

    none_of: Annotated[list[Name], Field(min_length=1, max_length=100)]


_Ids = Annotated[list[Name], Field(min_length=1, max_length=100)]


class LimitTable(Table):
    """One limit: who owes it, on what of which deployments, from when, and how it is seen."""

    id: Name
    name: Title | None = None
    """In words; None: made from the limit."""
    bound: Name
    """The party that owes it."""
    deployments: Annotated[list[Pattern], Field(min_length=1, max_length=100)] | None = None
    """Ids of the scenario's deployments, with * and ?. None: all, or those of `interceptors`."""
    interceptors: (
        Annotated[
            Annotated[_Ids, Tag("<catalogue id>")] | Annotated[Bound, Tag("<table>")],
            Discriminator(lambda v: "<catalogue id>" if isinstance(v, list) else "<table>"),
        ]
        | None
    ) = None
    """A list: ids of interceptors whose deployments are meant. A table: a limit on their number."""
    burnout_speed_km_s: Bound | None = None
    divert_km_s: Bound | None = None
    launch_delay_s: Bound | None = None
    target_speed_km_s: Bound | None = None
    """Of the target in a test, as the agreements of 1997 have it."""
    target_range_km: Bound | None = None
    place: PlaceLimit | None = None
    sensors: SensorsLimit | None = None
    account: AccountLimit | None = None
    due: Day | None = None
    """The day from which it is to be kept; None: that of the agreement."""
    risk: Risk | None = None
    """None: that of the agreement."""
    prior: Prior | None = None
    """What is held of the true value before anything is observed; None: nothing."""
    means: Annotated[list[Name], Field(max_length=20)] = Field(default=[])
    """Ids of means. Empty: nobody can observe it, and it is a promise."""
    source: Text = ""

    @property
    def subject(self) -> Subject:
        """What it is a limit of."""
        return self._subjects()[0]

    @property
    def figure(self) -> Bound:
        """The bound on a quantity that is a number. Raises ValueError for any other."""
        value = getattr(self, self.subject)
        if isinstance(value, AccountLimit):
            return Bound(at_most=float(value.at_most))
        if not isinstance(value, Bound):
            raise ValueError(self.subject)
        return value

    def _subjects(self) -> list[Subject]:
        out: list[Subject] = [
            name
            for name in (*MEASURED, "place", "sensors", "account")
            if getattr(self, name) is not None
        ]
        return [*out, "interceptors"] if isinstance(self.interceptors, Bound) else out

    @model_validator(mode="after")
    def _one_limit(self) -> LimitTable:
        found = self._subjects()
        if len(found) != 1:
            raise PydanticCustomError(
                "limit",
                "{given}; allowed: one of {allowed} in each limit",
                {
                    "given": " and ".join(found) or "it limits nothing",
                    "allowed": ", ".join((*MEASURED, "interceptors", "place", "sensors", "account")),
                },
            )  # fmt: skip
        value = getattr(self, found[0])
        wanted = "at_least" if found[0] == "launch_delay_s" else "at_most"
        if isinstance(value, Bound) and getattr(value, wanted) is None:
            raise PydanticCustomError(
                "way", "{key}: allowed: {wanted}", {"key": found[0], "wanted": wanted}
            )
        if found[0] == "interceptors" and value.at_most != int(value.at_most):
            raise PydanticCustomError("whole", "interceptors: allowed: a whole number")
        if self.prior is not None and found[0] not in MEASURED:
            raise PydanticCustomError("prior", "prior: allowed with what is measured alone")
        return self


class DutyTable(Table):
    """Something that is owed at a time."""

    id: Name
    name: Title | None = None
    bound: Name | None = None
    """The party that owes it; None: all."""
    of: Name
    """What is owed: "launch-notification", "data-exchange", ..."""
    before_h: Annotated[float, Field(gt=0.0, le=100_000.0)] | None = None
    """A notice, this long before each event that it is of."""
    every_days: Annotated[int, Field(ge=1, le=36_525)] | None = None
    """Again and again: no more days than this from one to the next, the first counted from the start."""
    by: Day | None = None
    """Once, up to this day, the day included."""
    count_a_year: Annotated[int, Field(ge=1, le=10_000)] | None = None
    """At least as many in every year, counted from the day of the start."""
    source: Text = ""

    @model_validator(mode="after")
    def _one_time(self) -> DutyTable:
        times = [k for k in ("before_h", "every_days", "by", "count_a_year") if getattr(self, k)]
        if len(times) != 1:
            raise PydanticCustomError(
                "duty",
                "{given}; allowed: exactly one of before_h, every_days, by and count_a_year",
                {"given": " and ".join(times) or "it says no time"},
            )
        return self


class MeansTable(Table):
    """How something is seen, and how well."""

    id: Name
    name: Title | None = None
    measures: Subject
    radar: Name | None = None
    """The id of a radar that stands somewhere: the uncertainty of a burnout speed is worked out for it."""
    interceptor: Name | None = None
    """Whose test it watches; None: those of the limit's deployments."""
    test_site: Name | None = None
    """From where the test is flown: the id of a site."""
    towards_deg: Annotated[float, Field(ge=-180.0, le=360.0)] | None = None
    """Azimuth of the test, clockwise from north."""
    burnout_time_uncertainty_s: Annotated[float, Field(ge=0.0, le=1_000.0)] | None = None
    """Standard uncertainty of the moment of burnout in a test that a radar sees; None: known exactly."""
    standard_uncertainty_km_s: Annotated[float, Field(ge=1e-9, le=10.0)] | None = None
    standard_uncertainty_s: Annotated[float, Field(ge=1e-9, le=10_000.0)] | None = None
    standard_uncertainty_km: Annotated[float, Field(ge=1e-9, le=10_000.0)] | None = None
    systematic_km_s: Annotated[float, Field(ge=1e-9, le=10.0)] | None = None
    """The part of the uncertainty that all measurements by these means share; beside the standard uncertainty, not in it."""
    systematic_s: Annotated[float, Field(ge=1e-9, le=10_000.0)] | None = None
    systematic_km: Annotated[float, Field(ge=1e-9, le=10_000.0)] | None = None
    source: Text = ""

    @property
    def standard_uncertainty(self) -> float | None:
        """Of one measurement, without the systematic part, in the unit of what it measures; None: not given."""
        return self._of_unit("standard_uncertainty")

    @property
    def systematic(self) -> float:
        """The shared part, in the unit of what it measures."""
        return self._of_unit("systematic") or 0.0

    def _of_unit(self, stem: str) -> float | None:
        unit = UNITS.get(self.measures)
        value: float | None = getattr(self, f"{stem}_{unit.replace('/', '_')}") if unit else None
        return value

    @model_validator(mode="after")
    def _fits(self) -> MeansTable:
        unit = UNITS.get(self.measures, "").replace("/", "_")
        for stem in ("standard_uncertainty", "systematic"):
            for other in ("km_s", "s", "km"):
                if other != unit and getattr(self, f"{stem}_{other}"):
                    raise PydanticCustomError(
                        "unit",
                        "{key}: {measures} is not in that unit; allowed: {allowed}",
                        {
                            "key": f"{stem}_{other}",
                            "measures": self.measures,
                            "allowed": f"{stem}_{unit}" if unit else "none",
                        },
                    )
        if self.radar is None:
            extra = [k for k in ("interceptor", "test_site", "towards_deg", "burnout_time_uncertainty_s") if getattr(self, k) is not None]  # fmt: skip
            if extra:
                raise PydanticCustomError(
                    "radar", "{key}: allowed with radar alone", {"key": extra[0]}
                )
        elif self.measures != "burnout_speed_km_s":
            raise PydanticCustomError(
                "radar", 'radar: allowed with measures = "burnout_speed_km_s" alone'
            )
        elif self.standard_uncertainty is not None:
            raise PydanticCustomError(
                "radar", "allowed: radar or standard_uncertainty_km_s, not both"
            )
        return self


class Agreement(Table):
    """What some parties agreed: limits, duties, and the means by which each can see what the others do."""

    format: Literal["reassure-agreement/1"]
    title: Title
    note: Text = ""
    scenario: Annotated[str, Field(min_length=1, max_length=1000)] | None = None
    """A preset's name, or a file: whose deployments and forces it speaks of. None: of none."""
    parties: Annotated[list[Name], Field(min_length=1, max_length=50)]
    from_day: Annotated[Day, Field(alias="from")]
    until: Day | None = None
    """The last day; None: without an end."""
    risk: Risk = Risk()
    """For every limit that has none of its own."""
    limit: Annotated[list[LimitTable], Field(max_length=500)] = Field(default=[])
    duty: Annotated[list[DutyTable], Field(max_length=500)] = Field(default=[])
    means: Annotated[list[MeansTable], Field(max_length=200)] = Field(default=[])

    def risk_of(self, limit: LimitTable) -> Risk:
        """The risks that the sides accept for a limit."""
        return limit.risk or self.risk

    def means_of(self, name: str) -> MeansTable | None:
        """The table of some means; None: they are built in, and have none."""
        return next((m for m in self.means if m.id == name), None)

    @model_validator(mode="before")
    @classmethod
    def _something(cls, data: Any) -> Any:
        if isinstance(data, dict) and not data.get("limit") and not data.get("duty"):
            raise PydanticCustomError("empty", "allowed: at least one [[limit]] or [[duty]]")
        return data

    @model_validator(mode="after")
    def _fits(self) -> Agreement:
        if self.until is not None and self.until < self.from_day:
            raise _fault("until {until} is before from {start}", until=self.until, start=self.from_day)  # fmt: skip
        owing: list[LimitTable | DutyTable] = [*self.limit, *self.duty]
        ids = [x.id for x in owing]
        twice = next((x for i, x in enumerate(ids) if x in ids[:i]), None)
        if twice:
            raise _fault("id {id} twice; allowed: each limit and duty with an id of its own", id=twice)  # fmt: skip
        known = [m.id for m in self.means]
        twice = next((x for i, x in enumerate(known) if x in known[:i]), None)
        if twice:
            raise _fault("means {id} twice; allowed: each with an id of its own", id=twice)
        for owed in owing:
            if owed.bound is not None and owed.bound not in self.parties:
                raise _fault("{id}: bound {party} is no party; allowed: {allowed}", id=owed.id, party=owed.bound, allowed=", ".join(self.parties))  # fmt: skip
        for limit in self.limit:
            self._check(limit, known)
        for owed in owing:
            last = owed.due if isinstance(owed, LimitTable) else owed.by
            if last is not None and self.until is not None and last > self.until:
                raise _fault("{id}: {last} is after until, {until}", id=owed.id, last=last, until=self.until)  # fmt: skip
        for duty in self.duty:
            if duty.by is not None and duty.by < self.from_day:
                raise _fault("{id}: by {by} is before the start, {start}", id=duty.id, by=duty.by, start=self.from_day)  # fmt: skip
        return self

    def _check(self, limit: LimitTable, known: list[str]) -> None:
        for name in limit.means:
            if name not in (*known, *BUILT_IN_MEANS):
                allowed = ", ".join((*known, *BUILT_IN_MEANS))
                raise _fault("{id}: unknown means {name}; allowed: {allowed}", id=limit.id, name=name, allowed=allowed)  # fmt: skip
            table = self.means_of(name)
            if table is not None and table.measures != limit.subject:
                raise _fault("{id}: means {name} measures {what}, and the limit is on {subject}", id=limit.id, name=name, what=table.measures, subject=limit.subject)  # fmt: skip
        if limit.due is not None and limit.due < self.from_day:
            raise _fault("{id}: due {due} is before the start, {start}", id=limit.id, due=limit.due, start=self.from_day)  # fmt: skip


def _fault(template: str, **given: Any) -> PydanticCustomError:
    return PydanticCustomError("agreement", template, {k: str(v)[:200] for k, v in given.items()})
