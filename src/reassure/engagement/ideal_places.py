"""The ideal interceptor from many places: the greatest speed or the least delay with no flight in
reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Literal
from weakref import WeakKeyDictionary

import numpy as np

from reassure.engagement.faced import faced_rows
from reassure.engagement.flights import Family, earth_fixed
from reassure.engagement.ideal import FINER, NODE_SPACING_S, Counted, tracks_of
from reassure.engagement.launch_times import launch_times
from reassure.flight.family import BURNOUT_TIME, FREE_FLIGHT_TIME
from reassure.machine.cores import cores
from reassure.reach.ideal.frontier import frontier_delays, frontier_speeds
from reassure.reach.ideal.required import REQUIRED_COLUMNS, REQUIRED_SPEED
from reassure.scenario.question import Battery, Question
from reassure.typing import Array, IntArray, Progress

__all__ = ["least_of", "values_at", "values_by_force"]


_RUN = 128  # places handed to a thread at a time, one after another
_FINE = 500  # flights looked at again at a time: fine tracks take room
_BAND_DEG = 4.0  # of latitude: places are taken band by band, and eastward in each, so that each run lies together


def least_of(
    kind: Literal["speed", "delay"], values: Array, flights: IntArray
) -> tuple[Array, IntArray]:
    """The frontier against all of f groups of forces together, and its flights (...), from those against each (f, ...)
    as of `values_by_force`: the least speeds or the greatest delays.
    """
    first = values.argmin(axis=0) if kind == "speed" else values.argmax(axis=0)
    value, flight = (np.take_along_axis(v, first[None], 0)[0] for v in (values, flights))
    return value, flight


def values_by_force(
    question: Question,
    family: Family,
    battery: Battery,
    kind: Literal["speed", "delay"],
    places_deg: tuple[Array, Array],
    groups: Sequence[tuple[int, ...]],
    progress: Progress,
    *,
    threads: int | None = None,
) -> tuple[Array, IntArray]:
    """As `values_at`, against each of f groups of the forces that the battery faces: (f, n) each.

    `places_deg`: latitudes and longitudes (n,). `groups`: the forces of each, as `Battery.faces` has
    them.
    """
    n, total = places_deg[0].size, places_deg[0].size * len(groups)
    values, flights = [], []
    for k, faces in enumerate(groups):

        def told(done: int, _: int, before: int = k * n) -> None:
            progress(before + done, total)

        value, flight = values_at(
            question, family, replace(battery, faces=faces), kind, *places_deg, told,
            threads=threads,
        )  # fmt: skip
        values.append(value)
        flights.append(flight)
    return np.array(values), np.array(flights)


def values_at(
    question: Question,
    family: Family,
    battery: Battery,
    kind: Literal["speed", "delay"],
    latitude_deg: Array,
    longitude_deg: Array,
    progress: Progress,
    *,
    threads: int | None = None,
) -> tuple[Array, IntArray]:
    """The frontier at n places, and the flights (n,) that it turns on.

    Burnout speeds in km/s, infinite where no arc meets any flight; or launch delays in s, minus
    infinite where none is in reach even if launched with the flight. Flight -1 there.
    """
    height = np.full(latitude_deg.size, battery.burnout_height_km * 1e3)
    points = earth_fixed(latitude_deg, longitude_deg, height)
    owner, rows, tracks = _searched(question, family, battery)
    waits = np.zeros(0)
    if kind == "speed":
        alone = replace(question, batteries=(battery,))
        delays = launch_times(alone, family.rows, family.bases).delay_s[0]
        waits = delays[owner]
    speed = 1e3 * (battery.burnout_speed_km_s + battery.divert_km_s)

    def run(span: IntArray) -> tuple[IntArray, Array]:
        mine = np.ascontiguousarray(points[span])
        if kind == "speed":
            chosen, found = frontier_speeds(mine, rows, tracks, waits + battery.burn_time_s)
            lost = np.flatnonzero(chosen < 0)
            if lost.size:
                chosen[lost], found[lost] = _finely(mine[lost], rows, waits + battery.burn_time_s)
            return chosen, found[:, REQUIRED_SPEED] / 1e3 - battery.divert_km_s
        chosen, ready = frontier_delays(mine, rows, tracks, battery.burn_time_s, speed)
        return chosen, ready - battery.burn_time_s

    n = latitude_deg.size
    value, flight = np.empty(n), np.full(n, -1)
    if not owner.size:  # no flight is ever at a height that counts
        value[:] = np.inf if kind == "speed" else -np.inf
        return value, flight
    order = np.lexsort((latitude_deg, longitude_deg, np.floor(latitude_deg / _BAND_DEG)))
    spans = [order[a : a + _RUN] for a in range(0, n, _RUN)]
    done = 0
    with ThreadPoolExecutor(threads or cores()) as pool:
        for span, (chosen, found) in zip(spans, pool.map(run, spans), strict=True):
            value[span] = found
            flight[span] = np.where(chosen >= 0, owner[chosen], -1)
            done += span.size
            progress(done, n)
    return value, flight


def _finely(points: Array, rows: Array, ready: Array) -> tuple[IntArray, Array]:
    """As `frontier_speeds` for places (m, 3) from which no arc met any of n flights: the ground may
    leave a window narrower than the nodes' spacing, so it looks again, as finely as `assess` does.
    """
    chosen = np.full(len(points), -1)
    found = np.full((len(points), REQUIRED_COLUMNS), np.inf)
    # Flights that end before the interceptor is ready need no second look.
    alive = np.flatnonzero(rows[:, BURNOUT_TIME] + rows[:, FREE_FLIGHT_TIME] > ready)
    for first in range(0, alive.size, _FINE):
        some = alive[first : first + _FINE]
        mine = np.ascontiguousarray(rows[some])
        tracks = tracks_of(mine, NODE_SPACING_S / FINER)
        flight, row = frontier_speeds(points, mine, tracks, ready[some])
        better = row[:, REQUIRED_SPEED] < found[:, REQUIRED_SPEED]
        chosen[better], found[better] = some[flight[better]], row[better]
    return chosen, found


_Searched = tuple[IntArray, Array, Array]


_last: WeakKeyDictionary[Family, dict[tuple[object, ...], _Searched]] = WeakKeyDictionary()


def _searched(question: Question, family: Family, battery: Battery) -> _Searched:
    """The parts of flights that count for a battery: whose each is, rows and tracks; made once for
    a family.
    """
    made = _last.setdefault(family, {})
    key = (battery.faces, battery.intercept_heights_km, battery.barred)
    if key not in made:
        flights, faced = faced_rows(question, family, battery)
        counted = Counted.of(faced, battery)
        made[key] = flights[counted.owner], counted.rows, tracks_of(counted.rows)
    return made[key]
