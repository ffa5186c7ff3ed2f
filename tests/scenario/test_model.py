"""Tables of a scenario at the edges of what is allowed, and the order in which they hang together."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from reassure.catalog.table import Table
from reassure.scenario.model import (
    AccountTable,
    DeploymentTable,
    ForceTable,
    MissileTable,
    Scenario,
    SensorTable,
)
from reassure.scenario.parts import (
    AimDisc,
    AimPolygon,
    BaseArea,
    BaseDisc,
    InterceptorTable,
    SitePoint,
    VehicleTable,
)

FORCE: dict[str, Any] = {"bases": ["kozelsk"], "aims": ["conus"], "booster": "icbm-solid"}
DEPLOYMENT: dict[str, Any] = {
    "id": "d", "site": "redzikowo", "interceptor": "sm3-iia", "launch_delay_s": 100,
}  # fmt: skip
SENSOR: dict[str, Any] = {"id": "s", "infrared": "infrared-warning"}
MISSILE: dict[str, Any] = {"id": "m", "launch": "iran", "booster": "mrbm-solid", "range_km": 2000}
SCENARIO: dict[str, Any] = {
    "format": "reassure-scenario/1", "title": "t", "force": [FORCE], "deployment": [DEPLOYMENT],
}  # fmt: skip
DISC = {"id": "p", "latitude_deg": 1, "longitude_deg": 2}
TRIANGLE = [[0, 0], [0, 10], [10, 0]]


def refused(kind: type[Table], data: dict[str, Any]) -> str:
    """What is said of a table that is not taken."""
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(data)
    return str(caught.value)


# -- numbers and lists ----------------------------------------------------------------------------

EDGES: list[tuple[type[Table], dict[str, Any], str, Any, Any]] = [
    (SensorTable, SENSOR, "height_km", 0, 10),
    (SensorTable, SENSOR, "track_s", 0, 3600),
    (SensorTable, SENSOR, "cue_delay_s", 0, 3600),
    (SensorTable, SENSOR, "boresight_deg", -180, 360),
    (AccountTable, {"base": "b", "launchers": 1, "warheads": 100_000}, "launchers", 1, 10_000),
    (AccountTable, {"base": "b", "launchers": 1, "warheads": 1}, "warheads", 1, 100_000),
    (ForceTable, FORCE, "aim_spacing_km", 1, 5000),
    (ForceTable, FORCE, "base_spacing_km", 1, 5000),
    (MissileTable, MISSILE, "range_km", 50, 15_000),
    (MissileTable, MISSILE, "spacing_km", 1, 5000),
    (DeploymentTable, DEPLOYMENT, "interceptors", 0, 100_000),
    (DeploymentTable, DEPLOYMENT, "from", 1900, 2200),
    (DeploymentTable, DEPLOYMENT, "until", 1900, 2200),
    (DeploymentTable, DEPLOYMENT, "launch_delay_s", 0, 7200),
    (DeploymentTable, DEPLOYMENT, "decision_s", 0, 3600),
    (DeploymentTable, DEPLOYMENT, "reaction_s", 0, 3600),
    (DeploymentTable, DEPLOYMENT, "area_spacing_km", 1, 5000),
    (DeploymentTable, DEPLOYMENT, "look_s", 0, 3600),
    (BaseDisc, DISC, "field_radius_km", 0, 500),
    (AimDisc, {**DISC, "radius_km": 0}, "radius_km", 0, 5000),
    (SitePoint, {"latitude_deg": 0, "longitude_deg": 0}, "latitude_deg", -90, 90),
    (SitePoint, {"latitude_deg": 0, "longitude_deg": 0}, "longitude_deg", -180, 180),
]


@pytest.mark.parametrize(("kind", "whole", "key", "low", "high"), EDGES)
def test_a_number_lies_between_its_limits(
    kind: type[Table], whole: dict[str, Any], key: str, low: float, high: float
) -> None:
    """Both included, one beyond either refused; and it is told apart from text and truth."""
    for value in (low, high):
        assert kind.model_validate({**whole, key: value})
    for wrong in (low - 1, high + 1, str(low), True):
        refused(kind, {**whole, key: wrong})


LENGTHS: list[tuple[type[Table], dict[str, Any], str, int, int, Any]] = [
    (ForceTable, FORCE, "bases", 1, 500, lambda i: {**DISC, "id": f"b{i}"}),
    (ForceTable, FORCE, "aims", 1, 100, lambda i: {**DISC, "id": f"a{i}", "radius_km": 0}),
    (ForceTable, FORCE, "flight_time_ratio", 1, 50, lambda i: 0.5 + i / 100),
    (MissileTable, MISSILE, "flight_time_ratio", 1, 10, lambda i: 0.5 + i / 100),
    (SensorTable, SENSOR, "cued_by", 0, 50, lambda i: f"s{i}"),
    (DeploymentTable, DEPLOYMENT, "sensors", 0, 100, lambda i: f"s{i}"),
    (DeploymentTable, DEPLOYMENT, "faces", 1, 100, lambda i: i + 1),
    (Scenario, SCENARIO, "force", 1, 100, lambda i: {**FORCE, "id": f"f{i}"}),
    (Scenario, SCENARIO, "missile", 0, 50, lambda i: {**MISSILE, "id": f"m{i}"}),
    (Scenario, SCENARIO, "region", 0, 50, lambda i: {**DISC, "id": f"r{i}", "radius_km": 1}),
    (Scenario, SCENARIO, "sensor", 0, 200, lambda i: {**SENSOR, "id": f"s{i}"}),
    (Scenario, SCENARIO, "deployment", 1, 500, lambda i: {**DEPLOYMENT, "id": f"d{i}"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "whole", "key", "least", "most", "make"), LENGTHS)
def test_a_list_has_so_many_items(
    kind: type[Table], whole: dict[str, Any], key: str, least: int, most: int, make: Any
) -> None:
    """As many as the least and the most are let pass; one fewer or more is not."""
    for count in (least, most):
        table = kind.model_validate({**whole, key: [make(i) for i in range(count)]})
        assert len(getattr(table, key)) == count
    assert "at most" in refused(kind, {**whole, key: [make(i) for i in range(most + 1)]})
    if least:
        assert "at least 1" in refused(kind, {**whole, key: []})


@pytest.mark.parametrize("ratio", [0.3, 5.0])
def test_a_flight_takes_at_least_a_third_and_at_most_five_times_of_the_least(ratio: float) -> None:
    """Just allowed for a force and for a missile; beyond it for neither."""
    beyond = ratio * (0.999 if ratio < 1 else 1.001)
    for kind, whole in ((ForceTable, FORCE), (MissileTable, MISSILE)):
        assert kind.model_validate({**whole, "flight_time_ratio": [ratio]})
        refused(kind, {**whole, "flight_time_ratio": [beyond]})


def test_what_is_left_out() -> None:
    """The values that docs/scenario.md promises."""
    scenario = Scenario.model_validate({**SCENARIO, "sensor": [SENSOR]})
    force, deployment, sensor = scenario.force[0], scenario.deployment[0], scenario.sensor[0]
    assert (force.id, force.flight_time_ratio, force.way) == (None, [1.0], "short")
    assert (force.aim_spacing_km, force.base_spacing_km, force.accounts) == (500.0, 500.0, [])
    assert (deployment.interceptors, deployment.from_year, deployment.until) == (None, None, None)
    assert (deployment.faces, deployment.sensors, deployment.area_spacing_km) == (None, [], 100.0)
    assert (deployment.decision_s.value, deployment.reaction_s.value) == (0.0, 0.0)
    assert deployment.look_s.value == 30.0
    assert (sensor.track_s.value, sensor.cue_delay_s.value, sensor.cued_by) == (10.0, 0.0, [])
    assert (scenario.note, scenario.missile, scenario.region) == ("", [], [])


# -- text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text", "fine"),
    [
        ("title", "t" * 300, True),
        ("title", "t" * 301, False),
        ("title", "", False),
        ("title", "a\nb", False),
        ("title", "a\tb", False),
        ("title", "Übung ひ", True),
        ("note", "n" * 5000, True),
        ("note", "n" * 5001, False),
        ("note", "", True),
        ("note", "a\nb", True),
        ("note", "a\rb", False),
        ("note", "a\u202eb", False),
    ],
)
def test_text_is_of_so_many_signs_that_can_be_printed(key: str, text: str, fine: bool) -> None:
    """A title in one line; a note may have several."""
    if fine:
        assert getattr(Scenario.model_validate({**SCENARIO, key: text}), key) == text
    else:
        refused(Scenario, {**SCENARIO, key: text})


@pytest.mark.parametrize(
    ("key", "text", "fine"),
    [
        ("name", "n" * 200, True),
        ("name", "n" * 201, False),
        ("name", "a\nb", False),
        ("name", "a\x1bb", False),
        ("source", "s" * 1000, True),
        ("source", "s" * 1001, False),
        ("source", "a\nb", True),
        ("source", "a\x1bb", False),
    ],
)
def test_a_sites_name_and_source(key: str, text: str, fine: bool) -> None:
    """The name is one line, the source may be more."""
    site = {"latitude_deg": 0, "longitude_deg": 0, key: text}
    if fine:
        assert getattr(SitePoint.model_validate(site), key) == text
    else:
        refused(SitePoint, site)


# -- by id, or written out ------------------------------------------------------------------------


def test_bases_and_aims_are_told_apart_by_their_keys() -> None:
    """An id, an area or polygon, a disc; and the same again when what was read is written and read."""
    tables = {
        "bases": ["kozelsk", {"id": "a", "area": TRIANGLE}, {"id": "z", "area": "baltic-sea"}, {**DISC, "id": "b"}],
        "aims": ["conus", {"id": "c", "polygon": TRIANGLE}, {**DISC, "id": "e", "radius_km": 1}],
    }  # fmt: skip
    force = ForceTable.model_validate({**FORCE, **tables})
    assert [type(b) for b in force.bases] == [str, BaseArea, BaseArea, BaseDisc]
    assert [type(a) for a in force.aims] == [str, AimPolygon, AimDisc]
    again = ForceTable.model_validate(force.model_dump())
    assert again == force


def test_parts_of_a_deployment_are_told_apart_by_their_kind() -> None:
    """Site, area, interceptor, vehicle and delay: text is an id, a table stands for itself."""
    body = {
        "id": "v", "payload_kg": 100, "reference_area_m2": 0.2, "vertical_rise_s": 1.5, "drag": [[0.0, 0.2]],
        "stage": [{"propellant_kg": 500, "dry_kg": 100, "burn_time_s": 10, "vacuum_specific_impulse_s": 260}],
    }  # fmt: skip
    own = {"id": "i", "burnout_speed_km_s": 3, "vehicle": body}
    table = DeploymentTable.model_validate(
        {**DEPLOYMENT, "site": {"latitude_deg": 1, "longitude_deg": 2}, "interceptor": own}
    )
    assert isinstance(table.site, SitePoint)
    assert isinstance(table.interceptor, InterceptorTable)
    assert isinstance(table.interceptor.vehicle, VehicleTable)
    ship = DeploymentTable.model_validate({**DEPLOYMENT, "site": None, "area": TRIANGLE})
    assert ship.area == ((0.0, 0.0), (0.0, 10.0), (10.0, 0.0))
    assert DeploymentTable.model_validate({**DEPLOYMENT, "site": None, "area": "baltic-sea"})
    for kind in (table, ship):
        assert DeploymentTable.model_validate(kind.model_dump(by_alias=True)) == kind


@pytest.mark.parametrize(
    ("kind", "whole", "key", "wrong"),
    [
        (ForceTable, FORCE, "bases", [3]),
        (ForceTable, FORCE, "bases", [None]),
        (ForceTable, FORCE, "aims", [[1, 2]]),
        (ForceTable, FORCE, "booster", 3),
        (DeploymentTable, DEPLOYMENT, "interceptor", None),
        (DeploymentTable, DEPLOYMENT, "site", [1, 2]),
        (Scenario, SCENARIO, "region", ["conus"]),
        (Scenario, SCENARIO, "region", [3]),
    ],
)
def test_what_is_neither_an_id_nor_a_table(
    kind: type[Table], whole: dict[str, Any], key: str, wrong: object
) -> None:
    """Is refused; a region is always written out."""
    refused(kind, {**whole, key: wrong})


@pytest.mark.parametrize("wrong", [3, None, True])
def test_a_missile_is_launched_from_a_zone_a_polygon_or_a_point(wrong: object) -> None:
    """And from nothing else."""
    point = {"latitude_deg": 30, "longitude_deg": 50}
    for launch in ("iran", TRIANGLE, point):
        table = MissileTable.model_validate({**MISSILE, "launch": launch})
        assert MissileTable.model_validate(table.model_dump()) == table
    said = refused(MissileTable, {**MISSILE, "launch": wrong})
    assert "allowed: a zone's id (text), a polygon, or a table" in said


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
