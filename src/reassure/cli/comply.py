"""The report on the tasks fulfilled: `comply`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import numbers_first, ready

__all__ = ["comply"]


@app.command()
def comply(
    agreement: Annotated[
        str, typer.Argument(help="An agreement's TOML file, or the name of one that comes with the package.")
    ],
    observations: Annotated[
        str, typer.Argument(help="A TOML file of what was observed, or the name of one that comes with the package.")
    ],
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The day of the verdicts, YYYY-MM-DD; the last day observed without it."),
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the verdicts as JSON.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the verdicts over time as CSV.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with a timeline.")] = None,
) -> None:  # fmt: skip
    """Is an agreement kept: what was fulfilled, breached, undetermined or not yet due?"""
    from reassure.questions.comply import comply as run

    ready(json=json, csv=csv, report=report)
    result = run(agreement, observations, on=on)
    numbers_first(result, json, csv)
    if report:
        from reassure.cli.sheet import agreement_files, command, named_file
        from reassure.machine.files import write_whole
        from reassure.report.html.comply import comply_page

        named, files = agreement_files(agreement)
        seen, more = named_file(observations)
        words = command(
            "comply", named, seen, *(["--on", on] if on else []), "--report", report.name
        )
        write_whole(report, comply_page(result, words, (*files, *more)))
    from reassure.report.console import show
    from reassure.report.text.comply import comply_text

    show(comply_text(result))
