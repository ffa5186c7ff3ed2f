"""The leaves of a proof's tree as boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reassure.guarantee.tree import COORDINATE_LETTERS
from reassure.typing import Array

__all__ = ["leaves_of"]

_TOKEN = re.compile(r"[AF][-0-9,]+;|.")


def leaves_of(text: str, root: tuple[Array, Array]) -> Iterator[tuple[str, Array, Array]]:
    """The leaves of one tree, in its order: letter, lower and upper ends (14,) of the box, before places are cut to those
    listed. `root`: the box that the tree tiles.
    """
    waiting = [root]
    for token in _TOKEN.findall(text):
        kind = token[0]
        if kind == "F":
            continue
        lo, hi = waiting.pop()
        k = COORDINATE_LETTERS.find(kind)
        if k < 0:
            yield kind, lo, hi
            continue
        middle = 0.5 * (lo[k] + hi[k])
        upper_lo, lower_hi = lo.copy(), hi.copy()
        upper_lo[k], lower_hi[k] = middle, middle
        waiting += [(upper_lo, hi), (lo, lower_hi)]
