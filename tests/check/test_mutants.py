"""Certificates broken in every way that we could think of: none that fails to prove is accepted.

Each mutant goes to the checker and to the second opinion. They may differ only where a leaf's margin
is within rounding of nothing. So what is accepted proves, and what proves is accepted. A few hundred are
tried in every run, 20,000 in a long one.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from reassure.claim import claim_hash, parse_claim
from reassure.proof.prove import certify
from reassure_check.__main__ import check
from reassure_check.claim import Malformed, parse
from tests.check.certificates import CLAIM
from tests.check.second_opinion import HOPELESS, margin

ROUNDING = 0.01  # m/s: the second opinion is in floating point
LEAST = 20_000
FEW = 80  # of the long run's mutants, one is tried in every run
Mutant = list[str] | None


@pytest.fixture(scope="module")
def small() -> list[str]:
    """A certificate of few leaves: places apart, point bases and small aims, boosts that are near."""
    claim = json.loads(json.dumps(CLAIM))
    places = [[44.07, 44.07, 24.42, 24.42], [47.2, 47.25, 24.6, 24.7], [45.9, 46.0, 29.0, 29.1]]
    claim["interceptor"][0].update(
        burnout_speed_km_s=4.2, burnout_distance_km=100, earliest_burnout_s=30, places=places
    )
    claim["earth"]["keep_above_km"] = 300
    claim["flights"][0]["aims"] = [
        [40, 40.2, -76, -75.8, 1735, 1745, 7.3, 7.35],
        [47, 47, -121, -121, 1810, 1812, 7.55, 7.56],
    ]
    claim["flights"][0]["field_radius_km"] = 5
    found = certify(parse_claim(json.dumps(claim).encode(), "claim.json"))
    assert found.proved
    lines = list(found.lines())
    assert lines[3].startswith("stay 0 ")
    assert all(kind in "".join(lines[4:6]) for kind in "LEAGBFabcd")
    return lines


def _accepted(path: Path, lines: list[str]) -> bool:
    path.write_bytes("".join(line + "\n" for line in lines).encode("utf-8", "surrogateescape"))
    try:
        with np.errstate(all="ignore"):
            return check(str(path), alone=True) == 0
    except (Malformed, UnicodeError):
        return False


# -- trees ----------------------------------------------------------------------------------------

_TOKEN = re.compile(r"[AF][^;]*;|.")


def _in_tree(change: Callable[[list[str], random.Random], list[str]]) -> Any:
    def mutate(lines: list[str], rng: random.Random) -> Mutant:
        k = rng.choice([i for i, line in enumerate(lines) if line.startswith("proof")])
        *head, coast, boost = lines[k].split(" ")
        which = 0 if rng.random() < 0.9 else 1
        trees = [coast, boost]
        trees[which] = "".join(change(_TOKEN.findall(trees[which]), rng))
        return [*lines[:k], " ".join([*head, *trees]), *lines[k + 1 :]]

    return mutate


def _dropped(tokens: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(len(tokens))
    return tokens[:at] + tokens[at + 1 :]


def _doubled(tokens: list[str], rng: random.Random) -> list[str]:
    at = rng.randrange(len(tokens))
    return tokens[:at] + tokens[at : at + 1] + tokens[at:]


def _exchanged(tokens: list[str], rng: random.Random) -> list[str]:
    tokens = list(tokens)
    a, b = rng.randrange(len(tokens)), rng.randrange(len(tokens))
    tokens[a], tokens[b] = tokens[b], tokens[a]
    return tokens


def _other_leaf(tokens: list[str], rng: random.Random) -> list[str]:
    at = rng.choice([i for i, t in enumerate(tokens) if t[0] in "LEAGB"])
    new = rng.choice("LEGB") if rng.random() < 0.8 else "A100,200,300;"
    return [*tokens[:at], new, *tokens[at + 1 :]]


def _other_split(tokens: list[str], rng: random.Random) -> list[str]:
    splits = [i for i, t in enumerate(tokens) if t in "0123456789abcd"]
    if not splits:
        return ["0", *tokens]
    at = rng.choice(splits)
    return [*tokens[:at], rng.choice("0123456789abcd"), *tokens[at + 1 :]]


def _merged(tokens: list[str], rng: random.Random) -> list[str]:
    """A whole subtree replaced by one leaf: the leaf is valid only if the big box is settled by it."""
    at = rng.randrange(len(tokens))
    end, open_ = at, 1
    while open_ and end < len(tokens):
        open_ += 1 if tokens[end] in "0123456789abcd" else 0 if tokens[end][0] == "F" else -1
        end += 1
    kept = [t for t in tokens[at:end] if t[0] == "F"][:1] if rng.random() < 0.5 else []
    return [*tokens[:at], *kept, rng.choice("LE"), *tokens[end:]]


def _split_leaf(tokens: list[str], rng: random.Random) -> list[str]:
    """A leaf cut in two of the same kind: a proof still, where the coordinate is not the flights'."""
    at = rng.choice([i for i, t in enumerate(tokens) if t[0] in "LEAGB"])
    return [*tokens[:at], rng.choice("01c01c23abdx"), tokens[at], *tokens[at:]]


def _velocity(tokens: list[str], rng: random.Random) -> list[str]:
    with_data = [i for i, t in enumerate(tokens) if t[0] in "AF"]
    if not with_data:
        return tokens[:-1]
    at = rng.choice(with_data)
    numbers = tokens[at][1:-1].split(",")
    k = rng.randrange(3)
    number = int(numbers[k])
    numbers[k] = rng.choice(
        [
            str(-number), str(number * 10), str(number // 10), str(number + rng.choice([-1, 1])),
            str(number + rng.randrange(-5_000_000, 5_000_000)), "0", "1e6", f"+{abs(number)}",
            f"0{abs(number)}", "", "nan", "9" * 12, "\u0663", f" {number}", "0x10", f"{number}.0",
        ]
    )  # fmt: skip
    if rng.random() < 0.1:
        rng.shuffle(numbers)
    return [*tokens[:at], tokens[at][0] + ",".join(numbers) + ";", *tokens[at + 1 :]]


def _noise(tokens: list[str], rng: random.Random) -> list[str]:
    text = "".join(tokens)
    at = rng.randrange(len(text))
    return [
        text[:at] + rng.choice("LEGBAF0123456789abcde;,- x\t\x00") + text[at + rng.randrange(2) :]
    ]


def _cut_short(tokens: list[str], rng: random.Random) -> list[str]:
    return tokens[: rng.randrange(len(tokens))]


# -- lines and bytes -------------------------------------------------------------------------------


def _line_dropped(lines: list[str], rng: random.Random) -> Mutant:
    at = rng.randrange(len(lines))
    return lines[:at] + lines[at + 1 :]


def _line_doubled(lines: list[str], rng: random.Random) -> Mutant:
    at, to = rng.randrange(len(lines)), rng.randrange(len(lines) + 1)
    return [*lines[:to], lines[at], *lines[to:]]


def _lines_shuffled(lines: list[str], rng: random.Random) -> Mutant:
    body = lines[3:-1]
    rng.shuffle(body)
    whole = [*lines[:3], *body, lines[-1]]
    if rng.random() < 0.5:
        rng.shuffle(whole)
    return whole


def _index_changed(lines: list[str], rng: random.Random) -> Mutant:
    k = rng.choice([i for i, line in enumerate(lines) if line.startswith("proof")])
    parts = lines[k].split(" ")
    parts[rng.randrange(1, 3)] = rng.choice(
        ["0", "1", "2", "-1", "00", "0.0", "1e0", "\u0660", "9" * 30, ""]
    )
    return [*lines[:k], " ".join(parts), *lines[k + 1 :]]


def _trees_exchanged(lines: list[str], rng: random.Random) -> Mutant:
    a, b = (lines[k].split(" ") for k in (4, 5))
    i, j = rng.choice([3, 4]), rng.choice([3, 4])
    a[i], b[j] = b[j], a[i]
    return [*lines[:4], " ".join(a), " ".join(b), *lines[6:]]


def _stay_changed(lines: list[str], rng: random.Random) -> Mutant:
    """Another time, another interceptor, another place in the file, said twice or not at all."""
    seconds = int(lines[3].split(" ")[2])
    stays = [
        f"stay 0 {seconds + rng.choice([-1, 1])}", f"stay 0 {rng.randrange(1, 7202)}", f"stay 1 {seconds}",
        f"stay 0 {seconds}.0", f"stay 0 0{seconds}", f"stay -0 {seconds}", f"stay 0 {seconds} ", "stay 0 0",
        f"stay 0 {seconds + rng.randrange(-20, 20)}", "stay", "stay 0", f"Stay 0 {seconds}", f"stay 0 +{seconds}",
    ]  # fmt: skip
    stay = rng.choice(stays)
    if rng.random() < 0.6:
        return [*lines[:3], stay, *lines[4:]]
    to = rng.randrange(3, len(lines))
    rest = lines[4:] if rng.random() < 0.5 else lines[3:]
    moved = [*lines[:3], *rest]
    moved.insert(min(to, len(moved) - 1), rng.choice([stay, lines[3]]))
    if rng.random() < 0.7:
        moved[-1] = f"end {len(moved) - 4}"
    return moved if rng.random() < 0.9 else [*lines[:3], *lines[4:-1], f"end {len(lines) - 5}"]


def _byte_flipped(lines: list[str], rng: random.Random) -> Mutant:
    data = bytearray("".join(line + "\n" for line in lines).encode())
    # most of the bytes are the claim's; the rest of the file is tried as often
    first = len(lines[0]) + len(lines[1]) + 2 if rng.random() < 0.5 else 0
    at = rng.randrange(first, len(data))
    data[at] ^= 1 << rng.randrange(8)
    return data.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n")


def _head_changed(lines: list[str], rng: random.Random) -> Mutant:
    head = [
        ["reassure-certificate/2", *lines[1:3]],
        ["reassure-certificate/1", *lines[1:3]],
        ["reassure-certificate/3 ", *lines[1:3]],
        ["", *lines[:3]],
        [*lines[:2], "sha256 " + "".join(rng.choice("0123456789abcdef") for _ in range(64))],
        [*lines[:2], lines[2].upper()],
        [*lines[:2], lines[2][:-1]],
        [*lines[:2], "sha1 " + lines[2][7:]],
    ]
    return [*rng.choice(head), *lines[3:]]


def _end_changed(lines: list[str], rng: random.Random) -> Mutant:
    end = rng.choice(
        ["end", "end 0", "end 2", "end 4", "end -3", "end 3 3", "END 3", "end 3.0", "end 03", ""]
    )
    more = rng.choice(
        [[], ["proof"], ["undecided 0 {}"], ["reachable 0 {}"], [lines[3]], [lines[4]], [""]]
    )
    return [*lines[:-1], end, *more] if rng.random() < 0.7 else [*lines[:-1], *more, lines[-1]]


# -- claims ----------------------------------------------------------------------------------------


def _numbers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        for key, v in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _numbers(v, (*path, key))
    elif not isinstance(value, str):
        yield path


def _claim_changed(lines: list[str], rng: random.Random) -> Mutant:
    """Another number somewhere in the claim, its hash put right: units, signs, small and large steps."""
    claim = json.loads(lines[1])
    path = rng.choice(list(_numbers(claim)))
    table = claim
    for key in path[:-1]:
        table = table[key]
    v = table[path[-1]]
    table[path[-1]] = rng.choice(
        [
            -v, v * 1000, v / 1000, v * 1.01, v * 0.99, v * 1.3, v * 0.7, v + 1, v - 1, v + 90, v + 360,
            v * 1.852, v / 57.29577951, 0, 1e30, str(v), None, True, [v], v + rng.uniform(-20, 20),
        ]
    )  # fmt: skip
    return _with_claim(lines, json.dumps(claim))


def _claim_exchanged(lines: list[str], rng: random.Random) -> Mutant:
    """Two of its numbers exchanged: latitude for longitude, height for distance, base for place."""
    claim = json.loads(lines[1])
    paths = list(_numbers(claim))
    a, b = rng.sample(paths, 2)

    def table(path: tuple[Any, ...]) -> Any:
        at = claim
        for key in path[:-1]:
            at = at[key]
        return at

    x, y = table(a)[a[-1]], table(b)[b[-1]]
    table(a)[a[-1]], table(b)[b[-1]] = y, x
    return _with_claim(lines, json.dumps(claim))


def _places_changed(lines: list[str], rng: random.Random) -> Mutant:
    """Places moved, by the edges of boxes too, cut, doubled, left out or added: leaves have others in them."""
    claim = json.loads(lines[1])
    places = claim["interceptor"][0]["places"]
    k = rng.randrange(len(places))
    kind = rng.randrange(6)
    if kind == 0:
        del places[k]
    elif kind == 1:
        places.append(list(places[k]))
    elif kind == 2:
        rng.shuffle(places)
    elif kind == 3:
        step = rng.choice([1e-12, 1e-6, 0.01, 0.1, 1.0, 5.0]) * rng.choice([-1, 1])
        sides = rng.choice([(0, 1), (2, 3)])
        for side in sides:
            places[k][side] += step
    elif kind == 4:
        south, west = rng.uniform(43, 49), rng.uniform(23, 31)
        places.append([south, south + rng.choice([0, 0.1]), west, west + rng.choice([0, 0.1])])
    else:
        side = rng.randrange(4)
        places[k][side] += rng.choice([-1, 1]) * rng.choice([1e-9, 0.01, 0.1, 1.0])
    return _with_claim(lines, json.dumps(claim)) if places else None


def _claim_text(lines: list[str], rng: random.Random) -> Mutant:
    """The claim's text: keys twice, unknown keys, NaN, huge exponents, deep nesting, other writings."""
    old, new = rng.choice(
        [
            (":5,", ":NaN,"), (":5,", ":Infinity,"), (":5,", ":1e400,"), (":5,", ":1e-400,"),
            (":5,", ":5,\"more\":1,"), ("{", "{{"), ("[", "["*rng.randrange(2, 60)), ("}", ""),
            (":5,", ":5e0,"), (":5,", ":0.5e1,"), (":5,", ":05,"), (":5,", ":+5,"), (":5,", ":5.0,"),
            ('"title"', '"title ":"x","title"'), ('"format"', '"format":"x","format"'),
            ("claim/3", "claim/2"), ("claim/3", "claim/1"), ("claim/3", "claim/3 "), ('"earth"', '"Earth"'), (":0,", ":-0,"),
            (":0,", ":-1,"), (":0,", ":0.0,"), ("398600", "398601"), ("6378137", "6378136"),
            ("kozelsk", "kozelsk2"), ('"clause"', '"clauses"'), (",", ", "), (",", ",,"),
        ]
    )  # fmt: skip
    count = lines[1].count(old)
    if not count:
        return None
    at = -1
    for _ in range(rng.randrange(count) + 1):
        at = lines[1].index(old, at + 1)
    return _with_claim(lines, lines[1][:at] + new + lines[1][at + len(old) :])


def _with_claim(lines: list[str], text: str) -> list[str]:
    """The same proofs under another claim, the hash put right where the text is a claim at all."""
    try:
        digest = parse(text).digest
    except Malformed:
        try:
            digest = claim_hash(parse_claim(text.encode(), "claim.json"))
        except Exception:
            digest = lines[2][7:]
    return [lines[0], text, f"sha256 {digest}", *lines[3:]]


KINDS: dict[str, tuple[Callable[[list[str], random.Random], Mutant], int]] = {
    "token dropped": (_in_tree(_dropped), 1200),
    "token doubled": (_in_tree(_doubled), 900),
    "tokens exchanged": (_in_tree(_exchanged), 1200),
    "another leaf": (_in_tree(_other_leaf), 1800),
    "another split": (_in_tree(_other_split), 1800),
    "subtree for a leaf": (_in_tree(_merged), 1800),
    "leaf cut in two": (_in_tree(_split_leaf), 800),
    "velocity": (_in_tree(_velocity), 2200),
    "noise in a tree": (_in_tree(_noise), 1500),
    "tree cut short": (_in_tree(_cut_short), 300),
    "stay": (_stay_changed, 900),
    "line dropped": (_line_dropped, 20),
    "line doubled": (_line_doubled, 60),
    "lines in another order": (_lines_shuffled, 120),
    "index": (_index_changed, 240),
    "trees exchanged": (_trees_exchanged, 60),
    "byte flipped": (_byte_flipped, 1800),
    "head": (_head_changed, 60),
    "end": (_end_changed, 180),
    "places": (_places_changed, 900),
    "claim's numbers": (_claim_changed, 1300),
    "claim's numbers exchanged": (_claim_exchanged, 480),
    "claim's text": (_claim_text, 480),
}


def test_there_are_enough_mutants() -> None:
    """In the long run; a few hundred in every run."""
    assert sum(count for _, count in KINDS.values()) >= LEAST
    assert sum(_few(count) for _, count in KINDS.values()) >= 250


def _few(count: int) -> int:
    return max(5, count // FEW)


def _try(
    kind: str, small: list[str], path: Path, count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    mutate, _ = KINDS[kind]
    rng = random.Random(f"{kind} {count}")
    accepted = tried = missed = 0
    while tried < count and missed < 1000:
        lines = mutate(small, rng)
        if lines is None or lines == small:
            missed += 1
            continue
        tried += 1
        said = _accepted(path, lines)
        truth = margin(lines)
        accepted += said
        if said:
            assert truth > -ROUNDING, (truth, lines)
        elif truth != HOPELESS:
            assert truth < ROUNDING, (truth, lines)
    assert tried == count
    capsys.readouterr()  # what the checker said of each
    print(f"{kind}: {tried} mutants, {accepted} accepted, being proofs still")


@pytest.mark.some(3)
@pytest.mark.parametrize("kind", KINDS)
def test_no_mutant_that_fails_to_prove_is_accepted(
    kind: str, small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is one that proves refused."""
    _try(kind, small, tmp_path / "mutant", _few(KINDS[kind][1]), capsys)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_no_mutant_of_very_many_is_accepted(
    kind: str, small: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """20,000 in all."""
    _try(kind, small, tmp_path / "mutant", KINDS[kind][1], capsys)
