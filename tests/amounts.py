"""How many random cases a test tries: all of them with `-m long`, fewer in the run that every change has to pass."""

from __future__ import annotations

import os

import pytest

__all__ = ["WHOLE", "amount", "fewer"]

WHOLE = os.environ.get("REASSURE_TESTS") == "whole"
"""Set by the tests' conftest where tests marked `long` are asked for."""

fewer = pytest.mark.fewer
"""For a test that asks `amount`: with `-m long` it runs too, with all its cases."""


def amount(whole: int, short: int) -> int:
    """As many cases as the run asks for."""
    return whole if WHOLE else short
