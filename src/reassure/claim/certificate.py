"""A certificate: a claim, what became of each clause, and the proofs found (docs/certificate.md)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reassure.answers.proof import REACHABLE, UNDECIDED, UNREACHABLE, ClauseVerdict
from reassure.claim import Claim, canonical, claim_hash
from reassure.errors import ClaimError, OutputError
from reassure.machine.files import whole

__all__ = [
    "LONGEST_CLAIM",
    "Certificate",
    "Key",
    "ProofLog",
    "leaves_in",
    "read_body",
]


LONGEST_CLAIM = 20_000_000
"""Characters that a checker reads (docs/certificate.md)."""

Key = tuple[int, int]
"""A proof's clause and aim: indices from 0 into the claim's clauses and into the flights' `aims`."""

_SAID = re.compile(rf"({REACHABLE}|{UNDECIDED}) (\d+) (.*)")
# The letters of leaves in a tree; F is a reference and no leaf, and digits and a to d are cuts.
_LEAF = re.compile("[LEAGB]")
_PROOF = re.compile(r"proof (\d+) (\d+) (\S+ \S+)")


@dataclass(frozen=True)
class Certificate:
    """A claim, what became of each clause in the claim's order, and the proofs found.

    `stays`: for interceptors of the claim, by their index, the whole seconds after which none is up any more. `proofs`:
    for each key the two trees as text, the free flight's and the boost's, with one space between.
    """

    claim: Claim
    verdicts: tuple[ClauseVerdict, ...]
    stays: dict[int, int]
    proofs: dict[Key, str]

    @property
    def proved(self) -> bool:
        """Is every clause proved?"""
        return all(v.verdict == UNREACHABLE for v in self.verdicts)

    def lines(self) -> Iterator[str]:
        """The file's lines, without their ends (docs/certificate.md, section 2).

        Raises ClaimError where the claim is too long for a certificate.
        """
        yield from _head(self.claim)
        for k, seconds in sorted(self.stays.items()):
            yield f"stay {k} {seconds}"
        for key in sorted(self.proofs):
            yield _line(key, self.proofs[key])
        failed = 0
        for k, v in enumerate(self.verdicts):
            if v.verdict != UNREACHABLE:
                failed += 1
                yield f"{v.verdict} {k} {json.dumps(v.detail, allow_nan=False)}"
        yield f"end {len(self.stays) + len(self.proofs) + failed}"

    def write(self, path: str | Path) -> None:
        """Write the certificate; the file appears whole or not at all. Raises ClaimError as `lines` does."""
        with whole(path) as out:
            out.writelines(line + "\n" for line in self.lines())


class ProofLog:
    """The proofs found so far, on disk line by line, so that an interrupted search loses none.

    `path` None: they are in memory alone. `resume`: begin with those that the file has, which must be of the same
    claim. Raises ClaimError where it is not, and OutputError where the file cannot be written.
    """

    def __init__(self, path: Path | None, claim: Claim, resume: bool) -> None:
        head = _head(claim)
        self.found: dict[Key, str] = {}
        self._path, self._file = path, None
        if path is None:
            return
        if resume:
            self.found = _kept(path, claim)
        with self._writing():
            self._file = path.open("w", encoding="ascii", newline="\n")
            self._file.writelines(line + "\n" for line in head)
        # the file begins anew with what was kept, so a line that broke off is gone
        for key, text in self.found.items():
            self._write(key, text)

    def add(self, key: Key, text: str) -> None:
        """Keep one proof, and write it to the file at once. Raises OutputError where that fails."""
        self.found[key] = text
        self._write(key, text)

    def _write(self, key: Key, text: str) -> None:
        if self._file is not None:
            with self._writing():
                self._file.write(_line(key, text) + "\n")
                self._file.flush()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"{self._path}: cannot be written: {error.strerror}") from None

    def close(self) -> None:
        """Close the file: no more proofs will come."""
        if self._file is not None:
            with suppress(OSError):  # what could not be written has been said
                self._file.close()


def read_body(path: Path) -> tuple[dict[Key, str], dict[int, tuple[str, dict[str, Any]]]]:
    """The proofs of a certificate of today's version, and what it says of clauses without, by their index: the verdict, and
    its detail.

    Nothing is checked: what a line says counts only by the checker's word. Raises ClaimError where it cannot be read.
    """
    proofs: dict[Key, str] = {}
    said: dict[int, tuple[str, dict[str, Any]]] = {}
    try:
        with path.open(encoding="ascii") as file:
            for line in file:
                text = line.rstrip("\n")
                if found := _PROOF.fullmatch(text):
                    proofs[int(found[1]), int(found[2])] = found[3]
                elif found := _SAID.fullmatch(text):
                    detail = json.loads(found[3])
                    said[int(found[2])] = found[1], detail if isinstance(detail, dict) else {}
    except (OSError, ValueError) as error:
        raise ClaimError(f"{path}: cannot be read: {error}") from None
    return proofs, said


def leaves_in(text: str) -> int:
    """How many leaves a proof has, in both of its trees."""
    return sum(1 for _ in _LEAF.finditer(text))


def _head(claim: Claim) -> list[str]:
    text = canonical(claim)
    if len(text) > LONGEST_CLAIM:
        raise ClaimError(
            f"a claim of {len(text)} characters; allowed in a certificate: {LONGEST_CLAIM}; fewer "
            "deployments or bases, or larger cells, make it shorter"
        )
    version = claim.format.rpartition("/")[2]
    return [f"reassure-certificate/{version}", text, f"sha256 {claim_hash(claim)}"]


def _line(key: Key, text: str) -> str:
    return f"proof {key[0]} {key[1]} {text}"


def _kept(path: Path, claim: Claim) -> dict[Key, str]:
    """The proofs in a file that was being written for the same claim; a last, broken line is left out."""
    if not path.exists():
        return {}
    try:
        lines = path.read_text("ascii").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimError(f"{path}: cannot be read: {error}") from None
    if lines[:3] != _head(claim):
        raise ClaimError(
            f"{path}: holds proofs of another claim; allowed: the same claim, or no --resume"
        )
    proofs = {}
    wanted = {(k, j) for k, (_, f) in enumerate(claim.pairs()) for j in range(len(f.aims))}
    # the last part follows the last newline: empty, or a line that broke off
    for line in lines[3:-1]:
        if found := _PROOF.fullmatch(line):
            key = int(found[1]), int(found[2])
            if key in wanted:
                proofs[key] = found[3]
    return proofs
