"""Flyouts a second beside heyoka on the same equations and pytrajlib on its own, and the estimate of
europe-2012.

    pip install pytrajlib
    python benchmarks/flyout.py

One core, but for pytrajlib, which takes what there are: 1,000 of its own flights (3,870 s each, re-entry in
steps of 0.01 s, navigation errors drawn) beside as many of ours; the ratio is for a second of flight, as the lengths differ. heyoka integrates the same boost and fall to machine precision, in steps short enough to see
the corners of the atmosphere (tests/oracles/heyoka_flyout.py): it is an oracle, not a competitor in speed.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.flight.vehicles import of_one_drag, vehicle
from tests.oracles import heyoka_flyout

from reassure.earth.constants import ROTATION_RATE
from reassure.flight.flyout import BURN_STEP, FALL_STEP, LANDED, flyouts
from reassure.machine.cores import cores
from reassure.questions.assess import assess


def main() -> None:
    """Three lines."""
    one = of_one_drag("notional-8-3", 0.25)
    rng = np.random.default_rng(1)
    n = 2000
    cases = (rng.uniform(0.6, 1.0, n), rng.uniform(0, 6.28, n), rng.uniform(0.05, 0.2, n))
    flyouts(one.arrays(), *(c[:2].copy() for c in cases), np.full(2, 1800.0), BURN_STEP, FALL_STEP)
    begin = time.perf_counter()
    _, row = flyouts(one.arrays(), *cases, np.full(n, 1800.0), BURN_STEP, FALL_STEP)
    ours = n / (time.perf_counter() - begin)
    heyoka_flyout.fly(one, *(float(c[0]) for c in cases), 1800.0)  # builds its systems
    worst, took = 0.0, 0.0
    for i in range(5):
        begin = time.perf_counter()
        end = heyoka_flyout.fly(one, *(float(c[i]) for c in cases), 1800.0)
        took += time.perf_counter() - begin
        c, s = np.cos(-ROTATION_RATE * 1800.0), np.sin(-ROTATION_RATE * 1800.0)
        there = [c * end[0] - s * end[1], s * end[0] + c * end[1], end[2]]
        worst = max(worst, float(np.linalg.norm(row[i, 1:4] - there)))
    theirs = 5 / took
    print(
        f"flyouts to 1,800 s, one core each: {ours:,.0f}/s; heyoka {theirs:.2f}/s; ratio {ours / theirs:,.0f}"
    )
    print(f"largest difference of five: {worst:.2f} m")
    _beside_pytrajlib()
    assess("europe-2012")
    begin = time.perf_counter()
    assess("europe-2012")
    plain = time.perf_counter() - begin
    begin = time.perf_counter()
    assess("europe-2012", estimate=True)
    print(
        f"assess europe-2012, {cores()} cores: {plain:.1f} s; with --estimate {time.perf_counter() - begin:.1f} s"
    )


def _beside_pytrajlib() -> None:
    """1,000 whole flights of some 3,900 s."""
    try:
        from pytrajlib import simulation
    except ImportError:
        print("pytrajlib: not installed (pip install pytrajlib)")
        return
    flown = vehicle("notional-icbm-liquid")
    kicks = np.full(1000, np.radians(1.6))
    place = np.full(1000, 0.7), np.linspace(0.0, 6.28, 1000), kicks
    begin = time.perf_counter()
    outcome, row = flyouts(flown.arrays(), *place, np.full(1000, 86400.0), BURN_STEP, FALL_STEP)
    ours = time.perf_counter() - begin
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        begin, work = time.perf_counter(), time.process_time()
        theirs_end = simulation.run(num_runs=1000)["t"]
        theirs = time.perf_counter() - begin
        work = time.process_time() - work
    landed = outcome == LANDED
    print(
        f"1,000 whole flights: ours {ours:.2f} s on one core ({row[landed, 0].mean():,.0f} s of flight each);"
        f" pytrajlib {theirs:.2f} s, {work:.2f} s of work ({theirs_end.mean():,.0f} s each); ratio of work for a second of flight {work / theirs_end.mean() / (ours / row[landed, 0].mean()):.1f}"
    )


if __name__ == "__main__":
    main()
