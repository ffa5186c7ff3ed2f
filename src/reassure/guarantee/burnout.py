"""Where the burnouts of a box's flights are, and where its flights are while they boost.

docs/guarantee.md, sections 5 and 7.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.earth.constants import EQUATORIAL_RADIUS, ROTATION_RATE
from reassure.earth.frames import ellipsoid_radius
from reassure.guarantee.cell import GROUND_RADIUS, SLOPE, cell
from reassure.numeric.compile import inner
from reassure.numeric.vectors import cross, dot, minus, norm, plus, scaled
from reassure.typing import Array, Point

__all__ = ["Burnout", "burnout", "extent", "hull"]


class Burnout(NamedTuple):
    """Where the burnouts of a box are.

    `sound`: the box is narrow enough to tell. The base's middle; the burnout's middle (m); half-extents
    forward, up and sideways; how far it goes along with the aim's half-extents north and east and, by
    the lead, with the flight time's; what all these leave out (m); how far a base is from its middle (m).
    """

    sound: bool
    base: Point
    middle: Point
    forward: Point
    up: Point
    side: Point
    with_north: Point
    with_east: Point
    with_end: Point
    ball: float
    off_base: float


@inner
def burnout(lo: Array, hi: Array, fixed: Array, carried: float) -> Burnout:
    """Burnouts of a box, the Earth turned by `carried` (rad). `fixed`: field radius, sideways (m),
    perturbation (m/s^2), the lead at a flight time of 0 (rad) and its rate (rad/s).

    They lie on great circles towards the led aims: aims turned eastward by the lead, which is linear in the
    flight time.
    """
    base = cell(lo[8], hi[8], lo[9], hi[9], carried)
    lead = fixed[3] + fixed[4] * 0.5 * (lo[4] + hi[4])
    swing = math.degrees(abs(fixed[4]) * 0.5 * (hi[4] - lo[4]))
    aim = cell(lo[2], hi[2], lo[3] - swing, hi[3] + swing, carried + lead)
    half_east = 0.5 * (hi[3] - lo[3])
    of_time = swing / (half_east + swing) if swing > 0.0 else 0.0
    aim_radius = norm(aim.middle)
    p = scaled(1.0 / norm(base.middle), base.middle)
    q = scaled(1.0 / aim_radius, aim.middle)
    cosine = dot(p, q)
    t = plus(q, -cosine, p)
    sine = norm(t)
    t = scaled(1.0 / sine, t)
    s = cross(p, t)
    psi = 500.0 * (lo[7] + hi[7]) / GROUND_RADIUS
    dpsi = 500.0 * (hi[7] - lo[7]) / GROUND_RADIUS
    height, dheight = 500.0 * (lo[6] + hi[6]), 500.0 * (hi[6] - lo[6])
    cp, sp = math.cos(psi), math.sin(psi)
    u = plus(scaled(cp, p), sp, t)
    onward = plus(scaled(cp, t), -sp, p)
    radius = ellipsoid_radius(u) + height
    off_base, aside = base.angle + fixed[0] / GROUND_RADIUS, fixed[1] / GROUND_RADIUS
    # the first order: a base moved forward or sideways, an aim moved sideways
    forward = radius * (dpsi + off_base + aside)
    side = radius * (abs(cp - sp * cosine / sine) * off_base + aside)
    lever = radius * sp / (aim_radius * sine)
    # the second, docs/guarantee.md, section 5
    wide = norm(aim.north) + norm(aim.east)
    bent = aim.bend / aim_radius + 2.0 * (wide / aim_radius) ** 2
    lean = (off_base + aim.angle) / sine
    second = (
        0.5 * dpsi * dpsi
        + dpsi * (off_base + 1.04 * lean)
        + 0.5 * off_base * off_base
        + sp / sine * (off_base * (2.0 * off_base + 2.0 * aim.angle + off_base * aim.angle) + bent)
        + 2.0 * sp * lean * lean
    )
    stray = dpsi + off_base + 1.04 * lean * min(1.0, sp + dpsi)
    far = stray + aside
    ball = (
        radius * (second + aside * (stray + 0.5 * aside))
        + SLOPE * far * (1.0 + far)
        + dheight * far
    )
    return Burnout(
        lean <= 0.25 and far <= 0.5 and wide <= 0.25 * aim_radius and psi < 1.5,
        base.middle,
        scaled(radius, u),
        scaled(forward, onward),
        scaled(dheight, u),
        scaled(side, s),
        scaled(lever * dot(s, aim.north), s),
        scaled((1.0 - of_time) * lever * dot(s, aim.east), s),
        scaled(math.copysign(of_time, fixed[4]) * lever * dot(s, aim.east), s),
        ball,
        off_base * EQUATORIAL_RADIUS + base.bend,
    )


@inner
def extent(out: Burnout) -> float:
    """The farthest that a burnout is from the middle but for the ball: three axes at right angles."""
    side = norm(out.side) + norm(out.with_north) + norm(out.with_east) + norm(out.with_end)
    return math.sqrt(dot(out.forward, out.forward) + dot(out.up, out.up) + side * side)


@inner
def hull(lo: Array, hi: Array, fixed: Array, time: float) -> tuple[bool, Point, float]:
    """A ball about all that flights of the box may be in while they boost, the Earth turned to
    `time` (s): whether it holds, its centre and radius (m).
    """
    out = burnout(lo, hi, fixed, ROTATION_RATE * time)
    centre = scaled(0.5, plus(out.base, 1.0, out.middle))
    far = norm(minus(out.middle, centre)) + out.ball + extent(out)
    return out.sound, centre, max(far, norm(minus(out.base, centre)) + out.off_base)
