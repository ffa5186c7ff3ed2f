"""How finely must a sea area be sampled, and does the climb from its leading sites find the best one?

    python design/area_spacing.py

For every sea area where `europe-2012` has ships, against every eighth flight of its force: how far the required
speed lies above that of trying every point of a 60 km sample.
"""

from __future__ import annotations

import time

import numpy as np

from reassure.catalog import Zone, catalog
from reassure.engagement.flights import earth_fixed, family_of
from reassure.engagement.ideal import NODE_SPACING_S
from reassure.flight.family import FREE_FLIGHT_TIME, earth_fixed_tracks
from reassure.geography.lattice import COVER_KM, lattice
from reassure.reach.ideal.latest import latest_departures
from reassure.reach.ideal.required import REQUIRED_SPEED, BurnoutSites, required_speeds
from reassure.scenario import load
from reassure.scenario.resolve import resolve

READY_S = 90.0
SPEED = 5500.0


def main() -> None:
    """Print the excess of required speed (km/s) and the shortfall of latest departure (s)."""
    question = resolve(load("europe-2012"))
    rows = np.ascontiguousarray(family_of(question.forces).rows[::8])
    nodes = int(np.ceil(rows[:, FREE_FLIGHT_TIME].max() / NODE_SPACING_S)) + 1
    tracks = earth_fixed_tracks(rows, nodes)

    def answer(zone: Zone, spacing_km: float, cover_km: float | None):
        lat, lon = np.array(zone.region.sample(spacing_km)).T.copy()
        points = earth_fixed(lat, lon, np.zeros(lat.size))
        if cover_km is None:
            sites = BurnoutSites(points, lat.size, np.empty((lat.size, 0), np.int64))
        else:
            order, leading, neighbours = lattice(points, cover_km * 1e3)
            sites = BurnoutSites(np.ascontiguousarray(points[order]), leading, neighbours)
        start = time.perf_counter()
        chosen, row = required_speeds(sites, rows, tracks, READY_S, np.inf)
        middle = time.perf_counter()
        late = latest_departures(sites, rows, tracks, 0.0, SPEED, chosen, row)
        end = time.perf_counter()
        return (
            lat.size,
            sites.leading,
            row[:, REQUIRED_SPEED] / 1e3,
            late,
            middle - start,
            end - middle,
        )

    print(f"{len(rows)} flights")
    for sea in dict.fromkeys(b.points[0].name for b in question.batteries if len(b.points) > 1):
        zone = catalog().get(sea, Zone, "zone")
        _, _, truth, truth_late, first, second = answer(zone, 60.0, None)
        print(f"{zone.id}: every point of 60 km: {first:.2f} s, {second:.2f} s")
        for spacing, cover in ((400.0, None), (100.0, None), (100.0, COVER_KM)):
            count, leading, speed, late, first, second = answer(zone, spacing, cover)
            excess = speed - truth
            both = np.isfinite(late) & np.isfinite(truth_late)
            short = (truth_late - late)[both] if both.any() else np.zeros(1)
            print(
                f"  {spacing:3.0f} km, cover {cover or 0:3.0f}: {leading:3d} of {count:4d}: "
                f"excess 50 % {np.nanmedian(excess):.3f}, 99 % {np.nanpercentile(excess, 99):.3f}, "
                f"max {np.nanmax(excess):.3f}, of the least {speed.min() - truth.min():+.3f} | "
                f"late 50 % {np.median(short):.1f}, 99 % {np.percentile(short, 99):.1f}, max {short.max():.1f} | "
                f"{first:.2f} s, {second:.2f} s"
            )


if __name__ == "__main__":
    main()
