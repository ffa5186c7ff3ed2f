"""A missile flown by its booster's figures: a boost of a given time, height and distance, then an arc."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import brentq

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import geodetic_points
from reassure.engagement.flights import earth_fixed
from reassure.engagement.flown import FARTHEST_KM, NEAR
from reassure.engagement.sensor_view import path_of
from reassure.errors import InputError
from reassure.flight.outcome import REMEDY, SOLVED, Outcome
from reassure.geography.boost import boosted
from reassure.geography.geodesics import ahead
from reassure.scenario.question import Boost
from reassure.typing import Array

__all__ = ["FigureFlight", "FigureLaunch"]

_HIGHEST_RATIO, _LOWEST_RATIO = 12.0, 0.3  # of free-flight time over that of least burnout speed
_SPEED_SLACK = 1.0 + 1e-9


@dataclass(frozen=True, eq=False)
class FigureFlight:
    """A flight by figures."""

    azimuth_deg: float
    ratio: float
    burnout_speed_km_s: float
    burnout_elevation_deg: float
    way: Array
    """(m, 5): time (s), latitude, longitude (deg), height (km), speed over the turning Earth (km/s)."""

    @property
    def apogee_km(self) -> float:
        """The parabola's top through the three highest points of the way."""
        return self._top()[1]

    @property
    def apogee_s(self) -> float:
        """When it is there, s from launch."""
        return self._top()[0]

    def _top(self) -> tuple[float, float]:
        time, height = self.way[:, 0], self.way[:, 3]
        i = int(np.clip(np.argmax(height), 1, time.size - 2))
        a, b, c = np.polyfit(time[i - 1 : i + 2] - time[i], height[i - 1 : i + 2], 2)
        if a >= 0.0:
            return float(time[i]), float(height[i])
        return float(time[i] - 0.5 * b / a), float(c - 0.25 * b * b / a)


@dataclass(frozen=True, eq=False)
class FigureLaunch:
    """A boost at a place (deg), and how far it goes (km)."""

    boost: Boost
    latitude_deg: float
    longitude_deg: float
    greatest_km: float | None

    def flight(self, bearing_deg: float, range_km: float, ratio: float) -> FigureFlight:
        """To a place by bearing and range, with a free-flight time of `ratio` times that of least burnout speed.
        InputError where there is none.
        """
        origin = np.array([self.latitude_deg]), np.array([self.longitude_deg])
        aim = ahead(*origin, bearing_deg, range_km)
        b = self.boost
        found = boosted(
            origin, aim, np.array([ratio]), downrange_km=b.downrange_km, height_km=b.burnout_height_km
        )  # fmt: skip
        if found.outcome[0] != SOLVED:
            raise InputError(
                f"no flight {range_km:g} km far by the figures of {b.id}: {REMEDY[Outcome(int(found.outcome[0]))]}"
            )
        row = np.concatenate(
            [found.burnout[0], found.velocity[0], [b.burnout_time_s, found.free_flight_s[0]]]
        )
        times, path = path_of(earth_fixed(*origin, np.zeros(1))[0], row)
        lat, lon, up = geodetic_points(np.ascontiguousarray(path)).T
        speed = np.linalg.norm(np.gradient(path, times, axis=0, edge_order=2), axis=1) / 1e3
        p, v = found.burnout[0], found.velocity[0]
        over = v - ROTATION_RATE * np.array([-p[1], p[0], 0.0])
        sine = float(over @ p / np.linalg.norm(over) / np.linalg.norm(p))
        return FigureFlight(
            float(found.azimuth_deg[0] % 360.0),
            ratio,
            float(found.speed[0] / 1e3),
            float(np.degrees(np.arcsin(sine))),
            np.column_stack([times, np.degrees(lat), np.degrees(lon), up / 1e3, speed]),
        )

    @cached_property
    def farthest_km(self) -> float:
        """The greatest range, half way round at most. InputError where nobody has published one."""
        if self.greatest_km is None:
            raise InputError(
                f"{self.boost.id} has no greatest range; allowed: a booster or missile that has one, or a vehicle"
            )
        return min(self.greatest_km, FARTHEST_KM)

    def all_its_speed(self, bearing_deg: float) -> float:
        """km/s: of the minimum-energy flight to the greatest range on this bearing."""
        return self.flight(bearing_deg, self.farthest_km, 1.0).burnout_speed_km_s

    def to_range(self, bearing_deg: float, range_km: float, shape: str) -> FigureFlight:
        """Of least burnout speed, or steep or flat with all its speed."""
        if self.greatest_km is not None and range_km > self.greatest_km:
            raise InputError(
                f"range {range_km:g} km is beyond it: the greatest range of {self.boost.id} is {self.greatest_km:g} km; allowed: up to that"
            )
        least = self.flight(bearing_deg, range_km, 1.0)
        if shape == "minimum-energy":
            return least
        speed = self.all_its_speed(bearing_deg)
        end = self._last_ratio(bearing_deg, range_km, shape == "lofted", speed)
        if end is None:
            raise InputError(
                f"no {shape} flight {range_km:g} km far takes all its speed; allowed: a range and an --apogee-km"
            )
        ratio = brentq(
            lambda q: self.flight(bearing_deg, range_km, q).burnout_speed_km_s - speed, 1.0, end, xtol=1e-9
        )  # fmt: skip
        return self.flight(bearing_deg, range_km, float(ratio))

    def _last_ratio(self, bearing_deg: float, range_km: float, up: bool, speed: float) -> float | None:  # fmt: skip
        """A ratio whose flight needs more than a speed, beyond that of a steep or flat flight; None: there is none."""
        ratio = 1.0
        while _LOWEST_RATIO < ratio < _HIGHEST_RATIO:
            ratio = ratio * 1.15 if up else ratio / 1.05
            try:
                found = self.flight(bearing_deg, range_km, ratio)
            except InputError:
                return None
            if found.burnout_speed_km_s > speed:
                return ratio
        return None

    def to_both(self, bearing_deg: float, range_km: float, apogee_km: float) -> FigureFlight:
        """By range and apogee, with as much of its speed as that takes."""
        lowest = self.boost.burnout_height_km
        if apogee_km <= lowest:
            raise InputError(f"apogee {apogee_km:g} km, burnout {lowest:g} km high; allowed: an apogee above the burnout")  # fmt: skip

        def over(ratio: float) -> float:
            return self.flight(bearing_deg, range_km, ratio).apogee_km - apogee_km

        low = high = 1.0
        while over(low) > 0.0 and low > _LOWEST_RATIO:
            low /= 1.05
        while over(high) < 0.0 and high < _HIGHEST_RATIO:
            high *= 1.2
        if over(low) > 0.0 or over(high) < 0.0:
            raise InputError(f"no flight {range_km:g} km far by the figures of {self.boost.id} has an apogee of {apogee_km:g} km; allowed: another apogee or range")  # fmt: skip
        found = self.flight(bearing_deg, range_km, float(brentq(over, low, high, xtol=1e-9)))
        if self.greatest_km is not None:
            speed = self.all_its_speed(bearing_deg)
            if found.burnout_speed_km_s > speed * _SPEED_SLACK:
                return self._nearly(bearing_deg, range_km, apogee_km, speed)
        return found

    def _nearly(self, bearing_deg: float, range_km: float, apogee_km: float, speed: float) -> FigureFlight:  # fmt: skip
        best = self.to_range(bearing_deg, range_km, "lofted")
        if best.apogee_km < (1.0 - NEAR) * apogee_km:
            raise InputError(
                f"apogee {apogee_km:g} km at a range of {range_km:g} km is beyond {self.boost.id}: with all its speed "
                f"({speed:.2f} km/s) its highest is {best.apogee_km:,.0f} km; allowed: up to that, or a booster with a greater range"
            )
        return best

    def ring(self, bearing_deg: Array) -> tuple[Array, Array]:
        """Latitudes and longitudes, deg, as far as it goes on each bearing."""
        return ahead(self.latitude_deg, self.longitude_deg, bearing_deg, self.farthest_km)
