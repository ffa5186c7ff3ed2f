"""The command line: parse, one call, print, exit code (0 done, 2 bad input)."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reassure.errors import OutputError, ReassureError, ScenarioError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["app", "main"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Margins and critical values of missile-defence deployments against the flights of a force, "
    "from published figures. An instrument of analysis: point masses, geometry and timing.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"reassure {version('reassure')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the command itself."""


@app.command()
def assess(
    scenario: Annotated[
        str, typer.Argument(help="A scenario file, or a preset's name (see: presets).")
    ],
    json: Annotated[Path | None, typer.Option(help="Write the whole result as JSON.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the pairs as CSV.")] = None,
) -> None:
    """Which flights could each deployment reach, by what margin, and which figure flips the answer?"""
    from reassure.output import check_writable
    from reassure.scenario import load

    asked = load(scenario)
    for path in (json, csv):
        if path:
            check_writable(path)
    _apart(scenario, json, csv)
    try:
        result = _with_progress(asked)
    except ScenarioError as error:
        raise ScenarioError(f"{scenario}: {error}") from None
    if json:
        result.write_json(json)
    if csv:
        result.write_csv(csv)
    from reassure.report.text import assessment_text, console

    console().print(assessment_text(result))


@app.command()
def catalog(
    entry: Annotated[str | None, typer.Argument(metavar="[ID]", help="An entry's id.")] = None,
) -> None:
    """The published figures: all entries, or one with its sources."""
    from reassure.catalog import catalog as whole
    from reassure.report.text import catalog_text, console, entry_text

    known = whole()
    console().print(entry_text(known.find(entry)) if entry else catalog_text(known))


@app.command()
def presets() -> None:
    """The scenarios that come with the package."""
    from reassure.scenario import presets as every

    for name, scenario in every().items():
        typer.echo(f"{name:22s} {scenario.title}")


def _apart(scenario: str, *outputs: Path | None) -> None:
    """Refuse to write over the scenario, or one output over another."""
    seen = {Path(scenario).resolve()}
    for path in outputs:
        if path is None:
            continue
        if path.resolve() in seen:
            raise OutputError(
                f"{path}: is the scenario or another output; allowed: a file of its own"
            )
        seen.add(path.resolve())


def _with_progress(scenario: Any) -> Any:
    """Assess with a progress bar on a terminal's standard error, and a line while kernels load."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from reassure.report.text import console

    screen = console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    quiet = not screen.is_terminal
    with Progress(*columns, console=screen, transient=True, disable=quiet) as progress:
        task = progress.add_task(
            "Loading kernels (compiled on the first use, some 20 s)", total=None
        )
        from reassure.assessment import assess as run

        return run(scenario, _reporter(progress, task))


def _reporter(progress: Progress, task: TaskID) -> Any:
    def report(done: int, total: int) -> None:
        progress.update(
            task, description="Deployments against flights", completed=done, total=total
        )

    return report


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except ReassureError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except OSError as error:
        typer.echo(f"error: cannot write: {error.strerror or error}", err=True)
        raise SystemExit(2) from None
