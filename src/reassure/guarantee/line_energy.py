"""Two ways to settle a leaf without a reference arc for the interceptor: what any interceptor within the limits
lacks, m/s. Positive: proved.

docs/guarantee.md: the straight line (section 3) and the energy (section 4); its numbers stand beside the lines. The
checker does the same sums in ball arithmetic; these only guide the search.
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
from reassure.earth.frames import ellipsoid_radius, turn
from reassure.guarantee.box import PLACE_LATITUDE, PLACE_LONGITUDE, Times
from reassure.guarantee.burnout import hull
from reassure.guarantee.cell import GROUND_RADIUS, SLOPE, cell
from reassure.guarantee.conic import conic
from reassure.guarantee.flights import FIELDS, Tube, fields_at, local, sizes_at
from reassure.numeric.compile import inner
from reassure.numeric.vectors import dot, minus, norm, plus, scaled, spin
from reassure.typing import DIVERT, KEEP_ABOVE, PERTURBATION, SPEED, Array, Point

__all__ = [
    "NOT_APPLICABLE",
    "Target",
    "Volume",
    "boosting",
    "by_energy",
    "by_line",
    "flying",
    "is_low",
    "middle_of",
    "turned",
    "volume",
]

NOT_APPLICABLE = -30_000.0
"""m/s. Stands for: this way does not apply to the box."""

_MU = GRAVITATIONAL_PARAMETER
# (1): gravity and n outside the polar radius, for real paths.
_G0 = _MU / POLAR_RADIUS**2
_OMEGA = ROTATION_RATE
_N0 = math.sqrt(_MU / POLAR_RADIUS**3)


class Volume(NamedTuple):
    """Where interceptors of a cell of launch points can burn out, Earth-fixed at time 0; all m."""

    middle: Point
    north: Point
    """Half the cell's extent to the north; `east`: to the east."""
    east: Point
    disc: float
    """Radius of the upright cylinder that holds the boost volume of one launch point; (58)."""
    half_height: float
    """Half its height."""
    ball: float
    """What cylinder, north and east leave out; (59)."""
    reach: float
    """Greatest distance of a burnout from `middle`; (59)."""
    off_axis: float
    """Greatest distance of a burnout from the Earth's axis."""
    radius: float
    """Greatest distance of a burnout from the Earth's centre; (60)."""


@inner
def volume(lo: Array, hi: Array, distance: float, height: float) -> Volume:
    """The boost volumes of all launch points of a box `lo`, `hi` (14,), each of a ground distance and a height (m)."""
    ground = cell(
        lo[PLACE_LATITUDE], hi[PLACE_LATITUDE], lo[PLACE_LONGITUDE], hi[PLACE_LONGITUDE], 0.0
    )
    u = scaled(1.0 / norm(ground.middle), ground.middle)
    angle = distance / GROUND_RADIUS
    disc = (EQUATORIAL_RADIUS + height) * angle  # (58)
    drop = 0.5 * (EQUATORIAL_RADIUS + height) * angle * angle  # (58)
    half = 0.5 * (height + drop)  # (58)
    radius = ellipsoid_radius(u)
    # the cylinder reaches from `drop` below the ground to the volume's height
    middle = scaled(radius + half - drop, u)
    ball = ground.bend + SLOPE * angle + (height + drop + disc) * ground.angle  # (59)
    size = math.sqrt(dot(ground.north, ground.north) + dot(ground.east, ground.east))
    reach = math.sqrt(disc * disc + half * half) + ball + size  # (59)
    off_axis = math.hypot(middle[0], middle[1]) + reach
    farthest = min(radius + half + reach, EQUATORIAL_RADIUS + height)  # (60)
    return Volume(
        middle,
        ground.north,
        ground.east,
        disc,
        half,
        ball,
        reach,
        min(off_axis, farthest),
        farthest,
    )


class Target(NamedTuple):
    """The flights between two times, seen from the reference at the middle of them. Inertial axes."""

    time: float
    """s from the flight's launch, the middle of the times; `half`: half of them."""
    half: float
    position: Point
    """m, the reference there; `velocity`, m/s."""
    velocity: Point
    spread: float
    """m, the farthest that a flight is from the reference; (35)."""
    rest: float
    """m, the farthest that it is from the reference and the linear part together; Lambda."""
    bow: float
    """m, the farthest that it is from both prolonged at their speeds, in inertial or turning axes; part of (36)."""
    linear: float
    """m, the longest that the linear part can be; (34)."""
    floor: float
    """m, the reference's least radius over these times; (38). 0 while they boost."""
    pull: float
    """m/s^2, the most by which the reference is accelerated over these times, in inertial axes."""
    fields: Array
    """(7, 6): the seven fields there, m and m/s."""


@inner
def flying(t: Tube, low: float, high: float) -> Target:
    """The flights of a tube between two times (s).

    The reference is taken at the middle of the times, but never after its own end, nor before the earliest burnout,
    where it is nothing to rely on.
    """
    low = max(low, t.earliest)
    high = max(min(high, t.latest), low)
    mid = min(0.5 * (low + high), t.end_time)
    half = max(mid - low, high - mid)
    c = conic(t.position, t.velocity, mid - t.burnout_time)
    fields = fields_at(t, c)
    size, pace = sizes_at(c, fields)
    k = math.sqrt(2.0 * _MU / t.floor**3)
    linear = math.cosh(k * half) * size + math.sinh(k * half) / k * pace  # (34)
    near = local(t, c, half)
    spread = min(near.spread, linear + near.rest)  # (35)
    bow = (0.5 * (k * half) ** 2 + _OMEGA * half) * linear + near.rest  # (36), in turning axes too
    return Target(
        mid, half, c.position, c.velocity, spread, near.rest, bow, linear, near.floor,
        _MU / near.floor**2, fields,
    )  # fmt: skip


@inner
def boosting(lo: Array, hi: Array, fixed: Array, low: float, high: float) -> tuple[bool, Target]:
    """Whether anything can be said of a box's flights while they boost, and the flights between two times (s).

    They are a ball that turns with the Earth and has no fields. `fixed` (5,): RowFigures in their order.
    """
    mid = 0.5 * (low + high)
    sound, centre, radius = hull(lo, hi, fixed, mid)
    still = np.zeros((FIELDS, 6))
    return sound, Target(
        mid, 0.5 * (high - low), centre, spin(_OMEGA, centre), radius, 0.0, radius, 0.0, 0.0,
        2.0 * _OMEGA**2 * EQUATORIAL_RADIUS, still,
    )  # fmt: skip


@inner
def middle_of(g: Target) -> Target:
    """The reference alone, at the middle moment: flights of a box of no size."""
    return Target(
        g.time, 0.0, g.position, g.velocity, 0.0, 0.0, 0.0, 0.0, norm(g.position), g.pull, g.fields
    )


@inner
def is_low(g: Target, lim: Array) -> bool:
    """Are all flights below the height that counts, and by a metre for rounding? `lim` (7,): LimitFigures in order."""
    top = norm(g.position) + g.half * (norm(g.velocity) + g.pull * g.half) + g.spread  # (11)
    return bool(top < POLAR_RADIUS + lim[KEEP_ABOVE] - 1.0)


@inner
def _nearest(p: Point, v: Point, half: float) -> float:
    """Least |p + v b| (m) for times |b| <= half (s)."""
    v2 = dot(v, v)
    if v2 == 0.0:
        return norm(p)
    b = min(half, max(-half, -dot(p, v) / v2))
    return norm(plus(p, b, v))


@inner
def _reach(g: Target, e: Point) -> float:
    """The farthest (m) that a flight goes from the reference's straight line, along a unit vector; (36)."""
    far = g.bow
    for i in range(FIELDS):
        far += abs(dot(e, (g.fields[i, 0], g.fields[i, 1], g.fields[i, 2])))
        far += g.half * abs(dot(e, (g.fields[i, 3], g.fields[i, 4], g.fields[i, 5])))
    return min(far, g.spread)


@inner
def _apart(g: Target, x: Volume, p: Point, v: Point, time: float) -> float:
    """The least distance (m) of a flight from the boost volumes; p (m) and v (m/s): the reference's place and velocity seen
    from their middle, the Earth turned to `time` (s).

    Less than 0 where nothing keeps them apart.
    """
    d = norm(p)
    if d == 0.0:
        return -g.spread - x.reach
    e = scaled(1.0 / d, p)
    straight = d - g.half * abs(dot(e, v)) - _reach(g, e) - _extent(x, e, time)
    return max(_nearest(p, v, g.half) - g.spread - x.reach, straight)  # (37)


@inner
def _extent(x: Volume, e: Point, time: float) -> float:
    """The farthest (m) that a burnout is from the middle along a unit vector, the Earth turned to `time` (s)."""
    up = abs(dot(e, turned(x.middle, time))) / norm(x.middle)
    level = math.sqrt(max(0.0, 1.0 - up * up))
    sides = abs(dot(e, turned(x.north, time))) + abs(dot(e, turned(x.east, time)))
    return level * x.disc + up * x.half_height + sides + x.ball  # (59)


@inner
def turned(p: Point, time: float) -> Point:
    """Where the Earth carries a point (m) from time 0 to a time (s)."""
    return turn(p[0], p[1], p[2], _OMEGA * time)


@inner
def by_line(g: Target, x: Volume, when: Times, lim: Array) -> float:
    """What is lacking by the straight line from burnout, m/s: gravity and thrust bend a path by no more than (12).

    `lim` (7,): LimitFigures in their order.
    """
    p = minus(g.position, turned(x.middle, g.time))
    # relative to the turning Earth, for the boost volume is Earth-fixed
    v = minus(g.velocity, spin(_OMEGA, g.position))
    bend = 0.0  # while it boosts the reference is at rest in turning axes
    if g.floor > 0.0:
        fast = norm(g.velocity) + g.pull * g.half  # (13)
        far = norm(g.position) + g.half * fast  # (13)
        bend = 0.5 * g.half**2 * (g.pull + 2.0 * _OMEGA * fast + _OMEGA**2 * far)  # (13)
    gap = _apart(g, x, p, v, g.time) - bend
    tau = max(when.most, 0.0)
    need = tau * (lim[SPEED] + lim[DIVERT]) + 0.5 * tau * tau * (
        _G0 + lim[PERTURBATION] + _OMEGA**2 * x.off_axis
    )  # (12)
    # m become m/s by the time there is; 30 s only keeps the margin of short times comparable with others
    return float((gap - need) / max(tau, 30.0))


@inner
def by_energy(g: Target, x: Volume, when: Times, lim: Array) -> float:
    """What is lacking by the energy that the least conic to the target takes, m/s, whenever it is flown; NOT_APPLICABLE
    where its conditions do not hold.
    """
    launch, launch_half = 0.5 * (when.first + when.last), 0.5 * (when.last - when.first)
    start = turned(x.middle, launch)
    p = minus(g.position, start)
    carried = launch_half * _OMEGA * x.off_axis
    near = x.reach + carried  # (15)
    bend = 0.5 * g.half**2 * g.pull  # (16)
    chord = _apart(g, x, p, g.velocity, launch) - bend - carried  # (37)
    # s by which a meeting may come before the burnout: the volume turns on for as long
    overlap = max(0.0, -when.least)
    if chord - overlap * _OMEGA * x.off_axis <= 0.0:
        return NOT_APPLICABLE
    longest = when.most
    if longest <= 0.0:
        return (chord - overlap * _OMEGA * x.off_axis) / 30.0
    r_c = norm(g.position)
    across_path = g.half * norm(g.velocity) + bend + g.spread  # (18)
    radial = abs(dot(g.position, g.velocity)) / r_c
    low = _reach(g, scaled(1.0 / r_c, g.position))
    r = max(POLAR_RADIUS, r_c - g.half * radial - bend - low)  # (17)
    # of (14): 1 up to a right angle between burnout and meeting, sin theta beyond
    s = 1.0
    d0 = norm(start)
    ahead = dot(g.position, start)
    if ahead - r_c * near - d0 * across_path - near * across_path < 0.0:
        if near >= d0 or across_path >= r_c:
            return NOT_APPLICABLE
        angle = (
            math.acos(ahead / (r_c * d0)) + math.asin(near / d0) + math.asin(across_path / r_c)
        )  # (18)
        if angle >= math.pi or angle + _N0 * longest > 1.5 * math.pi:
            return NOT_APPLICABLE
        if angle > 0.5 * math.pi:
            s = math.sin(angle)
    if _N0 * longest >= 3.1:
        return NOT_APPLICABLE
    # the greatest radius of a burnout gives the least speed
    over = 1.0 / x.radius
    first = 2.0 * _MU * (over - 2.0 / (x.radius + r + chord))  # (14)
    second = 2.0 * _MU * over - 2.0 * _MU / POLAR_RADIUS + _MU / POLAR_RADIUS * s  # (14)
    most = min(first, second)
    if most <= 0.0:
        return NOT_APPLICABLE
    # Theorem 1: what a path spends counts by kappa once it takes more than a quarter turn
    kappa = 1.0 if _N0 * longest <= 0.5 * math.pi else math.sin(_N0 * longest)
    spent = (lim[DIVERT] + lim[PERTURBATION] * longest) / kappa  # (19)
    return float(math.sqrt(most) - _OMEGA * x.off_axis - lim[SPEED] - spent)
