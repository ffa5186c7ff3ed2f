"""Vectors and matrices of kernels against numpy."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.numeric import vectors as v

RNG = np.random.default_rng(1687)
A, B = RNG.normal(size=3), RNG.normal(size=3)
M = RNG.normal(size=(3, 3))


def test_products_and_sums() -> None:
    """Scalar and vector product, length, sum and difference."""
    a, b = tuple(A), tuple(B)
    assert v.dot(a, b) == pytest.approx(A @ B)
    assert v.norm(a) == pytest.approx(np.linalg.norm(A))
    np.testing.assert_allclose(v.cross(a, b), np.cross(A, B))
    np.testing.assert_allclose(v.plus(a, 2.5, b), A + 2.5 * B)
    np.testing.assert_allclose(v.minus(a, b), A - B)
    np.testing.assert_allclose(v.scaled(-3.0, a), -3.0 * A)
    np.testing.assert_allclose(v.spin(0.7, a), np.cross([0.0, 0.0, 0.7], A))


def test_matrices() -> None:
    """Times a vector, transposed times a vector, and the inverse; not finite where there is none."""
    np.testing.assert_allclose(v.apply(M, tuple(A)), M @ A)
    np.testing.assert_allclose(v.across(M, tuple(A)), M.T @ A)
    np.testing.assert_allclose(v.inverse(M) @ M, np.eye(3), atol=1e-12)
    assert not np.isfinite(v.inverse(np.ones((3, 3)))).any()


def test_three_columns_of_a_row() -> None:
    """What is put is taken again, and the other columns stay."""
    row = np.arange(6.0)
    v.put(row, 2, (7.0, 8.0, 9.0))
    assert row.tolist() == [0.0, 1.0, 7.0, 8.0, 9.0, 5.0]
    assert v.take(row, 1) == (1.0, 7.0, 8.0)


def test_a_row_is_copied_into_another() -> None:
    """Every number, and nothing beyond."""
    out = np.zeros(7)
    v.copy(np.arange(1.0, 7.0), out)
    assert out.tolist() == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 0.0]
