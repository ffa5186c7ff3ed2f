"""Sample points of an area, put in order for a search: a few far apart first, and who is next to
whom.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from reassure.typing import Array, IntArray

__all__ = ["COVER_KM", "NEIGHBOURS", "groups", "lattice"]

COVER_KM = 350.0
"""An area's sites are first tried at points that leave none farther than this from one of them; the
search then climbs from the best along the fine sample (design/area_spacing.py)."""

NEIGHBOURS = 10
"""Of each site, the nearest that a climb may go to."""


def lattice(position: Array, cover: float) -> tuple[IntArray, int, IntArray]:
    """An order of n points, how many of its first points lie within `cover` of all, and neighbours.

    `position` (n, 3) and `cover` in the same unit. The leading points are picked one by one, each
    the farthest from those before it. Neighbours (n, k), in the new order: the nearest NEIGHBOURS
    points of each; k is 0 for a single point and -1 pads a short row.
    """
    n = len(position)
    leading = _leading(position, cover)
    rest = np.setdiff1d(np.arange(n), leading)
    order = np.concatenate([np.array(leading, np.int64), rest.astype(np.int64)])
    if n == 1:
        return order, 1, np.empty((1, 0), np.int64)
    count = min(NEIGHBOURS + 1, n)
    _, near = cKDTree(position[order]).query(position[order], k=count)
    # One row for each point, even where there are fewer points than neighbours.
    neighbours = np.full((n, NEIGHBOURS), -1, np.int64)
    # a point is its own nearest, unless another stands on the very same spot
    for i, row in enumerate(np.asarray(near)):
        others = [j for j in row.tolist() if j != i][:NEIGHBOURS]
        neighbours[i, : len(others)] = others
    return order, len(leading), neighbours


def groups(position: Array, cover: float) -> tuple[IntArray, IntArray, Array]:
    """An order of n points (n, 3) in which they stand group by group, where each group begins (g +
    1,), and how far its points lie from its first at most (g,): `cover` or less, in the same unit.
    """
    leading = _leading(position, cover)
    near = cKDTree(position[leading]).query(position)
    gap, mine = np.asarray(near[0]), np.asarray(near[1])
    # each leading point the first of its group
    order = np.lexsort((gap, mine)).astype(np.int64)
    # Where each group's number first stands in the sorted order; the last entry is n.
    starts = np.searchsorted(mine[order], np.arange(len(leading) + 1)).astype(np.int64)
    # Greatest over each group: reduceat takes the runs from one start to the next.
    radii = np.maximum.reduceat(gap[order], starts[:-1])
    return order, starts, radii


def _leading(position: Array, cover: float) -> list[int]:
    """Points picked one by one, each the farthest from those before it, until all lie within the
    cover.
    """
    leading = [0]
    gap = np.linalg.norm(position - position[0], axis=1)
    while gap.max() > cover:
        leading.append(int(np.argmax(gap)))
        gap = np.minimum(gap, np.linalg.norm(position - position[leading[-1]], axis=1))
    return leading
