"""An agreement's limits applied to the deployments of its scenario: what each may have, and which may not stand where they would."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reassure.catalog.entries import Polygon
from reassure.catalog.figure import Figure
from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.change import deployment_with, interceptor_key, put_at
from reassure.scenario.lookup import outline_named, site_named
from reassure.scenario.model import DeploymentTable
from reassure.scenario.places import sampled
from reassure.treaty.agreement import Agreement, LimitTable
from reassure.treaty.scope import limited
from reassure.treaty.wording import limit_words

__all__ = ["BESIDE", "AppliedLimits", "applied", "permitted"]

BESIDE = ("account", "interceptors", "target_speed_km_s", "target_range_km")
"""Limits that bear on no flight: of a force's account, of a number, and of targets in tests."""
_FIGURES = ("burnout_speed_km_s", "divert_km_s", "launch_delay_s")


@dataclass
class AppliedLimits:
    """What limits make of a deployment."""

    deployment: DeploymentTable
    figures: dict[str, float] = field(default_factory=dict)
    """The greatest speed and divert (km/s) and the least delay (s) that it may have, by their keys; those that are limited."""
    by: dict[str, str] = field(default_factory=dict)
    """The id of the limit that each is from."""
    banned: str = ""
    """In words, the limit by which it may not stand there; empty: it may."""

    def permitted(self, changed: dict[str, float] | None = None) -> DeploymentTable:
        """The deployment with all that the limits permit: the greatest speed and divert, the least delay. `changed`: other values."""
        figures = self.figures | (changed or {})
        own = {
            name: Figure(
                value=v, status="assumed", source=f"limit {self.by[name]} of the agreement"
            )
            for name, v in figures.items()
        }
        return _with(self.deployment, own)


def applied(agreement: Agreement, scenario: Scenario) -> list[AppliedLimits]:
    """Of every deployment what the limits make of it, in the scenario's order. Raises ScenarioError where a limit cannot be
    applied.
    """
    out = {d.id: AppliedLimits(d) for d in scenario.deployment}
    for limit in agreement.limit:
        if limit.subject in BESIDE:
            continue
        for deployment in limited(limit, scenario):
            _apply(out[deployment.id], limit)
    return list(out.values())


def permitted(applied_: list[AppliedLimits], scenario: Scenario) -> Scenario | None:
    """The scenario with the deployments that may stand, each with all that the limits permit; None: none may."""
    tables = [a.permitted() for a in applied_ if not a.banned]
    return put_at(scenario, ["deployment"], tables) if tables else None


def _apply(to: AppliedLimits, limit: LimitTable) -> None:
    if limit.subject in _FIGURES:
        bound, name = limit.figure, limit.subject
        # Of two limits on one figure the narrower counts.
        had = to.figures.get(name)
        if had is None or (bound.limit < had if bound.upper else bound.limit > had):
            to.figures[name] = bound.limit
            to.by[name] = limit.id
    elif limit.place is not None:
        inside = limit.place.inside is not None
        region = limit.place.inside if inside else limit.place.outside
        if region is not None and not _may_stand(to.deployment, region, inside, limit.id):
            to.banned = to.banned or limit_words(limit)
    elif limit.sensors is not None:
        left = [s for s in to.deployment.sensors if s not in limit.sensors.none_of]
        if to.deployment.sensors and not left:
            to.banned = to.banned or f"{limit_words(limit)}: no sensor is left to it"
        to.deployment = to.deployment.model_copy(update={"sensors": left})


def _may_stand(
    deployment: DeploymentTable, region: str | Polygon, inside: bool, limit: str
) -> bool:
    """Whether all of a deployment's places keep to a limit on place; false where none does."""
    held = _held(deployment, region)
    if held.all() or not held.any():
        return bool(held.all()) == inside
    raise ScenarioError(
        f"limit {limit}: {deployment.id} may stand inside the region and outside it; allowed: a region that holds all of its "
        "area or none, or a deployment of each part in the scenario",
        ("place",),
    )


def _held(deployment: DeploymentTable, region: str | Polygon) -> NDArray[np.bool_]:
    """Of each place where a deployment may stand, whether it lies in a region."""
    if deployment.site is not None:
        site = site_named(deployment.site)
        places = [(site.latitude_deg, site.longitude_deg)]
    elif deployment.area == region or deployment.area is None:
        return np.array([True])
    else:
        points = sampled(deployment.id, outline_named(deployment.area), deployment.area_spacing_km)
        places = [(p.latitude_deg, p.longitude_deg) for p in points]
    latitude, longitude = np.array(places).T
    return outline_named(region).holds(latitude, longitude)


def _with(deployment: DeploymentTable, figures: dict[str, Figure]) -> DeploymentTable:
    """A deployment with other figures: its own, and its interceptor's."""
    if not figures:
        return deployment
    own = {
        f"deployment.{deployment.id}.{n}": f for n, f in figures.items() if n == "launch_delay_s"
    }
    interceptor = interceptor_key(deployment)
    own |= {f"{interceptor}.{n}": f for n, f in figures.items() if n != "launch_delay_s"}
    return deployment_with(deployment, own)
