"""Replay of a witness: does this interceptor, within its limits, meet this flight of the family?

It integrates both paths step by step, under point-mass gravity, and checks every word of the claim
(docs/certificate.md, section 1) on the way. It shares nothing with the search that found the
witness: no constant, no arc solver, no frame.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.proof.meeting import FlightPath, InterceptorPath, Meeting
from reassure.proof.replay_earth import (
    EQUATORIAL,
    GROUND,
    METRES,
    MU,
    POLAR,
    ROTATION,
    angle,
    fall,
    height_of,
    in_cell,
    norm,
    off_course,
    on_ground,
    to_cell,
    turned,
)
from reassure.typing import AimFigures, Array, BoostFigures, LimitFigures

__all__ = ["Replayed", "replay"]

_MISS = 10.0  # m: what an integration and a search may be out by together
# s and m/s that are forgiven: a witness lies on the edges of its limits.
_SECONDS = 1e-6
_SPEED = 1e-3


class Replayed(NamedTuple):
    """What a replay found. Lengths in m, speeds in m/s."""

    holds: bool
    """The interceptor keeps to every limit, the flight is of the family, and they meet."""
    reasons: tuple[str, ...]
    """Why it does not hold: one sentence for each fault."""
    miss_m: float
    """Distance of interceptor and flight at the time of the meeting."""
    flight_miss_m: float
    """By how much the flight misses its aim."""
    burnout_speed_m_s: float
    """Relative to the turning Earth."""
    divert_m_s: float
    """Sum of the impulses' sizes."""
    burnout_distance_m: float
    """Ground distance of the interceptor's burnout from its launch point."""
    burnout_height_m: float
    """Above the ellipsoid, along the direction from the centre, as all heights here."""
    in_boost_volume: bool
    flight_in_family: bool
    flight_least_radius_m: float
    """Least distance from the Earth's centre; NaN where the fall cannot be followed."""
    interceptor_least_radius_m: float
    intercept_height_m: float


def _flight_faults(flight: FlightPath, base: Array, boost: BoostFigures, aims: Array) -> list[str]:
    """What keeps the flight's ends out of the family: base, burnout, aim and times."""
    faults: list[str] = []
    launch = on_ground(float(flight.base_rad[0]), float(flight.base_rad[1]))
    out = to_cell(launch, base)
    if out > boost.field + METRES:
        faults.append(
            f"The base point is {out:.3f} m from its cell; the field is {boost.field:.3f} m."
        )
    if not boost.earliest - _SECONDS <= flight.burnout_s <= boost.latest + _SECONDS:
        faults.append(f"The flight burns out at {flight.burnout_s} s.")
    height = height_of(flight.burnout_m)
    if not boost.lowest - METRES <= height <= boost.highest + METRES:
        faults.append(f"The flight burns out at {height:.3f} m of height.")
    if abs(height_of(flight.aim_m)) > METRES:
        faults.append("The aim is not on the ellipsoid.")
    x, y, z = flight.aim_m
    # geodetic latitude of a point on the ellipsoid
    latitude = math.atan2(z * EQUATORIAL**2, math.hypot(x, y) * POLAR**2)
    longitude = math.atan2(y, x)
    rows = [
        row
        for row in (AimFigures(*numbers) for numbers in np.atleast_2d(aims))
        if in_cell(latitude, longitude, row.cell)
        and row.shortest - _SECONDS <= flight.end_s <= row.longest + _SECONDS
    ]
    if not rows:
        faults.append(f"No row of the aims has this aim and the flight time {flight.end_s} s.")
    # the burnout is beside the great circle to the led aim, and each row has a lead of its own
    leads = {_lead(row, flight.end_s) for row in rows} or {0.0}
    beside = min(
        off_course(
            launch, turned(flight.aim_m, lead), flight.burnout_m, boost.nearest, boost.farthest
        )
        for lead in leads
    )
    if not beside <= boost.sideways + METRES:
        faults.append(f"The flight burns out {beside:.3f} m off its course.")
    return faults


def _lead(row: AimFigures, end: float) -> float:
    """By how much (rad) a row turns the aim eastward for a flight time (s)."""
    span = row.longest - row.shortest
    share = (end - row.shortest) / span if row.longest > row.shortest else 0.0
    return float(row.first_lead + share * (row.last_lead - row.first_lead))


def _long_way(state: Array, end: Array, time: float) -> bool:
    """Does a fall in `time` (s) turn by 180 degrees or more about the centre?"""
    # a fall turns about r x v: past 180 degrees, r x end points the other way
    pole = np.cross(state[:3], state[3:])
    if float(np.dot(np.cross(state[:3], end[:3]), pole)) <= 0.0:
        return True
    # vis viva: the reciprocal of the semi-major axis, 1/m; an ellipse comes round in 2 pi sqrt(a^3/mu)
    slowness = 2.0 / norm(state[:3]) - float(np.dot(state[3:], state[3:])) / MU
    return slowness > 0.0 and time >= 2.0 * math.pi * math.sqrt(slowness**-3 / MU)


def _fly(flight: FlightPath, time: float) -> tuple[Array, float, float, list[str]]:
    """Where the flight is at `time` (s), inertial, m; its miss at the aim and least radius, m; and
    what is wrong with its fall. Before burnout, the position is that of burnout.
    """
    faults: list[str] = []
    start = np.concatenate(
        [turned(flight.burnout_m, ROTATION * flight.burnout_s), flight.velocity_m_s]
    )
    here = fall(start, flight.burnout_s, min(time, flight.end_s))
    # on to the aim, whenever the meeting is
    rest = fall(here.end, max(flight.burnout_s, min(time, flight.end_s)), flight.end_s)
    miss = norm(rest.end[:3] - turned(flight.aim_m, ROTATION * flight.end_s))
    least = min(here.least_radius, rest.least_radius)
    if not miss < _MISS:
        faults.append(f"The flight misses its aim by {miss:.3f} m.")
    if not least >= POLAR - METRES:
        faults.append(f"The flight comes within {least:.3f} m of the Earth's centre.")
    if _long_way(start, rest.end, flight.end_s - flight.burnout_s):
        faults.append("The flight goes the long way round.")
    return here.end[:3], miss, least, faults


def _climbing(flight: FlightPath, time: float, near: Array) -> Array:
    """The point, inertial, of the line from base to burnout that is nearest to another (m)."""
    base = on_ground(float(flight.base_rad[0]), float(flight.base_rad[1]))
    line = flight.burnout_m - base
    # in Earth-fixed axes the line stands still; 0 at the base, 1 at burnout
    share = float(np.dot(turned(near, -ROTATION * time) - base, line) / np.dot(line, line))
    return turned(base + min(1.0, max(0.0, share)) * line, ROTATION * time)


def _guide(interceptor: InterceptorPath, time: float) -> tuple[Array, float]:
    """Where the interceptor is at `time` (s, not before burnout), inertial; its least radius (m)."""
    now = interceptor.burnout_s
    state = np.concatenate(
        [turned(interceptor.burnout_m, ROTATION * now), interceptor.velocity_m_s]
    )
    least = norm(state[:3])
    for when, change in interceptor.impulses:
        if when > time:
            break
        path = fall(state, now, when)
        least, now = min(least, path.least_radius), when
        # an impulse changes the velocity at once and leaves the place
        state = np.concatenate([path.end[:3], path.end[3:] + change])
    path = fall(state, now, time)
    return path.end[:3], min(least, path.least_radius)


def _met(
    interceptor: InterceptorPath, position: Array, time: float, limits: LimitFigures
) -> tuple[Array, float, list[str]]:
    """Where the interceptor is at a time (s), inertial, m; its least radius (m); and what is wrong with that.

    While it boosts it may be anywhere in its boost volume: it is where the witness says.
    """
    # written so that a NaN counts as after burnout, and then fails by its miss
    if not time < interceptor.burnout_s:
        return *_guide(interceptor, time), []
    launch = on_ground(float(interceptor.launch_rad[0]), float(interceptor.launch_rad[1]))
    ground = GROUND * angle(turned(position, -ROTATION * time), launch)
    height = height_of(position)
    if ground > limits.distance + METRES or not -METRES <= height <= limits.height + METRES:
        return (
            position,
            norm(position),
            ["The meeting is outside the boost volume, and before burnout."],
        )
    return position, norm(position), []


class _Burnout(NamedTuple):
    """The interceptor's burnout as it is, and what is wrong with it."""

    speed: float
    divert: float
    distance: float
    height: float
    in_volume: bool
    faults: list[str]


def _burnout(interceptor: InterceptorPath, limits: LimitFigures, places: Array) -> _Burnout:
    """Check the interceptor's launch, burnout and divert against its limits."""
    faults: list[str] = []
    latitude, longitude = float(interceptor.launch_rad[0]), float(interceptor.launch_rad[1])
    if not any(in_cell(latitude, longitude, cell) for cell in np.atleast_2d(places)):
        faults.append("The interceptor's launch point is in none of its places.")
    if not interceptor.burnout_s >= limits.earliest_burnout - _SECONDS:
        faults.append(f"The interceptor burns out at {interceptor.burnout_s} s, too early.")
    distance = GROUND * angle(interceptor.burnout_m, on_ground(latitude, longitude))
    height = height_of(interceptor.burnout_m)
    inside = distance <= limits.distance + METRES and -METRES <= height <= limits.height + METRES
    if not inside:
        faults.append(
            f"The interceptor burns out {distance:.3f} m away and {height:.3f} m high, outside its boost volume."
        )
    x = turned(interceptor.burnout_m, ROTATION * interceptor.burnout_s)
    speed = norm(interceptor.velocity_m_s - ROTATION * np.array([-x[1], x[0], 0.0]))
    if not speed <= limits.speed + _SPEED:
        faults.append(f"The interceptor's burnout speed is {speed:.3f} m/s, too high.")
    # without rounding errors that add up
    divert = math.fsum(norm(change) for _, change in interceptor.impulses)
    if not divert <= limits.divert + _SPEED:
        faults.append(f"The interceptor spends {divert:.3f} m/s of divert, too much.")
    times = [interceptor.burnout_s, *(when for when, _ in interceptor.impulses)]
    if times != sorted(times):
        faults.append("The impulses are not in order of time, or come before burnout.")
    return _Burnout(speed, divert, distance, height, bool(inside), faults)


def replay(
    witness: Meeting,
    limits: LimitFigures,
    places: Array,
    base: Array,
    boost: BoostFigures,
    aims: Array,
) -> Replayed:
    """Fly a witness again and check it against a clause's limits.

    `places` (k, 4) or (4,), `base` (4,): south, north, west, east (rad). `aims` (n, 8): rows in the order of
    AimFigures. What was found comes back, good or bad; nothing is raised for a bad witness.
    """
    flight, interceptor, time = witness.flight, witness.interceptor, witness.time_s
    family = _flight_faults(flight, base, boost, aims)
    target, flight_miss, flight_least, fall = _fly(flight, time)
    family += fall
    burnout = _burnout(interceptor, limits, places)
    faults = list(family)
    if not 0.0 <= time <= flight.end_s:
        faults.append(f"The meeting, at {time} s, is not within the flight.")
    here, least, outside = _met(interceptor, witness.position_m, time, limits)
    faults += outside
    faults += burnout.faults
    if time < flight.burnout_s:
        # while it boosts the flight may be anywhere in the hull of base and burnout: nearest to the interceptor
        target = _climbing(flight, time, here)
    miss = norm(here - target)
    # with `not`, so that a NaN is a fault
    if not miss < _MISS:
        faults.append(f"The interceptor misses the flight by {miss:.3f} m.")
    if not norm(witness.position_m - target) < _MISS:
        faults.append("The meeting is not where the witness says.")
    if not least >= POLAR - METRES:
        faults.append(f"The interceptor comes within {least:.3f} m of the Earth's centre.")
    height = height_of(target)
    if not height > limits.keep_above:
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
