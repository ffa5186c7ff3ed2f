"""Branch and bound: cut a claim's box into leaves, each settled by one of the bounds of `line_energy` and `arc`.

Depth first, without recursion. A box that no bound settles is halved in the coordinate whose two
halves come nearest to being settled (tried, not guessed). Deterministic.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from reassure.guarantee.arc import by_arc
from reassure.guarantee.box import (
    AIM_LONGITUDE,
    BASE_LONGITUDE,
    BURNOUT_DISTANCE,
    BURNOUT_HEIGHT,
    BURNOUT_TIME,
    COORDINATES,
    END,
    INSTANT,
    LAUNCH,
    PLACE_LATITUDE,
    PLACE_LONGITUDE,
    SINCE,
    TIME,
    Times,
    times,
)
from reassure.guarantee.flights import Tube, tube
from reassure.guarantee.line_energy import (
    NOT_APPLICABLE,
    Volume,
    boosting,
    by_energy,
    by_line,
    flying,
    is_low,
    middle_of,
    volume,
)
from reassure.numeric.compile import batch, inner
from reassure.typing import DISTANCE, DIVERT, HEIGHT, SPEED, Array

__all__ = ["ARC", "BELOW", "ENERGY", "GAVE_UP", "GONE", "LINE", "PROVED", "REACHED", "prove"]

LINE, ENERGY, ARC, GONE, BELOW, _NONE = 13, 14, 15, 16, 17, 18
"""Tokens of leaves, and of none yet. Tokens below 13 are splits of that coordinate."""

PROVED, REACHED, GAVE_UP = 0, 1, 2
"""Verdicts of a search: a whole tree; a box whose middle is within reach; no budget left, or a box too small."""

_ENOUGH = 0.01  # m/s: what rounding to the mm/s and float64 can take, many times over
_SETTLED = 1e9  # m/s: the margin of a box in which nobody can meet
_DEEPEST = 160  # boxes that wait at most; a checker takes 200
_SMALLEST = 100.0  # m: a box whose sides move things by less is given up
_NEGLIGIBLE = 0.05  # sides that move things by less than this share of the longest are left
_COUNT = len(COORDINATES)


@inner
def _settled(
    lo: Array, hi: Array, fixed: Array, lim: Array, t: Tube, x: Volume, boost: bool
) -> tuple[int, float, tuple[float, float, float], float, float]:
    """How a box is best settled: kind, margin (m/s; positive: proved), inertial velocity of the arc (m/s).

    Also the required speed at the box's middle (m/s), and the arc's margin where an arc promises most for smaller
    boxes; both infinite else.
    """
    none = (0.0, 0.0, 0.0)
    when = times(lo, hi)
    gone = when.low > when.high
    gone |= when.low > (hi[BURNOUT_TIME] if boost else hi[END]) + INSTANT
    if gone or (not boost and when.high < lo[BURNOUT_TIME] - INSTANT):
        return GONE, _SETTLED, none, math.inf, math.inf
    if boost:
        sound, g = boosting(lo, hi, fixed, when.low, when.high)
    else:
        sound = t.sound
        g = flying(t, when.low, when.high)
    if not sound:
        return _NONE, NOT_APPLICABLE, none, math.inf, math.inf
    if is_low(g, lim):
        return BELOW, _SETTLED, none, math.inf, math.inf
    # the cheapest bound first; each next one only where those before do not settle the box
    kind, margin = LINE, by_line(g, x, when, lim)
    if margin > _ENOUGH:
        return kind, margin, none, math.inf, math.inf
    energy = by_energy(g, x, when, lim)
    if energy > margin:
        kind, margin = ENERGY, energy
    if margin > _ENOUGH or boost:
        return kind, margin, none, math.inf, math.inf
    arc, u, middle = by_arc(g, x, when, lim)
    if arc > margin:
        kind, margin = ARC, arc
    if math.isfinite(middle):
        # what each would give for a box of no size: that is where cutting should lead
        launch = 0.5 * (when.first + when.last)
        since = g.time - launch
        moment = Times(g.time, g.time, launch, launch, since, since)
        if middle - lim[SPEED] - lim[DIVERT] > by_energy(middle_of(g), x, moment, lim):
            return kind, margin, u, middle, arc
    return kind, margin, u, middle, math.inf


@inner
def _step(lo: Array, hi: Array, k: int) -> float:
    """How far (m), roughly, half of a box's side k moves flights or interceptors; 0 for a side of no length."""
    half = 0.5 * (hi[k] - lo[k])
    if half <= 0.0:
        return 0.0
    if k in (TIME, SINCE, END, BURNOUT_TIME):
        return float(7000.0 * half)  # at 7 km/s
    if k == LAUNCH:
        # an interceptor's burnout, at 4 km/s
        return float(4000.0 * half)
    if k in (BURNOUT_HEIGHT, BURNOUT_DISTANCE):
        return float(1000.0 * half)
    if k in (AIM_LONGITUDE, BASE_LONGITUDE, PLACE_LONGITUDE):  # its latitude stands before it
        return float(111_000.0 * half * math.cos(math.radians(0.5 * (lo[k - 1] + hi[k - 1]))))
    return float(111_000.0 * half)


@inner
def _work(margin: float) -> float:
    """What is left to do in a box, by its margin; fitted to the leaves that samples of claims took
    (design/search.py).
    """
    return float((300.0 - margin) ** 0.7) if margin <= _ENOUGH else 0.0


@inner
def _halves(lo: Array, hi: Array, k: int) -> tuple[Array, Array, Array, Array]:
    mid = 0.5 * (lo[k] + hi[k])
    a_hi, b_lo = hi.copy(), lo.copy()
    a_hi[k] = mid
    b_lo[k] = mid
    return lo.copy(), a_hi, b_lo, hi.copy()


@inner
def _best_cut(
    lo: Array, hi: Array, fixed: Array, lim: Array, t: Tube, x: Volume, boost: bool, by_arcs: bool
) -> int:
    """The coordinate to halve, or -1 if the box is too small to be worth it."""
    flights = boost or t.sound
    widest = 0.0
    longest = -1
    for k in range(_COUNT):
        # without a tube only cuts of the flights' own coordinates can help
        if flights or LAUNCH < k < PLACE_LATITUDE:
            step = _step(lo, hi, k)
            if step > widest:
                longest, widest = k, step
    if widest < _SMALLEST:
        return -1
    if not flights:  # nothing is known of the flights before there is a tube
        return longest
    best, least = -1, math.inf
    for k in range(_COUNT):
        step = _step(lo, hi, k)
        # both halves of every side worth it are tried, which is where the search spends its time
        if step < _NEGLIGIBLE * widest:
            continue
        a_lo, a_hi, b_lo, b_hi = _halves(lo, hi, k)
        ta, tb = t, t
        xa, xb = x, x
        of_flights = LAUNCH < k < PLACE_LATITUDE
        if PLACE_LATITUDE <= k < SINCE:
            xa, xb = (
                volume(a_lo, a_hi, lim[DISTANCE], lim[HEIGHT]),
                volume(b_lo, b_hi, lim[DISTANCE], lim[HEIGHT]),
            )
        elif of_flights and not boost:
            ta, tb = tube(a_lo, a_hi, fixed), tube(b_lo, b_hi, fixed)
        _, first, _, _, first_arc = _settled(a_lo, a_hi, fixed, lim, ta, xa, boost)
        _, second, _, _, second_arc = _settled(b_lo, b_hi, fixed, lim, tb, xb, boost)
        if by_arcs:
            # in a box that an arc will settle, progress is measured by the arc alone
            if first < 0.0 and math.isfinite(first_arc):
                first = first_arc
            if second < 0.0 and math.isfinite(second_arc):
                second = second_arc
        work = _work(first) + _work(second)
        # between equals the longest side; flights last, for they cost a new reference arc
        work -= 1e-6 * step * (0.3 if of_flights else 1.0)
        if work < least:
            best, least = k, work
    return best


@inner
def _push(stack_lo: Array, stack_hi: Array, depth: int, lo: Array, hi: Array, cut: int) -> int:
    """Lay the halves of a box on the stack, the lower one on top; its new depth."""
    a_lo, a_hi, b_lo, b_hi = _halves(lo, hi, cut)
    stack_lo[depth], stack_hi[depth] = b_lo, b_hi
    stack_lo[depth + 1], stack_hi[depth + 1] = a_lo, a_hi
    return depth + 2


@batch(
    "Tuple((int64, float64, float64[::1], float64[::1], int8[::1], float64[:,::1], float64[:,::1], int64))"
    "(float64[::1], float64[::1], float64[::1], float64[::1], int64, boolean)"
)
def prove(
    lo: Array, hi: Array, fixed: Array, lim: Array, budget: int, boost: bool
) -> tuple[int, float, Array, Array, Any, Array, Array, int]:
    """Cut the box `lo`, `hi` (13,), in the claim's units, into settled leaves, until `budget` boxes have been looked
    at.

    `fixed` (5,): RowFigures, `lim` (7,): LimitFigures, each in its order. `boost`: the flights' boost, not their free
    flight.

    Returns the verdict; the margin (m/s) of the last box looked at, for REACHED the speed that its middle needs; that
    box's lower and upper ends (13,); the tokens in pre-order (n,), int8; for each token the arc's inertial velocity,
    and the flights' reference velocity (m/s, (n, 3) each); and how many boxes were looked at.
    """
    room = budget + _DEEPEST  # once the budget is spent, what waits may still be settled
    tokens = np.empty(room, np.int8)
    arcs, references = np.zeros((room, 3)), np.zeros((room, 3))
    stack_lo, stack_hi = np.empty((_DEEPEST, _COUNT)), np.empty((_DEEPEST, _COUNT))
    stack_lo[0], stack_hi[0] = lo, hi
    depth, count = 1, 0
    verdict, margin = PROVED, math.inf
    at_lo, at_hi = lo.copy(), hi.copy()
    while depth > 0:
        depth -= 1
        at_lo, at_hi = stack_lo[depth].copy(), stack_hi[depth].copy()
        t = tube(at_lo, at_hi, fixed)
        x = volume(at_lo, at_hi, lim[DISTANCE], lim[HEIGHT])
        kind, margin, u, middle, arc = _settled(at_lo, at_hi, fixed, lim, t, x, boost)
        references[count] = t.velocity
        if margin > _ENOUGH:
            tokens[count] = kind
            if kind == ARC:
                arcs[count] = u
            count += 1
            continue
        # an ideal meeting of the middles is within the limits: no cut can ever prove the box
        if middle <= lim[SPEED] + lim[DIVERT]:
            verdict, margin = REACHED, middle
            break
        cut = -1
        if count < budget and depth < _DEEPEST - 2:
            cut = _best_cut(at_lo, at_hi, fixed, lim, t, x, boost, math.isfinite(arc))
        if cut < 0:
            verdict = GAVE_UP
            break
        tokens[count] = cut
        count += 1
        depth = _push(stack_lo, stack_hi, depth, at_lo, at_hi, cut)
    found = tokens[:count].copy(), arcs[:count].copy(), references[:count].copy()
    return verdict, margin, at_lo, at_hi, found[0], found[1], found[2], count
