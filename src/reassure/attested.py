"""Proofs on disk: a folder of certificates, each of which counts only by the word of the checker, which runs in a
process of its own and shares nothing with the prover.

A proof is looked up by what it says and not by whose claim it is part of: the limits of an interceptor and the
table of flights, whatever they are called. So a certificate of one scenario serves another of the same figures.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from reassure.certificate import REACHABLE, UNDECIDED
from reassure.claims import Claim, claim_hash
from reassure.claims.canonical import normal_form
from reassure.errors import ClaimError, InputError
from reassure.output import beside, check_folder, make_folder
from reassure.proving import certify
from reassure.refute import claim_in

__all__ = ["Attested", "checked"]

_PROVED = re.compile(r"  proved      (\S+) cannot reach (\S+)")
_SAID = re.compile(rf"({REACHABLE}|{UNDECIDED}) (\d+) ")


def checked(path: Path) -> set[tuple[str, str]]:
    """The clauses of a certificate that the checker accepts: ids of interceptor and flights.

    Raises InputError where the checker calls the file malformed.
    """
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "reassure_check", str(path.resolve())],
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode not in (0, 1):
        last = (run.stderr.strip() or "no word of the checker").splitlines()[-1]
        raise InputError(f"{path}: {last}")
    return {(found[1], found[2]) for found in map(_PROVED.fullmatch, run.stdout.splitlines()) if found}  # fmt: skip


class Attested:
    """The certificates in a folder, and those that are added to it. `make`: make the folder if there is none."""

    def __init__(self, folder: Path, make: bool) -> None:
        self.folder = folder
        if make:
            make_folder(folder, parents=True)
            check_folder(folder)
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder; allowed: a folder of certificates")
        self._unread = {p: self._keys(claim_in(p)) for p in sorted(folder.glob("*.cert"))}
        self._proved: dict[str, str] = {}
        self._failed: dict[str, str] = {}

    def find(self, claim: Claim) -> str | None:
        """The name of a certificate that proves all of a claim; None where none does yet."""
        wanted = {key for _, key in self._keys(claim)}
        for path in [p for p, keys in self._unread.items() if {k for _, k in keys} & wanted]:
            self._read(path)
        proved = [self._proved[k] for k in sorted(wanted) if k in self._proved]
        return proved[0] if len(proved) == len(wanted) else None

    def settle(self, claim: Claim, prove: bool) -> tuple[str | None, str]:
        """The name of a certificate that proves all of a claim, or None and why there is none. `prove`: try, where
        nobody has.
        """
        name = self.find(claim)
        if name is None and prove and not self._tried(claim):
            path = self._made(claim)
            self._unread[path] = self._keys(claim)
            name = self.find(claim)
        if name is not None:
            return name, ""
        return None, self._tried(claim) or "no certificate in the folder is of this claim"

    def _tried(self, claim: Claim) -> str:
        """Why an earlier try at a claim failed; empty where there was none."""
        return next((self._failed[k] for _, k in self._keys(claim) if k in self._failed), "")

    def _made(self, claim: Claim) -> Path:
        name = f"{claim.interceptor[0].id}-{claim.flights[0].id.split('/')[0]}"
        path = self.folder / f"{name}-{claim_hash(claim)[:12]}.cert"
        part = beside(path, ".part")
        certify(claim, kept=part, resume=part.exists()).write(path)
        part.unlink(missing_ok=True)
        return path

    def _read(self, path: Path) -> None:
        """What the checker accepts of a certificate; and, of the rest, what was tried and failed."""
        keys = self._unread.pop(path)
        accepted = checked(path)
        said = dict(_said(path))
        for k, (names, key) in enumerate(keys):
            if names in accepted:
                self._proved.setdefault(key, path.name)
            else:
                self._failed.setdefault(key, said.get(k, "the checker does not accept the proof"))

    @staticmethod
    def _keys(claim: Claim) -> list[tuple[tuple[str, str], str]]:
        """For each clause its names, and a hash of what it says."""
        parts = json.loads(normal_form(claim))
        limits = {x.pop("id"): x for x in parts["interceptor"]}
        flights = {f.pop("id"): f for f in parts["flights"]}
        out = []
        for clause in parts["clause"]:
            names = clause["interceptor"], clause["flights"]
            text = json.dumps([parts["earth"], limits[names[0]], flights[names[1]]], sort_keys=True)
            out.append((names, hashlib.sha256(text.encode()).hexdigest()))
        return out


_REASON = {
    REACHABLE: "within the claim's limits an interceptor gets in: a witness is in the certificate",
    UNDECIDED: "no proof was found; that does not mean within reach",
}


def _said(path: Path) -> Iterator[tuple[int, str]]:
    """What a certificate says of clauses that it does not prove."""
    try:
        with path.open(encoding="ascii") as file:
            for line in file:
                if found := _SAID.match(line):
                    yield int(found[2]), _REASON[found[1]]
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimError(f"{path}: cannot be read: {error}") from None
