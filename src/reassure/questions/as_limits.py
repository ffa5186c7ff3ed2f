"""A deployment's figures taken as limits: which bases are proved out of its reach, and what the limits cost in protection.

The question of a hand on a slider: a search of seconds, not the whole of `agree`.
"""

from __future__ import annotations

from reassure.answers.as_limits import AsLimits
from reassure.answers.number_limit import NumberSpan
from reassure.engagement.held import held_deployment
from reassure.errors import ScenarioError
from reassure.proof.bases import proved_bases
from reassure.questions.footprint import footprint
from reassure.questions.number_limit import number_limit
from reassure.scenario import Scenario
from reassure.scenario.change import put_at
from reassure.scenario.lookup import interceptor_named
from reassure.scenario.model import DeploymentTable
from reassure.scenario.names import base_name

__all__ = ["as_limits"]

_CELLS = 24


def as_limits(planned: Scenario, held: Scenario, protect: str, against: str) -> AsLimits:
    """Of two scenarios with one deployment each, at a site: as planned, and with its figures as limits.

    `protect`, `against`: the ids of a region and a regional missile. Raises ScenarioError where the deployment may be
    anywhere in an area.
    """
    before, after = planned.deployment[0], held.deployment[0]
    if after.site is None:
        raise ScenarioError(f"deployment {after.id}: ships in an area; allowed: a deployment at a site")  # fmt: skip
    proved, open_ = proved_bases(held)
    slower = _speed(after) < _speed(before)
    table = held_deployment(after) if slower else after
    was = _share(planned, before, protect, against)
    now: float | str | None
    try:
        now = table if isinstance(table, str) else _share(held, table, protect, against)
    except ScenarioError as error:
        # A notional vehicle does not stand for an interceptor of any speed.
        now = str(error)
    bases = [b for force in held.force for b in force.bases]
    names = {b if isinstance(b, str) else b.id: base_name(b) for b in bases}
    return AsLimits(protect, against, proved, open_, was, now, _number(held), names)


def _speed(table: DeploymentTable) -> float:
    return interceptor_named(table.interceptor).burnout_speed_km_s.value


def _number(held: Scenario) -> NumberSpan | str | None:
    """How many of the accountable warheads the deployment's interceptors could engage, or why that cannot be told."""
    if held.deployment[0].interceptors is None:
        return None
    try:
        return number_limit(held, weigh="warheads")
    except ScenarioError as error:
        return str(error)


def _share(scenario: Scenario, table: DeploymentTable, protect: str, against: str) -> float | None:
    """Of a region's ground that the missile reaches, the share that a deployment could protect; None where its interceptor has
    no vehicle, or the missile reaches nothing.
    """
    if interceptor_named(table.interceptor).vehicle is None:
        return None
    one = put_at(scenario, ["deployment"], [table])
    found = footprint(one, deployment=table.id, against=against, protect=protect, cells=_CELLS)
    return found.share_covered
