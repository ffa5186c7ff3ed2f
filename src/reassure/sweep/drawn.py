"""A study's draws: rows in which every uncertain figure of its scenario has a value from its interval."""

from __future__ import annotations

import numpy as np

from reassure.errors import StudyError
from reassure.scenario import Scenario
from reassure.scenario.resolve import resolve
from reassure.sweep.figures import movable
from reassure.sweep.study import Rows, Study
from reassure.uncertainty.draws import drawn_figures, stream

__all__ = ["with_draws"]


def with_draws(study: Study, scenario: Scenario) -> Study:
    """The study with its draws as the last of its lists. Figures that it moves otherwise are not drawn, nor sizes of regions.

    A figure's values depend on the seed and its key alone. Raises StudyError where nothing is uncertain.
    """
    asked = study.draws
    if asked is None:
        return study
    moved = {key for d in study.dimensions for key in d.names()}
    free = movable(scenario).keys() - moved
    figures = [f for f in drawn_figures(resolve(scenario).sources) if f.key in free]
    if not figures:
        raise StudyError(
            "no figure has an interval; allowed: a scenario with one, as { value = 90, low = 60, high = 240 }"
        )
    columns = [f.at(stream(asked.seed, f.key).random(asked.count)) for f in figures]
    rows = Rows.model_validate({
        "name": asked.name, "keys": [f.key for f in figures], "rows": np.column_stack(columns).tolist(),
    })  # fmt: skip
    return study.model_copy(update={"rows": [*study.rows, rows]})
