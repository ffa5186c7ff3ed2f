"""Whole flights a second of the command `fly`'s own kernel, beside heyoka on the same equations and pytrajlib on its own.

    python benchmarks/fly.py                          # heyoka
    pip install pytrajlib                             # into this environment, or into one of its own:
    python benchmarks/fly.py /path/to/its/python

One core each. Ours: lofted flights of some 40 min, boost, air, J2 and re-entry included, with thrust that ends at a drawn time. heyoka
integrates the same to machine precision in short steps: an oracle and no competitor in speed; the largest distance from it is the quality of
ours. pytrajlib flies its own missile with its own errors drawn (steps of 0.01 s in re-entry), so the ratio is of work for a second of
flight. The time of the published test of 29 November 2017 stands last: how good the flights are, and not the integration alone.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.flight.vehicles import of_one_drag
from tests.oracles import heyoka_flyout

from reassure.flight.cut import cut_flyouts, cut_path
from reassure.flight.flyout import BURN_STEP, FALL_STEP, LANDED, TRACE_TIME
from reassure.questions.fly import fly

THEIRS = """
import time
from pytrajlib import simulation
begin, work = time.perf_counter(), time.process_time()
end = simulation.run(num_runs=300)["t"]
print(time.process_time() - work, len(end), float(end.mean()))
"""


def main() -> None:
    """A line for each program."""
    whole = of_one_drag("notional-icbm-liquid", 0.2)
    rng = np.random.default_rng(7)
    n = 2000
    kick, end = rng.uniform(0.01, 0.03, n), rng.uniform(255.0, 275.0, n)
    lat, az = rng.uniform(0.6, 0.8, n), rng.uniform(0.0, 6.28, n)
    begin = time.perf_counter()
    outcome, row = cut_flyouts(whole.arrays(), lat, az, kick, end, BURN_STEP, FALL_STEP)
    took = time.perf_counter() - begin
    flown = row[outcome == LANDED, 0].mean()
    print(
        f"fly's kernel, one core: {n / took:,.0f} whole flights/s ({flown:,.0f} s of flight each)"
    )
    _beside_heyoka(whole, lat, az, kick, n / took)
    _beside_pytrajlib(took / n / flown)
    begin = time.perf_counter()
    found = fly("notional-icbm-liquid", (39.2, 125.67), range_km=950.0, apogee_km=4475.0)
    asked = time.perf_counter() - begin
    f = found.flights[0]
    print(f"950 km and 4,475 km: {f.flight_time_s:,.0f} s, published 3,210 ({100 * (f.flight_time_s / 3210 - 1):+.1f} %), found in {asked:.2f} s")  # fmt: skip


def _beside_heyoka(whole, lat, az, kick, ours: float) -> None:
    first, second = whole.stages
    burnt = 105.0
    left = second.propellant - second.flow * burnt
    short = replace(second, propellant=second.flow * burnt, dry=second.dry + left, burn_time=burnt)
    cut = replace(whole, stages=(first, short))
    worst, took = 0.0, 0.0
    for i in range(4):
        one = float(lat[i]), float(az[i]), float(kick[i])
        path = cut_path(whole.arrays(), *one, first.burn_time + first.coast + burnt, BURN_STEP, FALL_STEP)  # fmt: skip
        at = path[int(0.95 * len(path))]
        if i == 0:
            heyoka_flyout.fly(cut, *one, 400.0)  # builds its systems
        begin = time.perf_counter()
        truth = heyoka_flyout.fly(cut, *one, float(at[TRACE_TIME]))
        took += time.perf_counter() - begin
        worst = max(worst, float(np.linalg.norm(at[1:4] - truth[:3])))
    print(f"heyoka, one core: {4 / took:.2f} flights/s; ratio {ours * took / 4:,.0f}; largest distance of four {worst:.2f} m")  # fmt: skip


def _beside_pytrajlib(ours: float) -> None:
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([python, "-c", THEIRS], capture_output=True, text=True, cwd=folder)
    if done.returncode:
        print("pytrajlib: not installed (pip install pytrajlib)")
        return
    work, n, mean = (float(x) for x in done.stdout.split()[-3:])
    print(f"pytrajlib, work of all its threads: {n / work:,.0f} flights/s ({mean:,.0f} s each); ratio of work for a second of flight {work / n / mean / ours:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
