"""A small scenario, and its assessment."""

from __future__ import annotations

from functools import cache

from reassure.answers.assessment import Assessment
from reassure.questions.assess import assess
from reassure.scenario.reader import parse

SMALL = """\
format = "reassure-scenario/1"
title = "Small <b>&"

[[force]]
bases = ["kozelsk", "uzhur"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 },
        { id = "near", latitude_deg = 55.0, longitude_deg = 36.5, radius_km = 0 }]
booster = "icbm-solid"
flight_time_ratio = [0.9, 1.0]

[[deployment]]
id = "slow"
site = "redzikowo"
interceptor = { id = "s", burnout_speed_km_s = 3.0, divert_km_s = 0.2 }
launch_delay_s = 100

[[deployment]]
id = "fast"
site = "redzikowo"
interceptor = { id = "f", burnout_speed_km_s = { value = 8, source = "a book" } }
launch_delay_s = 100

[[deployment]]
id = "late"
site = "redzikowo"
interceptor = { id = "f", burnout_speed_km_s = 8 }
launch_delay_s = 7000

[[deployment]]
id = "hopeless"
site = { latitude_deg = -60, longitude_deg = 120 }
interceptor = "sm3-ib"
launch_delay_s = 7000

[[deployment]]
id = "boosted"
site = "redzikowo"
interceptor = { id = "b", burnout_speed_km_s = 8, burnout_height_km = 100, burn_time_s = 60 }
launch_delay_s = 100
"""


@cache
def small(text: str = SMALL) -> Assessment:
    """The assessment, made once."""
    return assess(parse(text.encode(), "small.toml"))
