"""Which forces a deployment faces, and a scenario with some of its forces and deployments."""

from __future__ import annotations

from typing import Any

import pytest

from reassure.errors import ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.forces import faces_of, named, with_forces
from reassure.scenario.resolve import resolve
from tests.scenario.test_model import DEPLOYMENT, FORCE, SCENARIO

BASES = ["kozelsk", "uzhur", "tatishchevo", "kozelsk"]
FORCES = [
    {**FORCE, "bases": [base], **({"id": f"force-{i}"} if i % 2 == 0 else {})}
    for i, base in enumerate(BASES)
]


def scenario(*faces: list[str | int] | None) -> Scenario:
    """Four forces, of which the first and third have ids, and a deployment for each list of faces."""
    tables: list[dict[str, Any]] = [
        {**DEPLOYMENT, "id": f"d{i}", **({} if f is None else {"faces": f})}
        for i, f in enumerate(faces)
    ]
    return Scenario.model_validate({**SCENARIO, "force": FORCES, "deployment": tables})


@pytest.mark.parametrize(
    ("faces", "places"),
    [
        (None, (0, 1, 2, 3)),
        ([1], (0,)),
        ([4, 2], (1, 3)),
        (["force-2"], (2,)),
        (["force-2", 2, "force-0"], (0, 1, 2)),
        ([4, 3, 2, 1], (0, 1, 2, 3)),
    ],
)
def test_forces_are_faced_by_number_or_id(
    faces: list[str | int] | None, places: tuple[int, ...]
) -> None:
    """In their own order, whatever the order in which they are named; all where none is."""
    asked = scenario(faces)
    assert faces_of(asked.force, asked.deployment[0]) == places
    assert resolve(asked).batteries[0].faces == places


def test_a_force_is_called_by_its_id_or_by_where_it_stands() -> None:
    """Counted from 1."""
    asked = scenario(None)
    assert [named(f, i) for i, f in enumerate(asked.force)] == ["force-0", "#2", "force-2", "#4"]


def test_some_forces_are_left_and_faced_by_their_new_places() -> None:
    """By number, whatever they were named by; who faced all still does."""
    asked = scenario(None, ["force-2", 1], [4], [2, 3])
    kept = [(k, asked.force[k]) for k in (2, 3)]
    left = with_forces(asked, kept, [asked.deployment[i] for i in (0, 1, 2, 3)])
    assert [f.bases[0] for f in left.force] == ["tatishchevo", "kozelsk"]
    assert [d.faces for d in left.deployment] == [None, [1], [2], [1]]
    assert [faces_of(left.force, d) for d in left.deployment] == [(0, 1), (0,), (1,), (0,)]
    assert [d.faces for d in asked.deployment] == [None, ["force-2", 1], [4], [2, 3]]
    again = Scenario.model_validate(left.model_dump(by_alias=True))
    assert again.deployment == left.deployment


def test_the_same_forces_leave_a_question_as_it_was() -> None:
    """All of them, in their order: every battery stays the same."""
    asked = scenario(None, [2], ["force-0", 4])
    same = with_forces(asked, list(enumerate(asked.force)), asked.deployment)
    assert resolve(same).batteries == resolve(asked).batteries


def test_a_deployment_whose_forces_are_all_gone_is_refused() -> None:
    """With the bases of those that it faces, each once."""
    asked = scenario([1, 4, 2])
    with pytest.raises(ScenarioError) as caught:
        with_forces(asked, [(2, asked.force[2])], asked.deployment)
    assert str(caught.value) == (
        "deployment d0 faces no flight of these bases; allowed: some of kozelsk, uzhur"
    )
    whole = scenario(None)
    assert with_forces(whole, [(2, whole.force[2])], whole.deployment).force == [whole.force[2]]
