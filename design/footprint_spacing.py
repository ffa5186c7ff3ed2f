"""How many points of a flight must a footprint look at before it refines the best of them?

    python design/footprint_spacing.py

Cells of some footprints at nodes 60, 30, 15 and 7.5 s apart against 3 s: cells whose kind differs, and
the largest and mean difference of margins where both have one.
"""

from __future__ import annotations

import time

import numpy as np

import reassure.engagement.flyouts as estimation
from reassure.answers.footprint import Footprint
from reassure.questions.footprint import footprint

CASES = (
    ("phase-2-deveselu", "mrbm-2000"),
    ("phase-2-deveselu", "irbm-4000"),
    ("phase-3-redzikowo", "irbm-4000"),
    ("phase-3-mediterranean-sea", "mrbm-2000"),
)
CELLS = 80


def drawn(case: tuple[str, str], spacing_s: float) -> tuple[Footprint, float]:
    """A footprint, and the seconds it took."""
    estimation.NODE_SPACING_S = spacing_s
    start = time.perf_counter()
    found = footprint("europe-2012", deployment=case[0], against=case[1], cells=CELLS)
    return found, time.perf_counter() - start


if __name__ == "__main__":
    for case in CASES:
        fine, took = drawn(case, 3.0)
        live = fine.flights > 0
        print(f"{case[0]} against {case[1]}: {live.sum()} cells; at 3 s: {took:.1f} s")
        for spacing in (60.0, 30.0, 15.0, 7.5):
            coarse, took = drawn(case, spacing)
            other = (coarse.cell != fine.cell)[live]
            gap = np.abs(coarse.margin_s - fine.margin_s)[live]
            gap = gap[np.isfinite(gap)]
            print(
                f"  {spacing:4.1f} s: {other.mean():.2%} of the cells of another kind; margins differ by"
                f" {gap.mean():.3f} s on average, {gap.max():.2f} s at most; {took:.1f} s"
            )
