"""The paths that bounds are held against, by another integrator."""

from __future__ import annotations

import math

import numpy as np
from scipy.integrate import solve_ivp

from reassure.flight.lambert import lambert
from tests.guarantee import paths
from tests.guarantee.paths import MU, STEPS, Push


def _rates(t: float, s: np.ndarray, time: float, p: Push) -> np.ndarray:
    x, v, z, ideal = s[:3], s[3:6], s[6:9], s[12:15]
    r = np.linalg.norm(x)
    d = {
        paths.NONE: np.zeros(3),
        paths.FIXED: p.axis,
        paths.UPWARD: x,
        paths.ONWARD: v,
        paths.ASIDE: np.cross(x, v),
        paths.ALONG_STRAY: ideal - z,
        paths.AGAINST_STRAY: z - ideal,
        paths.TURNING: math.cos(6 * t / time) * x / r + math.sin(6 * t / time) * p.axis,
        paths.SWITCHED: p.axis * (1 if t / time < p.share - 1e-9 else -1),
    }[p.pattern]
    size = np.linalg.norm(d)
    push = p.size * min(1.0, paths.B / r) ** 4 * d / size if size > 0 else 0 * d
    out = np.r_[v, -MU * x / r**3 + push]
    for o in (6, 12):
        out = np.r_[out, s[o + 3 : o + 6], -MU * s[o : o + 3] / np.linalg.norm(s[o : o + 3]) ** 3]
    return out


def test_paths_are_those_of_another_integrator() -> None:
    """Between two points in a given time, for all ways to be pushed, to 2 m in an hour."""
    rng = np.random.default_rng(3)
    paths.seed(3)
    seen = set()
    for n in range(50):
        b = rng.normal(size=3)
        b *= 6.7e6 / np.linalg.norm(b)
        side = np.cross(b, rng.normal(size=3))
        angle = rng.uniform(0.4, 2.0)
        a = 6.37e6 * (math.cos(angle) * b / 6.7e6 + math.sin(angle) * side / np.linalg.norm(side))
        time = rng.uniform(1400, 3600)
        v = np.array(lambert(*b, *a, time, False)[1:4])
        axis = rng.normal(size=3)
        axis /= np.linalg.norm(axis)
        impulse = np.zeros(3) if n % 2 else 300 * axis
        p = Push(0.1, n % paths.PATTERNS, axis, 0.5, 40, impulse)
        beside = np.r_[b + 100 * axis, v]
        found, states = paths.between(b, a, time, v, beside, p)
        if not (found and paths.goes_short(states)):
            continue
        seen.add(p.pattern)
        s, at = np.r_[states[0], beside, b, v], 0.0
        for share in (0.25, 0.5, 1.0):
            if share == 0.5:
                s[3:6] += impulse
            got = solve_ivp(
                _rates, (at, share * time), s, "DOP853", args=(time, p), rtol=1e-11, atol=1e-5
            )
            s, at = got.y[:, -1], share * time
            assert np.linalg.norm(s[:3] - states[round(share * STEPS), :3]) < 2.0
        assert np.linalg.norm(s[:3] - a) < 2.0
    assert len(seen) == paths.PATTERNS
