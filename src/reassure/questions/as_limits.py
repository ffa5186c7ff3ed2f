"""A deployment's figures taken as limits: which bases are proved out of its reach, and what the limits cost in protection.

The question of a hand on a slider: a search of seconds, not the whole of `agree`.
"""

from __future__ import annotations

import numpy as np

from reassure.answers.as_limits import AsLimits
from reassure.answers.footprint import GroundCell
from reassure.answers.proof import base_of
from reassure.claim.from_scenario import ClaimQuestion, claim_with_refused
from reassure.claim.scope import false_clauses
from reassure.engagement.held import held_deployment
from reassure.errors import ClaimError, ScenarioError
from reassure.machine.cores import cores
from reassure.proof.limit import Trials
from reassure.questions.footprint import footprint
from reassure.scenario import Scenario
from reassure.scenario.change import put_at
from reassure.scenario.lookup import interceptor_named
from reassure.scenario.model import DeploymentTable

__all__ = ["as_limits"]

# Boxes looked at in one row of a proof: what is not proved by then takes too long for a hand.
_BUDGETS = (1_000, 8_000)
_CELLS = 16


def as_limits(planned: Scenario, held: Scenario, protect: str, against: str) -> AsLimits:
    """Of two scenarios with one deployment each, at a site: as planned, and with its figures as limits.

    `protect`, `against`: the ids of a region and a regional missile. Raises ScenarioError where the deployment may be
    anywhere in an area.
    """
    before, after = planned.deployment[0], held.deployment[0]
    if after.site is None:
        raise ScenarioError(f"deployment {after.id}: ships in an area; allowed: a deployment at a site")  # fmt: skip
    proved, open_ = _proved(held)
    slower = _speed(after) < _speed(before)
    table = held_deployment(after) if slower else after
    shares = [_share(planned, before, protect, against)]
    shares.append(None if isinstance(table, str) else _share(held, table, protect, against))
    return AsLimits(protect, against, proved, open_, *shares)


def _speed(table: DeploymentTable) -> float:
    return interceptor_named(table.interceptor).burnout_speed_km_s.value


def _proved(scenario: Scenario) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The bases that are proved, and the others."""
    try:
        claim, refused = claim_with_refused(ClaimQuestion(scenario))
    except (ClaimError, ScenarioError):
        return (), ()
    verdicts = dict.fromkeys((base_of(r.flights) for r in refused), False)
    false = false_clauses(claim)
    for k, (x, f) in enumerate(claim.pairs()):
        base = base_of(f.id)
        # Once one cell of a base is open, the base is.
        if verdicts.get(base, True):
            proof = None if k in false else Trials(claim, cores(), None, _BUDGETS).proofs(x, f)
            verdicts[base] = proof is not None
    return tuple(b for b, v in verdicts.items() if v), tuple(b for b, v in verdicts.items() if not v)  # fmt: skip


def _share(scenario: Scenario, table: DeploymentTable, protect: str, against: str) -> float | None:
    """The share of a region's cells that a deployment could protect; None where its interceptor has no vehicle."""
    if interceptor_named(table.interceptor).vehicle is None:
        return None
    one = put_at(scenario, ["deployment"], [table])
    found = footprint(one, deployment=table.id, against=against, protect=protect, cells=_CELLS)
    of_region = found.cell != int(GroundCell.OUTSIDE)
    return float(np.mean(found.cell[of_region] == int(GroundCell.COVERED)))
