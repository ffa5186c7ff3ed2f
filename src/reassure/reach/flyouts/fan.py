"""Fan of a vehicle: its flyouts over all kicks and bearings from some latitudes, flown once and
kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from reassure.earth.frames import earth_fixed_points
from reassure.errors import VehicleError
from reassure.flight.flyout import (
    APOGEE_HEIGHT,
    BURN_STEP,
    BURNOUT_ELEVATION,
    CANNOT_LIFT_OFF,
    END_POSITION,
    FALL_STEP,
    LANDED,
    LAST_BURNOUT_POSITION,
    LAST_BURNOUT_SPEED,
    flyouts,
)
from reassure.flight.vehicle import Vehicle
from reassure.reach.flyouts.arrival import look_up_points
from reassure.reach.flyouts.table import (
    ARRIVAL,
    ELEVATION,
    ELEVATION_BANDS,
    FanArrays,
    fan_table,
)
from reassure.typing import Array

__all__ = ["LATITUDE_STEP", "Fan", "greatest_burnout"]

LATITUDE_STEP = math.radians(5.0)
"""Latitudes between which tables are joined by a line lie no farther apart
(tests/reach/flyouts/test_fan.py).
"""

_KICKS = 64  # in a fan, at equal steps of the path's elevation at burnout
_SPACING = 25e3  # m between slant ranges
_STEEPEST = math.radians(89.0)  # elevation of the path at burnout
_FLATTEST = math.radians(2.0)
_NEAREST = 5e3  # m, the first slant range
_TRIALS = np.radians(np.arange(0.2, 89.95, 0.2))  # rad, kicks to choose from
_LATITUDE = math.radians(45.0)  # where kicks and slant ranges are chosen
_A_DAY = 86400.0  # s: longer than any flyout
_SLOP = 1.0  # s: interpolation errs by less (tests/reach/flyouts/test_fan.py)
_HAIR = 1e-9  # rad: rounding of a latitude

Each = Callable[..., Iterable[Any]]


@dataclass(frozen=True, eq=False)
class Fan:
    """The flyouts of a vehicle from l latitudes, over k kicks, at m slant ranges from the site."""

    latitudes: Array
    """(l,), rad, rising."""
    tables: Array
    """(l, 3, m, BEARINGS, k), as reach.flyouts.table has one for each latitude."""
    ends: Array
    """(l, k), m: how far from the site each kick's row is real."""
    kicks: Array
    """(k,), rad from the vertical, rising."""
    slants: Array
    """(m,), m, at equal steps."""
    soonest: Array
    """(m - 1, ELEVATION_BANDS), s after launch: none is sooner between two slant ranges; infinite for never."""
    burned: float
    """Time of the last burnout, s after launch."""
    burnout_speed: float
    """Greatest Earth-relative speed at the last burnout over kicks and azimuths, m/s."""
    burnout_distance: float
    """Farthest over ground from the site that the last burnout happens, m."""
    burnout_height: float
    """Highest that the last burnout happens, m."""

    @classmethod
    def of(cls, vehicle: Vehicle, low: float, high: float, each: Each = map) -> Fan:
        """The fan for launches from latitudes `low` to `high` (rad). VehicleError if it cannot fly.

        `each`: what maps the work on one latitude over all of them, such as a pool's map.
        """
        # Less a hair, so that a whole number of steps is not rounded up to one more.
        count = 1 + math.ceil((high - low) / LATITUDE_STEP - 1e-9)
        latitudes = np.linspace(low, high, count)
        kicks, farthest, burnout = _nodes(vehicle)
        slants = np.linspace(_NEAREST, farthest, max(24, math.ceil(farthest / _SPACING)))

        def table(latitude: float) -> tuple[Array, Array]:
            return fan_table(vehicle.arrays(), float(latitude), kicks, slants, BURN_STEP, FALL_STEP)

        made = list(each(table, latitudes))
        tables = np.stack([t for t, _ in made])
        ends = np.stack([e for _, e in made])
        soonest = _soonest(tables, ends, slants, vehicle.burn_time)
        return cls(latitudes, tables, ends, kicks, slants, soonest, vehicle.burn_time, *burnout)

    def arrays(self) -> FanArrays:
        """The fan as the kernels take it."""
        return FanArrays(
            self.tables, self.ends, self.latitudes, self.slants, float(self.burned), self.soonest
        )

    def kicks_at(self, nodes: Array) -> Array:
        """Kicks (n,), rad, of places (n,) between the fan's kicks, as `look_up` gives them."""
        return np.asarray(np.interp(nodes, np.arange(self.kicks.size), self.kicks))

    def covers(self, latitude: float) -> None:
        """Refuse a latitude (rad) that the fan was not made for: VehicleError."""
        if not self.latitudes[0] - _HAIR <= latitude <= self.latitudes[-1] + _HAIR:
            raise VehicleError(
                f"latitude {math.degrees(latitude):g} deg; allowed: the fan's "
                f"{math.degrees(self.latitudes[0]):g} to {math.degrees(self.latitudes[-1]):g}"
            )

    def arrivals(self, latitude: float, longitude: float, points: Array) -> Array:
        """Earliest arrival (s), azimuth (rad) and kick (rad), (n, 3), from a site (rad) at n
        Earth-fixed points (n, 3), m.

        The arrival is infinite where the vehicle cannot be after its last burnout; azimuth and kick
        mean nothing there. VehicleError for a latitude that the fan does not cover.
        """
        self.covers(latitude)
        out = look_up_points(self.arrays(), latitude, longitude, np.ascontiguousarray(points))
        arrival, azimuth, node = out.T
        return np.column_stack([arrival, azimuth, self.kicks_at(node)])


def greatest_burnout(vehicle: Vehicle) -> tuple[float, float, float]:
    """Greatest Earth-relative speed (m/s) of a last burnout over all kicks, eastward and westward
    from 45 degrees; the farthest over ground and the highest that it happens (m). VehicleError if
    it cannot fly.
    """
    return _nodes(vehicle)[2]


def _soonest(tables: Array, ends: Array, slants: Array, burned: float) -> Array:
    """Least time (s), less what interpolation may err, of all flyouts that pass between two slant
    ranges in a band of elevations: (m - 1, ELEVATION_BANDS), bands of equal width in the
    elevation's sine. Infinite where none does.
    """

    def least(values: Array) -> Array:
        # (l, m, BEARINGS, k) to (l, m - 1, k - 1): over bearings, neighbouring slant ranges and kicks.
        over = values.min(axis=2)
        over = np.minimum(over[:, :-1], over[:, 1:])
        out: Array = np.minimum(over[:, :, :-1], over[:, :, 1:])
        return out

    sines, times = np.sin(tables[:, ELEVATION]), tables[:, ARRIVAL]
    band = 0.5 * ELEVATION_BANDS
    # One band more on either side for what interpolation errs.
    first = np.floor((least(sines) + 1.0) * band).astype(np.int64) - 1
    last = np.floor((1.0 - least(-sines)) * band).astype(np.int64) + 1
    # Between two kicks there is a flyout only as far as both are real.
    real = ends[:, None, :] >= slants[None, :-1, None]
    real = real[:, :, :-1] & real[:, :, 1:]
    time = np.where(real, least(times), np.inf)
    soonest = np.empty((slants.size - 1, ELEVATION_BANDS))
    for i in range(ELEVATION_BANDS):
        inside = (first <= i) & (i <= last)
        soonest[:, i] = np.where(inside, time, np.inf).min(axis=(0, 2))
    bound: Array = np.maximum(burned, soonest - _SLOP)
    return bound


@lru_cache(maxsize=64)
def _nodes(vehicle: Vehicle) -> tuple[Array, float, tuple[float, float, float]]:
    """Kicks at equal steps of the path's elevation at burnout; the farthest slant range (m);
    greatest speed (m/s), ground distance and height (m) of a burnout.
    """
    n = _TRIALS.size
    rows = []
    # East and west: with and against the Earth's turning, the two extremes.
    for azimuth in (0.5 * math.pi, 1.5 * math.pi):
        outcome, row = flyouts(
            vehicle.arrays(), np.full(n, _LATITUDE), np.full(n, azimuth), _TRIALS,
            np.full(n, _A_DAY), BURN_STEP, FALL_STEP,
        )  # fmt: skip
        if outcome[0] == CANNOT_LIFT_OFF:
            raise VehicleError(
                f"thrust over weight at lift-off {vehicle.lift_off_thrust_to_weight:.2f}; allowed: above 1"
            )
        rows.append(np.where((outcome == LANDED)[:, None], row, np.nan))
    both = np.stack(rows)
    # NaN, and so not good, where either of the two does not land.
    elevation = both[:, :, BURNOUT_ELEVATION].min(axis=0)
    good = np.isfinite(elevation) & (elevation > _FLATTEST)
    # from the vertical on, as long as the path only gets flatter
    last = n if good.all() else int(np.argmin(good))
    if last < 8:
        raise VehicleError(
            "after a kick of 0.8 degree it falls back, or never lands; allowed: a vehicle that reaches its last burnout and comes down"
        )
    elevation = np.minimum.accumulate(elevation[:last])
    steepest = min(_STEEPEST, float(elevation[0]))
    wanted = np.linspace(steepest, float(elevation[-1]), _KICKS)
    # np.interp wants rising abscissae, and elevation falls with the kick: both change sign.
    kicks = np.interp(-wanted, -elevation, _TRIALS[:last])
    part = both[:, :last]
    site = earth_fixed_points(np.array([_LATITUDE]), np.zeros(1), np.zeros(1))[0]
    slant = np.linalg.norm(part[:, :, END_POSITION] - site, axis=2).max()
    # 3 % in hand for latitudes other than 45 degrees.
    farthest = 1.03 * max(float(slant), float(np.nanmax(part[:, :, APOGEE_HEIGHT])))
    burnout = part[:, :, LAST_BURNOUT_POSITION]
    radius = np.linalg.norm(burnout, axis=2)
    cosine = np.clip(burnout @ site / (radius * np.linalg.norm(site)), -1.0, 1.0)
    distance = float((np.arccos(cosine)).max()) * float(np.linalg.norm(site))
    height = float((radius - np.linalg.norm(site)).max())
    return kicks, farthest, (float(part[:, :, LAST_BURNOUT_SPEED].max()), distance, height)
