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
        "aims": ["conus", {"id": "c", "polygon": TRIANGLE}, {"id": "d", "polygon": TRIANGLE, "holes": [[[1, 2], [1, 3], [2, 2.5]]]}, {**DISC, "id": "e", "radius_km": 1}],
    }  # fmt: skip
    force = ForceTable.model_validate({**FORCE, **tables})
    assert [type(b) for b in force.bases] == [str, BaseArea, BaseArea, BaseDisc]
    assert [type(a) for a in force.aims] == [str, AimPolygon, AimPolygon, AimDisc]
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
