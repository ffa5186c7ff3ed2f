"""While it boosts a flight is in the ball of its box's share of the way, and no part of that ball's radius is idle."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from reassure_check import bounds
from reassure_check.ball import Ball
from reassure_check.box import SIDES, Holds
from tests.check.mutants import changed
from tests.check.test_burnouts import (
    OMEGA,
    _burnout,
    _drawn,
    balls,
    limits,
    on_ground,
    radius,
    turned,
    vector,
)

GROUND = 6371000.0
SHARES = [(0.0, 1.0), (0.0, 0.25), (0.25, 0.5), (0.75, 1.0), (0.5, 0.5)]


def _beyond(module: Any, name: str, boxes: int = 40) -> float:
    """By how much, m, a flight is outside the ball, at most."""
    rng = np.random.default_rng(2)
    worst = -math.inf
    for k in range(boxes):
        sides, lim = _drawn(rng, name)
        box = balls(*(sides.get(key, (0.0, 0.0)) for key in SIDES))
        low, high = SHARES[k % len(SHARES)]
        box.share = Ball(low), Ball(high)
        time, holds = float(rng.uniform(0, 200)), Holds(1)
        g = module.boosting(holds, box, limits(**lim), Ball(time), Ball(time))
        if not holds.ok.all():
            continue
        for _ in range(60):
            spot = [rng.choice([*sides[f"base_{k}"], rng.uniform(*sides[f"base_{k}"])]) for k in ("latitude", "longitude")]  # fmt: skip
            base = on_ground(*spot)
            d = base / np.linalg.norm(base)
            side = np.cross(d, rng.normal(size=3))
            angle = lim.get("field", 0.0) / GROUND
            d = math.cos(angle) * d + math.sin(angle) * side / np.linalg.norm(side)
            share = rng.choice([low, high, rng.uniform(low, high)])
            start = radius(d) * d
            point = start + share * (_burnout(sides, lim, rng) - start)
            far = np.linalg.norm(turned(point, OMEGA * time) - vector(g.position))
            worst = max(worst, float(far) - float(g.spread.m))
    return worst


@pytest.mark.some(3)
@pytest.mark.parametrize("name", ["any", "distance", "field", "sideways", "aim"])
def test_no_flight_that_boosts_is_outside_its_ball(name: str) -> None:
    """From its base to its burnout, whatever the share of the way."""
    assert _beyond(bounds, name) <= 1e-3


@pytest.mark.some(3)
@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("dshare * norm(way) + first.max(last)", "first.max(last)", "any"),
        ("dshare * norm(way) + first.max(last)", "dshare * norm(way)", "sideways"),
        ("first.max(last)", "first", "sideways"),
        ("s * (out.ball + out.extent) + (1 - s) * out.base_reach", "(1 - s) * out.base_reach", "sideways"),
        ("s * (out.ball + out.extent) + (1 - s) * out.base_reach", "s * (out.ball + out.extent)", "field"),
    ],
)  # fmt: skip
def test_the_balls_radius_needs_each_part(old: str, new: str, name: str) -> None:
    """(57)."""
    with changed("bounds", old, new) as module:
        assert _beyond(module, name) > 1.0
