"""A scenario with some of its deployments and some of its bases."""

from __future__ import annotations

from reassure.scenario import Scenario
from reassure.scenario.forces import with_bases, with_forces
from reassure.scenario.lookup import check_known, every_base
from reassure.sweep.study import Study

__all__ = ["narrowed"]


def narrowed(scenario: Scenario, study: Study) -> Scenario:
    """The scenario with the deployments and bases that a study asks for; all, where it asks for none.

    A force without any of the bases goes. Raises ScenarioError where a deployment or base is not in the scenario.
    """
    here = [d.id for d in scenario.deployment]
    bases = every_base(scenario.force)
    check_known("deployment", study.deployments or [], here, "deployments")
    check_known("base", study.bases or [], bases, "bases")
    wanted = set(study.bases or bases)
    # The number is the force's place in the scenario, by which the `faces` of deployments name it.
    forces = [(k, with_bases(f, wanted)) for k, f in enumerate(scenario.force)]
    chosen = set(study.deployments or here)
    return with_forces(
        scenario,
        [(k, f) for k, f in forces if f.bases],
        [d for d in scenario.deployment if d.id in chosen],
    )
