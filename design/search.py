"""How should branch and bound choose where to cut?

    python design/search.py [--every N]

Counts leaves, reference arcs and what a checker would take on rows of the preset guarantee-2012 (of
each clause every N-th, 37 unless told), for the search as it is and for other ways to weigh what is
left to do in a box. Each way runs in a process of its own on a copy of the package (a minute to compile).

What was tried besides while a reference was followed in stretches of time, and its leaves for all rows (all else as it
was then): t and t0 cut only, no cut
in t - t0: 920,000; a reference that must stay above 6,200 km to the latest end: the same 1.3 million
of which two thirds stood for cells that nothing but the reference's soundness had cut; the first
bound alone (no linear part subtracted from the source of the rest): 400,000; lengths of the fields
summed without axes: 284,000; distances by balls only, not along a direction: 206,000 down from
284,000; 7, 10, 12, 14, 20 stretches: 262,000, 206,000, 190,000, 184,000, 172,000, each stretch adding
8 % to a reference's time in the checker.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

AS_IT_IS = "(300.0 - margin) ** 0.7"
WAYS = (
    AS_IT_IS,
    "(300.0 - margin) ** 0.5",
    "300.0 - margin",
    "min(-margin, 6000.0)",
    "math.log1p(max(0.0, -0.01 * margin))",
    "1.0",
)
TOKEN = re.compile(r"([AF])(-?\d+,-?\d+,-?\d+);|([0-9abcdLEGB])")
CHECK_MS = {"F": 0.06, "A": 0.03, "E": 0.025, "L": 0.02, "G": 0.005, "B": 0.02}
"""What a token takes the checker on one core, ms, in batches; F: a reference that was not met before in the row."""


def count_leaves(name: str, every: int) -> None:
    """Count with the package as it is found."""
    from reassure.claim import claim_from_scenario
    from reassure.guarantee.search import PROVED
    from reassure.proof.prove import attempt, rows_of

    count: Counter[str] = Counter()
    for rows in rows_of(claim_from_scenario("guarantee-2012")):
        for row in rows[::every]:
            found = attempt(row, 400_000)
            count["rows"] += 1
            count["open"] += found.verdict != PROVED
            references = set()
            for m in TOKEN.finditer(found.text):
                if m[1] == "F":
                    references.add(m[2])
                else:
                    count[m[1] or m[3]] += 1
            count["F"] += len(references)
    leaves = sum(count[k] for k in "LEAGB")
    cost = sum(count[k] * ms for k, ms in CHECK_MS.items())
    shown = " ".join(f"{k} {count[k]}" for k in "LEAGBF")
    print(
        f"{name:38s} {leaves:7d} leaves ({shown}) {cost / 1e3:6.1f} s to check, {count['open']} open"
    )


def main() -> None:
    """Each way with a copy of the package in which that one expression is another."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=37)
    parser.add_argument("--way")
    given = parser.parse_args()
    if given.way:
        count_leaves(given.way, given.every)
        return
    import reassure

    package = Path(reassure.__file__).parent
    for way in WAYS:
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "reassure"
            shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
            page = copy / "guarantee" / "search.py"
            text = page.read_text()
            if text.count(AS_IT_IS) != 1:
                raise SystemExit("reassure.guarantee.search no longer weighs work by " + AS_IT_IS)
            page.write_text(text.replace(AS_IT_IS, way))
            command = [sys.executable, __file__, "--way", way, "--every", str(given.every)]
            subprocess.run(command, env={**os.environ, "PYTHONPATH": folder}, check=True)


if __name__ == "__main__":
    main()
