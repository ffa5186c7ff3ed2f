"""What people call bases, places and deployments."""

from __future__ import annotations

import pytest

from reassure.errors import ScenarioError
from reassure.scenario import load
from reassure.scenario.names import (
    Deployed,
    base_name,
    deployment_names,
    in_words,
    interceptor_name,
    name_of,
    place_name,
)
from reassure.scenario.parts import BaseArea
from reassure.scenario.reader import fingerprint, parse, preset_names
from reassure.scenario.resolve import resolve
from tests.small import SMALL


def deployed(id_: str, place: str = "redzikowo", interceptor: str = "sm3-iia", **more: object) -> Deployed:  # fmt: skip
    """A deployment from 2018 with 4.5 km/s."""
    held = {"name": None, "from_year": 2018, "burnout_speed_km_s": 4.5, **more}
    return Deployed(id=id_, place=place, interceptor=interceptor, **held)  # type: ignore[arg-type]


def test_the_catalogues_names_without_what_it_adds() -> None:
    """No brackets, no "Block"; seas with their article; what nothing says more of, in words."""
    assert name_of("vypolzovo") == "Vypolzovo"
    assert interceptor_name("sm3-iib") == "SM-3 IIB"
    assert interceptor_name("my-own") == "My own"
    assert place_name("redzikowo") == "Redzikowo"
    assert place_name("norwegian-sea") == "the Norwegian Sea"
    assert place_name("iran") == "Iran"
    assert in_words("yoshkar-ola") == "Yoshkar ola"
    boats = BaseArea(id="boats", area="barents-sea")
    assert base_name(boats) == "Submarines in the Barents Sea"


def test_a_deployment_is_its_interceptor_and_its_place() -> None:
    """At a site, on ships in a sea, moved, without a name; its own name before all."""
    assert deployment_names(
        [
            deployed("a"), deployed("b", "norwegian-sea", "sm3-iib"), deployed("c", "54.1 N 19.3 E (moved from Redzikowo)"),
            deployed("d", "site"), deployed("e", "area"), deployed("f", "hill", "mine"), deployed("g", name="Phase 3"),
        ],
        {"d": (54.06, 19.31)},
    ) == (
        "SM-3 IIA at Redzikowo", "SM-3 IIB ships in the Norwegian Sea", "SM-3 IIA at 54.1 N 19.3 E (moved from Redzikowo)",
        "SM-3 IIA at 54.1 N 19.3 E", "SM-3 IIA ships, e", "4.5 km/s interceptor at Hill", "Phase 3",
    )  # fmt: skip


def test_those_that_would_be_alike_are_told_apart() -> None:
    """By speed, by year, by id; and a mark that all share is not written."""
    assert deployment_names(
        [deployed("a"), deployed("b", burnout_speed_km_s=5.0)]
    ) == ("SM-3 IIA at Redzikowo, 4.5 km/s", "SM-3 IIA at Redzikowo, 5 km/s")  # fmt: skip
    assert deployment_names([deployed("a"), deployed("b", from_year=2020)]) == (
        "SM-3 IIA at Redzikowo, from 2018",
        "SM-3 IIA at Redzikowo, from 2020",
    )
    assert deployment_names([deployed("on-sea"), deployed("on-land")]) == (
        "SM-3 IIA at Redzikowo (on sea)",
        "SM-3 IIA at Redzikowo (on land)",
    )


@pytest.mark.parametrize("preset", preset_names())
def test_no_preset_has_two_deployments_of_one_name(preset: str) -> None:
    """And no name is an id."""
    batteries = resolve(load(preset)).batteries
    names = deployment_names(batteries)
    assert len(set(names)) == len(names)
    assert not {b.id for b in batteries} & set(names)


def test_a_scenario_may_name_its_deployments() -> None:
    """The name is read, stays in the answer's question, and counts in the fingerprint; without one nothing changes."""
    text = SMALL.replace("[[deployment]]\n", '[[deployment]]\nname = "The first"\n', 1)
    named, bare = parse(text.encode(), "named"), parse(SMALL.encode(), "bare")
    assert resolve(named).batteries[0].name == "The first"
    assert resolve(bare).batteries[0].name is None
    assert fingerprint(named) != fingerprint(bare)


def test_scenarios_without_names_keep_their_fingerprints() -> None:
    """As they had them before deployments could be named: files and certificates name scenarios so."""
    assert fingerprint(load("guarantee-2012")).startswith("4510066f")
    assert fingerprint(load("europe-2012-sensed")).startswith("f693dc44")


def test_a_name_is_one_line() -> None:
    """As titles are."""
    text = SMALL.replace("[[deployment]]\n", '[[deployment]]\nname = "a\\nb"\n', 1)
    with pytest.raises(ScenarioError, match="one line"):
        parse(text.encode(), "named")
