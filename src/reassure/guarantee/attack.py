"""The adversary: the lowest burnout speed found with which some interceptor meets some flight.

A claim clause says that no interceptor that keeps to its limits can meet any flight of a family
(docs/certificate.md, section 1, defines both). This search tries to break it: random samples first,
then a descent from the best of them, then the same with the divert split over several impulses.
What it finds is an upper bound on the speed that gets in; it proves nothing by not finding.

A candidate is a row of the aims and a vector of coordinates in [0, 1]. A disc is the square mapped
on it (Fong, Analytical methods for squaring the disc, 2015, section 3), so that its edge is a bound.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.earth.constants import (
    EQUATORIAL_RADIUS,
    GRAVITATIONAL_PARAMETER,
    POLAR_RADIUS,
    ROTATION_RATE,
)
from reassure.earth.frames import earth_fixed, geodetic_points, turn
from reassure.flight.kepler import propagate
from reassure.flight.lambert import lambert, passes_perigee, perigee
from reassure.flight.outcome import SOLVED
from reassure.flight.transfer import HALF_TURN_TIME, Point, one_way
from reassure.kernels import batch, inner
from reassure.typing import Array, IntArray

__all__ = ["Flight", "Found", "Interceptor", "Witness", "lowest_speed"]

# A problem is one vector: limits (8), place (4), base (4), boost (8)
_EARLIEST, _DIVERT, _REACH, _CEILING, _KEEP, _PLACE = 0, 2, 3, 4, 6, 8
_BASE, _FIELD, _TIMES, _HEIGHTS, _DISTANCES, _SIDEWAYS = 12, 16, 17, 19, 21, 23

# Coordinates of a candidate: 12 of the flight, 8 of the meeting, 4 for each impulse on the way
_AIM_AT, _END, _BURNOUT, _HEIGHT, _DISTANCE, _BESIDE, _BASE_AT, _FIELD_AT = 0, 2, 3, 4, 5, 6, 8, 10
_LAUNCH, _OUT, _UP, _WAIT, _MEET, _CLIMBED, _IMPULSES = 12, 14, 16, 17, 18, 19, 20
_COORDINATES = 28

_NEAREST = -1  # kinds of search: into the boost volume; 0, 1, 2: impulses on the way
_STILL_BOOSTING = -1e6  # m/s: stands for "no speed needed at all"
_INSIDE = 0.01  # m within the boost volume, to be surely in it
_SHORTEST = 1e-3  # s from burnout to intercept
_BEFORE_END = 1e-3  # s: at its very end a flight is at the height of the aim, which is not above it
_HALF_WAY_ROUND = math.pi * math.sqrt(POLAR_RADIUS**3 / GRAVITATIONAL_PARAMETER)
_GROUND = 6371e3  # m: ground distance of one radian (docs/certificate.md)
_GRAVITY = GRAVITATIONAL_PARAMETER / POLAR_RADIUS**2

_BINS = 12  # of intercept time; one more for the distance from the boost volume
_MOMENTS, _LAUNCHES = 4, 4  # intercept times for each flight, interceptors for each of them
_DESCENTS = 256  # at most; the best of every aim row, then the best of the rest
_SEVERAL = 8  # single-impulse candidates whose divert is then split
_HOPPING, _HOPS = 4, 40  # how many are begun again, and how often
_DISTINCT = 0.5  # m/s: candidates nearer than this in speed are taken for the same one


class Flight(NamedTuple):
    """A flight of the family. Earth-fixed positions (m), times from its launch (s)."""

    base_rad: Array
    """Geodetic latitude and longitude of the base point."""
    burnout_m: Array
    burnout_s: float
    aim_m: Array
    end_s: float
    velocity_m_s: Array
    """At burnout; inertial, in the axes that are Earth-fixed at time 0."""


class Interceptor(NamedTuple):
    """An interceptor: where it burns out, and every impulse after that."""

    launch_rad: Array
    burnout_m: Array
    """Earth-fixed."""
    burnout_s: float
    velocity_m_s: Array
    """At burnout, before any impulse; inertial, in the axes that are Earth-fixed at time 0."""
    impulses: tuple[tuple[float, Array], ...]
    """Time (s) and velocity change (m/s, the same axes), in order of time."""


class Witness(NamedTuple):
    """A meeting. Where `time_s` is before the interceptor's burnout, it is still boosting."""

    flight: Flight
    interceptor: Interceptor
    time_s: float
    position_m: Array
    """Inertial, in the axes that are Earth-fixed at time 0."""


class Found(NamedTuple):
    """The lowest burnout speeds found that get in; infinite, and no witness, where none was."""

    speed_m_s: float
    single_m_s: float
    """With the divert spent at once at burnout."""
    several_m_s: float
    """With the divert spent in one or two impulses on the way; infinite where that was not tried."""
    witness: Witness | None
    samples: int


@inner
def _unit(x: float, y: float, z: float) -> Point:
    size = math.sqrt(x * x + y * y + z * z)
    return x / size, y / size, z / size


@inner
def _ellipsoid(s: Point) -> float:
    """Distance of the ellipsoid from the centre in the direction s (a unit vector), m."""
    across = (s[0] * s[0] + s[1] * s[1]) / EQUATORIAL_RADIUS**2
    return 1.0 / math.sqrt(across + s[2] * s[2] / POLAR_RADIUS**2)


@inner
def _height(p: Point) -> float:
    """Distance from the centre less the ellipsoid's in that direction, m."""
    r = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    return r - _ellipsoid((p[0] / r, p[1] / r, p[2] / r))


@inner
def _between(low: float, high: float, share: float) -> float:
    """`low` at 0, `high` at 1, exactly."""
    return min(high, max(low, low + share * (high - low)))


@inner
def _toward(s: Point, goal: Point) -> Point:
    """Unit vector square to s (a unit vector) that leads to the goal; any where there is none."""
    along = goal[0] * s[0] + goal[1] * s[1] + goal[2] * s[2]
    x, y, z = goal[0] - along * s[0], goal[1] - along * s[1], goal[2] - along * s[2]
    if x * x + y * y + z * z <= 1e-24 * along * along:
        if abs(s[2]) < 0.9:
            return _unit(-s[1], s[0], 0.0)
        return _unit(0.0, -s[2], s[1])
    return _unit(x, y, z)


@inner
def _ahead(s: Point, e: Point, distance: float) -> Point:
    """The direction at a ground distance (m) from s along its tangent e."""
    c, d = math.cos(distance / _GROUND), math.sin(distance / _GROUND)
    return c * s[0] + d * e[0], c * s[1] + d * e[1], c * s[2] + d * e[2]


@inner
def _in_disc(s: Point, goal: Point, radius: float, z: Array, at: int) -> Point:
    """A direction within `radius` (m of ground) of s; coordinate `at` leads towards the goal."""
    if radius == 0.0:
        return s
    a, b = 2.0 * z[at] - 1.0, 2.0 * z[at + 1] - 1.0
    x, y = a * math.sqrt(1.0 - 0.5 * b * b), b * math.sqrt(1.0 - 0.5 * a * a)
    off = math.sqrt(x * x + y * y)
    if off == 0.0:
        return s
    e = _toward(s, goal)
    fx, fy, fz = s[1] * e[2] - s[2] * e[1], s[2] * e[0] - s[0] * e[2], s[0] * e[1] - s[1] * e[0]
    x, y = x / off, y / off
    way = (x * e[0] + y * fx, x * e[1] + y * fy, x * e[2] + y * fz)
    return _ahead(s, way, min(1.0, off) * radius)


@inner
def _in_cell(cell: Array, at: int, z: Array, k: int) -> Point:
    """A point of the ellipsoid in a cell south, north, west, east (rad), Earth-fixed, m."""
    latitude = _between(cell[at], cell[at + 1], z[k])
    return earth_fixed(latitude, _between(cell[at + 2], cell[at + 3], z[k + 1]), 0.0)


@inner
def _fly(
    z: Array, problem: Array, aim: Array
) -> tuple[bool, Point, Point, Point, Point, float, float]:
    """The candidate's flight: whether it exists, base, burnout and aim (Earth-fixed, m), inertial
    velocity in the Earth-fixed axes of burnout (m/s), burnout and end time (s).
    """
    q = _in_cell(aim, 0, z, _AIM_AT)
    a = _unit(q[0], q[1], q[2])
    near = _in_cell(problem, _BASE, z, _BASE_AT)
    b = _in_disc(_unit(near[0], near[1], near[2]), a, problem[_FIELD], z, _FIELD_AT)
    r = _ellipsoid(b)
    base = (r * b[0], r * b[1], r * b[2])
    out = _between(problem[_DISTANCES], problem[_DISTANCES + 1], z[_DISTANCE])
    s = _in_disc(_ahead(b, _toward(b, a), out), a, problem[_SIDEWAYS], z, _BESIDE)
    r = _ellipsoid(s) + _between(problem[_HEIGHTS], problem[_HEIGHTS + 1], z[_HEIGHT])
    p = (r * s[0], r * s[1], r * s[2])
    tb = _between(problem[_TIMES], problem[_TIMES + 1], z[_BURNOUT])
    end = _between(aim[4], aim[5], z[_END])
    outcome, _, vx, vy, vz = one_way(p[0], p[1], p[2], q[0], q[1], q[2], end - tb, False)
    return outcome == SOLVED, base, p, q, (vx, vy, vz), tb, end


@inner
def _closing(p: Point, v: Point, tb: float, end: float, keep: float) -> float:
    """The last time (s) at which an intercept of this flight counts, or a little after it."""
    if keep <= 0.0:
        return end - _BEFORE_END
    when = end
    for _ in range(8):
        _, x, y, z, ux, uy, uz = propagate(p[0], p[1], p[2], v[0], v[1], v[2], when - tb)
        climb = (x * ux + y * uy + z * uz) / math.sqrt(x * x + y * y + z * z)
        if climb >= 0.0:
            break
        step = (keep - _height((x, y, z))) / climb
        when += step
        if abs(step) < 1e-4 or when < tb:
            break
    return min(end, max(when, tb)) - _BEFORE_END


@inner
def _where(base: Point, p: Point, v: Point, tb: float, when: float, climbed: float) -> Point:
    """Earth-fixed position (m) of the flight; up to burnout anywhere between base and burnout."""
    if when < tb:
        return (
            base[0] + climbed * (p[0] - base[0]),
            base[1] + climbed * (p[1] - base[1]),
            base[2] + climbed * (p[2] - base[2]),
        )
    _, x, y, z, _, _, _ = propagate(p[0], p[1], p[2], v[0], v[1], v[2], when - tb)
    return turn(x, y, z, -ROTATION_RATE * (when - tb))


@inner
def _outside(target: Point, height: float, s: Point, problem: Array) -> float:
    """How far (m) the target is outside the boost volume about s; negative within it."""
    r = math.sqrt(target[0] ** 2 + target[1] ** 2 + target[2] ** 2)
    dx, dy, dz = target[0] / r - s[0], target[1] / r - s[1], target[2] / r - s[2]
    half = 0.5 * math.sqrt(dx * dx + dy * dy + dz * dz)
    ground = 2.0 * _GROUND * math.asin(min(1.0, half)) - problem[_REACH]
    return float(max(ground, height - problem[_CEILING], problem[_KEEP] - height))


@inner
def _required(p: Point, q: Point, tau: float) -> tuple[float, float, float, float]:
    """Least Earth-relative speed from P to Q in tau (s), either way round, and inertial velocity
    in the Earth-fixed axes of departure, m/s; infinite where no arc stays above the polar radius.
    """
    _, speed, vx, vy, vz = one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, False)
    if tau > HALF_TURN_TIME:
        _, other, ux, uy, uz = one_way(p[0], p[1], p[2], q[0], q[1], q[2], tau, True)
        if other < speed:
            return other, ux, uy, uz
    return speed, vx, vy, vz


@inner
def _dips(p: Point, v: Point, q: Point, u: Point) -> bool:
    """Does the arc from state (P, v) to (Q, u) pass below the polar radius? Ends: see `_height`."""
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
    """Fall for tau (s), then aim at the target in `left` (s): whether both stay above the ground,
    position, velocity on arrival there, and the velocity that the target asks for.
    """
    outcome, x, y, z, ux, uy, uz = propagate(p[0], p[1], p[2], v[0], v[1], v[2], tau)
    q, u = (x, y, z), (ux, uy, uz)
    if outcome != SOLVED or x * x + y * y + z * z < POLAR_RADIUS**2 or _dips(p, v, q, u):
        return False, q, u, u
    outcome, wx, wy, wz, ax, ay, az = lambert(x, y, z, target[0], target[1], target[2], left, False)
    w = (wx, wy, wz)
    return outcome == SOLVED and not _dips(q, w, target, (ax, ay, az)), q, u, w


@inner
def _several(
    z: Array, count: int, p: Point, u: Point, target: Point, tau: float, divert: float, log: Array
) -> tuple[float, Point]:
    """Burnout speed left to find (m/s), divert taken off, and the velocity at burnout before it.

    The path leaves P with the required velocity u and a free difference, and makes that good by
    one or two impulses on the way, the last of which aims at the target; what they leave of the
    divert is spent at burnout. If they ask for more than all of it, the differences are scaled
    down. `log` (3, 4) gets the impulses: time after burnout (s), velocity change.
    All inertial, in the Earth-fixed axes of burnout.
    """
    if divert <= 0.0:
        return math.inf, u
    first = tau * (1e-5 + (1.0 - 2e-5) * z[_IMPULSES])
    second = first + (tau - first) * (1e-5 + (1.0 - 2e-5) * z[_IMPULSES + 4])
    scale = 4.0 * divert
    for _ in range(6):
        k = _IMPULSES + 1
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
            ex, ey = v[0] + ROTATION_RATE * p[1], v[1] - ROTATION_RATE * p[0]
            return math.sqrt(ex * ex + ey * ey + v[2] * v[2]) - (divert - spent), v
        scale *= divert / spent * (1.0 - 1e-7)
    return math.inf, u


@inner
def _burn_out(z: Array, problem: Array, s: Point, target: Point) -> Point:
    """Where the interceptor launched at direction s burns out, Earth-fixed, m."""
    d = _in_disc(s, target, problem[_REACH], z, _OUT)
    r = _ellipsoid(d) + z[_UP] * problem[_CEILING]
    return r * d[0], r * d[1], r * d[2]


@inner
def _value(z: Array, kind: int, problem: Array, aim: Array, log: Array) -> float:
    """What the search makes small: burnout speed less divert, m/s; or, for `_NEAREST`, the distance
    (m) from the boost volume. Infinite where there is no such meeting.
    """
    good, base, p, _, v, tb, end = _fly(z, problem, aim)
    if not good:
        return math.inf
    when = z[_MEET] * _closing(p, v, tb, end, problem[_KEEP])
    target = _where(base, p, v, tb, when, z[_CLIMBED])
    height = _height(target)
    launch = _in_cell(problem, _PLACE, z, _LAUNCH)
    s = _unit(launch[0], launch[1], launch[2])
    off = _outside(target, height, s, problem)
    if kind == _NEAREST:
        return off
    if not height > problem[_KEEP]:
        return math.inf
    if off <= -_INSIDE:
        return _STILL_BOOSTING
    leave = problem[_EARLIEST] + z[_WAIT] * (when - problem[_EARLIEST])
    tau = when - leave
    if not tau > _SHORTEST:
        return math.inf
    x = _burn_out(z, problem, s, target)
    if kind == 0:
        return float(_required(x, target, tau)[0] - problem[_DIVERT])
    if tau >= _HALF_WAY_ROUND:
        return math.inf
    outcome, _, ux, uy, uz = one_way(x[0], x[1], x[2], target[0], target[1], target[2], tau, False)
    if outcome != SOLVED:
        return math.inf
    there = turn(target[0], target[1], target[2], ROTATION_RATE * tau)
    return _several(z, kind, x, (ux, uy, uz), there, tau, problem[_DIVERT], log)[0]


@inner
def _next(state: np.uint64) -> np.uint64:
    """Splitmix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014)."""
    return state + np.uint64(0x9E3779B97F4A7C15)


@inner
def _share(state: np.uint64) -> float:
    """A number in [0, 1) for this state."""
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    return float(z >> np.uint64(11)) * 2.0**-53


@inner
def _passing(problem: Array, p: Point, q: Point, tb: float, end: float) -> float:
    """About when (s) the flight from P to Q passes the middle of the interceptors' place."""
    latitude = 0.5 * (problem[_PLACE] + problem[_PLACE + 1])
    c = earth_fixed(latitude, 0.5 * (problem[_PLACE + 2] + problem[_PLACE + 3]), 0.0)
    s = _unit(p[0], p[1], p[2])
    e = _toward(s, q)
    whole = math.atan2(
        q[0] * e[0] + q[1] * e[1] + q[2] * e[2], q[0] * s[0] + q[1] * s[1] + q[2] * s[2]
    )
    part = math.atan2(
        c[0] * e[0] + c[1] * e[1] + c[2] * e[2], c[0] * s[0] + c[1] * s[1] + c[2] * s[2]
    )
    return tb + min(1.0, max(0.0, part / whole)) * (end - tb)


@inner
def _at_least(p: Point, q: Point, tau: float) -> float:
    """An Earth-relative speed (m/s) that any arc from P to Q in tau (s) needs: guarantee.md, (5), (6)."""
    x, y, z = turn(q[0], q[1], q[2], ROTATION_RATE * tau)
    r1 = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    r2 = math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2])
    chord = math.sqrt((x - p[0]) ** 2 + (y - p[1]) ** 2 + (z - p[2]) ** 2)
    energy = 2.0 * GRAVITATIONAL_PARAMETER * (1.0 / r1 - 2.0 / (r1 + r2 + chord))
    speed = max(chord / tau - 0.5 * _GRAVITY * tau, math.sqrt(max(0.0, energy)))
    return speed - ROTATION_RATE * math.sqrt(p[0] * p[0] + p[1] * p[1])


@inner
def _keep(best: Array, coordinates: Array, row: int, slot: int, value: float, z: Array) -> None:
    """Remember the candidate if it is the best in its slot."""
    if value < best[row, slot]:
        best[row, slot] = value
        for k in range(_IMPULSES):
            coordinates[row, slot, k] = z[k]


@batch("void(int64, int64, uint64, float64[::1], float64[:,::1], float64[:,::1], float64[:,:,::1])")
def _sample(
    first: int,
    count: int,
    seed: np.uint64,
    problem: Array,
    aims: Array,
    best: Array,
    coordinates: Array,
) -> None:
    """Draw flights number `first` to `first + count`, some meetings for each, and keep the best.

    `best` (rows, _BINS + 1): lowest value by aim row and intercept time; the last column is the
    distance (m) from the boost volume. `coordinates` (rows, _BINS + 1, 28): where. Each flight's
    numbers depend on `seed` and its own number alone, so the work may be cut up in any way.
    """
    z = np.full(_COORDINATES, 0.5)
    earliest = problem[_EARLIEST]
    divert = problem[_DIVERT]
    for n in range(first, first + count):
        row = n % aims.shape[0]
        aim = aims[row]
        # a stream of its own: the counter starts at a mixed place
        start = _share(seed + np.uint64(n) * np.uint64(0xD1342543DE82EF95)) * 2.0**53
        state = np.uint64(start) * np.uint64(0x2545F4914F6CDD1D) + np.uint64(n)
        for k in range(_LAUNCH):
            state = _next(state)
            z[k] = _share(state)
        good, base, p, q, v, tb, end = _fly(z, problem, aim)
        if not good:
            continue
        closing = _closing(p, v, tb, end, problem[_KEEP])
        passing = min(closing, _passing(problem, p, q, tb, end))
        for moment in range(_MOMENTS):
            state = _next(state)
            share = _share(state)
            if moment == 0:
                z[_MEET] = share
            else:
                # an interceptor needs time: most good meetings are after the flight has passed
                low = passing - 0.1 * (closing - tb)
                z[_MEET] = (low + (closing - low) * share * share) / closing
            state = _next(state)
            z[_CLIMBED] = _share(state)
            when = z[_MEET] * closing
            target = _where(base, p, v, tb, when, z[_CLIMBED])
            height = _height(target)
            slot = min(_BINS - 1, int(z[_MEET] * _BINS))
            for launch in range(_LAUNCHES):
                for k in range(_LAUNCH, _WAIT + 1):
                    state = _next(state)
                    z[k] = _share(state)
                if launch % 2 == 0:  # burn out near the edge that faces the flight
                    z[_OUT] = 1.0 - 0.3 * z[_OUT] * z[_OUT]
                    z[_OUT + 1] = 0.5 + (z[_OUT + 1] - 0.5) ** 3 * 4.0
                if launch < 2:
                    z[_WAIT] = 0.0
                site = _in_cell(problem, _PLACE, z, _LAUNCH)
                s = _unit(site[0], site[1], site[2])
                off = _outside(target, height, s, problem)
                _keep(best, coordinates, row, _BINS, off, z)
                if not height > problem[_KEEP]:
                    continue
                if off <= -_INSIDE:
                    _keep(best, coordinates, row, slot, _STILL_BOOSTING, z)
                    continue
                tau = (1.0 - z[_WAIT]) * (when - earliest)
                if not tau > _SHORTEST:
                    continue
                x = _burn_out(z, problem, s, target)
                if _at_least(x, target, tau) - divert < best[row, slot]:
                    speed = _required(x, target, tau)[0] - divert
                    _keep(best, coordinates, row, slot, speed, z)


@inner
def _settle(z: Array, value: float, kind: int, problem: Array, aim: Array, log: Array) -> float:
    """Each coordinate alone, by ever smaller steps, again and again until that gains nothing.

    Moves z; returns the value reached. No slopes: the best candidates lie on the bounds of most of
    their coordinates, and beside others there are none.
    """
    gain = math.inf
    while gain > 0.02 and _STILL_BOOSTING < value < math.inf:
        before = value
        reach = 0.4
        for _ in range(9):
            for i in range(_IMPULSES + 4 * max(0, kind)):
                for side in (-reach, reach):
                    kept = z[i]
                    z[i] = min(1.0, max(0.0, kept + side))
                    there = _value(z, kind, problem, aim, log) if z[i] != kept else math.inf
                    if there < value:
                        value = there
                    else:
                        z[i] = kept
            reach *= 0.35
        gain = before - value
    return value


@batch("float64[::1](float64[:,::1], int64[::1], int64, int64, float64[::1], float64[:,::1])")
def _polish(
    starts: Array, rows: IntArray, kind: int, hops: int, problem: Array, aims: Array
) -> Array:
    """Descend from n candidates: coordinates (n, 28), changed in place; aim rows (n,).

    A descent can stall on a ridge, or where flights end for want of height: so it is begun again
    `hops` times from near the best, each time with about half of the coordinates moved.
    Returns the values reached (n,), as `_value` says for this kind.
    """
    out = np.empty(rows.size)
    log = np.zeros((3, 4))
    state = np.uint64(rows.size)
    for n in range(rows.size):
        best, aim = starts[n], aims[rows[n]]
        value = _value(best, kind, problem, aim, log)
        value = _settle(best, value, kind, problem, aim, log)
        z = best.copy()
        for hop in range(hops):
            reach = 0.5 * 0.4 ** (hop % 5)
            for i in range(z.size):
                state = _next(state)
                moved = best[i] + reach * (2.0 * _share(state) - 1.0)
                state = _next(state)
                z[i] = min(1.0, max(0.0, moved)) if _share(state) < 0.5 else best[i]
            there = _value(z, kind, problem, aim, log)
            there = _settle(z, there, kind, problem, aim, log)
            if there < value:
                value = there
                best[:] = z
        out[n] = value
    return out


@batch("float64[::1](float64[::1], int64, float64, float64[::1], float64[::1])")
def _split(z: Array, count: int, part: float, problem: Array, aim: Array) -> Array:
    """Coordinates (28,) with part of the divert left for the way: a start for `count` impulses."""
    out = z.copy()
    good, base, p, _, v, tb, end = _fly(z, problem, aim)
    when = z[_MEET] * _closing(p, v, tb, end, problem[_KEEP])
    target = _where(base, p, v, tb, when, z[_CLIMBED])
    launch = _in_cell(problem, _PLACE, z, _LAUNCH)
    x = _burn_out(z, problem, _unit(launch[0], launch[1], launch[2]), target)
    tau = (1.0 - z[_WAIT]) * (when - problem[_EARLIEST])
    speed, ux, uy, uz = _required(x, target, tau)
    if good and 0.0 < speed < math.inf:
        relative = (ux + ROTATION_RATE * x[1], uy - ROTATION_RATE * x[0], uz)
        for i in range(3):
            out[_IMPULSES + 1 + i] = 0.5 - 0.25 * part * relative[i] / speed
            if count == 2:  # and half of what is then wanted left for the second
                out[_IMPULSES + 5 + i] = 0.5 - 0.125 * part * relative[i] / speed
    return out


@batch("float64[::1](float64[::1], int64, float64[::1], float64[::1])")
def _picture(z: Array, kind: int, problem: Array, aim: Array) -> Array:
    """A candidate in physical terms, (41,): see `_witness`, which reads it. SI; Earth-fixed
    positions; velocities and the meeting's position inertial, in the axes of time 0.
    """
    out = np.zeros(41)
    log = np.zeros((3, 4))
    _, base, p, q, v, tb, end = _fly(z, problem, aim)
    when = z[_MEET] * _closing(p, v, tb, end, problem[_KEEP])
    target = _where(base, p, v, tb, when, z[_CLIMBED])
    launch = _in_cell(problem, _PLACE, z, _LAUNCH)
    s = _unit(launch[0], launch[1], launch[2])
    out[0:3], out[3:6], out[6:9], out[9], out[10] = base, p, q, tb, end
    out[11:14] = turn(v[0], v[1], v[2], ROTATION_RATE * tb)
    out[14:17] = launch
    out[21], out[22:25] = when, turn(target[0], target[1], target[2], ROTATION_RATE * when)
    if _outside(target, _height(target), s, problem) <= -_INSIDE:
        leave = max(when, problem[_EARLIEST])
        out[17:20], out[20] = target, leave
        out[25:28] = turn(
            -ROTATION_RATE * target[1], ROTATION_RATE * target[0], 0.0, ROTATION_RATE * leave
        )
        return out
    leave = problem[_EARLIEST] + z[_WAIT] * (when - problem[_EARLIEST])
    tau = when - leave
    x = _burn_out(z, problem, s, target)
    _, ux, uy, uz = _required(x, target, tau)
    if kind > 0:
        _, _, ux, uy, uz = one_way(x[0], x[1], x[2], target[0], target[1], target[2], tau, False)
        there = turn(target[0], target[1], target[2], ROTATION_RATE * tau)
        u = (ux, uy, uz)
        _, (ux, uy, uz) = _several(z, kind, x, u, there, tau, problem[_DIVERT], log)
    left = problem[_DIVERT]
    for k in range(1, 3):
        left -= math.sqrt(log[k, 1] ** 2 + log[k, 2] ** 2 + log[k, 3] ** 2)
    ex, ey = ux + ROTATION_RATE * x[1], uy - ROTATION_RATE * x[0]
    speed = math.sqrt(ex * ex + ey * ey + uz * uz)
    share = min(max(0.0, left) / speed, 1.0)
    log[0, 1], log[0, 2], log[0, 3] = share * ex, share * ey, share * uz
    out[17:20], out[20] = x, leave
    out[25:28] = turn(ux - log[0, 1], uy - log[0, 2], uz - log[0, 3], ROTATION_RATE * leave)
    out[28] = 1 + max(0, kind)
    for k in range(3):
        out[29 + 4 * k] = leave + log[k, 0]
        out[30 + 4 * k : 33 + 4 * k] = turn(log[k, 1], log[k, 2], log[k, 3], ROTATION_RATE * leave)
    return out


def _witness(row: Array) -> Witness:
    """The names of what `_picture` gives."""
    on_ground = np.ascontiguousarray(np.vstack([row[0:3], row[14:17]]))
    places = geodetic_points(on_ground)[:, :2]
    flight = Flight(places[0], row[3:6], float(row[9]), row[6:9], float(row[10]), row[11:14])
    spent = row[29:41].reshape(3, 4)[: int(row[28])]
    impulses = tuple((float(one[0]), one[1:]) for one in spent if one[1:].any())
    interceptor = Interceptor(places[1], row[17:20], float(row[20]), row[25:28], impulses)
    return Witness(flight, interceptor, float(row[21]), row[22:25])


class _Best(NamedTuple):
    """A candidate, and the kind of search that it is the best of."""

    value: float
    kind: int
    row: int
    coordinates: Array


def _best(values: Array, kind: int, rows: IntArray, coordinates: Array) -> _Best:
    k = int(np.argmin(values))
    return _Best(float(values[k]), kind, int(rows[k]), coordinates[k])


def _single(problem: Array, aims: Array, flights: int, seed: int) -> list[_Best]:
    """The best single-impulse candidates, best first; the search of section (1) and (2)."""
    best = np.full((len(aims), _BINS + 1), np.inf)
    coordinates = np.full((len(aims), _BINS + 1, _COORDINATES), 0.5)
    _sample(0, flights, np.uint64(seed % 2**64), problem, aims, best, coordinates)
    speeds = best[:, :_BINS]
    # every row's best, then the best of all other slots
    order = np.argsort(speeds, axis=None, kind="stable")
    leads = np.zeros(speeds.size, bool)
    leads[np.arange(len(aims)) * _BINS + np.argmin(speeds, axis=1)] = True
    order = order[np.isfinite(speeds.ravel()[order])]
    order = np.concatenate([order[leads[order]], order[~leads[order]]])[:_DESCENTS]
    rows, slots = order // _BINS, order % _BINS
    starts = np.ascontiguousarray(coordinates[rows, slots])
    values = _polish(starts, rows, 0, 0, problem, aims)
    near = np.argsort(best[:, _BINS], kind="stable")[:4]
    into = np.ascontiguousarray(coordinates[near, _BINS])
    gaps = _polish(into, near, _NEAREST, 0, problem, aims)
    for row, z, gap in zip(near, into, gaps, strict=True):
        if gap <= -_INSIDE:
            return [_Best(_STILL_BOOSTING, 0, int(row), z)]
    ranked = np.argsort(values, kind="stable")
    first = ranked[:_HOPPING]
    again = np.ascontiguousarray(starts[first])
    values[first] = _polish(again, rows[first], 0, _HOPS, problem, aims)
    starts[first] = again
    ranked = np.argsort(values, kind="stable")
    return [_Best(float(values[k]), 0, int(rows[k]), starts[k]) for k in ranked]


def _with_impulses(problem: Array, aims: Array, singles: list[_Best]) -> _Best | None:
    """The best of one and two impulses on the way, from the best single-impulse candidates."""
    apart: list[_Best] = []
    for one in singles:
        last = apart[-1].value if apart else -math.inf
        if len(apart) < _SEVERAL and last + _DISTINCT < one.value < math.inf:
            apart.append(one)
    found: list[_Best] = []
    for kind in (1, 2):
        starts, rows = [], []
        for one in apart:
            # leaving much for the way may lead underground: so leave little too
            for share, left in ((0.25, 1.0), (0.5, 1.0), (0.75, 1.0), (0.95, 1.0), (0.5, 0.05)):
                z = _split(one.coordinates, kind, left, problem, aims[one.row])
                z[_IMPULSES], z[_IMPULSES + 4] = share, 0.5
                starts.append(z)
                rows.append(one.row)
        which = np.array(rows, np.int64)
        where = np.array(starts)
        found.append(_best(_polish(where, which, kind, 0, problem, aims), kind, which, where))
    least = min(found, key=lambda one: one.value)
    return least if math.isfinite(least.value) else None


def lowest_speed(
    limits: Array,
    place: Array,
    base: Array,
    boost: Array,
    aims: Array,
    samples: int,
    seed: int,
) -> Found:
    """The lowest burnout speed found with which an interceptor meets a flight, and how it does.

    `limits` (8,): earliest burnout (s), burnout speed (m/s; not used), divert (m/s), ground distance
    and height of the boost volume (m), perturbation (not used), keep-above (m), 0. `place` (4,) or
    (k, 4): south, north, west, east (rad) of each cell. `base` (4,): the same. `boost` (8,): field
    radius (m), burnout times (s, two), heights (m, two), ground distances (m, two), sideways (m).
    `aims` (n, 6): south, north, west, east (rad), shortest and longest flight time (s).

    About `samples` meetings are drawn, shared among the places. The same seed gives the same answer.
    The interceptor's arcs turn less than once about the Earth.
    """
    places = np.atleast_2d(place)
    rows = np.ascontiguousarray(aims, dtype=float)
    flights = max(1, -(-samples // (len(places) * _MOMENTS * _LAUNCHES)))
    singles: list[tuple[_Best, Array]] = []
    several: list[tuple[_Best, Array]] = []
    for k, cell in enumerate(places):
        problem = np.concatenate([limits, cell, base, boost]).astype(float)
        found = _single(problem, rows, flights, seed + k)
        if not found:
            continue
        singles.append((found[0], problem))
        if found[0].value > -problem[_DIVERT] and problem[_DIVERT] > 0.0:
            split = _with_impulses(problem, rows, found)
            if split is not None:
                several.append((split, problem))
    drawn = flights * len(places) * _MOMENTS * _LAUNCHES
    if not singles:
        return Found(math.inf, math.inf, math.inf, None, drawn)
    single = min(singles, key=lambda one: one[0].value)
    least = min([single, *several], key=lambda one: one[0].value)
    speeds = [max(0.0, pair[0].value) for pair in (least, single)]
    split_speed = min((max(0.0, pair[0].value) for pair in several), default=math.inf)
    best, problem = least
    row = _picture(best.coordinates, best.kind, problem, rows[best.row])
    return Found(speeds[0], speeds[1], split_speed, _witness(row), drawn)
