"""What two sides could do together: `joint`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import SCENARIO, numbers_first, ready, told_of, watching
from reassure.options import spread

__all__ = ["joint"]


@dataclass(frozen=True)
class JointOptions:
    """The options of `joint`."""

    scenario: Annotated[str, SCENARIO]
    against: Annotated[str, typer.Option(help="A missile's id, in the scenario or the catalogue.")]
    protect: Annotated[str, typer.Option(help="The region to protect: a zone's id.")]
    scheme: Annotated[list[str] | None, typer.Option(help="sectoral, jdec, two-centres, pooled or gabala; may be repeated. All unless given.")] = None  # fmt: skip
    deployment: Annotated[list[str] | None, typer.Option(help="A deployment's id; may be repeated. All that launch on what sensors see, unless given.")] = None  # fmt: skip
    cells: Annotated[int, typer.Option(help="Cells of the region, along its longer side.")] = 24
    certify: Annotated[bool, typer.Option("--certify", help="Look for proofs that the force is out of reach (a minute or more).")] = False  # fmt: skip
    leave_out: Annotated[bool, typer.Option("--leave-out/--no-leave-out", help="Leave each sensor out in turn.")] = True  # fmt: skip
    json: Annotated[Path | None, typer.Option(help="Write the answer as JSON.")] = None
    csv: Annotated[Path | None, typer.Option(help="Write a row for each scheme and deployment as CSV.")] = None  # fmt: skip
    report: Annotated[Path | None, typer.Option(help="Write one HTML file with table and maps.")] = None  # fmt: skip


@app.command()
@spread(JointOptions)
def joint(given: JointOptions) -> None:
    """What could two sides do together: protection, seconds gained and reassurance under schemes of a joint project."""
    from reassure.scenario import load

    asked = load(given.scenario)
    ready(given.scenario, json=given.json, csv=given.csv, report=given.report)
    with told_of(given.scenario), watching() as stage:
        from reassure.questions.joint import joint as run

        found = run(
            asked, against=given.against, protect=given.protect, schemes=given.scheme or (), deployments=given.deployment or (),
            cells=given.cells, certify=given.certify, leave_out=given.leave_out, progress=stage("Schemes"),
        )  # fmt: skip
    numbers_first(found, given.json, given.csv)
    if given.report:
        from reassure.cli.sheet import command, named_file
        from reassure.machine.files import write_whole
        from reassure.report.html.joint import joint_page

        name, files = named_file(given.scenario)
        words = command("joint", name, *_words(given), "--report", given.report.name)
        write_whole(given.report, joint_page(found, words, files))
    from reassure.report.console import show
    from reassure.report.text.joint import joint_text

    show(joint_text(found))


def _words(given: JointOptions) -> Iterator[str]:
    """What was asked for, as options."""
    yield from ("--against", given.against, "--protect", given.protect)
    for name in given.scheme or ():
        yield from ("--scheme", name)
    for name in given.deployment or ():
        yield from ("--deployment", name)
    if given.cells != JointOptions.cells:
        yield from ("--cells", str(given.cells))
    if given.certify:
        yield "--certify"
    if not given.leave_out:
        yield "--no-leave-out"
