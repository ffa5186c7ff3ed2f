"""Where a clause's answer flips: the greatest limit that is proved, and the nearest at which a search
gets in.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from reassure.answers.proof import UNREACHABLE, ClauseVerdict, Limit
from reassure.claim import Claim, check_scope
from reassure.claim.certificate import Certificate, Key, leaves_in
from reassure.claim.model import ClaimFlights, Clause, InterceptorLimits
from reassure.claim.problem import problem
from reassure.errors import ClaimError
from reassure.guarantee.search import GAVE_UP, PROVED, REACHED, STUCK
from reassure.machine.cores import cores
from reassure.proof.prove import Row, attempt, attempts, rows_of, stays_of
from reassure.proof.refute import find_meeting
from reassure.typing import LONGEST_FLIGHT, Progress

__all__ = ["Proofs", "Trials", "find_limit", "last_that_holds", "limits_with"]

Proofs = dict[Key, str]
"""Proofs of a clause, or of several, by clause and aim."""

_SHARES = (0.2, 0.4, 0.6, 0.7, 0.8, 0.85, *(0.88 + 0.005 * k for k in range(24)))
"""Of the lowest speed found to get in: the speeds that are tried, rounded down to the m/s."""

_STEPS_S = (0, 1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512)
"""After the latest delay with which a search gets in: the delays that are tried."""

_FASTEST_KM_S = 20.0  # the greatest speed of a claim
# Boxes looked at in one row before it is left for later; after the last the trial has failed.
_BUDGETS = (1_000, 8_000, 60_000)
# What bisection of `_SHARES` or `_STEPS_S` takes at most.
_TRIALS = 5
# Meetings drawn by the search that gets in.
_SAMPLES = 1_000_000


def find_limit(
    claim: Claim,
    of: str,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
    samples: int = _SAMPLES,
) -> tuple[Certificate, tuple[Limit, ...]]:
    """The greatest burnout speed (`of` = "speed") or the least delay ("delay") that is proved, clause by clause.

    Found by bisection; a delay is the interceptor's earliest burnout, s after the flight's launch. A certificate of all
    that was proved comes back, and for each clause the two values between which its answer flips. `progress` is called
    with trials done and trials in all. `samples`: meetings drawn by the search that gets in.

    Raises ClaimError for another `of`, or for a claim outside the theorem's reach.
    """
    if of not in ("speed", "delay"):
        raise ClaimError(f"find_limit of {of!r}; allowed: speed, delay")
    check_scope(claim)
    trials = Trials(claim, threads or cores(), progress)
    search = _greatest_speed if of == "speed" else _least_delay
    limits: list[Limit] = []
    xs: list[InterceptorLimits] = []
    fs: dict[str, ClaimFlights] = {}
    verdicts: list[ClauseVerdict] = []
    proofs: Proofs = {}
    for x, f in claim.pairs():
        proved, found, texts = search(trials, x, f, samples)
        trials.next_clause()
        if proved is not None:
            change = "burnout_speed_km_s" if of == "speed" else "earliest_burnout_s"
            # each clause is proved at a value of its own, so it needs limits of its own
            xs.append(limits_with(x, id=_name(x.id, f.id, len(xs)), **{change: proved}))
            fs[f.id] = f
            proofs.update({(len(verdicts), key[1]): text for key, text in texts.items()})
            leaves = sum(map(leaves_in, texts.values()))
            verdicts.append(ClauseVerdict(xs[-1].id, f.id, UNREACHABLE, leaves))
        limits.append(Limit(x.id, f.id, proved, found))
    if not verdicts:
        return Certificate(claim, (), {}, {}), tuple(limits)
    proved_claim = Claim(
        format=claim.format,
        title=f"{claim.title[:250]} ({'greatest speed' if of == 'speed' else 'least delay'} proved)",
        earth=claim.earth,
        interceptor=xs,
        flights=list(fs.values()),
        clause=[Clause(interceptor=v.interceptor, flights=v.flights) for v in verdicts],
    )
    stays = stays_of(proved_claim, rows_of(proved_claim))
    return Certificate(proved_claim, tuple(verdicts), stays, proofs), tuple(limits)


class Trials:
    """Attempts to prove a claim's clauses, one after another, each at several values of its limit."""

    def __init__(
        self,
        claim: Claim,
        threads: int,
        progress: Progress | None,
        budgets: tuple[int, ...] = _BUDGETS,
        like: Proofs | None = None,
    ) -> None:
        """`like`: proofs for something alike, whose cuts are tried first in the first trial."""
        self._budgets = budgets
        self.claim, self._threads, self._progress = claim, threads, progress
        self._clauses = self._done = 0
        self._hard: list[Key] = []  # rows that failed in earlier trials of the clause
        self._last: Proofs = like or {}  # of its last trial that went through

    def next_clause(self) -> None:
        """Go on to the next clause: forget what is known of the one before, and count its trials as done."""
        self._clauses += 1
        self._done, self._hard, self._last = self._clauses * _TRIALS, [], {}
        self._report()

    def proofs(self, x: InterceptorLimits, f: ClaimFlights) -> Proofs | None:
        """All proofs of the clause with these limits and flights; None where a row was given up, at which it stops.

        The proofs of the last trial that went through are tried first.
        """
        clause = Clause(interceptor=x.id, flights=f.id)
        trial = self.claim.model_copy(
            update={"interceptor": [x], "flights": [f], "clause": [clause]}
        )
        # rows that failed at other values come first: a trial that fails then fails soon
        rows = sorted(rows_of(trial)[0], key=lambda row: row.key not in self._hard)
        found: Proofs = {}
        broken: list[Key] = []

        def like(row: Row) -> str:
            return self._last.get(row.key, "")

        with ThreadPoolExecutor(self._threads) as pool:
            for budget in self._budgets:
                waiting = [[row] for row in rows if row.key not in found]
                for row, outcome in attempts(
                    pool, waiting, budget, self._threads, lambda _: bool(broken), like
                ):
                    last = budget == self._budgets[-1] and not broken
                    if last and outcome.verdict == GAVE_UP and like(row):
                        # what serves something alike may take more boxes than it needs
                        outcome = attempt(row, budget)
                    if outcome.verdict == PROVED:
                        found[row.key] = outcome.text
                    elif outcome.verdict in (REACHED, STUCK) or budget == self._budgets[-1]:
                        broken.append(row.key)
        self._hard += broken
        if (
            not broken
        ):  # only whole proofs are handed on: which were found else depends on the order of work
            self._last = found
        # bisection may take fewer trials than `_TRIALS`, and never counts more
        self._done = min(self._done + 1, (self._clauses + 1) * _TRIALS)
        self._report()
        return None if broken else found

    def _report(self) -> None:
        if self._progress:
            self._progress(self._done, _TRIALS * len(self.claim.clause))


def _greatest_speed(
    trials: Trials, x: InterceptorLimits, f: ClaimFlights, samples: int
) -> tuple[float | None, float | None, Proofs]:
    meeting, _ = find_meeting(problem(trials.claim, x, f), samples)
    found = round(meeting.speed_m_s / 1e3, 4) if math.isfinite(meeting.speed_m_s) else None
    # no proof can reach the speed with which a meeting was found
    top = min(found or _FASTEST_KM_S, _FASTEST_KM_S)
    speeds = [math.floor(1e3 * top * share) / 1e3 for share in _SHARES]
    speed, texts = last_that_holds(
        speeds, lambda speed: trials.proofs(limits_with(x, burnout_speed_km_s=speed), f)
    )
    return speed, found, texts


def _least_delay(
    trials: Trials, x: InterceptorLimits, f: ClaimFlights, samples: int
) -> tuple[float | None, float | None, Proofs]:
    latest = math.ceil(max(row[LONGEST_FLIGHT] for row in f.aims))

    # an empty dict stands for yes: `last_that_holds` asks for None or not
    def gets_in(delay: float) -> dict[Key, str] | None:
        p = problem(trials.claim, limits_with(x, earliest_burnout_s=delay), f)
        meeting, _ = find_meeting(p, max(50_000, samples // 10))
        return {} if meeting.speed_m_s <= 1e3 * x.burnout_speed_km_s else None

    # to the whole second; a later burnout never makes a meeting easier
    found, _ = last_that_holds(range(latest + 1), gets_in)
    start = 0 if found is None else int(found) + 1
    delays = [float(start + step) for step in _STEPS_S if start + step <= latest]
    delay, texts = last_that_holds(
        # the longest delay first, for `last_that_holds` wants values that hold before those that do not
        delays[::-1],
        lambda delay: trials.proofs(limits_with(x, earliest_burnout_s=delay), f),
    )
    return delay, found, texts


def last_that_holds(
    values: Sequence[float], holds: Callable[[float], Proofs | None], first: int | None = None
) -> tuple[float | None, Proofs]:
    """The last of the values that holds, and what `holds` gave for it, by bisection.

    Values that hold have to come before those that do not. `first`: the index of the value that is likely the last; its
    neighbours are tried before others. None and an empty dict where the first value does not hold.
    """
    low, high = -1, len(values)
    best: Proofs = {}
    guess = first
    # all up to `low` hold, and none from `high` on
    while high - low > 1:
        mid = (low + high) // 2 if guess is None else guess
        given = holds(values[mid])
        if given is None:
            high = mid
        else:
            low, best = mid, given
        if guess is not None:
            guess = mid - 1 if given is None else mid + 1
            # once it has been passed from below or above, or has no neighbour, the rest is bisected
            if not low < guess < high:
                guess = None
    return (float(values[low]) if low >= 0 else None), best


def limits_with(x: InterceptorLimits, **changes: object) -> InterceptorLimits:
    """The same limits but for what is given. Raises pydantic's ValidationError where that is outside the format."""
    return InterceptorLimits.model_validate({**x.model_dump(), **changes})


def _name(interceptor: str, flights: str, count: int) -> str:
    """An interceptor's id for one clause of the claim that was proved."""
    name = f"{interceptor}@{flights}"
    return name if len(name) <= 100 else f"{interceptor[:90]}@{count}"
