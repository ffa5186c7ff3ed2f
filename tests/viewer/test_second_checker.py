"""The second checker, viewer/src/check: its own tests in Node, and the same verdicts as the first's.

Its tests of one piece at a time are in viewer/test/check. Here both checkers judge the same certificates: those that the first's
tests make, a preset proved afresh, and certificates broken at random (tests/check/test_mutants.py). The second may accept more, for
it takes the least c of Theorem F where the first takes a looser one (docs/guarantee.md, section 3); each such case is held against the
prover's sums and against the same checker with the first's c, and its claim is attacked.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from reassure.claim import parse_claim
from reassure.claim.from_scenario import claim_from_scenario
from reassure.claim.problem import problem
from reassure.proof.prove import certify, rows_of
from reassure.proof.refute import find_meeting
from reassure_check.__main__ import check
from reassure_check.claim import Malformed, parse
from tests.check import test_mutants as mutants
from tests.check.certificates import STAY, TREES, certificate, changed, write
from tests.check.second_opinion import HOPELESS, _parts, margin, margins
from tests.viewer.engine import ROOT, run

TESTS = ROOT / "viewer/test/check"
SETTLED = 0.999  # the share of leaves that the second has to settle of those that the first accepts
BELOW = 1.0  # m/s or m by which the prover's sums may miss what the second alone accepts with the first's own c
ALIKE = 0.01  # m/s: by so much a leaf's margin may differ from the prover's; 0.003 were measured, of pads and slips in time
MANY = 10_000  # mutants in the long run
SAMPLES = 20_000  # meetings drawn against a claim that was accepted

small = mutants.small  # the fixture


def text_of(lines: Iterable[str]) -> str:
    """A file's bytes as characters."""
    data = "".join(line + "\n" for line in lines).encode("utf-8", "surrogateescape")
    return data.decode("latin1")


def second(texts: list[str], *options: str) -> list[dict[str, Any]]:
    """What the second checker says of each, all in one process of Node."""
    given = "".join(json.dumps(text) + "\n" for text in texts)
    done = run([str(TESTS / "judge.mjs"), *options], ROOT, given)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(texts)
    return answers


def first(path: Path, text: str) -> int:
    """The first checker's exit code."""
    path.write_bytes(text.encode("latin1"))
    try:
        with np.errstate(all="ignore"):
            return check(str(path), alone=True)
    except (Malformed, UnicodeError):
        return 2


def share_settled(answers: Iterable[dict[str, Any]]) -> tuple[int, int, float]:
    """Leaves, those that do not hold, and the share of the others."""
    read = [a for a in answers if a["code"] != 2]
    leaves, open_ = sum(a["leaves"] for a in read), sum(a["unsettled"] + a["failed"] for a in read)
    return leaves, open_, 1 - open_ / leaves


@pytest.fixture(scope="module")
def preset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """guarantee-2012, proved afresh."""
    path = tmp_path_factory.mktemp("preset") / "guarantee-2012.cert"
    found = certify(claim_from_scenario("guarantee-2012"))
    assert found.proved
    found.write(path)
    return path


@pytest.fixture(scope="module")
def several() -> list[str]:
    """A certificate of four clauses: two proved, one that is reachable, one undecided."""

    def four(claim: dict[str, Any]) -> None:
        (x,) = claim["interceptor"]
        claim["interceptor"] = [
            x,
            {**x, "id": "near", "places": [[54.5, 54.5, 30, 30]], "burnout_speed_km_s": 5.0},
            {**x, "id": "fast", "places": [[10, 10, 60, 60]], "burnout_speed_km_s": 7.0},
            {**x, "id": "faster", "burnout_speed_km_s": 4.7},
        ]
        claim["clause"] = [
            {"interceptor": x["id"], "flights": "kozelsk"} for x in claim["interceptor"]
        ]

    return list(certify(parse_claim(changed(four).encode(), "claim.json")).lines())


def test_its_own_tests_pass(small: list[str], tmp_path: Path) -> None:
    """In Node's own runner, with certificates made here: two that prove and two that do not."""
    write(tmp_path / "good.cert", certificate())
    write(tmp_path / "good-small.cert", small)
    fast = changed(lambda claim: claim["interceptor"][0].update(burnout_speed_km_s=7.0))
    rows = [f"proof 0 {aim} {' '.join(trees)}" for aim, trees in enumerate(TREES)]
    write(tmp_path / "bad-claim.cert", certificate(STAY, *rows, "end 3", text=fast))
    write(tmp_path / "bad-leaf.cert", [*small[:4], small[4][:-1] + "B", *small[5:]])
    tests = sorted(str(file) for file in TESTS.glob("*.test.mjs"))
    assert len(tests) >= 8
    _in_node(tests, REASSURE_CERTIFICATES=str(tmp_path))


@pytest.mark.long
def test_no_member_of_very_many_boxes_does_what_a_leaf_excludes() -> None:
    """Some two thousand boxes; twenty in every run."""
    _in_node([str(TESTS / "members.test.mjs")], REASSURE_BOXES="400")


def _in_node(tests: list[str], **environment: str) -> None:
    """Run tests in Node's runner, and print what they counted."""
    done = run(
        ["--test", "--test-reporter=tap", *tests], ROOT, environment={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stdout
    counts = dict(re.findall(r"^# (pass|fail|skipped|todo) (\d+)$", done.stdout, re.M))
    print(counts, *re.findall(r"^# told: (.*)$", done.stdout, re.M))
    assert int(counts["pass"]) > 8
    assert counts["fail"] == counts["skipped"] == counts["todo"] == "0"


def test_both_say_the_same_of_what_the_firsts_tests_make(tmp_path: Path) -> None:
    """Exit code and hash, of good certificates and of every kind of bad ones."""
    kept = tmp_path / "kept"
    tests = [f"tests/check/test_{name}.py" for name in ("checker", "file", "limits", "reading")]
    # what makes no certificate, or the same many times
    slow = "broken_trees or threads or closed or disk or reader or refute or quick"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.viewer.recorder", "-p", "no:cacheprovider"]  # fmt: skip
    done = subprocess.run(
        [*command, *tests, "-k", f"not ({slow})"], cwd=ROOT, check=False, capture_output=True,
        text=True, env={**os.environ, "REASSURE_RECORD": str(kept)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    pairs = dict(json.loads(line) for line in kept.read_text().splitlines())
    answers = second(list(pairs))
    for (text, code), answer in zip(pairs.items(), answers, strict=True):
        assert answer["code"] == code, (answer, text[-300:])
        if code != 2:
            assert answer["hash"] == parse(text.split("\n")[1]).digest
    counts = Counter(pairs.values())
    print(f"{len(pairs)} certificates: {counts[0]} proved, {counts[1]} not, {counts[2]} malformed")
    assert min(counts[code] for code in (0, 1, 2)) >= 5


def test_every_leaf_of_the_preset_is_settled(preset: Path) -> None:
    """As holding, by the second checker as by the first."""
    text = preset.read_text()
    assert check(str(preset)) == 0
    (answer,) = second([text])
    leaves, open_, share = share_settled([answer])
    print(f"guarantee-2012: {leaves} leaves, {open_} of them not held")
    assert leaves > 100_000
    assert (answer["code"], open_) == (0, 0)
    assert share >= SETTLED
    assert answer["hash"] == parse(text.split("\n")[1]).digest


@pytest.mark.long
def test_the_firsts_own_c_settles_every_leaf_of_the_preset_too(preset: Path) -> None:
    """So `--first` is the first's procedure, and a difference that it takes away is of c."""
    (answer,) = second([preset.read_text()], "--first")
    assert share_settled([answer])[1] == 0


def test_what_is_reachable_and_what_is_undecided_stay_without_a_proof(
    several: list[str], tmp_path: Path
) -> None:
    """The others are proved."""
    (answer,) = second([text_of(several)])
    said = [(c["verdict"], c["said"]) for c in answer["clauses"]]
    assert said == [("proved", ""), ("not proved", "reachable"), ("not proved", "undecided"), ("proved", "")]  # fmt: skip
    assert answer["code"] == first(tmp_path / "several", text_of(several)) == 1


# -- leaves -----------------------------------------------------------------------------------------


def _margins(lines: list[str]) -> dict[tuple[int, int, int], tuple[str, float]]:
    """Each leaf's kind and margin, from the prover's own sums, by its line, its tree and its number there."""
    claim, stays, _ = _parts(lines)
    rows = {row.key: row for rows in rows_of(claim) for row in rows}
    index = {x.id: k for k, x in enumerate(claim.interceptor)}
    found = {}
    for at, line in enumerate(lines):
        if not line.startswith("proof "):
            continue
        _, clause, aim, *trees = line.split(" ")
        row = rows[int(clause), int(aim)]
        for k, tree in enumerate(trees):
            leaves = margins(tree, row, stays.get(index[row.x.id]), bool(k))
            found |= {(at, k, n): (leaf.kind, value) for n, (leaf, value) in enumerate(leaves)}
    return found


def _differences(lines: list[str]) -> dict[str, list[float]]:
    """By how much leaves' margins differ, by their kind. L, E and A have one, but where a box leaves no place or time."""
    done = run([str(TESTS / "leaves.mjs")], ROOT, json.dumps(text_of(lines)) + "\n")
    assert done.returncode == 0, done.stderr
    mine, prover = json.loads(done.stdout), _margins(lines)
    assert len(mine) == len(prover)
    found: dict[str, list[float]] = {"L": [], "E": [], "A": []}
    for *key, kind, value in mine:
        theirs, other = prover[key[0], key[1], key[2]]
        assert kind == theirs
        if value is not None:
            found[kind].append(value - other)
    return found


def _sample(lines: list[str], every: int) -> list[str]:
    """A certificate with some of its proofs alone."""
    kept = [line for k, line in enumerate(lines[3:-1]) if line[:5] != "proof" or k % every == 0]
    return [*lines[:3], *kept, f"end {len(kept)}"]


def _alike(name: str, lines: list[str]) -> None:
    found = _differences(lines)
    most = {kind: max(map(abs, some)) for kind, some in found.items()}
    told = [f"{len(found[kind])} leaves {kind}, {value:.1e}" for kind, value in most.items()]
    print(f"{name}: greatest difference of margins, m/s: {'; '.join(told)}")
    assert max(most.values()) < ALIKE


@pytest.mark.parametrize("every", [50, pytest.param(1, marks=pytest.mark.long)])
def test_each_leaf_has_the_margin_that_the_prover_counts(
    small: list[str], preset: Path, every: int
) -> None:
    """With the first's c: no term is too small and none too large, whether the leaf is near its limit or far from it."""
    _alike("of these tests", certificate())
    _alike("small", small)
    _alike(f"preset, of {every} proofs one", _sample(preset.read_text().splitlines(), every))


# -- mutants ---------------------------------------------------------------------------------------


class Tried(NamedTuple):
    """A changed certificate, and what the first checker says of it."""

    kind: str
    lines: list[str]
    code: int


def _tried(kind: str, small: list[str], path: Path, count: int) -> list[Tried]:
    """Mutants of a kind, none of them what it was made from."""
    mutate, _ = mutants.KINDS[kind]
    rng = random.Random(f"second {kind} {count}")
    found: list[Tried] = []
    for _ in range(count + 1000):
        lines = mutate(small, rng)
        if lines is not None and lines != small and len(found) < count:
            found.append(Tried(kind, lines, first(path, text_of(lines))))
    assert len(found) == count
    return found


class Attacked:
    """Claims that were attacked, each once."""

    def __init__(self) -> None:
        self.found: dict[str, bool] = {}

    def refuted(self, text: str, samples: int = SAMPLES) -> bool:
        """Whether an interceptor within the limits is found that meets a flight."""
        claim = parse_claim(text.encode(), "claim.json")
        key = parse(text).digest
        if key not in self.found:
            pairs = [problem(claim, x, f) for x, f in claim.pairs()]
            self.found[key] = any(find_meeting(p, samples, 1)[1] for p in pairs)
        return self.found[key]


def _compare(tried: list[Tried]) -> None:
    """Both checkers' verdicts on all of them; prints the counts."""
    texts = [text_of(t.lines) for t in tried]
    answers = second(texts)
    both = [a for t, a in zip(tried, answers, strict=True) if t.code == 0]
    leaves, open_, share = share_settled(both)
    attacked = Attacked()
    alone = []
    for t, text, answer in zip(tried, texts, answers, strict=True):
        assert (answer["code"] == 2) == (t.code == 2), (t.kind, answer, t.lines)
        if answer["code"] == 0:
            assert not attacked.refuted(t.lines[1]), (t.kind, t.lines)
        if answer["code"] == 0 and t.code != 0:
            alone.append((t, text))
        if answer["code"] != 0 and t.code == 0:
            assert not answer["failed"], (t.kind, answer, t.lines)
    explained = _explained(alone)
    print(
        f"\n{len(tried)} mutants: {sum(t.code == 0 for t in tried)} accepted by the first, "
        f"{sum(a['code'] == 0 for a in answers)} by the second, {len(alone)} by the second alone ({explained}); "
        f"{sum(a['code'] == 2 for a in answers)} malformed for both; of {leaves} leaves that the first accepts the second leaves "
        f"{open_} open; {len(attacked.found)} accepted claims attacked, none refuted"
    )
    assert share >= SETTLED


def _explained(alone: list[tuple[Tried, str]]) -> str:
    """Why the second accepts what the first does not: in words; each must have a reason."""
    near = by_c = 0
    least = 0.0
    answers = second([text for _, text in alone], "--first") if alone else []
    for (t, _), answer in zip(alone, answers, strict=True):
        truth = margin(t.lines)
        if answer["code"] != 0:
            by_c += 1
            continue
        assert truth != HOPELESS, (t.kind, t.lines)
        assert truth > -BELOW, (t.kind, truth, t.lines)
        near, least = near + 1, min(least, truth)
    return f"{by_c} for its lesser c, {near} with a margin of {least:.3g} or more"


def test_of_some_mutants_both_say_the_same(small: list[str], tmp_path: Path, capsys) -> None:
    """A few hundred, of every kind; what the second alone accepts has a reason, and no accepted claim is refuted."""
    tried = [t for kind, (_, count) in mutants.KINDS.items() for t in _tried(kind, small, tmp_path / "m", mutants._few(count))]  # fmt: skip
    capsys.readouterr()
    assert len(tried) >= 250
    _compare(tried)


@pytest.mark.long
def test_of_very_many_mutants_both_say_the_same(small: list[str], tmp_path: Path, capsys) -> None:
    """10,000: half of the first checker's long run, of other seeds."""
    tried = [t for kind, (_, count) in mutants.KINDS.items() for t in _tried(kind, small, tmp_path / "m", -(-count * MANY // mutants.LEAST))]  # fmt: skip
    capsys.readouterr()
    assert len(tried) >= MANY
    _compare(tried)
