"""What travels in every export: title, hash, version, sources, and what was left out; and how things are named."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides, FlightTrack
from reassure.catalog.used import FigureUsed
from reassure.report.exports import utc
from reassure.report.wording import flight_name, flown, heights, shape
from reassure.words.counts import counted
from reassure.words.links import linked, links, with_scheme
from reassure.words.rounding import rounded

__all__ = [
    "BOOST",
    "FROM_BURNOUT",
    "MEETING",
    "Moment",
    "about",
    "carried",
    "closest",
    "deployment_numbers",
    "flight_name",
    "flight_numbers",
    "html",
    "least_margin",
    "meeting_numbers",
    "source_line",
    "source_lines",
    "way",
]

_FALL = "the boost is not modelled. From the burnout on it falls freely (point mass, turning WGS84 Earth)."
BOOST = f"Between its launch and its burnout a flight is drawn along a cubic from rest at its base to its burnout; {_FALL}"
FROM_BURNOUT = f"A flight begins at its burnout; {_FALL}"
"""In place of BOOST, in formats that do not draw it."""
MEETING = (
    "The arc to a meeting is the ideal interceptor's of least speed, with all its speed at once straight above its site; "
    "an estimate made to favour the interceptor. Where the margin is positive the flight is out of reach: the deployment's own "
    "interceptor is slower than the required speed, and the meeting is where one that had it would be."
)


@dataclass(frozen=True)
class Moment:
    """When the flights are launched (nominal), and when the file is made."""

    epoch: datetime
    """UTC; with `fold` 1 where it is within a leap second (exports.utc)."""
    created: datetime

    def after(self, seconds: float) -> str:
        """The moment `seconds` (SI, 0 or more) after the flights' launch, in UTC to the microsecond, without the
        zone.
        """
        return utc.label(self.epoch, seconds)


def carried(result: Assessment, ways: Ephemerides) -> dict[str, Any]:
    """What travels in a file, as plain data: title, hash, version, which flights are shown, notes, sources, and flights
    that were asked for and do not exist.
    """
    return {
        "title": result.title,
        "scenario_sha256": result.scenario_sha256,
        "reassure_version": result.reassure_version,
        "flights_shown": ways.selection,
        "notes": [utc.TIMES, flown(result), BOOST, MEETING, *heights(result)],
        "sources": [_opened(s) for s in result.sources],
        "missing_flights": [m.__dict__ for m in result.missing],
    }


def _opened(figure: FigureUsed) -> dict[str, Any]:
    """A figure as in a result, and the addresses in its source: a program that reads the file need not look for them."""
    found = links(figure.source)
    return {**figure.to_dict(), **({"links": found} if found else {})}


def about(result: Assessment, ways: Ephemerides, boost: str = BOOST) -> list[str]:
    """The same in lines of words, without title and sources. `boost`: what the format has of it."""
    missing = [
        f"{counted(m.count, 'flight')} {result.place_names[m.base]} to {result.place_names[m.aim]}, "
        f"{shape(m.flight_time_ratio, result.ratios)}, "
        f"{'does' if m.count == 1 else 'do'} not exist: {m.reason}"
        for m in result.missing
    ]
    return [
        f"scenario sha256 {result.scenario_sha256}; reassure {result.reassure_version}",
        f"shown: {ways.selection}",
        utc.TIMES,
        flown(result),
        boost,
        MEETING,
        *heights(result),
        *missing,
    ]


def source_line(s: FigureUsed) -> str:
    """A figure in a line: key, value, interval, status, source and who differs; addresses with their https://."""
    interval = f" ({s.low:g} to {s.high:g})" if s.low is not None and s.high is not None else ""
    dissent = "".join(
        f"; {who} has {value:g}" + (f" ({with_scheme(source)})" if source else "")
        for value, who, source in s.dissent
    )
    return f"{s.key} = {s.value:.10g}{interval} [{s.status}] {with_scheme(s.source) or 'no source'}{dissent}"


def source_lines(result: Assessment) -> list[str]:
    """A line for each figure that the answer rests on."""
    return [source_line(s) for s in result.sources]


def html(lines: list[str], numbers: dict[str, Any] | None = None) -> str:
    """Lines as paragraphs and numbers as a table, in HTML, an address with its scheme as a link. All text is escaped: a scenario's title may hold "<"."""
    rows = "".join(
        f"<tr><td>{escape(key)}</td><td>{escape(_shown(value))}</td></tr>"
        for key, value in (numbers or {}).items()
    )
    return "".join(f"<p>{linked(line, bare=False)}</p>" for line in lines) + (
        f"<table>{rows}</table>" if rows else ""
    )


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "none" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)


# -- flights ------------------------------------------------------------------------------------------


def closest(result: Assessment, i: int) -> int | None:
    """The number of the deployment that has the least margin against flight `i`. None where none has an arc."""
    # m == m is False for NaN: deployments without an arc to the flight, or that do not face it.
    margins = [(float(m), d) for d, m in enumerate(result.pairs.margin_km_s[:, i]) if m == m]
    return min(margins)[1] if margins else None


def least_margin(result: Assessment, i: int) -> float:
    """The least margin (km/s) of all deployments against flight `i`; NaN where none has an arc."""
    d = closest(result, i)
    return math.nan if d is None else float(result.pairs.margin_km_s[d, i])


def flight_numbers(result: Assessment, i: int) -> dict[str, Any]:
    """What is to be said of flight `i`, units in the names; None where there is no number."""
    f = result.flights
    d = closest(result, i)
    return {
        "flight": i,
        "base": str(f.base[i]),
        "aim": str(f.aim[i]),
        "aim_latitude_deg": round(float(f.aim_latitude_deg[i]), 6),
        "aim_longitude_deg": round(float(f.aim_longitude_deg[i]), 6),
        "flight_time_ratio": float(f.flight_time_ratio[i]),
        "flight_time_s": round(float(f.flight_time_s[i]), 3),
        "burnout_time_s": round(float(f.burnout_time_s[i]), 3),
        "burnout_speed_km_s": round(float(f.burnout_speed_km_s[i]), 6),
        # Rounded down as all margins, to the six digits of the result's own file.
        "least_margin_km_s": None if d is None else rounded(least_margin(result, i), 6),
        "least_margin_deployment": None if d is None else result.deployments[d].id,
    }


def way(track: FlightTrack) -> Iterator[tuple[float, float, float]]:
    """Longitude, latitude (WGS84 degrees) and height (m above the ellipsoid) of each sample from launch to end."""
    # The fall begins where the boost ends: that sample is given once.
    for part, first in ((track.boost, 0), (track.fall, 1)):
        yield from zip(
            part.longitude_deg[first:].tolist(),
            part.latitude_deg[first:].tolist(),
            part.height_m[first:].tolist(),
            strict=True,
        )


# -- deployments and meetings -----------------------------------------------------------------------------------------


def deployment_numbers(result: Assessment, name: str) -> dict[str, Any]:
    """What is to be said of a deployment, by its id, units in the names; None where there is no number."""
    i = next(k for k, d in enumerate(result.deployments) if d.id == name)
    d = result.deployments[i]
    # The two flights that the answer turns on, which need not be one: that of least margin, and the one that may be
    # left to the last.
    flips = (
        ("critical_burnout_speed", d.worst_flight),
        ("critical_launch_delay", d.latest_flight),
    )
    return {
        "place": d.place,
        "interceptor": d.interceptor,
        "interceptors": d.interceptors,
        "from": d.from_year,
        "until": d.until,
        "burnout_speed_km_s": d.burnout_speed_km_s,
        "burnout_speed_status": d.burnout_speed_status,
        "divert_km_s": d.divert_km_s,
        "launch_delay_s": "sensed" if d.launch_delay_s is None else d.launch_delay_s,
        **result.counted_in(i),
        "least_margin_km_s": None
        if d.least_margin_km_s is None
        else rounded(d.least_margin_km_s, 6),
        "share_out_of_reach": rounded(d.share_out_of_reach, 6),
        **{f"critical_{k}": v for k, v in result.critical(i).items()},
        **{
            f"{k}_flight": None if n is None else f"#{n}, {flight_name(result, n)}"
            for k, n in flips
        },
    }


def meeting_numbers(result: Assessment, d: int, i: int) -> dict[str, Any]:
    """What is to be said of deployment `d` and flight `i`, its closest, units in the names; None where there is no
    number.
    """
    # The pair's critical values are of this flight; the deployment's delay may turn on another one.
    pair, deployment = result.pair(d, i), result.deployments[d]
    critical, last = result.critical(d), deployment.latest_flight
    return {
        "deployment": deployment.id,
        "interceptor": deployment.interceptor,
        "flight": i,
        "base": pair["base"],
        "aim": pair["aim"],
        "required_speed_km_s": pair["required_speed_km_s"],
        "available_speed_km_s": pair["available_speed_km_s"],
        "margin_km_s": pair["margin_km_s"],
        "launch_s": pair["at"]["launch_s"],
        "intercept_s": pair["at"]["intercept_s"],
        "intercept_height_km": pair["at"]["height_km"],
        "intercept_latitude_deg": pair["at"]["latitude_deg"],
        "intercept_longitude_deg": pair["at"]["longitude_deg"],
        "critical_burnout_speed_km_s": pair["critical"]["burnout_speed_km_s"],
        "critical_launch_delay_s": pair["critical"]["launch_delay_s"],
        "deployment_share_out_of_reach": rounded(deployment.share_out_of_reach, 6),
        "deployment_critical_launch_delay_s": critical["launch_delay_s"],
        "deployment_critical_launch_delay_flight": None
        if last is None
        else f"#{last}, {flight_name(result, last)}",
    }
