"""Accounts: published totals from their rows, the rules at their edges, and verdicts by day."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from typer.testing import CliRunner

from reassure.answers.accounts import Accounts, PartyAccount
from reassure.catalog import Catalog, Declaration, Figure, Holding, Rule, catalog
from reassure.catalog.accounts import CentralLimit
from reassure.cli import app
from reassure.errors import InputError
from reassure.questions.accounts import accounts
from reassure.report.html.accounts import accounts_page
from reassure.report.text.accounts import accounts_text, verdict_text
from reassure.treaty.ledger import account_of, limit_on, verdict_on
from reassure.treaty.rules import COUNTING
from reassure.treaty.span import Span
from tests.report.made import printed

START = catalog().get("start-1", Rule, "rule")

with Path(__file__).with_name("declared.csv").open() as _file:
    DECLARED = list(csv.DictReader(_file))


def held(
    kind: str = "icbm", launchers: object = 10, each: object | None = 3, **more: object
) -> Holding:
    """A row."""
    table = {"id": "row", "name": "Row", "status": "found", "party": "ussr", "type": "row", "as_of": "1990", "kind": kind, "launchers": launchers}  # fmt: skip
    return Holding.model_validate(
        {**table, **({} if each is None else {"warheads_each": each}), **more}
    )


def counts(rule: str, *rows: Holding) -> dict[str, Span]:
    """The sums of some rows."""
    out: dict[str, Span] = {}
    for line in COUNTING[rule](catalog().get(rule, Rule, "rule"), rows):
        for quantity, span in line.adds.items():
            out[quantity] = out.get(quantity, Span(0, 0, 0)).plus(span)
    return out


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        # The memorandum's own totals. Those of the United States' bombers are from memory.
        ("ussr", {"deployed_launchers": 2500, "deployed_warheads": 10271, "ballistic_warheads": 9416, "heavy_icbm_launchers": 308, "heavy_icbm_warheads": 3080, "mobile_icbm_warheads": 618}),
        ("united-states", {"deployed_launchers": 2246, "deployed_warheads": 10563, "ballistic_warheads": 8210, "heavy_icbm_launchers": 0, "heavy_icbm_warheads": 0, "mobile_icbm_warheads": 0}),
    ],
)  # fmt: skip
def test_totals_of_1990_from_their_rows(party: str, expected: dict[str, int]) -> None:
    (account,) = accounts(party, on="1991-01-01").accounts
    assert {q.quantity: (q.low, q.value, q.high) for q in account.quantities} == {k: (v, v, v) for k, v in expected.items()}  # fmt: skip
    bombers = sum(r.warheads or 0 for r in account.rows if r.kind.startswith("bomber"))
    assert bombers == {"ussr": 855, "united-states": 2353}[party]


@pytest.mark.parametrize("row", DECLARED, ids=lambda r: f"{r['party']}-{r['declared_on']}")
def test_every_declared_number(row: dict[str, str]) -> None:
    """Typed from the sources, apart from the catalogue."""
    found = [a for a in accounts(row["party"]).accounts if a.declared_on == row["declared_on"]]
    (account,) = found
    assert {q.quantity: q.value for q in account.quantities} == {k: int(v) for k, v in list(row.items())[2:] if v}  # fmt: skip


def test_a_disputed_account_is_two_verdicts() -> None:
    (account,) = accounts("united-states", on="2022-03-01", rules=["new-start"]).accounts[1:]
    total = account.find("total_launchers")
    assert total is not None
    assert (total.value, total.verdict) == (800, "fulfilled")
    (other,) = total.dissent
    # 56 + 41 + 4 launchers are not recognised as converted.
    assert (other.value, other.verdict, other.over) == (800 + 56 + 41 + 4, "breached", 101)


def test_bombers_beyond_the_first_count_as_equipped() -> None:
    rows = held("bomber-cruise", 170, 16), held("bomber-cruise", 30, 12), held("bomber", 5, 9)
    assert counts("start-1", *rows)["deployed_warheads"].value == 170 * 8 + 10 * 8 + 20 * 12 + 5
    assert counts("new-start", *rows)["deployed_warheads"] == Span.exactly(205)


def test_the_warheads_on_a_missile_are_at_most_those_of_its_type() -> None:
    assert counts("new-start", held(launchers=10, each=3))["deployed_warheads"] == Span(30, 10, 30)
    assert counts("new-start", held(launchers=10, each=0))["deployed_warheads"] == Span(0, 0, 0)


@pytest.mark.parametrize("rule", ["start-1", "new-start"])
def test_a_row_without_warheads_is_left_out_with_the_reason(rule: str) -> None:
    (line,) = COUNTING[rule](catalog().get(rule, Rule, "rule"), [held(each=None)])
    assert line.left_out == "no text gave its warheads"
    assert line.adds == {"deployed_launchers": Span.exactly(10)}


def test_bombers_of_a_party_that_the_rule_does_not_name_are_left_out() -> None:
    (line,) = COUNTING["start-1"](START, [held("bomber-cruise", 3, 12, party="other")])
    assert line.left_out == "the rule says nothing of this party's bombers with cruise missiles"


def test_the_bounds_of_bombers_are_those_of_every_number_between() -> None:
    """Against all numbers in the intervals, one by one: the limit of 180 lies among them."""
    first = {"value": 175, "low": 172, "high": 178, "source": "s"}
    second = {"value": 6, "low": 1, "high": 9, "source": "s"}
    found = counts("start-1", held("bomber-cruise", first, 16), held("bomber-cruise", second, 12))
    # Up to 180 count 8 each, in the order of the rows; those beyond are of the second row, and count 12.
    every = [8 * min(a + b, 180) + 12 * max(a + b - 180, 0) for a in range(172, 179) for b in range(1, 10)]  # fmt: skip
    assert found["deployed_warheads"] == Span(8 * 180 + 12, min(every), max(every))


def told_of(*rows: Holding) -> PartyAccount:
    """The account of a declaration of some rows, on a day on which START I's last limits are due."""
    table = {"id": "d", "name": "D", "status": "found", "source": "s", "party": "ussr", "rule": "start-1", "declared_on": date(2005, 1, 1)}  # fmt: skip
    declaration = Declaration.model_validate(table)
    entries = {r.id: r for r in rows}
    return account_of(Catalog({**entries, "d": declaration}), declaration, START)


def test_what_nobody_has_counted_leaves_a_limit_undetermined() -> None:
    """It may be any number; a limit that is exceeded without it is breached."""
    known = held(launchers=100, each=3, declaration="d", id="known")
    unknown = held(launchers=5, each=None, declaration="d", id="unknown")
    few, part = told_of(known).find("deployed_warheads"), told_of(known, unknown)
    warheads, launchers = part.find("deployed_warheads"), part.find("deployed_launchers")
    assert few is not None
    assert warheads is not None
    assert launchers is not None
    assert (few.verdict, few.high) == ("fulfilled", 300)
    assert (warheads.verdict, warheads.low, warheads.high) == ("undetermined", 300, None)
    assert (launchers.verdict, launchers.value) == ("fulfilled", 105)
    many = held(launchers=700, each=10, declaration="d", id="known")
    over = told_of(many, unknown).find("deployed_warheads")
    assert over is not None
    assert over.verdict == "breached"
    assert "300 (300 or more)" in printed(accounts_text(Accounts("0", None, (part,))))


def test_a_limit_on_what_was_not_given_is_not_said_to_be_kept() -> None:
    """On 5 February 2018 no text gave the launchers that were not deployed."""
    found = [a for a in accounts(rules=["new-start"]).accounts if a.declared_on == "2018-02-05"]
    assert {a.party for a in found} == {"russia", "united-states"}
    for account in found:
        assert account.not_given == ("total_launchers",)
        assert verdict_text(account) == "fulfilled; not given: launchers, deployed or not"


def test_bounds_go_into_the_sums() -> None:
    row = held(launchers={"value": 46, "low": 39.5, "high": 50.5, "source": "s"}, each={"value": 6, "low": 1, "high": 6, "source": "s"})  # fmt: skip
    assert counts("start-1", row)["deployed_warheads"] == Span(276, 40, 300)


def test_two_rules_over_one_declaration_stand_side_by_side() -> None:
    first, second = accounts("ussr", rules=["start-1", "new-start"]).accounts
    assert (first.rule, second.rule) == ("start-1", "new-start")
    warheads = second.find("deployed_warheads")
    assert warheads is not None
    # 162 heavy bombers count as one each.
    assert warheads.value == 9416 + 162
    assert warheads.low == 2338 + 162


def test_totals_alone_are_not_counted_anew() -> None:
    (account,) = accounts("russia", on="2009-12-01", rules=["new-start"]).accounts
    assert account.quantities == ()
    assert (
        account.left_out
        == "it gives totals alone, counted by start-1: there are no types to count anew"
    )


@given(st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000), st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 3000))  # fmt: skip
def test_a_tighter_limit_never_helps_and_a_day_never_comes_too_soon(a: int, b: int, c: int, day: date, most: int) -> None:  # fmt: skip
    low, value, high = sorted((a, b, c))
    count = Span(value, low, high)
    limit = CentralLimit(quantity="deployed_warheads", at_most=most, due=date(2010, 1, 1))
    tighter = limit.model_copy(update={"at_most": most // 2})
    order = ["fulfilled", "undetermined", "breached"]
    loose, tight = verdict_on(count, limit, day), verdict_on(count, tighter, day)
    if day < limit.due:
        assert loose == tight == "not yet due"
    else:
        assert order.index(str(loose)) <= order.index(str(tight))
        assert (loose == "fulfilled") == (high <= most)
        assert (loose == "breached") == (low > most)


def test_limits_come_into_force_one_after_the_other() -> None:
    days = {date(1994, 12, 5): 2100, date(1997, 12, 5): 2100, date(1999, 12, 4): 2100, date(1999, 12, 5): 1900, date(2001, 12, 5): 1600, date(2009, 7, 1): 1600}  # fmt: skip
    for day, most in days.items():
        limit = limit_on(START, "deployed_launchers", day)
        assert limit is not None
        assert limit.at_most == most
    assert limit_on(START, "total_launchers", date(2000, 1, 1)) is None


def test_declarations_name_rules_and_holdings_name_what_is_there() -> None:
    known = catalog()
    for d in known.of(Declaration):
        assert d.rule in COUNTING
    for h in known.of(Holding):
        assert h.base is None or h.base in known.entries
        if h.declaration is not None:
            of = known.get(h.declaration, Declaration, "declaration")
            assert (of.party, of.declared_on.isoformat()) == (h.party, h.as_of)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"party": "ru"}, "no party ru; allowed: russia, united-states, ussr"),
        ({"rules": ["start-2"]}, "no rule start-2; allowed: start-1, new-start"),
        ({"on": "2012-3-14"}, "on 2012-3-14: no such day; allowed: YYYY-MM-DD, as 2012-03-14"),
        ({"on": "2013-02-29"}, "on 2013-02-29: no such day; allowed: YYYY-MM-DD, as 2012-03-14"),
        ({"on": "1950-01-01"}, "on 1950-01-01: nothing was declared by then; allowed: 1990-09-01 or later"),
    ],
)  # fmt: skip
def test_bad_input_is_one_line(given: dict, said: str) -> None:
    with pytest.raises(InputError) as error:
        accounts(**given)
    assert str(error.value) == said


@pytest.mark.parametrize("value", [{"launchers": 10.5}, {"launchers": -1}, {"launchers": 1e9}, {"warheads_each": 0.5}, {"kind": "tank"}, {"launchers": True}])  # fmt: skip
def test_rows_that_cannot_be_are_refused(value: dict) -> None:
    with pytest.raises(ValueError, match="."):
        held(**value)


def test_the_command_writes_what_it_says(tmp_path: Path) -> None:
    out = {name: tmp_path / f"out.{name}" for name in ("json", "csv", "html")}
    done = CliRunner().invoke(app, ["accounts", "united-states", "--on", "2022-06-01", "--json", str(out["json"]), "--csv", str(out["csv"]), "--report", str(out["html"])])  # fmt: skip
    assert done.exit_code == 0, done.output
    table = json.loads(out["json"].read_text())
    assert table["format"] == "reassure-accounts/1"
    assert [a["declared_on"] for a in table["accounts"]] == ["1990-09-01", "2022-03-01"]
    rows = list(csv.DictReader(out["csv"].read_text().splitlines()))
    assert {r["rule"] for r in rows} == {"start-1", "new-start"}
    assert [(r["value"], r["verdict"]) for r in rows if r["quantity"] == "total_launchers"] == [("800", "fulfilled"), ("901", "breached")]  # fmt: skip
    assert "fulfilled as declared but breached by another count: 901 launchers, deployed or not, 101 over" in out["html"].read_text()  # fmt: skip
    assert "over by 101" in " ".join(done.output.split())


def test_every_account_has_its_page() -> None:
    """All parties and rules at once; text is text."""
    text = accounts_page(accounts(rules=["start-1", "new-start"]), "reassure accounts")
    # Three quantities that New START counts are over time; those of START I were declared once by each, as bars.
    assert text.count(" over time: ") == 3
    assert "Launchers of heavy ICBMs" in text
    assert "not counted by START I: it gives totals alone" in text


def test_what_was_declared_once_stands_as_bars_against_its_limit() -> None:
    """As long as the number; the limit, what the count may lie between, and others' counts in the same scale."""
    found = accounts("ussr", rules=["start-1", "new-start"])
    page = accounts_page(found, "reassure accounts")
    assert " over time: " not in page
    charts = etree.HTML(page).findall(".//svg[@class='over-time']")
    shown = [(q, chart) for a in found.accounts for q, chart in zip(a.quantities, charts if a.rule == "start-1" else charts[6:], strict=False)]  # fmt: skip
    assert len(charts) == 8
    for q, chart in shown:
        (bar,) = chart.findall("rect")
        assert q.limit is not None
        (limit,) = chart.findall("path[@class='limit']")
        at = float(limit.get("d").split()[0].removeprefix("M")) - float(bar.get("x"))
        assert float(bar.get("width")) / at == pytest.approx(q.value / q.limit.at_most, rel=0.01)
        text = " ".join(chart.itertext())
        assert f"at most {q.limit.at_most:,} from {q.limit.due}" in text
        bounds = [p for p in chart.findall("path") if p.get("stroke") == "currentColor"]
        assert len(bounds) == (q.low != q.high)
    disputed = accounts_page(accounts("united-states", on="2022-06-01"), "reassure accounts")
    assert '<circle class="other"' in disputed
    assert disputed.count("by another count") >= 2


def test_a_refused_command_writes_nothing(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["accounts", "--on", "soon", "--json", str(tmp_path / "a.json")])
    assert isinstance(done.exception, InputError)
    assert list(tmp_path.iterdir()) == []


def test_figures_are_whole() -> None:
    """The catalogue's own, and what others hold."""
    for d in catalog().of(Declaration):
        for name in ("deployed_launchers", "deployed_warheads", "total_launchers"):
            figure: Figure | None = getattr(d, name)
            assert figure is None or figure.value == int(figure.value)
