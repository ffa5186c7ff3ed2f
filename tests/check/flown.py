"""Paths in point-mass gravity, and leaves' parts put together by hand, for tests of what the checker leaves out."""

from __future__ import annotations

from typing import Any

import numpy as np

from reassure.flight.kepler import propagate
from reassure.flight.lambert import lambert
from reassure.flight.outcome import SOLVED
from reassure_check.ball import Ball
from reassure_check.box import LIMITS, SIDES
from reassure_check.earth import Bundle

MU, OMEGA, POLAR = 3.986004418e14, 7.292115e-5, 6356752.3142
SPIN = np.array([0.0, 0.0, OMEGA])
Vector = np.ndarray


def gravity(x: Vector) -> Vector:
    """Point-mass gravity at (..., 3) points."""
    return -MU * x / np.linalg.norm(x, axis=-1, keepdims=True) ** 3


def gradient(z: Vector, y: Vector) -> Vector:
    """Its gradient at z, times y."""
    r = np.linalg.norm(z, axis=-1, keepdims=True)
    return MU / r**5 * (3 * z * (z * y).sum(-1, keepdims=True) - r**2 * y)


def fly(state: Vector, time: float) -> Vector:
    """A state on a conic some time on, or before."""
    if time >= 0.0:
        return np.array(propagate(*state, time)[1:])
    back = np.array(propagate(*state[:3], *-state[3:], -time)[1:])
    return np.r_[back[:3], -back[3:]]


def short_way(a: Vector, b: Vector, time: float) -> Vector | None:
    """The velocity at a of the arc to b."""
    outcome, *v = lambert(*a, *b, time, False)[:4]
    return np.array(v) if outcome == SOLVED else None


def pushed(
    states: Vector, times: Vector, force: Vector, eps: float, steps: int = 120, turns: bool = True
) -> Vector:
    """States (n, 6) after times (n,) under a force of eps (R0/r)^4 along unit vectors (n, 3), which turns about half way."""

    def rate(s: Vector, sign: float) -> Vector:
        r = np.linalg.norm(s[:, :3], axis=1, keepdims=True)
        return np.concatenate(
            [s[:, 3:], gravity(s[:, :3]) + sign * eps * (POLAR / r) ** 4 * force], axis=1
        )

    h = (times / steps)[:, None]
    s = states.copy()
    for k in range(steps):
        sign = -1.0 if turns and k >= steps // 2 else 1.0
        a = rate(s, sign)
        b = rate(s + h / 2 * a, sign)
        c = rate(s + h / 2 * b, sign)
        d = rate(s + h * c, sign)
        s = s + h / 6 * (a + 2 * b + 2 * c + d)
    return s


def one(x: float) -> Ball:
    """A number as a ball, in an array of one."""
    return Ball(np.array([float(x)]))


def ones(v: Any) -> tuple[Ball, Ball, Ball]:
    """A vector."""
    x, y, z = (one(value) for value in v)
    return x, y, z


def boxed(**sides: tuple[float, float]) -> Bundle:
    """A box, 0 where no side is given."""
    pairs = {name: sides.get(name, (0.0, 0.0)) for name in SIDES}
    return Bundle(**{name: (one(low), one(high)) for name, (low, high) in pairs.items()})


def limited(**given: float) -> Bundle:
    """Limits, 0 where none is given."""
    return Bundle(**{name: one(given.get(name, 0.0)) for name in LIMITS})


def vector(v: Any) -> Vector:
    """The middles of a vector's balls."""
    return np.array([float(np.asarray(x.m).reshape(-1)[0]) for x in v])


def number(b: Any) -> float:
    """The middle of a ball."""
    return float(np.asarray(b.m).reshape(-1)[0])
