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
"""What can become of a clause: it is proved; a witness gets in; neither. Certificates have these words."""


@dataclass(frozen=True)
class ClauseVerdict:
    """What became of one clause.

    `verdict` is "unreachable" (proved), "reachable" (a witness, which held when it was flown again) or "undecided".
    `detail` is empty of a proved clause. Of a reachable one it has the witness; of an undecided one the box where the
    search stopped and its margin in m/s.
    """

    interceptor: str
    flights: str
    verdict: str
    leaves: int
    """Leaves of all its proofs; 0 where it is not proved."""
    detail: dict[str, Any] = field(default_factory=dict)


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
