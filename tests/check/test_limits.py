"""The limits of docs/certificate.md, on both sides of each, and each in the page's words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reassure_check.__main__ import check
from reassure_check.claim import Malformed, parse
from reassure_check.tree import Trees, row
from tests.check.certificates import CLAIM, certificate, write
from tests.check.certificates import changed as _changed

PAGE = (Path(__file__).parents[2] / "docs" / "certificate.md").read_text()


@pytest.mark.parametrize(
    ("path", "most", "said"),
    [
        (("flights", "aims"), 20_000, "1 to 20,000 rows in `aims`"),
        (("interceptor", "places"), 2_000, "1 to 2,000 cells in `places`"),
        (("interceptor",), 20_000, "1 to 20,000 tables `[[interceptor]]`"),
        (("flights",), 20_000, "as many `[[flights]]` and `[[clause]]`"),
        (("clause",), 20_000, "as many `[[flights]]` and `[[clause]]`"),
    ],
)
def test_a_claim_has_so_many_parts(path: tuple[str, ...], most: int, said: str) -> None:
    """As many are looked into, and the first found wanting; one more is not, nor none."""
    assert said in PAGE

    def told(count: int) -> str:
        claim = json.loads(json.dumps(CLAIM))
        table, *key = path
        if key:
            claim[table][0][key[0]] = [[]] * count
        else:
            claim[table] = [{}] * count
        with pytest.raises(Malformed) as error:
            parse(json.dumps(claim))
        return str(error.value)

    assert f"{path[-1]}[0]: allowed" in told(most)
    for count in (most + 1, 0):
        assert told(count).endswith(f"{path[-1]}: allowed: a list of 1 to {most}")


@pytest.mark.parametrize(
    ("good", "bad"),
    [("0.5e1", "0.5e61"), ("5e0", "5e-61"), ("5e-60", "5E+61"), ("5", "0" * 41)],
)
def test_a_number_is_so_long_and_its_exponent_so_great(good: str, bad: str) -> None:
    """40 characters, and an exponent from -60 to 60."""
    assert "numbers of more than 40 characters, or with an exponent beyond -60 to 60" in PAGE
    text = json.dumps(CLAIM)
    assert '"sideways_km": 5,' in text
    parse(text.replace('"sideways_km": 5,', f'"sideways_km": {good},'))
    with pytest.raises(Malformed):
        parse(text.replace('"sideways_km": 5,', f'"sideways_km": {bad},'))


def test_nesting_is_at_most_twenty_deep() -> None:
    """One more is refused before it is read; in a text of JSON brackets do not count."""
    assert "nested more than 20 deep" in PAGE
    for depth, why in ((20, "not JSON"), (21, "nested too deeply")):
        with pytest.raises(Malformed, match=why):
            parse("[" * depth)
    parse(_changed(lambda claim: claim.update(title="[" * 40)))


@pytest.mark.parametrize("kind", ["interceptor", "flights", "clause"])
def test_nothing_stands_twice(kind: str) -> None:
    """Ids of a kind, and pairs."""
    assert "No two interceptors have one id, nor two flights" in PAGE
    with pytest.raises(Malformed, match="two of one id|each pair once"):
        parse(_changed(lambda claim: claim[kind].append(claim[kind][0])))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (["proof 00 0 G G", "end 1"], "not an index"),
        (["proof 0 01 G G", "end 1"], "not an index"),
        (["proof 0 2 G G", "end 1"], "not below"),
        (["proof 1 0 G G", "end 1"], "not below"),
        (["proof 0 0 0 G G", "end 1"], "no line"),
        (["undecided 0 {}", "reachable 0 {}", "end 2"], "said twice"),
        (["undecided 0 {}", "undecided 0 {}", "end 2"], "said twice"),
        (["undecided 00 {}", "end 1"], "not an index"),
        (["undecided 0 {}", "end 01"], "not an index"),
        (["undecided 0 {}", "end 00000001"], "not an index"),
        (["undecided 0 {}", "end 2"], "count at the end"),
        (["undecided 0 {}", "end 1", "end 1"], "more after the end"),
        (["proof 0 0  G G", "end 1"], "no line"),
        (["stay 0 1383", "end 0"], "count at the end"),
        (["stay 1 1383", "end 1"], "not below"),
        (["stay 00 1383", "end 1"], "not an index"),
        (["stay 0 01383", "end 1"], "not an index"),
        (["stay 0 1383.0", "end 1"], "not an index"),
        (["stay 0 0", "end 1"], "no time"),
        (["stay 0 7201", "end 1"], "not below 7201"),
        (["stay 0 -5", "end 1"], "not an index"),
        (["stay 0 1383", "stay 0 1384", "end 2"], "said twice"),
        (["undecided 0 {}", "stay 0 1383", "end 2"], "not at its place"),
        (["proof 0 0 G G", "stay 0 1383", "end 2"], "not at its place"),
        (["stay 0", "end 1"], "no line"),
        (["stay 0 1383 1", "end 1"], "no line"),
    ],
)
def test_a_line_that_the_page_does_not_allow_is_refused(
    tmp_path: Path, body: list[str], why: str
) -> None:
    """Indices with leading zeros or out of range, a clause of which two things are said, a stay that is not at the start."""
    for words in ("without leading zeros", "no clause two lines `reachable` or `undecided`"):
        assert words in PAGE
    with pytest.raises(Malformed, match=why):
        check(write(tmp_path / "a", certificate(*body)), alone=True)
    good = certificate("stay 0 7200", "undecided 0 {}", "end 2")
    assert check(write(tmp_path / "b", good), alone=True) == 1


@pytest.mark.parametrize("version", [1, 2])
def test_a_former_version_is_for_the_former_checker(tmp_path: Path, version: int) -> None:
    """The claim's, and the file's, which says so first."""
    text = _changed(lambda claim: claim.update(format=f"reassure-claim/{version}"))
    with pytest.raises(Malformed, match=f"claim/{version} is of a .*reassure-check-old checks it"):
        parse(text)
    lines = [f"reassure-certificate/{version}", text, "sha256 0", "end 0"]
    for first in (lines[0], "reassure-certificate/3"):
        with pytest.raises(Malformed, match="former version: the program reassure-check-old"):
            check(write(tmp_path / "a", [first, *lines[1:]]), alone=True)
    with pytest.raises(Malformed, match="must be reassure-certificate/3"):
        check(write(tmp_path / "a", ["reassure-certificate/4", *lines[1:]]), alone=True)


def _walk(tree: str, second: bool = False) -> Trees:
    data = parse(json.dumps(CLAIM)).data
    trees = Trees([row(data["interceptor"][0], data["flights"][0], 0, data["earth"], None)])
    trees.read(tree, 0, second)
    trees.check()
    return trees


def test_velocities_may_be_negative_and_have_no_other_sign() -> None:
    """One to nine digits."""
    assert "of one to nine digits, `-` before a negative one and no other sign" in PAGE
    assert _walk("F-999999999,0,-1;L").leaves == [1]
    for bad in ("F+1,0,0;L", "F1,0,1000000000;L", "F1,,0;L", "F1,0;L"):
        with pytest.raises(Malformed):
            _walk(bad)


def test_a_side_is_halved_so_often_and_so_many_boxes_wait() -> None:
    """100 times; 200 boxes."""
    assert (
        "A box is halved only while fewer than 200 others wait, and no side more than 100 times"
        in PAGE
    )
    assert _walk("0" * 100 + "G" * 101).leaves == [101]
    assert _walk("0" * 100 + "1" * 100 + "G" * 201).leaves == [201]
    for tree in ("0" * 101 + "G" * 102, "0" * 100 + "1" * 100 + "2" + "G" * 202):
        with pytest.raises(Malformed, match="more than 200 boxes, or too fine"):
            _walk(tree)


def test_where_the_intervals_leave_no_time_any_leaf_holds() -> None:
    """Early, and long after the burnout: there is no such time, and there alone a leaf needs no reference."""
    assert "where they allow none any leaf holds" in PAGE
    walk = _walk("0cLcLLG")
    assert walk.leaves == [4]
    assert walk.failed == [3]
    assert walk.why == ["no reference arc (leaf 1, L)"]


def test_what_is_read_is_one_tree_and_nothing_else() -> None:
    """Nothing, too little, too much, a letter of none, a reference or a halving where none may stand."""
    for tree, second in (
        ("", False), ("0G", False), ("GG", False), ("x", False), ("0GGG", False), ("d", True), ("e", True),
        ("F1,2,3;F1,2,3;L", False), ("F1,2,3;", False), ("F1,2,3;L", True), ("A1,2,3", False),
        *((f"F1,2,3;{k}LL", False) for k in range(2, 10)),
    ):  # fmt: skip
        with pytest.raises(Malformed, match="tree, character"):
            _walk(tree, second)
    for k in "0123456789abcd":
        assert _walk(f"{k}GG", True).leaves == [2]


def test_an_arc_before_the_flights_burnout_proves_nothing() -> None:
    """In the second tree, where there is time; the first leaf that fails is named."""
    walk = _walk("0GA1,2,3;", True)
    assert walk.failed == [2]
    assert walk.why == ["there are flights at these times (leaf 1, G)"]
    assert _walk("A1,2,3;", True).why == ["an arc before the flight's burnout (leaf 1, A)"]


@pytest.mark.parametrize("speed", ["10", "12", "20"])
def test_a_very_fast_interceptor_is_told_of_without_a_warning(tmp_path: Path, speed: str) -> None:
    """Nothing bounds how long it is up, so the clause is not proved; and that is all that is said."""
    text = _changed(lambda claim: claim["interceptor"][0].update(burnout_speed_km_s=float(speed)))
    assert check(write(tmp_path / "a", certificate(text=text)), alone=True) == 1
