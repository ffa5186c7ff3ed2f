"""What a scenario holds, for the lists and sliders of a page."""

from __future__ import annotations

from typing import Any

from reassure.catalog import Figure
from reassure.scenario import Scenario
from reassure.scenario.forces import faces_of
from reassure.scenario.lookup import booster_named, every_base, id_of, interceptor_named
from reassure.scenario.model import DeploymentTable
from reassure.scenario.names import Deployed, base_name, deployment_names, place_name
from reassure.scenario.parts import SitePoint
from reassure.scenario.reader import fingerprint
from reassure.web.move import limits, site_of

__all__ = ["outline"]


def outline(name: str, scenario: Scenario) -> dict[str, Any]:
    """What a page's lists and sliders need, as plain data: deployments, bases, shapes, boosters, and limits by
    figure.
    """
    named = deployment_names([_deployed(d) for d in scenario.deployment])
    return {
        "name": name,
        "title": scenario.title,
        "sha256": fingerprint(scenario),
        "deployments": [
            _deployment(d, called) | ({} if d.faces is None else {"bases": _bases(scenario, d)})
            for d, called in zip(scenario.deployment, named, strict=True)
        ],
        "bases": every_base(scenario.force),
        "names": {id_of(b): base_name(b) for f in scenario.force for b in f.bases},
        "shapes": sorted({r for f in scenario.force for r in f.flight_time_ratio}),
        "boosters": [
            {"force": i, "burnout_time_s": booster_named(f.booster).burnout_time_s.value}
            for i, f in enumerate(scenario.force)
        ],
        "limits": {figure: list(ends) for figure, ends in limits(scenario).items()},
    }


def _deployment(d: DeploymentTable, called: str) -> dict[str, Any]:
    """A deployment with what it is called and its figures as they stand: km/s, s, and [latitude, longitude] in degrees."""
    interceptor = interceptor_named(d.interceptor)
    site = site_of(d)
    place = _place(d)
    return {
        "id": d.id,
        "name": called,
        "place": place,
        "place_name": place_name(place),
        "interceptor": interceptor.id,
        "burnout_speed_km_s": interceptor.burnout_speed_km_s.value,
        "burnout_speed_status": interceptor.burnout_speed_km_s.trust,
        "divert_km_s": interceptor.divert_km_s.value,
        # None: sensed.
        "launch_delay_s": d.launch_delay_s.value if isinstance(d.launch_delay_s, Figure) else None,
        "movable": True,  # ships in an area too: moved, they stand at a site
        "site": None if site is None else list(site),
    }


def _place(d: DeploymentTable) -> str:
    return d.site if isinstance(d.site, str) else _area(d) if d.site is None else "site"


def _deployed(d: DeploymentTable) -> Deployed:
    """What its name is made from."""
    figures = interceptor_named(d.interceptor)
    # A site that is written out is called as it is named there.
    place = (d.site.name if isinstance(d.site, SitePoint) else "") or _place(d)
    return Deployed(d.id, d.name, place, figures.id, d.from_year, figures.burnout_speed_km_s.value)


def _bases(scenario: Scenario, d: DeploymentTable) -> list[str]:
    """Of the forces that a deployment faces, each once."""
    return every_base(scenario.force[k] for k in faces_of(scenario.force, d))


def _area(d: DeploymentTable) -> str:
    return d.area if isinstance(d.area, str) else "area"
