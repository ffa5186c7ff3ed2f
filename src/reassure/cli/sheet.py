"""What stands in a report beside the result: certificates with the checker's word, footprints, the command."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from reassure.answers.footprint import Footprint
from reassure.answers.proof import Proof
from reassure.cli.shared import watching
from reassure.errors import InputError
from reassure.scenario import Scenario
from reassure.scenario.sent import Attachment

__all__ = [
    "agreement_files",
    "attached",
    "command",
    "footprints",
    "named_file",
    "proofs",
    "weighed_words",
]

_CELLS = 60  # along a footprint's longer side: as fine as a globe shows


def command(*parts: str | Path | None) -> str:
    """The words that make the same file again, quoted as a shell wants them; None is left out."""
    return shlex.join(["reassure", *(str(p) for p in parts if p is not None)])


def weighed_words(weigh: str | None, on: str | None) -> list[str | Path]:
    """The part of a command that asks for shares of the accountable force; none where they are not asked for."""
    given = {"--weigh": weigh, "--on": on}
    return [word for name, value in given.items() if value is not None for word in (name, value)]


def named_file(given: str) -> tuple[str, tuple[Attachment, ...]]:
    """How a command names a file that somebody else has not, and the file as it goes along; what is no file is a name."""
    path = Path(given)
    if not path.is_file():
        return given, ()
    return path.name, (Attachment(path.name, path.read_text(encoding="utf-8", errors="replace")),)


def agreement_files(given: str) -> tuple[str, tuple[Attachment, ...]]:
    """The same of an agreement, with the scenario that it speaks of."""
    from reassure.treaty.reading import read_agreement

    name, files = named_file(given)
    scenario = read_agreement(given).scenario if files else None
    if scenario is not None:
        files += named_file(str(Path(given).parent / scenario))[1]
    return name, files


def attached(paths: Sequence[Path]) -> tuple[Attachment, ...]:
    """Certificates as they go along with a report, each under a name of its own. Raises InputError where one is
    missing.
    """
    out: list[Attachment] = []
    for path in paths:
        if not path.is_file():
            raise InputError(f"{path}: no such file; allowed: a certificate")
        names = {file.name for file in out}
        name, count = path.name, 1
        # Two of one name from two folders: the second is NAME-2.
        while name in names:
            count += 1
            name = f"{path.stem}-{count}{path.suffix}"
        # A certificate is ASCII; a file that is none is refused by the checker, not here.
        out.append(Attachment(name, path.read_text(encoding="ascii", errors="replace")))
    return tuple(out)


def proofs(certificates: Sequence[Path]) -> tuple[Proof, ...]:
    """Each certificate, checked anew by the checker, with its words. Raises InputError where one cannot be read."""
    if not certificates:
        # Nothing of the proofs is loaded, and compiled on the first use, for a page without any.
        return ()
    said = []
    with watching() as stage:
        from reassure.proof.examined import examined

        for done, path in enumerate(certificates):
            stage("Certificates")(done, len(certificates))
            said.append(examined(path))
    return tuple(said)


def footprints(scenario: Scenario, wanted: Sequence[str]) -> tuple[Footprint, ...]:
    """For each DEPLOYMENT:MISSILE the footprint, as `reassure footprint` would find it. Raises InputError,
    ScenarioError.
    """
    found = []
    for text in wanted:
        deployment, colon, missile = text.partition(":")
        if not colon:
            raise InputError(f"--footprint {text}; allowed: DEPLOYMENT:MISSILE")
        with watching() as stage:
            from reassure.questions.footprint import footprint

            found.append(
                footprint(
                    scenario,
                    deployment=deployment,
                    against=missile,
                    cells=_CELLS,
                    progress=stage("Cells"),
                )
            )
    return tuple(found)
