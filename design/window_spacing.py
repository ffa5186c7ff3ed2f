"""How far apart may the nodes be at which a flight is scanned for engagements?

    python design/window_spacing.py [PRESET]

The estimate of a preset (europe-2012) with nodes of 60 and 30 s against 7.5 s: pairs that gain or lose a
window, and how far the latest launch moves.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from reassure.engagement import flyouts as estimation
from reassure.questions.assess import assess


def main() -> None:
    """One line a spacing."""
    preset = sys.argv[1] if len(sys.argv) > 1 else "europe-2012"
    found = {}
    for spacing in (7.5, 30.0, 60.0):
        estimation.NODE_SPACING_S = spacing
        begin = time.perf_counter()
        found[spacing] = assess(preset, estimate=True).estimates
        took = time.perf_counter() - begin
        a, b = found[7.5], found[spacing]
        assert a is not None
        assert b is not None
        known = np.isfinite(a.latest_launch_s) & np.isfinite(b.latest_launch_s)
        moved = (b.latest_launch_s - a.latest_launch_s)[known]
        print(
            f"{spacing:5.1f} s: {took:6.1f} s of work; windows lost "
            f"{(np.isfinite(a.latest_launch_s) & ~known).sum()}, within reach "
            f"{b.within_reach().sum()} (of {a.within_reach().sum()}); latest launch moved by "
            f"{np.percentile(moved, [0, 1, 50, 99, 100]).round(2)} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
