"""Which figures decide each deployment's least margin: the draws from which influences are worked out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reassure.answers.uncertainty import (
    Influence,
)
from reassure.scenario import Scenario
from reassure.scenario.forces import with_forces
from reassure.scenario.question import Question
from reassure.scenario.resolve import resolve
from reassure.typing import Array
from reassure.uncertainty.draws import Drawn, stream
from reassure.uncertainty.influences import shares_of_variance
from reassure.uncertainty.one_draw import (
    FEWEST_DRAWS,
    DrawSetting,
    drawn_question,
    least_margin,
)

__all__ = ["figures_used", "influences_on_margins"]


def figures_used(
    scenario: Scenario, question: Question, figures: tuple[Drawn, ...]
) -> list[tuple[int, ...]]:
    """For each deployment, the figures (indices into `figures`, rising) that its margins rest on: not those that only
    flyouts do, nor those of forces that it does not face.
    """
    # The sources of the scenario with this deployment alone, and with the forces that it faces, are just these figures.
    keys = [
        {s.key for s in resolve(with_forces(scenario, faced, [table])).sources}
        for table, battery in zip(scenario.deployment, question.batteries, strict=True)
        for faced in [[(k, scenario.force[k]) for k in battery.faces]]
    ]
    return [tuple(j for j, f in enumerate(figures) if f.key in mine) for mine in keys]


def influences_on_margins(
    ask: DrawSetting,
    users: list[tuple[int, ...]],
    seed: int,
    base: int,
    pool: ThreadPoolExecutor,
    tell: Callable[[int], None],
) -> list[tuple[tuple[Influence, ...], str]]:
    """Sobol indices of each deployment's least margin to its closest flights, and an empty text; or none, and why there
    are none.

    `users`: as of `figures_used`. `base`: rows of each of the two matrices; base (k + 2) answers are worked out for k
    figures. `tell` hears now and then how many of them are done. Raises ScenarioError where the scenario cannot be used
    with some values drawn.
    """
    d, k = len(users), len(ask.figures)
    if base < FEWEST_DRAWS // 3:
        why = f"too few draws ({base}); from {FEWEST_DRAWS // 3} on"
        return [((), why)] * d
    if not k:
        return [((), "no figure has an interval")] * d
    # Saltelli's matrices A and B (base, k): independent draws, each figure's two from streams of their own.
    a, b = (
        np.column_stack([f.at(stream(seed, f"{f.key}/{which}").random(base)) for f in ask.figures])
        for which in ("A", "B")
    )

    def row(task: tuple[int, int]) -> Array:
        n, column = task
        # column 0: row n of A; column j + 1: the same with figure j from B; column k + 1: row n of B
        values = b[n].copy() if column == k + 1 else a[n].copy()
        if 1 <= column <= k:
            values[column - 1] = b[n, column - 1]
        # a deployment that does not use figure j has the margin of column 0: it is not worked out again
        wanted = [column in {0, k + 1} or column - 1 in used for used in users]
        if not any(wanted):
            return np.full(d, np.nan)
        return _leasts(
            ask, dict(zip((f.key for f in ask.figures), values.tolist(), strict=True)), wanted
        )

    tasks = [(n, column) for n in range(base) for column in range(k + 2)]
    least = np.empty((base, k + 2, d))
    # map gives the rows back in order, whichever thread was first
    for i, (task, found) in enumerate(zip(tasks, pool.map(row, tasks), strict=True)):
        least[task] = found
        if i % 50 == 0:
            tell(i)
    return [
        shares_of_variance(least[:, :, i], used, ask.figures, seed) for i, used in enumerate(users)
    ]


def _leasts(ask: DrawSetting, given: Mapping[str, float], wanted: Sequence[bool]) -> Array:
    """Least margins of the wanted deployments to their closest flights (d,); NaN for the others."""
    question, live, rows, delays = drawn_question(ask, given, np.concatenate(ask.closest))
    out = np.full(len(wanted), np.nan)
    # the flights stand deployment by deployment, as they were put together above
    first = 0
    for i, battery in enumerate(question.batteries):
        span = slice(first, first + ask.closest[i].size)
        first = span.stop
        if wanted[i]:
            out[i] = least_margin(battery, live, rows, delays[i], span)
    return out
