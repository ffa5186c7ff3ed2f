"""Brent's minimiser for functions of one variable (Brent, Algorithms for Minimization without
Derivatives, 1973, chapter 5), for use inside kernels.

The caller evaluates the function (a kernel that is handed another kernel cannot be cached on disk):

    search = bracket(low, high, start, objective(start), within)
    while search.active:
        search = narrow(search, objective(search.trial))
    search.x, search.fx      # where it is least, and the value there

The function may be infinite where there is no answer: the search then narrows by golden section
until it is back where the function is finite. The ends are not evaluated: the caller compares them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from reassure.numeric.compile import inner

__all__ = ["Search", "bracket", "narrow"]

_GOLDEN = 0.3819660112501051  # (3 - sqrt 5) / 2
_MOST_PASSES = 100


class Search(NamedTuple):
    """A minimum on the open interval (low, high), being narrowed; x, w and v are Brent's names."""

    low: float
    high: float
    x: float
    """Where the least value so far is."""
    fx: float
    """That value."""
    w: float
    """Where the second least value so far is."""
    fw: float
    v: float
    """What w was before."""
    fv: float
    step: float
    """From x to the trial, before it was kept off x."""
    before: float
    """The step before that: a parabola's step has to be less than half of it."""
    trial: float
    """Where the caller has to evaluate next."""
    within: float
    """Absolute error wanted in x."""
    passes: int
    """How many are left."""
    active: bool
    """False once x is found to `within`, or no passes are left."""


@inner
def bracket(low: float, high: float, start: float, value: float, within: float) -> Search:
    """Open a search at `start`, strictly inside, where the function is `value`.

    `within` is the absolute error wanted in x.
    """
    # The first trial lies in the larger of the two sides.
    step = _GOLDEN * ((high - start) if start < 0.5 * (low + high) else (low - start))
    active = high - low > 2.0 * within
    before = high - low if step > 0.0 else low - high
    return Search(
        low, high, start, value, start, value, start, value,
        step, before, start + step, within, _MOST_PASSES, active,
    )  # fmt: skip


@inner
def narrow(s: Search, value: float) -> Search:
    """Take in the value at `s.trial` and choose the next trial."""
    low, high, x, fx, w, fw, v, fv = s.low, s.high, s.x, s.fx, s.w, s.fw, s.v, s.fv
    trial = s.trial
    if value <= fx:
        if trial < x:
            high = x
        else:
            low = x
        v, fv, w, fw, x, fx = w, fw, x, fx, trial, value
    else:
        if trial < x:
            low = trial
        else:
            high = trial
        if value <= fw or w == x:
            v, fv, w, fw = w, fw, trial, value
        elif value <= fv or v == x or v == w:  # noqa: SIM109
            v, fv = trial, value
    within = s.within
    middle = 0.5 * (low + high)
    # Brent's end: x is within 2 `within` of both ends.
    active = s.passes > 0 and abs(x - middle) > 2.0 * within - 0.5 * (high - low)
    before, step = s.before, s.step
    parabola = False
    if abs(before) > within:
        # The parabola through x, w and v: its least is at x + p / q.
        r = (x - w) * (fx - fv)
        q = (x - v) * (fx - fw)
        p = (x - v) * q - (x - w) * r
        q = 2.0 * (q - r)
        if q > 0.0:
            p = -p
        q = abs(q)
        # false for any infinity or not-a-number in p and q
        if abs(p) < abs(0.5 * q * before) and q * (low - x) < p and p < q * (high - x):
            before = step
            step = p / q
            parabola = True
            if x + step - low < 2.0 * within or high - (x + step) < 2.0 * within:
                # Not nearer to an end than the tolerance: step towards the middle instead.
                step = math.copysign(within, middle - x)
    if not parabola:
        # Golden section of the larger side.
        before = (high - x) if x < middle else (low - x)
        step = _GOLDEN * before
    # Never nearer to x than `within`: there the two values differ by rounding alone.
    move = step if abs(step) >= within else math.copysign(within, step)
    return Search(
        low, high, x, fx, w, fw, v, fv, step, before, x + move, within, s.passes - 1, active
    )
