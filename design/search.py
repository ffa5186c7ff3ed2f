"""How should branch and bound choose where to cut?

    python design/search.py [--every N]

Counts leaves, reference arcs and what a checker would take on rows of the preset guarantee-2012 (of
each clause every N-th, 37 unless told) and of four pairs of europe-2012, for the search as it is and for other ways to
weigh what is left to do in a box. Each way runs in a process of its own on a copy of the package (a minute to compile).

Leaves of the four pairs (Norwegian Sea against the Sea of Okhotsk, Mediterranean against Tatishchevo, Redzikowo against
Nizhny Tagil, Black Sea against Dombarovsky; the rows of PAIRS) by the exponent of 300 - margin, 2026-11-28:
1.0: 267,088, 31,705, 9,309, 7,200; 0.7: 152,619, 30,006, 9,637, 7,265; 0.5: 84,868, 21,658, 8,657, 7,148;
0.35: 101,196, 19,251, 8,613, 7,320; 0.2: 244,444, 25,365, 10,553, 8,361. So it is 0.5.

Boxes looked at in a row before it is left for later, on the whole of europe-2012 (208 pairs, 57,664 rows), two cores:
100, then 10,000, then 100,000: 74 pairs proved, 125 reachable, 9 undecided after 490 s, with 7.4 million leaves. 100, then
400,000: 18.6 million leaves after 660 s, and rows of up to 186,264 leaves for pairs within 2 % of their limit; not through
after 750 s. 500, then 400,000, each cell of a base for itself: 54,075 rows after 491 s. (The last two
ran beside other work.) So the last budget is 100,000
(reassure.proof.prove).

The tree of one cell of a base as the pattern for the next (Norwegian Sea, Sea of Okhotsk, every fourth row of two cells,
396 km apart): 14,894 leaves in 1.88 s without, 15,018 in 0.27 s with. Of one cell of aims for the next: a quarter to two
thirds of the time, and 6 to 12 % more leaves, which cost the checker more than is won. So patterns go from cell to cell of
a base.

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

AS_IT_IS = "(300.0 - margin) ** 0.5"
WAYS = (
    AS_IT_IS,
    "(300.0 - margin) ** 0.7",
    "300.0 - margin",
    "min(-margin, 6000.0)",
    "math.log1p(max(0.0, -0.01 * margin))",
    "1.0",
)
TOKEN = re.compile(r"([AF])(-?\d+,-?\d+,-?\d+);|([0-9abcdLEGB])")
PAIRS = (
    ("phase-3-norwegian-sea", "submarines-okhotsk", 73),
    ("phase-3-mediterranean-sea", "tatishchevo", 48),
    ("phase-3-redzikowo", "nizhny-tagil", 16),
    ("phase-3-black-sea", "dombarovsky", 24),
)
"""Of europe-2012: deployment, base, and which of the rows of each clause: every so many."""
CHECK_MS = {"F": 0.06, "A": 0.03, "E": 0.025, "L": 0.02, "G": 0.005, "B": 0.02}
"""What a token takes the checker on one core, ms, in batches; F: a reference that was not met before in the row."""


def count_leaves(name: str, every: int) -> None:
    """Count with the package as it is found."""
    from reassure.claim import Claim, claim_from_scenario
    from reassure.guarantee.search import PROVED
    from reassure.proof.prove import attempt, rows_of

    def counted(words: str, claim: Claim, every: int) -> None:
        count: Counter[str] = Counter()
        for row in (row for rows in rows_of(claim) for row in rows[::every]):
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
            f"{name:38s} {words:24s} {leaves:7d} leaves ({shown}) {cost / 1e3:6.1f} s to check, {count['open']} open"
        )

    counted("guarantee-2012", claim_from_scenario("guarantee-2012"), every)
    for deployment, base, each in PAIRS:
        claim = claim_from_scenario("europe-2012", deployments=[deployment], bases=[base])
        counted(base, claim, each)


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
