"""Whether leaves hold by the straight line, the energy or the height that counts. Numbers in brackets are those of docs/guarantee.md."""

from typing import Any

from reassure_check.ball import (
    HALF_PI, PI, ZERO, Ball, Vector, asin, dot, minus, norm, plus, sin_cos, sq, times, where,
)  # fmt: skip
from reassure_check.box import Holds, burnout
from reassure_check.earth import G_POLAR, MU, N_POLAR, OMEGA, A, B, Bundle, half, spin, turned


class Target(Bundle):
    """The flights in a span of time: `time`, a middle, and `half`, the greatest distance from it; `position` and `velocity` of a
    moving point, and the most that it is accelerated (`pull`); `fields` and their `rates` there (None while they boost); how far
    flights are from the point (`spread`), from point and fields (`rest`), and from these prolonged at their speeds (`bow`); how
    long the fields' sum can be (`linear`); how near the point comes to the centre (`floor`).
    """


def boosting(holds: Holds, box: Bundle, lim: Bundle, low: Ball, high: Ball) -> Target:
    """Flights up to burnout: in the hull of base and burnout, which turns with the Earth."""
    (mid, h), (share, dshare) = half(low, high), half(*box.share)
    out = burnout(holds, box, lim, OMEGA * mid)
    way = minus(out.middle, out.base)
    centre = plus(out.base, share, way)
    first, last = (s * (out.ball + out.extent) + (1 - s) * out.base_reach for s in box.share)
    spread = dshare * norm(way) + first.max(last)  # (57)
    pull = sq(OMEGA) * 2 * A  # no point of a hull is farther than 2 A from the axis
    return Target(
        time=mid, half=h, position=centre, velocity=spin(centre), fields=None, rates=None, pull=pull,
        spread=spread, rest=ZERO, bow=spread, linear=ZERO, floor=ZERO,
    )  # fmt: skip


def along(g: Target, e: Vector) -> Any:
    """The farthest that flights go from the moving point along a unit vector."""
    if g.fields is None:
        return g.spread
    far = sum((abs(dot(e, x)) for x in g.fields), g.bow)  # (36)
    far = far + g.half * sum((abs(dot(e, x)) for x in g.rates), ZERO)  # (36)
    return far.min(g.spread)


def apart(g: Target, x: Bundle, p: Vector, v: Vector, time: Any) -> Any:
    """A lower bound of flights' distance from the boost volumes, the Earth turned to a time; p and v the moving point's place and
    velocity relative to their middle.
    """
    v2, h, d = dot(v, v), g.half, norm(p)
    # |p + v s|^2 is convex in s, so above any tangent
    s = where(v2 > 0, (-dot(p, v) / v2).max(-h).min(h), 0.0).mid()
    near = plus(p, s, v)
    slope = 2 * dot(near, v)
    ball = (dot(near, near) + (slope * (h - s)).min(slope * (-h - s))).sqrt() - g.spread - x.reach
    e = times(1 / d, p)
    up = abs(dot(e, turned(x.middle, time))) / norm(x.middle)
    extent = (1 - sq(up)).sqrt() * x.disc + up * x.half_height + x.ball  # (59)
    extent += abs(dot(e, turned(x.north, time))) + abs(dot(e, turned(x.east, time)))  # (59)
    straight = d - h * abs(dot(e, v)) - along(g, e) - extent
    return where(d > 0, ball.max(straight), ball)  # (37)


def by_line(holds: Holds, g: Target, x: Bundle, w: Bundle, lim: Bundle) -> None:
    """The straight line: gravity and thrust bend a path by no more than so much."""
    p, v = minus(g.position, turned(x.middle, g.time)), minus(g.velocity, spin(g.position))
    bend = ZERO  # while they boost flights are at rest in the turning frame
    if g.fields is not None:
        fast = norm(g.velocity) + g.pull * g.half  # (13)
        far = norm(g.position) + g.half * fast  # (13)
        bend = sq(g.half) * 0.5 * (g.pull + 2 * OMEGA * fast + sq(OMEGA) * far)  # (13)
    gap, tau = apart(g, x, p, v, g.time) - bend, w.most.max(0.0)
    pull = G_POLAR + lim.perturbation + sq(OMEGA) * x.off_axis  # (12)
    reach = tau * (lim.speed + lim.divert) + sq(tau) * 0.5 * pull  # (12)
    holds.need(gap > reach, "within the straight line's reach")


def by_energy(holds: Holds, g: Target, x: Bundle, w: Bundle, lim: Bundle) -> None:
    """The least conic to the target takes more than the limits give, whenever it is flown."""
    launch, dlaunch = half(w.first, w.last)
    start, turning = turned(x.middle, launch), OMEGA * x.off_axis
    near, bend = x.reach + dlaunch * turning, sq(g.half) * 0.5 * g.pull  # (15), (16)
    chord = (
        apart(g, x, minus(g.position, start), g.velocity, launch) - bend - dlaunch * turning
    )  # (37)
    holds.need(chord > (-w.least).max(0.0) * turning, "may meet during the interceptor's boost")
    early = w.most <= 0  # then that is all
    longest, r_c, d0 = w.most.max(0.0), norm(g.position), norm(start)
    stray = g.half * norm(g.velocity) + bend + g.spread  # (18)
    radial = abs(dot(g.position, g.velocity)) / r_c
    r = B.max(r_c - g.half * radial - bend - along(g, times(1 / r_c, g.position)))  # (17)
    nt, ahead = N_POLAR * longest, dot(g.position, start)
    holds.need(early | (nt < 3.1), "too long for the energy bound")
    frontal = early | (ahead - r_c * near - d0 * stray - near * stray >= 0)
    fits = (near < d0) & (stray < r_c)
    holds.need(frontal | fits, "too wide for the energy bound")
    wide = asin(near / d0) + asin(stray / r_c)
    angle = HALF_PI - asin(ahead / (r_c * d0)) + wide  # (18)
    inside = (angle < PI) & (angle + nt <= 3 * HALF_PI)
    holds.need(frontal | inside, "too far for the energy bound")
    s = where(frontal | (angle <= HALF_PI), 1.0, sin_cos(angle.max(HALF_PI))[0])
    first = 2 * MU * (1 / x.radius - 2 / (x.radius + r + chord))  # (14)
    second = 2 * MU / x.radius - (2 - s) * MU / B  # (14)
    kappa = where(nt <= HALF_PI, 1.0, sin_cos(nt)[0])
    spent = (lim.divert + lim.perturbation * longest) / kappa  # (19)
    far = first.min(second).sqrt() - turning > lim.speed + spent
    holds.need(early | far, "within the energy's reach")


def below(holds: Holds, g: Target, x: Bundle, w: Bundle, lim: Bundle) -> None:
    """All flights are lower than an intercept that counts."""
    top = norm(g.position) + g.half * (norm(g.velocity) + g.pull * g.half) + g.spread  # (11)
    holds.need(top < B + lim.keep_above, "above the height that counts")
