"""Files that earlier versions wrote are read, with the same numbers; results of version 0.1.0 say by which rule they boost."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reassure.answers.assessment_file import read_assessment
from reassure.claim import parse_claim
from reassure.engagement.ephemeris import ephemerides
from reassure.errors import ResultError
from reassure.report.wording import flown
from tests.answers.handmade import answers

OLD = Path(__file__).parents[1] / "old"
TABLES = ("assessment-1.json", "assessment-1-whole.json")
"""Of format 1, where each pair is a table: one that `assess` wrote, and one made by hand that has every key."""


def test_a_result_is_read_with_its_rule() -> None:
    """Flights boost towards where their aim stands at launch, the short way; their ways can still be drawn."""
    result = read_assessment(OLD / "result.json")
    assert result.reassure_version == "0.1.0"
    assert result.boost == "towards the aim at launch"
    assert "an older version" in flown(result)
    assert set(result.flights.way.tolist()) == {"short"}
    ways = ephemerides(result)
    assert len(ways.flights) == result.flights.count


def test_a_certificate_still_checks() -> None:
    """By the checker of today, which says what its family is."""
    done = subprocess.run(
        [sys.executable, "-m", "reassure_check_old", str(OLD / "proved.cert")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "towards where the aim stands at launch (format 1" in done.stdout
    assert "PROVED" in done.stdout


def test_its_claim_is_of_version_1() -> None:
    text = (OLD / "proved.cert").read_text().split("\n")[1]
    claim = parse_claim(text.encode(), "old.json")
    assert claim.format == "reassure-claim/1"
    assert {len(row) for row in claim.flights[0].aims} == {6}


@pytest.mark.parametrize("name", TABLES)
def test_every_pair_of_format_1_is_read(name: str) -> None:
    """Each says of itself, key by key, what its table in the file says; the summaries do too."""
    data = json.loads((OLD / name).read_text())
    assert data["format"] == "reassure-assessment/1"
    result = read_assessment(OLD / name)
    count = result.flights.count
    assert len(data["pairs"]) == len(result.deployments) * count
    for k, pair in enumerate(data["pairs"]):
        assert result.pair(k // count, k % count) == pair
        assert result.pairs.margin_km_s[k // count, k % count] == pytest.approx(
            math.nan if pair["margin_km_s"] is None else pair["margin_km_s"], nan_ok=True
        )
    for key, value in data.items():
        if key not in ("format", "pairs"):
            assert result.to_dict()[key] == value
    assert result.estimates is not None
    assert result.estimates.within.sum() == sum(
        p["estimate"]["within_reach"] for p in data["pairs"]
    )


@pytest.mark.parametrize("name", [*TABLES, "result.json"])
def test_an_old_file_written_again_is_of_today(name: str, tmp_path: Path) -> None:
    """With the same numbers in every column, and the same bytes from then on."""
    old, one, two = read_assessment(OLD / name), tmp_path / "one.json", tmp_path / "two.json"
    old.write_json(one)
    new = read_assessment(one)
    new.write_json(two)
    assert one.read_bytes() == two.read_bytes()
    assert json.loads(one.read_text())["format"] == old.FORMAT
    compared = 0
    for part in ("pairs", "timeline", "estimates"):
        had, got = getattr(old, part), getattr(new, part)
        assert (had is None) == (got is None)
        for field in fields(had) if had is not None else ():
            compared += 1
            np.testing.assert_array_equal(getattr(got, field.name), getattr(had, field.name), field.name)  # fmt: skip
    assert compared >= len(fields(old.pairs))
    assert new.summaries() == old.summaries()


def test_format_1_had_every_number_of_the_answer_made_by_hand() -> None:
    """The file was made from it when pairs were tables: nothing of it was lost on the way. Vehicles' speeds came later."""
    result = read_assessment(OLD / "assessment-1-whole.json")
    said = answers()["assessment, weighed"].to_dict()
    del said["deployments"][0]["estimate"]["vehicle_burnout_speed_km_s"]
    assert result.to_dict() == said


def _set(*keys: str | int, to: object) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        for key in keys[:-1]:
            document = document[key]
        document[keys[-1]] = to

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("pairs", 3, "margin_km_s", to="1"), 'pairs #4, margin_km_s = "1": allowed: a number'),
        (_set("pairs", 0, "margin_km_s", to=1.0), "a margin that is not required less available"),
        (_set("pairs", 0, "available_speed_km_s", to=1.0), "pairs #1: does not agree"),
        (_set("pairs", 0, "at", to=None), "a required speed without a meeting"),
        (_set("pairs", 0, "base", to="uzhur"), "pairs #1: does not agree"),
        (_set("pairs", 1, "critical", "reason", to="because"), 'reason "because"'),
        (_set("pairs", 1, "estimate", "reason", to="because"), 'reason "because"'),
        (lambda d: d["pairs"].pop(), "5 pairs of 3 deployments and 2 flights; expected 6"),
        (lambda d: d["pairs"][0].pop("estimate"), "some with an estimate, some without"),
        (_set("deployments", 0, "worst_flight", to=0), "deployments: does not agree"),
        (_set("reasons", to=[]), "reasons = []: unknown key"),
    ],
)  # fmt: skip
def test_a_changed_file_of_format_1_gets_one_line(
    change: Callable[[Any], None], said: str, tmp_path: Path
) -> None:
    """It is checked as when it was the only format."""
    data = json.loads((OLD / "assessment-1.json").read_text())
    change(data)
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(data))
    with pytest.raises(ResultError) as error:
        read_assessment(path)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
