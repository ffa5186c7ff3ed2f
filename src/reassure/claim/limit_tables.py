"""From a scenario's deployments to a claim's tables of interceptors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reassure.catalog import Interceptor, Site, catalog
from reassure.claim.burnout import boost_reach
from reassure.claim.cover import cover
from reassure.claim.figures import BASE_CELL_KM, check_names, interval_of, point, region_of
from reassure.claim.flight_tables import base_id
from reassure.claim.model import Cell, InterceptorLimits
from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.forces import faces_of
from reassure.scenario.model import DeploymentTable

__all__ = ["LimitOptions", "facing", "least_height", "limits_table"]


def _chosen(scenario: Scenario, names: Sequence[str] | None) -> list[DeploymentTable]:
    check_names("deployment", names, [d.id for d in scenario.deployment])
    return [d for d in scenario.deployment if names is None or d.id in names]


def facing(
    scenario: Scenario, deployments: Sequence[str] | None, bases: Sequence[str] | None
) -> list[DeploymentTable]:
    """The deployments that face a flight of the bases; those that are named have to."""
    chosen = _chosen(scenario, deployments)
    check_names("base", bases, [base_id(b) for force in scenario.force for b in force.bases])
    here = {
        k
        for k, force in enumerate(scenario.force)
        if bases is None or any(base_id(b) in bases for b in force.bases)
    }
    facing = [t for t in chosen if here & set(faces_of(scenario.force, t))]
    idle = [t.id for t in chosen if t not in facing]
    if idle and (deployments is not None or not facing):
        raise ScenarioError(
            f"deployment {idle[0]} faces no flight of these bases; allowed: one that does, or bases that it faces"
        )
    return facing


def least_height(table: DeploymentTable) -> float:
    """Below which no intercept of a deployment counts, km; no more than a claim's format allows."""
    named = table.interceptor
    kind = catalog().get(named, Interceptor, "interceptor") if isinstance(named, str) else named
    return min(interval_of(kind.least_intercept_height_km)[0], 1000.0)


@dataclass(frozen=True)
class LimitOptions:
    """What the caller set instead of the interceptors' figures (None: as the scenario says), and the boost volume."""

    burnout_speed_km_s: float | None
    launch_delay_s: float | None
    divert_km_s: float | None
    burnout_distance_km: float
    burnout_height_km: float


def limits_table(table: DeploymentTable, given: LimitOptions) -> InterceptorLimits:
    """A deployment's interceptors as a claim bounds them.

    Raises ScenarioError where the launch delay is sensed and none is given.
    """
    named = table.interceptor
    kind = catalog().get(named, Interceptor, "interceptor") if isinstance(named, str) else named
    above, top = boost_reach(interval_of(kind.burnout_height_km)[1])
    if given.launch_delay_s is not None:
        ready = given.launch_delay_s
    elif isinstance(table.launch_delay_s, str):
        raise ScenarioError(
            f'deployment {table.id}: launch_delay_s = "sensed"; allowed in a claim: a number, such as '
            "launch_delay_s = 0 given beside the scenario"
        )
    else:
        ready = interval_of(table.launch_delay_s)[0]
    return InterceptorLimits(
        id=table.id,
        places=tuple(_places(table)),
        earliest_burnout_s=ready + interval_of(kind.burn_time_s)[0],
        burnout_speed_km_s=_given(given.burnout_speed_km_s, kind.burnout_speed_km_s.value),
        divert_km_s=_given(given.divert_km_s, kind.divert_km_s.value),
        burnout_distance_km=max(given.burnout_distance_km, above),
        burnout_height_km=max(given.burnout_height_km, top),
    )


def _given(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _places(table: DeploymentTable) -> list[Cell]:
    if table.area is not None:
        return cover(region_of(table.area), BASE_CELL_KM, table.area_spacing_km)
    site = catalog().get(table.site, Site, "site") if isinstance(table.site, str) else table.site
    assert site is not None  # noqa: S101  (the model lets only one of area and site be missing)
    return [point(site.latitude_deg, site.longitude_deg)]
