"""The checker: what proves a claim is accepted in any order, what does not is refused."""

from __future__ import annotations

import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from reassure.claim import Claim, claim_hash, parse_claim
from reassure.proof.prove import certify
from reassure_check.__main__ import check
from reassure_check.claim import Malformed, parse, words

CLAIM: dict[str, Any] = {
    "format": "reassure-claim/1",
    "title": "Deveselu against Kozelsk, two cells",
    "earth": {
        "mu_m3_s2": 3.986004418e14,
        "rotation_rad_s": 7.292115e-5,
        "equatorial_radius_m": 6378137,
        "polar_radius_m": 6356752.3142,
        "perturbation_m_s2": 0.033,
        "keep_above_km": 0,
    },
    "interceptor": [
        {
            "id": "deveselu",
            "places": [[44.07, 44.07, 24.42, 24.42]],
            "earliest_burnout_s": 100,
            "burnout_speed_km_s": 4.0,
            "divert_km_s": 0.2,
            "burnout_distance_km": 150,
            "burnout_height_km": 150,
        }
    ],
    "flights": [
        {
            "id": "kozelsk",
            "base": [54.03, 54.03, 35.77, 35.77],
            "field_radius_km": 40,
            "burnout_time_s": [170, 180],
            "burnout_height_km": [180, 220],
            "burnout_distance_km": [500, 600],
            "sideways_km": 5,
            "aims": [[40, 41, -76, -74, 1720, 1760], [46, 48, -122, -120, 1800, 1830]],
        }
    ],
    "clause": [{"interceptor": "deveselu", "flights": "kozelsk"}],
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    claim = parse_claim(json.dumps(CLAIM).encode(), "claim.json")
    whole = certify(claim)
    assert whole.proved
    return list(whole.lines())


def _write(path: Path, lines: list[str]) -> str:
    path.write_text("".join(line + "\n" for line in lines))
    return str(path)


def _status(path: Path, lines: list[str], claim: str | None = None) -> int:
    try:
        return check(_write(path, lines), claim)
    except (Malformed, UnicodeError):
        return 2


def _about(lines: list[str], **changes: Any) -> list[str]:
    """The same proofs under another claim, its hash put right."""
    claim = json.loads(lines[1])
    for path, value in changes.items():
        table, key = path.split("__")
        target = claim[table] if isinstance(claim[table], dict) else claim[table][0]
        target[key] = value
    text = json.dumps(claim)
    return [lines[0], text, f"sha256 {parse(text).digest}", *lines[3:]]


def test_a_certificate_is_accepted(
    lines: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _status(tmp_path / "a", lines) == 0
    said = capsys.readouterr().out
    assert "PROVED, under the assumptions" in said
    assert "44.07 N, 24.42 E" in said
    assert "no more than 4 km/s" in said


def test_proofs_may_stand_in_any_order(lines: list[str], tmp_path: Path) -> None:
    assert _status(tmp_path / "a", [*lines[:3], lines[4], lines[3], lines[5]]) == 0


def test_the_claim_given_must_be_the_claim_proved(lines: list[str], tmp_path: Path) -> None:
    assert CLAIM["interceptor"][0]["burnout_speed_km_s"] == 4.0
    same = tmp_path / "same.json"
    same.write_text(json.dumps(CLAIM).replace(": 4.0", ": 40e-1"))
    assert _status(tmp_path / "a", lines, str(same)) == 0
    other = tmp_path / "other.json"
    other.write_text(
        json.dumps(CLAIM).replace('"burnout_speed_km_s": 4.0', '"burnout_speed_km_s": 4.1')
    )
    assert _status(tmp_path / "a", lines, str(other)) == 1


def test_prover_and_checker_hash_alike(lines: list[str]) -> None:
    claim = parse_claim(lines[1].encode(), "claim.json")
    assert claim_hash(claim) == parse(lines[1]).digest == lines[2].removeprefix("sha256 ")


def test_the_same_bytes_from_any_number_of_threads(lines: list[str]) -> None:
    claim = parse_claim(json.dumps(CLAIM).encode(), "claim.json")
    assert list(certify(claim, threads=1).lines()) == lines
    assert list(certify(claim, threads=3).lines()) == lines


@pytest.mark.parametrize(
    "changes",
    [
        {"interceptor__burnout_speed_km_s": 7.0},
        {"interceptor__divert_km_s": 3.0},
        {"interceptor__burnout_distance_km": 1000},
        {"interceptor__places": [[44.07, 60.0, 10.0, 24.42]]},
        {"interceptor__places": [[54.07, 54.07, 34.42, 34.42]]},
        {"interceptor__places": [[-44.07, -44.07, 24.42, 24.42]]},
        {"flights__base": [44.0, 44.0, 24.0, 24.0]},
        {"flights__burnout_time_s": [20, 180]},
        {"flights__aims": [[40, 41, -76, -74, 1100, 1760], [46, 48, -122, -120, 1800, 1830]]},
        {"flights__aims": [[40, 41, 74, 76, 1720, 1760], [46, 48, -122, -120, 1800, 1830]]},
    ],
)
def test_proofs_do_not_serve_another_claim(
    lines: list[str], tmp_path: Path, changes: dict[str, Any]
) -> None:
    assert _status(tmp_path / "a", _about(lines, **changes)) in (1, 2)


def test_a_claim_is_only_taken_as_it_is_specified(lines: list[str]) -> None:
    text = lines[1]
    for old, new in (
        ("398600441800000", "398600441900000"),
        ("0.033", "NaN"),
        ("0.033", "-0.033"),
        ("0.033", "0.0" + "3" * 50),
        ("0.033", "1e999"),
        ("reassure-claim/1", "reassure-claim/2"),
        ('"sideways_km":5', '"sideways_km":5,"sideways_km":5'),
        ('"sideways_km":5', '"sideways":5'),
        ("[170,180]", "[180,170]"),
        ("[", "[" * 100_000),
    ):
        assert old in text, old
        with pytest.raises(Malformed):
            parse(text.replace(old, new, 1))


def test_broken_trees_are_never_accepted(lines: list[str], tmp_path: Path) -> None:
    """Leaves dropped, doubled, exchanged, cut short, given other names: none may pass."""
    rng = random.Random(3)
    clause, coast, boost = lines[3].rsplit(" ", 2)
    for _ in range(300):
        at = rng.randrange(len(coast))
        kind = rng.randrange(4)
        if kind == 0:
            broken = coast[:at] + coast[at + 1 :]
        elif kind == 1:
            broken = coast[:at] + rng.choice("LEGBx0123456789ab;,-") + coast[at:]
        elif kind == 2:
            broken = coast[:at]
        else:
            broken = coast[:at] + coast[at:] + coast[at:]
        if broken == coast:
            continue
        text = [*lines[:3], f"{clause} {broken} {boost}", *lines[4:]]
        status = _quick(text)
        # a digit of a velocity may be lost and the leaf still hold: then the proof is another, and good
        digits = coast[max(0, at - 1) : at + 2]
        if status == 0:
            assert any(c.isdigit() or c in "-," for c in digits)


def _quick(lines: list[str]) -> int:
    """The checker's verdict on the first proof line, without its pool."""
    from reassure_check.tree import Walk, row

    data = parse(lines[1]).data
    boxes = row(data["interceptor"][0], 0, data["flights"][0], 0, data["earth"])
    coast, boost = lines[3].split(" ")[4:]
    try:
        results = (
            Walk(boxes.coast, boxes.limits, True).run(coast),
            Walk(boxes.boost, boxes.limits, False).run(boost),
        )
    except Malformed:
        return 2
    return 1 if any(walk.failed for walk in results) else 0


@pytest.mark.parametrize("what", ["version", "hash", "missing", "twice", "end", "count", "more"])
def test_broken_files_are_refused(lines: list[str], tmp_path: Path, what: str) -> None:
    broken = {
        "version": ["reassure-certificate/2", *lines[1:]],
        "hash": [*lines[:2], "sha256 " + "0" * 64, *lines[3:]],
        "missing": [*lines[:3], lines[4], "end 1"],
        "twice": [*lines[:4], lines[3], "end 2"],
        "end": lines[:-1],
        "count": [*lines[:-1], "end 3"],
        "more": [*lines, lines[3]],
    }[what]
    assert _status(tmp_path / "a", broken) == (1 if what == "missing" else 2)


def test_words_come_from_the_claim_alone() -> None:
    said = words(parse(json.dumps(CLAIM)))
    for piece in (
        "54.03 N, 35.77 E",
        "170 to 180 s",
        "500 to 600 km",
        "0.033 m/s^2",
        "up to 40 km",
    ):
        assert piece in said


def test_the_checker_reads_exact_decimals() -> None:
    assert parse(json.dumps(CLAIM)).data["earth"]["perturbation_m_s2"] == Fraction(33, 1000)


def test_an_arc_that_is_said_to_keep_above_a_radius_does() -> None:
    from flint import arb

    from reassure_check.arc import _arc
    from reassure_check.ball import Conic, Unproved

    rng = random.Random(4)
    said = hyperbolic = 0
    deepest = 9e6
    for _ in range(300):
        r0 = arb(rng.uniform(6.3e6, 8e6))
        path = Conic(
            (r0, arb(0), arb(0)),
            (arb(rng.uniform(-9e3, 3e3)), arb(rng.uniform(2e3, 14e3)), arb(0)),
        )
        try:
            c = _arc(path, arb(rng.uniform(50, 1500)), arb(0), arb(0))
        except Unproved:
            continue
        said += 1
        hyperbolic += bool(path.alpha < 0)
        deepest = min(deepest, float(c.field.inner))
        assert all(path.at(c.chi * k / 50).radius > c.field.inner - 1e-6 for k in range(51))
    assert said > 100
    assert hyperbolic > 10
    assert deepest < 4e6


def _box(*sides: tuple[float, float]) -> Any:
    from flint import arb

    from reassure_check.box import Box

    return Box(*((arb(low), arb(high)) for low, high in sides))


def test_a_leaf_that_begins_long_before_the_burnout_does_not_trust_the_reference_there() -> None:
    """Found by attack: there the reference is deep in the Earth, and its bounds bound nothing."""
    from flint import arb

    from reassure_check.ball import Unproved
    from reassure_check.bounds import by_line
    from reassure_check.box import Limits, volume, when
    from reassure_check.flights import flying, tube

    box = _box(
        (0.01, 1000.02), (999.98, 1000), (0, 0), (-61.33845516475611, -61.33845516475611),
        (3249.98, 3250), (999.98, 1000), (20, 20), (500, 500), (0, 0),
        (4.496608029593653, 4.496608029593653), (0, 0), (0, 0), (0, 0.05),
    )  # fmt: skip
    # the flight burns out 20 km above the site, within the boost volume
    lim = Limits(*(arb(x) for x in (1000, 0, 100e3, 25e3, 0, 0, 0, 0, 0, 0)))
    t = tube(box, lim, (arb("5675.876"), arb("-4096.88"), arb(0)))
    w = when(box)
    with pytest.raises(Unproved, match="within the straight line's reach"):
        by_line(flying(t, w.low, w.high), volume(box, lim), w, lim)


def test_a_half_turn_is_refused_without_an_inverse() -> None:
    from flint import arb, arb_mat

    from reassure_check.ball import Unproved, inverted

    with pytest.raises(Unproved, match="singular"):
        inverted(arb_mat(2, 2, [arb(1), arb(2), arb(2), arb(4)]))


@pytest.mark.parametrize("exact", ["burnout", "end", "both"])
def test_times_that_are_exact_can_be_proved(tmp_path: Path, exact: str) -> None:
    whole = json.loads(json.dumps(CLAIM))
    for f in whole["flights"]:
        if exact != "end":
            f["burnout_time_s"] = [175, 175]
        if exact != "burnout":
            f["aims"] = [[*row[:4], row[5], row[5]] for row in f["aims"]]
    found = certify(Claim.model_validate(whole))
    assert found.proved
    found.write(tmp_path / "exact.cert")
    assert check(str(tmp_path / "exact.cert"), None, alone=True) == 0
