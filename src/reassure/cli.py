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
    from reassure.output import check_writable
    from reassure.scenario import load

    asked = load(scenario)
    for path in (json, csv):
        if path:
            check_writable(path)
    _apart(scenario, json, csv)
    try:
        result = _with_progress(
            asked, estimate=estimate, samples=samples, seed=seed, tolerance=tolerance
        )
    except ScenarioError as error:
        raise ScenarioError(f"{scenario}: {error}") from None
    if json:
        result.write_json(json)
    if csv:
        result.write_csv(csv)
    from reassure.report.text import assessment_text, console

    console().print(assessment_text(result))


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
    from reassure.output import check_writable
    from reassure.scenario import load

    asked = load(scenario)
    for path in (json, csv):
        if path:
            check_writable(path)
    _apart(scenario, json, csv)
    try:
        found = _watched(
            "Cells", "protection", "footprint", asked, deployment=deployment, against=against,
            protect=protect, denied=denied, cells=cells,
        )  # fmt: skip
    except ScenarioError as error:
        raise ScenarioError(f"{scenario}: {error}") from None
    if json:
        found.write_json(json)
    if csv:
        found.write_csv(csv)
    from reassure.report.footprint import footprint_text
    from reassure.report.text import console

    console().print(footprint_text(found))


@app.command()
def certify(
    scenario: Annotated[
        str, typer.Argument(help="A scenario file, a preset's name, or a claim (.toml, .json).")
    ],
    out: Annotated[Path, typer.Option(help="Write the certificate here.")],
    deployment: Annotated[
        list[str] | None, typer.Option(help="Only this deployment; may be repeated.")
    ] = None,
    base: Annotated[list[str] | None, typer.Option(help="Only this base; may be repeated.")] = None,
    burnout_speed_km_s: Annotated[
        float | None, typer.Option(help="Claim this burnout speed instead of the scenario's.")
    ] = None,
    launch_delay_s: Annotated[
        float | None, typer.Option(help="Claim this delay instead of the scenario's.")
    ] = None,
    divert_km_s: Annotated[
        float | None, typer.Option(help="Claim this divert instead of the scenario's.")
    ] = None,
    boost_distance_km: Annotated[
        float, typer.Option(help="Greatest ground distance of an interceptor's burnout.")
    ] = 150.0,
    boost_height_km: Annotated[
        float, typer.Option(help="Greatest height of an interceptor's burnout.")
    ] = 150.0,
    cell_km: Annotated[
        float, typer.Option(help="Size of the cells that cover aim regions.")
    ] = 400.0,
    find_limit: Annotated[
        str | None, typer.Option(help='"speed" or "delay": the limit that can just be proved.')
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Take over what an interrupted run had proved.")
    ] = False,
) -> None:
    """Prove that interceptors held to a limit cannot reach any flight; write a certificate."""
    from reassure.claims import claim_from_scenario, read_claim
    from reassure.errors import ClaimError
    from reassure.output import check_writable
    from reassure.report.text import console

    check_writable(out)
    _apart(scenario, out)
    if find_limit not in (None, "speed", "delay"):
        raise ClaimError(f"--find-limit {find_limit}; allowed: speed, delay")
    if resume and find_limit:
        raise ClaimError("--resume with --find-limit; allowed: one of the two")
    if _is_claim(scenario):
        given = (deployment, base, burnout_speed_km_s, launch_delay_s, divert_km_s)
        if any(option is not None for option in given):
            raise ClaimError(f"{scenario}: is a claim; allowed: it says all limits itself")
        claim = read_claim(scenario)
    else:
        claim = claim_from_scenario(
            scenario,
            deployments=deployment,
            bases=base,
            burnout_speed_km_s=burnout_speed_km_s,
            launch_delay_s=launch_delay_s,
            divert_km_s=divert_km_s,
            burnout_distance_km=boost_distance_km,
            burnout_height_km=boost_height_km,
            cell_km=cell_km,
        )
    from reassure.report.proof import certificate_text, limits_text

    if find_limit:
        certificate, limits = _watched("Trials", "bracket", "find_limit", claim, find_limit)
        console().print(limits_text(limits, find_limit))
        if not certificate.proofs:
            raise SystemExit(1)
    else:
        kept = out.with_name(out.name + ".part")
        try:
            certificate = _watched("Rows", "proving", "certify", claim, kept=kept, resume=resume)
        except KeyboardInterrupt:
            typer.echo(f"stopped; what is proved is kept in {kept}: go on with --resume", err=True)
            raise SystemExit(130) from None
    certificate.write(out)
    if not find_limit:
        kept.unlink(missing_ok=True)
    console().print(certificate_text(certificate, str(out)))
    if not certificate.proved:
        raise SystemExit(1)


@app.command()
def refute(
    claim: Annotated[Path, typer.Argument(help="A certificate, or a claim (.toml, .json).")],
    samples: Annotated[
        int, typer.Option(min=1000, help="Meetings to draw for each clause.")
    ] = 10_000_000,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the draw.")] = 1,
) -> None:
    """Try to break a claim: search all flights, launches and impulses for a meeting within the limits."""
    from reassure.refute import claim_in
    from reassure.report.proof import attacks_text
    from reassure.report.text import console

    attacks = _watched("Clauses", "refute", "attack", claim_in(claim), samples=samples, seed=seed)
    console().print(attacks_text(attacks))
    if any(a.gets_in for a in attacks):
        raise SystemExit(1)


def _is_claim(name: str) -> bool:
    path = Path(name)
    if path.suffix not in (".toml", ".json") or not path.is_file():
        return False
    with path.open("rb") as file:
        return b"reassure-claim/" in file.read(50_000_000)


def _watched(what: str, page: str, function: str, *args: Any, **options: Any) -> Any:
    """Call a function of one of the package's pages with a progress bar on a terminal's standard error."""
    from importlib import import_module

    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from reassure.report.text import console

    screen = console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("Loading kernels (compiled on the first use, some 60 s)", total=None)
        call = getattr(import_module(f"reassure.{page}"), function)

        def report(done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        return call(*args, progress=report, **options)


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


def _with_progress(scenario: Any, **options: Any) -> Any:
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

        return run(
            scenario,
            _reporter(progress, task, "Deployments against flights"),
            progress_of_estimate=_reporter(progress, task, "Flyouts against flights"),
            progress_of_draws=_reporter(progress, task, "Draws"),
            **options,
        )


def _reporter(progress: Progress, task: TaskID, what: str) -> Any:
    def report(done: int, total: int) -> None:
        progress.update(task, description=what, completed=done, total=total)

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
