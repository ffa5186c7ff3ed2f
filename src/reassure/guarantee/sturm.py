"""Scalar functions phi'' = -nu^2 phi - s, nu and s constant on stretches: Sturm's bounds on how far
paths part. docs/guarantee.md, section 1, (2) to (5).

A function is a table (knots, 4), a row for each knot: value (m), slope (m/s), then nu^2 (1/s^2) and s (m/s^2) of the
stretch that begins there.
"""

from __future__ import annotations

import math

from reassure.numeric.compile import inner
from reassure.typing import Array

__all__ = ["basis", "greatest_between", "highest", "solve", "value"]


@inner
def solve(knots: Array, rows: Array, first: float, last: float) -> bool:
    """Fill in value and slope of the solution from `first` at the first knot to `last` at the last.

    True if it is positive at all knots; else the table is not to be used. nu^2 and s have to be there.
    """
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
def basis(knots: Array, nu2: Array, rise: Array, fall: Array) -> float:
    """Fill in the values at the knots of the two solutions without source: `rise` from 0 to 1, `fall` from 1 to 0.

    The slope of `rise` at the first knot comes back; 0 where it is not positive, and then neither is to be used.
    """
    m = nu2.size
    # the solutions that start with (1, 0) and (0, 1)
    c, dc, s, ds = 1.0, 0.0, 0.0, 1.0
    fall[0], rise[0] = 1.0, 0.0
    for i in range(m):
        c, dc = _carry(c, dc, knots[i + 1] - knots[i], nu2[i], 0.0)
        s, ds = _carry(s, ds, knots[i + 1] - knots[i], nu2[i], 0.0)
        if not s > 0.0:
            return 0.0
        fall[i + 1], rise[i + 1] = c, s
    for i in range(m + 1):
        # the two that were wanted are combinations of the two that were followed
        rise[i] /= s
        fall[i] -= c * rise[i]
    return 1.0 / s


@inner
def _carry(v: float, dv: float, h: float, nu2: float, s: float) -> tuple[float, float]:
    nu = math.sqrt(nu2)
    c, sn = math.cos(nu * h), math.sin(nu * h) / nu
    # with s/nu^2 added it has no source
    lift = v + s / nu2
    return lift * c + dv * sn - s / nu2, dv * c - nu2 * sn * lift


@inner
def highest(rows: Array, i: int, h: float) -> float:
    """A bound on the values on stretch i, of length h (s): the top of the symmetric arch over its higher end."""
    top = max(rows[i, 0], rows[i + 1, 0])
    lift = rows[i, 3] / rows[i, 2]
    return float((top + lift) / math.cos(0.5 * math.sqrt(rows[i, 2]) * h) - lift)  # (3)


@inner
def value(knots: Array, rows: Array, time: float) -> float:
    """The value at a time (s); beyond the knots, that of the first or the last stretch carried on."""
    i = 0
    while i < knots.size - 2 and knots[i + 1] < time:
        i += 1
    return _carry(rows[i, 0], rows[i, 1], time - knots[i], rows[i, 2], rows[i, 3])[0]


@inner
def greatest_between(knots: Array, rows: Array, low: float, high: float) -> float:
    """A bound on the values between two times (s), which are cut to the knots: the function is concave and positive."""
    first, last = knots[0], knots[-1]
    low, high = max(low, first), min(high, last)
    mid = 0.5 * (low + high)
    stretch = max((high - first) / (mid - first), (last - low) / (last - mid))
    return float(value(knots, rows, mid) * stretch)  # (5)
