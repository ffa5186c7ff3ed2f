"""The arc and its derivatives against heyoka, which integrates both by Taylor series."""

from __future__ import annotations

import heyoka as hy
import numpy as np
import pytest

from reassure.earth.constants import EQUATORIAL_RADIUS, GRAVITATIONAL_PARAMETER, J2
from reassure.tracking.arc import flown
from reassure.tracking.looks import ELEVATION, RANGE, RANGE_RATE, looks
from tests.tracking.setup import CASES, OMEGA, Case, frame

MU, A = GRAVITATIONAL_PARAMETER, EQUATORIAL_RADIUS
TIMES = np.array([0.0, 1.0, 37.5, 200.0, 480.0])


def system():
    """The equations of motion as heyoka has them: gravity is the gradient of a potential."""
    x, y, z, u, v, w = hy.make_vars("x", "y", "z", "u", "v", "w")
    r = hy.sqrt(x * x + y * y + z * z)
    potential = MU / r * (1.0 - J2 * (A / r) ** 2 * 0.5 * (3.0 * (z / r) ** 2 - 1.0))
    return [(x, u), (y, v), (z, w), *((s, hy.diff(potential, p)) for s, p in ((u, x), (v, y), (w, z)))]  # fmt: skip


@pytest.fixture(scope="module")
def variational():
    """heyoka's integrator of the flight and of its derivatives by the state at the beginning."""
    return hy.taylor_adaptive(hy.var_ode_sys(system(), hy.var_args.vars), [1.0] * 6, tol=1e-16, compact_mode=True)  # fmt: skip


def truth(ta, state, times):
    """States (m, 6) and derivatives (m, 6, 6) by heyoka."""
    ta.time = 0.0
    ta.state[:6] = state
    ta.state[6:] = np.eye(6).ravel()
    out = []
    for t in times:
        ta.propagate_until(float(t))
        out.append(ta.state.copy())
    held = np.array(out)
    return held[:, :6], held[:, 6:].reshape(-1, 6, 6)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_flight_against_heyoka(variational, case: Case) -> None:
    """To 1 cm and 0.1 mm/s until it is down again."""
    mine, (theirs, _) = flown(case.state, TIMES), truth(variational, case.state, TIMES)
    assert np.abs(mine - theirs)[:, :3].max() < 0.01
    assert np.abs(mine - theirs)[:, 3:].max() < 1e-4


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_derivatives_of_all_that_is_measured_against_heyoka(variational, case: Case) -> None:
    """heyoka's transition matrix, and the measured quantities written again and differenced numerically."""
    states, transition = truth(variational, case.state, TIMES)
    value, by = (a[0] for a in looks(case.frame, case.state[None], TIMES))
    steps = np.array([1.0] * 3 + [1e-3] * 3)
    for k, t in enumerate(TIMES):
        here = np.array(measured(case.frame, states[k], t))
        assert value[k] == pytest.approx(here, rel=1e-6, abs=1e-7)
        rows = np.empty((4, 6))
        for j in range(6):
            more, less = states[k].copy(), states[k].copy()
            more[j] += steps[j]
            less[j] -= steps[j]
            rows[:, j] = np.subtract(measured(case.frame, more, t), measured(case.frame, less, t)) / (2 * steps[j])  # fmt: skip
        rows[1] *= np.cos(here[2])
        theirs = rows @ transition[k]
        for quantity in range(4):
            scale = np.abs(theirs[quantity].reshape(2, 3)).max(1).repeat(3)
            assert np.abs((by[k, quantity] - theirs[quantity])[scale > 0] / scale[scale > 0]).max() < 2e-4  # fmt: skip


def measured(site, state, t):
    """Range, azimuth, elevation and range rate, in axes that turn with the Earth."""
    c, s = np.cos(OMEGA * t), np.sin(OMEGA * t)
    back = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    p = back @ state[:3]
    v = back @ state[3:] - np.cross([0.0, 0.0, OMEGA], p)
    d = p - site[:3]
    e, n, u = site[3:].reshape(3, 3) @ d
    reach = np.linalg.norm(d)
    return reach, np.arctan2(e, n), np.arcsin(u / reach), d @ v / reach


def test_looks_at_a_moment_and_before_the_epoch() -> None:
    """A look at the epoch has the state's own derivatives; two looks at one time are the same."""
    case = CASES["kauai-ship"]
    value, by = looks(case.frame, case.state[None], np.array([0.0, 0.0, 50.0, 50.0]))
    assert (value[0, 0] == value[0, 1]).all()
    assert (by[0, 2] == by[0, 3]).all()
    assert (by[0, 0, RANGE, 3:] == 0.0).all()
    assert (by[0, 0, ELEVATION, 3:] == 0.0).all()
    assert np.linalg.norm(by[0, 0, RANGE_RATE, 3:]) == pytest.approx(1.0)


def test_a_turn_about_the_axis_changes_no_measurement() -> None:
    """Of the flight and the site together: 70 degrees east."""
    case = CASES["deveselu-armavir"]
    turned = np.radians(70.0)
    c, s = np.cos(turned), np.sin(turned)
    turn = np.array([[c, -s, 0.0], [s, c, 0.0], [0.0, 0.0, 1.0]])
    moved = np.concatenate([turn @ case.state[:3], turn @ case.state[3:]])
    site = frame(44.925, 40.984 + 70.0)
    there = looks(site, moved[None], TIMES)[0]
    assert there == pytest.approx(looks(case.frame, case.state[None], TIMES)[0], rel=1e-9, abs=1e-9)
