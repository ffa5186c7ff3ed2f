"""Replay of a witness: does this interceptor, within its limits, meet this flight of the family?

It integrates both paths step by step, under point-mass gravity, and checks every word of the claim
(docs/certificate.md, section 1) on the way. It shares nothing with the search that found the
witness: no constant, no arc solver, no frame.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from scipy.integrate import solve_ivp

from reassure.typing import Array

__all__ = ["FlightPath", "InterceptorPath", "Meeting", "Replayed", "replay"]

# the [earth] of docs/certificate.md, section 1
_MU = 3.986004418e14
_ROTATION = 7.292115e-5
_EQUATORIAL = 6378137.0
_POLAR = 6356752.3142
_GROUND = 6371e3

_MISS = 10.0  # m: what an integration and a search may be out by together
_METRES = 1e-3  # a witness lies on the edges of its limits: rounding is forgiven, and no more
_SECONDS = 1e-6
_SPEED = 1e-3  # m/s


class FlightPath(Protocol):
    """A flight: Earth-fixed positions (m), times from its launch (s), angles in radians."""

    @property
    def base_rad(self) -> Array:
        """Geodetic latitude and longitude of the base point."""

    @property
    def burnout_m(self) -> Array:
        """Position at burnout."""

    @property
    def burnout_s(self) -> float:
        """Burnout time."""

    @property
    def aim_m(self) -> Array:
        """The aim point, on the ellipsoid."""

    @property
    def end_s(self) -> float:
        """When it is at the aim."""

    @property
    def velocity_m_s(self) -> Array:
        """At burnout; inertial, in the axes that are Earth-fixed at time 0."""


class InterceptorPath(Protocol):
    """An interceptor: Earth-fixed burnout (m), inertial velocity before any impulse (m/s)."""

    @property
    def launch_rad(self) -> Array:
        """Geodetic latitude and longitude of the launch point."""

    @property
    def burnout_m(self) -> Array:
        """Position at burnout."""

    @property
    def burnout_s(self) -> float:
        """Burnout time, s from the flight's launch."""

    @property
    def velocity_m_s(self) -> Array:
        """At burnout; in the axes that are Earth-fixed at time 0."""

    @property
    def impulses(self) -> Sequence[tuple[float, Array]]:
        """Times (s) and velocity changes (m/s, inertial, the axes of time 0)."""


class Meeting(Protocol):
    """What a witness says: a flight, an interceptor, and where and when they meet."""

    @property
    def flight(self) -> FlightPath:
        """The flight that is met."""

    @property
    def interceptor(self) -> InterceptorPath:
        """The interceptor that meets it."""

    @property
    def time_s(self) -> float:
        """Before the interceptor's burnout, it is still boosting."""

    @property
    def position_m(self) -> Array:
        """Inertial, in the axes that are Earth-fixed at time 0."""


class Replayed(NamedTuple):
    """What a replay found. Lengths in m, speeds in m/s."""

    holds: bool
    """The interceptor keeps to every limit, the flight is of the family, and they meet."""
    reasons: tuple[str, ...]
    """Why it does not hold: one sentence for each fault."""
    miss_m: float
    flight_miss_m: float
    """By how much the flight misses its aim."""
    burnout_speed_m_s: float
    """Relative to the turning Earth."""
    divert_m_s: float
    burnout_distance_m: float
    """Ground distance of the interceptor's burnout from its launch point."""
    burnout_height_m: float
    in_boost_volume: bool
    flight_in_family: bool
    flight_least_radius_m: float
    interceptor_least_radius_m: float
    intercept_height_m: float


class _Path(NamedTuple):
    """A fall from one state (6,) to another, and the least radius on the way."""

    end: Array
    least_radius: float


def _turned(x: Array, angle: float) -> Array:
    """The vector turned eastward about the Earth's axis."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * x[0] - s * x[1], s * x[0] + c * x[1], x[2]])


def _norm(x: Array) -> float:
    return float(np.sqrt(np.dot(x, x)))


def _angle(a: Array, b: Array) -> float:
    return math.atan2(_norm(np.cross(a, b)), float(np.dot(a, b)))


def _height(x: Array) -> float:
    """Distance from the centre less the ellipsoid's in that direction, m."""
    d = x / _norm(x)
    return _norm(x) - 1.0 / math.sqrt(
        (d[0] ** 2 + d[1] ** 2) / _EQUATORIAL**2 + (d[2] / _POLAR) ** 2
    )


def _on_ground(latitude: float, longitude: float) -> Array:
    """The point of the ellipsoid at a geodetic latitude and longitude, Earth-fixed, m."""
    c, s = math.cos(latitude), math.sin(latitude)
    w = math.hypot(_EQUATORIAL * c, _POLAR * s)
    across = _EQUATORIAL**2 * c / w
    return np.array([across * math.cos(longitude), across * math.sin(longitude), _POLAR**2 * s / w])


def _pull(_: float, state: Array) -> Array:
    r = _norm(state[:3])
    return np.concatenate([state[3:], -_MU / r**3 * state[:3]])


def _rise(_: float, state: Array) -> float:
    return float(np.dot(state[:3], state[3:])) * 1e-9


def _fall(state: Array, start: float, stop: float) -> _Path:
    """From `start` to `stop` (s) under gravity alone; NaN where that cannot be followed."""
    radius = _norm(state[:3])
    nowhere = _Path(np.full(6, math.nan), math.nan)
    if not np.isfinite([*state, start, stop]).all():
        return nowhere
    if stop <= start:
        return _Path(state, radius)
    done = solve_ivp(
        _pull, (start, stop), state, "DOP853", rtol=1e-12, atol=1e-6, events=_rise, max_step=100.0
    )
    if not done.success:
        return nowhere
    end = np.asarray(done.y[:, -1], dtype=float)
    turns = [_norm(at[:3]) for found in done.y_events or () for at in found]
    return _Path(end, min([radius, _norm(end[:3]), *turns]))


def _within(longitude: float, west: float, east: float) -> float:
    """By how much (rad) a longitude lies outside a cell's, whole turns aside; 0 within."""
    past = math.remainder(longitude - 0.5 * (west + east), 2.0 * math.pi)
    return max(0.0, abs(past) - 0.5 * (east - west))


def _in_cell(latitude: float, longitude: float, cell: Array) -> bool:
    room = _METRES / _GROUND
    good = cell[0] - room <= latitude <= cell[1] + room
    aside = _within(longitude, cell[2], cell[3]) * math.cos(latitude)
    return bool(good and aside <= room)


def _to_cell(point: Array, cell: Array) -> float:
    """Ground distance (m) from an Earth-fixed point to the nearest point of a cell."""
    ratio = (_POLAR / _EQUATORIAL) ** 2
    south, north = (
        math.atan2(ratio * math.sin(a), math.cos(a)) for a in (float(cell[0]), float(cell[1]))
    )
    own = math.atan2(point[1], point[0])
    meridians = [float(cell[2]), float(cell[3])]
    if _within(own, cell[2], cell[3]) == 0.0:
        meridians.append(own)
    least = math.inf
    for longitude in meridians:
        # the foot of the point on the meridian, or the meridian's end
        ahead = point[0] * math.cos(longitude) + point[1] * math.sin(longitude)
        foot = math.atan2(point[2], ahead)
        for latitude in (south, north, min(north, max(south, foot))):
            across = math.cos(latitude)
            near = np.array(
                [across * math.cos(longitude), across * math.sin(longitude), math.sin(latitude)]
            )
            least = min(least, _GROUND * _angle(point, near))
    return least


def _off_course(base: Array, aim: Array, burnout: Array, nearest: float, farthest: float) -> float:
    """Ground distance (m) of the burnout from the stretch of the great circle that it belongs to."""
    b = base / _norm(base)
    pole = np.cross(b, aim)
    if _norm(pole) < 1e-6 * _norm(aim):
        return math.inf
    pole /= _norm(pole)
    e = np.cross(pole, b)
    along = math.atan2(float(np.dot(burnout, e)), float(np.dot(burnout, b)))
    held = min(max(along, nearest / _GROUND), farthest / _GROUND)
    return _GROUND * _angle(burnout, math.cos(held) * b + math.sin(held) * e)


def _flight_faults(flight: FlightPath, base: Array, boost: Array, aims: Array) -> list[str]:
    """What keeps the flight's ends out of the family: base, burnout, aim and times."""
    faults: list[str] = []
    launch = _on_ground(float(flight.base_rad[0]), float(flight.base_rad[1]))
    out = _to_cell(launch, base)
    if out > boost[0] + _METRES:
        faults.append(
            f"The base point is {out:.3f} m from its cell; the field is {boost[0]:.3f} m."
        )
    if not boost[1] - _SECONDS <= flight.burnout_s <= boost[2] + _SECONDS:
        faults.append(f"The flight burns out at {flight.burnout_s} s.")
    height = _height(flight.burnout_m)
    if not boost[3] - _METRES <= height <= boost[4] + _METRES:
        faults.append(f"The flight burns out at {height:.3f} m of height.")
    if abs(_height(flight.aim_m)) > _METRES:
        faults.append("The aim is not on the ellipsoid.")
    x, y, z = flight.aim_m
    latitude = math.atan2(z * _EQUATORIAL**2, math.hypot(x, y) * _POLAR**2)
    longitude = math.atan2(y, x)
    rows = [
        row
        for row in np.atleast_2d(aims)
        if _in_cell(latitude, longitude, row)
        and row[4] - _SECONDS <= flight.end_s <= row[5] + _SECONDS
    ]
    if not rows:
        faults.append(f"No row of the aims has this aim and the flight time {flight.end_s} s.")
    # the burnout is beside the great circle to the led aim, and each row has a lead of its own
    leads = {_lead(row, flight.end_s) for row in rows} or {0.0}
    beside = min(
        _off_course(launch, _turned(flight.aim_m, lead), flight.burnout_m, boost[5], boost[6])
        for lead in leads
    )
    if not beside <= boost[7] + _METRES:
        faults.append(f"The flight burns out {beside:.3f} m off its course.")
    return faults


def _lead(row: Array, end: float) -> float:
    """By how much (rad) a row turns the aim eastward for a flight time (s)."""
    share = (end - row[4]) / (row[5] - row[4]) if row[5] > row[4] else 0.0
    return float(row[6] + share * (row[7] - row[6]))


def _long_way(state: Array, end: Array, time: float) -> bool:
    """Does a fall in `time` (s) turn by 180 degrees or more about the centre?"""
    pole = np.cross(state[:3], state[3:])
    if float(np.dot(np.cross(state[:3], end[:3]), pole)) <= 0.0:
        return True
    slowness = 2.0 / _norm(state[:3]) - float(np.dot(state[3:], state[3:])) / _MU
    return slowness > 0.0 and time >= 2.0 * math.pi * math.sqrt(slowness**-3 / _MU)


def _fly(flight: FlightPath, time: float) -> tuple[Array, float, float, list[str]]:
    """Where the flight is at `time` (s), inertial, m; its miss at the aim and least radius, m; and
    what is wrong with its fall. Before burnout, the position is that of burnout.
    """
    faults: list[str] = []
    start = np.concatenate(
        [_turned(flight.burnout_m, _ROTATION * flight.burnout_s), flight.velocity_m_s]
    )
    here = _fall(start, flight.burnout_s, min(time, flight.end_s))
    rest = _fall(here.end, max(flight.burnout_s, min(time, flight.end_s)), flight.end_s)
    miss = _norm(rest.end[:3] - _turned(flight.aim_m, _ROTATION * flight.end_s))
    least = min(here.least_radius, rest.least_radius)
    if not miss < _MISS:
        faults.append(f"The flight misses its aim by {miss:.3f} m.")
    if not least >= _POLAR - _METRES:
        faults.append(f"The flight comes within {least:.3f} m of the Earth's centre.")
    if _long_way(start, rest.end, flight.end_s - flight.burnout_s):
        faults.append("The flight goes the long way round.")
    return here.end[:3], miss, least, faults


def _climbing(flight: FlightPath, time: float, near: Array) -> Array:
    """The point, inertial, of the line from base to burnout that is nearest to another (m)."""
    base = _on_ground(float(flight.base_rad[0]), float(flight.base_rad[1]))
    line = flight.burnout_m - base
    share = float(np.dot(_turned(near, -_ROTATION * time) - base, line) / np.dot(line, line))
    return _turned(base + min(1.0, max(0.0, share)) * line, _ROTATION * time)


def _guide(interceptor: InterceptorPath, time: float) -> tuple[Array, float]:
    """Where the interceptor is at `time` (s, not before burnout), inertial; its least radius (m)."""
    now = interceptor.burnout_s
    state = np.concatenate(
        [_turned(interceptor.burnout_m, _ROTATION * now), interceptor.velocity_m_s]
    )
    least = _norm(state[:3])
    for when, change in interceptor.impulses:
        if when > time:
            break
        path = _fall(state, now, when)
        least, now = min(least, path.least_radius), when
        state = np.concatenate([path.end[:3], path.end[3:] + change])
    path = _fall(state, now, time)
    return path.end[:3], min(least, path.least_radius)


class _Burnout(NamedTuple):
    """The interceptor's burnout as it is, and what is wrong with it."""

    speed: float
    divert: float
    distance: float
    height: float
    in_volume: bool
    faults: list[str]


def _burnout(interceptor: InterceptorPath, limits: Array, places: Array) -> _Burnout:
    """Check the interceptor's launch, burnout and divert against its limits."""
    faults: list[str] = []
    latitude, longitude = float(interceptor.launch_rad[0]), float(interceptor.launch_rad[1])
    if not any(_in_cell(latitude, longitude, cell) for cell in np.atleast_2d(places)):
        faults.append("The interceptor's launch point is in none of its places.")
    if not interceptor.burnout_s >= limits[0] - _SECONDS:
        faults.append(f"The interceptor burns out at {interceptor.burnout_s} s, too early.")
    distance = _GROUND * _angle(interceptor.burnout_m, _on_ground(latitude, longitude))
    height = _height(interceptor.burnout_m)
    inside = distance <= limits[3] + _METRES and -_METRES <= height <= limits[4] + _METRES
    if not inside:
        faults.append(
            f"The interceptor burns out {distance:.3f} m away and {height:.3f} m high, outside its boost volume."
        )
    x = _turned(interceptor.burnout_m, _ROTATION * interceptor.burnout_s)
    speed = _norm(interceptor.velocity_m_s - _ROTATION * np.array([-x[1], x[0], 0.0]))
    if not speed <= limits[1] + _SPEED:
        faults.append(f"The interceptor's burnout speed is {speed:.3f} m/s, too high.")
    divert = math.fsum(_norm(change) for _, change in interceptor.impulses)
    if not divert <= limits[2] + _SPEED:
        faults.append(f"The interceptor spends {divert:.3f} m/s of divert, too much.")
    times = [interceptor.burnout_s, *(when for when, _ in interceptor.impulses)]
    if times != sorted(times):
        faults.append("The impulses are not in order of time, or come before burnout.")
    return _Burnout(speed, divert, distance, height, bool(inside), faults)


def replay(
    witness: Meeting, limits: Array, places: Array, base: Array, boost: Array, aims: Array
) -> Replayed:
    """Fly a witness again and check it against a clause's limits.

    `limits` (8,): earliest burnout (s), greatest burnout speed (m/s), divert (m/s), ground distance
    and height of the boost volume (m), perturbation (not used), keep-above (m), 0. `places` (k, 4)
    or (4,), `base` (4,): south, north, west, east (rad). `boost` (8,): field radius (m), burnout
    times (s, two), heights (m, two), ground distances (m, two), sideways (m). `aims` (n, 8): south,
    north, west, east (rad), shortest and longest flight time (s).
    """
    flight, interceptor, time = witness.flight, witness.interceptor, witness.time_s
    family = _flight_faults(flight, base, boost, aims)
    target, flight_miss, flight_least, fall = _fly(flight, time)
    family += fall
    burnout = _burnout(interceptor, limits, places)
    faults = list(family)
    if not 0.0 <= time <= flight.end_s:
        faults.append(f"The meeting, at {time} s, is not within the flight.")
    boosting = time < interceptor.burnout_s
    if boosting:
        # it may be anywhere in its boost volume: where the witness says
        here, least = witness.position_m, _norm(witness.position_m)
        launch = _on_ground(float(interceptor.launch_rad[0]), float(interceptor.launch_rad[1]))
        ground = _GROUND * _angle(_turned(here, -_ROTATION * time), launch)
        if ground > limits[3] + _METRES or not -_METRES <= _height(here) <= limits[4] + _METRES:
            faults.append("The meeting is outside the boost volume, and before burnout.")
    else:
        here, least = _guide(interceptor, time)
    faults += burnout.faults
    if time < flight.burnout_s:
        target = _climbing(flight, time, here)
    miss = _norm(here - target)
    if not miss < _MISS:
        faults.append(f"The interceptor misses the flight by {miss:.3f} m.")
    if not _norm(witness.position_m - target) < _MISS:
        faults.append("The meeting is not where the witness says.")
    if not least >= _POLAR - _METRES:
        faults.append(f"The interceptor comes within {least:.3f} m of the Earth's centre.")
    height = _height(target)
    if not height > limits[6]:
        faults.append(f"The meeting is at {height:.3f} m of height, where it does not count.")
    return Replayed(
        not faults,
        tuple(faults),
        miss,
        flight_miss,
        burnout.speed,
        burnout.divert,
        burnout.distance,
        burnout.height,
        burnout.in_volume,
        not family,
        flight_least,
        least,
        height,
    )
