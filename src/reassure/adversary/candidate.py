"""A candidate of the search for a meeting: coordinates in [0, 1], and the flight and interceptor they stand for.

Two coordinates of a disc are a square (a, b) from -1 to 1, mapped onto the disc by (a sqrt(1 - b^2/2), b sqrt(1 -
a^2/2)). So the square's edge is the disc's, and a search that holds coordinates to bounds reaches it exactly.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import earth_fixed, ellipsoid_radius, turn
from reassure.flight.kepler import propagate
from reassure.flight.outcome import SOLVED
from reassure.flight.transfer import one_way
from reassure.numeric.compile import inner
from reassure.typing import (
    DISTANCE,
    EAST,
    FIRST_LEAD,
    HEIGHT,
    KEEP_ABOVE,
    LAST_LEAD,
    LONGEST_FLIGHT,
    NORTH,
    SHORTEST_FLIGHT,
    SOUTH,
    WEST,
    Array,
    BoostFigures,
    LimitFigures,
    Point,
)

__all__ = [
    "CLIMBED",
    "COORDINATES",
    "IMPULSES",
    "INSIDE",
    "LAUNCH",
    "MEET",
    "OUT",
    "PLACE",
    "WAIT",
    "Start",
    "burn_out",
    "candidate_at",
    "closing_time",
    "fly",
    "height_of",
    "in_cell",
    "outside",
    "position_at",
    "problem_row",
    "toward",
    "unit",
]

# A problem is one vector: LimitFigures, an interceptors' cell, the base's cell, BoostFigures
_CELL = 4  # numbers of a cell
PLACE = len(LimitFigures._fields)
_BASE = PLACE + _CELL
_BOOST = _BASE + _CELL
_FIELD, _EARLIEST_BURNOUT, _LATEST_BURNOUT, _LOWEST, _HIGHEST, _NEAREST, _FARTHEST, _SIDEWAYS = (
    range(_BOOST, _BOOST + len(BoostFigures._fields))
)

# Coordinates of a candidate: 12 of the flight, 8 of the meeting, 4 for each impulse on the way. Those named _AT, _BESIDE,
# LAUNCH and OUT have two numbers; an impulse has a time and three parts of a velocity.
_AIM_AT, _END, _BURNOUT, _BURNOUT_HEIGHT, _OUTWARD, _BESIDE, _BASE_AT, _FIELD_AT = (
    0,
    2,
    3,
    4,
    5,
    6,
    8,
    10,
)
LAUNCH, OUT, _UP, WAIT, MEET, CLIMBED, IMPULSES = 12, 14, 16, 17, 18, 19, 20
COORDINATES = 28

INSIDE = 0.01
"""m. A point counts as in the boost volume only so far within it, so that a replay finds it there too."""

_GROUND = 6371e3  # m: ground distance of one radian (docs/certificate.md)
_BEFORE_END = 1e-3  # s: at its very end a flight is at the height of the aim, which is not above it


def problem_row(limits: LimitFigures, place: Array, base: Array, boost: BoostFigures) -> Array:
    """A problem as one vector (23,), SI and rad: limits, one of the interceptors' cells (4,), the base's cell (4,),
    boost.

    Cells are south, north, west, east.
    """
    return np.concatenate([limits, place, base, boost]).astype(float)


class Start(NamedTuple):
    """Where a descent begins: shares, 0 to 1, of the intervals of a problem, a row of aims and one of the places."""

    aim: tuple[float, float]
    """Of latitude and of longitude, as of `base` and `launch`."""
    end: float
    burnout: float
    height: float
    outward: float
    """Of the burnout's distance from the base."""
    base: tuple[float, float]
    launch: tuple[float, float]
    wait: float
    """The interceptor's burnout, from the earliest to the meeting."""
    meet: float
    """The meeting, from the flight's launch to its end."""


def candidate_at(start: Start) -> Array:
    """The candidate (28,) at a start: in the middle of what the start does not say, burnout high and towards the target."""
    z = np.full(COORDINATES, 0.5)
    z[_AIM_AT : _AIM_AT + 2] = start.aim
    z[_END], z[_BURNOUT], z[_BURNOUT_HEIGHT] = start.end, start.burnout, start.height
    z[_OUTWARD] = start.outward
    z[_BASE_AT : _BASE_AT + 2] = start.base
    z[LAUNCH : LAUNCH + 2] = start.launch
    z[OUT], z[_UP] = 1.0, 1.0
    z[WAIT], z[MEET] = start.wait, start.meet
    return z


@inner
def unit(x: float, y: float, z: float) -> Point:
    """The unit vector along (x, y, z), which must not be 0."""
    size = math.sqrt(x * x + y * y + z * z)
    return x / size, y / size, z / size


@inner
def height_of(p: Point) -> float:
    """Height (m) of a point (m) as a claim has it: its distance from the centre less the ellipsoid's in its
    direction.
    """
    r = math.sqrt(p[0] * p[0] + p[1] * p[1] + p[2] * p[2])
    return r - ellipsoid_radius((p[0] / r, p[1] / r, p[2] / r))


@inner
def _between(low: float, high: float, share: float) -> float:
    """`low` at 0, `high` at 1, exactly."""
    # rounding may put low + 1 (high - low) just above high, where a replay would not allow it
    return min(high, max(low, low + share * (high - low)))


@inner
def toward(s: Point, goal: Point) -> Point:
    """Unit vector at a right angle to s (a unit vector) that leads towards the goal.

    Some vector at a right angle to s where the goal is in the direction of s or opposite.
    """
    along = goal[0] * s[0] + goal[1] * s[1] + goal[2] * s[2]
    x, y, z = goal[0] - along * s[0], goal[1] - along * s[1], goal[2] - along * s[2]
    # within 1e-12 rad: what is left of the goal is rounding
    if x * x + y * y + z * z <= 1e-24 * along * along:
        # to the east; near a pole, where that is hardly anything, about the x axis
        if abs(s[2]) < 0.9:
            return unit(-s[1], s[0], 0.0)
        return unit(0.0, -s[2], s[1])
    return unit(x, y, z)


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
    e = toward(s, goal)
    # f = s x e, to the left of the way to the goal
    fx, fy, fz = s[1] * e[2] - s[2] * e[1], s[2] * e[0] - s[0] * e[2], s[0] * e[1] - s[1] * e[0]
    x, y = x / off, y / off
    way = (x * e[0] + y * fx, x * e[1] + y * fy, x * e[2] + y * fz)
    # rounding may put the edge just outside
    return _ahead(s, way, min(1.0, off) * radius)


@inner
def in_cell(cell: Array, at: int, z: Array, k: int) -> Point:
    """The point of the ellipsoid, Earth-fixed, m, that coordinates k and k + 1 of z choose in a cell.

    The cell's south, north, west, east (rad) begin at `at` in `cell`.
    """
    latitude = _between(cell[at + SOUTH], cell[at + NORTH], z[k])
    return earth_fixed(latitude, _between(cell[at + WEST], cell[at + EAST], z[k + 1]), 0.0)


@inner
def _lead(aim: Array, end: float) -> float:
    """By how much (rad) the aim that the boost is directed at is turned eastward, for a flight time (s)."""
    shortest, longest, first = aim[SHORTEST_FLIGHT], aim[LONGEST_FLIGHT], aim[FIRST_LEAD]
    if longest <= shortest:
        return float(first)
    return float(first + (end - shortest) / (longest - shortest) * (aim[LAST_LEAD] - first))


@inner
def fly(
    z: Array, problem: Array, aim: Array
) -> tuple[bool, Point, Point, Point, Point, float, float]:
    """The flight of a candidate z (28,), for a `problem` (23,) and a row of aims (8,).

    Whether it exists; base, burnout and aim (Earth-fixed, m); inertial velocity along the Earth-fixed axes of burnout
    (m/s); burnout and end time (s from launch).
    """
    q = in_cell(aim, 0, z, _AIM_AT)
    end = _between(aim[SHORTEST_FLIGHT], aim[LONGEST_FLIGHT], z[_END])
    # direction of the led aim, towards which burnout lies; the flight itself goes to q
    a = turn(*unit(q[0], q[1], q[2]), _lead(aim, end))
    near = in_cell(problem, _BASE, z, _BASE_AT)
    b = _in_disc(unit(near[0], near[1], near[2]), a, problem[_FIELD], z, _FIELD_AT)
    r = ellipsoid_radius(b)
    base = (r * b[0], r * b[1], r * b[2])
    out = _between(problem[_NEAREST], problem[_FARTHEST], z[_OUTWARD])
    # up to `sideways` from the point of the great circle, in whatever direction
    s = _in_disc(_ahead(b, toward(b, a), out), a, problem[_SIDEWAYS], z, _BESIDE)
    r = ellipsoid_radius(s) + _between(problem[_LOWEST], problem[_HIGHEST], z[_BURNOUT_HEIGHT])
    p = (r * s[0], r * s[1], r * s[2])
    tb = _between(problem[_EARLIEST_BURNOUT], problem[_LATEST_BURNOUT], z[_BURNOUT])
    outcome, _, vx, vy, vz = one_way(p[0], p[1], p[2], q[0], q[1], q[2], end - tb, False)
    return outcome == SOLVED, base, p, q, (vx, vy, vz), tb, end


@inner
def closing_time(p: Point, v: Point, tb: float, end: float, keep: float) -> float:
    """The last time (s from launch) at which an intercept of this flight counts, or a little after it.

    p, v: burnout (Earth-fixed, m) and inertial velocity along those axes (m/s) at `tb`. `keep`: the height above
    which an intercept counts, m.
    """
    if keep <= 0.0:
        return end - _BEFORE_END
    when = end
    # Newton's steps back from the end to where it falls through that height
    for _ in range(8):
        _, x, y, z, ux, uy, uz = propagate(p[0], p[1], p[2], v[0], v[1], v[2], when - tb)
        climb = (x * ux + y * uy + z * uz) / math.sqrt(x * x + y * y + z * z)
        # past the top: it never falls through that height
        if climb >= 0.0:
            break
        step = (keep - height_of((x, y, z))) / climb
        when += step
        if abs(step) < 1e-4 or when < tb:
            break
    return min(end, max(when, tb)) - _BEFORE_END


@inner
def position_at(base: Point, p: Point, v: Point, tb: float, when: float, climbed: float) -> Point:
    """Earth-fixed position (m) of the flight at `when` (s).

    Before burnout it may be anywhere between base and burnout; `climbed`, 0 to 1, says where.
    """
    if when < tb:
        return (
            base[0] + climbed * (p[0] - base[0]),
            base[1] + climbed * (p[1] - base[1]),
            base[2] + climbed * (p[2] - base[2]),
        )
    _, x, y, z, _, _, _ = propagate(p[0], p[1], p[2], v[0], v[1], v[2], when - tb)
    return turn(x, y, z, -ROTATION_RATE * (when - tb))


@inner
def outside(target: Point, height: float, s: Point, problem: Array) -> float:
    """How far (m) a target is outside the boost volume about the direction s, or below the height that counts.

    Negative where it is within; `height` (m) is the target's. All Earth-fixed.
    """
    r = math.sqrt(target[0] ** 2 + target[1] ** 2 + target[2] ** 2)
    dx, dy, dz = target[0] / r - s[0], target[1] / r - s[1], target[2] / r - s[2]
    # half the chord of the unit sphere is the sine of half the angle, exact for small angles too
    half = 0.5 * math.sqrt(dx * dx + dy * dy + dz * dz)
    ground = 2.0 * _GROUND * math.asin(min(1.0, half)) - problem[DISTANCE]
    return float(max(ground, height - problem[HEIGHT], problem[KEEP_ABOVE] - height))


@inner
def burn_out(z: Array, problem: Array, s: Point, target: Point) -> Point:
    """Where the interceptor launched at direction s burns out, Earth-fixed, m; coordinate OUT leads towards the
    target.
    """
    d = _in_disc(s, target, problem[DISTANCE], z, OUT)
    r = ellipsoid_radius(d) + z[_UP] * problem[HEIGHT]
    return r * d[0], r * d[1], r * d[2]
