"""Prove a claim: one tree of leaves for each place and row of aims, one certificate for all.

Each tree depends on its own row alone, so the certificate is the same, byte for byte, however many
threads find it and however often it is interrupted.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from reassure.claims import Claim, canonical, claim_hash, parse_claim, read_claim
from reassure.claims.model import Clause, Flights, InterceptorLimits
from reassure.claims.problem import Problem, problem, root_box
from reassure.claims.reader import LARGEST_FILE
from reassure.errors import ClaimError, OutputError
from reassure.guarantee.attack import Found, Witness, lowest_speed
from reassure.guarantee.search import PROVED, REACHED, prove
from reassure.guarantee.tree import tree_text
from reassure.output import whole
from reassure.replay import replay
from reassure.typing import Array

__all__ = [
    "Attack",
    "Certificate",
    "ClauseVerdict",
    "Limit",
    "attack",
    "certify",
    "claim_in",
    "find_limit",
    "find_meeting",
]

UNREACHABLE, REACHABLE, UNDECIDED = "unreachable", "reachable", "undecided"

_BUDGETS = (2_000, 30_000, 400_000)  # boxes looked at in one row, before it is left for later
_SAMPLES = 1_000_000
_SEED = 2012
_COORDINATES = (
    "time_s", "burnout_s", "aim_latitude_deg", "aim_longitude_deg", "end_s", "flight_burnout_s",
    "flight_burnout_height_km", "flight_burnout_distance_km", "base_latitude_deg",
    "base_longitude_deg", "place_latitude_deg", "place_longitude_deg",
)  # fmt: skip

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ClauseVerdict:
    """What became of one clause.

    `verdict` is "unreachable" (proved), "reachable" (a witness, replayed) or "undecided".
    `detail`: for reachable the witness, for undecided the worst box and its margin in m/s.
    """

    interceptor: str
    flights: str
    verdict: str
    leaves: int
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Certificate:
    """A claim, what became of each clause, and the proofs found (text lines by clause, place, aim)."""

    claim: Claim
    verdicts: tuple[ClauseVerdict, ...]
    proofs: dict[tuple[int, int, int], str]

    @property
    def proved(self) -> bool:
        """Is every clause proved?"""
        return all(v.verdict == UNREACHABLE for v in self.verdicts)

    def lines(self) -> Iterator[str]:
        """The file's lines (docs/certificate.md)."""
        yield from _head(self.claim)
        for key in sorted(self.proofs):
            yield f"proof {key[0]} {key[1]} {key[2]} {self.proofs[key]}"
        failed = 0
        for k, v in enumerate(self.verdicts):
            if v.verdict != UNREACHABLE:
                failed += 1
                yield f"{v.verdict} {k} {json.dumps(v.detail, allow_nan=False)}"
        yield f"end {len(self.proofs) + failed}"

    def write(self, path: str | Path) -> None:
        """Write the certificate, whole or not at all."""
        with whole(path) as out:
            out.writelines(line + "\n" for line in self.lines())


def _head(claim: Claim) -> list[str]:
    return ["reassure-certificate/1", canonical(claim), f"sha256 {claim_hash(claim)}"]


@dataclass(frozen=True)
class _Row:
    key: tuple[int, int, int]
    x: InterceptorLimits
    f: Flights
    p: Problem


@dataclass(frozen=True)
class _Outcome:
    verdict: int
    text: str
    margin: float
    box: tuple[Array, Array] | None
    boosting: bool


def _attempt(row: _Row, budget: int) -> _Outcome:
    """Look for the two trees of a row."""
    _, place, aim = row.key
    fixed = np.array([row.p.boost[0], row.p.boost[7], row.p.limits[5]])
    lim = np.array(
        [*row.p.limits[:3], *(row.p.limits[5], row.p.limits[3], row.p.limits[4]), row.p.limits[6]]
    )
    texts = []
    for boosting in (False, True):
        lo, hi = root_box(row.x, place, row.f, aim, boosting)
        verdict, margin, worst_lo, worst_hi, tokens, arcs, references, _ = prove(
            lo, hi, fixed, lim, budget, boosting
        )
        if verdict != PROVED:
            return _Outcome(verdict, "", margin, (worst_lo, worst_hi), boosting)
        texts.append(tree_text(tokens, arcs, references, boosting))
    return _Outcome(PROVED, " ".join(texts), 0.0, None, False)


def _rows(claim: Claim) -> list[list[_Row]]:
    interceptors = {x.id: x for x in claim.interceptor}
    flights = {f.id: f for f in claim.flights}
    out = []
    for k, clause in enumerate(claim.clause):
        x, f = interceptors[clause.interceptor], flights[clause.flights]
        p = problem(claim, x, f)
        out.append(
            [_Row((k, i, j), x, f, p) for i in range(len(x.places)) for j in range(len(f.aims))]
        )
    return out


def certify(
    claim: Claim,
    *,
    progress: Progress | None = None,
    kept: Path | None = None,
    resume: bool = False,
    threads: int | None = None,
    budgets: tuple[int, ...] = _BUDGETS,
    witnesses: bool = True,
) -> Certificate:
    """Prove every clause that can be proved; for the others find a witness or the worst box.

    `kept`: a file to which proofs are added as they are found; with `resume` those already in it are
    taken over. `progress` is called with rows done and rows in all.
    """
    rows = _rows(claim)
    proofs: dict[tuple[int, int, int], str] = {}
    if kept is not None:
        proofs = _take_over(kept, claim) if resume else {}
    log = _Log(kept, claim, proofs)
    failed: dict[int, _Outcome] = {}
    total = sum(len(r) for r in rows)
    try:
        with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
            for stage, budget in enumerate(budgets):
                waiting = [
                    row for clause in rows for row in clause
                    if row.key not in proofs and row.key[0] not in failed
                ]  # fmt: skip
                for row, outcome in _all(pool, waiting, budget, failed):
                    if outcome.verdict == PROVED:
                        proofs[row.key] = outcome.text
                        log.add(row.key, outcome.text)
                    elif outcome.verdict == REACHED or stage == len(budgets) - 1:
                        failed.setdefault(row.key[0], outcome)
                    if progress:
                        gone = sum(len(rows[k]) for k in failed)
                        progress(min(total, len(proofs) + gone), total)
    finally:
        log.close()
    verdicts = []
    for k, clause in enumerate(claim.clause):
        mine = [proofs[r.key] for r in rows[k] if r.key in proofs]
        leaves = sum(sum(text.count(c) for c in "LEAGB") for text in mine)
        if len(mine) == len(rows[k]):
            verdicts.append(ClauseVerdict(clause.interceptor, clause.flights, UNREACHABLE, leaves))
            continue
        # a clause that is not proved keeps no proofs: which were found depends on the order of work
        for r in rows[k]:
            proofs.pop(r.key, None)
        verdicts.append(_unproved(rows[k], clause, witnesses))
    return Certificate(claim, tuple(verdicts), proofs)


def _all(
    pool: ThreadPoolExecutor, rows: list[_Row], budget: int, failed: dict[int, _Outcome]
) -> Iterator[tuple[_Row, _Outcome]]:
    """Attempt the rows, but not those of a clause that has failed meanwhile."""
    waiting = iter(rows)
    running: dict[Future[_Outcome], _Row] = {}
    try:
        while True:
            for row in waiting:
                if row.key[0] not in failed:
                    running[pool.submit(_attempt, row, budget)] = row
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


def _unproved(rows: list[_Row], clause: Clause, witnesses: bool) -> ClauseVerdict:
    """A witness if there is one within the limits; else the worst box of the first row that failed."""
    p = rows[0].p
    if witnesses:
        found, holds = find_meeting(p)
        if found.witness is not None and holds:
            detail = {"speed_km_s": round(found.speed_m_s / 1e3, 6), **witness_data(found.witness)}
            return ClauseVerdict(clause.interceptor, clause.flights, REACHABLE, 0, detail)
    # the same row whatever the order of work: the first that the largest budget does not prove
    for row in rows:
        outcome = _attempt(row, _BUDGETS[-1])
        if outcome.verdict != PROVED:
            break
    detail = {"row": list(row.key[1:]), "while_boosting": outcome.boosting}
    if math.isfinite(outcome.margin):
        detail["margin_m_s"] = round(outcome.margin, 1)
    if outcome.box is not None:
        lo, hi = outcome.box
        detail["box"] = {name: [float(lo[k]), float(hi[k])] for k, name in enumerate(_COORDINATES)}
    return ClauseVerdict(clause.interceptor, clause.flights, UNDECIDED, 0, detail)


def find_meeting(p: Problem, samples: int = _SAMPLES, seed: int = _SEED) -> tuple[Found, bool]:
    """The lowest speed found to get in, and whether its witness keeps the limits when flown again."""
    found = lowest_speed(p.limits, p.places, p.base, p.boost, p.aims, samples, seed)
    if found.witness is None:
        return found, False
    again = replay(found.witness, p.limits, p.places, p.base, p.boost, p.aims)
    return found, again.holds


def claim_in(path: Path) -> Claim:
    """The claim of a certificate, or of a claim file."""
    try:
        with path.open("rb") as file:
            first = file.readline(100)
            if not first.startswith(b"reassure-certificate/"):
                return read_claim(path)
            return parse_claim(file.readline(LARGEST_FILE), f"{path}.json")
    except OSError as error:
        raise ClaimError(f"{path}: cannot be read: {error.strerror}") from None


@dataclass(frozen=True)
class Attack:
    """What an attack on one clause came to: the lowest burnout speed found to get in and the limit,
    km/s; a witness where the speed is within the limit and holds when flown again.
    """

    interceptor: str
    flights: str
    limit_km_s: float
    found_km_s: float | None
    samples: int
    gets_in: bool
    witness: dict[str, Any] | None


def attack(
    claim: Claim, *, samples: int = 10_000_000, seed: int = 1, progress: Progress | None = None
) -> tuple[Attack, ...]:
    """Try to break every clause."""
    interceptors = {x.id: x for x in claim.interceptor}
    flights = {f.id: f for f in claim.flights}
    out = []
    for k, clause in enumerate(claim.clause):
        x, f = interceptors[clause.interceptor], flights[clause.flights]
        found, holds = find_meeting(problem(claim, x, f), samples, seed)
        speed = round(found.speed_m_s / 1e3, 6) if found.witness is not None else None
        data = witness_data(found.witness) if found.witness is not None and holds else None
        out.append(Attack(x.id, f.id, x.burnout_speed_km_s, speed, found.samples, holds, data))
        if progress:
            progress(k + 1, len(claim.clause))
    return tuple(out)


def witness_data(witness: Witness) -> dict[str, Any]:
    """A witness as plain data: km, km/s, degrees and seconds."""
    flight, interceptor = witness.flight, witness.interceptor

    def scaled(values: Array, factor: float) -> list[float]:
        return [round(float(v) * factor, 6) for v in values]

    return {
        "flight": {
            "base_deg": scaled(np.degrees(flight.base_rad), 1.0),
            "burnout_s": round(flight.burnout_s, 3),
            "burnout_earth_fixed_km": scaled(flight.burnout_m, 1e-3),
            "aim_earth_fixed_km": scaled(flight.aim_m, 1e-3),
            "end_s": round(flight.end_s, 3),
            "burnout_velocity_inertial_km_s": scaled(flight.velocity_m_s, 1e-3),
        },
        "interceptor": {
            "launch_deg": scaled(np.degrees(interceptor.launch_rad), 1.0),
            "burnout_s": round(interceptor.burnout_s, 3),
            "burnout_earth_fixed_km": scaled(interceptor.burnout_m, 1e-3),
            "burnout_velocity_inertial_km_s": scaled(interceptor.velocity_m_s, 1e-3),
            "impulses": [
                {"time_s": round(t, 3), "change_km_s": scaled(dv, 1e-3)}
                for t, dv in interceptor.impulses
            ],
        },
        "meeting": {
            "time_s": round(witness.time_s, 3),
            "position_inertial_km": scaled(witness.position_m, 1e-3),
        },
    }


class _Log:
    """The proofs found so far, on disk line by line, so that none is lost."""

    def __init__(
        self, path: Path | None, claim: Claim, proofs: dict[tuple[int, int, int], str]
    ) -> None:
        self._file = None
        if path is None:
            return
        try:
            self._file = path.open("w", encoding="ascii", newline="\n")
            self._file.writelines(line + "\n" for line in _head(claim))
        except OSError as error:
            raise OutputError(f"{path}: cannot be written: {error.strerror}") from None
        for key, text in proofs.items():
            self.add(key, text)

    def add(self, key: tuple[int, int, int], text: str) -> None:
        if self._file is not None:
            self._file.write(f"proof {key[0]} {key[1]} {key[2]} {text}\n")
            self._file.flush()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()


def _take_over(path: Path, claim: Claim) -> dict[tuple[int, int, int], str]:
    """The proofs in a file that was being written for the same claim; a last, broken line is left out."""
    if not path.exists():
        return {}
    try:
        lines = path.read_text("ascii").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimError(f"{path}: cannot be read: {error}") from None
    if lines[:3] != _head(claim):
        raise ClaimError(
            f"{path}: holds proofs of another claim; allowed: the same claim, or no --resume"
        )
    proofs = {}
    for line in lines[3:-1]:
        parts = line.split(" ")
        if len(parts) == 6 and parts[0] == "proof":
            proofs[int(parts[1]), int(parts[2]), int(parts[3])] = f"{parts[4]} {parts[5]}"
    return proofs


@dataclass(frozen=True)
class Limit:
    """The two numbers that bracket where a clause's answer flips: `proved` (null if nothing was) and
    `found`, the nearest value at which a search got in (null if it never did); km/s or s.
    """

    interceptor: str
    flights: str
    proved: float | None
    found: float | None


def _with(x: InterceptorLimits, name: str, **changes: float) -> InterceptorLimits:
    return InterceptorLimits.model_validate({**x.model_dump(), "id": name, **changes})


def _single(claim: Claim, x: InterceptorLimits, f: Flights) -> Claim:
    return Claim(
        format=claim.format, title=claim.title, earth=claim.earth, interceptor=[x], flights=[f],
        clause=[Clause(interceptor=x.id, flights=f.id)],
    )  # fmt: skip


def find_limit(
    claim: Claim,
    of: str,
    *,
    progress: Progress | None = None,
    threads: int | None = None,
    samples: int = _SAMPLES,
) -> tuple[Certificate, tuple[Limit, ...]]:
    """The greatest burnout speed (`of` = "speed") or the least delay ("delay") that is proved, for
    each clause by bisection, with a certificate of all that was proved.
    """
    interceptors = {x.id: x for x in claim.interceptor}
    flights = {f.id: f for f in claim.flights}
    limits: list[Limit] = []
    xs: list[InterceptorLimits] = []
    clauses: list[Clause] = []
    used: list[Flights] = []
    for k, clause in enumerate(claim.clause):
        x, f = interceptors[clause.interceptor], flights[clause.flights]
        search = _speed_limit if of == "speed" else _delay_limit
        proved, found = search(claim, x, f, threads, samples)
        limits.append(Limit(x.id, f.id, proved, found))
        if proved is not None:
            key = "burnout_speed_km_s" if of == "speed" else "earliest_burnout_s"
            xs.append(_with(x, f"{x.id}@{f.id}", **{key: proved}))
            clauses.append(Clause(interceptor=xs[-1].id, flights=f.id))
            if f not in used:
                used.append(f)
        if progress:
            progress(k + 1, len(claim.clause))
    if not clauses:
        return Certificate(claim, (), {}), tuple(limits)
    whole_claim = Claim(
        format=claim.format,
        title=claim.title[:250] + f" (greatest {of} proved)"
        if of == "speed"
        else claim.title[:250] + " (least delay proved)",
        earth=claim.earth,
        interceptor=xs,
        flights=used,
        clause=clauses,
    )
    return certify(whole_claim, threads=threads, witnesses=False), tuple(limits)


def _speed_limit(
    claim: Claim, x: InterceptorLimits, f: Flights, threads: int | None, samples: int
) -> tuple[float | None, float | None]:
    found, _ = find_meeting(problem(claim, x, f), samples)
    top = found.speed_m_s / 1e3
    highest = top if math.isfinite(top) else 20.0

    def proves(speed: float) -> bool:
        trial = _single(claim, _with(x, x.id, burnout_speed_km_s=speed), f)
        return certify(
            trial, threads=threads, witnesses=False, budgets=(1_000, 5_000, 40_000, 150_000)
        ).proved

    proved = _bisect(proves, [round(highest * share, 3) for share in _SHARES])
    return proved, round(top, 4) if math.isfinite(top) else None


_SHARES = (0.2, 0.5, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.96, 0.97, 0.98, 0.985, 0.99, 0.995)


def _bisect(holds: Callable[[float], bool], values: list[float]) -> float | None:
    """The last of the values that holds, if holding stops but once along them; None if none does."""
    low, high = -1, len(values)
    while high - low > 1:
        mid = (
            max((low + high) // 2, min(len(values) // 2 + 1, high - 1))
            if low < 0
            else (low + high) // 2
        )
        if values[mid] > 0.0 and holds(values[mid]):
            low = mid
        else:
            high = mid
            if low < 0:
                mid = high
        if low < 0 and high == 0:
            return None
    return values[low] if low >= 0 else None


def _delay_limit(
    claim: Claim, x: InterceptorLimits, f: Flights, threads: int | None, samples: int
) -> tuple[float | None, float | None]:
    latest = math.ceil(max(row[5] for row in f.aims))

    def gets_in(delay: float) -> bool:
        p = problem(claim, _with(x, x.id, earliest_burnout_s=delay), f)
        return (
            find_meeting(p, max(50_000, samples // 10))[0].speed_m_s <= 1e3 * x.burnout_speed_km_s
        )

    def proves(delay: float) -> bool:
        trial = _single(claim, _with(x, x.id, earliest_burnout_s=delay), f)
        return certify(
            trial, threads=threads, witnesses=False, budgets=(1_000, 5_000, 40_000, 150_000)
        ).proved

    # the greatest delay at which a search gets in, to the second
    low, high = 0, latest
    found: float | None = None
    if gets_in(0.0):
        while high - low > 1:
            mid = (low + high) // 2
            if gets_in(float(mid)):
                low = mid
            else:
                high = mid
        found = float(low)
    start = 0 if found is None else int(found)
    steps = sorted(
        {0, 1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, latest - start}
    )
    values = [
        float(start + s) for s in reversed(steps) if start + s <= latest and (s or found is None)
    ]
    low_i, high_i = -1, len(values)
    while high_i - low_i > 1:
        mid_i = (low_i + high_i) // 2
        if proves(values[mid_i]):
            low_i = mid_i
        else:
            high_i = mid_i
    return (values[low_i] if low_i >= 0 else None), found
