"""A certificate looked at: pairs, leaves, and how near to the limit they are; a meeting near a box; refused flights."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE
from reassure.claim import Claim
from reassure.claim.from_scenario import ClaimQuestion, claim_from_scenario, claim_with_refused
from reassure.claim.problem import root_box
from reassure.errors import ScenarioError
from reassure.proof.examined import examined
from reassure.proof.hint import meeting_near
from reassure.proof.prove import certify, rows_of
from reassure.proof.refute import holds
from reassure.proof.tree_boxes import leaves_of
from reassure.scenario import load
from tests.claim.files import two_rows


def claim(speed: float) -> Claim:
    """Deveselu against two rows of aims from Kozelsk, at a speed in km/s."""
    data = two_rows()
    data["interceptor"][0]["burnout_speed_km_s"] = speed
    return Claim.model_validate(data)


def test_a_proved_pair_has_its_leaves_and_the_lowest_speed_beside_them(tmp_path: Path) -> None:
    """By kind; the cell of aims that took most; a speed that gets in lies above the claim's."""
    path = tmp_path / "a.cert"
    certify(claim(4.0)).write(path)
    found = examined(path)
    assert found.proved
    (pair,) = found.pairs
    assert (pair.verdict, pair.clauses, pair.limit_km_s) == (UNREACHABLE, 1, 4.0)
    text = "".join(re.findall(r"^proof \S+ \S+ (.*)$", path.read_text(), re.M))
    letters = [text.count(letter) for letter in "LEA"]
    assert [pair.by_line, pair.by_energy, pair.by_arc] == letters
    assert sum(letters) <= pair.leaves
    assert 0 < pair.hardest_leaves <= pair.leaves
    assert pair.hardest_aim_deg is not None
    assert pair.found_km_s is not None
    assert 4.0 < pair.found_km_s < 12.0
    assert examined(path, closely=False).pairs[0].found_km_s is None


def test_a_pair_within_reach_has_a_witness(tmp_path: Path) -> None:
    """Within the limit, and flown again before it is told of."""
    path = tmp_path / "a.cert"
    made = certify(claim(9.0))
    assert made.verdicts[0].verdict == REACHABLE
    assert 0.0 < made.verdicts[0].detail["speed_km_s"] <= 9.0
    made.write(path)
    (pair,) = examined(path).pairs
    assert (pair.verdict, pair.leaves) == (REACHABLE, 0)
    assert pair.speed_km_s == made.verdicts[0].detail["speed_km_s"]


def test_what_the_checker_does_not_accept_is_undecided(tmp_path: Path) -> None:
    """Whatever the file says: here a tree of one leaf."""
    path = tmp_path / "a.cert"
    certify(claim(4.0)).write(path)
    bad = re.sub(r"^(proof 0 0) \S+ ", r"\1 L ", path.read_text(), count=1, flags=re.M)
    path.write_text(bad)
    found = examined(path)
    assert not found.proved
    assert (found.pairs[0].verdict, found.pairs[0].reason) == (
        UNDECIDED, "the checker does not accept the proof"
    )  # fmt: skip


def test_the_leaves_of_a_tree_tile_its_root(tmp_path: Path) -> None:
    """Their volumes add up to the root's, and none lies outside."""
    made = certify(claim(4.0))
    row = rows_of(claim(4.0))[0][0]
    lo, hi = root_box(row.x, row.f, 0, row.stay, False)
    wide = hi > lo
    leaves = list(leaves_of(made.proofs[0, 0].split(" ")[0], (lo, hi)))
    assert all((a >= lo).all() and (b <= hi).all() for _, a, b in leaves)
    shares = [np.prod((b - a)[wide] / (hi - lo)[wide]) for _, a, b in leaves]
    assert sum(shares) == pytest.approx(1.0)


def test_a_descent_from_a_box_ends_at_a_meeting() -> None:
    """That holds when it is flown again, at the speed that it says or less."""
    fast = claim(20.0)
    row = rows_of(fast)[0][0]
    lo, hi = root_box(row.x, row.f, 0, None, False)
    lo[0], hi[0] = 900.0, 1000.0
    lo[1], hi[1] = 100.0, 200.0
    found = meeting_near(row.p, 0, (lo, hi))
    assert found.witness is not None
    assert 3.0e3 < found.speed_m_s < 2.0e4
    assert holds(row.p, found.witness)


def test_flights_that_no_claim_can_have_do_not_refuse_the_rest() -> None:
    """They are named with the reason; alone they are an error, and so they are to `claim_from_scenario`."""
    whole = load("guarantee-2012")
    first = whole.force[0]
    long = first.model_copy(update={"way": "long", "bases": list(first.bases[:1])})
    short = first.model_copy(update={"bases": list(first.bases[1:2])})
    both = whole.model_copy(update={"force": [long, short]})
    made, refused = claim_with_refused(ClaimQuestion(both, deployments=["deveselu"], cell_km=2000))
    assert [f.id for f in made.flights] == [str(first.bases[1])]
    assert [(r.interceptor, r.flights) for r in refused] == [("deveselu", str(first.bases[0]))]
    assert "long" in str(refused[0].error)
    with pytest.raises(ScenarioError, match="long"):
        claim_from_scenario(both, deployments=["deveselu"], cell_km=2000)
    alone = whole.model_copy(update={"force": [long]})
    with pytest.raises(ScenarioError, match="long"):
        claim_with_refused(ClaimQuestion(alone, deployments=["deveselu"]))
