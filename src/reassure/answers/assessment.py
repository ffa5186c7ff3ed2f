"""The result of an assessment: one frozen object that every table, file and page is made from.

Inside are arrays over deployments (rows) and flights (columns), in the units that their names end
in. Where there is no number the array holds NaN and `reason` says why; nothing else is ever NaN.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment_schema import FORMAT
from reassure.answers.curve import Curve
from reassure.answers.datasets import unfilled
from reassure.answers.estimates import Estimates
from reassure.answers.shown import Pictures, Shown
from reassure.answers.theatre import Theatre
from reassure.answers.timeline import Timeline
from reassure.answers.uncertainty import Uncertainty
from reassure.catalog.used import FigureUsed
from reassure.machine.files import whole
from reassure.scenario import Scenario
from reassure.typing import Array
from reassure.words.bands import Band, band_in_json
from reassure.words.rounding import UP, kept, rounded

if TYPE_CHECKING:
    import xarray

__all__ = [
    "Assessment",
    "Deployment",
    "Flights",
    "MissingFlight",
    "Pairs",
]

_DIGITS = 6


class Reason(IntEnum):
    """Why a critical value is missing."""

    NONE_MISSING = 0
    NEVER_IN_REACH = 1
    NO_ARC_AT_DELAY = 2
    NO_ARC_EVER = 3
    DIVERT_ENOUGH = 4
    NOT_SENSED = 5
    NEVER_AT_HEIGHT = 6
    NOT_FACED = 7

    @property
    def words(self) -> str:
        """The reason in words; empty where nothing is missing."""
        return _WORDS[self]


_WORDS = {
    Reason.NONE_MISSING: "",
    Reason.NEVER_IN_REACH: "out of reach at any delay, even if launched with the flight",
    Reason.NO_ARC_AT_DELAY: "no arc above the ground meets the flight after this launch delay",
    Reason.NO_ARC_EVER: "no arc above the ground meets the flight at any delay",
    Reason.NOT_SENSED: "no sensor of this deployment tracks the flight",
    Reason.DIVERT_ENOUGH: "the divert alone is more than the required speed",
    Reason.NEVER_AT_HEIGHT: "the flight is never at a height that counts",
    Reason.NOT_FACED: "this deployment does not face the flight",
}


class BoostRule(StrEnum):
    """Along which geodesic from the base flights boost."""

    AS_FLOWN = "as flown"
    """Along the one whose direction at burnout is that of the flight's own Earth-relative velocity."""
    TOWARDS_AIM = "towards the aim at launch"
    """Towards where the aim stands at launch: the rule of results before version 0.2."""


@dataclass(frozen=True)
class MissingFlight:
    """Flights that were asked for and do not exist."""

    base: str
    aim: str
    flight_time_ratio: float
    count: int
    reason: str


@dataclass(frozen=True, eq=False)
class Flights:
    """n flights; every array has shape (n,)."""

    base: NDArray[np.str_]
    base_latitude_deg: Array
    base_longitude_deg: Array
    aim: NDArray[np.str_]
    aim_latitude_deg: Array
    aim_longitude_deg: Array
    flight_time_ratio: Array
    way: NDArray[np.str_]
    """`short` or `long`: by less than half a turn about the Earth's centre from burnout to end, or by more."""
    flight_time_s: Array
    burnout_time_s: Array
    burnout_speed_km_s: Array
    burnout_position_m: Array
    """(n, 3), Earth-fixed."""
    burnout_velocity_m_s: Array
    """(n, 3), inertial, along the Earth-fixed axes of that instant."""

    @property
    def count(self) -> int:
        """N."""
        return int(self.flight_time_s.size)

    def to_dict(self) -> dict[str, list[Any]]:
        """As in a JSON file: a list for each column, in the order of the pairs of one deployment."""

        def column(name: str) -> list[Any]:
            values = getattr(self, name).tolist()
            # a figure as it was given, like the shape of a flight, keeps all its digits wherever it stands
            if name == "flight_time_ratio" or (values and isinstance(values[0], str)):
                return list(values)
            if values and isinstance(values[0], list):
                return [[round(v, _DIGITS) for v in row] for row in values]
            return [round(v, _DIGITS) for v in values]

        return {name: column(name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, eq=False)
class Pairs:
    """d deployments against n flights; every array has shape (d, n)."""

    required_speed_km_s: Array
    margin_km_s: Array
    site_latitude_deg: Array
    site_longitude_deg: Array
    launch_s: Array
    intercept_s: Array
    intercept_height_km: Array
    intercept_latitude_deg: Array
    intercept_longitude_deg: Array
    critical_burnout_speed_km_s: Array
    critical_launch_delay_s: Array
    critical_after_burnout_s: Array
    reason: NDArray[np.int64]

    @property
    def faced(self) -> NDArray[np.bool_]:
        """Which deployments face which flights: the others count for nothing."""
        return np.asarray(self.reason != Reason.NOT_FACED)


@dataclass(frozen=True)
class Deployment:
    """A deployment's figures and its row of the answer, summed up."""

    id: str
    place: str
    interceptor: str
    interceptors: int | None
    from_year: int | None
    until: int | None
    burnout_speed_km_s: float
    burnout_speed_status: str
    divert_km_s: float
    burnout_height_km: float
    burn_time_s: float
    launch_delay_s: float | None
    """None: sensed, flight by flight."""
    points: int
    least_margin_km_s: float | None
    worst_flight: int | None
    share_out_of_reach: float
    """Of the flights it faces, those with a margin above 0 or with no arc at all."""
    latest_flight: int | None
    """The flight that may be left to the last: the one of greatest critical launch delay."""
    intercept_heights_km: Band | None = None
    """An intercept counts between these; infinite: no greatest height. None: a file of before they counted."""
    faces: tuple[str, ...] | None = None
    """The forces it faces, by name; None: all. Shares, least margin and worst flight are of theirs alone."""

    @property
    def available_speed_km_s(self) -> float:
        """Burnout speed and divert, km/s."""
        return self.burnout_speed_km_s + self.divert_km_s


_FLIGHT_COLUMNS = (
    "base", "base_latitude_deg", "base_longitude_deg", "aim", "aim_latitude_deg",
    "aim_longitude_deg", "flight_time_ratio", "way", "flight_time_s", "burnout_time_s",
)  # fmt: skip
_UNITS = {"_km_s": "km s-1", "_km": "km", "_deg": "degree", "_s": "s", "_ratio": "1"}


@dataclass(frozen=True, eq=False)
class Assessment:
    """Which flights each deployment could reach, by what margin, and which figure flips each answer."""

    title: str
    scenario_sha256: str
    reassure_version: str
    deployments: tuple[Deployment, ...]
    flights: Flights
    pairs: Pairs
    sources: tuple[FigureUsed, ...]
    boost: BoostRule = BoostRule.AS_FLOWN
    missing: tuple[MissingFlight, ...] = ()
    estimates: Estimates | None = None
    timeline: Timeline | None = None
    theatre: Theatre | None = None
    curves: tuple[Curve, ...] | None = None
    uncertainty: Uncertainty | None = None
    scenario: Scenario | None = None
    """What was asked; None where the result was read from a file."""
    asked_as: str | None = None
    """The path or preset's name that it was asked by."""

    @property
    def decisive(self) -> int:
        """The deployment that stands for all where one must: the one that reaches most, of several the one of
        least margin.
        """

        def key(index: int) -> tuple[float, float]:
            d = self.deployments[index]
            least = d.least_margin_km_s
            return d.share_out_of_reach, math.inf if least is None else least

        return min(range(len(self.deployments)), key=key)

    # -- one pair ---------------------------------------------------------------------------------

    def pair(self, deployment: int, flight: int) -> dict[str, Any]:
        """One deployment against one flight, as in a JSON file (docs/assessment.md)."""
        d, f, p = self.deployments[deployment], self.flights, self.pairs
        at = (deployment, flight)
        met = bool(np.isfinite(p.required_speed_km_s[at]))
        return {
            "deployment": d.id,
            "site_point": _point(p.site_latitude_deg[at], p.site_longitude_deg[at])
            if met
            else None,
            "base": str(f.base[flight]),
            "base_point": _point(f.base_latitude_deg[flight], f.base_longitude_deg[flight]),
            "aim": str(f.aim[flight]),
            "aim_point": _point(f.aim_latitude_deg[flight], f.aim_longitude_deg[flight]),
            "flight_time_ratio": float(f.flight_time_ratio[flight]),
            "flight_time_s": kept(f.flight_time_s[flight], 3),
            "flight_burnout_speed_km_s": kept(f.burnout_speed_km_s[flight], 6),
            "required_speed_km_s": kept(p.required_speed_km_s[at], 6),
            "available_speed_km_s": kept(d.available_speed_km_s, 6),
            "margin_km_s": kept(p.margin_km_s[at], 6),
            "at": {
                "launch_s": kept(p.launch_s[at], 2),
                "intercept_s": kept(p.intercept_s[at], 2),
                "height_km": kept(p.intercept_height_km[at], 3),
                "latitude_deg": kept(p.intercept_latitude_deg[at], 5),
                "longitude_deg": kept(p.intercept_longitude_deg[at], 5),
            }
            if met
            else None,
            "critical": {
                "burnout_speed_km_s": kept(p.critical_burnout_speed_km_s[at], 6),
                "launch_delay_s": kept(p.critical_launch_delay_s[at], 3, UP),
                "after_burnout_s": kept(p.critical_after_burnout_s[at], 3, UP),
                "reason": Reason(int(p.reason[at])).words or None,
            },
            **({} if self.timeline is None else {"sensed": self.timeline.pair(at)}),
            **({} if self.estimates is None else {"estimate": self.estimates.pair(at)}),
        }

    def critical(self, index: int) -> dict[str, Any]:
        """Where a deployment's whole answer flips.

        Below `burnout_speed_km_s` no flight is in reach at its delay; after `launch_delay_s` none is
        at its speed (`after_burnout_s`: the same from that flight's burnout). The speed turns on `worst_flight`,
        the delay on `latest_flight`: often two flights. Null where there is none.
        """
        d, p = self.deployments[index], self.pairs
        speed = delay = after = None
        if d.worst_flight is not None:
            speed = kept(p.critical_burnout_speed_km_s[index, d.worst_flight], 6)
        if d.latest_flight is not None:
            delay = kept(p.critical_launch_delay_s[index, d.latest_flight], 3, UP)
            after = kept(p.critical_after_burnout_s[index, d.latest_flight], 3, UP)
        return {"burnout_speed_km_s": speed, "launch_delay_s": delay, "after_burnout_s": after}

    def _summary(self, index: int) -> dict[str, Any]:
        d = self.deployments[index]
        keys = ("base", "base_point", "aim", "aim_point", "flight_time_ratio", "at", "critical")

        def named(flight: int | None) -> dict[str, Any] | None:
            if flight is None:
                return None
            pair = self.pair(index, flight)
            return {key: pair[key] for key in keys}

        return {
            "id": d.id,
            "place": d.place,
            "interceptor": d.interceptor,
            "interceptors": d.interceptors,
            "from": d.from_year,
            "until": d.until,
            "burnout_speed_km_s": d.burnout_speed_km_s,
            "burnout_speed_status": d.burnout_speed_status,
            "divert_km_s": d.divert_km_s,
            "burnout_height_km": d.burnout_height_km,
            "burn_time_s": d.burn_time_s,
            "launch_delay_s": "sensed" if d.launch_delay_s is None else d.launch_delay_s,
            "sampled_points": d.points,
            "least_margin_km_s": None
            if d.least_margin_km_s is None
            else kept(d.least_margin_km_s, 6),
            "worst_flight": d.worst_flight,
            "worst": named(d.worst_flight),
            "latest_flight": d.latest_flight,
            "latest": named(d.latest_flight),
            "share_out_of_reach": round(d.share_out_of_reach, 6),
            **self.counted_in(index),
            "critical": self.critical(index),
            **({} if self.estimates is None else {"estimate": self.estimates.summary(index)}),
        }

    def facing(self, index: int) -> int:
        """How many flights a deployment faces."""
        return int(self.pairs.faced[index].sum())

    def counted_in(self, index: int) -> dict[str, Any]:
        """What counts for a deployment: heights of intercept, and the forces it faces where it does not face all."""
        d = self.deployments[index]
        out: dict[str, Any] = {**band_in_json(d.intercept_heights_km)}
        if d.faces is not None:
            out |= {"faces": list(d.faces), "flights_faced": self.facing(index)}
        return out

    # -- as files ---------------------------------------------------------------------------------

    def to_dict(self) -> dict[str, Any]:
        """The whole result as plain data (docs/assessment.md)."""
        return {
            **self._head(),
            "pairs": [
                self.pair(d, f)
                for d in range(len(self.deployments))
                for f in range(self.flights.count)
            ],
            **self.summaries(),
        }

    def _head(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "scenario": {"title": self.title, "sha256": self.scenario_sha256},
            "reassure_version": self.reassure_version,
            "boost": str(self.boost),
        }

    def summaries(self) -> dict[str, Any]:
        """Everything of `to_dict` that comes after the pairs."""
        return {
            "deployments": [self._summary(d) for d in range(len(self.deployments))],
            "flights": self.flights.to_dict(),
            "missing_flights": [m.__dict__ for m in self.missing],
            "sources": [s.to_dict() for s in self.sources],
            **({} if self.theatre is None else {"theatre": self.theatre.to_dict()}),
            **({} if self.curves is None else {"curves": [c.to_dict() for c in self.curves]}),
            **({} if self.uncertainty is None else {"uncertainty": self.uncertainty.to_dict()}),
        }

    def write_json(self, path: str | Path) -> None:
        """Write the whole result as JSON, one pair a line; the file appears whole or not at all."""
        with whole(path) as out:
            head = json.dumps(self._head(), allow_nan=False)
            out.write(head[:-1] + ',\n"pairs": [')
            comma = "\n"
            for d in range(len(self.deployments)):
                for f in range(self.flights.count):
                    out.write(comma + json.dumps(self.pair(d, f), allow_nan=False))
                    comma = ",\n"
            out.write("\n],\n" + json.dumps(self.summaries(), allow_nan=False)[1:] + "\n")

    def write_csv(self, path: str | Path, comments: Sequence[str] = ()) -> None:
        """Write the pairs as CSV under a comment line with title, version and hash, and under more of such
        lines where they are given; whole or not at all.
        """
        f, p = self.flights, self.pairs
        columns = [name for name in p.__dataclass_fields__ if name != "reason"]
        more = {} if self.estimates is None else self.estimates.columns()
        with whole(path) as out:
            title = " ".join(self.title.split())
            out.write(
                f"# {title}; scenario sha256 {self.scenario_sha256}; reassure {self.reassure_version}; "
                "times are SI seconds from the launch of the flight\n"
            )
            out.writelines(f"# {' '.join(comment.split())}\n" for comment in comments)
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(
                [
                    "deployment",
                    *_FLIGHT_COLUMNS,
                    "flight_burnout_speed_km_s",
                    *columns,
                    "reason",
                    *more,
                ]
            )
            flight_cells = [
                [_cell(getattr(f, n)[i]) for n in _FLIGHT_COLUMNS] for i in range(f.count)
            ]
            for d, deployment in enumerate(self.deployments):
                rows = [getattr(p, name)[d] for name in columns]
                for i in range(f.count):
                    writer.writerow(
                        [
                            deployment.id,
                            *flight_cells[i],
                            _cell(f.burnout_speed_km_s[i]),
                            *(_cell(row[i]) for row in rows),
                            Reason(int(p.reason[d, i])).words,
                            *(_cell(values[d, i]) for values in more.values()),
                        ]
                    )

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
        import xarray as xr

        f, p = self.flights, self.pairs

        def variable(dims: tuple[str, ...], name: str, values: Any) -> Any:
            unit = next((u for end, u in _UNITS.items() if name.endswith(end)), None)
            return (dims, values, {"units": unit} if unit else {})

        data = {
            name: variable(("deployment", "flight"), name, getattr(p, name))
            for name in p.__dataclass_fields__
            if name != "reason"
        }
        if self.estimates is not None:
            for name, column in self.estimates.columns().items():
                data[name] = variable(("deployment", "flight"), name, column)
        words = np.array([reason.words for reason in Reason])
        data["reason"] = (("deployment", "flight"), words[p.reason], {})
        data["flight_burnout_speed_km_s"] = variable(
            ("flight",), "flight_burnout_speed_km_s", f.burnout_speed_km_s
        )
        coords = {name: variable(("flight",), name, getattr(f, name)) for name in _FLIGHT_COLUMNS}
        coords["deployment"] = (("deployment",), [d.id for d in self.deployments], {})
        for name in ("burnout_speed_km_s", "divert_km_s", "launch_delay_s"):
            given = [getattr(d, name) for d in self.deployments]
            values = [math.nan if value is None else value for value in given]
            coords[f"deployment_{name}"] = variable(("deployment",), name, values)
        for k, name in enumerate(("least_intercept_height_km", "greatest_intercept_height_km")):
            bands = [d.intercept_heights_km or (math.nan, math.nan) for d in self.deployments]
            values = [b[k] if math.isfinite(b[k]) else math.nan for b in bands]
            coords[f"deployment_{name}"] = variable(("deployment",), name, values)
        if any(d.faces is not None for d in self.deployments):
            told = ["" if d.faces is None else " ".join(d.faces) for d in self.deployments]
            coords["deployment_faces"] = (("deployment",), told, {})
        attributes = {
            "title": self.title,
            "scenario_sha256": self.scenario_sha256,
            "reassure_version": self.reassure_version,
            "boost": str(self.boost),
            "sources": json.dumps([s.to_dict() for s in self.sources]),
            "missing_flights": json.dumps([m.__dict__ for m in self.missing]),
        }
        if self.uncertainty is not None:
            attributes["uncertainty"] = json.dumps(self.uncertainty.to_dict())
        return unfilled(xr.Dataset(data, coords, attributes))


def _point(latitude: float, longitude: float) -> list[float]:
    return [rounded(latitude, 5), rounded(longitude, 5)]


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return str(value)
    if not math.isfinite(value):
        return ""
    text = f"{float(value):.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
