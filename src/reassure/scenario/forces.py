"""Which forces a deployment faces: by the forces' ids, or by where they stand, counted from 1."""

from __future__ import annotations

from collections.abc import Container, Sequence

from reassure.errors import ScenarioError
from reassure.scenario.lookup import every_base, id_of
from reassure.scenario.model import DeploymentTable, ForceTable, Scenario

__all__ = ["faces_of", "named", "with_bases", "with_forces"]


def faces_of(forces: Sequence[ForceTable], deployment: DeploymentTable) -> tuple[int, ...]:
    """The forces that a deployment faces, counted from 0, in their order; all where it names none."""
    if deployment.faces is None:
        return tuple(range(len(forces)))
    ids = [f.id for f in forces]
    # a number is counted from 1 in the file; that it is one of a force was seen when the scenario was read
    return tuple(sorted(x - 1 if isinstance(x, int) else ids.index(x) for x in deployment.faces))


def named(force: ForceTable, i: int) -> str:
    """What a force is called: its id, or "#2" for the second, where it has none. `i`: its place, counted from 0."""
    return force.id or f"#{i + 1}"


def with_bases(force: ForceTable, kept: Container[str]) -> ForceTable:
    """The force with some of its bases (ids), their accounts, and the totals of which every base is kept."""
    totals = [t for t in force.account_totals or () if all(b in kept for b in t.bases)]
    return force.model_copy(
        update={
            "bases": [b for b in force.bases if id_of(b) in kept],
            "accounts": [a for a in force.accounts if a.base in kept],
            "account_totals": totals or None,
        }
    )


def with_forces(
    scenario: Scenario,
    kept: Sequence[tuple[int, ForceTable]],
    deployments: Sequence[DeploymentTable],
) -> Scenario:
    """The scenario with some of its forces (each with its place among all, counted from 0) and some of its
    deployments, which face those of their forces that are left.

    Raises ScenarioError where a deployment would face none.
    """
    # from a force's place among all to its place among those kept
    place = {old: new for new, (old, _) in enumerate(kept)}
    tables = []
    for table in deployments:
        left = [place[k] + 1 for k in faces_of(scenario.force, table) if k in place]
        if not left:
            faced = [scenario.force[k] for k in faces_of(scenario.force, table)]
            bases = ", ".join(every_base(faced))
            raise ScenarioError(
                f"deployment {table.id} faces no flight of these bases; allowed: some of {bases}"
            )
        # by number, counted from 1 among those kept
        faces = None if table.faces is None else left
        tables.append(table.model_copy(update={"faces": faces}))
    return scenario.model_copy(update={"force": [f for _, f in kept], "deployment": tables})
