"""Draws of the uncertain figures: how often a deployment reaches the flights, and which figure decides it.

Every draw takes a value for each figure that has an interval or a distribution, and some flights at
random; an answer is an average over both. A second, ordered set of draws (Saltelli's scheme) gives the
parts of the variance that go back to each figure (`decisive`, `influences`).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from reassure.answers.assessment import Pairs
from reassure.answers.uncertainty import (
    DeploymentUncertainty,
    Influence,
    Uncertainty,
)
from reassure.engagement.faced import forces_of
from reassure.engagement.flights import Family
from reassure.machine.cores import cores
from reassure.scenario import Scenario
from reassure.scenario.question import Battery, Question
from reassure.typing import Progress
from reassure.uncertainty.confidence import CONFIDENCE, percentiles, share_of
from reassure.uncertainty.decisive import figures_used, influences_on_margins
from reassure.uncertainty.draws import drawn_figures
from reassure.uncertainty.one_draw import (
    FEWEST_DRAWS,
    FLIGHTS_PER_DRAW,
    DrawnAnswer,
    DrawSetting,
    ShareDraws,
    sites_flown,
)

__all__ = ["CLOSEST", "uncertainty"]

CLOSEST = 20
"""How many flights of least margin, by the figures as they stand, are looked at in every draw."""

BASE_DRAWS = 256
"""Rows of Saltelli's matrices at most: for k figures 256 (k + 2) answers are worked out."""


_BATCH = 32  # draws between two looks at the intervals: a constant, so that cores do not decide where it stops


@dataclass(frozen=True)
class Draws:
    """How to draw: at most `samples` times from the master `seed`, until every share is known to `tolerance` on the
    longer side of its interval; with or without flyouts (`estimate`).
    """

    samples: int
    seed: int
    tolerance: float
    estimate: bool


def uncertainty(
    scenario: Scenario,
    question: Question,
    family: Family,
    pairs: Pairs,
    draws: Draws,
    progress: Progress,
) -> Uncertainty:
    """What draws of the uncertain figures come to; a pair is within reach where `assess` would say so.

    `family` and `pairs`: the answer by the figures as they stand. The same seed gives the same result on any number of
    cores. Raises ScenarioError where the scenario cannot be used with some values drawn.
    """
    samples = draws.samples
    with ThreadPoolExecutor(cores()) as pool:
        ask = _asked(scenario, question, family, pairs, draws.estimate, pool)
        shares = ShareDraws(ask, draws.seed, samples)
        base = min(BASE_DRAWS, samples)
        # the work in all, if nothing stops early
        total = samples + base * (2 + len(ask.figures))
        progress(0, total)
        answers: list[DrawnAnswer] = []
        while len(answers) < samples:
            batch = range(len(answers), min(len(answers) + _BATCH, samples))
            answers += pool.map(shares.draw, batch)
            progress(len(answers), total)
            # never before FEWEST_DRAWS: intervals of a few draws are narrow by chance
            if len(answers) >= FEWEST_DRAWS and _narrow(answers, question, ask, draws.tolerance):
                break
        users = figures_used(scenario, question, ask.figures)
        influences = influences_on_margins(
            ask, users, draws.seed, base, pool, lambda done: progress(samples + done, total)
        )
        progress(total, total)
    each = shares.each
    return Uncertainty(
        draws=len(answers),
        most_draws=samples,
        seed=draws.seed,
        confidence=CONFIDENCE,
        tolerance=draws.tolerance,
        flights_per_draw=each,
        flights=ask.flights,
        closest=min(CLOSEST, len(family.rows)),
        base_draws=base,
        figures=ask.figures,
        deployments=tuple(
            _deployment(
                i, battery, answers, min(each, ask.pools[battery.faces].size), ask, influences[i]
            )
            for i, battery in enumerate(question.batteries)
        ),
    )


def _asked(
    scenario: Scenario,
    question: Question,
    family: Family,
    pairs: Pairs,
    estimate: bool,
    pool: ThreadPoolExecutor,
) -> DrawSetting:
    """What all draws have in common."""
    flights = sum(force.flights for force in question.forces)
    # By number among all that are asked for, which stays the same where flights cease to exist; NaN is no arc, so last.
    closest = tuple(
        family.number[mine][
            np.argsort(np.where(np.isnan(m), np.inf, m)[mine], kind="stable")[:CLOSEST]
        ]
        for m, mine in zip(pairs.margin_km_s, pairs.faced, strict=True)
    )
    # flights that cannot exist by these figures are in the pools: by other figures they may
    of = forces_of(question.forces, np.arange(flights))
    pools = {b.faces: np.flatnonzero(np.isin(of, b.faces)) for b in question.batteries}
    stands = sites_flown(question, estimate, pool)
    figures = drawn_figures(question.sources)
    return DrawSetting(scenario, estimate, figures, flights, pools, closest, stands)


def _deployment(
    i: int,
    battery: Battery,
    answers: Sequence[DrawnAnswer],
    each: int,
    ask: DrawSetting,
    influences: tuple[tuple[Influence, ...], str],
) -> DeploymentUncertainty:
    within = np.array([a.within[i] for a in answers])
    least = np.array([a.least[i] for a in answers])
    flown = np.array([a.estimate[i] for a in answers])
    return DeploymentUncertainty(
        id=battery.id,
        within_reach=share_of(within, each),
        reaches_some=share_of((least <= 0.0).astype(float), 1),
        least_margin_km_s=percentiles(least),
        estimate_within_reach=share_of(flown, each)
        if ask.estimate and ask.stands[i] is not None
        else None,
        influences=influences[0],
        no_influences=influences[1],
    )


def _narrow(
    answers: Sequence[DrawnAnswer], question: Question, ask: DrawSetting, tolerance: float
) -> bool:
    """Is every share, of every deployment, known to `tolerance`?"""
    each = [min(FLIGHTS_PER_DRAW, ask.pools[b.faces].size) for b in question.batteries]
    parts = [np.array([a.within for a in answers])]  # (draws, d)
    if ask.estimate:
        parts.append(np.array([a.estimate for a in answers]))
    widths = [
        share_of(column, n).half_width
        for part in parts
        for column, n in zip(part.T, each, strict=True)
    ]
    return max(widths) <= tolerance
