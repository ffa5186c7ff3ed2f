"""One proof: two trees of leaves that tile a box."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any, NamedTuple

from reassure_check.ball import Vector, exact
from reassure_check.bounds import (
    Limits,
    Unproved,
    below,
    boosting,
    by_arc,
    by_energy,
    by_line,
    flying,
    tube,
    volume,
)  # fmt: skip
from reassure_check.claim import Malformed

DEEPEST = 200
TOKEN = re.compile(r"([AF])(-?[0-9]{1,9}),(-?[0-9]{1,9}),(-?[0-9]{1,9});|([0-9abLEGB])")
Box = tuple[tuple[Fraction, Fraction], ...]


class Row(NamedTuple):
    """One interceptor place against one row of aims: the root boxes, and what does not vary."""

    coast: Box
    boost: Box
    limits: Limits


def row(x: dict[str, Any], place: int, f: dict[str, Any], aim: int, earth: dict[str, Any]) -> Row:
    """The boxes that a proof has to tile."""
    south, north, west, east, shortest, longest = f["aims"][aim]
    base, spot = f["base"], x["places"][place]
    tb, ready = f["burnout_time_s"], x["earliest_burnout_s"]
    rest = (
        (south, north), (west, east), (shortest, longest), tuple(tb),
        tuple(f["burnout_height_km"]), tuple(f["burnout_distance_km"]),
        (base[0], base[1]), (base[2], base[3]), (spot[0], spot[1]), (spot[2], spot[3]),
    )  # fmt: skip
    launch = (ready, max(ready, longest))
    km = (
        x["burnout_speed_km_s"], x["divert_km_s"], x["burnout_distance_km"], x["burnout_height_km"],
        earth["perturbation_m_s2"] / 1000, earth["keep_above_km"], f["field_radius_km"], f["sideways_km"],
    )  # fmt: skip
    limits = Limits(*(exact(v * 1000) for v in km))
    return Row(((tb[0], longest), launch, *rest), ((Fraction(0), tb[1]), launch, *rest), limits)


def _vector(found: re.Match[str]) -> Vector:
    """Three whole numbers of mm/s, as m/s."""
    a, b, c = (exact(Fraction(int(found[k]), 1000)) for k in (2, 3, 4))
    return a, b, c


def walk(text: str, root: Box, limits: Limits, coasting: bool) -> tuple[int, int, str]:
    """Check one tree in pre-order: leaves seen, leaves that fail, and why the first of them does.

    Raises Malformed where the text is not one whole tree.
    """
    stack: list[tuple[Box, Any]] = [(root, None)]  # box, and the velocity or tube that serves it
    at = leaves = failed = 0
    why = ""
    targets: dict[Any, Any] = {}
    volumes: dict[Any, Any] = {}
    while stack:
        found = TOKEN.match(text, at)
        if found is None:
            raise Malformed(f"tree, character {at}: {text[at : at + 20]!r}")
        at = found.end()
        box, held = stack.pop()
        kind = found[1] or found[5]
        if kind == "F":
            if not coasting or held is not None:
                raise Malformed(f"tree, character {at}: a reference where none may stand")
            stack.append((box, [_vector(found), None]))
            targets.clear()
            continue
        k = "0123456789ab".find(kind)
        if k >= 0:
            if held is not None and 2 <= k < 10:
                raise Malformed(f"tree, character {at}: flights are split below their reference")
            if len(stack) >= DEEPEST:
                raise Malformed(f"tree, character {at}: more than {DEEPEST} boxes waiting")
            low, high = box[k]
            middle = (low + high) / 2
            if middle.denominator.bit_length() > 400:
                raise Malformed(f"tree, character {at}: split too finely")
            stack.append(((*box[:k], (middle, high), *box[k + 1 :]), held))
            stack.append(((*box[:k], (low, middle), *box[k + 1 :]), held))
            continue
        leaves += 1
        try:
            _leaf(kind, found, box, held, limits, coasting, targets, volumes)
        except Unproved as error:
            failed += 1
            why = why or f"{error} ({kind}, {_where(box)})"
    if at != len(text):
        raise Malformed(f"tree, character {at}: more after its end")
    return leaves, failed, why


def _leaf(
    kind: str, found: re.Match[str], box: Box, held: Any, limits: Limits, coasting: bool,
    targets: dict[Any, Any], volumes: dict[Any, Any],
) -> None:  # fmt: skip
    """Raise Unproved unless the leaf holds."""
    (low, high), (first, last) = box[0], box[1]
    if kind == "G":  # no flight of the box is in this phase at these times
        if not ((low >= box[4][1] or high <= box[5][0]) if coasting else low >= box[5][1]):
            raise Unproved("there are flights at these times")
        return None
    if coasting:
        if held is None:
            raise Unproved("no reference arc")
        if held[1] is None:
            try:
                held[1] = tube(box, limits, held[0])
            except Unproved as error:
                held[1] = error
        if isinstance(held[1], Unproved):
            raise held[1]
    g = targets.get(box[0]) if coasting else None
    if g is None:
        g = flying(box, held[1]) if coasting else boosting(box, limits)
        if len(targets) > 1000:
            targets.clear()
        targets[box[0]] = g
    if kind == "B":
        return below(g, limits)
    x = volumes.get(box[10:])
    if x is None:
        volumes.clear()
        x = volumes[box[10:]] = volume(box, limits)
    if kind == "L":
        return by_line(g, x, exact(high - first), limits)
    launch, half = exact((first + last) / 2), exact((last - first) / 2)
    if kind == "E":
        return by_energy(g, x, launch, half, limits)
    if not coasting:
        raise Malformed("an arc before burnout")
    if not low > last:
        raise Unproved("an arc needs burnout before the intercept")
    return by_arc(held[1], g, x, launch, half, limits, _vector(found))


def _where(box: Box) -> str:
    return f"t {float(box[0][0]):.6g} to {float(box[0][1]):.6g} s, burnout {float(box[1][0]):.6g} to {float(box[1][1]):.6g} s"
