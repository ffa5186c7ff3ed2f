"""Where does the notional intercontinental missile burn out on flights of 8,000 to 12,000 km?

    python design/intercontinental_boosters.py

The catalogue's booster hwasong-liquid is the burnout of the notional vehicle notional-icbm-liquid, which was set
to the lofted test of 29 November 2017: from 39.3 N, in the directions that lead to North America (20 to 60
degrees), on the steeper and on the flatter of the two ways to come down so far away.

The same file works out what two booster flights of 2003 say of the ground-based interceptor's speed: as free
falls from the ground over a sphere that stands still.
"""

from __future__ import annotations

import math

import numpy as np
from vehicles import flown, ranges_km

from reassure.catalog import NotionalVehicle, catalog
from reassure.earth.frames import earth_fixed_points, geodetic_points

LATITUDE = 39.3
RADIUS_KM, MU_KM3_S2 = 6371.0, 398600.44


def free_fall_speed_km_s(range_km: float, apogee_km: float) -> float:
    """Speed at the ground of the ellipse with this ground range and apogee height, over a sphere that does not turn."""
    top, half = RADIUS_KM + apogee_km, range_km / RADIUS_KM / 2.0
    # with e the eccentricity: RADIUS (1 - e cos half) = top (1 - e), both from the apogee
    e = (1.0 - RADIUS_KM / top) / (1.0 - RADIUS_KM / top * math.cos(half))
    axis = top / (1.0 + e)
    return math.sqrt(MU_KM3_S2 * (2.0 / RADIUS_KM - 1.0 / axis))


def main() -> None:
    """Print both."""
    vehicle = catalog().get("notional-icbm-liquid", NotionalVehicle, "vehicle").vehicle()
    site = earth_fixed_points(np.radians([LATITUDE]), np.zeros(1), np.zeros(1))[0]
    for azimuth in (20.0, 40.0, 60.0):
        row = flown(vehicle, LATITUDE, azimuth, np.radians(np.arange(0.1, 30.0, 0.05)))
        away = ranges_km(row, LATITUDE)
        burnout = np.ascontiguousarray(row[:, 6:9])
        good = np.isfinite(away)
        height = np.full(away.size, np.nan)
        height[good] = geodetic_points(np.ascontiguousarray(burnout[good]))[:, 2] / 1e3
        out = RADIUS_KM * np.arccos(
            np.clip(burnout @ site / np.linalg.norm(burnout, axis=1) / np.linalg.norm(site), -1, 1)
        )
        for wanted in (8000.0, 10000.0, 12000.0):
            # between two kicks next to each other, and not over a gap of kicks that come down elsewhere
            steps = np.diff(away)
            passes = (away[:-1] - wanted) * (away[1:] - wanted) <= 0.0
            for at in np.flatnonzero(passes & (np.abs(steps) < 1000.0)):
                print(
                    f"azimuth {azimuth:.0f}: {away[at]:.0f} km, burnout at {vehicle.burn_time:.0f} s, "
                    f"{height[at]:.0f} km high, {out[at]:.0f} km out, {row[at, 5] / 1e3:.2f} km/s"
                )
    for day, miles in (("6 Feb 2003", (3500.0, 1125.0)), ("16 Aug 2003", (3300.0, 1165.0))):
        km = [1.609344 * m for m in miles]
        print(
            f"{day}: {km[0]:.0f} km out, {km[1]:.0f} km high: {free_fall_speed_km_s(*km):.2f} km/s"
        )
    print(f"16 Aug 2003, Arms Control Today: {free_fall_speed_km_s(5300.0, 1900.0):.2f} km/s")


if __name__ == "__main__":
    main()
