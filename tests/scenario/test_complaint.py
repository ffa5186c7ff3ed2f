"""What is wrong in a file, in one line: where it stands, what is there, what is allowed."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from reassure.errors import ScenarioError
from reassure.scenario.complaint import complain, located, printable, shown, written
from reassure.scenario.model import Scenario
from reassure.scenario.reader import parse
from tests.scenario.files import WHOLE


def complaint(old: str, new: str) -> str:
    """What is said of the whole form with a piece of it changed."""
    assert old in WHOLE
    with pytest.raises(ScenarioError) as caught:
        parse(WHOLE.replace(old, new, 1).encode(), "x")
    return str(caught.value)


# -- one message for a kind of mistake ------------------------------------------------------------

LONG = "t" * 301
KINDS = [
    ('title = "Every form"\n', "", "x: title: missing; this key is needed"),
    ('title = "Every form"', "title = 3", "line 2: title = 3: allowed: text"),
    ('title = "Every form"', 'title = ""', 'title = "": allowed: text that is not empty'),
    ('title = "Every form"', f'title = "{LONG}"', "allowed: at most 300 characters"),
    ('id = "ships"', 'id = "Ships"', "allowed: an id of lower-case letters, digits and hyphens, at most 63"),
    ("area_spacing_km = 300", 'area_spacing_km = "300"', 'area_spacing_km = "300": allowed: a number'),
    ("area_spacing_km = 300", "area_spacing_km = nan", "area_spacing_km = NaN: allowed: a finite number"),
    ("area_spacing_km = 300", "area_spacing_km = 0.5", "allowed: 1 or more"),
    ("area_spacing_km = 300", "area_spacing_km = 5001", "allowed: 5000 or less"),
    ("interceptors = 24", "interceptors = 2.5", "interceptors = 2.5: allowed: a whole number"),
    ("interceptors = 24", "interceptors = -1", "allowed: 0 or more"),
    ("flight_time_ratio = [0.9, 1.0, 1.2]", "flight_time_ratio = 1", "flight_time_ratio = 1: allowed: a list"),
    ("flight_time_ratio = [0.9, 1.0, 1.2]", "flight_time_ratio = []", "= []: empty; allowed: at least 1"),
    (
        "flight_time_ratio = [0.9, 1.0, 1.2]", f"flight_time_ratio = {[0.5 + i / 100 for i in range(51)]}",
        "too many; allowed: at most 50",
    ),
    ("until = 2020", "until = 2020\nway = 3", "deployment #1, way: unknown key; "),
    ("aim_spacing_km = 2000", 'way = "up"', "way = \"up\": allowed: 'short' or 'long'"),
    ('site = "redzikowo"', "site = 3", "site = 3: allowed: a catalogue id (text), or a table"),
    ('interceptor = "sm3-iib"', "interceptor = [1]", "allowed: a catalogue id (text), or a table"),
    ("some_empty = true", 'some_empty = "yes"', 'some_empty = "yes": allowed: true or false'),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), KINDS)
def test_a_kind_of_mistake_has_its_words(old: str, new: str, words: str) -> None:
    """What is allowed, in a reader's words, not in the library's."""
    found = complaint(old, new)
    assert words in found
    assert found.startswith("x")
    assert "Input should" not in found
    assert found.isprintable()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "allowed: 1900 or more"),
        ([("interceptors = 24", "interceptors = -1")], "allowed: 0 or more (and 1 more)"),
        ([("area_spacing_km = 300", "area_spacing_km = 0")], "allowed: 1900 or more (and 2 more)"),
    ],
)
def test_more_mistakes_than_one_are_counted(more: list[tuple[str, str]], words: str) -> None:
    """The first is told, in the file's order; the others are a number."""
    text = WHOLE.replace("until = 2020", "until = 1")
    for old, new in more:
        assert old in text
        text = text.replace(old, new)
    with pytest.raises(ScenarioError) as caught:
        parse(text.encode(), "x")
    assert str(caught.value).endswith(words)


def test_a_mistake_in_text_of_many_lines_has_no_line() -> None:
    """Lines of text could look like keys; the key is told all the same."""
    for marks in ('"""', "'''"):
        text = WHOLE.replace('"A test."', f"{marks}A\ntest.{marks}").replace("until = 2020", "until = 1")  # fmt: skip
        with pytest.raises(ScenarioError) as caught:
            parse(text.encode(), "x")
        assert str(caught.value).startswith("x: deployment #1, until = 1: ")


def test_a_message_that_is_not_known_is_passed_on() -> None:
    """In one printable line of at most 300 signs."""
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate({"format": 1})
    assert complain(caught.value, "x", "").startswith(
        "x: format = 1: allowed: 'reassure-scenario/1'"
    )


# -- where ----------------------------------------------------------------------------------------

TEXT = """\
title = "t"
"quoted" = 1
force = "in line"

[[force]]
bases = ["a"]
note = "[[deployment]]"

[[ deployment ]]
id = "one"
site = { latitude_deg = 95 }

  [[deployment]]
id = "two"
  'until' = 3
until_then = 4

[other]
area = 5
"""


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (["title"], 1),
        (["quoted"], 2),
        (["absent"], None),
        (["force", 0, "bases"], 6),
        (["force", 0, "bases", 3, "id"], 6),
        (["force", 0, "absent"], 5),
        (["force", 0], 5),
        (["force", 1, "bases"], None),
        (["deployment", 0, "id"], 10),
        (["deployment", 0, "site", "latitude_deg"], 11),
        (["deployment", 0, "until"], 9),
        (["deployment", 1, "until"], 15),
        (["deployment", 1, "id"], 14),
        (["deployment", 1, "area"], 13),
        (["deployment", 1, 0], None),
        (["deployment", 2, "id"], None),
        ([], None),
        ([0, "id"], None),
    ],
)
def test_the_line_of_a_key_is_that_of_its_own_table(
    path: list[str | int], line: int | None
) -> None:
    """The table's head where it lacks the key; none where it cannot be told; quotes and blanks are no matter."""
    found = located("x", path, TEXT, "", "m")
    assert found.startswith(f"x, line {line}: " if line else "x: ")


def test_a_line_says_what_it_knows() -> None:
    """File, line, key and value, message; without a key the message alone."""
    assert located("x", ["title"], TEXT, "3", "allowed: y") == "x, line 1: title = 3: allowed: y"
    assert located("x", ["title"], TEXT, "", "allowed: y") == "x, line 1: title: allowed: y"
    assert located("x", [], TEXT, "3", "allowed: y") == "x: allowed: y"
    assert located("x", ["title"], "", "", "allowed: y") == "x: title: allowed: y"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ([], ""),
        (["title"], "title"),
        (["deployment", 1, "launch_delay_s"], "deployment #2, launch_delay_s"),
        (["force", 0, "bases", 3, "id"], "force #1, bases #4, id"),
        (["a", 0, 1], "a #1 #2"),
        (["a b"], '"a b"'),
        (["a", "<b>"], 'a, "<b>"'),
        (["a", "x" * 60], "a, " + "x" * 60),
        (["a", ""], 'a, ""'),
        (["é\n"], '"\\u00e9\\n"'),
    ],
)
def test_a_place_is_counted_from_one_and_strange_keys_are_quoted(
    path: list[str | int], words: str
) -> None:
    """As a reader of the file counts."""
    assert written(path) == words


def test_a_long_key_is_cut() -> None:
    """Sixty signs are shown whole, of more the beginning."""
    assert written(["x" * 61]) == '"' + "x" * 56 + "..."


# -- what is there --------------------------------------------------------------------------------


def deep(levels: int) -> list[object]:
    """Lists in lists."""
    out: list[object] = []
    for _ in range(levels):
        out = [out]
    return out


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (3, "3"),
        (True, "true"),
        (None, "null"),
        (float("nan"), "NaN"),
        ("a\nb", '"a\\nb"'),
        ("\u202e", '"\\u202e"'),
        ({"a": [1, 2.5]}, '{"a": [1, 2.5]}'),
        ("x" * 58, '"' + "x" * 58 + '"'),
        ("x" * 59, '"' + "x" * 56 + "..."),
        (deep(100_000), "a value nested too deeply to show"),
    ],
)
def test_a_value_is_shown_in_one_short_line(value: object, words: str) -> None:
    """At most sixty signs, all of which can be printed."""
    assert shown(value) == words
    assert len(shown(value)) <= 60


def test_a_value_of_another_kind_is_shown_as_text() -> None:
    """Dates are what TOML has and JSON has not."""
    import datetime

    assert shown(datetime.date(2020, 1, 2)) == '"2020-01-02"'


def test_a_value_that_holds_itself_is_not_shown() -> None:
    """It has no end."""
    circle: list[object] = []
    circle.append(circle)
    assert shown(circle) == "a value nested too deeply to show"


@pytest.mark.parametrize(
    ("text", "line"),
    [("plain", "plain"), ("a\tb\r\nc", "a?b??c"), ("\x1b[31mred", "?[31mred"), ("é", "é"), ("x" * 301, "x" * 300)],
)  # fmt: skip
def test_text_is_made_printable(text: str, line: str) -> None:
    """Sign by sign, up to three hundred."""
    assert printable(text) == line
