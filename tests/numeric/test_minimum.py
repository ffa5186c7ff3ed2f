"""Brent's minimiser on functions with known minima."""

import math

import pytest

from reassure.numeric.minimum import bracket, narrow


def least(f, low, high, start, within=1e-8):
    """The search written out, and how many values it took."""
    search = bracket(low, high, start, f(start), within)
    count = 1
    while search.active:
        search = narrow(search, f(search.trial))
        count += 1
    return search.x, search.fx, count


@pytest.mark.parametrize("start", [0.01, 1.0, 4.99])
def test_smooth(start: float) -> None:
    """A smooth minimum, to the square root of rounding, in few values."""
    x, fx, count = least(lambda x: (x - math.e) ** 2 + math.cosh(x - math.e), 0.0, 5.0, start, 1e-7)
    assert abs(x - math.e) < 3e-7
    assert fx == pytest.approx(1.0, abs=1e-12)
    assert count < 40


def test_kink_and_wall() -> None:
    """A kink, and a function that is infinite on both sides of a slot."""
    assert least(lambda x: abs(x - 0.3), 0.0, 1.0, 0.5)[0] == pytest.approx(0.3, abs=1e-7)
    x, fx, _ = least(lambda x: 2 - x if 0.4 < x < 0.6 else math.inf, 0.0, 1.0, 0.5)
    assert x == pytest.approx(0.6, abs=1e-6)
    assert fx == pytest.approx(1.4, abs=1e-6)


def test_runs_to_an_end_that_is_never_evaluated() -> None:
    """A falling function: the search closes in on the end from inside."""
    seen: list[float] = []

    def falling(x: float) -> float:
        seen.append(x)
        return -x

    x, _, _ = least(falling, 0.0, 1.0, 0.5)
    assert 0.999999 < x < 1.0
    assert 0.0 < min(seen) <= max(seen) < 1.0
