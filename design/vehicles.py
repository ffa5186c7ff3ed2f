"""Which figure makes each notional vehicle meet what is published?

    python design/vehicles.py

For every vehicle of the catalogue: what its flyouts reach (burnout speed over all kicks; range and
apogee eastward from 45 N; the lofted test from 39.3 N), and the payload, or for the regional missiles
the scale of the propellant, at which the published figure is met exactly. The catalogue holds these
values rounded; tests/catalog/test_vehicles.py flies them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.optimize import brentq

from reassure.catalog import NotionalVehicle, catalog
from reassure.earth.frames import earth_fixed_points
from reassure.flight.flyout import BURN_STEP, FALL_STEP, LANDED, flyouts
from reassure.flight.vehicle import Vehicle
from reassure.typing import Array

KICKS = np.radians(np.arange(0.1, 89.9, 0.1))
SPHERE_KM = 6371.0


def flown(vehicle: Vehicle, latitude: float, azimuth: float, kicks: Array = KICKS) -> Array:
    """Rows of the flyouts that land, over all kicks (degrees in, rows of `flyouts` out; NaN else)."""
    n = kicks.size
    outcome, row = flyouts(
        vehicle.arrays(), np.full(n, np.radians(latitude)), np.full(n, np.radians(azimuth)), kicks,
        np.full(n, 86400.0), BURN_STEP, FALL_STEP,
    )  # fmt: skip
    return np.where((outcome == LANDED)[:, None], row, np.nan)


def ranges_km(row: Array, latitude: float) -> Array:
    """Ground range on a sphere."""
    site = earth_fixed_points(np.radians([latitude]), np.zeros(1), np.zeros(1))[0]
    cosine = row[:, 1:4] @ site / np.linalg.norm(row[:, 1:4], axis=1) / np.linalg.norm(site)
    return SPHERE_KM * np.arccos(np.clip(cosine, -1.0, 1.0))


def measures(vehicle: Vehicle) -> dict[str, float]:
    """Burnout speed, range and apogee."""
    east, west = flown(vehicle, 45.0, 90.0), flown(vehicle, 45.0, 270.0)
    flat = np.radians(2.0)
    speeds = [np.where(r[:, 12] > flat, r[:, 5], np.nan) for r in (east, west)]
    good = np.where(east[:, 12] > flat, 1.0, np.nan)
    return {
        "burnout_speed_km_s": float(np.nanmax(speeds)) / 1e3,
        "range_km": float(np.nanmax(ranges_km(east, 45.0) * good)),
        "apogee_km": float(np.nanmax(east[:, 10] * good)) / 1e3,
    }


def lofted(vehicle: Vehicle, range_km: float = 950.0) -> dict[str, float]:
    """A lofted test, such as that of 29 November 2017: the steepest flyout that comes down so far away."""
    row = flown(vehicle, 39.3, 80.0, np.radians(np.arange(0.4, 2.5, 0.01)))
    away = ranges_km(row, 39.3)
    i = int(np.flatnonzero((away[:-1] < range_km) & (away[1:] >= range_km))[-1])
    share = (range_km - away[i]) / (away[i + 1] - away[i])
    at = row[i] + share * (row[i + 1] - row[i])
    return {
        "lofted_range_km": range_km,
        "lofted_apogee_km": at[10] / 1e3,
        "lofted_flight_time_min": at[0] / 60.0,
        "free_flight_min": (at[0] - at[4]) / 60.0,
        "burnout_speed_km_s": at[5] / 1e3,
        "burnout_radius_km": float(np.linalg.norm(at[6:9])) / 1e3,
    }


def test_range_km(entry: NotionalVehicle) -> float:
    """How far away the lofted test came down that the vehicle was set to; 950 km unless it says otherwise."""
    return next((m.value for m in entry.published if m.quantity == "lofted_range_km"), 950.0)


def scaled(vehicle: Vehicle, factor: float) -> Vehicle:
    """All stages larger."""
    return replace(
        vehicle,
        stages=tuple(
            replace(s, propellant=s.propellant * factor, dry=s.dry * factor) for s in vehicle.stages
        ),
    )


def main() -> None:
    """Print what is, and what would be exact."""
    for entry in catalog().of(NotionalVehicle):
        vehicle = entry.vehicle()
        got = measures(vehicle) if "icbm" not in entry.id else lofted(vehicle, test_range_km(entry))
        print(entry.id, {k: round(v, 3) for k, v in got.items()})
        first = entry.published[0]

        def off(payload: float, v: Vehicle = vehicle, goal: float = first.value) -> float:
            return measures(replace(v, payload=payload))["burnout_speed_km_s"] - goal

        def short(factor: float, v: Vehicle = vehicle, goal: float = first.value) -> float:
            return measures(scaled(v, factor))["range_km"] - goal

        away = test_range_km(entry)

        def low(payload: float, v: Vehicle = vehicle, goal: float = first.value, r: float = away) -> float:  # fmt: skip
            return lofted(replace(v, payload=payload), r)["lofted_apogee_km"] - goal

        if first.quantity == "burnout_speed_km_s":
            exact = brentq(off, 0.8 * vehicle.payload, 1.2 * vehicle.payload, xtol=0.01)
            print(f"  exact with a payload of {exact:.2f} kg")
        elif first.quantity == "range_km":
            exact = brentq(short, 0.9, 1.1, xtol=1e-5)
            print(f"  exact with stages {exact:.5f} times as large")
        else:
            exact = brentq(low, 0.9 * vehicle.payload, 1.1 * vehicle.payload, xtol=0.1)
            print(f"  exact with a payload of {exact:.1f} kg")


if __name__ == "__main__":
    main()
