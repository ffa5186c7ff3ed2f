"""launch_delay_s = "sensed": sensors, cues and the timeline from detection to launch."""

from __future__ import annotations

import json

import numpy as np
import pytest

import reassure
from reassure.answers.assessment import Reason

HEAD = """
format = "reassure-scenario/1"
title = "sensed"
[[force]]
bases = ["kozelsk", "dombarovsky"]
aims = ["conus"]
booster = "icbm-solid"
flight_time_ratio = [1.0]
aim_spacing_km = 1500
"""
SENSORS = """
[[sensor]]
id = "warning"
infrared = "infrared-warning"
track_s = 20
[[sensor]]
id = "armavir"
radar = "voronezh-dm"
site = "armavir"
track_s = 15
[[sensor]]
id = "fylingdales"
radar = "uewr-fylingdales"
site = "fylingdales"
track_s = 30
cued_by = ["warning"]
cue_delay_s = 10
"""
DEPLOYMENT = """
[[deployment]]
id = "sensed"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = "sensed"
sensors = [{sensors}]
decision_s = 25
reaction_s = 5
[[deployment]]
id = "given"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = {delay}
"""


def _write(tmp_path, text):
    path = tmp_path / "s.toml"
    path.write_text(text)
    return path


def _assess(tmp_path, sensors, delay="110", **options):
    text = HEAD + SENSORS + DEPLOYMENT.format(sensors=sensors, delay=delay)
    return reassure.assess(_write(tmp_path, text), **options)


def test_infrared_alone_is_a_given_delay(tmp_path) -> None:
    """Seen at 60 s, tracked 20 s later, 25 s to decide and 5 to react: as a delay of 110 s for every flight."""
    got = _assess(tmp_path, '"warning"')
    assert got.deployments[0].launch_delay_s is None
    sensed = got.pair(0, 0)["sensed"]
    assert sensed == {
        "first_seen_s": 60.0, "tracked_s": 80.0, "sensor": "warning", "commit_s": 105.0, "launch_s": 110.0,
    }  # fmt: skip
    assert got.pair(1, 0)["sensed"] is None
    np.testing.assert_array_equal(got.pairs.margin_km_s[0], got.pairs.margin_km_s[1])
    np.testing.assert_array_equal(
        got.pairs.critical_launch_delay_s[0], got.pairs.critical_launch_delay_s[1]
    )


def test_each_flight_has_its_own_delay(tmp_path) -> None:
    """A cued radar: the margin of a flight is that of a deployment given the same delay."""
    got = _assess(tmp_path, '"fylingdales"', estimate=True)
    times = got.timeline
    launch = times.launch_s[0]
    assert np.isfinite(launch).any()
    known = int(np.flatnonzero(np.isfinite(launch))[0])
    assert times.first_seen_s[0, known] == 60.0  # the cue's
    assert times.tracked_s[0, known] >= 60.0 + 20.0 + 10.0 + 30.0
    assert launch[known] == pytest.approx(times.tracked_s[0, known] + 30.0)
    same = _assess(tmp_path, '"fylingdales"', delay=repr(float(launch[known])))
    assert got.pairs.margin_km_s[0, known] == pytest.approx(
        same.pairs.margin_km_s[1, known], abs=1e-6
    )
    assert got.estimates.launch_delay_s[0, known] == pytest.approx(launch[known])


def test_the_first_of_several_tracks_counts(tmp_path) -> None:
    """More sensors are never later."""
    one = _assess(tmp_path, '"fylingdales"').timeline.launch_s[0]
    two = _assess(tmp_path, '"fylingdales", "warning"').timeline.launch_s[0]
    assert (two <= one).all()
    assert (two < one).any()


def test_never_tracked_is_out_of_reach(tmp_path) -> None:
    """With a reason of its own; and the file holds no infinity."""
    blind = SENSORS.replace('radar = "uewr-fylingdales"', 'radar = { id = "dim", range_km = 10 }')
    text = HEAD + blind + DEPLOYMENT.format(sensors='"fylingdales"', delay="90")
    got = reassure.assess(_write(tmp_path, text), estimate=True)
    assert (got.pairs.reason[0] == Reason.NOT_SENSED).all()
    assert got.deployments[0].share_out_of_reach == 1.0
    assert not got.estimates.within_reach()[0].any()
    got.write_json(tmp_path / "out.json")
    data = json.loads((tmp_path / "out.json").read_text())
    assert data["deployments"][0]["launch_delay_s"] == "sensed"
    (said,) = {data["reasons"][k] for k in data["pairs"][0]["reason"]}
    assert said == "no sensor of this deployment tracks the flight"
    assert set(data["pairs"][0]["sensed_launch_s"]) == {None}
    assert set(data["pairs"][0]["sensed_sensor"]) == {None}
    assert "sensed_launch_s" not in data["pairs"][1]
    got.write_csv(tmp_path / "out.csv")
    assert got.to_xarray()["margin_km_s"].shape[0] == 2


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('cued_by = ["warning"]', 'cued_by = ["fylingdales"]', "in a circle: fylingdales"),
        ('cued_by = ["warning"]', 'cued_by = ["nobody"]', "no sensor nobody"),
        ('sensors = ["warning"]', "sensors = []", "without sensors"),
        ('sensors = ["warning"]', 'sensors = ["other"]', "no sensor other"),
        ('site = "armavir"', "", "allowed: a site for a radar"),
        ('infrared = "infrared-warning"', "", "exactly one of radar and infrared"),
        ('radar = "voronezh-dm"', 'radar = "voronezh"', "did you mean voronezh-m"),
        ("track_s = 15", "track_s = -1", "allowed: 0 to 3600"),
        ('id = "armavir"', 'id = "warning"', "two sensors of one id"),
        ('radar = "voronezh-dm"', 'radar = { id = "r", range_km = 0 }', "allowed: 1 to"),
        (
            'radar = "voronezh-dm"',
            'radar = { id = "r", range_km = 9, sector_deg = 400 }',
            "1 to 360",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path, old, new, said) -> None:
    """One line that names it."""
    text = HEAD + SENSORS + DEPLOYMENT.format(sensors='"warning", "armavir"', delay="90")
    text = text.replace('sensors = ["warning", "armavir"]', 'sensors = ["warning"]')
    if 'voronezh"' in new:
        text = text.replace('sensors = ["warning"]', 'sensors = ["armavir"]')
    assert old in text
    with pytest.raises(reassure.ScenarioError, match=said):
        reassure.assess(_write(tmp_path, text.replace(old, new, 1)))


def test_no_claim_from_what_is_sensed(tmp_path) -> None:
    """A guarantee needs a number; one can be given beside the scenario."""
    text = HEAD + SENSORS + DEPLOYMENT.format(sensors='"warning"', delay="90")
    path = _write(tmp_path, text)
    with pytest.raises(reassure.ScenarioError, match="sensed.*launch_delay_s"):
        reassure.claim_from_scenario(path, deployments=["sensed"], bases=["kozelsk"])
    claim = reassure.claim_from_scenario(
        path, deployments=["sensed"], bases=["kozelsk"], launch_delay_s=60.0
    )
    assert claim.interceptor[0].earliest_burnout_s == 60.0


BOTH_INFRARED = """
[[sensor]]
id = "first"
infrared = {{ id = "i", detection_delay_s = 60 }}
track_s = 20
[[sensor]]
id = "second"
infrared = {{ id = "j", detection_delay_s = {seen} }}
track_s = {track}
cued_by = ["first"]
cue_delay_s = 10
"""


@pytest.mark.parametrize(
    ("seen", "track", "first", "tracked"),
    [(0, 5, 90.0, 95.0), (120, 5, 120.0, 125.0), (0, 90, 90.0, 180.0), (0, 91, 90.0, None), (181, 0, None, None)],
)  # fmt: skip
def test_a_cue_and_its_delay(tmp_path, seen, track, first, tracked) -> None:
    """The first tracks at 80 s; its cue comes 10 s later; the track has to be done before burnout at 180 s."""
    text = HEAD + BOTH_INFRARED.format(seen=seen, track=track)
    text += DEPLOYMENT.format(sensors='"second"', delay="110")
    got = reassure.assess(_write(tmp_path, text))
    sensed = got.pair(0, 0)["sensed"]
    assert sensed["first_seen_s"] == 60.0
    assert sensed["tracked_s"] == tracked
    assert sensed["launch_s"] == (None if tracked is None else tracked + 30.0)


def test_elevations_that_cross_when_drawn_are_refused(tmp_path) -> None:
    """Least 2 to 60, greatest 10 to 90 degrees."""
    low, high = (
        f"{{ value = {v}, low = {a}, high = {b} }}" for v, a, b in ((20, 2, 60), (40, 10, 90))
    )
    radar = (
        '[[sensor]]\nid = "x"\nsite = "fylingdales"\nradar = { id = "r", range_km = 4000, '
        f"least_elevation_deg = {low}, greatest_elevation_deg = {high} }}\n"
    )
    text = HEAD + radar + DEPLOYMENT.format(sensors='"x"', delay="110")
    with pytest.raises(
        reassure.ScenarioError, match=r"elevations 20 \(2 to 60\) to 40 \(10 to 90\) deg"
    ):
        reassure.load(_write(tmp_path, text))
