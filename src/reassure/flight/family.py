"""Flights of a force: minimum-energy, lofted and depressed, on the turning Earth.

A flight leaves its base, burns out at a given time, height and ground distance, and then falls
freely to its aim at height 0. Its minimum-energy form has the least Earth-relative speed at
burnout; the others have a free-flight time that is a given ratio of that form's. In which azimuth
it boosts is settled in `reassure.geography.boost`; here the burnout is given.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import turn
from reassure.flight.kepler import propagate
from reassure.flight.outcome import BACKWARDS, BELOW_GROUND, NO_LEAST_SPEED, SOLVED
from reassure.flight.transfer import HALF_TURN_TIME, least_energy_time, one_way
from reassure.numeric.compile import batch, inner
from reassure.numeric.minimum import bracket, narrow
from reassure.numeric.vectors import put, take
from reassure.typing import Array, IntArray, Point

__all__ = [
    "ARC_MINIMUM_ENERGY_TIME",
    "ARC_SPEED",
    "ARC_TIME",
    "ARC_VELOCITY",
    "BURNOUT_POSITION",
    "BURNOUT_TIME",
    "BURNOUT_VELOCITY",
    "FLIGHT_COLUMNS",
    "FREE_FLIGHT_TIME",
    "LONGEST_FREE_FLIGHT",
    "TIMED_SPEED",
    "TIMED_VELOCITY",
    "burnout_state",
    "earth_fixed_tracks",
    "end_time",
    "fill_flight",
    "flights",
    "minimum_energy_times",
    "positions_at",
    "standing",
    "timed_flights",
]

FLIGHT_COLUMNS: Final = 8
"""Columns of a flight's row, in which every room of the package keeps one; see `standing`."""

# The first columns of vectors, for kernels: of a flight's row, and of the rows of `flights` and `timed_flights`.
_POSITION, _VELOCITY = 0, 3
_ARC_VELOCITY, _TIMED_VELOCITY = 2, 1

BURNOUT_POSITION: Final = slice(_POSITION, _POSITION + 3)
"""Earth-fixed position of the burnout, m."""

BURNOUT_VELOCITY: Final = slice(_VELOCITY, _VELOCITY + 3)
"""Inertial velocity at burnout along the Earth-fixed axes of that instant, m/s."""

BURNOUT_TIME: Final = 6
"""Burnout, s from launch."""

FREE_FLIGHT_TIME: Final = 7
"""From burnout to the end, s; 0 where a row stands for no flight."""

ARC_TIME: Final = 0  # free-flight time, s
ARC_SPEED: Final = 1  # Earth-relative burnout speed, m/s
ARC_VELOCITY: Final = slice(_ARC_VELOCITY, _ARC_VELOCITY + 3)  # as BURNOUT_VELOCITY
ARC_MINIMUM_ENERGY_TIME: Final = 5  # s
"""Columns of the rows (n, 6) of `flights`."""

TIMED_SPEED: Final = 0
TIMED_VELOCITY: Final = slice(_TIMED_VELOCITY, _TIMED_VELOCITY + 3)
"""Columns of the rows (n, 4) of `timed_flights`: as ARC_SPEED and ARC_VELOCITY."""

LONGEST_FREE_FLIGHT = 7_200.0
"""s. A flight the long way round is looked for up to here: one turn of a low orbit takes some 5,400
s.
"""

_LONG_WAY_STEP = 40.0  # s: the least speed is that of one flight, or the edge of those that fly


@inner
def _leaves_ahead(p: Point, velocity: Point, heading: Point) -> bool:
    """Does it leave P, over the turning Earth, to within a right angle of `heading`, heights apart?"""
    x, y, z = velocity[0] + ROTATION_RATE * p[1], velocity[1] - ROTATION_RATE * p[0], velocity[2]
    r2 = p[0] * p[0] + p[1] * p[1] + p[2] * p[2]
    up = (x * p[0] + y * p[1] + z * p[2]) / r2
    ahead = (
        (x - up * p[0]) * heading[0] + (y - up * p[1]) * heading[1] + (z - up * p[2]) * heading[2]
    )
    return ahead > 0.0


@inner
def _speed(tau: float, ends: tuple[Point, Point], heading: Point, long_way: bool) -> float:
    """Earth-relative burnout speed, m/s, of the flight that falls freely for tau (s) and leaves
    ahead.

    Infinite where there is none. A flight the long way has to come down on its aim too: the short
    way's of least speed always does.
    """
    p, q = ends
    outcome, speed, vx, vy, vz = one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, long_way)
    if outcome != SOLVED or not _leaves_ahead(p, (vx, vy, vz), heading):
        return math.inf
    if long_way and not _comes_down(p, (vx, vy, vz), tau):
        return math.inf
    return speed


@inner
def _comes_down(p: Point, velocity: Point, tau: float) -> bool:
    """Is the arc on its way down after tau (s)? Otherwise it came up from below its aim."""
    _, x, y, z, ux, uy, uz = propagate(p[0], p[1], p[2], velocity[0], velocity[1], velocity[2], tau)
    # r . v, the radius times its rate
    return x * ux + y * uy + z * uz < 0.0


@inner
def _minimum_energy_time(ends: tuple[Point, Point], heading: Point, long_way: bool) -> float:
    """Free-flight time, s, of least burnout speed; 0 where there is none.

    The short way's lies between a third and three times the least-energy time of a still Earth. The
    long way's is often the edge of what flies at all: the slower, the flatter it comes down, to a
    flight that grazes the ground. So the times up to LONGEST_FREE_FLIGHT are looked through first.
    """
    if long_way:
        low, high, guess = _long_way_start(ends, heading)
        if guess == 0.0:
            return 0.0
    else:
        guess = least_energy_time(ends)
        low, high = 0.3 * guess, 3.0 * guess
    search = bracket(low, high, guess, _speed(guess, ends, heading, long_way), 1e-5 * guess)
    while search.active:
        search = narrow(search, _speed(search.trial, ends, heading, long_way))
    if not math.isfinite(search.fx):
        return 0.0
    inside = long_way or 1.01 * low < search.x < 0.99 * high
    return search.x if inside else 0.0


@inner
def _long_way_start(ends: tuple[Point, Point], heading: Point) -> tuple[float, float, float]:
    """Two free-flight times (s) about that of least burnout speed the long way round, and one
    between them at which there is a flight; 0, 0, 0 where there is none.
    """
    best, least = 0.0, math.inf
    tau = HALF_TURN_TIME
    while tau < LONGEST_FREE_FLIGHT:
        speed = _speed(tau, ends, heading, True)
        if speed < least:
            best, least = tau, speed
        tau += _LONG_WAY_STEP
    if best == 0.0 or best + _LONG_WAY_STEP >= LONGEST_FREE_FLIGHT:
        return 0.0, 0.0, 0.0
    return best - _LONG_WAY_STEP, best + _LONG_WAY_STEP, best


@inner
def _flight(
    ends: tuple[Point, Point], heading: Point, tau: float, long_way: bool
) -> tuple[int, float, Point]:
    """Outcome, and Earth-relative speed and inertial velocity at burnout, m/s."""
    p, q = ends
    outcome, speed, vx, vy, vz = one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, long_way)
    if outcome == SOLVED and not _leaves_ahead(p, (vx, vy, vz), heading):
        outcome = BACKWARDS
    # above ground all the way: it must come down on the aim, not up through it
    if outcome == SOLVED and not _comes_down(p, (vx, vy, vz), tau):
        outcome = BELOW_GROUND
    return outcome, speed, (vx, vy, vz)


@batch(
    "Tuple((int64[::1], float64[:,::1]))"
    "(float64[:,::1], float64[:,::1], float64[:,::1], float64[::1], boolean)"
)
def flights(
    burnout: Array, aim: Array, heading: Array, ratio: Array, long_way: bool
) -> tuple[IntArray, Array]:
    """N flights from burnout to aim.

    `burnout` and `aim` are Earth-fixed positions, shape (n, 3), m; `heading` an Earth-fixed
    direction at burnout, (n, 3): a flight leaves within a right angle of it, over the turning
    Earth; `ratio` (n,) times the minimum-energy free-flight time; `long_way`: all by more than half
    a turn about the Earth's centre, where the others turn by less.

    Returns outcomes (n,) (`flight.outcome`) and rows (n, 6), columns ARC_TIME to
    ARC_MINIMUM_ENERGY_TIME, all 0 where the outcome is not SOLVED. A flight that would come up from
    below the ground at its end is BELOW_GROUND, one that has no minimum-energy time NO_LEAST_SPEED,
    one that would leave backwards BACKWARDS.
    """
    n = ratio.size
    outcome = np.empty(n, np.int64)
    row = np.zeros((n, 6))
    for i in range(n):
        ends, h = (take(burnout[i], 0), take(aim[i], 0)), take(heading[i], 0)
        least = _minimum_energy_time(ends, h, long_way)
        if least == 0.0:
            outcome[i] = NO_LEAST_SPEED
            continue
        outcome[i], speed, velocity = _flight(ends, h, ratio[i] * least, long_way)
        if outcome[i] == SOLVED:
            row[i, ARC_TIME], row[i, ARC_MINIMUM_ENERGY_TIME] = ratio[i] * least, least
            row[i, ARC_SPEED] = speed
            put(row[i], _ARC_VELOCITY, velocity)
    return outcome, row


@batch("float64[::1](float64[:,::1], float64[:,::1], float64[:,::1], boolean)")
def minimum_energy_times(burnout: Array, aim: Array, heading: Array, long_way: bool) -> Array:
    """Minimum-energy free-flight times (n,), s, of n flights asked for as in `flights`; 0 where
    there is none.
    """
    n = burnout.shape[0]
    out = np.empty(n)
    for i in range(n):
        ends, h = (take(burnout[i], 0), take(aim[i], 0)), take(heading[i], 0)
        out[i] = _minimum_energy_time(ends, h, long_way)
    return out


@batch(
    "Tuple((int64[::1], float64[:,::1]))"
    "(float64[:,::1], float64[:,::1], float64[:,::1], float64[::1], boolean)"
)
def timed_flights(
    burnout: Array, aim: Array, heading: Array, tau: Array, long_way: bool
) -> tuple[IntArray, Array]:
    """N flights as in `flights`, of the free-flight times `tau` (n,), s.

    Returns outcomes (n,) and rows (n, 4), columns TIMED_SPEED and TIMED_VELOCITY. Rows tell the
    velocity of BELOW_GROUND and BACKWARDS arcs too, where there is one; of other outcomes they mean
    nothing.
    """
    n = tau.size
    outcome = np.empty(n, np.int64)
    row = np.empty((n, 4))
    for i in range(n):
        ends, h = (take(burnout[i], 0), take(aim[i], 0)), take(heading[i], 0)
        outcome[i], row[i, TIMED_SPEED], velocity = _flight(ends, h, tau[i], long_way)
        put(row[i], _TIMED_VELOCITY, velocity)
    return outcome, row


@inner
def burnout_state(flight: Array) -> tuple[Point, Point]:
    """Burnout position (m) and inertial velocity (m/s) of a flight's row (FLIGHT_COLUMNS,): see
    `standing`.
    """
    return take(flight, _POSITION), take(flight, _VELOCITY)


@inner
def end_time(flight: Array) -> float:
    """When the flight of a row (FLIGHT_COLUMNS,) comes to its aim, s from its launch."""
    end: float = flight[BURNOUT_TIME] + flight[FREE_FLIGHT_TIME]
    return end


@inner
def fill_flight(flight: Array, p: Point, v: Point, burnout: float, free_flight: float) -> None:
    """Write a flight's row (FLIGHT_COLUMNS,): burnout position (m), inertial velocity (m/s) and the
    two times (s).
    """
    put(flight, _POSITION, p)
    put(flight, _VELOCITY, v)
    flight[BURNOUT_TIME], flight[FREE_FLIGHT_TIME] = burnout, free_flight


@inner
def standing(flight: Array, when: float) -> Point:
    """Where a flight stands over the turning Earth at `when` (s from its launch): Earth-fixed, m.

    `flight` is a row of FLIGHT_COLUMNS: BURNOUT_POSITION, BURNOUT_VELOCITY, BURNOUT_TIME,
    FREE_FLIGHT_TIME. The free flight is a Kepler arc, and goes on as one before the burnout and
    after the end.
    """
    after = when - flight[BURNOUT_TIME]
    p, v = burnout_state(flight)
    _, x, y, z, _, _, _ = propagate(p[0], p[1], p[2], v[0], v[1], v[2], after)
    return turn(x, y, z, -ROTATION_RATE * after)


@batch("float64[:,::1](float64[:,::1], int64[::1], float64[::1])")
def positions_at(flights: Array, which: IntArray, times: Array) -> Array:
    """Earth-fixed positions (m, 3), m, of some flights (see `standing`): of the one numbered `which` (m,) at `times` (m,), s
    after its launch.
    """
    out = np.empty((which.size, 3))
    for k in range(which.size):
        put(out[k], 0, standing(flights[which[k]], times[k]))
    return out


@batch("float64[:,:,::1](float64[:,::1], int64)")
def earth_fixed_tracks(flights: Array, nodes: int) -> Array:
    """Earth-fixed positions of n flights (n, FLIGHT_COLUMNS) (see `standing`) at `nodes` equal
    steps of their free flight, both ends included: (n, nodes, 3), m. `nodes` is 2 or more.
    """
    n = flights.shape[0]
    out = np.empty((n, nodes, 3))
    for i in range(n):
        for k in range(nodes):
            when = flights[i, BURNOUT_TIME] + flights[i, FREE_FLIGHT_TIME] * k / (nodes - 1)
            put(out[i, k], 0, standing(flights[i], when))
    return out
