"""Cases of the ideal interceptor's searches over a flight, and of what a radar sees."""

from __future__ import annotations

import math

import numpy as np

from reassure.earth.frames import geodetic
from reassure.engagement.ideal import NODE_SPACING_S, tracks_of
from reassure.reach.ideal.latest import latest_departures
from reassure.reach.ideal.required import required_speeds
from reassure.sensing.radar import radar_row, sightings
from tests.viewer.engine_cases.draws import Answer, Inputs, Kind, numbers, site_place
from tests.viewer.engine_cases.flown import flights, row_of
from tests.viewer.engine_cases.ground import sites_of


def _draw_required(rng: np.random.Generator) -> Inputs:
    area = int(rng.integers(8)) if rng.uniform() < 0.25 else list(site_place(rng))
    ready, speed = round(rng.uniform(0, 900)), round(rng.uniform(1500, 9000))
    return [area, float(rng.choice([0.0, 1e5])), int(rng.integers(300)), ready, speed]


def _answer_required(case: Inputs) -> Answer:
    """Speed, departure, intercept, and the latest burnout with a speed that is given."""
    sites, row = sites_of(case[0], case[1]), row_of(case[2])
    tracks, ready = tracks_of(row), float(case[3])
    chosen, found = required_speeds(sites, row, tracks, ready, np.inf)
    if chosen[0] < 0:  # looked for again, as engagement.ideal does
        fine = tracks_of(row, 0.1 * NODE_SPACING_S)
        chosen, found = required_speeds(sites, row, fine, ready, np.inf)
    last = latest_departures(sites, row, tracks, ready, float(case[4]), chosen, found)
    return numbers(found[0, :3], last)


def _under(rng: np.random.Generator, i: int) -> tuple[float, float]:
    """A place near one that a flight passes over."""
    x, y, z = tracks_of(row_of(i))[0, int(rng.integers(5))]
    lat, lon, _ = geodetic(float(x), float(y), float(z))
    lat_deg, lon_deg = math.degrees(lat) + rng.normal() * 6, math.degrees(lon) + rng.normal() * 8
    return round(max(-89.0, min(89.0, lat_deg)), 3), round((lon_deg + 540) % 360 - 180, 3)


def _draw_sighting(rng: np.random.Generator) -> Inputs:
    i, least = int(rng.integers(300)), round(rng.uniform(-2, 15))
    sector = 360 if rng.uniform() < 0.5 else round(rng.uniform(20, 240))
    return [
        *_under(rng, i),
        round(rng.uniform(0, 3000)),
        round(rng.uniform(8e5, 6e6)),
        round(rng.uniform(0, 360)),
        sector,
        least,
        round(rng.uniform(least + 30, 90)),
        i,
        0 if rng.uniform() < 0.6 else round(rng.uniform(0, 600)),
        round(rng.uniform(0, 60)),
    ]


def _answer_sighting(case: Inputs) -> Answer:
    turned = [math.radians(v) for v in case[4:8]]
    radar = radar_row(
        math.radians(case[0]), math.radians(case[1]), float(case[2]), float(case[3]), *turned
    )
    base = np.ascontiguousarray(flights()[1][case[8] : case[8] + 1])
    return numbers(
        sightings(radar, row_of(case[8]), base, np.array([float(case[9])]), float(case[10]))
    )


KINDS = {
    "required": Kind(3000, _draw_required, _answer_required, 5),
    "sighting": Kind(1500, _draw_sighting, _answer_sighting, 5),
}
