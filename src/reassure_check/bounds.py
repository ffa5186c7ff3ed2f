"""Whether a leaf holds: the inequalities of docs/guarantee.md, in ball arithmetic.

A box is twelve exact intervals: time t, burnout t0, aim latitude and longitude, end time, burnout
time, height and distance, base latitude and longitude, place latitude and longitude.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flint import arb

from reassure_check.ball import (
    C3,
    CORE,
    G_INNER,
    G_POLAR,
    GROUND,
    INNER,
    K2,
    MU,
    N2,
    N_POLAR,
    OMEGA,
    ONE,
    PI,
    ROOT_MU,
    SLOPE,
    WIDEST,
    ZERO,
    A,
    B,
    Conic,
    K,
    N,
    Unproved,
    Vector,
    across,
    apply,
    cell,
    conic,
    cross,
    cube,
    dot,
    ellipsoid_radius,
    exact,
    inverse,
    minus,
    need,
    norm,
    plus,
    root,
    spin,
    sq,
    square,
    times,
    turned,
    universal,
)  # fmt: skip

STRETCHES, PASSES = 10, 8
HALF_PI = PI / 2


class Limits(NamedTuple):
    """An interceptor's limits and what else bounds its path: s, m/s, m, m/s^2."""

    speed: Any
    divert: Any
    distance: Any
    height: Any
    perturbation: Any
    keep_above: Any
    field: Any
    sideways: Any


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


def half(box: Any, k: int) -> tuple[Any, Any]:
    """Middle and half of a side."""
    low, high = box[k]
    return exact((low + high) / 2), exact((high - low) / 2)


def ends(box: Any, k: int) -> tuple[Any, Any, Any, Any]:
    """The sides of a cell, degrees."""
    return exact(box[k][0]), exact(box[k][1]), exact(box[k + 1][0]), exact(box[k + 1][1])


def volume(box: Any, lim: Limits) -> Volume:
    """The boost volumes of all launch points of the box."""
    ground = cell(*ends(box, 10), ZERO)
    u = times(1 / norm(ground.middle), ground.middle)
    half_height, angle = lim.height / 2, lim.distance / GROUND
    radius = ellipsoid_radius(u) + half_height
    middle, disc = times(radius, u), A * angle
    ball = ground.bend + A * sq(angle) / 2 + SLOPE * angle
    ball += lim.height * (angle + ground.angle) + disc * ground.angle
    size = root(square(ground.north) + square(ground.east))
    reach = root(sq(disc) + sq(half_height)) + ball + size
    farthest = (radius + reach).min(A + lim.height)
    off_axis = ((sq(middle[0]) + sq(middle[1])).sqrt() + reach).min(farthest)
    return Volume(
        middle, ground.north, ground.east, disc, half_height, ball, reach, off_axis, farthest
    )


class Burnout(NamedTuple):
    """Where burnouts of a box are: middle, half-extents forward and up, what these leave out."""

    base: Vector
    middle: Vector
    forward: Vector
    up: Vector
    ball: Any
    off_base: Any


def burnout(box: Any, lim: Limits, carried: Any) -> Burnout:
    """Burnout points, axes carried by an angle."""
    base, target = cell(*ends(box, 8), carried), cell(*ends(box, 2), carried)
    p = times(1 / norm(base.middle), base.middle)
    q = times(1 / norm(target.middle), target.middle)
    t = plus(q, -dot(p, q), p)
    sine = norm(t)
    need(sine > 0, "base and aim are opposite or one")
    t = times(1 / sine, t)
    psi, dpsi = (side * 1000 / GROUND for side in half(box, 7))
    height, dheight = (side * 1000 for side in half(box, 6))
    sp, cp = psi.sin_cos()
    u, onward = plus(times(cp, p), sp, t), plus(times(cp, t), -sp, p)
    radius = ellipsoid_radius(u) + height
    off_base = base.angle + lim.field / GROUND
    lean = (off_base + target.angle + off_base * target.angle) / sine
    most_c, most_s = ONE.min(cp + dpsi), ONE.min(sp + dpsi)
    stray = (most_c + most_s) * off_base + most_s * exact("1.04") * lean + lim.sideways / GROUND
    need(lean <= 0.5 and stray <= 0.5 and psi < 1.5, "base or aim cell too wide for its distance")
    ball = (radius + dheight) * (stray + sq(dpsi) / 2) + dheight * (dpsi + stray)
    ball += SLOPE * (dpsi + exact("1.1") * stray)
    return Burnout(
        base.middle, times(radius, u), times(radius * dpsi, onward), times(dheight, u), ball,
        off_base * A + base.bend,
    )  # fmt: skip


class Tube(NamedTuple):
    """The flights of a box about a reference arc."""

    position: Vector
    velocity: Vector
    burnout_time: Any
    offsets_b: tuple[Vector, ...]
    offsets_a: tuple[Vector, ...]
    rr: Any
    rv_inverse: Any
    knots: list[Any]
    bound: list[list[Any]]
    rest: list[list[Any]]


def _carry(v: Any, dv: Any, h: Any, nu2: Any, s: Any) -> tuple[Any, Any]:
    nu = nu2.sqrt()
    sn, c = (nu * h).sin_cos()
    lift = v + s / nu2
    return lift * c + dv * sn / nu - s / nu2, dv * c - nu * sn * lift


def _compare(knots: list[Any], rows: list[list[Any]], first: Any, last: Any) -> None:
    """Solve phi'' = -nu^2 phi - s over the stretches, with these end values; it must be positive."""
    p, dp, h, dh = first, ZERO, ZERO, ONE
    for i, (nu2, s) in enumerate(row[2:] for row in rows[:-1]):
        step = knots[i + 1] - knots[i]
        need(step > 0 and nu2.sqrt() * step < 1.5, "a stretch too long")
        p, dp = _carry(p, dp, step, nu2, s)
        h, dh = _carry(h, dh, step, nu2, ZERO)
    need(h > 0, "no comparison function")
    rows[0][:2] = first, (last - p) / h
    for i in range(len(rows) - 1):
        v, dv, nu2, s = rows[i]
        rows[i + 1][:2] = _carry(v, dv, knots[i + 1] - knots[i], nu2, s)
        need(rows[i + 1][0] > 0, "no positive comparison function")


def _highest(rows: list[list[Any]], i: int, step: Any) -> Any:
    """No value on a stretch is above the symmetric arch over its higher end."""
    nu2, s = rows[i][2:]
    return (rows[i][0].max(rows[i + 1][0]) + s / nu2) / (root(nu2) * step / 2).cos() - s / nu2


def _value(knots: list[Any], rows: list[list[Any]], time: Any) -> Any:
    i = 0
    while i < len(knots) - 2 and knots[i + 1] < time:
        i += 1
    need(knots[i] <= time and (i == len(knots) - 2 or time <= knots[i + 1]), "at a knot")
    return _carry(rows[i][0], rows[i][1], time - knots[i], rows[i][2], rows[i][3])[0]


def over(t: Tube, rows: list[list[Any]], low: Any, high: Any) -> Any:
    """The greatest value between two times: the function is concave and positive."""
    first, last = t.knots[0], t.knots[-1]
    low, high = low.max(first), high.min(last)
    mid = ((low + high) / 2).mid()
    need(first < mid and mid < last, "no flight at these times")
    stretch = ((high - first) / (mid - first)).max((last - low) / (last - mid))
    return _value(t.knots, rows, mid) * stretch


def tube(box: Any, lim: Limits, velocity: Vector) -> Tube:
    """The tube about the reference arc of this burnout velocity; raises Unproved if it is unsound."""
    (tb, dtb), (te, dte) = half(box, 5), half(box, 4)
    eps = lim.perturbation
    out = burnout(box, lim, OMEGA * tb)
    b, radius, v = out.middle, norm(out.middle), velocity
    a = cell(*ends(box, 2), OMEGA * te)
    need(te - tb > 2 * (dte + dtb), "flight times too wide")
    arc = conic(b, v, te - tb)
    miss = norm(minus(arc.position, a.middle))
    speed_b, speed_a = norm(v), norm(arc.velocity)
    need(
        dot(b, v) > 0 and dot(arc.position, arc.velocity) < 0, "the reference must rise, then fall"
    )
    need(arc.alpha < 0 or arc.alpha.sqrt() * arc.chi < exact("6.28"), "more than a revolution")
    back_b = times(dtb, minus(spin(b), v))
    back_a = times(dte, minus(spin(a.middle), arc.velocity))
    dheight = norm(out.up)
    size_b = root(square(out.forward) + sq(dheight))
    size_a = root(square(a.north) + square(a.east))
    bend_b = sq(dtb) / 2 * (G_INNER + sq(OMEGA) * (radius + dheight)) + OMEGA * dtb * size_b
    bend_a = sq(dte) / 2 * (G_INNER + sq(OMEGA) * norm(a.middle)) + OMEGA * dte * size_a
    y_b = size_b + norm(back_b) + bend_b + out.ball
    y_a = size_a + norm(back_a) + bend_a + a.bend + miss

    m, sigma = STRETCHES, dot(b, v) / ROOT_MU
    knots, radii = [], []
    for i in range(m + 1):
        u0, u1, u2, u3, _, _ = (
            universal((arc.chi * i / m).mid(), arc.alpha) if i else (ONE, *(ZERO,) * 5)
        )
        knots.append(tb + (radius * u1 + sigma * u2 + u3) / ROOT_MU)
        radii.append(radius * u0 + sigma * u1 + u2)
    knots[0], knots[m] = tb - dtb, te + dte
    radii[0] -= dtb * (speed_b + G_INNER * dtb)
    radii[m] = norm(arc.position) - dte * (speed_a + G_INNER * dte)
    need(radii[0] >= INNER and radii[m] >= INNER, "the reference comes below the inner radius")
    long = te - tb
    first, last = y_b * (1 + 4 * dtb / long), y_a * (1 + 4 * dte / long)
    need(N * (long + dtb + dte) < exact("3.14"), "flights too long")
    # how far flights may stray, stretch by stretch: supposed, and raised until the bound agrees
    caps = [
        (exact("1.3") * (first + (last - first) * (2 * i + 1) / (2 * m))).upper() for i in range(m)
    ]
    for _ in range(PASSES):
        bound = [
            [ZERO, ZERO, MU / cube((radii[i].min(radii[i + 1]) - caps[i]).max(INNER)), eps]
            for i in range(m)
        ] + [[ZERO] * 4]  # fmt: skip
        _compare(knots, bound, first, last)
        highs = [_highest(bound, i, knots[i + 1] - knots[i]) for i in range(m)]
        if all(high <= cap for high, cap in zip(highs, caps, strict=True)):
            break
        caps = [
            cap if high <= cap else (exact("1.15") * high).upper()
            for high, cap in zip(highs, caps, strict=True)
        ]
    else:
        raise Unproved("flights stray farther than was supposed")
    need(all(high < WIDEST for high in highs), "flights too wide")
    rest = []
    need(_value(knots, bound, tb + dtb) >= y_b, "comparison function too low at burnout")
    need(_value(knots, bound, te - dte) >= y_a, "comparison function too low at the end")

    rv_inverse = inverse(arc.rv)
    drift_b = drift_a = ZERO
    for start in (out.forward, out.up, back_b):
        rate = times(-1, apply(rv_inverse, apply(arc.rr, start)))
        drift_b += norm(rate)
        drift_a += norm(plus(apply(arc.vr, start), 1, apply(arc.vv, rate)))
    for end in (a.north, a.east, back_a):
        rate = apply(rv_inverse, end)
        drift_b += norm(rate)
        drift_a += norm(apply(arc.vv, rate))
    need(K * dtb.max(dte) < 0.5, "times too wide")
    e_b = out.ball + bend_b + dtb * drift_b + sq(dtb) * K2 * (y_b + dtb * drift_b)
    e_a = a.bend + miss + bend_a + dte * drift_a + sq(dte) * K2 * (y_a + dte * drift_a)
    for i in range(m):
        low, high = radii[i].min(radii[i + 1]), highs[i]
        rest.append(
            [ZERO, ZERO, MU / cube(low), eps + 3 * MU * sq(high / sq(CORE.max(low - high)))]
        )
    rest.append([ZERO] * 4)
    _compare(knots, rest, e_b * (1 + 4 * dtb / long), e_a * (1 + 4 * dte / long))
    need(_value(knots, rest, tb + dtb) >= e_b, "comparison function too low at burnout")
    need(_value(knots, rest, te - dte) >= e_a, "comparison function too low at the end")
    return Tube(
        b, v, tb, (out.forward, out.up, back_b), (a.north, a.east, back_a),
        arc.rr, rv_inverse, knots, bound, rest,
    )  # fmt: skip


class Target(NamedTuple):
    """The flights in a span of time: its middle and half; a moving point and how far they are from it."""

    time: Any
    half: Any
    position: Vector
    velocity: Vector
    spread: Any
    rest: Any
    conic: Any


def flying(box: Any, t: Tube) -> Target:
    """Flights after burnout."""
    mid, h = half(box, 0)
    c = conic(t.position, t.velocity, mid - t.burnout_time)
    low, high = exact(box[0][0]), exact(box[0][1])
    return Target(
        mid, h, c.position, c.velocity, over(t, t.bound, low, high), over(t, t.rest, low, high), c
    )


def boosting(box: Any, lim: Limits) -> Target:
    """Flights up to burnout: in the hull of base and burnout, which turns with the Earth."""
    mid, h = half(box, 0)
    out = burnout(box, lim, OMEGA * mid)
    centre = times(ONE / 2, plus(out.base, 1, out.middle))
    to_burnout = norm(minus(out.middle, centre)) + out.ball
    to_burnout += root(square(out.forward) + square(out.up))
    spread = to_burnout.max(norm(minus(out.base, centre)) + out.off_base)
    return Target(mid, h, centre, spin(centre), spread, ZERO, None)


def _nearest(p: Vector, v: Vector, h: Any) -> Any:
    """A lower bound of |p + v s| for |s| <= h: its square is convex, so above any tangent."""
    v2 = square(v)
    s = (-dot(p, v) / v2).max(-h).min(h).mid() if v2 > 0 else ZERO
    near = plus(p, s, v)
    slope = 2 * dot(near, v)
    tangent = (slope * (h - s)).min(slope * (-h - s))
    return root(square(near) + tangent)


def by_line(g: Target, x: Volume, longest: Any, lim: Limits) -> None:
    """The straight line: gravity and thrust bend a path by no more than so much."""
    p = minus(g.position, turned(x.middle, g.time))
    v = minus(g.velocity, spin(g.position))
    if g.conic:
        fast = norm(g.velocity) + G_INNER * g.half
        far = norm(g.position) + g.half * fast
        bend = sq(g.half) / 2 * (G_INNER + 2 * OMEGA * fast + sq(OMEGA) * far)
    else:
        bend = ZERO  # at rest in the turning frame
    gap = _nearest(p, v, g.half) - bend - g.spread - x.reach
    tau = longest.max(ZERO)
    pull = G_POLAR + lim.perturbation + sq(OMEGA) * x.off_axis
    need(
        gap > tau * (lim.speed + lim.divert) + sq(tau) / 2 * pull,
        "within the straight line's reach",
    )


def by_energy(g: Target, x: Volume, launch: Any, dlaunch: Any, lim: Limits) -> None:
    """The least conic to the target takes more than the limits give, whenever it is flown."""
    start = turned(x.middle, launch)
    p = minus(g.position, start)
    near = x.reach + dlaunch * OMEGA * x.off_axis
    bend = sq(g.half) / 2 * (G_INNER if g.conic else sq(OMEGA) * A * 2)
    chord = _nearest(p, g.velocity, g.half) - bend - g.spread - near
    overlap = (launch + dlaunch - g.time + g.half).max(ZERO)
    need(chord - overlap * OMEGA * x.off_axis > 0, "may meet during the interceptor's boost")
    longest = (g.time + g.half - launch + dlaunch).max(ZERO)
    r_c, d0 = norm(g.position), norm(start)
    stray = g.half * norm(g.velocity) + bend + g.spread
    radial = abs(dot(g.position, g.velocity)) / r_c
    r = B.max(r_c - g.half * radial - bend - g.spread)
    need(N_POLAR * longest < exact("3.1"), "too long for the energy bound")
    ahead, s = dot(g.position, start), ONE
    if not ahead - r_c * near - d0 * stray - near * stray >= 0:
        need(near < d0 and stray < r_c, "too wide for the energy bound")
        angle = (ahead / (r_c * d0)).acos() + (near / d0).asin() + (stray / r_c).asin()
        need(
            angle < PI and angle + N_POLAR * longest <= 3 * HALF_PI, "too far for the energy bound"
        )
        if not angle <= HALF_PI:
            s = angle.max(HALF_PI).sin()
    first = 2 * MU * (1 / x.radius - 2 / (x.radius + r + chord))
    second = 2 * MU / x.radius - (2 - s) * MU / B
    least = root(first.min(second)) - OMEGA * x.off_axis
    kappa = ONE if N_POLAR * longest <= HALF_PI else (N_POLAR * longest).sin()
    spent = (lim.divert + lim.perturbation * longest) / kappa
    need(least > lim.speed + spent, "within the energy's reach")


def _keeps_up(start: Vector, u: Vector, arc: Conic) -> None:
    """The arc has no perigee between its ends, or one above the inner radius."""
    before, after = dot(start, u), dot(arc.position, arc.velocity)
    swept = arc.alpha.sqrt() * arc.chi if arc.alpha > 0 else ZERO
    if before > 0 and after < 0:
        need(swept < exact("6.28"), "more than a revolution")
    elif (before > 0 and after > 0) or (before < 0 and after < 0):
        need(swept < exact("3.14"), "more than half a revolution")
    else:
        need(swept < exact("6.28"), "more than a revolution")
        need(square(cross(start, u)) > 2 * INNER * MU, "the arc may come below the inner radius")


def by_arc(
    t: Tube, g: Target, x: Volume, launch: Any, dlaunch: Any, lim: Limits, u: Vector
) -> None:
    """Any path differs from the reference arc in a way that its costate measures."""
    eps, h, fa, c = lim.perturbation, g.half, dlaunch, g.conic
    tau = g.time - launch
    least, a = tau - h - fa, N * (tau + h + fa)
    need(least >= 1 and a <= 3, "too short or too long for an arc")
    start = turned(x.middle, launch)
    arc = conic(start, u, tau)
    d0, speed_u = norm(start), norm(u)
    end = norm(arc.position)  # a radius falls off no faster than its rate and gravity allow
    rise, fall = (dot(start, u) / d0).max(ZERO), (-dot(arc.position, arc.velocity) / end).max(ZERO)
    need(d0 - fa * (rise + G_INNER * fa / 2) >= INNER, "the arc starts too low")
    need(end - h * (fall + G_INNER * h / 2) >= INNER, "the arc ends too low")
    _keeps_up(start, u, arc)

    w = minus(u, spin(start))
    w2 = square(w)
    w_norm = w2.sqrt()
    rv_inverse = inverse(arc.rv)
    a1 = times(-1, across(rv_inverse, w))
    a0 = times(-1, apply(rv_inverse, apply(arc.rr, w)))
    n0, n1 = norm(a0), norm(a1)
    sinh_a, cosh_a = (K * fa).sinh_cosh()
    sinh_b, cosh_b = (K * h).sinh_cosh()
    q_start = w_norm * cosh_a + n0 * sinh_a / K
    q_end = n1 * sinh_b / K

    turn2 = sq(OMEGA) * x.off_axis
    y_start = x.reach + fa * (w_norm + OMEGA * x.reach) + sq(fa) / 2 * (G_INNER + turn2)
    delta, closing = minus(g.position, arc.position), minus(g.velocity, arc.velocity)
    apart = (norm(delta) + h * norm(closing)) * cosh_b
    y_end = apart + g.spread
    half_a = a / 2
    kappa = ONE if a <= HALF_PI else a.sin()
    half_tan = half_a.tan()
    pushed = lim.divert * half_tan / (2 * N) + eps / N2 * (1 / half_a.cos() - 1)
    ys, ye = y_start + pushed, y_end + pushed
    need(ys.max(ye) / half_a.cos() <= WIDEST, "paths too far from the arc")

    gx = plus(a0, 1, spin(w))
    gv = dot(gx, start) / d0
    across_up = norm(cross(gx, start)) / d0
    loss = across_up * x.disc + abs(gv) * x.half_height + norm(gx) * x.ball
    loss += abs(dot(gx, turned(x.north, launch))) + abs(dot(gx, turned(x.east, launch)))
    pull = plus(times(-MU / cube(d0), start), sq(OMEGA), (start[0], start[1], ZERO))
    f1 = dot(w, pull)
    later = fa * f1 - lim.speed * norm(plus(w, fa, a0))
    sooner = -fa * f1 - lim.speed * norm(plus(w, -fa, a0))
    loss += lim.speed * sq(fa) / 2 * K2 * q_start
    loss += sq(fa) / 2 * (n0 + K2 * q_start * fa) * (G_INNER + turn2)
    loss += sq(fa) / 2 * q_start * K2 * (speed_u + G_INNER * fa / 2)
    loss += fa * q_start * sq(OMEGA) * (x.reach + OMEGA * fa * x.off_axis)
    loss += fa * q_start * K2 * (x.reach + y_start) / 2

    rho_a = across(t.rv_inverse, across(c.rv, a1))
    rho_b = minus(across(c.rr, a1), across(t.rr, rho_a))
    drift_a = across(t.rv_inverse, across(c.vv, a1))
    drift_b = minus(across(c.vr, a1), across(t.rr, drift_a))
    loss += abs(dot(a1, delta)) + h * abs(dot(a1, closing))
    for rows, offsets in (((rho_b, drift_b), t.offsets_b), ((rho_a, drift_a), t.offsets_a)):
        for offset in offsets:
            loss += abs(dot(rows[0], offset)) + h * abs(dot(rows[1], offset))
    loss += n1 * (sq(h) / 2 * K2 * (apart + g.spread + g.rest) + g.rest)
    loss += n1 * (cosh_b - 1) * y_end
    k1 = (K * (K * least).coth()).max(abs(N * (N * least).cot())).max(abs(N * a.cot()))
    sg = N / (N * least).sin().min(a.sin())
    loss += q_end * (k1 * y_end + sg * y_start + (lim.divert + eps * (tau + h + fa)) / kappa)

    s, co = a.sin_cos()
    straight = (arb(2) / 3 - co + cube(co) / 3) / (N * cube(s))
    mixed = sq(1 - co) / (3 * N * cube(s))
    both = 2 * mixed * ys * ye
    loss += C3 / 2 * q_start * (straight * sq(ys) + both + mixed * sq(ye))
    loss += C3 / 2 * q_end * (mixed * sq(ys) + both + straight * sq(ye))
    loss += (q_start + q_end) * (lim.divert / kappa + eps * half_tan / N)
    need(w2 + later.min(sooner) > loss, "within the arc's reach")


def below(g: Target, lim: Limits) -> None:
    """All flights are lower than an intercept that counts."""
    speed = norm(g.velocity)
    top = norm(g.position) + g.half * (speed + G_INNER * g.half) + g.spread
    need(top < B + lim.keep_above, "above the height that counts")


__all__ = [
    "Limits", "Unproved", "below", "boosting", "by_arc", "by_energy", "by_line", "flying", "tube", "volume",
]  # fmt: skip
