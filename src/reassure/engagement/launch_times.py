"""From detection to launch: for every flight, when each deployment's sensors let an interceptor
leave.
"""

from __future__ import annotations

import math

import numpy as np

from reassure.answers.timeline import Timeline
from reassure.flight.family import BURNOUT_TIME
from reassure.scenario.question import Battery, Question, Sensor
from reassure.sensing.radar import FIRST_SEEN, TRACKED, radar_row, sightings
from reassure.typing import Array

__all__ = ["timeline"]


def timeline(question: Question, flights: Array, bases: Array) -> Timeline | None:
    """The timeline of every deployment, or None where no delay is sensed.

    `flights` (n, FLIGHT_COLUMNS): rows as in flight.family.standing; `bases` (n, 3): Earth-fixed,
    m. Every moment is (d, n), s from the flight's launch: infinite for never, NaN for a deployment
    whose delay is given.
    """
    if all(b.launch_delay_s is not None for b in question.batteries):
        return None
    seen: dict[str, Array] = {}
    for sensor in question.sensors:
        cues = [seen[name][:, TRACKED] for name in sensor.cued_by]
        since = np.min(cues, axis=0) + sensor.cue_delay_s if cues else np.zeros(len(flights))
        seen[sensor.id] = _seen(sensor, flights, bases, since)
    d, n = len(question.batteries), len(flights)
    blank = np.full((d, n), np.nan)
    out = Timeline(blank, blank.copy(), blank.copy(), blank.copy(), np.full((d, n), "", "U64"))
    for i, battery in enumerate(question.batteries):
        if battery.launch_delay_s is None:
            _fill(out, i, battery, seen, question)
    return out


def _seen(sensor: Sensor, flights: Array, bases: Array, since: Array) -> Array:
    """First seen and tracked, (n, SIGHTING_COLUMNS), s, by a sensor that looks from `since` (n,),
    s, on.
    """
    if sensor.radar is not None:
        lat, lon, height, reach, boresight, sector, low, high = sensor.radar
        row = radar_row(
            math.radians(lat), math.radians(lon), height * 1e3, reach * 1e3, math.radians(boresight),
            math.radians(sector), math.radians(low), math.radians(high),
        )  # fmt: skip
        return sightings(row, flights, bases, np.ascontiguousarray(since), sensor.track_s)
    assert sensor.detection_delay_s is not None  # noqa: S101
    # infrared sees the boost alone: the track has to be done before it is over
    first = np.maximum(sensor.detection_delay_s, since)
    tracked = first + sensor.track_s
    burning = flights[:, BURNOUT_TIME]
    return np.column_stack(
        [np.where(first <= burning, first, np.inf), np.where(tracked <= burning, tracked, np.inf)]
    )


def _chain(names: tuple[str, ...], sensors: dict[str, Sensor]) -> list[str]:
    """The sensors and all that cue them."""
    out: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in out:
            out.append(name)
            waiting += sensors[name].cued_by
    return out


def _fill(
    out: Timeline, i: int, battery: Battery, seen: dict[str, Array], question: Question
) -> None:
    """Fill the i-th battery's row of the timeline."""
    sensors = {s.id: s for s in question.sensors}
    chain = _chain(battery.sensors, sensors)
    out.first_seen_s[i] = np.min([seen[name][:, FIRST_SEEN] for name in chain], axis=0)
    tracks = np.array([seen[name][:, TRACKED] for name in battery.sensors])
    first = tracks.argmin(axis=0)
    out.tracked_s[i] = tracks.min(axis=0)
    decision, reaction = battery.after_track_s
    out.commit_s[i] = out.tracked_s[i] + decision
    out.launch_s[i] = out.commit_s[i] + reaction
    names = np.array(battery.sensors)
    out.sensor[i] = np.where(np.isfinite(out.tracked_s[i]), names[first], "")
