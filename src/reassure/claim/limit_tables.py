"""From a scenario's deployments to a claim's tables of interceptors."""

from __future__ import annotations

from collections.abc import Sequence

from reassure.claim.burnout import boost_reach
from reassure.claim.cover import cover
from reassure.claim.figures import BASE_CELL_KM, check_names, interval_of, point
from reassure.claim.model import Cell, InterceptorLimits
from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.forces import faces_of
from reassure.scenario.lookup import (
    base_ids,
    every_base,
    interceptor_named,
    outline_named,
    site_named,
)
from reassure.scenario.model import DeploymentTable

__all__ = ["facing", "least_height", "limits_table"]


def _chosen(scenario: Scenario, names: Sequence[str] | None) -> list[DeploymentTable]:
    check_names("deployment", names, [d.id for d in scenario.deployment])
    return [d for d in scenario.deployment if names is None or d.id in names]


def facing(
    scenario: Scenario, deployments: Sequence[str] | None, bases: Sequence[str] | None
) -> list[DeploymentTable]:
    """The deployments that face a flight of the bases, in the scenario's order.

    None stands for all ids. Raises ScenarioError where an id is not known, where a deployment that is named faces no
    such flight, or where none does.
    """
    chosen = _chosen(scenario, deployments)
    check_names("base", bases, every_base(scenario.force))
    # forces with one of the bases
    here = {
        k
        for k, force in enumerate(scenario.force)
        if bases is None or any(name in bases for name in base_ids(force))
    }
    facing = [t for t in chosen if here & set(faces_of(scenario.force, t))]
    idle = [t.id for t in chosen if t not in facing]
    if idle and (deployments is not None or not facing):
        raise ScenarioError(
            f"deployment {idle[0]} faces no flight of these bases; allowed: one that does, or bases that it faces"
        )
    return facing


def least_height(table: DeploymentTable) -> float:
    """The height (km) below which no intercept of a deployment counts, at the low end of its interval; 1000 at most,
    which is what a claim's format allows.
    """
    kind = interceptor_named(table.interceptor)
    return min(interval_of(kind.least_intercept_height_km)[0], 1000.0)


def limits_table(
    table: DeploymentTable, burnout_distance_km: float, burnout_height_km: float
) -> InterceptorLimits:
    """A deployment's interceptors as a claim bounds them.

    Their burnouts are within the distance and the height given (km), or those of the scenario where they are greater.

    Raises ScenarioError where the launch delay is sensed.
    """
    kind = interceptor_named(table.interceptor)
    # burnout straight above the site, as a claim measures it: the boost volume has to hold it
    above, top = boost_reach(interval_of(kind.burnout_height_km)[1])
    if isinstance(table.launch_delay_s, str):
        raise ScenarioError(
            f'deployment {table.id}: launch_delay_s = "sensed"; allowed in a claim: a number, such as '
            "launch_delay_s = 0 given beside the scenario"
        )
    # the least delay and burn time: an earlier burnout can do more, so the claim covers the rest
    ready = interval_of(table.launch_delay_s)[0]
    return InterceptorLimits(
        id=table.id,
        places=tuple(_places(table)),
        earliest_burnout_s=ready + interval_of(kind.burn_time_s)[0],
        burnout_speed_km_s=kind.burnout_speed_km_s.value,
        divert_km_s=kind.divert_km_s.value,
        burnout_distance_km=max(burnout_distance_km, above),
        burnout_height_km=max(burnout_height_km, top),
    )


def _places(table: DeploymentTable) -> list[Cell]:
    if table.area is not None:
        return cover(outline_named(table.area), BASE_CELL_KM, table.area_spacing_km)
    assert table.site is not None  # noqa: S101  (the model lets only one of area and site be missing)
    site = site_named(table.site)
    return [point(site.latitude_deg, site.longitude_deg)]
