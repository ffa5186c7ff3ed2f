"""A notional vehicle held to a burnout speed, with as much more payload as it takes; and a deployment whose vehicle is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy.optimize import brentq

from reassure.catalog.figure import Figure
from reassure.errors import VehicleError
from reassure.flight.flyout import (
    BURN_STEP,
    BURNOUT_ELEVATION,
    FALL_STEP,
    FLEW,
    LAST_BURNOUT_SPEED,
    flyouts,
)
from reassure.flight.vehicle import Vehicle
from reassure.reach.flyouts.fan import greatest_burnout
from reassure.scenario.change import deployment_with, interceptor_key, vehicle_key
from reassure.scenario.lookup import interceptor_named, vehicle_named
from reassure.scenario.model import DeploymentTable

__all__ = ["held_deployment", "held_vehicle"]

# The greatest burnout speed over `_KICKS`, as a share of the limit: between these kicks it may be a little greater.
_OF_THE_LIMIT = 0.9995
# rad from the vertical: at these the greatest burnout speed is looked for.
_KICKS = np.radians(np.arange(0.2, 89.95, 0.8))
# rad above the horizon at burnout: a fan has no flatter flyouts.
_FLATTEST = math.radians(2.0)
_LIGHTEST, _HEAVIEST = 1.0, 20_000.0  # kg of payload


def held_vehicle(plain: Vehicle, speed: float) -> Vehicle | None:
    """The vehicle with that payload with which its greatest burnout speed (Earth-relative, m/s) is just below `speed`; None
    where even the lightest is too slow, or the heaviest too fast.
    """

    def excess(log_payload: float) -> float:
        return _greatest(replace(plain, payload=math.exp(log_payload))) - speed * _OF_THE_LIMIT

    try:
        low, high = math.log(_LIGHTEST), math.log(_HEAVIEST)
        if excess(low) < 0.0 or excess(high) > 0.0:
            return None
        payload = math.exp(brentq(excess, low, high, xtol=1e-4))
    except VehicleError:
        return None
    vehicle = replace(plain, payload=payload)
    # `greatest_burnout` looks more closely than `_greatest`: a heavier payload makes up for what it finds
    while greatest_burnout(vehicle)[0] > speed:
        vehicle = replace(vehicle, payload=1.0005 * vehicle.payload)
    return vehicle


def held_deployment(table: DeploymentTable) -> DeploymentTable | str:
    """The deployment with its interceptor's vehicle held to the interceptor's burnout speed; in words, why it cannot be."""
    interceptor = interceptor_named(table.interceptor)
    if interceptor.vehicle is None:
        return "its interceptor has no vehicle"
    speed = interceptor.burnout_speed_km_s.value
    vehicle = held_vehicle(vehicle_named(interceptor.vehicle).vehicle(), 1e3 * speed)
    if vehicle is None:
        return f"its vehicle cannot be held to {speed:g} km/s by payload"
    payload = Figure(value=vehicle.payload, status="assumed", source="set to keep the limit on burnout speed")  # fmt: skip
    key = f"{vehicle_key(interceptor.vehicle, interceptor_key(table))}.payload_kg"
    return deployment_with(table, {key: payload})


def _greatest(vehicle: Vehicle) -> float:
    """Greatest burnout speed over some kicks, m/s; 0 where it cannot fly. As reach.fan, but to burnout only."""
    kicks = np.tile(_KICKS, 2)
    # due east and due west, from 45 degrees north: the Earth's turn makes the difference between them
    azimuth = np.repeat([0.5 * math.pi, 1.5 * math.pi], _KICKS.size)
    outcome, row = flyouts(
        vehicle.arrays(), np.full(kicks.size, 0.25 * math.pi), azimuth, kicks, np.zeros(kicks.size),
        BURN_STEP, FALL_STEP,
    )  # fmt: skip
    good = (outcome == FLEW) & (row[:, BURNOUT_ELEVATION] > _FLATTEST)
    return float(row[good, LAST_BURNOUT_SPEED].max()) if good.any() else 0.0
