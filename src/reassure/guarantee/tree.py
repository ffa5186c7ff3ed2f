"""The search's tokens as the text of a certificate's tree (docs/certificate.md, section 2)."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from reassure.typing import Array

__all__ = ["COORDINATE_LETTERS", "pattern_of", "tree_text"]

# The letters of tokens, which are numbered as in guarantee.search: cuts by coordinate, then leaves.
COORDINATE_LETTERS = "0123456789abcd"
"""Of the cuts, in the order of `guarantee.box.COORDINATES`."""
_LEAVES = {14: "L", 15: "E", 16: "A", 17: "G", 18: "B"}
# A leaf G speaks of times alone, so it needs no reference velocity above it.
_NEEDS_NONE = (17,)
_CODES = bytes.maketrans(
    (COORDINATE_LETTERS + "".join(_LEAVES.values())).encode(), bytes((*range(14), *_LEAVES))
)
# A reference, and what follows the letter of an arc's leaf.
_VELOCITIES = re.compile("F[^;]*;|(?<=A)[^;]*;")


def pattern_of(text: str) -> Any:
    """The tokens of a tree's text in its order (n,), int8: what `guarantee.search.prove` takes as its pattern.

    Empty where the text is not one whole tree: a search that follows a pattern does not look whether it is one.
    """
    letters = _VELOCITIES.sub("", text).encode("ascii", "replace")
    tokens = np.frombuffer(letters.translate(_CODES), np.int8).copy()
    # boxes still to come after each token: a cut brings one more, a leaf takes one
    left = 1 + np.cumsum(np.where(tokens < 14, 1, -1))
    whole = tokens.size > 0 and tokens.max() <= max(_LEAVES) and left[-1] == 0
    return tokens if whole and (left[:-1] > 0).all() else np.empty(0, np.int8)


def _mm(v: Array) -> str:
    return ",".join(str(round(1000.0 * x)) for x in v.tolist()) + ";"


def tree_text(tokens: Any, arcs: Array, references: Array, boost: bool) -> str:
    """A tree as text: tokens in pre-order (n,) with the arcs' and the references' velocities (n, 3), m/s.

    A reference stands as high up as no cut of the flights' coordinates comes below it, if some leaf there needs one.
    `boost`: of the second tree, which has none.
    """
    codes = tokens.tolist()
    n = len(codes)
    # from the end back: does the subtree at i split flights, and does it need a reference?
    splits, needs = np.zeros(n, bool), np.zeros(n, bool)
    waiting: list[tuple[bool, bool]] = []
    for i in range(n - 1, -1, -1):
        code = codes[i]
        if code < 14:
            # in pre-order read backwards, both subtrees of a cut have just been seen
            first, second = waiting.pop(), waiting.pop()
            # coordinates 2 to 9 are the flights'
            splits[i] = first[0] or second[0] or 2 <= code < 10
            needs[i] = first[1] or second[1]
        else:
            needs[i] = code not in _NEEDS_NONE
        waiting.append((bool(splits[i]), bool(needs[i])))
    out: list[str] = []
    served = [False]  # of each box still to come: has a reference been given above it?
    for i, code in enumerate(codes):
        have = served.pop()
        if not (have or boost or splits[i]) and needs[i]:
            out.append("F" + _mm(references[i]))
            have = True
        if code < 14:
            out.append(COORDINATE_LETTERS[code])
            served += [have, have]
        else:
            out.append(_LEAVES[code] + (_mm(arcs[i]) if code == 16 else ""))
    return "".join(out)
