"""Whether leaves hold by a reference arc and its adjoint: docs/guarantee.md, section 8, whose numbers stand beside the lines."""

from __future__ import annotations

from typing import Any

import numpy as np

from reassure_check.ball import (
    HALF_PI, ZERO, Ball, Vector, apply, cross, cube, dot, inverse, minus, norm, plus, sin_cos,
    sinh_cosh, sq, times, transposed, where,
)  # fmt: skip
from reassure_check.bounds import Target
from reassure_check.box import Holds
from reassure_check.conic import Conic
from reassure_check.earth import MU, OMEGA, Bundle, half, spin, turned
from reassure_check.flights import SOON
from reassure_check.swept import (
    TWO_THIRDS, goes_short, growth, one_path, reached, second_order, stray, sweep,
)  # fmt: skip

FIELDS = 3.2e6, 4.2e6, 5.2e6, 6.2e6  # radii R outside one of which an arc stays


def extremes(holds: Holds, s: Bundle) -> tuple[Ball, Ball]:
    """The arc's least radius, and its apogee where it passes one, else 0: its ends have radii and radial rates `s.r0`, `s.r1`, `s.rates`."""
    over, under = (s.rates[0] > 0) & (s.rates[1] < 0), (s.rates[0] < 0) & (s.rates[1] > 0)
    ways = (
        over | under | (s.rates[0] >= 0) & (s.rates[1] >= 0) | (s.rates[0] <= 0) & (s.rates[1] <= 0)
    )
    holds.need(ways & (~over | (s.e < 1)), "an arc that may turn over")
    return where(under, s.p / (1 + s.e), s.r0.min(s.r1)), where(over, s.p / (1 - s.e), 0.0)


def by_arc(holds: Holds, g: Target, x: Bundle, w: Bundle, lim: Bundle, u: Vector) -> None:
    """Any path differs from the reference arc in a way that its adjoint measures."""
    launch, alpha = half(w.first, w.last)
    holds.need(w.least >= 1, "too short for an arc")
    start = turned(x.middle, launch)
    path = Conic(start, u)
    z = path.at(path.guess(g.time - launch))
    slip = abs(
        g.time - launch - z.time
    )  # the anomaly is a guess, so the flights' reference is a little beside
    beta = g.half + slip
    before, after = path.at(path.guess(-alpha - SOON)), path.at(path.guess(z.time + beta + SOON))
    ends = (before.time <= -alpha) & (after.time >= z.time + beta)
    holds.need(ends & (slip < 1e-4), "no end of the arc")
    alpha, beta = (
        -before.time,
        after.time - z.time,
    )  # a little longer: where the arc begins and ends
    s = sweep(holds, path, before, after)

    least, apogee = extremes(holds, s)
    rise, fall = abs(dot(start, u)) / path.d0, abs(dot(z.position, z.velocity)) / z.radius

    def nearest(pull: Any) -> tuple[Ball, Ball]:  # to the centre, around burnout and the meeting
        first = path.d0 - alpha * (rise + pull * alpha * 0.5)  # (39)
        return first, z.radius - beta * (fall + pull * beta * 0.5)  # (39)

    # the field outside one of four radii
    inner = np.zeros(len(holds.ok))
    for radius in FIELDS:
        first, last = nearest(MU / (radius * radius))
        fits = (first >= radius) & (last >= radius) & (least > radius) & (g.floor >= radius)
        inner = np.where(fits, radius, inner)
    holds.need(inner > 0, "the arc may come below the inner radius")
    r = Ball(np.where(inner > 0, inner, FIELDS[-1]))
    k2, pull = 2 * MU / cube(r), MU / sq(r)
    n, k = (k2 * 0.5).sqrt(), k2.sqrt()
    near0, near1 = nearest(pull)
    near0, near1 = near0.min(s.r0), near1.min(s.r1)
    s.low, s.top, s.other = (
        least.min(near0).min(near1),
        s.r0.max(s.r1).max(apogee),
        lim.perturbation,
    )
    holds.need(n * w.most < 3.14, "too long for an arc")

    # the adjoint: w at the middle burnout, 0 at the middle meeting
    v = minus(u, spin(start))
    rr, rv = path.blocks(z)
    inv = inverse(rv)
    a0, a1 = times(-1.0, apply(inv, apply(rr, v))), times(-1.0, apply(transposed(inv), v))
    n0, n1, speed = norm(a0), norm(a1), norm(v)
    (sinh_a, cosh_a), (sinh_b, cosh_b) = sinh_cosh(k * alpha), sinh_cosh(k * beta)
    q_b, q_a = speed * cosh_a + n0 * sinh_a / k, n1 * sinh_b / k  # (40)

    # how far paths are from the arc: at burnout, at the meeting, and along the way
    turning, alpha2 = sq(OMEGA) * x.off_axis, sq(alpha) * 0.5
    y_b = x.reach + alpha * (speed + OMEGA * x.reach) + alpha2 * (pull + turning)  # (42)
    delta, closing = minus(g.position, z.position), minus(g.velocity, z.velocity)
    slipped = slip * (norm(g.velocity) + norm(z.velocity) + 1 + beta * g.pull)
    apart = (norm(delta) + slipped + beta * norm(closing)) * cosh_b  # (43)
    y_a = apart + g.spread
    z0, z1 = y_b / near0, y_a / near1
    turn0, turn1 = 2 * alpha * s.h / sq(near0), 2 * beta * s.h / sq(near1)  # (10)
    holds.need(turn0 + turn1 < 0.9 * s.angle, "times too wide for an arc")
    a, b = reached(z0, z1, s, turn0), reached(z1, z0, s, turn1)
    total = after.time - before.time
    goes_short(holds, *one_path(holds, s, z0 + z1, total, lim.divert), total)
    half_tan = (1 - s.cosine) / s.sine
    push = lim.divert * 0.5 * s.top / s.h * half_tan  # (7)
    c, source = stray(holds, s, a, b, push, 0.45)

    # what second order, divert and perturbation take off on the way
    loss = second_order(
        s, (q_b / near0, q_a / near1), (a + source, b + source), push - source, apogee
    )
    loss = loss * 3 * MU / s.h * (1 - c * TWO_THIRDS) / sq(1 - c)  # (3), (54)
    most = q_b * s.r0 / near0 * growth(s, s.r0, s.r1, s.rates[1])  # (55)
    most += q_a * s.r1 / near1 * growth(s, s.r1, s.r0, -s.rates[0])  # (55)
    loss += most * (lim.divert + lim.perturbation * total)  # (55)

    # burnouts
    gx, d0 = plus(a0, 1.0, spin(v)), path.d0
    level = norm(cross(gx, start)) / d0
    loss += level * x.disc + abs(dot(gx, start)) / d0 * x.half_height + norm(gx) * x.ball  # (49)
    loss += abs(dot(gx, turned(x.north, launch))) + abs(dot(gx, turned(x.east, launch)))  # (49)
    loss += lim.speed * alpha2 * k2 * q_b  # (48)
    loss += alpha2 * (n0 + k2 * q_b * alpha) * (pull + turning)  # (44)
    loss += alpha2 * q_b * k2 * (norm(u) + pull * alpha * 0.5)  # (45)
    loss += alpha * q_b * sq(OMEGA) * (x.reach + OMEGA * alpha * x.off_axis)  # (46)
    loss += alpha * q_b * k2 * (x.reach + y_b) * 0.5  # (47)

    # the meeting: |q.y' - q'.y|
    loss += abs(dot(a1, delta)) + n1 * slipped + beta * abs(dot(a1, closing))  # (51)
    for e, e_rate in zip(g.fields, g.rates, strict=True):
        loss += abs(dot(a1, e)) + beta * abs(dot(a1, e_rate))  # (51)
    loss += n1 * (
        sq(beta) * 0.5 * k2 * (apart + g.linear) + g.rest + (cosh_b - 1) * y_a
    )  # (51), (50)
    quarter = HALF_PI / n
    back, was = w.least.min(quarter), where(w.most <= quarter, y_b, c * s.top)
    sinh, cosh = sinh_cosh(k * back)
    arriving = k * cosh / sinh * y_a + n / sin_cos(n * back)[0] * was  # (52)
    loss += q_a * (arriving + lim.divert + lim.perturbation * w.most.min(quarter))  # (52)

    nil = ZERO * start[2]
    fall_ = plus(times(-MU / cube(d0), start), sq(OMEGA), (start[0], start[1], nil))
    shift = alpha * dot(v, fall_)
    later = shift - lim.speed * norm(plus(v, alpha, a0))
    sooner = -shift - lim.speed * norm(plus(v, -alpha, a0))
    holds.need(dot(v, v) + later.min(sooner) > loss, "within the arc's reach")  # (56)
