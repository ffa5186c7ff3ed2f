"""What ground could a deployment protect against a regional missile: `footprint`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import SCENARIO, numbers_first, ready, told_of, watching
from reassure.options import spread

__all__ = ["footprint"]


@dataclass(frozen=True)
class FootprintOptions:
    """The options of `footprint`."""

    scenario: Annotated[str, SCENARIO]
    deployment: Annotated[str, typer.Option(help="The deployment's id.")]
    against: Annotated[str, typer.Option(help="A missile's id, in the scenario or the catalogue.")]
    protect: Annotated[
        str | None, typer.Option(help="Only the ground of this region (a zone's id).")
    ] = None
    denied: Annotated[
        bool,
        typer.Option(
            "--denied",
            help="Show the places from which a missile could not be launched at --protect.",
        ),
    ] = False
    cells: Annotated[int, typer.Option(help="Cells along the longer side.")] = 100
    not_over: Annotated[
        list[str] | None,
        typer.Option(help="No intercept above this region counts; may be repeated."),
    ] = None
    json: Annotated[Path | None, typer.Option(help="Write the footprint as JSON.")] = None
    csv: Annotated[Path | None, typer.Option(help="Write the cells as CSV.")] = None
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with a map.")] = None


@app.command()
@spread(FootprintOptions)
def footprint(given: FootprintOptions) -> None:
    """What ground could a deployment protect against a regional missile, with how much time to spare?"""
    from reassure.scenario import load

    asked = load(given.scenario)
    ready(given.scenario, json=given.json, csv=given.csv, report=given.report)
    with told_of(given.scenario), watching() as stage:
        from reassure.questions.footprint import footprint as run

        found = run(
            asked, deployment=given.deployment, against=given.against, protect=given.protect, denied=given.denied,
            cells=given.cells, not_over=given.not_over or (), progress=stage("Cells"),
        )  # fmt: skip
    numbers_first(found, given.json, given.csv)
    if given.report:
        from reassure.cli.sheet import command, named_file
        from reassure.machine.files import write_whole
        from reassure.report.html.footprint import footprint_page

        name, files = named_file(given.scenario)
        line = command("footprint", name, *_words(given), "--report", given.report.name)
        write_whole(given.report, footprint_page(found, line, files))
    from reassure.report.console import show
    from reassure.report.text.footprint import footprint_text

    show(footprint_text(found))


def _words(given: FootprintOptions) -> Iterator[str]:
    """What was asked for, as options."""
    yield from ("--deployment", given.deployment, "--against", given.against)
    if given.protect is not None:
        yield from ("--protect", given.protect)
    if given.denied:
        yield "--denied"
    if given.cells != FootprintOptions.cells:
        yield from ("--cells", str(given.cells))
    for region in given.not_over or ():
        yield from ("--not-over", region)
