"""Interceptors' paths beside a reference arc, held against what `way` says of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

from reassure.flight.lambert import lambert
from reassure.guarantee.arc_strays import Adjoint, InterceptorArc, Way, field_outside, way
from reassure.guarantee.conic import conic, state_after
from reassure.numeric.vectors import across, apply, inverse
from tests.guarantee.paths import MU, STEPS, between, drawn_push, goes_short, one_of, unit_vector

_CLOSE = 0.3
"""m by which integrated paths are off at most."""


@njit
def _length(x: Any) -> float:
    return math.sqrt(x @ x)


@njit
def _point(x: Any) -> Any:
    return (x[0], x[1], x[2])


@njit(error_model="numpy")
def reference(x: Any, u: Any, spans: Any, radius: float, w: Any) -> Any:
    """A reference arc from x with u, the adjoint that is w (m/s) at its start, and its least radius."""
    field = field_outside(radius)
    arc = conic(_point(x), _point(u), spans.tau)
    back = inverse(arc.rv)
    wp = _point(w)
    last, first = np.array(across(back, wp)), np.array(apply(back, apply(arc.rr, wp)))
    k, alpha, beta = field.k, spans.alpha, spans.beta
    q = Adjoint(
        wp, _point(-first), _point(-last),
        _length(w) * math.cosh(k * alpha) + _length(first) * math.sinh(k * alpha) / k,
        _length(last) * math.sinh(k * beta) / k,
    )  # fmt: skip
    end, v = np.array(arc.position), np.array(arc.velocity)
    near0 = _length(x) - alpha * (abs(x @ u) / _length(x) + 0.5 * field.gravity * alpha)
    near1 = _length(end) - beta * (abs(end @ v) / _length(end) + 0.5 * field.gravity * beta)
    least = min(near0, near1)
    for i in range(65):
        s = state_after(_point(x), _point(u), spans.tau * i / 64.0)
        least = min(least, _length(np.array(s.position)))
    return InterceptorArc(field, _point(x), _point(u), arc, (near0, near1)), q, least


@njit
def _second(x: Any, y: Any, v: Any) -> float:
    """|g(x + y) - g(x) - G(x) y|, m/s^2; v: x + y, which is as precise as it is."""
    r, d = _length(x), _length(v)
    rest = -MU * v / d**3 + MU * x / r**3 + MU * (y - 3.0 * x * ((x @ y) / r**2)) / r**3
    return _length(rest)


PARTS = ("stray", "taken off", "second order", "longest q")


@njit(error_model="numpy")
def held(x: Any, u: Any, spans: Any, radius: float, w: Any, ends: Any, lim: Any, count: int) -> Any:
    """The largest ratios by PARTS of paths to their bounds, how many paths there were, and what `way` says.

    Paths burn out and meet within `ends` (2,) m of the arc. Second order stands alone where there is no divert and no
    perturbation.
    """
    worst = np.zeros(4)
    z, q, least = reference(x, u, spans, radius, w)
    if not (z.end.solved and least > radius):
        return worst, 0, Way(False, 0.0, 0.0, 0.0)
    on = way(z, spans, q, (ends[0], ends[1]), lim)
    if not on.solved or on.short > 0.0:
        return worst, 0, on
    seen = 0
    for _ in range(count):
        t0, t1 = one_of(-spans.alpha, spans.alpha), spans.tau + one_of(-spans.beta, spans.beta)
        start, finish = state_after(z.start, z.velocity, t0), state_after(z.start, z.velocity, t1)
        b = np.array(start.position) + one_of(0.3, 1.0) * ends[0] * unit_vector()
        a = np.array(finish.position) + one_of(0.3, 1.0) * ends[1] * unit_vector()
        v, time = np.array(start.velocity), t1 - t0
        p = drawn_push(lim[5], lim[2] * one_of(0.0, 1.0), w)
        ref = np.concatenate((np.array(start.position), v))
        outcome, vx, vy, vz, _, _, _ = lambert(b[0], b[1], b[2], a[0], a[1], a[2], time, False)
        if outcome == 0:
            v = np.array([vx, vy, vz])
        found, path = between(b, a, time, v, ref, p)
        if not (found and goes_short(path)):
            continue
        seen += 1
        taken = most = before = far = 0.0
        for k in range(0, STEPS + 1, 2):
            c = conic(z.start, z.velocity, t0 + time * k / STEPS)
            here = np.array(c.position)
            y = path[k, :3] - here
            far = max(far, _length(y))
            field = np.array(apply(c.rr, q.w)) + np.array(apply(c.rv, q.first))
            size = _length(field)
            now = size * _second(here, y, path[k, :3].copy())
            most = max(most, size)
            taken += 0.5 * (now + before) * time * 2.0 / STEPS if k > 0 else 0.0
            before = now
        worst[0] = max(worst[0], max(0.0, far - _CLOSE) / on.farthest)
        thrust = (lim[2] + lim[5] * (spans.tau + spans.alpha + spans.beta)) * most
        # what the integral's steps and the path's can be off
        taken *= 0.999 * max(0.0, 1.0 - 2.0 * _CLOSE / far)
        worst[1] = max(worst[1], (taken + thrust) / on.loss)
        if lim[2] == 0.0 and lim[5] == 0.0:
            worst[2] = max(worst[2], taken / on.loss)
        else:
            worst[3] = max(worst[3], thrust / on.loss)
    return worst, seen, on
