"""Limits applied to deployments: what each may have, and which may not stand where they would."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reassure.errors import ScenarioError
from reassure.scenario import Scenario, load
from reassure.treaty.agreement import Agreement
from reassure.treaty.applied import AppliedLimits, applied

SCENARIO = load("europe-2012")
AROUND_ROMANIA = [
    [41.3, 21],
    [48, 21],
    [48, 32],
    [48, 42.5],
    [40.5, 42.5],
    [40.5, 32],
    [41.1, 28.5],
]


def limits(*tables: dict[str, Any], scenario: Scenario = SCENARIO) -> dict[str, AppliedLimits]:
    table = {
        "format": "reassure-agreement/1", "title": "t", "parties": ["usa"], "from": date(2013, 1, 1), "scenario": "europe-2012",
        "limit": [{"id": f"l{k}", "bound": "usa", **t} for k, t in enumerate(tables)],
    }  # fmt: skip
    return {a.deployment.id: a for a in applied(Agreement.model_validate(table), scenario)}


def test_a_speed_is_permitted_to_all_that_the_limit_is_on() -> None:
    """Slower ones may become as fast as the limit; others stay as planned, and the scenario as it was."""
    found = limits({"deployments": ["phase-2-*", "phase-3-*"], "burnout_speed_km_s": {"at_most": 3.5}})  # fmt: skip
    for name, speed in (("phase-2-deveselu", 3.5), ("phase-3-redzikowo", 3.5)):
        interceptor = found[name].permitted().interceptor
        assert interceptor.burnout_speed_km_s.value == speed
        assert interceptor.burnout_speed_km_s.source == "limit l0 of the agreement"
    assert found["phase-4-redzikowo"].permitted() == found["phase-4-redzikowo"].deployment
    assert SCENARIO == load("europe-2012")


def test_of_two_limits_the_narrower_counts() -> None:
    """Whichever stands first; of a delay the longer."""
    for order in (1, -1):
        speeds = [{"burnout_speed_km_s": {"at_most": v}} for v in (4.0, 3.0)[::order]]
        delays = [{"launch_delay_s": {"at_least": v}} for v in (200.0, 300.0)[::order]]
        found = limits(*speeds, *delays)["phase-3-redzikowo"]
        assert found.figures == {"burnout_speed_km_s": 3.0, "launch_delay_s": 300.0}
        assert found.permitted().launch_delay_s.value == 300.0


def test_interceptors_by_their_ids() -> None:
    found = limits({"interceptors": ["sm3-iib"], "divert_km_s": {"at_most": 0.1}})
    assert {i for i, a in found.items() if a.figures} == {d.id for d in SCENARIO.deployment if d.interceptor == "sm3-iib"}  # fmt: skip


def test_places() -> None:
    """Inside a region alone: what lies outside may not stand; its mirror; a zone's own id; and a place of both is told."""
    inside = limits({"place": {"inside": AROUND_ROMANIA}})
    left = {i for i, a in inside.items() if not a.banned}
    assert left == {"phase-2-deveselu", "phase-3-black-sea", "phase-4-black-sea"}
    outside = limits({"place": {"outside": AROUND_ROMANIA}})
    assert {i for i, a in outside.items() if a.banned} == left
    sea = limits({"deployments": ["*-black-sea"], "place": {"inside": "black-sea"}})
    assert not sea["phase-3-black-sea"].banned
    half = [[40.5, 27], [48, 27], [48, 34], [40.5, 34]]
    with pytest.raises(ScenarioError, match="phase-3-black-sea may stand inside the region and outside it"):  # fmt: skip
        limits({"deployments": ["phase-3-black-sea"], "place": {"inside": half}})


def test_sensors() -> None:
    """A sensor that may not be used is taken away; who has no other may not stand."""
    sensed = load("europe-2012-sensed")
    known = {d.id: list(d.sensors) for d in sensed.deployment}
    name = next(iter(known))
    one = limits({"sensors": {"none_of": ["kurecik"]}}, scenario=sensed)[name]
    assert one.deployment.sensors == [s for s in known[name] if s != "kurecik"]
    every = sorted({s for all_ in known.values() for s in all_})
    none = limits({"sensors": {"none_of": every}}, scenario=sensed)[name]
    assert "no sensor is left" in none.banned


def test_limits_that_bear_on_no_flight() -> None:
    """Accounts, targets in tests and numbers leave flights as they are."""
    found = limits(
        {"account": {"rule": "new-start", "quantity": "deployed_warheads", "at_most": 1550}},
        {"target_speed_km_s": {"at_most": 5.0}},
        {"interceptors": {"at_most": 48.0}},
    )
    for one in found.values():
        assert one.permitted() == one.deployment
