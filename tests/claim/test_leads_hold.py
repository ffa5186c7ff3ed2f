"""A claim's families hold flights as flown: found by a referee, each as small as it gets."""

from __future__ import annotations

import numpy as np
import pytest

from reassure.claim import claim_from_scenario
from reassure.claim.lead import leads
from reassure.claim.places import Launch, Targets
from reassure.geography.boost import boosted
from reassure.geography.geodesics import ELLIPSOID
from reassure.scenario.reader import parse
from tests.claim.geometry import as_claimed, direction

SCENARIO = """
format = "reassure-scenario/1"
title = "T"
[[force]]
bases = [{{ id = "b", latitude_deg = {base[0]}, longitude_deg = {base[1]}, field_radius_km = {field} }}]
aims = [{{ id = "a", latitude_deg = {aim[0]}, longitude_deg = {aim[1]}, radius_km = {radius} }}]
booster = {{ id = "bo", burnout_time_s = 120, burnout_height_km = {height}, downrange_km = {downrange} }}
flight_time_ratio = [1.0]
[[deployment]]
id = "d"
site = {{ latitude_deg = 54.5, longitude_deg = 17.1 }}
interceptor = {{ id = "i", burnout_speed_km_s = 5.0 }}
launch_delay_s = 90
"""


def claimed(base, aim, field, height="150", downrange="300", radius=0):
    """The claim's flights table of one base and one aim point."""
    text = SCENARIO.format(
        base=base, aim=aim, field=field, height=height, downrange=downrange, radius=radius
    )
    return claim_from_scenario(parse(text.encode(), "a.toml")).flights[0]


def seen(table, origin, aim, downrange, height):
    """Along and sideways (km) of flights as flown, in the claim's words."""
    n = len(origin[0])
    flown = boosted(origin, aim, np.ones(n), downrange_km=downrange, height_km=height)
    assert (flown.outcome == 0).all()
    row = table.aims[0]
    end = 120.0 + flown.free_flight_s
    lead = row[6] + (end - row[4]) / (row[5] - row[4]) * (row[7] - row[6])
    along, sideways, _ = as_claimed(
        direction(*origin), direction(aim[0], aim[1] + lead), flown.burnout
    )
    return along, sideways


@pytest.mark.parametrize(
    ("base", "aim", "field", "radius"),
    [
        ((0.0, 0.0), (0.0, -20.0), 0.0, 100.0),
        ((-1.32655, 0.0), (-1.410486, -20.29213), 40.0, 0.0),
        ((27.9653198, 0.0), (29.069762, 16.948893), 40.0, 100.0),
    ],
)
def test_led_great_circles_go_the_way_of_the_boost(base, aim, field, radius) -> None:
    """An aim due west: turned past the base, its great circle is nearly the same, the other way round."""
    booster = "{ value = 350, low = 300, high = 400 }"
    table = claimed(base, aim, field, downrange=booster, radius=radius)
    a = np.array([aim[0]]), np.array([aim[1]])
    along, sideways = seen(table, (np.array([base[0]]), np.array([base[1]])), a, 300.0, 150.0)
    assert table.burnout_distance_km[0] <= along[0] <= table.burnout_distance_km[1]
    assert sideways[0] <= table.sideways_km


def test_a_base_and_an_aim_on_the_equator() -> None:
    """Where no lead changes anything there is a claim still, or a ScenarioError."""
    claimed((0.0, 0.0), (0.0, 100.0), 0.0)


@pytest.mark.parametrize(
    ("base", "aim"),
    [
        ((17.48, 0.0), (39.95, -77.80)),
        ((-10.43, 0.0), (-19.108, -57.62)),
        ((38.63, 0.0), (56.70, -46.45)),
    ],
)
def test_no_fitted_lead_is_worse_than_none(base, aim) -> None:
    """Great circles that meet the aim's parallel at a small angle."""
    launch = Launch((base[0], base[0], base[1], base[1]), 40.0)
    cell = (aim[0] - 1, aim[0] + 1, aim[1] - 1, aim[1] + 1)
    led = leads(
        launch, Targets([cell]), ((170.0, 180.0), (500.0, 600.0), (180.0, 220.0)), (1.0, 1.0)
    )
    assert led.sideways_km < 40.0


@pytest.mark.parametrize(
    ("base", "aim", "field", "downrange", "height"),
    [
        ((-14.319, 0.0), (-5.0048, -27.8229), 400.0, (264.8, 523.4), (238.6, 670.0)),
        ((11.521, 0.0), (1.6431, -34.17805), 400.0, (306.5, 430.3), (244.7, 895.0)),
    ],
)
def test_tall_intervals_of_burnout_height(base, aim, field, downrange, height) -> None:
    """Bases at the field's rim with heights at an end, which no sample has together."""

    def figure(pair):
        return f"{{ value = {sum(pair) / 2}, low = {pair[0]}, high = {pair[1]} }}"

    table = claimed(base, aim, field, figure(height), figure(downrange))
    rim = np.arange(0.0, 360.0, 2.0)
    lon, lat, _ = ELLIPSOID.fwd(
        np.full(180, base[1]), np.full(180, base[0]), rim, np.full(180, 999.9 * field)
    )
    a = np.full(180, aim[0]), np.full(180, aim[1])
    for d in downrange:
        for h in height:
            _, sideways = seen(table, (np.asarray(lat), np.asarray(lon)), a, d, h)
            assert sideways.max() <= table.sideways_km
