"""A small result whose places lie across the antimeridian and round the pole, with a hostile title; and oracles."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

import numpy as np
from pyproj import Transformer

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.engagement.ephemeris import ephemerides
from reassure.questions.assess import assess
from reassure.report.exports import Moment
from reassure.scenario.reader import parse
from reassure.words.links import links
from tests.oracles.two_body import OMEGA, path, turned

TITLE = '<script>alert("x")</script> & ]]> <![CDATA[ é'

WORLD = f"""\
format = "reassure-scenario/1"
title = '{TITLE}'

[[force]]
bases = ["kozelsk", {{ id = "east", latitude_deg = 62.0, longitude_deg = 170.0, field_radius_km = 10 }},
         {{ id = "arctic", latitude_deg = 60.0, longitude_deg = 90.0, field_radius_km = 10 }}]
aims = [{{ id = "strait", polygon = [[70, 175], [70, -170], [62, -170], [62, 175]], holes = [[[65, 179], [65, -178], [67, -178], [67, 179]], [[68, -174], [69, -174], [69, -172]]] }},
        {{ id = "opposite", latitude_deg = 60.0, longitude_deg = -89.0, radius_km = 0 }},
        {{ id = "pole", latitude_deg = 88.0, longitude_deg = 10.0, radius_km = 900 }}]
booster = "icbm-solid"
flight_time_ratio = [1.0]
aim_spacing_km = 2000

[[deployment]]
id = "fast"
site = {{ latitude_deg = 75, longitude_deg = 100 }}
interceptor = {{ id = "f", burnout_speed_km_s = {{ value = 6, low = 5, high = 8, source = "a <book> & more" }} }}
launch_delay_s = 100

[[deployment]]
id = "boosted"
area = [[70, 175], [70, -170], [62, -170], [62, 175]]
area_spacing_km = 500
interceptor = {{ id = "b", burnout_speed_km_s = 7, burnout_height_km = 100, burn_time_s = 60 }}
launch_delay_s = 100

[[deployment]]
id = "hopeless"
site = {{ latitude_deg = -60, longitude_deg = 120 }}
interceptor = "sm3-ib"
launch_delay_s = "sensed"
sensors = ["watch"]

[[sensor]]
id = "watch"
radar = {{ id = "r", range_km = 2000, sector_deg = 120, boresight_deg = 80, least_elevation_deg = 80 }}
site = {{ latitude_deg = 65, longitude_deg = 170 }}
"""

MOMENT = Moment(
    datetime(2012, 3, 14, 12, 0, 0, tzinfo=UTC), datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
)

_TO_EARTH_FIXED = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)


@cache
def world() -> Assessment:
    """The assessment, made once."""
    return assess(parse(WORLD.encode(), "world"))


@cache
def ways() -> Ephemerides:
    """All its flights."""
    return ephemerides(world(), every=True)


def earth_fixed(longitude_deg, latitude_deg, height_m) -> np.ndarray:
    """Positions (n, 3), m, by pyproj."""
    return np.column_stack(_TO_EARTH_FIXED.transform(longitude_deg, latitude_deg, height_m))


def flown(result: Assessment, i: int, times: np.ndarray) -> np.ndarray:
    """Earth-fixed positions (n, 3), m, at times (s from launch, rising from the burnout), integrated."""
    f = result.flights
    after = np.maximum(np.asarray(times, float) - f.burnout_time_s[i], 0.0)  # rounding aside
    start = after[0] == 0.0
    steps = after if start else np.concatenate([[0.0], after])
    inertial = path(f.burnout_position_m[i], f.burnout_velocity_m_s[i], steps)
    return turned(inertial if start else inertial[1:], -OMEGA * after)


def intercept(result: Assessment, d: int, i: int) -> np.ndarray:
    """Where a deployment meets a flight, Earth-fixed, m, by pyproj."""
    p = result.pairs
    return earth_fixed(
        [p.intercept_longitude_deg[d, i]],
        [p.intercept_latitude_deg[d, i]],
        [1e3 * p.intercept_height_km[d, i]],
    )[0]


def with_links(result: Assessment) -> list[dict[str, Any]]:
    """The figures as a result has them; those whose source names an address have it under `links` too."""
    out = []
    for figure in result.sources:
        found = links(figure.source)
        out.append({**figure.to_dict(), **({"links": found} if found else {})})
    return out
