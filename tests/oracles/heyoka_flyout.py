"""A second opinion on flyouts: the same equations in heyoka's Taylor integrator, to machine precision.

Nothing is shared but the vehicle, the constants and the table of the air above 86 km: atmosphere, gravity, drag and thrust are written
again as symbolic expressions, and each phase of flight is a system of its own.
"""

from __future__ import annotations

import heyoka as hy
import numpy as np

from reassure.earth import atmosphere as table
from reassure.flight.vehicle import Vehicle

MU, OMEGA, A, F, J2 = 3.986004418e14, 7.292115e-5, 6378137.0, 1 / 298.257223563, 1.0826298213e-3
B = A * (1 - F)
G0, GAS, RADIUS = 9.80665, 8314.32 / 28.9644, 6356766.0
TOP = 130e3
SHORT = 0.01
BASES = [0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3]
LAPSES = [-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3]
X, Y, Z, U, V, W = hy.make_vars("x", "y", "z", "u", "v", "w")


def _select(cases, otherwise):
    """The value of the first case that holds; cases are (condition, value)."""
    out = otherwise
    for condition, value in reversed(cases):
        out = hy.select(condition, value, out)
    return out


def _air(height):
    """Pressure and density up to 130 km, and a vacuum above, where a flyout's drag is below 1e-4 m/s^2."""
    potential = RADIUS * height / (RADIUS + height)
    t0, p0 = 288.15, 101325.0
    temperatures, pressures = [], []
    for i, (base, lapse) in enumerate(zip(BASES, LAPSES, strict=True)):
        rise = potential - base
        t = t0 + lapse * rise
        if lapse == 0.0:
            p = p0 * hy.exp(-G0 * rise / (GAS * t0))
        else:
            p = p0 * (t0 / t) ** (G0 / (GAS * lapse))
        temperatures.append(t)
        pressures.append(p)
        if i + 1 < len(BASES):
            step = BASES[i + 1] - base
            t1 = t0 + lapse * step
            p0 *= (
                np.exp(-G0 * step / (GAS * t0))
                if lapse == 0.0
                else (t0 / t1) ** (G0 / (GAS * lapse))
            )
            t0 = t1
    tops = [hy.lt(potential, top) for top in BASES[1:]]
    temperature = _select(list(zip(tops, temperatures[:-1], strict=True)), temperatures[-1])
    low = _select(list(zip(tops, pressures[:-1], strict=True)), pressures[-1])
    pressure, density = _upper_air(height)
    below = hy.lt(height, 86e3)
    return (
        hy.select(below, low, pressure),
        hy.select(below, low / (GAS * temperature), density),
    )


def _upper_air(height):
    """The standard's table above 86 km, which is data, by Hermite's cubic in the logarithm."""
    nodes, logs, slopes = table._NODES, table._LOGS, table._SLOPES
    values = []
    for quantity in (0, 1):
        cases = []
        for i in range(int(np.searchsorted(nodes, TOP))):
            step = nodes[i + 1] - nodes[i]
            u = (height - nodes[i]) / step
            cubic = (
                (1 + 2 * u) * (1 - u) ** 2.0 * logs[i, quantity]
                + u * (1 - u) ** 2.0 * step * slopes[i, quantity]
                + u**2.0 * (3 - 2 * u) * logs[i + 1, quantity]
                - u**2.0 * (1 - u) * step * slopes[i + 1, quantity]
            )
            cases.append((hy.lt(height, nodes[i + 1]), hy.exp(cubic)))
        values.append(_select(cases, hy.expression(0.0)))
    return values


def _gravity():
    r2 = X * X + Y * Y + Z * Z
    r = hy.sqrt(r2)
    k = -1.5 * J2 * MU * A**2 / (r2 * r2 * r)
    z2 = 5.0 * Z * Z / r2
    c = -MU / (r2 * r)
    return [c * X + k * X * (1 - z2), c * Y + k * Y * (1 - z2), c * Z + k * Z * (3 - z2)]


def _system(steering, thrust=0.0, exit_area=0.0, area=0.0, drag=0.0, flow=0.0):
    """The equations of a phase; par[0] is the mass at its start."""
    acceleration = _gravity()
    mass = hy.par[0] - flow * hy.time
    r = hy.sqrt(X * X + Y * Y + Z * Z)
    height = r - A * B * r / hy.sqrt((X * X + Y * Y) * B**2 + Z * Z * A**2)
    relative = [U + OMEGA * Y, V - OMEGA * X, W]
    speed = hy.sqrt(sum((c * c for c in relative[1:]), relative[0] * relative[0]))
    if area > 0.0 or thrust > 0.0:
        pressure, density = _air(height)
    if area > 0.0:
        along = -0.5 * density * speed * area * drag / mass
        acceleration = [a + along * c for a, c in zip(acceleration, relative, strict=True)]
    if thrust > 0.0:
        push = (thrust - pressure * exit_area) / mass
        if steering == "up":
            stretched = Z / (1 - F) ** 2
            size = hy.sqrt(X * X + Y * Y + stretched * stretched)
            way = [X / size, Y / size, stretched / size]
        else:
            way = [c / speed for c in relative]
        acceleration = [a + push * c for a, c in zip(acceleration, way, strict=True)]
    return list(zip((X, Y, Z, U, V, W), [U, V, W, *acceleration], strict=True))


def _run(system, state, mass, lasts):
    ta = hy.taylor_adaptive(system, state, pars=[mass], tol=1e-16)
    # a Taylor series does not see the corners between the layers of air: keep its steps short
    outcome = ta.propagate_until(lasts, max_delta_t=SHORT)[0]
    assert outcome == hy.taylor_outcome.time_limit
    return ta.state.copy()


def fly(vehicle: Vehicle, latitude, azimuth, kick, until):
    """Inertial state at `until`, s. For vehicles of one drag coefficient."""
    (_, drag), *rest = vehicle.drag
    assert all(c == drag for _, c in rest)
    e2 = F * (2 - F)
    n = A / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
    x, z = n * np.cos(latitude), n * (1 - e2) * np.sin(latitude)
    state = np.array([x, 0.0, z, 0.0, OMEGA * x, 0.0])
    area, now, mass = vehicle.reference_area, 0.0, vehicle.lift_off_mass
    for i, stage in enumerate(vehicle.stages):
        shared = {
            "thrust": stage.vacuum_thrust,
            "exit_area": stage.exit_area,
            "area": area,
            "drag": drag,
            "flow": stage.flow,
        }
        burn, here = stage.burn_time, mass
        if i == 0:
            state = _run(_system("up", **shared), state, here, vehicle.vertical_rise)
            state = _kicked(state, latitude, azimuth, kick)
            here -= stage.flow * vehicle.vertical_rise
            burn -= vehicle.vertical_rise
        state = _run(_system("turn", **shared), state, here, burn)
        mass -= stage.propellant + stage.dry
        if stage.coast:
            state = _run(_system("none", area=area, drag=drag), state, mass, stage.coast)
        now += stage.burn_time + stage.coast
    return _run(_system("none", area=area, drag=drag), state, mass, until - now)


def _kicked(state, latitude, azimuth, kick):
    x, y = state[:2]
    turning = np.array([-OMEGA * y, OMEGA * x, 0.0])
    w = state[3:] - turning
    ground = np.array(
        [-np.sin(latitude) * np.cos(azimuth), np.sin(azimuth), np.cos(latitude) * np.cos(azimuth)]
    )
    speed = np.linalg.norm(w)
    ground -= w * (ground @ w) / speed**2
    ground /= np.linalg.norm(ground)
    w = np.cos(kick) * w + np.sin(kick) * speed * ground
    return np.concatenate([state[:3], w + turning])


def coast(state, duration):
    """An inertial state after free fall under J2 gravity without air, in steps of any length."""
    if "ta" not in _kept:
        _kept["ta"] = hy.taylor_adaptive(_system("none"), list(state), tol=1e-16)
    ta = _kept["ta"]
    ta.time = 0.0
    ta.state[:] = state
    ta.propagate_until(duration)
    return ta.state.copy()


_kept: dict[str, hy.taylor_adaptive] = {}
