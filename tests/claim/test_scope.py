"""What no proof can settle is said before any work: claims of earlier formats, and clauses that are false as they stand."""

from __future__ import annotations

import pytest

from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE
from reassure.claim import Claim, check_format, check_scope, false_clauses
from reassure.errors import ClaimError
from reassure.proof.prove import certify
from tests.claim.files import data, today, two_rows

ROW = today()["flights"][0]["aims"][0]
SOUTH, _, WEST, _ = today()["flights"][0]["base"]


def _claim(**changes: object) -> Claim:
    return Claim.model_validate(today(**changes))


def test_a_claim_within_the_theorem_passes() -> None:
    """Nothing is refused of it."""
    check_scope(_claim())
    check_format(_claim())
    assert false_clauses(_claim()) == {}


@pytest.mark.parametrize("version", [1, 2])
def test_earlier_formats_are_read_and_not_proved(version: int) -> None:
    """Their flights may go any way; what is allowed is said."""
    whole = data() if version == 1 else today() | {"format": "reassure-claim/2"}
    claim = Claim.model_validate(whole)
    for ask in (check_format, check_scope, certify):
        with pytest.raises(ClaimError, match=f"claim/{version}: its flights go any way; .*claim/3"):
            ask(claim)  # type: ignore[operator]


@pytest.mark.parametrize("other", ["claim.toml", None, {"format": "reassure-claim/3"}])
def test_what_is_no_claim_is_refused(other: object) -> None:
    """A name or a table is not yet one."""
    with pytest.raises(
        ClaimError, match="is not a claim; allowed: what claim_from_scenario or read_claim returns"
    ):
        check_format(other)  # type: ignore[arg-type]


@pytest.mark.parametrize("times", [(2500, 2700), (3500, 3800)])
def test_flights_of_more_than_half_a_turn_of_time_are_proved(times: tuple[int, int]) -> None:
    """There is no limit on their time: lofted flights are in the theorem as others are."""
    row = [*ROW[:4], *times, 14.0, 14.8]
    claim = _claim(flights__aims=[row], interceptor__burnout_speed_km_s=2.0)
    check_scope(claim)
    assert certify(claim, threads=1).proved


UNDER = {
    "at the base": (54.03, 35.77),
    "150 km along": (54.93, 34.0),
    "300 km along": (55.79, 32.0),
}


@pytest.mark.parametrize("where", UNDER)
def test_a_site_under_the_flights_boost_is_refused(where: str) -> None:
    """With the clause, the place and the row."""
    north, east = UNDER[where]
    claim = _claim(interceptor__places=[[44, 44, 24, 24], [north, north, east, east]])
    with pytest.raises(
        ClaimError,
        match="clause #1, phase-2-deveselu against kozelsk: .* boost through the boost volume of place #2",
    ):
        check_scope(claim)
    assert list(false_clauses(claim)) == [0]
    assert "flights to the aims of row 1" in false_clauses(claim)[0].reason
    assert false_clauses(claim)[0][1:] == (1, 0)


def test_a_false_clause_is_undecided_or_met_and_the_others_are_proved() -> None:
    """A certificate says why no proof was looked for; it is not refused as a whole."""
    whole = two_rows()
    under = whole["interceptor"][0] | {
        "id": "under",
        "places": [[54.03, 54.03, 35.77, 35.77]],
        "burnout_speed_km_s": 0.5,
    }
    whole["interceptor"].append(under)
    whole["clause"].append({"interceptor": "under", "flights": "kozelsk"})
    claim = Claim.model_validate(whole)
    reasons = false_clauses(claim)
    assert list(reasons) == [1]
    seen: list[tuple[int, int]] = []
    found = certify(claim, threads=1, progress=lambda done, total: seen.append((done, total)))
    first, second = found.verdicts
    assert first.verdict == UNREACHABLE
    assert second.verdict in (UNDECIDED, REACHABLE)
    assert second.verdict == REACHABLE or second.detail == {"reason": reasons[1].reason}
    assert {clause for clause, _ in found.proofs} == {0}
    # the rows that are not looked at count as done
    assert seen[-1] == (4, 4)


def test_an_area_that_holds_a_base_is_refused() -> None:
    """A cell about the base."""
    place = [SOUTH - 3, SOUTH + 3, WEST - 3, WEST + 3]
    with pytest.raises(ClaimError, match="clause #1"):
        check_scope(_claim(interceptor__places=[place]))


def test_a_site_in_the_corridor_counts_only_above_the_height_that_counts() -> None:
    """Nothing below 200 km counts, and the interceptor is no higher while it boosts."""
    check_scope(_claim(interceptor__places=[[SOUTH, SOUTH, WEST, WEST]], earth__keep_above_km=200))


def test_a_site_beside_the_corridor_passes() -> None:
    """Nine degrees to the east."""
    check_scope(_claim(interceptor__places=[[SOUTH, SOUTH, WEST + 9, WEST + 9]]))
