"""A claim's clauses as the figures that the search and the attack take."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reassure.claim.model import Claim, ClaimFlights, InterceptorLimits
from reassure.guarantee.box import (
    AIM_LATITUDE,
    AIM_LONGITUDE,
    BASE_LATITUDE,
    BASE_LONGITUDE,
    BURNOUT_DISTANCE,
    BURNOUT_HEIGHT,
    BURNOUT_TIME,
    COORDINATES,
    END,
    LAUNCH,
    PLACE_LATITUDE,
    PLACE_LONGITUDE,
    SHARE,
    SINCE,
    TIME,
)
from reassure.typing import AimFigures, Array, BoostFigures, LimitFigures

__all__ = ["Problem", "lead", "least_latitude", "problem", "root_box"]


class Problem(NamedTuple):
    """One clause, in SI and radians. Places (k, 4) and base (4,): south, north, west, east. Aims (n, 8): each row in
    the order of `AimFigures`.
    """

    limits: LimitFigures
    places: Array
    base: Array
    boost: BoostFigures
    aims: Array


def problem(claim: Claim, x: InterceptorLimits, f: ClaimFlights) -> Problem:
    """The figures of a clause of a claim, its interceptor's limits and its flights, in SI and radians."""
    limits = LimitFigures(
        earliest_burnout=x.earliest_burnout_s,
        speed=1e3 * x.burnout_speed_km_s,
        divert=1e3 * x.divert_km_s,
        distance=1e3 * x.burnout_distance_km,
        height=1e3 * x.burnout_height_km,
        perturbation=claim.earth.perturbation_m_s2,
        keep_above=1e3 * claim.earth.keep_above_km,
    )
    lowest, highest = (1e3 * h for h in f.burnout_height_km)
    nearest, farthest = (1e3 * d for d in f.burnout_distance_km)
    earliest, latest = f.burnout_time_s
    boost = BoostFigures(
        field=1e3 * f.field_radius_km,
        earliest=earliest,
        latest=latest,
        lowest=lowest,
        highest=highest,
        nearest=nearest,
        farthest=farthest,
        sideways=1e3 * f.sideways_km,
    )
    return Problem(
        limits,
        np.radians(np.array(x.places, float)),
        np.radians(np.array(f.base, float)),
        boost,
        np.array([_aim(row) for row in f.aims]),
    )


def least_latitude(p: Problem) -> float:
    """The least that a launch point of a clause is from the equator, rad."""
    south, north = p.places[:, 0], p.places[:, 1]
    return float(np.maximum(0.0, np.maximum(south, -north)).min())


def _aim(row: tuple[float, ...]) -> AimFigures:
    """A row of a claim's aims; one of version 1 has no lead."""
    south, north, west, east, shortest, longest, *leads = row
    first, last = leads or (0.0, 0.0)
    south, north, west, east, first, last = np.radians([south, north, west, east, first, last])
    return AimFigures(south, north, west, east, shortest, longest, first, last)


def lead(aim: Array) -> tuple[float, float]:
    """The lead of a row (8,) of a problem's aims, linear in the flight time: at time 0 (rad), and its rate (rad/s)."""
    row = AimFigures(*aim)
    span = row.longest - row.shortest
    rate = (row.last_lead - row.first_lead) / span if row.longest > row.shortest else 0.0
    return row.first_lead - rate * row.shortest, rate


def root_box(
    x: InterceptorLimits, f: ClaimFlights, aim: int, stay: int | None, boosting: bool
) -> tuple[Array, Array]:
    """The box that a proof of all places against one row of aims has to tile.

    `aim`: its index from 0. `stay`: s after which no interceptor is up any more; None: as long as flights last.
    `boosting`: of the second tree, which is about the flights' boost. Lower and upper ends (14,) come back in the claim's
    units and in the order of docs/certificate.md, section 2.
    """
    south, north, west, east, shortest, longest = f.aims[aim][:6]
    base_south, base_north, base_west, base_east = f.base
    souths, norths, wests, easts = zip(*x.places, strict=True)
    earliest, latest = f.burnout_time_s
    first, last = (0.0, latest) if boosting else (earliest, longest)
    since = max(0.0, last - x.earliest_burnout_s)
    sides = {
        TIME: (first, last),
        # an interceptor that burns out later than the longest flight boosts throughout, as one that burns out at its end
        LAUNCH: (x.earliest_burnout_s, max(x.earliest_burnout_s, longest)),
        AIM_LATITUDE: (south, north),
        AIM_LONGITUDE: (west, east),
        END: (shortest, longest),
        BURNOUT_TIME: f.burnout_time_s,
        BURNOUT_HEIGHT: f.burnout_height_km,
        BURNOUT_DISTANCE: f.burnout_distance_km,
        BASE_LATITUDE: (base_south, base_north),
        BASE_LONGITUDE: (base_west, base_east),
        PLACE_LATITUDE: (min(souths), max(norths)),
        PLACE_LONGITUDE: (min(wests), max(easts)),
        # 0 stands for every time before the interceptor's burnout too
        SINCE: (0.0, since if stay is None else min(since, stay)),
        SHARE: (0.0, 1.0 if boosting else 0.0),
    }
    lo, hi = np.empty(len(COORDINATES)), np.empty(len(COORDINATES))
    for k, (low, high) in sides.items():
        lo[k], hi[k] = low, high
    return lo, hi
