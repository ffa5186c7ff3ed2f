"""Branch and bound: cut a claim's box into leaves, each settled by one of the bounds of `settle`.

Depth first, without recursion. A box that no bound settles is halved in the coordinate whose two
halves come nearest to being settled (tried, not guessed). Deterministic.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from reassure.earth.constants import POLAR_RADIUS, ROTATION_RATE
from reassure.guarantee.conic import conic
from reassure.guarantee.settle import (
    NOT_APPLICABLE,
    Target,
    Volume,
    by_arc,
    by_energy,
    by_line,
    target,
    volume,
)
from reassure.guarantee.tube import (
    BURNOUT_TIME,
    END,
    LAUNCH,
    PLACE_LATITUDE,
    TIME,
    Tube,
    hull,
    rest_at,
    tube,
)
from reassure.guarantee.vectors import norm, spin
from reassure.kernels import batch, inner
from reassure.typing import Array

__all__ = [
    "ARC",
    "BELOW",
    "ENERGY",
    "GAVE_UP",
    "GONE",
    "LINE",
    "OPEN",
    "PROVED",
    "REACHED",
    "prove",
]

LINE, ENERGY, ARC, GONE, BELOW, OPEN = 12, 13, 14, 15, 16, 17
"""Leaves. Tokens below 12 are splits of that coordinate."""

PROVED, REACHED, GAVE_UP = 0, 1, 2

_ENOUGH = 0.2  # m/s: what rounding to the mm/s and float64 can take, many times over
_DEEPEST = 160
_FLOOR = -6000.0  # m/s; two boxes this far from settled are equally far


@inner
def _settled(
    lo: Array, hi: Array, fixed: Array, lim: Array, t: Tube, x: Volume, boost: bool
) -> tuple[int, float, tuple[float, float, float], float, float]:
    """How a box is best settled: kind, margin (m/s), velocity of the arc, the required speed at
    its middle where that was found (else infinite), and the arc's margin where an arc promises most
    for smaller boxes (else infinite).
    """
    none = (0.0, 0.0, 0.0)
    low, high = lo[TIME], hi[TIME]
    if boost:
        if low >= hi[BURNOUT_TIME]:
            return GONE, 1e9, none, math.inf, math.inf
        mid = 0.5 * (low + high)
        sound, centre, radius = hull(lo, hi, fixed, mid)
        if not sound:
            return OPEN, NOT_APPLICABLE, none, math.inf, math.inf
        g = Target(mid, 0.5 * (high - low), centre, spin(ROTATION_RATE, centre), radius)
        c = conic(centre, (0.0, 0.0, 0.0), 0.0)
    else:
        if low >= hi[END] or high <= lo[BURNOUT_TIME]:
            return GONE, 1e9, none, math.inf, math.inf
        if not t.sound:
            return OPEN, NOT_APPLICABLE, none, math.inf, math.inf
        g, c = target(t, low, high)
    longest = high - lo[LAUNCH]
    top = norm(g.position) + g.half * (norm(g.velocity) + 10.4 * g.half) + g.spread
    if top < POLAR_RADIUS + lim[6] - 1.0:
        return BELOW, 1e9, none, math.inf, math.inf
    kind, margin = LINE, by_line(g, x, longest, lim)
    if margin > _ENOUGH:
        return kind, margin, none, math.inf, math.inf
    launch, launch_half = 0.5 * (lo[LAUNCH] + hi[LAUNCH]), 0.5 * (hi[LAUNCH] - lo[LAUNCH])
    energy = by_energy(g, x, launch, launch_half, lim)
    if energy > margin:
        kind, margin = ENERGY, energy
    if margin > _ENOUGH or boost or low <= hi[LAUNCH]:
        return kind, margin, none, math.inf, math.inf
    arc, u, middle = by_arc(t, g, c, rest_at(t, low, high), x, launch, launch_half, lim)
    if arc > margin:
        kind, margin = ARC, arc
    if math.isfinite(middle):
        # what each would give for a box of no size: that is where cutting should lead
        point = Target(g.time, 0.0, g.position, g.velocity, 0.0)
        promised = by_energy(point, x, launch, 0.0, lim)
        if middle - lim[1] - lim[2] > promised:
            return kind, margin, u, middle, arc
    return kind, margin, u, middle, math.inf


@inner
def _step(lo: Array, hi: Array, k: int) -> float:
    """How far, in m, half of a box's side moves things; 0 for a side that cannot be halved."""
    half = 0.5 * (hi[k] - lo[k])
    if half <= 0.0:
        return 0.0
    if k == TIME:
        return float(half * 7000.0)
    if k == LAUNCH:
        return float(half * 4000.0)
    if k in (END, BURNOUT_TIME):
        return float(half * 6500.0)
    if k in (6, 7):
        return float(half * 1000.0)
    if k in (3, 9, 11):
        return float(half * 111_000.0 * math.cos(math.radians(0.5 * (lo[k - 1] + hi[k - 1]))))
    return float(half * 111_000.0)


@batch(
    "Tuple((int64, float64, float64[::1], float64[::1], int8[::1], float64[:,::1], float64[:,::1], int64))"
    "(float64[::1], float64[::1], float64[::1], float64[::1], int64, boolean)"
)
def prove(
    lo: Array, hi: Array, fixed: Array, lim: Array, budget: int, boost: bool
) -> tuple[int, float, Array, Array, Any, Array, Array, int]:
    """Cut the box `lo`, `hi` (12,) into settled leaves, at most `budget` boxes looked at.

    `fixed`: field radius (m), sideways (m), perturbation (m/s^2). `lim`: earliest burnout (s), V, D
    (m/s), perturbation (m/s^2), boost volume's distance and height (m), keep-above (m).
    `boost`: the flights' boost, not their free flight.

    Returns verdict; margin of the worst box; that box (lo, hi) (for REACHED: a box whose middle is
    within reach); tokens in pre-order (int8); for each token the arc's velocity, and the flight's
    reference velocity (m/s, (n, 3) each); boxes looked at.
    """
    tokens = np.empty(budget + 1, np.int8)
    arcs = np.zeros((budget + 1, 3))
    references = np.zeros((budget + 1, 3))
    stack_lo = np.empty((_DEEPEST, 12))
    stack_hi = np.empty((_DEEPEST, 12))
    stack_lo[0], stack_hi[0] = lo, hi
    depth = 1
    count = 0
    verdict = PROVED
    worst = math.inf
    worst_lo, worst_hi = lo.copy(), hi.copy()
    a_lo, a_hi, b_lo, b_hi = np.empty(12), np.empty(12), np.empty(12), np.empty(12)
    while depth > 0:
        if count >= budget or depth >= _DEEPEST - 1:
            verdict = GAVE_UP
            break
        depth -= 1
        box_lo, box_hi = stack_lo[depth].copy(), stack_hi[depth].copy()
        t = tube(box_lo, box_hi, fixed)
        x = volume(box_lo, box_hi, lim[4], lim[5])
        kind, margin, u, middle, by = _settled(box_lo, box_hi, fixed, lim, t, x, boost)
        references[count] = t.velocity
        if margin > _ENOUGH:
            tokens[count] = kind
            if kind == ARC:
                arcs[count, 0], arcs[count, 1], arcs[count, 2] = u
            count += 1
            continue
        if middle <= lim[1] + lim[2]:
            verdict, worst, worst_lo, worst_hi = REACHED, middle, box_lo, box_hi
            break
        best, best_score, widest = -1, -math.inf, 0.0
        # a reference arc serves all times: cut what flights there are first, until it is sound
        first_k, last_k = (0, 12) if t.sound or boost else (2, 10)
        for k in range(first_k, last_k):
            widest = max(widest, _step(box_lo, box_hi, k))
        if widest < 2000.0:
            verdict, worst, worst_lo, worst_hi = GAVE_UP, margin, box_lo, box_hi
            break
        for k in range(first_k, last_k):
            step = _step(box_lo, box_hi, k)
            if step < 0.05 * widest:
                continue
            if not t.sound and not boost and step == widest:
                best = k
                break
            mid = 0.5 * (box_lo[k] + box_hi[k])
            a_lo[:], a_hi[:], b_lo[:], b_hi[:] = box_lo, box_hi, box_lo, box_hi
            a_hi[k] = mid
            b_lo[k] = mid
            ta, tb = t, t
            xa, xb = x, x
            if k >= PLACE_LATITUDE:
                xa, xb = volume(a_lo, a_hi, lim[4], lim[5]), volume(b_lo, b_hi, lim[4], lim[5])
            elif k > LAUNCH and not boost:
                ta, tb = tube(a_lo, a_hi, fixed), tube(b_lo, b_hi, fixed)
            _, first, _, _, first_by = _settled(a_lo, a_hi, fixed, lim, ta, xa, boost)
            _, second, _, _, second_by = _settled(b_lo, b_hi, fixed, lim, tb, xb, boost)
            if math.isfinite(by):
                if first < 0.0 and math.isfinite(first_by):
                    first = first_by
                if second < 0.0 and math.isfinite(second_by):
                    second = second_by
            score = max(min(first, 0.0), _FLOOR) + max(min(second, 0.0), _FLOOR)
            score += 1e-6 * step  # between equals the longest side
            if score > best_score:
                best, best_score = k, score
        mid = 0.5 * (box_lo[best] + box_hi[best])
        tokens[count] = best
        count += 1
        stack_lo[depth], stack_hi[depth] = box_lo, box_hi
        stack_lo[depth, best] = mid
        stack_lo[depth + 1], stack_hi[depth + 1] = box_lo, box_hi
        stack_hi[depth + 1, best] = mid
        depth += 2
    return (
        verdict,
        worst,
        worst_lo,
        worst_hi,
        tokens[:count].copy(),
        arcs[:count].copy(),
        references[:count].copy(),
        count,
    )
