"""A result as the viewer takes it: `reassure-view/1`, numbers as small whole numbers in long lists.

Lengths of a list follow the flights (n) or the deployments (d); pairs are d lists of n. Margins are in steps of 0.1 m/s;
times of meetings in s, other times in tenths of it, positions in tens of m, velocities in cm/s: as exact as a picture
needs. Null where there is no number. The viewer's types (viewer/src/types.ts) are made from the classes here, and what
stands below a field goes with it: after a change run scripts/viewer_types.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment import Assessment, Reason
from reassure.answers.compliance import Compliance
from reassure.answers.curve import Curve
from reassure.answers.estimates import Estimates, EstimateSummary, NoReach
from reassure.answers.flights import MissingFlight
from reassure.answers.footprint import Footprint, GroundCell
from reassure.answers.pair_row import Critical
from reassure.answers.proof import Proof
from reassure.answers.theatre import Theatre
from reassure.answers.uncertainty import Uncertainty
from reassure.catalog.used import FigureUsed
from reassure.report.html.sheet import Sheet
from reassure.report.text.comply import HEADS, answer_text, owed_rows, rests_on
from reassure.report.verdict import verdict
from reassure.report.weighed import OF_FORCE, out_of_reach_text, weights_lines
from reassure.report.wording import (
    SLANTED,
    flight_name,
    flown,
    heights,
    percent_down,
    sentence,
    shape,
    unlike_vehicles,
)
from reassure.scenario.figures import DeploymentFigures
from reassure.scenario.names import interceptor_name, name_of, place_name
from reassure.scenario.sent import Attachment
from reassure.typing import Array
from reassure.words.document import AS_IS, GIVEN, OMITTED, Digits, plain
from reassure.words.rounding import DOWN, NEAREST, UP, steps_of

__all__ = ["View", "view"]

Packed: TypeAlias = list[int | None] | int | None
"""A number for each flight; one number, or null, where all are the same."""
Row = Annotated[Packed, AS_IS]
Rows = Annotated[list[Packed], AS_IS]
"""A list for each deployment."""
Counts = Annotated[list[int], AS_IS]

ASSUMPTIONS = (
    "Point masses. After burnout flights fall freely: two-body gravity over the turning WGS84 Earth.",
    "The ideal interceptor has all its speed at once, in whatever direction it likes, at its site, at the launch delay after the "
    "flight's launch, and falls freely from there. It is an estimate made to favour the interceptor, and not a guarantee.",
    "Flights stand for a force: every base against points of the aim regions, in the stated shapes. They are no plan.",
    "No guidance, seeker, decoys, warhead effects or failures; one interceptor that always works.",
    "A positive margin is out of reach. The guarantee is the theorem with its certificate, and nothing less.",
)
FLYOUTS = (
    "Best estimate: flyouts of notional vehicles whose stage figures are assumed; within reach only with a "
    "witness that can be flown again."
)


@dataclass(frozen=True, kw_only=True)
class DeploymentView(DeploymentFigures):
    """A deployment's figures, and its answer in numbers and words."""

    FILE: ClassVar = (
        "id", "name", "place", "place_name", "interceptor", "interceptors", "from_year", "until", "burnout_speed_km_s",
        "burnout_speed_status", "divert_km_s", "burnout_height_km", "burn_time_s", "launch_delay_s",
        "least_margin_km_s", "worst_flight", "latest_flight", "share_out_of_reach", "out_of_reach", "weighed",
        "critical", "words",
        "latest_name", "estimate",
    )  # fmt: skip

    name: str
    """What people call it."""
    place_name: str
    """What people call its place."""
    launch_delay_s: Annotated[float | None, GIVEN]
    """None: sensed, flight by flight."""
    least_margin_km_s: float | None
    """The least over the flights that it faces; None: no arc meets any."""
    worst_flight: int | None
    """The flight of least margin; None: no arc meets any."""
    latest_flight: int | None
    """The flight that leaves most time: the latest launch; None: none is in reach."""
    share_out_of_reach: float
    """Of the flights that it faces those with a margin above 0 or with no arc at all, 0 to 1."""
    out_of_reach: str
    """The share in words."""
    weighed: Annotated[str | None, OMITTED]
    """The share of the accountable force that is out of reach, in words; None: not asked for."""
    critical: Critical
    words: str
    """The answer in a sentence."""
    latest_name: str | None
    """How sentences name `latest_flight`."""
    estimate: EstimateSummary | None
    """None: no estimate was asked for."""


@dataclass(frozen=True)
class FlightShape:
    """A flight time ratio, and what such a flight is called."""

    ratio: float
    """Free-flight time over that of the minimum-energy flight."""
    words: str


@dataclass(frozen=True)
class ViewFlights:
    """All flights. Where a list has a number for each flight and all are the same, that number stands in its place."""

    count: int
    """How many flights: one number for each in a list, two in one of places, three in one of vectors."""
    bases: list[str]
    aims: list[str]
    shapes: list[FlightShape]
    base: Counts
    """Of each flight, its place in `bases`, from 0."""
    aim: Counts
    """Its place in `aims`, from 0."""
    shape: Counts
    """Its place in `shapes`, from 0."""
    base_place: Counts
    """Latitude and longitude, one after the other, in steps of 1e-4 deg."""
    aim_place: Counts
    """As `base_place`, of the point of the aim region that the flight goes to."""
    burnout_time: Row
    """Of the flight's booster, after its launch, in tenths of a second."""
    flight_time: Row
    """From launch to the end, in tenths of a second."""
    burnout_speed: Row
    """Relative to the turning Earth, in m/s."""
    position: Counts
    """Of the burnout, Earth-fixed x, y and z one after the other, in tens of metres."""
    velocity: Counts
    """Inertial, along the Earth-fixed axes of that instant; x, y and z, in cm/s."""


@dataclass(frozen=True)
class ViewPairs:
    """Each deployment against each flight: a list for each deployment, with a number for each flight, or the one number that all
    have.
    """

    margin: Rows
    """Required less burnout speed and divert, in steps of 0.1 m/s, rounded down; None: no arc."""
    launch: Rows
    """The interceptor's launch for the meeting of least speed, s after the flight's launch."""
    intercept: Rows
    """That meeting, s after the flight's launch."""
    latest: Rows
    """Critical launch delay, in tenths of a second, rounded up."""
    site: Rows
    """The place in the deployment's list of `sites`, from 0; -1 for none."""
    sites: Annotated[list[list[tuple[float, float]]], AS_IS]
    """For each deployment the places that interceptors leave from: latitude and longitude, deg."""
    reason: Rows
    """Why a critical value is missing: the place in `reasons`, from 0."""
    reasons: list[str]
    """Empty where nothing is missing."""
    not_faced: int
    """The place in `reasons` of a pair that counts for nothing, as the deployment does not face the flight."""


@dataclass(frozen=True)
class ViewEstimate:
    """What flyouts make of each pair: a list for each deployment, with a number for each flight, or the one number that all have."""

    within: Rows
    """1 where a witness was found, else 0."""
    latest: Rows
    """The latest launch that still gets there, s after the flight's launch."""
    launch: Rows
    """The witness's launch, s after the flight's launch; None: no witness."""
    intercept: Rows
    """The witness's intercept, s after the flight's launch; None: no witness."""
    shots: Rows
    """How many follow one another, each after a look at the last."""
    reason: Rows
    """Why the flight is not within reach: the place in `reasons`, from 0."""
    reasons: list[str]
    """Empty where it is."""
    vehicles: list[str | None]
    """The vehicle of each deployment by its id; None: none."""


@dataclass(frozen=True)
class FootprintView:
    """The cells of a footprint that have a flight."""

    deployment: str
    """Its id."""
    missile: str
    """The id of the missile whose flights are met."""
    of: str
    """"area protected" or "launch area denied"."""
    share_covered: Annotated[float | None, Digits(4)]
    """0 to 1, of the area of the cells that have a flight; None: none has one."""
    area_km2: int
    """Covered."""
    kinds: list[str]
    kind: Counts
    """Places in the list of `kinds`."""
    place: Annotated[list[int] | None, AS_IS]
    """Latitude and longitude, one after the other, in steps of 1e-3 deg; None where no cell has a flight."""
    margin: Row
    """Launch delay less the latest launch, s; below 0 where covered; None: no launch gets there."""
    cell_km: Annotated[float, GIVEN]


@dataclass(frozen=True)
class KeptView:
    """What was fulfilled of an agreement: the report on the tasks fulfilled."""

    title: str
    answer: str
    heads: list[str]
    rows: list[list[str]]
    """Each limit and duty: what, by whom it is owed, the verdict, since when, and the probability that it is kept."""
    rests_on: list[str]
    """What each verdict rests on, a sentence or more."""


@dataclass(frozen=True)
class View:
    """All that the viewer shows."""

    FORMAT: ClassVar = "reassure-view/1"

    title: str
    """Of the scenario, with what was set by hand."""
    version: str
    """Of the program."""
    sha256: str
    """Of the scenario's content."""
    command: str
    """What gives the same answer in a terminal."""
    files: list[Attachment]
    """What the command needs."""
    seed: int | None
    verdict: str
    """The answer in one sentence: it begins "Yes", "No" or "It depends"."""
    names: dict[str, str]
    """What people call a base, an aim, an interceptor, a radar, a vehicle or a missile, by its id."""
    decisive: int
    """The deployment that the verdict rests on: its place in `deployments`, from 0."""
    slanted: str
    """Why a flyout may reach what the ideal interceptor does not."""
    assumptions: list[str]
    deployments: list[DeploymentView]
    flights: ViewFlights
    pairs: ViewPairs
    estimate: ViewEstimate | None
    theatre: Theatre | None
    curves: tuple[Curve, ...] | None
    uncertainty: Uncertainty | None
    missing: tuple[MissingFlight, ...]
    sources: tuple[FigureUsed, ...]
    proofs: list[Proof]
    """Certificates; those that the page holds lie in elements of their own, numbered as here."""
    certificates_beside: str | None
    """The folder, from where the page lies, in which the certificates are too; None: nobody knows."""
    footprints: list[FootprintView]
    kept: Annotated[KeptView | None, OMITTED]
    weighing: Annotated[list[str] | None, OMITTED]
    """What the shares of the accountable force are weighed by, in sentences; None: not asked for."""


def view(result: Assessment, sheet: Sheet) -> dict[str, Any]:
    """Plain data for the viewer; nothing in it is worked out but sums, shares and rounding."""
    estimates = result.estimates
    assumptions = [
        *ASSUMPTIONS, flown(result), *heights(result), *(() if estimates is None else (FLYOUTS,)),
        *unlike_vehicles(result),
    ]  # fmt: skip
    shown = View(
        title=result.title,
        version=result.reassure_version,
        sha256=result.scenario_sha256,
        command=sheet.command,
        files=list(sheet.files),
        seed=sheet.seed,
        verdict=verdict(result),
        names=_names(result, sheet),
        decisive=result.decisive,
        slanted=SLANTED,
        assumptions=assumptions,
        deployments=[_deployment(result, i) for i in range(len(result.deployments))],
        flights=_flights(result),
        pairs=_pairs(result),
        estimate=None if estimates is None else _estimate(estimates),
        theatre=result.theatre,
        curves=result.curves,
        uncertainty=result.uncertainty,
        missing=result.missing,
        sources=result.sources,
        proofs=list(sheet.proofs),
        certificates_beside=sheet.beside,
        footprints=[_footprint(f) for f in sheet.footprints],
        kept=None if sheet.compliance is None else _kept(sheet.compliance),
        weighing=_weighing(result),
    )
    # Classes become tables of keys and numbers, each number to the digits of its unit.
    table: dict[str, Any] = plain(shown)
    return table


def _kept(found: Compliance) -> KeptView:
    return KeptView(
        title=f"{found.title}, on {found.on}",
        answer=answer_text(found),
        heads=list(HEADS),
        rows=owed_rows(found),
        rests_on=[line for o in found.owed for line in rests_on(o)],
    )


def _weighing(result: Assessment) -> list[str] | None:
    if result.weighing is None:
        return None
    return [*weights_lines(result.weighing, result.place_names), OF_FORCE]


def _names(result: Assessment, sheet: Sheet) -> dict[str, str]:
    """Of everything that a page names, but for deployments, which may be called like their sites."""
    pairs = [pair for proof in sheet.proofs for pair in proof.pairs]
    interceptors = [d.interceptor for d in result.deployments] + [p.interceptor for p in pairs]
    others = [r.id for r in result.theatre.radars] if result.theatre is not None else []
    others += [v for v in (result.estimates.vehicles if result.estimates else ()) if v is not None]
    others += [f.missile for f in sheet.footprints] + [p.base for p in pairs]
    # "interceptor.sm3-iia.burnout_speed_km_s": a figure's key names what it is of.
    keys = [s.key.split(".") for s in result.sources]
    others += [key[1] for key in keys if len(key) > 2 and key[0] != "deployment"]
    return (
        {name: name_of(name) for name in others}
        | {name: interceptor_name(name) for name in interceptors}
        | result.place_names
    )


def _deployment(result: Assessment, i: int) -> DeploymentView:
    d = result.deployments[i]
    return DeploymentView(
        **{**d.figures, "name": result.deployment_names[i]},
        place_name=place_name(d.place),
        launch_delay_s=d.launch_delay_s,
        least_margin_km_s=d.least_margin_km_s,
        worst_flight=d.worst_flight,
        latest_flight=d.latest_flight,
        share_out_of_reach=d.share_out_of_reach,
        out_of_reach=percent_down(d.share_out_of_reach),
        weighed=None if d.weighed is None else out_of_reach_text(d.weighed),
        critical=result.critical_of(i),
        words=sentence(result, i),
        latest_name=None if d.latest_flight is None else flight_name(result, d.latest_flight),
        estimate=None if result.estimates is None else result.estimates.summary(i),
    )


def _flights(result: Assessment) -> ViewFlights:
    f = result.flights
    # Names once, in alphabetical order, and each flight's place among them.
    bases, base = np.unique(f.base, return_inverse=True)
    aims, aim = np.unique(f.aim, return_inverse=True)
    ratios, ratio = np.unique(f.flight_time_ratio, return_inverse=True)
    places = np.column_stack([f.aim_latitude_deg, f.aim_longitude_deg])
    return ViewFlights(
        count=f.count,
        bases=bases.tolist(),
        aims=aims.tolist(),
        shapes=[FlightShape(float(r), shape(float(r), result.ratios)) for r in ratios],
        base=base.tolist(),
        aim=aim.tolist(),
        shape=ratio.tolist(),
        # 1e-4 deg is 11 m on the ground, 1e-3 deg of a footprint 110 m: far below a pixel.
        base_place=_in_rows(np.column_stack([f.base_latitude_deg, f.base_longitude_deg]), 1e4),
        # Halves go up, as in files: an aim's place is shown in words too.
        aim_place=steps_of(places, 4).ravel().tolist(),
        burnout_time=_scaled(f.burnout_time_s, 10),
        flight_time=_scaled(f.flight_time_s, 10),
        burnout_speed=_scaled(f.burnout_speed_km_s, 1e3),
        position=_in_rows(f.burnout_position_m, 0.1),
        velocity=_in_rows(f.burnout_velocity_m_s, 100),
    )


def _pairs(result: Assessment) -> ViewPairs:
    p = result.pairs
    sites = [_sites(p.site_latitude_deg[i], p.site_longitude_deg[i]) for i in range(len(p.reason))]
    return ViewPairs(
        margin=[_margins(row) for row in p.margin_km_s],
        launch=[_counted(row, 0) for row in p.launch_s],
        intercept=[_counted(row, 0) for row in p.intercept_s],
        # Up, the cautious way: no launch is said to be late enough that is not.
        latest=[_counted(row, 1, UP) for row in p.critical_launch_delay_s],
        site=[index for _, index in sites],
        sites=[places for places, _ in sites],
        reason=[_short(row) for row in p.reason],
        reasons=[r.words for r in Reason],
        not_faced=int(Reason.NOT_FACED),
    )


def _estimate(e: Estimates) -> ViewEstimate:
    return ViewEstimate(
        within=[_short(row.astype(np.int64)) for row in e.within_reach()],
        latest=[_counted(row, 0) for row in e.latest_launch_s],
        launch=[_counted(row, 0) for row in e.launch_s],
        intercept=[_counted(row, 0) for row in e.intercept_s],
        shots=[_short(row) for row in e.shots],
        reason=[_short(row) for row in e.reason],
        reasons=[r.words for r in NoReach],
        vehicles=list(e.vehicles),
    )


def _sites(latitude: Array, longitude: Array) -> tuple[list[tuple[float, float]], Packed]:
    """The different places that interceptors leave from, and which of them each pair uses."""
    known = np.isfinite(latitude)
    places = np.column_stack([latitude, longitude])[known]
    if not len(places):
        return [], None
    # `which` is raveled below, as numpy 2.0 alone gives it a second axis.
    different, which = np.unique(places, axis=0, return_inverse=True)
    # A pair without a meeting has no site.
    index = np.full(latitude.size, -1)
    index[known] = which.ravel()
    return [(lat, lon) for lat, lon in np.round(different, 4).tolist()], _short(index)


def _short(values: NDArray[np.int64]) -> Packed:
    """A list, or one number where all are the same."""
    first = int(values[0]) if values.size else 0
    many: list[int | None] = values.tolist()
    return first if (values == first).all() else many


def _margins(values: Array) -> Packed:
    """In steps of 1e-4 km/s, down, so that what is shown of them is what it would be of all their digits; and what is
    above zero stays above it.
    """
    known = np.isfinite(values)
    counts = np.zeros(values.size, np.int64)
    # Down, the cautious way: no flight is said to be farther out of reach than it is.
    counts[known] = steps_of(values[known], 4, DOWN)
    # A margin of 1e-9 km/s is positive, and a zero in its place would read as within reach.
    counts[known & (values > 0.0)] = np.maximum(counts[known & (values > 0.0)], 1)
    return _packed(np.where(known, counts, np.nan))


def _counted(values: Array, digits: int, way: int = NEAREST) -> Packed:
    """In steps of so many digits, by way of those that the JSON file has: the page says what the file says."""
    known = np.isfinite(values)
    counts = np.zeros(values.size, np.int64)
    # The file has two digits at least; rounded from there, page and file never say two things.
    held = steps_of(values[known], max(digits, 2), way)
    counts[known] = steps_of(held / 10 ** max(digits, 2), digits, way)
    return _packed(np.where(known, counts, np.nan))


def _scaled(values: Array, factor: float) -> Packed:
    """Whole numbers; None for NaN; one number or None where all are the same."""
    return _packed(np.round(np.asarray(values, float) * factor))


def _in_rows(values: Array, factor: float) -> list[int]:
    """Whole numbers of rows that have no hole, one row after the other."""
    return [int(v) for v in np.round(values.ravel() * factor).tolist()]


def _packed(flat: Array) -> Packed:
    if np.isnan(flat).all():
        return None
    # NaN is not equal to itself: a list with a hole stays a list.
    if (flat == flat[0]).all():
        return int(flat[0])
    # v != v: NaN.
    return [None if v != v else int(v) for v in flat.tolist()]


def _footprint(f: Footprint) -> FootprintView:
    # Cells without a flight, such as those out of range, are not sent.
    seen = np.isin(
        f.cell, [GroundCell.COVERED, GroundCell.TOO_LATE, GroundCell.NEVER, GroundCell.NOT_SENSED]
    )
    rows, columns = np.nonzero(seen)
    return FootprintView(
        deployment=f.deployment,
        missile=f.missile,
        of="launch area denied" if f.denied else "area protected",
        share_covered=f.share_covered,
        area_km2=round(f.area_km2(GroundCell.COVERED)),
        kinds=[kind.word for kind in GroundCell],
        kind=f.cell[rows, columns].tolist(),
        place=_in_rows(
            np.column_stack([f.latitude_deg[rows, columns], f.longitude_deg[rows, columns]]), 1e3
        )
        or None,
        margin=_scaled(f.margin_s[rows, columns], 1),
        cell_km=f.grid.cell_km,
    )
