"""A base of several cells is proved or fails whole, the same whatever the order of work; its cells lend each other trees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE, pair_verdicts
from reassure.claim import Claim
from reassure.guarantee.search import GAVE_UP, PROVED, STUCK
from reassure.proof import prove
from reassure.proof.folder import CertificateFolder
from reassure.proof.prove import Row, attempt, certify, rows_of
from reassure_check.__main__ import check
from tests.claim.files import two_rows

FAR = (54.0, 54.4, 35.0, 35.8)
NEAR = (47.0, 47.2, 30.0, 30.4)
"""Flights from here pass the interceptors."""


def _claim(*cells: tuple[float, ...], speed: float = 4.0) -> Claim:
    """Deveselu against a base of cells (south, north, west, east), two rows of aims each, and one base besides."""
    data = two_rows()
    data["interceptor"][0]["burnout_speed_km_s"] = speed
    one: dict[str, Any] = data["flights"][0]
    data["flights"] = [{**one, "id": f"area/{k}", "base": list(c)} for k, c in enumerate(cells, 1)]
    data["flights"].append({**one, "id": "alone"})
    name = data["interceptor"][0]["id"]
    data["clause"] = [{"interceptor": name, "flights": f["id"]} for f in data["flights"]]
    return Claim.model_validate(data)


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_cell_within_reach_settles_the_base(at: int, tmp_path: Path) -> None:
    """Wherever it stands: it has the witness, the other cells name it and keep no proofs, other bases have theirs."""
    cells = [FAR, FAR, FAR]
    cells[at] = NEAR
    made = certify(_claim(*cells))
    verdicts = made.verdicts
    assert verdicts[at].verdict == REACHABLE
    for k in {0, 1, 2} - {at}:
        assert verdicts[k].verdict == UNDECIDED
        assert verdicts[k].detail == {"beside": f"area/{at + 1}"}
    assert verdicts[3].verdict == UNREACHABLE
    assert {k for k, _ in made.proofs} == {3}
    pairs = {p.base: p for p in pair_verdicts(verdicts)}
    assert (pairs["area"].verdict, pairs["area"].reason) == (REACHABLE, "")
    assert pairs["area"].speed_km_s == verdicts[at].detail["speed_km_s"]
    # a checker need not read what is said of clauses without proofs, but it has to take the file
    made.write(tmp_path / "a.cert")
    assert check(str(tmp_path / "a.cert"), None, alone=True) == 1


def test_cells_that_were_left_do_not_count_as_tried(tmp_path: Path) -> None:
    """A folder of certificates looks for a proof of them where they are asked for alone."""
    certify(_claim(FAR, NEAR)).write(tmp_path / "a.cert")
    folder = CertificateFolder(tmp_path, make=False)
    name, reason = folder.settle(_claim(FAR), prove=True)
    assert name is not None
    assert reason == ""
    assert folder.settle(_claim(NEAR), prove=False)[0] is None


CELLS = [(54.0, 54.4, 35.0 + k, 36.0 + k) for k in range(3)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small a first budget that most rows are found with a neighbour's tree."""
    monkeypatch.setattr(prove, "BUDGETS", (10, 100_000))


@pytest.mark.usefixtures("small")
def test_the_same_bytes_whatever_is_found_first(tmp_path: Path) -> None:
    """From one thread or three, and where it takes up proofs that were kept, any number of them."""
    claim = _claim(*CELLS, speed=5.0)
    first = certify(claim, threads=1)
    assert first.proved
    lines = list(first.lines())
    assert list(certify(claim, threads=3).lines()) == lines
    kept = tmp_path / "kept"
    proofs = [line + "\n" for line in lines if line.startswith("proof")]
    head = "".join(line + "\n" for line in lines[:3])
    for some in (proofs[:3], proofs[3:], proofs[1::2], proofs[::-2]):
        kept.write_text(head + "".join(some))
        assert list(certify(claim, kept=kept, resume=True).lines()) == lines


@pytest.mark.usefixtures("small")
def test_a_neighbours_tree_serves(tmp_path: Path) -> None:
    """The proof of a later cell follows the tree of the one before, and the checker takes it."""
    claim = _claim(*CELLS, speed=5.0)
    made = certify(claim)
    rows = rows_of(claim)
    like = made.proofs[0, 0]
    assert made.proofs[1, 0] == attempt(rows[1][0], 100_000, like).text
    assert made.proofs[0, 0] == attempt(rows[0][0], 100_000).text
    # the nearest cell is the one before, so the third has the longest of two proofs to follow
    longest = max((made.proofs[1, 0], made.proofs[0, 0]), key=len)
    assert made.proofs[2, 0] == attempt(rows[2][0], 100_000, longest).text
    made.write(tmp_path / "a.cert")
    assert check(str(tmp_path / "a.cert"), None, alone=True) == 0


@pytest.mark.usefixtures("small")
def test_cells_with_unlike_rows_of_aims_are_proved_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """One cell has a row of aims more than the others: each row that has a neighbour's tree follows it."""
    asked: dict[tuple[int, int], bool] = {}

    def watched(row: Row, budget: int, like: str = "") -> prove.RowOutcome:
        asked[row.key] = bool(like)
        return attempt(row, budget, like)

    monkeypatch.setattr(prove, "attempt", watched)
    claim = _claim(*CELLS[:2], speed=5.0)
    more = (*claim.flights[1].aims, claim.flights[1].aims[0])
    flights = [claim.flights[0], claim.flights[1].model_copy(update={"aims": more}), claim.flights[2]]  # fmt: skip
    made = certify(claim.model_copy(update={"flights": flights}))
    assert made.proved
    assert {key for key in made.proofs if key[0] == 1} == {(1, 0), (1, 1), (1, 2)}
    assert [asked[1, aim] for aim in range(3)] == [True, True, False]


@pytest.mark.parametrize("taken", [(), ((0, 0),), ((0, 0), (0, 1))])
def test_what_fails_first_does_not_depend_on_what_was_kept(
    taken: tuple[tuple[int, int], ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two cells, two columns: the first cell's rows take a large budget, and the second's fail, one with a small budget and
    one with a large. Whatever is kept of the first, the same row settles the pair.
    """
    claim = _claim(*CELLS[:2], speed=5.0)
    claim = claim.model_copy(update={"flights": claim.flights[:2], "clause": claim.clause[:2]})
    monkeypatch.setattr(prove, "BUDGETS", (10, 1_000, 100_000))
    monkeypatch.setattr(prove, "find_meeting", lambda *_: (None, False))
    # a tree whose last cut comes after more boxes than the second budget has
    long = "0" * 1_500 + "L" * 1_501 + " L"
    needed = {(0, 0): 2_000, (0, 1): 2_000, (1, 0): 50_000, (1, 1): 500}
    box = np.zeros(14), np.ones(14)

    def made_up(row: Row, budget: int, like: str = "") -> prove.RowOutcome:
        """The first cell's rows are proved, the second's are stuck, each once the budget is large enough."""
        del like
        if budget < needed[row.key]:
            return prove.RowOutcome(GAVE_UP, "", 1.0, box, False)
        if row.key[0] == 0:
            return prove.RowOutcome(PROVED, long, 0.0, None, False)
        return prove.RowOutcome(STUCK, "", 1.0, box, False)

    monkeypatch.setattr(prove, "attempt", made_up)
    kept = tmp_path / "kept"
    head = list(certify(claim).lines())[:3]
    kept.write_text("".join(f"{line}\n" for line in (*head, *(f"proof {k} {j} {long}" for k, j in taken))))  # fmt: skip
    found = certify(claim, kept=kept, resume=True, threads=1)
    assert found.verdicts[1].detail["row"] == 0


def test_lines_that_are_no_trees_do_no_harm(tmp_path: Path) -> None:
    """A kept tree that was cut short, or of a clause that is not there: it is no pattern, and the rest is proved."""
    claim = _claim(*CELLS[:2], speed=5.0)
    lines = list(certify(claim).lines())
    kept = tmp_path / "kept"
    cut = lines[4].rsplit(" ", 1)[0][:-1] + " L"
    kept.write_text("".join(f"{line}\n" for line in (*lines[:3], cut, "proof 7 0 L L", "proof 0 9 L L")))  # fmt: skip
    assert cut.startswith("proof 0 0 ")
    again = certify(claim, kept=kept, resume=True)
    assert list(again.proofs) != []
    assert {key[0] for key in again.proofs} <= {0, 1, 2}
