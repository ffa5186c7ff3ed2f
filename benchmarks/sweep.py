"""Sweeps: what the engine adds to the work, and what sharing between points saves.

    python benchmarks/sweep.py [points]

One scenario (one base, one aim point, one deployment), swept over burnout time, speed and delay; every way
in the same run, and the answers beside each other:

* point by point: each point resolved, its flights flown and its arcs found alone, as `assess` does, in one process
* in blocks, no engine: the same work as the workers', in a loop in one process
* the engine: one worker, and as many as there are cores; their seconds are from the first task out to the
  last block on the disk, beside the whole command's with starting and ending the workers
* nothing to do: blocks that cost nothing, so that only the engine is left
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from reassure.engagement.flights import family_of
from reassure.engagement.ideal import pairs_of
from reassure.engagement.launch_times import launch_times
from reassure.machine.cores import cores
from reassure.scenario.change import with_figures
from reassure.scenario.resolve import resolve
from reassure.sweep import Job, Pace, run
from reassure.sweep.points import solve
from reassure.sweep.study_run import job_in

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.sweep.kills import study
from tests.sweep.works import job as nothing

SAID = "{:34s} {:8.2f} s  {:7.3f} ms a point  {}"


def alone(job: Job) -> tuple[float, np.ndarray]:
    """Every point by itself: seconds, and least margins."""
    scenario, keys, _ = job.common
    names = [name for dimension in keys for name in dimension]
    columns = [c.values for c in job.coordinates[: len(names)]]
    out = np.full([len(c) for c in columns], np.nan)
    begun = time.perf_counter()
    for at in np.ndindex(out.shape):
        given = {n: float(c[i]) for n, c, i in zip(names, columns, at, strict=True)}
        question = resolve(with_figures(scenario, given))
        family = family_of(question.forces)
        delays = launch_times(question, family.rows, family.bases).delay_s
        pairs = pairs_of(question, family, delays, lambda done, total: None)
        out[at] = np.nanmin(pairs.margin_km_s[0])
    return time.perf_counter() - begun, out


def in_blocks(job: Job) -> float:
    """The workers' work in a loop: seconds."""
    begun = time.perf_counter()
    for task in job.tasks:
        solve(*job.common, *task.arguments)
    return time.perf_counter() - begun


def with_engine(job: Job, store: Path, workers: int) -> tuple[Pace, float]:
    """The last word on progress, and seconds of the whole."""
    seen: list[Pace] = []
    begun = time.perf_counter()
    run(job, store, workers=workers, progress=seen.append)
    return seen[-1], time.perf_counter() - begun


def main() -> None:
    """All ways, and the greatest difference between their answers."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    side = max(2, round((wanted / 20) ** 0.5))
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        job = job_in(study(here, boosts=20, speeds=side, delays=round(wanted / 20 / side)))
        n = job.points
        print(f"{n} points in {len(job.tasks)} chunks, {cores()} cores")
        solve(*job.common, *job.tasks[0].arguments)  # kernels loaded, catalogue read
        bare = in_blocks(job)
        print(SAID.format("in blocks, no engine, one process", bare, bare / n * 1e3, ""))
        for workers in dict.fromkeys([1, cores()]):
            store = here / f"{workers}.zarr"
            pace, whole = with_engine(job, store, workers)
            more = (pace.seconds - bare / workers) / n * 1e3
            said = f"{more:+.3f} ms a point over the bare work; whole command {whole:.1f} s"
            print(
                SAID.format(
                    f"engine, {workers} worker(s)", pace.seconds, pace.seconds / n * 1e3, said
                )
            )
        seconds, truth = alone(job)
        import xarray as xr

        found = xr.open_zarr(store)["least_margin_km_s"].values[..., 0]
        worst = f"differs from the store by {np.nanmax(np.abs(found - truth)):.1e} km/s at most"
        print(SAID.format("point by point, one process", seconds, seconds / n * 1e3, worst))
        empty = nothing(size=n, step=100)
        pace, whole = with_engine(empty, here / "empty.zarr", cores())
        said = (
            f"{pace.seconds / len(empty.tasks) * 1e3:.1f} ms a chunk; whole command {whole:.1f} s"
        )
        print(
            SAID.format("nothing to do, by the engine", pace.seconds, pace.seconds / n * 1e3, said)
        )


if __name__ == "__main__":
    main()
