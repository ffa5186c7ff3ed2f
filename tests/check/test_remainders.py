"""What the checker adds for what it leaves out, docs/guarantee.md (3) to (55): never too little, and no term of it idle."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from flint import arb
from scipy.integrate import trapezoid

from reassure.flight.kepler import propagate
from reassure.flight.lambert import lambert
from reassure_check import arc, comparison, flights
from reassure_check.ball import Conic, Unproved, columns
from reassure_check.box import Times, volume
from tests.check.mutants import changed
from tests.check.test_burnouts import balls, limits, on_ground, radius, turned, vector

MU, OMEGA = 3.986004418e14, 7.292115e-5
SPIN = np.array([0.0, 0.0, OMEGA])
Vector = np.ndarray


def gravity(x: Vector) -> Vector:
    """Point-mass gravity at (..., 3) points."""
    return -MU * x / np.linalg.norm(x, axis=-1, keepdims=True) ** 3


def gradient(z: Vector, y: Vector) -> Vector:
    """Its gradient at z, times y."""
    r = np.linalg.norm(z, axis=-1, keepdims=True)
    return MU / r**5 * (3 * z * (z * y).sum(-1, keepdims=True) - r**2 * y)


def arbs(x: Any) -> Any:
    """A vector as balls."""
    return tuple(arb(float(v)) for v in x)


def fly(state: Vector, time: float) -> Vector:
    """A state on a conic some time on, or before."""
    if time >= 0.0:
        return np.array(propagate(*state, time)[1:])
    back = np.array(propagate(*state[:3], *-state[3:], -time)[1:])
    return np.r_[back[:3], -back[3:]]


# -- section 1 -------------------------------------------------------------------------------------


def _second_order(module: Any) -> float:
    rng = np.random.default_rng(1)
    worst = 0.0
    for _ in range(500):
        z = rng.normal(size=3)
        z *= rng.uniform(6.2e6, 8e6) / np.linalg.norm(z)
        y = rng.normal(size=3) if rng.random() < 0.5 else -z + 0.05 * rng.normal(size=3)
        y *= 10 ** rng.uniform(4, 6.3) / np.linalg.norm(y)
        nearest = min(float(np.linalg.norm(z + y * s)) for s in np.linspace(0, 1, 50))
        rest = float(np.linalg.norm(gravity(z + y) - gravity(z) - gradient(z, y)))
        low, high = arb(float(np.linalg.norm(z))), arb(float(np.linalg.norm(y)))
        worst = max(worst, rest / float(module.second_order(low, high, arb(0.999 * nearest))))
    return worst


def test_gravity_departs_from_its_gradient_by_no_more() -> None:
    """(7), and some departures are nearly so great."""
    assert 0.9 < _second_order(comparison) <= 1.0 + 1e-6


@pytest.mark.parametrize(
    ("old", "new"),
    [("3 * MU * sq(high)", "2 * MU * sq(high)"), ("sq(1 - x) * sq(sq(low))", "sq(sq(low))"), ("1 / sq(sq(core))", "1 / sq(sq(low))")],
)  # fmt: skip
def test_the_second_order_needs_each_factor(old: str, new: str) -> None:
    """(7)."""
    with changed("comparison", old, new) as module:
        assert _second_order(module) > 1.01


def _sturm(module: Any, which: str) -> float:
    """The greatest share of a bound that a solution takes."""
    rng = np.random.default_rng(2)
    worst = 0.0
    for _ in range(60):
        knots = np.cumsum(rng.uniform(100, 400, size=6))
        nu2 = rng.uniform(0.3e-6, 2.5e-6, size=5)
        first, last = rng.uniform(0, 5, 2) + 0.01
        source = rng.choice([0.0, 1e-5]) if which != "chords" else 0.0
        phi = module.Comparison([arb(float(x)) for x in knots], [arb(float(x)) for x in nu2])
        try:
            phi.solve(arb(first), arb(last), [arb(source)] * 5)
        except Unproved:
            continue
        ends = [float(v) for v, _ in phi.values]
        for i in range(5):
            times = np.linspace(knots[i] + 1e-6, knots[i + 1] - 1e-6, 40)
            values = np.array([float(phi.at(arb(float(t)))) for t in times])
            if which == "arches":
                bound = np.full(40, float(phi.highest()[i]))
            elif which == "chords":
                a, b = phi.over_chords([arb(v) for v in ends])[i]
                bound = float(a) + (float(b) - float(a)) * (times - knots[i]) / (
                    knots[i + 1] - knots[i]
                )
            else:
                bound = np.full(40, float(phi.over(arb(float(times[0])), arb(float(times[-1])))))
            worst = max(worst, float((values / bound).max()))
    return worst


@pytest.mark.parametrize("which", ["arches", "chords", "between"])
def test_a_comparison_function_is_below_its_bounds(which: str) -> None:
    """(3), (4) and (5)."""
    assert 0.8 < _sturm(comparison, which) <= 1.0 + 1e-9


@pytest.mark.parametrize(
    ("old", "new", "which"),
    [
        ("(top + lift) * arch - lift for", "top for", "arches"),
        ("(a * x, b * x) for (a, b), x in", "(a, b) for (a, b), x in", "chords"),
        ("return self.at(mid) * share", "return self.at(mid)", "between"),
    ],
)
def test_a_comparison_functions_bounds_need_each_factor(old: str, new: str, which: str) -> None:
    """(3), (4) and (5)."""
    with changed("comparison", old, new) as module:
        assert _sturm(module, which) > 1.001


# -- section 5: where a flight is at its own burnout and at its own end ------------------------------


SIDES = {
    "end": (1900.0, 1900.0), "aim_latitude": (40.0, 40.0), "aim_longitude": (-90.0, -90.0),
    "burnout_time": (180.0, 180.0), "burnout_height": (300.0, 300.0), "burnout_distance": (500.0, 500.0),
    "base_latitude": (54.0, 54.0), "base_longitude": (45.0, 45.0),
}  # fmt: skip
FLIGHTS: dict[str, dict[str, tuple[float, float]]] = {
    "burnout time": {"burnout_time": (150, 210)},
    "height": {"burnout_height": (100, 1900), "burnout_time": (177, 183)},
    "distance": {"burnout_distance": (300, 1200)},
    "aim": {"aim_latitude": (35, 45), "aim_longitude": (-96, -84)},
    "aim's east": {"aim_latitude": (84, 84), "aim_longitude": (-110, -70), "end": (1880, 1920)},
    "end": {"end": (1860, 1940)},
    "distance and end": {"burnout_distance": (300, 1200), "end": (1860, 1940)},
}


def _member(
    box: dict[str, tuple[float, float]], rng: np.random.Generator
) -> tuple[Vector, Vector, float, float]:
    """Burnout and aim, inertial (m), and their times."""

    def pick(key: str) -> float:
        low, high = box[key]
        return float(rng.choice([low, high, rng.uniform(low, high)]))

    base, aim = (on_ground(pick(f"{k}_latitude"), pick(f"{k}_longitude")) for k in ("base", "aim"))
    p = base / np.linalg.norm(base)
    t = aim - (aim @ p) * p
    psi = 1e3 * pick("burnout_distance") / 6371e3
    u = math.cos(psi) * p + math.sin(psi) * t / np.linalg.norm(t)
    tb, te = pick("burnout_time"), pick("end")
    start = (radius(u) + 1e3 * pick("burnout_height")) * u
    return turned(start, OMEGA * tb), turned(aim, OMEGA * te), tb, te


def _reference(
    module: Any, name: str, off: float = 0.0
) -> tuple[Any, dict[str, tuple[float, float]]]:
    sides = {**SIDES, **FLIGHTS[name]}
    box = balls(*(sides.get(key, (0.0, 0.0)) for key in module.Box._fields))
    tb, te = (sum(sides[k]) / 2 for k in ("burnout_time", "end"))
    b = vector(module.burnout(box, limits(), arb(OMEGA * tb)).middle)
    a = vector(module.cell(*box.aim_latitude, *box.aim_longitude, arb(OMEGA * te)).middle)
    v = np.array(lambert(*b, *a, te - tb, False)[1:4]) + off
    return module.reference(box, limits(), arbs(v)), sides


def _at_ends(module: Any, name: str, off: float = 0.0) -> float:
    """By how much, m, a flight is beyond (27) or (28) at its own burnout or end."""
    rng = np.random.default_rng(4)
    x, sides = _reference(module, name, off)
    state = np.r_[vector(x.path.r0), vector(x.path.v0)]
    fields = np.array([[float(x.fields[0][i, k]) for i in range(3)] for k in range(7)])
    end = x.path.at(x.path.anomaly(x.long), x.long)
    there = end.rr * x.fields[0] + end.rv * x.fields[1]
    finishes = np.array([[float(there[i, k]) for i in range(3)] for k in range(7)])
    worst = -math.inf
    for _ in range(120):
        start, aim, tb, te = _member(sides, rng)
        for k, (where, when, parts) in enumerate(((start, tb, fields), (aim, te, finishes))):
            y = where - fly(state, when - float(x.start))[:3]
            up = where / np.linalg.norm(where)
            aside = np.cross(up, parts[3 if k == 0 else 6])
            for e in (y, up, -up, aside, -aside, *rng.normal(size=(4, 3))):
                e = e / max(1e-9, np.linalg.norm(e))
                beyond = float(e @ y) - float(np.abs(parts @ e).sum()) - float(x.ends.more[k])
                worst = max(worst, beyond)
            worst = max(worst, float(np.linalg.norm(y)) - float(x.ends.y[k]))
    return worst


@pytest.mark.parametrize("name", FLIGHTS)
def test_a_flight_is_where_its_ends_say(name: str) -> None:
    """(27) and (28), whether the reference comes to the middle aim or not."""
    assert _at_ends(flights, name) <= 0.02
    assert _at_ends(flights, name, 30.0) <= 0.02


ENDS = {
    "(27), gravity": ("more_b = sq(dtb) / 2 * (G_INNER + sq(OMEGA) * high_b)", "more_b = ZERO", "burnout time", 0.0),
    "(27), turning": ("OMEGA * dtb * out.extent + ", "", "height", 0.0),
    "(27), ball": (" + out.ball  # (27)", "", "distance", 0.0),
    "(28), gravity": ("more_a = sq(dte) / 2 * (G_INNER + sq(OMEGA) * norm(a.middle))", "more_a = ZERO", "end", 0.0),
    "(28), bend": (" + a.bend  # (28)", "", "aim", 0.0),
    "(28), the reference's miss": ("    more_a += norm(minus(arc.position, a.middle))  # (28)\n", "", "end", 30.0),
}  # fmt: skip


@pytest.mark.parametrize("term", ENDS)
def test_a_flights_ends_need_each_term(term: str) -> None:
    """(27) and (28)."""
    old, new, name, off = ENDS[term]
    with changed("flights", old, new) as module:
        assert _at_ends(module, name, off) > 1.0


def _rest(module: Any) -> float:
    """By how much a flight is beyond (32) at its end, where that and the burnout's distance vary, m."""
    x, sides = _reference(module, "distance and end")
    state = np.r_[vector(x.path.r0), vector(x.path.v0)]
    dte, end = float(x.halves[1]), float(x.end)
    aim = on_ground(sides["aim_latitude"][0], sides["aim_longitude"][0])
    worst = -math.inf
    for share in np.linspace(-1, 1, 9):
        late = share * dte
        since = end + late - float(x.start)
        y = turned(aim, OMEGA * (end + late)) - fly(state, since)[:3]
        s = x.path.at(x.path.anomaly(arb(since)), arb(since))
        fields = s.rr * x.fields[0] + s.rv * x.fields[1]
        forward, of_time = (np.array([float(fields[i, k]) for i in range(3)]) for k in (0, 6))
        for out in (-1.0, 1.0):
            left = float(np.linalg.norm(y - out * forward - share * of_time))
            worst = max(worst, left - float(module.rest_ends(x)[1]))
    return worst


def test_a_flight_is_no_farther_from_its_linear_part_at_its_end() -> None:
    """(32)."""
    assert _rest(flights) <= 0.02


def test_the_rest_at_the_end_needs_the_fields_own_motion() -> None:
    """(32)."""
    with changed(
        "flights", "more + dt * drift + sq(dt) * K2 * (size + dt * drift)", "more"
    ) as module:
        assert _rest(module) > 1.0


# -- section 6 ---------------------------------------------------------------------------------------


def _at_burnout(module: Any, alpha: float, distance: float, height: float, speed: float) -> float:
    """By how much, m^2/s^2, a burnout leaves less than (56) says, at most."""
    rng = np.random.default_rng(6)
    worst = -math.inf
    lim = limits(speed=speed, distance=distance, height=height)
    for _ in range(25):
        place = rng.uniform(-70, 70), rng.uniform(-180, 180)
        x = volume(balls(*[(0.0, 0.0)] * 10, (place[0],) * 2, (place[1],) * 2, (0.0, 0.0)), lim)
        start = vector(x.middle)
        u = rng.normal(size=3) * 2e3 + 3e3 * start / np.linalg.norm(start)
        tau = rng.uniform(200, 900)
        path = Conic(x.middle, arbs(u))
        try:
            c = module._arc(path, arb(tau), arb(alpha), arb(0))
        except Unproved:
            continue
        w = u - np.cross(SPIN, start)
        q = module._adjoint(c, arbs(w))
        rho, field = float(x.off_axis), c.field
        y_b = float(x.reach) + alpha * (np.linalg.norm(w) + OMEGA * float(x.reach))
        y_b += alpha**2 / 2 * (float(field.g) + OMEGA**2 * rho)
        bound = float(module._at_burnout(c, x, q, arb(y_b), arb(0), lim))
        base = on_ground(*place)
        for _ in range(25):
            d = base / np.linalg.norm(base)
            side = np.cross(d, rng.normal(size=3))
            angle = distance / 6371e3
            d = math.cos(angle) * d + math.sin(angle) * side / np.linalg.norm(side)
            point = (radius(d) + rng.choice([0.0, height])) * d
            late = alpha * float(rng.choice([-1, 1, rng.uniform(-1, 1)]))
            here, z = turned(point, OMEGA * late), fly(np.r_[start, u], late)
            s = path.at(path.anomaly(arb(late)), arb(late)) if late else path.at(arb(0), arb(0))
            vr, vv = path.rates(s)
            values = [m * columns(arbs(w)) + n * columns(q.a0) for m, n in ((s.rr, s.rv), (vr, vv))]
            value, slope = (np.array([float(m[i, 0]) for i in range(3)]) for m in values)
            left = value @ (z[3:] - np.cross(SPIN, here)) + slope @ (here - z[:3])
            worst = max(worst, bound - float(left - speed * np.linalg.norm(value)))
    return worst


BURNOUTS = [
    (0.0, 1.5e5, 1.5e5, 4e3),
    (30.0, 0.0, 0.0, 4e3),
    (60.0, 0.0, 0.0, 0.0),
    (20.0, 3e5, 2e5, 4e3),
]


@pytest.mark.parametrize("case", BURNOUTS)
def test_burnouts_leave_at_least_what_is_said(case: tuple[float, float, float, float]) -> None:
    """(44) to (49)."""
    assert _at_burnout(arc, *case) <= 1.0


@pytest.mark.parametrize(
    ("old", "new", "case"),
    [
        ("loss = level * x.disc", "loss = ZERO", BURNOUTS[0]),
        ("abs(dot(gx, start)) / d0 * x.half_height", "ZERO", BURNOUTS[0]),
        ("    shift = alpha * dot(q.w, pull)\n", "    shift = ZERO\n", BURNOUTS[2]),
        ("later.min(sooner)", "sooner", BURNOUTS[2]),
    ],
)
def test_what_burnouts_leave_needs_each_part(
    old: str, new: str, case: tuple[float, float, float, float]
) -> None:
    """(49), and the ends of (56)."""
    with changed("arc", old, new) as module:
        assert _at_burnout(module, *case) > 1.0


def _arriving(module: Any) -> float:
    """The greatest share of (52) that paths along a line take: of a strength that varies, with a thrust."""
    rng = np.random.default_rng(7)
    field = module.FIELDS[0]
    n, k = float(field.n), float(field.k)
    worst = 0.0
    for _ in range(200):
        tau = rng.uniform(30, 0.5 * math.pi / n)
        strengths = (
            rng.choice([-(n**2), k**2], size=4)
            if rng.random() < 0.5
            else np.full(4, rng.choice([-(n**2), k**2]))
        )
        start, push, rate = (float(rng.choice([0.0, v])) for v in (5e4, 300.0, 0.05))
        end = float(rng.choice([0.0, 5e4]))
        at = rng.integers(4)

        def arrive(
            speed: float, start=start, push=push, rate=rate, strengths=strengths, at=at, tau=tau
        ) -> Vector:
            y, v, h = start, speed, tau / 4
            for i, m in enumerate(strengths):
                v += push * (i == at)
                root = math.sqrt(abs(m))
                c, s = (
                    (math.cosh(root * h), math.sinh(root * h))
                    if m > 0
                    else (math.cos(root * h), math.sin(root * h))
                )
                lift = rate / m
                y, v = (y + lift) * c + v * s / root - lift, m / root * (y + lift) * s + v * c
            return np.array([y, v])

        still, moved = arrive(0.0), arrive(1.0)
        speed = arrive((end - still[0]) / (moved - still)[0])[1]
        w = Times(*[arb(tau)] * 6)
        lim = limits(divert=push, perturbation=rate)
        bound = float(module._arriving(field, w, (arb(start), arb(end)), arb(0), lim))
        if bound > 0.0:
            worst = max(worst, abs(speed) / bound)
    return worst


def test_no_path_arrives_faster() -> None:
    """(52), and some paths arrive nearly so fast."""
    assert 0.95 < _arriving(arc) <= 1.0 + 1e-9


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("k * (k * back).coth() * y[1] + ", ""),
        (" + n / (n * back).sin() * before  # (52)", ""),
        ("arriving + lim.divert", "arriving"),
        (" + lim.perturbation * w.most.min(quarter)", ""),
    ],
)
def test_an_arrival_needs_each_term(old: str, new: str) -> None:
    """(52)."""
    with changed("arc", old, new) as module:
        assert _arriving(module) > 1.01


def _way(module: Any, alpha: float) -> tuple[float, float]:
    """The greatest shares of (53) and of (55) that pushed paths take."""
    rng = np.random.default_rng(8)
    stray = taken = 0.0
    for _ in range(120):
        r0 = rng.uniform(6.4e6, 6.6e6)
        speed, climb, tau = rng.uniform(4e3, 9e3), rng.uniform(0.3, 1.5), rng.uniform(150, 900)
        state = np.array([r0, 0, 0, speed * math.sin(climb), speed * math.cos(climb), 0])
        path = Conic(arbs(state[:3]), arbs(state[3:]))
        try:
            c = module._arc(path, arb(tau), arb(alpha), arb(0))
        except Unproved:
            continue
        divert, eps = float(rng.choice([0.0, 400.0])), 0.0
        lim = limits(divert=divert, perturbation=eps)
        w = rng.normal(size=3)
        q = module._adjoint(c, arbs(w))
        first = float(rng.choice([-alpha, alpha]))
        times = np.linspace(first, tau, 61)
        z = np.array([fly(state, t) for t in times])
        near = rng.choice([0.0, 1.0, 1.0])
        x = (
            z[0]
            + np.r_[
                near * rng.normal(size=3) * 6e4, near * rng.normal(size=3) * rng.choice([0, 100])
            ]
        )
        kick, at = rng.normal(size=3), rng.integers(60)
        paths = []
        for i in range(61):
            paths.append(x[:3])
            if i == at:
                x = x + np.r_[0, 0, 0, divert * kick / np.linalg.norm(kick)]
            x = fly(x, times[1] - times[0])
        y = np.array(paths) - z[:, :3]
        far = np.linalg.norm(y, axis=1)
        if np.linalg.norm(paths, axis=1).min() < 6.21e6 or far.max() < 1.0:
            continue
        try:
            cut = module._stretches(c, arb(tau), (arbs(w), q.a0), q.near)
            strays = module._strays(c, cut, (arb(float(far[0])), arb(float(far[-1]))), lim)
            loss = float(module._taken_off(c, cut, strays, lim))
        except Unproved:
            continue
        knots = np.array([float(k) for k in cut.knots])
        each = np.clip(np.searchsorted(knots, times) - 1, 0, len(knots) - 2)
        stray = max(stray, float((far / np.array([float(h) for h in strays.highs])[each]).max()))
        sizes = []
        for t in times:
            s = (
                path.at(path.anomaly(arb(float(t))), arb(float(t)))
                if t
                else path.at(arb(0), arb(0))
            )
            m = s.rr * columns(arbs(w)) + s.rv * columns(q.a0)
            sizes.append([float(m[i, 0]) for i in range(3)])
        adjoint = np.array(sizes)
        left = gravity(np.array(paths)) - gravity(z[:, :3]) - gradient(z[:, :3], y)
        off = float(
            trapezoid(np.linalg.norm(adjoint, axis=1) * np.linalg.norm(left, axis=1), times)
        )
        off += float(np.linalg.norm(adjoint, axis=1)[at]) * divert
        taken = max(taken, off / loss if loss > 0.0 else math.inf)
    return stray, taken


@pytest.mark.parametrize("alpha", [0.0, 60.0])
def test_no_path_strays_farther_or_takes_off_more(alpha: float) -> None:
    """(53) and (55)."""
    stray, taken = _way(arc, alpha)
    assert 0.5 < stray <= 1.0 + 1e-9
    assert 0.3 < taken <= 1.0 + 1e-6


WAYS: list[tuple[str, str, float, Callable[[tuple[float, float]], float]]] = [
    ("free = [first * f + last * r for", "free = [last * r for", 0.0, lambda found: found[0]),
    ("free = [first * f + last * r for", "free = [first * f for", 0.0, lambda found: found[0]),
    ("push = lim.divert + ", "push = ", 0.0, lambda found: found[0]),
    ("y[0] * long / (long - 2 * c.alpha)", "y[0] * (1 - c.alpha / long)", 60.0, lambda found: found[0]),
    ("loss = greatest(adjoint.over_arches(x.sizes)) * lim.divert", "loss = ZERO", 0.0, lambda found: found[1]),
    ("each = products / 12 * per_square + ", "each = ", 0.0, lambda found: found[1]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "alpha", "share"), WAYS)
def test_the_way_needs_each_term(
    old: str, new: str, alpha: float, share: Callable[[tuple[float, float]], float]
) -> None:
    """(53) and (55)."""
    with changed("arc", old, new) as module:
        assert share(_way(module, alpha)) > 1.0
