"""What the checker reads: lines in any order, the claim given, files that are broken, and what it says of a claim."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reassure_check.__main__ import check
from reassure_check.claim import Malformed, parse, words
from reassure_check.tree import row
from tests.check.certificates import (
    BOOST,
    CLAIM,
    COAST,
    LEAVES,
    STAY,
    TREES,
    certificate,
    changed,
    write,
)

FIRST = sum((COAST + BOOST).count(letter) for letter in "LEAGB")  # leaves


def _status(path: Path, lines: list[str], claim: str | None = None, alone: bool = True) -> int:
    try:
        return check(write(path, lines), claim, alone)
    except (Malformed, UnicodeError):
        return 2


@pytest.mark.parametrize("alone", [True, False])
def test_a_certificate_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], alone: bool
) -> None:
    """And told: the claim first, then what was counted; in this process and in others."""
    assert _status(tmp_path / "a", certificate(), alone=alone) == 0
    said = capsys.readouterr().out
    assert said.startswith("Claim: ")
    assert "44.07 N, 24.42 E" in said
    assert "no more than 4 km/s" in said
    assert f"2 proofs with {LEAVES} leaves checked." in said
    assert said.endswith("PROVED, under the assumptions above and for the stated limits and flights only.\n")  # fmt: skip


@pytest.mark.parametrize("alone", [True, False])
def test_a_leaf_that_fails_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], alone: bool
) -> None:
    """By its number in its tree, and its letter; the other row is proved."""
    lines = certificate()
    lines[5] = f"proof 0 1 {TREES[1][0]} 0L1BB"
    assert _status(tmp_path / "a", lines, alone=alone) == 1
    said = capsys.readouterr().out
    assert (
        "NOT proved  deveselu against kozelsk: 1 of 2 rows; above the height that counts (leaf 2, B)"
        in said
    )
    assert said.endswith("NOT PROVED: 0 of 1 clause.\n")


def test_proofs_may_stand_in_any_order(tmp_path: Path) -> None:
    """The second row first."""
    lines = certificate()
    assert _status(tmp_path / "a", [*lines[:4], lines[5], lines[4], lines[6]]) == 0


def test_many_proofs_are_read_some_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each counts once."""
    monkeypatch.setattr("reassure_check.__main__.BATCH", 20)
    aim = CLAIM["flights"][0]["aims"][0]
    text = changed(lambda claim: claim["flights"][0].update(aims=[aim] * 50))
    proofs = [f"proof 0 {k} {COAST} {BOOST}" for k in range(50)]
    assert _status(tmp_path / "a", certificate(STAY, *proofs, "end 51", text=text)) == 0
    assert f"50 proofs with {50 * FIRST} leaves checked." in capsys.readouterr().out


@pytest.mark.parametrize(
    "what",
    ["first", "version", "hash", "missing", "twice", "end", "count", "more", "tree", "empty"],
)
def test_broken_files_are_refused(tmp_path: Path, what: str) -> None:
    """Every line is needed, once."""
    lines = certificate()
    broken = {
        "first": lines[1:],
        "version": ["reassure-certificate/2", *lines[1:]],
        "hash": [*lines[:2], "sha256 " + "0" * 64, *lines[3:]],
        "missing": [*lines[:4], lines[5], "end 2"],
        "twice": [*lines[:5], lines[4], "end 3"],
        "end": lines[:-1],
        "count": [*lines[:-1], "end 4"],
        "more": [*lines, lines[4]],
        "tree": [*lines[:5], f"proof 0 1 {COAST}G {BOOST}", "end 3"],
        "empty": [],
    }[what]
    assert _status(tmp_path / "a", broken) == (1 if what == "missing" else 2)


def test_the_claim_given_must_be_the_claim_proved(tmp_path: Path) -> None:
    """However its numbers are written; as TOML too."""
    assert CLAIM["interceptor"][0]["burnout_speed_km_s"] == 4.0
    same, other, toml = (tmp_path / name for name in ("same.json", "other.json", "same.toml"))
    same.write_text(json.dumps(CLAIM).replace(": 4.0", ": 40e-1"))
    other.write_text(json.dumps(CLAIM).replace('_speed_km_s": 4.0', '_speed_km_s": 4.1'))
    tables = [
        f"[[{kind}]]\n" + "\n".join(f"{k} = {json.dumps(v)}" for k, v in CLAIM[kind][0].items())
        for kind in ("interceptor", "flights", "clause")
    ]
    earth = "\n".join(f"{key} = {value}" for key, value in CLAIM["earth"].items())
    head = f'format = "{CLAIM["format"]}"\ntitle = "{CLAIM["title"]}"\n[earth]\n{earth}\n'
    toml.write_text(head + "\n".join(tables))
    assert _status(tmp_path / "a", certificate(), str(same)) == 0
    assert _status(tmp_path / "a", certificate(), str(toml)) == 0
    assert _status(tmp_path / "a", certificate(), str(other)) == 1


def test_how_long_an_interceptor_stays_up_is_checked_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it is not seen to hold, nothing of that interceptor is proved; rows are told how long it is."""
    given = []
    monkeypatch.setattr("reassure_check.__main__.row", lambda *a: (given.append(a[-1]), row(*a))[1])
    lines = certificate()
    assert lines[3] == STAY == "stay 0 1177"
    for said, status in ((STAY, 0), ("stay 0 1176", 1)):
        assert _status(tmp_path / "a", [*lines[:3], said, *lines[4:]]) == status
    assert given == [1177, 1177, 1176, 1176]
    assert "2 of 2 rows; an interceptor may be up longer than 1176 s" in capsys.readouterr().out


def test_a_stay_is_of_its_own_interceptor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One that does not hold leaves the other interceptor's clauses proved, and takes all of its own."""

    def two(claim: dict[str, Any]) -> None:
        fast = {**claim["interceptor"][0], "id": "other", "burnout_speed_km_s": 3.9}
        claim["interceptor"] = [fast, *claim["interceptor"]]
        claim["clause"].insert(0, {"interceptor": "other", "flights": "kozelsk"})

    proofs = [f"proof {k} {j} {' '.join(TREES[j])}" for k in (0, 1) for j in (0, 1)]
    for stays, told in (
        (["stay 0 1177", "stay 1 1177"], (True, True)),
        (["stay 0 1177", "stay 1 900"], (True, False)),
        (["stay 1 1177", "stay 0 900"], (False, True)),
        (["stay 0 1", "stay 1 1"], (False, False)),
    ):
        text = certificate(*stays, *proofs, "end 6", text=changed(two))
        assert _status(tmp_path / "a", text) == 1 - all(told)
        said = capsys.readouterr().out
        for name, proved in zip(("other", "deveselu"), told, strict=True):
            assert (f"  proved      {name} cannot reach kozelsk" in said) == proved


def test_a_claim_is_only_taken_as_it_is_specified() -> None:
    """Other constants, no numbers, keys twice or unknown, deep nesting, rows without leads."""
    text = json.dumps(CLAIM)
    for old, new in (
        ("398600441800000", "398600441900000"),
        ("0.033", "NaN"),
        ("0.033", "-0.033"),
        ("0.033", "0.0" + "3" * 50),
        ("0.033", "1e999"),
        ("reassure-claim/3", "reassure-claim/4"),
        ("reassure-claim/3", "reassure-claim/1"),
        ('"sideways_km": 5', '"sideways_km":5,"sideways_km":5'),
        ('"sideways_km": 5', '"sideways":5'),
        ("[170, 180]", "[180, 170]"),
        ("1760, 7.2, 7.4]", "1760]"),
        ("1760, 7.2, 7.4]", "1760, 7.2]"),
        ("1760, 7.2, 7.4]", "1760, 7.2, 60.1]"),
        ("1720, 1760, 7.2, 7.4]", "1760, 1760, 7.2, 7.4]"),
        ("1720, 1760,", "1760, 1720,"),
        ("1720, 1760,", "180, 1720,"),
        ("[", "[" * 100_000),
    ):
        text = text.replace("398600441800000.0", "398600441800000")
        assert old in text, old
        with pytest.raises(Malformed):
            parse(text.replace(old, new, 1))
    parse(text.replace("1720, 1760, 7.2, 7.4]", "1760, 1760, 7.2, 7.2]", 1))


def test_words_come_from_the_claim_alone() -> None:
    """Of the interceptors and flights, and what is assumed."""
    said = " ".join(words(parse(json.dumps(CLAIM))).split())
    for piece in (
        "54.03 N, 35.77 E", "170 to 180 s", "500 to 600 km", "0.033 m/s^2", "up to 40 km",
        "towards the aim turned 7.2 to 7.6 degrees eastward", "flight times of 1720 to 1830 s",
        "2 cells within 40 N to 48 N, 122 W to 74 W",
        "from its burnout to its end a flight goes the short way: it is always less than 90 degrees from "
        "the direction midway between its burnout and its end.",
    ):  # fmt: skip
        assert piece in said


def test_the_checker_reads_exact_decimals() -> None:
    """Not the nearest double."""
    assert parse(json.dumps(CLAIM)).data["earth"]["perturbation_m_s2"] == Fraction(33, 1000)
