"""What an agreement buys: `agree`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import numbers_first, ready, watching
from reassure.options import spread

__all__ = ["agree"]


@dataclass(frozen=True)
class AgreeOptions:
    """The options of `agree`."""

    agreement: Annotated[
        str,
        typer.Argument(
            help="An agreement's TOML file, or the name of one that comes with the package."
        ),
    ]
    no_proofs: Annotated[
        bool, typer.Option("--no-proofs", help="Prove nothing: the guarantee is not looked for.")
    ] = False
    certificates: Annotated[
        Path | None,
        typer.Option(help="Keep the certificates in this folder; a later run takes them up."),
    ] = None
    find_limit: Annotated[
        bool, typer.Option("--find-limit", help="Also the greatest speed that is proved: minutes.")
    ] = False
    protect: Annotated[str, typer.Option(help="The region whose protection is the price.")] = (
        "western-europe"
    )
    against: Annotated[str, typer.Option(help="The regional missile.")] = "irbm-4000"
    cells: Annotated[int, typer.Option(help="Of a footprint, along its longer side.")] = 24
    no_cost: Annotated[
        bool, typer.Option("--no-cost", help="Leave out what the limits cost in protection.")
    ] = False
    json: Annotated[Path | None, typer.Option(help="Write the answer as JSON.")] = None
    csv: Annotated[
        Path | None, typer.Option(help="Write a row for each deployment and base as CSV.")
    ] = None
    report: Annotated[Path | None, typer.Option(help="Write one HTML file.")] = None


@app.command()
@spread(AgreeOptions)
def agree(given: AgreeOptions) -> None:
    """What do an agreement's limits guarantee, what do they cost, and how far can they be seen?"""
    ready(json=given.json, csv=given.csv, report=given.report)
    with watching() as stage:
        from reassure.questions.agree import agree as run

        result = run(
            given.agreement,
            certified=not given.no_proofs,
            certificates=given.certificates,
            find_limit=given.find_limit,
            protect=None if given.no_cost else given.protect,
            against=given.against,
            cells=given.cells,
            progress=stage("Steps"),
        )
    numbers_first(result, given.json, given.csv)
    if given.report:
        from reassure.cli.sheet import agreement_files, command
        from reassure.report.html.agree import write_agree_page

        named, files = agreement_files(given.agreement)
        asked = [named]
        asked += ["--no-proofs"] if given.no_proofs else []
        asked += ["--certificates", given.certificates.name] if given.certificates else []
        asked += ["--find-limit"] if given.find_limit else []
        price = [
            "--protect",
            given.protect,
            "--against",
            given.against,
            "--cells",
            str(given.cells),
        ]
        words = command(
            "agree",
            *asked,
            *(["--no-cost"] if given.no_cost else price),
            "--report",
            given.report.name,
        )
        write_agree_page(result, words, given.report, given.certificates, files)
    from reassure.report.console import show
    from reassure.report.text.agree import bargain_text

    show(bargain_text(result))
