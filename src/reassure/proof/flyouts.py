"""An attack on a claim by flyouts: a notional vehicle held to the claim's limits, flown against random
flights of its family.

A true claim is never broken so. What it adds to the search over ideal meetings (guarantee.attack) is
another way to be wrong: air, J2, stages and a slanting boost are in it, and none of the prover's formulas.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reassure.adversary.candidate import problem_row
from reassure.adversary.draw import COORDINATES, family_flights
from reassure.answers.proof import Flown
from reassure.catalog import Interceptor, NotionalVehicle, catalog
from reassure.claim.problem import Problem
from reassure.earth.frames import SITE_POSITION, height_along_radius
from reassure.engagement.flyouts import LaunchSites, look_for
from reassure.engagement.held import held_vehicle
from reassure.flight.family import BURNOUT_POSITION, BURNOUT_TIME, BURNOUT_VELOCITY
from reassure.flight.flyout import (
    BURN_STEP,
    FALL_STEP,
    LAST_BURNOUT_POSITION,
    LAST_BURNOUT_SPEED,
    flyouts,
)
from reassure.flight.vehicle import Vehicle
from reassure.reach.flyouts.fan import Fan, greatest_burnout
from reassure.reach.flyouts.window import LATEST_INTERCEPT, LATEST_LAUNCH
from reassure.reach.flyouts.witness import (
    START_COLUMNS,
    WITNESS_AZIMUTH,
    WITNESS_KICK,
    WITNESS_MISS,
)
from reassure.typing import Array, IntArray

__all__ = ["fly_at", "held_to"]

# A claim has no greatest height of intercept; flyouts want one, and this is above all of them.
_HEIGHTS_KM = 10_000.0
# Random launch points in the claim's places.
_PLACES = 60


def fly_at(p: Problem, speed_km_s: float, flights: int, seed: int) -> Flown:
    """Fly the notional vehicle held to the limits of a clause against random flights of its family.

    `flights`: how many are drawn; those that do not exist are left out. The same seed gives the same answer. Where
    there is no such vehicle or no flight, the answer says so in `reason`.
    """
    found = held_to(speed_km_s, 1e-3 * p.limits.distance, 1e-3 * p.limits.height)
    if found is None:
        return Flown(None, None, 0, 0, None, None, "no notional vehicle with these limits")
    name, vehicle = found
    rng = np.random.default_rng(seed)
    rows = _flights(p, flights, rng)
    if not len(rows):
        return Flown(name, vehicle.payload, 0, 0, None, None, "no flight of the family was drawn")
    stand = _stand(p, vehicle, rng)
    # a claim limits the burnout, so the launch is earlier by the vehicle's burn time: s from the flight's launch
    ready = np.full(len(rows), p.limits.earliest_burnout - vehicle.burn_time)
    look = look_for(stand, rows, ready)
    # a flyout counts only if its own burnout, replayed, keeps to the claim's limits
    met = look.within_reach(ready) & _within(p, stand, look.site, look.witness)
    latest = look.row[:, LATEST_LAUNCH]
    known = np.isfinite(latest)
    # NaN where no flyout gets to the flight
    spare = float(latest[known].max() - ready[0]) if known.any() else None
    witness = None
    if met.any():
        i = int(np.flatnonzero(met)[0])
        site = look.site[i]
        witness = {
            "launch_deg": [round(float(np.degrees(a[site])), 6) for a in (stand.latitudes, stand.longitudes)],
            "azimuth_deg": round(math.degrees(look.witness[i, WITNESS_AZIMUTH]) % 360.0, 6),
            "kick_deg": round(math.degrees(look.witness[i, WITNESS_KICK]), 6),
            "launch_s": round(float(look.launch[i]), 4),
            "intercept_s": round(float(look.row[i, LATEST_INTERCEPT]), 4),
            "miss_m": round(float(look.witness[i, WITNESS_MISS]), 3),
            "flight_burnout_s": round(float(rows[i, BURNOUT_TIME]), 4),
            "flight_burnout_earth_fixed_km": [round(float(x) / 1e3, 6) for x in rows[i, BURNOUT_POSITION]],
            "flight_velocity_inertial_km_s": [round(float(x) / 1e3, 9) for x in rows[i, BURNOUT_VELOCITY]],
        }  # fmt: skip
    return Flown(name, vehicle.payload, len(rows), int(met.sum()), spare, witness)


@lru_cache(maxsize=64)
def held_to(speed_km_s: float, distance_km: float, height_km: float) -> tuple[str, Vehicle] | None:
    """The notional vehicle of the catalogue's interceptors that is nearest in speed, held to limits by its payload.

    Its greatest burnout speed is just below the limit (Earth-relative), and every one of its burnouts is within the
    ground distance and the height. Its id and the vehicle come back; None where no vehicle can be held so.
    """
    known = catalog()
    speeds = {
        i.vehicle: i.burnout_speed_km_s.value
        for i in known.of(Interceptor)
        if i.vehicle is not None
    }
    for name in sorted(speeds, key=lambda n: abs(speeds[n] - speed_km_s)):
        vehicle = held_vehicle(
            known.get(name, NotionalVehicle, "vehicle").vehicle(), 1e3 * speed_km_s
        )
        if vehicle is None:
            continue
        _, distance, height = greatest_burnout(vehicle)
        if distance <= 1e3 * distance_km and height <= 1e3 * height_km:
            return name, vehicle
    return None


def _flights(p: Problem, count: int, rng: np.random.Generator) -> Array:
    """Random flights of the family that exist: rows (n, 8) as in flight.family. Of their coordinates a quarter lie on
    an end of the interval.
    """
    problem = problem_row(p.limits, p.places[0], p.base, p.boost)
    z = rng.random((count, COORDINATES))
    edge = rng.random(z.shape) < 0.25
    z[edge] = np.round(z[edge])
    exists, rows = family_flights(
        z, problem, np.ascontiguousarray(p.aims), rng.integers(len(p.aims), size=count)
    )
    return np.ascontiguousarray(rows[exists])


def _stand(p: Problem, vehicle: Vehicle, rng: np.random.Generator) -> LaunchSites:
    """The vehicle at random points of the claim's places; a claim of one place has one point."""
    cells = p.places[rng.integers(len(p.places), size=_PLACES)] if len(p.places) > 1 else p.places
    share = rng.random((len(cells), 2))
    south, north, west, east = cells.T
    latitude = south + share[:, 0] * (north - south)
    longitude = west + share[:, 1] * (east - west)
    fan = Fan.of(vehicle, float(latitude.min()), float(latitude.max()))
    heights = (max(0.0, p.limits.keep_above) / 1e3, _HEIGHTS_KM)
    return LaunchSites.of(
        vehicle, fan, np.degrees(latitude), np.degrees(longitude), heights, 3600.0
    )


def _within(p: Problem, stand: LaunchSites, site: IntArray, witness: Array) -> NDArray[np.bool_]:
    """(n,): does the witness's flyout burn out within the claim's speed and boost volume?"""
    good = np.isfinite(witness[:, WITNESS_MISS])
    out = np.zeros(good.size, bool)
    if not good.any():
        return out
    latitude = stand.latitudes[site[good]]
    azimuth, kick, time = (np.ascontiguousarray(witness[good, c]) for c in range(START_COLUMNS))
    _, row = flyouts(stand.vehicle.arrays(), latitude, azimuth, kick, time, BURN_STEP, FALL_STEP)
    ground = stand.frames[site[good], SITE_POSITION : SITE_POSITION + 3]
    radius = np.linalg.norm(ground, axis=1)
    # flyouts start at longitude 0: turn the launch point there too
    x, y, z = ground.T
    across = np.hypot(x, y)
    launch = np.column_stack([across, np.zeros(across.size), z])
    burnout = row[:, LAST_BURNOUT_POSITION]
    high = np.array([height_along_radius(*b) for b in burnout])
    size = np.linalg.norm(burnout, axis=1)
    cosine = np.clip((burnout * launch).sum(axis=1) / size / radius, -1.0, 1.0)
    out[good] = (
        (row[:, LAST_BURNOUT_SPEED] <= p.limits.speed)
        # m of ground: 6371 km times the angle (docs/certificate.md)
        & (6371e3 * np.arccos(cosine) <= p.limits.distance)
        & (high <= p.limits.height)
    )
    return out
