"""Reading a result back from the file that `assess --json` wrote, with one clear line for whatever is wrong.

A file is believed only if the result made from it says of itself, key by key, what the file says.
"""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from reassure.answers.assessment import (
    Assessment,
    BoostRule,
    Deployment,
    Flights,
    MissingFlight,
    Pairs,
    Reason,
)
from reassure.answers.assessment_schema import FORMAT, Document
from reassure.answers.curve import Curve
from reassure.answers.estimates import Estimates, NoReach
from reassure.answers.theatre import Area, Rim, Theatre, TheatreSite
from reassure.answers.timeline import Timeline
from reassure.answers.uncertainty import (
    DeploymentUncertainty,
    FigureDrawn,
    Influence,
    Share,
    Uncertainty,
)
from reassure.catalog.used import FigureUsed
from reassure.errors import ResultError
from reassure.scenario.complaint import complain, printable, shown
from reassure.scenario.decoding import decoded
from reassure.typing import Array
from reassure.words.counts import counted

__all__ = ["LARGEST_FILE", "read_assessment"]

LARGEST_FILE = 1_000_000_000
"""Bytes; some 1.4 million pairs."""

_HELP = "allowed: a file that `reassure assess --json` wrote"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")  # half of a character, if it stands alone
_OLD_ROUNDING = 0.011  # of delays to 0.01 s, to the nearest
_ROUNDING = 2e-6  # km/s: three figures of six digits

Get = Callable[[Any], Any]


def read_assessment(path: str | Path) -> Assessment:
    """The result in a file that `reassure assess --json` or `Assessment.write_json` wrote.

    Written again it gives the same bytes. Raises ResultError, its message one line: file, key, what is
    wrong, what is allowed.
    """
    name = printable(str(path))
    text = _text(path, name)
    try:
        data = json.loads(text, parse_constant=_refuse)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            given = shown(data.get("format")) if isinstance(data, dict) else "no table"
            raise ResultError(f'{name}: format {given}; allowed: "{FORMAT}"')
        if _HALF.search(text):
            json.dumps(data, ensure_ascii=False).encode()
        document = Document.model_validate(data)
        result = _assessment(document)
    except ValidationError as error:
        raise ResultError(complain(error, name, "")) from None
    except RecursionError:
        raise ResultError(f"{name}: nested too deeply; {_HELP}") from None
    except (ValueError, OverflowError) as error:
        raise ResultError(f"{name}: not JSON: {printable(str(error))}; {_HELP}") from None
    except _Odd as odd:
        raise ResultError(f"{name}: {printable(str(odd))}; {_HELP}") from None
    _agree(result, data, name)
    return result


class _Odd(Exception):  # noqa: N818  (never leaves this file)
    """What a file says cannot be."""


def _text(path: str | Path, name: str) -> str:
    try:
        place = Path(path)
        if place.is_dir():
            raise ResultError(f"{name}: a folder; {_HELP}")
        with place.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise ResultError(f"{name}: larger than {LARGEST_FILE} bytes; allowed: a smaller file")
    except FileNotFoundError:
        raise ResultError(f"{name}: no such file; {_HELP}") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ResultError(f"{name}: cannot be read: {printable(str(reason))}") from None
    try:
        return decoded(data)
    except ValueError as error:
        raise ResultError(f"{name}: {error}; {_HELP}") from None


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no number")


def _assessment(doc: Document) -> Assessment:
    flights = _flights(doc)
    rows, columns = len(doc.deployments), flights.count
    if len(doc.pairs) != rows * columns:
        raise _Odd(
            f"{counted(len(doc.pairs), 'pair')} of {counted(rows, 'deployment')} and {counted(columns, 'flight')}; "
            f"expected {rows * columns}"
        )
    for d in doc.deployments:
        for flight in (d.worst_flight, d.latest_flight):
            if flight is not None and flight >= columns:
                raise _Odd(f"deployment {shown(d.id)}: flight {flight} of {columns}")
    shape = (rows, columns)
    return Assessment(
        title=doc.scenario.title,
        scenario_sha256=doc.scenario.sha256,
        reassure_version=doc.reassure_version,
        deployments=tuple(_deployment(d) for d in doc.deployments),
        flights=flights,
        pairs=_pairs(doc, shape),
        sources=tuple(_source(s) for s in doc.sources),
        boost=BoostRule(doc.boost),
        missing=tuple(MissingFlight(**m.model_dump()) for m in doc.missing_flights),
        estimates=_estimates(doc, shape),
        timeline=_timeline(doc, shape),
        theatre=_theatre(doc, rows),
        curves=_curves(doc, rows),
        uncertainty=_uncertainty(doc),
    )


def _flights(doc: Document) -> Flights:
    columns = dict(doc.flights)
    columns["way"] = doc.flights.way or ["short"] * len(doc.flights.base)
    if len({len(values) for values in columns.values()}) != 1 or not doc.flights.base:
        raise _Odd("flights: columns that are empty or not of one length")
    flights = Flights(**{name: np.array(values) for name, values in columns.items()})
    if not (
        (flights.burnout_time_s > 0.0) & (flights.flight_time_s > flights.burnout_time_s)
    ).all():
        raise _Odd("flights: one that ends before its burnout")
    return flights


def _deployment(d: Any) -> Deployment:
    return Deployment(
        id=d.id,
        place=d.place,
        interceptor=d.interceptor,
        interceptors=d.interceptors,
        from_year=d.from_year,
        until=d.until,
        burnout_speed_km_s=d.burnout_speed_km_s,
        burnout_speed_status=d.burnout_speed_status,
        divert_km_s=d.divert_km_s,
        burnout_height_km=d.burnout_height_km,
        burn_time_s=d.burn_time_s,
        launch_delay_s=None if d.launch_delay_s == "sensed" else d.launch_delay_s,
        points=d.sampled_points,
        least_margin_km_s=d.least_margin_km_s,
        worst_flight=d.worst_flight,
        share_out_of_reach=d.share_out_of_reach,
        latest_flight=d.latest_flight,
        intercept_heights_km=None
        if d.least_intercept_height_km is None
        else (
            d.least_intercept_height_km,
            math.inf if d.greatest_intercept_height_km is None else d.greatest_intercept_height_km,
        ),
        faces=None if d.faces is None else tuple(d.faces),
    )


def _column(items: Sequence[Any], get: Get, shape: tuple[int, int]) -> Array:
    """(d, n) numbers of all pairs; NaN where there is none."""
    values = [math.nan if (value := get(item)) is None else value for item in items]
    return np.array(values, float).reshape(shape)


def _pairs(doc: Document, shape: tuple[int, int]) -> Pairs:
    every = doc.pairs
    met = [p.at is not None and p.site_point is not None for p in every]
    known = [p.required_speed_km_s is not None and p.margin_km_s is not None for p in every]
    if met != known:
        raise _Odd("pairs: a required speed without a meeting, or a meeting without one")

    def column(get: Get) -> Array:
        return _column(every, get, shape)

    required = column(lambda p: p.required_speed_km_s)
    margin = column(lambda p: p.margin_km_s)
    available = column(lambda p: p.available_speed_km_s)
    if not (np.isnan(margin) | (np.abs(required - available - margin) <= _ROUNDING)).all():
        raise _Odd("pairs: a margin that is not required less available speed")
    return Pairs(
        required_speed_km_s=required,
        margin_km_s=margin,
        site_latitude_deg=column(lambda p: p.site_point and p.site_point[0]),
        site_longitude_deg=column(lambda p: p.site_point and p.site_point[1]),
        launch_s=column(lambda p: p.at and p.at.launch_s),
        intercept_s=column(lambda p: p.at and p.at.intercept_s),
        intercept_height_km=column(lambda p: p.at and p.at.height_km),
        intercept_latitude_deg=column(lambda p: p.at and p.at.latitude_deg),
        intercept_longitude_deg=column(lambda p: p.at and p.at.longitude_deg),
        critical_burnout_speed_km_s=column(lambda p: p.critical.burnout_speed_km_s),
        critical_launch_delay_s=column(lambda p: p.critical.launch_delay_s),
        critical_after_burnout_s=column(lambda p: p.critical.after_burnout_s),
        reason=_reasons([p.critical.reason for p in every], {r.words: r for r in Reason}, shape),
    )


def _reasons(
    words: list[str | None], known: dict[str, Any], shape: tuple[int, int]
) -> NDArray[np.int64]:
    for word in set(words):
        if (word or "") not in known:
            raise _Odd(f"pairs: reason {shown(word)}")
    return np.array([int(known[word or ""]) for word in words], np.int64).reshape(shape)


def _estimates(doc: Document, shape: tuple[int, int]) -> Estimates | None:
    items = [p.estimate for p in doc.pairs]
    if all(e is None for e in items):
        return None
    if any(e is None for e in items):
        raise _Odd("pairs: some with an estimate, some without")

    def column(get: Get) -> Array:
        return _column(items, get, shape)

    def witness(name: str) -> Array:
        return column(lambda e: e.witness and getattr(e.witness, name))

    first = items[:: shape[1]]
    reason = _reasons(
        [e.reason for e in items if e is not None], {r.words: r for r in NoReach}, shape
    )
    return Estimates(
        vehicles=tuple(e.vehicle for e in first if e is not None),
        launch_delay_s=column(lambda e: e.launch_delay_s),
        latest_launch_s=column(lambda e: e.latest_launch_s),
        first_intercept_s=column(lambda e: e.first_intercept_s),
        last_intercept_s=column(lambda e: e.last_intercept_s),
        shots=np.array([e.shots for e in items if e is not None], np.int64).reshape(shape),
        site_latitude_deg=column(lambda e: e.witness and e.witness.site_point[0]),
        site_longitude_deg=column(lambda e: e.witness and e.witness.site_point[1]),
        azimuth_deg=witness("azimuth_deg"),
        kick_deg=witness("kick_deg"),
        launch_s=witness("launch_s"),
        intercept_s=witness("intercept_s"),
        intercept_height_km=witness("height_km"),
        intercept_latitude_deg=witness("latitude_deg"),
        intercept_longitude_deg=witness("longitude_deg"),
        miss_m=witness("miss_m"),
        reason=reason,
    )


def _timeline(doc: Document, shape: tuple[int, int]) -> Timeline | None:
    if not any("sensed" in p.model_fields_set for p in doc.pairs):
        return None
    items = [p.sensed for p in doc.pairs]

    def column(name: str) -> Array:
        def get(sensed: Any) -> float:
            if sensed is None:
                return math.nan
            value = getattr(sensed, name)
            return math.inf if value is None else float(value)

        return _column(items, get, shape)

    sensors = [("" if s is None else s.sensor) or "" for s in items]
    return Timeline(
        first_seen_s=column("first_seen_s"),
        tracked_s=column("tracked_s"),
        commit_s=column("commit_s"),
        launch_s=column("launch_s"),
        sensor=np.array(sensors).reshape(shape),
    )


def _source(s: Any) -> FigureUsed:
    return FigureUsed(
        s.key, s.value, s.low, s.high, s.status, s.source,
        tuple((d.value, d.who, d.source) for d in s.dissent), s.distribution, s.standard_deviation,
    )  # fmt: skip


def _rim(points: list[list[float]]) -> Rim:
    return tuple((lat, lon) for lat, lon in points)


def _theatre(doc: Document, rows: int) -> Theatre | None:
    t = doc.theatre
    if t is None:
        return None
    if len(t.reach_km) != rows:
        raise _Odd(f"theatre, reach_km: {len(t.reach_km)} of {counted(rows, 'deployment')}")
    known = {d.id for d in doc.deployments}
    for area in t.areas:
        if area.kind == "deployment" and area.id not in known:
            raise _Odd(f"theatre, areas: no deployment {shown(area.id)}")
    return Theatre(
        areas=tuple(Area(a.kind, a.id, _rim(a.rim)) for a in t.areas),
        radars=tuple(TheatreSite(**{**dict(r), "rim": _rim(r.rim)}) for r in t.radars),
        reach_km=tuple(t.reach_km),
    )


def _curves(doc: Document, rows: int) -> tuple[Curve, ...] | None:
    if doc.curves is None:
        return None
    if len(doc.curves) != rows:
        raise _Odd(f"curves: {len(doc.curves)} of {counted(rows, 'deployment')}")
    for curve in doc.curves:
        if len(curve.delay_s) != len(curve.required_speed_km_s):
            raise _Odd("curves: delays and speeds that differ in number")
    return tuple(
        Curve(tuple(c.delay_s), tuple(c.required_speed_km_s), c.flights) for c in doc.curves
    )


def _uncertainty(doc: Document) -> Uncertainty | None:
    u = doc.uncertainty
    if u is None:
        return None
    return Uncertainty(
        draws=u.draws,
        most_draws=u.most_draws,
        seed=u.seed,
        confidence=u.confidence,
        tolerance=u.tolerance,
        flights_per_draw=u.flights_per_draw,
        flights=u.flights,
        closest=u.closest_flights,
        base_draws=u.base_draws,
        figures=tuple(FigureDrawn(**dict(f)) for f in u.figures),
        deployments=tuple(
            DeploymentUncertainty(
                id=d.id,
                within_reach=Share(**dict(d.share_within_reach)),
                reaches_some=Share(**dict(d.share_of_draws_that_reach_a_closest_flight)),
                least_margin_km_s=(
                    d.least_margin_km_s.p05,
                    d.least_margin_km_s.p50,
                    d.least_margin_km_s.p95,
                ),
                estimate_within_reach=None
                if d.estimate_share_within_reach is None
                else Share(**dict(d.estimate_share_within_reach)),
                influences=tuple(Influence(**dict(i)) for i in d.influences),
                no_influences=d.no_influences or "",
            )
            for d in u.deployments
        ),
    )


def _agree(result: Assessment, data: dict[str, Any], name: str) -> None:
    """The result says of itself what the file says, or the file was changed by hand."""
    said = f"does not agree with the rest of the file; {_HELP}"
    same = (
        _like if "boost" not in data else operator.eq
    )  # version 0.1.0 had fewer keys, rounded otherwise
    count = result.flights.count
    for i, pair in enumerate(data["pairs"]):
        if not same(pair, result.pair(i // count, i % count)):
            raise ResultError(f"{name}: pairs #{i + 1}: {said}")
    for key, value in result.summaries().items():
        if not same(data.get(key), value):
            raise ResultError(f"{name}: {key}: {said}")


def _like(written: Any, said: Any) -> bool:
    """All that a file of version 0.1.0 says of a thing, to its own rounding."""
    if isinstance(written, dict):
        return isinstance(said, dict) and all(_like(v, said.get(k)) for k, v in written.items())
    if isinstance(written, list):
        return (
            isinstance(said, list) and len(written) == len(said) and all(map(_like, written, said))
        )
    if isinstance(written, float) and isinstance(said, float):
        return abs(written - said) <= _OLD_ROUNDING
    return bool(written == said)
