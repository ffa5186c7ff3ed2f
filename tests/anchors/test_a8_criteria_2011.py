"""A8: the criteria of June 2011: up to 3.5 km/s, not 5, 6 or 7; the south, not the north-west."""

import pytest

from reassure import assess
from reassure.answers.assessment import Assessment, Deployment


@pytest.fixture(scope="module")
def result() -> Assessment:
    """The preset."""
    return assess("criteria-2011")


def by_id(result: Assessment, name: str) -> Deployment:
    """One of its deployments."""
    return next(d for d in result.deployments if d.id == name)


def test_where_3_5_suffices(result: Assessment) -> None:
    """In the south with more than 2 km/s to spare, in the north with less; the slack is printed."""
    for place in ("south-deveselu", "north-redzikowo", "north-west-norwegian-sea"):
        d = by_id(result, f"{place}-3-5")
        print(f"{place}: slack at 3.5 km/s {d.least_margin_km_s:+.2f} km/s")
    south = by_id(result, "south-deveselu-3-5").least_margin_km_s
    north = by_id(result, "north-redzikowo-3-5").least_margin_km_s
    north_west = by_id(result, "north-west-norwegian-sea-3-5").least_margin_km_s
    assert south is not None
    assert north is not None
    assert north_west is not None
    assert south > 2.0
    assert south > north > 0.0 > north_west


def test_where_5_6_and_7_do_not(result: Assessment) -> None:
    """In the north and north-west each reaches some flights; in the south 7 does; faster is never less."""
    for place in ("north-redzikowo", "north-west-norwegian-sea"):
        for speed in ("5-0", "6-0", "7-0"):
            assert by_id(result, f"{place}-{speed}").share_out_of_reach < 1.0
    assert by_id(result, "south-deveselu-7-0").share_out_of_reach < 1.0
    for place in ("south-deveselu", "north-redzikowo", "north-west-norwegian-sea"):
        shares = [
            by_id(result, f"{place}-{v}").share_out_of_reach for v in ("3-5", "5-0", "6-0", "7-0")
        ]
        assert shares == sorted(shares, reverse=True)
