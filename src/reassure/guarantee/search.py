"""Branch and bound: cut a claim's box into leaves, each settled by one of the bounds of `line_energy` and `arc`.

Depth first, without recursion. A box that no bound settles is halved in the coordinate whose two
halves come nearest to being settled (tried, not guessed). Deterministic.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

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
    SHARE,
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

__all__ = [
    "ARC",
    "BELOW",
    "ENERGY",
    "GAVE_UP",
    "GONE",
    "LINE",
    "NO_PATTERN",
    "PROVED",
    "REACHED",
    "STUCK",
    "prove",
]

LINE, ENERGY, ARC, GONE, BELOW, _NONE = 14, 15, 16, 17, 18, 19
"""Tokens of leaves, and of none yet. Tokens below 14 are splits of that coordinate."""

NO_PATTERN = np.empty(0, np.int8)
"""For a search with no tree to go by."""

PROVED, REACHED, GAVE_UP, STUCK = 0, 1, 2, 3
"""Verdicts of a search: a whole tree; a box whose middle is within reach; no budget left; a box too small to cut."""

_ENOUGH = 0.002  # m/s: what rounding to the mm/s and float64 can take, many times over
_SETTLED = 1e9  # m/s: the margin of a box in which nobody can meet
_DEEPEST = 160  # boxes that wait at most; a checker takes 200
_SMALLEST = 20.0  # m: a box whose sides move things by less is given up
_NEGLIGIBLE = 0.05  # sides that move things by less than this share of the longest are left
_COUNT = len(COORDINATES)
_TOUCH = 1e-9  # degrees: cells and boxes that are nearer than this are taken to meet, for the checker's balls
_ROOM = 4_096  # tokens at first


class _Asked(NamedTuple):
    """What one search is about, the same for all of its boxes."""

    fixed: Array
    """(5,): RowFigures in their order."""
    lim: Array
    """(7,): LimitFigures in their order."""
    places: Array
    """(k, 4): south, north, west, east of each cell of launch points, degrees."""
    boost: bool
    """The flights' boost, not their free flight."""


@inner
def _clipped(lo: Array, hi: Array, places: Array) -> tuple[bool, Array, Array]:
    """The box `lo`, `hi` (14,), its launch points cut to the hull of those listed; whether any is.

    Where none is, the box comes back as it was.
    """
    low, high = lo.copy(), hi.copy()
    south, north, west, east = math.inf, -math.inf, math.inf, -math.inf
    for i in range(places.shape[0]):
        s, n, w, e = places[i]
        if s > hi[PLACE_LATITUDE] + _TOUCH or n < lo[PLACE_LATITUDE] - _TOUCH:
            continue
        if w > hi[PLACE_LONGITUDE] + _TOUCH or e < lo[PLACE_LONGITUDE] - _TOUCH:
            continue
        south, north, west, east = min(south, s), max(north, n), min(west, w), max(east, e)
    if south > north:
        return False, low, high
    low[PLACE_LATITUDE], high[PLACE_LATITUDE] = _within(lo, hi, PLACE_LATITUDE, south, north)
    low[PLACE_LONGITUDE], high[PLACE_LONGITUDE] = _within(lo, hi, PLACE_LONGITUDE, west, east)
    return True, low, high


@inner
def _within(lo: Array, hi: Array, k: int, least: float, most: float) -> tuple[float, float]:
    low = min(max(lo[k], least), hi[k])
    return low, max(low, min(hi[k], most))


@inner
def _is_listed(lo: Array, hi: Array, places: Array) -> bool:
    """Is the middle of a box's launch points in a listed cell?"""
    lat = 0.5 * (lo[PLACE_LATITUDE] + hi[PLACE_LATITUDE])
    lon = 0.5 * (lo[PLACE_LONGITUDE] + hi[PLACE_LONGITUDE])
    for i in range(places.shape[0]):
        s, n, w, e = places[i]
        if s <= lat <= n and w <= lon <= e:
            return True
    return False


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
    if k == SHARE:
        return float(600_000.0 * half)  # of the way from base to burnout
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
    return float((300.0 - margin) ** 0.5) if margin <= _ENOUGH else 0.0


@inner
def _halves(lo: Array, hi: Array, k: int) -> tuple[Array, Array, Array, Array]:
    mid = 0.5 * (lo[k] + hi[k])
    a_hi, b_lo = hi.copy(), lo.copy()
    a_hi[k] = mid
    b_lo[k] = mid
    return lo.copy(), a_hi, b_lo, hi.copy()


@inner
def _best_cut(
    raw: tuple[Array, Array], box: tuple[Array, Array], q: _Asked, t: Tube, x: Volume, by_arcs: bool
) -> int:
    """The coordinate to halve, or -1 if the box is too small to be worth it.

    `raw`: the box (14,) twice as the tree cuts it, lower and upper ends; `box`: the same, clipped.
    """
    lo, hi = box
    flights = q.boost or t.sound
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
        a_lo, a_hi, b_lo, b_hi = _halves(raw[0], raw[1], k)
        work = _work_of(a_lo, a_hi, q, t, x, k, by_arcs) + _work_of(b_lo, b_hi, q, t, x, k, by_arcs)
        # between equals the longest side; flights last, for they cost a new reference arc
        work -= 1e-6 * step * (0.3 if LAUNCH < k < PLACE_LATITUDE else 1.0)
        if work < least:
            best, least = k, work
    return best


@inner
def _work_of(lo: Array, hi: Array, q: _Asked, t: Tube, x: Volume, k: int, by_arcs: bool) -> float:
    """What would be left to do in half of a box, cut in coordinate k; t, x: the tube and the volume of the whole."""
    some, lo, hi = _clipped(lo, hi, q.places)
    if not some:
        return 0.0
    if PLACE_LATITUDE <= k < SINCE:
        x = volume(lo, hi, q.lim[DISTANCE], q.lim[HEIGHT])
    elif LAUNCH < k < PLACE_LATITUDE and not q.boost:
        t = tube(lo, hi, q.fixed)
    _, margin, _, _, arc = _settled(lo, hi, q.fixed, q.lim, t, x, q.boost)
    # in a box that an arc will settle, progress is measured by the arc alone
    return _work(arc if by_arcs and margin < 0.0 and math.isfinite(arc) else margin)


@inner
def _push(stack_lo: Array, stack_hi: Array, depth: int, lo: Array, hi: Array, cut: int) -> int:
    """Lay the halves of a box on the stack, the lower one on top; its new depth."""
    a_lo, a_hi, b_lo, b_hi = _halves(lo, hi, cut)
    stack_lo[depth], stack_hi[depth] = b_lo, b_hi
    stack_lo[depth + 1], stack_hi[depth + 1] = a_lo, a_hi
    return depth + 2


@inner
def _longer(tokens: Any, arcs: Array, references: Array) -> tuple[Any, Array, Array]:
    """The same three arrays with twice the room."""
    n = tokens.size
    more = np.empty(2 * n, np.int8)
    more_arcs, more_references = np.zeros((2 * n, 3)), np.zeros((2 * n, 3))
    more[:n], more_arcs[:n], more_references[:n] = tokens, arcs, references
    return more, more_arcs, more_references


@inner
def _after(pattern: Any, at: int) -> int:
    """Where in a pattern the tree ends that begins at `at`."""
    left = 1
    while left > 0:
        left += 1 if pattern[at] < LINE else -1
        at += 1
    return at


@inner
def _looked_at(lo: Array, hi: Array, q: _Asked) -> Any:
    """A box as the tree cuts it, looked at: cut to the listed places, lower and upper ends (14,); its tube and its volume; and
    what `_settled` says of it.
    """
    some, low, high = _clipped(lo, hi, q.places)
    t = tube(low, high, q.fixed)
    x = volume(low, high, q.lim[DISTANCE], q.lim[HEIGHT])
    if some:
        return low, high, t, x, _settled(low, high, q.fixed, q.lim, t, x, q.boost)
    return low, high, t, x, (GONE, _SETTLED, (0.0, 0.0, 0.0), math.inf, math.inf)


@inner
def _cut_of(
    raw: tuple[Array, Array], box: tuple[Array, Array], q: _Asked, t: Tube, x: Volume, arc: float,
    pattern: Any, at: int,
) -> tuple[int, int, bool]:  # fmt: skip
    """The coordinate in which a box is halved, or -1 if it is too small; where the pattern goes on after it; whether it was
    cut as the pattern is.

    `raw`, `box`: as of `_best_cut`; `arc`: the arc's margin, of `_settled`; `at`: the box's place in the pattern, -1: none.
    """
    if at >= 0:
        cut = pattern[at]
        # a side of no length is not cut: its halves would be the same box twice
        if cut < LINE and raw[1][cut] > raw[0][cut]:
            return cut, at + 1, True
        at = _after(pattern, at)
    return _best_cut(raw, box, q, t, x, math.isfinite(arc)), at, False


@batch(
    "Tuple((int64, float64, float64[::1], float64[::1], int8[::1], float64[:,::1], float64[:,::1], int64))"
    "(float64[::1], float64[::1], float64[::1], float64[::1], float64[:,::1], int64, boolean, int8[::1])"
)
def prove(
    lo: Array, hi: Array, fixed: Array, lim: Array, places: Array, budget: int, boost: bool, pattern: Any
) -> tuple[int, float, Array, Array, Any, Array, Array, int]:  # fmt: skip
    """Cut the box `lo`, `hi` (14,), in the claim's units, into settled leaves, until `budget` boxes have been looked at.

    `fixed`, `lim`, `places`, `boost`: as of `_Asked`. `pattern` (n,), int8: the tokens of a whole tree found for something
    alike, which is followed as long as no bound settles the box; empty: none.

    Returns the verdict; the margin (m/s) of the last box looked at, for REACHED the speed that its middle needs; that
    box's lower and upper ends (14,), cut to the listed places; the tokens in pre-order (n,), int8; for each token the
    arc's inertial velocity, and the flights' reference velocity (m/s, (n, 3) each); and how many boxes were looked at.
    """
    q = _Asked(fixed, lim, places, boost)
    tokens = np.empty(_ROOM, np.int8)
    arcs, references = np.zeros((_ROOM, 3)), np.zeros((_ROOM, 3))
    stack_lo, stack_hi = np.empty((_DEEPEST, _COUNT)), np.empty((_DEEPEST, _COUNT))
    stack_lo[0], stack_hi[0] = lo, hi
    # whether a box stands in the pattern's tree, at the place `at` once its turn has come
    follows = np.full(_DEEPEST, pattern.size > 0)
    depth, count, at = 1, 0, 0
    verdict, margin, at_lo, at_hi = PROVED, math.inf, lo.copy(), hi.copy()
    while depth > 0:
        depth -= 1
        if count == tokens.size:
            tokens, arcs, references = _longer(tokens, arcs, references)
        raw, planned = (stack_lo[depth].copy(), stack_hi[depth].copy()), follows[depth]
        at_lo, at_hi, t, x, (kind, margin, u, middle, arc) = _looked_at(raw[0], raw[1], q)
        references[count] = t.velocity
        if margin > _ENOUGH:
            tokens[count] = kind
            if kind == ARC:
                arcs[count] = u
            at = _after(pattern, at) if planned else at
            count += 1
            continue
        # an ideal meeting of the middles is within the limits: no cut can ever prove the box
        if middle <= lim[SPEED] + lim[DIVERT] and _is_listed(at_lo, at_hi, places):
            verdict, margin = REACHED, middle
            break
        if count >= budget or depth >= _DEEPEST - 2:
            verdict = GAVE_UP
            break
        where = at if planned else -1
        cut, there, follow = _cut_of(raw, (at_lo, at_hi), q, t, x, arc, pattern, where)
        at = there if planned else at
        if cut < 0:
            verdict = STUCK
            break
        tokens[count] = cut
        count += 1
        follows[depth] = follows[depth + 1] = follow
        depth = _push(stack_lo, stack_hi, depth, raw[0], raw[1], cut)
    found = tokens[:count].copy(), arcs[:count].copy(), references[:count].copy()
    return verdict, margin, at_lo, at_hi, found[0], found[1], found[2], count
