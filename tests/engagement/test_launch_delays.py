"""Launch delays by hand: given, or sensed by satellites that cue each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from reassure.engagement.launch_times import launch_times
from reassure.scenario.question import (
    Battery,
    GivenDelay,
    Question,
    SensedDelay,
    Sensor,
)
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve
from tests.small import SMALL

BATTERY: Battery = replace(
    resolve(parse(SMALL.encode(), "small.toml")).batteries[0], launch=GivenDelay(50.0)
)


def infrared(name: str, seen: float, track: float, *cues: str, after: float = 0.0) -> Sensor:
    """A satellite."""
    return Sensor(name, None, seen, track, cues, after)


def flights(*burnouts: float) -> np.ndarray:
    """Rows of which only the burnout times matter to a satellite."""
    rows = np.zeros((len(burnouts), 8))
    rows[:, 6] = burnouts
    return rows


def asked(launch: GivenDelay | SensedDelay, *sensors: Sensor) -> Question:
    """One deployment and some satellites, each after those that cue it."""
    return Question((), (replace(BATTERY, launch=launch),), sensors, ())


def times(question: Question, *burnouts: float) -> Any:
    """When it launches at flights that burn so long."""
    return launch_times(question, flights(*burnouts), np.zeros((len(burnouts), 3)))


def test_a_given_delay_is_the_same_for_every_flight_and_has_no_timeline() -> None:
    """Whatever sensors there are."""
    found = times(asked(GivenDelay(70.0), infrared("a", 10, 10)), 60.0, 240.0)
    assert found.delay_s.tolist() == [[70.0, 70.0]]
    assert found.timeline is None
    assert times(asked(GivenDelay(70.0))).delay_s.shape == (1, 0)


def test_a_sensed_delay_is_track_decision_and_reaction() -> None:
    """By hand: seen at 40 s, tracked at 55, committed at 75, launched at 80; each just as the boost ends, or never."""
    launch = SensedDelay(("a",), 20.0, 5.0)
    found = times(asked(launch, infrared("a", 40, 15)), 39.9, 40.0, 54.9, 55.0, 300.0)
    line, never = found.timeline, np.inf
    assert found.delay_s.tolist() == [[never, never, never, 80.0, 80.0]]
    assert line.first_seen_s.tolist() == [[never, 40.0, 40.0, 40.0, 40.0]]
    assert line.tracked_s.tolist() == [[never, never, never, 55.0, 55.0]]
    assert line.commit_s.tolist() == [[never, never, never, 75.0, 75.0]]
    assert (line.launch_s == found.delay_s).all()
    assert line.sensor.tolist() == [["", "", "", "a", "a"]]


def test_the_first_track_counts_and_the_first_sight_of_all_that_cue() -> None:
    """Of two sensors the sooner, by name; of two at once the first that is named; first seen by whoever cues them."""
    early, late = infrared("early", 30, 60), infrared("late", 50, 20)
    found = times(asked(SensedDelay(("early", "late"), 0.0, 0.0), early, late), 300.0, 80.0)
    assert found.delay_s.tolist() == [[70.0, 70.0]]
    assert found.timeline.sensor.tolist() == [["late", "late"]]
    assert found.timeline.first_seen_s.tolist() == [[30.0, 30.0]]
    twins = (infrared("x", 30, 10), infrared("y", 35, 5))
    for names in (("x", "y"), ("y", "x")):
        line = times(asked(SensedDelay(names, 0.0, 0.0), *twins), 300.0).timeline
        assert line.sensor.tolist() == [[names[0]]]
    cued = infrared("cued", 0, 5, "early", after=7.0)
    line = times(asked(SensedDelay(("cued",), 0.0, 0.0), early, cued), 300.0).timeline
    assert line.first_seen_s.tolist() == [[30.0]]
    assert line.tracked_s.tolist() == [[30.0 + 60.0 + 7.0 + 5.0]]


def test_of_several_cues_the_first_counts_and_a_lost_one_does_not() -> None:
    """A cue that never comes leaves the other; none at all leaves no track."""
    slow, never = infrared("slow", 40, 20), infrared("never", 500, 1)
    fast = infrared("fast", 10, 10)
    both = infrared("both", 0, 0, "slow", "never", "fast")
    launch = SensedDelay(("both",), 0.0, 0.0)
    assert times(asked(launch, slow, never, fast, both), 300.0).delay_s.tolist() == [[20.0]]
    lost = infrared("both", 0, 0, "never")
    assert times(asked(launch, never, lost), 300.0).delay_s.tolist() == [[np.inf]]


def test_given_and_sensed_stand_side_by_side() -> None:
    """A timeline has no numbers for the one whose delay is given."""
    sensor = infrared("a", 40, 15)
    mixed = Question(
        (), (replace(BATTERY, launch=GivenDelay(70.0)), replace(BATTERY, launch=SensedDelay(("a",), 1.0, 2.0))),
        (sensor,), (),
    )  # fmt: skip
    found = times(mixed, 300.0)
    assert found.delay_s.tolist() == [[70.0], [58.0]]
    assert np.isnan(found.timeline.launch_s[0]).all()
    assert found.timeline.sensor.tolist() == [[""], ["a"]]
    assert found.timeline.launch_s[1, 0] == 58.0
