"""A box: thirteen intervals. What times they leave, and where burnouts are.

The numbers (1) to (60) beside the lines are those of docs/guarantee.md.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

from flint import arb

from reassure_check_old.ball import (
    GROUND,
    ONE,
    PI,
    SLOPE,
    ZERO,
    A,
    Cell,
    Vector,
    cell,
    cross,
    dot,
    ellipsoid_radius,
    exact,
    need,
    norm,
    plus,
    root,
    sq,
    times,
)

Interval = tuple[Any, Any]


class Box(NamedTuple):
    """Thirteen intervals, in the order of docs/certificate.md: s, degrees and km."""

    time: Interval
    launch: Interval
    aim_latitude: Interval
    aim_longitude: Interval
    end: Interval
    burnout_time: Interval
    burnout_height: Interval
    burnout_distance: Interval
    base_latitude: Interval
    base_longitude: Interval
    place_latitude: Interval
    place_longitude: Interval
    since: Interval


class Limits(NamedTuple):
    """An interceptor's limits and what else bounds its path: m/s, m, m/s^2; the lead at time 0, rad, rad/s."""

    speed: Any
    divert: Any
    distance: Any
    height: Any
    perturbation: Any
    keep_above: Any
    field: Any
    sideways: Any
    lead: Any
    lead_rate: Any


class Times(NamedTuple):
    """Least and greatest time of meeting, of the interceptor's burnout and of its free flight (t - t0)."""

    low: Any
    high: Any
    first: Any
    last: Any
    least: Any
    most: Any


def when(box: Box) -> Times | None:
    """The times of a box: t, t0 and t - t0, each as the others narrow it; None if there are none."""
    (low, high), (first, last), (least, most) = box.time, box.launch, box.since
    since = least if least > 0 else arb(-(10**9))  # from 0: the interceptor may still boost
    d = Times(
        low.max(first + since), high.min(last + most), first.max(low - most),
        last.min(high - since), since.max(low - last), most.min(high - first),
    )  # fmt: skip
    return None if d.low > d.high or d.first > d.last or d.least > d.most else d


def greatest(values: list[Any]) -> Any:
    """The greatest of balls."""
    return reduce(arb.max, values)


def half(low: Any, high: Any) -> tuple[Any, Any]:
    """Middle and half of an interval."""
    return (low + high) / 2, (high - low) / 2


class Volume(NamedTuple):
    """Where burnouts can be, Earth-fixed at time 0."""

    middle: Vector
    north: Vector
    east: Vector
    disc: Any
    half_height: Any
    ball: Any
    reach: Any
    off_axis: Any
    radius: Any


def volume(box: Box, lim: Limits) -> Volume:
    """The boost volumes of all launch points of the box."""
    ground = cell(*box.place_latitude, *box.place_longitude, ZERO)
    u = times(1 / norm(ground.middle), ground.middle)
    angle = lim.distance / GROUND
    disc, drop = (A + lim.height) * angle, (A + lim.height) * sq(angle) / 2  # (58)
    half_height = (lim.height + drop) / 2  # (58)
    radius = ellipsoid_radius(u) + half_height - drop
    middle = times(radius, u)
    ball = ground.bend + SLOPE * angle + (lim.height + drop + disc) * ground.angle  # (59)
    size = root(dot(ground.north, ground.north) + dot(ground.east, ground.east))
    reach = root(sq(disc) + sq(half_height)) + ball + size  # (59)
    farthest = (radius + reach).min(A + lim.height)  # (60)
    off_axis = (root(sq(middle[0]) + sq(middle[1])) + reach).min(farthest)
    return Volume(
        middle, ground.north, ground.east, disc, half_height, ball, reach, off_axis, farthest
    )


class Burnout(NamedTuple):
    """Where burnouts of a box are: middle; half-extents forward, up, sideways; how they go with the
    aim's and the flight time's; what these leave out; the extent of all these; the base, and how far it
    is from there.
    """

    middle: Vector
    starts: tuple[Vector, Vector, Vector]
    with_aim: tuple[Vector, Vector, Vector]
    ball: Any
    extent: Any
    base: Vector
    base_reach: Any


class Course(NamedTuple):
    """How flights of a box leave: directions p of the base and q of the led aim, t at p towards q and s
    aside; the sine and cosine of the angle from p to q; base and led aim; the share of the led aim's east
    that goes with the flight time.
    """

    p: Vector
    t: Vector
    s: Vector
    sine: Any
    cosine: Any
    base: Cell
    aim: Cell
    of_time: Any


def course(box: Box, lim: Limits, carried: Any) -> Course:
    """The course, axes carried by an angle: towards the aims as the lead turns them."""
    (time, dtime), (west, east) = half(*box.end), box.aim_longitude
    swing = abs(lim.lead_rate) * dtime * 180 / PI  # of the lead, over the box's flight times
    base = cell(*box.base_latitude, *box.base_longitude, carried)
    led = carried + lim.lead + lim.lead_rate * time
    aim = cell(*box.aim_latitude, west - swing, east + swing, led)
    of_time = ZERO if swing.is_zero() else swing / ((east - west) / 2 + swing)
    p, q = (times(1 / norm(x.middle), x.middle) for x in (base, aim))
    cosine = dot(p, q)
    across = plus(q, -cosine, p)
    sine = norm(across)
    need(sine > 0, "base and aim are opposite or one")
    t = times(1 / sine, across)
    return Course(p, t, cross(p, t), sine, cosine, base, aim, of_time)


def burnout(box: Box, lim: Limits, carried: Any) -> Burnout:
    """Burnout points, axes carried by an angle: on great circles to the aims as the lead turns them."""
    p, t, s, sine, cosine, base, aim, of_time = course(box, lim, carried)
    far = norm(aim.middle)
    psi, dpsi = (side * 1000 / GROUND for side in half(*box.burnout_distance))
    height, dheight = (side * 1000 for side in half(*box.burnout_height))
    sp, cp = psi.sin_cos()
    u, onward = plus(times(cp, p), sp, t), plus(times(cp, t), -sp, p)
    radius = ellipsoid_radius(u) + height
    base_angle, side_angle = base.angle + lim.field / GROUND, lim.sideways / GROUND
    wide = norm(aim.north) + norm(aim.east)
    aim_second = aim.bend / far + 2 * sq(wide / far)  # (22)
    tangent_turn = (base_angle + aim.angle) / sine
    second = (
        sq(dpsi) / 2 + dpsi * (base_angle + exact("1.04") * tangent_turn) + sq(base_angle) / 2
    )  # (23)
    second += (
        sp
        / sine
        * (base_angle * (2 * base_angle + 2 * aim.angle + base_angle * aim.angle) + aim_second)
    )  # (23)
    second += 2 * sp * sq(tangent_turn)  # (23)
    direction_move = dpsi + base_angle + exact("1.04") * tangent_turn * ONE.min(sp + dpsi)  # (24)
    whole_move = direction_move + side_angle
    # (21), (26): what these rest on
    need(
        tangent_turn <= 0.25 and whole_move <= 0.5 and psi < 1.5,
        "base or aim cell too wide for its distance",
    )
    need(wide <= far / 4, "aim cell too wide")  # (22)
    ball = radius * (
        second + side_angle * (direction_move + side_angle / 2)
    ) + SLOPE * whole_move * (1 + whole_move)  # (26)
    ball += dheight * whole_move  # (26)
    forward = radius * (dpsi + base_angle + side_angle)  # (25)
    side = radius * (abs(cp - sp * cosine / sine) * base_angle + side_angle)  # (25)
    aim_lever = radius * sp / (far * sine)
    north, both = aim_lever * dot(s, aim.north), aim_lever * dot(s, aim.east)  # (25)
    east, end = (1 - of_time) * both, of_time * both * (1 if lim.lead_rate > 0 else -1)
    sideways = side + abs(north) + abs(east) + abs(end)
    return Burnout(
        times(radius, u), (times(forward, onward), times(dheight, u), times(side, s)),
        (times(north, s), times(east, s), times(end, s)), ball,
        root(sq(forward) + sq(dheight) + sq(sideways)), base.middle, base_angle * A + base.bend,  # (57)
    )  # fmt: skip
