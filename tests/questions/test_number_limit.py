"""The bound on warheads engaged: against enumeration, against `assess`, and in its words."""

from __future__ import annotations

import json
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
import pytest

from reassure.errors import InputError, ScenarioError
from reassure.questions.assess import assess
from reassure.questions.number_limit import number_limit
from reassure.report.text.number_limit import number_text
from reassure.scenario.reader import parse
from reassure.treaty.engaged import most_engaged
from tests.report.text.test_assess import printed

TEXT = """\
format = "reassure-scenario/1"
title = "Numbers <b>"

[[force]]
bases = ["kozelsk", "uzhur"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = "icbm-solid"
accounts = [{ base = "kozelsk", launchers = 10, warheads = { value = 60, source = "a declaration" } },
            { base = "uzhur", launchers = 20, warheads = 40 }]

[[force]]
bases = ["kozelsk"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = "icbm-liquid"
accounts = [{ base = "kozelsk", launchers = 5, warheads = 5 }]

[[deployment]]
id = "slow"
site = "redzikowo"
interceptor = { id = "s", burnout_speed_km_s = 3.0 }
interceptors = 50
launch_delay_s = 100
until = 2017

[[deployment]]
id = "fast"
site = "redzikowo"
interceptor = { id = "f", burnout_speed_km_s = 4.5 }
interceptors = 24
launch_delay_s = 100
from = 2018

[[deployment]]
id = "faster"
site = "redzikowo"
interceptor = { id = "ff", burnout_speed_km_s = 9.0 }
launch_delay_s = 100
from = 2020
until = 2022
"""


def scenario(text: str = TEXT):
    return parse(text.encode(), "n.toml")


# -- the program ----------------------------------------------------------------------------------


def enumerated(warheads, launchers, interceptors, reached, k) -> float:
    """The most, over all numbers of flights engaged that Hall's condition allows: whatever bases are taken
    together, the deployments that reach one of them have the interceptors for all their flights.
    """
    bases = range(len(launchers))
    sets = list(chain.from_iterable(combinations(bases, n) for n in range(1, len(launchers) + 1)))
    best = 0.0
    for flights in product(*(range(n + 1) for n in launchers)):
        if all(
            k * sum(flights[c] for c in some)
            <= sum(n for n, row in zip(interceptors, reached, strict=True) if any(row[c] for c in some))
            for some in sets
        ):  # fmt: skip
            best = max(best, sum(f * w / n for f, w, n in zip(flights, warheads, launchers, strict=True)))  # fmt: skip
    return best


@pytest.mark.parametrize("seed", range(60))
def test_against_enumeration(seed: int) -> None:
    """Small random cases; and what is spent suffices, is there, and reaches."""
    rng = np.random.default_rng(seed)
    c, d, k = rng.integers(1, 4), rng.integers(1, 4), int(rng.integers(1, 4))
    launchers = rng.integers(1, 6, c)
    warheads = rng.integers(1, 40, c)
    interceptors = rng.integers(0, 9, d)
    reached = rng.random((d, c)) < 0.6
    flights, spent = most_engaged(warheads, launchers, interceptors, reached, k)
    assert (flights * warheads / launchers).sum() == pytest.approx(enumerated(warheads, launchers, interceptors, reached, k), abs=1e-9)  # fmt: skip
    assert (flights <= launchers).all()
    assert (spent.sum(axis=0) == k * flights).all()
    assert (spent.sum(axis=1) <= interceptors).all()
    assert not spent[~reached].any()


# -- scenario in, result out ----------------------------------------------------------------------


def test_who_reaches_whom_is_what_assess_says() -> None:
    """Any flight with no margin left, force by force."""
    result = assess(scenario())
    found = number_limit(scenario(), interceptors=5)
    p, f = result.pairs, result.flights
    for a, burnout in zip(found.accounts, (180.0, 180.0, 300.0), strict=True):
        mine = (f.base == a.base) & (f.burnout_time_s == burnout)
        assert mine.any()
        expected = [d.id for i, d in enumerate(result.deployments) if (p.margin_km_s[i, mine] <= 0).any()]  # fmt: skip
        assert list(a.reached_by) == expected
    assert {a.reached_by for a in found.accounts} >= {("faster",), ("fast", "faster")}


def test_the_most_warheads_first() -> None:
    """Ten flights of six, then the twenty of two, then those of one."""
    found = number_limit(scenario(), deployments=["faster"], interceptors=13)
    assert [a.engaged for a in found.accounts] == [10, 3, 0]
    assert (found.engaged, found.warheads, found.share) == (66.0, 105, 66 / 105)
    twice = number_limit(scenario(), deployments=["faster"], interceptors=13, per_flight=2)
    assert [a.engaged for a in twice.accounts] == [6, 0, 0]
    assert twice.deployments[0].spent == 12


def test_years_are_those_of_the_deployments() -> None:
    """From and until included."""
    numbers = {"faster": 1}
    present = {
        year: [d.id for d in number_limit(scenario(), interceptors=numbers, year=year).deployments]
        for year in (2017, 2018, 2020, 2022, 2023)
    }
    assert present == {
        2017: ["slow"], 2018: ["fast"], 2020: ["fast", "faster"], 2022: ["fast", "faster"], 2023: ["fast"],
    }  # fmt: skip


def test_numbers_given_stand_for_those_written() -> None:
    """By deployment or for all; and nothing reached engages nothing."""
    by_id = number_limit(scenario(), interceptors={"faster": 7})
    assert [d.interceptors for d in by_id.deployments] == [50, 24, 7]
    assert number_limit(scenario(), interceptors=1).interceptors == 3
    assert number_limit(scenario(), deployments=["slow"]).share == 0.0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "deployment faster: no number of interceptors; add interceptors = N to its table, or give --interceptors faster=N"),
        ({"per_flight": 0, "interceptors": 1}, "per_flight 0; allowed: 1 to 100"),
        ({"interceptors": -1}, "interceptors -1; allowed: 0 to 100000"),
        ({"interceptors": {"none": 1}}, "no deployment none; allowed: slow, fast, faster"),
        ({"deployments": ["none"]}, "no deployment none; allowed: slow"),
        ({"interceptors": 1, "deployments": ["faster"], "year": 2023}, "year 2023: no deployment"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(options, said: str) -> None:
    """What was given, and what is allowed."""
    with pytest.raises(InputError) as caught:
        number_limit(scenario(), **options)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_account_says_what_to_add() -> None:
    """Base, force and key."""
    text = TEXT.replace('{ base = "uzhur", launchers = 20, warheads = 40 }', "")
    with pytest.raises(ScenarioError, match=r"force #1: no account of base uzhur; add .*accounts = \[\{ base = \"uzhur\", launchers = N"):  # fmt: skip
        number_limit(scenario(text), interceptors=1)


def test_central_limits_are_the_catalogues() -> None:
    """New START's, of the rule that its accounts are counted by."""
    limits = number_limit(scenario(), interceptors=1).limits
    assert (limits.warheads, limits.launchers, limits.deployed) == (1550, 800, 700)


def test_json_and_text(tmp_path: Path) -> None:
    """Whole; each number with its trust; the title as text."""
    found = number_limit(scenario(), interceptors=13)
    found.write_json(tmp_path / "n.json")
    data = json.loads((tmp_path / "n.json").read_text())
    assert (data["format"], data["bound"]) == ("reassure-number-limit/1", "upper")
    assert data["accounts"][0]["warheads_engaged"] == 60
    by_key = {s["key"]: s for s in data["sources"]}
    assert by_key["account.1.kozelsk.warheads"]["status"] == "found"
    assert by_key["account.2.kozelsk.warheads"]["status"] == "assumed"
    text = printed(number_text(found))
    assert "Numbers <b>" in text
    assert f"at most {found.engaged:.0f} of 105 warheads" in text
    part = number_limit(scenario(TEXT.replace("value = 60", "value = 63")), deployments=["faster"], interceptors=1)  # fmt: skip
    assert "at most 7 of 108 warheads" in printed(number_text(part))  # 6.3 on one flight
    assert "1,550 warheads on 700 deployed launchers" in text
    assert "60 " in text
    assert "40‡" in text


def test_the_presets_accounts_keep_the_treaty() -> None:
    """All assumed; and within New START's limits, as its comment says."""
    found = number_limit("criteria-2011", deployments=["south-deveselu-3-5"], interceptors=100)
    assert found.warheads <= found.limits.warheads
    assert found.launchers <= found.limits.deployed
    accounts = [s for s in found.sources if s.key.startswith("account.")]
    assert len(accounts) == 26
    assert {s.status for s in accounts} == {"assumed"}
    assert isinstance(found.share, float)
