"""Where the flights of a box are: a reference arc, how they depart from it, and a bound on the rest.

docs/guarantee.md, section 5, whose numbers stand beside the lines. A member's path is x*(t) + y(t), x* the reference
arc. y is the sum of seven Jacobi fields, each with a factor from -1 to 1, and a rest. Two comparison functions bound
|y| and |rest|.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.earth.constants import GRAVITATIONAL_PARAMETER, ROTATION_RATE
from reassure.flight.lambert import lambert
from reassure.flight.outcome import SOLVED
from reassure.guarantee.box import AIM_LATITUDE, AIM_LONGITUDE, BURNOUT_TIME, END, OTHER
from reassure.guarantee.burnout import Burnout, burnout, extent
from reassure.guarantee.cell import Cell, cell
from reassure.guarantee.conic import Conic, along, conic
from reassure.guarantee.sturm import greatest_between, highest, solve, value
from reassure.numeric.compile import inner
from reassure.numeric.vectors import apply, cross, dot, inverse, minus, norm, plus, scaled, spin
from reassure.typing import Array, Point

__all__ = [
    "CORE_RADIUS",
    "FIELDS",
    "INNER_RADIUS",
    "STRETCHES",
    "WIDEST",
    "Tube",
    "fields_at",
    "rest_at",
    "second_order",
    "sizes_at",
    "spread_at",
    "tube",
    "tube_about",
]

INNER_RADIUS = 6_200_000.0
"""m. Reference arcs keep above this; inside it the field is replaced by a uniform ball's."""

CORE_RADIUS = 6_100_000.0
"""m. No straight line of up to 2,200 km between two points above INNER_RADIUS comes below this."""

WIDEST = 2_000_000.0
"""m. No bound on how far paths part may be greater."""

STRETCHES = 12
"""Of the time from earliest burnout to latest end: more of them bound better and take longer (design/search.py)."""
FIELDS = 7
"""Forward, up, sideways and burnout time; aim north and east, and end time."""

_MU = GRAVITATIONAL_PARAMETER
# Rounds in which what was supposed is raised, and rounds of (33), each with a smaller source.
_PASSES = 8
_SOON = 0.01  # s: a little inside the first burnout and the last end, off any knot
_LATER = 1.0  # s after the latest end, so that the last stretch is long enough where that is the middle one
_REFINEMENTS = 4
_G = _MU / INNER_RADIUS**2  # (1)
_N = math.sqrt(_MU / INNER_RADIUS**3)
_K2 = 2.0 * _N * _N  # (1)
_K = math.sqrt(_K2)
_NIL = (0.0, 0.0, 0.0)
_Offsets = tuple[Point, Point, Point, Point, Point, Point, Point]


class Tube(NamedTuple):
    """A box's flights in free flight: a reference, and how far they are from it. Times from the flight's launch."""

    sound: bool
    """Do all conditions hold? Where not, nothing is bounded."""
    position: Point
    """m, the reference at `burnout_time` in inertial axes; `velocity` there, m/s."""
    velocity: Point
    burnout_time: float
    """s, the middle of the box's burnout times; `end_time`: of its end times."""
    end_time: float
    fields: Array
    """(7, 6): position (m) and velocity (m/s) of the seven Jacobi fields at the middle burnout."""
    knots: Array
    """(13,): times between stretches, s."""
    bound: Array
    """(13, 4): Psi, above |y|, as guarantee.sturm has functions; m."""
    rest: Array
    """(13, 4): Lambda, above what the fields leave of y; m."""


@inner
def spread_at(t: Tube, low: float, high: float) -> float:
    """The farthest (m) that a flight is from the reference arc between two times (s)."""
    return greatest_between(t.knots, t.bound, low, high)


@inner
def rest_at(t: Tube, low: float, high: float) -> float:
    """The farthest (m) that a flight is from the reference and the sum of its fields between two times (s)."""
    return greatest_between(t.knots, t.rest, low, high)


@inner
def second_order(low: float, high: float, core: float) -> float:
    """The most (m/s^2) that gravity at one point differs from what its gradient at another says.

    The other is at least `low` from the centre and they are at most `high` apart; no point of the line between them is
    nearer to the centre than `core`. All m.
    """
    x = high / low  # (7)
    near = (1.0 - 2.0 / 3.0 * x) / ((1.0 - x) * (1.0 - x) * low**4) if x < 0.5 else math.inf
    return float(3.0 * _MU * high * high * min(near, core**-4.0))


class _Moves(NamedTuple):
    """Sums of the fields' lengths (m) and of their rates' (m/s), at the middle burnout and at the middle end."""

    size_burnout: float
    rate_burnout: float
    size_end: float
    rate_end: float


class _Ends(NamedTuple):
    """How far members are from the reference at their own burnout and at their own end."""

    at_burnout: float
    """m, in all; y_b of section 5."""
    at_end: float
    """m, in all; y_a."""
    beyond_burnout: float
    """m, beyond the linear part; (27)."""
    beyond_end: float
    """m, beyond the linear part; (28)."""
    burnout_half: float
    """s, half the span of burnout times; `end_half`: of end times."""
    end_half: float
    long: float
    """s, from the middle burnout to the middle end."""


@inner
def tube(lo: Array, hi: Array, fixed: Array) -> Tube:
    """The tube of a box: `lo`, `hi` (13,) in the claim's units; `fixed`: see `RowFigures`.

    Its reference joins the middles, its velocity rounded to the mm/s. `sound` is false where nothing is bounded.
    """
    tb, te = 0.5 * (lo[BURNOUT_TIME] + hi[BURNOUT_TIME]), 0.5 * (lo[END] + hi[END])
    b = burnout(lo, hi, fixed, ROTATION_RATE * tb).middle
    a = _aims(lo, hi, te).middle
    outcome, vx, vy, vz, _, _, _ = lambert(*b, *a, te - tb, False)
    v = (round(vx, 3), round(vy, 3), round(vz, 3))
    return tube_about(lo, hi, fixed, v, outcome == SOLVED)


@inner
def _aims(lo: Array, hi: Array, time: float) -> Cell:
    """The aims of a box, the Earth turned to `time` (s)."""
    return cell(
        lo[AIM_LATITUDE],
        hi[AIM_LATITUDE],
        lo[AIM_LONGITUDE],
        hi[AIM_LONGITUDE],
        ROTATION_RATE * time,
    )


@inner
def tube_about(lo: Array, hi: Array, fixed: Array, v: Point, sound: bool) -> Tube:
    """The tube of a box about the reference of inertial velocity v (m/s) at its middle burnout.

    `sound`: is there such a reference? The tube's is false where it is not, or where a condition fails.
    """
    tb, dtb = (
        0.5 * (lo[BURNOUT_TIME] + hi[BURNOUT_TIME]),
        0.5 * (hi[BURNOUT_TIME] - lo[BURNOUT_TIME]),
    )
    te, dte = 0.5 * (lo[END] + hi[END]), 0.5 * (hi[END] - lo[END])
    out = burnout(lo, hi, fixed, ROTATION_RATE * tb)
    a = _aims(lo, hi, te)
    b, long = out.middle, te - tb
    arc = conic(b, v, long)
    sound = sound and arc.solved and out.sound and long > 2.0 * (dte + dtb)
    # the reference rises at burnout, falls at its end, and turns less than once: no perigee between
    sound = sound and dot(b, v) > 0.0 and dot(arc.position, arc.velocity) < 0.0
    sound = sound and (arc.alpha <= 0.0 or math.sqrt(arc.alpha) * arc.chi < 6.28)
    # so that Sturm's bounds hold, and cosh x <= 1 + x^2 at both ends
    sound = sound and _N * (long + dtb + dte + _LATER) < 3.14
    sound = sound and _K * max(dtb, dte + _LATER) < 0.5

    # how far a burnout is off for half the span of its time: it turns with the Earth, the reference flies on
    back_b = scaled(dtb, minus(spin(ROTATION_RATE, b), v))
    back_a = scaled(dte, minus(spin(ROTATION_RATE, a.middle), arc.velocity))
    # the seven fields' offsets at the middle burnout and at the middle end
    starts = (
        out.forward, out.up, out.side, back_b, out.with_north, out.with_east, out.with_end
    )  # fmt: skip
    finishes = (_NIL, _NIL, _NIL, _NIL, a.north, a.east, back_a)
    fields = _fields(arc, starts, finishes)
    ends = _ends(out, a, arc, back_b, back_a, dtb, dte, long)
    knots = np.empty(STRETCHES + 1)
    bound = np.zeros((STRETCHES + 1, 4))
    rest = np.zeros((STRETCHES + 1, 4))
    # stretches of equal universal anomaly up to the middle end time, then one to the latest end,
    # where the reference may come below the inner radius
    radii = np.empty(STRETCHES + 1)
    sizes = np.zeros(STRETCHES + 1)
    for i in range(STRETCHES):
        since, c = along(b, v, arc.chi * i / (STRETCHES - 1))
        knots[i], radii[i] = tb + since, norm(c.position)
        sizes[i] = _size(c, fields)
    knots[0], knots[STRETCHES] = tb - dtb, te + dte + _LATER
    radii[0] -= dtb * (dot(b, v) / radii[0] + 0.5 * _G * dtb)  # (29)
    sound = sound and radii[0] >= INNER_RADIUS and radii[STRETCHES - 1] >= INNER_RADIUS
    radii[STRETCHES] = INNER_RADIUS
    if sound:
        sound = _first_bound(knots, bound, radii, ends, fixed[OTHER])
    if sound:
        moves = _moves(arc, fields, finishes)
        sound = _rest_bound(knots, rest, bound, radii, sizes, moves, ends, fixed[OTHER])
    return Tube(sound, b, v, tb, te, fields, knots, bound, rest)


@inner
def _ends(
    out: Burnout,
    a: Cell,
    arc: Conic,
    back_b: Point,
    back_a: Point,
    dtb: float,
    dte: float,
    long: float,
) -> _Ends:
    """The bounds at both ends but for the fields' own motion while times shift."""
    omega = ROTATION_RATE
    wide_b = extent(out)
    wide_a = math.sqrt(dot(a.north, a.north) + dot(a.east, a.east))
    far_b, far_a = norm(out.middle) + norm(out.up), norm(a.middle)
    more_b = (
        out.ball + omega * dtb * wide_b + 0.5 * dtb * dtb * (_G + omega * omega * far_b)
    )  # (27)
    more_a = a.bend + omega * dte * wide_a + 0.5 * dte * dte * (_G + omega * omega * far_a)  # (28)
    more_a += norm(minus(arc.position, a.middle))  # (28)
    return _Ends(
        wide_b + norm(back_b) + more_b,
        wide_a + norm(back_a) + more_a,
        more_b,
        more_a,
        dtb,
        dte,
        long,
    )


@inner
def _fields(arc: Conic, starts: _Offsets, finishes: _Offsets) -> Array:
    """The Jacobi fields with these ends, by position and velocity at the start."""
    rv_inverse = inverse(arc.rv)
    fields = np.zeros((FIELDS, 6))
    for k in range(FIELDS):
        # the rate at the start that leads to the offset at the end
        rate = apply(rv_inverse, minus(finishes[k], apply(arc.rr, starts[k])))
        for j in range(3):
            fields[k, j], fields[k, 3 + j] = starts[k][j], rate[j]
    return fields


@inner
def _solve_from(knots: Array, rows: Array, at_burnout: float, at_end: float, ends: _Ends) -> bool:
    """Solve so that the function is at least these values at every burnout and every end."""
    # above what is needed, so that it is still enough at the latest burnout and at the earliest end
    first = at_burnout * (1.0 + 4.0 * (ends.burnout_half + _SOON) / ends.long)
    last = at_end * (1.0 + 4.0 * (ends.end_half + _LATER) / ends.long)
    if not solve(knots, rows, first, last):
        return False
    burnouts_end = knots[0] + 2.0 * ends.burnout_half + 0.5 * _SOON
    ends_begin = knots[-1] - _LATER - 2.0 * ends.end_half - 0.5 * _SOON
    enough = value(knots, rows, burnouts_end) >= at_burnout
    return bool(enough and value(knots, rows, ends_begin) >= at_end)


@inner
def _first_bound(knots: Array, bound: Array, radii: Array, ends: _Ends, eps: float) -> bool:
    """How far flights may stray, stretch by stretch: supposed, and raised until the bound agrees."""
    m = STRETCHES
    caps = np.empty(m)
    first = ends.at_burnout * (1.0 + 4.0 * (ends.burnout_half + _SOON) / ends.long)
    last = ends.at_end * (1.0 + 4.0 * (ends.end_half + _LATER) / ends.long)
    for i in range(m):
        # C of section 5: begun above a straight line between the ends
        caps[i] = 1.3 * (first + (last - first) * (i + 0.5) / m)
        bound[i, 3] = eps
    for _ in range(_PASSES):
        for i in range(m):
            low = max(min(radii[i], radii[i + 1]) - caps[i], INNER_RADIUS)
            bound[i, 2] = _MU / low**3
        if not _solve_from(knots, bound, ends.at_burnout, ends.at_end, ends):
            return False
        agreed = True
        for i in range(m):
            high = highest(bound, i, knots[i + 1] - knots[i])
            if high >= WIDEST:
                return False
            if high > caps[i]:  # (30)
                agreed = False
                caps[i] = 1.15 * high
        if agreed:
            return True
    return False


@inner
def _moves(arc: Conic, fields: Array, finishes: _Offsets) -> _Moves:
    """How long the fields (7, 6) are at both ends, `arc` the reference's state at its end."""
    size_b = size_a = rate_b = rate_a = 0.0
    for k in range(FIELDS):
        size_b += norm((fields[k, 0], fields[k, 1], fields[k, 2]))
        rate_b += norm((fields[k, 3], fields[k, 4], fields[k, 5]))
        size_a += norm(finishes[k])
        rate_a += norm(_moved(arc.vr, arc.vv, fields, k))
    return _Moves(size_b, rate_b, size_a, rate_a)


@inner
def _rest_bound(
    knots: Array,
    rest: Array,
    bound: Array,
    radii: Array,
    sizes: Array,
    moves: _Moves,
    ends: _Ends,
    eps: float,
) -> bool:
    """What is left beside the fields; its source shrinks as it is found to be smaller."""
    m = STRETCHES
    drift_b, drift_a = moves.rate_burnout, moves.rate_end
    dtb, dte, late = ends.burnout_half, ends.end_half, ends.end_half + _LATER
    # about burnout and end the fields grow by no more than this
    grown_b, grown_a = moves.size_burnout + dtb * drift_b, moves.size_end + dte * drift_a
    sizes[0] = grown_b * (1.0 + _K2 * dtb * dtb)  # (6)
    sizes[m] = (moves.size_end + late * drift_a) * (1.0 + _K2 * late * late)  # (6)
    e_b = ends.beyond_burnout + dtb * drift_b + _K2 * dtb * dtb * grown_b  # (32)
    e_a = ends.beyond_end + dte * drift_a + _K2 * dte * dte * grown_a  # (32)
    tops = np.zeros(m)
    for i in range(m):
        # nu^2 of the reference itself, for the rest is measured by G(x*)
        rest[i, 2] = _MU / min(radii[i], radii[i + 1]) ** 3
    for j in range(_REFINEMENTS):
        for i in range(m):
            step, low = knots[i + 1] - knots[i], min(radii[i], radii[i + 1])
            high = highest(bound, i, step)
            if j > 0:
                linear = max(sizes[i], sizes[i + 1]) / math.cos(0.5 * math.sqrt(rest[i, 2]) * step)
                high = min(high, linear + tops[i])  # (33)
            # (31); on the last stretch the reference may be inside the inner radius
            rest[i, 3] = eps + (
                second_order(low, high, CORE_RADIUS) if i < m - 1 else 3.0 * _N * _N * high
            )
        if not _solve_from(knots, rest, e_b, e_a, ends):
            return False
        for i in range(m):
            tops[i] = highest(rest, i, knots[i + 1] - knots[i])
    return True


@inner
def _moved(by_position: Array, by_velocity: Array, fields: Array, k: int) -> Point:
    """Field k, carried on by two blocks of the transition matrix."""
    start = (fields[k, 0], fields[k, 1], fields[k, 2])
    rate = (fields[k, 3], fields[k, 4], fields[k, 5])
    return plus(apply(by_position, start), 1.0, apply(by_velocity, rate))


@inner
def _size(c: Conic, fields: Array) -> float:
    """The longest that the linear part can be at the state `c`, m."""
    parts = (0.0, 0.0, 0.0)
    axes = _axes(c)
    for k in range(FIELDS):
        parts = _added(parts, axes, _moved(c.rr, c.rv, fields, k))
    return norm(parts)


@inner
def _axes(c: Conic) -> tuple[Point, Point, Point]:
    """Unit vectors up, on along the path and aside."""
    up = scaled(1.0 / norm(c.position), c.position)
    on = plus(c.velocity, -dot(c.velocity, up), up)
    on = scaled(1.0 / norm(on), on)
    return up, on, cross(up, on)


@inner
def _added(parts: Point, axes: tuple[Point, Point, Point], p: Point) -> Point:
    x, y, z = axes
    return parts[0] + abs(dot(p, x)), parts[1] + abs(dot(p, y)), parts[2] + abs(dot(p, z))


@inner
def sizes_at(c: Conic, fields: Array) -> tuple[float, float]:
    """The greatest sums of the fields' positions and of their velocities, each taken with a factor
    from -1 to 1: m, m/s. `fields`: what `fields_at` gives for `c`.
    """
    p = q = (0.0, 0.0, 0.0)
    axes = _axes(c)
    for k in range(FIELDS):
        p = _added(p, axes, (fields[k, 0], fields[k, 1], fields[k, 2]))
        q = _added(q, axes, (fields[k, 3], fields[k, 4], fields[k, 5]))
    return norm(p), norm(q)


@inner
def fields_at(t: Tube, c: Conic) -> Array:
    """The seven fields at the state `c` of the reference arc: position and velocity, (7, 6)."""
    out = np.empty((FIELDS, 6))
    for k in range(FIELDS):
        p, q = _moved(c.rr, c.rv, t.fields, k), _moved(c.vr, c.vv, t.fields, k)
        for j in range(3):
            out[k, j], out[k, 3 + j] = p[j], q[j]
    return out
