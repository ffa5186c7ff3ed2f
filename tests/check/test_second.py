"""A second implementation, written from docs/guarantee.md alone, in 50 digits: the checker's balls hold its values, or are above.

Theorem U (4), Lemma 2 (5), Theorem F (7) to (10), the way's integral (54) and greatest adjoint (55), and Theorem T (61).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from mpmath import mp, mpf

from reassure_check import swept
from reassure_check.ball import Ball, sin_cos
from reassure_check.box import Holds
from reassure_check.earth import Bundle
from reassure_check.stay import stays

MU, OMEGA = mpf(398600441800000), mpf("7.292115e-5")
A, B, GROUND = mpf(6378137), mpf("6356752.3142"), mpf(6371000)
N = 1000
SLACK = mpf(10) ** -9  # of what a bound may be above its own value, by rounding


@pytest.fixture(autouse=True)
def _digits() -> Iterator[None]:
    with mpmath.workdps(50), np.errstate(all="ignore"):
        yield


def ends(ball: Any, i: int) -> tuple[Any, Any]:
    """The least and greatest number of a ball."""
    m, r = (np.broadcast_to(x, N)[i] for x in (ball.m, ball.r))
    return mpf(float(m)) - mpf(float(r)), mpf(float(m)) + mpf(float(r))


def numbers(values: np.ndarray) -> list[Any]:
    """Doubles, exactly."""
    return [mpf(float(v)) for v in values]


def greatest(a: Any, b: Any, f: Any) -> Any:
    """Of a A + b B on an angle: at an end, or where its slope is 0."""
    best = max(a, b)
    at = mp.atan2(b - a * mp.cos(f), a * mp.sin(f))
    if 0 < at < f:
        best = max(best, (a * mp.sin(f - at) + b * mp.sin(at)) / mp.sin(f))
    return best


# -- (4) and (5) -----------------------------------------------------------------------------------


class _Paths:
    """Random ends, times and thrusts."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.angle = rng.uniform(0.05, 3.1, N)
        self.low, self.top = rng.uniform(3.2e6, 6.6e6, N), rng.uniform(6.4e6, 9e6, N)
        self.off = 10 ** rng.uniform(-4, 0.2, N)
        self.time = rng.uniform(1, 2400, N)
        self.divert = rng.choice([0, 1, 1], N) * 10 ** rng.uniform(0, 4, N)
        self.other = rng.choice([0, 0.033, 0.1], N)
        sine, cosine = sin_cos(Ball(self.angle))
        self.s = Bundle(
            cosine=cosine, sine=sine, low=Ball(self.low), top=Ball(self.top), other=Ball(self.other)
        )

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return zip(
            *map(
                numbers,
                (self.angle, self.low, self.top, self.off, self.time, self.divert, self.other),
            ),
            strict=True,
        )


def _one(angle: Any, low: Any, top: Any, off: Any, t: Any, d: Any, eps: Any) -> bool:
    """(4) with the l and L of Theorem F."""
    least = mpf("0.97") * min(low, B) * (mp.cos(angle / 2) - mpf("0.52") * off)
    if least <= 0:
        return False
    c = d * t / 4 + eps * t**2 / 8
    below = least - c
    if below <= 0:
        return False
    above = mpf("1.45") * top + c + min(MU * t**2 / (8 * below**2), t / 4 * mp.sqrt(MU / below))
    return bool((d + eps * t) * t * above < 4 * below**2)


def _short(angle: Any, off: Any, t: Any, d: Any, eps: Any) -> bool:
    """(5), the ends' angle as section 8 has it."""
    n = mp.sqrt(MU / B**3)
    half = mp.cos(angle / 2) - mpf("0.52") * off
    if n * t / 2 >= mpf("1.55"):
        return False
    return bool(B * half > (d + eps * t) * mp.tan(n * t / 2) / (2 * n))


@pytest.mark.parametrize("seed", [1, 2])
def test_one_path_and_the_short_way_are_told_alike(seed: int) -> None:
    """Each way, for a thousand ends; both answers come often."""
    x = _Paths(np.random.default_rng(seed))
    one, short = Holds(N), Holds(N)
    half, spent = swept.one_path(one, x.s, Ball(x.off), Ball(x.time), Ball(x.divert))
    swept.goes_short(short, half, spent, Ball(x.time))
    for i, (angle, low, top, off, t, d, eps) in enumerate(x):
        assert bool(one.ok[i]) == _one(angle, low, top, off, t, d, eps)
        assert bool(short.ok[i]) == _short(angle, off, t, d, eps)
        assert ends(spent, i)[0] <= d + eps * t <= ends(spent, i)[1]
        assert ends(half, i)[0] <= mp.cos(angle / 2) - mpf("0.52") * off <= ends(half, i)[1]
    for holds in (one, short):
        assert 100 < holds.ok.sum() < N - 100


# -- (7) to (10) -----------------------------------------------------------------------------------


def test_the_greatest_of_two_sines_is_the_pages() -> None:
    """(8)."""
    rng = np.random.default_rng(4)
    angle = rng.uniform(0.01, 3.12, N)
    a, b = (rng.choice([0, 1, 1], N) * 10 ** rng.uniform(-4, 0, N) for _ in range(2))
    sine, cosine = sin_cos(Ball(angle))
    found = swept.peak(Ball(a), Ball(b), Bundle(sine=sine, cosine=cosine))
    for i, (x, y, f) in enumerate(zip(*map(numbers, (a, b, angle)), strict=True)):
        low, high = ends(found, i)
        value = greatest(x, y, f)
        assert value <= high
        assert low <= value * (1 + SLACK)


def test_ends_at_several_times_are_the_pages() -> None:
    """(10): the straight line between the values is above what it has to be up to the angles of both ends."""
    rng = np.random.default_rng(5)
    angle, z, other = rng.uniform(0.1, 3.1, N), rng.uniform(0, 0.3, N), rng.uniform(0, 0.3, N)
    turn = angle * rng.uniform(0, 0.4, N)
    s = Bundle(angle=Ball(angle))
    first, last = (
        swept.reached(Ball(p), Ball(q), s, Ball(turn)) for p, q in ((z, other), (other, z))
    )
    for i, (f, x, y, d) in enumerate(zip(*map(numbers, (angle, z, other, turn)), strict=True)):
        b = max(x, (x * f - y * d) / (f - d))
        assert ends(first, i)[0] <= b <= ends(first, i)[1]
        at = ends(first, i)[1], ends(last, i)[1]
        for share in (0, d / 2, d):
            assert at[0] + (at[1] - at[0]) * share / f >= x - SLACK
            assert at[1] + (at[0] - at[1]) * share / f >= y - SLACK


def _k1(z: Any) -> Any:
    return (1 - z / 2) / (1 - z) ** 2 - 1


def _least(a: Any, b: Any, push: Any, f: Any, source: Any, limit: Any) -> Any:
    """The least c that (7) gives again: by raising it from 0; None where there is none below the limit."""
    c = mpf(0)
    for _ in range(400):
        if c >= limit:
            return None
        sigma = source(c)
        new = greatest(a + sigma, b + sigma, f) - sigma + push
        if new - c < mpf(10) ** -14:
            return new
        c = new
    return c


def test_strays_are_no_less_than_the_pages() -> None:
    """(7), (8), and lower still: the bound is no less than what reproduces itself, and not much more."""
    rng = np.random.default_rng(6)
    n = N
    angle = rng.uniform(0.05, 3.05, n)
    p, top = rng.uniform(3e6, 8e6, n), rng.uniform(6.4e6, 8.5e6, n)
    low = top * rng.uniform(0.6, 1, n)
    other = rng.choice([0, 0.033, 0.1], n)
    a, b = (rng.choice([0, 1, 1], n) * 10 ** rng.uniform(-5, -0.7, n) for _ in range(2))
    push = rng.choice([0, 0, 1], n) * 10 ** rng.uniform(-4, -1.5, n)
    sine, cosine = sin_cos(Ball(angle))
    h = (Ball(p) * Ball(float(MU))).sqrt()
    s = Bundle(
        cosine=cosine, sine=sine, top=Ball(top), low=Ball(low), other=Ball(other), p=Ball(p), h=h
    )
    holds = Holds(n)
    c, source = swept.stray(holds, s, Ball(a), Ball(b), Ball(push), 0.45)
    rest = swept.rest_source(s, c)
    for i, (f, q, r, least, eps, x, y, dv) in enumerate(
        zip(*map(numbers, (angle, p, top, low, other, a, b, push)), strict=True)
    ):
        crude, near = eps * r**3 / (MU * q), eps * B**4 / (MU * q * least)

        def sigma(z: Any, q=q, r=r, crude=crude) -> Any:
            return r / q * _k1(z) * z + crude

        def lower(z: Any, q=q, r=r, crude=crude, near=near) -> Any:
            return r / q * _k1(z) * z + min(crude, near / (1 - z) ** 4)

        first = _least(x, y, dv, f, sigma, mpf("0.45"))
        if not holds.ok[i]:
            # it gives up where the bound comes near to the limit, or climbs too slowly
            assert first is None or first > mpf("0.2") or _slope(x, y, f, sigma, first) > mpf("0.5")
            continue
        assert first is not None
        again = _least(x, y, dv, f, lower, mpf("0.45"))
        high = ends(c, i)[1]
        assert again <= high
        assert high <= first * mpf("1.2") + SLACK
        assert lower(again) <= ends(source, i)[1] * (1 + SLACK)
        second = (1 - 2 * high / 3) / (1 - high) ** 2
        value = r / q * 3 * high**2 * second + min(crude, near / (1 - high) ** 4)
        assert ends(rest, i)[0] <= value * (1 + SLACK)
        assert value <= ends(rest, i)[1]
    assert 200 < holds.ok.sum() < n - 50


def _slope(a: Any, b: Any, f: Any, source: Any, c: Any) -> Any:
    """How much of a change in c the bound gives again."""
    step = mpf("1e-6")
    low, high = (source(z) for z in (c, c + step))
    return (greatest(a + high, b + high, f) - high - greatest(a + low, b + low, f) + low) / step


# -- (54) and (55) ---------------------------------------------------------------------------------


class _Arcs:
    """Random conics from one true anomaly to another: p, e, and these."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.p = rng.uniform(2e6, 9e6, N)
        self.e = rng.uniform(0, 0.97, N) * rng.choice([1, 1, 1, 1.3], N)
        self.angle = rng.uniform(0.05, 3.05, N)
        self.nu = rng.uniform(-np.pi, np.pi, N)
        # a hyperbola's radii must be there: keep to its side
        away = (self.e >= 1) & ((abs(self.nu) > 0.3) | (self.angle > 1.5))
        self.e = np.where(away, 0.5, self.e)
        p, e = Ball(self.p), Ball(self.e)
        radii, rates = [], []
        for nu in (Ball(self.nu), Ball(self.nu) + Ball(self.angle)):
            sine, cosine = sin_cos(nu)
            radii.append(p / (1 + e * cosine))
            rates.append(Ball(float(MU)) / (p * Ball(float(MU))).sqrt() * e * sine)
        sine, cosine = sin_cos(Ball(self.angle))
        self.s = Bundle(
            p=p, e=e, h=(p * Ball(float(MU))).sqrt(), r0=radii[0], r1=radii[1], rates=tuple(rates),
            cosine=cosine, sine=sine, angle=Ball(self.angle),
        )  # fmt: skip

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return zip(*map(numbers, (self.p, self.e, self.nu, self.angle)), strict=True)


def _radius(p: Any, e: Any, nu: Any) -> Any:
    return p / (1 + e * mp.cos(nu))


def _over(e: Any, nu: Any, f: Any) -> bool:
    """Is there an apogee between?"""
    return e > 0 and any(nu < turn < nu + f for turn in (-mp.pi, mp.pi, 3 * mp.pi))


def test_the_ways_integral_is_the_pages() -> None:
    """(54), by quadrature: the greatest radius of each half; and so it is above that with the radius itself."""
    rng = np.random.default_rng(7)
    x = _Arcs(rng)
    q0, q1, z0, z1 = (10 ** rng.uniform(-3, 0, N) for _ in range(4))
    level = rng.choice([-0.3, 0, 0.3], N) * np.minimum(z0, z1)
    turns = np.array([_over(e, nu, f) for _, e, nu, f in x])
    apogee = Ball(np.where(turns, 1.0, 0.0)) * (x.s.p / (1 - x.s.e))
    apogee = Ball(np.where(turns, apogee.m, 0.0), np.where(turns, apogee.r, 0.0))
    pairs = (Ball(q0), Ball(q1)), (Ball(z0), Ball(z1))
    found = swept.second_order(x.s, *pairs, Ball(level), apogee)
    nodes = [
        (mpf(float(t)), mpf(float(w)))
        for t, w in zip(*np.polynomial.legendre.leggauss(10), strict=True)
    ]
    rows = zip(x, *map(numbers, (q0, q1, z0, z1, level)), strict=True)
    for i, ((p, e, nu, f), a, b, u, v, flat) in enumerate(rows):
        with mpmath.workdps(20):
            whole = true = mpf(0)
            for first, last in ((mpf(0), f / 2), (f / 2, f)):
                tops = [_radius(p, e, nu + g) for g in (first, last)]
                if _over(e, nu + first, last - first):
                    tops.append(p / (1 - e))
                for t, w in nodes:
                    g = first + (last - first) * (1 + t) / 2
                    s0, s1 = mp.sin(f - g) / mp.sin(f), mp.sin(g) / mp.sin(f)
                    each = (
                        (a * s0 + b * s1) * (u * s0 + v * s1 + flat) ** 2 * w * (last - first) / 2
                    )
                    whole += max(tops) * each
                    true += _radius(p, e, nu + g) * each
        assert whole <= ends(found, i)[1] * (1 + SLACK), i
        assert ends(found, i)[0] <= whole * (1 + SLACK), i
        assert true <= whole * (1 + SLACK)


def test_the_greatest_adjoint_is_the_pages() -> None:
    """(55): the greatest of r A over its value at its end, and of r B at the other."""
    x = _Arcs(np.random.default_rng(8))
    s = x.s
    first = swept.growth(s, s.r0, s.r1, s.rates[1])
    last = swept.growth(s, s.r1, s.r0, -s.rates[0])
    tight = 0
    for i, (p, e, nu, f) in enumerate(x):
        r0, r1 = _radius(p, e, nu), _radius(p, e, nu + f)
        for found, end, back in ((first, r0, False), (last, r1, True)):
            best = mpf(0)
            for k in range(25):
                g = f * k / 24
                part = mp.sin(g if back else f - g) / mp.sin(f)
                best = max(best, _radius(p, e, nu + g) * part / end)
            high = ends(found, i)[1]
            assert best <= high * (1 + SLACK)
            tight += high <= best * mpf("1.03")
    assert tight > 1.9 * N


# -- (61) ------------------------------------------------------------------------------------------


def _down(
    speed: Any, divert: Any, distance: Any, height: Any, latitude: Any, eps: Any, t: Any
) -> Any:
    """When the last cell's conic comes below R0, s; None where Theorem T does not speak."""
    a, top = distance / GROUND, A + height
    geocentric = mp.atan((B / A) ** 2 * mp.tan(mp.radians(latitude)))
    rho = top * mp.cos(max(mpf(0), geocentric - a))
    spent = divert + eps * t
    latest = mpf(0)
    for k in range(12):
        g0, g1 = (mp.pi / 2 * j / 12 for j in (k, k + 1))
        w = mp.sqrt(
            speed**2 + 2 * speed * OMEGA * rho * mp.cos(g0) + (OMEGA * rho) ** 2
            + 2 * MU * (1 / B - 1 / top)
        ) + spent  # fmt: skip
        if w**2 * B / MU > mpf("0.828"):
            return None
        up = speed * mp.sin(g1) + spent
        # energy of the speed W at R0; Kepler's equation from the start to the descending crossing
        axis = 1 / (2 / B - w**2 / MU)
        square = w**2 - 2 * MU * (1 / B - 1 / top) - up**2  # of the speed across
        h2 = top**2 * max(square, mpf(0))
        e = mp.sqrt(1 - h2 / (MU * axis))
        start = mp.acos(max(-1, min(1, (1 - top / axis) / e)))  # r' >= 0: E from 0 to pi
        end = 2 * mp.pi - mp.acos((1 - B / axis) / e)
        flown = end - e * mp.sin(end) - start + e * mp.sin(start)
        latest = max(latest, flown * mp.sqrt(axis**3 / MU))
    return latest


def test_how_long_interceptors_stay_up_is_the_pages() -> None:
    """(61): a thousand limits and times about the page's; the checker says yes where the page does, and nowhere else."""
    rng = np.random.default_rng(9)
    said = fast = 0
    for _ in range(N // 4):
        speed, divert = float(rng.uniform(0.5, 6.5)), float(rng.choice([0, 0.1, 0.5]))
        distance, height = float(rng.uniform(0, 300)), float(rng.uniform(0, 300))
        south = float(rng.uniform(-80, 80))
        north = south + float(rng.choice([0, 5]))
        eps = float(rng.choice([0, 0.033, 0.1]))
        limits = {
            "burnout_speed_km_s": speed, "divert_km_s": divert, "burnout_distance_km": distance,
            "burnout_height_km": height,
        }  # fmt: skip
        x: dict[str, Any] = {key: Fraction(value) for key, value in limits.items()}
        x["places"] = [
            [Fraction(south), Fraction(north), Fraction(0), Fraction(0)],
            [Fraction(90)] * 4,
        ]
        least = max(0.0, south, -north)
        figures = [mpf(v) * 1000 for v in (speed, divert, distance, height)]
        t = _down(*figures, mpf(least), mpf(eps), mpf(1500))
        t = 7200 if t is None else int(t)
        for seconds in (max(1, t - int(rng.integers(0, 30))), t + int(rng.integers(1, 100))):
            truth = _down(*figures, mpf(least), mpf(eps), mpf(seconds))
            right = truth is not None and truth <= seconds
            told = stays(x, {"perturbation_m_s2": Fraction(eps)}, seconds)
            if told:
                assert right, (limits, south, eps, seconds)
            elif truth is not None:
                assert truth > seconds - mpf("0.001"), (limits, south, eps, seconds)
            said += told
            fast += truth is None
    assert said > 100
    assert fast > 10
