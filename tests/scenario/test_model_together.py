"""Tables of a scenario that have to fit each other: sensors and cues, accounts and bases, faces and forces, years."""

from __future__ import annotations

from typing import Any

import pytest

from reassure.scenario.model import (
    AccountTable,
    DeploymentTable,
    ForceTable,
    Scenario,
    SensorTable,
)
from tests.scenario.test_model import DEPLOYMENT, DISC, FORCE, MISSILE, SCENARIO, SENSOR, refused

# -- sensors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"infrared": None}, "exactly one of radar and infrared"),
        ({"radar": "voronezh-dm", "site": "armavir"}, "exactly one of radar and infrared"),
        ({"site": "armavir"}, "a site for a radar, and none for infrared satellites"),
        ({"infrared": None, "radar": "voronezh-dm"}, "a site for a radar"),
    ],
)
def test_a_sensor_is_a_radar_at_a_site_or_satellites_without_one(
    change: dict[str, Any], said: str
) -> None:
    """Both, neither, or the wrong one of the two with a site."""
    assert said in refused(SensorTable, {**SENSOR, **change})
    radar = {"id": "s", "radar": "voronezh-dm", "site": "armavir"}
    assert SensorTable.model_validate(radar).infrared is None


def sensing(*sensors: dict[str, Any], wanted: str = "") -> dict[str, Any]:
    """A scenario with sensors, one of which a deployment waits for."""
    tables = [{**SENSOR, **s} for s in sensors]
    deployment = DEPLOYMENT | ({"launch_delay_s": "sensed", "sensors": [wanted]} if wanted else {})
    return {**SCENARIO, "sensor": tables, "deployment": [deployment]}


def test_sensors_cue_each_other_in_chains() -> None:
    """In whatever order they stand; one may be cued by two."""
    chain = [{"id": "c", "cued_by": ["a", "b"]}, {"id": "b", "cued_by": ["a"]}, {"id": "a"}]
    assert len(Scenario.model_validate(sensing(*chain, wanted="c")).sensor) == 3


@pytest.mark.parametrize(
    ("sensors", "wanted", "said"),
    [
        ([{"id": "a", "cued_by": ["a"]}], "", "in a circle: a;"),
        ([{"id": "b", "cued_by": ["a"]}, {"id": "a", "cued_by": ["b"]}, {"id": "c"}], "", "in a circle: a, b;"),
        ([{"id": "a"}, {"id": "a"}], "", "two sensors of one id, a; allowed: each id once"),
        ([{"id": "a", "cued_by": ["x"]}], "", "sensor a, cued_by: no sensor x; allowed: the id of a table"),
        ([{"id": "a"}], "x", "deployment d: no sensor x; allowed: the id of a table [[sensor]]"),
    ],
)  # fmt: skip
def test_sensors_that_do_not_hang_together(
    sensors: list[dict[str, Any]], wanted: str, said: str
) -> None:
    """In a circle, twice, or not there: named, and nothing else is."""
    assert said in refused(Scenario, sensing(*sensors, wanted=wanted))


def test_a_sensed_delay_needs_sensors_and_a_given_one_may_have_some() -> None:
    """They are then not waited for."""
    assert "without sensors" in refused(DeploymentTable, {**DEPLOYMENT, "launch_delay_s": "sensed"})
    assert DeploymentTable.model_validate({**DEPLOYMENT, "sensors": ["s"]}).sensors == ["s"]
    for word in ("Sensed", "", "sensed "):
        said = refused(DeploymentTable, {**DEPLOYMENT, "launch_delay_s": word, "sensors": ["s"]})
        assert '0 to 7200, or "sensed"' in said


# -- accounts -------------------------------------------------------------------------------------


def account(launchers: object, warheads: object, **more: object) -> dict[str, Any]:
    """An account of the one base."""
    return {"base": "kozelsk", "launchers": launchers, "warheads": warheads, **more}


def test_as_many_warheads_as_launchers_are_enough() -> None:
    """Fewer are a slip, unless they are said to be none."""
    assert AccountTable.model_validate(account(10, 10)).some_empty is False
    said = refused(AccountTable, account(10, 9))
    assert "9 warheads on 10 launchers; allowed: as many or more, or some_empty = true" in said
    assert AccountTable.model_validate(account(10, 9, some_empty=True)).warheads.value == 9


@pytest.mark.parametrize("key", [0, 1])
def test_launchers_and_warheads_are_whole(key: int) -> None:
    """A whole number with a point is one; an interval may have ends between."""
    whole = [4, 8]
    for value in (8.0, {"value": 8, "low": 7.5, "high": 8.5}):
        whole[key] = value  # type: ignore[call-overload]
        assert AccountTable.model_validate(account(*whole, some_empty=True))
    whole[key] = 8.25  # type: ignore[call-overload]
    said = refused(AccountTable, account(*whole, some_empty=True))
    assert "8.25; allowed: a whole number" in said


def test_an_account_is_of_a_base_of_its_force_and_each_base_has_one() -> None:
    """By the id, of a base written out too."""
    bases = ["kozelsk", {**DISC, "id": "own"}]
    own = {**account(1, 1), "base": "own"}
    fine = ForceTable.model_validate({**FORCE, "bases": bases, "accounts": [own, account(1, 1)]})
    assert len(fine.accounts) == 2
    assert "accounts: no base own in this force; allowed: kozelsk" in refused(
        ForceTable, {**FORCE, "accounts": [own]}
    )
    assert "accounts: base own twice; allowed: one account for each base" in refused(
        ForceTable, {**FORCE, "bases": bases, "accounts": [own, account(1, 1), own]}
    )


def test_of_many_bases_only_some_are_told() -> None:
    """Two hundred letters of their names."""
    bases = [{**DISC, "id": f"base-{i:03}"} for i in range(100)]
    said = refused(ForceTable, {**FORCE, "bases": bases, "accounts": [account(1, 1)]})
    told = said.partition("allowed: ")[2].partition(" [type")[0]
    assert len(told) == 200


# -- ids, faces, years ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "table", "what"),
    [
        ("deployment", DEPLOYMENT, "two deployments of one id, d"),
        ("missile", MISSILE, "two missiles of one id, m"),
        ("region", {**DISC, "radius_km": 1}, "two regions of one id, p"),
        ("force", {**FORCE, "id": "f"}, "two forces of one id, f"),
    ],
)
def test_an_id_stands_once(key: str, table: dict[str, Any], what: str) -> None:
    """In its own kind; two kinds may share one."""
    assert what in refused(Scenario, {**SCENARIO, key: [table, table]})
    shared = {
        "deployment": [{**DEPLOYMENT, "id": "x"}], "missile": [{**MISSILE, "id": "x"}],
        "region": [{**DISC, "id": "x", "radius_km": 1}], "force": [{**FORCE, "id": "x"}],
        "sensor": [{**SENSOR, "id": "x"}],
    }  # fmt: skip
    assert Scenario.model_validate({**SCENARIO, **shared})


def test_forces_without_an_id_are_no_two_of_one_id() -> None:
    """They are told apart by where they stand."""
    assert len(Scenario.model_validate({**SCENARIO, "force": [FORCE, FORCE, FORCE]}).force) == 3


@pytest.mark.parametrize("key", ["bases", "aims"])
def test_a_base_or_aim_stands_once_in_a_force(key: str) -> None:
    """By its id or written out under the same."""
    more = {"bases": {**DISC, "id": "kozelsk"}, "aims": {**DISC, "id": "conus", "radius_km": 1}}
    said = refused(ForceTable, {**FORCE, key: [*FORCE[key], more[key]]})
    assert f"{key} names one thing twice; allowed: each once" in said


FORCES = [{**FORCE, "id": "west"}, FORCE, {**FORCE, "id": "east"}]


@pytest.mark.parametrize("faces", [[1], [3], ["west"], ["east", 2], [1, 2, 3], ["west", 3, 2]])
def test_a_deployment_faces_forces_by_id_or_number(faces: list[str | int]) -> None:
    """Counted from 1, each once."""
    tables = {**SCENARIO, "force": FORCES, "deployment": [{**DEPLOYMENT, "faces": faces}]}
    assert Scenario.model_validate(tables).deployment[0].faces == faces


@pytest.mark.parametrize(
    ("faces", "said"),
    [
        ([0], "deployment d, faces: no force 0; allowed: west, east, 1 to 3"),
        ([4], "no force 4; allowed: west, east, 1 to 3"),
        ([-1], "no force -1; allowed: west, east, 1 to 3"),
        (["north"], "no force north; allowed: west, east, 1 to 3"),
        (["1"], "no force 1; allowed: west, east, 1 to 3"),
        (["west", 1], "deployment d, faces: force 1 twice; allowed: each once"),
        ([2, 2], "force 2 twice"),
        ([True], "a force's id (text), or its number, counted from 1"),
        ([1.0], "a force's id (text), or its number, counted from 1"),
        ([], "at least 1"),
        (["x" * 100], "no force " + "x" * 60 + ";"),
    ],
)
def test_a_force_that_is_not_there_or_faced_twice(faces: list[object], said: str) -> None:
    """With what there is; by id and by number is twice too; a number as text is an id."""
    tables = {**SCENARIO, "force": FORCES, "deployment": [{**DEPLOYMENT, "faces": faces}]}
    assert said in refused(Scenario, tables)


@pytest.mark.parametrize(
    ("years", "fine"),
    [
        ({"from": 2018, "until": 2018}, True),
        ({"from": 2018}, True),
        ({"until": 2018}, True),
        ({"from": 2018, "until": 2017}, False),
    ],
)
def test_years_run_forward(years: dict[str, int], fine: bool) -> None:
    """One year alone is a span; either end may be open."""
    table = {**DEPLOYMENT, **years}
    if fine:
        assert DeploymentTable.model_validate(table).until == years.get("until")
    else:
        assert "from 2018 until 2017; allowed: from <= until" in refused(DeploymentTable, table)


@pytest.mark.parametrize("place", [{"site": None}, {"area": "baltic-sea"}])
def test_a_deployment_stands_at_a_site_or_in_an_area(place: dict[str, Any]) -> None:
    """Neither and both are refused."""
    assert "exactly one of site (a point) and area" in refused(
        DeploymentTable, {**DEPLOYMENT, **place}
    )


@pytest.mark.parametrize("word", ["reassure-scenario/2", "", None, 1])
def test_the_format_is_this_one(word: object) -> None:
    """No other is read."""
    refused(Scenario, {**SCENARIO, "format": word})
