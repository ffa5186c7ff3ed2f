"""A claim's clauses as the arrays that the search and the attack take."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reassure.claim.model import Claim, ClaimFlights, InterceptorLimits
from reassure.typing import Array

__all__ = ["Problem", "lead", "problem", "root_box"]


class Problem(NamedTuple):
    """One clause: limits (8,), places (k, 4), base (4,), boost (8,), aims (n, 8), as
    `reassure.adversary.search.lowest_speed` describes them; SI units and radians.
    """

    limits: Array
    places: Array
    base: Array
    boost: Array
    aims: Array


def problem(claim: Claim, x: InterceptorLimits, f: ClaimFlights) -> Problem:
    """The arrays of a clause."""
    limits = [
        x.earliest_burnout_s,
        1e3 * x.burnout_speed_km_s,
        1e3 * x.divert_km_s,
        1e3 * x.burnout_distance_km,
        1e3 * x.burnout_height_km,
        claim.earth.perturbation_m_s2,
        1e3 * claim.earth.keep_above_km,
        0.0,
    ]
    boost = [
        1e3 * f.field_radius_km,
        *f.burnout_time_s,
        *(1e3 * h for h in f.burnout_height_km),
        *(1e3 * d for d in f.burnout_distance_km),
        1e3 * f.sideways_km,
    ]
    aims = np.zeros((len(f.aims), 8))
    for i, row in enumerate(f.aims):
        aims[i, :6] = row[:6]
        aims[i, 6:] = row[6:] or 0.0  # a row of version 1 has no lead
    aims[:, [0, 1, 2, 3, 6, 7]] = np.radians(aims[:, [0, 1, 2, 3, 6, 7]])
    return Problem(
        np.array(limits),
        np.radians(np.array(x.places, float)),
        np.radians(np.array(f.base, float)),
        np.array(boost),
        aims,
    )


def lead(aims: Array, aim: int) -> tuple[float, float]:
    """The lead of a row of a problem's aims, linear in the flight time: at time 0 (rad), and its rate (rad/s)."""
    _, _, _, _, shortest, longest, first, last = aims[aim]
    rate = (last - first) / (longest - shortest) if longest > shortest else 0.0
    return first - rate * shortest, rate


def root_box(
    x: InterceptorLimits, place: int, f: ClaimFlights, aim: int, boosting: bool
) -> tuple[Array, Array]:
    """The box that a proof of one place against one row of aims has to tile, in the claim's units:
    lower and upper ends (13,), in the order of docs/certificate.md.
    """
    south, north, west, east, shortest, longest = f.aims[aim][:6]
    t = (0.0, f.burnout_time_s[1]) if boosting else (f.burnout_time_s[0], longest)
    spot = x.places[place]
    sides = [
        t,
        (x.earliest_burnout_s, max(x.earliest_burnout_s, longest)),
        (south, north),
        (west, east),
        (shortest, longest),
        f.burnout_time_s,
        f.burnout_height_km,
        f.burnout_distance_km,
        (f.base[0], f.base[1]),
        (f.base[2], f.base[3]),
        (spot[0], spot[1]),
        (spot[2], spot[3]),
        (0.0, max(0.0, t[1] - x.earliest_burnout_s)),
    ]
    return np.array([a for a, _ in sides], float), np.array([b for _, b in sides], float)
