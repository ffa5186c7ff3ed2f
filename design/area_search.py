"""Does the search among an area's places find the one that leaves the most time?

    python design/area_search.py [FLIGHTS] [SEED]

FLIGHTS (600) of europe-2012's force, drawn at random, against each of its areas, and as many regional flights (out
of Iran to a disc of 3,500 km about it, lofted and depressed too) against ships of three vehicles in each sea:
the latest launch from the area beside the greatest of all its places, each solved as a site of its own. Prints how many
pairs the area loses, and by how much (s) it falls short. Then the same flights again in another order:
no number may change.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reassure.catalog import NotionalVehicle, Zone, catalog
from reassure.engagement.flights import family_of, fly
from reassure.engagement.flyouts import LaunchSites, fans_of, nodes_along, stand_of
from reassure.flight.outcome import SOLVED
from reassure.geography.geodesics import ahead
from reassure.machine.cores import cores
from reassure.reach.flyouts.fan import Fan
from reassure.reach.flyouts.nodes import tracks
from reassure.reach.flyouts.slack import SiteArrays
from reassure.reach.flyouts.window import LATEST_LAUNCH, windows
from reassure.scenario import load
from reassure.scenario.question import Boost
from reassure.scenario.resolve import resolve
from reassure.typing import Array

POOL = ThreadPoolExecutor(cores())
SEAS = ("mediterranean-sea", "black-sea", "baltic-sea", "north-sea", "norwegian-sea")
VEHICLES = ("notional-2-8", "notional-3-0", "notional-4-5", "notional-8-3")


def latest(stand: LaunchSites, flights: Array, places: slice | None = None) -> Array:
    """Latest launch (s) against n flights, from all places or from one; minus infinity where there is none."""
    track = tracks(flights, nodes_along(flights, stand.heights), *stand.heights)
    sites = stand.arrays()
    if places is not None:
        latitudes, frames = sites.latitudes[places], sites.frames[places]
        sites = SiteArrays(latitudes, frames, np.array([0, 1]), np.zeros(1))
    never = np.full(len(flights), np.inf)
    _, row = windows(stand.fan.arrays(), sites, flights, track, never, stand.heights, stand.look)
    found: Array = row[:, LATEST_LAUNCH]
    return np.where(np.isnan(found), -np.inf, found)


def compare(name: str, stand: LaunchSites, flights: Array) -> Array:
    """One line; seconds by which the area falls short, infinite where it loses a flight."""
    begin = time.process_time()
    area = latest(stand, flights)
    middle = time.process_time()
    one = POOL.map(lambda i: latest(stand, flights, slice(i, i + 1)), range(len(stand.latitudes)))
    best = np.max(list(one), axis=0)
    end = time.process_time()
    order = np.random.default_rng(0).permutation(len(flights))
    again = latest(stand, np.ascontiguousarray(flights[order]))
    assert np.array_equal(again, area[order]), "the answer depends on the order of flights"
    met = np.isfinite(best)
    short = np.full(met.sum(), np.inf)
    some = np.isfinite(area[met])
    short[some] = best[met][some] - area[met][some]
    print(
        f"{name:45s} {len(stand.latitudes):4d} places; {met.sum():5d} of {len(flights)} met; lost {np.isinf(short).sum()};"
        f" short by 0.1 s {(short > 0.1).sum()}, at most {short.max(initial=0.0):.2f} s;"
        f" work {middle - begin:.2f} s, each alone {end - middle:.2f} s",
        flush=True,
    )
    return short


def regional(count: int, rng: np.random.Generator) -> Array:
    """Flights out of Iran, to any side."""
    boost = Boost("regional", 105.0, 92.0, 100.0)
    lat, lon = np.array(catalog().get("iran", Zone, "zone").region.sample(200.0)).T
    start = rng.integers(0, lat.size, count)
    azimuth = rng.uniform(200.0, 420.0, count)
    ends = [
        ahead(lat[s], lon[s], np.array([a]), d)
        for s, a, d in zip(start, azimuth, rng.uniform(800.0, 4000.0, count), strict=True)
    ]
    aim = np.array([(a[0], b[0]) for a, b in ends]).T
    outcome, rows, _ = fly(
        boost, (lat[start], lon[start]), (aim[0], aim[1]), rng.choice([0.8, 1.0, 1.5, 2.5], count)
    )
    return np.ascontiguousarray(rows[outcome == SOLVED])


def main() -> None:
    """A line an area and vehicle, then all together."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    rng = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    short = []
    question = resolve(load("europe-2012"), estimate=True)
    rows = family_of(question.forces).rows
    flights = np.ascontiguousarray(
        rows[rng.choice(len(rows), min(count, len(rows)), replace=False)]
    )
    for b in question.batteries:
        if len(b.points) > 1 and b.vehicle is not None:
            fan = fans_of([(b, b.vehicle)], POOL)[b.vehicle]
            short.append(compare(b.id, stand_of(b, b.vehicle, fan), flights))
    flights = regional(count, rng)
    for sea in SEAS:
        lat, lon = np.array(catalog().get(sea, Zone, "zone").region.sample(100.0)).T
        for name in VEHICLES:
            vehicle = catalog().get(name, NotionalVehicle, "vehicle").vehicle()
            fan = Fan.of(vehicle, np.radians(lat.min()), np.radians(lat.max()), POOL.map)
            for low in (100.0, 20.0):
                stand = LaunchSites.of(vehicle, fan, lat, lon, (low, 10_000.0), 30.0)
                what = f"regional; {sea}, {name}, from {low:.0f} km"
                short.append(compare(what, stand, flights))
    every = np.concatenate(short)
    print(
        f"of {every.size} pairs that a place meets: lost {np.isinf(every).sum()}, short by more than 0.05 s "
        f"{(every > 0.05).sum()}, 0.5 s {(every > 0.5).sum()}; at most {every.max(initial=0.0):.3f} s"
    )


if __name__ == "__main__":
    main()
