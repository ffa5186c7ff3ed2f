"""A compromise in words and as files, on options made by hand."""

from __future__ import annotations

import csv
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reassure.answers.theatre import Theatre
from reassure.answers.trade import InterceptorHeights, Option, Trade
from reassure.errors import OutputError
from reassure.report.text.trade import FILES, trade_text, write_trade
from tests.report.made import SHA, figure, flat, printed

OPTION = Option(54.5, 17.1, "i", 4.5, 100.0, 10, 0.4567, 0.501, 0, True)


def option(**changes: Any) -> Option:
    return replace(OPTION, **changes)


def trade(*options: Option, **changes: Any) -> Trade:
    made = Trade(
        "By hand", SHA, "0.9", "italy", "mrbm-2000", 1, 1, 40, options or (OPTION,),
        (figure("interceptor.i.burnout_speed_km_s", 4.5),), (InterceptorHeights("i", (0.0, math.inf)),), Theatre((), (), ()),
    )  # fmt: skip
    return replace(made, **changes)


def test_what_protects_most_out_of_reach_is_the_sentence() -> None:
    """Beside what could be protected without that condition; shares and margins down."""
    said = flat(trade_text(trade(OPTION, option(protected_share=0.9, least_margin_km_s=-1.0))))
    assert (
        "With every flight out of the ideal interceptor's reach, 45.6 % could be protected: i (4.5 km/s) "
        "at 55 N 17 E, a margin of +0.50 km/s. Without that condition: 90.0 %." in said
    )


def test_an_option_that_meets_no_flight_is_as_safe_as_can_be() -> None:
    """It is preferred to any margin with the same protection."""
    said = flat(trade_text(trade(OPTION, option(least_margin_km_s=None, latitude_deg=10.0))))
    assert "at 10 N 17 E, no arc meets any flight. Without" in said


@pytest.mark.parametrize(
    ("options", "most"),
    [
        ((option(least_margin_km_s=-0.1), option(protected_share=0.0)), "45.6 %"),
        ((option(least_margin_km_s=0.0),), "45.6 %"),
        ((option(protected_share=0.0, on_front=False),), "0 %"),
    ],
)
def test_where_nothing_is_out_of_reach_and_protects_that_is_said(
    options: tuple[Option, ...], most: str
) -> None:
    """A margin of nought is within reach, and what protects nothing is no compromise."""
    said = flat(trade_text(trade(*options)))
    assert (
        f"Nothing that protects any of it leaves every flight out of reach; at most {most} could be protected."
        in said
    )


@pytest.mark.parametrize(
    ("raid", "words"), [(1, "(one missile at a time)"), (12, "(a raid of 12 missiles)")]
)
def test_the_raid_is_said(raid: int, words: str) -> None:
    """With what is protected against what."""
    said = flat(trade_text(trade(raid=raid)))
    assert f"italy protected against mrbm-2000 {words}, beside the least margin" in said


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"certified": True}, "yes"), ({"certified": False}, "no"), ({}, "not tried"),
        ({"least_margin_km_s": 0.0}, "in reach"), ({"least_margin_km_s": None}, "not tried"),
    ],
)  # fmt: skip
def test_whether_an_option_is_proved(changes: dict[str, Any], cell: str) -> None:
    """What is in reach has no proof to be tried."""
    lines = printed(trade_text(trade(option(**changes)))).splitlines()
    (row,) = (line for line in lines if line.startswith("55 N 17 E"))
    assert " ".join(row.split()).endswith(f" {cell}")


def test_the_front_is_best_protection_first_and_ends_at_24() -> None:
    """How many more there are is said; what is off the front is in the files alone."""
    many = [option(protected_share=k / 100, interceptors=k) for k in range(30)]
    text = printed(trade_text(trade(*many, option(on_front=False, interceptors=777))))
    numbers = [line.split()[7] for line in text.splitlines() if line.startswith("55 N 17 E")]
    assert numbers == [str(k) for k in range(29, 5, -1)]
    assert "... and 6 more in the files" in text
    assert "777" not in text
    just = printed(trade_text(trade(*many[:24])))
    assert "more in the files" not in just


def test_what_is_planned_has_a_table_of_its_own() -> None:
    """By its name; where nothing is planned there is none."""
    text = printed(trade_text(trade(OPTION, option(planned="phase-3", on_front=False))))
    below = text.partition("As planned")[2]
    assert "phase-3     55 N 17 E  i 4.5" in below
    assert "As planned" not in printed(trade_text(trade()))


def test_the_files_are_written_into_a_folder_that_is_made(tmp_path: Path) -> None:
    """Numbers as JSON and as CSV, a picture in two formats: all that FILES names."""
    found = trade(OPTION, option(planned="phase-3", on_front=False, least_margin_km_s=None))
    written = write_trade(found, tmp_path / "new")
    assert written == [tmp_path / "new" / name for name in FILES]
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == sorted(FILES)
    held = json.loads(written[0].read_text())
    assert held["options"][0]["least_margin_km_s"] == 0.501
    assert held["options"][1]["least_margin_km_s"] is None
    head, *lines = written[1].read_text().splitlines()
    assert head.endswith("italy protected against mrbm-2000")
    rows = list(csv.DictReader(lines))
    assert [r["planned"] for r in rows] == ["", "phase-3"]
    assert [r["least_margin_km_s"] for r in rows] == ["0.501", ""]
    assert written[2].read_bytes().startswith(b"\x89PNG")
    assert b"<svg" in written[3].read_bytes()


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    """A file stands in its place."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"file/new: cannot be made: .*; allowed: a folder"):
        write_trade(trade(), tmp_path / "file" / "new")
