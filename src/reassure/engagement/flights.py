"""Families of flights: from every origin to every aim, in every shape, as rows for the kernels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import product

import numpy as np

from reassure.answers.assessment import Flights, MissingFlight
from reassure.earth.frames import earth_fixed_points
from reassure.errors import ScenarioError
from reassure.flight.family import (
    BURNOUT_POSITION,
    BURNOUT_TIME,
    BURNOUT_VELOCITY,
    FLIGHT_COLUMNS,
    FREE_FLIGHT_TIME,
)
from reassure.flight.outcome import BEYOND_RANGE, REMEDY, SOLVED, TOO_FAST, TOO_NEAR, Outcome
from reassure.geography.boost import boosted
from reassure.geography.geodesics import distance_km
from reassure.scenario.question import Boost, Force, Place
from reassure.typing import Array, IntArray

__all__ = ["Family", "columns", "earth_fixed", "family_of", "flights_numbered", "fly"]


@dataclass(frozen=True, eq=False)
class Family:
    """The n flights that exist of some forces, and what is said of those that do not."""

    rows: Array
    """(n, FLIGHT_COLUMNS), as in flight.family.standing."""
    bases: Array
    """(n, 3): Earth-fixed, m, at height 0."""
    number: IntArray
    """(n,), rising: of each among all that were asked for, those that do not exist included."""
    shown: Flights
    """What a result shows of them."""
    missing: tuple[MissingFlight, ...]
    """The flights that do not exist, those alike together."""


def family_of(forces: Sequence[Force]) -> Family:
    """The flights of some forces. ScenarioError where none of them exists."""
    parts = [_force_flights(force) for force in forces]
    rows = np.concatenate([p[0] for p in parts])
    if not len(rows):
        missing = [m for p in parts for m in p[2]]
        raise ScenarioError(
            f"none of the flights exists: {missing[0].base} to {missing[0].aim}: {missing[0].reason}",
            ("force", 0),
        )
    shown = Flights(
        **{f.name: np.concatenate([getattr(p[1], f.name) for p in parts]) for f in fields(Flights)}
    )
    bases = earth_fixed(shown.base_latitude_deg, shown.base_longitude_deg, np.zeros(len(rows)))
    # Numbers go on from force to force, and count flights that do not exist.
    before = np.cumsum([0, *(force.flights for force in forces)])
    number = np.concatenate([b + p[3] for b, p in zip(before, parts, strict=False)])
    return Family(rows, bases, number, shown, tuple(m for p in parts for m in p[2]))


def flights_numbered(forces: Sequence[Force], number: IntArray) -> tuple[IntArray, Array, Array]:
    """Some flights by their number among all that are asked for.

    Returns outcomes (n,), rows (n, FLIGHT_COLUMNS) and bases (n, 3) as in Family; a row means
    something where the outcome is SOLVED.
    """
    outcome = np.empty(number.size, np.int64)
    rows, bases = np.zeros((number.size, FLIGHT_COLUMNS)), np.zeros((number.size, 3))
    first = 0
    for force in forces:
        mine = np.flatnonzero((number >= first) & (number < first + force.flights))
        if mine.size:
            # The order of `_force_flights`: shape slowest, then origin, then aim.
            shape, rest = np.divmod(number[mine] - first, len(force.origins) * len(force.aims))
            o, a = np.divmod(rest, len(force.aims))
            origins, aims = columns(force.origins), columns(force.aims)
            origin = origins[0][o], origins[1][o]
            ratio = np.array(force.flight_time_ratio)[shape]
            outcome[mine], rows[mine], _ = fly(force.boost, origin, (aims[0][a], aims[1][a]), ratio)
            bases[mine] = earth_fixed(*origin, np.zeros(mine.size))
        first += force.flights
    return outcome, rows, bases


def fly(
    boost: Boost, origin: tuple[Array, Array], aim: tuple[Array, Array], ratio: Array
) -> tuple[IntArray, Array, Array]:
    """N flights, one from each origin to its aim (latitudes and longitudes, deg).

    Returns outcomes (n,), rows (n, FLIGHT_COLUMNS) as in flight.family.standing, and burnout speeds
    (n,), m/s. A row means something where the outcome is SOLVED.
    """
    found = boosted(
        origin,
        aim,
        ratio,
        downrange_km=boost.downrange_km,
        height_km=boost.burnout_height_km,
        long_way=boost.long_way,
    )
    after = np.full(ratio.size, boost.burnout_time_s)
    # In the order of BURNOUT_POSITION to FREE_FLIGHT_TIME.
    rows = np.column_stack([found.burnout, found.velocity, after, found.free_flight_s])
    outcome = found.outcome
    if boost.greatest_burnout_speed_km_s is not None:
        fast = found.speed > 1e3 * boost.greatest_burnout_speed_km_s
        # A flight with a reason of its own keeps that reason.
        outcome[(outcome == SOLVED) & fast] = TOO_FAST
    if boost.greatest_range_km is not None:
        ground = distance_km(*origin, *aim)
        # Out of range is the plainer reason, so it takes the place of others.
        outcome[(ground > boost.greatest_range_km) & (outcome != TOO_NEAR)] = BEYOND_RANGE
    return outcome, rows, found.speed


def _force_flights(force: Force) -> tuple[Array, Flights, list[MissingFlight], IntArray]:
    """Kernel rows and shown columns of a force's flights, those that do not exist, and who they
    are.
    """
    # flights of one shape side by side: the threads' chunks then need few nodes
    combos = [(o, a, r) for r, o, a in product(force.flight_time_ratio, force.origins, force.aims)]
    origin, aim = columns(c[0] for c in combos), columns(c[1] for c in combos)
    ratio = np.array([c[2] for c in combos])
    outcome, rows, speed = fly(force.boost, origin, aim, ratio)
    good = outcome == SOLVED
    # One value, and repeated below: all flights of a force go the same way round.
    way = np.array(["long" if force.boost.long_way else "short"])
    shown = Flights(
        base=np.array([c[0].id for c in combos])[good],
        base_latitude_deg=origin[0][good],
        base_longitude_deg=origin[1][good],
        aim=np.array([c[1].id for c in combos])[good],
        aim_latitude_deg=aim[0][good],
        aim_longitude_deg=aim[1][good],
        flight_time_ratio=ratio[good],
        way=np.repeat(way, good.sum()),
        flight_time_s=(rows[:, BURNOUT_TIME] + rows[:, FREE_FLIGHT_TIME])[good],
        burnout_time_s=rows[good, BURNOUT_TIME],
        burnout_speed_km_s=speed[good] / 1e3,
        burnout_position_m=rows[good, BURNOUT_POSITION],
        burnout_velocity_m_s=rows[good, BURNOUT_VELOCITY],
    )
    return (
        np.ascontiguousarray(rows[good]),
        shown,
        _missing(force.boost, combos, outcome, speed),
        np.flatnonzero(good),
    )


def _missing(
    boost: Boost, combos: list[tuple[Place, Place, float]], outcome: IntArray, speed: Array
) -> list[MissingFlight]:
    """The flights that do not exist, those alike together: of one base, aim, shape and outcome."""
    groups: dict[tuple[str, str, float, int], list[int]] = {}
    for i, ((origin, aim, ratio), result) in enumerate(zip(combos, outcome.tolist(), strict=True)):
        if result != SOLVED:
            # All points of an aim may be too far: that is told once, with their number.
            groups.setdefault((origin.id, aim.id, ratio, result), []).append(i)
    return [
        MissingFlight(base, aim, ratio, len(which), _reason(boost, combos, which, result, speed))
        for (base, aim, ratio, result), which in groups.items()
    ]


def _reason(
    boost: Boost,
    combos: list[tuple[Place, Place, float]],
    which: list[int],
    outcome: int,
    speed: Array,
) -> str:
    """Why some flights of one base, aim and shape are missing."""
    if outcome == BEYOND_RANGE:
        ends = [combos[i][:2] for i in which]
        ground = distance_km(*columns(e[0] for e in ends), *columns(e[1] for e in ends))
        return f"{_span(ground)} km away; booster {boost.id} reaches at most {boost.greatest_range_km:g} km"
    if outcome == TOO_FAST:
        return (
            f"burnout speed {_span(speed[which] / 1e3, 2)} km/s; booster {boost.id} has at most "
            f"{boost.greatest_burnout_speed_km_s:g} km/s"
        )
    return REMEDY[Outcome(outcome)]


def _span(values: Array, digits: int = 0) -> str:
    """The least and the greatest of some values, in words."""
    least, most = (f"{v:.{digits}f}" for v in (values.min(), values.max()))
    return least if least == most else f"{least} to {most}"


def columns(places: Iterable[Place]) -> tuple[Array, Array]:
    """Latitudes (n,) and longitudes (n,), deg, of n places, one or more."""
    array = np.array([(p.latitude_deg, p.longitude_deg) for p in places])
    return array[:, 0].copy(), array[:, 1].copy()


def earth_fixed(latitude_deg: Array, longitude_deg: Array, height: Array) -> Array:
    """Earth-fixed positions (n, 3), m, of n geodetic places (deg, deg, m)."""
    return earth_fixed_points(np.radians(latitude_deg), np.radians(longitude_deg), height)
