"""Two sides' answers in words and as a page, on comparisons made by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reassure.answers.comparison import (
    Asked,
    Compared,
    Comparison,
    DeploymentAnswer,
    Difference,
    Swap,
)
from reassure.machine.files import write_whole
from reassure.report.html.compare import comparison_page
from reassure.report.text.compare import comparison_text
from reassure.scenario.sent import Attachment, Sent
from tests.report.made import SHA, figure, flat, printed

SPEED = Difference("burnout_speed_km_s", "burnout speed", "km/s", 4.5, 5.5)
DELAY = Difference("launch_delay_s", "launch delay", "s", 100.0, 60.0)
PLACE = Difference("site", "site", "", "redzikowo", "deveselu")
FAR, NEAR = DeploymentAnswer(10, 0, 0.501), DeploymentAnswer(10, 4, -0.25)


def swap(*keys: str, a: bool = True, b: bool = True, **more: Any) -> Swap:
    return Swap(keys, NEAR if a else FAR, FAR if b else NEAR, a, b, **more)


def pair(**changes: Any) -> Compared:
    made = Compared(
        1, "north", "south", "place", "redzikowo", "redzikowo", FAR, NEAR, (SPEED, DELAY, PLACE),
        (swap(SPEED.key, critical_a=5.001, critical_b=5.004), swap(DELAY.key, a=False, b=False)),
    )  # fmt: skip
    return replace(made, **changes)


def asked(name: str) -> Asked:
    sent = Sent(f"{name}.toml", Attachment(f"{name}.toml", "x = 1"))
    sources = (figure("interceptor.i.burnout_speed_km_s", 4.5),)
    return Asked(name, f"Side {name} <i>&", SHA, sources, sent)


def comparison(*pairs: Compared, **changes: Any) -> Comparison:
    made = Comparison("0.9", (asked("a"), asked("b")), pairs or (pair(),), ())
    return replace(made, **changes)


def rows(found: Comparison) -> list[str]:
    return [" ".join(line.split()) for line in printed(comparison_text(found)).splitlines()]


def test_sides_have_letters_and_the_sentence_is_last() -> None:
    """Titles first; then the table, what was swapped, what to print."""
    lines = rows(comparison())
    assert lines[:2] == ["A Side a <i>&", "B Side b <i>&"]
    text = flat(comparison_text(comparison()))
    order = [
        "Matched by",
        "Where the sign differs",
        "In reach: of the ideal",
        "For print",
        "reassure 0.9",
    ]
    assert [text.index(word) for word in order] == sorted(text.index(word) for word in order)
    assert text.endswith(comparison().sentence)
    assert f"scenarios sha256 {SHA[:12]}, {SHA[:12]}" in text


def test_a_row_has_both_answers_and_what_differs() -> None:
    """Shares up, margins down; none where no arc meets any flight, and none where no figure differs."""
    assert (
        "north B south place 0 % +0.50 40.0 % -0.25 differs burnout speed, launch delay, site"
        in rows(comparison())
    )
    same = pair(
        answer_b=DeploymentAnswer(10, 0, None), differences=(), singles=(), matched="order", other=2
    )
    assert "north C south order 0 % +0.50 0 % none agrees none" in rows(comparison(same))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (swap("burnout_speed_km_s", critical_a=5.001, critical_b=5.004), "both 5.00 km/s"),
        (swap("burnout_speed_km_s", critical_a=5.001, critical_b=5.019), "both 5.00 / 5.01 km/s"),
        (swap("launch_delay_s", b=False, critical_a=80.1), "A 81 s"),
        (swap("launch_delay_s", a=False, critical_b=80.0), "other 80 s"),
        (swap("burnout_speed_km_s", a=False, b=False), "neither"),
    ],
)
def test_a_swap_says_whose_answer_flips_and_where(made: Swap, said: str) -> None:
    """Speeds down, delays up; two critical values where they are written differently."""
    found = pair(singles=(made,))
    (row,) = (r for r in rows(comparison(found)) if "4.5 km/s 5.5 km/s" in r or "100 s 60 s" in r)
    assert row.endswith(said)
    assert row.startswith("north B south ")


def test_pairs_of_figures_stand_where_no_single_one_flips() -> None:
    """Those that flip an answer alone, both figures in one row."""
    none = swap(SPEED.key, a=False, b=False)
    both = swap(SPEED.key, DELAY.key)
    idle = swap(SPEED.key, PLACE.key, a=False, b=False)
    lines = rows(comparison(pair(singles=(none,), doubles=(both, idle))))
    assert (
        "north B south burnout speed and launch delay 4.5 km/s, 100 s 5.5 km/s, 60 s 40.0 % 0 % both"
        in lines
    )
    assert not any("burnout speed and site" in line for line in lines)


def test_where_all_agree_nothing_is_swapped() -> None:
    """Nor is there a heading for it."""
    text = flat(comparison_text(comparison(pair(answer_b=FAR))))
    assert "Where the sign differs" not in text
    assert "north against south: " not in text


def test_who_has_no_counterpart_is_named_with_the_letter() -> None:
    """Of either scenario."""
    said = flat(comparison_text(comparison(unmatched=((0, "lone"), (1, "other")))))
    assert "With nothing to compare them with: A lone, B other" in said
    assert "With nothing" not in flat(comparison_text(comparison()))


# -- as a page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("matched", "words"),
    [("id", "the same id"), ("place", "the same place"), ("order", "their order: neither id nor place is shared")],
)  # fmt: skip
def test_how_two_were_matched_is_said_in_words(matched: str, words: str) -> None:
    """In the page there is room."""
    assert f"<td>{words}</td>" in comparison_page(comparison(pair(matched=matched)), "x")


def test_a_disagreement_has_its_own_section() -> None:
    """The sentence as a quotation, and the flips; one that agrees has none."""
    page = comparison_page(comparison(pair(), pair(a="third", answer_b=FAR)), "x")
    assert page.count("which figure flips it</h2>") == 1
    assert f'<p class="quote">{pair().sentence}</p>' in page
    assert '<td><span class="yes">both</span></td><td class="number">5.00 km/s</td>' in page
    assert "<td>neither</td>" in page
    assert page.count('<span class="yes">differs</span>') == 1
    assert page.count("<td>agrees</td>") == 1


def test_titles_are_text_and_files_go_along_once() -> None:
    """Two sides that were sent under one name and content are one file."""
    page = comparison_page(comparison(unmatched=((0, "<lone>"),)), "reassure compare a b")
    assert "<i>&" not in page
    assert "Side a &lt;i&gt;&amp; against Side b" in page
    assert "A &lt;lone&gt;: nothing to compare it with." in page
    assert page.count("download=") == 2
    alike = comparison(asked=(asked("a"), asked("a")))
    assert comparison_page(alike, "x").count("download=") == 1


def test_the_page_is_written_whole(tmp_path: Path) -> None:
    """As text, and nothing beside it."""
    write_whole(tmp_path / "c.html", comparison_page(comparison(), "x"))
    assert (tmp_path / "c.html").read_text() == comparison_page(comparison(), "x")
