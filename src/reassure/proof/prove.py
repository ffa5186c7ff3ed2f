"""Prove a claim: two trees of leaves for each row of aims, whatever the number of places.

Each tree depends on its own row, and a hard one on the trees of the rows before it in its chain: never on when it is found.
So the certificate is the same, byte for byte, however many threads find it and however often it is interrupted.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from itertools import takewhile, zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from reassure.adversary.search import Found
from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE, ClauseVerdict, base_of
from reassure.claim import Claim, FalseClause, check_format, false_clauses
from reassure.claim.certificate import Certificate, Key, ProofLog, leaves_in
from reassure.claim.model import ClaimFlights, InterceptorLimits
from reassure.claim.places import points
from reassure.claim.problem import Problem, lead, least_latitude, problem, root_box
from reassure.guarantee.box import COORDINATES, RowFigures
from reassure.guarantee.longest_stay import longest_stay
from reassure.guarantee.search import LINE, NO_PATTERN, PROVED, STUCK, prove
from reassure.guarantee.tree import pattern_of, tree_text
from reassure.machine.cores import cores
from reassure.proof.hint import meeting_near
from reassure.proof.refute import find_meeting, holds, witness_data
from reassure.typing import Array, Progress, quiet

__all__ = ["BUDGETS", "Row", "attempt", "attempts", "certify", "rows_of", "stays_of"]

BUDGETS = (100, 10_000, 100_000)
"""Boxes looked at in one row before it is left for later; after the last it is given up (design/search.py)."""

# Meetings drawn where neither a proof nor a meeting was found.
_SAMPLES = 200_000
_NEIGHBOURS = 3


@dataclass(frozen=True)
class Row:
    """An interceptor, from all of its places, against one row of aims: what one proof is about."""

    key: Key
    x: InterceptorLimits
    f: ClaimFlights
    p: Problem
    stay: int | None
    """s after which no interceptor is up any more; None: that is not known."""


@dataclass(frozen=True)
class RowOutcome:
    """What became of a row: its two trees, or where the search stopped."""

    verdict: int
    """PROVED, REACHED, GAVE_UP or STUCK, as guarantee.search has them."""
    text: str
    """Two trees with a space between; empty where it is not proved."""
    margin: float
    """m/s, in the box where it stopped; for REACHED the speed that is needed there."""
    box: tuple[Array, Array] | None
    """Lower and upper ends (14,) of that box; None where it is proved."""
    boosting: bool
    """Was that in the second tree, while the flight boosts?"""
    meeting: Found | None = None
    """A meeting within the limits, found from that box and flown again; None where none was."""


def rows_of(claim: Claim) -> list[list[Row]]:
    """The rows that have to be proved, a list for each clause."""
    out = []
    for k, (x, f) in enumerate(claim.pairs()):
        p = problem(claim, x, f)
        stay = longest_stay(p.limits, least_latitude(p))
        out.append([Row((k, j), x, f, p, stay) for j in range(len(f.aims))])
    return out


def attempt(row: Row, budget: int, like: str = "") -> RowOutcome:
    """Look for the two trees of a row, in at most `budget` boxes each.

    `like`: the proof of a row that is much like this one. Where one is given its cuts are tried first, which takes a
    seventh of the time and as many leaves (design/search.py).
    """
    _, aim = row.key
    limits, boost = row.p.limits, row.p.boost
    fixed = np.array(
        RowFigures(boost.field, boost.sideways, limits.perturbation, *lead(row.p.aims[aim]))
    )
    places = np.array(row.x.places, float)
    patterns = [pattern_of(text) for text in like.split(" ")] if like else [NO_PATTERN] * 2
    texts = []
    for boosting, pattern in zip((False, True), patterns, strict=True):
        lo, hi = root_box(row.x, row.f, aim, row.stay, boosting)
        verdict, margin, at_lo, at_hi, tokens, arcs, references, _ = prove(
            lo, hi, fixed, np.array(limits), places, budget, boosting, pattern
        )
        if verdict != PROVED:
            box = at_lo, at_hi
            return RowOutcome(verdict, "", margin, box, boosting, _met(row, box, boosting))
        texts.append(tree_text(tokens, arcs, references, boosting))
    return RowOutcome(PROVED, " ".join(texts), 0.0, None, False)


def _met(row: Row, box: tuple[Array, Array], boosting: bool) -> Found | None:
    if boosting:
        return None
    found = meeting_near(row.p, row.key[1], box)
    if found.witness is None or found.speed_m_s > row.p.limits.speed:
        return None
    return found if holds(row.p, found.witness) else None


def stays_of(claim: Claim, clauses: list[list[Row]]) -> dict[int, int]:
    """The times after which interceptors of a claim are no longer up, by the interceptor's index."""
    index = {x.id: k for k, x in enumerate(claim.interceptor)}
    return {index[r[0].x.id]: r[0].stay for r in clauses if r[0].stay is not None}


def attempts(
    pool: ThreadPoolExecutor,
    chains: Iterable[Iterable[Row]],
    budget: int,
    threads: int,
    skip: Callable[[Row], bool],
    like: Callable[[Row], str] = lambda _: "",
) -> Iterator[tuple[Row, RowOutcome]]:
    """Attempt rows, and yield each with its outcome as it is ready: those of a chain one after the other, as long as they
    are proved; chains beside each other in no fixed order.

    `threads`: of the pool. `skip` is asked of a row when its turn comes: those of which it says so are left out. `like` gives the proof whose cuts
    a row tries first; it is asked once the rows before it in its chain have been yielded.
    """
    waiting = deque(map(iter, chains))
    running: dict[Future[RowOutcome], tuple[Row, Iterator[Row]]] = {}
    # few at a time: a row that is handed over can no longer be skipped
    room = 2 * threads
    try:
        while True:
            while waiting and len(running) < room:
                chain = waiting.popleft()
                row = next((r for r in chain if not skip(r)), None)
                if row is not None:
                    running[pool.submit(attempt, row, budget, like(row))] = row, chain
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                row, chain = running.pop(future)
                outcome = future.result()
                yield row, outcome
                if outcome.verdict == PROVED:
                    waiting.appendleft(chain)
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

    Raises ClaimError for a claim of an earlier format or a file of another claim, and OutputError where `kept`
    cannot be written.
    """
    check_format(claim)
    clauses = rows_of(claim)
    search = _Search(clauses, false_clauses(claim), ProofLog(kept, claim, resume), progress)
    threads = threads or cores()
    try:
        with ThreadPoolExecutor(threads) as pool:
            search.run(pool, threads)
            found = [v for some in pool.map(search.verdicts, search.pairs) for v in some]
    finally:
        search.log.close()
    verdicts = tuple(v for _, v in sorted(found, key=lambda kv: kv[0]))
    good = {k for k, v in enumerate(verdicts) if v.verdict == UNREACHABLE}
    # a pair that is not proved keeps no proofs: which were found depends on the order of work
    proofs = {key: text for key, text in search.log.found.items() if key[0] in good}
    return Certificate(claim, verdicts, stays_of(claim, clauses), proofs)


class _Search:
    """The rows of a claim as they are proved, or fail.

    Pairs are proved or fail whole: where an interceptor reaches flights from one cell of a base, or the search there is
    given up, those from its other cells are left. `refused`: why no proof is looked for, by the clause's index.
    """

    def __init__(
        self,
        clauses: list[list[Row]],
        refused: dict[int, FalseClause],
        log: ProofLog,
        progress: Progress | None,
    ) -> None:
        self.clauses, self.refused, self.log = clauses, refused, log
        self._progress = progress or quiet
        groups: dict[tuple[str, str], list[int]] = {}
        for k, rows in enumerate(clauses):
            groups.setdefault((rows[0].x.id, base_of(rows[0].f.id)), []).append(k)
        self.pairs = list(groups.values())
        """The clauses of each interceptor and base, by their indices."""
        self._near = {k: near for pair in self.pairs for k, near in _nearest_before(pair, clauses)}
        self._pair_of = {k: n for n, pair in enumerate(self.pairs) for k in pair}
        self._failed = {self._pair_of[k] for k in refused}
        # by key and budget: rows that were not proved
        self._outcomes: dict[tuple[Key, int], RowOutcome] = {}

    def run(self, pool: ThreadPoolExecutor, threads: int) -> None:
        """Attempt all rows, with ever larger budgets, but those of pairs that have failed."""
        total = sum(len(rows) for rows in self.clauses)
        proved = Counter(self._pair_of[k] for k, _ in self.log.found)
        size = [sum(len(self.clauses[k]) for k in pair) for pair in self.pairs]
        # rows that will not be looked at, for they cannot save their pair: they count as done
        left = sum(size[n] - proved[n] for n in self._failed)
        for budget in BUDGETS:
            # easy rows of all clauses first: one hard row does not hold up the others
            chains = [
                [row for row in self._open(chain, budget) if row.key not in self.log.found]
                for pair in self.pairs
                for chain in self._chains(pair, budget)
            ]
            like = partial(self._like, budget=budget)
            for row, outcome in attempts(pool, chains, budget, threads, self._has_failed, like):
                n = self._pair_of[row.key[0]]
                if outcome.verdict == PROVED:
                    self.log.add(row.key, outcome.text)
                    proved[n] += 1
                    left -= n in self._failed
                else:
                    self._outcomes[row.key, budget] = outcome
                    if _settles(outcome, budget) and n not in self._failed:
                        self._failed.add(n)
                        left += size[n] - proved[n]
                self._progress(len(self.log.found) + left, total)

    def _chains(self, pair: list[int], budget: int) -> list[list[Row]]:
        """The rows of a pair: for each cell of aims a chain of those of the base's cells, each much like the next.

        With the first budget, which is for easy rows and for meetings, each row stands alone.
        """
        if budget == BUDGETS[0]:
            return [[row] for k in pair for row in self.clauses[k]]
        columns = zip_longest(*(self.clauses[k] for k in pair))
        return [[row for row in column if row is not None] for column in columns]

    def _like(self, row: Row, budget: int) -> str:
        """The longest proof of the same cell of aims against the cells of the base nearest before this one; empty where
        there is none, and with the first budget.

        All of those are known when it is asked, so a row's proof is the same whatever the order of work.
        """
        k, aim = row.key
        if budget == BUDGETS[0]:
            return ""
        # the longest, for to cut less than a pattern does is quick, and to cut more is not
        return max((self.log.found.get((n, aim), "") for n in self._near[k]), key=len, default="")

    def _open(self, chain: list[Row], budget: int) -> list[Row]:
        """A chain up to the first row with a proof, kept from an earlier run, that this budget would not have found."""
        return list(takewhile(lambda row: not self._beyond(row, budget), chain))

    def _beyond(self, row: Row, budget: int) -> bool:
        """Is there a proof of a row that a search with this budget would not have found?"""
        if budget == BUDGETS[-1] or row.key not in self.log.found:
            return False
        trees = self.log.found[row.key].split(" ")
        # a search ends where a box that has to be cut comes after as many as the budget allows
        return any((pattern_of(tree)[budget:] < LINE).any() for tree in trees)

    def _has_failed(self, row: Row) -> bool:
        return self._pair_of[row.key[0]] in self._failed

    def verdicts(self, pair: list[int]) -> list[tuple[int, ClauseVerdict]]:
        """What became of a pair's clauses, by their indices; the same whatever the order of work."""
        texts = {k: [self.log.found.get(row.key) for row in self.clauses[k]] for k in pair}
        if not any(None in some for some in texts.values()):
            leaves = {k: sum(leaves_in(t) for t in some if t) for k, some in texts.items()}
            return [(k, self._clause(k, UNREACHABLE, leaves[k])) for k in pair]
        refused = next((k for k in pair if k in self.refused), None)
        failure = self._failure(pair) if refused is None else None
        settled = refused if failure is None else failure[0].key[0]
        assert settled is not None  # noqa: S101  (some row was not proved, and the last budget settles that)
        rest = {"beside": self.clauses[settled][0].f.id}
        return [
            (k, self._failed_clause(k, failure) if k == settled else self._clause(k, UNDECIDED, 0, rest))
            for k in pair
        ]  # fmt: skip

    def _clause(
        self, k: int, verdict: str, leaves: int, detail: dict[str, Any] | None = None
    ) -> ClauseVerdict:
        row = self.clauses[k][0]
        return ClauseVerdict(row.x.id, row.f.id, verdict, leaves, detail or {})

    def _failed_clause(self, k: int, failure: tuple[Row, RowOutcome] | None) -> ClauseVerdict:
        """What became of a clause that settles that its pair is not proved."""
        found = failure[1].meeting if failure else None
        if found is None:
            drawn, good = find_meeting(self._hardest(k, failure), _SAMPLES)
            found = drawn if good else None
        if found is not None and found.witness is not None:
            speed = {"speed_km_s": round(found.speed_m_s / 1e3, 6)}
            return self._clause(k, REACHABLE, 0, {**speed, **witness_data(found.witness)})
        detail = {"reason": self.refused[k].reason} if failure is None else _where(*failure)
        return self._clause(k, UNDECIDED, 0, detail)

    def _hardest(self, k: int, failure: tuple[Row, RowOutcome] | None) -> Problem:
        """The part of a clause that was not proved: a row of aims, and where flights boost through it one of the places."""
        p = self.clauses[k][0].p
        if failure is not None:
            aim = failure[0].key[1]
            return p._replace(aims=p.aims[aim : aim + 1])
        false = self.refused[k]
        return p._replace(
            aims=p.aims[false.aim : false.aim + 1], places=p.places[false.place : false.place + 1]
        )

    def _failure(self, pair: list[int]) -> tuple[Row, RowOutcome] | None:
        """The first row of a pair, by budget and then in its order, that settles that the pair is not proved."""
        for budget in BUDGETS:
            for chain in self._chains(pair, budget):
                for row in self._open(chain, budget):
                    outcome = self._outcome(row, budget)
                    if outcome is not None and _settles(outcome, budget):
                        return row, outcome
                    if outcome is not None:  # the rest of the chain waits for this one
                        break
        return None

    def _outcome(self, row: Row, budget: int) -> RowOutcome | None:
        """What becomes of a row with a budget; None where it is proved, with this one or a smaller."""
        known = self._outcomes.get((row.key, budget))
        if known is not None:
            return known
        if row.key in self.log.found:
            return None
        outcome = attempt(row, budget, self._like(row, budget))
        if outcome.verdict == PROVED:
            self.log.found[row.key] = outcome.text
            return None
        self._outcomes[row.key, budget] = outcome
        return outcome


def _nearest_before(pair: list[int], clauses: list[list[Row]]) -> Iterator[tuple[int, list[int]]]:
    """Each clause of a pair with those before it, at most _NEIGHBOURS, whose cells of the base are nearest to its own."""
    south, north, west, east = np.degrees([clauses[k][0].p.base for k in pair]).T
    middles = points(0.5 * (south + north), 0.5 * (west + east), 0.0)
    for i, k in enumerate(pair):
        order = sorted(range(i), key=lambda j: float(np.linalg.norm(middles[j] - middles[i])))
        yield k, [pair[j] for j in order[:_NEIGHBOURS]]


def _settles(outcome: RowOutcome, budget: int) -> bool:
    """Does a row that was not proved with a budget settle that its clause is not?"""
    return bool(outcome.meeting) or outcome.verdict == STUCK or budget == BUDGETS[-1]


def _where(row: Row, outcome: RowOutcome) -> dict[str, Any]:
    """Where the search for a proof stopped, as certificates have it."""
    detail: dict[str, Any] = {"row": row.key[1], "while_boosting": outcome.boosting}
    if math.isfinite(outcome.margin):
        detail["margin_m_s"] = round(outcome.margin, 1)
    if outcome.box is not None:
        lo, hi = outcome.box
        detail["box"] = {name: [float(lo[k]), float(hi[k])] for k, name in enumerate(COORDINATES)}
    return detail
