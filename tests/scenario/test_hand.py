"""What was set by hand, in words that stay short and can be read back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from reassure.catalog.entries import Name
from reassure.scenario.hand import (
    by_hand,
    figure_by_hand,
    moved_id,
    moved_name,
    place_words,
    title_by_hand,
)


def test_a_figure_set_by_hand_is_assumed_and_says_what_it_was() -> None:
    """Without an interval."""
    figure = figure_by_hand("d.launch_delay_s", 90.0, "60 s")
    assert (figure.key, figure.value, figure.status) == ("d.launch_delay_s", 90.0, "assumed")
    assert figure.source == by_hand("60 s") == "set by hand (the scenario has 60 s)"
    assert (figure.low, figure.high, figure.dissent) == (None, None, ())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], "T"),
        (["a"], "T; changed by hand: a"),
        (["a", "b"], "T; changed by hand: a, b"),
        (["x" * 241], "T; changed by hand: " + "x" * 241),
        (["x" * 242], "T; changed by hand: 1 figures"),
        (["x" * 121, "y" * 120], "T; changed by hand: 2 figures"),
    ],
)
def test_a_title_says_what_was_changed_or_how_much(changes: list[str], words: str) -> None:
    """All while there is room beside forty signs of the title; else how many figures."""
    assert title_by_hand("T", changes) == words


@given(
    title=st.text(st.characters(categories=["L", "Zs"]), min_size=1, max_size=300),
    changes=st.lists(st.text("abc ", min_size=1, max_size=80), max_size=8),
)
@settings(max_examples=50, deadline=None)
def test_a_title_never_grows_beyond_what_a_scenario_may_have(
    title: str, changes: list[str]
) -> None:
    """Three hundred signs; of a long title the beginning stays, and what was done is always told."""
    found = title_by_hand(title, changes)
    assert len(found) <= 300
    if not changes:
        assert found == title
        return
    before, mark, _ = found.rpartition("; changed by hand: ")
    assert mark
    assert title.startswith(before.removesuffix("..."))
    assert len(before) >= min(len(title), 37) or before.endswith("...")


def test_a_title_of_just_the_room_there_is_is_not_cut() -> None:
    """And one of a sign more loses three for its dots."""
    words = "; changed by hand: a"
    room = 300 - len(words)
    assert title_by_hand("t" * room, ["a"]) == "t" * room + words
    assert title_by_hand("t" * (room + 1), ["a"]) == "t" * (room - 3) + "..." + words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ((54.14, 19.26), "54.1 N 19.3 E"),
        ((-54.14, -19.26), "54.1 S 19.3 W"),
        ((0.0, 0.0), "0.0 N 0.0 E"),
        ((-0.04, -0.04), "0.0 S 0.0 W"),
        ((90.0, 180.0), "90.0 N 180.0 E"),
        ((-90.0, -180.0), "90.0 S 180.0 W"),
        ((0.05, 9.95), "0.1 N 10.0 E"),
    ],
)
def test_a_place_in_words(place: tuple[float, float], words: str) -> None:
    """To a tenth of a degree, with the hemispheres that it lies in."""
    assert place_words(*place) == words


def test_a_place_moved_twice_tells_where_it_came_from_at_first() -> None:
    """And not each step of the way."""
    once = moved_name((10.0, 20.0), "redzikowo")
    assert once == "10.0 N 20.0 E (moved from redzikowo)"
    assert moved_name((-1.0, -2.0), once) == "1.0 S 2.0 W (moved from redzikowo)"
    assert moved_name((1.0, 2.0), "a (b)") == "1.0 N 2.0 E (moved from a (b))"


@pytest.mark.parametrize(
    ("name", "place", "moved"),
    [
        ("phase-3-redzikowo", "redzikowo", "phase-3-at-10-0-n-20-0-e"),
        ("redzikowo-phase-3", "redzikowo", "phase-3-at-10-0-n-20-0-e"),
        ("a-redzikowo-b", "redzikowo", "a-b-at-10-0-n-20-0-e"),
        ("ships", "", "ships-at-10-0-n-20-0-e"),
        ("ships-at-1-5-s-2-5-w", "", "ships-at-10-0-n-20-0-e"),
        ("at-1-5-s-2-5-w", "", "at-10-0-n-20-0-e"),
        ("site", "site", "at-10-0-n-20-0-e"),
    ],
)
def test_the_id_of_what_was_moved(name: str, place: str, moved: str) -> None:
    """Without the place where it no longer is, whether named or from a move before."""
    assert moved_id(name, place, (10.0, 20.0)) == moved


@given(
    name=st.from_regex(r"[a-z0-9][a-z0-9-]{0,62}", fullmatch=True),
    place=st.sampled_from(["", "redzikowo", "a", "0"]),
    latitude=st.floats(-90, 90),
    longitude=st.floats(-180, 180),
)
@settings(max_examples=50, deadline=None)
def test_what_was_moved_has_an_id_that_a_scenario_takes(
    name: str, place: str, latitude: float, longitude: float
) -> None:
    """And moved there again it has the same."""
    found = moved_id(name, place, (latitude, longitude))
    assert TypeAdapter(Name).validate_python(found) == found
    assert re.search(r"at-[\d-]+-[ns]-[\d-]+-[ew]$", found)
    assert moved_id(found, "", (latitude, longitude)) == found
