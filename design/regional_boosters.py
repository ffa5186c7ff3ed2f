"""Where do the notional regional missiles burn out?

    python design/regional_boosters.py

The catalogue's boosters mrbm-liquid and mrbm-solid are the burnout of the notional vehicles' flyouts
to their greatest range, from 33 N, eastward and westward; the interval is that over the kicks whose
range is within a tenth of it.
"""

from __future__ import annotations

import numpy as np
from vehicles import flown, ranges_km

from reassure.catalog import NotionalVehicle, catalog
from reassure.earth.frames import earth_fixed_points, geodetic_points

LATITUDE = 33.0

if __name__ == "__main__":
    site = earth_fixed_points(np.radians([LATITUDE]), np.zeros(1), np.zeros(1))[0]
    for name in ("notional-mrbm-1300", "notional-mrbm-2000"):
        vehicle = catalog().get(name, NotionalVehicle, "vehicle").vehicle()
        for azimuth in (90.0, 270.0):
            row = flown(vehicle, LATITUDE, azimuth)
            away = ranges_km(row, LATITUDE)
            farthest = np.nanmax(away)
            near = np.flatnonzero(away > 0.9 * farthest)
            burnout = row[:, 6:9]
            good = np.isfinite(away)
            height = np.full(away.size, np.nan)
            height[good] = geodetic_points(np.ascontiguousarray(burnout[good]))[:, 2] / 1e3
            unit = burnout / np.linalg.norm(burnout, axis=1)[:, None]
            out = 6371.0 * np.arccos(np.clip(unit @ site / np.linalg.norm(site), -1.0, 1.0))
            best = int(np.nanargmax(away))
            print(
                f"{name} azimuth {azimuth:3.0f}: range {farthest:.0f} km, burnout at {vehicle.burn_time:.0f} s,"
                f" {height[best]:.0f} ({height[near].min():.0f} to {height[near].max():.0f}) km high,"
                f" {out[best]:.0f} ({out[near].min():.0f} to {out[near].max():.0f}) km out,"
                f" speed {row[best, 5] / 1e3:.2f} km/s"
            )
