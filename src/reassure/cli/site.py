"""A folder of pages for any web host: `site`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import folder_named, told_of, watching
from reassure.cli.streams import tell
from reassure.errors import OutputError
from reassure.options import spread

if TYPE_CHECKING:
    from reassure.answers.assessment import Assessment
    from reassure.answers.proof import Proof
    from reassure.report.site.index import SiteEntry
    from reassure.scenario import Scenario

__all__ = ["site"]

_CERTIFICATES, _SCENARIOS, _DOCUMENTS = "certificates", "scenarios", "docs"
_SPARE = 0.93
"""Of the required speed of the closest flight: what an interceptor has at most for a proof that is quick and small. The true
limits of proofs lie at 0.97 to 0.99 of it (docs/guarantee.md, section 14), and near them trees grow by factors.
"""
_FIRST = "index"
"""The name of the first page."""


@dataclass(frozen=True)
class SiteOptions:
    """The options of `site`."""

    out: Annotated[Path, typer.Argument(help="The folder; made if there is none.")]
    scenario: Annotated[
        list[str] | None,
        typer.Option(
            help="A scenario file, or a preset; may be repeated. Without it: every preset."
        ),
    ] = None
    no_proofs: Annotated[
        bool,
        typer.Option(
            "--no-proofs", help="Look for no proof; certificates that are there already are used."
        ),
    ] = False
    all_proofs: Annotated[
        bool,
        typer.Option(
            "--all-proofs",
            help="Also look for proofs near a limit: they may take an hour and a hundred megabytes.",
        ),
    ] = False


@app.command()
@spread(SiteOptions)
def site(given: SiteOptions) -> None:
    """Write a folder of pages for any web host or USB stick: scenarios, answers, proofs and documents."""
    from reassure.machine.files import check_folder, make_folder
    from reassure.report.html.page import check_built
    from reassure.scenario import load, presets

    scenarios = {name: load(name) for name in given.scenario or presets()}
    names = _names(list(scenarios))
    folder_named(given.out)
    check_built()
    check_folder(given.out, ["index.html"])
    make_folder(given.out)
    for folder in (_CERTIFICATES, _SCENARIOS):
        make_folder(given.out / folder)
    entries = []
    for name, (word, scenario) in zip(names, scenarios.items(), strict=True):
        with told_of(word):
            entries.append(_written(given, name, scenario))
        tell(f"{name}.html: {entries[-1].verdict}")
    _finish(given.out, entries)
    tell(f"Open {given.out / 'index.html'}")


def _names(words: list[str]) -> list[str]:
    """What the pages of some scenarios are called, without their end. Raises OutputError where two would be alike,
    or one has the name of a page that every site has.
    """
    names = [Path(word).name.removesuffix(".toml") for word in words]
    for name in names:
        if name == _FIRST:
            raise OutputError(
                f"{name}: the name of a page that every site has; allowed: a scenario of another name"
            )
        if names.count(name) > 1:
            raise OutputError(
                f"{name}: two pages of one name; allowed: scenarios of different names"
            )
    return names


def _written(given: SiteOptions, name: str, scenario: Scenario) -> SiteEntry:
    """One scenario's page, file and certificates written, and what the first page says of them."""
    from reassure.cli.sheet import attached, command, proofs
    from reassure.machine.files import write_whole
    from reassure.questions.assess import assess
    from reassure.report.html.page import write_page
    from reassure.report.html.sheet import Sheet
    from reassure.report.site.index import Proved, SiteEntry
    from reassure.report.verdict import verdict
    from reassure.scenario.sent import sent

    with watching() as stage:
        result = assess(scenario, stage(f"{name}: deployments against flights"), curves=True)
    certificates = _certificates(given, name, scenario, result)
    said = proofs(certificates)
    # those that prove something; the others are kept, so that nobody tries again
    kept = [(path, proof) for path, proof in zip(certificates, said, strict=True) if _proves(proof)]
    paths = [path for path, _ in kept]
    known = sent(scenario, name)
    words = [part for path in paths for part in ("--certificate", f"{_CERTIFICATES}/{path.name}")]
    sheet = Sheet(
        command=command("assess", known.word, "--report", f"{name}.html", *words),
        files=(known.file,),
        certificates=attached(paths),
        proofs=[proof for _, proof in kept],
        beside=_CERTIFICATES,
    )
    write_page(result, sheet, given.out / f"{name}.html")
    file = f"{_SCENARIOS}/{name}.toml"
    write_whole(given.out / file, known.file.text)
    called = dict(
        zip((d.figures["id"] for d in result.deployments), result.deployment_names, strict=True)
    )
    proved = [
        Proved(f"{_CERTIFICATES}/{p.name}", _of(called, name, p), _in_a_line(proof))
        for p, proof in kept
    ]
    return SiteEntry(result.title, f"{name}.html", file, verdict(result), proved)


def _certificates(
    given: SiteOptions, name: str, scenario: Scenario, result: Assessment
) -> list[Path]:
    """Certificates of the deployments that reach no flight: where an ideal interceptor gets in there is no proof."""
    folder = given.out / _CERTIFICATES
    if given.no_proofs:
        return sorted(folder.glob(f"{name}-*.cert"))
    spare = 1.0 if given.all_proofs else _SPARE
    hopeful = [
        d.figures["id"]
        for d in result.deployments
        if d.least_margin_km_s is None
        or d.available_speed_km_s < spare * (d.available_speed_km_s + d.least_margin_km_s)
    ]
    with watching() as stage:
        from reassure.proof.deployments import certificates_of

        return certificates_of(scenario, hopeful, folder, name, stage(f"{name}: proofs"))


def _proves(proof: Proof) -> bool:
    """Does the checker accept any clause?"""
    from reassure.answers.proof import UNREACHABLE

    return proof.proved or any(p.verdict == UNREACHABLE for p in proof.pairs)


def _of(called: dict[str, str], name: str, path: Path) -> str:
    """The name of the deployment that a certificate is of: its file's name is scenario, deployment and hash."""
    deployment = path.name.removeprefix(f"{name}-").rpartition("-")[0]
    return called.get(deployment, deployment)


def _in_a_line(proof: Proof) -> str:
    """What a certificate proves, in a line."""
    from reassure.answers.proof import UNREACHABLE
    from reassure.words.counts import counted

    bases = sum(p.verdict == UNREACHABLE for p in proof.pairs)
    leaves = sum(p.leaves for p in proof.pairs)
    return f"proved against {bases} of {counted(len(proof.pairs), 'base')}, {leaves:,} leaves"


def _finish(out: Path, entries: list[SiteEntry]) -> None:
    """The first page, the documents, and the checker for Node."""
    from importlib.metadata import version

    from reassure.machine.files import write_whole
    from reassure.report.html.shell import asset
    from reassure.report.site.documents import documents
    from reassure.report.site.index import index_page

    built = documents()
    if built:
        shutil.copytree(built, out / _DOCUMENTS, dirs_exist_ok=True)
    else:
        tell(
            "no documents: in this checkout they were not built yet; python3 scripts/docs.py builds them"
        )
    files = {"check.mjs": asset("check.mjs")}
    # Last, so that a site that was cut short has no first page.
    files["index.html"] = index_page(entries, version("reassure"), with_documents=built is not None)
    for name, text in files.items():
        write_whole(out / name, text)
