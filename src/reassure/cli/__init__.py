"""The command line: parse, one call, print, exit code (0 done, 2 bad input)."""

from __future__ import annotations

import io
import sys

import typer

from reassure.cli import (
    answers,
    compare,
    explore,
    export,
    indicator,
    limits,
    lists,
    proofs,
    sweep,
    trade,
)
from reassure.cli.app import app
from reassure.errors import ReassureError

__all__ = [
    "answers",
    "app",
    "compare",
    "explore",
    "export",
    "indicator",
    "limits",
    "lists",
    "main",
    "proofs",
    "sweep",
    "trade",
]


def _interrupted(error: BaseException | None) -> bool:
    """Did Ctrl-C bring this about? What a command has told already (raised from None) does not count."""
    while error is not None:
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if isinstance(error, KeyboardInterrupt):
            return True
    return False


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
    except (SystemExit, SystemError) as error:
        # typer makes an exit of an interrupt, and numba, while it hands arguments over, a SystemError
        if not _interrupted(error):
            raise
        typer.echo("stopped", err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except OSError as error:
        typer.echo(f"error: cannot write: {error.strerror or error}", err=True)
        raise SystemExit(2) from None
