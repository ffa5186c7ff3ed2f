"""What commands share: outputs kept apart, and a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reassure.errors import OutputError

if TYPE_CHECKING:
    from rich.progress import ProgressColumn

__all__ = ["apart", "check_folder", "described", "watched", "watching"]

Report = Callable[[int, int], None]


def apart(scenario: str, *outputs: Path | None) -> None:
    """Refuse to write over the scenario, or one output over another."""
    seen = {Path(scenario).resolve()}
    for path in outputs:
        if path is None:
            continue
        if path.resolve() in seen:
            raise OutputError(f"{path}: is the input or another output; allowed: a file of its own")
        seen.add(path.resolve())


def check_folder(folder: Path) -> None:
    """Refuse what is neither a folder nor the name of a new one in a folder that exists."""
    if not folder.resolve().parent.is_dir() or (folder.exists() and not folder.is_dir()):
        raise OutputError(
            f"{folder}: no place for files; allowed: a folder, or the name of a new one in a folder that exists"
        )


def described(width: int) -> tuple[ProgressColumn, ...]:
    """What is under way, in lines if it must be; and a bar, where a terminal of that width has room for it."""
    from rich.progress import BarColumn, TextColumn
    from rich.table import Column

    words = TextColumn("{task.description}", table_column=Column(no_wrap=False))
    return (words, BarColumn()) if width >= 100 else (words,)


@contextmanager
def watching() -> Iterator[Callable[[str], Report]]:
    """A progress bar on a terminal's standard error. Gives what makes a reporter of (done, total) for
    a stage of the work; until the first report a line says that kernels load.
    """
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    from reassure.report.screen import console

    screen = console(stderr=True)
    columns = (*described(screen.width), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=screen, transient=True, disable=not screen.file.isatty()
    ) as bar:
        task = bar.add_task("Loading kernels (compiled on the first use, some 60 s)", total=None)

        def stage(what: str) -> Report:
            return lambda done, total: bar.update(
                task, description=what, completed=done, total=total
            )

        yield stage


def watched(what: str, page: str, function: str, *args: Any, **options: Any) -> Any:
    """Call a function of one of the package's pages under a progress bar."""
    with watching() as stage:
        call = getattr(import_module(f"reassure.{page}"), function)
        return call(*args, progress=stage(what), **options)
