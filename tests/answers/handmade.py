"""Answers made by hand, of every kind: one with every part that may be missing, one without any of them."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

import numpy as np

from reassure.answers.assessment import Assessment, Deployment, Flights, MissingFlight, Pairs
from reassure.answers.comparison import (
    Asked,
    Compared,
    Comparison,
    DeploymentAnswer,
    Difference,
    Swap,
    Unmatched,
)
from reassure.answers.curve import Curve
from reassure.answers.document import Document
from reassure.answers.estimates import Estimates, NoReach
from reassure.answers.footprint import Footprint
from reassure.answers.frontier import Frontier, MapFigures, MappedDeployment
from reassure.answers.indicator import (
    DeploymentRow,
    Indicator,
    Outlook,
    ProofNote,
    Tally,
    YearRow,
)
from reassure.answers.number_limit import (
    Account,
    AccountSpan,
    CentralLimits,
    DeploymentBound,
    DeploymentReach,
    NumberLimit,
    NumberSpan,
)
from reassure.answers.reasons import Reason
from reassure.answers.theatre import Area, Theatre, TheatreSite
from reassure.answers.timeline import Timeline
from reassure.answers.trade import InterceptorHeights, Option, Trade
from reassure.answers.uncertainty import (
    DeploymentUncertainty,
    FigureDrawn,
    Influence,
    Share,
    Uncertainty,
)
from reassure.answers.weighed import (
    NONE_ACCOUNTABLE,
    ShareSpan,
    Weighed,
    WeighedAccount,
    WeighedTally,
    WeighedTotal,
    Weighing,
)
from reassure.catalog.used import DissentUsed, FigureUsed
from reassure.geography.grid import Grid

THIRD = 1.0 / 3.0
NAN = math.nan
HASH = "0" * 64

BARE = FigureUsed("force.aim_spacing_km", 300, None, None, "assumed", "")
FULL = FigureUsed(
    "interceptor.i.burnout_speed_km_s", 3.25, 3.0, 3.5, "found", 'a "book"',
    (DissentUsed(4.0, "somebody", ""),), "normal", 0.1,
)  # fmt: skip


def answers() -> dict[str, Document]:
    """By name."""
    return {
        "assessment": assessment(),
        "assessment, bare": replace(
            assessment(), estimates=None, timeline=None, theatre=None, curves=None, uncertainty=None,
            missing=(), sources=(BARE,), deployments=(_deployment(), _never()),
        ),
        "comparison": comparison(),
        "comparison, bare": Comparison("0", (), (), ()),
        "indicator": indicator(True),
        "indicator, bare": indicator(False),
        "number limit": number_limit(2018),
        "number limit, bare": number_limit(None),
        "number span": number_span(),
        "assessment, weighed": replace(
            assessment(), weighing=WEIGHING,
            deployments=(_deployment(weighed=Weighed(SPAN, SPAN.rest)), replace(_never(), weighed=NOTHING)),
        ),
        "indicator, weighed": _weighed(indicator(True)),
        "trade": trade(),
        "trade, bare": replace(trade(), options=(), heights=(), sources=()),
        "frontier of speeds": frontier("speed", certified=np.array([[NAN, 2.0000049]])),
        "frontier of delays": frontier("delay", certified=None),
        "footprint": footprint(denied=True, region="western-europe"),
        "footprint, bare": footprint(denied=False, region=None),
    }  # fmt: skip


def _deployment(**more: Any) -> Deployment:
    figures: dict[str, Any] = {
        "id": "d", "place": "somewhere", "interceptor": "i", "interceptors": None, "from_year": None, "until": None,
        "burnout_speed_km_s": 3.25, "burnout_speed_status": "assumed", "divert_km_s": 0.123456789,
        "burnout_height_km": 0.0, "burn_time_s": 0.0, "launch_delay_s": 90.0, "points": 1, "least_margin_km_s": 1 - THIRD,
        "worst_flight": 0, "share_out_of_reach": 1.0, "latest_flight": 0,
    }  # fmt: skip
    return Deployment(**figures | more)


def _never() -> Deployment:
    return _deployment(
        id="e", least_margin_km_s=None, worst_flight=None, latest_flight=None, launch_delay_s=None
    )


def assessment() -> Assessment:
    """Two deployments against two flights: one meets both, the other, by its sensors, none."""
    two = np.full((2, 2), NAN)
    met = np.array([[1.0, 1.0], [NAN, NAN]])
    speed = 3.25 + 0.123456789
    flights = Flights(
        base=np.array(["b", "base"]), base_latitude_deg=np.array([54.03, 1e-9]), base_longitude_deg=np.array([-0.0, 35.77]),
        aim=np.array(["a", "a"]), aim_latitude_deg=np.array([38.9, THIRD]), aim_longitude_deg=np.array([-77.0, -THIRD]),
        flight_time_ratio=np.array([0.9, 1.0]), way=np.array(["short", "long"]),
        flight_time_s=np.array([1700 + THIRD, 1800.0]), burnout_time_s=np.array([180.0, 180.0]),
        burnout_speed_km_s=np.array([6 + THIRD, 6.5]),
        burnout_position_m=np.array([[6.4e6 + THIRD, 0.0, -1.0]] * 2), burnout_velocity_m_s=np.array([[THIRD, 6e3, -0.0]] * 2),
    )  # fmt: skip
    pairs = Pairs(
        required_speed_km_s=met * (speed + 1 - THIRD), margin_km_s=met * (1 - THIRD),
        site_latitude_deg=met * 44.078712345, site_longitude_deg=met * 24.4, launch_s=met * 90.005,
        intercept_s=met * 1000.0, intercept_height_km=met * THIRD, intercept_latitude_deg=met * 50.0,
        intercept_longitude_deg=met * -THIRD, critical_burnout_speed_km_s=met * (speed + 1 - THIRD - 0.123456789),
        critical_launch_delay_s=met * 12.0001, critical_after_burnout_s=met * -167.9999,
        reason=np.array([[Reason.NONE_MISSING] * 2, [Reason.NOT_SENSED, Reason.NOT_FACED]], np.int64),
    )  # fmt: skip
    nothing = {f.name: two for f in fields(Estimates) if f.name not in ("vehicles", "vehicle_speeds_km_s", "shots", "reason")}  # fmt: skip
    within = np.array([[1.0, NAN], [NAN, NAN]])
    estimates = Estimates(
        vehicles=("v", None), vehicle_speeds_km_s=(4.4996, None), shots=np.array([[2, 0], [0, 0]]),
        reason=np.array([[NoReach.WITHIN, NoReach.NEVER], [NoReach.NO_VEHICLE, NoReach.NOT_FACED]], np.int64),
        **nothing | dict.fromkeys(nothing, within * THIRD),
    )  # fmt: skip
    never = np.array([[NAN, NAN], [math.inf, 100.005]])
    share = Share(0.5, 0.25, 2 * THIRD)
    return Assessment(
        title='A "title"', scenario_sha256=HASH, reassure_version="0",
        deployments=(
            _deployment(interceptors=10, from_year=2015, until=2020, intercept_heights_km=(70.0005, math.inf)),
            replace(_never(), faces=("#1",), intercept_heights_km=(0.0, 150.0)),
        ),
        flights=flights, pairs=pairs, sources=(BARE, FULL),
        missing=(MissingFlight("b", "a", 1.1, 3, "too near"),), estimates=estimates,
        timeline=Timeline(never, never, never, never, np.array([["", ""], ["", "radar"]])),
        theatre=Theatre(
            (Area("base", "b", ((54.03, 35.77),)), Area("deployment", "d", ((THIRD, 1.0), (2.0, 3.0)))),
            (TheatreSite("r", 1.0, 2.0, 1000.0, 90.123456789, 120.0, ((THIRD, -THIRD),)),),
            (None, 1000 + THIRD),
        ),
        curves=(Curve((0.0, 60.123456), (THIRD, None), 2), Curve((), (), 0)),
        uncertainty=Uncertainty(
            100, 200, 1, 0.95, 0.01, 2, 2, 1, 64,
            (FigureDrawn("k", 3.25, 3.0, 3.5, "uniform", None), FigureDrawn("l", 3.25, 3.0, 3.5, "normal", 0.1)),
            (
                DeploymentUncertainty("d", share, share, (THIRD, None, NAN), share, (Influence("k", THIRD, 0.1, 0.5, 0.1),), ""),
                DeploymentUncertainty("e", share, share, (None, None, None), None, (), "nothing varies"),
            ),
        ),
    )  # fmt: skip


def comparison() -> Comparison:
    """One figure flips one answer, at a value; a deployment without a counterpart."""
    some, none = DeploymentAnswer(128, 1, -THIRD), DeploymentAnswer(0, 0, None)
    differences = (
        Difference("burnout_speed_km_s", "burnout speed", "km/s", 3.0, 5.0),
        Difference("site", "site", "", "here", "there"),
    )
    swaps = (
        Swap(("burnout_speed_km_s",), none, some, True, False, 4 + THIRD, None),
        Swap(("site",), some, none, False, False),
    )
    one = Compared(1, "a", "b", "place", "here", "there", some, none, differences, swaps, swaps[1:])
    asked = Asked("name", "Title", HASH, (BARE, FULL))
    return Comparison("0", (asked, asked), (one,), (Unmatched(1, "c"),))


def indicator(tried: bool) -> Indicator:
    """With years, deployments and proofs; or nothing tried, and no years."""
    tally = Tally(40 if tried else 0, 35, 20, 33, contradicted=1, not_tried=2, tried=tried)
    row = DeploymentRow("d", "p", "i", None, None, 2020, tally, (0.0, math.inf))
    note = ProofNote("d", "b", (0.9, 1.0), 40, None, "too many boxes")
    done = ProofNote("d", "b", (1.02,), 40, "d.cert", "")
    years = (YearRow(None, (), (), (), tally), YearRow(2015, ("d",), ("d",), ("e",), tally))
    full = Outlook("name", "Title", HASH, years, (row,), (note, done), (BARE, FULL))
    bare = Outlook("name", "Title", HASH, (), (replace(row, vehicle="v", from_year=2015),), ())
    return Indicator("0", tried, (full, bare) if tried else (bare,))


def number_limit(year: int | None) -> NumberLimit:
    """An account engaged, and one that nobody reaches."""
    accounts = (Account(1, "b", 60, 178, ("d",), 7), Account(1, "c", 60, 178, (), 0))
    rows = (DeploymentBound("d", 7, 7, 1, (0.0, math.inf)), DeploymentBound("e", 0, 0, 0, (70.5, 150.0)))  # fmt: skip
    limits = CentralLimits(1550, 700, 800, "says", "found", "a treaty")
    return NumberLimit("T", HASH, "0", 1, year, accounts, rows, limits, (BARE, FULL))


SPAN = ShareSpan.of(Fraction(1, 3), Fraction(1))
NOTHING = Weighed(None, None, NONE_ACCOUNTABLE)
WEIGHING = Weighing(
    "warheads", "2012-03-14", (WeighedAccount(1, "b", 0, 60, "assumed", ""),),
    (WeighedTotal("T", ("b", "c"), 1, None, "found", "s"),),
)  # fmt: skip


def _weighed(answer: Indicator) -> Indicator:
    """With shares of the accountable force in its first year and deployment."""
    some = WeighedTally(None, SPAN, SPAN, SPAN, SPAN, SPAN)
    none = WeighedTally(None, None, None, None, None, None, NONE_ACCOUNTABLE)
    first, *rest = answer.outlooks
    years = (replace(first.years[0], weighed=some), *first.years[1:])
    rows = (replace(first.deployments[0], weighed=none), *first.deployments[1:])
    first = replace(first, years=years, deployments=rows, weighing=replace(WEIGHING, on=None, totals=()))  # fmt: skip
    return replace(answer, outlooks=(first, *rest))


def number_span() -> NumberSpan:
    """Of two accounts, one of which nobody knows the launchers of."""
    accounts = (AccountSpan(1, "b", 0, 60, 0, None, ("d",)), AccountSpan(1, "c", 60, 60, 1, 9, ()))
    rows = (DeploymentReach("d", 7, 1, (0.0, math.inf)),)
    limits = CentralLimits(1550, 700, 800, "says", "found", "a treaty")
    return NumberSpan("T", HASH, "0", 1, 2018, THIRD, 60.0, False, 60, 120, accounts, rows, limits, WEIGHING, (BARE, FULL))  # fmt: skip


def trade() -> Trade:
    """An option with a margin and one without."""
    option = Option(50.00005, -THIRD, "i", 3.123456789, 90.123456789, 10, THIRD, THIRD, 7, True)
    other = replace(option, least_margin_km_s=None, on_front=False, planned="d", certified=True)
    return Trade(
        "T", HASH, "0", "western-europe", "irbm-4000", 2, 1, 6, (option, other), (BARE, FULL),
        (InterceptorHeights("i", (70.00012, math.inf)), InterceptorHeights("j", (0.0, 150.0))),
    )  # fmt: skip


def frontier(kind: Any, certified: Any) -> Frontier:
    """A row of two places: one without a value."""
    held = MapFigures("d", "i", 3.25, 0.0, 0.0, 0.0, None if certified is None else 90.0, 0.0, None)
    return Frontier(
        kind=kind, title="T", scenario_sha256=HASH, reassure_version="0", area="35,-45,80,60", held=held,
        latitude_deg=np.array([40.0]), longitude_deg=np.array([-THIRD, 200.0]), value=np.array([[NAN, 2 + THIRD]]),
        why=np.array([[2, 0]]), flight=np.array([[-1, 0]]), bases=np.array(["b"]), aims=np.array([[38.9, -THIRD]]),
        ratios=np.array([0.9]),
        stands=(MappedDeployment("d", 3.25, None, None, 0.0), MappedDeployment("e", 3.25, THIRD, 1.0, 2 * THIRD)),
        sources=(BARE, FULL), certified=certified,
    )  # fmt: skip


def footprint(*, denied: bool, region: str | None) -> Footprint:
    """Two cells of ten kilometres: one covered, one outside, of which nothing is known."""
    known = np.array([[THIRD, NAN]])
    return Footprint(
        title="T", scenario_sha256=HASH, reassure_version="0", deployment="d", interceptor="i", vehicle="v",
        missile="irbm-4000", launch="iran", range_km=4000.0005, region=region, denied=denied,
        grid=Grid(50.0, 20.0, 10.0, -10.0, -5.0, 2, 1), latitude_deg=known, longitude_deg=-known,
        cell=np.array([[3, 0]]), margin_s=-known, flights=np.array([[4, 0]]), worst_latitude_deg=known,
        worst_longitude_deg=known, site_latitude_deg=known, site_longitude_deg=known, sources=(BARE, FULL),
        intercept_heights_km=(0.0, math.inf if denied else 150.0),
    )  # fmt: skip
