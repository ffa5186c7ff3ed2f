"""Proving and checking: leaves, leaves a second, bytes, check time, and how they grow as the margin shrinks.

    python benchmarks/certify.py [--every N]

The claims of the preset guarantee-2012. Of each clause every N-th row is taken (10 unless told; 1
takes all), and the speed limit is raised towards the lowest speed that a search gets in with. The
checker's time is that of the program reassure-check on all cores.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import tempfile
import time
from pathlib import Path

from reassure.claim import Claim, claim_from_scenario
from reassure.claim.certificate import Certificate
from reassure.claim.problem import problem
from reassure.proof.prove import certify
from reassure.proof.refute import find_meeting
from reassure_check.__main__ import check

SHARES = (0.5, 0.7, 0.8, 0.9, 0.95)


def part(claim: Claim, every: int, speed_km_s: float | None = None) -> Claim:
    """Every N-th row of each clause, under another speed limit."""
    data = claim.model_dump()
    for flights in data["flights"]:
        flights["aims"] = flights["aims"][::every]
    for x in data["interceptor"]:
        x["burnout_speed_km_s"] = speed_km_s or x["burnout_speed_km_s"]
    return Claim.model_validate(data)


def measure(name: str, claim: Claim) -> None:
    """Prove, write, check; one line."""
    begin = time.perf_counter()
    found: Certificate = certify(claim)
    proving = time.perf_counter() - begin
    leaves = sum(v.leaves for v in found.verdicts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.cert"
        found.write(path)
        size = path.stat().st_size
        begin = time.perf_counter()
        with contextlib.redirect_stdout(io.StringIO()):
            status = check(str(path))
        checking = time.perf_counter() - begin
    print(
        f"{name:44s} {'proved' if found.proved else 'open':7s} {leaves:8d} leaves {proving:7.1f} s "
        f"{leaves / proving:8.0f}/s {size / 1e6:6.2f} MB  checked in {checking:6.1f} s, status {status}",
        flush=True,
    )


def main() -> None:
    """All clauses at the preset's speed; then one easy and one hard clause as the margin shrinks."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=10)
    every = parser.parse_args().every
    measure("(compiling)", part(claim_from_scenario("guarantee-2012"), 100))
    measure(f"22 clauses, each {every}th row", part(claim_from_scenario("guarantee-2012"), every))
    for site, base in (("deveselu", "kozelsk"), ("redzikowo", "tatishchevo")):
        claim = claim_from_scenario("guarantee-2012", deployments=[site], bases=[base])
        ((x, f),) = claim.pairs()
        lowest = find_meeting(problem(claim, x, f))[0].speed_m_s / 1e3
        for share in SHARES:
            speed = round(share * lowest, 3)
            measure(
                f"{site} {base} {speed} km/s ({share:.2f} of {lowest:.2f})",
                part(claim, every, speed),
            )


if __name__ == "__main__":
    main()
