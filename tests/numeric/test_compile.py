"""Kernels that take NamedTuples: what is in them has names, and a signature says it once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest
from numba.core.types import float64, int64

from reassure.numeric.compile import batch, inner, record


class Ramp(NamedTuple):
    """Values, and what is added to each after the last."""

    values: np.ndarray
    step: float


class Corners(NamedTuple):
    """Two numbers alike: numba has another type for those."""

    low: float
    high: float


class Other(NamedTuple):
    """As Ramp, but for its name."""

    values: np.ndarray
    step: float


RAMP = record(Ramp, float64[::1], float64)


@batch(float64[::1](RAMP, record(Corners, float64, float64), int64))
def climbed(ramp, corners, times):
    """A kernel for these tests."""
    return np.minimum(np.maximum(ramp.values + ramp.step * times, corners.low), corners.high)


def test_a_kernel_reads_fields_by_name() -> None:
    """Of arrays and numbers mixed, and of numbers alone."""
    got = climbed(Ramp(np.array([1.0, 2.0, 9.0]), 0.5), Corners(1.8, 8.0), 2)
    np.testing.assert_array_equal(got, [2.0, 3.0, 8.0])


def test_a_kernel_takes_no_other_tuple() -> None:
    """A plain tuple, another NamedTuple of the same types, and an int for a float are refused."""
    values, corners = np.ones(3), Corners(0.0, 1.0)
    for wrong in ((values, 0.5), Other(values, 0.5), Ramp(values, 1), Ramp(np.ones((3, 1)), 0.5)):
        with pytest.raises(TypeError, match="No matching definition"):
            climbed(wrong, corners, 1)


def test_a_record_names_every_field() -> None:
    """As many types as fields, or the number that is allowed."""
    with pytest.raises(TypeError, match="1 types for Ramp; allowed: 2"):
        record(Ramp, float64)
    with pytest.raises(TypeError, match="1 types for tuple; allowed: 0"):
        record(tuple, float64)


@inner
def times(x, by):
    """A kernel for these tests."""
    return x * by


@batch("float64(float64)")
def thrice_and_more(x):
    """A kernel for these tests, which calls another with two constants."""
    return times(x, 3) + times(x, 4)


def test_a_kernel_is_compiled_once_for_all_constants() -> None:
    """And answers another kernel as it answers Python, whichever asks first."""
    compiled = times.get_overload.__self__
    assert compiled.signatures == [(float64, int64)]
    assert thrice_and_more(0.5) == 3.5
    assert (times(0.5, 3), times(0.5, 2.0)) == (1.5, 1.0)
    assert compiled.signatures == [(float64, int64)]
