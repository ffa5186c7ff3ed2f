"""One proof: two trees of leaves that tile a box."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from flint import arb

from reassure_check_old.arc import by_arc
from reassure_check_old.ball import PI, Unproved, Vector, exact
from reassure_check_old.bounds import below, by_energy, by_line
from reassure_check_old.box import Box, Limits, volume, when
from reassure_check_old.claim import Malformed
from reassure_check_old.flights import boosting, flying, tube

DEEPEST, FINEST, KEPT = 200, 100, 300
TOKEN = re.compile(r"([AF])(-?[0-9]{1,9}),(-?[0-9]{1,9}),(-?[0-9]{1,9});|([0-9abcLEGB])")
Part = tuple[int, int]
"""The k-th of 2^n equal parts of a side: k and n."""
WHOLE: tuple[Part, ...] = ((0, 0),) * len(Box._fields)
FLIGHTS, PLACES = slice(2, 10), slice(10, 12)
"""The coordinates of a box that flights have, and those of the launch point."""


class Root(NamedTuple):
    """A root box: lower end and length of each side, in a box's order."""

    low: tuple[Any, ...]
    length: tuple[Any, ...]


class Row(NamedTuple):
    """One interceptor place against one row of aims: the root boxes, and what does not vary."""

    coast: Root
    boost: Root
    limits: Limits


def row(x: dict[str, Any], place: int, f: dict[str, Any], aim: int, earth: dict[str, Any]) -> Row:
    """The boxes that a proof has to tile: lower end and length of each side."""
    south, north, west, east, shortest, longest, *leads = f["aims"][aim]
    first, last = leads or (Fraction(0), Fraction(0))  # version 1 has none
    rate = (last - first) / (longest - shortest) if longest > shortest else Fraction(0)
    base, spot = f["base"], x["places"][place]
    tb, ready = f["burnout_time_s"], x["earliest_burnout_s"]

    def root(first: Fraction, last: Fraction) -> Root:
        whole = Box(
            time=(first, last),
            launch=(ready, max(ready, longest)),
            aim_latitude=(south, north),
            aim_longitude=(west, east),
            end=(shortest, longest),
            burnout_time=tb,
            burnout_height=f["burnout_height_km"],
            burnout_distance=f["burnout_distance_km"],
            base_latitude=base[:2],
            base_longitude=base[2:],
            place_latitude=spot[:2],
            place_longitude=spot[2:],
            since=(Fraction(0), max(Fraction(0), last - ready)),
        )
        return Root(
            tuple(exact(low) for low, _ in whole), tuple(exact(high - low) for low, high in whole)
        )

    def metres(km: Fraction) -> Any:
        return exact(km * 1000)

    limits = Limits(
        speed=metres(x["burnout_speed_km_s"]),
        divert=metres(x["divert_km_s"]),
        distance=metres(x["burnout_distance_km"]),
        height=metres(x["burnout_height_km"]),
        perturbation=exact(earth["perturbation_m_s2"]),
        keep_above=metres(earth["keep_above_km"]),
        field=metres(f["field_radius_km"]),
        sideways=metres(f["sideways_km"]),
        lead=exact(first - rate * shortest) * PI / 180,
        lead_rate=exact(rate) * PI / 180,
    )
    return Row(root(tb[0], longest), root(Fraction(0), tb[1]), limits)


class Walk:
    """A tree being checked in pre-order: leaves seen, leaves that fail, why the first of them does."""

    def __init__(
        self,
        root: Root,
        limits: Limits,
        coasting: bool,
        stopped: Callable[[], bool] = bool,
    ) -> None:
        self.root, self.limits, self.coasting, self.stopped = root, limits, coasting, stopped
        self.leaves = self.failed = 0
        self.why = ""
        self.tubes: dict[Any, Any] = {}  # those of the latest references, or why there is none
        self.volumes: dict[Any, Any] = {}

    def run(self, text: str) -> Walk:
        """Check a whole tree; raises Malformed where the text is not one."""
        stack: list[tuple[tuple[Part, ...], Any]] = [(WHOLE, None)]  # a part, and what serves it
        at = 0
        while stack:
            found = TOKEN.match(text, at)
            if found is None:
                raise Malformed(f"tree, character {at}: {text[at : at + 20]!r}")
            parts, reference = stack.pop()
            kind = found[1] or found[5]
            k = "0123456789abc".find(kind)
            if kind == "F":
                if not self.coasting or reference is not None:
                    raise Malformed(f"tree, character {at}: a reference where none may stand")
                stack.append((parts, (parts[FLIGHTS], found[0])))
            elif k >= 0:
                if reference is not None and FLIGHTS.start <= k < FLIGHTS.stop:
                    raise Malformed(f"tree, character {at}: flights split below their reference")
                index, depth = parts[k]
                if len(stack) >= DEEPEST or depth >= FINEST:
                    raise Malformed(f"tree, character {at}: more than {DEEPEST} boxes, or too fine")
                for half in (2 * index + 1, 2 * index):
                    stack.append(((*parts[:k], (half, depth + 1), *parts[k + 1 :]), reference))
            else:
                self.leaves += 1
                if self.stopped():  # nobody waits for the answer
                    raise InterruptedError
                try:
                    self.leaf(kind, found[0], parts, reference)
                except Unproved as error:
                    self.failed += 1
                    self.why = self.why or f"{error} (leaf {self.leaves}, {kind})"
            at = found.end()
        if at != len(text):
            raise Malformed(f"tree, character {at}: more after its end")
        return self

    def sides(self, parts: tuple[Part, ...]) -> Box:
        """The ends of each side."""
        out = []
        for low, length, (index, depth) in zip(*self.root, parts, strict=True):
            part = length * arb((1, -depth)) if depth else length
            out.append((low + part * index, low + part * (index + 1)))
        return Box._make(out)

    def leaf(self, kind: str, text: str, parts: tuple[Part, ...], reference: Any) -> None:
        """Raise Unproved unless the leaf holds."""
        box, lim = self.sides(parts), self.limits
        w = when(box)
        if w is None or kind == "G":  # no time, or no flight of the box is in this phase then
            _, latest = box.end if self.coasting else box.burnout_time
            earliest, _ = box.burnout_time
            gone = w is None or w.low > latest
            if not (gone or (self.coasting and w is not None and w.high < earliest)):
                raise Unproved("there are flights at these times")
            return None
        if self.coasting:
            g = flying(self.tube(box, reference), w.low, w.high)
        else:
            g = boosting(box, lim, w.low, w.high)
        if kind == "B":
            return below(g, lim)
        key = parts[PLACES]
        if key not in self.volumes:
            self.volumes = {key: volume(box, lim)}
        x = self.volumes[key]
        if kind == "L":
            return by_line(g, x, w, lim)
        if kind == "E":
            return by_energy(g, x, w, lim)
        if not self.coasting:
            raise Unproved("an arc before the flight's burnout")
        return by_arc(g, x, w, lim, _vector(text))

    def tube(self, box: Box, reference: Any) -> Any:
        """The tube of a reference: worked out once for each flights' box and velocity."""
        if reference is None:
            raise Unproved("no reference arc")
        if reference not in self.tubes:
            if len(self.tubes) >= KEPT:
                self.tubes.clear()
            try:
                self.tubes[reference] = tube(box, self.limits, _vector(reference[1]))
            except Unproved as error:
                self.tubes[reference] = error
        found = self.tubes[reference]
        if isinstance(found, Unproved):
            raise found
        return found


def _vector(text: str) -> Vector:
    """Three whole numbers of mm/s, as m/s."""
    a, b, c = (arb(int(part)) / 1000 for part in text[1:-1].split(","))
    return a, b, c
