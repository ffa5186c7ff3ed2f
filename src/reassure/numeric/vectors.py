"""Three-vectors as tuples and 3 by 3 matrices as arrays (3, 3), for kernels: in whatever unit they
come.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.numeric.compile import inner
from reassure.typing import Array, Point

__all__ = [
    "across",
    "apply",
    "copy",
    "cross",
    "dot",
    "inverse",
    "minus",
    "norm",
    "plus",
    "put",
    "scaled",
    "spin",
    "take",
]


@inner
def take(row: Array, first: int) -> Point:
    """The three numbers of a row (n,) from column `first` on."""
    return row[first], row[first + 1], row[first + 2]


@inner
def put(row: Array, first: int, a: Point) -> None:
    """Write three numbers into a row (n,), from column `first` on."""
    row[first], row[first + 1], row[first + 2] = a


@inner
def copy(row: Array, out: Array) -> None:
    """Write the numbers of a row (n,) into another, which has room for as many."""
    # `out[:] = row` brings in what numba needs to word an error: 1.5 s of compiling.
    for i in range(row.size):
        out[i] = row[i]


@inner
def dot(a: Point, b: Point) -> float:
    """Scalar product a . b."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@inner
def norm(a: Point) -> float:
    """Length of a vector; not finite where one of its numbers is not."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


@inner
def cross(a: Point, b: Point) -> Point:
    """Vector product a x b."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@inner
def spin(rate: float, a: Point) -> Point:
    """Vector product of (0, 0, rate) and a: with a rate in rad/s the velocity of a point a of the
    turning Earth.
    """
    return -rate * a[1], rate * a[0], 0.0


@inner
def plus(a: Point, factor: float, b: Point) -> Point:
    """The vector a + factor b."""
    return a[0] + factor * b[0], a[1] + factor * b[1], a[2] + factor * b[2]


@inner
def minus(a: Point, b: Point) -> Point:
    """The vector a - b."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


@inner
def scaled(factor: float, a: Point) -> Point:
    """The vector factor a."""
    return factor * a[0], factor * a[1], factor * a[2]


@inner
def apply(m: Array, a: Point) -> Point:
    """The vector M a of a matrix (3, 3)."""
    return (
        m[0, 0] * a[0] + m[0, 1] * a[1] + m[0, 2] * a[2],
        m[1, 0] * a[0] + m[1, 1] * a[1] + m[1, 2] * a[2],
        m[2, 0] * a[0] + m[2, 1] * a[1] + m[2, 2] * a[2],
    )


@inner
def across(m: Array, a: Point) -> Point:
    """The vector M' a: the matrix (3, 3) transposed, times a."""
    return (
        m[0, 0] * a[0] + m[1, 0] * a[1] + m[2, 0] * a[2],
        m[0, 1] * a[0] + m[1, 1] * a[1] + m[2, 1] * a[2],
        m[0, 2] * a[0] + m[1, 2] * a[1] + m[2, 2] * a[2],
    )


@inner
def inverse(m: Array) -> Array:
    """Inverse (3, 3) by cofactors; not finite where the matrix is singular."""
    r0 = (m[0, 0], m[0, 1], m[0, 2])
    r1 = (m[1, 0], m[1, 1], m[1, 2])
    r2 = (m[2, 0], m[2, 1], m[2, 2])
    # Columns of the inverse, times the determinant r0 . (r1 x r2).
    c0, c1, c2 = cross(r1, r2), cross(r2, r0), cross(r0, r1)
    over = 1.0 / dot(r0, c0)
    out = np.empty((3, 3))
    for i in range(3):
        out[i, 0], out[i, 1], out[i, 2] = over * c0[i], over * c1[i], over * c2[i]
    return out
