"""What commands share: outputs that can be written and are what their names say, and a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol

import typer

from reassure.cli.streams import tell
from reassure.errors import OutputError, RegionError, ScenarioError
from reassure.machine.files import check_writable
from reassure.typing import Progress

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

__all__ = [
    "ENDINGS",
    "ON",
    "RESUME",
    "SCENARIO",
    "SCHEDULER",
    "STORE",
    "WEIGH",
    "EachMinute",
    "apart",
    "described",
    "folder_named",
    "numbers_first",
    "ready",
    "suited",
    "told_of",
    "watching",
]


SCENARIO = typer.Argument(help="A scenario file, or a preset's name (see: presets).")

WEIGH = typer.Option(
    metavar="warheads",
    help="Also give shares of the accountable force: each base with its warheads, as intervals where they are not known.",
)
ON = typer.Option(
    metavar="DATE",
    help="With --weigh: by what the catalogue says of this day, YYYY-MM-DD, and not by the scenario's own accounts. "
    "Without either: of 2012-03-14.",
)

STORE = typer.Option(
    help="Compute through this Zarr store, on all cores; it can be stopped (docs/sweep.md)."
)
SCHEDULER = typer.Option(help="With --store: the Dask scheduler at this address.")
RESUME = typer.Option("--resume", help="With --store: continue an earlier run.")

ENDINGS: dict[str, tuple[str, ...]] = {
    "json": (".json",),
    "csv": (".csv",),
    "report": (".html", ".htm"),
    "certificate": (".cert",),
    "kml": (".kml",),
    "kept": (".part",),
    "store": (".zarr",),
}
"""What the name of an output may end in, if in anything."""

_FILES = {".geojson", ".kml", ".nc", ".pdf", ".png", ".svg", ".txt", ".zip"}.union(*ENDINGS.values())  # fmt: skip


def ready(*inputs: str, **outputs: Path | None) -> None:
    """Refuse, before any work, outputs that could not be written, that would take the place of an input or of each
    other, or whose name says that they are something else.

    `outputs`: each by its kind, as in ENDINGS; None where it was not asked for. Raises OutputError.
    """
    given = {kind: path for kind, path in outputs.items() if path is not None}
    for path in given.values():
        check_writable(path)
    apart(*inputs, outputs=given.values())
    for kind, path in given.items():
        suited(path, ENDINGS[kind])
    # A page without a viewer would be found out after the work alone.
    if "report" in given:
        from reassure.report.html.page import check_built

        check_built()


def apart(*inputs: str, outputs: Iterable[Path]) -> None:
    """Refuse to write over an input, or one output over another. Raises OutputError."""
    seen = [Path(given) for given in inputs]
    for path in outputs:
        if any(_same(path, other) for other in seen):
            raise OutputError(f"{path}: is the input or another output; allowed: a file of its own")
        seen.append(path)


def _same(path: Path, other: Path) -> bool:
    """Do two names stand for one file, through symbolic or hard links?"""
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except (OSError, RuntimeError, ValueError):  # not there, or links in a circle
        return False


def suited(path: Path, endings: Sequence[str]) -> None:
    """Refuse a name that ends in what stands for another kind of file. Raises OutputError."""
    ending = path.suffix
    # ".v2" and ".2012" are parts of a name, and ends of none.
    if ending[1:2].isalpha() and ending.lower() not in endings:
        raise OutputError(
            f"{path}: ends in {ending}; allowed: a name that ends in {' or '.join(endings)}, or in nothing"
        )


def folder_named(folder: Path) -> None:
    """Refuse the name of a file for a new folder. Raises OutputError."""
    if folder.suffix.lower() in _FILES and not folder.exists():
        raise OutputError(
            f"{folder}: ends in {folder.suffix}, and a folder of files is written; allowed: the name of a folder"
        )


def described(width: int) -> tuple[ProgressColumn, ...]:
    """The columns of a progress bar: what is under way, in lines if it must be; and the bar, where a terminal of that
    width (columns) has room for it.
    """
    from rich.progress import BarColumn, TextColumn
    from rich.table import Column

    words = TextColumn("{task.description}", table_column=Column(no_wrap=False))
    return (words, BarColumn()) if width >= 100 else (words,)


class Numbers(Protocol):
    """An answer that can be written as JSON and as CSV."""

    def write_json(self, path: Path, /) -> None:
        """The whole answer."""

    def write_csv(self, path: Path, /) -> None:
        """Its rows."""


def numbers_first(found: Numbers, json: Path | None, csv: Path | None) -> None:
    """The files of numbers that were asked for, before any page: they stay where that fails (docs/running.md)."""
    if json:
        found.write_json(json)
    if csv:
        found.write_csv(csv)


@contextmanager
def told_of(scenario: str) -> Iterator[None]:
    """Tell what is wrong with a scenario under the name that the user gave it. Raises ScenarioError."""
    try:
        yield
    except (ScenarioError, RegionError) as error:
        raise ScenarioError(f"{scenario}: {error}") from None


class EachMinute:
    """Tells of progress where no bar shows it: a line on standard error a minute, from the first whole one on."""

    PAUSE_S = 60.0

    def __init__(self) -> None:
        self._last = monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        """Of `total` things, `done` are: "Trials: 3 of 40"."""
        if (now := monotonic()) - self._last >= self.PAUSE_S:
            self._last = now
            tell(f"{what}: {done} of {total}", err=True)


@contextmanager
def watching() -> Iterator[Callable[[str], Progress]]:
    """A progress bar on a terminal's standard error, gone when the block ends; elsewhere a line each minute.

    Gives a function that makes a reporter of (done, total) for a stage of the work, named by its words. Until the first
    report a line says that kernels load.
    """
    from rich.progress import MofNCompleteColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from reassure.report.console import console

    screen = console(stderr=True)
    columns = (*described(screen.width), MofNCompleteColumn(), TimeRemainingColumn())
    terminal = screen.file.isatty()
    line = EachMinute()
    with Bar(*columns, console=screen, transient=True, disable=not terminal) as bar:
        # No total yet: the bar only moves to and fro.
        task = bar.add_task("Loading kernels (compiled on the first use, some 60 s)", total=None)

        def stage(what: str) -> Progress:
            def report(done: int, total: int) -> None:
                bar.update(task, description=what, completed=done, total=total)
                if not terminal:
                    line(what, done, total)

            return report

        yield stage
