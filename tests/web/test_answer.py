"""From a move to an answer and to files; and the limits of work."""

from __future__ import annotations

import csv
import io
import json

import pytest

from reassure.catalog.entries import Zone
from reassure.errors import ScenarioError
from reassure.questions.assess import assess
from reassure.scenario import presets
from reassure.scenario.reader import fingerprint, parse
from reassure.web import answer as answers
from reassure.web.answer import answer, file_of, toml
from reassure.web.move import Move, moved
from tests.scenario.files import WHOLE
from tests.small import SMALL

MOVES = (
    Move(scenario="file", deployment="fast", base="kozelsk", burnout_speed_km_s=7.1234567890123),
    Move(scenario="file", deployment="boosted", site=(60.1, 20.2), burnout_time_s=150.0, divert_km_s=0.1),
)  # fmt: skip


def test_an_answer_is_the_assessment_of_the_scenario_as_moved() -> None:
    """Number for number."""
    small = parse(SMALL.encode(), "small")
    shown = json.loads(answer(small, MOVES[0]).text)
    result = assess(moved(small, MOVES[0]))
    assert shown["format"] == "reassure-view/1"
    assert shown["state"] == MOVES[0].state
    assert shown["sha256"] == result.scenario_sha256
    assert shown["flights"]["count"] == result.flights.count == 2
    assert shown["deployments"][0]["least_margin_km_s"] == pytest.approx(
        result.deployments[0].least_margin_km_s, abs=1e-4
    )
    assert shown["deployments"][0]["burnout_speed_km_s"] == 7.1234567890123
    assert [s for s in shown["sources"] if "by hand" in s["source"]] == [
        {
            "key": "deployment.fast.interceptor.f.burnout_speed_km_s",
            "value": 7.1234567890123,
            "status": "assumed",
            "source": "set by hand (the scenario has 8 km/s)",
        }
    ]
    assert len(shown["curves"]) == 1


@pytest.mark.parametrize("asked", MOVES)
def test_the_toml_reads_back_as_the_same_scenario(asked: Move) -> None:
    """Same hash, so same answer."""
    small = parse(SMALL.encode(), "small")
    again = parse(toml(small, asked).encode(), "again")
    assert again == moved(small, asked)
    assert fingerprint(again) == json.loads(answer(small, asked).text)["sha256"]


def test_every_preset_reads_back() -> None:
    """Every deployment, one base or all of them, moved or not; and every form of the format."""
    known = {**presets(), "whole": parse(WHOLE.encode(), "whole")}
    count = 0
    for name, scenario in known.items():
        for d in scenario.deployment:
            for figures in (
                {},
                {"site": (55.0, 30.0), "burnout_speed_km_s": 3.3, "burnout_time_s": 99.5},
            ):
                asked = Move(scenario=name, deployment=d.id, **figures)
                again = parse(toml(scenario, asked).encode(), "again")
                assert fingerprint(again) == fingerprint(moved(scenario, asked))
                count += 1
    assert count > 60


def test_text_of_a_scenario_survives_toml() -> None:
    """Quotes, backslashes, other scripts, a note of two lines."""
    title = "A \"title\" \\ with 'quotes' # and Привет 🚀"
    small = parse(SMALL.encode(), "small").model_copy(
        update={"title": title, "note": 'one\ntwo """'}
    )
    again = parse(toml(small, MOVES[0]).encode(), "again")
    assert again.title == f"{title}; changed by hand: burnout speed 7.12346 km/s instead of 8"
    assert again.note.startswith('one\ntwo """\nExplorer')


def test_files_agree_with_the_answer() -> None:
    """JSON, CSV and the report."""
    small = parse(SMALL.encode(), "small")
    shown = json.loads(answer(small, MOVES[0]).text)
    name, data = file_of("json", small, MOVES[0])
    assert name == "file-fast-kozelsk.json"
    found = json.loads(data)
    assert found["scenario"]["sha256"] == shown["sha256"]
    (columns,) = found["pairs"]
    assert len(columns["margin_km_s"]) == shown["flights"]["count"]
    name, data = file_of("csv", small, MOVES[0])
    rows = list(csv.DictReader(io.StringIO(data.decode().partition("\n")[2])))
    assert (name, len(rows)) == ("file-fast-kozelsk.csv", 2)
    name, data = file_of("report", small, MOVES[0])
    assert name == "file-fast-kozelsk.html"
    assert data.startswith(b"<!doctype html>")
    name, _ = file_of("toml", small, MOVES[1])
    assert name == "file-boosted-at-60-1-n-20-2-e-all-bases.toml"


def test_no_flight_at_all_is_an_error() -> None:
    """One line, as in the command line."""
    near = parse(SMALL.replace("latitude_deg = 38.9, longitude_deg = -77.0", "latitude_deg = 54.1, longitude_deg = 36.0").encode(), "near")  # fmt: skip
    with pytest.raises(ScenarioError, match="none of the flights exists: kozelsk to east"):
        answer(near, MOVES[0])


def test_work_is_limited_by_flights_and_by_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """The numbers are said, and what would help."""
    small = parse(SMALL.encode(), "small")
    asked = Move(scenario="file", deployment="fast")
    monkeypatch.setattr(answers, "MOST_PAIRS", 7)
    with pytest.raises(
        ScenarioError, match=r"^8 flights; allowed: at most 7 in one answer; fewer with a base"
    ):
        answer(small, asked)
    monkeypatch.setattr(answers, "MOST_PAIRS", 8)
    answer(small, asked)
    monkeypatch.setattr(answers, "MOST_PAIRS", 1000)
    monkeypatch.setattr(answers, "MOST_MEETINGS", 100)
    ships = parse(WHOLE.encode(), "whole")
    with pytest.raises(
        ScenarioError, match=r"flights against \d+ points of an area; allowed: at most 100"
    ):
        file_of("csv", ships, Move(scenario="file", deployment="ships", base="kozelsk"))


def test_every_preset_is_within_the_limits_with_all_its_bases() -> None:
    """A page can ask for all bases of any."""
    count = 0
    for name, scenario in presets().items():
        for d in scenario.deployment:
            answers._within_limits(moved(scenario, Move(scenario=name, deployment=d.id)))
            count += 1
    assert count > 30


def test_the_curve_of_an_answer_is_that_of_a_report() -> None:
    """To the last digit that is written."""
    asked = Move(scenario="europe-2012", deployment="phase-3-redzikowo", base="kozelsk")
    scenario = moved(presets()["europe-2012"], asked)
    (curve,) = assess(scenario, curves=True).curves or ()
    (shown,) = json.loads(answer(presets()["europe-2012"], asked).text)["curves"]
    assert shown["flights"] == curve.flights > 100
    assert shown["delay_s"] == list(curve.delay_s)
    assert shown["required_speed_km_s"] == pytest.approx(curve.required_speed_km_s, abs=1e-4)
    assert assess(scenario).curves is None


def test_the_catalogue_still_has_what_warms_the_kernels() -> None:
    """The first small answer is about ships, so that every kernel is loaded."""
    from reassure.catalog import catalog

    scenario = presets()["europe-2012"]
    deployment = next(d for d in scenario.deployment if d.id == "phase-3-baltic-sea")
    assert isinstance(catalog().entries[str(deployment.area)], Zone)
    answers.warm(scenario)
