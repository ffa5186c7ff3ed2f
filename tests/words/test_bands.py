"""Bands of heights, shares and counts as they are written, at the edges of what they can be."""

from __future__ import annotations

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.words.bands import Band, band_in_words, bands_in_words
from reassure.words.counts import counted
from reassure.words.rounding import (
    DOWN,
    NEAREST,
    UP,
    down,
    kept,
    nearest,
    rounded,
    signed,
    steps,
    steps_of,
    up,
)
from reassure.words.shares import percent, percent_down, percent_up

# -- bands ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("band", "words"),
    [
        ((0.0, math.inf), "at every height"),
        ((40.0, math.inf), "from 40 km up"),
        ((0.5, math.inf), "from 0.5 km up"),
        ((0.0, 150.0), "from 0 to 150 km"),
        ((40.0, 150.5), "from 40 to 150.5 km"),
    ],
)
def test_a_band_in_words(band: Band, words: str) -> None:
    """With both ends, one, or none."""
    assert band_in_words(band) == words


def test_one_band_for_all_is_one_line_without_names() -> None:
    """Whoever is not known is not counted."""
    low = (40.0, 150.0)
    line = ["An intercept counts from 40 to 150 km."]
    assert bands_in_words([("a", low)]) == line
    assert bands_in_words([("a", low), ("b", None), ("c", (40.0, 150.0))]) == line


def test_several_bands_are_a_line_each_with_those_that_have_it() -> None:
    """In the order in which they come up."""
    every, low = (0.0, math.inf), (40.0, 150.0)
    assert bands_in_words([("a", low), ("b", every), ("c", low)]) == [
        "An intercept counts from 40 to 150 km: a, c.",
        "An intercept counts at every height: b.",
    ]


@pytest.mark.parametrize("named", [[], [("a", None)]])
def test_of_no_band_nothing_is_said(named: list[tuple[str, Band | None]]) -> None:
    """Nobody, or nobody of whom it is known."""
    assert bands_in_words(named) == []


# -- counts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "noun", "many", "words"),
    [
        (0, "flight", "", "0 flights"),
        (1, "flight", "", "1 flight"),
        (-1, "flight", "", "-1 flights"),
        (21, "vertex", "vertices", "21 vertices"),
        (1, "vertex", "vertices", "1 vertex"),
    ],
)
def test_a_count_in_words(count: int, noun: str, many: str, words: str) -> None:
    """Only one is one."""
    assert counted(count, noun, many) == words


# -- rounding -------------------------------------------------------------------------------------

NUMBERS = st.floats(-1e6, 1e6, allow_nan=False)
DIGITS = st.integers(0, 6)


@given(value=NUMBERS, digits=DIGITS)
@settings(max_examples=50, deadline=None)
def test_down_is_below_and_up_is_above_and_the_nearest_is_one_of_them(
    value: float, digits: int
) -> None:
    """A step apart at most, each as near as its way allows; whatever the number."""
    low, near, high = (steps(value, digits, way) for way in (DOWN, NEAREST, UP))
    assert near in (low, high)
    assert 0 <= high - low <= 1
    exact = Decimal(value).scaleb(digits)
    slack = Decimal("0.51").scaleb(digits - 6)  # a number counts to six digits
    assert low - slack <= exact <= high + slack or 0 < value < 1e-6
    assert abs(near - exact) <= Decimal("0.5") + slack or 0 < value < 1e-6


@given(value=NUMBERS, digits=DIGITS, way=st.sampled_from([DOWN, NEAREST, UP]))
@settings(max_examples=50, deadline=None)
def test_what_was_rounded_stays_as_it_is(value: float, digits: int, way: int) -> None:
    """By each way, as a number and as text; and arrays round as numbers do."""
    once = rounded(value, digits, way)
    for again in (DOWN, NEAREST, UP):
        assert rounded(once, digits, again) == once
    assert nearest(once, digits) == down(once, digits) == up(once, digits)
    assert float(nearest(once, digits)) == once
    assert steps_of(np.array([value]), digits, way).tolist() == [steps(value, digits, way)]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_not_kept(value: float) -> None:
    """None in a file; and it has no steps."""
    assert kept(value, 3) is None
    assert kept(np.float64(value), 3) is None
    with pytest.raises((ValueError, OverflowError)):
        steps(value, 3)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, ("0.00", "0.00", "0.00", "0.00")),
        (-0.0, ("0.00", "0.00", "0.00", "0.00")),
        (1e-9, ("0.00", "0.00", "0.01", "+0.00")),
        (-1e-9, ("0.00", "0.00", "0.00", "0.00")),
        (-1e-6, ("-0.01", "0.00", "0.00", "-0.01")),
        (0.005, ("0.00", "0.01", "0.01", "+0.00")),
        (-0.005, ("-0.01", "0.00", "0.00", "-0.01")),
        (9.995, ("9.99", "10.00", "10.00", "+9.99")),
        (-12.345, ("-12.35", "-12.34", "-12.34", "-12.35")),
        (4.5, ("4.50", "4.50", "4.50", "+4.50")),
    ],
)
def test_numbers_as_text(value: float, words: tuple[str, str, str, str]) -> None:
    """Down, nearest, up, and as a margin: halves go up, zero has no sign, carries are carried."""
    assert (down(value), nearest(value, 2), up(value, 2), signed(value)) == words


# -- shares ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.001, ("0.1 %", "0.1 %", "0.1 %")),
        (0.000999, ("< 0.1 %", "0.1 %", "< 0.1 %")),
        (0.00049, ("< 0.1 %", "< 0.1 %", "< 0.1 %")),
        (0.0005, ("< 0.1 %", "0.1 %", "< 0.1 %")),
        (1e-12, ("< 0.1 %", "< 0.1 %", "< 0.1 %")),
        (0.999, ("99.9 %", "99.9 %", "99.9 %")),
        (0.999001, ("> 99.9 %", "99.9 %", "> 99.9 %")),
        (0.9995, ("> 99.9 %", "> 99.9 %", "> 99.9 %")),
        (0.99949, ("> 99.9 %", "99.9 %", "> 99.9 %")),
        (1.0 - 1e-12, ("> 99.9 %", "> 99.9 %", "> 99.9 %")),
        (0.5, ("50.0 %", "50.0 %", "50.0 %")),
        (0.1234, ("12.3 %", "12.3 %", "12.4 %")),
    ],
)
def test_a_share_at_the_edge_of_none_and_all(share: float, said: tuple[str, str, str]) -> None:
    """Down, nearest, up: none and all are said of nothing else."""
    assert (percent_down(share), percent(share), percent_up(share)) == said
