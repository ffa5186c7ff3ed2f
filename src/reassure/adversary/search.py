"""The adversary: the lowest burnout speed found with which some interceptor meets some flight.

A claim clause says that no interceptor that keeps to its limits can meet any flight of a family
(docs/certificate.md, section 1, defines both). This search tries to break it: random samples first,
then a descent from the best of them, then the same with the divert split over several impulses.
What it finds is an upper bound on the speed that gets in; it proves nothing by not finding.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.adversary.candidate import (
    CLIMBED,
    COORDINATES,
    IMPULSES,
    INSIDE,
    LAUNCH,
    MEET,
    OUT,
    PLACE,
    WAIT,
    Start,
    burn_out,
    candidate_at,
    closing_time,
    fly,
    height_of,
    in_cell,
    outside,
    position_at,
    problem_row,
    toward,
    unit,
)
from reassure.adversary.impulses import (
    NEAREST,
    SHORTEST,
    STILL_BOOSTING,
    required_speed,
    value_of,
)
from reassure.adversary.witness import Witness, picture, witness_of
from reassure.earth.constants import GRAVITATIONAL_PARAMETER, POLAR_RADIUS, ROTATION_RATE
from reassure.earth.frames import earth_fixed, turn
from reassure.numeric.compile import batch, inner
from reassure.typing import (
    DIVERT,
    EARLIEST,
    EAST,
    KEEP_ABOVE,
    NORTH,
    SOUTH,
    WEST,
    Array,
    BoostFigures,
    IntArray,
    LimitFigures,
    Point,
)

__all__ = ["Found", "descend", "lowest_speed"]

_GRAVITY = GRAVITATIONAL_PARAMETER / POLAR_RADIUS**2  # m/s^2, the most outside the polar radius
_BINS = 12  # of intercept time; one more for the distance from the boost volume
_MOMENTS, _LAUNCHES = 4, 4  # intercept times for each flight, interceptors for each of them
_AT_A_TIME = 20_000  # flights drawn between two chances to stop
_DESCENTS = 256  # at most; the best of every aim row, then the best of the rest
_SEVERAL = 8  # single-impulse candidates whose divert is then split
_HOPPING, _HOPS = 4, 40  # how many are begun again, and how often
_DISTINCT = 0.5  # m/s: candidates nearer than this in speed are taken for the same one


class Found(NamedTuple):
    """The lowest burnout speeds found that get in; infinite, and no witness, where none was."""

    speed_m_s: float
    """The lower of the two below, at least 0: 0 where a flight comes into the boost volume."""
    single_m_s: float
    """With the divert spent at once at burnout."""
    several_m_s: float
    """With the divert spent in one or two impulses on the way; infinite where that was not tried."""
    witness: Witness | None
    samples: int
    """How many meetings were drawn."""


@inner
def _next(state: np.uint64) -> np.uint64:
    """Splitmix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014)."""
    return state + np.uint64(0x9E3779B97F4A7C15)


@inner
def _share(state: np.uint64) -> float:
    """A number in [0, 1) for this state: splitmix64's mixing of it."""
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z = z ^ (z >> np.uint64(31))
    # the 53 bits that a double holds
    return float(z >> np.uint64(11)) * 2.0**-53


@inner
def _passing(problem: Array, p: Point, q: Point, tb: float, end: float) -> float:
    """About when (s) the flight from P to Q passes the middle of the interceptors' place."""
    latitude = 0.5 * (problem[PLACE + SOUTH] + problem[PLACE + NORTH])
    c = earth_fixed(latitude, 0.5 * (problem[PLACE + WEST] + problem[PLACE + EAST]), 0.0)
    s = unit(p[0], p[1], p[2])
    e = toward(s, q)
    # angles from burnout towards the aim: to the aim, and to the middle of the place
    whole = math.atan2(
        q[0] * e[0] + q[1] * e[1] + q[2] * e[2], q[0] * s[0] + q[1] * s[1] + q[2] * s[2]
    )
    part = math.atan2(
        c[0] * e[0] + c[1] * e[1] + c[2] * e[2], c[0] * s[0] + c[1] * s[1] + c[2] * s[2]
    )
    return tb + min(1.0, max(0.0, part / whole)) * (end - tb)


@inner
def _at_least(p: Point, q: Point, tau: float) -> float:
    """An Earth-relative speed (m/s) that any arc from P to Q in tau (s) needs: docs/guarantee.md, (10), (12)."""
    x, y, z = turn(q[0], q[1], q[2], ROTATION_RATE * tau)
    r1 = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    r2 = math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2])
    chord = math.sqrt((x - p[0]) ** 2 + (y - p[1]) ** 2 + (z - p[2]) ** 2)
    # (12): the major axis is at least half of r1 + r2 + chord
    energy = 2.0 * GRAVITATIONAL_PARAMETER * (1.0 / r1 - 2.0 / (r1 + r2 + chord))
    # (10) without divert: gravity bends a path by no more than g tau^2/2
    speed = max(chord / tau - 0.5 * _GRAVITY * tau, math.sqrt(max(0.0, energy)))
    return speed - ROTATION_RATE * math.sqrt(p[0] * p[0] + p[1] * p[1])


@inner
def _keep(best: Array, coordinates: Array, row: int, slot: int, value: float, z: Array) -> None:
    """Remember the candidate if it is the best in its slot."""
    if value < best[row, slot]:
        best[row, slot] = value
        for k in range(IMPULSES):
            coordinates[row, slot, k] = z[k]


class _Moment(NamedTuple):
    """A flight at a moment."""

    row: int
    """Its row of aims."""
    slot: int
    """Which of the _BINS of intercept time the moment is in."""
    when: float
    """s from its launch."""
    position: Point
    """m, Earth-fixed; `height`: m, along the direction from the centre."""
    height: float


@inner
def _launches(
    z: Array, state: np.uint64, problem: Array, at: _Moment, best: Array, coordinates: Array
) -> np.uint64:
    """Draw interceptors for one moment of a flight and keep the best; the state of the random numbers after that.

    z (28,) holds the flight, and gets each interceptor in turn.
    """
    for launch in range(_LAUNCHES):
        for k in range(LAUNCH, WAIT + 1):
            state = _next(state)
            z[k] = _share(state)
        if launch % 2 == 0:  # burn out near the edge that faces the flight
            z[OUT] = 1.0 - 0.3 * z[OUT] * z[OUT]
            z[OUT + 1] = 0.5 + (z[OUT + 1] - 0.5) ** 3 * 4.0
        if launch < 2:  # burn out as early as is allowed
            z[WAIT] = 0.0
        site = in_cell(problem, PLACE, z, LAUNCH)
        s = unit(site[0], site[1], site[2])
        off = outside(at.position, at.height, s, problem)
        _keep(best, coordinates, at.row, _BINS, off, z)
        if not at.height > problem[KEEP_ABOVE]:
            continue
        if off <= -INSIDE:
            _keep(best, coordinates, at.row, at.slot, STILL_BOOSTING, z)
            continue
        tau = (1.0 - z[WAIT]) * (at.when - problem[EARLIEST])
        if not tau > SHORTEST:
            continue
        x = burn_out(z, problem, s, at.position)
        # the bound costs far less than an arc, and rules most candidates out
        if _at_least(x, at.position, tau) - problem[DIVERT] < best[at.row, at.slot]:
            speed = required_speed(x, at.position, tau)[0] - problem[DIVERT]
            _keep(best, coordinates, at.row, at.slot, speed, z)
    return state


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
    # the impulses' coordinates stay in the middle: no difference
    z = np.full(COORDINATES, 0.5)
    for n in range(first, first + count):
        row = n % aims.shape[0]
        aim = aims[row]
        # a stream of its own: the counter starts at a mixed place
        start = _share(seed + np.uint64(n) * np.uint64(0xD1342543DE82EF95)) * 2.0**53
        state = np.uint64(start) * np.uint64(0x2545F4914F6CDD1D) + np.uint64(n)
        for k in range(LAUNCH):
            state = _next(state)
            z[k] = _share(state)
        good, base, p, q, v, tb, end = fly(z, problem, aim)
        if not good:
            continue
        closing = closing_time(p, v, tb, end, problem[KEEP_ABOVE])
        passing = min(closing, _passing(problem, p, q, tb, end))
        for moment in range(_MOMENTS):
            state = _next(state)
            share = _share(state)
            if moment == 0:
                z[MEET] = share
            else:
                # an interceptor needs time: most good meetings are after the flight has passed
                # squared, so that more moments lie near the passing
                low = passing - 0.1 * (closing - tb)
                z[MEET] = (low + (closing - low) * share * share) / closing
            state = _next(state)
            z[CLIMBED] = _share(state)
            when = z[MEET] * closing
            target = position_at(base, p, v, tb, when, z[CLIMBED])
            height = height_of(target)
            slot = min(_BINS - 1, int(z[MEET] * _BINS))
            at = _Moment(row, slot, when, target, height)
            state = _launches(z, state, problem, at, best, coordinates)


@inner
def _settle(z: Array, value: float, kind: int, problem: Array, aim: Array, log: Array) -> float:
    """Each coordinate alone, by ever smaller steps, again and again until that gains nothing.

    Moves z; returns the value reached. No slopes: the best candidates lie on the bounds of most of
    their coordinates, and beside others there are none.
    """
    gain = math.inf
    while gain > 0.02 and STILL_BOOSTING < value < math.inf:
        before = value
        reach = 0.4
        for _ in range(9):
            # coordinates of impulses count only where the kind has them
            for i in range(IMPULSES + 4 * max(0, kind)):
                for side in (-reach, reach):
                    kept = z[i]
                    z[i] = min(1.0, max(0.0, kept + side))
                    # a coordinate on its bound may not move at all
                    there = value_of(z, kind, problem, aim, log) if z[i] != kept else math.inf
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
    Returns the values reached (n,), as `value_of` says for this kind.
    """
    out = np.empty(rows.size)
    log = np.zeros((3, 4))
    state = np.uint64(rows.size)
    for n in range(rows.size):
        best, aim = starts[n], aims[rows[n]]
        value = value_of(best, kind, problem, aim, log)
        value = _settle(best, value, kind, problem, aim, log)
        z = best.copy()
        for hop in range(hops):
            # from half of the range down to 0.0128, again and again
            reach = 0.5 * 0.4 ** (hop % 5)
            for i in range(z.size):
                state = _next(state)
                moved = best[i] + reach * (2.0 * _share(state) - 1.0)
                state = _next(state)
                z[i] = min(1.0, max(0.0, moved)) if _share(state) < 0.5 else best[i]
            there = value_of(z, kind, problem, aim, log)
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
    good, base, p, _, v, tb, end = fly(z, problem, aim)
    when = z[MEET] * closing_time(p, v, tb, end, problem[KEEP_ABOVE])
    target = position_at(base, p, v, tb, when, z[CLIMBED])
    launch = in_cell(problem, PLACE, z, LAUNCH)
    x = burn_out(z, problem, unit(launch[0], launch[1], launch[2]), target)
    tau = (1.0 - z[WAIT]) * (when - problem[EARLIEST])
    speed, ux, uy, uz = required_speed(x, target, tau)
    if good and 0.0 < speed < math.inf:
        # 0.5 is no difference and the scale is 4 divert, so 0.25 takes all of the divert off the speed
        relative = (ux + ROTATION_RATE * x[1], uy - ROTATION_RATE * x[0], uz)
        for i in range(3):
            out[IMPULSES + 1 + i] = 0.5 - 0.25 * part * relative[i] / speed
            if count == 2:  # and half of what is then wanted left for the second
                out[IMPULSES + 5 + i] = 0.5 - 0.125 * part * relative[i] / speed
    return out


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
    """The best candidates with all of the divert at burnout, best first; none where no meeting was drawn.

    Random samples, then a descent from the best of them, begun again from near the best of all.
    """
    best = np.full((len(aims), _BINS + 1), np.inf)
    coordinates = np.full((len(aims), _BINS + 1, COORDINATES), 0.5)
    for begin in range(0, flights, _AT_A_TIME):  # in parts, so that it can be stopped in between
        count = min(_AT_A_TIME, flights - begin)
        _sample(begin, count, np.uint64(seed % 2**64), problem, aims, best, coordinates)
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
    # a flight that comes into the boost volume needs no speed at all, and then nothing else counts
    near = np.argsort(best[:, _BINS], kind="stable")[:4]
    into = np.ascontiguousarray(coordinates[near, _BINS])
    gaps = _polish(into, near, NEAREST, 0, problem, aims)
    for row, z, gap in zip(near, into, gaps, strict=True):
        if gap <= -INSIDE:
            return [_Best(STILL_BOOSTING, 0, int(row), z)]
    ranked = np.argsort(values, kind="stable")
    first = ranked[:_HOPPING]
    again = np.ascontiguousarray(starts[first])
    values[first] = _polish(again, rows[first], 0, _HOPS, problem, aims)
    starts[first] = again
    ranked = np.argsort(values, kind="stable")
    return [_Best(float(values[k]), 0, int(rows[k]), starts[k]) for k in ranked]


def _with_impulses(problem: Array, aims: Array, singles: list[_Best]) -> _Best | None:
    """The best candidate with one or two impulses on the way, begun from the best without; None: none was found."""
    apart: list[_Best] = []
    for one in singles:
        last = apart[-1].value if apart else -math.inf
        # candidates come best first; equal speeds are most likely one candidate found twice
        if len(apart) < _SEVERAL and last + _DISTINCT < one.value < math.inf:
            apart.append(one)
    found: list[_Best] = []
    for kind in (1, 2):
        starts, rows = [], []
        for one in apart:
            # leaving much for the way may lead underground: so leave little too
            for share, left in ((0.25, 1.0), (0.5, 1.0), (0.75, 1.0), (0.95, 1.0), (0.5, 0.05)):
                z = _split(one.coordinates, kind, left, problem, aims[one.row])
                z[IMPULSES], z[IMPULSES + 4] = share, 0.5
                starts.append(z)
                rows.append(one.row)
        which = np.array(rows, np.int64)
        where = np.array(starts)
        found.append(_best(_polish(where, which, kind, 0, problem, aims), kind, which, where))
    least = min(found, key=lambda one: one.value)
    return least if math.isfinite(least.value) else None


def descend(
    limits: LimitFigures,
    place: Array,
    base: Array,
    boost: BoostFigures,
    aim: Array,
    start: Start,
) -> Found:
    """The lowest burnout speed found by a descent from one start, with all of the divert at burnout.

    `place` and `base` (4,): cells, as of `lowest_speed`; `aim` (8,): one row. Infinite, and no witness, where the
    start is no meeting.
    """
    problem = problem_row(limits, place, base, boost)
    rows, which = np.ascontiguousarray(aim, dtype=float)[None], np.zeros(1, np.int64)
    starts = candidate_at(start)[None]
    value = float(_polish(starts, which, 0, 0, problem, rows)[0])
    if not value < math.inf:
        return Found(math.inf, math.inf, math.inf, None, 1)
    witness = witness_of(picture(starts[0], 0, problem, rows[0]))
    return Found(max(0.0, value), max(0.0, value), math.inf, witness, 1)


def lowest_speed(
    limits: LimitFigures,
    place: Array,
    base: Array,
    boost: BoostFigures,
    aims: Array,
    samples: int,
    seed: int,
) -> Found:
    """The lowest burnout speed found with which an interceptor meets a flight, and how it does.

    The speed of `limits` and its perturbation are not used. `place` (4,) or (k, 4): south, north, west, east (rad) of
    each cell. `base` (4,): the same. `aims` (n, 8): rows in the order of AimFigures. All SI.

    About `samples` meetings are drawn, shared among the places. The same seed gives the same answer.
    The interceptor's arcs turn less than once about the Earth. Speeds are infinite, and there is no witness, where
    no meeting was found.
    """
    places = np.atleast_2d(place)
    rows = np.ascontiguousarray(aims, dtype=float)
    # rounded up: each flight drawn gives _MOMENTS times _LAUNCHES meetings
    flights = max(1, -(-samples // (len(places) * _MOMENTS * _LAUNCHES)))
    singles: list[tuple[_Best, Array]] = []
    several: list[tuple[_Best, Array]] = []
    for k, cell in enumerate(places):
        problem = problem_row(limits, cell, base, boost)
        found = _single(problem, rows, flights, seed + k)
        if not found:
            continue
        singles.append((found[0], problem))
        # a burnout speed of 0 cannot be bettered, and without a divert there is nothing to split
        if found[0].value > -problem[DIVERT] and problem[DIVERT] > 0.0:
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
    row = picture(best.coordinates, best.kind, problem, rows[best.row])
    return Found(speeds[0], speeds[1], split_speed, witness_of(row), drawn)
