"""The limits of docs/certificate.md, on both sides of each, and each in the page's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reassure_check.__main__ import check
from reassure_check.claim import Malformed, parse
from reassure_check.tree import Walk, row
from tests.check.test_checker import CLAIM

PAGE = (Path(__file__).parents[2] / "docs" / "certificate.md").read_text()


def _changed(change: Callable[[dict[str, Any]], None]) -> str:
    claim = json.loads(json.dumps(CLAIM))
    change(claim)
    return json.dumps(claim)


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


def _file(path: Path, *body: str, version: int = 1) -> str:
    text = json.dumps(CLAIM)
    lines = [f"reassure-certificate/{version}", text, f"sha256 {parse(text).digest}", *body]
    path.write_text("".join(f"{line}\n" for line in lines))
    return str(path)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (["proof 00 0 0 G G", "end 1"], "not an index"),
        (["proof 0 0 01 G G", "end 1"], "not an index"),
        (["proof 0 0 2 G G", "end 1"], "not below"),
        (["undecided 0 {}", "reachable 0 {}", "end 2"], "said twice"),
        (["undecided 0 {}", "undecided 0 {}", "end 2"], "said twice"),
        (["undecided 00 {}", "end 1"], "not an index"),
        (["undecided 0 {}", "end 01"], "not an index"),
        (["undecided 0 {}", "end 00000001"], "not an index"),
        (["proof 0 0 0  G G", "end 1"], "no line"),
    ],
)
def test_a_line_that_the_page_does_not_allow_is_refused(
    tmp_path: Path, body: list[str], why: str
) -> None:
    """Indices with leading zeros or out of range, a clause of which two things are said."""
    for words in ("without leading zeros", "no clause two lines `reachable` or `undecided`"):
        assert words in PAGE
    with pytest.raises(Malformed, match=why):
        check(_file(tmp_path / "a", *body), alone=True)
    assert check(_file(tmp_path / "b", "undecided 0 {}", "end 1"), alone=True) == 1


def test_the_files_version_is_the_claims(tmp_path: Path) -> None:
    """A claim of version 1 in a file of version 2."""
    assert "a claim of version 1 in a file of version 2 is an error" in PAGE
    with pytest.raises(Malformed, match="in a file of"):
        check(_file(tmp_path / "a", "end 0", version=2), alone=True)


def _walk(tree: str) -> Walk:
    data = parse(json.dumps(CLAIM)).data
    boxes = row(data["interceptor"][0], 0, data["flights"][0], 0, data["earth"])
    return Walk(boxes.coast, boxes.limits, True).run(tree)


def test_velocities_may_be_negative_and_have_no_other_sign() -> None:
    """One to nine digits."""
    assert "of one to nine digits, `-` before a negative one and no other sign" in PAGE
    assert _walk("F-999999999,0,-1;L").leaves == 1
    for bad in ("F+1,0,0;L", "F1,0,1000000000;L", "F1,,0;L", "F1,0;L"):
        with pytest.raises(Malformed):
            _walk(bad)


def test_a_side_is_halved_so_often_and_so_many_boxes_wait() -> None:
    """100 times; 200 boxes."""
    assert (
        "A box is halved only while fewer than 200 others wait, and no side more than 100 times"
        in PAGE
    )
    assert _walk("0" * 100 + "G" * 101).leaves == 101
    assert _walk("0" * 100 + "1" * 100 + "G" * 201).leaves == 201
    for tree in ("0" * 101 + "G" * 102, "0" * 100 + "1" * 100 + "2" + "G" * 202):
        with pytest.raises(Malformed, match="more than 200 boxes, or too fine"):
            _walk(tree)


def test_where_the_intervals_leave_no_time_any_leaf_holds() -> None:
    """Early, and long after the burnout: there is no such time, and there alone a leaf needs no reference."""
    assert "where they allow none any leaf holds" in PAGE
    walk = _walk("0cLcLLG")
    assert walk.leaves == 4
    assert walk.failed == 3
    assert walk.why == "no reference arc (leaf 1, L)"
