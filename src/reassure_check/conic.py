"""Conics by universal anomaly. The anomaly near a time is a guess in floats, taken as exact: the time there is a ball."""

import math
import numpy as np

from reassure_check.ball import (
    Ball, Matrix, Vector, cube, dot, minus, norm, plus, products, sq, times, universal,
)  # fmt: skip
from reassure_check.earth import MU, ROOT_MU, Bundle

C2, C3 = ([1 / math.factorial(2 * k + n) for k in range(13)] for n in (2, 3))


class Conic:
    """The conic through r0 with velocity v0; `alpha` is one over its semi-major axis."""

    def __init__(self, r0: Vector, v0: Vector) -> None:
        self.r0, self.v0, self.d0, self.sigma = r0, v0, norm(r0), dot(r0, v0) / ROOT_MU
        self.alpha = 2 / self.d0 - dot(v0, v0) / MU

    def guess(self, time: Ball) -> Ball:
        """The anomaly near a time, by Newton's method; it need not be right."""
        d0, sigma, alpha, target = self.d0.m, self.sigma.m, self.alpha.m, ROOT_MU.m * time.m
        chi = np.where(alpha * d0 > 0.3, alpha * target, target / d0)
        for _ in range(14):
            z, c2, c3 = alpha * chi * chi, C2[-1], C3[-1]
            for a, b in zip(C2[-2::-1], C3[-2::-1], strict=True):
                c2, c3 = a - z * c2, b - z * c3
            u1, u2, most = chi * (1 - z * c3), chi * chi * c2, abs(chi) * 0.5 + 100
            slope = d0 * (1 - z * c2) + sigma * u1 + u2
            step = (d0 * u1 + sigma * u2 + chi**3 * c3 - target) / np.where(slope > 0, slope, 1.0)
            chi = chi - np.clip(step, -most, most)
            if not (abs(step) > 1e-12 * most).any():
                break
        return Ball(chi)

    def at(self, chi: Ball) -> Bundle:
        """The state at an anomaly: time since r0, position, velocity, radius; what its transition matrix is made of."""
        d0, r0, v0 = self.d0, self.r0, self.v0
        u0, u1, u2, u3, u4, u5 = universal(chi, self.alpha)
        d, w1, w2 = d0 * u0 + self.sigma * u1 + u2, u1 / ROOT_MU, u2 / d0
        g = d0 * w1 + self.sigma * u2 / ROOT_MU
        time, f = g + u3 / ROOT_MU, 1 - w2
        ft, gt = -MU * w1 / (d * d0), 1 - u2 / d
        r, v = plus(times(f, r0), g, v0), plus(times(ft, r0), gt, v0)
        c, e = (3 * u5 - chi * u4) / ROOT_MU - time * u2, d0 * w2
        parts = f, g, ft, gt, c, e, minus(v, v0)
        return Bundle(chi=chi, time=time, position=r, velocity=v, radius=d, parts=parts)

    def blocks(self, s: Bundle) -> tuple[Matrix, Matrix]:
        """The blocks rr and rv of the state-transition matrix (Battin, section 9.7)."""
        (f, g, _, _, c, e, dv), over = s.parts, 1 / cube(self.d0)
        by_dv, by_r0 = times(s.radius / MU, dv), plus(times(e * over, s.position), c * over, s.velocity)  # fmt: skip
        by_v0 = plus(times(e / MU, minus(s.position, self.r0)), c / MU, s.velocity)
        rr = products(f, (by_dv, dv), (by_r0, self.r0))
        return rr, products(g, (by_v0, self.v0), (times(-e / MU, dv), self.r0))

    def rates(self, s: Bundle) -> tuple[Matrix, Matrix]:
        """The blocks vr and vv."""
        (_, _, ft, gt, c, e, dv), r, v, d = s.parts, s.position, s.velocity, s.radius
        over, d0, k = 1 / sq(d), self.d0, 1 / cube(d)
        turn = minus(times(dot(v, r), r), times(sq(d), v))
        by_r0 = plus(times(-1 / sq(d0), dv), -MU * c * k / cube(d0), r)
        by_dv = plus(times(-over, r), ft / (MU * d), turn)
        vr = products(ft, (by_r0, self.r0), (by_dv, dv), (times(-ft * over, r), r))
        by_r0, by_v0 = times(e * k, r), times(-c * k, r)
        return vr, products(gt, (times(d0 / MU, dv), dv), (by_r0, self.r0), (by_v0, self.v0))
