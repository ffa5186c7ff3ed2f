"""Proof lines: two trees of leaves that tile two boxes, read one by one; the leaves of many are checked together."""

import re
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from reassure_check.arc import by_arc
from reassure_check.ball import Ball, Vector, exact, stacked, where
from reassure_check.bounds import below, boosting, by_energy, by_line
from reassure_check.box import LIMITS, SIDES, Holds, pick, volume, when
from reassure_check.claim import Malformed
from reassure_check.earth import RADIAN, Bundle
from reassure_check.flights import flying, tube

DEEPEST, FINEST, BATCH = 200, 100, 4000
VELOCITY = re.compile(r"([AF])(-?[0-9]{1,9}),(-?[0-9]{1,9}),(-?[0-9]{1,9});")
COORDINATES = {letter: k for k, letter in enumerate("0123456789abcd")}
WHOLE = (1,) * 14  # the k-th of 2^n equal parts of a side is 2^n + k


def row(x: dict[str, Any], f: dict[str, Any], aim: int, earth: dict[str, Any], stay: Any) -> Bundle:
    """What the trees of a proof have to tile: lower ends and lengths of both root boxes; places; limits. `stay`: how many seconds
    after its burnout no interceptor is up any more.
    """
    south, north, west, east, shortest, longest, first, last = f["aims"][aim]
    rate = (last - first) / (longest - shortest) if longest > shortest else Fraction(0)
    souths, norths, wests, easts = zip(*x["places"], strict=True)
    tb, ready, roots = f["burnout_time_s"], x["earliest_burnout_s"], []
    for start, high, share in ((tb[0], longest, 0), (Fraction(0), tb[1], 1)):
        since = max(Fraction(0), high - ready)
        roots.append([
            (start, high), (ready, max(ready, longest)), (south, north), (west, east),
            (shortest, longest), tb, f["burnout_height_km"], f["burnout_distance_km"], f["base"][:2], f["base"][2:],
            (min(souths), max(norths)), (min(wests), max(easts)), (0, since if stay is None else min(since, stay)),
            (0, share),
        ])  # fmt: skip
    low = stacked([exact([a for a, _ in root]) for root in roots])
    length = stacked([exact([b - a for a, b in root]) for root in roots])
    names = "burnout_speed_km_s", "divert_km_s", "burnout_distance_km", "burnout_height_km"
    limits = exact([
        *(x[name] * 1000 for name in names), earth["perturbation_m_s2"], earth["keep_above_km"] * 1000,
        f["field_radius_km"] * 1000, f["sideways_km"] * 1000, first - rate * shortest, rate,
    ])  # fmt: skip
    return Bundle(low=low, length=length, places=x["places"], limits=limits)


Leaf = NamedTuple("Leaf", [  # noqa: UP014
    ("kind", str), ("parts", Any), ("reference", Any), ("velocity", Any), ("row", int), ("second", bool), ("number", int),
])  # fmt: skip
"""Its letter; parts of the box's sides; the reference above it; its velocity; row; whether it is of the second tree; number there."""


class Trees:
    """Trees being read, each for one of the rows; and of each row: leaves, leaves that fail, why the first of them does."""

    def __init__(self, rows: list[Bundle], stopped: Callable[[], bool] = bool) -> None:
        self.rows, self.stopped, self.waiting = rows, stopped, list[Leaf]()
        self.leaves, self.failed, self.why = [0] * len(rows), [0] * len(rows), [""] * len(rows)

    def read(self, text: str, row: int, second: bool) -> None:
        """Read a whole tree, and check the leaves that wait as they become many; raises Malformed where it is not one."""
        stack: list[tuple[tuple[int, ...], Any]] = [(WHOLE, None)]  # a part, and what serves it
        at = number = 0
        while stack:
            parts, reference = stack.pop()
            kind = text[at : at + 1]
            k, end, velocity = COORDINATES.get(kind), at + 1, (0, 0, 0)
            if found := VELOCITY.match(text, at):
                end, velocity = found.end(), (int(found[2]), int(found[3]), int(found[4]))
            elif k is None and (kind == "" or kind not in "LEGB"):
                raise Malformed(f"tree, character {at}: {text[at : at + 20]!r}")
            if k is not None:
                if reference is not None and 2 <= k < 10:
                    raise Malformed(f"tree, character {at}: flights split below their reference")
                if len(stack) >= DEEPEST or parts[k] >> FINEST:
                    raise Malformed(f"tree, character {at}: more than {DEEPEST} boxes, or too fine")
                for half in (2 * parts[k] + 1, 2 * parts[k]):
                    stack.append(((*parts[:k], half, *parts[k + 1 :]), reference))
            elif kind == "F":
                if second or reference is not None:
                    raise Malformed(f"tree, character {at}: a reference where none may stand")
                stack.append((parts, (row, parts[2:10], velocity)))
            else:
                number += 1
                self.waiting.append(Leaf(kind, parts, reference, velocity, row, second, number))
                if len(self.waiting) >= BATCH:
                    self.check()
            at = end
        if at != len(text):
            raise Malformed(f"tree, character {at}: more after its end")
        self.leaves[row] += number

    def check(self) -> None:
        """Check the leaves that wait."""
        if self.stopped():  # nobody waits for the answer
            raise InterruptedError
        leaves, self.waiting = self.waiting, []
        if not leaves:
            return
        with np.errstate(all="ignore"):  # what overflows is a ball that proves nothing
            holds = settled(self.rows, leaves)
        for i in np.flatnonzero(~holds.ok):
            leaf = leaves[i]
            self.failed[leaf.row] += 1
            said = f"{holds.why[i]} (leaf {leaf.number}, {leaf.kind})"
            self.why[leaf.row] = self.why[leaf.row] or said


def _ends(low: Ball, length: Ball, parts: Any) -> list[tuple[Ball, Ball]]:
    """The ends of each side of boxes that are these parts of their roots."""
    nodes = np.array(parts, float)
    for i, k in np.argwhere(nodes >= 2.0**53):  # too fine for a double: a box around it
        nodes[i, k] = parts[i][k] >> (parts[i][k].bit_length() - 53)
    mantissa, power = np.frexp(nodes)
    share, width = 2 * mantissa - 1, np.ldexp(1.0, 1 - power)  # both exact, and their sum
    sides = low + length * share, low + length * (share + width)
    first, last = (Ball(x.m.T.copy(), x.r.T.copy()) for x in sides)
    return [(first[k], last[k]) for k in range(nodes.shape[1])]


def _distinct(keys: list[Any]) -> tuple[Any, Any]:
    """Where each key stands first, and which of these each is."""
    table: dict[Any, int] = {}
    which = np.array([table.setdefault(key, len(table)) for key in keys], int)
    return np.unique(which, return_index=True)[1], which


def _hull(sides: list[Ball], cells: Ball) -> tuple[list[Ball], bool]:
    """South, north, west and east of what a box holds of some cells, and whether that is certainly nothing."""
    south, north, west, east = (cells[:, k] for k in range(4))
    meet = ~((south > sides[1]) | (north < sides[0]) | (west > sides[3]) | (east < sides[2]))
    if not meet.any():
        return sides, True
    cut = [cells[:, k].min(sides[k]) if k % 2 else cells[:, k].max(sides[k]) for k in range(4)]
    kept = [x[meet] for x in cut]
    return [Ball(x.m.max() if k % 2 else x.m.min(), x.r.max()) for k, x in enumerate(kept)], False


def _boxes(rows: list[Bundle], leaves: list[Leaf], second: Any) -> tuple[Bundle, Bundle]:
    """The leaves' boxes, and what does not vary in a row."""
    row, k = np.array([leaf.row for leaf in leaves]), second * 1
    low, length = stacked([r.low for r in rows]), stacked([r.length for r in rows])
    ends = _ends(low[row, k], length[row, k], [leaf.parts for leaf in leaves])
    box = Bundle(**dict(zip(SIDES, ends, strict=True)))
    limits = stacked([r.limits for r in rows])[row]
    lim = Bundle(**{name: limits[:, k] for k, name in enumerate(LIMITS)})
    lim.lead, lim.lead_rate = lim.lead * RADIAN, lim.lead_rate * RADIAN
    return box, lim


def _volumes(
    rows: list[Bundle], leaves: list[Leaf], box: Bundle, lim: Bundle
) -> tuple[Any, Any, Any]:
    """The boost volumes of the launch points that boxes hold, which of them each leaf has, and where there are none."""
    places = [rows[leaf.row].places for leaf in leaves]
    keys = [(id(x), *y.parts[10:12]) for x, y in zip(places, leaves, strict=True)]
    first, which = _distinct(keys)
    cells = {key: stacked([exact(y) for y in x]) for key, x in {id(x): x for x in places}.items()}
    corners = *box.place_latitude, *box.place_longitude
    hulls = [_hull([x[i] for x in corners], cells[keys[i][0]]) for i in first]
    a0, a1, b0, b1 = (stacked([hull[k] for hull, _ in hulls]) for k in range(4))
    held = Bundle(place_latitude=(a0, a1), place_longitude=(b0, b1))
    nowhere = np.array([none for _, none in hulls])
    return volume(held, pick(lim, first)), which, nowhere[which]


def settled(rows: list[Bundle], leaves: list[Leaf]) -> Holds:
    """Which leaves hold."""
    kinds, second = np.array([x.kind for x in leaves]), np.array([x.second for x in leaves])
    box, lim = _boxes(rows, leaves, second)
    volumes, place, nowhere = _volumes(rows, leaves, box, lim)
    times, never = when(box)
    latest = where(second, box.burnout_time[1], box.end[1])
    gone = (times.low > latest) | (~second & (times.high < box.burnout_time[0]))
    holds, free, rest = Holds(len(leaves)), nowhere | never, kinds != "G"
    holds.need(free | gone | rest, "there are flights at these times")
    holds.need(free | ~second | (kinds != "A"), "an arc before the flight's burnout")
    about = np.array([leaf.reference is not None for leaf in leaves])
    holds.need(free | second | about | ~rest, "no reference arc")
    open_ = holds.ok & ~free & rest
    coast = np.flatnonzero(open_ & ~second)
    if coast.size:
        first, which = _distinct([leaves[i].reference for i in coast])
        velocities = _velocities([leaves[coast[i]].reference[2] for i in first])
        tubes = tube(pick(box, coast[first]), pick(lim, coast[first]), velocities)
    for phase, kind in product((False, True), "LEAB"):
        i = np.flatnonzero(open_ & (second == phase) & (kinds == kind))
        if not i.size:
            continue
        b, t, y = pick(box, i), pick(times, i), pick(lim, i)
        if phase:
            part = Holds(i.size)
            g = boosting(part, b, y, t.low, t.high)
        else:
            u = pick(tubes, which[np.searchsorted(coast, i)])
            part, g = u.holds, flying(u, t.low, t.high)
        x = pick(volumes, place[i])
        if kind == "A":
            by_arc(part, g, x, t, y, _velocities([leaves[k].velocity for k in i]))
        else:
            {"L": by_line, "E": by_energy, "B": below}[kind](part, g, x, t, y)
        holds.ok[i], holds.why[i] = part.ok, part.why
    return holds


def _velocities(whole: list[tuple[int, ...]]) -> Vector:
    """Whole mm/s, in m/s."""
    x, y, z = np.array(whole, float).T
    return Ball(x) / 1e3, Ball(y) / 1e3, Ball(z) / 1e3
