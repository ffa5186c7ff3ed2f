"""Does a certificate prove its claim? A second opinion, in floating point, from the prover's own sums.

It reads the file by other code than the checker (the prover's reader, its own walk over exact
fractions) and asks the prover's bounds for the margin of each leaf.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from reassure.claim import Claim, claim_hash, parse_claim
from reassure.claim.problem import lead, least_latitude, root_box
from reassure.errors import ClaimError
from reassure.guarantee.arc import along_arc
from reassure.guarantee.box import BURNOUT_TIME, END, RowFigures, times
from reassure.guarantee.flights import tube_about
from reassure.guarantee.line_energy import (
    boosting,
    by_energy,
    by_line,
    flying,
    is_low,
    volume,
)
from reassure.guarantee.longest_stay import _time_up
from reassure.guarantee.search import _clipped
from reassure.numeric.compile import inner
from reassure.proof.prove import Row, rows_of
from reassure.typing import DISTANCE, HEIGHT

HOPELESS = -1e6
NOWHERE = (0.0, 0.0, 0.0)
_TOKEN = re.compile(r"([AF])(-?\d{1,9}),(-?\d{1,9}),(-?\d{1,9});|([0-9a-dLEGB])", re.ASCII)
_INDEX = r"(0|[1-9]\d{0,6})"
_PROOF = re.compile(rf"proof {_INDEX} {_INDEX} (\S+) (\S+)", re.ASCII)
_STAY = re.compile(rf"stay {_INDEX} ([1-9]\d{{0,3}})", re.ASCII)
_SAID = re.compile(rf"(?:reachable|undecided) {_INDEX} .*", re.ASCII)


@inner
def _margin(
    kind: int, box: Any, places: Any, fixed: Any, lim: Any, v: Any, u: Any, boost: bool
) -> float:
    """How safely a leaf holds: m/s, s or m; negative where it does not. `box`: its ends, and whether it has a reference."""
    lo, hi, given = box
    some, lo, hi = _clipped(lo, hi, places)
    w = times(lo, hi)
    if not some or w.low > w.high:
        return 1.0
    if kind == 3:  # G
        late = w.low - (hi[BURNOUT_TIME] if boost else hi[END])
        return late if boost else max(late, lo[BURNOUT_TIME] - w.high)
    if boost:
        sound, g = boosting(lo, hi, fixed, w.low, w.high)
    else:
        t = tube_about(lo, hi, fixed, v, given)
        sound = t.sound
        g = flying(t, w.low, w.high)
    if not sound:
        return HOPELESS
    x = volume(lo, hi, lim[DISTANCE], lim[HEIGHT])
    if kind == 0:
        return by_line(g, x, w, lim)
    if kind == 1:
        return by_energy(g, x, w, lim)
    if kind == 2:
        return HOPELESS if boost else along_arc(g, x, w, lim, u)
    return 1.0 if is_low(g, lim) else HOPELESS


class Leaf(NamedTuple):
    """A leaf as the second opinion reads it."""

    kind: str
    low: list[Fraction]
    high: list[Fraction]
    reference: tuple[float, ...] | None
    arc: tuple[float, ...]


class UnreadableError(Exception):
    """The lines are no certificate, or rows are missing."""


def margin(lines: list[str]) -> float:
    """The least margin of any leaf or stay; HOPELESS where the lines are no certificate or rows are missing."""
    try:
        claim, stays, proofs = _parts(lines)
        index = {x.id: k for k, x in enumerate(claim.interceptor)}
        wanted = {row.key: row for rows in rows_of(claim) for row in rows}
        least = math.inf
        for k, row in ((index[row.x.id], row) for row in wanted.values()):
            if k in stays:
                least = min(
                    least, stays[k] - _time_up(row.p.limits, least_latitude(row.p), stays[k])
                )
        for key, trees in proofs.items():
            row = wanted.pop(key)
            for text, boost in zip(trees, (False, True), strict=True):
                found = margins(text, row, stays.get(index[row.x.id]), boost)
                least = min([least, *(m for _, m in found)])
    except (UnreadableError, KeyError):
        return HOPELESS
    return HOPELESS if wanted else least


def _parts(
    lines: list[str],
) -> tuple[Claim, dict[int, int], dict[tuple[int, int], tuple[str, str]]]:
    """The claim, how long interceptors stay up, and the proofs' trees."""
    try:
        claim = parse_claim(lines[1].encode(), "claim.json")
    except (ClaimError, IndexError, UnicodeError):
        raise UnreadableError from None
    head = ["reassure-certificate/3", lines[1], f"sha256 {claim_hash(claim)}"]
    body = lines[3:-1]
    right = claim.format == "reassure-claim/3" and lines[:3] == head
    if not right or lines[-1] != f"end {len(body)}" or any("\n" in line for line in lines):
        raise UnreadableError
    stays: dict[int, int] = {}
    proofs: dict[tuple[int, int], tuple[str, str]] = {}
    said = set()
    for line in body:
        if found := _PROOF.fullmatch(line):
            key = int(found[1]), int(found[2])
            again = key in proofs
            proofs[key] = found[3], found[4]
        elif found := _STAY.fullmatch(line):
            again = int(found[1]) in stays or bool(proofs or said)
            stays[int(found[1])] = int(found[2])
            if int(found[1]) >= len(claim.interceptor) or int(found[2]) > 7200:
                raise UnreadableError
        elif found := _SAID.fullmatch(line):
            again = int(found[1]) in said or int(found[1]) >= len(claim.clause)
            said.add(int(found[1]))
        else:
            raise UnreadableError
        if again:
            raise UnreadableError
    return claim, stays, proofs


def margins(text: str, row: Row, stay: int | None, boost: bool) -> list[tuple[Leaf, float]]:
    """The leaves of a tree, each with its margin. Raises UnreadableError for what is no tree."""
    limits, flights = row.p.limits, row.p.boost
    of_lead = lead(row.p.aims[row.key[1]])
    fixed = np.array(RowFigures(flights.field, flights.sideways, limits.perturbation, *of_lead))
    places, lim = np.array(row.x.places, float), np.array(limits)
    out = []
    for leaf in leaves(text, root_box(row.x, row.f, row.key[1], stay, boost), boost):
        box = np.array(leaf.low, float), np.array(leaf.high, float), leaf.reference is not None
        v = leaf.reference or NOWHERE
        kind = "LEAGB".index(leaf.kind)
        out.append((leaf, _margin(kind, box, places, fixed, lim, v, leaf.arc, boost)))
    return out


def leaves(text: str, root: tuple[Any, Any], boost: bool) -> Iterator[Leaf]:
    """A tree's leaves. Raises UnreadableError for what is no tree."""
    lo, hi = root
    stack: list[Any] = [([Fraction(a) for a in lo], [Fraction(a) for a in hi], None)]
    at = 0
    while stack:
        found = _TOKEN.match(text, at)
        if found is None:
            raise UnreadableError
        at = found.end()
        low, high, v = stack.pop()
        kind = found[1] or found[5]
        vector = tuple(int(found[k]) / 1000 for k in (2, 3, 4)) if found[1] else NOWHERE
        if kind == "F":
            if v is not None or boost:
                raise UnreadableError
            stack.append((low, high, vector))
        elif kind in "LEAGB":
            yield Leaf(kind, low, high, v, vector)
        else:
            k = int(kind, 16)
            if v is not None and 2 <= k < 10:
                raise UnreadableError
            mid = (low[k] + high[k]) / 2
            stack.append(([*low[:k], mid, *low[k + 1 :]], high, v))
            stack.append((low, [*high[:k], mid, *high[k + 1 :]], v))
    if at != len(text):
        raise UnreadableError
