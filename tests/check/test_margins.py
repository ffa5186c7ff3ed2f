"""The checker beside the prover's own margins, leaf by leaf; and what is claimed or given a little otherwise fails more."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from reassure.claim import parse_claim
from reassure.proof.prove import certify, rows_of
from reassure_check.claim import parse
from reassure_check.tree import Trees, row
from tests.check.certificates import CLAIM
from tests.check.second_opinion import margins

SURE = 0.002  # m/s, the prover's


def _claim() -> dict[str, Any]:
    """Three places apart, boosts that are near: some sixty leaves of all kinds."""
    claim: dict[str, Any] = copy.deepcopy(CLAIM)
    claim["interceptor"][0].update(
        burnout_speed_km_s=4.5, burnout_distance_km=100, earliest_burnout_s=30,
        places=[[44.07, 44.07, 24.42, 24.42], [47.2, 47.25, 24.6, 24.7], [45.9, 46.0, 29.0, 29.1]],
    )  # fmt: skip
    claim["earth"]["keep_above_km"] = 300
    return claim


@pytest.fixture(scope="module")
def proofs() -> tuple[int, list[list[str]]]:
    """How long interceptors stay up, and each row's two trees."""
    found = certify(parse_claim(json.dumps(_claim()).encode(), "claim.json"))
    assert found.proved
    return found.stays[0], [text.split(" ") for _, text in sorted(found.proofs.items())]


def _trees(
    claim: dict[str, Any], stay: int | None, proofs: list[list[str]]
) -> tuple[list[int], list[int]]:
    """Leaves, and leaves that the checker refuses, of each tree: of every row the coast's and the boost's."""
    data = parse(json.dumps(claim)).data
    rows = [
        row(data["interceptor"][0], data["flights"][0], k // 2, data["earth"], stay)
        for k in range(2 * len(proofs))
    ]
    trees = Trees(rows)
    for k in range(len(rows)):
        trees.read(proofs[k // 2][k % 2], k, bool(k % 2))
    trees.check()
    return trees.leaves, trees.failed


def test_each_leaf_with_a_margin_is_accepted(proofs: tuple[int, list[list[str]]]) -> None:
    """One by one: where the prover's margin is more than it asks for; all of a proof's are."""
    stay, trees = proofs
    ((one, two),) = rows_of(parse_claim(json.dumps(_claim()).encode(), "claim.json"))
    count, failed = _trees(_claim(), stay, trees)
    assert sum(failed) == 0
    for k, of in enumerate((one, two)):
        for boost in (False, True):
            found = margins(trees[k][boost], of, stay, boost)
            assert len(found) == count[2 * k + boost]
            assert all(m > SURE or leaf.kind == "G" for leaf, m in found)
    assert sum(count) > 100


OTHERS = 1.0, 1.02, 1.1, 1.3


@pytest.mark.parametrize("faster", OTHERS)
@pytest.mark.parametrize("boost", [False, True])
def test_the_signs_of_margins_agree(
    proofs: tuple[int, list[list[str]]], faster: float, boost: bool
) -> None:
    """Leaf by leaf under greater speeds, where many fail: as many as have no margin, but for what is within rounding."""
    stay, trees = proofs
    claim = _claim()
    claim["interceptor"][0]["burnout_speed_km_s"] *= faster
    _, failed = _trees(claim, stay, trees)
    ((*rows,),) = rows_of(parse_claim(json.dumps(claim).encode(), "claim.json"))
    for k, of in enumerate(rows):
        found = [m for _, m in margins(trees[k][boost], of, stay, boost)]
        near = sum(abs(m) < SURE for m in found)
        assert abs(failed[2 * k + boost] - sum(m <= 0 for m in found)) <= near
        assert near <= 1


def _moved(mm: int) -> Callable[[str], str]:
    """A tree, its arcs' velocities moved by so many mm/s along x."""
    return lambda tree: re.sub(r"A(-?\d+),", lambda found: f"A{int(found[1]) + mm},", tree)


def _interceptor(key: str, change: Callable[[float], float]) -> Callable[[dict[str, Any]], None]:
    def done(claim: dict[str, Any]) -> None:
        claim["interceptor"][0][key] = change(claim["interceptor"][0][key])

    return done


def _eps(claim: dict[str, Any]) -> None:
    claim["earth"]["perturbation_m_s2"] *= 2


CHANGES: dict[str, list[Callable[[dict[str, Any]], None]]] = {
    "speed": [_interceptor("burnout_speed_km_s", lambda v, s=s: v * s) for s in (1.001, 1.01, 1.1)],
    "divert": [_interceptor("divert_km_s", lambda v, s=s: v + s) for s in (0.1, 0.5)],
    "perturbation": [_eps],
    "distance": [_interceptor("burnout_distance_km", lambda v, s=s: v + s) for s in (20, 100)],
    "height": [_interceptor("burnout_height_km", lambda v, s=s: v + s) for s in (20, 100)],
}


@pytest.mark.parametrize("name", CHANGES)
def test_more_is_claimed_and_no_fewer_leaves_fail(
    proofs: tuple[int, list[list[str]]], name: str
) -> None:
    """One more figure of the interceptor's or of the field's, and again."""
    stay, trees = proofs
    before = 0
    for change in CHANGES[name]:
        claim = _claim()
        change(claim)
        failed = sum(_trees(claim, stay, trees)[1])
        assert failed >= before
        before = failed
    assert before > 0


def test_arcs_that_are_moved_hold_no_longer(proofs: tuple[int, list[list[str]]]) -> None:
    """By 1 to 10,000 m/s; the prover's margins say the same of each."""
    stay, trees = proofs
    ((*rows,),) = rows_of(parse_claim(json.dumps(_claim()).encode(), "claim.json"))
    counts = []
    for speed in (0, 1, 100, 1000, 10000):
        moved = [[_moved(1000 * speed)(tree) for tree in pair] for pair in trees]
        counts.append(sum(_trees(_claim(), stay, moved)[1]))
        told = [m for k, of in enumerate(rows) for _, m in margins(moved[k][0], of, stay, False)]
        assert counts[-1] == sum(m <= SURE for m in told)
    assert counts == sorted(counts)
    assert counts[0] == 0
    assert counts[3] > counts[2] > 0
    assert counts[4] == sum(tree.count("A") for pair in trees for tree in pair)
