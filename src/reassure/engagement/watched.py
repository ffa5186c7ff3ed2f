"""A flight test watched by a radar: what is flown, when the radar looks, and how well that fixes the burnout speed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from reassure.catalog import Figure, Interceptor, Site, catalog
from reassure.earth.frames import SITE_COLUMNS
from reassure.engagement.hidden import hidden_throughout
from reassure.engagement.radar_row import row_of
from reassure.engagement.trial_flight import (
    ABOVE_AIR_KM,
    BurnoutPoint,
    FreeFlight,
    burnout_of,
    free_flight,
)
from reassure.errors import InputError
from reassure.geography.geodesics import course
from reassure.scenario.hand import place_words
from reassure.scenario.lookup import interceptor_named
from reassure.scenario.model import Scenario
from reassure.scenario.parts import InterceptorTable
from reassure.scenario.placed import PlacedRadar, placed_radar
from reassure.scenario.sources import Sources
from reassure.sensing.radar import visible_points
from reassure.tracking.arc import flown
from reassure.tracking.estimate import Accuracy, compressed, relative_speed, speed_variances
from reassure.tracking.looks import looks
from reassure.tracking.sight import look_times
from reassure.typing import Array

__all__ = [
    "ERRORS", "INTERVAL", "MeasureQuestion", "SpeedUncertainty", "Watched", "accuracy_in_si", "speed_uncertainty", "unfixed",
    "watched",
]  # fmt: skip

ERRORS: Final = ("range_noise_m", "angle_noise_deg", "range_rate_noise_m_s", "range_bias_m", "angle_bias_deg")  # fmt: skip
"""The figures of a radar's errors, in the order of tracking.estimate.Accuracy."""

INTERVAL: Final = "look_interval_s"
_LIMITS: Final[Mapping[str, tuple[float, float, str]]] = {
    # As the catalogue's figures are held to (catalog/sensors.py, catalog/entries.py).
    "towards_deg": (-180.0, 360.0, "deg"),
    "flight_path_angle_deg": (1.0, 90.0, "deg"),
    "boresight_deg": (-180.0, 360.0, "deg"),
    "burnout_height_km": (0.0, 1000.0, "km"),
    "burn_time_s": (0.0, 600.0, "s"),
    "range_noise_m": (0.0, 100_000.0, "m"),
    "angle_noise_deg": (0.0, 10.0, "deg"),
    "range_rate_noise_m_s": (0.0, 10_000.0, "m/s"),
    "range_bias_m": (0.0, 100_000.0, "m"),
    "angle_bias_deg": (0.0, 10.0, "deg"),
    "look_interval_s": (0.01, 600.0, "s"),
    "burnout_time_uncertainty_s": (0.0, 60.0, "s"),
    "tell_km_s": (1e-6, 15.0, "km/s"),
    "false_alarm": (1e-9, 0.5, ""),
    "missed": (1e-9, 0.5, ""),
}


@dataclass(frozen=True)
class MeasureQuestion:
    """What is asked of a radar and a flight test.

    `radar`: the id of a station or of its site ("armavir"), of a [[sensor]] of the scenario, or with `at` (latitude and
    longitude, deg) that of a kind of radar. `interceptor`: an id, of the catalogue or of a table in the scenario.
    `site`: where it is launched, an id or latitude and longitude (deg). `towards_deg`: its azimuth; None: at the radar.
    `flight_path_angle_deg`: of its velocity at burnout, above the horizontal. `burnout_height_km`, `burn_time_s`,
    `boresight_deg` and the radar's errors and interval take the place of what the catalogue has. `burnout_time_uncertainty_s`:
    standard uncertainty of the moment of burnout. `tell_km_s`: the difference of speed that is to be seen, at the risks
    `false_alarm` and `missed`. `scenario`: whose sensors and interceptors may be named.
    """

    radar: str
    _: KW_ONLY
    interceptor: str
    site: str | tuple[float, float]
    towards_deg: float | None = None
    at: tuple[float, float] | None = None
    boresight_deg: float | None = None
    flight_path_angle_deg: float = 45.0
    burnout_height_km: float | None = None
    burn_time_s: float | None = None
    range_noise_m: float | None = None
    angle_noise_deg: float | None = None
    range_rate_noise_m_s: float | None = None
    range_bias_m: float | None = None
    angle_bias_deg: float | None = None
    look_interval_s: float | None = None
    burnout_time_uncertainty_s: float = 0.0
    tell_km_s: float = 0.5
    false_alarm: float = 0.01
    missed: float = 0.05
    scenario: Scenario | None = None


@dataclass(frozen=True, eq=False)
class Watched:
    """A flight test, and what the radar's looks fix of it."""

    radar: PlacedRadar
    interceptor: str
    site: str
    place: tuple[float, float]
    """Of the launch, deg."""
    towards_deg: float
    speed_km_s: float
    burnout: BurnoutPoint
    flight: FreeFlight
    accuracy: Mapping[str, Figure]
    """By name: those of ERRORS that the radar has, and the interval of its looks."""
    row: Array
    """Of the radar (sensing.radar.radar_row)."""
    view: NDArray[np.bool_]
    """At which of the flight's times it is in view."""
    times: Array
    """(m,): of the looks, s from the burnout."""
    values: Array
    """(m, 4): what is measured at them (tracking.looks)."""
    blocks: Array
    """What they fix (tracking.estimate.compressed)."""
    gradient: Array
    """(6,): of the Earth-relative speed at burnout by the state there."""
    second_off_km_s: float
    """By how much the speed changes in the first second."""
    hidden: str | None
    """Why it was never seen; None: it was."""
    sources: Sources

    def every(self, seconds: float) -> Watched:
        """The same with another interval between the looks."""
        times, values, blocks = _looked(self.row, self.flight, self.view, seconds)
        return replace(self, times=times, values=values, blocks=blocks)

    def uncertainty_km_s(self, accuracy: Accuracy) -> float | None:
        """Standard uncertainty of the speed from the radar's errors; None where its looks do not fix the flight."""
        parts = self.parts(accuracy)
        return None if parts is None else math.sqrt(parts.sum())

    def parts(self, accuracy: Accuracy) -> Array | None:
        """The variance of the speed, (km/s)^2, by the figures of ERRORS that it comes from (5,); None as above."""
        if self.hidden is not None:
            return None
        parts = speed_variances(self.blocks, self.gradient, accuracy)
        return None if parts is None else parts / 1e6


@dataclass(frozen=True)
class SpeedUncertainty:
    """How well a radar can tell an interceptor's burnout speed, or why it cannot."""

    standard_uncertainty_km_s: float | None
    """None: there is a reason."""
    reason: str | None
    noise_km_s: float | None = None
    """The part that is another in every test."""
    bias_km_s: float | None = None
    """The part that all tests watched by this radar share."""


def speed_uncertainty(
    radar: str,
    interceptor: str,
    site: str | tuple[float, float],
    *,
    towards_deg: float | None = None,
    moment_s: float = 0.0,
    scenario: Scenario | None = None,
) -> SpeedUncertainty:
    """How well a radar, by its id, can tell the burnout speed of an interceptor that is launched at a site. `moment_s`: the standard
    uncertainty of the moment of burnout, anew in each test.

    For other questions (an agreement's means, a report on compliance); `measure` says more. Raises InputError for what
    is not there.
    """
    asked = MeasureQuestion(
        radar, interceptor=interceptor, site=site, towards_deg=towards_deg, scenario=scenario
    )
    found = watched(asked)
    parts = found.parts(accuracy_in_si(found.accuracy))
    if parts is None:
        return SpeedUncertainty(None, unfixed(found))
    noise, bias = (float(np.sqrt(parts[k].sum())) for k in (slice(0, 3), slice(3, 5)))
    moment = moment_s * found.second_off_km_s
    told = math.hypot(float(np.sqrt(parts.sum())), moment)
    return SpeedUncertainty(told, None, math.hypot(noise, moment), bias)


def watched(asked: MeasureQuestion) -> Watched:
    """The flight test as the radar sees it. Raises InputError, CatalogError or ScenarioError where something asked for is
    not there, or beyond its limits.
    """
    _check(asked)
    sources = Sources()
    radar = placed_radar(asked.radar, asked.at, asked.scenario, sources, asked.boresight_deg)
    accuracy = _accuracies(asked, radar, sources)
    interceptor = _interceptor(asked)
    site, place = _site(asked.site, sources)
    towards = _towards(asked.towards_deg, place, radar)
    speed = sources.figure(
        f"interceptor.{interceptor.id}.burnout_speed_km_s", interceptor.burnout_speed_km_s
    )
    by_hand = asked.burnout_height_km, asked.burn_time_s
    burnout = burnout_of(interceptor, asked.flight_path_angle_deg, by_hand, sources)
    flight = free_flight(place, towards, burnout, speed, asked.flight_path_angle_deg)
    row = row_of(radar.sees)
    view = visible_points(row, flight.path)
    looked = _looked(row, flight, view, accuracy[INTERVAL].value)
    now, gradient = relative_speed(flight.state)
    return Watched(
        radar, interceptor.id, site, place, towards, speed, burnout, flight, accuracy, row, view, *looked, gradient,
        _second_off(flight, now), None if view.any() else _hidden(row, flight), sources,
    )  # fmt: skip


def _looked(
    row: Array, flight: FreeFlight, view: NDArray[np.bool_], interval: float
) -> tuple[Array, Array, Array]:
    """Times of the looks, what is measured at them, and what they fix: as in `Watched`."""
    times = look_times(flight.times, view, interval)
    values, by = looks(row[:SITE_COLUMNS].copy(), flight.state[None], times)
    return times, values[0], compressed(by[0])


def accuracy_in_si(figures: Mapping[str, Figure], worse: float = 0.0) -> Accuracy:
    """The radar's errors in SI. `worse`: 0 for their values, 1 for the upper ends of their intervals, -1 for the lower."""

    def value(name: str) -> float | None:
        figure = figures.get(name)
        if figure is None:
            return None
        low, high = figure.bounds
        number = figure.value if worse == 0.0 else high if worse > 0.0 else low
        return math.radians(number) if name.endswith("_deg") else number

    numbers = [value(name) for name in ERRORS]
    # Of these only the range rate may be missing.
    noise, angle, rate, bias, angle_bias = numbers
    assert noise is not None and angle is not None  # noqa: S101, PT018
    assert bias is not None and angle_bias is not None  # noqa: S101, PT018
    return Accuracy(noise, angle, rate, bias, angle_bias)


def unfixed(found: Watched) -> str:
    """Why the speed cannot be told."""
    if found.hidden is not None:
        return found.hidden
    if found.times.size == 1:
        return "one look: three or four numbers for the six of a flight's state"
    return f"{found.times.size} looks do not fix the six numbers of a flight's state"


def _check(asked: MeasureQuestion) -> None:
    """Refuse numbers beyond their limits, the first of them by its name."""
    for name, (low, high, unit) in _LIMITS.items():
        number = getattr(asked, name)
        # Not a number is within no limits.
        if number is not None and not low <= number <= high:
            words = f"{name} {number:g} {unit}".rstrip()
            raise InputError(f"{words}; allowed: {low:g} to {high:g}")
    for name in ("at", "site"):
        given = getattr(asked, name)
        if isinstance(given, tuple):
            latitude, longitude = given
            if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0):
                raise InputError(
                    f"{name} {latitude:g},{longitude:g}; allowed: latitude -90 to 90, longitude -180 to 180"
                )


def _interceptor(asked: MeasureQuestion) -> Interceptor | InterceptorTable:
    for deployment in asked.scenario.deployment if asked.scenario is not None else ():
        table = deployment.interceptor
        if isinstance(table, InterceptorTable) and table.id == asked.interceptor:
            return table
    return interceptor_named(asked.interceptor)


def _site(site: str | tuple[float, float], sources: Sources) -> tuple[str, tuple[float, float]]:
    """What it is called, and where it is, deg."""
    if isinstance(site, tuple):
        sources.plain("site.latitude_deg", site[0], "assumed", "set by hand")
        sources.plain("site.longitude_deg", site[1], "assumed", "set by hand")
        return place_words(*site), site
    found = catalog().get(site, Site, "site")
    sources.plain(f"site.{site}.latitude_deg", found.latitude_deg, found.status, found.source)
    sources.plain(f"site.{site}.longitude_deg", found.longitude_deg, found.status, found.source)
    return site, (found.latitude_deg, found.longitude_deg)


def _towards(given: float | None, place: tuple[float, float], radar: PlacedRadar) -> float:
    """The azimuth of the launch, 0 to 360 deg: as given, or at the radar."""
    if given is None:
        azimuth, length = course(*place, radar.sees.latitude_deg, radar.sees.longitude_deg)
        if length < 1.0:
            raise InputError("the radar stands at the launch site; allowed: an azimuth by hand, towards_deg")  # fmt: skip
        given = float(azimuth)
    return given % 360.0


def _accuracies(asked: MeasureQuestion, radar: PlacedRadar, sources: Sources) -> dict[str, Figure]:
    """The radar's errors and the interval of its looks, by hand or as the catalogue has them."""
    out: dict[str, Figure] = {}
    missing: list[str] = []
    for name in (*ERRORS, INTERVAL):
        hand = getattr(asked, name)
        if hand is not None:
            out[name] = Figure(value=hand, status="assumed", source="set by hand")
        elif radar.accuracy is not None and getattr(radar.accuracy, name) is not None:
            out[name] = getattr(radar.accuracy, name)
        elif name != "range_rate_noise_m_s":
            missing.append(name)
    if missing:
        raise InputError(f"radar {radar.id}: nobody says how well it measures; allowed: {', '.join(missing)} by hand")  # fmt: skip
    for name, figure in out.items():
        sources.figure(f"{radar.key}.{name}", figure)
    return out


def _second_off(flight: FreeFlight, now: float) -> float:
    after = flown(flight.state, np.array([1.0]))[0]
    return abs(relative_speed(after)[0] - now) / 1e3


def _hidden(row: Array, flight: FreeFlight) -> str:
    if not flight.times.size:
        return f"below {ABOVE_AIR_KM:g} km throughout, where the air slows it: no free flight to measure"
    return hidden_throughout(row, flight.path)
