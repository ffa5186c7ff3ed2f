"""Cases of flights: times, boosts, parts between two heights."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from reassure.engagement.flights import fly
from reassure.flight.family import minimum_energy_times, timed_flights
from reassure.flight.outcome import SOLVED
from reassure.geography.boost import boosted
from reassure.reach.heights import parts
from reassure.typing import Array
from tests.viewer.engine_cases.draws import (
    BOOSTS,
    SEED,
    Answer,
    Inputs,
    Kind,
    aim_place,
    anywhere,
    base_place,
    fixed,
    numbers,
    point_over,
)


def _draw_timed(rng: np.random.Generator) -> Inputs:
    p, q = point_over(rng, 1e5, 3e5), fixed(*anywhere(rng))
    heading = np.array(q, float) - np.array(p, float)
    long_way = bool(rng.uniform() < 0.1)
    toward = np.round((-1 if long_way else 1) * heading / np.linalg.norm(heading), 3)
    return [*p, *q, *toward.tolist(), round(rng.uniform(0.8, 1.4), 3), long_way]


def _answer_timed(case: Inputs) -> Answer:
    p, q, heading = (np.array([case[k : k + 3]], float) for k in (0, 3, 6))
    ratio, long_way = float(case[9]), bool(case[10])
    time = minimum_energy_times(p, q, heading, long_way)
    if time[0] == 0.0:
        return [0.0, None, None]
    outcome, row = timed_flights(p, q, heading, ratio * time, long_way)
    return numbers(time, outcome, row[0, 0])


def _draw_boosted(rng: np.random.Generator) -> Inputs:
    how = rng.uniform()
    base, aim = (base_place(rng), aim_place(rng)) if how < 0.45 else (anywhere(rng), anywhere(rng))
    if how > 0.93:  # nearly opposite
        off = 10 ** rng.uniform(-1.5, 1.0)
        aim = (
            round(-base[0] + off * rng.uniform(-1, 1), 3),
            round((base[1] + 360 + off * rng.uniform(-1, 1)) % 360 - 180, 3),
        )
        aim = max(-90.0, min(90.0, aim[0])), aim[1]
    long_way = bool(0.45 < how < 0.47)
    return [
        *base,
        *aim,
        round(rng.uniform(0.75, 1.5), 3),
        round(rng.uniform(50, 900)),
        round(rng.uniform(60, 300)),
        long_way,
    ]


def _answer_boosted(case: Inputs) -> Answer:
    lat, lon, lat2, lon2, ratio, downrange, height = (np.array([float(v)]) for v in case[:7])
    found = boosted(
        (lat, lon), (lat2, lon2), ratio, downrange_km=downrange, height_km=height, long_way=case[7]
    )
    if found.outcome[0] != SOLVED:
        return [int(found.outcome[0]), *[None] * 9]
    return numbers(
        found.outcome,
        found.azimuth_deg,
        found.burnout,
        found.velocity,
        found.speed,
        found.free_flight_s,
    )


@cache
def flights() -> tuple[Array, Array]:
    """Rows (n, 8) of flights that exist, and their bases (n, 3), m."""
    rng = np.random.default_rng(SEED)
    rows: list[Array] = []
    bases: list[Array] = []
    while len(rows) < 300:
        boost = BOOSTS[rng.choice([0, 0, 0, 1, 2, 4], p=[0.3, 0.3, 0.15, 0.15, 0.08, 0.02])]
        base, aim = (
            (base_place(rng), aim_place(rng))
            if rng.uniform() < 0.6
            else (anywhere(rng), anywhere(rng))
        )
        ends = [(np.array([a]), np.array([b])) for a, b in (base, aim)]
        outcome, row, _ = fly(boost, ends[0], ends[1], np.array([rng.uniform(0.75, 1.45)]))
        if outcome[0] == SOLVED:
            rows.append(np.round(row[0], 4))
            bases.append(np.array(fixed(*base), float))
    return np.array(rows), np.array(bases)


def row_of(i: int) -> Array:
    return np.ascontiguousarray(flights()[0][i : i + 1])


def _draw_heights(rng: np.random.Generator) -> Inputs:
    low = round(float(rng.uniform(0, 1200)))
    high = None if rng.uniform() < 0.3 else low + round(float(10 ** rng.uniform(0.5, 3)))
    return [int(rng.integers(300)), low, high]


def _answer_heights(case: Inputs) -> Answer:
    high = math.inf if case[2] is None else 1e3 * case[2]
    return numbers(parts(row_of(case[0]), 1e3 * case[1], high)[1])


KINDS = {
    "timed": Kind(1000, _draw_timed, _answer_timed),
    "boosted": Kind(2000, _draw_boosted, _answer_boosted),
    "heights": Kind(1000, _draw_heights, _answer_heights, 5),
}
