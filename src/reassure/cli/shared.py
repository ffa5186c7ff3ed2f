"""What commands share: outputs kept apart, and a progress bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from reassure.errors import OutputError

__all__ = ["apart", "check_page", "watched", "watching"]

Report = Callable[[int, int], None]


def apart(scenario: str, *outputs: Path | None) -> None:
    """Refuse to write over the scenario, or one output over another."""
    seen = [Path(scenario)]
    for path in outputs:
        if path is None:
            continue
        if any(_same(path, other) for other in seen):
            raise OutputError(f"{path}: is the input or another output; allowed: a file of its own")
        seen.append(path)


def _same(path: Path, other: Path) -> bool:
    """Do two names stand for one file, through links of either kind?"""
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except (OSError, RuntimeError, ValueError):  # not there, or links in a circle
        return False


def check_page() -> None:
    """Refuse now what no page could be made of."""
    from reassure.report.page import check_built

    check_built()


@contextmanager
def watching() -> Iterator[Callable[[str], Report]]:
    """A progress bar on a terminal's standard error. Gives what makes a reporter of (done, total) for
    a stage of the work; until the first report a line says that kernels load.
    """
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
