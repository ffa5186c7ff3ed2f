"""Where the burnouts of a box's flights are, and where its flights are while they boost.

docs/guarantee.md, sections 5 and 7, whose numbers stand beside the lines.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.earth.constants import EQUATORIAL_RADIUS, ROTATION_RATE
from reassure.earth.frames import ellipsoid_radius
from reassure.guarantee.box import (
    AIM_LATITUDE,
    AIM_LONGITUDE,
    BASE_LATITUDE,
    BASE_LONGITUDE,
    BURNOUT_DISTANCE,
    BURNOUT_HEIGHT,
    END,
    FIELD,
    LEAD,
    LEAD_RATE,
    SHARE,
    SIDEWAYS,
)
from reassure.guarantee.cell import GROUND_RADIUS, SLOPE, Cell, cell
from reassure.numeric.compile import inner
from reassure.numeric.vectors import cross, dot, minus, norm, plus, scaled
from reassure.typing import Array, Point

__all__ = ["Burnout", "burnout", "extent", "hull"]


class Burnout(NamedTuple):
    """Where the burnouts of a box are.

    A burnout is at `middle` plus each of the six vectors times a factor from -1 to 1, plus at most `ball`; all m.
    """

    sound: bool
    """Is the box narrow enough to tell? Where not, nothing else counts."""
    base: Point
    """Middle of the bases."""
    middle: Point
    forward: Point
    up: Point
    side: Point
    with_north: Point
    """With the aim's half-extent north, of the same factor as the aim's own; `with_east`: with that east."""
    with_east: Point
    with_end: Point
    """With the flight time's half-span, by the lead."""
    ball: float
    """What all these leave out; (28)."""
    base_reach: float
    """The farthest that a base is from the middle of the bases."""


class Course(NamedTuple):
    """How flights of a box leave, by the letters of docs/guarantee.md, section 5."""

    p: Point
    """Direction of the middle of the bases."""
    t: Point
    """Unit tangent at p towards the middle of the led aims; s = p x t is aside."""
    s: Point
    sine: float
    """Of Theta, the angle from p to the middle of the led aims."""
    cosine: float
    base: Cell
    aim: Cell
    """The led aims: turned by the middle lead, and widened by its half-span."""
    of_time: float
    """The share of their half-width to the east that goes with the flight time."""


@inner
def course(lo: Array, hi: Array, fixed: Array, carried: float) -> Course:
    """The course of a box's flights, the Earth turned by `carried` (rad). `fixed` (5,): RowFigures in their order.

    Not finite where base and led aim are in one direction.
    """
    base = cell(
        lo[BASE_LATITUDE], hi[BASE_LATITUDE], lo[BASE_LONGITUDE], hi[BASE_LONGITUDE], carried
    )
    lead = fixed[LEAD] + fixed[LEAD_RATE] * 0.5 * (lo[END] + hi[END])
    swing = math.degrees(abs(fixed[LEAD_RATE]) * 0.5 * (hi[END] - lo[END]))
    west, east = lo[AIM_LONGITUDE], hi[AIM_LONGITUDE]
    aim = cell(lo[AIM_LATITUDE], hi[AIM_LATITUDE], west - swing, east + swing, carried + lead)
    half_east = 0.5 * (east - west)
    of_time = swing / (half_east + swing) if swing > 0.0 else 0.0
    p = scaled(1.0 / norm(base.middle), base.middle)
    q = scaled(1.0 / norm(aim.middle), aim.middle)
    cosine = dot(p, q)
    t = plus(q, -cosine, p)
    sine = norm(t)
    t = scaled(1.0 / sine, t)
    return Course(p, t, cross(p, t), sine, cosine, base, aim, of_time)


class _Beyond(NamedTuple):
    """What the first order (22) leaves out of where a burnout's direction goes."""

    sound: bool
    """Is the box narrow enough to tell?"""
    whole_move: float
    """rad, how far a direction goes in all from the middle's; `all` of section 5."""
    ball: float
    """What is left out, as a share of the radius: the first part of (28)."""


@inner
def _beyond(
    c: Course, sp: float, dpsi: float, base_angle: float, side_angle: float, psi: float
) -> _Beyond:
    """docs/guarantee.md, (23) to (26). Angles in rad; `sp` is the sine of the distance psi."""
    aim_radius = norm(c.aim.middle)
    wide = norm(c.aim.north) + norm(c.aim.east)
    aim_second = c.aim.bend / aim_radius + 2.0 * (wide / aim_radius) ** 2  # (24)
    tangent_turn = (base_angle + c.aim.angle) / c.sine
    second = (  # (25)
        0.5 * dpsi * dpsi
        + dpsi * (base_angle + 1.04 * tangent_turn)
        + 0.5 * base_angle * base_angle
        + sp
        / c.sine
        * (
            base_angle * (2.0 * base_angle + 2.0 * c.aim.angle + base_angle * c.aim.angle)
            + aim_second
        )
        + 2.0 * sp * tangent_turn * tangent_turn
    )
    direction_move = dpsi + base_angle + 1.04 * tangent_turn * min(1.0, sp + dpsi)  # (26)
    whole_move = direction_move + side_angle
    # l <= 1/4 for (23), all <= 0.5, W <= F/4 for (24), and psi < 1.5 for a sine that is positive
    sound = tangent_turn <= 0.25 and whole_move <= 0.5 and wide <= 0.25 * aim_radius and psi < 1.5
    return _Beyond(sound, whole_move, second + side_angle * (direction_move + 0.5 * side_angle))


@inner
def burnout(lo: Array, hi: Array, fixed: Array, carried: float) -> Burnout:
    """Burnouts of a box `lo`, `hi` (14,), the Earth turned by `carried` (rad). `fixed` (5,): RowFigures in their order.

    They lie on great circles towards the led aims: aims turned eastward by the lead, which is linear in the
    flight time.
    """
    c = course(lo, hi, fixed, carried)
    # half of 1,000: a box has km, and the middle is half of the sum
    psi = 500.0 * (lo[BURNOUT_DISTANCE] + hi[BURNOUT_DISTANCE]) / GROUND_RADIUS
    dpsi = 500.0 * (hi[BURNOUT_DISTANCE] - lo[BURNOUT_DISTANCE]) / GROUND_RADIUS
    height = 500.0 * (lo[BURNOUT_HEIGHT] + hi[BURNOUT_HEIGHT])
    dheight = 500.0 * (hi[BURNOUT_HEIGHT] - lo[BURNOUT_HEIGHT])
    cp, sp = math.cos(psi), math.sin(psi)
    u = plus(scaled(cp, c.p), sp, c.t)
    # m of (22)
    onward = plus(scaled(cp, c.t), -sp, c.p)
    radius = ellipsoid_radius(u) + height
    base_angle = c.base.angle + fixed[FIELD] / GROUND_RADIUS
    side_angle = fixed[SIDEWAYS] / GROUND_RADIUS
    forward = radius * (dpsi + base_angle + side_angle)  # (27)
    side = radius * (abs(cp - sp * c.cosine / c.sine) * base_angle + side_angle)  # (27)
    aim_lever = radius * sp / (norm(c.aim.middle) * c.sine)  # (27)
    beyond = _beyond(c, sp, dpsi, base_angle, side_angle, psi)
    ball = (  # (28)
        radius * beyond.ball
        + SLOPE * beyond.whole_move * (1.0 + beyond.whole_move)
        + dheight * beyond.whole_move
    )
    # a later end moves the led aim with the lead's sign
    of_lead = math.copysign(c.of_time, fixed[LEAD_RATE])
    return Burnout(
        beyond.sound,
        c.base.middle,
        scaled(radius, u),
        scaled(forward, onward),
        scaled(dheight, u),
        scaled(side, c.s),
        scaled(aim_lever * dot(c.s, c.aim.north), c.s),
        scaled((1.0 - c.of_time) * aim_lever * dot(c.s, c.aim.east), c.s),
        scaled(of_lead * aim_lever * dot(c.s, c.aim.east), c.s),
        ball,
        base_angle * EQUATORIAL_RADIUS + c.base.bend,  # (57)
    )


@inner
def extent(out: Burnout) -> float:
    """The farthest (m) that a burnout is from the middle but for `ball`: three axes at right angles."""
    side = norm(out.side) + norm(out.with_north) + norm(out.with_east) + norm(out.with_end)
    return math.sqrt(dot(out.forward, out.forward) + dot(out.up, out.up) + side * side)


@inner
def hull(lo: Array, hi: Array, fixed: Array, time: float) -> tuple[bool, Point, float]:
    """A ball that holds all flights of the box `lo`, `hi` (14,) while they boost, the Earth turned to `time` (s).

    Whether it holds, its centre and its radius (m). `fixed` (5,): RowFigures in their order. SHARE of the box is
    how much of the way from base to burnout they have gone.
    """
    out = burnout(lo, hi, fixed, ROTATION_RATE * time)
    share, half = 0.5 * (lo[SHARE] + hi[SHARE]), 0.5 * (hi[SHARE] - lo[SHARE])
    span = minus(out.middle, out.base)
    at_burnout = out.ball + extent(out)
    # linear in the share, so greatest at one of its ends
    first = lo[SHARE] * at_burnout + (1.0 - lo[SHARE]) * out.base_reach
    last = hi[SHARE] * at_burnout + (1.0 - hi[SHARE]) * out.base_reach
    return out.sound, plus(out.base, share, span), half * norm(span) + max(first, last)  # (57)
