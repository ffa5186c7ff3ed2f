"""A scenario of two forces and interceptors near the ends of their flights, where heights of intercept decide."""

from __future__ import annotations

from reassure.scenario import Scenario
from reassure.scenario.reader import parse

TEXT = """\
format = "reassure-scenario/1"
title = "Heights and forces"

[[force]]
id = "west"
bases = ["kozelsk", "tatishchevo"]
aims = [{ id = "coast", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 300 }]
booster = { id = "b", burnout_time_s = 180, burnout_height_km = 200, downrange_km = 500 }
flight_time_ratio = [0.9, 1.0]
aim_spacing_km = 250
accounts = [{ base = "kozelsk", launchers = 10, warheads = 60 },
            { base = "tatishchevo", launchers = 10, warheads = 30 }]

[[force]]
bases = ["uzhur", "kozelsk"]
aims = [{ id = "plains", latitude_deg = 41.0, longitude_deg = -96.0, radius_km = 0 }]
booster = { id = "c", burnout_time_s = 240, burnout_height_km = 250, downrange_km = 600 }
accounts = [{ base = "uzhur", launchers = 20, warheads = 40 },
            { base = "kozelsk", launchers = 5, warheads = 50 }]

[[region]]
id = "east"
polygon = [[36, -80], [36, -74], [42, -74], [42, -80]]

[[deployment]]
id = "low"
site = { latitude_deg = 38.0, longitude_deg = -76.0 }
interceptor = { id = "i", burnout_speed_km_s = 3.0, vehicle = "notional-3-0"LOW }
interceptors = 12
launch_delay_s = 1200
FACES_LOW
[[deployment]]
id = "north"
site = "redzikowo"
interceptor = { id = "j", burnout_speed_km_s = 4.5, vehicle = "notional-4-5"NORTH }
interceptors = 6
launch_delay_s = 100
FACES_NORTH
"""


def text(low: str = "", north: str = "", faces_low: str = "", faces_north: str = "") -> str:
    """The scenario with more keys of the two interceptors, and what the two deployments face."""
    return (
        TEXT.replace("LOW }", f"{low} }}")
        .replace("NORTH }", f"{north} }}")
        .replace("FACES_LOW", faces_low)
        .replace("FACES_NORTH", faces_north)
    )


def scenario(**keys: str) -> Scenario:
    """The same, read."""
    return parse(text(**keys).encode(), "forces.toml")


def heights(least: float, greatest: float | None = None) -> str:
    """Keys of an interceptor's table."""
    most = "" if greatest is None else f", greatest_intercept_height_km = {greatest:g}"
    return f", least_intercept_height_km = {least:g}{most}"


LOFTED = """\
format = "reassure-scenario/1"
title = "High flights"

[[force]]
bases = ["kozelsk"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = "icbm-solid"
flight_time_ratio = [1.6]

[[deployment]]
id = "north"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = 90
"""
"""Its one flight falls freely for longer than half a turn at the surface takes."""

LONG_WAY = LOFTED.replace("[1.6]", '[1.0]\nway = "long"')
"""Its one flight goes a way of which no claim says anything."""
