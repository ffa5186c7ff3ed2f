"""One is one, in every sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reassure.answers.assessment import Assessment
from reassure.errors import ReassureError
from reassure.questions.assess import assess
from reassure.questions.indicator import indicator
from reassure.report.exports.carried import about
from reassure.report.text.assess import assessment_text
from reassure.report.text.indicator import indicator_text
from reassure.report.text.number_limit import number_text
from reassure.report.verdict import verdict
from reassure.scenario.reader import parse
from reassure.words.counts import counted
from tests.claim.files import two_rows
from tests.report.text.test_assess import printed

ONE = """\
format = "reassure-scenario/1"
title = "One of each"

[[force]]
bases = ["kozelsk"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = "icbm-solid"
flight_time_ratio = [1.0]
accounts = [{ base = "kozelsk", launchers = 1, warheads = 1 }]

[[deployment]]
id = "north"
site = "redzikowo"
interceptor = { id = "i", burnout_speed_km_s = SPEED }
interceptors = 1
launch_delay_s = 100
"""
TWO = ONE + ONE[ONE.index("[[deployment]]") :].replace("north", "south")

_WRONG = re.compile(
    r"(?<![\d.,])1 (?:more )?(flights|deployments|places|warheads|interceptors|draws|figures|cells|points|pairs|clauses|proofs|"
    r"leaves|rows|chunks|certificates|scenarios|samples|bases|vertices|seconds|options|sites|forces|are\b|have\b)"
)


def scenario(text: str, speed: float = 4.5):
    return parse(text.replace("SPEED", str(speed)).encode(), "one.toml")


def result(text: str, speed: float = 4.5, **options: object) -> Assessment:
    return assess(scenario(text, speed), **options)


def test_counted() -> None:
    """None and many have a plural, one has not."""
    assert [counted(n, "flight") for n in (0, 1, 2)] == ["0 flights", "1 flight", "2 flights"]
    assert [counted(n, "leaf", "leaves") for n in (1, 1000)] == ["1 leaf", "1000 leaves"]


@pytest.mark.parametrize("speed", [1.0, 9.0])
@pytest.mark.parametrize("text", [ONE, TWO])
def test_one_flight_is_not_flights(text: str, speed: float) -> None:
    """In the verdict, in and out of reach, of one deployment and of two; and wherever else it is printed."""
    found = result(text, speed, samples=8)
    assert "flights" not in verdict(found)
    assert "the one flight" in verdict(found)
    assert not _WRONG.search(printed(assessment_text(found)))


def test_one_of_everything_else() -> None:
    """Indicator and bound on warheads; what travels in an export."""
    from reassure.engagement.ephemeris import ephemerides
    from reassure.questions.number_limit import number_limit

    texts = [
        printed(indicator_text(indicator(scenario(ONE)))),
        printed(number_text(number_limit(scenario(ONE)))),
        *about(result(ONE), ephemerides(result(ONE))),
    ]
    for text in texts:
        assert not _WRONG.search(" ".join(text.split())), text


def test_the_checker_counts_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One proof, one clause."""
    import json

    from reassure.claim import parse_claim
    from reassure.proof.prove import certify
    from reassure_check.__main__ import check

    alone = two_rows()
    alone["flights"][0]["aims"] = alone["flights"][0]["aims"][:1]
    path = tmp_path / "a.cert"
    certify(parse_claim(json.dumps(alone).encode(), "c.json")).write(path)
    assert check(str(path)) == 0
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:3], "undecided 0 {}", "end 1"]) + "\n")
    assert check(str(path)) == 1
    said = capsys.readouterr().out
    assert "1 proof with" in said
    assert "NOT PROVED: 0 of 1 clause." in said
    assert not _WRONG.search(said)


def test_a_refusal_counts_too() -> None:
    """One scenario to compare, one sample too few."""
    from reassure.questions.compare.ask import compare

    with pytest.raises(ReassureError, match="1 scenario; allowed: 2 to 20"):
        compare(scenario(ONE))


def test_a_table_has_no_digits_below_its_own(tmp_path: Path) -> None:
    """A billionth of a kilometre is rounding, and no height."""
    result("".join([TWO.replace("38.9", "55.0").replace("-77.0", "60.0")])).write_csv(tmp_path / "a.csv")  # fmt: skip
    text = (tmp_path / "a.csv").read_text()
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert not re.search(r"\de-?\d", "".join(rows[1:]))
    assert not re.search(r"\.\d{7}", text)
    assert not re.search(r"(^|,)-0(,|$)", text, re.MULTILINE)
