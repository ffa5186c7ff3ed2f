"""A1: the minimum-energy flight of a still, round Earth, in closed form.

v^2 = (2 mu/R) s/(1+s), apogee = (R/2)(s + c - 1), with s = sin(psi/2), c = cos(psi/2).
"""

import math

import pytest
from scipy.optimize import minimize_scalar

from reassure.flight.kepler import propagate
from reassure.flight.lambert import lambert

MU, R = 3.986004418e14, 6371e3


def least(range_km: float, height: float = 0.0) -> tuple[float, float, float]:
    """Speed (km/s), apogee (km) and time (min) of the slowest arc, by the Lambert kernel."""
    psi = range_km * 1e3 / R
    start = (R + height, 0.0, 0.0)
    end = (R * math.cos(psi), R * math.sin(psi), 0.0)

    def speed(time: float) -> float:
        outcome, vx, vy, _, *_ = lambert(*start, *end, time, psi > math.pi)
        assert outcome == 0
        return math.hypot(vx, vy)

    time = minimize_scalar(
        speed, bounds=(60.0, 4000.0), method="bounded", options={"xatol": 1e-4}
    ).x
    _, vx, vy, vz, *_ = lambert(*start, *end, time, False)
    top = minimize_scalar(
        lambda t: -math.hypot(*propagate(*start, vx, vy, vz, t)[1:3]),
        bounds=(0, time),
        method="bounded",
    )
    return speed(time) / 1e3, (-top.fun - R) / 1e3, time / 60


@pytest.mark.parametrize(
    ("range_km", "speed", "apogee", "minutes"),
    [(10000, 7.198, 1319, 32.18), (5500, 6.075, 1041, 21.93), (3500, 5.167, 745, 16.41), (1000, 3.016, 240, 7.91)],
)  # fmt: skip
def test_published(range_km: float, speed: float, apogee: float, minutes: float) -> None:
    """anchors.md's figures within 0.1 % (half a unit of the last digit where that is coarser)."""
    v, h, t = least(range_km)
    assert v == pytest.approx(speed, rel=1e-3)
    assert h == pytest.approx(apogee, rel=1e-3, abs=0.5)
    assert t == pytest.approx(minutes, rel=1e-3)


@pytest.mark.parametrize("range_km", range(300, 13001, 700))
def test_closed_form(range_km: int) -> None:
    """300 to 13,000 km within 0.1 %."""
    half = range_km * 1e3 / R / 2
    s, c = math.sin(half), math.cos(half)
    v, h, _ = least(range_km)
    assert v == pytest.approx(math.sqrt(2 * MU / R * s / (1 + s)) / 1e3, rel=1e-3)
    assert h == pytest.approx(R / 2 * (s + c - 1) / 1e3, rel=1e-3)
