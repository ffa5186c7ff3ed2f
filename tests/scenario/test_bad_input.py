"""Bad input: one clear line with file, key, value and what is allowed; exit 2; nothing written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassure.cli import main
from reassure.errors import ScenarioError
from reassure.scenario import load
from reassure.scenario.reader import LARGEST_FILE, parse
from tests.amounts import amount, fewer
from tests.scenario.files import WHOLE


def complaint(text: str | bytes) -> str:
    """The message for a file called my.toml; fails if the file is accepted."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(ScenarioError) as caught:
        parse(data, "my.toml")
    return str(caught.value)


def swapped(old: str, new: str) -> str:
    """WHOLE with one piece of it changed."""
    assert WHOLE.count(old) >= 1
    return WHOLE.replace(old, new, 1)


CASES = {
    "unknown key": ("title =", "titel =", ["titel", "did you mean title"]),
    "orbit": ("launch_delay_s = 100", "launch_delay_s = 100\norbit = 500", ["orbit: space-based interceptors are not modelled; allowed here: id, "]),
    "salvo": ("launch_delay_s = 100", "launch_delay_s = 100\nsalvo = 2", ["salvo: salvo timing is not modelled: each flight is asked of by itself; allowed here: "]),
    "decoys": ("title =", "decoys = 9\ntitle =", ["decoys: decoys, and how a seeker tells them from warheads, are not modelled"]),
    "missing unit": ("launch_delay_s = 100", "launch_delay = 100", ["launch_delay", "write launch_delay_s"]),
    "account of no base": ('base = "boats", l', 'base = "uzhur", l', ["accounts: no base uzhur", "allowed: kozelsk, here, boats, drawn"]),
    "two accounts": ('base = "boats", l', 'base = "here", l', ["base here twice", "one account for each base"]),
    "fewer warheads than launchers": (", some_empty = true", "", ["12 warheads on 16 launchers", "some_empty = true"]),
    "no launchers": ("launchers = 10", "launchers = 0", ["launchers", "0 launchers", "1 to 10000"]),
    "half a launcher": ("launchers = 10", "launchers = 10.5", ["10.5", "a whole number"]),
    "warheads without end": ("warheads = 12", "warheads = 1e9", ["1e+09 warheads", "1 to 100000"]),
    "total of no base": ('bases = ["here"]', 'bases = ["uzhur"]', ["account_totals: no base uzhur", "allowed: kozelsk, here, boats, drawn"]),
    "a base twice in a total": ('bases = ["here"]', 'bases = ["here", "here"]', ["base here twice in one total"]),
    "totals that cross": ('bases = ["here"]', 'bases = ["here", "drawn"]', ["account_totals: here, boats crosses here, drawn", "one within the other"]),
    "a total below its accounts": ('bases = ["here"], warheads = 60', 'bases = ["here"], warheads = 49', ["account_totals: 49 warheads in all at here", "come to 50 at least"]),
    "launchers below those of accounts": ("launchers = 58", "launchers = 25", ["account_totals: 25 launchers in all at here, boats", "come to 26 at least"]),
    "half a warhead": ("warheads = 60 }", "warheads = 60.5 }", ["60.5", "a whole number"]),
    "status of a total": ('status = "recalled" }', 'status = "known" }', ["known", "allowed: 'found', 'recalled' or 'assumed'"]),
    "no such declaration": ("new-start-2012-03-01-russia", "new-start-2012-03-02-russia", ["no declaration", "did you mean new-start-2012-03-01-russia?"]),
    "latitude": ("latitude_deg = 44.0", "latitude_deg = 95", ["LINE", "latitude_deg", "95", "90 or less"]),
    "longitude": ("longitude_deg = 24.4", "longitude_deg = -181", ["-181", "-180 or more"]),
    "polygon crosses": (
        "[[55, 0], [55, 5], [58, 5], [58, 0]]", "[[55, 0], [58, 5], [55, 5], [58, 0]]",
        ["area", "crosses", "simple outline"]),
    "polygon too short": ("[[55, 0], [55, 5], [58, 5], [58, 0]]", "[[55, 0], [55, 5]]", ["2 vertices"]),
    "polygon of text": ("[[55, 0], [55, 5], [58, 5], [58, 0]]", '[["55", 0]]', ["polygon is [[latitude_deg"]),
    "hole outside": ("[[[41, -79], [42, -77], [43, -79]]]", "[[[41, -79], [42, -74], [43, -79]]]", ["aims #3", "hole 1: not wholly inside its polygon", "keeps off the outline"]),
    "hole on the outline": ("[[[41, -79], [42, -77], [43, -79]]]", "[[[41, -79], [40, -75], [43, -79]]]", ["hole 1: not wholly inside its polygon"]),
    "hole crosses": ("[[[41, -79], [42, -77], [43, -79]]]", "[[[41, -79], [42, -77], [42, -79], [41, -77]]]", ["hole 1: a ring that crosses", "simple outline"]),
    "holes meet": ("[[[41, -79], [42, -77], [43, -79]]]", "[[[41, -79], [42, -77], [43, -79]], [[42, -79], [43, -77], [43, -78.5]]]", ["hole 2: meets one before it", "apart"]),
    "hole too short": ("[[[41, -79], [42, -77], [43, -79]]]", "[[[41, -79], [42, -77]]]", ["2 vertices", "3 or more"]),
    "hole of text": ("[[[41, -79], [42, -77], [43, -79]]]", '[[["41", -79]]]', ["polygon is [[latitude_deg"]),
    "one hole for many": ("[[[41, -79], [42, -77], [43, -79]]]", "[[41, -79], [42, -77], [43, -79]]", ["a polygon is [[latitude_deg"]),
    "interval upside down": ("value = 180, low = 150", "value = 180, low = 190", ["190 to 200", "low <= value"]),
    "two of one id": ('id = "ships"', 'id = "by-id"', ["two deployments of one id", "by-id"]),
    "no bases": ('bases = ["kozelsk"', 'bases = []\n#', []),
    "speed of light": ("{ value = 3.5, low = 3, high = 4,", "{ value = 3e5,", ["300000 km/s"]),
    "speed zero": ("{ value = 3.5, low = 3, high = 4,", "{ value = 0,", ["0 km/s", "0.1 to 15"]),
    "nan": ("launch_delay_s = 100", "launch_delay_s = nan", ["NaN", "finite"]),
    "inf": ("aim_spacing_km = 2000", "aim_spacing_km = inf", ["aim_spacing_km"]),
    "negative delay": ("launch_delay_s = 100", "launch_delay_s = -5", ["-5 s", "0 to 7200"]),
    "sensed": ("launch_delay_s = 100", 'launch_delay_s = "sensed"', ["sensed", "without sensors"]),
    "soon": ("launch_delay_s = 100", 'launch_delay_s = "soon"', ["soon", 'or "sensed"']),
    "text for a number": ("launch_delay_s = 100", 'launch_delay_s = "soon"', ["soon"]),
    "true for a number": ("launch_delay_s = 100", "launch_delay_s = true", ["true", "a number"]),
    "unknown site": ('site = "redzikowo"', 'site = "redzikow"', ["LINE", "did you mean redzikowo"]),
    "unknown base": ('"kozelsk"', '"kozelks"', ["LINE", "bases #1", "no base", "did you mean kozelsk"]),
    "unknown interceptor": ('"sm3-iia"', '"sm-3"', ["no interceptor"]),
    "site and area": ('site = "redzikowo"', 'site = "redzikowo"\narea = "baltic-sea"', ["exactly one"]),
    "neither": ('site = "redzikowo"', "", ["exactly one"]),
    "years": ("until = 2020", "until = 2010", ["2018 until 2010"]),
    "format": ("reassure-scenario/1", "reassure-scenario/9", ["reassure-scenario/9", 'format = "reassure-scenario/1"']),
    "spacing": ("area_spacing_km = 300", "area_spacing_km = 1", ["spacing of 1 km", "at most"]),
    "bad id": ('id = "by-id"', 'id = "<script>"', ["lower-case"]),
    "ratio": ("[0.9, 1.0, 1.2]", "[0.9, 99]", ["flight_time_ratio #2", "5 or less"]),
    "huge coordinate": ("[[55, 0], [55, 5]", f"[[1{'0' * 400}, 0], [55, 5]", ["beyond 360 deg"]),
    "line break in an id": ('"kozelsk"', '"koz\\nel"', ["no base", "koz\\nel"]),
    "escape in a title": ("Every form", "Every\\u001b[31m form", ["control characters"]),
    "two lines in a title": ("Every form", "Every\\nform", ["one line"]),
    "base twice": ('"kozelsk"', '"kozelsk", "kozelsk"', ["bases names one thing twice"]),
    "ratio twice": ("[0.9, 1.0, 1.2]", "[1.0, 1.0]", ["flight_time_ratio names one thing twice"]),
    "not toml": ("title =", "title", ["not TOML", "line 2"]),
    "a list for a table": ("[[deployment]]", "[deployment]", ["not TOML"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_every_kind_of_mistake_gets_one_clear_line(kind: str) -> None:
    """File first; then the key, the value and what is allowed."""
    old, new, said = CASES[kind]
    message = complaint(swapped(old, new))
    assert message.startswith("my.toml")
    assert "\n" not in message
    text = swapped(old, new)
    line = f"line {text[: text.index(new)].count(chr(10)) + 1}:"
    for words in said:
        assert (line if words == "LINE" else words) in message


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe\x00", bytes(range(256)), b"x" * (LARGEST_FILE + 1), b"[" * 50_000,
     b"a = " + b"[" * 50_000, b"a = " + b"9" * 5000, b"a = 1\na = 2", b'format = "reassure-scenario/1"',
     b"force = 3\nformat = 'reassure-scenario/1'\ntitle = 'x'\ndeployment = 'y'"],
    ids=["empty", "bom", "binary", "huge", "nest", "deep", "digits", "twice", "bare", "wrong"],
)  # fmt: skip
def test_what_is_not_a_scenario(data: bytes) -> None:
    """Never a traceback."""
    message = complaint(data)
    assert message.startswith("my.toml")
    assert "\n" not in message
    assert len(message) < 700


def test_deep_dotted_keys_are_refused_at_once() -> None:
    """They slip past the parser's own limit, slowly."""
    for parts in (1500, 20_000):
        for start in ("title", "a", "format"):
            text = WHOLE.replace("note =", f"{start}{'.a' * parts} = 1\nnote =", 1)
            assert "dotted key" in complaint(text)


def test_long_ids_are_cut() -> None:
    """However long the id, the line is short."""
    assert len(complaint(swapped('"kozelsk"', f'"{"k" * 100_000}"'))) < 400


def test_byte_order_mark_is_let_pass() -> None:
    """Some editors write one."""
    assert parse(b"\xef\xbb\xbf" + WHOLE.encode(), "x").title == "Every form"


def test_too_many_flights_are_refused_before_they_are_made() -> None:
    """500 areas finely sampled."""
    areas = ", ".join(f'{{ id = "a{i}", area = "barents-sea" }}' for i in range(400))
    text = swapped('bases = ["kozelsk"', f'bases = [{areas}, "kozelsk"')
    text = text.replace("base_spacing_km = 2000", "base_spacing_km = 10")
    assert "flights or more" in complaint(text)


def test_the_whole_form_is_accepted() -> None:
    """Or none of the above would mean anything."""
    scenario = parse(WHOLE.encode(), "my.toml")
    assert [d.id for d in scenario.deployment] == ["by-id", "by-table", "ships", "drawn-ships"]


def test_fifty_megabytes(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Refused after a megabyte."""
    big = tmp_path / "big.toml"
    with big.open("wb") as out:
        out.truncate(50_000_000)
    assert run(["assess", str(big)]) == 2
    assert "larger than" in capfd.readouterr().err


def run(arguments: list[str]) -> int:
    """The exit code of the command line."""
    import sys

    before = sys.argv
    sys.argv = ["reassure", *arguments]
    try:
        main()
    except SystemExit as stop:
        return int(stop.code or 0)
    finally:
        sys.argv = before
    return 0


TOKENS = re.findall(r"[A-Za-z_][\w-]*|-?\d+(?:\.\d+)?|\"[^\"]*\"|\S", WHOLE)
PIECES = ["", "0", "-1", "1e308", "-1e-320", "nan", "inf", "true", '""', '"x"', "[]", "{}", "[[]]", "]", "[",
          "{", "}", "=", '"', "'''", "\n", "\x00", "é", "\u202e", "2020-01-01", "0x10", "9" * 400, "<script>",
          "[[deployment]]", "[[force]]", "id", "value", "..", "#", "\\"]  # fmt: skip


@fewer
@settings(
    max_examples=amount(2000, 500), deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(data=st.data())
def test_mutations(data: st.DataObject, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Mutations of a valid file (2,000 in a whole run): accepted, or exit 2 with one line and nothing written."""
    text = WHOLE
    for _ in range(data.draw(st.integers(1, 3))):
        kind = data.draw(st.sampled_from(["token", "insert", "cut", "line"]))
        if kind == "token":
            old = data.draw(st.sampled_from(TOKENS))
            text = text.replace(old, data.draw(st.sampled_from(PIECES + TOKENS)), 1)
        elif kind == "insert":
            at = data.draw(st.integers(0, len(text)))
            text = text[:at] + data.draw(st.sampled_from(PIECES) | st.text(max_size=5)) + text[at:]
        elif kind == "cut":
            at = data.draw(st.integers(0, len(text)))
            text = text[:at] + text[at + data.draw(st.integers(1, 80)) :]
        else:
            lines = text.splitlines(keepends=True)
            i, j = (data.draw(st.integers(0, max(0, len(lines) - 1))) for _ in range(2))
            if lines:
                lines.insert(i, lines[j])
            text = "".join(lines)
    raw = text.encode("utf-8", "surrogatepass")
    file = tmp_path / "mutant.toml"
    file.write_bytes(raw)
    try:
        load(file)
    except ScenarioError:
        out = tmp_path / "out.json"
        assert run(["assess", str(file), "--json", str(out)]) == 2
        printed = capfd.readouterr()
        assert printed.out == ""
        assert printed.err.startswith("error: ")
        assert printed.err.count("\n") == 1
        assert "Traceback" not in printed.err
        assert sorted(p.name for p in tmp_path.iterdir()) == ["mutant.toml"]
