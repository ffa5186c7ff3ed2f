"""An interceptor's flight test: where and when it burns out, how fast, and its free flight above the air."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from reassure.catalog import Figure, Interceptor
from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import (
    SITE_COLUMNS,
    SITE_EAST,
    SITE_POSITION,
    geodetic_points,
    site_frame,
)
from reassure.errors import InputError
from reassure.flight.flyout import (
    BURN_STEP,
    BURNOUT_ELEVATION,
    FALL_STEP,
    LAST_BURNOUT_POSITION,
    LAST_BURNOUT_TIME,
    flyouts,
)
from reassure.geography.geodesics import ELLIPSOID, distance_km
from reassure.scenario.lookup import vehicle_named
from reassure.scenario.parts import InterceptorTable
from reassure.scenario.sources import Sources
from reassure.tracking.arc import flown
from reassure.tracking.sight import BETWEEN, earth_fixed_path
from reassure.typing import Array

__all__ = ["ABOVE_AIR_KM", "BurnoutPoint", "FreeFlight", "burnout_of", "free_flight"]

ABOVE_AIR_KM: Final = 100.0
"""Below it air drag moves a flight by more than some 25 m (design/atmosphere.py), and the looks do not count."""

_LONGEST_S = 7200.0  # a flight that is not down by then is looked at no longer
_KICKS = 400  # flyouts between the least and the greatest kick, from which the wanted one is interpolated
_LEAST_KICK_DEG, _GREATEST_KICK_DEG = 0.3, 70.0
# Of an interceptor that names neither heights nor a vehicle.
_ASSUMED = {
    "burnout_height_km": Figure(value=100.0, status="assumed", source="where the air ends"),
    "burn_time_s": Figure(
        value=60.0,
        status="assumed",
        source="between those of the catalogue's vehicles, 17 to 138 s",
    ),
}


@dataclass(frozen=True)
class BurnoutPoint:
    """Where and when an interceptor burns out."""

    height_km: float
    time_s: float
    """From its launch."""
    downrange_km: float
    """Along the ground."""


@dataclass(frozen=True, eq=False)
class FreeFlight:
    """A flight from its burnout until it is back in the air."""

    state: Array
    """(6,): inertial, m and m/s, along the Earth-fixed axes of the burnout."""
    times: Array
    """(m,): s from the burnout, while it is above ABOVE_AIR_KM."""
    path: Array
    """(m, 3): Earth-fixed, m."""
    apogee_km: float
    """NaN where it does not come above ABOVE_AIR_KM."""


def burnout_of(
    interceptor: Interceptor | InterceptorTable,
    flight_path_angle_deg: float,
    by_hand: tuple[float | None, float | None],
    sources: Sources,
) -> BurnoutPoint:
    """Where it burns out: by hand (height in km, time in s; None: not), as the interceptor's own figures have it, as its
    notional vehicle flies it when it ends at that angle, or as is assumed of one that has none. Noted in `sources`.

    Raises InputError where the vehicle cannot end at that angle.
    """
    key = f"interceptor.{interceptor.id}"
    own = {
        "burnout_height_km": interceptor.burnout_height_km,
        "burn_time_s": interceptor.burn_time_s,
    }
    missing = [h is None and not f.value for h, f in zip(by_hand, own.values(), strict=True)]
    figures = {n: f if f.value else _ASSUMED[n] for n, f in own.items()}
    downrange = 0.0
    if interceptor.vehicle is not None and any(missing):
        if missing[0]:
            flown_one = _as_flown(interceptor, flight_path_angle_deg)
            downrange = flown_one.downrange_km
        else:
            flown_one = BurnoutPoint(
                0.0, vehicle_named(interceptor.vehicle).vehicle().burn_time, 0.0
            )
        why = f"as its notional vehicle flies it, ending {flight_path_angle_deg:g} deg above the horizontal"
        found = (flown_one.height_km, flown_one.time_s)
        for name, value, wanted in zip(own, found, missing, strict=True):
            if wanted:
                figures[name] = Figure(value=round(value, 3), status="assumed", source=why)
    for name, given in zip(own, by_hand, strict=True):
        if given is not None:
            figures[name] = Figure(value=given, status="assumed", source="set by hand")
    taken = {name: sources.figure(f"{key}.{name}", figure) for name, figure in figures.items()}
    return BurnoutPoint(taken["burnout_height_km"], taken["burn_time_s"], downrange)


def _as_flown(interceptor: Interceptor | InterceptorTable, angle_deg: float) -> BurnoutPoint:
    """Where the notional vehicle burns out when its velocity is then `angle_deg` above the horizontal."""
    assert interceptor.vehicle is not None  # noqa: S101
    vehicle = vehicle_named(interceptor.vehicle).vehicle().arrays()
    kick = np.radians(np.linspace(_LEAST_KICK_DEG, _GREATEST_KICK_DEG, _KICKS))
    # From 45 N northward: the turning of the Earth changes none of the three by a percent.
    latitude, north = np.full(_KICKS, math.radians(45.0)), np.zeros(_KICKS)
    _, rows = flyouts(vehicle, latitude, north, kick, np.zeros(_KICKS), BURN_STEP, FALL_STEP)
    rows = rows[np.isfinite(rows[:, BURNOUT_ELEVATION])]
    rows = rows[np.argsort(rows[:, BURNOUT_ELEVATION])]
    angles = np.degrees(rows[:, BURNOUT_ELEVATION])
    if not angles[0] <= angle_deg <= angles[-1]:
        low, high = math.ceil(angles[0]), math.floor(angles[-1])
        raise InputError(
            f"flight-path angle {angle_deg:g} deg; allowed for {interceptor.id}: {low} to {high}, or any with a burnout "
            "height by hand"
        )
    place = geodetic_points(np.ascontiguousarray(rows[:, LAST_BURNOUT_POSITION]))
    lat, lon, height = place.T
    down = distance_km(45.0, 0.0, np.degrees(lat), np.degrees(lon))
    told = [float(np.interp(angle_deg, angles, v)) for v in (height / 1e3, rows[:, LAST_BURNOUT_TIME], down)]  # fmt: skip
    return BurnoutPoint(*told)


def free_flight(
    site: tuple[float, float],
    towards_deg: float,
    burnout: BurnoutPoint,
    speed_km_s: float,
    flight_path_angle_deg: float,
) -> FreeFlight:
    """The free flight of an interceptor launched at a site (WGS84 latitude and longitude, deg) in an azimuth, with an
    Earth-relative speed at its burnout, which lies along the geodesic.
    """
    lon, lat, back = ELLIPSOID.fwd(site[1], site[0], towards_deg, burnout.downrange_km * 1e3)
    latitude, longitude, azimuth = np.radians([lat, lon, back + 180.0])
    frame = np.empty(SITE_COLUMNS)
    site_frame(latitude, longitude, burnout.height_km * 1e3, frame)
    p, axes = frame[SITE_POSITION:SITE_EAST], frame[SITE_EAST:].reshape(3, 3)
    climb = math.radians(flight_path_angle_deg)
    way = np.array([math.cos(climb) * np.sin(azimuth), math.cos(climb) * np.cos(azimuth), math.sin(climb)])  # fmt: skip
    velocity = 1e3 * speed_km_s * way @ axes + np.cross([0.0, 0.0, ROTATION_RATE], p)
    state = np.concatenate([p, velocity])
    return _above_air(state)


def _above_air(state: Array) -> FreeFlight:
    """Second by second, until it comes down again."""
    times = np.arange(0.0, _LONGEST_S + 0.5 * BETWEEN, BETWEEN)
    path = earth_fixed_path(flown(state, times), times)
    height = geodetic_points(path)[:, 2] / 1e3
    # Where it is under ground the arc goes on towards the centre, and means nothing.
    below = np.flatnonzero(~(height >= 0.0))
    end = int(below[0]) if below.size else times.size
    above = np.flatnonzero(height[:end] >= ABOVE_AIR_KM)
    apogee = float(height[above].max()) if above.size else math.nan
    return FreeFlight(state, times[above], np.ascontiguousarray(path[above]), apogee)
