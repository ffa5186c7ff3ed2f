"""Which bases one deployment is proved out of reach of, by a search of seconds."""

from __future__ import annotations

from reassure.answers.proof import place_of
from reassure.claim.from_scenario import ClaimQuestion, claim_with_refused
from reassure.claim.scope import false_clauses
from reassure.errors import ClaimError, ScenarioError
from reassure.machine.cores import cores
from reassure.proof.limit import Trials
from reassure.scenario import Scenario
from reassure.scenario.forces import faces_of
from reassure.scenario.lookup import every_base

__all__ = ["proved_bases"]

# Boxes looked at in one row of a proof: what is not proved by then takes too long for a hand, or for a sweep.
_BUDGETS = (1_000, 8_000)


def proved_bases(scenario: Scenario, threads: int | None = None) -> tuple[tuple[str, ...], tuple[str, ...]]:  # fmt: skip
    """The bases that every deployment of a scenario is proved out of reach of, and the others that they face: ids.

    Of the others it may be that there is no proof, or that it takes longer; those of which no claim can be made are among them.
    """
    try:
        claim, refused = claim_with_refused(ClaimQuestion(scenario))
    except (ClaimError, ScenarioError):
        faced = {k for d in scenario.deployment for k in faces_of(scenario.force, d)}
        return (), tuple(every_base(scenario.force[k] for k in sorted(faced)))
    verdicts = dict.fromkeys((place_of(r.flights) for r in refused), False)
    false = false_clauses(claim)
    for k, (x, f) in enumerate(claim.pairs()):
        base = place_of(f.id)
        # Once one cell of a base is open, or one of its forces, the base is.
        if verdicts.get(base, True):
            trials = Trials(claim, threads or cores(), None, _BUDGETS)
            verdicts[base] = k not in false and trials.proofs(x, f) is not None
    return tuple(b for b, v in verdicts.items() if v), tuple(b for b, v in verdicts.items() if not v)  # fmt: skip
