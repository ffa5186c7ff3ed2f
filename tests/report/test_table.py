"""Tables and text for a terminal: widths, breaks, blocks, and what a cell may hold."""

from __future__ import annotations

import io
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console, Group

from reassure.report.console import Column, Indented, Text, TextTable, console, show
from tests.report.made import printed

CELL = st.text("ab12 .\n", max_size=12).map(str.strip)


def table(*rows: tuple[str, ...], title: str = "") -> TextTable:
    made = TextTable(
        Column("Name"), Column("Speed\nkm/s", right=True), Column("Note", least=6), title=title
    )
    for row in rows:
        made.add(*row)
    return made


def test_a_table_without_rows_is_nothing() -> None:
    """Neither its title nor its heads."""
    assert printed(table(title="What")) == ""


def test_a_title_stands_above_and_an_empty_line_below() -> None:
    """Once."""
    lines = printed(table(("a", "1.25", "x"), title="What")).splitlines()
    assert lines[0] == "What"
    assert lines[-1] == ""
    assert lines.count("What") == 1


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    """With its head; one cell is enough to keep it."""
    lines = printed(table(("a", "", "x"), ("b", "", "y"))).splitlines()
    assert [line.split() for line in lines[:3]] == [["Name", "Note"], ["─" * 10], ["a", "x"]]
    assert "Speed" in printed(table(("a", "", "x"), ("b", "1", "y")))


def test_rows_of_empty_cells_are_nothing() -> None:
    """No column says anything."""
    assert printed(table(("", "", ""))) == ""


def test_a_table_without_heads_has_no_rule() -> None:
    """It is a list."""
    bare = TextTable(Column(""), Column(""))
    bare.add("key", "value")
    assert printed(bare).splitlines() == ["key  value", ""]


def test_numbers_stand_to_the_right_and_heads_at_the_bottom() -> None:
    """A head of two lines beside heads of one; a cell of two lines grows downwards."""
    lines = printed(table(("a", "1.25\n161", "x"))).splitlines()
    assert lines == [
        "      Speed",
        "Name   km/s  Note",
        "─" * 17,
        "a      1.25  x",
        "        161",
        "",
    ]


def test_too_many_cells_are_refused_as_too_few_are() -> None:
    """With how many are allowed."""
    for cells in (("a", "b"), ("a", "b", "c", "d")):
        with pytest.raises(ValueError, match=f"{len(cells)} cells; allowed: 3"):
            table(cells)


def test_width_to_spare_goes_to_the_column_that_may_be_broken() -> None:
    """At the width of all it holds it is whole; one less, and it is two lines."""
    rows = (("north", "1.25", "one two three"),)
    full = len(printed(table(*rows)).splitlines()[2])
    assert "one two three" in printed(table(*rows), full)
    assert "one two three" not in printed(table(*rows), full - 1)
    assert "one two" in printed(table(*rows), full - 1)


def test_a_column_is_not_broken_below_what_it_may() -> None:
    """Below that, rows are blocks."""
    rows = (("north", "1.25", "a b c d e f"),)
    least = len("north") + 2 + len("Speed") + 2 + 6
    assert "Name: north" not in printed(table(*rows), least)
    assert "Name: north" in printed(table(*rows), least - 1)


def test_a_block_begins_with_the_first_cell_that_says_anything() -> None:
    """Empty cells are left out, also the first."""
    made = table(("", "1.25", "x"), ("b", "", ""))
    assert printed(made, 12).splitlines() == ["Speed", "    km/s:", "    1.25", "  Note: x", "Name: b", ""]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=4), st.integers(1, 60))
def test_no_letter_of_any_table_is_lost(rows: list[tuple[str, str, str]], width: int) -> None:
    """Whatever the width: letters of the cells, blanks aside, each as often as there are."""
    text = printed(table(*rows), width)
    for letter in "ab12":
        wanted = sum(cell.count(letter) for row in rows for cell in row)
        heads = text.count("Name") + text.count("Note") + text.count("Speed")
        assert text.count(letter) - (letter == "a") * text.count("Name") == wanted, heads


@settings(max_examples=50, deadline=None)
@given(st.text("abc de\n", max_size=60), st.integers(1, 30))
def test_text_is_broken_between_words_alone(text: str, width: int) -> None:
    """Every word is whole; a line is too long only where it is one word."""
    lines = printed(Group(Text(text)), width).splitlines()
    assert [w for line in lines for w in line.split()] == text.split()
    assert all(len(line) <= width or len(line.split()) == 1 for line in lines)


def test_wide_characters_count_for_two() -> None:
    """As the terminal has them."""
    made = TextTable(Column("漢字"), Column("b"))
    made.add("x", "y")
    assert printed(made).splitlines()[:3] == ["漢字  b", "───────", "x     y"]


def test_indented_text_keeps_its_styles_and_lines() -> None:
    """The first line by less; the second by more; what is too long for a line alone on it."""
    text = Text.assemble(("one", "bold"), " two threefour five")
    assert printed(Indented(text, 1, 3), 10).splitlines() == [" one two", "   threefour", "   five"]


def test_text_is_no_markup() -> None:
    """Brackets in a title are brackets."""
    assert printed(Text("[red]x[/red] :smile:")) == "[red]x[/red] :smile:\n"


# -- how wide it is -------------------------------------------------------------------------------------


def test_a_pipe_is_124_columns_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where a terminal's width is in the environment, as it is of another."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert console().width == 124


def test_a_pipe_that_is_told_to_have_colours_has_the_width_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And without one that of a pipe."""
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "60")
    assert console().width == 60
    monkeypatch.delenv("COLUMNS")
    assert console().width == 124


def test_a_bar_goes_to_standard_error() -> None:
    """Text to standard output."""
    assert console(stderr=True).file is sys.stderr
    assert console().file is sys.stdout


def test_a_word_longer_than_the_line_is_shown_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """A hash can be copied from a pipe."""
    show(Text("x" * 300))
    assert capsys.readouterr().out == "x" * 300 + "\n"


def test_a_console_of_its_own_kind_may_tear_words() -> None:
    """Without being told to let them stand out, text is folded as rich folds it."""
    out = io.StringIO()
    Console(width=4, file=out, color_system=None).print(Group(Text("abcdefgh")))
    assert out.getvalue() == "abcd\nefgh\n"
