"""What leaves by the straight line and by the energy, boost volumes and stays leave out, docs/guarantee.md (12) to (18), (36),
(37) and (58) to (61): never too little, and no term of it idle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from reassure_check import bounds, box, stay
from reassure_check.box import Holds
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
    pushed,
    short_way,
    vector,
)
from tests.check.mutants import changed
from tests.check.test_burnouts import on_ground, radius, turned

# -- section 10 ------------------------------------------------------------------------------------


def _burnout(
    rng: np.random.Generator,
    place: tuple[float, float, float, float],
    distance: float,
    height: float,
) -> Vector:
    """A burnout of a place, often on the edges, Earth-fixed."""
    south, north, west, east = place
    point = on_ground(*(float(rng.choice([*p, rng.uniform(*p)])) for p in ((south, north), (west, east))))  # fmt: skip
    d = point / np.linalg.norm(point)
    side = np.cross(d, rng.normal(size=3))
    angle = distance / 6371e3 * float(rng.choice([0.0, 1.0, rng.uniform()]))
    d = math.cos(angle) * d + math.sin(angle) * side / np.linalg.norm(side)
    return (radius(d) + height * float(rng.choice([0.0, 1.0]))) * d


VOLUMES = {
    "point": (0.0, 1.5e5, 1.5e5),
    "wide": (0.0, 1e6, 1e4),
    "cell": (3.0, 0.0, 1.5e5),
    "ground": (3.0, 0.0, 0.0),
    "both": (6.0, 6e5, 6e5),
    "high": (0.0, 0.0, 1e6),
}


def _beyond(module: Any, name: str) -> float:
    """By how much, m, a burnout is beyond (58) to (60)."""
    rng = np.random.default_rng(7)
    width, distance, height = VOLUMES[name]
    worst = -math.inf
    for _ in range(25):
        south, west = rng.uniform(-89, 89 - width), rng.uniform(-180, 180)
        place = south, south + width, west, west + width
        where = boxed(place_latitude=place[:2], place_longitude=place[2:])
        x = module.volume(where, limited(distance=distance, height=height))
        middle, north, east = (vector(v) for v in (x.middle, x.north, x.east))
        axis = middle / np.linalg.norm(middle)
        for _ in range(40):
            p = _burnout(rng, place, distance, height)
            off = p - middle
            for e in (off / max(1e-9, np.linalg.norm(off)), axis, -axis):
                up = abs(e @ axis)
                extent = math.sqrt(max(0.0, 1 - up * up)) * number(x.disc) + up * number(
                    x.half_height
                )
                extent += abs(e @ north) + abs(e @ east) + number(x.ball)
                worst = max(worst, float(e @ off) - extent)
            worst = max(
                worst, float(np.linalg.norm(off)) - number(x.reach),
                float(np.linalg.norm(p)) - number(x.radius), math.hypot(*p[:2]) - number(x.off_axis),
            )  # fmt: skip
    return worst


@pytest.mark.parametrize("name", VOLUMES)
def test_no_burnout_is_beyond_its_volume(name: str) -> None:
    """(58), (59) and (60)."""
    assert _beyond(box, name) <= 1e-3


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("disc, drop = (A + lim.height) * angle, (A", "disc, drop = A * angle * 0.9, (A", "wide"),
        ("* sq(angle) * 0.5  # (58)", "* sq(angle) * 0.3  # (58)", "wide"),
        ("half_height = (lim.height + drop) * 0.5", "half_height = drop * 0.5", "point"),
        ("ground.bend + SLOPE * angle", "SLOPE * angle", "ground"),
        ("ground.bend + SLOPE * angle", "ground.bend", "wide"),
        (" + (lim.height + drop + disc) * ground.angle", "", "both"),
        (" + ball + size  # (59)", " + ball  # (59)", "cell"),
        ("(radius + reach).min(A + lim.height)", "radius", "high"),
    ],
)
def test_a_volume_needs_each_term(old: str, new: str, name: str) -> None:
    """(58), (59) and (60)."""
    with changed("box", old, new) as module:
        assert _beyond(module, name) > 1.0


# -- sections 5 and 6 ------------------------------------------------------------------------------

SEEN_BY = (
    '    holds.need(gap > reach, "within the straight line\'s reach")\n',
    '    holds.need(gap > reach, "within the straight line\'s reach")\n    holds.gap, holds.reach = gap, reach\n',
    '    holds.need(early | far, "within the energy\'s reach")\n',
    '    holds.need(early | far, "within the energy\'s reach")\n    holds.seen = dict(locals())\n',
)  # fmt: skip
NEAR: dict[str, dict[str, float]] = {
    "alone": {},
    "times": {"half": 30.0},
    "burnouts": {"launch": 60.0},
    "volume": {"distance": 1.5e5, "height": 1.5e5},
    "cell": {"cell": 2.0},
    "fields": {"fields": 3e4},
    "rates": {"rates": 200.0, "half": 10.0},
    "rest": {"rest": 8e4},
    "all": {"half": 10.0, "launch": 10.0, "distance": 1e5, "height": 1e5, "fields": 1e4, "rates": 10.0, "rest": 1e4},
}  # fmt: skip


def _apart(module: Any, name: str, leaves: int = 16) -> dict[str, float]:
    """By how much (m, rad, m/s) flights are nearer, lower, farther round or met more slowly than leaves say."""
    rng = np.random.default_rng(8)
    case = {"half": 0.0, "launch": 0.0, "distance": 0.0, "height": 0.0, "cell": 0.0, "fields": 0.0, "rates": 0.0, "rest": 0.0} | NEAR[name]  # fmt: skip
    worst = dict.fromkeys(("gap", "chord", "radius", "angle", "speed"), -math.inf)
    for _ in range(leaves):
        south, west = rng.uniform(-60, 60), rng.uniform(-170, 170)
        place = south, south + case["cell"], west, west + case["cell"]
        lim = limited(speed=4e3, divert=200.0, distance=case["distance"], height=case["height"])
        x = module.box_volume(boxed(place_latitude=place[:2], place_longitude=place[2:]), lim)
        time, launch = 900.0, 300.0
        here = turned(vector(x.middle), OMEGA * time)
        up = here / np.linalg.norm(here)
        aside = np.cross(up, rng.normal(size=3))
        p = (
            here
            + rng.uniform(4e5, 3e6) * aside / np.linalg.norm(aside)
            + rng.uniform(2e5, 9e5) * up
        )
        v = rng.normal(size=3) * 3e3
        fields, rates = (
            [case[k] * rng.normal(size=3) for _ in range(7)] for k in ("fields", "rates")
        )
        h = case["half"]
        linear = sum(map(np.linalg.norm, fields)) + h * sum(map(np.linalg.norm, rates))
        floor = np.linalg.norm(p) - h * (np.linalg.norm(v) + 10 * h)
        pull = MU / floor**2
        g = bounds.Target(
            time=one(time), half=one(h), position=ones(p), velocity=ones(v), fields=[ones(f) for f in fields],
            rates=[ones(f) for f in rates], spread=one(linear * 1.01 + case["rest"]), rest=one(case["rest"]),
            bow=one((2 * MU / floor**3 * h * h / 2 + OMEGA * h) * linear * 1.01 + case["rest"]), linear=one(linear),
            floor=one(floor), pull=one(pull),
        )  # fmt: skip
        w = Bundle(
            first=one(launch - case["launch"]), last=one(launch + case["launch"]),
            least=one(time - launch - h - case["launch"]), most=one(time - launch + h + case["launch"]),
        )  # fmt: skip
        line, energy = Holds(1), Holds(1)
        module.by_line(line, g, x, w, lim)
        module.by_energy(energy, g, x, w, lim)
        seen = energy.seen
        least = math.sqrt(max(0.0, number(seen["first"].min(seen["second"])))) - number(
            seen["turning"]
        )
        for _ in range(25):
            s, late = (
                k * float(rng.choice([-1, 1, rng.uniform(-1, 1)])) for k in (h, case["launch"])
            )
            met = fly(np.r_[p, v], s)[:3]
            for f, f_rate in zip(fields, rates, strict=True):
                c = float(rng.choice([-1, 1]))
                met = met + c * (f + s * f_rate + s * s / 2 * gradient(p, f))
            burnout = _burnout(rng, place, case["distance"], case["height"])
            start = turned(burnout, OMEGA * (launch + late))
            back = turned(burnout, OMEGA * (time + s)) - met
            met = met + float(rng.choice([-1, 1])) * case["rest"] * back / np.linalg.norm(back)
            fixed = turned(met, -OMEGA * (time + s))
            worst["gap"] = max(
                worst["gap"], number(line.gap) - float(np.linalg.norm(fixed - burnout))
            )
            worst["chord"] = max(
                worst["chord"], number(seen["chord"]) - float(np.linalg.norm(met - start))
            )
            worst["radius"] = max(worst["radius"], number(seen["r"]) - float(np.linalg.norm(met)))
            cosine = start @ met / np.linalg.norm(start) / np.linalg.norm(met)
            worst["angle"] = max(worst["angle"], math.acos(cosine) - number(seen["angle"]))
            u = short_way(start, met, time + s - launch - late)
            if u is None or (
                not seen["holds"].ok[0] and seen["holds"].why[0] != "within the energy's reach"
            ):
                continue
            path = [
                np.linalg.norm(fly(np.r_[start, u], t)[:3])
                for t in np.linspace(1, time + s - launch - late, 12)
            ]
            if min(path) > POLAR:
                worst["speed"] = max(
                    worst["speed"], least - float(np.linalg.norm(u - np.cross(SPIN, start)))
                )
    return worst


@pytest.fixture
def seen_bounds() -> Iterator[Any]:
    with changed("bounds", *SEEN_BY) as module:
        module.box_volume = box.volume
        yield module


@pytest.mark.some(3)
@pytest.mark.parametrize("name", NEAR)
def test_no_flight_is_nearer_or_met_more_slowly(name: str, seen_bounds: Any) -> None:
    """(13), (15), (16), (17), (18), (37), and the speed that (14) asks for."""
    found = _apart(seen_bounds, name)
    print(name, found)
    for key, least in (
        ("gap", 1e-3),
        ("chord", 1e-3),
        ("radius", 1e-3),
        ("angle", 1e-9),
        ("speed", 1e-6),
    ):
        assert found[key] <= least, key


LEAVES = {
    "(13)": ("gap, tau = apart(g, x, p, v, g.time) - bend, ", "gap, tau = apart(g, x, p, v, g.time), ", "times", "gap"),
    "(15)": ("near, bend = x.reach + dlaunch * turning", "near, bend = x.reach", "burnouts", "angle"),
    "(15), the chord": (" - bend - dlaunch * turning", " - bend", "burnouts", "chord"),
    "(16)": ("sq(g.half) * 0.5 * g.pull  # (15), (16)", "0.0 * g.pull", "times", "chord"),
    "(17), along": (" - bend - along(g, times(1 / r_c, g.position))", " - bend", "fields", "radius"),
    "(17), falling": ("r_c - g.half * radial - bend", "r_c - bend", "times", "radius"),
    "(18), volume": ("wide = asin(near / d0) + asin", "wide = asin", "volume", "angle"),
    "(18), flights": (" + asin(stray / r_c)", "", "rest", "angle"),
    "(37), spread": (".sqrt() - g.spread - x.reach", ".sqrt() - x.reach", "rest", "gap"),
    "(37), reach": (".sqrt() - g.spread - x.reach", ".sqrt() - g.spread", "volume", "gap"),
    "(37), along": ("abs(dot(e, v)) - along(g, e) - extent", "abs(dot(e, v)) - extent", "fields", "gap"),
    "(37), moving": ("d - h * abs(dot(e, v)) - along", "d - along", "times", "gap"),
    "(36), rates": ("far = far + g.half * sum(", "far = far + 0 * g.half * sum(", "rates", "gap"),
    "(59), across": ("(1 - sq(up)).sqrt() * x.disc + up", "up", "volume", "gap"),
    "(59), cell": ("    extent += abs(dot(e, turned(x.north, time))) + abs(dot(e, turned(x.east, time)))  # (59)\n", "", "cell", "gap"),
    "(14), chord": ("2 / (x.radius + r + chord))  # (14)", "1.9 / (x.radius + r + chord))", "alone", "speed"),
    "(14), turning": ("far = first.min(second).sqrt() - turning", "turning = 0 * turning\n    far = first.min(second).sqrt()", "alone", "speed"),
}  # fmt: skip


@pytest.mark.some(3)
@pytest.mark.parametrize("term", LEAVES)
def test_lines_and_energies_need_each_term(term: str) -> None:
    """(13) to (18), (36), (37) and (59)."""
    old, new, name, which = LEAVES[term]
    with changed("bounds", old, new, *SEEN_BY) as module:
        module.box_volume = box.volume
        found = _apart(module, name)
    print(term, found)
    assert found[which] > (1.0 if which != "angle" else 1e-6)


def _moved(module: Any) -> float:
    """The greatest share of (12) that interceptors take."""
    rng = np.random.default_rng(9)
    worst = 0.0
    for _ in range(40):
        speed, divert, eps = (float(rng.choice([0.0, v])) for v in (4e3, 500.0, 0.1))
        lat, tau = rng.uniform(-80, 80), float(rng.choice([5.0, 100.0, 300.0]))
        lim = limited(speed=speed, divert=divert, perturbation=eps, height=4e5)
        x = box.volume(boxed(place_latitude=(lat, lat)), lim)
        g = bounds.Target(
            time=one(tau), half=one(0), position=ones((9e6, 0, 0)), velocity=ones((0, 0, 0)), fields=None, rates=None,
            spread=one(0), rest=one(0), bow=one(0), linear=one(0), floor=one(0), pull=one(0),
        )  # fmt: skip
        holds = Holds(1)
        module.by_line(
            holds, g, x, Bundle(first=one(0), last=one(0), least=one(tau), most=one(tau)), lim
        )
        d = on_ground(lat, 0.0)
        start = d + 4e5 * d / np.linalg.norm(d)
        e = rng.normal(size=3) if rng.random() < 0.5 else -start + 1e5 * rng.normal(size=3)
        e /= np.linalg.norm(e)
        state = np.r_[start, np.cross(SPIN, start) + (speed + divert) * e][None]
        state = pushed(state, np.array([tau]), e[None], eps, 60, turns=False)
        if np.linalg.norm(state[0, :3]) > POLAR:
            far = float(np.linalg.norm(state[0, :3] - turned(start, OMEGA * tau)))
            worst = max(worst, far / number(holds.reach))
    return worst


def test_no_interceptor_goes_farther_than_the_straight_line(seen_bounds: Any) -> None:
    """(12)."""
    assert 0.9 < _moved(seen_bounds) <= 1.0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("tau * (lim.speed + lim.divert) + sq(tau)", "tau * lim.divert + sq(tau)"),
        ("tau * (lim.speed + lim.divert) + sq(tau)", "tau * lim.speed + sq(tau)"),
        ("pull = G_POLAR + lim.perturbation", "pull = lim.perturbation"),
    ],
)
def test_the_straight_line_needs_each_term(old: str, new: str) -> None:
    """(12)."""
    with changed("bounds", old, new, *SEEN_BY) as module:
        assert _moved(module) > 1.001


# -- section 11 ------------------------------------------------------------------------------------


def _up(state: Vector) -> float:
    """How long a path keeps above the polar radius, s."""
    low, high = 0.0, 20.0
    while np.linalg.norm(fly(state, high)[:3]) > POLAR:
        low, high = high, high + 20.0
    for _ in range(40):
        middle = (low + high) / 2
        if np.linalg.norm(fly(state, middle)[:3]) > POLAR:
            low = middle
        else:
            high = middle
    return low


def _longer(module: Any, seed: int = 10) -> float:
    """By how much, s, an interceptor is up longer than the least whole seconds that are accepted."""
    rng = np.random.default_rng(seed)
    worst = -math.inf
    for _ in range(12):
        speed, divert, height = (
            rng.uniform(1, 5),
            float(rng.choice([0, 0.5])),
            float(rng.choice([0, 150])),
        )
        lat = float(rng.choice([0, 30, 70]))
        x = {"burnout_speed_km_s": Fraction(speed), "divert_km_s": Fraction(divert), "burnout_distance_km": Fraction(100),
             "burnout_height_km": Fraction(height), "places": [[Fraction(lat)] * 4]}  # fmt: skip
        low, high = 0, 7200
        while high - low > 1:
            middle = (low + high) // 2
            if module.stays(x, {"perturbation_m_s2": Fraction(0)}, middle):
                high = middle
            else:
                low = middle
        d = on_ground(lat - math.degrees(100e3 / 6371e3), 0.0)
        start = d + 1e3 * height * d / np.linalg.norm(d)
        up = start / np.linalg.norm(start)
        for climb in np.radians([10, 30, 50, 70, 80, 90]):
            e = math.cos(climb) * np.array([0, 1, 0]) + math.sin(climb) * up
            for lean in np.radians([0, 15, 30]):
                push = math.cos(lean) * up + math.sin(lean) * np.array([0, 1, 0])
                v = np.cross(SPIN, start) + 1e3 * (speed * e + divert * push)
                worst = max(worst, _up(np.r_[start, v]) - high)
    return worst


def test_no_interceptor_is_up_longer() -> None:
    """(61)."""
    assert -60 < _longer(stay) <= 0.0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("top, spent = A + height, divert + ", "top, spent = A + height, 0 * divert + "),
        ("top, spent = A + height, divert", "top, spent = A, divert"),
        ("speed * sines[1:] + spent", "speed * sines[:-1]"),
        ("sq(speed) + 2 * speed * carried", "0.9 * sq(speed) + 0 * speed * carried"),
    ],
)
def test_how_long_it_is_up_needs_each_term(old: str, new: str) -> None:
    """(61)."""
    with changed("stay", old, new) as module:
        assert _longer(module) > 0.0
