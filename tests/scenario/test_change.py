"""One way to change a figure: every key that an answer lists is changed where it stands, and nothing else is."""

from __future__ import annotations

import pytest

from reassure.catalog.figure import Figure
from reassure.errors import ScenarioError
from reassure.scenario import Scenario, load
from reassure.scenario.change import (
    alone_at,
    figure_keys,
    get_at,
    interceptor_key,
    put_at,
    with_figures,
)
from reassure.scenario.question import GivenDelay, SensedDelay
from reassure.scenario.reader import parse
from reassure.scenario.resolve import resolve
from tests.questions.test_compare_figures import TEXT
from tests.scenario.files import WHOLE

PRESETS = ("europe-2012", "europe-2012-sensed", "poland-2007-postol")


def whole() -> Scenario:
    """Every form of a table, written out and by id."""
    return parse(WHOLE.encode(), "whole.toml")


def sensed() -> Scenario:
    """With radars, satellites, and a launch that waits for them."""
    return parse(TEXT.encode(), "sensed.toml")


def listed(scenario: Scenario) -> dict[str, float]:
    """The figures of an answer, by the last words of their keys' tables: an entry written out stands elsewhere."""
    return {s.key: s.value for s in resolve(scenario, estimate=True).sources}


# -- figures by key -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PRESETS)
def test_every_figure_that_an_answer_lists_can_be_changed_but_places_and_areas(name: str) -> None:
    """Numbers without an interval are places, areas and drag; all else can be changed."""
    scenario = load(name)
    used = {s.key for s in resolve(scenario, estimate=True).sources}
    fixed = {
        k
        for k in used
        if k.endswith(("latitude_deg", "longitude_deg", "area_km2")) or ".drag_coefficient." in k
    }
    assert used - fixed <= figure_keys(scenario)
    assert not fixed & figure_keys(scenario)


LAST_COASTS = {"vehicle.notional-4-5.stage.3.coast_s", "vehicle.notional-5-5.stage.3.coast_s"}
CHANGED = [
    (make, key)
    for make in (whole, sensed)
    for key in sorted(figure_keys(make()) & set(listed(make())) - LAST_COASTS)
]


@pytest.mark.parametrize(("make", "key"), CHANGED)
def test_a_changed_figure_shows_in_the_answer_and_no_other_does(make, key: str) -> None:  # type: ignore[no-untyped-def]
    """Its value goes up by a hundredth; the others stay to the last digit."""
    scenario = make()
    before = listed(scenario)
    value = before[key] * 1.01 if before[key] else 0.25
    after = listed(with_figures(scenario, {key: value}))
    last = key.rpartition(".")[2]
    found = {k: v for k, v in after.items() if k not in before or before[k] != v}
    assert value in [v for k, v in found.items() if k.endswith(last)]
    # an entry that is written out in its place is listed under the deployment that has it, its other figures as before
    moved = {k: v for k, v in found.items() if v != value}
    assert all(v in before.values() for v in moved.values())


@pytest.mark.parametrize("key", sorted(LAST_COASTS))
def test_what_cannot_be_is_refused_when_it_is_worked_out(key: str) -> None:
    """A coast after the last stage: changed without a word, and refused by name."""
    changed = with_figures(whole(), {key: 5.0})
    with pytest.raises(ScenarioError, match=r"^vehicle notional-.*: "):
        resolve(changed, estimate=True)


def test_no_value_changes_nothing() -> None:
    """The very same scenario comes back."""
    scenario = whole()
    assert with_figures(scenario, {}) is scenario


def test_a_key_that_is_not_there_changes_nothing() -> None:
    """Nor does one whose table is there and whose figure is not."""
    scenario = whole()
    other = with_figures(
        scenario, {"interceptor.nobody.burnout_speed_km_s": 3.0, "deployment.by-id.nothing": 1.0}
    )
    assert other == scenario


def test_a_number_leaves_interval_and_source_and_a_figure_does_not() -> None:
    """A draw keeps what is known of a figure; a figure set by hand brings its own source."""
    key = "deployment.by-table.interceptor.mine.burnout_speed_km_s"
    drawn = with_figures(whole(), {key: 3.25}).deployment[1].interceptor
    figure = get_at(drawn, ["burnout_speed_km_s"])
    assert (figure.value, figure.low, figure.high, figure.trust) == (3.25, 3.0, 4.0, "recalled")
    by_hand = Figure(value=3.25, status="assumed", source="set by hand")
    figure = get_at(
        with_figures(whole(), {key: by_hand}).deployment[1].interceptor, ["burnout_speed_km_s"]
    )
    assert figure == by_hand


def test_a_catalogue_entry_changes_for_every_deployment_that_names_it() -> None:
    """And is written out in each; a deployment of another interceptor keeps its id."""
    changed = with_figures(whole(), {"interceptor.sm3-iia.burnout_speed_km_s": 4.75})
    speeds = [b.burnout_speed_km_s for b in resolve(changed).batteries]
    assert speeds[0] == speeds[2] == 4.75
    assert speeds[1] == 3.5
    assert changed.deployment[3].interceptor == "sm3-iib"


def test_a_vehicles_stage_changes_for_the_estimate() -> None:
    """Of a vehicle that the catalogue's interceptor names."""
    scenario = whole()
    keys = [k for k in figure_keys(scenario) if k.endswith("stage.1.propellant_kg")]
    assert keys
    changed = resolve(with_figures(scenario, {keys[0]: 321.0}), estimate=True)
    masses = {b.vehicle.stages[0].propellant for b in changed.batteries if b.vehicle is not None}
    assert 321.0 in masses


def test_a_sensors_own_boresight_counts_before_its_radars() -> None:
    """The sensor's, where it has one; else the radar's."""
    key = "sensor.radar.boresight_deg"
    changed = with_figures(sensed(), {key: 50.0})
    assert changed.sensor[1].boresight_deg is None
    assert resolve(changed).sensors[-1].radar is not None
    own = put_at(sensed(), ["sensor", 1, "boresight_deg"], Figure(value=20.0))
    turned = with_figures(own, {key: 70.0})
    radar = next(s.radar for s in resolve(turned).sensors if s.radar is not None)
    assert radar.boresight_deg == 70.0


def test_a_sensed_delay_can_be_given_a_number() -> None:
    """A figure takes the place of "sensed"; then no sensor is needed."""
    key = "deployment.sensed.launch_delay_s"
    question = resolve(with_figures(sensed(), {key: Figure(value=75.0)}))
    assert question.batteries[1].launch == GivenDelay(75.0)
    assert question.sensors == ()


def test_a_number_alone_does_not_unsense_a_delay() -> None:
    """There is no figure whose value it could take the place of."""
    question = resolve(with_figures(sensed(), {"deployment.sensed.launch_delay_s": 75.0}))
    assert question.batteries[1].launch == SensedDelay(("radar",), 30.0, 10.0)


def test_the_key_of_an_interceptor_tells_a_written_one_from_a_named_one() -> None:
    """The first belongs to its deployment alone."""
    by_id, by_table = whole().deployment[:2]
    assert interceptor_key(by_id) == "interceptor.sm3-iia"
    assert interceptor_key(by_table) == "deployment.by-table.interceptor.mine"


# -- parts by path --------------------------------------------------------------------------------


def test_a_part_is_put_where_a_path_leads_and_the_thing_stays_as_it_was() -> None:
    """Through tables, dataclasses, lists and tuples."""
    scenario = sensed()
    changed = put_at(scenario, ["deployment", 0, "interceptors"], 7)
    assert (scenario.deployment[0].interceptors, changed.deployment[0].interceptors) == (None, 7)
    battery = resolve(scenario).batteries[0]
    moved = put_at(battery, ["points", 0, "latitude_deg"], 12.5)
    assert get_at(moved, ["points", 0, "latitude_deg"]) == 12.5
    assert get_at(battery, ["points", 0, "latitude_deg"]) == 54.5
    assert isinstance(moved.points, tuple)


def test_an_empty_path_is_the_thing_itself() -> None:
    """To be read and to be replaced."""
    assert get_at(5, []) == 5
    assert put_at(5, [], 6) == 6


@pytest.mark.parametrize("path", [["deployment", 9], ["nothing"]])
def test_a_path_to_nowhere_fails_at_once(path: list[str | int]) -> None:
    """It never makes a part that was not there."""
    with pytest.raises((IndexError, AttributeError)):
        put_at(sensed(), [*path, "id"], "x")


# -- one deployment, elsewhere --------------------------------------------------------------------


def test_one_deployment_alone_at_a_place() -> None:
    """With its interceptor, without its sensors, under another name; a ship's area is gone."""
    scenario = whole()
    ships = scenario.deployment[2]
    alone = alone_at(scenario, ships, "candidate", (60.0, -10.0), 45.0)
    (battery,) = resolve(alone).batteries
    assert (battery.id, battery.interceptor, battery.launch) == (
        "candidate",
        "sm3-iia",
        GivenDelay(45.0),
    )
    assert [(p.latitude_deg, p.longitude_deg) for p in battery.points] == [(60.0, -10.0)]
    assert len(scenario.deployment) == 4
