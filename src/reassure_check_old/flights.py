"""Where the flights of a box are: docs/guarantee.md, sections 5 and 7, whose numbers stand beside the lines."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from reassure_check_old.ball import (
    CORE,
    G_INNER,
    INNER,
    K2,
    MU,
    N2,
    OMEGA,
    ONE,
    WIDEST,
    ZERO,
    Conic,
    K,
    N,
    State,
    Unproved,
    Vector,
    cell,
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
)
from reassure_check_old.box import (
    Box,
    Limits,
    burnout,
    half,
)
from reassure_check_old.comparison import PASSES, Comparison, second_order

STRETCHES, REFINEMENTS = 12, 4
SOON = exact("0.01")  # s: a little inside the first burnout and the last end, off any knot
LATER = 1  # s after the latest end, so that the last stretch is long enough where that is the middle one
NIL = (ZERO, ZERO, ZERO)


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


class Ends(NamedTuple):
    """How far flights are from the reference at their burnouts, and then at their ends: in all and beyond the
    linear part; sums of the fields' lengths and of their rates there.
    """

    y: tuple[Any, Any]
    more: tuple[Any, Any]
    sizes: tuple[Any, Any]
    drifts: tuple[Any, Any]


class Reference(NamedTuple):
    """A reference arc: half the spans of its burnout and end times, the time between; the fields by position and
    velocity at burnout; what is known at the ends; knots between stretches, the least radius on each, and how
    long the fields' sum can be at the knots.
    """

    path: Conic
    start: Any
    end: Any
    halves: tuple[Any, Any]
    long: Any
    fields: tuple[Any, Any]
    ends: Ends
    knots: list[Any]
    lows: list[Any]
    sizes: list[Any]


def tube(box: Box, lim: Limits, velocity: Vector) -> Tube:
    """The tube about the reference arc of this burnout velocity; raises Unproved if it is unsound."""
    x = reference(box, lim, velocity)
    bound = first_bound(x, lim.perturbation)
    return Tube(x.path, x.start, x.end, x.fields, bound, rest_bound(x, bound, lim.perturbation))


def reference(box: Box, lim: Limits, velocity: Vector) -> Reference:
    """The reference, its conditions seen to hold."""
    (tb, dtb), (te, dte) = half(*box.burnout_time), half(*box.end)
    long, late, m = te - tb, dte + LATER, STRETCHES
    out = burnout(box, lim, OMEGA * tb)
    a = cell(*box.aim_latitude, *box.aim_longitude, OMEGA * te)
    b, v = out.middle, velocity
    path = Conic(b, v)
    need(long > 2 * (dte + dtb), "flight times too wide")
    need(N * (long + dtb + late) < exact("3.14"), "flights too long")
    chi = path.anomaly(long)
    arc = path.at(chi, long)
    climb = dot(b, v)
    need(climb > 0 and dot(arc.position, arc.velocity) < 0, "the reference must rise, then fall")
    need(path.alpha < 0 or path.alpha.sqrt() * chi < exact("6.28"), "more than a revolution")

    # the linear part: seven fields, by position and velocity at burnout
    back_b = times(dtb, minus(spin(b), v))
    back_a = times(dte, minus(spin(a.middle), arc.velocity))
    starts = columns(*out.starts, back_b, *out.with_aim)
    finishes = columns(NIL, NIL, NIL, NIL, a.north, a.east, back_a)
    rates = inverted(arc.rv) * (finishes - arc.rr * starts)
    vr, vv = path.rates(arc)
    size_b, drift_b, size_a, drift_a = (
        sum((norm((x[0, k], x[1, k], x[2, k])) for k in range(7)), ZERO)
        for x in (starts, rates, finishes, vr * starts + vv * rates)
    )
    wide_a = root(dot(a.north, a.north) + dot(a.east, a.east))
    high_b = path.d0 + norm(out.starts[1])
    more_b = sq(dtb) / 2 * (G_INNER + sq(OMEGA) * high_b)  # (27)
    more_b += OMEGA * dtb * out.extent + out.ball  # (27)
    more_a = sq(dte) / 2 * (G_INNER + sq(OMEGA) * norm(a.middle))  # (28)
    more_a += OMEGA * dte * wide_a + a.bend  # (28)
    more_a += norm(minus(arc.position, a.middle))  # (28)
    y = out.extent + norm(back_b) + more_b, wide_a + norm(back_a) + more_a

    # stretches of equal anomaly up to the middle end time, then one to the latest end
    states = [path.at((chi * i / (m - 1)).mid()) for i in range(1, m)]
    knots = [tb - dtb, *(tb + s.time for s in states), te + late]
    first = path.d0 - dtb * (climb / path.d0 + G_INNER * dtb / 2)  # (29)
    radii = [first, *(s.radius for s in states)]
    need(all(r >= INNER for r in radii), "the reference comes below the inner radius")
    need(K * dtb.max(late) < 0.5, "times too wide")
    sizes = [(size_b + dtb * drift_b) * (1 + K2 * sq(dtb))]  # (6)
    sizes += [_size(s, s.rr * starts + s.rv * rates) for s in states]
    sizes += [(size_a + late * drift_a) * (1 + K2 * sq(late))]  # (6)
    ends = Ends(y, (more_b, more_a), (size_b, size_a), (drift_b, drift_a))
    lows = [*(x.min(y) for x, y in pairwise(radii)), INNER]
    fields = starts, rates
    return Reference(path, tb, te, (dtb, dte), long, fields, ends, knots, lows, sizes)


def _raised(x: Reference, y_b: Any, y_a: Any) -> tuple[Any, Any]:
    """Values at the first and last knot for a function that should be at least these at all burnouts and ends."""
    dtb, dte = x.halves
    return y_b * (1 + 4 * (dtb + SOON) / x.long), y_a * (1 + 4 * (dte + LATER) / x.long)


def _check_ends(x: Reference, phi: Comparison, y_b: Any, y_a: Any) -> None:
    """Refuse a function that is not at least these at all burnouts and ends; it is concave."""
    dtb, dte = x.halves
    early, late = x.start + dtb + SOON / 2, x.end - dte - SOON / 2
    need(phi.at(early) >= y_b and phi.at(late) >= y_a, "comparison function too low")


def first_bound(x: Reference, eps: Any) -> Comparison:
    """How far flights may stray, stretch by stretch: supposed, and raised until the bound agrees."""
    m = STRETCHES
    first, last = _raised(x, *x.ends.y)
    guess = [exact("1.3") * (first + (last - first) * (2 * i + 1) / (2 * m)) for i in range(m)]
    caps = [cap.upper() for cap in guess]
    for _ in range(PASSES):
        strengths = [MU / cube((r - c).max(INNER)) for r, c in zip(x.lows, caps, strict=True)]
        bound = Comparison(x.knots, strengths)
        bound.solve(first, last, [eps] * m)
        highs = bound.highest()
        pairs = list(zip(highs, caps, strict=True))
        if all(high <= cap for high, cap in pairs):  # (30)
            break
        caps = [cap if high <= cap else (exact("1.15") * high).upper() for high, cap in pairs]
    else:
        raise Unproved("flights stray farther than was supposed")
    need(all(high < WIDEST for high in highs), "flights too wide")  # (8)
    _check_ends(x, bound, *x.ends.y)
    return bound


def rest_ends(x: Reference) -> tuple[Any, Any]:
    """How far flights are from reference and linear part at their burnouts and ends."""
    e_b, e_a = (
        more + dt * drift + sq(dt) * K2 * (size + dt * drift)  # (32)
        for more, size, drift, dt in zip(
            x.ends.more, x.ends.sizes, x.ends.drifts, x.halves, strict=True
        )
    )
    return e_b, e_a


def rest_bound(x: Reference, bound: Comparison, eps: Any) -> Comparison:
    """What is left beside the linear part: its source shrinks as it is found to be smaller."""
    e_b, e_a = rest_ends(x)
    rest = Comparison(x.knots, [MU / cube(r) for r in x.lows])
    linear = rest.over_arches(x.sizes)
    highs = bound.highest()
    for _ in range(REFINEMENTS):
        sources = [
            eps + second_order(r, y, CORE) for r, y in zip(x.lows, highs, strict=True)
        ]  # (31)
        sources[-1] = eps + 3 * N2 * highs[-1]  # (31): there the reference may be inside R1
        rest.solve(*_raised(x, e_b, e_a), sources)
        each = zip(bound.highest(), linear, rest.highest(), strict=True)
        highs = [high.min(y + z) for high, y, z in each]  # (33)
    _check_ends(x, rest, e_b, e_a)
    return rest


class Target(NamedTuple):
    """The flights in a span of time: a middle and the greatest distance from it; a moving point; the
    fields and their rates there (None while they boost); how far flights are from the point, from
    point and fields, and from these prolonged at their speeds; how long the fields' sum can be; and how
    near the point comes to the centre.
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
    linear: Any
    floor: Any


def flying(t: Tube, low: Any, high: Any) -> Target:
    """Flights after burnout: at times from the earliest burnout on, for before it the reference may be
    anywhere.
    """
    low = low.max(t.bound.knots[0])
    high = high.max(low)
    mid = (((low + high) / 2).min(t.end)).mid()
    h = (mid - low).max(high - mid)
    s = t.path.at(t.path.anomaly(mid - t.start), mid - t.start)
    vr, vv = t.path.rates(s)
    fields = s.rr * t.fields[0] + s.rv * t.fields[1]
    rates = vr * t.fields[0] + vv * t.fields[1]
    sinh, cosh = (K * h).sinh_cosh()
    linear = cosh * _size(s, fields) + sinh / K * _size(s, rates)  # (34)
    rest = t.rest.over(low, high)  # (5)
    spread = t.bound.over(low, high).min(linear + rest)  # (35)
    bow = (K2 * sq(h) / 2 + OMEGA * h) * linear + rest  # (36)
    # up to the middle end time it stays above the inner radius
    fall = (-dot(s.position, s.velocity) / s.radius).max(ZERO)
    floor = INNER if mid + h <= t.end else s.radius - h * (fall + G_INNER * h / 2)  # (38)
    return Target(mid, h, s.position, s.velocity, fields, rates, spread, rest, bow, linear, floor)


def boosting(box: Box, lim: Limits, low: Any, high: Any) -> Target:
    """Flights up to burnout: in the hull of base and burnout, which turns with the Earth."""
    mid, h = half(low, high)
    out = burnout(box, lim, OMEGA * mid)
    centre = times(ONE / 2, plus(out.base, 1, out.middle))
    spread = norm(minus(out.middle, centre)) + out.ball + out.extent  # (57)
    spread = spread.max(norm(minus(out.base, centre)) + out.base_reach)  # (57)
    return Target(mid, h, centre, spin(centre), None, None, spread, ZERO, spread, ZERO, ZERO)


def along(g: Target, e: Vector) -> Any:
    """The farthest that a flight goes from the moving point along a unit vector."""
    if g.fields is None:
        return g.spread
    e_row = rows(e)
    far = g.bow + sums(e_row * g.fields)[0] + g.half * sums(e_row * g.rates)[0]  # (36)
    return far.min(g.spread)


def apart(g: Target, p: Vector, v: Vector) -> Any:
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
    return ball.max(d - h * abs(dot(e, v)) - along(g, e))  # (37)
