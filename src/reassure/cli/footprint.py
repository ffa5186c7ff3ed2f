"""What ground could a deployment protect against a regional missile: `footprint`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import SCENARIO, ready, watching
from reassure.errors import ScenarioError

__all__ = ["footprint"]


@app.command()
def footprint(
    scenario: Annotated[str, SCENARIO],
    deployment: Annotated[str, typer.Option(help="The deployment's id.")],
    against: Annotated[str, typer.Option(help="A missile's id, in the scenario or the catalogue.")],
    protect: Annotated[
        str | None, typer.Option(help="Only the ground of this region (a zone's id).")
    ] = None,
    denied: Annotated[
        bool,
        typer.Option(
            "--denied",
            help="Show the places from which a missile could not be launched at --protect.",
        ),
    ] = False,
    cells: Annotated[int, typer.Option(help="Cells along the longer side.")] = 100,
    not_over: Annotated[
        list[str] | None,
        typer.Option(help="No intercept above this region counts; may be repeated."),
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the footprint as JSON.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the cells as CSV.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with a map.")] = None,
) -> None:
    """What ground could a deployment protect against a regional missile, with how much time to spare?"""
    from reassure.scenario import load

    asked = load(scenario)
    ready(scenario, json=json, csv=csv, report=report)
    try:
        with watching() as stage:
            from reassure.questions.footprint import footprint as run

            found = run(
                asked, deployment=deployment, against=against, protect=protect, denied=denied,
                cells=cells, not_over=not_over or (), progress=stage("Cells"),
            )  # fmt: skip
    # What is wrong is told with the name that the user gave.
    except ScenarioError as error:
        raise ScenarioError(f"{scenario}: {error}") from None
    if json:
        found.write_json(json)
    if csv:
        found.write_csv(csv)
    if report:
        from reassure.cli.sheet import command, named_file
        from reassure.report.html.footprint import write_footprint_page

        name, files = named_file(scenario)
        words = ["--deployment", deployment, "--against", against]
        words += [] if protect is None else ["--protect", protect]
        words += ["--denied"] if denied else []
        words += ["--cells", str(cells)] if cells != 100 else []
        words += [part for over in not_over or () for part in ("--not-over", over)]
        line = command("footprint", name, *words, "--report", report.name)
        write_footprint_page(found, line, report, files)
    from reassure.report.console import show
    from reassure.report.text.footprint import footprint_text

    show(footprint_text(found))
