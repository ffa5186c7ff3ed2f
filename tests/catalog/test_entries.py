"""Entries of every kind at the edges of what is allowed: just let pass, and just refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from reassure.catalog import (
    Base,
    Booster,
    Infrared,
    Interceptor,
    Missile,
    NotionalVehicle,
    Plan,
    Radar,
    Site,
    Statement,
    Station,
    Zone,
    catalog,
)
from reassure.catalog import entries as kinds
from reassure.catalog.sensors import Bearing, InfraredFigures, RadarAccuracy, RadarFigures
from reassure.catalog.table import Table
from reassure.catalog.vehicles import StageTable, VehicleFigures

HEAD = {"id": "x", "name": "X", "status": "assumed"}
PLACE = {"latitude_deg": 0.0, "longitude_deg": 0.0}
BOOST = {"burnout_time_s": 100, "burnout_height_km": 100, "downrange_km": 100}
STAGE = {
    "propellant_kg": 500,
    "dry_kg": 100,
    "burn_time_s": 10,
    "vacuum_specific_impulse_s": 260,
}
ACCURACY = {
    "range_noise_m": 50, "angle_noise_deg": 0.1, "range_bias_m": 20, "angle_bias_deg": 0.02, "look_interval_s": 5,
}  # fmt: skip
BODY = {
    "payload_kg": 100, "reference_area_m2": 0.2, "vertical_rise_s": 1.5, "drag": [[0.0, 0.2]], "stage": [STAGE],
}  # fmt: skip


def refused(kind: type[Table], data: dict[str, Any]) -> str:
    """What is said of a table that is not taken."""
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(data)
    return str(caught.value)


# -- numbers --------------------------------------------------------------------------------------

LIMITS = [
    (kinds.Radius, 0, 500, "km"),
    (kinds.BoostTime, 1, 1200, "s"),
    (kinds.BoostHeight, 0, 2000, "km"),
    (kinds.BoostRange, 0, 5000, "km"),
    (kinds.Speed, 0.1, 15, "km/s"),
    (kinds.Divert, 0, 5, "km/s"),
    (kinds.BurnHeight, 0, 1000, "km"),
    (kinds.BurnTime, 0, 600, "s"),
    (kinds.Reach, 50, 15000, "km"),
    (kinds.BoosterReach, 50, 40000, "km"),
    (kinds.InterceptHeight, 0, 10000, "km"),
    (Bearing, -180, 360, "deg"),
]


@pytest.mark.parametrize(("kind", "low", "high", "unit"), LIMITS)
def test_a_kind_of_figure_lies_between_its_limits(
    kind: Any, low: float, high: float, unit: str
) -> None:
    """Both included; a hair beyond either is refused with the unit and both limits."""
    limited = TypeAdapter(kind)
    assert [limited.validate_python(v).value for v in (low, high)] == [low, high]
    for beyond in (low - 0.01, high + 0.01):
        with pytest.raises(ValidationError) as caught:
            limited.validate_python(beyond)
        assert f"{beyond:g} {unit}; allowed: {low:g} to {high:g}" in str(caught.value)


@pytest.mark.parametrize(("key", "most"), [("latitude_deg", 90.0), ("longitude_deg", 180.0)])
def test_a_place_is_on_earth(key: str, most: float) -> None:
    """Poles and antimeridian included, by either sign."""
    for value in (most, -most):
        assert (
            getattr(Site.model_validate({**HEAD, **PLACE, "kind": "s", key: value}), key) == value
        )
        beyond = {**HEAD, **PLACE, "kind": "s", key: 1.0001 * value}
        assert "than or equal to" in refused(Site, beyond)


@pytest.mark.parametrize(
    ("kind", "whole", "key", "low", "high"),
    [
        (StageTable, STAGE, "propellant_kg", 1, 1e6),
        (StageTable, STAGE, "dry_kg", 0, 1e6),
        (StageTable, STAGE, "burn_time_s", 0.5, 600),
        (StageTable, STAGE, "vacuum_specific_impulse_s", 100, 500),
        (StageTable, STAGE, "exit_area_m2", 0, 20),
        (StageTable, STAGE, "coast_s", 0, 600),
        (RadarFigures, {"range_km": 1000}, "range_km", 1, 50000),
        (RadarFigures, {"range_km": 1000}, "sector_deg", 1, 360),
        (RadarFigures, {"range_km": 1000}, "boresight_deg", -180, 360),
        (RadarFigures, {"range_km": 1000}, "least_elevation_deg", -5, 89.9),
        (RadarFigures, {"range_km": 1000}, "greatest_elevation_deg", 0.1, 90),
        (RadarAccuracy, ACCURACY, "range_noise_m", 0, 1e5),
        (RadarAccuracy, ACCURACY, "angle_noise_deg", 0, 10),
        (RadarAccuracy, ACCURACY, "range_rate_noise_m_s", 0, 1e4),
        (RadarAccuracy, ACCURACY, "range_bias_m", 0, 1e5),
        (RadarAccuracy, ACCURACY, "angle_bias_deg", 0, 10),
        (RadarAccuracy, ACCURACY, "look_interval_s", 0.01, 600),
        (InfraredFigures, {}, "detection_delay_s", 0, 1200),
        (kinds.InterceptorFigures, {"burnout_speed_km_s": 3}, "divert_km_s", 0, 5),
        (kinds.InterceptorFigures, {"burnout_speed_km_s": 3}, "least_intercept_height_km", 0, 1e4),
        (kinds.InterceptorFigures, {"burnout_speed_km_s": 3}, "greatest_intercept_height_km", 1, 1e4),
        (kinds.BoosterFigures, BOOST, "greatest_range_km", 50, 40000),
        (kinds.BoosterFigures, BOOST, "greatest_burnout_speed_km_s", 0.1, 15),
    ],
)  # fmt: skip
def test_a_figure_of_a_table_lies_between_its_limits(
    kind: type[Table], whole: dict[str, Any], key: str, low: float, high: float
) -> None:
    """Both included; beyond either it is refused by its key."""
    for value in (low, high):
        assert getattr(kind.model_validate({**whole, key: value}), key).value == value
    for beyond in (low - 0.05, high + 0.05):
        assert "allowed: " in refused(kind, {**whole, key: beyond})


@pytest.mark.parametrize(
    ("kind", "whole", "needed"),
    [
        (Base, {**HEAD, **PLACE, "field_radius_km": 10}, "field_radius_km"),
        (Site, {**HEAD, **PLACE, "kind": "radar"}, "kind"),
        (Zone, {**HEAD, "kind": "sea", "polygon": [[0, 0], [0, 1], [1, 0]]}, "polygon"),
        (Booster, {**HEAD, **BOOST}, "downrange_km"),
        (Interceptor, {**HEAD, "burnout_speed_km_s": 3}, "burnout_speed_km_s"),
        (Missile, {**HEAD, "booster": "b", "launch": "l", "range_km": 1000}, "launch"),
        (NotionalVehicle, {**HEAD, **BODY}, "stage"),
        (Radar, {**HEAD, "range_km": 1000}, "range_km"),
        (Infrared, {**HEAD, "detection_delay_s": 30}, "detection_delay_s"),
        (Station, {**HEAD, **PLACE, "radar": "r"}, "radar"),
        (Plan, {**HEAD, "phase": "1", "planned_from": 2011, "place": "p"}, "planned_from"),
        (Statement, {**HEAD, "date": "2012", "who": "w", "what": "h"}, "who"),
    ],
)
def test_every_kind_of_entry_has_an_id_a_name_a_status_and_its_own_keys(
    kind: type[Table], whole: dict[str, Any], needed: str
) -> None:
    """Without one of them it is refused."""
    assert kind.model_validate(whole).id == "x"
    for key in ("id", "name", "status", needed):
        rest = {k: v for k, v in whole.items() if k != key}
        assert "Field required" in refused(kind, rest)


# -- ids ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a", "9", "a-", "sm3-iia", "0" * 63])
def test_an_id_is_lower_case_letters_digits_and_hyphens(name: str) -> None:
    """Up to 63 of them."""
    assert TypeAdapter(kinds.Name).validate_python(name) == name


@pytest.mark.parametrize("name", ["", "-a", "A", "a_b", "a b", "é", "a.b", "0" * 64, "a\n"])
def test_what_is_no_id(name: str) -> None:
    """Not empty, not led by a hyphen, no other sign, no line's end, no 64th letter."""
    with pytest.raises(ValidationError):
        TypeAdapter(kinds.Name).validate_python(name)


# -- heights of intercept -------------------------------------------------------------------------


def test_heights_of_intercept_are_a_kilometre_apart_or_more() -> None:
    """Exactly one is let pass, a metre less is not; without a greatest there is nothing to be apart from."""
    speed = {"burnout_speed_km_s": 3}
    for low, high in ((0, 1), (40, 41), (9_999, 10_000)):
        heights = {"least_intercept_height_km": low, "greatest_intercept_height_km": high}
        table = kinds.InterceptorFigures.model_validate({**speed, **heights})
        assert table.greatest_intercept_height_km is not None
        heights["greatest_intercept_height_km"] = high - 0.001
        said = refused(kinds.InterceptorFigures, {**speed, **heights})
        assert "intercept heights" in said
        assert "least below greatest by 1 km or more" in said
    alone = {**speed, "least_intercept_height_km": 10_000}
    assert kinds.InterceptorFigures.model_validate(alone).greatest_intercept_height_km is None


def test_a_radars_elevations_are_a_tenth_of_a_degree_apart_or_more() -> None:
    """Just let pass and just refused; also where their intervals meet."""
    narrow = {"range_km": 1000, "least_elevation_deg": 3, "greatest_elevation_deg": 3.125}
    assert RadarFigures.model_validate(narrow).greatest_elevation_deg.value == 3.125
    said = refused(RadarFigures, {**narrow, "greatest_elevation_deg": 3.0625})
    assert "elevations 3 to 3.0625 deg; allowed: least below greatest by 0.1 deg" in said
    assert RadarFigures.model_validate({"range_km": 1000, "least_elevation_deg": 89.9})
    meet = {**narrow, "greatest_elevation_deg": {"value": 60, "low": 3, "high": 90}}
    assert "60 (3 to 90)" in refused(RadarFigures, meet)


def test_a_radar_says_how_well_it_measures_or_nothing() -> None:
    """All of it but the range rate; a radar that says nothing has no accuracy."""
    assert RadarFigures.model_validate({"range_km": 1000}).accuracy is None
    whole = RadarFigures.model_validate({"range_km": 1000, "accuracy": ACCURACY}).accuracy
    assert whole is not None
    assert whole.range_rate_noise_m_s is None
    for key in ACCURACY:
        rest = {k: v for k, v in ACCURACY.items() if k != key}
        assert "Field required" in refused(RadarFigures, {"range_km": 1000, "accuracy": rest})


def test_a_radar_looks_all_round_and_up_unless_it_says_otherwise() -> None:
    """From the horizon to the zenith."""
    radar = RadarFigures.model_validate({"range_km": 1000})
    assert radar.sector_deg.value == 360.0
    assert (radar.least_elevation_deg.value, radar.greatest_elevation_deg.value) == (0.0, 90.0)


# -- polygons -------------------------------------------------------------------------------------

SQUARE = [[0, 0], [0, 10], [10, 10], [10, 0]]


def test_a_polygon_is_pairs_of_numbers_whole_or_not() -> None:
    """It comes back as floats, and in a tuple that nobody can change."""
    zone = Zone.model_validate({**HEAD, "kind": "sea", "polygon": SQUARE})
    assert zone.polygon == ((0.0, 0.0), (0.0, 10.0), (10.0, 10.0), (10.0, 0.0))
    assert all(isinstance(c, float) for v in zone.polygon for c in v)
    assert zone.region.vertices == zone.polygon
    assert zone.region.area_km2 == pytest.approx(1.23e6, rel=0.01)


@pytest.mark.parametrize(
    "polygon",
    ["conus", 3, {"a": 1}, [1, 2], [[0, 0, 0]], [[0]], [["0", 1]], [[True, 1]], [[0, None]], [[[0], 1]]],
)  # fmt: skip
def test_what_is_no_polygon_is_told_what_one_is(polygon: object) -> None:
    """Whatever it is instead."""
    said = refused(Zone, {**HEAD, "kind": "sea", "polygon": polygon})
    assert "a polygon is [[latitude_deg, longitude_deg], [...], ...]" in said


@pytest.mark.parametrize(
    ("vertex", "said"),
    [
        ([90.5, 0], "latitude 90.5 deg; allowed: -90 to 90"),
        ([0, 180.5], "longitude 180.5 deg; allowed: -180 to 180"),
        ([0, 360], "longitude 360 deg; allowed: -180 to 180"),
        ([0, 360.5], "a coordinate beyond 360 deg; allowed: -180 to 180"),
        ([10**400, 0], "a coordinate beyond 360 deg"),
    ],
)
def test_a_vertex_is_on_earth(vertex: list[float], said: str) -> None:
    """Numbers too large to be floats are refused before they become one."""
    assert said in refused(Zone, {**HEAD, "kind": "sea", "polygon": [*SQUARE[:3], vertex]})


def test_a_polygon_that_crosses_itself_is_refused_with_the_reason() -> None:
    """The reason is the region's own."""
    crossed = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]
    said = refused(Zone, {**HEAD, "kind": "sea", "polygon": crossed})
    assert "a polygon that crosses or touches itself" in said


# -- vehicles -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "drag",
    [
        [[0.0, 0.0]],
        [[0, 0], [50, 5]],
        [[i / 100, 0.1] for i in range(100)],
    ],
)
def test_a_drag_table_of_one_to_a_hundred_points(drag: list[list[float]]) -> None:
    """Mach 0 to 50 and coefficients 0 to 5 included."""
    table = VehicleFigures.model_validate({**BODY, "drag": drag})
    assert table.drag == tuple((float(m), float(c)) for m, c in drag)


@pytest.mark.parametrize(
    ("drag", "said"),
    [
        ([[i / 200, 0.1] for i in range(101)], "1 to 100"),
        ([[0.5, 0.1], [0.5, 0.2]], "rising order, 0 to 50"),
        ([[-0.1, 0.1]], "rising order, 0 to 50"),
        ([[0.0, 0.1], [50.1, 0.1]], "rising order, 0 to 50"),
        ([[0.0, -0.1]], "coefficients of 0 to 5"),
        ([[0.0, 5.1]], "coefficients of 0 to 5"),
        ([[0.0, float("nan")]], "coefficients of 0 to 5"),
        ([[float("nan"), 0.1]], "rising order"),
        ([[True, 0.1]], "[[Mach number, drag coefficient], ...]"),
        ([[0.0]], "[[Mach number, drag coefficient], ...]"),
        ("none", "[[Mach number, drag coefficient], ...]"),
    ],
)  # fmt: skip
def test_a_drag_table_that_cannot_be_flown(drag: object, said: str) -> None:
    """Too many points, out of order, beyond its limits, or no pairs of numbers."""
    assert said in refused(VehicleFigures, {**BODY, "drag": drag})


def test_one_to_eight_stages() -> None:
    """A ninth is refused."""
    small = {**STAGE, "propellant_kg": 10, "dry_kg": 1}
    stages = [STAGE, *[small] * 8]
    assert len(VehicleFigures.model_validate({**BODY, "stage": stages[:8]}).stage) == 8
    assert "at most 8" in refused(VehicleFigures, {**BODY, "stage": stages})


def test_a_vehicle_that_weighs_just_too_much_stays_on_the_ground() -> None:
    """Thrust 50 kg/s times 260 s lifts 13,000 kg (Tsiolkovsky): with 600 kg of stage, 12,400 of payload."""
    light = VehicleFigures.model_validate({**BODY, "payload_kg": 12_399})
    assert light.vehicle().lift_off_thrust_to_weight == pytest.approx(13_000 / 12_999)
    for payload in (12_400, 12_401):
        said = refused(VehicleFigures, {**BODY, "payload_kg": payload})
        assert (
            "it cannot lift off: thrust over weight on the ground is 1.000; allowed: above 1"
            in (said)
        )


def test_a_vehicle_takes_every_figure_once_by_its_key() -> None:
    """Stages counted from 1; what is taken stands in the core's vehicle, what is written does not."""
    table = VehicleFigures.model_validate(
        {**BODY, "stage": [STAGE, {**STAGE, "propellant_kg": 50}]}
    )
    asked: list[str] = []

    def take(key: str, figure: object) -> float:
        asked.append(key)
        return 0.0 if key == "stage.2.coast_s" else 10.0 - len(asked) / 100.0

    vehicle = table.vehicle(take)
    names = [
        "propellant_kg", "dry_kg", "burn_time_s", "vacuum_specific_impulse_s", "exit_area_m2", "coast_s",
    ]  # fmt: skip
    body = ["payload_kg", "reference_area_m2", "vertical_rise_s"]
    with_stages = [f"stage.{i}.{name}" for i in (1, 2) for name in names]
    assert sorted(asked) == sorted([*with_stages, *body])
    given = {key: 10.0 - (n + 1) / 100.0 for n, key in enumerate(asked)} | {"stage.2.coast_s": 0.0}
    for i, stage in enumerate(vehicle.stages, 1):
        got = (
            stage.propellant, stage.dry, stage.burn_time, stage.vacuum_specific_impulse, stage.exit_area, stage.coast,
        )  # fmt: skip
        assert got == tuple(given[f"stage.{i}.{name}"] for name in names)
    assert (vehicle.payload, vehicle.reference_area, vehicle.vertical_rise) == tuple(
        given[key] for key in body
    )
    assert vehicle.drag == ((0.0, 0.2),)


# -- the catalogue's own entries hang together ----------------------------------------------------


def test_what_an_entry_names_is_there() -> None:
    """A missile's booster and zone, an interceptor's vehicle."""
    known = catalog()
    for missile in known.of(Missile):
        booster = known.get(missile.booster, Booster, "booster")
        assert known.get(missile.launch, Zone, "region").region.area_km2 > 0.0
        assert missile.range_km.bounds[0] > booster.downrange_km.bounds[1]
    for interceptor in known.of(Interceptor):
        if interceptor.vehicle is not None:
            assert known.get(interceptor.vehicle, NotionalVehicle, "vehicle").stage
    for plan in known.of(Plan):
        assert not plan.interceptor or known.get(plan.interceptor, Interceptor, "interceptor")


def test_ids_are_of_one_kind_of_name() -> None:
    """So that each can stand in a scenario."""
    for name in catalog().entries:
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", name)
