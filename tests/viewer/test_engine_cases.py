"""The page's engine answers as the package does: the same cases to both, in two languages."""

from __future__ import annotations

import gzip
import json
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reassure.answers.assessment import Assessment
from reassure.questions.assess import assess
from reassure.scenario import Scenario
from reassure.scenario.lookup import base_ids
from reassure.scenario.reader import load
from reassure.scenario.resolve import resolve
from reassure.web.move import Move, moved
from tests.amounts import amount, fewer
from tests.small import small
from tests.viewer.engine import ROOT, call
from tests.viewer.engine_cases import KINDS, answered, inputs_of
from tests.viewer.engine_cases.flown import flights
from tests.viewer.problem import problem

BOUNDS: dict[str, list[float]] = {
    "kepler": [0, 1e-5],  # m and m/s
    "lambert": [0, 1e-5],  # m/s
    "speed": [1e-5, 1e-5, 0, 1e-5],  # m/s, s, outcome, m/s
    "bounds": [1e-6],  # m/s
    "least": [1e-5, 1e-3],  # m/s, s
    "quickest": [0.011],  # s: a time is found to 0.01 s
    "timed": [0.05, 0, 0.05],  # s, outcome, m/s: the speed is flat in the time
    "boosted": [0, 1e-6, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05],  # deg, m, m/s, s
    "heights": [1e-2],  # m, m/s and s
    "geodetic": [1e-8],  # m and rad
    "geodesic": [1e-8],  # deg and km
    "lattice": [0],
    "required": [1e-3, 0.05, 0.05, 0.05],  # m/s, s
    "sighting": [2e-3],  # s
    "whole": [1e-3, 1e-3, 0.5, 0.5, 0.5, 0],  # km/s, s, reason
    "sensed": [0.05],  # s and km/s
    "curve": [0, 1e-3],  # km/s
}
"""How far an answer may be off: for each column, the last one for all after it."""

SLOWEST = 10.0
"""km/s. Points of a curve above this are not compared: there a second of a flight is a kilometre a second."""

IN_AREAS = 0.02
"""km/s. Searches over an area that begin elsewhere may end elsewhere (design/area_spacing.py)."""


@pytest.fixture(scope="module")
def cases() -> dict[str, Any]:
    """The file."""
    with gzip.open(Path(__file__).with_name("engine-cases.json.gz")) as file:
        return dict(json.load(file))


def test_the_file_is_what_the_script_draws(cases: dict[str, Any]) -> None:
    """All inputs; the answers of some are asked for below."""
    assert cases["kinds"].keys() == KINDS.keys() == BOUNDS.keys()
    rows, bases = flights()
    np.testing.assert_allclose(np.column_stack([rows, bases]), cases["flights"], rtol=0, atol=0.05)
    for name, kind in cases["kinds"].items():
        assert json.loads(json.dumps(inputs_of(name))) == kind["inputs"], name


@pytest.mark.some(3)
@fewer
@pytest.mark.parametrize("name", BOUNDS)
def test_the_package_still_answers_so(cases: dict[str, Any], name: str) -> None:
    """Of each kind a hundred cases in a whole run, or all there are."""
    kind = cases["kinds"][name]
    count = len(kind["inputs"])
    for k in range(0, count, max(1, count // amount(100, 30))):
        got, expected = answered(name, kind["inputs"][k]), kind["outputs"][k]
        assert [v is None for v in got] == [v is None for v in expected], (name, k)
        for column, (a, b) in enumerate(zip(got, expected, strict=True)):
            bound = BOUNDS[name][min(column, len(BOUNDS[name]) - 1)]
            assert a is None or a == pytest.approx(b, rel=1e-12, abs=bound + 1e-9), (name, k)


def test_the_engine_answers_all_of_them_so(cases: dict[str, Any]) -> None:
    """Every case, within BOUNDS; the greatest difference of each column is printed."""
    told = call("check", "CASES", BOUNDS)
    for name, found in told.items():
        kind = cases["kinds"][name]
        print(f"{name:9s} {found['cases']:6d} cases; at most", *(f"{w['off']:.1e}" for w in found["worst"]))  # fmt: skip
        assert found["cases"] == len(kind["inputs"]) > 0
        assert found["unlike"] == [], name
        beyond = found["beyond"]
        if name == "curve":
            beyond = [b for b in beyond if kind["outputs"][b[0]][b[1]] < SLOWEST]
            # Where the interceptors may stand in an area, its number stands in the place of one site.
            areas = [b for b in beyond if isinstance(kind["inputs"][b[0]][2], int)]
            assert len(areas) < 0.02 * sum(len(o) // 2 for o in kind["outputs"])
            assert all(off < IN_AREAS for _, _, off in areas)
            beyond = [b for b in beyond if b not in areas]
        assert beyond == [], name


MOVES: list[dict[str, Any]] = [
    {"deployment": "phase-3-redzikowo", "base": "kozelsk"},
    {"deployment": "phase-3-redzikowo", "base": "kozelsk", "burnout_speed_km_s": 5.1},
    {"deployment": "phase-3-redzikowo", "base": "kozelsk", "launch_delay_s": 240.0, "interceptors": 48},
    {"deployment": "phase-3-redzikowo", "base": "tatishchevo", "launch_delay_s": 240.0},
    {"deployment": "phase-3-redzikowo", "base": "kozelsk", "site": (60.5, 27.0), "divert_km_s": 0.5},
    {"deployment": "phase-3-redzikowo", "base": "kozelsk", "burnout_time_s": 130.0},
    {"deployment": "phase-4-norwegian-sea", "base": "kozelsk", "flight_time_ratio": 1.35},
    {"deployment": "phase-4-norwegian-sea", "base": "kozelsk", "site": (66.0, 5.0)},
]  # fmt: skip


@pytest.mark.long
def test_workers_and_a_solver_that_remembers_answer_as_one_that_is_asked_once() -> None:
    """To the last bit, move after move."""
    question = json.loads(json.dumps(problem(resolve(load("europe-2012")))))
    assert call("disagreements", question, MOVES) == []


COLUMNS = {
    "required_speed_km_s": 1e-3, "margin_km_s": 1e-3, "launch_s": 0.5, "intercept_s": 0.5,
    "intercept_height_km": 1.0, "critical_burnout_speed_km_s": 1e-3, "critical_launch_delay_s": 0.5,
    "critical_after_burnout_s": 0.5, "site_latitude_deg": 0.0, "reason": 0.0,
}  # fmt: skip
"""Of the pairs, and how far a number may be off. Flights in one chunk have as many nodes as the longest of them in the package,
and each its own number in the engine: where that matters, the two meetings ask for nearly the same speed."""


def _alike(scenario: Scenario, name: str, moves: list[dict[str, Any]]) -> None:
    """Both sides' answers to some moves of a scenario."""
    found = call("answers", problem(resolve(scenario)), moves)
    for move, mine in zip(moves, found, strict=True):
        result = assess(moved(scenario, Move(scenario=name, **move)), curves=True)
        position = np.array(mine["row"]).reshape(-1, 8)[:, :3]
        np.testing.assert_allclose(position, result.flights.burnout_position_m, rtol=0, atol=0.05)
        alike = _as_fast(mine, result, area="site" not in move and _of_area(scenario, move))
        for column, bound in COLUMNS.items():
            theirs = getattr(result.pairs, column)[0].astype(float)[alike]
            ours = np.array(mine[column], float)[alike]
            np.testing.assert_allclose(ours, theirs, rtol=0, atol=bound, err_msg=f"{move} {column}")
        (curve,) = result.curves or ()
        assert tuple(mine["delay"]) == curve.delay_s
        for a, b in zip(mine["least"], curve.required_speed_km_s, strict=True):
            assert (a is None) == (b is None)
            bound = IN_AREAS if "site" not in move and _of_area(scenario, move) else 1e-3
            assert a is None or b is None or b > SLOWEST or math.isclose(a, b, abs_tol=bound)


def _of_area(scenario: Scenario, move: dict[str, Any]) -> bool:
    return next(d for d in scenario.deployment if d.id == move["deployment"]).area is not None


def _as_fast(mine: dict[str, Any], result: Assessment, area: bool) -> np.ndarray:
    """Which pairs ask for the same speed: all from a site. Among an area's places a search goes from place to place, and two
    that have other nodes may end at different ones: nine of ten at the same, the others within how exact the search is
    (design/area_spacing.py).
    """
    theirs = result.pairs.required_speed_km_s[0].astype(float)
    ours = np.array(mine["required_speed_km_s"], float)
    assert (np.isnan(ours) == np.isnan(theirs)).all()
    off = np.abs(ours - theirs)
    alike = np.isnan(theirs) | (off < 1e-3)
    assert alike.all() or (area and alike.mean() > 0.9 and np.nanmax(off) < 0.03)
    return alike


def test_a_move_comes_to_what_the_server_makes_of_it() -> None:
    """Flights, pairs and curves of the moves, as `reassure explore` answers them."""
    _alike(load("europe-2012"), "europe-2012", MOVES)


@pytest.mark.parametrize("name", ["europe-2012-sensed", "europe-2013", "poland-2007-mda"])
def test_sites_of_other_scenarios_come_to_the_same(name: str) -> None:
    """Each site against one base, as it stands: sensed launches and other figures among them."""
    scenario = load(name)
    base = base_ids(scenario.force[0])[0]
    sites = [{"deployment": d.id, "base": base} for d in scenario.deployment if d.site is not None]
    assert sites
    _alike(scenario, name, sites)


def test_rings_are_as_wide_as_the_package_has_them() -> None:
    """Of every deployment of a small scenario; an arc of 8 km/s stays up."""
    result = small()
    assert result.theatre is not None
    found = call("reaches", [d.available_speed_km_s for d in result.deployments])
    assert None in found
    for mine, theirs in zip(found, result.theatre.reach_km, strict=True):
        assert (mine is None) == (theirs is None)
        assert theirs is None or mine == pytest.approx(theirs, rel=1e-12)


FUNCTION = re.compile(
    r"^(?P<indent> *)(?:export |private |async |function )*(?P<name>\w+)(?:<[^(]*>)?\((?P<taken>.*)\)(?:: [^{]+)? \{$"
)


def test_no_function_of_the_engine_is_too_long_or_asks_too_much() -> None:
    """Sixty lines and eight arguments at most, as in the package."""
    seen = 0
    for file in sorted((ROOT / "viewer/src/engine").glob("*.ts")):
        lines = file.read_text().split("\n")
        for k, line in enumerate(lines):
            head = FUNCTION.match(line)
            if head is None or head["name"] in ("if", "for", "while", "switch", "catch"):
                continue
            seen += 1
            where = f"{file.name}: {head['name']}"
            end = lines.index(f"{head['indent']}}}", k)
            assert end - k < 60, f"{where}: {end - k + 1} lines"
            assert len(re.findall(r"\w+\??: ", head["taken"].replace(" => ", ""))) <= 8, where
    assert seen > 100
