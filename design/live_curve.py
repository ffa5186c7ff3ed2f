"""How few flights and how coarse delays may stand for a curve that follows the hand?

    python design/live_curve.py

Every deployment of some presets against each of three bases. The truth is the curve over all flights of
that base at delays 10 s apart; a coarse curve is read between its delays along straight lines, as a chart
draws it. Printed for each detail: the time of a curve, how far it is from the truth in the middle and at
worst over delays up to 600 s, and the same at its own delays, where only flights left out count.
"""

from __future__ import annotations

import time
from itertools import chain

import numpy as np

from reassure.answers.assessment import Pairs
from reassure.engagement.curve import FULL, LIVE, Detail, curves
from reassure.engagement.flights import Family, family_of
from reassure.engagement.ideal import pairs_of
from reassure.engagement.launch_times import launch_times
from reassure.scenario import load
from reassure.scenario.question import Question
from reassure.scenario.resolve import resolve

PRESETS = ("europe-2012", "poland-2007-postol", "criteria-2011")
BASES = ("kozelsk", "dombarovsky", "teykovo")
TRUTH = Detail(100_000, 0, 10.0)
TRIED = (
    Detail(40, 1, 20.0), Detail(40, 40, 20.0), FULL, Detail(8, 24, 20.0), Detail(8, 1, 40.0), LIVE, Detail(1, 12, 40.0),
)  # fmt: skip


def main() -> None:
    """A line for each detail."""
    asked = [_asked(name, base) for name in PRESETS for base in BASES]
    truths = [_columns(case, TRUTH) for case in asked]
    print(f"{sum(len(t) for t in truths)} curves")
    for detail in TRIED:
        begin = time.perf_counter()
        found = [_columns(case, detail) for case in asked]
        taken = time.perf_counter() - begin
        off, own = [], []
        for curve, truth in zip(chain(*found), chain(*truths), strict=True):
            fine = truth[0][truth[0] <= 600.0]
            off.append(np.interp(fine, *curve) - truth[1][: fine.size])
            here = curve[0][curve[0] <= 600.0]
            own.append(curve[1][: here.size] - np.interp(here, *truth))
        away, mine = np.abs(np.concatenate(off)), np.concatenate(own)
        away, mine = away[np.isfinite(away)], mine[np.isfinite(mine)]
        print(
            f"{detail.closest:3d} closest, {detail.apart:2d} apart, every {detail.step_s:2.0f} s: {1e3 * taken / len(off):6.1f} ms each; off by "
            f"{np.median(away):.4f} km/s in the middle, {np.quantile(away, 0.99):.3f} in 99 %, {away.max():.3f} at most; "
            f"for want of flights {np.quantile(mine, 0.99):.3f} in 99 %, {mine.max():.3f} at most"
        )


def _asked(name: str, base: str) -> tuple[Question, Family, Pairs]:
    scenario = load(name)
    force = scenario.force[0].model_copy(update={"bases": [base]})
    question = resolve(scenario.model_copy(update={"force": [force]}))
    family = family_of(question.forces)
    delays = launch_times(question, family.rows, family.bases).delay_s
    return question, family, pairs_of(question, family, delays, lambda done, total: None)


def _columns(
    case: tuple[Question, Family, Pairs], detail: Detail
) -> list[tuple[np.ndarray, np.ndarray]]:
    return [
        (np.array(c.delay_s), np.array(c.required_speed_km_s, float)) for c in curves(*case, detail)
    ]


if __name__ == "__main__":
    main()
