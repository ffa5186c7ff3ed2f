"""The last of some values that holds, found with a first guess or without."""

from __future__ import annotations

import pytest

from reassure.claim.certificate import Key
from reassure.proof.limit import last_that_holds


@pytest.mark.parametrize("count", [1, 2, 7])
def test_the_last_that_holds_is_found_whatever_is_guessed(count: int) -> None:
    """Each value is tried once at most; a guess that is right takes two trials, or one at the end."""
    values = [10.0 * k for k in range(count)]
    for holding in range(count + 1):
        for first in (None, *range(count)):
            tried: list[float] = []

            def holds(value: float, tried: list[float] = tried, n: int = holding) -> dict[Key, str] | None:  # fmt: skip
                tried.append(value)
                return {(0, 0): str(value)} if value < 10.0 * n else None

            found, best = last_that_holds(values, holds, first)
            assert found == (values[holding - 1] if holding else None)
            assert best == ({(0, 0): str(found)} if holding else {})
            assert len(tried) == len(set(tried))
            if first is not None and first == holding - 1:
                assert len(tried) == (1 if holding == count else 2)
