"""From a finished result, the ways of its flights and of the interceptors that meet them, sampled
for exports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides, FlightTrack, Interception, Track
from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import earth_fixed_points, geodetic_points
from reassure.errors import ResultError
from reassure.flight.family import (
    BURNOUT_POSITION,
    BURNOUT_TIME,
    BURNOUT_VELOCITY,
    FLIGHT_COLUMNS,
    FREE_FLIGHT_TIME,
)
from reassure.flight.kepler import STATE_POSITION, STATE_VELOCITY, propagate_arcs
from reassure.flight.lambert import START_VELOCITY, lambert_arcs
from reassure.flight.outcome import SOLVED
from reassure.flight.path import position_at
from reassure.typing import Array, IntArray
from reassure.words.counts import counted

__all__ = ["STEP_S", "ephemerides", "numbers", "selected"]

STEP_S = 20.0
"""Between samples: a straight line leaves the arc by some 500 m, a polynomial through six samples
by less than a centimetre (design/ephemeris_step.py)."""

_BOOST_STEP_S = 10.0  # between samples of a boost
_WIDEST_TURN_DEG = 10.0  # of longitude between two samples, before one is put between them
_SHORTEST_STEP_S = 1.0  # over a pole the longitude jumps however short the step
_MISSES_AIM_M = 1_000.0  # a file's rounding makes metres
_MISSES_SPEED_KM_S = 0.02  # times in a file are rounded to 0.01 s
_ROUNDED_S, _ROUNDED_M = 0.01, 2.0  # what that makes of the time of an arc, and of its two ends
_SHORT_S = 1.0
"""An arc of less time is drawn straight: it falls from its chord by a metre, no more than the
digits of a file hide, and its speed may be hidden altogether, as where a site lies on the aim.
"""
_FALL_M_S2 = 5.0  # half of gravity, and what the turning Earth adds at 15 km/s


def ephemerides(
    result: Assessment, *, flights: Sequence[int] = (), every: bool = False
) -> Ephemerides:
    """Ways of the flights that stand for all (`selected`), of `flights` by number, or of `every`
    one.

    Raises ResultError where there is no flight of a number, or where a result's own numbers do not
    fly: a flight that does not come down on its aim, a meeting that no arc of the required speed
    gets to.
    """
    count = result.flights.count
    chosen = numbers(result, flights, every)
    return Ephemerides(
        flights=tuple(_flight(result, i) for i in chosen),
        interceptions=tuple(
            _interception(result, d, table.worst_flight)
            for d, table in enumerate(result.deployments)
            if table.worst_flight is not None and table.worst_flight in chosen
        ),
        of=count,
        selection=_words(len(chosen), count, bool(flights)),
    )


def numbers(result: Assessment, flights: Sequence[int], every: bool) -> list[int]:
    """The numbers of the flights that `ephemerides` takes. Raises ResultError where there is no
    flight of a number.
    """
    count = result.flights.count
    for i in flights:
        if not 0 <= i < count:
            raise ResultError(f"flight {i}; allowed: 0 to {count - 1}")
    return list(range(count)) if every else sorted(set(flights)) or selected(result).tolist()


def _words(shown: int, of: int, named: bool) -> str:
    if shown == of:
        return f"all {of} flights" if of > 1 else "the one flight"
    if named:
        return f"{shown} of {counted(of, 'flight')}, chosen by number"
    return (
        f"{shown} of {of} flights: for each base, aim and shape the one of least margin, and those that each "
        "deployment's answer turns on"
    )


def selected(result: Assessment) -> IntArray:
    """Flights that stand for all, in order: for each base, aim and shape the one of least margin
    over all deployments, and for each deployment its closest and the one that it may leave to the
    last.
    """
    f = result.flights
    least = np.nan_to_num(result.pairs.margin_km_s, nan=np.inf).min(axis=0)
    chosen: dict[tuple[str, str, float], int] = {}
    for i in range(f.count):
        # An aim region has many points, and the flights to all of them one name.
        key = (str(f.base[i]), str(f.aim[i]), float(f.flight_time_ratio[i]))
        if key not in chosen or least[i] < least[chosen[key]]:
            chosen[key] = i
    named = {d.worst_flight for d in result.deployments} | {
        d.latest_flight for d in result.deployments
    }
    return np.array(sorted({*chosen.values(), *(i for i in named if i is not None)}), np.int64)


def _flight(result: Assessment, i: int) -> FlightTrack:
    """The way of the i-th flight from launch to its end; ResultError where it does not come down on
    its aim.
    """
    f = result.flights
    p, v, burnout = f.burnout_position_m[i], f.burnout_velocity_m_s[i], f.burnout_time_s[i]
    free_flight = f.flight_time_s[i] - burnout
    row = np.empty(FLIGHT_COLUMNS)
    row[BURNOUT_POSITION], row[BURNOUT_VELOCITY] = p, v
    row[BURNOUT_TIME], row[FREE_FLIGHT_TIME] = burnout, free_flight
    base = _place(f.base_latitude_deg[i], f.base_longitude_deg[i], 0.0)
    rise, boost = _sampled(
        _times(0.0, burnout, _BOOST_STEP_S),
        lambda when: np.array([position_at(base, row, w) for w in when]),
    )
    # `after` counts from burnout; the track's times count from launch.
    after, position = _sampled(_times(0.0, free_flight, STEP_S), lambda when: _fall(p, v, when)[0])
    _, velocity = _fall(p, v, after)
    aim = _place(f.aim_latitude_deg[i], f.aim_longitude_deg[i], 0.0)
    # "Not below" and not "above": a position of NaN is a miss too.
    if not np.linalg.norm(position[-1] - aim) < _MISSES_AIM_M:
        raise ResultError(
            f"flight {i} ({f.base[i]} to {f.aim[i]}) does not come down on its aim from the burnout given; "
            "allowed: flights as `assess` makes them"
        )
    return FlightTrack(i, _track(rise, boost), _track(burnout + after, position), velocity)


def _interception(result: Assessment, d: int, i: int) -> Interception:
    """The arc of least speed from straight above the site to the meeting; whichever way round it
    is.
    """
    p, deployment = result.pairs, result.deployments[d]
    failed = ResultError(
        f"deployment {deployment.id}: no arc of its required speed gets to flight {i} where they meet; "
        "allowed: pairs as `assess` makes them"
    )
    site = float(p.site_latitude_deg[d, i]), float(p.site_longitude_deg[d, i])
    launch, end = float(p.launch_s[d, i]), float(p.intercept_s[d, i])
    start = _place(*site, 1e3 * deployment.burnout_height_km)
    meeting = _place(
        p.intercept_latitude_deg[d, i],
        p.intercept_longitude_deg[d, i],
        1e3 * p.intercept_height_km[d, i],
    )
    left, speed = launch + deployment.burn_time_s, float(p.required_speed_km_s[d, i])
    if end - left < _SHORT_S:
        return Interception(d, i, launch, *site, _dash(start, meeting, left, end, speed, failed))
    tau = end - left
    # The meeting as the file has it first; then as its digits may have moved it.
    for ends in (meeting[None, :], _about(meeting)):
        gap, velocity = _least_gap(start, ends, tau, speed)
        # A time rounded to 0.01 s shifts an arc's speed by some 0.01 speed / tau: short arcs are allowed more.
        if gap <= _MISSES_SPEED_KM_S * (1.0 + speed / tau):
            break
    else:
        raise failed
    after, position = _sampled(
        _times(0.0, tau, STEP_S), lambda when: _fall(start, velocity, when)[0]
    )
    return Interception(d, i, launch, *site, _track(left + after, position))


def _dash(
    start: Array, meeting: Array, left: float, end: float, speed: float, failed: ResultError
) -> Track:
    """A short arc, drawn straight; it has at least the time that rounding may have taken from it."""
    tau = max(end - left, 0.0)
    chord = float(np.linalg.norm(meeting - start))
    allowed = 1e3 * speed * _ROUNDED_S + _FALL_M_S2 * tau**2 + _ROUNDED_M
    if end - left < -_ROUNDED_S or abs(chord - 1e3 * speed * tau) > allowed:
        raise failed
    times = _times(end - max(tau, _ROUNDED_S), end, STEP_S)
    share = (times - times[0]) / (end - times[0])
    return _track(times, start + share[:, None] * (meeting - start))


def _about(place: Array) -> Array:
    """Places (72, 3) right round one, as far away as rounding may have moved it. To a place half
    way round the Earth there are arcs in every direction: which of them it was, a file's digits do
    not say.
    """
    up = place / np.linalg.norm(place)
    # Crossed with the axis farthest from it, so that the product is not nearly zero.
    one = np.cross(up, np.eye(3)[np.argmin(np.abs(up))])
    one /= np.linalg.norm(one)
    angle = np.radians(np.arange(0.0, 360.0, 5.0))[:, None]
    ring: Array = np.cos(angle) * one + np.sin(angle) * np.cross(up, one)
    return place + _ROUNDED_M * ring


def _least_gap(start: Array, ends: Array, tau: float, speed: float) -> tuple[float, Array]:
    """By how much (km/s) the relative speed of the best arc to one of some ends (n, 3) differs from
    one, and the velocity with which that arc begins.
    """
    n = len(ends)
    outcome, velocity = lambert_arcs(
        # n arcs the short way, then n the long way.
        np.tile(start, (2 * n, 1)),
        # Inertial axes of departure: the meeting point turns on with the Earth for tau.
        np.tile(_turned(ends, np.full(n, ROTATION_RATE * tau)), (2, 1)),
        np.full(2 * n, tau),
        np.repeat([False, True], n),
    )
    relative = np.linalg.norm(velocity[:, START_VELOCITY] - _ground_speed(start[None, :]), axis=1)
    gap = np.abs(relative / 1e3 - speed)
    # Where there is no arc `lambert_arcs` leaves zeros, which are no velocity.
    gap[outcome != SOLVED] = np.inf
    best = int(np.argmin(gap))
    return float(gap[best]), velocity[best, START_VELOCITY]


def _times(start: float, end: float, step: float) -> Array:
    """From start to end, evenly, no farther apart than `step`; at least six."""
    # Six samples at least, for readers that put a polynomial of degree 5 through them.
    return np.linspace(start, end, max(6, int(np.ceil((end - start) / step)) + 1))


def _sampled(times: Array, way: Callable[[Array], Array]) -> tuple[Array, Array]:
    """Times, more of them where a way passes beside a pole, and where it is at them, (m, 3)."""
    position = way(times)
    # Halved until no step leaps: near a pole longitude turns as fast as one likes.
    while (leap := _leaps(position, times)).any():
        times = np.sort(np.concatenate([times, (0.5 * (times[1:] + times[:-1]))[leap]]))
        position = way(times)
    return times, position


def _leaps(position: Array, after: Array) -> NDArray[np.bool_]:
    """(m - 1,): between which samples the longitude turns by more than maps draw as a line."""
    x, y, _ = position.T
    longitude = np.degrees(np.arctan2(y, x))
    turn = (np.diff(longitude) + 180.0) % 360.0 - 180.0
    return np.asarray((np.abs(turn) > _WIDEST_TURN_DEG) & (np.diff(after) > _SHORTEST_STEP_S))


def _place(latitude_deg: float, longitude_deg: float, height: float) -> Array:
    lat, lon = np.radians([latitude_deg]), np.radians([longitude_deg])
    place: Array = earth_fixed_points(lat, lon, np.array([float(height)]))[0]
    return place


def _fall(position: Array, velocity: Array, after: Array) -> tuple[Array, Array]:
    """Earth-fixed positions and Earth-relative velocities (m, 3) along a free fall; `velocity` is
    inertial, along the Earth-fixed axes of its start.
    """
    n = after.size
    outcome, state = propagate_arcs(
        np.tile(position, (n, 1)), np.tile(velocity, (n, 1)), np.ascontiguousarray(after)
    )
    if (outcome != SOLVED).any():
        return np.full((n, 3), np.nan), np.full((n, 3), np.nan)
    # From the inertial axes of burnout to the Earth-fixed axes of each moment.
    angle = -ROTATION_RATE * after
    fixed = _turned(state[:, STATE_POSITION], angle)
    return fixed, _turned(state[:, STATE_VELOCITY], angle) - _ground_speed(fixed)


def _ground_speed(position: Array) -> Array:
    """Velocity (m, 3) of points carried along by the turning Earth."""
    x, y, _ = position.T
    return ROTATION_RATE * np.column_stack([-y, x, np.zeros(len(position))])


def _turned(vectors: Array, angle: Array) -> Array:
    """Vectors (m, 3) turned eastward by angles (m,)."""
    c, s = np.cos(angle), np.sin(angle)
    x, y, z = vectors.T
    return np.column_stack([c * x - s * y, s * x + c * y, z])


def _track(time: Array, position: Array | Iterable[Array]) -> Track:
    places = np.ascontiguousarray(position)
    latitude, longitude, height = geodetic_points(places).T
    return Track(
        time_s=time,
        position_m=places,
        latitude_deg=np.degrees(latitude),
        longitude_deg=np.degrees(longitude),
        height_m=height,
    )
