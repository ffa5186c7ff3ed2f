"""Balls of doubles: a middle m and a radius r, on arrays. Each result holds all that its operands' numbers give.

Rounding to nearest moves a result by at most U of its rounded size, U = 2^-53, and by 2^-1075 where it is below the
normal numbers; sums are exact there, and halves of their last digits are doubles, so for sums the first alone is enough.
To that comes what the operands' radii a and b move: a + b; |x| b + |y| a + a b; (a + |x/y| b)/(|y| - b); a/root x or
root a. A radius is worked out by fewer than ten roundings of numbers that are not negative, each of which loses at most
a share U: UP = 1 + 16 U restores that. What underflow loses (2^-1075 times at most 2^55) is far less than TINY. A quotient's
b/(|y| - b) comes before its product with |x/y|, so that no underflow is divided. What overflows has the radius inf or NaN, and
no comparison with such a ball is true: they read "certainly", so what is not true need not be false.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

U, UP, DOWN, TINY = 2.0**-53, 1 + 2.0**-49, 1 - 2.0**-50, 1e-290
Vector = tuple[Any, Any, Any]
Matrix = tuple[Vector, Vector, Vector]


class Ball:
    """Numbers, each within r of m: float64 arrays of one shape, or scalars; r alone may be a scalar."""

    __slots__ = ("m", "r")
    __array_ufunc__ = None  # so an array times a ball is a ball

    def __init__(self, m: Any, r: Any = 0.0) -> None:
        self.m, self.r = m, r

    def __add__(self, other: Any) -> Ball:
        b = of(other)
        m = self.m + b.m
        return Ball(m, (abs(m) * U + self.r + b.r) * UP)

    def __mul__(self, other: Any) -> Ball:
        b = of(other)
        m = self.m * b.m
        r = abs(m) * U + abs(b.m) * self.r
        if type(b.r) is not float or b.r:
            r = r + (abs(self.m) + self.r) * b.r
        return Ball(m, r * UP + TINY)

    def __truediv__(self, other: Any) -> Ball:
        b = of(other)
        m, low = np.divide(self.m, b.m), (abs(b.m) - b.r) * DOWN
        r = np.divide(self.r, low) + abs(m) * (np.divide(b.r, low) + U)
        return Ball(m, np.where(low > 0, r * UP + TINY, np.inf))

    __radd__, __rmul__ = __add__, __mul__

    def __sub__(self, other: Any) -> Ball:
        return self + -of(other)

    def __rsub__(self, other: Any) -> Ball:
        return of(other) + -self

    def __rtruediv__(self, other: Any) -> Ball:
        return Ball(other) / self

    def __neg__(self) -> Ball:
        return Ball(-self.m, self.r)

    def __abs__(self) -> Ball:
        return Ball(abs(self.m), self.r)

    def sqrt(self) -> Ball:
        """The root of the part that is not negative."""
        s = np.sqrt(np.maximum(self.m, 0.0))
        r = self.r / (np.maximum(s, np.sqrt(self.r)) + 1e-300)  # too small to change a root
        return Ball(s, (r + s * U) * UP + TINY)

    def max(self, other: Any) -> Ball:
        """The greater of each pair."""
        return Ball(np.maximum(self.m, of(other).m), np.maximum(self.r, of(other).r))

    def min(self, other: Any) -> Ball:
        """The lesser of each pair."""
        return Ball(np.minimum(self.m, of(other).m), np.maximum(self.r, of(other).r))

    def __lt__(self, other: Any) -> Any:
        return of(other).m - self.m > (self.r + of(other).r) * UP

    def __le__(self, other: Any) -> Any:  # not so where both sides are infinite
        return (of(other).m - self.m) - (self.r + of(other).r) * UP >= 0

    def __gt__(self, other: Any) -> Any:
        return of(other) < self

    def __ge__(self, other: Any) -> Any:
        return of(other) <= self

    def __getitem__(self, k: Any) -> Ball:
        return Ball(self.m[k], self.r[k] if np.ndim(self.r) else self.r)

    def mid(self) -> Ball:
        """The middle, taken as exact."""
        return Ball(self.m)

    def upper(self) -> Ball:
        """A number that is exact and no less than any in the ball."""
        return Ball(np.nextafter(self.m + self.r, np.inf))


def of(x: Any) -> Ball:
    return x if isinstance(x, Ball) else Ball(x)


def where(condition: Any, a: Any, b: Any) -> Ball:
    """Elements of a where the condition is true, of b elsewhere."""
    a, b = of(a), of(b)
    return Ball(np.where(condition, a.m, b.m), np.where(condition, a.r, b.r))


def stacked(balls: list[Ball]) -> Ball:
    """Balls of one shape as rows of one."""
    return Ball(np.array([b.m for b in balls]), np.array([b.r for b in balls]))


def exact(value: Any) -> Ball:
    """The ball of a rational (or of its text), or of each of a list."""
    if isinstance(value, list):
        return stacked([exact(v) for v in value])
    return _nearest(*Fraction(value).as_integer_ratio())


@lru_cache(maxsize=10_000)
def _nearest(n: int, d: int) -> Ball:
    """The ball of n/d."""
    a, b = (n / d).as_integer_ratio()
    left = abs(n * b - a * d)
    return Ball(n / d, math.nextafter(left / (b * d), math.inf) if left else 0.0)


class Series:
    """The sum of (-z)^k/(2 k + first)! for |z| < most: Horner's rule in floats (n-th order terms suffer 2 n + 2 roundings, and
    that of the coefficient), and what it, the radius of z and the terms left out (no more than twice the first) move.
    """

    def __init__(self, first: int, most: float, terms: int) -> None:
        *self.c, last = (1 / math.factorial(2 * k + first) for k in range(terms + 1))
        sizes = [c * most**k for k, c in enumerate(self.c)]
        rounded = sum((2 * k + 3) * U * size for k, size in enumerate(sizes))
        self.error = 1.01 * (rounded + 2 * last * most**terms)
        self.slope = 1.01 * sum(k * size / most for k, size in enumerate(sizes))
        self.most = most

    def __call__(self, z: Ball) -> Ball:
        """Of radius inf beyond."""
        minus, p = -z.m, self.c[-1]
        for c in self.c[-2::-1]:
            p = p * minus + c
        return Ball(p, np.where(abs(z) < self.most, self.error + self.slope * z.r, np.inf))


DIGITS = Fraction("3.1415926535897932384626433832795028841971693993751")
PI, HALF_PI, SIXTH, ZERO = exact(DIGITS), exact(DIGITS / 2), exact("1/6"), Ball(0.0)
QUARTER = 6746518852 / 2**32  # of a turn: 33 bits, so that its products with k < 2^20 are exact
QUARTER_REST = exact(DIGITS / 2 - Fraction(QUARTER))
COSINE, SINE = Series(0, 0.64, 9), Series(1, 0.64, 9)
C4, C5 = Series(4, 16.0, 22), Series(5, 16.0, 22)


def sin_cos(x: Ball) -> tuple[Ball, Ball]:
    """Sine and cosine of less than 2^20 quarter turns."""
    k = np.rint(np.divide(x.m, QUARTER))
    rest = x.m - k * QUARTER
    y = Ball(rest, np.where(abs(k) < 2**20, abs(rest) * U, np.inf)) - QUARTER_REST * k
    z = y * y
    s, c, q = y * SINE(z), COSINE(z), k.astype(int) & 3
    s, c = where(q & 1, c, s), where(q & 1, s, c)
    sine, cosine = np.where(q & 2, -s.m, s.m), np.where((q + 1) & 2, -c.m, c.m)
    return Ball(sine, (s.r + x.r) * UP), Ball(cosine, (c.r + x.r) * UP)  # slopes of at most 1


def atan2(y: Ball, x: Ball) -> Ball:
    """The angle of (x, y): a guess, and the small angle by which the vector turned back differs. Where the ball
    meets the cut it goes on beyond half a turn.
    """
    guess = np.arctan2(y.m, x.m)
    s, c = sin_cos(Ball(guess))
    ahead, aside = x * c + y * s, y * c - x * s
    t = aside / ahead
    near = (abs(t) < 1e-3) & (ahead > 0)  # there atan t differs from t by less than 4e-7 t
    return Ball(guess) + Ball(t.m, np.where(near, t.r + 4e-7 * (abs(t.m) + t.r) * UP, np.inf))


def asin(x: Ball) -> Ball:
    return atan2(x, (1 - x * x).sqrt())


def sinh_cosh(x: Ball) -> tuple[Ball, Ball]:
    """Hyperbolic sine and cosine of |x| < 4."""
    u0, u1, *_ = universal(x, Ball(-1.0))
    return u1, u0


def universal(chi: Ball, alpha: Ball) -> tuple[Ball, ...]:
    """U0 to U5 of chi (Battin, section 4.5), |alpha chi^2| < 16."""
    chi2 = chi * chi
    psi = alpha * chi2
    c4, c5 = C4(psi), C5(psi)
    c3, c2, chi3 = SIXTH - psi * c5, 0.5 - psi * c4, chi2 * chi
    u2, u3 = chi2 * c2, chi3 * c3
    return 1 - alpha * u2, chi - alpha * u3, u2, u3, chi2 * chi2 * c4, chi2 * chi3 * c5


def sq(x: Any) -> Any:
    return x * x


def cube(x: Any) -> Any:
    return x * x * x


def dot(a: Vector, b: Vector) -> Any:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def norm(a: Vector) -> Any:
    return dot(a, a).sqrt()


def cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def plus(a: Vector, f: Any, b: Vector) -> Vector:
    return a[0] + f * b[0], a[1] + f * b[1], a[2] + f * b[2]


def minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def times(f: Any, a: Vector) -> Vector:
    return f * a[0], f * a[1], f * a[2]


def apply(matrix: Matrix, a: Vector) -> Vector:
    return dot(matrix[0], a), dot(matrix[1], a), dot(matrix[2], a)


def products(f: Any, *pairs: tuple[Vector, Vector]) -> Any:
    """f times the unit matrix, and the columns times the rows of each pair."""
    start = ((f, ZERO, ZERO), (ZERO, f, ZERO), (ZERO, ZERO, f))
    return tuple(
        tuple(sum((a[i] * b[j] for a, b in pairs), start[i][j]) for j in range(3)) for i in range(3)
    )


def inverse(m: Matrix) -> Matrix:
    """By cofactors; of radius inf where it may be singular."""
    a, b, c = cross(m[1], m[2]), cross(m[2], m[0]), cross(m[0], m[1])
    over = 1 / dot(m[0], a)
    return transposed((times(over, a), times(over, b), times(over, c)))


def transposed(m: Matrix) -> Matrix:
    x, y, z = zip(*m, strict=True)
    return x, y, z
