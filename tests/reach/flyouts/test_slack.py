"""Launch slack: what it is, and where there is none."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reassure.earth.frames import earth_fixed
from reassure.reach.flyouts.arrival import joint
from reassure.reach.flyouts.nodes import NODE_TIME, node, tracks
from reassure.reach.flyouts.slack import (
    arrival,
    least_arrival,
    reach_of,
    site_at,
    slack_at,
    summit,
)
from reassure.reach.heights import HeightBand
from tests.reach.flyouts.cases import LATITUDE_DEG, LONGITUDE_DEG, fan_here, rows_here, site_here


def _reach(low: float = 100e3, high: float = 1e7):
    return reach_of(fan_here().arrays(), HeightBand(low, high))


def _above(height: float, east_deg: float = 0.0):
    return earth_fixed(math.radians(LATITUDE_DEG), math.radians(LONGITUDE_DEG + east_deg), height)


def test_slack_is_the_time_there_less_the_earliest_arrival() -> None:
    """As the fan itself says it."""
    site, p = site_at(site_here().arrays(), 0), _above(200e3, 2.0)
    fan = fan_here()
    expected = fan.arrivals(site.latitude, math.radians(LONGITUDE_DEG), np.array([p]))[0]
    time, azimuth, kick = arrival(_reach(), site, p)
    assert (time, azimuth) == pytest.approx(tuple(expected[:2]), abs=1e-9)
    assert fan.kicks_at(np.array([kick]))[0] == pytest.approx(expected[2])
    assert slack_at(_reach(), site, 500.0, p) == 500.0 - time
    assert least_arrival(fan.arrays(), site.frame, p) <= time


def test_there_is_none_at_a_height_that_does_not_count() -> None:
    """Below the lowest and above the highest: minus infinity, though a flyout goes there."""
    site = site_at(site_here().arrays(), 0)
    for low, high in ((201e3, 1e7), (0.0, 199e3)):
        assert slack_at(_reach(low, high), site, 500.0, _above(200e3)) == -math.inf


def test_there_is_none_out_of_reach() -> None:
    """On the other side of the Earth nothing ever is, and a bound on it says so."""
    site, p = site_at(site_here().arrays(), 0), _above(200e3, 180.0)
    assert arrival(_reach(), site, p) == (math.inf, 0.0, 0.0)
    assert slack_at(_reach(), site, 500.0, p) == -math.inf
    assert least_arrival(fan_here().arrays(), site.frame, p) == math.inf


def test_the_summit_is_no_lower_than_its_node() -> None:
    """Nor than any time near it, by half a second; and the first that is enough will do."""
    site, reach = site_at(site_here().arrays(), 0), _reach()
    rows = rows_here()
    track = tracks(rows, 12, 100e3, 1e7)[0]
    nodes = [slack_at(reach, site, t[NODE_TIME], node(track, k)) for k, t in enumerate(track)]
    at = int(np.argmax(nodes))
    when, most = summit(reach, site, rows[0], track, at, math.inf)
    assert most >= nodes[at]
    assert track[0, NODE_TIME] <= when <= track[-1, NODE_TIME]
    assert summit(reach, site, rows[0], track, at, nodes[at]) == (track[at, NODE_TIME], nodes[at])


def test_a_latitude_among_the_fans() -> None:
    """On one of them, between two, and beyond the ends."""
    latitudes = np.radians([40.0, 45.0, 50.0])
    assert tuple(joint(latitudes, math.radians(45.0))) == (1, 0.0)
    between = joint(latitudes, math.radians(46.0))
    assert between.below == 1
    assert between.share == pytest.approx(0.2)
    assert tuple(joint(latitudes, math.radians(39.0))) == (0, 0.0)
    assert tuple(joint(latitudes, math.radians(60.0))) == (2, 0.0)
