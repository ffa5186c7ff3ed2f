"""The standard atmosphere against an independent code, and against the standard's own table."""

from __future__ import annotations

import numpy as np
import pytest
from fluids.atmosphere import ATMOSPHERE_1976

from reassure.earth.atmosphere import CEILING, atmosphere


def test_a4_to_86_km_against_fluids() -> None:
    """Anchor A4 asks for 0.1 %; the same formulas agree to rounding."""
    height = np.linspace(0.0, 85_999.0, 3001)
    ours = atmosphere(height)
    theirs = [ATMOSPHERE_1976(h) for h in height]
    for column, name in enumerate(("T", "P", "rho", "v_sonic")):
        values = np.array([getattr(a, name) for a in theirs])
        np.testing.assert_allclose(ours[:, column], values, rtol=1e-12)


@pytest.mark.parametrize(
    ("height_km", "temperature", "pressure", "density"),
    [  # U.S. Standard Atmosphere 1976, table 1
        (0, 288.15, 1.01325e5, 1.2250),
        (11, 216.774, 2.2699e4, 3.6480e-1),
        (32, 228.490, 8.8906e2, 1.3555e-2),
        (50, 270.650, 7.9779e1, 1.0269e-3),
        (80, 198.639, 1.0524, 1.8458e-5),
        (100, 195.08, 3.2011e-2, 5.604e-7),
        (120, 360.0, 2.5382e-3, 2.222e-8),
        (200, 854.56, 8.4736e-5, 2.541e-10),
        (500, 999.24, 3.0236e-7, 5.215e-13),
    ],
)
def test_a4_the_standard_s_table(
    height_km: float, temperature: float, pressure: float, density: float
) -> None:
    """Every quantity to 0.1 %, above 86 km at the table's own heights too."""
    t, p, rho, _ = atmosphere(np.array([height_km * 1e3]))[0]
    assert (t, p, rho) == (
        pytest.approx(temperature, rel=1e-3),
        pytest.approx(pressure, rel=1e-3),
        pytest.approx(density, rel=1e-3),
    )


@pytest.mark.parametrize(
    ("height_km", "density"), [(92, 2.393e-6), (106, 1.954e-7), (125, 1.291e-8), (350, 7.014e-12)]
)
def test_between_the_table_s_heights(height_km: float, density: float) -> None:
    """Interpolated values against other rows of the standard's table 1: within 2 %."""
    assert atmosphere(np.array([height_km * 1e3]))[0, 2] == pytest.approx(density, rel=0.02)


def test_no_step_where_the_parts_meet() -> None:
    """Pressure and density go on without a jump at every boundary, and end at the ceiling."""
    for height in (11e3, 20e3, 47.4e3, 71.8e3, 86e3, 91e3, 110e3, 120e3):
        below, above = atmosphere(np.array([height - 1e-3, height + 1e-3]))
        np.testing.assert_allclose(below[:3], above[:3], rtol=1e-3)
    p, rho = atmosphere(np.array([CEILING, 2e6]))[:, 1:3].T
    assert not p.any()
    assert not rho.any()


def test_it_thins_out_all_the_way_up() -> None:
    """Density falls with height everywhere: the interpolation has no bump."""
    density = atmosphere(np.linspace(0.0, CEILING - 1.0, 20_001))[:, 2]
    assert (np.diff(density) < 0.0).all()
