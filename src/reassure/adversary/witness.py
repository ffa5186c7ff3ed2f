"""A meeting that was found: from a candidate's coordinates to places, times and velocities."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.adversary.candidate import (
    CLIMBED,
    INSIDE,
    LAUNCH,
    MEET,
    PLACE,
    WAIT,
    burn_out,
    closing_time,
    fly,
    height_of,
    in_cell,
    outside,
    position_at,
    unit,
)
from reassure.adversary.impulses import required_speed, several
from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import geodetic_points, turn
from reassure.flight.transfer import one_way
from reassure.numeric.compile import batch
from reassure.typing import DIVERT, EARLIEST, KEEP_ABOVE, Array

__all__ = ["Witness", "WitnessFlight", "WitnessInterceptor", "picture", "witness_of"]


# A picture is one vector; these are the places at which its parts begin. Vectors have three numbers, _TIMES two. _LEFT:
# where the interceptor burns out, _LEFT_AT when and _LEFT_WITH with what velocity. _SPENT: how many impulses there are.
_BASE, _BURNOUT, _AIM, _TIMES, _VELOCITY, _LAUNCH, _LEFT, _LEFT_AT, _MET_AT, _MET = (
    0,
    3,
    6,
    9,
    11,
    14,
    17,
    20,
    21,
    22,
)
_LEFT_WITH, _SPENT, _IMPULSES, _LENGTH = 25, 28, 29, 41
_IMPULSE = 4  # numbers of an impulse: time (s), velocity change (m/s, three)


class WitnessFlight(NamedTuple):
    """A flight of the family. Earth-fixed positions (m), times from its launch (s)."""

    base_rad: Array
    """(2,): geodetic latitude and longitude of the base point."""
    burnout_m: Array
    burnout_s: float
    aim_m: Array
    """On the ellipsoid."""
    end_s: float
    velocity_m_s: Array
    """At burnout; inertial, in the axes that are Earth-fixed at time 0."""


class WitnessInterceptor(NamedTuple):
    """An interceptor: where it starts and burns out, and every impulse after that. Times from the flight's launch."""

    launch_rad: Array
    """(2,): geodetic latitude and longitude of the launch point."""
    burnout_m: Array
    """Earth-fixed."""
    burnout_s: float
    velocity_m_s: Array
    """At burnout, before any impulse; inertial, in the axes that are Earth-fixed at time 0."""
    impulses: tuple[tuple[float, Array], ...]
    """Time (s) and velocity change (m/s, the same axes), in order of time."""


class Witness(NamedTuple):
    """A meeting. Where `time_s` is before the interceptor's burnout, it is still boosting."""

    flight: WitnessFlight
    interceptor: WitnessInterceptor
    time_s: float
    position_m: Array
    """Inertial, in the axes that are Earth-fixed at time 0."""


@batch("float64[::1](float64[::1], int64, float64[::1], float64[::1])")
def picture(z: Array, kind: int, problem: Array, aim: Array) -> Array:
    """A candidate z (28,) of a kind of search in physical terms, (41,), which `witness_of` reads. SI.

    Positions are Earth-fixed; velocities and the meeting's position are inertial, in the axes that are Earth-fixed at
    time 0.
    """
    out = np.zeros(_LENGTH)
    log = np.zeros((3, 4))
    _, base, p, q, v, tb, end = fly(z, problem, aim)
    when = z[MEET] * closing_time(p, v, tb, end, problem[KEEP_ABOVE])
    target = position_at(base, p, v, tb, when, z[CLIMBED])
    launch = in_cell(problem, PLACE, z, LAUNCH)
    s = unit(launch[0], launch[1], launch[2])
    out[_BASE : _BASE + 3], out[_BURNOUT : _BURNOUT + 3], out[_AIM : _AIM + 3] = base, p, q
    out[_TIMES], out[_TIMES + 1] = tb, end
    out[_VELOCITY : _VELOCITY + 3] = turn(v[0], v[1], v[2], ROTATION_RATE * tb)
    out[_LAUNCH : _LAUNCH + 3] = launch
    out[_MET_AT], out[_MET : _MET + 3] = (
        when,
        turn(target[0], target[1], target[2], ROTATION_RATE * when),
    )
    if outside(target, height_of(target), s, problem) <= -INSIDE:
        # still boosting: it is at the flight and stands still on the turning Earth, so any speed limit holds
        leave = max(when, problem[EARLIEST])
        out[_LEFT : _LEFT + 3], out[_LEFT_AT] = target, leave
        out[_LEFT_WITH : _LEFT_WITH + 3] = turn(
            -ROTATION_RATE * target[1], ROTATION_RATE * target[0], 0.0, ROTATION_RATE * leave
        )
        return out
    leave = problem[EARLIEST] + z[WAIT] * (when - problem[EARLIEST])
    tau = when - leave
    x = burn_out(z, problem, s, target)
    _, ux, uy, uz = required_speed(x, target, tau)
    if kind > 0:
        _, _, ux, uy, uz = one_way(x[0], x[1], x[2], target[0], target[1], target[2], tau, False)
        there = turn(target[0], target[1], target[2], ROTATION_RATE * tau)
        u = (ux, uy, uz)
        _, (ux, uy, uz) = several(z, kind, x, u, there, tau, problem[DIVERT], log)
    # what impulses on the way leave of the divert is spent at burnout, along the velocity
    left = problem[DIVERT]
    for k in range(1, 3):
        left -= math.sqrt(log[k, 1] ** 2 + log[k, 2] ** 2 + log[k, 3] ** 2)
    ex, ey = ux + ROTATION_RATE * x[1], uy - ROTATION_RATE * x[0]
    speed = math.sqrt(ex * ex + ey * ey + uz * uz)
    share = min(max(0.0, left) / speed, 1.0)
    log[0, 1], log[0, 2], log[0, 3] = share * ex, share * ey, share * uz
    out[_LEFT : _LEFT + 3], out[_LEFT_AT] = x, leave
    out[_LEFT_WITH : _LEFT_WITH + 3] = turn(
        ux - log[0, 1], uy - log[0, 2], uz - log[0, 3], ROTATION_RATE * leave
    )
    # the impulse at burnout, and those on the way
    out[_SPENT] = 1 + max(0, kind)
    for k in range(3):
        at = _IMPULSES + _IMPULSE * k
        out[at] = leave + log[k, 0]
        out[at + 1 : at + _IMPULSE] = turn(log[k, 1], log[k, 2], log[k, 3], ROTATION_RATE * leave)
    return out


def witness_of(row: Array) -> Witness:
    """The witness in a row (41,) as `picture` gives it; impulses of no size are left out."""

    def three(at: int) -> Array:
        return row[at : at + 3]

    on_ground = np.ascontiguousarray(np.vstack([three(_BASE), three(_LAUNCH)]))
    base, launch = geodetic_points(on_ground)[:, :2]
    burnout, end = (float(time) for time in row[_TIMES : _TIMES + 2])
    flight = WitnessFlight(base, three(_BURNOUT), burnout, three(_AIM), end, three(_VELOCITY))
    spent = row[_IMPULSES:].reshape(-1, _IMPULSE)[: int(row[_SPENT])]
    impulses = tuple((float(one[0]), one[1:]) for one in spent if one[1:].any())
    interceptor = WitnessInterceptor(
        launch, three(_LEFT), float(row[_LEFT_AT]), three(_LEFT_WITH), impulses
    )
    return Witness(flight, interceptor, float(row[_MET_AT]), three(_MET))
