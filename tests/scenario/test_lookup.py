"""One look-up: a table stands for itself, an id for the catalogue's entry, and what is not there gets one message."""

from __future__ import annotations

import pytest

from reassure.catalog import Base, Booster, Interceptor, NotionalVehicle, Radar, Site, catalog
from reassure.errors import CatalogError, ScenarioError
from reassure.scenario import load
from reassure.scenario import lookup as look
from reassure.scenario.map_area import area_of
from reassure.scenario.missiles import missile_of, region_of
from reassure.scenario.reader import parse
from reassure.scenario.resolve import deployment_of
from tests.scenario.files import WHOLE

NAMED = [
    (look.interceptor_named, Interceptor, "interceptor"),
    (look.booster_named, Booster, "booster"),
    (look.vehicle_named, NotionalVehicle, "vehicle"),
    (look.radar_named, Radar, "radar"),
    (look.base_named, Base, "base"),
    (look.site_named, Site, "site"),
]


@pytest.mark.parametrize(("find", "kind", "what"), NAMED)
def test_an_id_stands_for_the_catalogues_entry(find, kind: type, what: str) -> None:  # type: ignore[no-untyped-def]
    """Of its own kind, and of no other."""
    entry = catalog().of(kind)[0]
    assert find(entry.id) is entry
    with pytest.raises(CatalogError, match=f"no {what} .*nobody"):
        find("nobody")


@pytest.mark.parametrize(("find", "kind", "what"), NAMED)
def test_an_id_of_another_kind_is_not_taken(find, kind: type, what: str) -> None:  # type: ignore[no-untyped-def]
    """A site is no booster, though the catalogue has one of that id."""
    other = next(e for e in catalog().entries.values() if not isinstance(e, kind))
    with pytest.raises(CatalogError, match=f"no {what} "):
        find(other.id)


def test_a_table_stands_for_itself() -> None:
    """Whatever its id."""
    scenario = parse(WHOLE.encode(), "whole.toml")
    table = scenario.deployment[1].interceptor
    assert not isinstance(table, str)
    assert look.interceptor_named(table) is table
    site = scenario.deployment[1].site
    assert site is not None
    assert look.site_named(site) is site


def test_ids_of_bases_in_the_scenarios_order() -> None:
    """By id and written out alike."""
    (force,) = parse(WHOLE.encode(), "whole.toml").force
    assert look.base_ids(force) == ["kozelsk", "here", "boats", "drawn"]


def test_every_base_once() -> None:
    """Though two forces start from it."""
    scenario = load("europe-2012")
    bases = look.every_base(scenario.force)
    assert len(bases) == len(set(bases))
    assert set(bases) == {b for f in scenario.force for b in look.base_ids(f)}
    assert look.every_base([scenario.force[0], scenario.force[0]]) == look.base_ids(
        scenario.force[0]
    )


def test_a_deployment_with_its_place_among_all() -> None:
    """Counted from 0."""
    scenario = parse(WHOLE.encode(), "whole.toml")
    assert look.deployment_named(scenario, "ships") == (2, scenario.deployment[2])


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda s: look.deployment_named(s, "x"),
            "no deployment x; allowed: by-id, by-table, ships, drawn-ships",
        ),
        (
            lambda s: deployment_of(s, "x"),
            "no deployment x; allowed: by-id, by-table, ships, drawn-ships",
        ),
        (lambda s: missile_of(s, "x"), "no missile x; allowed: "),
        (lambda s: region_of(s, "x"), "no region x; allowed: "),
        (lambda s: area_of(s, "x"), "no region x; allowed: "),
        (lambda s: look.check_known("base", ["here", "x"], ["here"]), "no base x; allowed: here"),
        (lambda s: look.check_known("base", ["a\nb"], ["here"]), "no base a?b; allowed: here"),
    ],
)
def test_what_is_not_there_gets_one_message(ask, said: str) -> None:  # type: ignore[no-untyped-def]
    """What, which, and what there is; on one line."""
    with pytest.raises(ScenarioError) as caught:
        ask(parse(WHOLE.encode(), "whole.toml"))
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_the_key_at_fault_goes_with_the_message() -> None:
    """So that a reader of a file can say on which line."""
    assert look.no_such("base", "x", ["a", "a", "b"], "bases", 2).path == ("bases", 2)
    assert str(look.no_such("base", "x", ["a", "a", "b"])) == "no base x; allowed: a, b"


def test_a_map_is_over_a_region_or_a_box() -> None:
    """A region brings its outline along; a box does not."""
    scenario = parse(WHOLE.encode(), "whole.toml")
    box, within = area_of(scenario, "35,-45,80,60")
    assert within is None
    assert (box.south, box.north) == (35.0, 80.0)
    box, within = area_of(scenario, "barents-sea")
    assert within is not None
    assert box.south < 75.0 < box.north
