"""Where the flights of a box are: a reference arc, how they depart from it, and a bound on the rest.

docs/guarantee.md, section 4. A member's path is x*(t) + y(t), x* the reference arc. y is the sum of
a Jacobi field, linear in the box's coordinates, and a rest. Two scalar comparison functions bound
|y| and |rest|: each solves phi'' = -nu^2 phi - s with nu and s constant on stretches of the flight.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from reassure.earth.constants import EQUATORIAL_RADIUS, GRAVITATIONAL_PARAMETER, ROTATION_RATE
from reassure.flight.lambert import lambert
from reassure.flight.outcome import SOLVED
from reassure.flight.transfer import Point
from reassure.guarantee.conic import Conic, along, conic
from reassure.guarantee.ground import GROUND_RADIUS, SLOPE, cell, ellipsoid_radius
from reassure.guarantee.vectors import (
    apply,
    cross,
    dot,
    inverse,
    minus,
    norm,
    plus,
    scaled,
    spin,
)
from reassure.kernels import inner
from reassure.typing import Array

__all__ = [
    "CORE_RADIUS",
    "FIELDS",
    "INNER_RADIUS",
    "STRETCHES",
    "WIDEST",
    "Tube",
    "fields_at",
    "hull",
    "rest_at",
    "sizes_at",
    "spread_at",
    "tube",
]

INNER_RADIUS = 6_200_000.0
"""m. Reference arcs keep above this; inside it the field is replaced by a uniform ball's."""

CORE_RADIUS = 6_100_000.0
"""m. No straight line of up to 2,200 km between two points above INNER_RADIUS comes below this."""

WIDEST = 2_000_000.0
"""m. No bound on how far paths part may be greater."""

STRETCHES = 12
FIELDS = 7

_MU = GRAVITATIONAL_PARAMETER
_PASSES = 8
_REFINEMENTS = 4
_G = _MU / INNER_RADIUS**2


class Tube(NamedTuple):
    """The flights of a box.

    `sound`: all conditions hold. Reference: burnout position and inertial velocity at
    `burnout_time` (s), end time and half-widths of both times. Offsets at burnout: forward, up,
    and back along the relative velocity; at the end: north, east, back. `at_end`: blocks rr, rv
    of the transition matrix to the end, and rv's inverse. `knots`: times between stretches (s);
    `bound`, `rest`: value and slope of the two comparison functions at each knot, then nu^2 and
    source of the stretch that begins there.
    """

    sound: bool
    position: Point
    velocity: Point
    burnout_time: float
    end_time: float
    fields: Array
    knots: Array
    bound: Array
    rest: Array


@inner
def _compare(knots: Array, rows: Array, first: float, last: float) -> bool:
    """Fill value and slope of phi'' = -nu^2 phi - s from `first` at the first knot to `last`."""
    m = knots.size - 1
    # a particular solution of slope 0, and the homogeneous one of slope 1
    p, dp, h, dh = first, 0.0, 0.0, 1.0
    for i in range(m):
        p, dp = _carry(p, dp, knots[i + 1] - knots[i], rows[i, 2], rows[i, 3])
        h, dh = _carry(h, dh, knots[i + 1] - knots[i], rows[i, 2], 0.0)
    if not h > 0.0:
        return False
    rows[0, 0], rows[0, 1] = first, (last - p) / h
    for i in range(m):
        v, dv = _carry(rows[i, 0], rows[i, 1], knots[i + 1] - knots[i], rows[i, 2], rows[i, 3])
        rows[i + 1, 0], rows[i + 1, 1] = v, dv
        if not v > 0.0:
            return False
    return True


@inner
def _carry(v: float, dv: float, h: float, nu2: float, s: float) -> tuple[float, float]:
    nu = math.sqrt(nu2)
    c, sn = math.cos(nu * h), math.sin(nu * h) / nu
    lift = v + s / nu2
    return lift * c + dv * sn - s / nu2, dv * c - nu2 * sn * lift


@inner
def _highest(rows: Array, i: int, h: float) -> float:
    """The greatest value on stretch i, of length h: below the symmetric arch over its higher end."""
    top = max(rows[i, 0], rows[i + 1, 0])
    lift = rows[i, 3] / rows[i, 2]
    return float((top + lift) / math.cos(0.5 * math.sqrt(rows[i, 2]) * h) - lift)


@inner
def _value(knots: Array, rows: Array, time: float) -> float:
    i = 0
    while i < knots.size - 2 and knots[i + 1] < time:
        i += 1
    return _carry(rows[i, 0], rows[i, 1], time - knots[i], rows[i, 2], rows[i, 3])[0]


@inner
def _over(t: Tube, rows: Array, low: float, high: float) -> float:
    """The greatest value of a comparison function between two times: it is concave and positive."""
    low, high = max(low, t.knots[0]), min(high, t.knots[-1])
    mid = 0.5 * (low + high)
    first, last = t.knots[0], t.knots[-1]
    stretch = max((high - first) / (mid - first), (last - low) / (last - mid))
    return float(_value(t.knots, rows, mid) * stretch)


@inner
def spread_at(t: Tube, low: float, high: float) -> float:
    """The farthest that a flight is from the reference arc between two times, m."""
    return _over(t, t.bound, low, high)


@inner
def rest_at(t: Tube, low: float, high: float) -> float:
    """The farthest that a flight is from reference and Jacobi field between two times, m."""
    return _over(t, t.rest, low, high)


@inner
def _second_order(low: float, high: float) -> float:
    """What gravity's gradient at a point, at least `low` from the centre, does not tell of gravity at
    another that is at most `high` away, both above the inner radius, m/s^2.
    """
    x = high / low
    near = (1.0 - 2.0 / 3.0 * x) / ((1.0 - x) * (1.0 - x) * low**4) if x < 0.5 else math.inf
    return float(3.0 * _MU * high * high * min(near, CORE_RADIUS**-4.0))


class Burnout(NamedTuple):
    """Where the burnouts of a box are.

    `sound`: the box is narrow enough to tell. The base's middle; the burnout's middle (m); half-extents
    forward, up and sideways; how far it goes along with the aim's half-extents north and east; what
    all these leave out (m); how far a base is from its middle (m).
    """

    sound: bool
    base: Point
    middle: Point
    forward: Point
    up: Point
    side: Point
    with_north: Point
    with_east: Point
    ball: float
    off_base: float


@inner
def burnout(lo: Array, hi: Array, fixed: Array, carried: float) -> Burnout:
    """Burnouts of a box, the Earth turned by `carried` (rad)."""
    base = cell(lo[8], hi[8], lo[9], hi[9], carried)
    aim = cell(lo[2], hi[2], lo[3], hi[3], carried)
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
        scaled(lever * dot(s, aim.east), s),
        ball,
        off_base * EQUATORIAL_RADIUS + base.bend,
    )


@inner
def _extent(out: Burnout) -> float:
    """The farthest that a burnout is from the middle but for the ball: three axes at right angles."""
    side = norm(out.side) + norm(out.with_north) + norm(out.with_east)
    return math.sqrt(dot(out.forward, out.forward) + dot(out.up, out.up) + side * side)


@inner
def hull(lo: Array, hi: Array, fixed: Array, time: float) -> tuple[bool, Point, float]:
    """A ball about all that flights of the box may be in while they boost, the Earth turned to
    `time` (s): whether it holds, its centre and radius (m).
    """
    out = burnout(lo, hi, fixed, ROTATION_RATE * time)
    centre = scaled(0.5, plus(out.base, 1.0, out.middle))
    far = norm(minus(out.middle, centre)) + out.ball + _extent(out)
    return out.sound, centre, max(far, norm(minus(out.base, centre)) + out.off_base)


@inner
def tube(lo: Array, hi: Array, fixed: Array) -> Tube:
    """The tube of a box: `lo`, `hi` (12,) in the claim's units; `fixed`: field radius, sideways (m),
    perturbation (m/s^2).
    """
    eps = fixed[2]
    tb, dtb = 0.5 * (lo[5] + hi[5]), 0.5 * (hi[5] - lo[5])
    te, dte = 0.5 * (lo[4] + hi[4]), 0.5 * (hi[4] - lo[4])
    omega = ROTATION_RATE
    out = burnout(lo, hi, fixed, omega * tb)
    b, ball = out.middle, out.ball
    radius, dheight = norm(b), norm(out.up)
    a = cell(lo[2], hi[2], lo[3], hi[3], omega * te)
    end = a.middle
    outcome, vx, vy, vz, _, _, _ = lambert(b[0], b[1], b[2], end[0], end[1], end[2], te - tb, False)
    v = (round(vx, 3), round(vy, 3), round(vz, 3))
    sound = outcome == SOLVED and out.sound and te - tb > 2.0 * (dte + dtb)
    arc = conic(b, v, te - tb)
    miss = norm(minus(arc.position, end))
    speed_b, speed_a = norm(v), norm(arc.velocity)
    sound = sound and arc.solved and dot(b, v) > 0.0 and dot(arc.position, arc.velocity) < 0.0
    sound = sound and (arc.alpha <= 0.0 or math.sqrt(arc.alpha) * arc.chi < 6.28)

    back_b = scaled(dtb, minus(spin(omega, b), v))
    back_a = scaled(dte, minus(spin(omega, end), arc.velocity))
    r_far = radius + dheight
    wide_b = _extent(out)
    wide_a = math.sqrt(dot(a.north, a.north) + dot(a.east, a.east))
    bend_b = 0.5 * dtb * dtb * (_G + omega * omega * r_far) + omega * dtb * wide_b
    bend_a = 0.5 * dte * dte * (_G + omega * omega * norm(end)) + omega * dte * wide_a
    y_b = wide_b + norm(back_b) + bend_b + ball
    y_a = wide_a + norm(back_a) + bend_a + a.bend + miss

    # the linear part: seven fields, by their position and velocity at burnout
    rv_inverse = inverse(arc.rv)
    fields = np.zeros((FIELDS, 6))
    nil = (0.0, 0.0, 0.0)
    starts = (out.forward, out.up, out.side, back_b, out.with_north, out.with_east, nil)
    ends = (nil, nil, nil, nil, a.north, a.east, back_a)
    drift_b = drift_a = size_b = size_a = 0.0
    for k in range(FIELDS):
        start, finish = starts[k], ends[k]
        rate = apply(rv_inverse, minus(finish, apply(arc.rr, start)))
        size_b += norm(start)
        size_a += norm(finish)
        drift_b += norm(rate)
        drift_a += norm(plus(apply(arc.vr, start), 1.0, apply(arc.vv, rate)))
        for j in range(3):
            fields[k, j], fields[k, 3 + j] = start[j], rate[j]

    # stretches of equal universal anomaly up to the middle end time, then one to the latest end
    m = STRETCHES
    knots = np.empty(m + 1)
    bound = np.zeros((m + 1, 4))
    rest = np.zeros((m + 1, 4))
    radii = np.empty(m + 1)
    sizes = np.zeros(m + 1)
    for i in range(m):
        since, c = along(b, v, arc.chi * i / (m - 1))
        knots[i], radii[i] = tb + since, norm(c.position)
        sizes[i] = _size(c, fields)
    late = dte + 1.0
    knots[0], knots[m] = tb - dtb, te + late
    radii[0] -= dtb * (dot(b, v) / radius + 0.5 * _G * dtb)
    radii[m] = INNER_RADIUS
    n2_most = _MU / INNER_RADIUS**3
    k2 = 2.0 * n2_most
    # within dtb of burnout and `late` of the end the linear part grows by no more than this
    sizes[0] = (size_b + dtb * drift_b) * (1.0 + k2 * dtb * dtb)
    sizes[m] = (size_a + late * drift_a) * (1.0 + k2 * late * late)
    sound = sound and math.sqrt(k2) * max(dtb, late) < 0.5
    sound = sound and radii[0] >= INNER_RADIUS and radii[m - 1] >= INNER_RADIUS
    long = te - tb
    first = y_b * (1.0 + 4.0 * dtb / long)
    last = y_a * (1.0 + 4.0 * late / long)
    sound = sound and math.sqrt(n2_most) * (long + dtb + late) < 3.14
    third = np.zeros(m)
    # how far flights may stray, stretch by stretch: supposed, and raised until the bound agrees
    caps = np.empty(m)
    for i in range(m):
        caps[i] = 1.3 * (first + (last - first) * (i + 0.5) / m)
        bound[i, 3] = eps
    agreed = False
    for _ in range(_PASSES):
        if not sound or agreed:
            break
        for i in range(m):
            low = max(min(radii[i], radii[i + 1]) - caps[i], INNER_RADIUS)
            bound[i, 2] = _MU / low**3
        sound = _compare(knots, bound, first, last)
        agreed = sound
        for i in range(m):
            if sound:
                high = _highest(bound, i, knots[i + 1] - knots[i])
                sound = high < WIDEST
                if high > caps[i]:
                    agreed = False
                    caps[i] = 1.15 * high
    sound = sound and agreed
    if sound:
        sound = _value(knots, bound, tb + dtb) >= y_b and _value(knots, bound, te - dte) >= y_a
    # the rest: its source shrinks as it is found to be smaller
    bow_b = dtb * dtb * k2 * (size_b + dtb * drift_b)
    bow_a = dte * dte * k2 * (size_a + dte * drift_a)
    e_b = ball + bend_b + dtb * drift_b + bow_b
    e_a = a.bend + miss + bend_a + dte * drift_a + bow_a
    first = e_b * (1.0 + 4.0 * dtb / long)
    last = e_a * (1.0 + 4.0 * late / long)
    for i in range(m):
        rest[i, 2] = _MU / min(radii[i], radii[i + 1]) ** 3
    for j in range(_REFINEMENTS):
        for i in range(m):
            if not sound:
                break
            step = knots[i + 1] - knots[i]
            high = _highest(bound, i, step)
            if j > 0:
                linear = max(sizes[i], sizes[i + 1]) / math.cos(0.5 * math.sqrt(rest[i, 2]) * step)
                high = min(high, linear + _highest(rest, i, step))
            low = min(radii[i], radii[i + 1])
            if i < m - 1:
                third[i] = eps + _second_order(low, high)
            else:  # here the reference may be inside the inner radius
                third[i] = eps + 3.0 * n2_most * high
        rest[:m, 3] = third
        sound = sound and _compare(knots, rest, first, last)
    if sound:
        sound = _value(knots, rest, tb + dtb) >= e_b and _value(knots, rest, te - dte) >= e_a
    return Tube(
        sound,
        b,
        v,
        tb,
        te,
        fields,
        knots,
        bound,
        rest,
    )


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
