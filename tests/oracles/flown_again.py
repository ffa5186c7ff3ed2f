"""A flyout flown again from its figures alone, by SciPy's eighth-order integrator and another atmosphere.

For witnesses: it shares no line with the flyout kernels. Air by the package fluids up to 86 km, and an
exponential above, which is enough for some metres.
"""

from __future__ import annotations

import numpy as np
from fluids.atmosphere import ATMOSPHERE_1976
from scipy.integrate import solve_ivp

MU, OMEGA, A, F, J2 = 3.986004418e14, 7.292115e-5, 6378137.0, 1 / 298.257223563, 1.0826298213e-3
G0 = 9.80665
AXIS = np.array([0.0, 0.0, OMEGA])


def _air(height):
    if height < 86e3:
        air = ATMOSPHERE_1976(max(height, 0.0))
        return air.P, air.rho, air.v_sonic
    if height > 200e3:
        return 0.0, 0.0, 280.0
    # 86, 100, 120, 150, 200 km of the standard's table
    logs = np.interp(
        height,
        [86e3, 90e3, 95e3, 100e3, 110e3, 120e3, 150e3, 200e3],
        np.log([6.958e-6, 3.416e-6, 1.393e-6, 5.604e-7, 9.708e-8, 2.222e-8, 2.076e-9, 2.541e-10]),
    )
    return 0.0, float(np.exp(logs)), 280.0


def _coefficient(mach, points):
    machs, values = zip(*points, strict=True)
    return float(np.interp(mach, machs, values))


def place(latitude, longitude, height=0.0):
    """Earth-fixed point, m, of a geodetic one (rad)."""
    e2 = F * (2 - F)
    n = A / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
    c = (n + height) * np.cos(latitude)
    return np.array(
        [c * np.cos(longitude), c * np.sin(longitude), (n * (1 - e2) + height) * np.sin(latitude)]
    )


def fly_again(vehicle, latitude, longitude, azimuth, kick, until):
    """Earth-fixed position, m, `until` seconds after launch from a site (rad)."""

    def slope(t, s, thrust, exit_area, mass, flow, steering):
        r, v = s[:3], s[3:]
        size = np.linalg.norm(r)
        z2 = 5 * r[2] ** 2 / size**2
        j = -1.5 * J2 * MU * A**2 / size**5
        a = -MU * r / size**3 + j * r * np.array([1 - z2, 1 - z2, 3 - z2])
        b = A * (1 - F)
        height = size - A * b * size / np.hypot(np.hypot(r[0], r[1]) * b, r[2] * A)
        w = v - np.cross(AXIS, r)
        speed = np.linalg.norm(w)
        pressure, density, sound = _air(height)
        now = mass - flow * t
        if speed > 0:
            drag = _coefficient(speed / sound, vehicle.drag)
            a = a - 0.5 * density * speed * vehicle.reference_area * drag / now * w
        if thrust:
            up = np.array([r[0], r[1], r[2] / (1 - F) ** 2])
            way = up / np.linalg.norm(up) if steering == "up" else w / speed
            a = a + (thrust - pressure * exit_area) / now * way
        return np.concatenate([v, a])

    def phase(s, lasts, *args):
        return solve_ivp(
            slope, (0.0, lasts), s, "DOP853", rtol=1e-9, atol=1e-3, max_step=1.0, args=args
        ).y[:, -1]

    start = place(latitude, longitude)
    s = np.concatenate([start, np.cross(AXIS, start)])
    mass, now = vehicle.lift_off_mass, 0.0
    for i, stage in enumerate(vehicle.stages):
        burn, here = stage.burn_time, mass
        figures = (stage.vacuum_thrust, stage.exit_area)
        if i == 0:
            s = phase(s, vehicle.vertical_rise, *figures, here, stage.flow, "up")
            here -= stage.flow * vehicle.vertical_rise
            burn -= vehicle.vertical_rise
            w = s[3:] - np.cross(AXIS, s[:3])
            north = np.array(
                [
                    -np.sin(latitude) * np.cos(longitude),
                    -np.sin(latitude) * np.sin(longitude),
                    np.cos(latitude),
                ]
            )
            east = np.array([-np.sin(longitude), np.cos(longitude), 0.0])
            towards = np.cos(azimuth) * north + np.sin(azimuth) * east
            towards -= w * (w @ towards) / (w @ w)
            towards *= np.linalg.norm(w) / np.linalg.norm(towards)
            s[3:] += np.cos(kick) * w + np.sin(kick) * towards - w
        s = phase(s, burn, *figures, here, stage.flow, "turn")
        mass -= stage.propellant + stage.dry
        if stage.coast:
            s = phase(s, stage.coast, 0.0, 0.0, mass, 0.0, "")
        now += stage.burn_time + stage.coast
    s = phase(s, until - now, 0.0, 0.0, mass, 0.0, "")
    c, d = np.cos(-OMEGA * until), np.sin(-OMEGA * until)
    return np.array([c * s[0] - d * s[1], d * s[0] + c * s[1], s[2]])
