"""Regional missiles and regions: the scenario's before the catalogue's, and what cannot be flown."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from reassure.catalog import Missile, Zone, catalog
from reassure.errors import ScenarioError
from reassure.geography.geodesics import distance_km
from reassure.geography.regions import Disc, Outline
from reassure.scenario import Scenario
from reassure.scenario.missiles import missile_of, region_of
from tests.scenario.test_model import SCENARIO

BOOSTER = {"id": "b", "burnout_time_s": 90, "burnout_height_km": 80, "downrange_km": 100}
BOX = [[30, 50], [30, 54], [33, 54], [33, 50]]
MISSILE: dict[str, Any] = {"id": "m", "launch": BOX, "booster": BOOSTER, "range_km": 1500}


def scenario(**change: Any) -> Scenario:
    """With one missile."""
    return Scenario.model_validate({**SCENARIO, "missile": [{**MISSILE, **change}]})


def refused(**change: Any) -> tuple[str, tuple[str | int, ...]]:
    """What is said of the missile, and of which key."""
    with pytest.raises(ScenarioError) as caught:
        missile_of(scenario(**change), "m")
    return str(caught.value), caught.value.path


def test_a_missile_of_the_scenario_is_as_it_was_written() -> None:
    """Its boost, range, shapes and spacing; its launch area and the points that stand for it."""
    found = missile_of(scenario(flight_time_ratio=[0.9, 1.1], spacing_km=100), "m")
    assert (found.id, found.boost.id, found.boost.downrange_km) == ("m", "b", 100.0)
    assert (found.range_km, found.flight_time_ratio, found.spacing_km) == (
        1500.0,
        (0.9, 1.1),
        100.0,
    )
    assert found.launch == "its launch area"
    assert isinstance(found.area, Outline)
    at = np.array([(p.latitude_deg, p.longitude_deg) for p in found.launches])
    assert len(at) > 10
    assert {p.id for p in found.launches} == {"m"}
    for corner in BOX:
        assert distance_km(*corner, *at.T).min() < 1e-3
    coarse = missile_of(scenario(spacing_km=400), "m")
    assert len(coarse.launches) < len(found.launches)


def test_a_missile_from_a_point_has_one_launch() -> None:
    """A disc without size; nothing of it is among the sources' areas."""
    found = missile_of(scenario(launch={"latitude_deg": 32, "longitude_deg": 52}), "m")
    assert found.area == Disc(32.0, 52.0, 0.0)
    assert [(p.latitude_deg, p.longitude_deg) for p in found.launches] == [(32.0, 52.0)]
    assert not any(s.key.endswith("area_km2") for s in found.sources)


def test_a_missiles_figures_are_listed_under_their_keys() -> None:
    """Its range, its booster's figures, its area's size."""
    keys = {s.key: s.value for s in missile_of(scenario(), "m").sources}
    assert keys["missile.m.range_km"] == 1500.0
    assert keys["booster.b.burnout_time_s"] == 90.0
    assert keys["missile.m.area_km2"] > 1e5
    zone = {s.key for s in missile_of(scenario(launch="iran"), "m").sources}
    assert "zone.iran.area_km2" in zone


@pytest.mark.parametrize("entry", catalog().of(Missile), ids=lambda e: e.id)
def test_a_missile_of_the_catalogue_is_known_to_every_scenario(entry: Missile) -> None:
    """With the zone that it is launched from, in the shape of least speed."""
    found = missile_of(Scenario.model_validate(SCENARIO), entry.id)
    assert (found.launch, found.boost.id) == (entry.launch, entry.booster)
    assert found.range_km == entry.range_km.value
    assert found.flight_time_ratio == (1.0,)
    assert found.area == catalog().get(entry.launch, Zone, "region").region


def test_the_scenarios_missile_comes_before_the_catalogues() -> None:
    """Of one id."""
    assert missile_of(scenario(id="mrbm-2000", range_km=700), "mrbm-2000").range_km == 700.0


@pytest.mark.parametrize(("reach", "fine"), [(100.0, False), (100.5, True), (1500.0, True)])
def test_a_missile_goes_farther_than_its_boost(reach: float, fine: bool) -> None:
    """As far as its burnout is not far enough."""
    if fine:
        assert missile_of(scenario(range_km=reach), "m").range_km == reach
        return
    said, path = refused(range_km=reach)
    assert said == "range 100 km, burnout 100 km out; allowed: a range beyond the burnout"
    assert path == ("missile", 0, "range_km")


def test_a_missile_goes_no_farther_than_its_booster() -> None:
    """Just as far, by the upper end of what is known of it, and a kilometre beyond."""
    limit = {"value": 1200, "low": 1000, "high": 1500}
    limited = {**BOOSTER, "greatest_range_km": limit}
    assert missile_of(scenario(booster=limited), "m").range_km == 1500.0
    said, path = refused(booster=limited, range_km=1501)
    assert said == (
        "range 1501 km, but booster b reaches at most 1500 km; allowed: a range within the booster's"
    )
    assert path == ("missile", 0, "range_km")


@pytest.mark.parametrize("key", ["launch", "booster"])
def test_what_a_missile_names_and_is_not_there_is_told_with_its_key(key: str) -> None:
    """A zone or a booster."""
    said, path = refused(**{key: "nowhere"})
    assert "nowhere" in said
    assert path == ("missile", 0, key)


def test_a_missile_that_nobody_knows_is_told_with_all_that_are_known() -> None:
    """The scenario's first; an entry of another kind is none."""
    for name in ("nobody", "kozelsk"):
        with pytest.raises(ScenarioError) as caught:
            missile_of(scenario(), name)
        assert str(caught.value).startswith(f"no missile {name}; allowed: m, ")
        assert str(caught.value).endswith(", ".join(m.id for m in catalog().of(Missile)))


REGIONS = [
    {"id": "disc", "latitude_deg": 48, "longitude_deg": 11, "radius_km": 200},
    {"id": "box", "polygon": BOX},
]


def test_a_region_is_the_scenarios_or_a_zone() -> None:
    """A disc, a polygon, or an entry of the catalogue."""
    asked = Scenario.model_validate({**SCENARIO, "region": REGIONS})
    assert region_of(asked, "disc") == Disc(48.0, 11.0, 200.0)
    box = region_of(asked, "box")
    assert isinstance(box, Outline)
    assert box.vertices == tuple((float(a), float(b)) for a, b in BOX)
    assert region_of(asked, "conus") == catalog().get("conus", Zone, "region").region
    for name in ("nobody", "kozelsk"):
        with pytest.raises(ScenarioError, match=f"no region {name}; allowed: disc, box, "):
            region_of(asked, name)
