"""What commands say on the way: what is under way, and letters that a terminal has not."""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

import pytest

import reassure.cli
from reassure.cli.streams import UNWRITTEN, guard, status, tell

SOURCES = Path(reassure.cli.__file__).parent


def test_stages_are_named_in_plain_words() -> None:
    """Not by the name of a class: each has a capital at its beginning alone."""
    found = [
        words
        for page in SOURCES.glob("*.py")
        for words in re.findall(r'stage\("([^"]*)"\)', page.read_text("utf-8"))
    ]
    assert len(found) > 8
    assert [w for w in found if not re.fullmatch(r"[A-Z][a-z]*( [a-z]+)*", w)] == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("─†‡²±·×−–—‘’“”", "-*#2~.x---''\"\""), ("é Ё 漢 ½", "e ? ? 1"), ("plain", "plain"),  # noqa: RUF001
    ],
)  # fmt: skip
def test_a_terminal_of_few_letters_gets_one_for_one(text: str, shown: str) -> None:
    """So that columns stay where they are; marks of trust stay apart."""
    out = text.encode("ascii", "reassure-plain").decode()
    assert out == shown
    assert len(out) == len(text)


def test_lines_go_out_at_once_and_to_the_right_stream(capsys: pytest.CaptureFixture[str]) -> None:
    """What is told of faults is on standard error."""
    tell("a")
    tell("b", err=True)
    assert capsys.readouterr() == ("a\n", "b\n")


@pytest.mark.parametrize("found", [0, 1, 2, 130])
def test_what_was_printed_whole_changes_no_status(found: int) -> None:
    """Nothing is amiss with a stream of a test's own."""
    assert status(found) == found


@pytest.mark.parametrize(("found", "ends"), [(0, UNWRITTEN), (1, UNWRITTEN), (2, 2), (130, 130)])
def test_text_that_could_not_be_written_is_2(
    found: int, ends: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A verdict that nobody could read is none; a fault that was said already stays what it is."""
    if not os.path.exists("/dev/full"):
        pytest.skip("no device that is full")
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        monkeypatch.setattr(sys, "__stdout__", full)
        guard()
        print("text")
        assert status(found) == ends
        assert isinstance(sys.stdout, io.TextIOWrapper)
    said = "error: cannot write to standard output: No space left on device\n"
    assert capsys.readouterr().err == (said if found in (0, 1) else "")
