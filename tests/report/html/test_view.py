"""What the viewer is given: numbers in small whole steps on their safe side, null where there is none."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reassure.answers.assessment import Assessment, Reason
from reassure.answers.curve import Curve
from reassure.answers.estimates import NoReach
from reassure.answers.footprint import GroundCell
from reassure.answers.proof import Proof
from reassure.report.html.sheet import Sheet
from reassure.report.html.view import view
from reassure.scenario.sent import Attachment
from tests.report.made import NAN, assessment, changed, estimates
from tests.report.text.test_footprint import ALL, footprint


def seen(result: Assessment | None = None, **sheet: Any) -> dict[str, Any]:
    """The view, once through JSON, so that it holds nothing but what a browser reads."""
    made = view(result or assessment(), Sheet("reassure assess x", **sheet))
    again: dict[str, Any] = json.loads(json.dumps(made, allow_nan=False))
    assert json.dumps(again) == json.dumps(made)
    return again


def at(values: Any, k: int) -> Any:
    """Of a list, or of one number for all."""
    return values[k] if isinstance(values, list) else values


def test_the_sheet_goes_along() -> None:
    """Command, files, seed, proofs, and nothing where there is nothing."""
    bare = seen()
    assert (bare["command"], bare["files"], bare["seed"]) == ("reassure assess x", [], None)
    assert (bare["proofs"], bare["footprints"], bare["curves"]) == ([], [], None)
    assert (bare["estimate"], bare["uncertainty"]) == (None, None)
    full = seen(
        seed=3, files=(Attachment("a.toml", "x"),), proofs=(Proof("a.cert", "PROVED", True),)
    )
    assert full["files"] == [{"name": "a.toml", "text": "x"}]
    assert full["proofs"] == [{"file": "a.cert", "said": "PROVED", "proved": True, "pairs": []}]
    assert full["seed"] == 3


def test_margins_are_tenths_of_a_metre_a_second_down() -> None:
    """Null where no arc meets; a margin above nought never becomes none."""
    margins = ((-0.50001, 0.000_01, NAN), (1.23456, 0.0, -0.000_01))
    made = seen(assessment(margins))["pairs"]["margin"]
    assert made == [[-5001, 1, None], [12345, 0, -1]]


@settings(max_examples=50, deadline=None)
@given(st.floats(-3.0, 3.0, allow_subnormal=False))
def test_a_margin_is_never_shown_safer_than_it_is(margin: float) -> None:
    """By no more than a step, and its sign is kept."""
    (row,) = seen(assessment(((margin, 1.0, NAN),), ((NAN, NAN, NAN),)))["pairs"]["margin"]
    step = row[0]
    assert -1.01 < step - 1e4 * margin <= (1.0 if 0.0 < margin < 1e-4 else 0.006)
    assert (step > 0) is (margin > 0.0)


def test_latest_launches_are_tenths_of_a_second_up() -> None:
    """By way of the hundredths that the JSON file has."""
    latest = ((250.01, 90.0, NAN), (NAN, NAN, NAN))
    made = seen(assessment(latest=latest))["pairs"]["latest"]
    assert made == [[2501, 900, None], None]


def test_one_number_stands_for_a_row_of_equal_ones() -> None:
    """And null for a row of none; what is missing somewhere is a list."""
    made = seen(assessment(((0.5, 0.5, 0.5), (NAN, NAN, NAN))))["pairs"]
    assert made["margin"] == [5000, None]
    assert made["launch"] == [100, None]
    assert made["reason"] == [int(Reason.NONE_MISSING), int(Reason.NO_ARC_AT_DELAY)]
    assert made["intercept"] == [401, None]


def test_sites_are_listed_once_and_named_by_number() -> None:
    """A deployment that leaves from several places; -1 where it meets none; no place, no number."""
    result = assessment(((0.5, 0.75, NAN), (NAN, NAN, NAN)), ((NAN,) * 3, (NAN,) * 3))
    lat = result.pairs.site_latitude_deg.copy()
    lat[0, 1] = 60.0
    made = seen(replace(result, pairs=replace(result.pairs, site_latitude_deg=lat)))["pairs"]
    assert made["sites"] == [[[54.5, 17.1], [60.0, 17.1]], []]
    assert made["site"] == [[0, 1, -1], None]
    one = seen(assessment(((0.5, 0.75, 1.0),), ((NAN,) * 3,)))["pairs"]
    assert one["site"] == [0]


def test_flights_name_base_aim_and_shape_by_number() -> None:
    """Each name once, in order; places in ten-thousandths of a degree, times in tenths."""
    made = seen()["flights"]
    assert made["count"] == 3
    assert [made["bases"][k] for k in made["base"]] == ["kozelsk", "kozelsk", "uzhur"]
    assert [made["aims"][k] for k in made["aim"]] == ["east", "east", "west"]
    assert [made["shapes"][k]["ratio"] for k in made["shape"]] == [1.0, 0.9, 1.2]
    assert [s["words"] for s in made["shapes"]] == ["depressed", "minimum-energy", "lofted"]
    assert made["aim_place"][:2] == [389000, -770000]
    assert made["base_place"][4:] == [553300, 898000]
    assert made["flight_time"] == [18000, 17000, 20000]
    assert at(made["burnout_time"], 2) == 1800
    assert made["burnout_speed"] == [6500, 6750, 7000]
    assert len(made["position"]) == len(made["velocity"]) == 9
    assert (made["position"][0], made["velocity"][0]) == (380000, 400000)


def test_a_deployment_has_its_words_and_shares() -> None:
    """Down, as everywhere; what turns the delay by name; sensed is null."""
    made = seen(changed(assessment(), 0, launch_delay_s=None))["deployments"]
    assert made[0]["launch_delay_s"] is None
    assert made[0]["out_of_reach"] == "66.6 %"
    assert made[0]["latest_name"] == "Kozelsk to 39 N 77 W, minimum-energy"
    assert made[0]["critical"]["launch_delay_s"] == 250.0
    assert made[1]["latest_name"] is None
    assert made[1]["least_margin_km_s"] == 1.25
    assert made[1]["words"].startswith(
        "launched 100 s after the flight, the ideal interceptor could reach no flight"
    )
    none = seen(assessment(((NAN, NAN, NAN),), ((NAN, NAN, NAN),)))["deployments"]
    assert (none[0]["least_margin_km_s"], none[0]["worst_flight"]) == (None, None)


def test_the_decisive_deployment_is_the_one_that_reaches_most() -> None:
    """Of several that reach as much, the one of least margin; one that meets nothing last."""
    assert seen()["decisive"] == 0
    rows = ((1.0, 1.0, 1.0), (0.5, 1.0, 1.0), (NAN, NAN, NAN))
    assert seen(assessment(rows, ((NAN,) * 3,) * 3))["decisive"] == 1


def test_an_estimate_has_its_own_reasons_and_vehicles() -> None:
    """Whole seconds; the words that go with a flyout stand among the assumptions."""
    held = estimates([[True, True, False], [False] * 3], ("v-1", None))
    made = seen(assessment(estimates=held))
    found = made["estimate"]
    assert found["within"] == [[1, 1, 0], 0]
    assert found["latest"] == [[150, 151, None], None]
    assert found["launch"] == [[120, 120, None], None]
    assert found["shots"] == [[3, 3, 0], 0]
    assert found["reason"][1] == int(NoReach.NO_VEHICLE)
    assert found["reasons"] == [r.words for r in NoReach]
    assert found["vehicles"] == ["v-1", None]
    assert made["deployments"][0]["estimate"]["share_within_reach"] == pytest.approx(
        2 / 3, abs=1e-6
    )
    assert len(made["assumptions"]) == len(seen()["assumptions"]) + 1


def test_curves_keep_their_gaps() -> None:
    """Null where no arc meets any flight."""
    curves = (Curve((0.0, 10.0), (4.00004, None), 2), Curve((0.0,), (3.0,), 1))
    made = seen(assessment(curves=curves))["curves"]
    assert made[0] == {"flights": 2, "delay_s": [0.0, 10.0], "required_speed_km_s": [4.0, None]}


def test_a_footprint_shows_the_cells_that_have_a_flight() -> None:
    """Kind, place and margin of each; shares of four digits; none where no ground has a flight."""
    (made,) = seen(footprints=(footprint(ALL),))["footprints"]
    kinds = [GroundCell(k) for k in made["kind"]]
    assert kinds == [
        GroundCell.COVERED, GroundCell.COVERED, GroundCell.TOO_LATE, GroundCell.NEVER, GroundCell.NOT_SENSED
    ]  # fmt: skip
    assert made["margin"] == [-60, -60, 30, None, None]
    assert len(made["place"]) == 2 * len(kinds)
    lat = footprint(ALL).latitude_deg[0, 0]
    assert made["place"][0] == round(1e3 * lat)
    assert (made["share_covered"], made["area_km2"], made["cell_km"]) == (0.4, 20000, 100.0)
    assert made["of"] == "area protected"
    (none,) = seen(footprints=(footprint([[GroundCell.TOO_NEAR]], denied=True),))["footprints"]
    assert (none["share_covered"], none["kind"], none["of"]) == (None, [], "launch area denied")


def test_a_view_without_a_theatre_or_any_flight_met_is_still_one() -> None:
    """Null, and no NaN anywhere."""
    bare = seen(assessment(((NAN, NAN, NAN),), ((NAN, NAN, NAN),), theatre=None))
    assert bare["theatre"] is None
    assert bare["pairs"]["margin"] == [None]
    assert math.isfinite(bare["deployments"][0]["share_out_of_reach"])
    assert not np.isnan(bare["deployments"][0]["burnout_speed_km_s"])
