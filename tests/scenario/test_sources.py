"""Places, boosters and sensors looked up: what they are called, and which figures are noted on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from reassure.catalog.figure import Figure
from reassure.catalog.used import FigureUsed
from reassure.errors import CatalogError, RegionError, ScenarioError
from reassure.scenario import Scenario
from reassure.scenario.change import put_at
from reassure.scenario.model import SensorTable
from reassure.scenario.parts import BoosterTable, SitePoint
from reassure.scenario.places import area, site_of
from reassure.scenario.question import (
    GivenDelay,
    Place,
    with_cues,
)
from reassure.scenario.resolve import resolve
from reassure.scenario.sensors import sensors
from reassure.scenario.sources import Sources, at
from tests.scenario.test_resolve import DEPLOYMENT, FORCE, refused, scenario, sources

# -- places ---------------------------------------------------------------------------------------


def test_a_site_is_called_by_its_id_or_by_the_name_it_is_given() -> None:
    """With the source of its place; of one without a name there is the word site."""
    known = Sources()
    name, (point,) = site_of("d", "redzikowo", known)
    assert (name, point.id) == ("redzikowo", "redzikowo")
    assert set(known.rows) == {"site.redzikowo.latitude_deg", "site.redzikowo.longitude_deg"}
    own = Sources()
    place = SitePoint(latitude_deg=1.0, longitude_deg=2.0, name="a hill", source="a map")
    assert site_of("d", place, own) == ("a hill", [Place("d", 1.0, 2.0)])
    row = own.rows["deployment.d.site.longitude_deg"]
    assert (row.value, row.status, row.source) == (2.0, "assumed", "a map")
    bare = SitePoint(latitude_deg=1.0, longitude_deg=2.0)
    assert site_of("e", bare, own)[0] == "site"
    assert own.rows["deployment.e.site.latitude_deg"].source == "the scenario"


def test_a_site_is_not_called_by_an_id_of_the_catalogue() -> None:
    """It would be taken for that entry."""
    place = SitePoint(latitude_deg=1.0, longitude_deg=2.0, name="redzikowo")
    with pytest.raises(CatalogError, match="site name redzikowo: an id of the catalogue; allowed"):
        site_of("d", place, Sources())


def test_an_areas_size_is_among_the_sources() -> None:
    """A zone's under its own id, a polygon's under its owner's; in whole square kilometres."""
    known = Sources()
    assert area("sea", "baltic-sea", 500.0, "base", known)
    assert area("box", ((50.0, 10.0), (50.0, 14.0), (53.0, 14.0)), 500.0, "aim", known)
    assert set(known.rows) == {"zone.baltic-sea.area_km2", "aim.box.area_km2"}
    assert known.rows["zone.baltic-sea.area_km2"].value == pytest.approx(3.8e5, rel=0.25)
    box = known.rows["aim.box.area_km2"]
    assert (box.status, box.source) == ("assumed", "polygon in the scenario")
    assert box.value == int(box.value)


# -- sources --------------------------------------------------------------------------------------


def test_a_figure_is_noted_once_under_its_key() -> None:
    """The same again is no matter; another under the same key is refused, and the first stays."""
    known = Sources()
    assert known.figure("a.b_km", Figure(value=3.0)) == 3.0
    assert known.figure("a.b_km", Figure(value=3.0)) == 3.0
    for other in (Figure(value=3.5), Figure(value=3.0, source="a book")):
        with pytest.raises(ScenarioError, match="a.b_km: two different figures under one id"):
            known.figure("a.b_km", other)
    assert known.rows == {"a.b_km": FigureUsed.of("a.b_km", Figure(value=3.0))}


def test_two_tables_of_one_id_and_another_figure_are_refused() -> None:
    """Boosters of two forces: their figures are listed under one key."""
    slow = {**FORCE["booster"], "burnout_time_s": 240}
    said, _ = refused(scenario(force=[FORCE, {**FORCE, "booster": slow}]))
    assert said == (
        "booster.x.burnout_time_s: two different figures under one id; allowed: an id of its own for each table"
    )
    assert len(resolve(scenario(force=[FORCE, FORCE])).forces) == 2


@pytest.mark.parametrize("error", [CatalogError, RegionError])
def test_a_failing_look_up_is_told_with_its_key(error: type[Exception]) -> None:
    """Whatever failed is then the scenario's fault; what already is one keeps its own key."""
    with pytest.raises(ScenarioError, match="no") as caught, at("force", 0):
        raise error("no")
    assert caught.value.path == ("force", 0)
    with pytest.raises(ScenarioError) as caught, at("force", 0):
        raise ScenarioError("no", ("deployment",))
    assert caught.value.path == ("deployment",)
    with pytest.raises(KeyError), at("force", 0):
        raise KeyError("no")


# -- boosters and sensors -------------------------------------------------------------------------


def test_a_boosters_limits_are_the_ends_of_their_intervals() -> None:
    """Refused is only what is beyond all of it; without limits there are none."""
    figures = {
        "burnout_time_s": 180, "burnout_height_km": 200, "downrange_km": 500,
        "greatest_range_km": {"value": 9000, "low": 8000, "high": 11000},
        "greatest_burnout_speed_km_s": 7,
    }  # fmt: skip
    asked = scenario(force=[{**FORCE, "booster": {"id": "x", **figures}}])
    boost = resolve(asked).forces[0].boost
    assert (boost.greatest_range_km, boost.greatest_burnout_speed_km_s) == (11000.0, 7.0)
    assert sources(asked)["booster.x.greatest_range_km"].value == 9000.0
    bare = BoosterTable.model_validate(FORCE["booster"])
    assert (bare.greatest_range_km, bare.greatest_burnout_speed_km_s) == (None, None)


SENSORS = [
    {"id": "late", "infrared": "infrared-warning", "cued_by": ["early", "middle"]},
    {"id": "unused", "infrared": "infrared-warning"},
    {"id": "middle", "infrared": "infrared-warning", "cued_by": ["early"]},
    {"id": "early", "infrared": "infrared-warning"},
]


def sensing(*wanted: str, **change: Any) -> Scenario:
    """A scenario whose deployment waits for some of the sensors."""
    table = {**DEPLOYMENT, "launch_delay_s": "sensed", "sensors": list(wanted)}
    return scenario(deployment=[table], sensor=[{**s, **change} for s in SENSORS])


def test_every_sensor_stands_after_those_that_cue_it() -> None:
    """Only those that somebody waits for, and theirs."""
    assert [s.id for s in resolve(sensing("late")).sensors] == ["early", "middle", "late"]
    assert [s.id for s in resolve(sensing("middle")).sensors] == ["early", "middle"]
    assert [s.id for s in resolve(sensing("unused")).sensors] == ["unused"]
    assert not any("unused" in key for key in sources(sensing("late")))


def test_those_that_cue_are_found_each_once() -> None:
    """Through chains that meet again."""
    tables = {str(s["id"]): SensorTable.model_validate(s) for s in SENSORS}
    assert sorted(with_cues(["late"], tables)) == ["early", "late", "middle"]
    assert sorted(with_cues(["late", "early", "late"], tables)) == ["early", "late", "middle"]
    assert with_cues([], tables) == []
    assert with_cues(["unused"], tables) == ["unused"]


def test_a_radar_is_where_its_site_is_and_looks_where_its_sensor_does() -> None:
    """The sensor's boresight before the radar's own; height and track are the sensor's."""
    radar = {
        "id": "r", "range_km": 4000, "sector_deg": 120, "boresight_deg": 30, "least_elevation_deg": 3,
        "greatest_elevation_deg": 85,
    }  # fmt: skip
    table = {"id": "s", "radar": radar, "site": {"latitude_deg": 1, "longitude_deg": 2}, "height_km": 0.5, "track_s": 20}  # fmt: skip
    deployment = {**DEPLOYMENT, "launch_delay_s": "sensed", "sensors": ["s"]}
    for own, looks in ({}, 30.0), ({"boresight_deg": -45}, -45.0):
        asked = scenario(deployment=[deployment], sensor=[{**table, **own}])
        (found,) = sensors(asked, Sources())
        assert found.radar is not None
        assert found.detection_delay_s is None
        assert (found.track_s, found.cue_delay_s, found.cued_by) == (20.0, 0.0, ())
        assert list(vars(found.radar).values()) == [1.0, 2.0, 0.5, 4000.0, looks, 120.0, 3.0, 85.0]
        assert sources(asked)["sensor.s.boresight_deg"].value == looks


def test_what_a_sensor_names_and_is_not_there_is_told_with_its_key() -> None:
    """Infrared, radar, site."""
    deployment = {**DEPLOYMENT, "launch_delay_s": "sensed", "sensors": ["s"]}
    place = {"latitude_deg": 1, "longitude_deg": 2}
    for key, table in (
        ("infrared", {"infrared": "nowhere"}),
        ("radar", {"radar": "nowhere", "site": place}),
        ("site", {"radar": {"id": "r", "range_km": 9}, "site": "nowhere"}),
    ):
        asked = scenario(deployment=[deployment], sensor=[{"id": "s", **table}])
        assert refused(asked)[1] == ("sensor", 0, key)


def test_figures_written_again_stand_for_themselves() -> None:
    """A changed question is as if it had been written so: nothing is kept from the one before."""
    asked = scenario()
    late = put_at(asked, ["deployment", 0, "launch_delay_s"], Figure(value=250.0))
    assert resolve(asked).batteries[0].launch_delay_s == 100.0
    assert resolve(late).batteries[0] == replace(
        resolve(asked).batteries[0], launch=GivenDelay(250.0)
    )
