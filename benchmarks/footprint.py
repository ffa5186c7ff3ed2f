"""A footprint of 200 by 200 cells, and the same cells with every flight solved.

    python benchmarks/footprint.py

Two things are timed in one run: `footprint`, which leaves out flights and places that cannot count, and
the windows of `assess --estimate` for every flight of the same cells. Both see the same flights.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from reassure.answers.footprint import GroundCell
from reassure.engagement.flights import columns, fly
from reassure.engagement.flyouts import fans_of, look_for, stand_of
from reassure.flight.outcome import SOLVED
from reassure.geography.geodesics import distance_km
from reassure.machine.cores import cores
from reassure.questions.footprint import footprint
from reassure.scenario import load
from reassure.scenario.missiles import missile_of
from reassure.scenario.resolve import deployment_of

DEPLOYMENT, MISSILE = "phase-3-redzikowo", "irbm-4000"
FEW = 40


def main() -> None:
    """Two lines."""
    footprint("europe-2012", deployment=DEPLOYMENT, against=MISSILE, cells=4)  # compiles
    begin = time.perf_counter()
    fine = footprint("europe-2012", deployment=DEPLOYMENT, against=MISSILE, cells=200)
    took = time.perf_counter() - begin
    flights = int(fine.flights.sum())
    print(
        f"footprint of 200 by 200 cells: {took:.1f} s on {cores()} cores; {flights:,} flights, "
        f"{flights / took:,.0f}/s; covered {fine.area_km2(GroundCell.COVERED):,.0f} km2"
    )
    begin = time.perf_counter()
    found = footprint("europe-2012", deployment=DEPLOYMENT, against=MISSILE, cells=FEW)
    ours = time.perf_counter() - begin
    begin = time.perf_counter()
    kinds = _every_flight(found.latitude_deg.ravel(), found.longitude_deg.ravel())
    theirs = time.perf_counter() - begin
    same = np.mean((kinds == GroundCell.COVERED) == found.covered().ravel())
    print(
        f"{FEW} by {FEW}: {ours:.2f} s; every flight by its window {theirs:.2f} s, ratio {theirs / ours:.1f}; "
        f"{same:.2%} of the cells agree"
    )


def _every_flight(latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    scenario = load("europe-2012")
    battery = deployment_of(scenario, DEPLOYMENT).batteries[0]
    missile = missile_of(scenario, MISSILE)
    lat, lon = columns(missile.launches)
    away = distance_km(latitude[:, None], longitude[:, None], lat[None, :], lon[None, :])
    cell, launch = np.nonzero(away <= missile.range_km)
    outcome, rows, _ = fly(
        missile.boost,
        (lat[launch], lon[launch]),
        (latitude[cell], longitude[cell]),
        np.ones(cell.size),
    )
    good = outcome == SOLVED
    rows, cell = np.ascontiguousarray(rows[good]), cell[good]
    spans = [slice(a, a + 512) for a in range(0, len(rows), 512)]
    with ThreadPoolExecutor(cores()) as pool:
        assert battery.vehicle is not None
        assert battery.launch_delay_s is not None
        fans = fans_of([(battery, battery.vehicle)], pool)
        stand = stand_of(battery, battery.vehicle, fans[battery.vehicle])
        ready = np.full(len(rows), battery.launch_delay_s)
        looks = pool.map(
            lambda span: look_for(stand, rows[span], ready[span], witnesses=False), spans
        )
        latest = np.concatenate([look.row[:, 0] for look in looks])
    met = np.full(latitude.size, np.inf)
    np.minimum.at(met, cell, np.where(np.isnan(latest), -np.inf, latest) - battery.launch_delay_s)
    kinds = np.full(latitude.size, int(GroundCell.OUT_OF_RANGE))
    kinds[np.isfinite(met)] = np.where(
        met[np.isfinite(met)] >= 0.0, GroundCell.COVERED, GroundCell.TOO_LATE
    )
    return kinds


if __name__ == "__main__":
    main()
