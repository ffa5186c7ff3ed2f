"""Claims that no proof can settle are refused before any work."""

from __future__ import annotations

import pytest

from reassure.claim import Claim, check_scope
from reassure.errors import ClaimError
from reassure.proof.prove import certify
from tests.claim.files import data


def _claim(**changes: object) -> Claim:
    """The tests' claim, with values changed: keys are table__key."""
    whole = data()
    for name, value in changes.items():
        table, key = name.split("__")
        (whole["earth"] if table == "earth" else whole[table][0])[key] = value
    return Claim.model_validate(whole)


def test_a_claim_within_the_theorem_passes() -> None:
    check_scope(_claim())


def test_flights_longer_than_half_a_turn_are_refused() -> None:
    row = data()["flights"][0]["aims"][0]
    claim = _claim(flights__aims=[[*row[:4], 2500, 2700]])
    with pytest.raises(ClaimError, match="s of free flight; allowed: at most 2425 s"):
        certify(claim)


@pytest.mark.parametrize(
    ("north", "east"),
    [(54.03, 35.77), (54.93, 34.0), (55.79, 32.0)],
    ids=["at the base", "150 km along", "300 km along"],
)
def test_a_site_under_the_flights_boost_is_refused(north: float, east: float) -> None:
    with pytest.raises(ClaimError, match="boost through the boost volume of place #1"):
        check_scope(_claim(interceptor__places=[[north, north, east, east]]))


def test_an_area_that_holds_a_base_is_refused() -> None:
    south, _, west, _ = data()["flights"][0]["base"]
    place = [south - 3, south + 3, west - 3, west + 3]
    with pytest.raises(ClaimError, match="clause #1"):
        check_scope(_claim(interceptor__places=[place]))


def test_a_site_in_the_corridor_counts_only_above_the_height_that_counts() -> None:
    south, _, west, _ = data()["flights"][0]["base"]
    check_scope(_claim(interceptor__places=[[south, south, west, west]], earth__keep_above_km=200))


def test_a_site_beside_the_corridor_passes() -> None:
    south, _, west, _ = data()["flights"][0]["base"]
    check_scope(_claim(interceptor__places=[[south, south, west + 9, west + 9]]))
