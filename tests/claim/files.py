"""A whole claim to change, as TOML and as JSON, and a check of where cells are."""

from __future__ import annotations

import json

import numpy as np

WHOLE = """\
format = "reassure-claim/1"
title = "Deveselu against Kozelsk"

[earth]
mu_m3_s2 = 3.986004418e14
rotation_rad_s = 7.292115e-5
equatorial_radius_m = 6378137
polar_radius_m = 6356752.3142
perturbation_m_s2 = 0.033
keep_above_km = 0

[[interceptor]]
id = "phase-2-deveselu"
places = [[44.07, 44.07, 24.42, 24.42]]
earliest_burnout_s = 100
burnout_speed_km_s = 4.5
divert_km_s = 0.2
burnout_distance_km = 150
burnout_height_km = 150

[[flights]]
id = "kozelsk"
base = [54.03, 54.03, 35.77, 35.77]
field_radius_km = 40
burnout_time_s = [170, 180]
burnout_height_km = [180, 220]
burnout_distance_km = [500, 600]
sideways_km = 5
aims = [
  [25.0, 28.0, -82.0, -79.0, 1650, 1990],
]

[[clause]]
interceptor = "phase-2-deveselu"
flights = "kozelsk"
"""

CANONICAL = (
    '{"format":"reassure-claim/1","title":"Deveselu against Kozelsk",'
    '"earth":{"mu_m3_s2":398600441800000,"rotation_rad_s":7.292115e-05,'
    '"equatorial_radius_m":6378137,"polar_radius_m":6356752.3142,'
    '"perturbation_m_s2":0.033,"keep_above_km":0},'
    '"interceptor":[{"id":"phase-2-deveselu","places":[[44.07,44.07,24.42,24.42]],'
    '"earliest_burnout_s":100,"burnout_speed_km_s":4.5,"divert_km_s":0.2,'
    '"burnout_distance_km":150,"burnout_height_km":150}],'
    '"flights":[{"id":"kozelsk","base":[54.03,54.03,35.77,35.77],"field_radius_km":40,'
    '"burnout_time_s":[170,180],"burnout_height_km":[180,220],'
    '"burnout_distance_km":[500,600],"sideways_km":5,'
    '"aims":[[25,28,-82,-79,1650,1990]]}],'
    '"clause":[{"interceptor":"phase-2-deveselu","flights":"kozelsk"}]}'
)


def swapped(old: str, new: str) -> str:
    """WHOLE with one piece of it changed."""
    assert WHOLE.count(old) >= 1
    return WHOLE.replace(old, new, 1)


def data() -> dict:
    """The claim as plain data, numbers as JSON reads them."""
    return json.loads(CANONICAL)


def today(**changes: object) -> dict:
    """The claim as plain data in the format of today, with values changed: keys are table__key."""
    whole = data() | {"format": "reassure-claim/3"}
    whole["flights"][0]["aims"] = [[25, 28, -82, -79, 1650, 1990, 7.7, 9.2]]
    for name, value in changes.items():
        table, key = name.split("__")
        (whole["earth"] if table == "earth" else whole[table][0])[key] = value
    return whole


def two_rows() -> dict:
    """A claim in the format of today that is proved in a second: two small rows, and a slower interceptor."""
    aims = [[40, 41, -76, -74, 1720, 1760, 7.2, 7.4], [46, 48, -122, -120, 1800, 1830, 7.5, 7.6]]
    return today(interceptor__burnout_speed_km_s=4.0, flights__aims=aims) | {
        "title": "Deveselu against Kozelsk, two cells"
    }


def inside(cells, latitude_deg, longitude_deg) -> np.ndarray:
    """Which cells hold which points: (points, cells)."""
    south, north, west, east = np.array([cell[:4] for cell in cells]).T
    lat = np.asarray(latitude_deg, float)[:, None]
    lon = np.asarray(longitude_deg, float)[:, None]
    across = np.mod(lon - west + 1e-9, 360.0) <= east - west + 2e-9
    return (south - 1e-9 <= lat) & (lat <= north + 1e-9) & (across | (np.abs(lat) == 90.0))
