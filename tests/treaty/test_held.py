"""What stands at bases: by a scenario's own accounts, by the catalogue, and what is refused."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from reassure.catalog import Holding, catalog
from reassure.errors import InputError, ReassureError
from reassure.scenario import Scenario, load
from reassure.scenario.reader import parse
from reassure.treaty.held import Weights, weights_asked, weights_of

TEXT = """\
format = "reassure-scenario/1"
title = "Held"

[[force]]
bases = ["kozelsk", "uzhur", "dombarovsky", { id = "boats", area = "barents-sea" }]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = "icbm-solid"
base_spacing_km = 2000
ACCOUNTS

[[deployment]]
id = "north"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = 100
"""

ONE = 'accounts = [{ base = "kozelsk", launchers = 20, warheads = { value = 120, low = 100, high = 120, source = "a text" } }]'
HEAVY = 'account_totals = [{ bases = ["dombarovsky", "uzhur"], launchers = 58, warheads = 580, source = "press", status = "recalled" }]'
DECLARED = 'declaration = "new-start-2012-03-01-russia"'


def scenario(*lines: str) -> Scenario:
    return parse(TEXT.replace("ACCOUNTS", "\n".join(lines)).encode(), "held.toml")


def held(weights: Weights) -> dict[str, tuple[int, int]]:
    return {a.base: (a.low, a.high) for a in weights.weighing.accounts}


def test_own_accounts_totals_and_declaration() -> None:
    """A base without an account has what the totals leave."""
    weights = weights_of(scenario(ONE, HEAVY, DECLARED))
    assert held(weights) == {"kozelsk": (100, 120), "uzhur": (0, 580), "dombarovsky": (0, 580), "boats": (0, 1492 - 580 - 100)}  # fmt: skip
    assert weights.weighing.on is None
    assert [(t.low, t.high, t.status) for t in weights.weighing.totals] == [(580, 580, "recalled"), (0, 1492, "found")]  # fmt: skip
    by_base = {p.unit[1]: p for p in weights.parts}
    # The launchers of a total are loaded alike.
    assert by_base["uzhur"].each == Fraction(580, 58)
    assert by_base["uzhur"].launchers == (0, 58)
    assert by_base["kozelsk"].launchers == (20, 20)
    status = {a.base: a.status for a in weights.weighing.accounts}
    assert status == {"kozelsk": "found", "uzhur": "recalled", "dombarovsky": "recalled", "boats": "found"}  # fmt: skip


def test_a_figure_of_a_total_may_have_a_source_of_its_own() -> None:
    text = HEAVY.replace("warheads = 580", 'warheads = { value = 580, low = 500, high = 580, source = "a book" }')  # fmt: skip
    (total,) = weights_of(scenario(ONE, text, DECLARED)).weighing.totals[:1]
    assert (total.low, total.status, total.source) == (500, "found", "a book")


def test_a_declaration_that_two_forces_name_bounds_both_together() -> None:
    first = TEXT.replace("ACCOUNTS", DECLARED)
    force = first[first.index("[[force]]") : first.index("[[deployment]]")]
    both = parse(first.replace("[[deployment]]", f"{force}[[deployment]]").encode(), "two.toml")
    weights = weights_of(both)
    (total,) = weights.weighing.totals
    assert total.high == 1492
    assert weights.allowed.between(range(len(weights.parts))) == (0, 1492)
    assert [a.force for a in weights.weighing.accounts] == [1] * 4 + [2] * 4


@pytest.mark.parametrize(
    ("lines", "on", "said"),
    [
        ([ONE], None, "force #1: no account of base uzhur, and no total bounds it; add to the force's table: accounts = [{ base = \"uzhur\", launchers = N"),
        ([ONE.replace("120", "1500").replace("low = 100", "low = 1500"), DECLARED], None, "declared: Russia on 1 March 2012: 1492 warheads in all at kozelsk, uzhur, dombarovsky, boats, and their accounts come to 1500 at least; allowed: a total of as many or more"),
        ([DECLARED.replace("2012-03-01", "2099-03-01")], None, "no declaration"),
        (['declaration = "start-1-1990-09-01-ussr"'], None, "declaration start-1-1990-09-01-ussr: it gives no deployed_warheads"),
        ([], "2012-3-1", "on 2012-3-1: no such day; allowed: YYYY-MM-DD, as 2012-03-14"),
        ([], "1999-01-01", "on 1999-01-01: russia had declared nothing by then; allowed: 2009-07-01 or later"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_line(lines: list[str], on: str | None, said: str) -> None:
    with pytest.raises(ReassureError) as error:
        weights_of(scenario(*lines), on)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_totals_within_totals_may_contradict() -> None:
    """The smaller ones come to more than the larger: seen when they are weighed."""
    text = HEAVY[:-1] + ', { bases = ["kozelsk", "dombarovsky", "uzhur"], warheads = 500 }]'
    with pytest.raises(ReassureError) as error:
        weights_of(scenario(text, DECLARED))
    assert "500 warheads in all at kozelsk, uzhur, dombarovsky, and their accounts come to 580 at least" in str(error.value)  # fmt: skip


def test_bases_that_nobody_knows_are_refused() -> None:
    text = TEXT.replace('"kozelsk", "uzhur", "dombarovsky", ', "").replace("ACCOUNTS", "")
    with pytest.raises(ReassureError, match="force #1: no accounts, and the catalogue says of none of its bases"):  # fmt: skip
        weights_of(parse(text.encode(), "boats.toml"))


def test_the_preset_of_2012_by_what_was_published() -> None:
    weights = weights_of(load("europe-2012"))
    found = held(weights)
    # 1,492 declared, less what stands at other bases at least: 58, 160, 50 and 36.
    assert found["submarines-barents"] == (0, 1492 - 58 - 160 - 50 - 36)
    assert found["dombarovsky"] == found["uzhur"] == (0, 580)
    assert found["irkutsk"] == (0, 160)
    assert found["kozelsk"] == (0, 46 * 6)
    assert found["teykovo"][0] == 36
    assert found["tatishchevo"] == (50, 50 + 1188)
    assert weights.weighing.on == "2012-03-14"
    assert {t.name: (t.low, t.high) for t in weights.weighing.totals if len(t.bases) > 1} == {
        "SS-18, 2012": (58, 580), "SS-25, 2012": (160, 160), "declared: Russia on 1 March 2012": (0, 1492),
    }  # fmt: skip
    assert {a.base: a.status for a in weights.weighing.accounts}["kozelsk"] == "assumed"
    assert held(weights_of(load("europe-2013"))) == found


def test_a_day_asks_the_catalogue_instead_of_the_scenario() -> None:
    own = weights_of(load("criteria-2011"))
    assert all(a.low == a.high for a in own.weighing.accounts)
    assert held(weights_of(load("criteria-2011"), "2012-03-14")) == held(weights_of(load("europe-2012")))  # fmt: skip


def test_another_years_numbers_are_not_this_years() -> None:
    """In 2013 nothing is known by base but that no SS-19 came to Kozelsk: and that of one type alone."""
    found = held(weights_of(load("europe-2012"), date(2013, 6, 1)))
    declared = catalog().entries["new-start-2013-03-01-russia"].deployed_warheads.value  # type: ignore[attr-defined]
    assert set(found.values()) == {(0, int(declared))}


def test_a_base_has_nothing_else_only_where_somebody_says_so() -> None:
    """In July 2009 there were 49 Topol-M at Tatishchevo, and other missiles that no entry counts."""
    found = held(weights_of(load("europe-2012"), "2009-12-31"))
    assert found["tatishchevo"] == (49, 2683)
    assert found["irkutsk"] == (0, 2683 - 49)


def test_a_part_of_a_types_bases_may_have_none_of_it() -> None:
    """The scenario lacks Dombarovsky: all SS-18 may stand there."""
    weights = weights_of(parse(TEXT.replace(' "dombarovsky",', "").replace("ACCOUNTS", "").encode(), "part.toml"))  # fmt: skip
    assert held(weights)["uzhur"] == (0, 580)
    assert {t.low for t in weights.weighing.totals if t.name == "SS-18, 2012"} == {0}


def test_weights_are_asked_for_by_name() -> None:
    bare = scenario(ONE)
    assert weights_asked(bare, None, None) is None
    with pytest.raises(InputError, match="weigh tons; allowed: warheads"):
        weights_asked(bare, "tons", None)
    with pytest.raises(InputError, match="on 2012-03-14 without weigh"):
        weights_asked(bare, None, "2012-03-14")


@pytest.mark.parametrize(
    "more",
    [{"may_be_at": {"bases": ["uzhur"], "status": "recalled", "source": ""}, "base": "uzhur"}, {"launchers": None}],
)  # fmt: skip
def test_holdings_say_where_or_how_many(more: dict) -> None:
    table = {"id": "row", "name": "Row", "status": "found", "party": "russia", "type": "row", "as_of": "2012", "kind": "icbm", "launchers": 1}  # fmt: skip
    with pytest.raises(ValueError, match="allowed"):
        Holding.model_validate({**table, **more})


def test_the_launchers_of_a_base_in_two_forces_are_the_least_of_neither() -> None:
    """Eighteen stand at Teykovo at least: in which of two forces nobody says."""
    one = weights_of(load("europe-2012"))
    whole = next(p for p in one.parts if p.unit[1] == "teykovo" and p.launchers.low)
    twice = load("europe-2012")
    two = twice.model_copy(update={"force": [twice.force[0], twice.force[0]]})
    found = [p for p in weights_of(two).parts if p.unit[1] == "teykovo"]
    assert whole.launchers.low > 0
    assert len(found) >= 2
    assert {p.launchers.low for p in found} == {0}
