"""What cases are drawn from: boosts, bands of heights, places and points; and what a kind of case is."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from reassure.earth.frames import earth_fixed
from reassure.scenario.question import (
    Boost,
)

SEED = 20121
BOOSTS = (
    Boost("solid", 180.0, 200.0, 550.0),
    Boost("liquid", 300.0, 250.0, 800.0),
    Boost("short", 90.0, 90.0, 150.0),
    Boost(
        "limited", 180.0, 200.0, 550.0, greatest_range_km=9000.0, greatest_burnout_speed_km_s=6.8
    ),
    Boost("long way", 180.0, 200.0, 550.0, long_way=True),
)
BANDS = ((0.0, math.inf), (100.0, math.inf), (80.0, 300.0), (400.0, math.inf), (30.0, 120.0))
"""Heights of intercept, km."""
Inputs = list[Any]
Answer = list[float | int | None]


class Kind(NamedTuple):
    """How many cases, what draws one, and what answers it."""

    many: int
    draw: Callable[[np.random.Generator], Inputs]
    answer: Callable[[Inputs], Answer]
    digits: int = 7


def anywhere(rng: np.random.Generator) -> tuple[float, float]:
    """Anywhere, poles and the antimeridian more often than by chance."""
    which = rng.uniform()
    lat = (
        rng.choice([-90.0, 90.0, 89.5, -89.9])
        if which < 0.03
        else math.degrees(math.asin(rng.uniform(-1, 1)))
    )
    lon = (
        rng.choice([180.0, -180.0, 179.9, -179.9, 0.0]) if which > 0.95 else rng.uniform(-180, 180)
    )
    return round(float(lat), 3), round(float(lon), 3)


def base_place(rng: np.random.Generator) -> tuple[float, float]:
    """A base where most are."""
    return round(rng.uniform(30, 65), 3), round(rng.uniform(30, 140), 3)


def aim_place(rng: np.random.Generator) -> tuple[float, float]:
    """An aim in America or Europe."""
    west = rng.uniform() < 0.7
    lat, lon = (
        (rng.uniform(26, 60), rng.uniform(-124, -68))
        if west
        else (rng.uniform(36, 60), rng.uniform(-9, 24))
    )
    return round(lat, 3), round(lon, 3)


def site_place(rng: np.random.Generator) -> tuple[float, float]:
    """A site under flights, or anywhere."""
    if rng.uniform() < 0.15:
        return anywhere(rng)
    return round(rng.uniform(35, 80), 3), round(rng.uniform(-60, 110), 3)


def fixed(latitude: float, longitude: float, height: float = 0.0) -> Inputs:
    """Earth-fixed, whole metres."""
    x, y, z = earth_fixed(math.radians(latitude), math.radians(longitude), height)
    return [round(x), round(y), round(z)]


def point_over(rng: np.random.Generator, low: float = 0.0, high: float = 1.5e6) -> Inputs:
    """A point over the Earth, m."""
    return fixed(*anywhere(rng), rng.uniform(low, high))


def numbers(*values: Any) -> Answer:
    """Numbers of an answer in a row; None for what is not finite."""
    flat = np.concatenate([np.atleast_1d(np.asarray(v, float)).ravel() for v in values])
    return [float(v) if math.isfinite(v) else None for v in flat]
