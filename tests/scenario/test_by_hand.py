"""A figure that was changed for one answer shows in it: title, words, sources, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reassure.questions.frontier import frontier
from reassure.questions.number_limit import number_limit
from reassure.questions.trade import TradeQuestion, planned_for
from reassure.report.text.frontier import frontier_text
from reassure.scenario import load
from reassure.scenario.hand import moved_id, title_by_hand
from tests.europe import sparse
from tests.report.text.test_assess import printed

AREA = "50,10,56,20"


def test_a_map_of_other_figures_says_so(tmp_path: Path) -> None:
    """Delay or speed set for the map: title, sources and files; one set to what it is leaves all as it was."""
    europe = sparse()
    plain = frontier(europe, "speed", deployment="phase-3-redzikowo", area=AREA, spacing_km=400)
    same = frontier(europe, "speed", deployment="phase-3-redzikowo", launch_delay_s=90, area=AREA, spacing_km=400)  # fmt: skip
    assert (same.title, same.sources) == (plain.title, plain.sources)
    late = frontier(europe, "speed", deployment="phase-3-redzikowo", launch_delay_s=200, area=AREA, spacing_km=400)  # fmt: skip
    assert late.title == f"{plain.title}; changed by hand: launch delay 200 s"
    (added,) = (s for s in late.sources if s not in plain.sources)
    assert (added.key, added.value) == ("map.launch_delay_s", 200.0)
    assert added.source == "set by hand (the scenario has 90 s for phase-3-redzikowo)"
    assert "by hand: launch delay 200 s" in " ".join(printed(frontier_text(late)).split())
    late.write_json(tmp_path / "f.json")
    late.write_csv(tmp_path / "f.csv")
    assert json.loads((tmp_path / "f.json").read_text())["scenario"]["title"] == late.title
    assert late.title in (tmp_path / "f.csv").read_text().splitlines()[0]
    fast = frontier(europe, "delay", deployment="phase-3-redzikowo", burnout_speed_km_s=6.0, area=AREA, spacing_km=400)  # fmt: skip
    assert fast.title.endswith("; changed by hand: burnout speed 6 km/s")


def test_numbers_of_interceptors_set_by_hand_say_so() -> None:
    """For all, or for one; the scenario's own are not by hand."""
    scenario = load("criteria-2011")
    # few flights and places: what is asked for is what it is called
    tables = [
        d.model_copy(
            update={"interceptors": 20, "area_spacing_km": 900.0 if d.area else d.area_spacing_km}
        )
        for d in scenario.deployment
    ]
    coarse = {"aim_spacing_km": 2000.0, "base_spacing_km": 2000.0}
    forces = [force.model_copy(update=coarse) for force in scenario.force]
    scenario = scenario.model_copy(update={"deployment": tables, "force": forces})
    assert number_limit(scenario).title == scenario.title
    every = number_limit(scenario, interceptors=7)
    assert every.title == f"{scenario.title}; changed by hand: 7 interceptors of each deployment"
    name = tables[0].id
    one = number_limit(scenario, interceptors={name: 7})
    assert one.title == f"{scenario.title}; changed by hand: 7 interceptors of {name}"
    source = next(s for s in one.sources if s.key == f"deployment.{name}.interceptors")
    assert source.source == "set by hand (the scenario has 20)"
    assert number_limit(scenario, interceptors={name: 20}).title == scenario.title


def test_a_trade_over_other_delays_says_so() -> None:
    """Delays and numbers that no deployment has; and the figures of an interceptor that the scenario does not deploy."""
    asked = {"protect": "western-europe", "against": "irbm-4000", "area": AREA, "spacing_km": 400.0}
    scenario = load("europe-2012")
    title = scenario.title
    try:
        plan = planned_for(TradeQuestion(scenario, **asked))  # type: ignore[arg-type]
    except Exception as error:
        pytest.fail(str(error))
    assert plan.title == title
    plan = planned_for(TradeQuestion(scenario, **asked, delays_s=[90.0, 45.0], numbers=[24, 5], interceptors=["gbi-2-stage-mda"]))  # type: ignore[arg-type]  # fmt: skip
    assert plan.title == f"{title}; changed by hand: launch delay 45 s, 5 interceptors"
    keys = {s.key: s for s in plan.sources}
    assert "interceptor.gbi-2-stage-mda.burnout_speed_km_s" in keys
    assert keys["option.1.launch_delay_s"].source.startswith("set by hand")


def test_words_by_hand() -> None:
    """Nothing changed, nothing said; many changes are counted; an id keeps what is not the place."""
    assert title_by_hand("T", []) == "T"
    assert title_by_hand("T", ["x" * 30] * 10) == "T; changed by hand: 10 figures"
    assert moved_id("gbi-6-3", "redzikowo", (54.1, 19.3)) == "gbi-6-3-at-54-1-n-19-3-e"
    assert moved_id("redzikowo", "redzikowo", (54.1, 19.3)) == "at-54-1-n-19-3-e"
    assert len(moved_id("x" * 63, "redzikowo", (54.1, 19.3))) <= 63
