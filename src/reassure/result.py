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
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from reassure.catalog.used import FigureUsed
from reassure.curves import Curve
from reassure.datasets import unfilled
from reassure.document import FORMAT
from reassure.estimates import Estimates
from reassure.output import whole
from reassure.theatres import Theatre
from reassure.timelines import Timeline
from reassure.typing import Array
from reassure.uncertainties import Uncertainty

if TYPE_CHECKING:
    import xarray

    from reassure.plotting import Plots

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
}


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
            if values and isinstance(values[0], str):
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
    """Of the flights, those with a margin above 0 or with no arc at all."""
    latest_flight: int | None
    """The flight that may be left to the last: the one of greatest critical launch delay."""

    @property
    def available_speed_km_s(self) -> float:
        """Burnout speed and divert, km/s."""
        return self.burnout_speed_km_s + self.divert_km_s


_FLIGHT_COLUMNS = (
    "base", "base_latitude_deg", "base_longitude_deg", "aim", "aim_latitude_deg",
    "aim_longitude_deg", "flight_time_ratio", "flight_time_s", "burnout_time_s",
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
    missing: tuple[MissingFlight, ...] = ()
    estimates: Estimates | None = None
    timeline: Timeline | None = None
    theatre: Theatre | None = None
    curves: tuple[Curve, ...] | None = None
    uncertainty: Uncertainty | None = None

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
            "flight_time_s": _number(f.flight_time_s[flight], 3),
            "flight_burnout_speed_km_s": _number(f.burnout_speed_km_s[flight], 6),
            "required_speed_km_s": _number(p.required_speed_km_s[at], 6),
            "available_speed_km_s": round(d.available_speed_km_s, 6),
            "margin_km_s": _number(p.margin_km_s[at], 6),
            "at": {
                "launch_s": _number(p.launch_s[at], 2),
                "intercept_s": _number(p.intercept_s[at], 2),
                "height_km": _number(p.intercept_height_km[at], 3),
                "latitude_deg": _number(p.intercept_latitude_deg[at], 5),
                "longitude_deg": _number(p.intercept_longitude_deg[at], 5),
            }
            if met
            else None,
            "critical": {
                "burnout_speed_km_s": _number(p.critical_burnout_speed_km_s[at], 6),
                "launch_delay_s": _number(p.critical_launch_delay_s[at], 2),
                "after_burnout_s": _number(p.critical_after_burnout_s[at], 2),
                "reason": Reason(int(p.reason[at])).words or None,
            },
            **({} if self.timeline is None else {"sensed": self.timeline.pair(at)}),
            **({} if self.estimates is None else {"estimate": self.estimates.pair(at)}),
        }

    def critical(self, index: int) -> dict[str, Any]:
        """Where a deployment's whole answer flips.

        Below `burnout_speed_km_s` no flight is in reach at its delay; after `launch_delay_s` none is
        at its speed (`after_burnout_s`: the same from that flight's burnout). Null where there is none.
        """
        d, p = self.deployments[index], self.pairs
        speed = delay = after = None
        if d.worst_flight is not None:
            speed = _number(p.critical_burnout_speed_km_s[index, d.worst_flight], 6)
        if d.latest_flight is not None:
            delay = _number(p.critical_launch_delay_s[index, d.latest_flight], 2)
            after = _number(p.critical_after_burnout_s[index, d.latest_flight], 2)
        return {"burnout_speed_km_s": speed, "launch_delay_s": delay, "after_burnout_s": after}

    def _summary(self, index: int) -> dict[str, Any]:
        d = self.deployments[index]
        worst = None
        if d.worst_flight is not None:
            pair = self.pair(index, d.worst_flight)
            keys = ("base", "base_point", "aim", "aim_point", "flight_time_ratio", "at", "critical")
            worst = {key: pair[key] for key in keys}
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
            else round(d.least_margin_km_s, 6),
            "worst_flight": d.worst_flight,
            "worst": worst,
            "latest_flight": d.latest_flight,
            "share_out_of_reach": round(d.share_out_of_reach, 6),
            "critical": self.critical(index),
            **({} if self.estimates is None else {"estimate": self.estimates.summary(index)}),
        }

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
                f"# {title}; scenario sha256 {self.scenario_sha256}; reassure {self.reassure_version}\n"
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
        from reassure.report.frame import frame

        return frame(self)

    @property
    def plot(self) -> Plots:
        """Figures for a paper: `.map()`, `.margins()`, `.delay()`, `.side()` (docs/notebook.md)."""
        from reassure.plotting import Plots

        return Plots(self)

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
        attributes = {
            "title": self.title,
            "scenario_sha256": self.scenario_sha256,
            "reassure_version": self.reassure_version,
            "sources": json.dumps([s.to_dict() for s in self.sources]),
            "missing_flights": json.dumps([m.__dict__ for m in self.missing]),
        }
        if self.uncertainty is not None:
            attributes["uncertainty"] = json.dumps(self.uncertainty.to_dict())
        return unfilled(xr.Dataset(data, coords, attributes))


def _point(latitude: float, longitude: float) -> list[float]:
    return [_rounded(latitude, 5), _rounded(longitude, 5)]


def _number(value: float, digits: int) -> float | None:
    return _rounded(value, digits) if math.isfinite(value) else None


def _rounded(value: float, digits: int) -> float:
    """By way of the digits that the flights' columns have: so a result read from a file says the same."""
    return round(round(float(value), _DIGITS), digits)


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return str(value)
    if not math.isfinite(value):
        return ""
    text = f"{float(value):.{_DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
