"""The burnout speed that a candidate needs: its divert spent at burnout, or in impulses on the way."""

from __future__ import annotations

import math

from reassure.adversary.candidate import (
    CLIMBED,
    IMPULSES,
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
from reassure.earth.constants import GRAVITATIONAL_PARAMETER, POLAR_RADIUS, ROTATION_RATE
from reassure.earth.frames import turn
from reassure.flight.kepler import propagate
from reassure.flight.lambert import lambert, passes_perigee, perigee
from reassure.flight.outcome import SOLVED
from reassure.flight.transfer import HALF_TURN_TIME, one_way
from reassure.numeric.compile import inner
from reassure.typing import DIVERT, EARLIEST, KEEP_ABOVE, Array, Point

__all__ = ["NEAREST", "SHORTEST", "STILL_BOOSTING", "required_speed", "several", "value_of"]

NEAREST = -1
"""A kind of search: for a flight that comes into the boost volume. The other kinds are the number of impulses on the
way; 0: all of the divert at burnout.
"""

STILL_BOOSTING = -1e6
"""m/s, below every speed. Stands for: the flight comes into the boost volume, and no speed is needed at all."""

SHORTEST = 1e-3
"""s from burnout to intercept, the shortest that is looked at."""

# s, half a turn at the polar radius: a path in `several` is aimed the short way round and is shorter than this.
_HALF_WAY_ROUND = math.pi * math.sqrt(POLAR_RADIUS**3 / GRAVITATIONAL_PARAMETER)


@inner
def required_speed(p: Point, q: Point, tau: float) -> tuple[float, float, float, float]:
    """Least Earth-relative speed (m/s) from P to Q (Earth-fixed, m) in tau (s), either way round.

    Also the inertial velocity along the Earth-fixed axes of departure, m/s. The speed is infinite where no arc stays
    above the polar radius.
    """
    _, speed, vx, vy, vz = one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, False)
    # below escape speed an arc the long way round takes longer than this
    if tau > HALF_TURN_TIME:
        _, other, ux, uy, uz = one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, True)
        if other < speed:
            return other, ux, uy, uz
    return speed, vx, vy, vz


@inner
def _dips(p: Point, v: Point, q: Point, u: Point) -> bool:
    """Does the arc from state (P, v) to (Q, u) pass below the polar radius between its ends?"""
    radial = p[0] * v[0] + p[1] * v[1] + p[2] * v[2]
    if not passes_perigee(False, radial, q[0] * u[0] + q[1] * u[1] + q[2] * u[2]):
        return False
    r = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    across2 = v[0] * v[0] + v[1] * v[1] + v[2] * v[2] - (radial / r) ** 2
    return perigee(r, radial / r, math.sqrt(max(0.0, across2))) < POLAR_RADIUS


@inner
def _leg(
    p: Point, v: Point, tau: float, target: Point, left: float
) -> tuple[bool, Point, Point, Point]:
    """Fall from state (p, v) for tau (s), then aim at the target, to be reached in `left` (s).

    Whether both arcs stay above the polar radius; the place between them (m), the velocity on arrival there, and the
    velocity that the target asks for (m/s). Inertial axes.
    """
    outcome, x, y, z, ux, uy, uz = propagate(p[0], p[1], p[2], v[0], v[1], v[2], tau)
    q, u = (x, y, z), (ux, uy, uz)
    if outcome != SOLVED or x * x + y * y + z * z < POLAR_RADIUS**2 or _dips(p, v, q, u):
        return False, q, u, u
    outcome, wx, wy, wz, ax, ay, az = lambert(x, y, z, target[0], target[1], target[2], left, False)
    w = (wx, wy, wz)
    return outcome == SOLVED and not _dips(q, w, target, (ax, ay, az)), q, u, w


@inner
def several(
    z: Array, count: int, p: Point, u: Point, target: Point, tau: float, divert: float, log: Array
) -> tuple[float, Point]:
    """Burnout speed (m/s) that is needed with `count` impulses on the way, and the velocity after burnout.

    The path leaves P with the required velocity u and a free difference (coordinates of z). One or two impulses on
    the way make up for that; the last of them aims at the target. What they leave of the divert is spent at burnout,
    and is taken off the speed. If they ask for more than all of the divert, the differences are scaled down.

    `log` (3, 4) gets the impulses in rows 1 and 2: time after burnout (s) and velocity change (m/s). All inertial,
    along the Earth-fixed axes of burnout. Infinite, and u, where there is no such path.
    """
    if divert <= 0.0:
        return math.inf, u
    # off both ends, where a leg of no length would have no arc
    first = tau * (1e-5 + (1.0 - 2e-5) * z[IMPULSES])
    second = first + (tau - first) * (1e-5 + (1.0 - 2e-5) * z[IMPULSES + 4])
    # a difference of up to twice the divert along each axis, before it is scaled down
    scale = 4.0 * divert
    # what impulses ask for grows nearly in proportion to the differences: few rounds do
    for _ in range(6):
        k = IMPULSES + 1
        v = (
            u[0] + scale * (z[k] - 0.5),
            u[1] + scale * (z[k + 1] - 0.5),
            u[2] + scale * (z[k + 2] - 0.5),
        )
        good, x, arrive, want = _leg(p, v, first, target, tau - first)
        if count == 2 and good:
            k += 4
            want = (
                want[0] + scale * (z[k] - 0.5),
                want[1] + scale * (z[k + 1] - 0.5),
                want[2] + scale * (z[k + 2] - 0.5),
            )
        log[1, 0] = first
        spent = 0.0
        for i in range(3):
            log[1, i + 1] = want[i] - arrive[i]
            spent += log[1, i + 1] ** 2
        spent = math.sqrt(spent)
        if count == 2 and good:
            good, x, arrive, want = _leg(x, want, second - first, target, tau - second)
            log[2, 0] = second
            more = 0.0
            for i in range(3):
                log[2, i + 1] = want[i] - arrive[i]
                more += log[2, i + 1] ** 2
            spent += math.sqrt(more)
        if not good:
            return math.inf, u
        if spent <= divert:
            # relative to the turning Earth
            ex, ey = v[0] + ROTATION_RATE * p[1], v[1] - ROTATION_RATE * p[0]
            return math.sqrt(ex * ex + ey * ey + v[2] * v[2]) - (divert - spent), v
        scale *= divert / spent * (1.0 - 1e-7)
    return math.inf, u


@inner
def value_of(z: Array, kind: int, problem: Array, aim: Array, log: Array) -> float:
    """What the search makes small for a candidate z (28,): burnout speed less divert, m/s; infinite where it is no
    meeting.

    For `NEAREST` it is the distance (m) from the boost volume. `log` (3, 4): see `several`.
    """
    good, base, p, _, v, tb, end = fly(z, problem, aim)
    if not good:
        return math.inf
    when = z[MEET] * closing_time(p, v, tb, end, problem[KEEP_ABOVE])
    target = position_at(base, p, v, tb, when, z[CLIMBED])
    height = height_of(target)
    launch = in_cell(problem, PLACE, z, LAUNCH)
    s = unit(launch[0], launch[1], launch[2])
    off = outside(target, height, s, problem)
    if kind == NEAREST:
        return off
    if not height > problem[KEEP_ABOVE]:
        return math.inf
    if off <= -INSIDE:
        return STILL_BOOSTING
    # burnout between the earliest allowed and the meeting
    leave = problem[EARLIEST] + z[WAIT] * (when - problem[EARLIEST])
    tau = when - leave
    if not tau > SHORTEST:
        return math.inf
    x = burn_out(z, problem, s, target)
    if kind == 0:
        return float(required_speed(x, target, tau)[0] - problem[DIVERT])
    if tau >= _HALF_WAY_ROUND:
        return math.inf
    outcome, _, ux, uy, uz = one_way(x[0], x[1], x[2], target[0], target[1], target[2], tau, False)
    if outcome != SOLVED:
        return math.inf
    there = turn(target[0], target[1], target[2], ROTATION_RATE * tau)
    return several(z, kind, x, (ux, uy, uz), there, tau, problem[DIVERT], log)[0]
