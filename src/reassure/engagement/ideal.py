"""Every deployment's ideal interceptor against every flight: required speeds, margins, latest
launches.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reassure.answers.assessment import Pairs, Reason
from reassure.earth.frames import geodetic_points
from reassure.engagement.faced import faced
from reassure.engagement.flights import Family, columns, earth_fixed
from reassure.engagement.outside import outside
from reassure.flight.family import BURNOUT_TIME, FREE_FLIGHT_TIME, earth_fixed_tracks
from reassure.geography.lattice import COVER_KM, lattice
from reassure.machine.cores import cores
from reassure.reach.heights import parts
from reassure.reach.ideal.latest import latest_departures
from reassure.reach.ideal.required import (
    DEPARTURE,
    INTERCEPT,
    INTERCEPT_POINT,
    REQUIRED_COLUMNS,
    REQUIRED_SPEED,
    BurnoutSites,
    required_speeds,
)
from reassure.scenario.question import Battery, Place, Question
from reassure.typing import Array, IntArray, Progress

__all__ = [
    "FINER",
    "NODE_SPACING_S",
    "Counted",
    "alike",
    "margins",
    "pairs_of",
    "required",
    "tracks_of",
]

NODE_SPACING_S = 75.0
"""Flights are scanned at nodes this far apart, or nearer (design/scan_spacing.py)."""

FINER = 10.0
"""So many times nearer they are where no arc was found: the ground may leave a narrow window."""

_CHUNK = 128  # flights handed to a thread at a time


def margins(battery: Battery, rows: Array, delays: Array) -> Array:
    """Margins (n,), km/s, of one battery against n flights (rows of flight.family.standing) at
    launch delays (n,), s.

    Infinite where no arc meets the flight.
    """
    return required(battery, rows, delays) - battery.burnout_speed_km_s - battery.divert_km_s


def required(battery: Battery, rows: Array, delays: Array, ceiling: float = np.inf) -> Array:
    """Required speeds (n,), km/s, of one battery against n flights (rows of flight.family.standing) at launch delays (n,), s.

    Infinite where no arc meets the flight; and where it needs more than `ceiling` (km/s), or a few hundred m/s less than
    that.
    """
    stand = _stand(battery)
    counted = Counted.of(rows, battery)
    ready = delays[counted.owner] + stand.burn_time
    chosen, row, _ = _required(stand, counted.rows, ready, 1e3 * ceiling)
    least = np.full(len(rows), np.inf)
    # Unbuffered: a flight of two parts, as one that rises and falls through a band, has the better.
    np.minimum.at(least, counted.owner, np.where(chosen >= 0, row[:, REQUIRED_SPEED] / 1e3, np.inf))
    return least


@dataclass(frozen=True, eq=False)
class Counted:
    """The parts of flights at which an intercept counts: whose each is (m,), rising, and rows (m,
    FLIGHT_COLUMNS).
    """

    owner: IntArray
    rows: Array

    @classmethod
    def of(cls, rows: Array, battery: Battery) -> Counted:
        """Of n flights (rows of flight.family.standing), between a battery's heights of intercept and not over barred ground."""
        low, high = battery.intercept_heights_km
        owner, made = parts(rows, 1e3 * low, 1e3 * high)
        if battery.barred:
            mine, made = outside(made, battery.barred)
            owner = owner[mine]
        return cls(owner, made)


@dataclass(frozen=True, eq=False)
class _IdealSites:
    """Where and when (s after launch) an ideal interceptor may burn out: what batteries can have in
    common.

    `places`: what stands below each of the sites.
    """

    places: tuple[Place, ...]
    sites: BurnoutSites
    burn_time: float


def pairs_of(
    question: Question,
    family: Family,
    delays: Array,
    progress: Progress,
    threads: int | None = None,
) -> Pairs:
    """Every battery's ideal interceptor against every flight: arrays (d, n), NaN where there is no
    number, and then a reason. Batteries that differ only in speed share their arcs.

    `delays` (d, n): launch delays, s, infinite where no sensor tracks the flight in time.
    `progress` hears how much of the work is done and of how much. `threads`: one for each core, if
    nothing is said.
    """
    facing = faced(question, family)
    groups = alike(question.batteries)
    blank = {f.name: np.full(facing.shape, np.nan) for f in fields(Pairs) if f.name != "reason"}
    pairs = Pairs(**blank, reason=np.where(facing, Reason.NONE_MISSING, Reason.NOT_FACED))
    stands = [_stand(question.batteries[group[0]]) for group in groups]
    faces = [np.flatnonzero(facing[group[0]]) for group in groups]
    shared: dict[tuple[Any, ...], list[Counted]] = {}
    # Progress is counted in leading sites: all of them are scanned against every flight.
    total = sum(stand.sites.leading * mine.size for stand, mine in zip(stands, faces, strict=True))
    done = 0
    with ThreadPoolExecutor(threads or cores()) as pool:
        progress(0, total)
        for group, stand, mine in zip(groups, stands, faces, strict=True):
            batteries = [question.batteries[i] for i in group]
            speeds = np.array([(b.burnout_speed_km_s + b.divert_km_s) * 1e3 for b in batteries])
            spans = [slice(a, min(a + _CHUNK, mine.size)) for a in range(0, mine.size, _CHUNK)]
            ready = delays[group[0], mine] + stand.burn_time
            # Parts of flights depend on the heights that count and on who is faced, not on the site.
            counting = (batteries[0].intercept_heights_km, batteries[0].faces, batteries[0].barred)
            if counting not in shared:
                rows = [np.ascontiguousarray(family.rows[mine[span]]) for span in spans]
                shared[counting] = list(pool.map(Counted.of, rows, [batteries[0]] * len(rows)))
            futures = [
                (span, pool.submit(_chunk, stand, speeds, counted, ready[span]))
                for span, counted in zip(spans, shared[counting], strict=True)
            ]
            for span, future in futures:
                found = future.result()
                flights = mine[span]
                burnout = family.rows[flights, BURNOUT_TIME]
                for k, i in enumerate(group):
                    shown = _shown(
                        batteries[k], stand.places, found, k, burnout, delays[i, flights]
                    )
                    for name, values in shown.items():
                        getattr(pairs, name)[i, flights] = values
                done += stand.sites.leading * (span.stop - span.start)
                progress(done, total)
    return pairs


def alike(batteries: Sequence[Battery], *, launch: bool = True) -> list[list[int]]:
    """Batteries (indices) that have their arcs in common: all that an arc depends on but its speed is the same. Without
    `launch` they may leave at different delays.
    """
    groups: dict[tuple[Any, ...], list[int]] = {}
    for i, b in enumerate(batteries):
        key = (
            b.points, b.burnout_height_km, b.burn_time_s, launch and b.launch, b.intercept_heights_km, b.faces, b.barred,
        )  # fmt: skip
        groups.setdefault(key, []).append(i)
    return list(groups.values())


def _stand(battery: Battery) -> _IdealSites:
    places, sites = _lattice(battery.points, battery.burnout_height_km)
    return _IdealSites(places, sites, battery.burn_time_s)


@lru_cache(maxsize=64)
def _lattice(places: tuple[Place, ...], height_km: float) -> tuple[tuple[Place, ...], BurnoutSites]:
    """Places in the order of a search, and the points above them at the height of the burnout."""
    lat, lon = columns(places)
    points = earth_fixed(lat, lon, np.full(lat.size, height_km * 1e3))
    order, leading, neighbours = lattice(points, COVER_KM * 1e3)
    sites = BurnoutSites(np.ascontiguousarray(points[order]), leading, neighbours)
    return tuple(places[i] for i in order), sites


@dataclass(frozen=True, eq=False)
class _Found:
    """Of n flights: best site (n,), -1 for none, required rows (n, REQUIRED_COLUMNS), for each
    speed the latest interceptor burnout (n,), s, and whether the flight is anywhere at a height
    that counts (n,).
    """

    site: IntArray
    row: Array
    latest: list[Array]
    counts: NDArray[np.bool_]


def _chunk(stand: _IdealSites, speeds: Array, counted: Counted, ready: Array) -> _Found:
    """One stand against n flights, each as good as the best of its parts."""
    rows, waits = counted.rows, ready[counted.owner]
    chosen, row, tracks = _required(stand, rows, waits)
    # where some speed fails at this delay: the best meeting if the interceptor left with the flight
    prompt_chosen, prompt = chosen.copy(), row.copy()
    # Only where there is a delay to blame: leaving with the flight may still do.
    late = np.flatnonzero((row[:, REQUIRED_SPEED] > speeds.min()) & (waits > stand.burn_time))
    if len(late):
        prompt_chosen[late], prompt[late], _ = _required(
            stand, rows[late], np.full(late.size, stand.burn_time)
        )
    latest = []
    for speed in speeds:
        fails = row[:, REQUIRED_SPEED] > speed
        known_chosen = np.where(fails, prompt_chosen, chosen)
        known = np.where(fails[:, None], prompt, row)
        each = latest_departures(
            stand.sites, rows, tracks, stand.burn_time, float(speed), known_chosen, known
        )
        last = np.full(ready.size, -np.inf)
        # Of a flight's parts the one that allows the latest burnout.
        np.maximum.at(last, counted.owner, each)
        latest.append(last)
    site, best = np.full(ready.size, -1), np.full((ready.size, REQUIRED_COLUMNS), np.inf)
    # By owner, then speed: the first of each owner is its best part.
    order = np.lexsort((row[:, REQUIRED_SPEED], counted.owner))
    owners, first = np.unique(counted.owner[order], return_index=True)
    site[owners], best[owners] = chosen[order[first]], row[order[first]]
    counts = np.zeros(ready.size, bool)
    counts[owners] = True
    return _Found(site, best, latest, counts)


def _required(
    stand: _IdealSites, rows: Array, ready: Array, ceiling: float = np.inf
) -> tuple[IntArray, Array, Array]:
    """Best site (n,), required rows (n, REQUIRED_COLUMNS), and the tracks that they were looked for
    on. `ceiling` (m/s) as for required_speeds.
    """
    tracks = tracks_of(rows)
    chosen, row = required_speeds(stand.sites, rows, tracks, ready, ceiling)
    # Below a ceiling most are lost for their speed.
    lost = np.flatnonzero((chosen < 0) & np.isinf(ceiling))
    if len(lost):
        # the ground may leave a window narrower than the nodes' spacing: look again, finely
        fine = tracks_of(rows[lost], NODE_SPACING_S / FINER)
        chosen[lost], row[lost] = required_speeds(
            stand.sites, rows[lost], fine, ready[lost], np.inf
        )
    return chosen, row, tracks


def tracks_of(rows: Array, spacing: float = NODE_SPACING_S) -> Array:
    """Earth-fixed positions (n, k, 3), m, of flights at k nodes at most `spacing` s apart."""
    longest = float(rows[:, FREE_FLIGHT_TIME].max(initial=0.0))
    # One number of nodes for all: the tracks are one array.
    return earth_fixed_tracks(rows, max(5, int(np.ceil(longest / spacing)) + 1))


def _shown(
    battery: Battery,
    places: tuple[Place, ...],
    found: _Found,
    k: int,
    flight_burnout: Array,
    delays: Array,
) -> dict[str, NDArray[Any]]:
    """What a battery of the k-th speed shows of n flights, by the names of Pairs and in their
    units.

    `flight_burnout` (n,): s from launch; `delays` (n,): launch delays, s.
    """
    chosen, row, latest = found.site, found.row, found.latest[k]
    met = chosen >= 0
    required = np.where(met, row[:, REQUIRED_SPEED], np.nan) / 1e3
    place = np.full((chosen.size, 3), np.nan)
    place[met] = geodetic_points(np.ascontiguousarray(row[met, INTERCEPT_POINT]))
    latitude, longitude, height = place.T
    site_latitude, site_longitude = (np.where(met, a[chosen], np.nan) for a in columns(places))
    critical_speed = required - battery.divert_km_s
    delay = np.where(np.isfinite(latest), latest - battery.burn_time_s, np.nan)
    flips = np.isfinite(delay)
    # The later of these reasons take the place of the earlier.
    reason = np.where(flips, Reason.NONE_MISSING, Reason.NEVER_IN_REACH)
    reason[~met] = np.where(flips[~met], Reason.NO_ARC_AT_DELAY, Reason.NO_ARC_EVER)
    reason[np.isinf(delays)] = Reason.NOT_SENSED
    reason[~found.counts] = Reason.NEVER_AT_HEIGHT
    # Divert alone has the speed: no burnout speed above 0 is critical.
    enough = met & (critical_speed <= 0.0)
    reason[enough] = Reason.DIVERT_ENOUGH
    return {
        "required_speed_km_s": required,
        "margin_km_s": required - battery.burnout_speed_km_s - battery.divert_km_s,
        "site_latitude_deg": site_latitude,
        "site_longitude_deg": site_longitude,
        "launch_s": np.where(met, row[:, DEPARTURE], np.nan) - battery.burn_time_s,
        "intercept_s": np.where(met, row[:, INTERCEPT], np.nan),
        "intercept_height_km": height / 1e3,
        "intercept_latitude_deg": np.degrees(latitude),
        "intercept_longitude_deg": np.degrees(longitude),
        "critical_burnout_speed_km_s": np.where(enough, np.nan, critical_speed),
        "critical_launch_delay_s": delay,
        "critical_after_burnout_s": delay - flight_burnout,
        "reason": reason,
    }
