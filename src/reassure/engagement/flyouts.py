"""Every deployment's notional vehicle against every flight: fans, engagement windows, witnesses."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reassure.answers.estimates import Estimates, NoReach
from reassure.earth.frames import SITE_COLUMNS, SITE_POSITION, geodetic_points, site_frame
from reassure.errors import ScenarioError, VehicleError
from reassure.flight.family import FREE_FLIGHT_TIME, standing
from reassure.flight.flyout import BURN_STEP, FALL_STEP
from reassure.flight.vehicle import Vehicle
from reassure.geography.lattice import groups
from reassure.machine.cores import cores
from reassure.reach.flyouts.fan import Fan
from reassure.reach.flyouts.nodes import LOW_NODES, tracks
from reassure.reach.flyouts.slack import SiteArrays
from reassure.reach.flyouts.table import LOWEST
from reassure.reach.flyouts.window import (
    AZIMUTH,
    FIRST_INTERCEPT,
    KICK_NODE,
    LAST_INTERCEPT,
    LATEST_INTERCEPT,
    LATEST_LAUNCH,
    SHOTS,
    windows,
)
from reassure.reach.flyouts.witness import (
    CLOSE,
    WITNESS_AZIMUTH,
    WITNESS_COLUMNS,
    WITNESS_KICK,
    WITNESS_MISS,
    WITNESS_TIME,
    meetings,
)
from reassure.reach.heights import HeightBand
from reassure.scenario.question import Battery
from reassure.typing import Array, IntArray, Progress

__all__ = [
    "ALIKE",
    "NODE_SPACING_S",
    "LaunchSites",
    "agree",
    "estimate",
    "fans_of",
    "look_for",
    "nodes_along",
    "stand_of",
]

ALIKE = 1.5
"""Greatest factor between an interceptor's burnout speed and its vehicle's: those of the catalogue
agree, and the figures named for one interceptor differ by less (5.4 to 7.7 km/s)."""

NODE_SPACING_S = 30.0
"""Flights are scanned for engagements at nodes this far apart, or nearer
(design/window_spacing.py).
"""


_FEWEST_NODES = 8  # of the shortest flight
_CHUNK = 128  # flights handed to a thread at a time
_GROUP = 300e3  # m: places within it of a group's first are ruled out together


@dataclass(frozen=True, eq=False)
class LaunchSites:
    """S places where a vehicle may be launched, its fan, and between which heights it can meet a
    flight.
    """

    vehicle: Vehicle
    fan: Fan
    latitudes: Array
    """(s,), rad, in the order of the groups."""
    longitudes: Array
    """(s,), rad."""
    frames: Array
    """(s, SITE_COLUMNS), as earth.frames.site_frame fills them."""
    starts: IntArray
    """(g + 1,): where each group of sites begins."""
    radii: Array
    """(g,), m: how far a group's sites lie from its first at most."""
    heights: HeightBand
    """Geodetic heights of intercept, m."""
    look: float
    """Between an intercept and the next launch, s."""

    @classmethod
    def of(
        cls,
        vehicle: Vehicle,
        fan: Fan,
        latitude_deg: Array,
        longitude_deg: Array,
        heights_km: tuple[float, float],
        look_s: float,
    ) -> LaunchSites:
        """From points (s,) in degrees, whose latitudes the fan covers; VehicleError where it does
        not.
        """
        latitudes, longitudes = np.radians(latitude_deg), np.radians(longitude_deg)
        frames = np.empty((latitudes.size, SITE_COLUMNS))
        for i in range(latitudes.size):
            site_frame(float(latitudes[i]), float(longitudes[i]), 0.0, frames[i])
            fan.covers(float(latitudes[i]))
        order, starts, radii = groups(frames[:, SITE_POSITION : SITE_POSITION + 3], _GROUP)
        return cls(
            vehicle=vehicle,
            fan=fan,
            latitudes=latitudes[order],
            longitudes=longitudes[order],
            frames=np.ascontiguousarray(frames[order]),
            starts=starts,
            radii=radii,
            heights=HeightBand(*(1e3 * h for h in heights_km)),
            look=float(look_s),
        )

    def arrays(self) -> SiteArrays:
        """The sites as the kernels take them."""
        return SiteArrays(self.latitudes, self.frames, self.starts, self.radii)


@dataclass(frozen=True, eq=False)
class FoundFlyouts:
    """Engagement windows of n flights, with a witness where one was looked for."""

    site: IntArray
    """(n,): the site of the latest launch; -1 for none."""
    row: Array
    """(n, WINDOW_COLUMNS), as in reach.flyouts.window."""
    witness: Array
    """(n, WITNESS_COLUMNS), as in reach.flyouts.witness; NaN where none was looked for."""
    point: Array
    """(n, 3): the witness's intercept, Earth-fixed, m; NaN where none was looked for."""

    def within_reach(self, delay: Array) -> NDArray[np.bool_]:
        """(n,): is there a flyout that leaves no sooner than `delay` (n,) and passes the flight?"""
        close = (self.site >= 0) & (self.witness[:, WITNESS_MISS] < CLOSE)
        return np.asarray(close & (self.launch >= delay))

    @property
    def launch(self) -> Array:
        """When the witness leaves (n,), s from the flight's launch; NaN where there is none."""
        return np.asarray(self.row[:, LATEST_INTERCEPT] - self.witness[:, WITNESS_TIME])


def nodes_along(flights: Array, heights: HeightBand) -> int:
    """How many points of each flight (n, FLIGHT_COLUMNS) to look at first: NODE_SPACING_S apart or
    nearer, and more where the heights of intercept reach down to where seconds decide.
    """
    low = 2 * LOW_NODES if heights.lowest < LOWEST else 0
    longest = flights[:, FREE_FLIGHT_TIME].max()
    return max(_FEWEST_NODES, int(np.ceil(longest / NODE_SPACING_S)) + 1) + low


def look_for(
    stand: LaunchSites,
    flights: Array,
    ready: Array,
    track: Array | None = None,
    witnesses: bool = True,
) -> FoundFlyouts:
    """Windows of launch sites against n flights (rows of flight.family.standing), launched at
    `ready` (n,), s, or later; with a witness for each that has one, if they are wanted. `track`:
    the flights' nodes, where they are at hand.
    """
    if track is None:
        track = _tracks(stand, flights)
    fan = stand.fan
    site, row = windows(
        fan.arrays(), stand.arrays(), flights, track, ready, stand.heights, stand.look
    )
    witness = np.full((len(flights), WITNESS_COLUMNS), np.nan)
    point = np.full((len(flights), 3), np.nan)
    # A witness is flown only where the window is open at this delay; NaN compares as not.
    wanted = np.flatnonzero((site >= 0) & (row[:, LATEST_LAUNCH] >= ready))
    if witnesses and len(wanted):
        for i in wanted:
            point[i] = standing(flights[i], float(row[i, LATEST_INTERCEPT]))
        at, found = site[wanted], row[wanted]
        # Time of flight of the latest launch: the start of the witness, with its azimuth and kick.
        flown = found[:, LATEST_INTERCEPT] - found[:, LATEST_LAUNCH]
        start = np.column_stack([found[:, AZIMUTH], fan.kicks_at(found[:, KICK_NODE]), flown])
        witness[wanted] = meetings(
            stand.vehicle.arrays(), stand.latitudes[at], stand.longitudes[at], point[wanted], start,
            BURN_STEP, FALL_STEP,
        )  # fmt: skip
    return FoundFlyouts(site, row, witness, point)


def estimate(
    batteries: tuple[Battery, ...],
    flights: Array,
    delays: Array,
    progress: Progress,
    faced: NDArray[np.bool_],
) -> Estimates:
    """The estimate of every battery against those of n flights that it faces (d, n); `delays` (d,
    n), s, infinite where never sensed.
    """
    armed = [(i, b, b.vehicle) for i, b in enumerate(batteries) if b.vehicle is not None]
    spans = [slice(a, min(a + _CHUNK, len(flights))) for a in range(0, len(flights), _CHUNK)]
    total, done = len(armed) * len(spans), 0
    with ThreadPoolExecutor(cores()) as pool:
        progress(0, max(total, 1))
        flown = [(b, v) for _, b, v in armed]
        # Before the flights: a vehicle that cannot fly is refused at once.
        fans = fans_of(flown, pool)
        agree(flown, fans)
        out = Estimates.blank(
            tuple(b.vehicle_id for b in batteries),
            tuple(None if b.vehicle is None else fans[b.vehicle].burnout_speed / 1e3 for b in batteries),
            len(flights),
        )  # fmt: skip
        # NaN, and not infinite: files have no number for never.
        out.launch_delay_s[:] = np.where(np.isfinite(delays) & faced, delays, np.nan)
        out.reason[~faced] = NoReach.NOT_FACED
        made: dict[tuple[object, ...], LaunchSites] = {}
        stands: list[LaunchSites] = []
        for _, battery, vehicle in armed:
            key = _key(battery)
            if key not in made:
                made[key] = stand_of(battery, vehicle, fans[vehicle])
            stands.append(made[key])
        rows = [i for i, _, _ in armed]
        futures = [
            (
                span,
                pool.submit(_looks, stands, flights[span], delays[rows, span], faced[rows, span]),
            )
            for span in spans
        ]
        for span, future in futures:
            for i, stand, (mine, look) in zip(rows, stands, future.result(), strict=True):
                if look is not None:
                    _fill(out, i, mine + span.start, stand, look, delays[i, mine + span.start])
            done += len(armed)
            progress(done, total)
    return out


def _tracks(stand: LaunchSites, flights: Array) -> Array:
    """The flights' nodes (n, k, NODE_COLUMNS) between the heights at which they can be met."""
    return tracks(flights, nodes_along(flights, stand.heights), *stand.heights)


def _looks(
    stands: list[LaunchSites], flights: Array, ready: Array, faced: NDArray[np.bool_]
) -> list[tuple[IntArray, FoundFlyouts | None]]:
    """Each stand against those of the flights that it faces, and which these are; those that meet
    at the same heights share the flights' nodes.
    """
    shared: dict[HeightBand, Array] = {}
    looks: list[tuple[IntArray, FoundFlyouts | None]] = []
    for stand, delay, wanted in zip(stands, ready, faced, strict=True):
        mine = np.flatnonzero(wanted)
        if not mine.size:
            looks.append((mine, None))
            continue
        if stand.heights not in shared:
            shared[stand.heights] = _tracks(stand, flights)
        track, rows = shared[stand.heights], flights
        # A copy only where some are left out: the kernels take arrays in C order.
        if mine.size < len(flights):
            track, rows = np.ascontiguousarray(track[mine]), np.ascontiguousarray(flights[mine])
        looks.append((mine, look_for(stand, rows, np.ascontiguousarray(delay[mine]), track)))
    return looks


def _key(battery: Battery) -> tuple[object, ...]:
    return battery.points, battery.vehicle, battery.intercept_heights_km, battery.look_s


def fans_of(
    armed: Sequence[tuple[Battery, Vehicle]], pool: ThreadPoolExecutor | None = None
) -> dict[Vehicle, Fan]:
    """One fan for each vehicle, over the latitudes of all its batteries; latitudes shared by the
    pool.

    ScenarioError where one cannot fly, or is not what its interceptor is said to be.
    """
    spans: dict[Vehicle, list[float]] = {}
    first: dict[Vehicle, Battery] = {}
    for battery, vehicle in armed:
        # One fan over all latitudes of its batteries.
        spans.setdefault(vehicle, []).extend(p.latitude_deg for p in battery.points)
        first.setdefault(vehicle, battery)
    out = {}
    for vehicle, lats in spans.items():
        try:
            out[vehicle] = Fan.of(
                vehicle, np.radians(min(lats)), np.radians(max(lats)), pool.map if pool else map
            )
        except VehicleError as error:
            raise ScenarioError(f"{_named(first[vehicle])}: {error}") from None
    return out


def agree(armed: Sequence[tuple[Battery, Vehicle]], fans: dict[Vehicle, Fan]) -> None:
    """Refuse a vehicle whose burnout speed is not that of its interceptor, by more than ALIKE:
    ScenarioError.
    """
    for battery, vehicle in armed:
        said, flown = battery.burnout_speed_km_s, fans[vehicle].burnout_speed / 1e3
        if max(said / flown, flown / said) > ALIKE:
            raise ScenarioError(
                f"{_named(battery)}: it burns out at {flown:.3g} km/s, and its interceptor "
                f"{battery.interceptor} has burnout_speed_km_s = {said:g}; allowed: within a factor of {ALIKE:g} "
                "of each other"
            )


def _named(battery: Battery) -> str:
    return f"deployment {battery.id}: vehicle {battery.vehicle_id}"


def stand_of(battery: Battery, vehicle: Vehicle, fan: Fan) -> LaunchSites:
    """A battery's points, with its vehicle's fan."""
    lat = np.array([p.latitude_deg for p in battery.points])
    lon = np.array([p.longitude_deg for p in battery.points])
    return LaunchSites.of(vehicle, fan, lat, lon, battery.intercept_heights_km, battery.look_s)


def _fill(
    out: Estimates, i: int, flights: IntArray, stand: LaunchSites, look: FoundFlyouts, delay: Array
) -> None:
    """Turn kernel results (SI) into a battery's row, in the units it shows."""
    met = look.site >= 0
    row, witness = look.row, look.witness
    holds = look.within_reach(delay)
    reason = np.full(met.size, int(NoReach.NO_WITNESS))
    reason[holds] = NoReach.WITHIN
    reason[met & ~(row[:, LATEST_LAUNCH] >= delay)] = NoReach.TOO_LATE
    reason[~np.isfinite(delay)] = NoReach.NOT_SENSED
    reason[~met] = NoReach.NEVER
    place = np.full((met.size, 3), np.nan)
    if holds.any():
        place[holds] = geodetic_points(np.ascontiguousarray(look.point[holds]))
    latitude, longitude, height = place.T
    columns = {
        "latest_launch_s": row[:, LATEST_LAUNCH],
        "first_intercept_s": row[:, FIRST_INTERCEPT],
        "last_intercept_s": row[:, LAST_INTERCEPT],
        "site_latitude_deg": np.where(met, np.degrees(stand.latitudes[look.site]), np.nan),
        "site_longitude_deg": np.where(met, np.degrees(stand.longitudes[look.site]), np.nan),
        "azimuth_deg": np.where(holds, np.degrees(witness[:, WITNESS_AZIMUTH]) % 360.0, np.nan),
        "kick_deg": np.where(holds, np.degrees(witness[:, WITNESS_KICK]), np.nan),
        "launch_s": np.where(holds, look.launch, np.nan),
        "intercept_s": np.where(holds, row[:, LATEST_INTERCEPT], np.nan),
        "intercept_latitude_deg": np.degrees(latitude),
        "intercept_longitude_deg": np.degrees(longitude),
        "intercept_height_km": height / 1e3,
        "miss_m": np.where(holds, witness[:, WITNESS_MISS], np.nan),
    }
    for name, values in columns.items():
        getattr(out, name)[i, flights] = values
    out.shots[i, flights] = row[:, SHOTS].astype(np.int64)
    out.reason[i, flights] = reason
