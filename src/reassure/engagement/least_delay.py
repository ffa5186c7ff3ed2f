"""The earliest that a deployment can launch at any flight at all: what its sensors take, wherever they see it."""

from __future__ import annotations

from reassure.scenario.question import Battery, GivenDelay, Question

__all__ = ["no_launch_before"]


def no_launch_before(question: Question, battery: Battery) -> float:
    """Seconds after a flight's launch before which nothing is launched at it, whatever the flight.

    No sensor tracks sooner than its own delay and its track take, after the first of its cues; then its report, the decision and the
    reaction follow. Where a flight comes into view later, the launch is later.
    """
    launch = battery.launch
    if isinstance(launch, GivenDelay):
        return launch.delay_s
    told: dict[str, float] = {}
    # Sensors stand in the order of their cues: those that cue come before those cued.
    for s in question.sensors:
        since = min((told[name] for name in s.cued_by), default=0.0)
        since += s.cue_delay_s if s.cued_by else 0.0
        begin = since if s.detection_delay_s is None else max(s.detection_delay_s, since)
        told[s.id] = begin + s.track_s + s.report_delay_s
    return min(told[name] for name in launch.sensors) + launch.decision_s + launch.reaction_s
