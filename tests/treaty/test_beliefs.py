"""The probability that a value keeps a limit: JCGM 106's cases, derived here in other ways than in the package."""

from __future__ import annotations

import math

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from reassure.treaty.agreement import Bound, Risk
from reassure.treaty.beliefs import Between, Distribution, MeasuredValue, Posterior, named
from reassure.treaty.evidence import Evidence
from reassure.treaty.judging import decided, kept_and_broken


def normal(y: float, u: float, systematic: float = 0.0, means: str = "m") -> Evidence:
    evidence = Evidence()
    evidence.add(MeasuredValue.model_validate({"value": y}), means, u, systematic)
    return evidence


@pytest.mark.parametrize(("y", "u", "limit"), [(3.45, 0.05, 3.5), (3.6, 0.05, 3.5), (0.0, 1.0, 8.0), (5.0, 2.0, -3.0)])  # fmt: skip
def test_normal_errors(y: float, u: float, limit: float) -> None:
    """Half the error function; and both tails to their last digits."""
    known = normal(y, u).known()
    z = (limit - y) / u
    assert known.at_most(limit) == pytest.approx(0.5 * math.erfc(-z / math.sqrt(2)), rel=1e-12)
    assert known.above(limit) == pytest.approx(0.5 * math.erfc(z / math.sqrt(2)), rel=1e-12)


@pytest.mark.parametrize("y", [0.5, 1.0, 1.6, 1.9, 2.0, 2.3, 3.0])
def test_gamma_prior(y: float) -> None:
    """A gamma prior of shape 4 and scale 1/4, upper limit 2, standard uncertainty 0.25: by three other integrals."""
    evidence = Evidence(Distribution(distribution="gamma", shape=4.0, scale=0.25))
    evidence.add(MeasuredValue.model_validate({"value": y}), "m", 0.25, 0.0)
    ours = evidence.known().at_most(2.0)

    # mpmath, 30 digits
    with mpmath.workdps(30):
        f = lambda t: t**3 * mpmath.exp(-4 * t - (y - t) ** 2 / (2 * mpmath.mpf("0.0625")))  # noqa: E731
        below, beyond = mpmath.quad(f, [0, 0.5, 1, 1.5, 2]), mpmath.quad(f, [2, 2.5, 3, 4, 6, 20])
        exact = float(below / (below + beyond))
    assert ours == pytest.approx(exact, abs=1e-11)

    # scipy's own integral of its own densities
    g = lambda t: stats.gamma.pdf(t, 4, scale=0.25) * stats.norm.pdf(y, t, 0.25)  # noqa: E731
    a, b = integrate.quad(g, 0, 2, epsabs=0, epsrel=1e-12)[0], integrate.quad(g, 2, 12, epsabs=0, epsrel=1e-10)[0]  # fmt: skip
    assert ours == pytest.approx(a / (a + b), abs=1e-9)

    # brute force: a million steps
    t = (np.arange(1_000_000) + 0.5) * 1e-5
    weights = t**3 * np.exp(-4 * t - (y - t) ** 2 / 0.125)
    assert ours == pytest.approx(weights[t <= 2.0].sum() / weights.sum(), abs=1e-6)


def test_normal_prior_is_a_measurement() -> None:
    """The conjugate case in closed form: weights that are inverse variances."""
    evidence = Evidence(Distribution(distribution="normal", mean=3.2, standard_deviation=0.2))
    evidence.add(MeasuredValue.model_validate({"value": 3.6}), "m", 0.1, 0.0)
    weights = np.array([1 / 0.04, 1 / 0.01])
    mean, u = (weights @ [3.2, 3.6]) / weights.sum(), weights.sum() ** -0.5
    assert evidence.known().at_most(3.5) == pytest.approx(stats.norm.cdf(3.5, mean, u), abs=1e-10)


@pytest.mark.parametrize(
    ("risk", "freedom", "factor"),
    [(0.01, None, 2.33), (0.05, None, 1.64), (0.01, 4, 3.75), (0.05, 4, 2.13), (0.025, 10, 2.23)],
)
def test_guard_factors(risk: float, freedom: int | None, factor: float) -> None:
    """The published tables: one per cent is 2.33 u for a normal, 3.75 u for Student's t with four degrees of freedom."""
    table = {"value": 0.0} if freedom is None else {"value": 0.0, "degrees_of_freedom": float(freedom)}  # fmt: skip
    evidence = Evidence()
    evidence.add(MeasuredValue.model_validate(table), "m", 1.0, 0.0)
    assert evidence.error.guard(risk) == pytest.approx(factor, abs=0.005)
    # and the verdict turns exactly there
    for sign in (-1, 1):
        moved = Evidence()
        exact = evidence.error.guard(risk)
        moved.add(MeasuredValue.model_validate(table | {"value": 10.0 + exact + sign * 1e-6}), "m", 1.0, 0.0)  # fmt: skip
        kept, broken = kept_and_broken(moved.known().at_most, moved.known().above, Bound(at_most=10.0))  # fmt: skip
        verdict = decided(kept, broken, Risk(false_alarm=risk))
        assert (verdict == "breached") == (sign == 1)


@pytest.mark.parametrize(
    ("table", "x"),
    [
        ({"distribution": "gamma", "shape": 4.0, "scale": 0.25}, 1.3),
        ({"distribution": "uniform", "low": 2.0, "high": 5.0}, 3.3),
        ({"distribution": "triangular", "low": 0.0, "high": 4.0, "mode": 1.0}, 1.5),
        ({"distribution": "lognormal", "median": 2.0, "sigma": 0.3}, 2.5),
        ({"distribution": "student-t", "mean": 1.0, "standard_deviation": 2.0, "degrees_of_freedom": 3.0}, 2.0),
        ({"distribution": "normal", "mean": 1.0, "standard_deviation": 2.0}, 0.0),
    ],
)  # fmt: skip
def test_distributions_by_name(table: dict[str, object], x: float) -> None:
    """Each against an integral of the density as the textbooks have it."""
    densities = {
        "gamma": lambda t: t**3 * math.exp(-4 * t) * 4**4 / 6 if t > 0 else 0.0,
        "uniform": lambda t: 1 / 3 if 2 <= t <= 5 else 0.0,
        "triangular": lambda t: (t / 2 if t < 1 else (4 - t) / 6) if 0 <= t <= 4 else 0.0,
        "lognormal": lambda t: math.exp(-(math.log(t / 2) ** 2) / 0.18) / (t * 0.3 * math.sqrt(2 * math.pi)) if t > 0 else 0.0,
        "student-t": lambda t: 6 * math.sqrt(3) / (math.pi * (3 + ((t - 1) / 2) ** 2) ** 2) / 2,
        "normal": lambda t: math.exp(-((t - 1) ** 2) / 8) / math.sqrt(8 * math.pi),
    }  # fmt: skip
    name = str(table["distribution"])
    area = integrate.quad(densities[name], -5000 if name in ("student-t", "normal") else 0, x, limit=400)[0]  # fmt: skip
    part = named(Distribution.model_validate(table))
    assert part.at_most(x) == pytest.approx(area, abs=1e-6)
    # a product of one is the distribution itself
    assert Posterior([part]).at_most(x) == pytest.approx(area, abs=1e-6)


def test_bounds_alone_cut_a_measurement() -> None:
    """A normal distribution between bounds is a truncated one."""
    evidence = normal(3.4, 0.1)
    evidence.add(MeasuredValue(low=3.3, high=3.6), "m", None, 0.0)
    a, b = (3.3 - 3.4) / 0.1, (3.6 - 3.4) / 0.1
    assert evidence.known().at_most(3.5) == pytest.approx(stats.truncnorm.cdf(1.0, a, b), abs=1e-10)


def test_bounds_that_exclude_each_other_are_no_knowledge() -> None:
    evidence = Evidence()
    evidence.add(MeasuredValue(low=3.0, high=3.2), "a", None, 0.0)
    assert evidence.known() == Between(3.0, 3.2)
    evidence.add(MeasuredValue(low=3.3, high=3.4), "b", None, 0.0)
    assert evidence.known() is None


_ERRORS = st.lists(st.tuples(st.floats(3.0, 4.0), st.floats(0.01, 0.5), st.sampled_from(["a", "b", "c"])), min_size=1, max_size=12)  # fmt: skip


@given(_ERRORS, st.floats(0.0, 0.3))
def test_generalised_least_squares(errors: list[tuple[float, float, str]], systematic: float) -> None:  # fmt: skip
    """Group by group is the whole covariance matrix at once; and chi-square is that of the matrix."""
    evidence = Evidence()
    for y, u, means in errors:
        evidence.add(MeasuredValue.model_validate({"value": y}), means, u, systematic)
    y = np.array([e[0] for e in errors])
    u = np.array([e[1] for e in errors])
    same = np.array([[a[2] == b[2] for b in errors] for a in errors])
    covariance = np.diag(u**2) + systematic**2 * same
    inverse = np.linalg.inv(covariance)
    ones = np.ones(len(y))
    variance = 1 / (ones @ inverse @ ones)
    mean = variance * (ones @ inverse @ y)
    known = evidence.normal()
    assert known.mean == pytest.approx(mean, abs=1e-7)
    assert known.deviation == pytest.approx(math.sqrt(variance), rel=1e-7)
    if len(y) > 1:
        chi = (y - mean) @ inverse @ (y - mean)
        assert evidence.conflict().chi_square == pytest.approx(chi, rel=1e-6, abs=1e-6)


def test_what_is_shared_is_not_averaged_away() -> None:
    """A hundred measurements with a shared part are hardly better than ten; by other means they are."""
    evidence = normal(3.4, 0.1, 0.05)
    for _ in range(9_999):
        evidence.add(MeasuredValue.model_validate({"value": 3.4}), "m", 0.1, 0.05)
    assert 0.05 < evidence.normal().deviation < 0.0501
    evidence.add(MeasuredValue.model_validate({"value": 3.4}), "other", 0.05, 0.0)
    assert evidence.normal().deviation == pytest.approx(0.05 / math.sqrt(2), rel=1e-3)


def test_exact_measurements() -> None:
    """Without a random part: known exactly, and a value that is the limit keeps it, from either side."""
    known = normal(3.5, 0.0).known()
    assert kept_and_broken(known.at_most, known.above, Bound(at_most=3.5)) == (1.0, 0.0)
    assert kept_and_broken(known.at_most, known.above, Bound(at_least=3.5)) == (1.0, 0.0)
    two = normal(3.5, 0.0)
    two.add(MeasuredValue.model_validate({"value": 3.6}), "m", 0.0, 0.0)
    assert two.conflict().probability == 0.0
