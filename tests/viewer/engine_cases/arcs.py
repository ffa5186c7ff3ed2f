"""Cases of the kernels of arcs: Kepler, Lambert, speeds and their bounds."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from reassure.flight.kepler import propagate
from reassure.flight.lambert import lambert
from reassure.flight.transfer import least_energy_time, one_way, relative_speed
from reassure.reach.ideal.arcs import (
    chord_bound,
    energy_bound,
    least_speed,
    long_way_bound,
    quickest,
)
from tests.viewer.engine_cases.draws import (
    Answer,
    Inputs,
    Kind,
    anywhere,
    fixed,
    numbers,
    point_over,
)


def _seven(case: Inputs) -> tuple[float, float, float, float, float, float, float]:
    a, b, c, d, e, f, g = (float(v) for v in case[:7])
    return a, b, c, d, e, f, g


def _draw_kepler(rng: np.random.Generator) -> Inputs:
    speed, pull = rng.uniform(0, 14e3), rng.normal(size=3)
    velocity = speed * pull / np.linalg.norm(pull)
    return [
        *point_over(rng),
        *(round(float(v), 2) for v in velocity),
        round(rng.uniform(-4000, 8000), 1),
    ]


def _answer_kepler(case: Inputs) -> Answer:
    return numbers(*propagate(*_seven(case)))


def _draw_lambert(rng: np.random.Generator) -> Inputs:
    p, q = np.array(point_over(rng), float), np.array(point_over(rng), float)
    how = rng.uniform()
    if how < 0.3:  # near half a turn
        q = -p * rng.uniform(0.95, 1.1) + rng.normal(size=3) * 10 ** rng.uniform(1, 5.5)
    elif how < 0.4:  # near each other
        q = p + rng.normal(size=3) * 10 ** rng.uniform(2, 5.5)
    time = 10 ** rng.uniform(1.5, 4.2)
    return [*p.tolist(), *np.round(q).tolist(), round(float(time), 1), bool(rng.uniform() < 0.5)]


def _answer_lambert(case: Inputs) -> Answer:
    return numbers(*lambert(*_seven(case), case[7]))


def _draw_arc(rng: np.random.Generator) -> Inputs:
    near = rng.uniform() < 0.6
    lat, lon = anywhere(rng)
    off = 10 ** rng.uniform(-0.5, 1.6)
    p = fixed(lat, lon, rng.choice([0.0, 1e5]))
    q = (
        fixed(
            lat + off * rng.uniform(-1, 1), lon + off * rng.uniform(-1, 1), rng.uniform(5e4, 1.5e6)
        )
        if near
        else point_over(rng)
    )
    return [*p, *q, round(float(10 ** rng.uniform(1.8, 3.8)), 1)]


def _ends(case: Inputs) -> Any:
    a = [float(v) for v in case]
    return (a[0], a[1], a[2]), (a[3], a[4], a[5])


def _answer_speed(case: Inputs) -> Answer:
    """Of the slower arc; the time of least energy; outcome and speed of the long way."""
    ends, tau = _ends(case), float(case[6])
    px, py, pz, qx, qy, qz, _ = _seven(case)
    long_way = one_way(px, py, pz, qx, qy, qz, tau, True)
    return numbers(relative_speed(tau, ends), least_energy_time(ends), long_way[:2])


def _answer_bounds(case: Inputs) -> Answer:
    (p, q), tau = _ends(case), float(case[6])
    return numbers(chord_bound(p, q, tau), energy_bound(p, q, tau), long_way_bound(p))


def _answer_least(case: Inputs) -> Answer:
    return numbers(*least_speed(_ends(case), float(case[6])))


def _answer_quickest(case: Inputs) -> Answer:
    """With a twentieth more than the least speed there is."""
    ends = _ends(case)
    least, slow = least_speed(ends, float(case[6]))
    return [None] if math.isinf(least) else numbers(quickest(ends, 1.05 * least, slow))


KINDS = {
    "kepler": Kind(2000, _draw_kepler, _answer_kepler),
    "lambert": Kind(3000, _draw_lambert, _answer_lambert),
    "speed": Kind(1500, _draw_arc, _answer_speed),
    "bounds": Kind(1000, _draw_arc, _answer_bounds),
    "least": Kind(3000, _draw_arc, _answer_least),
    "quickest": Kind(1000, _draw_arc, _answer_quickest),
}
