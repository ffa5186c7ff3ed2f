"""How many random cases a test tries: all of them with `-m long`, fewer in the run that every change has to pass."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import pytest

__all__ = ["WHOLE", "amount", "fewer", "mostly_long"]

WHOLE = os.environ.get("REASSURE_TESTS") == "whole"
"""Set by the tests' conftest where tests marked `long` are asked for."""

fewer = pytest.mark.fewer
"""For a test that asks `amount`: with `-m long` it runs too, with all its cases."""


def amount(whole: int, short: int) -> int:
    """As many cases as the run asks for."""
    return whole if WHOLE else short


def mostly_long(values: Sequence[Any], *kept: Any) -> list[Any]:
    """Values for `parametrize`, of which all but some are tried with `-m long` alone. A tuple stands for several arguments."""
    assert all(one in values for one in kept)
    rest = [v for v in values if v not in kept]
    long = [
        pytest.param(*(v if isinstance(v, tuple) else (v,)), marks=pytest.mark.long) for v in rest
    ]
    return [*kept, *long]
