"""A box: thirteen intervals. What times they leave, and where burnouts are.

Time t, burnout t0, aim latitude and longitude, end time, burnout time, height and distance, base latitude and
longitude, place latitude and longitude, time since burnout.
"""

from __future__ import annotations

from functools import reduce
from typing import Any, NamedTuple

from flint import arb

from reassure_check.ball import (
    GROUND,
    ONE,
    PI,
    SLOPE,
    ZERO,
    A,
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

Box = tuple[tuple[Any, Any], ...]


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
    (low, high), (first, last), (least, most) = box[0], box[1], box[12]
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
    ground = cell(*box[10], *box[11], ZERO)
    u = times(1 / norm(ground.middle), ground.middle)
    # a point is (R(d) + h) d with d within the angle of the launch point's direction: beside it by no more
    # than `disc`, and lower than it would be upright by no more than `drop`
    angle = lim.distance / GROUND
    disc, drop = (A + lim.height) * angle, (A + lim.height) * sq(angle) / 2
    half_height = (lim.height + drop) / 2
    radius = ellipsoid_radius(u) + half_height - drop
    middle = times(radius, u)
    ball = ground.bend + SLOPE * angle + (lim.height + drop + disc) * ground.angle
    size = root(dot(ground.north, ground.north) + dot(ground.east, ground.east))
    reach = root(sq(disc) + sq(half_height)) + ball + size
    farthest = (radius + reach).min(A + lim.height)
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
    off_base: Any


def burnout(box: Box, lim: Limits, carried: Any) -> Burnout:
    """Burnout points, axes carried by an angle: on great circles to the aims as the lead turns them."""
    (time, dtime), (west, east) = half(*box[4]), box[3]
    swing = abs(lim.lead_rate) * dtime * 180 / PI  # of the lead, over the box's flight times
    base = cell(*box[8], *box[9], carried)
    led = carried + lim.lead + lim.lead_rate * time
    aim = cell(*box[2], west - swing, east + swing, led)
    all_east = (east - west) / 2 + swing
    of_time = swing / all_east if swing > 0 else ZERO
    far = norm(aim.middle)
    p, q = times(1 / norm(base.middle), base.middle), times(1 / far, aim.middle)
    cosine = dot(p, q)
    t = plus(q, -cosine, p)
    sine = norm(t)
    need(sine > 0, "base and aim are opposite or one")
    t = times(1 / sine, t)
    s = cross(p, t)
    psi, dpsi = (side * 1000 / GROUND for side in half(*box[7]))
    height, dheight = (side * 1000 for side in half(*box[6]))
    sp, cp = psi.sin_cos()
    u, onward = plus(times(cp, p), sp, t), plus(times(cp, t), -sp, p)
    radius = ellipsoid_radius(u) + height
    off, aside = base.angle + lim.field / GROUND, lim.sideways / GROUND
    wide = norm(aim.north) + norm(aim.east)
    bent = aim.bend / far + 2 * sq(wide / far)
    lean = (off + aim.angle) / sine
    second = sq(dpsi) / 2 + dpsi * (off + exact("1.04") * lean) + sq(off) / 2
    second += sp / sine * (off * (2 * off + 2 * aim.angle + off * aim.angle) + bent)
    second += 2 * sp * sq(lean)
    stray = dpsi + off + exact("1.04") * lean * ONE.min(sp + dpsi)
    all_ = stray + aside
    need(lean <= 0.25 and all_ <= 0.5 and psi < 1.5, "base or aim cell too wide for its distance")
    need(wide <= far / 4, "aim cell too wide")
    ball = radius * (second + aside * (stray + aside / 2)) + SLOPE * all_ * (1 + all_)
    forward = radius * (dpsi + off + aside)
    side = radius * (abs(cp - sp * cosine / sine) * off + aside)
    lever = radius * sp / (far * sine)
    north, both = lever * dot(s, aim.north), lever * dot(s, aim.east)
    east, end = (1 - of_time) * both, of_time * both * (1 if lim.lead_rate > 0 else -1)
    return Burnout(
        times(radius, u), (times(forward, onward), times(dheight, u), times(side, s)),
        (times(north, s), times(east, s), times(end, s)), ball + dheight * all_,
        root(sq(forward) + sq(dheight) + sq(side + abs(north) + abs(east) + abs(end))),
        base.middle, off * A + base.bend,
    )  # fmt: skip
