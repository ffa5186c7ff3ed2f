"""Frontier maps: cells a second over the whole force, how that grows, and what pruning saves.

    .venv/bin/python benchmarks/frontier.py

The peer is `required_speeds`, the kernel of `assess`, over all flights at a few of the same places, in the same run;
answers are compared. One core and two.
"""

from __future__ import annotations

import time

import numpy as np

from reassure.engagement.flights import earth_fixed, family_of
from reassure.engagement.ideal import tracks_of
from reassure.geography.graticule import Box, Graticule
from reassure.questions.frontier import frontier
from reassure.reach.ideal.frontier import frontier_delays, frontier_speeds
from reassure.reach.ideal.required import REQUIRED_SPEED, BurnoutSites, required_speeds
from reassure.scenario import load
from reassure.scenario.resolve import resolve


def main() -> None:
    """Print a line for each thing measured."""
    rows = family_of(resolve(load("europe-2012")).forces).rows
    tracks = tracks_of(rows)
    grid = Graticule.over(Box(35, -45, 80, 60), degrees=7.5)
    lat, lon = (v.ravel() for v in grid.places())
    places = earth_fixed(lat, lon, np.zeros(lat.size))
    ready = np.full(len(rows), 90.0)
    frontier_speeds(places[:1], rows, tracks, ready)
    begin = time.perf_counter()
    _, found = frontier_speeds(places, rows, tracks, ready)
    ours = (time.perf_counter() - begin) / len(places)
    nobody = np.empty((1, 0), np.int64)
    some = range(0, len(places), 17)
    begin = time.perf_counter()
    every = [
        required_speeds(BurnoutSites(places[j : j + 1], 1, nobody), rows, tracks, 90.0, np.inf)[1][
            :, REQUIRED_SPEED
        ].min()
        for j in some
    ]
    peer = (time.perf_counter() - begin) / len(every)
    off = np.abs(np.array(every) - found[list(some), REQUIRED_SPEED]).max()
    print(f"{len(rows)} flights, one core: {1 / ours:.0f} places/s; all flights worked out {1 / peer:.1f} places/s; "
          f"ratio {peer / ours:.0f}; largest difference {off:.3f} m/s")  # fmt: skip
    begin = time.perf_counter()
    frontier_delays(places, rows, tracks, 0.0, 4500.0)
    print(f"delays, one core: {len(places) / (time.perf_counter() - begin):.0f} places/s")
    for share in (4, 2, 1):
        fewer, fewer_tracks = (
            np.ascontiguousarray(rows[::share]),
            np.ascontiguousarray(tracks[::share]),
        )
        begin = time.perf_counter()
        frontier_speeds(places, fewer, fewer_tracks, ready[::share].copy())
        took = time.perf_counter() - begin
        print(f"  {len(fewer)} flights: {len(places) / took:.0f} places/s")
    for degrees in (4.0, 2.0, 1.0):
        begin = time.perf_counter()
        made = frontier("europe-2012", "speed", degrees=degrees)
        took = time.perf_counter() - begin
        print(
            f"map at {degrees:g} degrees, both cores, flights and all: {made.value.size} places, {took:.1f} s, {made.value.size / took:.0f} places/s"
        )
    globe()


def globe() -> None:
    """The whole globe against all flights of a preset, at three sizes: CPU seconds for each place and flight."""
    flights = len(family_of(resolve(load("europe-2012")).forces).rows)
    for degrees in (10.0, 5.0, 2.5):
        begin, work = time.perf_counter(), time.process_time()
        made = frontier("europe-2012", "speed", area="globe", degrees=degrees)
        took, used = time.perf_counter() - begin, time.process_time() - work
        print(f"globe at {degrees:g} degrees: {made.value.size} places x {flights} flights, {took:.0f} s, {used:.0f} s of CPU, "
              f"{1e6 * used / made.value.size / flights:.2f} us of CPU for a place and a flight")  # fmt: skip


if __name__ == "__main__":
    main()
