"""A scenario with some of its deployments and some of its bases."""

from __future__ import annotations

from collections.abc import Sequence

from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.forces import with_forces
from reassure.sweep.study import Study

__all__ = ["base_ids", "narrowed"]


def narrowed(scenario: Scenario, study: Study) -> Scenario:
    """The scenario with the deployments and bases that a study asks for; all, where it asks for none."""
    here = [d.id for d in scenario.deployment]
    _known("deployments", study.deployments or [], here)
    _known("bases", study.bases or [], base_ids(scenario))
    wanted = set(study.bases or base_ids(scenario))
    forces = [
        (k, f.model_copy(update={"bases": [b for b in f.bases if _id(b) in wanted]}))
        for k, f in enumerate(scenario.force)
    ]
    chosen = set(study.deployments or here)
    return with_forces(
        scenario,
        [(k, f) for k, f in forces if f.bases],
        [d for d in scenario.deployment if d.id in chosen],
    )


def base_ids(scenario: Scenario) -> list[str]:
    """The bases, each once, in the order of the scenario."""
    return list(dict.fromkeys(_id(b) for f in scenario.force for b in f.bases))


def _id(base: object) -> str:
    return base if isinstance(base, str) else str(getattr(base, "id", ""))


def _known(key: str, wanted: Sequence[str], known: Sequence[str]) -> None:
    for name in wanted:
        if name not in known:
            raise ScenarioError(f"none has the id {name}; allowed: {', '.join(known)}", (key,))
