"""By phase and year, what is guaranteed, within reach and undecided: `indicator`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import folder_named, ready, watching
from reassure.cli.streams import tell
from reassure.errors import InputError

if TYPE_CHECKING:
    from reassure.answers.indicator import Indicator

__all__ = ["indicator"]

# Where proofs are kept unless it is said.
_FOLDER = Path("certificates")


@app.command()
def indicator(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="Scenario files or presets' names.")
    ],
    no_proofs: Annotated[
        bool,
        typer.Option("--no-proofs", help="Prove nothing: then the guaranteed share is not tried."),
    ] = False,
    certificates: Annotated[
        Path | None,
        typer.Option(
            help="The folder in which certificates are found and kept; without it, certificates. "
            "With --no-proofs they are only read."
        ),
    ] = None,
    deployment: Annotated[
        list[str] | None,
        typer.Option(help="Prove for this deployment only; may be repeated."),
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the whole result as JSON.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write years and deployments as CSV.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with a chart.")] = None,
) -> None:
    """By phase and year: the shares of the force's flights that are guaranteed, within reach and undecided."""
    certify = not no_proofs
    if deployment and not certify:
        raise InputError("--deployment with --no-proofs; allowed: one of the two")
    ready(*scenarios, json=json, csv=csv, report=report)
    # Certificates that are only read may lie in a folder of any name.
    if certify:
        certificates = certificates or _FOLDER
        folder_named(certificates)
    result = _worked_out(scenarios, certify, certificates, deployment)
    if json:
        result.write_json(json)
    if csv:
        result.write_csv(csv)
    if report:
        _write_page(result, report, certify, certificates, deployment)
    from reassure.report.console import show
    from reassure.report.text.indicator import indicator_text

    show(indicator_text(result))


def _worked_out(
    scenarios: list[str],
    certify: bool,
    certificates: Path | None,
    deployment: list[str] | None,
) -> Indicator:
    """The indicator, under a progress bar. An interrupt of proofs exits with 130: they are kept, and found again."""
    try:
        with watching() as stage:
            from reassure.questions.indicator import indicator as run

            return run(
                *scenarios,
                certify=certify,
                certificates=certificates,
                only=deployment,
                progress=stage("Flyouts against flights"),
                progress_of_proofs=stage("Proofs of deployments against bases"),
            )
    except KeyboardInterrupt:
        if certify:
            tell(f"stopped; what is proved is kept in {certificates}: run again to go on", err=True)
            raise SystemExit(130) from None
        raise


def _write_page(
    result: Indicator,
    report: Path,
    certify: bool,
    certificates: Path | None,
    deployment: list[str] | None,
) -> None:
    from reassure.cli.sheet import command
    from reassure.report.html.indicator import write_indicator_page

    # the folder is this machine's: the reader's is made anew, with what is in it
    kept = [] if certify else ["--no-proofs"]
    kept += [] if certificates is None else ["--certificates", "certificates"]
    kept += [part for name in deployment or () for part in ("--deployment", name)]
    # A scenario that a page does not carry has no word.
    asked = [o.sent.word for o in result.outlooks if o.sent is not None]
    words = command("indicator", *asked, *kept, "--report", report.name)
    write_indicator_page(result, words, report, certificates)
