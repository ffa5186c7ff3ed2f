"""Whether a leaf holds by a reference arc and its costate: docs/guarantee.md, section 6."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from reassure_check.ball import (
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
from reassure_check.box import (
    Limits,
    Times,
    Volume,
    greatest,
    half,
)
from reassure_check.comparison import PASSES, Comparison, second_order
from reassure_check.flights import Target

LEGS, FEWER_LEGS = 6, 2
HALF_PI = PI / 2
Ends = tuple[Any, Any]


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
    need(tau > 0, "too short for an arc")
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
        per_square = second_order(lows[i], highs[i], field.core) / sq(highs[i])
        loss += way.steps[i] * (products / 12 * per_square + eps * (q0 + q1) / 2)
    return farthest, loss


def by_arc(g: Target, x: Volume, w: Times, lim: Limits, u: Vector) -> None:
    """Any path differs from the reference arc in a way that its costate measures."""
    launch, fa = half(w.first, w.last)
    h, tau = g.half, g.time - launch
    need(w.least >= 1, "too short for an arc")
    need(g.floor >= INNER, "the flights' reference comes below the inner radius")
    start = turned(x.middle, launch)
    c = _arc(Conic(start, u), tau, fa, h)
    field, arc, d0 = c.field, c.end, c.path.d0
    n, k, k2 = field.n, field.k, field.k2
    need(n * w.most < exact("3.14"), "too long for an arc")

    # the costate: v at burnout, 0 at the meeting; its slopes there, and bounds on its size near both
    v = minus(u, spin(start))
    v2 = dot(v, v)
    inverse = inverted(arc.rv)
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
    loss += n1 * (sq(h) / 2 * k2 * (apart + g.linear) + g.rest + (cosh_b - 1) * y_end)
    quarter = HALF_PI / n
    back, before = w.least.min(quarter), y_start if w.most <= quarter else farthest
    arriving = k * (k * back).coth() * y_end + n / (n * back).sin() * before
    loss += q_end * (arriving + lim.divert + lim.perturbation * w.most.min(quarter))
    need(v2 + later.min(sooner) > loss, "within the arc's reach")
