"""Flyouts whose thrust is ended early: whole flights of a vehicle, and the path of one."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numba.core.types import Tuple, float64, int64

from reassure.flight.flyout import (
    END_TIME,
    FLEW,
    FLYOUT_COLUMNS,
    LANDED,
    TRACE_COLUMNS,
    VEHICLE,
    ascend,
    fall_step_at,
    fly_one,
    note,
    step_of_fall,
)
from reassure.flight.vehicle import COAST, STAGE_BURN_TIME, VehicleArrays
from reassure.numeric.compile import batch, inner
from reassure.typing import Array, IntArray

__all__ = ["LONGEST_FLIGHT", "cut_flyouts", "cut_path"]

LONGEST_FLIGHT: Final = 30_000.0
"""s. What has not come down by then is taken not to come down: an apogee of some 40,000 km."""

_ROWS = (
    20_000  # steps of a path: the boost's some thousand, and the fall's at 4 s, finer in dense air
)


@inner
def _ended(vehicle: VehicleArrays, end: float) -> VehicleArrays:
    """The vehicle without what burns after `end` (s from lift-off): the payload leaves it then.

    An end within a coast is that at the burnout before it. The vertical rise is over by `end`.
    """
    stages = vehicle.stages
    count, begun = 0, 0.0
    while count < stages.shape[0] and (count == 0 or begun < end - 1e-9):
        begun += stages[count, STAGE_BURN_TIME] + stages[count, COAST]
        count += 1
    kept = stages[:count].copy()
    last = count - 1
    lit = begun - kept[last, STAGE_BURN_TIME] - kept[last, COAST]
    kept[last, STAGE_BURN_TIME] = min(kept[last, STAGE_BURN_TIME], end - lit)
    kept[last, COAST] = 0.0
    return VehicleArrays(
        kept, vehicle.reference_area, vehicle.vertical_rise, vehicle.payload, vehicle.drag
    )


@batch(
    Tuple((int64[::1], float64[:, ::1]))(
        VEHICLE, float64[::1], float64[::1], float64[::1], float64[::1], float64, float64
    )
)
def cut_flyouts(
    vehicle: VehicleArrays,
    latitude: Array,
    azimuth: Array,
    kick: Array,
    end: Array,
    burn_step: float,
    fall_step: float,
) -> tuple[IntArray, Array]:
    """N whole flights of one vehicle from the ground at `latitude`, longitude 0 (radians), whose
    thrust ends at `end` (s from lift-off): what is left of the stages is dropped, the payload falls.

    All (n,); `azimuth` and `kick` in rad; `end` is after the vertical rise, and one after the last
    burnout is that of the vehicle itself. `burn_step` and `fall_step`: longest steps, s.

    Returns outcomes (n,) and rows (n, FLYOUT_COLUMNS) as `flight.flyout.flyouts`: LANDED, or FLEW
    for what is still up after LONGEST_FLIGHT.
    """
    n = kick.size
    outcome = np.empty(n, np.int64)
    row = np.full((n, FLYOUT_COLUMNS), math.nan)
    for i in range(n):
        flown = _ended(vehicle, end[i])
        place = latitude[i], azimuth[i], kick[i]
        outcome[i] = fly_one(flown, place, LONGEST_FLIGHT, (burn_step, fall_step), row[i])
    return outcome, row


@batch(float64[:, ::1](VEHICLE, float64, float64, float64, float64, float64, float64))
def cut_path(
    vehicle: VehicleArrays,
    latitude: float,
    azimuth: float,
    kick: float,
    end: float,
    burn_step: float,
    fall_step: float,
) -> Array:
    """The path of one flight of `cut_flyouts`: time (s) and inertial state at every step from the
    lift-off to the ground, (m, TRACE_COLUMNS); no row where it does not land.
    """
    flown = _ended(vehicle, end)
    place, steps = (latitude, azimuth, kick), (burn_step, fall_step)
    row = np.full(FLYOUT_COLUMNS, math.nan)
    trace = np.empty((_ROWS, TRACE_COLUMNS))
    if fly_one(flown, place, LONGEST_FLIGHT, steps, row) != LANDED:
        return trace[:0].copy()
    outcome, now, s, rows = ascend(flown, latitude, azimuth, kick, burn_step, trace)
    landing = row[END_TIME]
    while outcome == FLEW and now < landing and rows < _ROWS:
        h = min(fall_step_at(s, fall_step), landing - now)
        s = step_of_fall(s, h, flown.payload, flown.reference_area, flown.drag)
        now += h
        rows = note(trace, rows, now, s)
    # A trace that is full before the flight is down is no path of it.
    return trace[: rows if now >= landing else 0].copy()
