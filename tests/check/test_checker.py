"""The checker and the prover: what proves a claim is accepted, what does not is refused."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from reassure.claim import Claim, claim_hash, parse_claim
from reassure.proof.prove import certify
from reassure_check.__main__ import check
from reassure_check.claim import Malformed, parse
from reassure_check.tree import Trees, row
from tests.check.certificates import CLAIM, TREES, certificate, write


@pytest.fixture(scope="module")
def lines() -> list[str]:
    whole = certify(parse_claim(json.dumps(CLAIM).encode(), "claim.json"))
    assert whole.proved
    return list(whole.lines())


def _status(path: Path, lines: list[str], claim: str | None = None) -> int:
    try:
        return check(write(path, lines), claim, alone=True)
    except (Malformed, UnicodeError):
        return 2


def _about(lines: list[str], **changes: Any) -> list[str]:
    """The same proofs under another claim, its hash put right."""
    claim = json.loads(lines[1])
    for path, value in changes.items():
        table, key = path.split("__")
        target = claim[table] if isinstance(claim[table], dict) else claim[table][0]
        target[key] = value
    text = json.dumps(claim)
    return [lines[0], text, f"sha256 {parse(text).digest}", *lines[3:]]


def test_what_the_prover_finds_is_accepted(
    lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And it is what these tests have as a text."""
    assert _status(tmp_path / "a", lines) == 0
    assert "PROVED, under the assumptions" in capsys.readouterr().out
    assert lines[3:] == certificate()[3:]


def test_prover_and_checker_hash_alike(lines: list[str]) -> None:
    """The claim's normal form is one."""
    claim = parse_claim(lines[1].encode(), "claim.json")
    assert claim_hash(claim) == parse(lines[1]).digest == lines[2].removeprefix("sha256 ")


def test_the_same_bytes_from_any_number_of_threads(lines: list[str]) -> None:
    """One, or three."""
    claim = parse_claim(json.dumps(CLAIM).encode(), "claim.json")
    assert list(certify(claim, threads=1).lines()) == lines
    assert list(certify(claim, threads=3).lines()) == lines


AIMS = CLAIM["flights"][0]["aims"]


@pytest.mark.parametrize(
    "changes",
    [
        {"interceptor__burnout_speed_km_s": 7.0},
        {"interceptor__divert_km_s": 3.0},
        {"interceptor__burnout_distance_km": 1000},
        {"interceptor__places": [[44.07, 60.0, 10.0, 24.42]]},
        {"interceptor__places": [[44.07, 44.07, 24.42, 24.42], [54.07, 54.07, 34.42, 34.42]]},
        {"interceptor__places": [[-44.07, -44.07, 24.42, 24.42]]},
        {"earth__perturbation_m_s2": 0.1},
        {"flights__base": [44.0, 44.0, 24.0, 24.0]},
        {"flights__burnout_time_s": [20, 180]},
        {"flights__aims": [[*AIMS[0][:4], 1100, *AIMS[0][5:]], AIMS[1]]},
        {"flights__aims": [[40, 41, 74, 76, *AIMS[0][4:]], AIMS[1]]},
        {"flights__aims": [[*AIMS[0][:6], -60, -60], AIMS[1]]},
    ],
)
def test_proofs_do_not_serve_another_claim(tmp_path: Path, changes: dict[str, Any]) -> None:
    """More than was proved, or something else."""
    assert _status(tmp_path / "a", _about(certificate(), **changes)) in (1, 2)


def test_broken_trees_are_never_accepted() -> None:
    """Leaves dropped, doubled, exchanged, cut short, given other names: none may pass."""
    rng = random.Random(3)
    coast, boost = TREES[0]
    for _ in range(120):
        at = rng.randrange(len(coast))
        kind = rng.randrange(4)
        if kind == 0:
            broken = coast[:at] + coast[at + 1 :]
        elif kind == 1:
            broken = coast[:at] + rng.choice("LEGBx0123456789abcd;,-") + coast[at:]
        elif kind == 2:
            broken = coast[:at]
        else:
            broken = coast[:at] + coast[at:] + coast[at:]
        if broken == coast:
            continue
        # a digit of a velocity may be lost and the leaf still hold: then the proof is another, and good
        digits = coast[max(0, at - 1) : at + 2]
        if _quick(broken, boost):
            assert any(c.isdigit() or c in "-," for c in digits)


def _quick(coast: str, boost: str) -> bool:
    """Does the checker take these trees for the first row?"""
    data = parse(json.dumps(CLAIM)).data
    trees = Trees([row(data["interceptor"][0], data["flights"][0], 0, data["earth"], 1177)])
    try:
        trees.read(coast, 0, False)
        trees.read(boost, 0, True)
    except Malformed:
        return False
    trees.check()
    return not trees.failed[0]


@pytest.mark.parametrize("exact", ["burnout", "end", "both"])
def test_times_that_are_exact_can_be_proved(tmp_path: Path, exact: str) -> None:
    """Sides of no length."""
    whole = json.loads(json.dumps(CLAIM))
    for f in whole["flights"]:
        if exact != "end":
            f["burnout_time_s"] = [175, 175]
        if exact != "burnout":
            f["aims"] = [[*row[:4], row[5], row[5], row[7], row[7]] for row in f["aims"]]
    found = certify(Claim.model_validate(whole))
    assert found.proved
    found.write(tmp_path / "exact.cert")
    assert check(str(tmp_path / "exact.cert"), None, alone=True) == 0
