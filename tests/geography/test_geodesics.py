"""Geodesics: shapes, there and back, and a middle that is none."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reassure.errors import RegionError
from reassure.geography.geodesics import (
    ROUND_KM,
    ahead,
    along_km,
    course,
    distance_km,
    points_middle,
)


def test_what_is_one_and_what_is_many_are_matched() -> None:
    """One place against many, or many against many: as many answers."""
    lat, lon = np.array([40.0, 50.0, 60.0]), np.array([10.0, 20.0, 30.0])
    azimuth, length = course(52.0, 13.0, lat, lon)
    assert azimuth.shape == length.shape == (3,)
    np.testing.assert_array_equal(
        distance_km(lat, lon, 52.0, 13.0), distance_km(52.0, 13.0, lat, lon)
    )
    back = ahead(52.0, 13.0, azimuth, length)
    np.testing.assert_allclose(back, (lat, lon), atol=1e-9)


def test_a_quarter_of_the_equator() -> None:
    """The semi-major axis times a quarter turn."""
    assert distance_km(0.0, 0.0, 0.0, 90.0) == pytest.approx(6378.137 * math.pi / 2.0)


def test_along_a_way_counts_what_stands_abreast() -> None:
    """On the way its distance, beside it that of where it is abreast, behind it less than nothing."""
    at = along_km((0.0, 0.0), (0.0, 60.0), [0.0, 20.0, 0.0], [30.0, 30.0, -30.0])
    twelfth = ROUND_KM / 12.0
    np.testing.assert_allclose(at, [twelfth, twelfth, -twelfth])


def test_the_middle_of_places() -> None:
    """Across the antimeridian; places all round the Earth have none."""
    assert points_middle([(10.0, 179.0), (10.0, -179.0)])[1] == pytest.approx(180.0)
    with pytest.raises(RegionError, match="right round the Earth"):
        points_middle([(0.0, 0.0), (0.0, 120.0), (0.0, -120.0)])
