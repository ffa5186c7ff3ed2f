"""Certificates broken in every way that we could think of: none that fails to prove is accepted.

Each mutant goes to the checker and to the second opinion. They may differ only where a leaf's margin
is within rounding of nothing. So what is accepted proves, and what proves is accepted.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reassure.claim import claim_hash, parse_claim
from reassure.proof.prove import certify
from reassure_check.__main__ import check
from reassure_check.claim import Malformed, parse
from tests.check.second_opinion import HOPELESS, margin
from tests.check.test_checker import CLAIM

ROUNDING = 0.01  # m/s: the second opinion is in floating point
LEAST = 10_000
Mutant = list[str] | None


@pytest.fixture(scope="module")
def small() -> list[str]:
    """A certificate of few leaves: a quick interceptor far away, point bases and small aims."""
    claim = json.loads(json.dumps(CLAIM))
    claim["interceptor"][0].update(burnout_speed_km_s=4.6, burnout_distance_km=100)
    claim["flights"][0]["aims"] = [
        [40, 40.2, -76, -75.8, 1735, 1745],
        [47, 47, -121, -121, 1810, 1812],
    ]
    claim["flights"][0]["field_radius_km"] = 5
    found = certify(parse_claim(json.dumps(claim).encode(), "claim.json"))
    assert found.proved
    lines = list(found.lines())
    assert all(kind in "".join(lines[3:5]) for kind in "LEAGF")
    return lines


def _accepted(path: Path, lines: list[str]) -> bool:
    path.write_bytes("".join(line + "\n" for line in lines).encode("utf-8", "surrogateescape"))
    try:
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
    splits = [i for i, t in enumerate(tokens) if t in "0123456789abc"]
    if not splits:
        return ["0", *tokens]
    at = rng.choice(splits)
    return [*tokens[:at], rng.choice("0123456789abc"), *tokens[at + 1 :]]


def _merged(tokens: list[str], rng: random.Random) -> list[str]:
    """A whole subtree replaced by one leaf: the leaf is valid only if the big box is settled by it."""
    at = rng.randrange(len(tokens))
    end, open_ = at, 1
    while open_ and end < len(tokens):
        open_ += 1 if tokens[end] in "0123456789abc" else 0 if tokens[end][0] == "F" else -1
        end += 1
    kept = [t for t in tokens[at:end] if t[0] == "F"][:1] if rng.random() < 0.5 else []
    return [*tokens[:at], *kept, rng.choice("LE"), *tokens[end:]]


def _split_leaf(tokens: list[str], rng: random.Random) -> list[str]:
    """A leaf cut in two of the same kind: a proof still, where the coordinate is not the flights'."""
    at = rng.choice([i for i, t in enumerate(tokens) if t[0] in "LEAGB"])
    return [*tokens[:at], rng.choice("01c01c23abx"), tokens[at], *tokens[at:]]


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
        text[:at] + rng.choice("LEGBAF0123456789abcd;,- x\t\x00") + text[at + rng.randrange(2) :]
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
    parts[rng.randrange(1, 4)] = rng.choice(
        ["0", "1", "2", "-1", "00", "0.0", "1e0", "\u0660", "9" * 30, ""]
    )
    return [*lines[:k], " ".join(parts), *lines[k + 1 :]]


def _trees_exchanged(lines: list[str], rng: random.Random) -> Mutant:
    a, b = (lines[k].split(" ") for k in (3, 4))
    i, j = rng.choice([4, 5]), rng.choice([4, 5])
    a[i], b[j] = b[j], a[i]
    return [*lines[:3], " ".join(a), " ".join(b), *lines[5:]]


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
        ["reassure-certificate/1 ", *lines[1:3]],
        ["", *lines[:3]],
        [*lines[:2], "sha256 " + "".join(rng.choice("0123456789abcdef") for _ in range(64))],
        [*lines[:2], lines[2].upper()],
        [*lines[:2], lines[2][:-1]],
        [*lines[:2], "sha1 " + lines[2][7:]],
    ]
    return [*rng.choice(head), *lines[3:]]


def _end_changed(lines: list[str], rng: random.Random) -> Mutant:
    end = rng.choice(
        ["end", "end 0", "end 1", "end 3", "end -2", "end 2 2", "END 2", "end 2.0", ""]
    )
    more = rng.choice([[], ["proof"], ["undecided 0 {}"], ["reachable 0 {}"], [lines[3]], [""]])
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


def _claim_text(lines: list[str], rng: random.Random) -> Mutant:
    """The claim's text: keys twice, unknown keys, NaN, huge exponents, deep nesting, other writings."""
    old, new = rng.choice(
        [
            (":5,", ":NaN,"), (":5,", ":Infinity,"), (":5,", ":1e400,"), (":5,", ":1e-400,"),
            (":5,", ":5,\"more\":1,"), ("{", "{{"), ("[", "["*rng.randrange(2, 60)), ("}", ""),
            (":5,", ":5e0,"), (":5,", ":0.5e1,"), (":5,", ":05,"), (":5,", ":+5,"), (":5,", ":5.0,"),
            ('"title"', '"title ":"x","title"'), ('"format"', '"format":"x","format"'),
            ("claim/1", "claim/2"), ("claim/1", "claim/1 "), ('"earth"', '"Earth"'), (":0,", ":-0,"),
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
    "token dropped": (_in_tree(_dropped), 700),
    "token doubled": (_in_tree(_doubled), 600),
    "tokens exchanged": (_in_tree(_exchanged), 700),
    "another leaf": (_in_tree(_other_leaf), 900),
    "another split": (_in_tree(_other_split), 900),
    "subtree for a leaf": (_in_tree(_merged), 900),
    "leaf cut in two": (_in_tree(_split_leaf), 400),
    "velocity": (_in_tree(_velocity), 1200),
    "noise in a tree": (_in_tree(_noise), 900),
    "tree cut short": (_in_tree(_cut_short), 300),
    "line dropped": (_line_dropped, 20),
    "line doubled": (_line_doubled, 60),
    "lines in another order": (_lines_shuffled, 60),
    "index": (_index_changed, 200),
    "trees exchanged": (_trees_exchanged, 20),
    "byte flipped": (_byte_flipped, 1200),
    "head": (_head_changed, 60),
    "end": (_end_changed, 150),
    "claim's numbers": (_claim_changed, 900),
    "claim's numbers exchanged": (_claim_exchanged, 300),
    "claim's text": (_claim_text, 400),
}


def test_there_are_enough_mutants() -> None:
    assert sum(count for _, count in KINDS.values()) >= LEAST


@pytest.mark.parametrize("kind", KINDS)
def test_no_mutant_that_fails_to_prove_is_accepted(
    kind: str, small: list[str], tmp_path: Path
) -> None:
    mutate, count = KINDS[kind]
    rng = random.Random(kind)
    accepted = tried = 0
    while tried < count:
        lines = mutate(small, rng)
        if lines is None or lines == small:
            continue
        tried += 1
        said = _accepted(tmp_path / "mutant", lines)
        truth = margin(lines)
        accepted += said
        if said:
            assert truth > -ROUNDING, (truth, lines)
        elif truth != HOPELESS:
            assert truth < ROUNDING, (truth, lines)
    print(f"{kind}: {tried} mutants, {accepted} accepted, being proofs still")
