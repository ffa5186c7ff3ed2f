"""A question as plain data: the same keys in Python and in TypeScript, and every figure of the question in it."""

from __future__ import annotations

import json
import re
from typing import Any, is_typeddict

import pytest

from reassure.scenario.reader import load
from reassure.scenario.resolve import resolve
from tests.viewer import problem as module
from tests.viewer.engine import ROOT
from tests.viewer.problem import problem

PRESETS = [
    p.stem for p in sorted((ROOT / "src/reassure/scenario/presets").glob("*.toml"))
]  # fmt: skip


def test_both_sides_have_the_same_keys() -> None:
    """Interface by interface."""
    text = (ROOT / "viewer/src/engine/problem.ts").read_text()
    theirs = {
        name: re.findall(r"^  (\w+): ", body, re.M)
        for name, body in re.findall(r"^export interface (\w+) \{\n(.*?)^\}", text, re.M | re.S)
    }
    ours = {
        name.removesuffix("Data"): list(getattr(module, name).__annotations__)
        for name in module.__all__
        if is_typeddict(getattr(module, name))
    }
    assert theirs == ours
    assert f'format: "{module.FORMAT}"' in text


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_becomes_a_problem(name: str) -> None:
    """JSON without infinities; all points, figures and sensors of the question stand in it."""
    question = resolve(load(name))
    made: dict[str, Any] = json.loads(json.dumps(problem(question), allow_nan=False))
    for force, shown in zip(question.forces, made["forces"], strict=True):
        for places, spots in ((force.origins, "origins"), (force.aims, "aims")):
            there = [(s["id"], *point) for s in shown[spots] for point in s["points"]]
            assert there == [(p.id, p.latitude_deg, p.longitude_deg) for p in places]
        assert shown["boost"]["burnout_time_s"] == force.boost.burnout_time_s
        assert shown["flight_time_ratio"] == list(force.flight_time_ratio)
    for battery, shown in zip(question.batteries, made["batteries"], strict=True):
        assert len(shown["place"]["points"]) == len(battery.points)
        assert shown["launch"]["delay_s"] == battery.launch_delay_s
        assert shown["burnout_speed_km_s"] == battery.burnout_speed_km_s
        assert shown["faces"] == list(battery.faces)
    assert [s["id"] for s in made["sensors"]] == [s.id for s in question.sensors]
