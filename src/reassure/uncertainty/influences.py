"""Which figure decides a margin: the parts of its variance that go back to each (Sobol indices, by SALib)."""

from __future__ import annotations

import numpy as np

from reassure.answers.uncertainty import Influence
from reassure.typing import Array
from reassure.uncertainty.confidence import CONFIDENCE
from reassure.uncertainty.draws import Drawn

__all__ = ["FEW", "NEARLY_ALL", "rests_on_few", "shares_of_variance"]

FEW, NEARLY_ALL = 20, 0.9


def rests_on_few(values: Array) -> bool:
    """Do fewer than FEW draws make nearly all of the variance? Then other draws would divide it otherwise."""
    squares = np.sort((values.ravel() - np.median(values)) ** 2)[::-1]
    return bool(squares[: FEW - 1].sum() >= NEARLY_ALL * squares.sum())


def shares_of_variance(
    least: Array, used: tuple[int, ...], figures: tuple[Drawn, ...], seed: int
) -> tuple[tuple[Influence, ...], str]:
    """Sobol indices from least margins (base, k + 2), A, A with a column of B for each of k figures, B: of those that
    are `used`; or none, and why.
    """
    if not used:
        return (), "no figure that its margins rest on has an interval"
    columns = [0, *(j + 1 for j in used), least.shape[1] - 1]
    values = least[:, columns]
    if not np.isfinite(values).all():
        return (), "in some draws no arc meets any of its closest flights"
    if np.ptp(values) == 0.0:
        return (), "the margin is the same in every draw"
    if rests_on_few(values[:, [0, -1]]):
        return (
            (),
            f"fewer than {FEW} of the draws make nearly all of the variance: too few to divide it",
        )
    from SALib.analyze import sobol

    problem = {
        "num_vars": len(used),
        "names": [figures[j].key for j in used],
        "bounds": [[figures[j].low, figures[j].high] for j in used],
    }
    found = sobol.analyze(
        problem, values.ravel(), calc_second_order=False, conf_level=CONFIDENCE, seed=seed
    )
    rows = [
        Influence(figures[j].key, *(float(found[n][i]) for n in ("S1", "S1_conf", "ST", "ST_conf")))
        for i, j in enumerate(used)
    ]
    return tuple(sorted(rows, key=lambda r: -r.total)), ""
