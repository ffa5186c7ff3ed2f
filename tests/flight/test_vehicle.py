"""A vehicle as the kernels take it."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.flight.vehicle import (
    COAST,
    DRAG_COEFFICIENT,
    DRAG_SLOPE,
    EXIT_AREA,
    IGNITION_MASS,
    MACH,
    MASS_FLOW,
    STAGE_BURN_TIME,
    STANDARD_GRAVITY,
    VACUUM_THRUST,
    Stage,
    Vehicle,
)

TABLE = ((0.0, 0.3), (1.0, 0.5), (2.0, 0.35), (4.0, 0.25), (5.0, 0.25))
TWO = Vehicle(
    (Stage(500.0, 100.0, 10.0, 250.0, 0.1, 2.0), Stage(200.0, 50.0, 20.0, 280.0)),
    30.0,
    0.4,
    3.0,
    TABLE,
)


def test_stages_are_rows_with_named_columns() -> None:
    """Each stage carries what is above it; a coast falls between."""
    arrays = TWO.arrays()
    assert arrays.stages[:, IGNITION_MASS].tolist() == [880.0, 280.0]
    assert arrays.stages[:, MASS_FLOW].tolist() == [50.0, 10.0]
    assert arrays.stages[:, STAGE_BURN_TIME].tolist() == [10.0, 20.0]
    assert arrays.stages[:, EXIT_AREA].tolist() == [0.1, 0.0]
    assert arrays.stages[:, COAST].tolist() == [2.0, 0.0]
    thrust = arrays.stages[:, VACUUM_THRUST]
    assert thrust == pytest.approx(
        [50.0 * 250.0 * STANDARD_GRAVITY, 10.0 * 280.0 * STANDARD_GRAVITY]
    )
    assert (arrays.reference_area, arrays.vertical_rise, arrays.payload) == (0.4, 3.0, 30.0)


def test_drag_keeps_between_its_nodes() -> None:
    """Flat at the ends, at a peak and beside a level stretch; falling where it falls."""
    drag = TWO.arrays().drag
    assert [tuple(row) for row in drag[:, [MACH, DRAG_COEFFICIENT]]] == list(TABLE)
    assert drag[[0, 1, 3, 4], DRAG_SLOPE].tolist() == [0.0, 0.0, 0.0, 0.0]
    # chords of -0.15 and -0.05 a Mach number: no steeper than three times the flatter
    assert -0.15 <= drag[2, DRAG_SLOPE] < -0.05


def test_whole_numbers_are_numbers_for_the_kernels() -> None:
    """A vehicle written in ints gives floats."""
    arrays = Vehicle((Stage(500, 100, 10, 250),), 100, 1, 2, ((0, 1),)).arrays()
    assert all(isinstance(x, float) for x in arrays[1:4])
    assert arrays.stages.dtype == arrays.drag.dtype == np.float64
