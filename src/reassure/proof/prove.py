"""Prove a claim: one tree of leaves for each place and row of aims.

Each tree depends on its own row alone, so the certificate is the same, byte for byte, however many
threads find it and however often it is interrupted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE, ClauseVerdict
from reassure.claim import Claim, check_scope
from reassure.claim.certificate import Certificate, Key, ProofLog, leaves_in
from reassure.claim.model import ClaimFlights, InterceptorLimits
from reassure.claim.problem import Problem, lead, problem, root_box
from reassure.guarantee.box import COORDINATES, RowFigures
from reassure.guarantee.search import PROVED, REACHED, prove
from reassure.guarantee.tree import tree_text
from reassure.machine.cores import cores
from reassure.proof.refute import find_meeting, witness_data
from reassure.typing import Array, Progress

__all__ = ["BUDGETS", "Row", "attempt", "attempts", "certify", "rows_of"]

BUDGETS = (2_000, 30_000, 400_000)
"""Boxes looked at in one row before it is left for later; after the last it is given up."""


@dataclass(frozen=True)
class Row:
    """One place of an interceptor against one row of aims: what one proof is about."""

    key: Key
    x: InterceptorLimits
    f: ClaimFlights
    p: Problem


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row: its two trees, or where the search stopped."""

    verdict: int
    """PROVED, REACHED or GAVE_UP, as guarantee.search has them."""
    text: str
    """Two trees with a space between; empty where it is not proved."""
    margin: float
    """m/s, in the box where it stopped; for REACHED the speed that is needed there."""
    box: tuple[Array, Array] | None
    """Lower and upper ends (13,) of that box; None where it is proved."""
    boosting: bool
    """Was that in the second tree, while the flight boosts?"""


def rows_of(claim: Claim) -> list[list[Row]]:
    """The rows that have to be proved, a list for each clause: its places, and for each place all rows of aims."""
    out = []
    for k, (x, f) in enumerate(claim.pairs()):
        p = problem(claim, x, f)
        keys = ((k, i, j) for i in range(len(x.places)) for j in range(len(f.aims)))
        out.append([Row(key, x, f, p) for key in keys])
    return out


def attempt(row: Row, budget: int) -> RowOutcome:
    """Look for the two trees of a row, in at most `budget` boxes each."""
    _, place, aim = row.key
    limits, boost = row.p.limits, row.p.boost
    fixed = np.array(
        RowFigures(boost.field, boost.sideways, limits.perturbation, *lead(row.p.aims[aim]))
    )
    lim = np.array(limits)
    texts = []
    for boosting in (False, True):
        lo, hi = root_box(row.x, place, row.f, aim, boosting)
        verdict, margin, at_lo, at_hi, tokens, arcs, references, _ = prove(
            lo, hi, fixed, lim, budget, boosting
        )
        if verdict != PROVED:
            return RowOutcome(verdict, "", margin, (at_lo, at_hi), boosting)
        texts.append(tree_text(tokens, arcs, references, boosting))
    return RowOutcome(PROVED, " ".join(texts), 0.0, None, False)


def attempts(
    pool: ThreadPoolExecutor, rows: Iterable[Row], budget: int, skip: Callable[[Row], bool]
) -> Iterator[tuple[Row, RowOutcome]]:
    """Attempt the rows, and yield each with its outcome as it is ready, in no fixed order.

    `skip` is asked of a row when its turn comes: those of which it says so are left out.
    """
    waiting = iter(rows)
    running: dict[Future[RowOutcome], Row] = {}
    try:
        while True:
            for row in waiting:
                if not skip(row):
                    running[pool.submit(attempt, row, budget)] = row
                # few at a time: a row that is handed over can no longer be skipped
                if len(running) >= 4:
                    break
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
    finally:
        for future in running:
            future.cancel()


def certify(
    claim: Claim,
    *,
    progress: Progress | None = None,
    kept: Path | None = None,
    resume: bool = False,
    threads: int | None = None,
) -> Certificate:
    """Prove every clause that can be proved; for the others find a witness or say where it stopped.

    `kept`: a file to which proofs are added as they are found; with `resume` those already in it are taken over.
    `progress` is called with rows done and rows in all.

    Raises ClaimError for a claim outside the theorem's reach or a file of another claim, and OutputError where `kept`
    cannot be written.
    """
    check_scope(claim)
    clauses = rows_of(claim)
    total = sum(len(rows) for rows in clauses)
    log = ProofLog(kept, claim, resume)
    failed: set[int] = set()
    try:
        with ThreadPoolExecutor(threads or cores()) as pool:
            for budget in BUDGETS:
                # easy rows of all clauses first: one hard row does not hold up the others
                waiting = [r for rows in clauses for r in rows if r.key not in log.found]
                for row, outcome in attempts(pool, waiting, budget, lambda r: r.key[0] in failed):
                    if outcome.verdict == PROVED:
                        log.add(row.key, outcome.text)
                    # one row that fails settles its clause, so the others are skipped
                    elif outcome.verdict == REACHED or budget == BUDGETS[-1]:
                        failed.add(row.key[0])
                    if progress:
                        # rows that will not be looked at count as done
                        left = {r.key for k in failed for r in clauses[k]} - log.found.keys()
                        progress(len(log.found) + len(left), total)
    finally:
        log.close()
    verdicts, proofs = [], {}
    for rows in clauses:
        x, f = rows[0].x.id, rows[0].f.id
        mine = {row.key: log.found[row.key] for row in rows if row.key in log.found}
        if len(mine) == len(rows):
            proofs.update(mine)
            leaves = sum(map(leaves_in, mine.values()))
            verdicts.append(ClauseVerdict(x, f, UNREACHABLE, leaves))
        else:  # it keeps no proofs: which were found depends on the order of work
            verdicts.append(_unproved(rows))
    return Certificate(claim, tuple(verdicts), proofs)


def _unproved(rows: list[Row]) -> ClauseVerdict:
    """A witness if there is one within the limits; else where the first row that fails stopped."""
    x, f = rows[0].x.id, rows[0].f.id
    found, holds = find_meeting(rows[0].p)
    if found.witness is not None and holds:
        speed = {"speed_km_s": round(found.speed_m_s / 1e3, 6)}
        return ClauseVerdict(x, f, REACHABLE, 0, {**speed, **witness_data(found.witness)})
    # the first row of the clause, whatever the order of work
    fails = ((row, attempt(row, BUDGETS[-1])) for row in rows)
    row, outcome = next((r, o) for r, o in fails if o.verdict != PROVED)
    detail: dict[str, Any] = {"row": list(row.key[1:]), "while_boosting": outcome.boosting}
    if math.isfinite(outcome.margin):
        detail["margin_m_s"] = round(outcome.margin, 1)
    if outcome.box is not None:
        lo, hi = outcome.box
        detail["box"] = {name: [float(lo[k]), float(hi[k])] for k, name in enumerate(COORDINATES)}
    return ClauseVerdict(x, f, UNDECIDED, 0, detail)
