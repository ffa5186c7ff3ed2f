"""The indicator in words and as a page: a guarantee that was not tried is never nought per cent."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reassure.answers.indicator import (
    REACHED,
    DeploymentRow,
    Indicator,
    Outlook,
    ProofNote,
    Tally,
    YearRow,
)
from reassure.answers.proof import REACHABLE, WHY_NOT
from reassure.report.html.indicator import indicator_page, write_indicator_page
from reassure.report.text.indicator import indicator_text
from reassure.scenario.sent import Attachment, Sent
from tests.report.made import SHA, figure, flat, printed

EVERY = (0.0, math.inf)
TRIED = Tally(30, 20, 40, 10)
BARE = Tally(0, 20, 70, 10, not_tried=70, tried=False)


def proof(reason: str, base: str = "kozelsk", **changes: Any) -> ProofNote:
    return replace(ProofNote("north", base, (0.9, 1.0), 10, None, reason), **changes)


def outlook(tally: Tally = TRIED, **changes: Any) -> Outlook:
    made = Outlook(
        "by-hand", "By hand <i>&", SHA,
        (
            YearRow(None, ("north",), (), (), tally),
            YearRow(2018, ("south",), ("south",), ("north",), tally),
        ),
        (
            DeploymentRow("north", "redzikowo", "i", "v-1", None, None, tally, EVERY),
            DeploymentRow("south", "deveselu", "i", "v-1", 2018, None, tally, EVERY),
        ),
        (), (figure("interceptor.i.burnout_speed_km_s", 4.5),), Sent("by-hand.toml", Attachment("by-hand.toml", "x = 1")),
    )  # fmt: skip
    return replace(made, **changes)


def indicator(*outlooks: Outlook, certified: bool = True) -> Indicator:
    return Indicator("0.9", certified, outlooks or (outlook(),))


def test_years_and_deployments_have_their_shares() -> None:
    """In their order: guaranteed, within reach, undecided, of it out of reach, open, and not tried."""
    lines = [" ".join(x.split()) for x in printed(indicator_text(indicator())).splitlines()]
    shares = "30.0 % 20.0 % 50.0 % 40.0 % 10.0 % 0 %"
    assert f"at first 1 {shares} nothing new" in lines
    assert f"from 2018 1 {shares} south, without north" in lines
    assert f"north always {shares}" in lines
    assert f"south 2018- {shares}" in lines


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(None, None, "always"), (2015, 2018, "2015-2018"), (None, 2018, "-2018"), (2015, None, "2015-")],
)  # fmt: skip
def test_the_years_of_a_deployment(first: int | None, last: int | None, said: str) -> None:
    """Open where no year is given."""
    row = replace(outlook().deployments[0], from_year=first, until=last)
    lines = printed(indicator_text(indicator(outlook(deployments=(row,))))).splitlines()
    assert any(line.split()[:2] == ["north", said] for line in lines)


def test_guarantees_go_down_and_reach_up() -> None:
    """0.19 per cent guaranteed are 0.1, and 99.01 within reach are 99.1; the rest goes to the nearest."""
    tally = Tally(19, 9901, 76, 4)
    text = printed(indicator_text(indicator(outlook(tally))))
    (row,) = (x for x in text.splitlines() if x.startswith("north "))
    assert " ".join(row.split()) == "north always 0.1 % 99.1 % 0.8 % 0.8 % < 0.1 % 0 %"


def test_what_was_not_tried_is_said_so_wherever_it_stands() -> None:
    """In the table, in the sentence, and by the command that would make proofs; nowhere as 0 per cent."""
    text = printed(indicator_text(indicator(outlook(BARE), certified=False)))
    (row,) = (x for x in text.splitlines() if x.startswith("north "))
    assert " ".join(row.split()).startswith(
        "north always not tried 20.0 % 80.0 % 70.0 % 10.0 % 70.0 %"
    )
    said = " ".join(text.split())
    assert said.endswith(
        "From 2018 on, of 100 flights 20.0 % are within reach and 80.0 % undecided; "
        "a guarantee was not tried (for 70.0 % one may exist)."
    )
    assert "Proofs: not tried. Without --no-proofs they are made." in said


def test_the_last_year_is_the_sentence() -> None:
    """What is guaranteed, within reach and undecided; for how much of it a proof was not tried."""
    said = flat(indicator_text(indicator()))
    assert said.endswith(
        "From 2018 on, of 100 flights 30.0 % are guaranteed, 20.0 % within reach and 50.0 % undecided."
    )
    part = outlook(replace(TRIED, not_tried=25))
    assert flat(indicator_text(indicator(part))).endswith(
        "undecided. For 25.0 % a proof was not tried."
    )
    one = outlook(Tally(1, 0, 0, 0), years=(YearRow(None, (), (), (), Tally(1, 0, 0, 0)),))
    assert flat(indicator_text(indicator(one))).endswith(
        "Of 1 flight 100 % are guaranteed, 0 % within reach and 0 % undecided."
    )
    assert "are guaranteed" not in flat(indicator_text(indicator(outlook(years=()))))


def test_several_scenarios_have_a_sentence_each_with_their_names() -> None:
    """And one has none."""
    both = indicator(outlook(), outlook(name="other", title="Other"))
    said = flat(indicator_text(both))
    assert "by-hand: From 2018 on, of 100 flights" in said
    assert "other: From 2018 on, of 100 flights" in said
    assert "by-hand: " not in flat(indicator_text(indicator()))


def test_a_deployment_without_a_vehicle_is_named() -> None:
    """No witness can be found against it."""
    rows = tuple(replace(d, vehicle=None) for d in outlook().deployments)
    said = flat(indicator_text(indicator(outlook(deployments=rows))))
    assert "No vehicle is named for north, south: against these no witness can be found." in said
    assert "No vehicle" not in flat(indicator_text(indicator()))


@pytest.mark.parametrize(
    ("counts", "said"),
    [((0, 0), ""), ((1, 0), "1 flight has a proof and a witness"), ((1, 2), "3 flights have a proof and a witness")],
)  # fmt: skip
def test_a_proof_and_a_witness_of_one_flight_are_a_fault(
    counts: tuple[int, int], said: str
) -> None:
    """It is said in so many words, and that it is to be reported."""
    rows = tuple(
        replace(d, tally=replace(TRIED, contradicted=n))
        for d, n in zip(outlook().deployments, counts, strict=True)
    )
    text = flat(indicator_text(indicator(outlook(deployments=rows))))
    assert ("please report it" in text) is bool(said)
    assert said in text


def test_why_there_is_no_proof_is_counted_by_reason() -> None:
    """Claims with one reason together, the greatest count first, and where, each place once."""
    proofs = (
        proof("gave up", flights=5), proof("gave up", "uzhur", flights=6), proof("gave up", "uzhur", flights=1),
        proof("no such flight", flights=30),
        proof("a boost volume that holds the base", flights=2),
        proof("", file="a.cert", flights=40), proof("", file="a.cert", flights=1), proof("", file="b.cert", flights=9),
    )  # fmt: skip
    text = printed(indicator_text(indicator(outlook(proofs=proofs))))
    said = " ".join(text.split())
    assert (
        "2 certificates, accepted by the checker, cover 50 of 94 pairs of flight and deployment."
        in said
    )
    below = text.partition("Why not guaranteed")[2].splitlines()
    rows = [" ".join(line.split()) for line in below if "north against" in line]
    assert rows[0] == "no such flight 30 north against kozelsk"
    assert rows[1] == "gave up 12 north against kozelsk and 1 more"
    assert rows[2].startswith("flights boost within the interceptor's own boost volume")


@pytest.mark.parametrize(
    ("proofs", "said"),
    [
        ((proof("", file="a.cert"),), "1 certificate, accepted by the checker, covers 10 of 10 pairs of"),
        ((proof("", file="a.cert", flights=1),), "covers 1 of 1 pair of"),
        ((proof("no"),), "0 certificates, accepted by the checker, cover 0 of 10 pairs of"),
    ],
)  # fmt: skip
def test_one_certificate_covers_and_several_cover(proofs: tuple[ProofNote, ...], said: str) -> None:
    """Where all are proved there is no table of reasons."""
    text = flat(indicator_text(indicator(outlook(proofs=proofs))))
    assert said in text
    assert ("Why not guaranteed" in text) is any(p.file is None for p in proofs)


# -- as a page ------------------------------------------------------------------------------------------


def bars(page: str) -> list[tuple[str, float, float]]:
    """Every part of every bar: its group, where it begins and how wide it is."""
    found = re.findall(r'<rect class="(\w+)" x="([\d.]+)" y="\d+" width="([\d.]+)"', page)
    return [(name, float(x), float(wide)) for name, x, wide in found]


def test_a_bar_is_as_wide_as_its_shares() -> None:
    """780 for all flights, from 120 on, one part after the other; a part of nothing is not drawn."""
    page = indicator_page(indicator(outlook(Tally(50, 25, 25, 0))), "reassure indicator x")
    first = bars(page)[:3]
    assert first == [
        ("guaranteed", 120.0, 390.0), ("out_of_ideal_reach", 510.0, 195.0), ("within_reach", 705.0, 195.0)
    ]  # fmt: skip
    assert len(bars(page)) == 6


def test_a_part_too_narrow_for_its_share_does_not_say_it() -> None:
    """It can still be seen: a pixel wide; and its title says it."""
    page = indicator_page(indicator(outlook(Tally(9990, 5, 5, 0))), "x")
    widths = {name: wide for name, _, wide in bars(page)}
    assert widths["within_reach"] == 1.0
    chart = page.partition('<svg class="bars"')[2].partition("</svg>")[0]
    assert chart.count('text-anchor="middle">99.9 %</text>') == 2
    assert '"middle">&lt; 0.1 %' not in chart
    assert "<title>within reach: &lt; 0.1 %</title>" in chart


def test_the_chart_is_read_aloud_and_its_key_says_what_was_not_tried() -> None:
    """Every year with every share; the key of what no bar has."""
    page = indicator_page(indicator(outlook(BARE)), "x")
    label = page.partition('aria-label="')[2].partition('"')[0]
    assert label.startswith(
        "at first: guaranteed not tried, undecided: out of reach of the ideal interceptor 70.0 %"
    )
    assert "; from 2018: guaranteed not tried" in label
    assert '<i class="guaranteed"></i>guaranteed: not tried</span>' in page
    assert "guaranteed: not tried" not in indicator_page(indicator(), "x")


def test_the_page_holds_tables_figures_and_the_scenarios_file() -> None:
    """Titles as text; the file once, though two scenarios share it; the command to make it again."""
    both = indicator(
        outlook(proofs=(proof("<why>"), proof("", file="a.cert", flight_time_ratio=(1.0,)))),
        outlook(),
    )
    page = indicator_page(both, "reassure indicator <x>")
    assert "By hand &lt;i&gt;&amp; and By hand" in page
    assert "<i>&" not in page
    assert page.count("download=") == 1
    assert "<code>reassure indicator &lt;x&gt;</code>" in page
    assert "<td>0.9 to 1</td>" in page
    assert "<td>&lt;why&gt;</td>" in page
    assert '<td>1</td><td class="number">10</td><td>a.cert</td>' in page
    assert page.count("<h2>Proofs: by-hand</h2>") == 1
    assert "from&nbsp;2018" in page
    assert "An intercept counts at every height." in page


def test_the_page_is_written_whole(tmp_path: Path) -> None:
    """As text, and nothing beside it."""
    write_indicator_page(indicator(), "x", tmp_path / "i.html")
    assert (tmp_path / "i.html").read_text() == indicator_page(indicator(), "x")
    assert [p.name for p in tmp_path.iterdir()] == ["i.html"]


def cells_of(page: str, name: str) -> list[str]:
    """The cells of a deployment's row in the table of pairs, its name left out."""
    table = page.partition('<div class="pairs">')[2].partition("</div>")[0]
    row = table.partition(f"<tr><td>{name}</td>")[2].partition("</tr>")[0]
    return re.findall(r"<td.*?</td>", row)


def test_each_deployment_stands_against_each_base_with_its_certificates() -> None:
    """Proved, in part, within reach, neither, and not faced; links where the certificates lie beside the page."""
    both = indicator(
        outlook(
            proofs=(
                proof("", deployment="d", base="a", file="d a.cert", flight_time_ratio=(0.9, 1.0)),
                proof("", deployment="d", base="b", file="b1.cert", flight_time_ratio=(1.0,)),
                proof("", deployment="d", base="b", file="b2.cert", flight_time_ratio=(0.9,)),
                proof("why", deployment="d", base="b", file=None, flight_time_ratio=(1.1,)),
                proof(REACHED, deployment="d", base="c", file=None),
                proof(WHY_NOT[REACHABLE], deployment="e", base="a", file=None),
                proof("why <not>", deployment="e", base="c", file=None),
            )
        )
    )
    page = indicator_page(both, "x", "kept/certificates")
    proved, part, reach = cells_of(page, "D")
    assert proved == ('<td class="proved"><a href="kept/certificates/d%20a.cert">proved</a></td>')
    assert part == (
        '<td class="part" title="other shapes: why"><a href="kept/certificates/b1.cert">in part</a> '
        '<a href="kept/certificates/b2.cert">2</a></td>'
    )
    assert reach == f'<td class="reached" title="{REACHED}">reach</td>'
    reach, absent, none = cells_of(page, "E")
    assert 'class="reached"' in reach
    assert 'class="absent"' in absent
    assert none == '<td class="none" title="why &lt;not&gt;">no proof</td>'
    assert "send it along" in page
    # in the list of proofs too
    assert '<a href="kept/certificates/b1.cert">b1.cert</a>' in page
    alone = indicator_page(both, "x")
    assert "<a href=" not in alone.partition('<div class="pairs">')[2].partition("<h2>")[0]
    assert "send it along" not in alone


@pytest.mark.parametrize(
    ("kept", "link"),
    [("certificates", "certificates/a.cert"), ("in/here", "in/here/a.cert"), ("../beside", None)],
)
def test_links_go_to_certificates_beside_the_page_or_below(
    tmp_path: Path, kept: str, link: str | None
) -> None:
    """A page that is passed on names no folder of the machine that made it."""
    page = tmp_path / "out" / "page.html"
    page.parent.mkdir()
    both = indicator(outlook(proofs=(proof("", file="a.cert"),)))
    write_indicator_page(both, "x", page, page.parent / kept)
    text = page.read_text("utf-8")
    assert str(tmp_path) not in text
    assert "beside/a.cert" not in text
    assert (link is None) or f'href="{link}"' in text
    assert (link is None) == ("send it along" not in text)
