"""Flights of a force: minimum-energy, lofted and depressed, on the turning Earth.

A flight leaves its base, burns out at a given time, height and ground distance towards its aim, and
then falls freely to the aim at height 0. Its minimum-energy form has the least Earth-relative speed
at burnout; the others have a free-flight time that is a given ratio of that form's.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import turn
from reassure.flight.kepler import propagate
from reassure.flight.outcome import BELOW_GROUND, NOT_CONVERGED, SOLVED
from reassure.flight.transfer import Point, least_energy_time, one_way
from reassure.kernels import batch, inner
from reassure.minimum import bracket, narrow
from reassure.typing import Array, IntArray

__all__ = ["earth_fixed_tracks", "flights", "standing"]


@inner
def _long_way(ends: tuple[Point, Point], heading: Point, tau: float) -> bool:
    """Is the way round that starts along `heading` the long one?

    Never for an aim within a quarter of the way round: where it lies behind, the Earth carries it towards
    the burnout, and a slow flight goes with it.
    """
    p, q = ends
    x, y, z = turn(q[0], q[1], q[2], ROTATION_RATE * tau)
    r2 = p[0] ** 2 + p[1] ** 2 + p[2] ** 2
    along = (p[0] * x + p[1] * y + p[2] * z) / r2
    ahead = (
        heading[0] * (x - along * p[0])
        + heading[1] * (y - along * p[1])
        + heading[2] * (z - along * p[2])
    )
    return ahead < 0.0 and along < 0.0


@inner
def _speed(tau: float, ends: tuple[Point, Point], heading: Point) -> float:
    """Earth-relative burnout speed, m/s, of the flight that falls freely for tau (s)."""
    p, q = ends
    return one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, _long_way(ends, heading, tau))[1]


@inner
def _minimum_energy_time(ends: tuple[Point, Point], heading: Point) -> float:
    """Free-flight time, s, of least burnout speed; 0 where none lies between a third and three
    times the least-energy time of a still Earth.
    """
    guess = least_energy_time(ends)
    low, high = 0.3 * guess, 3.0 * guess
    search = bracket(low, high, guess, _speed(guess, ends, heading), 1e-5 * guess)
    while search.active:
        search = narrow(search, _speed(search.trial, ends, heading))
    inside = 1.01 * low < search.x < 0.99 * high
    return search.x if inside and math.isfinite(search.fx) else 0.0


@batch(
    "Tuple((int64[::1], float64[:,::1]))"
    "(float64[:,::1], float64[:,::1], float64[:,::1], float64[::1])"
)
def flights(burnout: Array, aim: Array, heading: Array, ratio: Array) -> tuple[IntArray, Array]:
    """N flights from burnout to aim.

    `burnout` and `aim` are Earth-fixed positions, shape (n, 3), m; `heading` the Earth-fixed
    direction at burnout, (n, 3), that tells which way round the Earth; `ratio` (n,) times the
    minimum-energy free-flight time.

    Returns outcomes (n,) and rows (n, 6): free-flight time (s), Earth-relative burnout speed (m/s),
    inertial velocity at burnout along the Earth-fixed axes of that instant (m/s), minimum-energy
    time (s). A flight that would come up from below the ground at its end is BELOW_GROUND.
    """
    n = ratio.size
    outcome = np.empty(n, np.int64)
    row = np.zeros((n, 6))
    for i in range(n):
        p = (burnout[i, 0], burnout[i, 1], burnout[i, 2])
        q = (aim[i, 0], aim[i, 1], aim[i, 2])
        h = (heading[i, 0], heading[i, 1], heading[i, 2])
        ends = (p, q)
        least = _minimum_energy_time(ends, h)
        if least == 0.0:
            outcome[i] = NOT_CONVERGED
            continue
        tau = ratio[i] * least
        result, speed, vx, vy, vz = one_way(
            p[0], p[1], p[2], q[0], q[1], q[2], tau, _long_way(ends, h, tau)
        )
        outcome[i] = result
        if result != SOLVED:
            continue
        # above ground all the way: it must come down on the aim, not up through it
        _, x, y, z, ux, uy, uz = propagate(p[0], p[1], p[2], vx, vy, vz, tau)
        if x * ux + y * uy + z * uz >= 0.0:
            outcome[i] = BELOW_GROUND
            continue
        row[i, 0], row[i, 1] = tau, speed
        row[i, 2], row[i, 3], row[i, 4] = vx, vy, vz
        row[i, 5] = least
    return outcome, row


@inner
def standing(flight: Array, when: float) -> Point:
    """Where a flight stands over the turning Earth at `when` (s from its launch): Earth-fixed, m.

    `flight` is a row of 8: Earth-fixed burnout position (m), inertial burnout velocity along the
    axes of that instant (m/s), burnout time and free-flight time (s).
    """
    after = when - flight[6]
    _, x, y, z, _, _, _ = propagate(
        flight[0], flight[1], flight[2], flight[3], flight[4], flight[5], after
    )
    return turn(x, y, z, -ROTATION_RATE * after)


@batch("float64[:,:,::1](float64[:,::1], int64)")
def earth_fixed_tracks(flights: Array, nodes: int) -> Array:
    """Earth-fixed positions of n flights (rows of 8, see `standing`) at `nodes` equal steps of
    their free flight, both ends included: (n, nodes, 3), m.
    """
    n = flights.shape[0]
    out = np.empty((n, nodes, 3))
    for i in range(n):
        for k in range(nodes):
            when = flights[i, 6] + flights[i, 7] * k / (nodes - 1)
            out[i, k, 0], out[i, k, 1], out[i, k, 2] = standing(flights[i], when)
    return out
