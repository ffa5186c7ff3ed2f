"""From where to where a hand may set each figure of a scenario, on a page or in a move."""

from __future__ import annotations

from reassure.catalog import Figure
from reassure.scenario.lookup import booster_named, interceptor_named
from reassure.scenario.model import Scenario

__all__ = ["FIGURES", "limits"]

FIGURES = {
    "burnout_speed_km_s": (1.0, 10.0),
    "divert_km_s": (0.0, 2.0),
    "launch_delay_s": (0.0, 600.0),
    "interceptors": (0.0, 200.0),
    "burnout_time_s": (60.0, 400.0),
    "flight_time_ratio": (0.7, 1.6),
}
"""What a hand may set, and from where to where; wider where the scenario itself goes further."""


def limits(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """From where to where each figure may be set: FIGURES, widened to what the scenario itself has; units in the
    names.
    """
    held: dict[str, list[float]] = {name: list(ends) for name, ends in FIGURES.items()}
    for d in scenario.deployment:
        interceptor = interceptor_named(d.interceptor)
        held["burnout_speed_km_s"].append(interceptor.burnout_speed_km_s.value)
        held["divert_km_s"].append(interceptor.divert_km_s.value)
        if isinstance(d.launch_delay_s, Figure):
            held["launch_delay_s"].append(d.launch_delay_s.value)
        if d.interceptors is not None:
            held["interceptors"].append(d.interceptors)
    for f in scenario.force:
        held["burnout_time_s"].append(booster_named(f.booster).burnout_time_s.value)
        held["flight_time_ratio"] += f.flight_time_ratio
    return {name: (min(values), max(values)) for name, values in held.items()}
