"""Many scenarios: `sweep`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.shared import ENDINGS, described, suited
from reassure.cli.streams import tell
from reassure.errors import InputError
from reassure.words.counts import counted

if TYPE_CHECKING:
    from reassure.sweep import Pace

__all__ = ["sweep", "watching_chunks"]


@app.command()
def sweep(
    study: Annotated[Path, typer.Argument(help="A study file (.toml).")],
    out: Annotated[
        Path | None,
        typer.Option(help="The Zarr store to write; if left out, the study's name with .zarr."),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Use the Dask scheduler at this address, for example tcp://host:8786."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Continue with the store of an earlier run.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1, max=1024, help="Processes of this machine; if left out, one for each core."
        ),
    ] = None,
) -> None:
    """Assess a scenario over a grid or list of its figures, into one Zarr store."""
    if scheduler is not None and workers is not None:
        raise InputError("--scheduler with --workers; allowed: one of the two")
    from reassure.sweep import digest, run
    from reassure.sweep.study_run import job_in

    # An earlier run's store may have any name.
    if out is not None and not out.exists():
        suited(out, ENDINGS["store"])
    job = job_in(study)
    # In the folder that the command runs in, as its other outputs.
    store = out if out is not None else Path(f"{study.stem}.zarr")
    with watching_chunks() as (progress, say, last):
        try:
            run(
                job, store, scheduler=scheduler, workers=workers, resume=resume,
                progress=progress, say=say,
            )  # fmt: skip
        except KeyboardInterrupt:
            tell(f"stopped; {last()} kept in {store}: go on with --resume", err=True)
            raise SystemExit(130) from None
    tell(f"{job.attrs['title']}: {counted(job.points, 'point')} in {store}")
    tell(f"sha256 {digest(store)}")


@contextmanager
def watching_chunks() -> Iterator[
    tuple[Callable[[Pace], None], Callable[[str], None], Callable[[], str]]
]:
    """A progress bar on a terminal's standard error, gone when the block ends.

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
    with Progress(
        *columns, console=screen, transient=True, disable=not screen.file.isatty()
    ) as bar:
        task = bar.add_task("Reading", total=None, left="")

        def progress(pace: Pace) -> None:
            seen[:] = [pace]  # the last one, for the words of an interrupt
            bar.update(
                task, description="Chunks", completed=pace.before + pace.done, total=pace.total,
                left=_left(pace),
            )  # fmt: skip

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
