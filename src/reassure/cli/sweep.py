"""Many scenarios: `sweep`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import ENDINGS, EachMinute, apart, described, suited
from reassure.cli.streams import tell
from reassure.errors import InputError, OutputError
from reassure.machine.files import check_writable
from reassure.options import spread
from reassure.words.counts import counted

if TYPE_CHECKING:
    from reassure.sweep import Pace
    from reassure.sweep.chart import ChartQuestion

__all__ = ["sweep", "watching_chunks"]


CHARTS = (".pdf", ".png", ".svg")
"""What the name of a chart ends in: the format that it is drawn in."""


@dataclass(frozen=True)
class SweepOptions:
    """The options of `sweep`."""

    study: Annotated[
        Path,
        typer.Argument(
            metavar="STUDY|STORE",
            help="A study file (.toml) to run; or a store, finished or not, to look at.",
        ),
    ]
    out: Annotated[
        Path | None,
        typer.Option(help="The Zarr store to write; if left out, the study's name with .zarr."),
    ] = None
    scheduler: Annotated[
        str | None,
        typer.Option(help="Use the Dask scheduler at this address, for example tcp://host:8786."),
    ] = None
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue with the store of an earlier run.")
    ] = False
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=1024, help="Processes of this machine; if left out, one for each core."
        ),
    ] = None
    chart: Annotated[
        Path | None, typer.Option(help="Draw a chart into this file: .png, .svg or .pdf.")
    ] = None
    x: Annotated[
        str | None,
        typer.Option(metavar="DIM", help="With --chart: the dimension to the right; the study's first unless given."),
    ] = None  # fmt: skip
    y: Annotated[
        str | None,
        typer.Option(metavar="DIM", help="With --chart: the dimension upwards; with --x alone the chart is a line."),
    ] = None  # fmt: skip
    variable: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="With --chart: a quantity of the store; least_margin_km_s unless given."),
    ] = None  # fmt: skip
    at: Annotated[
        list[str] | None,
        typer.Option(metavar="DIM=VALUE", help="With --chart: another dimension at this value, and not at its worst; may be repeated."),
    ] = None  # fmt: skip


@app.command()
@spread(SweepOptions)
def sweep(given: SweepOptions) -> None:
    """Assess a scenario over a grid or list of its figures, into one Zarr store; say and draw what a store has."""
    if given.scheduler is not None and given.workers is not None:
        raise InputError("--scheduler with --workers; allowed: one of the two")
    asked = _asked(given)
    if given.study.is_dir():
        _look(given, asked)
    else:
        _run(given, asked)


def _asked(given: SweepOptions) -> ChartQuestion | None:
    """What the chart is to show; None: no chart is asked for. Raises InputError, OutputError."""
    at: dict[str, str] = {}
    for text in given.at or ():
        name, equals, value = text.partition("=")
        if not equals or name in at:
            raise InputError(f"--at {text}; allowed: DIM=VALUE, once for each dimension")
        at[name] = value
    if given.chart is None:
        for option in ("x", "y", "variable", "at"):
            if getattr(given, option):
                raise InputError(f"--{option} without --chart; allowed: with it")
        return None
    if given.chart.suffix.lower() not in CHARTS:
        raise OutputError(f"{given.chart}: allowed: a name that ends in {', '.join(CHARTS[:-1])} or {CHARTS[-1]}")  # fmt: skip
    check_writable(given.chart)
    import reassure.report.plots  # noqa: F401  (refuses now what would end without a picture)
    from reassure.sweep.chart import ChartQuestion

    return ChartQuestion(given.x, given.y, given.variable, at)


def _look(given: SweepOptions, asked: ChartQuestion | None) -> None:
    """Say what a store has that is there, or draw it."""
    for option in ("out", "scheduler", "resume", "workers"):
        if getattr(given, option):
            raise InputError(f"--{option} with a store; allowed: with a study file")
    if given.chart is not None:
        # Who asks for a chart after chart has read the summary.
        _draw(given.study, given.chart, asked)
    else:
        _show(given.study)
        _tell_digest(given.study)


def _run(given: SweepOptions, asked: ChartQuestion | None) -> None:
    """Run a study, and say and draw what its store has."""
    from reassure.sweep import run
    from reassure.sweep.chart import planned
    from reassure.sweep.layout import layout_of
    from reassure.sweep.study_run import job_in

    # An earlier run's store may have any name.
    if given.out is not None and not given.out.exists():
        suited(given.out, ENDINGS["store"])
    job = job_in(given.study)
    # In the folder that the command runs in, as its other outputs.
    store = given.out if given.out is not None else Path(f"{given.study.stem}.zarr")
    if asked is not None:
        planned(layout_of(job), asked)
        apart(str(given.study), str(store), outputs=[given.chart] if given.chart else [])
    with watching_chunks() as (progress, say, last):
        try:
            run(
                job, store, scheduler=given.scheduler, workers=given.workers, resume=given.resume,
                progress=progress, say=say,
            )  # fmt: skip
        except KeyboardInterrupt:
            tell(f"stopped; {last()} kept in {store}: go on with --resume", err=True)
            raise SystemExit(130) from None
    _show(store)
    if given.chart is not None:
        _draw(store, given.chart, asked)
    tell(f"{job.attrs['title']}: {counted(job.points, 'point')} in {store}")
    _tell_digest(store)


def _show(store: Path) -> None:
    """The summary of a store."""
    from reassure.report.console import show
    from reassure.report.text.sweep import sweep_text
    from reassure.sweep.summary import summed_up

    show(sweep_text(summed_up(store)))


def _draw(store: Path, chart: Path, asked: ChartQuestion | None) -> None:
    """The chart of a store."""
    from reassure.report.plots.engine import save
    from reassure.report.plots.sweep import sweep_figure
    from reassure.sweep.chart import charted

    numbers = charted(store, asked)
    save([chart], lambda: sweep_figure(numbers))
    tell(f"written: {chart}")


def _tell_digest(store: Path) -> None:
    """By which two stores are compared."""
    from reassure.sweep import digest

    tell(f"sha256 {digest(store)}")


@contextmanager
def watching_chunks() -> Iterator[
    tuple[Callable[[Pace], None], Callable[[str], None], Callable[[], str]]
]:
    """A progress bar on a terminal's standard error, gone when the block ends; elsewhere a line each minute.

    Gives three functions: what to tell it of progress (a `Pace`), what to tell it in words, and what gives in words
    what is done.
    """
    from rich.progress import MofNCompleteColumn, Progress, TextColumn

    from reassure.report.console import console

    screen = console(stderr=True)
    columns = (
        *described(screen.width),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
    )
    seen: list[Pace] = []
    terminal = screen.file.isatty()
    line = EachMinute()
    with Progress(*columns, console=screen, transient=True, disable=not terminal) as bar:
        task = bar.add_task("Reading", total=None, left="")

        def progress(pace: Pace) -> None:
            seen[:] = [pace]  # the last one, for the words of an interrupt
            bar.update(
                task, description="Chunks", completed=pace.before + pace.done, total=pace.total,
                left=_left(pace),
            )  # fmt: skip
            if not terminal:
                line("Chunks", pace.before + pace.done, pace.total)

        def say(line: str) -> None:
            bar.update(task, description=line)

        def last() -> str:
            return (
                f"{seen[0].before + seen[0].done} of {counted(seen[0].total, 'chunk')}"
                if seen
                else "nothing"
            )

        yield progress, say, last


def _left(pace: Pace) -> str:
    """The time left by the rate of this run, in words; empty before there is a rate."""
    seconds = pace.seconds_left
    if seconds is None:
        return ""
    # Seconds while there are few of them; a minute's precision of an estimate is enough beyond.
    if seconds < 100:
        return f"{seconds:.0f} s left"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes} min left" if hours else f"{minutes} min left"
