"""Vectors, conics and cells of the ellipsoid in ball arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq

ctx.prec = 110
Vector = tuple[Any, Any, Any]


def exact(value: Fraction | int | str) -> Any:
    """The ball of a rational."""
    q = Fraction(value)
    return arb(fmpq(q.numerator, q.denominator))


class Unproved(Exception):
    """A condition that a leaf needs does not hold, or cannot be seen to hold."""


def need(condition: bool, what: str) -> None:
    """Refuse the leaf unless the condition certainly holds."""
    if not condition:
        raise Unproved(what)


def sq(x: Any) -> Any:
    """The square (arb's ** gives NaN on a ball about 0)."""
    return x * x


def cube(x: Any) -> Any:
    return x * x * x


def root(x: Any) -> Any:
    """The root of what cannot be negative, though its ball may reach below 0."""
    return x.nonnegative_part().sqrt()


MU, OMEGA = exact("3.986004418e14"), exact("7.292115e-5")
A, B = exact(6378137), exact("6356752.3142")  # the ellipsoid's radii
GROUND = exact(6371000)
SLOPE = exact(21600)  # m per radian, of the ellipsoid's radius with the direction
INNER, CORE, WIDEST = exact(6200000), exact(6100000), exact(2000000)
N2 = MU / cube(INNER)
N, K2 = N2.sqrt(), 2 * N2
K = K2.sqrt()
G_INNER, G_POLAR = MU / sq(INNER), MU / sq(B)
N_POLAR = (MU / cube(B)).sqrt()
C3 = 6 * MU / sq(sq(CORE))
ROOT_MU = MU.sqrt()
ZERO, ONE, PI = arb(0), arb(1), arb.pi()
SERIES_4 = [exact(Fraction(1, math.factorial(2 * k + 4))) for k in range(13, -1, -1)]
SERIES_5 = [exact(Fraction(1, math.factorial(2 * k + 5))) for k in range(13, -1, -1)]
RADIAN = PI / 180


def dot(a: Vector, b: Vector) -> Any:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def square(a: Vector) -> Any:
    return a[0] * a[0] + a[1] * a[1] + a[2] * a[2]


def norm(a: Vector) -> Any:
    return root(square(a))


def cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def plus(a: Vector, f: Any, b: Vector) -> Vector:
    return a[0] + f * b[0], a[1] + f * b[1], a[2] + f * b[2]


def minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def times(f: Any, a: Vector) -> Vector:
    return f * a[0], f * a[1], f * a[2]


def spin(a: Vector) -> Vector:
    """The turning Earth's velocity at a point."""
    return -OMEGA * a[1], OMEGA * a[0], ZERO


def turned(a: Vector, time: Any) -> Vector:
    """Where the Earth carries a point in that time."""
    s, c = (OMEGA * time).sin_cos()
    return c * a[0] - s * a[1], s * a[0] + c * a[1], a[2]


def apply(m: Any, a: Vector) -> Vector:
    return dot(m[0], a), dot(m[1], a), dot(m[2], a)


def across(m: Any, a: Vector) -> Vector:
    """The transposed matrix times a."""
    return plus(plus(times(a[0], m[0]), a[1], m[1]), a[2], m[2])


def inverse(m: Any) -> Any:
    c = cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1])
    over = 1 / dot(m[0], c[0])
    return tuple(tuple(over * c[j][i] for j in range(3)) for i in range(3))


def universal(chi: Any, alpha: Any) -> tuple[Any, ...]:
    """U0 to U5 of chi (Battin, section 4.5)."""
    psi = alpha * chi * chi
    if abs(psi) < 1:  # the series of c4 and c5; what is left out is below 1e-35
        c4 = c5 = arb(0, 1e-35)
        for a, b in zip(SERIES_4, SERIES_5, strict=True):
            c4, c5 = a - psi * c4, b - psi * c5
        c3, c2, chi2 = ONE / 6 - psi * c5, ONE / 2 - psi * c4, chi * chi
        u2, u4 = chi2 * c2, chi2 * chi2 * c4
        return 1 - psi * c2, chi * (1 - psi * c3), u2, chi2 * chi * c3, u4, chi2 * chi2 * chi * c5
    if alpha > 0:
        root = alpha.sqrt()
        s, u0 = (root * chi).sin_cos()
    else:
        need(alpha < 0, "an arc too near a parabola to tell")
        root = (-alpha).sqrt()
        s, u0 = (root * chi).sinh_cosh()
    u1 = s / root
    u2 = (1 - u0) / alpha
    u3 = (chi - u1) / alpha
    return u0, u1, u2, u3, (sq(chi) / 2 - u2) / alpha, (cube(chi) / 6 - u3) / alpha


class Conic(NamedTuple):
    """A state some time on, and the blocks of its transition matrix (Battin, section 9.7)."""

    position: Vector
    velocity: Vector
    rr: Any
    rv: Any
    vr: Any
    vv: Any
    chi: Any
    alpha: Any


def _guess(d0: float, sigma: float, alpha: float, time: float) -> float:
    """Chi by bisection and Newton's method in floating point; it need not be right."""
    target = math.sqrt(3.986004418e14) * time
    chi = target / max(d0, 1.0)
    for _ in range(60):
        z = alpha * chi * chi
        if z > 1e-6:
            q = math.sqrt(z)
            c2, c3 = (1 - math.cos(q)) / z, (q - math.sin(q)) / (z * q)
        elif z < -1e-6:
            q = math.sqrt(-z)
            if q > 300:
                chi /= 2
                continue
            c2, c3 = (1 - math.cosh(q)) / z, (math.sinh(q) - q) / (-z * q)
        else:
            c2, c3 = 0.5 - z / 24, (1 - z / 20) / 6
        f = d0 * chi * (1 - z * c3) + sigma * chi * chi * c2 + chi**3 * c3 - target
        r = d0 * (1 - z * c2) + sigma * chi * (1 - z * c3) + chi * chi * c2
        if not r > 0:
            chi /= 2
            continue
        step = f / r
        chi -= step
        if abs(step) <= 1e-14 * abs(chi):
            break
    return chi


def conic(r0: Vector, v0: Vector, time: Any) -> Conic:
    """The conic through r0 with velocity v0, a time on (or back); Kepler's root enclosed."""
    d0, sigma = norm(r0), dot(r0, v0) / ROOT_MU
    alpha = 2 / d0 - square(v0) / MU
    if time.is_zero():
        one = ((ONE, ZERO, ZERO), (ZERO, ONE, ZERO), (ZERO, ZERO, ONE))
        nil = ((ZERO,) * 3,) * 3
        return Conic(r0, v0, one, nil, nil, one, ZERO, alpha)
    try:
        start = arb(_guess(float(d0), float(sigma), float(alpha), float(time)))
    except (OverflowError, ValueError, ZeroDivisionError):
        raise Unproved("Kepler's equation is not solved") from None
    # Newton's step from the guess, over a ball about it: inside the ball means a root, and the only one
    ball = start + start * arb(0, 1e-11)
    u0, u1, u2, u3, u4, u5 = universal(ball, alpha)
    d = d0 * u0 + sigma * u1 + u2
    need(d > 0, "Kepler's equation is not solved")
    p = universal(start, alpha)
    newton = start - (d0 * p[1] + sigma * p[2] + p[3] - ROOT_MU * time) / d
    need(ball.contains_interior(newton), "Kepler's equation is not solved")
    f, g = 1 - u2 / d0, time - u3 / ROOT_MU
    ft, gt = -ROOT_MU * u1 / (d * d0), 1 - u2 / d
    r, v = plus(times(f, r0), g, v0), plus(times(ft, r0), gt, v0)
    c = (3 * u5 - newton * u4) / ROOT_MU - time * u2
    dv, dr = minus(v, v0), minus(r, r0)
    turn = minus(times(dot(v, r), r), times(d * d, v))
    e = d0 * (1 - f)
    c_d0, c_d = 1 / cube(d0), 1 / cube(d)
    k_rr, k_vv, k_e, k_c = d / MU, d0 / MU, e / MU, c / MU
    k_t, k_rc = ft / (MU * d), MU * c * c_d0 * c_d
    one = (ONE, ZERO, ZERO), (ZERO, ONE, ZERO), (ZERO, ZERO, ONE)
    rr, rv, vr, vv = [], [], [], []
    for i in range(3):
        row = times(k_rr * dv[i], dv)
        rr.append(plus(plus(row, (e * r[i] + c * v[i]) * c_d0, r0), f, one[i]))
        row = plus(times(k_e * dr[i] + k_c * v[i], v0), -k_e * dv[i], r0)
        rv.append(plus(row, g, one[i]))
        row = plus(times(-dv[i] / sq(d0) - k_rc * r[i], r0), k_t * turn[i] - r[i] / sq(d), dv)
        vr.append(plus(plus(row, -ft * r[i] / sq(d), r), ft, one[i]))
        row = plus(times(k_vv * dv[i], dv), e * r[i] * c_d, r0)
        vv.append(plus(plus(row, -c * r[i] * c_d, v0), gt, one[i]))
    return Conic(r, v, tuple(rr), tuple(rv), tuple(vr), tuple(vv), newton, alpha)


class Cell(NamedTuple):
    """Middle, half-extents north and east, what these leave out (m); angle from the middle."""

    middle: Vector
    north: Vector
    east: Vector
    bend: Any
    angle: Any


def cell(south: Any, north: Any, west: Any, east: Any, carried: Any) -> Cell:
    """A cell of the ellipsoid (degrees), carried east by an angle (rad)."""
    low, high = (arb.atan2(B / A * (x * RADIAN).sin(), (x * RADIAN).cos()) for x in (south, north))
    b, db = (low + high) / 2, (high - low) / 2
    along, dl = (west + east) / 2 * RADIAN + carried, (east - west) / 2 * RADIAN
    (sb, cb), (sl, cl) = b.sin_cos(), along.sin_cos()
    most_c, most_s = ONE.min(cb + db), ONE.min(abs(sb) + db)
    return Cell(
        (A * cb * cl, A * cb * sl, B * sb),
        (-A * sb * cl * db, -A * sb * sl * db, B * cb * db),
        (-A * cb * sl * dl, A * cb * cl * dl, ZERO),
        A / 2 * (sq(db) + 2 * most_s * db * dl + most_c * sq(dl)),
        (db + most_c * dl) * A / B,
    )


def ellipsoid_radius(u: Vector) -> Any:
    return 1 / ((sq(u[0]) + sq(u[1])) / sq(A) + sq(u[2]) / sq(B)).sqrt()
