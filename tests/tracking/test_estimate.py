"""The uncertainty against 2,000 simulated tracks, an independent covariance, and what has to hold of any estimator."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import least_squares

from reassure.tracking.estimate import Accuracy, compressed, relative_speed, speed_variances
from reassure.tracking.looks import looks
from tests.tracking.estimator import fitted, simulated
from tests.tracking.setup import CASES, OMEGA, Case, burnt_out, frame
from tests.tracking.test_arc import J2, MU, A, measured

WARNING = Accuracy(50.0, np.radians(0.05), None, 30.0, np.radians(0.02))
RATES = Accuracy(50.0, np.radians(0.05), 5.0, 30.0, np.radians(0.02))
SHARP = Accuracy(5.0, np.radians(0.006), None, 5.0, np.radians(0.02))


def uncertainty(case: Case, times: np.ndarray, accuracy: Accuracy) -> float:
    """Of the speed, m/s."""
    parts = speed_variances(*given(case, times), accuracy)
    assert parts is not None
    return float(np.sqrt(parts.sum()))


def given(case: Case, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The looks, and the derivatives of the speed."""
    by = looks(case.frame, case.state[None], times)[1][0]
    return compressed(by), relative_speed(case.state)[1]


LOOKS = {
    "deveselu-armavir": np.arange(60.0, 400.0, 5.0),
    "redzikowo-kaliningrad": np.arange(20.0, 600.0, 10.0),
    "kauai-ship": np.arange(10.0, 350.0, 5.0),
}


@pytest.mark.some(3)
@pytest.mark.parametrize("accuracy", [WARNING, RATES, SHARP], ids=["warning", "rates", "sharp"])
@pytest.mark.parametrize("name", CASES)
def test_two_thousand_simulated_tracks(name: str, accuracy: Accuracy) -> None:
    """The mean of the estimates is the true speed to two standard errors, their spread is what is claimed, and 93.5 to
    96.5 % of the 95 % intervals hold the true speed.
    """
    case, times = CASES[name], LOOKS[name]
    fits = fitted(case, times, accuracy, 2000, seed=2011)
    assert fits.converged.all()
    true, claimed = relative_speed(case.state)[0], uncertainty(case, times, accuracy)
    error = fits.speed - true
    assert abs(error.mean()) < 2.0 * error.std() / np.sqrt(2000)
    assert error.std() == pytest.approx(claimed, rel=0.05)  # three standard errors of a spread
    for told in (claimed, fits.uncertainty):
        held = (np.abs(error) < 1.959964 * told).mean()
        assert 0.935 <= held <= 0.965
    assert np.median(fits.uncertainty) == pytest.approx(claimed, rel=0.05)


def test_one_track_fitted_by_scipy() -> None:
    """The same minimum, found by scipy's least squares from an independent integrator, and no derivatives of ours."""
    case, times = CASES["deveselu-armavir"], np.arange(60.0, 400.0, 20.0)
    found = simulated(case, times, WARNING, 1, seed=3)[0]
    fit = least_squares(residuals, np.zeros(9), x_scale=1.0, args=(case, times, found), xtol=1e-14, ftol=1e-14, gtol=1e-14)  # fmt: skip
    state = case.state + SIZE[:6] * fit.x[:6]
    speed, gradient = relative_speed(state)
    covariance = np.linalg.inv(fit.jac.T @ fit.jac)[:6, :6]
    theirs = np.sqrt(gradient * SIZE[:6] @ covariance @ (gradient * SIZE[:6]))
    here = uncertainty(Case(state, case.frame), times, WARNING)
    assert here == pytest.approx(theirs, rel=0.01)
    assert fitted(case, times, WARNING, 1, seed=3).speed[0] == pytest.approx(speed, abs=0.01 * here)


SIZE = np.array([1e4] * 3 + [1e2] * 3)


def residuals(x, case, times, found):
    """Of a state and biases in units of SIZE and of their a-priori deviations: by DOP853, and formulas of the test."""
    states = solve_ivp(
        fall, (0.0, times[-1]), case.state + SIZE * x[:6], "DOP853", times, rtol=1e-12, atol=1e-6
    ).y.T
    told = np.array([measured(case.frame, s, t) for s, t in zip(states, times, strict=True)])
    left = (found - told)[:, :3]
    left[:, 1] *= np.cos(told[:, 2])
    bias = x[6:] * [WARNING.range_bias, WARNING.angle_bias, WARNING.angle_bias]
    sigma = [WARNING.range_noise, WARNING.angle_noise, WARNING.angle_noise]
    return np.concatenate([((left - bias) / sigma).ravel(), x[6:]])


def fall(t, s):
    """Point mass and J2, typed again."""
    r = np.linalg.norm(s[:3])
    j = -1.5 * J2 * MU * A**2 / r**5
    z2 = 5.0 * s[2] ** 2 / r**2
    return np.concatenate([s[3:], -MU * s[:3] / r**3 + j * s[:3] * [1 - z2, 1 - z2, 3 - z2]])


@pytest.mark.parametrize("accuracy", [WARNING, RATES, SHARP], ids=["warning", "rates", "sharp"])
@pytest.mark.parametrize("name", CASES)
def test_the_covariance_against_central_differences(name: str, accuracy: Accuracy) -> None:
    """Derivatives by differences of another integrator, normal equations written out: within 1 %."""
    case, times = CASES[name], LOOKS[name]
    steps = np.array([10.0] * 3 + [0.1] * 3)
    columns = []
    for j in range(6):
        sides = []
        for sign in (1.0, -1.0):
            start = case.state.copy()
            start[j] += sign * steps[j]
            states = solve_ivp(fall, (0.0, times[-1]), start, "DOP853", times, rtol=1e-12, atol=1e-6).y.T  # fmt: skip
            sides.append(np.array([measured(case.frame, s, t) for s, t in zip(states, times, strict=True)]))  # fmt: skip
        columns.append((sides[0] - sides[1]) / (2.0 * steps[j]))
    by = np.stack(columns, axis=-1)
    by[:, 1] *= np.cos(looks(case.frame, case.state[None], times)[0][0, :, 2])[:, None]
    # The biases are taken out of the normal equations by hand: R^-1 becomes (R + b b')^-1 for each quantity.
    normal = np.zeros((6, 6))
    noise = [accuracy.range_noise, accuracy.angle_noise, accuracy.angle_noise, accuracy.range_rate_noise]  # fmt: skip
    biases = [accuracy.range_bias, accuracy.angle_bias, accuracy.angle_bias, 0.0]
    for k, (sigma, bias) in enumerate(zip(noise, biases, strict=True)):
        if sigma is not None:
            spread = sigma**2 * np.eye(times.size) + bias**2 * np.ones((times.size, times.size))
            normal += by[:, k].T @ np.linalg.solve(spread, by[:, k])
    gradient = relative_speed(case.state)[1]
    scale = np.array([1e4] * 3 + [1e2] * 3)
    variance = gradient * scale @ np.linalg.solve(normal * scale[:, None] * scale, gradient * scale)
    assert uncertainty(case, times, accuracy) == pytest.approx(np.sqrt(variance), rel=0.01)


@pytest.mark.parametrize("name", CASES)
def test_a_bias_is_not_averaged_away(name: str) -> None:
    """More and more looks: towards a floor above 0 with biases, and as one over the root of their number without."""
    case = CASES[name]
    start, end = LOOKS[name][[0, -1]]
    numbers = [33, 129, 513, 2049, 8193]
    with_bias = [uncertainty(case, np.linspace(start, end, n), WARNING) for n in numbers]
    alone = [uncertainty(case, np.linspace(start, end, n), WARNING._replace(range_bias=0.0, angle_bias=0.0)) for n in numbers]  # fmt: skip
    # Without noise (all but) only the biases are left.
    floor = uncertainty(case, np.linspace(start, end, 513), WARNING._replace(range_noise=1e-3, angle_noise=1e-9))  # fmt: skip
    assert alone[-2] / alone[-1] == pytest.approx(2.0, rel=0.01)
    assert 0.0 < floor < with_bias[-1]
    assert np.diff(with_bias).max() < 0.0
    assert np.diff(alone).max() < 0.0


def test_what_a_bias_does_when_the_noise_is_gone() -> None:
    """Range and angles off by a constant: the arc itself tells the biases only where gravity bends it. The part of the
    biases does not fall with the number of looks as that of noise does.
    """
    case = CASES["kauai-ship"]
    parts = [speed_variances(*given(case, np.linspace(10.0, 345.0, n)), SHARP) for n in (33, 129, 513)]  # fmt: skip
    bias = [np.sqrt(p[3:].sum()) for p in parts]
    noise = [np.sqrt(p[:3].sum()) for p in parts]
    assert noise[0] / noise[2] > 1.5
    assert bias[2] > 0.3 * bias[0]


@pytest.mark.parametrize("name", CASES)
def test_a_perfect_radar_leaves_nothing(name: str) -> None:
    """Zero to rounding: below a micrometre a second."""
    perfect = Accuracy(0.0, 0.0, None, 0.0, 0.0)
    assert uncertainty(CASES[name], LOOKS[name], perfect) < 1e-5
    assert uncertainty(CASES[name], LOOKS[name], perfect._replace(range_rate_noise=0.0)) < 1e-5


@pytest.mark.parametrize("figure", ["range_noise", "angle_noise", "range_rate_noise", "range_bias", "angle_bias"])  # fmt: skip
def test_a_figure_that_is_better_never_makes_it_worse(figure: str) -> None:
    """One figure after the other, down to 0. Without noise in one quantity the arc is fixed by that alone: the speed is
    then known far better than with any noise in it.
    """
    case, times = CASES["deveselu-armavir"], LOOKS["deveselu-armavir"]
    place = Accuracy._fields.index(figure)
    told = [uncertainty(case, times, RATES._replace(**{figure: getattr(RATES, figure) * f})) for f in (2.0, 1.0, 0.5, 0.0)]  # fmt: skip
    assert np.diff(told).max() <= 0.0
    before, none = (speed_variances(*given(case, times), RATES._replace(**{figure: f})) for f in (getattr(RATES, figure), 0.0))  # fmt: skip
    assert before is not None
    assert none is not None
    assert none[place] < 1e-4 * before[place]
    assert none.sum() < 1e-3 * before.sum() or figure.endswith("bias")


@pytest.mark.parametrize("name", CASES)
def test_all_errors_doubled_double_it(name: str) -> None:
    twice = Accuracy(*(2.0 * f for f in RATES))
    case, times = CASES[name], LOOKS[name]
    assert uncertainty(case, times, twice) == pytest.approx(2.0 * uncertainty(case, times, RATES), rel=1e-9)  # fmt: skip


def test_more_looks_are_never_worse() -> None:
    """Look by look; and a range rate on top."""
    case, times = CASES["deveselu-armavir"], LOOKS["deveselu-armavir"]
    told = [uncertainty(case, times[:n], WARNING) for n in range(2, times.size)]
    assert np.diff(told).max() <= 1e-9 * told[0]
    assert uncertainty(case, times, RATES) < told[-1]


@pytest.mark.parametrize(("count", "accuracy", "told"), [(0, RATES, False), (1, WARNING, False), (1, RATES, False), (2, WARNING, True)])  # fmt: skip
def test_one_look_cannot_tell(count: int, accuracy: Accuracy, told: bool) -> None:
    """It has three or four numbers for six unknowns. Two looks have six."""
    case = CASES["kauai-ship"]
    assert (speed_variances(*given(case, LOOKS["kauai-ship"][:count]), accuracy) is not None) == told  # fmt: skip


def test_two_looks_at_one_moment_cannot_tell() -> None:
    case = CASES["kauai-ship"]
    assert speed_variances(*given(case, np.array([50.0, 50.0, 50.0])), WARNING) is None


def test_a_turn_about_the_axis_leaves_it() -> None:
    """The whole set-up 123 degrees on."""
    here = Case(burnt_out(44.08, 24.41, 3000.0, 84.0, 45.0), frame(44.925, 40.984))
    there = Case(burnt_out(44.08, 147.41, 3000.0, 84.0, 45.0), frame(44.925, 163.984))
    times = LOOKS["deveselu-armavir"]
    assert uncertainty(there, times, RATES) == pytest.approx(uncertainty(here, times, RATES), rel=1e-7)  # fmt: skip


def test_the_speed_is_relative_to_the_turning_earth() -> None:
    speed, gradient = relative_speed(CASES["kauai-ship"].state)
    assert speed == pytest.approx(3000.0, rel=1e-12)
    state = CASES["kauai-ship"].state
    for j, step in enumerate([10.0] * 3 + [0.01] * 3):
        more, less = state.copy(), state.copy()
        more[j] += step
        less[j] -= step
        numeric = (relative_speed(more)[0] - relative_speed(less)[0]) / (2 * step)
        assert gradient[j] == pytest.approx(numeric, abs=1e-9)
    assert OMEGA == 7.292115e-5
