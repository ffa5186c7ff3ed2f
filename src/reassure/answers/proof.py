"""What proofs, limits and attacks came to, and what a checker said of a file. Frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "REACHABLE",
    "UNDECIDED",
    "UNREACHABLE",
    "WHY_NOT",
    "Attack",
    "ClauseVerdict",
    "Flown",
    "Limit",
    "PairVerdict",
    "Proof",
    "base_of",
    "pair_verdicts",
    "place_of",
]

UNREACHABLE, REACHABLE, UNDECIDED = "unreachable", "reachable", "undecided"
"""What can become of a clause: it is proved; a witness gets in; neither. Certificates have these words."""

WHY_NOT = {
    REACHABLE: "within the claim's limits an interceptor gets in: a witness is in the certificate",
    UNDECIDED: "no proof was found; that does not mean within reach",
}
"""Why there is no proof of a clause, in words."""


@dataclass(frozen=True)
class ClauseVerdict:
    """What became of one clause.

    `verdict` is "unreachable" (proved), "reachable" (a witness, which held when it was flown again) or "undecided".
    `detail` is empty of a proved clause. Of a reachable one it has the witness; of an undecided one the box where the
    search stopped and its margin in m/s; or `reason`, why no proof was looked for; or `beside`, the id of flights from the
    same base for which there is no proof, so that the search was left.
    """

    interceptor: str
    flights: str
    verdict: str
    leaves: int
    """Leaves of all its proofs; 0 where it is not proved."""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PairVerdict:
    """What became of all clauses of an interceptor against a base."""

    interceptor: str
    base: str
    verdict: str
    """Reachable where a clause is; else undecided where one is; else proved."""
    clauses: int
    leaves: int
    """Of all proofs together; 0 where it is not proved."""
    speed_km_s: float | None = None
    """The lowest speed of a witness, where there is one."""
    gap_m_s: float | None = None
    """By how much a proof was short where the search stopped: the most of undecided clauses."""
    reason: str = ""
    """Why no proof was looked for, or why the checker does not accept it; empty where neither."""
    limit_km_s: float | None = None
    """The interceptor's greatest burnout speed in the claim."""
    found_km_s: float | None = None
    """Of a proved pair: the lowest speed with which descents from its smallest leaves got to a flight. The true limit lies
    between the claim's and this one. None: not looked for, or no meeting was found.
    """
    by_line: int = 0
    """Leaves that the straight line settles; `by_energy`: the energy; `by_arc`: a reference arc."""
    by_energy: int = 0
    by_arc: int = 0
    hardest_aim_deg: tuple[float, float] | None = None
    """Latitude and longitude of the middle of the cell of aims that took most leaves; `hardest_leaves`: how many."""
    hardest_leaves: int = 0


def base_of(flights: str) -> str:
    """The base of a flights table's id: an area's cells are id/1, id/2 and so on."""
    return flights.split("/")[0]


def place_of(flights: str) -> str:
    """The same, whichever force's table it is: a base that stands in several forces is id@2 in the second."""
    return base_of(flights).split("@")[0]


def pair_verdicts(verdicts: Sequence[ClauseVerdict]) -> tuple[PairVerdict, ...]:
    """The clauses of each interceptor and base together, in the order in which they first stand."""
    groups: dict[tuple[str, str], list[ClauseVerdict]] = {}
    for v in verdicts:
        groups.setdefault((v.interceptor, base_of(v.flights)), []).append(v)
    out = []
    for (interceptor, base), mine in groups.items():
        kinds = {v.verdict for v in mine}
        worst = next(k for k in (REACHABLE, UNDECIDED, UNREACHABLE) if k in kinds)
        speeds = [v.detail["speed_km_s"] for v in mine if v.verdict == REACHABLE]
        gaps = [abs(v.detail["margin_m_s"]) for v in mine if "margin_m_s" in v.detail]
        reasons = [v.detail["reason"] for v in mine if "reason" in v.detail]
        out.append(
            PairVerdict(
                interceptor,
                base,
                worst,
                len(mine),
                sum(v.leaves for v in mine) if worst == UNREACHABLE else 0,
                min(speeds, default=None),
                max(gaps, default=None),
                reasons[0] if reasons else "",
            )
        )
    return tuple(out)


@dataclass(frozen=True)
class Limit:
    """The two numbers between which a clause's answer flips: burnout speeds (km/s) or burnout times (s).

    `proved` is the last value that was proved; None: none was. `found` is the nearest value at which a search got in;
    None: it never did.
    """

    interceptor: str
    flights: str
    proved: float | None
    found: float | None


@dataclass(frozen=True)
class Flown:
    """What flyouts of a notional vehicle, held to a clause's limits by its payload, made of the clause."""

    vehicle: str | None
    """None: no vehicle keeps to the limits."""
    payload_kg: float | None
    flights: int
    """How many flights were drawn; `met`: how many of them a flyout meets."""
    met: int
    spare_s: float | None
    """By how much a launch could come after the earliest allowed one and still meet a flight, the most over all
    flights; negative: too late; None: no flyout gets to any flight.
    """
    witness: dict[str, Any] | None
    """One flyout that meets a flight, and the flight; None where none does."""
    reason: str = ""
    """Why nothing was flown; empty where something was."""


@dataclass(frozen=True)
class Attack:
    """What an attack on one clause came to."""

    interceptor: str
    flights: str
    limit_km_s: float
    """The clause's greatest burnout speed."""
    found_km_s: float | None
    """The lowest burnout speed found to get in; None: no meeting was found at any speed."""
    samples: int
    """How many meetings were drawn."""
    gets_in: bool
    """Does an interceptor within the limits meet a flight, by an ideal arc or by a flyout?"""
    witness: dict[str, Any] | None
    """The meeting by an ideal arc, where its speed is within the limit and it holds when flown again."""
    flown: Flown
    """What flyouts of a notional vehicle held to the same limits came to."""


@dataclass(frozen=True)
class Proof:
    """A certificate's file, what the checker said of it, and whether it accepts every clause."""

    file: str
    said: str
    proved: bool
    pairs: tuple[PairVerdict, ...] = ()
    """What became of each interceptor against each base; empty of certificates of earlier versions."""
