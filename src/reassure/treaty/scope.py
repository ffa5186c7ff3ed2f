"""Which deployments of its scenario a limit is on."""

from __future__ import annotations

from fnmatch import fnmatchcase

from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.model import DeploymentTable
from reassure.treaty.agreement import LimitTable

__all__ = ["limited"]


def limited(limit: LimitTable, scenario: Scenario) -> list[DeploymentTable]:
    """The deployments that a limit is on, in the scenario's order; all where it names none.

    Raises ScenarioError, with the key in its path, for a name that fits no deployment, and where nothing is left.
    """
    known = [d.id for d in scenario.deployment]
    for pattern in limit.deployments or ():
        if not any(fnmatchcase(d, pattern) for d in known):
            allowed = ", ".join(known)
            raise ScenarioError(
                f"limit {limit.id}: no deployment {pattern} in the scenario; allowed: {allowed[:300]}",
                ("deployments",),
            )
    interceptors = limit.interceptors if isinstance(limit.interceptors, list) else None
    flown = [interceptor_id(d) for d in scenario.deployment]
    for name in interceptors or ():
        if name not in flown:
            allowed = ", ".join(dict.fromkeys(flown))
            raise ScenarioError(
                f"limit {limit.id}: no deployment has interceptor {name}; allowed: {allowed[:300]}",
                ("interceptors",),
            )
    found = [
        d
        for d, name in zip(scenario.deployment, flown, strict=True)
        if (limit.deployments is None or any(fnmatchcase(d.id, p) for p in limit.deployments))
        and (interceptors is None or name in interceptors)
    ]
    if not found:
        raise ScenarioError(
            f"limit {limit.id}: no deployment of these has one of these interceptors; allowed: some that have",
            ("deployments",),
        )
    return found


def interceptor_id(deployment: DeploymentTable) -> str:
    """The id of a deployment's interceptor, in the catalogue or written out."""
    named = deployment.interceptor
    return named if isinstance(named, str) else named.id
