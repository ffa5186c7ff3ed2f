"""A scenario moved by hand: what changes, what stays, and that it is a scenario like any other."""

from __future__ import annotations

import pytest

from reassure.catalog import Figure, Interceptor, catalog
from reassure.errors import ScenarioError
from reassure.scenario import Scenario, presets
from reassure.scenario.hand import by_hand
from reassure.scenario.hand_limits import FIGURES, limits
from reassure.scenario.parts import BoosterTable, InterceptorTable, SitePoint
from reassure.scenario.reader import fingerprint, parse
from reassure.scenario.resolve import resolve
from reassure.web.move import Move, moved
from tests.scenario.files import WHOLE
from tests.small import SMALL


def europe() -> Scenario:
    return presets()["europe-2012"]


def move(**figures: object) -> Move:
    known = {"scenario": "europe-2012", "deployment": "phase-3-redzikowo", "base": "kozelsk"}
    return Move.model_validate(known | figures)


def test_nothing_set_is_one_deployment_and_one_base() -> None:
    """Their tables as they were; the original is left alone."""
    before = fingerprint(europe())
    got = moved(europe(), move())
    assert [d.id for d in got.deployment] == ["phase-3-redzikowo"]
    assert got.deployment[0] == europe().deployment[2]
    assert [f.bases for f in got.force] == [["kozelsk"]]
    assert got.force[0] == europe().force[0].model_copy(update={"bases": ["kozelsk"]})
    assert got.title == europe().title
    assert fingerprint(europe()) == before
    assert before in got.note


@pytest.mark.parametrize("figure", ["burnout_speed_km_s", "divert_km_s"])
def test_an_interceptor_figure(figure: str) -> None:
    """It alone is assumed and set by hand; the interceptor's others keep their sources."""
    plain = moved(europe(), move(burnout_speed_km_s=5.0)).deployment[0].interceptor
    assert isinstance(plain, InterceptorTable)
    got = moved(europe(), move(**{figure: 1.5})).deployment[0].interceptor
    assert isinstance(got, InterceptorTable)
    had = {"burnout_speed_km_s": "4.5 km/s", "divert_km_s": "0 km/s"}[figure]
    assert getattr(got, figure) == Figure(value=1.5, status="assumed", source=by_hand(had))
    assert got.id == "sm3-iia"
    assert got.vehicle == "notional-4-5"
    assert got.least_intercept_height_km == plain.least_intercept_height_km
    known = catalog().get("sm3-iia", Interceptor, "interceptor")
    assert got.least_intercept_height_km == known.least_intercept_height_km
    other = {"burnout_speed_km_s", "divert_km_s"} - {figure}
    for name in other:
        assert "by hand" not in getattr(got, name).source


def test_delay_booster_and_shape() -> None:
    """Each where it belongs."""
    got = moved(europe(), move(launch_delay_s=150, burnout_time_s=120.0, flight_time_ratio=1.1))
    assert got.deployment[0].launch_delay_s == Figure(
        value=150.0, status="assumed", source=by_hand("90 s")
    )
    booster = got.force[0].booster
    assert isinstance(booster, BoosterTable)
    assert booster.burnout_time_s == Figure(value=120.0, status="assumed", source=by_hand("180 s"))
    assert booster.burnout_height_km.value == 200.0
    assert got.force[0].flight_time_ratio == [1.1]


def test_a_figure_set_to_what_it_is_keeps_its_source() -> None:
    """And its interval."""
    same = move(
        burnout_speed_km_s=4.5, divert_km_s=0.0, launch_delay_s=90.0, burnout_time_s=180.0,
        site=(54.479, 17.109),
    )  # fmt: skip
    assert moved(europe(), same).deployment == moved(europe(), move()).deployment
    assert moved(europe(), same).force == moved(europe(), move()).force


def test_ships_moved_stand_at_a_site() -> None:
    """No area is left."""
    got = moved(europe(), move(deployment="phase-3-baltic-sea", site=(57.5, -20.25))).deployment[0]
    assert isinstance(got.site, SitePoint)
    assert (got.site.latitude_deg, got.site.longitude_deg) == (57.5, -20.25)
    assert got.site.name == "57.5 N 20.3 W (moved from the Baltic Sea)"
    assert got.area is None


def test_all_bases_and_bases_of_several_forces() -> None:
    """No base: every force whole. A base: only the forces that have it."""
    assert moved(europe(), move(base=None)).force == europe().force
    two = parse(
        SMALL.replace("[[deployment]]", '[[force]]\nbases = ["uzhur"]\naims = ["conus"]\nbooster = "icbm-liquid"\n\n[[deployment]]', 1).encode(), "two"
    )  # fmt: skip
    got = moved(two, Move(scenario="file", deployment="fast", base="kozelsk"))
    assert [f.bases for f in got.force] == [["kozelsk"]]
    got = moved(two, Move(scenario="file", deployment="fast", base="uzhur", burnout_time_s=100.0))
    assert [f.bases for f in got.force] == [["uzhur"], ["uzhur"]]
    boosters = [f.booster for f in got.force]
    assert [(b.id, b.burnout_time_s.value) for b in boosters if isinstance(b, BoosterTable)] == [
        ("icbm-solid", 100.0),
        ("icbm-liquid", 100.0),
    ]


def test_a_base_alone_keeps_its_account() -> None:
    """And no other's."""
    asked = Move(scenario="criteria-2011", deployment="south-deveselu-3-5", base="uzhur")
    (force,) = moved(presets()["criteria-2011"], asked).force
    assert [(a.base, a.launchers.value) for a in force.accounts] == [("uzhur", 30.0)]
    whole = asked.model_copy(update={"base": None})
    assert len(moved(presets()["criteria-2011"], whole).force[0].accounts) == 13


def test_a_delay_that_was_sensed_can_be_set() -> None:
    """And stays sensed where it is not."""
    sensed = presets()["europe-2012-sensed"]
    asked = Move(scenario="europe-2012-sensed", deployment="phase-3-redzikowo", base="kozelsk")
    assert moved(sensed, asked).deployment[0].launch_delay_s == "sensed"
    asked = asked.model_copy(update={"launch_delay_s": 100.0})
    delay = moved(sensed, asked).deployment[0].launch_delay_s
    assert isinstance(delay, Figure)
    assert (delay.value, delay.source) == (100.0, by_hand("sensed"))


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ({"deployment": "nobody"}, "no deployment nobody; allowed: phase-1-"),
        ({"base": "nowhere"}, "no base nowhere; allowed: kozelsk, "),
        ({"burnout_speed_km_s": 10.1}, "burnout_speed_km_s = 10.1: allowed: 1 to 10"),
        ({"divert_km_s": -0.1}, "divert_km_s = -0.1: allowed: 0 to 2"),
        ({"launch_delay_s": 601.0}, "launch_delay_s = 601: allowed: 0 to 600"),
        ({"burnout_time_s": 59.0}, "burnout_time_s = 59: allowed: 60 to 400"),
        ({"interceptors": 201}, "interceptors = 201: allowed: 0 to 200"),
        ({"flight_time_ratio": 1.7}, "flight_time_ratio = 1.7: allowed: 0.7 to 1.6"),
    ],
)
def test_what_does_not_fit_is_one_line(figures: dict[str, object], said: str) -> None:
    """With what is allowed."""
    with pytest.raises(ScenarioError, match=r".") as caught:
        moved(europe(), move(**figures))
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


def test_limits_hold_what_the_scenario_has() -> None:
    """A figure beyond them can be sent back as it came."""
    assert limits(europe()) == FIGURES
    small = parse(SMALL.encode(), "small")
    assert limits(small) == {**FIGURES, "launch_delay_s": (0.0, 7000.0)}
    asked = Move(scenario="file", deployment="late", base="kozelsk", launch_delay_s=7000.0)
    assert moved(small, asked).deployment[0] == small.deployment[2]


def test_state_is_the_move_again() -> None:
    """Without what was not set; a base of null says all."""
    asked = move(base=None, site=(50.0, 20.0), divert_km_s=1.0)
    assert asked.state == {
        "scenario": "europe-2012", "deployment": "phase-3-redzikowo", "base": None, "divert_km_s": 1.0,
        "site": [50.0, 20.0],
    }  # fmt: skip
    assert Move.model_validate(asked.state) == asked


def test_every_form_of_the_format_can_be_moved() -> None:
    """Every deployment of a scenario that uses them all, from every base."""
    whole = parse(WHOLE.encode(), "whole")
    count = 0
    for deployment in whole.deployment:
        for base in ("kozelsk", "here", "boats", "drawn"):
            asked = Move(
                scenario="file", deployment=deployment.id, base=base, burnout_speed_km_s=5.5,
                burnout_time_s=200.0,
            )  # fmt: skip
            got = moved(whole, asked)
            assert got.note.startswith("A test.\nExplorer, from the scenario of sha256 ")
            count += 1
    assert count == 16


def test_a_note_without_room_gives_way() -> None:
    """Rather than being cut."""
    long = europe().model_copy(update={"note": "x" * 4990})
    assert moved(long, move()).note.startswith("Explorer, from the scenario of sha256 ")


def test_what_was_set_by_hand_stands_in_the_title() -> None:
    """Every change, with its unit; what is set to what it was is none; a long title gives way at its end."""
    asked = move(
        burnout_speed_km_s=5.0, divert_km_s=0.25, launch_delay_s=120.0, burnout_time_s=150.0,
        flight_time_ratio=1.1, site=(54.1, 19.3),
    )  # fmt: skip
    got = moved(europe(), asked)
    assert got.title == (
        f"{europe().title}; changed by hand: burnout speed 5 km/s instead of 4.5, divert 0.25 km/s instead of 0, "
        "launch delay 120 s instead of 90, site 54.1 N 19.3 E (moved from Redzikowo), booster burnout 150 s instead of 180, "
        "flight time ratio 1.1 alone"
    )
    counted = moved(europe(), move(interceptors=48))
    assert counted.deployment[0].interceptors == 48
    assert counted.title == f"{europe().title}; changed by hand: 48 interceptors instead of 24"
    same = move(burnout_speed_km_s=4.5, launch_delay_s=90.0, interceptors=24, site=(54.479, 17.109))
    assert moved(europe(), same).title == europe().title
    long = europe().model_copy(update={"title": "x" * 300})
    assert moved(long, asked).title.endswith(
        "x...; changed by hand" + got.title.partition("; changed by hand")[2]
    )
    assert len(moved(long, asked).title) == 300


def test_a_site_that_was_dragged_away_is_called_so_no_longer() -> None:
    """Neither the place nor the deployment's id nor the sources; moved again, it still says from where it came."""
    got = moved(europe(), move(site=(54.1, 19.3)))
    (deployment,) = got.deployment
    assert isinstance(deployment.site, SitePoint)
    assert deployment.site.name == "54.1 N 19.3 E (moved from Redzikowo)"
    assert deployment.id == "phase-3-at-54-1-n-19-3-e"
    question = resolve(got)
    assert question.batteries[0].place == deployment.site.name
    sources = {s.key: s.source for s in question.sources}
    key = f"deployment.{deployment.id}.site.latitude_deg"
    assert sources[key] == "set by hand (the scenario has Redzikowo)"
    assert not any("redzikowo" in key for key in sources)
    again = Move(scenario="file", deployment=deployment.id, base="kozelsk", site=(-10.0, -20.04))
    twice = moved(got, again).deployment[0]
    assert isinstance(twice.site, SitePoint)
    assert twice.site.name == "10.0 S 20.0 W (moved from Redzikowo)"
    assert twice.id == "phase-3-at-10-0-s-20-0-w"


def test_a_site_may_not_take_a_name_of_the_catalogue() -> None:
    """One place would stand under another's name."""
    text = SMALL.replace('site = "redzikowo"', 'site = { latitude_deg = 10, longitude_deg = 10, name = "redzikowo" }', 1)  # fmt: skip
    with pytest.raises(ScenarioError, match="site name redzikowo: an id of the catalogue; allowed"):
        parse(text.encode(), "s.toml")
