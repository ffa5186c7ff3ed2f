"""What a scenario holds, for the lists and sliders of a page."""

from __future__ import annotations

from typing import Any

from reassure.catalog import Figure
from reassure.scenario import Scenario
from reassure.scenario.forces import faces_of
from reassure.scenario.hand_limits import limits
from reassure.scenario.lookup import booster_named, every_base, interceptor_named
from reassure.scenario.model import DeploymentTable
from reassure.scenario.reader import fingerprint
from reassure.web.move import site_of

__all__ = ["outline"]


def outline(name: str, scenario: Scenario) -> dict[str, Any]:
    """What a page's lists and sliders need, as plain data: deployments, bases, shapes, boosters, and limits by
    figure.
    """
    return {
        "name": name,
        "title": scenario.title,
        "sha256": fingerprint(scenario),
        "deployments": [
            _deployment(d) | ({} if d.faces is None else {"bases": _bases(scenario, d)})
            for d in scenario.deployment
        ],
        "bases": every_base(scenario.force),
        "shapes": sorted({r for f in scenario.force for r in f.flight_time_ratio}),
        "boosters": [
            {"force": i, "burnout_time_s": booster_named(f.booster).burnout_time_s.value}
            for i, f in enumerate(scenario.force)
        ],
        "limits": {figure: list(ends) for figure, ends in limits(scenario).items()},
    }


def _deployment(d: DeploymentTable) -> dict[str, Any]:
    """A deployment with its figures as they stand: km/s, s, and [latitude, longitude] in degrees."""
    interceptor = interceptor_named(d.interceptor)
    site = site_of(d)
    return {
        "id": d.id,
        "place": d.site if isinstance(d.site, str) else _area(d) if site is None else "site",
        "interceptor": interceptor.id,
        "burnout_speed_km_s": interceptor.burnout_speed_km_s.value,
        "burnout_speed_status": interceptor.burnout_speed_km_s.trust,
        "divert_km_s": interceptor.divert_km_s.value,
        # None: sensed.
        "launch_delay_s": d.launch_delay_s.value if isinstance(d.launch_delay_s, Figure) else None,
        "movable": True,  # ships in an area too: moved, they stand at a site
        "site": None if site is None else list(site),
    }


def _bases(scenario: Scenario, d: DeploymentTable) -> list[str]:
    """Of the forces that a deployment faces, each once."""
    return every_base(scenario.force[k] for k in faces_of(scenario.force, d))


def _area(d: DeploymentTable) -> str:
    return d.area if isinstance(d.area, str) else "area"
