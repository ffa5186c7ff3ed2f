"""The scenario format, version 1: one pydantic table for each TOML table.

Names are a contract (docs/scenario.md): extend them, do not rename them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticCustomError

from reassure.catalog.entries import (
    Name,
    Reach,
)
from reassure.catalog.figure import Figure, Status, whole_number, within
from reassure.catalog.sensors import Bearing
from reassure.catalog.table import Table
from reassure.scenario.parts import (
    AnyAim,
    AnyBase,
    AnyBooster,
    AnyDelay,
    AnyInfrared,
    AnyInterceptor,
    AnyLaunch,
    AnyRadar,
    AnyRegion,
    AnySite,
    Area,
    LookDuration,
    Ratio,
    SiteHeight,
    Spacing,
    Track,
    Year,
    delay_or_sensed,
    one_line,
    readable,
)

__all__ = [
    "FORMAT",
    "AccountTable",
    "AccountTotal",
    "DeploymentTable",
    "ForceTable",
    "MissileTable",
    "Scenario",
    "SensorTable",
]

FORMAT = "reassure-scenario/1"
"""What the first line of a scenario file says."""


class SensorTable(Table):
    """A sensor: a radar at a site, or infrared satellites, and what cues it."""

    id: Name
    """What it is called in this file."""
    radar: AnyRadar | None = None
    """The id of a radar of the catalogue, or one written out."""
    infrared: AnyInfrared | None = None
    """One of `radar` and `infrared` is None."""
    site: AnySite | None = None
    """Given for a radar, and for no other: infrared satellites see the whole Earth."""
    height_km: SiteHeight = Figure(value=0.0)
    """Of a radar, above the WGS84 ellipsoid."""
    boresight_deg: Bearing | None = None
    """Clockwise from north. None: that of the radar's own table."""
    track_s: Track = Figure(value=10.0)
    """How long a flight is in view without a break before it is tracked."""
    cued_by: Annotated[list[Name], Field(max_length=50)] = Field(default=[])
    """Ids of sensors: it looks only where one of these has a track. Empty: it looks from the launch on."""
    cue_delay_s: Track = Figure(value=0.0)
    """From the first track of those that cue it until it looks."""
    report_delay_s: Track = Figure(value=0.0)
    """From its track until the others know of it: those that it cues, and the deployments."""

    @model_validator(mode="after")
    def _one_kind(self) -> SensorTable:
        if (self.radar is None) == (self.infrared is None):
            raise PydanticCustomError("sensor", "allowed: exactly one of radar and infrared")
        if (self.radar is None) != (self.site is None):
            raise PydanticCustomError(
                "sensor", "allowed: a site for a radar, and none for infrared satellites"
            )
        return self


# Far above any force there was: New START allows 800 launchers and 1,550 warheads in all.
Launchers = Annotated[Figure, within(1.0, 10_000.0, "launchers"), AfterValidator(whole_number)]
Warheads = Annotated[Figure, within(1.0, 100_000.0, "warheads"), AfterValidator(whole_number)]


class AccountTable(Table):
    """What stands at a base of a force, as a treaty counts it: launchers, and the warheads on them all."""

    base: Name
    """The id of a base of the same force."""
    launchers: Launchers
    """How many stand at the base."""
    warheads: Warheads
    """On all launchers of the base together."""
    some_empty: bool = False
    """There are fewer warheads than launchers, and that is no slip."""

    @model_validator(mode="after")
    def _loaded(self) -> AccountTable:
        # A launcher that is ready has a warhead: fewer of them are taken for a slip unless it is said that they are not.
        if self.warheads.value < self.launchers.value and not self.some_empty:
            raise PydanticCustomError(
                "empty",
                "{warheads} warheads on {launchers} launchers; allowed: as many or more, or some_empty = true",
                {
                    "warheads": f"{self.warheads.value:g}",
                    "launchers": f"{self.launchers.value:g}",
                },
            )
        return self


# A total may be of bases that hold nothing.
TotalWarheads = Annotated[Figure, within(0.0, 100_000.0, "warheads"), AfterValidator(whole_number)]


class AccountTotal(Table):
    """What some bases of a force have together, where nobody says how it is divided among them."""

    bases: Annotated[list[Name], Field(min_length=1, max_length=500)]
    """Ids of bases of the same force, those with an account of their own among them."""
    launchers: Launchers | None = None
    """On all these bases together. None: not known."""
    warheads: TotalWarheads
    """On all launchers of these bases together. Where it has an interval, the sum lies anywhere in it."""
    source: Annotated[str, Field(max_length=1000), AfterValidator(readable)] = ""
    """Of the figures that have no source of their own."""
    status: Status | None = None
    """As `source`."""

    def figure(self, name: Literal["launchers", "warheads"]) -> Figure | None:
        """A figure with its source and status; None where there is none."""
        found: Figure | None = getattr(self, name)
        if found is None or found.source or found.status:
            return found
        return found.model_copy(update={"source": self.source, "status": self.status})


# What people call a thing: a line of text.
Called = Annotated[
    str, Field(min_length=1, max_length=100), AfterValidator(readable), AfterValidator(one_line)
]


class ForceTable(Table):
    """The flights to be reassured: every base to every point of every aim, in every shape."""

    id: Name | None = None
    """None: a deployment names the force by its number, counted from 1."""
    name: Called | None = None
    """Whose it is, as people say it: a country. Forces of one name are one in a map. None: called by its id or number."""
    bases: Annotated[list[AnyBase], Field(min_length=1, max_length=500)]
    """Ids of the catalogue, or bases written out: a point, a disc, an area."""
    aims: Annotated[list[AnyAim], Field(min_length=1, max_length=100)]
    """The regions that its flights aim at: ids of the catalogue, or regions written out."""
    booster: AnyBooster
    """The id of a booster of the catalogue, or one written out."""
    flight_time_ratio: Annotated[list[Ratio], Field(min_length=1, max_length=50)] = Field(
        default=[1.0]
    )
    """Shapes: free-flight times over that of least burnout speed. Above 1 is lofted, below 1 depressed."""
    way: Literal["short", "long"] = "short"
    """Round the Earth's centre: by less than half a turn, or by more."""
    aim_spacing_km: Spacing = 500.0
    """Between the points that stand for an aim region."""
    base_spacing_km: Spacing = 500.0
    """Between the points that stand for an area of submarines."""
    accounts: Annotated[list[AccountTable], Field(max_length=500)] = Field(default=[])
    """Used by the limit as a number, and by shares of the accountable force."""
    account_totals: Annotated[list[AccountTotal], Field(min_length=1, max_length=100)] | None = None
    """Sums of accounts; of any two either one is within the other, or they have no base in common."""
    declaration: Name | None = None
    """The id of a declaration, which has at least as many warheads as these bases together."""

    @model_validator(mode="after")
    def _accounts_of_bases(self) -> ForceTable:
        bases = [x if isinstance(x, str) else x.id for x in self.bases]
        named = [account.base for account in self.accounts]
        for i, name in enumerate(named):
            if name not in bases:
                raise PydanticCustomError(
                    "account",
                    "accounts: no base {base} in this force; allowed: {bases}",
                    # a force may have 500 bases, and a message is one line
                    {"base": name, "bases": ", ".join(bases)[:200]},
                )
            if name in named[:i]:
                raise PydanticCustomError(
                    "account",
                    "accounts: base {base} twice; allowed: one account for each base",
                    {"base": name},
                )
        return self

    @model_validator(mode="after")
    def _totals_of_bases(self) -> ForceTable:
        bases = [x if isinstance(x, str) else x.id for x in self.bases]
        totals = self.account_totals or []
        for total in totals:
            for i, name in enumerate(total.bases):
                if name not in bases:
                    raise PydanticCustomError(
                        "total",
                        "account_totals: no base {base} in this force; allowed: {bases}",
                        {"base": name, "bases": ", ".join(bases)[:200]},
                    )
                if name in total.bases[:i]:
                    raise PydanticCustomError(
                        "total",
                        "account_totals: base {base} twice in one total; allowed: each once",
                        {"base": name},
                    )
        for i, one in enumerate(totals):
            for other in totals[:i]:
                common = set(one.bases) & set(other.bases)
                if common and common not in (set(one.bases), set(other.bases)):
                    raise PydanticCustomError(
                        "total",
                        "account_totals: {one} crosses {other}; allowed: one within the other, or no base in common",
                        {"one": ", ".join(other.bases)[:200], "other": ", ".join(one.bases)[:200]},
                    )
        for total in totals:
            self._check_total(total)
        return self

    def _check_total(self, total: AccountTotal) -> None:
        """Refuse a total below what the accounts of its bases come to at least."""
        held = [a for a in self.accounts if a.base in total.bases]
        for name in ("launchers", "warheads"):
            figure: Figure | None = getattr(total, name)
            least = sum(getattr(a, name).bounds[0] for a in held)
            if figure is not None and figure.bounds[1] < least:
                raise PydanticCustomError(
                    "total",
                    "account_totals: {most} {name} in all at {bases}, and their accounts come to {least} at least; "
                    "allowed: a total of as many or more",
                    {"most": f"{figure.bounds[1]:g}", "name": name, "bases": ", ".join(total.bases)[:200], "least": f"{least:g}"},
                )  # fmt: skip

    @model_validator(mode="after")
    def _each_once(self) -> ForceTable:
        # A flight that stands in a force twice would count twice in every share.
        named = [x if isinstance(x, str) else x.id for x in self.bases]
        aimed = [x if isinstance(x, str) else x.id for x in self.aims]
        for what, values in (
            ("bases", named),
            ("aims", aimed),
            ("flight_time_ratio", self.flight_time_ratio),
        ):
            if len(set(values)) < len(values):
                raise PydanticCustomError(
                    "repeated", "{what} names one thing twice; allowed: each once", {"what": what}
                )
        return self


class MissileTable(Table):
    """A class of regional missiles, launched from anywhere in an area or from a point: what a footprint
    is drawn against. Every range up to `range_km` is flown with the same boost.
    """

    id: Name
    """What it is called in this file."""
    launch: AnyLaunch
    """Where it may be launched from: an id of the catalogue, or a region written out."""
    booster: AnyBooster
    """The id of a booster of the catalogue, or one written out."""
    range_km: Reach
    """Greatest ground distance of its flights, whichever way the Earth turns."""
    flight_time_ratio: Annotated[list[Ratio], Field(min_length=1, max_length=10)] = Field(
        default=[1.0]
    )
    """Shapes: free-flight times over that of least burnout speed."""
    spacing_km: Spacing = 500.0
    """Between the points that stand for the launch area, or for the region of a denied launch area."""


# 1 and "1" are told apart by their types: an id may be all digits.
def _force_named(data: Any) -> Any:
    # `true` is an int in Python, and would be taken for force 1
    if isinstance(data, bool) or not isinstance(data, (str, int)):
        raise PydanticCustomError(
            "faces", "allowed: a force's id (text), or its number, counted from 1"
        )
    return data


class DeploymentTable(Table):
    """Interceptors of one kind at a site, or on ships anywhere in an area."""

    id: Name
    """What it is called in this file."""
    name: Called | None = None
    """What people call it. None: it is called by its interceptor and place (`scenario/names.py`)."""
    site: AnySite | None = None
    """Its place on land: an id of the catalogue, or a point. None: it is at sea, in its area."""
    area: Area | None = None
    """One of `site` and `area` is None."""
    interceptor: AnyInterceptor
    """The id of an interceptor of the catalogue, or one written out."""
    interceptors: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """How many there are. It does not enter a margin. None: nobody says."""
    # `from` is a keyword of Python's, so the key and the field differ.
    from_year: Annotated[Year | None, Field(alias="from")] = None
    """The first year in which it is there. None: from the beginning."""
    until: Year | None = None
    """The last year in which it is there. None: it stays."""
    launch_delay_s: Annotated[AnyDelay, BeforeValidator(delay_or_sensed)]
    """From a flight's launch to the earliest launch of an interceptor against it; or "sensed", flight by flight."""
    faces: (
        Annotated[
            list[Annotated[str | int, BeforeValidator(_force_named)]],
            Field(min_length=1, max_length=100),
        ]
        | None
    ) = None
    """Ids of forces, or their numbers counted from 1. None: all of them."""
    sensors: Annotated[list[Name], Field(max_length=100)] = Field(default=[])
    """Those whose tracks let it commit, where the delay is sensed. Those that cue them need not be named."""
    decision_s: Track = Figure(value=0.0)
    """From the first track to the commitment, where the delay is sensed."""
    reaction_s: Track = Figure(value=0.0)
    """From the commitment to the launch, where the delay is sensed."""
    # Against points 60 km apart the least margin is at most 0.013 km/s too high (design/area_spacing.py).
    area_spacing_km: Spacing = 100.0
    """Between the points of its area that are looked at."""
    look_s: LookDuration = Figure(value=30.0)
    """From an intercept to the launch of the next interceptor of the same window; used by the estimate alone."""

    @model_validator(mode="after")
    def _one_place(self) -> DeploymentTable:
        if (self.site is None) == (self.area is None):
            raise PydanticCustomError(
                "place", "allowed: exactly one of site (a point) and area (a polygon, for ships)"
            )
        return self

    @model_validator(mode="after")
    def _something_to_sense_with(self) -> DeploymentTable:
        if self.launch_delay_s == "sensed" and not self.sensors:
            raise PydanticCustomError(
                "sensed",
                'launch_delay_s = "sensed" without sensors; allowed: ids of [[sensor]] tables',
            )
        return self

    @model_validator(mode="after")
    def _years_in_order(self) -> DeploymentTable:
        # years begin at 1900, so one that is given is true
        if self.from_year and self.until and self.until < self.from_year:
            raise PydanticCustomError(
                "years",
                "from {first} until {last}; allowed: from <= until",
                {"first": self.from_year, "last": self.until},
            )
        return self


class Scenario(Table):
    """A force, and deployments against which it is to be reassured: a whole file.

    Made by `reassure.load`, or by `model_validate` from a dictionary, which raises pydantic's ValidationError where
    it does not fit. Whether its catalogue ids exist is seen when something is asked of it. `model_json_schema()` describes the file.
    """

    # What a schema is written in, so that a validator need not guess.
    model_config = ConfigDict(json_schema_extra={"$schema": GenerateJsonSchema.schema_dialect})

    format: Literal["reassure-scenario/1"]
    """The version of the format."""
    title: Annotated[
        str,
        Field(min_length=1, max_length=300),
        AfterValidator(readable),
        AfterValidator(one_line),
    ]
    """What the scenario is called, in one line."""
    note: Annotated[str, Field(max_length=5000), AfterValidator(readable)] = ""
    """What a reader has to know of it."""
    force: Annotated[list[ForceTable], Field(min_length=1, max_length=100)]
    """The forces whose flights are to be met, or not."""
    missile: Annotated[list[MissileTable], Field(max_length=50)] = Field(default=[])
    """Regional missiles, for `footprint` and `trade`."""
    region: Annotated[list[AnyRegion], Field(max_length=50)] = Field(default=[])
    """Regions that are written out, under ids of their own."""
    sensor: Annotated[list[SensorTable], Field(max_length=200)] = Field(default=[])
    """Radars and infrared satellites."""
    deployment: Annotated[list[DeploymentTable], Field(min_length=1, max_length=500)]
    """The interceptors, by place."""

    @model_validator(mode="after")
    def _ids_once(self) -> Scenario:
        tables = {
            "deployments": [d.id for d in self.deployment],
            "missiles": [m.id for m in self.missile],
            "regions": [r.id for r in self.region],
            "forces": [f.id for f in self.force if f.id is not None],
        }
        for what, ids in tables.items():
            # quadratic, of some hundred ids at most; it keeps the order of the file
            twice = [name for i, name in enumerate(ids) if name in ids[:i]]
            if twice:
                raise PydanticCustomError(
                    "twice",
                    "two {what} of one id, {id}; allowed: each id once",
                    {"what": what, "id": twice[0]},
                )
        return self

    @model_validator(mode="after")
    def _faces_known(self) -> Scenario:
        places = {f.id: i for i, f in enumerate(self.force) if f.id is not None}
        for d in self.deployment:
            met: set[int] = set()
            for x in d.faces or ():
                # by its place, since a force may be named by its id and by its number at once
                at = places.get(x) if isinstance(x, str) else x - 1
                if at is None or not 0 <= at < len(self.force):
                    known = ", ".join([*places, f"1 to {len(self.force)}"])
                    raise PydanticCustomError(
                        "faces",
                        "deployment {id}, faces: no force {name}; allowed: {known}",
                        {"id": d.id, "name": str(x)[:60], "known": known[:200]},
                    )
                if at in met:
                    raise PydanticCustomError(
                        "faces",
                        "deployment {id}, faces: force {name} twice; allowed: each once",
                        {"id": d.id, "name": str(x)},
                    )
                met.add(at)
        return self

    @model_validator(mode="after")
    def _sensors_hold_together(self) -> Scenario:
        known: dict[str, list[str]] = {}
        for sensor in self.sensor:
            if sensor.id in known:
                raise PydanticCustomError(
                    "twice", "two sensors of one id, {id}; allowed: each id once", {"id": sensor.id}
                )
            known[sensor.id] = sensor.cued_by
        # once all ids are known: a sensor may name one that stands below it
        wanted = [(f"deployment {d.id}", d.sensors) for d in self.deployment]
        wanted += [(f"sensor {s.id}, cued_by", s.cued_by) for s in self.sensor]
        for where, names in wanted:
            for name in names:
                if name not in known:
                    raise PydanticCustomError(
                        "sensor",
                        "{where}: no sensor {name}; allowed: the id of a table [[sensor]]",
                        {"where": where, "name": name},
                    )
        # In each round the sensors whose cues are all settled; a round without any has only circles left.
        settled: set[str] = set()
        while len(settled) < len(known):
            ready = [
                n for n, cues in known.items() if n not in settled and settled.issuperset(cues)
            ]
            if not ready:
                raise PydanticCustomError(
                    "circle",
                    "sensors cue each other in a circle: {names}; allowed: chains with a first sensor",
                    {"names": ", ".join(sorted(known.keys() - settled))},
                )
            settled.update(ready)
        return self
