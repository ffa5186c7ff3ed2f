"""Proofs on disk: a folder of certificates, each of which counts only by the word of the checker, which runs in a
process of its own and shares nothing with the prover.

A proof is looked up by what it says and not by whose claim it is part of: the limits of an interceptor and the
table of flights, whatever they are called. So a certificate of one scenario serves another of the same figures; and
one of all heights above some serves where only greater ones count.
"""

from __future__ import annotations

import hashlib
import json
from fractions import Fraction
from pathlib import Path

from reassure.answers.proof import WHY_NOT
from reassure.claim import Claim, claim_hash
from reassure.claim.canonical import normal_form
from reassure.claim.certificate import read_body
from reassure.errors import InputError
from reassure.machine.files import beside, check_folder, make_folder
from reassure.proof.checker import PROVED_LINE, said_of
from reassure.proof.prove import certify
from reassure.proof.refute import claim_in

__all__ = ["NOT_TRIED", "CertificateFolder", "checked"]

NOT_TRIED = "not tried: no certificate in the folder is of this claim"
"""The reason for no proof where none has been looked for."""


def checked(path: Path) -> set[tuple[str, str]]:
    """The clauses of a certificate that the checker accepts: ids of interceptor and flights.

    Empty where it accepts none. Raises InputError where the checker calls the file malformed.
    """
    return {(found[1], found[2]) for found in map(PROVED_LINE.fullmatch, said_of(path).said.splitlines()) if found}  # fmt: skip


class CertificateFolder:
    """The certificates in a folder, files *.cert, and those that are added to it.

    `make`: make the folder if there is none. Raises InputError where there is no folder and none is to be made, and
    ClaimError where a certificate has no claim that can be read.
    """

    def __init__(self, folder: Path, make: bool) -> None:
        self.folder = folder
        if make:
            make_folder(folder, parents=True)
            check_folder(folder)
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder; allowed: a folder of certificates")
        # the checker takes minutes for a large certificate, so it runs only once one is wanted
        self._unread = {p: self._keys(claim_in(p)) for p in sorted(folder.glob("*.cert"))}
        # by a clause's hash (see `_keys`): above which height (km) it holds, and in which file
        self._proved: dict[str, list[tuple[Fraction, str]]] = {}
        # the same, with the reason in the file's place
        self._failed: dict[str, list[tuple[Fraction, str]]] = {}

    def find(self, claim: Claim) -> str | None:
        """The name of a certificate that proves all of a claim; where several prove it together, one of them.

        None where some clause has no proof yet. Raises InputError where a certificate that is wanted is malformed.
        """
        height = _height(claim)
        wanted = {key for _, key, _ in self._keys(claim)}
        for path, keys in list(self._unread.items()):
            # a proof for all heights above a lower one proves more than is wanted
            if any(k in wanted and above <= height for _, k, above in keys):
                self._read(path)
        proved = [
            next((name for above, name in self._proved.get(k, ()) if above <= height), None)
            for k in sorted(wanted)
        ]
        return None if None in proved else proved[0]

    def settle(self, claim: Claim, prove: bool) -> tuple[str | None, str]:
        """The name of a certificate that proves all of a claim and an empty text, or None and why there is none.

        `prove`: look for a proof where none has been looked for, and write it into the folder. Raises ClaimError for a
        claim outside the theorem's reach.
        """
        name = self.find(claim)
        if name is None and prove and not self._tried(claim):
            path = self._made(claim)
            # what was just made counts by the checker's word too
            self._unread[path] = self._keys(claim)
            name = self.find(claim)
        if name is not None:
            return name, ""
        return None, self._tried(claim) or NOT_TRIED

    def _tried(self, claim: Claim) -> str:
        """Why an earlier try at a claim, or at less, failed; empty where there was none."""
        return next(
            (
                why
                for _, k, height in self._keys(claim)
                for above, why in self._failed.get(k, ())
                # what fails even where only greater heights count fails here
                if above >= height
            ),
            "",
        )

    def _made(self, claim: Claim) -> Path:
        name = f"{claim.interceptor[0].id}-{claim.flights[0].id.split('/')[0]}"
        path = self.folder / f"{name}-{claim_hash(claim)[:12]}.cert"
        # proofs found so far, which an interrupted search takes up again
        part = beside(path, ".part")
        certify(claim, kept=part, resume=part.exists()).write(path)
        part.unlink(missing_ok=True)
        return path

    def _read(self, path: Path) -> None:
        """What the checker accepts of a certificate; and, of the rest, what was tried and failed."""
        keys = self._unread.pop(path)
        accepted = checked(path)
        said = _said(path)
        for k, (names, key, height) in enumerate(keys):
            if names in accepted:
                self._proved.setdefault(key, []).append((height, path.name))
            elif why := said.get(k, "the checker does not accept the proof"):
                self._failed.setdefault(key, []).append((height, why))

    @staticmethod
    def _keys(claim: Claim) -> list[tuple[tuple[str, str], str, Fraction]]:
        """For each clause its names, a hash of what it says but for the height that counts, and that height, km."""
        parts = json.loads(normal_form(claim))
        height = Fraction(parts["earth"].pop("keep_above_km"))
        # without ids: what they are called makes no difference to a proof
        limits = {x.pop("id"): x for x in parts["interceptor"]}
        flights = {f.pop("id"): f for f in parts["flights"]}
        out = []
        for clause in parts["clause"]:
            names = clause["interceptor"], clause["flights"]
            text = json.dumps([parts["earth"], limits[names[0]], flights[names[1]]], sort_keys=True)
            out.append((names, hashlib.sha256(text.encode()).hexdigest(), height))
        return out


def _height(claim: Claim) -> Fraction:
    """Above which height a meeting counts, km."""
    return Fraction(json.loads(normal_form(claim))["earth"]["keep_above_km"])


def _said(path: Path) -> dict[int, str]:
    """Why a certificate does not prove some of its clauses, by their index; empty where that was not tried."""
    said = read_body(path)[1]
    return {k: "" if "beside" in d else WHY_NOT[verdict] for k, (verdict, d) in said.items()}
