"""Whether a leaf holds by the straight line, the energy or the height that counts: docs/guarantee.md, sections 2 to 4.

The numbers beside the lines are that page's.
"""

from __future__ import annotations

from reassure_check_old.ball import (
    G_INNER,
    G_POLAR,
    MU,
    N_POLAR,
    OMEGA,
    ONE,
    PI,
    ZERO,
    A,
    B,
    dot,
    exact,
    minus,
    need,
    norm,
    root,
    spin,
    sq,
    times,
    turned,
)
from reassure_check_old.box import (
    Limits,
    Times,
    Volume,
    half,
)
from reassure_check_old.flights import Target, along, apart

HALF_PI = PI / 2


def by_line(g: Target, x: Volume, w: Times, lim: Limits) -> None:
    """The straight line: gravity and thrust bend a path by no more than so much."""
    p, v = minus(g.position, turned(x.middle, g.time)), minus(g.velocity, spin(g.position))
    bend = ZERO  # while they boost flights are at rest in the turning frame
    if g.fields is not None:
        fast = norm(g.velocity) + G_INNER * g.half  # (11)
        far = norm(g.position) + g.half * fast  # (11)
        bend = sq(g.half) / 2 * (G_INNER + 2 * OMEGA * fast + sq(OMEGA) * far)  # (11)
    gap, tau = apart(g, p, v) - bend - x.reach, w.most.max(ZERO)
    pull = G_POLAR + lim.perturbation + sq(OMEGA) * x.off_axis  # (10)
    reach = tau * (lim.speed + lim.divert) + sq(tau) / 2 * pull  # (10)
    need(gap > reach, "within the straight line's reach")


def by_energy(g: Target, x: Volume, w: Times, lim: Limits) -> None:
    """The least conic to the target takes more than the limits give, whenever it is flown."""
    launch, dlaunch = half(w.first, w.last)
    start = turned(x.middle, launch)
    turning = OMEGA * x.off_axis
    near = x.reach + dlaunch * turning  # (13)
    bend = sq(g.half) / 2 * (sq(OMEGA) * A * 2 if g.fields is None else G_INNER)  # (14)
    chord = apart(g, minus(g.position, start), g.velocity) - bend - near  # (37), (14), (13)
    need(chord > (-w.least).max(ZERO) * turning, "may meet during the interceptor's boost")
    if w.most <= 0:
        return
    longest = w.most.max(ZERO)
    r_c, d0 = norm(g.position), norm(start)
    stray = g.half * norm(g.velocity) + bend + g.spread  # (16)
    radial = abs(dot(g.position, g.velocity)) / r_c
    r = B.max(r_c - g.half * radial - bend - along(g, times(1 / r_c, g.position)))  # (15)
    need(N_POLAR * longest < exact("3.1"), "too long for the energy bound")
    ahead, s = dot(g.position, start), ONE
    if not ahead - r_c * near - d0 * stray - near * stray >= 0:
        need(near < d0 and stray < r_c, "too wide for the energy bound")
        angle = (ahead / (r_c * d0)).acos() + (near / d0).asin() + (stray / r_c).asin()  # (16)
        inside = angle < PI and angle + N_POLAR * longest <= 3 * HALF_PI
        need(inside, "too far for the energy bound")
        s = ONE if angle <= HALF_PI else angle.max(HALF_PI).sin()
    first = 2 * MU * (1 / x.radius - 2 / (x.radius + r + chord))  # (12)
    second = 2 * MU / x.radius - (2 - s) * MU / B  # (12)
    kappa = ONE if N_POLAR * longest <= HALF_PI else (N_POLAR * longest).sin()
    spent = (lim.divert + lim.perturbation * longest) / kappa  # (17)
    need(root(first.min(second)) - turning > lim.speed + spent, "within the energy's reach")


def below(g: Target, lim: Limits) -> None:
    """All flights are lower than an intercept that counts."""
    top = norm(g.position) + g.half * (norm(g.velocity) + G_INNER * g.half) + g.spread  # (9)
    need(top < B + lim.keep_above, "above the height that counts")
