"""By how much does a real boost bend over the turning Earth, and how far aside does it burn out?

    python design/boost_bend.py

A flyout of the notional liquid-propellant ICBM, with its thrust along its Earth-relative velocity, from several
latitudes in several azimuths, against the geodesic in which it starts: the angle between that and its
velocity at burnout; twice the Earth's rate times the sine of the latitude times the distance over the
speed, a first estimate of it; how far the burnout is left of where it would be, did its boost keep the geodesic that
ends in the direction of its velocity; and the bounds on that in reassure.claim.lead.
"""

from __future__ import annotations

import numpy as np

from reassure.catalog import NotionalVehicle, catalog
from reassure.claim.lead import bend_km
from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import geodetic_points
from reassure.flight.flyout import BURN_STEP, ascend
from reassure.flight.vehicle import Vehicle
from reassure.geography.geodesics import ELLIPSOID

KICKS_DEG = (4.0, 6.0, 8.0)


def bend(vehicle: Vehicle, latitude: float, azimuth: float, kick: float) -> tuple[float, ...]:
    """Bend and what was expected of it (deg), how far left, and its bounds (km); NaN where it falls back. Angles in
    degrees.
    """
    outcome, now, state, _ = ascend(
        vehicle.arrays(), *np.radians([latitude, azimuth, kick]), BURN_STEP, np.empty((0, 7))
    )
    if outcome:
        return (np.nan,) * 5
    x, v = np.array(state[:3]), np.array(state[3:])
    over = v - np.cross([0.0, 0.0, ROTATION_RATE], x)
    c, s = np.cos(ROTATION_RATE * now), np.sin(ROTATION_RATE * now)
    back = np.array([[c, s, 0.0], [-s, c, 0.0], [0.0, 0.0, 1.0]])
    x, over = back @ x, back @ over
    lat, lon, height = geodetic_points(x[None, :])[0]
    east = np.array([-np.sin(lon), np.cos(lon), 0.0])
    north = np.array([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)])
    heading = np.degrees(np.arctan2(over @ east, over @ north))
    lat_deg, lon_deg = np.degrees([lat, lon])
    _, behind, away = ELLIPSOID.inv(0.0, latitude, lon_deg, lat_deg)
    km = away / 1e3
    _, _, on = ELLIPSOID.fwd(0.0, latitude, azimuth, away)
    left = (heading - (on + 180.0) + 180.0) % 360.0 - 180.0
    speed = np.linalg.norm(over) / 1e3
    expected = np.degrees(2.0 * ROTATION_RATE * np.sin(np.radians(latitude)) * km / speed)
    aside = km * np.sin(np.radians(heading - (behind + 180.0)))
    least, most = bend_km(np.array([km]), np.array([height / 1e3]), now, lat, np.radians(azimuth))
    return left, float(expected), float(aside), float(least[0]), float(most[0])


def main() -> None:
    """Print the table."""
    vehicle = catalog().get("notional-icbm-liquid", NotionalVehicle, "vehicle").vehicle()
    print("latitude azimuth kick   bend  expected   left  least   most (deg, deg, km, km, km)")
    for latitude in (30.0, 45.0, 55.0, 65.0):
        for azimuth in (0.0, 60.0, 300.0, 340.0):
            for kick in KICKS_DEG:
                row = bend(vehicle, latitude, azimuth, kick)
                print(
                    f"{latitude:8.0f} {azimuth:7.0f} {kick:4.0f} ",
                    "  ".join(f"{v:6.2f}" for v in row),
                )


if __name__ == "__main__":
    main()
