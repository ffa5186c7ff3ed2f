"""What the parties declared, by a treaty's way of counting: `accounts`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import numbers_first, ready

__all__ = ["accounts"]


@app.command()
def accounts(
    party: Annotated[
        str | None,
        typer.Argument(metavar="[PARTY]", help="russia, united-states or ussr; without it: all."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="The last declarations up to this day, YYYY-MM-DD."),
    ] = None,
    rule: Annotated[
        list[str] | None,
        typer.Option(
            help="start-1 or new-start; may be repeated. Without it: as each was declared."
        ),
    ] = None,
    json: Annotated[Path | None, typer.Option(help="Write the accounts as JSON.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the accounts as CSV.")] = None,
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with charts.")] = None,
) -> None:
    """What did each side declare, date by date, and were the treaty's limits kept?"""
    from reassure.questions.accounts import accounts as run

    ready(json=json, csv=csv, report=report)
    result = run(party, on=on, rules=rule or ())
    numbers_first(result, json, csv)
    if report:
        from reassure.cli.sheet import command
        from reassure.machine.files import write_whole
        from reassure.report.html.accounts import accounts_page

        asked = [party] if party else []
        asked += ["--on", on] if on else []
        asked += [word for name in rule or () for word in ("--rule", name)]
        write_whole(
            report, accounts_page(result, command("accounts", *asked, "--report", report.name))
        )
    from reassure.report.console import show
    from reassure.report.text.accounts import accounts_text

    show(accounts_text(result))
