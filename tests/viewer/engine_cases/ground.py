"""Cases of geography: geodesy, geodesics, areas of places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from reassure.earth.frames import earth_fixed, earth_fixed_points, geodetic
from reassure.geography.geodesics import ahead, course
from reassure.geography.lattice import COVER_KM, lattice
from reassure.reach.ideal.required import BurnoutSites
from reassure.typing import Array
from tests.viewer.engine_cases.draws import SEED, Answer, Inputs, Kind, anywhere, numbers


def _draw_geodetic(rng: np.random.Generator) -> Inputs:
    return [*anywhere(rng), round(float(rng.uniform(-1e4, 3e6)))]


def _answer_geodetic(case: Inputs) -> Answer:
    p = earth_fixed(math.radians(case[0]), math.radians(case[1]), float(case[2]))
    return numbers(p, geodetic(*p))


def _draw_geodesic(rng: np.random.Generator) -> Inputs:
    return [
        *anywhere(rng),
        *anywhere(rng),
        round(rng.uniform(-180, 180), 3),
        round(float(rng.uniform(0, 19e3))),
    ]


def _answer_geodesic(case: Inputs) -> Answer:
    return numbers(*course(*case[:4]), *ahead(case[0], case[1], case[4], case[5]))


@cache
def areas() -> list[list[tuple[float, float]]]:
    """Areas of places: grids about a middle, one across the antimeridian and one about the pole."""
    rng = np.random.default_rng(SEED + 1)
    out: list[list[tuple[float, float]]] = []
    for lat, lon in (
        (55.6, 4.2),
        (66.3, 2.1),
        (35.1, 20.4),
        (72.2, 40.6),
        (43.0, 33.9),
        (52.0, 179.8),
        (87.0, 10.0),
        (57.5, 19.0),
    ):
        north, east = rng.uniform(1.5, 5.0, 2)
        # no two places are equally far from a third
        across = east / math.cos(math.radians(lat)) if lat < 80 else 180.0
        grid = [
            (a, o)
            for a in np.arange(-north, north, 0.9)
            for o in np.arange(-across, across, 0.9 / math.cos(math.radians(lat)))
        ]
        out.append(
            [
                (
                    round(float(lat + a + rng.uniform(-0.2, 0.2)), 3),
                    round(float((lon + o + rng.uniform(-0.2, 0.2) + 180) % 360 - 180), 3),
                )
                for a, o in grid
            ]
        )
    return [[(min(a, 89.9), o) for a, o in area] for area in out]


def _answer_lattice(case: Inputs) -> Answer:
    points = _above(areas()[case[0]], 0.0)
    order, leading, neighbours = lattice(points, 1e3 * COVER_KM)
    return numbers(leading, order, neighbours)


def _above(places: Sequence[tuple[float, float]], height: float) -> Array:
    lat, lon = np.radians(np.array(places)).T
    return earth_fixed_points(
        np.ascontiguousarray(lat), np.ascontiguousarray(lon), np.full(len(places), height)
    )


def sites_of(which: Any, height: float) -> BurnoutSites:
    """Of an area by its number, or of a place."""
    if isinstance(which, int):
        points = _above(areas()[which], height)
        order, leading, neighbours = lattice(points, 1e3 * COVER_KM)
        return BurnoutSites(np.ascontiguousarray(points[order]), leading, neighbours)
    return BurnoutSites(_above([which], height), 1, np.empty((1, 0), np.int64))


KINDS = {
    "geodetic": Kind(1000, _draw_geodetic, _answer_geodetic, 9),
    "geodesic": Kind(1000, _draw_geodesic, _answer_geodesic, 9),
    "lattice": Kind(16, lambda rng: [int(rng.integers(8))], _answer_lattice),
}
