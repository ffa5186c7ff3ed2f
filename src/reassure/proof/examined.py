"""A certificate, looked at: what the checker says of it, and of each interceptor against each base what took how many leaves,
and how near to its limit it is.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from reassure.answers.proof import (
    REACHABLE,
    UNDECIDED,
    UNREACHABLE,
    ClauseVerdict,
    PairVerdict,
    Proof,
    base_of,
    pair_verdicts,
)
from reassure.claim import FORMAT
from reassure.claim.certificate import Key, leaves_in, read_body
from reassure.claim.problem import root_box
from reassure.proof.checker import PROVED_LINE, said_of
from reassure.proof.hint import meeting_near
from reassure.proof.prove import Row, rows_of
from reassure.proof.refute import claim_in
from reassure.proof.tree_boxes import leaves_of

__all__ = ["examined"]

_REFUSED = "the checker does not accept the proof"
# Leaves of the hardest row from whose middle a descent looks for a meeting.
_DESCENTS = 8


def examined(path: Path, closely: bool = True) -> Proof:
    """The checker's words on a certificate, and what became of each pair.

    `closely`: look for the lowest speed that gets in beside the smallest leaves of each proved pair, a second or less for
    each. Raises InputError and ClaimError as the checker and the readers do.
    """
    said = said_of(path)
    claim = claim_in(path)
    if claim.format != FORMAT:
        return said
    proofs, others = read_body(path)
    accepted = {(m[1], m[2]) for m in map(PROVED_LINE.fullmatch, said.said.splitlines()) if m}
    clauses = rows_of(claim)
    verdicts = []
    for k, rows in enumerate(clauses):
        names = rows[0].x.id, rows[0].f.id
        if names in accepted:
            leaves = sum(leaves_in(proofs[row.key]) for row in rows)
            verdicts.append(ClauseVerdict(*names, UNREACHABLE, leaves))
        else:
            kind, detail = others.get(k, (UNDECIDED, {"reason": _REFUSED}))
            known = kind == REACHABLE and "speed_km_s" in detail
            verdicts.append(ClauseVerdict(*names, REACHABLE if known else UNDECIDED, 0, detail))
    pairs = []
    for pair in pair_verdicts(verdicts):
        mine = [
            rows
            for rows in clauses
            if (rows[0].x.id, base_of(rows[0].f.id)) == (pair.interceptor, pair.base)
        ]
        limit = replace(pair, limit_km_s=mine[0][0].x.burnout_speed_km_s)
        proved = pair.verdict == UNREACHABLE
        pairs.append(_with_leaves(limit, mine, proofs, closely) if proved else limit)
    return replace(said, pairs=tuple(pairs))


def _with_leaves(
    pair: PairVerdict, clauses: list[list[Row]], proofs: dict[Key, str], closely: bool
) -> PairVerdict:
    """A proved pair with its leaves by kind, the cell of aims that took most, and the lowest speed found there."""
    rows = [row for mine in clauses for row in mine]
    line, energy, arc = (sum(proofs[row.key].count(kind) for row in rows) for kind in "LEA")
    hardest = max(rows, key=lambda row: leaves_in(proofs[row.key]))
    south, north, west, east = np.degrees(hardest.p.aims[hardest.key[1]][:4])
    found = _lowest(hardest, proofs[hardest.key]) if closely else None
    return replace(
        pair,
        by_line=line,
        by_energy=energy,
        by_arc=arc,
        hardest_aim_deg=(float(south + north) / 2, float(west + east) / 2),
        hardest_leaves=leaves_in(proofs[hardest.key]),
        found_km_s=found,
    )


def _lowest(row: Row, text: str) -> float | None:
    """The lowest speed (km/s) that descents from the smallest leaves of a row's free flight find; None: no meeting."""
    aim = row.key[1]
    root = root_box(row.x, row.f, aim, row.stay, False)
    wide = np.where(root[1] > root[0], root[1] - root[0], 1.0)
    boxes = [(lo, hi) for kind, lo, hi in leaves_of(text.split(" ")[0], root) if kind in "LEA"]
    boxes.sort(key=lambda box: float(np.prod(np.maximum((box[1] - box[0]) / wide, 1e-9))))
    speeds = [meeting_near(row.p, aim, box).speed_m_s for box in boxes[:_DESCENTS]]
    least = min(speeds, default=np.inf)
    return round(float(least) / 1e3, 4) if np.isfinite(least) else None
