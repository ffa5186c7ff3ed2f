"""By phase and year, what is guaranteed, within reach and undecided: `indicator`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import ON, WEIGH, folder_named, numbers_first, ready, watching
from reassure.cli.streams import tell
from reassure.errors import InputError
from reassure.options import spread

if TYPE_CHECKING:
    from reassure.answers.indicator import Indicator

__all__ = ["indicator"]

# Where proofs are kept unless it is said.
_FOLDER = Path("certificates")


@dataclass(frozen=True)
class IndicatorOptions:
    """The options of `indicator`."""

    scenarios: Annotated[
        list[str], typer.Argument(metavar="SCENARIO...", help="Scenario files or presets' names.")
    ]
    no_proofs: Annotated[
        bool,
        typer.Option("--no-proofs", help="Prove nothing: then the guaranteed share is not tried."),
    ] = False
    certificates: Annotated[
        Path | None,
        typer.Option(
            help="The folder in which certificates are found and kept; without it, certificates. "
            "With --no-proofs they are only read."
        ),
    ] = None
    deployment: Annotated[
        list[str] | None,
        typer.Option(help="Prove for this deployment only; may be repeated."),
    ] = None
    weigh: Annotated[str | None, WEIGH] = None
    on: Annotated[str | None, ON] = None
    json: Annotated[Path | None, typer.Option(help="Write the whole result as JSON.")] = None
    csv: Annotated[Path | None, typer.Option(help="Write years and deployments as CSV.")] = None
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with a chart.")] = None

    @property
    def folder(self) -> Path | None:
        """Where certificates are found and kept; None: nowhere."""
        return self.certificates if self.no_proofs else self.certificates or _FOLDER


@app.command()
@spread(IndicatorOptions)
def indicator(given: IndicatorOptions) -> None:
    """By phase and year: the shares of the force's flights that are guaranteed, within reach and undecided."""
    if given.deployment and given.no_proofs:
        raise InputError("--deployment with --no-proofs; allowed: one of the two")
    ready(*given.scenarios, json=given.json, csv=given.csv, report=given.report)
    # Certificates that are only read may lie in a folder of any name.
    if given.folder is not None and not given.no_proofs:
        folder_named(given.folder)
    result = _worked_out(given)
    numbers_first(result, given.json, given.csv)
    if given.report:
        _write_page(result, given, given.report)
    from reassure.report.console import show
    from reassure.report.text.indicator import indicator_text

    show(indicator_text(result))


def _worked_out(given: IndicatorOptions) -> Indicator:
    """The indicator, under a progress bar. An interrupt of proofs exits with 130: they are kept, and found again."""
    try:
        with watching() as stage:
            from reassure.questions.indicator import indicator as run

            return run(
                *given.scenarios,
                certify=not given.no_proofs,
                certificates=given.folder,
                only=given.deployment,
                weigh=given.weigh,
                on=given.on,
                progress=stage("Flyouts against flights"),
                progress_of_proofs=stage("Proofs of deployments against bases"),
            )
    except KeyboardInterrupt:
        if not given.no_proofs:
            tell(f"stopped; what is proved is kept in {given.folder}: run again to go on", err=True)
            raise SystemExit(130) from None
        raise


def _write_page(result: Indicator, given: IndicatorOptions, report: Path) -> None:
    from reassure.cli.sheet import command, weighed_words
    from reassure.report.html.indicator import write_indicator_page

    # the folder is this machine's: the reader's is made anew, with what is in it
    kept = ["--no-proofs"] if given.no_proofs else []
    kept += [] if given.folder is None else ["--certificates", "certificates"]
    kept += [part for name in given.deployment or () for part in ("--deployment", name)]
    # A scenario that a page does not carry has no word.
    asked = [o.sent.word for o in result.outlooks if o.sent is not None]
    weighed = weighed_words(given.weigh, given.on)
    words = command("indicator", *asked, *kept, *weighed, "--report", report.name)
    write_indicator_page(result, words, report, given.folder)
