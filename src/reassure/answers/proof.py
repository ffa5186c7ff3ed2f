"""What proofs, limits and attacks came to, and what a checker said of a file. Frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "REACHABLE",
    "UNDECIDED",
    "UNREACHABLE",
    "Attack",
    "ClauseVerdict",
    "Flown",
    "Limit",
    "Proof",
]

UNREACHABLE, REACHABLE, UNDECIDED = "unreachable", "reachable", "undecided"
"""What can become of a clause: proved; a witness gets in; neither."""


@dataclass(frozen=True)
class ClauseVerdict:
    """What became of one clause.

    `verdict` is "unreachable" (proved), "reachable" (a witness, replayed) or "undecided".
    `detail`: for reachable the witness, for undecided the box where the search stopped and its
    margin in m/s.
    """

    interceptor: str
    flights: str
    verdict: str
    leaves: int
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Limit:
    """The two numbers that bracket where a clause's answer flips: `proved` (None if nothing was) and
    `found`, the nearest value at which a search got in (None if it never did); km/s or s.
    """

    interceptor: str
    flights: str
    proved: float | None
    found: float | None


@dataclass(frozen=True)
class Flown:
    """What flyouts made of a clause: `vehicle` with `payload_kg` is the notional vehicle held to its limit;
    `spare_s` the most seconds by which a launch could come after the earliest allowed one and still
    meet a flight (negative: too late; None: no flyout gets to any flight); `met` flights of `flights`.
    """

    vehicle: str | None
    payload_kg: float | None
    flights: int
    met: int
    spare_s: float | None
    witness: dict[str, Any] | None
    reason: str = ""
    """Why nothing was flown."""


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
    flown: Flown
    """What flyouts of a notional vehicle held to the same limits came to."""


@dataclass(frozen=True)
class Proof:
    """A certificate, and what the checker said of it."""

    file: str
    said: str
    proved: bool
