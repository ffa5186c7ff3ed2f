"""From detection to launch: for every flight, when each deployment's sensors let an interceptor
leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from reassure.answers.timeline import Timeline
from reassure.engagement.radar_row import row_of
from reassure.flight.family import BURNOUT_TIME
from reassure.scenario.question import GivenDelay, Question, SensedDelay, Sensor, with_cues
from reassure.sensing.radar import FIRST_SEEN, TRACKED, sightings
from reassure.typing import Array

__all__ = ["Known", "LaunchTimes", "launch_times"]


@dataclass(frozen=True, eq=False)
class LaunchTimes:
    """When d deployments can launch at n flights."""

    delay_s: Array
    """(d, n), s after each flight's launch; infinite where no sensor tracks it in time."""
    timeline: Timeline | None
    """How sensed delays come about; None where none is sensed."""


Known: TypeAlias = dict[tuple[Sensor, bytes], Array]
"""What sensors saw of one set of flights, by the sensor and by when it looked."""


def launch_times(
    question: Question, flights: Array, bases: Array, known: Known | None = None
) -> LaunchTimes:
    """The launch delays of every deployment, given or sensed.

    `flights` (n, FLIGHT_COLUMNS): rows as in flight.family.standing; `bases` (n, 3): Earth-fixed,
    m. Every moment is (d, n), s from the flight's launch: infinite for never, NaN for a deployment
    whose delay is given. `known` keeps what sensors saw of these flights, for the next question about them.
    """
    d, n = len(question.batteries), len(flights)
    delays = np.empty((d, n))
    seen: dict[str, Array] = {}
    found: Timeline | None = None
    for i, battery in enumerate(question.batteries):
        if isinstance(battery.launch, GivenDelay):
            delays[i] = battery.launch.delay_s
            continue
        if found is None:
            seen, found = _sightings(question, flights, bases, known), _blank(d, n)
        _fill(found, i, battery.launch, seen, question)
        delays[i] = found.launch_s[i]
    return LaunchTimes(delays, found)


def _blank(d: int, n: int) -> Timeline:
    blank = np.full((d, n), np.nan)
    # "U64": an id has 63 characters at most.
    return Timeline(blank, blank.copy(), blank.copy(), blank.copy(), np.full((d, n), "", "U64"))


def _sightings(
    question: Question, flights: Array, bases: Array, known: Known | None
) -> dict[str, Array]:
    """First seen, and its track reported, (n, 2), s after launch, by every sensor; each looks from its cue on."""
    seen: dict[str, Array] = {}
    # Sensors stand in the order of their cues: those that cue come before those cued.
    for sensor in question.sensors:
        cues = [seen[name][:, TRACKED] for name in sensor.cued_by]
        # The first track of any that cues it will do.
        since = np.min(cues, axis=0) + sensor.cue_delay_s if cues else np.zeros(len(flights))
        key = sensor, since.tobytes()
        if known is not None and key in known:
            seen[sensor.id] = known[key]
            continue
        found = _seen(sensor, flights, bases, since)
        # What it has tracked the others know a little later.
        found[:, TRACKED] += sensor.report_delay_s
        seen[sensor.id] = found
        if known is not None:
            known[key] = found
    return seen


def _seen(sensor: Sensor, flights: Array, bases: Array, since: Array) -> Array:
    """First seen and tracked, (n, SIGHTING_COLUMNS), s, by a sensor that looks from `since` (n,),
    s, on.
    """
    if sensor.radar is not None:
        row = row_of(sensor.radar)
        return sightings(row, flights, bases, np.ascontiguousarray(since), sensor.track_s)
    assert sensor.detection_delay_s is not None  # noqa: S101
    # infrared sees the boost alone: the track has to be done before it is over
    first = np.maximum(sensor.detection_delay_s, since)
    tracked = first + sensor.track_s
    burning = flights[:, BURNOUT_TIME]
    return np.column_stack(
        [np.where(first <= burning, first, np.inf), np.where(tracked <= burning, tracked, np.inf)]
    )


def _fill(
    out: Timeline, i: int, launch: SensedDelay, seen: dict[str, Array], question: Question
) -> None:
    """Fill the i-th battery's row of the timeline."""
    chain = with_cues(launch.sensors, {s.id: s for s in question.sensors})
    out.first_seen_s[i] = np.min([seen[name][:, FIRST_SEEN] for name in chain], axis=0)
    # Cues count as seeing the flight, but only the deployment's own sensors track it for launch.
    tracks = np.array([seen[name][:, TRACKED] for name in launch.sensors])
    first = tracks.argmin(axis=0)
    out.tracked_s[i] = tracks.min(axis=0)
    out.commit_s[i] = out.tracked_s[i] + launch.decision_s
    out.launch_s[i] = out.commit_s[i] + launch.reaction_s
    names = np.array(launch.sensors)
    out.sensor[i] = np.where(np.isfinite(out.tracked_s[i]), names[first], "")
