"""Reading a scenario: from which name, up to which size, and when two files are the same scenario."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from reassure.errors import ScenarioError
from reassure.scenario import Scenario, load, preset_names, presets
from reassure.scenario.change import put_at
from reassure.scenario.model import FORMAT
from reassure.scenario.reader import LARGEST_FILE, contents, fingerprint, parse, table_in
from tests.scenario.files import WHOLE


def said(call, *given: object) -> str:  # type: ignore[no-untyped-def]
    """The one line of an error."""
    with pytest.raises(ScenarioError) as caught:
        call(*given)
    text = str(caught.value)
    assert text.isprintable()
    return text


# -- which file -----------------------------------------------------------------------------------


def test_presets_are_read_by_their_names() -> None:
    """In the order of the alphabet, each of its own title; the same one each time."""
    names = preset_names()
    assert names == sorted(names)
    assert list(presets()) == names
    assert len({s.title for s in presets().values()}) == len(names)
    assert presets() is presets()
    assert load(names[0]) == presets()[names[0]]


def test_a_path_is_never_a_presets_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name as text is the preset, even where a file of that name stands; a path is the file."""
    monkeypatch.chdir(tmp_path)
    name = preset_names()[0]
    assert f"{name}: no such file, and no preset of that name; presets: {name}, " in said(
        load, Path(name)
    )
    (tmp_path / name).write_text(WHOLE)
    assert load(Path(name)).title == "Every form"
    assert load(name).title == presets()[name].title
    assert load(f"./{name}").title == "Every form"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("nowhere.toml", "nowhere.toml: no such file, and no preset of that name; presets: "),
        ("", ".: a folder; allowed: a scenario file"),
        (".", ".: a folder; allowed: a scenario file"),
        ("a\0b", "a?b: cannot be read: embedded null byte"),
        ("file/under.toml", "file/under.toml: cannot be read: Not a directory"),
        ("x" * 300, "cannot be read: File name too long"),
    ],
)
def test_what_is_no_file_is_said_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, words: str
) -> None:
    """With its name, printable, and why."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("")
    assert words in said(load, given)


def test_no_more_is_read_of_a_file_than_is_needed_to_refuse_it(tmp_path: Path) -> None:
    """One byte more than the largest."""
    file = tmp_path / "big"
    file.write_bytes(b"x" * (LARGEST_FILE + 5))
    assert len(contents(file, "a scenario file", "none")) == LARGEST_FILE + 1
    assert said(contents, tmp_path / "none", "a study", "gone") == f"{tmp_path / 'none'}: gone"
    assert said(contents, tmp_path, "a study", "gone") == f"{tmp_path}: a folder; allowed: a study"


# -- what is in it --------------------------------------------------------------------------------


def test_a_file_of_the_largest_size_is_read_and_one_of_a_byte_more_is_not() -> None:
    """Filled up with a comment."""
    data = WHOLE.encode()
    full = data + b"#" * (LARGEST_FILE - len(data))
    assert parse(full, "x").title == "Every form"
    assert f"x: larger than {LARGEST_FILE} bytes" in said(parse, full + b"#", "x")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (f'format = "{FORMAT}"', "", f'x: no format line; allowed: format = "{FORMAT}"'),
        (f'"{FORMAT}"', "1", f'x: format = 1; allowed: format = "{FORMAT}"'),
        (f'"{FORMAT}"', f'["{FORMAT}"]', f'x: format = ["{FORMAT}"]; allowed: '),
        (f'"{FORMAT}"', '"reassure-study/1"', 'x: format = "reassure-study/1"; allowed: '),
        ("title =", "title", "x: not TOML: "),
    ],
)
def test_a_file_says_which_format_it_has(old: str, new: str, words: str) -> None:
    """In its first line; another is refused before anything else of it is looked at."""
    assert said(parse, WHOLE.replace(old, new, 1).encode(), "x").startswith(words)


def test_the_table_of_another_format_is_read_by_the_same_way() -> None:
    """With the text that its lines are counted in; what it may be is said in its own words."""
    table, text = table_in(b'\xef\xbb\xbfformat = "f/1"\na = 3', "x", "a study", "f/1")
    assert table == {"format": "f/1", "a": 3}
    assert text == 'format = "f/1"\na = 3'
    assert said(table_in, b"a = 3", "x", "a study", "f/1").endswith('format = "f/1"')
    assert said(table_in, b"[" * 90_000, "x", "a study", "f/1").startswith("x: ")
    long = b"a." * 50 + b"a = 1"
    assert said(table_in, long, "x", "a study", "f/1").endswith("40 parts; allowed: a study")


@pytest.mark.parametrize("dot", [".", " . ", "\t.\t"])
@pytest.mark.parametrize("part", ["a", "a-b_9", '"a"', "'a'"])
def test_a_key_of_forty_parts_is_let_pass_and_one_of_more_is_not(part: str, dot: str) -> None:
    """However it is written: the parser takes long over long ones."""
    for parts, refused in ((40, False), (41, True), (5000, True)):
        text = f'format = "f/1"\n{dot.join([part] * parts)} = 1'
        if refused:
            assert "a dotted key of more than 40 parts" in said(
                table_in, text.encode(), "x", "k", "f/1"
            )
        else:
            assert table_in(text.encode(), "x", "k", "f/1")[0]["format"] == "f/1"


def test_the_key_at_fault_goes_with_the_error() -> None:
    """Where the file is well formed and what it names is not there."""
    text = WHOLE.replace('site = "redzikowo"', 'site = "nowhere"', 1)
    with pytest.raises(ScenarioError) as caught:
        parse(text.encode(), "x")
    assert caught.value.path == ("deployment", 0, "site")
    line = text[: text.index('site = "nowhere"')].count("\n") + 1
    assert str(caught.value).startswith(f"x, line {line}: deployment #1, site: no site")


# -- the same scenario ----------------------------------------------------------------------------


def whole() -> Scenario:
    """Read anew."""
    return parse(WHOLE.encode(), "whole.toml")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("\n", "\r\n"),
        ("launch_delay_s = 100", "launch_delay_s = 100.0 # seconds"),
        ("launch_delay_s = 100", "launch_delay_s = { value = 100 }"),
        ("flight_time_ratio = [0.9, 1.0, 1.2]", "flight_time_ratio = [0.9, 1, 1.2]\nway = 'short'"),
        ('title = "Every form"\nnote = "A test."', "note = 'A test.'\ntitle = 'Every form'"),
        ("interceptors = 24\nfrom = 2018", "from = 2018\ninterceptors = 24"),
        ("site = { latitude_deg = 44.0, longitude_deg = 24.4 }", "site.longitude_deg = 24.4\nsite.latitude_deg = 44"),
    ],
)  # fmt: skip
def test_the_same_figures_have_the_same_hash_however_they_are_laid_out(old: str, new: str) -> None:
    """Order of keys, comments, ends of lines, defaults that are written, whole numbers."""
    assert old in WHOLE
    again = parse(WHOLE.replace(old, new).encode(), "x")
    assert fingerprint(again) == fingerprint(whole())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Every form", "Every Form"),
        ('"A test."', '"A test"'),
        ("launch_delay_s = 100", "launch_delay_s = 100.00001"),
        ('source = "a book"', 'source = "a book", status = "found"'),
        ('bases = ["kozelsk", {', 'bases = [{ id = "x", latitude_deg = 1, longitude_deg = 1 }, "kozelsk", {'),
        ("[0.9, 1.0, 1.2]", "[1.0, 0.9, 1.2]"),
        ("until = 2020", "until = 2021"),
    ],
)  # fmt: skip
def test_another_figure_is_another_hash(old: str, new: str) -> None:
    """Any text, number or order that a result could show."""
    assert old in WHOLE
    again = parse(WHOLE.replace(old, new, 1).encode(), "x")
    assert fingerprint(again) != fingerprint(whole())


def test_a_hash_is_of_the_content_alone() -> None:
    """64 hexadecimal digits; of plain ASCII, so that no code page changes it."""
    found = fingerprint(whole())
    assert len(found) == 64
    assert set(found) <= set("0123456789abcdef")
    umlaut = put_at(whole(), ["title"], "ä")
    assert fingerprint(umlaut) != fingerprint(put_at(whole(), ["title"], "a"))
    assert found != hashlib.sha256(WHOLE.encode()).hexdigest()
