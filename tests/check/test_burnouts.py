"""Cells and burnouts: no point lies beyond docs/guarantee.md, (20) to (28), and no term of these is idle."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from reassure_check import box as true
from reassure_check import earth
from reassure_check.ball import Ball
from reassure_check.earth import Bundle
from tests.check.mutants import changed

A, B = 6378137.0, 6356752.3142
GROUND, OMEGA = 6371000.0, 7.292115e-5
Vector = np.ndarray


def on_ground(latitude: float, longitude: float) -> Vector:
    """A point of the ellipsoid, degrees and m."""
    lat, lon = math.radians(latitude), math.radians(longitude)
    n = A / math.sqrt(1 - (1 - (B / A) ** 2) * math.sin(lat) ** 2)
    across = n * math.cos(lat)
    return np.array(
        [across * math.cos(lon), across * math.sin(lon), n * (B / A) ** 2 * math.sin(lat)]
    )


def radius(u: Vector) -> float:
    """The ellipsoid's radius along a unit vector, m."""
    return 1.0 / math.sqrt((u[0] ** 2 + u[1] ** 2) / A**2 + u[2] ** 2 / B**2)


def turned(x: Vector, angle: float) -> Vector:
    """Turned eastward."""
    c, s = math.cos(angle), math.sin(angle)
    return np.array([c * x[0] - s * x[1], s * x[0] + c * x[1], x[2]])


def vector(v: Any) -> Vector:
    """The middles of balls."""
    return np.array([float(x.m) for x in v])


def balls(*sides: tuple[float, float]) -> Any:
    """A box."""
    pairs = [(Ball(float(low)), Ball(float(high))) for low, high in sides]
    return Bundle(**dict(zip(true.SIDES, pairs, strict=True)))


def limits(**given: float) -> Any:
    """Limits, 0 where none is given."""
    return Bundle(**{name: Ball(float(given.get(name, 0.0))) for name in true.LIMITS})


def _cell_excess(module: Any) -> tuple[float, float]:
    """The greatest shares of a cell's bend and angle that its points take: corners and edges preferred, poles too."""
    rng = np.random.default_rng(3)
    worst = [0.0, 0.0]
    for _ in range(400):
        south, west = rng.uniform(-90, 89), rng.uniform(-180, 180)
        north, east = min(90.0, south + rng.choice([0, 2, 12])), west + rng.choice([0, 3, 40])
        sides = [(Ball(float(a)), Ball(float(b))) for a, b in ((south, north), (west, east))]
        c = module.cell(*sides, Ball(0.0))
        middle, to_north, to_east = vector(c.middle), vector(c.north), vector(c.east)
        low, high = (
            math.atan2(B * math.sin(x), A * math.cos(x)) for x in np.radians([south, north])
        )
        for _ in range(12):
            a, b = (float(rng.choice([-1, 1, rng.uniform(-1, 1)])) for _ in range(2))
            beta = (low + high) / 2 + a * (high - low) / 2
            lon = math.radians((west + east) / 2 + b * (east - west) / 2)
            across = A * math.cos(beta)
            x = np.array([across * math.cos(lon), across * math.sin(lon), B * math.sin(beta)])
            rest = float(np.linalg.norm(x - middle - a * to_north - b * to_east))
            angle = math.atan2(np.linalg.norm(np.cross(x, middle)), x @ middle)
            worst[0] = max(worst[0], rest / (float(c.bend.m) + 1e-6))
            worst[1] = max(worst[1], angle / (float(c.angle.m) + 1e-12))
    return worst[0], worst[1]


def test_a_cells_points_lie_where_it_says() -> None:
    """400 cells: none beyond (20) and (21), and some near to both."""
    bend, angle = _cell_excess(earth)
    assert 0.9 < bend <= 1.0
    assert 0.9 < angle <= 1.0


@pytest.mark.some(3)
@pytest.mark.parametrize(
    ("old", "new", "which"),
    [
        ("sq(db) + 2 * most_s * db * dl", "2 * most_s * db * dl", 0),
        ("sq(db) + 2 * most_s * db * dl", "sq(db)", 0),
        (" + most_c * sq(dl)", "", 0),
        ("(db + most_c * dl) * A / B", "db", 1),
        ("(db + most_c * dl) * A / B", "most_c * dl", 1),
    ],
)
def test_a_cells_bound_needs_each_term(old: str, new: str, which: int) -> None:
    """Without it some point lies outside."""
    with changed("earth", old, new) as module:
        assert _cell_excess(module)[which] > 1.01


BOXES: dict[str, tuple[dict[str, tuple[float, float]], dict[str, float]]] = {
    "any": ({}, {}),
    "distance": ({"burnout_distance": (300, 2800)}, {}),
    "distance, a little": ({"burnout_distance": (600, 626)}, {}),
    "field": ({"burnout_distance": (1, 1)}, {"field": 9e5}),
    "sideways": ({}, {"sideways": 7e5}),
    "sideways and distance": ({"burnout_distance": (300, 2000)}, {"sideways": 1.2e6}),
    "height and distance": ({"burnout_distance": (600, 860), "burnout_height": (20, 2000)}, {}),
    "field and distance, far round": (
        {"burnout_distance": (1, 255), "aim_latitude": (-43, -43), "aim_longitude": (-140, -140)},
        {"field": 1.2e5},
    ),
    "aim": ({"aim_latitude": (36, 44), "aim_longitude": (-95, -85), "burnout_distance": (2900, 2900)}, {}),
    "aim by a pole": (
        {"aim_latitude": (89.9, 90), "aim_longitude": (-180, -100), "burnout_distance": (2900, 2900)}, {},
    ),
    "times": ({"end": (1400, 2600), "burnout_distance": (2900, 2900)}, {"lead": 0.1, "lead_rate": 1.5e-4}),
}  # fmt: skip


def _drawn(
    rng: np.random.Generator, name: str
) -> tuple[dict[str, tuple[float, float]], dict[str, float]]:
    sides = {
        "aim_latitude": (40.0, 40.0), "aim_longitude": (-90.0, -90.0), "end": (2000.0, 2000.0),
        "burnout_height": (200.0, 200.0), "burnout_distance": (600.0, 600.0),
        "base_latitude": (50.0, 50.0), "base_longitude": (40.0, 40.0),
    }  # fmt: skip
    given, lim = BOXES[name]
    if name != "any":
        return {**sides, **given}, lim
    for key, width in (
        ("aim_latitude", 6), ("aim_longitude", 8), ("end", 300), ("burnout_height", 200),
        ("burnout_distance", 300), ("base_latitude", 2), ("base_longitude", 3),
    ):  # fmt: skip
        low, _ = sides[key]
        sides[key] = low, low + float(rng.choice([0, rng.uniform(0, width)]))
    lim = {
        "field": rng.choice([0, 5e4]),
        "sideways": rng.choice([0, 2e4]),
        "lead": 0.1,
        "lead_rate": 5e-5,
    }
    return sides, lim


def _burnout(
    sides: dict[str, tuple[float, float]], lim: dict[str, float], rng: np.random.Generator
) -> Vector:
    """A burnout of the family, often on its edges, Earth-fixed, m."""

    def pick(key: str) -> float:
        low, high = sides[key]
        return float(rng.choice([low, high, rng.uniform(low, high)]))

    def near(u: Vector, angle: float, goal: Vector) -> Vector:
        along = goal - (goal @ u) * u
        along /= np.linalg.norm(along)
        way = rng.choice([0.0, math.pi, 0.5 * math.pi, -0.5 * math.pi, rng.uniform(0, 7)])
        side = math.cos(way) * along + math.sin(way) * np.cross(u, along)
        return math.cos(angle) * u + math.sin(angle) * side

    base, aim = (on_ground(pick(f"{k}_latitude"), pick(f"{k}_longitude")) for k in ("base", "aim"))
    goal = turned(aim, lim.get("lead", 0.0) + lim.get("lead_rate", 0.0) * pick("end"))
    goal /= np.linalg.norm(goal)
    p = near(base / np.linalg.norm(base), lim.get("field", 0.0) / GROUND, goal)
    psi = 1e3 * pick("burnout_distance") / GROUND
    onward = goal - (goal @ p) * p
    onward /= np.linalg.norm(onward)
    u = math.cos(psi) * p + math.sin(psi) * onward
    d = near(u, lim.get("sideways", 0.0) / GROUND, goal)
    return (radius(d) + 1e3 * pick("burnout_height")) * d


def _excess(module: Any, name: str, draws: int = 300) -> float:
    """By how much, m, a burnout lies beyond what the box says, at most: along many directions."""
    rng = np.random.default_rng(17)
    worst = -math.inf
    for _ in range(30 if name == "any" else 1):
        sides, lim = _drawn(rng, name)
        box = balls(*(sides.get(key, (0.0, 0.0)) for key in true.SIDES))
        out = module.burnout(true.Holds(1), box, limits(**lim), Ball(0.0))
        middle = vector(out.middle)
        parts = np.array([vector(v) for v in (*out.starts, *out.with_aim)])
        frame = [v / max(1e-9, np.linalg.norm(v)) for v in (middle, *parts[:3])]
        for _ in range(draws if name != "any" else 40):
            off = _burnout(sides, lim, rng) - middle
            far = off / max(1e-9, np.linalg.norm(off))
            for e in (*frame, *(-f for f in frame), far):
                worst = max(
                    worst, float(e @ off) - float(np.abs(parts @ e).sum()) - float(out.ball.m)
                )
    return worst


@pytest.mark.parametrize("name", BOXES)
def test_no_burnout_lies_beyond_its_box(name: str) -> None:
    """Along any direction it is within the linear parts and the ball."""
    assert _excess(true, name) <= 1e-3


MUTANTS = {
    "(24), the cell's bend": ("aim.bend / far + 2 * sq(wide / far)", "Ball(0.0)", "aim by a pole"),
    "(25), distance": ("sq(dpsi) * 0.5 + dpsi", "dpsi", "distance"),
    "(25), tangent": (" + dpsi * (off + STRETCH * lean)", "", "field and distance, far round"),
    "(25), base": (" + sq(off) * 0.5", "", "field"),
    "(27), forward": ("radius * (dpsi + off + aside)", "Ball(0.0)", "distance"),
    "(27), sideways": ("* off + aside)  # (27)", "* off)  # (27)", "sideways"),
    "(28), slope": ("SLOPE * whole * (1 + whole) + ", "", "distance, a little"),
    "(28), sideways": ("aside * (stray + aside * 0.5)", "aside * stray", "sideways"),
    "(28), sideways and distance": (
        "aside * (stray + aside * 0.5)", "aside * aside * 0.5", "sideways and distance",
    ),
    "(28), height": (" + dheight * whole  # (28)", "", "height and distance"),
    "of the lead": ("east * swing  # (27)", "east * swing * 0  # (27)", "times"),
}  # fmt: skip


@pytest.mark.parametrize("term", MUTANTS)
def test_a_burnouts_bound_needs_each_term(term: str) -> None:
    """Without it some burnout lies outside, by more than a metre."""
    old, new, box = MUTANTS[term]
    with changed("box", old, new) as module:
        assert _excess(module, box) > 1.0


@pytest.mark.parametrize(
    ("sides", "wider"),
    [
        ({"burnout_distance": (9555, 9555)}, {"burnout_distance": (9560, 9560)}),  # psi and 1.5
        ({"burnout_distance": (600, 6600)}, {"burnout_distance": (600, 7000)}),  # all and 0.5
        ({"base_latitude": (35, 50)}, {"base_latitude": (20, 50)}),  # l and 1/4
        ({"aim_latitude": (15, 43)}, {"aim_latitude": (15, 44)}),  # W and F/4
    ],
)
def test_a_box_that_is_too_wide_to_tell_is_refused(
    sides: dict[str, tuple[float, float]], wider: dict[str, tuple[float, float]]
) -> None:
    """On both sides of each condition of (23), (24) and (28)."""
    base, _ = _drawn(np.random.default_rng(1), "distance, a little")
    base["burnout_distance"] = (600.0, 600.0)

    def told(given: dict[str, tuple[float, float]]) -> Any:
        box = balls(*({**base, **given}.get(key, (0.0, 0.0)) for key in true.SIDES))
        holds = true.Holds(1)
        found = true.burnout(holds, box, limits(), Ball(0.0))
        return found, holds

    found, holds = told(sides)
    assert math.isfinite(float(found.ball.r))
    assert holds.ok.all()
    assert "too wide" in told(wider)[1].why[0]
