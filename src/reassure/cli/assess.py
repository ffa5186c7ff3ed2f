"""What could a deployment reach, and what could it protect: `assess`, `footprint`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reassure.cli.app import app
from reassure.cli.shared import ready, watched, watching
from reassure.errors import InputError, ScenarioError

if TYPE_CHECKING:
    from reassure.report.html.view import Sheet
    from reassure.scenario import Scenario

__all__ = ["assess", "footprint"]


@app.command()
def assess(
    scenario: Annotated[
        str, typer.Argument(help="A scenario file, or a preset's name (see: presets).")
    ],
    json: Annotated[Path | None, typer.Option(help="Write the whole result as JSON.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the pairs as CSV.")] = None,
    report: Annotated[
        Path | None,
        typer.Option(help="Write one HTML file to look at, and to send to a colleague."),
    ] = None,
    certificate: Annotated[
        list[Path] | None,
        typer.Option(help="Check this certificate, and show it in the report; may be repeated."),
    ] = None,
    footprint: Annotated[
        list[str] | None,
        typer.Option(help="DEPLOYMENT:MISSILE, for the report's globe; may be repeated."),
    ] = None,
    estimate: Annotated[
        bool,
        typer.Option("--estimate", help="Also fly the interceptors' notional vehicles."),
    ] = False,
    samples: Annotated[
        int | None,
        typer.Option(help="Also draw the uncertain figures, at most so often."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    tolerance: Annotated[
        float, typer.Option(help="Stop drawing once every share is known to this.")
    ] = 0.01,
) -> None:
    """Which flights could each deployment reach, by what margin, and which figure flips the answer?"""
    from reassure.scenario import load

    asked = load(scenario)
    ready(scenario, json=json, csv=csv, report=report)
    if report is None and (certificate or footprint):
        raise InputError("--certificate and --footprint; allowed: with --report only")
    try:
        sheet = _sheet(asked, locals()) if report else None
        result = _assessed(
            asked,
            estimate=estimate,
            samples=samples,
            seed=seed,
            tolerance=tolerance,
            curves=report is not None,
        )
    except ScenarioError as error:
        raise ScenarioError(f"{scenario}: {error}") from None
    if json:
        result.write_json(json)
    if csv:
        result.write_csv(csv)
    if report and sheet:
        from reassure.report.html.page import write_page

        write_page(result, sheet, report)
    from reassure.report.console import show
    from reassure.report.text.assess import assessment_text

    show(assessment_text(result))


@app.command()
def footprint(
    scenario: Annotated[
        str, typer.Argument(help="A scenario file, or a preset's name (see: presets).")
    ],
    deployment: Annotated[str, typer.Option(help="The deployment's id.")],
    against: Annotated[str, typer.Option(help="A missile's id, in the scenario or the catalogue.")],
    protect: Annotated[
        str | None, typer.Option(help="Only the ground of this region (a zone's id).")
    ] = None,
    denied: Annotated[
        bool,
        typer.Option("--denied", help="The places from which --protect could not be launched at."),
    ] = False,
    cells: Annotated[int, typer.Option(help="Cells along the longer side.")] = 100,
    json: Annotated[Path | None, typer.Option(help="Write the footprint as JSON.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the cells as CSV.")] = None,
) -> None:
    """What ground could a deployment protect against a regional missile, with how much time to spare?"""
    from reassure.scenario import load

    asked = load(scenario)
    ready(scenario, json=json, csv=csv)
    try:
        found = watched(
            "Cells", "protection", "footprint", asked, deployment=deployment, against=against,
            protect=protect, denied=denied, cells=cells,
        )  # fmt: skip
    except ScenarioError as error:
        raise ScenarioError(f"{scenario}: {error}") from None
    if json:
        found.write_json(json)
    if csv:
        found.write_csv(csv)
    from reassure.report.console import show
    from reassure.report.text.footprint import footprint_text

    show(footprint_text(found))


def _sheet(scenario: Scenario, options: dict[str, Any]) -> Sheet:
    """What the report holds beside the result, from the options of `assess`."""
    from reassure.cli.sheet import attached, command, footprints, proofs
    from reassure.report.html.view import Sheet
    from reassure.scenario.sent import sent

    certificates, wanted = options["certificate"] or (), options["footprint"] or ()
    drawn = options["samples"] is not None
    known = sent(scenario, options["scenario"])
    kept = attached(certificates)
    words: list[str | Path] = ["assess", known.word, "--report", options["report"].name]
    words += [part for file in kept for part in ("--certificate", file.name)]
    words += [part for text in wanted for part in ("--footprint", text)]
    if options["estimate"]:
        words.append("--estimate")
    if drawn:
        for name in ("samples", "seed", "tolerance"):
            words += [f"--{name}", f"{options[name]}"]
    return Sheet(
        command=command(*words),
        seed=options["seed"] if drawn else None,
        files=(known.file, *kept),
        proofs=proofs(certificates),
        footprints=footprints(scenario, wanted),
    )


def _assessed(scenario: Any, **options: Any) -> Any:
    """Assess under a progress bar."""
    with watching() as stage:
        from reassure.questions.assess import assess as run

        return run(
            scenario,
            stage("Deployments against flights"),
            progress_of_estimate=stage("Flyouts against flights"),
            progress_of_draws=stage("Draws"),
            **options,
        )
