"""One way of rounding: never safer than the number, and the same however often it is done."""

from __future__ import annotations

import random
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from reassure.words.rounding import (
    DOWN,
    NEAREST,
    UP,
    apart,
    digits_before,
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

WAYS = {DOWN: ROUND_FLOOR, UP: ROUND_CEILING}


def numbers() -> list[float]:
    """Thousands of numbers of six digits, halves and ends among them."""
    draw = random.Random(1)
    out = [draw.randint(-9_000_000, 9_000_000) / 1e6 for _ in range(3000)]
    out += [k / 1000 for k in range(-1500, 1500)] + [k / 200 for k in range(-800, 800)]
    return out


def test_it_is_rounding_of_the_decimal_number() -> None:
    """By decimal arithmetic: down to the floor, up to the ceiling; the nearest with halves up."""
    for value in numbers():
        exact = Decimal(f"{value:.6f}")
        for digits in (0, 1, 2, 4):
            unit = Decimal(1).scaleb(-digits)
            for way, mode in WAYS.items():
                assert steps(value, digits, way) == exact.quantize(unit, mode) / unit
            shifted = (exact + 1000).quantize(
                unit, ROUND_HALF_UP
            ) - 1000  # up for all, not away from zero
            assert steps(value, digits, NEAREST) == shifted / unit


def test_rounding_twice_is_rounding_once() -> None:
    """What is rounded from a rounded number in a file or page is what is rounded from the number itself."""
    for value in numbers():
        for fine in (6, 4, 3):
            assert down(rounded(value, fine, DOWN), 2) == down(value, 2)
            assert up(rounded(value, fine, UP), 0) == up(value, 0)
            assert signed(rounded(value, 6)) == signed(value)


def test_margin_required_and_available_agree() -> None:
    """Required less available is the margin, as they are written, whatever the required speed is."""
    for value in numbers():
        for available in (4.5, 5.5, 3.0, 6.3, 4.75):
            margin = kept(value - available, 6)
            assert margin is not None
            assert Decimal(signed(margin)) == Decimal(down(value)) - Decimal(str(available))


def test_what_is_out_of_reach_stays_so() -> None:
    """A margin above zero keeps its plus, one below its minus, however small; and files keep the sign too."""
    assert signed(1e-12) == signed(0.004) == "+0.00"
    assert signed(-0.001) == "-0.01"
    assert signed(0.0) == "0.00"
    assert kept(1e-12, 6) == 1e-6
    assert kept(float("nan"), 2) is None


def test_arrays_are_rounded_alike() -> None:
    """Number for number."""
    values = numbers()
    for digits in (0, 2, 6):
        for way in (DOWN, NEAREST, UP):
            got = steps_of(np.array(values), digits, way).tolist()
            assert got == [steps(v, digits, way) for v in values]


def test_what_is_within_reach_and_what_is_out_make_a_hundred() -> None:
    """As they are written, for every share of up to 2,000 flights; never all or nothing where it is not."""
    for count in (7, 16, 80, 999, 2000):
        for k in range(1, count):
            within, out = percent_up(k / count), percent_down(1.0 - k / count)
            assert within not in ("0 %", "100 %")
            if within == "< 0.1 %":
                assert out == "> 99.9 %"
            elif within == "> 99.9 %":
                assert out == "< 0.1 %"
            else:
                assert Decimal(within[:-2]) + Decimal(out[:-2]) == 100


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.0625, ("6.2 %", "6.3 %", "6.3 %")), (0.0004, ("< 0.1 %",) * 3), (0.9996, ("> 99.9 %",) * 3),
     (0.9991, ("> 99.9 %", "99.9 %", "> 99.9 %")), (1.0, ("100 %",) * 3), (0.0, ("0 %",) * 3), (1 / 3, ("33.3 %", "33.3 %", "33.4 %"))],
)  # fmt: skip
def test_shares(share: float, said: tuple[str, str, str]) -> None:
    """Down, nearest, up."""
    assert (percent_down(share), percent(share), percent_up(share)) == said


def test_text() -> None:
    """Digits are filled up; zero has no sign."""
    assert (nearest(-0.2), nearest(2.5), nearest(-2.5), nearest(0.05, 1)) == ("0", "3", "-2", "0.1")
    assert (down(3.0), up(160.0001), down(-0.001)) == ("3.00", "161", "-0.01")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (5.504, 5.5, ("5.504", "5.500")),
        (5.51, 5.5, ("5.51", "5.50")),
        (5.500001, 5.5, ("5.500001", "5.500000")),
        (5.5, 5.5, ("5.50", "5.50")),
        (5.5 + 1e-9, 5.5, ("5.50", "5.50")),  # the same to all digits that count
        (4.999, 5.0, ("4.99", "5.00")),
    ],
)  # fmt: skip
def test_two_values_are_told_apart(first: float, second: float, said: tuple[str, str]) -> None:
    """By as few digits as it takes, from two on."""
    assert apart(first, second) == said


@pytest.mark.parametrize(
    ("value", "limit", "digits"),
    [(41.0, 90.0, 0), (89.2, 90.0, 1), (89.96, 90.0, 2), (89.999, 90.0, 3), (89.9999, 90.0, 0), (90.0, 90.0, 0), (250.5, 90.0, 0)],
)  # fmt: skip
def test_a_delay_reads_as_less_than_what_it_is_less_than(
    value: float, limit: float, digits: int
) -> None:
    """Rounded up with as few digits as it takes; 0 where three do not show it, and where it is not less."""
    assert digits_before(value, limit) == digits
