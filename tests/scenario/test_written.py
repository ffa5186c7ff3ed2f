"""A scenario written as a file, and the name that it goes by."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reassure.scenario import Scenario, load, preset_names
from reassure.scenario.change import put_at
from reassure.scenario.reader import fingerprint, parse
from reassure.scenario.sent import preset_of_hash, sent, sent_all, written
from tests.scenario.files import WHOLE


def whole(title: str = "Every form") -> Scenario:
    """A scenario that uses every form, under another title."""
    return put_at(parse(WHOLE.encode(), "whole.toml"), ["title"], title)


def test_what_is_written_reads_back_as_the_very_same() -> None:
    """Every form, and every preset."""
    for scenario in (whole(), whole('"quoted" \\ #'), *map(load, preset_names())):
        again = parse(written(scenario).encode(), "again")
        assert again == scenario
        assert fingerprint(again) == fingerprint(scenario)


def test_only_what_is_not_left_out_by_itself_is_written() -> None:
    """Defaults are the format's own; names are the file's, not the program's."""
    tables = tomllib.loads(written(whole()))
    assert "from" in tables["deployment"][0]
    assert "from_year" not in tables["deployment"][0]
    assert "decision_s" not in tables["deployment"][0]
    assert tables["deployment"][1]["launch_delay_s"] == {"value": 90.0, "source": "a test"}
    assert "sensor" not in tables


@pytest.mark.parametrize(
    ("head", "line"),
    [("", 'format = "reassure-scenario/1"'), ("a copy", "# a copy"), (" a\n[[b]]\t c ", "# a [[b]] c")],
)  # fmt: skip
def test_a_head_is_one_comment(head: str, line: str) -> None:
    """However many lines it is given in: none of it is read as a table."""
    text = written(whole(), head)
    assert text.splitlines()[0] == line
    assert parse(text.encode(), "x") == whole()


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("plan.toml", "plan.toml"),
        ("plan", "plan.toml"),
        ("plan.toml.toml", "plan.toml.toml"),
        ("/secret/folder/plan.toml", "plan.toml"),
        (Path("folder") / "my plan (2).toml", "my-plan-2.toml"),
        ("-rf.toml", "rf.toml"),
        (".hidden.toml", "hidden.toml"),
        ("a;b$c`d.toml", "a-b-c-d.toml"),
        ("grün.toml", "grün.toml"),
        ("..", "scenario.toml"),
        ("???", "scenario.toml"),
        ("x" * 200 + ".toml", "x" * 80 + ".toml"),
    ],
)
def test_a_file_goes_by_the_last_part_of_its_name(given: str | Path, name: str) -> None:
    """Without what a shell or a folder would take otherwise, and not too long."""
    found = sent(whole(), given)
    assert found.word == found.file.name == name
    assert parse(found.file.text.encode(), "x") == whole()


@pytest.mark.parametrize(
    ("title", "name"),
    [("A Plan", "a-plan.toml"), ("1/2", "1-2.toml"), ("!", "scenario.toml"), ("t" * 100, "t" * 80 + ".toml")],
)  # fmt: skip
def test_one_that_was_never_a_file_goes_by_its_title(title: str, name: str) -> None:
    """In small letters."""
    assert sent(whole(title)).word == name


def test_a_preset_is_known_by_its_content() -> None:
    """Each by its own hash; another title is another scenario."""
    for name in preset_names():
        assert preset_of_hash(fingerprint(load(name))) == name
    changed = put_at(load(preset_names()[0]), ["title"], "Other")
    assert preset_of_hash(fingerprint(changed)) is None
    assert sent(changed).word == "other.toml"


def test_files_of_one_name_and_another_content_are_numbered() -> None:
    """In their order; the same content again is the same file; a preset keeps its name."""
    one, two, three = whole("one"), whole("two"), whole("three")
    preset = preset_names()[0]
    given: list[Scenario | str | Path] = ["a/p.toml", "b/p.toml", "c/p.toml", "d/p.toml", preset]
    found = sent_all(given, [one, two, one, three, load(preset)])
    assert [s.word for s in found] == ["p.toml", "p-2.toml", "p.toml", "p-3.toml", preset]
    assert [s.file.name for s in found] == [s.word for s in found[:4]] + [f"{preset}.toml"]
    titles = [parse(s.file.text.encode(), "x").title for s in found]
    assert titles[:4] == ["one", "two", "one", "three"]


def test_a_scenario_given_as_such_goes_by_its_title() -> None:
    """Beside others that were files; as many are given as were read."""
    found = sent_all([whole("A"), "p.toml"], [whole("A"), whole("B")])
    assert [s.word for s in found] == ["a.toml", "p.toml"]
    with pytest.raises(ValueError, match="argument"):
        sent_all(["p.toml"], [whole(), whole()])
