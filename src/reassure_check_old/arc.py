"""Whether a leaf holds by a reference arc and its adjoint: docs/guarantee.md, section 6, whose numbers stand beside the lines."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from reassure_check_old.ball import (
    INNER,
    MU,
    OMEGA,
    PI,
    ROOT_MU,
    WIDEST,
    ZERO,
    Conic,
    State,
    Unproved,
    Vector,
    across,
    columns,
    cross,
    cube,
    dot,
    exact,
    inverted,
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
)
from reassure_check_old.box import (
    Limits,
    Times,
    Volume,
    greatest,
    half,
)
from reassure_check_old.comparison import PASSES, Comparison, second_order
from reassure_check_old.flights import Target

LEGS, FEWER_LEGS = 6, 2
LONG = 1000  # s: flights of interceptors that are longer have more stretches
HALF_PI = PI / 2
Ends = tuple[Any, Any]


class Field:
    """What bounds the field outside a radius: it, the least radius on a line of up to WIDEST between
    two points outside it, gravity, n and k.
    """

    def __init__(self, inner: Any) -> None:
        self.inner, self.g, self.n = inner, MU / sq(inner), (MU / cube(inner)).sqrt()  # (1)
        self.core, self.k2 = (sq(inner) - sq(WIDEST) / 4).sqrt(), 2 * sq(self.n)  # (8), (1)
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
    alpha: Any
    beta: Any
    radii: tuple[Any, Any]


def _arc(path: Conic, tau: Any, alpha: Any, beta: Any) -> Arc:
    """The arc, in the first field outside whose radius it stays, a little longer at both ends."""
    need(tau > 0, "too short for an arc")
    chi = path.anomaly(tau)
    end = path.at(chi, tau)
    before, after = path.sigma * ROOT_MU / path.d0, dot(end.position, end.velocity) / end.radius
    swept = path.alpha.sqrt() * chi if path.alpha > 0 else ZERO  # less than 0.23 near a parabola
    one_way = (before > 0 and after > 0) or (before < 0 and after < 0)
    need(swept < exact("3.14" if one_way else "6.28"), "more than a revolution")
    perigee = path.d0
    if not (one_way or (before > 0 and after < 0)):
        h2 = cross(path.r0, path.v0)
        parameter = dot(h2, h2) / MU
        perigee = parameter / (1 + root(1 - parameter * path.alpha))
    for field in FIELDS:  # a radius falls no faster than its rate and gravity allow
        first = path.d0 - alpha * (before.max(ZERO) + field.g * alpha / 2)  # (39)
        last = end.radius - beta * ((-after).max(ZERO) + field.g * beta / 2)  # (39)
        if first >= field.inner and last >= field.inner and perigee > field.inner:
            return Arc(field, path, chi, end, alpha, beta, (first, last))
    raise Unproved("the arc may come below the inner radius")


class Stretches(NamedTuple):
    """The way cut into stretches: knots (s from the middle burnout), the arc's least radius on each stretch, and
    bounds on the adjoint's size at the knots.
    """

    knots: list[Any]
    lows: list[Any]
    sizes: list[Any]


class Strays(NamedTuple):
    """On each stretch the most that paths are from the arc, and the ends of a line above that."""

    highs: list[Any]
    lines: list[tuple[Any, Any]]


def _stretches(c: Arc, longest: Any, adjoint: tuple[Vector, Vector], q: Ends) -> Stretches:
    """`adjoint`: its value and slope at the middle burnout; q: the most it is near both ends."""
    m = LEGS if longest > LONG else FEWER_LEGS
    states = [c.path.at((c.chi * i / m).mid()) for i in range(1, m)]
    radii = [c.radii[0], *(s.radius for s in states), c.radii[1]]
    slopes = [c.path.sigma, *(dot(s.position, s.velocity) for s in (*states, c.end))]
    w, slope = (columns(x) for x in adjoint)
    adjoints = [s.rr * w + s.rv * slope for s in states]
    lows = [
        x.min(y) if a > 0 or b < 0 else c.field.inner  # unless there may be a perigee in between
        for (x, y), (a, b) in zip(pairwise(radii), pairwise(slopes), strict=True)
    ]
    return Stretches(
        [-c.alpha, *(s.time for s in states), c.end.time + c.beta],
        lows,
        [q[0], *(norm((x[0, 0], x[1, 0], x[2, 0])) for x in adjoints), q[1]],
    )


def _strays(c: Arc, x: Stretches, y: Ends, lim: Limits) -> Strays:
    """How far paths are from the arc on each stretch, y at its ends: supposed, and raised until the bound agrees."""
    m, long = len(x.lows), x.knots[-1] - x.knots[0]
    need(long > 2 * c.alpha and long > 2 * c.beta, "times too wide for an arc")
    first, last = y[0] * long / (long - 2 * c.alpha), y[1] * long / (long - 2 * c.beta)  # (53)
    shares = [exact(2 * i + 1) / (2 * m) for i in range(m)]
    push = lim.divert + lim.perturbation * long  # (53)
    guess = [
        exact("1.3") * (first + (last - first) * x) + push * long * x * (1 - x) for x in shares
    ]
    caps = [cap.upper() for cap in guess]
    for _ in range(PASSES):
        strengths = [
            MU / cube((r - cap).max(c.field.inner)) for r, cap in zip(x.lows, caps, strict=True)
        ]
        way = Comparison(x.knots, strengths)
        rise, fall, slope = way.basis()
        free = [first * f + last * r for r, f in zip(rise, fall, strict=True)]  # (53)
        ups, downs = way.over_arches(rise), way.over_arches(fall)
        pushed = [  # (53): the most that a push at any time moves a path on this stretch
            push / slope * (up * greatest(downs[i:])).max(down * greatest(ups[: i + 1]))
            for i, (up, down) in enumerate(zip(ups, downs, strict=True))
        ]
        highs = [x + z for x, z in zip(way.over_arches(free), pushed, strict=True)]  # (53)
        pairs = list(zip(highs, caps, strict=True))
        if all(high <= cap for high, cap in pairs):
            break
        caps = [cap if high <= cap else (exact("1.1") * high).upper() for high, cap in pairs]
    else:
        raise Unproved("paths stray farther than was supposed")
    need(greatest(highs) < WIDEST, "paths too far from the arc")  # (8)
    chords = zip(way.over_chords(free), pushed, strict=True)
    return Strays(highs, [(a + z, b + z) for (a, b), z in chords])


def _taken_off(c: Arc, x: Stretches, strays: Strays, lim: Limits) -> Any:
    """What the field's third derivative, divert and perturbation take off on the way."""
    adjoint = Comparison(x.knots, [MU / cube(low) for low in x.lows])
    loss = greatest(adjoint.over_arches(x.sizes)) * lim.divert  # (55)
    chords = adjoint.over_chords(x.sizes)
    for i, ((a, b), (q0, q1)) in enumerate(zip(strays.lines, chords, strict=True)):
        products = q0 * (3 * sq(a) + 2 * a * b + sq(b)) + q1 * (sq(a) + 2 * a * b + 3 * sq(b))
        high = strays.highs[i]
        per_square = second_order(x.lows[i], high, c.field.core) / sq(high)  # (54)
        each = products / 12 * per_square + lim.perturbation * (q0 + q1) / 2  # (55)
        loss += adjoint.steps[i] * each
    return loss


class Adjoint(NamedTuple):
    """The adjoint: its value at the middle burnout, its slopes there and at the meeting, and the most that it is
    near each.
    """

    w: Vector
    a0: Vector
    a1: Vector
    near: Ends


def _adjoint(c: Arc, w: Vector) -> Adjoint:
    """w at the middle burnout, 0 at the middle meeting."""
    inverse = inverted(c.end.rv)
    column = inverse * (c.end.rr * columns(w))
    a0 = -column[0, 0], -column[1, 0], -column[2, 0]
    a1 = times(-1, across(inverse, w))
    k = c.field.k
    sinh_a, cosh_a = (k * c.alpha).sinh_cosh()
    sinh_b, _ = (k * c.beta).sinh_cosh()
    return Adjoint(
        w, a0, a1, (norm(w) * cosh_a + norm(a0) * sinh_a / k, norm(a1) * sinh_b / k)  # (40)
    )  # fmt: skip


def _at_burnout(c: Arc, x: Volume, q: Adjoint, y_b: Any, launch: Any, lim: Limits) -> Any:
    """The least that the burnouts of a volume leave of w.w - |q| V."""
    start, d0, alpha, k2, g = c.path.r0, c.path.d0, c.alpha, c.field.k2, c.field.g
    turning, q_b = sq(OMEGA) * x.off_axis, q.near[0]
    gx = plus(q.a0, 1, spin(q.w))
    level = norm(cross(gx, start)) / d0
    loss = level * x.disc + abs(dot(gx, start)) / d0 * x.half_height + norm(gx) * x.ball  # (49)
    loss += abs(dot(gx, turned(x.north, launch))) + abs(dot(gx, turned(x.east, launch)))  # (49)
    loss += lim.speed * sq(alpha) / 2 * k2 * q_b  # (48)
    loss += sq(alpha) / 2 * (norm(q.a0) + k2 * q_b * alpha) * (g + turning)  # (44)
    loss += sq(alpha) / 2 * q_b * k2 * (norm(c.path.v0) + g * alpha / 2)  # (45)
    loss += alpha * q_b * sq(OMEGA) * (x.reach + OMEGA * alpha * x.off_axis)  # (46)
    loss += alpha * q_b * k2 * (x.reach + y_b) / 2  # (47)
    pull = plus(times(-MU / cube(d0), start), sq(OMEGA), (start[0], start[1], ZERO))
    shift = alpha * dot(q.w, pull)
    later = shift - lim.speed * norm(plus(q.w, alpha, q.a0))
    sooner = -shift - lim.speed * norm(plus(q.w, -alpha, q.a0))
    return dot(q.w, q.w) + later.min(sooner) - loss  # (56)


def _arriving(field: Field, w: Times, y: Ends, farthest: Any, lim: Limits) -> Any:
    """The most that a path's velocity differs from the arc's at the meeting: by where it was at burnout, or else a
    while before; y at its ends, `farthest` on the way.
    """
    n, k, quarter = field.n, field.k, HALF_PI / field.n
    back, before = w.least.min(quarter), y[0] if w.most <= quarter else farthest
    arriving = k * (k * back).coth() * y[1] + n / (n * back).sin() * before  # (52)
    return arriving + lim.divert + lim.perturbation * w.most.min(quarter)  # (52)


def by_arc(g: Target, x: Volume, w: Times, lim: Limits, u: Vector) -> None:
    """Any path differs from the reference arc in a way that its adjoint measures."""
    launch, alpha = half(w.first, w.last)
    beta = g.half
    need(w.least >= 1, "too short for an arc")
    need(g.floor >= INNER, "the flights' reference comes below the inner radius")
    start = turned(x.middle, launch)
    c = _arc(Conic(start, u), g.time - launch, alpha, beta)
    k, k2 = c.field.k, c.field.k2
    need(c.field.n * w.most < exact("3.14"), "too long for an arc")
    q = _adjoint(c, minus(u, spin(start)))
    size = norm(q.a1)

    # how far paths are from the arc: at burnout, at the meeting, and along the way
    turning = sq(OMEGA) * x.off_axis
    y_b = x.reach + alpha * (norm(q.w) + OMEGA * x.reach)
    y_b += sq(alpha) / 2 * (c.field.g + turning)  # (42)
    delta, closing = minus(g.position, c.end.position), minus(g.velocity, c.end.velocity)
    _, cosh_b = (k * beta).sinh_cosh()
    apart = (norm(delta) + beta * norm(closing)) * cosh_b  # (43)
    y_a = apart + g.spread
    way = _stretches(c, w.most, (q.w, q.a0), q.near)
    strays = _strays(c, way, (y_b, y_a), lim)
    loss = _taken_off(c, way, strays, lim)  # (55)

    # the meeting: |q.y' - q'.y|
    a1_row = rows(q.a1)
    loss += abs(dot(q.a1, delta)) + beta * abs(dot(q.a1, closing))  # (51)
    loss += sums(a1_row * g.fields)[0] + beta * sums(a1_row * g.rates)[0]  # (51)
    loss += size * (sq(beta) / 2 * k2 * (apart + g.linear) + g.rest)  # (51)
    loss += size * (cosh_b - 1) * y_a  # (50)
    loss += q.near[1] * _arriving(c.field, w, (y_b, y_a), greatest(strays.highs), lim)
    need(_at_burnout(c, x, q, y_b, launch, lim) > loss, "within the arc's reach")  # (56)
