"""Files that version 0.1.0 wrote are read, and say by which rule their flights boost."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from reassure.answers.assessment_file import read_assessment
from reassure.claim import parse_claim
from reassure.engagement.ephemeris import ephemerides
from reassure.report.wording import flown

OLD = Path(__file__).parents[1] / "old"


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
