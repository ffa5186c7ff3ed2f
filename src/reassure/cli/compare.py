"""The same question under two sides' figures: `compare`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import apart, check_page, watched

__all__ = ["compare"]


@app.command()
def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="A B [...]", help="Scenario files or presets' names; each against the first."
        ),
    ],
    json: Annotated[Path | None, typer.Option(help="Write the whole result as JSON.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write one HTML file to look at.")] = None,
) -> None:
    """Where do two sides' figures agree, where not, and which single figure flips the answer?"""
    from reassure.output import check_writable

    for path in (json, report):
        if path:
            check_writable(path)
    if report:
        check_page()
    for scenario in scenarios:
        apart(scenario, json, report)
    result = watched("Comparisons", "comparison", "compare", *scenarios)
    if json:
        result.write_json(json)
    if report:
        from reassure.cli.sheet import command
        from reassure.report.comparison import write_comparison_page

        write_comparison_page(result, command("compare", *scenarios, "--report", report), report)
    from reassure.report.comparison import comparison_text
    from reassure.report.text import console

    console().print(comparison_text(result))
