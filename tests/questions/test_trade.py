"""The compromise: its options against footprints and frontiers made by themselves, its front against enumeration."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

import reassure
from reassure.answers.trade import Trade
from reassure.errors import OutputError, ScenarioError
from reassure.questions.assess import assess
from reassure.questions.trade import trade
from reassure.report.text.trade import write_trade
from reassure.scenario.reader import parse
from tests.called import called

SCENARIO = """\
format = "reassure-scenario/1"
title = "A compromise"

[[force]]
bases = ["kozelsk", "vypolzovo"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = { id = "b", burnout_time_s = 175, burnout_height_km = 200, downrange_km = 550 }
flight_time_ratio = [1.0]

[[region]]
id = "italy"
polygon = [[46, 8], [46, 13], [41, 16], [38, 13]]

[[deployment]]
id = "north"
site = "redzikowo"
interceptor = "sm3-iia"
interceptors = 10
launch_delay_s = 90

[[deployment]]
id = "south"
site = "deveselu"
interceptor = "sm3-ib"
interceptors = 24
launch_delay_s = 120
"""


def _scenario() -> reassure.Scenario:
    return parse(SCENARIO.encode(), "s.toml")


@pytest.fixture(scope="module")
def made() -> Trade:
    """Four places, both interceptors, two delays, two numbers, a raid of 12."""
    return trade(
        _scenario(), protect="italy", against="irbm-4000", area="36,5,60,25", spacing_km=2500.0,
        raid=12, cells=6,
    )  # fmt: skip


def test_all_options_are_there(made: Trade) -> None:
    """Two as planned, and places times interceptors times delays times numbers."""
    assert len(made.options) == 2 + 4 * 2 * 2 * 2
    assert [o.planned for o in made.planned] == ["north", "south"]


def test_planned_options_are_what_assess_and_footprint_say(made: Trade) -> None:
    """Margin, and the part of the region that is protected, times the part of the raid."""
    result = assess(_scenario())
    for i, option in enumerate(made.planned):
        found = reassure.footprint(
            _scenario(), deployment=option.planned, against="irbm-4000", protect="italy", cells=6
        )
        assert found.share_covered is not None
        raid = min(1.0, option.interceptors / 12)
        assert option.protected_share == pytest.approx(found.share_covered * raid)
        assert option.least_margin_km_s == pytest.approx(result.deployments[i].least_margin_km_s)


def test_an_option_is_what_a_scenario_of_its_own_says(made: Trade) -> None:
    """One with a delay that its footprint was not made for."""
    option = next(
        o for o in made.options
        if not o.planned and o.launch_delay_s == 120.0 and o.interceptor == "sm3-iia" and o.protected_share > 0
    )  # fmt: skip
    text = (
        SCENARIO[: SCENARIO.index("[[deployment]]")]
        + f"""
[[deployment]]
id = "own"
site = {{ latitude_deg = {option.latitude_deg!r}, longitude_deg = {option.longitude_deg!r} }}
interceptor = "sm3-iia"
launch_delay_s = 120
"""
    )
    own = parse(text.encode(), "own.toml")
    found = reassure.footprint(own, deployment="own", against="irbm-4000", protect="italy", cells=6)
    assert found.share_covered is not None
    assert option.protected_share == pytest.approx(
        found.share_covered * min(1.0, option.interceptors / 12)
    )
    assert option.least_margin_km_s == pytest.approx(
        assess(own).deployments[0].least_margin_km_s, abs=1e-4
    )


def test_front_is_what_nothing_beats(made: Trade) -> None:
    """By comparing every option with every other."""
    goods = np.array(
        [
            [o.protected_share, o.least_margin_km_s, -o.flights_engaged, -o.interceptors]
            for o in made.options
        ],
        float,
    )
    count = 0
    for k, o in enumerate(made.options):
        beaten = ((goods >= goods[k]).all(axis=1) & (goods > goods[k]).any(axis=1)).any()
        assert o.on_front == (not beaten and o.protected_share > 0)
        count += o.on_front
    assert 2 <= count < len(made.options)


def test_numbers_protect_against_raids(made: Trade) -> None:
    """Ten interceptors meet ten of twelve missiles; 24 meet all."""
    by = {(o.latitude_deg, o.longitude_deg, o.interceptor, o.launch_delay_s, o.interceptors): o for o in made.options if not o.planned}  # fmt: skip
    compared = 0
    for key, o in by.items():
        if key[-1] == 24 and o.protected_share > 0:
            fewer = by[(*key[:-1], 10)]
            assert fewer.protected_share == pytest.approx(o.protected_share * 10 / 12)
            compared += 1
    assert compared >= 3


def test_flights_engaged_only_where_some_is_in_reach(made: Trade) -> None:
    """No more than interceptors, and none where the margin is positive."""
    for o in made.options:
        assert o.least_margin_km_s is not None
        assert o.flights_engaged == (0 if o.least_margin_km_s > 0 else min(o.interceptors, 2))


def test_certified_options_are_told(tmp_path: Path) -> None:
    """A slow interceptor far in the south is proved; the answer stands in the file."""
    found = trade(
        _scenario(), protect="italy", against="irbm-4000", area="36,5,40,10", spacing_km=5000.0,
        interceptors=["sm3-ib"], numbers=[1], delays_s=[300.0], cells=4, certified=True,
    )  # fmt: skip
    proved = [o for o in found.front if not o.planned]
    assert proved
    assert all(o.certified for o in proved)
    found.write_json(tmp_path / "t.json")
    data = json.loads((tmp_path / "t.json").read_text())
    assert any(o["certified"] for o in data["options"])


def test_command_writes_its_files_and_says_the_sentence(tmp_path: Path) -> None:
    """JSON, CSV, two pictures, and what could be protected with every flight out of reach."""
    (tmp_path / "s.toml").write_text(SCENARIO)
    done = called(
        "trade", "s.toml", "--protect", "italy", "--against", "irbm-4000", "--out", "t",
        "--area", "36,5,40,10", "--spacing", "5000", "--cells", "4", cwd=tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "With every flight out of the ideal interceptor's reach" in done.stdout
    assert sorted(p.name for p in (tmp_path / "t").iterdir()) == [
        "trade.csv", "trade.json", "trade.png", "trade.svg",
    ]  # fmt: skip
    data = json.loads((tmp_path / "t/trade.json").read_text())
    rows = list(csv.reader((tmp_path / "t/trade.csv").read_text().splitlines()[1:]))
    assert len(rows) == 1 + len(data["options"])
    assert {o["planned"] for o in data["options"]} == {"", "north", "south"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"protect": "nowhere"}, "no region nowhere"),
        ({"against": "nothing"}, "nothing"),
        ({"raid": 0}, "raid = 0"),
        ({"numbers": [0]}, "numbers"),
        ({"delays_s": [-1.0]}, "delays"),
        ({"interceptors": ["nobody"]}, "nobody"),
        ({"spacing_km": 5.0, "numbers": list(range(1, 100))}, "allowed: at most 100000 together"),
    ],
)
def test_bad_input(options: dict[str, object], said: str) -> None:
    """One line of reason."""
    given = {"protect": "italy", "against": "irbm-4000", "area": "36,5,60,25", **options}
    with pytest.raises((ScenarioError, reassure.InputError), match=said):
        trade(_scenario(), **given)  # type: ignore[arg-type]


def test_a_trade_is_kept_where_its_picture_fails(
    made: Trade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The numbers are written first."""
    monkeypatch.setattr("reassure.report.plots.trade.trade_figure", lambda trade: 1 / 0)
    with pytest.raises(OutputError, match="trade.png: cannot be drawn: ZeroDivisionError"):
        write_trade(made, tmp_path / "traded")
    assert sorted(p.name for p in (tmp_path / "traded").iterdir()) == ["trade.csv", "trade.json"]
