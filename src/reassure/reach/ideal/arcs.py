"""One interceptor site against one point of a flight: the least speed, and the quickest arc."""

from __future__ import annotations

import math

from reassure.earth.constants import GRAVITATIONAL_PARAMETER, POLAR_RADIUS, ROTATION_RATE
from reassure.flight.transfer import HALF_TURN_TIME, least_energy_time, relative_speed
from reassure.numeric.compile import inner
from reassure.numeric.minimum import bracket, narrow
from reassure.numeric.vectors import take
from reassure.typing import Array, Point

SLACK = 150.0
"""m/s. A place is looked into if one arc to it needs no more than this above the best so far: the
least speed near a scanned node lies below its one arc's by less (design/scan_spacing.py)."""

__all__ = [
    "RESOLUTION_OF_TIME",
    "SLACK",
    "chord_bound",
    "distance",
    "energy_bound",
    "far_speed",
    "least_speed",
    "long_way_bound",
    "nearest_node",
    "quickest",
    "stride",
]

RESOLUTION_OF_TIME = 0.01
"""s. A quickest time is found to this."""

_WITHIN = 1e-3  # of the least-energy time; the speed is flat there, so its error is some 1e-3 m/s
_FAR_STEP = 120.0  # s between times tried for the long way round
_STRONGEST_GRAVITY = GRAVITATIONAL_PARAMETER / POLAR_RADIUS**2


@inner
def distance(p: Point, q: Point) -> float:
    """Straight-line distance, m, of two points (m)."""
    dx, dy, dz = q[0] - p[0], q[1] - p[1], q[2] - p[2]
    return math.sqrt(dx * dx + dy * dy + dz * dz)


@inner
def _off_axis(p: Point) -> float:
    """Distance from the Earth's axis, m."""
    return math.sqrt(p[0] * p[0] + p[1] * p[1])


@inner
def chord_bound(p: Point, q: Point, tau: float) -> float:
    """An Earth-relative speed, m/s, below which no arc joins P to Q in tau (s).

    The straight line less what gravity can help by (docs/guarantee.md, (10)), less what the Earth's
    turning can: it moves the target by at most omega rho tau and the start by omega rho.
    """
    lift = ROTATION_RATE * (_off_axis(p) + _off_axis(q))
    return distance(p, q) / tau - 0.5 * _STRONGEST_GRAVITY * tau - lift


@inner
def energy_bound(p: Point, q: Point, tau: float) -> float:
    """An Earth-relative speed, m/s, below which no arc of at most tau (s) above ground joins P to
    Q.

    Such an arc is a conic about the Earth's centre, so its major axis is at least the semiperimeter
    (docs/guarantee.md, (12), first term). The chord is the least that the Earth's turning makes of it
    in that time. The turning takes omega rho off the speed at most; and where the target stays to
    the west of the site, and there is no time to go round by the east, it adds instead: the arc's
    eastward speed is negative.
    """
    r1 = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    r2 = math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2])
    turned = ROTATION_RATE * tau
    ahead = p[0] * q[0] + p[1] * q[1]
    east = p[0] * q[1] - p[1] * q[0]
    sine, cosine = math.sin(turned), math.cos(turned)
    east_after = east * cosine + ahead * sine
    if east < 0.0 <= east_after:
        ahead = math.sqrt(ahead * ahead + east * east)  # the turning carries it past the site
    else:
        ahead = max(ahead, ahead * cosine - east * sine)
    # The chord squared, by the law of cosines; rounding must not make it less than |r1 - r2|.
    across = r1 * r1 + r2 * r2 - 2.0 * (ahead + p[2] * q[2])
    chord = math.sqrt(max(across, (r1 - r2) ** 2))
    # v^2 = mu (2/r1 - 1/a), with a at least half the semiperimeter (r1 + r2 + c)/2.
    energy = max(0.0, 2.0 * GRAVITATIONAL_PARAMETER * (1.0 / r1 - 2.0 / (r1 + r2 + chord)))
    ground = ROTATION_RATE * _off_axis(p)
    # |v - omega x r|^2 = v^2 - 2 omega rho v_east + (omega rho)^2, with v_east below 0.
    if east < 0.0 and east_after < 0.0 and tau <= HALF_TURN_TIME:
        return math.sqrt(energy + ground * ground)
    return math.sqrt(energy) - ground


@inner
def long_way_bound(p: Point) -> float:
    """An Earth-relative speed, m/s, below which no arc from P turns through more than 180 degrees.

    Such an arc keeps above R0 with a semilatus rectum of at least R0, so its transverse speed at
    radius r is at least sqrt(mu R0) / r; the Earth's turning takes omega rho off at most.
    """
    r = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    return math.sqrt(GRAVITATIONAL_PARAMETER * POLAR_RADIUS) / r - ROTATION_RATE * _off_axis(p)


@inner
def far_speed(ends: tuple[Point, Point], longest: float) -> float:
    """Least speed, m/s, of arcs from P to Q at a few times from HALF_TURN_TIME to `longest` (s).

    Infinite where none stays above the ground. `longest` is above HALF_TURN_TIME.
    """
    steps = 2 + int((longest - HALF_TURN_TIME) / _FAR_STEP)
    best = math.inf
    for k in range(1, steps + 1):
        tau = HALF_TURN_TIME + (longest - HALF_TURN_TIME) * k / steps
        best = min(best, relative_speed(tau, ends))
    return best


@inner
def least_speed(ends: tuple[Point, Point], longest: float) -> tuple[float, float]:
    """Least Earth-relative speed (m/s) from P to Q in at most `longest` seconds, and its time (s).

    Infinite where no arc of that time or less stays above the ground. Given time for half a turn of
    the Earth there are two families of arcs, one each way round, each with a minimum of its own or
    cut off by the ground; they are told apart only where a long way could be the slower arc.
    """
    best, time = _nearest_least(ends, longest)
    if longest <= HALF_TURN_TIME or best <= long_way_bound(ends[0]):
        return best, time
    steps = 2 + int((longest - HALF_TURN_TIME) / _FAR_STEP)
    step = (longest - HALF_TURN_TIME) / steps
    before = here = relative_speed(HALF_TURN_TIME + 1e-3, ends)
    for k in range(1, steps + 1):
        tau = HALF_TURN_TIME + step * k
        after = relative_speed(tau + step, ends) if k < steps else math.inf
        here, before = relative_speed(tau, ends), here
        # each family may be cut off by the ground beside its least: look on both sides
        if here > before or here > after or here > best + SLACK:
            continue
        low, high = tau - step, min(longest, tau + step)
        start = min(tau, high - 1e-3)
        search = bracket(low, high, start, relative_speed(start, ends), 0.05)
        while search.active:
            search = narrow(search, relative_speed(search.trial, ends))
        if search.fx < best:
            best, time = search.fx, search.x
        if here < best:
            best, time = here, tau
    return best, time


@inner
def _nearest_least(ends: tuple[Point, Point], longest: float) -> tuple[float, float]:
    """As `least_speed`, for the family of arcs that holds the arc of least energy.

    Along the arcs of one family the speed falls with time to one minimum and then rises (Battin,
    section 6.5), so the answer is either that minimum or the longest time allowed, compared
    exactly.
    """
    at_edge = relative_speed(longest, ends)
    guess = least_energy_time(ends)
    if longest < 3.0 * guess:
        if not math.isfinite(at_edge):
            return math.inf, longest
        if longest < 2.0 * guess and at_edge <= relative_speed(longest * (1.0 - 1e-4), ends):
            return at_edge, longest
    # the Earth's turning shifts the minimum by a few per cent of the guess, except for slow arcs
    for wide in (1.2, 5.0):
        low = guess / wide
        high = min(guess * wide, longest)
        if high <= low:
            return at_edge, longest
        start = guess if guess < 0.95 * high else 0.5 * (low + high)
        search = bracket(low, high, start, relative_speed(start, ends), _WITHIN * guess)
        while search.active:
            search = narrow(search, relative_speed(search.trial, ends))
        settled = low + 3.0 * search.within < search.x < high - 3.0 * search.within
        if settled or (high == longest and at_edge <= search.fx):
            break
    if at_edge <= search.fx:
        return at_edge, longest
    return search.fx, search.x


@inner
def quickest(ends: tuple[Point, Point], speed: float, slow: float) -> float:
    """Least time (s), to 10 ms, in which `speed` (m/s) takes an interceptor from P to Q.

    `slow` (s) is a time in which it is known to get there; below it the speed needed rises without
    a break as the time shrinks. Regula falsi (Illinois) in 1 / time, in which the speed is nearly
    straight; halving where no arc stays above the ground.
    """
    p, q = ends
    # the chord bound, solved for the time: sooner than this it cannot be there
    lift = ROTATION_RATE * (_off_axis(p) + _off_axis(q))
    fast = min(distance(p, q) / (speed + lift + 0.5 * _STRONGEST_GRAVITY * slow), 0.999 * slow)
    if fast <= 0.0:
        return 0.0
    over = relative_speed(fast, ends) - speed
    under = relative_speed(slow, ends) - speed
    if over <= 0.0:
        return fast
    last = 0
    for _ in range(80):
        if slow - fast <= RESOLUTION_OF_TIME:
            break
        middle = 0.5 * (fast + slow)
        if math.isfinite(over):
            middle = (over - under) * fast * slow / (over * fast - under * slow)
            # Some way from both ends, so that both of them close in.
            middle = min(max(middle, fast + 4e-3), slow - 4e-3)
        excess = relative_speed(middle, ends) - speed
        if excess <= 0.0:
            slow, under = middle, excess
            if last == 1:
                over *= 0.5
            last = 1
        else:
            fast, over = middle, excess
            if last == -1:
                under *= 0.5
            last = -1
    return slow


@inner
def nearest_node(p: Point, track: Array) -> float:
    """Least distance, m, from a site (Earth-fixed, m) to the nodes (k, 3) of a flight."""
    least = math.inf
    for k in range(track.shape[0]):
        least = min(least, distance(p, take(track[k], 0)))
    return least


@inner
def stride(nearest: float) -> int:
    """How many nodes to step at a time for a site that the flight comes within `nearest` (m) of.

    Seen from far off, the speed changes slowly from node to node (design/scan_spacing.py).
    """
    if nearest < 0.8e6:
        return 1
    return 2 if nearest < 1.8e6 else 3
