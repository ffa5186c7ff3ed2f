"""What is the same figure has the same hash, and the same file in another dress is the same file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

import reassure
from reassure.answers.assessment_file import read_assessment
from reassure.claim import claim_hash, parse_claim
from reassure.errors import ClaimError, ResultError, ScenarioError, StudyError
from reassure.questions.trade import TradeQuestion, planned_for
from reassure.scenario.reader import fingerprint, load, parse
from reassure.sweep.study_run import job_in
from reassure_check.claim import parse as parse_again
from tests.claim.files import two_rows
from tests.questions.test_trade import SCENARIO as COMPROMISE
from tests.small import SMALL, small
from tests.sweep.kills import SCENARIO

STUDY = """\
format = "reassure-study/1"
title = "Zero"
scenario = "scenario.toml"

[[axis]]
key = "interceptor.sm3-iia.divert_km_s"
values = [ZERO, 0.5]

[[list]]
keys = ["deployment.d.launch_delay_s"]
rows = [[90], [ZERO]]
"""


def test_zero_has_no_sign() -> None:
    """In a scenario, wherever it stands; and the result says 0, not -0."""
    text = SMALL.replace("radius_km = 0 ", "radius_km = ZERO ").replace(
        "launch_delay_s = 7000\n\n[[deployment]]\nid = \"hopeless\"", "launch_delay_s = ZERO\n\n[[deployment]]\nid = \"hopeless\""
    ).replace("latitude_deg = -60, longitude_deg = 120", "latitude_deg = ZERO, longitude_deg = ZERO")  # fmt: skip
    assert text.count("ZERO") == 5
    plus, minus, whole = (
        parse(text.replace("ZERO", zero).encode(), "s.toml") for zero in ("0.0", "-0.0", "0")
    )
    assert fingerprint(plus) == fingerprint(minus) == fingerprint(whole)
    assert "-0.0" not in minus.model_dump_json()


def test_zero_has_no_sign_in_a_claim() -> None:
    """Neither by the prover's hash nor by the checker's."""
    texts = [
        json.dumps(two_rows()).replace('"keep_above_km": 0', f'"keep_above_km": {zero}')
        for zero in ("0", "-0.0", "0.0", "-0", "-0e5")
    ]
    hashes = {claim_hash(parse_claim(text.encode(), "c.json")) for text in texts}
    assert hashes == {parse_again(text).digest for text in texts}
    assert len(hashes) == 1


def test_zero_has_no_sign_in_a_study(tmp_path: Path) -> None:
    """The job's hash, and the coordinates that the store is given."""
    (tmp_path / "scenario.toml").write_text(SCENARIO)
    jobs = []
    for zero in ("0.0", "-0.0"):
        (tmp_path / "s.toml").write_text(STUDY.replace("ZERO", zero))
        jobs.append(job_in(tmp_path / "s.toml"))
    assert jobs[0].sha256 == jobs[1].sha256
    assert repr(jobs[0].coordinates) == repr(jobs[1].coordinates)


def test_zero_has_no_sign_in_a_trade() -> None:
    """Given as a delay or as an edge of the area."""
    asked = parse(COMPROMISE.encode(), "t.toml")
    plans = [
        planned_for(TradeQuestion(asked, protect="italy", against="mrbm-2000", delays_s=[zero], area=f"{zero},{zero},60,40", spacing_km=1500.0))
        for zero in (0.0, -0.0)
    ]  # fmt: skip
    assert repr((plans[0].waits, plans[0].places)) == repr((plans[1].waits, plans[1].places))


DRESSES = [
    (lambda text: text.encode("utf-16"), "UTF-16"),
    (lambda text: text.encode("utf-16-le"), "UTF-16"),
    (lambda text: gzip.compress(text.encode()), "gzip"),
    (lambda text: text.encode().replace(b"e", b"\xe9", 1), "not UTF-8 text"),
]


def test_a_byte_order_mark_is_nothing(tmp_path: Path) -> None:
    """In scenario, study, claim and result."""
    path = tmp_path / "s.toml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert fingerprint(load(path)) == small().scenario_sha256
    claim = tmp_path / "c.json"
    claim.write_text(json.dumps(two_rows()), encoding="utf-8-sig")
    assert reassure.read_claim(claim) == parse_claim(json.dumps(two_rows()).encode(), "c.json")
    (tmp_path / "scenario.toml").write_text(SCENARIO, encoding="utf-8-sig")
    path.write_text(STUDY.replace("ZERO", "0"), encoding="utf-8-sig")
    assert job_in(path).points == 4
    result = tmp_path / "r.json"
    small().write_json(result)
    result.write_bytes(b"\xef\xbb\xbf" + result.read_bytes())
    assert read_assessment(result).scenario_sha256 == small().scenario_sha256


@pytest.mark.parametrize(("dress", "said"), DRESSES)
def test_what_is_no_plain_text_is_named(tmp_path: Path, dress, said: str) -> None:
    """In one line with the file's name."""
    path = tmp_path / "x.toml"
    for text, read, error in (
        (SMALL, load, ScenarioError),
        (STUDY, job_in, StudyError),
        (json.dumps(two_rows()), reassure.read_claim, ClaimError),
        ('{"format": "reassure-assessment/2"}', read_assessment, ResultError),
    ):
        path.write_bytes(dress(text))
        with pytest.raises(error, match=said) as fault:
            read(path)
        assert str(fault.value).startswith(f"{path}: ")
        assert str(fault.value).isprintable()
