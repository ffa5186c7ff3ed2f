"""Does a certificate prove its claim? A second opinion, in floating point, from the prover's own sums.

It reads the file by other code than the checker (the prover's reader, its own walk over exact
fractions) and asks the prover's bounds for the margin of each leaf.
"""

from __future__ import annotations

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
from numba import njit

from reassure.claim import canonical, claim_hash, parse_claim
from reassure.claim.problem import lead, root_box
from reassure.errors import ClaimError
from reassure.guarantee.arc import along_arc
from reassure.guarantee.box import BURNOUT_TIME, END, RowFigures, times
from reassure.guarantee.flights import tube, tube_about
from reassure.guarantee.line_energy import boosting, by_energy, by_line, flying, is_low, volume
from reassure.proof.prove import rows_of
from reassure.typing import DISTANCE, HEIGHT

HOPELESS = -1e6
_TOKEN = re.compile(r"([AF])(-?\d{1,9}),(-?\d{1,9}),(-?\d{1,9});|([0-9a-cLEGB])", re.ASCII)
_PROOF = re.compile(
    r"proof (0|[1-9]\d{0,6}) (0|[1-9]\d{0,6}) (0|[1-9]\d{0,6}) (\S+) (\S+)", re.ASCII
)


@njit
def _margin(
    kind: int, lo: Any, hi: Any, fixed: Any, lim: Any, v: Any, u: Any, given: bool, boost: bool
) -> float:
    """How safely a leaf holds: m/s, s or m; negative where it does not."""
    w = times(lo, hi)
    if kind == 3:  # G
        if w.low > w.high:
            return 1.0
        late = w.low - (hi[BURNOUT_TIME] if boost else hi[END])
        return late if boost else max(late, lo[BURNOUT_TIME] - w.high)
    if w.low > w.high:
        return 1.0
    if boost:
        sound, g = boosting(lo, hi, fixed, w.low, w.high)
    else:
        t = tube_about(lo, hi, fixed, v, True) if given else tube(lo, hi, fixed)
        sound = t.sound and given
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


def margin(lines: list[str]) -> float:
    """The least margin of any leaf; HOPELESS where the lines are no certificate or rows are missing."""
    try:
        claim = parse_claim(lines[1].encode(), "claim.json")
    except (ClaimError, IndexError, UnicodeError):
        return HOPELESS
    head = ["reassure-certificate/1", lines[1], f"sha256 {claim_hash(claim)}"]
    if lines[:3] != head or canonical(claim) == "" or not lines[-1].startswith("end "):
        return HOPELESS
    wanted = {row.key: row for rows in rows_of(claim) for row in rows}
    least = math.inf
    body = lines[3:-1]
    if lines[-1] != f"end {len(body)}":
        return HOPELESS
    for line in body:
        found = _PROOF.fullmatch(line)
        if found is None:
            return HOPELESS
        row = wanted.pop((int(found[1]), int(found[2]), int(found[3])), None)
        if row is None:
            return HOPELESS
        for text, boost in ((found[4], False), (found[5], True)):
            least = min(least, _tree(text, row, boost))
    return HOPELESS if wanted else least


def _tree(text: str, row: Any, boost: bool) -> float:
    limits, flights = row.p.limits, row.p.boost
    of_lead = lead(row.p.aims[row.key[2]])
    fixed = np.array(RowFigures(flights.field, flights.sideways, limits.perturbation, *of_lead))
    lim = np.array(limits)
    lo, hi = root_box(row.x, row.key[1], row.f, row.key[2], boost)
    stack = [([Fraction(a) for a in lo], [Fraction(a) for a in hi], None)]
    at, least = 0, math.inf
    nowhere = (0.0, 0.0, 0.0)
    while stack:
        found = _TOKEN.match(text, at)
        if found is None:
            return HOPELESS
        at = found.end()
        low, high, v = stack.pop()
        kind = found[1] or found[5]
        vector = tuple(int(found[k]) / 1000 for k in (2, 3, 4)) if found[1] else nowhere
        if kind == "F":
            if v is not None or boost:
                return HOPELESS
            stack.append((low, high, vector))
        elif kind in "LEAGB":
            box = np.array(low, float), np.array(high, float)
            least = min(
                least,
                _margin(
                    "LEAGB".index(kind),
                    *box,
                    fixed,
                    lim,
                    v or nowhere,
                    vector,
                    v is not None,
                    boost,
                ),
            )
        else:
            k = int(kind, 16)
            if v is not None and 2 <= k < 10:
                return HOPELESS
            mid = (low[k] + high[k]) / 2
            stack.append(([*low[:k], mid, *low[k + 1 :]], high, v))
            stack.append((low, [*high[:k], mid, *high[k + 1 :]], v))
    return least if at == len(text) else HOPELESS
