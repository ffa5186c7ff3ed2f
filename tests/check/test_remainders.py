"""What the checker adds for what it leaves out, docs/guarantee.md (3) and (29) to (38): never too little, and no term of it
idle. Arcs of interceptors: test_arc.py; burnouts and cells: test_burnouts.py; other leaves: test_leaves.py.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from reassure_check import bounds, flights, swept
from reassure_check.box import Holds
from reassure_check.earth import Bundle
from tests.check.flown import (
    MU,
    OMEGA,
    Vector,
    boxed,
    fly,
    gradient,
    gravity,
    limited,
    number,
    one,
    ones,
    pushed,
    short_way,
    vector,
)
from tests.check.mutants import changed
from tests.check.test_burnouts import on_ground, radius, turned

# -- (3) -------------------------------------------------------------------------------------------


def _unit(**others: float) -> Bundle:
    names = dict.fromkeys(("top", "p", "h", "low"), 1.0) | {"other": 0.0} | others
    return Bundle(**{name: one(value) for name, value in names.items()})


def _second_order(module: Any) -> float:
    """The greatest share of (3) that the rest of gravity takes."""
    rng = np.random.default_rng(1)
    worst = 0.0
    for _ in range(500):
        z = rng.normal(size=3)
        z *= rng.uniform(6.2e6, 8e6) / np.linalg.norm(z)
        y = rng.normal(size=3) if rng.random() < 0.5 else -z + 0.05 * rng.normal(size=3)
        r, size = np.linalg.norm(z), 10 ** rng.uniform(-3, -0.2)
        y *= size * r / np.linalg.norm(y)
        rest = float(np.linalg.norm(gravity(z + y) - gravity(z) - gradient(z, y)))
        bound = number(module.rest_source(_unit(), one(size))) * MU / r**2
        worst = max(worst, rest / bound)
    return worst


def test_gravity_departs_from_its_gradient_by_no_more() -> None:
    """(3), and some departures are nearly so great."""
    assert 0.9 < _second_order(swept) <= 1.0 + 1e-6


@pytest.mark.parametrize(
    ("old", "new"),
    [("second = 3 * s.top", "second = 2 * s.top"), ("sq(c) * (1 - c * TWO_THIRDS) / sq(1 - c)", "sq(c) * (1 - c * TWO_THIRDS)"), ("sq(c) * (1 - c * TWO", "c * c * c * (1 - c * TWO")],
)  # fmt: skip
def test_the_second_order_needs_each_factor(old: str, new: str) -> None:
    """(3)."""
    with changed("swept", old, new) as module:
        assert _second_order(module) > 1.01


def test_the_mean_gradient_is_no_lower() -> None:
    """k1 of (3), as the source of (7) has it."""
    rng = np.random.default_rng(2)
    for _ in range(500):
        z = rng.normal(size=3)
        r, size = np.linalg.norm(z), rng.uniform(0.01, 0.6)
        y = rng.normal(size=3)
        y *= size * r / np.linalg.norm(y)
        mean = float(y @ (gravity(z + y) - gravity(z))) / float(y @ y)
        k1 = (1 - size / 2) / (1 - size) ** 2 - 1
        assert mean >= -MU / r**3 * (1 + k1) * (1 + 1e-9)


# -- section 7 -------------------------------------------------------------------------------------

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
    "long": {"aim_latitude": (-20, -20), "aim_longitude": (-110, -110), "end": (3195, 3205), "burnout_distance": (500, 510)},
    "nothing": {},
}  # fmt: skip
SEEN = (
    "        holds=holds, path=path,",
    "        holds=holds, path=path, more=(more_b, more_a), y=(y_b, y_a), rests=(rest_b, rest_a), finishes=finishes,",
)


def _member(
    sides: dict[str, tuple[float, float]], rng: np.random.Generator
) -> tuple[Vector, Vector, float, float]:
    """Burnout and aim, inertial (m), and their times."""

    def pick(key: str) -> float:
        low, high = sides[key]
        return float(rng.choice([low, high, rng.uniform(low, high)]))

    base, aim = (on_ground(pick(f"{k}_latitude"), pick(f"{k}_longitude")) for k in ("base", "aim"))
    p = base / np.linalg.norm(base)
    t = aim - (aim @ p) * p
    psi = 1e3 * pick("burnout_distance") / 6371e3
    u = math.cos(psi) * p + math.sin(psi) * t / np.linalg.norm(t)
    tb, te = pick("burnout_time"), pick("end")
    start = (radius(u) + 1e3 * pick("burnout_height")) * u
    return turned(start, OMEGA * tb), turned(aim, OMEGA * te), tb, te


def _tube(module: Any, name: str, off: float = 0.0, eps: float = 0.0) -> tuple[Any, Any]:
    """A tube, its reference's velocity off by so much along each axis; and its box's sides."""
    sides = {**SIDES, **FLIGHTS[name]}
    where, lim = boxed(**sides), limited(perturbation=eps)
    tb, te = (sum(sides[k]) / 2 for k in ("burnout_time", "end"))
    b = vector(module.burnout(Holds(1), where, lim, one(OMEGA * tb)).middle)
    a = vector(module.cell(where.aim_latitude, where.aim_longitude, one(OMEGA * te)).middle)
    v = short_way(b, a, te - tb)
    assert v is not None
    found = module.tube(where, lim, ones(v + off))
    assert found.holds.ok[0], found.holds.why
    return found, sides


def _at_ends(module: Any, name: str, off: float = 0.0) -> float:
    """By how much, m, a flight is beyond (29) or (30) at its own burnout or end."""
    rng = np.random.default_rng(4)
    x, sides = _tube(module, name, off)
    state = np.r_[vector(x.path.r0), vector(x.path.v0)]
    parts = [np.array([vector(f) for f in fields]) for fields in (x.starts, x.finishes)]
    worst = -math.inf
    for _ in range(60):
        start, aim, tb, te = _member(sides, rng)
        for k, (where, when) in enumerate(((start, tb), (aim, te))):
            y = where - fly(state, when - number(x.start))[:3]
            up = where / np.linalg.norm(where)
            aside = np.cross(up, parts[k][3 if k == 0 else 6])
            for e in (y, up, -up, aside, -aside, *rng.normal(size=(4, 3))):
                e = e / max(1e-9, np.linalg.norm(e))
                beyond = float(e @ y) - float(np.abs(parts[k] @ e).sum()) - number(x.more[k])
                worst = max(worst, beyond)
            worst = max(worst, float(np.linalg.norm(y)) - number(x.y[k]))
    return worst


@pytest.mark.parametrize("name", FLIGHTS)
def test_a_flight_is_where_its_ends_say(name: str) -> None:
    """(29) and (30), whether the reference comes to the middle aim or not."""
    with changed("flights", *SEEN) as module:
        assert _at_ends(module, name) <= 0.02
        assert _at_ends(module, name, 30.0) <= 0.02


ENDS = {
    "(29), gravity": ("more_b += sq(dtb) * 0.5 * (MU / sq(r0) + turning", "more_b += sq(dtb) * 0.5 * (turning", "burnout time", 0.0),
    "(29), turning": (" + OMEGA * dtb * out.extent", "", "height", 0.0),
    "(29), ball": ("more_b = out.ball + ", "more_b = ", "distance", 0.0),
    "(30), gravity": ("more_a += sq(late) * 0.5 * (MU / sq(r1) + turning", "more_a += sq(late) * 0.5 * (turning", "end", 0.0),
    "(30), bend": ("more_a = aim.bend + ", "more_a = ", "aim", 0.0),
    "(30), the reference's miss": ("    more_a += norm(minus(arc.position, aim.middle))  # (30)\n", "", "end", 30.0),
    "y_b": ("out.extent + dtb * norm(back_b) + more_b", "out.extent + more_b", "burnout time", 0.0),
    "y_a": ("wide_a + dte * norm(back_a) + more_a", "dte * norm(back_a) + more_a", "aim", 0.0),
}  # fmt: skip


@pytest.mark.parametrize("term", ENDS)
def test_a_flights_ends_need_each_term(term: str) -> None:
    """(29) and (30)."""
    old, new, name, off = ENDS[term]
    with changed("flights", old, new, *SEEN) as module:
        assert _at_ends(module, name, off) > 1.0


def _rest(module: Any) -> float:
    """By how much a flight is beyond (32) at its end, where that and the burnout's distance vary, m."""
    x, sides = _tube(module, "distance and end")
    state = np.r_[vector(x.path.r0), vector(x.path.v0)]
    (dte,), end = np.diff(sides["end"]) / 2, number(x.end)
    aim = on_ground(sides["aim_latitude"][0], sides["aim_longitude"][0])
    worst = -math.inf
    for share in np.linspace(-1, 1, 9):
        since = end + share * dte - number(x.start)
        y = turned(aim, OMEGA * (end + share * dte)) - fly(state, since)[:3]
        s = x.path.at(x.path.guess(one(since)))
        rr, rv = x.path.blocks(s)
        forward, of_time = (
            vector(module.plus(module.apply(rr, x.starts[k]), 1.0, module.apply(rv, x.rates[k])))
            for k in (0, 6)
        )
        for out in (-1.0, 1.0):
            left = float(np.linalg.norm(y - out * forward - share * of_time))
            worst = max(worst, left - number(x.rests[1]))
    return worst


def test_a_flight_is_no_farther_from_its_linear_part_at_its_end() -> None:
    """(32)."""
    with changed("flights", *SEEN) as module:
        assert _rest(module) <= 0.02


def test_the_rest_at_the_end_needs_the_fields_own_motion() -> None:
    """(32)."""
    old = "more_a + late * drift_a + k2_a * sq(late) * (size_a + late * drift_a)"
    with changed("flights", old, "more_a", *SEEN) as module:
        assert _rest(module) > 1.0


def _shot(
    start: Vector, goal: Vector, span: Vector, force: Vector, eps: float
) -> tuple[Vector, Vector]:
    """Perturbed flights (n, 6) at their burnouts, which end where they should; and by how much (m) they do not."""
    v = np.array([short_way(a, b, t) for a, b, t in zip(start, goal, span, strict=True)])
    miss = np.zeros_like(v)
    for _ in range(7):
        ends = pushed(np.c_[start, v], span, force, eps)
        miss = ends[:, :3] - goal
        for i in range(len(v)):
            slopes = np.array([
                (fly(np.r_[start[i], v[i] + 0.01 * e], span[i]) - fly(np.r_[start[i], v[i]], span[i]))[:3] / 0.01
                for e in np.eye(3)
            ]).T  # fmt: skip
            v[i] -= np.linalg.solve(slopes, miss[i])
    return np.c_[start, v], np.linalg.norm(miss, axis=1)


def _between(module: Any, name: str, eps: float = 0.0, half: float = 0.0) -> dict[str, float]:
    """The greatest shares of bounds that flights take over leaves' times; of lengths along directions by how much (m) they are
    beyond them.
    """
    rng = np.random.default_rng(6)
    x, sides = _tube(module, name, 0.0, eps)
    count = 8
    drawn = [_member(sides, rng) for _ in range(count)]
    start, goal = (np.array([m[k] for m in drawn]) for k in (0, 1))
    tb, te = (np.array([m[k] for m in drawn]) for k in (2, 3))
    force = rng.normal(size=(count, 3))
    force /= np.linalg.norm(force, axis=1, keepdims=True)
    states, miss = _shot(start, goal, te - tb, force, eps)
    assert miss.max() < 0.1
    worst = {"spread": 0.0, "along": -math.inf, "floor": -math.inf, "all": 0.0}
    whole = number(x.earliest), number(x.latest)
    for middle in np.linspace(*whole, 5):
        g = module.flying(x, one(middle - half), one(middle + half))
        t0, p, v = number(g.time), vector(g.position), vector(g.velocity)
        for when in {middle - half, middle, middle + half}:
            on = (when >= tb) & (when <= te)
            if not on.any():
                continue
            # the force turns about half way of the whole flight
            at = np.array([
                pushed(s[None], np.array([when - b]), f[None], eps, 60)[0, :3] if eps == 0.0 or when - b < (e - b) / 2
                else pushed(pushed(s[None], np.array([e - b]), f[None], eps)[:1], np.array([when - e]), -f[None], eps, 60)[0, :3]
                for s, b, e, f in zip(states[on], tb[on], te[on], force[on], strict=True)
            ]) if eps else np.array([fly(s, when - b)[:3] for s, b in zip(states[on], tb[on], strict=True)])  # fmt: skip
            mine = fly(np.r_[p, v], when - t0)[:3]
            y = at - mine
            far = np.linalg.norm(y, axis=1)
            worst["spread"] = max(
                worst["spread"], float(far.max()) / max(0.5, number(g.spread) + 0.5)
            )
            worst["all"] = max(
                worst["all"], float(far.max() / (np.linalg.norm(mine) * number(x.c) + 0.5))
            )
            worst["floor"] = max(worst["floor"], number(g.floor) - float(np.linalg.norm(mine)))
            straight = at - p - v * (when - t0)
            for one_ in straight:
                for e in (one_, *np.eye(3), *-np.eye(3)):
                    e = e / max(1e-9, np.linalg.norm(e))
                    beyond = float(e @ one_) - number(bounds.along(g, ones(e)))
                    fall = number(g.pull) * (when - t0) ** 2 / 2
                    worst["along"] = max(worst["along"], beyond - fall)
    return worst


@pytest.mark.some(3)
@pytest.mark.parametrize("name", FLIGHTS)
@pytest.mark.parametrize("half", [0.0, 25.0])
def test_flights_are_where_the_tube_says(name: str, half: float) -> None:
    """(33), (35), (36) and (38), and Z itself, (7)."""
    found = _between(flights, name, 0.0, half)
    print(name, half, found)
    assert found["spread"] <= 1.0
    assert found["all"] <= 1.0 + 1e-6
    assert found["along"] <= 0.5
    assert found["floor"] <= 0.5


@pytest.mark.parametrize("name", ["nothing", "long", "distance and end"])
def test_perturbed_flights_are_where_the_tube_says(name: str) -> None:
    """The same for 0.1 m/s^2 at the polar radius, which falls as the radius grows."""
    found = _between(flights, name, 0.1, 0.0)
    print(name, found)
    assert found["spread"] <= 1.0
    assert found["all"] <= 1.0 + 1e-6
    assert found["along"] <= 0.5


BETWEEN = {
    "(7), perturbation": ("swept", "crude, near = pulls(s)\n\n    def", "crude, near = 0 * s.other, 0 * s.other\n\n    def", "nothing", 0.1, 0.0, "all", 1.0),
    "(9), perturbation": ("swept", "return second + crude.min(near / sq(sq(1 - c)))", "return second", "nothing", 0.1, 0.0, "along", 1.0),
    "(33), burnout": ("flights", "(a * s1 + b * s0 + turn", "(b * s0 + turn", "distance", 0.0, 0.0, "spread", 1.0),
    "(33), end": ("flights", "(a * s1 + b * s0 + turn", "(a * s1 + turn", "aim", 0.0, 0.0, "spread", 1.0),
    "(36), rest": ("flights", "OMEGA * h) * linear + rest", "OMEGA * h) * linear", "distance", 0.0, 0.0, "along", 1.0),
    "(36), fields": ("bounds", "far = sum((abs(dot(e, x)) for x in g.fields), g.bow)", "far = g.bow", "distance", 0.0, 0.0, "along", 1.0),
    "(38)": ("flights", "s.low.max(r - h * (rate + h * 0.5 * MU / sq(s.low)))", "r", "nothing", 0.0, 25.0, "floor", 1.0),
}  # fmt: skip


@pytest.mark.some(3)
@pytest.mark.parametrize("term", BETWEEN)
def test_the_tube_needs_each_term(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """(7), (9), (33), (36) and (38)."""
    where, old, new, name, eps, half, which, least = BETWEEN[term]
    with changed(where, old, new) as module:
        if where == "bounds":
            monkeypatch.setattr(bounds, "along", module.along)
        with changed("flights") if where != "flights" else changed("swept") as other:
            found = _between(other if where != "flights" else module, name, eps, half)
    print(term, found)
    assert found[which] > least
