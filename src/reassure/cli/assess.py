"""Which flights could a deployment reach, by what margin, and which figure flips the answer: `assess`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import ON, SCENARIO, WEIGH, numbers_first, ready, told_of, watching
from reassure.errors import InputError
from reassure.options import spread

if TYPE_CHECKING:
    from reassure.answers.assessment import Assessment
    from reassure.report.html.sheet import Sheet
    from reassure.scenario import Scenario

__all__ = ["assess"]


@dataclass(frozen=True)
class AssessOptions:
    """The options of `assess`."""

    scenario: Annotated[str, SCENARIO]
    json: Annotated[Path | None, typer.Option(help="Write the whole result as JSON.")] = None
    csv: Annotated[Path | None, typer.Option(help="Write the pairs as CSV.")] = None
    report: Annotated[
        Path | None,
        typer.Option(help="Write one HTML file to look at, and to send to a colleague."),
    ] = None
    certificate: Annotated[
        list[Path] | None,
        typer.Option(help="Check this certificate, and show it in the report; may be repeated."),
    ] = None
    footprint: Annotated[
        list[str] | None,
        typer.Option(help="DEPLOYMENT:MISSILE, for the report's globe; may be repeated."),
    ] = None
    compliance: Annotated[
        Path | None,
        typer.Option(help="What `reassure comply --json` wrote, for a section of the report."),
    ] = None
    estimate: Annotated[
        bool,
        typer.Option("--estimate", help="Also fly the interceptors' notional vehicles."),
    ] = False
    samples: Annotated[
        int | None,
        typer.Option(help="Also draw the uncertain figures: the greatest number of draws."),
    ] = None
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1
    tolerance: Annotated[
        float, typer.Option(help="Stop drawing when every share is known to within this.")
    ] = 0.01
    weigh: Annotated[str | None, WEIGH] = None
    on: Annotated[str | None, ON] = None


@app.command()
@spread(AssessOptions)
def assess(given: AssessOptions) -> None:
    """Which flights could each deployment reach, by what margin, and which figure flips the answer?"""
    from reassure.scenario import load

    # Errors first: the scenario, then the outputs, before minutes of work.
    scenario = load(given.scenario)
    ready(given.scenario, json=given.json, csv=given.csv, report=given.report)
    if given.report is None and (given.certificate or given.footprint or given.compliance):
        raise InputError("--certificate, --footprint and --compliance; allowed: with --report only")
    with told_of(given.scenario):
        sheet = None if given.report is None else _sheet(scenario, given, given.report)
        result = _assessed(scenario, given)
    numbers_first(result, given.json, given.csv)
    if given.report and sheet:
        from reassure.report.html.page import write_page

        write_page(result, sheet, given.report)
    from reassure.report.console import show
    from reassure.report.text.assess import assessment_text

    show(assessment_text(result))


def _sheet(scenario: Scenario, given: AssessOptions, report: Path) -> Sheet:
    """What the report holds beside the result: certificates checked, footprints worked out, and the command."""
    from reassure.answers.compliance import Compliance
    from reassure.answers.files import read_answer
    from reassure.cli.sheet import attached, command, footprints, proofs, weighed_words
    from reassure.report.html.sheet import Sheet
    from reassure.scenario.sent import sent

    certificates, wanted = given.certificate or (), given.footprint or ()
    drawn = given.samples is not None
    # Its word is the preset's name, or that of the file that goes along with the report.
    known = sent(scenario, given.scenario)
    kept = attached(certificates)
    # Names alone, since the reader's folders are others.
    words: list[str | Path] = ["assess", known.word, "--report", report.name]
    words += [part for file in kept for part in ("--certificate", file.name)]
    words += [part for text in wanted for part in ("--footprint", text)]
    compliance = None
    if given.compliance is not None:
        compliance = read_answer(Compliance, given.compliance)
        words += ["--compliance", given.compliance.name]
    if given.estimate:
        words.append("--estimate")
    words += weighed_words(given.weigh, given.on)
    if drawn:
        draws = {"samples": given.samples, "seed": given.seed, "tolerance": given.tolerance}
        for name, value in draws.items():
            words += [f"--{name}", f"{value}"]
    return Sheet(
        command=command(*words),
        seed=given.seed if drawn else None,
        files=(known.file,),
        certificates=kept,
        proofs=proofs(certificates),
        footprints=footprints(scenario, wanted),
        compliance=compliance,
    )


def _assessed(scenario: Scenario, given: AssessOptions) -> Assessment:
    """The assessment, under a progress bar on standard error. Raises ScenarioError."""
    with watching() as stage:
        # The kernels load here, while the bar says so.
        from reassure.questions.assess import assess as run

        return run(
            scenario,
            stage("Deployments against flights"),
            progress_of_estimate=stage("Flyouts against flights"),
            progress_of_draws=stage("Draws"),
            estimate=given.estimate,
            samples=given.samples,
            seed=given.seed,
            tolerance=given.tolerance,
            # Curves are drawn in a report alone.
            curves=given.report is not None,
            weigh=given.weigh,
            on=given.on,
        )
