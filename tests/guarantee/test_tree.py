"""A tree's text gives its tokens back."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.guarantee.tree import pattern_of, tree_text

TOKENS = [
    [17],
    [14],
    [0, 14, 15],
    [10, 2, 16, 17, 13, 14, 18],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, *[14, 15, 16, 17, 18] * 3],
]


@pytest.mark.parametrize("tokens", TOKENS)
@pytest.mark.parametrize("boost", [False, True])
def test_the_pattern_of_a_text_is_its_tokens(tokens: list[int], boost: bool) -> None:
    """Whatever stands with references and arcs, signs and digits that are letters of cuts too."""
    rng = np.random.default_rng(7)
    arcs, references = rng.uniform(-9e3, 9e3, (2, len(tokens), 3))
    text = tree_text(np.array(tokens, np.int8), arcs, references, boost)
    found = pattern_of(text)
    assert found.dtype == np.int8
    assert found.flags.writeable
    assert found.tolist() == tokens


@pytest.mark.parametrize(
    "text", ["", "0L", "LL", "0LLL", "L0LL", "0F1,2,3;L", "0Lx", "0L\u00df", "e", "0LL0"]
)
def test_what_is_no_whole_tree_is_no_pattern(text: str) -> None:
    """Cut short, too long, two trees, letters of no token: a search would read past its end."""
    assert pattern_of(text).size == 0
