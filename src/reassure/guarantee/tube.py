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
from reassure.guarantee.conic import conic, universal
from reassure.guarantee.ground import GROUND_RADIUS, SLOPE, cell, ellipsoid_radius
from reassure.guarantee.vectors import (
    apply,
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
    "AIM_LATITUDE",
    "AIM_LONGITUDE",
    "BASE_LATITUDE",
    "BASE_LONGITUDE",
    "BURNOUT_DISTANCE",
    "BURNOUT_HEIGHT",
    "BURNOUT_TIME",
    "CORE_RADIUS",
    "END",
    "LAUNCH",
    "PLACE_LATITUDE",
    "PLACE_LONGITUDE",
    "STRETCHES",
    "TIME",
    "Tube",
    "hull",
    "inner_n",
    "rest_at",
    "spread_at",
    "tube",
]

TIME, LAUNCH, AIM_LATITUDE, AIM_LONGITUDE, END, BURNOUT_TIME = 0, 1, 2, 3, 4, 5
BURNOUT_HEIGHT, BURNOUT_DISTANCE, BASE_LATITUDE, BASE_LONGITUDE = 6, 7, 8, 9
PLACE_LATITUDE, PLACE_LONGITUDE = 10, 11

INNER_RADIUS = 6_200_000.0
"""m. Reference arcs keep above this; inside it the field is replaced by a uniform ball's."""

CORE_RADIUS = 6_100_000.0
"""m. No straight line of up to 2,200 km between two points above INNER_RADIUS comes below this."""

STRETCHES = 10

_MU = GRAVITATIONAL_PARAMETER
_PASSES = 8
_WIDEST = 2_000_000.0  # m; the straight lines that matter are shorter
_G = _MU / INNER_RADIUS**2


@inner
def inner_n() -> float:
    """n = sqrt(mu / INNER_RADIUS^3), 1/s."""
    return math.sqrt(_MU / INNER_RADIUS**3)


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
    burnout_half: float
    end_half: float
    forward: Point
    up: Point
    back_b: Point
    north: Point
    east: Point
    back_a: Point
    rr: Array
    rv_inverse: Array
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


class Burnout(NamedTuple):
    """Where the burnouts of a box are: whether the box is narrow enough to tell; the base's middle;
    the burnout's middle (m), half-extents forward and up, and what these leave out (m); how far a
    base is from its middle (m).
    """

    sound: bool
    base: Point
    middle: Point
    forward: Point
    up: Point
    ball: float
    off_base: float


@inner
def burnout(lo: Array, hi: Array, fixed: Array, carried: float) -> Burnout:
    """Burnouts of a box, the Earth turned by `carried` (rad)."""
    base = cell(lo[8], hi[8], lo[9], hi[9], carried)
    aim = cell(lo[2], hi[2], lo[3], hi[3], carried)
    p = scaled(1.0 / norm(base.middle), base.middle)
    q = scaled(1.0 / norm(aim.middle), aim.middle)
    t = plus(q, -dot(p, q), p)
    sine = norm(t)
    t = scaled(1.0 / sine, t)
    psi = 500.0 * (lo[7] + hi[7]) / GROUND_RADIUS
    dpsi = 500.0 * (hi[7] - lo[7]) / GROUND_RADIUS
    height, dheight = 500.0 * (lo[6] + hi[6]), 500.0 * (hi[6] - lo[6])
    cp, sp = math.cos(psi), math.sin(psi)
    u = plus(scaled(cp, p), sp, t)
    onward = plus(scaled(cp, t), -sp, p)
    radius = ellipsoid_radius(u) + height
    # how far the burnout's direction strays from the great circle through the middles
    off_base = base.angle + fixed[0] / GROUND_RADIUS
    lean = (off_base + aim.angle + off_base * aim.angle) / sine
    most_c, most_s = min(1.0, cp + dpsi), min(1.0, sp + dpsi)
    stray = (most_c + most_s) * off_base + most_s * 1.04 * lean + fixed[1] / GROUND_RADIUS
    ball = (
        (radius + dheight) * (stray + 0.5 * dpsi * dpsi)
        + dheight * (dpsi + stray)
        + SLOPE * (dpsi + 1.1 * stray)
    )
    return Burnout(
        lean <= 0.5 and stray <= 0.5 and psi < 1.5,
        base.middle,
        scaled(radius, u),
        scaled(radius * dpsi, onward),
        scaled(dheight, u),
        ball,
        off_base * EQUATORIAL_RADIUS + base.bend,
    )


@inner
def hull(lo: Array, hi: Array, fixed: Array, time: float) -> tuple[bool, Point, float]:
    """A ball about all that flights of the box may be in while they boost, the Earth turned to
    `time` (s): whether it holds, its centre and radius (m).
    """
    out = burnout(lo, hi, fixed, ROTATION_RATE * time)
    centre = scaled(0.5, plus(out.base, 1.0, out.middle))
    far = norm(minus(out.middle, centre)) + out.ball
    far += math.sqrt(dot(out.forward, out.forward) + dot(out.up, out.up))
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
    b, forward, up, ball = out.middle, out.forward, out.up, out.ball
    radius, dheight = norm(b), norm(up)
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
    size_b = math.sqrt(dot(forward, forward) + dheight * dheight)
    size_a = math.sqrt(dot(a.north, a.north) + dot(a.east, a.east))
    bend_b = 0.5 * dtb * dtb * (_G + omega * omega * r_far) + omega * dtb * size_b
    bend_a = 0.5 * dte * dte * (_G + omega * omega * norm(end)) + omega * dte * size_a
    y_b = size_b + norm(back_b) + bend_b + ball
    y_a = size_a + norm(back_a) + bend_a + a.bend + miss

    # stretches of equal universal anomaly, radii from below
    m = STRETCHES
    root_mu = math.sqrt(_MU)
    sigma = dot(b, v) / root_mu
    knots = np.empty(m + 1)
    bound = np.zeros((m + 1, 4))
    rest = np.zeros((m + 1, 4))
    radii = np.empty(m + 1)
    for i in range(m + 1):
        u0, u1, u2, u3, _, _ = universal(arc.chi * i / m, arc.alpha)
        knots[i] = tb + (radius * u1 + sigma * u2 + u3) / root_mu
        radii[i] = radius * u0 + sigma * u1 + u2
    knots[0], knots[m] = tb - dtb, te + dte
    radii[0] -= dtb * (speed_b + _G * dtb)
    radii[m] -= dte * (speed_a + _G * dte)
    sound = sound and radii[0] >= INNER_RADIUS and radii[m] >= INNER_RADIUS
    long = te - tb
    first = y_b * (1.0 + 4.0 * dtb / long)
    last = y_a * (1.0 + 4.0 * dte / long)
    n2_most = _MU / INNER_RADIUS**3
    sound = sound and math.sqrt(n2_most) * (long + dtb + dte) < 3.14
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
                sound = high < _WIDEST
                if high > caps[i]:
                    agreed = False
                    caps[i] = 1.15 * high
    sound = sound and agreed
    if sound:
        sound = _value(knots, bound, tb + dtb) >= y_b and _value(knots, bound, te - dte) >= y_a
    # the linear part's velocity at both ends
    rv_inverse = inverse(arc.rv)
    drift_b = drift_a = 0.0
    for k in range(6):
        if k < 3:
            start = forward if k == 0 else (up if k == 1 else back_b)
            velocity = scaled(-1.0, apply(rv_inverse, apply(arc.rr, start)))
        else:
            start = (0.0, 0.0, 0.0)
            velocity = apply(rv_inverse, a.north if k == 3 else (a.east if k == 4 else back_a))
        drift_b += norm(velocity)
        drift_a += norm(plus(apply(arc.vr, start), 1.0, apply(arc.vv, velocity)))
    k2 = 2.0 * n2_most
    # over dtb the linear part bends by at most k^2 of its size, which is below 2 (y + dt drift)
    bow_b = dtb * dtb * k2 * (y_b + dtb * drift_b)
    bow_a = dte * dte * k2 * (y_a + dte * drift_a)
    sound = sound and math.sqrt(k2) * max(dtb, dte) < 0.5
    e_b = ball + bend_b + dtb * drift_b + bow_b
    e_a = a.bend + miss + bend_a + dte * drift_a + bow_a
    for i in range(m):
        if not sound:
            break
        high = _highest(bound, i, knots[i + 1] - knots[i])
        low = min(radii[i], radii[i + 1])
        rest[i, 2] = _MU / low**3
        rest[i, 3] = eps + 3.0 * _MU / max(CORE_RADIUS, low - high) ** 4 * high * high
    first = e_b * (1.0 + 4.0 * dtb / long)
    last = e_a * (1.0 + 4.0 * dte / long)
    sound = sound and _compare(knots, rest, first, last)
    if sound:
        sound = _value(knots, rest, tb + dtb) >= e_b and _value(knots, rest, te - dte) >= e_a
    return Tube(
        sound,
        b,
        v,
        tb,
        te,
        dtb,
        dte,
        forward,
        up,
        back_b,
        a.north,
        a.east,
        back_a,
        arc.rr,
        rv_inverse,
        knots,
        bound,
        rest,
    )
