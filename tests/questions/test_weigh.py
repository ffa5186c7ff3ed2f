"""Shares of the accountable force in answers: against flights counted by hand, in every output, and what is refused."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reassure.answers.assessment import Assessment
from reassure.answers.assessment_file import read_assessment
from reassure.answers.indicator import Indicator
from reassure.answers.weighed import NONE_ACCOUNTABLE, ShareSpan
from reassure.cli import app
from reassure.cli.sheet import weighed_words
from reassure.errors import InputError
from reassure.questions.assess import assess
from reassure.questions.indicator import indicator
from reassure.questions.number_limit import number_limit
from reassure.report.html.indicator import indicator_page
from reassure.report.html.sheet import Sheet
from reassure.report.html.view import view
from reassure.report.text.assess import assessment_text
from reassure.report.text.indicator import indicator_text
from reassure.report.text.number_limit import span_text
from reassure.scenario import Scenario
from reassure.scenario.reader import parse
from tests.forces import scenario as two_forces
from tests.forces import text as two_forces_text
from tests.report.made import flat

FACES = {"faces_low": "faces = [2]", "faces_north": 'faces = ["west"]'}


@cache
def weighed() -> Assessment:
    """Two forces, Kozelsk in both, each faced by one deployment alone; every number is known."""
    return assess(two_forces(**FACES), weigh="warheads")


def of_hand(result: Assessment, i: int, warheads: dict[str, int]) -> Fraction:
    """Each base's warheads, by the part of its flights out of reach."""
    total = Fraction()
    for base, held in warheads.items():
        mine = (result.flights.base == base) & result.pairs.faced[i]
        out = ~(result.pairs.margin_km_s[i] <= 0.0) & mine
        total += held * Fraction(int(out.sum()), int(mine.sum()))
    return total / sum(warheads.values())


def test_each_base_counts_with_its_warheads_in_the_force_that_is_faced() -> None:
    result = weighed()
    expected = [of_hand(result, 0, {"uzhur": 40, "kozelsk": 50}), of_hand(result, 1, {"kozelsk": 60, "tatishchevo": 30})]  # fmt: skip
    spans = [d.weighed and d.weighed.share_out_of_reach for d in result.deployments]
    assert spans == [ShareSpan.of(x, x) for x in expected]
    assert expected[0] == 1
    assert 0 < expected[1] < 1
    # Not what it is by flights.
    assert float(expected[1]) != pytest.approx(result.deployments[1].share_out_of_reach)


def test_nothing_else_of_the_answer_changes() -> None:
    plain = assess(two_forces(**FACES)).to_dict()
    table = weighed().to_dict()
    assert "weighing" not in plain
    del table["weighing"]
    for row in table["deployments"]:
        del row["weighed"]
    assert table == plain


def test_the_file_reads_back(tmp_path: Path) -> None:
    weighed().write_json(tmp_path / "a.json")
    again = read_assessment(tmp_path / "a.json")
    assert again.weighing == weighed().weighing
    assert [d.weighed for d in again.deployments] == [d.weighed for d in weighed().deployments]
    table = json.loads((tmp_path / "a.json").read_text())
    span = table["deployments"][0]["weighed"]["share_out_of_reach"]
    assert span["low"] <= Fraction(span["exact"][0]) <= Fraction(span["exact"][1]) <= span["high"]


def open_text() -> str:
    """The second force is faced by a faster interceptor, which reaches all flights of Kozelsk and none of Uzhur."""
    text = two_forces_text(faces_low='faces = ["west"]', faces_north="faces = [2]")
    return text.replace("burnout_speed_km_s = 4.5", "burnout_speed_km_s = 5.5")


def open_scenario() -> Scenario:
    """Of the second force nothing is known but a total."""
    text = open_text()
    old = text[text.index('accounts = [{ base = "uzhur"') : text.index("[[region]]")]
    return parse(text.replace(old, 'account_totals = [{ bases = ["uzhur", "kozelsk"], launchers = 9, warheads = 90, source = "s" }]\n\n').encode(), "open.toml")  # fmt: skip


def test_what_is_not_known_makes_an_interval() -> None:
    """All 90 warheads at the one base or at the other."""
    result = assess(open_scenario(), weigh="warheads")
    ends = sorted(of_hand(result, 1, {base: 1}) for base in ("uzhur", "kozelsk"))
    assert result.deployments[1].weighed is not None
    span = result.deployments[1].weighed.share_out_of_reach
    assert span is not None
    assert span.ends == tuple(ends) == (0, 1)
    text = flat(assessment_text(result))
    assert "Accoun-" in text
    assert "Uzhur (force #2) 0 to 90, Kozelsk (force #2) 0 to 90" in text
    assert "total of the scenario: 90 at Uzhur and Kozelsk" in text
    page = view(result, Sheet("reassure"))
    assert page["deployments"][0]["weighed"].endswith(" %")
    assert any("Uzhur (force #2) 0 to 90" in line for line in page["weighing"])


def test_a_plain_page_has_no_such_keys() -> None:
    page = view(assess(two_forces(**FACES)), Sheet("reassure"))
    assert "weighing" not in page
    assert not any("weighed" in d for d in page["deployments"])


def test_no_accountable_warheads_is_said_and_no_nan() -> None:
    """A total of nothing for the force that the second deployment faces."""
    text = open_text()
    old = text[text.index('accounts = [{ base = "uzhur"') : text.index("[[region]]")]
    none = parse(text.replace(old, 'account_totals = [{ bases = ["uzhur", "kozelsk"], warheads = 0 }]\n\n').encode(), "none.toml")  # fmt: skip
    result = assess(none, weigh="warheads")
    found = result.deployments[1].weighed
    assert found is not None
    assert (found.share_out_of_reach, found.reason) == (None, NONE_ACCOUNTABLE)
    assert result.to_dict()["deployments"][1]["weighed"] == {"share_out_of_reach": None, "share_within_reach": None, "reason": NONE_ACCOUNTABLE}  # fmt: skip
    assert "Accoun-" in flat(assessment_text(result))
    assert view(result, Sheet("reassure"))["deployments"][1]["weighed"] == NONE_ACCOUNTABLE


def test_all_out_is_all_whatever_the_numbers() -> None:
    text = two_forces_text(**FACES).replace("burnout_speed_km_s = 3.0", "burnout_speed_km_s = 0.1")
    result = assess(parse(text.encode(), "out.toml"), weigh="warheads")
    assert result.deployments[0].share_out_of_reach == 1.0
    assert result.deployments[0].weighed is not None
    assert result.deployments[0].weighed.share_out_of_reach == ShareSpan(1.0, 1.0, ("1", "1"))


@cache
def years() -> Indicator:
    return indicator(open_scenario(), weigh="warheads")


def test_the_indicators_groups_are_each_between_their_own_bounds() -> None:
    (outlook,) = years().outlooks
    (year,) = outlook.years
    assert year.weighed is not None
    assert year.weighed.guaranteed is None  # not tried
    within, undecided = year.weighed.within_reach, year.weighed.undecided
    assert within is not None
    assert undecided is not None
    # No proof was looked for: what is not within reach is undecided.
    assert undecided == within.rest
    for d in outlook.deployments:
        assert d.weighed is not None
        assert d.weighed.within_reach is not None
        if not d.tally.within_reach:
            assert d.weighed.within_reach.ends == (0, 0)
    plain = indicator(open_scenario()).to_dict()
    table = years().to_dict()
    del table["scenarios"][0]["weighing"]
    for row in [*table["scenarios"][0]["years"], *table["scenarios"][0]["deployments"]]:
        del row["weighed"]
    assert table == plain


def test_the_indicator_in_words_and_as_a_page() -> None:
    text = flat(indicator_text(years()))
    assert "Of the accountable force" in text
    assert "need not add up" in text
    page = indicator_page(years(), "reassure indicator")
    assert "Of the accountable force: Heights and forces" in page
    assert "Uzhur (force #2) 0 to 90" in page


def test_the_number_lies_between_what_accounts_allow() -> None:
    """By known accounts it is the number itself; by a total, no narrower than by any division of it."""
    known = two_forces(**FACES)
    number, span = number_limit(known), number_limit(known, weigh="warheads")
    assert span.exact
    assert span.low == span.high == number.engaged
    assert f"at most {number.engaged:.0f} of {number.warheads} accountable warheads" in flat(span_text(span))  # fmt: skip
    loose = number_limit(open_scenario(), weigh="warheads")
    assert not loose.exact
    assert loose.low <= loose.high <= loose.high_warheads
    assert 0.0 <= loose.low_share <= loose.high_share <= 1.0
    assert "cautious and not exact" in flat(span_text(loose))
    json.dumps(loose.to_dict(), allow_nan=False)


def test_what_is_asked_for_otherwise_is_refused() -> None:
    for ask in (assess, indicator):
        with pytest.raises(InputError, match="weigh launchers; allowed: warheads"):
            ask(two_forces(**FACES), weigh="launchers")
    with pytest.raises(InputError, match="on 2012-03-14 without weigh"):
        assess(two_forces(**FACES), on="2012-03-14")


def test_the_commands_take_it(tmp_path: Path) -> None:
    path = tmp_path / "open.toml"
    path.write_text(two_forces_text(**FACES), encoding="utf-8")
    report = tmp_path / "r.html"
    done = CliRunner().invoke(app, ["assess", str(path), "--weigh", "warheads", "--report", str(report)])  # fmt: skip
    assert done.exit_code == 0, done.output
    assert report.stat().st_size > 1000
    assert weighed_words("warheads", "2012-03-14") == ["--weigh", "warheads", "--on", "2012-03-14"]
    assert weighed_words(None, None) == []
    done = CliRunner().invoke(app, ["limits", str(path), "--number", "--weigh", "warheads", "--json", str(tmp_path / "n.json")])  # fmt: skip
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "n.json").read_text())["format"] == "reassure-number-span/1"
    done = CliRunner().invoke(app, ["limits", str(path), "--map", "speed", "--weigh", "warheads", "--out", str(tmp_path / "m")])  # fmt: skip
    assert isinstance(done.exception, InputError)
    assert "with --number" in str(done.exception)


def test_shares_are_rounded_outward() -> None:
    span = ShareSpan.of(Fraction(2, 3), Fraction(2, 3))
    assert (span.low, span.high) == (0.666666, 0.666667)
    assert span.rest.ends == (Fraction(1, 3), Fraction(1, 3))
    assert np.isclose(ShareSpan.of(Fraction(0), Fraction(1)).high, 1.0)
