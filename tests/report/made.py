"""Small answers made by hand: every number of theirs is known, and nothing is worked out to have them."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from rich.console import Console, RenderableType

from reassure.answers.assessment import Assessment, Deployment, Flights, Pairs, Reason
from reassure.answers.ephemeris import Ephemerides, FlightTrack, Interception, Track
from reassure.answers.estimates import Estimates, NoReach
from reassure.answers.theatre import Area, Theatre
from reassure.catalog.used import FigureUsed

NAN = math.nan
SHA = "5ca1ab1e" * 8

DIVERT, BURNOUT_S = 0.25, 180.0


def printed(thing: RenderableType, width: int = 200) -> str:
    """As on a terminal of that width, without colour."""
    out = io.StringIO()
    Console(width=width, highlight=False, file=out, color_system=None).print(
        thing, overflow="ignore", crop=False
    )
    return out.getvalue()


def flat(thing: RenderableType, width: int = 400) -> str:
    """The same in one line, blanks once."""
    return " ".join(printed(thing, width).split())


def figure(key: str, value: float, status: str = "found", **more: Any) -> FigureUsed:
    """A figure with a source."""
    held: dict[str, Any] = {"low": None, "high": None, "source": "a book", **more}
    return FigureUsed(key=key, value=value, status=status, **held)


def flights(ways: Sequence[str] = ("short", "short", "short")) -> Flights:
    """Two from kozelsk to the east, minimum-energy and depressed; one lofted from uzhur to the west."""
    n = 3
    return Flights(
        base=np.array(["kozelsk", "kozelsk", "uzhur"]),
        base_latitude_deg=np.array([54.03, 54.03, 55.33]),
        base_longitude_deg=np.array([35.77, 35.77, 89.8]),
        aim=np.array(["east", "east", "west"]),
        aim_latitude_deg=np.array([38.9, 38.9, 47.6]),
        aim_longitude_deg=np.array([-77.0, -77.0, -122.3]),
        flight_time_ratio=np.array([1.0, 0.9, 1.2]),
        way=np.array(ways),
        flight_time_s=np.array([1800.0, 1700.0, 2000.0]),
        burnout_time_s=np.full(n, BURNOUT_S),
        burnout_speed_km_s=np.array([6.5, 6.75, 7.0]),
        burnout_position_m=np.full((n, 3), 3.8e6),
        burnout_velocity_m_s=np.full((n, 3), 4e3),
    )


def assessment(
    margins: Sequence[Sequence[float]] = ((-0.5, 0.25, NAN), (1.25, 2.5, 3.75)),
    latest: Sequence[Sequence[float]] = ((250.0, 90.0, NAN), (NAN, NAN, NAN)),
    reasons: Sequence[Sequence[Reason]] | None = None,
    names: Sequence[str] = ("north", "south", "third"),
    **changes: Any,
) -> Assessment:
    """Deployments in rows, the three flights in columns. Speed 4.5 km/s and divert 0.25, delay 100 s."""
    margin, delay = np.array(margins, float), np.array(latest, float)
    met = np.isfinite(margin)
    told = np.where(met, 0, int(Reason.NO_ARC_AT_DELAY))
    reason = told if reasons is None else np.array([[int(r) for r in row] for row in reasons])
    required = 4.5 + DIVERT + margin

    def where(value: float) -> Any:
        return np.where(met, value, NAN)

    pairs = Pairs(
        required_speed_km_s=required,
        margin_km_s=margin,
        site_latitude_deg=where(54.5),
        site_longitude_deg=where(17.1),
        launch_s=where(100.0),
        intercept_s=where(400.5),
        intercept_height_km=where(300.25),
        intercept_latitude_deg=where(66.0),
        intercept_longitude_deg=where(-10.0),
        critical_burnout_speed_km_s=required - DIVERT,
        critical_launch_delay_s=delay,
        critical_after_burnout_s=delay - BURNOUT_S,
        reason=reason,
    )
    rows = tuple(_row(names[d], pairs, d) for d in range(len(margin)))
    sources = (
        figure("interceptor.i.burnout_speed_km_s", 4.5, "recalled", low=4.0, high=5.0),
        figure("booster.b.burnout_time_s", BURNOUT_S, "assumed", source=""),
    )
    whole = Assessment(
        "By hand <i>&", SHA, "0.9", rows, flights(), pairs, sources, theatre=theatre(names[: len(rows)])
    )  # fmt: skip
    return replace(whole, **changes)


def _row(name: str, pairs: Pairs, d: int) -> Deployment:
    margin, delay = pairs.margin_km_s[d], pairs.critical_launch_delay_s[d]
    met, faced = np.isfinite(margin), pairs.faced[d]
    return Deployment(
        id=name, name=name, place="redzikowo", interceptor="i", interceptors=10, from_year=2018, until=None,
        burnout_speed_km_s=4.5, burnout_speed_status="recalled", divert_km_s=DIVERT,
        burnout_height_km=0.0, burn_time_s=0.0, launch_delay_s=100.0, points=1,
        least_margin_km_s=float(np.nanmin(margin)) if met.any() else None,
        worst_flight=int(np.nanargmin(margin)) if met.any() else None,
        share_out_of_reach=float(np.mean((~met | (margin > 0.0))[faced])) if faced.any() else 1.0,
        latest_flight=int(np.nanargmax(delay)) if np.isfinite(delay).any() else None,
        intercept_heights_km=(0.0, math.inf),
    )  # fmt: skip


def changed(result: Assessment, index: int, **figures: Any) -> Assessment:
    """With other figures of one deployment."""
    rows = list(result.deployments)
    rows[index] = replace(rows[index], **figures)
    return replace(result, deployments=tuple(rows))


def theatre(names: Sequence[str]) -> Theatre:
    """Points for bases, aims and deployments, and a square of sea."""
    square = ((57.0, 18.0), (57.0, 20.0), (55.0, 20.0), (55.0, 18.0))
    return Theatre(
        (
            Area("base", "kozelsk", ((54.03, 35.77),)),
            Area("base", "uzhur", ((55.33, 89.8),)),
            Area("aim", "east", ((38.9, -77.0),)),
            *(Area("deployment", n, ((54.5, 17.1),) if k == 0 else square) for k, n in enumerate(names)),
        ),
        (),
        tuple(3000.0 for _ in names),
    )  # fmt: skip


def estimates(
    within: Sequence[Sequence[bool]],
    vehicles: Sequence[str | None] = ("v-1", "v-2"),
    speeds: Sequence[float | None] = (None, None),
) -> Estimates:
    """A witness where `within` says so: launched at 120 s towards 30 deg, latest 150 s and a second later for each flight."""
    reached = np.array(within, bool)
    count = len(reached)
    blank = Estimates.blank(tuple(vehicles[:count]), tuple(speeds[:count]), reached.shape[1])
    late = 150.0 + np.arange(reached.shape[1])
    held: dict[str, Any] = {
        name: np.where(reached, value, NAN)
        for name, value in {
            "launch_delay_s": 100.0, "latest_launch_s": late, "first_intercept_s": 300.0, "last_intercept_s": 500.0,
            "site_latitude_deg": 54.5, "site_longitude_deg": 17.1, "azimuth_deg": 29.6, "kick_deg": 2.0,
            "launch_s": 120.4, "intercept_s": 410.0, "intercept_height_km": 200.0, "intercept_latitude_deg": 60.0,
            "intercept_longitude_deg": 5.0, "miss_m": 4.0,
        }.items()
    }  # fmt: skip
    reason = np.where(reached, int(NoReach.WITHIN), int(NoReach.NEVER))
    for d, vehicle in enumerate(blank.vehicles):
        if vehicle is None:
            reason[d] = int(NoReach.NO_VEHICLE)
    return replace(blank, shots=np.where(reached, 3, 0), reason=reason, **held)


def track(times: Sequence[float], places: Sequence[tuple[float, float, float]]) -> Track:
    """Times (s), and latitudes, longitudes (deg) and heights (m)."""
    lat, lon, high = np.array(places, float).T
    around = 6.4e6 + np.arange(3.0 * len(times)).reshape(-1, 3)
    return Track(np.array(times, float), around, lat, lon, high)


def ways(numbers: Sequence[int] = (0,), met: Sequence[tuple[int, int]] = ((0, 0),)) -> Ephemerides:
    """A boost of two samples and a fall of three for each flight; an arc of two for each meeting."""
    made = tuple(
        FlightTrack(
            k,
            track([0.0, 180.0], [(54.03, 35.77, 0.0), (56.0, 34.0, 2e5)]),
            track(
                [180.0, 900.0, 1800.0], [(56.0, 34.0, 2e5), (70.0, 0.0, 1.2e6), (38.9, -77.0, 0.0)]
            ),
            np.ones((3, 3)),
        )
        for k in numbers
    )
    arcs = tuple(
        Interception(
            d, k, 100.0, 54.5, 17.1,
            track([100.0, 400.5], [(54.5, 17.1, 0.0), (66.0, -10.0, 300_250.0)]),
        )
        for d, k in met
    )  # fmt: skip
    return Ephemerides(made, arcs, 3, f"{len(made)} of 3 flights")
