"""Which figure decides a margin: the parts of its variance that go back to each (Sobol indices, by SALib)."""

from __future__ import annotations

import numpy as np

from reassure.answers.uncertainty import Influence
from reassure.typing import Array
from reassure.uncertainty.confidence import CONFIDENCE
from reassure.uncertainty.draws import Drawn

__all__ = ["FEW", "NEARLY_ALL", "rests_on_few", "shares_of_variance"]

FEW, NEARLY_ALL = 20, 0.9
"""Fewer than FEW draws that make NEARLY_ALL of a variance are too few to divide it among figures. Another seed
would divide it otherwise, and the half widths would not say so.
"""


def rests_on_few(values: Array) -> bool:
    """Do fewer than FEW of the values, of any shape, make nearly all of their variance?"""
    # about the median, which a few far values do not move as they move the mean
    squares = np.sort((values.ravel() - np.median(values)) ** 2)[::-1]
    return bool(squares[: FEW - 1].sum() >= NEARLY_ALL * squares.sum())


def shares_of_variance(
    least: Array, used: tuple[int, ...], figures: tuple[Drawn, ...], seed: int
) -> tuple[tuple[Influence, ...], str]:
    """Sobol indices of the figures `used` (indices into `figures`), greatest total first, and an empty text; or none, and
    why.

    `least` (base, k + 2): least margins, km/s, of the rows of Saltelli's scheme. Column 0 is matrix A, column j + 1 is A
    with figure j taken from B, and the last column is B. `seed`: of the resampling behind the half widths.
    """
    if not used:
        return (), "no figure that its margins rest on has an interval"
    # A figure that is not used changes nothing: without its column the scheme is one of fewer figures.
    columns = [0, *(j + 1 for j in used), least.shape[1] - 1]
    values = least[:, columns]
    # one infinite margin, and there is no variance
    if not np.isfinite(values).all():
        return (), "in some draws no arc meets any of its closest flights"
    if np.ptp(values) == 0.0:
        return (), "the margin is the same in every draw"
    # A and B are independent draws; the columns between repeat their rows but for one figure
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
    # First order by eq. (b), total by eq. (f) of table 2 in Saltelli et al., Computer Physics Communications 181,
    # 2010, p. 259. SALib reads the rows one after the other, k + 2 each; half widths are from 100 resamplings.
    found = sobol.analyze(
        problem, values.ravel(), calc_second_order=False, conf_level=CONFIDENCE, seed=seed
    )
    rows = [
        Influence(figures[j].key, *(float(found[n][i]) for n in ("S1", "S1_conf", "ST", "ST_conf")))
        for i, j in enumerate(used)
    ]
    return tuple(sorted(rows, key=lambda r: -r.total)), ""
