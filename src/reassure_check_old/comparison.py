"""Sturm's comparison functions, and what gravity's gradient leaves out: docs/guarantee.md, section 1, whose numbers stand
beside the lines.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from reassure_check_old.ball import (
    MU,
    ONE,
    ZERO,
    need,
    sq,
)

PASSES = 8


class Comparison:
    """A function phi'' = -nu^2 phi - s between knots, nu and s constant on each stretch."""

    def __init__(self, knots: list[Any], strengths: list[Any]) -> None:
        self.knots, self.nu2 = knots, strengths
        self.steps = [b - a for a, b in pairwise(knots)]
        nus = [x.sqrt() for x in strengths]
        for nu, step in zip(nus, self.steps, strict=True):
            need(step > 0 and nu * step < 1.5, "a stretch too long")
        self.turns = [self._turn(i, step) for i, step in enumerate(self.steps)]
        self.arches = [1 / (nu * x / 2).cos() for nu, x in zip(nus, self.steps, strict=True)]

    def over_arches(self, values: list[Any]) -> list[Any]:
        """The greatest value on each stretch of a solution without source."""
        each = zip(pairwise(values), self.arches, strict=True)
        return [a.max(b) * arch for (a, b), arch in each]  # (3)

    def over_chords(self, values: list[Any]) -> list[tuple[Any, Any]]:
        """For each stretch the ends of a line above such a solution: sin(c x) <= x c, over sin c."""
        bends = [x / s for x, (s, _) in zip(self.steps, self.turns, strict=True)]
        return [(a * x, b * x) for (a, b), x in zip(pairwise(values), bends, strict=True)]  # (4)

    def _turn(self, i: int, step: Any) -> tuple[Any, Any]:
        nu = self.nu2[i].sqrt()
        s, c = (nu * step).sin_cos()
        return s / nu, c

    def _carry(self, i: int, v: Any, dv: Any, lift: Any, turn: tuple[Any, Any]) -> tuple[Any, Any]:
        s, c = turn
        v = v + lift
        return v * c + dv * s - lift, dv * c - self.nu2[i] * s * v

    def solve(self, first: Any, last: Any, sources: list[Any]) -> None:
        """Take the solution with these end values; it must be positive."""
        self.lifts = [s / nu2 for s, nu2 in zip(sources, self.nu2, strict=True)]
        p, dp, h, dh = first, ZERO, ZERO, ONE
        for i, (lift, turn) in enumerate(zip(self.lifts, self.turns, strict=True)):
            p, dp = self._carry(i, p, dp, lift, turn)
            h, dh = self._carry(i, h, dh, ZERO, turn)
        need(h > 0, "no comparison function")
        self.values = [(first, (last - p) / h)]
        for i, (lift, turn) in enumerate(zip(self.lifts, self.turns, strict=True)):
            self.values.append(self._carry(i, *self.values[-1], lift, turn))
            need(self.values[-1][0] > 0, "no positive comparison function")
        self.tops = [a[0].max(b[0]) for a, b in pairwise(self.values)]

    def basis(self) -> tuple[list[Any], list[Any], Any]:
        """Values at the knots of the solutions without source from 0 to 1 and from 1 to 0; and the first
        one's slope at its start.
        """
        cosine, sine = [(ONE, ZERO)], [(ZERO, ONE)]
        for i, turn in enumerate(self.turns):
            cosine.append(self._carry(i, *cosine[-1], ZERO, turn))
            sine.append(self._carry(i, *sine[-1], ZERO, turn))
            need(sine[-1][0] > 0, "no comparison function")
        end, slope = cosine[-1][0], 1 / sine[-1][0]
        rise = [s * slope for s, _ in sine]
        return rise, [c - end * x for (c, _), x in zip(cosine, rise, strict=True)], slope

    def highest(self) -> list[Any]:
        """No value on a stretch is above the symmetric arch over its higher end."""
        each = zip(self.tops, self.lifts, self.arches, strict=True)
        return [(top + lift) * arch - lift for top, lift, arch in each]  # (3)

    def at(self, time: Any) -> Any:
        """The value at a time."""
        i, last = 0, len(self.steps) - 1
        while i < last and self.knots[i + 1] < time:
            i += 1
        need(i == 0 or self.knots[i] <= time, "at a knot")
        need(i == last or time <= self.knots[i + 1], "at a knot")
        turn = self._turn(i, time - self.knots[i])
        return self._carry(i, *self.values[i], self.lifts[i], turn)[0]

    def over(self, low: Any, high: Any) -> Any:
        """The greatest value between two times: the function is concave and positive."""
        first, last = self.knots[0], self.knots[-1]
        low, high = low.max(first), high.min(last)
        mid = ((low + high) / 2).mid()
        need(first < mid and mid < last, "no flight at these times")
        share = ((high - first) / (mid - first)).max((last - low) / (last - mid))
        return self.at(mid) * share  # (5)


def second_order(low: Any, high: Any, core: Any) -> Any:
    """What gravity's gradient at a point does not tell of gravity at another, at most `high` away, with
    no point between them inside `core`.
    """
    x = high / low  # (7)
    near = 1 / sq(sq(core))
    if x < 0.5:
        near = near.min((1 - 2 * x / 3) / (sq(1 - x) * sq(sq(low))))
    return 3 * MU * sq(high) * near
