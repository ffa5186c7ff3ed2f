"""What a reference arc's leaf takes off, docs/guarantee.md (40) to (56): never too little for any path, and no term of it idle."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from reassure_check.ball import Ball, apply, plus
from reassure_check.bounds import Target
from reassure_check.box import Holds, volume
from reassure_check.earth import Bundle
from tests.check.flown import (
    MU,
    OMEGA,
    POLAR,
    SPIN,
    Vector,
    boxed,
    fly,
    gradient,
    limited,
    number,
    one,
    ones,
    short_way,
    vector,
)
from tests.check.mutants import changed
from tests.check.test_burnouts import on_ground, radius, turned

SEEN = (
    '"within the arc\'s reach")  # (56)',
    '"within the arc\'s reach")  # (56)\n    holds.seen = dict(locals())',
    "holds.need(dot(v, v) + ",
    "holds.need((least := dot(v, v) + ",
    " > loss, ",
    ") > loss, ",
    "    # burnouts\n",
    "    way = loss + 0.0\n",
    "    # the meeting: |q.y' - q'.y|\n",
    "    burnouts = loss + 0.0\n",
)
LAUNCH = 200.0


class Case(NamedTuple):
    """What a leaf is about: half-widths, sizes and limits."""

    alpha: float = 0.0
    beta: float = 0.0
    distance: float = 0.0
    height: float = 0.0
    cell: float = 0.0
    delta: float = 0.0
    fields: float = 0.0
    rates: float = 0.0
    rest: float = 0.0
    divert: float = 0.0
    speed: float = 4e3
    tau: tuple[float, float] = (150.0, 900.0)


class Found(NamedTuple):
    """The greatest shares of bounds that members take; of burnouts, by how much (m^2/s^2) they leave less than said."""

    burnout: float
    meeting: float
    way: float
    stray: float
    ends: float
    adjoint: float


def _target(rng: np.random.Generator, state: Vector, time: float, case: Case) -> Target:
    """Flights about a point that is `delta` from a state, moving at random."""
    off = rng.normal(size=3)
    position = state[:3] + case.delta * off / np.linalg.norm(off)
    velocity = state[3:] + rng.normal(size=3) * 3e3
    fields = [case.fields * rng.normal(size=3) for _ in range(7)]
    rates = [case.rates * rng.normal(size=3) for _ in range(7)]
    k = math.sqrt(2 * MU / 6.2e6**3) * case.beta
    linear = sum(np.linalg.norm(f) for f in fields) * math.cosh(k)
    linear += sum(np.linalg.norm(f) for f in rates) * case.beta * math.cosh(k)
    return Target(
        time=one(time), half=one(case.beta), position=ones(position), velocity=ones(velocity),
        fields=[ones(f) for f in fields], rates=[ones(f) for f in rates], spread=one(linear + case.rest),
        rest=one(case.rest), linear=one(linear), floor=one(7e6), bow=one(0), pull=one(0),
    )  # fmt: skip


def _adjoint(seen: dict[str, Any], times: Vector) -> tuple[Vector, Vector, Vector]:
    """q, its rate, and the arc's states at times, (n, 3), (n, 3), (n, 6)."""
    path = seen["path"]
    s = path.at(path.guess(Ball(times)))
    (rr, rv), (vr, vv) = path.blocks(s), path.rates(s)
    w, a0 = seen["v"], seen["a0"]
    q = plus(apply(rr, w), 1.0, apply(rv, a0))
    rate = plus(apply(vr, w), 1.0, apply(vv, a0))
    wide = [np.stack([np.broadcast_to(x.m, times.shape) for x in v], axis=1) for v in (q, rate)]
    state = np.stack([x.m for x in (*s.position, *s.velocity)], axis=1)
    return wide[0], wide[1], state


def _way_to(
    start: Vector, goal: Vector, span: float, divert: float, rng: np.random.Generator
) -> tuple[list[Vector], Vector, float] | None:
    """States at the start, at a thrust and after it; the goal's state; when the thrust is."""
    v = short_way(start, goal, span)
    if v is None:
        return None
    at = span * float(rng.choice([0.02, 0.5, rng.uniform(0.05, 0.95)]))
    push = rng.normal(size=3)
    push *= divert / np.linalg.norm(push)

    def end(v: Vector) -> tuple[Vector, Vector, Vector]:
        before = fly(np.r_[start, v], at)
        after = before + np.r_[0, 0, 0, push]
        return before, after, fly(after, span - at)

    for _ in range(4 if divert else 0):
        last = end(v)[2][:3]
        slopes = np.array([(end(v + 0.01 * e)[2][:3] - last) / 0.01 for e in np.eye(3)]).T
        v = v - np.linalg.solve(slopes, last - goal)
    before, after, last = end(v)
    if np.linalg.norm(last[:3] - goal) > 1.0:
        return None
    return [np.r_[start, v], before, after], last, at


def _leaf(module: Any, rng: np.random.Generator, case: Case) -> Any:
    """A leaf of a random arc: volume, flights, what was seen in it; None where it has no bounds."""
    lat, lon = rng.uniform(-65, 65), rng.uniform(-170, 170)
    lim = limited(speed=case.speed, divert=case.divert, distance=case.distance, height=case.height)
    sides = {"place_latitude": (lat, lat + case.cell), "place_longitude": (lon, lon + case.cell)}
    x = volume(boxed(**sides), lim)
    start = turned(vector(x.middle), OMEGA * LAUNCH)
    up = start / np.linalg.norm(start)
    aside = np.cross(up, rng.normal(size=3))
    climb = rng.uniform(0.2, 1.4)
    u = rng.uniform(3e3, 8e3) * (math.sin(climb) * up + math.cos(climb) * aside / np.linalg.norm(aside))  # fmt: skip
    tau = rng.uniform(*case.tau)
    end = fly(np.r_[start, u], tau)
    g = _target(rng, end, LAUNCH + tau, case)
    w = Bundle(
        first=one(LAUNCH - case.alpha), last=one(LAUNCH + case.alpha),
        least=one(tau - case.alpha - case.beta), most=one(tau + case.alpha + case.beta),
    )  # fmt: skip
    holds = Holds(1)
    with np.errstate(all="ignore"):
        module.by_arc(holds, g, x, w, lim, ones(u))
    if not holds.ok[0] and holds.why[0] != "within the arc's reach":
        return None
    return (lat, lon), x, g, tau, holds.seen


def _shares(module: Any, case: Case, leaves: int = 14, members: int = 10) -> Found:
    """Random members of random leaves against what these say."""
    rng = np.random.default_rng(5)
    worst = [-math.inf, 0.0, 0.0, 0.0, 0.0, 0.0]
    count = 0
    for _ in range(leaves):
        leaf = _leaf(module, rng, case)
        if leaf is None:
            continue
        place, _x, g, tau, seen = leaf
        said = {key: number(seen[key]) for key in ("burnouts", "way", "loss", "c", "y_b", "y_a")}
        least = number(seen["least"]) - (said["burnouts"] - said["way"])
        flight = np.r_[vector(g.position), vector(g.velocity)]
        paths = [_member(rng, case, place, g, flight, tau) for _ in range(members)]
        for got in _taken([p for p in paths if p is not None], seen, case.speed):
            count += 1
            burnout, meeting, way, z, y0, y1, q = got
            worst[0] = max(worst[0], least - burnout)
            worst[1] = max(worst[1], meeting / (said["loss"] - said["burnouts"] + 1e-3))
            worst[2] = max(worst[2], way / (said["way"] + 1.0))
            worst[3] = max(worst[3], z / (said["c"] + 1e-9))
            worst[4] = max(worst[4], y0 / (said["y_b"] + 1e-2), y1 / (said["y_a"] + 1e-2))
            worst[5] = max(worst[5], q)
    assert count > leaves
    return Found(*worst)


def _member(
    rng: np.random.Generator, case: Case, place: tuple[float, float], g: Target, flight: Vector,
    tau: float,
) -> tuple[Vector, Vector] | None:  # fmt: skip
    """A path from a burnout to a flight: times and states; None where there is none."""

    def edge(size: float) -> float:
        return size * float(rng.choice([-1, 1, rng.uniform(-1, 1)]))

    late, s = edge(case.alpha), edge(case.beta)
    point = on_ground(*(v + case.cell * abs(edge(1)) for v in place))
    d = point / np.linalg.norm(point)
    side = np.cross(d, rng.normal(size=3))
    angle = abs(edge(case.distance)) / 6371e3
    d = math.cos(angle) * d + math.sin(angle) * side / np.linalg.norm(side)
    burnout = turned((radius(d) + abs(edge(case.height))) * d, OMEGA * (LAUNCH + late))
    reference = fly(flight, s)[:3]
    for f, f_rate in zip(g.fields, g.rates, strict=True):
        j, j_rate, c = vector(f), vector(f_rate), edge(1)
        reference = reference + c * (j + s * j_rate + s * s / 2 * gradient(flight[:3], j))
    off = rng.normal(size=3)
    met = reference + case.rest * off / np.linalg.norm(off)
    found = _way_to(burnout, met, tau + s - late, case.divert, rng)
    if found is None or np.linalg.norm(met) < POLAR or np.linalg.norm(burnout) < POLAR:
        return None
    (first, _, after), last, at = found
    shares = np.linspace(0, 1, 25)
    times = late + shares * (tau + s - late)
    states = [fly(first, t - late) if t - late <= at else fly(after, t - late - at) for t in times]
    path = np.array(states)
    if np.linalg.norm(path[:, :3], axis=1).min() < POLAR - 1.0:
        return None
    path[-1] = last
    return times, path


def _taken(
    paths: list[tuple[Vector, Vector]], seen: dict[str, Any], speed: float
) -> Iterator[tuple[float, ...]]:
    """Of each path: what its burnout leaves, what its meeting and its way take, how far it strays, on its way and at both
    ends; how much of (40), (44) and (55) the adjoint takes.
    """
    if not paths:
        return
    adjoint = _adjoint(seen, np.concatenate([times for times, _ in paths]))
    w, a0 = vector(seen["v"]), vector(seen["a0"])
    q_b, q_a, most, k2 = (number(seen[name]) for name in ("q_b", "q_a", "most", "k2"))
    for i, (times, path) in enumerate(paths):
        q, q_rate, z = (v[25 * i : 25 * i + 25] for v in adjoint)
        y = path - z
        relative = z[0, 3:] - np.cross(SPIN, path[0, :3])
        leaves = q[0] @ relative + q_rate[0] @ y[0, :3] - speed * np.linalg.norm(q[0])
        ends = [float(q[k] @ y[k, 3:] - q_rate[k] @ y[k, :3]) for k in (0, -1)]
        far = np.linalg.norm(y[:, :3], axis=1)
        stray = float((far / np.linalg.norm(z[:, :3], axis=1)).max())
        sizes = np.linalg.norm(q, axis=1)
        late = times[0]
        linear = np.linalg.norm(q[0] - w - late * a0) / (k2 * q_b * late**2 / 2 + 1e-6)
        share = max(sizes[0] / q_b, sizes[-1] / (q_a + 1e-6), sizes.max() / most, linear)
        taken = abs(ends[1]), abs(ends[1] - ends[0])
        yield float(leaves), *taken, stray, float(far[0]), float(far[-1]), float(share)


CASES = {
    "burnouts": Case(alpha=60.0, speed=0.0),
    "burnouts, soon": Case(alpha=3.0, speed=0.0),
    "volume": Case(distance=1.5e5, height=1.5e5),
    "both": Case(alpha=30.0, distance=3e5, height=2e5),
    "places": Case(cell=2.0),
    "flights": Case(fields=2e4, rates=20.0, beta=20.0),
    "meetings": Case(beta=50.0, delta=1e4),
    "rest": Case(rest=5e4),
    "beside": Case(delta=1e5),
    "beside, long": Case(delta=2e5, tau=(600.0, 1500.0)),
    "round": Case(tau=(1500.0, 2300.0)),
    "divert": Case(divert=400.0),
    "divert, while meetings last": Case(divert=1000.0, beta=40.0, tau=(60.0, 200.0)),
    "all": Case(20.0, 20.0, 1e5, 1e5, 0.2, 1e4, 1e4, 10.0, 1e4, 200.0),
}


@pytest.fixture(scope="module")
def true() -> dict[str, Found]:
    """What is found of the checker as it is."""
    with changed("arc", *SEEN) as module:
        return {name: _shares(module, case) for name, case in CASES.items()}


@pytest.mark.some(3)
@pytest.mark.parametrize("name", CASES)
def test_no_path_leaves_less_or_takes_more(name: str, true: dict[str, Found]) -> None:
    """(42), (43), (44) to (49), (50) to (52), (53), (54) and (55)."""
    found = true[name]
    print(name, found)
    assert found.burnout <= 1.0
    assert max(found[1:]) <= 1.0 + 1e-6


def test_some_paths_come_near_to_what_is_said(true: dict[str, Found]) -> None:
    """So the bounds are no wider than they have to be."""
    assert max(f.ends for f in true.values()) > 0.9
    assert max(f.adjoint for f in true.values()) > 0.99
    assert max(f.stray for f in true.values()) > 0.5
    assert max(f.way for f in true.values()) > 0.2
    assert max(f.meeting for f in true.values()) > 0.5
    assert max(f.burnout for f in true.values()) > -1e5


MUTANTS: dict[str, tuple[str, str, str, Callable[[Found], float]]] = {
    "(42), turning and gravity": (" + alpha2 * (pull + turning)  # (42)", "", "burnouts", lambda f: f.ends),
    "(42), the volume": ("y_b = x.reach + alpha", "y_b = alpha", "volume", lambda f: f.ends),
    "(42), the speed": ("alpha * (speed + OMEGA * x.reach)", "alpha * OMEGA * x.reach", "burnouts", lambda f: f.ends),
    "(43), beside": ("(norm(delta) + slipped + beta", "(slipped + beta", "beside", lambda f: f.ends),
    "(43), closing": (" + beta * norm(closing)) * cosh_b", ") * cosh_b", "meetings", lambda f: f.ends),
    "y_a": ("y_a = apart + g.spread", "y_a = apart", "rest", lambda f: f.ends),
    "(49), across": ("loss += level * x.disc + ", "loss += ", "volume", lambda f: f.burnout),
    "(49), up": ("abs(dot(gx, start)) / d0 * x.half_height + ", "", "volume", lambda f: f.burnout),
    "(49), north": ("abs(dot(gx, turned(x.north, launch))) + ", "", "places", lambda f: f.burnout),
    "(49), east": (" + abs(dot(gx, turned(x.east, launch)))", "", "places", lambda f: f.burnout),
    "(56), gravity": ("    shift = alpha * dot(v, fall_)", "    shift = ZERO * alpha", "burnouts, soon", lambda f: f.burnout),
    "(56), later": ("later.min(sooner)", "sooner", "burnouts, soon", lambda f: f.burnout),
    "(51), beside": ("loss += abs(dot(a1, delta)) + ", "loss += ", "beside", lambda f: f.meeting),
    "(51), closing": (" + beta * abs(dot(a1, closing))  # (51)", "", "meetings", lambda f: f.meeting),
    "(51), fields": ("loss += abs(dot(a1, e)) + ", "loss += ", "flights", lambda f: f.meeting),
    "(51), rest": (" + g.rest + ", " + ", "rest", lambda f: f.meeting),
    "(52), divert": ("loss += q_a * (arriving + lim.divert + ", "loss += q_a * (", "divert, while meetings last", lambda f: f.meeting),
    "(52), all": ("loss += q_a * (", "loss += 0 * q_a * (", "divert, while meetings last", lambda f: f.meeting),
    "(54)": ("loss = loss * 3 * MU", "loss = loss * 0 * MU", "beside, long", lambda f: f.way),
    "(54), ends": ("(a + source, b + source), push - source", "(0 * a + source, 0 * b + source), push - source", "beside, long", lambda f: f.way),
    "(55), divert": ("loss += most * (lim.divert + ", "loss += most * (", "divert", lambda f: f.way),
    "(53), burnout": ("z0, z1 = y_b / near0, y_a", "z0, z1 = 0 * y_b / near0, y_a", "volume", lambda f: f.stray),
    "(53), meeting": (", y_a / near1", ", 0 * y_a / near1", "rest", lambda f: f.stray),
    "(40), burnouts": ("speed * cosh_a + n0 * sinh_a / k, ", "speed, ", "burnouts", lambda f: f.adjoint),
    "(40), meetings": ("n1 * sinh_b / k  # (40)", "0.5 * n1 * sinh_b / k  # (40)", "meetings", lambda f: f.adjoint),
    "(55), burnout": ("most = q_b * s.r0 / near0 * growth(s, s.r0, s.r1, s.rates[1])", "most = q_b * 0.1", "beside", lambda f: f.adjoint),
    "(7), divert": ("push = lim.divert * 0.5", "push = lim.divert * 0.0", "divert", lambda f: f.stray),
}  # fmt: skip


@pytest.mark.some(3)
@pytest.mark.parametrize("term", MUTANTS)
def test_an_arcs_bound_needs_each_term(term: str) -> None:
    """A checker that leaves it out is wrong of some path."""
    old, new, name, of = MUTANTS[term]
    with changed("arc", old, new, *SEEN) as module:
        assert of(_shares(module, CASES[name])) > 1.001
