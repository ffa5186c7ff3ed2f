"""Whether a leaf holds: the inequalities of docs/guarantee.md, in ball arithmetic.

A box is thirteen intervals: time t, burnout t0, aim latitude and longitude, end time, burnout time,
height and distance, base latitude and longitude, place latitude and longitude, time since burnout.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import Any, NamedTuple

from flint import arb

from reassure_check.ball import (
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
    State,
    Unproved,
    Vector,
    across,
    cell,
    columns,
    cross,
    cube,
    dot,
    ellipsoid_radius,
    exact,
    minus,
    need,
    norm,
    plus,
    root,
    rows,
    spin,
    sq,
    sums,
    times,
    turned,
)  # fmt: skip

STRETCHES, LEGS, FEWER_LEGS, PASSES, REFINEMENTS = 12, 6, 2, 8, 4
HALF_PI = PI / 2
NIL = (ZERO, ZERO, ZERO)
Box = tuple[tuple[Any, Any], ...]
Ends = tuple[Any, Any]


class Limits(NamedTuple):
    """An interceptor's limits and what else bounds its path: m/s, m, m/s^2."""

    speed: Any
    divert: Any
    distance: Any
    height: Any
    perturbation: Any
    keep_above: Any
    field: Any
    sideways: Any


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
    half_height, angle = lim.height / 2, lim.distance / GROUND
    radius = ellipsoid_radius(u) + half_height
    middle, disc = times(radius, u), A * angle
    ball = ground.bend + A * sq(angle) / 2 + SLOPE * angle
    ball += lim.height * (angle + ground.angle) + disc * ground.angle
    size = root(dot(ground.north, ground.north) + dot(ground.east, ground.east))
    reach = root(sq(disc) + sq(half_height)) + ball + size
    farthest = (radius + reach).min(A + lim.height)
    off_axis = (root(sq(middle[0]) + sq(middle[1])) + reach).min(farthest)
    return Volume(
        middle, ground.north, ground.east, disc, half_height, ball, reach, off_axis, farthest
    )


class Burnout(NamedTuple):
    """Where burnouts of a box are: middle; half-extents forward, up, sideways; how they go with the
    aim's; what these leave out; the extent of the first five; the base, and how far it is from there.
    """

    middle: Vector
    starts: tuple[Vector, Vector, Vector]
    with_aim: tuple[Vector, Vector]
    ball: Any
    extent: Any
    base: Vector
    off_base: Any


def burnout(box: Box, lim: Limits, carried: Any) -> Burnout:
    """Burnout points, axes carried by an angle."""
    base, aim = cell(*box[8], *box[9], carried), cell(*box[2], *box[3], carried)
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
    north, east = lever * dot(s, aim.north), lever * dot(s, aim.east)
    return Burnout(
        times(radius, u), (times(forward, onward), times(dheight, u), times(side, s)),
        (times(north, s), times(east, s)), ball + dheight * all_,
        root(sq(forward) + sq(dheight) + sq(side + abs(north) + abs(east))),
        base.middle, off * A + base.bend,
    )  # fmt: skip


class Comparison:
    """A function phi'' = -nu^2 phi - s between knots, nu and s constant on each stretch."""

    def __init__(self, knots: list[Any], strengths: list[Any]) -> None:
        self.knots, self.nu2 = knots, strengths
        self.steps = [b - a for a, b in pairwise(knots)]
        nus = [x.sqrt() for x in strengths]
        for nu, step in zip(nus, self.steps, strict=True):
            need(step > 0 and nu * step < 1.5, "a stretch too long")
        self.turns = [self._turn(i, step) for i, step in enumerate(self.steps)]
        self.arches = [1 / (nu * x / 2).cos() for nu, x in zip(nus, self.steps, strict=True)]

    def over_arches(self, values: list[Any]) -> list[Any]:
        """The greatest value on each stretch of a solution without source."""
        each = zip(pairwise(values), self.arches, strict=True)
        return [a.max(b) * arch for (a, b), arch in each]

    def over_chords(self, values: list[Any]) -> list[tuple[Any, Any]]:
        """For each stretch the ends of a line above such a solution: sin(c x) <= x c, over sin c."""
        bends = [x / s for x, (s, _) in zip(self.steps, self.turns, strict=True)]
        return [(a * x, b * x) for (a, b), x in zip(pairwise(values), bends, strict=True)]

    def _turn(self, i: int, step: Any) -> tuple[Any, Any]:
        nu = self.nu2[i].sqrt()
        s, c = (nu * step).sin_cos()
        return s / nu, c

    def _carry(self, i: int, v: Any, dv: Any, lift: Any, turn: tuple[Any, Any]) -> tuple[Any, Any]:
        s, c = turn
        v = v + lift
        return v * c + dv * s - lift, dv * c - self.nu2[i] * s * v

    def solve(self, first: Any, last: Any, sources: list[Any]) -> None:
        """Take the solution with these end values; it must be positive."""
        self.lifts = [s / nu2 for s, nu2 in zip(sources, self.nu2, strict=True)]
        p, dp, h, dh = first, ZERO, ZERO, ONE
        for i, (lift, turn) in enumerate(zip(self.lifts, self.turns, strict=True)):
            p, dp = self._carry(i, p, dp, lift, turn)
            h, dh = self._carry(i, h, dh, ZERO, turn)
        need(h > 0, "no comparison function")
        self.values = [(first, (last - p) / h)]
        for i, (lift, turn) in enumerate(zip(self.lifts, self.turns, strict=True)):
            self.values.append(self._carry(i, *self.values[-1], lift, turn))
            need(self.values[-1][0] > 0, "no positive comparison function")
        self.tops = [a[0].max(b[0]) for a, b in pairwise(self.values)]

    def basis(self) -> tuple[list[Any], list[Any], Any]:
        """Values at the knots of the solutions without source from 0 to 1 and from 1 to 0; and the first
        one's slope at its start.
        """
        cosine, sine = [(ONE, ZERO)], [(ZERO, ONE)]
        for i, turn in enumerate(self.turns):
            cosine.append(self._carry(i, *cosine[-1], ZERO, turn))
            sine.append(self._carry(i, *sine[-1], ZERO, turn))
            need(sine[-1][0] > 0, "no comparison function")
        end, slope = cosine[-1][0], 1 / sine[-1][0]
        rise = [s * slope for s, _ in sine]
        return rise, [c - end * x for (c, _), x in zip(cosine, rise, strict=True)], slope

    def highest(self) -> list[Any]:
        """No value on a stretch is above the symmetric arch over its higher end."""
        each = zip(self.tops, self.lifts, self.arches, strict=True)
        return [(top + lift) * arch - lift for top, lift, arch in each]

    def at(self, time: Any) -> Any:
        """The value at a time."""
        i, last = 0, len(self.steps) - 1
        while i < last and self.knots[i + 1] < time:
            i += 1
        need(i == 0 or self.knots[i] <= time, "at a knot")
        need(i == last or time <= self.knots[i + 1], "at a knot")
        turn = self._turn(i, time - self.knots[i])
        return self._carry(i, *self.values[i], self.lifts[i], turn)[0]

    def over(self, low: Any, high: Any) -> Any:
        """The greatest value between two times: the function is concave and positive."""
        first, last = self.knots[0], self.knots[-1]
        low, high = low.max(first), high.min(last)
        mid = ((low + high) / 2).mid()
        need(first < mid and mid < last, "no flight at these times")
        return self.at(mid) * ((high - first) / (mid - first)).max((last - low) / (last - mid))


class Tube(NamedTuple):
    """The flights of a box: a reference arc, seven fields by position and velocity at its start, and
    bounds on how far a flight is from the arc, and from arc and fields.
    """

    path: Conic
    start: Any
    end: Any
    fields: tuple[Any, Any]
    bound: Comparison
    rest: Comparison


def _size(s: State, matrix: Any) -> Any:
    """No sum of the columns, each with a factor from -1 to 1, is longer: axes up, on and aside."""
    up = times(1 / s.radius, s.position)
    on = plus(s.velocity, -dot(s.velocity, up), up)
    on = times(1 / norm(on), on)
    x, y, z = sums(rows(up, on, cross(up, on)) * matrix)
    return root(sq(x) + sq(y) + sq(z))


def _second_order(low: Any, high: Any, core: Any) -> Any:
    """What gravity's gradient at a point does not tell of gravity at another, at most `high` away, with
    no point between them inside `core`.
    """
    x = high / low
    near = 1 / sq(sq(core))
    if x < 0.5:
        near = near.min((1 - 2 * x / 3) / (sq(1 - x) * sq(sq(low))))
    return 3 * MU * sq(high) * near


def tube(box: Box, lim: Limits, velocity: Vector) -> Tube:
    """The tube about the reference arc of this burnout velocity; raises Unproved if it is unsound."""
    (tb, dtb), (te, dte) = half(*box[5]), half(*box[4])
    eps, long, late, m = lim.perturbation, te - tb, dte + 1, STRETCHES
    out, a = burnout(box, lim, OMEGA * tb), cell(*box[2], *box[3], OMEGA * te)
    b, v = out.middle, velocity
    path = Conic(b, v)
    need(long > 2 * (dte + dtb), "flight times too wide")
    chi = path.anomaly(long)
    arc = path.at(chi, long)
    vr, vv = path.rates(arc)
    climb = dot(b, v)
    need(climb > 0 and dot(arc.position, arc.velocity) < 0, "the reference must rise, then fall")
    need(path.alpha < 0 or path.alpha.sqrt() * chi < exact("6.28"), "more than a revolution")
    back_b = times(dtb, minus(spin(b), v))
    back_a = times(dte, minus(spin(a.middle), arc.velocity))
    wide_a = root(dot(a.north, a.north) + dot(a.east, a.east))
    high_b = path.d0 + norm(out.starts[1])
    bend_b = sq(dtb) / 2 * (G_INNER + sq(OMEGA) * high_b) + OMEGA * dtb * out.extent + out.ball
    bend_a = sq(dte) / 2 * (G_INNER + sq(OMEGA) * norm(a.middle)) + OMEGA * dte * wide_a + a.bend
    bend_a += norm(minus(arc.position, a.middle))
    y_b, y_a = out.extent + norm(back_b) + bend_b, wide_a + norm(back_a) + bend_a

    # the linear part: seven fields, by position and velocity at burnout
    starts = columns(*out.starts, back_b, *out.with_aim, NIL)
    ends = columns(NIL, NIL, NIL, NIL, a.north, a.east, back_a)
    rates = arc.rv.inv() * (ends - arc.rr * starts)
    size_b, drift_b, size_a, drift_a = (
        sum((norm((x[0, k], x[1, k], x[2, k])) for k in range(7)), ZERO)
        for x in (starts, rates, ends, vr * starts + vv * rates)
    )

    # stretches of equal anomaly up to the middle end time, then one to the latest end
    states = [path.at((chi * i / (m - 1)).mid()) for i in range(1, m)]
    knots = [tb - dtb, *(tb + s.time for s in states), te + late]
    radii = [path.d0 - dtb * (climb / path.d0 + G_INNER * dtb / 2), *(s.radius for s in states)]
    need(all(r >= INNER for r in radii), "the reference comes below the inner radius")
    need(N * (long + dtb + late) < exact("3.14"), "flights too long")
    need(K * dtb.max(late) < 0.5, "times too wide")
    lows = [*(x.min(y) for x, y in pairwise(radii)), INNER]
    sizes = [(size_b + dtb * drift_b) * (1 + K2 * sq(dtb))]
    sizes += [_size(s, s.rr * starts + s.rv * rates) for s in states]
    sizes += [(size_a + late * drift_a) * (1 + K2 * sq(late))]

    # how far flights may stray, stretch by stretch: supposed, and raised until the bound agrees
    more_b, more_a = 1 + 4 * dtb / long, 1 + 4 * late / long
    first, last = y_b * more_b, y_a * more_a
    guess = [exact("1.3") * (first + (last - first) * (2 * i + 1) / (2 * m)) for i in range(m)]
    caps = [x.upper() for x in guess]
    for _ in range(PASSES):
        strengths = [MU / cube((r - x).max(INNER)) for r, x in zip(lows, caps, strict=True)]
        bound = Comparison(knots, strengths)
        bound.solve(first, last, [eps] * m)
        highs = bound.highest()
        pairs = list(zip(highs, caps, strict=True))
        if all(high <= cap for high, cap in pairs):
            break
        caps = [cap if high <= cap else (exact("1.15") * high).upper() for high, cap in pairs]
    else:
        raise Unproved("flights stray farther than was supposed")
    need(all(high < WIDEST for high in highs), "flights too wide")
    need(bound.at(tb + dtb) >= y_b and bound.at(te - dte) >= y_a, "comparison function too low")

    # what is left beside the linear part: its source shrinks as it is found to be smaller
    e_b = bend_b + dtb * drift_b + sq(dtb) * K2 * (size_b + dtb * drift_b)
    e_a = bend_a + dte * drift_a + sq(dte) * K2 * (size_a + dte * drift_a)
    rest = Comparison(knots, [MU / cube(r) for r in lows])
    linear = [x.max(y) * arch for x, y, arch in zip(sizes, sizes[1:], rest.arches, strict=False)]
    for _ in range(REFINEMENTS):
        sources = [eps + _second_order(r, x, CORE) for r, x in zip(lows, highs, strict=True)]
        sources[-1] = eps + 3 * N2 * highs[-1]  # there the reference may be inside the inner radius
        rest.solve(e_b * more_b, e_a * more_a, sources)
        each = zip(bound.highest(), linear, rest.highest(), strict=True)
        highs = [high.min(x + y) for high, x, y in each]
    need(rest.at(tb + dtb) >= e_b and rest.at(te - dte) >= e_a, "comparison function too low")
    return Tube(path, tb, te, (starts, rates), bound, rest)


class Target(NamedTuple):
    """The flights in a span of time: a middle and the greatest distance from it; a moving point; the
    fields and their rates there (None while they boost); how far flights are from the point, from
    point and fields, and from these prolonged at their speeds.
    """

    time: Any
    half: Any
    position: Vector
    velocity: Vector
    fields: Any
    rates: Any
    spread: Any
    rest: Any
    bow: Any


def flying(t: Tube, low: Any, high: Any) -> Target:
    """Flights after burnout."""
    mid = (((low + high) / 2).min(t.end)).mid()
    h = (mid - low).max(high - mid)
    s = t.path.at(t.path.anomaly(mid - t.start), mid - t.start)
    vr, vv = t.path.rates(s)
    fields = s.rr * t.fields[0] + s.rv * t.fields[1]
    rates = vr * t.fields[0] + vv * t.fields[1]
    sinh, cosh = (K * h).sinh_cosh()
    linear = cosh * _size(s, fields) + sinh / K * _size(s, rates)
    rest = t.rest.over(low, high)
    spread = t.bound.over(low, high).min(linear + rest)
    bow = (K2 * sq(h) / 2 + OMEGA * h) * linear + rest
    return Target(mid, h, s.position, s.velocity, fields, rates, spread, rest, bow)


def boosting(box: Box, lim: Limits, low: Any, high: Any) -> Target:
    """Flights up to burnout: in the hull of base and burnout, which turns with the Earth."""
    mid, h = half(low, high)
    out = burnout(box, lim, OMEGA * mid)
    centre = times(ONE / 2, plus(out.base, 1, out.middle))
    spread = norm(minus(out.middle, centre)) + out.ball + out.extent
    spread = spread.max(norm(minus(out.base, centre)) + out.off_base)
    return Target(mid, h, centre, spin(centre), None, None, spread, ZERO, spread)


def _along(g: Target, e: Vector) -> Any:
    """The farthest that a flight goes from the moving point along a unit vector."""
    if g.fields is None:
        return g.spread
    e_row = rows(e)
    far = g.bow + sums(e_row * g.fields)[0] + g.half * sums(e_row * g.rates)[0]
    return far.min(g.spread)


def _apart(g: Target, p: Vector, v: Vector) -> Any:
    """A lower bound of a flight's distance from a point, p and v the moving point's relative to it."""
    # |p + v s|^2 is convex in s, so above any tangent
    v2, h = dot(v, v), g.half
    s = (-dot(p, v) / v2).max(-h).min(h).mid() if v2 > 0 else ZERO
    near = plus(p, s, v)
    slope = 2 * dot(near, v)
    ball = root(dot(near, near) + (slope * (h - s)).min(slope * (-h - s))) - g.spread
    d = norm(p)
    if not d > 0:
        return ball
    e = times(1 / d, p)
    return ball.max(d - h * abs(dot(e, v)) - _along(g, e))


def by_line(g: Target, x: Volume, w: Times, lim: Limits) -> None:
    """The straight line: gravity and thrust bend a path by no more than so much."""
    p, v = minus(g.position, turned(x.middle, g.time)), minus(g.velocity, spin(g.position))
    bend = ZERO  # while they boost flights are at rest in the turning frame
    if g.fields is not None:
        fast = norm(g.velocity) + G_INNER * g.half
        far = norm(g.position) + g.half * fast
        bend = sq(g.half) / 2 * (G_INNER + 2 * OMEGA * fast + sq(OMEGA) * far)
    gap, tau = _apart(g, p, v) - bend - x.reach, w.most.max(ZERO)
    pull = G_POLAR + lim.perturbation + sq(OMEGA) * x.off_axis
    reach = tau * (lim.speed + lim.divert) + sq(tau) / 2 * pull
    need(gap > reach, "within the straight line's reach")


def by_energy(g: Target, x: Volume, w: Times, lim: Limits) -> None:
    """The least conic to the target takes more than the limits give, whenever it is flown."""
    launch, dlaunch = half(w.first, w.last)
    start = turned(x.middle, launch)
    turning = OMEGA * x.off_axis
    near = x.reach + dlaunch * turning
    bend = sq(g.half) / 2 * (sq(OMEGA) * A * 2 if g.fields is None else G_INNER)
    chord = _apart(g, minus(g.position, start), g.velocity) - bend - near
    need(chord > (-w.least).max(ZERO) * turning, "may meet during the interceptor's boost")
    if w.most <= 0:
        return
    longest = w.most.max(ZERO)
    r_c, d0 = norm(g.position), norm(start)
    stray = g.half * norm(g.velocity) + bend + g.spread
    radial = abs(dot(g.position, g.velocity)) / r_c
    r = B.max(r_c - g.half * radial - bend - _along(g, times(1 / r_c, g.position)))
    need(N_POLAR * longest < exact("3.1"), "too long for the energy bound")
    ahead, s = dot(g.position, start), ONE
    if not ahead - r_c * near - d0 * stray - near * stray >= 0:
        need(near < d0 and stray < r_c, "too wide for the energy bound")
        angle = (ahead / (r_c * d0)).acos() + (near / d0).asin() + (stray / r_c).asin()
        inside = angle < PI and angle + N_POLAR * longest <= 3 * HALF_PI
        need(inside, "too far for the energy bound")
        s = ONE if angle <= HALF_PI else angle.max(HALF_PI).sin()
    first = 2 * MU * (1 / x.radius - 2 / (x.radius + r + chord))
    second = 2 * MU / x.radius - (2 - s) * MU / B
    kappa = ONE if N_POLAR * longest <= HALF_PI else (N_POLAR * longest).sin()
    spent = (lim.divert + lim.perturbation * longest) / kappa
    need(root(first.min(second)) - turning > lim.speed + spent, "within the energy's reach")


class Field:
    """What bounds the field outside a radius: it, the least radius on a line of up to WIDEST between
    two points outside it, gravity, n and k.
    """

    def __init__(self, inner: Any) -> None:
        self.inner, self.g, self.n = inner, MU / sq(inner), (MU / cube(inner)).sqrt()
        self.core, self.k2 = (sq(inner) - sq(WIDEST) / 4).sqrt(), 2 * sq(self.n)
        self.k = self.k2.sqrt()


FIELDS = tuple(Field(exact(100000) * x) for x in (62, 52, 42, 32))


class Arc(NamedTuple):
    """An interceptor's reference arc from the middle of burnouts: its anomaly and state at the middle
    time of meeting, half the spans of both times, and its least radii near both.
    """

    field: Field
    path: Conic
    chi: Any
    end: State
    fa: Any
    h: Any
    radii: tuple[Any, Any]


def _arc(path: Conic, tau: Any, fa: Any, h: Any) -> Arc:
    """The arc, in the first field outside whose radius it stays, a little longer at both ends."""
    chi = path.anomaly(tau)
    end = path.at(chi, tau)
    before, after = path.sigma * ROOT_MU / path.d0, dot(end.position, end.velocity) / end.radius
    swept = path.alpha.sqrt() * chi if path.alpha > 0 else ZERO
    one_way = (before > 0 and after > 0) or (before < 0 and after < 0)
    need(swept < exact("3.14" if one_way else "6.28"), "more than a revolution")
    perigee = path.d0
    if not (one_way or (before > 0 and after < 0)):
        h2 = cross(path.r0, path.v0)
        parameter = dot(h2, h2) / MU
        perigee = parameter / (1 + root(1 - parameter * path.alpha))
    for field in FIELDS:  # a radius falls no faster than its rate and gravity allow
        first = path.d0 - fa * (before.max(ZERO) + field.g * fa / 2)
        last = end.radius - h * ((-after).max(ZERO) + field.g * h / 2)
        if first >= field.inner and last >= field.inner and perigee > field.inner:
            return Arc(field, path, chi, end, fa, h, (first, last))
    raise Unproved("the arc may come below the inner radius")


def _way(
    c: Arc, longest: Any, w: Vector, a0: Vector, q: Ends, y: Ends, lim: Limits
) -> tuple[Any, Any]:
    """How far paths are from the arc, y at its ends, at most; and what the field's third derivative,
    divert and perturbation take off on the way. The costate is w with the slope a0 at its start, and
    no longer than q at its ends.
    """
    m, field, eps = (LEGS if longest > 1000 else FEWER_LEGS), c.field, lim.perturbation
    states = [c.path.at((c.chi * i / m).mid()) for i in range(1, m)]
    knots = [-c.fa, *(s.time for s in states), c.end.time + c.h]
    radii = [c.radii[0], *(s.radius for s in states), c.radii[1]]
    slopes = [c.path.sigma, *(dot(s.position, s.velocity) for s in (*states, c.end))]
    w_column, a0_column = columns(w), columns(a0)
    costates = [s.rr * w_column + s.rv * a0_column for s in states]
    sizes = [q[0], *(norm((x[0, 0], x[1, 0], x[2, 0])) for x in costates), q[1]]
    lows = [
        x.min(y) if a > 0 or b < 0 else field.inner  # unless there may be a perigee in between
        for (x, y), (a, b) in zip(pairwise(radii), pairwise(slopes), strict=True)
    ]

    # strays: supposed, and raised until the bound agrees
    long = knots[-1] - knots[0]
    need(long > 2 * c.fa and long > 2 * c.h, "times too wide for an arc")
    first, last = y[0] * long / (long - 2 * c.fa), y[1] * long / (long - 2 * c.h)
    shares = [exact(2 * i + 1) / (2 * m) for i in range(m)]
    push = lim.divert + eps * long
    guess = [
        exact("1.3") * (first + (last - first) * x) + push * long * x * (1 - x) for x in shares
    ]
    caps = [x.upper() for x in guess]
    for _ in range(PASSES):
        strengths = [MU / cube((r - x).max(field.inner)) for r, x in zip(lows, caps, strict=True)]
        way = Comparison(knots, strengths)
        rise, fall, slope = way.basis()
        free = [first * f + last * r for r, f in zip(rise, fall, strict=True)]
        ups, downs = way.over_arches(rise), way.over_arches(fall)
        pushed = [  # the most that a push at any time moves a path on this stretch
            push / slope * (x * greatest(downs[i:])).max(z * greatest(ups[: i + 1]))
            for i, (x, z) in enumerate(zip(ups, downs, strict=True))
        ]
        highs = [x + z for x, z in zip(way.over_arches(free), pushed, strict=True)]
        pairs = list(zip(highs, caps, strict=True))
        if all(high <= cap for high, cap in pairs):
            break
        caps = [cap if high <= cap else (exact("1.1") * high).upper() for high, cap in pairs]
    else:
        raise Unproved("paths stray farther than was supposed")
    farthest = greatest(highs)
    need(farthest < WIDEST, "paths too far from the arc")

    # the costate and the strays are below Sturm's functions, and these below lines
    costate = Comparison(knots, [MU / cube(low) for low in lows])
    loss = greatest(costate.over_arches(sizes)) * lim.divert
    chords = zip(way.over_chords(free), costate.over_chords(sizes), strict=True)
    for i, ((a, b), (q0, q1)) in enumerate(chords):
        a, b = a + pushed[i], b + pushed[i]
        products = q0 * (3 * sq(a) + 2 * a * b + sq(b)) + q1 * (sq(a) + 2 * a * b + 3 * sq(b))
        per_square = _second_order(lows[i], highs[i], field.core) / sq(highs[i])
        loss += way.steps[i] * (products / 12 * per_square + eps * (q0 + q1) / 2)
    return farthest, loss


def by_arc(g: Target, x: Volume, w: Times, lim: Limits, u: Vector) -> None:
    """Any path differs from the reference arc in a way that its costate measures."""
    launch, fa = half(w.first, w.last)
    h, tau = g.half, g.time - launch
    need(w.least >= 1, "too short for an arc")
    start = turned(x.middle, launch)
    c = _arc(Conic(start, u), tau, fa, h)
    field, arc, d0 = c.field, c.end, c.path.d0
    n, k, k2 = field.n, field.k, field.k2
    need(n * w.most < exact("3.14"), "too long for an arc")

    # the costate: v at burnout, 0 at the meeting; its slopes there, and bounds on its size near both
    v = minus(u, spin(start))
    v2 = dot(v, v)
    inverse = arc.rv.inv()
    a1 = times(-1, across(inverse, v))
    a0_column = inverse * (arc.rr * columns(v))
    a0 = -a0_column[0, 0], -a0_column[1, 0], -a0_column[2, 0]
    n0, n1, size_v = norm(a0), norm(a1), root(v2)
    sinh_a, cosh_a = (k * fa).sinh_cosh()
    sinh_b, cosh_b = (k * h).sinh_cosh()
    q_start, q_end = size_v * cosh_a + n0 * sinh_a / k, n1 * sinh_b / k

    # how far paths are from the arc: at burnout, at the meeting, and along the way
    turning = sq(OMEGA) * x.off_axis
    y_start = x.reach + fa * (size_v + OMEGA * x.reach) + sq(fa) / 2 * (field.g + turning)
    delta, closing = minus(g.position, arc.position), minus(g.velocity, arc.velocity)
    apart = (norm(delta) + h * norm(closing)) * cosh_b
    y_end = apart + g.spread
    farthest, loss = _way(c, w.most, v, a0, (q_start, q_end), (y_start, y_end), lim)

    # burnout: v.v - |q| V, less what its place and time can take off
    gx = plus(a0, 1, spin(v))
    level = norm(cross(gx, start)) / d0
    loss += level * x.disc + abs(dot(gx, start)) / d0 * x.half_height + norm(gx) * x.ball
    loss += abs(dot(gx, turned(x.north, launch))) + abs(dot(gx, turned(x.east, launch)))
    pull = plus(times(-MU / cube(d0), start), sq(OMEGA), (start[0], start[1], ZERO))
    shift = fa * dot(v, pull)
    later = shift - lim.speed * norm(plus(v, fa, a0))
    sooner = -shift - lim.speed * norm(plus(v, -fa, a0))
    loss += lim.speed * sq(fa) / 2 * k2 * q_start
    loss += sq(fa) / 2 * (n0 + k2 * q_start * fa) * (field.g + turning)
    loss += sq(fa) / 2 * q_start * k2 * (norm(u) + field.g * fa / 2)
    loss += fa * q_start * sq(OMEGA) * (x.reach + OMEGA * fa * x.off_axis)
    loss += fa * q_start * k2 * (x.reach + y_start) / 2

    # the meeting: |q.y' - q'.y|, with y' there by where the path was at burnout, or else a while before
    a1_row = rows(a1)
    loss += abs(dot(a1, delta)) + h * abs(dot(a1, closing))
    loss += sums(a1_row * g.fields)[0] + h * sums(a1_row * g.rates)[0]
    loss += n1 * (sq(h) / 2 * k2 * (apart + g.spread + g.rest) + g.rest + (cosh_b - 1) * y_end)
    quarter = HALF_PI / n
    back, before = w.least.min(quarter), y_start if w.most <= quarter else farthest
    arriving = k * (k * back).coth() * y_end + n / (n * back).sin() * before
    loss += q_end * (arriving + lim.divert + lim.perturbation * w.most.min(quarter))
    need(v2 + later.min(sooner) > loss, "within the arc's reach")


def below(g: Target, lim: Limits) -> None:
    """All flights are lower than an intercept that counts."""
    top = norm(g.position) + g.half * (norm(g.velocity) + G_INNER * g.half) + g.spread
    need(top < B + lim.keep_above, "above the height that counts")
