"""The same question under two sides' figures: `compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import ready, watching

__all__ = ["compare"]


@app.command()
def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [...]",
            help="Scenario files or presets' names; each is compared with the first.",
        ),
    ],
    json: Annotated[Path | None, typer.Option(help="Write the whole result as JSON.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write one HTML file to look at.")] = None,
) -> None:
    """Where do two sides' figures agree, where do they differ, and which single figure flips the answer?"""
    ready(*scenarios, json=json, report=report)
    with watching() as stage:
        from reassure.questions.compare.ask import compare as run

        result = run(*scenarios, progress=stage("Comparisons"))
    if json:
        result.write_json(json)
    if report:
        from reassure.cli.sheet import command
        from reassure.machine.files import write_whole
        from reassure.report.html.compare import comparison_page

        # Each side by its preset's name, or by that of the file that the page carries.
        words = command("compare", *(s.sent.word for s in result.asked), "--report", report.name)
        write_whole(report, comparison_page(result, words))
    from reassure.report.console import show
    from reassure.report.text.compare import comparison_text

    show(comparison_text(result))
