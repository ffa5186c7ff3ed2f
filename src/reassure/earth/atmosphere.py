"""US Standard Atmosphere 1976: temperature, pressure and density against geometric height.

To 86 km the standard's own definition: seven layers of linear molecular-scale temperature over
geopotential height (U.S. Standard Atmosphere, 1976, NOAA-S/T 76-1562, eq. 23, 33a, 33b, 42). From
86 to 1,000 km temperature by the standard's equations 25, 27, 29 and 31, pressure and density by
cubic interpolation of their logarithms through its table 1 (the standard integrates the diffusion
of each gas there; between the nodes this is within 2 % of its table). Above 1,000 km nothing is
left.

Drag at 100 km and above moves a flyout by some metres, 25 at most (design/atmosphere.py), so the
upper part needs no more. The speed of sound above 86 km, which the standard leaves undefined, is
that of air of sea-level composition at the temperature there.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from reassure.numeric.compile import batch, inner
from reassure.typing import Array

__all__ = ["CEILING", "atmosphere", "atmosphere_at"]

CEILING: Final = 1e6
"""m. Above it there is no air here."""

_GRAVITY = 9.80665  # m/s^2, table 2 of the standard
_GAS = 8314.32 / 28.9644  # J/(kg K), R* / M0, table 2
_RADIUS = 6356766.0  # m, the standard's radius for geopotential height, page 4
_GAMMA = 1.4  # ratio of specific heats

# layers: base (geopotential m), temperature there (K), lapse rate (K/m); table 4 of the standard
_BASE = np.array([0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3, 84852.0])
_LAPSE = np.array([-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3, 0.0])
_HOMOSPHERE = 86e3  # m, geometric


def _bases() -> tuple[Array, Array]:
    """Temperature (K) and pressure (Pa) at the base of each layer, from 288.15 K and 101,325 Pa."""
    temperature, pressure = [288.15], [101325.0]
    for i in range(7):
        rise = _BASE[i + 1] - _BASE[i]
        t0, p0 = temperature[-1], pressure[-1]
        t1 = t0 + _LAPSE[i] * rise
        if _LAPSE[i] == 0.0:
            # Equation 33b: an isothermal layer.
            p1 = p0 * math.exp(-_GRAVITY * rise / (_GAS * t0))
        else:
            # Equation 33a: a layer with a lapse rate.
            p1 = p0 * (t0 / t1) ** (_GRAVITY / (_GAS * _LAPSE[i]))
        temperature.append(t1)
        pressure.append(p1)
    return np.array(temperature), np.array(pressure)


_TEMPERATURE, _PRESSURE = _bases()

# table 1 of the standard: geometric height (km), pressure (Pa), density (kg/m^3)
_UPPER = np.array(
    [
        [86.0, 3.7338e-1, 6.958e-6],
        [90.0, 1.8359e-1, 3.416e-6],
        [95.0, 7.5966e-2, 1.393e-6],
        [100.0, 3.2011e-2, 5.604e-7],
        [105.0, 1.4477e-2, 2.325e-7],
        [110.0, 7.1042e-3, 9.708e-8],
        [115.0, 4.0096e-3, 4.289e-8],
        [120.0, 2.5382e-3, 2.222e-8],
        [130.0, 1.2505e-3, 8.152e-9],
        [140.0, 7.2028e-4, 3.831e-9],
        [150.0, 4.5422e-4, 2.076e-9],
        [160.0, 3.0395e-4, 1.233e-9],
        [180.0, 1.5271e-4, 5.194e-10],
        [200.0, 8.4736e-5, 2.541e-10],
        [250.0, 2.4767e-5, 6.073e-11],
        [300.0, 8.7704e-6, 1.916e-11],
        [400.0, 1.4518e-6, 2.803e-12],
        [500.0, 3.0236e-7, 5.215e-13],
        [600.0, 8.2130e-8, 1.137e-13],
        [800.0, 1.7036e-8, 1.136e-14],
        [900.0, 1.0873e-8, 5.759e-15],
        [1000.0, 7.5138e-9, 3.561e-15],
    ]
)
_HEIGHT_KM, _P, _RHO = 0, 1, 2  # its columns
_NODES = _UPPER[:, _HEIGHT_KM] * 1e3
_LOGS = np.ascontiguousarray(np.log(_UPPER[:, [_P, _RHO]]))  # columns: pressure, density


def _slopes(x: Array, y: Array) -> Array:
    """Slopes of the parabola through each node and its two neighbours; at the ends, of the chord."""
    chord = np.diff(y, axis=0) / np.diff(x)[:, None]
    step = np.diff(x)
    out = np.empty_like(y)
    out[0], out[-1] = chord[0], chord[-1]
    out[1:-1] = (chord[:-1] * step[1:, None] + chord[1:] * step[:-1, None]) / (
        step[1:] + step[:-1]
    )[:, None]
    return out


_SLOPES = _slopes(_NODES, _LOGS)
# from the layers into the table without a step in value: the layers' own pressure and density
# at 86 km
_AT_86 = np.log(
    [
        _PRESSURE[7] * math.exp(-_GRAVITY * (_RADIUS * 86e3 / (_RADIUS + 86e3) - _BASE[7]) / (_GAS * _TEMPERATURE[7])),
        1.0,
    ]
)  # fmt: skip
# ln rho = ln p - ln(R T / M), the ideal gas (equation 42).
_LOGS[0] = (_AT_86[0], _AT_86[0] - math.log(_GAS * _TEMPERATURE[7]))


@inner
def _upper_temperature(height: float) -> float:
    """K, 86 to 1,000 km: equations 25, 27, 29 and 31 of the standard."""
    if height < 91e3:
        return 186.8673  # equation 25
    if height < 110e3:
        share = (height - 91e3) / 19942.9
        # Equation 27, an ellipse: T = Tc + A sqrt(1 - ((Z - Z8)/a)^2), a = -19.9429 km.
        return 263.1905 - 76.3232 * math.sqrt(1.0 - share * share)
    if height < 120e3:
        # Equation 29: a lapse rate of 12 K/km.
        return 240.0 + 0.012 * (height - 110e3)
    # Equation 31: towards 1,000 K, from 360 K at 120 km.
    xi = (height - 120e3) * (_RADIUS + 120e3) / (_RADIUS + height)
    return 1000.0 - 640.0 * math.exp(-1.875e-5 * xi)


@inner
def _upper(height: float) -> tuple[float, float]:
    """Pressure (Pa) and density (kg/m^3) from the table, 86 to 1,000 km."""
    i = 0
    while i < _NODES.size - 2 and height >= _NODES[i + 1]:
        i += 1
    step = _NODES[i + 1] - _NODES[i]
    u = (height - _NODES[i]) / step
    # Hermite's basis of the logarithms: value and slope at each end.
    a = (1.0 + 2.0 * u) * (1.0 - u) * (1.0 - u)
    b = u * (1.0 - u) * (1.0 - u) * step
    c = u * u * (3.0 - 2.0 * u)
    d = u * u * (u - 1.0) * step
    p = a * _LOGS[i, 0] + b * _SLOPES[i, 0] + c * _LOGS[i + 1, 0] + d * _SLOPES[i + 1, 0]
    rho = a * _LOGS[i, 1] + b * _SLOPES[i, 1] + c * _LOGS[i + 1, 1] + d * _SLOPES[i + 1, 1]
    return math.exp(p), math.exp(rho)


@inner
def atmosphere_at(height: float) -> tuple[float, float, float, float]:
    """Temperature (K), pressure (Pa), density (kg/m^3) and speed of sound (m/s) at a height (m).

    Below the ground the lowest layer goes on; above CEILING pressure and density are 0.
    """
    if height >= CEILING:
        return 1000.0, 0.0, 0.0, math.sqrt(_GAMMA * _GAS * 1000.0)
    if height >= _HOMOSPHERE:
        t = _upper_temperature(height)
        p, rho = _upper(height)
        return t, p, rho, math.sqrt(_GAMMA * _GAS * t)
    # Equation 18: geopotential from geometric height.
    potential = _RADIUS * height / (_RADIUS + height)
    i = 0
    while i < 6 and potential >= _BASE[i + 1]:
        i += 1
    rise = potential - _BASE[i]
    t = _TEMPERATURE[i] + _LAPSE[i] * rise
    if _LAPSE[i] == 0.0:
        p = _PRESSURE[i] * math.exp(-_GRAVITY * rise / (_GAS * t))
    else:
        p = _PRESSURE[i] * (_TEMPERATURE[i] / t) ** (_GRAVITY / (_GAS * _LAPSE[i]))
    return t, p, p / (_GAS * t), math.sqrt(_GAMMA * _GAS * t)


@batch("float64[:,::1](float64[::1])")
def atmosphere(height: Array) -> Array:
    """Temperature (K), pressure (Pa), density (kg/m^3), speed of sound (m/s): (n, 4), at n heights
    (m).
    """
    out = np.empty((height.size, 4))
    for i in range(height.size):
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = atmosphere_at(height[i])
    return out
