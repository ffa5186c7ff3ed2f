"""The second checker, viewer/src/check: its own tests in Node, and the same verdicts as the first's.

Its tests of one piece at a time are in viewer/test/check. Here both checkers judge the same certificates: those that the first's
tests make, a preset proved afresh, and certificates broken at random (tests/check/test_mutants.py). The second may accept more, for
it takes the least c of Theorem F where the first takes a looser one (docs/guarantee.md, section 3); each such case is held against the
prover's sums and against the same checker with the first's c, and its claim is attacked.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable
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
from tests.amounts import WHOLE
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
    return told(path, text)[0]


def told(path: Path, text: str) -> tuple[int, str]:
    """The first checker's exit code, and what it prints."""
    path.write_bytes(text.encode("latin1"))
    said = io.StringIO()
    try:
        with np.errstate(all="ignore"), contextlib.redirect_stdout(said):
            code = check(str(path), alone=True)
    except (Malformed, UnicodeError):
        code = 2
    return code, said.getvalue()


def share_settled(answers: Iterable[dict[str, Any]]) -> tuple[int, int, float]:
    """Leaves, those that do not hold, and the share of the others."""
    read = [a for a in answers if a["code"] != 2]
    leaves, open_ = sum(a["leaves"] for a in read), sum(a["unsettled"] + a["failed"] for a in read)
    return leaves, open_, 1 - open_ / leaves


@pytest.fixture(scope="module")
def preset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """guarantee-2012, proved afresh: in a whole run all of it, else one of its deployments against one base."""
    path = tmp_path_factory.mktemp("preset") / "guarantee-2012.cert"
    some = {} if WHOLE else {"deployments": ["redzikowo"], "bases": ["kozelsk"]}
    found = certify(claim_from_scenario("guarantee-2012", **some))
    assert found.proved
    found.write(path)
    return path


@pytest.fixture(scope="module")
def several() -> list[str]:
    """A certificate of three clauses: one proved, one that is reachable, one undecided."""

    def three(claim: dict[str, Any]) -> None:
        (x,) = claim["interceptor"]
        claim["interceptor"] = [
            x,
            {**x, "id": "near", "places": [[54.5, 54.5, 30, 30]], "burnout_speed_km_s": 5.0},
            {**x, "id": "fast", "places": [[10, 10, 60, 60]], "burnout_speed_km_s": 7.0},
        ]
        claim["clause"] = [
            {"interceptor": x["id"], "flights": "kozelsk"} for x in claim["interceptor"]
        ]
        claim["flights"][0]["aims"].pop(0)

    return list(certify(parse_claim(changed(three).encode(), "claim.json")).lines())


def test_its_own_tests_pass(small: list[str], tmp_path: Path) -> None:
    """In Node's own runner, with certificates made here: two that prove and two that do not."""
    write(tmp_path / "good.cert", certificate())
    write(tmp_path / "good-small.cert", small)
    fast = changed(lambda claim: claim["interceptor"][0].update(burnout_speed_km_s=7.0))
    rows = [f"proof 0 {aim} {' '.join(trees)}" for aim, trees in enumerate(TREES)]
    write(tmp_path / "bad-claim.cert", certificate(STAY, *rows, "end 3", text=fast))
    write(tmp_path / "bad-leaf.cert", [*small[:4], small[4][:-1] + "B", *small[5:]])
    tests = sorted(str(file) for file in TESTS.glob("*.test.mjs"))
    assert len(tests) >= 20
    _in_node(tests, REASSURE_CERTIFICATES=str(tmp_path))


@pytest.mark.long
def test_no_member_of_very_many_boxes_does_what_a_leaf_excludes() -> None:
    """Some two thousand boxes; ten in every run."""
    _in_node([str(TESTS / "members.test.mjs")], REASSURE_BOXES="400")


@pytest.mark.long
def test_very_many_balls_hold_the_true_number() -> None:
    """A hundred thousand of each operation."""
    _in_node([str(TESTS / "arithmetic.test.mjs")], REASSURE_CASES="100000")


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
    slow = "broken_trees or threads or closed or disk or reader or refute or quick or many_proofs or letters or prover"
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


@pytest.mark.long
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
    """The other is proved."""
    (answer,) = second([text_of(several)])
    said = [(c["verdict"], c["said"]) for c in answer["clauses"]]
    assert said == [("proved", ""), ("not proved", "reachable"), ("not proved", "undecided")]  # fmt: skip
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


def test_each_leaf_has_the_margin_that_the_prover_counts(small: list[str]) -> None:
    """With the first's c: no term is too small and none too large, whether the leaf is near its limit or far from it."""
    _alike("of these tests", certificate())
    _alike("small", small)


@pytest.mark.long
@pytest.mark.parametrize("every", [200, 1])
def test_each_leaf_of_a_preset_has_the_margin_that_the_prover_counts(
    preset: Path, every: int
) -> None:
    """As above, of flights to a whole country."""
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


def _compare(tried: list[Tried], attack: bool) -> None:
    """Both checkers' verdicts on all of them; prints the counts. `attack`: every claim that is accepted, not only by the second alone."""
    texts = [text_of(t.lines) for t in tried]
    answers = second(texts)
    share = share_settled(a for t, a in zip(tried, answers, strict=True) if t.code == 0)
    attacked = Attacked()
    alone = []
    for t, text, answer in zip(tried, texts, answers, strict=True):
        assert (answer["code"] == 2) == (t.code == 2), (t.kind, answer, t.lines)
        new = answer["code"] == 0 and t.code != 0
        alone += [(t, text)] if new else []
        if new or (attack and answer["code"] == 0):
            assert not attacked.refuted(t.lines[1]), (t.kind, t.lines)
        if answer["code"] != 0 and t.code == 0:
            assert not answer["failed"], (t.kind, answer, t.lines)
    leaves, open_, settled = share
    counts = Counter(t.code for t in tried), Counter(a["code"] for a in answers)
    print(
        f"{len(tried)} mutants: {counts[0][0]} accepted by the first, {counts[1][0]} by the second, {len(alone)} by the "
        f"second alone ({_explained(alone)}), {counts[1][2]} malformed for both; of {leaves} leaves that the first accepts "
        f"{open_} are open in the second; {len(attacked.found)} accepted claims attacked, none refuted"
    )
    assert settled >= SETTLED


def _explained(alone: list[tuple[Tried, str]]) -> str:
    """Why the second accepts what the first does not, in words; each must have a reason."""
    answers = second([text for _, text in alone], "--first") if alone else []
    rest = [t for (t, _), answer in zip(alone, answers, strict=True) if answer["code"] == 0]
    for t in rest:
        truth = margin(t.lines)
        assert -BELOW < truth, (t.kind, truth, t.lines)
        assert truth != HOPELESS
    return f"{len(alone) - len(rest)} for its lesser c, {len(rest)} within {BELOW} m/s"


@pytest.mark.long
def test_of_some_mutants_both_say_the_same(small: list[str], tmp_path: Path) -> None:
    """A few hundred, of every kind; what the second alone accepts has a reason, and its claim is not refuted."""
    tried = _all_kinds(small, tmp_path / "m", mutants._few)
    assert len(tried) >= 250
    _compare(tried, False)


@pytest.mark.long
def test_of_very_many_mutants_both_say_the_same(small: list[str], tmp_path: Path) -> None:
    """10,000: half of the first checker's long run, of other seeds; every accepted claim is attacked."""
    tried = _all_kinds(small, tmp_path / "m", lambda count: -(-count * MANY // mutants.LEAST))
    assert len(tried) >= MANY
    _compare(tried, True)


def _all_kinds(small: list[str], path: Path, number: Callable[[int], int]) -> list[Tried]:
    kinds = mutants.KINDS.items()
    return [t for kind, (_, count) in kinds for t in _tried(kind, small, path, number(count))]


# -- rows near their limits ------------------------------------------------------------------------


def _by_row(lines: list[str], start: int, every: int) -> tuple[dict[str, Any], list[str]]:
    """A claim with a clause for each of some rows of aims, and its lines after the hash."""
    claim = json.loads(lines[1])
    by_id = {f["id"]: f for f in claim["flights"]}
    flights, clauses = [], []
    body = [line for line in lines[3:-1] if line.startswith("stay ")]
    for line in [line for line in lines if line.startswith("proof ")][start::every]:
        _, clause, aim, coast, boost = line.split(" ")
        pair = claim["clause"][int(clause)]
        f = by_id[pair["flights"]]
        name = f"row-{len(flights)}"
        body.append(f"proof {len(flights)} 0 {coast} {boost}")
        flights.append({**f, "id": name, "aims": [list(f["aims"][int(aim)])]})
        clauses.append({"interceptor": pair["interceptor"], "flights": name})
    claim |= {"flights": json.loads(json.dumps(flights)), "clause": clauses}
    return claim, [*body, f"end {len(body)}"]


def _loosened(f: dict[str, Any], rng: random.Random) -> None:
    """One number of some flights a little greater or less: by a share of 0.00001 to 0.1."""
    intervals = [(f"burnout_{of}_km", end) for of in ("height", "distance") for end in (0, 1)]
    singles = [("field_radius_km", None), ("sideways_km", None)]
    key, k = rng.choice([*singles, *intervals, *(("aims", end) for end in (4, 5, 6, 7))])
    table = f if k is None else f["aims"][0] if key == "aims" else f[key]
    at = key if k is None else k
    by = (rng.random() - 0.4) * 10 ** -(1 + rng.randrange(5))
    table[at] = round(table[at] * (1 + by), 6)


def _rows_judged(preset: Path, path: Path, rounds: int, every: int) -> None:
    """Rows with one number changed, so that their leaves come to their limits: both checkers' verdicts on each."""
    lines, rng = preset.read_text().splitlines(), random.Random(rounds)
    texts, claims, accepted = [], [], []
    while len(texts) < rounds:
        claim, body = _by_row(lines, rng.randrange(every), every)
        for f in claim["flights"]:
            _loosened(f, rng)
        text = json.dumps(claim)
        whole = text_of([lines[0], text, f"sha256 {parse(text).digest}", *body])
        code, said = told(path, whole)
        assert code != 2
        texts.append(whole)
        claims.append(text)
        accepted.append(set(re.findall(r"^  proved .* cannot reach row-(\d+)$", said, re.M)))
    _rows_compared(texts, claims, accepted)


def _rows_compared(texts: list[str], claims: list[str], accepted: list[set[str]]) -> None:
    both = rows = 0
    short: dict[bool, list[float]] = {
        True: [],
        False: [],
    }  # margins, by whether the first's c accepts
    answers, looser = second(texts), second(texts, "--first")
    for k, (answer, other) in enumerate(zip(answers, looser, strict=True)):
        mine, same = (
            {str(n) for n, c in enumerate(a["clauses"]) if c["verdict"] == "proved"}
            for a in (answer, other)
        )
        rows, both = rows + len(answer["clauses"]), both + len(mine & accepted[k])
        assert accepted[k] <= mine, [answer["clauses"][int(n)] for n in accepted[k] - mine]
        for n in mine - accepted[k]:
            margins = [m for _, m in _margins(_alone(texts[k], int(n))).values()]
            short[n in same].append(min(margins))
            assert not _refuted(claims[k], int(n))
    worst = min((m for m in short[False] if m != HOPELESS), default=0.0)
    print(
        f"{rows} rows with a number changed: {both} accepted by both, {len(short[False])} by the second alone for its lesser c "
        f"(the prover's sums with the first's are short by {-worst:.3g} m/s at most), {len(short[True])} by the second alone "
        f"within {BELOW} m/s; none of these refuted; none by the first alone"
    )
    assert all(m > -BELOW for m in short[True])
    assert 0 < both < rows


def _alone(text: str, clause: int) -> list[str]:
    """The certificate's lines with one proof."""
    head, body = text.splitlines()[:3], text.splitlines()[3:-1]
    kept = [line for line in body if line[:5] != "proof" or line.split(" ")[1] == str(clause)]
    return [*head, *kept, f"end {len(kept)}"]


def _refuted(text: str, clause: int) -> bool:
    claim = parse_claim(text.encode(), "claim.json")
    return find_meeting(problem(claim, *list(claim.pairs())[clause]), SAMPLES, 1)[1]


@pytest.mark.parametrize(
    ("rounds", "every"), [(2, 40), pytest.param(30, 15, marks=pytest.mark.long)]
)
def test_rows_near_their_limits(preset: Path, tmp_path: Path, rounds: int, every: int) -> None:
    """Some 75 of the preset's rows, 3,000 in the long run: what the first accepts the second does; the rest has a reason."""
    _rows_judged(preset, tmp_path / "rows", rounds, every)
