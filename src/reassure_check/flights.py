"""Where the flights of a box are: docs/guarantee.md, sections 5 and 7."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

from reassure_check.ball import (
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
from reassure_check.box import (
    Box,
    Limits,
    burnout,
    half,
)
from reassure_check.comparison import PASSES, Comparison, second_order

STRETCHES, REFINEMENTS = 12, 4
SOON = exact("0.01")  # s: a little inside the first burnout and the last end, off any knot
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


def tube(box: Box, lim: Limits, velocity: Vector) -> Tube:
    """The tube about the reference arc of this burnout velocity; raises Unproved if it is unsound."""
    (tb, dtb), (te, dte) = half(*box[5]), half(*box[4])
    eps, long, late, m = lim.perturbation, te - tb, dte + 1, STRETCHES
    out, a = burnout(box, lim, OMEGA * tb), cell(*box[2], *box[3], OMEGA * te)
    b, v = out.middle, velocity
    path = Conic(b, v)
    need(long > 2 * (dte + dtb), "flight times too wide")
    need(N * (long + dtb + late) < exact("3.14"), "flights too long")
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
    starts = columns(*out.starts, back_b, *out.with_aim)
    ends = columns(NIL, NIL, NIL, NIL, a.north, a.east, back_a)
    rates = inverted(arc.rv) * (ends - arc.rr * starts)
    size_b, drift_b, size_a, drift_a = (
        sum((norm((x[0, k], x[1, k], x[2, k])) for k in range(7)), ZERO)
        for x in (starts, rates, ends, vr * starts + vv * rates)
    )

    # stretches of equal anomaly up to the middle end time, then one to the latest end
    states = [path.at((chi * i / (m - 1)).mid()) for i in range(1, m)]
    knots = [tb - dtb, *(tb + s.time for s in states), te + late]
    radii = [path.d0 - dtb * (climb / path.d0 + G_INNER * dtb / 2), *(s.radius for s in states)]
    need(all(r >= INNER for r in radii), "the reference comes below the inner radius")
    need(K * dtb.max(late) < 0.5, "times too wide")
    lows = [*(x.min(y) for x, y in pairwise(radii)), INNER]
    sizes = [(size_b + dtb * drift_b) * (1 + K2 * sq(dtb))]
    sizes += [_size(s, s.rr * starts + s.rv * rates) for s in states]
    sizes += [(size_a + late * drift_a) * (1 + K2 * sq(late))]

    # how far flights may stray, stretch by stretch: supposed, and raised until the bound agrees
    more_b, more_a = 1 + 4 * (dtb + SOON) / long, 1 + 4 * late / long
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
    need(
        bound.at(tb + dtb + SOON / 2) >= y_b and bound.at(te - dte - SOON / 2) >= y_a,
        "comparison function too low",
    )

    # what is left beside the linear part: its source shrinks as it is found to be smaller
    e_b = bend_b + dtb * drift_b + sq(dtb) * K2 * (size_b + dtb * drift_b)
    e_a = bend_a + dte * drift_a + sq(dte) * K2 * (size_a + dte * drift_a)
    rest = Comparison(knots, [MU / cube(r) for r in lows])
    linear = [x.max(y) * arch for x, y, arch in zip(sizes, sizes[1:], rest.arches, strict=False)]
    for _ in range(REFINEMENTS):
        sources = [eps + second_order(r, x, CORE) for r, x in zip(lows, highs, strict=True)]
        sources[-1] = eps + 3 * N2 * highs[-1]  # there the reference may be inside the inner radius
        rest.solve(e_b * more_b, e_a * more_a, sources)
        each = zip(bound.highest(), linear, rest.highest(), strict=True)
        highs = [high.min(x + y) for high, x, y in each]
    need(
        rest.at(tb + dtb + SOON / 2) >= e_b and rest.at(te - dte - SOON / 2) >= e_a,
        "comparison function too low",
    )
    return Tube(path, tb, te, (starts, rates), bound, rest)


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
    linear = cosh * _size(s, fields) + sinh / K * _size(s, rates)
    rest = t.rest.over(low, high)
    spread = t.bound.over(low, high).min(linear + rest)
    bow = (K2 * sq(h) / 2 + OMEGA * h) * linear + rest
    # up to the middle end time it stays above the inner radius
    fall = (-dot(s.position, s.velocity) / s.radius).max(ZERO)
    floor = INNER if mid + h <= t.end else s.radius - h * (fall + G_INNER * h / 2)
    return Target(mid, h, s.position, s.velocity, fields, rates, spread, rest, bow, linear, floor)


def boosting(box: Box, lim: Limits, low: Any, high: Any) -> Target:
    """Flights up to burnout: in the hull of base and burnout, which turns with the Earth."""
    mid, h = half(low, high)
    out = burnout(box, lim, OMEGA * mid)
    centre = times(ONE / 2, plus(out.base, 1, out.middle))
    spread = norm(minus(out.middle, centre)) + out.ball + out.extent
    spread = spread.max(norm(minus(out.base, centre)) + out.off_base)
    return Target(mid, h, centre, spin(centre), None, None, spread, ZERO, spread, ZERO, ZERO)


def along(g: Target, e: Vector) -> Any:
    """The farthest that a flight goes from the moving point along a unit vector."""
    if g.fields is None:
        return g.spread
    e_row = rows(e)
    far = g.bow + sums(e_row * g.fields)[0] + g.half * sums(e_row * g.rates)[0]
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
    return ball.max(d - h * abs(dot(e, v)) - along(g, e))
