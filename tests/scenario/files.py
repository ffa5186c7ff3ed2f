"""A valid scenario that uses every form the format has."""

WHOLE = """\
format = "reassure-scenario/1"
title = "Every form"
note = "A test."

[[force]]
bases = ["kozelsk", { id = "here", latitude_deg = 55.0, longitude_deg = 40.0, field_radius_km = 20 },
         { id = "boats", area = "barents-sea" }, { id = "drawn", area = [[70, 40], [70, 50], [72, 45]] }]
aims = ["conus", { id = "city", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 },
        { id = "box", polygon = [[40, -80], [40, -75], [44, -75], [44, -80]], holes = [[[41, -79], [42, -77], [43, -79]]] }]
booster = { id = "mine", burnout_time_s = { value = 180, low = 150, high = 200, source = "a book" }, burnout_height_km = 200, downrange_km = 500 }
flight_time_ratio = [0.9, 1.0, 1.2]
aim_spacing_km = 2000
base_spacing_km = 2000
accounts = [{ base = "here", launchers = 10, warheads = { value = 60, low = 50, high = 60, source = "a declaration" } },
            { base = "boats", launchers = 16, warheads = 12, some_empty = true }]
account_totals = [{ bases = ["here", "boats"], launchers = 58, warheads = { value = 580, low = 300, high = 580 }, source = "press", status = "recalled" },
                  { bases = ["here"], warheads = 60 }]
declaration = "new-start-2012-03-01-russia"

[[deployment]]
id = "by-id"
site = "redzikowo"
interceptor = "sm3-iia"
interceptors = 24
from = 2018
until = 2020
launch_delay_s = 100

[[deployment]]
id = "by-table"
site = { latitude_deg = 44.0, longitude_deg = 24.4 }
interceptor = { id = "mine", burnout_speed_km_s = { value = 3.5, low = 3, high = 4, status = "recalled", dissent = [{ value = 5, who = "them", source = "a speech" }] }, divert_km_s = 0.2, burnout_height_km = 100, burn_time_s = 60 }
launch_delay_s = { value = 90, source = "a test" }

[[deployment]]
id = "ships"
area = "baltic-sea"
interceptor = "sm3-iia"
launch_delay_s = 90
area_spacing_km = 300

[[deployment]]
id = "drawn-ships"
area = [[55, 0], [55, 5], [58, 5], [58, 0]]
interceptor = "sm3-iib"
launch_delay_s = 90
area_spacing_km = 300
"""
