"""From what was written to what is meant: points, figures, their sources, and what is refused on the way."""

from __future__ import annotations

import math
from typing import Any

import pytest

from reassure.catalog.used import FigureUsed
from reassure.errors import ScenarioError
from reassure.geography.geodesics import distance_km
from reassure.scenario import Scenario
from reassure.scenario.change import with_figures
from reassure.scenario.question import (
    Boost,
    Force,
    GivenDelay,
    Place,
    SensedDelay,
)
from reassure.scenario.reader import parse
from reassure.scenario.resolve import MOST_FLIGHTS, MOST_PAIRS, deployment_of, resolve
from tests.scenario.files import WHOLE

DEPLOYMENT: dict[str, Any] = {
    "id": "d", "site": {"latitude_deg": 54.5, "longitude_deg": 17.1}, "launch_delay_s": 100,
    "interceptor": {"id": "i", "burnout_speed_km_s": 3},
}  # fmt: skip
FORCE: dict[str, Any] = {
    "bases": [{"id": "b", "latitude_deg": 55, "longitude_deg": 40}],
    "aims": [{"id": "a", "latitude_deg": 39, "longitude_deg": -77, "radius_km": 0}],
    "booster": {"id": "x", "burnout_time_s": 180, "burnout_height_km": 200, "downrange_km": 500},
}  # fmt: skip


def scenario(**tables: Any) -> Scenario:
    """One force and one deployment, all written out, with other tables in their place."""
    whole = {"format": "reassure-scenario/1", "title": "t", "force": [FORCE], "deployment": [DEPLOYMENT]}  # fmt: skip
    return Scenario.model_validate({**whole, **tables})


def refused(asked: Scenario, estimate: bool = False) -> tuple[str, tuple[str | int, ...]]:
    """What is said, and of which key."""
    with pytest.raises(ScenarioError) as caught:
        resolve(asked, estimate)
    return str(caught.value), caught.value.path


def sources(asked: Scenario, estimate: bool = False) -> dict[str, FigureUsed]:
    """The figures that an answer rests on, by key."""
    return {s.key: s for s in resolve(asked, estimate).sources}


# -- forces ---------------------------------------------------------------------------------------


def test_a_force_is_every_origin_to_every_aim_in_every_shape() -> None:
    """By hand: two bases, three aims, two shapes are twelve flights."""
    places = [Place(f"{i}", float(i), 0.0) for i in range(5)]
    boost = Boost("b", 180.0, 200.0, 500.0)
    assert Force(tuple(places[:2]), tuple(places[2:]), boost, (0.9, 1.0)).flights == 12
    assert Force((), tuple(places), boost, (1.0,)).flights == 0


def test_a_base_and_a_disc_without_size_are_points() -> None:
    """Where they were written; the booster's figures as they are."""
    (force,) = resolve(scenario()).forces
    assert force.origins == (Place("b", 55.0, 40.0),)
    assert force.aims == (Place("a", 39.0, -77.0),)
    assert force.boost == Boost("x", 180.0, 200.0, 500.0)
    assert force.flight_time_ratio == (1.0,)


def test_the_long_way_is_the_forces_own() -> None:
    """Of two forces with one booster one may go the long way."""
    found = resolve(scenario(force=[{**FORCE, "way": "long"}, FORCE])).forces
    assert [f.boost.long_way for f in found] == [True, False]


def test_areas_are_sampled_with_the_forces_own_spacings() -> None:
    """Bases by one, aims by the other; all points under the area's id."""
    box = [[50, 10], [50, 14], [53, 14], [53, 10]]
    tables = {"bases": [{"id": "sea", "area": box}], "aims": [{"id": "box", "polygon": box}]}
    fine, coarse = (
        resolve(
            scenario(force=[{**FORCE, **tables, "base_spacing_km": b, "aim_spacing_km": a}])
        ).forces[0]
        for b, a in ((60, 500), (500, 60))
    )
    assert {p.id for p in fine.origins} == {"sea"}
    assert {p.id for p in fine.aims} == {"box"}
    assert len(fine.origins) == len(coarse.aims) > 3 * len(coarse.origins)
    assert len(fine.aims) == len(coarse.origins)
    where = {(p.latitude_deg, p.longitude_deg) for p in fine.origins}
    assert where == {(p.latitude_deg, p.longitude_deg) for p in coarse.aims}


def test_a_disc_is_sampled_out_to_its_radius() -> None:
    """Of the aim; no point lies farther out."""
    aim = {"id": "a", "latitude_deg": 39, "longitude_deg": -77, "radius_km": 300}
    (force,) = resolve(scenario(force=[{**FORCE, "aims": [aim], "aim_spacing_km": 100}])).forces
    away = [float(distance_km(39, -77, p.latitude_deg, p.longitude_deg)) for p in force.aims]
    assert max(away) == pytest.approx(300.0, abs=1e-6)
    assert min(away) == 0.0


@pytest.mark.parametrize(
    ("tables", "path"),
    [
        ({"bases": ["kozelsk", "nowhere"]}, ("force", 0, "bases", 1)),
        ({"bases": [{"id": "x", "area": "nowhere"}]}, ("force", 0, "bases", 0)),
        ({"aims": ["conus", "nowhere"]}, ("force", 0, "aims", 1)),
        ({"booster": "nowhere"}, ("force", 0, "booster")),
    ],
)
def test_what_a_force_names_and_is_not_there_is_told_with_its_key(
    tables: dict[str, Any], path: tuple[str | int, ...]
) -> None:
    """So that the reader of a file is led to its line."""
    said, where = refused(scenario(force=[{**FORCE, **tables}]))
    assert "nowhere" in said
    assert where == path


def many(bases: int, aims: int, ratios: int) -> dict[str, Any]:
    """A force of so many of each, all points."""
    return {
        **FORCE,
        "bases": [{"id": f"b{i}", "latitude_deg": 55, "longitude_deg": i / 10} for i in range(bases)],
        "aims": [
            {"id": f"a{i}", "latitude_deg": 39, "longitude_deg": -i / 10, "radius_km": 0}
            for i in range(aims)
        ],
        "flight_time_ratio": [1.0 + i / 100 for i in range(ratios)],
    }  # fmt: skip


def test_as_many_flights_as_there_may_be_and_one_more() -> None:
    """Of all forces together; and their pairs with deployments."""
    full = many(500, 100, 2)
    assert sum(f.flights for f in resolve(scenario(force=[full])).forces) == MOST_FLIGHTS
    said, path = refused(scenario(force=[full, FORCE]))
    assert said.startswith(f"100001 flights or more; allowed: at most {MOST_FLIGHTS}; a larger")
    assert path == ("force",)
    said, _ = refused(scenario(force=[many(500, 100, 3)]))
    assert said.startswith("150000 flights or more")
    tables = [{**DEPLOYMENT, "id": f"d{i}"} for i in range(21)]
    assert len(resolve(scenario(force=[full], deployment=tables[:20])).batteries) == 20
    said, path = refused(scenario(force=[full], deployment=tables))
    assert said == f"100000 flights against 21 deployments; allowed: at most {MOST_PAIRS} pairs"
    assert path == ("deployment",)


# -- deployments ----------------------------------------------------------------------------------


def test_a_deployment_has_its_own_figures() -> None:
    """One by one, as they were written."""
    interceptor = {
        "id": "i", "burnout_speed_km_s": 3, "divert_km_s": 0.2, "burnout_height_km": 100, "burn_time_s": 60,
        "least_intercept_height_km": 40, "greatest_intercept_height_km": 150,
    }  # fmt: skip
    table = {
        **DEPLOYMENT, "interceptor": interceptor, "interceptors": 12, "from": 2011, "until": 2019, "look_s": 7,
    }  # fmt: skip
    (b,) = resolve(scenario(deployment=[table])).batteries
    assert (b.id, b.place, b.interceptor, b.points) == ("d", "site", "i", (Place("d", 54.5, 17.1),))
    assert (b.interceptors, b.from_year, b.until, b.faces) == (12, 2011, 2019, (0,))
    assert (b.burnout_speed_km_s, b.divert_km_s) == (3.0, 0.2)
    assert (b.burnout_height_km, b.burn_time_s, b.look_s) == (100.0, 60.0, 7.0)
    assert b.intercept_heights_km == (40.0, 150.0)
    assert (b.vehicle, b.vehicle_id, b.burnout_speed_status) == (None, None, "assumed")
    assert b.launch == GivenDelay(100.0)
    assert b.launch_delay_s == 100.0


def test_without_a_greatest_height_an_intercept_counts_ever_higher() -> None:
    """From the least up, which is the ground where none is written."""
    (b,) = resolve(scenario()).batteries
    assert b.intercept_heights_km == (0.0, math.inf)
    keys = sources(scenario())
    assert "deployment.d.interceptor.i.least_intercept_height_km" in keys
    assert "deployment.d.interceptor.i.greatest_intercept_height_km" not in keys


@pytest.mark.parametrize(
    ("least", "fine"), [(7.7, True), (7.65, True), (7.71, False), (50.0, False)]
)
def test_heights_that_stand_in_for_others_are_a_kilometre_apart(least: float, fine: bool) -> None:
    """As written, whatever the rounding of their difference; refused when it is worked out."""
    heights = {"least_intercept_height_km": 2, "greatest_intercept_height_km": 8.7}
    interceptor = {"id": "i", "burnout_speed_km_s": 3, **heights}
    asked = scenario(deployment=[{**DEPLOYMENT, "interceptor": interceptor}])
    key = "deployment.d.interceptor.i.least_intercept_height_km"
    changed = with_figures(asked, {key: least})
    if fine:
        assert resolve(changed).batteries[0].intercept_heights_km == (least, 8.7)
    else:
        said, _ = refused(changed)
        assert said == (
            f"intercept heights {least:g} to 8.7 km; allowed: least below greatest by 1 km or more"
        )


def test_a_launch_is_given_or_waits_for_its_sensors() -> None:
    """In their order, with decision and reaction; their figures are listed only where they are waited for."""
    sensing = [{"id": "s", "infrared": "infrared-warning"}, {"id": "t", "infrared": "infrared-warning"}]  # fmt: skip
    table = {**DEPLOYMENT, "sensors": ["t", "s"], "decision_s": 20, "reaction_s": 4}
    given = scenario(deployment=[table], sensor=sensing)
    assert resolve(given).batteries[0].launch == GivenDelay(100.0)
    assert resolve(given).sensors == ()
    assert "deployment.d.decision_s" not in sources(given)
    waiting = scenario(deployment=[{**table, "launch_delay_s": "sensed"}], sensor=sensing)
    (b,) = resolve(waiting).batteries
    assert b.launch == SensedDelay(("t", "s"), 20.0, 4.0)
    assert b.launch_delay_s is None
    assert "deployment.d.launch_delay_s" not in sources(waiting)
    assert [s.id for s in resolve(waiting).sensors] == ["s", "t"]


def test_a_vehicle_that_cannot_fly_as_it_is_changed_is_told_by_its_name() -> None:
    """A vertical rise longer than the first burn, of the catalogue's vehicle."""
    asked = scenario(deployment=[{**DEPLOYMENT, "interceptor": "sm3-iia"}])
    key = "vehicle.notional-4-5.vertical_rise_s"
    assert key in sources(asked, estimate=True)
    said, _ = refused(with_figures(asked, {key: 1e3}), estimate=True)
    assert said.startswith("vehicle notional-4-5: vertical_rise 1000 s")


def test_what_a_deployment_names_and_is_not_there_is_told_with_its_key() -> None:
    """Site, area, interceptor; the second deployment's."""
    for key, change in (
        ("site", {"site": "nowhere"}),
        ("area", {"site": None, "area": "nowhere"}),
        ("interceptor", {"interceptor": "nowhere"}),
        (
            "interceptor",
            {"interceptor": {"id": "i", "burnout_speed_km_s": 3, "vehicle": "nowhere"}},
        ),
    ):
        tables = [DEPLOYMENT, {**DEPLOYMENT, "id": "e", **change}]
        said, path = refused(scenario(deployment=tables))
        assert "nowhere" in said
        assert path == ("deployment", 1, key)


@pytest.mark.parametrize("kind", ["missile", "region"])
def test_a_missile_or_region_has_an_id_of_its_own(kind: str) -> None:
    """Not the catalogue's: a question names them by it."""
    table = {
        "missile": {"launch": "iran", "booster": "mrbm-solid", "range_km": 2000},
        "region": {"latitude_deg": 1, "longitude_deg": 2, "radius_km": 3},
    }[kind]
    said, path = refused(scenario(**{kind: [{"id": "x", **table}, {"id": "kozelsk", **table}]}))
    assert said == "kozelsk: an id of the catalogue; allowed: an id of its own"
    assert path == (kind, 1, "id")


def test_a_missile_that_cannot_be_is_refused_with_the_scenario() -> None:
    """Before any question names it."""
    table = {"id": "x", "launch": "nowhere", "booster": "mrbm-solid", "range_km": 2000}
    assert refused(scenario(missile=[table]))[1] == ("missile", 0, "launch")


# -- one deployment alone, and what is worked out once --------------------------------------------


def test_one_deployment_alone_is_the_one_of_the_whole() -> None:
    """Without the forces and their figures; with its sensors alone, and with what its estimate uses."""
    sensor = {"id": "s", "infrared": "infrared-warning"}
    waits = {**DEPLOYMENT, "id": "waits", "launch_delay_s": "sensed", "sensors": ["s"]}
    mixed = scenario(deployment=[DEPLOYMENT, waits], sensor=[sensor])
    assert deployment_of(mixed, "d").sensors == ()
    assert deployment_of(mixed, "waits").sensors == resolve(mixed).sensors != ()
    whole = parse(WHOLE.encode(), "w")
    alone = deployment_of(whole, "by-id")
    assert alone.forces == ()
    assert alone.batteries == resolve(whole).batteries[:1]
    keys = {s.key for s in alone.sources}
    assert not any(k.startswith(("base.", "booster.", "deployment.by-table")) for k in keys)
    assert "vehicle.notional-4-5.payload_kg" in keys
    assert "deployment.by-id.look_s" in keys


def test_the_estimates_figures_are_listed_only_for_an_estimate() -> None:
    """Vehicles, their drag, and how long flyouts are looked for."""
    whole = parse(WHOLE.encode(), "w")
    plain, more = sources(whole), sources(whole, estimate=True)
    assert {k: more[k] for k in plain} == plain
    added = set(more) - set(plain)
    assert added
    assert all(k.startswith("vehicle.") or k.endswith(".look_s") for k in added)
    drag = [k for k in added if ".drag_coefficient.mach_" in k]
    assert drag
    assert more[drag[0]].status in ("found", "recalled", "assumed")


def test_a_scenario_is_worked_out_once() -> None:
    """The very same answer for the very same scenario; another for one that only looks alike, or for an estimate."""
    one, other = scenario(), scenario()
    assert resolve(one) is resolve(one)
    assert resolve(one) is not resolve(other)
    assert resolve(one) == resolve(other)
    assert {s.key for s in resolve(one, True).sources} > {s.key for s in resolve(one).sources}
