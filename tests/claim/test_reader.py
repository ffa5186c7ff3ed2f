"""Reading a claim: what is allowed, and one clear line for everything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reassure.claim import STANDARD_EARTH, claim_hash, parse_claim, read_claim
from reassure.claim.model import MOST_AIMS, MOST_CLAUSES, MOST_PLACES
from reassure.claim.reader import LARGEST_FILE
from reassure.errors import ClaimError, InputError
from tests.claim.files import CANONICAL, WHOLE, data, swapped, today


def complaint(text: str | bytes, name: str = "my.toml") -> str:
    """The message for that text; fails if it is accepted, or if the message is not one line."""
    given_bytes = text.encode() if isinstance(text, str) else text
    with pytest.raises(ClaimError) as caught:
        parse_claim(given_bytes, name)
    message = str(caught.value)
    assert message.startswith(f"{name}")
    assert message.isprintable()
    assert len(message) < 700
    return message


def changed(path: list[str | int], value: object) -> str:
    """The claim as JSON with one value changed."""
    whole = data()
    table = whole
    for step in path[:-1]:
        table = table[step]
    table[path[-1]] = value
    return json.dumps(whole)


def test_the_page_s_claim_is_read() -> None:
    """The example of docs/certificate.md, with its numbers."""
    claim = parse_claim(WHOLE.encode(), "my.toml")
    assert claim.earth == STANDARD_EARTH
    assert claim.interceptor[0].places == ((44.07, 44.07, 24.42, 24.42),)
    assert claim.flights[0].aims == ((25.0, 28.0, -82.0, -79.0, 1650.0, 1990.0),)
    assert claim.flights[0].burnout_time_s == (170.0, 180.0)
    assert (claim.clause[0].interceptor, claim.clause[0].flights) == ("phase-2-deveselu", "kozelsk")


def test_the_page_says_the_same() -> None:
    """The page's example is itself a claim that can be read, and the same one."""
    page = Path(__file__).parents[2] / "docs" / "certificate.md"
    example = page.read_text(encoding="utf-8").split("```toml\n")[1].split("```")[0]
    text = swapped("reassure-claim/1", "reassure-claim/3").replace(
        "1650, 1990]", "1650, 1990, 7.7, 9.2]"
    )
    assert parse_claim(example.encode(), "page.toml") == parse_claim(text.encode(), "my.toml")


@pytest.mark.parametrize("version", [2, 3])
def test_versions_2_and_3_are_read(version: int) -> None:
    """As they are: what a claim says depends on its format, and its hash with it."""
    whole = today() | {"format": f"reassure-claim/{version}"}
    claim = parse_claim(json.dumps(whole).encode(), "my.json")
    assert claim.format == f"reassure-claim/{version}"
    assert claim.flights[0].aims[0][6:] == (7.7, 9.2)
    assert claim_hash(claim) != claim_hash(claim.model_copy(update={"format": "reassure-claim/1"}))


@pytest.mark.parametrize("name", ["c.toml", "c.json", "c.txt", "claim"])
def test_toml_or_json_by_name_or_by_content(tmp_path: Path, name: str) -> None:
    """A suffix tells; without one, the first character does."""
    toml, text = tmp_path / name, tmp_path / f"other-{name}"
    if not name.endswith(".json"):
        toml.write_text(WHOLE, encoding="utf-8-sig")
        assert read_claim(toml).title == "Deveselu against Kozelsk"
    if not name.endswith(".toml"):
        text.write_text("\n  " + CANONICAL, encoding="utf-8")
        assert read_claim(str(text)) == parse_claim(WHOLE.encode(), "my.toml")


CASES = {
    "unknown key": ("title =", "titel =", ["titel", "did you mean title"]),
    "missing": ("sideways_km = 5\n", "", ["sideways_km", "missing", "flights #1"]),
    "missing table": ("[[clause]]", "[[clauses]]", ["clause"]),
    "format": ("claim/1", "claim/4", ["reassure-claim/3"]),
    "rows of version 1": ("claim/1", "claim/2", ["row 1: 6 numbers", "allowed in reassure-claim/2: 8"]),
    "rows of today": ("claim/1", "claim/3", ["row 1: 6 numbers", "allowed in reassure-claim/3: 8"]),
    "rows of version 2": ("1650, 1990]", "1650, 1990, 9, 11]", ["8 numbers", "reassure-claim/1: 6"]),
    "lead": ("1650, 1990]", "1650, 1990, 9, 61]", ["leads of 9 and 61 degrees", "-60 to 60"]),
    "two leads": ("1650, 1990]", "1990, 1990, 9, 11]", ["the same twice"]),
    "earth": ("3.986004418e14", "3.986e14", ["mu_m3_s2", "398600441800000"]),
    "polar radius": ("6356752.3142", "6356752.314245", ["polar_radius_m"]),
    "perturbation": ("0.033", "0.11", ["perturbation_m_s2", "0.11", "0 to 0.1"]),
    "keep": ("keep_above_km = 0", "keep_above_km = 1001", ["0 to 1000 km"]),
    "speed zero": ("speed_km_s = 4.5", "speed_km_s = 0", ["line 16", "above 0, at most 20"]),
    "speed": ("speed_km_s = 4.5", "speed_km_s = 20.1", ["burnout_speed_km_s", "20.1"]),
    "divert": ("divert_km_s = 0.2", "divert_km_s = -0.2", ["0 to 10 km/s"]),
    "text": ("divert_km_s = 0.2", 'divert_km_s = "0.2"', ["allowed: a number"]),
    "yes": ("divert_km_s = 0.2", "divert_km_s = true", ["allowed: a number"]),
    "date": ("divert_km_s = 0.2", "divert_km_s = 2012-03-14", ["allowed: a number"]),
    "ready": ("burnout_s = 100", "burnout_s = 7201", ["0 to 7200 s"]),
    "reach": ("distance_km = 150", "distance_km = 1001", ["0 to 1000 km"]),
    "top": ("height_km = 150", "height_km = -1", ["0 to 1000 km"]),
    "id": ('id = "kozelsk"', 'id = "ko zelsk"', ["letters, digits"]),
    "id line": ('id = "kozelsk"', 'id = "kozelsk\\n"', ["letters, digits"]),
    "long id": ('id = "kozelsk"', f'id = "{"k" * 101}"', ["1 to 100"]),
    "cyrillic id": ('id = "kozelsk"', 'id = "Козельск"', ["letters, digits"]),
    "field": ("field_radius_km = 40", "field_radius_km = 501", ["0 to 500 km"]),
    "time order": ("[170, 180]", "[180, 170]", ["[least, greatest]"]),
    "time zero": ("[170, 180]", "[0, 180]", ["above 0 and at most 1000 s"]),
    "time one": ("[170, 180]", "[170]", ["burnout_time_s"]),
    "time plain": ("[170, 180]", "170", ["burnout_time_s"]),
    "low": ("[180, 220]", "[19.9, 220]", ["20 or more"]),
    "far": ("[500, 600]", "[500, 3001]", ["at most 3000 km"]),
    "side": ("sideways_km = 5", "sideways_km = 500.1", ["0 to 500"]),
    "base": ("[54.03, 54.03", "[54.04, 54.03", ["base", "south <= north"]),
    "latitude": ("[54.03, 54.03", "[54.03, 90.1", ["90.1"]),
    "point": ("[54.03, 54.03, 35.77, 35.77]", "[54.03, 35.77]", ["south, north, west, east"]),
    "west": ("-82.0, -79.0", "-541, -480", ["row 1", "-540 <= west"]),
    "east": ("-82.0, -79.0", "-79.0, -82.0", ["row 1", "west <= east"]),
    "wide": ("-82.0, -79.0", "-82.0, 8.1", ["row 1", "at most 90"]),
    "five": ("1650, 1990", "1650", ["row 1", "shortest, longest"]),
    "mixed": ("1650, 1990", '1650, "1990"', ["row 1"]),
    "order": ("1650, 1990", "1990, 1650", ["row 1", "shortest <= longest"]),
    "long": ("1650, 1990", "1650, 7201", ["row 1", "7200"]),
    "before burnout": ("1650, 1990", "180, 1990", ["row 1", "latest burnout, 180 s"]),
    "none": ("[[44.07, 44.07, 24.42, 24.42]]", "[]", ["places", "0 rows"]),
    "flat": ("[[44.07, 44.07, 24.42, 24.42]]", "[44.07, 44.07, 24.42, 24.42]", ["row 1"]),
    "clause": ('flights = "kozelsk"', 'flights = "kozelsq"', ["clause #1", "kozelsq"]),
    "swapped": ('interceptor = "phase-2-deveselu"', 'interceptor = "kozelsk"', ["clause #1"]),
    "no title": ('"Deveselu against Kozelsk"', '""', ["title", "empty"]),
    "two lines": ("Deveselu against", "Deveselu\\nagainst", ["title", "one line"]),
    "long title": ("Deveselu against", "D" * 301, ["title", "300"]),
    "nan": ("sideways_km = 5", "sideways_km = nan", ["sideways_km", "finite"]),
    "inf": ("sideways_km = 5", "sideways_km = -inf", ["sideways_km", "finite"]),
    "nan in a row": ("1650, 1990", "nan, 1990", ["aims", "finite"]),
    "huge": ("sideways_km = 5", "sideways_km = 1e999999999", ["sideways_km", "finite"]),
    "huge whole": ("sideways_km = 5", f"sideways_km = {'5' * 4000}", ["more than 40 characters"]),
    "huger whole": ("sideways_km = 5", f"sideways_km = {'5' * 9000}", ["not TOML"]),
    "41": ("sideways_km = 5", f"sideways_km = 5.{'0' * 39}", ["more than 40 characters"]),
    "digits": ("0.033", "0.0330000000000000000001", ["more digits than a float64 holds"]),
    "whole digits": ("sideways_km = 5", "sideways_km = 9007199254740993", ["more digits"]),
    "tiny": ("sideways_km = 5", "sideways_km = 1e-999", ["nearer to 0"]),
    "digit too many": ("54.03, 35.77", "54.03000000000000114, 35.77", ["base", "54.03"]),
    "not toml": ("[earth]", "[earth", ["not TOML"]),
    "key twice": ("sideways_km = 5", "sideways_km = 5\nsideways_km = 5", ["not TOML"]),
    "long key": ("sideways_km", "a." * 50 + "b", ["dotted key"]),
    "deep": ("sideways_km = 5", f"sideways_km = {'[' * 12}5{']' * 12}", ["nested too deeply"]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_said(case: str) -> None:
    """Key, value and what is allowed."""
    old, new, words = CASES[case]
    message = complaint(swapped(old, new))
    for word in words:
        assert word in message


def test_edges_are_allowed() -> None:
    """The ends of ranges, and 40 characters."""
    for old, new in [
        ("-82.0, -79.0", "-540, -450"),
        ("-82.0, -79.0", "179, 269"),
        ("25.0, 28.0", "-90, 90"),
        ("0.033", "0.1"),
        ("keep_above_km = 0", "keep_above_km = 1000.0"),
        ("field_radius_km = 40", "field_radius_km = 0"),
        ("sideways_km = 5", f"sideways_km = 5.{'0' * 38}"),
        ("sideways_km = 5", "sideways_km = 0e999999999"),
        ("sideways_km = 5", "sideways_km = 5_0.0"),
        ("1650, 1990", "180.1, 180.1"),
        ('id = "kozelsk"', 'id = "kozelsk"  # x'),
    ]:
        parse_claim(swapped(old, new).encode(), "my.toml")


def test_ids_and_pairs_come_once() -> None:
    """No id twice in its kind, no pair twice; one id may stand in both kinds."""
    whole = data()
    for key in ("interceptor", "flights"):
        twice = complaint(json.dumps({**whole, key: 2 * whole[key]}), "my.json")
        assert "used twice" in twice
        assert f"{key} #2" in twice
    assert "repeats" in complaint(json.dumps({**whole, "clause": 2 * whole["clause"]}), "my.json")
    same = CANONICAL.replace("phase-2-deveselu", "kozelsk")
    assert parse_claim(same.encode(), "my.json").interceptor[0].id == "kozelsk"


@pytest.mark.parametrize("key", ["interceptor", "flights", "clause"])
def test_no_kind_may_be_missing(key: str) -> None:
    """A claim says something."""
    assert key in complaint(changed([key], []), "my.json")


@pytest.mark.parametrize(
    ("path", "most"),
    [
        (["interceptor", 0, "places"], MOST_PLACES),
        (["flights", 0, "aims"], MOST_AIMS),
        (["clause"], MOST_CLAUSES),
    ],
)
def test_no_more_rows_than_the_format_has(path: list[str | int], most: int) -> None:
    """One more is refused, and said how many are allowed."""
    rows = data()
    for step in path:
        rows = rows[step]
    assert str(most) in complaint(changed(path, rows * (most + 1)), "my.json")


def test_as_many_rows_as_the_format_has() -> None:
    """The greatest number of rows is read."""
    rows = data()["flights"][0]["aims"] * MOST_AIMS
    claim = parse_claim(changed(["flights", 0, "aims"], rows).encode(), "my.json")
    assert len(claim.flights[0].aims) == MOST_AIMS


JSON = {
    "constant": ('"sideways_km":5', '"sideways_km":NaN', ["sideways_km", "finite"]),
    "infinity": ('"sideways_km":5', '"sideways_km":-Infinity', ["sideways_km", "finite"]),
    "huge": ('"sideways_km":5', '"sideways_km":' + "5" * 100_000, ["more than 40"]),
    "null": ('"sideways_km":5', '"sideways_km":null', ["allowed: a number"]),
    "twice": ('"sideways_km":5', '"sideways_km":5,"sideways_km":6', ["given twice"]),
    "surrogate": ("Deveselu a", "\\ud800 a", ["title"]),
    "control": ("Deveselu a", "\\u0007 a", ["title", "one line"]),
    "separator": ("Deveselu a", "\\u2028 a", ["title", "one line"]),
    "table": ('"earth":{', '"earth":5,"e":{', ["e"]),
    "list": ('"flights":[{', '"flights":[5,{', ["flights #1", "allowed: a table"]),
    "cut": ('"clause"', "", ["not JSON"]),
}


@pytest.mark.parametrize("case", JSON)
def test_what_is_wrong_in_json_is_said(case: str) -> None:
    """JSON's own ways to be wrong."""
    old, new, words = JSON[case]
    assert CANONICAL.count(old) == 1
    message = complaint(CANONICAL.replace(old, new), "my.json")
    for word in words:
        assert word in message


@pytest.mark.parametrize("name", ["a.json", "a.toml", "a"])
@pytest.mark.parametrize(
    "text",
    [
        b"", b"\x00\x01\x02", b"\xff\xfe{", b"[" * 100_000, b'{"a":' * 100_000,
        b"a = " + b"[" * 100_000, b"a = " + b"{a=" * 5_000, b"5", b'"x"', b"null", b"[]", b"{}",
        b"[[1,2]]", b'{"format":["reassure-claim/1"]}', b'format = "reassure-claim/1"',
        b'{"format":"reassure-claim/1"}', b"format = 1e400",
    ],
)  # fmt: skip
def test_other_files_are_refused(text: bytes, name: str) -> None:
    """Binary, empty, nested a hundred thousand deep: one line each."""
    complaint(text, name)


def test_too_large_a_file_is_refused() -> None:
    """Before it is parsed."""
    assert "larger than" in complaint(b" " * (LARGEST_FILE + 1))


def test_places_that_hold_no_file(tmp_path: Path) -> None:
    """A folder, nothing, and a name that cannot be."""
    for path in (tmp_path, tmp_path / "no.toml", "a\x00b", "x" * 5000):
        with pytest.raises(ClaimError) as caught:
            read_claim(path)
        assert str(caught.value).isprintable()
    assert issubclass(ClaimError, InputError)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    at=st.integers(0, len(WHOLE)),
    length=st.integers(0, 12),
    new=st.text(max_size=8) | st.sampled_from(["[", "{", "1e", "-", '"', "inf", "99999"]),
    json_too=st.booleans(),
)
def test_any_small_change_is_read_or_refused(
    at: int, length: int, new: str, json_too: bool
) -> None:
    """Never anything but a claim or a ClaimError."""
    text = CANONICAL if json_too else WHOLE
    text = text[:at] + new + text[at + length :]
    try:
        parse_claim(text.encode("utf-8", "surrogatepass"), "a.json" if json_too else "a.toml")
    except ClaimError as error:
        message = str(error)
    else:
        message = ""
    assert message.isprintable()
