"""A vehicle flown as somebody asks: by kick, to an apogee, to a range, as far as it goes, all round."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar, root

from reassure.earth.constants import ROTATION_RATE
from reassure.earth.frames import geodetic_points
from reassure.errors import InputError
from reassure.flight.cut import cut_flyouts, cut_path
from reassure.flight.flyout import (
    APOGEE_HEIGHT,
    APOGEE_TIME,
    BURN_STEP,
    BURNOUT_ELEVATION,
    END_POSITION,
    END_SPEED,
    END_TIME,
    FALL_STEP,
    FLEW,
    LANDED,
    LAST_BURNOUT_POSITION,
    LAST_BURNOUT_SPEED,
    TRACE_POSITION,
    TRACE_TIME,
    TRACE_VELOCITY,
)
from reassure.flight.vehicle import Vehicle
from reassure.geography.geodesics import course
from reassure.typing import Array

__all__ = ["FARTHEST_KM", "NEAR", "Shots", "VehicleLaunch", "Wanted", "ring", "solved"]

NEAR = 0.01
"""Of an apogee: what falls short of it by no more is flown with all its speed, and said to."""

FARTHEST_KM = 19_900.0
"""Flights go no farther than this here, half way round less a little: what can is said to reach everything in its direction."""

_HALF_KM = 20_003.9  # half of a meridian; the equator's half is 34 km longer
_KICKS_DEG = np.geomspace(0.03, 75.0, 200)  # looked through for where range and apogee turn
# Where the greatest range alone is looked for, many times over.
_FEW_KICKS_DEG = np.geomspace(0.03, 75.0, 40)
_END_S = 1e-4  # of the end of thrust, before its last step, which meets the range
_LEAST_ELEVATION = math.radians(0.5)  # of the path at burnout: flatter is no flight through the air
_BEARING_DEG = 1e-5  # what may be left between the bearing wanted and flown: a metre at 6,000 km
_ROUND_STEP_DEG = 15.0  # between azimuths that are looked through
_RING_FIRST, _RING_KICKS, _RING_ROUNDS = 48, 12, 5
"""Kicks looked through at each azimuth of a ring, at first and then, and how often."""

_ABOUT = 0.03  # of a kick: where its flight is nearest the antipode lies no farther from where it passes it
_MISS_KM = 1e-3  # of a range or an apogee that is met
_MOST_TURNS = 12  # of the azimuth, until the bearing is met
_BURN_LEFT_S = 0.5  # s after the vertical rise: the earliest end of thrust


@dataclass(frozen=True, eq=False)
class Shots:
    """N flights of a vehicle from one place; all but the first five mean something where `landed`."""

    azimuth_deg: Array
    kick_deg: Array
    end_s: Array
    """When thrust ends, from lift-off."""
    landed: NDArray[np.bool_]
    """Flew its burn out and came down."""
    orbits: NDArray[np.bool_]
    """Never comes down, or not in hours."""
    range_km: Array
    """Along the ground, from the launch to where it comes down."""
    bearing_deg: Array
    """From the launch, of where it comes down: 0 to 360, clockwise from north."""
    signed_km: Array
    """The range; less than 0 where it comes down behind the launch, more than half round where it has passed the antipode."""
    latitude_deg: Array
    longitude_deg: Array
    """Where it comes down."""
    apogee_km: Array
    apogee_s: Array
    time_s: Array
    burnout_speed_km_s: Array
    """Relative to the turning Earth, as the speed at the ground."""
    burnout_height_km: Array
    burnout_downrange_km: Array
    burnout_elevation_deg: Array
    """Of the velocity at burnout over the horizontal."""
    ground_speed_km_s: Array
    half_way: bool = False
    """The farthest that was looked for: with all its speed it goes farther."""


@dataclass(frozen=True, eq=False)
class VehicleLaunch:
    """A vehicle at a place (deg)."""

    vehicle: Vehicle
    latitude_deg: float
    longitude_deg: float

    @cached_property
    def least_end_s(self) -> float:
        """The earliest end of thrust that is flown: just after the vertical rise."""
        return self.vehicle.vertical_rise + _BURN_LEFT_S

    def shots(self, azimuth_deg: Array | float, kick_deg: Array | float, end_s: Array | float | None = None) -> Shots:  # fmt: skip
        """N flights; one value may stand for many. `end_s` None: all burns out."""
        last = self.vehicle.burn_time
        azimuth, kick, end = (
            np.ascontiguousarray(a, float)
            for a in np.broadcast_arrays(
                np.atleast_1d(azimuth_deg), kick_deg, last if end_s is None else end_s
            )
        )
        place = np.full(kick.size, math.radians(self.latitude_deg))
        outcome, row = cut_flyouts(
            self.vehicle.arrays(), place, np.radians(azimuth), np.radians(kick), end, BURN_STEP, FALL_STEP
        )  # fmt: skip
        landed = (outcome == LANDED) & (row[:, BURNOUT_ELEVATION] > _LEAST_ELEVATION)
        row = np.where(landed[:, None], row, np.nan)
        lat, lon, _ = self._ground(row[:, END_POSITION], landed).T
        bearing, away = course(self.latitude_deg, self.longitude_deg, lat, lon)
        burnout = self._ground(row[:, LAST_BURNOUT_POSITION], landed)
        behind = np.cos(np.radians(bearing - azimuth)) < 0.0
        # What comes down behind the launch was carried back by the turning Earth, or has gone past the antipode.
        signed = np.where(
            behind, np.where(away > 0.5 * _HALF_KM, 2.0 * _HALF_KM - away, -away), away
        )
        return Shots(
            azimuth_deg=azimuth,
            kick_deg=kick,
            end_s=np.minimum(end, last),
            landed=landed,
            orbits=outcome == FLEW,
            range_km=away,
            bearing_deg=bearing % 360.0,
            signed_km=signed,
            latitude_deg=lat,
            longitude_deg=lon,
            apogee_km=row[:, APOGEE_HEIGHT] / 1e3,
            apogee_s=row[:, APOGEE_TIME],
            time_s=row[:, END_TIME],
            burnout_speed_km_s=row[:, LAST_BURNOUT_SPEED] / 1e3,
            burnout_height_km=burnout[:, 2],
            burnout_downrange_km=course(self.latitude_deg, self.longitude_deg, *burnout[:, :2].T)[1],
            burnout_elevation_deg=np.degrees(row[:, BURNOUT_ELEVATION]),
            ground_speed_km_s=row[:, END_SPEED] / 1e3,
        )  # fmt: skip

    def path(self, azimuth_deg: float, kick_deg: float, end_s: float) -> Array:
        """Time (s), latitude, longitude (deg), height (km) and speed over the turning Earth (km/s) at every
        step of a flight that lands: (m, 5). Raises InputError for one that does not, or takes more steps than a path holds.
        """
        trace = cut_path(
            self.vehicle.arrays(), math.radians(self.latitude_deg), math.radians(azimuth_deg), math.radians(kick_deg),
            end_s, BURN_STEP, FALL_STEP,
        )  # fmt: skip
        if not len(trace):
            raise InputError("no path: the vehicle does not come down, or its flight is too long to be kept; allowed: another kick or end of thrust")  # fmt: skip
        time = trace[:, TRACE_TIME]
        x, y, z = trace[:, TRACE_POSITION : TRACE_POSITION + 3].T
        vx, vy, vz = trace[:, TRACE_VELOCITY : TRACE_VELOCITY + 3].T
        speed = np.sqrt((vx + ROTATION_RATE * y) ** 2 + (vy - ROTATION_RATE * x) ** 2 + vz**2)
        c, s = np.cos(ROTATION_RATE * time), np.sin(ROTATION_RATE * time)
        fixed = np.column_stack([c * x + s * y, c * y - s * x, z])
        return np.column_stack([time, self._ground(fixed, np.ones(time.size, bool)), speed / 1e3])

    def _ground(self, position: Array, good: NDArray[np.bool_]) -> Array:
        """Latitude, longitude (deg) and height (km) of Earth-fixed places with the launch on longitude 0."""
        out = np.full((len(position), 3), np.nan)
        out[good] = geodetic_points(np.ascontiguousarray(position[good]))
        longitude = np.degrees(out[:, 1]) + self.longitude_deg
        return np.column_stack(
            [np.degrees(out[:, 0]), (longitude + 180.0) % 360.0 - 180.0, out[:, 2] / 1e3]
        )


@dataclass(frozen=True)
class Wanted:
    """What a flight is to have, each None where it is free; a shape says which of several is meant."""

    kick_deg: float | None = None
    end_s: float | None = None
    range_km: float | None = None
    apogee_km: float | None = None
    shape: str | None = None
    """Of a range without an apogee: "minimum-energy", "lofted" or "depressed"."""


def solved(
    launch: VehicleLaunch, azimuth_deg: float, wanted: Wanted, bearing_deg: float | None
) -> Shots:
    """The one flight that has what is wanted, launched at an azimuth, or, with a bearing, such that it comes down on that
    bearing. Neither range, apogee nor kick: the farthest. Raises InputError in one line where there is none.
    """
    if bearing_deg is None:
        return _at_azimuth(launch, azimuth_deg, wanted)
    return (
        _by_secant(launch, wanted, bearing_deg)
        or _by_kick_vector(launch, wanted, bearing_deg)
        or _by_looking_round(launch, wanted, bearing_deg)
    )


def _by_kick_vector(launch: VehicleLaunch, wanted: Wanted, bearing_deg: float) -> Shots | None:
    """A steep flight by range and apogee, Newton's way: the kick north and east and the end of thrust, for the place where it comes
    down and its apogee. So a bearing against the Earth's turning is met, for which no azimuth near it will do. None: not found.
    """
    away, apogee, last = wanted.range_km, wanted.apogee_km, launch.vehicle.burn_time
    if away is None or apogee is None:
        return None
    bearing = math.radians(bearing_deg)
    where = away * np.array([math.cos(bearing), math.sin(bearing)])

    def shot(x: Array) -> Shots:
        north, east, end = (float(v) for v in x)
        return launch.shots(math.degrees(math.atan2(east, north)), math.hypot(north, east), end)

    def off(x: Array) -> Array:
        if not launch.least_end_s < x[2] <= last:
            return np.full(3, 1e4)
        found = shot(x)
        b = math.radians(float(found.bearing_deg[0]))
        there = float(found.range_km[0]) * np.array([math.cos(b), math.sin(b)])
        left: Array = np.append(there - where, found.apogee_km[0] - apogee)
        return np.where(np.isnan(left), 1e4, left)

    best = root(off, np.array([0.1, 0.5, 0.97 * last]), method="hybr", options={"xtol": 1e-12})
    return shot(best.x) if np.abs(off(best.x)).max() < _MISS_KM else None


def _left(found: Shots, bearing_deg: float) -> float:
    """From the bearing flown to that wanted, -180 to 180 deg."""
    return (bearing_deg - float(found.bearing_deg[0]) + 180.0) % 360.0 - 180.0


def _by_secant(launch: VehicleLaunch, wanted: Wanted, bearing_deg: float) -> Shots | None:
    """From the bearing itself on: quick where the Earth's turning moves the ground little beside the range."""
    azimuth, slope = bearing_deg, 1.0
    before: tuple[float, float] | None = None
    for _ in range(_MOST_TURNS):
        try:
            found = _at_azimuth(launch, azimuth % 360.0, wanted)
        except InputError:
            # At the first azimuth the reason counts for all where the range is long; a short one may have others.
            return None
        left = _left(found, bearing_deg)
        if abs(left) < _BEARING_DEG:
            return found
        if before is not None and left != before[1]:
            slope = float(np.clip((azimuth - before[0]) / (before[1] - left), 0.1, 2.0))
        before = azimuth, left
        azimuth += slope * left
    return None


def _by_looking_round(launch: VehicleLaunch, wanted: Wanted, bearing_deg: float) -> Shots:
    """Azimuths all round, and between the two neighbours about the bearing."""
    seen: list[tuple[float, float]] = []
    why: InputError | None = None
    for turn in np.arange(-120.0, 121.0, _ROUND_STEP_DEG):
        try:
            left = _left(_at_azimuth(launch, (bearing_deg + turn) % 360.0, wanted), bearing_deg)
            seen.append((float(turn), left))
        except InputError as error:
            why = error if turn == 0.0 or why is None else why
    for (a, left_a), (b, left_b) in pairwise(seen):
        if b - a <= _ROUND_STEP_DEG and left_a >= 0.0 >= left_b and left_a - left_b < 120.0:
            turn = brentq(
                lambda t: _left(_at_azimuth(launch, (bearing_deg + t) % 360.0, wanted), bearing_deg),
                a, b, xtol=0.1 * _BEARING_DEG,
            )  # fmt: skip
            return _at_azimuth(launch, (bearing_deg + turn) % 360.0, wanted)
    raise why or InputError(
        f"no azimuth found that leads to a bearing of {bearing_deg:g} deg; allowed: --azimuth of the launch itself"
    )


def _at_azimuth(launch: VehicleLaunch, azimuth_deg: float, wanted: Wanted) -> Shots:
    if wanted.kick_deg is not None:
        found = launch.shots(azimuth_deg, wanted.kick_deg, wanted.end_s)
        if not found.landed[0]:
            raise InputError(
                f"with a kick of {wanted.kick_deg:g} deg it does not fly its burn out, or never comes down; allowed: a steeper one"
            )
        return found
    scan = _Scan(launch, azimuth_deg, wanted.end_s)
    if wanted.range_km is None and wanted.apogee_km is None:
        return scan.farthest()
    if wanted.range_km is None:
        assert wanted.apogee_km is not None  # noqa: S101
        return scan.to_apogee(wanted.apogee_km)
    if wanted.apogee_km is None:
        found = scan.to_range(wanted.range_km, wanted.shape or "minimum-energy")
    else:
        found = scan.to_both(wanted.range_km, wanted.apogee_km)
    # Where the Earth turns below a steep flight, the side on which it comes down may change at once.
    if not abs(float(found.range_km[0]) - wanted.range_km) < _MISS_KM:
        raise InputError(
            f"no flight at an azimuth of {azimuth_deg:.4g} deg comes down {wanted.range_km:,.0f} km away: the Earth turns below it; allowed: another azimuth, range or apogee"
        )
    return found


def ring(launch: VehicleLaunch, azimuths_deg: Array) -> tuple[Shots, NDArray[np.bool_]]:
    """The farthest flight at each of n azimuths (n,), and whether it would go half way round and farther. The azimuths are looked
    through together. Raises InputError for a vehicle that does not come down.
    """
    n = azimuths_deg.size
    # Four azimuths looked through whole: the best kick of others lies about theirs.
    about = [
        float(_Scan(launch, a, None).farthest().kick_deg[0]) for a in (0.0, 90.0, 180.0, 270.0)
    ]
    low, high = np.full(n, 0.6 * min(about)), np.full(n, 1.5 * max(about))
    past = np.zeros(n, bool)
    best = np.empty(n)
    for round_ in range(_RING_ROUNDS):
        most = _RING_FIRST if round_ == 0 else _RING_KICKS
        share = np.linspace(0.0, 1.0, most)
        kicks = low[:, None] * (high / low)[:, None] ** share
        every = launch.shots(np.repeat(azimuths_deg, most), kicks.ravel())
        signed = np.where(every.landed, every.signed_km, np.nan).reshape(n, most)
        beyond = every.orbits.reshape(n, most) | (signed > FARTHEST_KM)
        good = np.isfinite(signed) & ~beyond
        # From the steepest on as far as all are good.
        count = np.where(good.all(axis=1), most, np.argmin(good, axis=1))
        if (count == 0).any():
            raise InputError("it does not come down after a steep kick; allowed: a vehicle that lifts off and comes down")  # fmt: skip
        last = np.minimum(count, most - 1)
        if round_ == 0:
            past = (count < most) & beyond[np.arange(n), last]
        usable = np.where(np.arange(most) < count[:, None], signed, -np.inf)
        # What goes half way round is narrowed to there, the rest to its peak.
        at = np.where(past, count - 1, np.argmax(usable, axis=1))
        best = kicks[np.arange(n), at]
        low = np.where(past, best, kicks[np.arange(n), np.maximum(at - 1, 0)])
        high = kicks[np.arange(n), np.minimum(at + 1, most - 1)]
    lanes = np.flatnonzero(past)
    best[lanes] = _nearest_the_antipode(launch, azimuths_deg[lanes], best[lanes])
    return launch.shots(azimuths_deg, best), past


def _nearest_the_antipode(launch: VehicleLaunch, azimuths_deg: Array, kicks_deg: Array, end_s: float | None = None) -> Array:  # fmt: skip
    """Kicks (n,), deg, near given ones with which it comes down farthest away where it passes the antipode at some distance. Where it
    would come nearer to the antipode than FARTHEST_KM allows, the kick given.
    """
    n, most = kicks_deg.size, _RING_KICKS
    low, high = kicks_deg * (1.0 - _ABOUT), kicks_deg * (1.0 + _ABOUT)
    best = kicks_deg.copy()
    free = np.ones(n, bool)
    for _ in range(_RING_ROUNDS if n else 0):
        kicks = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, most)
        every = launch.shots(np.repeat(azimuths_deg, most), kicks.ravel(), end_s)
        away = np.where(every.landed, every.range_km, -np.inf).reshape(n, most)
        free &= away.max(axis=1) <= FARTHEST_KM
        at = np.argmax(away, axis=1)
        best = np.where(free, kicks[np.arange(n), at], kicks_deg)
        low = kicks[np.arange(n), np.maximum(at - 1, 0)]
        high = kicks[np.arange(n), np.minimum(at + 1, most - 1)]
    return best


class _Scan:
    """Flights at one azimuth over all kicks, from the steepest on, and what is found between them."""

    def __init__(self, launch: VehicleLaunch, azimuth_deg: float, end_s: float | None, kicks_deg: Array = _KICKS_DEG) -> None:  # fmt: skip
        self.launch, self.azimuth = launch, azimuth_deg
        self.end = (
            launch.vehicle.burn_time if end_s is None else min(end_s, launch.vehicle.burn_time)
        )
        every = launch.shots(azimuth_deg, kicks_deg, self.end)
        # From the steepest on as far as all of them land, and go no farther than half way round.
        good = every.landed & ~(every.signed_km > FARTHEST_KM)
        count = int(np.argmin(good)) if not good.all() else kicks_deg.size
        past = count < kicks_deg.size and (
            every.orbits[count] or every.signed_km[count] > FARTHEST_KM
        )
        if count < 3:
            raise InputError(
                "it does not come down after a kick of 0.03 deg; allowed: a vehicle that lifts off and comes down"
            )
        self.kicks = kicks_deg[:count]
        self.signed, self.apogee = every.signed_km[:count], every.apogee_km[:count]
        self.top = int(np.argmax(self.apogee))
        self.half_way = past
        if past:
            self._up_to_half_way(float(kicks_deg[count]))

    def _up_to_half_way(self, beyond: float) -> None:
        """The last kick becomes the one that goes half way round; at `beyond` (deg) it goes farther."""
        low, high = float(self.kicks[-1]), beyond
        for _ in range(40):
            kick = 0.5 * (low + high)
            found = self.one(kick)
            if found.landed[0] and found.signed_km[0] <= FARTHEST_KM:
                low = kick
            else:
                high = kick
        end = self.one(low)
        self.kicks = np.append(self.kicks, low)
        self.signed = np.append(self.signed, end.signed_km)
        self.apogee = np.append(self.apogee, end.apogee_km)

    def one(self, kick: float, end: float | None = None) -> Shots:
        return self.launch.shots(self.azimuth, kick, self.end if end is None else end)

    def farthest(self) -> Shots:
        """The greatest range, to within a metre or so; half way round for what goes farther."""
        if self.half_way:
            kick = _nearest_the_antipode(self.launch, np.array([self.azimuth]), self.kicks[-1:], self.end)  # fmt: skip
            return replace(self.one(float(kick[0])), half_way=True)
        i = int(np.argmax(self.signed))
        low, high = self.kicks[max(0, i - 1)], self.kicks[min(self.kicks.size - 1, i + 1)]
        best = minimize_scalar(
            lambda k: _or_none(-self.one(float(k)).signed_km[0]),
            bounds=(float(low), float(high)),
            method="bounded",
            options={"xatol": 1e-6},
        )
        found = self.one(float(best.x))
        edge = self.one(float(self.kicks[i]))
        return found if found.landed[0] and found.signed_km[0] >= edge.signed_km[0] else edge

    def to_apogee(self, apogee_km: float) -> Shots:
        """With all its speed, on the side of the flatter flights."""
        highest, lowest = float(self.apogee[self.top]), float(self.apogee[-1])
        if apogee_km > highest:
            return self._nearly(self.one(float(self.kicks[self.top])), apogee_km, "")
        if apogee_km < lowest:
            raise InputError(
                f"apogee {apogee_km:g} km: with all its speed its lowest is {lowest:,.0f} km; allowed: from there to {highest:,.0f}, or a range too, for which thrust ends early"
            )
        return self.one(self._kick_of(apogee_km))

    def _kick_of(self, apogee_km: float) -> float:
        """The kick of an apogee, beyond that of the highest."""
        return float(brentq(
            lambda k: float(self.one(k).apogee_km[0]) - apogee_km, self.kicks[self.top], self.kicks[-1], xtol=1e-9
        ))  # fmt: skip

    def _nearly(self, found: Shots, apogee_km: float, at: str) -> Shots:
        """What falls short of an apogee by little, else an InputError."""
        reached = float(found.apogee_km[0])
        if reached < (1.0 - NEAR) * apogee_km:
            raise InputError(
                f"apogee {apogee_km:g} km{at} is beyond it: with all its speed its highest is {reached:,.0f} km; "
                "allowed: up to that, a lighter payload (--payload-kg), or a vehicle with more speed"
            )
        return found

    def to_range(self, range_km: float, shape: str) -> Shots:
        """In a shape: thrust ended as early as the range allows, or all burnt, steep or flat."""
        far = self.farthest()
        greatest, kick = float(far.range_km[0]), float(far.kick_deg[0])
        if range_km > greatest:
            raise InputError(
                f"range {range_km:,.0f} km is beyond it: at an azimuth of {self.azimuth:.4g} deg its greatest is {greatest:,.0f} km; allowed: up to that"
            )
        if shape == "minimum-energy":
            return self._least_burn(range_km)
        side = (float(self.kicks[0]), kick) if shape == "lofted" else (kick, float(self.kicks[-1]))
        return self.one(_root(lambda k: float(self.one(k).signed_km[0]) - range_km, *side, (
            f"no {shape} flight with all its speed comes down {range_km:,.0f} km away at an azimuth of {self.azimuth:.4g} deg"
        )))  # fmt: skip

    def _least_burn(self, range_km: float) -> Shots:
        """The flight whose thrust ends earliest."""

        def short(end: float) -> float:
            try:
                best = _Scan(self.launch, self.azimuth, end, _FEW_KICKS_DEG).farthest()
            except InputError:
                return -range_km
            return float(best.signed_km[0]) - range_km

        least = self.launch.least_end_s
        if short(self.end) <= 0.0:
            return self.farthest()
        near = f"a range of {range_km:g} km is too near for it"
        end = _root(short, least, self.end, near, _END_S)
        # The farthest of a burn that long; what rounding leaves is taken up by its length.
        kick = float(_Scan(self.launch, self.azimuth, end).farthest().kick_deg[0])
        about = max(least, end - 1.0), min(self.end, end + 1.0)
        none = (
            f"no end of thrust within a second of {end:.1f} s brings it down {range_km:g} km away"
        )
        exact = _root(lambda t: float(self.one(kick, t).signed_km[0]) - range_km, *about, none)
        return self.one(kick, exact)

    def to_both(self, range_km: float, apogee_km: float) -> Shots:
        """Range and apogee: thrust ends where both come out."""
        highest, lowest = float(self.apogee[self.top]), float(self.apogee[-1])
        at = f" at a range of {range_km:g} km"
        if apogee_km > highest:
            return self._nearly(self.to_range(range_km, "lofted"), apogee_km, at)
        last = float(self.kicks[-1]) if apogee_km < lowest else self._kick_of(apogee_km)

        def flown(kick: float) -> Shots:
            if kick >= last and apogee_km >= lowest:
                return self.one(kick)
            return self.one(kick, self._end_of(kick, apogee_km))

        far = flown(last)
        if not far.landed[0] or float(far.signed_km[0]) < range_km:
            try:
                lofted = self.to_range(range_km, "lofted")
            except InputError:
                lofted = None  # the range alone is too far: what follows says how far it goes
            if lofted is not None:
                return self._nearly(lofted, apogee_km, at)
            raise InputError(
                f"range {range_km:g} km with an apogee of {apogee_km:g} km is beyond it: with all its speed and that apogee it goes "
                f"{float(far.range_km[0]):,.0f} km; allowed: up to that"
            )
        kick = _root(lambda k: float(flown(k).signed_km[0]) - range_km, float(self.kicks[0]), last, (
            f"no flight at an azimuth of {self.azimuth:.4g} deg comes down {range_km:,.0f} km away from {apogee_km:g} km: the Earth turns farther"
        ))  # fmt: skip
        return flown(kick)

    def _end_of(self, kick: float, apogee_km: float) -> float:
        """When thrust ends such that the apogee is met; all its burn where that does not reach it."""

        def over(end: float) -> float:
            found = self.one(kick, end)
            # What never rises after its burnout has its top there.
            top = found.apogee_km[0] if found.landed[0] else 0.0
            return float(0.0 if math.isnan(top) else top) - apogee_km

        if over(self.end) <= 0.0:
            return self.end
        return _root(over, self.launch.least_end_s, self.end, f"an apogee of {apogee_km:g} km is too low for it")  # fmt: skip


def _or_none(value: float) -> float:
    """A value to be least; what does not land is worst."""
    return 1e9 if math.isnan(value) else float(value)


def _root(value: Callable[[float], float], low: float, high: float, none: str, within: float = 1e-9) -> float:  # fmt: skip
    """Where a function that rises, or falls, passes 0, to `within`; an InputError with the words `none` where it does not."""
    a, b = value(low), value(high)
    if math.isnan(a) or math.isnan(b) or (a > 0.0) == (b > 0.0):
        raise InputError(f"{none}; allowed: another azimuth, range or apogee")
    return float(brentq(value, low, high, xtol=within, rtol=1e-12))
