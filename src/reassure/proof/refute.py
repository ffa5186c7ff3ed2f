"""Try to break a claim: the lowest burnout speed with which a search gets to a flight."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path
from typing import Any

import numpy as np

from reassure.adversary.search import Found, lowest_speed
from reassure.adversary.witness import Witness
from reassure.answers.proof import Attack
from reassure.claim import Claim, parse_claim, read_claim
from reassure.claim.canonical import claim_hash
from reassure.claim.problem import Problem, problem
from reassure.claim.reader import LARGEST_FILE
from reassure.errors import ClaimError
from reassure.proof.flyouts import fly_at
from reassure.proof.replay import replay
from reassure.typing import Array, Progress

__all__ = ["attack", "claim_in", "find_meeting", "holds", "witness_data"]


# Meetings drawn where a proof was not found, with a fixed seed: so that a certificate is the same each time.
_SAMPLES = 1_000_000
_SEED = 2012
# Flights that flyouts are flown against, at most; a flyout takes far longer than an ideal arc.
_MOST_FLYOUTS = 20_000


def attack(
    claim: Claim, *, samples: int = 10_000_000, seed: int = 1, progress: Progress | None = None
) -> tuple[Attack, ...]:
    """Try to break every clause of a claim; what came of each, in the order of the clauses.

    `samples`: meetings drawn for each clause. The same seed gives the same answer. `progress` is called with clauses
    done and clauses in all.
    """
    out = []
    for k, (x, f) in enumerate(claim.pairs()):
        p = problem(claim, x, f)
        found, holds = find_meeting(p, samples, seed)
        flown = fly_at(p, x.burnout_speed_km_s, min(_MOST_FLYOUTS, max(500, samples // 500)), seed)
        speed = round(found.speed_m_s / 1e3, 6) if found.witness is not None else None
        data = witness_data(found.witness) if found.witness is not None and holds else None
        out.append(
            Attack(
                x.id,
                f.id,
                x.burnout_speed_km_s,
                speed,
                found.samples,
                holds or flown.met > 0,
                data,
                flown,
            )
        )
        if progress:
            progress(k + 1, len(claim.clause))
    return tuple(out)


def find_meeting(p: Problem, samples: int = _SAMPLES, seed: int = _SEED) -> tuple[Found, bool]:
    """The lowest speed found to get in, and whether its witness keeps to the limits when it is flown again.

    False where no meeting was found.
    """
    found = lowest_speed(p.limits, p.places, p.base, p.boost, p.aims, samples, seed)
    return found, found.witness is not None and holds(p, found.witness)


def holds(p: Problem, witness: Witness) -> bool:
    """Does a witness keep to the limits of a clause and meet a flight of its family, when it is flown again?"""
    return replay(witness, p.limits, p.places, p.base, p.boost, p.aims).holds


def claim_in(path: Path) -> Claim:
    """The claim of a certificate, or of a claim file (TOML or JSON).

    Raises ClaimError where it cannot be read, or where a certificate is not as it was written.
    """
    try:
        with path.open("rb") as file:
            # the first line tells which of the two it is; of a claim file it may be any text
            first = file.readline(100)
            if not first.removeprefix(BOM_UTF8).startswith(b"reassure-certificate/"):
                return read_claim(path)
            lines = first, file.readline(LARGEST_FILE), file.readline(100)
            if changed := _unlike(lines):
                raise ClaimError(f"{path}: {changed}; allowed: a certificate as it was written")
            claim = parse_claim(lines[1], str(path), json=True)
            if lines[2] != f"sha256 {claim_hash(claim)}\n".encode():
                raise ClaimError(
                    f"{path}: the third line is not the claim's hash; "
                    "allowed: a certificate as it was written"
                )
            return claim
    except OSError as error:
        raise ClaimError(f"{path}: cannot be read: {error.strerror}") from None


def _unlike(lines: tuple[bytes, ...]) -> str:
    """What an editor changed in a certificate's first lines, in words; empty where nothing."""
    if lines[0].startswith(BOM_UTF8):
        return "begins with a byte order mark (UTF-8 BOM)"
    if any(line.endswith(b"\r\n") for line in lines):
        return "lines end in CRLF"
    if lines[-1][-1:] not in (b"", b"\n"):
        return "no newline after the third line"
    return ""


def witness_data(witness: Witness) -> dict[str, Any]:
    """A witness as plain data, as certificates and answers have it: km, km/s, degrees and seconds.

    Positions at burnout are Earth-fixed; velocities and the meeting are inertial, in the axes that are Earth-fixed at
    the flight's launch.
    """
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
