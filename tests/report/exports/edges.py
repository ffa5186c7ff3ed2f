"""A small result whose places lie on the antimeridian and at poles; and what holds of every map's lines and areas."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.engagement.ephemeris import ephemerides
from reassure.questions.assess import assess
from reassure.scenario.reader import parse

EDGES = """\
format = "reassure-scenario/1"
title = "at the edges of the map"

[[force]]
bases = [{ id = "east", latitude_deg = 65.0, longitude_deg = 180.0 },
         { id = "west", latitude_deg = 66.0, longitude_deg = -180.0 },
         { id = "top", latitude_deg = 90.0, longitude_deg = 77.0 }]
aims = [{ id = "pole", latitude_deg = 90.0, longitude_deg = -120.0, radius_km = 700 },
        { id = "across", latitude_deg = 75.0, longitude_deg = 0.0, radius_km = 0 },
        { id = "along", latitude_deg = -20.0, longitude_deg = -180.0, radius_km = 0 },
        { id = "south", latitude_deg = -90.0, longitude_deg = 0.0, radius_km = 0 },
        { id = "block", polygon = [[40, 180], [40, -150], [30, -150], [30, -180]] },
        { id = "corner", polygon = [[90, 0], [80, -180], [80, -90]] },
        { id = "half", polygon = [[80, 20], [85, -160], [75, -70]] },
        { id = "speck", latitude_deg = 10.0, longitude_deg = 180.0, radius_km = 0.004 }]
booster = "icbm-solid"
aim_spacing_km = 2000

[[deployment]]
id = "pole"
site = { latitude_deg = 90, longitude_deg = 0 }
interceptor = { id = "f", burnout_speed_km_s = 6 }
launch_delay_s = 100

[[deployment]]
id = "line"
site = { latitude_deg = 50, longitude_deg = -180 }
interceptor = { id = "f", burnout_speed_km_s = 6 }
launch_delay_s = 100

[[deployment]]
id = "ships"
area = [[50, 170], [50, 180], [50, -170], [40, -180]]
area_spacing_km = 500
interceptor = { id = "f", burnout_speed_km_s = 6 }
launch_delay_s = "sensed"
sensors = ["watch", "all-round"]

[[sensor]]
id = "watch"
radar = { id = "r", range_km = 3000, sector_deg = 120, boresight_deg = 80 }
site = { latitude_deg = 90, longitude_deg = 0 }

[[sensor]]
id = "all-round"
radar = { id = "a", range_km = 50000 }
site = { latitude_deg = 0, longitude_deg = -180 }
"""


@cache
def edges() -> Assessment:
    """The assessment, made once."""
    return assess(parse(EDGES.encode(), "edges"))


@cache
def edge_ways() -> Ephemerides:
    """All its flights."""
    return ephemerides(edges(), every=True)


def lies_on_the_map(geometry: dict[str, Any]) -> None:
    """In range, valid, outer rings counter-clockwise, and no line from one side of the map to the other."""
    found = shape(geometry)
    assert not found.is_empty
    assert found.is_valid, shapely.is_valid_reason(found)
    west, south, east, north = found.bounds
    assert -180.0 <= west <= east <= 180.0
    assert -90.0 <= south <= north <= 90.0
    for part in shapely.get_parts(found):
        if part.geom_type == "Polygon":
            assert part.exterior.is_ccw
            assert not any(hole.is_ccw for hole in part.interiors)
            ring = np.array(part.exterior.coords)
            wide = np.abs(np.diff(ring[:, 0])) >= 180.0
            assert (np.abs(ring[:-1][wide, 1]) == 90.0).all()  # along the pole
        elif part.geom_type == "LineString":
            line = np.array(part.coords)
            assert np.abs(np.diff(line[:, 0])).max() <= 180.0  # half way round is no seam
            # a point at a pole is on its neighbour's meridian
            polar = np.abs(line[:, 1]) == 90.0
            beside = (polar[:-1] | polar[1:]) & (np.diff(line[:, 1]) != 0.0)
            assert (np.diff(line[:, 0])[beside] == 0.0).all()
