"""Vectors, conics and cells of the ellipsoid in ball arithmetic: every number encloses the truth."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from flint import arb, arb_mat, ctx, fmpq

ctx.prec = 110
Vector = tuple[Any, Any, Any]


@lru_cache(maxsize=1000)
def exact(value: Fraction | int | str) -> Any:
    """The ball of a rational."""
    q = Fraction(value)
    return arb(fmpq(q.numerator, q.denominator))


class Unproved(Exception):
    """A condition that a leaf needs does not hold, or cannot be seen to hold."""


def need(condition: bool, what: str) -> None:
    """Refuse the leaf unless the condition certainly holds (a comparison of balls is true then only)."""
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
SLOPE = exact(21600)  # m per radian, of the ellipsoid's radius with the direction: section 5
INNER, CORE, WIDEST = exact(6200000), exact(6100000), exact(2000000)  # R1, rho of (8) and 2 L
N2 = MU / cube(INNER)  # (1) with R1
N, K2 = N2.sqrt(), 2 * N2
K = K2.sqrt()
G_INNER, G_POLAR = MU / sq(INNER), MU / sq(B)  # (1)
N_POLAR = (MU / cube(B)).sqrt()
ROOT_MU = MU.sqrt()
ZERO, ONE, PI = arb(0), arb(1), arb.pi()
RADIAN = PI / 180
UNIT = arb_mat(3, 3, [ONE, 0, 0, 0, ONE, 0, 0, 0, ONE])


def dot(a: Vector, b: Vector) -> Any:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def norm(a: Vector) -> Any:
    return root(dot(a, a))


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


def rows(*vectors: Vector) -> Any:
    """A matrix of these rows."""
    return arb_mat(len(vectors), 3, [x for v in vectors for x in v])


def columns(*vectors: Vector) -> Any:
    return rows(*vectors).transpose()


def across(matrix: Any, a: Vector) -> Vector:
    """The transposed matrix times a."""
    m = rows(a) * matrix
    return m[0, 0], m[0, 1], m[0, 2]


def inverted(matrix: Any) -> Any:
    """The inverse, where there certainly is one."""
    try:
        return matrix.inv()
    except ZeroDivisionError:
        raise Unproved("a matrix that may be singular") from None


def sums(matrix: Any) -> list[Any]:
    """The sum of the sizes in each row."""
    across = range(matrix.ncols())
    return [sum((abs(matrix[i, j]) for j in across), ZERO) for i in range(matrix.nrows())]


def universal(chi: Any, alpha: Any) -> tuple[Any, ...]:
    """U0 to U5 of chi (Battin, section 4.5)."""
    psi = alpha * chi * chi
    if abs(psi) < 0.05:  # the series of c4 and c5
        c4 = c5 = arb(0, 1e-23)  # all terms from 1/24! and 1/25! on
        for k in range(9, -1, -1):
            c4 = ONE / math.factorial(2 * k + 4) - psi * c4
            c5 = ONE / math.factorial(2 * k + 5) - psi * c5
        c3, c2, chi2 = ONE / 6 - psi * c5, ONE / 2 - psi * c4, chi * chi
        u2, u4 = chi2 * c2, chi2 * chi2 * c4
        return 1 - psi * c2, chi * (1 - psi * c3), u2, chi2 * chi * c3, u4, chi2 * chi2 * chi * c5
    if alpha > 0:
        q = alpha.sqrt()
        s, u0 = (q * chi).sin_cos()
    else:
        need(alpha < 0, "an arc too near a parabola to tell")
        q = (-alpha).sqrt()
        s, u0 = (q * chi).sinh_cosh()
    u1 = s / q
    u2 = (1 - u0) / alpha
    u3 = (chi - u1) / alpha
    return u0, u1, u2, u3, (sq(chi) / 2 - u2) / alpha, (cube(chi) / 6 - u3) / alpha


class State(NamedTuple):
    """A state on a conic; `rr` and `rv` are blocks of the transition matrix (Battin, section 9.7)."""

    time: Any
    position: Vector
    velocity: Vector
    radius: Any
    rr: Any
    rv: Any
    parts: tuple[Any, ...]  # what vr and vv are made of


class Conic:
    """The conic through r0 with velocity v0."""

    def __init__(self, r0: Vector, v0: Vector) -> None:
        self.r0, self.v0, self.d0, self.sigma = r0, v0, norm(r0), dot(r0, v0) / ROOT_MU
        self.alpha = 2 / self.d0 - dot(v0, v0) / MU

    def anomaly(self, time: Any) -> Any:
        """The universal anomaly a time on: Kepler's root, enclosed by Newton's method."""
        try:
            near = arb(_guess(*(float(x) for x in (self.d0, self.sigma, self.alpha, time))))
        except (OverflowError, ValueError, ZeroDivisionError):
            raise Unproved("Kepler's equation is not solved") from None
        # the step from the guess, with the slope over a ball about it: what lies inside the ball is
        # a root, and the only one in it; the slope is a radius and positive, so the only one at all
        ball = near + (abs(near) + 1) * arb(0, 1e-11)
        u0, u1, u2 = universal(ball, self.alpha)[:3]
        slope = self.d0 * u0 + self.sigma * u1 + u2
        need(slope > 0, "Kepler's equation is not solved")
        _, p1, p2, p3, _, _ = universal(near, self.alpha)
        chi = near - (self.d0 * p1 + self.sigma * p2 + p3 - ROOT_MU * time) / slope
        need(ball.contains_interior(chi), "Kepler's equation is not solved")
        return chi

    def at(self, chi: Any, time: Any = None) -> State:
        """The state at an anomaly (and the time there, if it is known better)."""
        d0, r0, v0 = self.d0, self.r0, self.v0
        u0, u1, u2, u3, u4, u5 = universal(chi, self.alpha)
        d = d0 * u0 + self.sigma * u1 + u2
        if time is None:
            time = (d0 * u1 + self.sigma * u2 + u3) / ROOT_MU
        f, g = 1 - u2 / d0, time - u3 / ROOT_MU
        ft, gt = -ROOT_MU * u1 / (d * d0), 1 - u2 / d
        r, v = plus(times(f, r0), g, v0), plus(times(ft, r0), gt, v0)
        c, e = (3 * u5 - chi * u4) / ROOT_MU - time * u2, d0 * (1 - f)
        dv, dr, over = minus(v, v0), minus(r, r0), 1 / cube(d0)
        rr = columns(times(d / MU, dv), plus(times(e * over, r), c * over, v)) * rows(dv, r0)
        k = e / MU
        rv = columns(plus(times(k, dr), c / MU, v), times(-k, dv)) * rows(v0, r0)
        return State(time, r, v, d, rr + UNIT * f, rv + UNIT * g, (d, ft, gt, c, e, dv))

    def rates(self, s: State) -> tuple[Any, Any]:
        """The blocks vr and vv."""
        r, v, r0, v0, d0 = s.position, s.velocity, self.r0, self.v0, self.d0
        d, ft, gt, c, e, dv = s.parts
        turn = minus(times(dot(v, r), r), times(sq(d), v))
        over, k = 1 / sq(d), 1 / cube(d)
        by_r0 = plus(times(-1 / sq(d0), dv), -MU * c * k / cube(d0), r)
        by_dv = plus(times(-over, r), ft / (MU * d), turn)
        vr = columns(by_r0, by_dv, times(-ft * over, r)) * rows(r0, dv, r)
        vv = columns(times(d0 / MU, dv), times(e * k, r), times(-c * k, r)) * rows(dv, r0, v0)
        return vr + UNIT * ft, vv + UNIT * gt


def _guess(d0: float, sigma: float, alpha: float, time: float) -> float:
    """Chi by Newton's method in floating point; it need not be right."""
    target = math.sqrt(3.986004418e14) * time
    chi = target / max(d0, 1.0)
    for _ in range(60):
        z = alpha * chi * chi
        if z > 1e-6:
            q = math.sqrt(z)
            c2, c3 = (1 - math.cos(q)) / z, (q - math.sin(q)) / (z * q)
        elif z < -1e-6:
            q = min(math.sqrt(-z), 300.0)
            c2, c3 = (1 - math.cosh(q)) / z, (math.sinh(q) - q) / (-z * q)
        else:
            c2, c3 = 0.5 - z / 24, (1 - z / 20) / 6
        f = d0 * chi * (1 - z * c3) + sigma * chi * chi * c2 + chi**3 * c3 - target
        r = d0 * (1 - z * c2) + sigma * chi * (1 - z * c3) + chi * chi * c2
        step = f / r if r > 0 else chi / 2
        chi -= step
        if abs(step) <= 1e-14 * abs(chi):
            break
    return chi


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
        A / 2 * (sq(db) + 2 * most_s * db * dl + most_c * sq(dl)),  # (18)
        (db + most_c * dl) * A / B,  # (19)
    )


def ellipsoid_radius(u: Vector) -> Any:
    return 1 / ((sq(u[0]) + sq(u[1])) / sq(A) + sq(u[2]) / sq(B)).sqrt()
