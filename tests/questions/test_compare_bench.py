"""Behind a comparison: who belongs to whom, flights flown once, and where an answer flips."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from reassure.answers.comparison import DeploymentAnswer
from reassure.engagement.one_deployment import cases_of
from reassure.errors import ScenarioError
from reassure.questions.compare import ask
from reassure.questions.compare.figures import differing
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve
from tests.small import SMALL

BATTERY = resolve(parse(SMALL.encode(), "s")).batteries[0]


def test_flights_of_the_same_forces_are_flown_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """While they are among the last few asked for; the oldest goes; forces without flights are remembered too."""
    flown: list[Any] = []

    def stand_in(forces: Any) -> str:
        flown.append(forces)
        if forces == ("none",):
            raise ScenarioError("none of the flights exists")
        return f"family of {forces}"

    monkeypatch.setattr(ask, "family_of", stand_in)
    with ThreadPoolExecutor(1) as pool:
        bench = ask._Bench(pool)
        kept = [(f"f{i}",) for i in range(ask._FAMILIES)]
        for _ in range(3):
            assert [bench._family(f) for f in kept] == [f"family of {f}" for f in kept]  # type: ignore[arg-type]
        assert flown == kept
        bench._family(kept[0])  # type: ignore[arg-type]
        for _ in range(2):
            assert bench._family(("none",)) is None  # type: ignore[arg-type]
        assert flown == [*kept, ("none",)]
        for forces in (
            kept[0],
            kept[2],
            kept[1],
        ):  # the last of them had not been asked for the longest
            bench._family(forces)  # type: ignore[arg-type]
        assert flown == [*kept, ("none",), kept[1]]


def sides(old: str, new: str) -> tuple[Any, Any]:
    """The first deployment of the small scenario, and of the same with one figure changed."""
    assert old in SMALL
    return tuple(
        cases_of(resolve(parse(text.encode(), "s")))[0]
        for text in (SMALL, SMALL.replace(old, new, 1))
    )  # type: ignore[return-value]


@pytest.mark.parametrize("flips", [100.5, 250.0, 399.9])
def test_a_critical_value_is_found_by_halving(flips: float) -> None:
    """To a ten-thousandth of the way, from either side, in some fourteen answers."""
    a, b = sides("launch_delay_s = 100", "launch_delay_s = 400")
    (figure,) = differing(a, b)
    asked: list[float] = []

    def answer(side: Any) -> DeploymentAnswer:
        asked.append(side.battery.launch.delay_s)
        return DeploymentAnswer(9, 1 if asked[-1] < flips else 0, None)

    bench = SimpleNamespace(answer=answer)
    for own, other in ((a, b), (b, a)):
        asked.clear()
        found = ask._critical(bench, figure, own, other, answer(own))  # type: ignore[arg-type]
        assert found == pytest.approx(flips, abs=300.0 * 1e-4)
        assert len(asked) <= 15
        assert all(100.0 <= v <= 400.0 for v in asked)


def test_a_critical_speed_follows_from_the_margin() -> None:
    """No search: the required speed does not depend on it. Of what is no number there is none."""
    a, b = sides("burnout_speed_km_s = 3.0", "burnout_speed_km_s = 5.0")
    (figure,) = differing(a, b)
    answer = DeploymentAnswer(9, 0, 0.75)
    assert ask._critical(None, figure, a, b, answer) == 3.75  # type: ignore[arg-type]
    a, b = sides('bases = ["kozelsk", "uzhur"]', 'bases = ["kozelsk"]')
    (figure,) = differing(a, b)
    assert ask._critical(None, figure, a, b, answer) is None  # type: ignore[arg-type]


def deployed(*places: tuple[str, str]) -> list[Any]:
    """Sides by their ids and where they stand."""
    return [
        SimpleNamespace(battery=replace(BATTERY, id=name, place=place)) for name, place in places
    ]


@pytest.mark.parametrize(
    ("first", "second", "found", "left"),
    [
        ([("a", "x")], [("a", "y")], [("a", "a", "id")], ([], [])),
        ([("a", "x")], [("b", "x")], [("a", "b", "place")], ([], [])),
        ([("a", "x")], [("b", "y")], [("a", "b", "order")], ([], [])),
        ([("a", "x")], [("b", "y"), ("c", "z")], [], (["a"], ["b", "c"])),
        (
            [("a", "x"), ("b", "x")], [("c", "x")],
            [("a", "c", "place"), ("b", "c", "place")], ([], []),
        ),
        (
            [("a", "x"), ("b", "y"), ("c", "z")], [("c", "x"), ("d", "y"), ("e", "w")],
            [("a", "e", "order"), ("b", "d", "place"), ("c", "c", "id")], ([], []),
        ),
        ([], [("a", "x")], [], ([], ["a"])),
    ],
)  # fmt: skip
def test_which_deployments_belong_together(
    first: list[tuple[str, str]],
    second: list[tuple[str, str]],
    found: list[tuple[str, str, str]],
    left: tuple[list[str], list[str]],
) -> None:
    """By id, then by place, then by order where as many are left; in the first side's order."""
    matched, only_a, only_b = ask._matches(deployed(*first), deployed(*second))
    assert [(a.battery.id, b.battery.id, how) for a, b, how in matched] == found
    assert ([s.battery.id for s in only_a], [s.battery.id for s in only_b]) == left
