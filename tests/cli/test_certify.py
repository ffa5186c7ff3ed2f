"""Proving a claim from the command line: verdicts, exit codes, interruption."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reassure.claim import Claim, certificate, claim_from_scenario, parse_claim, read_claim
from reassure.claim.certificate import Certificate
from reassure.cli import app
from reassure.errors import ClaimError, ScenarioError
from reassure.proof.limit import find_limit
from reassure.proof.prove import certify
from reassure.proof.refute import attack, claim_in
from reassure_check.__main__ import check
from reassure_check.claim import LARGEST
from tests.amounts import amount, fewer
from tests.claim.files import two_rows


def _file(tmp_path: Path, speed: float) -> Path:
    data = two_rows()
    data["interceptor"][0]["burnout_speed_km_s"] = speed
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(data))
    return path


def test_a_true_claim_is_proved_and_not_refuted(tmp_path: Path) -> None:
    claim, out = _file(tmp_path, 4.0), tmp_path / "out.cert"
    done = CliRunner().invoke(app, ["certify", str(claim), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "proved" in done.output
    assert not out.with_name("out.cert.part").exists()
    tried = CliRunner().invoke(app, ["refute", str(out), "--samples", "2000000"])
    assert tried.exit_code == 0, tried.output
    assert "does not get in" in tried.output


def test_a_certificate_says_how_long_interceptors_stay_up(tmp_path: Path) -> None:
    """One line for each interceptor that comes down in time, none for one that is too fast, and both are counted."""
    data = two_rows()
    fast = data["interceptor"][0] | {
        "id": "fast",
        "burnout_speed_km_s": 7,
        "earliest_burnout_s": 1700,
    }
    data["interceptor"].insert(0, fast)
    data["clause"].append({"interceptor": "fast", "flights": "kozelsk"})
    claim, out = parse_claim(json.dumps(data).encode(), "claim.json"), tmp_path / "out.cert"
    found = certify(claim)
    assert found.proved
    assert found.stays.keys() == {1}
    found.write(out)
    lines = out.read_text().splitlines()
    assert lines[0] == "reassure-certificate/3"
    assert lines[3] == f"stay 1 {found.stays[1]}"
    assert 1100 < found.stays[1] < 1250
    assert lines[-1] == "end 5"
    # of each row one line, with both of its trees
    assert [line.split(" ")[:3] for line in lines[4:-1]] == [
        ["proof", str(c), str(a)] for c in (0, 1) for a in (0, 1)
    ]
    assert {len(line.split(" ")) for line in lines[4:-1]} == {5}
    assert check(str(out)) == 0


def test_one_proof_is_of_all_places(tmp_path: Path) -> None:
    """Three cells far apart: as many proofs as rows, and the checker reads them."""
    data = two_rows()
    data["interceptor"][0]["places"] += [[41.0, 41.2, 27.0, 27.2], [38.0, 38.0, 33.0, 33.0]]
    out = tmp_path / "out.cert"
    found = certify(parse_claim(json.dumps(data).encode(), "claim.json"))
    assert found.proofs.keys() == {(0, 0), (0, 1)}
    found.write(out)
    assert check(str(out)) == 0


@pytest.mark.parametrize("version", [1, 2])
def test_claims_of_earlier_formats_are_said_to_be_so(tmp_path: Path, version: int) -> None:
    """One line; nothing is written."""
    data = two_rows() | {"format": f"reassure-claim/{version}"}
    if version == 1:
        data["flights"][0]["aims"] = [row[:6] for row in data["flights"][0]["aims"]]
    claim, out = tmp_path / "claim.json", tmp_path / "out.cert"
    claim.write_text(json.dumps(data))
    done = CliRunner().invoke(app, ["certify", str(claim), "--out", str(out)])
    assert isinstance(done.exception, ClaimError)
    assert f"format = reassure-claim/{version}: its flights go any way" in str(done.exception)
    assert list(tmp_path.iterdir()) == [claim]


def test_a_title_in_any_letters_is_proved_and_checked(tmp_path: Path) -> None:
    """A certificate is ASCII: its claim's title comes through it as it was, for both readers and on resuming."""
    title = "Гарантия für Кёльн \U0001f680"
    data = json.loads(_file(tmp_path, 4.0).read_text()) | {"title": title}
    claim, out = tmp_path / "claim.json", tmp_path / "out.cert"
    claim.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    done = CliRunner().invoke(app, ["certify", str(claim), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_bytes().isascii()
    assert claim_in(out) == read_claim(claim)
    assert claim_in(out).title == title
    assert check(str(out), str(claim), alone=True) == 0
    kept = out.with_name("out.cert.part")
    kept.write_bytes(out.read_bytes())
    done = CliRunner().invoke(app, ["certify", str(claim), "--out", str(out), "--resume"])
    assert done.exit_code == 0, done.output


def test_no_certificate_is_begun_that_the_checker_would_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A claim too long for it is refused before anything is proved."""
    assert certificate.LONGEST_CLAIM == LARGEST
    monkeypatch.setattr(certificate, "LONGEST_CLAIM", 100)
    claim, out = _file(tmp_path, 4.0), tmp_path / "out.cert"
    done = CliRunner().invoke(app, ["certify", str(claim), "--out", str(out)])
    assert done.exit_code != 0
    assert isinstance(done.exception, ClaimError)
    assert "characters; allowed in a certificate: 100" in str(done.exception)
    assert not out.exists()


def test_a_false_claim_gets_a_witness(tmp_path: Path) -> None:
    true = attack(parse_claim(_file(tmp_path, 4.0).read_bytes(), "claim.json"), samples=200_000)[0]
    assert true.found_km_s is not None
    assert true.found_km_s > 4.0
    claim, out = _file(tmp_path, round(1.1 * true.found_km_s, 3)), tmp_path / "out.cert"
    done = CliRunner().invoke(app, ["certify", str(claim), "--out", str(out)])
    assert done.exit_code == 1, done.output
    assert "reachable" in done.output
    verdict = out.read_text().split("\n")[3]
    assert verdict.startswith("reachable 0 ")
    witness = json.loads(verdict.split(" ", 2)[2])
    assert np.isclose(witness["speed_km_s"], true.found_km_s, atol=0.01)
    tried = CliRunner().invoke(app, ["refute", str(claim), "--samples", "200000"])
    assert tried.exit_code == 1
    assert "GETS IN" in tried.output


def _near_the_limit() -> list[Claim]:
    """Claims of the preset, one row of aims in fifty, at 0.85 of the lowest speed found to get in."""
    out = []
    for site, base in (("redzikowo", "kozelsk"), ("redzikowo", "tatishchevo")):
        data = claim_from_scenario("guarantee-2012", deployments=[site], bases=[base]).model_dump()
        data["flights"][0]["aims"] = data["flights"][0]["aims"][::50]
        found = attack(Claim.model_validate(data), samples=1_000_000)[0].found_km_s
        assert found is not None
        data["interceptor"][0]["burnout_speed_km_s"] = math.floor(850 * found) / 1e3
        out.append(Claim.model_validate(data))
    return out


@pytest.mark.long
@fewer
def test_what_is_proved_close_to_the_limit_is_not_refuted() -> None:
    for claim in _near_the_limit():
        assert certify(claim).proved
        (tried,) = attack(claim, samples=amount(2_000_000, 500_000), seed=7)
        assert not tried.gets_in
        assert tried.found_km_s is not None
        assert tried.found_km_s > tried.limit_km_s
        ratio = tried.limit_km_s / tried.found_km_s
        print(f"{tried.interceptor} {tried.flights}: proved to {ratio:.3f} of the lowest found")
        # and with the limit a tenth above the speed that is needed, the search gets in
        data = claim.model_dump()
        data["interceptor"][0]["burnout_speed_km_s"] = round(1.1 * tried.found_km_s, 3)
        (again,) = attack(Claim.model_validate(data), samples=amount(1_000_000, 500_000), seed=8)
        assert again.gets_in


@pytest.mark.long
def test_the_limit_is_bracketed(tmp_path: Path) -> None:
    claim, out = _file(tmp_path, 4.0), tmp_path / "out.cert"
    data = json.loads(claim.read_text())
    data["flights"][0]["aims"] = [[40, 40.5, -76, -75.5, 1735, 1745, 7.2, 7.3]]
    claim.write_text(json.dumps(data))
    for of in ("speed", "delay"):
        options = ["certify", str(claim), "--find-limit", of, "--out", str(out)]
        done = CliRunner().invoke(app, options)
        assert done.exit_code == 0, done.output
        assert check(str(out)) == 0
        proved = parse_claim(out.read_text().split("\n")[1].encode(), "claim.json").interceptor[0]
        (tried,) = attack(read_claim(claim), samples=100_000)
        assert tried.found_km_s is not None
        if of == "speed":
            assert 0.7 * tried.found_km_s < proved.burnout_speed_km_s < 1.001 * tried.found_km_s
        else:
            assert proved.earliest_burnout_s <= 128.0  # at 100 s the claim is proved as it stands


def test_an_interrupted_proof_goes_on(tmp_path: Path) -> None:
    claim = parse_claim(_file(tmp_path, 4.0).read_bytes(), "claim.json")
    whole = list(certify(claim).lines())
    kept = tmp_path / "kept"

    def stop(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        certify(claim, progress=stop, kept=kept, threads=1)
    saved = kept.read_text()
    assert saved.count("proof ") >= 1
    kept.write_text(saved + "proof 0 1 F12")  # a line that was being written
    seen: list[int] = []
    again = certify(claim, progress=lambda d, _: seen.append(d), kept=kept, resume=True)
    assert list(again.lines()) == whole
    assert min(seen) >= 2


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("{", [], "claim.json"),
        ('{"format": "reassure-claim/1"}', [], "title"),
        (None, ["--burnout-speed-km-s", "3"], "says all limits itself"),
        (None, ["--find-limit", "mass"], "speed, delay"),
        (None, ["--find-limit", "speed", "--resume"], "one of the two"),
    ],
)
def test_bad_input_writes_nothing(
    tmp_path: Path, text: str | None, options: list[str], said: str
) -> None:
    from reassure.errors import ReassureError

    claim = _file(tmp_path, 4.0)
    if text is not None:
        claim.write_text('{"reassure-claim/1": ' + text if text == "{" else text)
    out = tmp_path / "out.cert"
    done = CliRunner().invoke(app, ["certify", str(claim), "--out", str(out), *options])
    assert isinstance(done.exception, ReassureError)
    assert said in str(done.exception)
    assert not out.exists()


def test_refute_reads_only_certificates_as_they_were_written(tmp_path: Path) -> None:
    """An edited claim line no longer has its hash: refute says so and names the file."""
    claim = claim_from_scenario("guarantee-2012", deployments=["deveselu"], bases=["irkutsk"])
    path = tmp_path / "a.cert"
    Certificate(claim, (), {}, {}).write(path)
    assert claim_in(path) == claim
    path.write_text(path.read_text().replace("A limit of", "No limit of"))
    with pytest.raises(ClaimError, match=r"a\.cert: the third line is not the claim's hash"):
        claim_in(path)
    path.write_text("reassure-certificate/1\n{]\n")
    with pytest.raises(ClaimError, match=r"a\.cert: not JSON"):
        claim_in(path)


@pytest.mark.parametrize("size", [-1.0, math.nan, 1e9])
def test_no_boost_volume_is_made_up(size: float) -> None:
    """A negative or absurd size is refused, not clipped."""
    for name in ("burnout_distance_km", "burnout_height_km"):
        with pytest.raises(ScenarioError, match=f"{name} = .*; allowed: 0 to"):
            claim_from_scenario("guarantee-2012", **{name: size})


def test_only_claims_are_proved() -> None:
    """A preset's name is no claim, and a limit is of the speed or of the delay."""
    with pytest.raises(ClaimError, match="is not a claim; allowed"):
        certify("guarantee-2012")  # type: ignore[arg-type]
    claim = claim_from_scenario("guarantee-2012", deployments=["deveselu"], bases=["irkutsk"])
    with pytest.raises(ClaimError, match="'sped'; allowed: speed, delay"):
        find_limit(claim, "sped")
