"""What a scenario holds, for the lists and sliders of a page."""

from __future__ import annotations

from typing import Any

from reassure.catalog import Catalog, Figure, catalog
from reassure.scenario import Scenario
from reassure.scenario.forces import faces_of
from reassure.scenario.model import DeploymentTable
from reassure.scenario.reader import fingerprint
from reassure.web.move import base_ids, booster_of, interceptor_of, limits, site_of

__all__ = ["outline"]


def outline(name: str, scenario: Scenario) -> dict[str, Any]:
    """Plain data: deployments, bases, shapes, boosters, and from where to where a hand may go."""
    known = catalog()
    return {
        "name": name,
        "title": scenario.title,
        "sha256": fingerprint(scenario),
        "deployments": [
            _deployment(d, known) | ({} if d.faces is None else {"bases": _bases(scenario, d)})
            for d in scenario.deployment
        ],
        "bases": list(dict.fromkeys(b for f in scenario.force for b in base_ids(f))),
        "shapes": sorted({r for f in scenario.force for r in f.flight_time_ratio}),
        "boosters": [
            {"force": i, "burnout_time_s": booster_of(f, known).burnout_time_s.value}
            for i, f in enumerate(scenario.force)
        ],
        "limits": {figure: list(ends) for figure, ends in limits(scenario).items()},
    }


def _deployment(d: DeploymentTable, known: Catalog) -> dict[str, Any]:
    interceptor = interceptor_of(d, known)
    site = site_of(d, known)
    return {
        "id": d.id,
        "place": d.site if isinstance(d.site, str) else _area(d) if site is None else "site",
        "interceptor": interceptor.id,
        "burnout_speed_km_s": interceptor.burnout_speed_km_s.value,
        "burnout_speed_status": interceptor.burnout_speed_km_s.trust,
        "divert_km_s": interceptor.divert_km_s.value,
        "launch_delay_s": d.launch_delay_s.value if isinstance(d.launch_delay_s, Figure) else None,
        "movable": True,  # ships in an area too: moved, they stand at a site
        "site": None if site is None else list(site),
    }


def _bases(scenario: Scenario, d: DeploymentTable) -> list[str]:
    """Of the forces that a deployment faces, each once."""
    faced = [scenario.force[k] for k in faces_of(scenario.force, d)]
    return list(dict.fromkeys(b for f in faced for b in base_ids(f)))


def _area(d: DeploymentTable) -> str:
    return d.area if isinstance(d.area, str) else "area"
